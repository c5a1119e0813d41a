//! How is it mapped in pieces, and put together again?
//!
//! Where tables of events outgrow one process, [`map`] reads a part of the sources, by the readers that a build reads them
//! with, and writes what its rows say as stored tables, in buckets by a hash of the event. [`reduce`] takes the parts, looks
//! whether all are there and whole, gives mentions the statement of their event, and writes tables that are a project: a
//! build of them makes the graph that a build of the sources makes. Every file is written beside and renamed, and the list of
//! what a part has made comes last, so that whoever is killed leaves nothing that counts.
//!
//! In: a project. Out: folders of Parquet. It resolves no name and checks no claim: `compile` does, when the tables are
//! built.

mod carried;
mod error;
mod filed;
mod manifest;
mod mapping;
mod piece;
mod plan;
mod reducing;
mod selecting;
mod tables;

pub use error::ShardError;
pub use manifest::{Manifest, ReadPiece, StoredFile};
pub use mapping::{MapOptions, map};
pub use plan::{Part, Plan};
pub use reducing::{ReduceOptions, Reduced, is_reduced, reduce};
pub use selecting::{Selection, select};

/// The most buckets: each has some files open at once.
pub const MOST_BUCKETS: u32 = 128;

/// Buckets, where nobody says how many.
pub const BUCKETS: u32 = 16;

/// The bucket of whatever has this key.
fn bucket_of(key: &[u8], n_buckets: u32) -> u32 {
    // The remainder of a number below 2^32 fits.
    u32::try_from(xxhash_rust::xxh3::xxh3_64(key) % u64::from(n_buckets.max(1))).unwrap_or_default()
}

/// The bytes up to the end of the first line, which the reader has given away then.
fn head_of(reader: &mut dyn std::io::Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut buffer = [0; 1 << 12];
    while (head.len() as u64) < piece::LONGEST_LINE {
        let n = reader.read(&mut buffer)?;
        head.extend_from_slice(&buffer[..n]);
        if n == 0 || buffer[..n].contains(&b'\n') {
            break;
        }
    }
    Ok(head)
}
