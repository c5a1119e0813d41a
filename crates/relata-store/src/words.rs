//! Words of texts, and the texts they occur in.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::dictionary::{Dictionary, take_length};

/// Hands on the words of a text: letters and digits that stand together, in small letters, without accents. Characters of
/// Chinese and Japanese, which are written without spaces, are words of their own.
pub(super) fn words(text: &str, take: &mut dyn FnMut(&str)) {
    let mut word = String::new();
    if text.is_ascii() {
        let mut rest = text;
        while let Some(start) = rest.bytes().position(|byte| byte.is_ascii_alphanumeric()) {
            let begun = &rest[start..];
            let end = begun.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(begun.len());
            let (part, behind) = begun.split_at(end);
            rest = behind;
            if part.bytes().any(|byte| byte.is_ascii_uppercase()) {
                word.clear();
                word.push_str(part);
                word.make_ascii_lowercase();
                take(&word);
            } else {
                take(part);
            }
        }
        return;
    }
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            take(word);
            word.clear();
        }
    };
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if !c.is_alphanumeric() {
            end(&mut word);
        } else if is_written_without_spaces(c) {
            end(&mut word);
            word.push(c);
            end(&mut word);
        } else {
            word.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c)));
        }
    }
    end(&mut word);
}

/// Han, Hiragana and Katakana.
fn is_written_without_spaces(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The words of a graph file, and for each the numbers of the texts it occurs in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) dictionary: Dictionary<'a>,
    data: &'a [u8],
    starts: &'a [u64],
}

impl<'a> Words<'a> {
    /// None when the lengths of the sections do not fit each other.
    pub(super) fn new(words: &'a [u8], places: &'a [u8]) -> Option<Words<'a>> {
        let dictionary = Dictionary::new(words)?;
        let (data, starts) = places.split_at_checked(places.len().checked_sub(dictionary.len().checked_mul(8)?)?)?;
        Some(Words { dictionary, data, starts: bytemuck::try_cast_slice(starts).ok()? })
    }

    /// The texts in which the word at `index` occurs, in order; a damaged list ends early.
    pub(super) fn texts(&self, index: usize) -> Vec<u32> {
        let list = || {
            let mut rest = self.data.get(usize::try_from(*self.starts.get(index)?).ok()?..)?;
            let n_texts = take_length(&mut rest)?;
            Some((rest, n_texts))
        };
        let Some((mut rest, n_texts)) = list() else { return Vec::new() };
        let mut text = 0_u32;
        let mut next = || {
            text = text.checked_add(u32::try_from(take_length(&mut rest)?).ok()?)?;
            Some(text)
        };
        (0..n_texts).map_while(|_| next()).collect()
    }

    /// The places of words that begin with `start`.
    fn beginning(&self, start: &str) -> Range<usize> {
        let from = self.dictionary.position(start.as_bytes());
        // No word holds the byte 255.
        let to = self.dictionary.position(&[start.as_bytes(), &[255]].concat());
        from..to
    }

    /// The texts in which every word of `query` occurs, in order; `secur*` stands for all words that begin so.
    pub(super) fn search(&self, query: &str) -> Vec<u32> {
        let mut lists: Vec<Vec<u32>> = Vec::new();
        for part in query.split_whitespace() {
            let mut wanted = Vec::new();
            words(part, &mut |word| wanted.push(word.to_owned()));
            let open = part.ends_with('*').then(|| wanted.pop()).flatten();
            for word in &wanted {
                lists.push(self.dictionary.find(word.as_bytes()).map(|index| self.texts(index)).unwrap_or_default());
            }
            if let Some(start) = open {
                let mut texts: Vec<u32> = self.beginning(&start).flat_map(|index| self.texts(index)).collect();
                texts.sort_unstable();
                texts.dedup();
                lists.push(texts);
            }
        }
        lists.sort_by_key(Vec::len);
        let mut lists = lists.into_iter();
        let mut found = lists.next().unwrap_or_default();
        for list in lists {
            found.retain(|text| list.binary_search(text).is_ok());
        }
        found
    }
}
