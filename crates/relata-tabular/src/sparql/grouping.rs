//! Which variable of a SELECT has no one value in a group: the parser says no more than that there is one.

use std::ops::Range;

use super::words::{Word, WordKind};

const AGGREGATES: [&str; 7] = ["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"];
/// What may hold a variable without a value.
const FORGIVING: [&str; 3] = ["BOUND", "COALESCE", "EXISTS"];

/// A variable that cannot stand where it stands.
pub(super) struct Ungrouped {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) hint: String,
}

/// Words of a query, with what their neighbours tell of them.
struct Words<'t> {
    text: &'t str,
    words: &'t [Word],
}

/// The first variable of a SELECT with groups that is neither grouped nor aggregated. The SELECT is the one that ends at
/// the byte `stop`, where the parser refused it.
pub(super) fn ungrouped(text: &str, words: &[Word], stop: usize) -> Option<Ungrouped> {
    let all = Words { text, words };
    let end = words.partition_point(|word| word.range.start < stop);
    let select = all.select_before(end)?;
    let body = (select..end).find(|at| all.is(*at, "{"))?;
    let behind = all.closing(body)? + 1;
    let clause = |first: &str, ends: &[&str]| {
        let start = (behind..end).find(|at| all.is(*at, first))? + 1;
        Some(start..(start..end).find(|at| ends.iter().any(|word| all.is(*at, word))).unwrap_or(end))
    };
    let group_by = clause("GROUP", &["HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"]);
    let has_aggregate = |mut range: Range<usize>| range.any(|at| all.is_call(at, &AGGREGATES));
    if group_by.is_none() && !has_aggregate(select..body) && !has_aggregate(behind..end) {
        return None;
    }
    let grouped = group_by.clone().map(|range| all.grouped(range)).unwrap_or_default();
    let mut made: Vec<&str> = Vec::new();
    let mut at = select + 1;
    while at < body {
        let item = if all.is(at, "(") { at..all.closing(at)? } else { at..at + 1 };
        if let Some(place) = all.loose(item.clone(), &grouped) {
            let name = all.word(place);
            let range = words.get(place)?.range.clone();
            if made.contains(&&name[1..]) {
                let message = format!("`{name}` has no value yet in the SELECT that makes it");
                return Some(Ungrouped { range, message, hint: "write what it stands for once more".to_owned() });
            }
            let keys = grouped.iter().map(|name| format!(" ?{name}")).collect::<Vec<_>>().concat();
            let sample = format!("(SAMPLE({name}) AS {name}1)");
            let hint = format!("write `GROUP BY{keys} {name}`, or take any one of its values: `{sample}`");
            return Some(Ungrouped { range, message: format!("`{name}` is neither grouped nor aggregated"), hint });
        }
        made.extend(all.alias(item.clone()));
        at = item.end.max(at + 1);
    }
    None
}

impl<'t> Words<'t> {
    fn word(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |word| &self.text[word.range.clone()])
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// The name of a variable without its sign.
    fn variable(&self, at: usize) -> Option<&'t str> {
        self.words.get(at).filter(|word| word.kind == WordKind::Variable).and_then(|_| self.word(at).get(1..))
    }

    fn is_call(&self, at: usize, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(at, name)) && (self.is(at + 1, "(") || self.is(at + 1, "{"))
    }

    /// The SELECT before `end` that is no deeper in braces.
    fn select_before(&self, end: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in (0..end).rev() {
            match self.word(at) {
                "}" => depth += 1,
                "{" => depth = depth.checked_sub(1)?,
                word if depth == 0 && word.eq_ignore_ascii_case("SELECT") => return Some(at),
                _ => {}
            }
        }
        None
    }

    /// Where the bracket at `at` is closed.
    fn closing(&self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        (at..self.words.len()).find(|at| {
            match self.word(*at) {
                "(" | "{" | "[" => depth += 1,
                ")" | "}" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        })
    }

    /// The variable behind the last AS of `(… AS ?x`.
    fn alias(&self, range: Range<usize>) -> Option<&'t str> {
        self.variable(range.end.checked_sub(1)?).filter(|_| range.len() > 2 && self.is(range.end - 2, "AS"))
    }

    /// The variables that the conditions behind GROUP give each group a value of.
    fn grouped(&self, range: Range<usize>) -> Vec<&'t str> {
        let (mut names, mut at) = (Vec::new(), range.start);
        while at < range.end {
            let next = if self.is(at, "(") { self.closing(at).unwrap_or(range.end) } else { at };
            // Behind the name of a function stand its arguments.
            let is_call = at > range.start + 1 && self.words[at - 1].kind == WordKind::Name;
            if next == at {
                names.extend(self.variable(at));
            } else if !is_call {
                names.extend(self.alias(at..next).or_else(|| self.variable(at + 1).filter(|_| next == at + 2)));
            }
            at = next + 1;
        }
        names
    }

    /// The first variable of a part of a SELECT that is not in `grouped` and has to be.
    fn loose(&self, range: Range<usize>, grouped: &[&str]) -> Option<usize> {
        let mut at = range.start;
        while at < range.end {
            if self.is_call(at, &AGGREGATES) || self.is_call(at, &FORGIVING) {
                at = self.closing(at + 1)?;
            } else if self.variable(at).is_some_and(|name| !grouped.contains(&name))
                && !(at > range.start && self.is(at - 1, "AS"))
            {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}
