//! What does a sentence say beyond the events that the lexicon knows? Each clause gives its subject, its verb and what stands
//! behind it, in the words of the text.

mod chunk;
mod claims;
mod clause;
mod triples;
mod words;

pub(super) use claims::{Around, open_claims};
pub use words::GeneralWords;

pub(in crate::extraction::open) fn opt(name: &str, default: bool) -> bool {
    std::env::var(name).map_or(default, |value| value == "1")
}
