//! Claims that speak of claims: written last, or given up.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Compilation;
use super::claims::write;
use super::draft::Draft;
use super::judge::Judge;
use super::ledger::{Ledger, Waiting};
use super::noted::statement_hash;
use super::output::CompileError;
use crate::diagnostic::{Finding, Verdict};
use crate::model::{Referent, Stance};
use crate::rdf::claim::PredicateUse;
use crate::validation::references::{self, Reference, Target};

/// Writes the claims that waited, in an order in which each finds what it speaks of.
pub(super) fn write_waiting(compilation: &mut Compilation<'_>) -> Result<(), CompileError> {
    let waiting = compilation.ledger.take_waiting();
    let references: Vec<Vec<Reference>> =
        waiting.iter().map(|waiting| compilation.ledger.references(&waiting.draft.claim)).collect();
    let (ordered, circular) = references::order(&references);
    let given_up = give_up(&mut compilation.judge, &waiting, &references, circular)?;
    let mut waiting: Vec<Option<Waiting<'_>>> = waiting.into_iter().map(Some).collect();
    for index in ordered.into_iter().filter(|index| !given_up.contains_key(index)) {
        let Some(Waiting { mut draft, row }) = waiting[index].take() else {
            continue;
        };
        find_ends(&mut draft, &compilation.ledger);
        let own = statement_of(&draft);
        let is_own = |id: &String| match compilation.ledger.statement_of(id) {
            Some(Ok(statement)) => own == Some(statement),
            // Ends that are the same as those of this claim are known by now.
            Some(Err(place)) => waiting[place].as_mut().is_some_and(|other| {
                find_ends(&mut other.draft, &compilation.ledger);
                own.is_some() && statement_of(&other.draft) == own
            }),
            None => false,
        };
        // Who denies that somebody was right about a statement denies the statement, whatever the cell `polarity` says.
        let stance = match draft.stance() {
            Stance::Affirms if draft.claim.denies.iter().any(is_own) => Stance::Denies,
            stance => stance,
        };
        let replies = draft.claim.replies().map(|(column, id)| (column, id.to_owned())).collect();
        write(compilation, draft, replies, stance, || row)?;
    }
    Ok(())
}

/// Puts the events of written claims where a claim speaks of them.
fn find_ends(draft: &mut Draft<'_>, ledger: &Ledger<'_>) {
    for (end, referent) in draft.ends.iter_mut().zip(draft.claim.ends()) {
        if let Referent::Claim(id) = referent
            && let Some(event) = ledger.event_of(id)
        {
            *end = Some(event.clone());
        }
    }
}

/// A hash of a statement whose ends are known, as [`write`] notes it.
fn statement_of(draft: &Draft<'_>) -> Option<u64> {
    let (subject, object) = match (&draft.ends, &draft.predicate) {
        ([Some(subject), Some(object)], PredicateUse::Known(known)) if known.symmetric && subject.iri > object.iri => {
            (object, Some(subject))
        }
        ([Some(subject), Some(object)], _) => (subject, Some(object)),
        ([Some(subject), None], _) if draft.claim.object == Referent::OwnEvent => (subject, None),
        _ => return None,
    };
    Some(statement_hash(subject, draft.predicate.iri(), object))
}

/// Gives up waiting claims that stand on a circle or refer to what is not there, and those that refer to them in turn.
fn give_up(
    judge: &mut Judge<'_>,
    waiting: &[Waiting<'_>],
    references: &[Vec<Reference>],
    circular: Vec<(usize, Finding)>,
) -> Result<FxHashMap<usize, u64>, CompileError> {
    let mut given_up: FxHashMap<usize, u64> = FxHashMap::default();
    let mut dependents: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (index, reference) in
        references.iter().enumerate().flat_map(|(index, all)| all.iter().map(move |one| (index, one)))
    {
        if let Target::Waiting(other) = reference.target {
            dependents.entry(other).or_default().push(index);
        }
    }
    let mut told: FxHashSet<(usize, usize)> = FxHashSet::default();
    let mut queue: VecDeque<usize> = VecDeque::new();
    let on_circle: FxHashSet<usize> = circular.iter().map(|(index, _)| *index).collect();
    for (index, finding) in circular {
        let row = &waiting[index].row;
        // A circle has no beginning, whatever the policy says.
        judge.verdict(row, &finding);
        judge.reject(row, &finding)?;
        given_up.insert(index, row.line());
        queue.extend(dependents.get(&index).into_iter().flatten());
    }
    queue.extend(0..waiting.len());
    while let Some(index) = queue.pop_front() {
        if on_circle.contains(&index) {
            continue;
        }
        // A claim is looked at again when one it names is given up; what was said is not said twice.
        let lost: Vec<(bool, Finding)> = references[index]
            .iter()
            .enumerate()
            .filter_map(|(nth, one)| {
                let finding = references::check_reference(one, index, &|other| given_up.get(&other).copied())?;
                told.insert((index, nth)).then_some((one.in_statement, finding))
            })
            .collect();
        let row = &waiting[index].row;
        let mut fatal = None;
        for (in_statement, finding) in lost {
            // A draft is dropped with what it speaks of, and its answers are not written anyway.
            if waiting[index].draft.is_unreviewed {
                if in_statement {
                    judge.remark(&row.file, finding.code);
                    fatal.get_or_insert(finding);
                }
                continue;
            }
            // Without the claim it speaks of, a statement has no end, whatever the policy says.
            if judge.verdict(row, &finding) == Verdict::Reject || in_statement {
                fatal.get_or_insert(finding);
            }
        }
        // One that is given up already is still told of each claim it names that is lost later.
        if let Some(finding) = fatal.filter(|_| !given_up.contains_key(&index)) {
            judge.reject(row, &finding)?;
            given_up.insert(index, row.line());
            queue.extend(dependents.get(&index).into_iter().flatten());
        }
    }
    Ok(given_up)
}
