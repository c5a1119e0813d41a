//! Claims about one actor alone: nobody and nothing is acted on.

use relata::claims::whole::Whole;
use relata::columns::CLAIM;
use relata::export::picture::dot;
use relata::export::scene::Scene;
use relata::graph::{Edges, View};

use crate::support::{Compiled, Sandbox, claims, faults};

const METTERNICH: &str = "id,subject,predicate,object,date,place,said_by,polarity\n\
                          m1,Metternich,fled,,1848-03-13,Vienna,Times,\n\
                          m2,Metternich,fled,,1848-03-13,Vienna,Moniteur,\n\
                          m3,Metternich,did not flee,,1848-03-13,Vienna,Court,\n\
                          m4,Guizot,resigned,,,,Times,\n\
                          m5,Gagern,reported,#m4,1848-03-20,,,\n";

/// Subject, predicate, object, date and polarity of each claim, as they stand in a row.
fn rows(compiled: &Compiled) -> String {
    let claims = compiled.claims();
    let whole = Whole::new(&claims, &compiled.project.namespace);
    let columns = ["id", "subject", "predicate", "object", "date", "polarity"];
    let row = |index: usize| {
        let claim = whole.claim(index).unwrap();
        let cell = |name: &&str| {
            let field = CLAIM.iter().find(|field| field.name() == *name).unwrap();
            (field.get)(&claim).cell().into_owned()
        };
        columns.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    (0..claims.rows().len()).map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_object_of_an_actor_alone_is_the_event_itself() {
    let graph = claims(METTERNICH);
    insta::assert_snapshot!(graph.select(
        "SELECT ?label ?speaker ?accepted { ?c rdf:reifies <<( ?s ?p ?event )>> ; ra:about ?event ; ra:speaker/rdfs:label ?speaker ; \
         ra:accepted ?accepted . ?event a ra:Event ; rdfs:label ?label }"
    ), @"
    Guizot resigned | Times | true
    Metternich fled | Court | false
    Metternich fled | Moniteur | true
    Metternich fled | Times | true
    ");
    assert_eq!(graph.select("SELECT ?o { ?e ra:agent kg:Metternich ; ra:theme|ra:recipient ?o }"), "");
    assert_eq!(
        graph.select("SELECT ?who { kg:Metternich rel:fled ?event . ?event ra:agent/rdfs:label ?who }"),
        "Metternich"
    );
}

#[test]
fn an_empty_object_comes_back_empty() {
    insta::assert_snapshot!(rows(&claims(METTERNICH)), @"
    m1,Metternich,fled,,1848-03-13,
    m2,Metternich,fled,,1848-03-13,
    m3,Metternich,fled,,1848-03-13,negative
    m4,Guizot,resigned,,,
    m5,Gagern,reported,#m4,1848-03-20,
    ");
}

#[test]
fn an_actor_alone_is_said_in_two_words() {
    let graph = claims(METTERNICH);
    let claims = graph.claims();
    let sentences: Vec<String> = claims.rows().iter().map(|claim| claims.sentence(claim)).collect();
    insta::assert_snapshot!(sentences.join("\n"), @"
    Metternich fled
    Metternich fled
    Metternich fled
    Guizot resigned
    Gagern reported: Guizot resigned
    ");
}

#[test]
fn an_event_of_one_actor_is_drawn_by_its_date_and_place() {
    let graph = claims(METTERNICH);
    let claims = graph.claims();
    let view = View::new(&claims, Edges::Bundle);
    let captions: Vec<String> = view.graph.node_indices().map(|index| view.caption(index)).collect();
    insta::assert_snapshot!(captions.join("\n"), @"
    Gagern
    Guizot
    Metternich
    Guizot resigned
    1848-03-13, Vienna
    ");
    let prefixes = graph.project.prefixes();
    let scene = Scene { view: &view, title: String::new(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    let mut out = Vec::new();
    dot::write(&scene, &relata::export::ExportOptions::default(), &mut out).unwrap();
    let dot = String::from_utf8(out).unwrap();
    let nodes = dot.lines().filter(|line| line.starts_with("  n") && line.contains("[label=") && !line.contains("->"));
    let drawn: Vec<&str> = nodes.filter_map(|line| line.split("\", ").next()).collect();
    insta::assert_snapshot!(drawn.join("\n"), @r#"
    n0 [label="Gagern
    n1 [label="Guizot
    n2 [label="Metternich
    n3 [label="Guizot resigned
    n4 [label="1848-03-13, Vienna
    "#);
}

#[test]
fn a_predicate_done_to_somebody_asks_for_the_object() {
    insta::assert_snapshot!(faults(
        "subject,predicate,object\n\
         Metternich,fled,\n\
         Metternich,danced,\n\
         Iran,attacked,\n\
         Iran,met,\n\
         Israel,was attacked by,\n\
         Iran,,Israel\n\
         ,attacked,Israel\n"
    ), @"
    claims.csv:3:12 notice own-predicate predicate: `danced` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    claims.csv:4:15 error no-object object: `attacked` whom or what? the cell `object` is empty → write it into `object`, if only `unknown target`; only what nobody is needed for, such as `fled`, has none
    claims.csv:5:10 error no-object object: `met` whom or what? the cell `object` is empty → write it into `object`, if only `unknown target`; only what nobody is needed for, such as `fled`, has none
    claims.csv:6:8 notice inverse-predicate predicate: `was attacked by` is read as `attacked` with subject and object exchanged
    claims.csv:6:24 error empty-cell object: `was attacked by` is read from its other end, where nobody stands: the cell `object` is empty → write who did it
    claims.csv:7:6 error empty-cell predicate: the cell `predicate` is empty → every row needs it
    claims.csv:8:1 error empty-cell subject: the cell `subject` is empty → every row needs it
    ");
}

#[test]
fn a_table_without_objects_is_about_actors_alone_unless_another_column_may_be_meant() {
    insta::assert_snapshot!(faults("subject,predicate\nMetternich,fled\n"), @"claims.csv:1:1 notice no-object-column: the table has no column `object`: every row is about one actor alone");
    insta::assert_snapshot!(faults("subject,predicate,objet\nIran,attacked,Israel\n"), @"claims.csv:1:19 error missing-column objet: the table has no column `object` → did you mean `object` by `objet`?");
    insta::assert_snapshot!(faults("subject,predicate,partner\nIran,attacked,Israel\n"), @"claims.csv:1:1 error missing-column object: the table has no column `object` → name the columns subject, predicate, object in the first line, or map them in `relata.toml`; add an empty column `object` when no row has one");
    let graph = claims("actor,verb,date\nMetternich,fled,1848-03-13\n");
    assert_eq!(graph.tally.n_claims, 1);
}

#[test]
fn tables_of_actors_alone_build_the_same_graph_again() {
    let graph = claims(METTERNICH);
    let claims = graph.claims();
    let whole = Whole::new(&claims, &graph.project.namespace);
    let mut table = csv::Writer::from_writer(Vec::new());
    let columns: Vec<&str> = CLAIM.iter().map(relata::columns::Field::name).collect();
    table.write_record(&columns).unwrap();
    for index in 0..claims.rows().len() {
        let claim = whole.claim(index).unwrap();
        table.write_record(CLAIM.iter().map(|field| (field.get)(&claim).cell().into_owned())).unwrap();
    }
    let again = Sandbox::new(&[("claims.csv", &table.into_inner().unwrap())]).compile();
    assert_eq!(again.nquads(), graph.nquads());
}

#[test]
fn who_denies_a_claim_about_an_actor_alone_denies_the_deed() {
    let graph = claims(
        "id,subject,predicate,object,said_by,denies\n\
         m1,Metternich,fled,,Times,\n\
         m2,Metternich,fled,,Court,m1\n",
    );
    assert_eq!(graph.select("SELECT ?who { ?c ra:saidBy/rdfs:label ?who }"), "Times");
    assert_eq!(graph.select("SELECT ?who { ?c ra:deniedBy/rdfs:label ?who }"), "Court");
}
