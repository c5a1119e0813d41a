//! Names of files as text.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;

/// A name, or a part of a path, as text. Bytes that are no UTF-8 are written as `%E4`, so that two names stay two.
pub fn shown_name(name: &OsStr) -> Cow<'_, str> {
    if let Some(text) = name.to_str() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        shown.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(shown, "%{byte:02X}");
        }
    }
    Cow::Owned(shown)
}
