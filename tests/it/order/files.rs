//! Files of which each is one document or one graph: their order changes nothing.

use proptest::prelude::*;

use super::{Numbers, cases, compiled, difference};
use crate::cli::{out, relata};
use crate::support::Sandbox;

/// A source of a project: its lines in `relata.toml`, and its files.
struct Listed {
    toml: String,
    files: Vec<(String, Vec<u8>)>,
}

/// Compiles the sources in this order, and in another.
fn compare(mut sources: Vec<Listed>, severity: &str, seed: u64) -> Result<(), TestCaseError> {
    let said = |sources: &[Listed]| {
        let sandbox = Sandbox::new(&[]);
        let mut toml = format!("[project]\nname = \"t\"\n[severity]\nunsourced-claim = \"allow\"\n{severity}\n");
        for source in sources {
            toml += &source.toml;
            source.files.iter().for_each(|(name, bytes)| sandbox.write(name, bytes));
        }
        sandbox.write("relata.toml", toml.as_bytes());
        compiled(&sandbox, true)
    };
    let before = said(&sources);
    Numbers(seed).shuffle(&mut sources);
    let after = said(&sources);
    let order: Vec<&str> = sources.iter().map(|source| source.toml.as_str()).collect();
    prop_assert!(before == after, "{}\n{}", difference(&before, &after), order.concat());
    Ok(())
}

/// The samples of annotations: file and format.
const SAMPLES: [(&str, &str); 8] = [
    ("doc1.ann", "brat"),
    ("webanno3.tsv", "webanno"),
    ("uima_cas.json", "uima"),
    ("doccano_relation.jsonl", "doccano"),
    ("labelstudio.json", "label-studio"),
    ("prodigy_rel.jsonl", "prodigy"),
    ("recogito_w3c.json", "w3c"),
    ("pubannotation.json", "pubannotation"),
];

/// Words for others of as many letters, so that offsets stay: another text, other kinds of its names, another relation.
const CHANGES: [(&str, &str); 6] = [
    ("Norland", "Sudland"),
    ("Country", "Persons"),
    ("\"Country\"", "\"City\""),
    ("accuses", "praises"),
    ("Ana Ruiz", "Bea Ruiz"),
    ("", ""),
];

/// A sample in a folder of its own, so that several have one name, with some words changed.
fn annotated(sample: usize, folder: usize, change: usize) -> Listed {
    let (name, format) = SAMPLES[sample];
    let (word, other) = CHANGES[change];
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/annotation").join(name);
        let text = std::fs::read_to_string(path).unwrap();
        if word.is_empty() { text.into_bytes() } else { text.replace(word, other).into_bytes() }
    };
    let path = format!("{}{sample}/{name}", super::letter(folder));
    let text = path.replace(name, "doc1.txt");
    let toml = format!("[[sources]]\nformat = \"{format}\"\nfiles = [\"{path}\"]\n");
    Listed { toml, files: vec![(path, read(name)), (text, read("doc1.txt"))] }
}

