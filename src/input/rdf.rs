//! RDF files, taken as they are.

use std::io::Read;
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{BlankNode, GraphName, NamedOrBlankNode, Quad, QuadRef, Term};
use rustc_hash::FxHashMap;

use super::rdf_bounds::{Bounded, Syntax};
use crate::diagnostic::{Diagnostic, Place, codes};

/// The RDF format a file has by its name.
pub fn format_of(path: &Path) -> Option<RdfFormat> {
    RdfFormat::from_extension(path.extension()?.to_str()?)
}

/// Reads quads of the file shown as `file`; syntax errors go to `report` and reading goes on where the syntax allows it.
///
/// Blank nodes are renamed after `stem` and the order they come in, so that two
/// files never share one and the same file always gives the same graph.
///
/// A byte order mark, which editors write and no syntax of RDF has, is passed over.
///
/// # Errors
/// When the reader fails.
pub fn read(
    file: &str,
    stem: &str,
    reader: impl Read,
    format: RdfFormat,
    report: &mut dyn FnMut(Diagnostic),
    sink: &mut dyn FnMut(QuadRef<'_>),
) -> std::io::Result<()> {
    read_as_given(file, stem, WithoutMark::new(reader), format, report, sink)
}

/// The same for bytes without such a mark; the parser gets no more at once than `reader` gives.
pub(super) fn read_as_given(
    file: &str,
    stem: &str,
    reader: impl Read,
    format: RdfFormat,
    report: &mut dyn FnMut(Diagnostic),
    sink: &mut dyn FnMut(QuadRef<'_>),
) -> std::io::Result<()> {
    let mut parser = RdfParser::from_format(format);
    let iri_path: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || "/._-".contains(c) { c } else { '_' }).collect();
    if let Ok(based) = parser.clone().with_base_iri(format!("file:///{}", iri_path.trim_start_matches('/'))) {
        parser = based;
    }
    let mut blank_nodes =
        BlankNodes { stem: iri_path.replace(|c: char| !c.is_ascii_alphanumeric(), "_"), names: FxHashMap::default() };
    // A parser that cannot find its way back must not report the same place for ever.
    let mut errors_in_a_row = 0;
    let (reader, shared) = Bounded::new(reader, syntax_of(format));
    for quad in parser.for_reader(reader) {
        match quad {
            Err(RdfParseError::Io(error)) => {
                let Some(beyond) = shared.beyond() else { return Err(error) };
                let place = Place { line: beyond.line, ..Place::file(file) };
                let hint = "what stands before this place is loaded; write the rest without so many levels";
                report(Diagnostic::new(&codes::BEYOND_LIMIT, place, beyond.message).hint(hint));
                return Ok(());
            }
            Ok(quad) => {
                errors_in_a_row = 0;
                sink(blank_nodes.rename(quad).as_ref());
            }
            Err(RdfParseError::Syntax(error)) => {
                shared.lose();
                errors_in_a_row += 1;
                let mut place = Place::file(file);
                if let Some(location) = error.location() {
                    place.line = location.start.line + 1;
                    place.column = location.start.column + 1;
                }
                let message = error.to_string();
                let message = message
                    .split_once(": ")
                    .filter(|_| message.starts_with("Parser error"))
                    .map_or(message.as_str(), |(_, rest)| rest);
                let hint = "mend the file; everything before this place, and behind it where the parser finds its way back, is loaded";
                report(Diagnostic::new(&codes::RDF_SYNTAX, place, message).hint(hint));
                if errors_in_a_row > 1000 {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

fn syntax_of(format: RdfFormat) -> Syntax {
    match format {
        RdfFormat::NTriples | RdfFormat::NQuads => Syntax::Lines,
        RdfFormat::JsonLd { .. } => Syntax::Json,
        RdfFormat::RdfXml => Syntax::Xml,
        RdfFormat::N3 => Syntax::N3,
        _ => Syntax::Turtle,
    }
}

/// A reader that passes over a byte order mark at the beginning.
pub(super) struct WithoutMark<R> {
    reader: R,
    /// The first bytes, while they may be such a mark, and how many of them are given.
    begun: Vec<u8>,
    n_given: usize,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<R> WithoutMark<R> {
    pub(super) fn new(reader: R) -> WithoutMark<R> {
        WithoutMark { reader, begun: Vec::new(), n_given: 0 }
    }
}

impl<R: Read> Read for WithoutMark<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.begun.is_empty() {
            self.reader.by_ref().take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut self.begun)?;
            self.n_given = if self.begun == BYTE_ORDER_MARK { self.begun.len() } else { 0 };
        }
        if let Some(rest @ [_, ..]) = self.begun.get(self.n_given..) {
            let n = rest.len().min(buffer.len());
            buffer[..n].copy_from_slice(&rest[..n]);
            self.n_given += n;
            return Ok(n);
        }
        self.reader.read(buffer)
    }
}

struct BlankNodes {
    stem: String,
    names: FxHashMap<BlankNode, BlankNode>,
}

impl BlankNodes {
    fn rename(&mut self, quad: Quad) -> Quad {
        let subject = match quad.subject {
            NamedOrBlankNode::BlankNode(node) => self.name(node).into(),
            named @ NamedOrBlankNode::NamedNode(_) => named,
        };
        let graph_name = match quad.graph_name {
            GraphName::BlankNode(node) => self.name(node).into(),
            other => other,
        };
        Quad { subject, predicate: quad.predicate, object: self.rename_term(quad.object), graph_name }
    }

    fn rename_term(&mut self, term: Term) -> Term {
        match term {
            Term::BlankNode(node) => self.name(node).into(),
            Term::Triple(triple) => {
                let mut triple = *triple;
                if let NamedOrBlankNode::BlankNode(node) = triple.subject {
                    triple.subject = self.name(node).into();
                }
                triple.object = self.rename_term(triple.object);
                triple.into()
            }
            other => other,
        }
    }

    fn name(&mut self, node: BlankNode) -> BlankNode {
        let number = self.names.len();
        let stem = &self.stem;
        self.names.entry(node).or_insert_with(|| BlankNode::new_unchecked(format!("{stem}_b{number}"))).clone()
    }
}
