//! Rows to RDF: the shape, the IRIs, what is accepted, and that order does not matter.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use proptest::prelude::*;
use relata::built::{self, BuildOptions};
use relata::compile::Tally;
use relata::query::Value;
use unicode_normalization::UnicodeNormalization;

use crate::support::{Compiled, Sandbox, claims};

/// The quads of a table without vocabulary terms in full, for reading.
fn shape(csv: &str) -> String {
    let compiled = claims(csv);
    let mut text = compiled.nquads();
    let mut prefixes: Vec<(String, String)> = compiled.project.prefixes().into_iter().collect();
    prefixes.sort_by_key(|(_, iri)| std::cmp::Reverse(iri.len()));
    for (prefix, iri) in prefixes {
        text = text.replace(&format!("<{iri}"), &format!("{prefix}:"));
    }
    text.replace('>', "").replace(" .\n", "\n")
}

#[test]
fn a_claim_is_the_reifier_of_its_statement() {
    insta::assert_snapshot!(shape("id,subject,predicate,object,date,said_by,certainty,quote\nc1,Iran,retaliated against,Israel,2025-06-13,a spokesman,certain,we struck back\n"), @r#"
    # exported by relata
    kg:Iran rdf:type ra:Entity
    kg:Iran rdfs:label "Iran"
    kg:Iran rel:retaliated_against kg:Israel
    kg:Israel rdf:type ra:Entity
    kg:Israel rdfs:label "Israel"
    kg:a_spokesman rdf:type ra:Entity
    kg:a_spokesman rdfs:label "a spokesman"
    claim:c1 rdf:object kg:Israel
    claim:c1 rdf:predicate rel:retaliated_against
    claim:c1 rdf:reifies <<( kg:Iran rel:retaliated_against kg:Israel )
    claim:c1 rdf:subject kg:Iran
    claim:c1 rdf:type ra:Claim
    claim:c1 ra:about event:296420ff585421d96e2ef691
    claim:c1 ra:accepted "true"^^xsd:boolean
    claim:c1 ra:certainty graspf:certain
    claim:c1 ra:evidence evidence:fb1c608d1227ae2d66f839ac
    claim:c1 ra:modality ra:actual
    claim:c1 ra:polarity graspf:positive
    claim:c1 ra:saidBy kg:a_spokesman
    claim:c1 ra:sourceFile "claims.csv"
    claim:c1 ra:speaker kg:a_spokesman
    claim:c1 ra:stance ra:affirming
    event:296420ff585421d96e2ef691 sem:eventType cameo:190
    event:296420ff585421d96e2ef691 sem:eventType plover:ASSAULT
    event:296420ff585421d96e2ef691 sem:hasBeginTimeStamp "2025-06-13"^^xsd:date
    event:296420ff585421d96e2ef691 sem:hasEndTimeStamp "2025-06-13"^^xsd:date
    event:296420ff585421d96e2ef691 rdf:type ra:Event
    event:296420ff585421d96e2ef691 rdfs:label "Iran retaliated against Israel"
    event:296420ff585421d96e2ef691 ra:agent kg:Iran
    event:296420ff585421d96e2ef691 ra:date "2025-06-13"^^xsd:date
    event:296420ff585421d96e2ef691 ra:datePrecision "day"
    event:296420ff585421d96e2ef691 ra:predicate rel:retaliated_against
    event:296420ff585421d96e2ef691 ra:recipient kg:Israel
    evidence:fb1c608d1227ae2d66f839ac rdf:type ra:Mention
    evidence:fb1c608d1227ae2d66f839ac oa:hasSelector evidence:fb1c608d1227ae2d66f839ac#quote
    evidence:fb1c608d1227ae2d66f839ac ra:quote "we struck back"
    evidence:fb1c608d1227ae2d66f839ac#quote rdf:type oa:TextQuoteSelector
    evidence:fb1c608d1227ae2d66f839ac#quote oa:exact "we struck back"
    "#);
}

#[test]
fn only_accepted_claims_give_a_plain_triple() {
    let table = "id,subject,predicate,object,polarity,modality,certainty,declines_to_comment\n\
        c1,Iran,attacked,Israel,,,,\nc2,Iran,attacked,Iraq,negative,,,\nc3,Iran,attacked,Oman,,planned,,\n\
        c4,Iran,attacked,Qatar,,,possible,\nc5,Iran,attacked,Kuwait,,,probable,\nc6,Iran,attacked,Jordan,,,,c1\n";
    let plain = "SELECT ?o { kg:Iran rel:attacked/rdfs:label ?o }";
    assert_eq!(claims(table).select(plain), "Israel\nKuwait");
    let toml = b"[project]\nname = \"t\"\n[accept]\nmodality = [\"actual\", \"planned\"]\ncertainty = [\"certain\"]\n";
    let strict = Sandbox::new(&[
        (
            "claims.csv",
            table.replace("c3,Iran,attacked,Oman,,planned,,", "c3,Iran,attacked,Oman,,planned,certain,").as_bytes(),
        ),
        ("relata.toml", toml),
    ]);
    assert_eq!(strict.compile().select(plain), "Oman");
}

#[test]
fn a_statement_can_speak_of_a_statement() {
    let compiled = claims(
        "id,subject,predicate,object,modality\nc3,Trump,rejected,#c2,\nc1,Israel,targeted,Khamenei,proposed\nc2,Israel,proposed,#c1,\n",
    );
    let query = "SELECT ?who ?whose ?what { ?who rel:rejected ?p . ?p ra:agent ?whose ; ra:predicate rel:proposed ; ra:theme/rdfs:label ?what }";
    let base = compiled.project.namespace.base().to_owned();
    assert_eq!(compiled.select(query), format!("{base}Trump | {base}Israel | Israel targeted Khamenei"));
    assert_eq!(compiled.select("SELECT ?x { kg:Israel rel:targeted ?x }"), "");
}

#[test]
fn direction_and_boundaries_are_kept() {
    let compiled = claims("subject,predicate,object\nIran,attacked,Israel\nIsrael,attacked,Iran\nab,met,c\na,met,bc\n");
    assert_eq!(compiled.select("SELECT ?e { ?e a ra:Event }").lines().count(), 4);
    assert_eq!(compiled.tally.n_claims, 4);
}

#[test]
fn a_passive_corroborates_the_active() {
    let compiled = claims("subject,predicate,object,said_by\nIran,attacked,Israel,A\nIsrael,was attacked by,Iran,B\n");
    assert_eq!(compiled.select("SELECT ?e { ?e a ra:Event }").lines().count(), 1);
}

#[test]
fn a_symmetric_statement_has_no_direction() {
    let compiled = claims("subject,predicate,object,said_by\nTrump,met,Putin,A\nPutin,met,Trump,B\n");
    assert_eq!(compiled.select("SELECT ?e { ?e a ra:Event }").lines().count(), 1);
    assert_eq!(compiled.select("SELECT ?x { kg:Trump rel:met/rdfs:label ?x }"), "Putin");
    assert_eq!(compiled.select("SELECT ?x { kg:Putin rel:met/rdfs:label ?x }"), "Trump");
}

#[test]
fn the_same_id_in_two_tables_is_found_even_on_the_same_line() {
    let sandbox = Sandbox::new(&[
        ("claims-a.csv", b"id,subject,predicate,object\nx,A,attacked,B\n"),
        ("claims-b.csv", b"id,subject,predicate,object\nx,C,attacked,D\n"),
    ]);
    let compiled = sandbox.compile();
    assert_eq!(compiled.tally.n_claims, 1);
    // Which of the two has it goes by what they say.
    assert!(compiled.faults().contains("claims-b.csv:2 →"), "{}", compiled.faults());
}

#[test]
fn a_reference_to_an_id_that_two_rows_have_means_neither() {
    let sandbox = Sandbox::new(&[
        ("claims-a.csv", b"id,subject,predicate,object\nc1,A,attacked,B\n"),
        ("claims-b.csv", b"id,subject,predicate,object\nc1,C,attacked,D\nc2,E,denied,#c1\n"),
    ]);
    let compiled = sandbox.compile();
    assert_eq!(compiled.select("SELECT ?l { ?c ra:about/rdfs:label ?l }"), "A attacked B");
    assert!(compiled.faults().contains("two rows have the id `c1`"), "{}", compiled.faults());
}

#[test]
fn a_table_without_ids_may_refer_to_one_that_has_them() {
    let sandbox = Sandbox::new(&[
        ("claims-a.csv", b"id,subject,predicate,object\nc1,A,attacked,B\n"),
        ("claims-b.csv", b"subject,predicate,object\nE,denied,#c1\n"),
    ]);
    assert_eq!(sandbox.compile().select("SELECT ?l { kg:E rel:denied/rdfs:label ?l }"), "A attacked B");
}

#[test]
fn a_reference_is_found_however_its_cell_is_written() {
    let project = b"[project]\nname = \"t\"\n\
        [[sources]]\nformat = \"claims\"\nfiles = [\"claims-a.csv\", \"claims-b.json\"]\n\
        [[sources]]\nformat = \"claims\"\nfiles = [\"split.csv\"]\n\
        columns = { subject = { column = \"subject\", split = \"|\" } }\n\
        [[sources]]\nformat = \"claims\"\nfiles = [\"constant.csv\"]\n\
        columns = { denies = { constant = \"c1\" } }\n";
    let sandbox = Sandbox::new(&[
        (
            "claims-a.csv",
            b"id,subject,predicate,object,denies\nc1,A,attacked,B,\nc2,A,said,\"#c1\",\n\
              c3,C,said, #c1 ,\nc4,A,attacked,D,\"x;\nc1\"\nx,A,attacked,E,\"#c4\"\n",
        ),
        ("claims-b.json", br##"[{"subject": "F", "predicate": "said", "object": "#c1", "denies": ["c2", "c3"]}]"##),
        ("split.csv", b"subject,predicate,object\nG|#c1,caused,H\n"),
        ("constant.csv", b"subject,predicate,object\nI,attacked,J\n"),
        ("relata.toml", project),
    ]);
    let compiled = sandbox.compile();
    let Tally { n_claims, n_rejected, .. } = compiled.tally;
    assert_eq!((n_claims, n_rejected), (9, 0), "{}", compiled.faults());
    assert!(!compiled.faults().contains(" error "), "{}", compiled.faults());
}

#[test]
fn names_resolve_by_identifier_label_and_alias_and_never_meet_by_accident() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", "subject,predicate,object\nir,attacked,israel\nIslamic Republic of Iran,attacked,ISRAEL\nA B,visited,A_B\nA.B,visited,A-B\nعلي خامنئي,visited,علی خامنه‌ای\nCafe\u{301},visited,Café\nU.S.,visited,us officials\n".as_bytes()),
        ("entities.csv", "id,label,aliases\nir,Iran,Islamic Republic of Iran\nisr,Israel,\nA_B,Alpha,\n".as_bytes()),
    ]);
    let compiled = sandbox.compile();
    let base = compiled.project.namespace.base().to_owned();
    let pairs = compiled.select("SELECT ?s ?o { ?c rdf:subject ?s ; rdf:object ?o }").replace(&base, "");
    insta::assert_snapshot!(pairs, @"
    A.B | A-B
    A_B-7ae11f78 | A_B
    Café | Café
    U.S%2E | us_officials
    ir | isr
    علي_خامنئي | علی_خامنه%E2%80%8Cای
    ");
    insta::assert_snapshot!(compiled.select("SELECT ?l { ?x a ra:Entity ; rdfs:label ?l }"), @"
    A B
    A-B
    A.B
    Alpha
    Café
    Iran
    Israel
    U.S.
    us officials
    علي خامنئي
    علی خامنه‌ای
    ");
}

#[test]
fn qualifiers_are_kept_under_their_names() {
    let compiled = claims("subject,predicate,object,Casualty Count\nIran,attacked,Israel,12\n");
    assert_eq!(compiled.select("SELECT ?n { ?c qualifier:Casualty_Count ?n }"), "12");
}

#[test]
fn aliases_of_columns_and_other_delimiters_are_understood() {
    for table in [
        "node1\tlabel\tnode2\nIran\tattacked\tIsrael\n",
        "actor;verb;target\nIran;attacked;Israel\n",
        "Subject,Predicate,Object\r\nIran,attacked,Israel\r\n",
    ] {
        assert_eq!(claims(table).select("SELECT ?o { kg:Iran rel:attacked/rdfs:label ?o }"), "Israel", "{table}");
    }
}

#[test]
fn columns_can_be_mapped_in_the_project_file() {
    let sandbox = Sandbox::new(&[
        ("events.csv", b"who,did what,whom,outlet\nIran,attacked,Israel,Reuters\n"),
        ("relata.toml", b"[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"ev*.csv\"]\ncolumns = { subject = \"who\", predicate = \"did what\", object = \"whom\", said_by = \"outlet\" }\n"),
    ]);
    assert_eq!(sandbox.compile().select("SELECT ?w { ?c ra:saidBy/rdfs:label ?w }"), "Reuters");
}

#[test]
fn dates_become_days_and_keep_their_words() {
    let compiled = claims("subject,predicate,object,date\nA,met,B,2025-06~\n");
    let query = "SELECT ?d ?b ?e ?p { ?x ra:edtf ?d ; sem:hasBeginTimeStamp ?b ; sem:hasEndTimeStamp ?e ; ra:datePrecision ?p }";
    assert_eq!(compiled.select(query), "2025-06~ | 2025-06-01 | 2025-06-30 | month");
}

/// Claims with dates of every kind.
fn dated() -> Compiled {
    claims(
        "subject,predicate,object,date\nA,met,B,2025-06-13\nA,met,C,2025-05\nA,met,D,2024\nA,met,E,2025-06~\nA,met,F,2025-01-02/2025-02-03\nA,met,G,2025-06-14T21:05\nA,met,H,2025/..\nA,met,I,\nA,met,J,2025-06-13T21:05?\n",
    )
}

#[test]
fn years_and_months_of_plain_dates_are_computed_at_the_first_try() {
    let compiled = dated();
    insta::assert_snapshot!(compiled.select("SELECT ?who ?d (DATATYPE(?d) AS ?type) (YEAR(?d) AS ?y) (MONTH(?d) AS ?m) { ?e ra:date ?d ; ra:recipient|ra:theme ?o . ?o rdfs:label ?who }"), @"
    B | 2025-06-13 | http://www.w3.org/2001/XMLSchema#date | 2025 | 6
    C | 2025-05 | http://www.w3.org/2001/XMLSchema#gYearMonth | 2025 | 5
    D | 2024 | http://www.w3.org/2001/XMLSchema#gYear | 2024 | 
    G | 2025-06-14 | http://www.w3.org/2001/XMLSchema#date | 2025 | 6
    ");
    let later = "SELECT ?d { ?e ra:date ?d FILTER(?d > \"2025-06-13\"^^xsd:date) }";
    assert_eq!(compiled.select(later), "2025-06-14");
    let ordered = compiled.engine().select("SELECT ?d { ?e ra:date ?d } ORDER BY DESC(?d)").unwrap();
    let days = ordered.into_iter().flatten().flatten().map(Value::into_text).filter(|day| day.len() == 10);
    assert_eq!(days.collect::<Vec<_>>(), ["2025-06-14", "2025-06-13"]);
    let by_year = "SELECT ?y (COUNT(*) AS ?n) { ?e sem:hasBeginTimeStamp ?d } GROUP BY (YEAR(?d) AS ?y)";
    assert_eq!(compiled.select(by_year), "2024 | 1\n2025 | 7");
}

#[test]
fn dates_that_say_more_than_a_day_keep_their_text_and_all_have_first_and_last_days() {
    let compiled = dated();
    insta::assert_snapshot!(compiled.select("SELECT ?who ?text ?from ?to { ?e ra:recipient|ra:theme ?o . ?o rdfs:label ?who OPTIONAL { ?e ra:edtf ?text } OPTIONAL { ?e sem:hasBeginTimeStamp ?from } OPTIONAL { ?e sem:hasEndTimeStamp ?to } }"), @"
    B |  | 2025-06-13 | 2025-06-13
    C |  | 2025-05-01 | 2025-05-31
    D |  | 2024-01-01 | 2024-12-31
    E | 2025-06~ | 2025-06-01 | 2025-06-30
    F | 2025-01-02/2025-02-03 | 2025-01-02 | 2025-02-03
    G | 2025-06-14T21:05 | 2025-06-14 | 2025-06-14
    H | 2025/.. | 2025-01-01 | 
    I |  |  | 
    J | 2025-06-13T21:05? | 2025-06-13 | 2025-06-13
    ");
    let claims = compiled.claims();
    let mut periods: Vec<String> = claims
        .rows()
        .iter()
        .map(|claim| claim.period.map_or("undated".to_owned(), |period| period.to_string()))
        .collect();
    periods.sort();
    assert_eq!(
        periods,
        [
            "2024-01-01/2024-12-31",
            "2025-01-01/..",
            "2025-01-02/2025-02-03",
            "2025-05-01/2025-05-31",
            "2025-06-01/2025-06-30",
            "2025-06-13",
            "2025-06-13",
            "2025-06-14",
            "undated"
        ]
    );
}

#[test]
fn evidence_is_found_in_the_text_and_counted_in_code_points() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", "subject,predicate,object,document,quote\nA,said,B,d,„nein“\n".as_bytes()),
        ("documents.csv", b"id,path,language,publisher\nd,d.txt,de,Le Monde\n"),
        ("d.txt", "🙂 „nein“\n".as_bytes()),
    ]);
    let compiled = sandbox.compile();
    let query = "SELECT ?s ?e ?q ?p { ?m ra:quote ?q ; oa:hasSource/schema:publisher/rdfs:label ?p ; oa:hasSelector ?x . ?x oa:start ?s ; oa:end ?e FILTER(LANG(?q) = 'de') }";
    assert_eq!(compiled.select(query), "2 | 8 | „nein“ | Le Monde");
}

