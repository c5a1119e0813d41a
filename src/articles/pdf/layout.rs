//! Which pieces are a line, and which lines a paragraph?
//!
//! The order is that of the file, which is nearly always that of reading: columns come one after the other.

use rustc_hash::{FxHashMap, FxHashSet};

use super::content::{GAP, Piece};
use crate::articles::lines::Paragraphs;

/// The distance in parts of the size of the letters from which on two pieces of one height are two columns.
const GUTTER: f64 = 2.0;

/// A line of a page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) end: f64,
    pub(super) size: f64,
    pub(super) text: String,
    /// Where its last piece begins, and what that is: a letter may be drawn twice to look bold.
    last: (f64, String),
}

impl Line {
    fn of(piece: Piece) -> Line {
        let Piece { x, y, end, size, text } = piece;
        Line { x, y, end, size, last: (x, text.clone()), text }
    }

    /// The piece stands behind the line, at the same height.
    fn goes_on(&self, piece: &Piece) -> bool {
        let size = self.size.max(piece.size);
        let gap = piece.x - self.end;
        (piece.y - self.y).abs() <= 0.45 * size && gap > -0.6 * size && gap < GUTTER * size
    }

    /// The piece is what the line has already, drawn again.
    fn has(&self, piece: &Piece) -> bool {
        let is_there = (piece.x - self.last.0).abs() < 0.3 * self.size && (piece.y - self.y).abs() < 0.3 * self.size;
        is_there && self.last.1 == piece.text
    }

    /// A small number above the line, which leads to a note.
    fn has_note(&self, piece: &Piece) -> bool {
        piece.size < 0.8 * self.size
            && piece.y > self.y + 0.15 * self.size
            && piece.text.chars().all(|letter| letter.is_ascii_digit() || " ,*†‡".contains(letter))
    }

    fn join(&mut self, piece: Piece) {
        let is_apart = piece.x - self.end > GAP * self.size.min(piece.size);
        if is_apart && !self.text.ends_with(' ') && !piece.text.starts_with(' ') {
            self.text.push(' ');
        }
        self.text.push_str(&piece.text);
        self.end = self.end.max(piece.end);
        if piece.size > self.size {
            // The first letter may be a small one.
            (self.size, self.y) = (piece.size, piece.y);
        }
        self.last = (piece.x, piece.text);
    }

    /// The width of its first word, as far as that can be told.
    fn first_word(&self) -> f64 {
        let n_letters = self.text.trim().chars().count().max(1);
        let n_first = self.text.split_whitespace().next().map_or(0, |word| word.chars().count());
        (self.end - self.x) * whole(n_first) / whole(n_letters)
    }

    /// It ends as a sentence does.
    fn is_closed(&self) -> bool {
        let text = self.text.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', ']']);
        text.ends_with(['.', '!', '?', ':', '…'])
    }

    fn starts_small(&self) -> bool {
        self.text.trim_start().starts_with(char::is_lowercase)
    }

    fn is_item(&self) -> bool {
        let text = self.text.trim_start();
        text.starts_with(['•', '◦', '▪', '‣', '·', '■', '●', '–', '—'])
            || text.split_once(' ').is_some_and(|(mark, _)| {
                let bare = mark.trim_end_matches(['.', ')']);
                bare.len() < mark.len()
                    && bare.len() <= 3
                    && !bare.is_empty()
                    && bare.bytes().all(|byte| byte.is_ascii_digit())
            })
    }

    /// It ends with the dash of `737–9`.
    fn is_dashed(&self) -> bool {
        let bare = self.text.trim_end().strip_suffix(['–', '-']);
        bare.is_some_and(|bare| bare.ends_with(|last: char| last.is_ascii_digit()))
    }

    fn is_hyphenated(&self) -> bool {
        let text = self.text.trim_end();
        let bare = text.strip_suffix(['-', '\u{ad}', '\u{2010}']);
        bare.is_some_and(|bare| bare.ends_with(char::is_alphabetic))
    }
}

/// The lines of a page.
pub(super) fn lines(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for mut piece in pieces {
        piece.text = without_ligatures(&piece.text);
        match lines.last_mut() {
            Some(line) if line.has(&piece) || line.goes_on(&piece) && line.has_note(&piece) => {}
            Some(line) if line.goes_on(&piece) => line.join(piece),
            _ => lines.push(Line::of(piece)),
        }
    }
    lines.retain(|line| !line.text.trim().is_empty());
    lines
}

/// Letters that are joined only for their looks, as letters again.
fn without_ligatures(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            '\u{fffd}' => {}
            other => plain.push(other),
        }
    }
    plain
}

/// What most lines of a file are like.
struct Usual {
    size: f64,
    /// The distance of two lines of a paragraph, in parts of the size.
    leading: f64,
}

fn usual(pages: &[Vec<Line>]) -> Usual {
    let mut sizes: FxHashMap<i32, usize> = FxHashMap::default();
    let mut leadings: FxHashMap<i32, usize> = FxHashMap::default();
    for page in pages {
        for line in page {
            *sizes.entry(tenths(line.size)).or_default() += line.text.len();
        }
        for pair in page.windows(2) {
            let distance = (pair[0].y - pair[1].y) / pair[0].size.max(0.1);
            if (0.8..3.5).contains(&distance) && is_like(pair[0].size, pair[1].size) {
                *leadings.entry(tenths(distance)).or_default() += 1;
            }
        }
    }
    let most = |counts: FxHashMap<i32, usize>| counts.into_iter().max_by_key(|(key, count)| (*count, -*key));
    let of = |key: i32| f64::from(key) / 10.0;
    Usual {
        size: most(sizes).map_or(10.0, |(key, _)| of(key)),
        leading: most(leadings).map_or(1.2, |(key, _)| of(key)),
    }
}

