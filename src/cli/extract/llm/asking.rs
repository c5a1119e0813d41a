//! Asks about passages, several at a time, and goes on where a server is slow, busy or wrong.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;

use super::client::{Client, Sent};
use super::kept::{Answers, Kept};
use super::spent::Ledger;
use crate::prompting::{
    Completion, Fault, Manner, Message, Passage, Rung, Statement, Surroundings, Usage, answer_key, messages, milder,
    read_completion, read_statements, repair, request, retry_after, wait_before,
};

/// Tries of one request.
const TRIES: u32 = 5;
/// Tries of a request that takes too long.
const SLOW_TRIES: u32 = 2;
/// The longest time that a server may ask to be left alone for.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Bytes of a sentence that a model has to be able to read beside the prompt: where it cannot, it can read none.
const SHORT: usize = 600;
const SLOW: &str = "it took too long: `--timeout SECONDS` allows more, and `--jobs 1` asks for one answer at a time";
const LONG_ANSWER: &str = "the answer about one sentence is longer than it may be";

/// The statements of an answer, each with what is wrong with it where something is.
pub(super) type Statements = Vec<Result<Statement, (String, Value)>>;

/// A text with what is shown beside each of its passages.
pub(super) struct Asked<'a> {
    pub text: &'a str,
    pub headline: &'a str,
    pub published: String,
}

impl Asked<'_> {
    pub(super) fn words(&self, passage: &Passage) -> (&str, Surroundings<'_>) {
        let words = |span| self.text.get(span).unwrap_or_default();
        let surroundings =
            Surroundings { headline: self.headline, published: &self.published, before: words(passage.before.clone()) };
        (words(passage.span()), surroundings)
    }

    pub(super) fn key(&self, model: &str, passage: &Passage) -> String {
        let (words, surroundings) = self.words(passage);
        answer_key(model, words, surroundings)
    }
}

/// What became of a passage, or of a part of one that was cut in two.
pub(super) enum Got {
    /// An answer.
    Statements(Passage, Statements),
    /// No answer, and why.
    Nothing(String),
}

/// What was read of an answer.
enum Reading {
    /// Its statements and what is kept of them.
    Statements(Statements, Option<Kept>),
    /// It was longer than it may be.
    CutOff,
    /// The passage is more than the model can read; what the server says.
    TooMuch(String),
}

/// Why nothing more is asked.
#[derive(Debug, Clone)]
pub(super) enum Stop {
    /// The server refuses what it is asked; the message, and the status.
    Refused(String, Option<u16>),
    /// The server cannot be reached, or is busy for too long.
    Down(String),
    /// The model cannot read the prompt with a sentence.
    Small(String),
    /// What the user allows is used up.
    Cap(String),
}

impl Stop {
    pub(super) fn message(&self) -> &str {
        match self {
            Stop::Refused(message, _) | Stop::Down(message) | Stop::Small(message) | Stop::Cap(message) => message,
        }
    }

    /// What the user can do, where that is known without asking the server.
    pub(super) fn hint(&self) -> Option<&'static str> {
        match self {
            Stop::Refused(_, Some(401 | 403)) => {
                Some("put the key of this endpoint into the environment variable `RELATA_LLM_KEY`")
            }
            Stop::Refused(..) | Stop::Cap(_) => None,
            Stop::Down(_) => Some("see that a server runs there; answers that came are kept, so run again"),
            Stop::Small(_) => Some("start the server with a context of 8192 tokens or more, or name another model"),
        }
    }
}

/// An answer as it came back.
struct Came {
    completion: Completion,
    body: String,
    usage: Usage,
    milliseconds: u64,
}

/// Asks one endpoint for one model.
pub(super) struct Asker<'a> {
    pub client: Client,
    pub model: &'a str,
    pub answers: &'a Answers,
    /// The name under which the manner of the endpoint is kept.
    pub endpoint: String,
    pub manner: Mutex<Manner>,
    pub ledger: Mutex<Ledger>,
    pub stopped: Mutex<Option<Stop>>,
    /// The first wait before a request is tried again.
    pub first_wait: Duration,
}

