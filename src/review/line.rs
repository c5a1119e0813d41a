//! Lines of a screen, and how a text is broken into them.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::LitPart;
use crate::diagnostic::visible;

/// How a piece of a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// Like all other text.
    Plain,
    /// Words that the claim rests on.
    Quote,
    /// A part of the claim.
    Part(LitPart),
    /// Less important than what is around it.
    Faint,
    /// More important.
    Strong,
    /// What somebody is to look at: a question, or a field that is open.
    Bar,
}

impl Shade {
    /// The parameters of the order to the terminal. Bold and underlined are no colours.
    fn order(self, has_colors: bool) -> &'static str {
        match self {
            Shade::Plain => "",
            Shade::Quote => "4",
            Shade::Faint => "2",
            Shade::Strong => "1",
            Shade::Bar => "7",
            Shade::Part(_) if !has_colors => "1;4",
            Shade::Part(LitPart::Subject) => "1;4;36",
            Shade::Part(LitPart::Predicate) => "1;4;33",
            Shade::Part(LitPart::Object) => "1;4;35",
            Shade::Part(LitPart::Speaker) => "1;4;32",
        }
    }
}

/// A line of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScreenLine {
    /// Its pieces from left to right. Nothing in them steers a terminal.
    pub pieces: Vec<(Shade, String)>,
}

impl ScreenLine {
    /// A line of one piece.
    pub(super) fn of(shade: Shade, text: &str) -> ScreenLine {
        let mut line = ScreenLine::default();
        line.push(shade, text);
        line
    }

    /// Adds a piece at the end.
    pub(super) fn push(&mut self, shade: Shade, text: &str) {
        match self.pieces.last_mut() {
            Some((last, piece)) if *last == shade => piece.push_str(text),
            _ => self.pieces.push((shade, text.to_owned())),
        }
    }

    /// The number of cells that it takes.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| width_of(text)).sum()
    }

    /// The text alone.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// The text with the orders that make a terminal show the looks.
    pub fn drawn(&self, has_colors: bool) -> String {
        let mut drawn = String::new();
        for (shade, text) in &self.pieces {
            match shade.order(has_colors) {
                "" => drawn.push_str(text),
                order => {
                    let _ = write!(drawn, "\u{1b}[{order}m{text}\u{1b}[0m");
                }
            }
        }
        drawn
    }
}

/// What takes up room together: a character with all that stands upon it, or an escape.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) shade: Shade,
    /// True when a line ends behind it.
    pub(super) ends_line: bool,
}

impl Glyph {
    /// The character as it is shown: what would steer the terminal is written out.
    pub(super) fn of(letter: char, shade: Shade) -> Glyph {
        let ends_line = letter == '\n';
        let text = match letter {
            '\n' => String::new(),
            '\t' | '\u{a0}' => " ".to_owned(),
            letter => visible(letter.encode_utf8(&mut [0; 4])),
        };
        Glyph { text, shade, ends_line }
    }

    /// Adds a part as it stands.
    pub(super) fn add(glyphs: &mut Vec<Glyph>, shade: Shade, text: &str) {
        glyphs.extend(text.chars().map(|letter| Glyph::of(if letter == '\n' { ' ' } else { letter }, shade)));
    }
}

/// The cells that a text takes. A character that is told to look like an emoji takes two.
fn width_of(text: &str) -> usize {
    let sum: usize = text.chars().map(|letter| letter.width().unwrap_or(0)).sum();
    sum.max(text.width())
}

/// Breaks a text into lines of at most so many cells, all but the first indented. Breaks are between words and behind wide
/// characters, and within a word that has no room on a line.
pub(super) fn wrapped(glyphs: &[Glyph], width: usize, indent: usize) -> Vec<ScreenLine> {
    let room = |n_lines: usize| width.saturating_sub(if n_lines == 0 { 0 } else { indent }).max(2);
    let mut lines: Vec<ScreenLine> = Vec::new();
    let (mut start, mut taken) = (0, 0);
    // Where the line may end: behind this glyph.
    let mut break_at: Option<usize> = None;
    let mut at = 0;
    while let Some(glyph) = glyphs.get(at) {
        let cells = match glyph.text.as_str() {
            // Terminals show what stands before it as wide.
            "\u{fe0f}" => 1,
            text => text.chars().map(|letter| letter.width().unwrap_or(0)).sum(),
        };
        let is_space = glyph.text == " ";
        let is_full = taken + cells > room(lines.len()) && (cells > 0 || taken > room(lines.len()));
        if is_full && !is_space && at > start {
            let end = break_at.filter(|end| *end > start).unwrap_or(at);
            lines.push(line(&glyphs[start..end], if lines.is_empty() { 0 } else { indent }));
            start = end;
            at = start;
            (taken, break_at) = (0, None);
            continue;
        }
        // A wide character may end a line, unless something stands upon it.
        let stands_alone = glyphs.get(at + 1).is_none_or(|next| next.text.chars().any(|c| c.width() != Some(0)));
        if is_space || (cells > 1 && glyph.text.chars().count() == 1 && stands_alone) {
            break_at = Some(at + 1);
        }
        taken += cells;
        at += 1;
        if glyph.ends_line {
            lines.push(line(&glyphs[start..at], if lines.is_empty() { 0 } else { indent }));
            (start, taken, break_at) = (at, 0, None);
        }
    }
    if start < glyphs.len() || lines.is_empty() {
        lines.push(line(&glyphs[start..], if lines.is_empty() { 0 } else { indent }));
    }
    lines
}

/// A line of these glyphs. Spaces at its end are not seen, and may be more than it has room for.
fn line(glyphs: &[Glyph], indent: usize) -> ScreenLine {
    let end = glyphs.iter().rposition(|glyph| !glyph.text.is_empty() && glyph.text != " ").map_or(0, |last| last + 1);
    let mut line = ScreenLine::default();
    if indent > 0 && end > 0 {
        line.push(Shade::Plain, &" ".repeat(indent));
    }
    glyphs[..end].iter().for_each(|glyph| line.push(glyph.shade, &glyph.text));
    line
}

/// A line of one shade, cut off where there is no more room.
pub(super) fn cut(shade: Shade, text: &str, width: usize) -> ScreenLine {
    let mut glyphs = Vec::new();
    Glyph::add(&mut glyphs, shade, text);
    let mut lines = wrapped(&glyphs, width, 0);
    if lines.len() > 1 {
        lines = wrapped(&glyphs, width.saturating_sub(2), 0);
        lines[0].push(shade, " …");
    }
    lines.swap_remove(0)
}
