//! What a native expression computes with: terms by their numbers, and values that have no number yet.

use std::cmp::Ordering;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term};
use oxsdatatypes::{DayTimeDuration, Decimal};

use super::filter::Calculator;
use crate::{FormatError, Wording};

/// A value under way. What stays a number of a term need not be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Held {
    Term(u32),
    /// A string, with its language.
    Text(String, Option<String>),
    Iri(String),
    Truth(bool),
    Integer(i64),
    Decimal(Decimal),
    /// Seconds between two times.
    Lag(i64),
    /// A date in days or a moment in seconds, which is also a term.
    Time {
        number: u32,
        is_date: bool,
        at: i64,
    },
}

/// Bytes of a text that a query makes, at most; a longer one is an error of its expression. A few calls of CONCAT in a row
/// could fill any memory otherwise.
pub(super) const LONGEST: usize = 1 << 24;

/// Why a native expression has no answer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unclear {
    /// It meets a kind of value that it does not know: oxigraph's evaluator decides.
    Unknown,
    /// The graph file is damaged.
    Format(FormatError),
}

impl From<FormatError> for Unclear {
    fn from(error: FormatError) -> Unclear {
        Unclear::Format(error)
    }
}

/// A value; none when SPARQL calls it an error.
pub(super) type Outcome<T = Held> = Result<Option<T>, Unclear>;

/// An integer or a decimal.
#[derive(Debug, Clone, Copy)]
pub(super) enum Quantity {
    Integer(i64),
    Decimal(Decimal),
}

impl Quantity {
    /// The number that a term is, when it is kept as one.
    pub(super) fn of_term(number: u32, with: &Calculator<'_>) -> Option<Quantity> {
        if let Some(integer) = with.index.integer(number) {
            return Some(Quantity::Integer(integer));
        }
        let (digits, n_behind) = with.index.decimal(number)?;
        Decimal::new(digits.into(), n_behind).ok().map(Quantity::Decimal)
    }

    /// The number that a term is to whoever compares it, though it was computed or is written in an unusual way.
    pub(super) fn to_compare(number: u32, with: &Calculator<'_>) -> Option<Quantity> {
        let of_literal = |term: &Term| match term {
            Term::Literal(literal) if literal.datatype() == xsd::INTEGER => {
                literal.value().parse().ok().map(Quantity::Integer)
            }
            Term::Literal(literal) if literal.datatype() == xsd::DECIMAL => {
                literal.value().parse().ok().map(Quantity::Decimal)
            }
            _ => None,
        };
        Quantity::of_term(number, with).or_else(|| with.terms.computed(number, of_literal).flatten())
    }

    pub(super) fn decimal(self) -> Decimal {
        match self {
            Quantity::Integer(integer) => integer.into(),
            Quantity::Decimal(decimal) => decimal,
        }
    }

    pub(super) fn held(self) -> Held {
        match self {
            Quantity::Integer(integer) => Held::Integer(integer),
            Quantity::Decimal(decimal) => Held::Decimal(decimal),
        }
    }

    /// The sum; none when it is too large.
    pub(super) fn plus(self, other: Quantity) -> Option<Quantity> {
        match (self, other) {
            (Quantity::Integer(a), Quantity::Integer(b)) => a.checked_add(b).map(Quantity::Integer),
            (a, b) => a.decimal().checked_add(b.decimal()).map(Quantity::Decimal),
        }
    }
}

impl Held {
    /// The number of the term it is, which may be new.
    pub(super) fn number(self, with: &Calculator<'_>) -> Result<u32, FormatError> {
        let typed = |text: String, datatype| Term::from(Literal::new_typed_literal(text, datatype));
        let term = match self {
            Held::Term(number) | Held::Time { number, .. } => return Ok(number),
            Held::Text(text, None) => Literal::new_simple_literal(text).into(),
            Held::Text(text, Some(language)) => Literal::new_language_tagged_literal_unchecked(text, language).into(),
            Held::Iri(iri) => NamedNode::new_unchecked(iri).into(),
            Held::Truth(truth) => Literal::from(truth).into(),
            Held::Integer(integer) => Literal::from(integer).into(),
            Held::Decimal(decimal) => typed(decimal.to_string(), xsd::DECIMAL),
            Held::Lag(seconds) => typed(DayTimeDuration::new(seconds).to_string(), xsd::DAY_TIME_DURATION),
        };
        with.terms.number(&term)
    }

