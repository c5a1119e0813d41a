//! The kinds of constraints.

use oxigraph::model::NamedNodeRef;

/// A kind of constraint: a constraint component of SHACL Core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of SHACL")]
pub enum Component {
    Class,
    Datatype,
    NodeKind,
    MinCount,
    MaxCount,
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
    MinLength,
    MaxLength,
    Pattern,
    LanguageIn,
    UniqueLang,
    Equals,
    Disjoint,
    LessThan,
    LessThanOrEquals,
    Not,
    And,
    Or,
    Xone,
    Node,
    QualifiedMinCount,
    QualifiedMaxCount,
    Closed,
    HasValue,
    In,
}

macro_rules! names {
    ($($component:ident $parameter:literal),* $(,)?) => {
        impl Component {
            /// Every component that a violation can name.
            pub const ALL: &'static [Component] = &[$(Component::$component),*];

            /// The IRI, as `sh:sourceConstraintComponent` has it.
            pub fn iri(self) -> NamedNodeRef<'static> {
                NamedNodeRef::new_unchecked(match self {
                    $(Component::$component => {
                        concat!("http://www.w3.org/ns/shacl#", stringify!($component), "ConstraintComponent")
                    })*
                })
            }

            /// The name of the property by which a shape states it, such as `minCount`.
            pub fn parameter(self) -> &'static str {
                match self {
                    $(Component::$component => $parameter),*
                }
            }
        }
    };
}

names! {
    Class "class",
    Datatype "datatype",
    NodeKind "nodeKind",
    MinCount "minCount",
    MaxCount "maxCount",
    MinExclusive "minExclusive",
    MinInclusive "minInclusive",
    MaxExclusive "maxExclusive",
    MaxInclusive "maxInclusive",
    MinLength "minLength",
    MaxLength "maxLength",
    Pattern "pattern",
    LanguageIn "languageIn",
    UniqueLang "uniqueLang",
    Equals "equals",
    Disjoint "disjoint",
    LessThan "lessThan",
    LessThanOrEquals "lessThanOrEquals",
    Not "not",
    And "and",
    Or "or",
    Xone "xone",
    Node "node",
    QualifiedMinCount "qualifiedMinCount",
    QualifiedMaxCount "qualifiedMaxCount",
    Closed "closed",
    HasValue "hasValue",
    In "in",
}
