//! N-Quads, N-Triples, Turtle and TriG.

use std::collections::BTreeMap;
use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad};

use crate::query::is_own;
use crate::rdf::{EXPORT_MARK, vocab};
use crate::store::{Store, StoreError};

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
    Store(#[from] StoreError),
    /// The output failed.
    #[error("cannot write the graph")]
    Write(#[from] io::Error),
}

/// Writes the graph, sorted; formats without graphs get every triple once.
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
    let wanted = |quad: &Quad| {
        (options.ontology || is_own(quad)) && (options.positions || quad.graph_name != vocab::POSITIONS.into())
    };
    let mut quads: Vec<(String, Quad)> = Vec::new();
    for quad in store.quads() {
        let mut quad = quad?;
        if wanted(&quad) {
            if !format.supports_datasets() {
                quad.graph_name = GraphName::DefaultGraph;
            }
            quads.push((quad.to_string(), quad));
        }
    }
    quads.sort_unstable_by(|a, b| (&a.1.graph_name.to_string(), &a.0).cmp(&(&b.1.graph_name.to_string(), &b.0)));
    if format == RdfFormat::NQuads {
        quads.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    }
    quads.dedup_by(|a, b| a.0 == b.0);
    out.write_all(EXPORT_MARK.as_bytes())?;
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in prefixes {
        serializer = match serializer.clone().with_prefix(prefix, iri) {
            Ok(with_prefix) => with_prefix,
            Err(_) => serializer,
        };
    }
    let mut serializer = serializer.for_writer(&mut *out);
    for (_, quad) in &quads {
        serializer.serialize_quad(quad)?;
    }
    serializer.finish()?;
    Ok(())
}
