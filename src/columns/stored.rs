//! Claims, entities and documents as rows of stored tables: nothing is lost on the way there and back.
//!
//! The columns are those of relata's own tables ([`CLAIM`], [`ENTITY`], [`DOCUMENT`]), in front of them where a claim is from,
//! behind them the columns that relata has no meaning for, as three lists of one length: names, types and cells.

use std::sync::{Arc, LazyLock};

use super::{CLAIM, Content, DOCUMENT, ENTITY, Field, Holds};
use crate::model::{CellType, Claim, Document, Entity, Origin, OwnColumn, Referent};
use crate::table::stored::{StoredCell, StoredColumn, StoredType};

/// The version of these tables. Tables of another version are not read.
pub const VERSION: &str = "1";

/// The key under which a stored table tells its version.
pub const VERSION_KEY: &str = "relata.tables";

/// The file a row was read from, relative to the project.
const FILE: StoredColumn = StoredColumn::text("file");
/// The line in that file.
const LINE: StoredColumn = StoredColumn::integer("line");
/// The place of the row among rows with the same identifier.
const RANK: StoredColumn = StoredColumn::integer("rank");
/// The names of the columns of the row that begin with `#` and are names all the same.
const NAMES: StoredColumn = StoredColumn::texts("names_with_hash");
/// Columns relata has no meaning for.
const OWN: [StoredColumn; 3] =
    [StoredColumn::texts("own_columns"), StoredColumn::texts("own_types"), StoredColumn::texts("own_cells")];

/// The columns of stored claims.
pub static STORED_CLAIMS: LazyLock<&'static [StoredColumn]> =
    LazyLock::new(|| leaked([FILE, LINE, RANK].into_iter().chain(of_fields(&CLAIM)).chain([NAMES]).chain(OWN)));

/// The columns of stored entities.
pub static STORED_ENTITIES: LazyLock<&'static [StoredColumn]> = LazyLock::new(|| leaked(of_fields(&ENTITY).chain(OWN)));

/// The columns of stored documents.
pub static STORED_DOCUMENTS: LazyLock<&'static [StoredColumn]> =
    LazyLock::new(|| leaked(of_fields(&DOCUMENT).chain(OWN)));

/// The list of columns of a table that lives as long as the program; there are three.
fn leaked(columns: impl Iterator<Item = StoredColumn>) -> &'static [StoredColumn] {
    Vec::leak(columns.collect())
}

fn of_fields<T>(fields: &'static [Field<T>]) -> impl Iterator<Item = StoredColumn> {
    fields.iter().map(|field| {
        let holds = match field.holds {
            Holds::Offset => StoredType::Integer,
            _ if field.is_list() => StoredType::Texts,
            _ => StoredType::Text,
        };
        StoredColumn { name: field.name(), holds }
    })
}

/// A claim with the place of its row among rows with the same identifier.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredClaim {
    /// The claim.
    pub claim: Claim,
    /// The least keeps what several rows claim.
    pub rank: u64,
}

/// The row of a claim. What its row tells of a document, and where parts of it stand in a text, is in no column: rows of
/// data sets have neither.
pub fn row_of_claim(claim: &Claim, rank: u64) -> Vec<StoredCell> {
    let file = StoredCell::Text(claim.origin.file.to_string());
    let mut row = vec![file, number(claim.origin.line), StoredCell::Integer(rank.cast_signed())];
    row.extend(CLAIM.iter().map(|field| cell_of((field.get)(claim))));
    let is_hashed = |end: &Referent| matches!(end, Referent::Name(name) if name.starts_with('#'));
    let hashed = [("subject", &claim.subject), ("object", &claim.object)].into_iter().filter(|(_, end)| is_hashed(end));
    row.push(StoredCell::of_texts(hashed.map(|(name, _)| name.to_owned()).collect()));
    row.extend(own_cells(&claim.qualifiers));
    row
}

