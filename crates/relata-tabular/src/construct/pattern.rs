//! The pattern of a query with the rows of a table in it.

use oxigraph::model::{Dataset, NamedNode, Term, Variable};
use oxiri::Iri;
use relata_store::evaluation::spelled_out;
use spareval::{QueryEvaluationError, QueryEvaluator, QueryResults};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, GroundTriple};

use super::columns::ROW_NUMBER;
use super::script::Form;
use super::split::{Separators, StringSplit, count, take_splits};

/// The prefix of the name of a blank node while it goes from one part of a query to the next as an IRI.
const BLANK: &str = "urn:relata:blank:";

type RowBindings = Vec<Vec<Option<GroundTerm>>>;

/// A query's pattern, ready to take rows.
#[derive(Debug)]
pub(super) struct RowPlan {
    pattern: GraphPattern,
    /// Variables of the block that takes the rows.
    marker: Vec<Variable>,
    /// The variables of a solution, in order.
    pub(super) variables: Vec<Variable>,
    base: Option<Iri<String>>,
    /// Solutions left out at the start.
    pub(super) start: usize,
    /// Most solutions.
    pub(super) length: Option<usize>,
    /// True when all rows have to be seen at once.
    pub(super) is_whole: bool,
    /// True when it looks for triples.
    pub(super) reads_graph: bool,
}

impl RowPlan {
    /// A plan for a pattern in which an empty block of the variables `marker` takes the rows; none when a property
    /// function stands where it cannot be answered.
    pub(super) fn new(query: Query, marker: Vec<Variable>, is_star: bool) -> Option<RowPlan> {
        let (form, base) = (form_of(&query), query.base_iri().cloned());
        let (Query::Construct { pattern, .. }
        | Query::Select { pattern, .. }
        | Query::Ask { pattern, .. }
        | Query::Describe { pattern, .. }) = query;
        let (mut pattern, start, length) = match spelled_out(pattern) {
            GraphPattern::Slice { inner, start, length } => (*inner, start, length),
            other => (other, 0, None),
        };
        let n_splits = count(&pattern);
        let mut reached = 0;
        if n_splits > 0 {
            let mut trial = pattern.clone();
            splits_on_the_way(&mut trial, &marker, &mut reached)?;
        }
        if reached != n_splits {
            return None;
        }
        // The parser orders the variables of a SELECT of everything by their letters; the table has an order of its own.
        if let (GraphPattern::Project { variables, .. }, true) = (&mut pattern, is_star) {
            variables.sort_by_key(|variable| marker.iter().position(|other| other == variable).unwrap_or(usize::MAX));
        }
        let variables = match (&pattern, form) {
            (GraphPattern::Project { variables, .. }, _) => variables.clone(),
            (GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner }, Form::Select) => in_scope(inner),
            _ => in_scope(&pattern),
        };
        let is_whole = needs_all_rows(&pattern);
        let reads_graph = matches_triples(&pattern);
        Some(RowPlan { pattern, marker, variables, base, start, length, is_whole, reads_graph })
    }
}

fn form_of(query: &Query) -> Form {
    match query {
        Query::Select { .. } => Form::Select,
        Query::Ask { .. } => Form::Ask,
        Query::Construct { .. } | Query::Describe { .. } => Form::Construct,
    }
}

fn in_scope(pattern: &GraphPattern) -> Vec<Variable> {
    if let GraphPattern::Project { variables, .. } = pattern {
        return variables.clone();
    }
    let mut variables = Vec::new();
    pattern.on_in_scope_variable(|variable| {
        if !variables.contains(variable) {
            variables.push(variable.clone());
        }
    });
    variables
}

/// The parts a pattern is made of.
fn parts(pattern: &mut GraphPattern) -> Vec<&mut GraphPattern> {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => Vec::new(),
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => vec![left, right],
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => vec![inner],
    }
}

fn any(pattern: &GraphPattern, is: fn(&GraphPattern) -> bool) -> bool {
    let mut copy = pattern.clone();
    is(pattern) || parts(&mut copy).into_iter().any(|part| any(part, is))
}

/// True when the solutions of some rows say nothing about those of all.
fn needs_all_rows(pattern: &GraphPattern) -> bool {
    any(pattern, |pattern| {
        matches!(
            pattern,
            GraphPattern::Group { .. }
                | GraphPattern::OrderBy { .. }
                | GraphPattern::Distinct { .. }
                | GraphPattern::Reduced { .. }
                | GraphPattern::Slice { .. }
        )
    })
}

fn matches_triples(pattern: &GraphPattern) -> bool {
    let looks = |pattern: &GraphPattern| match pattern {
        GraphPattern::Bgp { patterns } => {
            let mut patterns = patterns.clone();
            take_splits(&mut patterns);
            !patterns.is_empty()
        }
        GraphPattern::Path { .. } => true,
        _ => false,
    };
    any(pattern, looks) || pattern.to_string().contains("EXISTS")
}

/// True when the rows come in here.
fn is_marker(pattern: &GraphPattern, marker: &[Variable]) -> bool {
    matches!(pattern, GraphPattern::Values { variables, bindings } if variables == marker && bindings.is_empty())
}

