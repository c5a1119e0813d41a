//! The rows of `judgements.csv`, written by hand and by relata alike.

use std::path::PathBuf;

use anyhow::Context as _;

use super::edited::{EditedTable, refuse_open};
use super::hinted;
use super::open::say_waiting;
use super::terminal::plural;
use crate::built::Progress;
use crate::columns::{Content, JUDGEMENT, JUDGEMENTS};
use crate::disk::{Edit, OwnFolder, edit};
use crate::edits::{Cells, TableText};
use crate::model::Judgement;
use crate::project::{Project, SourceKind};
use crate::table::Mapping;

/// The name of the file where a project has none yet.
const FILE: &str = "judgements.csv";

/// The table of judgements.
const TABLE: EditedTable = EditedTable {
    about: "judgements",
    columns: &["left", "right", "judgement", "who", "when", "why"],
    needed: &["left", "right", "judgement"],
    layout: &JUDGEMENTS,
};

/// Two names that something was decided about.
pub(super) type Decision = (String, String);

/// The file of judgements of a project.
pub(super) struct Rows {
    path: PathBuf,
    own: PathBuf,
    /// What the project says about its columns.
    mapping: Mapping,
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
        let mapping = known.map(|source| source.mapping.clone()).unwrap_or_default();
        Ok(Rows { path, own, mapping, is_read: known.is_some() || !is_settled || project.is_part })
    }

    /// Writes these judgements and takes back what was judged about other pairs. A judgement replaces what was judged about
    /// the same two names before.
    pub(super) fn write(&self, judgements: &[Judgement], undone: &[Decision]) -> anyhow::Result<()> {
        let shown = self.path.strip_prefix(".").unwrap_or(&self.path).display().to_string();
        let failed = || format!("cannot write `{shown}`");
        refuse_open(&self.path, &shown)?;
        let own = OwnFolder::open_or_make(&self.own).with_context(failed)?;
        let (mut n_new, mut n_gone) = (0, 0);
        edit(&own, &self.path, &mut || say_waiting(Progress::Waiting), |before| -> anyhow::Result<Edit> {
            let mut table = TABLE.read(before, &self.mapping, &shown)?;
            (n_new, n_gone) = judge(&mut table, judgements, undone)?;
            Ok(if (n_new, n_gone) == (0, 0) { Edit::Keep } else { Edit::Write(table.into_text()) })
        })
        .map_err(|error: anyhow::Error| if error.is::<std::io::Error>() { error.context(failed()) } else { error })?;
        match (n_new, n_gone) {
            (0, 0) => say!("`{shown}` says so already"),
            (0, n) => say!("took {} out of {shown}", plural(n, "judgement")),
            (n, 0) => say!("wrote {} to {shown}", plural(n, "judgement")),
            (n, gone) => {
                say!("wrote {} to {shown}, in place of {}", plural(n, "judgement"), plural(gone, "earlier one"));
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

/// Changes a table so that it has these judgements and not others, and tells how many rows came and went. All other lines
/// stay as they are.
fn judge(table: &mut TableText, judgements: &[Judgement], undone: &[Decision]) -> anyhow::Result<(u64, u64)> {
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
    Ok((new.len() as u64, gone.len() as u64))
}

/// The cells of a judgement by their columns.
fn cells_of(judgement: &Judgement) -> Cells {
    let cells = JUDGEMENT.iter().filter_map(|field| match (field.get)(judgement) {
        Content::Text(text) if !text.is_empty() => Some((field.name().to_owned(), text.to_owned())),
        _ => None,
    });
    cells.collect()
}
