//! Decimal numbers of any length.

use std::cmp::Ordering;
use std::fmt;

/// A decimal number, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    is_negative: bool,
    /// Digits before the point, without zeros in front.
    whole: String,
    /// Digits behind it, without zeros at the end.
    fraction: String,
}

impl Decimal {
    /// The number in a text such as `-12.50`; none when it is no decimal of XML Schema.
    pub(super) fn parse(text: &str) -> Option<Decimal> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
        if !all_digits || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let is_negative = text.starts_with('-') && !(whole.is_empty() && fraction.is_empty());
        Some(Decimal { is_negative, whole: whole.to_owned(), fraction: fraction.to_owned() })
    }

    /// The number divided by ten, so often.
    pub(super) fn divided(&self, n_places: usize) -> Decimal {
        let padded = format!("{:0>1$}", self.whole, n_places);
        let (whole, moved) = padded.split_at(padded.len() - n_places);
        let fraction = format!("{moved}{}", self.fraction);
        Decimal {
            is_negative: self.is_negative,
            whole: whole.trim_start_matches('0').to_owned(),
            fraction: fraction.trim_end_matches('0').to_owned(),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative { "-" } else { "" };
        let whole = if self.whole.is_empty() { "0" } else { &self.whole };
        write!(f, "{sign}{whole}")?;
        if self.fraction.is_empty() { Ok(()) } else { write!(f, ".{}", self.fraction) }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let size = |a: &Decimal, b: &Decimal| {
            a.whole
                .len()
                .cmp(&b.whole.len())
                .then_with(|| a.whole.cmp(&b.whole))
                .then_with(|| a.fraction.cmp(&b.fraction))
        };
        match (self.is_negative, other.is_negative) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => size(self, other),
            (true, true) => size(other, self),
        }
    }
}
