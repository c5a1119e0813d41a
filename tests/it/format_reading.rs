//! What exchange formats hold, read back: every edge, and names that no format may break.

use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};
use relata::graph::{Edges, GroupBy, View};

use crate::formats::{SMALL, formats, write_view};
use crate::support::{Compiled, Sandbox, claims};

#[test]
fn every_format_writes_claims_one_by_one_groups_and_nothing_at_all() {
    let compiled = claims(SMALL);
    let claims = compiled.claims();
    for name in formats() {
        let single = write_view(name, &View::new(&claims, Edges::Claims), &compiled);
        assert_eq!(read(name, &single).map_or(3, |read| read.edges.len()), 3, "{name}: {single}");
        let groups = View::new(&claims, Edges::Bundle).grouped(GroupBy::Community).collapsed();
        let whole = write_view(name, &groups, &compiled);
        assert_eq!(read(name, &whole).map_or(1, |read| read.edges.len()), groups.graph.edge_count(), "{name}: {whole}");
        let nothing = write_view(name, &View::of(&claims, Edges::Bundle, |_, _| false), &compiled);
        assert_eq!(read(name, &nothing).map_or(0, |read| read.labels.len()), 0, "{name}: {nothing}");
    }
}

/// Names that mean something to some format, in a table and, where a table may not have them, in RDF.
fn hostile() -> Compiled {
    let table = "id,subject,predicate,object,date,quote\n\
        c1,\"a \"\"b\"\" 'c' \\N \\\\ & &lt; <b>]]> -- #quot; #35; 1. %%\",met,\"x\ny {z} | ]; `*_~$\",2025-06-13,\"\"\"q\"\" \\n &amp;\n\"\n\
        c2,🇮🇷🙂,attacked,العربية עברית 漢字,,=1+1\n\
        c3,end,\"a;b|c\"\"d\",odd,,\n\
        c4,end,proposed,#c2,,\n";
    let rdf = "@prefix kg: <https://w3id.org/relata/kg/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
        kg:end rdfs:label \"\" .\nkg:odd rdfs:label \" \\u0001\\u000B\\uFFFE\\u0085\\t-\\r\\n\" .\n";
    Sandbox::new(&[("claims.csv", table.as_bytes()), ("names.ttl", rdf.as_bytes())]).compile()
}

