use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::known::KnownArgs;
use super::picture::PictureArgs;
use super::terminal::plural;
use super::view::ViewArgs;
use super::words::words_of;
use super::{Session, hinted, open};
use crate::built::Inputs;
use crate::claims::Claims;
use crate::disk::{self, NewFile, NewFolder};
use crate::door::Graph;
use crate::export::picture::svg;
use crate::export::rdf::{self, Lost, RdfError};
use crate::export::scene::{AttributeValue, Measured, Scene};
use crate::export::{
    ExportError, ExportFormat, ExportOptions, FORMATS, FormatWriter, MOST_PLACED, MakeFile, Picture, SafeCells,
};
use crate::graph::measure::{ColumnValues, attributes, node_measures};
use crate::graph::{Filter, Slice, View};
use crate::model::Period;

/// Write the graph for other tools: pictures, files for graph tools, RDF
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// The format
    #[arg(value_parser = format_parser())]
    format: &'static ExportFormat,
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// File to write, or folder for formats of several files [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    view: ViewArgs,
    /// Write a file for each year, month, … in which something happened
    #[arg(long, value_name = "UNIT", value_parser = words_of!(Slice), help_heading = "Which part of the graph")]
    slice: Option<Slice>,
    #[command(flatten)]
    picture: PictureArgs,
    #[command(flatten)]
    format_options: FormatArgs,
    #[command(flatten)]
    rdf: RdfArgs,
}

fn parse_links_key(text: &str) -> Result<String, String> {
    match text {
        "" | "nodes" | "graph" | "directed" | "multigraph" => Err("this name is taken; `links` is usual".to_owned()),
        name => Ok(name.to_owned()),
    }
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Some formats")]
struct FormatArgs {
    /// Title of the picture [default: the project's name and the filters]
    #[arg(long)]
    title: Option<String>,
    /// Write any number of edges
    #[arg(long)]
    any_size: bool,
    /// Version of GEXF
    #[arg(long, value_name = "VERSION", default_value = "1.3", value_parser = ["1.3", "1.2"])]
    gexf_version: String,
    /// Name of the list of edges in node-link JSON [default: edges]
    #[arg(long, value_name = "NAME", value_parser = parse_links_key)]
    links_key: Option<String>,
    /// Begin CSV with a byte-order mark, which Excel wants
    #[arg(long)]
    excel: bool,
    /// Measures of nodes to keep as attributes, such as pagerank,core
    #[arg(long, value_name = "MEASURE", value_delimiter = ',', value_parser = PossibleValuesParser::new(node_measures()))]
    measures: Vec<String>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "RDF")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
struct RdfArgs {
    /// Include the shipped vocabulary
    #[arg(long)]
    ontology: bool,
    /// Include source lines; only they change when rows move
    #[arg(long)]
    positions: bool,
    /// Include the texts of documents, which are often not free to pass on
    #[arg(long)]
    texts: bool,
    /// Include what is inferred, which nobody says; nq, trig and jsonld keep it apart as the graph ra:inferred
    #[arg(long)]
    inferred: bool,
    /// Version of RDF; 1.1 has no triple terms [default: the highest the format has: 1.1 for jsonld, otherwise 1.2]
    #[arg(long = "rdf", value_name = "VERSION", value_parser = ["1.2", "1.1"])]
    version: Option<String>,
}

fn format_parser() -> impl TypedValueParser<Value = &'static ExportFormat> {
    let values = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(values).try_map(|name| {
        FORMATS.iter().find(|format| format.name == name).ok_or_else(|| format!("there is no format `{name}`"))
    })
}

/// What is exported, and what must not be written over.
struct Target<'g> {
    graph: &'g Graph,
    /// Looked up once a run: a folder may take thousands of files.
    inputs: Inputs<'g>,
    /// True when no cell of a table may be a formula.
    safe_cells: bool,
}

impl Target<'_> {
    /// The file to write.
    fn output<'a>(&'a self, path: Option<&'a Path>) -> Output<'a> {
        Output { path, root: &self.graph.project().root, mode: self.inputs.mode() }
    }
}

