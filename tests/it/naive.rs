//! SPARQL's algebra read word for word: every part of a query is a bag of solutions, made by itself, bottom up.
//!
//! It knows what the random queries of `store.rs` are made of, is slow, and gives up where the bags grow large. Sections
//! are those of SPARQL 1.1 Query Language.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term, Triple};
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, GraphPattern, PropertyPathExpression as Path,
};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// Pairs of solutions that are looked at for one join, at most.
const MOST_PAIRS: usize = 1_000_000;

/// A solution: variables with their values. Blank nodes of a pattern are variables that no projection names.
type Solution = BTreeMap<String, Term>;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum GivenUp {
    /// It would take too long.
    TooLarge,
    /// The query holds something that is not read here.
    Unknown,
}

type Bag = Result<Vec<Solution>, GivenUp>;

/// A data set.
pub(crate) struct Naive {
    default: Vec<Triple>,
    named: BTreeMap<NamedNode, Vec<Triple>>,
}

impl Naive {
    /// The data set of these quads; its default graph is all graphs together when `union` says so.
    pub(crate) fn new(quads: &[Quad], union: bool) -> Naive {
        let mut naive = Naive { default: Vec::new(), named: BTreeMap::new() };
        let insert = |graph: &mut Vec<Triple>, triple: &Triple| {
            if !graph.contains(triple) {
                graph.push(triple.clone());
            }
        };
        for quad in quads {
            let triple: Triple = quad.clone().into();
            if union || quad.graph_name == GraphName::DefaultGraph {
                insert(&mut naive.default, &triple);
            }
            if let GraphName::NamedNode(name) = &quad.graph_name {
                insert(naive.named.entry(name.clone()).or_default(), &triple);
            }
        }
        naive
    }

    /// The solutions of a query.
    pub(crate) fn solutions(&self, pattern: &GraphPattern) -> Bag {
        self.eval(pattern, &self.default)
    }

    /// Section 18.6: `graph` is the active graph.
    fn eval(&self, pattern: &GraphPattern, graph: &[Triple]) -> Bag {
        Ok(match pattern {
            GraphPattern::Bgp { patterns } => {
                patterns.iter().try_fold(vec![Solution::new()], |bag, pattern| join(&bag, &matches(pattern, graph)))?
            }
            GraphPattern::Path { subject, path, object } => paths(&end(subject), path, &end(object), graph, &mut 0)?,
            GraphPattern::Join { left, right } => join(&self.eval(left, graph)?, &self.eval(right, graph)?)?,
            GraphPattern::LeftJoin { left, right, expression } => {
                self.left_join(&self.eval(left, graph)?, &self.eval(right, graph)?, expression.as_ref(), graph)?
            }
            GraphPattern::Filter { expr, inner } => {
                let mut kept = Vec::new();
                for solution in self.eval(inner, graph)? {
                    if self.truth(expr, &solution, graph)? == Some(true) {
                        kept.push(solution);
                    }
                }
                kept
            }
            GraphPattern::Union { left, right } => [self.eval(left, graph)?, self.eval(right, graph)?].concat(),
            GraphPattern::Graph { name: NamedNodePattern::NamedNode(name), inner } => match self.named.get(name) {
                Some(graph) => self.eval(inner, graph)?,
                None => Vec::new(),
            },
            GraphPattern::Graph { name: NamedNodePattern::Variable(variable), inner } => {
                let mut all = Vec::new();
                for (name, graph) in &self.named {
                    let named = Solution::from([(variable.to_string(), name.clone().into())]);
                    all.extend(join(&self.eval(inner, graph)?, &[named])?);
                }
                all
            }
            GraphPattern::Extend { inner, variable, expression } => {
                let mut bag = self.eval(inner, graph)?;
                for solution in &mut bag {
                    if let Some(value) = self.value(expression, solution, graph)? {
                        solution.insert(variable.to_string(), value);
                    }
                }
                bag
            }
            GraphPattern::Minus { left, right } => {
                let right = self.eval(right, graph)?;
                let shares = |a: &Solution, b: &Solution| a.keys().any(|name| b.contains_key(name));
                let mut left = self.eval(left, graph)?;
                left.retain(|a| !right.iter().any(|b| compatible(a, b) && shares(a, b)));
                left
            }
            GraphPattern::Values { variables, bindings } => {
                let row = |cells: &Vec<Option<spargebra::term::GroundTerm>>| {
                    let cells = variables.iter().zip(cells);
                    cells.filter_map(|(name, cell)| Some((name.to_string(), cell.clone()?.into()))).collect()
                };
                bindings.iter().map(row).collect()
            }
            // The order of an answer is not compared.
            GraphPattern::OrderBy { inner, .. } => self.eval(inner, graph)?,
            GraphPattern::Project { inner, variables } => {
                let names: BTreeSet<String> = variables.iter().map(ToString::to_string).collect();
                let mut bag = self.eval(inner, graph)?;
                for solution in &mut bag {
                    solution.retain(|name, _| names.contains(name));
                }
                bag
            }
            GraphPattern::Distinct { inner } => {
                let mut seen = BTreeSet::new();
                let mut bag = self.eval(inner, graph)?;
                bag.retain(|solution| seen.insert(shown(solution)));
                bag
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                let bag = self.eval(inner, graph)?;
                self.groups(&bag, variables, aggregates, graph)?
            }
            GraphPattern::Slice { inner, start: 0, length: Some(length) } => {
                let bag = self.eval(inner, graph)?;
                // Which ones are taken depends on the order.
                if bag.len() > *length {
                    return Err(GivenUp::TooLarge);
                }
                bag
            }
            _ => return Err(GivenUp::Unknown),
        })
    }

