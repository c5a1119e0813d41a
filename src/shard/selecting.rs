//! A selection of the tables by time, place or actor, as a project of its own.
//!
//! A claim is in it with all that it says; of entities and documents, those that its claims name, and what these belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::carried::{self, place};
use super::error::ShardError;
use super::filed::Tables;
use super::manifest::{FOLDER, Manifest, bytes_of};
use super::reducing::{TABLES, is_reduced, place_settings};
use crate::columns::stored::{
    STORED_CLAIMS, STORED_DOCUMENTS, STORED_ENTITIES, VERSION, claim_of_row, document_of_row, entity_of_row,
};
use crate::diagnostic::codes;
use crate::disk::{make_folders, mode_of};
use crate::files::Reach;
use crate::model::{Claim, Referent};
use crate::project;
use crate::table::stored::{StoredCell, StoredColumn, StoredTable};

/// Which claims are in a selection: those for which all of it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Something happened on this day or later; claims without date are left out.
    pub from: Option<Date>,
    /// Something happened on this day or before; claims without date are left out.
    pub to: Option<Date>,
    /// It happened at one of these places, or at a place in one of them; case does not count.
    pub places: Vec<String>,
    /// One of these names is subject, object or speaker; case does not count.
    pub actors: Vec<String>,
}

impl Selection {
    /// True when every claim is in it.
    pub fn is_whole(&self) -> bool {
        *self == Selection::default()
    }

    fn holds(&self, claim: &Claim, inside: &BTreeSet<String>) -> bool {
        self.holds_time(claim) && self.holds_place(claim, inside) && self.holds_actor(claim)
    }

    fn holds_time(&self, claim: &Claim) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let Some(date) = &claim.date else { return false };
        let (begin, end) = (date.begin().unwrap_or(Date::MIN), date.end().unwrap_or(Date::MAX));
        self.from.is_none_or(|from| end >= from) && self.to.is_none_or(|to| begin <= to)
    }

    fn holds_place(&self, claim: &Claim, inside: &BTreeSet<String>) -> bool {
        self.places.is_empty() || claim.place.as_ref().is_some_and(|place| inside.contains(&place.to_lowercase()))
    }

    fn holds_actor(&self, claim: &Claim) -> bool {
        let is_meant = |name: &str| self.actors.iter().any(|actor| actor.to_lowercase() == name.to_lowercase());
        let ends = claim.ends().filter_map(|end| match end {
            Referent::Name(name) => Some(name.as_str()),
            Referent::Claim(_) | Referent::OwnEvent => None,
        });
        self.actors.is_empty() || ends.chain(claim.said_by.iter().map(String::as_str)).any(is_meant)
    }
}

/// What names belong to, as far as anybody tells: countries and memberships.
type Above = BTreeMap<String, BTreeSet<String>>;

/// Writes the selection of the tables in `from` as tables into `folder`, and tells how many claims it has. Files of the project
/// that are no event data go along as they are.
///
/// Memory: what entities belong to, and the names that the selection needs.
///
/// # Errors
/// When a table is missing or damaged, or a file cannot be written.
pub fn select(from: &Path, selection: &Selection, folder: &Path, reach: &Reach) -> Result<u64, ShardError> {
    let parts = is_reduced(from, reach)?;
    if folder.canonicalize().is_ok_and(|folder| from.canonicalize().is_ok_and(|from| from == folder)) {
        let message = "a selection cannot take the place of the tables that it is of".to_owned();
        return Err(ShardError::refused(&codes::OTHER_PART, folder, message, "name another folder"));
    }
    let mode = mode_of(
        parts.iter().map(|part| Manifest::path(from, part.part())).collect::<Vec<_>>().iter().map(AsRef::as_ref),
    );
    let above = above((from, reach), &parts)?;
    let inside = inside(&selection.places, &above);
    make_folders(&folder.join(FOLDER)).map_err(ShardError::write(folder))?;
    let mut tables = Tables::new(&folder.join(TABLES), "rows".to_owned(), mode);
    let (mut names, mut documents, mut n_claims) = (BTreeSet::new(), BTreeSet::new(), 0);
    each_row((from, reach), &parts, "claims", *STORED_CLAIMS, &mut |bucket, row| {
        let Some(stored) = claim_of_row(row.clone()).filter(|stored| selection.holds(&stored.claim, &inside)) else {
            return Ok(());
        };
        n_claims += 1;
        note_names(&stored.claim, &mut names, &mut documents);
        tables.write(("claims", bucket), *STORED_CLAIMS, row)
    })?;
    each_row((from, reach), &parts, "documents", *STORED_DOCUMENTS, &mut |bucket, row| {
        let Some(document) = document_of_row(row.clone()).filter(|document| documents.contains(&document.id)) else {
            return Ok(());
        };
        names.extend(document.publisher.into_iter().chain(document.said_by).chain(document.based_on));
        tables.write(("documents", bucket), *STORED_DOCUMENTS, row)
    })?;
    let names = with_all_above(names, &above);
    each_row((from, reach), &parts, "entities", *STORED_ENTITIES, &mut |bucket, row| {
        if entity_of_row(row.clone()).is_some_and(|entity| names.contains(&entity.label)) {
            tables.write(("entities", bucket), *STORED_ENTITIES, row)?;
        }
        Ok(())
    })?;
    publish((from, reach, &parts), tables, n_claims, folder, mode)?;
    Ok(n_claims)
}

