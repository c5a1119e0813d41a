//! Measures of random graphs against their definitions, restated the slow way.

use std::collections::BTreeSet;

use jiff::civil::Date;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use proptest::prelude::*;
use relata::graph::{Edges, View, communities, measure};

use crate::measure::compiled;

/// Ordered pairs of nodes that a step leads between, without loops, by their places.
type Steps = BTreeSet<(usize, usize)>;

fn steps(view: &View<'_>) -> Steps {
    let ends = view.graph.edge_references().flat_map(|edge| {
        let (from, to) = (edge.source().index(), edge.target().index());
        std::iter::once((from, to)).chain(edge.weight().symmetric.then_some((to, from)))
    });
    ends.filter(|(from, to)| from != to).collect()
}

/// Every path without a node twice.
fn simple_paths(steps: &Steps, trail: &mut Vec<usize>, to: usize, found: &mut Vec<Vec<usize>>) {
    let last = *trail.last().unwrap();
    if last == to {
        found.push(trail.clone());
        return;
    }
    for (_, next) in steps.iter().filter(|(from, _)| *from == last) {
        if !trail.contains(next) {
            trail.push(*next);
            simple_paths(steps, trail, to, found);
            trail.pop();
        }
    }
}

fn shortest(steps: &Steps, from: usize, to: usize) -> Vec<Vec<usize>> {
    let mut paths = Vec::new();
    simple_paths(steps, &mut vec![from], to, &mut paths);
    let least = paths.iter().map(Vec::len).min().unwrap_or(0);
    paths.retain(|path| path.len() == least);
    paths
}

fn both_ways(steps: &Steps) -> Steps {
    steps.iter().flat_map(|(from, to)| [(*from, *to), (*to, *from)]).collect()
}

fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |from| (0..n).map(move |to| (from, to)))
}

fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

fn ranks_add_up_to_one(view: &View<'_>) {
    let ranks = measure::pagerank(view);
    assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(ranks.iter().all(|rank| *rank > 0.0));
}

fn betweenness_counts_every_shortest_path(view: &View<'_>) {
    let (n, steps) = (view.graph.node_count(), steps(view));
    let mut expected = vec![0.0; n];
    for (from, to) in pairs(n).filter(|(from, to)| from != to) {
        let paths = shortest(&steps, from, to);
        for node in paths.iter().flat_map(|path| &path[1..path.len() - 1]) {
            expected[*node] += 1.0 / real(paths.len());
        }
    }
    let found = measure::betweenness(view);
    assert_eq!(found.n_sampled, None);
    for (found, expected) in found.values.iter().zip(expected) {
        let expected = if n > 2 { expected / real((n - 1) * (n - 2)) } else { 0.0 };
        assert!((found - expected).abs() < 1e-12);
    }
}

fn cores_are_what_peeling_leaves(view: &View<'_>) {
    let pairs = both_ways(&steps(view));
    let mut expected = vec![0; view.graph.node_count()];
    for k in 1..8 {
        let mut left: BTreeSet<usize> = (0..view.graph.node_count()).collect();
        loop {
            let degree = |node: usize| pairs.iter().filter(|(a, b)| *a == node && left.contains(b)).count();
            let Some(rim) = left.iter().copied().find(|node| degree(*node) < k) else { break };
            left.remove(&rim);
        }
        for node in left {
            expected[node] = u32::try_from(k).unwrap();
        }
    }
    assert_eq!(measure::core_numbers(view), expected);
}

fn components_are_what_leads_to_each_other(view: &View<'_>) {
    let (steps, both) = (steps(view), both_ways(&steps(view)));
    let leads = |steps: &Steps, from, to| !shortest(steps, from, to).is_empty();
    let (weak, strong) = (measure::weak_components(view), measure::strong_components(view));
    for (a, b) in pairs(weak.len()) {
        assert_eq!(weak[a] == weak[b], leads(&both, a, b));
        assert_eq!(strong[a] == strong[b], leads(&steps, a, b) && leads(&steps, b, a));
    }
}

