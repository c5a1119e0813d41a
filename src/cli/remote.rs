//! Queries that a SPARQL endpoint answers, and answers of it as those of a graph that is here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter};

use super::http::{Address, Answer, Asker, Client, Credentials, Manner, NoAddress, Request, Retry, one_line};
use super::{Session, hinted, open};
use crate::evaluation::Limits;
use crate::project::ProjectError;
use crate::rdf::vocab;
use crate::tabular::sparql::{foreign_prefixes, form, is_update};

/// How long an endpoint may take for an answer when nobody says how long.
const PATIENCE: Duration = Duration::from_secs(600);
/// Bytes of an answer when nobody says how many.
const MOST_BYTES: u64 = 1 << 30;
/// Bytes of what is no answer that are shown.
const SHOWN: u64 = 1 << 10;

const TABLES: &str =
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.5";
const GRAPHS: &str = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5";

/// Which endpoint is asked instead of the graph here.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "An endpoint")]
pub(super) struct RemoteArgs {
    /// Ask this SPARQL endpoint instead of the graph here; the project's prefixes and named queries can be used all the same
    #[arg(long, value_name = "URL", conflicts_with_all = ["explain", "inferred", "known_by"])]
    pub(super) endpoint: Option<String>,
    /// Of the endpoint, ask this named graph as the default graph; may be given several times
    #[arg(long = "graph", value_name = "IRI", requires = "endpoint")]
    pub(super) graphs: Vec<String>,
}

/// Root and prefixes of the project here; where there is none, the folder here and the prefixes that come with relata.
pub(super) fn here(
    session: &Session<'_>,
    source: Option<&Path>,
) -> anyhow::Result<(PathBuf, BTreeMap<String, String>)> {
    match open::project(session, source) {
        Ok(project) => Ok((project.root.clone(), project.prefixes())),
        Err(error) if matches!(error.downcast_ref(), Some(ProjectError::NotFound(_))) => {
            let prefixes = vocab::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()));
            Ok((PathBuf::from("."), prefixes.collect()))
        }
        Err(error) => Err(error),
    }
}

/// Reads the address of an endpoint or a store that an option or argument names.
pub(super) fn address(named: &str, option: &str) -> anyhow::Result<Address> {
    Address::read(named).map_err(|error| {
        let hint = match error {
            NoAddress::Credentials => {
                "put them into the environment: `RELATA_STORE_USER` and `RELATA_STORE_PASSWORD`, or `RELATA_STORE_TOKEN`"
            }
            _ => "write it as `http://127.0.0.1:7878/query` or `https://host/sparql`",
        };
        // Whoever has put a password there does not want to see it again.
        let shown = if error == NoAddress::Credentials { "…" } else { named };
        hinted(format!("`{option} {shown}` names no endpoint: {error}"), hint)
    })
}

/// Asks an endpoint, with the prefixes that the query uses and does not declare.
pub(super) fn ask(
    endpoint: &str,
    args: &RemoteArgs,
    text: &str,
    prefixes: &BTreeMap<String, String>,
    limits: Limits,
) -> anyhow::Result<QueryResults<'static>> {
    let address = address(endpoint, "--endpoint")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_update(text) {
        return Err(hinted(
            "`query` asks and changes nothing: SPARQL Update is not sent",
            "`relata push` sends a graph",
        ));
    }
    let most_bytes = limits.memory.map_or(MOST_BYTES, |bytes| bytes as u64);
    let patience = Some(limits.time.unwrap_or(PATIENCE));
    let client = Client::new(Manner { patience, most_bytes, follows: false });
    let retry = Retry { tries: 3, first_wait: Duration::from_secs(1) };
    let asker = Asker::new(client, Credentials::of_environment(&address), retry);
    let query = with_prefixes(text, prefixes);
    let wanted = Wanted::of(text);
    let answer = select(&asker, &address.text, &query, &args.graphs, wanted)?;
    read(answer, wanted, &address.text)
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Table,
    Truth,
    Graph,
}

impl Wanted {
    /// The form that a query asks for. What an endpoint understands and relata does not is taken for a table.
    fn of(text: &str) -> Wanted {
        match form(text).map(str::to_ascii_uppercase).as_deref() {
            Some("ASK") => Wanted::Truth,
            Some("CONSTRUCT" | "DESCRIBE") => Wanted::Graph,
            _ => Wanted::Table,
        }
    }
}

