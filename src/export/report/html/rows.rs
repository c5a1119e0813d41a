//! Tables of claims, contradictions and the timeline.

use std::io::{self, Write};

use super::{badge, date, language, link, name, voice};
use crate::export::markup::escape;
use crate::export::report::extent::{OF_EACH, OF_SIDES, left_out};
use crate::export::report::names::plural;
use crate::export::report::row::Published;
use crate::export::report::{Dossier, Group, Row};
use crate::graph::Side;
use crate::graph::State;
use crate::model::Stance;

const COLUMNS: [&str; 6] = ["When", "Statement", "Whose word", "Where", "In which words", "State"];

/// A section with a table of claims, a block for each predicate; nothing where there are none.
pub(super) fn table(
    dossier: &Dossier<'_>,
    groups: &[Group],
    level: usize,
    heading: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let n: usize = groups.iter().map(|group| group.claims.len()).sum();
    writeln!(out, "<section>\n<h{level}>{heading} <span class=\"more\">{}</span></h{level}>", plural(n, "claim"))?;
    let n_shown = groups.iter().map(|group| group.n_shown).sum();
    note(left_out(n_shown, n, "claims", OF_EACH), out)?;
    writeln!(out, "<div class=\"wide\">\n<table class=\"claims\">\n<thead>\n<tr>")?;
    for column in COLUMNS {
        write!(out, "<th scope=\"col\">{column}</th>")?;
    }
    writeln!(out, "</tr>\n</thead>")?;
    for group in groups.iter().filter(|group| group.n_shown > 0) {
        let predicate = escape(&dossier.report().claims.label(group.predicate)).into_owned();
        let n = group.counted();
        writeln!(
            out,
            "<tbody>\n<tr class=\"predicate\"><th colspan=\"6\" scope=\"rowgroup\"><bdi>{predicate}</bdi> <span class=\"more\">{n}</span></th></tr>"
        )?;
        for row in group.shown().iter().filter_map(|index| dossier.row(*index)) {
            write_row(dossier, &row, out)?;
        }
        writeln!(out, "</tbody>")?;
    }
    writeln!(out, "</table>\n</div>\n</section>")
}

fn write_row(dossier: &Dossier<'_>, row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let anchor = dossier.anchor(row.index).unwrap_or_default();
    writeln!(out, "<tr id=\"{}\">", escape(anchor))?;
    let when = row.date.as_deref().map_or_else(|| "<span class=\"more\">no date</span>".to_owned(), date);
    writeln!(out, "<td class=\"when\">{when}</td>")?;
    writeln!(out, "<th scope=\"row\">{}</th>", statement(dossier, row))?;
    writeln!(out, "<td>{}</td>", speakers(dossier, row))?;
    writeln!(out, "<td>{}</td>", published(dossier, &row.published))?;
    let quote = row.quote.as_ref();
    let quote = quote.map(|text| format!("<q{}>{}</q>", language(text), escape(&text.text))).unwrap_or_default();
    writeln!(out, "<td>{quote}</td>")?;
    writeln!(out, "<td>{}</td>\n</tr>", state(dossier, row))
}

fn statement(dossier: &Dossier<'_>, row: &Row) -> String {
    let report = dossier.report();
    let [subject, predicate, object] = row.statement;
    let end = |id| {
        if id == dossier.entity {
            format!("<strong><bdi>{}</bdi></strong>", escape(&report.claims.label(id)))
        } else {
            name(report, id)
        }
    };
    let colon = if row.speaks_of_event { ":" } else { "" };
    let object = if row.acts_alone { String::new() } else { format!("{colon} {}", end(object)) };
    let predicate = report.claims.label(predicate);
    let mut text = vec![format!("{} <i>{}</i>{object}", end(subject), escape(&predicate))];
    if let Some(place) = row.place {
        text.push(format!(" <span class=\"more\">in {}</span>", name(report, place)));
    }
    for doubt in &row.doubts {
        text.push(format!(" <span class=\"doubt\">{doubt}</span>"));
    }
    text.concat()
}

fn speakers(dossier: &Dossier<'_>, row: &Row) -> String {
    let report = dossier.report();
    let names: Vec<String> = row.speakers.iter().map(|id| name(report, *id)).collect();
    let mut text = vec![names.join(", ")];
    if row.speakers.is_empty() && row.unspoken.is_none() {
        text.push("<span class=\"more\">no source named</span>".to_owned());
    }
    if let Some(source) = &row.unspoken {
        text.push(format!("<bdi>{}</bdi> <span class=\"more\">(no speaker)</span>", escape(source)));
    }
    if row.stance != Stance::Affirms {
        text.push(format!(" <span class=\"doubt\">{}</span>", row.stance.verb(1)));
    }
    for (reply, to) in &row.replies {
        let shown = report.short(*to);
        let shown = shown.strip_prefix("claim:").unwrap_or(&shown);
        let shown = format!("<code>{}</code>", escape(shown));
        let place = report.claims.position(*to).and_then(|index| dossier.anchor(index));
        let shown = place.map_or(shown.clone(), |anchor| format!("<a href=\"#{}\">{shown}</a>", escape(anchor)));
        text.push(format!(" <span class=\"reply\">{reply} {shown}</span>"));
    }
    text.concat()
}

fn published(dossier: &Dossier<'_>, published: &Published) -> String {
    let mut parts = Vec::new();
    parts.extend(published.outlet.map(|outlet| voice(dossier.report(), outlet)));
    if let Some(title) = &published.title {
        let cite = format!("<cite{}>{}</cite>", language(title), escape(&title.text));
        parts.push(published.url.as_ref().map_or(cite.clone(), |url| link(url, &cite)));
    }
    parts.extend(published.date.as_deref().map(date));
    parts.join(", ")
}

