//! Views of the page that were saved under a name: files in the folder `views/` of the project, which go with it.
//!
//! A view is what stands behind the `#` of the address: what is shown, expanded, hidden and filtered, and where nodes were
//! set. So its file tells nothing of claims, and shows what the graph says when it is opened.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::api::json_of;
use super::fault::Fault;
use super::protocol::{MAX_BODY, read_body};
use super::site::Site;
use super::write::check_folder;
use crate::disk::{Edit, OwnFolder, edit, write_new};
use crate::files::{open_unlinked, read_whole};
use crate::project::Project;

/// The folder in the project.
const FOLDER: &str = "views";
/// Bytes of a file, and files that are listed.
const MOST_BYTES: u64 = 1 << 20;
const MOST_VIEWS: usize = 1_000;
/// Letters of a name.
const MOST_LETTERS: usize = 80;

/// A view as its file has it: the same view is always the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedView {
    /// Its name, which is that of its file, too.
    name: String,
    /// The view of the page.
    view: String,
    /// What the address says, by parameter; values of one parameter in their order.
    parameters: BTreeMap<String, Vec<String>>,
}

/// A view to be saved.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    view: SavedView,
    /// Whether one of this name that is there already is replaced.
    #[serde(default)]
    replace: bool,
}

/// The routes of saved views.
pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/api/views", get(list).post(save))
}

async fn list(State(site): State<Arc<Site>>) -> Result<Response, Fault> {
    let served = site.current();
    let told = tokio::task::spawn_blocking(move || {
        let project = served.graph.project();
        if project.is_part {
            Ok(json!({ "views": [], "faults": [] }))
        } else {
            folder_of(project).and_then(|folder| listed(&folder))
        }
    });
    let told = told.await.map_err(|error| Fault::own(error.to_string()))?;
    Ok(json_of(told.map_err(|error| Fault::own(format!("cannot list `{FOLDER}/`: {error}")))?.to_string()))
}

/// The folder of a project. One that is a link may lead anywhere, and whoever sent the project may have meant that.
fn folder_of(project: &Project) -> io::Result<PathBuf> {
    let folder = project.root.join(FOLDER);
    let is_link = folder.symlink_metadata().is_ok_and(|found| found.is_symlink());
    if is_link { Err(io::Error::other("it is a link")) } else { Ok(folder) }
}

/// All views of a folder by name, and what is wrong with files that are none.
fn listed(folder: &Path) -> io::Result<Value> {
    let mut names = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        found => found?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?,
    };
    names.retain(|name| Path::new(name).extension().is_some_and(|ending| ending == "json"));
    names.sort();
    let (mut views, mut faults) = (Vec::new(), Vec::new());
    for name in names.into_iter().take(MOST_VIEWS) {
        match read(&folder.join(&name)) {
            Ok(view) => views.push(view),
            Err(message) => faults.push(json!({ "file": name.to_string_lossy(), "message": message })),
        }
    }
    views.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(json!({ "views": views, "faults": faults }))
}

fn read(path: &Path) -> Result<SavedView, String> {
    let bytes = open_unlinked(path).and_then(|file| read_whole(file, MOST_BYTES)).map_err(|error| error.to_string())?;
    serde_json::from_slice(&bytes).map_err(|error| format!("it is no saved view: {error}"))
}

async fn save(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let body = read_body(request, site.patience.body, "a view", MAX_BODY).await?;
    let wanted: Wanted =
        serde_json::from_slice(&body).map_err(|error| Fault::malformed(format!("this is no view: {error}")))?;
    check(&wanted.view)?;
    let served = site.current();
    let saved = tokio::task::spawn_blocking(move || put(served.graph.project(), &wanted));
    let file = saved.await.map_err(|error| Fault::own(error.to_string()))??;
    Ok(json_of(json!({ "file": file }).to_string()))
}

/// Refuses names that not every disk can have, and what no address has.
fn check(SavedView { name, view, parameters }: &SavedView) -> Result<(), Fault> {
    let is_allowed = |c: char| c.is_alphanumeric() || " -_().,’".contains(c);
    let ends = [name.chars().next(), name.chars().next_back()];
    let is_whole = ends.iter().all(|end| end.is_some_and(|c| c.is_alphanumeric() || c == ')'));
    if is_device(name) || !is_whole || !name.chars().all(is_allowed) || name.chars().count() > MOST_LETTERS {
        let message = format!(
            "`{name}` is no name for a view, which is the name of a file, too\n\
             hint: take letters, digits and spaces, {MOST_LETTERS} at most, with a letter or digit at either end"
        );
        return Err(Fault::malformed(message));
    }
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    match std::iter::once(view).chain(parameters.keys()).find(|word| !is_word(word)) {
        Some(word) => Err(Fault::malformed(format!("`{word}` is no view or parameter of the page"))),
        None => Ok(()),
    }
}

/// True for what Windows calls a device, whatever stands behind a full stop.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |start: &str| {
        stem.strip_prefix(start).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

/// Writes a view; answers its path in the project.
fn put(project: &Project, Wanted { view, replace }: &Wanted) -> Result<String, Fault> {
    if project.is_part {
        return Err(Fault::new(
            StatusCode::CONFLICT,
            "a view is saved in a project: `relata init` makes one of a folder",
        ));
    }
    check_folder(project)?;
    let shown = format!("{FOLDER}/{}.json", view.name);
    let failed =
        |error: io::Error| Fault::conflict(format!("cannot write `{shown}`: {error}"), &json!({ "reason": "disk" }));
    let text = serde_json::to_string_pretty(view).map_err(|error| Fault::own(error.to_string()))? + "\n";
    let own = OwnFolder::open_or_make(&project.built_folder()).map_err(failed)?;
    let folder = folder_of(project).map_err(failed)?;
    let name = format!("{}.json", view.name);
    if !folder.is_dir() {
        let is_new = write_new(&folder, &[(&name, text.clone().into_bytes())]).map_err(failed)?;
        if is_new == [true] {
            return Ok(shown);
        }
    }
    let mut is_taken = false;
    let changed = edit(&own, &folder.join(&name), &mut || (), |before| -> io::Result<Edit> {
        is_taken = before.is_some_and(|before| before != text) && !replace;
        Ok(if is_taken || before == Some(&text) { Edit::Keep } else { Edit::Write(text.clone()) })
    });
    changed.map_err(failed)?;
    if is_taken {
        let message = format!("there is a view `{}` already, and it shows something else", view.name);
        return Err(Fault::new(StatusCode::CONFLICT, message));
    }
    Ok(shown)
}
