//! Diagnostics for people and for machines.

use std::fmt::Write as _;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::summed;
use super::terminal::Terminal;
use crate::built::Problems;
use crate::diagnostic::{Diagnostic, Excerpt, Report, Severity, codes, visible, visible_line};

/// How faults are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FaultFormat {
    /// For people: the cell underlined, with a way out.
    Text,
    /// One array of objects.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0 for code scanning.
    Sarif,
}

/// How many faults are shown as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A few of each kind, and of the others how many there are.
    Summed,
    /// Each with its place.
    All,
    /// So many of the gravest.
    Gravest(usize),
}

impl Shown {
    /// What `--all` and `--max-errors` ask for.
    pub(crate) fn of(all: bool, most: Option<usize>) -> Shown {
        match most {
            _ if all => Shown::All,
            None => Shown::Summed,
            Some(0) => Shown::All,
            Some(most) => Shown::Gravest(most),
        }
    }
}

/// How faults are written for people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listing<'a> {
    /// How many of them.
    pub(crate) shown: Shown,
    /// What the command line names, with a space in front, for the commands that are proposed.
    pub(crate) target: &'a str,
    /// What shows each fault, where only some are shown.
    pub(crate) all: &'a str,
    /// What the terminal can do.
    pub(crate) terminal: &'a Terminal,
}

/// Writes the faults of `reports`. Formats for machines have each of them unless a number is asked for.
pub(crate) fn write_faults(
    reports: &[&Report],
    format: FaultFormat,
    listing: Listing<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Listing { shown, all, terminal, .. } = listing;
    let faults: Vec<&Diagnostic> = reports.iter().flat_map(|report| report.diagnostics()).collect();
    let most = if let Shown::Gravest(most) = shown { most } else { usize::MAX };
    // Where only some are shown, the gravest are; their order stays.
    let mut gravest: Vec<usize> = (0..faults.len()).collect();
    gravest.sort_by_key(|index| std::cmp::Reverse(faults[*index].severity));
    gravest.truncate(most);
    gravest.sort_unstable();
    let few: Vec<&Diagnostic> = gravest.into_iter().map(|index| faults[index]).collect();
    match format {
        FaultFormat::Text if shown == Shown::Summed => summed::write(reports, listing, out),
        FaultFormat::Text => {
            write_each(&few, terminal, out)?;
            let hidden = faults.len() - few.len();
            if hidden > 0 {
                writeln!(out, "\n{hidden} more not shown ({all} shows each)")?;
            }
            Ok(())
        }
        FaultFormat::Json => {
            let array: Vec<Value> = few.iter().map(|fault| as_json(fault)).collect();
            writeln!(out, "{}", escaped_json(&json!(array))?)
        }
        FaultFormat::Github => few.iter().try_for_each(|fault| writeln!(out, "{}", as_github(fault))),
        FaultFormat::Sarif => writeln!(out, "{}", escaped_json(&as_sarif(&few))?),
    }
}

/// Writes each of these faults: a picture of what is to be mended, a line for a notice.
pub(super) fn write_each(faults: &[&Diagnostic], terminal: &Terminal, out: &mut dyn Write) -> io::Result<()> {
    let mut before = None;
    for fault in faults {
        let is_notice = fault.severity == Severity::Notice;
        if before.is_some_and(|before| !(before && is_notice)) {
            writeln!(out)?;
        }
        before = Some(is_notice);
        writeln!(out, "{}", if is_notice { render_on_one_line(fault) } else { render(fault, terminal) })?;
    }
    Ok(())
}

/// One fault with its line and a caret under the cell.
pub(crate) fn render(fault: &Diagnostic, terminal: &Terminal) -> String {
    let level = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::NOTE.with_name("notice"),
    };
    let place = &fault.place;
    let file = visible_line(&place.file);
    let mut group = Group::with_title(level.primary_title(visible_line(&fault.message)).id(fault.code.id));
    let noun = if place.file.ends_with(".json") { "property" } else { "column" };
    let label = place.field.as_ref().map(|field| format!("{noun} `{}`", visible_line(field)));
    let excerpt = place.excerpt.as_ref().map(shown_excerpt);
    let line = usize::try_from(place.line).unwrap_or(usize::MAX);
    match &excerpt {
        Some((text, range)) if place.line > 0 => {
            let annotation = AnnotationKind::Primary.span(range.clone()).label(label);
            group = group.element(Snippet::source(text).line_start(line).path(&*file).annotation(annotation));
        }
        _ if place.line > 0 => {
            let column = usize::try_from(place.column).unwrap_or(1);
            group = group.element(Origin::path(&*file).line(line).char_column(column));
        }
        _ => group = group.element(Origin::path(&*file)),
    }
    if let Some(hint) = &fault.hint {
        group = group.element(Level::HELP.message(visible_line(hint)));
    }
    let renderer = if terminal.color { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.term_width(terminal.width).render(&[group]);
    // What is shown may not be the whole line: a row of a sheet, an object behind others.
    let before = excerpt.as_ref().and_then(|(text, range)| text.get(..range.start));
    let shown = before.map_or(place.column, |before| before.chars().count() as u64 + 1);
    if shown == place.column {
        return text;
    }
    let place_of = |column: u64| format!("{file}:{}:{column}", place.line);
    text.replacen(&place_of(shown), &place_of(place.column), 1)
}

