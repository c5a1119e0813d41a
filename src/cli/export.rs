use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::view::ViewArgs;
use super::{Session, hinted, open};
use crate::export::scene::{Measured, Scene, Value};
use crate::export::{ExportError, FORMATS, Format, Options, Writer, rdf};
use crate::graph::measure::{Values, attributes, node_measures};
use crate::graph::{Filter, View};
use crate::query::claims::Claims;

/// Write the graph for other tools: pictures, files for graph tools, RDF
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// The format
    #[arg(value_parser = format_parser())]
    format: &'static Format,
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// File to write, or folder for formats of several files [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    view: ViewArgs,
    #[command(flatten)]
    format_options: FormatArgs,
    #[command(flatten)]
    rdf: RdfArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Some formats")]
struct FormatArgs {
    /// What stands above the picture [default: the project's name and the filters]
    #[arg(long)]
    title: Option<String>,
    /// Write however many edges there are
    #[arg(long)]
    any_size: bool,
    /// Version of GEXF
    #[arg(long, value_name = "VERSION", default_value = "1.3", value_parser = ["1.3", "1.2"])]
    gexf_version: String,
    /// Name of the list of edges in node-link JSON [default: edges]
    #[arg(long, value_name = "NAME")]
    links_key: Option<String>,
    /// Begin CSV with a byte-order mark, which Excel wants
    #[arg(long)]
    excel: bool,
    /// What is measured of the nodes and kept as their attributes, such as pagerank,core
    #[arg(long, value_name = "MEASURE", value_delimiter = ',', value_parser = PossibleValuesParser::new(node_measures()))]
    measures: Vec<String>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "RDF")]
struct RdfArgs {
    /// The shipped vocabulary, too
    #[arg(long)]
    ontology: bool,
    /// Source lines, too; they are all that changes when rows move
    #[arg(long)]
    positions: bool,
}

fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    let values = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(values).try_map(|name| {
        FORMATS.iter().find(|format| format.name == name).ok_or_else(|| format!("there is no format `{name}`"))
    })
}

pub(crate) fn run(args: &ExportArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let opened = open::open(session, args.source.as_deref())?;
    if let Some(path) = &args.output {
        open::refuse_source(&opened.project, path)?;
    }
    if let Writer::Rdf(format) = args.format.writer {
        let options = rdf::Options { ontology: args.rdf.ontology, positions: args.rdf.positions };
        let prefixes = opened.project.prefixes();
        let write = |out: &mut dyn Write| rdf::write_rdf(&opened.store, format, options, &prefixes, out);
        with_output(args.output.as_deref(), session, |out| Ok(write(out)?))?;
        return Ok(ExitCode::SUCCESS);
    }
    let claims = args.view.claims(&opened.store)?;
    write_view(args, &args.view.filter()?, &claims, &opened, args.output.as_deref(), session)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the part of the graph that `filter` keeps.
fn write_view(
    args: &ExportArgs,
    filter: &Filter,
    claims: &Claims<'_>,
    opened: &open::Opened,
    output: Option<&Path>,
    session: &mut Session<'_>,
) -> anyhow::Result<()> {
    let view = args.view.view(filter, claims)?;
    if view.graph.edge_count() == 0 {
        say!("nothing fits: the graph that is written is empty");
    }
    let title = args.format_options.title.clone().unwrap_or_else(|| args.view.title(&opened.project.name));
    let prefixes = opened.project.prefixes();
    let measures = measured(&view, &args.format_options.measures)?;
    let scene = Scene { view: &view, title, prefixes: &prefixes, positions: None, measures };
    let options = Options {
        gexf_1_2: args.format_options.gexf_version == "1.2",
        links_key: args.format_options.links_key.clone(),
        excel: args.format_options.excel,
        any_size: args.format_options.any_size,
    };
    let written = match args.format.writer {
        Writer::Scene(write) => with_output(output, session, |out| Ok(write(&scene, &options, out)?)),
        Writer::Folder(write) => {
            let Some(folder) = output else {
                let hint = format!("name a folder: `relata export {} -o {}`", args.format.name, args.format.name);
                return Err(hinted(format!("{} is more than one file", args.format.name), hint));
            };
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
            let mut make = |name: &str| -> io::Result<Box<dyn Write>> {
                Ok(Box::new(BufWriter::new(File::create(folder.join(name))?)))
            };
            write(&scene, &options, &mut make).map_err(Into::into)
        }
        Writer::Rdf(_) => Ok(()),
    };
    written.map_err(|error| match error.downcast_ref() {
        Some(ExportError::TooLarge { .. }) => {
            hinted(error.to_string(), "narrow it with --top 500 or --about X --hops 2, or insist with --any-size")
        }
        _ => error,
    })
}

/// The numbers of these measures, as attributes of nodes.
fn measured(view: &View<'_>, names: &[String]) -> anyhow::Result<Vec<Measured>> {
    let value = |values: Values| match values {
        Values::Whole(numbers) => numbers.into_iter().map(|number| Value::Integer(i64::from(number))).collect(),
        Values::Real(numbers) => numbers.into_iter().map(Value::Number).collect(),
    };
    let columns = attributes(view, names)?.into_iter();
    Ok(columns.map(|column| Measured { name: column.name.to_owned(), values: value(column.values) }).collect())
}

/// Writes to the file named, or to standard output.
fn with_output(
    path: Option<&Path>,
    session: &mut Session<'_>,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Some(path) = path else {
        write(&mut *session.out)?;
        return Ok(session.out.flush()?);
    };
    let failed = || format!("cannot write `{}`", path.display());
    let mut file = BufWriter::new(File::create(path).with_context(failed)?);
    write(&mut file)?;
    file.flush().with_context(failed)
}
