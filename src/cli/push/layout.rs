//! Where stores have their endpoints, by the addresses that their documents name.

use crate::cli::http::Address;

/// The endpoints of a store, as far as one address tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Takes queries.
    pub(super) query: String,
    /// May take SPARQL Update, in the order in which they are tried.
    pub(super) updates: Vec<String>,
    /// May speak the Graph Store Protocol, in the order in which they are tried.
    pub(super) graphs: Vec<String>,
}

impl Layout {
    /// The one that the user tells.
    pub(super) fn told(sends: &Address, query: &Address, is_graph_store: bool) -> Layout {
        let sends = vec![sends.text.clone()];
        let (updates, graphs) = if is_graph_store { (Vec::new(), sends) } else { (sends, Vec::new()) };
        Layout { query: query.text.clone(), updates, graphs }
    }

    fn new<const U: usize, const G: usize>(query: String, updates: [String; U], graphs: [String; G]) -> Layout {
        Layout { query, updates: updates.into(), graphs: graphs.into() }
    }
}

/// What the endpoints may be of the store that has this one.
pub(super) fn layouts(address: &Address, has_credentials: bool) -> Vec<Layout> {
    let whole = || address.text.clone();
    let path = address.path().trim_end_matches('/');
    let (above, last) = path.rsplit_once('/').unwrap_or((path, ""));
    let beside = |name: &str| format!("{above}/{name}");
    let below = |name: &str| format!("{path}/{name}");
    match last {
        // Oxigraph, Fuseki, Stardog.
        "query" => vec![Layout::new(whole(), [beside("update")], [beside("store"), beside("data")])],
        "update" => vec![
            Layout::new(beside("query"), [whole()], [beside("store"), beside("data")]),
            Layout::new(beside("sparql"), [whole()], [beside("data")]),
        ],
        "store" | "data" => vec![Layout::new(beside("query"), [beside("update")], [whole()])],
        // RDF4J and GraphDB.
        "statements" => vec![Layout::new(above.to_owned(), [whole()], [beside("rdf-graphs/service")])],
        _ if above.ends_with("/repositories") => {
            vec![Layout::new(whole(), [below("statements")], [below("rdf-graphs/service")])]
        }
        // Virtuoso; its other endpoint takes no passwords.
        "sparql-auth" => vec![Layout::new(whole(), [whole()], [beside("sparql-graph-crud-auth")])],
        "sparql" => vec![Layout::new(whole(), [whole(), beside("update")], [beside("sparql-graph-crud")])],
        _ => {
            let mut found = vec![Layout::new(below("query"), [below("update")], [below("store"), below("data")])];
            if has_credentials {
                found.push(Layout::new(
                    below("sparql-auth"),
                    [below("sparql-auth")],
                    [below("sparql-graph-crud-auth")],
                ));
            }
            found.push(Layout::new(below("sparql"), [below("sparql"), below("update")], [below("sparql-graph-crud")]));
            found.push(Layout::new(whole(), [whole()], []));
            found
        }
    }
}