/// The value behind a lock. A thread that panicked leaves no value half changed here.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Asker<'_> {
    /// Asks about all passages, so many at a time; what came back is in the order of the passages.
    /// As each is done, it is counted in `n_done`.
    pub(super) fn ask_all(
        &self,
        passages: &[(&Asked<'_>, Passage)],
        jobs: usize,
        n_done: &AtomicUsize,
    ) -> Vec<Vec<Got>> {
        let next = AtomicUsize::new(0);
        let got: Mutex<Vec<Vec<Got>>> = Mutex::new(passages.iter().map(|_| Vec::new()).collect());
        let work = || {
            while let Some((at, (text, passage))) = {
                let at = next.fetch_add(1, Ordering::Relaxed);
                passages.get(at).map(|passage| (at, passage))
            } {
                let mut parts = Vec::new();
                self.ask(text, passage, &mut parts);
                if let Some(place) = locked(&got).get_mut(at) {
                    *place = parts;
                }
                n_done.fetch_add(1, Ordering::Relaxed);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..jobs.clamp(1, passages.len().max(1)) {
                scope.spawn(work);
            }
        });
        got.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks about a passage, or about its halves where the answer is too long.
    fn ask(&self, text: &Asked<'_>, passage: &Passage, got: &mut Vec<Got>) {
        let key = text.key(self.model, passage);
        if let Some(kept) = self.answers.read(&key) {
            match kept.body.as_deref().map(read_completion) {
                None => return self.ask_halves(text, passage, got),
                Some((Completion::Answer(answer), _)) => {
                    if let Ok(statements) = read_statements(&answer) {
                        locked(&self.ledger).kept += 1;
                        return got.push(Got::Statements(passage.clone(), statements));
                    }
                }
                // Only answers are kept; what else lies there was put there by somebody.
                Some(_) => {}
            }
        }
        match self.answer(text, passage) {
            Ok(Reading::Statements(statements, kept)) => {
                if let Some(kept) = kept {
                    self.answers.keep(&key, &kept);
                }
                got.push(Got::Statements(passage.clone(), statements));
            }
            Ok(Reading::CutOff) if passage.halves().is_some() => {
                self.answers.keep(&key, &Kept::new(self.model, Usage::default(), 0, None));
                self.ask_halves(text, passage, got);
            }
            Ok(Reading::CutOff) => got.push(Got::Nothing(LONG_ANSWER.to_owned())),
            // Not kept: the next server of this name may read more.
            Ok(Reading::TooMuch(_)) if passage.halves().is_some() => self.ask_halves(text, passage, got),
            Ok(Reading::TooMuch(told)) => got.push(Got::Nothing(self.too_small(passage, &told))),
            Err(why) => got.push(Got::Nothing(why)),
        }
    }

    fn ask_halves(&self, text: &Asked<'_>, passage: &Passage, got: &mut Vec<Got>) {
        match passage.halves() {
            Some((first, second)) => {
                self.ask(text, &first, got);
                self.ask(text, &second, got);
            }
            None => got.push(Got::Nothing(LONG_ANSWER.to_owned())),
        }
    }

    /// Why a sentence is too much. One of usual length shows that the prompt alone fills the context, so that nothing else need
    /// be tried.
    fn too_small(&self, passage: &Passage, told: &str) -> String {
        let message = format!("the context of the model is too small for the prompt and one sentence: {told}");
        if passage.span().len() > SHORT { message } else { self.stop(Stop::Small(message)) }
    }

    /// Asks about a passage. An answer that is not what was asked for is handed back once.
    fn answer(&self, text: &Asked<'_>, passage: &Passage) -> Result<Reading, String> {
        let (words, surroundings) = text.words(passage);
        let ask = |manner: Manner| messages(words, surroundings, manner.rung != Rung::JsonSchema);
        let first = self.send(&ask)?;
        let (answer, problem, usable) = match first.completion {
            Completion::CutOff => return Ok(Reading::CutOff),
            Completion::TooMuch(told) => return Ok(Reading::TooMuch(told)),
            Completion::Refused(refusal) => return Err(format!("the model will not answer: {refusal}")),
            Completion::Fault(fault) => return Err(fault.message),
            Completion::Empty => (String::new(), "it was empty".to_owned(), None),
            Completion::Answer(ref answer) => match read_statements(answer) {
                Err(problem) => (answer.clone(), problem, None),
                Ok(statements) => match statements.iter().find_map(|one| one.as_ref().err()) {
                    None => return Ok(Reading::Statements(statements, Some(self.kept(&first)))),
                    Some((problem, _)) => (answer.clone(), problem.clone(), Some(statements)),
                },
            },
        };
        // With the schema in the prompt: a server that was asked to hold the model to it did not.
        let again = |_: Manner| repair(messages(words, surroundings, true), &answer, &problem);
        let second = self.send(&again);
        let statements = match &second {
            Ok(Came { completion: Completion::Answer(answer), .. }) => read_statements(answer),
            // An answer that does not fit in the context beside its repair was long: about less, it is shorter.
            Ok(Came { completion: Completion::CutOff | Completion::TooMuch(_), .. }) if usable.is_none() => {
                return Ok(Reading::CutOff);
            }
            Ok(_) => Err("it was empty".to_owned()),
            Err(why) => Err(why.clone()),
        };
        match (statements, usable, second) {
            (Ok(statements), usable, Ok(second)) => {
                let n_wrong = |list: &Statements| list.iter().filter(|one| one.is_err()).count();
                // Of two answers with faults, the one in which more is right.
                let usable = usable.filter(|first| {
                    n_wrong(&statements) > 0 && first.len() - n_wrong(first) > statements.len() - n_wrong(&statements)
                });
                Ok(match usable {
                    Some(first_statements) => Reading::Statements(first_statements, Some(self.kept(&first))),
                    None => Reading::Statements(statements, Some(self.kept(&second))),
                })
            }
            (_, Some(usable), _) => Ok(Reading::Statements(usable, None)),
            (Err(problem), None, _) => Err(format!("no answer that can be used: {problem}")),
            (Ok(_), None, Err(why)) => Err(why),
        }
    }

    fn kept(&self, came: &Came) -> Kept {
        Kept::new(self.model, came.usage, came.milliseconds, Some(came.body.clone()))
    }

    /// Sends a request until it is answered, in the manner that the server wants.
    fn send(&self, ask: &dyn Fn(Manner) -> Vec<Message>) -> Result<Came, String> {
        let mut tries = 0;
        let mut n_slow = 0;
        loop {
            if let Some(stop) = &*locked(&self.stopped) {
                return Err(stop.message().to_owned());
            }
            let manner = *locked(&self.manner);
            let body = request(self.model, &ask(manner), manner).to_string();
            let reserved = match locked(&self.ledger).reserve(body.len()) {
                Ok(reserved) => reserved,
                Err(cap) => return Err(self.stop(Stop::Cap(cap))),
            };
            let begun = Instant::now();
            let sent = self.client.chat(body.as_bytes());
            let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            tries += 1;
            let (fault, wanted) = match sent {
                Sent::Answered { status: 200, body: came, .. } => {
                    let (completion, usage) = read_completion(&came);
                    if let Completion::Fault(fault) = completion {
                        locked(&self.ledger).free(reserved);
                        (fault, None)
                    } else {
                        locked(&self.ledger).settle(reserved, usage, body.len(), came.len());
                        return Ok(Came { completion, body: came, usage, milliseconds });
                    }
                }
                Sent::Answered { status, retry_after, body } => {
                    locked(&self.ledger).free(reserved);
                    (Fault::read(status, &body), retry_after)
                }
                Sent::TimedOut => {
                    n_slow += 1;
                    // The server may have worked, and may want to be paid for it.
                    locked(&self.ledger).lost(reserved);
                    (Fault { status: Some(408), message: SLOW.to_owned() }, None)
                }
                Sent::Dropped(why) => {
                    locked(&self.ledger).lost(reserved);
                    (Fault { status: Some(503), message: why }, None)
                }
            };
            if fault.is_too_long() {
                return Ok(Came {
                    completion: Completion::TooMuch(fault.message),
                    body: String::new(),
                    usage: Usage::default(),
                    milliseconds,
                });
            }
            if let Some(milder) = milder(manner, &fault) {
                self.change(manner, milder);
                tries -= 1;
                continue;
            }
            if !fault.passes() {
                return Err(self.refused(&fault));
            }
            if tries >= TRIES || n_slow >= SLOW_TRIES {
                let message =
                    format!("the endpoint at {} does not answer: {}", self.client.address.base, fault.message);
                return Err(self.stop(Stop::Down(message)));
            }
            self.wait(tries - 1, wanted.as_deref())?;
        }
    }

    /// Remembers the manner that a server wants, unless another thread has found it out already.
    fn change(&self, from: Manner, to: Manner) {
        let mut manner = locked(&self.manner);
        if *manner == from {
            *manner = to;
            self.answers.keep_manner(&self.endpoint, to);
        }
    }

    fn refused(&self, fault: &Fault) -> String {
        let status = fault.status.map_or_else(String::new, |status| format!(" ({status})"));
        let message =
            format!("the endpoint at {} refuses the request{status}: {}", self.client.address.base, fault.message);
        self.stop(Stop::Refused(message, fault.status))
    }

    /// Has nothing more asked; the first reason counts.
    fn stop(&self, stop: Stop) -> String {
        let message = stop.message().to_owned();
        locked(&self.stopped).get_or_insert(stop);
        message
    }

    fn wait(&self, tried: u32, wanted: Option<&str>) -> Result<(), String> {
        let wanted = wanted.and_then(|header| retry_after(header, Timestamp::now()));
        let wait = wanted.unwrap_or_else(|| wait_before(tried, self.first_wait, chance()));
        if wait > LONGEST_WAIT {
            let message =
                format!("the endpoint at {} asks to be left alone for {} s", self.client.address.base, wait.as_secs());
            return Err(self.stop(Stop::Down(message)));
        }
        std::thread::sleep(wait);
        Ok(())
    }
}

/// A number between 0 and 1 by chance, which decides nothing that anybody sees.
fn chance() -> f64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    let drawn = std::collections::hash_map::RandomState::new().build_hasher().finish() >> 44;
    f64::from(u32::try_from(drawn).unwrap_or(0)) / f64::from(1_u32 << 20)
}
