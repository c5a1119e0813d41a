//! Mints IRIs from content, so that the same input always gives the same graph.
//!
//! No counter, no clock, no line number: a claim keeps its IRI when rows move.
//! Labels become IRIs by an injective encoding, so two names never meet in one
//! IRI by accident; hashes are taken over length-prefixed parts in order, so
//! neither direction nor boundaries are lost.

use std::sync::Arc;

use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNodeRef, QuadRef, TermRef};
use sha2::{Digest, Sha256};

/// The namespace of a project.
#[derive(Debug, Clone)]
pub struct Namespace {
    base: String,
    schemes: Schemes,
}

/// The schemes that foreign IRIs of a project may have.
///
/// What relata writes is opened by browsers, viewers and other programs, and an IRI looks like an address to them: one that
/// a table brings must not run anything when it is followed.
#[derive(Debug, Clone, Default)]
pub struct Schemes {
    further: Arc<[String]>,
}

impl Schemes {
    /// Those that any project may use.
    pub const SAFE: [&str; 4] = ["http", "https", "mailto", "urn"];

    /// The safe ones and `further`, whatever their case.
    pub fn with(further: &[String]) -> Schemes {
        Schemes { further: further.iter().map(|scheme| scheme.to_ascii_lowercase()).collect() }
    }

    /// True when an IRI in a cell may have this scheme.
    pub fn allow(&self, iri: &str) -> bool {
        scheme_of(iri).is_some_and(|scheme| {
            Schemes::SAFE.iter().any(|safe| scheme.eq_ignore_ascii_case(safe)) || self.has_further(scheme)
        })
    }

    /// The IRI in a quad that would run something when it is followed. A file of RDF has terms of many schemes that are
    /// names and no addresses, so it is asked for less than a cell.
    pub fn running<'q>(&self, quad: QuadRef<'q>) -> Option<NamedNodeRef<'q>> {
        let graph = match quad.graph_name {
            oxigraph::model::GraphNameRef::NamedNode(node) => Some(node),
            _ => None,
        };
        let runs = |node: &NamedNodeRef<'q>| {
            scheme_of(node.as_str()).is_some_and(|scheme| Schemes::runs(scheme) && !self.has_further(scheme))
        };
        let parts = [node_of(quad.subject), Some(quad.predicate), graph].into_iter().flatten();
        parts.chain(nodes_of(quad.object)).find(runs)
    }

    /// True for schemes whose IRIs are a program or a document themselves, whatever the project says.
    pub fn runs(scheme: &str) -> bool {
        ["data", "javascript", "vbscript"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
    }

    fn has_further(&self, scheme: &str) -> bool {
        self.further.iter().any(|known| scheme.eq_ignore_ascii_case(known))
    }
}

fn scheme_of(iri: &str) -> Option<&str> {
    iri.split_once(':').map(|(scheme, _)| scheme)
}

