//! Writes the rows that were left out, each with the reason.

use std::fs::File;
use std::io::{self, Seek, Write};

use crate::compile::Rejected;
use crate::disk::NewFile;

/// The place where rows go until it is certain that they are left out, for sources may be read once more.
enum Spool {
    /// A new file, which is cut off where the first reading began.
    File(NewFile),
    /// Bytes on their way to something that takes nothing back, such as a pipe.
    Held(Vec<u8>, File),
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Spool::File(file) => file.write(bytes),
            Spool::Held(held, _) => held.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes rejected rows as CSV: place, code, message and the row's own bytes.
pub struct RejectWriter {
    writer: csv::Writer<Spool>,
}

impl RejectWriter {
    /// Writes the header to a new file.
    ///
    /// # Errors
    /// When `file` fails.
    pub fn new(file: NewFile) -> io::Result<RejectWriter> {
        RejectWriter::begin(Spool::File(file))
    }

    /// Holds all rows in memory until [`RejectWriter::finish`], for a pipe or a device.
    ///
    /// # Errors
    /// Never, so far.
    pub fn held(stream: File) -> io::Result<RejectWriter> {
        RejectWriter::begin(Spool::Held(Vec::new(), stream))
    }

    fn begin(spool: Spool) -> io::Result<RejectWriter> {
        let mut writer = csv::Writer::from_writer(spool);
        writer.write_record(["file", "line", "code", "column", "message", "row"])?;
        Ok(RejectWriter { writer })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When the output fails.
    pub fn write(&mut self, rejected: &Rejected<'_>) -> io::Result<()> {
        let Rejected { row, finding } = rejected;
        let line = row.line().to_string();
        let column = row.diagnose((*finding).clone()).place.field.unwrap_or_default();
        let cells: [&[u8]; 6] = [
            row.file.as_bytes(),
            line.as_bytes(),
            finding.code.id.as_bytes(),
            column.as_bytes(),
            finding.message.as_bytes(),
            row.bytes(),
        ];
        Ok(self.writer.write_record(cells)?)
    }

    /// The number of bytes so far.
    ///
    /// # Errors
    /// When the output fails.
    pub fn length(&mut self) -> io::Result<u64> {
        self.writer.flush()?;
        match self.writer.get_ref() {
            Spool::File(file) => file.file().stream_position(),
            Spool::Held(held, _) => Ok(held.len() as u64),
        }
    }

    /// Takes back what was written behind `length`.
    ///
    /// # Errors
    /// When the output fails.
    pub fn forget(&mut self, length: u64) -> io::Result<()> {
        self.writer.flush()?;
        match self.writer.get_ref() {
            Spool::File(file) => {
                file.file().set_len(length)?;
                file.file().seek(io::SeekFrom::Start(length)).map(|_| ())
            }
            Spool::Held(held, file) => {
                let kept = held.iter().copied().take(usize::try_from(length).unwrap_or(usize::MAX)).collect();
                self.writer = csv::Writer::from_writer(Spool::Held(kept, file.try_clone()?));
                Ok(())
            }
        }
    }

    /// Writes out what is buffered or held; a file is given back, to be put in its place.
    ///
    /// # Errors
    /// When the output fails.
    pub fn finish(self) -> io::Result<Option<NewFile>> {
        let spool = self.writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        match spool {
            Spool::File(file) => Ok(Some(file)),
            Spool::Held(held, mut stream) => stream.write_all(&held).map(|()| None),
        }
    }
}
