mod llm;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use jiff::civil::Date;
use serde::Serialize;

use super::terminal::plural;
use super::{Session, hinted};
use crate::extraction::{Extraction, Lexicon, Types, attribution_lines, claim_lines, extract, read_markdown};
use crate::files::{MAX_TEXT, Reach, read_text, read_whole};
use crate::prompting::Sourced;

/// Find claims in texts: who did what to whom, and who says so
#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// Texts and Markdown in UTF-8; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Day of publication, which `yesterday` is counted from [default: that in the head of a Markdown file]
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Write who says, holds or means what, instead of claims
    #[arg(long)]
    attributions: bool,
    #[command(flatten)]
    llm: llm::LlmArgs,
}

/// Endings of files that hold a text among other things, which would be read as part of it.
const OTHERS: [&str; 6] = ["html", "htm", "xhtml", "pdf", "docx", "odt"];

/// The formats of an extraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One line of JSON a claim, with the places of all its parts
    Jsonl,
    /// A table with the columns of claims
    Csv,
}

/// A text that was read.
struct Source {
    document: String,
    written: String,
    /// The text with the marks of its format blanked out, where it has some.
    text: Option<String>,
    published: Option<Date>,
    extraction: Extraction,
}

impl Source {
    /// What is read of it.
    fn text(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.written)
    }

    /// What a model is asked about.
    fn sourced<'a>(&'a self, lexicon: &'a Lexicon) -> Sourced<'a> {
        let Source { document, written, published, extraction, .. } = self;
        Sourced { document, written, text: self.text(), extraction, lexicon, published: *published }
    }
}

pub(crate) fn run(args: &ExtractArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    if args.attributions && args.format == Format::Csv {
        let hint = "leave out `--format csv`: attributions have no table";
        return Err(hinted("`--attributions` are written as lines of JSON only", hint));
    }
    if args.attributions && args.llm.is_asked() {
        return Err(hinted(
            "a model is asked for claims only",
            "leave out `--llm`: attributions are found by the rules",
        ));
    }
    let (lexicon, types) = (Lexicon::shipped(), Types::shipped());
    let mut documents = BTreeSet::new();
    let mut sources = Vec::new();
    for path in &args.files {
        let document = document_id(path, &mut documents);
        let written = read(path, &session.reach)?;
        let is_markdown = path.extension().is_some_and(|ending| ending == "md" || ending == "markdown");
        let markdown = is_markdown.then(|| read_markdown(&written));
        let told = markdown.as_ref().and_then(|markdown| markdown.published.as_ref()?.get(..10)?.parse().ok());
        let text = markdown.map(|markdown| markdown.text);
        let published = args.published.or(told);
        let extraction = extract(text.as_ref().unwrap_or(&written), &lexicon, &types, published);
        sources.push(Source { document, written, text, published, extraction });
    }
    if args.attributions {
        for source in &sources {
            write_lines(&attribution_lines(&source.document, &source.written, &source.extraction), session)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (lines, is_complete) = if args.llm.is_asked() {
        let Some(found) = args.llm.claims(&sources, &lexicon, &types, session)? else { return Ok(ExitCode::SUCCESS) };
        (found.lines, found.is_complete)
    } else {
        let of = |source: &Source| claim_lines(&source.document, &source.written, &source.extraction, &types);
        (sources.iter().map(of).collect(), true)
    };
    match args.format {
        Format::Jsonl => lines.iter().try_for_each(|lines| write_lines(lines, session))?,
        Format::Csv => table::write(lines.iter().flatten(), session.csv())?,
    }
    if lines.iter().all(Vec::is_empty) {
        say!("no claim was found in {}", plural(sources.len() as u64, "text"));
    }
    Ok(if is_complete { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The identifier of a text: the name of its file without its ending, and a number where another file has it already.
fn document_id(path: &Path, known: &mut BTreeSet<String>) -> String {
    let stem = path.file_stem().filter(|_| path != Path::new("-"));
    let stem = stem.map_or_else(|| "stdin".into(), |stem| stem.to_string_lossy().into_owned());
    let mut document = stem.clone();
    let mut number = 1;
    while !known.insert(document.clone()) {
        number += 1;
        document = format!("{stem}-{number}");
    }
    document
}

fn read(path: &Path, reach: &Reach) -> anyhow::Result<String> {
    if path == Path::new("-") {
        let failed = "cannot read the text from standard input";
        let bytes = read_whole(std::io::stdin(), MAX_TEXT).context(failed)?;
        return String::from_utf8(bytes).context(failed);
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if OTHERS.contains(&ending.as_str()) {
        let message = format!("`{}` is no text: `{ending}` files cannot be read yet", path.display());
        return Err(hinted(message, "save what it says as plain text in UTF-8"));
    }
    reach.open(path).and_then(read_text).with_context(|| format!("cannot read `{}`", path.display()))
}

fn write_lines<T: Serialize>(lines: &[T], session: &mut Session<'_>) -> anyhow::Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *session.out, line)?;
        session.out.write_all(b"\n")?;
    }
    Ok(())
}
