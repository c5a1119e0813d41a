//! Which claims are in the answers of a model, and which of its statements are refused?

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::answer::Statement;
use super::leaks::Leaks;
use super::passage::Passage;
use super::placing::{Placed, Placing, date_of};
use super::prompt::PROMPT;
use crate::extraction::{ClaimLine, Extraction, Folded, Lexicon, Outcome, Span, Text, Verdict, Verifier};
use crate::model::{Certainty, Polarity};
use crate::ontology::{Meaning, Ontology, local_name};

/// The text that a model is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Sourced<'a> {
    /// The identifier of the text.
    pub document: &'a str,
    /// The text as it was read.
    pub written: &'a str,
    /// The same with the marks of its format blanked out, byte for byte as long.
    pub text: &'a str,
    /// What the rules find in it.
    pub extraction: &'a Extraction,
    /// The words that the rules know.
    pub lexicon: &'a Lexicon,
    /// The day of publication.
    pub published: Option<Date>,
}

/// A statement that no claim was made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Doubtful {
    /// The identifier of the text.
    pub document: String,
    /// Who made it.
    pub annotator: String,
    /// `ungrounded`, `conflict`, `leaked` or `invalid`.
    pub outcome: &'static str,
    /// Why.
    pub reasons: Vec<String>,
    /// The first code point of the passage that was asked about.
    pub passage_start: usize,
    /// The code point behind it.
    pub passage_end: usize,
    /// The statement as it was given.
    pub statement: Value,
}

/// Who made a claim: the model and the prompt.
#[must_use]
pub fn annotator(model: &str) -> String {
    format!("llm {model} {PROMPT}")
}

/// The claims of a model about one text.
#[derive(Debug)]
pub struct ModelClaims<'a> {
    sourced: Sourced<'a>,
    /// The text with its bytes counted in code points.
    counted: Text<'a>,
    folded: Folded,
    verifier: Verifier<'a>,
    leaks: &'a Leaks,
    annotator: String,
    /// The claims that hold, in the order of the passages and of the answers.
    pub lines: Vec<ClaimLine>,
    /// The statements that do not.
    pub doubtful: Vec<Doubtful>,
}

/// A statement on its way to a claim.
struct Candidate {
    statement: Statement,
    placed: Placed,
    line: ClaimLine,
    verdict: Verdict,
}

impl<'a> ModelClaims<'a> {
    /// Begins a text.
    #[must_use]
    pub fn new(sourced: Sourced<'a>, model: &str, leaks: &'a Leaks) -> Self {
        ModelClaims {
            sourced,
            counted: Text::new(sourced.written),
            folded: Folded::new(sourced.text),
            verifier: Verifier::new(sourced.written, sourced.extraction, sourced.lexicon),
            leaks,
            annotator: annotator(model),
            lines: Vec::new(),
            doubtful: Vec::new(),
        }
    }

    /// Adds the statements of the answer about one passage.
    pub fn add(&mut self, passage: &Passage, statements: Vec<Result<Statement, (String, Value)>>) {
        let span = passage.span();
        let folded = std::mem::replace(&mut self.folded, Folded::new(""));
        let mut placing = Placing::new(&folded, span.clone());
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut numbers = BTreeSet::new();
        for statement in statements {
            let statement = match statement {
                Ok(statement) => statement,
                Err((problem, value)) => {
                    self.refuse("invalid", vec![problem], &span, value);
                    continue;
                }
            };
            if !numbers.insert(statement.number) {
                let reason = format!("another statement of the answer has the number {}", statement.number);
                self.refuse("invalid", vec![reason], &span, told(&statement));
                continue;
            }
            if let Some(words) = self.leaks.find(&statement, &folded) {
                let reason = format!("`{words}` stands in an example of the prompt and not in the text");
                self.refuse("leaked", vec![reason], &span, told(&statement));
                continue;
            }
            match placing.place(&statement) {
                Ok(placed) => candidates.push(self.candidate(statement, placed)),
                Err(reasons) => self.refuse(Outcome::Ungrounded.word(), reasons, &span, told(&statement)),
            }
        }
        self.folded = folded;
        self.join(candidates, &span);
    }

    fn refuse(&mut self, outcome: &'static str, reasons: Vec<String>, passage: &Span, statement: Value) {
        let passage = self.counted.in_code_points(passage);
        self.doubtful.push(Doubtful {
            document: self.sourced.document.to_owned(),
            annotator: self.annotator.clone(),
            outcome,
            reasons,
            passage_start: passage.start,
            passage_end: passage.end,
            statement,
        });
    }

