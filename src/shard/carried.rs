//! What of a project is not cut: its settings, and the sources and files that are small or refer to each other.
//!
//! They lie beside the parts as they lie in the project, so that whoever puts the parts together needs nothing else.

use std::io::{BufWriter, Read as _, Write as _};
use std::path::{Component, Path};

use super::error::ShardError;
use super::manifest::{Manifest, StoredFile, digest};
use crate::built::found_inputs;
use crate::diagnostic::{Policy, codes};
use crate::disk::{NewFile, make_folders};
use crate::files::Reach;
use crate::project::{self, Project};

/// What files of the project are called among the files of a part.
pub(super) const TABLE: &str = "project";

/// The project without its event data.
fn without_events(project: &Project) -> Project {
    let sources = project.sources.iter().filter(|source| source.kind.events().is_none()).cloned().collect();
    Project { sources, ..project.clone() }
}

/// Copies what is not cut into `folder`, and tells which files those are.
pub(super) fn carry(project: &Project, folder: &Path, mode: u32) -> Result<Vec<StoredFile>, ShardError> {
    let mut files = Vec::new();
    for path in found_inputs(&without_events(project)) {
        let from = project.root.join(&path);
        if !from.is_file() {
            continue;
        }
        let Some(below) = below(&path) else {
            let message = format!("`{}` lies outside the project, and cannot go with the parts", path.display());
            let hint = "put the file into the folder of the project";
            return Err(ShardError::refused(&codes::OUTSIDE_PROJECT, &from, message, hint));
        };
        let mut bytes = Vec::new();
        let read = project.open_named(&path).and_then(|mut file| file.read_to_end(&mut bytes));
        read.map_err(ShardError::read(&from))?;
        let path = format!("{TABLE}/{below}");
        place(&folder.join(&path), &bytes, mode)?;
        let (bytes, sha256) = (bytes.len() as u64, digest(&bytes));
        files.push(StoredFile { table: TABLE.to_owned(), bucket: 0, path, rows: 0, bytes, sha256 });
    }
    Ok(files)
}

/// A path below the project, with `/`; none when it leads elsewhere.
fn below(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| match part {
            Component::Normal(part) => part.to_str(),
            _ => None,
        })
        .collect();
    Some(parts?.join("/"))
}

/// Writes a file and the folders that it lies in.
pub(super) fn place(path: &Path, bytes: &[u8], mode: u32) -> Result<(), ShardError> {
    let failed = ShardError::write(path);
    make_folders(path.parent().unwrap_or(Path::new(""))).map_err(&failed)?;
    let mut out = BufWriter::new(NewFile::create(path, mode).map_err(&failed)?);
    out.write_all(bytes).map_err(&failed)?;
    out.into_inner().map_err(|error| failed(error.into_error()))?.commit().map_err(&failed)
}

/// Puts the files of the project that lie beside parts where they lie in the project, and tells which those are. The
/// settings are none of them.
pub(super) fn hand_on(
    mapped: &Manifest,
    (parts, reach): (&Path, &Reach),
    folder: &Path,
    mode: u32,
) -> Result<Vec<StoredFile>, ShardError> {
    let mut files = Vec::new();
    for file in mapped.files.iter().filter(|file| file.table == TABLE) {
        let path = file.path.strip_prefix(TABLE).and_then(|path| path.strip_prefix('/')).unwrap_or(&file.path);
        if path != project::FILE {
            place(&folder.join(path), &mapped.open(parts, file, reach)?, mode)?;
            files.push(StoredFile { path: path.to_owned(), ..file.clone() });
        }
    }
    Ok(files)
}

/// The settings of the project that the parts are of.
pub(super) fn settings_text(mapped: &Manifest, parts: &Path, reach: &Reach) -> Result<String, ShardError> {
    let path = format!("{TABLE}/{}", project::FILE);
    let Some(file) = mapped.files.iter().find(|file| file.path == path) else {
        let message = format!("the sources that were mapped have no `{}`", project::FILE);
        let hint = "`relata init` makes one; list the event data under `[[sources]]` and map them anew";
        return Err(ShardError::refused(&codes::MISSING_PART, &parts.join(&path), message, hint));
    };
    Ok(String::from_utf8_lossy(&mapped.open(parts, file, reach)?).into_owned())
}

/// What the project that the parts are of does about faults.
pub(super) fn policy(mapped: &Manifest, parts: &Path, reach: &Reach) -> Result<Policy, ShardError> {
    let text = settings_text(mapped, parts, reach)?;
    let project = Project::of_text(&parts.join(TABLE), &text, reach);
    project.map(|project| project.policy).map_err(|error| {
        let path = parts.join(TABLE).join(project::FILE);
        let hint = "mend the file in the project, and map the sources anew";
        ShardError::refused(&codes::BAD_PROJECT_FILE, &path, error.to_string(), hint)
    })
}

/// The settings of a project whose event data are these tables.
pub(super) fn settings(text: &str, tables: &[&str]) -> Result<String, ShardError> {
    let path = Path::new(project::FILE);
    let broken = |message: String| ShardError::refused(&codes::BAD_PROJECT_FILE, path, message, "map the sources anew");
    let mut settings: toml::Table = toml::from_str(text).map_err(|error| broken(error.to_string()))?;
    let is_event_data = |entry: &toml::Value| {
        let word = entry.get("format").and_then(toml::Value::as_str).unwrap_or_default();
        let kind = project::SourceKind::try_from(word.to_owned());
        kind.is_ok_and(|kind| kind.events().is_some())
    };
    if let Some(toml::Value::Array(sources)) = settings.get_mut("sources") {
        sources.retain(|entry| !is_event_data(entry));
        let files = tables.iter().map(|table| format!("{table}/*/*.parquet").into()).collect();
        let mut entry = toml::Table::new();
        entry.insert("format".to_owned(), "shards".into());
        entry.insert("files".to_owned(), toml::Value::Array(files));
        if !tables.is_empty() {
            sources.push(entry.into());
        }
    }
    toml::to_string(&settings).map_err(|error| broken(error.to_string()))
}
