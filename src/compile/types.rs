//! What types of entities mean: one of relata's kinds, or a class of the project.

use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Finding, clip, codes, nearest};
use crate::model::{Entity, EntityKind};
use crate::ontology::{local_name, normal_name};
use crate::project::Project;
use crate::rdf::entity::{OwnClass, class_of};
use crate::rdf::names::expanded_iri;

/// Knows the classes of a project. Case, `_`, `-` and spaces do not tell them apart; each is shown as it is written first.
#[derive(Default)]
pub(super) struct Types {
    classes: FxHashMap<String, OwnClass>,
}

impl Types {
    /// Sets what an entity is by the word that a row has for its type; a word of which nothing is known is noticed the
    /// first time.
    pub(super) fn settle(&mut self, entity: &mut Entity, word: &str, project: &Project, findings: &mut Vec<Finding>) {
        if let Some(kind) = project.types.get(&normal_name(word)) {
            // What the project says of a word counts before what relata understands by it.
            entity.kind = Some(*kind);
            return;
        }
        let Some(class) = &entity.class else { return };
        let iri = expanded_iri(class, &project.prefixes());
        if let Some(kind) = EntityKind::ALL.into_iter().find(|kind| iri.as_deref() == Some(class_of(*kind).as_str())) {
            (entity.kind, entity.class) = (Some(kind), None);
            return;
        }
        let is_fatal = project.policy.rejects(&codes::UNKNOWN_TYPE);
        if (is_fatal || !self.classes.contains_key(&normal_name(class))) && iri.is_none() {
            let message = format!("`{}` is none of the types that relata knows: it becomes a class", clip(class));
            let near = nearest(&class.to_lowercase(), EntityKind::ALL.iter().map(|kind| kind.word()));
            let example = format!("tell what it is: `[types] \"{}\" = \"organization\"` in `relata.toml`", clip(class));
            let hint = near.map_or_else(|| example.clone(), |near| format!("did you mean `{near}`? else {example}"));
            findings.push(Finding::new(&codes::UNKNOWN_TYPE, "type", message).hint(hint));
        }
        self.class(class, None, project);
    }

    /// The class of a name, which may be a whole IRI or `prefix:name`.
    pub(super) fn class(&mut self, name: &str, kind: Option<EntityKind>, project: &Project) -> OwnClass {
        let normal = normal_name(name);
        let make = || {
            let written = expanded_iri(name, &project.prefixes()).and_then(|iri| NamedNode::new(iri).ok());
            let label: Arc<str> = match &written {
                Some(iri) => local_name(iri.as_str().trim_end_matches(['/', '#'])).into(),
                None => name.split_whitespace().collect::<Vec<_>>().join(" ").into(),
            };
            let iri = written.unwrap_or_else(|| project.namespace.class(&normal));
            OwnClass { iri, label, kind }
        };
        let class = self.classes.entry(normal.clone()).or_insert_with(make);
        class.kind = class.kind.or(kind);
        class.clone()
    }
}
