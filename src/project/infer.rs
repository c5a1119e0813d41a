//! What is inferred.

use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::fault::WordFault;
use crate::inference::{Rules, Scope};

/// The table `[infer]` of a project file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct InferEntry {
    all: Option<bool>,
    subclass: Option<bool>,
    subproperty: Option<bool>,
    inverse: Option<ScopeEntry>,
    symmetric: Option<ScopeEntry>,
    transitive: Option<ScopeEntry>,
}

/// True, false, or a list of predicates.
#[derive(Debug)]
struct ScopeEntry(Scope<String>);

impl<'de> Deserialize<'de> for ScopeEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ScopeEntry, D::Error> {
        struct ScopeVisitor;
        impl<'de> Visitor<'de> for ScopeVisitor {
            type Value = Scope<String>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false or a list of predicates")
            }

            fn visit_bool<E: Error>(self, is_on: bool) -> Result<Scope<String>, E> {
                Ok(if is_on { Scope::Declared } else { Scope::Off })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<Scope<String>, A::Error> {
                let mut list: Vec<String> = Vec::new();
                while let Some(word) = words.next_element()? {
                    list.push(word);
                }
                Ok(if list.is_empty() { Scope::Off } else { Scope::These(list) })
            }
        }
        deserializer.deserialize_any(ScopeVisitor).map(ScopeEntry)
    }
}

impl InferEntry {
    /// The rules that are applied. A rule of which nothing is said is applied when `all` says so, or when no rule is asked
    /// for by name: then the others are left out by name, or nothing is said at all.
    pub(super) fn check(&self) -> Result<Rules<String>, WordFault> {
        let is_asked = |scope: &Option<ScopeEntry>| scope.as_ref().is_some_and(|ScopeEntry(scope)| scope.is_on());
        let some_asked = [self.subclass, self.subproperty].contains(&Some(true))
            || [&self.inverse, &self.symmetric, &self.transitive].into_iter().any(is_asked);
        let others = self.all.unwrap_or(!some_asked);
        let scope = |scope: &Option<ScopeEntry>| match scope {
            Some(ScopeEntry(scope)) => scope.clone(),
            None if others => Scope::Declared,
            None => Scope::Off,
        };
        let rules = Rules {
            subclass: self.subclass.unwrap_or(others),
            subproperty: self.subproperty.unwrap_or(others),
            inverse: scope(&self.inverse),
            symmetric: scope(&self.symmetric),
            transitive: scope(&self.transitive),
        };
        if let Some(word) = rules.listed().find(|word| word.trim().is_empty()) {
            let hint = "write a name, such as `member_of`, or an IRI";
            return Err(WordFault::new(&format!("{word:?}"), "a predicate under `[infer]` has no name", hint));
        }
        Ok(rules)
    }
}
