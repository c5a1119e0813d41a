//! What does a text say? Running text goes in; sentences, words, quotations and dates come out, each with its place in the text.
//!
//! Everything here is deterministic and takes time linear in the length of the text. The module knows nothing of RDF, files or the terminal.

mod act;
mod dates;
mod frames;
mod inflect;
mod phrase;
mod quotation;
mod sentence;
mod text;
mod token;

pub use act::{Act, acts};
pub use dates::{DatePhrase, date_phrases};
pub use frames::{Effect, Frame, Frames};
pub use inflect::forms;
pub use quotation::{Quotation, quotations};
pub use sentence::sentences;
pub use text::{Span, Text};
pub use token::{Token, WordShape, tokens};
