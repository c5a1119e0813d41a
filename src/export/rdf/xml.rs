//! RDF/XML, one element a thing and one a triple.
//!
//! XML cannot hold every text, and a predicate has to end in a name. What does
//! not fit is refused here rather than written as something else.

use std::collections::BTreeMap;
use std::io::{self, Write};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{BaseDirection, LiteralRef, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, TermRef};

use crate::export::markup::{escape, is_text};
use crate::rdf::EXPORT_MARK;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Names of `rdf:` that have a meaning of their own as an element.
const RESERVED: [&str; 12] = [
    "RDF",
    "Description",
    "ID",
    "about",
    "parseType",
    "resource",
    "nodeID",
    "datatype",
    "li",
    "bagID",
    "aboutEach",
    "aboutEachPrefix",
];

/// Writes triples as RDF/XML.
pub(super) struct XmlWriter<'o> {
    out: &'o mut dyn Write,
    /// Prefix by namespace.
    prefixes: BTreeMap<String, String>,
    subject: Option<NamedOrBlankNode>,
}

impl<'o> XmlWriter<'o> {
    /// Writes the start.
    pub(super) fn new(prefixes: &BTreeMap<String, String>, out: &'o mut dyn Write) -> io::Result<XmlWriter<'o>> {
        let is_usable = |prefix: &&String| is_name(prefix) && !prefix.to_lowercase().starts_with("xml");
        let usable =
            prefixes.iter().filter(|(prefix, _)| is_usable(prefix) && !["rdf", "its"].contains(&prefix.as_str()));
        let prefixes: BTreeMap<String, String> = usable
            .map(|(prefix, iri)| (iri.clone(), prefix.clone()))
            .chain([(RDF.to_owned(), "rdf".to_owned())])
            .collect();
        let mark = EXPORT_MARK.trim_matches(['#', ' ', '\n']);
        write!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {mark} -->\n<rdf:RDF")?;
        for (iri, prefix) in &prefixes {
            write!(out, " xmlns:{prefix}=\"{}\"", escape(iri))?;
        }
        writeln!(out, ">")?;
        Ok(XmlWriter { out, prefixes, subject: None })
    }

    /// Writes a triple, unless XML has no way to do so.
    pub(super) fn write(&mut self, quad: &Quad) -> io::Result<bool> {
        if !can_hold(quad.predicate.as_ref(), quad.object.as_ref()) {
            return Ok(false);
        }
        if self.subject.as_ref() != Some(&quad.subject) {
            self.close()?;
            writeln!(self.out, "<rdf:Description {}>", node("about", quad.subject.as_ref()))?;
            self.subject = Some(quad.subject.clone());
        }
        self.write_property(quad.predicate.as_ref(), quad.object.as_ref())?;
        writeln!(self.out)?;
        Ok(true)
    }

    /// Writes the end.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.close()?;
        writeln!(self.out, "</rdf:RDF>")
    }

    fn close(&mut self) -> io::Result<()> {
        if self.subject.is_some() { writeln!(self.out, "</rdf:Description>") } else { Ok(()) }
    }

    fn write_property(&mut self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> io::Result<()> {
        let (namespace, name) = split(predicate.as_str());
        let (tag, declared) = match self.prefixes.get(namespace) {
            Some(prefix) => (format!("{prefix}:{name}"), String::new()),
            None => (format!("own:{name}"), format!(" xmlns:own=\"{}\"", escape(namespace))),
        };
        write!(self.out, "<{tag}{declared}")?;
        match object {
            TermRef::NamedNode(iri) => write!(self.out, " {}/>", node("resource", iri.into())),
            TermRef::BlankNode(blank) => write!(self.out, " {}/>", node("resource", blank.into())),
            TermRef::Literal(literal) => {
                write!(self.out, "{}>{}</{tag}>", attributes(literal), escape(literal.value()))
            }
            TermRef::Triple(triple) => {
                let subject = node("about", triple.subject.as_ref());
                write!(self.out, " rdf:version=\"1.2\" rdf:parseType=\"Triple\"><rdf:Description {subject}>")?;
                self.write_property(triple.predicate.as_ref(), triple.object.as_ref())?;
                write!(self.out, "</rdf:Description></{tag}>")
            }
        }
    }
}

/// True when XML can hold a predicate and its object.
fn can_hold(predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> bool {
    let (namespace, name) = split(predicate.as_str());
    let is_reserved = namespace == RDF && RESERVED.contains(&name);
    is_name(name)
        && !namespace.is_empty()
        && !is_reserved
        && match object {
            TermRef::Literal(literal) => is_text(literal.value()),
            TermRef::Triple(triple) => can_hold(triple.predicate.as_ref(), triple.object.as_ref()),
            TermRef::NamedNode(_) | TermRef::BlankNode(_) => true,
        }
}

/// The attribute that names a thing. A name of a blank node may begin with a digit, which XML does not allow.
fn node(attribute: &str, of: NamedOrBlankNodeRef<'_>) -> String {
    match of {
        NamedOrBlankNodeRef::NamedNode(iri) => format!("rdf:{attribute}=\"{}\"", escape(iri.as_str())),
        NamedOrBlankNodeRef::BlankNode(blank) => format!("rdf:nodeID=\"b{}\"", escape(blank.as_str())),
    }
}

fn attributes(literal: LiteralRef<'_>) -> String {
    let Some(language) = literal.language() else {
        return match literal.datatype() {
            xsd::STRING => String::new(),
            datatype => format!(" rdf:datatype=\"{}\"", escape(datatype.as_str())),
        };
    };
    let direction = match literal.direction() {
        None => return format!(" xml:lang=\"{language}\""),
        Some(BaseDirection::Ltr) => "ltr",
        Some(BaseDirection::Rtl) => "rtl",
    };
    let its = "xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\"";
    format!(" rdf:version=\"1.2\" {its} xml:lang=\"{language}\" its:dir=\"{direction}\"")
}

/// An IRI before and from the longest name it ends in.
fn split(iri: &str) -> (&str, &str) {
    let tail =
        iri.rfind(|c| !is_name_character(c)).map_or(0, |at| at + iri[at..].chars().next().map_or(0, char::len_utf8));
    // What follows a `%` belongs to it.
    let tail = if iri[..tail].ends_with('%') { (tail + 2).min(iri.len()) } else { tail };
    let start = iri[tail..].find(is_name_start).map_or(iri.len(), |at| tail + at);
    iri.split_at(start)
}

/// True when `text` is a name without colon.
fn is_name(text: &str) -> bool {
    text.starts_with(is_name_start) && text.chars().all(is_name_character)
}

fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_character(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
