//! A graph file as the data set that oxigraph's evaluator asks.

use std::cell::RefCell;

use oxigraph::model::Term;
use rustc_hash::FxHashMap;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};

use super::file::{FormatError, GraphFile, NO_TERM, Section};
use super::packed::{Row, Rows};
use super::value;

/// One evaluation over a graph file.
///
/// A term of the file is its number; a term a query computes gets a number from [`COMPUTED`] on, kept for this
/// evaluation only.
pub(super) struct Dataset<'a> {
    file: &'a GraphFile,
    computed: RefCell<Computed>,
}

/// The first number of a term that is not in the file.
pub(super) const COMPUTED: u32 = 1 << 31;

#[derive(Default)]
struct Computed {
    terms: Vec<Term>,
    numbers: FxHashMap<Term, u32>,
}

/// How the numbers of a section's rows stand for subject, predicate, object and graph.
type Order = fn(Row) -> Row;

impl<'a> Dataset<'a> {
    pub(super) fn new(file: &'a GraphFile) -> Dataset<'a> {
        Dataset { file, computed: RefCell::default() }
    }

    /// The rows that begin with `prefix` in a section. O(log n).
    fn range(&self, section: Section, prefix: &[u32]) -> Rows<'a> {
        let rows = self.file.rows(section);
        let (from, to) = rows.range(prefix);
        rows.rows(from, to)
    }
}

impl<'a> QueryableDataset<'a> for Dataset<'a> {
    type InternalTerm = u32;
    type Error = FormatError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph_name: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, FormatError>> + use<'a> {
        const SPOG: Order = |[s, p, o, g]| [s, p, o, g];
        const POSG: Order = |[p, o, s, g]| [s, p, o, g];
        const OSPG: Order = |[o, s, p, g]| [s, p, o, g];
        const GSPO: Order = |[g, s, p, o]| [s, p, o, g];
        let graph = graph_name.map(|graph| graph.copied().unwrap_or(0));
        let (rows, order) = match (subject, predicate, object, graph) {
            (Some(&s), Some(&p), Some(&o), _) => (self.range(Section::Spog, &[s, p, o]), SPOG),
            (Some(&s), Some(&p), None, _) => (self.range(Section::Spog, &[s, p]), SPOG),
            (Some(&s), None, Some(&o), _) => (self.range(Section::Ospg, &[o, s]), OSPG),
            (Some(&s), None, None, _) => (self.range(Section::Spog, &[s]), SPOG),
            (None, Some(&p), Some(&o), _) => (self.range(Section::Posg, &[p, o]), POSG),
            (None, Some(&p), None, _) => (self.range(Section::Posg, &[p]), POSG),
            (None, None, Some(&o), _) => (self.range(Section::Ospg, &[o]), OSPG),
            (None, None, None, Some(g)) if g != 0 => (self.range(Section::Gspo, &[g]), GSPO),
            (None, None, None, _) => (self.range(Section::Spog, &[]), SPOG),
        };
        rows.map(order).filter(move |row| graph.is_none_or(|graph| row[3] == graph)).map(
            |[subject, predicate, object, graph]| {
                let graph_name = (graph != 0).then_some(graph);
                Ok(InternalQuad { subject, predicate, object, graph_name })
            },
        )
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<u32, FormatError>> + use<'a> {
        // Rows stand by graph: behind one graph's rows the next graph begins.
        let rows = self.file.rows(Section::Gspo);
        let mut at = 0;
        std::iter::from_fn(move || {
            let [graph, ..] = rows.rows(at, rows.len()).next()?;
            (_, at) = rows.range(&[graph]);
            Some(Ok(graph))
        })
    }

    fn internalize_term(&self, term: Term) -> Result<u32, FormatError> {
        if let Some(number) = self.file.number(term.as_ref()) {
            return Ok(number);
        }
        let mut computed = self.computed.borrow_mut();
        if let Some(number) = computed.numbers.get(&term) {
            return Ok(*number);
        }
        let number = u32::try_from(computed.terms.len()).ok().and_then(|n| n.checked_add(COMPUTED));
        let number = number.ok_or(FormatError::Damaged("a query computed too many terms"))?;
        computed.terms.push(term.clone());
        computed.numbers.insert(term, number);
        Ok(number)
    }

    fn externalize_term(&self, number: u32) -> Result<Term, FormatError> {
        if let Some(index) = number.checked_sub(COMPUTED) {
            let computed = self.computed.borrow();
            return computed.terms.get(index as usize).cloned().ok_or(NO_TERM);
        }
        self.file.term(number).ok_or(NO_TERM)
    }
    fn externalize_expression_term(&self, number: u32) -> Result<ExpressionTerm, FormatError> {
        match self.file.value(number).and_then(value::expression) {
            Some(value) => Ok(value),
            None => Ok(self.externalize_term(number)?.into()),
        }
    }
}
