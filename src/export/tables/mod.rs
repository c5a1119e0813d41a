//! Tables of claims, entities and documents: the graph as it can be edited in a spreadsheet and built again.
//!
//! What comes from RDF files of the project stays there. Built with the same
//! project file, the tables give the same graph, but for the names of the files
//! and lines that claims are from.

pub mod annotation;

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Component, Path};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::claims::whole::{Cells, Whole};
use crate::claims::{Claims, Id};
use crate::columns::{CLAIMS, DOCUMENTS, ENTITIES};
use crate::export::{ExportError, ExportOptions, MakeFile};
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;
use crate::table::header::Layout;

/// What is written into the folder.
pub const FILES: &[&str] = &["claims.csv", "entities.csv", "documents.csv"];

/// Between the parts of a cell.
const BETWEEN: &str = ";";

/// The column that comes first.
const ID: &str = "id";

/// Writes the tables, rows in the order of their IRIs; columns nobody uses are left out.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    claims: &Claims<'_>,
    namespace: &Namespace,
    options: &ExportOptions,
    make: &mut MakeFile<'_>,
) -> Result<(), ExportError> {
    let whole = Whole::new(claims, namespace);
    let mut start = |name: &str| -> io::Result<Box<dyn io::Write>> {
        let mut out = make(name)?;
        if options.excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        Ok(out)
    };
    let (entities, documents) = (claims.entities(), claims.of_class(vocab::DOCUMENT));
    let texts = Texts::new(&whole, &documents);
    let rows = |take: &mut Take<'_>| {
        let claims = (0..claims.rows().len()).filter_map(|index| whole.claim(index));
        claims.into_iter().try_for_each(|claim| take(&whole.cells_of_claim(&claim)))
    };
    write_table(&CLAIMS, rows, start("claims.csv")?)?;
    let rows =
        |take: &mut Take<'_>| entities.iter().try_for_each(|id| take(&whole.cells_of_entity(&whole.entity(*id))));
    write_table(&ENTITIES, rows, start("entities.csv")?)?;
    let rows = |take: &mut Take<'_>| {
        documents.iter().try_for_each(|id| {
            let mut document = whole.document(*id);
            document.path = texts.paths.get(id).cloned().or(document.path);
            take(&whole.cells_of_document(&document))
        })
    };
    write_table(&DOCUMENTS, rows, start("documents.csv")?)?;
    for id in &documents {
        if let (Some(path), Some(text)) = (texts.paths.get(id), texts.text(*id)) {
            let mut out = make(path)?;
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(())
}

/// Where the texts of documents are written: where their own files were, or below `texts/`.
struct Texts<'a> {
    claims: &'a Claims<'a>,
    paths: FxHashMap<Id, String>,
}

impl<'a> Texts<'a> {
    fn new(whole: &Whole<'a>, documents: &[Id]) -> Texts<'a> {
        let claims = whole.claims();
        let mut paths = FxHashMap::default();
        let has_text = |id: &&Id| !claims.values(**id, vocab::SCHEMA_TEXT).is_empty();
        // Some file systems take large and small letters for the same.
        let mut taken: BTreeSet<String> = FILES.iter().map(|name| (*name).to_owned()).collect();
        for id in documents.iter().filter(has_text) {
            let own = whole.document(*id).path.filter(|path| is_below(path));
            let name = file_name(&whole.document_cell(*id));
            let others =
                (1..).map(|n| if n == 1 { format!("texts/{name}.txt") } else { format!("texts/{name}-{n}.txt") });
            let path = own.into_iter().chain(others).find(|path| taken.insert(path.to_lowercase()));
            paths.extend(path.map(|path| (*id, path)));
        }
        Texts { claims, paths }
    }

    fn text(&self, document: Id) -> Option<String> {
        self.claims.values(document, vocab::SCHEMA_TEXT).first().map(|text| self.claims.text(*text))
    }
}

/// True when a path leads from a folder to a file below it.
fn is_below(path: &str) -> bool {
    !path.contains(['\\', ':']) && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// An identifier as the name of a file on any system, so short that an ending and a number still fit.
pub(super) fn file_name(id: &str) -> String {
    /// Bytes that are kept of a long name. File systems take 255.
    const MOST: usize = 120;
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let name: String = id.trim_matches(['<', '>']).chars().map(safe).collect();
    let name = name.trim_matches('.');
    if name.len() > MOST {
        // Long identifiers are addresses that often differ in their ends only.
        return format!("{}-{:016x}", start_of(name, MOST), xxh3_64(id.as_bytes()));
    }
    if name.is_empty() { "document".to_owned() } else { name.to_owned() }
}

/// The first characters of a text, in so many bytes at most.
pub(in crate::export) fn start_of(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// Takes a row.
type Take<'t> = dyn FnMut(&Cells<'_>) -> csv::Result<()> + 't;

/// Writes rows, which are made twice: first to see which columns are used, then to be written. None is kept.
fn write_table(
    layout: &Layout,
    rows: impl Fn(&mut Take<'_>) -> csv::Result<()>,
    out: impl io::Write,
) -> io::Result<()> {
    let mut columns: Vec<Arc<str>> = Vec::new();
    rows(&mut |cells| {
        for (column, _) in cells {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
        Ok(())
    })?;
    columns.sort_by_key(|column| rank(layout, column));
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns.iter().map(|column| column.as_bytes()))?;
    rows(&mut |cells| {
        let cell = |column: &Arc<str>| {
            let values = cells.iter().filter(|(name, _)| name == column).map(|(_, value)| value.as_ref());
            values.collect::<Vec<_>>().join(BETWEEN)
        };
        writer.write_record(columns.iter().map(cell))
    })?;
    writer.flush()
}

/// Where a column stands: the identifier first, then as the layout has them, and behind them those without meaning.
fn rank(layout: &Layout, name: &str) -> (usize, usize) {
    let place = |layout: &Layout| layout.columns.iter().position(|column| column.name == name);
    match place(layout) {
        Some(_) if name == ID => (0, 0),
        Some(at) => (1, at),
        // Among them come first those that other tables have a meaning for.
        None => {
            let mut others = [&ENTITIES, &DOCUMENTS].into_iter().enumerate();
            let known = others.find_map(|(nth, other)| Some((2 + nth, place(other)?)));
            known.unwrap_or((4, 0))
        }
    }
}
