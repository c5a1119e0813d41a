//! WebAnno and INCEpTION TSV 3: one token a line, layers in columns.
//!
//! The text of a sentence stands in `#Text=`, with escapes; the words of a token stand beside its offsets as they are.
//! When the two disagree, the words say where the token is.

mod cell;
mod escapes;
mod layers;
mod sentences;

use std::collections::HashMap;
use std::ops::Range;

use super::offsets::StatedToken;
use super::{AnnotatedDocument, Annotations, Spot, document, stem};
use escapes::Escapes;
use layers::{Layer, LayerReader};
use sentences::{Sentence, rebuild};

/// A token and its row.
struct Token<'a> {
    id: &'a str,
    range: Range<u64>,
    words: &'a str,
    cells: Vec<&'a str>,
    spot: Spot,
}

/// What the lines of a file say, before its text is put together.
#[derive(Default)]
struct Rows<'a> {
    /// The number behind `WebAnno TSV`.
    version: &'a str,
    layers: Vec<Layer>,
    tokens: Vec<Token<'a>>,
    sentences: Vec<Sentence<'a>>,
    /// The lines of a sentence whose tokens have not begun.
    lines: Vec<&'a str>,
}

/// Reads one document.
pub(super) fn read(file: &str, text: &str) -> Annotations {
    let mut all = Annotations::default();
    let mut rows = Rows::default();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let end = raw.trim_end_matches(['\n', '\r']);
        let line = end.trim_start_matches('\u{feff}');
        rows.add(line, start..start + end.len(), &mut all);
        start += raw.len();
    }
    rows.end_sentence();
    if rows.sentences.is_empty() {
        all.broken(Spot::default(), "the file has no text", "every sentence has its text in a line `#Text=`");
        return all;
    }
    let rebuilt = rebuild(&rows.sentences, &rows.tokens, Escapes::of_version(rows.version));
    let mut of = AnnotatedDocument::new(document(stem(file)), &rebuilt.text, rebuilt.unit, Spot::default());
    of.tokens = stated(&rows, &rebuilt.words, &rebuilt.starts);
    LayerReader::new(&rows.layers, &rows.tokens).read(&mut of, &mut all);
    all.documents.push(of);
    all
}

/// The tokens with the begin of the sentence that each first one is in.
fn stated(rows: &Rows<'_>, words: &[String], starts: &[u64]) -> Vec<StatedToken> {
    let first: HashMap<usize, u64> = rows
        .sentences
        .iter()
        .zip(starts)
        .filter(|(sentence, _)| !sentence.tokens.is_empty())
        .map(|(sentence, start)| (sentence.tokens.start, *start))
        .collect();
    let mut parents: HashMap<&str, usize> = HashMap::new();
    let mut stated = Vec::new();
    for (nth, (token, words)) in rows.tokens.iter().zip(words).enumerate() {
        // `1-2.1` is a part of `1-2`.
        let inside = token.id.split_once('.').and_then(|(parent, _)| parents.get(parent).copied());
        parents.insert(token.id, nth);
        stated.push(StatedToken {
            range: token.range.clone(),
            words: Some(words.clone()),
            from: first.get(&nth).copied(),
            inside,
        });
    }
    stated
}

impl<'a> Rows<'a> {
    /// Takes in a line, which has these bytes.
    fn add(&mut self, line: &'a str, item: Range<usize>, all: &mut Annotations) {
        if let Some(words) = line.strip_prefix("#Text=") {
            self.lines.push(words);
        } else if let Some(version) = line.strip_prefix("#FORMAT=WebAnno TSV") {
            self.version = version.trim();
        } else if line.starts_with("#T_") {
            match Layer::parse(line) {
                Some(layer) => self.layers.push(layer),
                None => all.broken(
                    Spot::new("layer", item),
                    "this is no description of a layer",
                    "a layer is `#T_SP=`, `#T_CH=` or `#T_RL=` with its name and features",
                ),
            }
        } else if line.trim().is_empty() {
            self.end_sentence();
        } else if !line.starts_with('#') {
            self.end_sentence();
            let n_columns = self.layers.iter().map(Layer::n_columns).sum();
            match token(line, item.clone(), n_columns) {
                Some(token) => {
                    self.tokens.push(token);
                    if let Some(sentence) = self.sentences.last_mut() {
                        sentence.tokens.end = self.tokens.len();
                    }
                }
                None => all.broken(
                    Spot::new("token", item),
                    "this is no token",
                    "a row is `1-2`, a tab, `3-6`, a tab, the token, and its columns",
                ),
            }
        }
    }

    /// Ends the text of a sentence, whose tokens follow; one without tokens has its text all the same.
    fn end_sentence(&mut self) {
        if !self.lines.is_empty() {
            let n = self.tokens.len();
            self.sentences.push(Sentence { lines: std::mem::take(&mut self.lines), tokens: n..n });
        }
    }
}

fn token(line: &str, item: Range<usize>, n_columns: usize) -> Option<Token<'_>> {
    let mut fields: Vec<&str> = line.split('\t').collect();
    // A trailing tab ends the last field.
    if fields.len() > 3 && fields.last() == Some(&"") {
        fields.pop();
    }
    let [id, range, words, cells @ ..] = fields.as_slice() else { return None };
    let (start, end) = range.split_once('-')?;
    id.split_once('-')?;
    let range = start.parse().ok()?..end.parse().ok()?;
    let (words, cells) = with_tabs(line, words, cells, n_columns, &range).unwrap_or((*words, cells));
    let at = |part: &str| {
        let start = item.end - line.len() + (part.as_ptr() as usize - line.as_ptr() as usize);
        start..start + part.len()
    };
    let offsets = at(fields.get(1)?);
    Some(Token { id, range, words, cells: cells.to_vec(), spot: Spot::new(*id, item).cell("offsets", offsets) })
}

/// The words of a token that has tabs in it, and its cells: words are not escaped, so that their length tells.
fn with_tabs<'a, 'c>(
    line: &'a str,
    words: &'a str,
    cells: &'c [&'a str],
    n_columns: usize,
    range: &Range<u64>,
) -> Option<(&'a str, &'c [&'a str])> {
    let n_more = cells.len().checked_sub(n_columns).filter(|n| *n > 0)?;
    let (more, cells) = cells.split_at_checked(n_more)?;
    let start = words.as_ptr() as usize - line.as_ptr() as usize;
    let length = words.len() + more.iter().map(|part| part.len() + 1).sum::<usize>();
    let longer = line.get(start..start + length)?;
    let n_units = longer.encode_utf16().count() as u64;
    (range.end.checked_sub(range.start) == Some(n_units)).then_some((longer, cells))
}
