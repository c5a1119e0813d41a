//! Where decisions are kept: each is on the disk, whole, before the next claim is shown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::undo::TextChange;
use super::{ClaimDecision, ReviewClaim, Screen, ScreenAction};
use crate::columns::{CLAIMS, REVIEWS};
use crate::disk::{Edit, OwnFolder, edit};
use crate::edits::{Cells, TableText, Uneditable, is_open_elsewhere};
use crate::model::{ReviewVerdict, is_program};
use crate::table::Mapping;
use crate::table::header::Layout;

/// The columns of a new table of reviews.
const REVIEW_COLUMNS: &[&str] = &["claim", "verdict", "who", "when", "note"];

/// Keeps decisions, and takes the last ones back.
pub trait Keeper {
    /// Keeps decisions that belong together.
    ///
    /// # Errors
    /// When they cannot be kept; then none of them is.
    fn decide(&mut self, decisions: &[ClaimDecision]) -> Result<(), ReviewError>;

    /// Takes back what was kept last.
    ///
    /// # Errors
    /// When it cannot be taken back; then it stays.
    fn take_back(&mut self) -> Result<(), ReviewError>;

    /// Does what a screen asks for, and tells it how that went.
    fn answer(&mut self, screen: &mut Screen, action: &ScreenAction) {
        let done = match action {
            ScreenAction::Draw | ScreenAction::Leave => return,
            ScreenAction::Decide(decisions) => self.decide(decisions),
            ScreenAction::TakeBack => self.take_back(),
        };
        match done {
            Ok(()) => screen.settle(),
            Err(error) => screen.fail(&error.told()),
        }
    }
}

/// Why a decision could not be kept or taken back.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// A table could not be read, understood or written.
    #[error(transparent)]
    Table(#[from] Uneditable),
    /// A spreadsheet has the table open, and would write its own rows over new ones.
    #[error(
        "`{0}` is open in a spreadsheet, which would write over the new row: close it there, then press the key again"
    )]
    Open(String),
    /// A table of claims has a row of its own under the identifier.
    #[error("`{file}` has a row `{id}` that somebody answers for: change it there")]
    OwnRow {
        /// The table.
        file: String,
        /// The identifier.
        id: String,
    },
    /// Somebody has decided about the claim since it was seen.
    #[error("`{id}` is {} by now: somebody decided about it meanwhile", verdict.word())]
    Decided {
        /// The claim.
        id: String,
        /// What was decided.
        verdict: ReviewVerdict,
    },
    /// Somebody changed the very rows that were to be taken back.
    #[error("`{0}` was changed there meanwhile, so that nothing is taken back: change it by hand")]
    Changed(String),
}

impl From<std::io::Error> for ReviewError {
    fn from(error: std::io::Error) -> ReviewError {
        ReviewError::Table(error.into())
    }
}

impl ReviewError {
    /// The error with what lies behind it, as one line.
    fn told(&self) -> String {
        format!("not written: {self}")
    }
}

/// The tables that decisions go to.
#[derive(Debug)]
pub struct ReviewTables {
    /// The folder of what relata builds, with the lock of those who edit.
    pub own: OwnFolder,
    /// The table of claims that people answer for.
    pub claims: PathBuf,
    /// What the project says about its columns.
    pub mapping: Mapping,
    /// The columns of a new table of claims, which are those of extracted ones.
    pub columns: &'static [&'static str],
    /// The table of reviews.
    pub reviews: PathBuf,
    /// What the project says about its columns.
    pub reviews_mapping: Mapping,
    /// Claims that another table of claims has a row of, with that table.
    pub elsewhere: BTreeMap<String, PathBuf>,
}

/// Who decides, and what every row of this run says.
#[derive(Debug, Clone, Default)]
pub struct ReviewStamp {
    /// Who.
    pub who: Option<String>,
    /// When.
    pub when: Option<String>,
    /// Why, or what else is worth knowing.
    pub note: Option<String>,
}

/// Decisions in the tables of a project.
pub struct Ledger {
    tables: ReviewTables,
    stamp: ReviewStamp,
    /// Told when another program edits the project, and is waited for.
    waits: fn(),
    /// True when rows that people sign are decided about, which stay.
    is_between_people: bool,
    /// What was written, the last at the end.
    written: Vec<Written>,
}

