//! A picture of a view as SVG: without GraphViz, measured, and the same each time.
//!
//! `graph.rs` lays the view out and draws it, `timeline.rs` and `matrix.rs` show
//! it from other sides; `frame.rs` puts title, legend and sources around each. Each thing that stands for a node or an edge has
//! an identifier, a class and a title, so that it can be styled and scripted.

mod axis;
mod engine;
pub mod font;
mod frame;
mod graph;
mod labels;
mod matrix;
mod shape;
mod style;
mod timeline;
mod tint;

use std::io::Write;

pub use engine::GraphvizEngine;
pub use matrix::MatrixFrame;
pub use style::Theme;

use crate::export::picture::layout::Point;
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions, Subject, check_size};

/// Places of the nodes, for programs that would else draw them all in one place.
pub fn places(scene: &Scene<'_>) -> Vec<Point> {
    graph::places(scene)
}

/// Places of the nodes where the options say how they are arranged.
///
/// # Errors
/// When there are too many edges for layers, or GraphViz fails.
pub fn places_as(scene: &Scene<'_>, options: &ExportOptions) -> Result<Vec<Point>, ExportError> {
    graph::places_as(scene, options)
}

/// Writes a picture of the view.
///
/// # Errors
/// When there are too many edges to be seen, or `out` fails.
pub fn write(scene: &Scene<'_>, options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let drawn = match options.picture.subject {
        Subject::Graph => {
            check_size(scene, options)?;
            graph::draw(scene, options)?
        }
        Subject::Timeline => timeline::draw(scene, options),
        Subject::Matrix => matrix::draw(scene, options.picture.matrix.as_ref()),
    };
    Ok(drawn.write(scene, &options.picture, out)?)
}
