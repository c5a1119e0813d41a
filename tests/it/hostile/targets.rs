//! What holds for any bytes: each target takes what a stranger may send and panics when a promise is broken.
//!
//! The promises: no panic; what a table gives does not depend on the pieces it comes in; rows read are rows kept and rows
//! rejected; what was written is read as the same. Bounds of memory and time are the fuzzer's. This file stands alone, for
//! the tests and the fuzzer in `fuzz/` both have it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

use relata::articles::{ArticleFormat, read_article};
use relata::built::build_in_memory;
use relata::claims::Claims;
use relata::compile::{Output, Part, Tally, compile};
use relata::conformance;
use relata::diagnostic::{Report, codes, visible};
use relata::evaluation::Limits;
use relata::export::rdf::{RdfOptions, write_rdf};
use relata::extraction::{Lexicon, Types, claim_lines, extract, read_markdown};
use relata::graph::{Edges, View};
use relata::input::rdf::{self as rdf_file, format_of};
use relata::input::rdf_places::{StatementPlace, read_placed};
use relata::model::EventDate;
use relata::oxigraph::io::{RdfFormat, RdfParser};
use relata::oxigraph::model::QuadRef;
use relata::project::Project;
use relata::query::{Engine, QueryError};
use relata::store::{Builder, Index, Resources, Store};
use relata::table::{Mapping, Table};

/// A kind of input, and what holds for all of it.
pub(super) struct Target {
    /// Its name, and that of the folders of its seeds and crashes.
    pub(super) name: &'static str,
    /// Tries the promises on these bytes.
    pub(super) run: fn(&[u8]),
}

/// Every reader of bytes from outside.
pub(super) const TARGETS: &[Target] = &[
    Target { name: "table", run: table },
    Target { name: "json", run: json },
    Target { name: "workbook", run: workbook },
    Target { name: "rdf", run: rdf },
    Target { name: "annotation", run: annotation },
    Target { name: "events", run: events },
    Target { name: "project", run: project },
    Target { name: "graph", run: graph },
    Target { name: "sparql", run: sparql },
    Target { name: "construct", run: construct },
    Target { name: "csvw", run: csvw },
    Target { name: "date", run: date },
    Target { name: "shapes", run: shapes },
    Target { name: "text", run: text },
    Target { name: "article", run: article },
];

/// One of several names, by the first byte; the other bytes are what the file of that name holds.
fn named<'b>(bytes: &'b [u8], names: &[&'static str]) -> Option<(&'static str, &'b [u8])> {
    let (first, rest) = bytes.split_first()?;
    Some((names.get(usize::from(*first) % names.len())?, rest))
}

/// Compiles these files and holds the sums to what was rejected; none when the project file is refused.
fn compiled(files: &[(&str, &[u8])]) -> Option<(BTreeSet<String>, Tally)> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    compiled_in(folder.path())
}

fn compiled_in(folder: &Path) -> Option<(BTreeSet<String>, Tally)> {
    let project = Project::find(folder).ok()?;
    let (quads, n_rejected) = (Mutex::new(BTreeSet::new()), Cell::new(0));
    let mut report = Report::new(project.policy.clone());
    let parts = || -> Part<'_> {
        Box::new(|quad| {
            if quad.graph_name.is_default_graph() {
                quads.lock().expect("nobody panics meanwhile").insert(quad.to_string());
            }
        })
    };
    let mut output = Output {
        parts: &parts,
        rejects: &mut |_| {
            n_rejected.set(n_rejected.get() + 1);
            Ok(())
        },
        progress: &mut |_| (),
        begin_again: &mut || {
            quads.lock().expect("nobody panics meanwhile").clear();
            n_rejected.set(0);
            Ok(())
        },
    };
    let tally = compile(&project, &mut report, &mut output).ok()?;
    assert_eq!(n_rejected.get(), tally.n_rejected, "rows that are rejected are kept");
    assert!(tally.n_claims + tally.n_duplicates <= tally.n_rows.max(tally.n_claims), "{tally:?}");
    hold_faults(&project, &report);
    Some((quads.into_inner().ok()?, tally))
}

