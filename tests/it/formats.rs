//! Exchange formats: what each writes of a small graph.

#![allow(clippy::too_many_lines, reason = "what is written is long")]

use std::fs;
use std::io::Write;

use relata::export::picture::mermaid;
use relata::export::scene::{AttributeValue, Measured, Scene};
use relata::export::{ExportError, ExportOptions, FORMATS, FormatWriter};
use relata::graph::{Edges, View};
use relata::rdf::iri::Namespace;

use crate::support::{Compiled, Sandbox, claims};

/// Two claims of one statement on following days, one statement that reads the same from both ends, without a date.
pub(crate) const SMALL: &str = "id,subject,predicate,object,date,said_by,modality,quote\n\
    c1,Iran,attacked,Israel,2025-06-13,a spokesman,,we struck back\n\
    c2,Iran,attacked,Israel,2025-06-14/2025-06-15,another,threatened,\n\
    c3,Iran,met,Oman,,,,\n";

/// Formats that show a view, but for pixels.
pub(crate) fn formats() -> impl Iterator<Item = &'static str> {
    let is_text = |format: &&relata::export::ExportFormat| {
        format.name != "png"
            && !matches!(format.writer, FormatWriter::Rdf(_) | FormatWriter::Tables { .. } | FormatWriter::Claims(_))
    };
    FORMATS.iter().filter(is_text).map(|format| format.name)
}

