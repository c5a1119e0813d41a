use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;

use super::build::build_watched;
use super::export::same_file;
use super::faults::{FaultFormat, Listing, Shown, write_faults};
use super::open::say_waiting;
use super::terminal::{grouped, plural};
use super::{Session, hinted, init, progress, say_drawn};
use crate::built::{Built, Progress, build_in_memory_watched, nothing_read};
use crate::claims::Claims;
use crate::compile::{Output, Tally, compile};
use crate::diagnostic::{Report, Severity};
use crate::disk::{self, Edit, NewFile, NewFolder, OwnFolder, Scratch, edit};
use crate::export::{ExportOptions, tables};
use crate::files::{Reach, open_stream, shown_name, with_slashes};
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
    /// Show at most N faults; 0 shows all [default: the first of each kind]
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
    let root = match Project::find_within(&start, &session.reach) {
        Ok(project) => project.root,
        Err(ProjectError::NotFound(_)) => start,
        Err(error) => return Err(error.into()),
    };
    let (project, added) = add_source(args, &root, &session.reach)?;
    let mut report = Report::new(project.policy.clone());
    let built = build_watched(&project, &mut report, (false, args.memory), session);
    show(&report, args, session)?;
    let (Built { tally, n_quads, problems, rejects, .. }, _) = match built {
        Ok(built) => built,
        Err(error) => {
            added.take_back(&project.root)?;
            return Err(error.into());
        }
    };
    if problems.errors > 0 && !added.entry.is_empty() && is_unreadable(args, &project)? {
        added.take_back(&project.root)?;
        return Err(hinted("no row of these files could be read", NOTHING_READ));
    }
    let elapsed = started.elapsed().as_secs_f64();
    tell(&tally, args.format, &format!("{} quads in {elapsed:.2} s", grouped(n_quads)));
    if let Some(path) = rejects {
        say!("what was left out: {}", path.display());
    }
    Ok(if problems.errors > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The way out where files have nothing that can be read.
const NOTHING_READ: &str = "mend what is told above, or name other files";

/// True when the files, read alone, have no row or annotation that can be kept.
fn is_unreadable(args: &ImportArgs, project: &Project) -> anyhow::Result<bool> {
    let alone = project.clone().with_sources(sources(args, &args.files)?);
    let mut output = Output {
        parts: &|| Box::new(|_| ()),
        rejects: &mut |_| Ok(()),
        progress: &mut |_| (),
        begin_again: &mut || Ok(()),
    };
    let tally = compile(&alone, &mut Report::new(alone.policy.clone()), &mut output)?;
    let Tally { n_event_rows, n_events_rejected, n_annotations, n_annotations_rejected, .. } = tally;
    Ok(n_event_rows <= n_events_rejected && n_annotations <= n_annotations_rejected)
}

/// What was written into the project file; nothing when it has the files already.
#[derive(Default)]
struct Added {
    before: Option<String>,
    after: String,
    /// The lines of the new source, the last of what was added.
    entry: String,
}

impl Added {
    /// Takes back what was added, and nothing that others have added since.
    fn take_back(self, root: &Path) -> anyhow::Result<()> {
        if self.entry.is_empty() {
            return Ok(());
        }
        let path = root.join("relata.toml");
        let failed = || format!("cannot write `{}`", path.display());
        let own = OwnFolder::open_or_make(&root.join(".relata")).with_context(failed)?;
        edit(&own, &path, &mut || say_waiting(Progress::Waiting), |now| -> std::io::Result<Edit> {
            Ok(match (now, self.before) {
                (Some(now), Some(before)) if now == self.after => Edit::Write(before),
                (Some(now), None) if now == self.after => Edit::Remove,
                (Some(now), _) => Edit::Write(now.replacen(&self.entry, "", 1)),
                (None, _) => Edit::Keep,
            })
        })
        .with_context(failed)?;
        say!("nothing is added to {}", path.display());
        Ok(())
    }
}

/// The project as its file says, or, when there is none, as its tables do.
fn known(root: &Path, text: Option<&str>, reach: &Reach) -> anyhow::Result<Option<Project>> {
    if let Some(text) = text {
        return Ok(Some(Project::of_text(root, text, reach)?));
    }
    match Project::find_within(root, reach) {
        Ok(project) => Ok(Some(project)),
        Err(ProjectError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The files that the project does not have yet, as its file names them.
fn new_files(
    args: &ImportArgs,
    sources: &[Source],
    project: Option<&Project>,
    root: &Path,
) -> anyhow::Result<Vec<String>> {
    let known =
        |file: &str| project.iter().flat_map(|project| &project.sources).find(|source| source.path == Path::new(file));
    let is_otherwise = |source: &Source| {
        source.kind != args.format
            || args.offsets.is_some_and(|unit| source.offsets != Some(unit))
            || args.steps().is_some_and(|steps| source.steps != Some(steps))
    };
    let files: Vec<String> = sources.iter().map(|source| init::relative_to(&source.path, root)).collect();
    if let Some(file) = files.iter().find(|file| known(file).is_some_and(is_otherwise)) {
        return Err(hinted(
            format!(
                "`{file}` is in `{}` already, where something else is said of it",
                root.join("relata.toml").display()
            ),
            "change `format`, `offsets`, or `begin` and `step` in its entry there",
        ));
    }
    Ok(files.into_iter().filter(|file| known(file).is_none()).collect())
}

/// Adds the files to the project file in `root`, which is made when there is none, and reads that.
fn add_source(args: &ImportArgs, root: &Path, reach: &Reach) -> anyhow::Result<(Project, Added)> {
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
    let failed = || format!("cannot write `{}`", path.display());
    let own = OwnFolder::open_or_make(&root.join(".relata")).with_context(failed)?;
    let mut added = Added::default();
    let (mut project, mut n_new) = (None, 0);
    edit(&own, &path, &mut || say_waiting(Progress::Waiting), |before| {
        let known = known(root, before, reach)?;
        let new = new_files(args, &sources, known.as_ref(), root)?;
        let Some(first) = sources.first().filter(|_| !new.is_empty()) else {
            project = known;
            return Ok(Edit::Keep);
        };
        (added.after, added.entry) = with_source(before, known.as_ref(), (first, &new), root)?;
        added.before = before.map(str::to_owned);
        let grown = Project::of_text(root, &added.after, reach);
        // A file of the user's own making that the new lines do not fit into.
        project = Some(grown.map_err(|error| anyhow::Error::from(error).context("the source cannot be added"))?);
        n_new = new.len() as u64;
        Ok(Edit::Write(added.after.clone()))
    })
    .map_err(|error: anyhow::Error| if error.is::<std::io::Error>() { error.context(failed()) } else { error })?;
    if n_new > 0 {
        say!("added {} to {}", plural(n_new, "file"), path.display());
    } else {
        say!("`{}` has these files already", path.display());
    }
    Ok((project.context("a project has a file")?, added))
}

fn show(report: &Report, args: &ImportArgs, session: &Session<'_>) -> anyhow::Result<()> {
    let mut talk = Vec::new();
    let shown = Shown::of(false, args.max_errors);
    // What is converted belongs to no project that could be checked.
    let all = if args.to.is_some() { "`--max-errors 0`" } else { "`relata check --all`" };
    let listing = Listing { shown, target: "", all, terminal: &session.terminal };
    write_faults(&[report], FaultFormat::Text, listing, &mut talk)?;
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

/// The project file with one source more, and the lines of that. What it read by its name before is listed, because a list ends that.
fn with_source(
    before: Option<&str>,
    project: Option<&Project>,
    (new, files): (&Source, &[String]),
    root: &Path,
) -> anyhow::Result<(String, String)> {
    let mut text = before.map_or_else(
        || {
            let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
            init::project_text(&absolute.file_name().map_or_else(|| "events".into(), |name| name.to_string_lossy()))
        },
        |text| text.trim_end().to_owned() + "\n",
    );
    let entry_of = |source: &Source, files: Vec<toml::Value>| -> anyhow::Result<String> {
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
        Ok(format!("\n[[sources]]\n{}", toml::to_string(&entry).context("cannot write the source")?))
    };
    let lists = before.is_some_and(|text| text.lines().any(|line| line.trim_start().starts_with("[[sources]]")));
    if !lists {
        for source in project.iter().flat_map(|project| &project.sources) {
            text.push_str(&entry_of(source, vec![with_slashes(&source.path).into()])?);
        }
    }
    let entry = entry_of(new, files.iter().map(|file| file.as_str().into()).collect())?;
    text.push_str(&entry);
    Ok((text, entry))
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
    let folder = table.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = || format!("cannot write into `{}`", folder.display());
    let name_of = |name: &str| match table.file_name() {
        Some(table) if name == "claims.csv" => table.to_string_lossy().into_owned(),
        _ => name.to_owned(),
    };
    let mode = disk::mode_of(project.sources.iter().map(|source| source.path.as_path()));
    let mut output = match disk::target(folder, &project.root).with_context(failed)? {
        disk::Target::Place(folder) => NewFolder::create_among(&folder, mode).with_context(failed)?,
        disk::Target::Stream(_) => return Err(hinted(failed(), "name a table in a folder")),
    };
    let claims = Claims::read(store)?;
    let mut make = |name: &str| -> std::io::Result<Box<dyn std::io::Write>> {
        let path = path_of(name);
        // The text of a document may stand there already.
        if path.exists() { same_file(&path) } else { output.file(&name_of(name)) }
    };
    tables::write(&claims, &project.namespace, &ExportOptions::default(), &mut make)?;
    output.commit().with_context(failed)?;
    Ok(tables::FILES.iter().map(|name| path_of(name).display().to_string()).collect())
}

/// Writes the tables that the files make.
fn convert(args: &ImportArgs, table: &Path, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let temporary = Scratch::new().context("cannot make a folder for what is read")?;
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
        // Its folder keeps others out; what is made of it is as open as other files.
        let mut copy = NewFile::create(&kept, 0o666)?;
        std::io::copy(&mut stream, &mut copy).and_then(|_| copy.commit_new()).context("cannot keep standard input")?;
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
    let built =
        progress::watched(&session.terminal, |progress| build_in_memory_watched(&project, &mut report, progress));
    let (store, tally) = built?;
    show(&report, args, session)?;
    if nothing_read(&project, &tally, &report) {
        return Err(hinted("no row could be read; nothing is written", NOTHING_READ));
    }
    let written = write_tables(&store, &project, table)?;
    tell(&tally, args.format, &format!("written to {}", written.join(", ")));
    Ok(if report.count(Severity::Error) > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
