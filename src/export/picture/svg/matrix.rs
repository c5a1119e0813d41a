//! A matrix of actors: a row for each who acts, a column for each it is done to.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::font;
use super::frame::{LegendSign, PictureFrame};
use super::tint::{STEPS, Tint, step_of};
use crate::claims::Kind;
use crate::export::markup::escape;
use crate::export::scene::Scene;
use crate::graph::{Node, State, View, Weight};

/// Rows and columns beyond these are left out and counted.
const MOST: usize = 32;
/// Width of the names, and of a cell.
const NAMES: f64 = 170.0;
const CELL: f64 = 26.0;

/// The rows of a matrix, which are its columns as well, and the weight of its strongest colour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatrixFrame {
    rows: Vec<MatrixRow>,
    strongest: u32,
}

/// An actor of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
struct MatrixRow {
    /// What tells it from others, in every part of the graph.
    key: String,
    name: String,
}

/// The statements of one actor about another.
#[derive(Default)]
struct MatrixCell {
    weight: u32,
    /// True when somebody affirms any of it.
    is_affirmed: bool,
    /// Sum of Goldstein scores by weight, and the weight of those that have one.
    score: f64,
    scored: f64,
    story: Vec<String>,
    /// The edge that stands for the heaviest of them in a graph, with its weight.
    heaviest: Option<(u32, EdgeIndex)>,
}

impl MatrixFrame {
    /// The frame of a view: the actors of whom most is said first. The matrices of its slices have it in common, so that an
    /// actor stands in the same row of each and a colour is as strong in each.
    pub fn of(scene: &Scene<'_>) -> MatrixFrame {
        frame_of(scene.view, &cells_of(scene))
    }
}

/// Draws a matrix of the view: more claims make a stronger colour, cooperation a blue one and conflict an orange one.
pub(super) fn draw(scene: &Scene<'_>, given: Option<&MatrixFrame>) -> PictureFrame {
    let view = scene.view;
    let cells = cells_of(scene);
    let own = frame_of(view, &cells);
    let frame = given.unwrap_or(&own);
    let places: BTreeMap<String, NodeIndex> =
        view.graph.node_indices().map(|index| (key(view, &view.graph[index]), index)).collect();
    let shown: Vec<Option<NodeIndex>> = frame.rows.iter().map(|row| places.get(&row.key).copied()).take(MOST).collect();
    let names: Vec<String> =
        frame.rows.iter().take(MOST).map(|row| font::fitted(&row.name, 10.0, NAMES - 24.0)).collect();
    let top = names.iter().map(|name| font::width(name, 10.0)).fold(40.0, f64::max) * 0.72 + 26.0;
    let mut body = String::new();
    draw_names(&names, top, &mut body);
    for (row, from) in shown.iter().enumerate() {
        for (column, to) in shown.iter().enumerate() {
            if let Some((from, to)) = from.zip(*to)
                && let Some(cell) = cells.get(&(from, to))
            {
                let place = [NAMES + CELL * index(column), top + CELL * index(row)];
                let edge = cell.heaviest.map(|(_, edge)| view.edge_id(edge)).unwrap_or_default();
                let story = format!("{} → {}", view.label(&view.graph[from]), view.label(&view.graph[to]));
                draw_cell(cell, &edge, frame.strongest, place, &story, &mut body);
            }
        }
    }
    let legend = Tint::ALL.map(|tint| LegendSign::Color(tint.class(STEPS / 2), tint.meaning())).into();
    let side = CELL * index(shown.len());
    let n_left = own.rows.iter().filter(|row| frame.rows.iter().take(MOST).all(|other| other.key != row.key)).count();
    let notes = notes(view, n_left, given.is_some());
    PictureFrame { body, size: [NAMES + side + top * 0.8, top + side + 8.0], legend, notes }
}

/// What a matrix leaves out, and what its numbers are.
fn notes(view: &View<'_>, n_left: usize, is_slice: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if n_left > 0 {
        notes.push(format!("Left out: {n_left} of whom least is said."));
    }
    let n_events = view
        .graph
        .edge_references()
        .filter(|edge| !is_actor(&view.graph[edge.source()]) || !is_actor(&view.graph[edge.target()]))
        .count();
    if n_events > 0 {
        notes.push(format!("Left out: statements about events ({n_events})."));
    }
    if is_slice {
        notes.push("Rows, and how strong a colour is, are those of the whole time.".to_owned());
    }
    notes.push(format!(
        "Numbers are {}, whatever they say; colours go by what somebody affirms.",
        match view.weight {
            Weight::Claims => "claims",
            Weight::Sources => "independent sources",
        }
    ));
    notes
}

fn is_actor(node: &Node) -> bool {
    node.kind != Kind::Event
}

/// What tells a node from others in every part of the graph: its IRI, or the name of its group.
fn key(view: &View<'_>, node: &Node) -> String {
    view.iri(node).unwrap_or_else(|| view.label(node))
}

