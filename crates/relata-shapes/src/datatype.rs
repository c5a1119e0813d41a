//! How the literals of a datatype may be written.

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::xsd;
use oxsdatatypes::{
    Date, DateTime, DayTimeDuration, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time, YearMonthDuration,
};

/// The integers of XML Schema, with the least and the greatest where there are such.
const INTEGERS: [(NamedNodeRef<'_>, Option<i128>, Option<i128>); 13] = [
    (xsd::INTEGER, None, None),
    (xsd::LONG, Some(i64::MIN as i128), Some(i64::MAX as i128)),
    (xsd::INT, Some(i32::MIN as i128), Some(i32::MAX as i128)),
    (xsd::SHORT, Some(i16::MIN as i128), Some(i16::MAX as i128)),
    (xsd::BYTE, Some(i8::MIN as i128), Some(i8::MAX as i128)),
    (xsd::NON_NEGATIVE_INTEGER, Some(0), None),
    (xsd::POSITIVE_INTEGER, Some(1), None),
    (xsd::NON_POSITIVE_INTEGER, None, Some(0)),
    (xsd::NEGATIVE_INTEGER, None, Some(-1)),
    (xsd::UNSIGNED_LONG, Some(0), Some(u64::MAX as i128)),
    (xsd::UNSIGNED_INT, Some(0), Some(u32::MAX as i128)),
    (xsd::UNSIGNED_SHORT, Some(0), Some(u16::MAX as i128)),
    (xsd::UNSIGNED_BYTE, Some(0), Some(u8::MAX as i128)),
];

/// True when this is `xsd:integer` or a type below it.
pub(crate) fn is_integer(datatype: NamedNodeRef<'_>) -> bool {
    INTEGERS.iter().any(|(name, ..)| *name == datatype)
}

/// True when `datatype` allows this writing. Types that are not of XML Schema allow everything.
pub(crate) fn is_valid(text: &str, datatype: NamedNodeRef<'_>) -> bool {
    if let Some((_, least, most)) = INTEGERS.iter().find(|(name, ..)| *name == datatype) {
        return is_integer_between(text, *least, *most);
    }
    match datatype {
        xsd::BOOLEAN => matches!(text, "true" | "false" | "0" | "1"),
        xsd::DECIMAL => is_decimal(unsigned(text)),
        xsd::DOUBLE | xsd::FLOAT => is_double(text),
        xsd::DATE_TIME => text.parse::<DateTime>().is_ok(),
        xsd::DATE_TIME_STAMP => text.parse::<DateTime>().is_ok_and(|time| time.timezone_offset().is_some()),
        xsd::DATE => text.parse::<Date>().is_ok(),
        xsd::TIME => text.parse::<Time>().is_ok(),
        xsd::G_YEAR => text.parse::<GYear>().is_ok(),
        xsd::G_YEAR_MONTH => text.parse::<GYearMonth>().is_ok(),
        xsd::G_MONTH => text.parse::<GMonth>().is_ok(),
        xsd::G_MONTH_DAY => text.parse::<GMonthDay>().is_ok(),
        xsd::G_DAY => text.parse::<GDay>().is_ok(),
        xsd::DURATION => text.parse::<Duration>().is_ok(),
        xsd::DAY_TIME_DURATION => text.parse::<DayTimeDuration>().is_ok(),
        xsd::YEAR_MONTH_DURATION => text.parse::<YearMonthDuration>().is_ok(),
        xsd::HEX_BINARY => text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        xsd::BASE_64_BINARY => is_base64(text),
        xsd::NORMALIZED_STRING => !text.contains(['\t', '\n', '\r']),
        xsd::TOKEN => is_token(text),
        xsd::LANGUAGE => is_language(text),
        xsd::NMTOKEN => !text.is_empty() && text.chars().all(is_name_char),
        xsd::NAME => text.starts_with(is_name_start) && text.chars().all(is_name_char),
        xsd::NC_NAME => {
            text.starts_with(is_name_start)
                && text.chars().all(|c| c != ':' && is_name_char(c))
                && !text.starts_with(':')
        }
        _ => true,
    }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_integer_between(text: &str, least: Option<i128>, most: Option<i128>) -> bool {
    let digits = unsigned(text);
    if digits.is_empty() || !is_digits(digits) {
        return false;
    }
    match text.parse::<i128>() {
        Ok(number) => least.is_none_or(|least| least <= number) && most.is_none_or(|most| number <= most),
        // It has more digits than any bound.
        Err(_) if text.starts_with('-') => least.is_none(),
        Err(_) => most.is_none(),
    }
}

/// Digits with at most one point among them; one digit at least.
fn is_decimal(unsigned: &str) -> bool {
    let (whole, rest) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    is_digits(whole) && is_digits(rest) && whole.len() + rest.len() > 0
}

fn is_double(text: &str) -> bool {
    if matches!(text, "NaN" | "INF" | "+INF" | "-INF") {
        return true;
    }
    match text.split_once(['e', 'E']) {
        None => is_decimal(unsigned(text)),
        Some((number, exponent)) => {
            let exponent = unsigned(exponent);
            is_decimal(unsigned(number)) && !exponent.is_empty() && is_digits(exponent)
        }
    }
}

/// Groups of four characters, a space between any two, up to two `=` at the end.
fn is_base64(text: &str) -> bool {
    if text.starts_with(' ') || text.ends_with(' ') || text.contains("  ") {
        return false;
    }
    let symbols: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    let padding = symbols.iter().rev().take_while(|byte| **byte == b'=').count();
    let body = &symbols[..symbols.len() - padding];
    let is_symbol = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    // The bits that the last symbol has too many are zero.
    let ends_well = match (padding, body.last()) {
        (0, _) => true,
        (1, Some(last)) => b"AEIMQUYcgkosw048".contains(last),
        (2, Some(last)) => b"AQgw".contains(last),
        _ => false,
    };
    symbols.len().is_multiple_of(4) && body.iter().all(is_symbol) && ends_well
}

fn is_token(text: &str) -> bool {
    !text.contains(['\t', '\n', '\r']) && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ")
}

fn is_language(text: &str) -> bool {
    let fits = |(index, part): (usize, &str)| {
        let all = |is: fn(&u8) -> bool| part.bytes().all(|byte| is(&byte));
        let letters = if index == 0 { all(u8::is_ascii_alphabetic) } else { all(u8::is_ascii_alphanumeric) };
        (1..=8).contains(&part.len()) && letters
    };
    text.split('-').enumerate().all(fits)
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | ':')
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | ':' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}' | '\u{2040}')
}
