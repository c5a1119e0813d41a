//! Which cells are in which rows, and what is wrong with them?
//!
//! A [`Table`] reads rows one at a time from text, JSON, a workbook or Parquet, by the names of its columns ([`header`])
//! and by the rules of a [`Mapping`]. A faulty row becomes a [`Finding`](diagnostic::Finding) with its cell, and reading goes
//! on. [`plain`] reads tables whose columns have no meaning of their own, [`described`] those that somebody tells how to
//! read, [`json`] values of JSON with their places. [`diagnostic`] has the form of faults, here and elsewhere.
//! Nothing here knows claims, RDF or files.

mod above;
pub mod date_parts;
pub mod decode;
pub mod described;
pub mod diagnostic;
pub mod encoding;
pub mod header;
mod header_faults;
pub mod json;
mod json_rows;
mod kgtk;
pub mod lists;
pub mod mapping;
pub mod missing;
mod months;
mod parquet;
pub mod plain;
pub mod raw_row;
pub mod record;
pub mod row;
mod rows;
pub mod sample;
mod scan;
pub mod stored;
pub mod table;
mod text;
mod totals;
pub mod workbook;

pub use header::{Column, Layout};
pub use mapping::Mapping;
pub use plain::PlainSyntax;
pub use raw_row::RawRow;
pub use row::Row;
pub use table::Table;
