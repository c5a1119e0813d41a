//! The files of the page for a browser, as they lie in `web/`, inside the program.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use xxhash_rust::xxh3::xxh3_64;

use super::site::Site;

/// A file of the page.
struct Asset {
    /// Its path in `web/`.
    path: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! assets {
    ($($media_type:ident $path:literal,)*) => {
        &[$(Asset { path: $path, media_type: $media_type, bytes: include_bytes!(concat!("../../web/", $path)) },)*]
    };
}

const ASSETS: &[Asset] = assets! {
    HTML "index.html",
    CSS "review.css",
    CSS "style.css",
    CSS "annotate.css",
    SVG "icon.svg",
    SCRIPT "js/address.js",
    SCRIPT "js/annotate/arriving.js",
    SCRIPT "js/annotate/form.js",
    SCRIPT "js/annotate/memory.js",
    SCRIPT "js/annotate/picker.js",
    SCRIPT "js/annotate/rows.js",
    SCRIPT "js/annotate/text.js",
    SCRIPT "js/annotate/words.js",
    SCRIPT "js/api.js",
    SCRIPT "js/claim.js",
    SCRIPT "js/deciding/alike.js",
    SCRIPT "js/deciding/keys.js",
    SCRIPT "js/deciding/tabs.js",
    SCRIPT "js/deciding/who.js",
    SCRIPT "js/deciding/words.js",
    SCRIPT "js/dom.js",
    SCRIPT "js/filters.js",
    SCRIPT "js/graph/arrange.js",
    SCRIPT "js/graph/buttons.js",
    SCRIPT "js/graph/canvas.js",
    SCRIPT "js/graph/curves.js",
    SCRIPT "js/graph/draw.js",
    SCRIPT "js/graph/force.js",
    SCRIPT "js/graph/gestures.js",
    SCRIPT "js/graph/groups.js",
    SCRIPT "js/graph/keys.js",
    SCRIPT "js/graph/letters.js",
    SCRIPT "js/graph/lines.js",
    SCRIPT "js/graph/looks.js",
    SCRIPT "js/graph/moving.js",
    SCRIPT "js/graph/names.js",
    SCRIPT "js/graph/opening.js",
    SCRIPT "js/graph/packing.js",
    SCRIPT "js/graph/panel.js",
    SCRIPT "js/graph/pinch.js",
    SCRIPT "js/graph/recorded.js",
    SCRIPT "js/graph/room.js",
    SCRIPT "js/graph/save.js",
    SCRIPT "js/graph/saved.js",
    SCRIPT "js/graph/scene.js",
    SCRIPT "js/graph/tools.js",
    SCRIPT "js/graph/twin.js",
    SCRIPT "js/graph/view.js",
    SCRIPT "js/histogram.js",
    SCRIPT "js/main.js",
    SCRIPT "js/pages.js",
    SCRIPT "js/search.js",
    SCRIPT "js/spans.js",
    SCRIPT "js/sparql/answer.js",
    SCRIPT "js/sparql/completion.js",
    SCRIPT "js/sparql/editor.js",
    SCRIPT "js/sparql/examples.js",
    SCRIPT "js/sparql/picture.js",
    SCRIPT "js/sparql/rows.js",
    SCRIPT "js/sparql/terms.js",
    SCRIPT "js/sparql/times.js",
    SCRIPT "js/sparql/triples.js",
    SCRIPT "js/table.js",
    SCRIPT "js/views/agreement.js",
    SCRIPT "js/views/alike.js",
    SCRIPT "js/views/annotate.js",
    SCRIPT "js/views/claim.js",
    SCRIPT "js/views/conflicts.js",
    SCRIPT "js/views/document.js",
    SCRIPT "js/views/documents.js",
    SCRIPT "js/views/entity.js",
    SCRIPT "js/views/graph.js",
    SCRIPT "js/views/list.js",
    SCRIPT "js/views/overview.js",
    SCRIPT "js/views/paths.js",
    SCRIPT "js/views/predicates.js",
    SCRIPT "js/views/review.js",
    SCRIPT "js/views/search.js",
    SCRIPT "js/views/sparql.js",
    SCRIPT "js/views/timeline.js",
    SCRIPT "js/when.js",
    SCRIPT "js/words.js",
    SCRIPT "js/writing.js",
    SCRIPT "vendor/codemirror.js",
    TEXT "vendor/codemirror.LICENSE.txt",
};

/// What the page may load: files of its own, and pictures that it made itself. No word of a source can become a script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The paths of the files, as they are in `web/`.
pub fn assets() -> impl Iterator<Item = &'static str> {
    ASSETS.iter().map(|asset| asset.path)
}

/// The routes of the page: `/` is `index.html`, every other file stands where it lies.
pub(super) fn routes() -> Router<Arc<Site>> {
    ASSETS.iter().fold(Router::new(), |router, asset| {
        let path = if asset.path == "index.html" { "/".to_owned() } else { format!("/{}", asset.path) };
        let tag = format!("\"{:016x}\"", xxh3_64(asset.bytes));
        router.route(&path, get(move |headers: HeaderMap| async move { answer(asset, &tag, &headers) }))
    })
}

/// Answers with a file, unless the browser has it already.
fn answer(asset: &Asset, tag: &str, headers: &HeaderMap) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, asset.media_type)], asset.bytes).into_response()
    };
    let told = response.headers_mut();
    told.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        told.insert(header::ETAG, tag);
    }
    response
}
