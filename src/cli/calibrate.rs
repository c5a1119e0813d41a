use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;

use super::terminal::{plural, write_table};
use super::{Session, hinted};
use crate::calibration::{Calibration, left_out};
use crate::files::read_text;
use crate::query::results::TextTable;
use crate::scoring::{Annotated, Figure, judged, reliability};

/// Writes the points that a gold gives claims by how they were found, and says how well such points do on texts that they were
/// not learned from.
///
/// # Errors
/// When no claim says by which rules it was found.
pub(super) fn write(gold: &Annotated, extracted: &Annotated, session: &mut Session<'_>) -> anyhow::Result<()> {
    let claims = judged(gold, extracted);
    if claims.is_empty() {
        let hint = "`relata extract` writes the rules into `rule`, and into `note` of a table";
        return Err(hinted("no claim says by which rules it was found", hint));
    }
    session.out.write_all(Calibration::learn(&claims).write().as_bytes())?;
    let n_right = claims.iter().filter(|claim| claim.is_right).count();
    let texts: BTreeSet<&str> = claims.iter().map(|claim| claim.document.as_str()).collect();
    let all = plural(claims.len() as u64, "claim");
    say!("learned from {all} in {}, {n_right} of them in the gold", plural(texts.len() as u64, "text"));
    let figures = reliability(&left_out(&claims));
    if figures.is_empty() {
        say!("with one text only, nobody can say how well that does on others");
        return Ok(());
    }
    say!("on each text, by what the others teach:");
    let row = |figure: &Figure| {
        let value = figure.value.map(|value| format!("{value:.3}")).unwrap_or_default();
        vec![figure.name.to_owned(), value, format!("{} of {}", figure.n_right, figure.n_all), figure.about.to_owned()]
    };
    let headings = ["figure", "value", "counted", "about"].map(str::to_owned).to_vec();
    let table = TextTable { headings, rows: figures.iter().map(row).collect() };
    write_table(&table, session.terminal.room(), &mut std::io::stderr())?;
    Ok(())
}

/// Reads the points that somebody has learned.
///
/// # Errors
/// When the file cannot be read, or is none of points.
pub(super) fn read(path: &Path, session: &Session<'_>) -> anyhow::Result<Calibration> {
    let failed = || format!("cannot read `{}`", path.display());
    let written = session.reach.open(path).and_then(read_text).with_context(failed)?;
    Calibration::read(&written).map_err(|bad| {
        let hint = "`relata evaluate GOLD EXTRACTED --calibrate` writes such a file";
        hinted(format!("`{}` tells no confidence: {bad}", path.display()), hint)
    })
}
