//! Items of Wikidata for the names of a project: from a table, or from a service that speaks the W3C's Reconciliation API.
//!
//! A service is asked only when its address is given.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use super::http::{Client, Manner, Request};
use super::remote::encoded;
use super::resolve::Stamped;
use super::resolve_rows::Rows;
use super::terminal::plural;
use super::{Session, hinted};
use crate::claims::Claims;
use crate::files::unpacked;
use crate::model::Sameness;
use crate::ontology::CountryNames;
use crate::rdf::vocab;
use crate::resolution::{Candidate, NormalForm, is_anonymous, normal_key};

/// Where the items of Wikidata are.
const WIKIDATA: &str = "www.wikidata.org/entity/";
/// Names in one request.
const BATCH: usize = 10;
/// How long a service may take for one request.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes of an answer.
const MOST_BYTES: u64 = 16 << 20;

/// What a name may be.
struct Item {
    id: String,
    name: String,
    score: Option<f64>,
    /// True when the service, or the table, is sure.
    is_match: bool,
}

/// Looks up the names that have no item yet, writes those that are sure as judgements, and shows the others.
pub(super) fn run(
    link: &str,
    claims: &Claims<'_>,
    rows: &Rows,
    stamp: &Stamped,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let judged = judged(claims);
    let is_open = |id, candidate: &Candidate| {
        !is_anonymous(&candidate.label) && candidate.n > 0 && claims.values(id, vocab::SKOS_EXACT_MATCH).is_empty()
    };
    let open: Vec<Candidate> = claims
        .candidates()
        .into_iter()
        .filter(|(id, candidate)| is_open(*id, candidate))
        .map(|(_, candidate)| candidate)
        .collect();
    let is_address = link.starts_with("http://") || link.starts_with("https://");
    let (found, what) = if is_address {
        (ask(link, &open)?, format!("the service at {link}"))
    } else {
        (look_up(Path::new(link), &open, session)?, format!("`{link}`"))
    };
    let mut sure = Vec::new();
    let mut n_open = 0_u64;
    for (candidate, items) in open.iter().zip(found) {
        let items: Vec<Item> = items
            .into_iter()
            .filter(|item| !judged.contains_key(&(candidate.label.clone(), item.id.clone())))
            .collect();
        let mut matches = items.iter().filter(|item| item.is_match);
        if let (Some(item), None) = (matches.next(), matches.next()) {
            let score = item.score.map_or_else(String::new, |score| format!(", score {score}"));
            let why = format!("`{}` in {what}{score}", item.name);
            writeln!(session.people(), "{} = {}  {}", candidate.label, item.id, item.name)?;
            sure.push(stamp.judge(&candidate.label, &item.id, Sameness::Same, Some(why)));
            continue;
        }
        n_open += u64::from(!items.is_empty());
        for item in items.iter().take(3) {
            let score = item.score.map_or_else(String::new, |score| format!("  score {score}"));
            writeln!(session.people(), "{} = {}?  {}{score}", candidate.label, item.id, item.name)?;
        }
    }
    session.out.flush()?;
    if !sure.is_empty() {
        rows.write(&sure, &[])?;
    }
    let n_none = open.len() as u64 - sure.len() as u64 - n_open;
    say!(
        "{} linked, {n_open} to decide (`relata resolve --same NAME wd:Q…`), {n_none} without an item",
        plural(sure.len() as u64, "name")
    );
    Ok(ExitCode::SUCCESS)
}

/// What was judged about a name and an item.
fn judged(claims: &Claims<'_>) -> FxHashMap<(String, String), Sameness> {
    let mut judged = FxHashMap::default();
    for judgement in claims.of_class(vocab::JUDGEMENT) {
        let text = |property| claims.values(judgement, property).first().map(|id| claims.text(*id)).unwrap_or_default();
        let Some(sameness) = Sameness::parse(&text(vocab::SAMENESS)) else { continue };
        let (left, right) = (text(vocab::LEFT), text(vocab::RIGHT));
        judged.insert((right.clone(), left.clone()), sameness);
        judged.insert((left, right), sameness);
    }
    judged
}

