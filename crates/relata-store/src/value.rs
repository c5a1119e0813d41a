//! Numbers, dates and truth values as eight bytes each.
//!
//! Only a literal that is written the usual way becomes a value, so that it comes out as it went in: `7` is one, `007`
//! stays text. The first four bits are the [`Kind`], the rest is the value, so that values of a kind stand in order.

use std::cmp::Ordering;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNodeRef, Term};
use spareval::ExpressionTerm;

/// Dates of the Extended Date/Time Format.
const EDTF: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://id.loc.gov/datatypes/edtf/EDTF");

/// Bits below the kind.
const BITS: u32 = 60;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `xsd:boolean`: 0 or 1.
    Boolean = 0,
    /// `xsd:integer`, moved up by 2^59.
    Integer = 1,
    /// `xsd:decimal`: digits after the point in 4 bits, then the number without its point, moved up by 2^55.
    Decimal = 2,
    /// `xsd:date` without a time zone: year, month in 4 bits, day in 5.
    Date = 3,
    /// A day of the Extended Date/Time Format, the same way.
    Day = 4,
    /// `xsd:dateTime` in UTC: a date, hour in 5 bits, minute and second in 6.
    DateTime = 5,
}

const KINDS: [Kind; 6] = [Kind::Boolean, Kind::Integer, Kind::Decimal, Kind::Date, Kind::Day, Kind::DateTime];
const INTEGER_BIAS: i64 = 1 << 59;
const DECIMAL_BIAS: i64 = 1 << 55;
/// Digits after the point that fit.
const MOST_DIGITS: usize = 15;

/// The value of a literal that is written the usual way, so that it comes out as it went in.
pub(super) fn value(text: &str, datatype: NamedNodeRef<'_>) -> Option<u64> {
    let (kind, bits) = match datatype {
        xsd::INTEGER if is_plain(text) => (Kind::Integer, raised(text.parse().ok()?, INTEGER_BIAS)?),
        xsd::DATE => (Kind::Date, date_bits(text)?),
        xsd::DECIMAL => (Kind::Decimal, decimal_bits(text)?),
        xsd::BOOLEAN if text == "true" || text == "false" => (Kind::Boolean, u64::from(text == "true")),
        xsd::DATE_TIME => (Kind::DateTime, date_time_bits(text)?),
        _ if datatype == EDTF => (Kind::Day, date_bits(text)?),
        _ => return None,
    };
    Some((kind as u64) << BITS | bits)
}

/// Digits without leading zeros, perhaps with a minus; no minus before zero.
fn is_plain(digits: &str) -> bool {
    let positive = digits.strip_prefix('-').unwrap_or(digits);
    let all = !positive.is_empty() && positive.bytes().all(|byte| byte.is_ascii_digit());
    all && if positive.starts_with('0') { digits == "0" } else { true }
}

/// The number that `digits` are, when they are digits and nothing else.
fn digits(digits: &str) -> Option<u64> {
    let number = |sum: u64, byte: u8| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0'));
    digits.bytes().try_fold(0, number)
}

/// The literal of a value; none when there is no such value.
pub(super) fn literal(value: u64) -> Option<Literal> {
    let (text, datatype) = lexical_form(value)?;
    Some(Literal::new_typed_literal(text, datatype))
}

/// The value as the evaluator computes with it.
pub(super) fn expression(value: u64) -> Option<ExpressionTerm> {
    let bits = value & ((1 << BITS) - 1);
    match kind(value)? {
        Kind::Boolean => Some(ExpressionTerm::BooleanLiteral((bits == 1).into())),
        Kind::Integer => Some(ExpressionTerm::IntegerLiteral(lowered(bits, INTEGER_BIAS)?.into())),
        _ => Some(Term::from(literal(value)?).into()),
    }
}

/// Year, month and day of a date.
pub(super) fn day(value: u64) -> Option<(i16, i8, i8)> {
    let bits = value & ((1 << BITS) - 1);
    let is_day = matches!(kind(value)?, Kind::Date | Kind::Day);
    let part = |bits: u64| i8::try_from(bits).ok();
    is_day.then_some(())?;
    Some((i16::try_from(bits >> 9).ok()?, part(bits >> 5 & 15)?, part(bits & 31)?))
}

