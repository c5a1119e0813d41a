//! Numbers as tables for people write them: grouped digits, other decimal points, percent signs, and the patterns of Unicode
//! (UAX #35) that describe them.

use super::builtin::{Builtin, DatatypeKind};
use super::decimal::Decimal;

/// The form in which a cell writes numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberFormat {
    /// The text between whole and fraction.
    pub(super) point: String,
    /// The text between groups of digits.
    pub(super) group: Option<String>,
    pub(super) pattern: Option<NumberPattern>,
}

/// A pattern such as `#,##0.00%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberPattern {
    /// `%` or `‰` in front of the digits.
    before: Option<char>,
    /// The same behind them.
    after: Option<char>,
    /// At least so many digits before the point.
    least_whole: usize,
    /// Sizes of the last group of digits and of those before it.
    groups: Option<(usize, usize)>,
    /// Digits behind the point, at least and at most.
    fraction: (usize, usize),
    /// Size of groups behind the point.
    fraction_group: Option<usize>,
    /// At least so many digits of the exponent; with one, as many digits before the point as there is room for.
    exponent: Option<usize>,
    most_whole: Option<usize>,
}

impl NumberPattern {
    /// Reads a pattern written with this decimal point and group mark; none when the text is not a pattern.
    pub(super) fn parse(text: &str, point: &str, group: &str) -> Option<NumberPattern> {
        let is_percent = |c: &char| matches!(c, '%' | '‰');
        let before = text.trim_start_matches(['+', '-']).chars().next().filter(is_percent);
        let body = text.trim_start_matches(['+', '-', '%', '‰']);
        let after = body.chars().next_back().filter(is_percent);
        let body = body.strip_suffix(['%', '‰']).unwrap_or(body);
        if text.chars().count() - body.chars().count() > 3 || (before.is_some() && after.is_some()) {
            return None;
        }
        let (mantissa, exponent) = match body.split_once('E') {
            Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix('+').unwrap_or(exponent))),
            None => (body, None),
        };
        let (whole, fraction) = mantissa.split_once(point).map_or((mantissa, ""), |parts| parts);
        let sizes = |text: &str| text.split(group).map(str::len).collect::<Vec<usize>>();
        let (whole_sizes, fraction_sizes) = (sizes(whole), sizes(fraction));
        let (whole, fraction) = (whole.replace(group, ""), fraction.replace(group, ""));
        let n_zeros = |text: &str| text.bytes().filter(|byte| *byte == b'0').count();
        let is_ordered = |text: &str, first: char, second: char| {
            text.trim_start_matches(first).trim_start_matches(second).is_empty()
        };
        let is_sound = is_ordered(&whole, '#', '0')
            && is_ordered(&fraction, '0', '#')
            && exponent.is_none_or(|digits| is_ordered(digits, '#', '0') && !digits.is_empty())
            && !(whole.is_empty() && fraction.is_empty());
        let groups = match whole_sizes.as_slice() {
            [.., second, last] if whole_sizes.len() > 2 => Some((*last, *second)),
            [_, last] => Some((*last, *last)),
            _ => None,
        };
        let fraction_group = fraction_sizes.first().copied().filter(|_| fraction_sizes.len() > 1);
        let is_grouped = groups.is_none_or(|(last, second)| last > 0 && second > 0) && fraction_group != Some(0);
        (is_sound && is_grouped).then(|| NumberPattern {
            before,
            after,
            least_whole: n_zeros(&whole),
            groups,
            fraction: (n_zeros(&fraction), fraction.len()),
            fraction_group,
            exponent: exponent.map(n_zeros),
            most_whole: exponent.map(|_| whole.len()),
        })
    }

    /// True when the digits of a number stand as the pattern wants them.
    fn fits(&self, whole: &str, fraction: &str, exponent: Option<&str>, group: &str) -> bool {
        let n_whole = whole.replace(group, "").len();
        let n_fraction = fraction.replace(group, "").len();
        let whole_groups = self.groups.map_or_else(|| vec![n_whole], |(last, second)| cut(n_whole, last, second));
        let fraction_groups = match self.fraction_group {
            Some(size) => cut(n_fraction, size, size).into_iter().rev().collect(),
            None => vec![n_fraction],
        };
        let sizes = |text: &str| text.split(group).map(str::len).collect::<Vec<usize>>();
        let is_exponent = match (exponent, self.exponent) {
            (Some(digits), Some(least)) => digits.trim_start_matches(['+', '-']).len() >= least,
            (None, None) => true,
            _ => false,
        };
        n_whole >= self.least_whole
            && self.most_whole.is_none_or(|most| n_whole <= most.max(1) || most > self.least_whole)
            && (self.fraction.0..=self.fraction.1).contains(&n_fraction)
            && sizes(whole) == whole_groups
            && sizes(fraction) == fraction_groups
            && is_exponent
    }
}

