//! Two names, compared: what speaks for one actor, and how much.

use super::parts::{NameParts, long_form};
use super::sounds::Sounds;
use crate::ontology::{CountryNames, CountryReading, CountryWord};

/// What speaks for two names being one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clue {
    /// How much, of a hundred.
    pub(super) score: u8,
    /// The reason in words.
    pub(super) words: String,
    /// What one of them is of the other, where it counts more when nobody else has it.
    pub(super) part: Part,
}

/// What one name is of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole of it.
    Whole,
    /// The surname, with or without an initial.
    Surname,
    /// What it begins with.
    Beginning,
    /// The first letters.
    Letters,
}

impl Clue {
    fn new(score: u8, words: impl Into<String>) -> Clue {
        Clue { score, words: words.into(), part: Part::Whole }
    }

    fn partial(score: u8, part: Part, words: impl Into<String>) -> Clue {
        Clue { part, ..Clue::new(score, words) }
    }
}

/// The best reason for two names to be one actor; none when there is none, or when something speaks against it for sure.
pub(super) fn compare(left: &NameParts, right: &NameParts) -> Option<Clue> {
    if let (Some(a), Some(b)) = (left.country, right.country) {
        return (a.country == b.country).then(|| Clue::new(95, both_mean(left, a, right, b)));
    }
    if left.text == right.text {
        return Some(Clue::new(95, "the same name"));
    }
    if left.key == right.key {
        return Some(Clue::new(95, "the same but for capitals, spaces and accents"));
    }
    let clues = [
        by_country(left, right),
        by_government(left, right),
        by_letters(left, right),
        by_words(left, right),
        by_person(left, right),
        by_core(left, right),
        by_slip(left, right),
    ];
    clues.into_iter().flatten().max_by_key(|clue| clue.score)
}

fn both_mean(left: &NameParts, a: CountryReading, right: &NameParts, b: CountryReading) -> String {
    let name = CountryNames::shipped().name(a.country);
    format!("`{}` is {} {name}, `{}` is {} it", left.text, a.word.told(), right.text, b.word.told())
}

/// A country, and a word that points to it; or two such words.
fn by_country(left: &NameParts, right: &NameParts) -> Option<Clue> {
    let readings = |parts: &NameParts| -> Vec<CountryReading> {
        parts.country.map_or_else(|| parts.hints.clone(), |reading| vec![reading])
    };
    let (lefts, rights) = (readings(left), readings(right));
    let common = lefts.iter().find_map(|a| Some((*a, *rights.iter().find(|b| b.country == a.country)?)));
    let (a, b) = common?;
    let name = CountryNames::shipped().name(a.country);
    let weight = |word: CountryWord, n: usize| -> u8 {
        match word {
            CountryWord::Doubtful if n > 1 => 42,
            CountryWord::Doubtful => 55,
            CountryWord::Adjective | CountryWord::Person | CountryWord::People => 50,
            CountryWord::Capital => 45,
            CountryWord::Seat => 42,
            _ => 95,
        }
    };
    let (wa, wb) = (weight(a.word, lefts.len()), weight(b.word, rights.len()));
    // Two words that only point to a country point to each other less.
    let score = if wa < 95 && wb < 95 { wa.min(wb).saturating_sub(5) } else { wa.min(wb) };
    let told = |parts: &NameParts, reading: CountryReading| {
        if parts.country.is_some() {
            String::new()
        } else {
            format!("`{}` is {} {name}", parts.text, reading.word.told())
        }
    };
    let words: Vec<String> = [told(left, a), told(right, b)].into_iter().filter(|words| !words.is_empty()).collect();
    Some(Clue::new(score, words.join(", ")))
}

/// The government of one country under two names, or a country and its government.
fn by_government(left: &NameParts, right: &NameParts) -> Option<Clue> {
    let name = |country| CountryNames::shipped().name(country).to_owned();
    if let (Some(a), Some(b)) = (left.government, right.government) {
        return (a == b).then(|| Clue::new(85, format!("both are the government of {}", name(a))));
    }
    let (government, other) = match (left.government, right.government) {
        (Some(government), None) => (government, right),
        (None, Some(government)) => (government, left),
        _ => return None,
    };
    let is_country = other.country.is_some_and(|reading| reading.country == government);
    is_country.then(|| Clue::new(45, format!("one is the government of {}", name(government))))
}

/// An abbreviation and the words it may stand for.
fn by_letters(left: &NameParts, right: &NameParts) -> Option<Clue> {
    let (letters, long) = match (&left.letters, &right.letters) {
        (Some(a), Some(b)) => return (a == b).then(|| Clue::new(92, "the same but for dots")),
        (Some(letters), None) => (letters, right),
        (None, Some(letters)) => (letters, left),
        (None, None) => return None,
    };
    let words: String = long.words.iter().filter_map(|word| word.chars().next()).collect();
    let is_meant = long.initials.iter().any(|initials| initials == letters);
    // A person is not called by three letters.
    let score = if letters.len() > 2 { 78 } else { 55 };
    (is_meant && words.len() > 1)
        .then(|| Clue::partial(score, Part::Letters, format!("`{letters}` may be short for `{}`", long.text)))
}

