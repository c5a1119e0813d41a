//! How a screen looks: progress, text, claim, keys.

use super::details::details;
use super::form::{EditedField, FIELDS, Form, Opened};
use super::line::{Glyph, ScreenLine, Shade, cut, wrapped};
use super::screen::{Mode, Screen};

/// The keys, the most important first.
const KEYS: &str = "a accept  r reject  e edit  s skip  u undo  b back  d document  ? help  q quit";
/// The same where there is little room.
const FEW_KEYS: &str = "a r e s u b d · ? help · q";

/// What the keys do, for those who ask.
const HELP: [(&str, &str); 10] = [
    ("a", "accept: the row goes into the table of claims as it is"),
    ("r", "reject: the text does not say so"),
    ("e", "edit: a letter opens a field, a accepts what was edited"),
    ("s, space", "skip for now"),
    ("u, z", "undo: take the last decision of this run back"),
    ("b, ←", "back to the claim before"),
    ("d, n", "next document"),
    ("↑ ↓, pages", "move the text; Home: to the quote"),
    ("q, Ctrl-C", "quit; every decision is kept already"),
    ("", "S[…] subject, P[…] predicate, O[…] object, W[…] who says it"),
];

/// The lines of the screen.
pub(super) fn draw(screen: &mut Screen, width: usize, height: usize) -> Vec<ScreenLine> {
    let (width, height) = (width.max(20), height.max(3));
    let has_room = height >= 14;
    let mut lines = vec![head(screen, width)];
    if has_room {
        lines.push(rule(width));
    }
    let below = below(screen, width, height);
    let room = height.saturating_sub(lines.len() + below.len());
    lines.extend(upper(screen, width, room));
    lines.extend(below);
    lines.truncate(height);
    lines.resize(height, ScreenLine::default());
    lines
}

fn rule(width: usize) -> ScreenLine {
    ScreenLine::of(Shade::Faint, &"─".repeat(width))
}

/// How far somebody is.
fn head(screen: &Screen, width: usize) -> ScreenLine {
    let total = screen.order.len();
    let Some(claim) = screen.current() else {
        return cut(Shade::Strong, &format!("{total} of {total} · all seen"), width);
    };
    let (document, n_documents) = screen.document_number();
    let place = format!("{} of {total} · document {document} of {n_documents}", screen.at + 1);
    let counts = counts(screen);
    let name = claim.cell("document");
    let full = format!("{place}: {name}");
    // What was decided stands at the right end, where there is room for it.
    let mut line = cut(Shade::Strong, &full, width);
    let taken = line.width();
    let right = counts.chars().count();
    if taken + right + 3 <= width {
        line.push(Shade::Plain, &" ".repeat(width - taken - right));
        line.push(Shade::Faint, &counts);
    }
    line
}

fn counts(screen: &Screen) -> String {
    let told: Vec<String> =
        screen.counts().iter().filter(|(_, n)| *n > 0).map(|(verdict, n)| format!("{n} {}", verdict.word())).collect();
    told.join(" · ")
}

/// The text, or what stands in its place.
fn upper(screen: &mut Screen, width: usize, room: usize) -> Vec<ScreenLine> {
    if matches!(screen.mode, Mode::Help) {
        return filled(help(width), room);
    }
    if screen.current().is_none() {
        return filled(end(screen, width), room);
    }
    let (mut lines, mut quoted) = screen.passage.lines(width.saturating_sub(2), screen.has_colors);
    if let Some(trouble) = &screen.passage.trouble {
        let mut glyphs = Vec::new();
        Glyph::add(&mut glyphs, Shade::Faint, &format!("({trouble})"));
        let note = wrapped(&glyphs, width.saturating_sub(2), 0);
        quoted = quoted.start + note.len()..quoted.end + note.len();
        lines.splice(0..0, note);
    }
    // The quote is seen whole where there is room, in the middle of what surrounds it.
    let free = room.saturating_sub(quoted.len());
    let most = lines.len().saturating_sub(room);
    let start = quoted.start.saturating_sub(free / 2).min(most);
    let wanted = start.saturating_add_signed(screen.scrolled).min(most);
    screen.scrolled = isize::try_from(wanted).unwrap_or(0) - isize::try_from(start).unwrap_or(0);
    screen.page = room;
    let shown = lines.into_iter().enumerate().skip(wanted).take(room);
    let gutter = |(at, line): (usize, ScreenLine)| {
        let mut marked = ScreenLine::of(Shade::Faint, if quoted.contains(&at) { "│ " } else { "  " });
        line.pieces.iter().for_each(|(shade, text)| marked.push(*shade, text));
        if marked.plain().trim().is_empty() { ScreenLine::default() } else { marked }
    };
    filled(shown.map(gutter).collect(), room)
}

