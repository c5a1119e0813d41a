use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use oxigraph::io::RdfFormat;
use oxigraph::model::Term;
use oxigraph::sparql::results::QueryResultsFormat;
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter};
use unicode_width::UnicodeWidthStr as _;

use super::known::KnownArgs;
use super::remote::{self, RemoteArgs};
use super::terminal::{grouped, plural, write_table, write_vertical};
use super::{Session, hinted, open};
use crate::diagnostic::nearest;
use crate::door::Graph;
use crate::evaluation::{ExplainedStep, Explanation, Limits};
use crate::files::{Reach, read_text};
use crate::query::results::{self, ResultsError, TextTable, read_table};
use crate::query::{AbsentIri, Engine, QueryError, answer_within, explain_within, named, service_fault};

/// Ask the graph in SPARQL; every prefix is declared
///
/// The query is SPARQL text, the name of a query of the project (`queries/NAME.rq`), a file, or `-` for standard input.
/// Without a query, the project's own are listed.
#[derive(Debug, clap::Args)]
pub(crate) struct QueryArgs {
    /// A table or project folder, unless it is the project here; then the query
    #[arg(value_name = "[SOURCE] QUERY", num_args = 0..=2)]
    words: Vec<String>,
    /// How the answer is written [default: table, or turtle for graphs]
    #[arg(long, short, value_enum)]
    format: Option<AnswerFormat>,
    /// Show at most N rows of a table on a terminal
    #[arg(long, value_name = "N", default_value_t = 200)]
    rows: usize,
    /// Give up after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Give up when the query takes more memory than this, such as 500M or 2G (on Linux)
    #[arg(long, value_name = "SIZE", value_parser = super::bytes)]
    memory_limit: Option<usize>,
    /// Answer the query, but show its steps: how many rows each was expected to find, and how many it did
    #[arg(long)]
    explain: bool,
    /// Find what is inferred as well, as `[infer]` in relata.toml asks for
    #[arg(long)]
    inferred: bool,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    remote: RemoteArgs,
}

/// Reads a time such as `5` or `0.5`.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.trim_end_matches('s').parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.filter(|time| !time.is_zero()).ok_or_else(|| "write seconds, such as 5 or 0.5".to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum AnswerFormat {
    /// Columns, as wide as the terminal
    Table,
    /// A line for each cell, for wide rows
    Vertical,
    /// Comma-separated values
    Csv,
    /// Tab-separated values with RDF terms
    Tsv,
    /// SPARQL results in JSON
    Json,
    /// SPARQL results in XML
    Xml,
    /// A Markdown table
    #[value(alias = "md")]
    Markdown,
    /// Turtle
    #[value(alias = "ttl")]
    Turtle,
    /// N-Triples
    #[value(alias = "nt")]
    Ntriples,
    /// N-Quads
    #[value(alias = "nq")]
    Nquads,
    /// TriG
    Trig,
    /// RDF/XML
    #[value(alias = "rdf")]
    Rdfxml,
    /// JSON-LD
    Jsonld,
}

impl AnswerFormat {
    fn of_results(self) -> Option<QueryResultsFormat> {
        match self {
            AnswerFormat::Csv => Some(QueryResultsFormat::Csv),
            AnswerFormat::Tsv => Some(QueryResultsFormat::Tsv),
            AnswerFormat::Json => Some(QueryResultsFormat::Json),
            AnswerFormat::Xml => Some(QueryResultsFormat::Xml),
            _ => None,
        }
    }

    pub(super) fn of_rdf(self) -> Option<RdfFormat> {
        match self {
            AnswerFormat::Turtle => Some(RdfFormat::Turtle),
            AnswerFormat::Ntriples => Some(RdfFormat::NTriples),
            AnswerFormat::Nquads => Some(RdfFormat::NQuads),
            AnswerFormat::Trig => Some(RdfFormat::TriG),
            AnswerFormat::Rdfxml => Some(RdfFormat::RdfXml),
            AnswerFormat::Jsonld => RdfFormat::from_extension("jsonld"),
            _ => None,
        }
    }
}

