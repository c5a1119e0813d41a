//! Views of the page that were saved under a name: files in the folder `views/` of the project, which go with it.
//!
//! A view is what stands behind the `#` of the address: what is shown, expanded, hidden and filtered, and where nodes were
//! set. So its file tells nothing of claims, and shows what the graph says when it is opened.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::de::DeserializeOwned;
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

/// A view that is to go, or to have another name. It is named as whoever asks has seen it, so that nothing goes that
/// somebody else has saved meanwhile.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    seen: SavedView,
}

/// A view that is to have another name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Renamed {
    seen: SavedView,
    name: String,
}

/// The routes of saved views.
pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/api/views", get(list).post(save).put(rename).delete(remove))
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
    let (mut views, mut faults) = (Vec::new(), Vec::new());
    for name in files(folder)? {
        match read(&folder.join(&name)) {
            Ok(view) => views.push(view),
            Err(message) => faults.push(json!({ "file": name.to_string_lossy(), "message": message })),
        }
    }
    views.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(json!({ "views": views, "faults": faults }))
}

/// The names of the files in a folder that may be views.
fn files(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        found => found?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?,
    };
    names.retain(|name| Path::new(name).extension().is_some_and(|ending| ending == "json"));
    names.sort();
    names.truncate(MOST_VIEWS);
    Ok(names)
}

fn read(path: &Path) -> Result<SavedView, String> {
    let bytes = open_unlinked(path).and_then(|file| read_whole(file, MOST_BYTES)).map_err(|error| error.to_string())?;
    serde_json::from_slice(&bytes).map_err(|error| format!("it is no saved view: {error}"))
}

async fn save(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    changed(&site, request, |project, wanted: &Wanted| {
        check(&wanted.view)?;
        put(project, wanted)
    })
    .await
}

async fn rename(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    changed(&site, request, move_to).await
}

async fn remove(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    changed(&site, request, |project, Seen { seen }: &Seen| take_out(project, seen)).await
}

/// Changes the folder of views as a request wants it; answers which file is concerned.
async fn changed<T: DeserializeOwned + Send + 'static>(
    site: &Site,
    request: Request,
    change: impl FnOnce(&Project, &T) -> Result<String, Fault> + Send + 'static,
) -> Result<Response, Fault> {
    let body = read_body(request, site.patience.body, "a view", MAX_BODY).await?;
    let wanted: T =
        serde_json::from_slice(&body).map_err(|error| Fault::malformed(format!("this is no view: {error}")))?;
    let served = site.current();
    let done = tokio::task::spawn_blocking(move || change(served.graph.project(), &wanted));
    let file = done.await.map_err(|error| Fault::own(error.to_string()))??;
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

/// Takes a view out of the project; answers which file had it.
fn take_out(project: &Project, seen: &SavedView) -> Result<String, Fault> {
    check_folder(project)?;
    let failed = |error: io::Error| Fault::own(format!("cannot remove the view `{}`: {error}", seen.name));
    let folder = folder_of(project).map_err(failed)?;
    let own = OwnFolder::open_or_make(&project.built_folder()).map_err(failed)?;
    let named = OsString::from(format!("{}.json", seen.name));
    // A file that somebody put there may have another name than its view.
    let others = files(&folder).map_err(failed)?;
    let is_seen = |name: &OsString| read(&folder.join(name)).is_ok_and(|view| view == *seen);
    let Some(name) = std::iter::once(&named).chain(&others).find(|name| is_seen(name)) else {
        let is_other = others.contains(&named);
        let (status, what) = if is_other {
            (StatusCode::CONFLICT, "shows something else by now")
        } else {
            (StatusCode::NOT_FOUND, "is not there any more")
        };
        return Err(Fault::new(status, format!("the view `{}` {what}: look at the list anew", seen.name)));
    };
    let mut is_same = false;
    let changed = edit(&own, &folder.join(name), &mut || (), |before| -> io::Result<Edit> {
        is_same = before.is_none_or(|text| serde_json::from_str(text).is_ok_and(|view: SavedView| view == *seen));
        Ok(if is_same && before.is_some() { Edit::Remove } else { Edit::Keep })
    });
    changed.map_err(failed)?;
    if is_same {
        return Ok(format!("{FOLDER}/{}", name.to_string_lossy()));
    }
    Err(Fault::new(StatusCode::CONFLICT, format!("the view `{}` was changed at the same time: try again", seen.name)))
}

/// Gives a view another name: it is written under the new one before the old file goes, so that it is never lost.
fn move_to(project: &Project, Renamed { seen, name }: &Renamed) -> Result<String, Fault> {
    let view = SavedView { name: name.clone(), ..seen.clone() };
    check(&view)?;
    if view == *seen {
        return Ok(format!("{FOLDER}/{name}.json"));
    }
    let folder = folder_of(project).map_err(|error| Fault::own(error.to_string()))?;
    if folder.join(format!("{name}.json")).symlink_metadata().is_ok() {
        return Err(Fault::new(StatusCode::CONFLICT, format!("there is a view `{name}` already: take another name")));
    }
    let file = put(project, &Wanted { view: view.clone(), replace: false })?;
    if let Err(fault) = take_out(project, seen) {
        // The old one was not there, or is another one by now: then there is nothing that the new one could stand for.
        take_out(project, &view)?;
        return Err(fault);
    }
    Ok(file)
}
