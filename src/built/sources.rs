//! What the files of a project were when its graph was built, and whether they are so still.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::files::{InputFile, find_files, named_files};
use super::manifest::hash;
use super::stamp::Stamp;
use crate::compile::shown_from;
use crate::files::Reach;
use crate::project::Project;

/// Files that are read at each look although their stamp is the same, and their bytes together. That takes some
/// milliseconds, and shows what no stamp does: two changes within one tick of the clock, or a disk that keeps times badly.
const READ_ANYWAY: (usize, u64) = (256, 1 << 21);

/// The state of every file that a graph depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sources(Vec<FileState>);

/// By what the files that a project names were known before any of them was read for a build. Their states are taken while
/// they are compiled, and a file may be replaced between the one and the other.
pub(super) struct Begun(FxHashMap<PathBuf, Stamp>);

impl Begun {
    /// As they are now.
    pub(super) fn of(project: &Project) -> Begun {
        let kept = kept_from(project);
        let known = |file: &InputFile| (kept(&file.path), stamp(&project.root.join(&file.path)));
        Begun(named_files(project).iter().map(known).collect())
    }
}

/// What a look at all files says when they are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unchanged {
    /// True when some have another stamp than they had; they have it now.
    pub(super) is_restamped: bool,
    /// Files that were taken as unchanged by their size and times alone.
    pub(super) n_unread: usize,
}

impl Sources {
    /// As they are now.
    pub(super) fn of(project: &Project) -> Sources {
        let kept = kept_from(project);
        Sources(find_files(project).iter().map(|file| FileState::of(project, file, kept(&file.path))).collect())
    }

    /// Forgets the content of files that have changed since the build began, or since their state was taken: they may have
    /// been compiled either way.
    pub(super) fn doubt_changed(&mut self, project: &Project, begun: &Begun) {
        for state in &mut self.0 {
            let is_other = begun.0.get(&state.path).is_some_and(|stamp| *stamp != state.stamp);
            if is_other || stamp(&project.root.join(&state.path)) != state.stamp {
                state.sha256.clear();
                state.stamp = Stamp { size: state.stamp.size, ..Stamp::default() };
            }
        }
    }

    /// True when no file of the project has changed, and it depends on no others. What is in the project's folder by now is
    /// looked up for that.
    pub fn are_current(&mut self, project: &Project) -> bool {
        if project.is_part {
            return self.look(project).is_some();
        }
        // A project that cannot be read any more has changed.
        let now = Project::at_within(&project.root, &project.reach);
        now.is_ok_and(|now| now.root == project.root && self.look(&now).is_some())
    }

    /// Compares every file with its state; none when one has changed.
    pub(super) fn look(&mut self, project: &Project) -> Option<Unchanged> {
        // Which further files belong to the project stands in its tables: while these are the same, so are those.
        let known: FxHashSet<&Path> = self.0.iter().map(|state| state.path.as_path()).collect();
        let kept = kept_from(project);
        if !named_files(project).iter().all(|file| known.contains(kept(&file.path).as_path())) {
            return None;
        }
        let (mut n_left, mut room) = READ_ANYWAY;
        let (mut is_restamped, mut n_unread) = (false, 0);
        for state in &mut self.0 {
            let is_small = n_left > 0 && state.stamp.size <= room;
            match state.look(project, is_small) {
                Look::Same { is_read: true } => (n_left, room) = (n_left - 1, room - state.stamp.size),
                Look::Same { is_read: false } => n_unread += usize::from(state.stamp.size > 0),
                Look::Restamped(stamp) => (state.stamp, is_restamped) = (stamp, true),
                Look::Changed => return None,
            }
        }
        Some(Unchanged { is_restamped, n_unread })
    }

    /// The files for the graph file: what they are called and hold, not when they changed.
    pub(super) fn json(&self, project: &Project) -> Vec<u8> {
        let shown = shown_from(project);
        let source =
            |state: &FileState| json!({ "path": shown(&state.path), "size": state.stamp.size, "sha256": state.sha256 });
        let there = self.0.iter().filter(|state| state.is_there());
        serde_json::to_vec(&there.map(source).collect::<Vec<_>>()).unwrap_or_default()
    }

