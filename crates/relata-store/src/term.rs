//! Terms as bytes.
//!
//! A tag, then the parts with a NUL between them, which neither an IRI nor a
//! language tag can hold. Numbers and dates written the usual way are eight
//! bytes, the highest first. Equal terms have equal bytes, so the order of the
//! bytes is the order of the dictionary. Triple terms hold the bytes of their
//! parts only on their way into the file, where they hold numbers of terms.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{BaseDirection, BlankNode, Literal, NamedNode, NamedNodeRef, Term, TermRef};

use super::value;

pub(super) const IRI: u8 = b'<';
pub(super) const BLANK_NODE: u8 = b'_';
pub(super) const STRING: u8 = b'"';
pub(super) const LANGUAGE: u8 = b'@';
const LEFT_TO_RIGHT: u8 = b'>';
const RIGHT_TO_LEFT: u8 = b'R';
pub(super) const TYPED: u8 = b'^';
pub(super) const TRIPLE: u8 = b'(';
/// Behind all tags of text, so that values stand last.
const VALUE: u8 = b'~';

/// What the bytes of a term are made of: a tag, for some terms a language or datatype and a NUL, and the text.
#[derive(Clone, Copy)]
pub(super) struct Encoded<'t> {
    pub(super) tag: u8,
    pub(super) first: Option<&'t [u8]>,
    pub(super) text: &'t [u8],
}

impl Encoded<'_> {
    /// How many bytes they are.
    pub(super) fn len(&self) -> usize {
        1 + self.first.map_or(0, |first| first.len() + 1) + self.text.len()
    }

    /// Appends the bytes to `out`.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(self.tag);
        if let Some(first) = self.first {
            out.extend_from_slice(first);
            out.push(0);
        }
        out.extend_from_slice(self.text);
    }

    /// True when `bytes` are these.
    pub(super) fn makes(&self, bytes: &[u8]) -> bool {
        let Some((tag, rest)) = bytes.split_first() else { return false };
        let rest = match self.first {
            None => Some(rest),
            Some(first) => rest.strip_prefix(first).and_then(|rest| rest.strip_prefix(&[0])),
        };
        *tag == self.tag && rest == Some(self.text)
    }
}

