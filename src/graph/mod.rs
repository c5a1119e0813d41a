//! Who touches whom?
//!
//! [`View`] is the graph that is drawn and measured, in petgraph: entities and
//! events as nodes, and one edge for all claims of a statement. The claims of an
//! edge fall into [`Occurrence`]s, each with how many independent sources stand
//! behind it and what [`State`] that leaves it in.
//! [`Filter`] makes it from the claims that are wanted; nodes can be grouped and
//! groups collapsed. [`measure`] has one file a measure.

mod bundle;
mod caption;
mod collapse;
mod community;
mod filter;
mod group;
pub mod measure;
mod occurrence;
mod side;
mod slice;
mod sources;
mod state;
mod view;

pub use community::communities;
pub use filter::{Filter, FilterError};
pub use group::{GroupBy, NodeGroup};
pub use occurrence::Occurrence;
pub use side::{Side, Tally, VoicesBySide};
pub use slice::Slice;
pub use sources::{SourceCount, count_independent};
pub use state::State;
pub use view::{Edge, Edges, Node, NodeIdentity, View, Weight};
