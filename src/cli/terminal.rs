//! What the terminal can do, and tables for it.

use std::io::{self, IsTerminal, Write};

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::visible;
use crate::export::clip;
use crate::query::results::TextTable;

/// When messages have colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What the terminal can do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    /// True when data goes to a terminal.
    pub(crate) draws: bool,
    /// True when talk goes to a terminal.
    pub(crate) talks: bool,
    /// True when messages have colours.
    pub(crate) color: bool,
    /// Cells in a line of the terminal; 100 when there is none.
    pub(crate) width: usize,
}

impl Terminal {
    pub(crate) fn detect(choice: ColorChoice) -> Terminal {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let talks = io::stderr().is_terminal();
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => set("CLICOLOR_FORCE") || (talks && !set("NO_COLOR")),
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width =
            columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))).unwrap_or(100);
        Terminal { draws: io::stdout().is_terminal(), talks, color, width: width.max(40) }
    }

    /// `error:`, red where colours are wanted.
    pub(crate) fn error_word(&self) -> &'static str {
        if self.color { "\u{1b}[1;31merror:\u{1b}[0m" } else { "error:" }
    }
}

/// Draws a table no wider than `width`; the widest columns give way first. Returns how many cells were cut.
pub(crate) fn write_table(table: &TextTable, width: usize, out: &mut dyn Write) -> io::Result<usize> {
    const NARROWEST: usize = 8;
    let n = table.headings.len();
    // A cell has one line; what would steer the terminal is shown.
    let shown = |row: &Vec<String>| -> Vec<String> {
        row.iter().map(|cell| visible(&cell.replace(['\n', '\r', '\t'], " "))).collect()
    };
    let rows: Vec<Vec<String>> = std::iter::once(&table.headings).chain(&table.rows).map(shown).collect();
    let width_of = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let mut widths: Vec<usize> = (0..n).map(|column| width_of(column).unwrap_or(0)).collect();
    let between = 2 * n.saturating_sub(1);
    while widths.iter().sum::<usize>() + between > width {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > NARROWEST) else {
            break;
        };
        *widest -= 1;
    }
    let mut n_cut = 0;
    let mut line = |row: &[String], out: &mut dyn Write| -> io::Result<()> {
        let mut text = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let shown = clip(cell, *width);
            n_cut += usize::from(cell.width() > *width);
            let padding = width.saturating_sub(shown.width()) + 2;
            text.push_str(&shown);
            text.push_str(&" ".repeat(padding));
        }
        writeln!(out, "{}", text.trim_end())
    };
    let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    for (place, row) in rows.iter().enumerate() {
        line(row, out)?;
        if place == 0 {
            line(&rules, out)?;
        }
    }
    Ok(n_cut)
}

/// `1 row`, `3,705 rows`.
pub(crate) fn plural(n: u64, word: &str) -> String {
    format!("{} {word}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with its thousands apart: `3,705`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
