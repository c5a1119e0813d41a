//! How is it RDF?
//!
//! IRIs from content ([`iri`]), names to IRIs ([`names`]), and one file a model
//! type that turns it into quads; columns with a property of their own go by the
//! tables of `columns` ([`plain`]). Everything goes to a [`Sink`], one quad at a
//! time; nothing here knows where quads are kept.

pub mod claim;
pub mod document;
pub mod entity;
pub mod iri;
pub mod join;
pub mod names;
pub mod plain;
pub mod qualifier;

pub use crate::ontology::vocab;
use oxigraph::model::{GraphNameRef, LiteralRef, NamedNode, NamedNodeRef, QuadRef, TermRef};

/// First line of every RDF file relata exports: a comment in all its syntaxes.
pub const EXPORT_MARK: &str = "# exported by relata\n";

/// Takes quads one at a time.
pub type Sink<'a> = dyn FnMut(QuadRef<'_>) + 'a;

/// A quad of the default graph.
pub(crate) fn fact<'a>(
    subject: &'a NamedNode,
    predicate: NamedNodeRef<'a>,
    object: impl Into<TermRef<'a>>,
) -> QuadRef<'a> {
    QuadRef::new(subject, predicate, object, GraphNameRef::DefaultGraph)
}

/// A literal with a language when one is known.
pub(crate) fn text<'a>(value: &'a str, lang: Option<&'a str>) -> LiteralRef<'a> {
    match lang {
        Some(lang) => LiteralRef::new_language_tagged_literal_unchecked(value, lang),
        None => LiteralRef::new_simple_literal(value),
    }
}

/// The name to show of a resource.
pub(crate) fn label<'a>(of: &'a NamedNode, label: &'a str) -> QuadRef<'a> {
    fact(of, oxigraph::model::vocab::rdfs::LABEL, LiteralRef::new_simple_literal(label))
}
