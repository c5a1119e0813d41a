//! The server, asked without a socket: what a request is answered with.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use proptest::prelude::*;
use relata::Graph;
use relata::diagnostic::Report;
use relata::evaluation::{CancellationToken, Limits};
use relata::oxigraph::sparql::results::QueryResultsFormat;
use relata::project::Project;
use relata::query::{Question, answer_question, results};
use relata::serve::{Access, Patience, Site, Token, assets, axum, router};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};

use crate::support::{Sandbox, draws};

const TABLE: &[u8] = b"subject,predicate,object,said_by,quote\n\
    Norland,attacked,Estmark,a spokesman,they <b>came</b> at night\n\
    Norland,met,Vesk,,\nVesk,condemned,Norland,the Vesk Courier,\n";

pub(crate) struct Serving {
    pub(crate) sandbox: Sandbox,
    pub(crate) site: Arc<Site>,
    runtime: tokio::runtime::Runtime,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Serving {
    fn new() -> Serving {
        Serving::with(Limits::default(), Access::default())
    }

    pub(crate) fn with(limits: Limits, access: Access) -> Serving {
        let files: [(&str, &[u8]); 2] = [("claims.csv", TABLE), ("relata.toml", b"[project]\nname = \"war\"\n")];
        Serving::of(&files, limits, access)
    }

    /// A folder that comes with relata.
    pub(crate) fn sample(name: &str) -> Serving {
        fn read(folder: &Path, below: &str, files: &mut Vec<(String, Vec<u8>)>) {
            for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
                let name = format!("{below}{}", entry.file_name().to_string_lossy());
                if entry.path().is_dir() {
                    read(&entry.path(), &format!("{name}/"), files);
                } else {
                    files.push((name, fs::read(entry.path()).unwrap()));
                }
            }
        }
        let mut files = Vec::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name), "", &mut files);
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        Serving::of(&files, Limits::default(), Access::default())
    }

    /// One that waits so long for its clients.
    pub(crate) fn patient(patience: Patience) -> Serving {
        let serving = Serving::new();
        let site = Arc::into_inner(serving.site).expect("nobody else has it").with_patience(patience);
        Serving { site: Arc::new(site), ..serving }
    }

    /// One whose tables may be changed, with the token for it.
    pub(crate) fn writing_to(files: &[(&str, &[u8])], access: Access) -> (Serving, Token) {
        let serving = Serving::of(files, Limits::default(), access);
        let token = Token::random().unwrap();
        let site = Arc::into_inner(serving.site).expect("nobody else has it").with_token(token.clone());
        (Serving { site: Arc::new(site), ..serving }, token)
    }

    pub(crate) fn of(files: &[(&str, &[u8])], limits: Limits, access: Access) -> Serving {
        let sandbox = Sandbox::new(files);
        let path = sandbox.path().to_owned();
        let reopen = move |known_by| {
            let mut project = Project::at(&path).map_err(|error| error.to_string())?;
            project.known_by = known_by;
            let mut report = Report::new(project.policy.clone());
            Graph::at_once(project, &mut report).map_err(|error| error.to_string())
        };
        let site = Arc::new(Site::open(Box::new(reopen), limits, access).unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Serving { sandbox, site, runtime }
    }

    pub(crate) fn ask(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Reply {
        let mut request = request.body(body.into()).unwrap();
        request.headers_mut().entry(header::HOST).or_insert("localhost:7878".parse().unwrap());
        self.runtime.block_on(async {
            let response = router(Arc::clone(&self.site)).oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            Reply { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
        })
    }

    pub(crate) fn get(&self, path: &str, accept: &str) -> Reply {
        self.ask(Request::get(path).header(header::ACCEPT, accept), "")
    }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status, media type and the first line.
    pub(crate) fn brief(&self) -> String {
        let line = self.body.lines().next().unwrap_or_default();
        format!("{} {} {line}", self.status.as_u16(), self.header("content-type")).trim_end().to_owned()
    }
}

pub(crate) fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

proptest! {
    #![proptest_config(draws(24))]

    #[test]
    fn the_three_ways_to_ask_give_what_the_library_gives(
        pattern in "\\?[spo] \\?[pqr] \\?[oxy]", distinct: bool, most in 0..40_usize, format in 0..4_usize,
    ) {
        let serving = Serving::new();
        let distinct = if distinct { "DISTINCT" } else { "" };
        let query = format!("SELECT {distinct} * {{ {pattern} }} ORDER BY ?s ?p ?o ?q ?r ?x ?y LIMIT {most}");
        let formats =
            [QueryResultsFormat::Json, QueryResultsFormat::Xml, QueryResultsFormat::Csv, QueryResultsFormat::Tsv];
        let format = formats[format];
        let graph = Graph::open(serving.sandbox.path()).unwrap();
        let mut expected = Vec::new();
        results::write_table(graph.engine().run(&query).unwrap(), format, &mut expected).unwrap();
        let expected = String::from_utf8(expected).unwrap();
        let accept = |request: axum::http::request::Builder| request.header(header::ACCEPT, format.media_type());
        let form = "application/x-www-form-urlencoded";
        let ways = [
            serving.get(&format!("/sparql?query={}", encoded(&query)), format.media_type()),
            serving.ask(
                accept(Request::post("/query")).header(header::CONTENT_TYPE, form),
                format!("query={}", encoded(&query)),
            ),
            serving.ask(
                accept(Request::post("/sparql")).header(header::CONTENT_TYPE, "application/sparql-query; charset=utf-8"),
                query.clone(),
            ),
        ];
        for reply in ways {
            prop_assert_eq!(reply.status, StatusCode::OK);
            prop_assert_eq!(reply.header("content-type"), format.media_type());
            prop_assert_eq!(&reply.body, &expected);
        }
    }

    #[test]
    fn any_request_is_answered_and_nothing_of_it_fails_the_server(
        path in "/(sparql|store|resource|dossier|)", query in ".{0,60}", accept in "[a-z*/;=q.,0-9 ]{0,30}", post: bool,
    ) {
        let serving = Serving::new();
        let request = Request::builder().method(if post { "POST" } else { "GET" });
        let path = format!("{path}?query={0}&iri={0}&q={0}&graph={0}", encoded(&query));
        let reply = serving.ask(request.uri(path).header(header::ACCEPT, accept), query);
        prop_assert!(reply.status != StatusCode::INTERNAL_SERVER_ERROR, "{}", reply.body);
        prop_assert!(!reply.header("content-security-policy").is_empty());
    }
}

#[test]
fn the_client_says_which_format_it_likes() {
    let serving = Serving::new();
    let select = format!("/sparql?query={}", encoded("SELECT (1 AS ?n) {}"));
    let graph = format!("/sparql?query={}", encoded("CONSTRUCT { rel:met a ra:Claim } {}"));
    let asked = [
        (&select, "*/*"),
        (&select, "text/csv, application/sparql-results+xml;q=0.9"),
        (&select, "text/csv;q=0.5, application/sparql-results+xml;q=0.9"),
        (&select, "text/html, application/xml;q=0.9, */*;q=0.8"),
        (&select, "text/*"),
        (&select, "image/png"),
        (&graph, "*/*"),
        (&graph, "application/ld+json"),
        (&graph, "application/n-triples;q=1, text/turtle;q=0"),
        (&graph, "text/csv"),
    ];
    let told: Vec<String> =
        asked.iter().map(|(path, accept)| format!("{accept} -> {}", serving.get(path, accept).brief())).collect();
    assert_snapshot!(told.join("\n"), @r#"
    */* -> 200 application/sparql-results+json {"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1","datatype":"http://www.w3.org/2001/XMLSchema#integer"}}]}}
    text/csv, application/sparql-results+xml;q=0.9 -> 200 text/csv; charset=utf-8 n
    text/csv;q=0.5, application/sparql-results+xml;q=0.9 -> 200 application/sparql-results+xml <?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/></head><results><result><binding name="n"><literal datatype="http://www.w3.org/2001/XMLSchema#integer">1</literal></binding></result></results></sparql>
    text/html, application/xml;q=0.9, */*;q=0.8 -> 200 application/xml <?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/></head><results><result><binding name="n"><literal datatype="http://www.w3.org/2001/XMLSchema#integer">1</literal></binding></result></results></sparql>
    text/* -> 200 text/csv; charset=utf-8 n
    image/png -> 406 text/plain; charset=utf-8 the answer can be had as application/sparql-results+json, application/json, application/sparql-results+xml, application/xml, text/csv, text/tab-separated-values, text/xml, text/plain: ask for one of them in `Accept`
    */* -> 200 text/turtle; charset=utf-8 @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    application/ld+json -> 200 application/ld+json [{"@id":"https://w3id.org/relata/rel/met","http://www.w3.org/1999/02/22-rdf-syntax-ns#type":[{"@id":"https://w3id.org/relata/ns#Claim"}]}]
    application/n-triples;q=1, text/turtle;q=0 -> 200 application/n-triples <https://w3id.org/relata/rel/met> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/relata/ns#Claim> .
    text/csv -> 406 text/plain; charset=utf-8 the answer can be had as text/turtle, application/x-turtle, application/n-triples, text/plain, application/n-quads, application/trig, application/rdf+xml, application/xml, application/ld+json: ask for one of them in `Accept`
    "#);
}

#[test]
fn what_cannot_be_answered_says_why() {
    let limits = Limits { time: Some(Duration::from_millis(1)), memory: None };
    let serving = Serving::new();
    let slow = Serving::with(limits, Access::default());
    let get = |query: &str| serving.get(&format!("/sparql?{query}"), "*/*");
    let post = |media_type: &str, body: &str| {
        serving.ask(Request::post("/sparql").header(header::CONTENT_TYPE, media_type), body.to_owned())
    };
    let many = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l";
    let told = [
        get("query=SELECT"),
        get("query=ASK{}&query=ASK{}"),
        get("update=CLEAR+ALL"),
        get(&format!("query={}", encoded("INSERT DATA { <a:b> <a:c> 1 }"))),
        get(&format!("query={}", encoded("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }"))),
        get("query=ASK{}&default-graph-uri=no+iri"),
        post("application/sparql-update", "CLEAR ALL"),
        post("text/plain", "ASK {}"),
        post("application/sparql-query", &"#".repeat(2 << 20)),
        serving.ask(Request::put("/store?default"), ""),
        serving.ask(Request::delete("/sparql"), ""),
        serving.get("/store", "*/*"),
        serving.get("/store?graph=https://example.org/none", "*/*"),
        serving.get("/resource?iri=https://example.org/none", "*/*"),
        serving.get("/nothing/here", "*/*"),
        serving.ask(Request::options("/sparql"), ""),
        slow.get(&format!("/sparql?query={}", encoded(many)), "*/*"),
    ];
    let told: Vec<String> = told.iter().map(Reply::brief).collect();
    assert_snapshot!(told.join("\n"), @"
    400 text/plain; charset=utf-8 line 1, column 7: the query ends too early
    400 text/plain; charset=utf-8 a request has one `query`, this one has 2
    403 text/plain; charset=utf-8 the graph is read-only: SPARQL Update is not available
    403 text/plain; charset=utf-8 the graph is read-only: SPARQL Update is not available
    403 text/plain; charset=utf-8 the query asks <http://localhost:1/>, and this server asks no endpoint that is not named when it is started
    400 text/plain; charset=utf-8 `no iri` names no graph: Invalid IRI code point ' '
    403 text/plain; charset=utf-8 the graph is read-only: SPARQL Update is not available
    415 text/plain; charset=utf-8 a query is posted as `application/sparql-query`, or in a form as `application/x-www-form-urlencoded`
    413 text/plain; charset=utf-8 a query has at most 1 MB
    405 text/plain; charset=utf-8 the graph is read-only: it is made from the project's tables
    405 text/plain; charset=utf-8 queries come by GET or POST
    400 text/plain; charset=utf-8 name one graph: `?default`, or `?graph=` and its IRI
    404 text/plain; charset=utf-8 there is no graph <https://example.org/none>
    404 text/plain; charset=utf-8 the graph says nothing of <https://example.org/none>
    404 text/plain; charset=utf-8 there is no such page: `/` is the first one, `/sparql` answers queries, `/api/openapi.json` has the rest
    204
    503 text/plain; charset=utf-8 the query took longer than 1ms: ask for less, or for fewer rows
    ");
}

#[test]
fn a_service_that_no_address_is_known_of_is_a_fault_of_the_query() {
    let serving = Serving::new();
    let get = |query: &str| serving.get(&format!("/sparql?query={}", encoded(query)), "*/*").brief();
    let told = [
        get("SELECT * { SERVICE ?x { ?s ?p ?o } }"),
        get("SELECT * { BIND(\"a\" AS ?x) SERVICE ?x { ?s ?p ?o } }"),
        get("CONSTRUCT { ?s ?p ?o } { SERVICE ?x { ?s ?p ?o } }"),
    ];
    assert_snapshot!(told.join("\n"), @"
    400 text/plain; charset=utf-8 the variable behind SERVICE names no endpoint: it has no value, or one that is no IRI
    400 text/plain; charset=utf-8 the variable behind SERVICE names no endpoint: it has no value, or one that is no IRI
    400 text/plain; charset=utf-8 the variable behind SERVICE names no endpoint: it has no value, or one that is no IRI
    ");
}

#[test]
fn reading_a_long_query_takes_of_its_time() {
    let limits = Limits { time: Some(Duration::from_millis(1)), memory: None };
    let slow = Serving::with(limits, Access::default());
    let query = format!("SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {}}} }}", "1 ".repeat(100_000));
    let request = Request::post("/sparql").header(header::CONTENT_TYPE, "application/sparql-query");
    assert_snapshot!(slow.ask(request, query).brief(), @"503 text/plain; charset=utf-8 the query took longer than 1ms: ask for less, or for fewer rows");
}

#[test]
fn cells_are_safe_for_spreadsheets_when_somebody_asks_for_it() {
    let serving = Serving::new();
    let query = encoded("SELECT ?x { VALUES ?x { \"=1+1\" \"@a\" -2 \"a\" } }");
    let table = |accept: &str, prefer: &str| {
        let request =
            Request::get(format!("/sparql?query={query}")).header(header::ACCEPT, accept).header("prefer", prefer);
        serving.ask(request, "").body.replace("\r\n", " ").replace('\n', " ")
    };
    assert_snapshot!(table("text/csv", "wait=1"), @"x =1+1 @a -2 a");
    assert_snapshot!(table("text/csv", "safe-cells"), @"x '=1+1 '@a -2 a");
    assert_snapshot!(table("text/tab-separated-values", "wait=1, safe-cells"), @r#"?x "'=1+1" "'@a" -2 "a""#);
}

#[test]
fn a_foreign_page_or_name_is_refused_unless_it_is_allowed() {
    let access = Access { hosts: vec!["graph.vesk.example".into()], origins: vec!["https://yasgui.example".into()] };
    let (closed, open) = (Serving::new(), Serving::with(Limits::default(), access));
    let from = |serving: &Serving, host: &str, origin: &str| {
        let mut request = Request::get("/sparql?query=ASK{}").header(header::HOST, host);
        if !origin.is_empty() {
            request = request.header(header::ORIGIN, origin);
        }
        let reply = serving.ask(request, "");
        format!("{host} {origin} -> {} {}", reply.brief(), reply.header("access-control-allow-origin"))
    };
    let told = [
        from(&closed, "127.0.0.1:7878", ""),
        from(&closed, "[::1]:7878", ""),
        from(&closed, "localhost", "http://localhost"),
        from(&closed, "localhost:7878", "http://localhost:9999"),
        from(&closed, "rebound.example", ""),
        from(&closed, "localhost", "https://yasgui.example"),
        from(&closed, "localhost", "null"),
        from(&open, "graph.vesk.example:80", ""),
        from(&open, "localhost", "https://yasgui.example"),
    ];
    assert_snapshot!(told.join("\n"), @r#"
    127.0.0.1:7878  -> 200 application/sparql-results+json {"head":{},"boolean":true} 
    [::1]:7878  -> 200 application/sparql-results+json {"head":{},"boolean":true} 
    localhost http://localhost -> 200 application/sparql-results+json {"head":{},"boolean":true} 
    localhost:7878 http://localhost:9999 -> 403 text/plain; charset=utf-8 a page of `http://localhost:9999` may not ask this server: `--allow-origin http://localhost:9999` allows it 
    rebound.example  -> 421 text/plain; charset=utf-8 `rebound.example` is no name of this server: `--allow-host rebound.example` makes it one 
    localhost https://yasgui.example -> 403 text/plain; charset=utf-8 a page of `https://yasgui.example` may not ask this server: `--allow-origin https://yasgui.example` allows it 
    localhost null -> 403 text/plain; charset=utf-8 a page that does not say whose it is may not ask this server 
    graph.vesk.example:80  -> 200 application/sparql-results+json {"head":{},"boolean":true} 
    localhost https://yasgui.example -> 200 application/sparql-results+json {"head":{},"boolean":true} https://yasgui.example
    "#);
    let preflight = Request::options("/api/overview").header(header::ORIGIN, "https://yasgui.example");
    let preflight = open.ask(preflight.header("access-control-request-method", "GET"), "");
    assert_eq!(preflight.status, StatusCode::NO_CONTENT);
    assert!(preflight.header("access-control-allow-methods").contains("POST"));
    let hidden = Request::get("/sparql?query=ASK{}").header("sec-fetch-site", "cross-site");
    assert_eq!(closed.ask(hidden, "").status, StatusCode::FORBIDDEN, "an image of a foreign page");
}

#[test]
fn a_graph_and_a_thing_have_addresses() {
    let serving = Serving::new();
    let whole = serving.get("/store?default", "application/n-triples");
    let asked = serving
        .get(&format!("/sparql?query={}", encoded("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")), "application/n-triples");
    assert!(!whole.body.is_empty());
    assert_eq!(whole.body, asked.body);
    let thing = serving.get("/resource/Norland", "application/n-triples");
    assert!(thing.body.lines().any(|line| line.contains("label") && line.contains("\"Norland\"")), "{}", thing.body);
    let page = serving.get("/resource/Norland", "text/html");
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let dossier = serving.get(page.header("location"), "text/html");
    assert_eq!(dossier.header("content-type"), "text/html; charset=utf-8");
    assert!(dossier.body.contains("Estmark") && dossier.body.contains("a spokesman"), "{}", dossier.body);
    assert!(!dossier.body.contains("<b>came"), "what stands in a cell is no markup");
}

#[test]
fn a_graph_may_be_named_as_the_one_that_is_asked() {
    let serving = Serving::new();
    let graphs = serving.get(
        &format!("/sparql?query={}", encoded("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")),
        "text/csv",
    );
    let graph = graphs.body.lines().nth(1).expect("a graph has a name").trim();
    let count = |further: &str| {
        let query = encoded("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }");
        let reply = serving.get(&format!("/sparql?query={query}{further}"), "text/csv");
        reply.body.lines().nth(1).unwrap().trim().parse::<usize>().unwrap()
    };
    let own = count(&format!("&default-graph-uri={}", encoded(graph)));
    assert!(0 < own && own < count(""), "{own} of {}", count(""));
    assert_eq!(
        own,
        serving.get(&format!("/store?graph={}", encoded(graph)), "application/n-triples").body.lines().count()
    );
    let description = serving.get("/sparql", "text/turtle").body;
    assert!(description.contains(graph), "{description}");
}

#[test]
fn a_page_finds_names_and_quotes() {
    let serving = Serving::new();
    let first = serving.get("/plain", "text/html").body;
    assert!(first.contains("/dossier?iri=") && first.contains("Norland"), "{first}");
    let found = serving.get("/plain?q=night", "text/html").body;
    assert!(found.contains("they &lt;b&gt;came&lt;/b&gt; at night"), "{found}");
    assert!(serving.get("/plain?q=nowhere", "text/html").body.contains("Nothing has these words"));
}

#[test]
fn every_file_of_the_page_is_served_under_a_policy_that_lets_nothing_else_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
    let single = [
        "annotate.css",
        "icon.svg",
        "index.html",
        "review.css",
        "style.css",
        "vendor/codemirror.js",
        "vendor/codemirror.LICENSE.txt",
    ];
    let mut lying: Vec<String> = single.map(str::to_owned).into();
    let mut folders = vec![root.join("js")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("offline") {
                // Modules of pages that are exported, in which they stand.
            } else if path.is_dir() {
                folders.push(path);
            } else {
                lying.push(path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    lying.sort();
    let mut served: Vec<&str> = assets().collect();
    served.sort_unstable();
    assert_eq!(served, lying);
    let serving = Serving::new();
    for path in served {
        let address = if path == "index.html" { "/".to_owned() } else { format!("/{path}") };
        let answer = serving.get(&address, "*/*");
        assert_eq!(answer.body, fs::read_to_string(root.join(path)).unwrap(), "{path}");
    }
}

#[test]
fn the_editor_is_the_one_that_was_made_of_the_named_packages() {
    let vendor = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/vendor");
    let bundle = fs::read(vendor.join("codemirror.js")).unwrap();
    let told = fs::read_to_string(vendor.join("codemirror.js.sha256")).unwrap();
    let found = Sha256::digest(&bundle).iter().fold(String::new(), |found, byte| format!("{found}{byte:02x}"));
    assert_eq!(told.split_whitespace().next(), Some(found.as_str()));
    // Its first line names what it was made of; the same versions stand in package.json, and each has its licence.
    let head = String::from_utf8_lossy(bundle.split(|byte| *byte == b'\n').next().unwrap()).into_owned();
    let list = head.split_once("build.mjs of ").unwrap().1.split_once(". Their").unwrap().0;
    let package: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(vendor.join("../package.json")).unwrap()).unwrap();
    let licences = fs::read_to_string(vendor.join("codemirror.LICENSE.txt")).unwrap();
    for entry in list.split(", ") {
        let (name, version) = entry.split_once(' ').unwrap();
        assert_eq!(package["devDependencies"][name], version, "{name}");
        assert!(licences.contains(&format!("{name} {version} (MIT)")), "{name}");
    }
}

#[test]
fn sources_that_change_are_served_and_those_that_break_are_told() {
    let serving = Serving::new();
    let n_claims = || serving.site.current().graph.built().tally.n_claims;
    assert!(!serving.site.refresh());
    let held = serving.site.current();
    serving.sandbox.write("claims.csv", b"subject,predicate,object\nNorland,met,Vesk\n");
    assert!(serving.site.refresh());
    assert_eq!((n_claims(), held.graph.built().tally.n_claims, serving.site.trouble()), (1, 3, None));
    serving.sandbox.write("relata.toml", b"[project\n");
    assert!(!serving.site.refresh());
    assert_eq!(n_claims(), 1);
    assert!(serving.site.trouble().is_some());
    serving.sandbox.write("relata.toml", b"[project]\nname = \"war\"\n");
    serving.site.refresh();
    assert_eq!(serving.site.trouble(), None);
}

#[test]
fn who_goes_away_ends_the_query() {
    let serving = Serving::new();
    let graph = Graph::open(serving.sandbox.path()).unwrap();
    let (prefixes, token) = (graph.project().prefixes(), CancellationToken::new());
    let text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l".to_owned();
    let question = Question { text, prefixes, token: token.clone(), ..Question::default() };
    let started = Instant::now();
    let asking = std::thread::spawn(move || match answer_question(graph.into_store(), question) {
        Ok(relata::oxigraph::sparql::QueryResults::Solutions(mut rows)) => rows.any(|row| row.is_err()),
        Ok(_) => false,
        Err(_) => true,
    });
    token.cancel();
    assert!(asking.join().unwrap(), "it is ended, and says so");
    assert!(started.elapsed() < Duration::from_secs(60), "all rows would take hours");
}
