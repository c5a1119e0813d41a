//! Dossiers as one HTML page that loads nothing: no script, no font, no picture from elsewhere.
//!
//! The markup is XML as well, so that it can be checked by any parser.

mod rows;

use std::io::{self, Write};

use super::concern::Concern;
use super::{Dossier, Figures, Report, Text};
use crate::claims::{Id, Voice};
use crate::export::look::{self, hex};
use crate::export::markup::{escape, is_web};
use crate::graph::State;

/// Forbids what the page does not need, so that nothing in a table can load or run anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

pub(super) fn begin(title: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\"/>
<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>
<meta name=\"generator\" content=\"relata\"/>
<meta name=\"color-scheme\" content=\"light dark\"/>
<link rel=\"icon\" href=\"data:,\"/>
<title>{}</title>
<style>
{}{}</style>
</head>
<body>
<main>
",
        escape(title),
        colors(),
        include_str!("style.css")
    )
}

pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "</main>\n<footer><p>Written by relata. Each state is what all claims of the project leave the statement in.</p></footer>\n</body>\n</html>"
    )
}

/// The colours of states, as pictures have them.
fn colors() -> String {
    let variables = |dark: bool| {
        let of = |state: State| {
            let look = look::of_state(state);
            format!("--{}:{};", state.word(), hex(if dark { look.dark_color } else { look.color }))
        };
        State::ALL.map(of).concat()
    };
    let (light, dark) = (variables(false), variables(true));
    format!(":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n")
}

/// Whom the page is on.
pub(super) fn contents(report: &Report<'_>, actors: &[(Id, Concern)], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<h1>Dossiers: <bdi>{}</bdi></h1>\n<nav aria-label=\"Contents\">\n<ul>", escape(&report.title))?;
    for (id, concern) in actors {
        writeln!(out, "<li>{} <span class=\"more\">{}</span></li>", name(report, *id), report.outline(*id, concern))?;
    }
    writeln!(out, "</ul>\n</nav>")
}

/// The dossier of one entity, its name as a heading of this level.
pub(super) fn dossier(
    dossier: &Dossier<'_>,
    anchor: &str,
    level: usize,
    figures: &Figures,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = escape(&dossier.name()).into_owned();
    writeln!(out, "<article id=\"{}\">\n<header>", escape(anchor))?;
    if level == 1 {
        writeln!(out, "<p class=\"more\"><bdi>{}</bdi></p>", escape(&dossier.report().title))?;
    }
    writeln!(out, "<h{level} dir=\"auto\">{shown}</h{level}>")?;
    for text in dossier.descriptions() {
        let claims = dossier.report().claims;
        let text = Text { text: claims.text(text), language: claims.language(text) };
        writeln!(out, "<p class=\"about\"{}>{}</p>", language(&text), escape(&text.text))?;
    }
    facts(dossier, out)?;
    writeln!(out, "</header>")?;
    numbers(dossier, out)?;
    figure(figures.picture.as_deref(), &format!("{shown} and who has to do with it"), out)?;
    let of_entity = format!("<bdi>{shown}</bdi>");
    rows::table(dossier, &dossier.by_others, level + 1, &format!("What others say about {of_entity}"), out)?;
    rows::table(dossier, &dossier.by_itself, level + 1, &format!("What {of_entity} says"), out)?;
    rows::conflicts(dossier, level + 1, out)?;
    if !dossier.timeline.is_empty() || figures.timeline.is_some() {
        writeln!(out, "<section>\n<h{0}>Timeline</h{0}>", level + 1)?;
        figure(figures.timeline.as_deref(), &format!("What is said to have happened to or by {shown}"), out)?;
        rows::timeline(dossier, out)?;
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</article>")
}

fn facts(dossier: &Dossier<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = dossier.report();
    writeln!(out, "<dl class=\"facts\">\n<div><dt>type</dt><dd>{}</dd></div>", escape(&dossier.type_name()))?;
    for (heading, values) in dossier.facts().into_iter().filter(|(_, values)| !values.is_empty()) {
        let values: Vec<String> = values.into_iter().map(|id| value(report, id)).collect();
        writeln!(out, "<div><dt>{heading}</dt><dd>{}</dd></div>", values.join(", "))?;
    }
    for iri in dossier.matches() {
        let shown = iri.strip_prefix("http://www.wikidata.org/entity/").unwrap_or(&iri);
        let heading = if shown == iri { "same as" } else { "Wikidata" };
        writeln!(out, "<div><dt>{heading}</dt><dd>{}</dd></div>", link(&iri, &escape(shown)))?;
    }
    let iri = report.claims.text(dossier.entity);
    writeln!(out, "<div><dt>IRI</dt><dd><code>{}</code></dd></div>\n</dl>", escape(&iri))
}

fn numbers(dossier: &Dossier<'_>, out: &mut dyn Write) -> io::Result<()> {
    let numbers = dossier.numbers();
    let mut parts = vec![
        ("claims of others", numbers.n_about.to_string()),
        ("own claims", numbers.n_says.to_string()),
        ("speakers", numbers.n_speakers.to_string()),
        ("outlets", numbers.n_outlets.to_string()),
    ];
    if let Some(period) = numbers.period {
        parts.push(("first day", date(&period.begin.to_string())));
        parts.push(("last day", date(&period.end.to_string())));
    }
    writeln!(out, "<dl class=\"numbers\">")?;
    for (heading, value) in parts {
        writeln!(out, "<div><dt>{heading}</dt><dd>{value}</dd></div>")?;
    }
    for (state, n) in State::ALL.into_iter().zip(numbers.states).filter(|(_, n)| *n > 0) {
        writeln!(out, "<div><dt>{}</dt><dd>{n} <small>{}</small></dd></div>", badge(state), of_occurrences(n))?;
    }
    writeln!(out, "</dl>")
}

fn of_occurrences(n: usize) -> &'static str {
    if n == 1 { "occurrence" } else { "occurrences" }
}

