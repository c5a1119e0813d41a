//! Pairs as a table, to be judged in a spreadsheet and taken back.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use super::resolve::{Found, Stamped, shown};
use super::terminal::plural;
use super::{Session, hinted, open};
use crate::columns::JUDGEMENTS;
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk::{self, NewFile};
use crate::door::Graph;
use crate::files::unpacked;
use crate::input::judgements::judgement_from_row;
use crate::model::Judgement;
use crate::table::{Mapping, Table};

/// Writes the pairs, each with an empty cell for its judgement.
pub(super) fn write(found: &Found, path: &Path, graph: &Graph, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let failed = || format!("cannot write `{}`", path.display());
    open::refuse_source(&graph.inputs(), path)?;
    let mut bytes = Vec::new();
    {
        let mut writer = csv::Writer::from_writer(&mut bytes);
        writer.write_record(["left", "right", "judgement", "who", "when", "why", "score", "evidence"])?;
        for pair in &found.suggestions {
            let [left, right] = found.names(pair);
            let (score, clues) = (shown(pair.score), pair.clues.join("; "));
            writer.write_record([left, right, "", "", "", "", &score, &clues])?;
        }
        writer.flush()?;
    }
    let root = &graph.project().root;
    match disk::target(path, root).with_context(failed)? {
        disk::Target::Place(place) => {
            let mut file = NewFile::create(&place, graph.inputs().mode()).with_context(failed)?;
            std::io::Write::write_all(&mut file, &bytes).with_context(failed)?;
            file.commit().with_context(failed)?;
        }
        disk::Target::Stream(place) => {
            let mut file = disk::open_writable(&place).with_context(failed)?;
            std::io::Write::write_all(&mut file, &bytes).with_context(failed)?;
        }
    }
    session.out.flush()?;
    let n = plural(found.suggestions.len() as u64, "pair");
    say!(
        "wrote {n} to {}; write same, different or unsure into `judgement`, then `relata resolve --from {}`",
        path.display(),
        path.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// The judgements of a table of pairs; rows whose cell is empty are passed over.
pub(super) fn read(path: &Path, stamp: &Stamped, session: &Session<'_>) -> anyhow::Result<Vec<Judgement>> {
    let failed = || format!("cannot read `{}`", path.display());
    let file = session.reach.open(path).and_then(unpacked).with_context(failed)?;
    let mut faults: Vec<Diagnostic> = Vec::new();
    let shown = path.display().to_string();
    let table = Table::open(&shown, file, &JUDGEMENTS, &Mapping::default(), &mut |fault| faults.push(fault));
    let table = table.with_context(failed)?;
    let is_wrong = |fault: &&Diagnostic| fault.severity == Severity::Error;
    let Some(mut table) = table else {
        let why = faults.iter().find(is_wrong).map_or_else(String::new, |fault| fault.message.clone());
        return Err(hinted(format!("`{shown}` is no table of judgements: {why}"), "`--to` writes one"));
    };
    let mut judgements = Vec::new();
    let mut n_empty = 0;
    loop {
        let mut findings = Vec::new();
        match table.read().with_context(failed)? {
            None => break,
            Some(Ok(row)) if row.get("judgement").is_none() => n_empty += 1,
            Some(Ok(row)) => {
                let judgement = judgement_from_row(&row, &mut findings);
                judgements.extend(judgement.map(|judgement| stamp.stamp(judgement)));
            }
            Some(Err(finding)) => findings.push(finding),
        }
        if let Some(finding) = findings.into_iter().next() {
            let fault = table.raw().diagnose(finding);
            let place = format!("{}:{}", shown, fault.place.line);
            return Err(hinted(format!("{place}: {}", fault.message), fault.hint.unwrap_or_default()));
        }
    }
    if n_empty > 0 {
        say!("{} without a judgement passed over", plural(n_empty, "row"));
    }
    Ok(judgements)
}
