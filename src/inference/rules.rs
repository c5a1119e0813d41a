//! The rules, and which of them are applied to what.

use serde::{Deserialize, Serialize};

/// A rule by which triples follow from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InferenceRule {
    /// A thing of a class is of the class above it.
    Subclass,
    /// Who has a property has the property above it.
    Subproperty,
    /// A statement is read from its other end.
    Inverse,
    /// A statement holds both ways.
    Symmetric,
    /// What holds from one thing to a second and from there to a third holds from the first to the third.
    Transitive,
}

impl InferenceRule {
    /// All of them.
    pub const ALL: [InferenceRule; 5] = [
        InferenceRule::Subclass,
        InferenceRule::Subproperty,
        InferenceRule::Inverse,
        InferenceRule::Symmetric,
        InferenceRule::Transitive,
    ];

    /// Its word, in settings and lists.
    pub fn word(self) -> &'static str {
        match self {
            InferenceRule::Subclass => "subclass",
            InferenceRule::Subproperty => "subproperty",
            InferenceRule::Inverse => "inverse",
            InferenceRule::Symmetric => "symmetric",
            InferenceRule::Transitive => "transitive",
        }
    }
}

/// The predicates that a rule is applied to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope<T> {
    /// To none.
    Off,
    /// To those of which a vocabulary says so.
    Declared,
    /// To these and no others; symmetric and transitive they are whether a vocabulary says so or not.
    These(Vec<T>),
}

impl<T> Scope<T> {
    /// The predicates that are listed.
    fn listed(&self) -> &[T] {
        if let Scope::These(list) = self { list } else { &[] }
    }

    /// True when the rule is applied to something.
    pub fn is_on(&self) -> bool {
        !matches!(self, Scope::Off)
    }
}

/// Which rules are applied, with predicates by the words of a project file or by IRI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules<T> {
    /// Classes above classes.
    pub subclass: bool,
    /// Properties above properties.
    pub subproperty: bool,
    /// Inverse predicates.
    pub inverse: Scope<T>,
    /// Symmetric predicates.
    pub symmetric: Scope<T>,
    /// Transitive predicates.
    pub transitive: Scope<T>,
}

impl<T> Default for Rules<T> {
    /// No rule.
    fn default() -> Rules<T> {
        Rules {
            subclass: false,
            subproperty: false,
            inverse: Scope::Off,
            symmetric: Scope::Off,
            transitive: Scope::Off,
        }
    }
}

impl<T> Rules<T> {
    /// Every rule, where a vocabulary says that it holds.
    pub fn all() -> Rules<T> {
        Rules {
            subclass: true,
            subproperty: true,
            inverse: Scope::Declared,
            symmetric: Scope::Declared,
            transitive: Scope::Declared,
        }
    }

    /// The predicates that are listed for some rule.
    pub fn listed(&self) -> impl Iterator<Item = &T> {
        [&self.inverse, &self.symmetric, &self.transitive].into_iter().flat_map(Scope::listed)
    }

    /// The same rules with what `named` makes of each predicate that is listed.
    pub fn map<U>(&self, mut named: impl FnMut(&T) -> Vec<U>) -> Rules<U> {
        let mut scope = |scope: &Scope<T>| match scope {
            Scope::Off => Scope::Off,
            Scope::Declared => Scope::Declared,
            Scope::These(list) => Scope::These(list.iter().flat_map(&mut named).collect()),
        };
        Rules {
            subclass: self.subclass,
            subproperty: self.subproperty,
            inverse: scope(&self.inverse),
            symmetric: scope(&self.symmetric),
            transitive: scope(&self.transitive),
        }
    }
}
