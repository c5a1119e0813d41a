//! Nodes, edges, and what is behind them.

use std::sync::Arc;

use petgraph::Direction;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value, json};

use super::Page;
use super::asked::Asked;
use super::groups::Grouping;
use crate::claims::Id;
use crate::export::MOST_PLACED;
use crate::export::picture::svg;
use crate::export::scene::Scene;
use crate::export::told::{self, Telling};
use crate::graph::measure::{PathStep, paths_in_time, shortest_paths};
use crate::graph::{Edge, Filter, View};
use crate::serve::fault::Fault;
use crate::serve::reading::Reading;

/// Edges that are shown when nobody asks for a number.
const USUAL_EDGES: usize = 300;
/// Edges that are shown at most: beyond, a graph has to be cut out or exported.
const MOST_EDGES: usize = 10_000;

/// Answers `/api/graph`.
pub(super) fn graph(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let filter = asked.filter_of_graph(USUAL_EDGES, MOST_EDGES)?;
    let whole = reading.view(&Filter { top: None, ..filter.clone() })?;
    let grouping = Grouping::of(reading, asked, &filter, whole.graph.edge_count() > MOST_EDGES)?;
    let view = match &grouping {
        None => reading.view(&filter)?,
        Some(grouping) => {
            let mut view = View::clone(&grouping.view);
            view.keep_heaviest_of_each(filter.top.unwrap_or(USUAL_EDGES).min(MOST_EDGES / 2));
            Arc::new(view)
        }
    };
    let mut scene = reading.scene(&view);
    if asked.truth("places", true)? && view.graph.edge_count() <= MOST_PLACED {
        scene.positions = Some(svg::places(&scene));
    }
    let edges: Vec<EdgeIndex> = view.graph.edge_indices().collect();
    let mut told = shown(reading, &scene, &edges, &[]);
    told.insert("n_edges".to_owned(), grouping.as_ref().map_or(&whole, |one| &one.view).graph.edge_count().into());
    told.insert("grouping".to_owned(), grouping.map_or(Value::Null, |one| one.told()));
    told.insert("heading".to_owned(), scene.heading().into());
    Ok(told.into())
}

/// Nodes and edges of a view: these edges with their ends, and these nodes besides.
fn shown(reading: &Reading<'_>, scene: &Scene<'_>, edges: &[EdgeIndex], alone: &[Id]) -> Map<String, Value> {
    let view = scene.view;
    let ends = edges.iter().filter_map(|index| view.graph.edge_endpoints(*index));
    let mut nodes: Vec<_> = ends.flat_map(|(from, to)| [from, to]).collect();
    nodes.extend(alone.iter().filter_map(|id| view.node(*id)));
    nodes.sort_unstable();
    nodes.dedup();
    let nodes = nodes.into_iter().map(|index| Telling::node(scene, index)).collect();
    let edges = edges.iter().map(|index| reading.telling.edge(scene, *index)).collect();
    Map::from_iter([("nodes".to_owned(), nodes), ("edges".to_owned(), edges)])
}

/// Where an edge leads from a node: `out`, `in`, or `both` where its statement reads the same from both ends.
fn direction_of(edge: &Edge, is_out: bool) -> &'static str {
    match (edge.symmetric, is_out) {
        (true, _) => "both",
        (false, true) => "out",
        (false, false) => "in",
    }
}

/// The edges of a thing: where each leads, and to what.
fn edges_of(view: &View<'_>, id: Id) -> Vec<(EdgeIndex, &'static str, petgraph::graph::NodeIndex)> {
    let Some(node) = view.node(id) else { return Vec::new() };
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    for direction in [Direction::Outgoing, Direction::Incoming] {
        for edge in view.graph.edges_directed(node, direction).filter(|edge| seen.insert(edge.id())) {
            let is_out = direction == Direction::Outgoing;
            let other = if is_out { edge.target() } else { edge.source() };
            found.push((edge.id(), direction_of(edge.weight(), is_out), other));
        }
    }
    found
}

/// Answers `/api/neighbours`: how many there are by predicate, before any of them is shown.
pub(super) fn neighbours(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let id = reading.thing(asked.needed("iri")?)?;
    let view = reading.view(&asked.filter()?)?;
    let edges = edges_of(&view, id);
    let mut found: FxHashMap<(Id, &str), Vec<(EdgeIndex, petgraph::graph::NodeIndex)>> = FxHashMap::default();
    for (edge, direction, other) in &edges {
        found.entry((view.graph[*edge].predicate, direction)).or_default().push((*edge, *other));
    }
    let n_claims = |edges: &[(EdgeIndex, _)]| edges.iter().map(|(edge, _)| view.graph[*edge].n_claims()).sum::<u32>();
    let mut groups: Vec<_> = found.into_iter().collect();
    groups.sort_by_key(|((predicate, direction), edges)| (std::cmp::Reverse(n_claims(edges)), *predicate, *direction));
    let told = groups.iter().map(|((predicate, direction), edges)| {
        let others: FxHashSet<_> = edges.iter().map(|(_, other)| *other).collect();
        let occurrences = edges.iter().flat_map(|(edge, _)| view.occurrences(&view.graph[*edge]));
        json!({
            "predicate": reading.telling.predicate(*predicate),
            "direction": direction,
            "n_neighbours": others.len(),
            "n_edges": edges.len(),
            "n_claims": n_claims(edges),
            "states": told::states(occurrences),
        })
    });
    let all: FxHashSet<_> = edges.iter().map(|(_, _, other)| *other).collect();
    Ok(json!({
        "thing": reading.telling.thing(id),
        "n_neighbours": all.len(),
        "n_edges": edges.len(),
        "groups": told.collect::<Vec<_>>(),
    }))
}

