//! How does it leave?
//!
//! One file a format and one entry in [`FORMATS`]. Every writer takes a `Write`,
//! and the same graph always gives the same bytes.

pub mod look;
pub(crate) mod markup;
pub mod network;
pub mod picture;
pub mod rdf;
pub mod report;
mod safe_cells;
pub mod scene;
pub mod tables;
pub(crate) mod told;

pub use safe_cells::SafeCells;
use std::cell::RefCell;
use std::io::{self, Write};

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::claims::Claims;
use crate::model::words;
use crate::rdf::iri::Namespace;
use network::{cx2, cytoscape, gephi_csv, gexf, graphml, jgf, kgtk, neo4j_csv, node_link, pajek};
#[cfg(feature = "png")]
use picture::png;
use picture::{dot, html, mermaid, svg};
use rdf::nanopub;
use scene::Scene;
use tables::annotation;

/// A way out of the graph.
#[derive(Debug, Clone, Copy)]
pub struct ExportFormat {
    /// Its name on the command line, and the usual ending of its files.
    pub name: &'static str,
    /// The programs that read it.
    pub about: &'static str,
    /// The function that writes it.
    pub writer: FormatWriter,
}

/// The function that writes a format, by what it needs and what it makes.
#[derive(Debug, Clone, Copy)]
pub enum FormatWriter {
    /// One file, from a view.
    Scene(fn(&Scene<'_>, &ExportOptions, &mut dyn Write) -> Result<(), ExportError>),
    /// One file that tells of every claim of a view, for which it is given the namespace of the project.
    Telling(fn(&Scene<'_>, &Namespace, &ExportOptions, &mut dyn Write) -> Result<(), ExportError>),
    /// One file, from a view whose nodes have places, where they are not too many.
    Placed(fn(&Scene<'_>, &ExportOptions, &mut dyn Write) -> Result<(), ExportError>),
    /// Several files in a folder, from a view.
    Folder {
        /// Their names.
        files: &'static [&'static str],
        /// Writes them; it is given a way to make a file of a name.
        write: fn(&Scene<'_>, &ExportOptions, &mut MakeFile<'_>) -> Result<(), ExportError>,
    },
    /// Several files in a folder, from all claims.
    Tables {
        /// Their names.
        files: &'static [&'static str],
        /// Writes them; it is given the namespace of the project and a way to make a file of a name.
        write: fn(&Claims<'_>, &Namespace, &ExportOptions, &mut MakeFile<'_>) -> Result<(), ExportError>,
    },
    /// One file, from all claims.
    Claims(fn(&Claims<'_>, &Namespace, &ExportOptions, &mut dyn Write) -> Result<(), ExportError>),
    /// Every quad.
    Rdf(RdfFormat),
}

/// Makes the file of a name.
pub type MakeFile<'a> = dyn FnMut(&str) -> io::Result<Box<dyn Write>> + 'a;

/// Choices that some formats offer.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// GEXF 1.2 instead of 1.3.
    pub gexf_1_2: bool,
    /// The name of the list of edges in node-link JSON; `edges` when not given.
    pub links_key: Option<String>,
    /// A byte-order mark before CSV, which Excel wants.
    pub excel: bool,
    /// Write however many edges there are.
    pub any_size: bool,
    /// The look of pictures.
    pub picture: Picture,
    /// Remarks on what was written, for the user.
    pub remarks: RefCell<Vec<String>>,
}

/// The look of a picture.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its subject.
    pub subject: Subject,
    /// The lanes of a timeline.
    pub lanes: Lanes,
    /// The arrangement of its nodes.
    pub arrange: Arrange,
    /// The program of GraphViz that arranges the nodes instead.
    pub engine: Option<svg::GraphvizEngine>,
    /// On which ground.
    pub theme: svg::Theme,
    /// Pixels a point, in PNG.
    pub scale: f64,
    /// The beginning of all identifiers, for a page that holds several pictures.
    pub prefix: String,
    /// The rows of a matrix, where several have them in common; otherwise its own.
    pub matrix: Option<svg::MatrixFrame>,
}

impl Default for Picture {
    fn default() -> Picture {
        Picture {
            subject: Subject::default(),
            lanes: Lanes::default(),
            arrange: Arrange::default(),
            engine: None,
            theme: svg::Theme::default(),
            scale: 2.0,
            prefix: String::new(),
            matrix: None,
        }
    }
}

words! {
    /// The subject of a picture.
    Subject default Graph {
        /// Nodes and edges.
        Graph = "graph",
        /// What happened when.
        Timeline = "timeline",
        /// Who acts on whom, and how much.
        Matrix = "matrix",
    }
}

words! {
    /// The lanes of a timeline.
    Lanes default Actor {
        /// Who acts.
        Actor = "actor",
        /// What is done.
        Predicate = "predicate",
        /// Who says so: the publisher, otherwise the speaker.
        Source = "source",
    }
}

words! {
    /// The arrangement of the nodes of a picture.
    Arrange default Auto {
        /// In layers when small, by forces when larger.
        Auto = "auto",
        /// From left to right, by who acts on whom.
        Layered = "layered",
        /// Near the nodes they are joined to.
        Force = "force",
    }
}

impl ExportOptions {
    /// Notes something the user should know.
    pub fn remark(&self, remark: String) {
        let mut remarks = self.remarks.borrow_mut();
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
}

/// The reason why a graph was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// There are more edges than the format can show.
    #[error("{n} edges are more than {what} can show ({most})")]
    TooLarge {
        /// The number of edges.
        n: usize,
        /// The format.
        what: &'static str,
        /// The most that the format takes.
        most: usize,
    },
    /// The picture would not fit into memory.
    #[error("the picture would have {width:.0} by {height:.0} pixels")]
    TooManyPixels {
        /// Across.
        width: f64,
        /// Down.
        height: f64,
    },
    /// GraphViz is not installed.
    #[error("`{0}` of GraphViz is not installed")]
    NoEngine(&'static str),
    /// GraphViz failed.
    #[error("`{engine}` failed: {message}")]
    Engine {
        /// The program.
        engine: &'static str,
        /// Its message.
        message: String,
    },
    /// The output failed.
    #[error("cannot write the graph")]
    Write(#[from] io::Error),
}

const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };

/// Every format, in the order of help pages.
pub const FORMATS: &[ExportFormat] = &[
    ExportFormat { name: "svg", about: "a picture for browsers and print", writer: FormatWriter::Scene(svg::write) },
    #[cfg(feature = "png")]
    ExportFormat { name: "png", about: "a picture in pixels", writer: FormatWriter::Scene(png::write) },
    ExportFormat {
        name: "html",
        about: "one page to explore, search and read, offline",
        writer: FormatWriter::Telling(html::write),
    },
    ExportFormat { name: "dot", about: "GraphViz, yEd, OmniGraffle", writer: FormatWriter::Scene(dot::write) },
    ExportFormat {
        name: "mermaid",
        about: "GitHub, GitLab, Obsidian: Markdown",
        writer: FormatWriter::Scene(mermaid::write),
    },
    ExportFormat {
        name: "gexf",
        about: "Gephi, Gephi Lite, NetworkX; with time",
        writer: FormatWriter::Placed(gexf::write),
    },
    ExportFormat {
        name: "graphml",
        about: "yEd, Gephi, NetworkX, igraph, Cytoscape",
        writer: FormatWriter::Placed(graphml::write),
    },
    ExportFormat {
        name: "gephi-csv",
        about: "tables for Gephi; a folder",
        writer: FormatWriter::Folder { files: gephi_csv::FILES, write: gephi_csv::write },
    },
    ExportFormat {
        name: "neo4j-csv",
        about: "tables for Neo4j's import; a folder",
        writer: FormatWriter::Folder { files: neo4j_csv::FILES, write: neo4j_csv::write },
    },
    ExportFormat {
        name: "cytoscape",
        about: "Cytoscape.js JSON: Cytoscape, NetworkX",
        writer: FormatWriter::Placed(cytoscape::write),
    },
    ExportFormat { name: "cx2", about: "CX2: Cytoscape, NDEx", writer: FormatWriter::Placed(cx2::write) },
    ExportFormat {
        name: "node-link",
        about: "JSON of nodes and edges: NetworkX, D3",
        writer: FormatWriter::Placed(node_link::write),
    },
    ExportFormat { name: "jgf", about: "JSON Graph Format 2", writer: FormatWriter::Placed(jgf::write) },
    ExportFormat { name: "kgtk", about: "KGTK: a table of edges", writer: FormatWriter::Scene(kgtk::write) },
    ExportFormat {
        name: "pajek",
        about: "Pajek, and other tools for social networks",
        writer: FormatWriter::Placed(pajek::write),
    },
    ExportFormat {
        name: "claims",
        about: "tables of claims, entities and documents to edit and build again; a folder",
        writer: FormatWriter::Tables { files: tables::FILES, write: tables::write },
    },
    ExportFormat {
        name: "brat",
        about: "brat: texts with annotations beside them; a folder",
        writer: FormatWriter::Tables { files: annotation::brat::FILES, write: annotation::brat::write },
    },
    ExportFormat {
        name: "w3c",
        about: "Web Annotation: Recogito, Annotorious; JSON-LD",
        writer: FormatWriter::Claims(annotation::w3c::write),
    },
    ExportFormat {
        name: "doccano",
        about: "doccano: texts with entities and relations; JSONL",
        writer: FormatWriter::Claims(annotation::doccano::write),
    },
    ExportFormat { name: "nq", about: "N-Quads, sorted", writer: FormatWriter::Rdf(RdfFormat::NQuads) },
    ExportFormat { name: "nt", about: "N-Triples, sorted", writer: FormatWriter::Rdf(RdfFormat::NTriples) },
    ExportFormat { name: "ttl", about: "Turtle", writer: FormatWriter::Rdf(RdfFormat::Turtle) },
    ExportFormat { name: "trig", about: "TriG", writer: FormatWriter::Rdf(RdfFormat::TriG) },
    ExportFormat { name: "jsonld", about: "JSON-LD, without triple terms", writer: FormatWriter::Rdf(JSON_LD) },
    ExportFormat { name: "rdfxml", about: "RDF/XML", writer: FormatWriter::Rdf(RdfFormat::RdfXml) },
    ExportFormat {
        name: "nanopub",
        about: "Nanopublications, one a claim, in TriG",
        writer: FormatWriter::Scene(nanopub::write),
    },
];

/// The most edges with which nodes are given places in files for other programs, most of which have layouts of their
/// own.
pub const MOST_PLACED: usize = 2_000;
/// The most edges of a picture that can be read.
pub const MOST_DRAWN: usize = 5_000;

/// Fails when a picture would show more than anybody can read and the options do not insist.
///
/// # Errors
/// When there are more than [`MOST_DRAWN`] edges.
pub fn check_size(scene: &Scene<'_>, options: &ExportOptions) -> Result<(), ExportError> {
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
