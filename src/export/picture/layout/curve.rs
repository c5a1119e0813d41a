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
            let size = plan.nodes[link.from];
            let reach = stacks[link.from].next(size, link.label);
            return looped(places[link.from], size, plan.is_round(link.from), reach, link.label);
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

/// A loop above a node: out of its border, up, across and back, with its label above it.
fn looped(middle: Point, size: Point, is_round: bool, [half, rise]: Point, label: Point) -> (Curve, Point) {
    let ([x, y], [width, height]) = (middle, size);
    let top = y - height / 2.0;
    let foot = (width * 0.25).min(half);
    // The border of an ellipse recedes beside its middle.
    let dip = if is_round { height / 2.0 * (1.0 - (1.0 - (2.0 * foot / width).powi(2)).max(0.0).sqrt()) } else { 0.0 };
    let (base, shoulder, ridge) = (top + dip, top - (rise * 0.45).min(12.0), top - rise);
    let corner = half.min(rise * 0.5).min(8.0);
    // A quarter of a circle as a cubic curve reaches this share of its radius.
    let pull = corner * 0.5523;
    let lean = (base - shoulder) * 0.6;
    let straight = |from: Point, to: Point| [between(from, to, 1.0 / 3.0), between(from, to, 2.0 / 3.0), to];
    let (left, right) = (x - half, x + half);
    let parts = vec![
        [[x - foot, base - lean], [left, shoulder + lean], [left, shoulder]],
        straight([left, shoulder], [left, ridge + corner]),
        [[left, ridge + corner - pull], [left + corner - pull, ridge], [left + corner, ridge]],
        straight([left + corner, ridge], [right - corner, ridge]),
        [[right - corner + pull, ridge], [right, ridge + corner - pull], [right, ridge + corner]],
        straight([right, ridge + corner], [right, shoulder]),
        [[right, shoulder + lean], [x + foot, base - lean], [x + foot, base]],
    ];
    (Curve { start: [x - foot, base], parts }, [x, ridge - LoopStack::GAP - label[1] / 2.0])
}

/// The loops above a node, each around the label of the one before, so that no line runs through words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LoopStack {
    half: f64,
    height: f64,
}

impl LoopStack {
    /// Space between a line and a label, which holds half of the widest line.
    const GAP: f64 = 5.0;

    /// Half the width of the next loop above a node, and how far it rises, in points.
    pub(super) fn next(&mut self, node: Point, label: Point) -> Point {
        let first = (node[0] * 0.35).clamp(7.0, 18.0);
        let (half, rise) =
            if self.height > 0.0 { (self.half + Self::GAP, self.height + Self::GAP) } else { (first, first * 1.5) };
        let above = if label[1] > 0.0 { Self::GAP + label[1] } else { 0.0 };
        *self = LoopStack { half: half.max(label[0] / 2.0), height: rise + above };
        [half, rise]
    }

    /// Width and height of the loops so far, with their labels.
    pub(super) fn size(self) -> Point {
        [2.0 * self.half, self.height]
    }
}
