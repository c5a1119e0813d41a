//! A server on this machine that speaks the chat completions of `OpenAI`, and misbehaves as it is told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::Sandbox;

pub(super) const KEY: &str = "sk-secret-of-this-test-0123456789";

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Recorded {
    pub(super) path: String,
    pub(super) head: String,
    pub(super) body: String,
}

impl Recorded {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The passage that is asked about, without its marks.
    pub(super) fn passage(&self) -> String {
        let json = self.json();
        let messages = json["messages"].as_array().unwrap();
        let asked = messages.iter().rev().find_map(|message| {
            let content = message["content"].as_str()?;
            (message["role"] == "user" && content.contains("<passage ")).then(|| content.to_owned())
        });
        let asked = asked.unwrap();
        let inside = asked.split_once("<passage ").unwrap().1.split_once(">\n").unwrap().1;
        inside.split_once("\n</passage ").unwrap().0.to_owned()
    }

    /// The passages of the examples and their answers, in order.
    pub(super) fn examples(&self) -> Vec<(String, String)> {
        let json = self.json();
        let messages = json["messages"].as_array().unwrap();
        let pairs = messages.windows(2).filter(|pair| pair[1]["role"] == "assistant");
        let content = |message: &Value| message["content"].as_str().unwrap().to_owned();
        pairs.map(|pair| (content(&pair[0]), content(&pair[1]))).collect()
    }
}

/// What is sent back.
pub(super) enum Reply {
    Status(u16, &'static str, String),
    /// The connection is closed without a word.
    Hang,
    /// Nothing is sent for as long as the other end waits.
    Wait,
}

pub(super) struct Stub {
    pub(super) address: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
    most: Arc<AtomicUsize>,
}

impl Stub {
    /// A server that answers each request by its number and by what it says.
    pub(super) fn new(script: impl Fn(usize, &Recorded) -> Reply + Send + Sync + 'static) -> Stub {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (requests, most) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
        let (known, highest, script) = (Arc::clone(&requests), Arc::clone(&most), Arc::new(script));
        let now = Arc::new(AtomicUsize::new(0));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (known, highest, script, now) =
                    (Arc::clone(&known), Arc::clone(&highest), Arc::clone(&script), Arc::clone(&now));
                std::thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    let Some(recorded) = read(&stream) else { return };
                    highest.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let at = {
                        let mut known = known.lock().unwrap();
                        known.push(recorded.clone());
                        known.len() - 1
                    };
                    let reply = script(at, &recorded);
                    // No more than so many are on their way, whatever the sender does once it has its answer.
                    now.fetch_sub(1, Ordering::SeqCst);
                    write(&mut stream, reply);
                });
            }
        });
        Stub { address, requests, most }
    }

    /// A server whose model knows these statements, and answers with those whose evidence the passage holds.
    pub(super) fn reading(statements: Vec<Value>) -> Stub {
        Stub::new(move |_, recorded| Reply::content(&found(&statements, recorded)))
    }

    pub(super) fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    pub(super) fn chats(&self) -> usize {
        self.requests().iter().filter(|request| request.path.ends_with("/chat/completions")).count()
    }

    /// The most requests at a time.
    pub(super) fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }

    /// Runs `relata extract` with this server.
    pub(super) fn extract(&self, sandbox: &Sandbox, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.env("RELATA_CACHE", sandbox.path().join("cache")).env("RELATA_LLM_KEY", KEY).env("NO_COLOR", "1");
        // Whoever obeyed these would ask somebody else.
        command.env("http_proxy", "http://127.0.0.1:1").env("HTTP_PROXY", "http://127.0.0.1:1").env_remove("COLUMNS");
        command.current_dir(sandbox.path()).arg("extract").args(["--llm", &self.address, "--model", "tiny"]);
        if !arguments.contains(&"--format") {
            command.args(["--format", "jsonl"]);
        }
        command.args(["--retry-wait", "0.001"]).args(arguments).stdin(Stdio::null()).output().unwrap()
    }
}

impl Reply {
    /// An answer with these words.
    pub(super) fn content(words: &str) -> Reply {
        Reply::message(&json!({ "role": "assistant", "content": words }), "stop")
    }

    pub(super) fn message(message: &Value, finish_reason: &str) -> Reply {
        let choice = json!({ "index": 0, "message": message, "finish_reason": finish_reason });
        let usage = json!({ "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100 });
        Reply::ok(&json!({ "choices": [choice], "usage": usage }))
    }

    pub(super) fn ok(body: &Value) -> Reply {
        Reply::Status(200, "", body.to_string())
    }

    pub(super) fn error(status: u16, message: &str) -> Reply {
        Reply::Status(status, "", json!({ "error": { "message": message } }).to_string())
    }
}

/// The answer with the statements whose evidence a passage holds.
pub(super) fn found(statements: &[Value], recorded: &Recorded) -> String {
    let passage = recorded.passage();
    let held = statements.iter().filter(|one| passage.contains(one["evidence"].as_str().unwrap()));
    json!({ "statements": held.collect::<Vec<_>>() }).to_string()
}

/// A statement with these words; what is not told has its usual value.
pub(super) fn statement(told: Value) -> Value {
    let mut statement = json!({
        "number": 1, "evidence": "", "trigger": "", "subject": "", "predicate": "attacked", "object": null,
        "object_statement": null, "event_class": "ASSAULT", "polarity": "positive", "modality": "actual",
        "certainty": "certain", "attribution": { "kind": "author", "source": null, "cue": null },
        "time_text": null, "place_text": null, "reply": "none", "reply_to": null,
    });
    let Value::Object(told) = told else { panic!("an object") };
    for (name, value) in told {
        assert!(statement.get(&name).is_some(), "{name}");
        statement[name] = value;
    }
    statement
}

fn read(stream: &TcpStream) -> Option<Recorded> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let path = head.split(' ').nth(1)?.to_owned();
    Some(Recorded { path, head, body: String::from_utf8(body).unwrap() })
}

fn write(stream: &mut TcpStream, reply: Reply) {
    let (status, headers, body) = match reply {
        Reply::Status(status, headers, body) => (status, headers, body),
        Reply::Hang => return,
        Reply::Wait => {
            // Returns when the other end has had enough.
            let _ = stream.read(&mut [0]);
            return;
        }
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\n{headers}Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}
