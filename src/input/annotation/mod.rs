//! What do annotation tools say?
//!
//! One file a format turns bytes into [`AnnotatedDocument`]s: spans of text and
//! statements about them, with their places in the file. What these mean as
//! claims is decided once, in [`claims`]; how offsets are counted, in [`offsets`].
//! A file is read whole, for it is a document or a set of documents, and its
//! parts refer to each other in any order.

mod brat;
pub mod claims;
mod detect;
mod doccano;
mod ends;
mod entities;
mod label_studio;
mod labels;
pub mod offsets;
mod prodigy;
mod pubannotation;
mod source;
mod uima;
mod w3c;
mod webanno;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

pub use detect::{AnnotationFormat, Unfit, choose, detect};
pub use source::AnnotationReader;

use crate::columns::DOCUMENTS;
use crate::diagnostic::{Code, codes};
use crate::model::{Document, EventDate};
use crate::table::header::Layout;
use crate::table::json::Json;
use offsets::{StatedToken, Unit};

/// Gives the bytes of a file beside the one that is read.
pub type Siblings<'a> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'a;

/// The place of an annotation in its file.
#[derive(Debug, Clone, Default)]
pub struct Spot {
    /// Its name there: an identifier, or a JSON pointer.
    pub name: String,
    /// Its bytes in the file.
    pub item: Range<usize>,
    /// The bytes of its parts, by the names that findings use.
    pub cells: Vec<(Cow<'static, str>, Range<usize>)>,
}

impl Spot {
    /// An annotation of this name at these bytes.
    pub fn new(name: impl Into<String>, item: Range<usize>) -> Spot {
        Spot { name: name.into(), item, cells: Vec::new() }
    }

    /// The same, so that a finding under its name points to one of its parts.
    fn at(&self, part: &str) -> Spot {
        let mut spot = self.clone();
        if let Some(at) = self.cells.iter().find(|(name, _)| name == part).map(|(_, at)| at.clone()) {
            spot.cells.insert(0, (self.name.clone().into(), at));
        }
        spot
    }

    /// The same with the place of its offsets.
    #[must_use]
    fn offsets(self, start: Option<&Json>, end: Option<&Json>) -> Spot {
        match start.zip(end) {
            Some((start, end)) => self.cell("offsets", start.at.start..end.at.end.max(start.at.end)),
            None => self,
        }
    }

    /// The same with the place of one of its parts.
    #[must_use]
    pub fn cell(mut self, name: impl Into<Cow<'static, str>>, at: Range<usize>) -> Spot {
        self.cells.push((name.into(), at));
        self
    }
}

/// A document with what was annotated in it.
#[derive(Debug, Clone)]
pub struct AnnotatedDocument {
    /// The facts of the file about the document.
    pub document: Document,
    /// Its text as it was found.
    pub text: String,
    /// The unit of its offsets, as far as the format says.
    pub unit: Unit,
    /// True when the project says so.
    pub is_unit_said: bool,
    /// Words whose place the file tells without annotating them.
    pub tokens: Vec<StatedToken>,
    /// Stretches of text.
    pub spans: Vec<Span>,
    /// Relations and events.
    pub statements: Vec<Statement>,
    /// Words said about spans and statements.
    pub remarks: Vec<Remark>,
    /// Spans that mean one and the same thing.
    pub chains: Vec<Chain>,
    /// The place of the document.
    pub spot: Spot,
}

impl AnnotatedDocument {
    /// A document in which nothing is annotated yet.
    fn new(document: Document, text: &str, unit: Unit, spot: Spot) -> AnnotatedDocument {
        AnnotatedDocument {
            document,
            text: text.to_owned(),
            unit,
            is_unit_said: false,
            tokens: Vec::new(),
            spans: Vec::new(),
            statements: Vec::new(),
            remarks: Vec::new(),
            chains: Vec::new(),
            spot,
        }
    }

    /// Keeps what a file says of a document beside its annotations.
    fn add_metadata(&mut self, name: &str, value: &Json) {
        if value.is_object() {
            for (name, value) in value.members() {
                self.add_metadata(name, value);
            }
        }
        let Some(text) = value.scalar().filter(|text| !text.is_empty()) else { return };
        let document = &mut self.document;
        let is_address = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme))
            && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c));
        match name {
            "title" if document.title.is_none() => document.title = Some(text.to_owned()),
            "publisher" if document.publisher.is_none() => document.publisher = Some(text.to_owned()),
            "language" if document.language.is_none() => document.language = Some(text.to_owned()),
            "author" if document.author.is_none() => document.author = Some(text.to_owned()),
            "url" | "source" | "link" if is_address && document.url.is_none() => document.url = Some(text.to_owned()),
            "published" | "date" if document.published.is_none() && EventDate::parse(text).is_ok() => {
                document.published = EventDate::parse(text).ok();
            }
            _ => document.qualifiers.push((heading(name, &DOCUMENTS).into(), text.to_owned())),
        }
    }
}

/// An annotated stretch of text.
#[derive(Debug, Clone, Default)]
pub struct Span {
    /// Its identifier in the document.
    pub id: String,
    /// Its label; none when it has none.
    pub label: Option<String>,
    /// Its pieces, in the unit of the file.
    pub pieces: Vec<Range<u64>>,
    /// Its words, as far as the file has them.
    pub quote: Option<String>,
    /// The words before it.
    pub prefix: Option<String>,
    /// The words behind it.
    pub suffix: Option<String>,
    /// The numbers of the tokens it covers.
    pub tokens: Vec<usize>,
    /// True when its words are those that were selected on a screen.
    pub is_as_shown: bool,
    /// Its place.
    pub spot: Spot,
}

