//! Stored tables as files of Parquet.
//!
//! Every column is optional, lists are those of the format, text is packed by Snappy. The bytes depend on the rows alone.
//! Memory: the rows that wait to be written, at most [`GROUP_BYTES`] of them, or one group of rows that is read.

use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as PhysicalType};
use parquet::column::reader::ColumnReader;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use crate::stored::{StoredCell, StoredColumn, StoredType};

/// Rows of a group.
const GROUP_ROWS: usize = 1 << 16;
/// Bytes of cells that wait before a group is written.
const GROUP_BYTES: usize = 8 << 20;

/// Why a stored table cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoredError {
    /// The file is none, is cut short, or cannot be written.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
    /// The file lacks a column, or has it with other cells.
    #[error("the column `{0}` is missing or holds something else")]
    Column(&'static str),
}

/// Writes rows.
pub struct StoredWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: &'static [StoredColumn],
    waiting: Vec<Vec<StoredCell>>,
    n_waiting: usize,
    n_bytes: usize,
    n_rows: u64,
}

impl<W: Write + Send> StoredWriter<W> {
    /// Begins a table with these columns, and what is told of it as a whole.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn new(
        out: W,
        columns: &'static [StoredColumn],
        told: &[(&str, &str)],
    ) -> Result<StoredWriter<W>, StoredError> {
        let fields: Result<Vec<TypePtr>, ParquetError> = columns.iter().map(field).collect();
        let schema = Type::group_type_builder("relata").with_fields(fields?).build()?;
        let told = told.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), Some((*value).to_owned())));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("relata".to_owned())
            .set_key_value_metadata(Some(told.collect()))
            .build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        let waiting = vec![Vec::new(); columns.len()];
        Ok(StoredWriter { file, columns, waiting, n_waiting: 0, n_bytes: 0, n_rows: 0 })
    }

    /// Writes a row; cells beyond those given say nothing.
    ///
    /// # Errors
    /// When a group of rows cannot be written.
    pub fn write(&mut self, row: Vec<StoredCell>) -> Result<(), StoredError> {
        let mut cells = row.into_iter();
        for column in &mut self.waiting {
            let cell = cells.next().unwrap_or_default();
            self.n_bytes += cell.size();
            column.push(cell);
        }
        self.n_waiting += 1;
        self.n_rows += 1;
        if self.n_waiting >= GROUP_ROWS || self.n_bytes >= GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    /// Bytes of the rows that wait.
    pub fn n_waiting_bytes(&self) -> usize {
        self.n_bytes
    }

    /// Writes the rows that wait as a group of their own.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write_group(&mut self) -> Result<(), StoredError> {
        if self.n_waiting == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for (column, cells) in self.columns.iter().zip(&mut self.waiting) {
            let Some(mut writer) = group.next_column()? else { break };
            write_cells(writer.untyped(), column, cells)?;
            writer.close()?;
            cells.clear();
        }
        group.close()?;
        (self.n_waiting, self.n_bytes) = (0, 0);
        Ok(())
    }

    /// Ends the table: what it was written to, and how many rows it has.
    ///
    /// # Errors
    /// When its end cannot be written.
    pub fn finish(mut self) -> Result<(W, u64), StoredError> {
        self.write_group()?;
        Ok((self.file.into_inner()?, self.n_rows))
    }
}

/// The type of a column in the schema of the file.
fn field(column: &StoredColumn) -> Result<TypePtr, ParquetError> {
    let text = |name: &str, repetition: Repetition| {
        Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String))
            .with_converted_type(ConvertedType::UTF8)
            .build()
    };
    let plain = |physical: PhysicalType| {
        Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL).build()
    };
    let built = match column.holds {
        StoredType::Text => text(column.name, Repetition::OPTIONAL)?,
        StoredType::Integer => plain(PhysicalType::INT64)?,
        StoredType::Bytes => plain(PhysicalType::BYTE_ARRAY)?,
        StoredType::Texts => {
            let element = Arc::new(text("element", Repetition::REQUIRED)?);
            let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
            let list = Arc::new(list.with_fields(vec![element]).build()?);
            Type::group_type_builder(column.name)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(Some(LogicalType::List))
                .with_converted_type(ConvertedType::LIST)
                .with_fields(vec![list])
                .build()?
        }
    };
    Ok(Arc::new(built))
}

