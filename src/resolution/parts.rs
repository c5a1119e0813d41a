//! The parts of a name: titles, given names, surname, initials, what an abbreviation stands for.

use unicode_normalization::UnicodeNormalization;

use super::normal::{NormalForm, normal_key};
use super::role::is_anonymous;
use super::sounds::{Sounds, in_latin, sounds};
use super::words::{GOVERNMENTS, NICKNAMES, OF_ORGANIZATIONS, SORTS, SUFFIXES, TITLES, UNFINISHED};
use crate::model::without_signs;
use crate::ontology::{CountryId, CountryNames, CountryReading};

/// The long form of a given name.
pub(super) fn long_form(name: &str) -> &str {
    NICKNAMES.iter().find(|(short, _)| *short == name).map_or(name, |(_, long)| long)
}

/// A name, taken apart.
#[derive(Debug, Clone)]
pub(super) struct NameParts {
    /// The name as it is written.
    pub(super) text: String,
    /// The form in which spellings are equal.
    pub(super) key: String,
    /// Its words in small plain letters, given names first, without titles.
    pub(super) words: Vec<String>,
    /// The same words by their sound.
    pub(super) sounds: Vec<Sounds>,
    /// The titles that stood in front.
    pub(super) titles: Vec<String>,
    /// `jr` and the like.
    pub(super) suffix: Option<String>,
    /// True when the surname stood first, before a comma.
    pub(super) is_turned: bool,
    /// True when it may be the name of a person.
    pub(super) is_personal: bool,
    /// The letters, when it is an abbreviation in capitals.
    pub(super) letters: Option<String>,
    /// The first letters of its words, with and without small words, when there are several.
    pub(super) initials: Vec<String>,
    /// Its words without those for sorts of organizations, when some were left out.
    pub(super) core: Option<Vec<String>>,
    /// The country it means for certain.
    pub(super) country: Option<CountryReading>,
    /// The countries it may point to.
    pub(super) hints: Vec<CountryReading>,
    /// The country whose government it names.
    pub(super) government: Option<CountryId>,
    /// True when it tells a role and nobody's name.
    pub(super) is_anonymous: bool,
}

/// The forms in which spellings are compared here.
const FORMS: &[NormalForm] = &[NormalForm::Case, NormalForm::Spaces, NormalForm::Diacritics];

impl NameParts {
    /// Takes a name apart.
    pub(super) fn of(name: &str) -> NameParts {
        let key = normal_key(name, FORMS);
        let countries = CountryNames::shipped();
        let country = countries.certain(name);
        let letters = letters_of(name);
        let (turned, is_turned) = turned(name, country.is_some());
        let plain = plain(&turned);
        let mut words = words_of(&plain);
        let written: Vec<String> = words_of(&turned.nfkc().collect::<String>());
        let is_anonymous = is_anonymous(name);
        let government = government(name, &words);
        let n_titles = if letters.is_some() || country.is_some() { 0 } else { n_titles(&words) };
        let titles: Vec<String> = words.drain(..n_titles).collect();
        let has_article = words.len() > 1 && words.first().is_some_and(|word| word == "the");
        if has_article {
            words.remove(0);
        }
        let suffix = words.last().filter(|last| words.len() > 1 && SUFFIXES.contains(&last.as_str())).cloned();
        if suffix.is_some() {
            words.pop();
        }
        let is_capital = |word: &String| word.chars().next().is_some_and(|c| !c.is_lowercase());
        let n_capital = written.iter().skip(n_titles).filter(|word| is_capital(word)).count();
        let is_personal = (1..=5).contains(&words.len())
            && country.is_none()
            && n_capital * 2 >= words.len()
            && letters.is_none()
            && !words.iter().any(|word| {
                OF_ORGANIZATIONS.contains(&word.as_str()) || word.starts_with(|c: char| c.is_ascii_digit())
            });
        let core: Vec<String> = words.iter().filter(|word| !SORTS.contains(&word.as_str())).cloned().collect();
        let core = (core.len() < words.len() && !core.is_empty()).then_some(core);
        NameParts {
            initials: if letters.is_some() { Vec::new() } else { initials(&words) },
            sounds: words.iter().map(|word| sounds(word)).collect(),
            hints: countries.hints(name).to_vec(),
            text: name.to_owned(),
            key,
            words,
            titles,
            suffix,
            is_turned,
            is_personal,
            letters,
            core,
            country,
            government,
            is_anonymous,
        }
    }

    /// The last word and its sound, which are the surname of a person.
    pub(super) fn surname(&self) -> Option<(&str, &Sounds)> {
        Some((self.words.last()?, self.sounds.last()?))
    }

    /// The sounds of its words in one order, whatever order they stand in.
    pub(super) fn frame(&self) -> String {
        let mut frames: Vec<&str> = self.sounds.iter().map(|sounds| sounds.frame.as_str()).collect();
        frames.sort_unstable();
        frames.join(" ")
    }
}

/// A name and what stands in brackets behind it: `Islamic Revolutionary Guard Corps (IRGC)`.
pub(super) fn in_brackets(name: &str) -> Option<(&str, &str)> {
    let (before, rest) = name.split_once('(')?;
    let inside = rest.trim_end().strip_suffix(')')?;
    let (before, inside) = (before.trim(), inside.trim());
    // `source (first)` and `source (second)` are two.
    (!before.is_empty() && letters_of(inside).is_some()).then_some((before, inside))
}

