//! The rows of `judgements.csv`, written by hand and by relata alike.

use std::path::PathBuf;

use anyhow::Context as _;

use super::hinted;
use super::open::say_waiting;
use super::terminal::plural;
use crate::built::Progress;
use crate::columns::Content;
use crate::columns::{Field, JUDGEMENT, JUDGEMENTS};
use crate::disk::{Edit, OwnFolder, edit};
use crate::model::Judgement;
use crate::project::{Project, SourceKind};

/// The name of the file where a project has none yet.
const FILE: &str = "judgements.csv";

/// Two names that something was decided about.
pub(super) type Decision = (String, String);

/// The file of judgements of a project.
pub(super) struct Rows {
    path: PathBuf,
    own: PathBuf,
    /// True when the project reads it.
    is_read: bool,
}

impl Rows {
    /// The file that a project has, or will have beside its tables.
    pub(super) fn of(project: &Project) -> anyhow::Result<Rows> {
        let own = project.built_folder();
        let known = project.sources.iter().find(|source| source.kind == SourceKind::Judgements);
        let path = project.root.join(known.map_or(std::path::Path::new(FILE), |source| &source.path));
        if !path.extension().is_some_and(|ending| ending == "csv" || ending == "tsv" || ending == "txt") {
            let message = format!("relata writes judgements into CSV, and `{}` is none", path.display());
            return Err(hinted(message, "save it as `judgements.csv`"));
        }
        let is_settled = project.root.join(crate::project::FILE).exists();
        Ok(Rows { path, own, is_read: known.is_some() || !is_settled || project.is_part })
    }

    /// Writes these judgements and takes back what was judged about other pairs. A judgement replaces what was judged about
    /// the same two names before.
    pub(super) fn write(&self, judgements: &[Judgement], undone: &[Decision]) -> anyhow::Result<()> {
        let failed = || format!("cannot write `{}`", self.path.display());
        let own = OwnFolder::open_or_make(&self.own).with_context(failed)?;
        let (mut n_new, mut n_gone) = (0, 0);
        edit(&own, &self.path, &mut || say_waiting(Progress::Waiting), |before| -> anyhow::Result<Edit> {
            let is_tab = self.path.extension().is_some_and(|ending| ending == "tsv");
            let (text, new, gone) = with_rows(before.unwrap_or_default(), is_tab, judgements, undone)?;
            (n_new, n_gone) = (new, gone);
            Ok(if before == Some(text.as_str()) || text.is_empty() { Edit::Keep } else { Edit::Write(text) })
        })
        .map_err(|error: anyhow::Error| if error.is::<std::io::Error>() { error.context(failed()) } else { error })?;
        let path = self.path.display();
        match (n_new, n_gone) {
            (0, 0) => say!("`{path}` says so already"),
            (0, n) => say!("took {} out of {path}", plural(n, "judgement")),
            (n, 0) => say!("wrote {} to {path}", plural(n, "judgement")),
            (n, gone) => {
                say!("wrote {} to {path}, in place of {}", plural(n, "judgement"), plural(gone, "earlier one"));
            }
        }
        if !self.is_read && n_new > 0 {
            say!(
                "`relata.toml` does not name it: add `[[sources]]` with `format = \"judgements\"` and `files = [\"{FILE}\"]`"
            );
        }
        Ok(())
    }
}

/// Where the cells of a file stand.
struct Layouted {
    delimiter: u8,
    /// The field of each column, by its place among those of a judgement.
    fields: Vec<Option<usize>>,
    /// The pair of each row, and where the row begins and ends.
    rows: Vec<(Vec<String>, std::ops::Range<usize>)>,
}

