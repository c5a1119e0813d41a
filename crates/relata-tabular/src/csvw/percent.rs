//! Bytes of IRIs written as `%20`.

use std::fmt::Write as _;

/// `text` with all bytes encoded that `stays` does not keep; it is given the place of each.
pub(super) fn encoded(text: &str, stays: impl Fn(usize, u8) -> bool) -> String {
    text.bytes().enumerate().fold(String::new(), |mut out, (at, byte)| {
        if byte.is_ascii() && stays(at, byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// The byte that two hex digits at the start of a text mean.
fn byte_of(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// True when an encoded byte stands at a place.
pub(super) fn is_encoded_at(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b'%') && text.as_bytes().get(at + 1..).and_then(byte_of).is_some()
}

/// A text with its encoded bytes as they are meant; none when they are no UTF-8.
pub(super) fn decoded(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
