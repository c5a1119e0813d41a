//! What two data sets have in common when they call one side of an event `Government of Syria` and `Military Forces of
//! Syria (2000-)`, or `Taleban` and `Taliban`.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::normal::{NormalForm, normal_key};
use super::sounds::{in_latin, sounds};
use crate::ontology::CountryNames;

/// Words that tell no side apart: those between others, and words for forces and groups without a name.
const EMPTY: &[&str] = &[
    "of",
    "the",
    "and",
    "for",
    "in",
    "de",
    "la",
    "du",
    "des",
    "al",
    "el",
    "government",
    "state",
    "military",
    "police",
    "army",
    "forces",
    "force",
    "security",
    "armed",
    "unidentified",
    "unknown",
    "unnamed",
    "gdelt",
    "icews",
    "polecat",
    "acled",
    "ucdp",
    "actor",
    "group",
    "groups",
    "gunmen",
    "militia",
    "militants",
    "rebel",
    "rebels",
    "insurgents",
    "opposition",
    "fighters",
    "troops",
    "soldiers",
];
/// Words of a name that are read together as a country at most.
const MOST_WORDS: usize = 5;
/// Consonants from which on a word is taken by its sounds, so that other spellings of it are the same word.
const LONG_FRAME: usize = 3;

/// What stands for the words of an actor's name: its words by how they sound, its countries, and its initials. In order, each
/// once.
pub fn side_words(name: &str) -> Vec<u64> {
    let mut found = Vec::new();
    for part in name.split(['(', ')', ':', ';', '/', ',']) {
        let words: Vec<&str> = part.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '\'').collect();
        let words: Vec<&str> = words.into_iter().filter(|word| word.chars().any(char::is_alphabetic)).collect();
        add_words(&words, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn add_words(words: &[&str], found: &mut Vec<u64>) {
    let mut initials = String::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((n, country)) = country_at(rest) {
            found.push(token(1, &country));
            initials.extend(rest[..n].iter().filter_map(|word| word.chars().next()));
            at += n;
            continue;
        }
        let word = normal_key(&in_latin(&rest[0].to_lowercase()), &NormalForm::ALL);
        at += 1;
        let is_name = rest[0].chars().next().is_some_and(char::is_uppercase);
        initials.extend(rest[0].chars().next().filter(|_| is_name));
        if EMPTY.contains(&word.as_str()) {
            continue;
        }
        let is_short = rest[0].chars().count() <= LONGEST_INITIALS;
        if is_short && rest[0].chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '-') {
            found.push(token(2, &word));
            continue;
        }
        let frame = sounds(&word).frame;
        found.push(if frame.chars().count() >= LONG_FRAME { token(3, &frame) } else { token(4, &word) });
    }
    if (2..=LONGEST_INITIALS).contains(&initials.chars().count()) {
        found.push(token(2, &initials.to_lowercase()));
    }
}

/// Letters up to which initials are taken for an abbreviation.
const LONGEST_INITIALS: usize = 6;

/// The country that the first words name, and how many words that are.
fn country_at(words: &[&str]) -> Option<(usize, String)> {
    let names = CountryNames::shipped();
    let most = words.len().min(MOST_WORDS);
    let found = (1..=most).rev().find_map(|n| {
        let name = words[..n].join(" ");
        let reading = names.certain(&name).or_else(|| match names.hints(&name) {
            [one] => Some(*one),
            _ => None,
        })?;
        Some((n, names.code_of(reading.country).to_owned()))
    })?;
    // `IS` is the code of a country, and here rather a group.
    let is_code = found.0 == 1 && words[0].chars().count() <= 3;
    (!is_code).then_some(found)
}

fn token(sort: u8, text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (sort, text).hash(&mut hasher);
    hasher.finish()
}
