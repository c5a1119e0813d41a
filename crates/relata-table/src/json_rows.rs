//! Rows that are JSON objects: one a line (JSON Lines), or the elements of one list.
//!
//! Keys are columns. Objects inside are flattened, `author.name`; a list of plain values is a list, any other
//! list stays as it is written. Numbers keep their digits, `null` is an empty cell. In a file with an object a
//! line a broken line costs that line. Memory: the first rows, which tell the columns, then one row.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::decode::{control_character, wrong_bytes};
use super::header::{Header, Layout, example_header};
use super::json::{Json, parse};
use super::lists;
use super::mapping::Mapping;
use super::raw_row::RawRow;
use super::record::{Cell, LONGEST, Record, RecordFault};
use super::rows::{Current, Next, OpenedTable};
use crate::diagnostic::{Diagnostic, Finding, Place, codes};

/// Rows and bytes that are read ahead to learn the columns.
const AHEAD: (usize, usize) = (1_000, 1 << 20);

/// The most columns: beyond, keys are data rather than names.
const MOST_COLUMNS: usize = 2_000;

/// Reads objects one after the other.
pub(super) struct JsonRows<'r> {
    pieces: Pieces<'r>,
    ahead: VecDeque<Piece>,
    columns: FxHashMap<Arc<str>, usize>,
    layout: &'static Layout,
    /// Columns that the first rows did not have, and the line they came in.
    pub(super) late: Vec<(Arc<str>, u64)>,
    /// Columns that `relata.toml` speaks of and no row has had so far.
    pub(super) awaited: Vec<usize>,
}

/// An object as it stands in the file.
struct Piece {
    line: u64,
    /// Characters before it in its first line.
    indent: u64,
    bytes: Vec<u8>,
    /// The reason why it cannot be read as a whole.
    fault: Option<&'static str>,
}

/// A member of an object, those of objects inside included.
struct Field {
    name: String,
    range: Range<usize>,
    text: String,
}

/// True when a file that begins with these bytes holds objects.
pub(super) fn is_json(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    // Delimited text may begin with a bracket, too; only what follows shows an object or a list of objects.
    match text.split_first() {
        Some((b'{', rest)) => matches!(rest.trim_ascii_start().first(), None | Some(b'"' | b'}')),
        Some((b'[', rest)) => matches!(rest.trim_ascii_start().first(), None | Some(b'{' | b']')),
        _ => false,
    }
}

/// Reads the first rows for their columns; none when there is no row.
pub(super) fn open<'r>(
    file: &str,
    reader: Box<dyn Read + Send + 'r>,
    layout: &'static Layout,
    mapping: &Mapping,
    report: &mut dyn FnMut(Diagnostic),
) -> io::Result<Option<OpenedTable<JsonRows<'r>>>> {
    let mut pieces = Pieces::new(reader)?;
    let (mut ahead, mut n_bytes) = (VecDeque::new(), 0);
    let mut is_whole = true;
    while let Some(piece) = pieces.read()? {
        n_bytes += piece.bytes.len();
        ahead.push_back(piece);
        if ahead.len() >= AHEAD.0 || n_bytes >= AHEAD.1 {
            is_whole = false;
            break;
        }
    }
    let mut names: Vec<Arc<str>> = Vec::new();
    let mut columns = FxHashMap::default();
    // The place of a column is that of its key's value in the first object, which has most of them.
    let mut record: Option<(Record, u64)> = None;
    for piece in &ahead {
        let Ok(fields) = fields_of(piece) else { continue };
        for field in &fields {
            let name: Arc<str> = field.name.trim().into();
            if !columns.contains_key(&name) && names.len() < MOST_COLUMNS {
                columns.insert(name.clone(), names.len());
                names.push(name);
            }
        }
        if record.is_none() && !fields.is_empty() {
            let mut cells = vec![Cell::plain(0..1); names.len()];
            for field in &fields {
                if let Some(index) = columns.get(field.name.trim()) {
                    cells[*index] = Cell::plain(field.range.clone());
                }
            }
            record = Some((piece.record(cells), piece.indent));
        }
    }
    let Some((mut record, indent)) = record else {
        let first_fault = ahead.iter().find_map(|piece| Some((piece, fields_of(piece).err()?)));
        let hint = format!("keys are the columns, such as `{}`", example_header(layout));
        report(match first_fault {
            Some((piece, (at, finding))) => piece.raw(file, at).diagnose(finding),
            None => {
                Diagnostic::new(&codes::NO_HEADER, Place::file(file), "the file has no object with keys").hint(hint)
            }
        });
        return Ok(None);
    };
    // A column that the project speaks of may come after the rows that were read ahead; where these are all, it is not
    // there.
    let mut awaited = Vec::new();
    if !is_whole {
        for (heading, _) in mapping.headings() {
            if !columns.contains_key(heading) {
                columns.insert(heading.into(), names.len());
                awaited.push(names.len());
                names.push(heading.into());
            }
        }
    }
    record.cells.resize(names.len(), Cell::plain(0..1));
    let raw = RawRow { file: file.into(), header: Arc::default(), record, indent, sheet: None };
    let rows = JsonRows { pieces, ahead, columns, layout, late: Vec::new(), awaited };
    Ok(Some(OpenedTable { rows, raw, names, has_lists: true, has_header: true }))
}

