//! Tables on their way into files, one for each bucket that has rows.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::ShardError;
use super::manifest::{StoredFile, hexadecimal};
use crate::columns::stored::{VERSION, VERSION_KEY};
use crate::disk::{NewFile, make_folders};
use crate::input::events::shards::TABLE_KEY;
use crate::table::stored::{StoredCell, StoredColumn, StoredWriter};

/// Bytes of cells that wait in all tables together.
const MOST_WAITING: usize = 96 << 20;

/// A file that counts and hashes what is written.
struct Hashed {
    file: BufWriter<NewFile>,
    hasher: Sha256,
    n_bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        self.n_bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A table and its bucket.
type Key = (&'static str, u32);

/// The tables of a part. None of their files is seen before [`Tables::commit`].
pub(super) struct Tables {
    folder: PathBuf,
    /// What files are called.
    name: String,
    /// The mode of new files.
    mode: u32,
    open: BTreeMap<Key, StoredWriter<Hashed>>,
    n_bytes: usize,
}

impl Tables {
    /// No table has a row yet. Files go below `folder` and are called `name`.
    pub(super) fn new(folder: &Path, name: String, mode: u32) -> Tables {
        Tables { folder: folder.to_owned(), name, mode, open: BTreeMap::new(), n_bytes: 0 }
    }

    fn path(&self, (table, bucket): Key) -> String {
        format!("{table}/bucket={bucket:03}/{}.parquet", self.name)
    }

    /// Begins the file of a table.
    fn begin(&self, key: Key, columns: &'static [StoredColumn]) -> Result<StoredWriter<Hashed>, ShardError> {
        let path = self.folder.join(self.path(key));
        let failed = ShardError::write(&path);
        make_folders(path.parent().unwrap_or(&self.folder)).map_err(&failed)?;
        let file = BufWriter::new(NewFile::create(&path, self.mode).map_err(&failed)?);
        let out = Hashed { file, hasher: Sha256::new(), n_bytes: 0 };
        let told = [(VERSION_KEY, VERSION), (TABLE_KEY, key.0)];
        StoredWriter::new(out, columns, &told).map_err(ShardError::table(&path))
    }

    /// Writes a row.
    pub(super) fn write(
        &mut self,
        key: Key,
        columns: &'static [StoredColumn],
        row: Vec<StoredCell>,
    ) -> Result<(), ShardError> {
        let is_new = !self.open.contains_key(&key);
        if is_new {
            let writer = self.begin(key, columns)?;
            self.open.insert(key, writer);
        }
        let Some(writer) = self.open.get_mut(&key) else { return Ok(()) };
        let before = writer.n_waiting_bytes();
        let written = writer.write(row);
        self.n_bytes = self.n_bytes + writer.n_waiting_bytes() - before;
        written.map_err(|error| self.failed(key, error))?;
        if self.n_bytes > MOST_WAITING { self.write_largest() } else { Ok(()) }
    }

    fn failed(&self, key: Key, error: crate::table::stored::StoredError) -> ShardError {
        ShardError::table(&self.folder.join(self.path(key)))(error)
    }

    /// Writes what waits most.
    fn write_largest(&mut self) -> Result<(), ShardError> {
        let largest = self.open.iter().max_by_key(|(_, writer)| writer.n_waiting_bytes()).map(|(key, _)| *key);
        let Some(key) = largest else { return Ok(()) };
        let Some(writer) = self.open.get_mut(&key) else { return Ok(()) };
        self.n_bytes -= writer.n_waiting_bytes();
        let written = writer.write_group();
        written.map_err(|error| self.failed(key, error))
    }

    /// Puts every file in its place, and tells what they are.
    pub(super) fn commit(mut self) -> Result<Vec<StoredFile>, ShardError> {
        let mut files = Vec::new();
        for (key, writer) in std::mem::take(&mut self.open) {
            let (table, bucket) = key;
            let path = self.path(key);
            let full = self.folder.join(&path);
            let failed = ShardError::write(&full);
            let (Hashed { file, hasher, n_bytes }, rows) = writer.finish().map_err(ShardError::table(&full))?;
            let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
            file.commit().map_err(&failed)?;
            let sha256 = hexadecimal(&hasher.finalize());
            files.push(StoredFile { table: table.to_owned(), bucket, path, rows, bytes: n_bytes, sha256 });
        }
        Ok(files)
    }
}
