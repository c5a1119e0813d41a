//! The claims of a graph, laid out so that questions about them are answered at once.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use oxigraph::model::NamedNode;
use rustc_hash::FxHashMap;

use super::api::Alike;
use super::fault::Fault;
use super::names::Names;
use crate::claims::{Claims, Id};
use crate::door::Graph;
use crate::export::report::Report;
use crate::export::scene::Scene;
use crate::export::told::Telling;
use crate::graph::{Edges, Filter, GroupBy, View};
use crate::resolution::Finder;

/// Filtered views that are kept: a page asks for the same part several times.
const MOST_VIEWS: usize = 8;

/// Claims whose words are looked at, so that a word that stands everywhere takes no longer than others.
const MOST_QUOTING: usize = 10_000;

/// Claims with all that is asked about them again and again.
pub(super) struct Reading<'c> {
    pub(super) claims: &'c Claims<'c>,
    pub(super) graph: &'c Graph,
    /// Prefixes that shorten IRIs.
    pub(super) prefixes: std::collections::BTreeMap<String, String>,
    /// Every claim, by statement.
    pub(super) view: Arc<View<'c>>,
    pub(super) telling: Telling<'c>,
    /// Everything a dossier can be on, in the order of IRIs.
    pub(super) entities: Vec<Id>,
    pub(super) names: Names,
    /// The claims that rest on each piece of evidence.
    resting: FxHashMap<Id, Vec<u32>>,
    /// Parts of the graph by their filters, the one asked for last at the end.
    views: Mutex<Vec<(String, Arc<View<'c>>)>>,
    finder: OnceLock<(Vec<Id>, Finder)>,
    /// The overview of all claims, which every page begins with; none where it cannot be counted.
    pub(super) overview: OnceLock<Option<serde_json::Value>>,
    /// Names that may be one actor.
    pub(super) alike: OnceLock<Vec<Alike>>,
}

impl<'c> Reading<'c> {
    pub(super) fn new(claims: &'c Claims<'c>, graph: &'c Graph) -> Reading<'c> {
        // Names and edges know nothing of each other, and there are two cores.
        let (entities, names, view) = std::thread::scope(|scope| {
            let view = scope.spawn(|| View::new(claims, Edges::Bundle));
            let entities = Report::entities(claims);
            let names = Names::new(claims, &entities);
            let view = view.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (entities, names, view)
        });
        let view = Arc::new(view);
        let mut resting: FxHashMap<Id, Vec<u32>> = FxHashMap::default();
        for (place, claim) in (0..).zip(claims.rows()) {
            if let Some(evidence) = claim.evidence {
                resting.entry(evidence).or_default().push(place);
            }
        }
        Reading {
            claims,
            graph,
            prefixes: graph.project().prefixes(),
            telling: Telling::new(claims, &graph.project().namespace, Arc::clone(&view)),
            names,
            view,
            entities,
            resting,
            views: Mutex::default(),
            finder: OnceLock::new(),
            overview: OnceLock::new(),
            alike: OnceLock::new(),
        }
    }

    /// The part of the graph that passes a filter.
    pub(super) fn view(&self, filter: &Filter) -> Result<Arc<View<'c>>, Fault> {
        let key = format!("{filter:?}");
        if key == format!("{:?}", Filter::default()) {
            return Ok(Arc::clone(&self.view));
        }
        let Some(top) = filter.top else { return self.kept(key, || Ok(filter.view(self.claims)?)) };
        // The heaviest edges are cut out of the whole, which is asked for again when somebody wants more of them.
        let whole = self.view(&Filter { top: None, ..filter.clone() })?;
        if whole.graph.edge_count() <= top {
            return Ok(whole);
        }
        self.kept(key, || {
            let mut view = View::clone(&whole);
            view.keep_heaviest(top);
            Ok(view)
        })
    }

    /// The part of the graph that passes a filter, with a group for each node.
    pub(super) fn grouped(&self, filter: &Filter, by: GroupBy) -> Result<Arc<View<'c>>, Fault> {
        let whole = self.view(filter)?;
        self.kept(format!("{filter:?} by {by:?}"), || Ok(View::clone(&whole).grouped(by).with_rest_grouped()))
    }

    /// The same with a node for each group, except for those at these places.
    pub(super) fn collapsed(
        &self,
        grouped: &View<'c>,
        filter: &Filter,
        by: GroupBy,
        open: &[u32],
    ) -> Result<Arc<View<'c>>, Fault> {
        self.kept(format!("{filter:?} by {by:?} around {open:?}"), || Ok(grouped.clone().collapsed_around(open)))
    }

    /// What is kept under a key, made where it is not there. What was asked for longest ago goes.
    fn kept(&self, key: String, make: impl FnOnce() -> Result<View<'c>, Fault>) -> Result<Arc<View<'c>>, Fault> {
        let views = || self.views.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = views();
        if let Some(place) = known.iter().position(|(known, _)| *known == key) {
            let found = known.remove(place);
            let view = Arc::clone(&found.1);
            known.push(found);
            return Ok(view);
        }
        drop(known);
        let view = Arc::new(make()?);
        let mut known = views();
        if known.len() >= MOST_VIEWS {
            known.remove(0);
        }
        known.push((key, Arc::clone(&view)));
        Ok(view)
    }

    /// For each claim, whether it is in a view; none when all are.
    pub(super) fn mask(&self, view: &View<'_>) -> Option<Vec<bool>> {
        if view.n_claims() == self.claims.rows().len() {
            return None;
        }
        let mut mask = vec![false; self.claims.rows().len()];
        for index in view.graph.edge_weights().flat_map(|edge| view.members(edge)) {
            if let Some(place) = mask.get_mut(*index as usize) {
                *place = true;
            }
        }
        Some(mask)
    }

    /// The term of an IRI, written whole or with a prefix of the project.
    pub(super) fn thing(&self, iri: &str) -> Result<Id, Fault> {
        let prefixed =
            iri.split_once(':').and_then(|(prefix, local)| Some(format!("{}{local}", self.prefixes.get(prefix)?)));
        let found = self.claims.by_iri(iri).or_else(|| self.claims.by_iri(&prefixed?));
        found.ok_or_else(|| match NamedNode::new(iri) {
            Ok(node) => Fault::missing(format!("the graph says nothing of {node}")),
            Err(error) => Fault::malformed(format!("`{iri}` is no IRI: {error}")),
        })
    }

    /// The claims that rest on a quote with all of these words, in order; `secur*` stands for all words that begin so. Of
    /// words that stand nearly everywhere, not all claims are looked for.
    pub(super) fn quoting(&self, words: &str) -> Vec<u32> {
        let things = self.claims.having_words(words).into_iter();
        let resting = things.flat_map(|thing| self.resting.get(&thing).into_iter().flatten().copied());
        let mut found: Vec<u32> = resting.take(MOST_QUOTING).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A view as exports tell it, without places.
    pub(super) fn scene<'a>(&'a self, view: &'a View<'_>) -> Scene<'a> {
        Scene { view, title: String::new(), prefixes: &self.prefixes, positions: None, measures: Vec::new() }
    }

    /// What finds the entity that a name may mean, with the entities in the order it counts them.
    pub(super) fn finder(&self) -> (&[Id], &Finder) {
        let (ids, finder) = self.finder.get_or_init(|| {
            let (ids, candidates) = self.claims.candidates().into_iter().unzip();
            (ids, Finder::new(candidates))
        });
        (ids, finder)
    }
}
