//! How far do people who read the same texts code them alike?
//!
//! The claims of two or more coders go in; figures with what is known of their chance, and every disagreement, come out. Nobody is
//! taken as right. Which claims are about one thing is decided as in [`scoring`](crate::scoring), one to one. Nothing here opens a
//! file, and nothing depends on a clock or on chance: resampling has a fixed seed.

mod coders;
mod coefficients;
mod coverage;
mod disagreements;
mod drawing;
mod fields;
mod figures;
mod names;
mod units;

pub use coders::{CodedText, Coder, RowPlace};
pub use coefficients::{Coefficients, Ratings, coefficients};
pub use disagreements::{Disagreement, Reading};
pub use drawing::{Drawn, Estimate};
pub use figures::{Agreement, AgreementFigure, Measured, agreement};
