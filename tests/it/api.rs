//! The JSON that a page asks for: held to its description, and to what the library says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use insta::assert_snapshot;
use proptest::prelude::*;
use relata::evaluation::Limits;
use relata::graph::{Edges, State, View};
use relata::query::summary::{Role, top};
use relata::serve::{Access, endpoints, writing_endpoints};
use serde_json::Value;

use crate::serve::{Serving, encoded};
use crate::support::draws;

/// The description of the API.
fn description(serving: &Serving) -> Value {
    json(serving, "/api/openapi.json")
}

/// What an address answers; it has to be JSON.
fn json(serving: &Serving, path: &str) -> Value {
    let reply = serving.get(path, "application/json");
    assert_eq!(
        reply.brief().split(' ').take(2).collect::<Vec<_>>(),
        ["200", "application/json"],
        "{path}: {}",
        reply.body
    );
    serde_json::from_str(&reply.body).unwrap()
}

fn texts(list: &Value, member: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[member].as_str().unwrap().to_owned()).collect()
}

/// Where a value is not as a schema says: the first place.
fn misfit(value: &Value, schema: &Value, description: &Value) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let named = description.pointer(name.strip_prefix('#').unwrap()).expect("a schema that is named is there");
        return misfit(value, named, description);
    }
    if let Some(ways) = schema["anyOf"].as_array() {
        let misfits: Vec<String> = ways.iter().filter_map(|way| misfit(value, way, description)).collect();
        return (misfits.len() == ways.len()).then(|| misfits.join(" and "));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().map(|one| one.as_str().unwrap()).collect(),
        _ => panic!("{schema} has no type"),
    };
    let own = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is_whole = own == "integer" && types.contains(&"number");
    if !is_whole && !types.contains(&own) {
        return Some(format!(": {value} is no {types:?}"));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        return Some(format!(": {value} is none of {}", schema["enum"]));
    }
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(place, item)| Some(format!("[{place}]{}", misfit(item, &schema["items"], description)?))),
        Value::Object(members) => {
            let required = schema["required"].as_array().into_iter().flatten();
            let missing = required.filter_map(Value::as_str).find(|name| !members.contains_key(*name));
            if let Some(name) = missing {
                return Some(format!(": no `{name}`"));
            }
            members.iter().find_map(|(name, member)| {
                let known = &schema["properties"][name];
                let other = &schema["additionalProperties"];
                let wrong = match (known, other) {
                    (Value::Null, Value::Bool(false)) => Some(": not described".to_owned()),
                    (Value::Null, Value::Object(_)) => misfit(member, other, description),
                    (Value::Null, _) => None,
                    _ => misfit(member, known, description),
                };
                Some(format!(".{name}{}", wrong?))
            })
        }
        _ => None,
    }
}

#[test]
fn the_description_has_the_addresses_that_there_are() {
    let description = description(&Serving::sample("strike-veto"));
    let name = |parameter: &Value| {
        let place = parameter["$ref"].as_str().map(|place| description.pointer(&place[1..]).unwrap());
        place.unwrap_or(parameter)["name"].as_str().unwrap().to_owned()
    };
    let paths = description["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, what)| {
        let methods = what.as_object().unwrap().iter();
        methods.map(move |(method, told)| ((method.to_uppercase(), path.as_str()), told))
    });
    let told: BTreeMap<(String, &str), BTreeSet<String>> = operations
        .map(|(address, told)| (address, told["parameters"].as_array().into_iter().flatten().map(name).collect()))
        .collect();
    let reading = endpoints().map(|(path, names)| (("GET".to_owned(), path), names));
    let reading = reading.map(|(address, names)| (address, names.into_iter().map(str::to_owned).collect()));
    let mut found: BTreeMap<(String, &str), BTreeSet<String>> = reading.collect();
    for (method, path) in writing_endpoints() {
        let own = told.get(&(method.to_owned(), path)).cloned();
        found.insert((method.to_owned(), path), own.unwrap_or_default());
    }
    for method in ["GET", "POST", "PUT", "DELETE"] {
        found.insert((method.to_owned(), "/api/views"), BTreeSet::new());
    }
    assert_eq!(told, found);
}