/// What a format makes of a scene; files of a folder follow each other under their names.
fn write(name: &str, scene: &Scene<'_>, options: &ExportOptions) -> Result<String, ExportError> {
    let format = FORMATS.iter().find(|format| format.name == name).unwrap();
    let mut out = Vec::new();
    match format.writer {
        FormatWriter::Scene(write) | FormatWriter::Placed(write) => write(scene, options, &mut out)?,
        FormatWriter::Telling(write) => write(scene, &Namespace::of_nothing(), options, &mut out)?,
        FormatWriter::Folder { write, .. } => {
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
        FormatWriter::Rdf(_) | FormatWriter::Tables { .. } | FormatWriter::Claims(_) => {
            panic!("{name} is written from the whole graph, not from a view")
        }
    }
    Ok(String::from_utf8(out).unwrap())
}

/// What a format makes of a view, with nothing else known.
pub(crate) fn write_view(name: &str, view: &View<'_>, compiled: &Compiled) -> String {
    let prefixes = compiled.project.prefixes();
    let scene = Scene { view, title: "small".to_owned(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    write(name, &scene, &ExportOptions { any_size: true, ..ExportOptions::default() }).unwrap()
}

fn written(name: &str, table: &str) -> String {
    let compiled = claims(table);
    let claims = compiled.claims();
    write_view(name, &View::new(&claims, Edges::Bundle), &compiled)
}

/// The small graph with places and a measure.
fn laid_out(name: &str, options: &ExportOptions) -> String {
    let compiled = claims(SMALL);
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let degree = Measured { name: "degree".to_owned(), values: [2, 1, 1].map(AttributeValue::Integer).to_vec() };
    let rank = Measured { name: "rank".to_owned(), values: [0.5, 0.25, f64::NAN].map(AttributeValue::Number).to_vec() };
    let prefixes = compiled.project.prefixes();
    let positions = Some(vec![[0.0, 0.0], [100.0, 50.04], [-100.0, 50.0]]);
    let scene =
        Scene { view: &view, title: "small".to_owned(), prefixes: &prefixes, positions, measures: vec![degree, rank] };
    write(name, &scene, options).unwrap()
}

#[test]
fn gexf() {
    insta::assert_snapshot!(laid_out("gexf", &ExportOptions::default()), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
      <meta>
        <creator>relata</creator>
        <description>small | 3 claims, 2 speakers, 0 outlets</description>
      </meta>
      <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">
        <attributes class="node">
          <attribute id="iri" title="iri" type="string"/>
          <attribute id="type" title="type" type="string"/>
          <attribute id="degree" title="degree" type="long"/>
          <attribute id="rank" title="rank" type="double"/>
        </attributes>
        <attributes class="edge">
          <attribute id="predicate" title="predicate" type="string"/>
          <attribute id="predicate_iri" title="predicate_iri" type="string"/>
          <attribute id="event_type" title="event_type" type="string"/>
          <attribute id="goldstein" title="goldstein" type="double"/>
          <attribute id="symmetric" title="symmetric" type="boolean"/>
          <attribute id="state" title="state" type="string"/>
          <attribute id="occurrences" title="occurrences" type="long"/>
          <attribute id="states" title="states" type="string"/>
          <attribute id="claims" title="claims" type="long"/>
          <attribute id="n_affirm" title="n_affirm" type="long"/>
          <attribute id="n_deny" title="n_deny" type="long"/>
          <attribute id="n_open" title="n_open" type="long"/>
          <attribute id="n_speak" title="n_speak" type="long"/>
          <attribute id="sources" title="sources" type="long"/>
          <attribute id="outlets" title="outlets" type="long"/>
          <attribute id="modality" title="modality" type="string"/>
          <attribute id="begin" title="begin" type="string"/>
          <attribute id="end" title="end" type="string"/>
          <attribute id="said_by" title="said_by" type="string"/>
          <attribute id="denied_by" title="denied_by" type="string"/>
          <attribute id="left_open_by" title="left_open_by" type="string"/>
          <attribute id="publisher" title="publisher" type="string"/>
          <attribute id="claim_ids" title="claim_ids" type="string"/>
          <attribute id="quote" title="quote" type="string"/>
        </attributes>
        <nodes>
          <node id="kg:Iran" label="Iran">
            <attvalues>
              <attvalue for="iri" value="https://w3id.org/relata/kg/Iran"/>
              <attvalue for="type" value="entity"/>
              <attvalue for="degree" value="2"/>
              <attvalue for="rank" value="0.5"/>
            </attvalues>
            <viz:color r="244" g="244" b="244"/>
            <viz:position x="0" y="0" z="0"/>
            <viz:size value="17.0"/>
          </node>
          <node id="kg:Israel" label="Israel">
            <attvalues>
              <attvalue for="iri" value="https://w3id.org/relata/kg/Israel"/>
              <attvalue for="type" value="entity"/>
              <attvalue for="degree" value="1"/>
              <attvalue for="rank" value="0.25"/>
            </attvalues>
            <viz:color r="244" g="244" b="244"/>
            <viz:position x="100" y="-50" z="0"/>
            <viz:size value="10.0"/>
            <spells>
              <spell start="2025-06-13" end="2025-06-16"/>
            </spells>
          </node>
          <node id="kg:Oman" label="Oman">
            <attvalues>
              <attvalue for="iri" value="https://w3id.org/relata/kg/Oman"/>
              <attvalue for="type" value="entity"/>
              <attvalue for="degree" value="1"/>
            </attvalues>
            <viz:color r="244" g="244" b="244"/>
            <viz:position x="-100" y="-50" z="0"/>
            <viz:size value="10.0"/>
          </node>
        </nodes>
        <edges>
          <edge id="e2d56346a746ce4b0" source="kg:Iran" target="kg:Israel" label="attacked" weight="1" kind="attacked">
            <attvalues>
              <attvalue for="predicate" value="attacked"/>
              <attvalue for="predicate_iri" value="https://w3id.org/relata/rel/attacked"/>
              <attvalue for="event_type" value="ASSAULT"/>
              <attvalue for="goldstein" value="-10"/>
              <attvalue for="symmetric" value="false"/>
              <attvalue for="state" value="single-source"/>
              <attvalue for="occurrences" value="2"/>
              <attvalue for="states" value="not-actual; single-source"/>
              <attvalue for="claims" value="2"/>
              <attvalue for="n_affirm" value="1"/>
              <attvalue for="n_deny" value="0"/>
              <attvalue for="n_open" value="0"/>
              <attvalue for="n_speak" value="1"/>
              <attvalue for="sources" value="1"/>
              <attvalue for="outlets" value="0"/>
              <attvalue for="modality" value="threatened"/>
              <attvalue for="begin" value="2025-06-13"/>
              <attvalue for="end" value="2025-06-15"/>
              <attvalue for="said_by" value="a spokesman"/>
              <attvalue for="claim_ids" value="claim:c1; claim:c2"/>
              <attvalue for="quote" value="we struck back"/>
            </attvalues>
            <viz:color r="77" g="77" b="77"/>
            <viz:thickness value="1.00"/>
            <viz:shape value="dotted"/>
            <spells>
              <spell start="2025-06-13" end="2025-06-16"/>
            </spells>
          </edge>
          <edge id="eda93bdabf010cf61" source="kg:Iran" target="kg:Oman" label="met" weight="1" kind="met">
            <attvalues>
              <attvalue for="predicate" value="met"/>
              <attvalue for="predicate_iri" value="https://w3id.org/relata/rel/met"/>
              <attvalue for="event_type" value="CONSULT"/>
              <attvalue for="goldstein" value="1"/>
              <attvalue for="symmetric" value="true"/>
              <attvalue for="state" value="unsourced"/>
              <attvalue for="occurrences" value="1"/>
              <attvalue for="states" value="unsourced"/>
              <attvalue for="claims" value="1"/>
              <attvalue for="n_affirm" value="1"/>
              <attvalue for="n_deny" value="0"/>
              <attvalue for="n_open" value="0"/>
              <attvalue for="n_speak" value="0"/>
              <attvalue for="sources" value="0"/>
              <attvalue for="outlets" value="0"/>
              <attvalue for="claim_ids" value="claim:c3"/>
            </attvalues>
            <viz:color r="106" g="106" b="106"/>
            <viz:thickness value="1.00"/>
            <viz:shape value="dotted"/>
          </edge>
        </edges>
      </graph>
    </gexf>
    "#);
}

#[test]
fn gexf_of_the_older_version() {
    let text = laid_out("gexf", &ExportOptions { gexf_1_2: true, ..ExportOptions::default() });
    let lines: Vec<&str> =
        text.lines().filter(|line| ["<gexf", "<graph", "<edge "].iter().any(|tag| line.contains(tag))).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    <gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
      <graph defaultedgetype="directed" mode="dynamic" timeformat="date">
          <edge id="e2d56346a746ce4b0" source="kg:Iran" target="kg:Israel" label="attacked" weight="1">
          <edge id="eda93bdabf010cf61" source="kg:Iran" target="kg:Oman" label="met" weight="1">
    "#);
}

#[test]
fn graphml() {
    insta::assert_snapshot!(laid_out("graphml", &ExportOptions::default()), @r##"
    <?xml version="1.0" encoding="UTF-8"?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
      <key id="nodegraphics" for="node" yfiles.type="nodegraphics"/>
      <key id="node_label" for="node" attr.name="label" attr.type="string"/>
      <key id="node_iri" for="node" attr.name="iri" attr.type="string"/>
      <key id="node_type" for="node" attr.name="type" attr.type="string"/>
      <key id="node_degree" for="node" attr.name="degree" attr.type="long"/>
      <key id="node_rank" for="node" attr.name="rank" attr.type="double"/>
      <key id="edgegraphics" for="edge" yfiles.type="edgegraphics"/>
      <key id="edge_label" for="edge" attr.name="label" attr.type="string"/>
      <key id="edge_weight" for="edge" attr.name="weight" attr.type="long"/>
      <key id="edge_predicate" for="edge" attr.name="predicate" attr.type="string"/>
      <key id="edge_predicate_iri" for="edge" attr.name="predicate_iri" attr.type="string"/>
      <key id="edge_event_type" for="edge" attr.name="event_type" attr.type="string"/>
      <key id="edge_goldstein" for="edge" attr.name="goldstein" attr.type="double"/>
      <key id="edge_symmetric" for="edge" attr.name="symmetric" attr.type="boolean"/>
      <key id="edge_state" for="edge" attr.name="state" attr.type="string"/>
      <key id="edge_occurrences" for="edge" attr.name="occurrences" attr.type="long"/>
      <key id="edge_states" for="edge" attr.name="states" attr.type="string"/>
      <key id="edge_claims" for="edge" attr.name="claims" attr.type="long"/>
      <key id="edge_n_affirm" for="edge" attr.name="n_affirm" attr.type="long"/>
      <key id="edge_n_deny" for="edge" attr.name="n_deny" attr.type="long"/>
      <key id="edge_n_open" for="edge" attr.name="n_open" attr.type="long"/>
      <key id="edge_n_speak" for="edge" attr.name="n_speak" attr.type="long"/>
      <key id="edge_sources" for="edge" attr.name="sources" attr.type="long"/>
      <key id="edge_outlets" for="edge" attr.name="outlets" attr.type="long"/>
      <key id="edge_modality" for="edge" attr.name="modality" attr.type="string"/>
      <key id="edge_begin" for="edge" attr.name="begin" attr.type="string"/>
      <key id="edge_end" for="edge" attr.name="end" attr.type="string"/>
      <key id="edge_said_by" for="edge" attr.name="said_by" attr.type="string"/>
      <key id="edge_denied_by" for="edge" attr.name="denied_by" attr.type="string"/>
      <key id="edge_left_open_by" for="edge" attr.name="left_open_by" attr.type="string"/>
      <key id="edge_publisher" for="edge" attr.name="publisher" attr.type="string"/>
      <key id="edge_claim_ids" for="edge" attr.name="claim_ids" attr.type="string"/>
      <key id="edge_quote" for="edge" attr.name="quote" attr.type="string"/>
      <key id="graph_name" for="graph" attr.name="name" attr.type="string"/>
      <graph id="relata" edgedefault="directed">
        <data key="graph_name">small | 3 claims, 2 speakers, 0 outlets</data>
        <node id="kg:Iran">
          <data key="nodegraphics">
            <y:ShapeNode>
              <y:Geometry x="-26.0" y="-15.0" width="52.0" height="30.0"/>
              <y:Fill color="#f4f4f4" transparent="false"/>
              <y:BorderStyle color="#4d4d4d" type="dashed" width="1.0"/>
              <y:NodeLabel>Iran</y:NodeLabel>
              <y:Shape type="roundrectangle"/>
            </y:ShapeNode>
          </data>
          <data key="node_label">Iran</data>
          <data key="node_iri">https://w3id.org/relata/kg/Iran</data>
          <data key="node_type">entity</data>
          <data key="node_degree">2</data>
          <data key="node_rank">0.5</data>
        </node>
        <node id="kg:Israel">
          <data key="nodegraphics">
            <y:ShapeNode>
              <y:Geometry x="67.0" y="35.0" width="66.0" height="30.0"/>
              <y:Fill color="#f4f4f4" transparent="false"/>
              <y:BorderStyle color="#4d4d4d" type="dashed" width="1.0"/>
              <y:NodeLabel>Israel</y:NodeLabel>
              <y:Shape type="roundrectangle"/>
            </y:ShapeNode>
          </data>
          <data key="node_label">Israel</data>
          <data key="node_iri">https://w3id.org/relata/kg/Israel</data>
          <data key="node_type">entity</data>
          <data key="node_degree">1</data>
          <data key="node_rank">0.25</data>
        </node>
        <node id="kg:Oman">
          <data key="nodegraphics">
            <y:ShapeNode>
              <y:Geometry x="-126.0" y="35.0" width="52.0" height="30.0"/>
              <y:Fill color="#f4f4f4" transparent="false"/>
              <y:BorderStyle color="#4d4d4d" type="dashed" width="1.0"/>
              <y:NodeLabel>Oman</y:NodeLabel>
              <y:Shape type="roundrectangle"/>
            </y:ShapeNode>
          </data>
          <data key="node_label">Oman</data>
          <data key="node_iri">https://w3id.org/relata/kg/Oman</data>
          <data key="node_type">entity</data>
          <data key="node_degree">1</data>
        </node>
        <edge id="e2d56346a746ce4b0" source="kg:Iran" target="kg:Israel">
          <data key="edgegraphics">
            <y:PolyLineEdge>
              <y:LineStyle color="#4d4d4d" type="dotted" width="1.00"/>
              <y:Arrows source="none" target="standard"/>
              <y:EdgeLabel textColor="#4d4d4d">attacked</y:EdgeLabel>
            </y:PolyLineEdge>
          </data>
          <data key="edge_label">attacked</data>
          <data key="edge_weight">1</data>
          <data key="edge_predicate">attacked</data>
          <data key="edge_predicate_iri">https://w3id.org/relata/rel/attacked</data>
          <data key="edge_event_type">ASSAULT</data>
          <data key="edge_goldstein">-10</data>
          <data key="edge_symmetric">false</data>
          <data key="edge_state">single-source</data>
          <data key="edge_occurrences">2</data>
          <data key="edge_states">not-actual; single-source</data>
          <data key="edge_claims">2</data>
          <data key="edge_n_affirm">1</data>
          <data key="edge_n_deny">0</data>
          <data key="edge_n_open">0</data>
          <data key="edge_n_speak">1</data>
          <data key="edge_sources">1</data>
          <data key="edge_outlets">0</data>
          <data key="edge_modality">threatened</data>
          <data key="edge_begin">2025-06-13</data>
          <data key="edge_end">2025-06-15</data>
          <data key="edge_said_by">a spokesman</data>
          <data key="edge_claim_ids">claim:c1; claim:c2</data>
          <data key="edge_quote">we struck back</data>
        </edge>
        <edge id="eda93bdabf010cf61" source="kg:Iran" target="kg:Oman">
          <data key="edgegraphics">
            <y:PolyLineEdge>
              <y:LineStyle color="#6a6a6a" type="dotted" width="1.00"/>
              <y:Arrows source="none" target="none"/>
              <y:EdgeLabel textColor="#6a6a6a">met</y:EdgeLabel>
            </y:PolyLineEdge>
          </data>
          <data key="edge_label">met</data>
          <data key="edge_weight">1</data>
          <data key="edge_predicate">met</data>
          <data key="edge_predicate_iri">https://w3id.org/relata/rel/met</data>
          <data key="edge_event_type">CONSULT</data>
          <data key="edge_goldstein">1</data>
          <data key="edge_symmetric">true</data>
          <data key="edge_state">unsourced</data>
          <data key="edge_occurrences">1</data>
          <data key="edge_states">unsourced</data>
          <data key="edge_claims">1</data>
          <data key="edge_n_affirm">1</data>
          <data key="edge_n_deny">0</data>
          <data key="edge_n_open">0</data>
          <data key="edge_n_speak">0</data>
          <data key="edge_sources">0</data>
          <data key="edge_outlets">0</data>
          <data key="edge_claim_ids">claim:c3</data>
        </edge>
      </graph>
    </graphml>
    "##);
}

#[test]
fn gephi_csv() {
    insta::assert_snapshot!(laid_out("gephi-csv", &ExportOptions::default()), @r#"
    == nodes.csv
    Id,Label,timeset,iri,type,degree,rank
    kg:Iran,Iran,,https://w3id.org/relata/kg/Iran,entity,2,0.5
    kg:Israel,Israel,"<[2025-06-13, 2025-06-16]>",https://w3id.org/relata/kg/Israel,entity,1,0.25
    kg:Oman,Oman,,https://w3id.org/relata/kg/Oman,entity,1,
    == edges.csv
    Source,Target,Type,Id,Label,Weight,Kind,timeset,predicate,predicate_iri,event_type,goldstein,symmetric,state,occurrences,states,claims,n_affirm,n_deny,n_open,n_speak,sources,outlets,modality,begin,end,said_by,denied_by,left_open_by,publisher,claim_ids,quote
    kg:Iran,kg:Israel,Directed,e2d56346a746ce4b0,attacked,1,attacked,"<[2025-06-13, 2025-06-16]>",attacked,https://w3id.org/relata/rel/attacked,ASSAULT,-10,false,single-source,2,not-actual; single-source,2,1,0,0,1,1,0,threatened,2025-06-13,2025-06-15,a spokesman,,,,claim:c1; claim:c2,we struck back
    kg:Iran,kg:Oman,Undirected,eda93bdabf010cf61,met,1,met,,met,https://w3id.org/relata/rel/met,CONSULT,1,true,unsourced,1,unsourced,1,1,0,0,0,0,0,,,,,,,,claim:c3,
    "#);
    assert!(
        laid_out("gephi-csv", &ExportOptions { excel: true, ..ExportOptions::default() })
            .contains("== edges.csv\n\u{feff}Source,")
    );
}

#[test]
fn neo4j_csv() {
    let files: [(&str, &[u8]); 2] = [
        ("claims.csv", SMALL.as_bytes()),
        ("entities.csv", b"id,label,type\nanother,\"M; \"\"N\"\"\",organization\nOman,Oman,state\n"),
    ];
    let compiled = Sandbox::new(&files).compile();
    let claims = compiled.claims();
    insta::assert_snapshot!(write_view("neo4j-csv", &View::new(&claims, Edges::Bundle), &compiled), @r#"
    == nodes.csv
    id:ID,label,name,iri,type,:LABEL
    kg:Iran,Iran,Iran,https://w3id.org/relata/kg/Iran,entity,Entity
    kg:Israel,Israel,Israel,https://w3id.org/relata/kg/Israel,entity,Entity
    kg:Oman,Oman,Oman,https://w3id.org/relata/kg/Oman,state,Entity;State
    == relationships.csv
    :START_ID,:END_ID,:TYPE,id,label,weight:int,predicate,predicate_iri,event_type,goldstein:double,symmetric:boolean,state,occurrences:int,states:string[],claims:int,n_affirm:int,n_deny:int,n_open:int,n_speak:int,sources:int,outlets:int,modality:string[],begin:date,end:date,said_by:string[],denied_by:string[],left_open_by:string[],publisher:string[],claim_ids:string[],quote
    kg:Iran,kg:Israel,ATTACKED,e2d56346a746ce4b0,attacked,1,attacked,https://w3id.org/relata/rel/attacked,ASSAULT,-10,false,single-source,2,not-actual;single-source,2,1,0,0,1,1,0,threatened,2025-06-13,2025-06-15,a spokesman,,,,claim:c1;claim:c2,we struck back
    kg:Iran,kg:Oman,MET,eda93bdabf010cf61,met,1,met,https://w3id.org/relata/rel/met,CONSULT,1,true,unsourced,1,unsourced,1,1,0,0,0,0,0,,,,,,,,claim:c3,
    == import.sh
    #!/bin/sh
    # Loads nodes.csv and relationships.csv into a new database of Neo4j 5 or later: sh import.sh [DATABASE [FLAG...]]
    set -e
    cd "$(dirname "$0")"
    database=${1:-neo4j}
    [ $# -eq 0 ] || shift
    exec neo4j-admin database import full "$database" \
      --nodes=nodes.csv --relationships=relationships.csv \
      --id-type=string --array-delimiter=";" --multiline-fields=true "$@"
    "#);
}

#[test]
fn cytoscape() {
    insta::assert_snapshot!(laid_out("cytoscape", &ExportOptions::default()), @r#"
    {"data":{"name":"small | 3 claims, 2 speakers, 0 outlets"},"directed":true,"multigraph":true,"elements":{
    "nodes":[
    {"data":{"id":"kg:Iran","value":"kg:Iran","name":"Iran","label":"Iran","iri":"https://w3id.org/relata/kg/Iran","type":"entity","degree":2,"rank":0.5},"position":{"x":0.0,"y":0.0}},
    {"data":{"id":"kg:Israel","value":"kg:Israel","name":"Israel","label":"Israel","iri":"https://w3id.org/relata/kg/Israel","type":"entity","degree":1,"rank":0.25},"position":{"x":100.0,"y":50.0}},
    {"data":{"id":"kg:Oman","value":"kg:Oman","name":"Oman","label":"Oman","iri":"https://w3id.org/relata/kg/Oman","type":"entity","degree":1},"position":{"x":-100.0,"y":50.0}}
    ],
    "edges":[
    {"data":{"id":"e2d56346a746ce4b0","key":"e2d56346a746ce4b0","source":"kg:Iran","target":"kg:Israel","label":"attacked","weight":1,"predicate":"attacked","predicate_iri":"https://w3id.org/relata/rel/attacked","event_type":"ASSAULT","goldstein":-10.0,"symmetric":false,"state":"single-source","occurrences":2,"states":["not-actual","single-source"],"claims":2,"n_affirm":1,"n_deny":0,"n_open":0,"n_speak":1,"sources":1,"outlets":0,"modality":["threatened"],"begin":"2025-06-13","end":"2025-06-15","said_by":["a spokesman"],"claim_ids":["claim:c1","claim:c2"],"quote":"we struck back"}},
    {"data":{"id":"eda93bdabf010cf61","key":"eda93bdabf010cf61","source":"kg:Iran","target":"kg:Oman","label":"met","weight":1,"predicate":"met","predicate_iri":"https://w3id.org/relata/rel/met","event_type":"CONSULT","goldstein":1.0,"symmetric":true,"state":"unsourced","occurrences":1,"states":["unsourced"],"claims":1,"n_affirm":1,"n_deny":0,"n_open":0,"n_speak":0,"sources":0,"outlets":0,"claim_ids":["claim:c3"]}}
    ]}}
    "#);
}

#[test]
fn node_link() {
    insta::assert_snapshot!(laid_out("node-link", &ExportOptions::default()), @r#"
    {"directed":true,"multigraph":true,"graph":{"name":"small | 3 claims, 2 speakers, 0 outlets"},
    "nodes":[
    {"id":"kg:Iran","label":"Iran","iri":"https://w3id.org/relata/kg/Iran","type":"entity","degree":2,"rank":0.5,"x":0.0,"y":0.0},
    {"id":"kg:Israel","label":"Israel","iri":"https://w3id.org/relata/kg/Israel","type":"entity","degree":1,"rank":0.25,"x":100.0,"y":50.0},
    {"id":"kg:Oman","label":"Oman","iri":"https://w3id.org/relata/kg/Oman","type":"entity","degree":1,"x":-100.0,"y":50.0}
    ],
    "edges":[
    {"source":"kg:Iran","target":"kg:Israel","key":"e2d56346a746ce4b0","label":"attacked","weight":1,"predicate":"attacked","predicate_iri":"https://w3id.org/relata/rel/attacked","event_type":"ASSAULT","goldstein":-10.0,"symmetric":false,"state":"single-source","occurrences":2,"states":["not-actual","single-source"],"claims":2,"n_affirm":1,"n_deny":0,"n_open":0,"n_speak":1,"sources":1,"outlets":0,"modality":["threatened"],"begin":"2025-06-13","end":"2025-06-15","said_by":["a spokesman"],"claim_ids":["claim:c1","claim:c2"],"quote":"we struck back"},
    {"source":"kg:Iran","target":"kg:Oman","key":"eda93bdabf010cf61","label":"met","weight":1,"predicate":"met","predicate_iri":"https://w3id.org/relata/rel/met","event_type":"CONSULT","goldstein":1.0,"symmetric":true,"state":"unsourced","occurrences":1,"states":["unsourced"],"claims":1,"n_affirm":1,"n_deny":0,"n_open":0,"n_speak":0,"sources":0,"outlets":0,"claim_ids":["claim:c3"]}
    ]}
    "#);
    let links =
        laid_out("node-link", &ExportOptions { links_key: Some("links".to_owned()), ..ExportOptions::default() });
    assert!(links.contains("\n\"links\":["));
}

#[test]
fn jgf() {
    insta::assert_snapshot!(written("jgf", SMALL), @r#"
    {"graph":{"label":"small | 3 claims, 2 speakers, 0 outlets","directed":true,
    "nodes":{
    "kg:Iran":{"label":"Iran","metadata":{"iri":"https://w3id.org/relata/kg/Iran","type":"entity"}},
    "kg:Israel":{"label":"Israel","metadata":{"iri":"https://w3id.org/relata/kg/Israel","type":"entity"}},
    "kg:Oman":{"label":"Oman","metadata":{"iri":"https://w3id.org/relata/kg/Oman","type":"entity"}}
    },
    "edges":[
    {"id":"e2d56346a746ce4b0","source":"kg:Iran","relation":"rel:attacked","target":"kg:Israel","directed":true,"label":"attacked","metadata":{"weight":1,"predicate":"attacked","predicate_iri":"https://w3id.org/relata/rel/attacked","event_type":"ASSAULT","goldstein":-10.0,"symmetric":false,"state":"single-source","occurrences":2,"states":["not-actual","single-source"],"claims":2,"n_affirm":1,"n_deny":0,"n_open":0,"n_speak":1,"sources":1,"outlets":0,"modality":["threatened"],"begin":"2025-06-13","end":"2025-06-15","said_by":["a spokesman"],"claim_ids":["claim:c1","claim:c2"],"quote":"we struck back"}},
    {"id":"eda93bdabf010cf61","source":"kg:Iran","relation":"rel:met","target":"kg:Oman","directed":false,"label":"met","metadata":{"weight":1,"predicate":"met","predicate_iri":"https://w3id.org/relata/rel/met","event_type":"CONSULT","goldstein":1.0,"symmetric":true,"state":"unsourced","occurrences":1,"states":["unsourced"],"claims":1,"n_affirm":1,"n_deny":0,"n_open":0,"n_speak":0,"sources":0,"outlets":0,"claim_ids":["claim:c3"]}}
    ]}}
    "#);
}

#[test]
fn cx2() {
    let text = laid_out("cx2", &ExportOptions::default());
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
    {"edges":{"begin":{"d":"string"},"claim_ids":{"d":"list_of_string"},"claims":{"d":"long"},"denied_by":{"d":"list_of_string"},"end":{"d":"string"},"event_type":{"d":"string"},"goldstein":{"d":"double"},"id":{"d":"string"},"label":{"d":"string"},"left_open_by":{"d":"list_of_string"},"modality":{"d":"list_of_string"},"n_affirm":{"d":"long"},"n_deny":{"d":"long"},"n_open":{"d":"long"},"n_speak":{"d":"long"},"occurrences":{"d":"long"},"outlets":{"d":"long"},"predicate":{"d":"string"},"predicate_iri":{"d":"string"},"publisher":{"d":"list_of_string"},"quote":{"d":"string"},"said_by":{"d":"list_of_string"},"sources":{"d":"long"},"state":{"d":"string"},"states":{"d":"list_of_string"},"symmetric":{"d":"boolean"},"weight":{"d":"long"}},"networkAttributes":{"name":{"d":"string"}},"nodes":{"degree":{"d":"long"},"id":{"d":"string"},"iri":{"d":"string"},"name":{"d":"string"},"rank":{"d":"double"},"type":{"d":"string"}}}
    ]},
    {"networkAttributes":[
    {"name":"small | 3 claims, 2 speakers, 0 outlets"}
    ]},
    {"nodes":[
    {"id":0,"x":0.0,"y":0.0,"v":{"id":"kg:Iran","name":"Iran","iri":"https://w3id.org/relata/kg/Iran","type":"entity","degree":2,"rank":0.5}},
    {"id":1,"x":100.0,"y":50.0,"v":{"id":"kg:Israel","name":"Israel","iri":"https://w3id.org/relata/kg/Israel","type":"entity","degree":1,"rank":0.25}},
    {"id":2,"x":-100.0,"y":50.0,"v":{"id":"kg:Oman","name":"Oman","iri":"https://w3id.org/relata/kg/Oman","type":"entity","degree":1}}
    ]},
    {"edges":[
    {"id":0,"s":0,"t":1,"v":{"id":"e2d56346a746ce4b0","label":"attacked","weight":1,"predicate":"attacked","predicate_iri":"https://w3id.org/relata/rel/attacked","event_type":"ASSAULT","goldstein":-10.0,"symmetric":false,"state":"single-source","occurrences":2,"states":["not-actual","single-source"],"claims":2,"n_affirm":1,"n_deny":0,"n_open":0,"n_speak":1,"sources":1,"outlets":0,"modality":["threatened"],"begin":"2025-06-13","end":"2025-06-15","said_by":["a spokesman"],"claim_ids":["claim:c1","claim:c2"],"quote":"we struck back"}},
    {"id":1,"s":0,"t":2,"v":{"id":"eda93bdabf010cf61","label":"met","weight":1,"predicate":"met","predicate_iri":"https://w3id.org/relata/rel/met","event_type":"CONSULT","goldstein":1.0,"symmetric":true,"state":"unsourced","occurrences":1,"states":["unsourced"],"claims":1,"n_affirm":1,"n_deny":0,"n_open":0,"n_speak":0,"sources":0,"outlets":0,"claim_ids":["claim:c3"]}}
    ]},
    {"visualProperties":[
    ]},
    {"status":[{"success":true}]}]
    "#);
}

#[test]
fn kgtk() {
    insta::assert_snapshot!(written("kgtk", SMALL), @r#"
    id	node1	label	node2
    rel:attacked-label	rel:attacked	label	"attacked"
    rel:met-label	rel:met	label	"met"
    kg:Iran-label	kg:Iran	label	"Iran"
    kg:Iran-iri	kg:Iran	iri	"https://w3id.org/relata/kg/Iran"
    kg:Iran-type	kg:Iran	type	"entity"
    kg:Israel-label	kg:Israel	label	"Israel"
    kg:Israel-iri	kg:Israel	iri	"https://w3id.org/relata/kg/Israel"
    kg:Israel-type	kg:Israel	type	"entity"
    kg:Oman-label	kg:Oman	label	"Oman"
    kg:Oman-iri	kg:Oman	iri	"https://w3id.org/relata/kg/Oman"
    kg:Oman-type	kg:Oman	type	"entity"
    e2d56346a746ce4b0	kg:Iran	rel:attacked	kg:Israel
    e2d56346a746ce4b0-weight	e2d56346a746ce4b0	weight	1
    e2d56346a746ce4b0-predicate	e2d56346a746ce4b0	predicate	"attacked"
    e2d56346a746ce4b0-predicate_iri	e2d56346a746ce4b0	predicate_iri	"https://w3id.org/relata/rel/attacked"
    e2d56346a746ce4b0-event_type	e2d56346a746ce4b0	event_type	"ASSAULT"
    e2d56346a746ce4b0-goldstein	e2d56346a746ce4b0	goldstein	-10
    e2d56346a746ce4b0-symmetric	e2d56346a746ce4b0	symmetric	False
    e2d56346a746ce4b0-state	e2d56346a746ce4b0	state	"single-source"
    e2d56346a746ce4b0-occurrences	e2d56346a746ce4b0	occurrences	2
    e2d56346a746ce4b0-states-1	e2d56346a746ce4b0	states	"not-actual"
    e2d56346a746ce4b0-states-2	e2d56346a746ce4b0	states	"single-source"
    e2d56346a746ce4b0-claims	e2d56346a746ce4b0	claims	2
    e2d56346a746ce4b0-n_affirm	e2d56346a746ce4b0	n_affirm	1
    e2d56346a746ce4b0-n_deny	e2d56346a746ce4b0	n_deny	0
    e2d56346a746ce4b0-n_open	e2d56346a746ce4b0	n_open	0
    e2d56346a746ce4b0-n_speak	e2d56346a746ce4b0	n_speak	1
    e2d56346a746ce4b0-sources	e2d56346a746ce4b0	sources	1
    e2d56346a746ce4b0-outlets	e2d56346a746ce4b0	outlets	0
    e2d56346a746ce4b0-modality-1	e2d56346a746ce4b0	modality	"threatened"
    e2d56346a746ce4b0-begin	e2d56346a746ce4b0	begin	^2025-06-13T00:00:00Z/11
    e2d56346a746ce4b0-end	e2d56346a746ce4b0	end	^2025-06-15T00:00:00Z/11
    e2d56346a746ce4b0-said_by-1	e2d56346a746ce4b0	said_by	"a spokesman"
    e2d56346a746ce4b0-claim_ids-1	e2d56346a746ce4b0	claim_ids	"claim:c1"
    e2d56346a746ce4b0-claim_ids-2	e2d56346a746ce4b0	claim_ids	"claim:c2"
    e2d56346a746ce4b0-quote	e2d56346a746ce4b0	quote	"we struck back"
    eda93bdabf010cf61	kg:Iran	rel:met	kg:Oman
    eda93bdabf010cf61-weight	eda93bdabf010cf61	weight	1
    eda93bdabf010cf61-predicate	eda93bdabf010cf61	predicate	"met"
    eda93bdabf010cf61-predicate_iri	eda93bdabf010cf61	predicate_iri	"https://w3id.org/relata/rel/met"
    eda93bdabf010cf61-event_type	eda93bdabf010cf61	event_type	"CONSULT"
    eda93bdabf010cf61-goldstein	eda93bdabf010cf61	goldstein	1
    eda93bdabf010cf61-symmetric	eda93bdabf010cf61	symmetric	True
    eda93bdabf010cf61-state	eda93bdabf010cf61	state	"unsourced"
    eda93bdabf010cf61-occurrences	eda93bdabf010cf61	occurrences	1
    eda93bdabf010cf61-states-1	eda93bdabf010cf61	states	"unsourced"
    eda93bdabf010cf61-claims	eda93bdabf010cf61	claims	1
    eda93bdabf010cf61-n_affirm	eda93bdabf010cf61	n_affirm	1
    eda93bdabf010cf61-n_deny	eda93bdabf010cf61	n_deny	0
    eda93bdabf010cf61-n_open	eda93bdabf010cf61	n_open	0
    eda93bdabf010cf61-n_speak	eda93bdabf010cf61	n_speak	0
    eda93bdabf010cf61-sources	eda93bdabf010cf61	sources	0
    eda93bdabf010cf61-outlets	eda93bdabf010cf61	outlets	0
    eda93bdabf010cf61-claim_ids-1	eda93bdabf010cf61	claim_ids	"claim:c3"
    "#);
}

#[test]
fn mermaid() {
    insta::assert_snapshot!(written("mermaid", SMALL), @r#"
    ---
    title: "small | 3 claims, 2 speakers, 0 outlets"
    ---
    flowchart LR
      n1("Iran"):::entity
      n2("Israel"):::entity
      n3("Oman"):::entity
      n1 -.->|"attacked<br/>2 times: 1 single-source, 1 not-actual"| n2
      n1 -.-|"met"| n3
      classDef entity fill:#f4f4f4,stroke:#4d4d4d,color:#1b1b1b,stroke-dasharray:4 3
      %% single-source: one source
      linkStyle 0 stroke:#4d4d4d,stroke-dasharray:1 2
      %% unsourced: no source named
      linkStyle 1 stroke:#6a6a6a,stroke-dasharray:1 4
    "#);
}

#[test]
fn pajek() {
    insta::assert_snapshot!(laid_out("pajek", &ExportOptions::default()), @r#"
    *Network small | 3 claims, 2 speakers, 0 outlets
    *Vertices 3
    1 "Iran" 0.5000 0.0000 0.5
    2 "Israel" 1.0000 0.2500 0.5
    3 "Oman" 0.0000 0.2500 0.5
    *Arcs :1 "attacked"
    1 2 1 l "attacked"
    *Edges :2 "met"
    1 3 1 l "met"
    "#);
    let single = written("pajek", "subject,predicate,object\nA,attacked,B\n");
    assert!(single.ends_with("*Arcs\n1 2 1 l \"attacked\"\n"), "a single relation has no number: {single}");
}

#[test]
fn days_that_meet_are_one_spell_and_what_is_undated_is_always_there() {
    let timesets = |rows: &str| {
        let text = written("gephi-csv", &format!("id,subject,predicate,object,date\n{rows}"));
        let (nodes, edges) = text.split_once("== edges.csv\n").unwrap();
        let nodes = nodes.strip_prefix("== nodes.csv\n").unwrap();
        let column = |table: &str| {
            let mut table = csv::Reader::from_reader(table.as_bytes());
            let place = table.headers().unwrap().iter().position(|name| name == "timeset");
            let rows = table.records().map(|row| row.unwrap());
            rows.map(|row| place.map_or("-", |place| &row[place]).to_owned()).collect::<Vec<_>>().join("\n")
        };
        format!("{}\n--\n{}", column(nodes), column(edges))
    };
    let apart = "c1,A,met,B,2025-06-01\nc2,A,met,B,2025-06\nc3,A,met,B,2025-07-01/2025-07-02\nc4,A,met,B,2025-08-31\n";
    insta::assert_snapshot!(timesets(apart), @"
    <[2025-06-01, 2025-07-03]; [2025-08-31, 2025-09-01]>
    <[2025-06-01, 2025-07-03]; [2025-08-31, 2025-09-01]>
    --
    <[2025-06-01, 2025-07-03]; [2025-08-31, 2025-09-01]>
    ");
    insta::assert_snapshot!(timesets("c1,A,met,B,2025-06-01\nc2,A,attacked,C,\nc3,C,attacked,D,9999-12-31\n"), @"

    <[2025-06-01, 2025-06-02]>

    <[9999-12-31, 9999-12-31]>
    --

    <[2025-06-01, 2025-06-02]>
    <[9999-12-31, 9999-12-31]>
    ");
    insta::assert_snapshot!(timesets("c1,A,met,B,\n"), @"
    -
    -
    --
    -
    ");
    assert!(
        written("gexf", "subject,predicate,object\nA,met,B\n")
            .contains("defaultedgetype=\"undirected\" mode=\"static\"")
    );
}

#[test]
fn a_flowchart_that_nobody_can_read_is_refused() {
    let rows: Vec<String> = (0..=mermaid::MOST_DRAWN).map(|index| format!("A{index},met,B{index}\n")).collect();
    let compiled = claims(&format!("subject,predicate,object\n{}", rows.concat()));
    let claims = compiled.claims();
    let (view, prefixes) = (View::new(&claims, Edges::Bundle), compiled.project.prefixes());
    let scene = Scene { view: &view, title: String::new(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    let refused = write("mermaid", &scene, &ExportOptions::default()).unwrap_err();
    assert_eq!(refused.to_string(), "61 edges are more than Mermaid can show (60)");
    assert!(write("mermaid", &scene, &ExportOptions { any_size: true, ..ExportOptions::default() }).is_ok());
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut rows: Vec<&str> = SMALL.lines().collect();
    rows[1..].reverse();
    let turned = rows.join("\n") + "\n";
    for name in formats() {
        // What a picture says of a claim names its line.
        if !["svg", "html", "dot"].contains(&name) {
            assert_eq!(written(name, SMALL), written(name, &turned), "{name}");
        }
    }
}

#[test]
fn pajek_tells_nodes_of_one_name_apart() {
    let rdf = b"<https://w3id.org/relata/kg/B> <http://www.w3.org/2000/01/rdf-schema#label> \"A\" .\n";
    let table = b"subject,predicate,object\nA,attacked,B\n";
    let compiled = Sandbox::new(&[("claims.csv", table), ("names.ttl", rdf)]).compile();
    let claims = compiled.claims();
    let text = write_view("pajek", &View::new(&claims, Edges::Bundle), &compiled);
    assert!(text.contains("\n1 \"A\"\n2 \"A (kg:B)\"\n"), "{text}");
}