/// The words around a fault as they are shown, and where the faulty ones stand in them.
fn shown_excerpt(excerpt: &Excerpt) -> (String, std::ops::Range<usize>) {
    // A tab has no width of its own; a space keeps the caret under its cell.
    let shown = |range: std::ops::Range<usize>| visible(excerpt.text.get(range).unwrap_or_default()).replace('\t', " ");
    let (start, end) = (excerpt.range.start, excerpt.range.end);
    let (before, cell) = (shown(0..start), shown(start..end));
    let range = before.len()..before.len() + cell.len();
    (before + &cell + &shown(end..excerpt.text.len()), range)
}

/// A notice asks for nothing: it gets a line, not a picture.
pub(super) fn render_on_one_line(fault: &Diagnostic) -> String {
    let place = &fault.place;
    let line = if place.line > 0 { format!(":{}:{}", place.line, place.column) } else { String::new() };
    let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!("; {hint}"));
    visible_line(&format!("notice[{}] {}{line}: {}{hint}", fault.code.id, place.file, fault.message))
}

fn as_json(fault: &Diagnostic) -> Value {
    let place = &fault.place;
    let number = |n: u64| if n == 0 { Value::Null } else { n.into() };
    json!({
        "code": fault.code.id,
        "name": fault.code.name,
        "severity": fault.severity.word(),
        "file": &*place.file,
        "line": number(place.line),
        "column": number(place.column),
        "field": place.field,
        "value": place.value,
        "message": fault.message,
        "hint": fault.hint,
    })
}

fn as_github(fault: &Diagnostic) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = &fault.place;
    let mut properties = vec![format!("file={}", property(&place.file))];
    if place.line > 0 {
        properties.push(format!("line={}", place.line));
    }
    if place.column > 0 {
        properties.push(format!("col={}", place.column));
    }
    properties.push(format!("title={}", property(&format!("{} {}", fault.code.id, fault.code.name))));
    let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
    let message = data(&format!("{}{hint}", fault.message));
    visible(&format!("::{} {}::{message}", fault.severity.word(), properties.join(",")))
}

/// The value in JSON that steers no terminal. JSON has the short escapes that [`visible`] writes; a character beyond them
/// takes two.
fn escaped_json(value: &Value) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if u32::from(c) > 0xFFFF && visible(&c.to_string()) != c.to_string() {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(shown, "\\u{unit:04X}");
            }
        } else {
            shown.push(c);
        }
    }
    Ok(visible(&shown))
}

/// A path as a relative URI reference.
fn as_uri(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    path.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn as_sarif(faults: &[&Diagnostic]) -> Value {
    let level = |severity: Severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    };
    let rules: Vec<Value> = codes::ALL
        .iter()
        .filter(|code| faults.iter().any(|fault| fault.code == **code))
        .map(|code| {
            let first_line = code.explanation.trim().lines().next().unwrap_or_default();
            json!({ "id": code.id, "name": code.name, "shortDescription": { "text": first_line }, "help": { "text": code.explanation.trim() } })
        })
        .collect();
    let results: Vec<Value> = faults
        .iter()
        .map(|fault| {
            let place = &fault.place;
            let mut location = json!({ "artifactLocation": { "uri": as_uri(&place.file) } });
            if place.line > 0 {
                location["region"] = json!({ "startLine": place.line, "startColumn": place.column.max(1) });
            }
            let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
            json!({
                "ruleId": fault.code.id,
                "level": level(fault.severity),
                "message": { "text": format!("{}{hint}", fault.message) },
                "locations": [{ "physicalLocation": location }],
                "properties": { "field": place.field, "value": place.value },
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "relata", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// `2 errors, 1 warning`, or `no problems`.
pub(crate) fn tally(reports: &[&Report]) -> String {
    let all = reports.iter().map(|report| Problems::of(report));
    words(all.fold(Problems::default(), |sum, of| Problems {
        errors: sum.errors + of.errors,
        warnings: sum.warnings + of.warnings,
        notices: sum.notices + of.notices,
    }))
}

/// How many problems of each severity, in words.
pub(crate) fn words(problems: Problems) -> String {
    let Problems { errors, warnings, notices } = problems;
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning"), (notices, "notice")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| super::terminal::plural(n, word))
        .collect();
    if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
}
