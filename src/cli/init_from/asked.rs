//! Questions to whoever sits at the terminal.

use std::io::{BufRead, Write};

use crate::table::sample::shown;

/// Asks the user for the order of a date: true when the day comes first, none without an answer.
pub(super) fn ask_order(cell: &str, day_first: &str, month_first: &str) -> anyhow::Result<Option<bool>> {
    let answer = answer_to(&format!("is `{}` {day_first} (d) or {month_first} (m)? [d/m] ", shown(cell)))?;
    Ok(match answer.as_deref() {
        Some("d") => Some(true),
        Some("m") => Some(false),
        _ => None,
    })
}

/// Asks whether the table is to be read so.
pub(super) fn confirmed() -> anyhow::Result<bool> {
    let answer = answer_to("read the table so? [Y/n] ")?;
    Ok(answer.is_some_and(|answer| matches!(answer.as_str(), "" | "y" | "yes")))
}

/// The answer of the user; none at the end of the input.
pub(super) fn answer_to(question: &str) -> anyhow::Result<Option<String>> {
    write!(std::io::stderr(), "{question}")?;
    std::io::stderr().flush()?;
    let mut answer = String::new();
    let n = std::io::stdin().lock().read_line(&mut answer)?;
    Ok((n > 0).then(|| answer.trim().to_lowercase()))
}
