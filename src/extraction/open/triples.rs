//! Which triples does a clause make?
#![expect(clippy::single_range_in_vec_init, reason = "a list of phrases that has one")]

use std::ops::Range;

use super::super::tagging::Word;
use super::chunk::{Form, Role, Verb, chunks};
use super::clause::{Clause, Clauses};
use super::retag::retag;
use super::words::GeneralWords;

/// The predicate of an open triple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relation {
    /// Words of the sentence.
    Words(Range<usize>),
    /// A word that the text leaves out: `is` between a name and its apposition; the words stand where it would.
    Left(&'static str, Range<usize>),
}

/// A subject, a verb phrase and an object, as words of the sentence.
#[derive(Debug, Clone)]
pub(super) struct OpenTriple {
    pub subject: Range<usize>,
    pub relation: Relation,
    /// Empty where one acts alone.
    pub object: Range<usize>,
    /// The verb, where there is one.
    pub verb: Option<Verb>,
    /// What stands before the subject: `In Orlund,`.
    pub leading: Option<Range<usize>>,
    /// It stands behind `if` or `unless`.
    pub conditional: bool,
    pub rule: &'static str,
}

/// The open triples of a sentence, in the order of the rules.
pub(super) fn open_triples(words: &[Word], general: &GeneralWords) -> Vec<OpenTriple> {
    let mut words = words.to_vec();
    retag(&mut words, general);
    let words = words.as_slice();
    let sentence = Clauses { words, chunks: chunks(words, general), general };
    let mut found = Found { sentence: &sentence, triples: Vec::new() };
    let clauses = sentence.clauses();
    for clause in &clauses {
        found.clause(clause);
    }
    for at in 0..sentence.chunks.len() {
        found.participle(at, &clauses);
    }
    found.appositions();
    found.triples
}

/// A predicate with the chunks behind it that belong to it.
#[derive(Debug, Clone)]
struct Reach {
    verb: Verb,
    predicate: Range<usize>,
    from: usize,
    end: usize,
    leading: Option<Range<usize>>,
    conditional: bool,
}

struct Found<'s, 'a, 'w> {
    sentence: &'s Clauses<'a, 'w>,
    triples: Vec<OpenTriple>,
}