#[test]
fn rdf_files_are_taken_as_they_are_and_their_blank_nodes_stay_apart() {
    let turtle = b"@prefix x: <https://example.org/> . x:a x:p [ x:q 1 ] .";
    let sandbox = Sandbox::new(&[("claims.csv", b"subject,predicate,object\nA,met,B\n"), ("one.ttl", turtle), ("two.ttl", turtle), ("bad.nt", b"<https://example.org/b> <https://example.org/p> \"x\" .\nnonsense\n<https://example.org/c> <https://example.org/p> \"x\" .\n")]);
    let compiled = sandbox.compile();
    assert_eq!(compiled.select("PREFIX x: <https://example.org/> SELECT ?b { x:a x:p ?b }").lines().count(), 2);
    assert_eq!(compiled.select("PREFIX x: <https://example.org/> SELECT ?s { ?s x:p 'x' }").lines().count(), 2);
    assert_eq!(compiled.nquads(), sandbox.compile().nquads());
    assert!(compiled.faults().contains("bad.nt:2:1 error rdf-syntax"), "{}", compiled.faults());
}

#[test]
fn an_ontology_of_the_project_adds_predicates() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", b"subject,predicate,object\nA,gaslit,B\n"),
        ("relata.toml", b"[project]\nname = \"t\"\n[ontology]\nfiles = [\"own.ttl\"]\n"),
        ("own.ttl", b"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix ra: <https://w3id.org/relata/ns#> . <https://example.org/gaslit> a ra:Predicate ; rdfs:label \"gaslit\" ."),
    ]);
    let compiled = sandbox.compile();
    assert_eq!(compiled.select("SELECT ?p { ?c rdf:predicate ?p }"), "https://example.org/gaslit");
    assert!(!compiled.faults().contains("vocabulary"));
}

