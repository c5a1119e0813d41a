//! Triples as lines of N-Triples, so many at a time.

use std::borrow::Cow;
use std::io::Write as _;

use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple};

/// Bytes of a batch. Virtuoso 7 reads no more than 10 MB in one update.
const MOST_BYTES: usize = 8 << 20;
/// Triples of the first batch: whoever refuses does so before much is sent.
const FIRST: usize = 100;
/// Fewer than these are not halved: then it is not their number that is refused.
pub(super) const FEWEST: usize = 100;

/// Triples on their way.
#[derive(Debug)]
pub(super) struct Batches {
    lines: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    /// Triples of a batch.
    most: usize,
    /// The same until the first batch is taken.
    first: usize,
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// The store has it.
    Whole,
    /// It may be too large: smaller ones are to be tried.
    TooLarge,
}

/// Takes lines, so many, and says what became of them.
pub(super) type Send<'a, E> = dyn FnMut(&[u8], usize) -> Result<Taken, E> + 'a;

impl Batches {
    pub(super) fn new(most: usize) -> Batches {
        Batches { lines: Vec::new(), ends: Vec::new(), most, first: FIRST.min(most) }
    }

    /// Takes a triple; hands on what makes a whole batch.
    pub(super) fn push<E>(&mut self, triple: &Triple, send: &mut Send<'_, E>) -> Result<(), E> {
        // Writing to memory does not fail.
        let _ = writeln!(self.lines, "{triple} .");
        self.ends.push(self.lines.len());
        while self.ends.len() >= self.size() || self.lines.len() >= MOST_BYTES {
            self.send(send)?;
        }
        Ok(())
    }

    /// Hands on what is left.
    pub(super) fn finish<E>(&mut self, send: &mut Send<'_, E>) -> Result<(), E> {
        while !self.ends.is_empty() {
            self.send(send)?;
        }
        Ok(())
    }

    /// Triples of the next batch.
    fn size(&self) -> usize {
        self.most.min(self.first).max(1)
    }

    fn send<E>(&mut self, send: &mut Send<'_, E>) -> Result<(), E> {
        let n = self.size().min(self.ends.len());
        let Some(end) = n.checked_sub(1).and_then(|last| self.ends.get(last).copied()) else { return Ok(()) };
        match send(self.lines.get(..end).unwrap_or_default(), n)? {
            Taken::TooLarge => self.most = (n / 2).max(1),
            Taken::Whole => {
                self.lines.drain(..end);
                self.ends.drain(..n);
                self.ends.iter_mut().for_each(|at| *at -= end);
                self.first = usize::MAX;
            }
        }
        Ok(())
    }
}

/// The triple with an IRI in the place of each blank node: a store takes those of two requests for two things.
pub(super) fn without_blanks<'t>(triple: &'t Triple, space: &str, n_named: &mut u64) -> Cow<'t, Triple> {
    let is_blank = |triple: &Triple| triple.subject.is_blank_node() || triple.object.is_blank_node();
    let holds = match &triple.object {
        Term::Triple(inner) => is_blank(inner) || matches!(inner.object, Term::Triple(_)),
        _ => false,
    };
    if !is_blank(triple) && !holds {
        return Cow::Borrowed(triple);
    }
    *n_named += 1;
    Cow::Owned(named(triple, space))
}

fn named(triple: &Triple, space: &str) -> Triple {
    let iri = |node: &BlankNode| NamedNode::new_unchecked(format!("{space}{}", node.as_str()));
    let subject = match &triple.subject {
        NamedOrBlankNode::BlankNode(node) => iri(node).into(),
        other @ NamedOrBlankNode::NamedNode(_) => other.clone(),
    };
    let object = match &triple.object {
        Term::BlankNode(node) => iri(node).into(),
        Term::Triple(inner) => named(inner, space).into(),
        other => other.clone(),
    };
    Triple { subject, predicate: triple.predicate.clone(), object }
}
