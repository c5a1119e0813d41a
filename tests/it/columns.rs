//! What rows say comes back from the graph as it was, and a column is told in one place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxigraph::model::{NamedNode, Quad, Term};
use proptest::prelude::*;
use relata::claims::Claims;
use relata::claims::whole::Whole;
use relata::columns::{CLAIM, DOCUMENT, ENTITY, Field};
use relata::model::{
    CellType, Certainty, Claim, ClaimPart, Coordinates, Document, Entity, EntityKind, EventDate, Evidence, Modality,
    Origin, OwnColumn, PartSpan, Polarity, Referent,
};
use relata::ontology::{self, Meaning, Ontology};
use relata::rdf::claim::{End, EndKind, PredicateUse, ResolvedClaim, reply_property};
use relata::rdf::document::{DocumentLinks, write_document};
use relata::rdf::entity::{OwnClass, write_entity};
use relata::rdf::iri::{Namespace, Schemes};
use relata::rdf::names::Named;
use relata::rdf::qualifier::Qualifiers;
use relata::store::Store;

/// How many entities, documents and claims there are to speak of.
const N: usize = 5;

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z é;,\"'#]{0,8}x", Just("العربية".to_owned()), Just("two\nlines".to_owned())]
}

fn maybe<T: std::fmt::Debug + Clone + 'static>(some: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Option<T>> {
    proptest::option::of(some).boxed()
}

fn date() -> impl Strategy<Value = EventDate> {
    let texts = vec![
        "2025-06-13",
        "2025-06",
        "2025",
        "2025~",
        "2025-06-13?",
        "2025-06-13/2025-06-15",
        "2025/..",
        "../2024-02-29",
        "2025-06-13T21:05",
        "2025-06-13T21:05Z~",
    ];
    proptest::sample::select(texts).prop_map(|text| EventDate::parse(text).unwrap())
}

/// Identifiers `e0`, `e1` … in order, each once.
fn ids(letter: &'static str) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set(0..N, 0..3)
        .prop_map(move |all| all.iter().map(|n| format!("{letter}{n}")).collect())
}

fn id(letter: &'static str) -> impl Strategy<Value = String> {
    (0..N).prop_map(move |n| format!("{letter}{n}"))
}

fn qualifiers() -> impl Strategy<Value = Vec<(OwnColumn, String)>> {
    let names = proptest::sample::subsequence(vec!["a colour", "size", "trigger", "Größe", "subject_start"], 0..4);
    let texts = names.prop_flat_map(|names| {
        let cells = proptest::collection::vec(text(), names.len());
        cells.prop_map(move |cells| names.iter().map(|name| (*name).into()).zip(cells).collect::<Vec<_>>())
    });
    (texts, typed_qualifiers()).prop_map(|(texts, typed)| [texts, typed].concat())
}

/// Cells that are what their columns hold.
fn typed_qualifiers() -> impl Strategy<Value = Vec<(OwnColumn, String)>> {
    let cells = vec![
        ("size", CellType::Integer, "-12"),
        ("deaths", CellType::Integer, "007"),
        ("tone", CellType::Decimal, "-0.50"),
        ("odds", CellType::Decimal, "4.4E-16"),
        ("seen on", CellType::Date, "2025-06-13"),
        ("since", CellType::Date, "2025"),
        ("about", CellType::Date, "2025-06~"),
        ("seen", CellType::Boolean, "true"),
    ];
    proptest::sample::subsequence(cells, 0..4).prop_map(|cells| {
        let cell = |(name, holds, cell): (&str, _, &str)| (OwnColumn::new(name).holding(holds), cell.to_owned());
        cells.into_iter().map(cell).collect()
    })
}

fn entity(n: usize) -> impl Strategy<Value = Entity> {
    let names = proptest::collection::btree_set("[A-Z][a-z]{1,3}", 0..3);
    let item = "Q[1-9][0-9]{0,3}";
    let reliability = proptest::sample::select(vec!["A".to_owned(), "F".to_owned(), "0.7".to_owned(), "0".to_owned()]);
    let point = Just(Coordinates::new("31.5", "-34.75").unwrap());
    // None of them is a word for a kind.
    let class = maybe("K[a-z]{3}x");
    (
        (text(), maybe(proptest::sample::select(EntityKind::ALL.to_vec())), names, ids("e"), maybe(id("e"))),
        ((maybe(item), maybe(reliability)), maybe(point), maybe(text()), qualifiers(), class),
    )
        .prop_map(
            move |(
                (label, kind, names, member_of, country),
                ((wikidata, reliability), coordinates, description, qualifiers, class),
            )| {
                Entity {
                    id: Some(format!("e{n}")),
                    // Names of different entities differ, so that each identifier means one of them.
                    label: format!("{label} of {n}"),
                    kind,
                    class: class.filter(|_| kind.is_none()),
                    aliases: names.into_iter().map(|name| format!("{name} of {n}")).collect(),
                    member_of,
                    country,
                    wikidata,
                    coordinates,
                    reliability,
                    description,
                    qualifiers,
                }
            },
        )
}

