//! Sorted N-Quads, written so that a reader sees the old graph or the new one, never half of one.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use oxigraph::model::Quad;

use super::{Store, StoreError};

/// Collects quads as lines of N-Quads; memory is their text and 16 bytes each.
#[derive(Default)]
pub struct Builder {
    text: Vec<u8>,
    lines: Vec<(usize, usize)>,
}

impl Builder {
    /// Takes a quad; one that was taken before changes nothing.
    pub fn insert(&mut self, quad: &Quad) {
        let start = self.text.len();
        // Writing to memory cannot fail.
        let _ = write!(self.text, "{quad} .");
        self.lines.push((start, self.text.len()));
    }

    /// Sorts the lines and leaves each once.
    fn settle(&mut self) {
        let text = &self.text;
        self.lines.sort_unstable_by(|a, b| text[a.0..a.1].cmp(&text[b.0..b.1]));
        self.lines.dedup_by(|a, b| text[a.0..a.1] == text[b.0..b.1]);
    }

    /// Writes the graph file beside `path`, then puts it in its place; returns the number of quads.
    ///
    /// # Errors
    /// When the file cannot be written; the old one is then untouched.
    pub fn write(mut self, path: &Path) -> Result<u64, StoreError> {
        self.settle();
        let beside = path.with_extension("nq.new");
        let failed = |source| StoreError::File { action: "write", path: path.to_owned(), source };
        let write = || -> std::io::Result<()> {
            let mut out = BufWriter::with_capacity(1 << 18, File::create(&beside)?);
            for (start, end) in &self.lines {
                out.write_all(&self.text[*start..*end])?;
                out.write_all(b"\n")?;
            }
            out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&beside, path)?;
            // The new name is safe only when the folder is.
            path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
        };
        write().map_err(failed)?;
        Ok(self.lines.len() as u64)
    }

    /// Opens the graph without writing it.
    ///
    /// # Errors
    /// When the index fails.
    pub fn into_store(mut self) -> Result<Store, StoreError> {
        self.settle();
        let mut sorted = Vec::with_capacity(self.text.len() + self.lines.len());
        for (start, end) in &self.lines {
            sorted.extend_from_slice(&self.text[*start..*end]);
            sorted.push(b'\n');
        }
        Store::parse(&sorted[..], Path::new("memory"))
    }
}
