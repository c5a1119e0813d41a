//! Where the words of a claim stand.

use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::statement::{More, facts_of_entity, label_of_entity};
use super::{Annotated, End, Left, Placed, Span, Statement};
use crate::claims::Id;
use crate::claims::whole::Whole;
use crate::model::{Claim, ClaimPart, Text};

/// Characters of context that go with a quote.
const CONTEXT: u64 = 32;

/// The words a claim rests on.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    /// Where they stand, in code points.
    pub(super) span: Option<Range<u64>>,
    /// The words.
    pub(super) words: String,
}

impl Evidence {
    /// The evidence of a claim; none when it has no place in the text, or where there is no text, no words.
    pub(super) fn of(claim: &Claim, text: Option<&Text>) -> Option<Evidence> {
        let span = claim.evidence.span.clone();
        let Some(text) = text else {
            let quote = claim.evidence.quote.clone().filter(|quote| !quote.is_empty());
            return quote.map(|words| Evidence { span, words });
        };
        let span = span?;
        let words = text.get(&span)?.to_owned();
        Some(Evidence { span: Some(span), words })
    }
}

/// Where a part of a claim stands.
pub(super) struct Place {
    pub(super) pieces: Vec<Range<u64>>,
    pub(super) words: Vec<String>,
}

/// What stands somewhere, its pieces and its words.
type SpanKey = (Option<Id>, Vec<Range<u64>>, Vec<String>);

/// Puts claims into a document.
pub(super) struct Placer<'p, 'a> {
    pub(super) whole: &'p Whole<'a>,
    pub(super) of: &'p mut Annotated,
    pub(super) left: &'p mut Left,
    /// Spans by what stands there and where.
    spans: FxHashMap<SpanKey, usize>,
    /// The first span of each thing tells what is known of it.
    told: FxHashMap<Id, usize>,
}

impl<'p, 'a> Placer<'p, 'a> {
    pub(super) fn new(whole: &'p Whole<'a>, of: &'p mut Annotated, left: &'p mut Left) -> Placer<'p, 'a> {
        Placer { whole, of, left, spans: FxHashMap::default(), told: FxHashMap::default() }
    }

    /// Begins the statement of a claim: what it says, and the words that say so where they are known.
    pub(super) fn start(&mut self, one: &Placed) {
        let Some(claim) = self.whole.claims().rows().get(one.index) else { return };
        let predicate = one.claim.predicate.clone();
        let trigger = self.stated(one, ClaimPart::Trigger).map(|place| self.add(predicate.clone(), place));
        self.of.statements.push(Statement {
            id: one.claim.id.clone().unwrap_or_default(),
            iri: self.whole.claims().text(claim.id),
            predicate,
            trigger,
            subject: End::Span(0),
            object: End::Span(0),
            roles: Vec::new(),
            signs: Vec::new(),
            note: None,
            facts: Vec::new(),
        });
        let needs_trigger = one.is_spoken_of || one.of.iter().any(Option::is_some);
        if needs_trigger && trigger.is_none() {
            self.stand_in(one, self.of.statements.len() - 1);
        }
    }

    /// Makes all that a claim rests on its trigger.
    fn stand_in(&mut self, one: &Placed, number: usize) {
        let place = Self::whole(one);
        if let Some(predicate) = self.of.statements.get(number).map(|statement| statement.predicate.clone()) {
            let span = self.add(predicate, place);
            self.of.statements[number].trigger = Some(span);
        }
    }

    /// Completes the statement of a claim.
    pub(super) fn fill(&mut self, one: &Placed, numbers: &FxHashMap<usize, usize>) {
        let (Some(claim), Some(number)) = (self.whole.claims().rows().get(one.index), numbers.get(&one.index).copied())
        else {
            return;
        };
        let statement_of = |index: usize| numbers.get(&index).copied().map(End::Statement);
        let subject =
            one.of[0].and_then(statement_of).unwrap_or_else(|| self.end(one, ClaimPart::Subject, claim.subject));
        let object = one.of[1].and_then(statement_of).unwrap_or_else(|| self.end(one, ClaimPart::Object, claim.object));
        let More { roles, signs, note, mut facts } = self.roles(one, claim);
        // A plain relation rests on its two ends and has no place for more.
        let is_plain = roles.is_empty()
            && signs.is_empty()
            && self.cover(&[subject, object], None).is_some_and(|cover| Some(cover) == one.evidence.span);
        if self.of.statements[number].trigger.is_none() && !is_plain {
            self.stand_in(one, number);
        }
        let trigger = self.of.statements[number].trigger;
        if let Some(span) = &one.evidence.span
            && self.cover(&[subject, object], trigger).as_ref() != Some(span)
        {
            facts.push(("start".to_owned(), span.start.to_string()));
            facts.push(("end".to_owned(), span.end.to_string()));
        }
        let statement = &mut self.of.statements[number];
        (statement.subject, statement.object) = (subject, object);
        (statement.roles, statement.signs, statement.note, statement.facts) = (roles, signs, note, facts);
    }

    /// The span of an entity at an end.
    fn end(&mut self, one: &Placed, part: ClaimPart, entity: Id) -> End {
        let is_all = plain(std::slice::from_ref(&one.evidence.words)) == self.whole.name(entity);
        let named = || if is_all { Some(Self::whole(one)) } else { self.named(one, entity) };
        let place = self.stated(one, part).or_else(named).unwrap_or_else(|| {
            self.left.standing_in += 1;
            Self::whole(one)
        });
        End::Span(self.add_entity(entity, place))
    }