/// Faults are those of the file, and short.
fn hold_faults(project: &Project, report: &Report) {
    for fault in report.diagnostics() {
        // Only the reader of workbooks is a library that panics; what it does is caught.
        let is_workbook = project.sources.iter().any(|source| is_workbook(&source.path));
        assert!(fault.code.id != codes::OWN_FAULT.id || is_workbook, "{}", fault.message);
        assert!(visible(&fault.message).len() < 10_000, "a message is short");
    }
}

fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["xlsx", "xls", "xlsb", "ods"].iter().any(|known| ending == *known))
}

/// Reads a table in pieces of this many bytes: its rows, and what is wrong with it.
fn rows(name: &str, bytes: &[u8], piece: usize) -> Vec<String> {
    struct Pieces<'b>(&'b [u8], usize);
    impl Read for Pieces<'_> {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            let n = self.1.min(to.len()).min(self.0.len());
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }
    let mut seen = Vec::new();
    let reader = Box::new(Pieces(bytes, piece));
    let layout = &relata::columns::CLAIMS;
    let faults = RefCell::new(Vec::new());
    let opened = Table::open(name, reader, layout, &Mapping::default(), &mut |fault| {
        faults
            .borrow_mut()
            .push(format!("{} {}:{} {}", fault.code.id, fault.place.line, fault.place.column, fault.message));
    });
    seen.append(&mut faults.borrow_mut());
    match opened {
        Err(error) => seen.push(error.to_string()),
        Ok(None) => {}
        Ok(Some(mut table)) => loop {
            match table.read() {
                Err(error) => {
                    seen.push(error.to_string());
                    break;
                }
                Ok(None) => break,
                Ok(Some(row)) => {
                    let fault = row.err().map(|finding| format!("{} {}", finding.code.id, finding.message));
                    let raw = table.raw();
                    seen.push(format!("{} {:?} {:?}", raw.line(), String::from_utf8_lossy(raw.bytes()), fault));
                }
            }
        },
    }
    seen
}

fn table(bytes: &[u8]) {
    let Some((name, bytes)) =
        named(bytes, &["claims.csv", "claims.tsv", "entities.csv", "documents.csv", "quotes.csv", "claims.kgtk.tsv"])
    else {
        return;
    };
    assert_eq!(rows(name, bytes, usize::MAX), rows(name, bytes, 1), "in pieces of one byte");
    assert_eq!(rows(name, bytes, usize::MAX), rows(name, bytes, 7), "in pieces of seven bytes");
    let (once, again) = (compiled(&[(name, bytes)]), compiled(&[(name, bytes)]));
    assert_eq!(once, again, "the same table twice");
}

fn json(bytes: &[u8]) {
    if let Some((name, bytes)) = named(bytes, &["claims.jsonl", "claims.json", "entities.jsonl", "documents.json"]) {
        assert_eq!(rows(name, bytes, usize::MAX), rows(name, bytes, 3), "in pieces of three bytes");
        compiled(&[(name, bytes), ("relata.toml", source(name, "claims").as_bytes())]);
    }
}

/// A project of one source.
fn source(file: &str, format: &str) -> String {
    format!("[project]\nname = \"p\"\n[[sources]]\nformat = \"{format}\"\nfiles = [\"{file}\"]\n")
}

fn workbook(bytes: &[u8]) {
    if let Some((name, bytes)) = named(bytes, &["claims.xlsx", "claims.xls", "claims.xlsb", "claims.ods"]) {
        compiled(&[(name, bytes), ("relata.toml", source(name, "claims").as_bytes())]);
    }
}

