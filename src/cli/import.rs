use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;

use super::build::build_watched;
use super::export::same_file;
use super::faults::{FaultFormat, write_faults};
use super::terminal::{grouped, plural};
use super::{Session, hinted, init, say_drawn};
use crate::built::{Built, build_in_memory, nothing_read};
use crate::claims::Claims;
use crate::compile::Tally;
use crate::diagnostic::{Report, Severity};
use crate::export::{ExportOptions, tables};
use crate::files::{Reach, open_stream, shown_name};
use crate::input::annotation::AnnotationFormat;
use crate::input::annotation::offsets::Unit;
use crate::input::events::EventFormat;
use crate::input::events::quads::{Steps, TimeUnit};
use crate::project::{Project, ProjectError, Source, SourceKind, parse_begin, parse_offsets, parse_step};
use crate::store::Store;

/// Take event data and the files of annotation tools into a project
///
/// Adds the files to `relata.toml` as a source and builds the graph from them; the files stay as they are, plain, gzip or
/// zip. With --to, writes claims, entities and documents tables instead.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// What the files are: gdelt (events and mentions, 1.0 and 2.0), icews, polecat, acled, ucdp, or quads (subject, relation,
    /// object, date); brat, webanno, uima, doccano, label-studio, prodigy, w3c, pubannotation, or annotations (recognised by content)
    #[arg(value_parser = format)]
    format: SourceKind,
    /// Files, or patterns with `*`, `?`, `[…]`; for annotations also folders; with --to, `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Write tables of claims, and of entities and documents beside them, instead of adding a source
    #[arg(long, value_name = "CLAIMS.CSV")]
    to: Option<PathBuf>,
    /// What the offsets of annotations count: code-points, utf-16 or bytes [default: found out from the quotes, otherwise as the tool usually does]
    #[arg(long, value_name = "UNIT", value_parser = offsets)]
    offsets: Option<Unit>,
    /// The day of step 0, if quads have time steps instead of dates
    #[arg(long, value_name = "DAY", value_parser = begin, requires = "step")]
    begin: Option<jiff::civil::Date>,
    /// How long a time step is: hour, day, month or year
    #[arg(long, value_name = "UNIT", value_parser = step, requires = "begin")]
    step: Option<TimeUnit>,
    /// Show at most N faults; 0 shows all [default: the first 5 of each code]
    #[arg(long, value_name = "N")]
    max_errors: Option<usize>,
    /// Memory for terms and quads, such as 500M or 2G [default: a quarter of the machine's]
    #[arg(long, value_name = "SIZE", value_parser = super::bytes)]
    memory: Option<usize>,
}

fn format(word: &str) -> Result<SourceKind, String> {
    SourceKind::importable().find(|kind| kind.word() == word).ok_or_else(|| {
        format!("one of {}", SourceKind::importable().map(SourceKind::word).collect::<Vec<_>>().join(", "))
    })
}

fn offsets(word: &str) -> Result<Unit, String> {
    parse_offsets(word).map_err(|(message, hint)| format!("{message}; {hint}"))
}

fn begin(word: &str) -> Result<jiff::civil::Date, String> {
    parse_begin(word).map_err(|(message, hint)| format!("{message}; {hint}"))
}

fn step(word: &str) -> Result<TimeUnit, String> {
    parse_step(word).map_err(|(message, hint)| format!("{message}; {hint}"))
}

impl ImportArgs {
    fn steps(&self) -> Option<Steps> {
        Some(Steps { begin: self.begin?, unit: self.step? })
    }
}

pub(crate) fn run(args: &ImportArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    if args.offsets.is_some() && !args.format.is_annotations() {
        return Err(hinted("only annotations have offsets", "leave --offsets away"));
    }
    if args.begin.is_some() && args.format != SourceKind::Events(EventFormat::Quads) {
        return Err(hinted("only quads have steps of time", "leave --begin and --step away"));
    }
    match &args.to {
        Some(table) => convert(args, table, session),
        None => add(args, session),
    }
}

/// The files, as sources.
fn sources(args: &ImportArgs, files: &[String]) -> anyhow::Result<Vec<Source>> {
    let found =
        Source::of_patterns(args.format, files, Path::new(".")).map_err(|(message, hint)| hinted(message, hint))?;
    Ok(found.into_iter().map(|source| Source { offsets: args.offsets, steps: args.steps(), ..source }).collect())
}

