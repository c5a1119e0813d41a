//! The participants of each statement, and the spans that mean the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::labels::{ArgumentRole, role_of};
use super::offsets::{Alignment, Found, Loss};
use super::{AnnotatedDocument, AnnotationFault, Span, Spot, Statement};
use crate::diagnostic::{Code, clip, codes};
use crate::model::{EventDate, Text};

/// A span where it is in the text.
#[derive(Debug, Clone)]
pub(super) struct PlacedSpan {
    /// Its pieces in code points.
    pub(super) pieces: Vec<Range<u64>>,
    /// Its words, pieces and lines joined by spaces.
    pub(super) words: String,
}

impl PlacedSpan {
    /// The shortest stretch that covers all pieces.
    pub(super) fn cover(&self) -> Option<Range<u64>> {
        let start = self.pieces.iter().map(|piece| piece.start).min()?;
        Some(start..self.pieces.iter().map(|piece| piece.end).max()?)
    }
}

/// The places of pieces as they are written in messages.
fn shown(pieces: &[Range<u64>]) -> String {
    let pieces: Vec<String> = pieces.iter().map(|piece| format!("{}-{}", piece.start, piece.end)).collect();
    pieces.join(";")
}

/// The thing that an identifier means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum AnnotatedItem {
    Span(usize),
    Statement(usize),
}

/// The participants of a statement, as numbers of its arguments.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) subjects: Vec<usize>,
    pub(super) objects: Vec<usize>,
    pub(super) place: Option<usize>,
    pub(super) date: Option<(usize, EventDate)>,
    pub(super) speakers: Vec<usize>,
    pub(super) others: Vec<usize>,
}

/// The result of reading a statement.
#[derive(Debug)]
pub(super) enum StatementFate {
    /// Claims, one for each pair of subject and object.
    Claims(Cast),
    /// It lacks an end, and is a thing by the words that trigger it.
    Thing(Cast),
    /// It speaks of what is not there.
    Lost,
}

