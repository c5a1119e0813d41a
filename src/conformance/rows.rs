//! Cells in rows of tables, and lines of other sources.

use std::collections::BTreeMap;
use std::io;

use oxigraph::model::{NamedNodeRef, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::cells::column_of;
use super::lines::Excerpts;
use super::owners::RowRef;
use crate::compile::{display_path, shown_path};
use crate::diagnostic::{Finding, Place, codes};
use crate::files::unpacked;
use crate::input::entities::entity_from_row;
use crate::project::{Project, Source, SourceKind};
use crate::rdf::names::Names;
use crate::table::Table;
use crate::table::header::Header;

/// Opens the table of a source, whose faults were told when it was read for the graph.
fn open(project: &Project, source: &Source) -> io::Result<Option<Table<'static>>> {
    let Some(layout) = source.kind.layout() else { return Ok(None) };
    let file = project.open(source).and_then(unpacked)?;
    Table::open(&display_path(project, &source.path), file, layout, &source.mapping, &mut |_| ())
}

/// The rows of tables of entities and documents that declare these nodes.
pub(super) fn declared(project: &Project, nodes: &FxHashSet<&Term>) -> FxHashMap<Term, RowRef> {
    let mut found = FxHashMap::default();
    if nodes.is_empty() {
        return found;
    }
    let mut names = Names::new(project.namespace.clone());
    for source in &project.sources {
        if !matches!(source.kind, SourceKind::Entities | SourceKind::Documents) {
            continue;
        }
        let Ok(Some(mut table)) = open(project, source) else { continue };
        let file = shown_path(project, &source.path);
        loop {
            let node = match table.read() {
                Ok(None) | Err(_) => break,
                Ok(Some(Err(_))) => continue,
                Ok(Some(Ok(row))) => match source.kind {
                    SourceKind::Documents => row.get("id").map(|id| project.namespace.document(id)),
                    _ => entity_from_row(&row, &source.own, &mut Vec::new()).map(|entity| names.take_iri(&entity)),
                },
            };
            let Some(node) = node.map(Term::from) else { continue };
            if nodes.contains(&node) {
                let row = || RowRef { file: file.clone(), line: table.line(), properties: Vec::new() };
                found.entry(node).or_insert_with(row);
            }
        }
    }
    found
}

/// The places of rows: the cell of the property that is meant, else the identifier, else the row. Where several sources are
/// of one file, the first that has the row counts.
pub(super) fn find(project: &Project, rows: &[Option<RowRef>]) -> Vec<Option<Place>> {
    let mut by_file: BTreeMap<&str, BTreeMap<u64, Vec<usize>>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        if let Some(RowRef { file, line, .. }) = row {
            by_file.entry(file).or_default().entry(*line).or_default().push(index);
        }
    }
    let mut places: Vec<Option<Place>> = vec![None; rows.len()];
    for source in &project.sources {
        let Some(wanted) = by_file.get(shown_path(project, &source.path).as_str()) else { continue };
        // What cannot be opened any more has no place.
        match open(project, source) {
            Ok(Some(table)) => find_cells(project, source, table, (wanted, rows), &mut places),
            Ok(None) => find_lines(project, source, wanted, &mut places),
            Err(_) => {}
        }
    }
    places
}

/// Finds cells in a table.
fn find_cells(
    project: &Project,
    source: &Source,
    mut table: Table<'static>,
    (wanted, rows): (&BTreeMap<u64, Vec<usize>>, &[Option<RowRef>]),
    places: &mut [Option<Place>],
) {
    while let Ok(Some(_)) = table.read() {
        for &index in wanted.get(&table.line()).into_iter().flatten() {
            if places[index].is_some() {
                continue;
            }
            let properties = rows[index].iter().flat_map(|row| &row.properties);
            let mut fields =
                properties.filter_map(|property| field_of(project, source.kind, table.header(), property.as_ref()));
            let field = fields.next();
            let field = field.or_else(|| table.header().has("id").then(|| "id".to_owned())).unwrap_or_default();
            // The code is none that changes what is marked; the place is all that is taken.
            let finding = Finding::new(&codes::BROKEN_SHAPE, field, "");
            places[index] = Some(table.raw().diagnose(finding).place);
        }
    }
}

/// The column of a property, by the name that a finding calls it by, when the table has it.
fn field_of(project: &Project, kind: SourceKind, header: &Header, property: NamedNodeRef<'_>) -> Option<String> {
    let known = column_of(kind, property).filter(|column| header.has(column)).map(str::to_owned);
    let own = || {
        let is_own = |name: &&std::sync::Arc<str>| project.namespace.qualifier(name).as_ref() == property;
        header.names().iter().find(is_own).map(ToString::to_string)
    };
    known.or_else(own)
}

/// Finds rows of sources whose cells are known to their readers only: the line is shown.
fn find_lines(project: &Project, source: &Source, wanted: &BTreeMap<u64, Vec<usize>>, places: &mut [Option<Place>]) {
    let excerpts = Excerpts::read(&wanted.keys().copied().collect(), || project.open(source).and_then(unpacked));
    let shown = display_path(project, &source.path);
    for (line, indices) in wanted {
        for &index in indices {
            places[index].get_or_insert_with(|| excerpts.shown_at(Place { line: *line, ..Place::file(&shown) }, 0));
        }
    }
}
