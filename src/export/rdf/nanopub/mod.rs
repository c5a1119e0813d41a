//! Each claim as a nanopublication: <http://nanopub.net/guidelines/working_draft/>.
//!
//! An assertion graph asserts. So it holds the plain statement only where the
//! speaker affirms it; what is negative, planned, possible or left open is
//! described instead, as a claim with its subject, predicate, object, polarity and
//! modality. An event says of itself that it need not have happened, so its date
//! and place stand there in both cases. Provenance has who says so, where and in
//! which words; the information on the publication has who coded the row, with
//! which file and program. A graph's day of creation is the day the document was
//! retrieved, else published: nothing comes from the clock.

mod properties;

use std::io::{self, Write};

use oxigraph::io::{RdfFormat, WriterQuadSerializer};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};

use rustc_hash::FxHashSet;

use super::serializer;
use crate::claims::{Claim, Claims, Id, Voice};
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions};
use crate::model::Stance;
use crate::rdf::iri::is_iri;
use crate::rdf::{EXPORT_MARK, vocab};
use crate::store::{FormatError, Graphs};
use properties::{OF_CONTENT, OF_DOCUMENT, OF_EVENT, OF_EVIDENCE, OF_ROW, OF_SELECTOR, OF_SOURCE};

const TOOL: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/relata");

/// Events that speak of events are told with a claim down to this level. Those below stand with the claims that tell of
/// them: a chain of claims, each about the one before, would make as many facts as the square of its length.
const MOST_LEVELS: usize = 32;

/// Prefixes that only nanopublications need.
const PREFIXES: [(&str, &str); 3] = [
    ("np", "http://www.nanopub.org/nschema#"),
    ("pav", "http://purl.org/pav/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
];

/// Writes the claims of a scene in the order of their IRIs.
///
/// # Errors
/// When the graph file is damaged or `out` fails.
pub fn write(scene: &Scene<'_>, _: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    out.write_all(EXPORT_MARK.as_bytes())?;
    let mut prefixes = scene.prefixes.clone();
    prefixes.extend(PREFIXES.map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())));
    let mut writer = serializer(RdfFormat::TriG, &prefixes).for_writer(out);
    let view = scene.view;
    let mut members: Vec<u32> = view.graph.edge_weights().flat_map(|edge| view.members(edge)).copied().collect();
    members.sort_unstable();
    members.dedup();
    let genid = format!("{}.well-known/genid/", prefixes.get("kg").map_or("urn:relata:", String::as_str));
    for index in members {
        let press = Press { claims: view.claims(), index: index as usize, genid: &genid };
        if let Some(claim) = view.claims().rows().get(press.index) {
            press.write(claim, &mut writer)?;
        }
    }
    writer.finish()?;
    Ok(())
}

/// Prints one claim.
struct Press<'a> {
    claims: &'a Claims<'a>,
    index: usize,
    /// What names of blank nodes follow where an IRI is needed.
    genid: &'a str,
}

/// The facts of one graph.
#[derive(Default)]
struct Facts(Vec<Triple>);

impl Facts {
    fn add(&mut self, subject: impl Into<NamedOrBlankNode>, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.0.push(Triple::new(subject, predicate, object));
    }
}

