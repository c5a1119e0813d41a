//! What is served: a graph that may be exchanged for a newer one while requests run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use jiff::civil::Date;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::desk::Desk;
use super::fault::Fault;
use super::write::Token;
use super::write::kept::Kept;
use crate::door::{Graph, Origin};
use crate::evaluation::{Limits, Services};
use crate::store::Store;

/// Who may ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// Names by which the server may be addressed, beside those of this machine.
    pub hosts: Vec<String>,
    /// Origins of pages that may read answers, such as `https://yasgui.example`.
    pub origins: Vec<String>,
}

/// How long clients may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the head of a request, and between two requests.
    pub head: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// For each part of the answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        let seconds = Duration::from_secs;
        Patience { head: seconds(15), body: seconds(30), answer: seconds(60) }
    }
}

/// Opens the graph once more, built anew when a source has changed; with a day, the graph as it could be known by then. An
/// error is a sentence for people. A graph by [`Graph::at_once`] is kept when it is served already, and not opened again
/// before a source has changed.
pub type Reopen = Box<dyn Fn(Option<Date>) -> Result<Graph, String> + Send + Sync>;

/// Queries that are answered at a time; more wait for their turn.
const MOST_QUERIES: usize = 64;

/// Days for which a graph is kept.
const MOST_DAYS: usize = 4;

/// A graph and what belongs to it.
pub struct Served {
    /// The graph.
    pub graph: Arc<Graph>,
    /// The prefixes that queries need not declare.
    pub prefixes: BTreeMap<String, String>,
    /// Counts how often the graph was exchanged.
    pub version: u64,
    /// Answers questions about claims.
    pub(super) desk: Desk,
}

impl Served {
    fn new(graph: Graph, version: u64) -> Served {
        let graph = Arc::new(graph);
        let (prefixes, desk) = (graph.project().prefixes(), Desk::open(Arc::clone(&graph)));
        Served { graph, prefixes, version, desk }
    }
}

impl AsRef<Store> for Served {
    fn as_ref(&self) -> &Store {
        self.graph.store()
    }
}

/// What [`answer_question`](crate::query::answer_question) is given: a graph that several requests share.
pub(super) struct Shared(pub(super) Arc<Served>);

impl AsRef<Store> for Shared {
    fn as_ref(&self) -> &Store {
        self.0.graph.store()
    }
}

/// A version of the graph, and graphs of what was known by some days.
type Known = (u64, Vec<(Date, Arc<Served>)>);

/// A graph with the rules by which it is served.
pub struct Site {
    current: RwLock<Arc<Served>>,
    /// Graphs of what was known by some day, the one asked for last at the end, and the version they are of.
    known: Mutex<Known>,
    reopen: Reopen,
    pub(super) limits: Limits,
    pub(super) access: Access,
    pub(super) patience: Patience,
    /// The endpoints that queries may ask.
    pub(super) services: Services,
    /// What a request has to show that changes something; nothing can be changed where there is none.
    pub(super) token: Option<Token>,
    turns: Arc<Semaphore>,
    /// Decisions that can be taken back.
    pub(super) kept: Kept,
    /// Held while the graph is made anew, so that two do not do the same.
    refreshing: Mutex<()>,
    /// Sends the version of the graph when it has changed, and why it could not be made.
    pub(super) news: watch::Sender<(u64, Option<String>)>,
}

impl Site {
    /// Serves what `reopen` opens; each query may take `limits`.
    ///
    /// # Errors
    /// When the graph cannot be opened.
    pub fn open(reopen: Reopen, limits: Limits, access: Access) -> Result<Site, String> {
        let first = reopen(None)?;
        // What cannot be kept is served all the same.
        let _ = first.keep();
        let current = RwLock::new(Arc::new(Served::new(first, 1)));
        Ok(Site {
            current,
            known: Mutex::default(),
            reopen,
            limits,
            access,
            patience: Patience::default(),
            services: Services::default(),
            token: None,
            turns: Arc::new(Semaphore::new(MOST_QUERIES)),
            kept: Kept::default(),
            refreshing: Mutex::default(),
            news: watch::Sender::new((1, None)),
        })
    }

    /// The same site, which waits so long for its clients.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Site {
        Site { patience, ..self }
    }

    /// The same site, whose queries may ask these endpoints by SERVICE.
    #[must_use]
    pub fn with_services(self, services: Services) -> Site {
        Site { services, ..self }
    }

    /// The same site, whose tables may be changed by who shows this token.
    #[must_use]
    pub fn with_token(self, token: Token) -> Site {
        Site { token: Some(token), ..self }
    }

    /// A turn to answer a query, which ends when it is dropped.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.turns).acquire_owned().await.ok()
    }

    /// How many queries are being answered.
    pub fn n_queries(&self) -> usize {
        MOST_QUERIES - self.turns.available_permits()
    }

    /// The graph as it could be known by a day: made when it is asked for, which reads the sources, and kept for a while.
    pub(super) fn known_by(&self, day: Date) -> Result<Arc<Served>, Fault> {
        let version = self.current().version;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 != version {
            *known = (version, Vec::new());
        }
        // Whoever asks meanwhile waits: to make two graphs at once would take twice the memory, and no less time.
        let served = match known.1.iter().position(|(of, _)| *of == day) {
            Some(place) => known.1.remove(place).1,
            None => Arc::new(Served::new((self.reopen)(Some(day)).map_err(Fault::own)?, version)),
        };
        if known.1.len() >= MOST_DAYS {
            known.1.remove(0);
        }
        known.1.push((day, Arc::clone(&served)));
        Ok(served)
    }

    /// The graph as it is now. Who holds it keeps it, even when it is exchanged meanwhile.
    pub fn current(&self) -> Arc<Served> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks whether sources have changed, and exchanges the graph; answers whether it did. A graph that cannot be made
    /// leaves the one before in its place, and the reason is told to whoever follows [`Site::trouble`].
    pub fn refresh(&self) -> bool {
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.current();
        if before.graph.is_current() {
            self.tell(before.version, None);
            return false;
        }
        match (self.reopen)(None) {
            Ok(graph) if is_same(&graph, &before.graph) => {
                self.tell(before.version, None);
                false
            }
            Ok(graph) => {
                let version = before.version + 1;
                let next = Arc::new(Served::new(graph, version));
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&next);
                self.tell(version, None);
                // Nobody has to wait for the disk. Where it cannot be kept, the next program builds it anew.
                let _ = next.graph.keep();
                true
            }
            Err(reason) => {
                self.tell(before.version, Some(reason));
                false
            }
        }
    }

    /// Why the graph is older than its sources, if it is.
    pub fn trouble(&self) -> Option<String> {
        self.news.borrow().1.clone()
    }

    fn tell(&self, version: u64, trouble: Option<String>) {
        self.news.send_if_modified(|news| {
            let is_new = *news != (version, trouble.clone());
            *news = (version, trouble);
            is_new
        });
    }
}

/// True when two graphs were built from the same sources under the same settings. One in memory does not tell its sources.
fn is_same(one: &Graph, other: &Graph) -> bool {
    one.origin() == Origin::Kept
        && one.store().sources() == other.store().sources()
        && one.store().n_quads() == other.store().n_quads()
        && one.project().prefixes() == other.project().prefixes()
}
