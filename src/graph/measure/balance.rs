//! Are friends of friends friends, and foes of foes?

use petgraph::visit::EdgeRef;

use super::{Heading, Listing, Measure, MeasureCell, MeasureTable, Settings, place, real};
use crate::graph::{Edge, State, View};

pub(super) const MEASURE: Measure = Measure {
    name: "balance",
    about: "who is on good or bad terms by Goldstein score, and which triangles of such pairs are out of balance",
    listings: &[
        Listing { by: "node", take: nodes },
        Listing { by: "pair", take: pairs },
        Listing { by: "triangle", take: triangles },
    ],
    columns: None,
};

/// Two nodes and how they get on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sign {
    /// One, by its place in the graph.
    pub one: u32,
    /// The other, which comes after it.
    pub other: u32,
    /// The mean Goldstein score, from -10 to 10, never 0.
    pub score: f64,
    /// The weight of the statements it is the mean of.
    pub weight: f64,
}

/// Pairs on good or bad terms, and the triangles they make.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Every pair with a sign, in the order of the graph.
    pub signs: Vec<Sign>,
    /// The triangles of each node, and how many of them are in balance.
    pub by_node: Vec<(u32, u32)>,
    /// The number of triangles.
    pub n_triangles: usize,
    /// The triangles that are out of balance, as places in `signs`.
    pub frustrated: Vec<[u32; 3]>,
}

/// Structural balance of the graph.
///
/// Meaning: two nodes are on good terms when the mean Goldstein score of what they do to each other is above 0, on bad
/// terms when it is below. A triangle is in balance when the product of its three signs is positive: all friends, or two
/// friends with a common foe. The others are frustrated: two foes with a common friend, or three foes.
///
/// Input: statements that somebody affirms and whose predicate has a score, both ways together, weighing as
/// [`View::weight`] says. A mean of exactly 0 is no sign.
///
/// Complexity: O(m √m) in the number of pairs; 12 bytes for each frustrated triangle.
///
/// Reference: Cartwright, Harary (1956), Structural balance: a generalization of Heider's theory; scores: Goldstein
/// (1992), A conflict-cooperation scale for WEIS events data; triangles: Latapy (2008), Main-memory triangle computations.
pub fn balance(view: &View<'_>) -> Balance {
    let signs = signs(view);
    let mut balance =
        Balance { signs, by_node: vec![(0, 0); view.graph.node_count()], n_triangles: 0, frustrated: Vec::new() };
    let beyond = beyond(&balance.signs, view.graph.node_count());
    // Where the pair of the node at hand and another stands.
    let mut joined: Vec<Option<u32>> = vec![None; view.graph.node_count()];
    for node in 0..view.graph.node_count() {
        for (other, pair) in &beyond[node] {
            joined[*other as usize] = Some(*pair);
        }
        for (second, first_pair) in &beyond[node] {
            for (third, second_pair) in &beyond[*second as usize] {
                if let Some(third_pair) = joined[*third as usize] {
                    balance.add([place(node), *second, *third], [*first_pair, *second_pair, third_pair]);
                }
            }
        }
        for (other, _) in &beyond[node] {
            joined[*other as usize] = None;
        }
    }
    balance.frustrated.sort_unstable();
    balance
}

impl Balance {
    fn add(&mut self, nodes: [u32; 3], mut pairs: [u32; 3]) {
        let is_balanced = pairs.iter().filter(|pair| self.signs[**pair as usize].score < 0.0).count() % 2 == 0;
        self.n_triangles += 1;
        for node in nodes {
            let (all, balanced) = &mut self.by_node[node as usize];
            *all += 1;
            *balanced += u32::from(is_balanced);
        }
        if !is_balanced {
            pairs.sort_unstable();
            self.frustrated.push(pairs);
        }
    }

    /// The share of triangles that are in balance; none without triangles.
    pub fn share(&self) -> Option<f64> {
        (self.n_triangles > 0).then(|| real(self.n_triangles - self.frustrated.len()) / real(self.n_triangles))
    }
}

/// The mean score of each pair that has one.
fn signs(view: &View<'_>) -> Vec<Sign> {
    let mut scored: Vec<(u32, u32, f64, f64)> = view
        .graph
        .edge_references()
        .filter(|edge| edge.source() != edge.target())
        .filter(|edge| !matches!(edge.weight().state, State::Denied | State::LeftOpen | State::NotActual))
        .filter_map(|edge| {
            let ends = [place(edge.source().index()), place(edge.target().index())];
            // Where weights are sources, what nobody answers for weighs nothing.
            let weight = Some(f64::from(view.weight(edge.weight()))).filter(|weight| *weight > 0.0)?;
            Some((ends[0].min(ends[1]), ends[0].max(ends[1]), score(view, edge.weight())?, weight))
        })
        .collect();
    scored.sort_by_key(|(one, other, ..)| (*one, *other));
    let mean = |pair: &[(u32, u32, f64, f64)]| {
        let weight: f64 = pair.iter().map(|(.., weight)| weight).sum();
        let score = pair.iter().map(|(_, _, score, weight)| score * weight).sum::<f64>() / weight;
        Sign { one: pair[0].0, other: pair[0].1, score, weight }
    };
    let pairs = scored.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).map(mean);
    pairs.filter(|sign| sign.score.abs() > 1e-9).collect()
}

