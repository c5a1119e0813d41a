//! Queries that may take only so long and so much memory, whoever answers them.
//!
//! relata's own steps, and every quad that is read, look at the limits. What oxigraph's evaluator does with quads that it
//! has read before looks at nothing. So the query is answered on a thread of its own, which sends what it finds, and
//! whoever asked looks at the limits while it waits. When one is exceeded, the query is cancelled; an evaluator that
//! does not notice even that is left to itself, and ends with the program at the latest.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::vec;

use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, QueryTripleIter};
use spargebra::Query;
use spargebra::algebra::QueryDataset;

use super::{Engine, QueryError};
use crate::evaluation::{self, CancellationToken, Exceeded, Explanation, Limits, Services};
use crate::store::{DatasetError, Store};

/// A query that is answered on a thread of its own.
#[derive(Clone, Default)]
pub struct Question {
    /// SPARQL.
    pub text: String,
    /// What the text says, where somebody has read it, and since when that has taken time.
    pub parsed: Option<(Query, Instant)>,
    /// The prefixes that are declared.
    pub prefixes: BTreeMap<String, String>,
    /// The IRI that others are relative to.
    pub base: Option<String>,
    /// The graphs that are asked instead of those that the query names.
    pub dataset: Option<QueryDataset>,
    /// How long it may take, and how much memory.
    pub limits: Limits,
    /// Ends it, from whichever thread.
    pub token: CancellationToken,
    /// The endpoints that it may ask by SERVICE.
    pub services: Services,
}

/// Answers a query within `limits`.
///
/// # Errors
/// When it is no SPARQL query, its evaluation fails, or a limit is exceeded; the last two also while rows are read.
pub fn answer_within(
    store: impl AsRef<Store> + Send + 'static,
    prefixes: BTreeMap<String, String>,
    text: String,
    limits: Limits,
) -> Result<QueryResults<'static>, QueryError> {
    answer_question(store, Question { text, prefixes, limits, ..Question::default() })
}

/// Answers a query within its limits, until its token is cancelled.
///
/// # Errors
/// As [`answer_within`].
pub fn answer_question(
    store: impl AsRef<Store> + Send + 'static,
    question: Question,
) -> Result<QueryResults<'static>, QueryError> {
    let (text, parsed) = (question.text.clone(), question.parsed.as_ref().map(|(query, _)| query.clone()));
    let mut watch = Watch::new(store, question, move |engine, sender| {
        let answer = parsed.map_or_else(|| engine.run(&text), |query| engine.run_parsed(query));
        // What nobody waits for any more cannot be sent, and need not be.
        let _ = send_answer(answer, sender);
    });
    Ok(match watch.receive().map_err(QueryError::Exceeded)? {
        Some(Sent::Truth(truth)) => QueryResults::Boolean(truth),
        Some(Sent::Columns(variables)) => {
            let own = Arc::clone(&variables);
            let rows = Items { watch: Some(watch), waiting: Vec::new().into_iter(), of: rows };
            let rows = rows.map(move |row| Ok(QuerySolution::from((Arc::clone(&own), row?))));
            QueryResults::Solutions(QuerySolutionIter::new(variables, rows))
        }
        Some(Sent::Triples(first)) => QueryResults::Graph(QueryTripleIter::new(Items {
            watch: Some(watch),
            waiting: first.into_iter(),
            of: triples,
        })),
        Some(Sent::Failed(error)) => return Err(watch.reason(error)),
        Some(Sent::Rows(_)) | None => return Err(QueryError::Exceeded(Exceeded::Cancelled)),
    })
}

/// Answers a query within `limits` to its last row, and says how.
///
/// # Errors
/// When it is no SPARQL query, its evaluation fails, or a limit is exceeded.
pub fn explain_within(
    store: impl AsRef<Store> + Send + 'static,
    prefixes: BTreeMap<String, String>,
    text: String,
    limits: Limits,
) -> Result<Explanation, QueryError> {
    let question = Question { text: text.clone(), prefixes, limits, ..Question::default() };
    let mut watch = Watch::new(store, question, move |engine, sender| {
        let _ = sender.send(engine.explain(&text));
    });
    let explained =
        watch.receive().map_err(QueryError::Exceeded)?.unwrap_or(Err(QueryError::Exceeded(Exceeded::Cancelled)));
    explained.map_err(|error| watch.reason(error))
}

