//! Events that are one because somebody judged them to be: what is told of each of them goes to one that is kept.
//!
//! Which one is kept depends on the judgements and on which events there are, never on the order of rows: one with an
//! identifier of its source before one without, and among these the first in the order of IRIs.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, QuadRef, Term, TermRef};
use rustc_hash::FxHashMap;

use super::Compilation;
use super::event_differences::{Told, differences, differing_numbers};
use super::joining::{Judged, tell_contradiction, tell_reason};
use super::output::CompileError;
use crate::diagnostic::{Finding, clip, codes};
use crate::model::{Coordinates, Judgement};
use crate::rdf::claim::{End, ResolvedClaim};
use crate::rdf::iri::{EVENT_NAME, Namespace, is_hash};
use crate::rdf::join::{Join, judgement_iri};
use crate::rdf::names::iri_in_cell;
use crate::rdf::{label, vocab};
use crate::resolution::{Contradiction, Joined, NameNode, Reason, join};

/// True when a judgement is about events; all others are about names.
pub(super) fn is_about_events(judgement: &Judgement) -> bool {
    [&judgement.left, &judgement.right].into_iter().any(|name| name.starts_with(EVENT_NAME))
}

/// Something that judgements about events name.
struct EventNode {
    iri: NamedNode,
    /// False for an IRI from elsewhere, such as an item of Wikidata, of which no source here has to tell.
    is_event: bool,
}

/// The events that judgements name, and which of them are one.
#[derive(Default)]
pub(super) struct SameEvents {
    /// In the order of their IRIs.
    nodes: Vec<EventNode>,
    by_iri: FxHashMap<NamedNode, usize>,
    /// The event that is kept, for every event of a cluster, itself among them.
    kept: FxHashMap<NamedNode, NamedNode>,
    clusters: Vec<Joined>,
    contradictions: Vec<Contradiction>,
    /// What the sources tell of the events, by their places among the nodes.
    told: BTreeMap<usize, Told>,
    /// Where places are, in degrees north and east; kept only where events are compared.
    points: FxHashMap<NamedNode, (f64, f64)>,
}

impl SameEvents {
    /// Decides which events are one, of those that are not known to be `missing`.
    pub(super) fn plan(judged: &[Judged], namespace: &Namespace, missing: &BTreeSet<NamedNode>) -> SameEvents {
        let meant = |name: &str| meant(name, namespace);
        let about = |judged: &&Judged| is_about_events(&judged.judgement);
        let names = judged.iter().filter(about).flat_map(|one| [&one.judgement.left, &one.judgement.right]);
        let all: BTreeMap<NamedNode, bool> = names.filter_map(|name| meant(name)).collect();
        let nodes: Vec<EventNode> = all.into_iter().map(|(iri, is_event)| EventNode { iri, is_event }).collect();
        let by_iri: FxHashMap<NamedNode, usize> =
            nodes.iter().enumerate().map(|(at, node)| (node.iri.clone(), at)).collect();
        let place = |name: &str| {
            let (iri, _) = meant(name).filter(|(iri, _)| !missing.contains(iri))?;
            by_iri.get(&iri).copied()
        };
        let placed = judged.iter().map(|one| {
            let Judgement { left, right, .. } = &one.judgement;
            place(left).zip(place(right)).filter(|(left, right)| left != right && is_about_events(&one.judgement))
        });
        let placed: Vec<Option<(usize, usize)>> = placed.collect();
        let judgements: Vec<Judgement> = judged.iter().map(|one| one.judgement.clone()).collect();
        let name_nodes: Vec<NameNode> = nodes.iter().map(EventNode::as_name).collect();
        let (clusters, contradictions) = join(&name_nodes, &judgements, &placed, &[]);
        let mut kept = FxHashMap::default();
        for cluster in clusters.iter().filter(|cluster| nodes[cluster.target].is_event) {
            let target = &nodes[cluster.target].iri;
            for at in cluster.others.iter().map(|other| other.name).chain([cluster.target]) {
                kept.insert(nodes[at].iri.clone(), target.clone());
            }
        }
        SameEvents {
            nodes,
            by_iri,
            kept,
            clusters,
            contradictions,
            told: BTreeMap::new(),
            points: FxHashMap::default(),
        }
    }

    /// The event that stands for one that rows tell of; none when nothing was joined to it, nor it to another.
    pub(super) fn kept(&self, told: &NamedNode) -> Option<&NamedNode> {
        if self.kept.is_empty() { None } else { self.kept.get(told) }
    }

    /// Has an end of a statement be the event that stands for it.
    pub(super) fn keep_end(&self, end: &mut End) {
        if let Some(kept) = self.kept(&end.iri).filter(|kept| **kept != end.iri) {
            end.told = Some(std::mem::replace(&mut end.iri, kept.clone()));
        }
    }

