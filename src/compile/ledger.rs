//! Which rows were read, and what became of the claims that others speak of.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::contested::{key, place};
use super::draft::Draft;
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
    /// Somebody rejected it in a review.
    Discarded,
}

/// File and line of a row in one number, because there may be millions of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct RowPlace(u64);

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

/// A row that has an identifier, or is a claim without one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    /// Where it stands.
    pub(super) place: RowPlace,
    /// Its place among rows that claim the same; the least keeps it.
    pub(super) rank: u64,
}

/// What a row is among those with its identifier.
pub(super) enum Standing {
    /// It has the identifier.
    Holds,
    /// Who has it is known only when all rows are read, and goes by this rank.
    Waits(u64),
    /// Another row has it.
    Yields(Finding),
}

/// Remembers rows by 24 bytes each, and claims only where some cell refers to them.
#[derive(Default)]
pub(super) struct Ledger<'a> {
    /// Identifiers that some cell refers to.
    referenced: FxHashSet<String>,
    fates: FxHashMap<String, Fate>,
    /// The files read so far, as messages name them.
    files: Vec<String>,
    /// Files that several entries of `[[sources]]` read, as messages name them.
    repeated: FxHashSet<String>,
    /// True when the file begun last is one of them.
    is_repeated: bool,
    /// Rows of those, by hash of the identifiers of their claims.
    of_repeated: FxHashMap<u64, RowPlace>,
    /// Place in `files` by the name that claims have of a file; the first of those with one name.
    numbers: FxHashMap<Arc<str>, usize>,
    /// Rows by hash of the identifier.
    ids: FxHashMap<u64, Seen>,
    /// Rows by hash of the claim's IRI; their rank is a hash of all that they say.
    unnamed: FxHashMap<u64, Seen>,
    /// The first rows that say something else of the same claim, by both hashes.
    otherwise: FxHashMap<(u64, u64), Seen>,
    /// Hashes of identifiers and IRIs that rows wait for.
    contested: FxHashSet<u64>,
    /// True when none waits any more, because all rows are read.
    is_settling: bool,
    /// Those of which a later row turned out to be the one that has to keep it.
    found: FxHashSet<u64>,
    waiting: Vec<Waiting<'a>>,
    /// Hashes of the identifiers of edges of KGTK, which other edges name as they name nodes.
    edges: FxHashSet<u64>,
}

impl<'a> Ledger<'a> {
    /// Notes that some cell refers to these identifiers.
    pub(super) fn refer(&mut self, ids: impl IntoIterator<Item = String>) {
        self.referenced.extend(ids);
    }

    /// Notes the identifier of an edge of KGTK.
    pub(super) fn note_edge(&mut self, id: &str) {
        self.edges.insert(key(id));
    }

    /// True when an edge of KGTK has an identifier.
    pub(super) fn is_edge(&self, id: &str) -> bool {
        self.edges.contains(&key(id))
    }

    /// True when some cell refers to an identifier.
    pub(super) fn is_referenced(&self, id: &str) -> bool {
        self.referenced.contains(id)
    }

    /// Begins a file: rows that are noted from now on are in it. Claims name it `kept`, messages `shown`.
    pub(super) fn begin_file(&mut self, kept: Arc<str>, shown: String) {
        self.is_repeated = self.repeated.contains(&shown);
        self.numbers.entry(kept).or_insert(self.files.len());
        self.files.push(shown);
    }