impl Found<'_, '_, '_> {
    fn push(&mut self, subject: Range<usize>, reach: &Reach, object: Range<usize>, rule: &'static str) {
        if subject.is_empty() {
            return;
        }
        self.triples.push(OpenTriple {
            subject,
            relation: Relation::Words(reach.predicate.clone()),
            object,
            verb: Some(reach.verb.clone()),
            leading: reach.leading.clone(),
            conditional: reach.conditional,
            rule,
        });
    }

    /// The triples of a verb with a tense.
    fn clause(&mut self, clause: &Clause) {
        let sentence = self.sentence;
        let Some(verb) = sentence.verb(clause.verb).cloned() else { return };
        let mut reach = Reach {
            verb,
            predicate: sentence.range(&(clause.verb..clause.behind)),
            from: clause.behind,
            end: clause.end,
            leading: sentence.leading(clause),
            conditional: sentence.is_conditional(clause),
        };
        if self.said(clause, &reach) || self.moved(clause, &reach) {
            return;
        }
        // `designed and built the bridge`: the object stands behind the second verb.
        let joined = clause.behind + usize::from(sentence.is_and(clause.behind));
        let joins = joined > clause.behind || sentence.is(joined, "nor");
        if clause.behind >= clause.end && joins && sentence.is_finite(joined) {
            reach.from = sentence.chain(joined);
            reach.end = sentence.end(reach.from, joined);
        }
        for subject in &clause.subjects {
            self.arguments(&sentence.range(subject), &reach, clause.rule);
        }
    }

    /// The triples of a subject and a predicate with what stands behind them.
    fn arguments(&mut self, subject: &Range<usize>, reach: &Reach, rule: &'static str) {
        let sentence = self.sentence;
        let mut reach = reach.clone();
        while reach.from + 1 < reach.end && matches!(sentence.role(reach.from), Some(Role::Adverb)) {
            reach.from += 1;
            reach.predicate.end = sentence.range(&(reach.from - 1..reach.from)).end;
        }
        if reach.from >= reach.end {
            self.push(subject.clone(), &reach, 0..0, "open-alone");
            return;
        }
        // A preposition belongs to the verb: `was born in`.
        if sentence.is_preposition(reach.from) && reach.from + 1 < reach.end {
            reach.predicate.end = sentence.range(&(reach.from..reach.from + 1)).end;
            reach.from += 1;
        }
        for item in self.items(reach.from, reach.end) {
            self.push(subject.clone(), &reach, sentence.range(&item), rule);
        }
    }

    /// The objects that `and` and commas join, the last one with all that follows.
    fn items(&self, from: usize, end: usize) -> Vec<Range<usize>> {
        let sentence = self.sentence;
        let mut items = Vec::new();
        let mut start = from;
        if sentence.is_noun(from) {
            let mut at = sentence.behind_of(from);
            loop {
                let comma = sentence.is_comma(at);
                let and = at + usize::from(comma);
                let joined = match (sentence.is_and(and), comma) {
                    (true, _) => and + 1,
                    (false, true) => at + 1,
                    (false, false) => break,
                };
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

    /// `They left, the minister said`: what is said stands before. Says whether it was so.
    fn said(&mut self, clause: &Clause, reach: &Reach) -> bool {
        let sentence = self.sentence;
        if !sentence.general.takes_clause(sentence.words[reach.verb.main].text) {
            return false;
        }
        let inverted = clause.subjects.is_empty() || clause.rule == "open-shared";
        let (subject, before) = if inverted {
            if !sentence.is_noun(clause.behind) || sentence.opens_clause(clause.behind) {
                return false;
            }
            (clause.behind..sentence.behind_of(clause.behind), clause.verb)
        } else {
            let is_time = |at: usize| sentence.is_time(at) || matches!(sentence.role(at), Some(Role::Adverb));
            let timed = clause.behind + usize::from(sentence.is_preposition(clause.behind));
            let alone = (timed..clause.end).all(is_time);
            let Some(first) = clause.subjects.first().filter(|_| alone && clause.rule == "open-clause") else {
                return false;
            };
            (first.start..clause.verb, first.start)
        };
        let mut close = before;
        while close > 0 && matches!(sentence.role(close - 1), Some(Role::Quote)) {
            close -= 1;
        }
        let Some(comma) = close.checked_sub(1).filter(|&at| sentence.is_comma(at)) else { return false };
        let stop = (0..comma).rev().find(|&at| matches!(sentence.role(at), Some(Role::Stop)));
        let mut start = stop.map_or(0, |stop| stop + 1);
        // The mark that closes what this one opens stands behind the comma.
        start += usize::from(matches!(sentence.role(start), Some(Role::Quote)));
        if start >= comma {
            return false;
        }
        self.push(sentence.range(&subject), reach, sentence.range(&(start..comma)), "open-said");
        true
    }

    /// `the house that he built`, `the tricks she used`: the object stands before the subject. Says whether it is the only one.
    fn moved(&mut self, clause: &Clause, reach: &Reach) -> bool {
        let sentence = self.sentence;
        let [subject] = clause.subjects.as_slice() else { return false };
        let Some(before) = subject.start.checked_sub(1) else { return false };
        let has_object = sentence.is_noun(clause.behind) && clause.behind < clause.end;
        if reach.verb.passive || reach.verb.copula || clause.rule != "open-clause" || has_object {
            return false;
        }
        let object = match sentence.role(before) {
            Some(Role::Subordinator) if sentence.is(before, "that") && !sentence.is_content(before) => {
                sentence.antecedent(before)
            }
            Some(Role::Relative)
                if !sentence.is(before, "where")
                    && !before.checked_sub(1).is_some_and(|at| sentence.is_preposition(at)) =>
            {
                sentence.antecedent(before)
            }
            Some(Role::Noun(_)) if sentence.is_reduced(before + 1) => Some(before..before + 1),
            _ => None,
        };
        let Some(object) = object else { return false };
        self.push(sentence.range(subject), reach, sentence.range(&object), "open-moved");
        clause.behind >= clause.end
    }

    /// A participle or gerund behind a noun that it describes, or beside the clause whose subject it has.
    fn participle(&mut self, at: usize, clauses: &[Clause]) {
        let sentence = self.sentence;
        let Some(verb) = sentence.verb(at).filter(|verb| matches!(verb.form, Form::Participle | Form::Gerund)) else {
            return;
        };
        // Part of the predicate before it.
        if clauses.iter().any(|clause| clause.verb < at && at < clause.behind) {
            return;
        }
        let Some((subjects, rule)) = self.described(at, verb.form, clauses) else { return };
        let behind = sentence.chain(at);
        let reach = Reach {
            verb: verb.clone(),
            predicate: sentence.range(&(at..behind)),
            from: behind,
            end: sentence.end(behind, at),
            leading: None,
            conditional: false,
        };
        for subject in &subjects {
            self.arguments(&sentence.range(subject), &reach, rule);
        }
    }

    /// Who does what a participle or gerund tells, and the rule that found them.
    fn described(&self, at: usize, form: Form, clauses: &[Clause]) -> Option<(Vec<Range<usize>>, &'static str)> {
        let sentence = self.sentence;
        let Some(before) = at.checked_sub(1) else { return self.beside(at, clauses) };
        match sentence.role(before)? {
            Role::Noun(noun) if !noun.time && !noun.pronoun => {
                Some((vec![before..at], if form == Form::Gerund { "open-gerund" } else { "open-participle" }))
            }
            Role::Comma => {
                let noun = before.checked_sub(1).filter(|&noun| sentence.is_noun(noun));
                let around = clauses.iter().rev().find(|clause| clause.verb < at && !clause.subjects.is_empty());
                match (noun, around) {
                    // `a map of the hills, drawn by`
                    (Some(noun), _) if form == Form::Participle => Some((vec![noun..before], "open-participle")),
                    (_, Some(clause)) => Some((clause.subjects.clone(), "open-beside")),
                    (Some(noun), None) => Some((vec![noun..before], "open-participle")),
                    (None, None) => None,
                }
            }
            Role::Stop => self.beside(at, clauses),
            _ => None,
        }
    }

    /// `Leaving the town, she sold the mill`: the subject stands behind the comma.
    fn beside(&self, at: usize, clauses: &[Clause]) -> Option<(Vec<Range<usize>>, &'static str)> {
        let main = clauses.iter().find(|clause| clause.verb > at && !clause.subjects.is_empty())?;
        let comma = main.subjects.first()?.start.checked_sub(1)?;
        self.sentence.is_comma(comma).then(|| (main.subjects.clone(), "open-beside"))
    }

    /// `X, the president of Y,`: X is that.
    fn appositions(&mut self) {
        let sentence = self.sentence;
        for comma in 1..sentence.chunks.len().saturating_sub(1) {
            if !sentence.is_comma(comma) || !sentence.names(comma - 1) || !sentence.names(comma + 1) {
                continue;
            }
            let mut end = sentence.behind_of(comma + 1);
            while sentence.is_preposition(end) && sentence.is_noun(end + 1) {
                end += 2;
            }
            let closes = matches!(sentence.role(end), None | Some(Role::Comma | Role::Stop));
            let listed = sentence.is_comma(end) && (sentence.is_and(end + 1) || sentence.list_goes_on(end));
            let opened = comma >= 2 && sentence.is_comma(comma - 2);
            if !closes || listed || opened || sentence.opens_clause(comma + 1) {
                continue;
            }
            let mut start = comma - 1;
            while start > 1 && sentence.is(start - 1, "of") && sentence.is_noun(start - 2) {
                start -= 2;
            }
            self.triples.push(OpenTriple {
                subject: sentence.range(&(start..comma)),
                relation: Relation::Left("is", sentence.range(&(comma..comma + 1))),
                object: sentence.range(&(comma + 1..end)),
                verb: None,
                leading: None,
                conditional: false,
                rule: "open-apposition",
            });
        }
    }
}
