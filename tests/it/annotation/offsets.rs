//! Offsets in any unit lead to the same words.

use std::ops::Range;

use proptest::prelude::*;
use relata::input::annotation::offsets::{Alignment, Found, Loss, Stated, Unit, align};
use relata::model::Text;
use unicode_normalization::UnicodeNormalization;

/// Texts with characters of one to four bytes, of one and two units, that combine, break lines and run from right to left.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "B",
        " ",
        ".",
        "é",
        "e\u{301}",
        "ß",
        "日",
        "😀",
        "👩\u{200d}👩",
        "\r\n",
        "\n",
        "ש",
        "ل",
        "\u{200f}",
        "\u{1100}\u{1161}",
        "\u{212b}",
        "q\u{307}\u{323}",
        "𝄞",
    ]);
    prop::collection::vec(pieces, 4..40).prop_map(|pieces| pieces.concat())
}

fn in_unit(chars: &[char], at: usize, unit: Unit) -> u64 {
    let before = &chars[..at];
    match unit {
        Unit::CodePoint => before.len() as u64,
        Unit::Utf16 => before.iter().map(|c| c.len_utf16() as u64).sum(),
        Unit::Byte => before.iter().map(|c| c.len_utf8() as u64).sum(),
    }
}

/// Offsets and words of some spans of a text, in a unit.
fn spans(text: &str, cuts: &[(usize, usize)], unit: Unit) -> Vec<(Range<u64>, String, Range<u64>)> {
    let chars: Vec<char> = text.chars().collect();
    let span = |(a, b): &(usize, usize)| {
        let start = a % chars.len();
        let end = start + 1 + b % (chars.len() - start);
        let words: String = chars[start..end].iter().collect();
        (in_unit(&chars, start, unit)..in_unit(&chars, end, unit), words, start as u64..end as u64)
    };
    cuts.iter().map(span).collect()
}

fn aligned(text: &str, declared: Unit, spans: &[(Range<u64>, String, Range<u64>)], quoted: bool) -> Alignment {
    let stated: Vec<Stated<'_>> = spans
        .iter()
        .map(|(range, words, _)| Stated {
            pieces: std::slice::from_ref(range),
            quote: quoted.then_some(words),
            ..Stated::default()
        })
        .collect();
    align(text, declared, &stated, &[])
}

/// Words as they are compared: composed, and runs of white space as one space.
fn same(words: &str) -> String {
    words.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, with marks apart from their letters.
fn apart(words: &str) -> String {
    same(words).nfd().collect()
}

fn unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(Unit::ALL.to_vec())
}

