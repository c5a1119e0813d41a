//! CONCAT where oxigraph's evaluator computes, with a bound on what it makes.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};

use super::held::LONGEST;
use super::replace::like;

/// The function that stands for CONCAT there.
pub(super) const CONCAT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("urn:relata:function:concat");

/// What computes it: all strings one behind the other; their language stays where it is the same for all.
pub(super) fn function() -> (NamedNode, impl Fn(&[Term]) -> Option<Term> + Send + Sync + 'static) {
    let call = |arguments: &[Term]| {
        let mut whole = String::new();
        let mut first: Option<&Literal> = None;
        let mut are_alike = true;
        for argument in arguments {
            let Term::Literal(literal) = argument else { return None };
            if literal.language().is_none() && literal.datatype() != xsd::STRING {
                return None;
            }
            let told = |literal: &Literal| (literal.language().map(str::to_owned), literal.direction());
            are_alike &= first.is_none_or(|first| told(first) == told(literal));
            first.get_or_insert(literal);
            whole.push_str(literal.value());
            if whole.len() > LONGEST {
                return None;
            }
        }
        Some(match first.filter(|_| are_alike) {
            Some(first) => like(first, whole).into(),
            None => Literal::new_simple_literal(whole).into(),
        })
    };
    (CONCAT.into_owned(), call)
}