fn every_node_is_in_a_connected_community(view: &View<'_>) {
    let part_of = communities(view);
    assert_eq!(part_of.len(), view.graph.node_count());
    let inside = |(a, b): &(usize, usize)| part_of[*a] == part_of[*b];
    let mut both = both_ways(&steps(view));
    both.retain(inside);
    for (a, b) in pairs(part_of.len()).filter(inside) {
        assert!(!shortest(&both, a, b).is_empty());
    }
    assert!(measure::modularity(view, &vec![0; part_of.len()]).abs() < 1e-12);
    assert!(measure::modularity(view, &part_of) > -1e-12);
}

fn reciprocity_is_the_same_from_the_other_end(view: &View<'_>) {
    let directed: BTreeSet<(usize, usize)> = view
        .graph
        .edge_references()
        .filter(|edge| !edge.weight().symmetric && edge.source() != edge.target())
        .map(|edge| (edge.source().index(), edge.target().index()))
        .collect();
    let share = |arcs: &Steps| real(arcs.iter().filter(|(a, b)| arcs.contains(&(*b, *a))).count()) / real(arcs.len());
    let turned: Steps = directed.iter().map(|(a, b)| (*b, *a)).collect();
    let found = measure::reciprocity(view).overall;
    assert_eq!(found, (!directed.is_empty()).then(|| share(&directed)));
    assert_eq!(found, (!turned.is_empty()).then(|| share(&turned)));
}

fn triangles_are_counted_once(view: &View<'_>) {
    let balance = measure::balance(view);
    let sign = |a: usize, b: usize| {
        let found = balance.signs.iter().find(|sign| (sign.one as usize, sign.other as usize) == (a, b));
        found.map(|sign| sign.score)
    };
    let n = view.graph.node_count();
    let triangles = pairs(n).flat_map(|(a, b)| (b + 1..n).map(move |c| (a, b, c))).filter(|(a, b, _)| a < b);
    let products: Vec<f64> = triangles
        .filter_map(|(a, b, c)| Some(sign(a, b)?.signum() * sign(a, c)?.signum() * sign(b, c)?.signum()))
        .collect();
    assert_eq!(balance.n_triangles, products.len());
    assert_eq!(balance.frustrated.len(), products.iter().filter(|product| **product < 0.0).count());
}

/// The days on which the walks of all claims from `from` arrive at `to`, without a node twice.
fn arrivals(view: &View<'_>, trail: &mut Vec<NodeIndex>, day: Date, to: NodeIndex, found: &mut BTreeSet<Date>) {
    let last = *trail.last().unwrap();
    if last == to {
        found.insert(day);
        return;
    }
    for edge in view.graph.edge_references() {
        let ways = [(edge.source(), edge.target(), true), (edge.target(), edge.source(), edge.weight().symmetric)];
        for (from, next, is_open) in ways {
            if !is_open || from != last || trail.contains(&next) {
                continue;
            }
            for period in view.claims_of(edge.weight()).filter_map(|(_, claim)| claim.period) {
                if period.end >= day {
                    trail.push(next);
                    arrivals(view, trail, day.max(period.begin), to, found);
                    trail.pop();
                }
            }
        }
    }
}

fn paths_in_time_arrive_first(view: &View<'_>) {
    let Some(last) = view.graph.node_indices().next_back().filter(|last| last.index() > 0) else { return };
    let mut expected = BTreeSet::new();
    arrivals(view, &mut vec![NodeIndex::new(0)], Date::MIN, last, &mut expected);
    let paths = measure::paths_in_time(view, &[NodeIndex::new(0)], &[last], false);
    let day = |path: &measure::StatementPath| path.steps.last().unwrap().day.unwrap();
    assert_eq!(paths.first().map(day), expected.first().copied());
    for path in &paths {
        assert!(path.steps.is_sorted_by_key(|step| step.day));
        assert!(path.steps.windows(2).all(|steps| steps[0].to == steps[1].from));
    }
    let shape = |path: &measure::StatementPath| (day(path), std::cmp::Reverse(path.steps.len()));
    assert!(paths.is_sorted_by_key(shape), "what arrives later has fewer steps");
}