fn cuts() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..1000_usize, 0..12_usize), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..crate::support::draws(256) })]

    /// With quotes, whatever unit is tried first, every span is found where its words stand, and in the true unit exactly there.
    #[test]
    fn quotes_settle_the_unit(text in texts(), cuts in cuts(), unit in unit(), declared in unit()) {
        let spans = spans(&text, &cuts, unit);
        let alignment = aligned(&text, declared, &spans, true);
        let index = Text::new(&text);
        prop_assert_eq!(alignment.change, None);
        for (found, (_, words, there)) in alignment.found.iter().zip(&spans) {
            let Found::There(pieces) = found else { panic!("{words:?} is {found:?}") };
            prop_assert_eq!(same(index.get(&pieces[0]).unwrap()), same(words));
            if alignment.unit == unit {
                prop_assert_eq!(pieces, &vec![there.clone()]);
            }
        }
    }

    /// Without quotes the unit that is declared counts, and a doubt is told exactly where it matters.
    #[test]
    fn without_quotes_the_declared_unit_counts(text in texts(), cuts in cuts(), unit in unit()) {
        let spans = spans(&text, &cuts, unit);
        let alignment = aligned(&text, unit, &spans, false);
        let there: Vec<Found> = spans.iter().map(|(.., there)| Found::There(vec![there.clone()])).collect();
        prop_assert_eq!(alignment.found, there);
        prop_assert_eq!(alignment.is_assumed, text.chars().any(|c| u32::from(c) > 0xFFFF));
    }

    /// Offsets into the text with other line breaks, composed, or with a byte order mark, lead to the words in the text as it is.
    #[test]
    fn what_changed_on_the_way_is_undone(
        text in texts(), cuts in cuts(), unit in unit(), lines in any::<bool>(), compose in any::<bool>(), mark in any::<bool>(),
    ) {
        let mut changed = if lines { text.replace("\r\n", "\n") } else { text.clone() };
        changed = if compose { changed.nfc().collect() } else { changed };
        let spans = spans(&changed, &cuts, unit);
        let marked = if mark { format!("\u{feff}{text}") } else { text.clone() };
        let alignment = aligned(&marked, unit, &spans, true);
        let index = Text::new(&marked);
        for (found, (_, words, _)) in alignment.found.iter().zip(&spans) {
            let place = match found {
                Found::There(pieces) | Found::Around(pieces) | Found::Moved(pieces) => pieces[0].clone(),
                Found::Lost(loss) => panic!("{words:?} is lost: {loss:?}"),
            };
            // A span may cut what composes, such as the syllables of Hangul; then the whole of it is taken.
            let found = apart(index.get(&place).unwrap());
            prop_assert!(found.contains(&apart(words)), "{found:?} {words:?}");
        }
    }

    /// Offsets from nowhere never panic, and never lead outside the text.
    #[test]
    fn any_offsets_are_answered(text in texts(), ranges in prop::collection::vec((0..90_u64, 0..90_u64), 1..5), unit in unit(), quote in ".{0,3}") {
        let stated: Vec<Range<u64>> = ranges.iter().map(|(a, b)| *a..*b).collect();
        let stated: Vec<Stated<'_>> = stated
            .iter()
            .enumerate()
            .map(|(nth, range)| Stated {
                pieces: std::slice::from_ref(range),
                quote: (nth % 2 == 0).then_some(quote.as_str()),
                ..Stated::default()
            })
            .collect();
        let index = Text::new(&text);
        for found in align(&text, unit, &stated, &[]).found {
            match found {
                Found::There(pieces) | Found::Around(pieces) => {
                    prop_assert!(pieces.iter().all(|piece| index.get(piece).is_some()));
                }
                // Marks behind a letter stay with it where the text has them in another order.
                Found::Moved(pieces) => prop_assert!(apart(index.get(&pieces[0]).unwrap()).contains(&apart(&quote))),
                Found::Lost(_) => {}
            }
        }
    }
}

fn found(text: &str, stated: Stated<'_>) -> Found {
    align(text, Unit::CodePoint, &[stated], &[]).found.remove(0)
}

fn moved(place: Range<u64>) -> Found {
    Found::Moved(vec![place])
}

#[test]
fn moved_words_are_found_by_what_stands_around_them_and_then_where_the_offsets_reach() {
    let text = "the king met the king, and the king left";
    let stated =
        |quote, prefix, suffix, pieces| Stated { pieces, quote: Some(quote), prefix, suffix, ..Stated::default() };
    assert_eq!(
        found(text, stated("king", Some("and the "), Some(" left"), std::slice::from_ref(&(0..4)))),
        moved(31..35)
    );
    assert_eq!(found(text, stated("king", None, None, std::slice::from_ref(&(15..19)))), moved(17..21));
    assert_eq!(found(text, stated("king", Some("and the "), None, &[])), moved(31..35));
    // Far from every place of the words, the offsets do not say which is meant.
    assert_eq!(found(text, stated("king", None, None, std::slice::from_ref(&(10..14)))), Found::Lost(Loss::Several(3)));
    assert_eq!(found(text, stated("king", None, None, &[])), Found::Lost(Loss::Several(3)));
    assert_eq!(found(text, stated("queen", None, None, std::slice::from_ref(&(4..9)))), Found::Lost(Loss::Words));
    assert_eq!(found(text, stated("", None, None, std::slice::from_ref(&(4..4)))), Found::Lost(Loss::Empty));
    assert_eq!(
        found(text, Stated { pieces: std::slice::from_ref(&(30..99)), ..Stated::default() }),
        Found::Lost(Loss::Outside)
    );
}

#[test]
fn pieces_are_compared_as_tools_write_them() {
    let text = "Port\nAvel and Sands";
    let stated = Stated { pieces: &[0..9, 14..19], quote: Some("Port Avel Sands"), ..Stated::default() };
    assert_eq!(found(text, stated), Found::There(vec![0..9, 14..19]));
}
