//! The order of joins, from exact counts.
//!
//! The graph file knows how many quads fit a pattern with some parts known. For variables that are bound before, the count
//! is divided by how many different values there are. The part that is expected to find least comes next; parts that share
//! no variable with those before come last.

use std::cell::RefCell;

use super::filter::{Calculator, Condition};
use super::frame::{Part, Slot};
use super::parts::{Group, Item, Slots, Stage};
use super::plan::{Action, Node, Path, Plan, Scan, Step, Table};
use crate::{Graphs, Index};

/// Frames a path is expected to reach from one end, for each it reaches in one step.
const REACH: f64 = 50.0;

/// The steps of a group, when `bound` is bound before.
pub(super) fn steps(group: Group, bound: &Slots, with: &Calculator<'_>) -> Vec<Step> {
    let mut bound = bound.clone();
    let mut steps = Vec::new();
    for stage in group.stages {
        match stage {
            Stage::Join(items, filters) => join(items, filters, &mut bound, with, &mut steps),
            Stage::Filter(condition) => steps.push(Step::new(Action::Filter(condition), f64::NAN)),
            Stage::Optional(group) => {
                steps.push(Step::new(Action::Optional(self::steps(group, &bound, with)), f64::NAN));
            }
            Stage::Extend(slot, computation) => steps.push(Step::new(Action::Extend(slot, computation), f64::NAN)),
            Stage::Exists(group, wanted) => {
                let steps_inside = self::steps(group, &bound, with);
                steps.push(Step::new(Action::Exists { steps: steps_inside, wanted }, f64::NAN));
            }
        }
    }
    steps
}

pub(super) fn join(
    mut items: Vec<Item>,
    mut filters: Vec<Condition>,
    bound: &mut Slots,
    with: &Calculator<'_>,
    steps: &mut Vec<Step>,
) {
    let mut expected = 1.0;
    let put_filters = |filters: &mut Vec<Condition>, bound: &Slots, steps: &mut Vec<Step>| {
        let mut at = 0;
        while at < filters.len() {
            if filters[at].slots().iter().all(|slot| bound.contains(slot)) {
                steps.push(Step::new(Action::Filter(filters.remove(at)), f64::NAN));
            } else {
                at += 1;
            }
        }
    };
    put_filters(&mut filters, bound, steps);
    while !items.is_empty() {
        let rank = |item: &Item| {
            let (_, maybe) = item.binds();
            let apart = !bound.is_empty() && !maybe.is_empty() && maybe.is_disjoint(bound);
            (apart, estimate(item, bound, with.index))
        };
        let ranks: Vec<(bool, f64)> = items.iter().map(rank).collect();
        let least =
            (0..items.len()).min_by(|a, b| ranks[*a].0.cmp(&ranks[*b].0).then(ranks[*a].1.total_cmp(&ranks[*b].1)));
        let Some(least) = least else { return };
        if let Some(table) = super::detach::detach(&mut items, least, &mut filters, bound, expected, with) {
            let (certain, _) = table.binds();
            expected *= estimate(&table, bound, with.index).min(1.0);
            steps.push(Step::new(action(table, bound, with), expected));
            bound.extend(certain);
            put_filters(&mut filters, bound, steps);
            continue;
        }
        expected *= ranks[least].1;
        let item = items.remove(least);
        let (certain, _) = item.binds();
        steps.push(Step::new(action(item, bound, with), expected));
        bound.extend(certain);
        put_filters(&mut filters, bound, steps);
    }
    // A condition on what is bound in no solution is an error in each.
    steps.extend(filters.into_iter().map(|filter| Step::new(Action::Filter(filter), f64::NAN)));
}

fn action(item: Item, bound: &Slots, with: &Calculator<'_>) -> Action {
    match item {
        Item::Scan(scan) => Action::Scan(scan),
        Item::Reach(reach) => Action::Reach(reach),
        Item::Match(search) => Action::Match(search),
        Item::Union(branches) => Action::Union(branches.into_iter().map(|branch| steps(branch, bound, with)).collect()),
        Item::Values(slots, rows) => Action::Values(slots, rows),
        Item::Table { plan, slots, certain } => {
            let is_key = |slot: &Slot| bound.contains(slot) && certain.contains(slot);
            let key = (0..slots.len()).filter(|column| is_key(&slots[*column])).collect();
            Action::Table(Box::new(Table { plan, slots, key, rows: None.into() }))
        }
    }
}