/// True when a value is `true`.
pub(super) fn truth(value: u64) -> bool {
    kind(value) == Some(Kind::Boolean) && value & 1 == 1
}

/// The integer a value is.
pub(super) fn integer(value: u64) -> Option<i64> {
    let bits = value & ((1 << BITS) - 1);
    if kind(value)? == Kind::Integer { lowered(bits, INTEGER_BIAS) } else { None }
}

/// A decimal as the number without its point, and how many digits stand behind it.
pub(super) fn decimal(value: u64) -> Option<(i64, u32)> {
    let bits = value & ((1 << BITS) - 1);
    if kind(value)? != Kind::Decimal {
        return None;
    }
    Some((lowered(bits & ((1 << 56) - 1), DECIMAL_BIAS)?, u32::try_from(bits >> 56).ok()?))
}

/// Days from the first of March of the year 0 to an `xsd:date`.
pub(super) fn date(value: u64) -> Option<i64> {
    if kind(value)? == Kind::Date { Some(days(value & ((1 << BITS) - 1))) } else { None }
}

/// Seconds from the same day to an `xsd:dateTime`.
pub(super) fn moment(value: u64) -> Option<i64> {
    if kind(value)? != Kind::DateTime {
        return None;
    }
    let bits = value & ((1 << BITS) - 1);
    let part = |shift: u32, most: u64| i64::try_from(bits >> shift & most).unwrap_or_default();
    Some(((days(bits >> 17) * 24 + part(12, 31)) * 60 + part(6, 63)) * 60 + part(0, 63))
}

/// A date or a moment that is written the usual way, as [`date`] and [`moment`] give it.
pub(crate) fn time_of(text: &str, datatype: NamedNodeRef<'_>) -> Option<i64> {
    let value = value(text, datatype)?;
    date(value).or_else(|| moment(value))
}

/// Year, month and day of an `xsd:date` or `xsd:dateTime`.
pub(super) fn calendar(value: u64) -> Option<[i64; 3]> {
    let bits = value & ((1 << BITS) - 1);
    let bits = match kind(value)? {
        Kind::Date => bits,
        Kind::DateTime => bits >> 17,
        _ => return None,
    };
    Some([bits >> 9, bits >> 5 & 15, bits & 31].map(|part| i64::try_from(part).unwrap_or_default()))
}

/// The days that lie before a date, counted in years that begin in March, so that a leap day is the last of its year.
fn days(bits: u64) -> i64 {
    let [year, month, day] = [bits >> 9, bits >> 5 & 15, bits & 31].map(|part| i64::try_from(part).unwrap_or_default());
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day - 1
}

/// How two values compare in SPARQL, as far as their bits tell: those of a kind stand in order, but a decimal has many
/// spellings, a day of EDTF is no date to SPARQL, and truth values are left to those who compare words.
pub(super) fn compare(a: u64, b: u64) -> Option<Ordering> {
    match (kind(a)?, kind(b)?) {
        (Kind::Integer, Kind::Integer) | (Kind::Date, Kind::Date) | (Kind::DateTime, Kind::DateTime) => Some(a.cmp(&b)),
        (Kind::Decimal, Kind::Decimal) => {
            let ((left, left_digits), (right, right_digits)) = (decimal(a)?, decimal(b)?);
            let raised = |number: i64, by: u32| i128::from(number) * 10_i128.pow(by);
            let left = raised(left, right_digits.saturating_sub(left_digits));
            Some(left.cmp(&raised(right, left_digits.saturating_sub(right_digits))))
        }
        _ => None,
    }
}

/// How two values stand in a sorted answer: as they compare, and where they do not, those of one kind by their bits.
pub(super) fn order(a: u64, b: u64) -> Option<Ordering> {
    compare(a, b).or_else(|| (kind(a)? == kind(b)?).then(|| a.cmp(&b)))
}

/// Which truth value this is.
pub(super) fn boolean(value: u64) -> Option<bool> {
    (kind(value)? == Kind::Boolean).then(|| truth(value))
}

