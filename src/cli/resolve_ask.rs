//! One key a pair: decisions about names in the terminal.

use std::io::{self, Write as _};
use std::process::ExitCode;

use super::Session;
use super::keys::Keys;
use super::resolve::{Found, Stamped, shown};
use super::resolve_rows::Rows;
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
pub(super) fn run(found: &Found, rows: &Rows, stamp: &Stamped, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let pairs = &found.suggestions;
    let keys = Keys::open()?;
    let mut decided: Vec<Option<Judgement>> = Vec::new();
    writeln!(session.people(), "s same · d different · u unsure · space skip · z undo · q quit")?;
    while let Some(pair) = pairs.get(decided.len()) {
        let [left, right] = found.names(pair);
        let head = format!("[{}/{}] {}", decided.len() + 1, pairs.len(), shown(pair.score));
        writeln!(session.people(), "\n{head}  {} = {}?\r", found.counted(pair.left), found.counted(pair.right))?;
        writeln!(session.people(), "  {}\r", pair.clues.join("; "))?;
        write!(session.people(), "  s/d/u/space/z/q ")?;
        session.out.flush()?;
        let press = loop {
            if let Some(press) = press_of(Keys::read()?) {
                break press;
            }
        };
        match press {
            Press::Judge(sameness) => {
                writeln!(session.people(), "{}\r", sameness.word())?;
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
        None | Some(b'q' | b'Q' | 3 | 4 | 27) => Press::Quit,
        Some(_) => return None,
    })
}

/// The error of a terminal that cannot be asked.
pub(super) fn no_terminal() -> io::Error {
    io::Error::other("the terminal cannot be asked; use `--to pairs.csv` and `--from pairs.csv`")
}
