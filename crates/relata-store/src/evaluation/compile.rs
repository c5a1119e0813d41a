//! From SPARQL algebra to a plan, as far as relata's own steps reach.
//!
//! Steps bind variables one after the other, so a part of a query sees what was bound before it. SPARQL evaluates parts by
//! themselves and joins the results. Both come to the same unless a part looks at a variable that it does not surely bind
//! itself; such a query is left to oxigraph's evaluator.

use std::cell::RefCell;
use std::collections::BTreeMap;

use oxigraph::model::{Term, Variable};
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use super::Unsupported;
use super::aggregate::Aggregate;
use super::filter::{Calculator, Computation, Condition, conjuncts};
use super::frame::{Part, Slot};
use super::parts::{Group, Item, Slots, Stage};
use super::plan::{Match, Node, OrderKey, Plan, Scan, Step};
use crate::Graphs;

/// Patterns beside each other; each takes a little of the stack while it waits for those behind it.
const MOST_PATTERNS: usize = 256;

/// Named graphs in which a pattern is looked for one after the other.
const MOST_GRAPHS: usize = 256;

const SCOPE: Unsupported = Unsupported("parts that depend on each other's variables");

/// Compiles a query whose default graph is `default`.
pub(super) fn compile(pattern: &GraphPattern, default: Graphs, with: &Calculator<'_>) -> Result<Plan, Unsupported> {
    Compiler { with, default, graphs: default, graph: None, names: Vec::new(), slots: BTreeMap::new() }.plan(pattern)
}

/// Compiles one query or subquery: what it calls by a name is its own.
pub(super) struct Compiler<'a> {
    pub(super) with: &'a Calculator<'a>,
    default: Graphs,
    /// Graphs that patterns look at here.
    pub(super) graphs: Graphs,
    /// The variable for the graph here.
    pub(super) graph: Option<Slot>,
    names: Vec<String>,
    slots: BTreeMap<String, Slot>,
}

