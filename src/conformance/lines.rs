//! Lines of a file, to show what is wrong in them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use crate::diagnostic::{Excerpt, Place};

/// Bytes of a line that are shown, at most.
const LONGEST: usize = 1 << 16;

/// Some lines of a file, by their numbers.
#[derive(Default)]
pub(super) struct Excerpts {
    lines: BTreeMap<u64, String>,
}

impl Excerpts {
    /// Reads these lines; a file that cannot be opened any more has none.
    pub(super) fn read<R: Read>(wanted: &BTreeSet<u64>, open: impl FnOnce() -> io::Result<R>) -> Excerpts {
        let Some(last) = wanted.last().copied().filter(|last| *last > 0) else { return Excerpts::default() };
        let mut lines = BTreeMap::new();
        if let Ok(reader) = open() {
            let (mut line, mut bytes, mut was_return) = (1, Vec::new(), false);
            for byte in io::BufReader::new(reader).bytes().map_while(Result::ok) {
                // Lines end at `\n`, `\r\n` or a lone `\r`.
                if std::mem::replace(&mut was_return, byte == b'\r') && byte == b'\n' {
                    continue;
                }
                if matches!(byte, b'\n' | b'\r') {
                    if wanted.contains(&line) {
                        lines.insert(line, text_of(&bytes));
                    }
                    bytes.clear();
                    line += 1;
                    if line > last {
                        break;
                    }
                } else if bytes.len() < LONGEST && wanted.contains(&line) {
                    bytes.push(byte);
                }
            }
            if wanted.contains(&line) {
                lines.insert(line, text_of(&bytes));
            }
        }
        Excerpts { lines }
    }

    /// The place with its line, in which so many characters are marked; where its column is not known, all there is.
    pub(super) fn shown_at(&self, place: Place, n_characters: u64) -> Place {
        let Some(text) = self.lines.get(&place.line) else { return place };
        let at = |nth: u64| {
            let nth = usize::try_from(nth).unwrap_or(usize::MAX);
            text.char_indices().nth(nth).map_or(text.len(), |(at, _)| at)
        };
        let (column, range) = if place.column == 0 {
            let start = text.len() - text.trim_start().len();
            (text[..start].chars().count() as u64 + 1, start..text.trim_end().len().max(start))
        } else {
            (place.column, at(place.column - 1)..at(place.column - 1 + n_characters))
        };
        let value = text.get(range.clone()).map(str::to_owned);
        Place { column, value, excerpt: Some(Excerpt { text: text.clone(), range }), ..place }
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_start_matches('\u{FEFF}').to_owned()
}
