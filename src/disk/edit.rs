//! Changes in a file that people write by hand.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use super::system::Directory;
use super::{Found, NewFile, OwnFolder, Reason, Refused};

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// It stays as it is.
    Keep,
    /// It holds this from now on.
    Write(String),
    /// It goes.
    Remove,
}

/// The lock under which files are edited.
const LOCK: &str = "edit.lock";

/// Changes the file at `path`: `change` gets its text, when it is there, and says what becomes of it.
///
/// Meanwhile nobody else edits a file of the project whose folder of what is built is `own`. Afterwards the old text is
/// there or the new one, whole, whatever happens.
///
/// # Errors
/// When `change` fails, or the file cannot be read or written; it is then as it was.
pub fn edit<E: From<io::Error>>(
    own: &OwnFolder,
    path: &Path,
    waits: &mut dyn FnMut(),
    change: impl FnOnce(Option<&str>) -> Result<Edit, E>,
) -> Result<(), E> {
    let _lock = own.lock(LOCK, waits)?;
    let folder = Arc::new(Directory::open(path.parent().unwrap_or(Path::new("")))?);
    let name = path.file_name().ok_or(io::Error::from(io::ErrorKind::InvalidInput))?;
    let refused = |reason| Refused::error(path.to_owned(), reason);
    let before = match folder.find(name)? {
        Found::Nothing => None,
        Found::Link => return Err(refused(Reason::Link).into()),
        Found::Folder | Found::Other => return Err(refused(Reason::NoFile).into()),
        Found::File => Some(text_of(folder.read(name)?, path)?),
    };
    match change(before.as_deref())? {
        Edit::Keep => {}
        Edit::Write(text) => {
            let mut file = NewFile::create_in(&folder, name, 0o666)?;
            file.write_all(text.as_bytes())?;
            match before {
                Some(before) => {
                    // Editors know nothing of our lock.
                    if text_of(folder.read(name)?, path)? != before {
                        return Err(io::Error::other("it was changed at the same time; try again").into());
                    }
                    file.commit()?;
                }
                // One that somebody wrote meanwhile is not replaced.
                None => file.commit_new()?,
            }
        }
        Edit::Remove => {
            folder.remove(name)?;
            folder.sync()?;
        }
    }
    Ok(())
}

fn text_of(mut file: File, path: &Path) -> io::Result<String> {
    // A rename would replace it all the same, and against its owner's will.
    if file.metadata()?.permissions().readonly() {
        return Err(Refused::error(path.to_owned(), Reason::ReadOnly));
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}
