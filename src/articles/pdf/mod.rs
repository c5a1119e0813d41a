//! Files of PDF: the text of their pages, with lines joined to paragraphs.

mod content;
mod font;
mod glyphs;
mod layout;
mod repeated;
mod unicode_map;

use std::cell::Cell;

use lopdf::{Document as Pdf, LoadOptions, Object, ObjectId, decode_text_string};

use super::head::{HeadField, read_head};
use super::{Article, ArticleFault, unknown};
use content::Reader;
use layout::Line;

/// The bytes of the longest file.
const LONGEST: usize = 64 << 20;

/// The bytes that one compressed part may unfold to, and all objects of a file together.
const LONGEST_PART: usize = 32 << 20;
const MOST_OBJECTS: usize = 512 << 20;

/// The pages that are read.
const MOST_PAGES: usize = 5_000;

/// The bytes of text that are kept.
const LONGEST_TEXT: usize = 32 << 20;

thread_local! {
    /// The bytes of the objects of the file that this thread loads.
    static LOADED: Cell<usize> = const { Cell::new(0) };
}

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Result<Article, ArticleFault> {
    if bytes.len() > LONGEST {
        return Err(ArticleFault::TooMuch("more than the 64 MB that a PDF may have"));
    }
    let pdf = load(bytes)?;
    let pages: Vec<ObjectId> = pdf.page_iter().take(MOST_PAGES + 1).collect();
    if pages.len() > MOST_PAGES {
        return Err(ArticleFault::TooMuch("more than the 5,000 pages that a PDF may have"));
    }
    if pages.is_empty() && pdf.trailer.has(b"Encrypt") {
        return Err(ArticleFault::Encrypted);
    }
    if pages.is_empty() {
        return Err(ArticleFault::Damaged("none of its pages can be found".to_owned()));
    }
    let mut reader = Reader::new(&pdf);
    let (mut lines, mut n_pictures, mut n_bytes): (Vec<Vec<Line>>, usize, usize) = (Vec::new(), 0, 0);
    for page in &pages {
        let pieces = reader.page(*page)?;
        n_pictures += usize::from(pieces.is_empty());
        let page = layout::lines(pieces);
        n_bytes += page.iter().map(|line| line.text.len()).sum::<usize>();
        if n_bytes > LONGEST_TEXT {
            return Err(ArticleFault::TooMuch("more than the 32 MB of text that a PDF may have"));
        }
        lines.push(page);
    }
    if n_pictures == pages.len() {
        let is_unknown = reader.n_unknown > 0;
        // What was cut off has lost the list of its parts, and with it what its pages show.
        if pdf.xref_recovery.is_some() && !is_unknown {
            return Err(ArticleFault::Damaged("what its pages show cannot be found".to_owned()));
        }
        return Err(if is_unknown { ArticleFault::NoLetters } else { ArticleFault::Pictures(n_pictures) });
    }
    // A few signs without a meaning are bullets; where most have none, what is left is no text.
    if reader.n_unknown > reader.n_known {
        return Err(ArticleFault::NoLetters);
    }
    repeated::leave_out(&mut lines);
    let headline = layout::headline(lines.first().map_or(&[], Vec::as_slice));
    let text = layout::paragraphs(&lines);
    if !text.contains(char::is_alphanumeric) {
        return Err(ArticleFault::Empty);
    }
    let mut document = unknown();
    about(&pdf, &text, headline.as_deref(), &mut document);
    read_head(&text, &mut document);
    Ok(Article { plain: text.clone(), text, document, is_taken_out: true, encoding: None, n_pictures })
}

/// Loads the objects of a file.
fn load(bytes: &[u8]) -> Result<Pdf, ArticleFault> {
    LOADED.set(0);
    let bounded =
        LoadOptions { filter: Some(within_limit), max_decompressed_size: Some(LONGEST_PART), ..LoadOptions::default() };
    let mut loaded = Pdf::load_mem_with_options(bytes, bounded.clone());
    if LOADED.take() > MOST_OBJECTS {
        return Err(ArticleFault::TooMuch("more than the 512 MB of objects that a PDF may have"));
    }
    if loaded.as_ref().is_ok_and(|pdf| !pdf.is_encrypted() && pdf.page_iter().next().is_none()) {
        // lopdf looks for lost pages only where nothing is filtered; how large the objects are is known by now.
        loaded = Pdf::load_mem_with_options(bytes, LoadOptions { filter: None, ..bounded });
    }
    match loaded {
        Ok(pdf) if pdf.is_encrypted() => Err(ArticleFault::Encrypted),
        Ok(pdf) => Ok(pdf),
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => Err(ArticleFault::Encrypted),
        Err(_)
            if !bytes.get(..bytes.len().min(1024)).is_some_and(|start| start.windows(5).any(|at| at == b"%PDF-")) =>
        {
            Err(ArticleFault::Damaged("it does not begin as a PDF does".to_owned()))
        }
        Err(error) => Err(ArticleFault::Damaged(error.to_string())),
    }
}

/// Keeps an object, as long as all of them together are not too large.
fn within_limit(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let size = match object {
        Object::Stream(stream) => stream.content.len(),
        Object::String(text, _) => text.len(),
        Object::Array(array) => array.len() * size_of::<Object>(),
        Object::Dictionary(dictionary) => dictionary.len() * 2 * size_of::<Object>(),
        _ => size_of::<Object>(),
    };
    let loaded = LOADED.get().saturating_add(size);
    LOADED.set(loaded);
    // lopdf takes what is answered only for objects out of compressed parts, among which no stream can be.
    let answered = if matches!(object, Object::Stream(_)) { Object::Null } else { object.clone() };
    (loaded <= MOST_OBJECTS).then_some((id, answered))
}

/// Notes what the file tells of itself. Many titles are names of files or left over from other files, so that one counts only
/// when the first page has its words.
fn about(pdf: &Pdf, text: &str, headline: Option<&str>, document: &mut crate::model::Document) {
    let info = pdf.trailer.get(b"Info").ok().and_then(|info| pdf.dereference(info).ok());
    let told = |key: &[u8]| {
        let value = info.and_then(|(_, info)| info.as_dict().ok()?.get(key).ok());
        value.and_then(|value| pdf.dereference(value).ok()).and_then(|(_, value)| decode_text_string(value).ok())
    };
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let first: String = text.chars().take(4_000).collect();
    if let Some(title) = told(b"Title").filter(|title| title.split_whitespace().count() > 1)
        && letters(&first).contains(&letters(&title))
    {
        HeadField::Title.fill(&title, document);
    }
    if let Some(headline) = headline {
        HeadField::Title.fill(headline, document);
    }
    if let Some(author) = told(b"Author").filter(|author| author.contains(' ')) {
        HeadField::Author.fill(&author, document);
    }
    let language = pdf.catalog().ok().and_then(|catalog| decode_text_string(catalog.get(b"Lang").ok()?).ok());
    HeadField::Language.fill(&language.unwrap_or_default(), document);
}