fn node_of(subject: NamedOrBlankNodeRef<'_>) -> Option<NamedNodeRef<'_>> {
    match subject {
        NamedOrBlankNodeRef::NamedNode(node) => Some(node),
        NamedOrBlankNodeRef::BlankNode(_) => None,
    }
}

/// The IRIs of an object, those inside a triple term among them.
fn nodes_of(object: TermRef<'_>) -> Vec<NamedNodeRef<'_>> {
    let (mut found, mut next) = (Vec::new(), Some(object));
    while let Some(term) = next.take() {
        match term {
            TermRef::NamedNode(node) => found.push(node),
            TermRef::Triple(triple) => {
                found.extend(node_of(triple.subject.as_ref()));
                found.push(triple.predicate.as_ref());
                next = Some(triple.object.as_ref());
            }
            _ => {}
        }
    }
    found
}

/// Hex digits of a hash in an IRI: 96 bits, so that a collision among a billion has odds of one in 10^11.
pub const HASH_DIGITS: usize = 24;

impl Namespace {
    /// The namespace below `base`, which ends in `/` or `#`; none when it is no absolute IRI, or has a scheme that the
    /// project does not allow.
    pub fn new(base: &str, schemes: Schemes) -> Option<Namespace> {
        let base = if base.ends_with(['/', '#']) { base.to_owned() } else { format!("{base}/") };
        (is_iri(&base) && schemes.allow(&base)).then_some(Namespace { base, schemes })
    }

    /// The namespace of tables without a project file: the same wherever they lie.
    pub fn of_nothing() -> Namespace {
        Namespace { base: "https://w3id.org/relata/kg/".to_owned(), schemes: Schemes::default() }
    }

    /// The namespace of a project without a `base` of its own.
    pub fn of_name(name: &str, schemes: Schemes) -> Namespace {
        let mut base = "https://w3id.org/relata/project/".to_owned();
        encode_id(name, &mut base);
        base.push('/');
        Namespace { base, schemes }
    }

    /// The schemes that foreign IRIs may have beside its own.
    pub fn schemes(&self) -> &Schemes {
        &self.schemes
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
            ("type", below("type")),
        ]
    }

    /// The IRI of an entity with this identifier.
    pub fn entity(&self, id: &str) -> NamedNode {
        self.mint("", |out| encode_id(id, out))
    }

    /// The IRI of an entity known by this label only.
    pub fn entity_from_label(&self, label: &str) -> NamedNode {
        self.mint("", |out| encode_label(label, out))
    }

    /// The same with a suffix, for a label whose IRI another entity has.
    pub fn entity_apart(&self, label: &str) -> NamedNode {
        self.mint("", |out| {
            encode_label(label, out);
            out.push('-');
            hash(&[label], 8, out);
        })
    }

    /// The IRI of a predicate no vocabulary has.
    pub fn predicate(&self, name: &str) -> NamedNode {
        self.mint("rel/", |out| encode_label(name, out))
    }

    /// The IRI of a class of entities that relata does not have.
    pub fn class(&self, name: &str) -> NamedNode {
        self.mint("type/", |out| encode_label(name, out))
    }

    /// The IRI of a claim with an identifier of its own.
    pub fn claim(&self, id: &str) -> NamedNode {
        self.mint("claim/", |out| encode_id(id, out))
    }

    /// The IRI of a claim known by its content.
    pub fn claim_from_content(&self, parts: &[&str]) -> NamedNode {
        self.mint("claim/", |out| hash(parts, HASH_DIGITS, out))
    }

    /// The IRI of the event with these parts: subject, predicate, object, date, place.
    pub fn event(&self, parts: &[&str]) -> NamedNode {
        self.mint("event/", |out| hash(parts, HASH_DIGITS, out))
    }

    /// The IRI of the event with an identifier of its own.
    pub fn event_of_id(&self, id: &str) -> NamedNode {
        self.mint("event/", |out| encode_id(id, out))
    }

    /// The IRI of the point with these degrees.
    pub fn point(&self, latitude: &str, longitude: &str) -> NamedNode {
        self.mint("point/", |out| {
            encode_id(latitude, out);
            out.push('_');
            encode_id(longitude, out);
        })
    }

    /// The IRI of a document.
    pub fn document(&self, id: &str) -> NamedNode {
        self.mint("document/", |out| encode_id(id, out))
    }

    /// The IRI of the words with these parts: document, start, end, quote.
    pub fn evidence(&self, parts: &[&str]) -> NamedNode {
        self.mint("evidence/", |out| hash(parts, HASH_DIGITS, out))
    }

    /// The IRI of the join of a name to an entity with this IRI.
    pub fn join(&self, entity: &str, name: &str) -> NamedNode {
        self.mint("join/", |out| hash(&[entity, name], HASH_DIGITS, out))
    }

    /// The IRI of the judgement with these parts: left, right, judgement, who, when, why.
    pub fn judgement(&self, parts: &[&str]) -> NamedNode {
        self.mint("judgement/", |out| hash(parts, HASH_DIGITS, out))
    }

    /// The property for a column relata has no meaning for.
    pub fn qualifier(&self, column: &str) -> NamedNode {
        self.mint("qualifier/", |out| encode_heading(column, out))
    }

    fn mint(&self, kind: &str, write_local: impl FnOnce(&mut String)) -> NamedNode {
        let mut iri = String::with_capacity(self.base.len() + kind.len() + ROOM);
        iri.push_str(&self.base);
        iri.push_str(kind);
        write_local(&mut iri);
        NamedNode::new_unchecked(iri)
    }
}

/// Bytes that the last part of an IRI mostly fits into; a longer one costs a move.
const ROOM: usize = 40;

/// True when `text` is an absolute IRI.
pub fn is_iri(text: &str) -> bool {
    NamedNode::new(text).is_ok()
}

/// True when the last part of an IRI has the form of a hash of what it stands for; an identifier that somebody chose
/// hardly ever has.
pub fn is_hash(local: &str) -> bool {
    local.len() == HASH_DIGITS && local.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Appends the first digits of the SHA-256 of `parts`, each with its length in front.
fn hash(parts: &[&str], n_digits: usize, out: &mut String) {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    for byte in hasher.finalize().iter().take(n_digits / 2) {
        for half in [byte >> 4, byte & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
}

/// Appends a label as the last part of an IRI: spaces become `_`, letters and digits of any script stay.
fn encode_label(label: &str, out: &mut String) {
    encode(label, ' ', out);
}

/// Appends the heading of a column as the last part of an IRI, so that it can be typed in a query: `_` stays, and a space
/// becomes one, for `n sources` and `n_sources` are one column.
fn encode_heading(heading: &str, out: &mut String) {
    encode(&heading.replace(' ', "_"), '_', out);
}

/// Appends an identifier as the last part of an IRI.
fn encode_id(id: &str, out: &mut String) {
    encode(id, '_', out);
}

/// Appends `text` with `_` for each `underscore`; other characters that are no letter, digit or hyphen are encoded.
fn encode(text: &str, underscore: char, out: &mut String) {
    let start = out.len();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'-') {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some(c) if c == underscore => out.push('_'),
            Some(c) => push_encoded(c, out.len() == start, out),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    // A prefixed name cannot end in a dot.
    if out[start..].ends_with('.') {
        out.pop();
        out.push_str("%2E");
    }
}

/// Pushes a character that prefixed names and IRIs both allow here, or the bytes of another one.
fn push_encoded(c: char, is_first: bool, out: &mut String) {
    if (c == '.' && !is_first) || (!c.is_ascii() && c.is_alphabetic() && is_name_character(c)) {
        return out.push(c);
    }
    let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push('%');
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
}

/// `PN_CHARS_BASE` of SPARQL and Turtle beyond ASCII.
fn is_name_character(c: char) -> bool {
    matches!(u32::from(c),
        0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x2FF | 0x370..=0x37D | 0x37F..=0x1FFF | 0x200C..=0x200D
        | 0x2070..=0x218F | 0x2C00..=0x2FEF | 0x3001..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFFD | 0x10000..=0xEFFFF)
}
