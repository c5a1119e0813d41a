//! What do annotations mean in relata's tables?
//!
//! Relations and events become claims, the other spans entities, by their words.
//! A claim rests on the shortest stretch of text that covers its subject, its
//! object and the words that trigger it. Where each part stands is kept with it, in
//! code points.
//! What has no place in the tables is named once for each kind.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::ends::{AnnotatedItem, Cast, Parts, PlacedSpan, StatementFate};
use super::entities::Things;
use super::labels::{AttributeMeaning, meaning_of};
use super::offsets::{Stated, align};
use super::{About, AnnotatedDocument, AnnotationFault, Remark, Spot, Statement, Unmapped, heading, plain_id};
use crate::columns::{CLAIM, CLAIMS, Holds};
use crate::diagnostic::{Finding, codes};
use crate::input::foreign::Said;
use crate::model::{Claim, ClaimPart, Evidence, OwnColumn, PartSpan, Referent, Text};

/// The predicate of a relation without a label.
const UNLABELLED: &str = "related to";
/// Qualifiers that relata itself writes, which need no mention.
const OWN_QUALIFIERS: &[&str] =
    &["trigger", "annotated_as", "annotated_at", "reference", "also_called", "annotator_note"];

/// What one annotation says, and where it stands.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) said: Said,
    pub(super) spot: Spot,
}

impl Told {
    /// A fault by itself.
    pub(super) fn fault(fault: AnnotationFault) -> Told {
        let finding = Finding::new(fault.code, fault.spot.name.clone(), fault.message);
        let finding = if fault.hint.is_empty() { finding } else { finding.hint(fault.hint) };
        Told { said: Said { findings: vec![finding], ..Said::default() }, spot: fault.spot }
    }
}

/// What a document says, in the order of its parts.
pub(super) fn tell(of: &AnnotatedDocument, unmapped: &mut Unmapped) -> Vec<Told> {
    let text = Text::new(&of.text);
    let stated: Vec<Stated<'_>> = of.spans.iter().map(stated).collect();
    let alignment = align(&of.text, of.unit, &stated, &of.tokens);
    let mut told = vec![document(
        of,
        &text,
        (alignment.is_assumed && !of.is_unit_said).then_some(alignment.unit),
        alignment.change,
    )];
    let mut parts = Parts::new(of, &alignment, &text);
    told.extend(std::mem::take(&mut parts.faults).into_iter().map(Told::fault));
    let about = sort_remarks(&mut parts, unmapped);
    told.extend(std::mem::take(&mut parts.faults).into_iter().map(Told::fault));
    let things = Things::new(&parts, &about, unmapped);
    let mut teller = Teller { parts: &parts, things: &things, text: &text, about: &about, unmapped };
    let mut claims = Vec::new();
    for number in 0..of.statements.len() {
        claims.extend(teller.statement(number));
    }
    told.extend(things.into_told());
    told.extend(claims);
    told
}

fn stated(span: &super::Span) -> Stated<'_> {
    Stated {
        pieces: &span.pieces,
        quote: span.quote.as_deref(),
        prefix: span.prefix.as_deref(),
        suffix: span.suffix.as_deref(),
        tokens: &span.tokens,
        is_as_shown: span.is_as_shown,
    }
}

fn document(
    of: &AnnotatedDocument,
    text: &Text,
    assumed: Option<super::offsets::Unit>,
    change: Option<&'static str>,
) -> Told {
    let mut told = Told { spot: of.spot.clone(), ..Told::default() };
    told.said.documents.push(of.document.clone());
    told.said.texts.push((of.document.id.clone(), text.clone()));
    if let Some(unit) = assumed {
        let message = format!(
            "nothing tells what the offsets of `{}` count; `{}` was assumed, and its text has characters where that matters",
            of.document.id,
            unit.word()
        );
        told.said.findings.push(
            Finding::new(&codes::ASSUMED_OFFSET_UNIT, "", message)
                .hint("say it in `[[sources]]`: `offsets = \"utf-16\"`, `\"code-points\"` or `\"bytes\"`"),
        );
    }
    if let Some(change) = change {
        let message = format!("the offsets of `{}` fit its text {change}; they were led back", of.document.id);
        told.said.findings.push(Finding::new(&codes::MOVED_QUOTE, "", message));
    }
    told
}

