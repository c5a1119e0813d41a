//! Exchange formats: what each writes of a small graph, and that no name breaks any.

#![allow(clippy::too_many_lines, reason = "what is written is long")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

use relata::export::scene::{Measured, Scene, Value};
use relata::export::{ExportError, FORMATS, Options, Writer};
use relata::graph::{Edges, GroupBy, View};

use crate::support::{Compiled, Sandbox, claims};

/// Two claims of one statement on following days, one statement that reads the same from both ends, without a date.
const SMALL: &str = "id,subject,predicate,object,date,said_by,modality,quote\n\
    c1,Iran,attacked,Israel,2025-06-13,a spokesman,,we struck back\n\
    c2,Iran,attacked,Israel,2025-06-14/2025-06-15,another,threatened,\n\
    c3,Iran,met,Oman,,,,\n";

/// Formats that show a view.
fn formats() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter(|format| !matches!(format.writer, Writer::Rdf(_))).map(|format| format.name)
}

/// What a format makes of a scene; files of a folder follow each other under their names.
fn write(name: &str, scene: &Scene<'_>, options: &Options) -> Result<String, ExportError> {
    let format = FORMATS.iter().find(|format| format.name == name).unwrap();
    let mut out = Vec::new();
    match format.writer {
        Writer::Scene(write) => write(scene, options, &mut out)?,
        Writer::Folder(write) => {
            let folder = tempfile::tempdir().unwrap();
            let mut names = Vec::new();
            let mut make = |name: &str| -> std::io::Result<Box<dyn Write>> {
                names.push(name.to_owned());
                Ok(Box::new(fs::File::create(folder.path().join(name))?))
            };
            write(scene, options, &mut make)?;
            for name in names {
                out.extend(format!("== {name}\n").bytes());
                out.extend(fs::read(folder.path().join(name)).unwrap());
            }
        }
        Writer::Rdf(_) => {}
    }
    Ok(String::from_utf8(out).unwrap())
}

