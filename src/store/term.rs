//! Terms as bytes.
//!
//! A tag, then the parts with a NUL between them, which neither an IRI nor a
//! language tag can hold. Numbers and dates written the usual way are eight
//! bytes, the highest first. Equal terms have equal bytes, so the order of the
//! bytes is the order of the dictionary. Triple terms hold the bytes of their
//! parts only on their way into the file, where they hold numbers of terms.

use oxigraph::model::{BaseDirection, BlankNode, Literal, LiteralRef, NamedNode, Term, TermRef};

use super::value;

pub(super) const IRI: u8 = b'<';
pub(super) const BLANK_NODE: u8 = b'_';
pub(super) const STRING: u8 = b'"';
pub(super) const LANGUAGE: u8 = b'@';
const LEFT_TO_RIGHT: u8 = b'>';
const RIGHT_TO_LEFT: u8 = b'R';
const TYPED: u8 = b'^';
const TRIPLE: u8 = b'(';
/// Behind all tags of text, so that values stand last.
const VALUE: u8 = b'~';

/// Appends the bytes of `term` to `out`.
pub(super) fn encode(term: TermRef<'_>, out: &mut Vec<u8>) {
    match term {
        TermRef::NamedNode(node) => encode_iri(node.as_str(), out),
        TermRef::BlankNode(node) => {
            out.push(BLANK_NODE);
            out.extend_from_slice(node.as_str().as_bytes());
        }
        TermRef::Literal(literal) => encode_literal(literal, out),
        TermRef::Triple(triple) => {
            out.push(TRIPLE);
            for part in [triple.subject.as_ref().into(), triple.predicate.as_ref().into(), triple.object.as_ref()] {
                let at = out.len();
                out.extend_from_slice(&[0; 4]);
                encode(part, out);
                let length = u32::try_from(out.len() - at - 4).unwrap_or(u32::MAX);
                out[at..at + 4].copy_from_slice(&length.to_le_bytes());
            }
        }
    }
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

/// Appends the bytes of an IRI to `out`.
pub(super) fn encode_iri(iri: &str, out: &mut Vec<u8>) {
    out.push(IRI);
    out.extend_from_slice(iri.as_bytes());
}

fn encode_literal(literal: LiteralRef<'_>, out: &mut Vec<u8>) {
    if let Some(value) = value::value(literal.value(), literal.datatype()) {
        out.push(VALUE);
        out.extend_from_slice(&value.to_be_bytes());
        return;
    }
    let mut two = |tag: u8, first: &str| {
        out.push(tag);
        out.extend_from_slice(first.as_bytes());
        out.push(0);
    };
    match (literal.language(), literal.direction()) {
        (Some(language), Some(BaseDirection::Ltr)) => two(LEFT_TO_RIGHT, language),
        (Some(language), Some(BaseDirection::Rtl)) => two(RIGHT_TO_LEFT, language),
        (Some(language), None) => two(LANGUAGE, language),
        (None, _) if literal.datatype() == oxigraph::model::vocab::xsd::STRING => out.push(STRING),
        (None, _) => two(TYPED, literal.datatype().as_str()),
    }
    out.extend_from_slice(literal.value().as_bytes());
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