pub(crate) fn run(args: &ExportArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let graph = args.known.open(session, args.source.as_deref())?;
    let target = Target { graph: &graph, inputs: graph.inputs(), safe_cells: session.safe_cells };
    if let Some(path) = &args.output {
        open::refuse_source(&target.inputs, path)?;
    }
    if matches!(args.format.writer, FormatWriter::Rdf(_) | FormatWriter::Tables { .. } | FormatWriter::Claims(_))
        && (args.view != ViewArgs::default() || args.slice.is_some())
    {
        return Err(hinted(
            format!("`{}` is the whole graph: no part of it can be chosen", args.format.name),
            "leave the filters away, write `nanopub`, or choose with `relata query 'CONSTRUCT …' -f ttl`",
        ));
    }
    if let FormatWriter::Tables { files, write } = args.format.writer {
        let claims = args.view.claims(&graph)?;
        let options = ExportOptions { excel: args.format_options.excel, ..ExportOptions::default() };
        in_folder(args.format, args.output.as_deref(), files, &target, |make| {
            Ok(write(&claims, &graph.project().namespace, &options, make)?)
        })?;
        say_remarks(&options);
        return Ok(ExitCode::SUCCESS);
    }
    if let FormatWriter::Claims(write) = args.format.writer {
        let claims = args.view.claims(&graph)?;
        let options = ExportOptions::default();
        with_output(&target.output(args.output.as_deref()), session, |out| {
            Ok(write(&claims, &graph.project().namespace, &options, out)?)
        })?;
        say_remarks(&options);
        return Ok(ExitCode::SUCCESS);
    }
    if let FormatWriter::Rdf(format) = args.format.writer {
        let version = match args.rdf.version.as_deref() {
            None => rdf::RdfVersion::highest(format),
            Some("1.1") => rdf::RdfVersion::V1_1,
            Some(_) => rdf::RdfVersion::V1_2,
        };
        let RdfArgs { ontology, positions, texts, inferred, .. } = args.rdf;
        let options = rdf::RdfOptions { ontology, positions, texts, inferred, version };
        let prefixes = graph.project().prefixes();
        let write = |out: &mut dyn Write| match rdf::write_rdf(graph.store(), format, options, &prefixes, out) {
            Ok(lost) => {
                say_lost(lost);
                Ok(())
            }
            Err(error @ RdfError::Version) => Err(hinted(error.to_string(), "add --rdf 1.1, or write trig or nq")),
            Err(error) => Err(error.into()),
        };
        with_output(&target.output(args.output.as_deref()), session, write)?;
        // JSON-LD is 1.1 whatever is asked for, and who asks knows.
        if args.rdf.version.is_none() && version == rdf::RdfVersion::V1_2 {
            say!("this is RDF 1.2, whose triple terms rdflib 7 and Jena 5 cannot read yet; for them add --rdf 1.1");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let claims = args.view.claims(&graph)?;
    let filter = args.view.filter()?;
    let title =
        args.format_options.title.clone().unwrap_or_else(|| args.known.title(args.view.title(&graph.project().name)));
    match args.slice {
        None => {
            let drawing = (title, args.picture.picture());
            write_view(args, &args.view.view(&filter, &claims)?, drawing, &target, args.output.as_deref(), session)?;
        }
        Some(slice) => write_slices(args, slice, &filter, &claims, (&title, &target), session)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what the user should know of what was written.
fn say_remarks(options: &ExportOptions) {
    for remark in options.remarks.take() {
        say!("{remark}");
    }
}

/// Says what the version or the format of RDF had no way to write.
pub(super) fn say_lost(lost: rdf::Lost) {
    let Lost { triple_terms, directions, unwritable } = lost;
    if triple_terms > 0 {
        let n = plural(triple_terms, "triple");
        say!("{n} left out: triple terms that RDF 1.1 does not have, and that nothing else in the graph says");
    }
    if directions > 0 {
        say!("{} written without direction, which RDF 1.1 does not have", plural(directions, "text"));
    }
    if unwritable > 0 {
        let n = plural(unwritable, "triple");
        say!("{n} left out: RDF/XML has no way to write the predicate or the characters; ttl and nt have");
    }
}

/// Files that `--slice` writes without being told to insist.
const MOST_SLICES: usize = 1_000;

/// Writes a file for each slice of time in which something happened: `picture.svg` becomes `picture-2025-06.svg`.
fn write_slices(
    args: &ExportArgs,
    slice: Slice,
    filter: &Filter,
    claims: &Claims<'_>,
    (title, target): (&str, &Target<'_>),
    session: &mut Session<'_>,
) -> anyhow::Result<()> {
    let Some(output) = &args.output else {
        let hint = format!("name the file: `relata export {0} --slice month -o slice.{0}`", args.format.name);
        return Err(hinted("--slice writes several files", hint));
    };
    let whole = args.view.view(filter, claims)?;
    let Some(period) = whole.period() else {
        return Err(hinted("no claim of this part has a date", "leave --slice away"));
    };
    let period = Period {
        begin: filter.since.map_or(period.begin, |since| since.max(period.begin)),
        end: filter.until.map_or(period.end, |until| until.min(period.end)),
    };
    let n_slices = slice.periods(period).take(MOST_SLICES + 1).count();
    if n_slices > MOST_SLICES && !args.format_options.any_size {
        let hint = "take longer slices, narrow them with --since and --until, or insist with --any-size";
        return Err(hinted(
            format!("there are more than {MOST_SLICES} slices from {} to {}", period.begin, period.end),
            hint,
        ));
    }
    let prefixes = target.graph.project().prefixes();
    let scene =
        Scene { view: &whole, title: String::new(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    // One order for all, so that the same actors are compared from slice to slice.
    let picture = Picture { matrix: Some(svg::MatrixFrame::of(&scene)), ..args.picture.picture() };
    let mut n_files: u64 = 0;
    for (name, period) in slice.periods(period) {
        let begin = filter.since.map_or(period.begin, |since| since.max(period.begin));
        let end = filter.until.map_or(period.end, |until| until.min(period.end));
        let view = args.view.view(&Filter { since: Some(begin), until: Some(end), ..filter.clone() }, claims)?;
        if view.graph.edge_count() > 0 {
            let stem = output.file_stem().unwrap_or_default().to_string_lossy();
            let ending = output.extension().map_or_else(String::new, |ending| format!(".{}", ending.to_string_lossy()));
            let path = output.with_file_name(format!("{stem}-{name}{ending}"));
            open::refuse_source(&target.inputs, &path)?;
            write_view(args, &view, (format!("{title}, {name}"), picture.clone()), target, Some(&path), session)?;
            n_files += 1;
        }
    }
    let claims_of_whole = whole.graph.edge_weights().flat_map(|edge| whole.claims_of(edge));
    let undated = claims_of_whole.filter(|(_, claim)| claim.period.is_none()).count() as u64;
    say!("wrote {}; {} undated", plural(n_files, "slice"), plural(undated, "claim"));
    Ok(())
}

/// Writes a part of the graph.
fn write_view(
    args: &ExportArgs,
    view: &View<'_>,
    (title, picture): (String, Picture),
    target: &Target<'_>,
    output: Option<&Path>,
    session: &mut Session<'_>,
) -> anyhow::Result<()> {
    if view.graph.edge_count() == 0 {
        say!("nothing fits: the graph that is written is empty");
    }
    let prefixes = target.graph.project().prefixes();
    let measures = measured(view, &args.format_options.measures)?;
    let mut scene = Scene { view, title, prefixes: &prefixes, positions: None, measures };
    if matches!(args.format.writer, FormatWriter::Placed(_)) && view.graph.edge_count() <= MOST_PLACED {
        scene.positions = Some(svg::places(&scene));
    }
    let options = ExportOptions {
        gexf_1_2: args.format_options.gexf_version == "1.2",
        links_key: args.format_options.links_key.clone(),
        excel: args.format_options.excel,
        any_size: args.format_options.any_size,
        picture,
        ..ExportOptions::default()
    };
    let written = match args.format.writer {
        FormatWriter::Scene(write) | FormatWriter::Placed(write) => {
            // Of the formats of one file, KGTK's is a table.
            let is_table = target.safe_cells && args.format.name == "kgtk";
            with_output(&target.output(output), session, |out| {
                if is_table {
                    write(&scene, &options, &mut SafeCells::new(out, b'\t'))?;
                } else {
                    write(&scene, &options, out)?;
                }
                Ok(())
            })
        }
        FormatWriter::Telling(write) => with_output(&target.output(output), session, |out| {
            write(&scene, &target.graph.project().namespace, &options, out)?;
            Ok(())
        }),
        FormatWriter::Folder { files, write } => {
            in_folder(args.format, output, files, target, |make| Ok(write(&scene, &options, make)?))
        }
        FormatWriter::Rdf(_) | FormatWriter::Tables { .. } | FormatWriter::Claims(_) => Ok(()),
    };
    say_remarks(&options);
    written.map_err(|error| match error.downcast_ref() {
        Some(ExportError::NoEngine(_)) => hinted(
            error.to_string(),
            "install it (`apt install graphviz`, `brew install graphviz`), or leave --engine away: relata arranges nodes itself",
        ),
        Some(ExportError::TooLarge { .. }) => {
            hinted(error.to_string(), "narrow it with --top 500 or --about X --hops 2, or insist with --any-size")
        }
        Some(ExportError::TooManyPixels { .. }) => {
            hinted(error.to_string(), "make it smaller with --scale 1 or less, or write svg")
        }
        _ => error,
    })
}

/// The numbers of these measures, as attributes of nodes.
fn measured(view: &View<'_>, names: &[String]) -> anyhow::Result<Vec<Measured>> {
    let value = |values: ColumnValues| match values {
        ColumnValues::Whole(numbers) => {
            numbers.into_iter().map(|number| AttributeValue::Integer(i64::from(number))).collect()
        }
        ColumnValues::Real(numbers) => numbers.into_iter().map(AttributeValue::Number).collect(),
    };
    let columns = attributes(view, names)?.into_iter();
    Ok(columns.map(|column| Measured { name: column.name.to_owned(), values: value(column.values) }).collect())
}

/// Writes these files into the folder that is named.
fn in_folder(
    format: &ExportFormat,
    folder: Option<&Path>,
    files: &[&str],
    target: &Target<'_>,
    write: impl FnOnce(&mut MakeFile<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Some(folder) = folder else {
        let hint = format!("name a folder: `relata export {0} -o {0}`", format.name);
        return Err(hinted(format!("{} is more than one file", format.name), hint));
    };
    for name in files {
        open::refuse_source(&target.inputs, &folder.join(name))?;
    }
    let failed = || format!("cannot write into `{}`", folder.display());
    let mut output = new_folder(folder, &target.graph.project().root, target.inputs.mode()).with_context(failed)?;
    let mut make = |name: &str| -> io::Result<Box<dyn Write>> {
        let path = folder.join(name);
        // The text of a document may stand there already.
        let is_own = !files.contains(&name) && target.inputs.hold(&path);
        if is_own {
            return same_file(&path);
        }
        let file = output.file(name)?;
        let is_table = target.safe_cells && Path::new(name).extension().is_some_and(|ending| ending == "csv");
        Ok(if is_table { Box::new(SafeCells::new(file, b',')) } else { file })
    };
    write(&mut make)?;
    output.commit().with_context(failed)
}

/// Begins a folder that the user names.
pub(super) fn new_folder(folder: &Path, root: &Path, mode: u32) -> io::Result<NewFolder> {
    match disk::target(folder, root)? {
        disk::Target::Place(path) => NewFolder::create(&path, mode),
        disk::Target::Stream(_) => Err(io::ErrorKind::NotADirectory.into()),
    }
}

/// A file that is there already: what is written must be what is in it.
pub(super) fn same_file(path: &Path) -> io::Result<Box<dyn Write>> {
    let content = fs::read(path)?;
    let start = if content.starts_with("\u{feff}".as_bytes()) { '\u{feff}'.len_utf8() } else { 0 };
    Ok(Box::new(Same { path: path.to_owned(), content, at: start }))
}

struct Same {
    path: PathBuf,
    content: Vec<u8>,
    at: usize,
}

impl Write for Same {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = self.at + bytes.len();
        if self.content.get(self.at..end) != Some(bytes) {
            let message = format!("`{}` is there already with another text", self.path.display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        self.at = end;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where a command writes.
pub(super) struct Output<'a> {
    /// The file named, otherwise standard output.
    pub(super) path: Option<&'a Path>,
    /// The folder of the project, in which no link is followed.
    pub(super) root: &'a Path,
    /// The mode of a new file.
    pub(super) mode: u32,
}

/// Writes to the file named, or to standard output.
pub(super) fn with_output(
    output: &Output<'_>,
    session: &mut Session<'_>,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Some(path) = output.path else {
        write(&mut *session.out)?;
        return Ok(session.out.flush()?);
    };
    let failed = || format!("cannot write `{}`", path.display());
    match disk::target(path, output.root).with_context(failed)? {
        disk::Target::Stream(path) => {
            let mut file = BufWriter::new(disk::open_writable(&path).with_context(failed)?);
            write(&mut file)?;
            file.flush().with_context(failed)
        }
        disk::Target::Place(path) => {
            let mut file = BufWriter::new(NewFile::create(&path, output.mode).with_context(failed)?);
            write(&mut file)?;
            file.into_inner().map_err(io::IntoInnerError::into_error).and_then(NewFile::commit).with_context(failed)
        }
    }
}
