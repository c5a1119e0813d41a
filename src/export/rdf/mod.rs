//! N-Quads, N-Triples, Turtle, TriG, JSON-LD and RDF/XML, in RDF 1.2 or 1.1.
//!
//! Triples that a format or version has no way to write are left out and counted in
//! [`Lost`]; nothing that is written means something else than the graph does.

pub mod nanopub;
mod version;
mod xml;

use std::collections::BTreeMap;
use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{GraphName, Quad, Triple};

use crate::query::is_own;
use crate::rdf::{EXPORT_MARK, vocab};
use crate::store::{FormatError, Store};
use version::Downgrade;
use xml::XmlWriter;

/// The part of the graph that is written, and the version of RDF.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a part of the graph that is written or not")]
pub struct RdfOptions {
    /// The shipped vocabulary, too.
    pub ontology: bool,
    /// Source lines, too: they change when rows move, and nothing else does.
    pub positions: bool,
    /// The texts of documents, too: they are long, and often not free to pass on.
    pub texts: bool,
    /// What is inferred, too: nobody says it.
    pub inferred: bool,
    /// The version of RDF.
    pub version: RdfVersion,
}

/// A version of RDF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RdfVersion {
    /// No triple terms and no directions of texts; claims are `rdf:Statement`s.
    V1_1,
    /// With triple terms: claims reify their statements.
    #[default]
    V1_2,
}

impl RdfVersion {
    /// The highest version that a format can write.
    pub fn highest(format: RdfFormat) -> RdfVersion {
        if matches!(format, RdfFormat::JsonLd { .. }) { RdfVersion::V1_1 } else { RdfVersion::V1_2 }
    }
}

/// The numbers of things that could not be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// Triples left out because they hold a triple term that nothing else in the graph says.
    pub triple_terms: u64,
    /// Texts that are written without their direction.
    pub directions: u64,
    /// Triples left out because RDF/XML has no way to write their predicate or text.
    pub unwritable: u64,
}

/// The reason why a graph was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RdfError {
    /// The graph cannot be read.
    #[error(transparent)]
    Store(#[from] FormatError),
    /// The format has no triple terms.
    #[error("JSON-LD has no way to write the triple terms of RDF 1.2")]
    Version,
    /// The output failed.
    #[error("cannot write the graph")]
    Write(#[from] io::Error),
}

/// Writes the graph in the order of its terms; formats without graphs get every triple once.
///
/// Quads flow from the graph file to `out`.
///
/// # Errors
/// When the format cannot write the version, the graph cannot be read, or `out` fails.
pub fn write_rdf(
    store: &Store,
    format: RdfFormat,
    options: RdfOptions,
    prefixes: &BTreeMap<String, String>,
    out: &mut dyn Write,
) -> Result<Lost, RdfError> {
    if options.version == RdfVersion::V1_2 && RdfVersion::highest(format) != RdfVersion::V1_2 {
        return Err(RdfError::Version);
    }
    let mut downgrade = Downgrade::new(store);
    let mut writer = QuadWriter::new(format, prefixes, out)?;
    let wanted = |quad: &Quad| {
        (is_own(quad) || (options.ontology && quad.graph_name == vocab::VOCABULARY.into()))
            && (options.positions || quad.graph_name != vocab::POSITIONS.into())
            && (options.texts || quad.graph_name != vocab::TEXTS.into())
            && (options.inferred || quad.graph_name != vocab::INFERRED.into())
    };
    let mut take = |quad: Result<Quad, FormatError>| -> Result<(), RdfError> {
        let mut quad = quad?;
        if !wanted(&quad) {
            return Ok(());
        }
        if !format.supports_datasets() {
            quad.graph_name = GraphName::DefaultGraph;
        }
        match options.version {
            RdfVersion::V1_2 => Ok(writer.write(quad)?),
            RdfVersion::V1_1 => Ok(downgrade.take(quad)?.try_for_each(|quad| writer.write(quad))?),
        }
    };
    // TriG and JSON-LD name each graph once; elsewhere what is said of one thing stands together.
    if matches!(format, RdfFormat::TriG | RdfFormat::JsonLd { .. }) {
        store.quads_by_graph().try_for_each(&mut take)?;
    } else {
        store.quads().try_for_each(&mut take)?;
        if options.inferred {
            store.quads_inferred().try_for_each(&mut take)?;
        }
        if options.ontology {
            store.quads_of_vocabulary().try_for_each(&mut take)?;
        }
    }
    downgrade.finish().try_for_each(|quad| writer.write(quad))?;
    let unwritable = writer.finish()?;
    Ok(Lost { unwritable, ..downgrade.lost })
}

/// The triples of one graph elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Triples {
    /// What is said, and what the shipped vocabulary says of the terms in it: what queries see here.
    Said {
        /// Source lines, too.
        positions: bool,
        /// The texts of documents, too.
        texts: bool,
    },
    /// What is inferred, and nothing else: nobody says it.
    Inferred,
}

