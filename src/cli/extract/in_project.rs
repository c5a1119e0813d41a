//! Claims of texts as rows of a project.
//!
//! A claim is known by what it says and by the words it rests on, not by where they stand, so that its identifier stays when a
//! text is extracted again, in another order or on another machine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::super::edited::{EditedTable, refuse_open};
use super::super::open::say_waiting;
use super::super::terminal::plural;
use super::super::{Session, hinted};
use super::table::row;
use crate::built::Progress;
use crate::columns::CLAIMS;
use crate::deciding::{EXTRACTED_COLUMNS, each_row};
use crate::disk::{Edit, OwnFolder, edit};
use crate::edits::{Cells, TableText};
use crate::extraction::ClaimLine;
use crate::ontology::local_name;
use crate::project::{Project, ProjectError, SourceKind};
use crate::rdf::iri::Namespace;
use crate::table::Mapping;

/// The table of extracted claims where a project has none yet.
const FILE: &str = "claims-extracted.csv";

/// What makes a claim another one. Places are not among it: they change with every word that somebody adds above.
const KEY: [&str; 11] = [
    "document",
    "subject",
    "predicate",
    "object",
    "said_by",
    "certainty",
    "polarity",
    "modality",
    "date",
    "place",
    "quote",
];

/// The table of extracted claims.
const TABLE: EditedTable = EditedTable {
    about: "extracted claims",
    columns: &EXTRACTED_COLUMNS,
    needed: &[
        "id",
        "subject",
        "predicate",
        "object",
        "date",
        "place",
        "document",
        "said_by",
        "certainty",
        "polarity",
        "modality",
        "quote",
        "start",
        "end",
        "annotator",
    ],
    layout: &CLAIMS,
};

