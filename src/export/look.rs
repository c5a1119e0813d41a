//! Colours, shapes and lines, the same in every picture and every format that carries colours.
//!
//! Colour says what a thing is, and so does its shape; the line says how well a
//! statement is supported, and so do words beside it.

use crate::claims::Kind;
use crate::graph::{Edge, State};
use crate::model::EntityKind;

/// Shape of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A box with round corners.
    Rounded,
    /// A box.
    Box,
    /// An ellipse.
    Ellipse,
    /// A box with cut corners.
    Octagon,
    /// A box with a roof.
    House,
    /// A box with a tab.
    Tab,
    /// A sheet with a folded corner.
    Note,
}

impl Shape {
    /// Its name in GraphViz.
    pub fn graphviz(self) -> &'static str {
        match self {
            Shape::Rounded | Shape::Box => "box",
            Shape::Ellipse => "ellipse",
            Shape::Octagon => "octagon",
            Shape::House => "house",
            Shape::Tab => "tab",
            Shape::Note => "note",
        }
    }
}

/// The look of a kind of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeLook {
    /// Red, green and blue of the inside, after ColorBrewer's Paired, which is safe for the colour-blind.
    pub fill: [u8; 3],
    /// Its shape.
    pub shape: Shape,
    /// True when the border is dashed, because it remains open who the node is.
    pub dashed: bool,
}

/// Every kind, in the order of legends.
pub const KINDS: [Kind; 11] = [
    Kind::Entity(EntityKind::State),
    Kind::Entity(EntityKind::Person),
    Kind::Entity(EntityKind::Organization),
    Kind::Entity(EntityKind::Group),
    Kind::Entity(EntityKind::Role),
    Kind::Entity(EntityKind::Actor),
    Kind::Entity(EntityKind::Place),
    Kind::Entity(EntityKind::Proposal),
    Kind::Entity(EntityKind::Thing),
    Kind::Event,
    Kind::Untyped,
];

/// The look of a node of this kind.
pub fn of_kind(kind: Kind) -> NodeLook {
    let (fill, shape, dashed) = match kind {
        Kind::Entity(EntityKind::State) => ([0xb2, 0xdf, 0x8a], Shape::Rounded, false),
        Kind::Entity(EntityKind::Person) => ([0xa6, 0xce, 0xe3], Shape::Ellipse, false),
        Kind::Entity(EntityKind::Organization) => ([0xfd, 0xbf, 0x6f], Shape::Box, false),
        Kind::Entity(EntityKind::Group) => ([0xca, 0xb2, 0xd6], Shape::Octagon, false),
        Kind::Entity(EntityKind::Role) => ([0xff, 0xff, 0x99], Shape::Ellipse, true),
        Kind::Entity(EntityKind::Actor) => ([0xd9, 0xf0, 0xd3], Shape::Rounded, false),
        Kind::Entity(EntityKind::Place) => ([0xfb, 0x9a, 0x99], Shape::House, false),
        Kind::Entity(EntityKind::Proposal) => ([0xe5, 0xd8, 0xbd], Shape::Tab, false),
        Kind::Entity(EntityKind::Thing) => ([0xd9, 0xd9, 0xd9], Shape::Box, false),
        Kind::Event => ([0xff, 0xfb, 0xe6], Shape::Note, false),
        Kind::Untyped => ([0xf4, 0xf4, 0xf4], Shape::Rounded, true),
    };
    NodeLook { fill, shape, dashed }
}

/// A kind as legends and boxes call it.
pub fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Untyped => "type not given",
        kind => kind.word(),
    }
}

/// End of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrowHead {
    /// A full arrow.
    Full,
    /// An empty arrow.
    Open,
    /// A bar across.
    Bar,
}

/// The look of an edge in some state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EdgeLook {
    /// Red, green and blue.
    pub color: [u8; 3],
    /// The same on a dark ground.
    pub dark_color: [u8; 3],
    /// Lengths of strokes and gaps in widths of the line; none for a solid line.
    pub dashes: &'static [f32],
    /// Its end.
    pub head: ArrowHead,
}

impl EdgeLook {
    /// The line in one word: `solid`, `dotted` or `dashed`.
    pub fn line(&self) -> &'static str {
        match self.dashes {
            [] => "solid",
            [stroke, ..] if *stroke <= 1.0 => "dotted",
            _ => "dashed",
        }
    }
}

/// The look of an edge in this state.
pub fn of_state(state: State) -> EdgeLook {
    let look = |color, dark_color, dashes, head| EdgeLook { color, dark_color, dashes, head };
    match state {
        State::Corroborated => look([0x1b, 0x1b, 0x1b], [0xf0, 0xf0, 0xf0], &[], ArrowHead::Full),
        State::SingleSource => look([0x4d, 0x4d, 0x4d], [0xc4, 0xc4, 0xc4], &[1.0, 2.0], ArrowHead::Full),
        State::Unsourced => look([0x8a, 0x8a, 0x8a], [0x90, 0x90, 0x90], &[1.0, 4.0], ArrowHead::Full),
        State::Disputed => look([0xb3, 0x59, 0x00], [0xff, 0xb3, 0x66], &[7.0, 3.0], ArrowHead::Full),
        State::Denied => look([0xc0, 0x00, 0x00], [0xff, 0x80, 0x80], &[5.0, 3.0], ArrowHead::Bar),
        State::LeftOpen => look([0x4b, 0x5f, 0x8a], [0x9a, 0xb0, 0xe0], &[4.0, 4.0], ArrowHead::Open),
        State::NotActual => look([0x76, 0x76, 0x76], [0xa0, 0xa0, 0xa0], &[4.0, 4.0], ArrowHead::Open),
    }
}

/// The look of an edge: that of its state, in the colour of a dispute where one of its occurrences is disputed.
pub fn of_edge(edge: &Edge) -> EdgeLook {
    let look = of_state(edge.state);
    if !edge.has_dispute {
        return look;
    }
    let EdgeLook { color, dark_color, .. } = of_state(State::Disputed);
    EdgeLook { color, dark_color, ..look }
}

/// `#rrggbb`.
pub fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Width of a line, in points: one, and 0.7 more each time the weight doubles, up to six.
pub fn pen_width(weight: u32) -> f64 {
    (1.0 + 0.7 * f64::from(weight.max(1)).log2()).min(6.0)
}
