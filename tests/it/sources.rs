//! Which entry of `[[sources]]` a file belongs to.

use crate::support::Sandbox;

const STATEMENTS: &str = "SELECT ?c ?s ?p ?o { ?c a ra:Claim ; rdf:subject/rdfs:label ?s ; rdf:predicate/rdfs:label ?p ; rdf:object/rdfs:label ?o }";

fn project(sources: &str) -> Sandbox {
    let toml = format!(
        "[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\nunknown-column = \"allow\"\n{sources}"
    );
    Sandbox::new(&[
        ("relata.toml", toml.as_bytes()),
        (
            "list.csv",
            b"id,Name,Type,Body,Other\nr1,Orla Venn,person,Treasury,Kora\nr2,Norline,organization,Treasury,Kora\n",
        ),
    ])
}

const ENTITIES: &str =
    "[[sources]]\nformat = \"entities\"\nfiles = [\"list.csv\"]\ncolumns = { label = \"Name\", type = \"Type\" }\n";
const CLAIMS: &str = "[[sources]]\nformat = \"claims\"\nfiles = [\"./list.csv\"]\ncolumns = { subject = \"Body\", predicate = { constant = \"sanctioned\" }, object = \"Name\" }\n";
const OTHERS: &str = "[[sources]]\nformat = \"claims\"\nfiles = [\"list.csv\"]\ncolumns = { subject = \"Other\", predicate = { constant = \"met\" }, object = \"Name\" }\n";

#[test]
fn a_table_is_read_by_every_entry_that_names_it() {
    let whole = project(&[ENTITIES, CLAIMS, OTHERS].concat()).compile();
    insta::assert_snapshot!(whole.select(STATEMENTS), @"
    https://w3id.org/relata/project/t/claim/r1 | Treasury | sanctioned | Orla Venn
    https://w3id.org/relata/project/t/claim/r1-2 | Kora | met | Orla Venn
    https://w3id.org/relata/project/t/claim/r2 | Treasury | sanctioned | Norline
    https://w3id.org/relata/project/t/claim/r2-2 | Kora | met | Norline
    ");
    assert_eq!(whole.select("SELECT ?e { ?i rdfs:label ?e ; a ra:Person }"), "Orla Venn");
    insta::assert_snapshot!(whole.faults(), @"");
    let turned = project(&[OTHERS, CLAIMS, ENTITIES].concat()).compile();
    assert_eq!(turned.tally.n_claims, whole.tally.n_claims);
    assert_eq!(turned.select("SELECT ?e { ?i rdfs:label ?e ; a ra:Person }"), "Orla Venn");
}

#[test]
fn the_same_entry_twice_counts_once() {
    let compiled = project(&[CLAIMS, CLAIMS, ENTITIES].concat()).compile();
    assert_eq!(compiled.tally.n_claims, 2);
    assert_eq!(compiled.faults(), "");
}

#[test]
fn a_pattern_means_the_files_that_no_entry_names() {
    let every = "[[sources]]\nformat = \"claims\"\nfiles = [\"*.csv\"]\n";
    for order in [[every, ENTITIES, CLAIMS], [ENTITIES, CLAIMS, every]] {
        let compiled = project(&order.concat()).compile();
        assert_eq!(compiled.tally.n_claims, 2);
        assert_eq!(compiled.faults(), "");
    }
}

#[test]
fn of_two_patterns_the_first_counts_and_the_second_is_told() {
    let pattern = |files: &str| CLAIMS.replace("./list.csv", files);
    let second = OTHERS.replace("list.csv", "l*.csv");
    let compiled = project(&[pattern("*.csv"), second].concat()).compile();
    insta::assert_snapshot!(compiled.faults(), @"relata.toml:13:10 warning overlapping-patterns: `list.csv` fits an earlier pattern, which counts → name the file itself under `files` of the entry that is meant, or of both");
    assert_eq!(compiled.tally.n_claims, 2);
}

#[test]
fn a_table_on_the_command_line_is_read_by_all_its_entries() {
    let sandbox = project(&[ENTITIES, CLAIMS, OTHERS].concat());
    let project = relata::project::Project::at(&sandbox.path().join("list.csv")).unwrap();
    let kinds: Vec<&str> = project.sources.iter().map(|source| source.kind.word()).collect();
    assert_eq!(kinds, ["entities", "claims", "claims"]);
}
