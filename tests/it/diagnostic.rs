//! Every fault, with its place, its field and a way out; good rows stay.

use proptest::prelude::*;
use relata::diagnostic::{Action, Report, codes, nearest};
use relata::project::Project;

use crate::support::{Sandbox, faults};

const HEADER: &str = "id,subject,predicate,object,date,said_by,polarity,denies,quote";

/// The faults of rows under the usual header.
fn rows(rows: &str) -> String {
    faults(format!("{HEADER}\n{rows}\n"))
}

#[test]
fn good_rows_have_no_faults() {
    assert_eq!(rows("c1,Iran,attacked,Israel,2025-06-13,Reuters,,,\nc2,Israel,denied,#c1,,Israel,negative,c1,"), "");
}

#[test]
fn the_number_of_cells_is_that_of_the_header() {
    insta::assert_snapshot!(rows("c1,Iran,attacked,Israel\nc2,Iran,attacked,Israel and the US, again,2025-06-14,,,,"), @"
    claims.csv:2:24 error wrong-field-count: the row has 4 cells, the header 9 → write a delimiter for each empty cell
    claims.csv:3:57 error wrong-field-count: the row has 10 cells, the header 9 → put a cell that holds the delimiter between double quotes
    ");
}

#[test]
fn an_unclosed_quote_is_reported_where_it_opened() {
    insta::assert_snapshot!(rows("c1,Iran,warned,\"Israel and the US,2025-06-14,,,,\nc2,Iran,attacked,Israel,,\"a \"\"b\"\"\",,,"), @"claims.csv:2:16 error unclosed-quote object: the quote that opens here is never closed → close the quote, or double it where it belongs to the text");
}

#[test]
fn a_stray_quote_is_reported_where_it_stands() {
    insta::assert_snapshot!(rows("c1,Iran,said,\"we will \"respond\" soon\",,,,,\nc2,the \"axis\",attacked,Israel,,,,,"), @r#"
    claims.csv:2:23 error stray-quote object: a double quote may not stand here → inside a quoted cell write each quote twice: `""`
    claims.csv:3:8 error stray-quote subject: a double quote may not stand here → put the whole cell between double quotes and write the quotes inside twice
    "#);
}

#[test]
fn bytes_that_are_not_utf_8_are_named() {
    let table = [HEADER.as_bytes(), b"\nc1,Ir\xe9n,attacked,Israel,,,,,\nc2,Iran,attacked,Isr\xffael,,,,,\n"].concat();
    insta::assert_snapshot!(faults(table), @"
    claims.csv:2:4 error not-utf-8 subject: byte 0xE9 is not UTF-8 → in Windows-1252 it would be `é`: save the file as UTF-8
    claims.csv:3:18 error not-utf-8 object: byte 0xFF is not UTF-8 → in Windows-1252 it would be `ÿ`: save the file as UTF-8
    ");
}

#[test]
fn a_byte_order_mark_is_accepted_and_utf_16_is_told() {
    assert_eq!(faults(b"\xEF\xBB\xBFsubject,predicate,object\nIran,attacked,Israel\n"), "");
    let units = "subject,predicate,object\nIran,attacked,Israel\n".encode_utf16();
    let utf_16: Vec<u8> = [0xFEFF].into_iter().chain(units).flat_map(u16::to_le_bytes).collect();
    insta::assert_snapshot!(faults(&utf_16), @r#"claims.csv:0:0 notice other-encoding: the file is read as UTF-16LE → where that is wrong, `encoding = "…"` under `[[sources]]` in `relata.toml` names the right one"#);
}

#[test]
fn a_misspelt_header_is_recognized() {
    insta::assert_snapshot!(faults("subject,predicate,objet\nIran,attacked,Israel\n"), @"claims.csv:1:19 error missing-column objet: the table has no column `object` → did you mean `object` by `objet`?");
    insta::assert_snapshot!(faults("subject,predicate\nIran,attacked\n"), @"
    claims.csv:1:1 notice no-object-column: the table has no column `object`: every row is about one actor alone
    claims.csv:2:1 error no-object object: `attacked` whom or what? the cell `object` is empty → write it into `object`, if only `unknown target`; only what nobody is needed for, such as `fled`, has none
    ");
    insta::assert_snapshot!(faults("subject,predicate,object,polarty,Wetter,actor\nIran,attacked,Israel,,,\n"), @"
    claims.csv:1:26 warning misspelt-column polarty: the column `polarty` is unknown and becomes a qualifier → did you mean `polarity`?
    claims.csv:1:41 error duplicate-column actor: `subject` and `actor` mean the same column → rename one of them
    ");
    insta::assert_snapshot!(faults(""), @"claims.csv:0:0 error no-header: the file is empty → the first line names the columns, such as `subject,predicate,object,id,date`");
}

#[test]
fn required_cells_are_not_empty() {
    insta::assert_snapshot!(rows("c1,,attacked,Israel,,,,,\nc2,Iran, ,#,,,,,"), @"
    claims.csv:2:4 error empty-cell subject: the cell `subject` is empty → every row needs it
    claims.csv:3:9 error empty-cell predicate: the cell `predicate` is empty → every row needs it
    claims.csv:3:11 error empty-cell object: `#` names no claim → write `#` and the claim's id
    ");
}

#[test]
fn dates_numbers_and_words_are_checked() {
    insta::assert_snapshot!(rows("c1,Iran,attacked,Israel,2025-06-31,,,,\nc2,Iran,attacked,Israel,13/06/2025,,negativ,,\nc 3,Iran,attacked,Israel,,,maybe,,"), @"
    claims.csv:2:25 error bad-date date: `2025-06-31` is not a date: June 2025 has 30 days → mend the date, or write the month or year only
    claims.csv:3:25 error bad-date date: `13/06/2025` is not a date: a date is YYYY-MM-DD, YYYY-MM or YYYY → did you mean `2025-06-13`?
    claims.csv:3:37 error unknown-value polarity: `negativ` is no polarity → did you mean `negative`?
    claims.csv:4:1 error bad-id id: `c 3` cannot be an identifier → no spaces, no `;`, no `#` in front
    claims.csv:4:28 error unknown-value polarity: `maybe` is no polarity → one of positive, negative, underspecified
    ");
    insta::assert_snapshot!(faults("subject,predicate,object,start,end,confidence,lang\nA,attacked,B,7,3,1.5,english!\nA,attacked,B,-1,,high,\nA,attacked,B,4,,,\n"), @"
    claims.csv:2:16 error bad-number end: `end` 3 is not after `start` 7 → offsets count from 0, the end is not included
    claims.csv:2:18 error bad-number confidence: `1.5` is no confidence → a number from 0 to 1, such as 0.85
    claims.csv:2:22 error unknown-value lang: `english!` is no language tag → write `en`, `fr`, `ar`, `pt-BR` and so on (BCP 47)
    claims.csv:3:14 error bad-number start: `-1` is no offset → a whole number: code points from the start of the text
    claims.csv:3:18 error bad-number confidence: `high` is no confidence → a number from 0 to 1, such as 0.85
    claims.csv:4:14 error bad-number start: `start` stands without `end` → give both, or neither
    ");
}

#[test]
fn predicates_and_iris_are_checked() {
    insta::assert_snapshot!(rows("c1,Iran,atacked,Israel,,,,,\nc2,Iran,frobnicated,Israel,,,,,\nc3,https://example.org/a b,attacked,Israel,,,,,\nc4,Iran,was attacked by,Israel,,,,,"), @"
    claims.csv:2:9 warning unknown-predicate predicate: `atacked` is in no vocabulary → did you mean `attacked`?
    claims.csv:3:9 notice own-predicate predicate: `frobnicated` is in no vocabulary → `relata predicates` lists such words with known predicates that come near
    claims.csv:4:4 error bad-iri subject: `https://example.org/a b` is no IRI → write a name, or an absolute IRI without spaces
    claims.csv:5:9 notice inverse-predicate predicate: `was attacked by` is read as `attacked` with subject and object exchanged
    ");
}

#[test]
fn references_lead_to_claims() {
    insta::assert_snapshot!(rows("c1,Iran,proposed,#c9,,,,,\nc2,Iran,proposed,#c3,,,,,\nc3,Iran,proposed,#c2,,,,,\nc4,Iran,denied,#c1,,,,,\nc5,Iran,denied,#c5,,,,,\nc6,Iran,attacked,Israel,,,,c6,\nc6,Iran,attacked,Iraq,,,,,\nc7,Iran,attacked,Israel,,,,c2;c8,\nc8,,attacked,Israel,,,,,"), @"
    claims.csv:2:18 error unknown-claim object: there is no claim `c9` → a reference names the `id` of another row
    claims.csv:3:18 error claim-cycle object: `#c3` speaks of this claim in turn → break the circle: one of the claims has to name an entity
    claims.csv:4:18 error claim-cycle object: `#c2` speaks of this claim in turn → break the circle: one of the claims has to name an entity
    claims.csv:5:16 error unknown-claim object: the claim `c1` was left out (line 2) → mend that row first
    claims.csv:6:16 error claim-cycle object: the claim speaks of itself → break the circle: one of the claims has to name an entity
    claims.csv:7:28 error unknown-claim denies: two rows have the id `c6` → give one of them another id
    claims.csv:8:1 error duplicate-id id: the id `c6` is taken by line 7 → give the row another id, or leave it empty
    claims.csv:9:28 error unknown-claim denies: the claim `c2` was left out (line 3) → mend that row first
    claims.csv:9:28 error unknown-claim denies: the claim `c8` was left out (line 10) → mend that row first
    claims.csv:10:4 error empty-cell subject: the cell `subject` is empty → every row needs it
    ");
}

#[test]
fn entities_and_documents_are_checked() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", b"subject,predicate,object,document\nIran,attacked,Israel,d1\nIran,attacked,Israel,d2\nIran,attacked,Israel,d22\n"),
        ("entities.csv", b"id,label,type,aliases,wikidata\nIran,Iran,state,Tehran,Q794\nIsrael,Israel,state,Tehran,801\nIran,Persia,alien,,\n"),
        ("documents.csv", b"id,title,url,published,path\nd1,A,not a url <x>,,\nd2,B,https://example.org/b,June 31 2025,\nd3,C,,2025-06-14,texts/none.txt\n"),
    ]);
    insta::assert_snapshot!(sandbox.compile().faults(), @r#"
    claims.csv:2:15 notice unknown-entity object: `Israel` is in no row of the entities → add a row with its type, or list it as an alias
    claims.csv:2:22 warning unknown-document document: the document `d1` was left out (line 2 of the documents) → mend that row first
    claims.csv:3:22 warning unknown-document document: the document `d2` was left out (line 3 of the documents) → mend that row first
    claims.csv:4:22 warning unknown-document document: `d22` is in no row of the documents → add a row with its publisher and date
    documents.csv:2:6 error bad-iri url: `not a url <x>` is no web address → write it with its scheme and without spaces, such as `https://example.org/report`, or leave it empty
    documents.csv:3:28 error bad-date published: `June 31 2025` is not a date: June 2025 has 30 days → mend the date, or write the month or year only
    documents.csv:4:18 warning unreadable-text path: cannot read `texts/none.txt`: No such file or directory (os error 2) → the path leads from the table's folder to a file below it; the text is UTF-8
    entities.csv:3:28 error bad-iri wikidata: `801` is no Wikidata item → an item is `Q` and digits, such as `Q801`
    entities.csv:4:1 error duplicate-id id: the entity `Iran` is declared by line 2 → merge the two rows, or give one another id
    entities.csv:4:13 notice unknown-type type: `alien` is none of the types that relata knows: it becomes a class → tell what it is: `[types] "alien" = "organization"` in `relata.toml`
    "#);
}

#[test]
fn quotes_stand_where_their_offsets_say() {
    let text = "Der Präsident 🇮🇷 sagte „nein“. Der Präsident schwieg.\n".as_bytes();
    let sandbox = Sandbox::new(&[
        ("claims.csv", "subject,predicate,object,document,quote,start,end\nA,said,B,d,sagte „nein“,17,29\nA,said,B,d,sagte „nein“,18,30\nA,said,B,d,sagte \"\"nein\"\",,\nA,said,B,d,,50,99\nA,said,B,d,schwieg,,\n".as_bytes()),
        ("entities.csv", b"label\nA\nB\n"),
        ("documents.csv", b"id,path\nd,d.txt\n"),
        ("d.txt", text),
    ]);
    insta::assert_snapshot!(sandbox.compile().faults(), @"
    claims.csv:3:25 error offset-mismatch start: at 18..30 of the document stands `agte „nein“.` → the quote stands at 17..29
    claims.csv:4:18 error stray-quote quote: a double quote may not stand here → put the whole cell between double quotes and write the quotes inside twice
    claims.csv:5:16 error offset-mismatch end: `end` 99 lies behind the document's 54 code points
    ");
}

#[test]
fn an_event_told_as_fact_is_not_later_than_its_report() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", b"subject,predicate,object,document,date,modality\nA,attacked,B,d,2025-06-15,\nA,attacked,B,d,2025-06-15,planned\nA,attacked,B,d,2025-06,\nA,attacked,B,d,2025-07,\n"),
        ("entities.csv", b"label\nA\nB\n"),
        ("documents.csv", b"id,published\nd,2025-06-14\n"),
    ]);
    insta::assert_snapshot!(sandbox.compile().faults(), @"
    claims.csv:2:16 warning event-after-publication date: the event is dated 2025-06-15, its document was published 2025-06-14 → mend one of the dates, or say in `modality` that it is planned, promised, threatened …
    claims.csv:5:16 warning event-after-publication date: the event is dated 2025-07, its document was published 2025-06-14 → mend one of the dates, or say in `modality` that it is planned, promised, threatened …
    ");
}

#[test]
fn types_fit_the_predicate() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", b"id,subject,predicate,object,said_by\nc1,Haifa,attacked,Iran,Iran\nc2,Iran,attacked,Haifa,Iran\nc3,Nobody,attacked,Haifa,Iran\nc4,#c1,attacked,Haifa,Iran\n"),
        ("entities.csv", b"label,type\nIran,state\nHaifa,place\nNobody,\n"),
    ]);
    insta::assert_snapshot!(sandbox.compile().faults(), @"");
}

#[test]
fn the_same_claim_twice_counts_once() {
    let compiled = crate::support::claims(
        "subject,predicate,object,said_by,note\nA,attacked,B,C,\nA,attacked,B,C,\nA,attacked,B,C,seen\nA,attacked,B,D,\n",
    );
    assert_eq!((compiled.tally.n_rows, compiled.tally.n_claims, compiled.tally.n_duplicates), (4, 2, 2));
    let lines: Vec<String> =
        compiled.faults().lines().filter(|line| line.contains("duplicate")).map(str::to_owned).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    claims.csv:3:1 notice duplicate-row: the row says the same as line 2 → delete one, or give each an id
    claims.csv:4:1 notice duplicate-row: the row is the same claim as line 2; notes and scores of both are kept → delete one, or give each an id
    ");
}

#[test]
fn severities_are_the_project_s() {
    let table = b"subject,predicate,object,date,said_by\nA,atacked,B,2025-06-31,C\nA,attacked,B,2025-06-13,C\n";
    let with = |severity: &str| {
        let toml = format!("[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\n{severity}");
        Sandbox::new(&[("claims.csv", table), ("relata.toml", toml.as_bytes())]).compile()
    };
    assert_eq!(with("").tally.n_claims, 1);
    let lenient = with("bad-date = \"warn\"\nR301 = \"allow\"\n");
    assert_eq!(lenient.tally.n_claims, 2);
    insta::assert_snapshot!(lenient.faults(), @"claims.csv:2:13 warning bad-date date: `2025-06-31` is not a date: June 2025 has 30 days → mend the date, or write the month or year only");
}

#[test]
fn an_abort_stops_reading() {
    let sandbox = Sandbox::new(&[
        ("claims.csv", b"subject,predicate,object\nA,,B\nA,attacked,B\n"),
        ("relata.toml", b"[project]\nname = \"t\"\n[severity]\nempty-cell = \"abort\"\n"),
    ]);
    let project = Project::find(sandbox.path()).unwrap();
    let mut report = Report::new(project.policy.clone());
    let error = relata::built::build_in_memory(&project, &mut report).err().unwrap();
    assert_eq!(error.to_string(), "stopped at the first fault whose severity is `abort`");
}

#[test]
fn the_project_file_is_checked() {
    let fault = |toml: &str| {
        let sandbox = Sandbox::new(&[("relata.toml", toml.as_bytes())]);
        let error = Project::find(sandbox.path()).unwrap_err();
        let relata::project::ProjectError::Invalid(fault) = error else { panic!("{error}") };
        format!(
            "{}:{} {}{}",
            fault.place.line,
            fault.place.column,
            fault.message,
            fault.hint.map_or_else(String::new, |hint| format!(" → {hint}"))
        )
    };
    let faults = [
        "",
        "[project]\nname = \"a\"\nbse = \"x\"",
        "[project]\nname = \"a\"\nbase = \"no iri\"",
        "[project]\nname = \"a\"\n[severity]\nbad-dat = \"warn\"",
        "[project]\nname = \"a\"\n[severity]\nbad-date = \"ignore\"",
        "[project]\nname = \"a\"\n[accept]\nmodality = [\"factual\"]",
        "[project]\nname = \"a\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"a.csv\"]\ncolumns = { subjct = \"who\" }",
        "[project]\nname = \"a\"\n[prefixes]\nx = \"no iri\"",
    ];
    insta::assert_snapshot!(faults.map(fault).join("\n"), @"
    1:1 missing field `project` → `[project]` with a `name` is all that is required
    3:1 unknown field `bse`, expected one of `name`, `base`, `missing`, `usual_files`, `independent`, `schemes` → did you mean `base`?
    3:9 `no iri` is no absolute IRI → write `https://example.org/my-project/`
    4:1 there is no code `bad-dat` → did you mean `bad-date`?
    4:12 unknown variant `ignore`, expected one of `allow`, `notice`, `warn`, `reject`, `abort` → `docs/cli/projects.md` lists every key
    4:14 `factual` is no modality → one of actual, planned, proposed, requested, promised, threatened, hypothetical, opinion
    6:13 claims have no column `subjct` → did you mean `subject`?
    4:6 the prefix `x` stands for `no iri`, which is no absolute IRI → write the whole IRI
    ");
}

#[test]
fn a_quote_that_runs_over_what_looks_like_a_row_is_suspicious() {
    let table = "id,subject,predicate,object,quote,note\na,Iran,attacked,Israel,\"we respond,n\nb,Israel,attacked,Iran,we do not\",n\n";
    insta::assert_snapshot!(faults(table), @"claims.csv:2:25 warning suspicious-line-break quote: the quoted cell runs from line 2 to line 3, over what looks like a row → check that its quote closes where it should");
}

#[test]
fn a_name_of_several_lines_is_a_forgotten_quote() {
    let table = "id,subject,predicate,object,quote\nu,Iran,\"attacked,Israel,q\nv,Iran,attacked\",Israel,q\nw,Iran,met,Oman,q\n";
    insta::assert_snapshot!(faults(table), @"
    claims.csv:2:8 error unclosed-quote predicate: the quote that opens here is never closed → close the quote, or double it where it belongs to the text
    claims.csv:3:16 error stray-quote predicate: a double quote may not stand here → put the whole cell between double quotes and write the quotes inside twice
    ");
}

#[test]
fn a_fault_that_leaves_no_value_cannot_be_softened() {
    for code in codes::HARD {
        let toml = format!("[project]\nname = \"t\"\n[severity]\n{} = \"allow\"\n", code.name);
        let sandbox = Sandbox::new(&[("relata.toml", toml.as_bytes())]);
        let message = Project::find(sandbox.path()).unwrap_err().to_string();
        assert!(message.contains("cannot be softened"), "{}: {message}", code.name);
    }
}

#[test]
fn names_of_columns_count_beside_their_partner() {
    let columns = |header: &str| faults(format!("{header}\nIran,attacked,Israel\n"));
    assert_eq!(columns("source,relation,target"), "");
    assert_eq!(columns("from,relation,to"), "");
    assert!(columns("source,relation,object").contains("no column `subject`"));
    assert_eq!(faults("sep=;\nsubject;predicate;object;;\nIran;attacked;Israel;;\n ; ;;;\n   \n"), "");
}

#[test]
fn a_workbook_is_no_table_and_a_mapped_column_has_to_be_there() {
    insta::assert_snapshot!(faults(b"PK\x03\x04rest"), @"claims.csv:0:0 error unreadable-file: the file cannot be read: the archive or workbook is damaged: invalid Zip archive: Could not find EOCD → mend the path, or take the file out of the project");
    let sandbox = Sandbox::new(&[
        ("events.csv", b"who,did,whom\nIran,attacked,Israel\n"),
        ("relata.toml", b"[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"events.csv\", \"more*.csv\"]\ncolumns = { subject = \"who\", predicate = \"did\", object = \"whon\" }\n"),
    ]);
    insta::assert_snapshot!(sandbox.compile().faults(), @"
    events.csv:1:1 error missing-column: the table has no column `whon`, which `relata.toml` reads as `object` → did you mean `who`?
    more*.csv:0:0 error unreadable-file: the file cannot be read: No such file or directory (os error 2) → mend the path, or take the file out of the project
    ");
}

#[test]
fn every_code_is_explained_and_has_one_name() {
    let mut seen = std::collections::BTreeSet::new();
    for code in codes::ALL {
        assert!(seen.insert(code.id) && seen.insert(code.name), "{}", code.id);
        assert!(code.explanation.lines().count() >= 3, "{} is explained too shortly", code.id);
        assert_eq!(codes::find(code.name), Some(*code));
        assert!(code.strict == code.action || matches!(code.action, Action::Warn | Action::Notice));
    }
}

#[test]
fn a_slip_of_the_pen_is_near_and_another_word_is_not() {
    let words = ["subject", "predicate", "object", "date"];
    assert_eq!(nearest("objet", words), Some("object"));
    assert_eq!(nearest("SUBJCET", words), Some("subject"));
    assert_eq!(nearest("weather", words), None);
}

proptest! {
    #![proptest_config(crate::support::draws(256))]

    #[test]
    fn any_bytes_in_any_table_give_a_report_and_no_panic(
        claims in proptest::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'#'), Just(b'c'), any::<u8>()], 0..160),
        entities in proptest::collection::vec(any::<u8>(), 0..60),
        rdf in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let claims = [b"id,subject,predicate,object,date,confirms,start,end\n", &claims[..]].concat();
        let entities = [b"id,label,aliases\n", &entities[..]].concat();
        let sandbox = Sandbox::new(&[("claims.csv", &claims), ("entities.csv", &entities), ("extra.ttl", &rdf), ("extra.nq", &rdf)]);
        let (_, tally) = sandbox.nquads();
        prop_assert!(tally.n_claims + tally.n_duplicates <= tally.n_rows);
        prop_assert!(tally.n_rows <= tally.n_claims + tally.n_duplicates + tally.n_rejected);
    }
}
