//! How far do two phrases agree? By their words, and by their places where both are known.

use super::sides::Phrase;

/// The least Dice coefficient at which two phrases are taken as one.
const ENOUGH: f64 = 0.5;

/// Words that say nothing of who or what is meant.
const EMPTY: &[&str] = &["a", "an", "the", "s"];

/// The words of a phrase in small letters, sorted, without articles and the ending of a genitive.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .filter(|word| !EMPTY.contains(&word.as_str()))
        .collect();
    words.sort_unstable();
    words
}

/// How many words two sorted lists share.
fn shared(one: &[String], other: &[String]) -> usize {
    let (mut left, mut right, mut n) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                left += 1;
                right += 1;
            }
        }
    }
    n
}

/// Twice what both share by what both have, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "texts have fewer words than a double counts")]
fn dice(shared: usize, one: usize, other: usize) -> f64 {
    if one + other == 0 { 0.0 } else { 2.0 * shared as f64 / (one + other) as f64 }
}

/// How far two phrases agree: by their words or, where both have a place and it is better, by their places.
pub(super) fn agreement(one: &Phrase, other: &Phrase) -> f64 {
    let by_words = dice(shared(&one.sorted, &other.sorted), one.sorted.len(), other.sorted.len());
    let (Some(a), Some(b)) = (&one.span, &other.span) else { return by_words };
    let common = b.end.min(a.end).saturating_sub(b.start.max(a.start));
    let length =
        |span: &std::ops::Range<u64>| usize::try_from(span.end.saturating_sub(span.start)).unwrap_or(usize::MAX / 4);
    let by_place = dice(usize::try_from(common).unwrap_or_default(), length(a), length(b));
    by_words.max(by_place)
}

/// The agreement of two phrases where it is enough to take them as one.
pub(super) fn agree(one: &Phrase, other: &Phrase) -> Option<f64> {
    Some(agreement(one, other)).filter(|agreement| *agreement >= ENOUGH)
}

/// All words of the shorter phrase stand in the longer one: `Norland` and `two Norland officials`.
pub(super) fn contains(one: &Phrase, other: &Phrase) -> bool {
    let least = one.sorted.len().min(other.sorted.len());
    least > 0 && shared(&one.sorted, &other.sorted) == least
}
