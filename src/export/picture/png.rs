//! The same picture as PNG, by `resvg`.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use super::svg::{self, Theme, font};
use crate::export::scene::Scene;
use crate::export::{ExportError, ExportOptions};

/// The most pixels a picture may have: 16,000 by 16,000 take 1 GB, and as much again while they are packed.
const MOST_PIXELS: f64 = 2.56e8;

/// Writes the picture as PNG. What the compiled-in font lacks is drawn with fonts of the system; a remark names the
/// characters that none has.
///
/// # Errors
/// When there are too many edges to be seen, the picture would be too large, or `out` fails.
pub fn write(scene: &Scene<'_>, options: &ExportOptions, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut picture = options.picture.clone();
    if picture.theme == Theme::Auto {
        picture.theme = Theme::Light;
    }
    let mut text = Vec::new();
    svg::write(scene, &ExportOptions { picture, ..options.clone() }, &mut text)?;
    out.write_all(&render(&text, options)?)?;
    Ok(())
}

/// The pixels of an SVG picture, as PNG.
fn render(svg: &[u8], options: &ExportOptions) -> Result<Vec<u8>, ExportError> {
    let text = without_titles(&String::from_utf8_lossy(svg));
    let lacking = font::missing(&text);
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(font::FONT.to_vec());
    if !lacking.is_empty() {
        fonts.load_system_fonts();
    }
    fonts.set_sans_serif_family(font::FAMILY);
    remark_on(&lacking, &fonts, options);
    let settings =
        usvg::Options { font_family: font::FAMILY.to_owned(), fontdb: Arc::new(fonts), ..usvg::Options::default() };
    let failed = |error: &dyn std::fmt::Display| ExportError::Write(io::Error::other(error.to_string()));
    let tree = usvg::Tree::from_str(&text, &settings).map_err(|error| failed(&error))?;
    let scale = options.picture.scale;
    let (width, height) = (f64::from(tree.size().width()) * scale, f64::from(tree.size().height()) * scale);
    if width * height > MOST_PIXELS {
        return Err(ExportError::TooManyPixels { width, height });
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 16,000 by 16,000")]
    let pixels = Pixmap::new((width.ceil() as u32).max(1), (height.ceil() as u32).max(1));
    let mut pixels = pixels.ok_or(ExportError::TooManyPixels { width, height })?;
    #[allow(clippy::cast_possible_truncation, reason = "a scale needs a few digits")]
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(&error))
}

/// The picture without what only shows when it is pointed at.
fn without_titles(svg: &str) -> String {
    let mut parts = svg.split("<title");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("</title>").map_or(part, |(_, rest)| rest));
    }
    out
}

/// Says which characters no font has: they are drawn as empty boxes.
fn remark_on(lacking: &BTreeSet<char>, fonts: &fontdb::Database, options: &ExportOptions) {
    const SHOWN: usize = 12;
    let has = |c: char| {
        fonts
            .faces()
            .any(|face| fonts.with_face_data(face.id, |data, index| has_glyph(data, index, c)).unwrap_or(false))
    };
    let nowhere: Vec<String> = lacking.iter().filter(|c| !has(**c)).map(char::to_string).collect();
    if nowhere.is_empty() {
        return;
    }
    let more = if nowhere.len() > SHOWN { format!(" and {} more", nowhere.len() - SHOWN) } else { String::new() };
    let shown = nowhere.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(" ");
    options.remark(format!(
        "no font on this machine has {shown}{more}: they are drawn as empty boxes; install a font that has them, or use `export svg`, which leaves the font to the reader"
    ));
}

fn has_glyph(data: &[u8], index: u32, c: char) -> bool {
    use skrifa::MetadataProvider;
    skrifa::FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map(c).is_some())
}
