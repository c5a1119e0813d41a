//! A file of metadata: its text, where things stand in it, and the ways to take a property out of an object.

use std::io::Read as _;
use std::ops::Range;

use oxigraph::model::Literal;
use oxiri::Iri;

use super::library::{Absent, Library};
use super::vocabulary::expand_prefix;
use relata_table::diagnostic::{Code, Diagnostic, Excerpt, Place, clip, codes, nearest};
use relata_table::json::{self, Json};

/// The fault that makes metadata unusable.
pub(super) type Fatal = Box<Diagnostic>;

/// The default language when nobody says one.
pub(super) const UNDETERMINED: &str = "und";

/// The most bytes a file of metadata may have.
const LARGEST: u64 = 1 << 26;

/// A file of metadata.
#[derive(Debug)]
pub(super) struct MetadataDocument {
    /// Its path, as messages name it.
    shown: String,
    text: String,
}

impl MetadataDocument {
    /// Reads the file with this IRI, which is named at a place of another one, if anywhere.
    pub(super) fn open(iri: &str, named_at: Option<Place>, library: &Library<'_>) -> Result<MetadataDocument, Fatal> {
        let shown = (library.shown)(iri);
        let mut bytes = Vec::new();
        let read = (library.open)(iri).and_then(|reader| {
            reader.take(LARGEST).read_to_end(&mut bytes).map_err(|error| Absent::Unreadable(error.to_string()))
        });
        if let Err(absent) = read {
            let place = named_at.unwrap_or_else(|| Place::file(&shown));
            return Err(Box::new(absent.fault(&format!("the metadata `{shown}`"), place)));
        }
        let Ok(text) = String::from_utf8(bytes) else {
            let fault = Diagnostic::new(&codes::BAD_METADATA, Place::file(&shown), "the metadata is not in UTF-8");
            return Err(Box::new(fault.hint("save the file as UTF-8")));
        };
        Ok(MetadataDocument { shown, text })
    }

    /// True when `text` stands anywhere in it.
    pub(super) fn mentions(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// The object that is the whole file.
    pub(super) fn parse(&self) -> Result<Json, Fatal> {
        let mut parsed = json::parse(&self.text);
        if let Some((_, at, message)) = parsed.faults.first() {
            let place = self.place(*at..at + 1, "");
            let fault = Diagnostic::new(&codes::BAD_METADATA, place, format!("the JSON is broken: {message}"));
            return Err(Box::new(fault.hint("mend the JSON there")));
        }
        match parsed.values.pop().map(|(_, value)| value) {
            Some(value) if parsed.values.is_empty() && value.is_object() => Ok(value),
            _ => {
                let place = self.place(0..0, "");
                let fault = Diagnostic::new(&codes::BAD_METADATA, place, "the metadata is no JSON object");
                Err(Box::new(
                    fault.hint("write `{ \"@context\": \"http://www.w3.org/ns/csvw\", \"url\": \"table.csv\", … }`"),
                ))
            }
        }
    }

    /// The place of some bytes, with the first line of them to show.
    fn place(&self, range: Range<usize>, field: &str) -> Place {
        let boundary = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (boundary(range.start), boundary(range.end).max(boundary(range.start)));
        let (before, rest) = self.text.split_at(start);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = rest.find('\n').map_or(self.text.len(), |at| start + at);
        let end = end.min(line_end);
        Place {
            line: before.matches('\n').count() as u64 + 1,
            column: before[line_start..].chars().count() as u64 + 1,
            field: (!field.is_empty()).then(|| field.to_owned()),
            value: Some(self.text[start..end].to_owned()).filter(|value| !value.is_empty()),
            excerpt: Some(Excerpt {
                text: self.text[line_start..line_end].trim_end_matches('\r').to_owned(),
                range: start - line_start..end - line_start,
            }),
            ..Place::file(&self.shown)
        }
    }
}

/// Reads the objects of one document.
pub(super) struct MetadataReader<'a> {
    document: &'a MetadataDocument,
    /// The IRI against which relative links are resolved.
    pub(super) base: String,
    /// The folder an absolute `@base` stands for, and the one the document lies in.
    home: Option<(String, String)>,
    /// The language of natural language without one.
    pub(super) language: String,
    pub(super) library: &'a Library<'a>,
    pub(super) report: &'a mut dyn FnMut(Diagnostic),
}

