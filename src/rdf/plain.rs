//! Columns whose cells are the values of a property, as RDF.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{LiteralRef, NamedNode, NamedNodeRef, Term};

use super::{Sink, fact, text};
use crate::columns::{Content, Field, Holds};
use crate::ontology::vocab;

/// Where the items of Wikidata are.
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// Writes what `of` says in the columns of `fields` that have a property of plain values; its texts are in `language`.
pub(super) fn write_plain<T>(
    fields: &[Field<T>],
    of: &T,
    iri: &NamedNode,
    language: Option<&str>,
    sink: &mut Sink<'_>,
) {
    for field in fields {
        let Some(property) = field.plain_property() else { continue };
        match (field.get)(of) {
            Content::Text(value) => match field.holds {
                Holds::Title => sink(fact(iri, property, text(value, language))),
                // A grade has one sign, and every number has a point or is 0: `1` is the best grade either way.
                Holds::Grade if value.len() == 1 && value != "0" => {
                    sink(fact(iri, property, LiteralRef::new_simple_literal(value)));
                }
                Holds::Share | Holds::Grade => {
                    sink(fact(iri, property, LiteralRef::new_typed_literal(value, xsd::DECIMAL)));
                }
                // An address may have a scheme that is not allowed; whoever knows the schemes writes it.
                Holds::Address => {}
                Holds::Item => sink(fact(iri, property, &NamedNode::new_unchecked(format!("{WIKIDATA}{value}")))),
                _ => sink(fact(iri, property, LiteralRef::new_simple_literal(value))),
            },
            Content::Texts(values) => {
                for value in values {
                    sink(fact(iri, property, LiteralRef::new_simple_literal(value)));
                }
            }
            Content::Date(date) => {
                sink(fact(iri, property, LiteralRef::new_typed_literal(date.text(), date_datatype(date.text()))));
            }
            Content::Nothing | Content::Number(_) | Content::End(_) | Content::Point(_) => {}
        }
    }
}

/// The cell that a term of such a property stands for.
pub fn plain_cell(holds: Holds, term: Term) -> String {
    let text = match term {
        Term::NamedNode(node) => node.into_string(),
        Term::BlankNode(node) => node.into_string(),
        Term::Literal(literal) => literal.destruct().0,
        Term::Triple(_) => String::new(),
    };
    match (holds, text.rsplit_once('/')) {
        (Holds::Item, Some((_, item))) => item.to_owned(),
        _ => text,
    }
}

/// The datatype of a date: that of a plain day, month or year, which SPARQL computes with, or else EDTF.
pub(super) fn date_datatype(date: &str) -> NamedNodeRef<'static> {
    plain_datatype(date).unwrap_or(vocab::EDTF)
}

/// The datatype of a day, a month or a year without doubts and without a time; none for other dates.
pub(super) fn plain_datatype(date: &str) -> Option<NamedNodeRef<'static>> {
    let is_plain = date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match date.len() {
        10 if is_plain => Some(xsd::DATE),
        7 if is_plain => Some(xsd::G_YEAR_MONTH),
        4 if is_plain => Some(xsd::G_YEAR),
        _ => None,
    }
}