/// Frames an item is expected to make of one.
pub(super) fn estimate(item: &Item, bound: &Slots, index: Index<'_>) -> f64 {
    let is_bound = |part: &Part| part.slot().is_none_or(|slot| bound.contains(&slot));
    match item {
        Item::Scan(scan) => estimate_scan(scan, bound, index),
        Item::Reach(reach) => {
            let [from, to] = [is_bound(&reach.ends[0]), is_bound(&reach.ends[1])];
            let n_quads = path_quads(&reach.path, index);
            match (from, to) {
                (true, true) => 1.0,
                (false, false) => n_quads * REACH,
                _ => REACH.min(n_quads),
            }
        }
        // What to look for must be known first.
        Item::Match(search) if !is_bound(&search.words) => f64::INFINITY,
        // Words are rare as a rule, and looking whether one thing has them costs as much as finding all.
        Item::Match(search) => {
            if is_bound(&search.thing) {
                0.5
            } else {
                100.0
            }
        }
        Item::Union(branches) => branches.iter().map(|branch| estimate_group(branch, bound, index)).sum(),
        Item::Values(slots, rows) => {
            #[expect(clippy::cast_precision_loss, reason = "an estimate")]
            let n = rows.len() as f64;
            if slots.iter().any(|slot| bound.contains(slot)) { n.sqrt() } else { n }
        }
        Item::Table { plan, slots, .. } => {
            let n = estimate_node(&plan.root);
            if slots.iter().any(|slot| bound.contains(slot)) { n.sqrt() } else { n }
        }
    }
}

fn estimate_group(group: &Group, bound: &Slots, index: Index<'_>) -> f64 {
    let least = group.stages.iter().find_map(|stage| match stage {
        Stage::Join(items, _) => items.iter().map(|item| estimate(item, bound, index)).reduce(f64::min),
        _ => None,
    });
    least.unwrap_or(1.0)
}