#[test]
fn building_twice_gives_the_same_bytes_and_notices_that_nothing_changed() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", b"subject,predicate,object\nA,met,B\n"),
        ("relata.toml", b"[project]\nname = \"t\"\n"),
    ]);
    let build_it = || {
        let project = relata::project::Project::find(sandbox.path()).unwrap();
        let before = built::is_current(&project);
        let mut silent = |_| ();
        let options = BuildOptions { force: true, ..BuildOptions::with_progress(&mut silent) };
        built::build(&project, &mut relata::diagnostic::Report::default(), options).unwrap();
        assert!(built::is_current(&project));
        (before, std::fs::read(sandbox.path().join(".relata/graph.relata")).unwrap())
    };
    let (first, second) = (build_it(), build_it());
    assert_eq!((first.0, second.0), (false, true));
    assert_eq!(first.1, second.1);
    sandbox.write("claims.csv", b"subject,predicate,object\nA,met,C\n");
    assert!(!build_it().0);
}

fn row() -> impl Strategy<Value = String> {
    let name = prop_oneof![Just("Iran"), Just("Israel"), Just("Trump"), Just("الأمم المتحدة")];
    let predicate = prop_oneof![Just("attacked"), Just("was attacked by"), Just("met"), Just("frobnicated")];
    let extra = prop_oneof![Just(",,"), Just("2025-06-13,a,negative"), Just("2025,b;a,"), Just(",\"x, y\",")];
    (name.clone(), predicate, name, extra)
        .prop_map(|(subject, predicate, object, extra)| format!("{subject},{predicate},{object},{extra}"))
}

