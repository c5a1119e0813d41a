//! In which encoding is it?

use super::ArticleFault;
use crate::table::encoding::{TextEncoding, text_of};

/// The text in bytes, and its encoding where that is not UTF-8. `told` is the name that the file itself gives.
pub(super) fn decode(bytes: &[u8], told: Option<&str>) -> Result<(String, Option<String>), ArticleFault> {
    let (text, encoding) = text_of(bytes, told.and_then(TextEncoding::parse)).ok_or(ArticleFault::NotText)?;
    // Texts have no zeros; what has some is a picture or a program.
    if text.contains('\0') { Err(ArticleFault::NotText) } else { Ok((text, encoding)) }
}
