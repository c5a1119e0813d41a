//! Names in other scripts beside their Latin spellings: `محمد بن سلمان` and `Mohammed bin Salman`, `习近平` and `Xi Jinping`.
//!
//! Letters become Latin ones; of these the consonants are compared, in classes, because scripts do not tell the same sounds
//! apart, and because some write no short vowels. What is alike is only ever proposed.

use super::sounds::in_latin;

/// A name in another script, its words in small Latin letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Romanised {
    /// The words.
    pub(super) words: Box<[String]>,
    /// True where short vowels are not written.
    pub(super) is_bare: bool,
}

/// The words of a name in Latin letters, when it has letters of another script.
pub(super) fn romanised(name: &str) -> Option<Romanised> {
    if name.is_ascii() || !name.chars().any(is_other) {
        return None;
    }
    let is_bare = name.chars().any(is_bare);
    let mut words = Vec::new();
    for word in name.to_lowercase().split(|c: char| !c.is_alphanumeric() && !is_mark(c)) {
        // The article is written in one with its word.
        let word = match word.strip_prefix("ال") {
            Some(rest) if rest.chars().count() > 2 => rest,
            _ => word,
        };
        let latin: String = if is_bare {
            word.chars().map(|c| bare_letter(c).unwrap_or_else(|| any_ascii::any_ascii_char(c))).collect()
        } else {
            any_ascii::any_ascii(&in_latin(word))
        };
        let latin: String = latin.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        if !latin.is_empty() {
            words.push(latin);
        }
    }
    (!words.is_empty()).then(|| Romanised { words: words.into(), is_bare })
}

/// True for a letter that is not Latin.
fn is_other(c: char) -> bool {
    let is_latin = matches!(c, '\0'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff5a}');
    c.is_alphabetic() && !is_latin && !matches!(c, 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | 'ʹ')
}

/// True for letters of Hebrew, Arabic, Persian, Urdu and Syriac, whose scripts leave out short vowels, and for those of India,
/// where an `a` goes without saying.
fn is_bare(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{7bf}' | '\u{900}'..='\u{dff}' | '\u{8a0}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// True for signs that belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{93c}'..='\u{94d}' | '\u{900}'..='\u{903}' | '\u{200c}' | '\u{200d}')
}

/// The sound of a letter of Arabic or Hebrew where it helps to know it better than by its usual Latin letter.
fn bare_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ع' | 'ى' | 'א' | 'ע' => "a",
        'ء' | 'ئ' | 'ؤ' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{200c}' => "",
        'ة' | 'ه' | 'ھ' | 'ہ' | 'ح' | 'ה' => "h",
        'خ' | 'ח' => "kh",
        'ث' | 'ط' | 'ט' | 'ת' => "t",
        'ذ' | 'ظ' | 'ض' => "z",
        'ص' => "s",
        'ق' | 'ך' | 'כ' | 'ק' => "k",
        'غ' => "gh",
        'ש' => "sh",
        'צ' | 'ץ' => "ts",
        'פ' | 'ף' => "p",
        'ב' => "b",
        'و' | 'ו' => "w",
        'ي' | 'ی' | 'י' => "y",
        _ => return None,
    })
}

/// Letters that are one consonant together, and its class, longest first.
const TOGETHER: &[(&str, char)] = &[
    ("shch", 's'),
    ("tsch", 's'),
    ("sch", 's'),
    ("tsh", 's'),
    ("tch", 's'),
    ("dzh", 'j'),
    ("kh", 'h'),
    ("gh", 'k'),
    ("dh", 'd'),
    ("th", 't'),
    ("ph", 'b'),
    ("sh", 's'),
    ("ch", 's'),
    ("zh", 'j'),
    ("ck", 'k'),
    ("dj", 'j'),
    ("ts", 's'),
    ("tz", 's'),
    ("cz", 's'),
    ("sz", 's'),
    ("ng", 'n'),
];

/// The consonants of a word by classes, and the vowels between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bones {
    /// The consonants.
    pub(super) bones: String,
    /// What stands before the first, between two, and behind the last: vowels, `w` and `y`.
    gaps: Vec<String>,
}

/// The consonants of a word in small Latin letters.
fn bones(word: &str) -> Bones {
    let word = match word {
        "abdel" | "abdal" | "abdul" | "abdoul" | "abdol" => "abd",
        other => other,
    };
    let mut found = Bones { bones: String::new(), gaps: vec![String::new()] };
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let together = TOGETHER.iter().find(|(letters, _)| rest.starts_with(letters));
        let (class, len) = together.map_or_else(
            || (class_of(c, &rest[c.len_utf8()..]), c.len_utf8()),
            |(letters, class)| (Some(*class), letters.len()),
        );
        rest = &rest[len..];
        match class {
            // Nobody hears it at the end.
            Some('h') if rest.is_empty() && !found.bones.is_empty() => {}
            Some(class) if found.bones.ends_with(class) && found.gaps.last().is_some_and(String::is_empty) => {}
            Some(class) => {
                found.bones.push(class);
                found.gaps.push(String::new());
            }
            None => {
                if let Some(gap) = found.gaps.last_mut() {
                    gap.push(c);
                }
            }
        }
    }
    found
}

/// The class of a consonant; none for a vowel and for what may be part of one.
fn class_of(c: char, rest: &str) -> Option<char> {
    Some(match c {
        'a' | 'e' | 'i' | 'o' | 'u' | 'w' | 'y' => return None,
        // Scripts differ in which of these they have.
        'b' | 'p' | 'v' | 'f' => 'b',
        'c' if rest.starts_with(['e', 'i', 'y']) => 's',
        'c' | 'k' | 'q' | 'g' => 'k',
        's' | 'z' | 'x' => 's',
        other => other,
    })
}

/// Words that one script writes and another leaves out, or writes together with others.
const SMALL: &[&str] = &["al", "el", "ul", "the", "of"];

/// The consonants of the words of a name.
pub(super) fn skeleton(words: &[String]) -> Vec<Bones> {
    words.iter().filter(|word| !SMALL.contains(&word.as_str())).map(|word| bones(word)).collect()
}

impl Bones {
    /// True when two words can be one: the same consonants, and no vowel that is written in both speaks against it.
    pub(super) fn fit(&self, other: &Bones, is_bare: bool) -> bool {
        self.bones == other.bones
            && self.gaps.iter().zip(&other.gaps).enumerate().all(|(at, (left, right))| {
                let is_end = at + 1 == self.gaps.len();
                match (left.is_empty(), right.is_empty()) {
                    (true, true) => true,
                    (false, false) => vowels(left) & vowels(right) != 0,
                    // A first vowel is always written.
                    _ => is_end || (is_bare && at > 0),
                }
            })
    }
}

/// The sorts of vowels in a gap, a bit for each; those that are written for each other have one in common.
fn vowels(gap: &str) -> u8 {
    gap.chars().fold(0, |sorts, c| {
        sorts
            | match c {
                'a' => 0b0001,
                'e' => 0b0011,
                'o' | 'u' | 'w' => 0b0100,
                _ => 0b0010,
            }
    })
}

/// All consonants of a name in one word.
pub(super) fn joined(skeleton: &[Bones]) -> String {
    skeleton.iter().map(|bones| bones.bones.as_str()).collect()
}
