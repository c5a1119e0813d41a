//! The IRIs of a namespace.

use super::dictionary::Cursor;
use super::index::Index;
use super::term;

impl Index<'_> {
    /// The IRIs that begin with `start` and have no `/` or `#` behind it, in order; none when there are more than `most`.
    pub fn iris(self, start: &str, most: usize) -> Option<Vec<String>> {
        let first: Vec<u8> = std::iter::once(term::IRI).chain(start.bytes()).collect();
        let (mut found, mut n_looked) = (Vec::new(), 0);
        for dictionary in [self.file.names(), self.file.terms()] {
            let (mut at, mut cursor) = (dictionary.position(&first), Cursor::default());
            while let Some(bytes) = dictionary.read_near(at, &mut cursor)
                && let Some(rest) = bytes.strip_prefix(first.as_slice())
            {
                if n_looked == most {
                    return None;
                }
                n_looked += 1;
                let Some(end) = rest.iter().position(|byte| matches!(byte, b'/' | b'#')) else {
                    found.push(String::from_utf8_lossy(bytes.get(1..).unwrap_or_default()).into_owned());
                    at += 1;
                    continue;
                };
                // Whatever else is in that folder is passed by.
                let mut behind = [first.as_slice(), &rest[..end]].concat();
                behind.push(rest[end] + 1);
                at = dictionary.position(&behind).max(at + 1);
            }
        }
        Some(found)
    }
}
