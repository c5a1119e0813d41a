//! What does a text say? Running text goes in; sentences, words, quotations, dates and acts come out, each with its place in the text.
//!
//! Everything here is deterministic and takes time linear in the length of the text. The module knows nothing of RDF, files or the terminal.

mod act;
mod agent;
mod answer;
mod antecedent;
mod around;
mod attribution;
mod choosing;
mod clause;
mod composition;
mod content;
mod dates;
mod definite;
mod document;
mod earlier;
mod event_noun;
mod extent;
mod fitting;
mod frames;
mod gazetteer;
mod lines;
mod markup;
mod mention;
mod names;
mod neighbours;
mod nesting;
mod open;
mod phrase;
mod public;
mod quotation;
mod reply;
mod sentence;
mod source;
mod tagging;
mod text;
mod token;
mod trailing;
mod words;

pub use attribution::Attribution;
pub use composition::Types;
pub use dates::{DatePhrase, date_phrases};
pub use document::{End, ExtractedClaim, Extraction, extract, extract_open};
pub use frames::{Effect, EndPlace, Frame, FrameClass};
pub use gazetteer::Gazetteer;
pub use lines::{AttributionLine, ClaimLine, RULES, attribution_lines, claim_lines};
pub use markup::{Markdown, read_markdown};
pub use open::GeneralWords;
pub use quotation::{Quotation, quotations};
pub use sentence::sentences;
pub use text::{Span, Text};
pub use token::{Token, WordShape, tokens};
pub use words::{AttributionKind, Lexicon};
