//! What is served: a graph that may be exchanged for a newer one while requests run.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use crate::door::Graph;
use crate::evaluation::Limits;
use crate::store::Store;

/// Who may ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// Names by which the server may be addressed, beside those of this machine.
    pub hosts: Vec<String>,
    /// Origins of pages that may read answers, such as `https://yasgui.example`.
    pub origins: Vec<String>,
}

/// Opens the graph once more, built anew when a source has changed. An error is a sentence for people.
pub type Reopen = Box<dyn Fn() -> Result<Graph, String> + Send + Sync>;

/// A graph and what belongs to it.
pub struct Served {
    /// The graph.
    pub graph: Graph,
    /// The prefixes that queries need not declare.
    pub prefixes: BTreeMap<String, String>,
    /// Counts how often the graph was exchanged.
    pub version: u64,
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

/// A graph with the rules by which it is served.
pub struct Site {
    current: RwLock<Arc<Served>>,
    reopen: Reopen,
    pub(super) limits: Limits,
    pub(super) access: Access,
    /// Sends the version of the graph when it has changed, and why it could not be made.
    pub(super) news: watch::Sender<(u64, Option<String>)>,
}

impl Site {
    /// Serves what `reopen` opens; each query may take `limits`.
    ///
    /// # Errors
    /// When the graph cannot be opened.
    pub fn open(reopen: Reopen, limits: Limits, access: Access) -> Result<Site, String> {
        let graph = reopen()?;
        let prefixes = graph.project().prefixes();
        let current = RwLock::new(Arc::new(Served { graph, prefixes, version: 1 }));
        Ok(Site { current, reopen, limits, access, news: watch::Sender::new((1, None)) })
    }

    /// The graph as it is now. Who holds it keeps it, even when it is exchanged meanwhile.
    pub fn current(&self) -> Arc<Served> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks whether sources have changed, and exchanges the graph; answers whether it did. A graph that cannot be made
    /// leaves the one before in its place, and the reason is told to whoever follows [`Site::trouble`].
    pub fn refresh(&self) -> bool {
        let before = self.current();
        match (self.reopen)() {
            Ok(graph) if is_same(&graph, &before.graph) => {
                self.tell(before.version, None);
                false
            }
            Ok(graph) => {
                let (prefixes, version) = (graph.project().prefixes(), before.version + 1);
                let next = Arc::new(Served { graph, prefixes, version });
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
                self.tell(version, None);
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

/// True when two graphs were built from the same sources under the same settings.
fn is_same(one: &Graph, other: &Graph) -> bool {
    one.store().sources() == other.store().sources()
        && one.store().n_quads() == other.store().n_quads()
        && one.project().prefixes() == other.project().prefixes()
}
