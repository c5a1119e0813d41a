//! SERVICE: other endpoints are asked when they are named, and not otherwise.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use insta::assert_snapshot;
use relata::evaluation::{AskService, Services};
use relata::oxigraph::model::NamedNode;
use relata::oxigraph::sparql::QueryEvaluationError;
use relata::query::QueryError;

use crate::serve::encoded;
use crate::support::{Sandbox, claims};

const NAMES: &str = r#"{"head":{"vars":["who","name"]},"results":{"bindings":[
    {"who":{"type":"uri","value":"http://e/n"},"name":{"type":"literal","value":"Norland"}},
    {"who":{"type":"uri","value":"http://e/v"},"name":{"type":"literal","value":"Vesk"}}]}}"#;

/// Answers a query over one claim, where `http://e/sparql` may be asked and answers so; and what it was asked.
fn asked(query: &str, answer: &'static str) -> String {
    let compiled = claims("subject,predicate,object\nNorland,met,Vesk\n");
    let requests = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&requests);
    let ask: Arc<AskService> = Arc::new(move |address, query| {
        noted.lock().unwrap().push(format!("asked {address}: {query}"));
        if answer.is_empty() { Err("does not answer".to_owned()) } else { Ok(answer.as_bytes().to_vec()) }
    });
    let services = Services::new(vec![NamedNode::new("http://e/sparql").unwrap()], ask);
    let found = compiled.engine().with_services(services).select(query);
    let told = match found {
        Ok(rows) => rows
            .iter()
            .map(|row| {
                row.iter().map(|cell| cell.as_ref().map_or("-", |value| value.text())).collect::<Vec<_>>().join(" ")
            })
            .collect::<Vec<_>>()
            .join("; "),
        Err(QueryError::Evaluation(QueryEvaluationError::Service(reason))) => reason.to_string(),
        Err(QueryError::Evaluation(reason)) => reason.to_string(),
        Err(error) => error.to_string(),
    };
    let mut requests = requests.lock().unwrap().clone();
    requests.dedup();
    requests.push(told);
    requests.join("\n")
}

#[test]
fn an_endpoint_that_is_named_is_asked_and_no_other() {
    let names = "SERVICE <http://e/sparql> { ?who rdfs:label ?name }";
    let joined = format!("SELECT ?who ?p {{ ?s ?p ?o ; rdfs:label ?name FILTER(?p = rel:met) {names} }}");
    assert_snapshot!(asked(&joined, NAMES), @r"
    asked http://e/sparql: SELECT * WHERE { ?who <http://www.w3.org/2000/01/rdf-schema#label> ?name . }
    http://e/n https://w3id.org/relata/rel/met; http://e/v https://w3id.org/relata/rel/met
    ");
    // Another spelling of the address is another endpoint, which is not asked.
    let other = asked("SELECT ?who { SERVICE <http://e/sparql/> { ?who rdfs:label ?name } }", NAMES);
    assert!(!other.contains("asked") && other.contains("<http://e/sparql/>"), "{other}");
    let single = format!("SELECT ?who {{ {names} }}");
    let broken = asked(&single, "[]");
    assert!(broken.contains("the endpoint <http://e/sparql> answers with what is no table in JSON"), "{broken}");
    let silence = asked(&single, "");
    assert!(silence.contains("the endpoint <http://e/sparql> does not answer"), "{silence}");
    // Where the query asks for silence, it goes on without.
    let silent =
        format!("SELECT ?p {{ ?s ?p ?o FILTER(?p = rel:met) {} }}", names.replace("SERVICE", "SERVICE SILENT"));
    assert!(asked(&silent, "").ends_with("https://w3id.org/relata/rel/met"), "{}", asked(&silent, ""));
}

#[test]
fn an_endpoint_that_may_not_be_asked_is_marked_before_the_query_is_asked() {
    let compiled = claims("subject,predicate,object\nNorland,met,Vesk\n");
    let ask: Arc<AskService> = Arc::new(|_, _| Err("is not asked".to_owned()));
    let services = Services::new(vec![NamedNode::new("http://e/sparql").unwrap()], ask);
    let engine = compiled.engine().with_services(services);
    let query = "PREFIX e: <http://e/>\nSELECT * {\n SERVICE <http://e/sparql> { ?a ?b ?c }\n SERVICE e:sparql { ?a ?b ?d }\n \
                 SERVICE <http://e/sparql/> { ?a ?b 'SERVICE <http://e/text>' } # SERVICE <http://e/comment>\n \
                 service silent e:other { ?a ?b ?e }\n SERVICE ?any { ?a ?b ?f }\n}";
    let told = engine.flaws(query).into_iter().map(|flaw| {
        let kind = if flaw.is_fatal { "error" } else { "warning" };
        format!("{kind} at {}: {} → {}", &query[flaw.range], flaw.message, flaw.hint.unwrap())
    });
    assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r"
    error at <http://e/sparql/>: no query may ask <http://e/sparql/> → `relata serve --allow-service http://e/sparql/` allows it
    warning at e:other: no query may ask <http://e/other>, so that nothing comes from it → `relata serve --allow-service http://e/other` allows it
    error at ?any: the variable behind SERVICE names no endpoint: it has no value, or one that is no IRI → name it, `SERVICE <https://…/sparql> { … }`, or list it before: `VALUES ?endpoint { <https://…/sparql> }`
    ");
}

/// An endpoint on this machine that gives the same answer to every request, and keeps what it was asked.
fn endpoint(status: &'static str, answer: String) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/sparql", listener.local_addr().unwrap());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&requests);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let (mut head, mut length) = (String::new(), 0);
            while !head.ends_with("\r\n\r\n") {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 {
                    break;
                }
                if let Some(n) = line.to_lowercase().strip_prefix("content-length:") {
                    length = n.trim().parse().unwrap();
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            let _ = reader.read_exact(&mut body);
            noted.lock().unwrap().push(String::from_utf8(body).unwrap());
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/sparql-results+json\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                answer.len()
            );
            let _ = reader.get_mut().write_all((head + &answer).as_bytes());
        }
    });
    (address, requests)
}

