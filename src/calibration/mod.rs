//! How often is a claim that was found like this one right?
//!
//! A claim has a few [`Traits`]: which rules found it, what stands where, what event it is. A [`Calibration`] has points for
//! them, learned from claims that were held against a gold, and says by their sum how many of a hundred such claims are right.
//! It knows nothing of rules, texts or files, so that whoever has a gold may learn one for texts of his own.

mod learning;
mod points;
mod traits;

pub use learning::{Judged, left_out};
pub use points::{BadCalibration, Calibration};
pub use traits::{Traits, TraitsOf, WhatEnd};
