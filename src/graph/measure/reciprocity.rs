//! Who answers whom?

use super::arcs::Arcs;
use super::{Heading, Listing, Measure, MeasureCell, MeasureTable, Settings, arcs, real};
use crate::graph::View;

pub(super) const MEASURE: Measure = Measure {
    name: "reciprocity",
    about: "which share of what is said of one about another is said the other way round as well",
    listings: &[Listing { by: "pair", take: table }],
    columns: None,
};

/// The reciprocity of a view, and of its pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct Reciprocity {
    /// The share of ordered pairs with a statement that have one the other way round; none without any.
    pub overall: Option<f64>,
    /// The share of the weight that is met by weight the other way round; none without any.
    pub weighted: Option<f64>,
    /// Every two nodes that are joined; those with the most coming back first, then the heavier.
    pub pairs: Vec<Pair>,
}

/// Two nodes by their places, what one says or does to the other, and what comes back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The node from which there is more.
    pub from: u32,
    /// The other node.
    pub to: u32,
    /// The weight of the statements from the first to the second.
    pub there: f64,
    /// The weight of the statements back.
    pub back: f64,
}

/// The reciprocity of a view: how far statements go both ways.
///
/// Meaning: of all ordered pairs with a statement of the one about the other, the share that have a statement the other
/// way round. Weighted, the share of the weight that is met by as much weight the other way round.
///
/// Input: the statements of a view that have a direction; symmetric ones (`met`) would all answer themselves, and a
/// statement of a node about itself answers nobody.
///
/// Complexity: O(m log m) in the number of edges.
///
/// Reference: Wasserman, Faust (1994), Social network analysis, chapter 13; weighted: Squartini, Picciolo, Ruzzenenti,
/// Garlaschelli (2013), Reciprocity of weighted networks.
pub fn reciprocity(view: &View<'_>) -> Reciprocity {
    let arcs = arcs::one_way(view);
    let (mut n_answered, mut met, mut sum) = (0, 0.0, 0.0);
    let mut pairs = Vec::new();
    for (from, to, there) in arcs::all(&arcs) {
        let back = weight(&arcs, to, from);
        n_answered += usize::from(back > 0.0);
        met += there.min(back);
        sum += there;
        if there > back || (there >= back && from < to) {
            pairs.push(Pair { from, to, there, back });
        }
    }
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    pairs.sort_by(|a, b| (b.back, b.there).partial_cmp(&(a.back, a.there)).unwrap_or(std::cmp::Ordering::Equal));
    let overall = share(real(n_answered), real(arcs.edge_count()));
    Reciprocity { overall, weighted: share(met, sum), pairs }
}

/// The weight of the statements of `from` about `to`.
fn weight(arcs: &Arcs, from: u32, to: u32) -> f64 {
    let place = arcs.neighbors_slice(from).binary_search(&to);
    place.ok().and_then(|place| arcs.edges_slice(from).get(place)).copied().unwrap_or(0.0)
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::thing("from"),
        Heading::thing("to"),
        Heading::new("there"),
        Heading::new("back"),
        Heading::new("returned"),
    ];
    let Reciprocity { overall, weighted, pairs } = reciprocity(view);
    let number = |share: Option<f64>| share.map_or(MeasureCell::Empty, MeasureCell::Number);
    let (n, n_answered) = (pairs.len(), pairs.iter().filter(|pair| pair.back > 0.0).count());
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "weights are sums of whole numbers")]
    let row = move |place: usize| {
        let Pair { from, to, there, back } = pairs[place];
        let ends = [MeasureCell::node(view, from), MeasureCell::node(view, to)].into_iter();
        ends.chain([MeasureCell::Whole(there as u64), MeasureCell::Whole(back as u64), MeasureCell::share(back, there)])
            .collect()
    };
    MeasureTable::new(HEADINGS, n, row)
        .with_total("reciprocity", number(overall))
        .with_total("weighted_reciprocity", number(weighted))
        .with_total("pairs", MeasureCell::count(n))
        .with_total("pairs_both_ways", MeasureCell::count(n_answered))
}
