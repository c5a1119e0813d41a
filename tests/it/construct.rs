//! Tables that a query makes RDF of: what Tarql's documentation says, and relata's own faults.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;

use proptest::prelude::*;
use relata::diagnostic::{Diagnostic, Finding};
use relata::table::RawRow;
use relata::tabular::TableOptions;
use relata::tabular::construct::{Answered, Generated, Listener, Stopped, TableQueries, TableSource, variables};

use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

/// Everything a mapping gives, as lines.
#[derive(Default)]
struct Lines {
    found: Vec<String>,
    faults: Vec<String>,
}

impl Listener for Lines {
    fn fault(&mut self, fault: Diagnostic) {
        let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(" → {hint}"));
        let place = &fault.place;
        self.faults.push(format!(
            "{}:{}:{} {}: {}{hint}",
            place.file, place.line, place.column, fault.code.name, fault.message
        ));
    }

    fn judge(&mut self, row: &RawRow, findings: Vec<Finding>) -> Result<bool, Stopped> {
        for finding in findings {
            self.fault(row.diagnose(finding));
        }
        Ok(false)
    }

    fn found(&mut self, found: Generated<'_>) {
        self.found.push(match found {
            Generated::Triple(triple) => triple.to_string(),
            Generated::Solution(values) => {
                let shown = |value: &Option<_>| value.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
                values.iter().map(shown).collect::<Vec<_>>().join(" ")
            }
        });
    }
}

fn ask(query: &str, table: &str, options: &str) -> (Lines, Option<Answered>) {
    let mut lines = Lines::default();
    let prefixes = BTreeMap::from([("ex".to_owned(), "http://example.org/".to_owned())]);
    let mapping = match TableQueries::read("map.rq", query, &prefixes, Some("http://base.example/")) {
        Ok(mapping) => mapping,
        Err(fault) => {
            lines.fault(*fault);
            return (lines, None);
        }
    };
    let (name, options) = TableOptions::split(&format!("t.csv{options}"));
    let bytes = table.to_owned().into_bytes();
    let open = || Ok(Box::new(std::io::Cursor::new(bytes.clone())) as Box<dyn Read>);
    let source = TableSource { file: &name, stem: "t", options: &options, open: &open };
    let answered = mapping.ask(&source, &mut lines).unwrap();
    (lines, answered)
}

/// What a query gives of a table, faults behind it.
fn asked(query: &str, table: &str, options: &str) -> String {
    let (lines, answered) = ask(query, table, options);
    let mut text = String::new();
    let headings = answered.map(|answered| answered.headings).unwrap_or_default();
    if !query.contains("CONSTRUCT") && !headings.is_empty() {
        let headings: Vec<&str> = headings.iter().map(oxigraph::model::Variable::as_str).collect();
        writeln!(text, "{}", headings.join(" ")).unwrap();
    }
    lines.found.iter().chain(&lines.faults).for_each(|line| writeln!(text, "{line}").unwrap());
    text
}

proptest! {
    #![proptest_config(crate::support::draws(256))]

    #[test]
    fn a_select_of_everything_gives_the_cells_back(rows in prop::collection::vec(prop::collection::vec("[a-z\", ;\n]{0,6}", 3), 1..12)) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
        let table = "x,y,z\n".to_owned() + &rows.iter().map(line).collect::<String>();
        let (lines, _) = ask("SELECT * {}", &table, "");
        let shown = |cell: &String| {
            if cell.trim().is_empty() { "–".to_owned() } else { oxigraph::model::Literal::new_simple_literal(cell).to_string() }
        };
        let has_text = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let expected: Vec<String> =
            rows.iter().filter(has_text).map(|row| row.iter().map(shown).collect::<Vec<_>>().join(" ")).collect();
        // Lines inside a cell that look like rows are a fault of their own.
        prop_assume!(lines.faults.is_empty());
        prop_assert_eq!(lines.found, expected);
    }

    #[test]
    fn any_query_text_is_answered_or_refused(text in "(SELECT|CONSTRUCT|ASK|PREFIX|BASE|[{}()?a-z<>\"'#.;: \n]){0,20}") {
        let (lines, answered) = ask(&text, "x,y\n1,2\n", "");
        prop_assert!(answered.is_some() || !lines.faults.is_empty());
    }
}

