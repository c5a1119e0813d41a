//! Where is it kept?
//!
//! A [`Builder`] takes quads in any order and writes the graph file; the same
//! graph always has the same bytes. A [`Store`] is the opened graph: the file is
//! mapped, not loaded, so that opening takes no time and any number of programs
//! share it. It is read-only. Nobody else knows the file or its indexes.

mod builder;
mod dataset;
mod dictionary;
mod difference;
pub mod evaluation;
mod file;
mod index;
mod limits;
mod many;
mod map;
mod names;
mod packed;
mod term;
mod terms;
mod value;
mod verify;
mod words;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, Quad};

pub use builder::{Builder, Part, Resources, Vocabulary};
pub use file::{Counts, FormatError};
pub use limits::{Exceeded, Guard, Limits};

pub(crate) use dataset::Dataset;
pub use dataset::DatasetError;
pub use difference::TermMap;
use file::{GraphFile, Section};
pub use index::{Graphs, Index};
pub use index::{INFERRED, MATCHES, VOCABULARY};
pub(crate) use index::{Kinds, Near, Pattern};
use map::Bytes;
pub use map::{end_when_pages_are_gone, was_cut_off};
pub(crate) use term::Wording;
pub(crate) use terms::COMPUTED;
pub use terms::Terms;
pub(crate) use value::time_of;

/// Name of the graph file below the folder of what is built.
pub const GRAPH_FILE: &str = "graph.relata";

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
    /// The file is no graph file of this version.
    #[error("`{}` cannot be used", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Why.
        source: FormatError,
    },
    /// N-Quads cannot be read.
    #[error("`{}` is no N-Quads file", path.display())]
    Quads {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<RdfParseError>,
    },
}

const UNREADABLE: FormatError = FormatError::Damaged("a quad cannot be read");

/// An opened graph.
pub struct Store {
    file: GraphFile,
    /// True when queries see what is inferred as well.
    sees_inferred: bool,
}

impl AsRef<Store> for Store {
    fn as_ref(&self) -> &Store {
        self
    }
}

