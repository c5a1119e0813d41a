use std::collections::{BTreeMap, HashSet, VecDeque};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use oxigraph::io::{RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{Term, Triple};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};

use super::export::{Output, with_output};
use super::faults::{FaultFormat, Listing, Shown, write_faults};
use super::query::{AnswerFormat, write_answer};
use super::{Session, csvw, hinted, open};
use crate::built::Inputs;
use crate::diagnostic::{Diagnostic, Finding, Report, Severity, Verdict};
use crate::disk;
use crate::files::{Reach, read_text};
use crate::project::{Project, ProjectError};
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;
use crate::table::RawRow;
use crate::tabular::TableOptions;
use crate::tabular::construct::{Answered, DriveError, Form, Generated, Listener, Stopped, TableQueries, TableSource};
use crate::tabular::csvw::Mode;
use crate::tabular::options::character;

/// Make RDF of any table with a SPARQL query, as Tarql does, or with its CSVW metadata
///
/// Each row of the table binds variables named after its columns, and `?ROWNUM`. CONSTRUCT writes triples in the order of the
/// rows; SELECT and ASK are for trying out. Rows with faults are left out and reported.
#[derive(Debug, clap::Args)]
pub(crate) struct ConstructArgs {
    /// File with CONSTRUCT queries, or one SELECT or ASK; or metadata of CSV on the Web (.json), or a table with metadata
    /// beside it (.csv, .tsv)
    pub(super) query: PathBuf,
    /// Tables, `-` for standard input; options may follow a name: x.csv#delimiter=tab;header=absent [default: those named
    /// after FROM]
    pub(super) tables: Vec<String>,
    /// File to write [default: standard output]
    #[arg(long, short)]
    pub(super) output: Option<PathBuf>,
    /// Format of the output [default: by the name of the file, otherwise turtle, or table for SELECT]
    #[arg(long, short, value_enum)]
    format: Option<AnswerFormat>,
    /// IRI that relative IRIs begin with [default: that of the project]
    #[arg(long, value_name = "IRI")]
    pub(super) base: Option<String>,
    /// With metadata: minimal writes what cells say, standard writes tables and rows as well [default: minimal]
    #[arg(long, value_parser = mode)]
    pub(super) mode: Option<Mode>,
    /// Leave out a triple that is among the last N written
    #[arg(long, value_name = "N", default_value_t = 0)]
    dedup: usize,
    /// Show at most N rows of a SELECT on a terminal
    #[arg(long, value_name = "N", default_value_t = 200)]
    rows: usize,
    #[command(flatten)]
    pub(super) writing: WritingArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How the tables are written")]
pub(super) struct WritingArgs {
    /// What separates cells: a character, or tab, comma, semicolon [default: guessed from the first line]
    #[arg(long, short, value_name = "CHAR", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// Tabs between cells and no quotes
    #[arg(long, short, conflicts_with = "delimiter")]
    tabs: bool,
    /// What surrounds cells, or none [default: ", and none in a .tsv]
    #[arg(long, value_name = "CHAR", value_parser = perhaps)]
    quotechar: Option<Perhaps>,
    /// What escapes the next character, or none [default: none; quotes are doubled]
    #[arg(long, short = 'p', value_name = "CHAR", value_parser = perhaps)]
    escapechar: Option<Perhaps>,
    /// Encoding, such as latin1 [default: UTF-8]
    #[arg(long, short, value_name = "NAME")]
    encoding: Option<String>,
    /// The first row is data: columns are ?a, ?b and so on
    #[arg(long, short = 'H')]
    no_header_row: bool,
    /// The first row names the columns, whatever OFFSET says
    #[arg(long, conflicts_with = "no_header_row")]
    header_row: bool,
}

/// A character that may be none.
#[derive(Debug, Clone, Copy)]
struct Perhaps(Option<u8>);

fn delimiter(word: &str) -> Result<u8, String> {
    character(word)?.ok_or_else(|| "cells need something between them".to_owned())
}

fn perhaps(word: &str) -> Result<Perhaps, String> {
    character(word).map(Perhaps)
}

fn mode(word: &str) -> Result<Mode, String> {
    let words = Mode::ALL.map(Mode::word).join(" or ");
    Mode::ALL.into_iter().find(|mode| mode.word() == word).ok_or_else(|| format!("write {words}"))
}

impl WritingArgs {
    pub(super) fn options(&self) -> TableOptions {
        TableOptions {
            header: (self.no_header_row || self.header_row).then_some(!self.no_header_row),
            delimiter: self.delimiter.or(self.tabs.then_some(b'\t')),
            quote: self.quotechar.map(|quote| quote.0),
            escape: self.escapechar.map(|escape| escape.0),
            encoding: self.encoding.clone(),
        }
    }
}

pub(crate) fn run(args: &ConstructArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let project = match open::project(session, None) {
        Ok(project) => Some(project),
        Err(error) if matches!(error.downcast_ref(), Some(ProjectError::NotFound(_))) => None,
        Err(error) => return Err(error),
    };
    if let (Some(project), Some(output)) = (&project, &args.output) {
        open::refuse_source(&Inputs::of(project), output)?;
    }
    if csvw::is_meant(&args.query) {
        return csvw::run(args, project.as_ref(), session);
    }
    if args.mode.is_some() {
        return Err(hinted("a query has no modes", "leave `--mode` out, or name metadata instead of the query"));
    }
    let shown = args.query.display().to_string();
    let text = session.reach.open(&args.query).and_then(read_text).with_context(|| format!("cannot read `{shown}`"))?;
    let mut report = Report::new(project.as_ref().map(|project| project.policy.clone()).unwrap_or_default());
    let mapping = match mapping(args, project.as_ref(), &shown, &text) {
        Ok(mapping) => mapping,
        Err(fault) => {
            report.add(*fault);
            tell(&report, session)?;
            return Ok(ExitCode::from(2));
        }
    };
    let tables = tables(args, &mapping)?;
    if let Some(path) = args.output.as_deref() {
        let is_read =
            |other: &Path| path.canonicalize().is_ok_and(|path| other.canonicalize().is_ok_and(|it| it == path));
        if tables.iter().any(|(table, _)| is_read(table)) || is_read(&args.query) {
            return Err(hinted(format!("`{}` is what is read", path.display()), "write to another file"));
        }
    }
    let usable = match mapping.form() {
        Form::Construct => write_graph(args, &mapping, &tables, &mut report, session)?,
        Form::Select | Form::Ask => show_answer(args, &mapping, &tables, &mut report, session)?,
    };
    tell(&report, session)?;
    let has_problems = report.count(Severity::Error) + report.count(Severity::Warning) > 0;
    Ok(ExitCode::from(if usable { u8::from(has_problems) } else { 2 }))
}

pub(super) fn tell(report: &Report, session: &Session<'_>) -> anyhow::Result<()> {
    if report.total() > 0 {
        let (shown, all) = (Shown::of(false, None), "`relata check --all` in a project with this query");
        let listing = Listing { shown, target: "", all, terminal: &session.terminal };
        write_faults(&[report], FaultFormat::Text, listing, &mut io::stderr())?;
    }
    Ok(())
}

fn mapping(
    args: &ConstructArgs,
    project: Option<&Project>,
    shown: &str,
    text: &str,
) -> Result<TableQueries, Box<Diagnostic>> {
    let prefixes = project.map_or_else(
        || vocab::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned())).collect(),
        Project::prefixes,
    );
    let namespace = project.map_or_else(Namespace::of_nothing, |project| project.namespace.clone());
    TableQueries::read(shown, text, &prefixes, Some(args.base.as_deref().unwrap_or(namespace.base())))
}