/// A request for every address, with things that the sample has.
fn requests(serving: &Serving) -> Vec<(&'static str, String)> {
    let graph = json(serving, "/api/graph?places=false");
    let edge = &graph["edges"][0];
    let [from, to] = ["from", "to"].map(|end| encoded(edge[end].as_str().unwrap()));
    let claim =
        encoded(
            json(serving, &format!("/api/edge?subject={from}&object={to}"))["edges"][0]["occurrences"][0]["claims"][0]
                ["iri"]
                .as_str()
                .unwrap(),
        );
    let document = encoded(json(serving, "/api/documents")["documents"][0]["iri"].as_str().unwrap());
    let queries = [
        ("/api/overview", String::new()),
        ("/api/overview", "by=day&most=3".to_owned()),
        ("/api/agreement", String::new()),
        ("/api/alike", String::new()),
        ("/api/predicates", String::new()),
        ("/api/search", "q=the".to_owned()),
        ("/api/search", "q=a".to_owned()),
        ("/api/search", "q=israel+iran".to_owned()),
        ("/api/graph", format!("about={from}&hops=2")),
        ("/api/graph", "group=type&inside=group:type:state&inside=group:type:nobody".to_owned()),
        ("/api/graph", "group=community&top=3".to_owned()),
        ("/api/between", "from=group:type:state&to=group:type:state&group=type".to_owned()),
        ("/api/neighbours", format!("iri={from}")),
        ("/api/expand", format!("iri={from}&most=2")),
        ("/api/edge", format!("subject={from}&object={to}")),
        ("/api/paths", format!("from={from}&to={to}&undirected=true")),
        ("/api/paths", format!("from={from}&to={to}&in_time=true")),
        ("/api/check", format!("query={}", encoded("SELECT * { ?s foaf:knows ra:saidby }"))),
        ("/api/check", format!("query={}", encoded("SELECT * { ?s ra:saidby ?o }"))),
        ("/api/claim", format!("iri={claim}")),
        ("/api/dossier", format!("iri={from}")),
        ("/api/document", format!("iri={document}")),
        ("/api/documents", "most=2&skip=1".to_owned()),
        ("/api/timeline", "most=1000".to_owned()),
        ("/api/palette", "q=a&most=5&subject=x".to_owned()),
        ("/api/date", "text=yesterday&published=2024-05-01".to_owned()),
        ("/api/mentions", format!("iri={document}")),
        ("/api/conflicts", String::new()),
        ("/api/conflicts", "denied=true".to_owned()),
    ];
    queries.into()
}

#[test]
fn answers_are_as_described() {
    for sample in ["strike-veto", "harbour-crisis"] {
        let serving = Serving::sample(sample);
        let description = description(&serving);
        let requests = requests(&serving);
        let asked: BTreeSet<&str> = requests.iter().map(|(path, _)| *path).collect();
        assert_eq!(asked, endpoints().map(|(path, _)| path).collect(), "each address is asked");
        for (path, query) in requests {
            let operation = &description["paths"][path]["get"]["responses"]["200"];
            let schema = &operation["content"]["application/json"]["schema"];
            for filter in ["", "&state=disputed", "&since=2024&min_sources=1"] {
                let answer = json(&serving, &format!("{path}?{query}{filter}"));
                assert_eq!(misfit(&answer, schema, &description), None, "{path}?{query}{filter}");
            }
        }
    }
}

