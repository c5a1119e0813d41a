//! Which triples does a clause make?

use std::ops::Range;

use super::super::tagging::Word;
use super::chunk::{Form, Role, Verb, chunks};
use super::opt;
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
    let clauses = sentence.clauses();
    for clause in &clauses {
        found.clause(clause);
        if opt("LEAD", false) {
            found.leading(clause);
        }
    }
    if opt("PART", true) {
        for at in 0..sentence.chunks.len() {
            found.participle(at, &clauses);
        }
    }
    if opt("APPO", true) {
        found.appositions();
    }
    if opt("OWN", false) {
        found.owners();
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
        if self.said(clause, &predicate, &verb) {
            return;
        }
        // `designed and built the bridge`: the object stands behind the second verb.
        let joined = clause.behind + usize::from(sentence.is_and(clause.behind));
        let shares = clause.behind >= clause.end && sentence.is_finite(joined) && (joined > clause.behind || sentence.is(joined, "nor"));
        let (from, end) = if shares {
            let behind = sentence.chain(joined);
            (behind, sentence.end(behind, joined))
        } else {
            (clause.behind, clause.end)
        };
        for subject in &clause.subjects {
            let subject = sentence.range(subject);
            self.arguments(&subject, &predicate, from, end, &verb, clause.rule);
        }
        if clause.rule == "subject" && opt("ANTE", true) {
            self.moved(clause, &verb);
        }
    }

    /// `They left, the minister said`: what is said stands before.
    fn said(&mut self, clause: &Clause, predicate: &Range<usize>, verb: &Verb) -> bool {
        let sentence = self.sentence;
        if !sentence.general.takes_clause(sentence.words[verb.main].text) {
            return false;
        }
        let inverted = clause.subjects.is_empty() || clause.rule == "shared-subject";
        let (subject, before) = if inverted {
            if !sentence.is_noun(clause.behind) || sentence.opens_clause(clause.behind) {
                return false;
            }
            (clause.behind..sentence.behind_of(clause.behind), clause.verb)
        } else {
            let alone = (clause.behind..clause.end).all(|at| sentence.is_time(at) || matches!(sentence.role(at), Some(Role::Adverb)));
            let Some(first) = clause.subjects.first().filter(|_| alone && clause.rule == "subject") else { return false };
            (first.start..clause.verb, first.start)
        };
        let mut close = before;
        while close > 0 && matches!(sentence.role(close - 1), Some(Role::Quote)) {
            close -= 1;
        }
        let Some(comma) = close.checked_sub(1).filter(|&at| sentence.is_comma(at)) else { return false };
        let start = (0..comma).rev().find(|&at| matches!(sentence.role(at), Some(Role::Stop))).map_or(0, |stop| stop + 1);
        if start >= comma {
            return false;
        }
        self.push(sentence.range(&subject), Relation::Words(predicate.clone()), sentence.range(&(start..comma)), Some(verb), "open-said", 0.6);
        true
    }

    /// `the house that he built`, `the tricks she used`: the object stands before the subject.
    fn moved(&mut self, clause: &Clause, verb: &Verb) {
        let sentence = self.sentence;
        let Some(before) = clause.subjects.first().and_then(|subject| subject.start.checked_sub(1)) else { return };
        if verb.passive || verb.copula || clause.subjects.len() != 1 || sentence.is_noun(clause.behind) && clause.behind < clause.end {
            return;
        }
        let object = match sentence.role(before) {
            Some(Role::Subordinator) if sentence.is(before, "that") && !sentence.is_content(before) => sentence.antecedent(before),
            Some(Role::Relative) if !sentence.is(before, "where") && !(before > 0 && sentence.is_preposition(before - 1)) => sentence.antecedent(before),
            Some(Role::Noun(_)) if sentence.is_reduced(before + 1) => Some(before..before + 1),
            _ => None,
        };
        let Some(object) = object else { return };
        let subject = sentence.range(&clause.subjects[0]);
        let predicate = sentence.range(&(clause.verb..clause.behind));
        if clause.behind >= clause.end {
            self.triples.retain(|triple| triple.rule != "open-alone" || triple.relation != Relation::Words(predicate.clone()));
        }
        self.push(subject, Relation::Words(predicate), sentence.range(&object), Some(verb), "open-moved", 0.5);
    }

    /// The triples of a subject and a predicate with what stands behind them.
    fn arguments(&mut self, subject: &Range<usize>, predicate: &Range<usize>, from: usize, end: usize, verb: &Verb, rule: &'static str) {
        let sentence = self.sentence;
        let mut from = from;
        let mut predicate = predicate.clone();
        while from < end && matches!(sentence.role(from), Some(Role::Adverb | Role::Quote)) && from + 1 < end {
            if matches!(sentence.role(from), Some(Role::Quote)) { break; }
            from += 1;
            predicate.end = sentence.range(&(from - 1..from)).end;
        }
        let rule = match rule { "relative" => "open-relative", "shared-subject" => "open-shared", "subject" => "open-clause", other => other };
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

    /// A participle or gerund behind a noun that it describes, or beside the clause whose subject it has.
    fn participle(&mut self, at: usize, clauses: &[Clause]) {
        let sentence = self.sentence;
        let Some(verb) = sentence.verb(at).cloned() else { return };
        if !matches!(verb.form, Form::Participle | Form::Gerund) {
            return;
        }
        // Part of the predicate before it.
        if clauses.iter().any(|clause| clause.verb < at && at < clause.behind) {
            return;
        }
        let before = at.checked_sub(1);
        let around = clauses.iter().rev().find(|clause| clause.verb < at && !clause.subjects.is_empty());
        let main = clauses.iter().find(|clause| clause.verb > at && !clause.subjects.is_empty());
        let (subjects, rule) = match before.and_then(|before| sentence.role(before)) {
            Some(Role::Noun(noun)) if !noun.time && !noun.pronoun => {
                let noun = before.unwrap_or_default();
                (vec![noun..at], if verb.form == Form::Gerund { "open-gerund" } else { "open-participle" })
            }
            Some(Role::Comma) => {
                let comma = before.unwrap_or_default();
                match (around, comma.checked_sub(1)) {
                    (_, Some(noun)) if verb.form == Form::Participle && opt("VBN", true) && sentence.is_noun(noun) => (vec![noun..noun + 1], "open-participle"),
                    (Some(clause), _) if opt("COMMA", true) => (clause.subjects.clone(), "open-beside"),
                    (None, Some(noun)) if sentence.is_noun(noun) => (vec![noun..noun + 1], "open-participle"),
                    _ => return,
                }
            }
            None | Some(Role::Stop) if opt("INIT", true) => match main {
                Some(clause) if clause.subjects[0].start.checked_sub(1).is_some_and(|before| sentence.is_comma(before)) => (clause.subjects.clone(), "open-beside"),
                _ => return,
            },
            Some(Role::Preposition) if verb.form == Form::Gerund && opt("PGER", false) => match around {
                Some(clause) => (clause.subjects.clone(), "open-by-gerund"),
                None => return,
            },
            _ => return,
        };
        let behind = sentence.chain(at);
        let end = sentence.end(behind, at);
        let predicate = sentence.range(&(at..behind));
        for subject in &subjects {
            let subject = sentence.range(subject);
            self.arguments(&subject, &predicate, behind, end, &verb, rule);
        }
    }

    /// What stands before the subject: `In 1990 , the firm moved`.
    fn leading(&mut self, clause: &Clause) {
        let sentence = self.sentence;
        let Some(first) = clause.subjects.first().map(|subject| subject.start) else { return };
        if clause.rule != "subject" || first > clause.verb {
            return;
        }
        let close = first.checked_sub(1).filter(|&at| sentence.is_comma(at)).unwrap_or(first);
        let mut start = close;
        while let Some(before) = start.checked_sub(1) {
            match sentence.role(before) {
                Some(Role::Noun(_)) if before > 0 && sentence.is_preposition(before - 1) => start = before - 1,
                Some(Role::Noun(noun)) if noun.time => start = before,
                _ => break,
            }
        }
        let opens = start.checked_sub(1).is_none_or(|before| !matches!(sentence.role(before), Some(Role::Noun(_) | Role::Verb(_) | Role::Preposition)));
        if start == close || !opens {
            return;
        }
        let Some(verb) = sentence.verb(clause.verb).cloned() else { return };
        let predicate = sentence.range(&(clause.verb..clause.behind));
        for subject in &clause.subjects {
            let subject = sentence.range(subject);
            self.push(subject, Relation::Words(predicate.clone()), sentence.range(&(start..close)), Some(&verb), "open-leading", 0.5);
        }
    }

    /// `Vesk's fleet`: Vesk has it.
    fn owners(&mut self) {
        let sentence = self.sentence;
        for chunk in &sentence.chunks {
            if let Role::Noun(noun) = &chunk.role
                && let Some(owner) = &noun.owner
                && noun.head > owner.end
            {
                let mut start = owner.end;
                while sentence.words[start].tag == super::super::tagging::Tag::Owner {
                    start += 1;
                }
                self.push(owner.clone(), Relation::Left("has", owner.end..start), start..chunk.words.end, None, "open-owner", 0.3);
            }
        }
    }

    /// `X, the president of Y,`: X is that.
    fn appositions(&mut self) {
        let sentence = self.sentence;
        for comma in 1..sentence.chunks.len().saturating_sub(1) {
            if !sentence.is_comma(comma) || !sentence.is_noun(comma - 1) || !sentence.is_noun(comma + 1) || sentence.is_time(comma + 1) || sentence.is_time(comma - 1) || sentence.opens_clause(comma + 1) || ["such", "whose", "which"].iter().any(|word| sentence.is(comma + 1, word)) || sentence.chunks[comma + 1].noun().is_some_and(|noun| noun.pronoun) {
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
            let mut start = comma - 1;
            while opt("AOF", false) && start > 1 && sentence.is(start - 1, "of") && sentence.is_noun(start - 2) {
                start -= 2;
            }
            let subject = sentence.range(&(start..comma));
            let object = sentence.range(&(comma + 1..end));
            self.push(subject, Relation::Left("is", sentence.range(&(comma..comma + 1))), object, None, "open-apposition", 0.5);
        }
    }
}

#[expect(dead_code)]
fn unused(form: Form) -> bool { form == Form::Finite }