pub(crate) fn run(args: &QueryArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let (source, word) = match args.words.as_slice() {
        [] => (None, None),
        [only] if open::is_source(only) => (Some(Path::new(only)), None),
        [only] => (None, Some(only.as_str())),
        [source, query, ..] => (Some(Path::new(source)), Some(query.as_str())),
    };
    let Some(word) = word else {
        return list(session, source);
    };
    if let Some(endpoint) = &args.remote.endpoint {
        let (root, prefixes) = remote::here(session, source)?;
        let text = query_text(word, &root, &session.reach)?;
        let limits = Limits { time: args.timeout, memory: args.memory_limit };
        let answer = remote::ask(endpoint, &args.remote, &text, &prefixes, limits)?;
        return write_answer(answer, args.format, args.rows, &prefixes, session);
    }
    let graph = args.known.open(session, source)?;
    let graph = if args.inferred { with_inferred(graph) } else { graph };
    let text = query_text(word, &graph.project().root, &session.reach)?;
    let prefixes = graph.project().prefixes();
    let limits = Limits { time: args.timeout, memory: args.memory_limit };
    if args.explain {
        let explanation = explain_within(graph.into_store(), prefixes, text.clone(), limits);
        return explain(&explanation.map_err(|error| with_place(error, &text))?, args, session);
    }
    let seen = Rc::new(Cell::new(Seen::Nothing));
    if limits == Limits::default() {
        let engine = Engine::new(graph.store(), prefixes);
        let answer = engine.run(&text).map_err(|error| with_place(error, &text))?;
        let code = write_answer(watched(answer, &seen), args.format, args.rows, engine.prefixes(), session);
        let code = code.map_err(with_way_out)?;
        say_absent(seen.get(), |counted| engine.absent(&text, counted));
        return Ok(code);
    }
    let store = Arc::new(graph.into_store());
    let answer = answer_within(Arc::clone(&store), prefixes.clone(), text.clone(), limits);
    let answer = answer.map_err(|error| with_place(error, &text))?;
    let answer = watched(answer, &seen);
    let code = write_answer(answer, args.format, args.rows, &prefixes, session).map_err(with_way_out)?;
    let engine = Engine::new(&store, prefixes);
    say_absent(seen.get(), |counted| engine.absent(&text, counted));
    Ok(code)
}

/// The graph with what is inferred; says so when that is nothing because nobody asks for it.
fn with_inferred(graph: Graph) -> Graph {
    if graph.project().infer.is_none() {
        say!("nothing is inferred: the project has no `[infer]` in relata.toml");
    }
    graph.with_inferred()
}

/// What an answer turned out to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Nothing,
    /// One row, in which everything that has a value is 0.
    Zeros,
    Something,
}

/// An answer that notes in `seen` what it holds while it is read.
fn watched<'a>(answer: QueryResults<'a>, seen: &Rc<Cell<Seen>>) -> QueryResults<'a> {
    let note = Rc::clone(seen);
    match answer {
        QueryResults::Boolean(truth) => {
            note.set(if truth { Seen::Something } else { Seen::Nothing });
            QueryResults::Boolean(truth)
        }
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().into();
            let is_zero = |value: &Option<Term>| match value {
                Some(Term::Literal(literal)) => literal.value() == "0",
                Some(_) => false,
                None => true,
            };
            let rows = solutions.inspect(move |row| {
                let zeros = row.as_ref().is_ok_and(|row| row.values().iter().all(is_zero));
                note.set(if zeros && note.get() == Seen::Nothing { Seen::Zeros } else { Seen::Something });
            });
            QueryResults::Solutions(QuerySolutionIter::new(variables, rows))
        }
        QueryResults::Graph(triples) => {
            QueryResults::Graph(QueryTripleIter::new(triples.inspect(move |_| note.set(Seen::Something))))
        }
    }
}

