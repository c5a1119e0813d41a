//! Why a graph could not be opened, asked or exported.

use std::path::PathBuf;

use crate::built::BuildError;
use crate::export::ExportError;
use crate::export::rdf::RdfError;
use crate::graph::FilterError;
use crate::project::ProjectError;
use crate::query::QueryError;
use crate::store::FormatError;

/// Why something could not be done with a graph.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// There is no project, or its settings are wrong.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The sources could not be compiled, or the graph not kept.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The folder of what is built cannot be written, and the graph could not be made in memory either.
    #[error("the graph cannot be kept in `{}`, and not be made in memory", folder.display())]
    Unwritable {
        /// The folder.
        folder: PathBuf,
        /// Why it could not be made.
        source: BuildError,
    },
    /// The graph file cannot be read.
    #[error("the graph cannot be read")]
    Damaged(#[source] FormatError),
    /// The query has no answer.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A name of a filter fits nothing.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// The graph could not be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The graph could not be written as RDF.
    #[error(transparent)]
    Rdf(#[from] RdfError),
    /// No format has this name.
    #[error("there is no format `{0}`")]
    UnknownFormat(String),
    /// The format is more than one file.
    #[error("`{0}` is more than one file")]
    SeveralFiles(&'static str),
    /// The format is the whole graph.
    #[error("`{0}` is the whole graph: no part of it can be chosen")]
    NoParts(&'static str),
}
