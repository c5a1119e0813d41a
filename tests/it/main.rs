//! The only test binary; its modules mirror `src/`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod annotation;
mod architecture;
mod cli;
mod codes;
mod columns;
mod compile;
mod construct;
mod csvw;
mod date;
mod diagnostic;
mod evaluation;
mod events;
mod export;
mod format_reading;
mod formats;
mod graph;
mod kinds;
mod mapping;
mod measure;
mod measure_cli;
mod measure_definitions;
mod measure_readers;
mod ontology;
mod picture;
mod query;
mod rdf_readers;
mod readers;
mod readme;
mod record;
mod report;
mod samples;
mod store;
mod support;
mod tables;
mod w3c;
