//! Where does everything lie?
//!
//! A layout knows sizes and who is joined to whom, not what it draws. The same
//! [`Plan`] always has the same [`Layout`].

mod curve;
mod force;
mod layered;

pub use curve::{Curve, curves};
pub use force::force;
pub use layered::{MOST_LAYERED, layered};

/// A place or a size, in points: across and down.
pub type Point = [f64; 2];

/// Space between the area of a group and what else there is, in points; its name stands there.
pub const AREA: f64 = 14.0;

/// What is to be laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Width and height of each node.
    pub nodes: Vec<Point>,
    /// Whether each node is an ellipse; empty when none is.
    pub round: Vec<bool>,
    /// Width of the name beside each node, for which room is left around what hangs together; empty when names stand in
    /// nodes.
    pub names: Vec<f64>,
    /// The edges, between places in `nodes`.
    pub links: Vec<Link>,
    /// Pairs of nodes that should lie near each other, without an edge.
    pub ties: Vec<(usize, usize)>,
    /// For each node, the group it lies in; empty when there are none.
    pub groups: Vec<Option<u32>>,
}

/// An edge that is to be laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Link {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Width and height of its label; nothing when it has none.
    pub label: Point,
    /// How heavy it is: heavy ones are kept short and straight.
    pub weight: u32,
}

/// Where everything lies; nothing has a negative coordinate.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// Middle of each node.
    pub nodes: Vec<Point>,
    /// Line of each edge, from the border of a node to the border of the other.
    pub links: Vec<Curve>,
    /// Middle of the label of each edge.
    pub labels: Vec<Point>,
    /// Line of each tie.
    pub ties: Vec<Curve>,
    /// Corners of the area of each group, with its number.
    pub areas: Vec<(u32, Vec<Point>)>,
    /// Width and height of the whole.
    pub size: Point,
}

impl Plan {
    fn is_round(&self, node: usize) -> bool {
        self.round.get(node).copied().unwrap_or(false)
    }
}

impl Layout {
    /// The same, moved so that nothing has a negative coordinate, and measured.
    #[must_use]
    pub fn settled(mut self, plan: &Plan) -> Layout {
        const MARGIN: f64 = 12.0;
        let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
        let mut hold = |[x, y]: Point, [width, height]: Point| {
            for (axis, (at, half)) in [(x, width / 2.0), (y, height / 2.0)].into_iter().enumerate() {
                low[axis] = low[axis].min(at - half);
                high[axis] = high[axis].max(at + half);
            }
        };
        for (index, (at, size)) in self.nodes.iter().zip(&plan.nodes).enumerate() {
            let name = plan.names.get(index).copied().unwrap_or(0.0);
            hold(*at, [size[0] + 2.0 * name, size[1] + if name > 0.0 { 24.0 } else { 0.0 }]);
        }
        self.labels.iter().zip(&plan.links).for_each(|(at, link)| hold(*at, link.label));
        self.links.iter().flat_map(Curve::points).for_each(|at| hold(at, [0.0; 2]));
        self.areas.iter().flat_map(|(_, corners)| corners).for_each(|at| hold(*at, [2.0 * AREA, 2.0 * AREA]));
        if low[0] > high[0] {
            return self;
        }
        let by = [MARGIN - low[0], MARGIN - low[1]];
        let moved = |[x, y]: Point| [x + by[0], y + by[1]];
        let corners = self.areas.iter_mut().flat_map(|(_, corners)| corners);
        self.nodes.iter_mut().chain(&mut self.labels).chain(corners).for_each(|at| *at = moved(*at));
        self.links.iter_mut().chain(&mut self.ties).for_each(|curve| curve.change(moved));
        self.size = [high[0] - low[0] + 2.0 * MARGIN, high[1] - low[1] + 2.0 * MARGIN];
        self
    }
}