/// The sizes of groups that so many digits make, from the left: the last has `last`, those before it `second`.
fn cut(n_digits: usize, last: usize, second: usize) -> Vec<usize> {
    let mut sizes = Vec::new();
    let (mut rest, mut size) = (n_digits, last);
    while rest > size {
        sizes.push(size);
        rest -= size;
        size = second;
    }
    sizes.push(rest);
    sizes.reverse();
    sizes
}

impl NumberFormat {
    /// The number in a cell as XML Schema writes it; none when it is not in this format.
    pub(super) fn read(&self, text: &str, base: &Builtin) -> Option<String> {
        if matches!(text, "NaN" | "INF" | "-INF") {
            return (base.kind == DatatypeKind::Float).then(|| text.to_owned());
        }
        let (sign, rest) = take_sign(text);
        let (before, rest) = take_percent(rest);
        let (inner_sign, rest) = if sign.is_empty() && before.is_some() { take_sign(rest) } else { (sign, rest) };
        let after = rest.chars().next_back().filter(|c| matches!(c, '%' | '‰'));
        let rest = after.map_or(rest, |c| &rest[..rest.len() - c.len_utf8()]);
        let (mantissa, exponent) = match rest.find(['E', 'e']) {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        };
        let (whole, fraction) = mantissa.split_once(&self.point).unwrap_or((mantissa, ""));
        let group = self.group.as_deref().unwrap_or(",");
        let is_right = match &self.pattern {
            Some(pattern) => {
                pattern.before == before && pattern.after == after && pattern.fits(whole, fraction, exponent, group)
            }
            None => before.is_none() && self.is_free_form(mantissa, whole, fraction),
        };
        let plain = |text: &str| text.replace(group, "");
        let (whole, fraction) = (plain(whole), plain(fraction));
        let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
        let is_exponent = exponent.is_none_or(|text| {
            let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        });
        if !is_right || !all_digits || !is_exponent || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let point = if fraction.is_empty() { "" } else { "." };
        let number = format!("{inner_sign}{whole}{point}{fraction}");
        match (before.or(after), exponent) {
            (None, None) => Some(number),
            (None, Some(exponent)) => Some(format!("{number}E{exponent}")),
            (Some(_), Some(_)) => None,
            (Some(percent), None) => {
                Some(Decimal::parse(&number)?.divided(if percent == '%' { 2 } else { 3 }).to_string())
            }
        }
    }

    /// True when digits are grouped as they may be without a pattern: one mark at a time behind a digit, and no mark in
    /// the fraction.
    fn is_free_form(&self, mantissa: &str, whole: &str, fraction: &str) -> bool {
        let has_point = mantissa.len() > whole.len();
        let starts_with_digit = whole.starts_with(|c: char| c.is_ascii_digit());
        let is_grouped = match &self.group {
            Some(group) => {
                !whole.contains(&group.repeat(2))
                    && !whole.ends_with(group.as_str())
                    && !fraction.contains(group.as_str())
            }
            None => !whole.contains(',') && !fraction.contains(','),
        };
        starts_with_digit && is_grouped && !(has_point && fraction.is_empty())
    }
}

fn take_sign(text: &str) -> (&str, &str) {
    let n = usize::from(text.starts_with(['+', '-']));
    text.split_at(n)
}

fn take_percent(text: &str) -> (Option<char>, &str) {
    let found = text.chars().next().filter(|c| matches!(c, '%' | '‰'));
    (found, found.map_or(text, |c| &text[c.len_utf8()..]))
}
