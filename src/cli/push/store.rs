//! A store that is reached by protocol: where its endpoints are, what it takes, how much is there.

use std::cell::RefCell;

use oxigraph::sparql::QueryResults;

use super::layout::{Layout, layouts};
use crate::cli::hinted;
use crate::cli::http::{Address, Answer, Asker, Refused, Request};
use crate::cli::remote::{Wanted, encoded, form_of, read, select};
use crate::query::Value;

/// How triples are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Protocol {
    /// The Graph Store Protocol where the store has it, else SPARQL Update
    Auto,
    /// The Graph Store Protocol: N-Triples by PUT and POST
    Store,
    /// SPARQL Update: INSERT DATA
    Update,
}

/// One way to send triples.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    Store(String),
    Update(String),
}

/// A store, and the graph of it that is meant.
pub(super) struct RemoteStore {
    asker: Asker,
    /// Where it is asked.
    query: String,
    /// The graph; none for the default graph.
    graph: Option<String>,
    /// The ways that are left; the first is taken.
    ways: RefCell<Vec<Way>>,
}

/// What a query is sent for that only finds out whether there is an endpoint.
const NOTHING: &str = "ASK {}";
/// True where a store takes the triple terms of RDF 1.2. It reads nothing and leaves nothing behind.
const TRIPLE_TERM: &str = "ASK { FILTER(isTRIPLE(<<( <urn:relata:a> <urn:relata:b> <urn:relata:c> )>>)) }";

impl RemoteStore {
    /// Finds the endpoints of a store by asking those that stores usually have.
    pub(super) fn find(
        asker: Asker,
        address: &Address,
        query: Option<&Address>,
        protocol: Protocol,
        graph: Option<String>,
    ) -> anyhow::Result<RemoteStore> {
        let layouts = match query {
            Some(query) => vec![Layout::told(address, query, protocol == Protocol::Store)],
            None => layouts(address, asker.credentials.are_there()),
        };
        let mut tried = Vec::new();
        for layout in layouts {
            match answers(&asker, &layout.query) {
                Ok(()) => {
                    let mut ways = Vec::new();
                    if protocol != Protocol::Update {
                        ways.extend(layout.graphs.into_iter().map(Way::Store));
                    }
                    if protocol != Protocol::Store {
                        ways.extend(layout.updates.into_iter().map(Way::Update));
                    }
                    let ways = RefCell::new(ways);
                    return Ok(RemoteStore { asker, query: layout.query, graph, ways });
                }
                Err(Some(refused)) if !may_be_elsewhere(&refused) => {
                    return Err(asker.error(&format!("the store at {}", layout.query), &refused));
                }
                Err(refused) => {
                    let told =
                        refused.map_or_else(|| "answers with no result of SPARQL".to_owned(), |no| no.to_string());
                    tried.push(format!("\n  {} {told}", layout.query));
                }
            }
        }
        let message = format!("no SPARQL endpoint is found at {}:{}", address.text, tried.concat());
        Err(hinted(message, "name the address that takes updates, and with --query-at URL the one that takes queries"))
    }

    /// True when it understands triple terms.
    pub(super) fn takes_triple_terms(&self) -> anyhow::Result<bool> {
        match ask(&self.asker, &self.query, TRIPLE_TERM) {
            Ok(answer) => Ok(matches!(read(answer, Wanted::Truth, &self.query), Ok(QueryResults::Boolean(true)))),
            Err(refused) if matches!(refused.status(), Some(400..=422 | 500 | 501)) => Ok(false),
            Err(refused) => Err(self.error(&refused)),
        }
    }

    /// How many triples the graph has.
    pub(super) fn count(&self) -> anyhow::Result<u64> {
        let pattern = self
            .graph
            .as_ref()
            .map_or_else(|| "?s ?p ?o".to_owned(), |graph| format!("GRAPH <{graph}> {{ ?s ?p ?o }}"));
        let query = format!("SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}");
        let answer = select(&self.asker, &self.query, &query, &[], Wanted::Table)?;
        let counted = match read(answer, Wanted::Table, &self.query)? {
            QueryResults::Solutions(mut rows) => {
                rows.next().transpose()?.and_then(|row| Value::from(row.values().first()?.clone()?).text().parse().ok())
            }
            _ => None,
        };
        counted.ok_or_else(|| {
            hinted(format!("the store at {} does not count its triples", self.query), "is it a SPARQL endpoint?")
        })
    }

