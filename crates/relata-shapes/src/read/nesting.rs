//! Shapes that refer to each other.

use crate::Malformed;
use crate::shape::{Shape, ShapeId};
use crate::words::named;

/// How deep shapes may lie in each other: each is held against a node by a function that calls itself.
const DEEPEST: usize = 64;

/// How far a shape is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    Entered,
    /// So many shapes lie in each other from here on.
    Left(usize),
}

/// Says of shapes that lead back to themselves, and of those that are nested too deep.
///
/// SHACL leaves open what the first mean; no two programs agree.
pub(super) fn faults(shapes: &[Shape]) -> Vec<Malformed> {
    let mut faults = Vec::new();
    let mut states = vec![State::Unseen; shapes.len()];
    for start in 0..shapes.len() {
        if states[start] == State::Unseen {
            follow(start, shapes, &mut states, &mut faults);
        }
    }
    for (shape, state) in shapes.iter().zip(&states) {
        // Said once, of the shape at which it begins to be too much.
        if *state == State::Left(DEEPEST + 1) {
            faults.push(malformed(shape, format!("shapes are nested more than {DEEPEST} deep from here on")));
        }
    }
    faults
}

/// Looks at a shape and at all it leads to, without calling itself: whoever wrote the shapes decides how deep they are.
fn follow(start: ShapeId, shapes: &[Shape], states: &mut [State], faults: &mut Vec<Malformed>) {
    let children = |shape: ShapeId| -> Vec<ShapeId> {
        shapes[shape].constraints.iter().flat_map(crate::shape::Constraint::shapes).collect()
    };
    // Shapes on the way, the children of each that are still to be looked at, and how deep those are that were.
    let mut way: Vec<(ShapeId, Vec<ShapeId>, usize)> = vec![(start, children(start), 0)];
    states[start] = State::Entered;
    while let Some((shape, waiting, depth)) = way.last_mut() {
        match waiting.pop() {
            None => {
                let (shape, depth) = (*shape, *depth + 1);
                states[shape] = State::Left(depth);
                way.pop();
                if let Some((_, _, above)) = way.last_mut() {
                    *above = depth.max(*above);
                }
            }
            Some(child) => match states[child] {
                State::Left(below) => *depth = below.max(*depth),
                State::Unseen => {
                    states[child] = State::Entered;
                    way.push((child, children(child), 0));
                }
                State::Entered => {
                    let names = way.iter().map(|(on_way, ..)| *on_way).skip_while(|on_way| *on_way != child);
                    let names: Vec<String> = names.chain([child]).map(|id| named(&shapes[id].node)).collect();
                    let names =
                        if names.len() > 8 { format!("{} shapes", names.len() - 1) } else { names.join(" → ") };
                    let message =
                        format!("the shape refers to itself ({names}), which has no meaning that all agree on");
                    faults.push(malformed(&shapes[child], message));
                }
            },
        }
    }
}

fn malformed(shape: &Shape, message: String) -> Malformed {
    Malformed { node: shape.node.clone(), predicate: None, object: None, shape: shape.node.clone(), message }
}
