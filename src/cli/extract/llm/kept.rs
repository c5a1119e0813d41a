//! Answers that are kept, so that nobody pays for the same one twice.

use std::io::{Read as _, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cli::Session;
use crate::disk::OwnFolder;
use crate::project::{Project, ProjectError};
use crate::prompting::{Manner, PROMPT, Usage};

/// Name of the folder, below that of what is built or the user's own.
const FOLDER: &str = "answers";
/// Bytes of a kept answer.
const MOST_BYTES: u64 = 16 << 20;

/// An answer with what it took.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub prompt: String,
    pub model: String,
    pub usage: Usage,
    pub milliseconds: u64,
    /// The body as the server sent it; none where the answer was too long, and the passage was cut in two.
    pub body: Option<String>,
}

impl Kept {
    pub(super) fn new(model: &str, usage: Usage, milliseconds: u64, body: Option<String>) -> Kept {
        Kept { prompt: PROMPT.to_owned(), model: model.to_owned(), usage, milliseconds, body }
    }
}

/// The folder of kept answers.
#[derive(Debug)]
pub(super) struct Answers {
    /// None where there is none, or it cannot be used: then nothing is kept.
    folder: Option<OwnFolder>,
}

impl Answers {
    /// The folder of the project, or of the user where there is none; made when something will be kept.
    pub(super) fn open(session: &Session<'_>, make: bool) -> anyhow::Result<Answers> {
        let start = session.project.as_deref().unwrap_or(Path::new("."));
        let above = match Project::find_within(start, &session.reach) {
            Ok(project) => project.built_folder(),
            Err(ProjectError::NotFound(_)) if session.project.is_none() => crate::built::user_folder()?,
            Err(error) => return Err(error.into()),
        };
        let folder = if make {
            OwnFolder::open_or_make(&above).and_then(|_| OwnFolder::open_or_make(&above.join(FOLDER)))
        } else {
            OwnFolder::open(&above.join(FOLDER))
        };
        if let (true, Err(error)) = (make, &folder) {
            say!("answers are not kept, and will cost again: {error}");
        }
        Ok(Answers { folder: folder.ok() })
    }

    /// The answer of this name. One that cannot be read is none: it is asked for again.
    pub(super) fn read(&self, key: &str) -> Option<Kept> {
        self.json(&format!("{key}.json"))
    }

    /// The manner in which an endpoint wanted to be asked when it was asked last.
    pub(super) fn manner(&self, endpoint: &str) -> Option<Manner> {
        self.json(&format!("endpoint-{endpoint}.json"))
    }

    fn json<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Option<T> {
        let mut text = String::new();
        self.folder.as_ref()?.read(name).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
        serde_json::from_str(&text).ok()
    }

    pub(super) fn keep(&self, key: &str, kept: &Kept) {
        self.write(&format!("{key}.json"), kept);
    }

    pub(super) fn keep_manner(&self, endpoint: &str, manner: Manner) {
        self.write(&format!("endpoint-{endpoint}.json"), &manner);
    }

    /// Waits until what is kept is safe on the disk.
    pub(super) fn settle(&self) {
        if let Some(Err(error)) = self.folder.as_ref().map(OwnFolder::settle) {
            say!("kept answers may not be safe on the disk: {error}");
        }
    }

    /// Writes one file. An answer that cannot be kept was still given, so that the run goes on.
    fn write<T: Serialize>(&self, name: &str, value: &T) {
        let Some(folder) = &self.folder else { return };
        let written = || {
            let mut file = folder.create(name)?;
            file.write_all(&serde_json::to_vec(value)?)?;
            folder.put(file)
        };
        if let Err(error) = written() {
            say!("an answer is not kept, and will cost again: {error}");
        }
    }
}
