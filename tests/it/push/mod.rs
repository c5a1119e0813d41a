//! Graphs sent to stores: whole, once, with nobody else's triples lost, whatever the store does.

mod peers;
pub(crate) mod stub;

use std::collections::BTreeSet;

use insta::assert_snapshot;

use crate::cli::{code, out, talk};
use crate::support::Sandbox;
use stub::{Recorded, Reply, Stub, command, relata};

const CLAIMS: &[u8] = b"id,subject,predicate,object,said_by\n\
    c1,Norland,met,Vesk,Radio Norland\nc2,Vesk,attacked,Norland,\nc3,Norland,denied,#c2,a spokesman\n";
const SETTINGS: &[u8] =
    b"[project]\nname = \"border\"\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\n";
const GRAPH: &str = "https://w3id.org/relata/project/border/";

pub(super) fn border() -> Sandbox {
    let sandbox = Sandbox::new(&[("relata.toml", SETTINGS), ("claims.csv", CLAIMS)]);
    assert_eq!(code(&relata(&sandbox, &["build"])), 0);
    sandbox
}

/// The triples that queries see here, but for source lines.
fn seen_here(sandbox: &Sandbox) -> BTreeSet<String> {
    let all = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?p != ra:sourceLine) }";
    out(&relata(sandbox, &["query", all, "-f", "nt"])).lines().map(str::to_owned).collect()
}

/// What the program told, with times and addresses taken out.
fn told(output: &std::process::Output, stub: &Stub) -> String {
    let all = format!("exit {}\n{}{}", code(output), out(output), talk(output)).replace(&stub.address, "STORE");
    let is_time = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
    let line = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let cut = words.iter().position(|word| is_time(word));
        cut.filter(|_| line.contains(" a second")).map_or_else(|| line.to_owned(), |cut| words[..cut].join(" ") + " …")
    };
    all.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn always(_: usize, _: &Recorded) -> Reply {
    Reply::Done
}

