//! A SPARQL query asked of the rows of a table, as Tarql does.
//!
//! [`TableQueries`] is a text with queries, read once. A [`QueryRun`] takes the rows of one
//! table: the cells of a row are the first bindings in WHERE, so that the rest of the
//! query computes with them. Rows are asked in batches, so that planning is paid once
//! for thousands of them; only a query that has to see all rows at once (a total, an
//! order, a query inside) keeps the whole table in memory.

mod columns;
mod drive;
mod pattern;
mod script;
mod split;

use std::collections::{BTreeMap, HashMap};

use oxigraph::model::{BlankNode, Dataset, Literal, NamedNode, Quad, Term, Triple, TripleRef, Variable};
use spareval::{QueryEvaluationError, QueryEvaluator};
use spargebra::Query;
use spargebra::term::{GroundTerm, TriplePattern};

pub use columns::variables;
pub use drive::{Answered, DriveError, Listener, Stopped, TableSource};
use pattern::RowPlan;
pub use script::Form;
use script::Script;
use split::Separators;

use super::options::TableOptions;
use crate::sparql::template::{self, TripleTemplate};
use relata_table::diagnostic::{Diagnostic, nearest};

/// Namespace of Tarql's functions.
const TARQL: &str = "http://tarql.github.io/tarql#";

/// Rows that are asked at once.
const BATCH: usize = 4096;

/// Queries that make something of the rows of a table.
#[derive(Debug)]
pub struct TableQueries {
    script: Script,
    /// Prefixes declared before the first query.
    prefixes: BTreeMap<String, String>,
    base: Option<String>,
}

