//! Pages for a browser without scripts: what the graph holds, who is found under a word, and the dossier of one of them.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::fault::Fault;
use super::names::{Hit, Named};
use super::protocol::form;
use super::reading::Reading;
use super::site::Site;
use crate::claims::{Claims, Id};
use crate::export::markup::escape;
use crate::export::report::{Dossier, Format, Report, figures};
use crate::query::summary::counts;

/// Rows of a list on a page.
const MOST_ROWS: usize = 200;

/// Answers what has no address of its own.
pub(super) async fn not_found() -> Fault {
    Fault::missing(
        "there is no such page: `/` is the first one, `/sparql` answers queries, `/api/openapi.json` has the rest",
    )
}

/// The page of a browser without scripts: `/plain`, or `/plain?q=` with words to search for.
pub(super) async fn start(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let asked = form(request.uri().query().unwrap_or_default().as_bytes());
    let words = asked.into_iter().find(|(name, _)| name == "q").map(|(_, words)| words.into_owned());
    let trouble = site.trouble();
    let served = site.current();
    let page = served
        .desk
        .ask(move |reading| Ok(first_page(reading, trouble.as_deref(), words.as_deref().unwrap_or_default())));
    Ok(html(page.await?))
}

/// The dossier of `?iri=`.
pub(super) async fn dossier(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let asked = form(request.uri().query().unwrap_or_default().as_bytes());
    let iri = asked.into_iter().find(|(name, _)| name == "iri").map(|(_, iri)| iri.into_owned());
    let iri = iri.ok_or_else(|| Fault::malformed("name an entity: `?iri=` and its IRI"))?;
    let served = site.current();
    let page = served.desk.ask(move |reading| {
        let entity = reading.thing(&iri)?;
        if reading.entities.binary_search(&entity).is_err() {
            return Err(Fault::missing(format!("no claim speaks of <{iri}>")));
        }
        let (claims, title) = (reading.claims, reading.graph.project().name.clone());
        let report = Report::new(&reading.view, &reading.view, &reading.prefixes, title).with_rows(MOST_ROWS);
        let report = report.linking_to(|id| address(&claims.text(id)));
        let draw = |dossier: &Dossier<'_>| figures(dossier, 1, claims, &reading.prefixes);
        let mut page = Vec::new();
        let written = report.write_one(entity, Format::Html, &draw, &mut page);
        written.map_err(|error| Fault::own(error.to_string()))?;
        Ok(page)
    });
    Ok(html(page.await?))
}

fn html(page: impl Into<axum::body::Body>) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into()).into_response()
}

/// The address of a dossier.
fn address(iri: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("iri", iri).finish();
    format!("/dossier?{query}")
}

fn first_page(reading: &Reading<'_>, trouble: Option<&str>, words: &str) -> String {
    let name = escape(&reading.graph.project().name).into_owned();
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>{STYLE}</style>\n<h1>{name}</h1>\n"
    );
    if let Some(trouble) = trouble {
        let _ = writeln!(page, "<p role=\"alert\">The graph is older than its sources: {}</p>", escape(trouble));
    }
    let _ = writeln!(
        page,
        "<form><label>Names and quotes <input type=\"search\" name=\"q\" value=\"{}\" autofocus></label> \
         <button>Search</button></form>",
        escape(words)
    );
    if words.trim().is_empty() {
        overview(reading, &mut page);
    } else {
        found(reading, words, &mut page);
    }
    page.push_str(
        "<h2>For programs</h2>\n<p>A SPARQL 1.1 endpoint is at <code>/sparql</code>, whole graphs are at \
         <code>/store?default</code>, and <code>/api/openapi.json</code> describes the rest.</p>\n</html>\n",
    );
    page
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

fn overview(reading: &Reading<'_>, page: &mut String) {
    page.push_str("<h2>In numbers</h2>\n<table>\n");
    for count in counts(reading.graph.store()) {
        let _ = writeln!(page, "<tr><th scope=\"row\">{}<td>{}", escape(count.what), count.n);
    }
    page.push_str("</table>\n<h2>Most named</h2>\n");
    let named = reading.entities.iter().map(|id| (reading.names.uses(Named::Entity(*id)).claims, *id));
    let mut named: Vec<(u32, Id)> = named.filter(|(n, id)| *n > 0 && reading.claims.event(*id).is_none()).collect();
    named.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    list(reading.claims, named.into_iter().take(20).map(|(n, id)| (id, in_claims(n))), page);
}

fn in_claims(n: u32) -> String {
    if n == 1 { "in 1 claim".to_owned() } else { format!("in {n} claims") }
}

fn found(reading: &Reading<'_>, words: &str, page: &mut String) {
    let claims = reading.claims;
    let is_entity = |of: Named| matches!(of, Named::Entity(_));
    let named = reading.names.search(words, MOST_ROWS, is_entity);
    let told = reading.quoting(&format!("{words}*"));
    if named.is_empty() && told.is_empty() {
        page.push_str("<p>Nothing has these words.</p>\n");
    }
    if !named.is_empty() {
        page.push_str("<h2>Names</h2>\n");
        let entity = |hit: &Hit| match hit.of {
            Named::Entity(id) => Some((id, claims.type_word(id))),
            _ => None,
        };
        list(claims, named.iter().filter_map(entity), page);
    }
    if !told.is_empty() {
        let _ = writeln!(page, "<h2>Quotes</h2>\n<ul>");
        for index in told.iter().take(MOST_ROWS).map(|index| *index as usize) {
            let Some(claim) = claims.rows().get(index) else { continue };
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
    if named.len() >= MOST_ROWS || told.len() > MOST_ROWS {
        let _ = writeln!(page, "<p>Only the first {MOST_ROWS} of each are shown.</p>");
    }
}

/// How the page looks: as a letter, in the colours of the reader.
const STYLE: &str = ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;\
                     margin:2rem auto;padding:0 1rem}th{text-align:left;font-weight:normal;padding-right:2rem}\
                     td{text-align:right}input{font:inherit;min-width:16rem}button{font:inherit}";
