//! The bytes of a graph, mapped from a file or held in memory.

use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use memmap2::Mmap;

/// True once a file turned out to be shorter than what was mapped of it.
static CUT_OFF: AtomicBool = AtomicBool::new(false);

/// True when a graph file that was mapped, and is no longer, had been cut off by another program in the meantime.
///
/// What was read from it may be wrong: the end of its last page reads as zeros.
pub fn was_cut_off() -> bool {
    CUT_OFF.load(Ordering::Relaxed)
}

/// Bytes that begin at an address good for numbers of eight bytes.
pub(super) enum Bytes {
    /// Pages of a file.
    Mapped(Mapped),
    /// Memory of this process, in words, with the number of bytes used.
    Held(Vec<u64>, usize),
}

/// The pages of a file, which is asked at the end whether it still has them.
pub(super) struct Mapped {
    pages: Mmap,
    file: File,
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // A file whose length cannot be told any more cannot be vouched for either.
        let length = self.file.metadata().map_or(0, |metadata| metadata.len());
        if length < self.pages.len() as u64 {
            CUT_OFF.store(true, Ordering::Relaxed);
        }
    }
}

impl Bytes {
    /// Maps `file`.
    #[allow(unsafe_code, reason = "a memory map has no safe form; see below")]
    pub(super) fn map(file: &File) -> io::Result<Bytes> {
        // SAFETY: a mapped file must not change while it is read. relata never writes into a graph file: a new one is
        // written beside it and renamed, and the pages of the old one stay as long as they are mapped. Whatever else a
        // foreign program does to the file, the reader checks every length and offset it takes from it.
        let pages = unsafe { Mmap::map(file) }?;
        Ok(Bytes::Mapped(Mapped { pages, file: file.try_clone()? }))
    }

    /// Copies bytes into memory of this process.
    pub(super) fn hold(bytes: &[u8]) -> Bytes {
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut::<u64, u8>(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Bytes::Held(words, bytes.len())
    }

    #[inline]
    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Bytes::Mapped(mapped) => &mapped.pages,
            Bytes::Held(words, length) => &bytemuck::cast_slice::<u64, u8>(words)[..*length],
        }
    }
}

/// Ends the program with `message` and exit code 2 when a page of a mapped file is gone, rather than by the signal.
///
/// For programs only: a library leaves signals to the program it is in. A page is gone when another program cuts the file
/// off, or when the disk cannot be read.
#[cfg(unix)]
#[allow(unsafe_code, reason = "what a signal may do has no safe form; see below")]
pub fn end_when_pages_are_gone(message: &'static str) {
    let end = move || {
        // Written in one call, without a lock or memory of the heap: the thread that met the signal may hold any of them.
        let _ = rustix::io::write(rustix::stdio::stderr(), message.as_bytes());
        signal_hook::low_level::exit(2)
    };
    // SAFETY: the closure takes no lock, asks for no memory and does not unwind: it makes two calls to the system, both of
    // which POSIX allows in a handler. Without it the program ends by the signal, so that nothing is lost when it fails.
    let _ = unsafe { signal_hook::low_level::register(signal_hook::consts::SIGBUS, end) };
}

/// Does nothing: where there are no signals, the system says it in its own way.
#[cfg(not(unix))]
pub fn end_when_pages_are_gone(_: &'static str) {}