/// Answers `/api/expand`: the heaviest edges of a thing first.
pub(super) fn expand(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let id = reading.thing(asked.needed("iri")?)?;
    let page = Page::of(asked, 20)?;
    let view = reading.view(&asked.filter()?)?;
    let wanted = asked.word("direction", &["out", "in", "both"], |word| word)?;
    let edges = edges_of(&view, id).into_iter().filter(|(_, direction, _)| wanted.is_none_or(|one| one == *direction));
    let mut edges: Vec<EdgeIndex> = edges.map(|(edge, ..)| edge).collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(view.weight(&view.graph[*edge])), *edge));
    let scene = reading.scene(&view);
    let mut told = shown(reading, &scene, page.of_list(&edges), &[id]);
    told.insert("n_edges".to_owned(), edges.len().into());
    Ok(told.into())
}

/// Answers `/api/edge`: what one is said to have to do with the other, by occurrence, with who says so and who does not.
pub(super) fn edge(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let [subject, object] = [asked.needed("subject")?, asked.needed("object")?];
    let (subject, object) = (reading.thing(subject)?, reading.thing(object)?);
    let view = reading.view(&asked.filter()?)?;
    let scene = reading.scene(&view);
    let mut told = Vec::new();
    let (from, to) = (view.node(subject), view.node(object));
    let found = edges_of(&view, subject)
        .into_iter()
        .filter(|(_, direction, other)| Some(*other) == to && (*direction != "in" || from == to));
    for (index, ..) in found {
        let occurrences = view.occurrences(&view.graph[index]);
        let mut edge = reading.telling.edge(&scene, index);
        if let Value::Object(members) = &mut edge {
            let occurrences = occurrences.iter().map(|one| reading.telling.occurrence(&view, one)).collect();
            members.insert("occurrences".to_owned(), occurrences);
            // What exports tell of an edge besides, by name.
            let besides = scene.edge_pairs(index).into_iter().map(|(name, value)| (name.to_owned(), value.to_json()));
            members.insert("attributes".to_owned(), besides.collect());
        }
        told.push(edge);
    }
    Ok(json!({ "subject": reading.telling.thing(subject), "object": reading.telling.thing(object), "edges": told }))
}

/// Answers `/api/paths`.
pub(super) fn paths(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let [from, to] = [reading.thing(asked.needed("from")?)?, reading.thing(asked.needed("to")?)?];
    if from == to {
        return Err(Fault::malformed("`from` and `to` are the same: name two things"));
    }
    let (undirected, in_time) = (asked.truth("undirected", false)?, asked.truth("in_time", false)?);
    let most = asked.number("most", 5, 100)?;
    let view = reading.view(&asked.filter()?)?;
    let nodes = |id: Id| view.called(&reading.claims.text(id));
    let (starts, ends) = (nodes(from)?, nodes(to)?);
    let (n_paths, paths) = if in_time {
        let paths = paths_in_time(&view, &starts, &ends, undirected);
        (paths.len() as u64, paths)
    } else {
        let found = shortest_paths(&view, &starts, &ends, undirected, most);
        (found.n_paths, found.paths)
    };
    let scene = reading.scene(&view);
    let step = |step: &PathStep| {
        let statements = step
            .taken
            .iter()
            .map(|taken| json!({ "edge": reading.telling.edge(&scene, taken.edge), "is_forward": taken.is_forward }));
        let [from, to] = [step.from, step.to].map(|node| {
            let node = &view.graph[node];
            json!({ "iri": view.iri(node), "label": view.label(node), "type": view.type_word(node) })
        });
        json!({
            "from": from,
            "to": to,
            "day": step.day.map(|day| day.to_string()),
            "statements": statements.collect::<Vec<_>>(),
        })
    };
    let told = paths.iter().take(most).map(|path| json!({ "steps": path.steps.iter().map(step).collect::<Vec<_>>() }));
    Ok(json!({
        "from": reading.telling.thing(from),
        "to": reading.telling.thing(to),
        "n_paths": n_paths,
        "paths": told.collect::<Vec<_>>(),
    }))
}
