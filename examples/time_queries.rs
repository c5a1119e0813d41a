//! Times queries over a graph file, warm and in one process: `time_queries GRAPH QUERY.rq…` prints for each its name,
//! the median of three runs in seconds, and how many rows it has.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use oxigraph::sparql::QueryResults;
use relata::query::Engine;
use relata::store::Store;

const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let graph = arguments.next().ok_or("name a graph file, then queries")?;
    let store = Store::open(Path::new(&graph))?;
    let engine = Engine::new(&store, BTreeMap::new());
    let mut out = std::io::stdout();
    for path in arguments {
        let text = std::fs::read_to_string(&path)?;
        let mut n_rows = run(&engine, &text)?;
        let mut seconds: Vec<f64> = Vec::new();
        for _ in 0..RUNS {
            let started = Instant::now();
            n_rows = run(&engine, &text)?;
            seconds.push(started.elapsed().as_secs_f64());
        }
        seconds.sort_by(f64::total_cmp);
        let name = Path::new(&path).file_stem().unwrap_or_default().to_string_lossy();
        writeln!(out, "{name}\t{:.6}\t{n_rows}", seconds[RUNS / 2])?;
    }
    Ok(())
}

/// Every row is read to its last term, as whoever asked would.
fn run(engine: &Engine<'_>, text: &str) -> Result<usize, Box<dyn Error>> {
    let mut n_rows = 0;
    match engine.run(text)? {
        QueryResults::Boolean(_) => n_rows = 1,
        QueryResults::Solutions(solutions) => {
            for solution in solutions {
                std::hint::black_box(solution?);
                n_rows += 1;
            }
        }
        QueryResults::Graph(triples) => {
            for triple in triples {
                std::hint::black_box(triple?);
                n_rows += 1;
            }
        }
    }
    Ok(n_rows)
}
