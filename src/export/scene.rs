//! A view with all that writers of graphs need beside it.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::clip;
use crate::claims::{Claim, Id, Kind};
use crate::graph::{Edge, Node, NodeIdentity, State, View, VoicesBySide};
use crate::model::{Certainty, Modality, Period, Polarity, Rating, Stance};
use crate::query::shorten_iri;

/// A view with its title, where its nodes lie, and what was measured of them.
pub struct Scene<'a> {
    /// The graph.
    pub view: &'a View<'a>,
    /// The text above the picture.
    pub title: String,
    /// Prefixes that shorten IRIs to identifiers.
    pub prefixes: &'a BTreeMap<String, String>,
    /// The middle of each node, in points, down and to the right; none where nobody has laid it out.
    pub positions: Option<Vec<[f64; 2]>>,
    /// The measures of the nodes.
    pub measures: Vec<Measured>,
}

/// A number for each node.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The measure, in letters, digits and `_`.
    pub name: String,
    /// One for each node, in their order.
    pub values: Vec<AttributeValue>,
}

/// The value of an attribute of a node or an edge.
#[derive(Debug, Clone, PartialEq)]
pub enum AttributeValue {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A day, `2025-06-13`.
    Date(String),
    /// Several texts.
    Texts(Vec<String>),
}

/// The type of the values of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeType {
    /// Texts.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Yes or no.
    Boolean,
    /// Days.
    Date,
    /// Lists of texts.
    Texts,
}

impl AttributeValue {
    /// The text between the texts of a list where a format has no lists.
    pub const BETWEEN: &'static str = "; ";

    /// The value as one text.
    pub fn to_text(&self) -> String {
        match self {
            AttributeValue::Text(text) | AttributeValue::Date(text) => text.clone(),
            AttributeValue::Integer(number) => number.to_string(),
            AttributeValue::Number(number) => number.to_string(),
            AttributeValue::Boolean(yes) => yes.to_string(),
            AttributeValue::Texts(texts) => texts.join(AttributeValue::BETWEEN),
        }
    }

    /// The value in JSON.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            AttributeValue::Text(text) | AttributeValue::Date(text) => text.as_str().into(),
            AttributeValue::Integer(number) => (*number).into(),
            AttributeValue::Number(number) => (*number).into(),
            AttributeValue::Boolean(yes) => (*yes).into(),
            AttributeValue::Texts(texts) => texts.clone().into(),
        }
    }

    fn value_type(&self) -> AttributeType {
        match self {
            AttributeValue::Text(_) => AttributeType::Text,
            AttributeValue::Integer(_) => AttributeType::Integer,
            AttributeValue::Number(_) => AttributeType::Number,
            AttributeValue::Boolean(_) => AttributeType::Boolean,
            AttributeValue::Date(_) => AttributeType::Date,
            AttributeValue::Texts(_) => AttributeType::Texts,
        }
    }
}

/// Attributes of every edge.
const EDGE_ATTRIBUTES: &[(&str, AttributeType)] = &[
    ("predicate", AttributeType::Text),
    ("predicate_iri", AttributeType::Text),
    ("event_type", AttributeType::Text),
    ("goldstein", AttributeType::Number),
    ("symmetric", AttributeType::Boolean),
    ("state", AttributeType::Text),
    ("occurrences", AttributeType::Integer),
    ("states", AttributeType::Texts),
    ("claims", AttributeType::Integer),
    ("n_affirm", AttributeType::Integer),
    ("n_deny", AttributeType::Integer),
    ("n_open", AttributeType::Integer),
    ("n_speak", AttributeType::Integer),
    ("sources", AttributeType::Integer),
    ("outlets", AttributeType::Integer),
    ("modality", AttributeType::Texts),
    ("begin", AttributeType::Date),
    ("end", AttributeType::Date),
    ("said_by", AttributeType::Texts),
    ("denied_by", AttributeType::Texts),
    ("left_open_by", AttributeType::Texts),
    ("publisher", AttributeType::Texts),
    ("claim_ids", AttributeType::Texts),
    ("quote", AttributeType::Text),
];

