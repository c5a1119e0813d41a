//! Which country is meant by a name, a code, a people or a capital?
//!
//! Names and codes of `ontology/countries.ttl` with those of `ontology/countries.tsv`. What means one country and nothing
//! else is certain; what may mean something else as well, such as `Georgia`, `Americans` or `White House`, only suggests.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::listing::listed_countries;
use crate::model::without_signs;

/// The table of names.
pub const COUNTRY_NAMES: &str = include_str!("../../ontology/countries.tsv");

/// The way in which a word stands for a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountryWord {
    /// It is its name.
    Name,
    /// An abbreviation of its name: `UAE`.
    Short,
    /// Its alpha-3 code of ISO 3166-1.
    Alpha3,
    /// Its alpha-2 code of ISO 3166-1.
    Alpha2,
    /// Its code of FIPS 10-4.
    Fips,
    /// Its abbreviation of the Correlates of War.
    Cow,
    /// Its code in CAMEO.
    Cameo,
    /// A name that may mean something else as well.
    Doubtful,
    /// What comes from there: `French`.
    Adjective,
    /// One of its people: `Dane`.
    Person,
    /// All of them: `Danes`.
    People,
    /// The city of its government.
    Capital,
    /// A house that stands for its government: `Kremlin`.
    Seat,
}

impl CountryWord {
    /// The words that tell it, as in `IRN is … Iran`.
    pub fn told(self) -> &'static str {
        match self {
            CountryWord::Name => "a name of",
            CountryWord::Short => "an abbreviation of",
            CountryWord::Alpha3 => "the code in ISO 3166-1 of",
            CountryWord::Alpha2 => "the two-letter code in ISO 3166-1 of",
            CountryWord::Fips => "the code in FIPS 10-4 of",
            CountryWord::Cow => "the abbreviation in the Correlates of War of",
            CountryWord::Cameo => "the code in CAMEO of",
            CountryWord::Doubtful => "a name that may mean",
            CountryWord::Adjective => "an adjective of",
            CountryWord::Person => "one of the people of",
            CountryWord::People => "the people of",
            CountryWord::Capital => "the capital of",
            CountryWord::Seat => "a seat of power of",
        }
    }
}

/// A country by its place in [`CountryNames`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryId(u16);

/// A word, and the country it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountryReading {
    /// The country.
    pub country: CountryId,
    /// How the word stands for it.
    pub word: CountryWord,
}

/// The names of all countries and territories.
#[derive(Debug, Default)]
pub struct CountryNames {
    /// Alpha-3 code and short English name of each.
    countries: Vec<(String, String)>,
    /// What means one country and nothing else: codes letter for letter, names in the form they are compared in.
    codes: FxHashMap<String, CountryReading>,
    names: FxHashMap<String, CountryReading>,
    /// What only suggests.
    hints: FxHashMap<String, Vec<CountryReading>>,
}

impl CountryNames {
    /// The shipped names, read once, when first asked for.
    pub fn shipped() -> &'static CountryNames {
        static SHIPPED: LazyLock<CountryNames> = LazyLock::new(read);
        &SHIPPED
    }

    /// The country that a name or code means for certain. Codes and abbreviations are written in capitals; one that two
    /// lists read differently means nothing.
    pub fn certain(&self, name: &str) -> Option<CountryReading> {
        self.code(name).or_else(|| self.names.get(&name_key(name)).copied())
    }

    fn code(&self, name: &str) -> Option<CountryReading> {
        let is_capital = |c: char| c.is_ascii_uppercase() || c == '.';
        if name.len() > 10 || !name.chars().all(is_capital) {
            return None;
        }
        self.codes.get(name).or_else(|| self.codes.get(&undotted(name)?)).copied()
    }

    /// The countries that a word may point to.
    pub fn hints(&self, word: &str) -> &[CountryReading] {
        self.hints.get(&name_key(word)).map_or(&[], Vec::as_slice)
    }

    /// The short English name.
    pub fn name(&self, country: CountryId) -> &str {
        self.countries.get(usize::from(country.0)).map_or("", |(_, name)| name)
    }

    /// The alpha-3 code.
    pub fn code_of(&self, country: CountryId) -> &str {
        self.countries.get(usize::from(country.0)).map_or("", |(code, _)| code)
    }

    /// The single words that name a country, its people or its seat of government, in small letters and plain: `iran`, `iranian`, `tehran`.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.names
            .keys()
            .chain(self.hints.keys())
            .map(String::as_str)
            .filter(|name| !name.contains(' ') && name.len() > 3)
    }

    /// Every country, in the order of the table.
    pub fn all(&self) -> impl Iterator<Item = CountryId> {
        (0..u16::try_from(self.countries.len()).unwrap_or(u16::MAX)).map(CountryId)
    }
}

