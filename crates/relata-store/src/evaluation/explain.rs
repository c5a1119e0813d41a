//! How a query was answered: its steps, how many rows each was expected to pass on, and how many it did.

use std::time::{Duration, Instant};

use oxigraph::model::Term;
use oxigraph::sparql::{QueryEvaluationError, QueryResults};
use serde_json::Value;
use spargebra::Query;

use super::filter::{Calculator, Computation, Condition};
use super::frame::{Part, Slot};
use super::native::Comparison;
use super::plan::{Action, Node, OrderKey, Path, Plan, Scan, Step};
use super::run::Runner;
use super::{CancellationToken, Route, Services, failed, has_base, prepared, route_over};
use crate::{Graphs, Guard, Limits, Store};

/// A step of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedStep {
    /// How deep it is nested.
    pub depth: usize,
    /// What it does.
    pub what: String,
    /// Rows it was expected to pass on, from exact counts of the graph.
    pub estimate: Option<f64>,
    /// Rows it passed on.
    pub n_rows: Option<u64>,
}

/// How a query was answered.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Its steps, in the order they are taken.
    pub steps: Vec<ExplainedStep>,
    /// Why it was left to oxigraph's evaluator, when it was.
    pub left_to_oxigraph: Option<&'static str>,
    /// Rows of the answer.
    pub n_rows: usize,
    /// From the start of the evaluation to the last row.
    pub time: Duration,
}

/// Answers `query` to its last row and says how; `show` writes a term for people.
///
/// # Errors
/// When the evaluation fails, a limit is exceeded, or the token is cancelled.
pub fn explain(
    store: &Store,
    query: &Query,
    union: bool,
    limits: Limits,
    token: &CancellationToken,
    show: &dyn Fn(&Term) -> String,
) -> Result<Explanation, QueryEvaluationError> {
    let started = Instant::now();
    let (with, guard) = (Calculator::new(store, has_base(query)), Guard::new(limits, token.clone()));
    match route_over(store, query, union, &with) {
        Route::Own { plan, is_select } => {
            let runner = Runner::new(&with, &guard);
            let n_rows = if is_select {
                runner.rows(&plan).map_err(failed)?.len() / plan.columns.len()
            } else {
                usize::from(runner.any(&plan).map_err(failed)?)
            };
            let mut writer = Writer { names: &plan.names, with: &with, show, steps: Vec::new(), made: Vec::new() };
            writer.node(&plan.root, 0);
            writer.say_aggregates();
            Ok(Explanation { steps: writer.steps, left_to_oxigraph: None, n_rows, time: started.elapsed() })
        }
        Route::Oxigraph(reason) => {
            let (prepared, default) = prepared(query, union, token, &Services::default());
            let (results, explanation) = prepared
                .on_queryable_dataset(store.dataset(default.as_deref(), guard.into()))
                .compute_statistics()
                .explain();
            let mut n_rows = 0;
            match results? {
                QueryResults::Boolean(truth) => n_rows = usize::from(truth),
                QueryResults::Solutions(solutions) => {
                    for solution in solutions {
                        solution?;
                        n_rows += 1;
                    }
                }
                QueryResults::Graph(triples) => {
                    for triple in triples {
                        triple?;
                        n_rows += 1;
                    }
                }
            }
            let mut json = Vec::new();
            let tree = explanation.write_in_json(&mut json).ok().and_then(|()| serde_json::from_slice(&json).ok());
            let mut steps = Vec::new();
            walk(tree.as_ref().and_then(|tree: &Value| tree.get("plan")), 0, &mut steps);
            Ok(Explanation { steps, left_to_oxigraph: Some(reason), n_rows, time: started.elapsed() })
        }
    }
}

/// Steps of oxigraph's own account.
fn walk(node: Option<&Value>, depth: usize, steps: &mut Vec<ExplainedStep>) {
    let Some(node) = node else { return };
    let what = node.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let n_rows = node.get("number of results").and_then(Value::as_u64);
    steps.push(ExplainedStep { depth, what, estimate: None, n_rows });
    for child in node.get("children").and_then(Value::as_array).into_iter().flatten() {
        walk(Some(child), depth + 1, steps);
    }
}

