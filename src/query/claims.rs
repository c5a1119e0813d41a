//! Every claim with what is needed to draw, count and compare it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Engine, QueryError, Value};
use crate::ontology::{local_name, normal_name};

/// A claim as it stands in the graph; things are IRIs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimRow {
    /// The claim.
    pub iri: String,
    /// Subject of its statement.
    pub subject: String,
    /// Predicate of its statement.
    pub predicate: String,
    /// Object of its statement: an entity or an event.
    pub object: String,
    /// The event it is about.
    pub event: String,
    /// `positive`, `negative` or `underspecified`.
    pub polarity: String,
    /// `actual`, `planned` and so on.
    pub modality: String,
    /// `certain`, `probable`, `possible` or `underspecified`.
    pub certainty: String,
    /// Whether the project takes it as fact.
    pub accepted: bool,
    /// Whose word it is.
    pub speakers: BTreeSet<String>,
    /// Where it was published.
    pub document: Option<String>,
    /// Who published that.
    pub publisher: Option<String>,
    /// The date as written.
    pub date: Option<String>,
    /// First day of the event, `2025-06-13`.
    pub begin: Option<String>,
    /// Last day of the event; the same as `begin` for a single day.
    pub end: Option<String>,
    /// The words it rests on.
    pub quote: Option<String>,
    /// File it was read from.
    pub file: String,
    /// Line it was read from.
    pub line: Option<u64>,
    /// Claims it confirms.
    pub confirms: BTreeSet<String>,
    /// Claims it denies.
    pub denies: BTreeSet<String>,
    /// Claims it declines to comment on.
    pub declines: BTreeSet<String>,
}

impl ClaimRow {
    /// Subject, predicate and object.
    pub fn statement(&self) -> (&str, &str, &str) {
        (&self.subject, &self.predicate, &self.object)
    }

    /// Whether it affirms its statement as fact: positive, actual, more than possible, and no refusal to comment.
    pub fn affirms(&self) -> bool {
        self.polarity == "positive"
            && self.modality == "actual"
            && self.certainty != "possible"
            && self.declines.is_empty()
    }

    /// Whether it says that its statement is not so.
    pub fn negates(&self) -> bool {
        self.polarity == "negative" && self.modality == "actual"
    }
}

/// The claims of a graph with the names of what they speak of.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    /// In the order of their IRIs.
    pub rows: Vec<ClaimRow>,
    /// Name to show, by IRI.
    pub labels: FxHashMap<String, String>,
    /// Other names, by IRI.
    pub aliases: FxHashMap<String, Vec<String>>,
    /// Local name of the class of `ra:`, by IRI.
    pub kinds: FxHashMap<String, String>,
    /// Predicates that read the same from both ends.
    pub symmetric: FxHashSet<String>,
    /// Agent and object of each event.
    pub events: FxHashMap<String, (String, String)>,
}

