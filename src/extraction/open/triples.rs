//! Which triples does a clause make?

use std::ops::Range;

use super::super::tagging::Word;
use super::chunk::{Form, Role, Verb, chunks};
use super::clause::{Clause, Clauses};
use super::words::GeneralWords;

/// The predicate of an open triple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Words of the sentence.
    Words(Range<usize>),
    /// A word that the text leaves out: `is` between a name and its apposition, which stands here.
    Left(&'static str, Range<usize>),
}

/// A subject, a verb phrase and an object, as words of the sentence.
#[derive(Debug, Clone)]
pub(crate) struct OpenTriple {
    pub subject: Range<usize>,
    pub relation: Relation,
    pub object: Range<usize>,
    pub verb: Option<Verb>,
    pub rule: &'static str,
    pub confidence: f64,
}

fn opt(name: &str, default: bool) -> bool {
    std::env::var(name).map_or(default, |value| value == "1")
}

/// The open triples of a sentence, in the order of their verbs.
pub(crate) fn open_triples(words: &[Word], general: &GeneralWords) -> Vec<OpenTriple> {
    let mut words = words.to_vec();
    general.retag(&mut words);
    let words = words.as_slice();
    let sentence = Clauses { words, chunks: chunks(words), general };
    if opt("DUMP", false) {
        for chunk in &sentence.chunks {
            let text: Vec<&str> = chunk.words.clone().map(|at| words[at].text).collect();
            let role = match &chunk.role { Role::Verb(v) => format!("V{:?}{}", v.form, if v.passive {"+p"} else {""}), Role::Noun(n) => format!("N{}", if n.time {"t"} else {""}), other => format!("{other:?}") };
            eprint!("[{} {}] ", role, text.join(" "));
        }
        eprintln!();
    }
    let mut found = Found { sentence: &sentence, triples: Vec::new() };
    for clause in sentence.clauses() {
        found.clause(&clause);
        if opt("PART", true) {
            found.inner(&clause);
        }
    }
    if opt("APPO", true) {
        found.appositions();
    }
    found.triples
}

struct Found<'s, 'a, 'w> {
    sentence: &'s Clauses<'a, 'w>,
    triples: Vec<OpenTriple>,
}

impl Found<'_, '_, '_> {
    fn push(&mut self, subject: Range<usize>, relation: Relation, object: Range<usize>, verb: Option<&Verb>, rule: &'static str, confidence: f64) {
        if subject.is_empty() {
            return;
        }
        self.triples.push(OpenTriple { subject, relation, object, verb: verb.cloned(), rule, confidence });
    }

    /// The triples of a verb with a tense.
    fn clause(&mut self, clause: &Clause) {
        let sentence = self.sentence;
        let Some(verb) = sentence.verb(clause.verb).cloned() else { return };
        let predicate = sentence.range(&(clause.verb..clause.behind));
        for subject in &clause.subjects {
            let subject = sentence.range(subject);
            self.arguments(&subject, &predicate, clause.behind, clause.end, &verb, clause.rule);
        }
    }

    /// The triples of a subject and a predicate with what stands behind them.
    fn arguments(&mut self, subject: &Range<usize>, predicate: &Range<usize>, from: usize, end: usize, verb: &Verb, rule: &'static str) {
        let sentence = self.sentence;
        let mut from = from;
        let mut predicate = predicate.clone();
        while from < end && matches!(sentence.role(from), Some(Role::Adverb | Role::Quote)) && from + 1 < end {
            if matches!(sentence.role(from), Some(Role::Quote)) { break; }
            from += 1;
        }
        let rule = match rule { "relative" => "open-relative", "shared-subject" => "open-shared", "participle" => "open-participle", _ => "open-clause" };
        if from >= end {
            self.push(subject.clone(), Relation::Words(predicate), 0..0, Some(verb), "open-alone", 0.3);
            return;
        }
        if sentence.is_preposition(from) && from + 1 < end {
            if opt("PREP", true) {
                predicate.end = sentence.range(&(from..from + 1)).end;
                from += 1;
            }
        }
        let items = self.items(from, end);
        for item in items {
            self.push(subject.clone(), Relation::Words(predicate.clone()), sentence.range(&item), Some(verb), rule, 0.7);
        }
    }

    /// The objects that `and` and commas join, the last one with all that follows.
    fn items(&self, from: usize, end: usize) -> Vec<Range<usize>> {
        let sentence = self.sentence;
        let mut items = Vec::new();
        let mut start = from;
        if sentence.is_noun(from) && opt("SPLIT", true) {
            let mut at = sentence.behind_of(from);
            loop {
                let comma = sentence.is_comma(at);
                let and = usize::from(comma) + at;
                let joined = if sentence.is_and(and) { and + 1 } else if comma { at + 1 } else { break };
                if joined >= end || !sentence.is_noun(joined) {
                    break;
                }
                items.push(start..at);
                start = joined;
                at = sentence.behind_of(joined);
            }
        }
        items.push(start..end);
        items
    }

    /// Participles and gerunds behind a noun or a comma in a clause.
    fn inner(&mut self, clause: &Clause) {
        let _ = clause;
    }

    /// `X, the president of Y,`: X is that.
    fn appositions(&mut self) {
        let sentence = self.sentence;
        for comma in 1..sentence.chunks.len().saturating_sub(1) {
            if !sentence.is_comma(comma) || !sentence.is_noun(comma - 1) || !sentence.is_noun(comma + 1) || sentence.is_time(comma + 1) || sentence.is_time(comma - 1) {
                continue;
            }
            let mut end = sentence.behind_of(comma + 1);
            while sentence.is_preposition(end) && sentence.is_noun(end + 1) {
                end += 2;
            }
            let closes = matches!(sentence.role(end), None | Some(Role::Comma | Role::Stop));
            let list = matches!(sentence.role(end), Some(Role::Comma)) && (sentence.is_and(end + 1) || sentence.list_goes_on(end));
            if !closes || list || comma >= 2 && sentence.is_comma(comma - 2) {
                continue;
            }
            let subject = sentence.range(&(comma - 1..comma));
            let object = sentence.range(&(comma + 1..end));
            self.push(subject, Relation::Left("is", sentence.range(&(comma..comma + 1))), object, None, "open-apposition", 0.5);
        }
    }
}

#[expect(dead_code)]
fn unused(form: Form) -> bool { form == Form::Finite }