impl JsonRows<'_> {
    /// Reads the next object; none at the end.
    pub(super) fn read(&mut self, header: &mut Arc<Header>, current: &mut Current) -> io::Result<Next> {
        let piece = match self.ahead.pop_front() {
            Some(piece) => Some(piece),
            None => self.pieces.read()?,
        };
        let Some(piece) = piece else { return Ok(Next::End) };
        current.indent = piece.indent;
        let fields = match fields_of(&piece) {
            Ok(fields) => fields,
            Err((at, finding)) => {
                current.record = piece.raw("", at).record;
                return Ok(Next::Broken(finding));
            }
        };
        let mut seen = vec![false; header.names.len()];
        let end = piece.bytes.len();
        // A key that an object does not have is shown at its closing brace.
        let mut cells = vec![Cell::plain(end.saturating_sub(1)..end); header.names.len()];
        current.cells.iter_mut().for_each(String::clear);
        current.cells.resize_with(header.names.len(), String::new);
        let mut fault = None;
        for field in fields {
            let name = field.name.trim();
            let index = match self.columns.get(name) {
                Some(index) => *index,
                None if header.names.len() < MOST_COLUMNS => {
                    let name: Arc<str> = name.into();
                    let index = header.names.len();
                    if Arc::make_mut(header).add(name.clone(), self.layout).is_none() {
                        self.late.push((name.clone(), piece.line));
                    }
                    self.columns.insert(name, index);
                    current.cells.push(String::new());
                    cells.push(Cell::plain(0..0));
                    seen.push(false);
                    index
                }
                None => {
                    fault = Some(
                        Finding::new(&codes::BROKEN_JSON, "", format!("more than {MOST_COLUMNS} different keys"))
                            .hint("keys name columns; data belongs into values"),
                    );
                    continue;
                }
            };
            if std::mem::replace(&mut seen[index], true) {
                let finding =
                    Finding::new(&codes::BROKEN_JSON, name.to_owned(), format!("the key `{name}` stands twice"));
                fault = Some(finding.hint("which of the two counts would be a guess; delete one"));
            }
            cells[index] = Cell::plain(field.range);
            current.cells[index] = shaped(field.text, header, index);
        }
        if !self.awaited.is_empty() {
            self.awaited.retain(|index| !seen[*index]);
        }
        let mut texts = current.cells.iter().zip(&header.names);
        let control = texts.find_map(|(text, name)| control_character(name, &lists::as_text(text, " ")));
        current.record = piece.record(cells);
        Ok(Next::of(fault.or(control)))
    }
}

/// A list stays one where the column takes several values; elsewhere it is a text.
fn shaped(text: String, header: &Header, index: usize) -> String {
    if !lists::is_list(&text) || header.takes_list(index) { text } else { lists::as_text(&text, "; ") }
}

impl Piece {
    fn record(&self, cells: Vec<Cell>) -> Record {
        Record { bytes: self.bytes.clone(), cells, line: self.line, fault: None, suspicious: None, told_rank: None }
    }

    /// A piece that cannot be read from `at` on.
    fn raw(&self, file: &str, at: usize) -> RawRow {
        let record = Record { fault: Some(RecordFault::Broken { at }), ..self.record(Vec::new()) };
        RawRow { file: file.into(), header: Arc::default(), record, indent: self.indent, sheet: None }
    }
}

/// The members of an object; where and why it cannot be read when it cannot.
fn fields_of(piece: &Piece) -> Result<Vec<Field>, (usize, Finding)> {
    let broken = |at: usize, message: String| {
        let finding = Finding::new(&codes::BROKEN_JSON, "", message);
        (
            at,
            finding.hint(
                "a row is one object, such as `{\"subject\": \"Iran\", \"predicate\": \"met\", \"object\": \"Oman\"}`",
            ),
        )
    };
    if let Some(fault) = piece.fault {
        return Err(broken(0, fault.to_owned()));
    }
    let text = match std::str::from_utf8(&piece.bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let Err(error) = String::from_utf8(piece.bytes.clone()) else { return Ok(Vec::new()) };
            return Err((at, wrong_bytes("", &error)));
        }
    };
    let parsed = parse(text);
    if let Some((_, at, message)) = parsed.faults.into_iter().next() {
        let message = match message.strip_prefix("EOF while parsing ") {
            Some(what) => format!("{what} is not closed before the end"),
            None => format!("no JSON: {message}"),
        };
        return Err(broken(at, message));
    }
    match parsed.values.as_slice() {
        [(_, value)] if value.is_object() => {
            let mut fields = Vec::new();
            flatten("", value, &mut fields, text);
            Ok(fields)
        }
        [_, (_, second), ..] => Err(broken(second.at.start, "the object is followed by something else".to_owned())),
        _ => Err(broken(0, "this is no object".to_owned())),
    }
}

