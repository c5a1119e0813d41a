//! relata builds a knowledge graph of what is reported: who did what to whom, and who says so.
//!
//! Sources are plain tables of claims, entities and documents. [`compile`] reads them row by row
//! ([`input`]) into plain values ([`model`]), resolves names ([`resolution`]), checks them ([`validation`], [`diagnostic`]) and turns
//! them into RDF ([`rdf`]) by the shipped vocabulary ([`ontology`]); [`columns`] tells what each column means. The
//! graph is held against the project's shapes ([`conformance`]), kept by [`store`], asked by [`query`], read back by [`claims`], seen as a network by [`graph`], and leaves
//! through [`export`]. [`cli`] drives it all.
//!
//! [`Graph`] is the way in:
//!
//! ```
//! let folder = tempfile::tempdir()?;
//! let table = folder.path().join("claims.csv");
//! std::fs::write(&table, "subject,predicate,object,said_by\nIran,retaliated against,Israel,a spokesman\n")?;
//!
//! let graph = relata::Graph::open(&table)?;
//! for row in graph.query("SELECT ?who { ?c rdf:subject kg:Iran ; ra:saidBy/rdfs:label ?who }")? {
//!     assert_eq!(row?.text("who"), "a spokesman");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod agreement;
pub mod articles;
pub mod built;
pub mod calibration;
pub mod claims;
#[cfg(feature = "terminal")]
pub mod cli;
pub mod columns;
pub mod compile;
pub mod conformance;
pub mod deciding;
pub mod disk;
pub mod door;
pub mod edits;
pub mod export;
pub mod extraction;
pub mod files;
pub mod filing;
pub mod graph;
pub mod inference;
pub mod input;
pub mod model;
pub mod ontology;
pub mod project;
pub mod prompting;
pub mod query;
pub mod rdf;
pub mod resolution;
pub mod review;
pub mod scoring;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "parquet")]
pub mod shard;
pub mod validation;

pub use door::{Answer, AnswerRow, Graph, GraphError};
// Their types are in the interface, so a program that uses both needs the very same versions.
pub use oxigraph;
pub use petgraph;
pub use relata_shapes as shapes;
pub use relata_store::{self as store, evaluation};
pub use relata_table::{self as table, diagnostic};
pub use relata_tabular as tabular;

/// The README, whose Rust is compiled like every other example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
