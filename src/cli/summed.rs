//! Faults by kind, so that what is said of a long table is as short as what is said of a short one.
//!
//! What has to be mended is shown with its place, a few of each kind; what need not be, in one line a kind: how many there
//! are, three examples, and the command that helps. Every number is that of the whole report.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::faults::{Listing, render_on_one_line, write_each};
use super::terminal::{Terminal, grouped};
use crate::diagnostic::{Code, Diagnostic, Report, Severity, clip, codes, visible_line};

/// Errors of one code that are shown.
const FIRST_ERRORS: usize = 5;
/// Warnings of one code that are shown: each says something that the others do not.
const FIRST_WARNINGS: usize = 3;
/// Kinds of notices that have a line of their own, so that all of them are short enough to be read.
const MOST_KINDS: usize = 6;

/// The faults of one code.
struct OneKind<'r> {
    code: &'static Code,
    severity: Severity,
    /// How many there are.
    n: u64,
    /// Those that the report holds.
    faults: Vec<&'r Diagnostic>,
}

/// Writes what was found, by kind.
pub(super) fn write(reports: &[&Report], listing: Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Listing { target, all, terminal, .. } = listing;
    let kinds = kinds(reports);
    let mended: Vec<&OneKind<'_>> = kinds.iter().filter(|kind| kind.severity != Severity::Notice).collect();
    let mut is_short = write_mended(reports, &mended, terminal, out)?;
    let notices: Vec<&OneKind<'_>> = kinds.iter().filter(|kind| kind.severity == Severity::Notice).collect();
    if !mended.is_empty() && !notices.is_empty() {
        writeln!(out)?;
    }
    // A kind more has its line where the line that names the others would be.
    let n_lines = if notices.len() > MOST_KINDS + 1 { MOST_KINDS } else { notices.len() };
    let (own_line, others) = notices.split_at(n_lines);
    for kind in own_line {
        match kind.faults.as_slice() {
            [only] if kind.n == 1 => writeln!(out, "{}", render_on_one_line(only))?,
            _ => {
                is_short = true;
                writeln!(out, "{}", visible_line(&on_one_line(kind, target)))?;
            }
        }
    }
    if !others.is_empty() {
        is_short = true;
        let others: Vec<String> =
            others.iter().map(|kind| format!("{} {} × {}", kind.code.id, kind.code.name, grouped(kind.n))).collect();
        writeln!(out, "also noticed: {}", others.join(", "))?;
    }
    if is_short {
        writeln!(out, "{all} shows each with its place")?;
    }
    Ok(())
}

/// The kinds of faults: those with most faults first, so that the order does not depend on that of the rows.
fn kinds<'r>(reports: &[&'r Report]) -> Vec<OneKind<'r>> {
    let mut by_code: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for fault in reports.iter().flat_map(|report| report.diagnostics()) {
        by_code.entry(fault.code.id).or_default().push(fault);
    }
    let kind = |faults: Vec<&'r Diagnostic>| {
        let first = faults.first()?;
        let n = reports.iter().map(|report| report.count_of(first.code)).sum();
        Some(OneKind { code: first.code, severity: first.severity, n, faults })
    };
    let mut kinds: Vec<OneKind<'_>> = by_code.into_values().filter_map(kind).collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.n));
    kinds
}

