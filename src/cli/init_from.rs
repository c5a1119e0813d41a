//! The mapping of a foreign table, proposed by looking at its header and its cells.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;

use super::init::{InitArgs, project_text, relative_to};
use super::terminal::write_table;
use super::{Session, hinted};
use crate::columns::{CLAIM, CLAIMS, Field, Holds};
use crate::disk;
use crate::files::unpacked;
use crate::input::claims::claim_from_row;
use crate::input::guess::propose_columns;
use crate::input::guess_cells::{
    DateGuess, ScoreGuess, are_addresses, are_ids, are_numbers_apart, guess_dates, guess_scores, guess_separator,
    guess_type, share_of_predicates,
};
use crate::input::guess_parts::guess_date_parts;
use crate::input::own::OwnColumns;
use crate::model::{CellType, Claim, OwnColumn};
use crate::query::results::TextTable;
use crate::table::date_parts::{DateColumns, DateParts};
use crate::table::mapping::{CellFormat, DatePattern, Mapping, Rule};
use crate::table::sample::{Sample, shown};
use crate::table::workbook::sheets;
use crate::table::{Row, Table};

/// The proposal of how to read a table.
struct Proposal {
    mapping: Mapping,
    /// Remarks behind the line of a column: examples, and the format they are read in.
    remarks: BTreeMap<String, String>,
    /// Questions that the cells leave open, with lines the user may choose from.
    open: Vec<String>,
    /// Headings that have no meaning, with what their cells are.
    others: Vec<(String, CellType)>,
}

/// The columns no table of claims can be without.
fn required() -> impl Iterator<Item = &'static str> {
    CLAIM.iter().filter(|field| field.column.required).map(Field::name)
}

pub(super) fn run(
    args: &InitArgs,
    table: &Path,
    folder: &Path,
    name: &str,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let (sample, sheet) = look_at(table, session)?;
    let mut columns = columns_of(&sample);
    let parts = guess_date_parts(&sample);
    if let Some(parts) = &parts {
        // `Day` beside `Year` and `Month` is no date.
        columns.retain(|role, heading| role != "date" || !parts.headings().any(|part| part == heading));
    }
    let missing: Vec<&str> = required().filter(|role| !columns.contains_key(*role)).collect();
    let parts = parts.filter(|_| !columns.contains_key("date"));
    let mut proposal = propose(&sample, &columns, parts, args.yes)?;
    proposal.mapping.sheet = sheet;
    for (role, rule) in &proposal.mapping.rules {
        writeln!(session.people(), "{role:<20} ← {}", words_of(rule))?;
    }
    if !proposal.others.is_empty() {
        let others: Vec<String> = proposal.others.iter().map(words_of_other).collect();
        writeln!(session.people(), "{:<20} ← {}", "kept as qualifiers", others.join(", "))?;
    }
    if let Some(sheet) = &proposal.mapping.sheet {
        writeln!(session.people(), "{:<20} ← {sheet}", "sheet")?;
    }
    if let Some(delimiter) = sample.delimiter.filter(|delimiter| *delimiter != ',') {
        let delimiter = if delimiter == '\t' { "tab".to_owned() } else { format!("`{delimiter}`") };
        writeln!(session.people(), "{:<20} ← {delimiter}", "between cells")?;
    }
    if !missing.is_empty() {
        session.out.flush()?;
        let message = format!("no column of `{}` looks like {}", table.display(), missing.join(" or "));
        let hint = "name the column so, or write `columns = { subject = \"…\", … }` under `[[sources]]` in relata.toml yourself; \
                    a value that is the same in all rows is `{ constant = \"…\" }`";
        return Err(hinted(message, hint));
    }
    writeln!(session.people())?;
    show_three(table, &proposal.mapping, session)?;
    session.out.flush()?;
    for line in &proposal.open {
        say!("{}", line.lines().next().unwrap_or_default());
    }
    if !args.yes && !confirmed()? {
        say!("nothing written");
        return Ok(ExitCode::from(1));
    }
    let text = text_of(&proposal, &sample, name, &relative_to(table, folder), folder);
    let path = folder.join("relata.toml");
    disk::write_new(folder, &[("relata.toml", text.into_bytes())])
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    say!("wrote {}; next: `relata check`, `relata build`", path.display());
    Ok(ExitCode::SUCCESS)
}

