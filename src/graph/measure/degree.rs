//! Who acts, and who is acted on?

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{ColumnValues, Heading, Listing, Measure, MeasureCell, MeasureColumn, MeasureTable, Settings, real};
use crate::claims::Id;
use crate::graph::{Edge, View};

pub(super) const MEASURE: Measure = Measure {
    name: "degree",
    about: "how many statements each node is subject and object of, by family of predicates",
    listings: &[Listing { by: "node", take: table }, Listing { by: "family", take: families }],
    columns: Some(columns),
};

/// The four quad classes, and what has none.
pub(super) const CLASSES: [&str; 5] =
    ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "other"];

/// The numbers of statements a node takes part in.
///
/// Meaning: `n_out` statements have the node as subject, `n_in` as object; `n_mutual` are symmetric (`met`) and have no
/// direction. A statement of the node about itself counts at both ends.
///
/// Input: the statements of a view, and [`View::weight`].
///
/// Complexity: O(m) in the number of edges, for all nodes.
///
/// Reference: Freeman (1978), Centrality in social networks: conceptual clarification. Quad classes: Schrodt (2012),
/// CAMEO Conflict and Mediation Event Observations codebook.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Degree {
    /// Statements about the node.
    pub n_in: u32,
    /// Statements of what the node does.
    pub n_out: u32,
    /// Symmetric statements.
    pub n_mutual: u32,
    /// The weight of the statements about the node.
    pub weight_in: u64,
    /// The weight of the statements of what the node does.
    pub weight_out: u64,
    /// The weight of the symmetric statements.
    pub weight_mutual: u64,
    /// Statements by quad class 1 to 4, and those without.
    pub n_by_class: [u32; 5],
}

impl Degree {
    /// All statements.
    pub fn n_statements(&self) -> u32 {
        self.n_in + self.n_out + self.n_mutual
    }

    /// The weight of all statements.
    pub fn weight(&self) -> u64 {
        self.weight_in + self.weight_out + self.weight_mutual
    }

    fn add(&mut self, direction: Option<Direction>, n_statements: u32, weight: u64) {
        let (n, sum) = match direction {
            Some(Direction::Incoming) => (&mut self.n_in, &mut self.weight_in),
            Some(Direction::Outgoing) => (&mut self.n_out, &mut self.weight_out),
            None => (&mut self.n_mutual, &mut self.weight_mutual),
        };
        *n += n_statements;
        *sum += weight;
    }
}

/// The degree of each node, in the order of the graph.
pub fn degrees(view: &View<'_>) -> Vec<Degree> {
    let nodes: Vec<NodeIndex> = view.graph.node_indices().collect();
    nodes.into_par_iter().map(|node| degree(view, node)).collect()
}

fn degree(view: &View<'_>, node: NodeIndex) -> Degree {
    let mut degree = Degree::default();
    each_end(view, node, |edge, direction| {
        degree.add(direction, edge.n_statements, u64::from(view.weight(edge)));
        by_predicate(view, edge, |predicate, n_statements| {
            let class = view.claims().family(predicate).quad_class.map_or(5, usize::from);
            if let Some(n) = degree.n_by_class.get_mut(class.clamp(1, 5) - 1) {
                *n += n_statements;
            }
        });
    });
    degree
}

/// Each end that is at `node`: its edge, and its direction when it has one.
fn each_end(view: &View<'_>, node: NodeIndex, mut take: impl FnMut(&Edge, Option<Direction>)) {
    for direction in [Direction::Outgoing, Direction::Incoming] {
        for edge in view.graph.edges_directed(node, direction) {
            take(edge.weight(), (!edge.weight().symmetric).then_some(direction));
        }
    }
}

/// The predicates of an edge, each with its statements; between groups there are several.
fn by_predicate(view: &View<'_>, edge: &Edge, mut take: impl FnMut(Id, u32)) {
    if edge.n_predicates == 1 {
        take(edge.predicate, edge.n_statements);
        return;
    }
    let mut statements: Vec<_> =
        view.claims_of(edge).map(|(_, claim)| (claim.predicate, claim.subject, claim.object)).collect();
    statements.sort_unstable();
    statements.dedup();
    for (predicate, ..) in statements {
        take(predicate, 1);
    }
}