fn filled(mut lines: Vec<ScreenLine>, room: usize) -> Vec<ScreenLine> {
    lines.resize(room, ScreenLine::default());
    lines
}

fn help(width: usize) -> Vec<ScreenLine> {
    let line = |(keys, what): &(&str, &str)| {
        let mut glyphs = Vec::new();
        let gap = " ".repeat(12usize.saturating_sub(keys.chars().count()));
        Glyph::add(&mut glyphs, Shade::Strong, keys);
        Glyph::add(&mut glyphs, Shade::Plain, &format!("{gap}{what}"));
        wrapped(&glyphs, width, 12)
    };
    HELP.iter().flat_map(line).collect()
}

fn end(screen: &Screen, width: usize) -> Vec<ScreenLine> {
    let counts = counts(screen);
    let decided = if counts.is_empty() { "nothing was decided".to_owned() } else { counts };
    let left = match screen.n_left() {
        0 => "nothing is left".to_owned(),
        1 => "1 claim was skipped; it is shown again next time, and b leads back to it".to_owned(),
        n => format!("{n} claims were skipped; they are shown again next time, and b leads back to them"),
    };
    let mut glyphs = Vec::new();
    Glyph::add(&mut glyphs, Shade::Plain, &format!("{decided}; {left}."));
    [vec![ScreenLine::default()], wrapped(&glyphs, width, 0)].concat()
}

/// What stands below the text, which has at least a third of the room.
fn below(screen: &Screen, width: usize, height: usize) -> Vec<ScreenLine> {
    let has_room = height >= 14;
    let keys = keys(screen, width, has_room);
    let message = screen.message.as_ref().map(|message| {
        let mut glyphs = Vec::new();
        Glyph::add(&mut glyphs, Shade::Bar, message);
        wrapped(&glyphs, width, 0)
    });
    let message = message.unwrap_or_default();
    let fixed = 1 + usize::from(has_room) + keys.len() + message.len().min(2);
    let least = (height / 3).max(2);
    let room = height.saturating_sub(fixed + least + usize::from(has_room));
    let mut lines = Vec::new();
    if has_room {
        lines.push(rule(width));
    }
    let middle = match (&screen.mode, screen.current()) {
        (Mode::Help, _) | (_, None) => Vec::new(),
        (Mode::Editing(form), _) => edited(form, screen, width, room),
        (_, Some(claim)) => details(screen, claim, width),
    };
    let is_cut = middle.len() > room;
    lines.extend(middle.into_iter().take(if is_cut { room.saturating_sub(1) } else { room }));
    if is_cut && room > 0 {
        lines.push(ScreenLine::of(Shade::Faint, "…"));
    }
    lines.extend(message.into_iter().take(2));
    lines.extend(keys);
    lines
}

/// The keys that do something.
fn keys(screen: &Screen, width: usize, has_room: bool) -> Vec<ScreenLine> {
    let (text, few, shade) = match &screen.mode {
        Mode::Reading if screen.current().is_none() => ("u undo · b back · q quit".to_owned(), "u b q", Shade::Faint),
        Mode::Reading => (KEYS.to_owned(), FEW_KEYS, Shade::Faint),
        Mode::Help => ("any key leads back".to_owned(), "any key leads back", Shade::Faint),
        Mode::Editing(Form { opened: None, .. }) => (
            "a letter opens its field · a accept as edited · Esc give up".to_owned(),
            "letter: field · a accept · Esc",
            Shade::Faint,
        ),
        Mode::Editing(Form { opened: Some(Opened::Text(_)), .. }) => (
            "Enter takes it · Tab completes it · Esc leaves it · Ctrl-U empties it".to_owned(),
            "Enter · Tab · Esc",
            Shade::Faint,
        ),
        Mode::Editing(_) => ("press the key of a word · Esc leaves it".to_owned(), "key of a word · Esc", Shade::Faint),
        Mode::Asking { inner, .. } => (
            match inner.len() {
                1 => "nobody has reviewed the claim it speaks of: a accept both · n only this one · Esc neither"
                    .to_owned(),
                n => format!("nobody has reviewed {n} claims it speaks of: a accept all · n only this one · Esc none"),
            },
            "with those it speaks of? a all · n this · Esc",
            Shade::Bar,
        ),
    };
    let mut glyphs = Vec::new();
    Glyph::add(&mut glyphs, shade, &text);
    let lines = wrapped(&glyphs, width, 0);
    if lines.len() == 1 || (has_room && lines.len() == 2) {
        return lines;
    }
    vec![cut(shade, few, width)]
}

