//! The names metadata may use without declaring them: those of the context of CSVW, which are the initial context of `RDFa` and
//! the terms of the vocabulary itself.

use oxiri::Iri;

pub(super) const CSVW: &str = "http://www.w3.org/ns/csvw#";
pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

const PREFIXES: &[(&str, &str)] = &[
    ("as", "https://www.w3.org/ns/activitystreams#"),
    ("cc", "http://creativecommons.org/ns#"),
    ("csvw", CSVW),
    ("ctag", "http://commontag.org/ns#"),
    ("dc", "http://purl.org/dc/terms/"),
    ("dc11", "http://purl.org/dc/elements/1.1/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("dctypes", "http://purl.org/dc/dcmitype/"),
    ("dqv", "http://www.w3.org/ns/dqv#"),
    ("duv", "https://www.w3.org/TR/vocab-duv#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("gr", "http://purl.org/goodrelations/v1#"),
    ("grddl", "http://www.w3.org/2003/g/data-view#"),
    ("ical", "http://www.w3.org/2002/12/cal/icaltzd#"),
    ("ldp", "http://www.w3.org/ns/ldp#"),
    ("ma", "http://www.w3.org/ns/ma-ont#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("og", "http://ogp.me/ns#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("qb", "http://purl.org/linked-data/cube#"),
    ("rdf", RDF),
    ("rdfa", "http://www.w3.org/ns/rdfa#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rev", "http://purl.org/stuff/rev#"),
    ("rif", "http://www.w3.org/2007/rif#"),
    ("rr", "http://www.w3.org/ns/r2rml#"),
    ("schema", "http://schema.org/"),
    ("sd", "http://www.w3.org/ns/sparql-service-description#"),
    ("sioc", "http://rdfs.org/sioc/ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("skosxl", "http://www.w3.org/2008/05/skos-xl#"),
    ("v", "http://rdf.data-vocabulary.org/#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("wdr", "http://www.w3.org/2007/05/powder#"),
    ("wrds", "http://www.w3.org/2007/05/powder-s#"),
    ("xhv", "http://www.w3.org/1999/xhtml/vocab#"),
    ("xsd", XSD),
];

/// Classes of the vocabulary.
const CLASSES: &[&str] = &[
    "Cell",
    "Column",
    "Datatype",
    "Dialect",
    "Direction",
    "ForeignKey",
    "JSON",
    "NumericFormat",
    "Row",
    "Schema",
    "Table",
    "TableGroup",
    "TableReference",
    "Transformation",
    "uriTemplate",
];

/// `name` as an IRI, when it is a prefixed name or absolute.
pub(super) fn expand_name(name: &str) -> Option<String> {
    let expanded = expand_prefix(name).unwrap_or_else(|| name.to_owned());
    (!name.starts_with("_:") && Iri::parse(expanded.as_str()).is_ok()).then_some(expanded)
}

/// `name` with its prefix written out, when that is a known one.
pub(super) fn expand_prefix(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    let (_, iri) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    Some(format!("{iri}{local}"))
}

/// The same, where a class of the vocabulary or a built-in datatype may stand as a bare word.
pub(super) fn expand_type(name: &str) -> Option<String> {
    if CLASSES.contains(&name) {
        return Some(format!("{CSVW}{name}"));
    }
    super::builtin::find(name).map(super::builtin::Builtin::iri).or_else(|| expand_name(name))
}

/// Every prefix with its namespace.
pub(super) fn prefixes() -> impl Iterator<Item = (&'static str, &'static str)> {
    PREFIXES.iter().copied()
}