    fn left_join(
        &self,
        left: &[Solution],
        right: &[Solution],
        condition: Option<&Expression>,
        graph: &[Triple],
    ) -> Bag {
        small(left.len() * right.len())?;
        let mut all = Vec::new();
        for a in left {
            let before = all.len();
            for both in right.iter().filter(|b| compatible(a, b)).map(|b| merged(a, b)) {
                let holds = condition.map_or(Ok(Some(true)), |condition| self.truth(condition, &both, graph))?;
                if holds == Some(true) {
                    all.push(both);
                }
            }
            if all.len() == before {
                all.push(a.clone());
            }
        }
        Ok(all)
    }

    fn groups(
        &self,
        bag: &[Solution],
        variables: &[oxigraph::model::Variable],
        aggregates: &[(oxigraph::model::Variable, AggregateExpression)],
        graph: &[Triple],
    ) -> Bag {
        let mut groups: BTreeMap<Vec<(String, String)>, Vec<&Solution>> = BTreeMap::new();
        if variables.is_empty() {
            groups.entry(Vec::new()).or_default();
        }
        let keys: Vec<String> = variables.iter().map(ToString::to_string).collect();
        for solution in bag {
            let key = keys.iter().filter_map(|name| Some((name.clone(), solution.get(name)?.to_string())));
            groups.entry(key.collect()).or_default().push(solution);
        }
        let mut all = Vec::new();
        for members in groups.values() {
            let first = members.first().copied();
            let key = keys.iter().filter_map(|name| Some((name.clone(), first?.get(name)?.clone())));
            let mut made: Solution = key.collect();
            for (variable, aggregate) in aggregates {
                if let Some(value) = self.aggregate(aggregate, members, graph)? {
                    made.insert(variable.to_string(), value);
                }
            }
            all.push(made);
        }
        Ok(all)
    }

    fn aggregate(
        &self,
        aggregate: &AggregateExpression,
        members: &[&Solution],
        graph: &[Triple],
    ) -> Result<Option<Term>, GivenUp> {
        let count = |n: usize| Some(Literal::from(i64::try_from(n).unwrap()).into());
        let (name, expression, distinct) = match aggregate {
            AggregateExpression::CountSolutions { distinct: false } => return Ok(count(members.len())),
            AggregateExpression::CountSolutions { distinct: true } => {
                return Ok(count(members.iter().map(|solution| shown(solution)).collect::<BTreeSet<_>>().len()));
            }
            AggregateExpression::FunctionCall { name, expr, distinct } => (name, expr, *distinct),
        };
        let mut values = Vec::new();
        let mut n_failed = 0;
        for solution in members {
            match self.value(expression, solution, graph)? {
                Some(value) if distinct && values.contains(&value) => {}
                Some(value) => values.push(value),
                None => n_failed += 1,
            }
        }
        let integers: Option<Vec<i64>> = values.iter().map(integer).collect();
        Ok(match name {
            AggregateFunction::Count => count(values.len()),
            AggregateFunction::Sum => integers
                .filter(|_| n_failed == 0)
                .map(|integers| Literal::from(integers.into_iter().sum::<i64>()).into()),
            _ => return Err(GivenUp::Unknown),
        })
    }

