//! Claims that stay, on their way to the graph: one thread decides about them in their order, all cores write them.
//!
//! What is written of a claim, some forty quads, depends on nothing but the claim, and the graph is the same whichever
//! comes first.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::Scope;

use oxigraph::model::NamedNode;

use super::output::Part;
use crate::diagnostic::caught;
use crate::model::Claim;
use crate::rdf::claim::ResolvedClaim;
use crate::rdf::iri::Namespace;
use crate::rdf::qualifier::Qualifiers;

/// Claims handed from thread to thread at once: some hundred kilobytes of quads.
const BATCH: usize = 64;
/// Batches that may wait for each writing thread.
const WAITING: usize = 2;
/// Written claims that are kept for their strings.
const SPENT: usize = 1 << 10;

/// A claim that stays, and what it is called.
pub(super) struct Settled<'a> {
    pub(super) claim: ResolvedClaim<'a>,
    pub(super) iri: NamedNode,
    /// The event that the graph has.
    pub(super) event: NamedNode,
    /// True when its row tells of another event, which that one stands for.
    pub(super) is_joined: bool,
}

impl Settled<'_> {
    fn write(&self, qualifiers: &mut Qualifiers, part: &mut Part<'_>) {
        let Settled { claim, iri, event, is_joined } = self;
        claim.write_event(qualifiers, event, *is_joined, &mut **part);
        claim.write_claim(qualifiers, iri, event, &mut **part);
    }
}

/// Claims of one source, by its place among those of the project; none for those that waited for other sources.
#[derive(Default)]
struct Batch<'a> {
    source: Option<usize>,
    claims: Vec<Settled<'a>>,
}

/// A panic while claims of a source were written, in words.
type Fault = (Option<usize>, String);

/// The threads that write claims, seen from the one that decides about them.
pub(super) struct Pens<'a> {
    batch: Batch<'a>,
    batches: SyncSender<Batch<'a>>,
    faults: Receiver<Fault>,
}

impl<'a> Pens<'a> {
    /// Begins a thread for each of these parts of the graph.
    pub(super) fn begin<'scope>(
        scope: &'scope Scope<'scope, '_>,
        parts: Vec<Part<'a>>,
        namespace: &Namespace,
        spent: &Spent,
    ) -> Pens<'a>
    where
        'a: 'scope,
    {
        let (batches, waiting) = sync_channel(WAITING * parts.len());
        let (teller, faults) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for part in parts {
            let (waiting, qualifiers) = (waiting.clone(), Qualifiers::new(namespace.clone()));
            let (teller, spent) = (teller.clone(), spent.clone());
            scope.spawn(move || write(&waiting, qualifiers, part, &spent, &teller));
        }
        Pens { batch: Batch::default(), batches, faults }
    }

    /// Has a claim written.
    pub(super) fn write(&mut self, claim: Settled<'a>) {
        self.batch.claims.push(claim);
        if self.batch.claims.len() >= BATCH {
            self.begin_source(self.batch.source);
        }
    }

    /// What comes from now on is of this source.
    pub(super) fn begin_source(&mut self, source: Option<usize>) {
        let batch = std::mem::replace(&mut self.batch, Batch { source, claims: Vec::new() });
        if !batch.claims.is_empty() {
            // The threads are there as long as this is.
            let _ = self.batches.send(batch);
        }
    }

    /// Waits until all is written; returns the sources of which something was not, with the words of each panic.
    pub(super) fn finish(mut self) -> Vec<(usize, String)> {
        self.begin_source(None);
        drop(self.batches);
        // A thread that has written all it got lets go of its end.
        let faults = self.faults.into_iter();
        faults
            .map(|(source, words)| (source.unwrap_or_else(|| resume_unwind(Box::new(words.clone()))), words))
            .collect()
    }
}

/// Writes claims until there are no more.
fn write(
    waiting: &Mutex<Receiver<Batch<'_>>>,
    mut qualifiers: Qualifiers,
    mut part: Part<'_>,
    spent: &Spent,
    faults: &Sender<Fault>,
) {
    while let Ok(Ok(Batch { source, claims })) = waiting.lock().map(|waiting| waiting.recv()) {
        let written = caught(|| claims.iter().for_each(|claim| claim.write(&mut qualifiers, &mut part)));
        if let Err(words) = written {
            let _ = faults.send((source, words));
        }
        spent.give(claims.into_iter().map(|settled| settled.claim.claim));
    }
}

/// Claims that are written: whoever reads rows uses their strings again.
#[derive(Clone, Default)]
pub(super) struct Spent(Arc<Mutex<Vec<Claim>>>);

impl Spent {
    /// Keeps claims that nobody needs any more, as far as there is room.
    pub(super) fn give(&self, claims: impl IntoIterator<Item = Claim>) {
        if let Ok(mut spent) = self.0.lock() {
            let room = SPENT.saturating_sub(spent.len());
            spent.extend(claims.into_iter().take(room));
        }
    }

    /// All there are now.
    pub(super) fn take(&self) -> Vec<Claim> {
        self.0.lock().map(|mut spent| std::mem::take(&mut *spent)).unwrap_or_default()
    }
}
