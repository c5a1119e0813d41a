//! Asks one server, again where that may help, and tells in its own words why it refuses.

use std::cell::Cell;
use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use super::{Answer, Client, Credentials, Failure, Request};
use crate::cli::hinted;
use crate::prompting::{retry_after, wait_before};

/// The longest that a server may ask to be left alone for.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// Bytes of an answer that are read for the words of a refusal.
const WORDS_READ: u64 = 1 << 14;
/// Characters of them that are shown.
const WORDS_SHOWN: usize = 400;

/// How often a server is asked that does not answer.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Retry {
    pub(in crate::cli) tries: u32,
    /// The wait before the second try; it doubles each time.
    pub(in crate::cli) first_wait: Duration,
}

/// Asks one server.
pub(in crate::cli) struct Asker {
    client: Client,
    pub(in crate::cli) credentials: Credentials,
    retry: Retry,
    /// True once it has answered anything: a server that never did is not there, and is not waited for.
    is_known: Cell<bool>,
}

/// Why a server did not do what it was asked.
#[derive(Debug)]
pub(in crate::cli) enum Refused {
    /// It says so.
    Status {
        status: u16,
        /// Its own words, on one line.
        words: String,
        /// Where it leads instead.
        location: Option<String>,
        /// How long it wants to be left alone, where that is longer than it may.
        wait: Option<Duration>,
    },
    /// It says nothing.
    Silent(Failure),
}

impl Asker {
    pub(in crate::cli) fn new(client: Client, credentials: Credentials, retry: Retry) -> Asker {
        Asker { client, credentials, retry, is_known: Cell::new(false) }
    }

    /// Sends a request until the server takes it, refuses for good, or is out of tries.
    pub(in crate::cli) fn send(&self, request: Request<'_>) -> Result<Answer, Refused> {
        let (mut n_tries, mut has_learned) = (0, false);
        loop {
            let sent = self.once(request);
            n_tries += 1;
            self.is_known.set(self.is_known.get() || sent.is_ok());
            let refused = match sent {
                Ok(answer) if answer.is_success() => return Ok(answer),
                Ok(answer) => {
                    let learned =
                        !has_learned && self.credentials.learn(answer.status, answer.header("www-authenticate"));
                    if learned {
                        (has_learned, n_tries) = (true, n_tries - 1);
                        // To the end, so that the connection can be used again.
                        answer.beginning(WORDS_READ);
                        continue;
                    }
                    let wanted = answer.header("retry-after").and_then(|header| retry_after(header, Timestamp::now()));
                    (self.refused(answer), wanted)
                }
                Err(failure) => (Refused::Silent(failure), None),
            };
            let (mut refused, wanted) = refused;
            if n_tries >= self.retry.tries || !refused.passes() || !self.is_known.get() {
                return Err(refused);
            }
            let wait = wanted.unwrap_or_else(|| wait_before(n_tries - 1, self.retry.first_wait, 1.0));
            if wait > LONGEST_WAIT {
                if let Refused::Status { wait: longer, .. } = &mut refused {
                    *longer = Some(wait);
                }
                return Err(refused);
            }
            let address = request.address.split('?').next().unwrap_or_default();
            say!("{address} {refused}; asking again in {:.1} s", wait.as_secs_f64());
            std::thread::sleep(wait);
        }
    }

    fn once(&self, request: Request<'_>) -> Result<Answer, Failure> {
        let header = self.credentials.header(request.method, request.address);
        let with_it: Vec<(&str, &str)> =
            request.headers.iter().copied().chain(header.as_deref().map(|header| ("Authorization", header))).collect();
        self.client.send(Request { headers: &with_it, ..request })
    }

    fn refused(&self, answer: Answer) -> Refused {
        let (status, location) = (answer.status, answer.header("location").map(str::to_owned));
        let words = self.credentials.redacted(answer.beginning(WORDS_READ));
        let location = location.map(|location| self.credentials.redacted(location));
        Refused::Status { status, words: one_line(&words), location, wait: None }
    }

