//! One request to an endpoint, and what came back of it.
//!
//! Nothing is sent anywhere but to the address that the user names: redirections are not followed, and an endpoint on this
//! machine is reached without a proxy.

use std::fmt::Display;
use std::time::Duration;

use serde_json::Value;

use crate::cli::hinted;
use crate::cli::http::{self, Failure, Manner, NoAddress, Request, Secret};

/// Bytes of an answer.
const MOST_BYTES: u64 = 4 << 20;
/// Characters of a key that is taken out of what a server says: a shorter one is a word.
const KEY: usize = 12;

/// The addresses of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// The base, with which the others begin.
    pub base: String,
    /// It is on this machine.
    pub is_here: bool,
    /// What is sent can be read on the way.
    pub is_plain: bool,
}

impl Address {
    /// Reads what the user named: with or without `/v1`, with or without `/chat/completions`.
    pub(super) fn read(named: &str) -> anyhow::Result<Address> {
        let refused = |why: &dyn Display| {
            hinted(format!("`--llm` names no endpoint: {why}"), "write it as `http://127.0.0.1:8080/v1`")
        };
        let no_place = || {
            let hint = "put the key into the environment variable `RELATA_LLM_KEY`";
            hinted("`--llm` is an address, and no place for a key", hint)
        };
        let plain = named.trim().trim_end_matches('/');
        let plain = plain.strip_suffix("/chat/completions").unwrap_or(plain).trim_end_matches('/');
        let address = http::Address::read(plain).map_err(|error| match error {
            NoAddress::Credentials => no_place(),
            other => refused(&other),
        })?;
        if address.path() != address.text {
            return Err(no_place());
        }
        let has_path = plain.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
        let base = if has_path { plain.to_owned() } else { format!("{plain}/v1") };
        Ok(Address { base, is_here: address.is_here, is_plain: address.is_plain })
    }
}

/// The key of an endpoint. It has no `Debug`, so that nothing can print it.
pub(super) struct Key(Option<Secret>);

impl Key {
    /// The key in the environment. One that was meant for somebody else is not sent where it could be read on the way.
    pub(super) fn find(address: &Address) -> Key {
        let general = || Secret::of_environment("OPENAI_API_KEY").filter(|_| address.is_here || !address.is_plain);
        Key(Secret::of_environment("RELATA_LLM_KEY").or_else(general))
    }

    /// The text without the key, which some servers repeat in their messages.
    pub(super) fn redacted(&self, text: String) -> String {
        match &self.0 {
            Some(key) => key.redacted(text, KEY),
            None => text,
        }
    }
}

/// What became of a request.
#[derive(Debug)]
pub(super) enum Sent {
    /// The server answered.
    Answered {
        status: u16,
        /// The header `Retry-After`.
        retry_after: Option<String>,
        body: String,
    },
    /// The server took longer than it may.
    TimedOut,
    /// There was no server, or it hung up.
    Dropped(String),
}

/// Asks an endpoint.
pub(super) struct Client {
    http: http::Client,
    pub(super) address: Address,
    key: Key,
}

impl Client {
    pub(super) fn new(address: Address, key: Key, patience: Duration) -> Client {
        let manner = Manner { patience: Some(patience), most_bytes: MOST_BYTES, follows: false };
        Client { http: http::Client::new(manner), address, key }
    }

    /// Sends the body of a chat.
    pub(super) fn chat(&self, body: &[u8]) -> Sent {
        let headers = [("Content-Type", "application/json"), ("Accept", "application/json")];
        self.send("POST", "chat/completions", &headers, Some(body))
    }

    /// The names of the models that the endpoint has, where it tells.
    pub(super) fn models(&self) -> Vec<String> {
        let Sent::Answered { status: 200, body, .. } = self.send("GET", "models", &[], None) else { return Vec::new() };
        let list: Value = serde_json::from_str(&body).unwrap_or_default();
        let names = list.get("data").and_then(Value::as_array).into_iter().flatten();
        names.filter_map(|model| Some(model.get("id")?.as_str()?.to_owned())).take(20).collect()
    }

    fn send(&self, method: &str, below: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Sent {
        let address = format!("{}/{below}", self.address.base);
        let key = self.key.0.as_ref().map(Secret::bearer);
        let key = key.as_deref().map(|key| ("Authorization", key));
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain(key).collect();
        let answer = match self.http.send(Request { method, address: &address, headers: &headers, body }) {
            Ok(answer) => answer,
            Err(failure) => return failed(&failure),
        };
        let status = answer.status;
        let retry_after = answer.header("retry-after").map(str::to_owned);
        match answer.text() {
            Ok(body) => Sent::Answered { status, retry_after, body: self.key.redacted(body) },
            Err(failure) => failed(&failure),
        }
    }
}

fn failed(failure: &Failure) -> Sent {
    match failure {
        Failure::TimedOut => Sent::TimedOut,
        failure => Sent::Dropped(failure.to_string()),
    }
}