/// Writes the first errors and warnings of each kind as they stand in the files, and says how many more there are. True when
/// there are more.
fn write_mended(
    reports: &[&Report],
    kinds: &[&OneKind<'_>],
    terminal: &Terminal,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let first: Vec<&Diagnostic> = kinds.iter().flat_map(|kind| shown_of(kind)).collect();
    let is_first = |fault: &&Diagnostic| first.iter().any(|first| std::ptr::eq(*first, *fault));
    let shown: Vec<&Diagnostic> = reports.iter().flat_map(|report| report.diagnostics()).filter(is_first).collect();
    write_each(&shown, terminal, out)?;
    let mut is_short = false;
    for kind in kinds {
        let hidden = kind.n - shown_of(kind).len() as u64;
        if hidden > 0 {
            let start = if is_short { "" } else { "\n" };
            let (id, name) = (kind.code.id, kind.code.name);
            writeln!(out, "{start}{id} {name} × {}, {} not shown", grouped(kind.n), grouped(hidden))?;
            is_short = true;
        }
    }
    Ok(is_short)
}

/// The first faults of a kind; of warnings that say the same, one.
fn shown_of<'r>(kind: &OneKind<'r>) -> Vec<&'r Diagnostic> {
    if kind.severity == Severity::Error {
        return kind.faults.iter().copied().take(FIRST_ERRORS).collect();
    }
    let mut shown: Vec<&Diagnostic> = Vec::new();
    for fault in &kind.faults {
        if shown.len() < FIRST_WARNINGS && !shown.iter().any(|shown| shown.message == fault.message) {
            shown.push(fault);
        }
    }
    shown
}

/// A line about the notices of a kind: how many, what about, which for example, and what helps.
fn on_one_line(kind: &OneKind<'_>, target: &str) -> String {
    let (what, help) = wording(kind.code);
    let what = if let Some(what) = what {
        format!("{} {what}", grouped(kind.n))
    } else {
        let first = kind.code.explanation.trim().lines().next().unwrap_or_default();
        format!("{} × {}", grouped(kind.n), first.trim_end_matches('.'))
    };
    let help = match help {
        "" => format!("; `relata explain {}` says more", kind.code.id),
        help => format!("; {}", help.replace("{target}", target)),
    };
    format!("notice[{}] {what}: {}{help}", kind.code.id, examples(kind))
}

/// How the notices of a code are told of together, and the command that helps with them.
fn wording(code: &Code) -> (Option<&'static str>, &'static str) {
    let words = [
        (&codes::UNKNOWN_ENTITY, "names are in no table of entities", ""),
        (
            &codes::OWN_PREDICATE,
            "rows have predicates that no vocabulary has",
            "`relata predicates{target}` lists them with known ones that come near",
        ),
        (&codes::UNLISTED_DOCUMENT, "rows cite documents that no table describes", ""),
        (&codes::UNSOURCED_CLAIM, "claims have neither speaker nor document", ""),
        (&codes::DUPLICATE_ROW, "rows say what another row says, and count all the same", ""),
        (&codes::INVERSE_PREDICATE, "predicates are read with subject and object exchanged", ""),
        (&codes::NEGATED_PREDICATE, "predicates are read as denied", ""),
        (&codes::PREDICATE_SPELLING, "predicates are others in another spelling", ""),
    ];
    let found = words.into_iter().find(|(known, ..)| known.id == code.id);
    found.map_or((None, ""), |(_, what, help)| (Some(what), help))
}

/// Three examples, the commonest first; a sign that there are more.
fn examples(kind: &OneKind<'_>) -> String {
    let mut counts: BTreeMap<String, (u64, usize)> = BTreeMap::new();
    for (at, fault) in kind.faults.iter().enumerate() {
        counts.entry(example(fault)).or_insert((0, at)).0 += 1;
    }
    let n = counts.len();
    let mut counts: Vec<(String, (u64, usize))> = counts.into_iter().collect();
    counts.sort_by_key(|(_, (n, at))| (std::cmp::Reverse(*n), *at));
    let shown: Vec<String> = counts
        .into_iter()
        .take(3)
        .map(|(example, (n, _))| if n > 1 { format!("{example} × {}", grouped(n)) } else { example })
        .collect();
    shown.join(", ") + if n > shown.len() { ", …" } else { "" }
}

/// The cell that a fault is about, or where it is.
fn example(fault: &Diagnostic) -> String {
    let place = &fault.place;
    match &place.value {
        Some(value) if !value.is_empty() => format!("`{}`", clip(value)),
        _ if place.line > 0 => format!("{}:{}", place.file, place.line),
        _ => place.file.to_string(),
    }
}
