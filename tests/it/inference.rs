//! What follows from what is said, and where it stands.

use std::collections::{BTreeSet, HashSet};

use oxigraph::io::RdfFormat;
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphName, NamedNode, Term, Triple};
use proptest::prelude::*;
use proptest::sample::subsequence;
use relata::diagnostic::codes;
use relata::export::rdf::{RdfOptions, write_rdf};
use relata::inference::{Facts, InferenceRule, Rules, Scope, TooMuch, infer, infer_at_most};
use relata::project::{Project, ProjectError};
use relata::query::Engine;
use relata::rdf::vocab;

use crate::support::{Compiled, Sandbox, draws};

fn iri(local: &str) -> NamedNode {
    NamedNode::new(format!("http://e.org/{local}")).unwrap()
}

fn triple(subject: &str, predicate: &str, object: &str) -> Triple {
    Triple::new(iri(subject), iri(predicate), iri(object))
}

/// What follows, as sorted lines.
fn inferred(said: &[Triple], rules: &Rules<NamedNode>) -> BTreeSet<String> {
    let inferred = infer(facts(said), rules).unwrap();
    inferred.triples().map(|triple| triple.to_string()).collect()
}

fn facts(said: &[Triple]) -> Facts {
    let mut facts = Facts::new("");
    for triple in said {
        facts.take(triple.as_ref().in_graph(GraphName::DefaultGraph.as_ref()));
    }
    facts
}

/// The same by looking at every pair of triples again and again, until nothing is new.
fn naive(said: &[Triple], rules: &Rules<NamedNode>) -> BTreeSet<String> {
    let mut all: HashSet<Triple> = HashSet::new();
    let mut more: Vec<Triple> = said.to_vec();
    let says = |subject: &NamedNode, predicate: NamedNode, object: &NamedNode| {
        said.contains(&Triple::new(subject.clone(), predicate, object.clone()))
    };
    let is_of = |predicate: &NamedNode, class: &str| {
        says(
            predicate,
            rdf::TYPE.into_owned(),
            &NamedNode::new_unchecked(format!("http://www.w3.org/2002/07/owl#{class}")),
        )
    };
    let in_scope = |scope: &Scope<NamedNode>, predicate: &NamedNode, is_declared: bool| match scope {
        Scope::Off => false,
        Scope::Declared => is_declared,
        Scope::These(list) => list.contains(predicate),
    };
    let inverse_scope = |one: &NamedNode, other: &NamedNode| match &rules.inverse {
        Scope::Off => false,
        Scope::Declared => true,
        Scope::These(list) => list.contains(one) || list.contains(other),
    };
    let terms: BTreeSet<NamedNode> = said
        .iter()
        .flat_map(|triple| [Term::from(triple.subject.clone()), triple.predicate.clone().into(), triple.object.clone()])
        .filter_map(|term| if let Term::NamedNode(node) = term { Some(node) } else { None })
        .collect();
    while !more.is_empty() {
        all.extend(more.drain(..));
        for one in &all {
            let (oxigraph::model::NamedOrBlankNode::NamedNode(subject), predicate) = (&one.subject, &one.predicate)
            else {
                continue;
            };
            for term in &terms {
                if let Term::NamedNode(object) = &one.object {
                    if rules.subclass && *predicate == rdf::TYPE && says(object, rdfs::SUB_CLASS_OF.into_owned(), term)
                    {
                        more.push(Triple::new(subject.clone(), rdf::TYPE.into_owned(), term.clone()));
                    }
                    let are_inverse = says(predicate, vocab::OWL_INVERSE_OF.into_owned(), term)
                        || says(term, vocab::OWL_INVERSE_OF.into_owned(), predicate);
                    if are_inverse && inverse_scope(predicate, term) {
                        more.push(Triple::new(object.clone(), term.clone(), subject.clone()));
                    }
                }
                if rules.subproperty && says(predicate, rdfs::SUB_PROPERTY_OF.into_owned(), term) {
                    more.push(Triple::new(subject.clone(), term.clone(), one.object.clone()));
                }
            }
            let Term::NamedNode(object) = &one.object else { continue };
            if in_scope(&rules.symmetric, predicate, is_of(predicate, "SymmetricProperty")) {
                more.push(Triple::new(object.clone(), predicate.clone(), subject.clone()));
            }
            if in_scope(&rules.transitive, predicate, is_of(predicate, "TransitiveProperty")) {
                let next =
                    all.iter().filter(|next| next.predicate == *predicate && next.subject == object.clone().into());
                more.extend(next.map(|next| Triple::new(subject.clone(), predicate.clone(), next.object.clone())));
            }
        }
        more.retain(|triple| !all.contains(triple));
    }
    all.into_iter().filter(|triple| !said.contains(triple)).map(|triple| triple.to_string()).collect()
}