/// Frames a node is expected to make.
pub(super) fn estimate_node(node: &Node) -> f64 {
    match node {
        Node::Pipe(steps) => steps.iter().map(|step| step.estimate).rfind(|estimate| !estimate.is_nan()).unwrap_or(1.0),
        Node::Then(inner, _) | Node::Distinct { inner, .. } | Node::Order { inner, .. } => estimate_node(inner),
        Node::Group { inner, keys, .. } => {
            if keys.is_empty() {
                1.0
            } else {
                estimate_node(inner).sqrt()
            }
        }
        Node::Slice { inner, length, .. } => {
            #[expect(clippy::cast_precision_loss, reason = "an estimate")]
            let length = length.map_or(f64::INFINITY, |length| length as f64);
            estimate_node(inner).min(length)
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn path_quads(path: &Path, index: Index<'_>) -> f64 {
    match path {
        Path::Forward(predicate) => index.counts(*predicate).n_quads as f64,
        Path::Not(_) => index.counts(0).n_quads as f64,
        Path::Inverse(inner) | Path::Repeat { path: inner, .. } => path_quads(inner, index),
        Path::Sequence(a, b) => path_quads(a, index).max(path_quads(b, index)),
        Path::Either(a, b) => path_quads(a, index) + path_quads(b, index),
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn estimate_scan(scan: &Scan, bound: &Slots, index: Index<'_>) -> f64 {
    let known = scan.parts.map(|part| match part {
        Part::Known(number) => Some(number),
        Part::Slot(_) => None,
    });
    let counts = index.counts(known[1].unwrap_or(0));
    let mut different = [counts.n_subjects, index.n_names() as u64, counts.n_objects];
    let n = match known {
        // What is counted beforehand is all but the graphs that stand apart.
        _ if index.is_apart(scan.graphs) => {
            let n = index.count(known, scan.graphs);
            different = [n; 3];
            n as f64
        }
        [None, predicate, None] => index.counts(predicate.unwrap_or(0)).n_quads as f64,
        _ => index.count(known, Graphs::All) as f64,
    };
    let mut expected = n;
    for (part, different) in scan.parts.iter().zip(different) {
        if part.slot().is_some_and(|slot| bound.contains(&slot)) {
            expected /= (different.max(1) as f64).min(n.max(1.0));
        }
    }
    // A triple term whose parts are all bound is one object.
    let is_bound = |part: &Part| part.slot().is_none_or(|slot| bound.contains(&slot));
    if scan.triple.is_some_and(|parts| parts.iter().all(is_bound)) {
        expected /= different[2].max(1) as f64;
    }
    expected
}

/// Inserts steps that go on only once for each combination of what is needed behind them, where the answer does not tell
/// how often it was found. `needed` is what is needed behind the last step.
pub(super) fn once(steps: Vec<Step>, needed: &[Slot]) -> Vec<Step> {
    let mut needed: Slots = needed.iter().copied().collect();
    let mut reversed: Vec<Step> = Vec::new();
    let n_steps = steps.len();
    let mut bound: Vec<Slots> = Vec::new();
    let mut so_far = Slots::new();
    for step in &steps {
        so_far.extend(mentions(&step.action));
        bound.push(so_far.clone());
    }
    for (index, step) in steps.into_iter().enumerate().rev() {
        let useful: Slots = bound[index].intersection(&needed).copied().collect();
        // One step finds each combination once by itself as a rule; a filter changes nothing.
        let worth = index > 0 && index + 1 < n_steps && step.estimate > 256.0;
        if worth && useful.len() < bound[index].len() && !useful.is_empty() {
            let slots = useful.iter().copied().collect();
            reversed.push(Step::new(Action::Once { slots, seen: RefCell::default() }, f64::NAN));
        }
        needed.extend(mentions(&step.action));
        reversed.push(step);
    }
    reversed.reverse();
    reversed
}

/// Slots an action looks at or binds.
pub(super) fn mentions(action: &Action) -> Slots {
    let of_steps = |steps: &[Step]| -> Slots { steps.iter().flat_map(|step| mentions(&step.action)).collect() };
    match action {
        Action::Scan(scan) => {
            let parts = scan.parts.iter().chain(scan.triple.iter().flatten());
            parts.filter_map(|part| part.slot()).chain(scan.graph).collect()
        }
        Action::Reach(reach) => reach.ends.iter().filter_map(|part| part.slot()).chain(reach.graph).collect(),
        Action::Match(search) => [search.thing, search.words].into_iter().filter_map(Part::slot).collect(),
        Action::Filter(condition) => condition.slots().into_iter().collect(),
        Action::Optional(steps) | Action::Exists { steps, .. } => of_steps(steps),
        Action::Union(branches) => branches.iter().flat_map(|branch| of_steps(branch)).collect(),
        Action::Extend(slot, computation) => computation.slots().into_iter().chain([*slot]).collect(),
        Action::Values(slots, _) | Action::Once { slots, .. } => slots.iter().copied().collect(),
        Action::Table(table) => table.slots.iter().copied().collect(),
    }
}

/// Puts [`once`] where the plan allows it.
pub(super) fn prune(plan: Plan) -> Plan {
    Plan { root: prune_node(plan.root, None), ..plan }
}

/// `needed`: only different combinations of these matter.
fn prune_node(node: Node, needed: Option<&[Slot]>) -> Node {
    let boxed = |inner: Box<Node>, needed: Option<&[Slot]>| Box::new(prune_node(*inner, needed));
    match node {
        Node::Pipe(steps) => Node::Pipe(match needed {
            Some(needed) => once(steps, needed),
            None => steps,
        }),
        Node::Then(inner, steps) => Node::Then(boxed(inner, None), steps),
        Node::Group { inner, keys, aggregates } => {
            // Groups that count different values only do not see how often each was found.
            let distinct = aggregates.iter().all(|(_, aggregate)| aggregate.distinct);
            let looked: Vec<Slot> =
                keys.iter().copied().chain(aggregates.iter().flat_map(|(_, aggregate)| aggregate.slots())).collect();
            Node::Group { inner: boxed(inner, distinct.then_some(&looked)), keys, aggregates }
        }
        Node::Distinct { inner, slots } => Node::Distinct { inner: boxed(inner, Some(&slots)), slots },
        Node::Order { inner, keys, most, slots } => Node::Order { inner: boxed(inner, None), keys, most, slots },
        Node::Slice { inner, start, length } => Node::Slice { inner: boxed(inner, None), start, length },
    }
}