/// One result of a run.
#[derive(Debug)]
pub enum Generated<'a> {
    /// A triple of a CONSTRUCT query.
    Triple(TripleRef<'a>),
    /// A row of a SELECT query, in the order of [`QueryRun::headings`].
    Solution(&'a [Option<Term>]),
}

impl TableQueries {
    /// Reads the queries of the file shown as `file`. `prefixes` are declared before them, and so are `tarql` and `apf`;
    /// `base` resolves relative IRIs.
    ///
    /// # Errors
    /// When it is no mapping, with the place.
    pub fn read(
        file: &str,
        text: &str,
        prefixes: &BTreeMap<String, String>,
        base: Option<&str>,
    ) -> Result<TableQueries, Box<Diagnostic>> {
        let mut prefixes = prefixes.clone();
        prefixes.insert("tarql".to_owned(), TARQL.to_owned());
        prefixes.insert("apf".to_owned(), split::NAMESPACE.to_owned());
        let mapping =
            TableQueries { script: Script::read(file, text, &prefixes)?, prefixes, base: base.map(str::to_owned) };
        // Faults that do not depend on the table are found without one.
        for statement in &mapping.script.statements {
            mapping.script.parse(statement, &[], &mapping.prefixes, mapping.base.as_deref())?;
        }
        Ok(mapping)
    }

    /// The form of its queries.
    pub fn form(&self) -> Form {
        self.script.statements.first().map_or(Form::Construct, |statement| statement.form)
    }

    /// The tables its queries name behind FROM, each once, with what is said about how they are written.
    pub fn tables(&self) -> Vec<(String, TableOptions)> {
        let mut tables: Vec<(String, TableOptions)> = Vec::new();
        for name in self.script.statements.iter().flat_map(|statement| &statement.from) {
            let table = TableOptions::split(name);
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        tables
    }

    /// All prefixes that are declared, those of the text included.
    pub fn prefixes(&self) -> BTreeMap<String, String> {
        let mut prefixes = self.prefixes.clone();
        prefixes.extend(self.script.prefixes.clone());
        prefixes
    }

    /// The prefixes that stand in the text of its queries.
    pub fn used_prefixes(&self) -> BTreeMap<String, String> {
        let mut prefixes = self.prefixes();
        prefixes.retain(|prefix, iri| iri != TARQL && iri != split::NAMESPACE && self.script.mentions(prefix));
        prefixes
    }

    /// A run over the rows of a table with these headings. Blank nodes are named after `stem`. Variables that nothing gives
    /// a value go to `report`.
    ///
    /// # Errors
    /// When a query does not fit the table, with the place.
    pub fn over(
        &self,
        headings: &[&str],
        options: &TableOptions,
        stem: &str,
        report: &mut dyn FnMut(Diagnostic),
    ) -> Result<QueryRun, Box<Diagnostic>> {
        let names = variables(headings.iter().copied());
        let statements = &self.script.statements;
        let is_used =
            |name: &str| statements.iter().any(|statement| statement.is_star || statement.variables.contains_key(name));
        let mut used: Vec<usize> = (0..names.len()).filter(|index| is_used(&names[*index])).collect();
        if used.is_empty() && !names.is_empty() {
            used.push(0);
        }
        let columns: Vec<&str> = used.iter().map(|index| names[*index].as_str()).collect();
        let mut plans = Vec::new();
        for statement in statements {
            let mut with_row = columns.clone();
            if !statement.is_star {
                with_row.push(columns::ROW_NUMBER);
            }
            let query = self.script.parse(statement, &with_row, &self.prefixes, self.base.as_deref())?;
            let template = match &query {
                Query::Construct { template, .. } => template.clone(),
                _ => Vec::new(),
            };
            let marker: Vec<Variable> = with_row.iter().map(|name| Variable::new_unchecked(*name)).collect();
            let mut plan = RowPlan::new(query, marker, statement.is_star).ok_or_else(|| {
                let hint = "write `?part apf:strSplit (?cell \",\")` in the outer group of WHERE";
                self.script.fault(0..0, "`apf:strSplit` cannot be used so", hint)
            })?;
            // By an old convention, a query that leaves out one row means the header.
            if options.header.is_none() && plan.start == 1 {
                plan.start = 0;
            }
            for name in unbound(&template, &plan.variables) {
                let near = nearest(name, names.iter().map(String::as_str));
                let hint = near.map_or_else(
                    || format!("the table has {}", shown(&names)),
                    |near| format!("did you mean `?{near}`?"),
                );
                report(self.script.unbound(statement, name, hint));
            }
            plans.push(RunningQuery {
                template: TripleTemplate::new(&template, &plan.variables),
                plan,
                n_solutions: 0,
            });
        }
        let needs_earlier = plans.iter().skip(1).any(|step| step.plan.reads_graph);
        let is_whole = plans.iter().any(|step| step.plan.is_whole);
        Ok(QueryRun {
            evaluator: evaluator(self.prefixes()),
            form: self.form(),
            steps: plans,
            used,
            n_rows: 0,
            rows: Vec::new(),
            batch: if is_whole { usize::MAX } else { BATCH },
            pass: needs_earlier.then_some(0),
            earlier: Dataset::new(),
            separators: Separators::default(),
            truth: false,
            blanks: Blanks { stem: stem.replace(|c: char| !c.is_ascii_alphanumeric(), "_"), n_named: 0 },
        })
    }
}

/// The names as variables, as many as a message can take.
fn shown(names: &[String]) -> String {
    let more = if names.len() > 12 { " …" } else { "" };
    names.iter().take(12).map(|name| format!("`?{name}`")).collect::<Vec<_>>().join(" ") + more
}

/// Variables of a template that no solution has.
fn unbound<'a>(template: &'a [TriplePattern], variables: &[Variable]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for triple in template {
        template::each_variable(triple, &mut |variable| {
            if !variables.contains(variable) && !found.contains(&variable.as_str()) {
                found.push(variable.as_str());
            }
        });
    }
    found
}

/// oxigraph's evaluator with Tarql's functions.
fn evaluator(prefixes: BTreeMap<String, String>) -> QueryEvaluator {
    let text = |arguments: &[Term]| match arguments {
        [Term::Literal(literal)] => Some(literal.value().to_owned()),
        _ => None,
    };
    let names = prefixes.clone();
    relata_store::evaluation::evaluator()
        .with_custom_function(NamedNode::new_unchecked(format!("{TARQL}expandPrefix")), move |arguments| {
            Some(Literal::new_simple_literal(prefixes.get(&text(arguments)?)?).into())
        })
        .with_custom_function(NamedNode::new_unchecked(format!("{TARQL}expandPrefixedName")), move |arguments| {
            let name = text(arguments)?;
            let (prefix, local) = name.split_once(':')?;
            Some(NamedNode::new(format!("{}{local}", names.get(prefix)?)).ok()?.into())
        })
}

/// One query of a mapping, while rows come in.
#[derive(Debug)]
struct RunningQuery {
    plan: RowPlan,
    template: TripleTemplate,
    /// Solutions so far.
    n_solutions: usize,
}

/// The queries of a mapping, asked of one table.
pub struct QueryRun {
    evaluator: QueryEvaluator,
    form: Form,
    steps: Vec<RunningQuery>,
    /// The columns that some query uses.
    used: Vec<usize>,
    n_rows: u64,
    rows: Vec<Vec<Option<GroundTerm>>>,
    batch: usize,
    /// The query that is asked, where later ones read what earlier ones made.
    pass: Option<usize>,
    /// The triples of earlier queries, where later ones read them.
    earlier: Dataset,
    separators: Separators,
    truth: bool,
    blanks: Blanks,
}

impl QueryRun {
    /// The number of times the rows have to be pushed from the first to the last: one, unless a later query reads the
    /// triples of earlier ones.
    pub fn n_passes(&self) -> usize {
        if self.pass.is_some() { self.steps.len() } else { 1 }
    }

    /// The headings of a SELECT query.
    pub fn headings(&self) -> &[Variable] {
        self.steps.first().map_or(&[], |step| &step.plan.variables)
    }

    /// True when a row satisfied an ASK query.
    pub fn truth(&self) -> bool {
        self.truth
    }

    /// Counts a row that cannot be read, so that those behind it keep their number.
    pub fn skip(&mut self) {
        self.n_rows += 1;
    }

    /// Takes a row; now and then what was found goes to `sink`. False when no more rows are needed.
    ///
    /// # Errors
    /// When a query cannot be answered.
    pub fn push(
        &mut self,
        cells: &[String],
        sink: &mut dyn FnMut(Generated<'_>),
    ) -> Result<bool, QueryEvaluationError> {
        self.n_rows += 1;
        let value = |index: &usize| {
            let cell = cells.get(*index).filter(|cell| !cell.trim().is_empty())?;
            Some(GroundTerm::Literal(Literal::new_simple_literal(cell)))
        };
        let mut row: Vec<Option<GroundTerm>> = self.used.iter().map(value).collect();
        row.push(Some(GroundTerm::Literal(Literal::from(self.n_rows))));
        self.rows.push(row);
        if self.rows.len() >= self.batch {
            self.ask(sink)?;
        }
        let is_done = |step: &RunningQuery| {
            step.plan.length.is_some_and(|n| step.n_solutions >= step.plan.start.saturating_add(n))
        };
        Ok(!(self.steps.iter().all(is_done) || (self.form == Form::Ask && self.truth)))
    }

    /// Ends a pass.
    ///
    /// # Errors
    /// As for [`QueryRun::push`].
    pub fn finish(&mut self, sink: &mut dyn FnMut(Generated<'_>)) -> Result<(), QueryEvaluationError> {
        self.ask(sink)?;
        self.n_rows = 0;
        self.pass = self.pass.map(|pass| pass + 1);
        Ok(())
    }

    /// Asks the queries of the rows gathered.
    fn ask(&mut self, sink: &mut dyn FnMut(Generated<'_>)) -> Result<(), QueryEvaluationError> {
        let mut rows = std::mem::take(&mut self.rows);
        let keeps = self.pass.is_some_and(|pass| pass + 1 < self.steps.len());
        let chosen = self.pass.map_or(0..self.steps.len(), |pass| pass..pass + 1);
        let mut made = Vec::new();
        let last = chosen.end;
        for index in chosen {
            let rows = if index + 1 == last { std::mem::take(&mut rows) } else { rows.clone() };
            let Some(step) = self.steps.get_mut(index) else { break };
            let mut asked = pattern::Asked {
                evaluator: &self.evaluator,
                dataset: &self.earlier,
                separators: &mut self.separators,
                base: None,
            };
            let mut names = HashMap::new();
            let (form, truth, blanks) = (self.form, &mut self.truth, &mut self.blanks);
            asked.each_solution(&step.plan, rows, &mut |mut solution| {
                let number = step.n_solutions;
                step.n_solutions += 1;
                let is_wanted = number >= step.plan.start
                    && step.plan.length.is_none_or(|n| number < step.plan.start.saturating_add(n));
                if !is_wanted {
                    return;
                }
                *truth = true;
                blanks.rename(&mut solution, &mut names);
                match form {
                    Form::Select => sink(Generated::Solution(&solution)),
                    Form::Ask => {}
                    Form::Construct => {
                        let blank = |label: usize| blanks.of_template(index, number, label);
                        step.template.fill(&solution, &blank, &mut |triple: Triple| {
                            sink(Generated::Triple(triple.as_ref()));
                            if keeps {
                                made.push(triple);
                            }
                        });
                    }
                }
            })?;
        }
        let quads = made.into_iter().map(|triple| triple.in_graph(oxigraph::model::GraphName::DefaultGraph));
        quads.for_each(|quad: Quad| {
            self.earlier.insert(&quad);
        });
        Ok(())
    }
}

/// Names for blank nodes: the same rows always get the same ones.
#[derive(Debug)]
struct Blanks {
    stem: String,
    n_named: usize,
}

impl Blanks {
    /// A blank node of a template, for one solution.
    fn of_template(&self, query: usize, solution: usize, label: usize) -> BlankNode {
        BlankNode::new_unchecked(format!("{}_q{query}_s{solution}_b{label}", self.stem))
    }

    /// Names what a query made with `BNODE`; `names` has those of this batch.
    fn rename(&mut self, solution: &mut [Option<Term>], names: &mut HashMap<BlankNode, BlankNode>) {
        for term in solution.iter_mut().flatten() {
            if let Term::BlankNode(node) = term
                && !node.as_str().starts_with(&self.stem)
            {
                let (stem, n_named) = (&self.stem, &mut self.n_named);
                let new = names.entry(node.clone()).or_insert_with(|| {
                    *n_named += 1;
                    BlankNode::new_unchecked(format!("{stem}_w{n_named}"))
                });
                *node = new.clone();
            }
        }
    }
}