/// What a term is encoded from, a literal as text even where it is a value; none of a triple term.
pub(super) fn encoded(term: TermRef<'_>) -> Option<Encoded<'_>> {
    let (tag, first, text) = match term {
        TermRef::NamedNode(node) => (IRI, None, node.as_str()),
        TermRef::BlankNode(node) => (BLANK_NODE, None, node.as_str()),
        TermRef::Literal(literal) => {
            let (tag, first) = match (literal.language(), literal.direction()) {
                (Some(language), Some(BaseDirection::Ltr)) => (LEFT_TO_RIGHT, Some(language)),
                (Some(language), Some(BaseDirection::Rtl)) => (RIGHT_TO_LEFT, Some(language)),
                (Some(language), None) => (LANGUAGE, Some(language)),
                (None, _) if literal.datatype() == xsd::STRING => (STRING, None),
                (None, _) => (TYPED, Some(literal.datatype().as_str())),
            };
            (tag, first, literal.value())
        }
        TermRef::Triple(_) => return None,
    };
    Some(Encoded { tag, first: first.map(str::as_bytes), text: text.as_bytes() })
}

/// Appends the bytes of `term` to `out`.
pub(super) fn encode(term: TermRef<'_>, out: &mut Vec<u8>) {
    let value = match term {
        TermRef::Literal(literal) => value::value(literal.value(), literal.datatype()),
        _ => None,
    };
    match (value, term) {
        (Some(value), _) => out.extend_from_slice(&value_bytes(value)),
        (None, TermRef::Triple(triple)) => {
            out.push(TRIPLE);
            for part in [triple.subject.as_ref().into(), triple.predicate.as_ref().into(), triple.object.as_ref()] {
                let at = out.len();
                out.extend_from_slice(&[0; 4]);
                encode(part, out);
                let length = u32::try_from(out.len() - at - 4).unwrap_or(u32::MAX);
                out[at..at + 4].copy_from_slice(&length.to_le_bytes());
            }
        }
        (None, term) => encoded(term).into_iter().for_each(|encoded| encoded.write(out)),
    }
}

/// The value of a literal whose bytes as text are `bytes`, when it has one.
pub(super) fn value_of_text(bytes: &[u8]) -> Option<u64> {
    let (datatype, text) = std::str::from_utf8(bytes.strip_prefix(&[TYPED])?).ok()?.split_once('\0')?;
    value::value(text, NamedNodeRef::new_unchecked(datatype))
}

/// The bytes of a value.
pub(super) fn value_bytes(value: u64) -> [u8; 9] {
    let mut bytes = [VALUE; 9];
    bytes[1..].copy_from_slice(&value.to_be_bytes());
    bytes
}

/// The bytes of the three parts, when `bytes` are those of a triple term.
pub(super) fn parts(bytes: &[u8]) -> Option<[&[u8]; 3]> {
    let mut rest = bytes.strip_prefix(&[TRIPLE])?;
    let mut part = || {
        let (length, behind) = rest.split_first_chunk::<4>()?;
        let (part, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = behind;
        Some(part)
    };
    Some([part()?, part()?, part()?])
}

/// The value, when `bytes` are those of a number, a date or a truth value.
pub(super) fn value_of(bytes: &[u8]) -> Option<u64> {
    bytes.strip_prefix(&[VALUE])?.try_into().ok().map(u64::from_be_bytes)
}

/// The text, when `bytes` are those of a plain string or one with a language.
pub(super) fn string(bytes: &[u8]) -> Option<&[u8]> {
    let (tag, rest) = bytes.split_first()?;
    match *tag {
        STRING => Some(rest),
        LANGUAGE | LEFT_TO_RIGHT | RIGHT_TO_LEFT => rest.splitn(2, |byte| *byte == 0).nth(1),
        _ => None,
    }
}

/// What text of a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wording<'t> {
    /// An IRI.
    Iri(&'t str),
    /// A string without a language.
    Plain(&'t str),
    /// A string, and its language.
    Tongue(&'t str, &'t str),
    /// A blank node, a literal of another type, or a string with a direction.
    Other,
}

/// What the bytes of a term that is text say; none when they are damaged.
pub(super) fn wording(bytes: &[u8]) -> Option<Wording<'_>> {
    let (tag, rest) = bytes.split_first()?;
    Some(match *tag {
        IRI => Wording::Iri(std::str::from_utf8(rest).ok()?),
        STRING => Wording::Plain(std::str::from_utf8(rest).ok()?),
        LANGUAGE => {
            let (language, text) = std::str::from_utf8(rest).ok()?.split_once('\0')?;
            Wording::Tongue(text, language)
        }
        _ => Wording::Other,
    })
}

/// The term with these bytes; none when they are no term's, or those of a triple term.
pub(super) fn decode(bytes: &[u8]) -> Option<Term> {
    let (tag, rest) = bytes.split_first()?;
    let text = std::str::from_utf8(rest).ok()?;
    let two = || text.split_once('\0');
    Some(match *tag {
        IRI => NamedNode::new_unchecked(text).into(),
        BLANK_NODE => BlankNode::new_unchecked(text).into(),
        STRING => Literal::new_simple_literal(text).into(),
        LANGUAGE => {
            let (language, value) = two()?;
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        LEFT_TO_RIGHT | RIGHT_TO_LEFT => {
            let (language, value) = two()?;
            let direction = if *tag == LEFT_TO_RIGHT { BaseDirection::Ltr } else { BaseDirection::Rtl };
            Literal::new_directional_language_tagged_literal_unchecked(value, language, direction).into()
        }
        TYPED => {
            let (datatype, value) = two()?;
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
        _ => return None,
    })
}
