//! relata builds a knowledge graph of what is reported: who did what to whom, and who says so.
//!
//! Sources are plain tables of claims, entities and documents. [`compile`] reads them row by row
//! ([`input`]) into plain values ([`model`]), resolves names, checks them ([`validation`], [`diagnostic`]) and turns
//! them into RDF ([`rdf`]) by the shipped vocabulary ([`ontology`]); [`columns`] tells what each column means. The
//! graph is kept by [`store`], asked by [`query`], read back by [`claims`], seen as a network by [`graph`], and leaves
//! through [`export`]. [`cli`] drives it all.
//!
//! ```
//! use relata::diagnostic::Report;
//! use relata::{built::build_in_memory, project::Project};
//! use relata::query::{Engine, Value};
//!
//! let folder = tempfile::tempdir()?;
//! let table = folder.path().join("claims.csv");
//! std::fs::write(&table, "subject,predicate,object,said_by\nIran,retaliated against,Israel,a spokesman\n")?;
//!
//! let project = Project::of_file(&table)?;
//! let mut report = Report::default();
//! let (store, _) = build_in_memory(&project, &mut report)?;
//! let engine = Engine::new(&store, project.prefixes());
//! let rows = engine.select("SELECT ?who { ?c rdf:subject kg:Iran ; ra:saidBy/rdfs:label ?who }")?;
//! assert_eq!(rows[0][0].as_ref().map(Value::text), Some("a spokesman"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod built;
pub mod claims;
#[cfg(feature = "terminal")]
pub mod cli;
pub mod columns;
pub mod compile;
pub mod export;
pub mod graph;
pub mod input;
pub mod model;
pub mod ontology;
pub mod project;
pub mod query;
pub mod rdf;
pub mod tabular;
pub mod validation;

pub use relata_store::{self as store, evaluation};
pub use relata_table::{self as table, diagnostic};