fn document(n: usize) -> impl Strategy<Value = Document> {
    let language = proptest::sample::select(vec!["fr".to_owned(), "pt-br".to_owned()]);
    let url = "https://example\\.org/[a-z]{1,4}";
    let (names, dates) = ((maybe(text()), maybe(id("e")), maybe(url)), (maybe(date()), maybe(date())));
    let sources = (ids("e"), prop_oneof![ids("e"), ids("d")]);
    (names, dates, maybe(text()), sources, maybe(language), maybe("[a-z]{1,3}/[a-z]\\.txt"), qualifiers()).prop_map(
        move |(
            (title, publisher, url),
            (published, retrieved),
            author,
            (said_by, based_on),
            language,
            path,
            qualifiers,
        )| Document {
            id: format!("d{n}"),
            title,
            publisher,
            url,
            published,
            retrieved,
            author,
            said_by,
            based_on,
            language,
            path,
            qualifiers,
        },
    )
}

fn spans() -> impl Strategy<Value = Vec<PartSpan>> {
    use ClaimPart::{Date, Object, Place, Speaker, Subject, Trigger};
    let parts = vec![Trigger, Subject, Object, Place, Date, Speaker(1), Speaker(3)];
    proptest::sample::subsequence(parts, 0..4).prop_flat_map(|parts| {
        let piece = (0..900_u64, 1..9_u64).prop_map(|(start, length)| start..start + length);
        let pieces = proptest::collection::vec(proptest::collection::vec(piece, 1..3), parts.len());
        pieces.prop_map(move |all| parts.iter().zip(all).map(|(of, pieces)| PartSpan { of: *of, pieces }).collect())
    })
}

fn claim(n: usize) -> impl Strategy<Value = Claim> {
    let name = || id("e").prop_map(Referent::Name);
    let object = prop_oneof![2 => name(), 1 => Just(Referent::OwnEvent), 1 => (0..n.max(1)).prop_map(move |of| {
        if n == 0 { Referent::Name("e0".to_owned()) } else { Referent::Claim(format!("c{of}")) }
    })];
    let words = (
        proptest::sample::select(Certainty::ALL.to_vec()),
        proptest::sample::select(Polarity::ALL.to_vec()),
        proptest::sample::select(Modality::ALL.to_vec()),
    );
    let span = (0..900_u64, 1..9_u64).prop_map(|(start, length)| start..start + length);
    let lang = proptest::sample::select(vec!["fr".to_owned(), "en".to_owned()]);
    let codes = proptest::sample::subsequence(vec!["cameo:040".to_owned(), "cameo:190".to_owned()], 0..2);
    let credibility = proptest::sample::select(vec!["1".to_owned(), "6".to_owned(), "0.35".to_owned(), "0".to_owned()]);
    let share = proptest::sample::select(vec!["0.5".to_owned(), "1".to_owned(), "0.50".to_owned()]);
    (
        (name(), proptest::sample::select(vec!["attacked", "met", "praised the hat of"]), object, maybe(date())),
        (any::<bool>(), codes, maybe(id("e")), maybe(id("d")), ids("e"), words),
        (ids("c"), ids("c"), ids("c"), maybe(text()), maybe(span), maybe(lang)),
        ((maybe(share), maybe(credibility)), maybe(text()), maybe(text()), spans(), (qualifiers(), qualifiers())),
    )
        .prop_map(move |(statement, event, evidence, rest)| {
            let (subject, predicate, object, date) = statement;
            let (has_event, event_types, place, document, said_by, (certainty, polarity, modality)) = event;
            let (confirms, denies, declines_to_comment, quote, span, lang) = evidence;
            let ((confidence, credibility), annotator, note, spans, (mut qualifiers, of_event)) = rest;
            // What claims about one event say of it, each of them says.
            let of_event = of_event.into_iter().filter(|_| has_event);
            qualifiers.extend(of_event.map(|(column, cell)| (column.of_event(), cell)));
            // Nobody else says the same words, which could be in one language only.
            let quote = quote.map(|quote| format!("{n} {quote}"));
            Claim {
                id: Some(format!("c{n}")),
                date,
                event: has_event.then(|| format!("ev{n}")),
                // A predicate of the vocabulary has types of its own, and claims about one event share theirs.
                event_types: if has_event && predicate.contains(' ') { event_types } else { Vec::new() },
                place,
                document,
                said_by,
                certainty,
                polarity,
                modality,
                confirms,
                denies,
                declines_to_comment,
                lang: lang.filter(|_| quote.is_some()),
                evidence: Evidence { quote, span },
                confidence,
                credibility,
                annotator,
                note,
                spans,
                qualifiers,
                origin: Origin { file: "claims.csv".into(), line: n as u64 + 1 },
                ..Claim::new(subject, predicate, object)
            }
        })
}

