//! `claims.csv`: one claim a row.

use std::sync::Arc;

use super::own::OwnColumns;
use super::told_document::document_of_row;
use crate::columns::{CLAIM, Field, graded, take_spans};
use crate::diagnostic::{Finding, clip, codes, nearest};
use crate::model::{Certainty, Claim, Credibility, EventDate, Evidence, Grade, Modality, Origin, Polarity, Referent};
use crate::table::mapping::{DatePattern, share_of_percent};
use crate::table::row::Row;

/// Reads the claim in `row`; what is wrong with its cells goes to `findings`.
///
/// The value is there whenever subject and predicate are, so that the caller may keep the row when the project's policy
/// allows its faults. Without object, the subject acts alone.
pub fn claim_from_row(row: &Row<'_>, own: &OwnColumns, file: &Arc<str>, findings: &mut Vec<Finding>) -> Option<Claim> {
    let subject = referent(row, "subject", findings);
    let predicate = required(row, "predicate", findings);
    let object = match row.get("object") {
        None => Some(Referent::OwnEvent),
        Some(_) => referent(row, "object", findings),
    };
    let mut claim = Claim {
        id: id(row, findings),
        date: date(row, "date", findings),
        event: event(row, findings),
        certainty: value(row, "certainty", Certainty::parse, &Certainty::ALL, Certainty::word, findings),
        polarity: value(row, "polarity", Polarity::parse, &Polarity::ALL, Polarity::word, findings),
        modality: value(row, "modality", Modality::parse, &Modality::ALL, Modality::word, findings),
        evidence: evidence(row, findings),
        confidence: confidence(row, findings),
        credibility: grade::<Credibility>(row, "credibility", "a digit from 1 to 6, or a number from 0 to 1", findings),
        lang: lang(row, "lang", findings),
        qualifiers: own.of_claim(row, findings),
        origin: Origin { file: file.clone(), line: row.line },
        ..Claim::new(subject?, predicate?, object?)
    };
    if let Some(text) = text_of_claim(row) {
        claim.qualifiers.push(("claim".into(), text.to_owned()));
        let message = "kept as a qualifier: the texts below `claim`, which is a column of identifiers otherwise";
        findings.push(Finding::new(&codes::UNKNOWN_COLUMN, "id", message));
    }
    fill(row, &CLAIM, &mut claim);
    if let Some(document) = document_of_row(row, findings) {
        claim.document.get_or_insert_with(|| document.id.clone());
        claim.told_document = Some(Box::new(document));
    }
    take_spans(&mut claim);
    keep_unread(row, &mut claim);
    Some(claim)
}

/// Sets the fields of which no cell can be wrong.
pub(super) fn fill<T>(row: &Row<'_>, fields: &[Field<T>], of: &mut T) {
    for field in fields.iter().filter(|field| field.is_free()) {
        if field.is_list() {
            for value in row.list(field.name()) {
                (field.set)(of, value);
            }
        } else if let Some(cell) = row.get(field.name()) {
            (field.set)(of, cell.to_owned());
        }
    }
}

/// A cell that could not be read is kept under the name of its column, for when the policy keeps the row.
fn keep_unread(row: &Row<'_>, claim: &mut Claim) {
    let unread = [
        ("date", claim.date.is_none()),
        ("start", claim.evidence.span.is_none()),
        ("end", claim.evidence.span.is_none()),
        ("confidence", claim.confidence.is_none()),
        ("credibility", claim.credibility.is_none()),
    ];
    for (field, _) in unread.into_iter().filter(|(_, is_unread)| *is_unread) {
        claim.qualifiers.extend(row.get(field).map(|cell| (field.into(), cell.to_owned())));
    }
}

/// The text of a cell that must not be empty.
pub(super) fn required(row: &Row<'_>, field: &'static str, findings: &mut Vec<Finding>) -> Option<String> {
    let cell = row.get(field);
    if cell.is_none() {
        findings.push(
            Finding::new(&codes::EMPTY_CELL, field, format!("the cell `{field}` is empty")).hint("every row needs it"),
        );
    }
    cell.map(str::to_owned)
}