impl<'a> MetadataReader<'a> {
    /// A reader of `document`, which has the IRI `iri` and the object `top`.
    pub(super) fn new(
        document: &'a MetadataDocument,
        iri: &str,
        top: &Json,
        library: &'a Library<'a>,
        report: &'a mut dyn FnMut(Diagnostic),
    ) -> Result<MetadataReader<'a>, Fatal> {
        let mut reader = MetadataReader {
            document,
            base: iri.to_owned(),
            home: None,
            language: UNDETERMINED.to_owned(),
            library,
            report,
        };
        reader.read_context(top)?;
        Ok(reader)
    }

    fn read_context(&mut self, top: &Json) -> Result<(), Fatal> {
        let hint = "write `\"@context\": \"http://www.w3.org/ns/csvw\"`, or a list of that and `{\"@language\": …, \"@base\": …}`";
        let Some(context) = top.get("@context") else {
            return Err(self.fatal(top, "@context", "the metadata has no `@context`", hint));
        };
        let [first, rest @ ..] = context.each() else {
            return Err(self.fatal(context, "@context", "the context is empty", hint));
        };
        if first.text() != Some("http://www.w3.org/ns/csvw") || rest.len() > 1 {
            return Err(self.fatal(context, "@context", "the context is not that of CSV on the Web", hint));
        }
        let Some(local) = rest.first() else { return Ok(()) };
        if let Some((name, _)) = local.members().iter().find(|(name, _)| name != "@base" && name != "@language") {
            return Err(self.fatal(local, name, "a context has `@base` and `@language` and nothing else", hint));
        }
        if !local.is_object() {
            return Err(self.fatal(local, "@context", "the second part of the context is no object", hint));
        }
        if let Some(base) = self.text(local, "@base") {
            match self.resolve(&base) {
                Some(resolved) => {
                    if Iri::parse(base.as_str()).is_ok() {
                        self.home = Some((folder_of(&resolved).to_owned(), folder_of(&self.base).to_owned()));
                    }
                    self.base = resolved;
                }
                None => self.warn_value(local, "@base", "no IRI"),
            }
        }
        if let Some(language) = self.text(local, "@language") {
            if is_language(&language) {
                self.language = language;
            } else {
                self.warn_value(local, "@language", "no code of a language");
            }
        }
        Ok(())
    }

    /// `link` as an absolute IRI.
    pub(super) fn resolve(&self, link: &str) -> Option<String> {
        resolve(&self.base, link)
    }

    /// The IRI of the file in which something is found: below an absolute `@base`, the one as far below the document.
    pub(super) fn file_of(&self, iri: &str) -> String {
        let local =
            self.home.as_ref().and_then(|(base, home)| Some(format!("{home}{}", iri.strip_prefix(base.as_str())?)));
        local.unwrap_or_else(|| iri.to_owned())
    }

    /// A fault that leaves no metadata.
    pub(super) fn fatal(&self, at: &Json, field: &str, message: impl Into<String>, hint: impl Into<String>) -> Fatal {
        Box::new(Diagnostic::new(&codes::BAD_METADATA, self.place(at, field), message).hint(hint))
    }

    /// A fault of another kind.
    pub(super) fn fault(&mut self, code: &'static Code, at: &Json, field: &str, message: String, hint: &str) {
        let fault = Diagnostic::new(code, self.place(at, field), message).hint(hint);
        (self.report)(fault);
    }

    pub(super) fn place(&self, at: &Json, field: &str) -> Place {
        self.document.place(at.at.clone(), field)
    }

    /// Tells that a property has a value it cannot have and is passed over.
    pub(super) fn warn(&mut self, at: &Json, field: &str, message: impl Into<String>, hint: &str) {
        self.fault(&codes::METADATA_VALUE, at, field, message.into(), hint);
    }

    /// The same for a member of an object, in the words `NAME is WHAT`.
    pub(super) fn warn_value(&mut self, object: &Json, name: &str, what: &str) {
        let value = member(object, name).unwrap_or(object);
        let shown = clip(value.text().or(value.scalar()).unwrap_or(kind_of(value)));
        self.warn(
            value,
            name,
            format!("`{name}` is `{shown}`, {what}; it counts as if it were not there"),
            "mend the value, or leave the property out",
        );
    }

    /// A text.
    pub(super) fn text(&mut self, object: &Json, name: &str) -> Option<String> {
        let text = object.get(name)?.text();
        if text.is_none() {
            self.warn_value(object, name, "which should be a text");
        }
        text.map(str::to_owned)
    }

    /// One of some words.
    pub(super) fn word(&mut self, object: &Json, name: &str, words: &[&str]) -> Option<String> {
        let text = self.text(object, name)?;
        if words.contains(&text.as_str()) {
            return Some(text);
        }
        self.warn_value(object, name, &format!("which should be one of {}", words.join(", ")));
        None
    }

    /// A truth value.
    pub(super) fn boolean(&mut self, object: &Json, name: &str) -> Option<bool> {
        let value = object.get(name)?;
        match (value.text(), value.scalar()) {
            (None, Some("true")) => Some(true),
            (None, Some("false")) => Some(false),
            _ => {
                self.warn_value(object, name, "which should be true or false");
                None
            }
        }
    }

    /// A number without sign and fraction.
    pub(super) fn count(&mut self, object: &Json, name: &str) -> Option<u64> {
        let value = object.get(name)?;
        let number = value.number();
        if number.is_none() {
            self.warn_value(object, name, "which should be a whole number from 0");
        }
        number
    }

    /// The objects of a list; anything else in it is reported and passed over.
    pub(super) fn objects<'j>(&mut self, object: &'j Json, name: &str) -> Vec<&'j Json> {
        let Some(list) = object.get(name) else { return Vec::new() };
        if !list.is_list() {
            self.warn_value(object, name, "which should be a list of objects");
            return Vec::new();
        }
        let mut objects = Vec::new();
        for item in list.list() {
            if item.is_object() {
                objects.push(item);
            } else {
                let message = format!("`{name}` holds {}, which should be an object", kind_of(item));
                self.warn(item, name, message, "take it out of the list");
            }
        }
        objects
    }

    /// A link, absolute. One that is no text counts as empty, which means the document itself.
    pub(super) fn link(&mut self, object: &Json, name: &str) -> Result<Option<String>, Fatal> {
        let Some(value) = object.get(name) else { return Ok(None) };
        if value.text().is_none() {
            let message = format!("`{name}` is {}, which should be a link", kind_of(value));
            self.warn(value, name, message, "write a path or an IRI");
        }
        let text = value.text().unwrap_or_default();
        if text.starts_with("_:") {
            let hint = "write a path or an IRI";
            return Err(self.fatal(value, name, format!("`{name}` is the blank node `{text}`"), hint));
        }
        match self.resolve(text) {
            Some(link) => Ok(Some(link)),
            None => Err(self.fatal(value, name, format!("`{}` is no IRI", clip(text)), "write a path or an IRI")),
        }
    }

    /// Refuses an object that says to be of another type.
    pub(super) fn check_type(&self, object: &Json, expected: &str) -> Result<(), Fatal> {
        match object.get("@type") {
            Some(value) if value.text() != Some(expected) => {
                let message = format!("`@type` is not `{expected}`");
                Err(self.fatal(value, "@type", message, format!("write `\"@type\": \"{expected}\"`, or leave it out")))
            }
            _ => Ok(()),
        }
    }

    /// Tells of a property that has no meaning here.
    pub(super) fn warn_unknown(&mut self, value: &Json, name: &str, known: &[&str]) {
        let near = nearest(name, known.iter().copied());
        let hint = near.map_or_else(
            || "names of other vocabularies have a prefix, such as `dc:title`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        self.fault(&codes::UNKNOWN_PROPERTY, value, name, format!("`{name}` has no meaning here"), &hint);
    }
}

