//! Which rows were read, and what became of the claims that others speak of.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::resolve::Draft;
use crate::columns::CLAIM;
use crate::diagnostic::{Finding, codes};
use crate::model::{Claim, Referent};
use crate::rdf::claim::End;
use crate::table::RawRow;
use crate::validation::references::{Reference, Target};

/// A claim that waits for others, with its row for messages.
pub(super) struct Waiting<'a> {
    pub(super) draft: Draft<'a>,
    pub(super) row: RawRow,
}

/// What became of a claim that another one names.
enum Fate {
    /// Its event, and a hash of its statement.
    Loaded(End, u64),
    Waiting(usize),
    Rejected(u64),
    /// Two rows have this identifier: which one is meant would be a guess.
    Twice,
}

/// File and line of a row in one number, because there may be millions of them.
#[derive(Clone, Copy, PartialEq, Eq)]
struct RowPlace(u64);

/// Bits of a line's number; a file of so many lines, and so many files, are more than any disk holds.
const LINE_BITS: u32 = 40;

impl RowPlace {
    fn new(file: usize, line: u64) -> RowPlace {
        RowPlace((file as u64) << LINE_BITS | line)
    }

    fn file(self) -> usize {
        usize::try_from(self.0 >> LINE_BITS).unwrap_or(usize::MAX)
    }

    fn line(self) -> u64 {
        self.0 & ((1 << LINE_BITS) - 1)
    }
}

/// Remembers rows by 16 to 24 bytes each, and claims only where some cell refers to them.
#[derive(Default)]
pub(super) struct Ledger<'a> {
    /// Identifiers that some cell refers to.
    referenced: FxHashSet<String>,
    fates: FxHashMap<String, Fate>,
    /// The files read so far, as messages name them.
    files: Vec<String>,
    /// Place in `files` by the name that claims have of a file; the first of those with one name.
    numbers: FxHashMap<Arc<str>, usize>,
    /// File and line by hash of the identifier.
    ids: FxHashMap<u64, RowPlace>,
    /// File and line, and hash of the whole row, by hash of the claim's IRI.
    unnamed: FxHashMap<u64, (RowPlace, u64)>,
    waiting: Vec<Waiting<'a>>,
}

impl<'a> Ledger<'a> {
    /// Notes that some cell refers to these identifiers.
    pub(super) fn refer(&mut self, ids: impl IntoIterator<Item = String>) {
        self.referenced.extend(ids);
    }

    /// True when some cell refers to an identifier.
    pub(super) fn is_referenced(&self, id: &str) -> bool {
        self.referenced.contains(id)
    }

    /// Begins a file: rows that are noted from now on are in it. Claims name it `kept`, messages `shown`.
    pub(super) fn begin_file(&mut self, kept: Arc<str>, shown: String) {
        self.numbers.entry(kept).or_insert(self.files.len());
        self.files.push(shown);
    }

    /// Remembers an identifier; false when an earlier row has it, so that nobody can tell which of the two is meant.
    pub(super) fn note_id(&mut self, id: &str, line: u64, findings: &mut Vec<Finding>) -> bool {
        let here = RowPlace::new(self.files.len().saturating_sub(1), line);
        let earlier = *self.ids.entry(xxh3_64(id.as_bytes())).or_insert(here);
        if earlier == here {
            return true;
        }
        let message = format!("the id `{id}` is taken by {}", self.place_of(earlier, here));
        findings
            .push(Finding::new(&codes::DUPLICATE_ID, "id", message).hint("give the row another id, or leave it empty"));
        if self.is_referenced(id) {
            self.fates.insert(id.to_owned(), Fate::Twice);
        }
        false
    }