/// A date in EDTF, or a finding.
pub(super) fn date(row: &Row<'_>, field: &'static str, findings: &mut Vec<Finding>) -> Option<EventDate> {
    match row.date_of_parts(field) {
        Ok(Some(text)) => return date_from_parts(&text, field, findings),
        Ok(None) => {}
        Err(finding) => {
            findings.push(finding);
            return None;
        }
    }
    let cell = row.get(field)?;
    if let Some(patterns) = row.date_patterns(field) {
        return date_by_pattern(cell, patterns, field, findings);
    }
    match EventDate::parse(cell) {
        Ok(date) => Some(date),
        Err(error) => {
            let finding = Finding::new(&codes::BAD_DATE, field, format!("`{}` is not a date: {error}", clip(cell)));
            findings.push(
                finding.hint(match error.suggestion {
                    Some(suggestion) => format!("did you mean `{suggestion}`?"),
                    None if error.is_shape => {
                        "write 2025-06-13, 2025-06, 2025 or 2025-06-13/2025-06-15, with ? or ~ behind when in doubt"
                            .to_owned()
                    }
                    None => "mend the date, or write the month or year only".to_owned(),
                }),
            );
            None
        }
    }
}

/// A date whose parts stand in columns of their own.
fn date_from_parts(text: &str, field: &'static str, findings: &mut Vec<Finding>) -> Option<EventDate> {
    let date = EventDate::parse(text);
    if let Err(error) = &date {
        let finding =
            Finding::new(&codes::BAD_DATE, field, format!("the columns make `{text}`, which is no date: {error}"));
        findings.push(finding.hint("mend the parts, or leave out the day or the month"));
    }
    date.ok()
}

/// A date written by one of these patterns, or a finding: what fits none is not guessed at.
fn date_by_pattern(
    cell: &str,
    patterns: &[DatePattern],
    field: &'static str,
    findings: &mut Vec<Finding>,
) -> Option<EventDate> {
    let read = patterns.iter().find_map(|pattern| pattern.read(cell));
    let fault = match read.map(|text| EventDate::parse(&text)) {
        Some(Ok(date)) => return Some(date),
        Some(Err(error)) => {
            let message = format!("`{}` is not a date: {error}", clip(cell));
            Finding::new(&codes::BAD_DATE, field, message).hint("mend the date")
        }
        None => {
            let all: Vec<String> = patterns.iter().map(|pattern| format!("`{}`", pattern.text())).collect();
            let message = format!("`{}` is not written as {}", clip(cell), all.join(" or "));
            Finding::new(&codes::BAD_DATE, field, message)
                .hint("mend the date, or list its pattern, too: `format = [\"…\", \"…\"]` in `relata.toml`")
        }
    };
    findings.push(fault);
    None
}

/// One of a few words, the default when the cell is empty, or a finding.
pub(super) fn value<T: Copy + Default + 'static>(
    row: &Row<'_>,
    field: &'static str,
    parse: fn(&str) -> Option<T>,
    all: &'static [T],
    word: fn(T) -> &'static str,
    findings: &mut Vec<Finding>,
) -> T {
    let Some(cell) = row.get(field) else {
        return T::default();
    };
    parse(cell).unwrap_or_else(|| {
        let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
        let finding = Finding::new(&codes::UNKNOWN_VALUE, field, format!("`{}` is no {field}", clip(cell)));
        findings.push(finding.hint(match nearest(cell, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", words.join(", ")),
        }));
        T::default()
    })
}

/// A language tag such as `en` or `pt-BR`, or a finding.
pub(super) fn lang(row: &Row<'_>, field: &'static str, findings: &mut Vec<Finding>) -> Option<String> {
    let cell = row.get(field)?;
    let mut parts = cell.split('-');
    let well_formed =
        parts.next().is_some_and(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()))
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !well_formed {
        let finding = Finding::new(&codes::UNKNOWN_VALUE, field, format!("`{}` is no language tag", clip(cell)));
        findings.push(finding.hint("write `en`, `fr`, `ar`, `pt-BR` and so on (BCP 47)"));
        return None;
    }
    Some(cell.to_ascii_lowercase())
}

/// Checks an identifier that others refer to.
pub(super) fn check_id(cell: &str, findings: &mut Vec<Finding>) {
    if cell.contains(';') || cell.starts_with('#') || cell.chars().any(char::is_whitespace) {
        let finding = Finding::new(&codes::BAD_ID, "id", format!("`{}` cannot be an identifier", clip(cell)));
        findings.push(finding.hint("no spaces, no `;`, no `#` in front"));
    }
}

