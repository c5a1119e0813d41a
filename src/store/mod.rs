//! Where is it kept?
//!
//! A [`Builder`] takes quads in any order and writes the graph file: N-Quads,
//! sorted, each quad once, so that the same graph always has the same bytes. A
//! [`Store`] is the opened graph; it is read-only. Nobody else knows which file or
//! index is behind it.

mod builder;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use oxigraph::sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults};
use oxigraph::store::{LoaderError, StorageError};

pub use builder::Builder;

/// Name of the graph file below the folder of what is built.
pub const GRAPH_FILE: &str = "graph.nq";

/// Why a graph cannot be kept or opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be read or written.
    #[error("cannot {action} `{}`", path.display())]
    File {
        /// `read` or `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no graph file.
    #[error("`{}` is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<LoaderError>,
    },
    /// The index in memory failed.
    #[error("the graph in memory failed")]
    Memory(#[from] StorageError),
}

/// An opened graph.
pub struct Store {
    inner: oxigraph::store::Store,
}

impl Store {
    /// Opens the graph file at `path`.
    ///
    /// # Errors
    /// When the file is missing or damaged.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let file =
            File::open(path).map_err(|source| StoreError::File { action: "read", path: path.to_owned(), source })?;
        Store::parse(BufReader::with_capacity(1 << 18, file), path)
    }

    /// Loads sorted N-Quads; `path` is for messages. Blank nodes keep their names.
    fn parse(reader: impl Read, path: &Path) -> Result<Store, StoreError> {
        let inner = oxigraph::store::Store::new()?;
        let mut loader = inner.bulk_loader();
        let parser = RdfParser::from_format(RdfFormat::NQuads).for_reader(reader);
        let damaged = |source| StoreError::Damaged { path: path.to_owned(), source: Box::new(source) };
        loader.load_ok_quads::<_, LoaderError>(parser).map_err(damaged)?;
        loader.commit()?;
        Ok(Store { inner })
    }

    /// Evaluates a query.
    ///
    /// # Errors
    /// When the evaluation fails.
    pub fn evaluate(&self, query: PreparedSparqlQuery) -> Result<QueryResults<'static>, QueryEvaluationError> {
        query.on_store(&self.inner).execute()
    }

    /// Every quad, in no order.
    ///
    /// # Errors
    /// Each item, when the index fails.
    pub fn quads(&self) -> impl Iterator<Item = Result<Quad, StoreError>> {
        self.inner.iter().map(|quad| quad.map_err(StoreError::from))
    }
}
