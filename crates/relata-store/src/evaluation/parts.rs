//! Parts of a query, what they bind, and which may come before which.

use std::collections::BTreeSet;

use super::filter::{Computation, Condition};
use super::frame::{Part, Slot};
use super::plan::{Match, Plan, Reach, Scan};

/// Slots, each once.
pub(super) type Slots = BTreeSet<Slot>;

/// A part of a query with what it binds.
#[derive(Default)]
pub(super) struct Group {
    pub(super) stages: Vec<Stage>,
    /// Slots bound in every solution.
    pub(super) certain: Slots,
    /// Slots bound in some.
    pub(super) maybe: Slots,
}

/// Parts of a group, in order.
pub(super) enum Stage {
    /// Parts whose order is free, and conditions on what they bind.
    Join(Vec<Item>, Vec<Condition>),
    Filter(Condition),
    Optional(Group),
    Extend(Slot, Computation),
    Exists(Group, bool),
}

/// A part whose place is free.
pub(super) enum Item {
    Scan(Scan),
    Reach(Reach),
    Match(Match),
    Union(Vec<Group>),
    Values(Vec<Slot>, Vec<Vec<u32>>),
    Table { plan: Plan, slots: Vec<Slot>, certain: Slots },
}

impl Item {
    /// Slots it binds for certain, and those it may bind.
    pub(super) fn binds(&self) -> (Slots, Slots) {
        let both = |slots: Slots| (slots.clone(), slots);
        match self {
            Item::Scan(scan) => {
                let parts = scan.parts.iter().chain(scan.triple.iter().flatten());
                both(parts.filter_map(|part| part.slot()).chain(scan.graph).collect())
            }
            Item::Reach(reach) => both(reach.ends.iter().filter_map(|part| part.slot()).chain(reach.graph).collect()),
            Item::Match(search) => both(search.thing.slot().into_iter().collect()),
            Item::Union(branches) => {
                let certain = branches.iter().map(|branch| branch.certain.clone());
                let certain = certain.reduce(|a, b| a.intersection(&b).copied().collect()).unwrap_or_default();
                (certain, branches.iter().flat_map(|branch| branch.maybe.iter().copied()).collect())
            }
            Item::Values(slots, rows) => {
                let certain = slots.iter().enumerate().filter(|(column, _)| rows.iter().all(|row| row[*column] != 0));
                (certain.map(|(_, slot)| *slot).collect(), slots.iter().copied().collect())
            }
            Item::Table { slots, certain, .. } => (certain.clone(), slots.iter().copied().collect()),
        }
    }

    /// Every slot that occurs in it.
    fn mentions(&self) -> Slots {
        match self {
            Item::Union(branches) => branches.iter().flat_map(Group::mentions).collect(),
            Item::Match(search) => [search.thing, search.words].into_iter().filter_map(Part::slot).collect(),
            other => other.binds().1,
        }
    }
}

impl Stage {
    /// What its parts bind for certain.
    fn join_certain(&self) -> Slots {
        match self {
            Stage::Join(items, _) => items.iter().flat_map(|item| item.binds().0).collect(),
            _ => Slots::new(),
        }
    }

    /// Every slot that occurs in it.
    fn mentions(&self) -> Slots {
        match self {
            Stage::Join(items, filters) => {
                items.iter().flat_map(Item::mentions).chain(filters.iter().flat_map(Condition::slots)).collect()
            }
            Stage::Filter(filter) => filter.slots().into_iter().collect(),
            Stage::Extend(slot, computation) => computation.slots().into_iter().chain([*slot]).collect(),
            Stage::Optional(group) | Stage::Exists(group, _) => group.mentions(),
        }
    }
}

impl Group {
    pub(super) fn of_items(items: Vec<Item>) -> Group {
        let mut group = Group::default();
        for item in &items {
            let (certain, maybe) = item.binds();
            group.certain.extend(certain);
            group.maybe.extend(maybe);
        }
        group.stages.push(Stage::Join(items, Vec::new()));
        group
    }

    /// True when it finds the same when `outside` may be bound before.
    pub(super) fn stands_alone(&self, outside: &Slots) -> bool {
        let mut certain = Slots::new();
        let hidden = |slots: &[Slot], certain: &Slots| {
            slots.iter().all(|slot| certain.contains(slot) || !outside.contains(slot))
        };
        self.stages.iter().all(|stage| match stage {
            Stage::Join(items, filters) => {
                certain.extend(items.iter().flat_map(|item| item.binds().0));
                let branches = items.iter().flat_map(|item| match item {
                    Item::Union(branches) => branches.as_slice(),
                    _ => &[],
                });
                branches.into_iter().all(|branch| branch.stands_alone(outside))
                    && filters.iter().all(|filter| hidden(&filter.slots(), &certain))
            }
            Stage::Filter(filter) => hidden(&filter.slots(), &certain),
            Stage::Extend(slot, computation) => !outside.contains(slot) && hidden(&computation.slots(), &certain),
            Stage::Optional(group) | Stage::Exists(group, _) => {
                hidden(&group.mentions().into_iter().collect::<Vec<_>>(), &certain)
            }
        })
    }

    /// Every slot that occurs in it.
    pub(super) fn mentions(&self) -> Slots {
        self.stages.iter().flat_map(Stage::mentions).collect()
    }

    /// Both, joined; none when neither can come after the other.
    pub(super) fn join(self, other: Group) -> Option<Group> {
        let either = [other.stands_alone(&self.maybe), self.stands_alone(&other.maybe)];
        let (mut first, second) = match either {
            [true, _] => (self, other),
            [false, true] => (other, self),
            [false, false] => return None,
        };
        first.certain.extend(second.certain);
        first.maybe.extend(second.maybe);
        for stage in second.stages {
            // Only where neither minds what the other binds is their order free.
            if either == [true, true] {
                first.push_stage(stage);
            } else {
                first.stages.push(stage);
            }
        }
        Some(first)
    }

    /// Appends a stage; what is free in its place joins an earlier stage of that kind.
    fn push_stage(&mut self, stage: Stage) {
        let Stage::Join(items, filters) = stage else { return self.stages.push(stage) };
        let mentioned: Slots = items.iter().flat_map(Item::mentions).collect();
        let is_join = |stage: &Stage| matches!(stage, Stage::Join(..));
        let Some(place) = self.stages.iter().rposition(is_join) else {
            return self.stages.push(Stage::Join(items, filters));
        };
        let certain = self.stages[place].join_certain();
        // Later stages that cannot tell whether these parts come before or after them.
        let passes = |stage: &Stage| stage.mentions().intersection(&mentioned).all(|slot| certain.contains(slot));
        if !self.stages[place + 1..].iter().all(passes) {
            return self.stages.push(Stage::Join(items, filters));
        }
        if let Stage::Join(own, conditions) = &mut self.stages[place] {
            own.extend(items);
            conditions.extend(filters);
        }
    }

    pub(super) fn filter(&mut self, condition: Condition) {
        let slots = condition.slots();
        for stage in &mut self.stages {
            let certain = stage.join_certain();
            if let Stage::Join(_, filters) = stage
                && !slots.is_empty()
                && slots.iter().all(|slot| certain.contains(slot))
            {
                return filters.push(condition);
            }
        }
        self.stages.push(Stage::Filter(condition));
    }
}
