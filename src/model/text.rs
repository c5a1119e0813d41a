//! The text of a document, addressed in Unicode code points.

use std::ops::Range;

use memchr::memmem;

/// A document's text with an index from code points to bytes.
#[derive(Debug, Clone)]
pub struct Text {
    content: String,
    /// Byte offset of every 64th code point.
    marks: Vec<usize>,
    n_points: u64,
}

const STEP: usize = 64;

impl Text {
    /// Indexes `text`; a byte order mark at its start does not count.
    pub fn new(text: &str) -> Text {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        let marks = text.char_indices().step_by(STEP).map(|(at, _)| at).collect();
        let n_points = text.chars().count() as u64;
        Text { content: text, marks, n_points }
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// Length in code points.
    pub fn n_points(&self) -> u64 {
        self.n_points
    }

    /// The words at `span`, in code points; none when it ends behind the text or before it starts.
    pub fn get(&self, span: &Range<u64>) -> Option<&str> {
        if span.start > span.end || span.end > self.n_points {
            return None;
        }
        self.content.get(self.byte_of(span.start)..self.byte_of(span.end))
    }

    /// Where `quote` stands, in code points; every place, in order.
    pub fn find(&self, quote: &str) -> Vec<Range<u64>> {
        if quote.is_empty() {
            return Vec::new();
        }
        let length = quote.chars().count() as u64;
        let starts = memmem::find_iter(self.content.as_bytes(), quote);
        starts.map(|byte| self.point_of(byte)).map(|start| start..start + length).collect()
    }

    fn byte_of(&self, point: u64) -> usize {
        let point = usize::try_from(point).unwrap_or(usize::MAX);
        let mark = self.marks.get(point / STEP).copied().unwrap_or(self.content.len());
        self.content[mark..].char_indices().nth(point % STEP).map_or(self.content.len(), |(at, _)| mark + at)
    }

    fn point_of(&self, byte: usize) -> u64 {
        let index = self.marks.partition_point(|mark| *mark <= byte).saturating_sub(1);
        let mark = self.marks.get(index).copied().unwrap_or(0);
        (index * STEP + self.content[mark..byte].chars().count()) as u64
    }
}
