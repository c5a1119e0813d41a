//! Claims, occurrences and edges as JSON tells them: the server to its page, and a page of its own to itself.

use std::sync::{Arc, OnceLock};

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use serde_json::{Map, Value, json};

use crate::claims::whole::Whole;
use crate::claims::{Claims, Id, Reply, Voice};
use crate::export::scene::{Scene, count_of_sources};
use crate::graph::{Node, NodeGroup, NodeIdentity, Occurrence, Side, State, Tally, View};
use crate::model::{ClaimPart, Period};
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;

/// How many are in each of some states.
pub(crate) fn states<'o>(occurrences: impl Iterator<Item = &'o Occurrence>) -> Value {
    let mut counts = [0_u64; State::ALL.len()];
    for occurrence in occurrences {
        counts[occurrence.state as usize] += 1;
    }
    let found = State::ALL.into_iter().zip(counts).filter(|(_, n)| *n > 0);
    found.map(|(state, n)| (state.word().to_owned(), Value::from(n))).collect::<Map<String, Value>>().into()
}

/// How many take each stance.
pub(crate) fn tally(tally: Tally) -> Value {
    json!({ "affirm": tally.n_affirm, "deny": tally.n_deny, "leave_open": tally.n_open, "speak_of": tally.n_speak })
}

/// First and last day; an end that is open is null.
pub(crate) fn period(period: Option<Period>) -> Value {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    period.map_or(Value::Null, |one| json!({ "begin": day(one.first()), "end": day(one.last()) }))
}

/// What tells of the claims of a graph.
pub(crate) struct Telling<'c> {
    claims: &'c Claims<'c>,
    namespace: &'c Namespace,
    /// Every claim, by statement: the state of a claim is by all of them, whatever is filtered.
    everything: Arc<View<'c>>,
    /// The occurrence of each claim, by its place in the view of all.
    occurrences: Vec<Option<u32>>,
    whole: OnceLock<Whole<'c>>,
}

