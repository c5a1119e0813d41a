//! What a look found, in words.

use std::fmt::Write as _;

use crate::table::mapping::{CellFormat, DatePattern, Mapping, Rule};

/// The columns of a mapping in one line, in the order of a statement.
pub fn words_of_mapping(mapping: &Mapping) -> String {
    const FIRST: [&str; 3] = ["subject", "predicate", "object"];
    let rule = |role: &str| mapping.rules.get(role).map(|rule| format!("{role} ← {}", words_of_rule(rule)));
    let others = mapping.rules.iter().filter(|(role, rule)| {
        !FIRST.contains(&role.as_str()) && (rule.column.is_some() || rule.parts.is_some() || rule.constant.is_some())
    });
    let all = FIRST.into_iter().filter_map(rule).chain(others.filter_map(|(role, _)| rule(role)));
    all.collect::<Vec<_>>().join("; ")
}

/// A rule as one reads it.
pub fn words_of_rule(rule: &Rule) -> String {
    let mut words = rule.column.clone().unwrap_or_default();
    if let Some(parts) = &rule.parts {
        words = parts.headings().collect::<Vec<_>>().join(", ");
    } else if let (None, Some(constant)) = (&rule.column, &rule.constant) {
        let _ = write!(words, "`{constant}` in all rows");
    } else if rule.column.is_none() {
        words.push_str("no column");
    }
    if let Some(split) = &rule.split {
        let _ = write!(words, ", several apart by {split:?}");
    }
    match &rule.format {
        Some(CellFormat::Dates(patterns)) => {
            let patterns: Vec<&str> = patterns.iter().map(DatePattern::text).collect();
            let _ = write!(words, ", written {}", patterns.join(" or "));
        }
        Some(CellFormat::Percent) => words.push_str(", in percent"),
        None => {}
    }
    words
}
