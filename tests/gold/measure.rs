//! The gold of names: what joins by itself, and what is suggested, against what is so.

use std::collections::{BTreeMap, BTreeSet};

use relata::resolution::{Candidate, NameNode, NormalForm, join, suggest};

/// Names, each with the actor that it is of.
const GOLD: &str = include_str!("names.csv");

/// How right something is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    /// Of what is there, how much is right.
    pub(crate) precision: f64,
    /// Of what is right, how much is there.
    pub(crate) recall: f64,
}

/// What was found for the gold.
pub(crate) struct Outcome {
    /// Pairs of names that join by themselves.
    pub(crate) automatic: Rate,
    /// Pairs of actors that are suggested once these are joined. A pair of names is there when right suggestions lead from
    /// one to the other.
    pub(crate) suggested: Rate,
    /// Pairs that are wrong, to be looked at.
    pub(crate) wrong: Vec<String>,
    /// Pairs that are missing.
    pub(crate) missing: Vec<String>,
    /// Number of names.
    pub(crate) n_names: usize,
}

/// Measures with these normal forms and suggestions of at least this score.
pub(crate) fn measure(forms: &[NormalForm], least: u8) -> Outcome {
    let mut reader = csv::Reader::from_reader(GOLD.as_bytes());
    let gold: Vec<(String, String)> = reader.deserialize().map(|row| row.expect("a name and its actor")).collect();
    let node = |(name, _): &(String, String)| NameNode {
        label: name.clone(),
        aliases: Vec::new(),
        is_declared: false,
        kind: None,
        n: 1,
        can_lead: true,
    };
    let nodes: Vec<NameNode> = gold.iter().map(node).collect();
    let (joined, _) = join(&nodes, &[], &[], forms);
    let mut cluster: Vec<usize> = (0..gold.len()).collect();
    for one in &joined {
        one.others.iter().for_each(|other| cluster[other.name] = one.target);
    }
    let same = |a: usize, b: usize| gold[a].1 == gold[b].1;
    let mut outcome = Outcome {
        automatic: Rate { precision: 1.0, recall: 0.0 },
        suggested: Rate { precision: 0.0, recall: 0.0 },
        wrong: Vec::new(),
        missing: Vec::new(),
        n_names: gold.len(),
    };
    let pairs: Vec<(usize, usize)> = (0..gold.len()).flat_map(|a| (a + 1..gold.len()).map(move |b| (a, b))).collect();
    let told = |word: &str, a: usize, b: usize, why: &str| format!("{word} {} = {}  {why}", gold[a].0, gold[b].0);
    let (mut n_joined, mut n_right, mut n_same) = (0, 0, 0);
    for (a, b) in &pairs {
        let is_joined = cluster[*a] == cluster[*b];
        n_joined += u32::from(is_joined);
        n_right += u32::from(is_joined && same(*a, *b));
        n_same += u32::from(same(*a, *b));
        if is_joined && !same(*a, *b) {
            outcome.wrong.push(told("joined", *a, *b, ""));
        }
    }
    outcome.automatic = Rate { precision: rate(n_right, n_joined), recall: rate(n_right, n_same) };
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    cluster.iter().enumerate().for_each(|(name, target)| members.entry(*target).or_default().push(name));
    let targets: Vec<usize> = members.keys().copied().collect();
    let candidate = |(target, names): (&usize, &Vec<usize>)| Candidate {
        label: gold[*target].0.clone(),
        aliases: names.iter().filter(|name| *name != target).map(|name| gold[*name].0.clone()).collect(),
        n: u32::try_from(names.len()).expect("few names"),
        ..Candidate::default()
    };
    let candidates: Vec<Candidate> = members.iter().map(candidate).collect();
    let suggestions = suggest(&candidates, &BTreeSet::new(), least);
    let mut right = 0;
    for one in &suggestions {
        let (a, b) = (targets[one.left], targets[one.right]);
        if same(a, b) {
            right += 1;
            let (from, to) = (cluster[a], cluster[b]);
            cluster.iter_mut().filter(|one| **one == from).for_each(|one| *one = to);
        } else {
            outcome.wrong.push(told(&format!("{:3}", one.score), a, b, &one.clues.join("; ")));
        }
    }
    let n_suggested = u32::try_from(suggestions.len()).expect("few pairs");
    let mut n_found = 0;
    for (a, b) in pairs.iter().filter(|(a, b)| same(*a, *b)) {
        if cluster[*a] == cluster[*b] {
            n_found += 1;
        } else {
            outcome.missing.push(told("missing", *a, *b, ""));
        }
    }
    outcome.suggested = Rate { precision: rate(right, n_suggested), recall: rate(n_found, n_same) };
    outcome
}

fn rate(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}
