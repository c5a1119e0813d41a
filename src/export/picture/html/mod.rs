//! One page that holds everything: the graph to explore, search and read, with every claim behind it.
//!
//! Its script are the modules of the page of `relata serve`, and what they are told is what the server tells. Nothing is
//! fetched: a policy in the page forbids it, and lets run and style only what has the hashes in it. Without scripts, the
//! statements are there as a table.

pub mod modules;

use std::io::{self, Write};
use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use petgraph::visit::EdgeRef;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::export::markup::escape;
use crate::export::picture::svg;
use crate::export::scene::Scene;
use crate::export::told::Telling;
use crate::export::{Arrange, ExportError, ExportOptions, Subject, check_size};
use crate::graph::{Edges, View};
use crate::rdf::iri::Namespace;

/// The style of the page of `relata serve`, and what only this page has.
const STYLE: &str = concat!(include_str!("../../../../web/style.css"), include_str!("../../../../web/offline.css"));

/// Members of edges that the page does not read: it has what they are made of.
const UNUSED_OF_EDGES: [&str; 3] = ["attributes", "support", "acts_alone"];
/// Members of claims that the page does not read: they are those of the edge, or are told of a text that it does not have.
const UNUSED_OF_CLAIMS: [&str; 8] =
    ["subject", "predicate", "object", "parts", "span", "replies", "meaning", "accepted"];

static SCRIPT: LazyLock<String> =
    LazyLock::new(|| modules::joined(modules::MODULES).expect("a test joins the modules of the page"));

/// Writes the page.
///
/// # Errors
/// When there are too many edges to be seen, or `out` fails.
pub fn write(
    scene: &Scene<'_>,
    namespace: &Namespace,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let is_graph = options.picture.subject == Subject::Graph;
    let mut picture = Vec::new();
    if is_graph {
        check_size(scene, options)?;
    } else {
        svg::write(scene, options, &mut picture)?;
    }
    let picture = String::from_utf8_lossy(&picture);
    let style = themed(options.picture.theme);
    let scheme = match options.picture.theme {
        svg::Theme::Auto => "light dark",
        svg::Theme::Light => "light",
        svg::Theme::Dark => "dark",
    };
    let title = escape(&scene.title);
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"{scheme}\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <style>{style}</style></head>\n\
         <body><a class=\"skip\" href=\"#main\" id=\"skip\">Skip to the content</a>\n\
         <header id=\"top\"><a id=\"name\" href=\"#/\"><bdi>{title}</bdi></a><form id=\"search\" role=\"search\"></form></header>\n\
         <div id=\"filters\"></div>\n<main id=\"main\" tabindex=\"-1\">{picture}\n<noscript>",
        policy(&style, &picture),
    )?;
    write_table(scene, out)?;
    writeln!(
        out,
        "</noscript></main>\n<footer><p>{} A file made by relata, with all of its claims in it; no other machine is asked.</p></footer>\n\
         <div id=\"live\" class=\"unseen\" role=\"status\" aria-live=\"polite\"></div>",
        escape(&scene.heading()),
    )?;
    write_told(scene, namespace, options, out)?;
    writeln!(out, "<script type=\"module\">{}</script></body></html>", *SCRIPT)?;
    Ok(())
}

/// The style for a theme: what the style says of dark screens holds always, or never.
fn themed(theme: svg::Theme) -> String {
    let query = "@media (prefers-color-scheme: dark)";
    match theme {
        svg::Theme::Auto => STYLE.to_owned(),
        svg::Theme::Light => {
            STYLE.replace(query, "@media not all").replace("color-scheme: light dark", "color-scheme: light")
        }
        svg::Theme::Dark => {
            STYLE.replace(query, "@media all").replace("color-scheme: light dark", "color-scheme: dark")
        }
    }
}

