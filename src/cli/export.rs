use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use oxigraph::io::RdfFormat;

use super::{Session, hinted, open};
use crate::export::{dot, rdf};
use crate::graph::{Filter, State, View};
use crate::model::EventDate;
use crate::query::Engine;
use crate::query::claims::Claims;

/// Write the graph for other tools: a picture in GraphViz DOT, or RDF
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// The format
    #[arg(value_enum)]
    format: ExportFormat,
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    picture: PictureArgs,
    #[command(flatten)]
    rdf: RdfArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ExportFormat {
    /// GraphViz DOT
    Dot,
    /// N-Quads, sorted
    Nq,
    /// N-Triples, sorted
    Nt,
    /// Turtle
    Ttl,
    /// TriG
    Trig,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Pictures")]
struct PictureArgs {
    /// Only what lies near this entity, by label, alias, id or IRI; may be repeated
    #[arg(long, value_name = "ENTITY")]
    about: Vec<String>,
    /// How far from --about, in edges [default: 1]
    #[arg(long, value_name = "N", requires = "about")]
    hops: Option<usize>,
    /// Only this predicate; may be repeated
    #[arg(long, value_name = "PREDICATE")]
    predicate: Vec<String>,
    /// Only what this speaker says; may be repeated
    #[arg(long, value_name = "SPEAKER")]
    speaker: Vec<String>,
    /// Only events that end on or after this date
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    since: Option<EventDate>,
    /// Only events that begin on or before this date
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    until: Option<EventDate>,
    /// Only statements with at least so many independent sources
    #[arg(long, value_name = "N")]
    min_sources: Option<usize>,
    /// Only statements in this state; may be repeated
    #[arg(long, value_name = "STATE", value_parser = parse_state)]
    state: Vec<State>,
    /// Only the N statements with the most claims
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Put nodes of one type into a box of their own
    #[arg(long, value_enum, value_name = "BY")]
    cluster: Option<Cluster>,
    /// What stands above the picture [default: the project's name and the filters]
    #[arg(long)]
    title: Option<String>,
    /// Draw however many edges there are
    #[arg(long)]
    any_size: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Cluster {
    /// By type of entity
    Type,
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

fn parse_date(text: &str) -> Result<EventDate, String> {
    EventDate::parse(text).map_err(|error| {
        error.suggestion.as_ref().map_or_else(|| error.message.clone(), |near| format!("{error}; did you mean {near}?"))
    })
}

fn parse_state(text: &str) -> Result<State, String> {
    let found = State::ALL.into_iter().find(|state| state.word() == text.replace(['_', ' '], "-").to_lowercase());
    found.ok_or_else(|| format!("one of {}", State::ALL.map(State::word).join(", ")))
}

impl PictureArgs {
    fn filter(&self) -> Filter {
        Filter {
            about: self.about.clone(),
            hops: self.hops,
            predicates: self.predicate.clone(),
            speakers: self.speaker.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            min_sources: self.min_sources,
            states: self.state.clone(),
            top: self.top,
        }
    }

    /// The project's name and what was filtered.
    fn title(&self, name: &str) -> String {
        if let Some(title) = &self.title {
            return title.clone();
        }
        let mut parts = vec![name.to_owned()];
        parts.extend(self.about.iter().map(|about| format!("about {about}")));
        parts.extend(self.predicate.iter().cloned());
        parts.extend(self.speaker.iter().map(|speaker| format!("said by {speaker}")));
        parts.extend(self.since.iter().map(|date| format!("since {}", date.text())));
        parts.extend(self.until.iter().map(|date| format!("until {}", date.text())));
        parts.extend(self.min_sources.map(|n| format!("at least {n} sources")));
        parts.extend(self.state.iter().map(|state| state.word().to_owned()));
        parts.join(", ")
    }
}

pub(crate) fn run(args: &ExportArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let opened = open::open(session, args.source.as_deref())?;
    if let Some(path) = &args.output {
        open::refuse_source(&opened.project, path)?;
    }
    let mut file;
    let out: &mut dyn Write = match &args.output {
        Some(path) => {
            file = BufWriter::new(File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?);
            &mut file
        }
        None => &mut *session.out,
    };
    let rdf_format = match args.format {
        ExportFormat::Dot => {
            write_dot(&args.picture, &opened, out)?;
            out.flush()?;
            return Ok(ExitCode::SUCCESS);
        }
        ExportFormat::Nq => RdfFormat::NQuads,
        ExportFormat::Nt => RdfFormat::NTriples,
        ExportFormat::Ttl => RdfFormat::Turtle,
        ExportFormat::Trig => RdfFormat::TriG,
    };
    let options = rdf::Options { ontology: args.rdf.ontology, positions: args.rdf.positions };
    rdf::write_rdf(&opened.store, rdf_format, options, &opened.project.prefixes(), out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write_dot(args: &PictureArgs, opened: &open::Opened, out: &mut dyn Write) -> anyhow::Result<()> {
    if let (Some(since), Some(until)) = (&args.since, &args.until)
        && since.begin() > until.end()
    {
        return Err(hinted("--since is later than --until", "exchange the two"));
    }
    let engine = Engine::new(&opened.store, opened.project.prefixes());
    let view = View::new(Claims::read(&engine)?);
    let view = args.filter().apply(view).map_err(|error| {
        let hint = error.near.as_ref().map_or_else(
            || "`relata stats` lists the names used most".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        hinted(error.to_string(), hint)
    })?;
    if view.graph.edge_count() == 0 {
        say!("nothing fits: the picture is empty");
    }
    let options = dot::Options {
        title: args.title(&opened.project.name),
        cluster: args.cluster.is_some(),
        any_size: args.any_size,
    };
    match dot::write_dot(&view, &options, out) {
        Err(dot::DotError::TooLarge(n)) => Err(hinted(
            dot::DotError::TooLarge(n).to_string(),
            "narrow it with --top 500 or --about X --hops 2, or insist with --any-size",
        )),
        other => Ok(other?),
    }
}