/// True when a value is a number.
pub(super) fn is_number(value: u64) -> bool {
    matches!(kind(value), Some(Kind::Integer | Kind::Decimal))
}

/// True when a value comes out of a computation as it went in: decimals lose zeros at their ends.
pub(super) fn is_canonical(value: u64) -> bool {
    kind(value).is_some_and(|kind| kind != Kind::Decimal)
}

fn kind(value: u64) -> Option<Kind> {
    KINDS.get(usize::try_from(value >> BITS).ok()?).copied()
}

fn lowered(bits: u64, by: i64) -> Option<i64> {
    i64::try_from(bits).ok().map(|bits| bits - by)
}

fn lexical_form(value: u64) -> Option<(String, NamedNodeRef<'static>)> {
    let bits = value & ((1 << BITS) - 1);
    Some(match kind(value)? {
        Kind::Boolean => ((if bits == 0 { "false" } else { "true" }).to_owned(), xsd::BOOLEAN),
        Kind::Integer => (lowered(bits, INTEGER_BIAS)?.to_string(), xsd::INTEGER),
        Kind::Decimal => {
            let n_digits = usize::try_from(bits >> 56).ok()?;
            (decimal_text(lowered(bits & ((1 << 56) - 1), DECIMAL_BIAS)?, n_digits), xsd::DECIMAL)
        }
        Kind::Date => (date_text(bits), xsd::DATE),
        Kind::Day => (date_text(bits), EDTF),
        Kind::DateTime => {
            let (hour, minute, second) = (bits >> 12 & 31, bits >> 6 & 63, bits & 63);
            (format!("{}T{hour:02}:{minute:02}:{second:02}Z", date_text(bits >> 17)), xsd::DATE_TIME)
        }
    })
}

fn raised(number: i64, by: i64) -> Option<u64> {
    (-by..by).contains(&number).then(|| u64::try_from(number + by).ok())?
}

fn decimal_bits(text: &str) -> Option<u64> {
    let (whole, digits) = text.split_once('.')?;
    let number: i64 = format!("{whole}{digits}").parse().ok()?;
    let bits = (digits.len() as u64) << 56 | raised(number, DECIMAL_BIAS)?;
    // Decimals are written in too many ways to tell beforehand.
    (digits.len() <= MOST_DIGITS && decimal_text(number, digits.len()) == text).then_some(bits)
}

fn decimal_text(number: i64, n_digits: usize) -> String {
    let digits = format!("{:0width$}", number.unsigned_abs(), width = n_digits + 1);
    let (whole, rest) = digits.split_at(digits.len() - n_digits);
    format!("{}{whole}.{rest}", if number < 0 { "-" } else { "" })
}

fn date_bits(text: &str) -> Option<u64> {
    let [year, month, day] = [text.get(..4)?, text.get(5..7)?, text.get(8..)?].map(digits);
    let (year, month, day) = (year?, month?, day?);
    let is_shaped = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let n_days = match month {
        2 => 28 + u64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    // A day that no calendar has is text, so that it compares with nothing.
    let is_date = is_shaped && year > 0 && (1..=12).contains(&month) && (1..=n_days).contains(&day);
    is_date.then_some(year << 9 | month << 5 | day)
}

fn date_text(bits: u64) -> String {
    format!("{:04}-{:02}-{:02}", bits >> 9, bits >> 5 & 15, bits & 31)
}

fn date_time_bits(text: &str) -> Option<u64> {
    let (date, time) = (text.get(..10)?, text.get(10..)?);
    let [hour, minute, second] = [time.get(1..3)?, time.get(4..6)?, time.get(7..9)?].map(digits);
    let (hour, minute, second) = (hour?, minute?, second?);
    let marks = [0, 3, 6, 9].map(|at| time.as_bytes().get(at).copied().unwrap_or_default());
    let is_time = time.len() == 10 && marks == *b"T::Z" && hour < 24 && minute < 60 && second < 60;
    is_time.then_some(date_bits(date)? << 17 | hour << 12 | minute << 6 | second)
}