/// What the page may do: run its own script, and nothing else. Styles are known by their hashes, too; those of a picture
/// stand in it.
fn policy(style: &str, picture: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let in_picture = picture.split("<style>").skip(1).filter_map(|rest| rest.split_once("</style>"));
    let styles: Vec<String> = [style].into_iter().chain(in_picture.map(|(style, _)| style)).map(hash).collect();
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data: blob:; base-uri 'none'; form-action 'none'",
        hash(&SCRIPT),
        styles.join(" "),
    )
}

/// The statements as a table, for those who have no scripts.
fn write_table(scene: &Scene<'_>, out: &mut dyn Write) -> io::Result<()> {
    let view = scene.view;
    writeln!(
        out,
        "<h1>{}</h1><table><thead><tr><th scope=\"col\">who</th><th scope=\"col\">did what</th>\
         <th scope=\"col\">to whom</th><th scope=\"col\">state</th><th scope=\"col\">claims</th><th scope=\"col\">sources</th>\
         <th scope=\"col\">outlets</th><th scope=\"col\">when</th></tr></thead><tbody>",
        escape(&scene.title)
    )?;
    for edge in view.graph.edge_references() {
        let weight = edge.weight();
        writeln!(
            out,
            "<tr><td dir=\"auto\">{}</td><td>{}</td><td dir=\"auto\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&view.label(&view.graph[edge.source()])),
            escape(&view.edge_label(weight)),
            escape(&view.label(&view.graph[edge.target()])),
            view.mix(weight).unwrap_or_else(|| weight.state.word().to_owned()),
            view.tally(weight).words(),
            weight.n_sources,
            weight.n_outlets,
            weight.period.map(|period| period.to_string()).unwrap_or_default(),
        )?;
    }
    writeln!(out, "</tbody></table>")
}

/// Writes what the script knows: nodes and edges in one piece; the claims of each edge in a line of their own, which is
/// read when somebody asks for it.
fn write_told(
    scene: &Scene<'_>,
    namespace: &Namespace,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let view = scene.view;
    let places = if options.picture.engine.is_some() || options.picture.arrange == Arrange::Layered {
        Some(svg::places_as(scene, options)?)
    } else {
        Some(svg::places(scene))
    };
    let laid_out = Scene {
        view,
        title: scene.title.clone(),
        prefixes: scene.prefixes,
        positions: places,
        measures: scene.measures.clone(),
    };
    let claims = view.claims();
    let telling = Telling::new(claims, namespace, Arc::new(View::new(claims, Edges::Bundle)));
    let edges: Vec<_> = view.graph.edge_indices().collect();
    let mut told = telling.graph(&laid_out, &edges, &[]);
    told.insert("title".to_owned(), scene.title.as_str().into());
    told.insert("subject".to_owned(), options.picture.subject.word().into());
    writeln!(
        out,
        "<script id=\"told\" type=\"application/json\">{}</script>",
        inert(&lean(told.into(), &UNUSED_OF_EDGES))?
    )?;
    writeln!(out, "<script id=\"claims\" type=\"application/json\">")?;
    for index in edges {
        let occurrences = view.occurrences(&view.graph[index]).iter();
        let told: Value = occurrences.map(|one| telling.occurrence(view, one)).collect();
        writeln!(out, "{}", inert(&lean(told, &UNUSED_OF_CLAIMS))?)?;
    }
    writeln!(out, "</script>")?;
    Ok(())
}

/// What is told without members that nothing on the page reads. What is unknown stays, as null: a modality that is not there
/// must not be taken for one.
fn lean(told: Value, unused: &[&str]) -> Value {
    match told {
        Value::Object(members) => members
            .into_iter()
            .filter(|(name, _)| !unused.contains(&name.as_str()))
            .map(|(name, value)| (name, lean(value, unused)))
            .collect::<Map<String, Value>>()
            .into(),
        Value::Array(values) => values.into_iter().map(|value| lean(value, unused)).collect(),
        value => value,
    }
}

/// JSON in which no text can end the script that it stands in.
fn inert(told: &Value) -> io::Result<String> {
    Ok(serde_json::to_string(told)?
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029"))
}