/// A number in tenths; letters and lines are not larger than some thousand points.
#[allow(clippy::cast_possible_truncation, reason = "it is not larger than 100,000")]
fn tenths(number: f64) -> i32 {
    (number.clamp(0.0, 10_000.0) * 10.0).round() as i32
}

/// A number of letters, which no line has very many of.
fn whole(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn is_like(one: f64, other: f64) -> bool {
    one.max(other) <= one.min(other) * 1.08 + 0.01
}

/// The headline: the largest letters of the upper half of a page, when they are larger than those of the text.
pub(super) fn headline(page: &[Line]) -> Option<String> {
    let text = usual(&[page.to_vec()]).size;
    let (top, bottom) =
        page.iter().fold((f64::MIN, f64::MAX), |(top, bottom), line| (top.max(line.y), bottom.min(line.y)));
    let is_heading = |line: &&Line| line.text.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let upper: Vec<&Line> = page.iter().filter(|line| line.y > f64::midpoint(top, bottom)).filter(is_heading).collect();
    let largest = upper.iter().map(|line| line.size).fold(0.0, f64::max);
    if largest < text * 1.15 {
        return None;
    }
    let first = upper.iter().position(|line| is_like(line.size, largest))?;
    let lines = upper[first..].iter().take_while(|line| is_like(line.size, largest)).take(4);
    let joined = lines.map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
    let n_words = joined.split_whitespace().count();
    (2..=30).contains(&n_words).then_some(joined)
}

/// The text of pages, with an empty line between paragraphs.
pub(super) fn paragraphs(pages: &[Vec<Line>]) -> String {
    let usual = usual(pages);
    let compounds = compounds(pages);
    let mut paragraphs = Paragraphs::default();
    let mut before: Option<(&Line, usize)> = None;
    for (number, page) in pages.iter().enumerate() {
        for (at, line) in page.iter().enumerate() {
            let next = page.get(at + 1);
            match before {
                Some((last, page_of_last)) if goes_on(last, line, next, page_of_last != number, &usual, page) => {
                    join(last, line, &compounds, &mut paragraphs);
                }
                _ => {
                    paragraphs.end();
                    paragraphs.push(without_hyphen(line));
                }
            }
            if !line.is_hyphenated() && !line.is_dashed() {
                paragraphs.push(" ");
            }
            before = Some((line, number));
        }
    }
    paragraphs.finish()
}

/// A line goes on with the paragraph of the one before it.
fn goes_on(last: &Line, line: &Line, next: Option<&Line>, is_new_page: bool, usual: &Usual, page: &[Line]) -> bool {
    if !is_like(last.size, line.size) || line.is_item() {
        return false;
    }
    let size = line.size.max(0.1);
    let distance = (last.y - line.y) / size;
    // The first word of the next line would have had no room.
    let is_full = last.end + line.first_word() >= right_of(last, page) - 2.0 * size;
    if is_new_page || distance < 0.0 {
        // The next column or page: a sentence that is not at its end goes on.
        return !last.is_closed()
            && (line.starts_small() || last.is_hyphenated() || is_full && is_like(line.size, usual.size));
    }
    if distance < 0.4 || distance > usual.leading.max(1.0) * 1.3 {
        return false;
    }
    if last.end < line.x || line.end < last.x {
        return line.starts_small() && !last.is_closed();
    }
    // An indented line begins a paragraph, unless the whole paragraph is.
    let indent = line.x - last.x;
    let is_indented =
        indent > 0.7 * size && next.is_none_or(|next| next.x < line.x - 0.5 * size || !is_like(next.size, size));
    if is_indented && (last.is_closed() || !line.starts_small()) {
        return false;
    }
    // A line that ends early ends its paragraph, where it ends a sentence or where something new begins.
    is_full || !last.is_closed() && line.starts_small()
}

/// Where the lines end that begin near a line.
fn right_of(line: &Line, page: &[Line]) -> f64 {
    let near = page.iter().filter(|other| (other.x - line.x).abs() < 4.0 * line.size && is_like(other.size, line.size));
    near.map(|other| other.end).fold(line.end, f64::max)
}

/// The words of a file that have a hyphen inside a line, which they keep at its end.
fn compounds(pages: &[Vec<Line>]) -> FxHashSet<String> {
    let words = pages.iter().flatten().flat_map(|line| line.text.split_whitespace());
    let bare = words.map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '-'));
    bare.filter(|word| word.trim_matches('-').contains('-')).map(str::to_lowercase).collect()
}

/// A line without the hyphen at its end.
fn without_hyphen(line: &Line) -> &str {
    let text = line.text.trim();
    if line.is_hyphenated() { text.trim_end_matches(['-', '\u{ad}', '\u{2010}']) } else { text }
}

/// Adds a line behind another one, whose hyphen is kept where it belongs to the word.
fn join(last: &Line, line: &Line, compounds: &FxHashSet<String>, paragraphs: &mut Paragraphs) {
    if last.is_hyphenated() {
        let first = line.text.trim_start().split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let start = last.text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        let whole = format!("{start}{first}").to_lowercase();
        let is_soft = last.text.trim_end().ends_with('\u{ad}');
        let keeps =
            compounds.contains(whole.trim_matches(|letter: char| !letter.is_alphanumeric())) || !line.starts_small();
        if keeps && !is_soft {
            paragraphs.push("-");
        }
    }
    paragraphs.push(without_hyphen(line));
}