impl Compiler<'_> {
    fn slot(&mut self, name: String) -> Slot {
        let next = self.names.len();
        let names = &mut self.names;
        // The parser gives blank nodes another name each time.
        let shown = if name.starts_with("_:") { format!("_:{next}") } else { name.clone() };
        *self.slots.entry(name).or_insert_with(|| {
            names.push(shown);
            next
        })
    }

    fn variable(&mut self, variable: &Variable) -> Slot {
        self.slot(variable.to_string())
    }

    /// A slot for something that has no name in the query.
    pub(super) fn hidden(&mut self) -> Slot {
        let next = self.names.len();
        self.names.push(format!("?_{next}"));
        next
    }

    pub(super) fn number(&self, term: &Term) -> Result<u32, Unsupported> {
        self.with.terms.number(term).map_err(|_| Unsupported("too many terms"))
    }

    fn plan(mut self, pattern: &GraphPattern) -> Result<Plan, Unsupported> {
        // ASK has no projection.
        let columns = projected(pattern).unwrap_or_default();
        let columns: Vec<Slot> = columns.iter().map(|variable| self.variable(variable)).collect();
        let (root, _) = self.node(pattern)?;
        Ok(Plan { root, n_slots: self.names.len(), names: self.names, columns })
    }

    /// The node of a pattern, and what is bound in each of its solutions.
    fn node(&mut self, pattern: &GraphPattern) -> Result<(Node, Slots), Unsupported> {
        Ok(match pattern {
            GraphPattern::Slice { inner, start, length } => {
                let (mut inner, certain) = self.node(inner)?;
                if let (Node::Order { most, .. }, Some(length)) = (&mut inner, length) {
                    *most = start.checked_add(*length);
                }
                (Node::Slice { inner: Box::new(inner), start: *start, length: *length }, certain)
            }
            GraphPattern::Distinct { inner } => {
                let variables = projected(inner).ok_or(Unsupported("DISTINCT without a projection"))?;
                let slots = variables.iter().map(|variable| self.variable(variable)).collect();
                let (inner, certain) = self.node(inner)?;
                (Node::Distinct { inner: Box::new(inner), slots }, certain)
            }
            GraphPattern::Reduced { .. } => return Err(Unsupported("REDUCED")),
            GraphPattern::Project { inner, variables } => {
                let slots: BTreeMap<String, Slot> =
                    variables.iter().map(|variable| (variable.to_string(), self.variable(variable))).collect();
                let seen = slots.values().copied().collect();
                // What it does not select may have a name that means something else outside: it gets slots of its own.
                let outside = std::mem::replace(&mut self.slots, slots);
                let (inner, certain) = self.node(inner)?;
                self.slots = outside;
                (inner, certain.intersection(&seen).copied().collect())
            }
            GraphPattern::OrderBy { inner, expression } => {
                let (inner, certain) = self.node(inner)?;
                let keys = expression.iter().map(|order| self.order_key(order)).collect::<Result<_, _>>()?;
                // Everything is kept: what is above may look at any of it.
                let slots = (0..self.names.len()).collect();
                (Node::Order { inner: Box::new(inner), keys, most: None, slots }, certain)
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                let (inner_node, inner_certain) = self.node(inner)?;
                let keys: Vec<Slot> = variables.iter().map(|variable| self.variable(variable)).collect();
                let all: Vec<Slot> = {
                    let mut visible = Vec::new();
                    inner.on_in_scope_variable(|variable| visible.push(variable.clone()));
                    visible.iter().map(|variable| self.variable(variable)).collect()
                };
                let mut made = Vec::new();
                for (variable, aggregate) in aggregates {
                    let mut compute = |expression: &Expression| self.computation(expression);
                    let aggregate = Aggregate::new(aggregate, || all.clone(), &mut compute)?;
                    made.push((self.variable(variable), aggregate));
                }
                let certain = inner_certain.iter().copied().filter(|slot| keys.contains(slot)).collect();
                (Node::Group { inner: Box::new(inner_node), keys, aggregates: made }, certain)
            }
            GraphPattern::Filter { inner, expr } if is_whole(inner) => {
                let (inner, certain) = self.node(inner)?;
                let mut steps = Vec::new();
                for part in conjuncts(expr) {
                    let condition = self.condition(part)?;
                    steps.push(Step::new(super::plan::Action::Filter(condition), f64::NAN));
                }
                (Node::Then(Box::new(inner), steps), certain)
            }
            GraphPattern::Extend { inner, variable, expression } if is_whole(inner) => {
                let (inner, certain) = self.node(inner)?;
                let computation = self.computation(expression)?;
                let action = super::plan::Action::Extend(self.variable(variable), computation);
                (Node::Then(Box::new(inner), vec![Step::new(action, f64::NAN)]), certain)
            }
            other => {
                let group = self.group(other)?;
                let certain = group.certain.clone();
                (Node::Pipe(super::order::steps(group, &Slots::new(), self.with)), certain)
            }
        })
    }

    fn order_key(&mut self, order: &OrderExpression) -> Result<OrderKey, Unsupported> {
        let (descending, expression) = match order {
            OrderExpression::Asc(expression) => (false, expression),
            OrderExpression::Desc(expression) => (true, expression),
        };
        Ok(OrderKey { descending, computation: self.computation(expression)? })
    }

    fn computation(&mut self, expression: &Expression) -> Result<Computation, Unsupported> {
        let with = self.with;
        Computation::new(expression, with, &mut |variable| self.variable(variable))
    }

    fn condition(&mut self, expression: &Expression) -> Result<Condition, Unsupported> {
        let with = self.with;
        Condition::new(expression, with, &mut |variable| self.variable(variable))
    }

    fn group(&mut self, pattern: &GraphPattern) -> Result<Group, Unsupported> {
        Ok(match pattern {
            GraphPattern::Bgp { patterns } => self.triples(patterns)?,
            GraphPattern::Path { subject, path, object } => {
                let mut items = Vec::new();
                let ends = [self.part(subject)?, self.part(object)?];
                self.path(ends, path, &mut items)?;
                Group::of_items(items)
            }
            GraphPattern::Join { left, right } => {
                let (left, right) = (self.group(left)?, self.group(right)?);
                left.join(right).ok_or(SCOPE)?
            }
            GraphPattern::LeftJoin { left, right, expression } => self.optional(left, right, expression.as_ref())?,
            GraphPattern::Filter { expr, inner } => {
                let mut group = self.group(inner)?;
                for part in conjuncts(expr) {
                    self.filter(part, &mut group)?;
                }
                group
            }
            GraphPattern::Union { left, right } => self.union(left, right)?,
            GraphPattern::Graph { name, inner } => self.in_graph(name, inner)?,
            GraphPattern::Extend { inner, variable, expression } => {
                let mut group = self.group(inner)?;
                let computation = self.computation(expression)?;
                let slot = self.variable(variable);
                if let Computation::Part(part) = &computation
                    && part.slot().is_none_or(|slot| group.certain.contains(&slot))
                {
                    group.certain.insert(slot);
                }
                group.maybe.insert(slot);
                group.stages.push(Stage::Extend(slot, computation));
                group
            }
            GraphPattern::Minus { left, right } => self.minus(left, right)?,
            GraphPattern::Values { variables, bindings } => {
                let slots: Vec<Slot> = variables.iter().map(|variable| self.variable(variable)).collect();
                let mut rows = Vec::new();
                for binding in bindings {
                    let cell = |cell: &Option<GroundTerm>| cell.clone().map_or(Ok(0), |term| self.number(&term.into()));
                    rows.push(binding.iter().map(cell).collect::<Result<Vec<_>, _>>()?);
                }
                Group::of_items(vec![Item::Values(slots, rows)])
            }
            GraphPattern::Project { .. }
            | GraphPattern::Distinct { .. }
            | GraphPattern::Slice { .. }
            | GraphPattern::OrderBy { .. }
            | GraphPattern::Group { .. } => self.table(pattern)?,
            GraphPattern::Reduced { .. } => return Err(Unsupported("REDUCED")),
            GraphPattern::Service { .. } => return Err(Unsupported("SERVICE")),
            GraphPattern::Lateral { .. } => return Err(Unsupported("LATERAL")),
        })
    }

    fn optional(
        &mut self,
        left: &GraphPattern,
        right: &GraphPattern,
        expression: Option<&Expression>,
    ) -> Result<Group, Unsupported> {
        let (mut left, mut right) = (self.group(left)?, self.group(right)?);
        if !right.stands_alone(&left.maybe) {
            return Err(SCOPE);
        }
        for part in expression.into_iter().flat_map(conjuncts) {
            self.filter(part, &mut right)?;
        }
        left.maybe.extend(right.maybe.iter().copied());
        left.stages.push(Stage::Optional(right));
        Ok(left)
    }

    fn union(&mut self, left: &GraphPattern, right: &GraphPattern) -> Result<Group, Unsupported> {
        let mut branches = Vec::new();
        for side in [left, right] {
            let mut group = self.group(side)?;
            match group.stages.as_mut_slice() {
                // A union of unions is one.
                [Stage::Join(items, filters)] if filters.is_empty() && matches!(items[..], [Item::Union(_)]) => {
                    if let Some(Item::Union(inner)) = items.pop() {
                        branches.extend(inner);
                    }
                }
                _ => branches.push(group),
            }
        }
        Ok(Group::of_items(vec![Item::Union(branches)]))
    }

    fn in_graph(&mut self, name: &NamedNodePattern, inner: &GraphPattern) -> Result<Group, Unsupported> {
        let outside = (self.graphs, self.graph);
        (self.graphs, self.graph) = match name {
            NamedNodePattern::NamedNode(name) => {
                let graph = Graphs::One(self.number(&name.clone().into())?);
                if self.with.index.scan([None; 3], graph).next().is_none() {
                    // In a graph that is not there nothing is found, whatever is asked.
                    return Ok(Group::of_items(vec![Item::Values(Vec::new(), Vec::new())]));
                }
                (graph, None)
            }
            NamedNodePattern::Variable(variable) if !binds_graph(inner, variable) => {
                return self.in_each_graph(variable, inner);
            }
            NamedNodePattern::Variable(variable) => (Graphs::Named, Some(self.variable(variable))),
        };
        let group = self.group(inner);
        (self.graphs, self.graph) = outside;
        group
    }

    /// A pattern in each of the named graphs, as the definition says: the variable of the graph is bound behind it.
    fn in_each_graph(&mut self, variable: &Variable, inner: &GraphPattern) -> Result<Group, Unsupported> {
        let graphs: Vec<u32> = self.with.index.graphs().take(MOST_GRAPHS + 1).collect();
        if graphs.len() > MOST_GRAPHS {
            return Err(Unsupported("GRAPH with a variable around more than patterns"));
        }
        let slot = self.variable(variable);
        let outside = (self.graphs, self.graph);
        let mut branches = Vec::new();
        for graph in graphs {
            (self.graphs, self.graph) = (Graphs::One(graph), None);
            let named = Group::of_items(vec![Item::Values(vec![slot], vec![vec![graph]])]);
            branches.push(self.group(inner)?.join(named).ok_or(SCOPE)?);
        }
        (self.graphs, self.graph) = outside;
        Ok(Group::of_items(vec![Item::Union(branches)]))
    }

    fn minus(&mut self, left: &GraphPattern, right: &GraphPattern) -> Result<Group, Unsupported> {
        let (mut left, right) = (self.group(left)?, self.group(right)?);
        let shared: Slots = left.maybe.intersection(&right.maybe).copied().collect();
        if shared.is_empty() {
            return Ok(left);
        }
        if !shared.is_subset(&left.certain) || !shared.is_subset(&right.certain) || !right.stands_alone(&left.maybe) {
            return Err(SCOPE);
        }
        left.stages.push(Stage::Exists(right, false));
        Ok(left)
    }

    /// A subquery: it has slots of its own.
    fn table(&mut self, pattern: &GraphPattern) -> Result<Group, Unsupported> {
        if self.graph.is_some() {
            return Err(Unsupported("a subquery in a graph that is a variable"));
        }
        let mut inner = Compiler {
            with: self.with,
            default: self.default,
            graphs: self.graphs,
            graph: None,
            names: Vec::new(),
            slots: BTreeMap::new(),
        };
        let variables = projected(pattern).ok_or(Unsupported("a subquery without a projection"))?;
        if variables.is_empty() {
            return Err(Unsupported("a subquery without variables"));
        }
        let columns: Vec<Slot> = variables.iter().map(|variable| inner.variable(variable)).collect();
        let (root, certain) = inner.node(pattern)?;
        let slots: Vec<Slot> = variables.iter().map(|variable| self.variable(variable)).collect();
        let certain = columns.iter().zip(&slots).filter(|(column, _)| certain.contains(column));
        let certain = certain.map(|(_, slot)| *slot).collect();
        let plan = Plan { root, n_slots: inner.names.len(), names: inner.names, columns };
        Ok(Group::of_items(vec![Item::Table { plan, slots, certain }]))
    }

    fn filter(&mut self, expression: &Expression, group: &mut Group) -> Result<(), Unsupported> {
        let (exists, wanted) = match expression {
            Expression::Exists(inner) => (Some(inner), true),
            Expression::Not(inner) => match inner.as_ref() {
                Expression::Exists(inner) => (Some(inner), false),
                _ => (None, true),
            },
            _ => (None, true),
        };
        if let Some(inner) = exists {
            let inner = self.group(inner)?;
            group.stages.push(Stage::Exists(inner, wanted));
        } else {
            let condition = self.condition(expression)?;
            group.filter(condition);
        }
        Ok(())
    }

    fn triples(&mut self, patterns: &[TriplePattern]) -> Result<Group, Unsupported> {
        if patterns.len() > MOST_PATTERNS {
            return Err(Unsupported("very many patterns"));
        }
        let mut items = Vec::new();
        for TriplePattern { subject, predicate, object } in patterns {
            let predicate = match predicate {
                NamedNodePattern::NamedNode(node) if *node == crate::MATCHES && self.graph.is_none() => {
                    let (thing, words) = (self.part(subject)?, self.part(object)?);
                    items.push(Item::Match(Match { thing, words, graphs: self.graphs, things: RefCell::default() }));
                    continue;
                }
                NamedNodePattern::NamedNode(node) => Part::Known(self.number(&node.clone().into())?),
                NamedNodePattern::Variable(variable) => Part::Slot(self.variable(variable)),
            };
            let subject = self.part(subject)?;
            let (object, triple) = match object {
                TermPattern::Triple(triple) if has_variable(object) => {
                    let predicate = match &triple.predicate {
                        NamedNodePattern::NamedNode(node) => Part::Known(self.number(&node.clone().into())?),
                        NamedNodePattern::Variable(variable) => Part::Slot(self.variable(variable)),
                    };
                    let parts = [self.part(&triple.subject)?, predicate, self.part(&triple.object)?];
                    (Part::Slot(self.hidden()), Some(parts))
                }
                object => (self.part(object)?, None),
            };
            let parts = [subject, predicate, object];
            items.push(Item::Scan(Scan { parts, triple, graphs: self.graphs, graph: self.graph }));
        }
        Ok(Group::of_items(items))
    }

    fn part(&mut self, pattern: &TermPattern) -> Result<Part, Unsupported> {
        Ok(match pattern {
            TermPattern::NamedNode(node) => Part::Known(self.number(&node.clone().into())?),
            TermPattern::Literal(literal) => Part::Known(self.number(&literal.clone().into())?),
            TermPattern::Variable(variable) => Part::Slot(self.variable(variable)),
            TermPattern::BlankNode(node) => Part::Slot(self.slot(node.to_string())),
            TermPattern::Triple(_) => {
                let term = ground(pattern).ok_or(Unsupported("triple terms within triple terms"))?;
                Part::Known(self.number(&term)?)
            }
        })
    }
}