    /// The shortest stretch that covers ends and trigger; an end that is a statement stands where its trigger does.
    fn cover(&self, ends: &[End], trigger: Option<usize>) -> Option<Range<u64>> {
        let span_of = |end: &End| match end {
            End::Span(span) => Some(*span),
            End::Statement(number) => self.of.statements.get(*number)?.trigger,
        };
        let spans = ends.iter().filter_map(span_of).chain(trigger);
        let pieces = spans.filter_map(|span| self.of.spans.get(span)).flat_map(|span| &span.pieces);
        pieces.fold(None, |cover: Option<Range<u64>>, piece| {
            Some(cover.map_or(piece.clone(), |cover| cover.start.min(piece.start)..cover.end.max(piece.end)))
        })
    }

    /// Where the claim says that a part stands.
    pub(super) fn stated(&self, one: &Placed, part: ClaimPart) -> Option<Place> {
        let pieces = one.claim.span_of(part)?.to_vec();
        let words = pieces.iter().map(|piece| self.words(one, piece)).collect::<Option<Vec<_>>>()?;
        (!words.iter().all(|words| words.trim().is_empty())).then_some(Place { pieces, words })
    }

    /// The words at a place, from the text, or where there is none from the quote.
    fn words(&self, one: &Placed, piece: &Range<u64>) -> Option<String> {
        if let Some(text) = &self.of.text {
            return text.get(piece).map(str::to_owned);
        }
        let start = one.evidence.span.as_ref()?.start;
        let within = piece.start.checked_sub(start)?..piece.end.checked_sub(start)?;
        Text::new(&one.evidence.words).get(&within).map(str::to_owned)
    }

    /// Where one of the names of an entity stands in the words of the claim.
    pub(super) fn named(&self, one: &Placed, entity: Id) -> Option<Place> {
        let claims = self.whole.claims();
        let mut names = claims.aliases(entity);
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let whole = &one.evidence.words;
        let mut names = std::iter::once(claims.label(entity)).chain(names).filter(|name| !name.trim().is_empty());
        let (at, name) = names.find_map(|name| Some((find_word(whole, &name)?, name)))?;
        let before = whole.get(..at)?.chars().count() as u64;
        let pieces = one.evidence.span.iter().map(|span| {
            let start = span.start + before;
            start..start + name.chars().count() as u64
        });
        Some(Place { pieces: pieces.collect(), words: vec![name] })
    }

    /// All that a claim rests on; lines are pieces of their own, because tools show no span over several.
    fn whole(one: &Placed) -> Place {
        let words = &one.evidence.words;
        let Some(span) = &one.evidence.span else { return Place { pieces: Vec::new(), words: vec![words.clone()] } };
        let mut place = Place { pieces: Vec::new(), words: Vec::new() };
        let mut start = span.start;
        for line in words.split_inclusive('\n') {
            let n = line.chars().count() as u64;
            let ahead = line.chars().take_while(|c| c.is_whitespace()).count() as u64;
            let plain = line.trim();
            if !plain.is_empty() {
                let begin = start + ahead;
                place.pieces.push(begin..begin + plain.chars().count() as u64);
                place.words.push(plain.to_owned());
            }
            start += n;
        }
        // Spaces around it belong to it when the quote has them.
        let ahead: String = words.chars().take_while(|c| c.is_whitespace()).collect();
        let behind: String = words.chars().skip(words.trim_end().chars().count()).collect();
        if let (Some(piece), Some(words)) = (place.pieces.first_mut(), place.words.first_mut()) {
            piece.start = span.start;
            words.insert_str(0, &ahead);
        }
        if let (Some(piece), Some(words)) = (place.pieces.last_mut(), place.words.last_mut()) {
            piece.end = span.end;
            words.push_str(&behind);
        }
        place
    }

    fn add(&mut self, label: String, place: Place) -> usize {
        let context = match (place.pieces.as_slice(), &self.of.text) {
            ([piece], Some(text)) => Some((
                text.get(&(piece.start.saturating_sub(CONTEXT)..piece.start)).unwrap_or_default().to_owned(),
                text.get(&(piece.end..(piece.end + CONTEXT).min(text.n_points()))).unwrap_or_default().to_owned(),
            )),
            _ => None,
        };
        let Place { pieces, words } = place;
        self.of.spans.push(Span { label, pieces, words, context, facts: Vec::new() });
        self.of.spans.len() - 1
    }

    /// The span of an entity; the first one tells what is known of it.
    pub(super) fn add_entity(&mut self, entity: Id, place: Place) -> usize {
        self.left.entities.insert(entity);
        let key = (Some(entity), place.pieces.clone(), place.words.clone());
        if let Some(span) = self.spans.get(&key) {
            return *span;
        }
        let words = plain(&place.words);
        let span = self.add(label_of_entity(self.whole, entity), place);
        self.spans.insert(key, span);
        let is_first = self.told.insert(entity, span).is_none();
        let name = self.whole.name(entity);
        let mut facts = if is_first { facts_of_entity(self.whole, entity) } else { Vec::new() };
        if words != name {
            facts.insert(0, ("label".to_owned(), name));
        }
        self.of.spans[span].facts = facts;
        span
    }

    /// The span of a date.
    pub(super) fn add_date(&mut self, place: Place) -> usize {
        self.add("Date".to_owned(), place)
    }
}

/// Words as names of entities are read: composed, on one line, with one space between them.
pub(super) fn plain(words: &[String]) -> String {
    words.iter().flat_map(|words| words.split_whitespace()).collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Where a name stands that is not part of a longer word.
fn find_word(text: &str, name: &str) -> Option<usize> {
    let is_free = |at: &usize| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    };
    text.match_indices(name).map(|(at, _)| at).find(is_free)
}
