//! Lines between nodes that have their places.

use rustc_hash::FxHashMap;

use super::{LayoutPlan, Point};

/// A smooth line: cubic Bézier curves, one after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// The point at which it begins.
    pub start: Point,
    /// Two control points and the end of each part.
    pub parts: Vec<[Point; 3]>,
}

/// Distance between parallel edges, and between the first and the last of many, in points.
const FAN: f64 = 22.0;
const WIDEST_FAN: f64 = 84.0;

impl Curve {
    /// A straight line. Its control points are at thirds, so that parameters go along it evenly.
    pub fn straight(from: Point, to: Point) -> Curve {
        Curve { start: from, parts: vec![[between(from, to, 1.0 / 3.0), between(from, to, 2.0 / 3.0), to]] }
    }

    /// A curve that is drawn towards `bend`: the quadratic one with that control point, written as a cubic one.
    pub fn bent(from: Point, bend: Point, to: Point) -> Curve {
        Curve { start: from, parts: vec![[between(from, bend, 2.0 / 3.0), between(to, bend, 2.0 / 3.0), to]] }
    }

    /// A smooth line through points that go from left to right, or from right to left, level at its ends; between them it
    /// rises and falls no more than they do (Steffen 1990).
    pub fn through(points: &[Point]) -> Curve {
        let Some((first, rest)) = points.split_first() else { return Curve::default() };
        let slope = |a: Point, b: Point| if (b[0] - a[0]).abs() < 0.01 { 0.0 } else { (b[1] - a[1]) / (b[0] - a[0]) };
        let tangent = |index: usize| {
            let (Some(before), Some(at), Some(after)) =
                (index.checked_sub(1).and_then(|before| points.get(before)), points.get(index), points.get(index + 1))
            else {
                return 0.0;
            };
            let (one, two) = (slope(*before, *at), slope(*at, *after));
            let (near, far) = ((at[0] - before[0]).abs(), (after[0] - at[0]).abs());
            let mean = (one * far + two * near) / (near + far).max(0.01);
            if one * two <= 0.0 { 0.0 } else { mean.signum() * mean.abs().min(2.0 * one.abs()).min(2.0 * two.abs()) }
        };
        let parts = rest.iter().enumerate().map(|(index, to)| {
            let (from, reach) = (points[index], (to[0] - points[index][0]) / 3.0);
            // The ends are level for longer, so that lines leave and arrive as if by a door.
            let (out, back) =
                (reach * if index == 0 { 1.4 } else { 1.0 }, reach * if index + 1 == rest.len() { 1.4 } else { 1.0 });
            [[from[0] + out, from[1] + out * tangent(index)], [to[0] - back, to[1] - back * tangent(index + 1)], *to]
        });
        Curve { start: *first, parts: parts.collect() }
    }

    /// The point at which it ends.
    pub fn end(&self) -> Point {
        self.parts.last().map_or(self.start, |part| part[2])
    }

    /// The point from which it comes to its end.
    pub fn before_end(&self) -> Point {
        let points: Vec<Point> = self.points().collect();
        let end = self.end();
        points.iter().rev().copied().find(|point| distance(*point, end) > 0.01).unwrap_or(self.start)
    }

    /// The point halfway along its parameters.
    pub fn middle(&self) -> Point {
        let half = self.parts.len() / 2;
        if self.parts.len().is_multiple_of(2) {
            return half.checked_sub(1).and_then(|part| self.parts.get(part)).map_or(self.start, |part| part[2]);
        }
        let start = half.checked_sub(1).and_then(|part| self.parts.get(part)).map_or(self.start, |part| part[2]);
        self.parts.get(half).map_or(start, |[one, two, end]| {
            // The cubic curve at its parameter one half.
            [0, 1].map(|axis| (start[axis] + 3.0 * one[axis] + 3.0 * two[axis] + end[axis]) / 8.0)
        })
    }

    /// Every point it is made of, those beside it included.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        std::iter::once(self.start).chain(self.parts.iter().flatten().copied())
    }

    /// Moves every point.
    pub fn change(&mut self, change: impl Fn(Point) -> Point) {
        self.start = change(self.start);
        for point in self.parts.iter_mut().flatten() {
            *point = change(*point);
        }
    }

    /// Cuts `by` points off its end, to make room for an arrow.
    #[must_use]
    pub fn shortened(mut self, by: f64) -> Curve {
        let (end, before) = (self.end(), self.before_end());
        let length = distance(end, before);
        if length > f64::EPSILON {
            let tip = between(end, before, (by / length).min(0.9));
            if let Some(part) = self.parts.last_mut() {
                part[2] = tip;
            }
        }
        self
    }
}