/// Writes everything as the compiler does, once names are resolved; a statement that reads the same from both ends is
/// turned to its one form, and a claim that another one speaks of is named by the first claim about that event.
fn written(entities: &[Entity], documents: &[Document], claims: &mut [Claim], namespace: &Namespace) -> Store {
    let mut quads: Vec<Quad> = Vec::new();
    let mut qualifiers = Qualifiers::new(namespace.clone());
    let mut sink = |quad: oxigraph::model::QuadRef<'_>| quads.push(quad.into_owned());
    for entity in entities {
        let iri = namespace.entity(entity.id.as_ref().unwrap());
        let named = Named { iri, label: entity.label.as_str().into(), kind: entity.kind };
        let member_of: Vec<NamedNode> = entity.member_of.iter().map(|id| namespace.entity(id)).collect();
        let country: Option<Term> = entity.country.as_ref().map(|id| namespace.entity(id).into());
        let class = entity.class.as_ref().map(|class| {
            let iri = namespace.class(&class.to_lowercase());
            OwnClass { iri, label: class.as_str().into(), kind: entity.kind }
        });
        write_entity(entity, &named, class.as_ref(), &member_of, country.as_ref(), &mut qualifiers, &mut sink);
    }
    for document in documents {
        let basis = |id: &String| if id.starts_with('d') { namespace.document(id) } else { namespace.entity(id) };
        let links = DocumentLinks {
            publisher: document.publisher.as_ref().map(|id| namespace.entity(id)),
            speakers: document.said_by.iter().map(|id| namespace.entity(id)).collect(),
            based_on: document.based_on.iter().map(basis).collect(),
        };
        write_document(document, &namespace.document(&document.id), &links, &mut qualifiers, &mut sink);
    }
    let mut events: Vec<NamedNode> = Vec::new();
    for claim in claims {
        let end = |referent: &Referent, events: &[NamedNode]| match referent {
            Referent::Name(id) => End {
                iri: namespace.entity(id),
                told: None,
                label: id.clone(),
                kind: EndKind::Entity(Some(EntityKind::Actor)),
            },
            Referent::Claim(id) => {
                let n: usize = id[1..].parse().unwrap();
                End { iri: events[n].clone(), told: None, label: id.clone(), kind: EndKind::Event }
            }
            Referent::OwnEvent => unreachable!("it stands in no cell"),
        };
        let predicate = if let Some(Meaning::Direct(predicate)) = Ontology::shipped().resolve(&claim.predicate) {
            PredicateUse::Known(predicate)
        } else {
            let (iri, label) = (namespace.predicate(&claim.predicate), Arc::<str>::from(claim.predicate.as_str()));
            PredicateUse::Minted { iri, label: label.clone(), written: label }
        };
        let mut subject = end(&claim.subject, &events);
        let mut object = (claim.object != Referent::OwnEvent).then(|| end(&claim.object, &events));
        let is_symmetric = matches!(&predicate, PredicateUse::Known(known) if known.symmetric);
        if let Some(other) = object.as_mut().filter(|other| is_symmetric && subject.iri > other.iri) {
            claim.turn();
            std::mem::swap(&mut subject, other);
        }
        let replies = claim.replies().map(|(column, id)| (reply_property(column), namespace.claim(id))).collect();
        let concept = |code: &String| ontology::EventCodes::shipped().concept(code).cloned();
        let resolved = ResolvedClaim {
            subject,
            predicate,
            object,
            event_types: claim.event_types.iter().filter_map(concept).collect(),
            place: claim.place.as_ref().map(|id| namespace.entity(id)),
            speakers: claim.said_by.iter().map(|id| namespace.entity(id)).collect(),
            document: claim.document.as_ref().map(|id| namespace.document(id)),
            replies,
            stance: claim.stance(),
            accepted: claim.origin.line.is_multiple_of(2),
            written: Vec::new(),
            claim: claim.clone(),
        };
        let event = resolved.event_iri(namespace);
        let iri = resolved.claim_iri(namespace, &event);
        resolved.write_event(&mut qualifiers, &event, false, &mut sink);
        resolved.write_claim(&mut qualifiers, &iri, &event, &mut sink);
        events.push(event);
        for end in [&mut claim.subject, &mut claim.object] {
            if let Referent::Claim(id) = end {
                let meant = events[id[1..].parse::<usize>().unwrap()].clone();
                let first = events.iter().position(|event| *event == meant).unwrap();
                *id = format!("c{first}");
            }
        }
    }
    let used = ["https://w3id.org/relata/rel/attacked", "https://w3id.org/relata/rel/met"];
    let is_used = |quad: &&Quad| used.iter().any(|iri| quad.subject.to_string() == format!("<{iri}>"));
    quads.extend(ontology::quads("predicates.ttl").iter().filter(is_used).cloned());
    Store::of_quads(&quads).unwrap()
}

