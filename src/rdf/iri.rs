//! Mints IRIs from content, so that the same input always gives the same graph.
//!
//! No counter, no clock, no line number: a claim keeps its IRI when rows move.
//! Labels become IRIs by an injective encoding, so two names never meet in one
//! IRI by accident; hashes are taken over length-prefixed parts in order, so
//! neither direction nor boundaries are lost.

use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};

/// The namespace of a project.
#[derive(Debug, Clone)]
pub struct Namespace {
    base: String,
}

/// Hex digits of a hash in an IRI: 96 bits, so that a collision among a billion has odds of one in 10^11.
pub const HASH_DIGITS: usize = 24;

impl Namespace {
    /// The namespace below `base`, which ends in `/` or `#`; none when it is no absolute IRI.
    pub fn new(base: &str) -> Option<Namespace> {
        let base = if base.ends_with(['/', '#']) { base.to_owned() } else { format!("{base}/") };
        is_iri(&base).then_some(Namespace { base })
    }

    /// The namespace of tables without a project file: the same wherever they lie.
    pub fn of_nothing() -> Namespace {
        Namespace { base: "https://w3id.org/relata/kg/".to_owned() }
    }

    /// The namespace of a project without a `base` of its own.
    pub fn of_name(name: &str) -> Namespace {
        Namespace { base: format!("https://w3id.org/relata/project/{}/", encode_id(name)) }
    }

    /// The namespace itself, the prefix `kg:`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Prefixes of the kinds of things a project has.
    pub fn prefixes(&self) -> Vec<(&'static str, String)> {
        let below = |part: &str| format!("{}{part}/", self.base);
        vec![
            ("kg", self.base.clone()),
            ("claim", below("claim")),
            ("event", below("event")),
            ("doc", below("document")),
            ("evidence", below("evidence")),
            ("qualifier", below("qualifier")),
            ("own", below("rel")),
        ]
    }

    /// The IRI of an entity with this identifier.
    pub fn entity(&self, id: &str) -> NamedNode {
        self.mint("", &encode_id(id))
    }

    /// The IRI of an entity known by this label only.
    pub fn entity_from_label(&self, label: &str) -> NamedNode {
        self.mint("", &encode_label(label))
    }

    /// The same with a suffix, for a label whose IRI another entity has.
    pub fn entity_apart(&self, label: &str) -> NamedNode {
        let hash = hash(&[label]);
        self.mint("", &format!("{}-{}", encode_label(label), &hash[..8]))
    }

    /// The IRI of a predicate no vocabulary has.
    pub fn predicate(&self, name: &str) -> NamedNode {
        self.mint("rel/", &encode_label(name))
    }

    /// The IRI of a claim with an identifier of its own.
    pub fn claim(&self, id: &str) -> NamedNode {
        self.mint("claim/", &encode_id(id))
    }

    /// The IRI of a claim known by its content.
    pub fn claim_from_content(&self, parts: &[&str]) -> NamedNode {
        self.mint("claim/", &hash(parts))
    }

    /// The IRI of the event with these parts: subject, predicate, object, date, place.
    pub fn event(&self, parts: &[&str]) -> NamedNode {
        self.mint("event/", &hash(parts))
    }

    /// The IRI of the event with an identifier of its own.
    pub fn event_of_id(&self, id: &str) -> NamedNode {
        self.mint("event/", &encode_id(id))
    }

    /// The IRI of the point with these degrees.
    pub fn point(&self, latitude: &str, longitude: &str) -> NamedNode {
        self.mint("point/", &format!("{}_{}", encode_id(latitude), encode_id(longitude)))
    }

    /// The IRI of a document.
    pub fn document(&self, id: &str) -> NamedNode {
        self.mint("document/", &encode_id(id))
    }

    /// The IRI of the words with these parts: document, start, end, quote.
    pub fn evidence(&self, parts: &[&str]) -> NamedNode {
        self.mint("evidence/", &hash(parts))
    }

    /// The property for a column relata has no meaning for.
    pub fn qualifier(&self, column: &str) -> NamedNode {
        self.mint("qualifier/", &encode_label(column))
    }

    fn mint(&self, kind: &str, local: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{kind}{local}", self.base))
    }
}

/// Whether `text` is an absolute IRI.
pub fn is_iri(text: &str) -> bool {
    NamedNode::new(text).is_ok()
}

/// The first digits of the SHA-256 of `parts`, each with its length in front.
fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut digits = String::with_capacity(HASH_DIGITS);
    for byte in hasher.finalize().iter().take(HASH_DIGITS / 2) {
        for half in [byte >> 4, byte & 15] {
            digits.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
    digits
}

/// A label as the last part of an IRI: spaces become `_`, letters and digits of any script stay.
fn encode_label(label: &str) -> String {
    encode(label, |c, out| match c {
        ' ' => out.push('_'),
        c => push_encoded(c, out),
    })
}

/// An identifier as the last part of an IRI.
fn encode_id(id: &str) -> String {
    encode(id, |c, out| if c == '_' { out.push('_') } else { push_encoded(c, out) })
}

/// `text` with each character that is no letter of ASCII, digit or hyphen as `put` writes it.
fn encode(text: &str, put: impl Fn(char, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'-') {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = special.chars();
        if let Some(c) = chars.next() {
            put(c, &mut out);
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    // A prefixed name cannot end in a dot.
    if out.ends_with('.') {
        out.pop();
        out.push_str("%2E");
    }
    out
}

/// Pushes a character that prefixed names and IRIs both allow here, or the bytes of another one.
fn push_encoded(c: char, out: &mut String) {
    if (c == '.' && !out.is_empty()) || (!c.is_ascii() && c.is_alphabetic() && is_name_character(c)) {
        return out.push(c);
    }
    let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
    }
}

/// `PN_CHARS_BASE` of SPARQL and Turtle beyond ASCII.
fn is_name_character(c: char) -> bool {
    matches!(u32::from(c),
        0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x2FF | 0x370..=0x37D | 0x37F..=0x1FFF | 0x200C..=0x200D
        | 0x2070..=0x218F | 0x2C00..=0x2FEF | 0x3001..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFFD | 0x10000..=0xEFFFF)
}
