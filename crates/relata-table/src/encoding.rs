//! Text in other encodings, as UTF-8: told by a mark, by looking, or by whoever knows.
//!
//! Only the first `LOOKED_AT` bytes are looked at, so that a file of any size is read as it comes. What is taken for another
//! encoding has letters of it and nothing that speaks for UTF-8; a file of UTF-8 with a broken byte stays what it is,
//! and the byte is the fault of its cell. Which of several encodings it is, tells how common its letters are.

use std::io::{self, Cursor, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, CoderResult, Decoder, EUC_JP, EUC_KR, Encoding, GBK, ISO_8859_2, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
    WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257,
};

use crate::diagnostic::{Diagnostic, Place, codes};

/// The bytes that are looked at.
pub(super) const LOOKED_AT: u64 = 1 << 18;

/// An encoding that somebody names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl TextEncoding {
    /// The encoding of this name, in any case; none when there is no such encoding.
    pub fn parse(name: &str) -> Option<TextEncoding> {
        let label = match name.trim().to_ascii_lowercase().as_str() {
            // Java's name for what the web calls latin1.
            "latin-1" => "latin1".to_owned(),
            // Names that people use for those of Windows.
            "ansi" => "windows-1252".to_owned(),
            number if number.starts_with("cp125") => number.replacen("cp", "windows-", 1),
            other => other.to_owned(),
        };
        Encoding::for_label(label.as_bytes()).map(TextEncoding)
    }
}

/// `reader` as UTF-8, when it is written in the encoding of this name; none when there is no such encoding.
///
/// UTF-8 is handed on as it is, so that wrong bytes are found and reported with their cell.
pub fn decoded<'r>(reader: Box<dyn Read + Send + 'r>, encoding: &str) -> Option<Box<dyn Read + Send + 'r>> {
    TextEncoding::parse(encoding).map(|TextEncoding(encoding)| decoding(reader, encoding))
}

fn decoding<'r>(reader: Box<dyn Read + Send + 'r>, encoding: &'static Encoding) -> Box<dyn Read + Send + 'r> {
    if encoding == UTF_8 {
        return reader;
    }
    let decoder = encoding.new_decoder_with_bom_removal();
    Box::new(Decoding { reader, decoder, raw: Vec::new(), text: Vec::new(), start: 0, ended: false })
}

/// The text that begins with `start` and goes on in `rest`, as UTF-8; with its first bytes. What was found by looking is
/// reported, what was named is not.
pub(super) fn as_utf8<'r>(
    file: &str,
    start: Vec<u8>,
    rest: Box<dyn Read + Send + 'r>,
    named: Option<TextEncoding>,
    report: &mut dyn FnMut(Diagnostic),
) -> Box<dyn Read + Send + 'r> {
    let found = if named.is_none() { seen(&start) } else { None };
    let encoding = named.map(|TextEncoding(encoding)| encoding).or(found);
    let reader: Box<dyn Read + Send + 'r> = Box::new(Cursor::new(start).chain(rest));
    if let Some(encoding) = found {
        let name = encoding.name().replace("windows", "Windows");
        let message = format!("the file is read as {name}");
        let hint = "where that is wrong, `encoding = \"…\"` under `[[sources]]` in `relata.toml` names the right one";
        report(Diagnostic::new(&codes::OTHER_ENCODING, Place::file(file), message).hint(hint));
    }
    match encoding {
        Some(encoding) => decoding(reader, encoding),
        None => reader,
    }
}

