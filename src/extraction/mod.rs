//! What does a text say? Running text goes in; sentences, words, quotations, dates and acts come out, each with its place in the text.
//!
//! Everything here is deterministic and takes time linear in the length of the text. The module knows nothing of RDF, files or the terminal.

mod act;
mod agent;
mod attribution;
mod clause;
mod composition;
mod dates;
mod document;
mod event_noun;
mod fitting;
mod folded;
mod frames;
mod gazetteer;
mod lines;
mod markup;
mod phrase;
mod quotation;
mod reply;
mod sentence;
mod tagging;
mod text;
mod token;
mod verify;
mod words;

pub use attribution::Attribution;
pub use composition::Types;
pub use dates::{DatePhrase, date_phrases};
pub use document::{End, ExtractedClaim, Extraction, extract};
pub use folded::Folded;
pub use frames::{Effect, EndPlace, Frame, FrameClass};
pub use gazetteer::Gazetteer;
pub use lines::{AttributionLine, ClaimLine, RULES, attribution_lines, claim_lines};
pub use markup::{Markdown, read_markdown};
pub use quotation::{Quotation, quotations};
pub use sentence::sentences;
pub use text::{Span, Text};
pub use token::{Token, WordShape, tokens};
pub use verify::{Outcome, Verdict, Verifier};
pub use words::{AttributionKind, Lexicon};
