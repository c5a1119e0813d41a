//! A store on this machine that keeps lines of N-Triples by graph, and misbehaves as it is told.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use crate::support::Sandbox;

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Recorded {
    /// True when it brings triples.
    pub(crate) fn brings(&self) -> bool {
        self.body.starts_with('<') || self.body.starts_with("INSERT DATA")
    }

    /// The triples it brings.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.body.lines().filter(|line| line.starts_with('<'))
    }
}

/// What becomes of a request.
pub(crate) enum Reply {
    /// It is done and answered as a store does.
    Done,
    /// It is answered so, and not done. The text has further headers, an empty line and a body.
    Says(u16, String),
    /// It is done, and the connection is closed without a word.
    DoneAndCut,
    /// It is not done, and the connection is closed without a word.
    Cut,
    /// It is answered with a body that never ends.
    Endless(&'static str),
}

type Graphs = BTreeMap<String, BTreeSet<String>>;

/// A store.
pub(crate) struct Stub {
    pub(crate) address: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
    graphs: Arc<Mutex<Graphs>>,
}

impl Stub {
    /// A store that takes triple terms where it is told so; `script` says what becomes of each request, by its number.
    pub(crate) fn new(script: impl Fn(usize, &Recorded) -> Reply + Send + Sync + 'static) -> Stub {
        Stub::of_version(true, script)
    }

    pub(crate) fn of_version(
        has_triple_terms: bool,
        script: impl Fn(usize, &Recorded) -> Reply + Send + Sync + 'static,
    ) -> Stub {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let stub = Stub { address, requests: Arc::default(), graphs: Arc::default() };
        let (requests, graphs, script) = (Arc::clone(&stub.requests), Arc::clone(&stub.graphs), Arc::new(script));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(recorded) = read(&stream) else { continue };
                let at = requests.lock().unwrap().len();
                requests.lock().unwrap().push(recorded.clone());
                let done = || done(&mut graphs.lock().unwrap(), &recorded, has_triple_terms);
                match script(at, &recorded) {
                    Reply::Done => {
                        let (status, answer) = done();
                        write(&mut stream, status, &answer);
                    }
                    Reply::Says(status, answer) => write(&mut stream, status, &answer),
                    Reply::DoneAndCut => drop(done()),
                    Reply::Cut => {}
                    Reply::Endless(kind) => {
                        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n");
                        let _ = stream.write_all(head.as_bytes());
                        while stream.write_all(&[b' '; 1 << 14]).is_ok() {}
                    }
                }
            }
        });
        stub
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    /// Every line that came, as often as it came.
    pub(crate) fn brought(&self) -> Vec<String> {
        self.requests().iter().flat_map(|request| request.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    /// The lines of a graph.
    pub(crate) fn graph(&self, name: &str) -> BTreeSet<String> {
        self.graphs.lock().unwrap().get(name).cloned().unwrap_or_default()
    }

    pub(crate) fn put(&self, name: &str, line: &str) {
        self.graphs.lock().unwrap().entry(name.to_owned()).or_default().insert(line.to_owned());
    }

    /// Sends the graph of a project to it, so many triples at a time.
    pub(crate) fn push(&self, sandbox: &Sandbox, arguments: &[&str]) -> Output {
        let address = self.address.clone();
        relata(sandbox, &[&["push", &address, "--batch", "20", "--retry-wait", "0.01"], arguments].concat())
    }
}

/// Runs the program where nobody's name, password or proxy is in the environment.
pub(crate) fn relata(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    command(sandbox, arguments).output().unwrap()
}

pub(crate) fn command(sandbox: &Sandbox, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
    command.env("RELATA_CACHE", crate::support::cache()).env("NO_COLOR", "1").env_remove("COLUMNS");
    for variable in ["RELATA_STORE_USER", "RELATA_STORE_PASSWORD", "RELATA_STORE_TOKEN"] {
        command.env_remove(variable);
    }
    // Whoever obeyed these would ask somebody else.
    command.env("http_proxy", "http://127.0.0.1:1").env("HTTP_PROXY", "http://127.0.0.1:1");
    command.current_dir(sandbox.path()).args(arguments);
    command
}

fn read(stream: &TcpStream) -> Option<Recorded> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return None;
        }
        if let Some(n) = line.to_lowercase().strip_prefix("content-length:") {
            length = n.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let mut words = head.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some(Recorded { method, path, body: String::from_utf8(body).unwrap(), head })
}

fn write(stream: &mut TcpStream, status: u16, answer: &str) {
    let (headers, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let between = if headers.is_empty() { "" } else { "\r\n" };
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} .\r\n{headers}{between}content-length: {length}\r\nconnection: close\r\n\r\n");
    let _ = stream.write_all((head + body).as_bytes());
}

/// The text of a field of a form, or of a parameter of an address.
pub(crate) fn field(text: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(text.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Does what a store does: `/query`, `/update`, and `/store` for graphs.
fn done(graphs: &mut Graphs, request: &Recorded, has_triple_terms: bool) -> (u16, String) {
    let (path, parameters) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let between = |start: &str, end: &str| {
        let rest = request.body.split_once(start).map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split_once(end)).map(|(name, _)| name.to_owned()).unwrap_or_default()
    };
    let json = |body: String| (200, format!("content-type: application/sparql-results+json\r\n\r\n{body}"));
    match (path, request.method.as_str()) {
        ("/query", _) => {
            let query = field(&request.body, "query").unwrap();
            if query.contains("isTRIPLE") && !has_triple_terms {
                return (400, "content-type: text/plain\r\n\r\nsyntax error at 'isTRIPLE'".to_owned());
            }
            if query.starts_with("ASK") {
                return json(r#"{"head":{},"boolean":true}"#.to_owned());
            }
            let graph = query.split_once("GRAPH <").map_or("", |(_, rest)| rest.split_once('>').unwrap().0);
            let n = graphs.get(graph).map_or(0, BTreeSet::len);
            json(format!(
                r#"{{"head":{{"vars":["n"]}},"results":{{"bindings":[{{"n":{{"type":"literal","value":"{n}"}}}}]}}}}"#
            ))
        }
        ("/store", method) => {
            let graph = graphs.entry(field(parameters, "graph").unwrap_or_default()).or_default();
            if method == "PUT" {
                graph.clear();
            }
            graph.extend(request.lines().map(str::to_owned));
            (204, String::new())
        }
        ("/update", _) if request.body.starts_with("DROP SILENT") => {
            graphs.remove(&between("GRAPH <", ">"));
            (204, String::new())
        }
        ("/update", _) => {
            graphs.entry(between("GRAPH <", ">")).or_default().extend(request.lines().map(str::to_owned));
            (204, String::new())
        }
        _ => (
            404,
            "content-type: text/html\r\n\r\n<html><head><title>t</title></head><body><h1>Not here</h1></body></html>"
                .to_owned(),
        ),
    }
}
