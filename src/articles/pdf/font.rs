//! Which letters does a font draw, and how wide are they?

use lopdf::{Dictionary, Document as Pdf, Encoding, Object};
use rustc_hash::FxHashMap;

use super::glyphs::usual_width;
use super::unicode_map::UnicodeMap;

/// The bytes that a map of letters may unfold to.
const LONGEST_MAP: usize = 8 << 20;

/// The widths of a font with codes of two bytes that are remembered.
const MOST_WIDTHS: usize = 1 << 16;

/// A font as far as its text is concerned.
pub(super) struct Font {
    map: UnicodeMap,
    /// Letters of the codes of one byte.
    simple: Vec<String>,
    n_bytes: usize,
    widths: FxHashMap<u32, f64>,
    /// The width of codes that are not among the widths; none where a usual one is taken.
    otherwise: Option<f64>,
    is_fixed: bool,
}

/// A code of a font.
pub(super) struct Glyph<'f> {
    /// Its letters; none where nobody tells them.
    pub(super) letters: Option<&'f str>,
    /// Its width in parts of the size of the font.
    pub(super) width: f64,
    /// A blank, which the distance of words is added to.
    pub(super) is_blank: bool,
}

impl Font {
    pub(super) fn read(pdf: &Pdf, font: &Dictionary) -> Font {
        let is_composite = name(font, b"Subtype") == b"Type0";
        let map = get(pdf, font, b"ToUnicode").and_then(|map| map.as_stream().ok());
        let map = map.and_then(|map| map.get_plain_content_with_limit(LONGEST_MAP).ok());
        let map = map.map(|bytes| UnicodeMap::read(&bytes)).unwrap_or_default();
        let simple = if is_composite { Vec::new() } else { simple_letters(pdf, font) };
        let is_fixed = String::from_utf8_lossy(name(font, b"BaseFont")).contains("Courier");
        let n_bytes = if is_composite { composite_bytes(pdf, font, &map) } else { 1 };
        let mut read = Font { map, simple, n_bytes, widths: FxHashMap::default(), otherwise: None, is_fixed };
        if is_composite {
            read.composite_widths(pdf, font);
        } else {
            read.simple_widths(pdf, font);
        }
        read
    }

    /// The glyphs of a string.
    pub(super) fn glyphs<'s>(&'s self, string: &'s [u8]) -> impl Iterator<Item = Glyph<'s>> {
        string.chunks(self.n_bytes).map(|bytes| {
            let code = bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            let mapped = self.map.get(code).filter(|letters| !letters.is_empty());
            let simple = || usize::try_from(code).ok().and_then(|code| self.simple.get(code)).map(String::as_str);
            let letters = mapped.or_else(|| simple().filter(|letters| !letters.is_empty()));
            let width = self.widths.get(&code).copied().or(self.otherwise);
            let usual = || if self.is_fixed { 0.6 } else { usual_width(letters.unwrap_or("n")) };
            Glyph { letters, width: width.unwrap_or_else(usual), is_blank: self.n_bytes == 1 && code == 32 }
        })
    }

    /// `Widths` from `FirstChar` on, in thousandths.
    fn simple_widths(&mut self, pdf: &Pdf, font: &Dictionary) {
        let first = get(pdf, font, b"FirstChar").and_then(|first| first.as_i64().ok()).unwrap_or(0);
        let first = u32::try_from(first).unwrap_or(0);
        // Fonts that are drawn by the file measure in units of their own.
        let unit = match get(pdf, font, b"FontMatrix").and_then(|matrix| matrix.as_array().ok()) {
            Some(matrix) => matrix.first().and_then(number).map_or(0.001, f64::abs),
            None => 0.001,
        };
        let Some(widths) = get(pdf, font, b"Widths").and_then(|widths| widths.as_array().ok()) else { return };
        for (code, width) in (first..=255).zip(widths) {
            if let Some(width) = resolved(pdf, width).and_then(number) {
                self.widths.insert(code, width * unit);
            }
        }
    }