/// Remarks by what they are about; those about nothing are faults.
fn sort_remarks<'a>(parts: &mut Parts<'a>, unmapped: &mut Unmapped) -> HashMap<AnnotatedItem, Vec<&'a Remark>> {
    let of = parts.of;
    let mut about: HashMap<AnnotatedItem, Vec<&Remark>> = HashMap::new();
    for remark in &of.remarks {
        match parts.find(&remark.target) {
            Some(AnnotatedItem::Statement(number)) if matches!(parts.fates.get(number), Some(StatementFate::Lost)) => {
                unmapped.note(&codes::UNMAPPED_ANNOTATION, "a remark on a relation that was left out", &remark.spot);
            }
            Some(AnnotatedItem::Span(span)) if parts.spans.get(span).is_none_or(Option::is_none) => {
                unmapped.note(&codes::UNMAPPED_ANNOTATION, "a remark on words that were left out", &remark.spot);
            }
            Some(item) => about.entry(item).or_default().push(remark),
            None if of.remarks.iter().any(|other| other.spot.name == remark.target) => {
                unmapped.note(&codes::UNMAPPED_ANNOTATION, "a remark on an attribute or note", &remark.spot);
            }
            None => parts.unknown_target(&remark.target, &remark.spot),
        }
    }
    about
}

/// Makes claims of statements.
struct Teller<'t, 'a> {
    parts: &'t Parts<'a>,
    things: &'t Things,
    text: &'t Text,
    about: &'t HashMap<AnnotatedItem, Vec<&'a Remark>>,
    unmapped: &'t mut Unmapped,
}

