//! What else does a table say?
//!
//! relata's own tables have columns it knows. Any other table becomes RDF by a
//! description that somebody writes: a SPARQL query that is asked of its rows
//! ([`construct`]), or metadata of CSV on the Web ([`csvw`]). What is found goes to a sink, a triple at a time. Nothing here
//! opens a file or knows a project; tables come as something to read from.

pub mod construct;
pub mod csvw;
pub mod options;
pub mod sparql;

pub use options::TableOptions;
