//! Which files of a folder IRIs mean.

use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::tabular::csvw::{Absent, OpenedDocument};

/// A folder whose files have IRIs: those below a base, by their paths.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    base: String,
}

impl Folder {
    /// The folder `root`, whose IRI is `base`.
    pub fn new(root: &Path, base: &str) -> Folder {
        let base = if base.ends_with('/') { base.to_owned() } else { format!("{}/", base.trim_end_matches('#')) };
        Folder { root: root.to_owned(), base }
    }

    /// The IRI of a file; none when it lies outside.
    pub fn iri_of(&self, path: &Path) -> Option<String> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let full = absolute(&self.root.join(path));
        let below = full.strip_prefix(absolute(&self.root)).ok()?.to_owned();
        let parts: Option<Vec<String>> = below
            .components()
            .map(|part| match part {
                Component::Normal(part) => Some(encode(part.to_str()?)),
                _ => None,
            })
            .collect();
        Some(format!("{}{}", self.base, parts?.join("/")))
    }

    /// The file with an IRI, relative to the folder; none when it is that of no file in it.
    pub fn path_of(&self, iri: &str) -> Option<PathBuf> {
        let below = iri.strip_prefix(&self.base)?.split('#').next()?;
        let is_sound = |part: &Option<String>| {
            part.as_ref().is_some_and(|part| !part.is_empty() && part != ".." && !part.contains(['/', '\\', '\0']))
        };
        let parts: Vec<Option<String>> = below.split('/').map(decoded).collect();
        (!below.contains('?') && parts.iter().all(is_sound)).then(|| parts.into_iter().flatten().collect())
    }

    /// The path of a file from where the program runs.
    pub fn full(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    /// Opens the file with an IRI.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(&self, iri: &str) -> OpenedDocument {
        let path = self.root.join(self.path_of(iri).ok_or(Absent::Elsewhere)?);
        match File::open(&path) {
            Ok(_) if path.is_dir() => Err(Absent::Unreadable("it is a folder".to_owned())),
            Ok(file) => Ok(Box::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Absent::Missing),
            Err(error) => Err(Absent::Unreadable(error.to_string())),
        }
    }
}

/// A part of a path as a part of an IRI.
fn encode(part: &str) -> String {
    use std::fmt::Write as _;
    part.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=@".contains(c) || (!c.is_ascii() && c.is_alphanumeric()) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    })
}

/// A part of an address as it is meant; none when its bytes are no text.
fn decoded(part: &str) -> Option<String> {
    percent_encoding::percent_decode_str(part).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