type SentRow = Vec<Option<Term>>;
type SentBatch<T> = Vec<Result<T, QueryEvaluationError>>;

/// What the thread that answers sends. First comes what the answer is, then the rest of it.
enum Sent {
    Truth(bool),
    Columns(Arc<[Variable]>),
    Rows(SentBatch<SentRow>),
    Triples(SentBatch<Triple>),
    Failed(QueryError),
}

fn rows(sent: Sent) -> SentBatch<SentRow> {
    if let Sent::Rows(rows) = sent { rows } else { Vec::new() }
}

fn triples(sent: Sent) -> SentBatch<Triple> {
    if let Sent::Triples(triples) = sent { triples } else { Vec::new() }
}

/// Nobody waits for the answer any more.
struct Unwanted;

fn send_answer(answer: Result<QueryResults<'_>, QueryError>, sender: &SyncSender<Sent>) -> Result<(), Unwanted> {
    let send = |sent: Sent| sender.send(sent).map_err(|_| Unwanted);
    match answer {
        Err(error) => send(Sent::Failed(error)),
        Ok(QueryResults::Boolean(truth)) => send(Sent::Truth(truth)),
        Ok(QueryResults::Solutions(solutions)) => {
            send(Sent::Columns(solutions.variables().into()))?;
            let rows = solutions.map(|solution| solution.map(|solution| solution.values().to_vec()));
            send_batches(rows, |rows| send(Sent::Rows(rows)))
        }
        Ok(QueryResults::Graph(triples)) => {
            send(Sent::Triples(Vec::new()))?;
            send_batches(triples, |triples| send(Sent::Triples(triples)))
        }
    }
}

/// Sends few items at first, so that whoever waits can begin, and then more at once, which costs less.
fn send_batches<T>(
    items: impl Iterator<Item = Result<T, QueryEvaluationError>>,
    send: impl Fn(SentBatch<T>) -> Result<(), Unwanted>,
) -> Result<(), Unwanted> {
    const MOST: usize = 256;
    let (mut batch, mut length) = (Vec::new(), 1);
    for item in items {
        // One error is enough: many evaluators would go on, and fail again and again.
        let is_last = item.is_err();
        batch.push(item);
        if is_last {
            break;
        }
        if batch.len() >= length {
            send(std::mem::take(&mut batch))?;
            length = (2 * length).min(MOST);
        }
    }
    send(batch)
}

/// A query that is being answered on another thread, and how long that may go on.
struct Watch<T> {
    /// None when nobody waits any more.
    receiver: Option<Receiver<T>>,
    thread: Option<JoinHandle<()>>,
    token: CancellationToken,
    limits: Limits,
    started: Instant,
    exceeded: Option<Exceeded>,
}

/// How long to wait between two looks at the limits.
const PATIENCE: Duration = Duration::from_millis(20);
/// How long a cancelled query may take to end.
const GRACE: Duration = Duration::from_millis(500);
/// Messages that may wait, so that whoever reads slowly does not fill the memory.
const WAITING: usize = 4;

/// As much as the first thread of a program has on most systems: queries nest.
const STACK: usize = 8 << 20;

impl<T: Send + 'static> Watch<T> {
    fn new(
        store: impl AsRef<Store> + Send + 'static,
        question: Question,
        work: impl FnOnce(&Engine<'_>, &SyncSender<T>) + Send + 'static,
    ) -> Watch<T> {
        let (sender, receiver) = sync_channel(WAITING);
        let Question { prefixes, base, dataset, limits, token, services, parsed, .. } = question;
        let started = parsed.map_or_else(Instant::now, |(_, since)| since);
        let cancelled = token.clone();
        let thread = thread::Builder::new().name("bounded query".to_owned()).stack_size(STACK).spawn(move || {
            let engine =
                Engine::new(store.as_ref(), prefixes).with_limits(limits).with_token(cancelled).with_services(services);
            let engine = engine.with_dataset(dataset).with_base(base.as_deref());
            work(&engine, &sender);
        });
        // Without a thread nothing is sent, and nobody waits.
        let (receiver, thread) = (Some(receiver), thread.ok());
        Watch { receiver, thread, token, limits, started, exceeded: None }
    }
}