/// Puts tables and settings in their place.
fn publish(
    (from, reach, parts): (&Path, &Reach, &[Manifest]),
    tables: Tables,
    n_claims: u64,
    folder: &Path,
    mode: u32,
) -> Result<(), ShardError> {
    let mut files = tables.commit()?;
    for file in &mut files {
        file.path = format!("{TABLES}/{}", file.path);
    }
    let found: BTreeSet<String> = files.iter().map(|file| file.table.clone()).collect();
    let Some(first) = parts.first() else { return Ok(()) };
    for part in parts {
        for file in part.files.iter().filter(|file| file.table == carried::TABLE) {
            place(&folder.join(&file.path), &part.open(from, file, reach)?, mode)?;
            files.push(file.clone());
        }
    }
    let manifest = Manifest {
        tables: VERSION.to_owned(),
        part: 1,
        of: 1,
        pieces: Vec::new(),
        rows: n_claims,
        rejected: 0,
        faults: BTreeMap::new(),
        files,
        ..first.clone()
    };
    let path = from.join(project::FILE);
    let settings = bytes_of(&path, reach).map_err(ShardError::read(&path))?;
    manifest.publish(folder, mode)?;
    place_settings(&String::from_utf8_lossy(&settings), &found, folder, mode)
}

fn each_row(
    (folder, reach): (&Path, &Reach),
    parts: &[Manifest],
    table: &str,
    columns: &'static [StoredColumn],
    take: &mut dyn FnMut(u32, Vec<StoredCell>) -> Result<(), ShardError>,
) -> Result<(), ShardError> {
    for part in parts {
        for file in part.files.iter().filter(|file| file.table == table) {
            let failed = ShardError::table(&folder.join(&file.path));
            let mut rows = StoredTable::open(part.open(folder, file, reach)?)
                .and_then(|table| table.rows(columns))
                .map_err(&failed)?;
            while let Some(row) = rows.read().map_err(&failed)? {
                take(file.bucket, row)?;
            }
        }
    }
    Ok(())
}

fn above(folder: (&Path, &Reach), parts: &[Manifest]) -> Result<Above, ShardError> {
    let mut above = Above::new();
    each_row(folder, parts, "entities", *STORED_ENTITIES, &mut |_, row| {
        if let Some(entity) = entity_of_row(row) {
            let to: Vec<String> = entity.member_of.into_iter().chain(entity.country).collect();
            if !to.is_empty() {
                above.entry(entity.label).or_default().extend(to);
            }
        }
        Ok(())
    })?;
    Ok(above)
}

/// The names of places, in small letters, that are one of these or lie in one.
fn inside(places: &[String], above: &Above) -> BTreeSet<String> {
    let mut inside: BTreeSet<String> = places.iter().map(|place| place.to_lowercase()).collect();
    if inside.is_empty() {
        return inside;
    }
    loop {
        let is_inside =
            |(_, to): &(&String, &BTreeSet<String>)| to.iter().any(|to| inside.contains(&to.to_lowercase()));
        let more: Vec<String> = above.iter().filter(is_inside).map(|(name, _)| name.to_lowercase()).collect();
        let before = inside.len();
        inside.extend(more);
        if inside.len() == before {
            return inside;
        }
    }
}

fn note_names(claim: &Claim, names: &mut BTreeSet<String>, documents: &mut BTreeSet<String>) {
    for end in claim.ends() {
        if let Referent::Name(name) = end {
            names.insert(name.clone());
        }
    }
    names.extend(claim.place.iter().chain(&claim.said_by).cloned());
    documents.extend(claim.document.clone());
}

fn with_all_above(names: BTreeSet<String>, above: &Above) -> BTreeSet<String> {
    let mut next: Vec<String> = names.iter().cloned().collect();
    let mut all = names;
    while let Some(name) = next.pop() {
        for to in above.get(&name).into_iter().flatten() {
            if all.insert(to.clone()) {
                next.push(to.clone());
            }
        }
    }
    all
}