impl Teller<'_, '_> {
    fn statement(&mut self, number: usize) -> Vec<Told> {
        let Some(statement) = self.parts.of.statements.get(number) else { return Vec::new() };
        let cast = match self.parts.fates.get(number) {
            Some(StatementFate::Claims(cast)) => cast,
            Some(StatementFate::Thing(_)) => {
                let what = format!(
                    "an event `{}` has no subject or no object; it is kept as an entity",
                    statement.label.as_deref().unwrap_or_default()
                );
                self.unmapped.note(&codes::UNMAPPED_ANNOTATION, what, &statement.spot);
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        let pairs: Vec<(usize, usize)> =
            cast.subjects.iter().flat_map(|subject| cast.objects.iter().map(|object| (*subject, *object))).collect();
        let id = self.id(number);
        let mut told = Vec::new();
        for (nth, (subject, object)) in pairs.into_iter().enumerate() {
            let id = id.as_ref().map(|id| if nth == 0 { id.clone() } else { format!("{id}-{}", nth + 1) });
            if let Some(claim) = self.claim(number, statement, cast, (subject, object), id) {
                let mut spot = statement.spot.clone();
                for (name, nth) in [("subject", subject), ("object", object)] {
                    let at = spot.cells.iter().find(|(cell, _)| *cell == nth.to_string()).map(|(_, at)| at.clone());
                    spot.cells.extend(at.map(|at| (name.into(), at)));
                }
                told.push(Told { said: Said { claims: vec![claim], ..Said::default() }, spot });
            }
        }
        told
    }

    /// The identifier of the (first) claim of a statement.
    fn id(&self, number: usize) -> Option<String> {
        let statement = self.parts.of.statements.get(number)?;
        let own = || statement.id.as_ref().map(|id| format!("{}.{}", self.parts.of.document.id, plain_id(id)));
        self.fact(number, "id").map(plain_id).or_else(own)
    }

    fn claim(
        &mut self,
        number: usize,
        statement: &Statement,
        cast: &Cast,
        (subject, object): (usize, usize),
        id: Option<String>,
    ) -> Option<Claim> {
        let mut claim = Claim {
            id,
            date: cast.date.as_ref().map(|(_, date)| date.clone()),
            document: Some(self.parts.of.document.id.clone()),
            evidence: self.evidence(number, statement, (subject, object)),
            annotator: statement.annotator.clone(),
            ..Claim::new(
                self.referent(statement, subject)?,
                self.predicate(number, statement),
                self.referent(statement, object)?,
            )
        };
        if statement.label.is_none() {
            let what = format!("a relation has no label; it is read as `{UNLABELLED}`");
            self.unmapped.note(&codes::UNMAPPED_ANNOTATION, what, &statement.spot);
        }
        self.add_parts(&mut claim, statement, cast, (subject, object));
        for (name, value) in &statement.facts {
            self.add_fact(&mut claim, name, value, &statement.spot);
        }
        for remark in self.about.get(&AnnotatedItem::Statement(number)).into_iter().flatten().copied() {
            self.add_remark(&mut claim, remark);
        }
        Some(claim)
    }

    /// What stands at an end of a claim.
    fn referent(&self, statement: &Statement, nth: usize) -> Option<Referent> {
        match self.parts.argument(statement, nth)? {
            AnnotatedItem::Statement(number)
                if matches!(self.parts.fates.get(number), Some(StatementFate::Claims(_))) =>
            {
                Some(Referent::Claim(self.id(number)?))
            }
            AnnotatedItem::Statement(number) => {
                self.things.of_statement(number).map(|name| Referent::Name(name.to_owned()))
            }
            AnnotatedItem::Span(span) => self.things.of_span(span).map(|name| Referent::Name(name.to_owned())),
        }
    }

    fn predicate(&self, number: usize, statement: &Statement) -> String {
        let said = self.fact(number, "predicate").or(statement.label.as_deref());
        said.unwrap_or(UNLABELLED).to_owned()
    }

    /// What is said of a statement under a name, by the file or in a remark.
    fn fact(&self, number: usize, name: &str) -> Option<&str> {
        let remarks = self.about.get(&AnnotatedItem::Statement(number)).into_iter().flatten();
        let told = remarks.filter_map(|remark| match &remark.about {
            About::Fact(known, value) if known == name => Some(value.as_str()),
            _ => None,
        });
        let facts = self.parts.of.statements.get(number).map(|statement| statement.facts.iter());
        let stated = facts.into_iter().flatten().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        told.chain(stated).next()
    }

    /// What the claim rests on: what the file says, else the shortest stretch with its ends and its trigger.
    fn evidence(&self, number: usize, statement: &Statement, (subject, object): (usize, usize)) -> Evidence {
        let quoted = |span: Range<u64>| {
            let quote = self.text.get(&span)?.to_owned();
            Some(Evidence { quote: Some(quote), span: Some(span) })
        };
        let said = self.fact(number, "start").zip(self.fact(number, "end"));
        if let Some(evidence) =
            said.and_then(|(start, end)| Some(start.parse().ok()?..end.parse().ok()?)).and_then(quoted)
        {
            return evidence;
        }
        let spans = [subject, object].into_iter().filter_map(|nth| self.placed(statement, nth));
        let pieces = spans.chain(self.trigger(statement)).flat_map(|placed| placed.pieces.iter());
        let span = pieces.fold(None, |span: Option<Range<u64>>, piece| {
            Some(span.map_or(piece.clone(), |span| span.start.min(piece.start)..span.end.max(piece.end)))
        });
        Evidence { quote: span.as_ref().and_then(|span| self.text.get(span)).map(str::to_owned), span }
    }

    fn trigger(&self, statement: &Statement) -> Option<&PlacedSpan> {
        let id = statement.trigger.as_ref()?;
        let span = self.parts.of.spans.iter().position(|span| span.id == *id)?;
        self.parts.spans.get(span)?.as_ref()
    }

    /// Where an argument stands: a span itself, a statement by the words that trigger it.
    fn placed(&self, statement: &Statement, nth: usize) -> Option<&PlacedSpan> {
        match self.parts.argument(statement, nth)? {
            AnnotatedItem::Span(span) => self.parts.spans.get(span)?.as_ref(),
            AnnotatedItem::Statement(number) => self.trigger(self.parts.of.statements.get(number)?),
        }
    }

    /// Place, speakers and other parts, and where all of them stand.
    fn add_parts(&mut self, claim: &mut Claim, statement: &Statement, cast: &Cast, ends: (usize, usize)) {
        // A part that is all the claim rests on has no place of its own.
        let rest = claim.evidence.span.clone();
        let all = claim
            .evidence
            .quote
            .as_deref()
            .map(|quote| quote.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>());
        let is_part = |placed: &&PlacedSpan| placed.cover() != rest || Some(&placed.words) != all.as_ref();
        if let Some(trigger) = self.trigger(statement).filter(is_part) {
            claim.qualifiers.push(("trigger".into(), trigger.words.clone()));
            add_span(claim, ClaimPart::Trigger, trigger);
        }
        for (part, nth) in [(ClaimPart::Subject, ends.0), (ClaimPart::Object, ends.1)] {
            let is_name = !matches!(self.referent(statement, nth), Some(Referent::Claim(_)));
            if let Some(placed) = self.placed(statement, nth).filter(|_| is_name).filter(is_part) {
                add_span(claim, part, placed);
            }
        }
        let name_of = |nth: usize| match self.referent(statement, nth) {
            Some(Referent::Name(name)) => Some(name),
            Some(Referent::Claim(id)) => Some(format!("#{id}")),
            Some(Referent::OwnEvent) | None => self.placed(statement, nth).map(|placed| placed.words.clone()),
        };
        if let Some(nth) = cast.place {
            claim.place = name_of(nth);
            add_span_of(claim, ClaimPart::Place, self.placed(statement, nth));
        }
        if let Some((nth, _)) = cast.date {
            add_span_of(claim, ClaimPart::Date, self.placed(statement, nth));
        }
        for (count, nth) in (1..).zip(&cast.speakers) {
            claim.said_by.extend(name_of(*nth));
            add_span_of(claim, ClaimPart::Speaker(count), self.placed(statement, *nth));
        }
        let others: Vec<(usize, Option<String>)> = cast.others.iter().map(|nth| (*nth, name_of(*nth))).collect();
        for (nth, words) in others {
            let role = &statement.arguments[nth].0;
            let what = format!("the role `{role}` is kept as a qualifier");
            self.unmapped.note(&codes::UNMAPPED_ANNOTATION, what, &statement.spot);
            if let Some(words) = words {
                add_qualifier(claim, role, &words);
            }
        }
    }

    fn add_remark(&mut self, claim: &mut Claim, remark: &Remark) {
        match &remark.about {
            About::Note(words) => add_note(claim, words),
            About::Fact(name, value) => self.add_fact(claim, name, value, &remark.spot),
            About::Reference(item) => add_qualifier(claim, "reference", item),
            About::Attribute(name, value) => match meaning_of(name, value.as_deref()) {
                Some(AttributeMeaning::Polarity(polarity)) => claim.polarity = polarity,
                Some(AttributeMeaning::Certainty(certainty)) => claim.certainty = certainty,
                Some(AttributeMeaning::Both(certainty, polarity)) => {
                    claim.certainty = certainty;
                    claim.polarity = polarity;
                }
                Some(AttributeMeaning::Modality(modality)) => claim.modality = modality,
                None => {
                    let value = value.as_deref().unwrap_or("yes");
                    let what = format!("the attribute `{name}` with the value `{value}` is kept as a qualifier");
                    self.unmapped.note(&codes::UNMAPPED_ANNOTATION, what, &remark.spot);
                    add_qualifier(claim, name, value);
                }
            },
        }
    }

    /// Fills the cell of a column; anything else, and what cannot be read, becomes a qualifier.
    fn add_fact(&mut self, claim: &mut Claim, name: &str, value: &str, spot: &Spot) {
        let list = || value.split(';').map(str::trim).filter(|part| !part.is_empty());
        let is_read = match name {
            // They are read before.
            "id" | "predicate" | "start" | "end" => true,
            // What a statement is about, where it stands and what it rests on is annotated, not told.
            "subject" | "object" | "document" | "quote" => false,
            "event_id" => set(&mut claim.event, Some(Some(plain_id(value)))),
            "confidence" => set(&mut claim.confidence, score(value).map(Some)),
            "note" => {
                add_note(claim, value);
                true
            }
            "said_by" => {
                let new: Vec<&str> = list().filter(|name| !claim.said_by.iter().any(|known| known == name)).collect();
                claim.said_by.extend(new.into_iter().map(str::to_owned));
                true
            }
            _ => match CLAIM.iter().find(|field| field.name() == name) {
                Some(field) if field.is_list() => {
                    let marks: &[char] = if field.holds == Holds::Claim { &['#'] } else { &[] };
                    list().all(|part| (field.set)(claim, part.trim_start_matches(marks).to_owned()))
                }
                Some(field) => (field.set)(claim, value.to_owned()),
                None => false,
            },
        };
        if !is_read {
            if !OWN_QUALIFIERS.contains(&name) {
                let what = format!("`{name}` is kept as a qualifier");
                self.unmapped.note(&codes::UNMAPPED_ANNOTATION, what, spot);
            }
            add_qualifier(claim, name, value);
        }
    }
}

/// Sets a cell to what was read; false when that is nothing.
fn set<T>(cell: &mut T, value: Option<T>) -> bool {
    let is_read = value.is_some();
    if let Some(value) = value {
        *cell = value;
    }
    is_read
}

/// A number from 0 to 1 as it is written in tables.
fn score(value: &str) -> Option<String> {
    let number = value.parse::<f64>().ok().filter(|score| (0.0..=1.0).contains(score))?;
    let is_plain = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    Some(if is_plain { value.to_owned() } else { number.to_string() })
}

fn add_qualifier(claim: &mut Claim, name: &str, value: &str) {
    let name = heading(name, &CLAIMS);
    let cell = OwnColumn::parse(&name).with(value);
    if !claim.qualifiers.contains(&cell) {
        claim.qualifiers.push(cell);
    }
}

fn add_note(claim: &mut Claim, words: &str) {
    match &mut claim.note {
        Some(note) => *note = format!("{note}; {words}"),
        None => claim.note = Some(words.to_owned()),
    }
}

fn add_span_of(claim: &mut Claim, part: ClaimPart, placed: Option<&PlacedSpan>) {
    if let Some(placed) = placed {
        add_span(claim, part, placed);
    }
}

/// Keeps where a part stands.
fn add_span(claim: &mut Claim, part: ClaimPart, placed: &PlacedSpan) {
    claim.spans.extend(PartSpan::new(part, placed.pieces.clone()));
}
