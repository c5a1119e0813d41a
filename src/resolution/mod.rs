//! Which names are one actor?
//!
//! In come names with what is known of them; out come clusters of names that are one actor, each with its reasons, and
//! pairs that may be one, each with its clues. What joins by itself is a [`NormalForm`]; what somebody decided is a
//! [`Judgement`](crate::model::Judgement); everything else only suggests. Nothing here knows files, tables, RDF or a graph.

mod compare;
mod events;
mod finder;
mod joining;
mod normal;
mod parts;
mod role;
mod scripts;
mod sides;
mod sounds;
mod suggest;
mod words;

pub use events::{Apart, EventCandidate, EventPair, distance_km, suggest_events};
pub use finder::{Finder, Meant};
pub use joining::{Contradiction, Joined, JoinedName, NameNode, Reason, join};
pub use normal::{NormalForm, difference, equal_key, normal_key};
pub use role::is_anonymous;
pub use sides::side_words;
pub use suggest::{Candidate, Suggestion, by_name, clusters, clusters_of, suggest};
