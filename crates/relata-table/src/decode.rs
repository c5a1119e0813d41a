//! The cells of a row out of its bytes, and what can be wrong with these.

use super::header::Header;
use super::record::{LONGEST, Record, RecordFault};
use crate::diagnostic::{Finding, codes};

/// The first control character that no cell may hold.
pub fn control_character(field: &str, text: &str) -> Option<Finding> {
    let control = text.chars().find(|c| c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t'))?;
    let message = format!("the cell holds the control character U+{:04X}", u32::from(control));
    Some(Finding::new(&codes::CONTROL_CHARACTER, field.to_owned(), message).hint("delete it"))
}

/// Decodes the cells of `record`; the first fault that makes it unreadable is returned.
pub fn decode(record: &Record, header: Option<&Header>, cells: &mut Vec<String>) -> Option<Finding> {
    let name_of = |index: usize| {
        header.and_then(|header| header.names.get(index)).map_or_else(String::new, std::string::ToString::to_string)
    };
    match record.fault {
        Some(RecordFault::Unclosed { .. }) => {
            let hint = "close the quote, or double it where it belongs to the text";
            return Some(
                Finding::new(&codes::UNCLOSED_QUOTE, "", "the quote that opens here is never closed").hint(hint),
            );
        }
        Some(RecordFault::Stray { at }) => return Some(stray_quote(record, at)),
        Some(RecordFault::TooLong) => {
            let message = format!("the row is longer than {LONGEST} bytes");
            return Some(
                Finding::new(&codes::ROW_TOO_LONG, "", message)
                    .hint("keep long texts in files and cite them by document"),
            );
        }
        // Its reader has said so.
        Some(RecordFault::Broken { .. }) | None => {}
    }
    cells.resize_with(record.cells.len(), String::new);
    let sound = sound_text(&record.bytes);
    for (index, (cell, text)) in record.cells.iter().zip(cells.iter_mut()).enumerate() {
        if let Some(plain) = sound.and_then(|sound| cell.text(sound)) {
            text.clear();
            text.push_str(plain);
            continue;
        }
        let mut bytes = std::mem::take(text).into_bytes();
        bytes.clear();
        cell.decode(&record.bytes, &mut bytes);
        match String::from_utf8(bytes) {
            Ok(decoded) => *text = decoded,
            Err(error) => return Some(wrong_bytes(&name_of(index), &error)),
        }
        if text.bytes().any(|byte| byte.is_ascii_control())
            && let Some(finding) = control_character(&name_of(index), text)
        {
            return Some(finding);
        }
    }
    let header = header?;
    let (n, expected) = (cells.len(), header.names.len());
    (n != expected).then(|| {
        let plural = if n == 1 { "" } else { "s" };
        let message = format!("the row has {n} cell{plural}, the header {expected}");
        let hint = if n > expected {
            "put a cell that holds the delimiter between double quotes"
        } else {
            "write a delimiter for each empty cell"
        };
        Finding::new(&codes::WRONG_FIELD_COUNT, "", message).hint(hint)
    })
}

/// The bytes of a record as text, when no cell can be at fault: a look at the whole costs less than one at each cell.
fn sound_text(bytes: &[u8]) -> Option<&str> {
    let is_fit = |byte: u8| !byte.is_ascii_control() || matches!(byte, b'\n' | b'\r' | b'\t');
    // Without a way out before the end, many bytes are looked at in one step.
    let all_fit = bytes.iter().fold(true, |fit, byte| fit & is_fit(*byte));
    std::str::from_utf8(bytes).ok().filter(|_| all_fit)
}

fn stray_quote(record: &Record, at: usize) -> Finding {
    // The faulty cell begins behind the last readable one and its delimiter.
    let start = record.cells.last().map_or(0, |cell| cell.range().end + usize::from(cell.quoted) + 1);
    let cell = record.bytes.get(start..).unwrap_or_default();
    let before = record.bytes.get(start..at).unwrap_or_default();
    let after = record.bytes.get(at + 1..).unwrap_or_default();
    let is_space_outside = if cell.starts_with(b"\"") {
        after.first() == Some(&b' ') && !after.trim_ascii_start().contains(&b'"')
    } else {
        !before.is_empty() && before.iter().all(u8::is_ascii_whitespace)
    };
    let hint = match (is_space_outside, cell.starts_with(b"\"")) {
        (true, _) => "remove the space between the quote and the delimiter",
        (false, true) => "inside a quoted cell write each quote twice: `\"\"`",
        (false, false) => "put the whole cell between double quotes and write the quotes inside twice",
    };
    Finding::new(&codes::STRAY_QUOTE, "", "a double quote may not stand here").hint(hint)
}

/// The finding for bytes that are not UTF-8, with the character that they would be in Windows-1252.
pub fn wrong_bytes(field: &str, error: &std::string::FromUtf8Error) -> Finding {
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let message = format!("byte 0x{byte:02X} is not UTF-8");
    let hint = match byte {
        0x80..=0xFF => match windows_1252(byte) {
            Some(c) => format!("in Windows-1252 it would be `{c}`: save the file as UTF-8"),
            None => "save the file as UTF-8".to_owned(),
        },
        _ => "save the file as UTF-8".to_owned(),
    };
    Finding::new(&codes::NOT_UTF8, field.to_owned(), message).hint(hint)
}

/// The character of a byte from 0x80 on in Windows-1252; below 0xA0 it differs from ISO 8859-1.
pub fn windows_1252(byte: u8) -> Option<char> {
    const LOW: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match byte {
        0x80..=0x9F => LOW.chars().nth(usize::from(byte - 0x80)).filter(|c| !c.is_control()),
        0xA0..=0xFF => Some(char::from(byte)),
        _ => None,
    }
}
