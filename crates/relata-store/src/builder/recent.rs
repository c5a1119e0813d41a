//! Quads on their way from the thread that makes them to the one that numbers their terms.
//!
//! Of a claim's hundred terms all but a dozen have just been seen: names of predicates, the claim itself, its document. A
//! [`Parcel`] therefore holds the text of a term once and its quads as numbers of those texts. [`Recent`] finds the
//! number of a text; it forgets some, and a text that is forgotten is put into the parcel again, which costs time and
//! changes nothing.

use oxigraph::model::{GraphNameRef, QuadRef, TermRef};

use crate::term::{self, Encoded, TRIPLE};

/// Number of the default graph, which has no text.
pub(super) const NO_GRAPH: u32 = u32::MAX;

/// Terms that are remembered: the few thousand that come again soon, in a table that stays near the processor.
const SLOTS_BITS: u32 = 13;

/// Terms that came twice, looked for first: names of predicates, classes and the like, which every claim has. There are so
/// few that they stay in the memory nearest to the processor, where terms that come once cannot drive them out.
const USUAL_BITS: u32 = 9;

/// Quads handed from thread to thread at once.
#[derive(Default)]
pub(super) struct Parcel {
    /// Terms, each with its length in front; they are numbered from 0 on. A literal is not yet a value, and a triple term
    /// holds the numbers of its parts.
    pub(super) terms: Vec<u8>,
    /// Numbers of subject, predicate, object and graph.
    pub(super) quads: Vec<[u32; 4]>,
    n_terms: u32,
    /// True when it begins what is inferred from all parcels before it.
    pub(super) is_inferred: bool,
}

impl Parcel {
    /// The greater of the bytes its terms take and those its quads take.
    pub(super) fn len(&self) -> usize {
        self.terms.len().max(self.quads.len() * size_of::<[u32; 4]>())
    }

    /// Takes everything out but keeps the room.
    pub(super) fn clear(&mut self) {
        self.terms.clear();
        self.quads.clear();
        self.n_terms = 0;
        self.is_inferred = false;
    }
}

/// Where a term stands that was put into a parcel.
#[derive(Clone, Copy, Default)]
struct RecentSlot {
    /// The parcel, counted from 1 on, so that an empty slot is of none.
    parcel: u32,
    number: u32,
    /// Where its length stands, which its text follows.
    start: u32,
    /// What tells most terms of one slot apart without a look at their texts, which lie further away.
    mark: u32,
}

impl RecentSlot {
    /// True when it is that of the term in the parcel with this number.
    fn holds(self, encoded: &Encoded<'_>, mark: u32, number: u32, parcel: &Parcel) -> bool {
        let text = || {
            let (length, rest) = parcel.terms.get(self.start as usize..)?.split_first_chunk::<4>()?;
            rest.get(..u32::from_le_bytes(*length) as usize)
        };
        self.parcel == number && self.mark == mark && text().is_some_and(|text| encoded.makes(text))
    }
}

/// Where the terms put in last stand, each in the one slot that its text tells.
pub(super) struct Recent {
    slots: Vec<RecentSlot>,
    /// The same for terms that came twice.
    usual: Vec<RecentSlot>,
    /// The subject of the last quad, which mostly is that of the next.
    last: RecentSlot,
    /// The parcel at hand.
    parcel: u32,
}

impl Recent {
    /// Nothing seen yet.
    pub(super) fn new() -> Recent {
        let empty = |bits: u32| vec![RecentSlot::default(); 1 << bits];
        Recent { slots: empty(SLOTS_BITS), usual: empty(USUAL_BITS), last: RecentSlot::default(), parcel: 1 }
    }

    /// Forgets everything, because another parcel begins.
    pub(super) fn forget(&mut self) {
        self.parcel = self.parcel.checked_add(1).unwrap_or_else(|| {
            self.slots.fill(RecentSlot::default());
            self.usual.fill(RecentSlot::default());
            self.last = RecentSlot::default();
            1
        });
    }

