//! What is said?
//!
//! Plain values: a [`Claim`] is one row of `claims.csv`, checked cell by cell; an
//! [`Entity`] and a [`Document`] likewise. Nothing here knows files, RDF or the
//! ontology, and nothing here can hold a state the readers would have refused.

mod claim;
mod date;
mod document;
mod entity;
mod grade;
mod judgement;
mod letters;
mod own;
mod review;
mod stance;
mod text;
mod words;

pub use claim::{Certainty, Claim, ClaimPart, Evidence, Modality, Origin, PartSpan, Polarity, Referent};
pub(crate) use date::MONTHS;
pub use date::{DateError, EventDate, Period, Precision};
pub use document::Document;
pub use entity::{Coordinates, Entity, EntityKind};
pub use grade::{Credibility, Grade, Rating, Reliability};
pub use judgement::{Judgement, Sameness};
pub use letters::without_signs;
pub(crate) use own::has_exponent;
pub use own::{CellType, OwnColumn};
pub use review::{Review, ReviewVerdict, is_program};
pub use stance::{Independence, Stance};
pub use text::Text;
pub(crate) use words::words;
