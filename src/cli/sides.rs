//! The claims of files and folders, as commands compare them.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use serde::Deserialize;

use super::{Session, hinted};
use crate::agreement::RowPlace;
use crate::columns::CLAIMS;
use crate::diagnostic::{Report, Verdict};
use crate::files::{open_stream, read_text};
use crate::input::claims::claim_from_row;
use crate::input::own::OwnColumns;
use crate::scoring::{Annotated, Phrase, ScoredAttribution, ScoredClaim};
use crate::table::{Mapping, Table};

/// What a file or a folder says, and where.
#[derive(Default)]
pub(super) struct ReadSide {
    /// Claims and attributions.
    pub(super) side: Annotated,
    /// Where each claim stands.
    pub(super) places: Vec<RowPlace>,
}

/// Endings of files that a folder is looked through for.
const ENDINGS: [&str; 7] = ["jsonl", "ndjson", "json", "csv", "tsv", "xlsx", "ods"];

/// The claims and attributions of a file, or of the files in a folder.
///
/// # Errors
/// When a file cannot be read, or a folder holds none of claims.
pub(super) fn read_side(path: &Path, session: &Session<'_>, report: &mut Report) -> anyhow::Result<ReadSide> {
    let mut side = ReadSide::default();
    if !path.is_dir() {
        read_file(path, session, report, &mut side)?;
        return Ok(side);
    }
    let failed = || format!("cannot read `{}`", path.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).with_context(failed)? {
        let file = entry.with_context(failed)?.path();
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if file.is_file() && ENDINGS.contains(&ending.as_str()) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        let message = format!("`{}` holds no file of claims", path.display());
        return Err(hinted(message, format!("files of claims end in {}", ENDINGS.join(", "))));
    }
    files.iter().try_for_each(|file| read_file(file, session, report, &mut side))?;
    Ok(side)
}

/// Adds what a file says. A line that cannot be read is told of and left out.
fn read_file(path: &Path, session: &Session<'_>, report: &mut Report, side: &mut ReadSide) -> anyhow::Result<()> {
    let failed = || format!("cannot read `{}`", path.display());
    let file = session.reach.open(path).with_context(failed)?;
    let shown = path.display().to_string();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let is_lines = path.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
    let reader: Box<dyn std::io::Read + Send> = if is_lines {
        let text = read_text(file).with_context(failed)?;
        let claims = take_attributions(&text, &stem, &mut side.side);
        if claims.trim().is_empty() {
            return Ok(());
        }
        Box::new(Cursor::new(claims.into_bytes()))
    } else {
        open_stream(file).with_context(failed)?
    };
    let table = Table::open(&shown, reader, &CLAIMS, &Mapping::default(), &mut |fault| report.add(fault));
    let Some(mut table) = table.with_context(failed)? else { return Ok(()) };
    let (own, origin): (_, Arc<str>) = (OwnColumns::default(), shown.as_str().into());
    loop {
        let mut findings = Vec::new();
        let claim = match table.read().with_context(failed)? {
            None => return Ok(()),
            Some(Ok(row)) => claim_from_row(&row, &own, &origin, &mut findings),
            Some(Err(finding)) => {
                findings.push(finding);
                None
            }
        };
        let verdicts: Vec<Verdict> =
            findings.into_iter().map(|finding| report.push(table.raw().diagnose(finding))).collect();
        if let Some(claim) = claim.filter(|_| !verdicts.contains(&Verdict::Reject)) {
            let mut scored = ScoredClaim::of(&claim);
            if scored.document.is_empty() {
                scored.document.clone_from(&stem);
            }
            side.side.push(scored);
            side.places.push(RowPlace { file: shown.clone(), line: claim.origin.line });
        }
    }
}

/// A line that tells an attribution, as `relata extract --attributions` writes it.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
struct AttributionCells {
    kind: String,
    document: String,
    source: String,
    cue: String,
    content: String,
    source_start: Option<u64>,
    source_end: Option<u64>,
    cue_start: Option<u64>,
    cue_end: Option<u64>,
}

/// Takes the attributions out of lines of JSON. What is left are the other lines, each at its place.
fn take_attributions(text: &str, stem: &str, side: &mut Annotated) -> String {
    let mut rest = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let is_one = line.contains("\"attribution\"");
        let cells = is_one.then(|| serde_json::from_str::<AttributionCells>(line).ok()).flatten();
        let Some(cells) = cells.filter(|cells| cells.kind == "attribution") else {
            rest.push_str(line);
            continue;
        };
        rest.push('\n');
        let span = |start: Option<u64>, end: Option<u64>| start.zip(end).map(|(start, end)| start..end);
        side.attributions.push(ScoredAttribution {
            document: if cells.document.is_empty() { stem.to_owned() } else { cells.document },
            source: Phrase::new(cells.source, span(cells.source_start, cells.source_end)),
            cue: Phrase::new(cells.cue, span(cells.cue_start, cells.cue_end)),
            content: Phrase::new(cells.content, None),
        });
    }
    rest
}
