//! The rows of `judgements.csv`, written by hand and by relata alike.

use std::io;
use std::path::{Path, PathBuf};

use super::DecidingError;
use crate::columns::{Content, JUDGEMENT, JUDGEMENTS};
use crate::disk::{Edit, OwnFolder, edit};
use crate::edits::{Cells, TableText, is_open_elsewhere};
use crate::model::Judgement;
use crate::project::{Project, SourceKind};
use crate::table::Mapping;

/// The name of the file where a project has none yet.
pub const JUDGEMENTS_FILE: &str = "judgements.csv";

/// The columns of a new table of judgements, and those that a row is nothing without.
const COLUMNS: &[&str] = &["left", "right", "judgement", "who", "when", "why"];
const NEEDED: &[&str] = &["left", "right", "judgement"];

/// The file of judgements of a project.
#[derive(Debug)]
pub struct Judged {
    path: PathBuf,
    own: PathBuf,
    /// What the project says about its columns.
    mapping: Mapping,
    /// True when the project reads it.
    pub is_read: bool,
}

/// How many rows came and went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// New rows.
    pub n_new: u64,
    /// Rows that are there no more.
    pub n_gone: u64,
}

impl Judged {
    /// The file that a project has, or will have beside its tables.
    ///
    /// # Errors
    /// When it is no CSV.
    pub fn of(project: &Project) -> Result<Judged, DecidingError> {
        let own = project.built_folder();
        let known = project.sources.iter().find(|source| source.kind == SourceKind::Judgements);
        let path = project.root.join(known.map_or(Path::new(JUDGEMENTS_FILE), |source| &source.path));
        if !path.extension().is_some_and(|ending| ending == "csv" || ending == "tsv" || ending == "txt") {
            return Err(DecidingError::NoCsv(path));
        }
        let is_settled = project.root.join(crate::project::FILE).exists();
        let mapping = known.map(|source| source.mapping.clone()).unwrap_or_default();
        Ok(Judged { path, own, mapping, is_read: known.is_some() || !is_settled || project.is_part })
    }

    /// The path as messages name it.
    #[must_use]
    pub fn shown(&self) -> String {
        self.path.strip_prefix(".").unwrap_or(&self.path).display().to_string()
    }

    /// Writes these judgements and takes back what was judged about other pairs. A judgement replaces what was judged about the
    /// same two names before. `waits` is called when another program has to be waited for.
    ///
    /// # Errors
    /// When the table cannot be read, understood or written; it is then as it was.
    pub fn write(
        &self,
        judgements: &[Judgement],
        undone: &[(String, String)],
        waits: fn(),
    ) -> Result<Rewritten, DecidingError> {
        self.change(waits, |table| judge(table, judgements, undone))
    }

    /// Changes the table under the lock of the project.
    fn change(
        &self,
        waits: fn(),
        change: impl FnOnce(&mut TableText) -> Result<Rewritten, DecidingError>,
    ) -> Result<Rewritten, DecidingError> {
        if is_open_elsewhere(&self.path) {
            return Err(DecidingError::Open(self.shown()));
        }
        let own = OwnFolder::open_or_make(&self.own).map_err(|error| self.unwritten(error))?;
        let mut rewritten = Rewritten::default();
        edit(&own, &self.path, &mut || waits(), |before| -> Result<Edit, DecidingError> {
            let mut table = self.read(before)?;
            rewritten = change(&mut table)?;
            Ok(if rewritten == Rewritten::default() { Edit::Keep } else { Edit::Write(table.into_text()) })
        })
        .map_err(|error| match error {
            DecidingError::Disk(error) => self.unwritten(error),
            error => error,
        })?;
        Ok(rewritten)
    }

    /// Writes a judgement about two names that nobody has judged, or has judged alike.
    ///
    /// # Errors
    /// As [`Judged::write`], and when somebody has judged the pair otherwise.
    pub fn add(&self, judgement: &Judgement, waits: fn()) -> Result<Rewritten, DecidingError> {
        self.change(waits, |table| {
            let before = about(table, &judgement.left, &judgement.right);
            match before.filter(|word| word != judgement.sameness.word()) {
                Some(word) => {
                    Err(DecidingError::Judged { left: judgement.left.clone(), right: judgement.right.clone(), word })
                }
                None => judge(table, std::slice::from_ref(judgement), &[]),
            }
        })
    }

    fn unwritten(&self, error: io::Error) -> DecidingError {
        DecidingError::Unwritten(self.shown(), error)
    }

    /// The table with this text; a new one where there is none.
    fn read(&self, text: Option<&str>) -> Result<TableText, DecidingError> {
        let shown = self.shown();
        let table = TableText::of(text, COLUMNS, &JUDGEMENTS, &self.mapping, &shown)?;
        match NEEDED.iter().find(|name| !table.has(name)) {
            Some(column) => Err(DecidingError::MissingColumn { file: shown, column }),
            None => Ok(table),
        }
    }
}

/// Changes a table so that it has these judgements and not others, and tells how many rows came and went. All other lines
/// stay as they are.
fn judge(
    table: &mut TableText,
    judgements: &[Judgement],
    undone: &[(String, String)],
) -> Result<Rewritten, DecidingError> {
    let is_same = |left: &str, right: &str, pair: (&str, &str)| (left, right) == pair || (right, left) == pair;
    let mut gone: Vec<usize> = Vec::new();
    let mut new: Vec<&Judgement> = Vec::new();
    for judgement in judgements {
        // Of two judgements about one pair the later counts.
        new.retain(|known| !is_same(&known.left, &known.right, (&judgement.left, &judgement.right)));
        new.push(judgement);
    }
    for at in 0..table.n_rows() {
        let cells = table.cells(at);
        let [Some(left), Some(right), Some(word)] = ["left", "right", "judgement"].map(|name| cells.get(name)) else {
            continue;
        };
        let same = |judgement: &&&Judgement| is_same(&judgement.left, &judgement.right, (left, right));
        let says_so = new.iter().find(same).map(|judgement| judgement.sameness.word() == word);
        let is_undone = undone.iter().any(|(a, b)| is_same(a, b, (left, right)));
        match says_so {
            Some(true) => new.retain(|judgement| !is_same(&judgement.left, &judgement.right, (left, right))),
            Some(false) => gone.push(at),
            None if is_undone => gone.push(at),
            None => {}
        }
    }
    let rows: Vec<Cells> = new.iter().map(|judgement| cells_of(judgement)).collect();
    table.change(&[], &gone, &rows)?;
    Ok(Rewritten { n_new: new.len() as u64, n_gone: gone.len() as u64 })
}

/// The cells of a judgement by their columns.
fn cells_of(judgement: &Judgement) -> Cells {
    let cells = JUDGEMENT.iter().filter_map(|field| match (field.get)(judgement) {
        Content::Text(text) if !text.is_empty() => Some((field.name().to_owned(), text.to_owned())),
        _ => None,
    });
    cells.collect()
}

/// What the last row about a pair says.
fn about(table: &TableText, one: &str, other: &str) -> Option<String> {
    let word = |at: usize| {
        let cells = table.cells(at);
        let [left, right, word] = ["left", "right", "judgement"].map(|name| cells.get(name));
        let (left, right) = (left?.as_str(), right?.as_str());
        ((left, right) == (one, other) || (right, left) == (one, other)).then(|| word.cloned()).flatten()
    };
    (0..table.n_rows()).rev().find_map(word)
}
