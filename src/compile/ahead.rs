//! Rows read ahead: one thread reads those of a source, another takes them in their order.

use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use super::output::CompileError;
use crate::diagnostic::caught;

/// Rows handed from thread to thread at once.
const BATCH: usize = 256;
/// Batches that may wait.
const WAITING: usize = 4;

/// Has a thread of its own `read` rows until it says that there are no more, while this one takes them. Batches whose rows
/// are taken are filled again, so that a row keeps its room. `failed` tells which file could not be read.
pub(super) fn read_ahead<R: Default + Send>(
    read: impl FnMut(&mut R) -> io::Result<bool> + Send,
    failed: impl Fn(io::Error) -> CompileError,
    mut take: impl FnMut(&mut R) -> Result<(), CompileError>,
) -> Result<(), CompileError> {
    let (sender, rows) = sync_channel(WAITING);
    let (giver, taken) = channel();
    thread::scope(|scope| {
        let reading = scope.spawn(move || caught(|| fill(read, &sender, &taken)));
        for batch in rows {
            let mut batch: Vec<R> = batch.map_err(&failed)?;
            batch.iter_mut().try_for_each(&mut take)?;
            // At the end of the source nobody takes it any more.
            let _ = giver.send(batch);
        }
        // A panic of that thread belongs to the source, and whoever guards it is on this one.
        if let Ok(Err(words)) = reading.join() {
            resume_unwind(Box::new(words));
        }
        Ok(())
    })
}

/// Reads rows until there are no more or nobody wants them.
fn fill<R: Default>(
    mut read: impl FnMut(&mut R) -> io::Result<bool>,
    rows: &SyncSender<io::Result<Vec<R>>>,
    taken: &Receiver<Vec<R>>,
) {
    loop {
        let mut batch = taken.try_recv().unwrap_or_default();
        batch.resize_with(BATCH, R::default);
        let (mut n_rows, mut is_row) = (0, Ok(true));
        for row in &mut batch {
            is_row = read(row);
            if !matches!(is_row, Ok(true)) {
                break;
            }
            n_rows += 1;
        }
        batch.truncate(n_rows);
        let is_over = rows.send(Ok(batch)).is_err() || !matches!(is_row, Ok(true));
        if let Err(error) = is_row {
            // When nobody wants rows any more, nobody wants to know why there are none.
            let _ = rows.send(Err(error));
        }
        if is_over {
            return;
        }
    }
}
