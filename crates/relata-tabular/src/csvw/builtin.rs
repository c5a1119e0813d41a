//! The built-in datatypes, and which texts are values of them.

use std::sync::LazyLock;

use regex::Regex;

use super::decimal::Decimal;
use super::duration::Duration;
use super::moment::{CalendarMoment, MomentKind};
use super::vocabulary::{CSVW, RDF, XSD};

/// A built-in datatype.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Builtin {
    /// Its name in metadata.
    pub(super) name: &'static str,
    /// The name its IRI ends in, where that is another.
    local: Option<&'static str>,
    pub(super) kind: DatatypeKind,
}

/// The kind of values of a datatype.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DatatypeKind {
    /// Anything.
    Any,
    /// Text, whatever it holds.
    Text,
    /// Text without line breaks and tabs; spaces around it do not count.
    Trimmed,
    /// Text that a regular expression describes.
    Formed(&'static str),
    /// Bytes, two digits each.
    Hex,
    /// Bytes in base 64.
    Base64,
    Boolean,
    /// Whole numbers between two ends, either of which may be open.
    Integer(Option<i128>, Option<i128>),
    Decimal,
    Float,
    Moment(MomentKind),
    /// Durations; whether months and whether days and times may stand in them.
    Duration(bool, bool),
}

const fn builtin(name: &'static str, kind: DatatypeKind) -> Builtin {
    Builtin { name, local: None, kind }
}

const fn named(name: &'static str, local: &'static str, kind: DatatypeKind) -> Builtin {
    Builtin { name, local: Some(local), kind }
}

const NAME: &str = r"^[\p{L}_:][\p{L}\p{N}\p{M}_:.\-]*$";
const BARE_NAME: &str = r"^[\p{L}_][\p{L}\p{N}\p{M}_.\-]*$";
const NAME_PART: &str = r"^[\p{L}\p{N}\p{M}_:.\-]+$";
const PREFIXED_NAME: &str = r"^([\p{L}_][\p{L}\p{N}\p{M}_.\-]*:)?[\p{L}_][\p{L}\p{N}\p{M}_.\-]*$";
const LANGUAGE: &str = r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$";

static ALL: &[Builtin] = &[
    builtin("string", DatatypeKind::Text),
    named("any", "anyAtomicType", DatatypeKind::Any),
    builtin("anyAtomicType", DatatypeKind::Any),
    builtin("anyURI", DatatypeKind::Trimmed),
    builtin("base64Binary", DatatypeKind::Base64),
    named("binary", "base64Binary", DatatypeKind::Base64),
    builtin("boolean", DatatypeKind::Boolean),
    builtin("byte", DatatypeKind::Integer(Some(-128), Some(127))),
    builtin("date", DatatypeKind::Moment(MomentKind::Date)),
    builtin("dateTime", DatatypeKind::Moment(MomentKind::DateTime)),
    named("datetime", "dateTime", DatatypeKind::Moment(MomentKind::DateTime)),
    builtin("dateTimeStamp", DatatypeKind::Moment(MomentKind::DateTimeStamp)),
    builtin("dayTimeDuration", DatatypeKind::Duration(false, true)),
    builtin("decimal", DatatypeKind::Decimal),
    builtin("double", DatatypeKind::Float),
    named("number", "double", DatatypeKind::Float),
    builtin("duration", DatatypeKind::Duration(true, true)),
    builtin("float", DatatypeKind::Float),
    builtin("gDay", DatatypeKind::Moment(MomentKind::Day)),
    builtin("gMonth", DatatypeKind::Moment(MomentKind::Month)),
    builtin("gMonthDay", DatatypeKind::Moment(MomentKind::MonthDay)),
    builtin("gYear", DatatypeKind::Moment(MomentKind::Year)),
    builtin("gYearMonth", DatatypeKind::Moment(MomentKind::YearMonth)),
    builtin("hexBinary", DatatypeKind::Hex),
    named("html", "HTML", DatatypeKind::Text),
    builtin("int", DatatypeKind::Integer(Some(i32::MIN as i128), Some(i32::MAX as i128))),
    builtin("integer", DatatypeKind::Integer(None, None)),
    named("json", "JSON", DatatypeKind::Text),
    builtin("language", DatatypeKind::Formed(LANGUAGE)),
    builtin("long", DatatypeKind::Integer(Some(i64::MIN as i128), Some(i64::MAX as i128))),
    builtin("Name", DatatypeKind::Formed(NAME)),
    builtin("NCName", DatatypeKind::Formed(BARE_NAME)),
    builtin("negativeInteger", DatatypeKind::Integer(None, Some(-1))),
    builtin("NMTOKEN", DatatypeKind::Formed(NAME_PART)),
    builtin("nonNegativeInteger", DatatypeKind::Integer(Some(0), None)),
    builtin("nonPositiveInteger", DatatypeKind::Integer(None, Some(0))),
    builtin("normalizedString", DatatypeKind::Trimmed),
    builtin("positiveInteger", DatatypeKind::Integer(Some(1), None)),
    builtin("QName", DatatypeKind::Formed(PREFIXED_NAME)),
    builtin("short", DatatypeKind::Integer(Some(-32768), Some(32767))),
    builtin("time", DatatypeKind::Moment(MomentKind::Time)),
    builtin("token", DatatypeKind::Trimmed),
    builtin("unsignedByte", DatatypeKind::Integer(Some(0), Some(255))),
    builtin("unsignedInt", DatatypeKind::Integer(Some(0), Some(u32::MAX as i128))),
    builtin("unsignedLong", DatatypeKind::Integer(Some(0), Some(u64::MAX as i128))),
    builtin("unsignedShort", DatatypeKind::Integer(Some(0), Some(65535))),
    named("xml", "XMLLiteral", DatatypeKind::Text),
    builtin("yearMonthDuration", DatatypeKind::Duration(true, false)),
];

