//! Who speaks in a document, and what it is based on.

use relata::diagnostic::Severity;

use crate::support::{Compiled, Sandbox};

const TOML: &[u8] = b"[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\n";

fn project(documents: &str, claims: &str) -> Compiled {
    let files: &[(&str, &[u8])] =
        &[("relata.toml", TOML), ("documents.csv", documents.as_bytes()), ("claims.csv", claims.as_bytes())];
    Sandbox::new(files).compile()
}

#[test]
fn a_claim_without_speaker_is_the_word_of_who_speaks_in_its_document() {
    let graph = project(
        "id,said_by\nletter,Metternich\ninterview,Anna;Boris\nplain,\n",
        "id,subject,predicate,object,document,said_by\n\
         c1,Iran,attacked,Israel,letter,\n\
         c2,Iran,attacked,Israel,letter,Reuters\n\
         c3,Iran,attacked,Israel,interview,\n\
         c4,Iran,attacked,Israel,plain,\n\
         c5,Iran,denied attacking,Israel,letter,\n",
    );
    insta::assert_snapshot!(graph.select(
        "SELECT ?c (GROUP_CONCAT(?name; separator=\", \") AS ?who) { ?c a ra:Claim OPTIONAL { ?c ra:speaker/rdfs:label ?name } } GROUP BY ?c"
    ), @"
    https://w3id.org/relata/project/t/claim/c1 | Metternich
    https://w3id.org/relata/project/t/claim/c2 | Reuters
    https://w3id.org/relata/project/t/claim/c3 | Anna, Boris
    https://w3id.org/relata/project/t/claim/c4 | 
    https://w3id.org/relata/project/t/claim/c5 | Iran
    ");
    insta::assert_snapshot!(graph.select("SELECT ?d ?who { ?d ra:defaultSpeaker/rdfs:label ?who }"), @"
    https://w3id.org/relata/project/t/document/interview | Anna
    https://w3id.org/relata/project/t/document/interview | Boris
    https://w3id.org/relata/project/t/document/letter | Metternich
    ");
}

#[test]
fn a_document_is_based_on_documents_outlets_and_entities() {
    let sandbox = Sandbox::new(&[
        ("relata.toml", TOML),
        ("entities.csv", b"id,label,type\nafp,Agence France-Presse,organization\n"),
        (
            "documents.csv",
            b"id,publisher,based_on\n\
              copy,Le Monde,wire;Agence France-Presse\n\
              wire,Reuters,\n\
              echo,Echo,Courier\n\
              own,Courier,Echo\n\
              lost,Ledger,wyre\n\
              linked,Ledger,<https://example.org/source>\n",
        ),
        ("claims.csv", b"subject,predicate,object,document\nIran,attacked,Israel,copy\n"),
    ]);
    let graph = sandbox.compile();
    insta::assert_snapshot!(graph.select("SELECT ?d ?on { ?d ra:basedOn ?on }"), @"
    https://w3id.org/relata/project/t/document/copy | https://w3id.org/relata/project/t/afp
    https://w3id.org/relata/project/t/document/copy | https://w3id.org/relata/project/t/document/wire
    https://w3id.org/relata/project/t/document/echo | https://w3id.org/relata/project/t/Courier
    https://w3id.org/relata/project/t/document/linked | https://example.org/source
    https://w3id.org/relata/project/t/document/lost | https://w3id.org/relata/project/t/document/wyre
    https://w3id.org/relata/project/t/document/own | https://w3id.org/relata/project/t/Echo
    ");
    insta::assert_snapshot!(graph.faults(), @"documents.csv:6:13 warning unknown-document based_on: `wyre` is in no row of the documents → did you mean `wire`?");
}

#[test]
fn a_document_that_rests_on_nothing_known_is_left_out_where_that_is_an_error() {
    let sandbox = Sandbox::new(&[
        ("relata.toml", b"[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\nR306 = \"reject\"\n"),
        ("documents.csv", b"id,publisher,based_on\nagain,Echo,copy\ncopy,Le Monde,wire\nfine,Echo,Echo\n"),
        ("claims.csv", b"subject,predicate,object,document\nIran,attacked,Israel,copy\n"),
    ]);
    let graph = sandbox.compile();
    insta::assert_snapshot!(graph.faults(), @"
    claims.csv:2:22 error unknown-document document: the document `copy` was left out (line 3 of the documents) → mend that row first
    documents.csv:2:12 error unknown-document based_on: the document `copy` was left out (line 3 of the documents) → mend that row first
    documents.csv:3:15 error unknown-document based_on: `wire` is in no row of the documents → add a row with its publisher and date
    ");
    assert_eq!(graph.select("SELECT ?d { ?d ra:basedOn ?on }"), "https://w3id.org/relata/project/t/document/fine");
}

#[test]
fn a_chain_of_documents_goes_with_its_end_however_long_it_is() {
    let n = 20_000;
    let rows = (0..n).map(|number| format!("d{number},Echo,d{}\n", number + 1));
    let documents: String = std::iter::once("id,publisher,based_on\n".to_owned()).chain(rows).collect();
    let sandbox = Sandbox::new(&[
        ("relata.toml", b"[project]\nname = \"t\"\n[severity]\nR306 = \"reject\"\n"),
        ("documents.csv", documents.as_bytes()),
        ("claims.csv", b"subject,predicate,object\nIran,attacked,Israel\n"),
    ]);
    let graph = sandbox.compile();
    assert_eq!(graph.report.count(Severity::Error), n);
    assert_eq!(graph.select("SELECT ?d { ?d ra:basedOn ?on }"), "");
}

#[test]
fn the_columns_of_documents_come_back() {
    let sandbox = Sandbox::new(&[
        ("relata.toml", TOML),
        ("documents.csv", b"id,publisher,said_by,based_on\ncopy,Echo,Anna;Boris,wire;Courier\nwire,Courier,,\n"),
        ("claims.csv", b"id,subject,predicate,object,document\nc1,Iran,attacked,Israel,copy\n"),
    ]);
    let graph = sandbox.compile();
    let claims = graph.claims();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    let mut make = |name: &str| -> std::io::Result<Box<dyn std::io::Write>> {
        Ok(Box::new(std::fs::File::create(folder.path().join(name))?))
    };
    let options = relata::export::ExportOptions::default();
    relata::export::tables::write(&claims, &graph.project.namespace, &options, &mut make).unwrap();
    for name in ["claims.csv", "documents.csv", "entities.csv"] {
        files.push((name.to_owned(), std::fs::read(folder.path().join(name)).unwrap()));
    }
    insta::assert_snapshot!(String::from_utf8_lossy(&files[1].1), @"
    id,publisher,said_by,based_on
    copy,Echo,Anna;Boris,Courier;wire
    wire,Courier,,
    ");
    files.push(("relata.toml".to_owned(), TOML.to_vec()));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let again = Sandbox::new(&files).compile();
    assert_eq!(again.nquads(), graph.nquads());
}
