//! From property paths to the parts of a plan: what does not repeat becomes patterns, the rest is searched.

use spargebra::algebra::PropertyPathExpression;

use super::Unsupported;
use super::compile::Compiler;
use super::frame::Part;
use super::parts::{Group, Item};
use super::plan::{Path, Reach, Scan};

impl Compiler<'_> {
    /// The items of a path between two ends.
    pub(super) fn path(
        &mut self,
        ends: [Part; 2],
        path: &PropertyPathExpression,
        items: &mut Vec<Item>,
    ) -> Result<(), Unsupported> {
        match path {
            PropertyPathExpression::NamedNode(node) => {
                let parts = [ends[0], Part::Known(self.number(&node.clone().into())?), ends[1]];
                items.push(Item::Scan(Scan { parts, triple: None, graphs: self.graphs, graph: self.graph }));
                Ok(())
            }
            PropertyPathExpression::Reverse(inner) => self.path([ends[1], ends[0]], inner, items),
            PropertyPathExpression::Sequence(first, second) => {
                let middle = Part::Slot(self.hidden());
                self.path([ends[0], middle], first, items)?;
                self.path([middle, ends[1]], second, items)
            }
            PropertyPathExpression::ZeroOrMore(inner) => self.reach(ends, inner, [true, true], items),
            PropertyPathExpression::OneOrMore(inner) => self.reach(ends, inner, [false, true], items),
            PropertyPathExpression::ZeroOrOne(inner) => self.reach(ends, inner, [true, false], items),
            // Either, as in UNION: what both find is found twice.
            PropertyPathExpression::Alternative(first, second) => {
                let mut branches = Vec::new();
                for side in [first, second] {
                    let mut items = Vec::new();
                    self.path(ends, side, &mut items)?;
                    branches.push(Group::of_items(items));
                }
                items.push(Item::Union(branches));
                Ok(())
            }
            // The definition gives a set: a pair once, however many predicates join it.
            PropertyPathExpression::NegatedPropertySet(_) => self.reach(ends, path, [false, false], items),
        }
    }

    fn reach(
        &mut self,
        ends: [Part; 2],
        path: &PropertyPathExpression,
        [zero, many]: [bool; 2],
        items: &mut Vec<Item>,
    ) -> Result<(), Unsupported> {
        let path = self.step(path)?;
        items.push(Item::Reach(Reach { ends, path, zero, many, graphs: self.graphs, graph: self.graph }));
        Ok(())
    }

    fn step(&self, path: &PropertyPathExpression) -> Result<Path, Unsupported> {
        let number = |node: &oxigraph::model::NamedNode| self.number(&node.clone().into());
        let boxed = |path: &PropertyPathExpression| self.step(path).map(Box::new);
        Ok(match path {
            PropertyPathExpression::NamedNode(node) => Path::Forward(number(node)?),
            PropertyPathExpression::Reverse(inner) => Path::Inverse(boxed(inner)?),
            PropertyPathExpression::Sequence(a, b) => Path::Sequence(boxed(a)?, boxed(b)?),
            PropertyPathExpression::Alternative(a, b) => Path::Either(boxed(a)?, boxed(b)?),
            PropertyPathExpression::NegatedPropertySet(nodes) => {
                Path::Not(nodes.iter().map(number).collect::<Result<_, _>>()?)
            }
            PropertyPathExpression::ZeroOrMore(inner) => Path::Repeat { path: boxed(inner)?, zero: true, many: true },
            PropertyPathExpression::OneOrMore(inner) => Path::Repeat { path: boxed(inner)?, zero: false, many: true },
            PropertyPathExpression::ZeroOrOne(inner) => Path::Repeat { path: boxed(inner)?, zero: true, many: false },
        })
    }
}
