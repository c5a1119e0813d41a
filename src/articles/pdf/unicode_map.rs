//! The part of a font that tells which letters its codes are (`ToUnicode`).

use rustc_hash::FxHashMap;

/// The codes that are remembered: there are no more of two bytes.
const MOST: usize = 1 << 16;

/// The bytes of such a part that are read.
const LONGEST: usize = 4 << 20;

/// Letters by their codes.
#[derive(Debug, Default)]
pub(super) struct UnicodeMap {
    letters: FxHashMap<u32, String>,
    /// Bytes of a code, where the map tells them.
    pub(super) n_bytes: Option<usize>,
}

/// A word of the language such parts are written in.
enum Token {
    Code(Vec<u8>),
    Open,
    Close,
    Word(String),
}

impl UnicodeMap {
    /// Reads the map; what cannot be read is passed over.
    pub(super) fn read(bytes: &[u8]) -> UnicodeMap {
        let mut map = UnicodeMap::default();
        let mut tokens = Tokens { bytes: bytes.get(..bytes.len().min(LONGEST)).unwrap_or_default(), at: 0 };
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(word) if word == "beginbfchar" => map.read_chars(&mut tokens),
                Token::Word(word) if word == "beginbfrange" => map.read_ranges(&mut tokens),
                Token::Word(word) if word == "begincodespacerange" => {
                    if let Some(Token::Code(code)) = tokens.next() {
                        map.n_bytes = Some(code.len().clamp(1, 2));
                    }
                }
                _ => {}
            }
        }
        map
    }

    /// The letters of a code.
    pub(super) fn get(&self, code: u32) -> Option<&str> {
        self.letters.get(&code).map(String::as_str)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    fn put(&mut self, code: u32, letters: String) {
        if self.letters.len() < MOST {
            self.letters.insert(code, letters);
        }
    }

    /// Pairs of a code and its letters.
    fn read_chars(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(Token::Code(code)) = tokens.next() {
            let Some(Token::Code(letters)) = tokens.next() else { break };
            self.put(number(&code), utf16(&letters, 0));
        }
    }

    /// Ranges of codes with the letters of the first, or those of each in brackets.
    fn read_ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(Token::Code(first)), Some(Token::Code(last))) = (tokens.next(), tokens.next()) {
            let (first, last) = (number(&first), number(&last));
            match tokens.next() {
                Some(Token::Code(letters)) => {
                    for (offset, code) in (first..=last).take(MOST).enumerate() {
                        self.put(code, utf16(&letters, u16::try_from(offset).unwrap_or(u16::MAX)));
                    }
                }
                Some(Token::Open) => {
                    let mut code = first;
                    while let Some(Token::Code(letters)) = tokens.next() {
                        self.put(code, utf16(&letters, 0));
                        code = code.saturating_add(1);
                    }
                }
                _ => break,
            }
        }
    }
}

/// A code as a number.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// Letters in UTF-16, the last of them moved on.
fn utf16(bytes: &[u8], offset: u16) -> String {
    let mut units: Vec<u16> =
        bytes.chunks(2).take(16).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(offset);
    }
    char::decode_utf16(units).flatten().filter(|letter| *letter != '\0').collect()
}

struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        let first = *self.bytes.get(self.at)?;
        let start = self.at;
        self.at += 1;
        let is_sign = |byte: &u8| b"<>[]()/%".contains(byte) || byte.is_ascii_whitespace();
        Some(match first {
            b'[' => Token::Open,
            b']' => Token::Close,
            b'<' if self.bytes.get(self.at) != Some(&b'<') => {
                let digits = self.bytes[self.at..].iter().take_while(|byte| **byte != b'>');
                let digits: Vec<u8> = digits.filter(|byte| byte.is_ascii_hexdigit()).copied().take(64).collect();
                let length = self.bytes[self.at..].iter().position(|byte| *byte == b'>');
                self.at = length.map_or(self.bytes.len(), |length| self.at + length + 1);
                let value = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                let pairs = digits
                    .chunks(2)
                    .map(|pair| pair.iter().filter_map(|digit| value(*digit)).fold(0, |a, b| a << 4 | b));
                Token::Code(pairs.collect())
            }
            _ if is_sign(&first) => Token::Word(String::new()),
            _ => {
                let length = self.bytes[self.at..].iter().position(is_sign).unwrap_or(self.bytes.len() - self.at);
                self.at += length;
                Token::Word(String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned())
            }
        })
    }
}
