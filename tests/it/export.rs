//! Pictures and RDF: no name can break a file, and what is written can be read again.

use std::io::Write;
use std::process::{Command, Stdio};

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use proptest::prelude::*;
use relata::export::picture::dot;
use relata::export::picture::sketch::write_sketch;
use relata::export::rdf::{self, Lost, RdfError, RdfVersion, nanopub, write_rdf};
use relata::export::scene::Scene;
use relata::export::{ExportOptions, clip, wrap};
use relata::graph::{Edges, GroupBy, View};
use relata::rdf::vocab;
use unicode_width::UnicodeWidthStr;

use crate::support::{Compiled, Sandbox, claims};

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
    dot::write(&scene, &ExportOptions::default(), &mut out).unwrap();
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
        fontname="Helvetica,Arial,sans-serif", label="a \"title\" | 2 claims, 2 speakers, 0 outlets"];
      node [fontname="Helvetica,Arial,sans-serif", fontsize=12, color="#4d4d4d", margin="0.15,0.08"];
      edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.8];
      n0 [label="Iran", fontsize=12.7, shape=box, style="rounded,filled,dashed", fillcolor="#f4f4f4", class="entity", tooltip="Iran (entity)", URL="https://w3id.org/relata/kg/Iran"];
      n1 [label="Israel", fontsize=12.7, shape=box, style="rounded,filled,dashed", fillcolor="#f4f4f4", class="entity", tooltip="Israel (entity)", URL="https://w3id.org/relata/kg/Israel"];
      n0 -> n1 [label="attacked\n1 speaks of it", style="dotted", color="#4d4d4d", fontcolor="#4d4d4d", arrowhead=normal, penwidth=1.00, weight=1, class="single-source", tooltip="attacked — 1 source\na spokesman: “we struck back” (claims.csv:2)\nanother, who speaks of it [threatened] (claims.csv:3)"];
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
    let all =
        rdf::RdfOptions { ontology: true, positions: true, texts: true, inferred: true, version: RdfVersion::V1_2 };
    // What the vocabulary says of terms that are used is in the whole vocabulary once more.
    let own = compiled.store.quads().map(Result::unwrap).filter(|quad| quad.graph_name != vocab::TERMS_GRAPH.into());
    let vocabulary = compiled.store.quads_of_vocabulary().map(Result::unwrap);
    let mut lines: Vec<String> = own.chain(vocabulary).map(|quad| quad.to_string()).collect();
    lines.sort();
    for format in [RdfFormat::NQuads, RdfFormat::TriG] {
        let mut out = Vec::new();
        write_rdf(&compiled.store, format, all, &compiled.project.prefixes(), &mut out).unwrap();
        let mut read: Vec<String> =
            RdfParser::from_format(format).for_slice(&out).map(|quad| quad.unwrap().to_string()).collect();
        read.sort();
        assert_eq!(read, lines, "{format}");
    }
    for format in [RdfFormat::Turtle, RdfFormat::NTriples, RdfFormat::RdfXml] {
        let mut out = Vec::new();
        write_rdf(&compiled.store, format, rdf::RdfOptions::default(), &compiled.project.prefixes(), &mut out).unwrap();
        let read = RdfParser::from_format(format).for_slice(&out).map(Result::unwrap).count();
        assert_eq!(read, compiled.nquads().lines().filter(|line| !line.starts_with('#')).count(), "{format}");
    }
}

const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };

/// A claim beside RDF that is hard to write: triple terms, directions, predicates without a name, control characters.
fn hard_graph() -> Compiled {
    let table = "id,subject,predicate,object,quote\nc1,the <b>,met,\"a & \"\"b\"\"\",\"x\r\ny ]]> &amp; <!--\"\n";
    let turtle = r#"
        PREFIX : <https://example.org/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        :a :says <<( :b :c <<( _:x :d "e"@fr--rtl )>> )>> ; rdf:reifies <<( :b :c :d )>> ; :name "ש"@he--rtl , "s"@en .
        :a :ends-in-9 1 ; <https://example.org/9> 2 ; :control "bell \u0007" ; <https://example.org/q?a=b&c=1d> 3 .
        _:x a :T ; :same _:x .
    "#;
    Sandbox::new(&[("claims.csv", table.as_bytes()), ("extra.ttl", turtle.as_bytes())]).compile()
}

