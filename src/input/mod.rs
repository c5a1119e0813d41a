//! Which rows say it?
//!
//! One file a layout: [`claims`], [`entities`], [`documents`] turn rows of a
//! [`Table`] into values of the model; [`rdf`] reads RDF files as they are, [`plain`]
//! tables whose columns have no meaning of their own, [`described`] those that somebody
//! tells how to read. Rows
//! flow one at a time; a faulty one becomes a [`Finding`](crate::diagnostic::Finding) with
//! its cell and reading goes on. Names are not resolved here: a cell stays the
//! name the annotator wrote.

pub mod annotation;
pub mod claims;
pub mod described;
pub mod documents;
pub mod entities;
pub mod events;
pub mod foreign;
pub mod guess;
pub mod guess_cells;
pub mod header;
mod header_faults;
pub(crate) mod json;
mod json_rows;
pub mod mapping;
mod parquet_rows;
pub mod plain;
pub mod rdf;
pub mod record;
pub mod row;
pub mod sample;
mod scan;
pub mod table;
mod workbook;

pub use header::{Column, Layout};
pub use mapping::Mapping;
pub use plain::PlainSyntax;
pub use row::{RawRow, Row};
pub use table::Table;
