//! Which text stands in a file? The bytes of a text, of Markdown, of a page of HTML or of a PDF go in; the text comes out,
//! with what the file tells of it: headline, author, publisher, day, address.
//!
//! Whatever the bytes are, reading them ends, within the limits that `docs/cli/limits.md` lists, and a panic of a library is
//! the fault of the file. The module opens and writes no file, and says nothing about claims.

mod decode;
mod fault;
mod head;
#[cfg(feature = "articles")]
mod html;
#[cfg(feature = "articles")]
mod json_ld;
#[cfg(feature = "articles")]
mod lines;
#[cfg(feature = "articles")]
mod pdf;
mod text;

use std::path::Path;

use crate::diagnostic::caught;
use crate::model::Document;

pub use fault::ArticleFault;

/// The formats of files that have a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArticleFormat {
    /// A text without marks.
    Text,
    /// Markdown.
    Markdown,
    /// A page of HTML.
    Html,
    /// A file of PDF.
    Pdf,
}

/// Signs that nobody sees, and that part a word in two where they stand in it. A text keeps none but the mark it begins with.
const INVISIBLE: [char; 5] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{200e}'];

/// What a page, or a piece of one, begins with.
const PAGE_STARTS: [&str; 10] =
    ["<!doctype html", "<html", "<head", "<body", "<title", "<article", "<main", "<div", "<h1", "<p>"];

impl ArticleFormat {
    /// The format that the ending of a name tells; none for a name of something else.
    #[must_use]
    pub fn of_name(path: &Path) -> Option<ArticleFormat> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        Some(match ending.as_str() {
            "txt" | "text" => ArticleFormat::Text,
            "md" | "markdown" => ArticleFormat::Markdown,
            "html" | "htm" | "xhtml" => ArticleFormat::Html,
            "pdf" => ArticleFormat::Pdf,
            _ => return None,
        })
    }

    /// The format that the first bytes tell, for what has no name: a text where nothing else is seen.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> ArticleFormat {
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start().to_ascii_lowercase();
        let is_page = PAGE_STARTS.iter().any(|tag| start.starts_with(tag.as_bytes()))
            || start.starts_with(b"<?xml") && start.windows(5).any(|window| window == b"<html");
        match start {
            start if start.starts_with(b"%pdf-") => ArticleFormat::Pdf,
            _ if is_page => ArticleFormat::Html,
            _ => ArticleFormat::Text,
        }
    }
}

/// A text, and what the file that it stood in tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The text that every place is counted in: that of the file, or what was taken out of it.
    pub text: String,
    /// The text as it is read: byte for byte as long, with marks of Markdown and the like as blanks.
    pub plain: String,
    /// Headline, author, publisher, address, day and language, where the file tells them. It has no identifier yet.
    pub document: Document,
    /// The text is not the file: who wants to find a place again needs the text itself.
    pub is_taken_out: bool,
    /// The encoding the text was written in, where that is not UTF-8.
    pub encoding: Option<String>,
    /// The pages of a PDF that have pictures and no text.
    pub n_pictures: usize,
}

/// Reads the text of a file.
///
/// # Errors
/// When there is no text in it that can be read.
pub fn read_article(format: ArticleFormat, bytes: &[u8]) -> Result<Article, ArticleFault> {
    let read = || match format {
        ArticleFormat::Text => text::read(bytes, false),
        ArticleFormat::Markdown => text::read(bytes, true),
        #[cfg(feature = "articles")]
        ArticleFormat::Html => html::read(bytes),
        #[cfg(feature = "articles")]
        ArticleFormat::Pdf => pdf::read(bytes),
        #[cfg(not(feature = "articles"))]
        ArticleFormat::Html | ArticleFormat::Pdf => Err(ArticleFault::NotInBuild),
    };
    caught(read).unwrap_or_else(|words| Err(ArticleFault::Panic(words)))
}

/// A document of which nothing is known yet.
fn unknown() -> Document {
    Document::of_id(String::new())
}
