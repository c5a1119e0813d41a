//! Which rows say it?
//!
//! One file a layout: [`claims`], [`entities`], [`documents`], [`judgements`], [`reviews`] turn rows of a
//! [`Table`](crate::table::Table) into values of the model; [`events`] and [`annotation`] do the same for
//! data sets of events and for files of annotation tools; [`rdf`] reads RDF files as they are. Rows
//! flow one at a time; a faulty one becomes a [`Finding`](crate::diagnostic::Finding) with
//! its cell and reading goes on. Names are not resolved here: a cell stays the
//! name the annotator wrote.

pub mod annotation;
pub mod claims;
pub mod documents;
pub mod entities;
pub mod events;
pub mod foreign;
pub mod guess;
pub mod guess_cells;
pub mod guess_parts;
pub mod headerless;
pub mod judgements;
pub mod look;
mod look_entities;
pub mod look_words;
pub mod own;
pub mod rdf;
mod rdf_bounds;
pub mod rdf_places;
pub mod reviews;
mod told_document;
mod turtle_tokens;
