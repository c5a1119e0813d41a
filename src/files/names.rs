//! Names of files as text.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

/// A path with `/` between its parts on every system. Where `\` is a letter like others, it stays one.
pub fn with_slashes(path: &Path) -> String {
    let shown = shown_name(path.as_os_str());
    if std::path::MAIN_SEPARATOR == '/' { shown.into_owned() } else { shown.replace(std::path::MAIN_SEPARATOR, "/") }
}

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
