//! A matrix of actors: a row for each who acts, a column for each it is done to.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::font;
use super::frame::{LegendSign, PictureFrame};
use crate::claims::Kind;
use crate::export::markup::escape;
use crate::export::scene::Scene;
use crate::graph::{State, Weight};

/// Rows and columns beyond these are left out and counted.
const MOST: usize = 32;
/// Width of the names, and of a cell.
const NAMES: f64 = 170.0;
const CELL: f64 = 26.0;

/// Colour of what nobody affirms.
const OPEN: &str = "#d8c9a8";

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
}

/// Draws a matrix of the view: more claims make a stronger colour, cooperation a blue one and conflict an orange one.
pub(super) fn draw(scene: &Scene<'_>) -> PictureFrame {
    let view = scene.view;
    let is_actor = |node: NodeIndex| view.graph[node].kind != Kind::Event;
    let mut cells: BTreeMap<(NodeIndex, NodeIndex), MatrixCell> = BTreeMap::new();
    let mut totals: BTreeMap<NodeIndex, u32> = BTreeMap::new();
    for edge in view.graph.edge_references().filter(|edge| is_actor(edge.source()) && is_actor(edge.target())) {
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
            cell.story.push(format!("{} ×{weight} ({})", view.edge_label(edge.weight()), edge.weight().state.word()));
        }
        *totals.entry(edge.source()).or_default() += weight;
        *totals.entry(edge.target()).or_default() += weight;
    }
    let mut order: Vec<(NodeIndex, u32)> = totals.into_iter().collect();
    order.sort_by_key(|(node, total)| (std::cmp::Reverse(*total), *node));
    let n_left = order.len().saturating_sub(MOST);
    let shown: Vec<NodeIndex> = order.into_iter().take(MOST).map(|(node, _)| node).collect();
    let names: Vec<String> =
        shown.iter().map(|node| font::fitted(&view.label(&view.graph[*node]), 10.0, NAMES - 24.0)).collect();
    let top = names.iter().map(|name| font::width(name, 10.0)).fold(40.0, f64::max) * 0.72 + 26.0;
    let mut body = String::new();
    draw_names(&names, top, &mut body);
    let strongest = cells.values().map(|cell| cell.weight).max().unwrap_or(1);
    for (row, from) in shown.iter().enumerate() {
        for (column, to) in shown.iter().enumerate() {
            if let Some(cell) = cells.get(&(*from, *to)) {
                let place = [NAMES + CELL * index(column), top + CELL * index(row)];
                let story = format!("{} → {}", view.label(&view.graph[*from]), view.label(&view.graph[*to]));
                draw_cell(cell, strongest, place, &story, &mut body);
            }
        }
    }
    let mut notes = Vec::new();
    if n_left > 0 {
        notes.push(format!("Left out: {n_left} of whom least is said."));
    }
    let n_events =
        view.graph.edge_references().filter(|edge| !is_actor(edge.source()) || !is_actor(edge.target())).count();
    if n_events > 0 {
        notes.push(format!("Left out: statements about events ({n_events})."));
    }
    notes.push(format!(
        "Numbers are {}, whatever they say; colours go by what somebody affirms.",
        match view.weight {
            Weight::Claims => "claims",
            Weight::Sources => "independent sources",
        }
    ));
    let legend = [(-6.0, "conflict"), (6.0, "cooperation"), (0.0, "neither, or no score")];
    let open = LegendSign::Color(OPEN.to_owned(), "denied, planned or left open");
    let legend =
        legend.map(|(score, meaning)| LegendSign::Color(color(score), meaning)).into_iter().chain([open]).collect();
    let side = CELL * index(shown.len());
    PictureFrame { body, size: [NAMES + side + top * 0.8, top + side + 8.0], legend, notes }
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

fn draw_cell(cell: &MatrixCell, strongest: u32, [x, y]: [f64; 2], story: &str, body: &mut String) {
    let mean = if cell.scored > 0.0 { cell.score / cell.scored } else { f64::NAN };
    let strength = 0.35 + 0.65 * f64::from(cell.weight).ln_1p() / f64::from(strongest).ln_1p();
    let dark_text = strength < 0.75;
    let lines: Vec<&str> = cell.story.iter().take(12).map(String::as_str).collect();
    let _ = writeln!(
        body,
        "<g class=\"cell\"><title>{}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{3:.1}\" height=\"{3:.1}\" rx=\"3\" fill=\"{4}\" \
         fill-opacity=\"{5:.2}\"/><text class=\"small {6}\" text-anchor=\"middle\" x=\"{7:.1}\" y=\"{8:.1}\">{9}</text></g>",
        escape(&format!("{story}: {}\n{}", cell.weight, lines.join("\n"))),
        x + 1.0,
        y + 1.0,
        CELL - 2.0,
        if cell.is_affirmed { color(mean) } else { OPEN.to_owned() },
        strength,
        if dark_text { "out" } else { "on" },
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

/// Orange for conflict, blue for cooperation, grey between and where there is no score: safe for the colour-blind.
fn color(score: f64) -> String {
    match score {
        score if score <= -1.0 => "#d95f02".to_owned(),
        score if score >= 1.0 => "#2c7fb8".to_owned(),
        _ => "#8a8a8a".to_owned(),
    }
}