fn columns(view: &View<'_>) -> Vec<MeasureColumn> {
    let degrees = degrees(view);
    let column = |name, number: fn(&Degree) -> u32| MeasureColumn {
        name,
        values: ColumnValues::Whole(degrees.iter().map(number).collect()),
    };
    vec![
        column("degree", Degree::n_statements),
        column("in_degree", |degree| degree.n_in),
        column("out_degree", |degree| degree.n_out),
    ]
}

fn table<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::thing("node"),
        Heading::more("type"),
        Heading::new("statements"),
        Heading::new("in"),
        Heading::new("out"),
        Heading::new("mutual"),
        Heading::new("weight"),
        Heading::more("weight_in"),
        Heading::more("weight_out"),
        Heading::more("weight_mutual"),
        Heading::more("verbal_cooperation"),
        Heading::more("material_cooperation"),
        Heading::more("verbal_conflict"),
        Heading::more("material_conflict"),
        Heading::more("other"),
        Heading::new("cooperation"),
        Heading::new("conflict"),
    ];
    let degrees = degrees(view);
    let keys: Vec<(u32, u64)> = degrees.iter().map(|degree| (degree.n_statements(), degree.weight())).collect();
    let row = move |node: usize| {
        let (degree, whole) = (&degrees[node], |n: u32| MeasureCell::Whole(u64::from(n)));
        let kind = view.graph.node_weight(NodeIndex::new(node)).map_or("", |node| node.kind.word());
        let mut cells = vec![MeasureCell::node(view, super::place(node)), MeasureCell::word(kind)];
        cells.extend([degree.n_statements(), degree.n_in, degree.n_out, degree.n_mutual].map(whole));
        let weights = [degree.weight(), degree.weight_in, degree.weight_out, degree.weight_mutual];
        cells.extend(weights.map(MeasureCell::Whole));
        let [verbal, material, verbal_conflict, material_conflict, _] = degree.n_by_class;
        cells.extend(degree.n_by_class.map(whole));
        cells.extend([verbal + material, verbal_conflict + material_conflict].map(whole));
        cells
    };
    MeasureTable::of_nodes(HEADINGS, keys.len(), |node| keys[node], row)
        .with_total("mean_degree", MeasureCell::share(2.0 * real(view.graph.edge_count()), real(keys.len())))
}

/// Each node with each type of event.
fn families<'v>(view: &'v View<'v>, _: Settings) -> MeasureTable<'v> {
    const HEADINGS: &[Heading] = &[
        Heading::thing("node"),
        Heading::new("family"),
        Heading::new("class"),
        Heading::new("statements"),
        Heading::new("in"),
        Heading::new("out"),
        Heading::new("mutual"),
    ];
    let of_node = |node: NodeIndex| {
        let mut by_family: FxHashMap<(Option<Id>, u8), Degree> = FxHashMap::default();
        each_end(view, node, |edge, direction| {
            by_predicate(view, edge, |predicate, n_statements| {
                let family = view.claims().family(predicate);
                let key = (family.event_type, family.quad_class.unwrap_or(5).clamp(1, 5));
                by_family.entry(key).or_default().add(direction, n_statements, 0);
            });
        });
        by_family.into_iter().map(|(key, degree)| (node, key, degree)).collect::<Vec<_>>()
    };
    let nodes: Vec<NodeIndex> = view.graph.node_indices().collect();
    let mut rows: Vec<_> = nodes.into_par_iter().flat_map_iter(of_node).collect();
    rows.sort_unstable_by_key(|(node, key, degree)| (std::cmp::Reverse(degree.n_statements()), *node, *key));
    MeasureTable::new(HEADINGS, rows.len(), move |place| {
        let (node, (event_type, class), degree) = &rows[place];
        let numbers = [degree.n_statements(), degree.n_in, degree.n_out, degree.n_mutual];
        let family = event_type.map_or(MeasureCell::Empty, |id| MeasureCell::Text(view.claims().label(id)));
        let class = CLASSES.get(usize::from(*class) - 1).map_or(MeasureCell::Empty, |class| MeasureCell::word(class));
        let cells = [MeasureCell::node(view, super::place(node.index())), family, class].into_iter();
        cells.chain(numbers.map(|n| MeasureCell::Whole(u64::from(n)))).collect()
    })
}
