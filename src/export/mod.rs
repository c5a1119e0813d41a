//! How does it leave?
//!
//! One file a format and one entry in [`FORMATS`]. Every writer takes a `Write`,
//! and the same graph always gives the same bytes.

pub mod dot;
pub mod look;
mod markup;
pub mod rdf;
pub mod report;
pub mod scene;
pub mod sketch;

use std::io::{self, Write};

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use rdf::nanopub;
use scene::Scene;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A way out of the graph.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name on the command line, and the usual ending of its files.
    pub name: &'static str,
    /// Who reads it.
    pub about: &'static str,
    /// How it is written.
    pub writer: Writer,
}

/// How a format is written.
#[derive(Debug, Clone, Copy)]
pub enum Writer {
    /// One file, from a view.
    Scene(fn(&Scene<'_>, &Options, &mut dyn Write) -> Result<(), ExportError>),
    /// Several files in a folder, from a view; the function is given a way to make them, by name.
    Folder(fn(&Scene<'_>, &Options, &mut MakeFile<'_>) -> Result<(), ExportError>),
    /// Every quad.
    Rdf(RdfFormat),
}

/// Makes the file of a name.
pub type MakeFile<'a> = dyn FnMut(&str) -> io::Result<Box<dyn Write>> + 'a;

/// What some formats let one choose.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// GEXF 1.2 instead of 1.3.
    pub gexf_1_2: bool,
    /// The name of the list of edges in node-link JSON; `edges` when not given.
    pub links_key: Option<String>,
    /// A byte-order mark before CSV, which Excel wants.
    pub excel: bool,
    /// Write however many edges there are.
    pub any_size: bool,
}

/// Why a graph was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There are more edges than the format can show.
    #[error("{n} edges are more than {what} can show ({most})")]
    TooLarge {
        /// How many there are.
        n: usize,
        /// The format.
        what: &'static str,
        /// How many it takes.
        most: usize,
    },
    /// The output failed.
    #[error("cannot write the graph")]
    Write(#[from] io::Error),
}

const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };

/// Every format, in the order of help pages.
pub const FORMATS: &[Format] = &[
    Format { name: "dot", about: "GraphViz, yEd, OmniGraffle", writer: Writer::Scene(dot::write) },
    Format { name: "nq", about: "N-Quads, sorted", writer: Writer::Rdf(RdfFormat::NQuads) },
    Format { name: "nt", about: "N-Triples, sorted", writer: Writer::Rdf(RdfFormat::NTriples) },
    Format { name: "ttl", about: "Turtle", writer: Writer::Rdf(RdfFormat::Turtle) },
    Format { name: "trig", about: "TriG", writer: Writer::Rdf(RdfFormat::TriG) },
    Format { name: "jsonld", about: "JSON-LD, without triple terms", writer: Writer::Rdf(JSON_LD) },
    Format { name: "rdfxml", about: "RDF/XML", writer: Writer::Rdf(RdfFormat::RdfXml) },
    Format { name: "nanopub", about: "Nanopublications, one a claim, in TriG", writer: Writer::Scene(nanopub::write) },
];

/// Beyond so many edges no picture can be read.
pub const MOST_DRAWN: usize = 5_000;

/// Fails when a picture would show more than anybody can read and the options do not insist.
///
/// # Errors
/// When there are more than [`MOST_DRAWN`] edges.
pub fn check_size(scene: &Scene<'_>, options: &Options) -> Result<(), ExportError> {
    match scene.view.graph.edge_count() {
        n if n > MOST_DRAWN && !options.any_size => {
            Err(ExportError::TooLarge { n, what: "a picture", most: MOST_DRAWN })
        }
        _ => Ok(()),
    }
}

/// `text` on one line, no wider than `most` terminal cells, with `…` where it was cut.
pub fn clip(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.width() <= most {
        return line;
    }
    let mut clipped = String::new();
    let mut width = 0;
    for c in line.chars() {
        width += c.width().unwrap_or(0);
        if width + 1 > most {
            break;
        }
        clipped.push(c);
    }
    clipped.trim_end().to_owned() + "…"
}

/// The words of `text` in lines of at most `width` terminal cells; a longer word has a line of its own.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
