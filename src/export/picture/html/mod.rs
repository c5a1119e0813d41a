//! One page that holds everything: the graph to explore, search and read, with every claim behind it.
//!
//! Its script are the modules of the page of `relata serve`, and what they are told is what the server tells. Nothing is
//! fetched: a policy in the page forbids it, and lets run and style only what has the hashes in it. Without scripts, the
//! statements are there as a table.

pub mod modules;
pub mod packed;

use std::cmp::Reverse;
use std::io::{self, Write};
use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use petgraph::visit::EdgeRef;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use self::packed::Packed;
use crate::export::markup::escape;
use crate::export::picture::svg;
use crate::export::scene::Scene;
use crate::export::told::Telling;
use crate::export::{Arrange, ExportError, ExportOptions, MOST_DRAWN, Subject, check_size};
use crate::graph::{Edges, View};
use crate::rdf::iri::Namespace;

/// The style of the page of `relata serve`, and what only this page has.
const STYLE: &str = concat!(include_str!("../../../../web/style.css"), include_str!("../../../../web/offline.css"));

/// Edges up to which the page has the picture of `svg`. More are drawn by its script: as so many elements, they would move
/// slowly.
const MOST_IN_PICTURE: usize = 300;

/// Members of edges that the page does not read: it has what they are made of.
const UNUSED_OF_EDGES: [&str; 3] = ["support", "acts_alone", "n_predicates"];
/// Members of claims that the page does not read: they are those of the edge, or are told of a text that it does not have.
const UNUSED_OF_CLAIMS: [&str; 9] =
    ["subject", "predicate", "object", "parts", "span", "replies", "meaning", "accepted", "has_text"];

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
    check_size_of(scene, options)?;
    let mut picture = Vec::new();
    if is_drawn(scene, options) {
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
    // A picture has its title.
    let hidden = if picture.is_empty() { "" } else { " class=\"unseen\"" };
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"{scheme}\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <style>{style}</style></head>\n\
         <body><a class=\"skip\" href=\"#main\" id=\"skip\">Skip to the content</a>\n\
         <header id=\"top\"><a id=\"name\" href=\"#/\"><bdi>{title}</bdi></a><form id=\"search\" role=\"search\"></form></header>\n\
         <div id=\"filters\"></div>\n<main id=\"main\" tabindex=\"-1\"><h1{hidden}><bdi>{title}</bdi></h1>{picture}\n<noscript>",
        policy(&style, &picture),
    )?;
    write_table(scene, out)?;
    writeln!(
        out,
        "</noscript></main>\n<footer><p>{}. A file made by relata, with all of its claims in it; no other machine is asked.</p></footer>\n\
         <div id=\"live\" class=\"unseen\" role=\"status\" aria-live=\"polite\"></div>",
        escape(&scene.heading()),
    )?;
    write_told(scene, namespace, options, out)?;
    writeln!(out, "<script type=\"module\">{}</script></body></html>", *SCRIPT)?;
    Ok(())
}

/// A graph has a limit; a timeline and a matrix leave out what is beyond theirs, and say so.
fn check_size_of(scene: &Scene<'_>, options: &ExportOptions) -> Result<(), ExportError> {
    if options.picture.subject == Subject::Graph { check_size(scene, options) } else { Ok(()) }
}

/// True when the page has the picture of `svg`. Areas around groups are in no other.
fn is_drawn(scene: &Scene<'_>, options: &ExportOptions) -> bool {
    let has_areas = scene.is_boxed() && !scene.view.groups.is_empty();
    options.picture.subject != Subject::Graph || has_areas || scene.view.graph.edge_count() <= MOST_IN_PICTURE
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

/// The statements as a table, the heaviest first, for those who have no scripts.
fn write_table(scene: &Scene<'_>, out: &mut dyn Write) -> io::Result<()> {
    let view = scene.view;
    let n = view.graph.edge_count();
    let mut edges: Vec<_> = view.graph.edge_references().collect();
    edges.sort_by_key(|edge| (Reverse(view.weight(edge.weight())), edge.id()));
    let cut = if n > MOST_DRAWN { format!(", the heaviest {MOST_DRAWN} of {n}") } else { String::new() };
    writeln!(
        out,
        "<p>Scripts are off, so this page cannot be searched, and the words behind its statements do not open. These are \
         the statements{cut}; with scripts, all of them and the claims behind them are seen.</p>\n\
         <table><thead><tr><th scope=\"col\">who</th><th scope=\"col\">did what</th>\
         <th scope=\"col\">to whom</th><th scope=\"col\">state</th><th scope=\"col\">claims</th><th scope=\"col\">sources</th>\
         <th scope=\"col\">outlets</th><th scope=\"col\">when</th></tr></thead><tbody>",
    )?;
    for edge in edges.into_iter().take(MOST_DRAWN) {
        let weight = edge.weight();
        // The end of a cell and of a row need not be written.
        writeln!(
            out,
            "<tr><td dir=auto>{}<td>{}<td dir=auto>{}<td>{}<td>{}<td>{}<td>{}<td>{}",
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

/// Writes what the script knows: the nodes in the order of the view, the edges, and the occurrences of each edge with their
/// claims.
fn write_told(
    scene: &Scene<'_>,
    namespace: &Namespace,
    options: &ExportOptions,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let view = scene.view;
    let is_asked = options.picture.engine.is_some() || options.picture.arrange == Arrange::Layered;
    // In the picture of `svg`, nodes have their places.
    let positions = match is_drawn(scene, options) {
        true => None,
        false if is_asked => Some(svg::places_as(scene, options)?),
        false => Some(svg::places(scene)),
    };
    let laid_out = Scene {
        view,
        title: scene.title.clone(),
        prefixes: scene.prefixes,
        positions,
        measures: scene.measures.clone(),
    };
    let claims = view.claims();
    let telling = Telling::new(claims, namespace, Arc::new(View::new(claims, Edges::Bundle)));
    let (mut packed, mut nodes, mut edges, mut occurrences) = (Packed::new(namespace.base()), vec![], vec![], vec![]);
    for index in view.graph.node_indices() {
        nodes.push(packed.add(&Telling::node(&laid_out, index)));
    }
    for index in view.graph.edge_indices() {
        edges.push(packed.add(&lean(telling.edge(&laid_out, index), &UNUSED_OF_EDGES)));
    }
    for edge in view.graph.edge_weights() {
        let told: Value = view.occurrences(edge).iter().map(|one| telling.occurrence(view, one)).collect();
        occurrences.push(packed.add(&lean(told, &UNUSED_OF_CLAIMS)));
    }
    let about = json!({
        "title": scene.title,
        "subject": options.picture.subject.word(),
        "is_drawn": is_drawn(scene, options),
        "is_arranged": is_asked,
    });
    let lists = [("nodes", nodes), ("edges", edges), ("occurrences", occurrences)];
    writeln!(out, "<script id=\"told\" type=\"application/json\">")?;
    packed.write(&about, &lists, out)?;
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