/// The tables that are read: those of the command line, else those the query names.
fn tables(args: &ConstructArgs, mapping: &TableQueries) -> anyhow::Result<Vec<(PathBuf, TableOptions)>> {
    let own = args.writing.options();
    let tables: Vec<(PathBuf, TableOptions)> = if args.tables.is_empty() {
        let folder = args.query.parent().unwrap_or(Path::new(""));
        let named = mapping.tables().into_iter();
        named.map(|(name, options)| (TableOptions::path_of(folder, &name), options.or(&own))).collect()
    } else {
        // A file that has a `#` in its name is taken as it is.
        let split = |name: &String| {
            if Path::new(name).is_file() { (name.clone(), TableOptions::default()) } else { TableOptions::split(name) }
        };
        args.tables.iter().map(split).map(|(name, options)| (PathBuf::from(name), options.or(&own))).collect()
    };
    if tables.is_empty() {
        let hint = "name it behind the query, or write `FROM <table.csv>` in the query";
        return Err(hinted("which table?", hint));
    }
    if let Some((missing, _)) = tables.iter().find(|(path, _)| path != Path::new("-") && !path.is_file()) {
        return Err(hinted(format!("there is no table `{}`", missing.display()), "mend the path"));
    }
    Ok(tables)
}

/// Asks the queries of every table; whether all could be used.
fn ask(
    mapping: &TableQueries,
    tables: &[(PathBuf, TableOptions)],
    (args, reach): (&ConstructArgs, &Reach),
    taker: &mut dyn Listener,
    answered: &mut dyn FnMut(Answered),
) -> anyhow::Result<bool> {
    let mut usable = true;
    for (path, options) in tables {
        let shown = path.display().to_string();
        let stem = format!("{shown} {}", args.query.display());
        let open = || -> io::Result<Box<dyn Read + Send>> {
            if path == Path::new("-") { Ok(Box::new(io::stdin())) } else { Ok(Box::new(reach.open(path)?)) }
        };
        let source = TableSource { file: &shown, stem: &stem, options, open: &open };
        match mapping.ask(&source, taker) {
            Ok(Some(answer)) => answered(answer),
            Ok(None) => usable = false,
            Err(DriveError::Stopped) => return Ok(false),
            Err(error) => {
                return Err(anyhow::Error::from(error).context(format!("`{shown}` could not be read to its end")));
            }
        }
    }
    Ok(usable)
}