    /// What a claim is told to be about and when, where its event is one of several that are one.
    pub(super) fn written(&self, told: &NamedNode, claim: &mut ResolvedClaim<'_>, namespace: &Namespace) {
        let Some(kept) = self.kept(told) else { return };
        if kept != told {
            claim.written.push((vocab::EVENT_WRITTEN, namespace.name_of_event(told.as_str())));
        }
        if let Some(date) = &claim.claim.date {
            claim.written.push((vocab::DATE_WRITTEN, date.text().to_owned()));
        }
        let is_place = |written: &(oxigraph::model::NamedNodeRef<'_>, String)| written.0 == vocab::PLACE_WRITTEN;
        if let Some(place) = claim.claim.place.as_ref().filter(|_| !claim.written.iter().any(is_place)) {
            claim.written.push((vocab::PLACE_WRITTEN, place.clone()));
        }
    }

    /// Notes where a place is.
    pub(super) fn note_point(&mut self, place: &NamedNode, coordinates: &Coordinates) {
        if let (false, Some(point)) = (self.nodes.is_empty(), point(&coordinates.latitude, &coordinates.longitude)) {
            self.points.insert(place.clone(), point);
        }
    }

    /// Notes what a claim tells of its event, when judgements name it; `is_known` is false for what is left out because its
    /// document was not published yet.
    pub(super) fn note(&mut self, event: &NamedNode, iri: &NamedNode, claim: &ResolvedClaim<'_>, is_known: bool) {
        let Some(at) = self.by_iri.get(event) else { return };
        let told = self.told.entry(*at).or_default();
        // Of what is not known yet nothing is told.
        if is_known {
            told.is_known = true;
            let point = claim.place.as_ref().and_then(|place| self.points.get(place).copied());
            told.add(iri, claim, point);
        }
    }

    /// A quad of a file of RDF as it is written: about the events that are kept.
    pub(super) fn rewritten(&mut self, quad: QuadRef<'_>, namespace: &Namespace) -> Vec<Quad> {
        if let (oxigraph::model::NamedOrBlankNodeRef::NamedNode(subject), rdf::TYPE, TermRef::NamedNode(vocab::EVENT)) =
            (quad.subject, quad.predicate, quad.object)
            && let Some(at) = self.by_iri.get(&subject.into_owned())
        {
            self.told.entry(*at).or_default().is_known = true;
        }
        let mut quad = quad.into_owned();
        let before = quad.clone();
        self.rewrite_subject(&mut quad.subject);
        self.rewrite_object(&mut quad.object);
        if quad.subject != before.subject && quad.predicate == rdfs::LABEL {
            // An event has one label.
            quad.predicate = vocab::SKOS_ALT_LABEL.into_owned();
        }
        let mut quads = vec![quad];
        if let (true, Term::NamedNode(told)) = (before.predicate == vocab::ABOUT, &before.object)
            && quads[0].object != before.object
        {
            let name = oxigraph::model::Literal::new_simple_literal(namespace.name_of_event(told.as_str()));
            quads.push(Quad::new(before.subject, vocab::EVENT_WRITTEN, name, before.graph_name));
        }
        quads
    }

    fn rewrite_subject(&self, subject: &mut NamedOrBlankNode) {
        if let NamedOrBlankNode::NamedNode(node) = subject
            && let Some(kept) = self.kept(node)
        {
            *node = kept.clone();
        }
    }

    fn rewrite_object(&self, object: &mut Term) {
        match object {
            Term::NamedNode(node) => {
                if let Some(kept) = self.kept(node) {
                    *node = kept.clone();
                }
            }
            Term::Triple(triple) => {
                self.rewrite_subject(&mut triple.subject);
                self.rewrite_object(&mut triple.object);
            }
            Term::BlankNode(_) | Term::Literal(_) => {}
        }
    }

    /// True when nothing is joined, so that quads may be written as they are.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The events that no source tells of.
    fn missing(&self) -> BTreeSet<NamedNode> {
        let missing = self.nodes.iter().enumerate().filter(|(at, node)| node.is_event && !self.told.contains_key(at));
        missing.map(|(_, node)| node.iri.clone()).collect()
    }
}

impl EventNode {
    /// The event as what names are joined by takes it.
    fn as_name(&self) -> NameNode {
        let local = self.iri.as_str().rsplit('/').next().unwrap_or_default();
        NameNode {
            label: self.iri.as_str().to_owned(),
            aliases: Vec::new(),
            is_declared: self.is_event && !is_hash(local),
            kind: None,
            n: 0,
            can_lead: self.is_event,
        }
    }
}

/// What a name in a judgement about events means, and whether that is an event of the project.
fn meant(name: &str, namespace: &Namespace) -> Option<(NamedNode, bool)> {
    let foreign = || iri_in_cell(name, namespace.schemes()).map(|iri| (iri, false));
    namespace.event_of_name(name).map(|iri| (iri, true)).or_else(foreign)
}

/// Degrees north and east.
pub(super) fn point(north: &str, east: &str) -> Option<(f64, f64)> {
    Some((north.parse().ok()?, east.parse().ok()?))
}

/// Tells what is wrong with judgements about events, and writes which events are one, why, and where they differ. Where
/// other events turned out to be missing than those that were taken to be, nothing is written, and these come back: the
/// sources are to be read once more.
pub(super) fn settle(
    compilation: &mut Compilation<'_>,
    judged: &[Judged],
) -> Result<Option<BTreeSet<NamedNode>>, CompileError> {
    let events = std::mem::take(&mut compilation.writer.events);
    if events.is_empty() {
        return Ok(None);
    }
    let namespace = compilation.project.namespace.clone();
    let missing = events.missing();
    if SameEvents::plan(judged, &namespace, &missing).kept != events.kept {
        return Ok(Some(missing));
    }
    tell_missing(compilation, judged, &missing)?;
    for contradiction in &events.contradictions {
        tell_contradiction(compilation, judged, contradiction)?;
    }
    for cluster in &events.clusters {
        write_cluster(compilation, judged, &events, cluster)?;
    }
    Ok(None)
}

/// Tells of each row that names an event of which nothing is told, or something that is no event.
fn tell_missing(
    compilation: &mut Compilation<'_>,
    judged: &[Judged],
    missing: &BTreeSet<NamedNode>,
) -> Result<(), CompileError> {
    let namespace = &compilation.project.namespace;
    for Judged { judgement, row, .. } in judged.iter().filter(|judged| is_about_events(&judged.judgement)) {
        let fault = |field: &'static str, name: &str| {
            let (message, hint) = match meant(name, namespace) {
                None => (format!("`{}` is no event, and the other one is", clip(name)), "write `event:` before it"),
                Some((iri, _)) if missing.contains(&iri) => {
                    let hint = "`relata resolve --events` names the events there are; else delete the row";
                    (format!("`{}` is told of by no claim", clip(name)), hint)
                }
                Some(_) => return None,
            };
            Some(Finding::new(&codes::UNUSED_JUDGEMENT, field, message).hint(hint))
        };
        let sides = [("left", &judgement.left), ("right", &judgement.right)];
        let findings: Vec<Finding> = sides.into_iter().filter_map(|(field, name)| fault(field, name)).collect();
        if !findings.is_empty() {
            compilation.judge.judge(row, findings)?;
        }
    }
    Ok(())
}