    /// Sends triples as lines of N-Triples. With `replaces`, they take the place of what is in the graph.
    ///
    /// Until the first were taken, other ways are tried where the store does not know one.
    pub(super) fn send(&self, lines: &[u8], replaces: bool) -> Result<(), Refused> {
        loop {
            let way = self.ways.borrow().first().cloned();
            let sent = match &way {
                Some(Way::Store(address)) => self.put(address, lines, replaces),
                Some(Way::Update(address)) => self.insert(address, lines, replaces),
                None => return Err(Refused::nowhere()),
            };
            match sent {
                Ok(()) => {
                    self.ways.borrow_mut().truncate(1);
                    return Ok(());
                }
                Err(refused) if self.ways.borrow().len() > 1 && knows_not(&refused) => {
                    self.ways.borrow_mut().remove(0);
                }
                Err(refused) => return Err(refused),
            }
        }
    }

    fn put(&self, address: &str, lines: &[u8], replaces: bool) -> Result<(), Refused> {
        let sign = if address.contains('?') { '&' } else { '?' };
        let address = match &self.graph {
            Some(graph) => format!("{address}{sign}graph={}", encoded(graph)),
            None => format!("{address}{sign}default"),
        };
        let headers = [("Content-Type", "application/n-triples")];
        let method = if replaces { "PUT" } else { "POST" };
        self.done(Request { method, address: &address, headers: &headers, body: Some(lines) })
    }

    fn insert(&self, address: &str, lines: &[u8], replaces: bool) -> Result<(), Refused> {
        let update = |text: &[u8]| {
            let headers = [("Content-Type", "application/sparql-update")];
            self.done(Request { method: "POST", address, headers: &headers, body: Some(text) })
        };
        let graph = self.graph.as_ref().map(|graph| format!("GRAPH <{graph}>"));
        if replaces {
            update(format!("DROP SILENT {}", graph.as_deref().unwrap_or("DEFAULT")).as_bytes())?;
        }
        let (start, end) = match &graph {
            Some(graph) => (format!("INSERT DATA {{ {graph} {{\n"), "} }"),
            None => ("INSERT DATA {\n".to_owned(), "}"),
        };
        update(&[start.as_bytes(), lines, end.as_bytes()].concat())
    }

    /// Sends a request whose answer does not matter.
    fn done(&self, request: Request<'_>) -> Result<(), Refused> {
        let answer = self.asker.send(request)?;
        // To the end, so that the connection can be used again.
        answer.beginning(1 << 16);
        Ok(())
    }

    /// The error of a command that cannot go on.
    pub(super) fn error(&self, refused: &Refused) -> anyhow::Error {
        let place = match self.ways.borrow().first() {
            Some(Way::Store(address) | Way::Update(address)) => address.clone(),
            None => self.query.clone(),
        };
        self.asker.error(&format!("the store at {place}"), refused)
    }

    /// How triples are sent, for people.
    pub(super) fn way(&self) -> &'static str {
        match self.ways.borrow().first() {
            Some(Way::Store(_)) => "by the Graph Store Protocol",
            _ => "by SPARQL Update",
        }
    }
}

fn ask(asker: &Asker, address: &str, query: &str) -> Result<Answer, Refused> {
    let body = form_of(query, &[]);
    let headers = [
        ("Accept", "application/sparql-results+json, application/sparql-results+xml;q=0.9"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    asker.send(Request { method: "POST", address, headers: &headers, body: Some(body.as_bytes()) })
}

/// Fails when no SPARQL endpoint answers at an address, with what it says where that is no answer of HTTP.
fn answers(asker: &Asker, address: &str) -> Result<(), Option<Refused>> {
    let answer = ask(asker, address, NOTHING).map_err(Some)?;
    read(answer, Wanted::Truth, address).map(|_| ()).map_err(|_| None)
}

/// True when a store may have its endpoint at another address than the one that answers so.
fn may_be_elsewhere(refused: &Refused) -> bool {
    matches!(refused.status(), Some(400 | 403..=406 | 410 | 415 | 422 | 501))
}

/// True when a store does not know this way to send triples.
fn knows_not(refused: &Refused) -> bool {
    matches!(refused.status(), Some(400 | 404..=406 | 415 | 501))
}
