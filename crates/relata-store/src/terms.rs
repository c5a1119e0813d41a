//! Terms by number, and the numbers of terms that a query computes.

use std::cell::RefCell;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use rustc_hash::FxHashMap;
use spareval::ExpressionTerm;

use super::dictionary::Cursor;
use super::file::{FormatError, GraphFile, NO_TERM};
use super::term::{self, Wording};
use super::value;

/// The first number of a term that is not in the file.
pub(crate) const COMPUTED: u32 = 1 << 31;

/// Terms of a graph file by number, and terms that a query computes, which have numbers of their own.
pub struct Terms<'a> {
    file: &'a GraphFile,
    computed: RefCell<Computed>,
    /// Where names and other terms were read last: what is asked next often stands near.
    cursors: RefCell<[Cursor; 2]>,
}

#[derive(Default)]
struct Computed {
    terms: Vec<Term>,
    /// Terms that were asked for by their bytes, whether the file has them or not.
    numbers: FxHashMap<Box<[u8]>, u32>,
    bytes: Vec<u8>,
    /// Bytes of the terms that were computed.
    n_bytes: usize,
}

/// Terms of the file whose numbers are remembered.
const REMEMBERED: usize = 1 << 20;

impl<'a> Terms<'a> {
    pub(super) fn new(file: &'a GraphFile) -> Terms<'a> {
        Terms { file, computed: RefCell::default(), cursors: RefCell::default() }
    }

    /// Hands on a term that was computed; none when it is one of the file.
    pub(crate) fn computed<R>(&self, number: u32, take: impl FnOnce(&Term) -> R) -> Option<R> {
        let place = number.checked_sub(COMPUTED)?;
        self.computed.borrow().terms.get(place as usize).map(take)
    }

    /// The terms that were computed, from the number [`COMPUTED`] on.
    pub(crate) fn into_computed(self) -> Vec<Term> {
        self.computed.into_inner().terms
    }

    /// Bytes of the terms that were computed so far.
    pub(crate) fn n_bytes(&self) -> usize {
        self.computed.borrow().n_bytes
    }

    /// The number of a term, which may be new.
    ///
    /// # Errors
    /// When there are more terms than numbers.
    pub fn number(&self, term: &Term) -> Result<u32, FormatError> {
        let Computed { terms, numbers, bytes, n_bytes } = &mut *self.computed.borrow_mut();
        bytes.clear();
        term::encode(term.as_ref(), bytes);
        if let Some(number) = numbers.get(bytes.as_slice()) {
            return Ok(*number);
        }
        if let Some(number) = self.file.number(term.as_ref()) {
            if numbers.len() < REMEMBERED {
                numbers.insert(bytes.as_slice().into(), number);
            }
            return Ok(number);
        }
        let number = u32::try_from(terms.len()).ok().and_then(|n| n.checked_add(COMPUTED));
        let number = number.ok_or(FormatError::Damaged("a query computed too many terms"))?;
        terms.push(term.clone());
        *n_bytes += bytes.len();
        numbers.insert(bytes.as_slice().into(), number);
        Ok(number)
    }

    /// The term with a number.
    ///
    /// # Errors
    /// When there are more terms than numbers, or a number means none.
    pub fn term(&self, number: u32) -> Result<Term, FormatError> {
        if let Some(index) = number.checked_sub(COMPUTED) {
            return self.computed.borrow().terms.get(index as usize).cloned().ok_or(NO_TERM);
        }
        if let Some(term) = self.with_bytes(number, term::decode) {
            return term.ok_or(NO_TERM);
        }
        if let Some([subject, predicate, object]) = self.file.triple(number) {
            // Parts have smaller numbers, else damage could lead round in a circle.
            if [subject, predicate, object].iter().any(|part| *part >= number) {
                return Err(NO_TERM);
            }
            let subject = match self.term(subject)? {
                Term::NamedNode(node) => node.into(),
                Term::BlankNode(node) => NamedOrBlankNode::from(node),
                _ => return Err(NO_TERM),
            };
            let Term::NamedNode(predicate) = self.term(predicate)? else { return Err(NO_TERM) };
            return Ok(Triple::new(subject, predicate, self.term(object)?).into());
        }
        self.file.term(number).ok_or(NO_TERM)
    }

    /// Hands on the bytes of a term of the file that is text; none when it is none, and none inside when they are damaged.
    #[expect(clippy::option_option, reason = "that a term has no bytes and that they are damaged are two things")]
    fn with_bytes<R>(&self, number: u32, take: impl FnOnce(&[u8]) -> Option<R>) -> Option<Option<R>> {
        let (names, terms) = (self.file.names(), self.file.terms());
        let index = (number as usize).checked_sub(1)?;
        let [of_names, of_terms] = &mut *self.cursors.borrow_mut();
        let bytes = if index < names.len() {
            names.read_near(index, of_names)
        } else if index - names.len() < terms.len() {
            terms.read_near(index - names.len(), of_terms)
        } else {
            return None;
        };
        Some(bytes.and_then(take))
    }

    /// Hands on what a term says, without making a term of it.
    pub(crate) fn with_wording<R>(&self, number: u32, take: impl FnOnce(Wording<'_>) -> R) -> Result<R, FormatError> {
        if number < COMPUTED {
            let mut take = Some(take);
            let read = self.with_bytes(number, |bytes| Some(take.take()?(term::wording(bytes)?)));
            return match (read, take) {
                (Some(result), _) => result.ok_or(NO_TERM),
                (None, Some(take)) => Ok(take(Wording::Other)),
                (None, None) => Err(NO_TERM),
            };
        }
        let computed = self.computed.borrow();
        let term = computed.terms.get((number - COMPUTED) as usize).ok_or(NO_TERM)?;
        Ok(take(match term {
            Term::NamedNode(node) => Wording::Iri(node.as_str()),
            Term::Literal(literal) if literal.direction().is_none() => match literal.language() {
                Some(language) => Wording::Tongue(literal.value(), language),
                None if literal.datatype() == xsd::STRING => Wording::Plain(literal.value()),
                None => Wording::Other,
            },
            _ => Wording::Other,
        }))
    }

    /// The term as the evaluator computes with it.
    pub(crate) fn expression(&self, number: u32) -> Result<ExpressionTerm, FormatError> {
        match self.file.value(number).and_then(value::expression) {
            Some(value) => Ok(value),
            None => Ok(self.term(number)?.into()),
        }
    }
}