/// The encoding of a text that begins so; none when nothing speaks against UTF-8.
fn seen(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        [0xEF, 0xBB, 0xBF, ..] => return None,
        _ => {}
    }
    let first = start.get(..start.len().min(64)).unwrap_or_default();
    let zeros = |odd: usize| first.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    // A header has letters of English somewhere, of which each has a zero beside it, always on the same side.
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > first.len() / 3 {
        return Some(if odd >= even { UTF_16LE } else { UTF_16BE });
    }
    // Where the bytes end in the middle of a character, that is no fault.
    std::str::from_utf8(start).err().filter(|error| error.error_len().is_some())?;
    // A character of UTF-8 among them: broken bytes in such a text are faults. Only in the encodings of East Asia, of which
    // every character has two bytes, some of them look like one of UTF-8 by chance.
    let (n_known, n_broken) = start.utf8_chunks().fold((0_usize, 0_usize), |(n_known, n_broken), chunk| {
        let n_letters = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (n_known + n_letters, n_broken + usize::from(!chunk.invalid().is_empty()))
    });
    if n_known * CHANCE > n_broken {
        return None;
    }
    let guess = by_letters(start);
    if n_known > 0 {
        return Some(guess).filter(|guess| EAST_ASIA.contains(guess) && is_sure_of(guess, start));
    }
    if is_windows_1252(start) {
        // Czech, Hungarian and Turkish have letters at places where the West has others.
        let is_other = LATIN.contains(&guess) && !guess.decode_without_bom_handling(start).1;
        return Some(if is_other { guess } else { WINDOWS_1252 });
    }
    let eastern = [
        (WINDOWS_1251, false, "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў"),
        (WINDOWS_1250, true, "ąćęłńóśźżáäčďéěíĺľňôŕřšťúůýžăâîşţöőüűđëçß"),
    ];
    let fits = |(encoding, is_latin, letters): &(&'static Encoding, bool, &str)| {
        has_words_of(start, encoding, *is_latin, letters)
    };
    eastern.into_iter().find(fits).map(|(encoding, ..)| encoding).or_else(|| is_sure_of(guess, start).then_some(guess))
}

/// Broken bytes for each character of UTF-8 from which on that is there by chance.
const CHANCE: usize = 4;

/// Encodings with two bytes for a character.
const EAST_ASIA: [&Encoding; 5] = [GBK, BIG5, SHIFT_JIS, EUC_JP, EUC_KR];

/// Encodings of languages in Latin letters that can be taken for Windows-1252.
const LATIN: [&Encoding; 4] = [WINDOWS_1250, ISO_8859_2, WINDOWS_1254, WINDOWS_1257];

/// The encoding under which the letters of a text are as common, and stand beside each other as often, as in languages that
/// are written in it.
fn by_letters(start: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(start, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Letters beyond ASCII from which on a text tells its encoding.
const LEAST_LETTERS: usize = 6;

/// True for a text that has nothing but letters and signs of writing in this encoding, and several letters beyond ASCII.
fn is_sure_of(encoding: &'static Encoding, start: &[u8]) -> bool {
    // The bytes may end in the middle of a character.
    let end = start.iter().rposition(u8::is_ascii).map_or(0, |at| at + 1);
    let (text, is_broken) = encoding.decode_without_bom_handling(&start[..end]);
    let is_foreign = |c: char| !c.is_ascii() && c.is_alphabetic();
    let is_sign =
        |c: char| c.is_ascii() || SIGNS.contains(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}');
    encoding != WINDOWS_1252
        && !is_broken
        && text.chars().filter(|c| is_foreign(*c)).count() >= LEAST_LETTERS
        && text.chars().all(|c| is_foreign(c) || is_sign(c))
}

/// True for a text whose letters beyond ASCII are these, and whose words have capitals at the beginning or throughout.
/// Only in Latin script stand they beside those of ASCII.
fn has_words_of(start: &[u8], encoding: &'static Encoding, is_latin: bool, letters: &str) -> bool {
    let (text, is_broken) = encoding.decode_without_bom_handling(start);
    let is_foreign = |c: char| c.is_alphabetic() && !c.is_ascii();
    let is_known = |c: char| if is_foreign(c) { c.to_lowercase().all(|c| letters.contains(c)) } else { is_latin };
    let is_written = |word: &str| {
        let behind = || word.chars().skip(1).filter(|c| c.is_alphabetic());
        behind().all(char::is_lowercase) || behind().all(char::is_uppercase)
    };
    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| word.contains(is_foreign));
    let is_sign = |c: char| c.is_ascii() || c.is_alphabetic() || SIGNS.contains(c);
    !is_broken && text.chars().all(is_sign) && words().all(|word| word.chars().all(is_known) && is_written(word))
}

/// What else is written between words, in the encodings of the East.
const SIGNS: &str = "«»„“”‘’‚‹›–—…№§°€·•\u{a0}\u{ad}";

/// True for a text that can be Windows-1252 everywhere; the rest of it is known to be no UTF-8.
fn is_windows_1252(start: &[u8]) -> bool {
    let is_high = |byte: &u8| *byte >= 0x80;
    let letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || is_letter(*byte));
    let (mut n_high, mut n_in_runs) = (0_usize, 0_usize);
    for (at, byte) in start.iter().enumerate().filter(|(_, byte)| is_high(byte)) {
        let (before, after) = (at.checked_sub(1).and_then(|at| start.get(at)), start.get(at + 1));
        let is_within = letter(before) && letter(after);
        if !(is_letter(*byte) || is_sign(*byte, is_within)) {
            return false;
        }
        n_high += 1;
        n_in_runs += usize::from(before.is_some_and(is_high) && after.is_some_and(is_high));
    }
    // Words of nothing but such bytes are Cyrillic or Greek, in an encoding of their own.
    n_in_runs * 4 < n_high
}