    /// `W` of the font inside: `code [width …]` or `first last width`, and `DW` for all others.
    fn composite_widths(&mut self, pdf: &Pdf, font: &Dictionary) {
        let inside = get(pdf, font, b"DescendantFonts").and_then(|fonts| fonts.as_array().ok());
        let inside = inside.and_then(|fonts| resolved(pdf, fonts.first()?)?.as_dict().ok());
        let Some(inside) = inside else { return };
        let usual = get(pdf, inside, b"DW").and_then(number).unwrap_or(1000.0);
        self.otherwise = Some(usual * 0.001);
        let Some(widths) = get(pdf, inside, b"W").and_then(|widths| widths.as_array().ok()) else { return };
        let mut parts = widths.iter().filter_map(|part| resolved(pdf, part));
        while let (Some(first), Some(next)) = (parts.next(), parts.next()) {
            let code = |part: &Object| part.as_i64().ok().and_then(|code| u32::try_from(code).ok());
            let Some(first) = code(first) else { return };
            if let Ok(list) = next.as_array() {
                for (code, width) in (first..).zip(list) {
                    self.put_width(code, resolved(pdf, width).and_then(number));
                }
            } else if let (Some(last), Some(width)) = (code(next), parts.next().and_then(number)) {
                for code in (first..=last).take(MOST_WIDTHS) {
                    self.put_width(code, Some(width));
                }
            }
        }
    }

    fn put_width(&mut self, code: u32, width: Option<f64>) {
        if let Some(width) = width.filter(|_| self.widths.len() < MOST_WIDTHS) {
            self.widths.insert(code, width * 0.001);
        }
    }
}

/// The letters of each code of one byte by the encoding of the font.
fn simple_letters(pdf: &Pdf, font: &Dictionary) -> Vec<String> {
    // The map of letters is read by us, within limits.
    let mut bare = font.clone();
    bare.remove(b"ToUnicode");
    bare.set("Type", Object::Name(b"Font".to_vec()));
    let is_told = bare.has(b"Encoding");
    let encoding = bare.get_font_encoding_with_limit(pdf, LONGEST_MAP).ok().filter(|_| is_told);
    let encoding = encoding.unwrap_or(Encoding::SimpleEncoding(b"WinAnsiEncoding"));
    (0..=255_u8)
        .map(|code| {
            let letters = encoding.bytes_to_string(&[code]).unwrap_or_default();
            letters.chars().filter(|letter| !letter.is_control()).collect()
        })
        .collect()
}

/// The bytes of a code of a composite font.
fn composite_bytes(pdf: &Pdf, font: &Dictionary, map: &UnicodeMap) -> usize {
    let is_identity = get(pdf, font, b"Encoding")
        .and_then(|name| name.as_name().ok())
        .is_some_and(|name| name.starts_with(b"Identity"));
    if is_identity || map.is_empty() { 2 } else { map.n_bytes.unwrap_or(2) }
}

/// The value of a key, wherever it stands.
pub(super) fn get<'d>(pdf: &'d Pdf, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    resolved(pdf, dictionary.get(key).ok()?)
}

/// What a reference leads to.
pub(super) fn resolved<'d>(pdf: &'d Pdf, object: &'d Object) -> Option<&'d Object> {
    pdf.dereference(object).ok().map(|(_, object)| object)
}

fn name<'d>(dictionary: &'d Dictionary, key: &[u8]) -> &'d [u8] {
    dictionary.get(key).and_then(Object::as_name).unwrap_or_default()
}

/// A number that can be reckoned with.
pub(super) fn number(object: &Object) -> Option<f64> {
    let number = match object {
        Object::Integer(number) => f64::from(i32::try_from(*number).ok()?),
        Object::Real(number) => f64::from(*number),
        _ => return None,
    };
    (number.abs() < 1e7).then_some(number)
}
