//! Colours, shapes and lines, the same in every picture and every format that carries colours.
//!
//! Colour says what a thing is, and so does its shape; the line says how well a
//! statement is supported, and so do words beside it.

use crate::claims::Kind;
use crate::graph::{Edge, State, View, Weight};
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

    /// Lengths of strokes and gaps of a line as wide as `pen`, in points; none for a solid line. The strokes of a dotted
    /// one have no length: round ends make dots of them, which stay dots however wide the line is.
    pub fn pattern(&self, pen: f64) -> Vec<f64> {
        match self.dashes {
            [] => Vec::new(),
            // A gap is measured from the middle of one dot to that of the next.
            [stroke, gap] if *stroke <= 1.0 => vec![0.0, (1.0 + f64::from(*gap)) * (0.6 + 0.75 * pen)],
            dashes => dashes.iter().map(|length| f64::from(*length) * (0.75 + 0.45 * pen)).collect(),
        }
    }
}

/// The look of an edge in this state.
pub fn of_state(state: State) -> EdgeLook {
    let look = |color, dark_color, dashes, head| EdgeLook { color, dark_color, dashes, head };
    match state {
        State::Corroborated => look([0x1b, 0x1b, 0x1b], [0xf0, 0xf0, 0xf0], &[], ArrowHead::Full),
        State::SingleSource => look([0x4d, 0x4d, 0x4d], [0xc4, 0xc4, 0xc4], &[1.0, 2.0], ArrowHead::Full),
        State::Unsourced => look([0x6a, 0x6a, 0x6a], [0xa3, 0xa3, 0xa3], &[1.0, 4.0], ArrowHead::Full),
        State::Disputed => look([0x99, 0x4b, 0x00], [0xff, 0xb3, 0x66], &[7.0, 3.0], ArrowHead::Full),
        State::Denied => look([0xc0, 0x00, 0x00], [0xff, 0x80, 0x80], &[5.0, 3.0], ArrowHead::Bar),
        State::LeftOpen => look([0x4b, 0x5f, 0x8a], [0x9a, 0xb0, 0xe0], &[4.0, 4.0], ArrowHead::Open),
        State::NotActual => look([0x68, 0x68, 0x68], [0xa8, 0xa8, 0xa8], &[4.0, 4.0], ArrowHead::Open),
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

/// Least contrast of a text with its ground (WCAG 2.2, level AA).
pub const LEAST_CONTRAST: f64 = 4.5;

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, 1.4.3).
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |color: [u8; 3]| {
        let [red, green, blue] = color.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// `#rrggbb`.
pub fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Width of a line, in points: one, and 0.7 more each time the weight doubles, up to six.
pub fn pen_width(weight: u32) -> f64 {
    (1.0 + 0.7 * f64::from(weight.max(1)).log2()).min(6.0)
}

/// The least weight whose line is as wide as any.
pub const WIDEST: u32 = 142;

/// The weights whose lines legends show: 1, 4, 16 and 64 as far as they are clearly less than the heaviest, and that one. A
/// single one where all lines are as wide.
pub fn sample_weights(most: u32) -> Vec<u32> {
    let most = most.clamp(1, WIDEST);
    [1, 4, 16, 64].into_iter().filter(|weight| weight * 2 <= most).chain([most]).collect()
}

/// The weights whose lines the legend of a view shows, with what they are; none where all lines are as wide.
pub fn weights_of(view: &View<'_>) -> Vec<(u32, String)> {
    let most = view.graph.edge_weights().map(|edge| view.weight(edge)).max().unwrap_or(1);
    let what = match view.weight {
        Weight::Claims => "claim",
        Weight::Sources => "source",
    };
    let words = |weight: u32| match weight {
        1 => format!("1 {what}"),
        WIDEST if most > weight => format!("{weight} {what}s or more"),
        weight => format!("{weight} {what}s"),
    };
    let weights = sample_weights(most);
    if weights.len() == 1 { Vec::new() } else { weights.into_iter().map(|weight| (weight, words(weight))).collect() }
}

/// The size of a name in points, where what is joined most has `most` edges: 11, and up to 6 more for a hub. Where nothing
/// has a dozen edges, nothing is a hub.
pub fn name_size(n_edges: usize, most: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a picture has thousands of edges at most")]
    let share = n_edges as f64 / most.max(12) as f64;
    11.0 + 6.0 * share.min(1.0).sqrt()
}