/// The query with declarations of the prefixes it uses in front, on its first line, so that lines keep their numbers.
fn with_prefixes(text: &str, prefixes: &BTreeMap<String, String>) -> String {
    let mut query = String::new();
    for prefix in foreign_prefixes(text) {
        if let Some(iri) = prefixes.get(prefix) {
            let _ = write!(query, "PREFIX {prefix}: <{iri}> ");
        }
    }
    query + text
}

/// Sends a query by the SPARQL protocol.
pub(super) fn select(
    asker: &Asker,
    address: &str,
    query: &str,
    graphs: &[String],
    wanted: Wanted,
) -> anyhow::Result<Answer> {
    let body = form_of(query, graphs);
    let accept = if wanted == Wanted::Graph { GRAPHS } else { TABLES };
    let headers = [("Accept", accept), ("Content-Type", "application/x-www-form-urlencoded")];
    let request = Request { method: "POST", address, headers: &headers, body: Some(body.as_bytes()) };
    asker.send(request).map_err(|refused| asker.error(&format!("the endpoint at {address}"), &refused))
}

/// The fields of a query, as forms of pages send them.
pub(super) fn form_of(query: &str, graphs: &[String]) -> String {
    let mut body = format!("query={}", encoded(query));
    for graph in graphs {
        let _ = write!(body, "&default-graph-uri={}", encoded(graph));
    }
    body
}

/// A text as it stands in a field of a form or of an address.
pub(super) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Reads the answer of an endpoint as it comes.
pub(super) fn read(answer: Answer, wanted: Wanted, address: &str) -> anyhow::Result<QueryResults<'static>> {
    let kind = answer.media_type();
    let table = match kind.as_str() {
        "application/sparql-results+json" | "application/json" => Some(QueryResultsFormat::Json),
        "application/sparql-results+xml" | "application/xml" | "text/xml" if wanted != Wanted::Graph => {
            Some(QueryResultsFormat::Xml)
        }
        "text/tab-separated-values" => Some(QueryResultsFormat::Tsv),
        _ => None,
    };
    let foreign = |error: &dyn std::fmt::Display| unreadable(address, error);
    if let Some(format) = table {
        let reader = BufReader::new(answer.reader());
        let parsed = QueryResultsParser::from_format(format).for_reader(reader);
        return match parsed.map_err(|error| hinted(foreign(&error), NO_ANSWER))? {
            ReaderQueryResultsParserOutput::Boolean(truth) => Ok(QueryResults::Boolean(truth)),
            ReaderQueryResultsParserOutput::Solutions(mut solutions) if wanted == Wanted::Truth => {
                // Virtuoso 7 answers ASK with a table of one cell.
                let row = solutions.next().transpose().map_err(|error| hinted(foreign(&error), NO_ANSWER))?;
                let is_true =
                    |term: &Term| matches!(term, Term::Literal(truth) if matches!(truth.value(), "1" | "true"));
                Ok(QueryResults::Boolean(row.is_some_and(|row| row.values().iter().flatten().any(is_true))))
            }
            ReaderQueryResultsParserOutput::Solutions(solutions) => {
                let (variables, address) = (solutions.variables().into(), address.to_owned());
                let rows = solutions.map(move |row| row.map_err(|error| failed(&address, &error)));
                Ok(QueryResults::Solutions(QuerySolutionIter::new(variables, rows)))
            }
        };
    }
    let Some(format) = RdfFormat::from_media_type(&kind).filter(|_| wanted == Wanted::Graph) else {
        let words = one_line(&answer.beginning(SHOWN));
        let named = if kind.is_empty() { "something without a type".to_owned() } else { format!("`{kind}`") };
        let message = format!("the endpoint at {address} answers with {named}, which is no answer to a query: {words}");
        return Err(hinted(message, NO_ANSWER));
    };
    let (reader, address) = (BufReader::new(answer.reader()), address.to_owned());
    let quads = RdfParser::from_format(format).for_reader(reader);
    let triples = quads.map(move |quad| quad.map(Triple::from).map_err(|error| failed(&address, &error)));
    Ok(QueryResults::Graph(QueryTripleIter::new(triples)))
}

const NO_ANSWER: &str = "is this the address of its SPARQL endpoint, rather than of a page about it?";

fn unreadable(address: &str, error: &dyn std::fmt::Display) -> String {
    format!("the answer of the endpoint at {address} cannot be read: {error}")
}

/// Why the rest of an answer does not come. It is told in words only: an error of the network is no closed pipe of ours.
fn failed(address: &str, error: &dyn std::fmt::Display) -> QueryEvaluationError {
    QueryEvaluationError::Unexpected(unreadable(address, error).into())
}
