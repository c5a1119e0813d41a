//! Connections: how many, how slow, and how long.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::runtime::Builder;
use tokio::sync::Semaphore;

use super::refresh::follow;
use super::router;
use super::site::Site;

/// Connections at a time; more wait until one ends.
const MOST_CONNECTIONS: usize = 1_024;
/// Bytes of the head of a request: a long query belongs into the body.
const MAX_HEAD: usize = 64 << 10;
/// How often sources are looked at.
const EVERY: Duration = Duration::from_secs(1);

/// Serves a site on a socket until the program ends.
///
/// # Errors
/// When the socket cannot be used.
pub fn listen(listener: TcpListener, site: Arc<Site>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(follow(Arc::clone(&site), EVERY));
        accept(listener, site).await
    })
}

/// Serves a site on a socket until the socket is closed.
///
/// # Errors
/// When the socket cannot be used any more.
pub async fn accept(listener: tokio::net::TcpListener, site: Arc<Site>) -> io::Result<()> {
    let patience = site.patience.head;
    let router = router(site);
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many files are open, most likely: they will be closed again.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Small answers should not wait for larger ones.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut connection = http1::Builder::new();
            connection.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(MAX_HEAD);
            // A client that goes away in the middle is no fault of the server.
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}