impl Claims {
    /// Reads every claim of the graph.
    ///
    /// # Errors
    /// When the graph cannot be asked.
    pub fn read(engine: &Engine<'_>) -> Result<Claims, QueryError> {
        let mut rows = BTreeMap::new();
        let required = "SELECT ?claim ?s ?p ?o ?event ?polarity ?modality ?certainty ?accepted ?file {
            ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ra:about ?event ; ra:polarity ?polarity ;
                ra:modality ?modality ; ra:certainty ?certainty ; ra:accepted ?accepted ; ra:sourceFile ?file }";
        for solution in engine.select(required)? {
            let mut values = solution.into_iter().map(|value| value.map(Value::into_text).unwrap_or_default());
            let mut next = || values.next().unwrap_or_default();
            let word = |iri: String| local_name(&iri).trim_end_matches("Polarity").to_owned();
            let row = ClaimRow {
                iri: next(),
                subject: next(),
                predicate: next(),
                object: next(),
                event: next(),
                polarity: word(next()),
                modality: word(next()),
                certainty: word(next()),
                accepted: next() == "true",
                file: next(),
                ..ClaimRow::default()
            };
            rows.insert(row.iri.clone(), row);
        }
        let mut claims = Claims::default();
        read_properties(engine, &mut rows)?;
        claims.read_names(engine)?;
        claims.rows = rows.into_values().collect();
        Ok(claims)
    }

    fn read_names(&mut self, engine: &Engine<'_>) -> Result<(), QueryError> {
        let pairs = |query: &str| -> Result<Vec<(String, String)>, QueryError> {
            let solutions = engine.select(query)?.into_iter();
            Ok(solutions
                .filter_map(|mut solution| Some((solution.swap_remove(0)?.into_text(), solution.pop()??.into_text())))
                .collect())
        };
        // The smallest label where there are several, so that the order of the graph does not matter.
        for (iri, label) in pairs("SELECT ?thing ?label { ?thing rdfs:label ?label }")? {
            let best = self.labels.entry(iri).or_insert_with(|| label.clone());
            if label < *best {
                *best = label;
            }
        }
        for (iri, alias) in pairs("SELECT ?thing ?alias { ?thing skos:altLabel ?alias }")? {
            self.aliases.entry(iri).or_default().push(alias);
        }
        for (iri, class) in pairs(
            "SELECT ?thing ?class { ?thing a ?class FILTER(?class != ra:Claim && STRSTARTS(STR(?class), STR(ra:))) }",
        )? {
            self.kinds.insert(iri, local_name(&class).to_owned());
        }
        for solution in engine.select("SELECT ?p { ?p a owl:SymmetricProperty }")? {
            self.symmetric.extend(solution.into_iter().flatten().map(Value::into_text));
        }
        let events = "SELECT ?event ?agent ?object { ?event ra:agent ?agent . { ?event ra:recipient ?object } UNION { ?event ra:theme ?object } }";
        for solution in engine.select(events)? {
            let texts: Vec<String> =
                solution.into_iter().map(|value| value.map(Value::into_text).unwrap_or_default()).collect();
            if let [event, agent, object] = texts.as_slice() {
                self.events.insert(event.clone(), (agent.clone(), object.clone()));
            }
        }
        Ok(())
    }

    /// Whether a thing is called so: by label, alias or last part of its IRI, ignoring case, `_` and `-`; or by its IRI.
    pub fn is_called(&self, iri: &str, name: &str) -> bool {
        let normal = normal_name(name.rsplit_once(':').map_or(name, |(_, local)| local));
        let named = |label: &String| normal_name(label) == normal || normal_name(label) == normal_name(name);
        iri == name
            || normal_name(local_name(iri)) == normal
            || self.labels.get(iri).is_some_and(named)
            || self.aliases.get(iri).is_some_and(|aliases| aliases.iter().any(named))
    }

    /// The name to show; the last part of the IRI when there is none.
    pub fn label<'a>(&'a self, iri: &'a str) -> &'a str {
        self.labels.get(iri).map_or_else(|| local_name(iri), String::as_str)
    }

    /// What the statement says, in words.
    pub fn sentence(&self, row: &ClaimRow) -> String {
        let colon = if self.events.contains_key(&row.object) { ":" } else { "" };
        format!("{} {}{colon} {}", self.label(&row.subject), self.label(&row.predicate), self.label(&row.object))
    }

    /// Who says so: the speakers, or else the publisher, or else the document, or else the file.
    pub fn attribution(&self, row: &ClaimRow) -> String {
        if row.speakers.is_empty() {
            let source = row.publisher.as_ref().or(row.document.as_ref());
            return source.map_or_else(|| row.file.clone(), |source| self.label(source).to_owned());
        }
        row.speakers.iter().map(|speaker| self.label(speaker)).collect::<Vec<_>>().join(", ")
    }
}

/// Fills in what a claim may have.
fn read_properties(engine: &Engine<'_>, rows: &mut BTreeMap<String, ClaimRow>) -> Result<(), QueryError> {
    type Set = fn(&mut ClaimRow, String);
    let properties: [(&str, Set); 11] = [
        ("ra:saidBy", |row, value| {
            row.speakers.insert(value);
        }),
        ("ra:inDocument", |row, value| row.document = Some(value)),
        ("ra:inDocument/schema:publisher", |row, value| {
            row.publisher = Some(value);
        }),
        ("ra:about/ra:date", |row, value| row.date = Some(value)),
        ("ra:about/sem:hasBeginTimeStamp", |row, value| {
            row.begin = Some(value);
        }),
        ("ra:about/sem:hasEndTimeStamp", |row, value| {
            row.end = Some(value);
        }),
        ("ra:evidence/ra:quote", |row, value| {
            row.quote = row.quote.take().filter(|old| *old < value).or(Some(value));
        }),
        ("ra:sourceLine", |row, value| {
            let line = value.parse().ok();
            row.line = row.line.into_iter().chain(line).min();
        }),
        ("ra:confirms", |row, value| {
            row.confirms.insert(value);
        }),
        ("ra:denies", |row, value| {
            row.denies.insert(value);
        }),
        ("ra:declinesToComment", |row, value| {
            row.declines.insert(value);
        }),
    ];
    for (path, set) in properties {
        for solution in engine.select(&format!("SELECT ?claim ?value {{ ?claim a ra:Claim ; {path} ?value }}"))? {
            if let [Some(claim), Some(value)] = solution.as_slice()
                && let Some(row) = rows.get_mut(claim.text())
            {
                set(row, value.text().to_owned());
            }
        }
    }
    for row in rows.values_mut() {
        row.end = row.end.take().or_else(|| row.begin.clone());
    }
    Ok(())
}
