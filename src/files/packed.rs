//! What is in files as they are published: plain, gzip or zip, told by their first bytes. Workbooks are zip archives, too,
//! and stay as they are.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};

use flate2::read::MultiGzDecoder;

use super::checked::Checked;

/// What makes an archive a workbook, of Excel or of `OpenDocument`.
const WORKBOOK_MEMBERS: &[&str] = &["xl/workbook.xml", "xl/workbook.bin", "content.xml"];

/// What is in an opened file; of a zip archive that is no workbook, in the one member that is no folder.
///
/// # Errors
/// When the file cannot be read, or an archive has no member or several.
pub fn unpacked(mut file: File) -> io::Result<Box<dyn Read + Send>> {
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start)?;
    file.rewind()?;
    match start.as_slice() {
        [0x1F, 0x8B, ..] => Ok(Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, file)))),
        b"PK\x03\x04" | b"PK\x05\x06" => unzipped(file),
        _ => Ok(Box::new(file)),
    }
}

/// The bytes of a stream, unpacked when they are gzip.
///
/// # Errors
/// When the stream cannot be read.
pub fn open_stream(mut stream: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut start = Vec::new();
    stream.by_ref().take(2).read_to_end(&mut start)?;
    let is_gzip = start == [0x1F, 0x8B];
    let whole = Cursor::new(start).chain(stream);
    if is_gzip { Ok(Box::new(MultiGzDecoder::new(BufReader::new(whole)))) } else { Ok(Box::new(whole)) }
}

fn unzipped(file: File) -> io::Result<Box<dyn Read + Send>> {
    let broken = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
    let mut archive = zip::ZipArchive::new(BufReader::new(file))
        .map_err(|error| broken(format!("the archive or workbook is damaged: {error}")))?;
    if WORKBOOK_MEMBERS.iter().any(|name| archive.index_for_name(name).is_some()) {
        let mut file = archive.into_inner();
        file.rewind()?;
        return Ok(Box::new(file));
    }
    let is_folder = |index: &usize| match archive.name_for_index(*index) {
        Some(Ok(name)) => name.ends_with('/'),
        _ => false,
    };
    let names: Vec<usize> = (0..archive.len()).filter(|index| !is_folder(index)).collect();
    let [only] = names[..] else {
        return Err(broken(format!(
            "the archive holds {} files; unpack it and name those that are meant",
            names.len()
        )));
    };
    let (start, size, is_packed, name, expected) = {
        let member = archive.by_index_raw(only).map_err(|error| broken(error.to_string()))?;
        if member.encrypted() {
            return Err(broken("the archive is locked by a password".to_owned()));
        }
        let is_packed = match member.compression() {
            zip::CompressionMethod::Stored => false,
            zip::CompressionMethod::Deflated => true,
            other => return Err(broken(format!("the archive is packed by {other}, not by deflate"))),
        };
        let start =
            member.data_start().ok_or_else(|| broken("the archive does not tell where its file begins".to_owned()))?;
        let name = member.name().map_err(|error| broken(error.to_string()))?.into_owned();
        (start, member.compressed_size(), is_packed, name, (member.crc32(), member.size()))
    };
    let mut file = archive.into_inner();
    file.seek(io::SeekFrom::Start(start))?;
    let body = file.take(size);
    if is_packed {
        Ok(Box::new(Checked::new(flate2::read::DeflateDecoder::new(body), name, expected)))
    } else {
        Ok(Box::new(Checked::new(body, name, expected)))
    }
}