fn rdf(bytes: &[u8]) {
    let names = &["a.ttl", "a.trig", "a.nt", "a.nq", "a.jsonld", "a.rdf"];
    let Some((name, bytes)) = named(bytes, names) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("a file");
    fs::write(folder.path().join("relata.toml"), source(name, "rdf")).expect("a file");
    let Ok(project) = Project::find(folder.path()) else { return };
    // Without the shipped vocabulary, which would be written and read as often.
    let quads = Mutex::new(Vec::new());
    let parts =
        || -> Part<'_> { Box::new(|quad| quads.lock().expect("nobody panics meanwhile").push(quad.into_owned())) };
    let mut output = Output {
        parts: &parts,
        rejects: &mut |_| Ok(()),
        progress: &mut |_| (),
        begin_again: &mut || {
            quads.lock().expect("nobody panics meanwhile").clear();
            Ok(())
        },
    };
    let mut report = Report::new(project.policy.clone());
    if compile(&project, &mut report, &mut output).is_err() {
        return;
    }
    hold_faults(&project, &report);
    hold_places(name, bytes, &report);
    let store = Store::of_quads(&quads.into_inner().expect("nobody panics meanwhile")).expect("quads make a graph");
    let mut written = Vec::new();
    let written_as = write_rdf(&store, RdfFormat::NQuads, RdfOptions::default(), &project.prefixes(), &mut written);
    written_as.expect("a graph in memory is written");
    let text = String::from_utf8(written.clone()).expect("UTF-8");
    let is_quad = |line: &&str| !line.starts_with('#');
    let lines: BTreeSet<String> =
        text.lines().filter(is_quad).map(|line| line.trim_end_matches(" .").to_owned()).collect();
    let read: BTreeSet<String> = RdfParser::from_format(RdfFormat::NQuads)
        .for_slice(&written)
        .map(|quad| quad.expect("what relata writes is read").to_string())
        .collect();
    assert_eq!(lines, read, "what is written is read as the same");
}

/// Every statement has a place in the file, and a sound file has the same statements when it is read for their places.
fn hold_places(name: &str, bytes: &[u8], report: &Report) {
    let Some(format) = format_of(Path::new(name)) else { return };
    let n_lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
    let mut placed = BTreeSet::new();
    let mut found = |quad: QuadRef<'_>, place: StatementPlace| {
        assert!(place.object.line <= n_lines && place.subject.line <= n_lines, "{place:?} lies in the file");
        placed.insert(quad.to_string());
    };
    read_placed("a", bytes, format, &mut found).expect("bytes in memory are read");
    let mut plain = BTreeSet::new();
    let mut take = |quad: QuadRef<'_>| {
        plain.insert(quad.to_string());
    };
    rdf_file::read("a", "a", bytes, format, &mut |_| (), &mut take).expect("bytes in memory are read");
    assert!(report.total() > 0 || placed == plain, "the statements are the same");
}

fn annotation(bytes: &[u8]) {
    let formats =
        &["brat", "webanno", "uima", "doccano", "label-studio", "prodigy", "w3c", "pubannotation", "annotations"];
    let Some((format, bytes)) = named(bytes, formats) else { return };
    // A text that belongs to the file stands before it, behind a line of `===`.
    let at = bytes.windows(5).position(|window| window == b"\n===\n");
    let (text, notes) = at.map_or((&b""[..], bytes), |at| (&bytes[..at], &bytes[at + 5..]));
    let file = if format == "brat" { "a.ann" } else { "a.json" };
    compiled(&[("a.txt", text), (file, notes), ("relata.toml", source(file, format).as_bytes())]);
}

fn events(bytes: &[u8]) {
    if let Some((format, bytes)) = named(bytes, &["gdelt", "icews", "polecat", "acled", "ucdp", "quads"]) {
        compiled(&[("events.tsv", bytes), ("relata.toml", source("events.tsv", format).as_bytes())]);
    }
}

fn project(bytes: &[u8]) {
    let claims = b"id,subject,predicate,object,date\nc1,Iran,met,Oman,2025-06-13\n";
    compiled(&[("relata.toml", bytes), ("claims.csv", claims), ("t.csv", b"Who,Did,Whom\nA,met,B\n")]);
}

