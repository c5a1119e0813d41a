//! One page that holds everything: the picture to pan, zoom, search and point at, and every claim behind it.
//!
//! Nothing is fetched: a policy in the page forbids it. Without scripts the
//! picture and the table of statements are still there.

use std::io::{self, Write};

use petgraph::visit::EdgeRef;
use serde::Serialize;

use crate::export::markup::escape;
use crate::export::picture::svg;
use crate::export::scene::{Scene, doubts};
use crate::export::{ExportError, ExportOptions};
use crate::graph::Edge;
use crate::model::Stance;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// The most claims of one edge on the page, which says how many there are in all.
const MOST_CLAIMS: usize = 60;

/// The facts about an edge that the script knows.
#[derive(Serialize)]
struct EdgeData {
    id: String,
    sentence: String,
    state: String,
    n: u32,
    tally: String,
    claims: Vec<ClaimData>,
}

/// The facts about a claim that the script knows.
#[derive(Serialize)]
struct ClaimData {
    who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubt: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    place: String,
}

/// Writes the page.
///
/// # Errors
/// When there are too many edges to be seen, or `out` fails.
pub fn write(scene: &Scene<'_>, options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut picture = Vec::new();
    svg::write(scene, options, &mut picture)?;
    let theme = match options.picture.theme {
        svg::Theme::Auto => "light dark",
        svg::Theme::Light => "light",
        svg::Theme::Dark => "dark",
    };
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"color-scheme\" content=\"{theme}\"/>\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:\"/>\n\
         <style>\n{STYLE}</style></head>\n<body class=\"{}\"><header><h1 dir=\"auto\">{}</h1>\
         <label>Search <input id=\"search\" type=\"search\" placeholder=\"name, predicate or words ( / )\" autocomplete=\"off\"/></label>\
         <span id=\"found\" role=\"status\"></span><button id=\"fit\" type=\"button\" title=\"Show all (0)\">All</button>\
         <button id=\"in\" type=\"button\" title=\"Larger (+)\">+</button><button id=\"out\" type=\"button\" title=\"Smaller (-)\">−</button></header>\n\
         <main><div id=\"stage\" tabindex=\"0\" aria-label=\"Picture: drag to move, wheel or + and - to zoom, arrows to pan\">",
        escape(&scene.title),
        theme.replace(' ', "-"),
        escape(&scene.title),
    )?;
    out.write_all(&picture)?;
    writeln!(
        out,
        "</div><aside id=\"panel\" aria-live=\"polite\"><p>Point at a line to see who says so; click to keep it. \
         Click a name to see only what concerns it.</p></aside></main>"
    )?;
    write_table(scene, out)?;
    write_data(scene, out)?;
    writeln!(out, "<script>\n{SCRIPT}</script></body></html>")?;
    Ok(())
}

/// The statements as a table: the same for those who do not see the picture.
fn write_table(scene: &Scene<'_>, out: &mut dyn Write) -> io::Result<()> {
    let view = scene.view;
    writeln!(
        out,
        "<details id=\"table\"><summary>{} as a table</summary><table><thead><tr><th scope=\"col\">who</th><th scope=\"col\">did what</th>\
         <th scope=\"col\">to whom</th><th scope=\"col\">state</th><th scope=\"col\">claims</th><th scope=\"col\">sources</th><th scope=\"col\">outlets</th>\
         <th scope=\"col\">when</th></tr></thead><tbody>",
        escape(&scene.heading())
    )?;
    for edge in view.graph.edge_references() {
        let weight = edge.weight();
        writeln!(
            out,
            "<tr data-edge=\"{}\"><td dir=\"auto\">{}</td><td>{}</td><td dir=\"auto\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            view.edge_id(edge.id()),
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
    writeln!(out, "</tbody></table></details>")
}

/// Writes the data of the script, as JSON.
fn write_data(scene: &Scene<'_>, out: &mut dyn Write) -> io::Result<()> {
    let view = scene.view;
    write!(out, "<script id=\"data\" type=\"application/json\">[")?;
    for (place, edge) in view.graph.edge_references().enumerate() {
        let data = EdgeData {
            id: view.edge_id(edge.id()),
            sentence: scene.sentence(edge.id()),
            state: scene.support(edge.weight()),
            n: edge.weight().n_claims(),
            tally: view.tally(edge.weight()).words(),
            claims: claims_of(scene, edge.weight()),
        };
        // A text that ends a script would end this one.
        let json = serde_json::to_string(&data)?.replace('<', "\\u003c");
        write!(out, "{}\n{json}", if place == 0 { "" } else { "," })?;
    }
    writeln!(out, "]</script>")
}

fn claims_of(scene: &Scene<'_>, edge: &Edge) -> Vec<ClaimData> {
    let claims = scene.view.claims();
    let data = |(index, claim): (usize, &crate::claims::Claim)| ClaimData {
        who: claims.attribution(index),
        outlet: claim.outlet.map(|outlet| claims.voice(outlet)),
        stance: (claim.stance != Stance::Affirms).then(|| claim.stance.verb(1)),
        date: claims.date(claim),
        doubt: doubts(claim),
        quote: claims.quote(claim),
        place: claims.place_in_file(claim),
    };
    scene.view.claims_of(edge).take(MOST_CLAIMS).map(data).collect()
}
