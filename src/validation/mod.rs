//! Is it sound?
//!
//! One file a check. A check sees one claim with what is known about the things
//! it names, and answers with [`Finding`]s; it neither reads files nor decides
//! whether the row stays.

mod publication;
mod quote;
pub mod references;
mod sourced;
mod types;

pub use publication::check_publication;
pub use quote::{QuoteCheck, check_quote};
pub use sourced::{check_sourced, unsourced_table};
pub use types::{check_alone, check_types};

pub(crate) use crate::diagnostic::Finding;