/// Rows, and the same rows in any other order.
fn rows_in_two_orders() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    proptest::collection::vec(row(), 1..8).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

proptest! {
    #![proptest_config(crate::support::draws(48))]

    #[test]
    fn row_order_and_repetition_do_not_matter((rows, shuffled) in rows_in_two_orders()) {
        let header = "subject,predicate,object,date,said_by,polarity\n";
        let table = |rows: &[String]| format!("{header}{}\n", rows.join("\n"));
        let repeated = [rows.clone(), rows.clone()].concat();
        let graph = |rows: &[String]| Sandbox::new(&[("claims.csv", table(rows).as_bytes())]).nquads().0;
        let expected = graph(&rows);
        prop_assert_eq!(&expected, &graph(&shuffled));
        prop_assert_eq!(&expected, &graph(&repeated));
    }

    #[test]
    fn any_name_survives_as_a_label_and_gives_a_valid_graph(name in "\\PC{1,20}", other in "\\PC{1,20}") {
        prop_assume!(!name.trim().is_empty() && !other.trim().is_empty() && !name.trim().starts_with(['#', '<']) && !other.trim().starts_with(['#', '<']));
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["subject", "predicate", "object"]).unwrap();
        writer.write_record([&name, "visited", &other]).unwrap();
        let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let (nquads, tally) = Sandbox::new(&[("claims.csv", table.as_bytes())]).nquads();
        prop_assume!(tally.n_rejected == 0);
        // The parser is strict, so that an IRI that is none would show here.
        let quads: Vec<Quad> = RdfParser::from_format(RdfFormat::NQuads).for_slice(&nquads).map(Result::unwrap).collect();
        let values = |property: &str, of: Option<&Term>| -> Vec<Term> {
            let fits = |quad: &&Quad| quad.predicate.as_str().ends_with(property) && of.is_none_or(|of| Term::from(quad.subject.clone()) == *of);
            quads.iter().filter(fits).map(|quad| quad.object.clone()).collect()
        };
        let (subject, object) = (values("#subject", None).remove(0), values("#object", None).remove(0));
        let words = |text: &str| text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        let Term::Literal(label) = values("#label", Some(&subject)).remove(0) else { panic!() };
        prop_assert_eq!(label.value(), words(&name));
        prop_assert_eq!(subject == object, words(&name) == words(&other));
    }
}
