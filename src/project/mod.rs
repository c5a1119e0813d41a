//! What belongs together?
//!
//! A [`Project`] is a folder of sources with `relata.toml`, or a single table. It knows which files are its sources,
//! how each is to be read, which claims count as fact and where the rest is configured; it reads no row.

/// Name of the table that says what the project's own words for predicates mean.
pub const OWN_PREDICATES: &str = "predicates.csv";

mod accept;
mod config;
mod detect;
mod fault;
pub mod folder;
mod infer;
mod mapping;
mod overlap;
mod patterns;
mod reading;
mod settings;
mod shapes;
mod sources;
mod usual;

pub use accept::{Accept, ExtractedPolicy};
pub use config::{FILE, Project, ProjectError};
pub use detect::is_table_name;
pub use shapes::{Rules, SHAPES, ShapeSettings, ShapesFile};
pub use sources::{Description, Source, SourceKind, parse_begin, parse_offsets, parse_step};
pub use usual::is_usual;