/// What is lost on the way out, and what is read back, each quad once, sorted.
fn there_and_back(compiled: &Compiled, format: RdfFormat, version: RdfVersion) -> (Lost, Vec<Quad>) {
    let mut out = Vec::new();
    let options = rdf::RdfOptions { version, ..rdf::RdfOptions::default() };
    let lost = write_rdf(&compiled.store, format, options, &compiled.project.prefixes(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    // Readers give blank nodes other names; the graph has one, which RDF/XML calls so.
    let text = text.replace("nodeID=\"bextra_ttl_b0\"", "nodeID=\"extra_ttl_b0\"");
    let mut read: Vec<Quad> =
        RdfParser::from_format(format).for_slice(text.as_bytes()).map(|quad| quad.expect(&text)).collect();
    read.sort_by_cached_key(ToString::to_string);
    read.dedup();
    (lost, read)
}

#[test]
fn every_format_of_rdf_1_2_holds_the_whole_graph_or_says_what_it_cannot() {
    let compiled = hard_graph();
    let (nothing, whole) = there_and_back(&compiled, RdfFormat::NQuads, RdfVersion::V1_2);
    assert_eq!(nothing, Lost::default());
    for format in [RdfFormat::NTriples, RdfFormat::Turtle, RdfFormat::TriG] {
        assert_eq!(there_and_back(&compiled, format, RdfVersion::V1_2), (nothing, whole.clone()), "{format}");
    }
    let (lost, read) = there_and_back(&compiled, RdfFormat::RdfXml, RdfVersion::V1_2);
    let can_be = |quad: &&Quad| !quad.predicate.as_str().ends_with("/9") && !quad.to_string().contains("bell");
    assert_eq!(read, whole.iter().filter(can_be).cloned().collect::<Vec<_>>());
    assert_eq!(lost, Lost { unwritable: 2, ..nothing });
    let mut out = Vec::new();
    let error = write_rdf(&compiled.store, JSON_LD, rdf::RdfOptions::default(), &compiled.project.prefixes(), &mut out);
    assert!(matches!(error, Err(RdfError::Version)) && out.is_empty());
}

#[test]
fn rdf_1_1_has_no_triple_term_and_says_what_is_lost() {
    let compiled = hard_graph();
    let (_, whole) = there_and_back(&compiled, RdfFormat::NQuads, RdfVersion::V1_2);
    let wanted: Vec<Quad> = there_and_back(&compiled, RdfFormat::NQuads, RdfVersion::V1_1).1;
    for format in [RdfFormat::NQuads, RdfFormat::NTriples, RdfFormat::Turtle, RdfFormat::TriG, JSON_LD] {
        let (lost, read) = there_and_back(&compiled, format, RdfVersion::V1_1);
        assert_eq!(read, wanted, "{format}");
        assert_eq!(lost, Lost { triple_terms: 2, directions: 1, unwritable: 0 }, "{format}");
    }
    let is_rdf_1_1 = |quad: &Quad| match &quad.object {
        Term::Triple(_) => false,
        Term::Literal(literal) => literal.direction().is_none(),
        _ => true,
    };
    assert!(wanted.iter().all(is_rdf_1_1));
    let n_triple_terms = whole.iter().filter(|quad| matches!(quad.object, Term::Triple(_))).count();
    assert_eq!(n_triple_terms, 3, "one of the claim, two of the file");
    let new: Vec<&Quad> = wanted.iter().filter(|quad| !whole.contains(quad)).collect();
    let new: Vec<String> = new.into_iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(new.join("\n"), @r#"
    <https://example.org/a> <https://example.org/name> "ש"@he
    <https://w3id.org/relata/kg/claim/c1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement>
    "#);
}

fn nanopubs(compiled: &Compiled) -> String {
    let (claims, prefixes) = (compiled.claims(), compiled.project.prefixes());
    let view = View::new(&claims, Edges::Bundle);
    let title = String::new();
    let scene = Scene { view: &view, title, prefixes: &prefixes, positions: None, measures: Vec::new() };
    let mut out = Vec::new();
    nanopub::write(&scene, &ExportOptions::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The graphs of a TriG file whose name ends so, but for lines with a word.
fn graphs(trig: &str, ending: &str, but: &str) -> String {
    let blocks = trig.split_inclusive("}\n").filter(|block| block.lines().any(|line| line.ends_with(ending)));
    let lines = blocks.flat_map(str::lines).filter(|line| !line.starts_with(['@', '#']));
    lines.filter(|line| !line.contains(but)).collect::<Vec<_>>().join("\n")
}

fn nanopubs_of_four_claims() -> String {
    let claims = "id,subject,predicate,object,polarity,modality,certainty,document,said_by,quote,annotator\n\
        c1,Iran,attacked,Israel,,,,d,a spokesman,we struck,https://orcid.org/0000-0001\n\
        c2,Iran,attacked,Israel,negative,,,d,,,Kim\n\
        c3,Israel,rejected,#c2,,threatened,,,,,\n\
        c4,Iran,met,Oman,,,possible,,,,\n";
    let documents = "id,title,publisher,published,retrieved\nd,News,Reuters,2025-06-13,2025-06-14\n";
    let sandbox = Sandbox::new(&[("claims.csv", claims.as_bytes()), ("documents.csv", documents.as_bytes())]);
    nanopubs(&sandbox.compile())
}

#[test]
fn a_nanopublication_asserts_what_is_affirmed_and_describes_what_is_not() {
    insta::assert_snapshot!(graphs(&nanopubs_of_four_claims(), "assertion {", "oa:Text"), @r#"
    claim:c1\/nanopub\#assertion {
    	kg:Iran rel:attacked kg:Israel .
    	event:740ecdceec919e7e288d5ed3 sem:eventType cameo:190 , plover:ASSAULT ;
    		a ra:Event ;
    		rdfs:label "Iran attacked Israel" ;
    		ra:agent kg:Iran ;
    		ra:predicate rel:attacked ;
    		ra:recipient kg:Israel .
    }
    claim:c2\/nanopub\#assertion {
    	claim:c2 rdf:object kg:Israel ;
    		rdf:predicate rel:attacked ;
    		rdf:subject kg:Iran ;
    		a rdf:Statement , ra:Claim ;
    		ra:about event:740ecdceec919e7e288d5ed3 ;
    		ra:certainty graspf:underspecified ;
    		ra:modality ra:actual ;
    		ra:polarity graspf:negative .
    	event:740ecdceec919e7e288d5ed3 sem:eventType cameo:190 , plover:ASSAULT ;
    		a ra:Event ;
    		rdfs:label "Iran attacked Israel" ;
    		ra:agent kg:Iran ;
    		ra:predicate rel:attacked ;
    		ra:recipient kg:Israel .
    }
    claim:c3\/nanopub\#assertion {
    	claim:c3 rdf:object event:740ecdceec919e7e288d5ed3 ;
    		rdf:predicate rel:rejected ;
    		rdf:subject kg:Israel ;
    		a rdf:Statement , ra:Claim ;
    		ra:about event:cae2d6623de94f5ccb11a7f9 ;
    		ra:certainty graspf:underspecified ;
    		ra:modality ra:threatened ;
    		ra:polarity graspf:positive .
    	event:740ecdceec919e7e288d5ed3 sem:eventType cameo:190 , plover:ASSAULT ;
    		a ra:Event ;
    		rdfs:label "Iran attacked Israel" ;
    		ra:agent kg:Iran ;
    		ra:predicate rel:attacked ;
    		ra:recipient kg:Israel .
    	event:cae2d6623de94f5ccb11a7f9 sem:eventType cameo:120 , plover:REJECT ;
    		a ra:Event ;
    		rdfs:label "Israel rejected: Iran attacked Israel" ;
    		ra:agent kg:Israel ;
    		ra:predicate rel:rejected ;
    		ra:theme event:740ecdceec919e7e288d5ed3 .
    }
    claim:c4\/nanopub\#assertion {
    	claim:c4 rdf:object kg:Oman ;
    		rdf:predicate rel:met ;
    		rdf:subject kg:Iran ;
    		a rdf:Statement , ra:Claim ;
    		ra:about event:6bdf34938f211b36c6f1957c ;
    		ra:certainty graspf:possible ;
    		ra:modality ra:actual ;
    		ra:polarity graspf:positive .
    	event:6bdf34938f211b36c6f1957c sem:eventType cameo:040 , plover:CONSULT ;
    		a ra:Event ;
    		rdfs:label "Iran met Oman" ;
    		ra:agent kg:Iran ;
    		ra:predicate rel:met ;
    		ra:recipient kg:Oman .
    }
    "#);
}

#[test]
fn a_nanopublication_says_where_it_comes_from_and_who_made_it() {
    let text = nanopubs_of_four_claims();
    insta::assert_snapshot!(graphs(&text, "c1\\/nanopub\\#provenance {", "oa:Text"), @r#"
    claim:c1\/nanopub\#provenance {
    	kg:Reuters rdfs:label "Reuters" .
    	kg:a_spokesman rdfs:label "a spokesman" .
    	claim:c1\/nanopub\#assertion prov:wasAttributedTo kg:a_spokesman ;
    		prov:wasDerivedFrom claim:c1 , doc:d .
    	claim:c1 a ra:Claim ;
    		ra:about event:740ecdceec919e7e288d5ed3 ;
    		ra:certainty graspf:underspecified ;
    		ra:evidence evidence:7af61ba4ad35a1a3aafe6989 ;
    		ra:inDocument doc:d ;
    		ra:modality ra:actual ;
    		ra:polarity graspf:positive ;
    		ra:saidBy kg:a_spokesman .
    	doc:d a ra:Document ;
    		rdfs:label "News" ;
    		schema:datePublished "2025-06-13"^^xsd:date ;
    		schema:headline "News" ;
    		schema:publisher kg:Reuters ;
    		ra:retrieved "2025-06-14"^^xsd:date .
    		oa:exact "we struck" .
    	evidence:7af61ba4ad35a1a3aafe6989 a ra:Mention ;
    		oa:hasSelector evidence:7af61ba4ad35a1a3aafe6989\#quote ;
    		oa:hasSource doc:d ;
    		ra:quote "we struck" .
    }
    "#);
    insta::assert_snapshot!(graphs(&text, "pubinfo {", "rdfs:label"), @r#"
    claim:c1\/nanopub\#pubinfo {
    	claim:c1\/nanopub dct:created "2025-06-14"^^xsd:date ;
    		dct:creator <https://orcid.org/0000-0001> ;
    		pav:createdWith <https://w3id.org/relata> .
    	claim:c1 ra:accepted true ;
    		ra:annotator "https://orcid.org/0000-0001" ;
    		ra:sourceFile "claims.csv" .
    }
    claim:c2\/nanopub\#pubinfo {
    	claim:c2\/nanopub dc:creator "Kim" ;
    		dct:created "2025-06-14"^^xsd:date ;
    		pav:createdWith <https://w3id.org/relata> .
    	claim:c2 ra:accepted false ;
    		ra:annotator "Kim" ;
    		ra:sourceFile "claims.csv" .
    }
    claim:c3\/nanopub\#pubinfo {
    	claim:c3\/nanopub pav:createdWith <https://w3id.org/relata> .
    	claim:c3 ra:accepted false ;
    		ra:sourceFile "claims.csv" .
    }
    claim:c4\/nanopub\#pubinfo {
    	claim:c4\/nanopub pav:createdWith <https://w3id.org/relata> .
    	claim:c4 ra:accepted false ;
    		ra:sourceFile "claims.csv" .
    }
    "#);
    insta::assert_snapshot!(graphs(&text, "c4\\/nanopub\\#provenance {", "oa:Text"), @r"
    claim:c4\/nanopub\#provenance {
    	claim:c4\/nanopub\#assertion prov:wasDerivedFrom claim:c4 .
    	claim:c4 a ra:Claim ;
    		ra:about event:6bdf34938f211b36c6f1957c ;
    		ra:certainty graspf:possible ;
    		ra:modality ra:actual ;
    		ra:polarity graspf:positive .
    }
    ");
}