/// True when a pattern works on whole sets of solutions, so that what is above it comes after it.
fn is_whole(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Group { .. } => true,
        GraphPattern::Filter { inner, .. } | GraphPattern::Extend { inner, .. } => is_whole(inner),
        _ => false,
    }
}

/// The variables that leave a query or subquery.
fn projected(pattern: &GraphPattern) -> Option<Vec<Variable>> {
    match pattern {
        GraphPattern::Project { variables, .. } => Some(variables.clone()),
        GraphPattern::Slice { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::OrderBy { inner, .. } => projected(inner),
        _ => None,
    }
}

/// True when the quads that a pattern below GRAPH asks for bind the variable of the graph, and it looks at it nowhere else.
fn binds_graph(pattern: &GraphPattern, graph: &Variable) -> bool {
    match pattern {
        // A search in texts finds no quads.
        GraphPattern::Bgp { patterns } => !patterns.is_empty() && !patterns.iter().any(is_search),
        GraphPattern::Path { .. } => true,
        GraphPattern::Filter { inner, expr } => {
            // The text of an expression names every variable in it.
            binds_graph(inner, graph) && !expr.to_string().contains(&graph.to_string())
        }
        GraphPattern::Join { left, right } => binds_graph(left, graph) && binds_graph(right, graph),
        _ => false,
    }
}

fn is_search(pattern: &TriplePattern) -> bool {
    matches!(&pattern.predicate, NamedNodePattern::NamedNode(node) if *node == crate::MATCHES)
}

fn has_variable(pattern: &TermPattern) -> bool {
    match pattern {
        TermPattern::Variable(_) | TermPattern::BlankNode(_) => true,
        TermPattern::Triple(triple) => {
            matches!(triple.predicate, NamedNodePattern::Variable(_))
                || has_variable(&triple.subject)
                || has_variable(&triple.object)
        }
        _ => false,
    }
}

/// The term of a pattern without variables.
fn ground(pattern: &TermPattern) -> Option<Term> {
    if has_variable(pattern) { None } else { Term::try_from(pattern.clone()).ok() }
}
