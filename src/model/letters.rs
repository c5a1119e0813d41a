//! Letters without the signs on them.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The text with plain letters for those of Latin and Greek that differ from them in a sign only: `Erdoğan` becomes `Erdogan`.
///
/// Letters of other scripts stay, for there a sign makes another letter: `й` is not `и`. So do `ä`, `ö` and `ü` become
/// `a`, `o` and `u`; that some write `ae` for them is a transliteration, not the same letter.
pub fn without_signs(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    // True behind a letter whose signs go.
    let mut is_bare = false;
    for c in text.nfd() {
        if is_sign(c) {
            if !is_bare {
                plain.push(c);
            }
            continue;
        }
        is_bare = is_latin(c) || matches!(c, '\u{370}'..='\u{3ff}');
        match plain_of(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    if plain.is_ascii() { Cow::Owned(plain) } else { Cow::Owned(plain.nfc().collect()) }
}

fn is_sign(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// The letters that a letter is written with where it is missing, when no sign can be taken off it.
fn plain_of(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'ŧ' => "t",
        'Ŧ' => "T",
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'þ' => "th",
        'Þ' => "Th",
        'ə' => "e",
        'Ə' => "E",
        _ => return None,
    })
}
