//! A graph file as the data set that oxigraph's evaluator asks.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use oxigraph::model::{GraphName, Term};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};

use super::file::{FormatError, GraphFile};
use super::index::{Graphs, INFERRED, Index, MATCHES, Pattern, Scan};
use super::limits::{Exceeded, Guard};
use super::packed::Row;
use super::terms::Terms;

/// One evaluation over a graph file. A term is its number.
///
/// The evaluator is told of one default graph only: it would give a triple of several graphs several times.
pub(crate) struct Dataset<'a> {
    index: Index<'a>,
    terms: Terms<'a>,
    default: Graphs,
    /// The graphs that are the default graph together, when they are several and not all.
    merged: Option<Rc<[u32]>>,
    /// What is inferred, where the default graph has that as well.
    inferred: Option<Inferred>,
    /// The number of [`MATCHES`].
    matches: Option<u32>,
    guard: Rc<Guard>,
}

/// The reason why the evaluator is told nothing more.
#[derive(Debug, thiserror::Error, Clone, Copy)]
pub enum DatasetError {
    /// The graph file cannot be read.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A limit of the query is over.
    #[error(transparent)]
    Exceeded(#[from] Exceeded),
}

/// The quads that are inferred. None of them is said as well, so that a scan of both gives each triple once.
struct Inferred {
    graphs: Graphs,
    /// The same by predicate, object and subject, made when somebody asks in that order: the file has them by subject only.
    by_predicate: OnceCell<Rc<[Row]>>,
}

impl Inferred {
    fn scan<'a>(&self, pattern: Pattern, index: Index<'a>) -> InferredScan<'a> {
        let [None, Some(predicate), object] = pattern else {
            return InferredScan::BySubject(Box::new(index.scan(pattern, self.graphs)));
        };
        let all = self.by_predicate.get_or_init(|| {
            let mut rows: Vec<Row> =
                index.scan([None; 3], self.graphs).map(|[s, p, o, graph]| [p, o, s, graph]).collect();
            rows.sort_unstable();
            rows.into()
        });
        let known = |row: &Row| (row[0], object.map_or(0, |_| row[1]));
        let wanted = (predicate, object.unwrap_or(0));
        let from = all.partition_point(|row| known(row) < wanted);
        let to = from + all[from..].partition_point(|row| known(row) == wanted);
        InferredScan::ByPredicate(Rc::clone(all), from..to)
    }
}

/// Quads that are inferred and fit a pattern.
enum InferredScan<'a> {
    BySubject(Box<Scan<'a>>),
    ByPredicate(Rc<[Row]>, Range<usize>),
}

impl Iterator for InferredScan<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        match self {
            InferredScan::BySubject(scan) => scan.next(),
            InferredScan::ByPredicate(rows, range) => {
                range.next().and_then(|at| rows.get(at)).map(|&[p, o, s, graph]| [s, p, o, graph])
            }
        }
    }
}

impl<'a> Dataset<'a> {
    /// The default graph of the query is that of all these graphs together; without any named, of all there are.
    pub(super) fn new(
        file: &'a GraphFile,
        default: Option<&[GraphName]>,
        sees_inferred: bool,
        guard: Rc<Guard>,
    ) -> Dataset<'a> {
        let terms = Terms::new(file);
        let number = |name: &GraphName| match name {
            GraphName::DefaultGraph => Some(0),
            GraphName::NamedNode(node) => terms.number(&node.clone().into()).ok(),
            GraphName::BlankNode(node) => terms.number(&node.clone().into()).ok(),
        };
        let numbers: Option<Vec<u32>> = default.map(|names| names.iter().filter_map(number).collect());
        let (default, merged) = match numbers.as_deref() {
            None => (Graphs::Union, None),
            Some([one]) => (Graphs::One(*one), None),
            Some(several) => (Graphs::All, Some(several.into())),
        };
        let matches = terms.number(&MATCHES.into_owned().into()).ok();
        let graph = file.number(INFERRED.into()).filter(|_| sees_inferred && default == Graphs::Union);
        let inferred = graph.map(|graph| Inferred { graphs: Graphs::One(graph), by_predicate: OnceCell::new() });
        Dataset { index: Index::new(file), inferred, matches, terms, default, merged, guard }
    }

    /// What a search in texts finds, as quads.
    fn search(&self, subject: Option<u32>, predicate: Option<u32>, object: Option<u32>, graphs: Graphs) -> Vec<Row> {
        let (Some(predicate), Some(object)) = (predicate.filter(|number| Some(*number) == self.matches), object) else {
            return Vec::new();
        };
        let Ok(Term::Literal(words)) = self.terms.term(object) else { return Vec::new() };
        let things = self.index.search(words.value(), graphs).into_iter();
        let graph = if let Graphs::One(graph) = graphs { graph } else { 0 };
        let fits = |thing: &u32| subject.is_none_or(|subject| subject == *thing);
        things.filter(fits).map(|thing| [thing, predicate, object, graph]).collect()
    }
}

impl<'a> QueryableDataset<'a> for Dataset<'a> {
    type InternalTerm = u32;
    type Error = DatasetError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph_name: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, DatasetError>> + use<'a> {
        let (graphs, among) = match graph_name {
            // Any that has a name.
            None => (Graphs::Named, None),
            Some(None) => (self.default, self.merged.clone()),
            Some(Some(graph)) => (Graphs::One(*graph), None),
        };
        let pattern = [subject.copied(), predicate.copied(), object.copied()];
        let found = self.search(pattern[0], pattern[1], pattern[2], graphs);
        let (is_merged, is_named) = (among.is_some(), !matches!(graph_name, Some(None)));
        let quads = self.index.scan(pattern, graphs);
        let quads = quads.filter(move |row| among.as_ref().is_none_or(|among| among.contains(&row[3])));
        let mut last = None;
        // The same triple in another graph comes right behind it.
        let quads = quads.filter(move |[s, p, o, _]| !is_merged || last.replace([*s, *p, *o]) != Some([*s, *p, *o]));
        let inferred = self.inferred.as_ref().filter(|_| matches!(graph_name, Some(None)));
        let inferred = inferred.map(|inferred| inferred.scan(pattern, self.index));
        let quads = quads.chain(inferred.into_iter().flatten());
        let guard = Rc::clone(&self.guard);
        let mut over = false;
        quads.chain(found).map_while(move |[subject, predicate, object, graph]| {
            if over {
                return None;
            }
            // One error is enough: the evaluator would go on and collect them all.
            if let Err(exceeded) = guard.work() {
                over = true;
                return Some(Err(exceeded.into()));
            }
            let graph_name = (is_named && graph != 0).then_some(graph);
            Some(Ok(InternalQuad { subject, predicate, object, graph_name }))
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<u32, DatasetError>> + use<'a> {
        self.index.graphs().map(Ok)
    }

    fn internalize_term(&self, term: Term) -> Result<u32, DatasetError> {
        self.guard.work()?;
        Ok(self.terms.number(&term)?)
    }

    fn externalize_term(&self, number: u32) -> Result<Term, DatasetError> {
        self.guard.work()?;
        Ok(self.terms.term(number)?)
    }

    fn externalize_expression_term(&self, number: u32) -> Result<ExpressionTerm, DatasetError> {
        self.guard.work()?;
        Ok(self.terms.expression(number)?)
    }
}