    /// Section 17.2: none is an error.
    fn truth(&self, expression: &Expression, solution: &Solution, graph: &[Triple]) -> Result<Option<bool>, GivenUp> {
        let truth = |inner: &Expression| self.truth(inner, solution, graph);
        let value = |inner: &Expression| self.value(inner, solution, graph);
        Ok(match expression {
            Expression::Bound(variable) => Some(solution.contains_key(&variable.to_string())),
            Expression::Not(inner) => truth(inner)?.map(|truth| !truth),
            Expression::And(a, b) => match (truth(a)?, truth(b)?) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Expression::Or(a, b) => match (truth(a)?, truth(b)?) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Expression::SameTerm(a, b) | Expression::Equal(a, b) => {
                // All literals here are integers in the usual spelling, so equal ones are the same.
                value(a)?.zip(value(b)?).map(|(a, b)| a == b)
            }
            Expression::Less(a, b) => {
                let both = value(a)?.zip(value(b)?);
                both.and_then(|(a, b)| Some(integer(&a)? < integer(&b)?))
            }
            Expression::FunctionCall(spargebra::algebra::Function::IsIri, list) => {
                value(&list[0])?.map(|value| value.is_named_node())
            }
            Expression::Exists(pattern) => {
                let found = self.eval(pattern, graph)?;
                Some(found.iter().any(|other| compatible(solution, other)))
            }
            _ => return Err(GivenUp::Unknown),
        })
    }

    fn value(&self, expression: &Expression, solution: &Solution, graph: &[Triple]) -> Result<Option<Term>, GivenUp> {
        Ok(match expression {
            Expression::Variable(variable) => solution.get(&variable.to_string()).cloned(),
            Expression::NamedNode(node) => Some(node.clone().into()),
            Expression::Literal(literal) => Some(literal.clone().into()),
            Expression::Coalesce(list) => {
                for inner in list {
                    if let Some(value) = self.value(inner, solution, graph)? {
                        return Ok(Some(value));
                    }
                }
                None
            }
            Expression::Add(a, b) => {
                let (a, b) = (self.value(a, solution, graph)?, self.value(b, solution, graph)?);
                a.zip(b).and_then(|(a, b)| Some(Literal::from(integer(&a)? + integer(&b)?).into()))
            }
            condition => self.truth(condition, solution, graph)?.map(|truth| Literal::from(truth).into()),
        })
    }
}

