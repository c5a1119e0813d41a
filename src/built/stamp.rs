//! By what a file is known without being read.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// What the system says of a file. Where two are the same, so is the file, as far as the system can be believed.
///
/// Size and time of change alone can be set by anybody: an archive that is unpacked keeps both. The time at which the entry
/// of the file changed last cannot be set but by changing the clock, so that it shows every change of what is in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) size: u64,
    /// Nanoseconds since 1970; 0 where there is no telling.
    pub(super) modified: u64,
    /// The same for the entry; 0 where the system keeps no such time.
    pub(super) changed: i64,
    /// The number of the file on its disk; 0 where it has none.
    pub(super) number: u64,
}

impl Stamp {
    /// The stamp of a file; that of a file that is not there is all zeros.
    pub(super) fn of(metadata: Option<&Metadata>) -> Stamp {
        let Some(metadata) = metadata else { return Stamp::default() };
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
        let (changed, number) = entry(metadata);
        Stamp { size: metadata.len(), modified, changed, number }
    }

    /// True when nobody can have changed the file and kept the stamp.
    pub(super) fn is_strong(self) -> bool {
        self.changed != 0
    }
}

#[cfg(unix)]
fn entry(metadata: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let changed = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    (changed, metadata.ino())
}

#[cfg(not(unix))]
fn entry(_: &Metadata) -> (i64, u64) {
    (0, 0)
}
