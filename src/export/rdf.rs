//! N-Quads, N-Triples, Turtle and TriG.

use std::collections::BTreeMap;
use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad};

use crate::query::is_own;
use crate::rdf::{EXPORT_MARK, vocab};
use crate::store::{FormatError, Store};

/// What of the graph is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The shipped vocabulary, too.
    pub ontology: bool,
    /// Source lines, too: they change when rows move, and nothing else does.
    pub positions: bool,
}

/// Why a graph was not written.
#[derive(Debug, thiserror::Error)]
pub enum RdfError {
    /// The graph cannot be read.
    #[error(transparent)]
    Store(#[from] FormatError),
    /// The output failed.
    #[error("cannot write the graph")]
    Write(#[from] io::Error),
}

/// Writes the graph in the order of its terms; formats without graphs get every triple once.
///
/// Quads flow from the graph file to `out`.
///
/// # Errors
/// When the graph cannot be read or `out` fails.
pub fn write_rdf(
    store: &Store,
    format: RdfFormat,
    options: Options,
    prefixes: &BTreeMap<String, String>,
    out: &mut dyn Write,
) -> Result<(), RdfError> {
    out.write_all(EXPORT_MARK.as_bytes())?;
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in prefixes {
        serializer = match serializer.clone().with_prefix(prefix, iri) {
            Ok(with_prefix) => with_prefix,
            Err(_) => serializer,
        };
    }
    let mut serializer = serializer.for_writer(&mut *out);
    let wanted = |quad: &Quad| {
        (options.ontology || is_own(quad)) && (options.positions || quad.graph_name != vocab::POSITIONS.into())
    };
    let mut last: Option<Quad> = None;
    let mut write = |quad: Result<Quad, FormatError>| -> Result<(), RdfError> {
        let mut quad = quad?;
        if !wanted(&quad) {
            return Ok(());
        }
        if !format.supports_datasets() {
            quad.graph_name = GraphName::DefaultGraph;
        }
        if last.as_ref() != Some(&quad) {
            serializer.serialize_quad(&quad)?;
            last = Some(quad);
        }
        Ok(())
    };
    // TriG names each graph once; elsewhere what is said of one thing stands together.
    if format == RdfFormat::TriG {
        store.quads_by_graph().try_for_each(&mut write)?;
    } else {
        store.quads().try_for_each(&mut write)?;
    }
    serializer.finish()?;
    Ok(())
}