/// The first rows; of a workbook with several sheets those of the first one that has the columns of claims.
fn look_at(table: &Path, session: &Session<'_>) -> anyhow::Result<(Sample, Option<String>)> {
    let open =
        || session.reach.open(table).and_then(unpacked).with_context(|| format!("cannot read `{}`", table.display()));
    let names = sheets(open()?)?;
    let mut first = None;
    for name in names.iter().map(Some).chain(names.is_empty().then_some(None)) {
        let Some(sample) = Sample::read(open()?, name.map(String::as_str), &CLAIMS)? else {
            continue;
        };
        let sheet = name.filter(|_| names.len() > 1).cloned();
        let columns = columns_of(&sample);
        if required().all(|role| columns.contains_key(role)) {
            return Ok((sample, sheet));
        }
        first.get_or_insert((sample, sheet));
    }
    first.filter(|(sample, _)| !sample.headings.is_empty()).ok_or_else(|| {
        let hint = "the first line names the columns; `relata check` shows more";
        hinted(format!("`{}` has no header", table.display()), hint)
    })
}

/// Heading by role, by the headings; where these leave it open, by the cells.
fn columns_of(sample: &Sample) -> BTreeMap<String, String> {
    let mut columns = propose_columns(&sample.headings);
    mend_by_cells(sample, &mut columns);
    let free = |columns: &BTreeMap<String, String>| -> Vec<String> {
        sample.headings.iter().filter(|heading| !columns.values().any(|used| used == *heading)).cloned().collect()
    };
    if !columns.contains_key("predicate") {
        let share = |heading: &String| share_of_predicates(sample.column(heading));
        let best =
            free(&columns).into_iter().map(|heading| (share(&heading), heading)).filter(|(share, _)| *share > 0.5);
        if let Some((_, heading)) = best.max_by(|a, b| a.0.total_cmp(&b.0)) {
            columns.insert("predicate".to_owned(), heading);
        }
    }
    if !columns.contains_key("date") {
        let is_dates = |heading: &String| {
            let cells = sample.column(heading);
            // Bare years are numbers as well.
            let is_number = cells.iter().all(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()));
            !cells.is_empty() && !is_number && guess_dates(cells) != DateGuess::Unknown
        };
        if let Some(heading) = free(&columns).into_iter().find(is_dates) {
            columns.insert("date".to_owned(), heading);
        }
    }
    columns
}

/// Takes back what the cells of a column speak against.
fn mend_by_cells(sample: &Sample, columns: &mut BTreeMap<String, String>) {
    let cells = |columns: &BTreeMap<String, String>, role: &str| {
        columns.get(role).map(|heading| sample.column(heading)).filter(|cells| !cells.is_empty()).unwrap_or_default()
    };
    for role in ["said_by", "quote", "note"] {
        if are_addresses(cells(columns, role))
            && let Some(heading) = columns.remove(role)
        {
            columns.entry("document".to_owned()).or_insert(heading);
        }
    }
    if !are_ids(cells(columns, "id"))
        && let Some(heading) = columns.remove("id")
        // A text is worth reading; what repeats is kept as it is.
        && sample.column(&heading).iter().any(|cell| cell.contains(char::is_whitespace))
    {
        columns.entry("note".to_owned()).or_insert(heading);
    }
    if are_numbers_apart(cells(columns, "predicate")) {
        columns.remove("predicate");
    }
}

