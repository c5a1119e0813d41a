//! Nodes put together, where there are more than can be seen.

use std::cmp::Reverse;
use std::sync::Arc;

use petgraph::visit::EdgeRef;
use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::Page;
use super::asked::Asked;
use crate::export::told;
use crate::graph::{Edge, Edges, Filter, GroupBy, Tally, View};
use crate::serve::fault::Fault;
use crate::serve::reading::Reading;

/// Groups that are listed at most, those with most nodes first.
const MOST_LISTED: usize = 1_000;
/// The word for: put together where there are too many edges, by what is known of most nodes.
const AUTO: &str = "auto";

/// A part of the graph whose nodes are put together, except in the groups that were opened.
pub(super) struct Grouping<'c> {
    by: GroupBy,
    /// Every node, with its group.
    whole: Arc<View<'c>>,
    /// Groups that are open, by place.
    open: Vec<u32>,
    /// Names of groups that were to be opened and are not there.
    missing: Vec<String>,
    /// Groups, the nodes of open ones, and the edges between them.
    pub(super) view: Arc<View<'c>>,
}

impl<'c> Grouping<'c> {
    /// What is put together as `group` says; none where nodes stay single.
    pub(super) fn of(
        reading: &Reading<'c>,
        asked: &Asked,
        filter: &Filter,
        is_large: bool,
    ) -> Result<Option<Grouping<'c>>, Fault> {
        let filter = Filter { top: None, ..filter.clone() };
        let words: Vec<&'static str> = GroupBy::ALL.iter().map(|by| by.word()).chain([AUTO]).collect();
        let by = match asked.word("group", &words, |word| word)? {
            None => return Ok(None),
            Some(AUTO) if !is_large => return Ok(None),
            Some(AUTO) => usual(reading, &filter)?,
            Some(word) => GroupBy::parse(word).unwrap_or(GroupBy::Type),
        };
        let whole = reading.grouped(&filter, by)?;
        let (mut open, mut missing) = (Vec::new(), Vec::new());
        for name in asked.all("inside") {
            match whole.group_called(&name) {
                Some(place) => open.push(place),
                None => missing.push(name),
            }
        }
        open.sort_unstable();
        open.dedup();
        let view = reading.collapsed(&whole, &filter, by, &open)?;
        Ok(Some(Grouping { by, whole, open, missing, view }))
    }

    /// What was put together: how many nodes, statements and claims, by group.
    pub(super) fn told(&self) -> Value {
        let view = &self.whole;
        let mut inside: Vec<Vec<&Edge>> = vec![Vec::new(); view.groups.len()];
        for edge in view.graph.edge_references() {
            let [from, to] = [edge.source(), edge.target()].map(|end| view.graph[end].group);
            if let Some(own) = from.filter(|_| from == to).and_then(|place| inside.get_mut(place as usize)) {
                own.push(edge.weight());
            }
        }
        let mut order: Vec<usize> = (0..view.groups.len()).collect();
        order.sort_by_key(|place| (Reverse(view.groups[*place].n_nodes), *place));
        let groups = order.iter().take(MOST_LISTED).map(|place| {
            let (group, own) = (&view.groups[*place], &inside[*place]);
            let sum = own.iter().map(|edge| view.tally(edge)).fold(Tally::default(), |sum, one| Tally {
                n_affirm: sum.n_affirm + one.n_affirm,
                n_deny: sum.n_deny + one.n_deny,
                n_open: sum.n_open + one.n_open,
                n_speak: sum.n_speak + one.n_speak,
            });
            json!({
                "name": group.name(),
                "label": group.label,
                "kind": group.kind.word(),
                "n_nodes": group.n_nodes,
                "n_events": group.n_events,
                "is_open": self.open.iter().any(|open| *open as usize == *place),
                "n_statements": own.len(),
                "n_claims": own.iter().map(|edge| edge.n_claims()).sum::<u32>(),
                "states": told::states(own.iter().flat_map(|edge| view.occurrences(edge))),
                "tally": told::tally(sum),
            })
        });
        let n_between = self.view.graph.edge_indices().filter(|index| self.view.joins_groups(*index)).count();
        json!({
            "by": self.by.word(),
            "n_groups": view.groups.len(),
            "n_nodes": view.graph.node_count(),
            "n_events": view.groups.iter().map(|group| group.n_events).sum::<u32>(),
            "n_statements": view.graph.edge_count(),
            "n_claims": view.n_claims(),
            "n_between": n_between,
            "missing": self.missing,
            "groups": groups.collect::<Vec<_>>(),
        })
    }
}

/// By country, where that of half of the nodes is known, and there are several; else by who is joined closely.
fn usual(reading: &Reading<'_>, filter: &Filter) -> Result<GroupBy, Fault> {
    let view = reading.grouped(filter, GroupBy::Country)?;
    let known: Vec<u32> = view.groups.iter().filter(|group| !group.key.is_empty()).map(|group| group.n_nodes).collect();
    let n_known = known.iter().sum::<u32>() as usize;
    let is_telling = known.len() > 2 && n_known * 2 >= view.graph.node_count();
    Ok(if is_telling { GroupBy::Country } else { GroupBy::Community })
}

/// Answers `/api/between`: the statements that one edge between groups stands for, the heaviest first.
pub(super) fn between(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let page = Page::of(asked, 20)?;
    let filter = asked.filter_of_graph(1, 1)?;
    asked.needed("group")?;
    let [from, to] = [asked.needed("from")?, asked.needed("to")?];
    let Some(grouping) = Grouping::of(reading, asked, &filter, true)? else {
        return Err(Fault::malformed("`group` says how nodes are put together"));
    };
    let view = &grouping.view;
    let ends = view.named(from).zip(view.named(to));
    let indices: Vec<_> =
        ends.map_or_else(Vec::new, |(from, to)| view.graph.edges_connecting(from, to).map(|edge| edge.id()).collect());
    let rows: FxHashSet<usize> =
        indices.iter().flat_map(|index| view.members(&view.graph[*index])).map(|row| *row as usize).collect();
    let statements = View::of_rows(reading.claims, Edges::Bundle, rows, usize::MAX);
    let mut edges: Vec<_> = statements.graph.edge_indices().collect();
    edges.sort_by_key(|index| (Reverse(statements.weight(&statements.graph[*index])), *index));
    let (groups, scene) = (reading.scene(view), reading.scene(&statements));
    Ok(json!({
        "edge": indices.first().map(|index| reading.telling.edge(&groups, *index)),
        "n_edges": edges.len(),
        "edges": page.of_list(&edges).iter().map(|index| reading.telling.edge(&scene, *index)).collect::<Vec<_>>(),
    }))
}