/// A sound graph file.
fn sound() -> &'static [u8] {
    static FILE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    FILE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("graph.relata");
        let mut builder = Builder::new(Resources::unlimited());
        asked().quads().for_each(|quad| builder.insert(quad.expect("a sound graph").as_ref()));
        builder.write(&mut fs::File::create(&path).expect("a file"), b"[]").expect("a file");
        fs::read(&path).expect("a file")
    })
}

/// The bytes are changes of a sound file: a place in three bytes, and what is changed there; nothing cuts the file off.
fn graph(bytes: &[u8]) {
    let mut file = sound().to_vec();
    for change in bytes.chunks_exact(4) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], 0]) as usize % file.len();
        match change[3] {
            0 => file.truncate(at.max(1)),
            mask => file[at] ^= mask,
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.relata");
    fs::write(&path, file).expect("a file");
    let Ok(store) = Store::open(&path) else { return };
    let is_sound = store.verify().is_ok();
    let index: Index<'_> = store.index();
    let mut n = 0;
    for row in index.between(0, u32::MAX).take(10_000) {
        for number in row {
            n += usize::from(store.terms().term(number).is_ok());
        }
    }
    assert!(!is_sound || n > 0 || store.n_quads() == 0, "a sound graph has terms");
    // Nobody checks the whole of a file before each question, so that no question may trust it.
    let engine = Engine::new(&store, prefixes()).with_limits(narrow());
    // The panic of a sort that is caught would end the fuzzer all the same, so that only the tests ask for it.
    for query in QUESTIONS.iter().filter(|query| is_sound || cfg!(test) || !query.contains("ORDER BY")) {
        let _ = engine.select(query);
    }
    if let Ok(claims) = Claims::read(&store) {
        let view = View::new(&claims, Edges::Bundle);
        let _ = view.occurrence_of();
    }
}

/// Queries that lead through every order of quads, the terms, the values and the words of a graph.
const QUESTIONS: &[&str] = &[
    "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o LIMIT 50",
    "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
    "SELECT ?c ?who { ?c ra:saidBy ?who ; rdf:subject ?a ; rdf:object/rdfs:label ?b FILTER(?a != ?who) }",
    "SELECT ?e (MIN(?begin) AS ?first) { ?e sem:hasBeginTimeStamp ?begin FILTER(?begin > \"2024-01-01\"^^xsd:date) } GROUP BY ?e",
    "SELECT ?a ?b { ?a (rel:attacked|^rel:attacked|ra:about)+ ?b }",
    "SELECT ?t { ?t ra:matches \"struck\" }",
    "SELECT ?r { ?r rdf:reifies <<( ?a rel:attacked ?b )>> OPTIONAL { ?r ra:inDocument ?d } MINUS { ?r ra:deniedBy ?a } }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
];

/// Little time and memory.
fn narrow() -> Limits {
    Limits { time: Some(std::time::Duration::from_millis(500)), memory: Some(64 << 20) }
}

/// The prefixes that every query has.
fn prefixes() -> BTreeMap<String, String> {
    relata::rdf::vocab::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned())).collect()
}

/// A small graph that queries are asked of.
fn asked() -> &'static Store {
    static STORE: std::sync::OnceLock<Store> = std::sync::OnceLock::new();
    STORE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let claims = "id,subject,predicate,object,date,said_by,denies,quote\n\
            c1,Iran,attacked,Israel,2025-06-13,Reuters,,we struck\nc2,Israel,proposed,#c1,2025-06,AFP,,\n\
            c3,Oman,met,Iran,,,c1,\n";
        fs::write(folder.path().join("claims.csv"), claims).expect("a file");
        let project = Project::find(folder.path()).expect("a project");
        build_in_memory(&project, &mut Report::new(project.policy.clone())).expect("a graph").0
    })
}

fn sparql(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let engine = Engine::new(asked(), prefixes()).with_limits(narrow());
    match engine.select(text) {
        Ok(rows) => assert!(rows.iter().all(|row| row.len() == rows[0].len())),
        Err(QueryError::Syntax { message, .. }) => assert!(!message.is_empty()),
        Err(_) => {}
    }
}

