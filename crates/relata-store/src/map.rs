//! The bytes of a graph, mapped from a file or held in memory.

use std::fs::File;
use std::io;

use memmap2::Mmap;

/// Bytes that begin at an address good for numbers of eight bytes.
pub(super) enum Bytes {
    /// Pages of a file.
    Mapped(Mmap),
    /// Memory of this process, in words, with the number of bytes used.
    Held(Vec<u64>, usize),
}

impl Bytes {
    /// Maps `file`.
    #[allow(unsafe_code, reason = "a memory map has no safe form; see below")]
    pub(super) fn map(file: &File) -> io::Result<Bytes> {
        // SAFETY: a mapped file must not change while it is read. relata never writes into a graph file: a new one is
        // written beside it and renamed, and the pages of the old one stay as long as they are mapped. Whatever else a
        // foreign program does to the file, the reader checks every length and offset it takes from it.
        unsafe { Mmap::map(file) }.map(Bytes::Mapped)
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
            Bytes::Mapped(map) => map,
            Bytes::Held(words, length) => &bytemuck::cast_slice::<u64, u8>(words)[..*length],
        }
    }
}
