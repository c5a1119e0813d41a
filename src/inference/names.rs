//! Which predicates a word means.

use std::collections::BTreeMap;

use oxigraph::model::{NamedNode, NamedNodeRef};

use crate::ontology::{Meaning, Ontology, normal_name};
use crate::rdf::iri::{Namespace, is_iri};
use crate::rdf::vocab;

/// Columns of entities that are a relation, by the normal form of their names.
const COLUMNS: [(&str, NamedNodeRef<'static>); 3] =
    [("member of", vocab::MEMBER_OF), ("has member", vocab::HAS_MEMBER), ("country", vocab::COUNTRY)];

/// The IRI that a word is, whole or behind a prefix.
pub fn iri_named(word: &str, prefixes: &BTreeMap<String, String>) -> Option<NamedNode> {
    let bare = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')).unwrap_or(word);
    let behind = bare.split_once(':').and_then(|(prefix, local)| Some(format!("{}{local}", prefixes.get(prefix)?)));
    let iri = behind.unwrap_or_else(|| bare.to_owned());
    is_iri(&iri).then(|| NamedNode::new_unchecked(iri))
}

/// The predicates that a word means: an IRI, a name behind a prefix, a name or alias that a cell may have, or a column of
/// entities. `member of` is both a column and a predicate of claims. A word that nobody knows is the project's own.
pub fn predicates_named(
    word: &str,
    ontology: &Ontology,
    namespace: &Namespace,
    prefixes: &BTreeMap<String, String>,
) -> Vec<NamedNode> {
    if let Some(iri) = iri_named(word, prefixes) {
        return vec![iri];
    }
    let name = normal_name(word);
    let column = COLUMNS.iter().find(|(column, _)| *column == name).map(|(_, property)| property.into_owned());
    let known = match ontology.resolve(word) {
        Some(Meaning::Direct(predicate)) => Some(predicate.iri.clone()),
        // The name of a way back is its IRI, too.
        Some(Meaning::Inverse(_)) => {
            Some(NamedNode::new_unchecked(format!("{}{}", vocab::REL, name.replace(' ', "_"))))
        }
        None if column.is_none() => Some(namespace.predicate(&name)),
        None => None,
    };
    column.into_iter().chain(known).collect()
}
