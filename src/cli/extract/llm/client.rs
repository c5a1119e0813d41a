//! One request to an endpoint, and what came back of it.
//!
//! Nothing is sent anywhere but to the address that the user names: redirections are not followed, and an endpoint on this
//! machine is reached without a proxy.

use std::time::Duration;

use serde_json::Value;

use crate::cli::hinted;

/// Bytes of an answer.
const MOST_BYTES: u64 = 4 << 20;
/// How long it may take to reach a server.
const CONNECT: Duration = Duration::from_secs(20);
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
        let refused = |why: &str| {
            Err(hinted(format!("`--llm` names no endpoint: {why}"), "write it as `http://127.0.0.1:8080/v1`"))
        };
        let plain = named.trim().trim_end_matches('/');
        let plain = plain.strip_suffix("/chat/completions").unwrap_or(plain).trim_end_matches('/');
        let Ok(uri) = plain.parse::<ureq::http::Uri>() else { return refused("it is no address") };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return refused("it has no scheme or no host");
        };
        if !matches!(scheme, "http" | "https") {
            return refused("its scheme is neither `http` nor `https`");
        }
        if authority.as_str().contains('@') || uri.query().is_some() {
            return Err(hinted(
                "`--llm` is an address, and no place for a key",
                "put the key into the environment variable `RELATA_LLM_KEY`",
            ));
        }
        let base = if uri.path() == "/" { format!("{plain}/v1") } else { plain.to_owned() };
        let host = authority.host().trim_matches(['[', ']']);
        let is_here = host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        Ok(Address { base, is_here, is_plain: scheme == "http" })
    }
}

/// The key of an endpoint. It has no `Debug`, so that nothing can print it.
pub(super) struct Key(Option<String>);

impl Key {
    /// The key in the environment. One that was meant for somebody else is not sent where it could be read on the way.
    pub(super) fn find(address: &Address) -> Key {
        let variable = |name| std::env::var(name).ok().map(|key| key.trim().to_owned()).filter(|key| !key.is_empty());
        let general = || variable("OPENAI_API_KEY").filter(|_| address.is_here || !address.is_plain);
        Key(variable("RELATA_LLM_KEY").or_else(general))
    }

    /// The text without the key, which some servers repeat in their messages.
    pub(super) fn redacted(&self, text: String) -> String {
        match self.0.as_deref().filter(|key| key.chars().count() >= KEY) {
            Some(key) if text.contains(key) => text.replace(key, "…"),
            _ => text,
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
    agent: ureq::Agent,
    pub(super) address: Address,
    key: Key,
}

impl Client {
    pub(super) fn new(address: Address, key: Key, patience: Duration) -> Client {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(patience))
            .timeout_connect(Some(CONNECT.min(patience)))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("relata/", env!("CARGO_PKG_VERSION")));
        // A proxy of the environment is for what is far away.
        let config = if address.is_here { config.proxy(None) } else { config };
        Client { agent: config.build().into(), address, key }
    }

    /// Sends the body of a chat.
    pub(super) fn chat(&self, body: &[u8]) -> Sent {
        let request = self.agent.post(format!("{}/chat/completions", self.address.base));
        let request = request.header("Content-Type", "application/json").header("Accept", "application/json");
        let request = match &self.key.0 {
            Some(key) => request.header("Authorization", format!("Bearer {key}")),
            None => request,
        };
        self.read(request.send(body))
    }

    /// The names of the models that the endpoint has, where it tells.
    pub(super) fn models(&self) -> Vec<String> {
        let request = self.agent.get(format!("{}/models", self.address.base));
        let request = match &self.key.0 {
            Some(key) => request.header("Authorization", format!("Bearer {key}")),
            None => request,
        };
        let Sent::Answered { status: 200, body, .. } = self.read(request.call()) else { return Vec::new() };
        let list: Value = serde_json::from_str(&body).unwrap_or_default();
        let names = list.get("data").and_then(Value::as_array).into_iter().flatten();
        names.filter_map(|model| Some(model.get("id")?.as_str()?.to_owned())).take(20).collect()
    }

    fn read(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Sent {
        let mut answer = match answer {
            Ok(answer) => answer,
            Err(error) => return failed(&error),
        };
        let status = answer.status().as_u16();
        let retry_after =
            answer.headers().get("retry-after").and_then(|header| header.to_str().ok()).map(str::to_owned);
        match answer.body_mut().with_config().limit(MOST_BYTES).lossy_utf8(true).read_to_string() {
            Ok(body) => Sent::Answered { status, retry_after, body: self.key.redacted(body) },
            Err(error) => failed(&error),
        }
    }
}

fn failed(error: &ureq::Error) -> Sent {
    match error {
        ureq::Error::Timeout(_) => Sent::TimedOut,
        error => Sent::Dropped(error.to_string()),
    }
}