/// The level of definition at which an element of a list stands: the list is there, and has an element.
const ELEMENT: i16 = 2;

fn write_cells(
    writer: &mut ColumnWriter<'_>,
    column: &StoredColumn,
    cells: &mut [StoredCell],
) -> Result<(), StoredError> {
    let (mut definitions, mut repetitions) = (Vec::with_capacity(cells.len()), Vec::new());
    match (writer, column.holds) {
        (ColumnWriter::Int64ColumnWriter(writer), StoredType::Integer) => {
            let numbers: Vec<i64> = cells.iter().filter_map(StoredCell::integer).collect();
            definitions.extend(cells.iter().map(|cell| i16::from(cell.integer().is_some())));
            writer.write_batch(&numbers, Some(&definitions), None)?;
        }
        (ColumnWriter::ByteArrayColumnWriter(writer), StoredType::Texts) => {
            let mut texts: Vec<ByteArray> = Vec::new();
            for cell in cells {
                let StoredCell::Texts(elements) = std::mem::take(cell) else {
                    definitions.push(0);
                    repetitions.push(0);
                    continue;
                };
                for (nth, element) in elements.into_iter().enumerate() {
                    definitions.push(ELEMENT);
                    repetitions.push(i16::from(nth > 0));
                    texts.push(element.into_bytes().into());
                }
            }
            writer.write_batch(&texts, Some(&definitions), Some(&repetitions))?;
        }
        (ColumnWriter::ByteArrayColumnWriter(writer), _) => {
            let mut texts: Vec<ByteArray> = Vec::new();
            for cell in cells {
                let bytes = match std::mem::take(cell) {
                    StoredCell::Text(text) => Some(text.into_bytes()),
                    StoredCell::Bytes(bytes) => Some(bytes),
                    _ => None,
                };
                definitions.push(i16::from(bytes.is_some()));
                texts.extend(bytes.map(ByteArray::from));
            }
            writer.write_batch(&texts, Some(&definitions), None)?;
        }
        _ => return Err(StoredError::Column(column.name)),
    }
    Ok(())
}

/// A table that is open, of which nothing is read yet but what is told of it as a whole.
pub struct StoredTable {
    file: SerializedFileReader<Bytes>,
}

impl StoredTable {
    /// Opens a table.
    ///
    /// # Errors
    /// When it is no file of Parquet, or is cut short.
    pub fn open(bytes: Vec<u8>) -> Result<StoredTable, StoredError> {
        Ok(StoredTable { file: SerializedFileReader::new(Bytes::from(bytes))? })
    }

    /// What is told of the table under a key.
    pub fn told(&self, key: &str) -> Option<&str> {
        let told = self.file.metadata().file_metadata().key_value_metadata()?;
        told.iter().find(|pair| pair.key == key)?.value.as_deref()
    }

    /// Its rows. It has to have these columns; others are passed over.
    ///
    /// # Errors
    /// When it lacks a column.
    pub fn rows(self, columns: &'static [StoredColumn]) -> Result<StoredReader, StoredError> {
        StoredReader::of(self.file, columns)
    }
}

/// Reads rows, a group at a time.
pub struct StoredReader {
    file: SerializedFileReader<Bytes>,
    columns: &'static [StoredColumn],
    /// Where each column is in the file.
    places: Vec<usize>,
    next_group: usize,
    /// The cells of the group that is read, column by column, and the row that comes next.
    group: Vec<std::vec::IntoIter<StoredCell>>,
}

