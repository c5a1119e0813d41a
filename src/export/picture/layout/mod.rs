//! Where does everything lie?
//!
//! A layout knows sizes and who is joined to whom, not what it draws. The same
//! [`LayoutPlan`] always has the same [`GraphLayout`].

mod curve;
mod force;
mod island;
mod layered;

pub use curve::{Curve, curves};
pub use force::force;
pub use layered::{MOST_LAYERED, layered};

/// A place or a size, in points: across and down.
pub type Point = [f64; 2];

/// Space between the area of a group and what else there is, in points; its name stands there.
pub const AREA: f64 = 14.0;

/// The things that are to be laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LayoutPlan {
    /// Width and height of each node.
    pub nodes: Vec<Point>,
    /// True for each node that is an ellipse; empty when no node is one.
    pub round: Vec<bool>,
    /// Width of the name beside each node, for which room is left around what hangs together; empty when names stand in
    /// nodes.
    pub names: Vec<f64>,
    /// The edges, between places in `nodes`.
    pub links: Vec<Link>,
    /// Pairs of nodes that should lie near each other, without an edge.
    pub ties: Vec<(usize, usize)>,
    /// The group that each node lies in; empty when there are no groups.
    pub groups: Vec<Option<u32>>,
}

/// An edge that is to be laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Link {
    /// The node at which it begins.
    pub from: usize,
    /// The node at which it ends.
    pub to: usize,
    /// Width and height of its label; nothing when it has none.
    pub label: Point,
    /// Its weight: heavy edges are kept short and straight.
    pub weight: u32,
}

/// The places of everything; nothing has a negative coordinate.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GraphLayout {
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

impl LayoutPlan {
    /// Width and height each node needs with its loops, as much below as above.
    fn rooms(&self) -> Vec<Point> {
        let mut rooms = self.nodes.clone();
        let mut stacks = vec![curve::LoopStack::default(); self.nodes.len()];
        for link in self.links.iter().filter(|link| link.from == link.to) {
            let ([width, height], stack) = (self.nodes[link.from], &mut stacks[link.from]);
            stack.next([width, height], link.label);
            let [across, rise] = stack.size();
            // Places are middles, so room above for loops has to be matched below.
            rooms[link.from] = [width.max(across), height + 2.0 * rise];
        }
        rooms
    }

    fn is_round(&self, node: usize) -> bool {
        self.round.get(node).copied().unwrap_or(false)
    }
}

impl GraphLayout {
    /// True when it can be looked at without a long way from end to end: neither much wider than high, nor higher than
    /// wide, nor much room for few things.
    pub fn is_handy(&self) -> bool {
        const SMALL: f64 = 900.0;
        const A_THING: f64 = 50_000.0;
        let [width, height] = self.size;
        #[allow(clippy::cast_precision_loss, reason = "a picture has thousands of things at most")]
        let n = (self.nodes.len() + self.links.len()) as f64;
        (width < SMALL && height < SMALL)
            || (width < 3.2 * height && height < 1.5 * width && width * height < n * A_THING)
    }

    fn move_by(&mut self, by: Point) {
        let moved = |[x, y]: Point| [x + by[0], y + by[1]];
        let corners = self.areas.iter_mut().flat_map(|(_, corners)| corners);
        self.nodes.iter_mut().chain(&mut self.labels).chain(corners).for_each(|at| *at = moved(*at));
        self.links.iter_mut().chain(&mut self.ties).for_each(|curve| curve.change(moved));
    }

    /// The same, moved so that nothing has a negative coordinate, and measured.
    #[must_use]
    pub fn settled(mut self, plan: &LayoutPlan) -> GraphLayout {
        const MARGIN: f64 = 12.0;
        let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
        let mut hold = |[x, y]: Point, [width, height]: Point| {
            for (axis, (at, half)) in [(x, width / 2.0), (y, height / 2.0)].into_iter().enumerate() {
                low[axis] = low[axis].min(at - half);
                high[axis] = high[axis].max(at + half);
            }
        };
        for (index, (at, size)) in self.nodes.iter().zip(&plan.nodes).enumerate() {
            // A name may stand on any side of its node.
            let name = plan.names.get(index).copied().unwrap_or(0.0);
            hold(*at, [size[0] + 2.0 * name, size[1] + if name > 0.0 { 24.0 } else { 0.0 }]);
        }
        self.labels.iter().zip(&plan.links).for_each(|(at, link)| hold(*at, link.label));
        self.links.iter().flat_map(Curve::points).for_each(|at| hold(at, [0.0; 2]));
        self.areas.iter().flat_map(|(_, corners)| corners).for_each(|at| hold(*at, [2.0 * AREA, 2.0 * AREA]));
        if low[0] > high[0] {
            return self;
        }
        self.move_by([MARGIN - low[0], MARGIN - low[1]]);
        self.size = [high[0] - low[0] + 2.0 * MARGIN, high[1] - low[1] + 2.0 * MARGIN];
        self
    }
}