/// The text with these judgements and without others, and how many rows came and went. All other lines stay as they are.
fn with_rows(
    before: &str,
    is_tab: bool,
    judgements: &[Judgement],
    undone: &[Decision],
) -> anyhow::Result<(String, u64, u64)> {
    let line_end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let delimiter = if is_tab { b'\t' } else { b',' };
    let mut text = before.to_owned();
    if before.trim_start_matches('\u{feff}').trim().is_empty() {
        let names: Vec<&str> = JUDGEMENT.iter().map(Field::name).collect();
        text = format!("{}{line_end}", names.join(if is_tab { "\t" } else { "," }));
    }
    let layouted = layouted(&text, delimiter)?;
    let pair = |cells: &[String]| {
        let cell = |name: &str| {
            let field = JUDGEMENT.iter().position(|field| field.name() == name)?;
            let column = layouted.fields.iter().position(|of| *of == Some(field))?;
            cells.get(column).map(|cell| cell.trim().to_owned())
        };
        Some((cell("left")?, cell("right")?, cell("judgement")?))
    };
    let is_same = |left: &str, right: &str, pair: (&str, &str)| (left, right) == pair || (right, left) == pair;
    let mut gone: Vec<std::ops::Range<usize>> = Vec::new();
    let mut new: Vec<&Judgement> = Vec::new();
    for judgement in judgements {
        // Of two judgements about one pair the later counts.
        new.retain(|known| !is_same(&known.left, &known.right, (&judgement.left, &judgement.right)));
        new.push(judgement);
    }
    for (cells, range) in &layouted.rows {
        let Some((left, right, word)) = pair(cells) else { continue };
        let same = |judgement: &&&Judgement| is_same(&judgement.left, &judgement.right, (&left, &right));
        let says_so = new.iter().find(same).map(|judgement| judgement.sameness.word() == word);
        let is_undone = undone.iter().any(|(a, b)| is_same(a, b, (&left, &right)));
        match says_so {
            Some(true) => new.retain(|judgement| !is_same(&judgement.left, &judgement.right, (&left, &right))),
            Some(false) => gone.push(range.clone()),
            None if is_undone => gone.push(range.clone()),
            None => {}
        }
    }
    for range in gone.iter().rev() {
        text.replace_range(range.clone(), "");
    }
    if !text.ends_with('\n') && !new.is_empty() {
        text.push_str(line_end);
    }
    for judgement in &new {
        let mut row = csv::WriterBuilder::new().delimiter(layouted.delimiter).from_writer(Vec::new());
        let cells = layouted.fields.iter().map(|field| {
            let content = field.and_then(|field| JUDGEMENT.get(field)).map(|field| (field.get)(judgement));
            match content {
                Some(Content::Text(text)) => text.to_owned(),
                _ => String::new(),
            }
        });
        row.write_record(cells)?;
        let bytes = row.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))?;
        text.push_str(String::from_utf8_lossy(&bytes).trim_end_matches('\n'));
        text.push_str(line_end);
    }
    Ok((text, new.len() as u64, gone.len() as u64))
}

/// The header and the rows of a file.
fn layouted(text: &str, delimiter: u8) -> anyhow::Result<Layouted> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let header = text[start..].lines().next().unwrap_or_default();
    // A spreadsheet of a country with decimal commas writes semicolons.
    let delimiter = match delimiter {
        b',' if !header.contains(',') && header.contains(';') => b';',
        b',' if !header.contains(',') && header.contains('\t') => b'\t',
        other => other,
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(&text.as_bytes()[start..]);
    let mut record = csv::StringRecord::new();
    let mut fields = Vec::new();
    let mut rows = Vec::new();
    let mut is_header = true;
    loop {
        let from = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).saturating_add(start);
        if !reader.read_record(&mut record)? {
            break;
        }
        let to = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).saturating_add(start);
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if is_header {
            let field = |cell: &String| {
                let column = JUDGEMENTS.column(cell)?;
                JUDGEMENT.iter().position(|field| field.name() == column.name)
            };
            fields = cells.iter().map(field).collect();
            is_header = false;
        } else {
            rows.push((cells, from..to.min(text.len())));
        }
    }
    let has = |name: &str| fields.iter().flatten().any(|field: &usize| JUDGEMENT[*field].name() == name);
    if let Some(missing) = ["left", "right", "judgement"].into_iter().find(|name| !has(name)) {
        let message = format!("the table of judgements has no column `{missing}`");
        return Err(hinted(message, "its first line is `left,right,judgement,who,when,why`"));
    }
    Ok(Layouted { delimiter, fields, rows })
}
