//! What does a language model say that a text says? Passages go out as a prompt; an answer comes in as claims, each held against the text.
//!
//! Nothing here opens a socket or a file. A model is never believed: it copies words, which are looked up in the text; the
//! places of a claim are found here, and what cannot be found is handed back with the reason.

mod agreement;
mod answer;
mod chat;
mod claims;
mod cost;
mod leaks;
mod passage;
mod placing;
mod prompt;
mod retry;
mod schema;

pub use agreement::{Agreement, agree};
pub use answer::{ReadStatement, StatedAttribution, Statement, read_statements};
pub use chat::{Completion, Fault, Manner, Rung, Usage, milder, read_completion, request};
pub use claims::{Doubtful, ModelClaims, Sourced, annotator};
pub use cost::{Price, estimated_tokens};
pub use leaks::Leaks;
pub use passage::{Passage, headline, passages};
pub use prompt::{Example, Message, PROMPT, Surroundings, answer_key, endpoint_key, examples, messages, repair};
pub use retry::{retry_after, wait_before};
pub use schema::{EVENT_CLASSES, schema};
