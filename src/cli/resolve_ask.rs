//! One key a pair: decisions about names in the terminal.

use std::io::Write as _;
use std::process::ExitCode;

use super::Session;
use super::keys::{ESCAPE, Keys};
use super::resolve::{Stamped, shown};
use super::resolve_rows::Rows;
use super::resolve_table::Proposed;
use super::terminal::plural;
use crate::model::{Judgement, Sameness};

/// What a key stands for.
enum Press {
    Judge(Sameness),
    Skip,
    Undo,
    Quit,
}

/// Asks about each pair, the best first, and writes what was decided when all is done or nobody wants to go on.
pub(super) fn run(
    pairs: &[Proposed],
    rows: &Rows,
    stamp: &Stamped,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let mut keys = Keys::open("")?;
    let mut decided: Vec<Option<Judgement>> = Vec::new();
    writeln!(session.people(), "s same · d different · u unsure · space skip · z undo · q quit")?;
    while let Some(pair) = pairs.get(decided.len()) {
        let Proposed { names: [left, right], told: [left_told, right_told], score, clues } = pair;
        let head = format!("[{}/{}] {}", decided.len() + 1, pairs.len(), shown(*score));
        writeln!(session.people(), "\n{head}  {left_told} = {right_told}?")?;
        writeln!(session.people(), "  {clues}")?;
        write!(session.people(), "  s/d/u/space/z/q ")?;
        session.out.flush()?;
        let press = loop {
            if let Some(press) = press_of(keys.read()) {
                break press;
            }
        };
        match press {
            Press::Judge(sameness) => {
                writeln!(session.people(), "{}", sameness.word())?;
                decided.push(Some(stamp.judge(left, right, sameness, None)));
            }
            Press::Skip => {
                writeln!(session.people(), "skipped")?;
                decided.push(None);
            }
            Press::Undo => {
                writeln!(session.people(), "back")?;
                decided.pop();
            }
            Press::Quit => {
                writeln!(session.people(), "quit")?;
                break;
            }
        }
    }
    drop(keys);
    session.out.flush()?;
    let judgements: Vec<Judgement> = decided.into_iter().flatten().collect();
    if judgements.is_empty() {
        say!("nothing decided; {} left", plural(pairs.len() as u64, "pair"));
        return Ok(ExitCode::SUCCESS);
    }
    rows.write(&judgements, &[])?;
    Ok(ExitCode::SUCCESS)
}

fn press_of(key: Option<u8>) -> Option<Press> {
    Some(match key {
        Some(b's' | b'S' | b'y') => Press::Judge(Sameness::Same),
        Some(b'd' | b'D' | b'n') => Press::Judge(Sameness::Different),
        Some(b'u' | b'U' | b'?') => Press::Judge(Sameness::Unsure),
        Some(b' ' | b'\t' | b'k' | b'j') => Press::Skip,
        Some(b'z' | b'Z' | b'b' | 0x7f | 0x08) => Press::Undo,
        // Ctrl-C, Ctrl-D and Escape end it like `q`: what was decided is kept.
        None | Some(b'q' | b'Q' | 3 | 4 | ESCAPE) => Press::Quit,
        Some(_) => return None,
    })
}
