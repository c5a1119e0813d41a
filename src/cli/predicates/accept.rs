//! Rows of `predicates.csv`, written below those that are there.

use std::process::ExitCode;

use anyhow::Context as _;

use super::super::{Session, hinted, open};
use super::table_of;
use crate::built::Progress;
use crate::columns::PREDICATES;
use crate::compile::parse_type;
use crate::disk::{Edit, OwnFolder, edit};
use crate::ontology::{Ontology, normal_name};
use crate::project::Project;

/// A row to be written.
#[derive(Debug, Default, Clone)]
pub(super) struct OwnRow {
    pub(super) label: String,
    /// The predicate that is meant; none for a new one.
    pub(super) term: Option<String>,
    pub(super) code: Option<String>,
    pub(super) inverse: Option<String>,
    pub(super) is_symmetric: bool,
}

impl OwnRow {
    /// The cell of a column.
    fn cell(&self, column: &str) -> &str {
        let cell = match column {
            "label" => Some(self.label.trim()),
            "term" => self.term.as_deref(),
            "type" => self.code.as_deref(),
            "inverse" => self.inverse.as_deref(),
            "symmetric" => Some("yes").filter(|_| self.is_symmetric),
            _ => None,
        };
        cell.unwrap_or_default()
    }

    /// Fails when the row could not be read.
    fn check(&self, ontology: &Ontology) -> anyhow::Result<()> {
        if normal_name(&self.label).is_empty() {
            return Err(hinted("the word is empty", "write the word as it stands in the column `predicate`"));
        }
        if let Some(term) = self.term.as_deref().filter(|term| ontology.resolve(term).is_none()) {
            let near = ontology.nearest(term).map(|near| format!("did you mean `{near}`?"));
            let hint = near.unwrap_or_else(|| format!("`relata predicates {term}` looks for one"));
            return Err(hinted(format!("`{term}` is no known predicate"), hint));
        }
        if let Some(code) = self.code.as_deref().filter(|code| parse_type(code).is_none()) {
            let hint = "write a type such as REJECT, a mode such as plover:PROTEST-demo or a code such as cameo:120";
            return Err(hinted(format!("`{code}` is no type of PLOVER and no code of CAMEO"), hint));
        }
        Ok(())
    }
}

/// Writes the rows, and says so.
pub(super) fn write(
    project: &Project,
    ontology: &Ontology,
    rows: &[OwnRow],
    session: &Session<'_>,
) -> anyhow::Result<ExitCode> {
    let _ = session;
    rows.iter().try_for_each(|row| row.check(ontology))?;
    let path = table_of(project);
    let failed = || format!("cannot write `{}`", path.display());
    let own = OwnFolder::open_or_make(&project.built_folder()).with_context(failed)?;
    let mut waits = || open::say_waiting(Progress::Waiting);
    edit(&own, &path, &mut waits, |before| grown(before, rows).map(Edit::Write))
        .map_err(|error: anyhow::Error| if error.is::<std::io::Error>() { error.context(failed()) } else { error })?;
    let shown = path.strip_prefix(".").unwrap_or(&path).display();
    for row in rows {
        match &row.term {
            Some(term) => say!("{shown}: `{}` means `{term}`", row.label),
            None => say!("{shown}: `{}` is a predicate of the project", row.label),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of the table with the rows below; what is there stays as it is.
fn grown(before: Option<&str>, rows: &[OwnRow]) -> anyhow::Result<String> {
    let mut text =
        before.filter(|text| !text.trim().is_empty()).unwrap_or("label,term,type,inverse,symmetric\n").to_owned();
    let header = text.lines().next().unwrap_or_default().trim_start_matches('\u{feff}').to_owned();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| header.bytes().filter(|byte| byte == d).count());
    let delimiter = delimiter.unwrap_or(b',');
    let records = |text: &str| {
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        reader.into_records().collect::<Result<Vec<_>, _>>().unwrap_or_default()
    };
    let columns: Vec<&str> = records(&header)
        .first()
        .into_iter()
        .flatten()
        .map(|cell| PREDICATES.column(cell).map_or("", |column| column.name))
        .collect();
    let label = columns.iter().position(|column| *column == "label").ok_or_else(|| {
        hinted("`predicates.csv` has no column `label`", "its header is `label,term,type,inverse,symmetric`")
    })?;
    let known = records(&text);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !text.ends_with('\n') {
        text.push_str(end);
    }
    for (at, row) in rows.iter().enumerate() {
        let name = normal_name(&row.label);
        let is_known =
            known.iter().skip(1).filter_map(|record| record.get(label)).any(|cell| normal_name(cell) == name)
                || rows[..at].iter().any(|other| normal_name(&other.label) == name);
        if is_known {
            let message = format!("`predicates.csv` says already what `{}` means", row.label);
            return Err(hinted(message, "change or delete its row there"));
        }
        for column in ["term", "type", "inverse", "symmetric"] {
            if !row.cell(column).is_empty() && !columns.contains(&column) {
                let message = format!("`predicates.csv` has no column `{column}`");
                return Err(hinted(message, format!("add `{column}` to its header")));
            }
        }
        let terminator = if end == "\n" { csv::Terminator::Any(b'\n') } else { csv::Terminator::CRLF };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
        writer.write_record(columns.iter().map(|column| row.cell(column)))?;
        text.push_str(&String::from_utf8(writer.into_inner()?)?);
    }
    Ok(text)
}