#[test]
fn there_is_one_nanopublication_for_each_claim_whatever_it_is_called() {
    for base in ["https://example.org/x/", "https://example.org/x#"] {
        let rows = "id,subject,predicate,object\nc1,A,met,B\nc#2,A,met,C\n,A,met,B\nü,A,met,#c1\n";
        let toml = format!("[project]\nname = \"t\"\nbase = \"{base}\"\n");
        let sandbox = Sandbox::new(&[("claims.csv", rows.as_bytes()), ("relata.toml", toml.as_bytes())]);
        let compiled = sandbox.compile();
        let text = nanopubs(&compiled);
        let quads: Vec<Quad> = RdfParser::from_format(RdfFormat::TriG)
            .for_slice(text.as_bytes())
            .map(|quad| quad.expect("it is TriG"))
            .collect();
        let n = quads.iter().filter(|quad| quad.object.to_string().ends_with("#Nanopublication>")).count();
        assert_eq!(n, compiled.claims().rows().len());
        let graphs: std::collections::BTreeSet<String> = quads.iter().map(|quad| quad.graph_name.to_string()).collect();
        assert_eq!(graphs.len(), 4 * n);
        assert!(graphs.iter().all(|graph| graph.matches('#').count() == 1), "{graphs:?}");
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
    #![proptest_config(crate::support::draws(256))]

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
