//! Plain files: what is a folder, a pipe, a socket or a device is not waited for.

use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes that a text, a query or a file of settings may have. Longer than any book; a sparse file of terabytes stops here.
pub const MAX_TEXT: u64 = 1 << 26;

/// Why a file is not read although it is there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotRead {
    /// It is no plain file but this.
    #[error("it is {0}, and no file")]
    NotPlain(&'static str),
    /// It was found in the project and leads elsewhere.
    #[error("it leads out of the project to `{}`", .0.display())]
    Outside(PathBuf),
    /// It lies outside the folder that the command line sets as the limit.
    #[error("it lies in `{}`, outside the folder of `--within`", .0.display())]
    Beyond(PathBuf),
    /// It is too long.
    #[error("it has more than the {} MB that such a file may have", .0 >> 20)]
    TooLong(u64),
    /// What is in it does not fit its checksum.
    #[error("`{0}` in the archive is damaged: its checksum is not that of what is in it")]
    Damaged(String),
}

impl NotRead {
    /// The reason behind an error, when it is one of these.
    pub fn of(error: &io::Error) -> Option<&NotRead> {
        error.get_ref()?.downcast_ref()
    }
}

impl From<NotRead> for io::Error {
    fn from(reason: NotRead) -> io::Error {
        let kind = match reason {
            NotRead::NotPlain("a folder") => io::ErrorKind::IsADirectory,
            NotRead::NotPlain(_) => io::ErrorKind::InvalidInput,
            NotRead::Outside(_) | NotRead::Beyond(_) => io::ErrorKind::PermissionDenied,
            NotRead::TooLong(_) => io::ErrorKind::FileTooLarge,
            NotRead::Damaged(_) => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, reason)
    }
}

/// True when a path leads to a plain file.
pub fn is_plain(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Opens a plain file; whatever else is there is refused without a wait.
///
/// It is looked at before it is opened, because opening alone can do something to a device and waits for the other end
/// of a pipe; and once more when it is open, because something else may lie there by then.
pub(super) fn open_plain(path: &Path, follow: bool) -> io::Result<File> {
    let look = if follow { fs::metadata(path)? } else { fs::symlink_metadata(path)? };
    refuse_special(look.file_type())?;
    let mut options = OpenOptions::new();
    options.read(true);
    wait_for_nobody(&mut options, follow);
    let file = options.open(path)?;
    refuse_special(file.metadata()?.file_type())?;
    Ok(file)
}

/// Opens a plain file; where a link is in its place, that is refused.
///
/// # Errors
/// When it is no plain file or cannot be opened.
pub fn open_unlinked(path: &Path) -> io::Result<File> {
    open_plain(path, false)
}

/// A pipe that took the place of the file since it was looked at is opened without a wait, and a link not followed.
#[cfg(unix)]
fn wait_for_nobody(options: &mut OpenOptions, follow: bool) {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY | if follow { OFlags::empty() } else { OFlags::NOFOLLOW };
    options.custom_flags(flags.bits().cast_signed());
}

#[cfg(not(unix))]
fn wait_for_nobody(_: &mut OpenOptions, _: bool) {}

fn refuse_special(file: FileType) -> io::Result<()> {
    if file.is_file() { Ok(()) } else { Err(NotRead::NotPlain(word_of(file)).into()) }
}

#[cfg(unix)]
fn word_of(file: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if file.is_dir() {
        "a folder"
    } else if file.is_fifo() {
        "a named pipe"
    } else if file.is_socket() {
        "a socket"
    } else if file.is_symlink() {
        "a link"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn word_of(file: FileType) -> &'static str {
    if file.is_dir() { "a folder" } else { "something else" }
}

/// Reads to the end, unless there are more than `most` bytes.
///
/// # Errors
/// When there are, or reading fails.
pub fn read_whole(reader: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(NotRead::TooLong(most).into()) } else { Ok(bytes) }
}

/// The text of an opened file of at most [`MAX_TEXT`] bytes.
///
/// # Errors
/// When it is longer, no UTF-8, or reading fails.
pub fn read_text(file: File) -> io::Result<String> {
    // What is known to be too long is not read for it.
    if file.metadata()?.len() > MAX_TEXT {
        return Err(NotRead::TooLong(MAX_TEXT).into());
    }
    let bytes = read_whole(file, MAX_TEXT)?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}