impl Store {
    /// Opens the graph file at `path`.
    ///
    /// # Errors
    /// When the file is missing, damaged, or of another version.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let file =
            File::open(path).map_err(|source| StoreError::File { action: "read", path: path.to_owned(), source })?;
        Store::of_file(&file, path)
    }

    /// Opens the graph file that is open as `file`; `path` is what errors call it.
    ///
    /// # Errors
    /// When the file is damaged, or of another version.
    pub fn of_file(file: &File, path: &Path) -> Result<Store, StoreError> {
        let read = |source| StoreError::File { action: "read", path: path.to_owned(), source };
        let bytes = Bytes::map(file).map_err(read)?;
        GraphFile::new(bytes).map(Store::of).map_err(|source| StoreError::Format { path: path.to_owned(), source })
    }

    fn of(file: GraphFile) -> Store {
        Store { file, sees_inferred: false }
    }

    /// The same graph, in which queries find what is inferred beside what is said. Nothing else sees it: lists, counts and
    /// patterns of an [`Index`] stay what they are.
    #[must_use]
    pub fn with_inferred(self) -> Store {
        Store { sees_inferred: true, ..self }
    }

    /// A graph of these quads, in memory only.
    ///
    /// # Errors
    /// When it does not fit into memory.
    pub fn of_quads<'q>(quads: impl IntoIterator<Item = &'q Quad>) -> Result<Store, StoreError> {
        let mut builder = Builder::default();
        quads.into_iter().for_each(|quad| builder.insert(quad));
        builder.into_store()
    }

    /// The graph of an N-Quads file, in memory only.
    ///
    /// # Errors
    /// When the file cannot be read or is no N-Quads.
    pub fn of_nquads(path: &Path) -> Result<Store, StoreError> {
        let file =
            File::open(path).map_err(|source| StoreError::File { action: "read", path: path.to_owned(), source })?;
        let mut builder = Builder::default();
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_reader(std::io::BufReader::new(file)) {
            let faulty = |source| StoreError::Quads { path: path.to_owned(), source: Box::new(source) };
            builder.insert(&quad.map_err(faulty)?);
        }
        builder.into_store()
    }

    /// Quads by pattern.
    pub fn index(&self) -> Index<'_> {
        Index::new(&self.file)
    }

    /// Terms by number, for one evaluation.
    pub fn terms(&self) -> Terms<'_> {
        Terms::new(&self.file)
    }

    /// The graph for oxigraph's evaluator, for one evaluation. The default graph is that of all graphs in `default`
    /// together; without such a list, of all there are.
    pub(crate) fn dataset(&self, default: Option<&[GraphName]>, guard: Rc<Guard>) -> Dataset<'_> {
        Dataset::new(&self.file, default, self.sees_inferred, guard)
    }

    /// Every quad but those of graphs that stand apart, in the order of the numbers of its terms.
    ///
    /// # Errors
    /// Each item, when the file is damaged there.
    pub fn quads(&self) -> impl Iterator<Item = Result<Quad, FormatError>> {
        let rows = self.file.rows(Section::Spog);
        rows.rows(0, rows.len()).map(|row| file::quad(&self.file, row).ok_or(UNREADABLE))
    }

    /// Every quad of the vocabulary, in the order of the numbers of its terms.
    ///
    /// # Errors
    /// Each item, when the file is damaged there.
    pub fn quads_of_vocabulary(&self) -> impl Iterator<Item = Result<Quad, FormatError>> {
        self.quads_of_graph(VOCABULARY)
    }

    /// Every quad that is inferred, in the order of the numbers of its terms.
    ///
    /// # Errors
    /// Each item, when the file is damaged there.
    pub fn quads_inferred(&self) -> impl Iterator<Item = Result<Quad, FormatError>> {
        self.quads_of_graph(INFERRED)
    }

    fn quads_of_graph(&self, graph: NamedNodeRef<'_>) -> impl Iterator<Item = Result<Quad, FormatError>> {
        let (named, graph) = (self.file.rows(Section::Gspo), self.file.number(graph.into()).unwrap_or(0));
        let (from, to) = if graph == 0 { (0, 0) } else { named.range(&[graph]) };
        let rows = named.rows(from, to).map(|[g, s, p, o]| [s, p, o, g]);
        rows.map(|row| file::quad(&self.file, row).ok_or(UNREADABLE))
    }

    /// Every quad, those of the default graph first, then graph by graph, those that stand apart among them.
    ///
    /// # Errors
    /// Each item, when the file is damaged there.
    pub fn quads_by_graph(&self) -> impl Iterator<Item = Result<Quad, FormatError>> {
        let (all, named) = (self.file.rows(Section::Spog), self.file.rows(Section::Gspo));
        let of_default = all.rows(0, all.len()).filter(|row| row[3] == 0);
        let of_named = named.rows(0, named.len()).map(|[g, s, p, o]| [s, p, o, g]);
        of_default.chain(of_named).map(|row| file::quad(&self.file, row).ok_or(UNREADABLE))
    }

    /// What the file says of the files it was made from, as JSON.
    pub fn sources(&self) -> &[u8] {
        self.file.section(Section::Sources)
    }

    /// How often a predicate is used, exactly; without a predicate, the whole graph.
    pub fn counts(&self, predicate: Option<&NamedNode>) -> Counts {
        match predicate {
            None => self.file.counts(0),
            Some(predicate) => self.file.iri(predicate).map(|number| self.file.counts(number)).unwrap_or_default(),
        }
    }

    /// A number that stays the same as long as terms and quads do, wherever and from whatever files the graph was made.
    pub fn fingerprint(&self) -> u64 {
        let sums: Vec<u8> = self.file.sums_of_quads().flat_map(u64::to_le_bytes).collect();
        xxhash_rust::xxh3::xxh3_64(&sums)
    }

    /// Reads every byte of the graph file: checksums, order, and that every number names a term.
    ///
    /// # Errors
    /// At the first thing that is wrong.
    pub fn verify(&self) -> Result<(), FormatError> {
        verify::verify(&self.file)
    }

    /// How many quads there are, without those of graphs that stand apart.
    pub fn n_quads(&self) -> usize {
        self.file.rows(Section::Spog).len()
    }
}