pub(super) fn between(from: Point, to: Point, share: f64) -> Point {
    [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * share)
}

pub(super) fn distance(one: Point, other: Point) -> f64 {
    (one[0] - other[0]).hypot(one[1] - other[1])
}

/// The point where a line from `outside` to the middle of a node meets its border.
pub(super) fn border(middle: Point, size: Point, is_round: bool, outside: Point) -> Point {
    let (dx, dy) = (outside[0] - middle[0], outside[1] - middle[1]);
    let reach = |half: f64, by: f64| if by.abs() < f64::EPSILON { f64::MAX } else { half / by.abs() };
    let share = if is_round {
        1.0 / (2.0 * dx / size[0]).hypot(2.0 * dy / size[1]).max(f64::MIN_POSITIVE)
    } else {
        reach(size[0] / 2.0, dx).min(reach(size[1] / 2.0, dy))
    };
    let share = share.min(1.0);
    [middle[0] + dx * share, middle[1] + dy * share]
}

/// Lines between nodes at these places: straight where an edge is alone, fanned where several join the same two nodes,
/// loops above a node that is joined to itself. With each, the middle of its label.
pub fn curves(plan: &LayoutPlan, places: &[Point]) -> Vec<(Curve, Point)> {
    let mut parallel: FxHashMap<(usize, usize), (u32, u32)> = FxHashMap::default();
    let pair = |from: usize, to: usize| (from.min(to), from.max(to));
    let mut stacks = vec![LoopStack::default(); plan.nodes.len()];
    for link in &plan.links {
        parallel.entry(pair(link.from, link.to)).or_default().0 += 1;
    }
    let curve = |link: &super::Link| {
        let (n, drawn) = parallel.get_mut(&pair(link.from, link.to)).map_or((1, 0), |(n, drawn)| {
            *drawn += 1;
            (*n, *drawn - 1)
        });
        if link.from == link.to {
            let rise = stacks[link.from].next_rise(link.label);
            return looped(places[link.from], plan.nodes[link.from], f64::from(drawn), rise);
        }
        let (from, to) = (places[link.from], places[link.to]);
        let step = FAN.min(WIDEST_FAN / f64::from(n.max(2) - 1));
        let offset = (f64::from(drawn) - f64::from(n - 1) / 2.0) * step;
        // Seen from the first of the two, so that lines in both directions fan out and do not cross.
        let side = if link.from < link.to { 1.0 } else { -1.0 };
        let length = distance(from, to).max(1.0);
        let across = [-(to[1] - from[1]) / length * offset * side, (to[0] - from[0]) / length * offset * side];
        let middle = between(from, to, 0.5);
        // A curve comes half as far out as its control point.
        let bend = [middle[0] + 2.0 * across[0], middle[1] + 2.0 * across[1]];
        let at_border = |node: usize| border(places[node], plan.nodes[node], plan.is_round(node), bend);
        let (start, end) = (at_border(link.from), at_border(link.to));
        let curve = if offset == 0.0 { Curve::straight(start, end) } else { Curve::bent(start, bend, end) };
        let label = curve.middle();
        (curve, label)
    };
    plan.links.iter().map(curve).collect()
}

/// A loop above a node; each further one is larger.
fn looped([x, y]: Point, [width, height]: Point, n: f64, rise: f64) -> (Curve, Point) {
    let (reach, top) = (width.min(60.0) * 0.25 + 6.0 + n * 8.0, y - height / 2.0);
    let curve = Curve {
        start: [x - reach * 0.5, top],
        parts: vec![[[x - reach * 1.6, top - rise], [x + reach * 1.6, top - rise], [x + reach * 0.5, top]]],
    };
    (curve, [x, top - rise * 0.75 - 6.0])
}

/// The loops above a node, whose labels stand one above the other.
#[derive(Debug, Clone, Default)]
pub(super) struct LoopStack {
    n: f64,
    /// What the labels of the loops so far are higher than labels of one line.
    extra: f64,
}

impl LoopStack {
    /// The height of the control points of the next loop above its node, in points.
    pub(super) fn next_rise(&mut self, [_, label]: Point) -> f64 {
        const ONE_LINE: f64 = 18.0;
        let extra = (label - ONE_LINE).max(0.0);
        // A curve comes three quarters as far out as its control points, and its label is named by its middle.
        let rise = 34.0 + self.n * 18.0 + (self.extra + extra / 2.0) / 0.75;
        self.n += 1.0;
        self.extra += extra;
        rise
    }
}