fn shortest_paths_are_all_found(view: &View<'_>) {
    let (n, steps) = (view.graph.node_count(), steps(view));
    for (from, to) in pairs(n).filter(|(from, to)| from != to) {
        let expected = shortest(&steps, from, to);
        let [from, to] = [from, to].map(NodeIndex::new);
        let found = measure::shortest_paths(view, &[from], &[to], false, usize::MAX);
        let nodes = |path: &measure::StatementPath| {
            std::iter::once(from.index()).chain(path.steps.iter().map(|step| step.to.index())).collect::<Vec<_>>()
        };
        assert_eq!(found.paths.iter().map(nodes).collect::<Vec<_>>(), expected);
        assert_eq!(found.n_paths, found.paths.len() as u64);
    }
}
/// Statements between nodes `0` to `6`: subject, object, predicate, day, how many claims.
fn edges() -> impl Strategy<Value = Vec<(u8, u8, &'static str, u8, u8)>> {
    let predicate = prop_oneof![3 => Just("attacked"), 2 => Just("praised"), 1 => Just("met")];
    proptest::collection::vec((0..7_u8, 0..7_u8, predicate, 0..28_u8, 1..4_u8), 1..16)
}

fn lines_of(edges: &[(u8, u8, &'static str, u8, u8)]) -> String {
    let claims = edges.iter().flat_map(|(from, to, predicate, day, n)| {
        let date = match day {
            0 => "-".to_owned(),
            1 => "2025-06".to_owned(),
            day => format!("2025-06-{day:02}"),
        };
        (0..*n).map(move |speaker| format!("N{from} {predicate} N{to} {date} S{speaker}\n"))
    });
    claims.collect()
}

proptest! {
    #![proptest_config(crate::support::draws(24))]

    #[test]
    fn measures_keep_their_definitions(edges in edges()) {
        let compiled = compiled(&lines_of(&edges));
        let claims = compiled.claims();
        let view = View::new(&claims, Edges::Bundle);
        ranks_add_up_to_one(&view);
        betweenness_counts_every_shortest_path(&view);
        cores_are_what_peeling_leaves(&view);
        components_are_what_leads_to_each_other(&view);
        every_node_is_in_a_connected_community(&view);
        reciprocity_is_the_same_from_the_other_end(&view);
        triangles_are_counted_once(&view);
        paths_in_time_arrive_first(&view);
        shortest_paths_are_all_found(&view);
    }

    #[test]
    fn bursts_are_the_likeliest_states(counts in proptest::collection::vec(prop_oneof![Just(0_usize), 0..9_usize], 1..11)) {
        let (n, n_claims) = (counts.len(), counts.iter().sum::<usize>());
        prop_assume!(n_claims > 0);
        let usual = real(n_claims) / real(n);
        let cost = |states: usize| {
            let is_burst = |slice: usize| states >> slice & 1 == 1;
            let of_slice = |slice: usize| {
                let rate = if is_burst(slice) { 3.0 * usual } else { usual };
                let rises = is_burst(slice) && (slice == 0 || !is_burst(slice - 1));
                rate - real(counts[slice]) * rate.ln() + if rises { real(n).ln() } else { 0.0 }
            };
            (0..n).map(of_slice).sum::<f64>()
        };
        let with_claims: Vec<(usize, usize)> = counts.iter().copied().enumerate().filter(|(_, n)| *n > 0).collect();
        let bursts = measure::bursts(&with_claims, n);
        let found = bursts.iter().flat_map(|burst| burst.slices.clone()).fold(0, |states, slice| states | 1 << slice);
        let least = (0..1 << n).map(cost).fold(f64::INFINITY, f64::min);
        prop_assert!((cost(found) - least).abs() < 1e-9, "{counts:?}: {bursts:?}");
        for burst in &bursts {
            prop_assert_eq!(burst.n_claims, counts[burst.slices.clone()].iter().sum::<usize>());
        }
    }
}
