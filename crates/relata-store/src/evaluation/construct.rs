//! The triples that CONSTRUCT makes of rows, one row at a time.

use oxigraph::model::{BlankNode, NamedOrBlankNode, Term, Triple, Variable};
use rustc_hash::{FxHashMap, FxHashSet};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::filter::Calculator;
use crate::FormatError;

/// Triples that are remembered, so that each is given once; beyond these some may come again, which a graph does not mind.
const REMEMBERED: usize = 1 << 22;

/// The variables of a template, in the order of their columns.
pub(super) fn variables(template: &[TriplePattern]) -> Vec<Variable> {
    let mut found = Vec::new();
    template.iter().for_each(|triple| see(triple, &mut found));
    found
}

fn see(triple: &TriplePattern, found: &mut Vec<Variable>) {
    let mut add = |variable: &Variable| {
        if !found.contains(variable) {
            found.push(variable.clone());
        }
    };
    if let NamedNodePattern::Variable(variable) = &triple.predicate {
        add(variable);
    }
    for end in [&triple.subject, &triple.object] {
        match end {
            TermPattern::Variable(variable) if !found.contains(variable) => found.push(variable.clone()),
            TermPattern::Triple(inner) => see(inner, found),
            _ => {}
        }
    }
}

/// Makes triples of rows.
pub(super) struct Constructor {
    template: Vec<TriplePattern>,
    columns: Vec<Variable>,
    given: FxHashSet<[u32; 3]>,
}

impl Constructor {
    pub(super) fn new(template: Vec<TriplePattern>) -> Constructor {
        Constructor { columns: variables(&template), template, given: FxHashSet::default() }
    }

    /// The triples of a row that were not given before. What would be no triple is left out.
    pub(super) fn triples(&mut self, row: &[u32], with: &Calculator<'_>) -> Result<Vec<Triple>, FormatError> {
        let mut made = Vec::new();
        let mut fresh = FxHashMap::default();
        for pattern in &self.template {
            let mut maker = Maker { columns: &self.columns, row, with, fresh: &mut fresh };
            let n_fresh = maker.fresh.len();
            let Some(triple) = maker.triple(pattern)? else { continue };
            let is_fresh = fresh.len() > n_fresh || has_blank_node(pattern);
            if !is_fresh && !is_new(&mut self.given, &triple, with)? {
                continue;
            }
            made.push(triple);
        }
        Ok(made)
    }
}

fn is_new(given: &mut FxHashSet<[u32; 3]>, triple: &Triple, with: &Calculator<'_>) -> Result<bool, FormatError> {
    if given.len() >= REMEMBERED {
        given.clear();
    }
    let subject = with.terms.number(&triple.subject.clone().into())?;
    let predicate = with.terms.number(&triple.predicate.clone().into())?;
    Ok(given.insert([subject, predicate, with.terms.number(&triple.object)?]))
}

/// Whether a pattern makes a blank node of its own for each row.
fn has_blank_node(pattern: &TriplePattern) -> bool {
    [&pattern.subject, &pattern.object].into_iter().any(|end| match end {
        TermPattern::BlankNode(_) => true,
        TermPattern::Triple(inner) => has_blank_node(inner),
        _ => false,
    })
}

/// Makes the terms of one row.
struct Maker<'m, 'a> {
    columns: &'m [Variable],
    row: &'m [u32],
    with: &'m Calculator<'a>,
    /// Blank nodes of the template in this row.
    fresh: &'m mut FxHashMap<String, BlankNode>,
}

impl Maker<'_, '_> {
    fn triple(&mut self, pattern: &TriplePattern) -> Result<Option<Triple>, FormatError> {
        let subject = match self.term(&pattern.subject)? {
            Some(Term::NamedNode(node)) => NamedOrBlankNode::from(node),
            Some(Term::BlankNode(node)) => node.into(),
            _ => return Ok(None),
        };
        let predicate = match &pattern.predicate {
            NamedNodePattern::NamedNode(node) => Some(node.clone().into()),
            NamedNodePattern::Variable(variable) => self.column(variable)?,
        };
        let Some(Term::NamedNode(predicate)) = predicate else { return Ok(None) };
        Ok(self.term(&pattern.object)?.map(|object| Triple::new(subject, predicate, object)))
    }

    fn term(&mut self, pattern: &TermPattern) -> Result<Option<Term>, FormatError> {
        Ok(match pattern {
            TermPattern::NamedNode(node) => Some(node.clone().into()),
            TermPattern::Literal(literal) => Some(literal.clone().into()),
            TermPattern::Variable(variable) => return self.column(variable),
            TermPattern::BlankNode(node) => {
                Some(self.fresh.entry(node.as_str().to_owned()).or_default().clone().into())
            }
            TermPattern::Triple(inner) => self.triple(inner)?.map(Into::into),
        })
    }

    fn column(&self, variable: &Variable) -> Result<Option<Term>, FormatError> {
        let column = self.columns.iter().position(|column| column == variable);
        match column.map(|column| self.row[column]) {
            None | Some(0) => Ok(None),
            Some(number) => self.with.terms.term(number).map(Some),
        }
    }
}