/// A picture, without what may stand before its element in a file of its own.
fn figure(svg: Option<&str>, caption: &str, out: &mut dyn Write) -> io::Result<()> {
    let Some(svg) = svg.and_then(|svg| svg.find("<svg").and_then(|start| svg.get(start..))) else { return Ok(()) };
    writeln!(out, "<figure>\n{}\n<figcaption dir=\"auto\">{caption}</figcaption>\n</figure>", svg.trim_end())
}

/// A thing by name, with the way to its dossier where there is one.
fn name(report: &Report<'_>, id: Id) -> String {
    let label = report.claims.label(id);
    let shown = format!("<bdi>{}</bdi>", escape(&label));
    match report.links.get(&id) {
        Some(link) => format!("<a href=\"{}\">{shown}</a>", escape(link)),
        None => shown,
    }
}

/// Who answers for a claim, by name.
fn voice(report: &Report<'_>, voice: Voice) -> String {
    match voice.thing().filter(|id| report.claims.is_iri(*id)) {
        Some(id) => name(report, id),
        None => format!("<bdi>{}</bdi>", escape(&report.claims.voice(voice))),
    }
}

/// A thing by name, or a text.
fn value(report: &Report<'_>, id: Id) -> String {
    match report.claims.language(id) {
        Some(language) => format!("<bdi lang=\"{}\">{}</bdi>", escape(&language), escape(&report.claims.text(id))),
        None => name(report, id),
    }
}

/// A way out of the page.
fn link(url: &str, shown: &str) -> String {
    if is_web(url) { format!("<a href=\"{}\">{shown}</a>", escape(url)) } else { shown.to_owned() }
}

fn language(text: &Text) -> String {
    let language = text.language.as_ref().map(|language| format!(" lang=\"{}\"", escape(language)));
    language.unwrap_or_default() + " dir=\"auto\""
}

/// A state, told by word, line and colour.
fn badge(state: State) -> String {
    format!("<span class=\"state {0}\" title=\"{1}\">{0}</span>", state.word(), escape(state.meaning()))
}

/// A date as written; what a machine can read of it is marked.
fn date(text: &str) -> String {
    let part = |part: &str| {
        let plain = part.trim_end_matches(['?', '~', '%']);
        let is_date = plain.len() >= 4 && plain.starts_with(|c: char| c.is_ascii_digit());
        if is_date {
            format!("<time datetime=\"{}\">{}</time>", escape(plain), escape(part))
        } else {
            escape(part).into_owned()
        }
    };
    text.split('/').map(part).collect::<Vec<_>>().join("/<wbr/>")
}