#[test]
fn strange_names_survive() {
    let compiled = hostile();
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let labels: Vec<String> = view.graph.node_weights().map(|node| view.label(node)).collect();
    assert!(labels.contains(&String::new()) && labels.iter().any(|label| label.contains('\u{1}')), "{labels:?}");
    assert!(labels.iter().any(|label| label.contains("&lt; <b>]]>")), "{labels:?}");
    for name in formats() {
        let text = write_view(name, &view, &compiled);
        let Some(read) = read(name, &text) else { continue };
        let expected: BTreeSet<String> = labels.iter().map(|label| as_kept(name, label)).collect();
        assert_eq!(read.labels, expected, "{name}: {text}");
        let ids: BTreeSet<String> = view.graph.edge_indices().map(|edge| view.edge_id(edge)).collect();
        assert!(name == "pajek" || read.edges == ids, "{name}: {text}");
        assert_eq!(read.edges.len(), view.graph.edge_count(), "{name}: {text}");
    }
    insta::assert_snapshot!(write_view("mermaid", &view, &compiled), @r##"
    ---
    title: "small | 4 claims, 0 speakers, 0 outlets"
    ---
    flowchart LR
      n1("🇮🇷🙂"):::entity
      n2("a #34;b#34; 'c' #92;N #92;#92; #38; #38;lt#59; #60;b#62;#93;#93;#62; -- #35;quot#59; #35;35#59; 1. #37;#37;"):::entity
      n3("#8203;"):::entity
      n4["🇮🇷🙂 attacked العربية עברית 漢字"]:::event
      n5("   ￾  -  "):::entity
      n6("x y #123;z#125; #124; #93;#59; #96;#42;#95;#126;#36;"):::entity
      n7("العربية עברית 漢字"):::entity
      n1 -.->|"attacked"| n7
      n2 -.-|"met"| n6
      n3 -.->|"a#59;b#124;c#34;d"| n5
      n3 -.->|"proposed"| n4
      classDef event fill:#fffbe6,stroke:#4d4d4d,color:#1b1b1b
      classDef entity fill:#f4f4f4,stroke:#4d4d4d,color:#1b1b1b,stroke-dasharray:4 3
      %% unsourced: no source named
      linkStyle 0,1,2,3 stroke:#6a6a6a,stroke-dasharray:1 4
    "##);
}

/// A label as a format can keep it.
fn as_kept(format: &str, label: &str) -> String {
    let kept = |c: char| match (format, c) {
        ("gexf" | "graphml", '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}') => '\u{fffd}',
        ("kgtk", c) if c.is_control() && !"\t\n\r".contains(c) => '\u{fffd}',
        ("pajek", '"') => '\'',
        ("pajek", '\\') => '/',
        ("pajek", c) if c.is_control() => ' ',
        (_, c) => c,
    };
    label.chars().map(kept).collect()
}

/// Labels of nodes and identifiers of edges in a file.
struct Read {
    labels: BTreeSet<String>,
    edges: BTreeSet<String>,
}

/// Reads a file back; none for formats that are pictures.
fn read(format: &str, text: &str) -> Option<Read> {
    let (labels, edges) = match format {
        "gexf" => (attributes(text, "node", "label"), attributes(text, "edge", "id")),
        "graphml" => (data(text, "node_label"), attributes(text, "edge", "id")),
        "cytoscape" => json(text, "/elements/nodes", "/data/name", "/elements/edges", "/data/id"),
        "node-link" => json(text, "/nodes", "/label", "/edges", "/key"),
        "jgf" => json(text, "/graph/nodes", "/label", "/graph/edges", "/id"),
        "cx2" => json(text, "/4/nodes", "/v/name", "/5/edges", "/v/id"),
        "gephi-csv" => tables(text, ["Label", "Id"]),
        "neo4j-csv" => tables(text, ["name", "id"]),
        "kgtk" => kgtk_rows(text),
        "pajek" => pajek_rows(text),
        _ => return None,
    };
    Some(Read { labels: labels.into_iter().collect(), edges: edges.into_iter().collect() })
}

/// An attribute of every element of a name.
fn attributes(text: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == element.as_bytes() => {
                let value = start.try_get_attribute(attribute).unwrap().unwrap();
                found.push(value.decode_and_unescape_value(reader.decoder()).unwrap().into_owned());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The text of every `data` element with a key.
fn data(text: &str, key: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == b"data" && has_key(&start, key) => {
                let text = reader.read_text(start.name()).unwrap();
                found.push(quick_xml::escape::unescape(&text).unwrap().into_owned());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn has_key(data: &BytesStart<'_>, key: &str) -> bool {
    data.try_get_attribute("key").unwrap().unwrap().value.as_ref() == key.as_bytes()
}

fn json(text: &str, nodes: &str, label: &str, edges: &str, id: &str) -> (Vec<String>, Vec<String>) {
    let document: serde_json::Value = serde_json::from_str(text).unwrap();
    let texts = |list: &str, member: &str| -> Vec<String> {
        let text = |item: &serde_json::Value| item.pointer(member).unwrap().as_str().unwrap().to_owned();
        match document.pointer(list).unwrap() {
            serde_json::Value::Object(members) => members.values().map(text).collect(),
            list => list.as_array().unwrap().iter().map(text).collect(),
        }
    };
    (texts(nodes, label), texts(edges, id))
}

fn tables(text: &str, [label, id]: [&str; 2]) -> (Vec<String>, Vec<String>) {
    let column = |table: &str, name: &str| -> Vec<String> {
        let mut table = csv::Reader::from_reader(table.as_bytes());
        let place = table.headers().unwrap().iter().position(|heading| heading == name).unwrap();
        table.records().map(|row| row.unwrap()[place].to_owned()).collect()
    };
    let mut parts = text.split("== ").filter_map(|part| part.split_once(".csv\n"));
    let (nodes, edges) = (parts.next().unwrap().1, parts.next().unwrap().1);
    (column(nodes, label), column(edges, id))
}

fn kgtk_rows(text: &str) -> (Vec<String>, Vec<String>) {
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 4), "{text}");
    let statements: Vec<&Vec<&str>> = rows.iter().filter(|row| !row[0].contains('-')).collect();
    let is_node = |id: &str| statements.iter().any(|row| row[1] == id || row[3] == id);
    let plain = |literal: &str| {
        let inside = literal.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
        let marked = inside.replace("\\\\", "\0").replace("\\\"", "\"").replace("\\|", "|");
        marked.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r").replace('\0', "\\")
    };
    let labels = rows.iter().filter(|row| row[2] == "label" && is_node(row[1])).map(|row| plain(row[3])).collect();
    (labels, statements.iter().map(|row| row[0].to_owned()).collect())
}

fn pajek_rows(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut labels, mut lines, mut in_vertices) = (Vec::new(), Vec::new(), false);
    for line in text.lines() {
        if line.starts_with('*') {
            in_vertices = line.starts_with("*Vertices");
        } else if in_vertices {
            labels.push(line.split('"').nth(1).unwrap().to_owned());
        } else {
            lines.push(format!("{} {line}", lines.len()));
        }
    }
    (labels, lines)
}