/// Proposes a mapping from the cells; where they leave it open, the user is asked, or told with `yes`.
fn propose(
    sample: &Sample,
    columns: &BTreeMap<String, String>,
    parts: Option<DateParts>,
    yes: bool,
) -> anyhow::Result<Proposal> {
    let names: Vec<&[String]> =
        ["subject", "object"].iter().filter_map(|role| Some(sample.column(columns.get(*role)?))).collect();
    let mut proposal =
        Proposal { mapping: Mapping::default(), remarks: BTreeMap::new(), open: Vec::new(), others: Vec::new() };
    for (role, heading) in columns {
        let cells = sample.column(heading);
        let holds = CLAIM.iter().find(|field| field.name() == role).map(|field| field.holds);
        let mut rule = Rule::column(heading);
        let mut remark: Vec<String> = Vec::new();
        match (holds, role.as_str()) {
            (Some(Holds::Date), _) => match date_format(heading, cells, yes)? {
                Ok((format, others)) => {
                    rule.format = format;
                    remark.extend(others);
                }
                Err(open) => {
                    proposal.open.push(open);
                    continue;
                }
            },
            (Some(Holds::Share), _) => match guess_scores(cells) {
                ScoreGuess::Share => {}
                ScoreGuess::Percent => rule.format = Some(CellFormat::Percent),
                ScoreGuess::Unknown => {
                    let line = line_of(role, &Rule::column(heading));
                    let message =
                        format!("`{heading}` holds neither shares nor percentages, such as `{}`", example(cells));
                    proposal.open.push(format!("{message}\n{line}"));
                    continue;
                }
            },
            (_, "subject" | "object" | "said_by") => {
                let separator = guess_separator(cells, &names).filter(|found| role != "said_by" || *found != ";");
                rule.split = separator.map(str::to_owned);
            }
            _ => {}
        }

        let is_telling = |cell: &&String| rule.split.as_ref().is_none_or(|split| cell.contains(split.as_str()));
        let examples = examples(cells.iter().filter(is_telling));
        remark.splice(0..0, (!examples.is_empty()).then_some(examples));
        proposal.remarks.insert(role.clone(), remark.join("; "));
        proposal.mapping.rules.insert(role.clone(), rule);
    }
    if let Some(parts) = parts {
        proposal.mapping.rules.insert("date".to_owned(), Rule { parts: Some(parts), ..Rule::default() });
        proposal.remarks.insert("date".to_owned(), String::new());
    }
    deny_roles(sample, &mut proposal);
    let rules = &proposal.mapping.rules;
    let is_used = |heading: &&String| {
        let parts = |rule: &Rule| rule.parts.iter().flat_map(DateParts::headings).any(|part| part == *heading);
        rules.values().any(|rule| rule.column.as_ref() == Some(*heading) || parts(rule))
    };
    let others = sample.headings.iter().filter(|heading| !is_used(heading) && OwnColumn::is_bare(heading));
    // Of a name that relata knows, and reads from another column, the project file can say no type.
    let holds = |heading: &String| match CLAIMS.column(heading) {
        None => guess_type(sample.column(heading)),
        Some(_) => CellType::Text,
    };
    proposal.others = others.map(|heading| (heading.clone(), holds(heading))).collect();
    Ok(proposal)
}

/// Says which columns are not what they are called: their headings would be read as such without a rule.
fn deny_roles(sample: &Sample, proposal: &mut Proposal) {
    let names: Vec<Arc<str>> = sample.headings.iter().map(|heading| heading.as_str().into()).collect();
    let roles = CLAIMS.roles(&names, &proposal.mapping);
    for (heading, role) in sample.headings.iter().zip(roles) {
        let is_mapped = proposal.mapping.rules.values().any(|rule| rule.column.as_ref() == Some(heading));
        if let Some(role) = role.filter(|role| !is_mapped && role.name == "id") {
            proposal.mapping.rules.insert(role.name.to_owned(), Rule::default());
            proposal.remarks.insert(role.name.to_owned(), format!("`{heading}` does not tell rows apart"));
        }
    }
}

/// A format, where the cells need one, and a remark.
type FormatProposal = (Option<CellFormat>, Option<String>);

