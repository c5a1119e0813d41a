//! Subject and object are of the kind the predicate speaks of.

use oxigraph::model::NamedNodeRef;

use super::Finding;
use crate::diagnostic::codes;
use crate::model::EntityKind;
use crate::ontology::Predicate;
use crate::rdf::claim::{End, EndKind};
use crate::rdf::vocab;

/// Finds an end of the statement that is outside the domain or range of `predicate`; undeclared entities fit everywhere.
/// Without object, the subject acts alone.
pub fn check_types(subject: &End, predicate: &Predicate, object: Option<&End>) -> Vec<Finding> {
    let ends = [("subject", subject, &predicate.domain)].into_iter();
    let ends = ends.chain(object.map(|object| ("object", object, &predicate.range)));
    let unfit = ends.filter_map(|(field, end, class)| {
        let class = class.as_ref()?.as_ref();
        let what = match end.kind {
            EndKind::Entity(None) => return None,
            EndKind::Entity(Some(kind)) if fits(kind, class) => return None,
            EndKind::Entity(Some(kind)) => format!("a {}", kind.word()),
            EndKind::Event if class != vocab::ACTOR && class != vocab::PLACE => return None,
            EndKind::Event => "an event".to_owned(),
        };
        let wanted = class.as_str().rsplit('#').next().unwrap_or_default().to_lowercase();
        let article = if wanted.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        let message = format!("`{}` is {what}, the {field} of `{}` is {article} {wanted}", end.label, predicate.label);
        Some(
            Finding::new(&codes::UNFIT_TYPE, field, message)
                .hint("swap subject and object, choose another predicate, or mend the entity's type"),
        )
    });
    unfit.collect()
}

/// Asks for the object of a predicate that is done to somebody or something.
pub fn check_alone(predicate: &Predicate) -> Option<Finding> {
    let whom = match predicate.range.as_ref()?.as_ref() {
        vocab::ACTOR => "whom",
        vocab::PLACE => "where",
        _ => "whom or what",
    };
    let message = format!("`{}` {whom}? the cell `object` is empty", predicate.label);
    let hint =
        "write it into `object`, if only `unknown target`; only what nobody is needed for, such as `fled`, has none";
    Some(Finding::new(&codes::NO_OBJECT, "object", message).hint(hint))
}

/// True when something of this kind may stand where `class` is asked for; a state is a place, too.
fn fits(kind: EntityKind, class: NamedNodeRef<'_>) -> bool {
    let own = crate::rdf::entity::class_of(kind);
    own == class
        || class == vocab::ENTITY
        || (class == vocab::ACTOR && kind.is_actor())
        || (class == vocab::PLACE && matches!(kind, EntityKind::State | EntityKind::Thing))
        || (kind == EntityKind::Actor && class != vocab::PLACE)
        || !class.as_str().starts_with(vocab::RA)
}