/// Names what a query asks for and the graph does not have, when that may be why nothing was found.
fn say_absent(seen: Seen, absent: impl FnOnce(bool) -> Result<Vec<AbsentIri>, QueryError>) {
    if seen == Seen::Something {
        return;
    }
    for AbsentIri { shown, near, is_same_name, .. } in absent(seen == Seen::Zeros).unwrap_or_default() {
        match near {
            Some(near) if is_same_name => say!("note: nothing in the graph is called `{shown}`, but `{near}` is there"),
            Some(near) => say!("note: nothing in the graph is called `{shown}`; did you mean `{near}`?"),
            None => say!("note: nothing in the graph is called `{shown}`"),
        }
    }
}

/// Writes an answer to standard output.
pub(super) fn write_answer(
    answer: QueryResults<'_>,
    format: Option<AnswerFormat>,
    most_rows: usize,
    prefixes: &BTreeMap<String, String>,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let format = format.unwrap_or(match &answer {
        QueryResults::Graph(_) => AnswerFormat::Turtle,
        _ => AnswerFormat::Table,
    });
    if let Some(format) = format.of_results() {
        let mut out = match format {
            QueryResultsFormat::Csv => session.table(b','),
            QueryResultsFormat::Tsv => session.table(b'\t'),
            _ => Box::new(&mut *session.out),
        };
        results::write_table(answer, format, &mut out)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(format) = format.of_rdf() {
        results::write_graph(answer, format, prefixes, session.out)?;
        return Ok(ExitCode::SUCCESS);
    }
    match answer {
        QueryResults::Boolean(value) => {
            writeln!(session.out, "{}", if value { "yes" } else { "no" })?;
        }
        QueryResults::Graph(_) => {
            return Err(hinted(
                "the answer is a graph",
                "choose --format turtle, ntriples, nquads, trig, jsonld or rdfxml",
            ));
        }
        QueryResults::Solutions(solutions) => {
            let is_for_people = matches!(format, AnswerFormat::Table | AnswerFormat::Vertical);
            let most = if is_for_people && session.terminal.draws { most_rows } else { usize::MAX };
            let (table, more) = read_table(solutions, prefixes, most)?;
            if format == AnswerFormat::Markdown {
                table.write_markdown(session.out)?;
                return Ok(ExitCode::SUCCESS);
            }
            let write = if format == AnswerFormat::Vertical { write_vertical } else { write_table };
            write(&table, session.terminal.room(), session.out)?;
            session.out.flush()?;
            let n = table.rows.len();
            let shown = grouped(n as u64);
            let counted = format!("{shown}{} row{}", if more { "+" } else { "" }, if n == 1 { "" } else { "s" });
            let left_out = more.then(|| format!("only the first {shown} shown (--rows N shows more)"));
            let talk: Vec<String> = [Some(counted), left_out].into_iter().flatten().collect();
            say!("{}", talk.join(", "));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows the steps of a query.
fn explain(explanation: &Explanation, args: &QueryArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let row = |step: &ExplainedStep| {
        let expected = step.estimate.map_or_else(String::new, |estimate| match estimate {
            few if few < 0.5 => "< 1".to_owned(),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded for reading")]
            many => grouped(many.round() as u64),
        });
        vec!["  ".repeat(step.depth) + &step.what, expected, step.n_rows.map_or_else(String::new, grouped)]
    };
    let headings = ["step", "expected rows", "rows"].map(str::to_owned).to_vec();
    let table = TextTable { headings, rows: explanation.steps.iter().map(row).collect() };
    if args.format == Some(AnswerFormat::Markdown) {
        table.write_markdown(session.out)?;
    } else {
        write_table(&table, session.terminal.room(), session.out)?;
    }
    session.out.flush()?;
    if let Some(reason) = explanation.left_to_oxigraph {
        say!("left to oxigraph's evaluator, because of {reason}");
    }
    say!("{} in {:.3} s", plural(explanation.n_rows as u64, "row"), explanation.time.as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

/// Lists the project's own queries.
fn list(session: &mut Session<'_>, source: Option<&Path>) -> anyhow::Result<ExitCode> {
    let project = open::project(session, source)?;
    let queries = named::list(&project.root, &session.reach);
    if queries.is_empty() {
        return Err(hinted(
            "what do you want to ask?",
            "write SPARQL: `relata query 'SELECT * { ?claim ra:saidBy ?who } LIMIT 10'`, or keep queries in `queries/NAME.rq`",
        ));
    }
    for query in queries {
        writeln!(session.people(), "{:<24} {}", query.name, query.title)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of a query given as SPARQL, name, file or `-`.
fn query_text(word: &str, root: &Path, reach: &Reach) -> anyhow::Result<String> {
    if word == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("cannot read the query from standard input")?;
        return Ok(text);
    }
    let queries = named::list(root, reach);
    if let Some(query) = queries.iter().find(|query| query.name == word) {
        let text = named::open(query, root, reach).and_then(read_text);
        return text.with_context(|| format!("cannot read `{}`", query.path.display()));
    }
    let path = word.strip_prefix('@').unwrap_or(word);
    if Path::new(path).is_file() {
        let text = reach.open(Path::new(path)).and_then(read_text);
        return text.with_context(|| format!("cannot read `{path}`"));
    }
    let is_form = ["select", "ask", "construct", "describe"].contains(&word.to_lowercase().as_str());
    let is_name = !is_form && !word.contains(char::is_whitespace) && !word.contains(['{', '?']);
    if is_name {
        let near = nearest(word, queries.iter().map(|query| query.name.as_str()));
        let names: Vec<&str> = queries.iter().map(|query| query.name.as_str()).collect();
        let hint = match (near, names.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, false) => format!("the project has {}", names.join(", ")),
            (None, true) => "write SPARQL between quotes, or keep the query in `queries/NAME.rq`".to_owned(),
        };
        return Err(hinted(format!("there is no query or file `{word}`"), hint));
    }
    Ok(word.to_owned())
}

/// Says what to do about a query that exceeds its limits while its rows are written.
fn with_way_out(error: anyhow::Error) -> anyhow::Error {
    let failed = match (error.downcast_ref(), error.downcast_ref()) {
        (Some(ResultsError::Query(QueryError::Evaluation(reason))), _) | (_, Some(QueryError::Evaluation(reason))) => {
            Some(reason)
        }
        _ => None,
    };
    if let Some((message, hint)) = failed.and_then(service_fault) {
        return hinted(message, hint);
    }
    if let Some(QueryEvaluationError::UnsupportedService(service)) = failed {
        let message = format!("the query asks {service}, and `relata query` asks no endpoint");
        return hinted(message, format!("`relata serve --allow-service {}` asks it", service.as_str()));
    }
    let exceeded = match (error.downcast_ref(), error.downcast_ref()) {
        (Some(ResultsError::Query(QueryError::Exceeded(exceeded))), _) | (_, Some(QueryError::Exceeded(exceeded))) => {
            exceeded.to_string()
        }
        _ => return error,
    };
    hinted(
        exceeded,
        "give it more with --timeout or --memory-limit, or ask for less; --explain shows what each step finds",
    )
}

/// Adds the line of the query with a caret to a syntax error.
fn with_place(error: QueryError, text: &str) -> anyhow::Error {
    if let QueryError::Syntax { message, line, column, hint } = &error {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let shown = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().replace('\t', " ");
        // Some characters are two columns wide on a terminal, some none.
        let before: String = shown.chars().take(column.saturating_sub(1)).collect();
        let caret = " ".repeat(before.width()) + "^";
        let message = format!("{message}\n  at line {line}, column {column}\n  | {shown}\n  | {caret}");
        return hinted(
            message,
            hint.clone().unwrap_or_else(|| "https://www.w3.org/TR/sparql11-query/ has the grammar".to_owned()),
        );
    }
    with_way_out(error.into())
}
