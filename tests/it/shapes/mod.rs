//! Shapes: the W3C's tests, pySHACL's answers, and shapes of our own. How a project uses them is tested elsewhere.

mod drawn;
mod hostile;
mod own;
mod random;
mod reference;
mod w3c;

use std::ops::ControlFlow;

use oxigraph::model::Quad;
use relata::shapes::{Shapes, ValidationError, Violation};
use relata::store::{Graphs, Limits, Store};

/// Everything that is wrong with a graph.
fn violations(shapes: &Shapes, data: &[Quad]) -> Result<Vec<Violation>, ValidationError> {
    let store = Store::of_quads(data).unwrap();
    let mut found = Vec::new();
    shapes.validate(&store, Graphs::Union, Limits::default(), &mut |violation| {
        found.push(violation);
        ControlFlow::Continue(())
    })?;
    Ok(found)
}
