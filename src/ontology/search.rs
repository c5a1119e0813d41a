//! Which predicates come near to some words?
//!
//! Words are looked for in names, in what a predicate means (its definition, the types and modes of PLOVER, the codes of
//! CAMEO), in a list of words that people write for it, and by their letters, so that slips of the pen find it, too.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::verb::bases;
use super::{EventCodes, Meaning, Ontology, Predicate, local_name, normal_name};

/// Relation words that are no name of a predicate, with predicates that come near and the reason: `word,near,why`.
const WORDS: &str = include_str!("../../ontology/words.csv");

/// What makes a predicate like the words that are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// It is called so.
    Name,
    /// The list of words has it beside them.
    Listed,
    /// Its name has some of the words.
    Words,
    /// What it means has the words.
    Meaning,
    /// The letters of its name are nearly the same.
    Letters,
}

impl Likeness {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Likeness::Name => "name",
            Likeness::Listed => "near",
            Likeness::Words => "words",
            Likeness::Meaning => "meaning",
            Likeness::Letters => "letters",
        }
    }
}

/// A predicate that was looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPredicate<'a> {
    /// The predicate.
    pub predicate: &'a Predicate,
    /// True when the words mean its way back, so that subject and object change places.
    pub is_inverse: bool,
    /// Why it was found.
    pub likeness: Likeness,
    /// From 0 to 1, how near it is.
    pub score: f64,
}

/// Words that say nothing about what is meant.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "of", "on", "or", "the", "to",
    "was", "were", "with",
];

/// A score below this is no likeness.
const LEAST: f64 = 0.24;

/// Looks for predicates; made once for many words.
pub struct PredicateSearch<'a> {
    ontology: &'a Ontology,
    stems: FxHashMap<String, String>,
    /// The names of predicates, what each means, and the words and the letters in it.
    names: Vec<(Meaning<'a>, BTreeSet<String>, BTreeSet<[char; 3]>)>,
    /// The words in what each predicate means.
    meanings: Vec<(&'a Predicate, BTreeSet<String>)>,
    best: Vec<FoundPredicate<'a>>,
}

impl<'a> PredicateSearch<'a> {
    /// A search among the predicates of `ontology`.
    pub fn new(ontology: &'a Ontology) -> PredicateSearch<'a> {
        let mut search = PredicateSearch {
            ontology,
            stems: FxHashMap::default(),
            names: Vec::new(),
            meanings: Vec::new(),
            best: Vec::new(),
        };
        let mut names: Vec<&str> = ontology.names().collect();
        names.sort_unstable();
        for name in names {
            if let Some(meaning) = ontology.named(name) {
                let words = search.stems_of(name);
                search.names.push((meaning, words, letters(name)));
            }
        }
        for predicate in ontology.predicates() {
            let words = search.stems_of(&what_it_means(predicate));
            search.meanings.push((predicate, words));
        }
        search
    }

    /// The predicates nearest to `words`, the nearest first, those of one score by their label.
    pub fn find(&mut self, words: &str, most: usize) -> Vec<FoundPredicate<'a>> {
        self.best.clear();
        let name = normal_name(words);
        if let Some(meaning) = self.ontology.resolve(words) {
            self.note(meaning, Likeness::Name, 1.0);
        }
        for near in listed(&name).into_iter().flat_map(|word| word.near.split(';')) {
            if let Some(meaning) = self.ontology.resolve(near.trim()) {
                self.note(meaning, Likeness::Listed, 0.9);
            }
        }
        let (sought, drawn) = (self.stems_of(&name), letters(&name));
        let names = std::mem::take(&mut self.names);
        for (meaning, words, letters) in &names {
            let common = sought.intersection(words).count();
            if common > 0 {
                let all = common == sought.len();
                let score = share(common, sought.union(words).count());
                self.note(*meaning, Likeness::Words, if all { 0.5 + 0.35 * score } else { 0.6 * score });
            }
            let alike = drawn.intersection(letters).count();
            let alike = share(2 * alike, drawn.len() + letters.len());
            // Half of the letters are alike in most words of one ending.
            if alike > 0.55 {
                self.note(*meaning, Likeness::Letters, 0.7 * alike);
            }
        }
        self.names = names;
        let meanings = std::mem::take(&mut self.meanings);
        for (predicate, words) in &meanings {
            let common = sought.intersection(words).count();
            self.note(Meaning::Direct(predicate), Likeness::Meaning, 0.45 * share(common, sought.len()));
        }
        self.meanings = meanings;
        self.best.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.predicate.label.cmp(&b.predicate.label)));
        self.best.truncate(most);
        std::mem::take(&mut self.best)
    }

    /// Keeps the best reason for each predicate.
    fn note(&mut self, meaning: Meaning<'a>, likeness: Likeness, score: f64) {
        if score < LEAST {
            return;
        }
        let is_inverse = matches!(meaning, Meaning::Inverse(_));
        let found = FoundPredicate { predicate: meaning.predicate(), is_inverse, likeness, score };
        match self.best.iter_mut().find(|known| known.predicate.iri == found.predicate.iri) {
            Some(known) if known.score < score => *known = found,
            Some(_) => {}
            None => self.best.push(found),
        }
    }

    /// The words of a text that mean something, each as the base of its forms.
    fn stems_of(&mut self, text: &str) -> BTreeSet<String> {
        let lower = text.to_lowercase();
        let words =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !SMALL.contains(word));
        let stem = |word: &str| bases(word).into_iter().next().unwrap_or_default();
        words.map(|word| self.stems.entry(word.to_owned()).or_insert_with(|| stem(word)).clone()).collect()
    }
}