/// The changes of decisions that belong together.
struct Written {
    claims: Option<TextChange>,
    reviews: TextChange,
}

impl Ledger {
    /// A ledger of these tables; `waits` is called when another program has to be waited for.
    pub fn new(tables: ReviewTables, stamp: ReviewStamp, waits: fn()) -> Ledger {
        Ledger { tables, stamp, waits, is_between_people: false, written: Vec::new() }
    }

    /// The same, for decisions between rows that people sign: what is rejected stays in its table.
    #[must_use]
    pub fn between_people(self) -> Ledger {
        Ledger { is_between_people: true, ..self }
    }

    /// Changes a table, and says what was changed; nothing when it stays as it is.
    fn change(
        &self,
        path: &Path,
        change: impl FnOnce(Option<&str>, &str) -> Result<String, ReviewError>,
    ) -> Result<Option<TextChange>, ReviewError> {
        let shown = shown(path);
        refuse_open(path)?;
        let mut changed = None;
        edit(&self.tables.own, path, &mut || (self.waits)(), |before| -> Result<Edit, ReviewError> {
            let text = change(before, &shown)?;
            if before.unwrap_or_default() == text {
                return Ok(Edit::Keep);
            }
            changed = Some(TextChange::of(before, &text));
            Ok(Edit::Write(text))
        })?;
        Ok(changed)
    }

    /// The table of claims with the rows of what was accepted, and without those of what was rejected.
    fn grown(&self, before: Option<&str>, shown: &str, decisions: &[ClaimDecision]) -> Result<String, ReviewError> {
        let ReviewTables { mapping, columns, elsewhere, .. } = &self.tables;
        let is_kept = decisions.iter().any(|decision| decision.verdict != ReviewVerdict::Rejected);
        // Who only rejects needs no table of claims.
        if !is_kept && before.is_none() {
            return Ok(String::new());
        }
        let mut table = TableText::of(before, columns, &CLAIMS, mapping, shown)?;
        for ClaimDecision { claim, verdict } in decisions {
            let found = table.find(claim.id());
            // What is signed by no program was written by somebody, who answers for it.
            let is_own = found.is_some_and(|at| !table.cells(at).get("annotator").is_some_and(|who| is_program(who)));
            let own = |file: String| ReviewError::OwnRow { file, id: claim.id().to_owned() };
            match (verdict, found) {
                (ReviewVerdict::Rejected, Some(at)) if !is_own => table.change(&[], &[at], &[])?,
                (ReviewVerdict::Rejected, None) | (ReviewVerdict::Accepted, Some(_)) if found.is_none() || is_own => {}
                // Between people it is only told what does not stand.
                (ReviewVerdict::Rejected, Some(_)) if self.is_between_people => {}
                (_, Some(_)) if is_own => return Err(own(shown.to_owned())),
                (ReviewVerdict::Edited, None) if elsewhere.contains_key(claim.id()) => {
                    return Err(own(elsewhere
                        .get(claim.id())
                        .map(|path| path.display().to_string())
                        .unwrap_or_default()));
                }
                (_, None) if elsewhere.contains_key(claim.id()) => {}
                (_, found) => {
                    let is_told = |column: &&&str| claim.cells.get(**column).is_some_and(|cell| !cell.is_empty());
                    let new: Vec<&str> =
                        columns.iter().filter(|column| is_told(column) && !table.has(column)).copied().collect();
                    table.add_columns(&new);
                    match found {
                        Some(at) => table.change(&[(at, claim.cells.clone())], &[], &[])?,
                        None => table.change(&[], &[], std::slice::from_ref(&claim.cells))?,
                    }
                }
            }
        }
        Ok(table.into_text())
    }

