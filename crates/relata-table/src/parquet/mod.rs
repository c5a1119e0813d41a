//! Parquet files as tables, in builds that know them.

#[cfg(feature = "parquet")]
mod rows;
#[cfg(feature = "parquet")]
mod stored;

#[cfg(feature = "parquet")]
pub(super) use rows::{ParquetRows, open};
#[cfg(feature = "parquet")]
pub use stored::{StoredError, StoredReader, StoredTable, StoredWriter};

/// True when a file that begins with these bytes is Parquet.
pub(super) fn is_parquet(start: &[u8]) -> bool {
    start.starts_with(b"PAR1")
}

/// Says that this build does not read the file, and what does.
#[cfg(not(feature = "parquet"))]
pub(super) fn refuse<T>(file: &str, report: &mut dyn FnMut(crate::diagnostic::Diagnostic)) -> Option<T> {
    use crate::diagnostic::{Diagnostic, Place, codes};

    let message = "the file is Parquet, which this build of relata does not read";
    let fault = Diagnostic::new(&codes::UNREADABLE_TABLE, Place::file(file), message);
    report(
        fault.hint(
            "install relata with `cargo install relata --features parquet`, or save the table as CSV or JSON Lines",
        ),
    );
    None
}
