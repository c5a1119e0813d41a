//! Closed lists of words: a type whose values are what a cell, a flag or a picture may say.

/// Makes an enum of a closed list: each value has a word, aliases that mean the same, and a sentence about it (its
/// documentation). `default` names the value that an empty cell means; a list without one has to be chosen from.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident default $default:ident { $($body:tt)+ }) => {
        $crate::model::words! { $(#[$meta])* $name { $($body)+ } }

        impl Default for $name {
            fn default() -> $name { $name::$default }
        }
    };
    ($(#[$meta:meta])* $name:ident {
        $($(#[doc = $doc:literal])+ $variant:ident = $word:literal $(| $alias:literal)*),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $doc])+ $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: [$name; [$(stringify!($variant)),+].len()] = [$($name::$variant),+];

            /// The word for it, as written in cells, ontology, flags and output.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The sentence about it.
            pub fn about(self) -> &'static str {
                match self { $($name::$variant => concat!($($doc),+).trim_ascii()),+ }
            }

            /// The value a cell means, in any case; aliases are understood.
            pub fn parse(cell: &str) -> Option<$name> {
                $(if [$word $(, $alias)*].iter().any(|word| word.eq_ignore_ascii_case(cell)) {
                    return Some($name::$variant);
                })+
                None
            }
        }
    };
}
pub(crate) use words;
