//! RDF 1.2 as RDF 1.1.
//!
//! A claim carries subject, predicate and object beside the triple term it
//! reifies, so for a claim nothing is lost: it becomes an `rdf:Statement`.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedOrBlankNode, Quad, Term, Triple};

use super::Lost;
use crate::rdf::vocab;
use crate::store::{FormatError, Graphs, Index, Store, Terms};

/// Turns quads of RDF 1.2 into those of RDF 1.1, in their order.
pub(super) struct Downgrade<'s> {
    index: Index<'s>,
    terms: Terms<'s>,
    /// Types of one thing, which wait for the last of them: a claim gets one more, and they stay sorted.
    types: Vec<Quad>,
    pub(super) lost: Lost,
}

impl<'s> Downgrade<'s> {
    pub(super) fn new(store: &'s Store) -> Downgrade<'s> {
        Downgrade { index: store.index(), terms: store.terms(), types: Vec::new(), lost: Lost::default() }
    }

    /// The quads that can be written once `quad` has come.
    pub(super) fn take(&mut self, mut quad: Quad) -> Result<impl Iterator<Item = Quad> + use<>, FormatError> {
        let is_type = quad.predicate == rdf::TYPE;
        let mut ready = match self.types.last() {
            Some(last) if !is_type || last.subject != quad.subject || last.graph_name != quad.graph_name => {
                self.take_types()
            }
            _ => Vec::new(),
        };
        if let Term::Triple(triple) = &quad.object {
            if quad.predicate != vocab::RDF_REIFIES || !self.is_told_otherwise(&quad.subject, triple)? {
                self.lost.triple_terms += 1;
            }
            return Ok(ready.into_iter());
        }
        if let Term::Literal(literal) = &quad.object
            && let (Some(_), Some(language)) = (literal.direction(), literal.language())
        {
            quad.object = Literal::new_language_tagged_literal_unchecked(literal.value(), language).into();
            self.lost.directions += 1;
        }
        if is_type {
            self.types.push(quad);
        } else {
            ready.push(quad);
        }
        Ok(ready.into_iter())
    }

    /// The quads that are left.
    pub(super) fn finish(&mut self) -> impl Iterator<Item = Quad> + use<> {
        self.take_types().into_iter()
    }

    fn take_types(&mut self) -> Vec<Quad> {
        let mut types = std::mem::take(&mut self.types);
        let claim = types.iter().find(|quad| quad.object == vocab::CLAIM.into());
        if let Some(statement) = claim.map(|claim| Quad { object: vocab::RDF_STATEMENT.into(), ..claim.clone() }) {
            types.push(statement);
            types.sort_by_cached_key(|quad| quad.object.to_string());
            types.dedup();
        }
        types
    }

    /// True when a thing has the parts of the triple it reifies as `rdf:subject`, `rdf:predicate` and `rdf:object`.
    fn is_told_otherwise(&self, thing: &NamedOrBlankNode, triple: &Triple) -> Result<bool, FormatError> {
        let thing = self.terms.number(&thing.clone().into())?;
        let parts: [(_, Term); 3] = [
            (vocab::RDF_SUBJECT, triple.subject.clone().into()),
            (vocab::RDF_PREDICATE, triple.predicate.clone().into()),
            (vocab::RDF_OBJECT, triple.object.clone()),
        ];
        for (property, part) in parts {
            let Some(property) = self.index.iri(property) else { return Ok(false) };
            let pattern = [Some(thing), Some(property), Some(self.terms.number(&part)?)];
            if self.index.scan(pattern, Graphs::All).next().is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