#[test]
fn a_store_gets_what_queries_see_here_once_and_nothing_when_it_has_it() {
    let (sandbox, stub) = (border(), Stub::new(always));
    assert_snapshot!(told(&stub.push(&sandbox, &["--dry-run"]), &stub), @r"
    exit 0
    507 triples of RDF 1.2 in 26 batches, 62 kB of N-Triples; nobody was asked
    ");
    assert!(stub.requests().is_empty(), "nobody is asked");
    assert_snapshot!(told(&stub.push(&sandbox, &[]), &stub), @r"
    exit 0
    sent 507 triples in 26 batches by the Graph Store Protocol to <https://w3id.org/relata/project/border/> in …
    the store counts 507 triples there
    ");
    assert_eq!(stub.graph(GRAPH), seen_here(&sandbox));
    assert_eq!(stub.brought().len(), stub.graph(GRAPH).len(), "nothing comes twice");
    let n_before = stub.brought().len();
    assert_snapshot!(told(&stub.push(&sandbox, &[]), &stub), @r"
    exit 0
    nothing to send: <https://w3id.org/relata/project/border/> holds this graph, 507 triples
    ");
    assert_eq!(stub.brought().len(), n_before);
}

#[test]
fn a_store_without_triple_terms_gets_statements_of_rdf_1_1() {
    let (sandbox, stub) = (border(), Stub::of_version(false, always));
    let told = told(&stub.push(&sandbox, &["--protocol", "update"]), &stub);
    assert!(told.contains("the store takes no triple terms of RDF 1.2: claims are sent as RDF 1.1"), "{told}");
    let graph = stub.graph(GRAPH);
    assert!(graph.iter().all(|line| !line.contains("<<(")));
    let statements = graph.iter().filter(|line| line.contains("rdf-syntax-ns#Statement>")).count();
    assert_eq!(statements, 3, "a claim is a statement");
    // Nothing else is lost: what is not a triple term is the same.
    let rest: BTreeSet<String> = seen_here(&sandbox).into_iter().filter(|line| !line.contains("<<(")).collect();
    assert!(rest.is_subset(&graph));
}

#[test]
fn a_store_that_says_it_takes_triple_terms_and_does_not_is_told_of() {
    let stub = Stub::new(|_, request: &Recorded| {
        if request.body.contains("<<(") {
            Reply::Says(400, "content-type: text/plain\r\n\r\nunexpected <<".to_owned())
        } else {
            Reply::Done
        }
    });
    let sandbox = border();
    assert_snapshot!(told(&stub.push(&sandbox, &[]), &stub), @r"
    exit 2
    400 triples are there; the same command goes on behind them
    error: the store at STORE/store answers with status 400: unexpected <<
    hint: where it takes no triple terms of RDF 1.2, --rdf 1.1 sends none
    ");
    assert_eq!(code(&stub.push(&sandbox, &["--rdf", "1.1"])), 0);
}

#[test]
fn a_busy_store_and_a_cut_connection_are_asked_again() {
    let script = |at: usize, request: &Recorded| match (request.brings(), at % 3) {
        (true, 0) => Reply::Says(503, "retry-after: 0\r\n\r\n".to_owned()),
        (true, 1) => Reply::DoneAndCut,
        (false, 1) if at > 6 => Reply::Cut,
        _ => Reply::Done,
    };
    let (sandbox, stub) = (border(), Stub::new(script));
    let output = stub.push(&sandbox, &[]);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    assert_eq!(stub.graph(GRAPH), seen_here(&sandbox), "what came twice is there once");
    assert!(talk(&output).contains("/store answers with status 503; asking again in"), "{}", talk(&output));
    let tired = Stub::new(|_, request: &Recorded| {
        if request.brings() { Reply::Says(503, "retry-after: 100000\r\n\r\n".to_owned()) } else { Reply::Done }
    });
    assert_snapshot!(told(&tired.push(&sandbox, &["--graph", "http://e/g"]), &tired), @r"
    exit 2
    nothing was taken by the store
    error: the store at STORE/store answers with status 503 and wants to be left alone for 100000 s
    hint: ask again later
    ");
}

#[test]
fn a_push_that_was_cut_goes_on_where_it_was_and_begins_anew_for_another_graph() {
    let is_full = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let full = std::sync::Arc::clone(&is_full);
    let stub = Stub::new(move |at, request: &Recorded| {
        if request.brings() && at > 5 && full.load(std::sync::atomic::Ordering::SeqCst) {
            Reply::Says(507, "content-type: text/plain\r\n\r\nno room is left".to_owned())
        } else {
            Reply::Done
        }
    });
    let sandbox = border();
    assert_snapshot!(told(&stub.push(&sandbox, &[]), &stub), @r"
    exit 2
    60 triples are there; the same command goes on behind them
    error: the store at STORE/store answers with status 507: no room is left
    hint: its words and its documents tell what it wants
    ");
    let n_there = stub.graph(GRAPH).len();
    // Another graph: what is there of the old one gives way.
    sandbox.write("claims.csv", &CLAIMS[..CLAIMS.len() - "c3,Norland,denied,#c2,a spokesman\n".len()]);
    is_full.store(false, std::sync::atomic::Ordering::SeqCst);
    let output = stub.push(&sandbox, &[]);
    let changed = format!("the graph has changed since {n_there} triples were sent: they give way");
    assert!(talk(&output).contains(&changed), "{}", talk(&output));
    assert_eq!(stub.graph(GRAPH), seen_here(&sandbox));
    // And back again, cut in the middle: the second time sends the rest and nothing else.
    sandbox.write("claims.csv", CLAIMS);
    is_full.store(true, std::sync::atomic::Ordering::SeqCst);
    let stub = {
        let full = std::sync::Arc::clone(&is_full);
        Stub::new(move |at, request: &Recorded| {
            if request.brings() && at > 5 && full.load(std::sync::atomic::Ordering::SeqCst) {
                Reply::Says(507, String::new())
            } else {
                Reply::Done
            }
        })
    };
    assert_eq!(code(&stub.push(&sandbox, &[])), 2);
    is_full.store(false, std::sync::atomic::Ordering::SeqCst);
    let n_before = stub.requests().len();
    let output = stub.push(&sandbox, &[]);
    assert!(talk(&output).contains("goes on behind the first"), "{}", talk(&output));
    assert_eq!(stub.graph(GRAPH), seen_here(&sandbox));
    let again: Vec<Recorded> = stub.requests().split_off(n_before);
    let n_again = again.iter().flat_map(|request| request.lines().collect::<Vec<_>>()).count();
    assert!(n_again < stub.graph(GRAPH).len() && n_again > 0);
    assert!(again.iter().all(|request| request.method != "PUT"), "nothing is replaced");
}

#[test]
fn what_others_have_there_stays_unless_it_is_told_to_go() {
    let (sandbox, stub) = (border(), Stub::new(always));
    let other = "<http://e/a> <http://e/b> <http://e/c> .";
    stub.put(GRAPH, other);
    assert_snapshot!(told(&stub.push(&sandbox, &[]), &stub), @r"
    exit 2
    error: <https://w3id.org/relata/project/border/> holds 1 triple, not known to be what was sent
    hint: --replace removes all of them, --add leaves them there, --graph IRI names another graph
    ");
    assert_eq!(stub.graph(GRAPH).len(), 1, "nothing is sent");
    assert_eq!(code(&stub.push(&sandbox, &["--add"])), 0);
    assert!(stub.graph(GRAPH).contains(other) && stub.graph(GRAPH).is_superset(&seen_here(&sandbox)));
    assert!(out(&stub.push(&sandbox, &["--add"])).starts_with("nothing to send"));
    // What was added to others' is not known to be all ours.
    sandbox.write("claims.csv", &CLAIMS[..CLAIMS.len() - 34]);
    assert_eq!(code(&stub.push(&sandbox, &[])), 2);
    assert_eq!(code(&stub.push(&sandbox, &["--replace"])), 0);
    assert_eq!(stub.graph(GRAPH), seen_here(&sandbox));
    // Somebody else writes to a graph that was ours.
    stub.put(GRAPH, other);
    sandbox.write("claims.csv", CLAIMS);
    let refused = stub.push(&sandbox, &[]);
    assert!(talk(&refused).contains("not known to be what was sent"), "{}", talk(&refused));
    assert!(stub.graph(GRAPH).contains(other));
}

#[test]
fn a_batch_that_is_too_large_is_halved() {
    let stub = Stub::new(
        |_, request: &Recorded| {
            if request.lines().count() > 120 { Reply::Says(413, String::new()) } else { Reply::Done }
        },
    );
    let sandbox = border();
    let output = relata(&sandbox, &["push", &stub.address, "--batch", "1000"]);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    assert_eq!(stub.graph(GRAPH), seen_here(&sandbox));
}

#[test]
fn a_store_without_the_graph_store_protocol_gets_updates_and_one_that_only_reads_is_told_of() {
    let lacks = |path: &'static str| {
        move |_: usize, request: &Recorded| {
            if request.path.starts_with(path) {
                Reply::Says(405, "content-type: text/plain\r\n\r\nread-only".to_owned())
            } else {
                Reply::Done
            }
        }
    };
    let sandbox = border();
    let stub = Stub::new(lacks("/store"));
    let output = stub.push(&sandbox, &[]);
    assert!(out(&output).contains("by SPARQL Update"), "{}", talk(&output));
    assert_eq!(stub.graph(GRAPH), seen_here(&sandbox));
    let reads = Stub::new(|_, request: &Recorded| {
        if request.path.starts_with("/query") {
            Reply::Done
        } else {
            Reply::Says(405, "content-type: text/plain\r\n\r\nread-only".to_owned())
        }
    });
    assert_snapshot!(told(&reads.push(&sandbox, &[]), &reads), @r"
    exit 2
    nothing was taken by the store
    error: the store at STORE/update answers with status 405: read-only
    hint: it may be read-only, or have its endpoint at another address, such as `…/query` or `…/sparql`
    ");
    let only_graphs = Stub::new(lacks("/update"));
    assert_eq!(code(&only_graphs.push(&sandbox, &["--protocol", "update"])), 2);
}

#[test]
fn a_password_goes_to_the_store_that_asks_for_it_and_nowhere_else() {
    let wants = |_: usize, request: &Recorded| {
        if request.head.contains("authorization: Basic bWU6b3Blbi1zZXNhbWU=") {
            Reply::Done
        } else {
            Reply::Says(401, "www-authenticate: Basic realm=\"r\"\r\n\r\nnot open-sesame".to_owned())
        }
    };
    let (sandbox, stub) = (border(), Stub::new(wants));
    let push = |stub: &Stub, password: Option<&str>| {
        let mut command = command(&sandbox, &["push", &stub.address]);
        if let Some(password) = password {
            command.env("RELATA_STORE_USER", "me").env("RELATA_STORE_PASSWORD", password);
        }
        told(&command.output().unwrap(), stub)
    };
    assert_snapshot!(push(&stub, None), @r"
    exit 2
    error: the store at STORE/query answers with status 401: not open-sesame
    hint: set `RELATA_STORE_USER` and `RELATA_STORE_PASSWORD`, or `RELATA_STORE_TOKEN`, in the environment
    ");
    assert_snapshot!(push(&stub, Some("guessed")), @r"
    exit 2
    error: the store at STORE/query answers with status 401: not open-sesame
    hint: look at name and password, or at the token, in the environment
    ");
    let first = stub.requests()[0].head.clone();
    assert!(!first.contains("authorization"), "it is told only who asks: {first}");
    assert!(push(&stub, Some("open-sesame")).starts_with("exit 0"));
    let other = Stub::new(always);
    let elsewhere = format!("location: {}/query\r\n\r\n", other.address);
    let moved = Stub::new(move |_, _: &Recorded| Reply::Says(307, elsewhere.clone()));
    let told = push(&moved, Some("open-sesame")).replace(&other.address, "OTHER");
    assert_snapshot!(told, @r"
    exit 2
    error: the store at STORE/query answers with status 307 and leads to `OTHER/query`
    hint: relata follows nobody elsewhere with what it sends: name that address if it is the right one
    ");
    assert!(other.requests().is_empty(), "nobody is followed");
    // A server that repeats what it was sent has its words cleaned.
    let parrot = Stub::new(|_, _: &Recorded| Reply::Says(401, "\r\n\r\nno `open-sesame` here".to_owned()));
    assert!(!push(&parrot, Some("open-sesame")).contains("sesame"), "{}", push(&parrot, Some("open-sesame")));
}

#[test]
fn a_store_that_counts_otherwise_is_told_of() {
    let stub = Stub::new(|at, request: &Recorded| {
        if request.brings() && at % 2 == 0 {
            // It says that it has taken them.
            Reply::Says(204, String::new())
        } else {
            Reply::Done
        }
    });
    let sandbox = border();
    let told = told(&stub.push(&sandbox, &[]), &stub);
    assert!(told.starts_with("exit 1") && told.contains("the store counts"), "{told}");
}

#[test]
fn what_cannot_be_a_store_is_refused_with_a_way_out() {
    let sandbox = border();
    let push = |address: &str| talk(&relata(&sandbox, &["push", address]));
    assert_snapshot!(push("store"), @r"
    error: `push store` names no endpoint: it has no scheme or no host
    hint: write it as `http://127.0.0.1:7878/query` or `https://host/sparql`
    ");
    assert_snapshot!(push("ftp://host/store"), @r"
    error: `push ftp://host/store` names no endpoint: its scheme is neither `http` nor `https`
    hint: write it as `http://127.0.0.1:7878/query` or `https://host/sparql`
    ");
    let secret = push("https://me:open-sesame@host/");
    assert!(!secret.contains("sesame"), "{secret}");
    assert_snapshot!(push("http://127.0.0.1:1/"), @r"
    error: the store at http://127.0.0.1:1/query does not answer: io: Connection refused (os error 111)
    hint: is the server running, and is this its address?
    ");
    let page = Stub::new(|_, _: &Recorded| Reply::Says(200, "content-type: text/html\r\n\r\n<html>".to_owned()));
    assert_snapshot!(push(&page.address).replace(&page.address, "STORE"), @r"
    error: no SPARQL endpoint is found at STORE:
      STORE/query answers with no result of SPARQL
      STORE/sparql answers with no result of SPARQL
      STORE answers with no result of SPARQL
    hint: name the address that takes updates, and with --query-at URL the one that takes queries
    ");
    let empty = Sandbox::new(&[]);
    assert!(talk(&relata(&empty, &["push", &page.address])).contains("no `relata.toml`"));
    let endless = Stub::new(|_, _: &Recorded| Reply::Endless("application/sparql-results+json"));
    let told = push(&endless.address).replace(&endless.address, "STORE");
    assert!(told.contains("no SPARQL endpoint is found"), "{told}");
}

#[test]
fn a_graph_file_is_sent_to_the_graph_that_is_named() {
    let (sandbox, stub) = (border(), Stub::new(always));
    let file = ".relata/graph.relata";
    assert_snapshot!(talk(&relata(&sandbox, &["push", &stub.address, file])), @r"
    error: a table or graph file alone does not say to which graph it goes
    hint: add --graph IRI, or --graph default
    ");
    assert_eq!(code(&relata(&sandbox, &["push", &stub.address, file, "--graph", "http://e/g"])), 0);
    assert_eq!(stub.graph("http://e/g"), seen_here(&sandbox));
    assert_eq!(code(&relata(&sandbox, &["push", &stub.address, file, "--graph", "default"])), 0);
    assert_eq!(stub.graph(""), seen_here(&sandbox));
}
