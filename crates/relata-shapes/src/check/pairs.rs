//! Constraints that compare values with each other, or with what else is said of a node.

use std::collections::BTreeMap;

use oxigraph::model::Term;
use rustc_hash::FxHashSet;

use super::constraints::Held;
use super::{Broken, Checked, Checker, Stopped};
use crate::compare::Comparable;
use crate::{Component, PropertyPath, words};

impl Checker<'_> {
    /// One text a language.
    pub(super) fn unique_lang(&self, held: &mut Held<'_, '_>) -> Checked {
        let mut languages: BTreeMap<String, usize> = BTreeMap::new();
        for value in held.values {
            self.guard.work()?;
            if let Term::Literal(literal) = self.terms.term(*value)?
                && let Some(language) = literal.language()
            {
                *languages.entry(language.to_ascii_lowercase()).or_default() += 1;
            }
        }
        let path = held.shape.path.as_ref();
        for (language, n) in languages.into_iter().filter(|(_, n)| *n > 1) {
            let detail = || format!("{} in the language {language} where one is allowed", words::n_values(n, path));
            self.tell_all(held, detail)?;
        }
        Ok(())
    }

    /// The values are those of another property, all of them.
    pub(super) fn equals(&self, other: u32, held: &mut Held<'_, '_>) -> Checked {
        let wanted = self.values_of(held.focus, other)?;
        let name = self.terms.term(other)?;
        for value in held.values.iter().filter(|value| wanted.binary_search(value).is_err()) {
            self.tell_value(held, *value, |_| format!("is no value of {}", words::shown(&name)))?;
        }
        for value in wanted.iter().filter(|value| held.values.binary_search(value).is_err()) {
            let broken = Broken {
                shape: held.shape,
                focus: held.focus,
                value: Some(*value),
                component: held.component,
                path: None,
            };
            let of = held.shape.path.as_ref().map_or("not it".to_owned(), |path| format!("no value of {path}"));
            self.tell(broken, held.sink, |focus, value| {
                Ok(format!("the value {} of {} is {of}", words::shown(value.unwrap_or(focus)), words::shown(&name)))
            })?;
        }
        Ok(())
    }

    /// No value is one of another property.
    pub(super) fn disjoint(&self, other: u32, held: &mut Held<'_, '_>) -> Checked {
        let unwanted = self.values_of(held.focus, other)?;
        let name = self.terms.term(other)?;
        for value in held.values.iter().filter(|value| unwanted.binary_search(value).is_ok()) {
            self.tell_value(held, *value, |_| format!("is also a value of {}", words::shown(&name)))?;
        }
        Ok(())
    }

    /// Every value is less than every value of another property; each pair is told.
    pub(super) fn less_than(&self, other: u32, held: &mut Held<'_, '_>) -> Checked {
        let greater = self.values_of(held.focus, other)?;
        if held.values.is_empty() || greater.is_empty() {
            return Ok(());
        }
        let comparable = |number: u32| -> Result<(Option<Comparable>, Term), Stopped> {
            let term = self.terms.term(number)?;
            let comparable = if let Term::Literal(literal) = &term { Comparable::of(literal.as_ref()) } else { None };
            Ok((comparable, term))
        };
        let greater = greater.into_iter().map(comparable).collect::<Result<Vec<_>, _>>()?;
        let name = self.terms.term(other)?;
        let or_equals = held.component == Component::LessThanOrEquals;
        for value in held.values {
            let (own, _) = comparable(*value)?;
            for (theirs, term) in &greater {
                self.guard.work()?;
                let order = own.as_ref().zip(theirs.as_ref()).and_then(|(own, theirs)| own.compare(theirs));
                let is_right = order.is_some_and(|order| if or_equals { order.is_le() } else { order.is_lt() });
                if !is_right {
                    let relation = match order {
                        None => "does not compare with",
                        Some(_) if or_equals => "is greater than",
                        Some(_) => "is not less than",
                    };
                    let of = format!("{relation} {}, a value of {}", words::shown(term), words::shown(&name));
                    self.tell_value(held, *value, |_| of)?;
                }
            }
        }
        Ok(())
    }

    /// Nothing is said of a value but by some predicates.
    pub(super) fn closed(&self, allowed: &FxHashSet<u32>, held: &mut Held<'_, '_>) -> Checked {
        for value in held.values {
            let mut before = None;
            for [_, predicate, object, _] in self.index.scan([Some(*value), None, None], self.graphs) {
                self.guard.work()?;
                // A triple of several graphs is told once.
                let again = before.replace((predicate, object)) == Some((predicate, object));
                if again || allowed.contains(&predicate) {
                    continue;
                }
                let Term::NamedNode(name) = self.terms.term(predicate)? else { continue };
                let broken = Broken {
                    shape: held.shape,
                    focus: held.focus,
                    value: Some(object),
                    component: held.component,
                    path: Some(PropertyPath::Predicate(name.clone())),
                };
                self.tell(broken, held.sink, |focus, value| {
                    let value = words::shown(value.unwrap_or(focus));
                    Ok(format!("has the value {value} of {name}, a property that the shape does not allow"))
                })?;
            }
        }
        Ok(())
    }
}