    /// The error of a command that cannot go on, with a way out. `what` is who refuses: `the store at …`.
    pub(in crate::cli) fn error(&self, what: &str, refused: &Refused) -> anyhow::Error {
        hinted(format!("{what} {refused}"), self.way_out(refused))
    }

    fn way_out(&self, refused: &Refused) -> String {
        let named = "set `RELATA_STORE_USER` and `RELATA_STORE_PASSWORD`, or `RELATA_STORE_TOKEN`, in the environment";
        match refused {
            Refused::Status { location: Some(_), status: 300..=399, .. } => {
                "relata follows nobody elsewhere with what it sends: name that address if it is the right one"
                    .to_owned()
            }
            Refused::Status { status: 401, .. } if self.credentials.are_there() => {
                "look at name and password, or at the token, in the environment".to_owned()
            }
            Refused::Status { status: 401, .. } => named.to_owned(),
            Refused::Status { status: 403, .. } if self.credentials.are_there() => {
                "whom the environment names may not do this there".to_owned()
            }
            Refused::Status { status: 403, .. } => {
                format!("it may be read-only for everybody; else {named}")
            }
            Refused::Status { status: 404 | 405 | 406 | 501, .. } => {
                "it may be read-only, or have its endpoint at another address, such as `…/query` or `…/sparql`"
                    .to_owned()
            }
            Refused::Status { wait: Some(_), .. } | Refused::Status { status: 429 | 502..=504, .. } => {
                "ask again later".to_owned()
            }
            Refused::Status { .. } => "its words and its documents tell what it wants".to_owned(),
            Refused::Silent(Failure::TimedOut) => {
                "give it more with --timeout SECONDS; a server at `http` does not answer at `https`".to_owned()
            }
            Refused::Silent(Failure::TooLong(_)) => "ask for less".to_owned(),
            Refused::Silent(_) => "is the server running, and is this its address?".to_owned(),
        }
    }
}

impl Refused {
    /// True when the next try may do better.
    fn passes(&self) -> bool {
        match self {
            Refused::Status { status, .. } => matches!(status, 408 | 425 | 429 | 502 | 503 | 504),
            Refused::Silent(failure) => matches!(failure, Failure::TimedOut | Failure::Dropped(_)),
        }
    }

    /// A store has no way to be told anything.
    pub(in crate::cli) fn nowhere() -> Refused {
        Refused::Silent(Failure::Unwritable("no address of it takes triples".to_owned()))
    }

    /// The status, where there is one.
    pub(in crate::cli) fn status(&self) -> Option<u16> {
        match self {
            Refused::Status { status, .. } => Some(*status),
            Refused::Silent(_) => None,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Status { status, words, location, wait } => {
                write!(out, "answers with status {status}")?;
                if let Some(location) = location {
                    write!(out, " and leads to `{}`", clip(location))?;
                }
                if let Some(wait) = wait {
                    write!(out, " and wants to be left alone for {} s", wait.as_secs())?;
                }
                if words.is_empty() { Ok(()) } else { write!(out, ": {words}") }
            }
            Refused::Silent(Failure::TimedOut) => write!(out, "takes too long to answer"),
            Refused::Silent(failure) => write!(out, "does not answer: {failure}"),
        }
    }
}

/// What a server says, on one line: without the tags of a page, and not too long.
pub(in crate::cli) fn one_line(text: &str) -> String {
    let is_page = text.trim_start().starts_with('<') && text.to_ascii_lowercase().contains("<body");
    let shown = if is_page { without_tags(text) } else { text.to_owned() };
    clip(&shown.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text of a page, its title and its styles left out.
fn without_tags(page: &str) -> String {
    let start = page.to_ascii_lowercase().find("<body").unwrap_or(0);
    let mut text = String::new();
    for part in page.get(start..).unwrap_or_default().split('<').skip(1) {
        text.push(' ');
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(WORDS_SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
