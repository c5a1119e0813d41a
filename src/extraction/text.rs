//! Where does a piece of text stand? Bytes inside the program, code points for readers of its output.

use std::ops::Range;

/// The place of a piece of text, in bytes of the original.
pub type Span = Range<usize>;

/// The bytes between two places whose code points are counted once and kept.
const STRIDE: usize = 64;

/// A text as it was written, with a quick way from byte offsets to code points.
///
/// The text itself is never changed: a quotation must be found again in the file as it is.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The text, byte for byte.
    pub written: &'a str,
    counted: Vec<usize>,
}

impl<'a> Text<'a> {
    /// Reads the text once and counts its code points.
    #[must_use]
    pub fn new(written: &'a str) -> Self {
        let mut counted = Vec::with_capacity(written.len() / STRIDE + 1);
        let mut points = 0;
        for (offset, byte) in written.bytes().enumerate() {
            if offset % STRIDE == 0 {
                counted.push(points);
            }
            points += usize::from(begins_code_point(byte));
        }
        Self { written, counted }
    }

    /// The number of code points before a byte offset; an offset past the end counts as the end.
    #[must_use]
    pub fn code_point(&self, offset: usize) -> usize {
        let offset = offset.min(self.written.len());
        let Some(&before) = self.counted.get(offset / STRIDE) else {
            // Only an end that falls exactly on a stride has no entry of its own.
            let last = self.counted.len().saturating_sub(1);
            return self.counted.last().copied().unwrap_or(0) + self.points_between(last * STRIDE..offset);
        };
        before + self.points_between(offset - offset % STRIDE..offset)
    }

    /// The place in code points.
    #[must_use]
    pub fn in_code_points(&self, span: &Span) -> Span {
        self.code_point(span.start)..self.code_point(span.end)
    }

    fn points_between(&self, span: Span) -> usize {
        let bytes = self.written.as_bytes().get(span).unwrap_or_default();
        bytes.iter().filter(|&&byte| begins_code_point(byte)).count()
    }
}

/// A byte of UTF-8 that does not continue the character before it.
fn begins_code_point(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}