    /// The number it is. What is no number at all is an error, what may be one is unknown.
    pub(super) fn quantity(&self, with: &Calculator<'_>) -> Outcome<Quantity> {
        match self {
            Held::Term(number) => Quantity::of_term(*number, with).map(Some).ok_or(Unclear::Unknown),
            Held::Integer(integer) => Ok(Some(Quantity::Integer(*integer))),
            Held::Decimal(decimal) => Ok(Some(Quantity::Decimal(*decimal))),
            Held::Lag(_) | Held::Time { .. } => Err(Unclear::Unknown),
            Held::Text(..) | Held::Iri(_) | Held::Truth(_) => Ok(None),
        }
    }

    /// The truth value that a condition takes it for.
    pub(super) fn truth(&self, with: &Calculator<'_>) -> Outcome<bool> {
        Ok(match self {
            Held::Truth(truth) => Some(*truth),
            Held::Text(text, None) => Some(!text.is_empty()),
            Held::Text(..) | Held::Iri(_) | Held::Lag(_) | Held::Time { .. } => None,
            Held::Integer(integer) => Some(*integer != 0),
            Held::Decimal(decimal) => Some(*decimal != Decimal::from(0)),
            Held::Term(number) => match with.index.boolean(*number) {
                Some(truth) => Some(truth),
                None => with.terms.with_wording(*number, |wording| match wording {
                    Wording::Plain(text) => Ok(Some(!text.is_empty())),
                    Wording::Iri(_) | Wording::Tongue(..) => Ok(None),
                    Wording::Other => Err(Unclear::Unknown),
                })??,
            },
        })
    }

    /// Hands on its text and language, when it is a string; else it is an error.
    pub(super) fn with_string<R>(
        &self,
        with: &Calculator<'_>,
        take: impl FnOnce(&str, Option<&str>) -> R,
    ) -> Outcome<R> {
        match self {
            Held::Text(text, language) => Ok(Some(take(text, language.as_deref()))),
            Held::Term(number) if with.index.is_value(*number) => Ok(None),
            Held::Term(number) => with.terms.with_wording(*number, |wording| match wording {
                Wording::Plain(text) => Ok(Some(take(text, None))),
                Wording::Tongue(text, language) => Ok(Some(take(text, Some(language)))),
                Wording::Iri(_) => Ok(None),
                Wording::Other => Err(Unclear::Unknown),
            })?,
            _ => Ok(None),
        }
    }

    /// The same, as a string of its own, so that two can be looked at together.
    pub(super) fn string(&self, with: &Calculator<'_>) -> Outcome<(String, Option<String>)> {
        self.with_string(with, |text, language| (text.to_owned(), language.map(str::to_owned)))
    }

    /// Whether both are equal to SPARQL.
    pub(super) fn equals(&self, other: &Held, with: &Calculator<'_>) -> Outcome<bool> {
        if let (Held::Term(a), Held::Term(b)) = (self, other)
            && let Some(equal) = with.equal(*a, *b)?
        {
            return Ok(Some(equal));
        }
        match (self, other) {
            (Held::Iri(a), Held::Iri(b)) => return Ok(Some(a == b)),
            (Held::Iri(a), Held::Term(b)) | (Held::Term(b), Held::Iri(a)) if !with.index.is_value(*b) => {
                return with.terms.with_wording(*b, |wording| match wording {
                    Wording::Iri(b) => Ok(Some(a == b)),
                    Wording::Plain(_) | Wording::Tongue(..) => Ok(Some(false)),
                    Wording::Other => Err(Unclear::Unknown),
                })?;
            }
            (Held::Truth(a), Held::Truth(b)) => return Ok(Some(a == b)),
            (Held::Text(a, x), other) | (other, Held::Text(a, x)) => {
                return match other.with_string(with, |b, y| a == b && x.as_deref() == y)? {
                    Some(equal) => Ok(Some(equal)),
                    None => Err(Unclear::Unknown),
                };
            }
            _ => {}
        }
        Ok(self.compare(other, with)?.map(Ordering::is_eq))
    }

