//! XML written piece by piece, whatever characters names hold.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::export::scene::AttributeType;

/// A document that is being written.
pub(super) struct Xml<'w>(Writer<&'w mut dyn Write>);

/// Attributes of an element; of two with the same name none is allowed.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl<'w> Xml<'w> {
    /// A document in UTF-8.
    pub(super) fn new(out: &'w mut dyn Write) -> io::Result<Xml<'w>> {
        let mut writer = Writer::new_with_indent(out, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Xml(writer))
    }

    pub(super) fn open(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Start(element(name, attributes)))
    }

    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Empty(element(name, attributes)))
    }

    /// An element with a text in it.
    pub(super) fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::from_escaped(escaped(text))))?;
        self.close(name)
    }

    /// Ends the last line.
    pub(super) fn end(self) -> io::Result<()> {
        writeln!(self.0.into_inner())
    }
}

fn element<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((name.as_bytes(), escaped(value).as_bytes()));
    }
    element
}

/// `text` as it can stand in an attribute and between tags. A reader turns bare line breaks and tabs of an attribute into
/// spaces, so they are written as numbers; of characters XML 1.0 does not have, U+FFFD is left.
/// <https://www.w3.org/TR/xml/#charsets>
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}

/// The name of a type of values in GEXF and GraphML.
pub(super) fn type_name(value_type: AttributeType) -> &'static str {
    match value_type {
        AttributeType::Text | AttributeType::Date | AttributeType::Texts => "string",
        AttributeType::Integer => "long",
        AttributeType::Number => "double",
        AttributeType::Boolean => "boolean",
    }
}