fn said() -> impl Strategy<Value = Vec<Triple>> {
    let thing = || (0..5_u8).prop_map(|n| format!("thing{n}"));
    let class = || (0..4_u8).prop_map(|n| format!("class{n}"));
    let predicate = || (0..4_u8).prop_map(|n| format!("predicate{n}"));
    let owl = |class: &'static str| NamedNode::new_unchecked(format!("http://www.w3.org/2002/07/owl#{class}"));
    let one = prop_oneof![
        6 => (thing(), predicate(), thing()).prop_map(|(s, p, o)| triple(&s, &p, &o)),
        1 => (thing(), predicate()).prop_map(|(s, p)| Triple::new(iri(&s), iri(&p), oxigraph::model::Literal::from("a text"))),
        2 => (thing(), class()).prop_map(|(s, c)| Triple::new(iri(&s), rdf::TYPE.into_owned(), iri(&c))),
        1 => (class(), class()).prop_map(|(a, b)| Triple::new(iri(&a), rdfs::SUB_CLASS_OF.into_owned(), iri(&b))),
        1 => (predicate(), predicate()).prop_map(|(a, b)| Triple::new(iri(&a), rdfs::SUB_PROPERTY_OF.into_owned(), iri(&b))),
        1 => (predicate(), predicate()).prop_map(|(a, b)| Triple::new(iri(&a), vocab::OWL_INVERSE_OF.into_owned(), iri(&b))),
        1 => predicate().prop_map(move |p| Triple::new(iri(&p), rdf::TYPE.into_owned(), owl("SymmetricProperty"))),
        1 => predicate().prop_map(move |p| Triple::new(iri(&p), rdf::TYPE.into_owned(), owl("TransitiveProperty"))),
    ];
    proptest::collection::vec(one, 0..24)
}

fn scope() -> impl Strategy<Value = Scope<NamedNode>> {
    let all: Vec<NamedNode> = (0..4).map(|n| iri(&format!("predicate{n}"))).collect();
    prop_oneof![
        1 => Just(Scope::Off),
        3 => Just(Scope::Declared),
        1 => subsequence(all, 1..3).prop_map(Scope::These),
    ]
}

fn rules() -> impl Strategy<Value = Rules<NamedNode>> {
    (any::<bool>(), any::<bool>(), scope(), scope(), scope()).prop_map(
        |(subclass, subproperty, inverse, symmetric, transitive)| Rules {
            subclass,
            subproperty,
            inverse,
            symmetric,
            transitive,
        },
    )
}

proptest! {
    #![proptest_config(draws(80))]

    #[test]
    fn what_follows_is_what_looking_again_and_again_finds(said in said(), rules in rules()) {
        prop_assert_eq!(inferred(&said, &rules), naive(&said, &rules));
    }

    #[test]
    fn all_rules_together_find_it_too(said in said()) {
        prop_assert_eq!(inferred(&said, &Rules::all()), naive(&said, &Rules::all()));
    }

    #[test]
    fn the_order_of_what_is_said_changes_nothing(said in said(), mut shuffled in said().prop_shuffle()) {
        shuffled.clone_from(&said);
        shuffled.reverse();
        let [one, other] = [&said, &shuffled].map(|said| infer(facts(said), &Rules::all()).unwrap());
        prop_assert_eq!(one.counts(), other.counts());
        let lines = |inferred: &relata::inference::Inferred| inferred.triples().map(|triple| triple.to_string()).collect::<Vec<_>>();
        prop_assert_eq!(lines(&one), lines(&other), "even the order in which they are found");
    }

    #[test]
    fn each_that_follows_has_reasons_that_end_in_what_is_said(said in said()) {
        let inferred = infer(facts(&said), &Rules::all()).unwrap();
        for triple in inferred.triples() {
            let reasons = inferred.reasons(triple);
            prop_assert_eq!(reasons[0].triple.as_ref(), triple);
            for reason in &reasons {
                prop_assert_eq!(reason.by.is_none(), said.contains(&reason.triple));
                prop_assert_eq!(reason.by.is_none(), reason.from.is_empty());
                for from in &reason.from {
                    prop_assert!(reasons.iter().any(|other| other.triple == *from));
                }
            }
        }
    }
}