/// What a format makes of a view, with nothing else known.
fn write_view(name: &str, view: &View<'_>, compiled: &Compiled) -> String {
    let prefixes = compiled.project.prefixes();
    let scene = Scene { view, title: "small".to_owned(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    write(name, &scene, &Options { any_size: true, ..Options::default() }).unwrap()
}

fn written(name: &str, table: &str) -> String {
    let compiled = claims(table);
    let claims = compiled.claims();
    write_view(name, &View::new(&claims, Edges::Bundle), &compiled)
}

/// The small graph with places and a measure.
fn laid_out(name: &str, options: &Options) -> String {
    let compiled = claims(SMALL);
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let degree = Measured { name: "degree".to_owned(), values: [2, 1, 1].map(Value::Integer).to_vec() };
    let rank = Measured { name: "rank".to_owned(), values: [0.5, 0.25, f64::NAN].map(Value::Number).to_vec() };
    let prefixes = compiled.project.prefixes();
    let positions = Some(vec![[0.0, 0.0], [100.0, 50.04], [-100.0, 50.0]]);
    let scene =
        Scene { view: &view, title: "small".to_owned(), prefixes: &prefixes, positions, measures: vec![degree, rank] };
    write(name, &scene, options).unwrap()
}

#[test]
fn cytoscape() {
    insta::assert_snapshot!(laid_out("cytoscape", &Options::default()), @r#"
    {"data":{"name":"small | 3 claims, 2 speakers, 0 publishers"},"directed":true,"multigraph":true,"elements":{
    "nodes":[
    {"data":{"id":"kg:Iran","value":"kg:Iran","name":"Iran","label":"Iran","iri":"https://w3id.org/relata/kg/Iran","type":"entity","degree":2,"rank":0.5},"position":{"x":0.0,"y":0.0}},
    {"data":{"id":"kg:Israel","value":"kg:Israel","name":"Israel","label":"Israel","iri":"https://w3id.org/relata/kg/Israel","type":"entity","degree":1,"rank":0.25},"position":{"x":100.0,"y":50.0}},
    {"data":{"id":"kg:Oman","value":"kg:Oman","name":"Oman","label":"Oman","iri":"https://w3id.org/relata/kg/Oman","type":"entity","degree":1},"position":{"x":-100.0,"y":50.0}}
    ],
    "edges":[
    {"data":{"id":"e2d56346a746ce4b0","key":"e2d56346a746ce4b0","source":"kg:Iran","target":"kg:Israel","label":"attacked","weight":2,"predicate":"attacked","predicate_iri":"https://w3id.org/relata/rel/attacked","event_type":"ASSAULT","goldstein":-10.0,"symmetric":false,"state":"single-source","claims":2,"sources":1,"modality":["threatened"],"begin":"2025-06-13","end":"2025-06-15","said_by":["a spokesman","another"],"claim_ids":["claim:c1","claim:c2"],"quote":"we struck back"}},
    {"data":{"id":"eda93bdabf010cf61","key":"eda93bdabf010cf61","source":"kg:Iran","target":"kg:Oman","label":"met","weight":1,"predicate":"met","predicate_iri":"https://w3id.org/relata/rel/met","event_type":"CONSULT","goldstein":1.0,"symmetric":true,"state":"single-source","claims":1,"sources":1,"claim_ids":["claim:c3"]}}
    ]}}
    "#);
}

#[test]
fn node_link() {
    insta::assert_snapshot!(laid_out("node-link", &Options::default()), @r#"
    {"directed":true,"multigraph":true,"graph":{"name":"small | 3 claims, 2 speakers, 0 publishers"},
    "nodes":[
    {"id":"kg:Iran","label":"Iran","iri":"https://w3id.org/relata/kg/Iran","type":"entity","degree":2,"rank":0.5,"x":0.0,"y":0.0},
    {"id":"kg:Israel","label":"Israel","iri":"https://w3id.org/relata/kg/Israel","type":"entity","degree":1,"rank":0.25,"x":100.0,"y":50.0},
    {"id":"kg:Oman","label":"Oman","iri":"https://w3id.org/relata/kg/Oman","type":"entity","degree":1,"x":-100.0,"y":50.0}
    ],
    "edges":[
    {"source":"kg:Iran","target":"kg:Israel","key":"e2d56346a746ce4b0","label":"attacked","weight":2,"predicate":"attacked","predicate_iri":"https://w3id.org/relata/rel/attacked","event_type":"ASSAULT","goldstein":-10.0,"symmetric":false,"state":"single-source","claims":2,"sources":1,"modality":["threatened"],"begin":"2025-06-13","end":"2025-06-15","said_by":["a spokesman","another"],"claim_ids":["claim:c1","claim:c2"],"quote":"we struck back"},
    {"source":"kg:Iran","target":"kg:Oman","key":"eda93bdabf010cf61","label":"met","weight":1,"predicate":"met","predicate_iri":"https://w3id.org/relata/rel/met","event_type":"CONSULT","goldstein":1.0,"symmetric":true,"state":"single-source","claims":1,"sources":1,"claim_ids":["claim:c3"]}
    ]}
    "#);
    let links = laid_out("node-link", &Options { links_key: Some("links".to_owned()), ..Options::default() });
    assert!(links.contains("\n\"links\":["));
}

#[test]
fn jgf() {
    insta::assert_snapshot!(written("jgf", SMALL), @r#"
    {"graph":{"label":"small | 3 claims, 2 speakers, 0 publishers","directed":true,
    "nodes":{
    "kg:Iran":{"label":"Iran","metadata":{"iri":"https://w3id.org/relata/kg/Iran","type":"entity"}},
    "kg:Israel":{"label":"Israel","metadata":{"iri":"https://w3id.org/relata/kg/Israel","type":"entity"}},
    "kg:Oman":{"label":"Oman","metadata":{"iri":"https://w3id.org/relata/kg/Oman","type":"entity"}}
    },
    "edges":[
    {"id":"e2d56346a746ce4b0","source":"kg:Iran","relation":"rel:attacked","target":"kg:Israel","directed":true,"label":"attacked","metadata":{"weight":2,"predicate":"attacked","predicate_iri":"https://w3id.org/relata/rel/attacked","event_type":"ASSAULT","goldstein":-10.0,"symmetric":false,"state":"single-source","claims":2,"sources":1,"modality":["threatened"],"begin":"2025-06-13","end":"2025-06-15","said_by":["a spokesman","another"],"claim_ids":["claim:c1","claim:c2"],"quote":"we struck back"}},
    {"id":"eda93bdabf010cf61","source":"kg:Iran","relation":"rel:met","target":"kg:Oman","directed":false,"label":"met","metadata":{"weight":1,"predicate":"met","predicate_iri":"https://w3id.org/relata/rel/met","event_type":"CONSULT","goldstein":1.0,"symmetric":true,"state":"single-source","claims":1,"sources":1,"claim_ids":["claim:c3"]}}
    ]}}
    "#);
}

#[test]
fn cx2() {
    let text = laid_out("cx2", &Options::default());
    let shown: Vec<&str> = text.lines().filter(|line| !line.contains("nodeMapping")).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    [{"CXVersion":"2.0","hasFragments":false},
    {"metaData":[
    {"elementCount":1,"name":"attributeDeclarations"},
    {"elementCount":1,"name":"networkAttributes"},
    {"elementCount":3,"name":"nodes"},
    {"elementCount":2,"name":"edges"},
    {"elementCount":1,"name":"visualProperties"}
    ]},
    {"attributeDeclarations":[
    {"edges":{"begin":{"d":"string"},"claim_ids":{"d":"list_of_string"},"claims":{"d":"long"},"end":{"d":"string"},"event_type":{"d":"string"},"goldstein":{"d":"double"},"id":{"d":"string"},"label":{"d":"string"},"modality":{"d":"list_of_string"},"predicate":{"d":"string"},"predicate_iri":{"d":"string"},"publisher":{"d":"list_of_string"},"quote":{"d":"string"},"said_by":{"d":"list_of_string"},"sources":{"d":"long"},"state":{"d":"string"},"symmetric":{"d":"boolean"},"weight":{"d":"long"}},"networkAttributes":{"name":{"d":"string"}},"nodes":{"degree":{"d":"long"},"id":{"d":"string"},"iri":{"d":"string"},"name":{"d":"string"},"rank":{"d":"double"},"type":{"d":"string"}}}
    ]},
    {"networkAttributes":[
    {"name":"small | 3 claims, 2 speakers, 0 publishers"}
    ]},
    {"nodes":[
    {"id":0,"x":0.0,"y":0.0,"v":{"id":"kg:Iran","name":"Iran","iri":"https://w3id.org/relata/kg/Iran","type":"entity","degree":2,"rank":0.5}},
    {"id":1,"x":100.0,"y":50.0,"v":{"id":"kg:Israel","name":"Israel","iri":"https://w3id.org/relata/kg/Israel","type":"entity","degree":1,"rank":0.25}},
    {"id":2,"x":-100.0,"y":50.0,"v":{"id":"kg:Oman","name":"Oman","iri":"https://w3id.org/relata/kg/Oman","type":"entity","degree":1}}
    ]},
    {"edges":[
    {"id":0,"s":0,"t":1,"v":{"id":"e2d56346a746ce4b0","label":"attacked","weight":2,"predicate":"attacked","predicate_iri":"https://w3id.org/relata/rel/attacked","event_type":"ASSAULT","goldstein":-10.0,"symmetric":false,"state":"single-source","claims":2,"sources":1,"modality":["threatened"],"begin":"2025-06-13","end":"2025-06-15","said_by":["a spokesman","another"],"claim_ids":["claim:c1","claim:c2"],"quote":"we struck back"}},
    {"id":1,"s":0,"t":2,"v":{"id":"eda93bdabf010cf61","label":"met","weight":1,"predicate":"met","predicate_iri":"https://w3id.org/relata/rel/met","event_type":"CONSULT","goldstein":1.0,"symmetric":true,"state":"single-source","claims":1,"sources":1,"claim_ids":["claim:c3"]}}
    ]},
    {"visualProperties":[
    ]},
    {"status":[{"success":true}]}]
    "#);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut rows: Vec<&str> = SMALL.lines().collect();
    rows[1..].reverse();
    let turned = rows.join("\n") + "\n";
    for name in formats() {
        // What a picture says of a claim names its line.
        if name != "dot" {
            assert_eq!(written(name, SMALL), written(name, &turned), "{name}");
        }
    }
}

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
        let expected: BTreeSet<String> = labels.iter().cloned().collect();
        assert_eq!(read.labels, expected, "{name}: {text}");
        let ids: BTreeSet<String> = view.graph.edge_indices().map(|edge| view.edge_id(edge)).collect();
        assert!(name == "pajek" || read.edges == ids, "{name}: {text}");
        assert_eq!(read.edges.len(), view.graph.edge_count(), "{name}: {text}");
    }
}

/// Labels of nodes and identifiers of edges in a file.
struct Read {
    labels: BTreeSet<String>,
    edges: BTreeSet<String>,
}

/// Reads a file back; none for formats that are pictures.
fn read(format: &str, text: &str) -> Option<Read> {
    let (labels, edges) = match format {
        "cytoscape" => json(text, "/elements/nodes", "/data/name", "/elements/edges", "/data/id"),
        "node-link" => json(text, "/nodes", "/label", "/edges", "/key"),
        "jgf" => json(text, "/graph/nodes", "/label", "/graph/edges", "/id"),
        "cx2" => json(text, "/4/nodes", "/v/name", "/5/edges", "/v/id"),
        _ => return None,
    };
    Some(Read { labels: labels.into_iter().collect(), edges: edges.into_iter().collect() })
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
