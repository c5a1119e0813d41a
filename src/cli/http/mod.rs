//! Requests to other machines, for every command that is given an address; nothing else in the program uses the network.
//!
//! Nobody is followed elsewhere unless a command says so, whatever comes back is read only so far, and a server on this
//! machine is reached without a proxy. Certificates are checked against the roots that Mozilla trusts, which are compiled in.

mod address;
mod asker;
mod credentials;

use std::fmt;
use std::io::{self, Read};
use std::time::Duration;

pub(super) use address::{Address, NoAddress};
pub(super) use asker::{Asker, Refused, Retry, one_line};
pub(super) use credentials::{Credentials, Secret};

/// How long it may take to reach a server.
const CONNECT: Duration = Duration::from_secs(20);

/// How a server is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// How long a request may take with its answer, where there is an end to it.
    pub(super) patience: Option<Duration>,
    /// Bytes of an answer.
    pub(super) most_bytes: u64,
    /// Whether to go where the server says that the answer is. Nothing secret may be sent then.
    pub(super) follows: bool,
}

/// Asks servers.
pub(super) struct Client {
    /// For servers on this machine.
    near: ureq::Agent,
    /// For all others, by the proxy of the environment.
    far: ureq::Agent,
    most_bytes: u64,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) address: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: Option<&'a [u8]>,
}

/// What a server answers, before its body is read.
pub(super) struct Answer {
    pub(super) status: u16,
    response: ureq::http::Response<ureq::Body>,
    most_bytes: u64,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The server took longer than it may.
    #[error("it takes too long to answer")]
    TimedOut,
    /// There was no server, or it hung up.
    #[error("{0}")]
    Dropped(String),
    /// The answer is longer than it may be.
    #[error("it answers with more than {}", Size(*.0))]
    TooLong(u64),
    /// What is asked cannot be written as a request.
    #[error("it cannot be asked so: {0}")]
    Unwritable(String),
}

impl Client {
    pub(super) fn new(manner: Manner) -> Client {
        let config = || {
            let config = ureq::Agent::config_builder()
                .timeout_global(manner.patience)
                .timeout_connect(Some(manner.patience.map_or(CONNECT, |patience| CONNECT.min(patience))))
                .http_status_as_error(false)
                .user_agent(concat!("relata/", env!("CARGO_PKG_VERSION")));
            if manner.follows { config } else { config.max_redirects(0).max_redirects_will_error(false) }
        };
        let near = config().proxy(None).build().into();
        Client { near, far: config().build().into(), most_bytes: manner.most_bytes }
    }

    /// Sends a request, once.
    pub(super) fn send(&self, request: Request<'_>) -> Result<Answer, Failure> {
        let mut builder = ureq::http::Request::builder().method(request.method).uri(request.address);
        for (name, value) in request.headers {
            builder = builder.header(*name, *value);
        }
        let unwritable = |error: ureq::http::Error| Failure::Unwritable(error.to_string());
        let agent = if address::is_here(request.address) { &self.near } else { &self.far };
        let sent = match request.body {
            Some(body) => agent.run(builder.body(body).map_err(unwritable)?),
            None => agent.run(builder.body(()).map_err(unwritable)?),
        };
        let response = sent.map_err(|error| failed(&error))?;
        Ok(Answer { status: response.status().as_u16(), response, most_bytes: self.most_bytes })
    }
}

impl Answer {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header, where it is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name)?.to_str().ok()
    }

    /// What the body is, without parameters: `text/turtle`.
    pub(super) fn media_type(&self) -> String {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The body, to its end.
    pub(super) fn bytes(mut self) -> Result<Vec<u8>, Failure> {
        let read = self.response.body_mut().with_config().limit(self.most_bytes).read_to_vec();
        read.map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => Failure::TooLong(self.most_bytes),
            other => failed(&other),
        })
    }

    /// The body as text, to its end.
    pub(super) fn text(self) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&self.bytes()?).into_owned())
    }

    /// The first bytes of the body as text, for a message. What cannot be read is left out.
    pub(super) fn beginning(self, most: u64) -> String {
        let mut bytes = Vec::new();
        let _ = self.reader().take(most).read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The body, as it comes.
    pub(super) fn reader(self) -> impl Read + use<> {
        let most_bytes = self.most_bytes;
        Told { reader: self.response.into_body().into_with_config().limit(most_bytes).reader(), most_bytes }
    }
}

/// A reader that tells in our words why it fails.
struct Told<R> {
    reader: R,
    most_bytes: u64,
}

impl<R: Read> Read for Told<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).map_err(|error| {
            let told = match error.get_ref().and_then(|inner| inner.downcast_ref()) {
                Some(ureq::Error::BodyExceedsLimit(_)) => Failure::TooLong(self.most_bytes),
                Some(inner) => failed(inner),
                None => Failure::Dropped(error.to_string()),
            };
            io::Error::new(error.kind(), told)
        })
    }
}

fn failed(error: &ureq::Error) -> Failure {
    match error {
        ureq::Error::Timeout(_) => Failure::TimedOut,
        error => Failure::Dropped(error.to_string()),
    }
}

/// A number of bytes as people read it: `16 MB`.
pub(super) struct Size(pub(super) u64);

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes >= 10 << 30 => write!(out, "{} GB", bytes >> 30),
            bytes if bytes >= 1 << 20 => write!(out, "{} MB", bytes >> 20),
            bytes if bytes >= 1 << 10 => write!(out, "{} kB", bytes >> 10),
            bytes => write!(out, "{bytes} bytes"),
        }
    }
}
