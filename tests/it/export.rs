//! Pictures and RDF: no name can break a file, and what is written can be read again.

use std::io::Write;
use std::process::{Command, Stdio};

use oxigraph::io::{RdfFormat, RdfParser};
use proptest::prelude::*;
use relata::export::dot;
use relata::export::rdf::{self, write_rdf};
use relata::export::scene::Scene;
use relata::export::sketch::write_sketch;
use relata::export::{Options, clip, wrap};
use relata::graph::{Edges, GroupBy, View};
use unicode_width::UnicodeWidthStr;

use crate::support::{Compiled, claims};

fn dot_of(compiled: &Compiled, cluster: bool) -> String {
    let mut out = Vec::new();
    let claims = compiled.claims();
    let mut view = View::new(&claims, Edges::Bundle);
    if cluster {
        view = view.grouped(GroupBy::Type);
    }
    let prefixes = compiled.project.prefixes();
    let title = "a \"title\"".to_owned();
    let scene = Scene { view: &view, title, prefixes: &prefixes, positions: None, measures: Vec::new() };
    dot::write(&scene, &Options::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Runs GraphViz on `dot`; none when it is not installed.
fn graphviz(dot: &str) -> Option<(bool, String)> {
    let mut child = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(dot.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((output.status.success() && output.stderr.is_empty(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

#[test]
fn a_picture_of_two_statements() {
    let compiled = claims(
        "id,subject,predicate,object,said_by,modality,quote\nc1,Iran,attacked,Israel,a spokesman,,we struck back\nc2,Iran,attacked,Israel,another,threatened,\n",
    );
    insta::assert_snapshot!(dot_of(&compiled, false), @r##"
    digraph relata {
      graph [layout=dot, rankdir=LR, newrank=true, compound=true, outputorder=edgesfirst,
        nodesep=0.3, ranksep=0.9, overlap=prism, splines=true, labelloc=t, fontsize=18, pad=0.3,
        fontname="Helvetica,Arial,sans-serif", label="a \"title\" | 2 claims, 2 speakers, 0 publishers"];
      node [fontname="Helvetica,Arial,sans-serif", fontsize=12, color="#4d4d4d", margin="0.15,0.08"];
      edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.8];
      n0 [label="Iran", shape=box, style="rounded,filled,dashed", fillcolor="#f4f4f4", class="entity", tooltip="Iran (entity)", URL="https://w3id.org/relata/kg/Iran"];
      n1 [label="Israel", shape=box, style="rounded,filled,dashed", fillcolor="#f4f4f4", class="entity", tooltip="Israel (entity)", URL="https://w3id.org/relata/kg/Israel"];
      n0 -> n1 [label="attacked ×2", style="dotted", color="#4d4d4d", fontcolor="#4d4d4d", arrowhead=normal, penwidth=1.70, weight=2, class="single-source", tooltip="attacked — one source\na spokesman: “we struck back” (claims.csv:2)\nanother [threatened] (claims.csv:3)"];
      subgraph cluster_legend {
        label=""; color="#dddddd"; style="rounded";
        legend [shape=plain, class="legend", tooltip="legend", label=<<table border="0" cellborder="0" cellspacing="3">
          <tr><td bgcolor="#f4f4f4" width="26">&nbsp;</td><td align="left">type not given (box)</td></tr>
          <tr><td><font color="#4d4d4d">········</font></td><td align="left">one source</td></tr>
        </table>>];
      }
    }
    "##);
}

#[test]
fn strange_names_do_not_break_the_picture() {
    let table = "subject,predicate,object,quote\n\"a \"\"b\"\" \\N \\\\ & &lt; <b>\",met,\"x\ny {z} | ]\",\"\"\"quoted\"\" \\n &amp;\"\n🇮🇷🙂,met,العربية עברית 漢字,\n";
    let compiled = claims(table);
    for cluster in [false, true] {
        let dot = dot_of(&compiled, cluster);
        let Some((fine, svg)) = graphviz(&dot) else {
            eprintln!("skipped: GraphViz is not installed");
            return;
        };
        assert!(fine, "{dot}");
        for part in ["a &quot;b&quot;", "\\N \\\\ &amp;", "&amp;lt; &lt;b&gt;", "العربية", "漢字", "🙂"] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
    }
}

#[test]
fn the_engine_goes_by_the_size() {
    let table = |n: usize| {
        let rows: Vec<String> = (0..n).map(|index| format!("A{index},met,B{index}\n")).collect();
        claims(&format!("subject,predicate,object\n{}", rows.concat()))
    };
    let small = dot_of(&table(dot::MOST_FOR_DOT), false);
    assert!(small.contains("layout=dot") && small.contains("label=\"met\""));
    let large = dot_of(&table(dot::MOST_FOR_DOT + 1), false);
    assert!(large.contains("layout=sfdp") && !large.contains("label=\"met\"") && large.contains("splines=line"));
}

#[test]
fn what_is_written_as_rdf_reads_back_as_the_same_graph() {
    let compiled = claims(
        "id,subject,predicate,object,date,said_by,quote\nc1,Iran,attacked,Israel,2025-06~,\"X \"\"Y\"\"\",\"a\nb\\\"\nc2,X,denied,#c1,,,\n",
    );
    let all = rdf::Options { ontology: true, positions: true };
    let mut lines: Vec<String> = compiled.store.quads().map(|quad| quad.unwrap().to_string()).collect();
    lines.sort();
    for format in [RdfFormat::NQuads, RdfFormat::TriG] {
        let mut out = Vec::new();
        write_rdf(&compiled.store, format, all, &compiled.project.prefixes(), &mut out).unwrap();
        let mut read: Vec<String> =
            RdfParser::from_format(format).for_slice(&out).map(|quad| quad.unwrap().to_string()).collect();
        read.sort();
        assert_eq!(read, lines, "{format}");
    }
    for format in [RdfFormat::Turtle, RdfFormat::NTriples] {
        let mut out = Vec::new();
        write_rdf(&compiled.store, format, rdf::Options::default(), &compiled.project.prefixes(), &mut out).unwrap();
        let read = RdfParser::from_format(format).for_slice(&out).map(Result::unwrap).count();
        assert_eq!(read, compiled.nquads().lines().filter(|line| !line.starts_with('#')).count(), "{format}");
    }
}

#[test]
fn a_neighbourhood_is_drawn_in_characters() {
    let compiled = claims(
        "subject,predicate,object,modality,polarity\nIran,attacked,Israel,,\nIsrael,struck,Iran,,\nIran,met,Oman,planned,\nIran,met,Qatar,,negative\n",
    );
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let node = view.graph.node_indices().find(|node| view.label(&view.graph[*node]) == "Iran").unwrap();
    let mut out = Vec::new();
    write_sketch(&view, node, 10, 60, &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @"
         ┌─ attacked ─────▶ Israel
    Iran─┤╌ met (planned) ╌ Oman
         ├╌ met (denied) ╌╌ Qatar
         └◀ struck ──────── Israel
    ");
}

proptest! {
    #[test]
    fn clipped_text_fits(text in "\\PC{0,40}", most in 1_usize..30) {
        prop_assert!(clip(&text, most).width() <= most);
    }

    #[test]
    fn wrapping_loses_no_word(text in "[a-zé漢 ]{0,60}", width in 1_usize..20) {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(words(&wrap(&text, width).join(" ")), words(&text));
    }
}