fn state(dossier: &Dossier<'_>, row: &Row) -> String {
    let mut text = vec![badge(row.state)];
    if row.state == State::Corroborated {
        text.push(format!(" <span class=\"more\">{}</span>", row.sources));
    }
    for (heading, names) in
        [("for", &row.pros), ("against", &row.contras)].into_iter().filter(|(_, names)| !names.is_empty())
    {
        let names: Vec<String> = names.iter().map(|name| format!("<bdi>{}</bdi>", escape(name))).collect();
        text.push(format!("<span class=\"side\"><b>{heading}</b> {}</span>", names.join(", ")));
    }
    text.push(format!("<span class=\"origin\">{}</span>", origin(dossier, row)));
    text.concat()
}

/// Name, file and line of a claim, with the way to its row where it has one in the page.
fn origin(dossier: &Dossier<'_>, row: &Row) -> String {
    let shown = row.name_and_origin();
    let shown = format!("<code>{}</code>", escape(&shown));
    match dossier.anchor(row.index) {
        Some(anchor) => format!("<a href=\"#{}\">{shown}</a>", escape(anchor)),
        None => shown,
    }
}

/// Occurrences that some affirm and others deny, each with both sides.
pub(super) fn conflicts(dossier: &Dossier<'_>, level: usize, out: &mut dyn Write) -> io::Result<()> {
    if dossier.conflicts.is_empty() {
        return Ok(());
    }
    let n = plural(dossier.conflicts.len(), "occurrence");
    writeln!(out, "<section>\n<h{level}>Contradictions <span class=\"more\">{n}</span></h{level}>")?;
    let (n_shown, n) = dossier.n_voices();
    note(left_out(n_shown, n, "claims on their sides", OF_SIDES), out)?;
    for (edge, sides) in dossier.shown_conflicts() {
        let below = level + 1;
        let sentence = dossier.sentence(edge);
        writeln!(out, "<section class=\"conflict\">")?;
        writeln!(out, "<h{below}><bdi>{}</bdi> {}</h{below}>", escape(&sentence), badge(dossier.state(edge)))?;
        writeln!(out, "<div class=\"sides\">")?;
        column(dossier, "For", &sides, Side::is_for, out)?;
        column(dossier, "Against", &sides, |side| side == Side::Against, out)?;
        for (heading, wanted) in [("Left open", Side::Open), ("Only spoken of", Side::Aside)] {
            if sides.iter().any(|(side, _)| *side == wanted) {
                column(dossier, heading, &sides, |side| side == wanted, out)?;
            }
        }
        writeln!(out, "</div>\n</section>")?;
    }
    writeln!(out, "</section>")
}

fn column(
    dossier: &Dossier<'_>,
    heading: &str,
    sides: &[(Side, usize)],
    is_wanted: impl Fn(Side) -> bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<div>\n<p class=\"heading\">{heading}</p>")?;
    let wanted: Vec<&(Side, usize)> = sides.iter().filter(|(side, _)| is_wanted(*side)).collect();
    if wanted.is_empty() {
        writeln!(out, "<p class=\"more\">nobody</p>")?;
    }
    for (side, index) in wanted {
        let Some(row) = dossier.row(*index) else { continue };
        let denied = if *side == Side::ForDenied { " <span class=\"doubt\">denied</span>" } else { "" };
        writeln!(out, "<div class=\"voice\">\n<p>{}{denied}</p>", speakers(dossier, &row))?;
        if *side == Side::Against && !row.doubts.contains(&"negative") {
            writeln!(out, "<p>{}</p>", statement(dossier, &row))?;
        }
        if let Some(quote) = &row.quote {
            writeln!(out, "<blockquote{}>{}</blockquote>", language(quote), escape(&quote.text))?;
        }
        let published = published(dossier, &row.published);
        let between = if published.is_empty() { "" } else { " · " };
        writeln!(out, "<p class=\"more\">{published}{between}{}</p>\n</div>", origin(dossier, &row))?;
    }
    writeln!(out, "</div>")
}

/// What is said to have happened, by date.
pub(super) fn timeline(dossier: &Dossier<'_>, out: &mut dyn Write) -> io::Result<()> {
    let timeline = dossier.shown_timeline();
    note(left_out(timeline.len(), dossier.timeline.len(), "events", "the first by date"), out)?;
    writeln!(out, "<ol class=\"timeline\">")?;
    for moment in timeline {
        let Some(row) = moment.claims.first().and_then(|index| dossier.row(*index)) else { continue };
        let when = row.date.as_deref().map(date).unwrap_or_default();
        let n = plural(moment.claims.len(), "claim");
        let sentence =
            dossier.report().claims.rows().get(row.index).map(|claim| dossier.report().claims.sentence(claim));
        let sentence = format!("<bdi>{}</bdi>", escape(&sentence.unwrap_or_default()));
        let sentence = match dossier.anchor(row.index) {
            Some(anchor) => format!("<a href=\"#{}\">{sentence}</a>", escape(anchor)),
            None => sentence,
        };
        writeln!(
            out,
            "<li><span class=\"when\">{when}</span> {sentence} {} <span class=\"more\">{n}</span></li>",
            badge(row.state)
        )?;
    }
    writeln!(out, "</ol>")
}

/// A paragraph about what is not shown.
fn note(text: Option<String>, out: &mut dyn Write) -> io::Result<()> {
    text.map_or(Ok(()), |text| writeln!(out, "<p class=\"more\">{}</p>", escape(&text)))
}
