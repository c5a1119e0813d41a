//! Who touches whom?
//!
//! [`View`] is the picture's graph, in petgraph: entities and events as nodes, and
//! one edge for all claims of a statement, with how many independent sources stand
//! behind it and what [`State`] that leaves it in. [`Filter`] narrows it.

mod filter;
mod sources;
mod view;

pub use filter::{Filter, FilterError};
pub use sources::count_independent;
pub use view::{Edge, Node, State, View};