#[test]
fn headings_become_variables_as_in_tarql() {
    let of = |header: &str| variables(header.split(',')).join(" ");
    insta::assert_snapshot!(of("X,,Y"), @"X b Y");
    insta::assert_snapshot!(of("X,X"), @"X b");
    insta::assert_snapshot!(of("Total Value,Total-Value,Is-Estimated?,Profit%,Weight(mg)"), @"Total_Value b Is_Estimated_ Profit_ Weight_mg_");
    insta::assert_snapshot!(of("a,b,,c"), @"a b c d");
    insta::assert_snapshot!(of("a,c,,d"), @"a c _c d");
    insta::assert_snapshot!(of("ROWNUM,Größe,名前"), @"a Größe 名前");
    let many = variables(std::iter::repeat_n("", 28));
    assert_eq!(many[25..], ["z", "aa", "ab"]);
}

#[test]
fn replace_puts_groups_where_xpath_does() {
    let query = r#"SELECT ?day (REPLACE(?day, "(..)/(..)/(....)", "$3_$2_$1") AS ?b) (REPLACE(?day, "^(.)", "US\\$$1") AS ?c)
        (REPLACE(?day, "x*", "-") AS ?d) {}"#;
    insta::assert_snapshot!(asked(query, "id,day\n1,13/06/2025\n", ""), @r#"
    day b c d
    "13/06/2025" "2025_06_13" "US$13/06/2025" –
    "#);
}

#[test]
fn each_row_makes_its_triples_and_what_is_none_is_left_out() {
    let query =
        "CONSTRUCT { ?who ex:name ?Full_name ; ex:row ?ROWNUM ; ex:at [ ex:town ?town ] . ?Full_name ex:never 1 }
        WHERE { BIND(IRI(CONCAT('person/', STR(?ROWNUM))) AS ?who) }";
    insta::assert_snapshot!(asked(query, "Full name,town\nAda,London\n,\nBob,\n", ""), @r#"
    _:t_q0_s0_b0 <http://example.org/town> "London"
    <http://base.example/person/1> <http://example.org/name> "Ada"
    <http://base.example/person/1> <http://example.org/row> "1"^^<http://www.w3.org/2001/XMLSchema#integer>
    <http://base.example/person/1> <http://example.org/at> _:t_q0_s0_b0
    <http://base.example/person/2> <http://example.org/name> "Bob"
    <http://base.example/person/2> <http://example.org/row> "2"^^<http://www.w3.org/2001/XMLSchema#integer>
    <http://base.example/person/2> <http://example.org/at> _:t_q0_s1_b0
    "#);
}

#[test]
fn tarqls_functions_and_the_base_of_the_query_work() {
    let query = "BASE <http://b/> PREFIX p: <http://p/> SELECT ?n ?i ?x
        { BIND(tarql:expandPrefix('p') AS ?n) BIND(tarql:expandPrefixedName(?a) AS ?i) BIND(IRI('r') AS ?x) }";
    insta::assert_snapshot!(asked(query, "a\np:q\nnothing:q\n", ""), @r#"
    n i x
    "http://p/" <http://p/q> <http://b/r>
    "http://p/" – <http://b/r>
    "#);
}

#[test]
fn a_cell_is_split_into_solutions() {
    let query = "CONSTRUCT { ex:x ex:part ?part ; ex:letter ?letter }
        { ?part apf:strSplit (?list ';') BIND(CONCAT(?part, '|c') AS ?both) ?letter apf:strSplit (?both '\\\\|') }";
    insta::assert_snapshot!(asked(query, "list\n\"a; b;\"\n\nz\n", ""), @r#"
    <http://example.org/x> <http://example.org/part> "a"
    <http://example.org/x> <http://example.org/letter> "a"
    <http://example.org/x> <http://example.org/part> "a"
    <http://example.org/x> <http://example.org/letter> "c"
    <http://example.org/x> <http://example.org/part> "b"
    <http://example.org/x> <http://example.org/letter> "b"
    <http://example.org/x> <http://example.org/part> "b"
    <http://example.org/x> <http://example.org/letter> "c"
    <http://example.org/x> <http://example.org/part> "z"
    <http://example.org/x> <http://example.org/letter> "z"
    <http://example.org/x> <http://example.org/part> "z"
    <http://example.org/x> <http://example.org/letter> "c"
    "#);
    insta::assert_snapshot!(asked("SELECT ?x { OPTIONAL { ?x apf:strSplit (?list ';') } }", "list\na\n", ""),
        @r#"map.rq:1:1 bad-mapping: `apf:strSplit` cannot be used so → write `?part apf:strSplit (?cell ",")` in the outer group of WHERE"#);
}

#[test]
fn later_queries_share_the_prologue_and_read_what_earlier_ones_made() {
    let query = "PREFIX q: <http://q/>
        CONSTRUCT { ?i q:name ?n } { BIND(IRI(CONCAT('i/', ?id)) AS ?i) }
        CONSTRUCT { ?i q:boss ?b } { BIND(IRI(CONCAT('i/', ?id)) AS ?i) ?b q:name ?boss }";
    let (mut lines, _) = ask(query, "id,n,boss\n1,Ada,Bob\n2,Bob,\n3,Cem,Ada\n", "");
    lines.found.sort();
    // Nobody is said to be the boss of Bob, so an unbound variable fits everybody.
    insta::assert_snapshot!(lines.found.join("\n"), @r#"
    <http://base.example/i/1> <http://q/boss> <http://base.example/i/2>
    <http://base.example/i/1> <http://q/name> "Ada"
    <http://base.example/i/2> <http://q/boss> <http://base.example/i/1>
    <http://base.example/i/2> <http://q/boss> <http://base.example/i/2>
    <http://base.example/i/2> <http://q/boss> <http://base.example/i/3>
    <http://base.example/i/2> <http://q/name> "Bob"
    <http://base.example/i/3> <http://q/boss> <http://base.example/i/1>
    <http://base.example/i/3> <http://q/name> "Cem"
    "#);
}

#[test]
fn offset_and_limit_count_over_all_rows_and_one_row_of_offset_is_the_header() {
    let table: String = (0..10_000).fold("n\n".to_owned(), |table, n| table + &format!("{n}\n"));
    insta::assert_snapshot!(asked("SELECT ?n {} OFFSET 9000 LIMIT 2", &table, ""), @r#"
    n
    "9000"
    "9001"
    "#);
    insta::assert_snapshot!(asked("SELECT ?n {} OFFSET 1 LIMIT 1", &table, ""), @r#"
    n
    "0"
    "#);
    insta::assert_snapshot!(asked("SELECT ?a ?ROWNUM {} OFFSET 1 LIMIT 1", &table, "#header=absent"), @r#"
    a ROWNUM
    "0" "2"^^<http://www.w3.org/2001/XMLSchema#integer>
    "#);
    insta::assert_snapshot!(asked("SELECT (COUNT(*) AS ?rows) (MAX(?ROWNUM) AS ?last) {}", &table, ""), @r#"
    rows last
    "10000"^^<http://www.w3.org/2001/XMLSchema#integer> "10000"^^<http://www.w3.org/2001/XMLSchema#integer>
    "#);
}

#[test]
fn tables_are_read_as_they_are_said_to_be_written() {
    let all = "SELECT * {}";
    insta::assert_snapshot!(asked(all, "a;b\n1,5;\"2\"\n", ""), @r#"
    a b
    "1,5" "2"
    "#);
    insta::assert_snapshot!(asked(all, "x\t\"y\n", "#delimiter=tab;header=absent"), @r#"
    a b
    "x" "\"y"
    "#);
    insta::assert_snapshot!(asked(all, "'a, b',c\\,d,'it\\'s'\n", "#header=absent;quotechar=singlequote;escapechar=backslash"), @r#"
    a b c
    "a, b" "c,d" "it's"
    "#);
    insta::assert_snapshot!(asked(all, "sep=|\na|b\n1,1|2\n", ""), @r#"
    a b
    "1,1" "2"
    "#);
    let answer = ask(all, "a\n1\n", "#encoding=klingon").0;
    insta::assert_snapshot!(answer.faults.join("\n"), @"t.csv:0:0 not-text: there is no encoding `klingon` → write a name browsers know, such as `utf-8`, `latin1` or `windows-1252`");
}

#[test]
fn other_encodings_become_utf8() {
    let sandbox = Sandbox::new(&[
        ("t.csv", b"name\nM\xFCller\n"),
        ("u.csv", b"\xFF\xFEn\0a\0m\0e\0\n\0\xFC\0\n\0"),
        ("q.rq", b"SELECT ?name {}"),
    ]);
    let latin = relata(&sandbox, &["construct", "q.rq", "t.csv#encoding=latin-1", "-f", "csv"]);
    assert_eq!(out(&latin), "name\r\nMüller\r\n");
    let wide = relata(&sandbox, &["construct", "q.rq", "u.csv", "-e", "utf-16le", "-f", "csv"]);
    assert_eq!(out(&wide), "name\r\nü\r\n");
    let plain = relata(&sandbox, &["construct", "q.rq", "t.csv", "-f", "csv"]);
    assert_eq!(out(&plain), "name\r\nMüller\r\n");
    assert!(talk(&plain).contains("R033"), "{}", talk(&plain));
}

#[test]
fn a_faulty_row_is_told_and_the_rest_keeps_its_numbers() {
    let query = "CONSTRUCT { ex:x ex:row ?ROWNUM ; ex:is ?b } {}";
    insta::assert_snapshot!(asked(query, "a,b\n1,\"x\n2,y\n3\n4,z\n", ""), @r#"
    <http://example.org/x> <http://example.org/row> "2"^^<http://www.w3.org/2001/XMLSchema#integer>
    <http://example.org/x> <http://example.org/is> "y"
    <http://example.org/x> <http://example.org/row> "4"^^<http://www.w3.org/2001/XMLSchema#integer>
    <http://example.org/x> <http://example.org/is> "z"
    t.csv:2:3 unclosed-quote: the quote that opens here is never closed → close the quote, or double it where it belongs to the text
    t.csv:4:2 wrong-field-count: the row has 1 cell, the header 2 → write a delimiter for each empty cell
    "#);
}

#[test]
fn a_faulty_query_is_told_with_its_place() {
    let told = |query: &str| asked(query, "Name,town\nAda,London\n", "");
    insta::assert_snapshot!(told("SELECT ?x\n{ BIND(1 AS ?x) FILTER(?Name = ) }"), @"map.rq:2:32 bad-mapping: unexpected `)` → mend the query");
    insta::assert_snapshot!(told("CONSTRUCT { ?Name nope:x 1 } {}"), @"map.rq:1:19 bad-mapping: the prefix `nope:` is not declared → declare it: `PREFIX nope: <…>`; already declared: apf ex tarql");
    insta::assert_snapshot!(told("SELECT ?Name {\n  BIND('x' AS ?Name)\n}"), @"map.rq:2:15 bad-mapping: `?Name` has the cells of a column and cannot be bound again → choose another name");
    insta::assert_snapshot!(told("CONSTRUCT { ex:x ex:y ?Nmae, ?Name } {}"), @r#"
    <http://example.org/x> <http://example.org/y> "Ada"
    map.rq:1:23 unbound-variable: nothing gives `?Nmae` a value → did you mean `?Name`?
    "#);
    let first = "CONSTRUCT { ex:ä ex:y \"日本\" } {}\n";
    insta::assert_snapshot!(told(&format!("{first}CONSTRUCT {{ ?Name ex:é \"ü\" ; nope:x 1 }} {{}}")), @"map.rq:2:30 bad-mapping: the prefix `nope:` is not declared → declare it: `PREFIX nope: <…>`; already declared: apf ex tarql");
    insta::assert_snapshot!(told(&format!("\u{feff}{first}CONSTRUCT {{ ex:x ex:is \"é\" }} {{ FILTER(?Name != \"ü\") }}")), @r#"
    <http://example.org/ä> <http://example.org/y> "日本"
    <http://example.org/x> <http://example.org/is> "é"
    "#);
    insta::assert_snapshot!(told("SELECT ?x {} SELECT ?y {}"), @"map.rq:1:14 bad-mapping: only CONSTRUCT queries may follow each other in one file → keep SELECT and ASK in files of their own");
    insta::assert_snapshot!(told("CONSTRUCT WHERE { ?s ?p ?o }"), @"map.rq:1:1 bad-mapping: `CONSTRUCT WHERE` has no template → a table has no triples to match: write `CONSTRUCT { … } WHERE { … }`");
    insta::assert_snapshot!(told("# nothing"), @"map.rq:1:1 bad-mapping: there is no query → write `CONSTRUCT { … } WHERE { … }`");
    insta::assert_snapshot!(told("CONSTRUCT { ex:x ex:y 1 WHERE {"), @"map.rq:1:25 bad-mapping: unexpected `WHERE` → close the `{` in line 1, column 11 before it");
}

const TOML: &[u8] = b"[project]\nname = \"t\"\nbase = \"https://example.org/t/\"\n[[sources]]\nformat = \"construct\"\n\
    files = [\"towns.csv\"]\nquery = \"maps/towns.rq\"\n[[sources]]\nformat = \"construct\"\nquery = \"maps/from.rq\"\n";
const TOWNS: &[u8] = b"Town;Country\nOslo;Norway\nKiel\n";

fn project() -> Sandbox {
    Sandbox::new(&[
        ("relata.toml", TOML),
        ("towns.csv", TOWNS),
        (
            "maps/towns.rq",
            b"CONSTRUCT { ?t rdfs:label ?Town ; own:in ?Country } { BIND(IRI(CONCAT('town/', ?Town)) AS ?t) }",
        ),
        ("maps/from.rq", b"CONSTRUCT { [] rdfs:label ?a ; rdfs:comment [] } FROM <more.csv#header=absent> {}"),
        ("maps/more.csv", b"Bergen\nTroms\xC3\xB8\n"),
    ])
}

#[test]
fn a_project_takes_the_triples_of_a_table_that_is_no_claims() {
    let sandbox = project();
    let compiled = sandbox.compile();
    insta::assert_snapshot!(compiled.faults(), @"towns.csv:3:5 error wrong-field-count: the row has 1 cell, the header 2 → write a delimiter for each empty cell");
    assert_eq!(compiled.tally.n_rejected, 1);
    insta::assert_snapshot!(compiled.nquads(), @r#"
    # exported by relata
    <https://example.org/t/town/Oslo> <http://www.w3.org/2000/01/rdf-schema#label> "Oslo" .
    <https://example.org/t/town/Oslo> <https://example.org/t/rel/in> "Norway" .
    _:maps_more_csv_maps_from_rq_q0_s0_b0 <http://www.w3.org/2000/01/rdf-schema#comment> _:maps_more_csv_maps_from_rq_q0_s0_b1 .
    _:maps_more_csv_maps_from_rq_q0_s0_b0 <http://www.w3.org/2000/01/rdf-schema#label> "Bergen" .
    _:maps_more_csv_maps_from_rq_q0_s1_b0 <http://www.w3.org/2000/01/rdf-schema#comment> _:maps_more_csv_maps_from_rq_q0_s1_b1 .
    _:maps_more_csv_maps_from_rq_q0_s1_b0 <http://www.w3.org/2000/01/rdf-schema#label> "Tromsø" .
    "#);
}

#[test]
fn a_graph_is_out_of_date_when_a_query_or_a_table_it_names_changes() {
    let sandbox = project();
    let built = |sandbox: &Sandbox| talk(&relata(sandbox, &["query", "ASK {}"])).contains("built");
    assert!(built(&sandbox));
    assert!(!built(&sandbox));
    sandbox.write("maps/more.csv", b"Narvik\n");
    assert!(built(&sandbox));
    sandbox.write("maps/towns.rq", b"CONSTRUCT { [] rdfs:label ?Town } {}");
    assert!(built(&sandbox));
    assert!(!built(&sandbox));
}

#[test]
fn a_source_without_a_usable_query_is_told() {
    let faults = |files: &[(&str, &[u8])]| Sandbox::new(files).compile().faults();
    insta::assert_snapshot!(faults(&[("relata.toml", TOML), ("towns.csv", TOWNS)]), @"
    from.rq:0:0 error unreadable-file: the query cannot be read: No such file or directory (os error 2) → mend the path under `query`; it is relative to `relata.toml`
    towns.rq:0:0 error unreadable-file: the query cannot be read: No such file or directory (os error 2) → mend the path under `query`; it is relative to `relata.toml`
    ");
    insta::assert_snapshot!(faults(&[
        ("relata.toml", TOML),
        ("towns.csv", TOWNS),
        ("maps/towns.rq", b"SELECT ?Town {}"),
        ("maps/from.rq", b"CONSTRUCT { [] a ?x } {}"),
    ]), @"
    from.rq:0:0 error bad-mapping: the query names no table → list tables under `files`, or write `FROM <table.csv>`
    towns.rq:0:0 error bad-mapping: the query makes no triples → write CONSTRUCT; `relata construct` shows what a SELECT finds
    ");
    let refused = |entry: &str| {
        let toml = format!("[project]\nname = \"t\"\n[[sources]]\n{entry}");
        let output = relata(&Sandbox::new(&[("relata.toml", toml.as_bytes())]), &["check"]);
        assert_eq!(code(&output), 2);
        talk(&output).lines().next().unwrap().to_owned()
    };
    insta::assert_snapshot!(refused("format = \"construct\"\nfiles = [\"a.csv\"]\n"), @"error[R004]: the source has no `query`");
    insta::assert_snapshot!(refused("format = \"claims\"\nfiles = [\"a.csv\"]\nquery = \"a.rq\"\n"), @"error[R004]: only tables that are no claims take a `query`");
    insta::assert_snapshot!(refused("format = \"claims\"\n"), @"error[R004]: a source names no file");
}

#[test]
fn the_command_writes_turtle_or_what_the_name_of_the_file_says() {
    let sandbox = project();
    let output = relata(&sandbox, &["construct", "maps/towns.rq", "towns.csv"]);
    assert_eq!(code(&output), 1);
    insta::assert_snapshot!(out(&output), @r#"
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix own: <https://example.org/t/rel/> .
    <https://example.org/t/town/Oslo> rdfs:label "Oslo" ;
    	own:in "Norway" .
    "#);
    assert_eq!(code(&relata(&sandbox, &["construct", "maps/from.rq", "-o", "out.nt"])), 0);
    let written = std::fs::read_to_string(sandbox.path().join("out.nt")).unwrap();
    assert_eq!(written.lines().count(), 4);
    assert_eq!(code(&relata(&sandbox, &["construct", "maps/from.rq", "-o", "maps/more.csv"])), 2);
    sandbox.write("twice.rq", b"CONSTRUCT { <x> rdfs:label 'same' } {}");
    let lines = |arguments: &[&str]| out(&relata(&sandbox, arguments)).lines().count();
    assert_eq!(lines(&["construct", "twice.rq", "maps/more.csv", "-H", "-f", "nt"]), 2);
    assert_eq!(lines(&["construct", "twice.rq", "maps/more.csv", "-H", "-f", "nt", "--dedup", "1"]), 1);
    sandbox.write("ask.rq", b"ASK { FILTER(?a = 'Bergen') }");
    assert_eq!(out(&relata(&sandbox, &["construct", "ask.rq", "maps/more.csv", "-H"])), "yes\n");
    assert_eq!(code(&relata(&sandbox, &["construct", "ask.rq"])), 2);
    assert_eq!(code(&relata(&sandbox, &["construct", "ask.rq", "absent.csv"])), 2);
}