    /// A ledger in which rows with these identifiers wait for each other, of a project in which several entries read the
    /// `repeated` files.
    pub(super) fn new(contested: &FxHashSet<u64>, repeated: FxHashSet<String>) -> Ledger<'a> {
        Ledger { contested: contested.clone(), repeated, ..Ledger::default() }
    }

    /// Begins, or ends, to let rows that waited for each other have what they claim: the first one now keeps it.
    pub(super) fn settle(&mut self, is_settling: bool) {
        self.is_settling = is_settling;
    }

    /// True when rows that claim this wait for each other.
    fn is_contested(&self, key: u64) -> bool {
        !self.is_settling && self.contested.contains(&key)
    }

    /// What a later row has to keep, as it turned out.
    pub(super) fn found(&self) -> &FxHashSet<u64> {
        &self.found
    }

    /// A row of the file that is read.
    pub(super) fn place(&self, line: u64) -> RowPlace {
        RowPlace::new(self.files.len().saturating_sub(1), line)
    }

    /// True when the row `here` and not the `earlier` one keeps what both claim.
    fn is_before(&self, here: Seen, earlier: Seen) -> bool {
        let name = |seen: Seen| self.files.get(seen.place.file());
        (here.rank, name(here)) < (earlier.rank, name(earlier))
    }

    /// Remembers the identifier of a row that is sound otherwise. Which of two rows has it counts only when the other is
    /// left out, as `is_rejecting` says.
    pub(super) fn note_id(&mut self, id: &str, here: Seen, is_rejecting: bool) -> Standing {
        let key = key(id);
        if is_rejecting && self.is_contested(key) {
            return Standing::Waits(here.rank);
        }
        let earlier = *self.ids.entry(key).or_insert(here);
        if earlier.place == here.place {
            return Standing::Holds;
        }
        if is_rejecting && !self.is_settling && self.is_before(here, earlier) {
            self.found.insert(key);
        }
        // Which of the two a reference means would be a guess.
        if self.is_referenced(id) {
            self.fates.insert(id.to_owned(), Fate::Twice);
        }
        let message = format!("the id `{id}` is taken by {}", self.place_of(earlier, here));
        let finding = Finding::new(&codes::DUPLICATE_ID, "id", message);
        Standing::Yields(finding.hint("give the row another id, or leave it empty"))
    }

    /// The identifier of a claim whose row was read before by another entry of `[[sources]]`: it belongs to the first claim
    /// of the row, and the others get `-2`, `-3` … behind it.
    pub(super) fn id_apart(&mut self, id: &str, line: u64) -> Option<String> {
        if !self.is_repeated {
            return None;
        }
        let here = self.place(line);
        let is_same_row = |id: &str| {
            self.of_repeated.get(&key(id)).is_some_and(|earlier| {
                let is_other_reading = earlier.file() != here.file() && earlier.line() == line;
                is_other_reading && self.files.get(earlier.file()) == self.files.get(here.file())
            })
        };
        // A row makes no more claims than a number of this type can count.
        let others = || (2..=u32::MAX).map(|number| format!("{id}-{number}")).find(|id| !is_same_row(id));
        let apart = if is_same_row(id) { others() } else { None };
        self.of_repeated.entry(key(apart.as_deref().unwrap_or(id))).or_insert(here);
        apart
    }

    /// Remembers a claim without identifier, and tells when another row is the same claim. Which row that is counts only
    /// when the second is left out, as `is_rejecting` says.
    pub(super) fn note_content(&mut self, claim: &Claim, iri: &NamedNode, is_rejecting: bool) -> Standing {
        let key = key(iri.as_str());
        let mut whole = FxBuildHasher.build_hasher();
        // The IRI has all that makes it this claim; what else a row says is compared here.
        for field in CLAIM.iter().filter(|field| field.plain_property().is_some()) {
            (field.get)(claim).cell().hash(&mut whole);
        }
        (&claim.lang, &claim.spans, &claim.qualifiers).hash(&mut whole);
        let content = whole.finish();
        // A claim that waited is written after other files were begun.
        let file = self.numbers.get(&claim.origin.file).copied().unwrap_or_default();
        let here = Seen { place: RowPlace::new(file, claim.origin.line), rank: content };
        if is_rejecting && self.is_contested(key) {
            return Standing::Waits(content);
        }
        let earlier = *self.unnamed.entry(key).or_insert(here);
        if earlier.place == here.place {
            return Standing::Holds;
        }
        if is_rejecting && !self.is_settling && self.is_before(here, earlier) {
            self.found.insert(key);
        }
        // Each thing that rows say of the claim is new once, so that the messages do not depend on which came first.
        let same = if earlier.rank == content {
            Some(earlier)
        } else {
            let first = *self.otherwise.entry((key, content)).or_insert(here);
            (first != here).then_some(first)
        };
        let message = if let Some(same) = same {
            format!("the row says the same as {}", self.place_of(same, here))
        } else {
            let place = self.place_of(earlier, here);
            format!("the row is the same claim as {place}; notes and scores of both are kept")
        };
        Standing::Yields(Finding::new(&codes::DUPLICATE_ROW, "", message).hint("delete one, or give each an id"))
    }

    /// `line 3`, or `claims-b.csv:3` when that is another file than `here`.
    fn place_of(&self, seen: Seen, here: Seen) -> String {
        let name = |seen: Seen| self.files.get(seen.place.file()).map_or("", String::as_str);
        place(name(seen), seen.place.line(), name(here))
    }

    /// Remembers that the claim of a row was rejected, unless another row has the identifier.
    pub(super) fn note_rejected(&mut self, id: String, line: u64) {
        if self.is_referenced(&id) {
            self.fates.entry(id).or_insert(Fate::Rejected(line));
        }
    }

    /// Remembers that somebody rejected a claim in a review, so that no row of it counts.
    pub(super) fn note_discarded(&mut self, id: &str) {
        if self.is_referenced(id) {
            self.fates.insert(id.to_owned(), Fate::Discarded);
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
        let is_asked = |id: &String| self.is_referenced(id) && !matches!(self.fates.get(id), Some(Fate::Twice));
        if let Some(id) = id.filter(is_asked) {
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
            Fate::Rejected(_) | Fate::Twice | Fate::Discarded => None,
        }
    }

    /// What a claim speaks of, and what became of it.
    pub(super) fn references(&self, claim: &Claim) -> Vec<Reference> {
        let target = |id: &str| match self.fates.get(id) {
            Some(Fate::Loaded(..)) => Target::Loaded,
            Some(Fate::Waiting(index)) => Target::Waiting(*index),
            Some(Fate::Rejected(line)) => Target::Rejected(*line),
            Some(Fate::Twice) => Target::Ambiguous,
            Some(Fate::Discarded) => Target::Discarded,
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
