//! How far the claims of a graph can be relied on.

use oxigraph::model::NamedNodeRef;

use super::{Claims, Id};
use crate::model::{Grade, Rating};
use crate::rdf::vocab;
use crate::store::Graphs;

impl Claims<'_> {
    /// True when anybody has given a grade to a source or a claim, so that asking for ratings is worth the time.
    pub fn has_ratings(&self) -> bool {
        let index = self.store.index();
        let mut properties = [vocab::RELIABILITY, vocab::CREDIBILITY].into_iter().filter_map(|iri| index.iri(iri));
        properties.any(|property| index.scan([None, Some(property), None], Graphs::All).next().is_some())
    }

    /// What is known of how far the claim at `index` can be relied on.
    ///
    /// The outlet is the publisher that its document names: what is only concluded from an address has no grade.
    pub fn rating(&self, index: usize) -> Rating {
        let Some(claim) = self.rows().get(index) else { return Rating::default() };
        let speakers = self.speakers(index).iter().filter_map(|speaker| self.grade(*speaker, vocab::RELIABILITY));
        let publisher = claim.document.and_then(|id| self.values(id, vocab::SCHEMA_PUBLISHER).into_iter().next());
        let outlet = publisher.and_then(|publisher| self.grade(publisher, vocab::RELIABILITY));
        Rating::new(speakers, outlet, self.grade(claim.id, vocab::CREDIBILITY))
    }

    /// The grade that something has; the best where rows of several files differ.
    fn grade<G: Grade>(&self, id: Id, property: NamedNodeRef<'_>) -> Option<G> {
        self.values(id, property).into_iter().filter_map(|value| G::of_cell(&self.text(value))).min()
    }
}
