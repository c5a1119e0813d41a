//! What waits in a project for somebody's decision, and where is it written?
//!
//! People decide about a project's claims in a terminal, on the page and in spreadsheets. Here stands what all of these read and
//! write alike, so that there is one reader and one writer: [`Coded`] has what coders made of the project's texts.

mod coded;
mod rows;
mod texts;

pub use coded::{Coded, known_names};
pub use rows::each_row;
pub use texts::Texts;