/// The same with its lists in order, for a graph has none.
fn in_order(mut claim: Claim) -> Claim {
    claim.spans.sort_by_key(|span| span.of);
    claim.qualifiers.sort();
    claim
}

proptest! {
    #![proptest_config(crate::support::draws(32))]

    #[test]
    fn what_rows_say_comes_back_from_the_graph(
        entities in (0..N).map(entity).collect::<Vec<_>>(),
        documents in (0..N).map(document).collect::<Vec<_>>(),
        mut claims in (0..N).map(claim).collect::<Vec<_>>(),
    ) {
        let namespace = Namespace::of_name("test", Schemes::default());
        let store = written(&entities, &documents, &mut claims, &namespace);
        let light = Claims::read(&store).unwrap();
        let whole = Whole::new(&light, &namespace);
        prop_assert_eq!(light.rows().len(), claims.len());
        for (index, claim) in claims.into_iter().enumerate() {
            prop_assert_eq!(in_order(whole.claim(index).unwrap()), in_order(claim));
        }
        let ids = light.entities();
        prop_assert_eq!(ids.len(), entities.len());
        for (id, mut entity) in ids.into_iter().zip(entities) {
            let mut read = whole.entity(id);
            read.aliases.sort();
            read.qualifiers.sort();
            entity.qualifiers.sort();
            prop_assert_eq!(read, entity);
        }
        let ids = light.of_class(relata::rdf::vocab::DOCUMENT);
        for (id, mut document) in ids.into_iter().zip(documents) {
            let mut read = whole.document(id);
            read.qualifiers.sort();
            document.qualifiers.sort();
            prop_assert_eq!(read, document);
        }
    }

    #[test]
    fn a_cell_sets_what_it_was_got_from(claim in claim(3), entity in entity(3), document in document(3)) {
        let mut again = Claim::new(Referent::Name(String::new()), "", Referent::OwnEvent);
        refill(&CLAIM, &claim, &mut again);
        again.evidence.span.clone_from(&claim.evidence.span);
        let Claim { spans, qualifiers, origin, .. } = claim.clone();
        prop_assert_eq!(Claim { spans, qualifiers, origin, ..again }, claim);
        let mut again = Entity::called("");
        refill(&ENTITY, &entity, &mut again);
        prop_assert_eq!(Entity { qualifiers: entity.qualifiers.clone(), ..again }, entity);
        let mut again = Document::of_id("");
        refill(&DOCUMENT, &document, &mut again);
        prop_assert_eq!(Document { qualifiers: document.qualifiers.clone(), ..again }, document);
    }
}

