//! What the terminal can do, and tables for it.

use std::io::{self, IsTerminal, Write};

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};

use crate::diagnostic::visible;
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

    /// How wide what is printed may be: that of the terminal, or what `COLUMNS` says. A file and a pipe have no width.
    pub(crate) fn room(&self) -> usize {
        if self.draws || std::env::var_os("COLUMNS").is_some() { self.width } else { usize::MAX }
    }

    /// `error:`, red where colours are wanted.
    pub(crate) fn error_word(&self) -> &'static str {
        if self.color { "\u{1b}[1;31merror:\u{1b}[0m" } else { "error:" }
    }
}

/// Draws a table no wider than `width`: the widest columns give way first, and what does not fit goes on below. A table of
/// more columns than there is room for is drawn as [`write_vertical`] does.
pub(crate) fn write_table(table: &TextTable, width: usize, out: &mut dyn Write) -> io::Result<()> {
    const NARROWEST: usize = 8;
    let n = table.headings.len();
    let rows: Vec<Vec<String>> =
        std::iter::once(&table.headings).chain(&table.rows).map(|row| one_line_each(row)).collect();
    let width_of = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let mut widths: Vec<usize> = (0..n).map(|column| width_of(column).unwrap_or(0)).collect();
    let between = 2 * n.saturating_sub(1);
    while widths.iter().sum::<usize>() + between > width {
        match widths.iter_mut().max().filter(|widest| **widest > NARROWEST) {
            Some(widest) => *widest -= 1,
            None => return write_vertical(table, width, out),
        }
    }
    let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    for (place, row) in rows.iter().enumerate() {
        write_row(row, &widths, out)?;
        if place == 0 {
            write_row(&rules, &widths, out)?;
        }
    }
    Ok(())
}

/// Writes a row in as many lines as its longest cell takes; lines below the first are indented, so that rows can be told apart.
fn write_row(row: &[String], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| fold(cell, 1, *width)).collect();
    for at in 0..cells.iter().map(Vec::len).max().unwrap_or(0).max(1) {
        let mut text = String::new();
        for (lines, width) in cells.iter().zip(widths) {
            let line = lines.get(at).map_or("", String::as_str);
            text.push_str(line);
            text.push_str(&" ".repeat(width.saturating_sub(line.width()) + 2));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// Draws a table with a line for each cell, in which nothing is cut, however wide the rows are.
pub(crate) fn write_vertical(table: &TextTable, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let headings = one_line_each(&table.headings);
    let widest = headings.iter().map(|heading| heading.width()).max().unwrap_or(0);
    // A heading as wide as the terminal leaves its cells something all the same.
    let room = width.saturating_sub(widest + 2).max(16);
    for (row, number) in table.rows.iter().zip(1..) {
        let rule: String = format!("── row {} ", grouped(number));
        let rest = (widest + 2 + room.min(20)).saturating_sub(rule.width());
        writeln!(out, "{rule}{}", "─".repeat(rest))?;
        for (heading, cell) in headings.iter().zip(one_line_each(row)) {
            let padding = " ".repeat(widest - heading.width());
            for (at, line) in fold(cell.trim(), 0, room).iter().enumerate() {
                let start = if at == 0 { format!("{heading}{padding}") } else { " ".repeat(widest) };
                writeln!(out, "{}", format!("{start}  {line}").trim_end())?;
            }
        }
    }
    Ok(())
}

/// The cells of a row, each on one line; what would steer the terminal is shown.
fn one_line_each(row: &[String]) -> Vec<String> {
    row.iter().map(|cell| visible(&cell.replace(['\n', '\r', '\t'], " "))).collect()
}

/// Writes a line for people; what does not fit in `width` goes on below, indented by so many cells.
pub(crate) fn write_folded(line: &str, indent: usize, width: usize, out: &mut dyn Write) -> io::Result<()> {
    fold(line, indent, width).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// The lines of at most `width` terminal cells that a text takes, all but the first indented. Breaks are between words, and
/// within a word that has no room on a line.
fn fold(text: &str, indent: usize, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.to_owned();
    while rest.width() > width {
        let start = rest.find(|c| c != ' ').unwrap_or(0);
        let (mut taken, mut end, mut space) = (0, 0, None);
        for (at, letter) in rest.char_indices() {
            taken += letter.width().unwrap_or(0);
            // One letter at least, or there would be no end.
            if taken > width && end > start {
                break;
            }
            end = at + letter.len_utf8();
            space = if letter == ' ' && at > start { Some(at) } else { space };
        }
        let (line, below) = rest.split_at(space.unwrap_or(end));
        lines.push(line.trim_end().to_owned());
        rest = " ".repeat(indent) + below.trim_start();
    }
    lines.push(rest);
    lines
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
