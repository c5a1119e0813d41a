//! Schemas: the columns of a table, and its keys.

use std::rc::Rc;

use super::document::{Fatal, MetadataDocument, MetadataReader, is_language, kind_of};
use super::inherited::{self, Inherited};
use super::template::is_name;
use relata_table::diagnostic::Place;
use relata_table::json::Json;

/// The columns of a table and its keys, as metadata describes them.
#[derive(Debug, Default)]
pub(super) struct Schema {
    pub(super) id: Option<String>,
    pub(super) columns: Vec<SchemaColumn>,
    pub(super) primary_key: Vec<usize>,
    pub(super) row_titles: Vec<usize>,
    pub(super) foreign_keys: Vec<ForeignKey>,
    pub(super) inherited: Inherited,
}

/// A column as metadata describes it.
#[derive(Debug, Clone)]
pub(super) struct SchemaColumn {
    /// Its own name.
    pub(super) name: Option<String>,
    /// Titles with the codes of their languages.
    pub(super) titles: Vec<(String, String)>,
    /// The first title in the default language.
    pub(super) main_title: Option<String>,
    pub(super) is_suppressed: bool,
    pub(super) is_virtual: bool,
    pub(super) inherited: Inherited,
    pub(super) place: Rc<Place>,
}

/// Columns whose cells name a row of a table.
#[derive(Debug, Clone)]
pub(super) struct ForeignKey {
    pub(super) columns: Vec<usize>,
    pub(super) target: KeyTarget,
    /// Names of columns there.
    pub(super) names: Vec<String>,
    pub(super) place: Rc<Place>,
}

/// The name by which a foreign key means the table it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KeyTarget {
    /// By the IRI of its file.
    Table(String),
    /// By that of its schema.
    Schema(String),
}

const PROPERTIES: &[&str] = &["columns", "foreignKeys", "primaryKey", "rowTitles"];
const COLUMN_PROPERTIES: &[&str] = &["name", "suppressOutput", "titles", "virtual"];

