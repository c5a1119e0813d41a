//! Tables in other encodings, as UTF-8.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// `reader` as UTF-8, when it is written in the encoding of this name; none when there is no such encoding.
///
/// UTF-8 is handed on as it is, so that wrong bytes are found and reported with their cell.
pub fn decoded<'r>(reader: Box<dyn Read + 'r>, encoding: &str) -> Option<Box<dyn Read + 'r>> {
    let label = match encoding.trim().to_ascii_lowercase().as_str() {
        // Java's name for what the web calls latin1.
        "latin-1" => "latin1".to_owned(),
        other => other.to_owned(),
    };
    let encoding = Encoding::for_label(label.as_bytes())?;
    if encoding == encoding_rs::UTF_8 {
        return Some(reader);
    }
    let decoder = encoding.new_decoder_with_bom_removal();
    Some(Box::new(Decoding { reader, decoder, raw: Vec::new(), text: Vec::new(), start: 0, ended: false }))
}

struct Decoding<R> {
    reader: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    start: usize,
    ended: bool,
}

impl<R: Read> Decoding<R> {
    /// Decodes the next part of the file.
    fn fill(&mut self) -> io::Result<()> {
        const CHUNK: usize = 1 << 15;
        let kept = self.raw.len();
        self.raw.resize(kept + CHUNK, 0);
        let n_read = match self.reader.read(&mut self.raw[kept..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                self.raw.truncate(kept);
                return Ok(());
            }
            other => other?,
        };
        self.raw.truncate(kept + n_read);
        self.ended = n_read == 0;
        let most = self.decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(CHUNK * 4);
        self.text.resize(most, 0);
        self.start = 0;
        let (result, n_taken, n_text, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
        self.raw.drain(..n_taken);
        self.text.truncate(n_text);
        self.ended &= result == CoderResult::InputEmpty;
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.start == self.text.len() && !self.ended {
            self.fill()?;
        }
        let rest = &self.text[self.start..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.start += n;
        Ok(n)
    }
}
