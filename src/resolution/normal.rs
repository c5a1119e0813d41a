//! The forms in which names are equal.

use unicode_normalization::UnicodeNormalization;

use super::role::is_anonymous;
use crate::model::{without_signs, words};
use crate::ontology::{CountryNames, CountryReading};

words! {
    /// A form in which two names that are equal are one actor without anybody's judgement.
    NormalForm {
        /// Capitals and small letters make no difference; abbreviations of up to three letters have to be written alike.
        Case = "case",
        /// Spaces, and the shapes of hyphens and quotation marks, make no difference.
        Spaces = "spaces",
        /// Signs on Latin and Greek letters make no difference.
        Diacritics = "diacritics",
        /// Names and codes of the table of countries mean the country.
        Countries = "countries",
    }
}

/// Letters of an abbreviation in which capitals matter: `US` is not `us`, `WHO` is not `who`.
const SHORT: usize = 3;

/// The key that names share when they are equal in these forms, but for that of countries.
pub fn normal_key(name: &str, forms: &[NormalForm]) -> String {
    let mut key: String = name.to_owned();
    if forms.contains(&NormalForm::Spaces) {
        key = even(&key);
    }
    if forms.contains(&NormalForm::Diacritics) {
        key = without_signs(&key).into_owned();
    }
    if forms.contains(&NormalForm::Case) && !is_short(&key) {
        key = key.to_lowercase();
    }
    key
}

/// What a name shares with all that are equal to it in one of these forms: its country, else its letters. None where nothing
/// is equal to it for that alone.
pub fn equal_key(name: &str, forms: &[NormalForm]) -> Option<String> {
    if let Some(reading) = country(name, forms) {
        return Some(format!("{:?}", reading.country));
    }
    let key = normal_key(name, forms);
    (!forms.is_empty() && !is_anonymous(&key)).then_some(key)
}

/// True for a name in capitals so short that it may be an abbreviation of something that is no such word.
fn is_short(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (1..=SHORT).contains(&letters) && !name.contains(' ') && name.chars().all(|c| !c.is_lowercase())
}

/// The name with plain spaces, hyphens and quotation marks.
fn even(name: &str) -> String {
    let mut even = String::with_capacity(name.len());
    let mut is_after_space = true;
    for c in name.nfkc() {
        let c = match c {
            // Characters that nobody sees; those that join letters or keep them apart are seen.
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' => '\'',
            '“' | '”' | '„' | '«' | '»' | '″' => '"',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && is_after_space {
            continue;
        }
        is_after_space = c == ' ';
        even.push(c);
    }
    even.truncate(even.trim_end().len());
    even.replace(" - ", "-")
}

/// The country that a name means for certain, where that is asked for.
pub(super) fn country(name: &str, forms: &[NormalForm]) -> Option<CountryReading> {
    forms.contains(&NormalForm::Countries).then(|| CountryNames::shipped().certain(name)).flatten()
}

/// Tells in which forms two names are equal, as in `differ in case and diacritics only`; none when they are not.
pub fn difference(left: &str, right: &str) -> Option<String> {
    use NormalForm::{Case, Diacritics, Spaces};
    let all = [Case, Spaces, Diacritics];
    if normal_key(left, &all) != normal_key(right, &all) {
        return None;
    }
    let is_needed = |form: &NormalForm| {
        let others: Vec<NormalForm> = all.into_iter().filter(|other| other != form).collect();
        normal_key(left, &others) != normal_key(right, &others)
    };
    let needed: Vec<&str> = all.iter().filter(|form| is_needed(form)).map(|form| form.word()).collect();
    Some(match needed.as_slice() {
        [] => "are written alike".to_owned(),
        [one] => format!("differ in {one} only"),
        [first @ .., last] => format!("differ in {} and {last} only", first.join(", ")),
    })
}