    /// How they compare to SPARQL.
    pub(super) fn compare(&self, other: &Held, with: &Calculator<'_>) -> Outcome<Ordering> {
        if let (Held::Term(a), Held::Term(b)) = (self, other)
            && let Some(order) = with.index.compare(*a, *b)
        {
            return Ok(Some(order));
        }
        if let (Held::Lag(a), Held::Lag(b)) = (self, other) {
            return Ok(Some(a.cmp(b)));
        }
        if let Some((a, b)) = self.times(other, with) {
            return Ok(Some(a.cmp(&b)));
        }
        if let (Held::Text(a, None), other) = (self, other)
            && let Some(order) = other.with_string(with, |b, language| (language.is_none(), a.as_str().cmp(b)))?
        {
            return if order.0 { Ok(Some(order.1)) } else { Err(Unclear::Unknown) };
        }
        if let (one, Held::Text(b, None)) = (self, other)
            && let Some(order) = one.with_string(with, |a, language| (language.is_none(), a.cmp(b.as_str())))?
        {
            return if order.0 { Ok(Some(order.1)) } else { Err(Unclear::Unknown) };
        }
        if let (Held::Term(a), Held::Term(b)) = (self, other)
            && with.kinds().strings.contains(a)
            && with.kinds().strings.contains(b)
        {
            return Ok(Some(a.cmp(b)));
        }
        match (self.quantity(with)?, other.quantity(with)?) {
            (Some(Quantity::Integer(a)), Some(Quantity::Integer(b))) => Ok(Some(a.cmp(&b))),
            (Some(a), Some(b)) => Ok(a.decimal().partial_cmp(&b.decimal())),
            _ => Err(Unclear::Unknown),
        }
    }

    /// The seconds between two dates or two moments.
    pub(super) fn lag(&self, from: &Held, with: &Calculator<'_>) -> Option<i64> {
        let (to, from) = self.times(from, with)?;
        Some(to - from)
    }

    /// Two dates or two moments, in seconds.
    fn times(&self, other: &Held, with: &Calculator<'_>) -> Option<(i64, i64)> {
        let ((is_date, a), (other_is_date, b)) = (self.time(with)?, other.time(with)?);
        (is_date == other_is_date).then_some((a, b))
    }

    /// Whether it is a date or a moment, and when, in seconds.
    fn time(&self, with: &Calculator<'_>) -> Option<(bool, i64)> {
        const DAY: i64 = 24 * 60 * 60;
        match self {
            Held::Time { is_date, at, .. } => Some((*is_date, if *is_date { at.saturating_mul(DAY) } else { *at })),
            Held::Term(number) => match with.index.date(*number) {
                // A damaged file has any number of days.
                Some(days) => Some((true, days.saturating_mul(DAY))),
                None => Some((false, with.index.moment(*number)?)),
            },
            _ => None,
        }
    }

    /// The value as it comes out of a computation: a number in the usual spelling.
    pub(super) fn canonical(self, with: &Calculator<'_>) -> Result<Held, Unclear> {
        let Held::Term(number) = self else { return Ok(self) };
        if with.index.is_value(number) {
            return if with.index.is_canonical(number) { Ok(self) } else { Err(Unclear::Unknown) };
        }
        with.terms.with_wording(number, |wording| match wording {
            Wording::Other => Err(Unclear::Unknown),
            _ => Ok(Held::Term(number)),
        })?
    }
}
