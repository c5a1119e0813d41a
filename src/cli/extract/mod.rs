mod documents;
mod read;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;
use serde::Serialize;

use super::terminal::plural;
use super::{Session, hinted};
use crate::extraction::{Extraction, Lexicon, Types, attribution_lines, claim_lines, extract};
use crate::project::{Project, ProjectError};
use read::{ReadTexts, read_texts};

/// Find claims in texts: who did what to whom, and who says so
#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// Texts, Markdown, pages of HTML, PDF, folders of them; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Day of publication, which `yesterday` is counted from [default: what the file tells]
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Write who says, holds or means what, instead of claims
    #[arg(long)]
    attributions: bool,
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

/// A text that was read.
struct Source {
    document: String,
    written: String,
    extraction: Extraction,
}

pub(crate) fn run(args: &ExtractArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let format = args.format.unwrap_or(Format::Jsonl);
    if args.attributions && format != Format::Jsonl {
        let hint = "leave out `--format`: attributions have no table";
        return Err(hinted("`--attributions` are written as lines of JSON only", hint));
    }
    let ReadTexts { mut texts, n_refused } = read_texts(&args.files, args.published, session)?;
    if texts.is_empty() {
        return if n_refused > 0 { Ok(ExitCode::from(2)) } else { Err(hinted("no text was found", ENDINGS)) };
    }
    match project(session)? {
        Some(project) if args.format.is_none() => documents::declare(&project, &mut texts, session)?,
        Some(project) => documents::identify(&project, &mut texts, &session.reach)?,
        None => {}
    }
    let (lexicon, types) = (Lexicon::shipped(), Types::shipped());
    let sources: Vec<Source> = texts
        .into_iter()
        .map(|text| Source {
            extraction: extract(&text.article.plain, &lexicon, &types, text.published()),
            document: text.article.document.id,
            written: text.article.text,
        })
        .collect();
    match (format, args.attributions) {
        (Format::Jsonl, true) => {
            for source in &sources {
                write_lines(&attribution_lines(&source.document, &source.written, &source.extraction), session)?;
            }
        }
        (Format::Jsonl, false) => {
            for source in &sources {
                write_lines(&claim_lines(&source.document, &source.written, &source.extraction, &types), session)?;
            }
        }
        (Format::Text, _) => {
            for source in &sources {
                session.out.write_all(source.written.as_bytes())?;
            }
            return Ok(exit_code(n_refused));
        }
        (Format::Csv, _) => {
            let lines = sources
                .iter()
                .flat_map(|source| claim_lines(&source.document, &source.written, &source.extraction, &types));
            table::write(lines, session.csv())?;
        }
    }
    let claims: usize = sources.iter().map(|source| source.extraction.claims.len()).sum();
    if claims == 0 && !args.attributions {
        say!("no claim was found in {}", plural(sources.len() as u64, "text"));
    }
    Ok(exit_code(n_refused))
}

/// The way out where no file that is named has a text.
const ENDINGS: &str = "name files that end in .txt, .md, .html or .pdf, or a folder that has some";

fn exit_code(n_refused: u64) -> ExitCode {
    if n_refused > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

/// The project that one stands in; none where no folder upwards has a project file.
fn project(session: &Session<'_>) -> anyhow::Result<Option<Project>> {
    let start = session.project.as_deref().unwrap_or(Path::new("."));
    match Project::find_within(start, &session.reach) {
        Ok(project) => Ok(Some(project).filter(|project| project.root.join("relata.toml").is_file())),
        Err(ProjectError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn write_lines<T: Serialize>(lines: &[T], session: &mut Session<'_>) -> anyhow::Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *session.out, line)?;
        session.out.write_all(b"\n")?;
    }
    Ok(())
}
