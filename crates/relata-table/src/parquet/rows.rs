//! Rows of a Parquet file.
//!
//! Groups inside are flattened and lists are lists, as in JSON. Memory: the file as it is packed, and one group of rows.

use std::io::{self, Read};
use std::sync::Arc;

use bytes::Bytes;
use jiff::civil::date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use parquet::basic::ConvertedType;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, List, Row, reader::RowIter};
use parquet::schema::types::Type;
use rustc_hash::FxHashMap;

use crate::decode::control_character;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::header::Header;
use crate::lists;
use crate::raw_row::RawRow;
use crate::record::record_of;
use crate::rows::{Current, Next, OpenedTable};

/// Rows of a Parquet file.
pub(crate) struct ParquetRows {
    rows: RowIter<'static>,
    columns: FxHashMap<Arc<str>, usize>,
    n_read: u64,
}

/// Reads the columns from the schema of the file; none when it cannot be read.
pub(crate) fn open(
    file: &str,
    mut reader: Box<dyn Read + Send + '_>,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<OpenedTable<ParquetRows>>> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let opened = SerializedFileReader::new(Bytes::from(bytes)).map(|reader| {
        let mut names = Vec::new();
        let schema = reader.metadata().file_metadata().schema_descr().root_schema_ptr();
        schema.get_fields().iter().for_each(|field| collect_names("", field, &mut names));
        (RowIter::from_file_into(Box::new(reader)), names)
    });
    let (rows, names) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let message = format!("the Parquet file cannot be opened: {error}");
            let fault = Diagnostic::new(&codes::UNREADABLE_TABLE, Place::file(file), message);
            report(fault.hint("write it again, packed by snappy, gzip, brotli, lz4 or not at all"));
            return Ok(None);
        }
    };
    let columns = names.iter().cloned().enumerate().map(|(index, name)| (name, index)).collect();
    let texts: Vec<String> = names.iter().map(ToString::to_string).collect();
    let record = record_of(&texts, 0);
    let raw = RawRow { file: file.into(), header: Arc::default(), record, indent: 0, sheet: None };
    let rows = ParquetRows { rows, columns, n_read: 0 };
    Ok(Some(OpenedTable { rows, raw, names, has_lists: true, has_header: true }))
}

/// Groups are flattened; lists and maps are columns.
fn collect_names(prefix: &str, field: &Type, names: &mut Vec<Arc<str>>) {
    let name = join(prefix, field.name());
    let is_group = field.is_group() && field.get_basic_info().converted_type() == ConvertedType::NONE;
    if is_group {
        field.get_fields().iter().for_each(|field| collect_names(&name, field, names));
    } else {
        names.push(name.into());
    }
}

fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}

impl ParquetRows {
    /// Reads the next row; none at the end.
    pub(crate) fn read(&mut self, header: &Header, current: &mut Current) -> io::Result<Next> {
        let Some(row) = self.rows.next() else { return Ok(Next::End) };
        let row = row.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        self.n_read += 1;
        current.cells.clear();
        current.cells.resize(header.names.len(), String::new());
        current.dates.clear();
        self.take("", &row, header, current);
        current.record = record_of(&current.cells, self.n_read);
        let mut texts = current.cells.iter().zip(&header.names);
        Ok(Next::of(texts.find_map(|(text, name)| control_character(name, &lists::as_text(text, " ")))))
    }

    fn take(&self, prefix: &str, row: &Row, header: &Header, current: &mut Current) {
        for (name, field) in row.get_column_iter() {
            let name = join(prefix, name);
            let index = self.columns.get(name.as_str()).copied();
            match (index, field) {
                (None, Field::Group(inner)) => self.take(&name, inner, header, current),
                (Some(index), field) => {
                    let text = text_of(field, header.takes_list(index));
                    if let Some(cell) = current.cells.get_mut(index) {
                        *cell = text;
                    }
                    if matches!(field, Field::Date(_) | Field::TimestampMillis(_) | Field::TimestampMicros(_)) {
                        current.dates.push(index);
                    }
                }
                (None, _) => {}
            }
        }
    }
}

fn text_of(field: &Field, takes_list: bool) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Date(days) => {
            let day = date(1970, 1, 1).checked_add(i64::from(*days).days());
            day.map_or_else(|_| days.to_string(), |day| day.to_string())
        }
        Field::TimestampMillis(moment) => moment_of(Timestamp::from_millisecond(*moment), field),
        Field::TimestampMicros(moment) => moment_of(Timestamp::from_microsecond(*moment), field),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::ListInternal(list) => list_of(list, takes_list),
        other => other.to_string(),
    }
}

fn moment_of(moment: Result<Timestamp, jiff::Error>, field: &Field) -> String {
    let text = moment.map(|moment| moment.to_zoned(TimeZone::UTC).datetime().to_string());
    text.map_or_else(|_| field.to_string(), |text| text.trim_end_matches("T00:00:00").to_owned())
}

fn list_of(list: &List, takes_list: bool) -> String {
    let texts = list.elements().iter().map(|element| text_of(element, false)).filter(|text| !text.is_empty());
    if takes_list {
        return lists::cell_of(texts);
    }
    texts.collect::<Vec<_>>().join("; ")
}