/// The same words: without titles, in another order, or as they sound.
fn by_words(left: &NameParts, right: &NameParts) -> Option<Clue> {
    let n = left.words.len();
    if n == 0 || clash(left, right) {
        return None;
    }
    let without = without_titles(left, right);
    if left.words == right.words {
        if left.is_turned != right.is_turned {
            return Some(Clue::new(94, format!("the same with the surname first{without}")));
        }
        if without.is_empty() {
            return Some(Clue::new(92, "the same but for dots, hyphens and `the`"));
        }
        // Two who bear one surname and different titles may be two.
        let are_titled = !left.titles.is_empty() && !right.titles.is_empty();
        let score = if n > 1 { 92 } else { 82 - if are_titled { 20 } else { 0 } };
        return Some(Clue::new(score, format!("the same{without}")));
    }
    if left.words.concat() == right.words.concat() {
        return Some(Clue::new(88, "the same but for hyphens and spaces"));
    }
    let is_short = n == 1 && left.words.iter().all(|word| word.len() < 5);
    if let Some(n_apart) = sound_alike(&left.sounds, &right.sounds).filter(|_| !is_short) {
        let base = if n > 1 { 86 } else { 78 };
        let score = 60.max(base - 3 * u8::try_from(n_apart).unwrap_or(9).min(8));
        return Some(Clue::new(score, format!("two ways to spell one name{without}")));
    }
    let sorted = |parts: &NameParts| {
        let mut words = parts.words.clone();
        words.sort_unstable();
        words
    };
    let is_reordered = n > 1 && n == right.words.len() && sorted(left) == sorted(right);
    is_reordered.then(|| Clue::new(72, "the same words in another order"))
}

/// Tells which titles were left out of a comparison.
fn without_titles(left: &NameParts, right: &NameParts) -> String {
    let titles = [left, right].map(|parts| parts.titles.join(" "));
    let told: Vec<String> = titles.iter().filter(|title| !title.is_empty()).map(|title| format!("`{title}`")).collect();
    match told.as_slice() {
        [] => String::new(),
        [one] => format!(" without the title {one}"),
        [one, other] if one == other => format!(" without the title {one}"),
        _ => format!(" without the titles {}", told.join(" and ")),
    }
}

/// The last word of a name as it is written.
fn last_word(name: &str) -> &str {
    name.split_whitespace().next_back().unwrap_or(name)
}

/// How many vowels differ when all words sound alike.
fn sound_alike(left: &[Sounds], right: &[Sounds]) -> Option<usize> {
    if left.len() != right.len() || left.is_empty() {
        return None;
    }
    left.iter().zip(right).map(|(a, b)| a.distance(b)).sum()
}

/// True when the titles are those of a man and of a woman, or a suffix tells father from son.
fn clash(left: &NameParts, right: &NameParts) -> bool {
    let has = |parts: &NameParts, words: &[&str]| parts.titles.iter().any(|title| words.contains(&title.as_str()));
    let man = [
        "mr",
        "sir",
        "lord",
        "king",
        "prince",
        "emperor",
        "congressman",
        "chairman",
        "spokesman",
        "herr",
        "monsieur",
        "father",
    ];
    let woman = [
        "mrs",
        "ms",
        "miss",
        "lady",
        "dame",
        "queen",
        "princess",
        "empress",
        "congresswoman",
        "spokeswoman",
        "frau",
        "madame",
    ];
    let sexes = (has(left, &man) && has(right, &woman)) || (has(left, &woman) && has(right, &man));
    sexes || (left.suffix.is_some() && right.suffix.is_some() && left.suffix != right.suffix)
}