    fn candidate(&self, statement: Statement, placed: Placed) -> Candidate {
        let (line, date) = self.line(&statement, &placed);
        let mut verdict = Verdict::grounded();
        if let Err(problem) = date {
            verdict.add(Outcome::Conflict, problem);
        }
        Candidate { statement, placed, line, verdict }
    }

    /// The claim that a statement makes by itself, and whether its date can be read.
    fn line(&self, statement: &Statement, placed: &Placed) -> (ClaimLine, Result<(), String>) {
        let words = |span: &Span| self.sourced.written.get(span.clone()).unwrap_or_default().to_owned();
        let told = |span: &Option<Span>| span.as_ref().map(words).unwrap_or_default();
        let place = |span: &Option<Span>| {
            span.as_ref()
                .map(|span| self.counted.in_code_points(span))
                .map_or((None, None), |span| (Some(span.start), Some(span.end)))
        };
        let (quote, subject, trigger) = (
            self.counted.in_code_points(&placed.evidence),
            self.counted.in_code_points(&placed.subject),
            self.counted.in_code_points(&placed.trigger),
        );
        let (object_start, object_end) = place(&placed.object);
        let (said_by_start, said_by_end) = place(&placed.speaker);
        let (cue_start, cue_end) = place(&placed.cue);
        let date = placed
            .time
            .as_ref()
            .map_or(Ok(None), |time| date_of(self.sourced.text, time, &placed.evidence, self.sourced.published));
        let (predicate, event_codes) = act(statement);
        let line = ClaimLine {
            kind: "claim".into(),
            document: self.sourced.document.to_owned(),
            subject: words(&placed.subject),
            predicate,
            object: told(&placed.object),
            said_by: told(&placed.speaker),
            polarity: statement.polarity.clone().into(),
            certainty: statement.certainty.clone().into(),
            modality: statement.modality.clone().into(),
            date: date.clone().ok().flatten().unwrap_or_default(),
            date_text: told(&placed.time),
            place: told(&placed.place),
            event_codes,
            quote: words(&placed.evidence),
            start: quote.start,
            end: quote.end,
            subject_start: subject.start,
            subject_end: subject.end,
            predicate_start: trigger.start,
            predicate_end: trigger.end,
            object_start,
            object_end,
            said_by_start,
            said_by_end,
            cue_start,
            cue_end,
            annotator: self.annotator.clone().into(),
            ..ClaimLine::default()
        };
        (line, date.map(|_| ()))
    }

    /// Leads statements that name each other together, holds each against the text, and keeps those that stand.
    fn join(&mut self, mut candidates: Vec<Candidate>, passage: &Span) {
        answer(&mut candidates);
        for candidate in &mut candidates {
            let found = self.verifier.verify(&candidate.line);
            candidate.verdict.outcome = candidate.verdict.outcome.max(found.outcome);
            candidate.verdict.reasons.extend(found.reasons);
        }
        drop_dangling(&mut candidates);
        let mut ids: BTreeMap<u32, String> = BTreeMap::new();
        let mut kept: Vec<Candidate> = Vec::new();
        for candidate in candidates {
            if !candidate.verdict.outcome.holds() {
                let Verdict { outcome, reasons } = candidate.verdict;
                self.refuse(outcome.word(), reasons, passage, told(&candidate.statement));
                continue;
            }
            let twin = kept.iter().find(|known| known.is_like(&candidate)).map(|twin| twin.statement.number);
            let id = twin.and_then(|twin| ids.get(&twin)).cloned();
            let is_new = id.is_none();
            let number = self.lines.len() + kept.len() + 1;
            ids.insert(
                candidate.statement.number,
                id.unwrap_or_else(|| format!("{}-m{number}", self.sourced.document)),
            );
            if is_new {
                kept.push(candidate);
            }
        }
        for Candidate { statement, mut line, verdict, .. } in kept {
            let named = |number: Option<u32>| number.and_then(|number| ids.get(&number)).cloned();
            line.id = named(Some(statement.number)).unwrap_or_default();
            if let Some(inner) = named(statement.object_statement) {
                line.object = format!("#{inner}");
            }
            let answered = named(statement.reply_to).into_iter().collect();
            match statement.reply.as_str() {
                "confirms" => line.confirms = answered,
                "denies" => line.denies = answered,
                "declines_to_comment" => line.declines_to_comment = answered,
                _ => {}
            }
            verdict.outcome.word().clone_into(&mut line.rule);
            self.lines.push(line);
        }
    }
}

impl Candidate {
    /// It says the same of the same words.
    fn is_like(&self, other: &Candidate) -> bool {
        self.placed.subject == other.placed.subject
            && self.placed.trigger == other.placed.trigger
            && self.placed.object == other.placed.object
            && self.statement.object_statement == other.statement.object_statement
            && self.statement.reply_to == other.statement.reply_to
            && self.line.polarity == other.line.polarity
            && self.line.modality == other.line.modality
    }
}

