mod documents;
mod in_project;
mod llm;
mod names;
mod read;
mod review;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::Date;
use serde::Serialize;

use super::terminal::plural;
use super::{Session, calibrate, hinted};
use crate::extraction::{
    ClaimLine, Extraction, Gazetteer, GeneralWords, Lexicon, Told, Types, attribution_lines, claim_lines, extract,
    extract_open,
};
use crate::filing::{self, FiledText};
use crate::project::Project;
use crate::prompting::Sourced;
use read::{ReadTexts, read_texts};

/// Find claims in texts: who did what to whom, and who says so
#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// Texts, Markdown, pages of HTML, PDF, folders of them; - for standard input
    #[arg(required_unless_present_any = ["review", "accept", "reject"], value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write to standard output instead of into the project [default: outside of a project, jsonl]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Day of publication, which `yesterday` is counted from [default: what the file tells]
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Write who says, holds or means what, instead of claims; `all` adds what stands within quotations, and what others
    /// believe or plan by somebody's words
    #[arg(long, value_enum, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    attributions: Option<Attributions>,
    /// Add open triples: what each clause says in words of the text, also where the word list has no frame for it
    #[arg(long, conflicts_with = "attributions")]
    open: bool,
    /// Take the confidence of claims from points that `relata evaluate --calibrate` has learned from a gold of your own
    #[arg(long, value_name = "FILE", conflicts_with = "attributions")]
    confidence: Option<PathBuf>,
    /// In a project, renew the rows of these texts that nobody has reviewed: those that no longer come out go
    #[arg(long, conflicts_with_all = ["format", "attributions", "open"])]
    refresh: bool,
    #[command(flatten)]
    review: review::ReviewArgs,
    #[command(flatten)]
    llm: llm::LlmArgs,
}

/// The formats of an extraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One line of JSON a claim, with the places of all its parts
    Jsonl,
    /// A table with the columns of claims
    Csv,
    /// The text itself, as places count in it
    Text,
}

/// Which attributions are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Attributions {
    /// Those that the text itself makes, and what they report others to have said
    Text,
    /// Those within quotations as well, and what others believe, plan or write by somebody's words
    All,
}

impl Attributions {
    fn told(self) -> Told {
        match self {
            Attributions::Text => Told::OfText,
            Attributions::All => Told::All,
        }
    }
}

/// A text that was read.
struct Source {
    document: String,
    written: String,
    /// The same with the marks of its format blanked out.
    plain: String,
    headline: Option<String>,
    published: Option<Date>,
    extraction: Extraction,
}

impl Source {
    /// What a model is asked about.
    fn sourced<'a>(&'a self, lexicon: &'a Lexicon) -> Sourced<'a> {
        let Source { document, written, plain, published, extraction, .. } = self;
        Sourced { document, written, text: plain, extraction, lexicon, published: *published }
    }
}

/// The way out where no file that is named has a text.
const ENDINGS: &str = "name files that end in .txt, .md, .html or .pdf, or a folder that has some";

pub(crate) fn run(args: &ExtractArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    if args.review.is_asked() {
        return review::run(&args.review, session);
    }
    if args.attributions.is_some() && args.format.is_some_and(|format| format != Format::Jsonl) {
        let hint = "leave out `--format`: attributions have no table";
        return Err(hinted("`--attributions` are written as lines of JSON only", hint));
    }
    if args.attributions.is_some() && args.llm.is_asked() {
        return Err(hinted("a model is asked for claims only", "leave out `--llm`: rules find attributions"));
    }
    let project = in_project::project(session)?;
    let is_shown = args.format.is_some() || args.attributions.is_some() || args.open || args.llm.is_forecast();
    let into = project.as_ref().filter(|_| !is_shown);
    if args.refresh && into.is_none() {
        return Err(hinted("`--refresh` needs a project", "`relata init` makes one"));
    }
    let own = args.confidence.as_ref().map(|path| calibrate::read(path, session)).transpose()?;
    let ReadTexts { mut texts, n_refused } = read_texts(&args.files, args.published, session)?;
    if texts.is_empty() {
        return if n_refused > 0 { Ok(ExitCode::from(2)) } else { Err(hinted("no text was found", ENDINGS)) };
    }
    let code = if n_refused > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS };
    match (into, &project) {
        (Some(project), _) => documents::declare(project, &mut texts, session)?,
        (None, Some(project)) => filing::identify(project, &mut texts, &session.reach),
        (None, None) => {}
    }
    if args.format == Some(Format::Text) {
        texts.iter().try_for_each(|text| session.out.write_all(text.article.text.as_bytes()))?;
        return Ok(code);
    }
    let (lexicon, types) = (lexicon_of(project.as_ref()), Types::shipped());
    // The words of open triples are no predicates of the project, so that these lines are only shown.
    let general = args.open.then(GeneralWords::shipped);
    let sources: Vec<Source> = texts.into_iter().map(|text| source(text, &lexicon, &types, general.as_ref())).collect();
    if let Some(which) = args.attributions {
        for source in &sources {
            write_lines(
                &attribution_lines(&source.document, &source.written, &source.extraction, which.told()),
                session,
            )?;
        }
        return Ok(code);
    }
    let (mut lines, is_complete) = if args.llm.is_asked() {
        let Some(found) = args.llm.claims(&sources, &lexicon, &types, session)? else { return Ok(code) };
        (found.lines, found.is_complete)
    } else {
        (sources.iter().flat_map(|source| claims(source, &types)).collect(), true)
    };
    if let Some(own) = &own {
        // What a model has found has no confidence: nobody has measured it.
        lines.iter_mut().filter(|line| line.confidence.is_some()).for_each(|line| line.calibrate(own));
    }
    let code = if is_complete { code } else { ExitCode::from(1) };
    match (into, args.format) {
        (Some(project), _) => {
            let documents = sources.into_iter().map(|source| source.document).collect();
            // Rows of a text without all its answers may come out again.
            in_project::write(project, &documents, &lines, args.refresh && is_complete)?;
            return Ok(code);
        }
        (None, Some(Format::Csv)) => table::write(&lines, session.csv())?,
        (None, _) => write_lines(&lines, session)?,
    }
    if lines.is_empty() {
        say!("no claim was found in {}", plural(sources.len() as u64, "text"));
    }
    Ok(code)
}

/// Reads what a text says.
fn source(text: FiledText, lexicon: &Lexicon, types: &Types, general: Option<&GeneralWords>) -> Source {
    let published = text.published();
    let article = text.article;
    let extraction = match general {
        Some(general) => extract_open(&article.plain, lexicon, types, published, general),
        None => extract(&article.plain, lexicon, types, published),
    };
    let (document, headline) = (article.document.id, article.document.title);
    Source { document, written: article.text, plain: article.plain, headline, published, extraction }
}

/// The words that texts are read with, and the names that a project knows.
pub(super) fn lexicon_of(project: Option<&Project>) -> Lexicon {
    Lexicon::shipped().with_names(Gazetteer::new(project.map(names::names).unwrap_or_default()))
}

/// The claims of a text.
fn claims(source: &Source, types: &Types) -> Vec<ClaimLine> {
    claim_lines(&source.document, &source.written, &source.extraction, types)
}

fn write_lines<T: Serialize>(lines: &[T], session: &mut Session<'_>) -> anyhow::Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *session.out, line)?;
        session.out.write_all(b"\n")?;
    }
    Ok(())
}
