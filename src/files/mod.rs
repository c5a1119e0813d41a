//! Which file is that, and may it be read?
//!
//! Every source, text, vocabulary and query of a project is opened here. A file is read when it is a plain one, and lies
//! where it may: what somebody names lies anywhere, what is *found* lies where it was looked for, whatever links say.
//! This folder knows no project and no format.

mod below;
mod checked;
mod names;
mod packed;
mod plain;
mod reach;

pub use below::files_below;
pub use names::{shown_name, with_slashes};
pub use packed::{open_stream, unpacked};
pub use plain::{MAX_TEXT, NotRead, is_plain, open_unlinked, read_text, read_whole};
pub use reach::Reach;