    /// The table of reviews with these decisions below.
    fn reviewed(&self, before: Option<&str>, shown: &str, decisions: &[ClaimDecision]) -> Result<String, ReviewError> {
        let mut table = TableText::of(before, REVIEW_COLUMNS, &REVIEWS, &self.tables.reviews_mapping, shown)?;
        let ReviewStamp { who, when, note } = &self.stamp;
        for ClaimDecision { claim, verdict } in decisions {
            refuse_decided(&table, claim)?;
            let told = [("who", who), ("when", when), ("note", note)];
            let told = told.into_iter().filter_map(|(column, cell)| Some((column, cell.as_deref()?)));
            let row: Cells = [("claim", claim.id()), ("verdict", verdict.word())]
                .into_iter()
                .chain(told)
                .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
                .collect();
            let new: Vec<&str> = REVIEW_COLUMNS
                .iter()
                .filter(|column| row.contains_key(**column) && !table.has(column))
                .copied()
                .collect();
            table.add_columns(&new);
            table.change(&[], &[], &[row])?;
        }
        Ok(table.into_text())
    }

    /// Takes a change back.
    fn undo(&self, path: &Path, change: &TextChange) -> Result<(), ReviewError> {
        refuse_open(path)?;
        edit(&self.tables.own, path, &mut || (self.waits)(), |now| -> Result<Edit, ReviewError> {
            let changed = || ReviewError::Changed(shown(path));
            let text = change.undone(now.unwrap_or_default()).ok_or_else(changed)?;
            Ok(if text.is_empty() && change.is_new { Edit::Remove } else { Edit::Write(text) })
        })
    }
}

impl Keeper for Ledger {
    fn decide(&mut self, decisions: &[ClaimDecision]) -> Result<(), ReviewError> {
        // The row comes first: as long as nobody has reviewed it, it is a draft wherever it stands.
        let tables = &self.tables;
        let needs_claims =
            tables.claims.exists() || decisions.iter().any(|decision| decision.verdict != ReviewVerdict::Rejected);
        let claims = if needs_claims {
            self.change(&tables.claims, |before, shown| self.grown(before, shown, decisions))?
        } else {
            None
        };
        let reviews = self.change(&tables.reviews, |before, shown| self.reviewed(before, shown, decisions));
        match reviews {
            Ok(Some(reviews)) => {
                self.written.push(Written { claims, reviews });
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(error) => {
                if let Some(claims) = claims {
                    self.undo(&tables.claims, &claims)?;
                }
                Err(error)
            }
        }
    }

    fn take_back(&mut self) -> Result<(), ReviewError> {
        let Some(Written { claims, reviews }) = self.written.last() else { return Ok(()) };
        // What cannot be taken back in one table is not taken back in the other.
        if let Some(claims) = claims {
            self.undo(&self.tables.claims, claims)?;
        }
        if let Err(error) = self.undo(&self.tables.reviews, reviews) {
            if let Some(Written { claims: claims @ Some(_), .. }) = self.written.last_mut() {
                *claims = None;
            }
            return Err(error);
        }
        self.written.pop();
        Ok(())
    }
}

/// Fails where the last decision about a claim is not the one that was seen.
fn refuse_decided(table: &TableText, claim: &ReviewClaim) -> Result<(), ReviewError> {
    let verdict = |at: usize| {
        let cells = table.cells(at);
        let id = cells.get("claim")?.trim_start_matches('#').trim();
        (id == claim.id()).then(|| ReviewVerdict::parse(cells.get("verdict")?)).flatten()
    };
    match (0..table.n_rows()).rev().find_map(verdict) {
        Some(verdict) if claim.verdict != Some(verdict) => {
            Err(ReviewError::Decided { id: claim.id().to_owned(), verdict })
        }
        _ => Ok(()),
    }
}

/// The path as messages name it.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// Fails while a spreadsheet has the table open.
fn refuse_open(path: &Path) -> Result<(), ReviewError> {
    if is_open_elsewhere(path) { Err(ReviewError::Open(shown(path))) } else { Ok(()) }
}

/// The claims of a table with this text, which messages name `shown`.
///
/// # Errors
/// When a row cannot be told from the next, or a column is missing that claims need.
pub fn read_claims(
    text: &str,
    layout: &'static Layout,
    mapping: &Mapping,
    shown: &str,
) -> Result<Vec<ReviewClaim>, ReviewError> {
    let table = TableText::of(Some(text), &["subject", "predicate", "object"], layout, mapping, shown)?;
    Ok((0..table.n_rows()).map(|at| ReviewClaim { cells: table.cells(at), verdict: None }).collect())
}
