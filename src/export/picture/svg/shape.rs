//! Shapes of nodes and ends of lines, as path data.

use std::fmt::Write as _;

use crate::export::look::{ArrowHead, Shape};
use crate::export::picture::layout::{Curve, Point};

/// The size of a shape as a multiple of that of the text in it, across and down.
pub(super) fn room(shape: Shape) -> Point {
    match shape {
        Shape::Ellipse => [1.22, 1.35],
        Shape::Octagon => [1.12, 1.15],
        Shape::House => [1.0, 1.45],
        Shape::Tab | Shape::Note => [1.08, 1.15],
        Shape::Rounded | Shape::Box => [1.0, 1.0],
    }
}

/// The distance of the text below the middle, as a share of the height.
pub(super) fn text_shift(shape: Shape) -> f64 {
    match shape {
        Shape::House => 0.13,
        Shape::Tab => 0.06,
        _ => 0.0,
    }
}

/// The outline of a shape around `middle`.
pub(super) fn outline(shape: Shape, [x, y]: Point, [width, height]: Point) -> String {
    let (left, top, right, bottom) = (x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0);
    let cut = (width.min(height) * 0.28).min(10.0);
    let around = |points: &[(f64, f64)]| {
        let mut path = String::new();
        for (index, (x, y)) in points.iter().enumerate() {
            let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
        }
        path + "Z"
    };
    match shape {
        Shape::Box => around(&[(left, top), (right, top), (right, bottom), (left, bottom)]),
        Shape::Rounded => {
            let r = 8.0_f64.min(height / 2.0).min(width / 2.0);
            format!(
                "M{:.1} {top:.1}H{:.1}A{r:.1} {r:.1} 0 0 1 {right:.1} {:.1}V{:.1}A{r:.1} {r:.1} 0 0 1 {:.1} {bottom:.1}\
                 H{:.1}A{r:.1} {r:.1} 0 0 1 {left:.1} {:.1}V{:.1}A{r:.1} {r:.1} 0 0 1 {:.1} {top:.1}Z",
                left + r,
                right - r,
                top + r,
                bottom - r,
                right - r,
                left + r,
                bottom - r,
                top + r,
                left + r
            )
        }
        Shape::Ellipse => {
            let (rx, ry) = (width / 2.0, height / 2.0);
            format!("M{left:.1} {y:.1}A{rx:.1} {ry:.1} 0 1 1 {right:.1} {y:.1}A{rx:.1} {ry:.1} 0 1 1 {left:.1} {y:.1}Z")
        }
        Shape::Octagon => around(&[
            (left + cut, top),
            (right - cut, top),
            (right, top + cut),
            (right, bottom - cut),
            (right - cut, bottom),
            (left + cut, bottom),
            (left, bottom - cut),
            (left, top + cut),
        ]),
        Shape::House => {
            let eaves = top + height * 0.28;
            around(&[(x, top), (right, eaves), (right, bottom), (left, bottom), (left, eaves)])
        }
        Shape::Tab => {
            let (edge, shoulder) = (left + (width * 0.4).min(34.0), top + 5.0);
            around(&[(left, top), (edge, top), (edge, shoulder), (right, shoulder), (right, bottom), (left, bottom)])
        }
        Shape::Note => {
            let fold = cut.min(8.0);
            let sheet =
                around(&[(left, top), (right - fold, top), (right, top + fold), (right, bottom), (left, bottom)]);
            format!("{sheet}M{:.1} {top:.1}V{:.1}H{right:.1}", right - fold, top + fold)
        }
    }
}

/// A smooth line.
pub(super) fn line(curve: &Curve) -> String {
    let [x, y] = curve.start;
    let mut path = format!("M{x:.1} {y:.1}");
    for [[ax, ay], [bx, by], [x, y]] in &curve.parts {
        let _ = write!(path, "C{ax:.1} {ay:.1} {bx:.1} {by:.1} {x:.1} {y:.1}");
    }
    path
}

/// Length of an arrow on a line of some width.
pub(super) fn head_length(pen: f64) -> f64 {
    4.0 + 2.4 * pen
}

/// The end of a line that comes from `before` to `tip`.
pub(super) fn head(kind: ArrowHead, before: Point, tip: Point, pen: f64) -> String {
    let length = (tip[0] - before[0]).hypot(tip[1] - before[1]).max(f64::EPSILON);
    let (dx, dy) = ((tip[0] - before[0]) / length, (tip[1] - before[1]) / length);
    let (long, half) = (head_length(pen), 1.8 + 1.2 * pen);
    let (back_x, back_y) = (tip[0] - dx * long, tip[1] - dy * long);
    let (left, right) = ([back_x - dy * half, back_y + dx * half], [back_x + dy * half, back_y - dx * half]);
    match kind {
        ArrowHead::Full | ArrowHead::Open => {
            format!("M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z", tip[0], tip[1], left[0], left[1], right[0], right[1])
        }
        ArrowHead::Bar => {
            let (x, y, half) = (tip[0] - dx * 2.0, tip[1] - dy * 2.0, half + 2.0);
            format!("M{:.1} {:.1}L{:.1} {:.1}", x - dy * half, y + dx * half, x + dy * half, y - dx * half)
        }
    }
}