/// The name in small Latin letters without signs.
fn plain(name: &str) -> String {
    in_latin(&without_signs(&name.nfkc().collect::<String>().to_lowercase()))
}

fn words_of(text: &str) -> Vec<String> {
    let is_between = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '`' | 'ʻ' | 'ʿ' | 'ʾ' | '&');
    let words = text.split(is_between).map(|word| {
        let word: String = word.chars().filter(|c| c.is_alphanumeric() || *c == '&').collect();
        // `Iran's` is of Iran.
        word
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// The letters of an abbreviation: `UN`, `U.N.`; short words in capitals without spaces.
fn letters_of(name: &str) -> Option<String> {
    let name = name.trim();
    let letters: String = name.chars().filter(|c| *c != '.').collect();
    let is_short = (2..=7).contains(&letters.len());
    let is_plain = letters.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
    (is_short && is_plain && letters.starts_with(|c: char| c.is_ascii_uppercase())).then(|| letters.replace('-', ""))
}

/// The name with what stands before a comma behind what stands after it, when that is how persons are listed.
fn turned(name: &str, is_country: bool) -> (String, bool) {
    let Some((last, first)) = name.split_once(',').filter(|_| !is_country) else { return (name.to_owned(), false) };
    let (last, first) = (last.trim(), first.trim());
    let is_suffix = SUFFIXES.contains(&first.trim_end_matches('.').to_lowercase().as_str());
    let is_name = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        (1..=3).contains(&words.len())
            && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase) || word.len() < 4)
    };
    if first.is_empty() || first.contains(',') || is_suffix || !is_name(last) || !is_name(first) {
        return (name.replace(',', " "), false);
    }
    (format!("{first} {last}"), true)
}

/// How many words in front are titles: all of them but the name itself.
fn n_titles(words: &[String]) -> usize {
    let n = whole_titles(words);
    // `Iranian President Rouhani`, `U.S. Secretary of State Antony Blinken`: a country in front of a title goes with it.
    let n = if n > 0 { n } else { titles_behind_country(words) };
    let n = match words.get(n..n + 2) {
        Some([of, what])
            if n > 0 && of == "of" && ["state", "defense", "defence", "staff"].contains(&what.as_str()) =>
        {
            n + 2
        }
        _ => n,
    };
    if n < words.len() { n } else { 0 }
}

/// How many words in front are titles that are whole: `foreign` and its like need a minister.
fn whole_titles(words: &[String]) -> usize {
    let n = words.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    words[..n].iter().rposition(|word| !UNFINISHED.contains(&word.as_str())).map_or(0, |last| last + 1)
}

fn titles_behind_country(words: &[String]) -> usize {
    for n in 1..=2 {
        let Some(front) = words.get(..n) else { return 0 };
        let front = front.join(" ");
        let countries = CountryNames::shipped();
        let is_country = !countries.hints(&front).is_empty()
            || countries.certain(&front).is_some()
            || front == "us"
            || front == "u s";
        let titles = whole_titles(&words[n..]);
        if is_country && titles > 0 {
            return n + titles;
        }
    }
    0
}

/// First letters of the words of a name, with and without small ones.
fn initials(words: &[String]) -> Vec<String> {
    if words.len() < 2 {
        return Vec::new();
    }
    let small = ["of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "to", "&"];
    let first = |word: &String| word.chars().next().map(|c| c.to_ascii_uppercase());
    let all: String = words.iter().filter_map(first).collect();
    let large: String = words.iter().filter(|word| !small.contains(&word.as_str())).filter_map(first).collect();
    let mut initials = vec![all, large];
    initials.retain(|letters| letters.len() > 1);
    initials.dedup();
    initials
}

/// The country whose government a name is of: `Iranian government`, `Government of Iran`, `Iran's government`.
fn government(name: &str, words: &[String]) -> Option<CountryId> {
    let at = words.iter().position(|word| GOVERNMENTS.contains(&word.as_str()))?;
    let (front, behind) = (words.get(..at)?, words.get(at + 1..)?);
    let countries = CountryNames::shipped();
    let of = |words: &str, written: &str| {
        let hint = countries.hints(words).first().copied();
        countries.certain(written).or_else(|| countries.certain(words)).or(hint).map(|reading| reading.country)
    };
    match behind {
        [] => {
            let written = name
                .rsplit_once(' ')
                .map_or("", |(front, _)| front)
                .trim_start_matches("the ")
                .trim_start_matches("The ");
            let written = written.strip_suffix("'s").or(written.strip_suffix("’s")).unwrap_or(written);
            let front: Vec<&str> = front.iter().map(String::as_str).filter(|word| *word != "the").collect();
            let joined = front.join(" ");
            of(joined.strip_suffix('s').unwrap_or(&joined), written).or_else(|| of(&joined, written))
        }
        [of_word, rest @ ..] if of_word == "of" && !rest.is_empty() => {
            let written = name.rsplit_once(" of ").map_or("", |(_, behind)| behind);
            of(&rest.join(" "), written.trim_start_matches("the "))
        }
        _ => None,
    }
}
