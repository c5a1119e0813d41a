//! The triples of an answer, in the order of their text.

use std::fmt::{Display, Write as _};
use std::hash::Hasher as _;
use std::io;

use hashbrown::HashTable;
use oxigraph::model::{BaseDirection, BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use rustc_hash::FxHasher;

/// Triples that keep each term once, as N-Triples have it.
///
/// Answers say the same few terms over and over. So memory is the text of every different term, about 20 bytes for each
/// of them, and 12 bytes a triple.
#[derive(Default)]
pub(super) struct Triples {
    text: String,
    /// Where the text of each term ends.
    ends: Vec<usize>,
    by_text: HashTable<u32>,
    rows: Vec<[u32; 3]>,
}

impl Triples {
    /// Adds a triple.
    pub(super) fn push(&mut self, triple: &Triple) -> io::Result<()> {
        let Triple { subject, predicate, object } = triple;
        let numbers = [self.number(subject)?, self.number(predicate)?, self.number(object)?];
        self.rows.push(numbers);
        Ok(())
    }

    fn number(&mut self, term: &dyn Display) -> io::Result<u32> {
        let start = self.text.len();
        write!(self.text, "{term}").map_err(io::Error::other)?;
        let Triples { text, ends, by_text, .. } = self;
        let hash = hash(&text[start..]);
        if let Some(number) = by_text.find(hash, |number| of(text, ends, *number) == &text[start..]) {
            let number = *number;
            text.truncate(start);
            return Ok(number);
        }
        let number = u32::try_from(ends.len()).map_err(|_| io::Error::other("the answer has too many terms"))?;
        ends.push(text.len());
        by_text.insert_unique(hash, number, |number| self::hash(of(text, ends, *number)));
        Ok(number)
    }

    /// Puts the triples in the order of their lines in N-Triples, each once.
    pub(super) fn sorted(self) -> Sorted {
        let Triples { text, ends, by_text, mut rows } = self;
        drop(by_text);
        let mut order: Vec<u32> = (0..).take(ends.len()).collect();
        order.sort_unstable_by(|a, b| of(&text, &ends, *a).cmp(of(&text, &ends, *b)));
        let mut ranks = vec![0; order.len()];
        for (rank, number) in (0..).zip(&order) {
            ranks[*number as usize] = rank;
        }
        // No term is the beginning of another one with a space behind it, so lines stand as their terms do.
        for part in rows.as_flattened_mut() {
            *part = ranks[*part as usize];
        }
        rows.sort_unstable();
        rows.dedup();
        Sorted { text, ends, order, rows }
    }
}

/// Triples in order.
pub(super) struct Sorted {
    text: String,
    ends: Vec<usize>,
    /// The terms in the order of their texts.
    order: Vec<u32>,
    rows: Vec<[u32; 3]>,
}

impl Sorted {
    /// The text of every term.
    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(|number| of(&self.text, &self.ends, *number))
    }

    /// The triples, as the texts of their terms.
    pub(super) fn iter(&self) -> impl Iterator<Item = [&str; 3]> {
        let text = |rank: u32| of(&self.text, &self.ends, self.order[rank as usize]);
        self.rows.iter().map(move |triple| triple.map(text))
    }
}

fn of<'t>(text: &'t str, ends: &[usize], number: u32) -> &'t str {
    let number = number as usize;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &text[start..ends[number]]
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// True when the text of a term is that of a triple term.
pub(super) fn is_triple_term(text: &str) -> bool {
    text.starts_with(TRIPLE)
}

const TRIPLE: &str = "<<( ";

/// The triple of the texts of its terms.
pub(super) fn triple([subject, predicate, object]: [&str; 3]) -> Option<Triple> {
    Some(Triple::new(node(subject)?, iri(predicate)?, term(object)?))
}

/// The term of a text that a term was written as.
fn term(text: &str) -> Option<Term> {
    if let Some(parts) = text.strip_prefix(TRIPLE).and_then(|rest| rest.strip_suffix(" )>>")) {
        // Neither IRIs nor blank nodes hold a space.
        let (subject, rest) = parts.split_once(' ')?;
        let (predicate, object) = rest.split_once(' ')?;
        return triple([subject, predicate, object]).map(Term::from);
    }
    if text.starts_with('"') { literal(text).map(Term::from) } else { node(text).map(Term::from) }
}

fn node(text: &str) -> Option<NamedOrBlankNode> {
    match text.strip_prefix("_:") {
        Some(label) => Some(BlankNode::new_unchecked(label).into()),
        None => Some(iri(text)?.into()),
    }
}

fn iri(text: &str) -> Option<NamedNode> {
    Some(NamedNode::new_unchecked(text.strip_prefix('<')?.strip_suffix('>')?))
}

fn literal(text: &str) -> Option<Literal> {
    let (value, kind) = text.strip_prefix('"')?.rsplit_once('"')?;
    let value = if value.contains('\\') { unescaped(value)? } else { value.to_owned() };
    if let Some(datatype) = kind.strip_prefix("^^") {
        return Some(Literal::new_typed_literal(value, iri(datatype)?));
    }
    let Some(language) = kind.strip_prefix('@') else { return Some(Literal::new_simple_literal(value)) };
    let directed = |language: &str, direction| {
        Literal::new_directional_language_tagged_literal_unchecked(value.clone(), language, direction)
    };
    Some(match language.split_once("--") {
        Some((language, "ltr")) => directed(language, BaseDirection::Ltr),
        Some((language, _)) => directed(language, BaseDirection::Rtl),
        None => Literal::new_language_tagged_literal_unchecked(value, language),
    })
}

fn unescaped(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        plain.push(match c {
            '\\' => match rest.next()? {
                'b' => '\u{8}',
                't' => '\t',
                'n' => '\n',
                'f' => '\u{C}',
                'r' => '\r',
                'u' => {
                    let digits: String = rest.by_ref().take(4).collect();
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                }
                other => other,
            },
            c => c,
        });
    }
    Some(plain)
}
