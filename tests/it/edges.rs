//! Tables of edges, as programs for networks and knowledge graphs write them.

use crate::support::{Compiled, Sandbox};

const STATEMENTS: &str = "SELECT ?s ?p ?o { ?c a ra:Claim ; rdf:subject/rdfs:label ?s ; rdf:predicate/rdfs:label ?p ; rdf:object/rdfs:label ?o }";

fn compiled(name: &str, table: &str, more: &str) -> Compiled {
    let allowed = ["unknown-entity", "unsourced-claim", "unknown-predicate", "unknown-column"];
    let allowed: Vec<String> = allowed.iter().map(|code| format!("{code} = \"allow\"\n")).collect();
    let toml = format!(
        "[project]\nname = \"t\"\n[severity]\n{}[[sources]]\nformat = \"claims\"\nfiles = [\"{name}\"]\n{more}",
        allowed.concat()
    );
    Sandbox::new(&[("relata.toml", toml.as_bytes()), (name, table.as_bytes())]).compile()
}

#[test]
fn an_edge_runs_from_its_tail_to_its_head() {
    let network = compiled("edges.csv", "onset,terminus,Tail,head,relation\n2001,2002,Norland,Estria,accused\n", "");
    assert_eq!(network.select(STATEMENTS), "Norland | accused | Estria");
    insta::assert_snapshot!(network.faults(), @r#"edges.csv:1:16 notice direction-by-order Tail: `tail` stands before `head` and is read as the subject: an edge runs from its tail to its head → where it is the other way round, map the columns: `subject = "head"`, `object = "tail"`"#);
}

#[test]
fn a_statement_begins_with_its_head() {
    let statements = compiled("kg.csv", "head,relation,tail\nNorland,accused,Estria\n", "");
    assert_eq!(statements.select(STATEMENTS), "Norland | accused | Estria");
    assert_eq!(statements.faults(), "");
    let mapped = "columns = { subject = \"head\", object = \"tail\" }\n";
    let mapped = compiled("kg.csv", "tail,relation,head\nEstria,accused,Norland\n", mapped);
    assert_eq!(mapped.select(STATEMENTS), "Norland | accused | Estria");
    assert_eq!(mapped.faults(), "");
}

#[test]
fn texts_of_kgtk_are_no_quoted_cells_and_edges_may_be_ends() {
    let table = "id\tnode1\tlabel\tnode2\tnode2;wikidatatype\n\
                 t1\tswan\tlabel\t\"The Swan\"@en\tstring\n\
                 t2\tswan\tinstance_of\tship\titem\n\
                 t3\tt2\tlocation\testria\titem\n\
                 t4\tswan\tmotto\t'it\\'s \"wide\" \\| deep'@en-GB\ttext\n\
                 t5\tswan\tbuilt\t^1961-03-14T00:00:00Z/10\ttime\n\
                 t6\tswan\tsaid\t\"half a text\titem\n\
                 t7\tship\tseen_with\tt7\titem\n";
    let compiled = compiled("edges.tsv", table, "");
    insta::assert_snapshot!(compiled.select(STATEMENTS), @r#"
    ship | seen_with | t7
    swan instance_of ship | location | estria
    swan | built | 1961-03
    swan | instance_of | ship
    swan | label | The Swan
    swan | motto | it's "wide" | deep
    swan | said | "half a text
    "#);
    insta::assert_snapshot!(compiled.faults(), @"");
    let about = "SELECT ?s { ?c rdf:subject ?e ; rdf:object/rdfs:label ?s . ?e a ra:Event }";
    assert_eq!(compiled.select(about), "estria");
}

#[test]
fn a_table_with_other_tabs_keeps_its_quotes() {
    let compiled = compiled("t.tsv", "subject\tpredicate\tobject\nA\tmet\t\"B\tand C\"\n", "");
    assert_eq!(compiled.select(STATEMENTS), "A | met | B and C");
}
