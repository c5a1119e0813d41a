//! Threads that keep the claims of a graph at hand, and answer questions about them.
//!
//! Reading all claims takes a moment that nobody wants to wait for at every keystroke. What is read borrows the graph, so
//! it lives on the stack of a thread; questions are sent there, and answers come back.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::api::prepare;
use super::fault::Fault;
use super::reading::Reading;
use crate::door::Graph;

/// A question, or how it goes without an answer where the claims could not be read.
type Job = Box<dyn FnOnce(Result<&Reading<'_>, &str>) + Send>;

/// Threads that end when nobody can ask them any more.
pub(super) struct Desk {
    jobs: Sender<Job>,
}

impl Desk {
    /// Starts to read the claims of a graph.
    pub(super) fn open(graph: Arc<Graph>) -> Desk {
        let (jobs, waiting) = channel();
        let begun = thread::Builder::new().name("desk".to_owned()).spawn(move || keep(&graph, &Mutex::new(waiting)));
        // Without a thread every question is answered with a fault.
        drop(begun);
        Desk { jobs }
    }

    /// Asks a question. One that nobody waits for any more when its turn comes is passed over.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Reading<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |reading| {
            if sender.is_closed() {
                return;
            }
            // Whoever has gone away meanwhile needs no answer.
            let _ = sender.send(match reading {
                Ok(reading) => question(reading),
                Err(reason) => Err(Fault::own(reason)),
            });
        });
        let failed = || Fault::own("the answer failed");
        self.jobs.send(job).map_err(|_| failed())?;
        receiver.await.map_err(|_| failed())?
    }
}

/// Threads that answer: a question is answered on one core, and a long one should not keep others waiting.
fn n_threads() -> usize {
    thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8))
}

fn keep(graph: &Graph, waiting: &Mutex<Receiver<Job>>) {
    match graph.claims() {
        Err(error) => work(waiting, Err(&error.to_string())),
        Ok(claims) => {
            let reading = Reading::new(&claims, graph);
            thread::scope(|scope| {
                for _ in 0..n_threads() {
                    scope.spawn(|| work(waiting, Ok(&reading)));
                }
                // Meanwhile they answer; who asks for the same waits for it.
                prepare(&reading);
            });
        }
    }
}

/// Answers one question after the other. One that panics has no answer, and the next one is taken.
fn work(waiting: &Mutex<Receiver<Job>>, reading: Result<&Reading<'_>, &str>) {
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(job) = next() {
        let panicked: Result<(), Box<dyn Any + Send>> = catch_unwind(AssertUnwindSafe(|| job(reading)));
        drop(panicked);
    }
}