/// The score of an edge's predicate; between groups the mean over its claims.
fn score(view: &View<'_>, edge: &Edge) -> Option<f64> {
    if edge.n_predicates == 1 {
        return view.claims().family(edge.predicate).goldstein;
    }
    let scores: Vec<f64> =
        view.claims_of(edge).filter_map(|(_, claim)| view.claims().family(claim.predicate).goldstein).collect();
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / real(scores.len()))
}

/// The neighbours of each node that have more neighbours, with the place of the pair: so each triangle is met once.
fn beyond(signs: &[Sign], n_nodes: usize) -> Vec<Vec<(u32, u32)>> {
    let mut n_neighbors = vec![0_u32; n_nodes];
    for sign in signs {
        n_neighbors[sign.one as usize] += 1;
        n_neighbors[sign.other as usize] += 1;
    }
    let mut beyond = vec![Vec::new(); n_nodes];
    for (pair, sign) in signs.iter().enumerate() {
        let rank = |node: u32| (n_neighbors[node as usize], node);
        let (lower, higher) =
            if rank(sign.one) < rank(sign.other) { (sign.one, sign.other) } else { (sign.other, sign.one) };
        beyond[lower as usize].push((higher, place(pair)));
    }
    beyond
}

fn with_totals<'v>(table: MeasureTable<'v>, balance: &Balance) -> MeasureTable<'v> {
    let n_good = balance.signs.iter().filter(|sign| sign.score > 0.0).count();
    table
        .with_total("pairs_on_good_terms", MeasureCell::count(n_good))
        .with_total("pairs_on_bad_terms", MeasureCell::count(balance.signs.len() - n_good))
        .with_total("triangles", MeasureCell::count(balance.n_triangles))
        .with_total("frustrated_triangles", MeasureCell::count(balance.frustrated.len()))
        .with_total("balance", balance.share().map_or(MeasureCell::Empty, MeasureCell::Number))
}

fn nodes<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::thing("node"),
        Heading::new("friends"),
        Heading::new("foes"),
        Heading::new("triangles"),
        Heading::new("frustrated"),
        Heading::new("balance"),
    ];
    let balance = balance(view);
    let mut terms = vec![(0_u32, 0_u32); view.graph.node_count()];
    for sign in &balance.signs {
        for node in [sign.one, sign.other] {
            let (friends, foes) = &mut terms[node as usize];
            *(if sign.score > 0.0 { friends } else { foes }) += 1;
        }
    }
    let by_node = balance.by_node.clone();
    let keys: Vec<(u32, u32)> =
        by_node.iter().zip(&terms).map(|((all, balanced), (friends, foes))| (all - balanced, friends + foes)).collect();
    let n = keys.len();
    let row = move |node: usize| {
        let ((friends, foes), (all, balanced)) = (terms[node], by_node[node]);
        let numbers = [friends, foes, all, all - balanced].map(|n| MeasureCell::Whole(u64::from(n)));
        let share = MeasureCell::share(f64::from(balanced), f64::from(all));
        std::iter::once(MeasureCell::node(view, place(node))).chain(numbers).chain([share]).collect()
    };
    with_totals(MeasureTable::of_nodes(HEADINGS, n, |node| keys[node], row), &balance)
}

fn pairs<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::thing("one"),
        Heading::thing("other"),
        Heading::new("terms"),
        Heading::new("score"),
        Heading::new("weight"),
    ];
    let balance = balance(view);
    let mut signs = balance.signs.clone();
    signs.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(b.score.abs().total_cmp(&a.score.abs())));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "weights are sums of whole numbers")]
    let row = move |place: usize| {
        let Sign { one, other, score, weight } = signs[place];
        let terms = MeasureCell::word(if score > 0.0 { "good" } else { "bad" });
        vec![
            MeasureCell::node(view, one),
            MeasureCell::node(view, other),
            terms,
            MeasureCell::Number(score),
            MeasureCell::Whole(weight as u64),
        ]
    };
    with_totals(MeasureTable::new(HEADINGS, balance.signs.len(), row), &balance)
}

fn triangles<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::thing("one"),
        Heading::thing("two"),
        Heading::thing("three"),
        Heading::new("one_two"),
        Heading::new("one_three"),
        Heading::new("two_three"),
    ];
    let balance = balance(view);
    let (signs, frustrated) = (balance.signs.clone(), balance.frustrated.clone());
    let row = move |place: usize| {
        // Pairs are in the order of their ends: first and second, first and third, second and third.
        let [first, second, third] = frustrated[place].map(|pair| signs[pair as usize]);
        let nodes = [first.one, first.other, second.other].map(|node| MeasureCell::node(view, node)).into_iter();
        nodes.chain([first.score, second.score, third.score].map(MeasureCell::Number)).collect()
    };
    with_totals(MeasureTable::new(HEADINGS, balance.frustrated.len(), row), &balance)
}
