//! Names to IRIs: the cells of one claim against entities, documents and the ontology.

use oxigraph::model::NamedNode;

use super::claims::{ClaimStage, Draft};
use super::foreign::fingerprint;
use crate::diagnostic::{Action, Finding, clip, codes, nearest};
use crate::model::{Claim, Referent};
use crate::ontology::{EventCodes, Meaning, normal_name};
use crate::rdf::claim::{End, EndKind, PredicateUse};
use crate::rdf::names::{Named, Resolution};

impl<'a> ClaimStage<'_, 'a> {
    /// Resolves every name of `claim`; none when an end has no meaning.
    pub(super) fn resolve(&mut self, claim: Claim, findings: &mut Vec<Finding>) -> Option<Draft<'a>> {
        let mut minted = Vec::new();
        let mut end = |stage: &mut Self, referent: &Referent, field: &'static str| match referent {
            Referent::Claim(_) => Some(None),
            Referent::Name(name) => {
                let named = stage.named(name, field, &mut minted, findings)?;
                let kind = EndKind::Entity(named.kind);
                Some(Some(End { iri: named.iri, label: named.label.to_string(), kind }))
            }
        };
        let subject = end(self, &claim.subject, "subject");
        let object = end(self, &claim.object, "object");
        let (predicate, inverse) = self.predicate(&claim.predicate, findings);
        let place = claim.place.as_ref().and_then(|name| self.named(name, "place", &mut minted, findings));
        let speakers = claim
            .said_by
            .iter()
            .filter_map(|name| self.named(name, "said_by", &mut minted, findings))
            .map(|named| named.iri)
            .collect();
        let event_types = Self::event_types(&claim.event_types, findings);
        let mut unknown_document = false;
        let document = claim.document.as_ref().map(|id| {
            if let Some(document) = self.context.documents.get(id) {
                document.iri.clone()
            } else if self.context.told.contains(&fingerprint(id)) {
                self.context.project.namespace.document(id)
            } else {
                unknown_document = true;
                findings.push(self.unknown_document(id));
                self.context.project.namespace.document(id)
            }
        });
        let (mut claim, mut ends) = (claim, [subject?, object?]);
        if inverse {
            ends.swap(0, 1);
            claim.turn();
        }
        Some(Draft {
            claim,
            ends,
            predicate,
            event_types,
            place: place.map(|named| named.iri),
            speakers,
            document,
            minted,
            unknown_document,
        })
    }

    /// The entity a name means; one nobody declared is noticed the first time, and each time when that rejects the row.
    fn named(
        &mut self,
        name: &str,
        field: &'static str,
        minted: &mut Vec<Named>,
        findings: &mut Vec<Finding>,
    ) -> Option<Named> {
        let (named, is_new, collides_with) = match self.context.names.resolve(name) {
            Resolution::Declared(named) => return Some(named),
            Resolution::BadIri => {
                let finding = Finding::new(&codes::BAD_IRI, field, format!("`{}` is no IRI", clip(name)));
                findings.push(finding.hint("write a name, or an absolute IRI without spaces"));
                return None;
            }
            Resolution::Iri(named) => {
                self.note_minted(&named, minted);
                return Some(named);
            }
            Resolution::Minted(named) => (named, false, None),
            Resolution::New { named, collides_with } => (named, true, collides_with),
        };
        let rejecting =
            matches!(self.context.project.policy.action(&codes::UNKNOWN_ENTITY), Action::Reject | Action::Abort);
        if is_new || rejecting {
            let finding =
                Finding::new(&codes::UNKNOWN_ENTITY, field, format!("`{}` is in no row of the entities", clip(name)));
            let near = if is_new { self.context.names.nearest(name) } else { None };
            findings.push(match near {
                Some(near) => finding.hint(format!("did you mean `{near}`? else add a row")),
                None => finding.hint("add a row with its type, or list it as an alias"),
            });
        }
        if let Some(other) = collides_with {
            let message =
                format!("`{name}` would take the IRI of the entity `{other}` and becomes `{}`", named.iri.as_str());
            findings.push(
                Finding::new(&codes::IRI_COLLISION, field, message)
                    .hint(format!("when it is the same, list it as an alias of `{other}`")),
            );
        }
        self.note_minted(&named, minted);
        Some(named)
    }

    /// Notes an entity to be written with the claim, unless it is written already, as most are.
    fn note_minted(&self, named: &Named, minted: &mut Vec<Named>) {
        if !self.context.is_written(&named.iri) {
            minted.push(named.clone());
        }
    }

    /// The predicate a cell means, and whether it is read from its other end.
    fn predicate(&mut self, cell: &str, findings: &mut Vec<Finding>) -> (PredicateUse<'a>, bool) {
        let ontology = self.context.ontology;
        let meaning = self.predicates.get(cell).copied().or_else(|| {
            let meaning = ontology.resolve(cell)?;
            self.predicates.insert(cell.to_owned(), meaning);
            Some(meaning)
        });
        match meaning {
            Some(Meaning::Direct(predicate)) => (PredicateUse::Known(predicate), false),
            Some(Meaning::Inverse(predicate)) => {
                if self.inverses.insert(normal_name(cell)) {
                    let message =
                        format!("`{cell}` is read as `{}` with subject and object exchanged", predicate.label);
                    findings.push(Finding::new(&codes::INVERSE_PREDICATE, "predicate", message));
                }
                (PredicateUse::Known(predicate), true)
            }
            None => {
                let finding = Finding::new(
                    &codes::UNKNOWN_PREDICATE,
                    "predicate",
                    format!("`{}` is in no vocabulary", clip(cell)),
                );
                let near = self
                    .suggestions
                    .entry(cell.to_owned())
                    .or_insert_with(|| ontology.nearest(cell).map(str::to_owned));
                findings.push(match near {
                    Some(near) => finding.hint(format!("did you mean `{near}`?")),
                    None => finding.hint("declare it in an ontology file of the project, or choose a known predicate"),
                });
                let label = normal_name(cell);
                (PredicateUse::Minted { iri: self.context.project.namespace.predicate(&label), label }, false)
            }
        }
    }

    /// The concepts that codes such as `cameo:190` mean.
    fn event_types(codes: &[String], findings: &mut Vec<Finding>) -> Vec<NamedNode> {
        let concept = |code: &String| {
            let concept = EventCodes::shipped().concept(code).cloned();
            if concept.is_none() {
                let message = format!("`{}` is no code of a shipped list", clip(code));
                let finding = Finding::new(&codes::UNKNOWN_EVENT_TYPE, "event_codes", message);
                findings.push(
                    finding.hint("write the list and the code: `cameo:010`, `plover:ASSAULT`; zeros in front count"),
                );
            }
            concept
        };
        codes.iter().filter_map(concept).collect()
    }

    fn unknown_document(&self, id: &str) -> Finding {
        let finding = |message: String| Finding::new(&codes::UNKNOWN_DOCUMENT, "document", message);
        if let Some(line) = self.context.lost_documents.get(id) {
            return finding(format!("the document `{id}` was left out (line {line} of the documents)"))
                .hint("mend that row first");
        }
        let near = nearest(id, self.context.documents.keys().map(String::as_str));
        let hint = near.map_or_else(
            || "add a row with its publisher and date".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        finding(format!("`{id}` is in no row of the documents")).hint(hint)
    }
}
