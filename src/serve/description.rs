//! What the endpoint can do, in the words of SPARQL 1.1 Service Description.

use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use oxigraph::io::RdfSerializer;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TripleRef};

use super::accept::{GRAPHS, choose, said_type};
use super::fault::Fault;
use super::site::{Served, Site};

/// The namespace of Service Description.
const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
/// The names of formats.
const FORMATS: &str = "http://www.w3.org/ns/formats/";
/// The count of triples of a graph.
const TRIPLES: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://rdfs.org/ns/void#triples");

/// A description that is ready to be sent.
pub(super) struct Description {
    pub(super) media_type: &'static str,
    pub(super) text: Vec<u8>,
}

/// The description of a site, in the format of RDF that the client likes best.
pub(super) fn of(site: &Site, headers: &HeaderMap) -> Result<Response, Fault> {
    let types = GRAPHS.map(|(media_type, _)| media_type);
    let (media_type, format) = choose(headers, &GRAPHS).ok_or_else(|| Fault::unacceptable(&types))?;
    let failed = |error: std::io::Error| Fault::own(error.to_string());
    let serializer = RdfSerializer::from_format(format);
    let serializer = serializer.clone().with_prefix("sd", SD).unwrap_or(serializer);
    let mut serializer = serializer.for_writer(Vec::new());
    for (subject, predicate, object) in statements(&site.current(), !site.services.is_empty()) {
        serializer.serialize_triple(TripleRef::new(&subject, &predicate, &object)).map_err(failed)?;
    }
    let text = serializer.finish().map_err(failed)?;
    Ok(Description { media_type: said_type(media_type), text }.into_response())
}

fn statements(served: &Served, is_federated: bool) -> Vec<(NamedOrBlankNode, NamedNode, Term)> {
    let sd = |name: &str| NamedNode::new_unchecked(format!("{SD}{name}"));
    let service: NamedOrBlankNode = BlankNode::default().into();
    let (dataset, default) = (BlankNode::default(), BlankNode::default());
    let mut found: Vec<(NamedOrBlankNode, NamedNode, Term)> = vec![
        (service.clone(), rdf::TYPE.into_owned(), sd("Service").into()),
        (service.clone(), sd("supportedLanguage"), sd("SPARQL11Query").into()),
        (service.clone(), sd("feature"), sd("UnionDefaultGraph").into()),
        (service.clone(), sd("defaultDataset"), dataset.clone().into()),
        (dataset.clone().into(), rdf::TYPE.into_owned(), sd("Dataset").into()),
        (dataset.clone().into(), sd("defaultGraph"), default.clone().into()),
        (default.clone().into(), rdf::TYPE.into_owned(), sd("Graph").into()),
        (default.into(), TRIPLES.into_owned(), Literal::from(served.graph.store().n_quads() as u64).into()),
    ];
    if is_federated {
        found.push((service.clone(), sd("feature"), sd("BasicFederatedQuery").into()));
    }
    let names = ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle"];
    let further = ["N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD"];
    for name in names.into_iter().chain(further) {
        let format = NamedNode::new_unchecked(format!("{FORMATS}{name}"));
        found.push((service.clone(), sd("resultFormat"), format.into()));
    }
    let index = served.graph.store().index();
    for graph in index.graphs() {
        let Some(Term::NamedNode(name)) = index.term(graph) else { continue };
        let node = BlankNode::default();
        found.push((dataset.clone().into(), sd("namedGraph"), node.clone().into()));
        found.push((node.clone().into(), rdf::TYPE.into_owned(), sd("NamedGraph").into()));
        found.push((node.into(), sd("name"), name.into()));
    }
    found
}
