use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use oxigraph::io::RdfFormat;
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::QueryResultsFormat;

use super::terminal::{grouped, write_table};
use super::{Session, hinted, open};
use crate::diagnostic::nearest;
use crate::query::results::{self, read_table};
use crate::query::{Engine, named};

/// Ask the graph in SPARQL; every prefix is declared
///
/// The query is SPARQL text, the name of a query of the project (`queries/NAME.rq`), a file, or `-` for standard input.
/// Without a query, the project's own are listed.
#[derive(Debug, clap::Args)]
pub(crate) struct QueryArgs {
    /// A table or project folder first, if not the project here; then the query
    #[arg(value_name = "[SOURCE] QUERY", num_args = 0..=2)]
    words: Vec<String>,
    /// How the answer is written [default: table, or turtle for graphs]
    #[arg(long, short, value_enum)]
    format: Option<AnswerFormat>,
    /// Show at most so many rows of a table on a terminal
    #[arg(long, value_name = "N", default_value_t = 200)]
    rows: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum AnswerFormat {
    /// Columns, cut to the terminal
    Table,
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

    fn of_rdf(self) -> Option<RdfFormat> {
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
    let root = open::project(session, source)?.root;
    let text = query_text(word, &root)?;
    let opened = open::open(session, source)?;
    let engine = Engine::new(&opened.store, opened.project.prefixes());
    let answer = engine.run(&text).map_err(|error| with_place(error, &text))?;
    answer_in(args, &engine, answer, session)
}

fn answer_in(
    args: &QueryArgs,
    engine: &Engine<'_>,
    answer: QueryResults<'_>,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let format = args.format.unwrap_or(match &answer {
        QueryResults::Graph(_) => AnswerFormat::Turtle,
        _ => AnswerFormat::Table,
    });
    if let Some(format) = format.of_results() {
        results::write_table(answer, format, session.out)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(format) = format.of_rdf() {
        results::write_graph(answer, format, engine.prefixes(), session.out)?;
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
            let most = if format == AnswerFormat::Table && session.terminal.draws { args.rows } else { usize::MAX };
            let (table, more) = read_table(solutions, engine.prefixes(), most)?;
            if format == AnswerFormat::Markdown {
                table.write_markdown(session.out)?;
                return Ok(ExitCode::SUCCESS);
            }
            let width = if session.terminal.draws || std::env::var_os("COLUMNS").is_some() {
                session.terminal.width
            } else {
                usize::MAX
            };
            let n_cut = write_table(&table, width, session.out)?;
            session.out.flush()?;
            let n = table.rows.len();
            let shown = grouped(n as u64);
            let counted = format!("{shown}{} row{}", if more { "+" } else { "" }, if n == 1 { "" } else { "s" });
            let left_out = more.then(|| format!("only the first {shown} shown (--rows N shows more)"));
            let cut = (n_cut > 0)
                .then(|| format!("{} cells cut to fit (--format csv writes them whole)", grouped(n_cut as u64)));
            let talk: Vec<String> = [Some(counted), left_out, cut].into_iter().flatten().collect();
            say!("{}", talk.join(", "));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Lists the project's own queries.
fn list(session: &mut Session<'_>, source: Option<&Path>) -> anyhow::Result<ExitCode> {
    let project = open::project(session, source)?;
    let queries = named::list(&project.root);
    if queries.is_empty() {
        return Err(hinted(
            "what do you want to ask?",
            "write SPARQL: `relata query 'SELECT * { ?claim ra:saidBy ?who } LIMIT 10'`, or keep queries in `queries/NAME.rq`",
        ));
    }
    for query in queries {
        writeln!(session.out, "{:<24} {}", query.name, query.title)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of a query given as SPARQL, name, file or `-`.
fn query_text(word: &str, root: &Path) -> anyhow::Result<String> {
    if word == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("cannot read the query from standard input")?;
        return Ok(text);
    }
    let queries = named::list(root);
    if let Some(query) = queries.iter().find(|query| query.name == word) {
        return fs::read_to_string(&query.path).with_context(|| format!("cannot read `{}`", query.path.display()));
    }
    let path = word.strip_prefix('@').unwrap_or(word);
    if Path::new(path).is_file() {
        return fs::read_to_string(path).with_context(|| format!("cannot read `{path}`"));
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

/// Adds the line of the query with a caret to a syntax error.
fn with_place(error: crate::query::QueryError, text: &str) -> anyhow::Error {
    if let crate::query::QueryError::Syntax { message, line, column, hint } = &error {
        let shown = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().replace('\t', " ");
        let caret = " ".repeat(column.saturating_sub(1)) + "^";
        let message = format!("{message}\n  at line {line}, column {column}\n  | {shown}\n  | {caret}");
        return hinted(
            message,
            hint.clone().unwrap_or_else(|| "https://www.w3.org/TR/sparql11-query/ has the grammar".to_owned()),
        );
    }
    error.into()
}