fn flatten(prefix: &str, object: &Json, fields: &mut Vec<Field>, text: &str) {
    for (key, value) in object.members() {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if value.is_object() && !value.members().is_empty() {
            flatten(&name, value, fields, text);
            continue;
        }
        let written = text.get(value.at.clone()).unwrap_or_default();
        let is_plain = |item: &Json| item.is_null() || item.scalar().is_some();
        let cell = if value.is_list() && value.list().iter().all(is_plain) {
            lists::cell_of(value.list().iter().filter_map(Json::scalar))
        } else if value.is_null() || value.is_object() {
            String::new()
        } else {
            value.scalar().unwrap_or(written).to_owned()
        };
        // Quotes are not part of the value.
        let quotes = usize::from(value.text().is_some());
        fields.push(Field { name, range: value.at.start + quotes..value.at.end - quotes, text: cell });
    }
}

/// Cuts a file into its objects.
struct Pieces<'r> {
    reader: BufReader<Box<dyn Read + Send + 'r>>,
    /// True when each object has a line of its own; otherwise braces show where an object ends.
    by_line: bool,
    /// True when a list has begun that has not ended.
    is_open: bool,
    line: u64,
    /// Characters before the next byte in its line; bytes that continue a character begin with the bits 10.
    column: u64,
    ended: bool,
}

impl<'r> Pieces<'r> {
    fn new(reader: Box<dyn Read + Send + 'r>) -> io::Result<Pieces<'r>> {
        let mut reader = BufReader::with_capacity(1 << 16, reader);
        let start = reader.fill_buf()?;
        let mark = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let text = start.get(mark..).unwrap_or_default().trim_ascii_start();
        let first_line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        // An object that is written over several lines leaves something open at the end of its first line.
        let is_cut = first_line.len() == text.len();
        let ends_open = matches!(first_line.trim_ascii_end().last(), Some(b'{' | b'[' | b','));
        let by_line = first_line.starts_with(b"{") && (is_cut || !ends_open);
        reader.consume(mark);
        Ok(Pieces { reader, by_line, is_open: false, line: 1, column: 0, ended: false })
    }

    /// The next object; none at the end.
    fn read(&mut self) -> io::Result<Option<Piece>> {
        if self.by_line { self.read_line() } else { self.read_braces() }
    }

    fn read_line(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let mut bytes = Vec::new();
            let n_read = self.reader.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes)?;
            if n_read == 0 {
                return Ok(None);
            }
            let line = self.line;
            self.line += 1;
            let mut fault = None;
            if n_read > LONGEST && bytes.last() != Some(&b'\n') {
                fault = Some("the line is longer than a mebibyte");
                // As much as a message can show of it.
                bytes.truncate(200);
                self.reader.skip_until(b'\n')?;
            }
            let end = bytes.trim_ascii_end().len();
            bytes.truncate(end);
            if !bytes.is_empty() {
                return Ok(Some(Piece { line, indent: 0, bytes, fault }));
            }
        }
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let Some(byte) = self.reader.fill_buf()?.first().copied() else { return Ok(None) };
        self.reader.consume(1);
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
        } else if byte & 0xC0 != 0x80 {
            self.column += 1;
        }
        Ok(Some(byte))
    }

    fn read_braces(&mut self) -> io::Result<Option<Piece>> {
        if self.ended {
            return Ok(None);
        }
        let (first, line, indent) = loop {
            let (line, indent) = (self.line, self.column);
            match self.next_byte()? {
                None => {
                    self.ended = true;
                    let cut = "the list is never closed: the file may have been cut off";
                    return Ok(self.is_open.then(|| Piece { line, indent, bytes: vec![b' '], fault: Some(cut) }));
                }
                Some(b' ' | b'\t' | b'\r' | b'\n' | b',') => {}
                Some(b'[') if !self.is_open => self.is_open = true,
                Some(b']') if self.is_open => self.is_open = false,
                Some(byte) => break (byte, line, indent),
            }
        };
        let mut bytes = vec![first];
        let mut fault = (first != b'{').then_some("an object is expected here; what follows is not read");
        let (mut depth, mut in_text, mut is_escaped) = (1_u32, false, false);
        while depth > 0 && fault.is_none() {
            let Some(byte) = self.next_byte()? else {
                fault = Some("the object that begins here is never closed");
                break;
            };
            bytes.push(byte);
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if in_text => is_escaped = true,
                b'"' => in_text = !in_text,
                b'{' if !in_text => depth += 1,
                b'}' if !in_text => depth -= 1,
                _ => {}
            }
            if bytes.len() > LONGEST {
                fault = Some(
                    "the object that begins here is longer than a mebibyte or never closed; what follows is not read",
                );
            }
        }
        // Without the end of this object nobody knows where the next one begins.
        if fault.is_some() {
            self.ended = true;
            let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
            bytes.truncate(end.min(200));
        }
        Ok(Some(Piece { line, indent, bytes, fault }))
    }
}
