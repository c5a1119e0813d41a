//! Files for other programs that work on networks: one file a format.

pub mod cx2;
pub mod cytoscape;
pub mod gephi_csv;
pub mod gexf;
pub mod graphml;
pub mod jgf;
mod json;
pub mod kgtk;
pub mod neo4j_csv;
pub mod node_link;
pub mod pajek;
mod spells;
mod xml;
