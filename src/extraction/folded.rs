//! Where does a text hold these words, however its quotation marks, dashes and blanks are written?

use memchr::memmem;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

use super::text::Span;

/// A text in which marks that mean the same are one, with the way back to the text as it is written.
///
/// Only marks are folded: a letter that differs is another word. Whoever copies words of a text with a curly quotation
/// mark made straight has still copied them; whoever changes a word has not.
#[derive(Debug)]
pub struct Folded {
    text: String,
    /// For each byte of the folded text, the first byte of what it was made from. A text has fewer than 2³² bytes.
    starts: Vec<u32>,
    /// The byte behind it.
    ends: Vec<u32>,
}

impl Folded {
    /// Folds a text, in time linear in its length.
    #[must_use]
    pub fn new(written: &str) -> Self {
        let mut folded = Folded { text: String::with_capacity(written.len()), starts: Vec::new(), ends: Vec::new() };
        let mut letters = written.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            let is_mark = |letter: char| !letter.is_ascii() && canonical_combining_class(letter) != 0;
            let mut end = start + letter.len_utf8();
            // A letter and the accents behind it are one, so that `é` is found however it is composed.
            while let Some((at, mark)) = letters.next_if(|&(_, next)| is_mark(next)) {
                end = at + mark.len_utf8();
            }
            folded.push(&written[start..end], start, end);
        }
        folded
    }

    fn push(&mut self, cluster: &str, start: usize, end: usize) {
        for letter in cluster.nfc() {
            let plain = plain(letter);
            let letter = letter.to_string();
            let plain = plain.unwrap_or(&letter);
            if plain == " " && self.text.ends_with(' ') {
                // A run of blanks is one, which ends where the last of them does.
                if let Some(last) = self.ends.last_mut() {
                    *last = offset(end);
                }
                continue;
            }
            self.text.push_str(plain);
            self.starts.resize(self.text.len(), offset(start));
            self.ends.resize(self.text.len(), offset(end));
        }
    }

    /// The places of whole words within a part of the text, in order, in bytes of the text as it is written.
    #[must_use]
    pub fn find(&self, words: &str, within: &Span) -> Vec<Span> {
        let needle = Folded::new(words).text;
        let needle = needle.trim();
        let from = self.starts.partition_point(|&start| (start as usize) < within.start);
        let to = self.ends.partition_point(|&end| (end as usize) <= within.end);
        let Some(hay) = self.text.get(from..to).filter(|_| !needle.is_empty()) else { return Vec::new() };
        let found = memmem::find_iter(hay.as_bytes(), needle).map(|at| from + at..from + at + needle.len());
        found
            .filter(|span| self.is_whole(span))
            .filter_map(|span| Some(*self.starts.get(span.start)? as usize..*self.ends.get(span.end - 1)? as usize))
            .collect()
    }

    /// No word goes on over an end: `Iran` does not stand in `Iranian`.
    fn is_whole(&self, span: &Span) -> bool {
        let (before, inside, after) = (&self.text[..span.start], &self.text[span.clone()], &self.text[span.end..]);
        let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let cut = |left: Option<char>, right: Option<char>| {
            // An accent belongs to the letter before it.
            is_word(left) && is_word(right) || right.is_some_and(|letter| canonical_combining_class(letter) != 0)
        };
        !cut(before.chars().next_back(), inside.chars().next())
            && !cut(inside.chars().next_back(), after.chars().next())
    }
}

/// The offset as it is kept.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What a mark is written as where it is one of several that mean the same.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '`' | '´' | '′' => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => "\"",
        '‐'..='―' | '−' => "-",
        '…' => "...",
        // Soft hyphens and marks without a width are nothing that anybody reads.
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => "",
        blank if blank.is_whitespace() => " ",
        _ => return None,
    })
}
