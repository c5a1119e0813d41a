//! The order of literals of different kinds in a sorted answer.
//!
//! SPARQL says how two numbers, two dates or two texts compare, and leaves open what stands first of a number and a text, or
//! of two moments one of which has no time zone. Sorting needs an order in which nothing goes in a circle, so each literal
//! has a class, and those of one class stand by values that always compare.

use std::cmp::Ordering;
use std::str::FromStr;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNodeRef};
use oxsdatatypes::{Boolean, Date, DateTime, Decimal, Double, Duration, Float, GYear, GYearMonth, Time};

/// A literal by what it stands by. The classes stand in this order.
enum Standing<'l> {
    Number(f64, Option<Decimal>),
    DateTime(DateTime),
    Date(Date),
    YearMonth(GYearMonth),
    Year(GYear),
    Time(Time),
    Duration(f64),
    Truth(bool),
    Text(&'l str),
    Other,
}

/// Compares two literals; those that mean the same are equal, however they are written.
pub(super) fn compare_literals(a: &Literal, b: &Literal) -> Ordering {
    let by_text = || (a.value(), a.datatype(), a.language()).cmp(&(b.value(), b.datatype(), b.language()));
    let among = |order: Option<Ordering>| order.unwrap_or_else(by_text);
    match (Standing::of(a), Standing::of(b)) {
        (Standing::Number(x, exact_x), Standing::Number(y, exact_y)) => {
            x.total_cmp(&y).then_with(|| exact_x.zip(exact_y).map_or(Ordering::Equal, |(x, y)| x.cmp(&y)))
        }
        (Standing::DateTime(x), Standing::DateTime(y)) => among(x.partial_cmp(&y)),
        (Standing::Date(x), Standing::Date(y)) => among(x.partial_cmp(&y)),
        (Standing::YearMonth(x), Standing::YearMonth(y)) => among(x.partial_cmp(&y)),
        (Standing::Year(x), Standing::Year(y)) => among(x.partial_cmp(&y)),
        (Standing::Time(x), Standing::Time(y)) => among(x.partial_cmp(&y)),
        (Standing::Duration(x), Standing::Duration(y)) => x.total_cmp(&y),
        (Standing::Truth(x), Standing::Truth(y)) => x.cmp(&y),
        (Standing::Text(x), Standing::Text(y)) => {
            let alike = a.datatype() == b.datatype() && a.language() == b.language() && a.direction() == b.direction();
            let by_language = || (a.datatype(), a.language()).cmp(&(b.datatype(), b.language()));
            x.cmp(y).then_with(|| if alike { Ordering::Equal } else { by_language() })
        }
        (Standing::Other, Standing::Other) => by_text(),
        (x, y) => x.class().cmp(&y.class()),
    }
}

impl Standing<'_> {
    fn of(literal: &Literal) -> Standing<'_> {
        let (text, datatype) = (literal.value(), literal.datatype());
        if literal.language().is_some() || datatype == xsd::STRING {
            return Standing::Text(text);
        }
        let found = match datatype {
            xsd::BOOLEAN => text.parse::<Boolean>().ok().map(|truth| Standing::Truth(truth.into())),
            xsd::DATE_TIME => at_greenwich(text).map(Standing::DateTime),
            xsd::DATE => at_greenwich(text).map(Standing::Date),
            xsd::G_YEAR_MONTH => at_greenwich(text).map(Standing::YearMonth),
            xsd::G_YEAR => at_greenwich(text).map(Standing::Year),
            xsd::TIME => at_greenwich(text).map(Standing::Time),
            xsd::DURATION | xsd::DAY_TIME_DURATION | xsd::YEAR_MONTH_DURATION => {
                text.parse().ok().map(|duration| Standing::Duration(seconds(duration)))
            }
            datatype => number(text, datatype),
        };
        found.unwrap_or(Standing::Other)
    }

    fn class(&self) -> u8 {
        match self {
            Standing::Number(..) => 0,
            Standing::DateTime(_) => 1,
            Standing::Date(_) => 2,
            Standing::YearMonth(_) => 3,
            Standing::Year(_) => 4,
            Standing::Time(_) => 5,
            Standing::Duration(_) => 6,
            Standing::Truth(_) => 8,
            Standing::Text(_) => 9,
            Standing::Other => 10,
        }
    }
}

/// A time in its zone, or else in that of Greenwich: what compares without its zone compares so as well.
fn at_greenwich<T: FromStr>(text: &str) -> Option<T> {
    let zone = text.get(text.len().saturating_sub(6)..).unwrap_or_default();
    let has_zone = text.ends_with('Z') || (zone.starts_with(['+', '-']) && zone.as_bytes().get(3) == Some(&b':'));
    if has_zone { text.parse().ok() } else { format!("{text}Z").parse().ok() }
}

/// The seconds of a duration, whose months have as many as those of four years have on average.
#[allow(clippy::cast_precision_loss, reason = "a duration that long compares with none that it may be confused with")]
fn seconds(duration: Duration) -> f64 {
    const MONTH: f64 = 2_629_800.0;
    let months = duration.years().saturating_mul(12).saturating_add(duration.months());
    let whole = duration.days().saturating_mul(86_400) + duration.hours() * 3600 + duration.minutes() * 60;
    let rest: f64 = duration.seconds().to_string().parse().unwrap_or(0.0);
    months as f64 * MONTH + whole as f64 + rest + 0.0
}

/// A number as a double, by which all compare, and as the decimal that tells apart what one double stands for. That of a
/// double is the shortest one, so that `0.1` and `1.0E-1` are equal.
fn number(text: &str, datatype: NamedNodeRef<'_>) -> Option<Standing<'static>> {
    let inexact = match datatype {
        xsd::DOUBLE => Some(f64::from(text.parse::<Double>().ok()?)),
        xsd::FLOAT => Some(f64::from(f32::from(text.parse::<Float>().ok()?))),
        datatype if is_exact(datatype) => None,
        _ => return None,
    };
    let (double, exact) = match inexact {
        Some(double) => (double, Decimal::from_str(&double.to_string()).ok()),
        None => (text.parse().ok()?, Some(Decimal::from_str(text).ok()?)),
    };
    // There are two zeros.
    Some(Standing::Number(double + 0.0, exact))
}

/// True for decimals and every kind of integer.
fn is_exact(datatype: NamedNodeRef<'_>) -> bool {
    [
        xsd::DECIMAL,
        xsd::INTEGER,
        xsd::LONG,
        xsd::INT,
        xsd::SHORT,
        xsd::BYTE,
        xsd::NON_NEGATIVE_INTEGER,
        xsd::POSITIVE_INTEGER,
        xsd::NON_POSITIVE_INTEGER,
        xsd::NEGATIVE_INTEGER,
        xsd::UNSIGNED_LONG,
        xsd::UNSIGNED_INT,
        xsd::UNSIGNED_SHORT,
        xsd::UNSIGNED_BYTE,
    ]
    .contains(&datatype)
}
