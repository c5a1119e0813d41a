//! Tables as programs keep them: each column of one type, and a cell that says nothing apart from an empty text.
//!
//! What is in which column, others decide; this is only how it lies on the disk. In builds that know Parquet there are
//! `StoredWriter` and `StoredReader`.

#[cfg(feature = "parquet")]
pub use super::parquet::{StoredError, StoredReader, StoredTable, StoredWriter};

/// A column of such a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredColumn {
    /// Its name.
    pub name: &'static str,
    /// What its cells are.
    pub holds: StoredType,
}

/// What the cells of a column are. Each of them may say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredType {
    /// Text in UTF-8.
    Text,
    /// Several texts.
    Texts,
    /// A whole number of 64 bits with its sign.
    Integer,
    /// Bytes.
    Bytes,
}

impl StoredColumn {
    /// A column of texts.
    pub const fn text(name: &'static str) -> StoredColumn {
        StoredColumn { name, holds: StoredType::Text }
    }

    /// A column of lists of texts.
    pub const fn texts(name: &'static str) -> StoredColumn {
        StoredColumn { name, holds: StoredType::Texts }
    }

    /// A column of whole numbers.
    pub const fn integer(name: &'static str) -> StoredColumn {
        StoredColumn { name, holds: StoredType::Integer }
    }

    /// A column of bytes.
    pub const fn bytes(name: &'static str) -> StoredColumn {
        StoredColumn { name, holds: StoredType::Bytes }
    }
}

/// A cell of such a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum StoredCell {
    /// Nothing is said.
    #[default]
    Nothing,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// Several texts; none of them is the same as nothing.
    Texts(Vec<String>),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl StoredCell {
    /// The text that stands here, taken out.
    pub fn take_text(&mut self) -> Option<String> {
        match self {
            StoredCell::Text(text) => Some(std::mem::take(text)),
            _ => None,
        }
    }

    /// The texts that stand here, taken out; none where nothing is said.
    pub fn take_texts(&mut self) -> Vec<String> {
        match self {
            StoredCell::Texts(texts) => std::mem::take(texts),
            _ => Vec::new(),
        }
    }

    /// The number that stands here.
    pub fn integer(&self) -> Option<i64> {
        match self {
            StoredCell::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// A text, where there is one.
    pub fn of_text(text: Option<String>) -> StoredCell {
        text.map_or(StoredCell::Nothing, StoredCell::Text)
    }

    /// Several texts, where there are some.
    pub fn of_texts(texts: Vec<String>) -> StoredCell {
        if texts.is_empty() { StoredCell::Nothing } else { StoredCell::Texts(texts) }
    }

    /// Bytes that it takes in memory, about.
    pub fn size(&self) -> usize {
        /// What a string takes beside its bytes.
        const STRING: usize = 24;
        match self {
            StoredCell::Nothing | StoredCell::Integer(_) => 8,
            StoredCell::Text(text) => STRING + text.len(),
            StoredCell::Texts(texts) => STRING + texts.iter().map(|text| STRING + text.len()).sum::<usize>(),
            StoredCell::Bytes(bytes) => STRING + bytes.len(),
        }
    }
}