/// The parts of a document, found and joined.
pub(super) struct Parts<'a> {
    pub(super) of: &'a AnnotatedDocument,
    pub(super) spans: Vec<Option<PlacedSpan>>,
    pub(super) fates: Vec<StatementFate>,
    /// The statement each span is the trigger of.
    pub(super) triggers: HashMap<usize, usize>,
    /// The span that stands for all that mean the same, for each span: the first in the text.
    pub(super) heads: Vec<usize>,
    pub(super) faults: Vec<AnnotationFault>,
    index: HashMap<&'a str, AnnotatedItem>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(of: &'a AnnotatedDocument, alignment: &Alignment, text: &Text) -> Parts<'a> {
        let mut parts = Parts {
            of,
            spans: Vec::new(),
            fates: Vec::new(),
            triggers: HashMap::new(),
            heads: (0..of.spans.len()).collect(),
            faults: Vec::new(),
            index: HashMap::new(),
        };
        for (span, found) in of.spans.iter().zip(&alignment.found) {
            let placed = parts.place(span, found, text);
            parts.spans.push(placed);
        }
        parts.name();
        for (number, statement) in of.statements.iter().enumerate() {
            if let Some(AnnotatedItem::Span(span)) =
                statement.trigger.as_deref().and_then(|id| parts.index.get(id).copied())
            {
                parts.triggers.entry(span).or_insert(number);
            }
        }
        parts.join();
        parts.cast();
        parts
    }

    fn place(&mut self, span: &Span, found: &Found, text: &Text) -> Option<PlacedSpan> {
        let pieces = match found {
            Found::There(pieces) => pieces.clone(),
            Found::Around(pieces) => {
                let quote = span.quote.as_deref().map(clip).unwrap_or_default();
                let words: Vec<&str> = pieces.iter().filter_map(|piece| text.get(piece)).collect();
                let message = format!(
                    "`{quote}` is a part of `{}`, which stands at the offsets {}; the offsets count",
                    clip(&words.join(" ")),
                    shown(&span.pieces)
                );
                self.fault(
                    &codes::CUT_QUOTE,
                    &span.spot.at("offsets"),
                    message,
                    "where the words are right, mend the offsets",
                );
                pieces.clone()
            }
            Found::Moved(pieces) => {
                if !span.pieces.is_empty() {
                    let (place, offsets) = (shown(pieces), shown(&span.pieces));
                    let message = format!("the words of `{}` stand at {place}, not at {offsets}", span.shown());
                    let hint = "where the offsets are right, mend the words";
                    self.fault(&codes::MOVED_QUOTE, &span.spot.at("offsets"), message, hint);
                }
                pieces.clone()
            }
            Found::Lost(loss) => {
                self.lose(span, *loss, text);
                return None;
            }
        };
        let words: Vec<&str> =
            pieces.iter().filter_map(|piece| text.get(piece)).flat_map(str::split_whitespace).collect();
        if words.is_empty() {
            self.lose(span, Loss::Empty, text);
            return None;
        }
        // Names are compared composed; the quote keeps the words as they stand.
        Some(PlacedSpan { pieces, words: words.join(" ").nfc().collect() })
    }

    fn lose(&mut self, span: &Span, loss: Loss, text: &Text) {
        let quote = span.quote.as_deref().map(clip).unwrap_or_default();
        let offsets = shown(&span.pieces);
        let message = match loss {
            Loss::Empty => format!("the annotation `{}` has no words", span.shown()),
            Loss::Outside => {
                format!("`{}` does not end inside the text of {} code points", span.shown(), text.n_points())
            }
            Loss::Words => format!("`{quote}` is nowhere in the text"),
            Loss::Several(n) if span.pieces.is_empty() => {
                format!("`{quote}` stands {n} times in the text, and no offset says which is meant")
            }
            Loss::Several(n) => format!("`{quote}` stands {n} times in the text, but not at its offsets {offsets}"),
            Loss::Pieces => format!("the pieces {offsets} of `{}` have other words than `{quote}`", span.shown()),
            Loss::Token(nth) => {
                let token = self.of.tokens.get(nth).cloned().unwrap_or_default();
                format!(
                    "the word `{}` of `{}` stands neither at its offsets {} nor behind the word before it",
                    clip(&token.words.unwrap_or_default()),
                    span.shown(),
                    shown(std::slice::from_ref(&token.range)),
                )
            }
        };
        let hint = "put the text back that was annotated, or mend the annotation";
        self.fault(&codes::LOST_QUOTE, &span.spot.at("offsets"), message, hint);
    }

    /// Notes which identifier means what; of two that are the same, the first counts.
    fn name(&mut self) {
        let of = self.of;
        let spans = of
            .spans
            .iter()
            .enumerate()
            .map(|(nth, span)| (Some(span.id.as_str()), AnnotatedItem::Span(nth), &span.spot));
        let statements = of
            .statements
            .iter()
            .enumerate()
            .map(|(nth, statement)| (statement.id.as_deref(), AnnotatedItem::Statement(nth), &statement.spot));
        for (id, item, spot) in spans.chain(statements) {
            let Some(id) = id else { continue };
            if self.index.contains_key(id) {
                let message = format!("the identifier `{id}` is used twice in the document");
                self.fault(&codes::BROKEN_ANNOTATION, spot, message, "give one of the two another identifier");
                if let AnnotatedItem::Span(span) = item
                    && let Some(span) = self.spans.get_mut(span)
                {
                    *span = None;
                }
            } else {
                self.index.insert(id, item);
            }
        }
    }

    /// Joins the spans of each chain.
    fn join(&mut self) {
        let of = self.of;
        for chain in &of.chains {
            let mut members = Vec::new();
            for (nth, id) in chain.members.iter().enumerate() {
                match self.find(id) {
                    Some(AnnotatedItem::Span(span)) if self.spans.get(span).is_some_and(Option::is_some) => {
                        members.push(span);
                    }
                    Some(AnnotatedItem::Span(_)) => {}
                    Some(AnnotatedItem::Statement(_)) => {
                        let message = format!("`{id}` is an event: it is not joined with what means the same");
                        self.fault(&codes::UNMAPPED_ANNOTATION, &chain.spot, message, "");
                    }
                    None => self.unknown(id, &nth.to_string(), &chain.spot),
                }
            }
            let roots: HashSet<usize> = members.iter().map(|span| self.heads[*span]).collect();
            let start = |span: &usize| {
                let pieces = self.spans.get(*span).and_then(Option::as_ref).map(|placed| &placed.pieces);
                pieces.and_then(|pieces| pieces.first()).map_or(u64::MAX, |piece| piece.start)
            };
            let Some(head) = roots.iter().copied().min_by_key(|span| (start(span), *span)) else { continue };
            for root in &mut self.heads {
                if roots.contains(root) {
                    *root = head;
                }
            }
        }
    }

    /// The thing that an identifier means; none when nothing has it.
    pub(super) fn find(&self, id: &str) -> Option<AnnotatedItem> {
        match self.index.get(id)? {
            // The words that trigger a statement mean the statement.
            AnnotatedItem::Span(span) => {
                Some(self.triggers.get(span).map_or(AnnotatedItem::Span(*span), |nth| AnnotatedItem::Statement(*nth)))
            }
            item @ AnnotatedItem::Statement(_) => Some(*item),
        }
    }

    /// The thing that an argument of a statement means; none when it is not there or was left out.
    pub(super) fn argument(&self, statement: &Statement, nth: usize) -> Option<AnnotatedItem> {
        let item = self.find(&statement.arguments.get(nth)?.1)?;
        let is_there = match item {
            AnnotatedItem::Span(span) => self.spans.get(span)?.is_some(),
            AnnotatedItem::Statement(number) => !matches!(self.fates.get(number), Some(StatementFate::Lost)),
        };
        is_there.then_some(item)
    }

    /// Finds out what each statement says; one that lacks a part takes with it those that speak of it.
    fn cast(&mut self) {
        let of = self.of;
        self.fates = of.statements.iter().map(|_| StatementFate::Thing(Cast::default())).collect();
        let mut told = BTreeMap::new();
        loop {
            let mut lost: Vec<(usize, String, String)> = Vec::new();
            for (number, statement) in of.statements.iter().enumerate() {
                if matches!(self.fates.get(number), Some(StatementFate::Lost)) {
                    continue;
                }
                let is_twice = statement
                    .id
                    .as_deref()
                    .is_some_and(|id| self.index.get(id) != Some(&AnnotatedItem::Statement(number)));
                let trigger = statement.trigger.as_deref().filter(|id| {
                    !matches!(self.index.get(id), Some(AnnotatedItem::Span(span)) if self.spans.get(*span).is_some_and(Option::is_some))
                });
                let argument = (0..statement.arguments.len()).find(|nth| self.argument(statement, *nth).is_none());
                match (is_twice, trigger, argument) {
                    (true, ..) => lost.push((number, String::new(), String::new())),
                    (_, Some(id), _) => lost.push((number, id.to_owned(), "trigger".to_owned())),
                    (_, _, Some(nth)) => lost.push((number, statement.arguments[nth].1.clone(), nth.to_string())),
                    _ => {}
                }
            }
            if lost.is_empty() {
                break;
            }
            for (number, id, cell) in lost {
                self.fates[number] = StatementFate::Lost;
                told.insert(number, (id, cell));
            }
        }
        for (number, (id, cell)) in told.into_iter().filter(|(_, (id, _))| !id.is_empty()) {
            self.unknown(&id, &cell, &of.statements[number].spot);
        }
        for (number, statement) in of.statements.iter().enumerate() {
            if !matches!(self.fates.get(number), Some(StatementFate::Lost)) {
                self.fates[number] = self.fate(statement);
            }
        }
    }

    fn fate(&self, statement: &Statement) -> StatementFate {
        let mut cast = Cast::default();
        let has_zero = statement.arguments.iter().any(|(role, _)| role.eq_ignore_ascii_case("arg0"));
        let roles: Vec<ArgumentRole> = statement.arguments.iter().map(|(role, _)| role_of(role, has_zero)).collect();
        // A relation has two ends, whatever they are called; in an event, roles decide.
        if statement.trigger.is_none() && roles.len() == 2 {
            let turned = roles == [ArgumentRole::Object, ArgumentRole::Subject];
            cast.subjects.push(usize::from(turned));
            cast.objects.push(usize::from(!turned));
            return StatementFate::Claims(cast);
        }
        for (nth, role) in roles.iter().enumerate() {
            let is_span = matches!(self.argument(statement, nth), Some(AnnotatedItem::Span(_)));
            match role {
                ArgumentRole::Subject => cast.subjects.push(nth),
                ArgumentRole::Object | ArgumentRole::Content => cast.objects.push(nth),
                ArgumentRole::Place if is_span && cast.place.is_none() => cast.place = Some(nth),
                ArgumentRole::Time if is_span && cast.date.is_none() => match self.date(statement, nth) {
                    Some(date) => cast.date = Some((nth, date)),
                    None => cast.others.push(nth),
                },
                ArgumentRole::Speaker if is_span => cast.speakers.push(nth),
                _ => cast.others.push(nth),
            }
        }
        let is_open = |nth: &usize| roles.get(*nth) == Some(&ArgumentRole::Other);
        // Without a role that acts, the first that means nothing else is the one.
        if cast.subjects.is_empty()
            && let Some(at) = cast.others.iter().position(&is_open)
        {
            cast.subjects.push(cast.others.remove(at));
        }
        if cast.objects.is_empty()
            && let Some(at) = cast.others.iter().position(is_open)
        {
            cast.objects.push(cast.others.remove(at));
        }
        if cast.subjects.is_empty() || cast.objects.is_empty() {
            StatementFate::Thing(cast)
        } else {
            StatementFate::Claims(cast)
        }
    }

    fn date(&self, statement: &Statement, nth: usize) -> Option<EventDate> {
        match self.argument(statement, nth)? {
            AnnotatedItem::Span(span) => EventDate::parse(&self.spans.get(span)?.as_ref()?.words).ok(),
            AnnotatedItem::Statement(_) => None,
        }
    }

    fn unknown(&mut self, id: &str, cell: &str, spot: &Spot) {
        let was_there = self.index.contains_key(id);
        let id = self.of.spans.iter().find(|span| span.id == id).map_or(id, Span::shown);
        let message = if was_there {
            format!("`{id}`, which `{}` speaks of, was left out", spot.name)
        } else {
            format!("no annotation of the document is called `{id}`")
        };
        let hint = if was_there { "mend that annotation first" } else { "restore it, or delete the one that names it" };
        self.fault(&codes::UNKNOWN_ANNOTATION, &spot.at(cell), message, hint);
    }

    /// Reports the target of a remark that is not there.
    pub(super) fn unknown_target(&mut self, id: &str, spot: &Spot) {
        self.unknown(id, "target", spot);
    }

    fn fault(&mut self, code: &'static Code, spot: &Spot, message: String, hint: &str) {
        self.faults.push(AnnotationFault { code, message, hint: hint.to_owned(), spot: spot.clone() });
    }
}
