//! The form in which tables are written, as metadata says.

use super::document::{Fatal, MetadataDocument, MetadataReader, kind_of, member};
use relata_table::described::{Described, Trim};
use relata_table::json::Json;
use relata_table::record::Syntax;

/// The form and the encoding in which a table is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) how: Described,
    /// Its name; none for UTF-8.
    pub(super) encoding: Option<String>,
}

const PROPERTIES: &[&str] = &[
    "commentPrefix",
    "delimiter",
    "doubleQuote",
    "encoding",
    "header",
    "headerRowCount",
    "lineTerminators",
    "quoteChar",
    "skipBlankRows",
    "skipColumns",
    "skipInitialSpace",
    "skipRows",
    "trim",
];

impl Dialect {
    /// The dialect of a table about which nothing is said.
    pub(super) fn of_file(iri: &str) -> Dialect {
        let is_tsv = iri.split(['?', '#']).next().is_some_and(|path| path.to_ascii_lowercase().ends_with(".tsv"));
        let how = Described {
            syntax: Syntax::rfc4180(if is_tsv { b'\t' } else { b',' }),
            n_skipped_rows: 0,
            n_header_rows: 1,
            n_skipped_columns: 0,
            comment: Some("#".to_owned()),
            skips_blank_rows: false,
            trim: Trim { start: true, end: true },
        };
        Dialect { how, encoding: None }
    }
}

impl MetadataReader<'_> {
    /// The property `dialect` of an object; one that is a link is read from its file.
    pub(super) fn dialect(&mut self, object: &Json) -> Result<Option<Dialect>, Fatal> {
        let Some(value) = object.get("dialect") else { return Ok(None) };
        if value.is_object() {
            return self.read_dialect(value).map(Some);
        }
        if value.text().is_none() {
            self.warn(
                value,
                "dialect",
                format!("`dialect` is {}, which should be an object", kind_of(value)),
                "write `{}`, or leave it out",
            );
            return Ok(Some(Dialect::of_file("")));
        }
        let Some(iri) = self.link(object, "dialect")? else { return Ok(None) };
        let file = self.file_of(&iri);
        let document = MetadataDocument::open(&file, Some(self.place(value, "dialect")), self.library)?;
        let top = document.parse()?;
        MetadataReader::new(&document, &file, &top, self.library, self.report)?.read_dialect(&top).map(Some)
    }

    fn read_dialect(&mut self, object: &Json) -> Result<Dialect, Fatal> {
        self.check_type(object, "Dialect")?;
        self.link(object, "@id")?;
        self.annotations(object, PROPERTIES)?;
        let mut dialect = Dialect::of_file("");
        let how = &mut dialect.how;
        if let Some(delimiter) = self.character(object, "delimiter")? {
            how.syntax.delimiter = delimiter;
        }
        match member(object, "quoteChar") {
            Some(value) if value.is_null() => how.syntax.quote = None,
            _ => how.syntax.quote = self.character(object, "quoteChar")?.or(how.syntax.quote),
        }
        if self.boolean(object, "doubleQuote") == Some(false) && how.syntax.quote.is_some() {
            how.syntax.escape = Some(b'\\');
        }
        match member(object, "commentPrefix") {
            Some(value) if value.is_null() => how.comment = None,
            _ => how.comment = self.text(object, "commentPrefix").or(how.comment.take()),
        }
        how.comment = how.comment.take().filter(|prefix| !prefix.is_empty());
        let header = self.boolean(object, "header").map(u64::from);
        how.n_header_rows = self.count(object, "headerRowCount").or(header).unwrap_or(1);
        how.n_skipped_rows = self.count(object, "skipRows").unwrap_or(0);
        let n_columns = self.count(object, "skipColumns").unwrap_or(0);
        how.n_skipped_columns = usize::try_from(n_columns).unwrap_or(usize::MAX).min(1 << 20);
        how.skips_blank_rows = self.boolean(object, "skipBlankRows").unwrap_or(false);
        how.trim = self.trim(object);
        self.check_line_ends(object);
        dialect.encoding = self.encoding(object);
        Ok(dialect)
    }

    fn trim(&mut self, object: &Json) -> Trim {
        let both = |is_trimmed| Trim { start: is_trimmed, end: is_trimmed };
        let initial = self.boolean(object, "skipInitialSpace");
        let Some(value) = object.get("trim") else {
            return initial.map_or(both(true), |start| Trim { start, end: false });
        };
        match value.scalar() {
            Some("true") => both(true),
            Some("false") => both(false),
            Some("start") => Trim { start: true, end: false },
            Some("end") => Trim { start: false, end: true },
            _ => {
                self.warn_value(object, "trim", "which should be true, false, start or end");
                both(true)
            }
        }
    }

    /// A character of one byte, which is all that relata's reader of tables knows.
    fn character(&mut self, object: &Json, name: &str) -> Result<Option<u8>, Fatal> {
        let Some(text) = self.text(object, name) else { return Ok(None) };
        match text.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'\n' | b'\r') => Ok(Some(*byte)),
            _ => {
                let at = object.get(name).unwrap_or(object);
                let message = format!("`{name}` is `{text}`; relata reads tables with a single ASCII character there");
                let mut fault = self.fatal(at, name, message, "write the table with another one");
                fault.code = &relata_table::diagnostic::codes::UNREAD_DIALECT;
                Err(fault)
            }
        }
    }

    /// relata ends rows at any line break, so only other ends are worth a word.
    fn check_line_ends(&mut self, object: &Json) {
        let Some(value) = object.get("lineTerminators") else { return };
        let is_break = |item: &Json| matches!(item.text(), Some("\n" | "\r\n" | "\r"));
        if !value.each().iter().all(is_break) {
            self.warn(
                value,
                "lineTerminators",
                "rows end at `\\n`, `\\r\\n` or `\\r` and nowhere else",
                "leave it out, or write the table with line breaks",
            );
        }
    }

    fn encoding(&mut self, object: &Json) -> Option<String> {
        let name = self.text(object, "encoding")?;
        if relata_table::encoding::decoded(Box::new(std::io::empty()), &name).is_none() {
            self.warn_value(object, "encoding", "which is no encoding");
            return None;
        }
        Some(name)
    }
}