impl<'c> Telling<'c> {
    pub(crate) fn new(claims: &'c Claims<'c>, namespace: &'c Namespace, everything: Arc<View<'c>>) -> Telling<'c> {
        let occurrences = everything.occurrence_of();
        Telling { claims, namespace, everything, occurrences, whole: OnceLock::new() }
    }

    /// What rows say, for what claims by numbers do not have.
    pub(crate) fn whole(&self) -> &Whole<'c> {
        self.whole.get_or_init(|| Whole::new(self.claims, self.namespace))
    }

    /// The occurrence that a claim belongs to.
    pub(crate) fn occurrence_of(&self, index: usize) -> Option<&Occurrence> {
        self.everything.occurrence_at(self.occurrences.get(index).copied().flatten()?)
    }

    /// A thing with its name; what is only a text has no IRI.
    pub(crate) fn thing(&self, id: Id) -> Value {
        let claims = self.claims;
        if claims.is_iri(id) {
            json!({ "iri": claims.text(id), "label": claims.label(id), "type": claims.type_word(id) })
        } else {
            json!({ "iri": null, "label": claims.text(id), "type": null })
        }
    }

    pub(crate) fn predicate(&self, id: Id) -> Value {
        json!({ "iri": self.claims.text(id), "label": self.claims.label(id) })
    }

    pub(crate) fn voice(&self, voice: Voice) -> Value {
        match voice {
            Voice::Thing(id) | Voice::Document(id) => self.thing(id),
            Voice::Host(_) => json!({ "iri": null, "label": self.claims.voice(voice), "type": null }),
        }
    }

    /// A document with what its row says of where it appeared.
    pub(crate) fn document(&self, document: Id) -> Value {
        let first = |property| self.claims.values(document, property).first().map(|id| self.claims.text(*id));
        json!({
            "iri": self.claims.text(document),
            "title": first(vocab::SCHEMA_HEADLINE).unwrap_or_else(|| self.claims.label(document)),
            "url": first(vocab::SCHEMA_URL),
            "published": first(vocab::SCHEMA_DATE_PUBLISHED),
            "has_text": !self.claims.values(document, vocab::SCHEMA_TEXT).is_empty(),
        })
    }

    /// A claim; its state is that of its occurrence, by all claims.
    pub(crate) fn claim(&self, index: usize, side: Option<Side>) -> Value {
        let claims = self.claims;
        let (Some(claim), Some(whole)) = (claims.rows().get(index), self.whole().claim(index)) else {
            return Value::Null;
        };
        let place = claim.event.and_then(|event| claims.event(event)?.place);
        let replies: Vec<Value> = claims
            .replies(index)
            .iter()
            .map(|(reply, to)| json!({ "reply": reply_word(*reply), "claim": claims.text(*to) }))
            .collect();
        let quote = whole.evidence.quote.as_ref().map(|quote| json!({ "text": quote, "language": whole.lang }));
        let span = whole.evidence.span.as_ref().map(|span| json!({ "start": span.start, "end": span.end }));
        let rating = claims.rating(index).sign();
        json!({
            "iri": claims.text(claim.id),
            "sentence": claims.sentence(claim),
            "subject": self.thing(claim.subject),
            "predicate": self.predicate(claim.predicate),
            "object": if claim.acts_alone() { Value::Null } else { self.thing(claim.object) },
            "side": side.map(Side::word),
            "stance": claim.stance.word(),
            "polarity": claim.polarity.word(),
            "modality": claim.modality.word(),
            "certainty": claim.certainty.word(),
            "accepted": claim.accepted,
            "state": self.occurrence_of(index).map(|one| one.state.word()),
            "whose_word": claims.named_origins(index),
            "speakers": claims.speakers(index).iter().map(|id| self.thing(*id)).collect::<Vec<_>>(),
            "outlet": claim.outlet.map(|outlet| self.voice(outlet)),
            "document": claim.document.map(|document| self.document(document)),
            "date": claims.date(claim),
            "period": period(claim.period),
            "place": place.map(|place| self.thing(place)),
            "quote": quote,
            "span": span,
            "parts": parts(&whole),
            "rating": rating,
            "replies": replies,
            "file": claim.file.map(|file| claims.text(file)),
            "line": claim.line,
        })
    }

    /// An occurrence of a view with its claims, each on its side, and those that answer them. Claims that a filter leaves
    /// out still count for the state.
    pub(crate) fn occurrence(&self, view: &View<'_>, occurrence: &Occurrence) -> Value {
        let claims = view.sides_of(occurrence).into_iter().map(|(side, index)| self.claim(index, Some(side)));
        let mut told = state_of(view, occurrence);
        told.insert("claims".to_owned(), claims.collect());
        told.into()
    }

    /// An edge as exports tell it, with the lines of its label.
    pub(crate) fn edge(&self, scene: &Scene<'_>, index: EdgeIndex) -> Value {
        let view = scene.view;
        let edge = &view.graph[index];
        let ends = view.graph.edge_endpoints(index).map(|(from, to)| [from, to]).unwrap_or_default();
        let [from, to] = ends.map(|end| view.graph.node_weight(end).and_then(|node| name_of(view, node)));
        json!({
            "id": view.edge_id(index),
            "from": from,
            "to": to,
            "predicate": self.predicate(edge.predicate),
            "sentence": scene.sentence(index),
            "label": scene.edge_lines(edge),
            "support": scene.support(edge),
            "state": edge.state.word(),
            "states": states(view.occurrences(edge).iter()),
            "is_mixed": edge.is_mixed,
            "has_dispute": edge.has_dispute,
            "is_symmetric": edge.symmetric,
            "acts_alone": view.acts_alone(edge),
            "weight": view.weight(edge),
            "n_claims": edge.n_claims(),
            "n_statements": edge.n_statements,
            "n_predicates": edge.n_predicates,
            "n_occurrences": view.occurrences(edge).len(),
            "tally": tally(view.tally(edge)),
            "n_sources": edge.n_sources,
            "n_outlets": edge.n_outlets,
            "period": period(edge.period),
        })
    }

    /// A node with its place, where it has one.
    pub(crate) fn node(scene: &Scene<'_>, index: NodeIndex) -> Value {
        let view = scene.view;
        let node = &view.graph[index];
        let group = node.group.and_then(|place| view.groups.get(place as usize));
        let reaching = view.graph.edges_directed(index, petgraph::Direction::Incoming);
        let n_loops = reaching.clone().filter(|edge| edge.source() == index).count();
        json!({
            "iri": name_of(view, node),
            "is_group": matches!(node.identity, NodeIdentity::Group(_)),
            "group": group.map(NodeGroup::name),
            "label": view.label(node),
            "caption": view.caption(index),
            "kind": node.kind.word(),
            "type": view.type_word(node),
            "modality": node.modality.map(crate::model::Modality::word),
            "n_edges": reaching.count() + view.graph.edges(index).count() - n_loops,
            "place": scene.position(index),
        })
    }
}

/// What a node is called in other requests: its IRI, or the name of the group; nothing for a text.
fn name_of(view: &View<'_>, node: &Node) -> Option<String> {
    match node.identity {
        NodeIdentity::Thing(_) => view.iri(node),
        NodeIdentity::Group(_) => Some(view.name(node)),
    }
}

/// What claims leave an occurrence in.
pub(crate) fn state_of(view: &View<'_>, occurrence: &Occurrence) -> Map<String, Value> {
    let told = json!({
        "state": occurrence.state.word(),
        "meaning": occurrence.state.meaning(),
        "period": period(occurrence.period),
        "n_sources": occurrence.n_sources,
        "n_outlets": occurrence.n_outlets,
        "sources": count_of_sources(occurrence.n_sources, occurrence.n_outlets),
        "tally": tally(view.tally_of(occurrence)),
    });
    if let Value::Object(told) = told { told } else { Map::new() }
}

pub(crate) fn reply_word(reply: Reply) -> &'static str {
    match reply {
        Reply::Confirms => "confirms",
        Reply::Denies => "denies",
        Reply::DeclinesToComment => "declines_to_comment",
    }
}

/// Where the parts of a claim stand in the text of its document.
fn parts(claim: &crate::model::Claim) -> Value {
    let told = |part: ClaimPart| match part {
        ClaimPart::Trigger => "predicate",
        ClaimPart::Subject => "subject",
        ClaimPart::Object => "object",
        ClaimPart::Place => "place",
        ClaimPart::Date => "date",
        ClaimPart::Speaker(_) => "speaker",
    };
    let pieces = claim.spans.iter().flat_map(|span| span.pieces.iter().map(|piece| (told(span.of), piece)));
    pieces.map(|(part, piece)| json!({ "part": part, "start": piece.start, "end": piece.end })).collect()
}