    /// Remembers a claim without identifier; a finding when an earlier row is the same claim.
    pub(super) fn note_content(&mut self, claim: &Claim, iri: &NamedNode) -> Option<Finding> {
        let mut whole = FxBuildHasher.build_hasher();
        // The IRI has all that makes it this claim; what else a row says is compared here.
        for field in CLAIM.iter().filter(|field| field.plain_property().is_some()) {
            (field.get)(claim).cell().hash(&mut whole);
        }
        (&claim.lang, &claim.spans, &claim.qualifiers).hash(&mut whole);
        let content = whole.finish();
        // A claim that waited is written after other files were begun.
        let file = self.numbers.get(&claim.origin.file).copied().unwrap_or_default();
        let here = RowPlace::new(file, claim.origin.line);
        let (earlier, said) = *self.unnamed.entry(xxh3_64(iri.as_str().as_bytes())).or_insert((here, content));
        if earlier == here {
            return None;
        }
        let place = self.place_of(earlier, here);
        let message = if said == content {
            format!("the row says the same as {place}")
        } else {
            format!("the row is the same claim as {place}; notes and scores of both are kept")
        };
        Some(Finding::new(&codes::DUPLICATE_ROW, "", message).hint("delete one, or give each an id"))
    }

    /// `line 3`, or `claims-b.csv:3` when that is another file than `here`.
    fn place_of(&self, place: RowPlace, here: RowPlace) -> String {
        let line = place.line();
        match self.files.get(place.file()) {
            Some(name) if place.file() != here.file() => format!("{name}:{line}"),
            _ => format!("line {line}"),
        }
    }

    /// Remembers that the claim of a row was rejected.
    pub(super) fn note_rejected(&mut self, id: String, line: u64) {
        if self.is_referenced(&id) {
            self.fates.insert(id, Fate::Rejected(line));
        }
    }

    /// Remembers the event of a claim that is written, when exactly one row has its identifier.
    pub(super) fn note_written(&mut self, id: &str, statement: u64, event: impl FnOnce() -> End) {
        if self.is_referenced(id) && !matches!(self.fates.get(id), Some(Fate::Twice)) {
            self.fates.insert(id.to_owned(), Fate::Loaded(event(), statement));
        }
    }

    /// Sets a claim aside until all rows are read.
    pub(super) fn wait(&mut self, id: Option<String>, draft: Draft<'a>, row: RawRow) {
        if let Some(id) = id.filter(|id| self.is_referenced(id)) {
            self.fates.insert(id, Fate::Waiting(self.waiting.len()));
        }
        self.waiting.push(Waiting { draft, row });
    }

    /// The claims that waited, taken out.
    pub(super) fn take_waiting(&mut self) -> Vec<Waiting<'a>> {
        std::mem::take(&mut self.waiting)
    }

    /// The event of a claim that is written.
    pub(super) fn event_of(&self, id: &str) -> Option<&End> {
        match self.fates.get(id) {
            Some(Fate::Loaded(event, _)) => Some(event),
            _ => None,
        }
    }

    /// The fate of a claim that waits or is written, as far as its statement is concerned: a hash of the statement, or
    /// the place where the claim waits.
    pub(super) fn statement_of(&self, id: &str) -> Option<Result<u64, usize>> {
        match self.fates.get(id)? {
            Fate::Loaded(_, statement) => Some(Ok(*statement)),
            Fate::Waiting(place) => Some(Err(*place)),
            Fate::Rejected(_) | Fate::Twice => None,
        }
    }

    /// What a claim speaks of, and what became of it.
    pub(super) fn references(&self, claim: &Claim) -> Vec<Reference> {
        let target = |id: &str| match self.fates.get(id) {
            Some(Fate::Loaded(..)) => Target::Loaded,
            Some(Fate::Waiting(index)) => Target::Waiting(*index),
            Some(Fate::Rejected(line)) => Target::Rejected(*line),
            Some(Fate::Twice) => Target::Ambiguous,
            None => Target::Missing,
        };
        let of_end = |(field, end): (&'static str, &Referent)| match end {
            Referent::Claim(id) => Some(Reference { field, id: id.clone(), in_statement: true, target: target(id) }),
            Referent::Name(_) | Referent::OwnEvent => None,
        };
        let ends = [("subject", &claim.subject), ("object", &claim.object)].into_iter().filter_map(of_end);
        let replies = claim.replies().map(|(field, id)| Reference {
            field,
            id: id.to_owned(),
            in_statement: false,
            target: target(id),
        });
        ends.chain(replies).collect()
    }
}