impl Span {
    /// Its name for messages: that in the file, where the identifier is one of ours.
    fn shown(&self) -> &str {
        let name = self.spot.name.as_str();
        if !name.is_empty() && self.id.starts_with(name) { name } else { &self.id }
    }
}

/// A relation or an event: what takes part in it, each in a role.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    /// Its identifier in the document; none when the tool gave it none that lasts.
    pub id: Option<String>,
    /// Its label; none when it has none.
    pub label: Option<String>,
    /// The span of the words that say so.
    pub trigger: Option<String>,
    /// Role and identifier of each part.
    pub arguments: Vec<(String, String)>,
    /// Further facts, by names of columns or others.
    pub facts: Vec<(String, String)>,
    /// The annotator.
    pub annotator: Option<String>,
    /// Its place; `label` and the numbers of the arguments are cells of it.
    pub spot: Spot,
}

/// Something said about a span or a statement.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The identifier of what it is said about.
    pub target: String,
    /// The fact that is stated.
    pub about: About,
    /// Its place.
    pub spot: Spot,
}

/// The fact that a remark states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A name, with a value or without.
    Attribute(String, Option<String>),
    /// A free text.
    Note(String),
    /// The thing in another collection: an IRI, or `collection:identifier`.
    Reference(String),
    /// A cell of a table, by the name of its column.
    Fact(String, String),
}

/// Spans that mean the same.
#[derive(Debug, Clone)]
pub struct Chain {
    /// Their identifiers.
    pub members: Vec<String>,
    /// Its place.
    pub spot: Spot,
}

/// A fault of one annotation, or of the whole file.
#[derive(Debug, Clone)]
pub struct AnnotationFault {
    /// Its kind.
    pub code: &'static Code,
    /// The fault in one line.
    pub message: String,
    /// A way out.
    pub hint: String,
    /// The place of the faulty annotation.
    pub spot: Spot,
}

/// The contents of a file, as far as they could be read.
#[derive(Debug, Default)]
pub struct Annotations {
    /// Its documents.
    pub documents: Vec<AnnotatedDocument>,
    /// Its faults.
    pub faults: Vec<AnnotationFault>,
    /// Annotations that have no place in relata's tables.
    pub unmapped: Unmapped,
}

impl Annotations {
    /// Notes a fault that costs one annotation.
    pub(super) fn broken(&mut self, spot: Spot, message: impl Into<String>, hint: impl Into<String>) {
        self.faults.push(AnnotationFault {
            code: &codes::BROKEN_ANNOTATION,
            message: message.into(),
            hint: hint.into(),
            spot,
        });
    }
}

impl Annotations {
    /// Notes where the syntax of JSON is broken.
    pub(super) fn broken_json(&mut self, item: Range<usize>, at: usize, message: String) {
        let end = item.end.max(at);
        let spot = Spot::new("", item.start..end).cell("", at..(at + 1).min(end).max(at));
        self.broken(spot, message, "mend the JSON there, or export the file again");
    }
}

/// Kinds of annotations that have no place in relata's tables, each with its number and where it first stands.
#[derive(Debug, Default)]
pub struct Unmapped {
    counts: BTreeMap<(&'static str, String), (&'static Code, u64, Spot)>,
}

impl Unmapped {
    /// Counts one more; `what` is a sentence about the kind.
    pub fn note(&mut self, code: &'static Code, what: impl Into<String>, spot: &Spot) {
        self.counts.entry((code.id, what.into())).or_insert_with(|| (code, 0, spot.clone())).1 += 1;
    }

    /// Adds what another one counted.
    pub fn extend(&mut self, other: Unmapped) {
        for (kind, (code, n, spot)) in other.counts {
            self.counts.entry(kind).or_insert_with(|| (code, 0, spot)).1 += n;
        }
    }

    /// One finding a kind.
    pub(super) fn into_faults(self) -> impl Iterator<Item = AnnotationFault> {
        self.counts.into_iter().map(|((_, what), (code, n, spot))| AnnotationFault {
            code,
            message: if n == 1 { what } else { format!("{what} ({n} times)") },
            hint: String::new(),
            spot,
        })
    }
}

/// A document of which only the identifier is known.
fn document(id: impl Into<String>) -> Document {
    Document::of_id(plain_id(&id.into()))
}

/// An identifier in the form that claims and documents take.
fn plain_id(id: &str) -> String {
    let id = id.trim().trim_start_matches('#');
    id.chars().map(|c| if c.is_whitespace() || c == ';' { '_' } else { c }).collect()
}

/// The heading under which a table keeps what has no column there: its name, unless a column has that.
fn heading(name: &str, layout: &Layout) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || layout.has_meaning(&name) { format!("annotated_{name}") } else { name }
}

/// The name of a file without folders, and without the ending of what it is packed with.
fn plain_name(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    [".gz", ".zip"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// The name of a file without folders and ending.
fn stem(file: &str) -> &str {
    let name = plain_name(file);
    match name.rfind('.') {
        Some(dot) if dot > 0 => &name[..dot],
        _ => name,
    }
}