/// The item as judgements name it: `wd:Q794`, or an IRI in angle brackets.
fn item_name(id: &str, space: &str) -> String {
    let is_item = |id: &str| {
        id.strip_prefix('Q')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let local = id.rsplit_once(WIKIDATA).map_or(id, |(_, local)| local);
    let local = local.strip_prefix("wd:").unwrap_or(local);
    if is_item(local) && (space.is_empty() || space.contains(WIKIDATA) || id.contains(WIKIDATA)) {
        return format!("wd:{local}");
    }
    let iri = if id.contains("://") { id.to_owned() } else { format!("{space}{id}") };
    format!("<{iri}>")
}

/// Looks names up in a table with a column of names and one of items.
fn look_up(path: &Path, open: &[Candidate], session: &Session<'_>) -> anyhow::Result<Vec<Vec<Item>>> {
    let failed = || format!("cannot read `{}`", path.display());
    let file = session.reach.open(path).and_then(unpacked).with_context(failed)?;
    let delimiter = if path.extension().is_some_and(|ending| ending == "tsv") { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(file);
    let headings: Vec<String> = reader
        .headers()
        .with_context(failed)?
        .iter()
        .map(|cell| cell.trim().trim_start_matches('\u{feff}').to_lowercase())
        .collect();
    let column = |names: &[&str]| names.iter().find_map(|name| headings.iter().position(|heading| heading == name));
    let label = column(&["name", "label", "itemlabel", "title"]);
    let item = column(&["wikidata", "qid", "item", "id", "uri", "iri"]);
    let aliases = column(&["aliases", "alias", "altlabel", "itemaltlabel"]);
    let (Some(label), Some(item)) = (label, item) else {
        let message = format!("`{}` has no columns `name` and `id`", path.display());
        return Err(hinted(message, "its first line names them: `name,id`; an id is `Q794`, `wd:Q794` or an IRI"));
    };
    let mut known: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.with_context(failed)?;
        let (Some(name), Some(id)) = (record.get(label), record.get(item).map(str::trim)) else { continue };
        let others = aliases.and_then(|column| record.get(column)).unwrap_or_default().split([';', '|']);
        for one in std::iter::once(name).chain(others).map(str::trim).filter(|one| !one.is_empty() && !id.is_empty()) {
            known.entry(key(one)).or_default().insert(item_name(id, ""), name.to_owned());
        }
    }
    let items = |candidate: &Candidate| {
        let names = std::iter::once(&candidate.label).chain(&candidate.aliases);
        let found: BTreeMap<String, String> =
            names.filter_map(|name| known.get(&key(name))).flat_map(Clone::clone).collect();
        let is_match = found.len() == 1;
        found.into_iter().map(|(id, name)| Item { id, name, score: None, is_match }).collect()
    };
    Ok(open.iter().map(items).collect())
}

/// The form in which names of a table are compared: that of the country, or of the letters.
fn key(name: &str) -> String {
    let countries = CountryNames::shipped();
    match countries.certain(name) {
        Some(reading) => format!("country {}", countries.code_of(reading.country)),
        None => normal_key(name, &[NormalForm::Case, NormalForm::Spaces, NormalForm::Diacritics]),
    }
}

/// Asks a service.
fn ask(address: &str, open: &[Candidate]) -> anyhow::Result<Vec<Vec<Item>>> {
    let client = Client::new(Manner { patience: Some(PATIENCE), most_bytes: MOST_BYTES, follows: true });
    let manifest = asked(&client, address, None)?;
    let Some(space) = manifest.get("identifierSpace").and_then(Value::as_str) else {
        let message = format!("`{address}` is no reconciliation service: its manifest has no `identifierSpace`");
        return Err(hinted(message, "name the endpoint of a service of the W3C's Reconciliation API"));
    };
    let mut found = Vec::new();
    for batch in open.chunks(BATCH) {
        let query =
            |(at, candidate): (usize, &Candidate)| (format!("q{at}"), json!({ "query": candidate.label, "limit": 3 }));
        let queries: Map<String, Value> = batch.iter().enumerate().map(query).collect();
        let queries = format!("queries={}", encoded(&Value::Object(queries).to_string()));
        let answer = asked(&client, address, Some(queries.as_bytes()))?;
        for at in 0..batch.len() {
            let results = answer.get(format!("q{at}")).and_then(|one| one.get("result")).and_then(Value::as_array);
            let Some(results) = results else {
                let message = format!("the service at `{address}` answers without a result for each name");
                return Err(hinted(message, "it has to speak version 0.2 of the W3C's Reconciliation API"));
            };
            found.push(results.iter().filter_map(|result| item_of(result, space)).collect());
        }
    }
    Ok(found)
}

/// What a service answers to a form, or without one.
fn asked(client: &Client, address: &str, form: Option<&[u8]>) -> anyhow::Result<Value> {
    let failed = || format!("cannot ask the service at `{address}`");
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let headers = [("Accept", "application/json"), kind];
    let (method, headers) = if form.is_some() { ("POST", &headers[..]) } else { ("GET", &headers[..1]) };
    let answer = client.send(Request { method, address, headers, body: form }).with_context(failed)?;
    if !answer.is_success() {
        return Err(anyhow::anyhow!("it answers with status {}", answer.status).context(failed()));
    }
    let text = answer.text().with_context(failed)?;
    serde_json::from_str(&text)
        .with_context(|| format!("the service at `{address}` answers with something that is no JSON"))
}

/// A candidate of a service.
fn item_of(result: &Value, space: &str) -> Option<Item> {
    let id = result.get("id")?.as_str()?;
    Some(Item {
        id: item_name(id, space),
        name: result.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        score: result.get("score").and_then(Value::as_f64),
        is_match: result.get("match").and_then(Value::as_bool).unwrap_or(false),
    })
}