/// Attributes of edges where anybody has given grades: those of the best claim among them that say so.
const GRADE_ATTRIBUTES: &[(&str, AttributeType)] =
    &[("reliability", AttributeType::Text), ("credibility", AttributeType::Text)];

/// What the letter and digit of a rating mean.
const RATING_NOTE: &str = "A to F: reliability of the best source, F cannot be judged; 1 to 6: credibility of its claim, 6 cannot be judged; - not given.";

/// Claims named on one edge; the number of all is given, too.
const MOST_CLAIMS: usize = 100;

impl Scene<'_> {
    /// The identifier of a node, the same in every format that has room for it: its IRI with a prefix where one fits, or
    /// `group:` and the name of the group. No other node has it.
    pub fn node_id(&self, index: NodeIndex) -> String {
        let node = &self.view.graph[index];
        match node.identity {
            NodeIdentity::Thing(id) => self.short(id),
            NodeIdentity::Group(place) => {
                let label = self.view.groups.get(place as usize).map_or("", |group| group.label.as_str());
                format!("group:{place}:{label}")
            }
        }
    }

    /// Attributes of nodes: name and type.
    pub fn node_attributes(&self) -> Vec<(&str, AttributeType)> {
        let mut attributes = vec![("iri", AttributeType::Text), ("type", AttributeType::Text)];
        if !self.view.groups.is_empty() {
            attributes.push(("group", AttributeType::Text));
        }
        if self.view.claims().has_ratings() {
            attributes.push(("reliability", AttributeType::Text));
        }
        attributes.extend(self.measures.iter().map(|measured| {
            let first = measured.values.first().map_or(AttributeType::Text, AttributeValue::value_type);
            (measured.name.as_str(), first)
        }));
        attributes
    }

    /// A node's values, one for each of [`Scene::node_attributes`]; none for a measure that came to no number.
    pub fn node_values(&self, index: NodeIndex) -> Vec<Option<AttributeValue>> {
        let node = &self.view.graph[index];
        let mut values =
            vec![self.view.iri(node).map(AttributeValue::Text), Some(AttributeValue::Text(self.view.type_word(node)))];
        if !self.view.groups.is_empty() {
            let group = node.group.and_then(|place| self.view.groups.get(place as usize));
            values.push(group.map(|group| AttributeValue::Text(group.label.clone())));
        }
        let claims = self.view.claims();
        if claims.has_ratings() {
            let thing = match node.identity {
                NodeIdentity::Thing(id) => Some(id),
                NodeIdentity::Group(_) => None,
            };
            let grade = thing.and_then(|id| claims.reliability(id));
            values.push(grade.map(|grade| AttributeValue::Text(grade.word().to_owned())));
        }
        let is_number =
            |value: &AttributeValue| !matches!(value, AttributeValue::Number(number) if !number.is_finite());
        let measured = |measured: &Measured| measured.values.get(index.index()).cloned().filter(is_number);
        values.extend(self.measures.iter().map(measured));
        values
    }

    /// Attributes of edges: name and type.
    pub fn edge_attributes(&self) -> Vec<(&'static str, AttributeType)> {
        let of_grades = if self.view.claims().has_ratings() { GRADE_ATTRIBUTES } else { &[] };
        EDGE_ATTRIBUTES.iter().chain(of_grades).copied().collect()
    }

    /// An edge's values, one for each of [`Scene::edge_attributes`].
    pub fn edge_values(&self, index: EdgeIndex) -> Vec<Option<AttributeValue>> {
        let (edge, claims) = (&self.view.graph[index], self.view.claims());
        let family = claims.family(edge.predicate);
        let text = |text: String| Some(AttributeValue::Text(text)).filter(|_| edge.n_predicates == 1);
        let texts = |mut texts: Vec<String>| {
            texts.sort_unstable();
            texts.dedup();
            (!texts.is_empty()).then_some(AttributeValue::Texts(texts))
        };
        let names = |names: BTreeSet<String>| texts(names.into_iter().collect());
        let VoicesBySide { said_by, denied_by, left_open_by, .. } = self.view.voices(edge);
        let tally = self.view.tally(edge);
        let occurrences = self.view.occurrences(edge);
        let outlets = |rows: &[&Claim]| distinct(rows.iter().filter_map(|claim| claim.outlet).collect());
        let rows: Vec<_> = self.view.claims_of(edge).map(|(_, claim)| claim).collect();
        let integer = |n: u32| Some(AttributeValue::Integer(i64::from(n)));
        let mut values = vec![
            Some(AttributeValue::Text(self.view.edge_label(edge))),
            text(claims.text(edge.predicate)),
            family.event_type.filter(|_| edge.n_predicates == 1).map(|id| AttributeValue::Text(claims.label(id))),
            family.goldstein.filter(|_| edge.n_predicates == 1).map(AttributeValue::Number),
            Some(AttributeValue::Boolean(edge.symmetric)),
            Some(AttributeValue::Text(edge.state.word().to_owned())),
            integer(u32::try_from(occurrences.len()).unwrap_or(u32::MAX)),
            texts(occurrences.iter().map(|one| one.state.word().to_owned()).collect()),
            integer(edge.n_claims()),
            integer(tally.n_affirm),
            integer(tally.n_deny),
            integer(tally.n_open),
            integer(tally.n_speak),
            integer(edge.n_sources),
            integer(edge.n_outlets),
            texts(edge.modalities().iter().map(|modality| modality.word().to_owned()).collect()),
            edge.period.and_then(Period::first).map(|day| AttributeValue::Date(day.to_string())),
            edge.period.and_then(Period::last).map(|day| AttributeValue::Date(day.to_string())),
            names(said_by),
            names(denied_by),
            names(left_open_by),
            texts(outlets(&rows).into_iter().map(|outlet| claims.voice(outlet)).collect()),
            texts(rows.iter().take(MOST_CLAIMS).map(|claim| self.short(claim.id)).collect()),
            rows.iter().find_map(|claim| claims.quote(claim)).map(AttributeValue::Text),
        ];
        if claims.has_ratings() {
            let best = self.best_claim(edge).unwrap_or_default();
            let word = |word: &str| AttributeValue::Text(word.to_owned());
            values.push(best.reliability.map(|grade| word(grade.word())));
            values.push(best.credibility.map(|grade| word(grade.word())));
        }
        values
    }

    /// The attributes a node has, by name, in the order of [`Scene::node_attributes`].
    pub fn node_pairs(&self, index: NodeIndex) -> Vec<(&str, AttributeValue)> {
        let names = self.node_attributes().into_iter().map(|(name, _)| name);
        present(names, self.node_values(index))
    }

    /// The attributes an edge has, by name, in the order of [`Scene::edge_attributes`].
    pub fn edge_pairs(&self, index: EdgeIndex) -> Vec<(&'static str, AttributeValue)> {
        present(self.edge_attributes().into_iter().map(|(name, _)| name), self.edge_values(index))
    }

    /// The middle of a node, to a tenth of a point; none where nobody has laid it out.
    pub fn position(&self, index: NodeIndex) -> Option<[f64; 2]> {
        let position = self.positions.as_ref()?.get(index.index())?;
        Some(position.map(|place| (place * 10.0).round() / 10.0))
    }

    /// True when any edge has a direction: not when every statement reads the same from both ends.
    pub fn is_directed(&self) -> bool {
        let graph = &self.view.graph;
        graph.edge_count() == 0 || graph.edge_weights().any(|edge| !edge.symmetric)
    }

    /// The IRI of a term, with a prefix where one fits.
    pub fn short(&self, id: Id) -> String {
        let iri = self.view.claims().text(id);
        shorten_iri(&iri, self.prefixes).unwrap_or(iri)
    }

    /// The title, and how many claims, speakers and outlets are behind the picture.
    pub fn heading(&self) -> String {
        let (n_speakers, n_outlets) = self.view.n_speakers_and_outlets();
        let plural = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
        let numbers = format!(
            "{}, {}, {}",
            plural(self.view.n_claims(), "claim"),
            plural(n_speakers, "speaker"),
            plural(n_outlets, "outlet")
        );
        if self.title.is_empty() { numbers } else { format!("{} | {numbers}", self.title) }
    }

    /// The statement of an edge, in words.
    pub fn sentence(&self, index: EdgeIndex) -> String {
        let Some((from, to)) = self.view.graph.edge_endpoints(index) else { return String::new() };
        let (from, to) = (&self.view.graph[from], &self.view.graph[to]);
        let edge = &self.view.graph[index];
        let what = self.view.edge_label(edge);
        if self.view.acts_alone(edge) {
            return format!("{} {what}", self.view.label(from));
        }
        let colon = if to.kind == Kind::Event { ":" } else { "" };
        format!("{} {what}{colon} {}", self.view.label(from), self.view.label(to))
    }

    /// True when groups are drawn as boxes: where they were not collapsed into nodes.
    pub fn is_boxed(&self) -> bool {
        self.view.graph.node_weights().all(|node| matches!(node.identity, NodeIdentity::Thing(_)))
    }

    /// A node in words.
    pub fn node_story(&self, node: &Node) -> String {
        format!("{} ({})", self.view.label(node), self.view.type_word(node))
    }

    /// The lines of an edge's label: predicate with the number of claims that say so, then how well it is supported, and
    /// by how many it is not.
    pub fn edge_lines(&self, edge: &Edge) -> Vec<String> {
        let (label, (n, basis)) = (self.view.edge_label(edge), edge.n_telling());
        let mut lines = vec![if n > 1 { format!("{label} ×{n}") } else { label }];
        let is_group = edge.n_statements > 1;
        let mix = self.view.mix(edge).filter(|_| !is_group);
        match edge.state {
            state if is_group => lines.push(format!("{} statements, most {}", edge.n_statements, state.word())),
            _ if mix.is_some() => lines.extend(mix.clone()),
            State::Corroborated => lines.push(count_of_sources(edge.n_sources, edge.n_outlets)),
            state => lines.extend(qualification(edge, state).map(|word| format!("({word})"))),
        }
        // The best grade of many statements would be read as that of all.
        lines.extend(self.best_rating(edge).filter(|_| !is_group));
        // What the states of occurrences tell already is not told twice.
        let states = self.view.occurrences(edge).iter().map(|one| one.state).filter(|_| mix.is_some());
        let states: Vec<State> = states.collect();
        let is_told = |stance: Stance| match stance {
            Stance::Affirms => false,
            Stance::Denies => states.iter().any(|state| matches!(state, State::Denied | State::Disputed)),
            Stance::LeavesOpen => states.contains(&State::LeftOpen),
            Stance::SpeaksOf => states.contains(&State::NotActual),
        };
        let others = self.view.tally(edge).parts().into_iter();
        let others = others.filter(|(stance, n)| *n > 0 && *stance != basis && !is_told(*stance));
        let others: Vec<String> = others.map(|(stance, n)| format!("{n} {}", stance.verb(n))).collect();
        if !others.is_empty() {
            lines.push(others.join(" · "));
        }
        lines
    }

    /// The letter and digit of the claim with the best rating among those that say so; none where nobody has rated them.
    pub fn best_rating(&self, edge: &Edge) -> Option<String> {
        self.best_claim(edge).and_then(Rating::sign)
    }

    /// The best rating of a claim among those that say so.
    fn best_claim(&self, edge: &Edge) -> Option<Rating> {
        let claims = self.view.claims();
        if !claims.has_ratings() {
            return None;
        }
        let telling = self.view.claims_of(edge).filter(|(_, claim)| claim.stance == edge.n_telling().1);
        let rank = |rating: &Rating| {
            (
                rating.reliability.map_or(usize::MAX, |grade| grade as usize),
                rating.credibility.map_or(usize::MAX, |grade| grade as usize),
            )
        };
        telling.map(|(index, _)| claims.rating(index)).min_by_key(rank)
    }

    /// A line that explains ratings, where any edge has one.
    pub fn rating_note(&self) -> Option<&'static str> {
        let mut edges = self.view.graph.edge_weights();
        edges.any(|edge| self.best_rating(edge).is_some()).then_some(RATING_NOTE)
    }

    /// How well an edge is supported, in words: its state, or those of its occurrences, with sources and outlets.
    pub fn support(&self, edge: &Edge) -> String {
        if let Some(mix) = self.view.mix(edge).filter(|_| edge.n_statements == 1) {
            return mix;
        }
        let sources = count_of_sources(edge.n_sources, edge.n_outlets);
        match edge.state {
            State::Corroborated | State::SingleSource => sources,
            State::Unsourced => edge.state.meaning().to_owned(),
            state => format!("{} ({sources})", state.meaning()),
        }
    }

    /// Whose word a claim is, and what it does with its statement.
    pub fn who(&self, index: usize, claim: &Claim) -> String {
        let who = self.view.claims().attribution(index);
        match claim.stance {
            Stance::Affirms => who,
            Stance::Denies | Stance::LeavesOpen | Stance::SpeaksOf => format!("{who}, who {}", claim.stance.verb(1)),
        }
    }

    /// The claims behind an edge: who says so, in which words, where.
    pub fn edge_story(&self, edge: &Edge, most: usize) -> Vec<String> {
        let claims = self.view.claims();
        let mut lines = vec![format!("{} — {}", self.view.edge_label(edge), self.support(edge))];
        let is_rated = claims.has_ratings();
        for (index, claim) in self.view.claims_of(edge).take(most) {
            let quote = claims.quote(claim).map_or_else(String::new, |quote| format!(": “{}”", clip(&quote, 120)));
            let rating = claims.rating(index).sign().filter(|_| is_rated);
            let doubt: Vec<String> = qualities(claim).into_iter().map(str::to_owned).chain(rating).collect();
            let doubt = if doubt.is_empty() { String::new() } else { format!(" [{}]", doubt.join(", ")) };
            lines.push(format!("{}{doubt}{quote} ({})", self.who(index, claim), claims.place_in_file(claim)));
        }
        let left = edge.n_claims() as usize;
        if left > most {
            lines.push(format!("and {} more", left - most));
        }
        lines
    }
}