/// The fields, with the one that is open.
fn edited(form: &Form, screen: &Screen, width: usize, room: usize) -> Vec<ScreenLine> {
    let mut lines = Vec::new();
    let mut last = 0;
    for (at, field) in FIELDS.iter().enumerate() {
        let is_marked = at == form.at;
        lines.extend(field_lines(form, field, is_marked, screen, width));
        if is_marked {
            last = lines.len();
        }
    }
    // The field that is open is seen, however little room there is.
    let start = last.saturating_sub(room.max(1));
    lines.drain(..start);
    lines.truncate(room.max(1));
    lines
}

fn field_lines(form: &Form, field: &EditedField, is_marked: bool, screen: &Screen, width: usize) -> Vec<ScreenLine> {
    let mut glyphs = Vec::new();
    Glyph::add(&mut glyphs, Shade::Strong, &field.key.to_string());
    Glyph::add(&mut glyphs, if is_marked { Shade::Strong } else { Shade::Faint }, &format!(" {}: ", field.name));
    let opened = form.opened.as_ref().filter(|_| is_marked);
    let value = Some(form.cell(field.column)).filter(|cell| !cell.is_empty()).unwrap_or("–");
    let mut lines = match opened {
        None => {
            let is_changed = screen.current().is_some_and(|claim| claim.cell(field.column) != form.cell(field.column));
            Glyph::add(&mut glyphs, if is_changed { Shade::Strong } else { Shade::Plain }, value);
            Glyph::add(&mut glyphs, Shade::Strong, if is_changed { " (changed)" } else { "" });
            vec![one_line(&glyphs, width)]
        }
        Some(Opened::Words(words)) => {
            Glyph::add(&mut glyphs, Shade::Plain, &format!("{value}  "));
            for (key, word) in words {
                Glyph::add(&mut glyphs, Shade::Bar, &key.to_string());
                Glyph::add(&mut glyphs, Shade::Plain, &format!("={word}  "));
            }
            wrapped(&glyphs, width, 4)
        }
        Some(Opened::Text(input)) => {
            let (before, behind) = input.around();
            let mut behind = behind.chars();
            let under = behind.next().unwrap_or(' ');
            Glyph::add(&mut glyphs, Shade::Plain, &before);
            // Without the looks of a terminal the cursor would not be seen at the end of a line.
            Glyph::add(&mut glyphs, Shade::Bar, &if under == ' ' { "▏".to_owned() } else { under.to_string() });
            Glyph::add(&mut glyphs, Shade::Plain, behind.as_str());
            let mut lines = wrapped(&glyphs, width, 4);
            let (proposals, taken) = input.proposals(screen.choices.of(field.column));
            for (at, name) in proposals.iter().enumerate() {
                let mark = if taken == Some(at) { "→" } else { " " };
                lines.push(cut(Shade::Faint, &format!("   {mark} {name}"), width));
            }
            lines
        }
    };
    if let Some(fault) = form.fault.as_ref().filter(|_| is_marked) {
        let mut glyphs = Vec::new();
        Glyph::add(&mut glyphs, Shade::Plain, "    ");
        Glyph::add(&mut glyphs, Shade::Bar, fault);
        lines.extend(wrapped(&glyphs, width, 4));
    }
    lines
}

/// The first line of a text, with a sign where there is more.
fn one_line(glyphs: &[Glyph], width: usize) -> ScreenLine {
    let mut lines = wrapped(glyphs, width, 0);
    if lines.len() > 1 {
        lines = wrapped(glyphs, width.saturating_sub(2), 0);
        lines[0].push(Shade::Faint, " …");
    }
    lines.swap_remove(0)
}