/// Writes steps for people.
struct Writer<'a> {
    names: &'a [String],
    with: &'a Calculator<'a>,
    show: &'a dyn Fn(&Term) -> String,
    steps: Vec<ExplainedStep>,
    /// Names of aggregates, and what they stand for.
    made: Vec<(String, String)>,
}

impl Writer<'_> {
    /// Puts aggregates where their names stand.
    fn say_aggregates(&mut self) {
        for step in &mut self.steps {
            for (name, text) in &self.made {
                step.what = step.what.replace(name, text);
            }
        }
    }

    fn push(&mut self, depth: usize, what: String) {
        self.steps.push(ExplainedStep { depth, what, estimate: None, n_rows: None });
    }

    fn name(&self, slot: Slot) -> &str {
        &self.names[slot]
    }

    fn list(&self, slots: &[Slot]) -> String {
        slots.iter().map(|slot| self.name(*slot)).collect::<Vec<_>>().join(" ")
    }

    fn number(&self, number: u32) -> String {
        self.with.terms.term(number).map_or_else(|_| "?".to_owned(), |term| (self.show)(&term))
    }

    fn part(&self, part: Part) -> String {
        match part {
            Part::Known(number) => self.number(number),
            Part::Slot(slot) => self.name(slot).to_owned(),
        }
    }

    fn node(&mut self, node: &Node, depth: usize) {
        let inner = match node {
            Node::Pipe(steps) => return self.steps(steps, depth),
            Node::Then(inner, steps) => {
                self.node(inner, depth);
                return self.steps(steps, depth);
            }
            Node::Group { inner, keys, aggregates } => {
                let made: Vec<&str> = aggregates.iter().map(|(_, aggregate)| aggregate.text.as_str()).collect();
                let by = if keys.is_empty() { String::new() } else { format!(" by {}", self.list(keys)) };
                self.push(depth, format!("group{by}: {}", made.join(", ")));
                // The parser gives aggregates names of its own.
                let own =
                    aggregates.iter().map(|(slot, aggregate)| (self.name(*slot).to_owned(), aggregate.text.clone()));
                let own: Vec<_> = own.collect();
                self.made.extend(own);
                inner
            }
            Node::Distinct { inner, slots } => {
                self.push(depth, format!("different {}", self.list(slots)));
                inner
            }
            Node::Order { inner, keys, most, .. } => {
                let key = |computation: &Computation| match computation {
                    Computation::Part(part) => self.part(*part),
                    Computation::Formula(formula) => formula.text.clone(),
                };
                let level =
                    |order: &OrderKey| key(&order.computation) + if order.descending { " descending" } else { "" };
                let keys: Vec<String> = keys.iter().map(level).collect();
                let first = most.map_or_else(String::new, |most| format!(", the first {most}"));
                self.push(depth, format!("order by {}{first}", keys.join(", then ")));
                inner
            }
            Node::Slice { inner, start, length } => {
                let length = length.map_or_else(|| "all".to_owned(), |length| length.to_string());
                self.push(depth, format!("take {length} from {start}"));
                inner
            }
        };
        self.node(inner, depth + 1);
    }

    fn steps(&mut self, steps: &[Step], depth: usize) {
        for step in steps {
            let what = self.action(&step.action);
            let estimate = (!step.estimate.is_nan()).then_some(step.estimate);
            self.steps.push(ExplainedStep { depth, what, estimate, n_rows: Some(step.passed.get()) });
            match &step.action {
                Action::Optional(inner) | Action::Exists { steps: inner, .. } => self.steps(inner, depth + 1),
                Action::Union(branches) => {
                    for (index, branch) in branches.iter().enumerate() {
                        self.push(depth + 1, format!("branch {}", index + 1));
                        self.steps(branch, depth + 2);
                    }
                }
                Action::Table(table) => self.plan(&table.plan, depth + 1),
                _ => {}
            }
        }
    }

    fn plan(&mut self, plan: &Plan, depth: usize) {
        // A part of a query that is answered by itself has the names of the query.
        let names = if plan.names.is_empty() { self.names } else { &plan.names };
        let mut inner = Writer { names, with: self.with, show: self.show, steps: Vec::new(), made: Vec::new() };
        inner.node(&plan.root, depth);
        inner.say_aggregates();
        self.steps.append(&mut inner.steps);
    }

    fn action(&self, action: &Action) -> String {
        match action {
            Action::Scan(scan) => self.scan(scan),
            Action::Reach(reach) => {
                let sign = match (reach.zero, reach.many) {
                    (true, true) => "*",
                    (false, true) => "+",
                    (false, false) => "",
                    (true, false) => "?",
                };
                let [from, to] = reach.ends.map(|end| self.part(end));
                format!(
                    "search {from} ({}){sign} {to}{}",
                    self.path(&reach.path),
                    self.in_graph(reach.graph, reach.graphs)
                )
            }
            Action::Match(search) => format!("words {} in {}", self.part(search.words), self.part(search.thing)),
            Action::Filter(condition) => format!("where {}", self.condition(condition)),
            Action::Optional(_) => "optional".to_owned(),
            Action::Union(_) => "union".to_owned(),
            Action::Extend(slot, Computation::Part(part)) => format!("{} is {}", self.name(*slot), self.part(*part)),
            Action::Extend(slot, Computation::Formula(formula)) => format!("{} is {}", self.name(*slot), formula.text),
            Action::Values(slots, rows) => format!("{} values of {}", rows.len(), self.list(slots)),
            Action::Exists { wanted, .. } => if *wanted { "where there is" } else { "where there is no" }.to_owned(),
            Action::Table(table) if table.plan.names.is_empty() => {
                format!("beforehand, for {}", self.list(&table.slots))
            }
            Action::Table(table) => format!("subquery for {}", self.list(&table.slots)),
            Action::Once { slots, .. } => format!("each {} once", self.list(slots)),
        }
    }

    fn scan(&self, scan: &Scan) -> String {
        let [subject, predicate, object] = scan.parts.map(|part| self.part(part));
        let object = scan.triple.map_or(object, |parts| {
            let [subject, predicate, object] = parts.map(|part| self.part(part));
            format!("<<( {subject} {predicate} {object} )>>")
        });
        format!("find {subject} {predicate} {object}{}", self.in_graph(scan.graph, scan.graphs))
    }

    /// Where it is looked, unless that is everywhere.
    fn in_graph(&self, graph: Option<Slot>, graphs: Graphs) -> String {
        match (graph, graphs) {
            (Some(slot), _) => format!(" in {}", self.name(slot)),
            (None, Graphs::One(number)) if number != 0 => format!(" in {}", self.number(number)),
            _ => String::new(),
        }
    }

    fn path(&self, path: &Path) -> String {
        match path {
            Path::Forward(predicate) => self.number(*predicate),
            Path::Not(predicates) => {
                format!("!({})", predicates.iter().map(|number| self.number(*number)).collect::<Vec<_>>().join("|"))
            }
            Path::Inverse(inner) => format!("^{}", self.path(inner)),
            Path::Sequence(a, b) => format!("{}/{}", self.path(a), self.path(b)),
            Path::Either(a, b) => format!("{}|{}", self.path(a), self.path(b)),
            Path::Repeat { path, zero, many } => {
                let sign = if !*zero {
                    "+"
                } else if *many {
                    "*"
                } else {
                    "?"
                };
                format!("({}){sign}", self.path(path))
            }
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Bound(slot) => format!("{} is bound", self.name(*slot)),
            Condition::Not(inner) => format!("not {}", self.condition(inner)),
            Condition::Compare { how, ends: [a, b], .. } => {
                let sign = match how {
                    Comparison::SameTerm => "is",
                    Comparison::Equal => "=",
                    Comparison::Less => "<",
                    Comparison::LessOrEqual => "<=",
                };
                format!("{} {sign} {}", self.part(*a), self.part(*b))
            }
            Condition::Formula(formula) => formula.text.clone(),
        }
    }
}
