//! Asks a server by many clients at once, and counts what is lost: `ask_at_once FOLDER CLIENTS SECONDS`.
//!
//! Every request has a connection of its own on the loopback of this machine. A request is lost when there is no answer, no
//! whole one, or none that says success.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use relata::Graph;
use relata::diagnostic::Report;
use relata::evaluation::Limits;
use relata::project::Project;
use relata::serve::{Access, Site, listen};

const PATHS: [&str; 7] = [
    "/sparql?query=ASK%7B?s%20?p%20?o%7D",
    "/sparql?query=SELECT%20?c%20?who%7B?c%20ra:saidBy%20?who%7DLIMIT%2020",
    "/sparql?query=SELECT%20?p%20(COUNT(*)%20AS%20?n)%7B?c%20rdf:predicate%20?p%7DGROUP%20BY%20?p",
    "/api/search?q=a",
    "/api/search?q=said%20th",
    "/api/predicates",
    "/api/conflicts?most=5",
];

/// What a client has seen.
#[derive(Default)]
struct Seen {
    took: Vec<Duration>,
    lost: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a project's folder or a table")?;
    let clients: usize = arguments.next().map_or(Ok(200), |text| text.parse())?;
    let seconds: u64 = arguments.next().map_or(Ok(60), |text| text.parse())?;
    let reopen = move |known_by| {
        let mut project = Project::at(folder.as_ref()).map_err(|error| error.to_string())?;
        project.known_by = known_by;
        let mut report = Report::new(project.policy.clone());
        Graph::at_once(project, &mut report).map_err(|error| error.to_string())
    };
    let site = Arc::new(Site::open(Box::new(reopen), Limits::default(), Access::default())?);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || listen(listener, site));
    // The claims are read before anybody counts.
    ask(address, "/api/overview").map_err(|why| format!("the server does not answer: {why}"))?;
    let until = Instant::now() + Duration::from_secs(seconds);
    let client = |number: usize| {
        let mut seen = Seen::default();
        for path in PATHS.iter().cycle().skip(number) {
            let started = Instant::now();
            if started >= until {
                break;
            }
            match ask(address, path) {
                Ok(()) => seen.took.push(started.elapsed()),
                Err(why) => seen.lost.push(format!("{path}: {why}")),
            }
        }
        seen
    };
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients).map(|number| scope.spawn(move || client(number))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let mut took: Vec<Duration> = seen.iter().flat_map(|one| one.took.iter().copied()).collect();
    took.sort_unstable();
    let lost: Vec<&String> = seen.iter().flat_map(|one| &one.lost).collect();
    let at = |share: usize| took.get(took.len().saturating_sub(1) * share / 100).copied().unwrap_or_default();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{clients} clients for {seconds} s: {} answered, {} lost", took.len(), lost.len())?;
    writeln!(out, "half within {:?}, 99 of 100 within {:?}, all within {:?}", at(50), at(99), at(100))?;
    for why in lost.iter().take(10) {
        writeln!(out, "{why}")?;
    }
    Ok(())
}

/// Asks, and looks whether the answer is whole.
fn ask(address: SocketAddr, path: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect(address).map_err(failed)?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(failed)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").map_err(failed)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(failed)?;
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text.split_once("\r\n\r\n").ok_or("the answer has no head")?;
    if !head.starts_with("HTTP/1.1 200") {
        return Err(head.lines().next().unwrap_or_default().to_owned() + " " + body.trim());
    }
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let is_whole = length.map_or_else(|| body.ends_with("0\r\n\r\n"), |length: usize| body.len() == length);
    if is_whole { Ok(()) } else { Err("the answer is cut off".to_owned()) }
}
