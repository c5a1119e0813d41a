//! What was found out about a table, for people to read and to change: `relata.toml`, and words on the terminal.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::init::project_text;
use crate::cli::terminal::plural;
use crate::input::look::{DateOrder, Look, OpenQuestion, patterns_of};
use crate::model::CellType;
use crate::table::date_parts::{DateColumns, DateParts};
use crate::table::mapping::{CellFormat, Mapping, Rule};
use crate::table::sample::{Sample, shown};

/// The project file.
pub(super) fn text_of(found: &Look, sample: &Sample, name: &str, file: &str, folder: &Path) -> String {
    let mut lines = project_text(name);
    let rows = plural(sample.n_rows as u64, "row");
    let _ =
        writeln!(lines, "\n# Proposed by `relata init --from` after a look at {rows}. A column may be read otherwise:");
    lines.push_str("# `split` takes several values from a cell, `format` tells how dates are written, `constant` is a value for all rows.\n");
    // Where nothing else says what is done, each relation of a row says it, and the rest would be no claim.
    let has_claims = found.mapping.rules.contains_key("predicate");
    if has_claims || found.further.is_empty() {
        push_source(&mut lines, found, &found.mapping, file);
        push_open(&mut lines, &found.open);
        push_others(&found.others, &mut lines);
    } else {
        push_open(&mut lines, &found.open);
    }
    if !found.further.is_empty() {
        lines.push_str("\n# The table has several relations in one row: each entry reads one of them.\n");
    }
    for mapping in &found.further {
        push_source(&mut lines, found, mapping, file);
    }
    for format in ["entities", "documents"] {
        let beside = format!("{format}.csv");
        if folder.join(&beside).is_file() && beside != file {
            let _ = writeln!(lines, "\n[[sources]]\nformat = \"{format}\"\nfiles = [\"{beside}\"]");
        }
    }
    without_control(&lines)
}

/// One way to read the table.
fn push_source(lines: &mut String, found: &Look, mapping: &Mapping, file: &str) {
    let _ = writeln!(lines, "[[sources]]\nformat = \"claims\"\nfiles = [{}]", toml_text(file));
    if let Some(sheet) = &mapping.sheet {
        let _ = writeln!(lines, "sheet = {}", toml_text(sheet));
    }
    for filter in &mapping.filters {
        let _ = writeln!(lines, "where = {{ {} = {{ empty = false }} }}", key_of(&filter.column));
    }
    lines.push_str("\n[sources.columns]\n");
    let rules: Vec<(String, &str)> = mapping
        .rules
        .iter()
        .map(|(role, rule)| {
            let is_same = found.mapping.rules.get(role) == Some(rule);
            let remark = found.remarks.get(role).filter(|_| is_same).map_or("", String::as_str);
            (line_of(role, rule), remark)
        })
        .collect();
    let width = rules.iter().map(|(line, _)| line.chars().count()).max().unwrap_or_default();
    for heading in &mapping.left_out {
        let _ = writeln!(lines, "{} = false", key_of(heading));
    }
    for (line, remark) in rules {
        let remark = remark.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = if remark.is_empty() { line } else { format!("{line:<width$}   # {remark}") };
        let _ = writeln!(lines, "{line}");
    }
}

/// The questions that are left open, as comments.
fn push_open(lines: &mut String, open: &[OpenQuestion]) {
    for question in open {
        lines.push('\n');
        for line in words_of_question(question).lines() {
            let _ = writeln!(lines, "# {line}");
        }
    }
}

/// A question, and the lines that answer it.
pub(super) fn words_of_question(question: &OpenQuestion) -> String {
    match question {
        OpenQuestion::Missing(role) => {
            let example = if *role == "predicate" { "met" } else { "…" };
            format!(
                "no column looks like `{role}`: name the column, or give one value for all rows\n{role} = \"…\"\n{role} = {{ constant = \"{example}\" }}"
            )
        }
        OpenQuestion::Order(order) => unclear_date(order),
        OpenQuestion::Blocks(heading, role) => format!(
            "`{heading}` seems to be filled in only in the first row of each block; to fill in the others, write\n{} = {{ column = {}, fill_down = true }}",
            key_of(role),
            toml_text(heading)
        ),
        OpenQuestion::Dates(heading, example) => {
            let line = line_of("date", &Rule::column(heading));
            format!("no pattern was found for the dates of `{heading}`, such as `{example}`\n{line}")
        }
        OpenQuestion::Scores(heading, example) => {
            let line = line_of("confidence", &Rule::column(heading));
            format!("`{heading}` holds neither shares nor percentages, such as `{example}`\n{line}")
        }
    }
}

