//! What is sent: the graph of a project or of a table, or a graph file.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::cli::known::KnownArgs;
use crate::cli::{Session, hinted};
use crate::store::Store;

/// A graph that is sent.
pub(super) struct Source {
    pub(super) store: Store,
    /// The namespace of the project; a graph file, and a table without a project, have none of their own.
    pub(super) space: Option<String>,
    /// The folder in which is kept how far it was sent.
    pub(super) folder: PathBuf,
    /// True when something is inferred in the project.
    infers: bool,
}

impl Source {
    /// Opens what is named, as every command does; or a graph file, which is read to its end first, for anybody may have
    /// made it.
    pub(super) fn open(named: Option<&Path>, known: &KnownArgs, session: &Session<'_>) -> anyhow::Result<Source> {
        match named {
            Some(path) if path.is_file() && path.extension().is_some_and(|ending| ending == "relata") => {
                Source::of_file(path, known, session)
            }
            _ => {
                let graph = known.open(session, named)?;
                let project = graph.project();
                // All tables that stand alone have one namespace.
                let space = (!project.is_part).then(|| project.namespace.base().to_owned());
                let folder = project.built_folder();
                let infers = project.infer.is_some();
                Ok(Source { store: graph.into_store(), space, folder, infers })
            }
        }
    }

    fn of_file(path: &Path, known: &KnownArgs, session: &Session<'_>) -> anyhow::Result<Source> {
        if *known != KnownArgs::default() {
            return Err(hinted("--known-by needs the sources of a graph", "name the project's folder"));
        }
        let file = session.reach.open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let store = Store::of_file(&file, path)?;
        store.verify().with_context(|| format!("`{}` cannot be used", path.display()))?;
        let above = path.parent().unwrap_or(Path::new(""));
        let is_built = above.file_name().is_some_and(|name| name == ".relata");
        let folder = if is_built { above.to_owned() } else { above.join(".relata") };
        Ok(Source { store, space: None, folder, infers: true })
    }

    /// The same, where something may be inferred.
    pub(super) fn with_inferred(self) -> anyhow::Result<Source> {
        if self.infers {
            return Ok(self);
        }
        Err(hinted(
            "nothing is inferred: the project has no `[infer]` in relata.toml",
            "add it, or leave --inferred away",
        ))
    }

    /// What the IRIs begin with that stand for blank nodes.
    pub(super) fn blank_space(&self) -> String {
        self.space.as_ref().map_or_else(|| "urn:relata:blank:".to_owned(), |space| format!("{space}blank/"))
    }
}