/// The values there are, with their names.
fn present<'n>(
    names: impl Iterator<Item = &'n str>,
    values: Vec<Option<AttributeValue>>,
) -> Vec<(&'n str, AttributeValue)> {
    names.zip(values).filter_map(|(name, value)| Some((name, value?))).collect()
}

/// `2 sources, 1 outlet`.
pub fn count_of_sources(n_sources: u32, n_outlets: u32) -> String {
    let plural = |n: u32, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match n_outlets {
        0 => plural(n_sources, "source"),
        n => format!("{}, {}", plural(n_sources, "source"), plural(n, "outlet")),
    }
}

/// The word behind an edge that is not simply affirmed: its state, or what else its claims are.
pub(super) fn qualification(edge: &Edge, state: State) -> Option<String> {
    match state {
        State::Corroborated | State::SingleSource | State::Unsourced => None,
        State::Disputed | State::Denied => Some(state.word().to_owned()),
        State::LeftOpen => Some("left open".to_owned()),
        State::NotActual => {
            let words: Vec<&str> = edge.modalities().into_iter().map(Modality::word).collect();
            Some(if words.is_empty() { "only possible".to_owned() } else { words.join(", ") })
        }
    }
}

/// The words that keep a claim from being a plain statement of fact: unusual polarity, modality and certainty.
pub(super) fn doubts(claim: &Claim) -> Vec<&'static str> {
    let polarity = match claim.polarity {
        Polarity::Positive => None,
        Polarity::Negative => Some("negative"),
        Polarity::Underspecified => Some("neither yes nor no"),
    };
    polarity.into_iter().chain(qualities(claim)).collect()
}

/// Modality and certainty of a claim, where they are unusual.
fn qualities(claim: &Claim) -> Vec<&'static str> {
    let modality = (claim.modality != Modality::Actual).then_some(claim.modality.word());
    let is_doubtful = matches!(claim.certainty, Certainty::Probable | Certainty::Possible);
    let certainty = is_doubtful.then_some(claim.certainty.word());
    modality.into_iter().chain(certainty).collect()
}

fn distinct<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}
