//! Graphs sent to real stores. `RELATA_OXIGRAPH` and `RELATA_VIRTUOSO` name the programs, else they are `oxigraph` and
//! `virtuoso-t`; without them the tests are skipped.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::stub::command;
use crate::cli::{code, out, talk};
use crate::support::Sandbox;

/// A store that runs until the test ends.
struct Peer {
    child: Child,
    /// The address that is pushed to, and the one that is asked.
    address: String,
    query: String,
    user: Option<(&'static str, &'static str)>,
    _folder: tempfile::TempDir,
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The program, where it is there.
fn program(variable: &str, usual: &str) -> Option<String> {
    let program = std::env::var(variable).unwrap_or_else(|_| usual.to_owned());
    let found = Command::new(&program).arg("--version").stdin(Stdio::null()).output();
    if found.is_err() {
        eprintln!("skipped: there is no `{program}`; `{variable}` can name it");
        return None;
    }
    Some(program)
}

impl Peer {
    fn oxigraph() -> Option<Peer> {
        let program = program("RELATA_OXIGRAPH", "oxigraph")?;
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut command = Command::new(program);
        command.args(["serve", "--bind", &format!("127.0.0.1:{port}"), "--location"]).arg(folder.path());
        let address = format!("http://127.0.0.1:{port}");
        let query = format!("{address}/query");
        Some(Peer::started(command, address, query, None, folder))
    }

    fn virtuoso() -> Option<Peer> {
        let program = program("RELATA_VIRTUOSO", "virtuoso-t")?;
        let folder = tempfile::tempdir().unwrap();
        let (port, internal) = (free_port(), free_port());
        let settings = settings(folder.path(), port, internal);
        std::fs::write(folder.path().join("virtuoso.ini"), settings).unwrap();
        let mut command = Command::new(program);
        command.args(["+foreground", "+configfile"]).arg(folder.path().join("virtuoso.ini")).current_dir(folder.path());
        let address = format!("http://127.0.0.1:{port}/sparql-auth");
        let query = format!("http://127.0.0.1:{port}/sparql");
        // Name and password of a new database.
        Some(Peer::started(command, address, query, Some(("dba", "dba")), folder))
    }

    fn started(
        mut command: Command,
        address: String,
        query: String,
        user: Option<(&'static str, &'static str)>,
        folder: tempfile::TempDir,
    ) -> Peer {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let peer = Peer { child, address, query, user, _folder: folder };
        let (started, empty) = (Instant::now(), Sandbox::new(&[]));
        while code(&peer.relata(&empty, &["query", "--endpoint", &peer.query, "ASK {}"])) != 0 {
            assert!(started.elapsed() < Duration::from_secs(120), "{} does not answer", peer.query);
            std::thread::sleep(Duration::from_millis(100));
        }
        peer
    }

    fn relata(&self, sandbox: &Sandbox, arguments: &[&str]) -> std::process::Output {
        let mut command = command(sandbox, arguments);
        if let Some((name, password)) = self.user {
            command.env("RELATA_STORE_USER", name).env("RELATA_STORE_PASSWORD", password);
        }
        command.output().unwrap()
    }

    /// Sends a sample by each protocol, changes it and sends it again; the store answers every time as the graph here does.
    fn takes_a_graph_and_answers_as_it_does(&self) {
        let sandbox = sample();
        let push = |arguments: &[&str]| {
            let output = self.relata(&sandbox, &[&["push", &self.address], arguments].concat());
            assert_eq!(code(&output), 0, "{}{}", out(&output), talk(&output));
            out(&output)
        };
        push(&[]);
        self.answers_the_same(&sandbox, GRAPH);
        assert!(push(&[]).starts_with("nothing to send"), "it has all");
        push(&["--protocol", "update", "--batch", "3000", "--graph", "http://e/by-update"]);
        self.answers_the_same(&sandbox, "http://e/by-update");
        let table = std::fs::read_to_string(sandbox.path().join("claims.csv")).unwrap();
        let n_rows = table.lines().count();
        let shorter: Vec<&str> = table.lines().take(n_rows - 5).collect();
        sandbox.write("claims.csv", shorter.join("\n").as_bytes());
        push(&[]);
        self.answers_the_same(&sandbox, GRAPH);
    }

    fn answers_the_same(&self, sandbox: &Sandbox, graph: &str) {
        for query in QUERIES {
            let here = self.relata(sandbox, &["query", query, "-f", "csv"]);
            let there =
                self.relata(sandbox, &["query", "--endpoint", &self.query, "--graph", graph, query, "-f", "csv"]);
            assert_eq!(code(&there), 0, "{}", talk(&there));
            assert!(out(&here).lines().count() > 1, "{query} finds something");
            assert_eq!(out(&here), out(&there), "{query}");
        }
    }
}

const GRAPH: &str = "https://w3id.org/relata/example/strike-veto/";

/// Counts, texts with accents, dates, numbers, and who says what of whom.
const QUERIES: [&str; 5] = [
    "SELECT ?p (COUNT(*) AS ?n) { ?c a ra:Claim ; rdf:predicate ?p } GROUP BY ?p ORDER BY ?p",
    "SELECT ?label { ?thing rdfs:label ?label FILTER(LANG(?label) = '') } ORDER BY STR(?label)",
    "SELECT ?event ?edtf { ?event a ra:Event ; ra:edtf ?edtf } ORDER BY ?event STR(?edtf)",
    "SELECT ?claim ?who { ?claim ra:saidBy ?who } ORDER BY ?claim ?who",
    "SELECT ?claim ?quote { ?claim ra:evidence/ra:quote ?quote } ORDER BY ?claim STR(?quote)",
];

fn sample() -> Sandbox {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/strike-veto");
    let sandbox = Sandbox::new(&[]);
    for file in ["relata.toml", "claims.csv", "entities.csv", "documents.csv"] {
        sandbox.write(file, &std::fs::read(folder.join(file)).unwrap());
    }
    for text in std::fs::read_dir(folder.join("texts")).unwrap().map(|entry| entry.unwrap().path()) {
        sandbox
            .write(&format!("texts/{}", text.file_name().unwrap().to_string_lossy()), &std::fs::read(&text).unwrap());
    }
    sandbox
}

/// The least that Virtuoso needs to be told.
fn settings(folder: &Path, port: u16, internal: u16) -> String {
    let folder = folder.display();
    format!(
        "[Database]\nDatabaseFile = {folder}/v.db\nErrorLogFile = {folder}/v.log\nLockFile = {folder}/v.lck\n\
         TransactionFile = {folder}/v.trx\nxa_persistent_file = {folder}/v.pxa\nMaxCheckpointRemap = 2000\n\
         TempStorage = TempDatabase\n[TempDatabase]\nDatabaseFile = {folder}/t.db\nTransactionFile = {folder}/t.trx\n\
         MaxCheckpointRemap = 2000\n[Parameters]\nServerPort = 127.0.0.1:{internal}\nDisableUnixSocket = 1\n\
         NumberOfBuffers = 10000\nDirsAllowed = .\n[HTTPServer]\nServerPort = 127.0.0.1:{port}\nServerThreads = 5\n"
    )
}

#[test]
fn oxigraph_takes_a_graph_and_answers_as_it_does() {
    if let Some(peer) = Peer::oxigraph() {
        peer.takes_a_graph_and_answers_as_it_does();
    }
}

#[test]
fn virtuoso_takes_a_graph_and_answers_as_it_does() {
    if let Some(peer) = Peer::virtuoso() {
        peer.takes_a_graph_and_answers_as_it_does();
    }
}
