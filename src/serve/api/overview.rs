//! What is in the graph, and how good is it?

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::asked::Asked;
use super::time::{bucketed, slice_of};
use crate::claims::{Id, Kind, Voice};
use crate::export::told;
use crate::graph::{State, Tally, View};
use crate::model::{Sameness, Stance};
use crate::query::summary::counts;
use crate::serve::fault::Fault;
use crate::serve::reading::Reading;

/// Claims up to which the overview looks for names that are alike: in larger graphs that takes a while, and has an address
/// of its own.
const MOST_CLAIMS: usize = 20_000;
/// The score from which names count as alike, as with `resolve`.
const LIKELY: u8 = 40;

/// Answers `/api/overview`. Nearly every page begins with that of all claims, so it is kept.
pub(super) fn overview(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    if !asked.is_plain(&[("most", "10")]) {
        return counted(reading, asked);
    }
    // Whoever asks while it is counted waits for that. What fails is told to each who asks.
    match reading.overview.get_or_init(|| counted(reading, asked).ok()) {
        Some(known) => Ok(known.clone()),
        None => counted(reading, asked),
    }
}

/// Counts the overview of all claims before somebody asks for it.
pub(in crate::serve) fn prepare(reading: &Reading<'_>) {
    // What fails now is told to who asks.
    let _ = Asked::of("", &[]).and_then(|asked| overview(reading, &asked));
}

fn counted(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let view = reading.view(&asked.filter()?)?;
    let (claims, most) = (reading.claims, asked.number("most", 10, 100)?);
    let occurrences = || view.graph.edge_weights().flat_map(|edge| view.occurrences(edge));
    let in_state = |state: State| occurrences().filter(|one| one.state == state).count();
    let used = Used::of(&view);
    let rows = || view.graph.edge_weights().flat_map(|edge| view.claims_of(edge));
    let (n_speakers, n_outlets) = view.n_speakers_and_outlets();
    let documents: FxHashSet<Id> = rows().filter_map(|(_, claim)| claim.document).collect();
    let n_alike = (claims.rows().len() <= MOST_CLAIMS).then(|| pairs_alike(reading).len());
    let whole = counts(reading.graph.store()).into_iter().map(|one| json!({ "name": one.what, "n": one.n }));
    let thing = |(id, n, n_affirm): (Id, u64, u64)| json!({ "thing": reading.telling.thing(id), "n_claims": n, "n_affirm": n_affirm });
    let voice = |(voice, n, n_affirm): (Voice, u64, u64)| json!({ "thing": reading.telling.voice(voice), "n_claims": n, "n_affirm": n_affirm });
    let list = |uses: &FxHashMap<Id, [u64; 2]>| top(uses, most).into_iter().map(thing).collect::<Vec<_>>();
    Ok(json!({
        "name": reading.graph.project().name,
        "n_claims": view.n_claims(),
        "n_statements": view.graph.edge_count(),
        "n_occurrences": occurrences().count(),
        "n_nodes": view.graph.node_count(),
        "n_speakers": n_speakers,
        "n_outlets": n_outlets,
        "n_documents": documents.len(),
        "period": told::period(view.period()),
        "states": told::states(occurrences()),
        "time": bucketed(&view, slice_of(&view, asked)?)?,
        "actors": list(&used.actors),
        "speakers": list(&used.speakers),
        "predicates": list(&used.predicates),
        "outlets": top(&used.outlets, most).into_iter().map(voice).collect::<Vec<_>>(),
        "quality": {
            "undated_claims": rows().filter(|(_, claim)| claim.period.is_none()).count(),
            "unsourced_claims": rows().filter(|(index, _)| claims.origins(*index).next().is_none()).count(),
            "unquoted_claims": rows().filter(|(_, claim)| claim.evidence.is_none()).count(),
            "unsourced_occurrences": in_state(State::Unsourced),
            "single_source_occurrences": in_state(State::SingleSource),
            "disputed_occurrences": in_state(State::Disputed),
            "denied_occurrences": in_state(State::Denied),
            "pairs_alike": n_alike,
        },
        "whole": whole.collect::<Vec<_>>(),
        "unreviewed_claims": reading.graph.built().tally.n_unreviewed,
    }))
}

/// How many claims use a thing, and how many of them affirm.
#[derive(Default)]
struct Used {
    actors: FxHashMap<Id, [u64; 2]>,
    speakers: FxHashMap<Id, [u64; 2]>,
    predicates: FxHashMap<Id, [u64; 2]>,
    outlets: FxHashMap<Voice, [u64; 2]>,
}

