//! What does a sentence say beyond the events that the lexicon knows? Each clause gives its subject, its verb and what stands
//! behind it, in the words of the text.

mod chunk;
mod claims;
mod clause;
mod noun;
mod retag;
mod settle;
mod subject;
mod triples;
mod verb;
mod words;

pub(super) use claims::{Around, open_claims, open_confidence};
pub use words::GeneralWords;
