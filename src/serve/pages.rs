//! Pages for a browser: what the graph holds, who is found under a word, and the dossier of one of them.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::fault::Fault;
use super::flow::streamed;
use super::protocol::form;
use super::site::{Served, Site};
use crate::claims::{Claims, Id};
use crate::evaluation::CancellationToken;
use crate::export::markup::escape;
use crate::export::report::{Dossier, Format, Report, figures};
use crate::graph::{Edges, Filter, View};
use crate::query::summary::{Role, counts, top};

/// Rows of a list on a page.
const MOST_ROWS: usize = 200;

/// Answers what has no address of its own.
pub(super) async fn not_found() -> Fault {
    Fault::missing("there is no such page: `/` is the first one, `/sparql` answers queries")
}

/// The page of a browser that comes in: `/`, or `/?q=` with words to search for.
pub(super) async fn start(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let asked = form(request.uri().query().unwrap_or_default().as_bytes());
    let words = asked.into_iter().find(|(name, _)| name == "q").map(|(_, words)| words.into_owned());
    let page = tokio::task::spawn_blocking(move || first_page(&site, words.as_deref().unwrap_or_default()));
    let page = page.await.map_err(|error| Fault::own(error.to_string()))??;
    let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
    Ok((StatusCode::OK, media_type, page).into_response())
}

/// The dossier of `?iri=`.
pub(super) async fn dossier(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let asked = form(request.uri().query().unwrap_or_default().as_bytes());
    let iri = asked.into_iter().find(|(name, _)| name == "iri").map(|(_, iri)| iri.into_owned());
    let iri = iri.ok_or_else(|| Fault::malformed("name an entity: `?iri=` and its IRI"))?;
    let served = site.current();
    streamed("text/html; charset=utf-8", CancellationToken::new(), move |out| {
        let damaged = |error: crate::door::GraphError| Fault::own(error.to_string());
        let claims = served.graph.claims().map_err(damaged)?;
        let entity = Report::entities(&claims).into_iter().find(|id| claims.text(*id) == iri);
        let entity = entity.ok_or_else(|| Fault::missing(format!("no claim speaks of <{iri}>")))?;
        let view = View::new(&claims, Edges::Bundle);
        let wanted = claims.view(&Filter::default()).map_err(|error| Fault::own(error.to_string()))?;
        let title = served.graph.project().name.clone();
        let report = Report::new(&view, &wanted, &served.prefixes, title).with_rows(MOST_ROWS);
        let report = report.linking_to(|id| address(&claims.text(id)));
        let draw = |dossier: &Dossier<'_>| figures(dossier, 1, &claims, &served.prefixes);
        report.write_one(entity, Format::Html, &draw, out).map_err(|error| Fault::own(error.to_string()))
    })
    .await
}

/// The address of a dossier.
fn address(iri: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("iri", iri).finish();
    format!("/dossier?{query}")
}

fn first_page(site: &Site, words: &str) -> Result<String, Fault> {
    let served = site.current();
    let claims = served.graph.claims().map_err(|error| Fault::own(error.to_string()))?;
    let name = escape(&served.graph.project().name).into_owned();
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>{STYLE}</style>\n<h1>{name}</h1>\n"
    );
    if let Some(trouble) = site.trouble() {
        let _ = writeln!(page, "<p role=\"alert\">The graph is older than its sources: {}</p>", escape(&trouble));
    }
    let _ = writeln!(
        page,
        "<form><label>Names and quotes <input type=\"search\" name=\"q\" value=\"{}\" autofocus></label> \
         <button>Search</button></form>",
        escape(words)
    );
    if words.trim().is_empty() {
        overview(&served, &claims, &mut page);
    } else {
        found(&claims, words, &mut page);
    }
    page.push_str(
        "<h2>Queries</h2>\n<p>A SPARQL 1.1 endpoint is at <code>/sparql</code>, whole graphs are at \
         <code>/store?default</code>.</p>\n</html>\n",
    );
    Ok(page)
}

/// Lists things with links to their dossiers.
fn list(claims: &Claims<'_>, things: impl Iterator<Item = (Id, String)>, page: &mut String) {
    page.push_str("<ul>\n");
    for (id, note) in things {
        let (address, label) = (address(&claims.text(id)), claims.label(id));
        let _ = writeln!(
            page,
            "<li><a href=\"{}\"><bdi>{}</bdi></a> <small>{}</small>",
            escape(&address),
            escape(&label),
            escape(&note)
        );
    }
    page.push_str("</ul>\n");
}

fn overview(served: &Served, claims: &Claims<'_>, page: &mut String) {
    page.push_str("<h2>In numbers</h2>\n<table>\n");
    for count in counts(served.graph.store()) {
        let _ = writeln!(page, "<tr><th scope=\"row\">{}<td>{}", escape(count.what), count.n);
    }
    page.push_str("</table>\n<h2>Most named</h2>\n");
    let named = top(served.graph.store(), Role::Actor, 20);
    let entities = claims.entities();
    let used = named.into_iter().filter_map(|one| {
        let id = entities.iter().copied().find(|id| claims.label(*id) == one.name)?;
        Some((id, format!("in {} claims", one.n_claims)))
    });
    list(claims, used, page);
}

fn found(claims: &Claims<'_>, words: &str, page: &mut String) {
    let things = claims.having_words(words);
    let entities = Report::entities(claims);
    let named: Vec<Id> = things.iter().copied().filter(|id| entities.binary_search(id).is_ok()).collect();
    let told: Vec<Id> = things.iter().copied().filter(|id| claims.position(*id).is_some()).collect();
    if named.is_empty() && told.is_empty() {
        page.push_str("<p>Nothing has these words.</p>\n");
    }
    if !named.is_empty() {
        let _ = writeln!(page, "<h2>Names ({})</h2>", named.len());
        list(claims, named.iter().take(MOST_ROWS).map(|id| (*id, claims.type_word(*id))), page);
    }
    if !told.is_empty() {
        let _ = writeln!(page, "<h2>Claims ({})</h2>\n<ul>", told.len());
        for index in told.iter().take(MOST_ROWS).filter_map(|id| claims.position(*id)) {
            let claim = &claims.rows()[index];
            let quote = claims.quote(claim).map(|quote| format!(" <q>{}</q>", escape(&quote))).unwrap_or_default();
            let _ = writeln!(
                page,
                "<li><a href=\"{}\"><bdi>{}</bdi></a> <small>{}</small>{quote}",
                escape(&address(&claims.text(claim.subject))),
                escape(&claims.sentence(claim)),
                escape(&claims.attribution(index)),
            );
        }
        page.push_str("</ul>\n");
    }
    if named.len().max(told.len()) > MOST_ROWS {
        let _ = writeln!(page, "<p>Only the first {MOST_ROWS} of each are shown.</p>");
    }
}

/// How the page looks: as a letter, in the colours of the reader.
const STYLE: &str = ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;\
                     margin:2rem auto;padding:0 1rem}th{text-align:left;font-weight:normal;padding-right:2rem}\
                     td{text-align:right}input{font:inherit;min-width:16rem}button{font:inherit}";
