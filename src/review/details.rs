//! What is told of a claim below its text.

use super::line::{Glyph, ScreenLine, Shade, wrapped};
use super::screen::Screen;
use super::{LitPart, ReviewClaim};
use crate::model::ReviewVerdict;

/// How many claims within claims are shown.
const DEEPEST: usize = 3;

/// The claim as a sentence, what it speaks of, and what else is known of it.
pub(super) fn details(screen: &Screen, claim: &ReviewClaim, width: usize) -> Vec<ScreenLine> {
    let mut lines = wrapped(&sentence(claim, screen.has_colors), width, 2);
    lines.extend(wrapped(&told(claim), width, 2));
    let mut known = vec![claim.id().to_owned()];
    inner(screen, claim, &mut known, 1, width, &mut lines);
    for (word, id) in claim.replies() {
        let mut glyphs = Vec::new();
        Glyph::add(&mut glyphs, Shade::Plain, &format!("{word} #{id}"));
        if let Some(answered) = screen.claim(id) {
            Glyph::add(&mut glyphs, Shade::Faint, ": ");
            glyphs.extend(sentence(answered, true).into_iter().map(|glyph| Glyph { shade: Shade::Plain, ..glyph }));
        }
        lines.extend(wrapped(&glyphs, width, 2));
    }
    lines.extend(wrapped(&origin(claim), width, 2));
    lines.extend(remarks(screen, claim, width));
    lines
}

/// `Norland rejected #strait-2`, parts lit as in the text.
fn sentence(claim: &ReviewClaim, has_colors: bool) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    let part = |part: LitPart, text: &str, glyphs: &mut Vec<Glyph>| {
        let marked = if has_colors { text.to_owned() } else { format!("{}[{text}]", part.letter()) };
        Glyph::add(glyphs, Shade::Part(part), &marked);
    };
    part(LitPart::Subject, claim.cell("subject"), &mut glyphs);
    match claim.cell("polarity") {
        "negative" => Glyph::add(&mut glyphs, Shade::Strong, " NOT "),
        "underspecified" => Glyph::add(&mut glyphs, Shade::Strong, " perhaps "),
        _ => Glyph::add(&mut glyphs, Shade::Plain, " "),
    }
    part(LitPart::Predicate, claim.cell("predicate"), &mut glyphs);
    if !claim.cell("object").is_empty() {
        Glyph::add(&mut glyphs, Shade::Plain, " ");
        part(LitPart::Object, claim.cell("object"), &mut glyphs);
    }
    for (word, column) in [("in", "place"), ("on", "date")] {
        if !claim.cell(column).is_empty() {
            Glyph::add(&mut glyphs, Shade::Plain, &format!(", {word} {}", claim.cell(column)));
        }
    }
    if !claim.cell("said_by").is_empty() {
        Glyph::add(&mut glyphs, Shade::Plain, ", said by ");
        part(LitPart::Speaker, claim.cell("said_by"), &mut glyphs);
    }
    glyphs
}

/// The claims that it speaks of, each below the one that does.
fn inner(
    screen: &Screen,
    claim: &ReviewClaim,
    known: &mut Vec<String>,
    depth: usize,
    width: usize,
    lines: &mut Vec<ScreenLine>,
) {
    for id in claim.speaks_of() {
        if depth > DEEPEST || known.iter().any(|known| known == id) {
            continue;
        }
        known.push(id.to_owned());
        let mut glyphs = Vec::new();
        Glyph::add(&mut glyphs, Shade::Faint, &format!("{}└ #{id}: ", "  ".repeat(depth - 1)));
        let Some(inner_claim) = screen.claim(id) else {
            Glyph::add(&mut glyphs, Shade::Strong, "no claim is called so");
            lines.extend(wrapped(&glyphs, width, 2 * depth));
            continue;
        };
        glyphs.extend(sentence(inner_claim, true).into_iter().map(|glyph| match glyph.shade {
            Shade::Strong => glyph,
            _ => Glyph { shade: Shade::Plain, ..glyph },
        }));
        let modality = Some(inner_claim.cell("modality")).filter(|word| !word.is_empty()).unwrap_or("actual");
        let verdict = inner_claim.verdict.map_or("not reviewed", ReviewVerdict::word);
        Glyph::add(&mut glyphs, Shade::Faint, &format!(" ({modality}, {verdict})"));
        lines.extend(wrapped(&glyphs, width, 2 * depth));
        inner(screen, inner_claim, known, depth + 1, width, lines);
    }
}

/// Certainty, polarity, modality and type.
fn told(claim: &ReviewClaim) -> Vec<Glyph> {
    let or = |column: &str, default: &'static str| {
        Some(claim.cell(column)).filter(|cell| !cell.is_empty()).unwrap_or(default).to_owned()
    };
    let mut told = vec![
        or("certainty", "certain"),
        or("polarity", "positive"),
        or("modality", "actual"),
        or("event_codes", "no type"),
    ];
    if claim.cell("date").is_empty() {
        told.push("no date".to_owned());
    }
    if claim.cell("said_by").is_empty() {
        told.push("the text says so itself".to_owned());
    }
    let mut glyphs = Vec::new();
    Glyph::add(&mut glyphs, Shade::Plain, &told.join(" · "));
    glyphs
}

/// Who found it, by which rule, and how sure that is.
fn origin(claim: &ReviewClaim) -> Vec<Glyph> {
    let named = [("rule", "note"), ("confidence", "confidence"), ("by", "annotator")];
    let mut told: Vec<String> = named
        .iter()
        .filter(|(_, column)| !claim.cell(column).is_empty())
        .map(|(name, column)| format!("{name} {}", claim.cell(column)))
        .collect();
    told.push(format!("#{}", claim.id()));
    let mut glyphs = Vec::new();
    Glyph::add(&mut glyphs, Shade::Faint, &told.join(" · "));
    glyphs
}

/// What somebody has to know before deciding.
fn remarks(screen: &Screen, claim: &ReviewClaim, width: usize) -> Vec<ScreenLine> {
    let mut remarks = Vec::new();
    if let Some(verdict) = claim.verdict {
        remarks.push(format!("{} already; another decision replaces that", verdict.word()));
    }
    let is_rejected = |id: &str| screen.claim(id).is_some_and(|other| other.verdict == Some(ReviewVerdict::Rejected));
    let spoken_of = claim.speaks_of().chain(claim.replies().map(|(_, id)| id));
    for id in spoken_of.filter(|id| is_rejected(id)) {
        remarks
            .push(format!("it speaks of `{id}`, which is rejected: so this one is left out, too, unless it is edited"));
    }
    remarks
        .iter()
        .flat_map(|remark| {
            let mut glyphs = Vec::new();
            Glyph::add(&mut glyphs, Shade::Strong, remark);
            wrapped(&glyphs, width, 2)
        })
        .collect()
}