/// The names of all built-in datatypes.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|builtin| builtin.name)
}

/// The datatype of this name.
pub(super) fn find(name: &str) -> Option<&'static Builtin> {
    ALL.iter().find(|builtin| builtin.name == name)
}

/// The datatype of a column about which nothing is said.
pub(super) fn string() -> &'static Builtin {
    &ALL[0]
}

/// A value that has an order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Magnitude {
    Exact(Decimal),
    Float(f64),
    Moment(CalendarMoment),
    Duration(Duration),
}

impl Magnitude {
    /// The order of two values, where they have one.
    pub(super) fn compare(&self, other: &Magnitude) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Magnitude::Exact(a), Magnitude::Exact(b)) => Some(a.cmp(b)),
            (Magnitude::Float(a), Magnitude::Float(b)) => a.partial_cmp(b),
            (Magnitude::Moment(a), Magnitude::Moment(b)) => Some(a.instant().cmp(&b.instant())),
            (Magnitude::Duration(a), Magnitude::Duration(b)) => a.compare(*b),
            _ => None,
        }
    }
}

static FORMS: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    let forms = [NAME, BARE_NAME, NAME_PART, PREFIXED_NAME, LANGUAGE];
    forms.into_iter().filter_map(|form| Some((form, Regex::new(form).ok()?))).collect()
});

impl Builtin {
    /// Its IRI.
    pub(super) fn iri(&self) -> String {
        let namespace = match self.name {
            "xml" | "html" => RDF,
            "json" => CSVW,
            _ => XSD,
        };
        format!("{namespace}{}", self.local.unwrap_or(self.name))
    }

    /// True when values have a length in characters or bytes.
    pub(super) fn has_length(&self) -> bool {
        matches!(
            self.kind,
            DatatypeKind::Text
                | DatatypeKind::Trimmed
                | DatatypeKind::Formed(_)
                | DatatypeKind::Hex
                | DatatypeKind::Base64
        )
    }

    /// True when values have an order.
    pub(super) fn has_order(&self) -> bool {
        let kinds = matches!(self.kind, DatatypeKind::Integer(..) | DatatypeKind::Decimal | DatatypeKind::Float);
        kinds || matches!(self.kind, DatatypeKind::Moment(_) | DatatypeKind::Duration(..))
    }

    /// True when line breaks and tabs stay in a cell.
    pub(super) fn keeps_breaks(&self) -> bool {
        matches!(self.kind, DatatypeKind::Text | DatatypeKind::Any)
    }

    /// True when white space around a cell stays, and as much of it inside.
    pub(super) fn keeps_space(&self) -> bool {
        self.keeps_breaks() || self.name == "normalizedString"
    }

    /// True when `text` is a value, in the form XML Schema gives it.
    pub(super) fn is_value(&self, text: &str) -> bool {
        match self.kind {
            DatatypeKind::Any | DatatypeKind::Text | DatatypeKind::Trimmed => true,
            DatatypeKind::Formed(form) => FORMS.iter().any(|(known, regex)| *known == form && regex.is_match(text)),
            DatatypeKind::Hex => text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
            DatatypeKind::Base64 => is_base64(text),
            DatatypeKind::Boolean => matches!(text, "true" | "false" | "1" | "0"),
            DatatypeKind::Integer(..)
            | DatatypeKind::Decimal
            | DatatypeKind::Float
            | DatatypeKind::Moment(_)
            | DatatypeKind::Duration(..) => self.magnitude(text).is_some(),
        }
    }

    /// The value of a text, where values have an order.
    pub(super) fn magnitude(&self, text: &str) -> Option<Magnitude> {
        match self.kind {
            DatatypeKind::Integer(low, high) => {
                let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
                let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                let value = Decimal::parse(text).filter(|_| is_whole)?;
                let fits = |bound: Option<i128>, wrong| {
                    let bound = bound.and_then(|bound| Decimal::parse(&bound.to_string()));
                    bound.is_none_or(|bound| value.cmp(&bound) != wrong)
                };
                let fits = fits(low, std::cmp::Ordering::Less) && fits(high, std::cmp::Ordering::Greater);
                fits.then_some(Magnitude::Exact(value))
            }
            DatatypeKind::Decimal => Decimal::parse(text).map(Magnitude::Exact),
            DatatypeKind::Float => parse_float(text).map(Magnitude::Float),
            DatatypeKind::Moment(kind) => CalendarMoment::parse(kind, text).map(Magnitude::Moment),
            DatatypeKind::Duration(months, times) => Duration::parse(text, months, times).map(Magnitude::Duration),
            _ => None,
        }
    }

    /// The one form among all that mean the same value, for use in URLs.
    pub(super) fn canonical(&self, text: &str) -> String {
        match self.magnitude(text) {
            Some(Magnitude::Exact(value)) => value.to_string(),
            Some(Magnitude::Float(value)) if value.is_finite() => {
                let text = format!("{value:E}");
                match text.split_once('E') {
                    Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
                    _ => text,
                }
            }
            _ => text.to_owned(),
        }
    }
}

/// The number of a text in the form XML Schema gives doubles.
fn parse_float(text: &str) -> Option<f64> {
    match text {
        "NaN" => return Some(f64::NAN),
        "INF" | "+INF" => return Some(f64::INFINITY),
        "-INF" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    // Rust would also take `inf` and `nan`.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|_| is_plain)
}

fn is_base64(text: &str) -> bool {
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}