/// Random claims about few things, with replies, so that states mix.
fn tables() -> impl Strategy<Value = String> {
    let row = (0..3_usize, 0..2_usize, 0..3_usize, 0..4_usize, 0..3_usize, 0..4_usize, 0..8_usize);
    proptest::collection::vec(row, 1..14).prop_map(|rows| {
        let mut table = "id,subject,predicate,object,date,said_by,polarity,modality,denies\n".to_owned();
        for (place, (subject, predicate, object, date, speaker, manner, reply)) in rows.into_iter().enumerate() {
            let pick = |words: &[&'static str], at: usize| words[at % words.len()];
            let (polarity, modality) = [("", ""), ("", ""), ("negative", ""), ("", "planned")][manner];
            let denies = if reply < place && reply % 3 == 0 { format!("c{reply}") } else { String::new() };
            let written = writeln!(
                table,
                "c{place},{},{},{},{},{},{polarity},{modality},{denies}",
                pick(&["Norland", "Estmark", "Vesk"], subject),
                pick(&["attacked", "met"], predicate),
                pick(&["Vesk", "Norland", "Olm"], object),
                pick(&["", "2024-03-01", "2024-03", "2025-01-01"], date),
                pick(&["", "a spokesman of Vesk", "Olm"], speaker),
            );
            written.unwrap();
        }
        table
    })
}

proptest! {
    #![proptest_config(draws(16))]

    #[test]
    fn what_is_told_is_what_the_library_says(table in tables()) {
        let serving = Serving::of(&[("claims.csv", table.as_bytes()), ("relata.toml", b"[project]\nname = \"war\"\n")], Limits::default(), Access::default());
        let served = serving.site.current();
        let claims = served.graph.claims().unwrap();
        let view = View::new(&claims, Edges::Bundle);
        let of_state = |state: State| {
            let all = view.graph.edge_weights().flat_map(|edge| view.occurrences(edge));
            all.filter(|one| one.state == state).count() as u64
        };
        let overview = json(&serving, "/api/overview?most=100");
        for state in State::ALL {
            prop_assert_eq!(overview["states"][state.word()].as_u64().unwrap_or(0), of_state(state));
        }
        let n_conflicts = json(&serving, "/api/conflicts")["n_conflicts"].as_u64();
        prop_assert_eq!(n_conflicts, Some(of_state(State::Disputed)));
        prop_assert_eq!(json(&serving, "/api/timeline")["n_occurrences"].as_u64(), Some(view.graph.edge_weights().map(|edge| view.occurrences(edge).len() as u64).sum()));
        for (list, role) in [("actors", Role::Actor), ("speakers", Role::Speaker), ("predicates", Role::Predicate)] {
            let told = overview[list].as_array().unwrap().iter().map(|one| {
                (one["thing"]["label"].as_str().unwrap().to_owned(), one["n_claims"].as_u64().unwrap(), one["n_affirm"].as_u64().unwrap())
            });
            let told: BTreeSet<_> = told.collect();
            let counted: BTreeSet<_> = top(served.graph.store(), role, 100).into_iter().map(|one| (one.name, one.n_claims, one.n_affirm)).collect();
            prop_assert_eq!(told, counted, "{}", list);
        }
        // Every claim is behind exactly one edge, or answers a claim that is.
        let mut told = BTreeMap::new();
        for edge in json(&serving, "/api/graph")["edges"].as_array().unwrap() {
            let [from, to] = ["from", "to"].map(|end| encoded(edge[end].as_str().unwrap()));
            let behind = json(&serving, &format!("/api/edge?subject={from}&object={to}"));
            let same = behind["edges"].as_array().unwrap().iter().find(|one| one["id"] == edge["id"]);
            let same = same.expect("an edge is found by its ends");
            prop_assert_eq!(&same["state"], &edge["state"]);
            let mut states = BTreeMap::new();
            for occurrence in same["occurrences"].as_array().unwrap() {
                *states.entry(occurrence["state"].as_str().unwrap()).or_insert(0_u64) += 1;
                for claim in occurrence["claims"].as_array().unwrap() {
                    let place = claims.position(claims.by_iri(claim["iri"].as_str().unwrap()).unwrap()).unwrap();
                    let row = claims.rows()[place];
                    prop_assert_eq!(claim["stance"].as_str(), Some(row.stance.word()));
                    prop_assert_eq!(claim["whose_word"].as_str().map(str::to_owned), claims.named_origins(place));
                    if claim["sentence"] == same["sentence"] {
                        *told.entry(row.id).or_insert(0) += 1;
                    }
                }
            }
            prop_assert_eq!(serde_json::to_value(states).unwrap(), edge["states"].clone());
        }
        prop_assert_eq!(told.len(), claims.rows().len());
    }

    #[test]
    fn a_name_is_found_by_any_beginning_of_it_and_of_its_words(
        name in "[A-ZÀ-Þ][a-zß-ö]{0,6}( [a-zß-ö]{1,6}){0,2}", length in 1..20_usize, upper: bool,
    ) {
        let table = format!("subject,predicate,object\n{name},met,Zz Zz\n");
        let serving = Serving::of(&[("claims.csv", table.as_bytes()), ("relata.toml", b"[project]\nname = \"war\"\n")], Limits::default(), Access::default());
        let words: Vec<&str> = name.split(' ').collect();
        for from in 0..words.len() {
            let rest = words[from..].join(" ");
            let typed: String = rest.chars().take(length).collect();
            let typed = if upper { typed.to_uppercase() } else { typed };
            let found = json(&serving, &format!("/api/search?q={}", encoded(&typed)));
            let label = name.clone();
            prop_assert!(texts(&found["names"], "label").contains(&label), "{} in {}", typed, found);
        }
    }
}

#[test]
fn search_shows_names_that_begin_so_before_others_and_quotes_besides() {
    let serving = Serving::sample("harbour-crisis");
    let brief = |query: &str| {
        let found = json(&serving, &format!("/api/search?q={}&most=4", encoded(query)));
        let name = |one: &Value| {
            format!("{} {} ({}, {}, {})", one["kind"], one["name"], one["n_claims"], one["n_says"], one["n_publishes"])
        };
        let names: Vec<String> = found["names"].as_array().unwrap().iter().map(name).collect();
        let quotes: Vec<String> = texts(&found["quotes"], "quote");
        format!("{query}\n  {}\n  {}", names.join("\n  "), quotes.join("\n  ")).replace('"', "")
    };
    let told: Vec<String> = ["po", "hal cou", "denied", "grain te"].map(brief).into();
    assert_snapshot!(told.join("\n"), @"
    po
      document Port Halcyne : « Nous n’y sommes pour rien », dit Ambrune (14, 0, 0)
      entity Port Halcyne blast (10, 0, 0)
      entity pourparlers (1, 0, 0)
      entity Port Halcyne (0, 0, 0)
      a démenti mercredi que l’Ostrélie ait bombardé le terminal céréalier de Port Halcyne
      promet que son pays accueillera les pourparlers
      Un troisième conseiller, anonyme lui aussi, confirme pourtant le refus
    hal cou
      entity The Halcyne Courier (0, 0, 11)
      
    denied
      
      denied that there was a plan to attack the Ostrelian squadron
      denied that 31 people had been killed
    grain te
      entity grain terminal (16, 0, 0)
      document Blast wrecks grain terminal in Port Halcyne (11, 0, 0)
      Ostrélie bombed the grain terminal. I do not say this lightly.

    “And Ostrélie will answer for it.
    ");
}

#[test]
fn an_edge_leads_to_who_says_so_who_denies_it_and_in_which_words() {
    let serving = Serving::sample("harbour-crisis");
    let conflict = json(&serving, "/api/conflicts?most=1")["conflicts"][0].clone();
    let claim = |one: &Value| {
        format!(
            "{} {} · {} · {} · {} · {}:{}",
            one["side"],
            one["stance"],
            one["whose_word"],
            one["outlet"]["label"],
            one["quote"]["text"],
            one["file"],
            one["line"]
        )
    };
    let told: Vec<String> = conflict["claims"].as_array().unwrap().iter().map(claim).collect();
    assert_snapshot!(
        format!("{} {} {}\n{}", conflict["sentence"], conflict["state"], conflict["period"], told.join("\n")).replace('"', ""),
        @r#"
    Ostrélie bombed grain terminal disputed {begin:2024-03-04,end:2024-03-04}
    for, denied affirms · Odrick Vellamoor · The Halcyne Courier · Ostrélie bombed the grain terminal. I do not say this lightly.\n\n“And Ostrélie will answer for it. · claims.csv:4
    for affirms · Odrick Vellamoor · L’Écho des Détroits · l’Ostrélie a bombardé le terminal et qu’il en montrera les preuves · claims.csv:57
    against denies · Séverine d’Aubrelac · La Dépêche d’Ambrune · a démenti mercredi que l’Ostrélie ait bombardé le terminal céréalier de Port Halcyne · claims.csv:16
    against denies · Ostrelian diplomat (Dépêche) · La Dépêche d’Ambrune · « Personne n’a donné l’ordre », assure-t-il · claims.csv:25
    against denies · harbour pilot of Port Halcyne · Pelagic News Agency · A harbour pilot who was on the water saw no aircraft. “Nothing flew. · claims.csv:34
    against denies · harbour pilot of Port Halcyne · The Brackwater Ledger · A harbour pilot who was on the water saw no aircraft. \Nothing flew. · claims.csv:44
    against denies · docker of Port Halcyne · L’Écho des Détroits · et voilà toute l’histoire : pas de bombe · claims.csv:56
    open leaves open · Strait Commission · The Halcyne Courier · would say nothing about the cause of the blast · claims.csv:15
    open leaves open · Strait Commission · L’Écho des Détroits · La Commission des Détroits ne veut ni confirmer ni démentir · claims.csv:58
    speaks of it speaks of · Ysaline Corvebrise · L’Écho des Détroits · Si une bombe a été lancée, dit la docteure Corvebrise, elle n’a laissé aucun éclat dans les corps · claims.csv:59
    "#
    );
}

#[test]
fn quotes_stand_in_texts_where_they_are_said_to() {
    let mut n_quotes = 0;
    for sample in ["strike-veto", "harbour-crisis"] {
        let serving = Serving::sample(sample);
        for document in texts(&json(&serving, "/api/documents")["documents"], "iri") {
            let document = json(&serving, &format!("/api/document?iri={}", encoded(&document)));
            let Some(text) = document["text"].as_str() else { continue };
            for claim in document["claims"].as_array().unwrap() {
                let place = |name: &str| claim["span"][name].as_u64().and_then(|place| usize::try_from(place).ok());
                let (Some(start), Some(end)) = (place("start"), place("end")) else { continue };
                let words: String = text.chars().skip(start).take(end - start).collect();
                assert_eq!(Some(words.as_str()), claim["quote"]["text"].as_str());
                n_quotes += 1;
            }
        }
    }
    assert!(n_quotes > 20, "{n_quotes}");
}

#[test]
fn filters_leave_out_claims_and_what_is_wrong_is_said() {
    let serving = Serving::sample("harbour-crisis");
    let n = |filter: &str| json(&serving, &format!("/api/overview?{filter}"))["n_claims"].as_u64().unwrap();
    let overview = json(&serving, "/api/overview");
    let (speaker, outlet) = (&overview["speakers"][0], &overview["outlets"][0]);
    let name = |one: &Value| encoded(one["thing"]["label"].as_str().unwrap());
    assert_eq!(n(&format!("speaker={}", name(speaker))), speaker["n_claims"].as_u64().unwrap());
    assert_eq!(n(&format!("outlet={}", name(outlet))), outlet["n_claims"].as_u64().unwrap());
    assert_eq!(n("until=1900"), 0);
    assert!(n("known_by=2024-03-06") < n(""), "what is published later is not known");
    let wrong = [
        "speaker=Nobod",
        "outlet=x",
        "state=true",
        "since=yesterday",
        "min_source=2",
        "min_sources=two",
        "known_by=2025/..",
    ];
    let told = wrong.map(|filter| format!("{filter}: {}", serving.get(&format!("/api/graph?{filter}"), "*/*").brief()));
    let further = [
        "/api/dossier",
        "/api/dossier?iri=no iri",
        "/api/dossier?iri=kg:Nobody",
        "/api/claim?iri=rel:met",
        "/api/graph?top=1000000",
        "/api/paths?from=kg:x&to=kg:x",
    ];
    let further = further.map(|path| format!("{path}: {}", serving.get(&path.replace(' ', "%20"), "*/*").brief()));
    assert_snapshot!(told.into_iter().chain(further).collect::<Vec<_>>().join("\n"), @"
    speaker=Nobod: 400 text/plain; charset=utf-8 no speaker is called `Nobod`
    outlet=x: 400 text/plain; charset=utf-8 no outlet is called `x`
    state=true: 400 text/plain; charset=utf-8 `state` is one of corroborated, single-source, unsourced, disputed, denied, left-open, not-actual, not `true`
    since=yesterday: 400 text/plain; charset=utf-8 `since`: a date is YYYY-MM-DD, YYYY-MM or YYYY
    min_source=2: 400 text/plain; charset=utf-8 there is no parameter `min_source`: there are about, hops, top, places, group, inside, speaker, outlet, predicate, state, since, until, min_sources, min_outlets, known_by
    min_sources=two: 400 text/plain; charset=utf-8 `min_sources` is a number up to 1000000, not `two`
    known_by=2025/..: 400 text/plain; charset=utf-8 `known_by` has no such day: the interval is open there
    /api/dossier: 400 text/plain; charset=utf-8 the parameter `iri` is needed
    /api/dossier?iri=no iri: 400 text/plain; charset=utf-8 `no iri` is no IRI: Invalid IRI code point ' '
    /api/dossier?iri=kg:Nobody: 404 text/plain; charset=utf-8 the graph says nothing of <kg:Nobody>
    /api/claim?iri=rel:met: 404 text/plain; charset=utf-8 `rel:met` is no claim
    /api/graph?top=1000000: 400 text/plain; charset=utf-8 `top` is a number up to 10000, not `1000000`
    /api/paths?from=kg:x&to=kg:x: 404 text/plain; charset=utf-8 the graph says nothing of <kg:x>
    ");
}

#[test]
fn an_overview_tells_what_there_is_and_what_is_wrong_with_it() {
    let serving = Serving::sample("harbour-crisis");
    let told = json(&serving, "/api/overview?most=2&by=year");
    let members = [
        "n_claims",
        "n_statements",
        "n_occurrences",
        "n_speakers",
        "n_outlets",
        "n_documents",
        "period",
        "states",
        "quality",
        "actors",
        "time",
    ];
    let told: Vec<String> = members.iter().map(|name| format!("{name} {}", told[name])).collect();
    assert_snapshot!(told.join("\n"), @r#"
    n_claims 60
    n_statements 28
    n_occurrences 28
    n_speakers 18
    n_outlets 5
    n_documents 5
    period {"begin":"2019-01-01","end":"2024-03-31"}
    states {"corroborated":2,"denied":1,"disputed":3,"not-actual":7,"single-source":15}
    quality {"denied_occurrences":1,"disputed_occurrences":3,"pairs_alike":0,"single_source_occurrences":15,"undated_claims":5,"unquoted_claims":0,"unsourced_claims":0,"unsourced_occurrences":0}
    actors [{"n_affirm":7,"n_claims":23,"thing":{"iri":"https://w3id.org/relata/example/harbour-crisis/Ostrelie","label":"Ostrélie","type":"state"}},{"n_affirm":6,"n_claims":16,"thing":{"iri":"https://w3id.org/relata/example/harbour-crisis/grain-terminal","label":"grain terminal","type":"place"}}]
    time {"by":"year","n_undated":5,"slices":[{"begin":"2019-01-01","end":"2019-12-31","n_claims":1,"n_vague":0,"name":"2019","tally":{"affirm":1,"deny":0,"leave_open":0,"speak_of":0}},{"begin":"2020-01-01","end":"2020-12-31","n_claims":0,"n_vague":0,"name":"2020","tally":{"affirm":0,"deny":0,"leave_open":0,"speak_of":0}},{"begin":"2021-01-01","end":"2021-12-31","n_claims":0,"n_vague":0,"name":"2021","tally":{"affirm":0,"deny":0,"leave_open":0,"speak_of":0}},{"begin":"2022-01-01","end":"2022-12-31","n_claims":0,"n_vague":0,"name":"2022","tally":{"affirm":0,"deny":0,"leave_open":0,"speak_of":0}},{"begin":"2023-01-01","end":"2023-12-31","n_claims":0,"n_vague":1,"name":"2023","tally":{"affirm":0,"deny":0,"leave_open":0,"speak_of":0}},{"begin":"2024-01-01","end":"2024-12-31","n_claims":53,"n_vague":1,"name":"2024","tally":{"affirm":31,"deny":7,"leave_open":5,"speak_of":10}}]}
    "#);
}

#[test]
fn neighbours_are_counted_before_they_are_shown() {
    let serving = Serving::sample("strike-veto");
    let thing = json(&serving, "/api/overview")["actors"][0]["thing"]["iri"].as_str().unwrap().to_owned();
    let counted = json(&serving, &format!("/api/neighbours?iri={}", encoded(&thing)));
    let group = |one: &Value| {
        format!(
            "{} {} {} {} {}",
            one["predicate"]["label"], one["direction"], one["n_neighbours"], one["n_claims"], one["states"]
        )
    };
    let told: Vec<String> = counted["groups"].as_array().unwrap().iter().map(group).collect();
    for one in counted["groups"].as_array().unwrap() {
        let (predicate, direction) = (one["predicate"]["iri"].as_str().unwrap(), one["direction"].as_str().unwrap());
        let shown = json(
            &serving,
            &format!("/api/expand?iri={}&predicate={}&direction={direction}", encoded(&thing), encoded(predicate)),
        );
        assert_eq!(shown["n_edges"], one["n_edges"]);
        assert_eq!(shown["nodes"].as_array().unwrap().len() as u64, one["n_neighbours"].as_u64().unwrap() + 1);
    }
    assert_snapshot!(format!("{thing} {}\n{}", counted["n_neighbours"], told.join("\n")), @r#"
    https://w3id.org/relata/example/strike-veto/Israel 8
    "proposed" "out" 1 3 {"corroborated":1}
    "struck" "out" 2 2 {"single-source":2}
    "targeted" "out" 2 2 {"not-actual":2}
    "launched drones at" "in" 1 1 {"single-source":1}
    "launched missiles at" "in" 1 1 {"single-source":1}
    "retaliated against" "in" 1 1 {"single-source":1}
    "agreed to" "out" 1 1 {"not-actual":1}
    "planned" "out" 1 1 {"not-actual":1}
    "#);
}

#[test]
fn nodes_are_put_together_and_nothing_is_lost_or_made_more_of() {
    let serving = Serving::sample("harbour-crisis");
    let whole = json(&serving, "/api/graph?top=10000&places=false");
    let sum = |edges: &Value, member: &str| {
        let of = |edge: &Value| edge.pointer(member).unwrap().as_u64().unwrap();
        edges.as_array().unwrap().iter().map(of).sum::<u64>()
    };
    let counted = ["/n_claims", "/n_statements", "/n_occurrences", "/tally/affirm", "/tally/deny", "/tally/speak_of"];
    for by in ["type", "country", "community"] {
        let closed = json(&serving, &format!("/api/graph?top=10000&places=false&group={by}"));
        let grouping = &closed["grouping"];
        assert!(closed["nodes"].as_array().unwrap().iter().all(|node| node["is_group"] == true), "{by}");
        assert_eq!(grouping["n_nodes"], whole["nodes"].as_array().unwrap().len());
        assert_eq!(sum(&grouping["groups"], "/n_nodes"), grouping["n_nodes"].as_u64().unwrap());
        assert_eq!(grouping["n_between"], closed["n_edges"]);
        let first = grouping["groups"][0]["name"].as_str().unwrap();
        let open = json(&serving, &format!("/api/graph?top=10000&places=false&group={by}&inside={}", encoded(first)));
        for member in counted {
            let all = sum(&whole["edges"], member);
            assert_eq!(sum(&closed["edges"], member), all, "{by} {member}");
            assert_eq!(sum(&open["edges"], member), all, "{by} {member}, one open");
        }
        let single = open["nodes"].as_array().unwrap().iter().filter(|node| node["is_group"] == false);
        assert!(single.clone().all(|node| node["group"] == *first));
        assert_eq!(single.count() as u64, grouping["groups"][0]["n_nodes"].as_u64().unwrap());
        // Each edge between groups leads to the statements that it stands for.
        let edge = &closed["edges"][0];
        let [from, to] = ["from", "to"].map(|end| encoded(edge[end].as_str().unwrap()));
        let behind = json(&serving, &format!("/api/between?group={by}&from={from}&to={to}&most=1000"));
        assert_eq!(behind["edge"], *edge);
        assert_eq!(behind["n_edges"], edge["n_statements"]);
        for member in counted {
            assert_eq!(sum(&behind["edges"], member), edge.pointer(member).unwrap().as_u64().unwrap(), "{by} {member}");
        }
    }
    assert!(json(&serving, "/api/graph?group=auto")["grouping"].is_null(), "few edges stay single");
    let unknown = json(&serving, "/api/graph?group=type&inside=group:type:nobody");
    assert_eq!(unknown["grouping"]["missing"], serde_json::json!(["group:type:nobody"]));
}