/// Counts the property functions that the rows meet on their way up; whether the rows come in below `pattern`.
fn splits_on_the_way(pattern: &mut GraphPattern, marker: &[Variable], reached: &mut usize) -> Option<bool> {
    if is_marker(pattern, marker) {
        return Some(true);
    }
    let mut found = false;
    for part in parts(pattern) {
        found = found || splits_on_the_way(part, marker, reached)?;
    }
    if let (true, GraphPattern::Join { right, .. }) = (found, pattern)
        && let GraphPattern::Bgp { patterns } = right.as_mut()
    {
        *reached += take_splits(patterns)?.len();
    }
    Some(found)
}

/// The means by which a pattern is answered.
pub(super) struct Asked<'a> {
    pub(super) evaluator: &'a QueryEvaluator,
    pub(super) dataset: &'a Dataset,
    pub(super) separators: &'a mut Separators,
    pub(super) base: Option<Iri<String>>,
}

impl Asked<'_> {
    /// Hands each solution over `rows` to `sink`, its values in the order of the plan's variables.
    pub(super) fn each_solution(
        &mut self,
        plan: &RowPlan,
        rows: RowBindings,
        sink: &mut dyn FnMut(Vec<Option<Term>>),
    ) -> Result<(), QueryEvaluationError> {
        let mut pattern = plan.pattern.clone();
        self.base.clone_from(&plan.base);
        self.fill(&mut pattern, &plan.marker, &mut Some(rows))?;
        self.solve(pattern, &plan.variables, sink)
    }

    /// Puts the rows into `pattern`. Where a property function is on their way up, what is below is answered at once and
    /// takes its place.
    fn fill(
        &mut self,
        pattern: &mut GraphPattern,
        marker: &[Variable],
        rows: &mut Option<RowBindings>,
    ) -> Result<bool, QueryEvaluationError> {
        if is_marker(pattern, marker) {
            if let (GraphPattern::Values { variables, bindings }, Some(mut rows)) = (pattern, rows.take()) {
                // A SELECT of everything does not show the number of the row, but may use it.
                if rows.first().is_some_and(|row| row.len() > variables.len()) {
                    variables.push(Variable::new_unchecked(ROW_NUMBER));
                }
                *bindings = std::mem::take(&mut rows);
            }
            return Ok(true);
        }
        let mut found = false;
        for part in parts(pattern) {
            found = found || self.fill(part, marker, rows)?;
        }
        if let (true, GraphPattern::Join { left, right }) = (found, &mut *pattern)
            && let GraphPattern::Bgp { patterns } = right.as_mut()
        {
            let mut rest = patterns.clone();
            let splits = take_splits(&mut rest).unwrap_or_default();
            if !splits.is_empty() {
                let below = std::mem::replace(left.as_mut(), GraphPattern::Bgp { patterns: Vec::new() });
                **left = self.split(below, &splits)?;
                *patterns = rest;
            }
        }
        Ok(found)
    }

    /// The solutions of `below`, each taken apart by `splits`.
    fn split(&mut self, below: GraphPattern, splits: &[StringSplit]) -> Result<GraphPattern, QueryEvaluationError> {
        let mut variables = in_scope(&below);
        let mut solutions = Vec::new();
        self.solve(below, &variables.clone(), &mut |solution| solutions.push(solution))?;
        for split in splits {
            let mut parts = Vec::new();
            for solution in solutions {
                self.separators.split(split, &variables, &solution, &mut |part| parts.push(part));
            }
            solutions = parts;
            if !variables.contains(&split.part) {
                variables.push(split.part.clone());
            }
        }
        let bindings = solutions.into_iter().map(|row| row.into_iter().map(|term| term.and_then(ground)).collect());
        Ok(GraphPattern::Values { variables, bindings: bindings.collect() })
    }

    fn solve(
        &self,
        pattern: GraphPattern,
        variables: &[Variable],
        sink: &mut dyn FnMut(Vec<Option<Term>>),
    ) -> Result<(), QueryEvaluationError> {
        let pattern = match pattern {
            whole @ (GraphPattern::Project { .. } | GraphPattern::Distinct { .. } | GraphPattern::Reduced { .. }) => {
                whole
            }
            other => GraphPattern::Project { inner: Box::new(other), variables: variables.to_vec() },
        };
        let query = Query::Select { dataset: None, pattern, base_iri: self.base.clone() };
        let QueryResults::Solutions(solutions) = self.evaluator.prepare(&query).execute(self.dataset)? else {
            return Ok(());
        };
        for solution in solutions {
            let mut values = solution?.values().to_vec();
            values.iter_mut().flatten().for_each(restore);
            sink(values);
        }
        Ok(())
    }
}

/// A term as a block of rows can hold it: a blank node becomes an IRI.
fn ground(term: Term) -> Option<GroundTerm> {
    Some(match term {
        Term::NamedNode(iri) => GroundTerm::NamedNode(iri),
        Term::Literal(literal) => GroundTerm::Literal(literal),
        Term::BlankNode(node) => GroundTerm::NamedNode(NamedNode::new_unchecked(format!("{BLANK}{}", node.as_str()))),
        Term::Triple(triple) => {
            let GroundTerm::NamedNode(subject) = ground(triple.subject.into())? else { return None };
            GroundTerm::Triple(Box::new(GroundTriple {
                subject,
                predicate: triple.predicate,
                object: ground(triple.object)?,
            }))
        }
    })
}

/// Undoes what [`ground`] did to a blank node.
fn restore(term: &mut Term) {
    if let Term::NamedNode(iri) = term
        && let Some(name) = iri.as_str().strip_prefix(BLANK)
    {
        *term = oxigraph::model::BlankNode::new_unchecked(name).into();
    }
}