impl MetadataReader<'_> {
    /// The property `tableSchema` of an object; one that is a link is read from its file.
    pub(super) fn schema(&mut self, object: &Json) -> Result<Option<Rc<Schema>>, Fatal> {
        let Some(value) = object.get("tableSchema") else { return Ok(None) };
        if value.is_object() {
            return Ok(Some(Rc::new(self.read_schema(value)?)));
        }
        if value.text().is_none() {
            let message = format!("`tableSchema` is {}, which should be an object or a link", kind_of(value));
            self.warn(value, "tableSchema", message, "write `{ \"columns\": [ … ] }`");
            return Ok(Some(Rc::default()));
        }
        let Some(iri) = self.link(object, "tableSchema")? else { return Ok(None) };
        let file = self.file_of(&iri);
        let document = MetadataDocument::open(&file, Some(self.place(value, "tableSchema")), self.library)?;
        let top = document.parse()?;
        let mut schema = MetadataReader::new(&document, &file, &top, self.library, self.report)?.read_schema(&top)?;
        schema.id.get_or_insert(iri);
        Ok(Some(Rc::new(schema)))
    }

    fn read_schema(&mut self, object: &Json) -> Result<Schema, Fatal> {
        self.check_type(object, "Schema")?;
        self.annotations(object, &[PROPERTIES, inherited::PROPERTIES].concat())?;
        let columns = self.columns(object)?;
        let mut schema =
            Schema { id: self.link(object, "@id")?, inherited: self.inherited(object)?, columns, ..Schema::default() };
        schema.primary_key = self.column_reference(object, "primaryKey", &schema.columns);
        schema.row_titles = self.column_reference(object, "rowTitles", &schema.columns);
        for key in self.objects(object, "foreignKeys") {
            let key = self.foreign_key(key, &schema.columns)?;
            schema.foreign_keys.push(key);
        }
        Ok(schema)
    }

    fn columns(&mut self, object: &Json) -> Result<Vec<SchemaColumn>, Fatal> {
        let mut columns: Vec<SchemaColumn> = Vec::new();
        for value in self.objects(object, "columns") {
            let column = self.column(value)?;
            if let Some(name) = &column.name
                && columns.iter().any(|other| other.name.as_ref() == Some(name))
            {
                let hint = "give one of them another name";
                return Err(self.fatal(value, "name", format!("two columns have the name `{name}`"), hint));
            }
            if !column.is_virtual && columns.last().is_some_and(|last| last.is_virtual) {
                let hint = "put virtual columns behind all others";
                return Err(self.fatal(value, "virtual", "a column of the table stands behind a virtual one", hint));
            }
            columns.push(column);
        }
        Ok(columns)
    }

    fn column(&mut self, object: &Json) -> Result<SchemaColumn, Fatal> {
        self.check_type(object, "Column")?;
        self.link(object, "@id")?;
        self.annotations(object, &[COLUMN_PROPERTIES, inherited::PROPERTIES].concat())?;
        let name = self.text(object, "name");
        let is_sound = |name: &String| is_name(name) && !name.starts_with('_');
        if name.as_ref().is_some_and(|name| !is_sound(name)) {
            self.warn_value(
                object,
                "name",
                "which may hold letters and digits of ASCII, `_` behind the first, and `.` inside",
            );
        }
        let titles = self.titles(object);
        let in_default = titles.iter().find(|(language, _)| *language == self.language || language == "und");
        Ok(SchemaColumn {
            name: name.filter(is_sound),
            main_title: in_default.map(|(_, title)| title.clone()),
            titles,
            is_suppressed: self.boolean(object, "suppressOutput").unwrap_or(false),
            is_virtual: self.boolean(object, "virtual").unwrap_or(false),
            inherited: self.inherited(object)?,
            place: Rc::new(self.place(object, "")),
        })
    }

    /// Titles by language: a text, a list, or an object of such.
    fn titles(&mut self, object: &Json) -> Vec<(String, String)> {
        let Some(value) = object.get("titles") else { return Vec::new() };
        let mut titles = Vec::new();
        if value.is_object() {
            for (language, texts) in value.members() {
                if is_language(language) {
                    self.add_titles(texts, language, &mut titles);
                } else {
                    let message = format!("`{language}` is no code of a language; these titles are passed over");
                    self.warn(texts, "titles", message, "write a code such as `en`, or `und` for none");
                }
            }
        } else {
            let language = self.language.clone();
            self.add_titles(value, &language, &mut titles);
        }
        titles
    }

    fn add_titles(&mut self, texts: &Json, language: &str, titles: &mut Vec<(String, String)>) {
        for text in texts.each() {
            match text.text() {
                Some(title) => titles.push((language.to_owned(), title.to_owned())),
                None => self.warn(
                    text,
                    "titles",
                    format!("a title is {}, which should be a text", kind_of(text)),
                    "write it between quotes",
                ),
            }
        }
    }

    /// Columns that a property names; none, with a warning, when one is not there.
    fn column_reference(&mut self, object: &Json, name: &str, columns: &[SchemaColumn]) -> Vec<usize> {
        let Some(value) = object.get(name) else { return Vec::new() };
        let names = value.each().iter().map(Json::text);
        let found: Option<Vec<usize>> = names.map(|name| position(columns, name?)).collect();
        let found = found.unwrap_or_default();
        if found.is_empty() {
            let message = format!("`{name}` names no column by its `name`");
            self.warn(value, name, message, "write the `name` of a column, or a list of names");
        }
        found
    }

    fn foreign_key(&mut self, object: &Json, columns: &[SchemaColumn]) -> Result<ForeignKey, Fatal> {
        self.only(object, &["columnReference", "reference"])?;
        let own = self.key_names(object)?;
        let missing = own.iter().find(|name| position(columns, name).is_none());
        if let Some(missing) = missing {
            let at = object.get("columnReference").unwrap_or(object);
            let hint = "write the `name` of a column of this schema";
            return Err(self.fatal(at, "columnReference", format!("no column has the name `{missing}`"), hint));
        }
        let Some(reference) = object.get("reference").filter(|reference| reference.is_object()) else {
            let hint = "write `\"reference\": { \"resource\": \"table.csv\", \"columnReference\": \"name\" }`";
            return Err(self.fatal(object, "reference", "a foreign key says no table it leads to", hint));
        };
        self.only(reference, &["columnReference", "resource", "schemaReference"])?;
        let target = match (self.link(reference, "resource")?, self.link(reference, "schemaReference")?) {
            (Some(table), None) => KeyTarget::Table(table),
            (None, Some(schema)) => KeyTarget::Schema(schema),
            _ => {
                let hint = "write `resource` with the table, or `schemaReference` with its schema";
                return Err(self.fatal(reference, "reference", "a reference names one table or one schema", hint));
            }
        };
        let names = self.key_names(reference)?;
        if names.len() != own.len() {
            let message = "a foreign key has another number of columns than what it leads to";
            return Err(self.fatal(reference, "columnReference", message, "name as many columns on both sides"));
        }
        let columns = own.iter().filter_map(|name| position(columns, name)).collect();
        Ok(ForeignKey { columns, target, names, place: Rc::new(self.place(object, "foreignKeys")) })
    }

    /// The names under `columnReference`, of which there has to be one.
    fn key_names(&mut self, object: &Json) -> Result<Vec<String>, Fatal> {
        let value = object.get("columnReference");
        let names = value.and_then(|value| {
            value.each().iter().map(|name| name.text().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        names.filter(|names| !names.is_empty()).ok_or_else(|| {
            self.fatal(
                value.unwrap_or(object),
                "columnReference",
                "a key names no column",
                "write the `name` of a column, or a list of names",
            )
        })
    }

    /// Refuses an object with other properties.
    fn only(&self, object: &Json, known: &[&str]) -> Result<(), Fatal> {
        match object.members().iter().find(|(name, _)| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, value)) => {
                let message = format!("`{name}` may not stand in a foreign key");
                Err(self.fatal(value, name, message, format!("only {} may", known.join(", "))))
            }
        }
    }
}

/// The column that has this name of its own.
pub(super) fn position(columns: &[SchemaColumn], name: &str) -> Option<usize> {
    columns.iter().position(|column| column.name.as_deref() == Some(name))
}
