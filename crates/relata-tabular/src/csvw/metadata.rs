//! Groups of tables: what a file of metadata is as a whole.

use std::rc::Rc;

use super::Mode;
use super::common::TableAnnotation;
use super::dialect::Dialect;
use super::document::{Fatal, MetadataDocument, MetadataReader};
use super::inherited::{self, Inherited};
use super::library::Library;
use super::schema::{KeyTarget, Schema, position};
use super::vocabulary;
use relata_table::diagnostic::{Diagnostic, Place, codes};
use relata_table::json::Json;

/// Tables that are described together.
#[derive(Debug)]
pub struct TableGroup {
    pub(super) id: Option<String>,
    pub(super) annotations: Vec<TableAnnotation>,
    pub(super) tables: Vec<GroupTable>,
    /// Prefixes that stand in the metadata.
    prefixes: Vec<(&'static str, &'static str)>,
}

/// A table as metadata describes it.
#[derive(Debug)]
pub(super) struct GroupTable {
    pub(super) url: String,
    /// The IRI of the file it is read from.
    pub(super) file: String,
    pub(super) id: Option<String>,
    pub(super) annotations: Vec<TableAnnotation>,
    pub(super) is_suppressed: bool,
    pub(super) dialect: Dialect,
    /// None when the header of the table is all there is.
    pub(super) schema: Option<Rc<Schema>>,
    pub(super) inherited: Inherited,
    /// The table that each foreign key of the schema leads to, and the columns there.
    pub(super) foreign: Vec<(usize, Vec<usize>)>,
    /// The place where metadata names it; none without metadata.
    pub(super) place: Option<Rc<Place>>,
}

const SHARED: &[&str] = &["dialect", "notes", "tableDirection", "tableSchema", "transformations"];
const TRANSFORMATION: &[&str] = &["url", "scriptFormat", "targetFormat", "source", "titles"];

impl TableGroup {
    /// Reads the metadata with the IRI `iri`; none, with faults reported, when it cannot be used.
    pub fn read(iri: &str, library: &Library<'_>, report: &mut dyn FnMut(Diagnostic)) -> Option<TableGroup> {
        match TableGroup::try_read(iri, library, report) {
            Ok(group) => Some(group),
            Err(fault) => {
                report(*fault);
                None
            }
        }
    }

    pub(super) fn try_read(
        iri: &str,
        library: &Library<'_>,
        report: &mut dyn FnMut(Diagnostic),
    ) -> Result<TableGroup, Fatal> {
        let document = MetadataDocument::open(iri, None, library)?;
        let top = document.parse()?;
        let mut group = MetadataReader::new(&document, iri, &top, library, report)?.group(&top)?;
        group.prefixes =
            vocabulary::prefixes().filter(|(prefix, _)| document.mentions(&format!("\"{prefix}:"))).collect();
        Ok(group)
    }

    /// The group of one table that nothing describes.
    pub(super) fn bare(url: &str) -> TableGroup {
        let table = GroupTable {
            url: url.to_owned(),
            file: url.to_owned(),
            id: None,
            annotations: Vec::new(),
            is_suppressed: false,
            dialect: Dialect::of_file(url),
            schema: None,
            inherited: Inherited::default(),
            foreign: Vec::new(),
            place: None,
        };
        TableGroup { id: None, annotations: Vec::new(), tables: vec![table], prefixes: Vec::new() }
    }

    /// Prefixes that shorten what is written.
    pub fn prefixes(&self, mode: Mode) -> Vec<(&'static str, &'static str)> {
        let is_own = |prefix: &str| prefix == "xsd" || (mode == Mode::Standard && prefix == "csvw");
        vocabulary::prefixes().filter(|known| self.prefixes.contains(known) || is_own(known.0)).collect()
    }

    /// The IRIs of the files its tables are in.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|table| table.file.as_str())
    }
}

/// The properties that a table takes from its group where it has none itself.
#[derive(Default)]
struct Shared {
    dialect: Option<Dialect>,
    schema: Option<Rc<Schema>>,
    inherited: Inherited,
}

