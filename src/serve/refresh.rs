//! Sources change while the graph is served: it is made anew, and pages are told.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{Stream, unfold};

use super::site::Site;

/// Looks every so often whether sources have changed, for ever.
pub async fn follow(site: Arc<Site>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        let site = Arc::clone(&site);
        // A build that panics leaves the graph that is there, and is tried again.
        let _ = tokio::task::spawn_blocking(move || site.refresh()).await;
    }
}

/// The versions of the graph as they come, as server-sent events: `graph` with the number of the version, or `trouble` with
/// the reason why the graph is older than its sources.
pub(super) async fn changes(State(site): State<Arc<Site>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut news = site.news.subscribe();
    news.mark_changed();
    let events = unfold(news, |mut news| async {
        news.changed().await.ok()?;
        let (version, trouble) = news.borrow_and_update().clone();
        let event = match trouble {
            Some(reason) => Event::default().event("trouble").data(reason.replace(['\r', '\n'], " ")),
            None => Event::default().event("graph").data(version.to_string()),
        };
        Some((Ok(event), news))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
