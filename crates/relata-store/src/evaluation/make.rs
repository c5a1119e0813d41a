//! From SPARQL's expressions to native ones.

use std::borrow::Cow;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Variable};
use oxsdatatypes::DayTimeDuration;
use regex::{Regex, RegexBuilder};
use spargebra::algebra::{Expression, Function};

use super::frame::{Part, Slot};
use super::held::Held;
use super::native::{Arithmetic, Comparison, Native, Place};
use super::replace::Replacement;
use crate::{Terms, time_of};

/// Bytes that a compiled regular expression may take, as in oxigraph's evaluator.
const REGEX_SIZE: usize = 1_000_000;

/// Compiles expressions.
pub(super) struct Maker<'m, 't> {
    pub(super) terms: &'m Terms<'t>,
    pub(super) slot: &'m mut dyn FnMut(&Variable) -> Slot,
    /// True when an IRI may be relative to a base.
    pub(super) has_base: bool,
}

impl Maker<'_, '_> {
    /// The expression; none when it holds something that only oxigraph knows.
    pub(super) fn make(&mut self, expression: &Expression) -> Option<Native> {
        let mut two = |a: &Expression, b: &Expression| Some((Box::new(self.make(a)?), Box::new(self.make(b)?)));
        Some(match expression {
            Expression::Variable(variable) => Native::Part(Part::Slot((self.slot)(variable))),
            Expression::Bound(variable) => Native::Bound((self.slot)(variable)),
            Expression::NamedNode(node) => Native::Part(Part::Known(self.terms.number(&node.clone().into()).ok()?)),
            Expression::Literal(literal) => self.literal(literal)?,
            Expression::Not(inner) => Native::Not(Box::new(self.make(inner)?)),
            Expression::And(a, b) => two(a, b).map(|(a, b)| Native::And(a, b))?,
            Expression::Or(a, b) => two(a, b).map(|(a, b)| Native::Or(a, b))?,
            Expression::SameTerm(a, b) => two(a, b).map(|(a, b)| Native::Compare(Comparison::SameTerm, a, b))?,
            Expression::Equal(a, b) => two(a, b).map(|(a, b)| Native::Compare(Comparison::Equal, a, b))?,
            Expression::Less(a, b) | Expression::Greater(b, a) => {
                two(a, b).map(|(a, b)| Native::Compare(Comparison::Less, a, b))?
            }
            Expression::LessOrEqual(a, b) | Expression::GreaterOrEqual(b, a) => {
                two(a, b).map(|(a, b)| Native::Compare(Comparison::LessOrEqual, a, b))?
            }
            Expression::Add(a, b) => two(a, b).map(|(a, b)| Native::Calculate(Arithmetic::Add, a, b))?,
            Expression::Subtract(a, b) => two(a, b).map(|(a, b)| Native::Calculate(Arithmetic::Subtract, a, b))?,
            Expression::Multiply(a, b) => two(a, b).map(|(a, b)| Native::Calculate(Arithmetic::Multiply, a, b))?,
            Expression::Divide(a, b) => two(a, b).map(|(a, b)| Native::Calculate(Arithmetic::Divide, a, b))?,
            Expression::In(a, list) => Native::In(Box::new(self.make(a)?), self.list(list)?),
            Expression::If(a, b, c) => {
                let (a, b) = two(a, b)?;
                Native::If(a, b, Box::new(self.make(c)?))
            }
            Expression::Coalesce(list) => Native::Coalesce(self.list(list)?),
            Expression::FunctionCall(function, arguments) => self.call(function, arguments)?,
            _ => return None,
        })
    }

    fn list(&mut self, list: &[Expression]) -> Option<Vec<Native>> {
        list.iter().map(|expression| self.make(expression)).collect()
    }

