//! WebAnno and INCEpTION TSV 3: one token a line, layers in columns.

mod cell;
mod layers;

use std::ops::Range;

use super::offsets::{Found, Stated, Unit, align};
use super::{AnnotatedDocument, Annotations, Spot, document, stem};
use cell::escaped_fields;
use layers::{Layer, LayerReader};

/// A token and its row.
struct Token<'a> {
    id: &'a str,
    range: Range<u64>,
    words: String,
    cells: Vec<&'a str>,
    spot: Spot,
}

/// A sentence: its text and the numbers of its tokens.
struct Sentence {
    text: String,
    tokens: Range<usize>,
}

/// Reads one document.
pub(super) fn read(file: &str, text: &str) -> Annotations {
    let mut all = Annotations::default();
    let mut layers: Vec<Layer> = Vec::new();
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
        let item = start..start + raw.trim_end_matches(['\n', '\r']).len();
        start += raw.len();
        if let Some(words) = line.strip_prefix("#Text=") {
            lines.push(words);
        } else if line.starts_with("#T_") {
            match Layer::parse(line) {
                Some(layer) => layers.push(layer),
                None => all.broken(
                    Spot::new("layer", item),
                    "this is no description of a layer",
                    "a layer is `#T_SP=`, `#T_CH=` or `#T_RL=` with its name and features",
                ),
            }
        } else if !line.starts_with('#') && !line.trim().is_empty() {
            if !lines.is_empty() {
                sentences.push(Sentence { text: lines.join("\n"), tokens: tokens.len()..tokens.len() });
                lines.clear();
            }
            match token(line, item.clone()) {
                Some(token) => {
                    tokens.push(token);
                    if let Some(sentence) = sentences.last_mut() {
                        sentence.tokens.end = tokens.len();
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
    if sentences.is_empty() {
        all.broken(Spot::default(), "the file has no text", "every sentence has its text in a line `#Text=`");
        return all;
    }
    let (unit, whole) = rebuild(&sentences, &tokens);
    let mut of = AnnotatedDocument::new(document(stem(file)), &whole, unit, Spot::default());
    of.checks = tokens.iter().map(|token| (token.range.clone(), token.words.clone())).collect();
    LayerReader::new(&layers, &tokens).read(&mut of, &mut all);
    all.documents.push(of);
    all
}

fn token(line: &str, item: Range<usize>) -> Option<Token<'_>> {
    let fields = escaped_fields(line);
    let [id, range, words, cells @ ..] = fields.as_slice() else { return None };
    let (start, end) = range.split_once('-')?;
    id.split_once('-')?;
    Some(Token {
        id,
        range: start.parse().ok()?..end.parse().ok()?,
        words: cell::plain(words),
        cells: cells.to_vec(),
        spot: Spot::new(*id, item),
    })
}

/// The text of the document, and the unit its offsets count in: the first under which every token fits.
///
/// Builds the text from its tokens. The text between two sentences is not in the file; spaces stand in for it.
fn rebuild(sentences: &[Sentence], tokens: &[Token<'_>]) -> (Unit, String) {
    let stated: Vec<Stated<'_>> = tokens
        .iter()
        .map(|token| Stated {
            pieces: std::slice::from_ref(&token.range),
            quote: Some(&token.words),
            ..Stated::default()
        })
        .collect();
    let units = [Unit::Utf16, Unit::CodePoint, Unit::Byte];
    for unit in units {
        let text = padded(sentences, tokens, unit);
        let alignment = align(&text, unit, &stated, &[]);
        if alignment.unit == unit && alignment.found.iter().all(|found| matches!(found, Found::There(_))) {
            return (unit, text);
        }
    }
    (Unit::Utf16, padded(sentences, tokens, Unit::Utf16))
}

fn padded(sentences: &[Sentence], tokens: &[Token<'_>], unit: Unit) -> String {
    let length = |text: &str| match unit {
        Unit::CodePoint => text.chars().count() as u64,
        Unit::Utf16 => text.encode_utf16().count() as u64,
        Unit::Byte => text.len() as u64,
    };
    let mut whole = String::new();
    let mut n = 0;
    for sentence in sentences {
        let first = tokens.get(sentence.tokens.start).filter(|_| !sentence.tokens.is_empty());
        let lead = first.and_then(|first| sentence.text.find(&first.words)).unwrap_or_default();
        let start = first.map_or(n, |first| first.range.start.saturating_sub(length(&sentence.text[..lead])));
        // A file can name any offset; more blank than this is no text.
        let n_blank = start.saturating_sub(n).min(100_000);
        whole.extend((0..n_blank).map(|_| ' '));
        n += n_blank;
        whole.push_str(&sentence.text);
        n += length(&sentence.text);
    }
    whole
}