impl MetadataReader<'_> {
    fn group(&mut self, top: &Json) -> Result<TableGroup, Fatal> {
        let is_group = top.get("tables").is_some() || top.get("@type").and_then(Json::text) == Some("TableGroup");
        let mut group = if is_group {
            self.read_group(top)?
        } else {
            TableGroup {
                id: None,
                annotations: Vec::new(),
                tables: vec![self.table(top, &Shared::default())?],
                prefixes: Vec::new(),
            }
        };
        resolve_keys(&mut group)?;
        Ok(group)
    }

    fn read_group(&mut self, top: &Json) -> Result<TableGroup, Fatal> {
        self.check_type(top, "TableGroup")?;
        let mut annotations = self.annotations(top, &[&["tables"], SHARED, inherited::PROPERTIES].concat())?;
        annotations.extend(self.notes(top)?);
        let shared = self.shared(top)?;
        let id = self.link(top, "@id")?;
        let mut tables = Vec::new();
        for value in self.objects(top, "tables") {
            tables.push(self.table(value, &shared)?);
        }
        if tables.is_empty() {
            let at = top.get("tables").unwrap_or(top);
            return Err(self.fatal(
                at,
                "tables",
                "the metadata describes no table",
                "write `\"tables\": [{ \"url\": \"table.csv\" }]`",
            ));
        }
        Ok(TableGroup { id, annotations, tables, prefixes: Vec::new() })
    }

    fn shared(&mut self, object: &Json) -> Result<Shared, Fatal> {
        self.word(object, "tableDirection", &["ltr", "rtl", "auto"]);
        for transformation in self.objects(object, "transformations") {
            self.check_transformation(transformation)?;
        }
        Ok(Shared { dialect: self.dialect(object)?, schema: self.schema(object)?, inherited: self.inherited(object)? })
    }

    /// Transformations are for other programs, but have to be right.
    fn check_transformation(&mut self, object: &Json) -> Result<(), Fatal> {
        self.check_type(object, "Template")?;
        self.link(object, "@id")?;
        self.annotations(object, TRANSFORMATION)?;
        self.word(object, "source", &["json", "rdf"]);
        for name in ["url", "scriptFormat", "targetFormat"] {
            if self.link(object, name)?.is_none() {
                return Err(self.fatal(
                    object,
                    name,
                    format!("a transformation has no `{name}`"),
                    "write it, or take the transformation out",
                ));
            }
        }
        Ok(())
    }

    fn table(&mut self, object: &Json, shared: &Shared) -> Result<GroupTable, Fatal> {
        self.check_type(object, "Table")?;
        let mut annotations =
            self.annotations(object, &[&["url", "suppressOutput"], SHARED, inherited::PROPERTIES].concat())?;
        annotations.extend(self.notes(object)?);
        let at = object.get("url");
        let Some(url) = self.link(object, "url")?.filter(|_| at.is_some_and(|at| at.text().is_some())) else {
            return Err(self.fatal(object, "url", "a table has no `url`", "write `\"url\": \"table.csv\"`"));
        };
        let own = self.shared(object)?;
        Ok(GroupTable {
            dialect: own.dialect.or_else(|| shared.dialect.clone()).unwrap_or_else(|| Dialect::of_file(&url)),
            file: self.file_of(&url),
            url,
            id: self.link(object, "@id")?,
            annotations,
            is_suppressed: self.boolean(object, "suppressOutput").unwrap_or(false),
            schema: own.schema.or_else(|| shared.schema.clone()),
            inherited: own.inherited.or(&shared.inherited),
            foreign: Vec::new(),
            place: Some(Rc::new(self.place(at.unwrap_or(object), "url"))),
        })
    }
}

/// Finds the table and the columns that each foreign key leads to.
fn resolve_keys(group: &mut TableGroup) -> Result<(), Fatal> {
    let schemas: Vec<Option<Rc<Schema>>> = group.tables.iter().map(|table| table.schema.clone()).collect();
    for index in 0..group.tables.len() {
        let Some(Some(schema)) = schemas.get(index) else { continue };
        let mut foreign = Vec::new();
        for key in &schema.foreign_keys {
            let refused = |message: String, hint: &str| {
                Box::new(Diagnostic::new(&codes::BAD_METADATA, (*key.place).clone(), message).hint(hint))
            };
            let is_target = |table: &GroupTable| match &key.target {
                KeyTarget::Table(url) => table.url == *url,
                KeyTarget::Schema(id) => table.schema.as_ref().is_some_and(|schema| schema.id.as_ref() == Some(id)),
            };
            let Some(target) = group.tables.iter().position(is_target) else {
                let (KeyTarget::Table(name) | KeyTarget::Schema(name)) = &key.target;
                return Err(refused(
                    format!("a foreign key leads to `{name}`, which is none of the tables"),
                    "list that table under `tables`",
                ));
            };
            let columns = schemas.get(target).and_then(Option::as_ref).map_or(&[][..], |schema| &schema.columns);
            let mut found = Vec::new();
            for name in &key.names {
                let Some(column) = position(columns, name) else {
                    let message = format!("a foreign key leads to a column `{name}`, which its table does not have");
                    return Err(refused(message, "write the `name` of a column of that table"));
                };
                found.push(column);
            }
            foreign.push((target, found));
        }
        if let Some(table) = group.tables.get_mut(index) {
            table.foreign = foreign;
        }
    }
    Ok(())
}
