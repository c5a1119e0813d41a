//! Keeps two programs from building in one folder at once.

use std::fs::{self, File};
use std::path::PathBuf;

use super::BuildError;
use crate::project::Project;

/// The right to build, which goes with the value.
pub(super) struct Lock {
    /// The system gives the lock back when the file is closed, also when the program is killed; so the file stays.
    _file: File,
}

impl Lock {
    /// Makes the folder of what is built, and waits until no other program builds there.
    pub(super) fn wait(project: &Project) -> Result<Lock, BuildError> {
        let folder = project.built_folder();
        let at = |path: PathBuf| move |source| BuildError::Folder { path, source };
        fs::create_dir_all(&folder).map_err(at(folder.clone()))?;
        // What is derived belongs into no repository of its owner's.
        fs::write(folder.join(".gitignore"), "*\n").map_err(at(folder.clone()))?;
        let file = File::create(folder.join("lock")).map_err(at(folder.clone()))?;
        file.lock().map_err(at(folder))?;
        Ok(Lock { _file: file })
    }
}
