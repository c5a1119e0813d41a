//! The server on a socket of this machine: clients that are slow, go away, or send too much.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use relata::serve::{Patience, accept};

use crate::serve::{Serving, encoded};

struct Listening {
    serving: Serving,
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Listening {
    fn new(patience: Patience) -> Listening {
        let serving = Serving::patient(patience);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let site = Arc::clone(&serving.site);
        runtime.spawn(async move { accept(tokio::net::TcpListener::from_std(listener).unwrap(), site).await });
        Listening { serving, address, _runtime: runtime }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).unwrap()
    }

    /// The answer to a request that ends the connection.
    fn ask(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Waits until no query is being answered.
    fn is_idle_soon(&self) -> bool {
        let started = Instant::now();
        while self.serving.site.n_queries() > 0 {
            if started.elapsed() > Duration::from_secs(20) {
                return false;
            }
            std::thread::yield_now();
        }
        true
    }
}

/// As many rows as nobody could count.
const MANY: &str = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l";
/// Rows that come soon, and are more than fit between server and client.
const FEWER: &str = "?a ?b ?c . ?d ?e ?f";

fn head(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

#[test]
fn a_client_that_sends_byte_after_byte_is_dropped_and_others_are_answered() {
    let patience = Patience { head: Duration::from_millis(300), ..Patience::default() };
    let listening = Listening::new(patience);
    let mut slow = listening.connect();
    slow.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let started = Instant::now();
    let mut is_dropped = false;
    for byte in format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}", "x".repeat(10_000)).bytes() {
        // Writing to whoever has hung up fails, at the latest the second time; else reading waits a little.
        let is_gone = slow.write_all(&[byte]).is_err()
            || !matches!(
                slow.read(&mut [0; 256]),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
            );
        if is_gone {
            is_dropped = true;
            break;
        }
        assert!(listening.ask(&head("/sparql?query=ASK%7B%7D")).starts_with("HTTP/1.1 200"));
        assert!(started.elapsed() < Duration::from_secs(60));
    }
    assert!(is_dropped);
}

#[test]
fn a_body_that_never_ends_is_given_up() {
    let listening = Listening::new(Patience { body: Duration::from_millis(200), ..Patience::default() });
    let answer = listening.ask(
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n\
         Content-Length: 100\r\n\r\nASK",
    );
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let listening = Listening::new(Patience::default());
    let answer = listening.ask(&head(&format!("/sparql?query={}", "x".repeat(100 << 10))));
    assert!(answer.starts_with("HTTP/1.1 4"), "{}", &answer[..answer.len().min(100)]);
}

#[test]
fn whoever_hangs_up_ends_the_query_before_its_first_row_and_behind_it() {
    let listening = Listening::new(Patience::default());
    for (query, waits_for) in [
        (format!("SELECT (COUNT(*) AS ?n) {{ {MANY} FILTER(STR(?a) < STR(?l)) }}"), 0),
        (format!("SELECT * {{ {FEWER} }}"), 1_000),
    ] {
        let mut stream = listening.connect();
        stream.write_all(head(&format!("/sparql?query={}", encoded(&query))).as_bytes()).unwrap();
        let mut read = vec![0; waits_for];
        stream.read_exact(&mut read).unwrap();
        let started = Instant::now();
        while listening.serving.site.n_queries() == 0 {
            assert!(started.elapsed() < Duration::from_secs(20), "the query begins");
            std::thread::yield_now();
        }
        drop(stream);
        assert!(listening.is_idle_soon(), "{query} is not ended");
    }
}

#[test]
fn whoever_takes_nothing_of_an_answer_is_given_up() {
    let listening = Listening::new(Patience { answer: Duration::from_millis(200), ..Patience::default() });
    let mut stream = listening.connect();
    stream
        .write_all(head(&format!("/sparql?query={}", encoded(&format!("SELECT * {{ {FEWER} }}")))).as_bytes())
        .unwrap();
    stream.read_exact(&mut [0; 16]).unwrap();
    assert!(listening.is_idle_soon());
}

#[test]
fn a_request_that_says_two_things_is_refused() {
    let listening = Listening::new(Patience::default());
    let told = |head: &str| {
        let answer = listening.ask(&format!("{head}Connection: close\r\n\r\n"));
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    let get = "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n";
    let other = "GET http://evil.example/sparql?query=ASK%7B%7D HTTP/1.1\r\n";
    let cases = [
        ("a host", format!("{get}Host: localhost\r\n")),
        ("a host and a port", format!("{get}Host: localhost:7878\r\n")),
        ("an address of IPv6", format!("{get}Host: [::1]:7878\r\n")),
        ("two hosts", format!("{get}Host: localhost\r\nHost: evil.example\r\n")),
        ("a host behind a user", format!("{get}Host: localhost:80@evil.example\r\n")),
        ("a port that is none", format!("{get}Host: localhost:evil\r\n")),
        ("a target elsewhere", format!("{other}Host: localhost\r\n")),
        ("two origins", format!("{get}Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example\r\n")),
    ];
    let told: Vec<String> = cases.iter().map(|(what, head)| format!("{what}: {}", told(head))).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    a host: 200
    a host and a port: 200
    an address of IPv6: 200
    two hosts: 400
    a host behind a user: 421
    a port that is none: 421
    a target elsewhere: 421
    two origins: 400
    ");
}

#[test]
fn an_answer_to_head_has_no_body() {
    let listening = Listening::new(Patience::default());
    let answer = listening.ask("HEAD /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n"), "{answer}");
}
