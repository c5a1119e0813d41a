//! The columns of a table at hand: those of its schema, those of its header that no schema has, and virtual ones.

use std::rc::Rc;

use oxigraph::model::NamedNode;

use super::builtin;
use super::datatype::Datatype;
use super::document::{UNDETERMINED, base_of, resolve_name};
use super::inherited::Inherited;
use super::metadata::GroupTable;
use super::percent::{decoded, encoded};
use super::schema;
use super::template::{UriTemplate, VariableValue};
use relata_table::described::DescribedTable;
use relata_table::diagnostic::{Diagnostic, codes};

/// A column, with everything that is said about its cells.
#[derive(Debug)]
pub(super) struct CellColumn {
    /// As templates know it.
    pub(super) name: String,
    /// As messages call it: by its title in the header.
    pub(super) shown: String,
    /// Its position among the columns, from 1.
    pub(super) number: usize,
    /// Its position in the file, from 1; none when it is virtual.
    pub(super) source_number: Option<usize>,
    pub(super) is_suppressed: bool,
    pub(super) datatype: Rc<Datatype>,
    pub(super) about: Option<Rc<UriTemplate>>,
    pub(super) value: Option<Rc<UriTemplate>>,
    pub(super) property: Property,
    pub(super) default: String,
    /// None when it is undetermined.
    pub(super) language: Option<String>,
    pub(super) null: Vec<String>,
    pub(super) is_ordered: bool,
    pub(super) is_required: bool,
    pub(super) separator: Option<String>,
}

/// The property of the cells of a column.
#[derive(Debug)]
pub(super) enum Property {
    /// The same in every row; none when it is no IRI.
    Fixed(Option<NamedNode>),
    /// One that depends on the row.
    Changing(Rc<UriTemplate>),
}

impl CellColumn {
    pub(super) fn is_virtual(&self) -> bool {
        self.source_number.is_none()
    }

    /// True when other columns with the same template have the same subject.
    pub(super) fn shares_subject(&self) -> bool {
        self.about.as_ref().is_some_and(|about| !about.variables().any(is_of_column))
    }

    /// The value of a variable that does not depend on the row.
    pub(super) fn variable(&self, name: &str) -> Option<VariableValue> {
        let text = match name {
            "_column" => self.number.to_string(),
            "_sourceColumn" => self.source_number?.to_string(),
            "_name" => decoded(&self.name).unwrap_or_else(|| self.name.clone()),
            _ => return None,
        };
        Some(VariableValue::Text(text))
    }

    fn new(name: String, number: usize, source_number: Option<usize>, inherited: &Inherited, url: &str) -> CellColumn {
        let datatype = inherited.datatype.clone().unwrap_or_else(|| Rc::new(Datatype::plain(builtin::string())));
        let mut column = CellColumn {
            shown: name.clone(),
            name,
            number,
            source_number,
            is_suppressed: false,
            datatype,
            about: inherited.about.clone(),
            value: inherited.value.clone(),
            property: Property::Fixed(None),
            default: inherited.default.clone().unwrap_or_default(),
            language: inherited.lang.clone().filter(|code| code != UNDETERMINED),
            null: inherited.null.clone().unwrap_or_else(|| vec![String::new()]),
            is_ordered: inherited.ordered.unwrap_or(false),
            is_required: inherited.required.unwrap_or(false),
            separator: inherited.separator.clone().filter(|separator| !separator.is_empty()),
        };
        column.property = match &inherited.property {
            None => Property::Fixed(NamedNode::new(format!("{}#{}", without_fragment(url), column.name)).ok()),
            Some(template) if template.variables().all(is_of_column) => {
                let text = template.expand(&|name| column.variable(name));
                let iri = base_of(url).and_then(|base| resolve_name(&base, &text));
                Property::Fixed(iri.map(NamedNode::new_unchecked))
            }
            Some(template) => Property::Changing(template.clone()),
        };
        column
    }
}

/// True when a variable of templates is the same in every row.
fn is_of_column(name: &str) -> bool {
    ["_column", "_sourceColumn", "_name"].contains(&name)
}

