//! How wide is a text? After `DejaVu Sans`, which is compiled in.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_width::UnicodeWidthChar;

/// The font pictures are measured and, without a better one, drawn with.
pub const FONT: &[u8] = include_bytes!("../../../../data/fonts/DejaVuSans.ttf");
/// Its name.
pub const FAMILY: &str = "DejaVu Sans";

/// The font of all pictures; none only if the compiled-in file were damaged.
static SANS: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| FontRef::new(FONT).ok());

/// Width of `text` at a size in points. A character the font lacks counts as wide as the terminal would have it.
pub fn width(text: &str, size: f64) -> f64 {
    let Some(font) = &*SANS else { return 0.0 };
    #[allow(clippy::cast_possible_truncation, reason = "a size is a small number")]
    let size = size as f32;
    let (glyphs, metrics) = (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
    let advance = |c: char| match glyphs.map(c).and_then(|glyph| metrics.advance_width(glyph)) {
        Some(advance) => advance,
        #[allow(clippy::cast_precision_loss, reason = "a character is two cells wide at most")]
        None => c.width().unwrap_or(0) as f32 * size * 0.6,
    };
    f64::from(text.chars().map(advance).sum::<f32>())
}

/// The characters of `text` the font has no picture of.
pub fn missing(text: &str) -> BTreeSet<char> {
    let Some(font) = &*SANS else { return BTreeSet::new() };
    let glyphs = font.charmap();
    text.chars().filter(|c| c.width().unwrap_or(0) > 0 && glyphs.map(*c).is_none()).collect()
}

/// `text` cut so that it is no wider than `most` points, with `…` where it was cut.
pub fn fitted(text: &str, size: f64, most: f64) -> String {
    let (room, mut wide) = (most - width("…", size), 0.0);
    let mut end_of_cut = None;
    for (at, c) in text.char_indices() {
        wide += width(c.encode_utf8(&mut [0; 4]), size);
        if wide > room {
            end_of_cut.get_or_insert(at);
        }
        if wide > most {
            let cut = text.get(..end_of_cut.unwrap_or(at)).unwrap_or_default();
            return cut.trim_end().to_owned() + "…";
        }
    }
    text.to_owned()
}
