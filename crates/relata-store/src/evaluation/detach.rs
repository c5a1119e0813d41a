//! Parts of a join that are answered by themselves, once, and then found by what they share with the rest.
//!
//! Steps that follow each other look up what fits each frame. Where many frames meet a part that finds many quads for
//! each of them, most of which a later pattern throws away, it costs less to find all that the part finds anyhow.

use super::filter::{Calculator, Condition};
use super::order::{estimate, join};
use super::parts::{Item, Slots};
use super::plan::{Node, Plan};
use crate::Index;

/// Frames below which nothing is detached: looking things up is cheap then.
const FEW: f64 = 256.0;
/// How much less the part has to cost by itself, as costs are estimates.
const WORTH: f64 = 3.0;
/// Rows of a part that may wait in memory.
const MOST_ROWS: f64 = 16e6;

/// Takes the patterns that hang together with the one at `next` out of `items`, as a table, when that costs less for
/// `n_frames` frames.
pub(super) fn detach(
    items: &mut Vec<Item>,
    next: usize,
    filters: &mut Vec<Condition>,
    bound: &Slots,
    n_frames: f64,
    with: &Calculator<'_>,
) -> Option<Item> {
    if n_frames < FEW || !matches!(items[next], Item::Scan(_)) {
        return None;
    }
    let (places, slots) = part(items, next, bound)?;
    let members: Vec<&Item> = places.iter().map(|place| &items[*place]).collect();
    let (looked_up, _) = costs(&members, bound, with.index);
    let (alone, n_rows) = costs(&members, &Slots::new(), with.index);
    if n_rows > MOST_ROWS || looked_up * n_frames < WORTH * (alone + n_rows + n_frames) {
        return None;
    }
    let mut own = Vec::new();
    for place in places.into_iter().rev() {
        own.push(items.remove(place));
    }
    own.reverse();
    let within = |filter: &mut Condition| {
        let looked = filter.slots();
        !looked.is_empty() && looked.iter().all(|slot| slots.contains(slot))
    };
    let own_filters = filters.extract_if(.., within).collect();
    let (mut steps, mut so_far) = (Vec::new(), Slots::new());
    join(own, own_filters, &mut so_far, with, &mut steps);
    let columns: Vec<_> = slots.iter().copied().collect();
    let n_slots = columns.iter().max().map_or(0, |last| last + 1);
    let plan = Plan { root: Node::Pipe(steps), n_slots, names: Vec::new(), columns: columns.clone() };
    Some(Item::Table { plan, slots: columns, certain: slots })
}

/// The places of the patterns that share variables not yet bound with the one at `next`, and all their variables; none
/// when they are too few to be worth it, or have nothing in common with what is bound.
fn part(items: &[Item], next: usize, bound: &Slots) -> Option<(Vec<usize>, Slots)> {
    let mut slots = items[next].binds().0;
    let mut places = vec![next];
    loop {
        let more = (0..items.len()).find(|place| {
            let free = items[*place].binds().1;
            !places.contains(place) && free.iter().any(|slot| slots.contains(slot) && !bound.contains(slot))
        });
        let Some(place) = more else { break };
        // Other kinds of parts have orders of their own.
        if !matches!(items[place], Item::Scan(_)) {
            return None;
        }
        slots.extend(items[place].binds().0);
        places.push(place);
    }
    places.sort_unstable();
    (places.len() > 1 && !slots.is_disjoint(bound)).then_some((places, slots))
}

/// What it costs to find all that fits one frame, in quads that are read, and how many frames come of it.
fn costs(items: &[&Item], bound: &Slots, index: Index<'_>) -> (f64, f64) {
    let (mut cost, mut n_frames, mut bound) = (0.0, 1.0, bound.clone());
    let mut rest: Vec<&Item> = items.to_vec();
    while !rest.is_empty() {
        let rank = |item: &&Item| {
            let apart = !bound.is_empty() && item.binds().1.is_disjoint(&bound);
            (apart, estimate(item, &bound, index))
        };
        let ranks: Vec<(bool, f64)> = rest.iter().map(rank).collect();
        let least =
            (0..rest.len()).min_by(|a, b| ranks[*a].0.cmp(&ranks[*b].0).then(ranks[*a].1.total_cmp(&ranks[*b].1)));
        let Some(least) = least else { break };
        // Looking costs about as much as reading, even where nothing is found.
        cost += n_frames * (1.0 + ranks[least].1);
        n_frames *= ranks[least].1;
        bound.extend(rest.remove(least).binds().0);
    }
    (cost, n_frames)
}
