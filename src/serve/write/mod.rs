//! How is something changed from elsewhere?
//!
//! With `--write` a page may add to the tables of the project and change them. [`guard`] decides who may, for every address
//! of the API alike; each address is a line in [`ADDRESSES`], with a function that is given the body as JSON. Tables are
//! changed by [`crate::edits`] under the lock of [`crate::disk::edit`], and rows are checked before by the compiler itself.
//! When something was changed, the graph is made anew at once.

mod adjudicate;
mod checked;
mod documents;
mod entities;
pub(super) mod guard;
mod judgements;
pub(super) mod kept;
mod review;
mod rows;
mod table;
mod token;

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::api::json_of;
use super::fault::Fault;
use super::protocol::{form, read_body};
use super::site::{Served, Site};
use crate::compile::as_read;
use crate::deciding::{Texts, as_it_is_now};
use crate::files::with_slashes;
use crate::filing::table_path;
use crate::project::Project;
pub use token::Token;

/// Bytes of a change: a text with its markup is the longest.
const MAX_CHANGE: usize = 16 << 20;

/// What becomes of the graph when an address has answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Afterwards {
    /// Nothing was changed.
    Same,
    /// A source was changed.
    Anew,
}

/// An address that changes something, or tells what can be changed.
struct Address {
    method: Method,
    path: &'static str,
    afterwards: Afterwards,
    /// Is given the body, or the parameters as texts where there is none.
    answer: fn(&Writer, Value) -> Result<Value, Fault>,
}

static ADDRESSES: [Address; 16] = [
    Address { method: Method::GET, path: "/api/writing", afterwards: Afterwards::Same, answer: may_write },
    Address { method: Method::GET, path: "/api/rows", afterwards: Afterwards::Same, answer: rows::list },
    Address { method: Method::POST, path: "/api/rows", afterwards: Afterwards::Anew, answer: rows::add },
    Address { method: Method::PUT, path: "/api/rows", afterwards: Afterwards::Anew, answer: rows::change },
    Address { method: Method::DELETE, path: "/api/rows", afterwards: Afterwards::Anew, answer: rows::remove },
    Address { method: Method::POST, path: "/api/rows/check", afterwards: Afterwards::Same, answer: rows::check },
    Address { method: Method::POST, path: "/api/entities", afterwards: Afterwards::Anew, answer: entities::add },
    Address { method: Method::POST, path: "/api/documents", afterwards: Afterwards::Anew, answer: documents::add },
    Address { method: Method::GET, path: "/api/review", afterwards: Afterwards::Same, answer: review::list },
    Address { method: Method::GET, path: "/api/review/text", afterwards: Afterwards::Same, answer: review::text },
    Address { method: Method::GET, path: "/api/review/choices", afterwards: Afterwards::Same, answer: review::choices },
    Address { method: Method::POST, path: "/api/review", afterwards: Afterwards::Anew, answer: review::decide },
    Address { method: Method::DELETE, path: "/api/review", afterwards: Afterwards::Anew, answer: review::take_back },
    Address { method: Method::POST, path: "/api/judgements", afterwards: Afterwards::Anew, answer: judgements::add },
    Address {
        method: Method::DELETE,
        path: "/api/judgements",
        afterwards: Afterwards::Anew,
        answer: judgements::take_back,
    },
    Address {
        method: Method::POST,
        path: "/api/adjudication",
        afterwards: Afterwards::Anew,
        answer: adjudicate::decide,
    },
];

/// The addresses that change something or tell what can be changed, each with its method.
pub fn writing_endpoints() -> impl Iterator<Item = (&'static str, &'static str)> {
    ADDRESSES.iter().map(|address| (address.method.as_str(), address.path))
}

/// The routes of these addresses.
pub(super) fn routes() -> Router<Arc<Site>> {
    ADDRESSES.iter().fold(Router::new(), |router, address| {
        let Ok(filter) = MethodFilter::try_from(address.method.clone()) else { return router };
        router.route(
            address.path,
            on(filter, move |State(site): State<Arc<Site>>, request: Request| answer(site, address, request)),
        )
    })
}

async fn answer(site: Arc<Site>, address: &'static Address, request: Request) -> Result<Response, Fault> {
    let asked = if address.method == Method::GET {
        let pairs = form(request.uri().query().unwrap_or_default().as_bytes()).into_iter();
        Value::Object(pairs.map(|(name, text)| (name.into_owned(), text.into_owned().into())).collect::<Map<_, _>>())
    } else {
        let body = read_body(request, site.patience.body, "a change", MAX_CHANGE).await?;
        serde_json::from_slice(&body).map_err(|error| Fault::malformed(format!("the body is no JSON: {error}")))?
    };
    let writer = Writer { served: site.current(), site: Arc::clone(&site) };
    // Files are read and locks waited for.
    let told = tokio::task::spawn_blocking(move || {
        if address.method != Method::GET {
            check_folder(writer.served.graph.project())?;
        }
        (address.answer)(&writer, asked)
    });
    let told = told.await;
    let told = told.map_err(|_| Fault::own("the answer failed"))??;
    if address.afterwards == Afterwards::Anew {
        tokio::task::spawn_blocking(move || site.refresh());
    }
    Ok(json_of(told.to_string()))
}

/// Fails where the folder of the project has gone: a row would make a new project there, of that row alone.
pub(super) fn check_folder(project: &Project) -> Result<(), Fault> {
    if project.root.is_dir() {
        return Ok(());
    }
    let message = format!("nothing was written: the folder `{}` is not there any more", project.root.display());
    Err(Fault::conflict(message, &json!({ "reason": "disk" })))
}

/// What an address works with.
struct Writer {
    site: Arc<Site>,
    served: Arc<Served>,
}

impl Writer {
    /// The project with the files that it has now.
    fn project_now(&self) -> Project {
        as_it_is_now(&self.project())
    }

    /// The texts of its documents.
    fn texts(&self) -> Texts {
        Texts::of(self.project_now())
    }

    /// The project, with what a look at its tables tells.
    fn project(&self) -> Cow<'_, Project> {
        as_read(self.served.graph.project())
    }
}

/// The day, for rows that say when something was decided.
fn today() -> String {
    jiff::Timestamp::now().to_string().split('T').next().unwrap_or_default().to_owned()
}

/// What is asked, as an address understands it.
fn parsed<T: DeserializeOwned>(asked: Value) -> Result<T, Fault> {
    serde_json::from_value(asked)
        .map_err(|error| Fault::malformed(format!("the request cannot be understood: {error}")))
}

/// Answers `/api/writing`.
#[expect(clippy::unnecessary_wraps, reason = "addresses answer alike, and most can fail")]
fn may_write(writer: &Writer, _: Value) -> Result<Value, Fault> {
    let may_write = writer.site.token.is_some();
    let project = writer.project();
    Ok(json!({
        "may_write": may_write,
        "why_not": (!may_write).then_some(guard::ONLY_READS),
        "claims": table::ProjectTable::all(&project).iter().map(|table| table.file.as_str()).collect::<Vec<_>>(),
        "documents": with_slashes(&table_path(&project)),
    }))
}