    /// The state of each file.
    pub(super) fn states(&self) -> impl Iterator<Item = &FileState> {
        self.0.iter()
    }

    /// The paths of the files, relative to the project.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.0.iter().map(|state| state.path.clone()).collect()
    }
}

/// The state of a file the graph depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileState {
    #[serde(with = "path_text")]
    path: PathBuf,
    stamp: Stamp,
    /// Empty when it was not read.
    sha256: String,
    /// True when it lies outside the project, where somebody named it.
    is_outside: bool,
}

/// What a look at a file says.
enum Look {
    /// Its stamp and its content, if that was looked at, are the same.
    Same { is_read: bool },
    /// Its content is the same under another stamp.
    Restamped(Stamp),
    /// It holds something else.
    Changed,
}

impl FileState {
    /// The state of a file, which is kept under `path`.
    fn of(project: &Project, file: &InputFile, path: PathBuf) -> FileState {
        let full = project.root.join(&file.path);
        let stamp = stamp(&full);
        let opened = match &file.found_in {
            None => project.open_named(&file.path),
            Some(folder) => project.open_within(&file.path, folder),
        };
        let sha256 = opened.and_then(hash).unwrap_or_default();
        let is_outside = !sha256.is_empty() && !Reach::is_in(&full, &project.root);
        FileState { path, stamp, sha256, is_outside }
    }

    /// Compares the file with what it was. One whose stamp is the same is read only when `is_small`.
    fn look(&self, project: &Project, is_small: bool) -> Look {
        let full = project.root.join(&self.path);
        let now = stamp(&full);
        let is_same = now == self.stamp;
        if now.size != self.stamp.size || (self.stamp == Stamp::default() && !is_same) {
            return Look::Changed;
        }
        if is_same && (!is_small || self.sha256.is_empty()) {
            return Look::Same { is_read: false };
        }
        // Where one of the project lies outside by now it is another file, which need not be read for that.
        let root = [project.root.as_path()];
        let opened = if self.is_outside { project.open_named(&self.path) } else { project.reach.open_in(&full, &root) };
        match opened.and_then(hash).unwrap_or_default() == self.sha256 {
            true if is_same => Look::Same { is_read: true },
            true => Look::Restamped(now),
            false => Look::Changed,
        }
    }

    /// Its path, relative to the project.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The hash of what is in it; none when it is not there or cannot be read.
    pub(super) fn sha256(&self) -> Option<&str> {
        Some(self.sha256.as_str()).filter(|hash| !hash.is_empty())
    }

    /// True when there was such a file: one that is looked for and is not there is no source.
    fn is_there(&self) -> bool {
        self.stamp.size > 0 || !self.sha256.is_empty()
    }
}

/// The path under which a file is kept: relative to the project where it can be, with `/`, and whole where it is no UTF-8.
fn kept_from(project: &Project) -> impl Fn(&Path) -> PathBuf {
    let shown = shown_from(project);
    let root = std::path::absolute(&project.root).unwrap_or_else(|_| project.root.clone());
    move |path| match path.to_str() {
        Some(_) => shown(path).into(),
        None => path.strip_prefix(&root).unwrap_or(path).to_owned(),
    }
}

/// The stamp of a file, or of what a link leads to.
fn stamp(full: &Path) -> Stamp {
    Stamp::of(std::fs::metadata(full).ok().as_ref())
}

/// Paths as text where they are text, else as their bytes.
mod path_text {
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        // The form that the system gives names that are no text.
        Other(OsString),
    }

    pub(super) fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        match path.to_str() {
            Some(text) => serializer.serialize_str(text),
            None => Written::Other(path.as_os_str().to_owned()).serialize(serializer),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Text(text) => text.into(),
            Written::Other(name) => name.into(),
        })
    }
}