fn unclear_date(order: &DateOrder) -> String {
    let DateOrder { role, heading, cell, day_first, month_first, .. } = order;
    let line = |(pattern, date): &(&'static str, String)| {
        let rule = Rule { format: patterns_of(&[pattern]), ..Rule::column(heading) };
        format!("{}   # {} is {date}", line_of(role, &rule), shown(cell))
    };
    format!(
        "nothing tells whether the dates of `{heading}` begin with the day or the month: choose one of two lines in relata.toml\n{}\n{}",
        line(day_first),
        line(month_first)
    )
}

/// A text as `relata.toml` has it, on one line.
fn toml_text(text: &str) -> String {
    let written = toml::Value::from(text).to_string();
    if !written.contains(['\n', '\r']) {
        return written;
    }
    // The library writes several lines as several lines, which a comment behind would fall into.
    let mut escaped = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped + "\""
}

/// A heading as a key.
fn key_of(heading: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !heading.is_empty() && heading.chars().all(is_plain) { heading.to_owned() } else { toml_text(heading) }
}

/// A rule as `relata.toml` has it.
fn line_of(column: &str, rule: &Rule) -> String {
    let text = toml_text;
    if let Some(DateParts { begin, end }) = &rule.parts {
        let keys = |of: &DateColumns| {
            let parts = [("year", Some(&of.year)), ("month", of.month.as_ref()), ("day", of.day.as_ref())];
            let keys = parts.iter().filter_map(|(key, heading)| Some(format!("{key} = {}", text(heading.as_ref()?))));
            keys.collect::<Vec<_>>().join(", ")
        };
        let end = end.as_ref().map(|end| format!(", end = {{ {} }}", keys(end))).unwrap_or_default();
        return format!("{column} = {{ {}{end} }}", keys(begin));
    }
    let Some(heading) = &rule.column else {
        let constant = rule.constant.as_ref();
        return constant.map_or_else(
            || format!("{column} = false"),
            |constant| format!("{column} = {{ constant = {} }}", text(constant)),
        );
    };
    let heading = text(heading);
    let mut keys = Vec::new();
    keys.extend(rule.split.as_ref().map(|split| format!("split = {}", text(split))));
    keys.extend(rule.format.as_ref().map(|format| match format {
        CellFormat::Percent => "format = \"percent\"".to_owned(),
        CellFormat::Dates(patterns) => match patterns.as_slice() {
            [one] => format!("format = {}", text(one.text())),
            several => {
                let all: Vec<String> = several.iter().map(|pattern| text(pattern.text())).collect();
                format!("format = [{}]", all.join(", "))
            }
        },
    }));
    if keys.is_empty() {
        format!("{column} = {heading}")
    } else {
        format!("{column} = {{ column = {heading}, {} }}", keys.join(", "))
    }
}

/// The text with control characters written out. Strings have none left, and TOML allows none in comments.
fn without_control(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\n' {
            let _ = write!(plain, "\\u{:04X}", u32::from(c));
        } else {
            plain.push(c);
        }
    }
    plain
}

/// A column without meaning as one reads it.
pub(super) fn words_of_other((heading, holds): &(String, CellType)) -> String {
    match holds {
        CellType::Text => heading.clone(),
        holds => format!("{heading} ({})", holds.word()),
    }
}

/// The columns without meaning: those that hold more than texts with their types, the others named.
fn push_others(others: &[(String, CellType)], lines: &mut String) {
    let (texts, typed): (Vec<_>, Vec<_>) = others.iter().partition(|(_, holds)| *holds == CellType::Text);
    if !typed.is_empty() {
        lines.push_str("\n# Columns relata has no meaning for. `on = \"event\"` puts one on the event, so that several claims about it count once:\n");
    }
    for (heading, holds) in typed {
        let _ = writeln!(lines, "{} = {{ type = \"{}\" }}", key_of(heading), holds.word());
    }
    if !texts.is_empty() {
        let texts: Vec<String> = texts.iter().map(|(heading, _)| shown(heading)).collect();
        let _ = writeln!(lines, "\n# Kept with each claim as they are: {}", texts.join(", "));
    }
}
