//! Spellings of one name that was written in other letters: `Gaddafi`, `Qadhafi`, `Kadafi`.

/// The consonants of a word as they sound, one letter each, without doubled ones; and the vowels between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sounds {
    /// The consonants.
    pub(super) frame: String,
    /// The vowels before the first consonant, between two, and behind the last.
    vowels: Vec<String>,
}

/// Letters that together are one consonant, longest first.
const TOGETHER: &[(&str, char)] = &[
    ("shch", 'x'),
    ("tsch", 'x'),
    ("sch", 'x'),
    ("tch", 'x'),
    ("dzh", 'j'),
    ("kh", 'h'),
    ("gh", 'k'),
    ("dh", 'd'),
    ("th", 't'),
    ("ph", 'f'),
    ("sh", 'x'),
    ("ch", 'x'),
    ("zh", 'j'),
    ("ck", 'k'),
    ("dj", 'j'),
    ("dz", 's'),
    ("ts", 's'),
    ("tz", 's'),
    ("cz", 'x'),
    ("sz", 'x'),
    ("rz", 'j'),
    ("wh", 'v'),
    ("qu", 'k'),
    ("ks", 'q'),
];

/// The sounds of a word in small letters without signs.
pub(super) fn sounds(word: &str) -> Sounds {
    let mut sounds = Sounds { frame: String::new(), vowels: vec![String::new()] };
    let word = match word {
        "abdel" | "abdal" | "abdoul" | "abdol" => "abdul",
        "el" | "ul" | "al" => "al",
        other => other,
    };
    let mut rest = word;
    let mut is_first = true;
    while let Some(c) = rest.chars().next() {
        if let Some((letters, sound)) = TOGETHER.iter().find(|(letters, _)| rest.starts_with(letters)) {
            sounds.consonant(*sound);
            rest = &rest[letters.len()..];
        } else {
            match c {
                'a' | 'e' | 'i' | 'o' | 'u' => sounds.vowel(c),
                // At the beginning they are consonants, elsewhere mostly part of a vowel.
                'y' | 'j' if !is_first && !is_before_vowel(&rest[1..]) => sounds.vowel('i'),
                'w' if !is_first && !is_before_vowel(&rest[1..]) => sounds.vowel('u'),
                'y' => sounds.vowel('i'),
                'w' => sounds.consonant('v'),
                'q' | 'g' | 'k' => sounds.consonant('k'),
                'c' => sounds.consonant(if rest[1..].starts_with(['e', 'i', 'y']) { 's' } else { 'k' }),
                'x' => sounds.consonant('q'),
                'z' => sounds.consonant('s'),
                // At the end nobody hears it.
                'h' if rest.len() == 1 && !is_first && sounds.vowels.last().is_some_and(|last| !last.is_empty()) => {}
                c => sounds.consonant(c),
            }
            rest = &rest[c.len_utf8()..];
        }
        is_first = false;
    }
    sounds
}

fn is_before_vowel(rest: &str) -> bool {
    rest.starts_with(['a', 'e', 'i', 'o', 'u'])
}

impl Sounds {
    fn vowel(&mut self, c: char) {
        if let Some(last) = self.vowels.last_mut() {
            last.push(c);
        }
    }

    fn consonant(&mut self, c: char) {
        let is_doubled = self.frame.ends_with(c) && self.vowels.last().is_some_and(String::is_empty);
        if !is_doubled {
            self.frame.push(c);
            self.vowels.push(String::new());
        }
    }

    /// How far two words that sound alike are apart: the places whose vowels differ; none when they cannot be one name.
    pub(super) fn distance(&self, other: &Sounds) -> Option<usize> {
        if self.frame != other.frame || self.frame.is_empty() {
            return None;
        }
        let last = self.vowels.len().saturating_sub(1);
        let mut n_apart = 0;
        for (at, (left, right)) in self.vowels.iter().zip(&other.vowels).enumerate() {
            if left == right {
                continue;
            }
            // Nobody leaves out a vowel at the beginning, and at the end it makes another word.
            let is_edge = at == 0 || at == last;
            let may_fall = !is_edge && self.frame.len() > 2;
            match (main_vowel(left), main_vowel(right)) {
                (Some(left), Some(right)) if left == right => {}
                (Some(left), Some(right)) if are_near(left, right) || (at == last && self.frame.len() > 4) => {
                    n_apart += 1;
                }
                (None, Some(_)) | (Some(_), None) if may_fall => n_apart += 1,
                _ => return None,
            }
        }
        Some(n_apart)
    }
}

/// The vowel that a group of vowels stands for.
fn main_vowel(vowels: &str) -> Option<char> {
    Some(match vowels {
        "" => return None,
        "ou" | "oo" | "uu" => 'u',
        "ee" | "ie" | "ii" | "iy" | "iji" => 'i',
        "ei" | "ai" | "ae" | "ay" | "ey" => 'e',
        "aa" => 'a',
        other => other.chars().next()?,
    })
}

/// True for vowels that are written for each other.
fn are_near(left: char, right: char) -> bool {
    matches!((left.min(right), left.max(right)), ('a', 'e') | ('e', 'i') | ('o', 'u'))
}

/// Cyrillic and Greek letters in Latin ones; other letters stay.
pub(super) fn in_latin(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for c in text.chars() {
        match latin_of(c) {
            Some(letters) => latin.push_str(letters),
            None => latin.push(c),
        }
    }
    latin
}

/// The Latin letters for a small letter of Cyrillic or Greek.
fn latin_of(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'α' => "a",
        'б' => "b",
        'в' | 'β' => "v",
        'г' | 'ґ' | 'γ' => "g",
        'д' | 'δ' => "d",
        'е' | 'э' | 'є' | 'ε' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' | 'ζ' => "z",
        'и' | 'і' | 'ї' | 'ы' | 'ι' | 'η' => "i",
        'й' | 'ј' => "y",
        'к' | 'κ' => "k",
        'л' | 'λ' => "l",
        'м' | 'μ' => "m",
        'н' | 'ν' => "n",
        'о' | 'ο' | 'ω' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' | 'ς' => "s",
        'т' | 'τ' => "t",
        'у' | 'υ' => "u",
        'ф' | 'φ' => "f",
        'х' | 'χ' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'θ' => "th",
        'ξ' => "x",
        'ψ' => "ps",
        'ъ' | 'ь' => "",
        _ => return None,
    })
}