/// Hands on triples in the order of their terms, each once, whichever graph they are from. They are the same each time, as
/// long as the graph is.
///
/// # Errors
/// When the graph cannot be read, or `take` fails.
pub fn each_triple<E: From<FormatError>>(
    store: &Store,
    triples: Triples,
    version: RdfVersion,
    take: &mut dyn FnMut(&Triple) -> Result<(), E>,
) -> Result<Lost, E> {
    let mut downgrade = Downgrade::new(store);
    let mut last: Option<Triple> = None;
    let mut once = |quad: Quad| -> Result<(), E> {
        let triple = Triple::from(quad);
        if last.as_ref() == Some(&triple) {
            return Ok(());
        }
        take(&triple)?;
        last = Some(triple);
        Ok(())
    };
    let mut each = |quad: Result<Quad, FormatError>| -> Result<(), E> {
        let quad = Quad { graph_name: GraphName::DefaultGraph, ..quad? };
        match version {
            RdfVersion::V1_2 => once(quad),
            RdfVersion::V1_1 => downgrade.take(quad)?.try_for_each(&mut once),
        }
    };
    match triples {
        Triples::Said { positions, texts } => {
            let is_wanted = |quad: &Quad| {
                (positions || quad.graph_name != vocab::POSITIONS.into())
                    && (texts || quad.graph_name != vocab::TEXTS.into())
            };
            store.quads().filter(|quad| quad.as_ref().map_or(true, is_wanted)).try_for_each(&mut each)?;
        }
        Triples::Inferred => store.quads_inferred().try_for_each(&mut each)?,
    }
    downgrade.finish().try_for_each(&mut once)?;
    Ok(downgrade.lost)
}

/// Writes quads, each once where equal ones follow each other.
struct QuadWriter<'o> {
    kind: WriterKind<'o>,
    last: Option<Quad>,
    n_unwritable: u64,
}

enum WriterKind<'o> {
    Serializer(WriterQuadSerializer<&'o mut dyn Write>),
    Xml(XmlWriter<'o>),
}

impl<'o> QuadWriter<'o> {
    fn new(
        format: RdfFormat,
        prefixes: &BTreeMap<String, String>,
        out: &'o mut dyn Write,
    ) -> io::Result<QuadWriter<'o>> {
        let kind = if format == RdfFormat::RdfXml {
            WriterKind::Xml(XmlWriter::new(prefixes, out)?)
        } else {
            // JSON has no comments, and no file of that ending is taken for a source.
            if !matches!(format, RdfFormat::JsonLd { .. }) {
                out.write_all(EXPORT_MARK.as_bytes())?;
            }
            WriterKind::Serializer(serializer(format, prefixes).for_writer(out))
        };
        Ok(QuadWriter { kind, last: None, n_unwritable: 0 })
    }

    fn write(&mut self, quad: Quad) -> io::Result<()> {
        if self.last.as_ref() == Some(&quad) {
            return Ok(());
        }
        match &mut self.kind {
            WriterKind::Serializer(serializer) => serializer.serialize_quad(&quad)?,
            WriterKind::Xml(xml) => self.n_unwritable += u64::from(!xml.write(&quad)?),
        }
        self.last = Some(quad);
        Ok(())
    }

    fn finish(self) -> io::Result<u64> {
        match self.kind {
            WriterKind::Serializer(serializer) => {
                serializer.finish()?;
            }
            WriterKind::Xml(xml) => xml.finish()?,
        }
        Ok(self.n_unwritable)
    }
}

/// A serializer that knows all prefixes that are IRIs.
fn serializer(format: RdfFormat, prefixes: &BTreeMap<String, String>) -> RdfSerializer {
    prefixes.iter().fold(RdfSerializer::from_format(format), |serializer, (prefix, iri)| {
        serializer.clone().with_prefix(prefix, iri).unwrap_or(serializer)
    })
}