/// Adds the files as a source and builds.
fn add(args: &ImportArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    if args.files.iter().any(|file| file == "-") {
        return Err(hinted(
            "standard input cannot be read again at the next build",
            "save it as a file, or convert it: `--to claims.csv`",
        ));
    }
    let start = session.project.clone().unwrap_or_else(|| PathBuf::from("."));
    let project = match Project::find_within(&start, &session.reach) {
        Ok(project) => Some(project),
        Err(ProjectError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let root = project.as_ref().map_or(start, |project| project.root.clone());
    let project = add_source(args, project.as_ref(), &root, &session.reach)?;
    let mut report = Report::new(project.policy.clone());
    let built = build_watched(&project, &mut report, (false, args.memory), session);
    show(&report, args, session)?;
    let (Built { tally, n_quads, problems, rejects, .. }, _) = built?;
    let elapsed = started.elapsed().as_secs_f64();
    tell(&tally, args.format, &format!("{} quads in {elapsed:.2} s", grouped(n_quads)));
    if let Some(path) = rejects {
        say!("what was left out: {}", path.display());
    }
    Ok(if problems.errors > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Adds the files to the project file in `root`, which is made when there is none, and reads that.
fn add_source(args: &ImportArgs, project: Option<&Project>, root: &Path, reach: &Reach) -> anyhow::Result<Project> {
    let sources = sources(args, &args.files)?;
    for source in &sources {
        let found = source.found_in.as_deref();
        let opened = found.map_or_else(|| reach.open(&source.path), |folder| reach.open_in(&source.path, &[folder]));
        opened.with_context(|| format!("cannot read `{}`", source.path.display()))?;
        if source.path.to_str().is_none() {
            let message =
                format!("the name of `{}` is not UTF-8, which `relata.toml` is", shown_name(source.path.as_os_str()));
            return Err(hinted(message, "rename the file"));
        }
    }
    let path = root.join("relata.toml");
    let before = fs::read_to_string(&path).ok();
    let files: Vec<String> = sources.iter().map(|source| init::relative_to(&source.path, root)).collect();
    let known = |file: &&String| {
        project.iter().flat_map(|project| &project.sources).find(|source| source.path == Path::new(file))
    };
    let is_otherwise = |source: &Source| {
        source.kind != args.format
            || args.offsets.is_some_and(|unit| source.offsets != Some(unit))
            || args.steps().is_some_and(|steps| source.steps != Some(steps))
    };
    if let Some(file) = files.iter().find(|file| known(file).is_some_and(is_otherwise)) {
        return Err(hinted(
            format!("`{file}` is in `{}` already, where something else is said of it", path.display()),
            "change `format`, `offsets`, or `begin` and `step` in its entry there",
        ));
    }
    let new: Vec<&String> = files.iter().filter(|file| known(file).is_none()).collect();
    if let Some(first) = sources.first().filter(|_| !new.is_empty()) {
        let text = with_source(before.as_deref(), project, (first, &new), root)?;
        fs::create_dir_all(root).with_context(|| format!("cannot write `{}`", root.display()))?;
        fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    } else {
        say!("`{}` has these files already", path.display());
    }
    let undo = || match &before {
        Some(text) => fs::write(&path, text),
        None => fs::remove_file(&path),
    };
    let project = match Project::load_within(root, reach) {
        Ok(project) => project,
        Err(error) => {
            // A file of the user's own making that the new lines do not fit into.
            undo().with_context(|| format!("cannot write `{}`", path.display()))?;
            return Err(anyhow::Error::from(error).context("the source cannot be added"));
        }
    };
    if !new.is_empty() {
        say!("added {} to {}", plural(new.len() as u64, "file"), path.display());
    }
    Ok(project)
}

fn show(report: &Report, args: &ImportArgs, session: &Session<'_>) -> anyhow::Result<()> {
    let mut talk = Vec::new();
    write_faults(&[report], FaultFormat::Text, args.max_errors, &session.terminal, &mut talk)?;
    if !talk.is_empty() {
        say_drawn(String::from_utf8_lossy(&talk).trim_end());
    }
    Ok(())
}

/// Says what became of every row and every annotation.
fn tell(tally: &Tally, format: SourceKind, what: &str) {
    let sum = |read: String, n: u64, n_rejected: u64| {
        format!("{read} read = {} kept + {} rejected", grouped(n.saturating_sub(n_rejected)), grouped(n_rejected))
    };
    let mut sums = Vec::new();
    if tally.n_event_rows > 0 || !format.is_annotations() {
        let read = format!("{} of event data", plural(tally.n_event_rows, "row"));
        sums.push(sum(read, tally.n_event_rows, tally.n_events_rejected));
    }
    if tally.n_annotations > 0 || format.is_annotations() {
        let read = plural(tally.n_annotations, "annotation");
        sums.push(sum(read, tally.n_annotations, tally.n_annotations_rejected));
    }
    say!("{}; {}, {what}", sums.join("; "), plural(tally.n_claims, "claim"));
}

/// The project file with one source more. What it read by its name before is listed, because a list ends that.
fn with_source(
    before: Option<&str>,
    project: Option<&Project>,
    (new, files): (&Source, &[&String]),
    root: &Path,
) -> anyhow::Result<String> {
    let mut text = before.map_or_else(
        || {
            let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
            init::project_text(&absolute.file_name().map_or_else(|| "events".into(), |name| name.to_string_lossy()))
        },
        |text| text.trim_end().to_owned() + "\n",
    );
    let mut add = |source: &Source, files: Vec<toml::Value>| -> anyhow::Result<()> {
        let Source { kind, offsets, steps, .. } = source;
        let mut entry = toml::Table::new();
        entry.insert("format".into(), kind.word().into());
        entry.insert("files".into(), files.into());
        if let Some(unit) = offsets {
            entry.insert("offsets".into(), unit.word().into());
        }
        if let Some(steps) = steps {
            entry.insert("begin".into(), steps.begin.to_string().into());
            entry.insert("step".into(), steps.unit.word().into());
        }
        text.push_str("\n[[sources]]\n");
        text.push_str(&toml::to_string(&entry).context("cannot write the source")?);
        Ok(())
    };
    let lists = before.is_some_and(|text| text.lines().any(|line| line.trim_start().starts_with("[[sources]]")));
    if !lists {
        for source in project.iter().flat_map(|project| &project.sources) {
            add(source, vec![source.path.to_string_lossy().replace('\\', "/").into()])?;
        }
    }
    add(new, files.iter().map(|file| file.as_str().into()).collect())?;
    Ok(text)
}

/// Writes claims to `table`, entities and documents beside it, and nothing over what is there.
fn write_tables(store: &Store, project: &Project, table: &Path) -> anyhow::Result<Vec<String>> {
    let path_of = |name: &str| if name == "claims.csv" { table.to_owned() } else { table.with_file_name(name) };
    for path in tables::FILES.iter().map(|name| path_of(name)) {
        if path.exists() {
            return Err(hinted(
                format!("`{}` exists already", path.display()),
                "move it away, or write into another folder",
            ));
        }
    }
    if let Some(folder) = table.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    let claims = Claims::read(store)?;
    let mut make = |name: &str| -> std::io::Result<Box<dyn std::io::Write>> {
        let path = path_of(name);
        // The text of a document may stand there already.
        if path.exists() {
            return same_file(&path);
        }
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        Ok(Box::new(std::io::BufWriter::new(fs::File::create(path)?)))
    };
    tables::write(&claims, &project.namespace, &ExportOptions::default(), &mut make)?;
    Ok(tables::FILES.iter().map(|name| path_of(name).display().to_string()).collect())
}

/// Writes the tables that the files make.
fn convert(args: &ImportArgs, table: &Path, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let temporary = tempfile::tempdir().context("cannot make a folder for what is read")?;
    let mut files = args.files.clone();
    if let Some(file) = files.iter_mut().find(|file| *file == "-") {
        if let SourceKind::Annotations(Some(format @ (AnnotationFormat::Brat | AnnotationFormat::W3c))) = args.format {
            return Err(hinted(
                format!(
                    "`{}` keeps texts in files of their own, which standard input does not have beside it",
                    format.name()
                ),
                "name the file",
            ));
        }
        let kept = temporary.path().join("standard-input");
        let mut stream = open_stream(std::io::stdin())?;
        std::io::copy(&mut stream, &mut fs::File::create(&kept)?).context("cannot keep standard input")?;
        *file = kept.to_string_lossy().into_owned();
    }
    let sources = sources(args, &files)?;
    let start = session.project.clone().unwrap_or_else(|| PathBuf::from("."));
    let project = match Project::find_within(&start, &session.reach) {
        Ok(project) => project.with_sources(sources),
        Err(ProjectError::NotFound(_)) => {
            Project { reach: session.reach.clone(), ..Project::of_sources(start, sources) }
        }
        Err(error) => return Err(error.into()),
    };
    let mut report = Report::new(project.policy.clone());
    let (store, tally) = build_in_memory(&project, &mut report)?;
    show(&report, args, session)?;
    if nothing_read(&project, &tally, &report) {
        return Err(hinted("no row could be read; nothing is written", "mend what is told above, or name other files"));
    }
    let written = write_tables(&store, &project, table)?;
    tell(&tally, args.format, &format!("written to {}", written.join(", ")));
    Ok(if report.count(Severity::Error) > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
