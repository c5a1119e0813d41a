//! brat standoff: `X.ann` with one annotation a line, beside the text `X.txt`.

use std::ops::Range;

use super::offsets::Unit;
use super::{
    About, AnnotatedDocument, AnnotationFault, Annotations, Chain, Remark, Siblings, Span, Spot, Statement, document,
    stem,
};
use crate::diagnostic::{clip, codes};
use crate::table::json::{facts_of, parse};

/// The type of notes that hold cells of relata's tables, as an object of JSON.
const FACTS: &str = "Facts";

/// Reads `X.ann`; the text is its sibling `X.txt`.
pub(super) fn read(file: &str, text: &str, siblings: &Siblings<'_>) -> Annotations {
    let mut all = Annotations::default();
    let name = format!("{}.txt", stem(file));
    let words = match siblings(&name).map(String::from_utf8) {
        Ok(Ok(words)) => words,
        wrong => {
            let why = match wrong {
                Ok(_) => "it is not UTF-8".to_owned(),
                Err(error) => error.to_string(),
            };
            all.faults.push(AnnotationFault {
                code: &codes::MISSING_TEXT,
                message: format!("cannot read `{name}`, the text that is annotated: {why}"),
                hint: "brat keeps `X.txt` beside `X.ann`: put the text there".to_owned(),
                spot: Spot::default(),
            });
            return all;
        }
    };
    let mut document = document(stem(file));
    document.path = Some(name);
    let mut annotated = AnnotatedDocument::new(document, &words, Unit::CodePoint, Spot::default());
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let line = BratLine::new(raw.trim_end_matches(['\n', '\r']), start);
        start += raw.len();
        if let Err((message, hint)) = line.read(&mut annotated) {
            all.broken(line.spot(), message, hint);
        }
    }
    all.documents.push(annotated);
    all
}

type Wrong = (String, &'static str);

/// One line: identifier, what it says, and for some a text.
struct BratLine<'a> {
    text: &'a str,
    start: usize,
    id: &'a str,
    body: &'a str,
    tail: Option<&'a str>,
}