    fn literal(&mut self, literal: &Literal) -> Option<Native> {
        if literal.datatype() == xsd::STRING {
            return Some(Native::Held(Held::Text(literal.value().to_owned(), None)));
        }
        if literal.datatype() == xsd::DAY_TIME_DURATION {
            let duration: DayTimeDuration = literal.value().parse().ok()?;
            let whole: i64 = duration.as_seconds().to_string().parse().ok()?;
            return Some(Native::Held(Held::Lag(whole)));
        }
        if literal.datatype() == xsd::INTEGER {
            return Some(Native::Held(Held::Integer(literal.value().parse().ok()?)));
        }
        if literal.datatype() == xsd::DECIMAL {
            return Some(Native::Held(Held::Decimal(literal.value().parse().ok()?)));
        }
        let number = self.terms.number(&literal.clone().into()).ok()?;
        let is_date = literal.datatype() == xsd::DATE;
        Some(match time_of(literal.value(), literal.datatype()) {
            Some(at) => Native::Held(Held::Time { number, is_date, at }),
            None => Native::Part(Part::Known(number)),
        })
    }

    fn call(&mut self, function: &Function, arguments: &[Expression]) -> Option<Native> {
        let has_base = self.has_base;
        let mut at = |index: usize| self.make(arguments.get(index)?).map(Box::new);
        Some(match function {
            Function::Str => Native::Str(at(0)?),
            Function::Lang => Native::Lang(at(0)?),
            Function::Datatype => Native::Datatype(at(0)?),
            Function::Iri if !has_base => Native::Iri(at(0)?),
            Function::IsIri => Native::IsIri(at(0)?),
            Function::IsNumeric => Native::IsNumeric(at(0)?),
            Function::Contains => Native::Find(Place::Anywhere, at(0)?, at(1)?),
            Function::StrStarts => Native::Find(Place::Start, at(0)?, at(1)?),
            Function::StrEnds => Native::Find(Place::End, at(0)?, at(1)?),
            Function::Regex => Native::Matches(at(0)?, pattern(arguments.get(1)?, arguments.get(2))?),
            Function::Replace => {
                let (pattern, replacement) = (plain(arguments.get(1)?)?, plain(arguments.get(2)?)?);
                let flags = arguments.get(3).map_or(Some(""), plain)?;
                Native::Replace(at(0)?, Replacement::new(pattern, replacement, flags)?)
            }
            Function::UCase => Native::Case(true, at(0)?),
            Function::LCase => Native::Case(false, at(0)?),
            Function::StrLen => Native::Length(at(0)?),
            Function::SubStr => {
                let length = if arguments.len() > 2 { Some(at(2)?) } else { None };
                Native::Substring(at(0)?, at(1)?, length)
            }
            Function::Concat => Native::Concat(self.list(arguments)?),
            Function::Year => Native::Calendar(0, at(0)?),
            Function::Month => Native::Calendar(1, at(0)?),
            Function::Day => Native::Calendar(2, at(0)?),
            _ => return None,
        })
    }
}

/// The text of a plain string.
fn plain(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Literal(literal) if literal.datatype() == xsd::STRING => Some(literal.value()),
        _ => None,
    }
}

/// A regular expression that is the same for all rows.
fn pattern(expression: &Expression, flags: Option<&Expression>) -> Option<Regex> {
    regex(plain(expression)?, flags.map_or(Some(""), plain)?)
}

/// The regular expression of a pattern with flags; none when either is wrong.
pub(super) fn regex(pattern: &str, flags: &str) -> Option<Regex> {
    let mut pattern = Cow::Borrowed(pattern);
    if flags.contains('q') {
        pattern = regex::escape(&pattern).into();
    } else if flags.contains('x') {
        pattern = without_spaces(&pattern).into();
    }
    let mut builder = RegexBuilder::new(&pattern);
    builder.size_limit(REGEX_SIZE);
    for flag in flags.chars() {
        match flag {
            's' => builder.dot_matches_new_line(true),
            'm' => builder.multi_line(true),
            'i' => builder.case_insensitive(true),
            'x' | 'q' => &mut builder,
            _ => return None,
        };
    }
    builder.build().ok()
}

/// A pattern without the spaces that stand in no class of characters. The library's own flag would take `#` for the
/// beginning of a comment, too.
fn without_spaces(pattern: &str) -> String {
    let (mut is_escaped, mut depth) = (false, 0_usize);
    let stays = |c: &char| {
        if is_escaped {
            is_escaped = false;
            return true;
        }
        match c {
            '\\' => is_escaped = true,
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ' ' | '\t' | '\n' | '\r' => return depth > 0,
            _ => {}
        }
        true
    };
    pattern.chars().filter(stays).collect()
}