fn told(statement: &Statement) -> Value {
    serde_json::to_value(statement).unwrap_or_default()
}

/// The label of the predicate and the codes of the event. Words that are no predicate stay as they are.
fn act(statement: &Statement) -> (String, Vec<String>) {
    let ontology = Ontology::shipped();
    let direct = |words: &str| match ontology.resolve(words) {
        // A predicate that is read from its other end would change the places of subject and object.
        Some(Meaning::Direct(predicate)) if !words.contains(':') => Some(predicate),
        _ => None,
    };
    let predicate = direct(&statement.predicate).or_else(|| direct(&statement.trigger));
    let label = predicate.map_or_else(|| statement.predicate.trim().to_owned(), |predicate| predicate.label.clone());
    if statement.event_class == "OTHER" {
        return (label, Vec::new());
    }
    let root = format!("plover:{}", statement.event_class);
    // Where model and vocabulary agree on the type, the vocabulary knows its mode as well.
    let mode = predicate.and_then(|predicate| {
        let code = predicate.plover_mode.as_ref().or(predicate.plover_type.as_ref())?;
        let code = format!("plover:{}", local_name(code.as_str()));
        (code == root || code.strip_prefix(&root)?.starts_with('-')).then_some(code)
    });
    (label, vec![mode.unwrap_or(root)])
}

/// Makes claims of replies: who answers a claim makes it once more, with another sign.
fn answer(candidates: &mut [Candidate]) {
    for at in 0..candidates.len() {
        let reply = candidates[at].statement.reply.clone();
        let number = candidates[at].statement.reply_to.filter(|_| reply != "none");
        let Some(number) = number else {
            candidates[at].statement.reply_to = None;
            continue;
        };
        let is_answered = |other: &Candidate| other.statement.number == number && other.statement.reply == "none";
        let Some(answered) = candidates.iter().position(is_answered).filter(|&answered| answered != at) else {
            let reason = format!("it answers statement {number}, which is not there");
            candidates[at].verdict.add(Outcome::Ungrounded, reason);
            continue;
        };
        let (told, inner) = (candidates[answered].line.clone(), candidates[answered].statement.object_statement);
        let candidate = &mut candidates[at];
        let own = candidate.line.clone();
        // Whoever answers is the speaker, in the words that answer.
        candidate.line = ClaimLine {
            said_by: own.subject,
            said_by_start: Some(own.subject_start),
            said_by_end: Some(own.subject_end),
            cue_start: Some(own.predicate_start),
            cue_end: Some(own.predicate_end),
            quote: own.quote,
            start: own.start,
            end: own.end,
            annotator: own.annotator,
            ..told
        };
        match reply.as_str() {
            "denies" => {
                let turned = if candidate.line.polarity == Polarity::Positive.word() {
                    Polarity::Negative
                } else {
                    Polarity::Positive
                };
                candidate.line.polarity = turned.word().into();
            }
            "declines_to_comment" => {
                candidate.line.polarity = Polarity::Underspecified.word().into();
                candidate.line.certainty = Certainty::Underspecified.word().into();
            }
            _ => {}
        }
        candidate.statement.object_statement = inner;
    }
}

/// Refuses what speaks of a statement that does not hold, until nothing does.
fn drop_dangling(candidates: &mut [Candidate]) {
    let inner: BTreeMap<u32, u32> =
        candidates.iter().filter_map(|one| Some((one.statement.number, one.statement.object_statement?))).collect();
    for candidate in candidates.iter_mut() {
        let mut inside = candidate.statement.number;
        let mut enter = || inner.get(&inside).map(|next| inside = *next);
        let turns = (0..=inner.len()).all(|_| enter().is_some());
        if turns {
            candidate.verdict.add(Outcome::Ungrounded, "it is, by way of its object, about itself");
        }
    }
    loop {
        let holding: Vec<u32> =
            candidates.iter().filter(|one| one.verdict.outcome.holds()).map(|one| one.statement.number).collect();
        let mut changed = false;
        for candidate in candidates.iter_mut().filter(|one| one.verdict.outcome.holds()) {
            let Statement { number, object_statement, reply_to, .. } = candidate.statement;
            let dangles = |other: &u32| *other == number || !holding.contains(other);
            if let Some(other) = [object_statement, reply_to].into_iter().flatten().find(dangles) {
                let reason = format!("it speaks of statement {other}, which does not hold");
                candidate.verdict.add(Outcome::Ungrounded, reason);
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}