/// The claim of a row; none when the row says what no claim can.
pub fn claim_of_row(mut row: Vec<StoredCell>) -> Option<StoredClaim> {
    let mut cells = row.iter_mut();
    let file: Arc<str> = cells.next()?.take_text()?.into();
    let line = u64::try_from(cells.next()?.integer()?).ok()?;
    let rank = cells.next()?.integer()?.cast_unsigned();
    let origin = Origin { file, line };
    let mut claim = Claim { origin, ..Claim::new(Referent::OwnEvent, String::new(), Referent::OwnEvent) };
    let (mut start, mut end) = (None, None);
    let mut ends = [None, None];
    for field in &CLAIM {
        let cell = cells.next()?;
        match field.name() {
            "subject" => ends[0] = cell.take_text(),
            "object" => ends[1] = cell.take_text(),
            "start" => start = cell.integer(),
            "end" => end = cell.integer(),
            _ => fill(field, &mut claim, cell)?,
        }
    }
    if let (Some(start), Some(end)) = (start, end) {
        claim.evidence.span = Some(u64::try_from(start).ok()?..u64::try_from(end).ok()?);
    }
    let names = cells.next()?.take_texts();
    let end_of = |column: &str, text: Option<String>| match text {
        None => Referent::OwnEvent,
        Some(text) => match text.strip_prefix('#').filter(|_| !names.iter().any(|name| name == column)) {
            Some(id) => Referent::Claim(id.to_owned()),
            None => Referent::Name(text),
        },
    };
    let [subject, object] = ends;
    (claim.subject, claim.object) = (end_of("subject", subject), end_of("object", object));
    claim.qualifiers = own_of(cells)?;
    Some(StoredClaim { claim, rank })
}

/// The row of what is told of an entity.
pub fn row_of_entity(entity: &Entity) -> Vec<StoredCell> {
    let mut row: Vec<StoredCell> = ENTITY.iter().map(|field| cell_of((field.get)(entity))).collect();
    row.extend(own_cells(&entity.qualifiers));
    row
}

/// What a row tells of an entity; none when it tells what cannot be.
pub fn entity_of_row(mut row: Vec<StoredCell>) -> Option<Entity> {
    let mut cells = row.iter_mut();
    let mut entity = Entity::called(String::new());
    for field in &ENTITY {
        fill(field, &mut entity, cells.next()?)?;
    }
    entity.qualifiers = own_of(cells)?;
    Some(entity)
}

/// The row of what is told of a document.
pub fn row_of_document(document: &Document) -> Vec<StoredCell> {
    let mut row: Vec<StoredCell> = DOCUMENT.iter().map(|field| cell_of((field.get)(document))).collect();
    row.extend(own_cells(&document.qualifiers));
    row
}

/// What a row tells of a document; none when it tells what cannot be.
pub fn document_of_row(mut row: Vec<StoredCell>) -> Option<Document> {
    let mut cells = row.iter_mut();
    let mut document = Document::of_id(String::new());
    for field in &DOCUMENT {
        fill(field, &mut document, cells.next()?)?;
    }
    document.qualifiers = own_of(cells)?;
    Some(document)
}

fn number(number: u64) -> StoredCell {
    i64::try_from(number).map_or(StoredCell::Nothing, StoredCell::Integer)
}

fn cell_of(content: Content<'_>) -> StoredCell {
    match content {
        Content::Nothing | Content::End(Referent::OwnEvent) => StoredCell::Nothing,
        Content::Texts(texts) => StoredCell::of_texts(texts.to_vec()),
        Content::Number(value) => number(value),
        other => StoredCell::Text(other.cell().into_owned()),
    }
}

/// Sets a field to a cell; none when the cell is no value of it.
fn fill<T>(field: &Field<T>, model: &mut T, cell: &mut StoredCell) -> Option<()> {
    let texts = if field.is_list() { cell.take_texts() } else { cell.take_text().into_iter().collect() };
    texts.into_iter().all(|text| (field.set)(model, text)).then_some(())
}

/// What a type of column is called: `event decimal` when its cells belong to the event.
fn type_word(column: &OwnColumn) -> String {
    let word = column.holds.word();
    if column.of_event { format!("event {word}") } else { word.to_owned() }
}

fn own_cells(qualifiers: &[(OwnColumn, String)]) -> [StoredCell; 3] {
    let texts = |text: fn(&(OwnColumn, String)) -> String| StoredCell::of_texts(qualifiers.iter().map(text).collect());
    [
        texts(|(column, _)| column.name().to_string()),
        texts(|(column, _)| type_word(column)),
        texts(|(_, cell)| cell.clone()),
    ]
}

fn own_of<'c>(mut cells: impl Iterator<Item = &'c mut StoredCell>) -> Option<Vec<(OwnColumn, String)>> {
    let [names, types, values] = [cells.next()?, cells.next()?, cells.next()?].map(StoredCell::take_texts);
    if names.len() != types.len() || names.len() != values.len() {
        return None;
    }
    let column = |(name, word): (String, String)| {
        let (word, of_event) = word.strip_prefix("event ").map_or((word.as_str(), false), |word| (word, true));
        let column = OwnColumn::new(name).holding(CellType::parse(word)?);
        Some(if of_event { column.of_event() } else { column })
    };
    names.into_iter().zip(types).zip(values).map(|(named, value)| Some((column(named)?, value))).collect()
}