/// Sets every field from the cell of another value; the offsets of evidence are set together, elsewhere.
fn refill<T>(fields: &[Field<T>], from: &T, to: &mut T) {
    for field in fields {
        let cell = (field.get)(from).cell();
        let values = if field.is_list() { cell.split(';').collect() } else { vec![cell.as_ref()] };
        for value in values.into_iter().filter(|value| !value.is_empty()) {
            let is_set = (field.set)(to, value.to_owned());
            assert!(is_set || ["start", "end"].contains(&field.name()), "{}: {value}", field.name());
        }
    }
}

/// Files of `folder` in which a word stands outside comments.
fn files_with(folder: &Path, word: &str, files: &mut BTreeSet<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files_with(&path, word, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let is_word = |part: &str| part.eq_ignore_ascii_case(word);
            let mut parts = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
            if parts.any(is_word) {
                files.insert(path);
            }
        }
    }
}

#[test]
fn a_column_is_told_in_one_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeSet::new();
    files_with(&root, "annotator", &mut files);
    let name = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    // Tools have annotators of their own, which the readers of their files fill in.
    let told: Vec<String> = files.iter().map(name).filter(|name| !name.starts_with("input/annotation/")).collect();
    let (table, rest): (Vec<String>, Vec<String>) =
        told.into_iter().partition(|name| ["columns/", "model/", "ontology/"].iter().any(|of| name.starts_with(of)));
    assert_eq!(table, ["columns/claim.rs", "model/claim.rs", "ontology/vocab.rs"]);
    // Two formats have a word of their own for who made a statement. Whatever extracts claims signs them, and until somebody
    // has reviewed them, they are known by that. Who annotates or decides on the page signs as well, and coders who are
    // compared are those who sign.
    let signing = [
        "extraction/",
        "prompting/",
        "review/",
        "deciding/",
        "serve/write/",
        "cli/extract/",
        "cli/agreement.rs",
        "compile/reviewed.rs",
    ];
    let rest: Vec<String> = rest.into_iter().filter(|name| !signing.iter().any(|of| name.starts_with(of))).collect();
    assert_eq!(rest, ["export/rdf/nanopub/mod.rs", "export/tables/annotation/w3c.rs"]);
}

#[test]
fn the_heading_of_a_column_tells_its_type_and_what_it_belongs_to() {
    let column = |name: &str| OwnColumn::new(name);
    let cases = [
        ("deaths", column("deaths")),
        ("deaths^^integer", column("deaths").holding(CellType::Integer)),
        ("event:deaths", column("deaths").of_event()),
        ("event:deaths (best)^^decimal", column("deaths (best)").holding(CellType::Decimal).of_event()),
        ("a^^b", column("a^^b")),
        ("event:", column("event:")),
        ("^^integer", column("^^integer")),
    ];
    for (heading, meant) in cases {
        assert_eq!(OwnColumn::parse(heading), meant, "{heading}");
        assert_eq!(OwnColumn::parse(&meant.heading()), meant, "{heading}");
    }
    let odd = column("x^^integer");
    assert_eq!(OwnColumn::parse(&odd.heading()), odd);
}

#[test]
fn a_cell_that_is_not_of_its_type_is_a_text() {
    let fits = |holds: CellType, cell: &str| holds.read(cell).map(std::borrow::Cow::into_owned);
    let yes = |holds, cells: &[&str]| cells.iter().for_each(|cell| assert!(fits(holds, cell).is_some(), "{cell}"));
    let no = |holds, cells: &[&str]| cells.iter().for_each(|cell| assert_eq!(fits(holds, cell), None, "{cell}"));
    yes(CellType::Integer, &["0", "12", "-3", "+7", "007"]);
    no(CellType::Integer, &["", "-", "1.0", "12,000", "about 12", "1e3"]);
    yes(CellType::Decimal, &["0", "-1.5", ".5", "5.", "-4.4E-16"]);
    no(CellType::Decimal, &["", ".", "1,5", "1.2.3", "e5", "NaN", "INF"]);
    yes(CellType::Date, &["2025-06-13", "2025-06", "2025~", "2025-06-13T21:05"]);
    no(CellType::Date, &["", "13/06/2025", "2025-06-31"]);
    assert_eq!(
        ["yes", "1", "TRUE"].map(|cell| fits(CellType::Boolean, cell)),
        ["true", "true", "true"].map(|cell| Some(cell.into()))
    );
    no(CellType::Boolean, &["", "maybe", "2"]);
    let typed = OwnColumn::new("n").holding(CellType::Integer).of_event();
    assert_eq!(typed.with("few"), (OwnColumn::new("n").of_event(), "few".to_owned()));
}
