//! Which files of a folder IRIs mean.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::files::{NotRead, Reach};
use crate::tabular::csvw::{Absent, OpenedDocument};

/// A folder whose files have IRIs: those below a base, by their paths.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    base: String,
    reach: Reach,
    /// A file that somebody named, which may lead out of the folder.
    named: Option<PathBuf>,
}

impl Folder {
    /// The folder `root`, whose IRI is `base`.
    pub fn new(root: &Path, base: &str, reach: &Reach) -> Folder {
        let base = if base.ends_with('/') { base.to_owned() } else { format!("{}/", base.trim_end_matches('#')) };
        Folder { root: root.to_owned(), base, reach: reach.clone(), named: None }
    }

    /// The same folder, one file of which somebody named on purpose: that one is read wherever a link leads.
    #[must_use]
    pub fn naming(self, file: &Path) -> Folder {
        Folder { named: Some(self.root.join(file)), ..self }
    }

    /// The IRI of a file; none when it lies outside.
    pub fn iri_of(&self, path: &Path) -> Option<String> {
        let full = whole(&self.root.join(path));
        let below = full.strip_prefix(whole(&self.root)).ok()?.to_owned();
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
        let file = match &self.named {
            Some(named) if whole(named) == whole(&path) => self.reach.open(&path),
            _ => self.reach.open_in(&path, &[&self.root]),
        };
        match file {
            Ok(file) => Ok(Box::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Absent::Missing),
            Err(error) => match NotRead::of(&error) {
                Some(NotRead::NotPlain("a folder")) => Err(Absent::Unreadable("it is a folder".to_owned())),
                _ => Err(Absent::Unreadable(error.to_string())),
            },
        }
    }
}

/// A path that does not depend on where the program runs.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
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