/// `US` for `U.S.`; none when the dots stand elsewhere than behind single letters.
fn undotted(name: &str) -> Option<String> {
    let letters: Vec<&str> = name.trim_end_matches('.').split('.').collect();
    (letters.len() > 1 && letters.iter().all(|part| part.len() == 1)).then(|| letters.concat())
}

/// The form in which names of countries are compared: lower case, plain letters, no `the`, `Saint` for `St.`, and what
/// stands behind a comma in front.
fn name_key(name: &str) -> String {
    let plain = without_signs(name.trim()).to_lowercase();
    let turned = match plain.split_once(", ") {
        Some((first, second)) if !second.contains(',') => format!("{second} {first}"),
        _ => plain,
    };
    let mut key = String::with_capacity(turned.len());
    for word in turned.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '–' | '_' | '(' | ')' | '/')) {
        let word: String = word.chars().filter(|c| !matches!(c, '.' | ',' | '\'' | '’' | '‘' | '`' | 'ʻ')).collect();
        let word = match &*word {
            "" | "the" => continue,
            "st" => "saint",
            "&" => "and",
            "rep" => "republic",
            "dem" => "democratic",
            "is" => "islands",
            other => other,
        };
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

/// What is gathered while the files are read.
#[derive(Default)]
struct Gathered {
    countries: Vec<(String, String)>,
    codes: FxHashMap<String, Vec<CountryReading>>,
    names: FxHashMap<String, Vec<CountryReading>>,
    hints: FxHashMap<String, Vec<CountryReading>>,
}

impl Gathered {
    fn country(&mut self, code: &str, name: &str) -> CountryId {
        let at = self.countries.iter().position(|(known, _)| known == code).unwrap_or_else(|| {
            self.countries.push((code.to_owned(), name.to_owned()));
            self.countries.len() - 1
        });
        CountryId(u16::try_from(at).unwrap_or(u16::MAX))
    }

    fn code(&mut self, code: &str, country: CountryId, word: CountryWord) {
        self.codes.entry(code.to_owned()).or_default().push(CountryReading { country, word });
    }

    fn name(&mut self, name: &str, country: CountryId) {
        let reading = CountryReading { country, word: CountryWord::Name };
        self.names.entry(name_key(name)).or_default().push(reading);
    }

    fn hint(&mut self, word: &str, country: CountryId, how: CountryWord) {
        self.hints.entry(name_key(word)).or_default().push(CountryReading { country, word: how });
    }

    /// Takes a line of the table of names.
    fn line(&mut self, line: &str) {
        let mut cells = line.split('\t').map(|cell| cell.split(';').map(str::trim).filter(|part| !part.is_empty()));
        let mut next = || cells.next().into_iter().flatten();
        let Some(code) = next().next() else { return };
        let cow: Vec<&str> = next().collect();
        let names: Vec<&str> = next().collect();
        let country = self.country(code, names.first().copied().unwrap_or(code));
        let short: Vec<&str> = next().collect();
        for name in names {
            self.name(name, country);
        }
        for code in short {
            self.code(code, country, CountryWord::Short);
        }
        for code in cow {
            self.code(code, country, CountryWord::Cow);
        }
        let doubtful: Vec<&str> = next().collect();
        let adjectives: Vec<String> = next().map(str::to_owned).collect();
        let persons: Vec<String> = next().map(str::to_owned).collect();
        let people: Vec<String> = next().map(str::to_owned).collect();
        let capitals: Vec<&str> = next().collect();
        let seats: Vec<&str> = next().collect();
        let persons = if persons.is_empty() { adjectives.clone() } else { persons };
        let people = if people.is_empty() { persons.iter().map(|person| plural(person)).collect() } else { people };
        for (words, how) in
            [(adjectives, CountryWord::Adjective), (persons, CountryWord::Person), (people, CountryWord::People)]
        {
            for word in words {
                self.hint(&word, country, how);
            }
        }
        for (words, how) in
            [(doubtful, CountryWord::Doubtful), (capitals, CountryWord::Capital), (seats, CountryWord::Seat)]
        {
            for word in words {
                self.hint(word, country, how);
            }
        }
    }

    /// What is certain is so for one country only, and no doubtful name.
    fn settle(mut self) -> CountryNames {
        let doubtful: FxHashSet<String> = self
            .hints
            .iter()
            .filter(|(_, readings)| readings.iter().any(|reading| reading.word == CountryWord::Doubtful))
            .map(|(name, _)| name.clone())
            .collect();
        let only = |mut readings: Vec<CountryReading>| {
            readings.sort_unstable_by_key(|reading| reading.word);
            let first = *readings.first()?;
            readings.iter().all(|reading| reading.country == first.country).then_some(first)
        };
        let mut names = FxHashMap::default();
        for (name, readings) in self.names {
            match only(readings.clone()).filter(|_| !doubtful.contains(&name)) {
                Some(reading) => {
                    names.insert(name, reading);
                }
                None => {
                    self.hints.entry(name).or_default().extend(
                        readings.iter().map(|reading| CountryReading { word: CountryWord::Doubtful, ..*reading }),
                    );
                }
            }
        }
        for readings in self.hints.values_mut() {
            readings.sort_unstable_by_key(|reading| (reading.country, reading.word));
            readings.dedup_by_key(|reading| reading.country);
        }
        // A code that two lists read differently, or that is the short form of a doubtful name, means nothing.
        let codes = self.codes.into_iter().filter(|(code, _)| !doubtful.contains(&name_key(code)));
        let codes = codes.filter_map(|(code, readings)| Some((code, only(readings)?))).collect();
        CountryNames { countries: self.countries, codes, names, hints: self.hints }
    }
}

fn plural(person: &str) -> String {
    let is_same =
        ["ese", "ss", "sh", "ch", "s", "ish", "khmer"].iter().any(|ending| person.to_lowercase().ends_with(ending));
    if is_same { person.to_owned() } else { format!("{person}s") }
}

fn read() -> CountryNames {
    let mut gathered = Gathered::default();
    let countries = listed_countries();
    for listed in countries.iter().filter(|listed| listed.list == "iso") {
        let country = gathered.country(listed.code, listed.names.first().copied().unwrap_or_default());
        gathered.code(listed.code, country, CountryWord::Alpha3);
        for name in &listed.names {
            gathered.name(name, country);
        }
        if let Some(alpha2) = listed.alpha2 {
            gathered.code(alpha2, country, CountryWord::Alpha2);
        }
    }
    for listed in countries.iter().filter(|listed| listed.list != "iso") {
        let Some(iso) = listed.iso else { continue };
        let country = gathered.country(iso, listed.names.first().copied().unwrap_or_default());
        gathered.code(listed.code, country, if listed.list == "fips" { CountryWord::Fips } else { CountryWord::Cameo });
    }
    let lines = COUNTRY_NAMES.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.for_each(|line| gathered.line(line));
    gathered.settle()
}