fn write_graph(
    args: &ConstructArgs,
    mapping: &TableQueries,
    tables: &[(PathBuf, TableOptions)],
    report: &mut Report,
    session: &mut Session<'_>,
) -> anyhow::Result<bool> {
    let read: Vec<&Path> = tables.iter().map(|(table, _)| table.as_path()).chain([args.query.as_path()]).collect();
    let reach = session.reach.clone();
    write_triples(args, mapping.used_prefixes(), &read, report, session, &mut |taker| {
        ask(mapping, tables, (args, &reach), taker, &mut |_| ())
    })
}

/// Writes the triples that `work` hands on, which reads these files; whether all of them could be read.
pub(super) fn write_triples(
    args: &ConstructArgs,
    prefixes: BTreeMap<String, String>,
    read: &[&Path],
    report: &mut Report,
    session: &mut Session<'_>,
    work: &mut dyn FnMut(&mut dyn Listener) -> anyhow::Result<bool>,
) -> anyhow::Result<bool> {
    let by_name = args.output.as_ref().and_then(|path| RdfFormat::from_extension(path.extension()?.to_str()?));
    let format = match args.format {
        None => by_name.unwrap_or(RdfFormat::Turtle),
        Some(format) => format.of_rdf().ok_or_else(|| {
            hinted("the answer is a graph", "choose --format turtle, ntriples, nquads, trig, jsonld or rdfxml")
        })?,
    };
    let mut usable = false;
    let root = args.query.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let output = Output { path: args.output.as_deref(), root, mode: disk::mode_of(read.iter().copied()) };
    with_output(&output, session, |out| {
        let mut serializer = RdfSerializer::from_format(format);
        for (prefix, iri) in prefixes {
            serializer = match serializer.clone().with_prefix(prefix, iri) {
                Ok(with_prefix) => with_prefix,
                Err(_) => serializer,
            };
        }
        let window = Window { size: args.dedup, order: VecDeque::new(), known: HashSet::new() };
        let mut taker = GraphTaker { report, serializer: serializer.for_writer(out), window, failed: None };
        usable = work(&mut taker)?;
        match taker.failed {
            Some(error) => Err(error.into()),
            None => Ok(taker.serializer.finish().map(|_| ())?),
        }
    })?;
    Ok(usable)
}