impl Press<'_> {
    fn write(&self, claim: &Claim, writer: &mut WriterQuadSerializer<&mut dyn Write>) -> Result<(), ExportError> {
        let claim_node = self.node_of(claim.id);
        let claim_iri = match &claim_node {
            NamedOrBlankNode::NamedNode(iri) => iri.as_str().to_owned(),
            NamedOrBlankNode::BlankNode(blank) => format!("{}{}", self.genid, blank.as_str()),
        };
        let between = if claim_iri.contains('#') { '/' } else { '#' };
        let part = |name: &str| NamedNode::new_unchecked(format!("{claim_iri}/nanopub{between}{name}"));
        let publication = NamedNode::new_unchecked(format!("{claim_iri}/nanopub"));
        let parts = ["Head", "assertion", "provenance", "pubinfo"].map(part);
        let [_, assertion, provenance, pubinfo] = &parts;
        let mut head = Facts::default();
        head.add(publication.clone(), rdf::TYPE, vocab::NP_NANOPUBLICATION);
        head.add(publication.clone(), vocab::NP_HAS_ASSERTION, assertion.clone());
        head.add(publication.clone(), vocab::NP_HAS_PROVENANCE, provenance.clone());
        head.add(publication.clone(), vocab::NP_HAS_PUBINFO, pubinfo.clone());
        let graphs = [
            head,
            self.assertion(claim, &claim_node)?,
            self.provenance(claim, &claim_node, assertion)?,
            self.pubinfo(claim, &claim_node, &publication)?,
        ];
        for (name, Facts(mut facts)) in parts.into_iter().zip(graphs) {
            facts.sort_by_cached_key(Triple::to_string);
            facts.dedup();
            for fact in facts {
                writer.serialize_quad(&fact.in_graph(GraphName::from(name.clone())))?;
            }
        }
        Ok(())
    }

    /// What is said: the statement where it is affirmed, else what kind of claim is made about it.
    fn assertion(&self, claim: &Claim, node: &NamedOrBlankNode) -> Result<Facts, ExportError> {
        let mut facts = Facts::default();
        if claim.stance == Stance::Affirms {
            let predicate = self.claims.text(claim.predicate);
            let predicate = NamedNodeRef::new_unchecked(&predicate);
            facts.add(self.node_of(claim.subject), predicate, self.node_of(claim.object));
        } else {
            self.tell(node, OF_CONTENT, &mut facts)?;
            facts.add(node.clone(), rdf::TYPE, vocab::RDF_STATEMENT);
        }
        let mut level: Vec<_> = claim.event.into_iter().chain([claim.subject, claim.object]).collect();
        let mut told = FxHashSet::default();
        for _ in 0..MOST_LEVELS {
            let mut below = Vec::new();
            for id in level {
                if let Some(event) = self.claims.event(id).filter(|_| told.insert(id)) {
                    below.extend(event.agent.into_iter().chain(event.object));
                    self.tell(&self.node_of(id), OF_EVENT, &mut facts)?;
                }
            }
            level = below;
        }
        Ok(facts)
    }

    /// Who says so, where, in which words.
    fn provenance(&self, claim: &Claim, node: &NamedOrBlankNode, assertion: &NamedNode) -> Result<Facts, ExportError> {
        let mut facts = Facts::default();
        facts.add(assertion.clone(), vocab::PROV_DERIVED_FROM, node.clone());
        self.tell(node, OF_SOURCE, &mut facts)?;
        let speakers = self.claims.speakers(self.index);
        let outlet = claim.outlet.and_then(Voice::thing).filter(|id| self.claims.is_iri(*id));
        let publisher = outlet.filter(|_| speakers.is_empty());
        for source in speakers.iter().copied().chain(publisher) {
            facts.add(assertion.clone(), vocab::PROV_ATTRIBUTED_TO, self.node_of(source));
        }
        for source in speakers.iter().copied().chain(outlet) {
            self.tell(&self.node_of(source), &[rdfs::LABEL], &mut facts)?;
        }
        if let Some(document) = claim.document.map(|id| self.node_of(id)) {
            facts.add(assertion.clone(), vocab::PROV_DERIVED_FROM, document.clone());
            self.tell(&document, &OF_DOCUMENT, &mut facts)?;
        }
        if let Some(evidence) = claim.evidence.map(|id| self.node_of(id)) {
            for selector in self.tell(&evidence, OF_EVIDENCE, &mut facts)? {
                self.tell(&selector, OF_SELECTOR, &mut facts)?;
            }
        }
        Ok(facts)
    }

    /// Who coded the claim, from which file, with what.
    fn pubinfo(&self, claim: &Claim, node: &NamedOrBlankNode, publication: &NamedNode) -> Result<Facts, ExportError> {
        let mut facts = Facts::default();
        facts.add(publication.clone(), vocab::PAV_CREATED_WITH, TOOL);
        self.tell(node, &OF_ROW, &mut facts)?;
        let annotators: Vec<Term> = self.values(node, vocab::ANNOTATOR)?;
        for annotator in annotators {
            match annotator {
                Term::Literal(literal) if is_iri(literal.value()) => {
                    facts.add(publication.clone(), vocab::DCT_CREATOR, NamedNode::new_unchecked(literal.value()));
                }
                Term::Literal(literal) => facts.add(publication.clone(), vocab::DC_CREATOR, literal),
                other => facts.add(publication.clone(), vocab::DCT_CREATOR, other),
            }
        }
        if let Some(document) = claim.document.map(|id| self.node_of(id)) {
            let retrieved = self.values(&document, vocab::RETRIEVED)?;
            let published = self.values(&document, vocab::SCHEMA_DATE_PUBLISHED)?;
            if let Some(day) = retrieved.into_iter().chain(published).next() {
                facts.add(publication.clone(), vocab::DCT_CREATED, day);
            }
        }
        for id in [claim.subject, claim.predicate, claim.object] {
            if self.claims.event(id).is_none() {
                self.tell(&self.node_of(id), &[rdfs::LABEL], &mut facts)?;
            }
        }
        Ok(facts)
    }

    /// Adds what the graph says of a thing in these properties; answers with the selectors among it.
    fn tell(
        &self,
        of: &NamedOrBlankNode,
        properties: &[NamedNodeRef<'_>],
        facts: &mut Facts,
    ) -> Result<Vec<NamedOrBlankNode>, ExportError> {
        let mut selectors = Vec::new();
        for property in properties {
            for value in self.values(of, *property)? {
                if *property == vocab::OA_HAS_SELECTOR
                    && let Term::NamedNode(selector) = &value
                {
                    selectors.push(selector.clone().into());
                }
                facts.add(of.clone(), *property, value);
            }
        }
        Ok(selectors)
    }

    /// The thing with this number.
    fn node_of(&self, id: Id) -> NamedOrBlankNode {
        let text = self.claims.text(id);
        match NamedNode::new(&text) {
            Ok(iri) => iri.into(),
            Err(_) => BlankNode::new_unchecked(text).into(),
        }
    }

    /// The values of a property, as RDF 1.1 has them: without triple terms and directions of texts.
    fn values(&self, of: &NamedOrBlankNode, property: NamedNodeRef<'_>) -> Result<Vec<Term>, ExportError> {
        let damaged = |error: FormatError| io::Error::other(error);
        let store = self.claims.store();
        let Some(property) = store.index().iri(property) else { return Ok(Vec::new()) };
        let number = store.terms().number(&of.clone().into()).map_err(damaged)?;
        let mut values = Vec::new();
        for row in store.index().scan([Some(number), Some(property), None], Graphs::All) {
            match store.terms().term(row[2]).map_err(damaged)? {
                Term::Triple(_) => {}
                Term::Literal(literal) => values.push(match (literal.direction(), literal.language()) {
                    (Some(_), Some(language)) => {
                        Literal::new_language_tagged_literal_unchecked(literal.value(), language).into()
                    }
                    _ => literal.into(),
                }),
                other => values.push(other),
            }
        }
        Ok(values)
    }
}
