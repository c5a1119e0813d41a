//! Where do the words of a statement stand? A model's own offsets are worth nothing, so the words are looked up.

use jiff::civil::Date;

use super::answer::Statement;
use crate::extraction::{Folded, Span, date_phrases};

/// Occurrences of a part that are weighed against each other; further ones are left out.
const MOST: usize = 8;
/// Bytes behind or before the words of a claim in which the words that attribute it, or tell its time, are looked for.
const NEAR: usize = 300;

/// The places of the words of a statement, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub evidence: Span,
    pub trigger: Span,
    pub subject: Span,
    pub object: Option<Span>,
    pub speaker: Option<Span>,
    pub cue: Option<Span>,
    pub time: Option<Span>,
    pub place: Option<Span>,
}

/// Gives repeated words of the statements of one passage their places in the order in which the statements come.
#[derive(Debug)]
pub(super) struct Placing<'a> {
    text: &'a Folded,
    whole: Span,
    passage: Span,
    /// Where the evidence of the statement before begins.
    cursor: usize,
    /// What has been placed: the words of a statement that repeats itself, and how often it has come.
    known: Vec<(Vec<String>, usize)>,
}

impl<'a> Placing<'a> {
    pub(super) fn new(text: &'a Folded, passage: Span) -> Self {
        Placing { text, whole: 0..usize::MAX, cursor: passage.start, passage, known: Vec::new() }
    }

    /// The places of a statement, or why there are none: a reason for each part that the text does not hold.
    pub(super) fn place(&mut self, statement: &Statement) -> Result<Placed, Vec<String>> {
        let Some(evidence) = self.evidence(statement) else {
            let why = if self.text.find(&statement.evidence, &self.whole).is_empty() {
                "the evidence does not stand in the text"
            } else {
                "the evidence stands outside of the passage"
            };
            return Err(vec![why.to_owned()]);
        };
        let mut missing = Vec::new();
        let mut spans = |name: &str, words: Option<&str>| {
            let found = words.map_or_else(Vec::new, |words| self.within_or_near(words, &evidence));
            if let Some(words) = words.filter(|_| found.is_empty()) {
                missing.push(format!("the {name} `{words}` does not stand in the text"));
            }
            found
        };
        let triggers = spans("trigger", Some(&statement.trigger));
        let subjects = spans("subject", Some(&statement.subject));
        let words = statement.object.as_deref().filter(|_| statement.object_statement.is_none());
        let objects = spans("object", words);
        let speakers = spans("source", statement.attribution.source.as_deref());
        let Some((subject, trigger, object)) = best(&subjects, &triggers, &objects).filter(|_| missing.is_empty())
        else {
            return Err(missing);
        };
        let taken = [Some(&subject), Some(&trigger), object.as_ref()];
        let is_free = |span: &&Span| taken.iter().flatten().all(|taken| !overlap(taken, span));
        // The speaker may be the one who acts.
        let speaker = speakers.iter().find(is_free).or(speakers.first()).cloned();
        let around =
            evidence.start.saturating_sub(NEAR).max(self.passage.start)..(evidence.end + NEAR).min(self.passage.end);
        let near = |words: Option<&str>, to: &Span| {
            let found = words.map_or_else(Vec::new, |words| self.text.find(words, &around));
            found.into_iter().min_by_key(|span| distance(span, to))
        };
        let cue = speaker.as_ref().and_then(|speaker| near(statement.attribution.cue.as_deref(), speaker));
        let time = near(statement.time_text.as_deref(), &trigger);
        let place = near(statement.place_text.as_deref(), &trigger);
        Ok(Placed { evidence, trigger, subject, object, speaker, cue, time, place })
    }

    /// The place of the evidence: of words that occur several times, the first that is not before what was placed last; a
    /// statement that comes several times word for word gets one occurrence after the other.
    fn evidence(&mut self, statement: &Statement) -> Option<Span> {
        let found = self.text.find(&statement.evidence, &self.passage);
        let own: Vec<String> = statement.copied().map(|(_, words)| words.to_owned()).collect();
        let at = if let Some((_, last)) = self.known.iter_mut().find(|(known, _)| *known == own) {
            *last = (*last + 1).min(found.len().checked_sub(1)?);
            *last
        } else {
            let at = found.iter().position(|span| span.start >= self.cursor).unwrap_or_default();
            self.known.push((own, at));
            at
        };
        let span = found.get(at)?.clone();
        self.cursor = span.start;
        Some(span)
    }

    /// The places of words in the evidence; where it has none, the nearest one in the text, before rather than behind.
    fn within_or_near(&self, words: &str, evidence: &Span) -> Vec<Span> {
        let mut inside = self.text.find(words, evidence);
        if !inside.is_empty() {
            inside.truncate(MOST);
            return inside;
        }
        let found = self.text.find(words, &self.whole);
        let before = found.iter().rev().find(|span| span.start < evidence.start);
        before.or(found.first()).into_iter().cloned().collect()
    }
}

/// Of the places that the parts may have, those that lie near to each other and not in each other, subject first.
fn best(subjects: &[Span], triggers: &[Span], objects: &[Span]) -> Option<(Span, Span, Option<Span>)> {
    let some_or_none = || objects.iter().map(Some).chain(objects.is_empty().then_some(None));
    let all = subjects.iter().flat_map(|subject| {
        triggers.iter().flat_map(move |trigger| some_or_none().map(move |object| (subject, trigger, object)))
    });
    let cost = |&(subject, trigger, object): &(&Span, &Span, Option<&Span>)| {
        let pairs =
            [Some((subject, trigger)), object.map(|object| (trigger, object)), object.map(|object| (subject, object))];
        let overlaps = pairs.iter().flatten().filter(|(one, other)| overlap(one, other)).count();
        let length: usize = pairs.iter().take(2).flatten().map(|(one, other)| distance(one, other)).sum();
        let turned = usize::from(subject.start > trigger.start)
            + usize::from(object.is_some_and(|object| object.start < trigger.start));
        (overlaps, length + turned)
    };
    let (subject, trigger, object) = all.min_by_key(cost)?;
    Some((subject.clone(), trigger.clone(), object.cloned()))
}

fn overlap(one: &Span, other: &Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// The bytes between two places.
fn distance(one: &Span, other: &Span) -> usize {
    if one.start < other.start { other.start.saturating_sub(one.end) } else { one.start.saturating_sub(other.end) }
}

/// The date that a phrase tells, in EDTF; nothing where it tells none. The words around it, which hold the claim, decide whether a
/// bare weekday lies before or behind the day of publication.
///
/// # Errors
/// When the phrase speaks of a day of the calendar that there is not.
pub(super) fn date_of(
    text: &str,
    phrase: &Span,
    evidence: &Span,
    published: Option<Date>,
) -> Result<Option<String>, String> {
    let around = phrase.start.min(evidence.start)..phrase.end.max(evidence.end);
    let near = date_phrases(text, &around, published).into_iter().filter(|found| overlap(&found.span, phrase));
    let told = near.chain(date_phrases(text, phrase, published)).find_map(|found| found.edtf);
    if told.is_some() {
        return Ok(told);
    }
    let words = text.get(phrase.clone()).unwrap_or_default();
    let parts = || words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let year =
        parts().find(|word| word.len() == 4 && word.parse().is_ok_and(|year: i16| (1000..=2999).contains(&year)));
    let month = parts().any(|word| crate::model::MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word)));
    let day = parts().any(|word| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()));
    match year {
        Some(_) if month && day => Err(format!("no date can be read from `{words}`")),
        year => Ok(year.map(str::to_owned)),
    }
}