/// The project that the command runs in; none where there is no project file.
///
/// # Errors
/// When the project file is wrong.
pub(super) fn project(session: &Session<'_>) -> anyhow::Result<Option<Project>> {
    let start = session.project.clone().unwrap_or_else(|| PathBuf::from("."));
    match Project::find_within(&start, &session.reach) {
        Ok(project) => Ok(Some(project).filter(|project| project.root.join(crate::project::FILE).is_file())),
        Err(ProjectError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What the other tables of a project tell of its extracted claims.
#[derive(Default)]
struct Known {
    /// Identifiers of claims that some table or review has.
    ids: BTreeSet<String>,
    reviewed: BTreeSet<String>,
    /// Identifiers that a row which people answer for speaks of.
    cited: BTreeSet<String>,
}

impl Known {
    fn of(project: &Project, target: &Path) -> Known {
        let mut known = Known::default();
        let others = project.sources.iter().filter(|source| project.root.join(&source.path) != target);
        for source in others {
            match source.kind {
                SourceKind::Reviews => each_row(project, source, |row| {
                    let id = row.get("claim").map(|id| without_mark(id).to_owned());
                    known.ids.extend(id.clone());
                    known.reviewed.extend(id);
                }),
                kind if kind.is_claim_table() => each_row(project, source, |row| {
                    known.ids.extend(row.get("id").map(str::to_owned));
                    let ends = ["subject", "object"].into_iter().filter_map(|end| row.get(end)?.strip_prefix('#'));
                    known.cited.extend(ends.map(|id| id.trim().to_owned()));
                    let replies = ["confirms", "denies", "declines_to_comment"].into_iter();
                    known
                        .cited
                        .extend(replies.flat_map(|reply| row.list(reply)).map(|id| without_mark(&id).to_owned()));
                }),
                _ => {}
            }
        }
        known
    }
}

fn without_mark(id: &str) -> &str {
    id.trim().trim_start_matches('#').trim()
}

/// What was done.
#[derive(Default)]
struct Written {
    n_new: usize,
    n_there: usize,
    n_reviewed: usize,
    /// Rows that do not come out any more, or otherwise, and that nobody has reviewed.
    n_older: usize,
    n_changed: usize,
    /// Rows of the table, and those of them that nobody has reviewed.
    n_rows: usize,
    unreviewed: usize,
}

/// Writes the claims of so many texts into the project, and says what became of them. With `refresh`, rows that nobody has
/// reviewed make way for what comes out now.
///
/// # Errors
/// When the table cannot be read or written; it is then as it was.
pub(super) fn write(
    project: &Project,
    documents: &BTreeSet<String>,
    lines: &[ClaimLine],
    refresh: bool,
) -> anyhow::Result<()> {
    let (target, mapping) = target_of(project)?;
    let shown = target.strip_prefix(".").unwrap_or(&target).display().to_string();
    refuse_open(&target, &shown)?;
    let failed = || format!("cannot write `{shown}`");
    let own = OwnFolder::open_or_make(&project.built_folder()).with_context(failed)?;
    let mut written = Written::default();
    edit(&own, &target, &mut || say_waiting(Progress::Waiting), |before| -> anyhow::Result<Edit> {
        // The other tables are read under the lock, too: a review may have been written while this one waited.
        let known = Known::of(project, &target);
        let table = TABLE.read(before, &mapping, &shown)?;
        let (text, done) = merged(table, &known, documents, lines, refresh)?;
        written = done;
        let is_same = before == Some(text.as_str()) || (before.is_none() && lines.is_empty());
        Ok(if is_same { Edit::Keep } else { Edit::Write(text) })
    })
    .map_err(|error: anyhow::Error| if error.is::<std::io::Error>() { error.context(failed()) } else { error })?;
    say_sum(project, (documents.len(), lines.len()), &written, &shown, refresh);
    Ok(())
}

/// The table that extracted claims go to, and what the project says about its columns.
fn target_of(project: &Project) -> anyhow::Result<(PathBuf, Mapping)> {
    let known = project.sources.iter().find(|source| source.kind == SourceKind::Extracted);
    let path = project.root.join(known.map_or(Path::new(FILE), |source| &source.path));
    if path.extension().is_some_and(|ending| ending == "csv" || ending == "tsv") {
        return Ok((path, known.map(|source| source.mapping.clone()).unwrap_or_default()));
    }
    let message = format!("relata writes extracted claims into CSV, and `{}` is none", path.display());
    Err(hinted(message, format!("save it as `{FILE}`")))
}

/// The text of the table with the claims, and what was done.
fn merged(
    mut table: TableText,
    known: &Known,
    documents: &BTreeSet<String>,
    lines: &[ClaimLine],
    refresh: bool,
) -> anyhow::Result<(String, Written)> {
    let rows: Vec<Cells> = (0..table.n_rows()).map(|at| table.cells(at)).collect();
    let ids = Identifiers::of(&rows).name(lines);
    let by_id: BTreeMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (cell_of(row, "id"), at)).collect();
    let mut written = Written::default();
    let (mut new, mut replaced, mut met) = (Vec::new(), Vec::new(), BTreeSet::new());
    for line in lines {
        let cells = cells_of(&renamed(line, &ids));
        let id = cell_of(&cells, "id").to_owned();
        let is_reviewed = known.reviewed.contains(&id);
        written.n_reviewed += usize::from(is_reviewed);
        match by_id.get(id.as_str()) {
            Some(&at) => {
                written.n_there += 1;
                // What somebody changed by hand is somebody's own.
                if !is_reviewed && key_of(&rows[at]) == key_of(&cells) && table.differs(at, &cells) {
                    replaced.push((at, cells));
                }
            }
            None if known.ids.contains(&id) => written.n_there += 1,
            None => new.push(cells),
        }
        met.insert(id);
    }
    let programs: BTreeSet<&str> = lines.iter().map(|line| family(&line.annotator)).collect();
    let is_older = |(_, row): &(usize, &Cells)| {
        let id = cell_of(row, "id");
        documents.contains(cell_of(row, "document"))
            && (programs.contains(family(cell_of(row, "annotator"))) || programs.is_empty())
            && !met.contains(id)
            && !known.reviewed.contains(id)
            && !known.cited.contains(id)
    };
    let gone: Vec<usize> = rows.iter().enumerate().filter(is_older).map(|(at, _)| at).collect();
    (written.n_new, written.n_older, written.n_changed) = (new.len(), gone.len(), replaced.len());
    let n_gone = if refresh { gone.len() } else { 0 };
    written.n_rows = rows.len() + new.len() - n_gone;
    let is_open = |row: &&Cells| !known.reviewed.contains(cell_of(row, "id"));
    written.unreviewed = rows.iter().filter(is_open).count() + new.len() - n_gone;
    if refresh {
        table.change(&replaced, &gone, &new)?;
    } else {
        table.change(&[], &[], &new)?;
    }
    Ok((table.into_text(), written))
}

/// The cells of a claim by their columns.
fn cells_of(line: &ClaimLine) -> Cells {
    let named = EXTRACTED_COLUMNS.iter().zip(row(line)).filter(|(_, cell)| !cell.trim().is_empty());
    named.map(|(column, cell)| ((*column).to_owned(), cell.trim().to_owned())).collect()
}

fn cell_of<'r>(row: &'r Cells, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// The name of a program without its version.
fn family(annotator: &str) -> &str {
    annotator.trim_end_matches(|letter: char| letter.is_ascii_hexdigit() || ".-".contains(letter))
}

/// The claim with identifiers that hold in the project.
fn renamed(line: &ClaimLine, ids: &BTreeMap<String, String>) -> ClaimLine {
    let of = |id: &String| ids.get(id).cloned().unwrap_or_else(|| id.clone());
    let all = |names: &[String]| names.iter().map(of).collect();
    let end = |end: &String| match end.strip_prefix('#') {
        Some(id) => format!("#{}", of(&id.to_owned())),
        None => end.clone(),
    };
    ClaimLine {
        id: of(&line.id),
        subject: end(&line.subject),
        object: end(&line.object),
        confirms: all(&line.confirms),
        denies: all(&line.denies),
        declines_to_comment: all(&line.declines_to_comment),
        ..line.clone()
    }
}

fn key_of(cells: &Cells) -> Vec<String> {
    KEY.iter().map(|column| cell_of(cells, column).to_owned()).collect()
}

/// Finds the identifiers that claims have in the project.
struct Identifiers {
    /// Those of the rows that say the same, in the order of the text.
    by_key: BTreeMap<String, Vec<String>>,
}

impl Identifiers {
    fn of(rows: &[Cells]) -> Identifiers {
        let mut by_key: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
        let all: BTreeMap<&str, &Cells> = rows.iter().map(|row| (cell_of(row, "id"), row)).collect();
        let cells = |id: &str| all.get(id).map(|row| (*row).clone());
        for row in rows.iter().filter(|row| !cell_of(row, "id").is_empty()) {
            let key = hash(&resolved(row, &cells, 0));
            let start = cell_of(row, "start").parse().unwrap_or(usize::MAX);
            by_key.entry(key).or_default().push((start, cell_of(row, "id").to_owned()));
        }
        let in_order = |mut ids: Vec<(usize, String)>| {
            ids.sort();
            ids.into_iter().map(|(_, id)| id).collect()
        };
        let by_key = by_key.into_iter().map(|(key, ids)| (key, in_order(ids))).collect();
        Identifiers { by_key }
    }

    /// The identifier in the project of each claim by the one that it has in the run.
    fn name(self, lines: &[ClaimLine]) -> BTreeMap<String, String> {
        let rows: BTreeMap<&str, Cells> = lines.iter().map(|line| (line.id.as_str(), cells_of(line))).collect();
        let cells = |id: &str| rows.get(id).cloned();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut given: BTreeSet<String> = BTreeSet::new();
        let mut ids = BTreeMap::new();
        for line in lines {
            let Some(row) = rows.get(line.id.as_str()) else { continue };
            let key = hash(&resolved(row, &cells, 0));
            let nth = counts.entry(key.clone()).or_default();
            let there = self.by_key.get(&key).and_then(|ids| ids.get(*nth)).cloned();
            let mut id = there.unwrap_or_else(|| minted(&line.document, &key, *nth));
            *nth += 1;
            // Two claims of one hash are rarer than anything; each gets an identifier all the same.
            let mut further = *nth;
            while !given.insert(id.clone()) {
                further += 1;
                id = minted(&line.document, &key, further);
            }
            ids.insert(line.id.clone(), id);
        }
        ids
    }
}

fn minted(document: &str, key: &str, nth: usize) -> String {
    let hash = hash(&[key.to_owned(), nth.to_string()]);
    format!("{document}-{}", hash.get(..8).unwrap_or(&hash))
}

/// How deep claims may stand in claims; one that stands in itself ends there.
const DEEPEST: usize = 16;

/// What makes a claim another one, with what a claim that it speaks of says in the place of an identifier.
fn resolved(row: &Cells, cells: &dyn Fn(&str) -> Option<Cells>, depth: usize) -> Vec<String> {
    let of = |cell: String| {
        let spoken_of = cell.strip_prefix('#').filter(|_| depth < DEEPEST).and_then(|id| cells(id.trim()));
        spoken_of.map_or(cell, |row| format!("#{}", hash(&resolved(&row, cells, depth + 1))))
    };
    key_of(row).into_iter().map(of).collect()
}

/// The first digits of the SHA-256 of some texts.
fn hash(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    local_name(Namespace::of_nothing().claim_from_content(&parts).as_str()).to_owned()
}

/// Says what became of the claims, and what to do next.
fn say_sum(project: &Project, (n_texts, n_claims): (usize, usize), written: &Written, shown: &str, refresh: bool) {
    let count = |n: usize, word: &str| plural(n as u64, word);
    let Written { n_new, n_there, n_reviewed, n_older, n_changed, n_rows, unreviewed } = *written;
    let reviewed = if n_reviewed > 0 { format!(", {n_reviewed} of them reviewed") } else { String::new() };
    say!("{} in {}: {n_new} new, {n_there} there already{reviewed}", count(n_claims, "claim"), count(n_texts, "text"));
    match (refresh, n_older, n_changed) {
        (_, 0, 0) => {}
        (true, older, changed) => {
            say!("{} no longer found and taken out, {changed} brought up to date", count(older, "row"));
        }
        (false, older, 0) => {
            say!(
                "{} no longer found in these texts: `--refresh` takes out what nobody has reviewed",
                older_rows(older)
            );
        }
        (false, 0, changed) => {
            let is = if changed == 1 { "is" } else { "are" };
            say!("{} {is} found elsewhere or otherwise by now: `--refresh` renews that", count(changed, "row"));
        }
        (false, older, changed) => {
            let older = older_rows(older);
            say!(
                "{older} no longer found in these texts, and {changed} elsewhere or otherwise: `--refresh` renews that"
            );
        }
    }
    if n_rows == 0 {
        return;
    }
    say!("{shown} has {}, {unreviewed} of them not reviewed", count(n_rows, "row"));
    let is_read = Project::load_within(&project.root, &project.reach)
        .is_ok_and(|project| project.sources.iter().any(|source| source.kind == SourceKind::Extracted));
    if !is_read {
        let entry = format!("`format = \"extracted\"` and `files = [\"{FILE}\"]`");
        say!("`relata.toml` does not name it: add `[[sources]]` with {entry}");
    }
    if unreviewed > 0 {
        say!("next: `relata extract --review` to accept, edit or reject each; `relata check` looks at all tables");
    }
}

/// So many rows are.
fn older_rows(n: usize) -> String {
    if n == 1 { "1 older row is".to_owned() } else { format!("{n} older rows are") }
}
