//! Keeps two programs from building in one folder at once.

use std::path::Path;

use super::manifest::FILE;
use super::{BuildError, REJECTS_FILE};
use crate::disk::{Lock, OwnFolder};
use crate::store::GRAPH_FILE;

/// The folder of what is built, made when it is not there, and the right to build in it, once no other program does.
pub(super) fn locked(folder: &Path, waits: &mut dyn FnMut()) -> Result<(OwnFolder, Lock), BuildError> {
    let failed = |source| BuildError::at(folder, source);
    let own = OwnFolder::open_or_make(folder).map_err(failed)?;
    let lock = own.lock("lock", waits).map_err(failed)?;
    own.tidy(&[GRAPH_FILE, REJECTS_FILE, FILE]);
    Ok((own, lock))
}
