//! Who touches whom?
//!
//! [`View`] is the graph that is drawn and measured, in petgraph: entities and
//! events as nodes, and one edge for all claims of a statement, with how many
//! independent sources stand behind it and what [`State`] that leaves it in.
//! [`Filter`] makes it from the claims that are wanted; nodes can be grouped and
//! groups collapsed. [`measure`] has one file a measure.

mod caption;
mod community;
mod filter;
mod group;
pub mod measure;
mod side;
mod slice;
mod sources;
mod state;
mod view;

pub use community::communities;
pub use filter::{Filter, FilterError};
pub use group::{GroupBy, NodeGroup};
pub use side::{Sides, Stance};
pub use slice::Slice;
pub use sources::count_independent;
pub use state::State;
pub use view::{Edge, Edges, Node, NodeIdentity, View, Weight};
