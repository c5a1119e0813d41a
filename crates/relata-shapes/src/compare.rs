//! How literals compare: what `<` says in SPARQL.

use std::cmp::Ordering;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{LiteralRef, NamedNodeRef};
use oxsdatatypes::{Date, DateTime, Decimal, Duration, GYear, GYearMonth, Time};

use crate::datatype;

/// A literal that compares with others.
#[derive(Debug, Clone)]
pub(crate) enum Comparable {
    Integer(i128),
    Decimal(Decimal),
    Float(f32),
    Double(f64),
    Text(String),
    Boolean(bool),
    DateTime(DateTime),
    Date(Date),
    Time(Time),
    Year(GYear),
    YearMonth(GYearMonth),
    Duration(Duration),
}

impl Comparable {
    /// The value of a literal; none when it compares with nothing, or is written in a way that its type does not allow.
    pub(crate) fn of(literal: LiteralRef<'_>) -> Option<Comparable> {
        let (text, kind) = (literal.value(), literal.datatype());
        if kind == xsd::STRING {
            return Some(Comparable::Text(text.to_owned()));
        }
        if !datatype::is_valid(text, kind) {
            return None;
        }
        Some(match kind {
            xsd::BOOLEAN => Comparable::Boolean(matches!(text, "true" | "1")),
            xsd::DECIMAL => match text.parse() {
                Ok(decimal) => Comparable::Decimal(decimal),
                // More digits than fit.
                Err(_) => Comparable::Double(text.parse().ok()?),
            },
            xsd::FLOAT => Comparable::Float(text.parse().ok()?),
            xsd::DOUBLE => Comparable::Double(text.parse().ok()?),
            xsd::DATE_TIME | xsd::DATE_TIME_STAMP => Comparable::DateTime(text.parse().ok()?),
            xsd::DATE => Comparable::Date(text.parse().ok()?),
            xsd::TIME => Comparable::Time(text.parse().ok()?),
            xsd::G_YEAR => Comparable::Year(text.parse().ok()?),
            xsd::G_YEAR_MONTH => Comparable::YearMonth(text.parse().ok()?),
            xsd::DURATION | xsd::DAY_TIME_DURATION | xsd::YEAR_MONTH_DURATION => {
                Comparable::Duration(text.parse().ok()?)
            }
            _ if datatype::is_integer(kind) => match text.parse() {
                Ok(integer) => Comparable::Integer(integer),
                Err(_) => Comparable::Double(text.parse().ok()?),
            },
            _ => return None,
        })
    }

    /// How two values stand to each other; none when they do not compare.
    pub(crate) fn compare(&self, other: &Comparable) -> Option<Ordering> {
        use Comparable as C;
        match (self, other) {
            (C::Text(a), C::Text(b)) => Some(a.cmp(b)),
            (C::Boolean(a), C::Boolean(b)) => Some(a.cmp(b)),
            (C::DateTime(a), C::DateTime(b)) => a.partial_cmp(b),
            (C::Date(a), C::Date(b)) => a.partial_cmp(b),
            (C::Time(a), C::Time(b)) => a.partial_cmp(b),
            (C::Year(a), C::Year(b)) => a.partial_cmp(b),
            (C::YearMonth(a), C::YearMonth(b)) => a.partial_cmp(b),
            (C::Duration(a), C::Duration(b)) => a.partial_cmp(b),
            (C::Integer(a), C::Integer(b)) => Some(a.cmp(b)),
            (C::Double(_), _) | (_, C::Double(_)) => self.double()?.partial_cmp(&other.double()?),
            (C::Float(_), _) | (_, C::Float(_)) => self.float()?.partial_cmp(&other.float()?),
            _ => match (self.decimal()?, other.decimal()?) {
                (Some(a), Some(b)) => Some(a.cmp(&b)),
                _ => self.double()?.partial_cmp(&other.double()?),
            },
        }
    }

    /// The number as a decimal, when it fits; none outside when it is no number that could be one.
    #[expect(clippy::option_option, reason = "that it is no number and that it does not fit are two things")]
    fn decimal(&self) -> Option<Option<Decimal>> {
        match self {
            Comparable::Integer(integer) => Some(i64::try_from(*integer).ok().map(Decimal::from)),
            Comparable::Decimal(decimal) => Some(Some(*decimal)),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "SPARQL compares so")]
    fn double(&self) -> Option<f64> {
        match self {
            Comparable::Integer(integer) => Some(*integer as f64),
            Comparable::Decimal(decimal) => decimal.to_string().parse().ok(),
            Comparable::Float(float) => Some(f64::from(*float)),
            Comparable::Double(double) => Some(*double),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "SPARQL compares so")]
    fn float(&self) -> Option<f32> {
        match self {
            Comparable::Integer(integer) => Some(*integer as f32),
            Comparable::Decimal(decimal) => decimal.to_string().parse().ok(),
            Comparable::Float(float) => Some(*float),
            _ => None,
        }
    }
}

/// True when values of a type are written without quotes in messages.
pub(crate) fn is_plain(kind: NamedNodeRef<'_>) -> bool {
    datatype::is_integer(kind)
        || [xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT, xsd::BOOLEAN, xsd::DATE, xsd::DATE_TIME, xsd::G_YEAR].contains(&kind)
}
