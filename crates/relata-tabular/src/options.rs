//! How a table is written, as far as somebody says so.

use std::path::{Path, PathBuf};

use relata_table::PlainSyntax;

/// What is said about the writing of a table, on the command line or behind its name; each part may be left open.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct TableOptions {
    /// Whether the first row has the names of the columns.
    pub header: Option<bool>,
    /// What stands between two cells.
    pub delimiter: Option<u8>,
    /// What stands around cells; inside, none for no such character.
    pub quote: Option<Option<u8>>,
    /// What takes the meaning from the character behind it; inside, none for no such character.
    pub escape: Option<Option<u8>>,
    /// The encoding, by a name that browsers know.
    pub encoding: Option<String>,
}

/// A character of a table by its name, itself, or percent-encoded; inside, none for no such character.
///
/// # Errors
/// When it is none, in words.
pub fn character(word: &str) -> Result<Option<u8>, String> {
    let named = match word.to_ascii_lowercase().as_str() {
        "" | "none" => return Ok(None),
        "tab" | "tabs" | "\\t" => b'\t',
        "comma" => b',',
        "semicolon" => b';',
        "singlequote" => b'\'',
        "doublequote" => b'"',
        "backslash" => b'\\',
        lower => match (lower.as_bytes(), lower.strip_prefix('%').map(|hex| u8::from_str_radix(hex, 16))) {
            ([byte], _) => *byte,
            (_, Some(Ok(byte))) => byte,
            _ => 0,
        },
    };
    if named == 0 || !named.is_ascii() || matches!(named, b'\n' | b'\r') {
        let words = "`tab`, `comma`, `semicolon`, `singlequote`, `doublequote`, `backslash`, `none`";
        return Err(format!("`{word}` is no single ASCII character; names are {words}"));
    }
    Ok(Some(named))
}

impl TableOptions {
    /// A table's name without the options behind its `#`, and these; what is no option stays in the name.
    pub fn split(name: &str) -> (String, TableOptions) {
        let mut options = TableOptions::default();
        let Some((path, fragment)) = name.split_once('#') else {
            return (name.to_owned(), options);
        };
        let mut rest: Vec<&str> = fragment.split(';').collect();
        rest.retain(|part| options.read(part).is_none());
        (if rest.is_empty() { path.to_owned() } else { format!("{path}#{}", rest.join(";")) }, options)
    }

    /// Where the table is that a query in `folder` calls `name`: below the folder, or with `file:` in front below the place
    /// where the program runs, which is the folder of the project.
    pub fn path_of(folder: &Path, name: &str) -> PathBuf {
        match name.strip_prefix("file://").or_else(|| name.strip_prefix("file:")) {
            Some(path) => PathBuf::from(path),
            None => folder.join(name),
        }
    }

    /// Takes an option such as `delimiter=tab`; none when it is no option.
    fn read(&mut self, part: &str) -> Option<()> {
        let (key, value) = part.split_once('=')?;
        match (key, value) {
            ("header", "present") => self.header = Some(true),
            ("header", "absent") => self.header = Some(false),
            ("delimiter", _) => self.delimiter = Some(character(value).ok()??),
            ("quotechar", _) => self.quote = Some(character(value).ok()?),
            ("escapechar", _) => self.escape = Some(character(value).ok()?),
            ("encoding" | "charset", _) => self.encoding = Some(value.to_owned()),
            _ => return None,
        }
        Some(())
    }

    /// These options, and what they leave open as in `others`.
    #[must_use]
    pub fn or(&self, others: &TableOptions) -> TableOptions {
        TableOptions {
            header: self.header.or(others.header),
            delimiter: self.delimiter.or(others.delimiter),
            quote: self.quote.or(others.quote),
            escape: self.escape.or(others.escape),
            encoding: self.encoding.clone().or_else(|| others.encoding.clone()),
        }
    }

    /// How the table named `name` is read. As in Tarql, one that ends in `.tsv` or has tabs between its cells has no quotes,
    /// unless they are named.
    pub fn syntax(&self, name: &str) -> PlainSyntax {
        let is_tsv = name.to_ascii_lowercase().ends_with(".tsv") || self.delimiter == Some(b'\t');
        PlainSyntax {
            delimiter: self.delimiter.or_else(|| is_tsv.then_some(b'\t')),
            quote: self.quote.unwrap_or(if is_tsv { None } else { Some(b'"') }),
            escape: self.escape.flatten(),
            has_header: self.header.unwrap_or(true),
        }
    }
}