/// A chain of members of members.
fn chain(n: usize) -> Vec<Triple> {
    (0..n).map(|at| triple(&format!("link{at}"), "in", &format!("link{}", at + 1))).collect()
}

fn transitive() -> Rules<NamedNode> {
    Rules { transitive: Scope::These(vec![iri("in")]), ..Rules::default() }
}

#[test]
fn a_chain_is_followed_to_its_end_and_a_circle_once() {
    assert_eq!(inferred(&chain(100), &transitive()).len(), 100 * 101 / 2 - 100);
    let circle: Vec<Triple> = chain(9).into_iter().chain([triple("link9", "in", "link0")]).collect();
    assert_eq!(inferred(&circle, &transitive()).len(), 10 * 10 - 10);
}

#[test]
fn what_is_too_much_is_not_inferred_at_all() {
    let at_most =
        |said: &[Triple], rules: &Rules<NamedNode>, most: usize| infer_at_most(facts(said), rules, most).err();
    let n = 60 * 61 / 2 - 60;
    assert_eq!(at_most(&chain(60), &transitive(), n), None);
    assert_eq!(at_most(&chain(60), &transitive(), n - 1), Some(TooMuch::Inferred(InferenceRule::Transitive)));
    let class = |n: usize| iri(&format!("class{n}"));
    let above = |n: usize| Triple::new(class(n), rdfs::SUB_CLASS_OF.into_owned(), class(n + 1));
    let of_lowest = Triple::new(iri("thing"), rdf::TYPE.into_owned(), class(0));
    let classes: Vec<Triple> = (0..500).map(above).chain([of_lowest]).collect();
    assert_eq!(infer(facts(&classes), &Rules::all()).unwrap().counts()[0], (InferenceRule::Subclass, 500));
    assert_eq!(at_most(&classes, &Rules::all(), 499), Some(TooMuch::Inferred(InferenceRule::Subclass)));
}

#[test]
fn members_of_a_crowd_that_is_all_one_take_few_attempts() {
    let star: Vec<Triple> = (0..100).map(|n| triple("hub", "in", &format!("thing{n}"))).collect();
    let rules = Rules { symmetric: Scope::These(vec![iri("in")]), ..transitive() };
    let n = 101 * 101 - 100;
    assert_eq!(infer_at_most(facts(&star), &rules, n).unwrap().triples().count(), n);
}

const ENTITIES: &str = "id,label,type,member_of
ali,Ali,person,unit
unit,Unit 910,group,hezbollah
hezbollah,Hezbollah,organization,axis
axis,Axis of Resistance,group,
iran,Iran,state,
";

const CLAIMS: &str = "id,subject,predicate,object,polarity,modality,said_by
c1,Iran,attacked,Israel,,,Reuters
c2,Iran,threatened,Israel,negative,,Reuters
c3,Iran,met,Oman,,,
c4,Hezbollah,attacked,Israel,,planned,
c5,Hezbollah,member of,Axis of Resistance,,,
";

const TERMS: &str = "@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rel: <https://w3id.org/relata/rel/> .
@prefix ra: <https://w3id.org/relata/ns#> .
@prefix own: <http://e.org/> .
rel:attacked rdfs:subPropertyOf own:opposed .
own:opposed a owl:ObjectProperty ; rdfs:label \"opposed in e\" .
ra:State rdfs:subClassOf own:Power .
";

fn project(infer: &str) -> Sandbox {
    let toml = format!(
        "[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\n\
         [ontology]\nfiles = [\"terms.ttl\"]\n[prefixes]\nex = \"http://e.org/\"\n{infer}\n"
    );
    Sandbox::new(&[
        ("relata.toml", toml.as_bytes()),
        ("entities.csv", ENTITIES.as_bytes()),
        ("claims.csv", CLAIMS.as_bytes()),
        ("terms.ttl", TERMS.as_bytes()),
    ])
}