/// Graphs, queries with their tables, and tables with metadata.
fn graphs(seed: u64) -> Vec<Listed> {
    let mut numbers = Numbers(seed);
    let source = |format: &str, name: &str, more: &str, files: &[(&str, &str)]| Listed {
        toml: format!("[[sources]]\nformat = \"{format}\"\nfiles = [\"{name}\"]\n{more}"),
        files: files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect(),
    };
    let ring = "@prefix x: <https://x.example/> . [] x:of x:A ; x:with [ x:of x:B ] . x:A x:is \"1\" .";
    let query = "CONSTRUCT { ?s rdfs:label ?Name ; rdfs:seeAlso [ rdfs:label ?Land ] } { BIND(IRI(CONCAT('https://x.example/', ?Name)) AS ?s) }";
    let mut sources = vec![
        source("rdf", "a.ttl", "", &[("a.ttl", ring)]),
        source("rdf", "b.ttl", "", &[("b.ttl", ring)]),
        source("rdf", "c.ttl", "", &[("c.ttl", "@prefix x: <https://x.example/> . x:A x:is 2 .")]),
        source(
            "construct",
            "a.csv",
            "query = \"q.rq\"\n",
            &[("q.rq", query), ("a.csv", "Name,Land\nOslo,Norway\nOslo,Norge\n")],
        ),
        source("construct", "b.csv", "query = \"q.rq\"\n", &[("b.csv", "Name,Land\nOslo,Norway\nBonn,\n")]),
        source("csvw", "c.csv", "", &[("c.csv", "Ship,Crew\nAurora,3\nMeridian,4\n")]),
        source("csvw", "d.csv", "mode = \"standard\"\n", &[("d.csv", "Ship,Crew\nAurora,3\nMeridian\n")]),
        source("claims", "e.csv", "", &[("e.csv", "subject,predicate,object\nKenya,met,Gaza\n")]),
    ];
    numbers.shuffle(&mut sources);
    sources
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn of_annotated_documents(
        chosen in prop::collection::vec((0..SAMPLES.len(), 0..3_usize, 0..CHANGES.len()), 2..6),
        severity in prop::sample::select(vec!["", "other-text = \"reject\"", "unfit-type = \"reject\""]),
        seed in any::<u64>(),
    ) {
        let mut chosen = chosen;
        chosen.sort_unstable();
        chosen.dedup_by_key(|(sample, folder, _)| (*sample, *folder));
        compare(chosen.into_iter().map(|(sample, folder, change)| annotated(sample, folder, change)).collect(), severity, seed)?;
    }

    #[test]
    fn of_graphs(first in any::<u64>(), seed in any::<u64>()) {
        compare(graphs(first), "", seed)?;
    }
}

/// What a query makes of a table, and what a table of CSV on the Web says, in another order of rows.
#[test]
fn of_rows_of_tables_that_are_no_claims() {
    let said = |rows: &[&str]| {
        let toml = "[project]\nname = \"t\"\n[[sources]]\nformat = \"construct\"\nfiles = [\"a.csv\"]\nquery = \"q.rq\"\n[[sources]]\nformat = \"csvw\"\nfiles = [\"b.csv\"]\n";
        let query = "CONSTRUCT { ?s rdfs:label ?Name, ?Land } { BIND(IRI(CONCAT('https://x.example/', ?Name)) AS ?s) }";
        let metadata = "{\"@context\": \"http://www.w3.org/ns/csvw\", \"url\": \"b.csv\", \"tableSchema\": {\"aboutUrl\": \"https://x.example/{Name}\"}}";
        let table = format!("Name,Land\n{}\n", rows.join("\n"));
        let files = [
            ("relata.toml", toml),
            ("q.rq", query),
            ("b.csv-metadata.json", metadata),
            ("a.csv", &table),
            ("b.csv", &table),
        ];
        let sandbox = Sandbox::new(&[]);
        for (name, text) in files {
            sandbox.write(name, text.as_bytes());
        }
        compiled(&sandbox, true)
    };
    let (before, after) =
        (said(&["Oslo,Norway", "Oslo,Norge", "Bonn,"]), said(&["Bonn,", "Oslo,Norge", "Oslo,Norway"]));
    assert!(before == after, "{}", difference(&before, &after));
}

/// A pipe takes nothing back, so that the rows wait until it is certain which are left out.
#[cfg(unix)]
#[test]
fn rows_left_out_go_to_a_pipe_once() {
    let table = "id,subject,predicate,object,note\nc1,Kenya,met,Gaza,\nc1,Kenya,met,Chad,fuller\nc2,,met,Chad,\n";
    let sandbox = Sandbox::new(&[("relata.toml", b"[project]\nname = \"t\"\n"), ("claims.csv", table.as_bytes())]);
    let told = out(&relata(&sandbox, &["check", "--rejects", "/dev/stdout"]));
    let rows: Vec<&str> = told.lines().filter(|line| line.starts_with("claims.csv,")).collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    claims.csv,4,R201,subject,the cell `subject` is empty,"c2,,met,Chad,"
    claims.csv,2,R303,id,the id `c1` is taken by line 3,"c1,Kenya,met,Gaza,"
    "#);
}
