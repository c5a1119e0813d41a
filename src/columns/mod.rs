//! What stands in a column?
//!
//! One table a model type: [`CLAIM`], [`ENTITY`], [`DOCUMENT`], [`JUDGEMENT`] and [`REVIEW`] list the columns of a row of claims,
//! entities, documents, judgements and reviews. A [`Field`] has the names of a column, what its cells hold, the RDF property it is written as, and how
//! its value is got from and set on the model. Readers of rows, writers of tables and of RDF, and the reader of the
//! graph go by these tables, so that a column more is a line here. Nothing here knows files, terms of a graph, or what
//! is wrong with a cell.

mod claim;
mod content;
mod document;
mod entity;
mod judgement;
mod predicate;
mod review;
mod spans;
pub mod stored;

use oxigraph::model::NamedNodeRef;

pub use claim::{CLAIM, CLAIMS, OF_DOCUMENT, is_of_document};
pub use content::Content;
pub use document::{DOCUMENT, DOCUMENTS};
pub use entity::{ENTITIES, ENTITY, parse_point};
pub use judgement::{JUDGEMENT, JUDGEMENTS};
pub use predicate::PREDICATES;
pub use review::{REVIEW, REVIEWS};
pub use spans::{is_span_column, span_cells, span_columns, take_spans};

use crate::model::Grade;
use crate::table::header::{Column, Missable, Several};

/// What the cells of a column hold. It decides how they are checked, and how they are written in RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Any text.
    Text,
    /// A text in the language of the document it is from.
    Title,
    /// The words of a document exactly as they stand there.
    Quote,
    /// The identifier of what the row is about.
    Id,
    /// The name of something else: an entity, a document, a predicate, a code.
    Name,
    /// The identifier of another claim.
    Claim,
    /// A date as EDTF has it.
    Date,
    /// One of a few words.
    Word,
    /// A place in a text.
    Offset,
    /// A number from 0 to 1 as written.
    Share,
    /// A grade of the Admiralty scale, or a number from 0 to 1 as written.
    Grade,
    /// The tag of a language.
    Language,
    /// A web address.
    Address,
    /// An item of Wikidata.
    Item,
    /// Degrees of latitude and longitude.
    Point,
}

/// A column of a table, and the field of the model that its cells fill.
#[derive(Debug)]
pub struct Field<T: 'static> {
    /// How the column is called.
    pub column: Column,
    /// What its cells hold.
    pub holds: Holds,
    /// The property of the row's thing that has these values, where one belongs to the column alone.
    pub property: Option<NamedNodeRef<'static>>,
    /// Words in several languages, apart by `|`, that a foreign table may call such a column.
    pub telling: &'static str,
    /// Gets what the model says.
    pub get: for<'a> fn(&'a T) -> Content<'a>,
    /// Sets one value, or adds it where there can be several; false when it is none.
    pub set: fn(&mut T, String) -> bool,
}

impl<T> Field<T> {
    /// A field that is known by the names of its column only.
    const fn new(
        column: Column,
        holds: Holds,
        get: for<'a> fn(&'a T) -> Content<'a>,
        set: fn(&mut T, String) -> bool,
    ) -> Field<T> {
        let missable = match (holds, column.missable) {
            (Holds::Name, Missable::Any) => Missable::Name,
            (Holds::Quote | Holds::Title, _) => Missable::Never,
            (_, missable) => missable,
        };
        Field { column: column.missable(missable), holds, property: None, telling: "", get, set }
    }

    /// The same field, written as this property.
    const fn property(self, property: NamedNodeRef<'static>) -> Field<T> {
        Field { property: Some(property), ..self }
    }

    /// The same field, which foreign tables may call by other words, too.
    const fn telling(self, telling: &'static str) -> Field<T> {
        Field { telling, ..self }
    }

    /// The column's name.
    pub fn name(&self) -> &'static str {
        self.column.name
    }

    /// True when there can be several values.
    pub fn is_list(&self) -> bool {
        self.column.several == Several::List
    }

    /// True when any text is a value, so that no cell can be wrong.
    pub fn is_free(&self) -> bool {
        matches!(self.holds, Holds::Text | Holds::Title | Holds::Name | Holds::Claim) && !self.column.required
    }

    /// The property, where its values are the cells themselves; names are resolved first, and other values have nodes of
    /// their own.
    pub fn plain_property(&self) -> Option<NamedNodeRef<'static>> {
        let is_plain = !matches!(self.holds, Holds::Name | Holds::Claim | Holds::Word | Holds::Id);
        self.property.filter(|_| is_plain)
    }
}

/// The columns of fields, as layouts have them.
const fn columns<T, const N: usize>(fields: &[Field<T>; N]) -> [Column; N] {
    let mut columns = [Column::optional("", &[]); N];
    let mut at = 0;
    while at < N {
        columns[at] = fields[at].column;
        at += 1;
    }
    columns
}

/// Sets a field that holds a text; setters answer alike, so this one says that the text is a value.
fn put(field: &mut Option<String>, cell: String) -> bool {
    *field = Some(cell);
    true
}

/// Adds to a field that holds several texts.
fn add(field: &mut Vec<String>, cell: String) -> bool {
    field.push(cell);
    true
}

/// The grade that a cell is, as the table writes it: a sign in capitals, a number as it stands; none when it is neither.
pub fn graded<G: Grade>(cell: String) -> Option<Option<String>> {
    let sign = G::of_sign(&cell).map(|grade| grade.sign().to_owned());
    sign.or_else(|| G::of_cell(&cell).map(|_| cell)).map(Some)
}

/// Sets a field to what was read; false when that is nothing.
fn set<V>(field: &mut V, value: Option<V>) -> bool {
    let is_read = value.is_some();
    if let Some(value) = value {
        *field = value;
    }
    is_read
}
