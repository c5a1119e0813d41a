//! A query in the form in which oxigraph's evaluator answers it as SPARQL defines it.
//!
//! Where the evaluator departs from the definition, the same is said in other words.

use oxigraph::model::BlankNode;
use spareval::QueryEvaluator;
use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, Expression, Function, GraphPattern, OrderExpression, PropertyPathExpression,
};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::{concat, replace};

/// An evaluator that knows the functions that are named in what is spelled out here.
pub fn evaluator() -> QueryEvaluator {
    let ((replace, replacing), (concat, joining)) = (replace::function(), concat::function());
    QueryEvaluator::new().with_custom_function(replace, replacing).with_custom_function(concat, joining)
}

pub(super) fn query(query: Query) -> Query {
    match query {
        Query::Select { dataset, pattern, base_iri } => {
            Query::Select { dataset, pattern: spelled_out(pattern), base_iri }
        }
        Query::Construct { template, dataset, pattern, base_iri } => {
            Query::Construct { template, dataset, pattern: spelled_out(pattern), base_iri }
        }
        Query::Describe { dataset, pattern, base_iri } => {
            Query::Describe { dataset, pattern: spelled_out(pattern), base_iri }
        }
        Query::Ask { dataset, pattern, base_iri } => Query::Ask { dataset, pattern: spelled_out(pattern), base_iri },
    }
}

/// A pattern that asks for the same in words that oxigraph's evaluator takes as they are meant.
pub fn spelled_out(pattern: GraphPattern) -> GraphPattern {
    let boxed = |inner: Box<GraphPattern>| Box::new(spelled_out(*inner));
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Values { .. } => pattern,
        GraphPattern::Path { subject, path, object } => steps(subject, path, object),
        GraphPattern::Join { left, right } => GraphPattern::Join { left: boxed(left), right: boxed(right) },
        GraphPattern::Lateral { left, right } => GraphPattern::Lateral { left: boxed(left), right: boxed(right) },
        GraphPattern::Union { left, right } => GraphPattern::Union { left: boxed(left), right: boxed(right) },
        GraphPattern::Minus { left, right } => GraphPattern::Minus { left: boxed(left), right: boxed(right) },
        GraphPattern::LeftJoin { left, right, expression: condition } => {
            GraphPattern::LeftJoin { left: boxed(left), right: boxed(right), expression: condition.map(expression) }
        }
        GraphPattern::Filter { expr, inner } => GraphPattern::Filter { expr: expression(expr), inner: boxed(inner) },
        GraphPattern::Graph { name, inner } => GraphPattern::Graph { name, inner: boxed(inner) },
        GraphPattern::Extend { inner, variable, expression: value } => {
            GraphPattern::Extend { inner: boxed(inner), variable, expression: expression(value) }
        }
        GraphPattern::OrderBy { inner, expression: keys } => {
            let key = |key| match key {
                OrderExpression::Asc(value) => OrderExpression::Asc(expression(value)),
                OrderExpression::Desc(value) => OrderExpression::Desc(expression(value)),
            };
            GraphPattern::OrderBy { inner: boxed(inner), expression: keys.into_iter().map(key).collect() }
        }
        GraphPattern::Project { inner, variables } => GraphPattern::Project { inner: boxed(inner), variables },
        GraphPattern::Distinct { inner } => GraphPattern::Distinct { inner: boxed(inner) },
        GraphPattern::Reduced { inner } => GraphPattern::Reduced { inner: boxed(inner) },
        GraphPattern::Slice { inner, start, length } => GraphPattern::Slice { inner: boxed(inner), start, length },
        GraphPattern::Group { inner, variables, aggregates } => {
            let aggregate = |aggregate| match aggregate {
                AggregateExpression::FunctionCall { name, expr, distinct } => {
                    AggregateExpression::FunctionCall { name, expr: expression(expr), distinct }
                }
                count @ AggregateExpression::CountSolutions { .. } => count,
            };
            let aggregates = aggregates.into_iter().map(|(variable, value)| (variable, aggregate(value))).collect();
            GraphPattern::Group { inner: boxed(inner), variables, aggregates }
        }
        GraphPattern::Service { name, inner, silent } => GraphPattern::Service { name, inner: boxed(inner), silent },
    }
}