/// The inferred triples of a project, shortened, with their number by rule and what is wrong.
fn told(infer: &str) -> String {
    let compiled = project(infer).compile();
    let prefixes = compiled.project.prefixes();
    let short = |term: Term| relata::query::shorten(&term, &prefixes);
    let mut lines: Vec<String> = compiled
        .store
        .quads_inferred()
        .map(Result::unwrap)
        .map(|quad| [quad.subject.into(), quad.predicate.into(), quad.object].map(short).join(" "))
        .collect();
    lines.sort();
    let counts = compiled.tally.inferred.iter().map(|(rule, n)| format!("{n} {}", rule.word()));
    lines.push(counts.collect::<Vec<_>>().join(", "));
    lines.push(compiled.faults());
    lines.join("\n")
}

#[test]
fn each_rule_infers_what_it_says() {
    insta::assert_snapshot!(told("[infer]\nsubclass = true"), @"
    kg:ali rdf:type prov:Agent
    kg:ali rdf:type ra:Actor
    kg:ali rdf:type ra:Entity
    kg:ali rdf:type schema:Person
    kg:ali rdf:type sem:Actor
    kg:axis rdf:type prov:Agent
    kg:axis rdf:type ra:Actor
    kg:axis rdf:type ra:Entity
    kg:axis rdf:type sem:Actor
    kg:hezbollah rdf:type prov:Agent
    kg:hezbollah rdf:type ra:Actor
    kg:hezbollah rdf:type ra:Entity
    kg:hezbollah rdf:type schema:Organization
    kg:hezbollah rdf:type sem:Actor
    kg:iran rdf:type ex:Power
    kg:iran rdf:type prov:Agent
    kg:iran rdf:type ra:Actor
    kg:iran rdf:type ra:Entity
    kg:iran rdf:type schema:Country
    kg:iran rdf:type sem:Actor
    kg:unit rdf:type prov:Agent
    kg:unit rdf:type ra:Actor
    kg:unit rdf:type ra:Entity
    kg:unit rdf:type sem:Actor
    24 subclass
    ");
    insta::assert_snapshot!(told("[infer]\nsubproperty = true"), @"
    kg:iran ex:opposed kg:Israel
    1 subproperty
    ");
    insta::assert_snapshot!(told("[infer]\ninverse = true"), @"
    kg:Israel rel:was_attacked_by kg:iran
    kg:axis ra:hasMember kg:hezbollah
    kg:axis rel:has_member kg:hezbollah
    kg:hezbollah ra:hasMember kg:unit
    kg:unit ra:hasMember kg:ali
    5 inverse
    ");
    insta::assert_snapshot!(told("[infer]\ninverse = [\"attacked\"]"), @"
    kg:Israel rel:was_attacked_by kg:iran
    1 inverse
    ");
    insta::assert_snapshot!(told("[infer]\nsymmetric = [\"ex:opposed\"]\nsubproperty = true"), @"
    kg:Israel ex:opposed kg:iran
    kg:iran ex:opposed kg:Israel
    1 subproperty, 1 symmetric
    ");
    insta::assert_snapshot!(told("[infer]\ntransitive = [\"member_of\"]"), @"
    kg:ali ra:memberOf kg:axis
    kg:ali ra:memberOf kg:hezbollah
    kg:unit ra:memberOf kg:axis
    3 transitive
    ");
}

#[test]
fn a_rule_is_on_when_it_is_named_or_when_none_is() {
    let rules = |infer: &str| project(infer).compile().project.infer;
    let all = Some(Rules::all());
    assert_eq!(rules(""), None);
    assert_eq!(rules("[infer]"), all);
    assert_eq!(rules("[infer]\nall = true"), all);
    let without = Some(Rules { inverse: Scope::Off, ..Rules::all() });
    assert_eq!(rules("[infer]\ninverse = false"), without);
    assert_eq!(rules("[infer]\nsubclass = true"), Some(Rules { subclass: true, ..Rules::default() }));
    let members = Scope::These(vec!["member_of".to_owned()]);
    let list = "transitive = [\"member_of\"]";
    assert_eq!(rules(&format!("[infer]\n{list}")), Some(Rules { transitive: members.clone(), ..Rules::default() }));
    assert_eq!(rules(&format!("[infer]\nall = true\n{list}")), Some(Rules { transitive: members, ..Rules::all() }));
    assert_eq!(rules("[infer]\nall = false"), Some(Rules::default()));
}

#[test]
fn what_is_wrong_under_infer_is_refused_or_told() {
    let refused = |infer: &str| {
        let sandbox = project(infer);
        let Err(ProjectError::Invalid(fault)) = Project::find(sandbox.path()) else { panic!("it is refused") };
        assert_eq!(fault.code.id, codes::BAD_PROJECT_FILE.id);
        format!("{}: {} → {}", fault.place.line, fault.message, fault.hint.unwrap_or_default())
    };
    insta::assert_snapshot!(refused("[infer]\ntransitiv = true"), @"11: unknown field `transitiv`, expected one of `all`, `subclass`, `subproperty`, `inverse`, `symmetric`, `transitive` → did you mean `transitive`?");
    insta::assert_snapshot!(refused("[infer]\ntransitive = \"member_of\""), @r#"11: invalid type: string "member_of", expected true, false or a list of predicates → `docs/cli/projects.md` lists every key"#);
    insta::assert_snapshot!(refused("[infer]\nsubclass = [\"Power\"]"), @"11: invalid type: sequence, expected a boolean → `docs/cli/projects.md` lists every key");
    insta::assert_snapshot!(refused("[infer]\ntransitive = [\" \"]"), @"11: a predicate under `[infer]` has no name → write a name, such as `member_of`, or an IRI");
    insta::assert_snapshot!(told("[infer]\ntransitive = [\"membr of\"]"), @"relata.toml:0:0 warning unused-inference: `membr of` under `[infer]` is the predicate of nothing that is accepted → did you mean `member of`?");
}

#[test]
fn a_project_of_which_too_much_follows_is_built_without() {
    // Two million triples are found before; that takes seconds.
    if std::env::var_os("RUN_SLOW_TESTS").is_none() {
        return;
    }
    let rows: Vec<String> = (0..3_000).map(|n| format!("e{n},Entity {n},group,e{}", n + 1)).collect();
    let sandbox = project("[infer]\ntransitive = [\"member_of\"]");
    sandbox.write("entities.csv", format!("id,label,type,member_of\n{}\n", rows.join("\n")).as_bytes());
    let compiled = sandbox.compile();
    insta::assert_snapshot!(compiled.faults(), @r#"
    relata.toml:0:0 warning too-much-inferred: nothing is inferred: more than 2 million triples would follow, or they follow in too many ways; most of those that were found follow by `transitive` → leave `transitive` out under `[infer]`, or list the predicates: `transitive = ["member_of"]`
    "#);
    assert_eq!((compiled.store.quads_inferred().count(), compiled.tally.n_claims), (0, 5));
}

#[test]
fn nothing_that_is_inferred_is_said() {
    let [with, without] = ["[infer]", ""].map(|infer| project(infer).compile());
    assert!(with.store.quads_inferred().count() > 10);
    // Predicates that are only inferred have numbers among those of predicates, so that lines stand in another order.
    let exported = |compiled: &Compiled| compiled.nquads().lines().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(exported(&with), exported(&without));
    assert_eq!(with.store.n_quads(), without.store.n_quads());
    let lines =
        |compiled: &Compiled| compiled.store.quads().map(|quad| quad.unwrap().to_string()).collect::<BTreeSet<_>>();
    assert_eq!(lines(&with), lines(&without), "the graph of terms as well");
    with.store.verify().unwrap();
    for query in
        ["SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"]
    {
        assert_eq!(with.select(query), without.select(query));
    }
    let said: BTreeSet<String> = with.store.quads().map(|quad| Triple::from(quad.unwrap()).to_string()).collect();
    assert!(with.store.quads_inferred().all(|quad| !said.contains(&Triple::from(quad.unwrap()).to_string())));
}

#[test]
fn a_query_finds_what_is_inferred_when_it_asks_for_it() {
    let compiled = project("[infer]\nall = true\ntransitive = [\"member_of\"]").compile();
    let groups = "SELECT ?group { kg:ali ra:memberOf ?group }";
    assert_eq!(compiled.select(groups).lines().count(), 1);
    insta::assert_snapshot!(compiled.select("SELECT ?group { GRAPH ra:inferred { kg:ali ra:memberOf ?group } }"), @"
    https://w3id.org/relata/project/t/axis
    https://w3id.org/relata/project/t/hezbollah
    ");
    insta::assert_snapshot!(compiled.select("SELECT ?who { GRAPH ra:inferred { ?who ra:memberOf kg:axis } }"), @"
    https://w3id.org/relata/project/t/ali
    https://w3id.org/relata/project/t/unit
    ");
    let (prefixes, n) = (compiled.project.prefixes(), compiled.store.n_quads());
    let n_inferred = compiled.store.quads_inferred().count();
    let distinct = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }";
    let n_triples: usize = compiled.select(distinct).parse().unwrap();
    assert!(n_triples <= n);
    let store = compiled.store.with_inferred();
    let rows = |query: &str| {
        let rows = Engine::new(&store, prefixes.clone()).select(query).unwrap().into_iter();
        let mut rows: Vec<String> = rows.map(|row| row[0].clone().unwrap().into_text()).collect();
        rows.sort();
        rows
    };
    assert_eq!(rows(groups).len(), 3);
    assert_eq!(rows("SELECT ?who { ?who ra:memberOf kg:axis }").len(), 3);
    assert_eq!(rows("SELECT ?who { ?who a ex:Power }").len(), 1);
    assert_eq!(rows("SELECT ?what { kg:ali ?what kg:axis }").len(), 1);
    assert_eq!(rows("SELECT ?member { kg:axis ra:hasMember+ ?member }").len(), 3);
    let all: usize = rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0].parse().unwrap();
    assert_eq!(all, n_triples + n_inferred, "each triple once");
}

#[test]
fn an_export_has_what_is_inferred_when_it_is_asked_for_and_no_build_takes_it_for_said() {
    let sandbox = project("[infer]");
    let compiled = sandbox.compile();
    let nquads = |compiled: &Compiled| {
        let mut out = Vec::new();
        let options = RdfOptions { inferred: true, ..RdfOptions::default() };
        write_rdf(&compiled.store, RdfFormat::NQuads, options, &compiled.project.prefixes(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let exported = nquads(&compiled);
    let n = |text: &str| text.lines().filter(|line| line.ends_with("ns#inferred> .")).count();
    assert_eq!(n(&exported), compiled.store.quads_inferred().count());
    // Without the mark of an export it is a source.
    let text = exported.split_once('\n').unwrap().1;
    let again = Sandbox::new(&[("relata.toml", b"[project]\nname = \"t\"\n"), ("all.nq", text.as_bytes())]);
    assert_eq!(n(&nquads(&again.compile())), 0);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let turned = |table: &str| {
        let (header, rows) = table.split_once('\n').unwrap();
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.reverse();
        format!("{header}\n{}\n", rows.join("\n"))
    };
    let sandbox = project("[infer]\nall = true\ntransitive = [\"member_of\"]");
    let one = sandbox.compile();
    sandbox.write("entities.csv", turned(ENTITIES).as_bytes());
    sandbox.write("claims.csv", turned(CLAIMS).as_bytes());
    let other = sandbox.compile();
    let quads =
        |compiled: &Compiled| compiled.store.quads_inferred().map(|quad| quad.unwrap().to_string()).collect::<Vec<_>>();
    assert_eq!(quads(&one), quads(&other));
    assert_eq!(one.tally.inferred, other.tally.inferred);
}

#[test]
fn facts_of_a_graph_are_those_of_its_sources() {
    let compiled = project("[infer]\nall = true\ntransitive = [\"member_of\"]").compile();
    let rules = relata::compile::rules_of(&compiled.project, compiled.project.infer.as_ref().unwrap());
    let facts = Facts::of_store(&compiled.store, &compiled.project.namespace.qualifiers()).unwrap();
    let again: BTreeSet<String> = infer(facts, &rules).unwrap().triples().map(|triple| triple.to_string()).collect();
    let kept = compiled.store.quads_inferred().map(|quad| Triple::from(quad.unwrap()).to_string());
    assert_eq!(again, kept.collect());
}