fn referent(row: &Row<'_>, field: &'static str, findings: &mut Vec<Finding>) -> Option<Referent> {
    let cell = required(row, field, findings)?;
    match cell.strip_prefix('#') {
        Some(id) if !id.trim().is_empty() => Some(Referent::Claim(id.trim().to_owned())),
        Some(_) => {
            findings.push(
                Finding::new(&codes::EMPTY_CELL, field, "`#` names no claim").hint("write `#` and the claim's id"),
            );
            None
        }
        None => Some(Referent::Name(cell)),
    }
}

fn event(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    let cell = row.get("event_id")?;
    if cell.contains(';') || cell.starts_with('#') || cell.chars().any(char::is_whitespace) {
        let finding = Finding::new(&codes::BAD_ID, "event_id", format!("`{}` cannot be an identifier", clip(cell)));
        findings.push(finding.hint("no spaces, no `;`, no `#` in front"));
    }
    Some(cell.to_owned())
}

fn id(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    let cell = row.get("id").filter(|_| text_of_claim(row).is_none())?;
    check_id(cell, findings);
    Some(cell.to_owned())
}

/// The words of a cell below the heading `claim` that is no identifier: many call the claim itself so.
fn text_of_claim<'r>(row: &Row<'r>) -> Option<&'r str> {
    let is_claim = row.heading("id").is_some_and(|heading| heading.eq_ignore_ascii_case("claim"));
    row.get("id").filter(|cell| is_claim && cell.contains(char::is_whitespace))
}

fn evidence(row: &Row<'_>, findings: &mut Vec<Finding>) -> Evidence {
    let n_before = findings.len();
    let (start, end) = (offset(row, "start", findings), offset(row, "end", findings));
    let span = match (start, end) {
        (Some(start), Some(end)) if start < end => Some(start..end),
        (Some(start), Some(end)) => {
            let message = format!("`end` {end} is not after `start` {start}");
            findings.push(
                Finding::new(&codes::BAD_NUMBER, "end", message).hint("offsets count from 0, the end is not included"),
            );
            None
        }
        (None, None) => None,
        (start, _) if findings.len() == n_before => {
            let (field, other) = if start.is_some() { ("start", "end") } else { ("end", "start") };
            let finding = Finding::new(&codes::BAD_NUMBER, field, format!("`{field}` stands without `{other}`"));
            findings.push(finding.hint("give both, or neither"));
            None
        }
        _ => None,
    };
    Evidence { quote: row.verbatim("quote").map(str::to_owned), span }
}

fn offset(row: &Row<'_>, field: &'static str, findings: &mut Vec<Finding>) -> Option<u64> {
    let cell = row.get(field)?;
    let number = cell.parse().ok();
    if number.is_none() {
        let finding = Finding::new(&codes::BAD_NUMBER, field, format!("`{}` is no offset", clip(cell)));
        findings.push(finding.hint("a whole number: code points from the start of the text"));
    }
    number
}

/// A grade of the Admiralty scale, or a finding.
pub(super) fn grade<G: Grade>(
    row: &Row<'_>,
    field: &'static str,
    expected: &str,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let cell = row.get(field)?;
    let grade = graded::<G>(cell.to_owned()).flatten();
    if grade.is_none() {
        let finding = Finding::new(&codes::UNKNOWN_VALUE, field, format!("`{}` is no {field}", clip(cell)));
        findings.push(finding.hint(format!("{expected}, as the Admiralty scale has it")));
    }
    grade
}

fn confidence(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    let cell = row.get("confidence")?;
    if row.is_percent("confidence") {
        let share = share_of_percent(cell).filter(|share| share.parse::<f64>().is_ok_and(|share| share <= 1.0));
        if share.is_none() {
            let finding = Finding::new(&codes::BAD_NUMBER, "confidence", format!("`{}` is no percentage", clip(cell)));
            findings.push(finding.hint("`format = \"percent\"`: a number from 0 to 100, such as 85 or 85 %"));
        }
        return share;
    }
    let plain = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain && cell.parse::<f64>().is_ok_and(|score| (0.0..=1.0).contains(&score)) {
        return Some(cell.to_owned());
    }
    let finding = Finding::new(&codes::BAD_NUMBER, "confidence", format!("`{}` is no confidence", clip(cell)));
    findings.push(finding.hint("a number from 0 to 1, such as 0.85"));
    None
}
