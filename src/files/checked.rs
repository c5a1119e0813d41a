//! The checksum of what is unpacked.

use std::io::{self, Read};

use flate2::Crc;

use super::plain::NotRead;

/// A member of an archive, compared with the checksum and the size that the archive says it has.
///
/// The comparison is made when the last byte has been read, so that nothing is held: what a reader has taken by then it
/// must not believe when the end fails.
pub(super) struct Checked<R> {
    inner: R,
    name: String,
    crc: Crc,
    n_read: u64,
    /// Checksum and size.
    expected: (u32, u64),
}

impl<R: Read> Checked<R> {
    /// The member `name` that has this checksum and size.
    pub(super) fn new(inner: R, name: String, expected: (u32, u64)) -> Checked<R> {
        Checked { inner, name, crc: Crc::new(), n_read: 0, expected }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.crc.update(&buffer[..n]);
        self.n_read += n as u64;
        let is_more = self.n_read > self.expected.1;
        let is_end = n == 0 && !buffer.is_empty();
        if is_more || (is_end && (self.crc.sum(), self.n_read) != self.expected) {
            return Err(NotRead::Damaged(self.name.clone()).into());
        }
        Ok(n)
    }
}