/// Writes which events were joined to the one that is kept. Of those that nobody knew of yet nothing is said.
fn write_cluster(
    compilation: &mut Compilation<'_>,
    judged: &[Judged],
    events: &SameEvents,
    cluster: &Joined,
) -> Result<(), CompileError> {
    let Compilation { project, writer, judge, .. } = compilation;
    let (namespace, nothing) = (&project.namespace, Told::default());
    let of = &events.nodes[cluster.target].iri;
    let told = |at: usize| events.told.get(&at).filter(|told| told.is_known);
    let target = told(cluster.target).unwrap_or(&nothing);
    let others = || cluster.others.iter().filter_map(|other| told(other.name));
    let all: Vec<&Told> = others().chain([target]).collect();
    for (claim, column, cell) in differing_numbers(&all) {
        writer.write_number_written(claim, column, cell);
    }
    if target.degrees().is_none()
        && let Some(degrees) = others().filter_map(Told::degrees).min()
    {
        for (column, cell) in &degrees {
            writer.write_number(of, column, cell);
        }
    }
    let mut labels = target.labels.clone();
    for other in &cluster.others {
        let node = &events.nodes[other.name];
        let found = told(other.name);
        if node.is_event && found.is_none() {
            continue;
        }
        let found = found.unwrap_or(&nothing);
        for name in &found.labels {
            // Where the claims of the event that is kept are not known yet, another one's label is shown.
            if labels.is_empty() && !target.is_known {
                writer.write_quad(label(of, name));
            } else if !labels.contains(name) {
                writer.write_other_label(of, name);
            }
            labels.insert(name.clone());
        }
        let differences = differences(target, found);
        let rows: Vec<&Judged> = other.reasons.iter().filter_map(|reason| row_of(reason, judged)).collect();
        let words: Vec<String> = other.reasons.iter().map(|reason| tell_reason(reason, judged)).collect();
        let name = namespace.name_of_event(node.iri.as_str());
        let judgements = rows.iter().map(|judged| judgement_iri(&judged.judgement, namespace)).collect();
        if let (false, Some(Judged { row, .. })) = (differences.is_empty(), rows.first()) {
            let there = namespace.name_of_event(of.as_str());
            let message = format!("`{}` is told otherwise than `{}`: {}", name, there, differences.join("; "));
            let hint = "both are kept; when they are two events, write `different`, or delete the row";
            judge.judge(row, vec![Finding::new(&codes::DIFFERING_EVENTS, "judgement", message).hint(hint)])?;
        }
        writer
            .write_event_join(&Join { of, name: &name, reason: &words.join("; "), judgements, differences }, &node.iri);
    }
    Ok(())
}

fn row_of<'j>(reason: &Reason, judged: &'j [Judged]) -> Option<&'j Judged> {
    match reason {
        Reason::Judgement(at) => judged.get(*at),
        Reason::Form(_) => None,
    }
}