impl<T> Watch<T> {
    /// The next message; none when all have come. A query that exceeds a limit is cancelled, and what it says to that
    /// comes as well, if it says something soon.
    fn receive(&mut self) -> Result<Option<T>, Exceeded> {
        let mut cancelled = None;
        loop {
            let Some(receiver) = &self.receiver else { return Ok(None) };
            match receiver.recv_timeout(PATIENCE) {
                Ok(sent) => return Ok(Some(sent)),
                Err(RecvTimeoutError::Disconnected) => {
                    self.join();
                    return Ok(None);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            match (self.exceeded, cancelled) {
                (Some(exceeded), Some(since)) if Instant::now().duration_since(since) > GRACE => {
                    // It computes without looking at anything: it is not waited for.
                    self.receiver = None;
                    self.thread = None;
                    return Err(exceeded);
                }
                (Some(_), None) => cancelled = Some(Instant::now()),
                (Some(_), Some(_)) => {}
                (None, _) => {
                    let cancelled = self.token.is_cancelled().then_some(Exceeded::Cancelled);
                    self.exceeded = cancelled.or_else(|| self.limits.exceeded(self.started));
                    if self.exceeded.is_some() {
                        self.token.cancel();
                    }
                }
            }
        }
    }

    /// Why a query failed: where it was cancelled, the limit that it exceeded.
    fn reason(&self, error: QueryError) -> QueryError {
        match (error, self.exceeded) {
            (QueryError::Exceeded(Exceeded::Cancelled), Some(exceeded)) => QueryError::Exceeded(exceeded),
            (error, _) => error,
        }
    }

    /// Waits for the thread, which has nothing left to do. What made it panic goes on here.
    fn join(&mut self) {
        self.receiver = None;
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
            resume_unwind(panic);
        }
    }
}

impl<T> Drop for Watch<T> {
    /// Ends the query when its answer is not read to the end.
    fn drop(&mut self) {
        self.token.cancel();
        self.receiver = None;
        let Some(thread) = self.thread.take() else { return };
        let cancelled = Instant::now();
        while !thread.is_finished() && cancelled.elapsed() < GRACE {
            thread::sleep(Duration::from_millis(1));
        }
        if thread.is_finished() {
            let _ = thread.join();
        }
    }
}

/// Rows or triples as they come.
struct Items<T> {
    /// None behind the last one.
    watch: Option<Watch<Sent>>,
    waiting: vec::IntoIter<Result<T, QueryEvaluationError>>,
    of: fn(Sent) -> SentBatch<T>,
}

impl<T> Iterator for Items<T> {
    type Item = Result<T, QueryEvaluationError>;

    fn next(&mut self) -> Option<Result<T, QueryEvaluationError>> {
        loop {
            if let Some(item) = self.waiting.next() {
                let watch = &self.watch;
                return Some(item.map_err(|error| failed(watch.as_ref(), error)));
            }
            match self.watch.as_mut()?.receive() {
                Ok(Some(sent)) => self.waiting = (self.of)(sent).into_iter(),
                Ok(None) => self.watch = None,
                Err(limit) => {
                    self.watch = None;
                    return Some(Err(exceeded(limit)));
                }
            }
        }
    }
}

/// An error of the evaluation, with the limit in it when that is why it was cancelled.
fn failed(watch: Option<&Watch<Sent>>, error: QueryEvaluationError) -> QueryEvaluationError {
    match (evaluation::exceeded(&error), watch.and_then(|watch| watch.exceeded)) {
        (Some(Exceeded::Cancelled), Some(limit)) => exceeded(limit),
        _ => error,
    }
}

fn exceeded(limit: Exceeded) -> QueryEvaluationError {
    QueryEvaluationError::Dataset(Box::new(DatasetError::Exceeded(limit)))
}
