//! How is a query written?
//!
//! [`words`](words()) cuts the text of a query into words, [`syntax_fault`] says what is wrong with one in words a reader
//! can use, [`template`] makes the triples of CONSTRUCT.

pub mod depth;
mod grouping;
mod slips;
mod syntax;
pub mod template;
mod words;

pub use syntax::{
    SyntaxFault, common_prefix, foreign_prefixes, form, is_update, line_and_column, parser, star_order, syntax_fault,
};
pub use words::{Word, WordKind, words};
