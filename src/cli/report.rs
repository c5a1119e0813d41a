use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::export::{Output, new_folder, with_output};
use super::known::KnownArgs;
use super::terminal::plural;
use super::view::ViewArgs;
use super::{Session, hinted, open};
use crate::built::Inputs;
use crate::claims::{Claims, Id};
use crate::diagnostic::nearest;
use crate::export::report::{Dossier, Draw, Format, Report, figures};
use crate::graph::{Edges, View};
use crate::query::shorten_iri;

/// Write a dossier: all that is said about an entity and by it, with its sources
///
/// One page for reading and printing: claims by predicate and date, who says so in which words, both sides of every
/// contradiction, a timeline.
#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// The entity, by label, alias, id or IRI
    entity: Option<String>,
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// Report on everybody who can act or whose type is not given, in one file or, if the output is a folder, in a file each
    #[arg(long)]
    all: bool,
    /// File to write, or folder with --all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Format of the dossier [default: by the ending of the file; otherwise html in a folder, md on standard output]
    #[arg(long, value_enum)]
    format: Option<ReportFormat>,
    /// Claims in each table of a dossier at most, and events in its timeline; 0 for all
    #[arg(long, value_name = "N", default_value_t = 1000)]
    rows: usize,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ReportFormat {
    /// One page that loads nothing
    Html,
    /// Markdown as GitHub reads it
    #[value(alias = "markdown")]
    Md,
}

pub(crate) fn run(args: &ReportArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    // With --all there is no entity, and the first word is the source.
    let (entity, source) = match (&args.entity, args.all) {
        (Some(_), true) if args.source.is_some() => {
            return Err(hinted("--all is about everybody", "leave the entity or --all away"));
        }
        (None, false) => return Err(hinted("a report is about somebody", "name an entity, or add --all")),
        (first, true) => (None, first.as_ref().map(PathBuf::from)),
        (Some(first), false) => (Some(first.as_str()), args.source.clone()),
    };
    let format = format_of(args)?;
    let graph = args.known.open(session, source.as_deref())?;
    let inputs = graph.inputs();
    if let Some(path) = &args.output {
        open::refuse_source(&inputs, path)?;
    }
    let claims = args.view.claims(&graph)?;
    let wanted = args.view.view(&args.view.filter()?, &claims)?;
    if !wanted.groups.is_empty() {
        return Err(hinted("a report has no groups", "leave --group-by away"));
    }
    let (view, prefixes) = (View::new(&claims, Edges::Bundle), graph.project().prefixes());
    let most_rows = Some(args.rows).filter(|rows| *rows > 0).unwrap_or(usize::MAX);
    let mut report = Report::new(&view, &wanted, &prefixes, args.known.title(args.view.title(&graph.project().name)))
        .with_rows(most_rows);
    let output = args.output.as_deref();
    let to = Output { path: output, root: &graph.project().root, mode: inputs.mode() };
    let n_drawn = std::cell::Cell::new(0);
    let draw = |dossier: &Dossier<'_>| {
        n_drawn.set(n_drawn.get() + 1);
        figures(dossier, n_drawn.get(), &claims, &prefixes)
    };
    match entity {
        Some(name) => {
            let entity = find(&claims, name, &prefixes)?;
            with_output(&to, session, |out| Ok(report.write_one(entity, format, &draw, out)?))?;
        }
        None => match output.filter(|path| is_folder(path)) {
            Some(folder) => {
                let n = write_folder(&mut report, format, folder, (&graph.project().root, &inputs), &draw)?;
                say!("{} in `{}`", plural(n as u64, "dossier"), folder.display());
            }
            None => with_output(&to, session, |out| {
                report.write_all(format, &draw, out)?;
                Ok(())
            })?,
        },
    }
    Ok(ExitCode::SUCCESS)
}

fn format_of(args: &ReportArgs) -> anyhow::Result<Format> {
    let ending = args.output.as_deref().and_then(Path::extension).and_then(OsStr::to_str).map(str::to_lowercase);
    let is_folder = args.output.as_deref().is_some_and(is_folder);
    if is_folder && !args.all {
        return Err(hinted("one dossier is one file", "name a file such as -o dossier.html, or add --all"));
    }
    match (args.format, ending.as_deref()) {
        (None, _) if is_folder => Ok(Format::Html),
        (None, None) if args.output.is_none() => Ok(Format::Markdown),
        (Some(ReportFormat::Html), _) | (None, Some("html" | "htm" | "xhtml")) => Ok(Format::Html),
        (Some(ReportFormat::Md), _) | (None, Some("md" | "markdown")) => Ok(Format::Markdown),
        (None, _) => Err(hinted(
            "the ending of the file tells no format",
            "use .html or .md, or --format html; a folder for --all ends in `/`",
        )),
    }
}

/// True when a path is a folder, or written like one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

fn write_folder(
    report: &mut Report<'_>,
    format: Format,
    folder: &Path,
    (root, inputs): (&Path, &Inputs<'_>),
    draw: &Draw<'_>,
) -> anyhow::Result<usize> {
    let failed = || format!("cannot write into `{}`", folder.display());
    let mut output = new_folder(folder, root, inputs.mode()).with_context(failed)?;
    let mut make = |name: &str| -> io::Result<Box<dyn Write>> {
        open::refuse_source(inputs, &folder.join(name)).map_err(|error| io::Error::other(error.to_string()))?;
        output.file(name)
    };
    let n = report.write_folder(format, draw, &mut make).with_context(failed)?;
    output.commit().with_context(failed)?;
    Ok(n)
}

/// The one entity of a name; an IRI counts for more than a label, and a label for more than any other name.
fn find(claims: &Claims<'_>, name: &str, prefixes: &BTreeMap<String, String>) -> anyhow::Result<Id> {
    let all = Report::entities(claims);
    let short = |id: Id| {
        let iri = claims.text(id);
        shorten_iri(&iri, prefixes).unwrap_or(iri)
    };
    let name = name.strip_prefix('<').and_then(|name| name.strip_suffix('>')).unwrap_or(name);
    let fits: Vec<Id> = all.iter().copied().filter(|id| claims.is_called(*id, name)).collect();
    let of = |test: &dyn Fn(Id) -> bool| fits.iter().copied().filter(|id| test(*id)).collect::<Vec<Id>>();
    let by_iri = of(&|id| claims.text(id) == name || short(id) == name);
    let by_label = of(&|id| claims.label(id) == name);
    if let ([one], ..) | (_, [one], _) | (_, _, [one]) = (&*by_iri, &*by_label, &*fits) {
        return Ok(*one);
    }
    if fits.is_empty() {
        let labels: Vec<String> = all.iter().map(|id| claims.label(*id)).collect();
        let part = || labels.iter().find(|label| label.to_lowercase().contains(&name.to_lowercase()));
        let near = nearest(name, labels.iter().map(String::as_str)).or_else(|| part().map(String::as_str));
        let hint = near.map_or_else(
            || "`relata stats` lists the names used most".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(hinted(format!("no entity is called `{name}`"), hint));
    }
    let names: Vec<String> = fits.iter().map(|id| format!("{} ({})", short(*id), claims.label(*id))).collect();
    let hint = format!("name one by its IRI: {}", names.join(", "));
    Err(hinted(format!("{} entities are called `{name}`", fits.len()), hint))
}