/// The program, serving one claim.
struct Program {
    child: Child,
    address: String,
    _sandbox: Sandbox,
}

impl Program {
    fn start(services: &[&str]) -> Program {
        let sandbox = Sandbox::new(&[("claims.csv", b"subject,predicate,object\nNorland,met,Vesk\n")]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.args(["serve", "-p", "0"]).args(services.iter().flat_map(|one| ["--allow-service", one]));
        command.current_dir(sandbox.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Program { child, address, _sandbox: sandbox }
    }

    /// Status and text of the answer to a query.
    fn ask(&self, query: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!(
            "GET /sparql?query={} HTTP/1.1\r\nHost: {}\r\nAccept: text/csv\r\nConnection: close\r\n\r\n",
            encoded(query),
            self.address
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let lines: Vec<&str> =
            body.lines().map(str::trim).filter(|line| line.len() > 2 && !line.starts_with('0')).collect();
        format!("{} {}", head.split(' ').nth(1).unwrap(), lines.join(" | ")).replace(&self.address, "HERE")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_program_asks_what_it_was_allowed_and_follows_nobody_elsewhere() {
    let (names, requests) = endpoint("200 OK", NAMES.to_owned());
    let (moved, _) = endpoint("302 Found", String::new());
    let (large, _) = endpoint("200 OK", " ".repeat(17 << 20));
    let program = Program::start(&[&names, &moved, &large]);
    let query = |address: &str| {
        program
            .ask(&format!("SELECT ?name {{ SERVICE <{address}> {{ ?who rdfs:label ?name }} }}"))
            .replace(address, "THERE")
    };
    assert_snapshot!(query(&names), @"200 name | Norland | Vesk");
    // Whoever is asked does not learn at which address this server is.
    let sent = requests.lock().unwrap()[0].clone();
    assert!(sent.starts_with("query=SELECT%20%2A%20WHERE"), "{sent}");
    assert_snapshot!(query(&moved), @"502 the endpoint <THERE> refuses the query with status 302");
    assert_snapshot!(query(&large), @"502 the endpoint <THERE> answers with more than 16 MB");
    let other = names.replace("/sparql", "/other");
    assert!(
        query(&other).starts_with("403 the query asks <THERE>, and this server asks no endpoint that is not named"),
        "{}",
        query(&other)
    );
    assert_eq!(requests.lock().unwrap().len(), 1);
    let refused = Command::new(env!("CARGO_BIN_EXE_relata"))
        .args(["serve", "--allow-service", "https://me:word@host/"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
}