/// What actors are said to have done to each other.
fn cells_of(scene: &Scene<'_>) -> BTreeMap<(NodeIndex, NodeIndex), MatrixCell> {
    let view = scene.view;
    let mut cells: BTreeMap<(NodeIndex, NodeIndex), MatrixCell> = BTreeMap::new();
    let among_actors = |edge: &petgraph::graph::EdgeReference<'_, crate::graph::Edge>| {
        is_actor(&view.graph[edge.source()]) && is_actor(&view.graph[edge.target()])
    };
    for edge in view.graph.edge_references().filter(among_actors) {
        let weight = view.weight(edge.weight());
        for (from, to) in both_ways(edge.source(), edge.target(), edge.weight().symmetric) {
            let cell = cells.entry((from, to)).or_default();
            cell.weight += weight;
            let is_affirmed = !matches!(edge.weight().state, State::Denied | State::LeftOpen | State::NotActual);
            cell.is_affirmed |= is_affirmed;
            if let Some(score) = view.claims().family(edge.weight().predicate).goldstein.filter(|_| is_affirmed) {
                cell.score += score * f64::from(weight);
                cell.scored += f64::from(weight);
            }
            if cell.heaviest.is_none_or(|(most, _)| weight > most) {
                cell.heaviest = Some((weight, edge.id()));
            }
            cell.story.push(format!("{} ×{weight} ({})", view.edge_label(edge.weight()), edge.weight().state.word()));
        }
    }
    cells
}

/// All actors that anything is said of, and the weight of the heaviest cell.
fn frame_of(view: &View<'_>, cells: &BTreeMap<(NodeIndex, NodeIndex), MatrixCell>) -> MatrixFrame {
    let mut totals: BTreeMap<NodeIndex, u32> = BTreeMap::new();
    for edge in view.graph.edge_references().filter(|edge| cells.contains_key(&(edge.source(), edge.target()))) {
        for end in [edge.source(), edge.target()] {
            *totals.entry(end).or_default() += view.weight(edge.weight());
        }
    }
    let mut order: Vec<(NodeIndex, u32)> = totals.into_iter().collect();
    order.sort_by_key(|(node, total)| (std::cmp::Reverse(*total), *node));
    let row = |(index, _): (NodeIndex, u32)| {
        let node = &view.graph[index];
        MatrixRow { key: key(view, node), name: view.label(node) }
    };
    let strongest = cells.values().map(|cell| cell.weight).max().unwrap_or(1);
    MatrixFrame { rows: order.into_iter().map(row).collect(), strongest }
}

#[allow(clippy::cast_precision_loss, reason = "a matrix has a few dozen rows")]
fn index(place: usize) -> f64 {
    place as f64
}

fn both_ways(from: NodeIndex, to: NodeIndex, symmetric: bool) -> impl Iterator<Item = (NodeIndex, NodeIndex)> {
    std::iter::once((from, to)).chain((symmetric && from != to).then_some((to, from)))
}

fn draw_names(names: &[String], top: f64, body: &mut String) {
    let side = CELL * index(names.len());
    for (place, name) in names.iter().enumerate() {
        let middle = CELL * (index(place) + 0.5);
        let (x, y, name) = (NAMES + middle, top + middle, escape(name));
        let _ = writeln!(
            body,
            "<path class=\"rule\" d=\"M{NAMES} {y:.1}H{:.1}M{x:.1} {top:.1}V{:.1}\" stroke-dasharray=\"1 3\"/>\
             <text class=\"small out\" text-anchor=\"end\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>\
             <text class=\"small out\" transform=\"translate({:.1} {:.1}) rotate(-45)\">{name}</text>",
            NAMES + side,
            top + side,
            NAMES - 8.0,
            y + 3.6,
            x + 2.0,
            top - 6.0,
        );
    }
    let _ = writeln!(
        body,
        "<text class=\"small faint\" text-anchor=\"end\" x=\"{:.1}\" y=\"{:.1}\">who acts ↓ · on whom →</text>",
        NAMES - 8.0,
        top - 8.0
    );
}

fn draw_cell(cell: &MatrixCell, edge: &str, strongest: u32, [x, y]: [f64; 2], story: &str, body: &mut String) {
    let mean = if cell.scored > 0.0 { cell.score / cell.scored } else { f64::NAN };
    let tint = if cell.is_affirmed { Tint::of_score(mean) } else { Tint::Open };
    let lines: Vec<&str> = cell.story.iter().take(12).map(String::as_str).collect();
    let _ = writeln!(
        body,
        "<g class=\"cell {}\" data-edge=\"{edge}\"><title>{}</title><rect class=\"tint\" x=\"{:.1}\" y=\"{:.1}\" width=\"{4:.1}\" height=\"{4:.1}\" rx=\"3\"/>\
         <text class=\"small\" text-anchor=\"middle\" x=\"{5:.1}\" y=\"{6:.1}\">{7}</text></g>",
        tint.class(step_of(cell.weight, strongest)),
        escape(&format!("{story}: {}\n{}", cell.weight, lines.join("\n"))),
        x + 1.0,
        y + 1.0,
        CELL - 2.0,
        x + CELL / 2.0,
        y + CELL / 2.0 + 3.6,
        short(cell.weight)
    );
}

/// A number of at most four characters.
fn short(n: u32) -> String {
    match n {
        0..=9_999 => n.to_string(),
        10_000..=999_499 => format!("{:.0}k", f64::from(n) / 1e3),
        _ => format!("{:.0}M", f64::from(n) / 1e6),
    }
}