/// An IRI without what stands behind `#`.
pub(super) fn without_fragment(iri: &str) -> &str {
    iri.split('#').next().unwrap_or(iri)
}

/// The columns of a table whose rows are at hand; what does not fit is reported.
pub(super) fn columns(
    table: &GroupTable,
    rows: &DescribedTable<'_>,
    report: &mut dyn FnMut(Diagnostic),
) -> Vec<CellColumn> {
    let (titles, n_skipped) = (rows.titles(), table.dialect.how.n_skipped_columns);
    let schema = table.schema.clone().unwrap_or_default();
    let inherited = schema.inherited.or(&table.inherited);
    let described: Vec<&schema::SchemaColumn> = schema.columns.iter().filter(|column| !column.is_virtual).collect();
    if table.schema.is_some() {
        check(table, &described, titles, &inherited, report);
    }
    let n_real = described.len().max(rows.n_columns());
    let real = (0..n_real).map(|index| described.get(index).copied());
    let virtual_ones = schema.columns.iter().filter(|column| column.is_virtual).map(Some);
    let mut columns = Vec::new();
    for (index, column) in real.chain(virtual_ones).enumerate() {
        let number = index + 1;
        let in_header = titles.get(index).and_then(|titles| titles.first()).filter(|_| index < n_real);
        let title = match column {
            Some(column) => column.main_title.as_ref(),
            // What the schema does not describe has no name, unless there is no schema at all.
            None => in_header.filter(|_| table.schema.is_none()),
        };
        let named = column.and_then(|column| column.name.clone()).or_else(|| title.map(|title| encode_name(title)));
        let name = named.unwrap_or_else(|| format!("_col.{number}"));
        let source_number = (index < n_real).then_some(number + n_skipped);
        let own = column.map_or_else(|| inherited.clone(), |column| column.inherited.or(&inherited));
        let mut annotated = CellColumn::new(name, number, source_number, &own, &table.url);
        annotated.is_suppressed = column.is_some_and(|column| column.is_suppressed);
        if let Some(title) = in_header {
            annotated.shown.clone_from(title);
        }
        columns.push(annotated);
    }
    columns
}

/// Tells where the header and the schema are not of the same table.
fn check(
    table: &GroupTable,
    described: &[&schema::SchemaColumn],
    titles: &[Vec<String>],
    inherited: &Inherited,
    report: &mut dyn FnMut(Diagnostic),
) {
    let Some(place) = &table.place else { return };
    if titles.is_empty() {
        return;
    }
    if described.len() != titles.len() {
        let plural = |n: usize| if n == 1 { "1 column".to_owned() } else { format!("{n} columns") };
        let message = format!("the header has {}, the metadata {}", plural(titles.len()), plural(described.len()));
        let hint = "describe each column, in the order of the table; columns are matched by position";
        report(Diagnostic::new(&codes::HEADER_MISMATCH, (**place).clone(), message).hint(hint));
    }
    for (column, titles) in described.iter().zip(titles) {
        let language = column.inherited.lang.as_ref().or(inherited.lang.as_ref());
        let is_same = |language_of: &str, title: &str| {
            titles.iter().any(|own| own == title)
                && match_languages(language_of, language.map_or(UNDETERMINED, String::as_str))
        };
        let fits = titles.is_empty()
            || column.titles.is_empty()
            || column.titles.iter().any(|(language, title)| is_same(language, title));
        if let (false, Some(found)) = (fits, titles.first()) {
            let expected = column.titles.first().map_or("", |(_, title)| title);
            let message = format!("the header says `{found}` where the metadata says `{expected}`");
            let hint = "add the title of the header to `titles`, in the language of the table";
            report(Diagnostic::new(&codes::HEADER_MISMATCH, (*column.place).clone(), message).hint(hint));
        }
    }
}

/// True when two codes mean the same language as far as the shorter one says.
fn match_languages(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let begins =
        |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    a == UNDETERMINED || b == UNDETERMINED || begins(&a, &b) || begins(&b, &a)
}

/// A title as a name that templates can hold.
fn encode_name(title: &str) -> String {
    encoded(title, |_, byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
}