/// True for a letter of Windows-1252 beyond ASCII. `ÿ` is none: it is rare in names, and its byte is what broken files have.
fn is_letter(byte: u8) -> bool {
    matches!(byte, 0x8A | 0x8C | 0x8E | 0x9A | 0x9C | 0x9E | 0x9F | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0xFE)
}

/// True for another character of Windows-1252 that texts have. Within a word only an apostrophe, a dash and a point can
/// stand: other signs there are the letters of another encoding.
fn is_sign(byte: u8, is_within: bool) -> bool {
    let defined = !matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D | 0xFF);
    defined && (!is_within || matches!(byte, 0x91 | 0x92 | 0x96 | 0x97 | 0xA0 | 0xAD | 0xB4 | 0xB7))
}

struct Decoding<R> {
    reader: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    start: usize,
    ended: bool,
}
impl<R: Read> Decoding<R> {
    /// Decodes the next part of the file.
    fn fill(&mut self) -> io::Result<()> {
        const CHUNK: usize = 1 << 15;
        let kept = self.raw.len();
        self.raw.resize(kept + CHUNK, 0);
        let n_read = match self.reader.read(&mut self.raw[kept..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                self.raw.truncate(kept);
                return Ok(());
            }
            other => other?,
        };
        self.raw.truncate(kept + n_read);
        self.ended = n_read == 0;
        let most = self.decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(CHUNK * 4);
        self.text.resize(most, 0);
        self.start = 0;
        let (result, n_taken, n_text, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
        self.raw.drain(..n_taken);
        self.text.truncate(n_text);
        self.ended &= result == CoderResult::InputEmpty;
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.start == self.text.len() && !self.ended {
            self.fill()?;
        }
        let rest = &self.text[self.start..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.start += n;
        Ok(n)
    }
}

/// All of a text as UTF-8, and the name of its encoding where it was written in another one; none for bytes that are no
/// text in an encoding that can be told.
///
/// What the bytes themselves show, a mark at their beginning or that they are UTF-8, counts more than what is `named`.
pub fn text_of(bytes: &[u8], named: Option<TextEncoding>) -> Option<(String, Option<String>)> {
    let is_marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if !is_marked && let Ok(text) = std::str::from_utf8(bytes) {
        let is_wide = bytes.get(..bytes.len().min(64)).is_some_and(|first| first.contains(&0)) && seen(bytes).is_some();
        if !is_wide {
            return Some((text.to_owned(), None));
        }
    }
    let start = bytes.get(..bytes.len().min(usize::try_from(LOOKED_AT).unwrap_or(usize::MAX))).unwrap_or_default();
    let named = named.map(|TextEncoding(encoding)| encoding).filter(|_| !is_marked);
    let encoding = named.filter(|encoding| *encoding != UTF_8).or_else(|| seen(start)).or(named)?;
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    Some((text.into_owned(), Some(encoding.name().replace("windows", "Windows"))))
}