impl StoredReader {
    fn of(file: SerializedFileReader<Bytes>, columns: &'static [StoredColumn]) -> Result<StoredReader, StoredError> {
        let schema = file.metadata().file_metadata().schema_descr();
        let mut places = Vec::with_capacity(columns.len());
        for column in columns {
            let is_it = |place: &usize| {
                let found = schema.column(*place);
                let is_list = found.max_rep_level() > 0;
                let physical = match column.holds {
                    StoredType::Integer => PhysicalType::INT64,
                    _ => PhysicalType::BYTE_ARRAY,
                };
                found.path().parts().first().is_some_and(|name| name == column.name)
                    && is_list == (column.holds == StoredType::Texts)
                    && found.physical_type() == physical
            };
            places.push((0..schema.num_columns()).find(is_it).ok_or(StoredError::Column(column.name))?);
        }
        Ok(StoredReader { file, columns, places, next_group: 0, group: Vec::new() })
    }

    /// The next row; none at the end.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn read(&mut self) -> Result<Option<Vec<StoredCell>>, StoredError> {
        loop {
            let row: Option<Vec<StoredCell>> = self.group.iter_mut().map(Iterator::next).collect();
            if let Some(row) = row.filter(|row| !row.is_empty()) {
                return Ok(Some(row));
            }
            if self.next_group >= self.file.num_row_groups() {
                return Ok(None);
            }
            self.read_group()?;
        }
    }

    fn read_group(&mut self) -> Result<(), StoredError> {
        let group = self.file.get_row_group(self.next_group)?;
        let n_rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
        self.next_group += 1;
        self.group.clear();
        for (column, place) in self.columns.iter().zip(&self.places) {
            let cells = read_cells(group.get_column_reader(*place)?, column, n_rows)?;
            self.group.push(cells.into_iter());
        }
        Ok(())
    }
}

fn read_cells(reader: ColumnReader, column: &StoredColumn, n_rows: usize) -> Result<Vec<StoredCell>, StoredError> {
    let (mut definitions, mut repetitions) = (Vec::new(), Vec::new());
    let mut cells = Vec::with_capacity(n_rows);
    match reader {
        ColumnReader::Int64ColumnReader(mut reader) => {
            let mut numbers = Vec::new();
            while reader.read_records(n_rows, Some(&mut definitions), None, &mut numbers)?.0 > 0 {}
            let mut numbers = numbers.into_iter();
            let cell =
                |level: i16| numbers.next().filter(|_| level > 0).map_or(StoredCell::Nothing, StoredCell::Integer);
            cells.extend(if definitions.is_empty() {
                vec![StoredCell::Nothing; n_rows]
            } else {
                each(&definitions, cell)
            });
        }
        ColumnReader::ByteArrayColumnReader(mut reader) => {
            let mut values: Vec<ByteArray> = Vec::new();
            let is_list = column.holds == StoredType::Texts;
            loop {
                let levels = is_list.then_some(&mut repetitions);
                if reader.read_records(n_rows, Some(&mut definitions), levels, &mut values)?.0 == 0 {
                    break;
                }
            }
            let mut values = values.into_iter();
            for (at, level) in definitions.into_iter().enumerate() {
                let most = if is_list { ELEMENT } else { 1 };
                let value = if level >= most { values.next() } else { None };
                let cell = match (column.holds, value) {
                    (_, None) => StoredCell::Nothing,
                    (StoredType::Bytes, Some(bytes)) => StoredCell::Bytes(bytes.data().to_vec()),
                    (StoredType::Text, Some(bytes)) => StoredCell::Text(text_of(&bytes)?),
                    (_, Some(bytes)) => {
                        let text = text_of(&bytes)?;
                        if repetitions.get(at).is_some_and(|level| *level > 0)
                            && let Some(StoredCell::Texts(texts)) = cells.last_mut()
                        {
                            texts.push(text);
                            continue;
                        }
                        StoredCell::Texts(vec![text])
                    }
                };
                cells.push(cell);
            }
        }
        _ => return Err(StoredError::Column(column.name)),
    }
    Ok(cells)
}

fn each(levels: &[i16], mut cell: impl FnMut(i16) -> StoredCell) -> Vec<StoredCell> {
    // A number is taken only where one is said.
    levels.iter().map(|level| if *level > 0 { cell(*level) } else { StoredCell::Nothing }).collect()
}

fn text_of(bytes: &ByteArray) -> Result<String, StoredError> {
    Ok(bytes.as_utf8()?.to_owned())
}
