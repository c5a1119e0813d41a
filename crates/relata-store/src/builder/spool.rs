//! Bytes on their way: in memory while they are few, then in a file without a name, which goes with the program.

use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::SpooledTempFile;
use xxhash_rust::xxh3::Xxh3;

const BUFFER: usize = 1 << 16;

/// Takes bytes, then gives them back from the start.
pub(super) struct Spool {
    out: BufWriter<SpooledTempFile>,
    n_bytes: u64,
}

impl Spool {
    /// Keeps at most `most` bytes in memory; others go to a file in `folder`.
    pub(super) fn new(most: usize, folder: &Path) -> Spool {
        let file = tempfile::spooled_tempfile_in(most, folder);
        Spool { out: BufWriter::with_capacity(BUFFER, file), n_bytes: 0 }
    }

    pub(super) fn len(&self) -> u64 {
        self.n_bytes
    }

    /// The bytes from the start.
    pub(super) fn read(self) -> io::Result<BufReader<SpooledTempFile>> {
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(BufReader::with_capacity(BUFFER, file))
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.n_bytes += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A spool with the checksum of what went into it.
pub(super) struct Checked {
    pub(super) spool: Spool,
    hasher: Xxh3,
}

impl Checked {
    pub(super) fn new(spool: Spool) -> Checked {
        Checked { spool, hasher: Xxh3::new() }
    }

    pub(super) fn sum(&self) -> u64 {
        self.hasher.digest()
    }
}

impl Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        self.spool.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.spool.flush()
    }
}

/// Reads as many numbers as `numbers` holds.
pub(super) fn read_numbers<T: bytemuck::Pod>(from: &mut impl Read, numbers: &mut [T]) -> io::Result<()> {
    from.read_exact(bytemuck::cast_slice_mut(numbers))
}
