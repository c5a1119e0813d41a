//! What belongs together?
//!
//! A [`Project`] is a folder of sources with `relata.toml`, or a single table.
//! [`compile`] is the compiler: it reads the sources, checks them, and hands
//! quads to a sink; [`build`] keeps the result under `.relata/` and knows when
//! it is out of date.

mod accept;
mod annotations;
pub mod build;
mod claims;
pub mod compile;
mod config;
mod constructed;
mod context;
pub mod csvw;
mod events;
pub mod files;
pub mod folder;
mod foreign;
mod manifest;
mod mapping;
mod resolve;
mod sources;
mod waiting;

pub use accept::Accept;
pub use config::{Project, ProjectError};
pub use sources::{Description, Source, SourceKind, is_table_name, parse_begin, parse_offsets, parse_step};