impl<'a> BratLine<'a> {
    fn new(text: &'a str, start: usize) -> BratLine<'a> {
        let mut fields = text.splitn(3, '\t');
        let id = fields.next().unwrap_or_default().trim_start_matches('\u{feff}');
        let body = fields.next().unwrap_or_default();
        BratLine { text, start, id, body, tail: fields.next() }
    }

    fn spot(&self) -> Spot {
        Spot::new(self.id, self.start..self.start + self.text.len())
    }

    /// The bytes of a part of the line in the file.
    fn place(&self, part: &str) -> Range<usize> {
        let at = self.start + part.as_ptr() as usize - self.text.as_ptr() as usize;
        at..at + part.len()
    }

    fn read(&self, to: &mut AnnotatedDocument) -> Result<(), Wrong> {
        match self.id.chars().next() {
            None if self.text.trim().is_empty() => Ok(()),
            _ if !self.text.contains('\t') => Err((
                format!("`{}` has no tab behind its identifier", clip(self.text)),
                "a line is an identifier, a tab, and what it says: `T1<TAB>Person 0 4<TAB>Anna`",
            )),
            Some('T') => self.span(to),
            Some('R') => self.relation(to),
            Some('E') => self.event(to),
            Some('*') => self.equivalence(to),
            Some('A' | 'M') => self.attribute(to),
            Some('N') => self.reference(to),
            Some('#') => self.note(to),
            _ => Err((
                format!("`{}` is no kind of annotation", clip(self.id)),
                "identifiers begin with T, R, E, A, M, N or #, or are `*`",
            )),
        }
    }

    fn span(&self, to: &mut AnnotatedDocument) -> Result<(), Wrong> {
        let hint = "write `T1<TAB>Person 0 4<TAB>Anna`, several pieces as `0 4;9 13`";
        let (label, offsets) =
            self.body.split_once(' ').ok_or_else(|| (format!("`{}` has no offsets", clip(self.body)), hint))?;
        let piece = |piece: &str| {
            let (start, end) = piece.trim().split_once(' ')?;
            Some(start.trim().parse().ok()?..end.trim().parse().ok()?)
        };
        let pieces: Option<Vec<Range<u64>>> = offsets.split(';').map(piece).collect();
        let pieces = pieces.ok_or_else(|| (format!("`{}` are no offsets", clip(offsets)), hint))?;
        to.spans.push(Span {
            id: self.id.to_owned(),
            label: Some(label.to_owned()),
            pieces,
            quote: self.tail.filter(|quote| !quote.is_empty()).map(str::to_owned),
            spot: self.spot().cell("label", self.place(label)).cell("offsets", self.place(offsets)),
            ..Span::default()
        });
        Ok(())
    }

    /// The parts of a statement, `ROLE:ID` each.
    fn arguments(&self, parts: &[&'a str], spot: &mut Spot) -> Result<Vec<(String, String)>, Wrong> {
        let mut arguments = Vec::new();
        for (nth, part) in parts.iter().enumerate() {
            let (role, target) = part.split_once(':').filter(|(_, target)| !target.is_empty()).ok_or_else(|| {
                (format!("`{}` is no role with an identifier", clip(part)), "write each as `Role:T1`")
            })?;
            spot.cells.push((nth.to_string().into(), self.place(target)));
            arguments.push((role.to_owned(), target.to_owned()));
        }
        Ok(arguments)
    }

    fn relation(&self, to: &mut AnnotatedDocument) -> Result<(), Wrong> {
        let parts: Vec<&str> = self.body.split_whitespace().collect();
        let [label, ends @ ..] = parts.as_slice() else {
            return Err(("the relation is empty".to_owned(), "write `R1<TAB>Accuses Arg1:T1 Arg2:T2`"));
        };
        if ends.len() != 2 {
            let message = format!("a relation has two ends, `{}` has {}", self.id, ends.len());
            return Err((message, "write `R1<TAB>Accuses Arg1:T1 Arg2:T2`; what has more is an event"));
        }
        let mut spot = self.spot().cell("predicate", self.place(label));
        let arguments = self.arguments(ends, &mut spot)?;
        to.statements.push(Statement {
            id: Some(self.id.to_owned()),
            label: Some((*label).to_owned()),
            arguments,
            spot,
            ..Statement::default()
        });
        Ok(())
    }

    fn event(&self, to: &mut AnnotatedDocument) -> Result<(), Wrong> {
        let parts: Vec<&str> = self.body.split_whitespace().collect();
        let head = parts.first().and_then(|head| head.split_once(':')).filter(|(_, trigger)| !trigger.is_empty());
        let Some((label, trigger)) = head else {
            return Err(("the event has no trigger".to_owned(), "write `E1<TAB>Attack:T4 Attacker:T1 Target:T2`"));
        };
        let mut spot = self.spot().cell("predicate", self.place(label)).cell("trigger", self.place(trigger));
        let arguments = self.arguments(parts.get(1..).unwrap_or_default(), &mut spot)?;
        to.statements.push(Statement {
            id: Some(self.id.to_owned()),
            label: Some(label.to_owned()),
            trigger: Some(trigger.to_owned()),
            arguments,
            spot,
            ..Statement::default()
        });
        Ok(())
    }

    fn equivalence(&self, to: &mut AnnotatedDocument) -> Result<(), Wrong> {
        let mut parts = self.body.split_whitespace();
        let kind = parts.next().unwrap_or_default();
        if kind != "Equiv" {
            return Err((format!("`{}` is no equivalence", clip(kind)), "write `*<TAB>Equiv T1 T2`"));
        }
        let mut spot = self.spot();
        let mut members = Vec::new();
        for (nth, part) in parts.enumerate() {
            spot.cells.push((nth.to_string().into(), self.place(part)));
            members.push(part.to_owned());
        }
        to.chains.push(Chain { members, spot });
        Ok(())
    }

    fn attribute(&self, to: &mut AnnotatedDocument) -> Result<(), Wrong> {
        let mut parts = self.body.splitn(3, ' ');
        let (Some(name), Some(target)) = (parts.next(), parts.next().filter(|target| !target.is_empty())) else {
            return Err(("the attribute has no target".to_owned(), "write `A1<TAB>Negation E1`"));
        };
        let value = parts.next().filter(|value| !value.is_empty()).map(str::to_owned);
        self.remark(target, About::Attribute(name.to_owned(), value), to);
        Ok(())
    }

    fn reference(&self, to: &mut AnnotatedDocument) -> Result<(), Wrong> {
        let wrong =
            || ("the normalization names no item".to_owned(), "write `N1<TAB>Reference T5 Wikidata:Q42<TAB>Port Avel`");
        let parts: Vec<&str> = self.body.split_whitespace().collect();
        // BioNLP 2013 names both parts: `Reference Annotation:T1 Referent:Wikidata:Q42`.
        let (target, item) = match parts.as_slice() {
            [_, target, item] => {
                (target.strip_prefix("Annotation:").unwrap_or(target), item.strip_prefix("Referent:").unwrap_or(item))
            }
            _ => return Err(wrong()),
        };
        if !item.contains(':') {
            return Err(wrong());
        }
        self.remark(target, About::Reference(item.to_owned()), to);
        Ok(())
    }

    fn note(&self, to: &mut AnnotatedDocument) -> Result<(), Wrong> {
        let Some((kind, target)) = self.body.split_once(' ') else {
            return Err(("the note has no target".to_owned(), "write `#1<TAB>AnnotatorNotes T1<TAB>the note`"));
        };
        let words = self.tail.unwrap_or_default().to_owned();
        match kind {
            "AnnotatorNotes" => self.remark(target.trim(), About::Note(words), to),
            FACTS => {
                let facts = parse(&words).values.first().map(|(_, facts)| facts_of(facts)).unwrap_or_default();
                for (name, value) in facts {
                    self.remark(target.trim(), About::Fact(name, value), to);
                }
            }
            _ => self.remark(target.trim(), About::Fact(kind.to_owned(), words), to),
        }
        Ok(())
    }

    fn remark(&self, target: &str, about: About, to: &mut AnnotatedDocument) {
        let spot = self.spot().cell("target", self.place(target));
        to.remarks.push(Remark { target: target.to_owned(), about, spot });
    }
}
