//! What is wrong with a query, before it is asked: for editors, which mark the place.

use std::collections::BTreeMap;
use std::ops::Range;

use super::absent::AbsentIri;
use super::{Engine, NAME_ENDPOINT, NO_ENDPOINT};
use crate::diagnostic::nearest;
use crate::tabular::sparql::depth::too_deep;
use crate::tabular::sparql::{SyntaxFault, Word, WordKind, common_prefix, is_update, syntax_fault, words};

/// Something that is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// A way out.
    pub hint: Option<String>,
    /// True when the query is not answered because of it; else it is, and finds nothing.
    pub is_fatal: bool,
    /// A change of the text that may be meant.
    pub fix: Option<Fix>,
}

/// A change of the text of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in words.
    pub label: String,
    /// The bytes that are replaced.
    pub range: Range<usize>,
    /// What stands there then.
    pub text: String,
}

impl Engine<'_> {
    /// The flaws of a query, in the order of its text: the one at which the parser stops, or else the endpoints that it may
    /// not ask, and the IRIs that the graph does not have and without which it finds nothing. A text of nothing has none.
    pub fn flaws(&self, text: &str) -> Vec<Flaw> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        if let Some(fault) = too_deep(text) {
            return vec![fatal(fault, None)];
        }
        if self.parse(text).is_ok() {
            let mut found = self.unasked(text);
            found.extend(self.empty_handed(text));
            found.sort_by_key(|flaw| flaw.range.start);
            return found;
        }
        let all = words(text);
        if is_update(text) {
            let message = "the graph is read-only: SPARQL Update is not available".to_owned();
            let range = all.first().map_or(0..text.len(), |word| word.range.clone());
            return vec![fatal(SyntaxFault { range, message, hint: None }, None)];
        }
        let fault = syntax_fault(text, &self.parser, &self.prefixes);
        let fix = all.iter().find(|word| word.range == fault.range).and_then(|word| self.declare(word, text));
        vec![fatal(fault, fix)]
    }

    /// A declaration of a prefix that is not declared, or the declared one that may be meant.
    fn declare(&self, word: &Word, text: &str) -> Option<Fix> {
        let prefix = word.prefix(text).filter(|prefix| !self.prefixes.contains_key(*prefix))?;
        if let Some(iri) = common_prefix(prefix) {
            let declaration = format!("PREFIX {prefix}: <{iri}>");
            return Some(Fix { label: format!("add {declaration}"), range: 0..0, text: declaration + "\n" });
        }
        let near = nearest(prefix, self.prefixes.keys().map(String::as_str))?;
        let range = word.range.start..word.range.start + prefix.len();
        Some(Fix { label: format!("write `{near}:`"), range, text: near.to_owned() })
    }

    /// What a query names that the graph does not have.
    fn empty_handed(&self, text: &str) -> Vec<Flaw> {
        let absent = self.absent(text, false).unwrap_or_default();
        let all = words(text);
        let prefixes = self.prefixes_of(text, &all);
        let mut found: Vec<Flaw> = Vec::new();
        for AbsentIri { iri, shown, near, .. } in absent {
            for word in all.iter().filter(|word| expanded(word, text, &prefixes).as_deref() == Some(&iri)) {
                let range = word.range.clone();
                let fix = near.as_ref().map(|near| Fix {
                    label: format!("write `{near}`"),
                    range: range.clone(),
                    text: near.clone(),
                });
                let message = format!("the graph does not have {shown}, so that nothing is found");
                found.push(Flaw { range, message, hint: None, is_fatal: false, fix });
            }
        }
        found
    }

    /// The endpoints that a query names behind SERVICE and that may not be asked, and variables there to which nothing gives
    /// a value. Which endpoint another variable or a relative address means is seen only when the query is asked.
    fn unasked(&self, text: &str) -> Vec<Flaw> {
        let all = words(text);
        let prefixes = self.prefixes_of(text, &all);
        let is = |word: &Word, keyword: &str| {
            word.kind == WordKind::Name && text[word.range.clone()].eq_ignore_ascii_case(keyword)
        };
        let refused = |place: usize| {
            let is_silent = all.get(place + 1).is_some_and(|word| is(word, "SILENT"));
            let word = all.get(place + 1 + usize::from(is_silent))?;
            if word.kind == WordKind::Variable {
                let name = |word: &Word| text[word.range.clone()].trim_start_matches(['?', '$']);
                let n_uses = all.iter().filter(|one| one.kind == WordKind::Variable && name(one) == name(word)).count();
                let message = NO_ENDPOINT.to_owned();
                let hint = Some(NAME_ENDPOINT.to_owned());
                return (n_uses == 1).then_some(Flaw {
                    range: word.range.clone(),
                    message,
                    hint,
                    is_fatal: !is_silent,
                    fix: None,
                });
            }
            let address = expanded(word, text, &prefixes).filter(|address| address.contains(':'))?;
            if self.services.allows(&address) {
                return None;
            }
            let effect = if is_silent { ", so that nothing comes from it" } else { "" };
            let message = format!("no query may ask <{address}>{effect}");
            let hint = Some(format!("`relata serve --allow-service {address}` allows it"));
            Some(Flaw { range: word.range.clone(), message, hint, is_fatal: !is_silent, fix: None })
        };
        all.iter().enumerate().filter(|(_, word)| is(word, "SERVICE")).filter_map(|(place, _)| refused(place)).collect()
    }

    /// The prefixes that hold in a query: those that every query has, and its own.
    fn prefixes_of(&self, text: &str, all: &[Word]) -> BTreeMap<String, String> {
        let mut prefixes = self.prefixes.clone();
        let shown = |word: &Word| &text[word.range.clone()];
        for declaration in all.windows(3) {
            let [keyword, name, iri] = declaration else { continue };
            let name = shown(name).strip_suffix(':').filter(|_| iri.kind == WordKind::Iri);
            if let Some(name) = name.filter(|_| shown(keyword).eq_ignore_ascii_case("PREFIX")) {
                prefixes.insert(name.to_owned(), shown(iri).trim_matches(['<', '>']).to_owned());
            }
        }
        prefixes
    }
}

fn fatal(SyntaxFault { range, message, hint }: SyntaxFault, fix: Option<Fix>) -> Flaw {
    Flaw { range, message, hint, is_fatal: true, fix }
}

/// The IRI that a word stands for.
fn expanded(word: &Word, text: &str, prefixes: &BTreeMap<String, String>) -> Option<String> {
    let shown = &text[word.range.clone()];
    if word.kind == WordKind::Iri {
        return Some(shown.trim_matches(['<', '>']).to_owned());
    }
    let local = &shown[word.prefix(text)?.len() + 1..];
    Some(format!("{}{}", prefixes.get(word.prefix(text)?)?, local.replace('\\', "")))
}