impl Used {
    fn of(view: &View<'_>) -> Used {
        let (claims, mut used) = (view.claims(), Used::default());
        let mut kinds: FxHashMap<Id, bool> = FxHashMap::default();
        for (index, claim) in view.graph.edge_weights().flat_map(|edge| view.claims_of(edge)) {
            let one = [1, u64::from(claim.stance == Stance::Affirms)];
            let add = |counts: &mut [u64; 2]| counts.iter_mut().zip(one).for_each(|(count, n)| *count += n);
            let ends: BTreeSet<Id> = [claim.subject, claim.object].into_iter().collect();
            for end in ends {
                if *kinds.entry(end).or_insert_with(|| claims.kind(end) != Kind::Event) {
                    add(used.actors.entry(end).or_default());
                }
            }
            for speaker in claims.speakers(index) {
                add(used.speakers.entry(*speaker).or_default());
            }
            add(used.predicates.entry(claim.predicate).or_default());
            if let Some(outlet) = claim.outlet {
                add(used.outlets.entry(outlet).or_default());
            }
        }
        used
    }
}

/// The most used, those used as often in their order.
fn top<T: Copy + Ord + std::hash::Hash>(uses: &FxHashMap<T, [u64; 2]>, most: usize) -> Vec<(T, u64, u64)> {
    let mut all: Vec<(T, u64, u64)> = uses.iter().map(|(of, [n, n_affirm])| (*of, *n, *n_affirm)).collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(most);
    all
}

/// Answers `/api/predicates`.
pub(super) fn predicates(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let (view, claims) = (reading.view(&asked.filter()?)?, reading.claims);
    let mut found: FxHashMap<Id, (u64, u64, Tally)> = FxHashMap::default();
    for edge in view.graph.edge_weights() {
        let (n_statements, n_claims, sum) = found.entry(edge.predicate).or_default();
        let one = view.tally(edge);
        *n_statements += 1;
        *n_claims += u64::from(edge.n_claims());
        *sum = Tally {
            n_affirm: sum.n_affirm + one.n_affirm,
            n_deny: sum.n_deny + one.n_deny,
            n_open: sum.n_open + one.n_open,
            n_speak: sum.n_speak + one.n_speak,
        };
    }
    let mut all: Vec<(Id, (u64, u64, Tally))> = found.into_iter().collect();
    all.sort_unstable_by(|(a, (_, n_a, _)), (b, (_, n_b, _))| n_b.cmp(n_a).then(a.cmp(b)));
    let told = all.into_iter().map(|(id, (n_statements, n_claims, tally))| {
        let family = claims.family(id);
        json!({
            "predicate": reading.telling.predicate(id),
            "aliases": claims.aliases(id),
            "n_statements": n_statements,
            "n_claims": n_claims,
            "tally": told::tally(tally),
            "event_type": family.event_type.map(|id| claims.label(id)),
            "quad_class": family.quad_class,
            "goldstein": family.goldstein,
            "is_symmetric": claims.is_symmetric(id),
        })
    });
    Ok(json!({ "predicates": told.collect::<Vec<_>>() }))
}

/// Two names that may be one actor, with how much speaks for it, of a hundred, and what does.
pub(in crate::serve) type Alike = (Id, Id, u8, Vec<String>);

/// The pairs of names that may be one actor, and that nobody has judged.
fn pairs_alike<'r>(reading: &'r Reading<'_>) -> &'r [Alike] {
    reading.alike.get_or_init(|| {
        let (ids, finder) = reading.finder();
        let judged = reading.claims.judgements(finder.candidates()).into_iter();
        let is_out = |sameness: Sameness| matches!(sameness, Sameness::Different | Sameness::Unsure);
        let apart = judged.filter(|(_, sameness)| is_out(*sameness)).map(|(pair, _)| pair).collect();
        let pairs = finder.pairs(&apart, LIKELY).into_iter();
        pairs.filter_map(|pair| Some((*ids.get(pair.left)?, *ids.get(pair.right)?, pair.score, pair.clues))).collect()
    })
}

/// Answers `/api/alike`.
pub(super) fn alike(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let most = asked.number("most", 100, 10_000)?;
    let view = reading.view(&asked.filter()?)?;
    let is_part = reading.mask(&view).is_some();
    let is_in = |id: &Id| view.node(*id).is_some();
    let pairs = pairs_alike(reading).iter().filter(|(left, right, ..)| !is_part || is_in(left) || is_in(right));
    let pairs: Vec<&Alike> = pairs.collect();
    let told = pairs.iter().take(most).map(|(left, right, score, clues)| {
        let [left, right] = [left, right].map(|id| reading.telling.thing(*id));
        json!({ "left": left, "right": right, "score": f64::from(*score) / 100.0, "evidence": clues })
    });
    Ok(json!({ "n_pairs": pairs.len(), "pairs": told.collect::<Vec<_>>() }))
}