/// A person with given names left out, shortened or missing.
fn by_person(left: &NameParts, right: &NameParts) -> Option<Clue> {
    if !left.is_personal || !right.is_personal || clash(left, right) {
        return None;
    }
    let (short, long) = if left.words.len() <= right.words.len() { (left, right) } else { (right, left) };
    let (surname, sound) = short.surname()?;
    let (other, other_sound) = long.surname()?;
    let is_same = surname == other;
    let sounds_alike = is_same || sound.distance(other_sound).is_some_and(|n| n < 3 && surname.len() > 4);
    if short.words.len() == 1 && long.words.len() > 1 {
        if sounds_alike {
            let score = if is_same { 70 } else { 60 };
            return Some(Clue::partial(
                score,
                Part::Surname,
                format!("`{}` is the surname of `{}`", last_word(&short.text), long.text),
            ));
        }
        let is_first = short.words.first() == long.words.first() && short.titles.is_empty();
        return is_first
            .then(|| Clue::partial(52, Part::Beginning, format!("`{}` begins `{}`", short.text, long.text)));
    }
    if !sounds_alike || short.words.len() == 1 {
        return None;
    }
    let (short_first, long_first) = (short.words.first()?, long.words.first()?);
    let middles = |parts: &NameParts| parts.words.get(1..parts.words.len() - 1).unwrap_or_default().to_vec();
    let (short_middles, long_middles) = (middles(short), middles(long));
    if !middles_agree(&short_middles, &long_middles) {
        return None;
    }
    let spelt = if is_same { 0 } else { 6 };
    let firsts_sound = || {
        let (a, b) = (short.sounds.first()?, long.sounds.first()?);
        a.distance(b)
    };
    if short_first == long_first {
        return Some(Clue::partial(76 - spelt, Part::Surname, format!("`{}` has a given name more", long.text)));
    }
    if is_initial(short_first, long_first) || is_initial(long_first, short_first) {
        return Some(Clue::partial(74 - spelt, Part::Surname, "an initial for a given name"));
    }
    if long_form(short_first) == long_form(long_first) {
        return Some(Clue::new(76 - spelt, "a short form of a given name"));
    }
    if firsts_sound().is_some_and(|n| n < 3) && short_first.len() > 2 {
        return Some(Clue::new(76 - spelt, "two ways to spell one name, with a given name more"));
    }
    // `JD Vance`, `J. D. Vance`, `J.K. Rowling`
    let letters: String = long.words.iter().take(long.words.len() - 1).filter_map(|word| word.chars().next()).collect();
    (short.words.len() == 2 && short_first.len() < 4 && *short_first == letters)
        .then(|| Clue::new(80 - spelt, "initials for given names"))
}

fn is_initial(short: &str, long: &str) -> bool {
    short.chars().count() == 1 && long.chars().count() > 1 && long.starts_with(short)
}

/// True when the given names of two people with one surname may be of one person.
pub(super) fn givens_agree(left: &NameParts, right: &NameParts) -> bool {
    let givens =
        |parts: &NameParts| parts.words.get(..parts.words.len().saturating_sub(1)).unwrap_or_default().to_vec();
    let (lefts, rights) = (givens(left), givens(right));
    let (Some((first, middles)), Some((other, other_middles))) = (lefts.split_first(), rights.split_first()) else {
        return true;
    };
    let sound = || Some(left.sounds.first()?.distance(right.sounds.first()?)? < 3);
    let is_same = long_form(first) == long_form(other) || is_initial(first, other) || is_initial(other, first);
    (is_same || sound() == Some(true)) && middles_agree(middles, other_middles)
}

/// True unless both have middle names, and not the same.
fn middles_agree(left: &[String], right: &[String]) -> bool {
    if left.is_empty() || right.is_empty() {
        return true;
    }
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a == b || is_initial(a, b) || is_initial(b, a))
}

/// The same name with and without a word for the sort of organization.
fn by_core(left: &NameParts, right: &NameParts) -> Option<Clue> {
    if left.core.is_none() && right.core.is_none() {
        return None;
    }
    let core = |parts: &NameParts| parts.core.clone().unwrap_or_else(|| parts.words.clone());
    let (a, b) = (core(left), core(right));
    let singular = |word: &String| word.strip_suffix('s').unwrap_or(word).to_owned();
    let alike = a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| singular(a) == singular(b));
    let joined = a.join(" ");
    // `Syrian rebels` and `Syrian army` have nothing in common but the country.
    let countries = CountryNames::shipped();
    let is_country = !countries.hints(&joined).is_empty() || countries.certain(&joined).is_some();
    let is_telling = joined.len() > 3 && !is_country && !GENERAL.contains(&joined.as_str());
    (alike && is_telling).then(|| Clue::new(66, "the same but for what sort of group it is"))
}

/// Words that many groups are called by.
const GENERAL: &[&str] = &[
    "democratic",
    "republican",
    "liberal",
    "conservative",
    "labour",
    "labor",
    "communist",
    "socialist",
    "islamic",
    "islamist",
    "national",
    "liberation",
    "armed",
    "rebel",
    "militant",
    "government",
    "security",
    "opposition",
    "green",
    "workers",
];

/// One letter that differs in a long name.
fn by_slip(left: &NameParts, right: &NameParts) -> Option<Clue> {
    if left.words.len() != right.words.len() || left.country.is_some() || right.country.is_some() {
        return None;
    }
    let differing: Vec<(&String, &String)> = left.words.iter().zip(&right.words).filter(|(a, b)| a != b).collect();
    let [(a, b)] = differing.as_slice() else { return None };
    let is_long = a.len().min(b.len()) >= 7;
    let has_digit = a.chars().chain(b.chars()).any(|c| c.is_ascii_digit());
    let is_slip = is_long && !has_digit && a.chars().next() == b.chars().next() && strsim::osa_distance(a, b) == 1;
    is_slip.then(|| Clue::new(64, format!("one letter apart: `{a}` and `{b}`")))
}
