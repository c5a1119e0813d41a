//! A new document: a text that was pasted or opened becomes one of the project, as `relata extract` makes it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Writer, parsed};
use crate::articles::{Article, ArticleFormat, read_article};
use crate::filing::{FiledText, FilingError, declare};
use crate::model::EventDate;
use crate::rdf::iri::is_iri;
use crate::serve::fault::Fault;

/// Bytes of a text.
const MOST: usize = 8 << 20;

/// A text with what is known of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    /// The name of its file, which tells the format.
    name: Option<String>,
    /// A text that was pasted.
    text: Option<String>,
    /// The bytes of a file that was opened, in Base64.
    bytes: Option<String>,
    #[serde(default)]
    fields: Fields,
}

/// What the row of a document says; what is empty is taken from the file, where that tells it.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Fields {
    id: String,
    title: String,
    publisher: String,
    url: String,
    published: String,
    author: String,
    language: String,
}

impl Fields {
    /// The columns that somebody told.
    fn told(&self) -> BTreeSet<&'static str> {
        let Fields { id: _, title, publisher, url, published, author, language } = self;
        let all =
            [("title", title), ("publisher", publisher), ("url", url), ("published", published), ("author", author)];
        let all = all.into_iter().chain([("language", language)]);
        all.filter(|(_, text)| !text.trim().is_empty()).map(|(column, _)| column).collect()
    }
}

/// Answers `POST /api/documents`.
pub(super) fn add(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let sent: Sent = parsed(asked)?;
    let project = writer.project();
    let article = read(&sent)?;
    let told = sent.fields.told();
    let mut texts = [FiledText { path: PathBuf::from("-"), article, is_dated: told.contains("published"), told }];
    let done = declare(&project, &mut texts, &project.reach, &mut || ()).map_err(|error| refused(&error))?;
    let [text] = texts;
    let id = text.article.document.id;
    // Who added it wants to see it, and a graph without it would say that there is none.
    writer.site.refresh();
    let (iri, is_new) = (project.namespace.document(&id), done.n_new > 0);
    Ok(json!({ "id": id, "iri": iri.as_str(), "is_new": is_new, "new_columns": done.new_columns }))
}

/// The text with what is said of it.
fn read(sent: &Sent) -> Result<Article, Fault> {
    let wrong = |field: &str, message: String| {
        let finding = json!({ "code": null, "severity": "error", "field": field, "message": message, "hint": null });
        Err(Fault::unfit("the document was not added", &json!({ "findings": [finding] })))
    };
    let bytes = match (&sent.text, &sent.bytes) {
        (Some(text), None) => text.clone().into_bytes(),
        (None, Some(bytes)) => match STANDARD.decode(bytes) {
            Ok(bytes) => bytes,
            Err(error) => return Err(Fault::malformed(format!("`bytes` is no Base64: {error}"))),
        },
        _ => return Err(Fault::malformed("a document has either `text` or `bytes`")),
    };
    if bytes.len() > MOST {
        return wrong("text", format!("a text has at most {} MB: divide it", MOST >> 20));
    }
    let name = sent.name.as_deref().map(Path::new);
    let seen = ArticleFormat::of_bytes(&bytes);
    let named = name.and_then(ArticleFormat::of_name).filter(|_| seen != ArticleFormat::Pdf);
    let mut article = match read_article(named.unwrap_or(seen), &bytes) {
        Ok(article) => article,
        Err(fault) => return wrong("text", format!("{fault}; {}", fault.hint())),
    };
    let Fields { id, title, publisher, url, published, author, language } = &sent.fields;
    let document = &mut article.document;
    let said = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    for (field, text) in [
        (&mut document.title, title),
        (&mut document.publisher, publisher),
        (&mut document.author, author),
        (&mut document.language, language),
    ] {
        *field = said(text).or(field.take());
    }
    if let Some(url) = said(url) {
        if !is_iri(&url) {
            return wrong("url", format!("`{url}` is no web address: it begins with `https://`"));
        }
        document.url = Some(url);
    }
    if let Some(day) = said(published) {
        match EventDate::parse(&day) {
            Ok(day) => document.published = Some(day),
            Err(error) => return wrong("published", format!("`{day}` is not a date: {error}")),
        }
    }
    let stem = name.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    document.id = said(id).or(stem).or_else(|| document.title.as_deref().map(slug)).unwrap_or_default();
    Ok(article)
}

/// The first words of a title as a name of a file.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(6).map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

fn refused(error: &FilingError) -> Fault {
    let hint = error.hint().map(|hint| format!(": {hint}")).unwrap_or_default();
    let source = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    let reason = if matches!(error, FilingError::Open(_)) { "open" } else { "disk" };
    Fault::conflict(format!("{error}{source}{hint}"), &json!({ "reason": reason }))
}