/// The format of the dates of a column, with a remark; a question to the user when nothing shows it.
fn date_format(heading: &str, cells: &[String], yes: bool) -> anyhow::Result<Result<FormatProposal, String>> {
    Ok(match guess_dates(cells) {
        DateGuess::Plain => Ok((None, None)),
        DateGuess::Patterns(patterns, n_others) => {
            let others = format!("{n_others} of {} cells are written otherwise", cells.len());
            Ok((patterns_of(&patterns), (n_others > 0).then_some(others)))
        }
        DateGuess::Unclear { cell, day_first, month_first } => {
            match if yes { None } else { ask_order(&cell, &day_first.1, &month_first.1)? } {
                Some(true) => Ok((patterns_of(&[day_first.0]), None)),
                Some(false) => Ok((patterns_of(&[month_first.0]), None)),
                None => Err(unclear_date(heading, &cell, &day_first, &month_first)),
            }
        }
        DateGuess::Unknown => {
            let line = line_of("date", &Rule::column(heading));
            let example = example(cells);
            Err(format!("no pattern was found for the dates of `{heading}`, such as `{example}`\n{line}"))
        }
    })
}

/// Two different cells.
fn examples<'c>(cells: impl Iterator<Item = &'c String>) -> String {
    let mut examples: Vec<String> = Vec::new();
    for cell in cells.map(|cell| shown(cell)) {
        if !examples.contains(&cell) {
            examples.push(cell);
        }
        if examples.len() == 2 {
            break;
        }
    }
    examples.join(", ")
}

fn example(cells: &[String]) -> String {
    cells.first().map(|cell| shown(cell)).unwrap_or_default()
}

fn patterns_of(patterns: &[&str]) -> Option<CellFormat> {
    let patterns: Result<Vec<DatePattern>, String> = patterns.iter().map(|pattern| DatePattern::new(pattern)).collect();
    patterns.ok().map(CellFormat::Dates)
}