    /// Puts a quad into the parcel.
    pub(super) fn put(&mut self, quad: QuadRef<'_>, parcel: &mut Parcel) {
        let QuadRef { subject, predicate, object, graph_name } = quad;
        let subject = self.subject(subject.into(), parcel);
        let predicate = self.number(predicate.into(), parcel);
        let object = self.number(object, parcel);
        let graph = match graph_name {
            GraphNameRef::DefaultGraph => NO_GRAPH,
            GraphNameRef::NamedNode(node) => self.number(node.into(), parcel),
            GraphNameRef::BlankNode(node) => self.number(node.into(), parcel),
        };
        parcel.quads.push([subject, predicate, object, graph]);
    }

    fn subject(&mut self, term: TermRef<'_>, parcel: &mut Parcel) -> u32 {
        let Some(encoded) = term::encoded(term) else { return self.number(term, parcel) };
        // Its mark is not compared with, because that of the term would have to be worked out.
        if !self.last.holds(&encoded, self.last.mark, self.parcel, parcel) {
            self.last = self.slot(&encoded, parcel);
        }
        self.last.number
    }

    /// The number of a term in the parcel, which gets its text unless it has that already and it is remembered.
    fn number(&mut self, term: TermRef<'_>, parcel: &mut Parcel) -> u32 {
        if let TermRef::Triple(triple) = term {
            let parts = [triple.subject.as_ref().into(), triple.predicate.as_ref().into(), triple.object.as_ref()];
            let parts = parts.map(|part| self.number(part, parcel));
            let text = bytemuck::cast_slice(&parts);
            return self.slot(&Encoded { tag: TRIPLE, first: None, text }, parcel).number;
        }
        term::encoded(term).map_or(NO_GRAPH, |encoded| self.slot(&encoded, parcel).number)
    }

    /// Where the term stands in the parcel.
    fn slot(&mut self, encoded: &Encoded<'_>, parcel: &mut Parcel) -> RecentSlot {
        let mixed = mixed(encoded);
        #[expect(clippy::cast_possible_truncation, reason = "the bits that tell no slot")]
        let mark = mixed as u32;
        let usual = &mut self.usual[(mixed >> (u64::BITS - USUAL_BITS)) as usize];
        if usual.holds(encoded, mark, self.parcel, parcel) {
            return *usual;
        }
        let slot = &mut self.slots[(mixed >> (u64::BITS - SLOTS_BITS)) as usize];
        if slot.holds(encoded, mark, self.parcel, parcel) {
            *usual = *slot;
            return *slot;
        }
        let number = parcel.n_terms;
        parcel.n_terms += 1;
        *slot = match u32::try_from(parcel.terms.len()) {
            Ok(start) => RecentSlot { parcel: self.parcel, number, start, mark },
            // A parcel longer than a slot can tell is sent after this quad.
            Err(_) => RecentSlot { number, ..RecentSlot::default() },
        };
        let length = u32::try_from(encoded.len()).unwrap_or(u32::MAX);
        parcel.terms.extend_from_slice(&length.to_le_bytes());
        encoded.write(&mut parcel.terms);
        *slot
    }
}

/// The bytes of a text of less than eight as a number. A loop over them would end where the processor does not expect it,
/// which took a quarter of the time of [`Recent::slot`] where claims have many short cells.
fn short(text: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        return u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
    }
    let byte = |at: usize| text.get(at).map_or(0, |byte| u64::from(*byte));
    byte(0) << 16 | byte(1) << 8 | byte(2)
}

/// Bits that tell a term, the highest its slot. The last bytes tell IRIs and numbers apart; the rest is hardly worth
/// reading, because a slot says itself whose it is.
fn mixed(encoded: &Encoded<'_>) -> u64 {
    let Encoded { tag, first, text } = *encoded;
    let (last, before) = match text.split_last_chunk::<8>() {
        Some((rest, last)) => {
            (u64::from_le_bytes(*last), rest.last_chunk::<8>().map_or(0, |before| u64::from_le_bytes(*before)))
        }
        None => (short(text), 0),
    };
    let lengths = (text.len() as u64) << 16 | (first.map_or(0, <[u8]>::len) as u64) << 8 | u64::from(tag);
    let mixed = (last ^ before.rotate_left(23) ^ lengths.rotate_left(41)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The highest bits of a product are the well mixed ones, of which the mark gets some, too.
    mixed ^ (mixed >> 29)
}