/// A member, `null` included.
pub(super) fn member<'j>(object: &'j Json, name: &str) -> Option<&'j Json> {
    object.members().iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// The kind of a value, in words.
pub(super) fn kind_of(value: &Json) -> &'static str {
    if value.is_object() {
        "an object"
    } else if value.is_list() {
        "a list"
    } else if value.is_null() {
        "null"
    } else if value.text().is_some() {
        "a text"
    } else if matches!(value.scalar(), Some("true" | "false")) {
        "a truth value"
    } else {
        "a number"
    }
}

/// `link` against `base`, as an absolute IRI.
pub(super) fn resolve(base: &str, link: &str) -> Option<String> {
    Iri::parse(base).ok()?.resolve(link).ok().map(Iri::into_inner)
}

/// The same where prefixes stand for namespaces, and the base is at hand.
pub(super) fn resolve_name(base: &Iri<String>, name: &str) -> Option<String> {
    let expanded = expand_prefix(name);
    base.resolve(expanded.as_deref().unwrap_or(name)).ok().map(Iri::into_inner)
}

/// The IRI against which names are resolved; none when `iri` is not one.
pub(super) fn base_of(iri: &str) -> Option<Iri<String>> {
    Iri::parse(iri.to_owned()).ok()
}

/// True when a text is the code of a language as BCP 47 writes it.
pub(super) fn is_language(code: &str) -> bool {
    Literal::new_language_tagged_literal("", code).is_ok()
}

/// An IRI up to its last slash.
fn folder_of(iri: &str) -> &str {
    iri.rfind('/').and_then(|at| iri.get(..=at)).unwrap_or(iri)
}
