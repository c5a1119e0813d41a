//! Answers that are written on a thread and sent while they are written.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::Frame;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

use super::fault::Fault;
use super::site::Site;
use crate::evaluation::CancellationToken;

/// Bytes that are sent together.
const CHUNK: usize = 32 << 10;
/// Chunks that may wait for a slow client.
const WAITING: usize = 4;

type Sent = Result<Bytes, Fault>;

/// Sends what `write` writes. Nothing is sent before the first chunk is full or all is written, so that a fault until then
/// has a status of its own; one that comes later cuts the answer off, and the client sees that it is not whole. When the
/// client goes away, `token` is cancelled.
pub(super) async fn streamed(
    site: &Site,
    media_type: &'static str,
    token: CancellationToken,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Fault> + Send + 'static,
) -> Result<Response, Fault> {
    let (sender, mut receiver) = channel(WAITING);
    let guard = CancelWhenDropped(token);
    let (turn, patience) = (site.turn().await, site.patience.answer);
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let mut chunks = Chunks { sender, waiting: Vec::with_capacity(CHUNK), patience };
        let ended = write(&mut chunks).and_then(|()| chunks.flush().map_err(|error| Fault::own(error.to_string())));
        if let Err(fault) = ended {
            // Whoever has gone away needs no reason.
            let _ = chunks.send(Err(fault));
        }
    });
    let first = match receiver.recv().await {
        Some(Ok(first)) => first,
        Some(Err(fault)) => return Err(fault),
        None => Bytes::new(),
    };
    let flow = Flow { first: Some(first).filter(|first| !first.is_empty()), receiver, _guard: guard };
    let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static(media_type))];
    Ok((StatusCode::OK, media_type, Body::new(flow)).into_response())
}

struct CancelWhenDropped(CancellationToken);

impl Drop for CancelWhenDropped {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Collects what is written, and sends it chunk by chunk.
struct Chunks {
    sender: Sender<Sent>,
    waiting: Vec<u8>,
    /// How long a client may take for a chunk before it counts as gone.
    patience: Duration,
}

impl Chunks {
    fn send(&self, sent: Sent) -> io::Result<()> {
        let sending = timeout(self.patience, self.sender.send(sent));
        match Handle::current().block_on(sending) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(io::Error::new(io::ErrorKind::BrokenPipe, "the client is gone")),
        }
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.waiting, Vec::with_capacity(CHUNK));
        self.send(Ok(full.into()))
    }
}

/// The body of an answer.
struct Flow {
    first: Option<Bytes>,
    receiver: Receiver<Sent>,
    /// Ends the query when nobody reads the body any more.
    _guard: CancelWhenDropped,
}

impl http_body::Body for Flow {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        self.receiver.poll_recv(context).map(|sent| {
            Some(match sent? {
                Ok(chunk) => Ok(Frame::data(chunk)),
                Err(fault) => Err(io::Error::other(format!("{fault:?}"))),
            })
        })
    }
}
