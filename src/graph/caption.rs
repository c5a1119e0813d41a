//! What stands on a node in a picture?

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use super::{Edge, NodeIdentity, View};
use crate::claims::{Id, Kind};

impl View<'_> {
    /// The name of a node in a picture. The event of one actor alone stands at the end of the line that tells what it is,
    /// so it is called by its date and place, unless other statements speak of it, too.
    pub fn caption(&self, index: NodeIndex) -> String {
        let node = &self.graph[index];
        let mut lines = self.graph.edges_directed(index, Direction::Incoming);
        let mut is_alone =
            || lines.all(|line| self.acts_alone(line.weight())) && self.graph.edges(index).next().is_none();
        match node.identity {
            NodeIdentity::Thing(id) if node.kind == Kind::Event && is_alone() => self.occasion(id),
            _ => self.label(node),
        }
    }

    /// True when the claims of an edge are about one actor alone.
    pub fn acts_alone(&self, edge: &Edge) -> bool {
        edge.n_statements == 1 && self.claims_of(edge).all(|(_, claim)| claim.acts_alone())
    }

    /// When and where an event was.
    fn occasion(&self, event: Id) -> String {
        let claims = self.claims();
        let event = claims.event(event);
        let date = event.and_then(|event| event.date).map(|date| claims.text(date));
        let place = event.and_then(|event| event.place).map(|place| claims.label(place));
        let known: Vec<String> = date.into_iter().chain(place).collect();
        if known.is_empty() { "date not given".to_owned() } else { known.join(", ") }
    }
}