/// A path that does not repeat, as the patterns it stands for: the evaluator gives an end that is reached in two ways once.
fn steps(subject: TermPattern, path: PropertyPathExpression, object: TermPattern) -> GraphPattern {
    match path {
        PropertyPathExpression::NamedNode(predicate) => {
            let predicate = NamedNodePattern::NamedNode(predicate);
            GraphPattern::Bgp { patterns: vec![TriplePattern { subject, predicate, object }] }
        }
        PropertyPathExpression::Reverse(inner) => steps(object, *inner, subject),
        PropertyPathExpression::Sequence(first, second) => {
            let middle = TermPattern::BlankNode(BlankNode::default());
            let left = Box::new(steps(subject, *first, middle.clone()));
            GraphPattern::Join { left, right: Box::new(steps(middle, *second, object)) }
        }
        PropertyPathExpression::Alternative(first, second) => GraphPattern::Union {
            left: Box::new(steps(subject.clone(), *first, object.clone())),
            right: Box::new(steps(subject, *second, object)),
        },
        path => GraphPattern::Path { subject, path, object },
    }
}

/// The same for an expression.
pub(super) fn expression(value: Expression) -> Expression {
    let boxed = |inner: Box<Expression>| Box::new(expression(*inner));
    let all = |list: Vec<Expression>| list.into_iter().map(expression).collect();
    match value {
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => value,
        Expression::Or(a, b) => Expression::Or(boxed(a), boxed(b)),
        Expression::And(a, b) => Expression::And(boxed(a), boxed(b)),
        Expression::Equal(a, b) => Expression::Equal(boxed(a), boxed(b)),
        Expression::SameTerm(a, b) => Expression::SameTerm(boxed(a), boxed(b)),
        Expression::Greater(a, b) => Expression::Greater(boxed(a), boxed(b)),
        Expression::GreaterOrEqual(a, b) => Expression::GreaterOrEqual(boxed(a), boxed(b)),
        Expression::Less(a, b) => Expression::Less(boxed(a), boxed(b)),
        Expression::LessOrEqual(a, b) => Expression::LessOrEqual(boxed(a), boxed(b)),
        Expression::In(a, list) => Expression::In(boxed(a), all(list)),
        Expression::Add(a, b) => Expression::Add(boxed(a), boxed(b)),
        Expression::Subtract(a, b) => Expression::Subtract(boxed(a), boxed(b)),
        Expression::Multiply(a, b) => Expression::Multiply(boxed(a), boxed(b)),
        Expression::Divide(a, b) => Expression::Divide(boxed(a), boxed(b)),
        Expression::UnaryPlus(a) => Expression::UnaryPlus(boxed(a)),
        Expression::UnaryMinus(a) => Expression::UnaryMinus(boxed(a)),
        Expression::Not(a) => Expression::Not(boxed(a)),
        Expression::Exists(pattern) => Expression::Exists(Box::new(spelled_out(*pattern))),
        Expression::If(a, b, c) => Expression::If(boxed(a), boxed(b), boxed(c)),
        Expression::Coalesce(list) => Expression::Coalesce(all(list)),
        Expression::FunctionCall(Function::Replace, list) => {
            Expression::FunctionCall(Function::Custom(replace::REPLACE.into_owned()), all(list))
        }
        Expression::FunctionCall(Function::Concat, list) => {
            Expression::FunctionCall(Function::Custom(concat::CONCAT.into_owned()), all(list))
        }
        Expression::FunctionCall(function, list) => Expression::FunctionCall(function, all(list)),
    }
}
