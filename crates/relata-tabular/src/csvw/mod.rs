//! CSV on the Web: tables whose metadata says what their columns mean.
//!
//! A [`TableGroup`] is what a file of metadata describes, read once and checked. Its tables flow row by row: the text of a cell
//! becomes a value of its column's datatype, templates make IRIs of it, and triples go to a listener, as W3C's recommendation
//! "Generating RDF from Tabular Data on the Web" says. Documents come from a [`Library`]; nothing is fetched from a network.
//! Memory: the metadata, and the keys of tables that have or are led to by any.

mod builtin;
mod cell;
mod column;
mod common;
mod convert;
mod datatype;
mod decimal;
mod dialect;
mod document;
mod duration;
mod inherited;
mod keys;
mod library;
mod locate;
mod metadata;
mod moment;
mod number;
mod output;
mod percent;
mod schema;
mod template;
mod vocabulary;

pub use library::{Absent, Library, OpenedDocument};
pub use locate::candidates;
pub use metadata::TableGroup;

/// The choice of triples that are written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// The values of cells, and nothing else.
    #[default]
    Minimal,
    /// Tables and rows as well, with what metadata says about them.
    Standard,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 2] = [Mode::Minimal, Mode::Standard];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Mode::Minimal => "minimal",
            Mode::Standard => "standard",
        }
    }
}
