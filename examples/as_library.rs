//! Asks, counts and draws a graph: `as_library FOLDER` prints who attacked whom, the parts the network falls into, and
//! the network as DOT. It needs nothing but `relata::Graph`, and none of relata's features.

use std::error::Error;
use std::io::Write;

use relata::Graph;
use relata::graph::Filter;
use relata::petgraph::algo::connected_components;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("name a project's folder or a table")?;
    let mut out = std::io::stdout().lock();
    let graph = Graph::open(path)?;
    for row in graph.query("SELECT ?who ?whom { ?who rel:attacked ?whom }")? {
        let row = row?;
        writeln!(out, "{} attacked {}", row.text("who"), row.text("whom"))?;
    }
    let claims = graph.claims()?;
    let view = claims.view(&Filter::default())?;
    writeln!(out, "{} claims, {} parts", claims.rows().len(), connected_components(&view.graph))?;
    Ok(graph.export("dot", &mut out)?)
}
