//! A quote stands word for word where its offsets say.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Finding;
use crate::diagnostic::codes;
use crate::model::{Evidence, Text};

/// What a look at the document's text gave.
#[derive(Debug, Default)]
pub struct QuoteCheck {
    /// What is wrong.
    pub finding: Option<Finding>,
    /// Where the quote stands, when the row gave no offsets and there is one place only.
    pub found: Option<Range<u64>>,
    /// The words at the offsets, when the row gave no quote.
    pub quote: Option<String>,
}

/// Compares quote and offsets with the document's text.
pub fn check_quote(evidence: &Evidence, text: &Text) -> QuoteCheck {
    let finding = |finding: Finding| QuoteCheck { finding: Some(finding), ..QuoteCheck::default() };
    match (&evidence.quote, &evidence.span) {
        (None, None) => QuoteCheck::default(),
        (Some(quote), None) => match text.find(quote).as_slice() {
            [] => {
                let message = "the quote is nowhere in the document's text";
                finding(Finding::new(&codes::QUOTE_NOT_FOUND, "quote", message).hint(near_miss(quote, text)))
            }
            [only] => QuoteCheck { found: Some(only.clone()), ..QuoteCheck::default() },
            _ => QuoteCheck::default(),
        },
        (None, Some(span)) => match text.get(span) {
            Some(words) => QuoteCheck { quote: Some(words.to_owned()), ..QuoteCheck::default() },
            None => finding(beyond(span, text)),
        },
        (Some(quote), Some(span)) => match text.get(span) {
            Some(words) if words == quote => QuoteCheck::default(),
            None => finding(beyond(span, text).hint(place_of(quote, span, text))),
            Some(words) => {
                let message = format!("at {}..{} of the document stands `{}`", span.start, span.end, shorten(words));
                finding(Finding::new(&codes::OFFSET_MISMATCH, "start", message).hint(place_of(quote, span, text)))
            }
        },
    }
}

fn beyond(span: &Range<u64>, text: &Text) -> Finding {
    let message = format!("`end` {} lies behind the document's {} code points", span.end, text.n_points());
    Finding::new(&codes::OFFSET_MISMATCH, "end", message)
}

fn place_of(quote: &str, span: &Range<u64>, text: &Text) -> String {
    let places = text.find(quote);
    match places.iter().min_by_key(|place| place.start.abs_diff(span.start)) {
        Some(place) => format!("the quote stands at {}..{}", place.start, place.end),
        None => near_miss(quote, text),
    }
}

/// Whether only typography keeps the quote from being found.
fn near_miss(quote: &str, text: &Text) -> String {
    let plain = |s: &str| {
        let typography = |c| match c {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            '\u{a0}' | '\n' => ' ',
            other => other,
        };
        s.replace('\r', "").nfc().map(typography).collect::<String>()
    };
    let whole = text.get(&(0..text.n_points())).unwrap_or_default();
    if plain(whole).contains(&plain(quote)) {
        return "the text has it with other quotation marks, dashes, accents or line breaks: copy it as it stands"
            .to_owned();
    }
    if whole.to_lowercase().contains(&quote.to_lowercase()) {
        return "the text has it in other letters, large or small: copy it as it stands".to_owned();
    }
    "the text does not have these words: copy the quote as it stands, or cite the document it is from".to_owned()
}

fn shorten(words: &str) -> String {
    const MOST: usize = 50;
    let line = words.replace('\n', " ");
    if line.chars().count() <= MOST { line } else { line.chars().take(MOST).chain(['…']).collect() }
}