fn construct(bytes: &[u8]) {
    let project =
        "[project]\nname = \"p\"\n[[sources]]\nformat = \"construct\"\nquery = \"q.rq\"\nfiles = [\"t.csv\"]\n";
    compiled(&[("q.rq", bytes), ("t.csv", b"a,b\n1,x\n2,\"y z\"\n"), ("relata.toml", project.as_bytes())]);
}

fn csvw(bytes: &[u8]) {
    let name = "t.csv-metadata.json";
    compiled(&[(name, bytes), ("t.csv", b"a,b\n1,x\n2,\"y z\"\n"), ("relata.toml", source(name, "csvw").as_bytes())]);
}

/// The bytes are shapes, of which a small graph is asked.
fn shapes(bytes: &[u8]) {
    static STORE: std::sync::OnceLock<Store> = std::sync::OnceLock::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
    file("relata.toml", b"[project]\nname = \"p\"\n[shapes]\nseconds = 1\nrules = false\n");
    file("claims.csv", b"id,subject,predicate,object,date\nc1,Iran,met,Oman,2025-06-13\nc2,Oman,met,#c1,\n");
    file("more.ttl", b"@prefix ex: <http://e/> .\nex:a a ex:B ; ex:p [ ex:q 1, \"x\"@en ], ex:a ; ex:r ( ex:a 2 ) .\n");
    file("shapes.ttl", bytes);
    let project = Project::find(folder.path()).expect("a project");
    let store =
        STORE.get_or_init(|| build_in_memory(&project, &mut Report::new(project.policy.clone())).expect("a graph").0);
    let mut report = Report::new(project.policy.clone());
    conformance::check(&project, store, &mut report);
    hold_faults(&project, &report);
}

fn text(bytes: &[u8]) {
    static WORDS: std::sync::OnceLock<(Lexicon, Types)> = std::sync::OnceLock::new();
    let (lexicon, types) = WORDS.get_or_init(|| (Lexicon::shipped(), Types::shipped()));
    let Ok(written) = std::str::from_utf8(bytes) else { return };
    let markdown = read_markdown(written);
    for text in [written, &markdown.text] {
        let found = extract(text, lexicon, types, None);
        let n = written.chars().count();
        for line in claim_lines("t", written, &found, types) {
            let line = serde_json::to_value(&line).expect("a line of JSON");
            let place = |key: &str| line[key].as_u64().and_then(|place| usize::try_from(place).ok());
            let (start, end) = (place("start").expect("a start"), place("end").expect("an end"));
            assert!(start <= end && end <= n, "{line} lies in the text");
            let words: String = written.chars().skip(start).take(end - start).collect();
            assert!(text != written || line["quote"] == words, "{line} has the words of the text");
        }
    }
}

/// What is taken out of a file is a text without zeros, and what is read of it stands at the same places.
fn article(bytes: &[u8]) {
    let formats = [ArticleFormat::Text, ArticleFormat::Markdown, ArticleFormat::Html, ArticleFormat::Pdf];
    let seen = ArticleFormat::of_bytes(bytes);
    for format in formats.into_iter().filter(|format| *format == seen || seen == ArticleFormat::Text) {
        match read_article(format, bytes) {
            // A panic of a library is caught, and is a fault of its own; none may come from what is tried here.
            Err(fault) => assert_ne!(fault.code().id, codes::OWN_FAULT.id, "{fault}"),
            Ok(article) => {
                assert_eq!(article.plain.len(), article.text.len(), "places are the same");
                assert!(!article.text.contains('\0') && article.text.contains(char::is_alphanumeric));
                let again = read_article(ArticleFormat::Text, article.text.as_bytes()).expect("a text is a text");
                assert_eq!(again.text, article.text, "a text that is kept is read as it is");
            }
        }
    }
}

fn date(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(date) = EventDate::parse(text) {
        let again = EventDate::parse(date.text()).expect("what a date says is a date");
        assert_eq!((again.text(), again.begin(), again.end()), (date.text(), date.begin(), date.end()), "{text}");
    }
}