fn integer(term: &Term) -> Option<i64> {
    match term {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

fn small(n_pairs: usize) -> Result<(), GivenUp> {
    if n_pairs > MOST_PAIRS { Err(GivenUp::TooLarge) } else { Ok(()) }
}

/// A solution as text, without the blank nodes of patterns.
pub(crate) fn shown(solution: &Solution) -> String {
    let cells = solution.iter().filter(|(name, _)| !name.starts_with('_'));
    cells.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

fn compatible(a: &Solution, b: &Solution) -> bool {
    a.iter().all(|(name, value)| b.get(name).is_none_or(|other| other == value))
}

fn merged(a: &Solution, b: &Solution) -> Solution {
    a.iter().chain(b).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn join(left: &[Solution], right: &[Solution]) -> Bag {
    small(left.len() * right.len())?;
    let pairs = left.iter().flat_map(|a| right.iter().filter(|b| compatible(a, b)).map(|b| merged(a, b)));
    Ok(pairs.collect())
}

/// An end of a pattern.
#[derive(Debug, Clone)]
enum End {
    Term(Term),
    Variable(String),
}

fn end(pattern: &TermPattern) -> End {
    match pattern {
        TermPattern::Variable(variable) => End::Variable(variable.to_string()),
        TermPattern::BlankNode(node) => End::Variable(node.to_string()),
        other => End::Term(other.clone().try_into().unwrap()),
    }
}

/// The solution in which these ends have these values.
fn bound<const N: usize>(ends: [(&End, Term); N]) -> Option<Solution> {
    let mut solution = Solution::new();
    for (end, value) in ends {
        match end {
            End::Term(term) if *term == value => {}
            End::Term(_) => return None,
            End::Variable(name) => {
                if solution.insert(name.clone(), value.clone()).is_some_and(|before| before != value) {
                    return None;
                }
            }
        }
    }
    Some(solution)
}

fn matches(pattern: &TriplePattern, graph: &[Triple]) -> Vec<Solution> {
    let predicate = match &pattern.predicate {
        NamedNodePattern::NamedNode(node) => End::Term(node.clone().into()),
        NamedNodePattern::Variable(variable) => End::Variable(variable.to_string()),
    };
    let (subject, object) = (end(&pattern.subject), end(&pattern.object));
    let found = graph.iter().filter_map(|triple| {
        let [s, p] = [triple.subject.clone().into(), triple.predicate.clone().into()];
        bound([(&subject, s), (&predicate, p), (&object, triple.object.clone())])
    });
    found.collect()
}

/// Section 18.4; `fresh` counts the variables that stand between the parts of sequences.
fn paths(from: &End, path: &Path, to: &End, graph: &[Triple], fresh: &mut usize) -> Bag {
    let each_once = |mut bag: Vec<Solution>| {
        let mut seen = BTreeSet::new();
        bag.retain(|solution| seen.insert(format!("{solution:?}")));
        bag
    };
    Ok(match path {
        Path::NamedNode(node) => {
            let edges = graph.iter().filter(|triple| triple.predicate == *node);
            let edges =
                edges.filter_map(|triple| bound([(from, triple.subject.clone().into()), (to, triple.object.clone())]));
            edges.collect()
        }
        Path::Reverse(inner) => paths(to, inner, from, graph, fresh)?,
        Path::Sequence(first, second) => {
            *fresh += 1;
            let name = format!("_:between{fresh}");
            let middle = End::Variable(name.clone());
            let mut bag =
                join(&paths(from, first, &middle, graph, fresh)?, &paths(&middle, second, to, graph, fresh)?)?;
            for solution in &mut bag {
                solution.remove(&name);
            }
            bag
        }
        Path::Alternative(first, second) => {
            [paths(from, first, to, graph, fresh)?, paths(from, second, to, graph, fresh)?].concat()
        }
        Path::NegatedPropertySet(nodes) => {
            let edges = graph.iter().filter(|triple| !nodes.contains(&triple.predicate));
            let edges =
                edges.filter_map(|triple| bound([(from, triple.subject.clone().into()), (to, triple.object.clone())]));
            each_once(edges.collect())
        }
        Path::ZeroOrOne(inner) => {
            let once = paths(from, inner, to, graph, fresh)?;
            each_once([once, no_steps(from, to, graph)].concat())
        }
        Path::ZeroOrMore(inner) => repeated(from, inner, to, true, graph, fresh)?,
        Path::OneOrMore(inner) => repeated(from, inner, to, false, graph, fresh)?,
    })
}

fn all_nodes(graph: &[Triple]) -> Vec<Term> {
    let mut seen = BTreeSet::new();
    let ends = graph.iter().flat_map(|triple| [triple.subject.clone().into(), triple.object.clone()]);
    ends.filter(|node: &Term| seen.insert(node.to_string())).collect()
}

/// Paths of no step: from a term to itself, and from each node of the graph to itself between two variables.
fn no_steps(from: &End, to: &End, graph: &[Triple]) -> Vec<Solution> {
    match (from, to) {
        (End::Term(term), _) | (_, End::Term(term)) => {
            bound([(from, term.clone()), (to, term.clone())]).into_iter().collect()
        }
        _ => all_nodes(graph).into_iter().filter_map(|node| bound([(from, node.clone()), (to, node)])).collect(),
    }
}

fn repeated(from: &End, path: &Path, to: &End, zero: bool, graph: &[Triple], fresh: &mut usize) -> Bag {
    let starts = match (from, to) {
        (End::Term(start), _) => vec![start.clone()],
        (End::Variable(_), End::Term(_)) => {
            return repeated(to, &Path::Reverse(Box::new(path.clone())), from, zero, graph, fresh);
        }
        _ => all_nodes(graph),
    };
    let mut all = Vec::new();
    for start in starts {
        let steps = |node: &Term, fresh: &mut usize| -> Result<Vec<Term>, GivenUp> {
            let to = End::Variable("_:end".to_owned());
            let bag = paths(&End::Term(node.clone()), path, &to, graph, fresh)?;
            Ok(bag.into_iter().filter_map(|mut solution| solution.remove("_:end")).collect())
        };
        let mut reached: Vec<Term> = Vec::new();
        let mut waiting = if zero { vec![start.clone()] } else { steps(&start, fresh)? };
        while let Some(node) = waiting.pop() {
            if !reached.contains(&node) {
                waiting.extend(steps(&node, fresh)?);
                reached.push(node);
            }
        }
        all.extend(reached.into_iter().filter_map(|node| bound([(from, start.clone()), (to, node)])));
    }
    Ok(all)
}
