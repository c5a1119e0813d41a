//! Frames, what patterns put into them, and why no more are wanted.
//!
//! A row of bindings is a frame: one number of a term for each variable, 0 where it is unbound.

use crate::{Exceeded, FormatError};

/// Place of a variable in a frame.
pub(super) type Slot = usize;

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A term by its number.
    Known(u32),
    /// A variable.
    Slot(Slot),
}

impl Part {
    /// The number it has in a frame, when it has one.
    #[inline]
    pub(super) fn value(self, frame: &[u32]) -> Option<u32> {
        match self {
            Part::Known(number) => Some(number),
            Part::Slot(slot) => Some(frame[slot]).filter(|number| *number != 0),
        }
    }

    #[inline]
    pub(super) fn slot(self) -> Option<Slot> {
        match self {
            Part::Known(_) => None,
            Part::Slot(slot) => Some(slot),
        }
    }
}

/// Why no more frames are wanted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stop {
    /// There are enough.
    Enough,
    /// A limit is exceeded.
    Exceeded(Exceeded),
    /// The graph file is damaged.
    Format(FormatError),
}

impl From<Exceeded> for Stop {
    fn from(exceeded: Exceeded) -> Stop {
        Stop::Exceeded(exceeded)
    }
}

impl From<FormatError> for Stop {
    fn from(error: FormatError) -> Stop {
        Stop::Format(error)
    }
}

pub(super) type Flow = Result<(), Stop>;