fn unclear_date(
    heading: &str,
    cell: &str,
    day_first: &(&'static str, String),
    month_first: &(&'static str, String),
) -> String {
    let line = |(pattern, date): &(&'static str, String)| {
        let rule = Rule { format: patterns_of(&[pattern]), ..Rule::column(heading) };
        format!("{}   # {} is {date}", line_of("date", &rule), shown(cell))
    };
    format!(
        "nothing tells whether the dates of `{heading}` begin with the day or the month: choose one of two lines in relata.toml\n{}\n{}",
        line(day_first),
        line(month_first)
    )
}

/// Asks the user for the order of a date: true when the day comes first, none without an answer.
fn ask_order(cell: &str, day_first: &str, month_first: &str) -> anyhow::Result<Option<bool>> {
    let answer = answer_to(&format!("is `{}` {day_first} (d) or {month_first} (m)? [d/m] ", shown(cell)))?;
    Ok(match answer.as_deref() {
        Some("d") => Some(true),
        Some("m") => Some(false),
        _ => None,
    })
}

/// A rule as one reads it.
fn words_of(rule: &Rule) -> String {
    let mut words = rule.column.clone().unwrap_or_default();
    if let Some(parts) = &rule.parts {
        words = parts.headings().collect::<Vec<_>>().join(", ");
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
    let Some(heading) = &rule.column else { return format!("{column} = false") };
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

/// The project file, for people to read and to change.
fn text_of(proposal: &Proposal, sample: &Sample, name: &str, file: &str, folder: &Path) -> String {
    let text = toml_text;
    let rows = super::terminal::plural(sample.n_rows as u64, "row");
    let mut lines = project_text(name);
    let _ =
        writeln!(lines, "\n# Proposed by `relata init --from` after a look at {rows}. A column may be read otherwise:");
    lines.push_str("# `split` takes several values from a cell, `format` tells how dates are written, `constant` is a value for all rows.\n");
    let _ = writeln!(lines, "[[sources]]\nformat = \"claims\"\nfiles = [{}]", text(file));
    if let Some(sheet) = &proposal.mapping.sheet {
        let _ = writeln!(lines, "sheet = {}", text(sheet));
    }
    lines.push_str("\n[sources.columns]\n");
    let rules: Vec<(String, &String)> = proposal
        .mapping
        .rules
        .iter()
        .map(|(role, rule)| (line_of(role, rule), proposal.remarks.get(role).unwrap_or(role)))
        .collect();
    let width = rules.iter().map(|(line, _)| line.chars().count()).max().unwrap_or_default();
    for (line, remark) in rules {
        let remark = remark.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = if remark.is_empty() { line } else { format!("{line:<width$}   # {remark}") };
        let _ = writeln!(lines, "{line}");
    }
    for open in &proposal.open {
        lines.push('\n');
        for line in open.lines() {
            let _ = writeln!(lines, "# {line}");
        }
    }
    push_others(&proposal.others, &mut lines);
    for format in ["entities", "documents"] {
        let beside = format!("{format}.csv");
        if folder.join(&beside).is_file() && beside != file {
            let _ = writeln!(lines, "\n[[sources]]\nformat = \"{format}\"\nfiles = [\"{beside}\"]");
        }
    }
    without_control(&lines)
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
fn words_of_other((heading, holds): &(String, CellType)) -> String {
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
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let key = if heading.chars().all(is_plain) { heading.clone() } else { toml_text(heading) };
        let _ = writeln!(lines, "{key} = {{ type = \"{}\" }}", holds.word());
    }
    if !texts.is_empty() {
        let texts: Vec<String> = texts.iter().map(|(heading, _)| shown(heading)).collect();
        let _ = writeln!(lines, "\n# Kept with each claim as they are: {}", texts.join(", "));
    }
}

/// The columns that are shown of the first claims.
const SHOWN: [&str; 5] = ["subject", "predicate", "object", "date", "said_by"];

/// Shows the first rows as claims.
fn show_three(table: &Path, mapping: &Mapping, session: &mut Session<'_>) -> anyhow::Result<()> {
    let file: Arc<str> = table.display().to_string().into();
    let reader = session.reach.open(table).and_then(unpacked);
    let reader = reader.with_context(|| format!("cannot read `{}`", table.display()))?;
    let mut first_fault = None;
    let opened = Table::open(&file, reader, &CLAIMS, mapping, &mut |fault| {
        first_fault.get_or_insert(fault.message);
    })?;
    let Some(mut rows) = opened else {
        let message = first_fault.unwrap_or_else(|| "the table cannot be read".into());
        return Err(hinted(message, "`relata check` shows the place"));
    };
    let mut shown = TextTable { headings: SHOWN.map(str::to_owned).to_vec(), rows: Vec::new() };
    let mut n_rows = 0;
    while n_rows < 3 {
        let Some(row) = rows.read()? else { break };
        let Ok(row) = row else { continue };
        let read = |row: &Row<'_>| claim_from_row(row, &OwnColumns::default(), &file, &mut Vec::new());
        let claims: Vec<Claim> = match row.parts() {
            Ok(Some(parts)) => parts.iter().filter_map(|cells| read(&row.with_cells(cells))).collect(),
            _ => read(&row).into_iter().collect(),
        };
        n_rows += usize::from(!claims.is_empty());
        shown.rows.extend(claims.iter().take(3).map(cells_of));
    }
    write_table(&shown, session.terminal.room(), session.out)?;
    Ok(())
}

/// The cells of a claim under the headings that are shown.
fn cells_of(claim: &Claim) -> Vec<String> {
    let cell = |name: &&str| CLAIM.iter().find(|field| field.name() == *name).map(|field| (field.get)(claim).cell());
    SHOWN.iter().map(|name| cell(name).unwrap_or_default().into_owned()).collect()
}

fn confirmed() -> anyhow::Result<bool> {
    let answer = answer_to("read the table so? [Y/n] ")?;
    Ok(answer.is_some_and(|answer| matches!(answer.as_str(), "" | "y" | "yes")))
}

/// The answer of the user; none at the end of the input.
fn answer_to(question: &str) -> anyhow::Result<Option<String>> {
    write!(std::io::stderr(), "{question}")?;
    std::io::stderr().flush()?;
    let mut answer = String::new();
    let n = std::io::stdin().lock().read_line(&mut answer)?;
    Ok((n > 0).then(|| answer.trim().to_lowercase()))
}