/// A row of the list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedWord<'a> {
    /// The word.
    pub word: &'a str,
    /// Predicates that come near, apart by `;`.
    pub near: &'a str,
    /// Why it is no name of one.
    pub why: &'a str,
}

/// The list of words, in its order.
pub fn listed_words() -> impl Iterator<Item = ListedWord<'static>> {
    WORDS.lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(3, ',');
        Some(ListedWord { word: cells.next()?, near: cells.next()?, why: cells.next()? })
    })
}

/// The row of a word, in whatever form it is.
fn listed(name: &str) -> Option<ListedWord<'static>> {
    static BY_WORD: LazyLock<FxHashMap<&'static str, ListedWord<'static>>> =
        LazyLock::new(|| listed_words().map(|listed| (listed.word, listed)).collect());
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let mut forms = std::iter::once(first.to_owned()).chain(bases(first)).chain(super::verb::forms(first));
    forms.find_map(|form| {
        let name = if rest.is_empty() { form } else { format!("{form} {rest}") };
        BY_WORD.get(name.as_str()).copied()
    })
}

/// True for a word of the list, in whatever form: it is no slip of the pen.
pub fn is_listed(name: &str) -> bool {
    listed(&normal_name(name)).is_some()
}

/// What a predicate means, in words: its definition, and the names of its types, modes and codes.
fn what_it_means(predicate: &Predicate) -> String {
    let codes = [&predicate.plover_type, &predicate.plover_mode, &predicate.cameo];
    let named = |code: &oxigraph::model::NamedNode| {
        let label = EventCodes::shipped().label(code).unwrap_or_default();
        format!("{} {label}", local_name(code.as_str()))
    };
    let codes = codes.into_iter().flatten().chain(&predicate.event_codes).map(named);
    std::iter::once(predicate.definition.clone()).chain(codes).collect::<Vec<_>>().join(" ")
}

/// The runs of three letters in a name, its ends marked.
fn letters(name: &str) -> BTreeSet<[char; 3]> {
    let marked: Vec<char> = std::iter::once(' ').chain(name.chars()).chain([' ']).collect();
    marked.windows(3).filter_map(|letters| letters.try_into().ok()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "there are few words in a name")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