fn show_answer(
    args: &ConstructArgs,
    mapping: &TableQueries,
    tables: &[(PathBuf, TableOptions)],
    report: &mut Report,
    session: &mut Session<'_>,
) -> anyhow::Result<bool> {
    if args.output.is_some() {
        return Err(hinted("`--output` is for CONSTRUCT queries", "leave it out and write `> file`"));
    }
    let mut taker = SolutionTaker { report, solutions: Vec::new() };
    let mut all = Answered::default();
    let usable = ask(mapping, tables, (args, &session.reach), &mut taker, &mut |answered| {
        all.truth |= answered.truth;
        // Tables with other columns give a SELECT of everything other headings; the widest are shown.
        if answered.headings.len() > all.headings.len() {
            all.headings = answered.headings;
        }
    })?;
    let answer = if mapping.form() == Form::Ask {
        QueryResults::Boolean(all.truth)
    } else {
        let n_columns = all.headings.len();
        let rows = taker.solutions.into_iter().map(move |mut row: Vec<Option<Term>>| {
            row.resize(n_columns, None);
            Ok(row)
        });
        QueryResults::Solutions(QuerySolutionIter::from_tuples(all.headings.into(), rows))
    };
    if usable {
        write_answer(answer, args.format, args.rows, &mapping.prefixes(), session)?;
    }
    Ok(usable)
}

fn judge(report: &mut Report, row: &RawRow, findings: Vec<Finding>) -> Result<bool, Stopped> {
    let mut stays = true;
    for finding in findings {
        stays &= report.push(row.diagnose(finding)) == Verdict::Keep;
    }
    if report.aborted() { Err(Stopped) } else { Ok(stays) }
}

/// The last triples that were written.
struct Window {
    size: usize,
    order: VecDeque<Triple>,
    known: HashSet<Triple>,
}

impl Window {
    /// True when the triple is none of the last ones; it is from now on.
    fn is_new(&mut self, triple: &Triple) -> bool {
        if self.size == 0 {
            return true;
        }
        if !self.known.insert(triple.clone()) {
            return false;
        }
        self.order.push_back(triple.clone());
        if self.order.len() > self.size
            && let Some(old) = self.order.pop_front()
        {
            self.known.remove(&old);
        }
        true
    }
}

/// Writes triples as they come.
struct GraphTaker<'a> {
    report: &'a mut Report,
    serializer: WriterQuadSerializer<&'a mut dyn Write>,
    window: Window,
    failed: Option<io::Error>,
}

impl Listener for GraphTaker<'_> {
    fn fault(&mut self, fault: Diagnostic) {
        self.report.add(fault);
    }

    fn judge(&mut self, row: &RawRow, findings: Vec<Finding>) -> Result<bool, Stopped> {
        judge(self.report, row, findings)
    }

    fn found(&mut self, found: Generated<'_>) {
        if let (Generated::Triple(triple), None) = (found, &self.failed)
            && self.window.is_new(&triple.into_owned())
        {
            self.failed = self.serializer.serialize_triple(triple).err();
        }
    }

    fn goes_on(&mut self) -> bool {
        self.failed.is_none()
    }
}

/// Keeps solutions.
struct SolutionTaker<'a> {
    report: &'a mut Report,
    solutions: Vec<Vec<Option<Term>>>,
}

impl Listener for SolutionTaker<'_> {
    fn fault(&mut self, fault: Diagnostic) {
        self.report.add(fault);
    }

    fn judge(&mut self, row: &RawRow, findings: Vec<Finding>) -> Result<bool, Stopped> {
        judge(self.report, row, findings)
    }

    fn found(&mut self, found: Generated<'_>) {
        if let Generated::Solution(solution) = found {
            self.solutions.push(solution.to_vec());
        }
    }
}
