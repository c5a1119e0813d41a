//! Tables that are no delimited text: JSON, workbooks, packed files.

use std::io::Write as _;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use crate::cli::{code, out, relata};
use crate::mapping::project;
use crate::support::{Compiled, Sandbox};

fn compiled(file: &str, bytes: &[u8], mapping: &str) -> Compiled {
    Sandbox::new(&[(file, bytes), ("relata.toml", project(file, mapping).as_bytes())]).compile()
}

fn workbook(sheets: &mut [Worksheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        workbook.push_worksheet(std::mem::take(sheet));
    }
    workbook.save_to_buffer().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A row of a table of claims: subject, object, day in June, speakers, score in hundredths, note.
type Line = (String, String, u8, Vec<String>, u8, String);

fn line() -> impl Strategy<Value = Line> {
    let name = "[A-Za-zéß\"',|][A-Za-zéß\"',| ]{0,6}[A-Za-zé]";
    let note = "[a-z\"{}\\[\\]:\\\\]{0,6}(\n[a-z]{1,3})?";
    (name, name, 1..31_u8, proptest::collection::vec(name, 0..3), 0..=100_u8, note)
}

const HEADINGS: [&str; 7] = ["subject", "predicate", "object", "date", "said_by", "confidence", "colour"];

fn score(hundredths: u8) -> String {
    (f64::from(hundredths) / 100.0).to_string()
}

fn as_csv(lines: &[Line]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADINGS).unwrap();
    for (subject, object, day, speakers, hundredths, note) in lines {
        let (date, speakers) = (format!("2025-06-{day:02}"), speakers.join(";"));
        writer.write_record([subject, "met", object, &date, &speakers, &score(*hundredths), note]).unwrap();
    }
    writer.into_inner().unwrap()
}

fn objects(lines: &[Line]) -> Vec<String> {
    let object = |(subject, object, day, speakers, hundredths, note): &Line| {
        let score = score(*hundredths);
        let json = serde_json::json!({
            "subject": subject, "predicate": "met", "object": object, "date": format!("2025-06-{day:02}"),
            "said_by": speakers, "colour": note,
        });
        // The digits as written, which a number of JSON need not keep.
        json.to_string().replacen('{', &format!("{{\"confidence\": {score}, "), 1)
    };
    lines.iter().map(object).collect()
}

fn as_xlsx(lines: &[Line]) -> Vec<u8> {
    let mut sheet = Worksheet::new();
    let format = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write_row(0, 0, HEADINGS).unwrap();
    for (row, (subject, object, day, speakers, hundredths, note)) in (1..).zip(lines) {
        sheet.write(row, 0, subject).unwrap().write(row, 1, "met").unwrap().write(row, 2, object).unwrap();
        sheet.write_with_format(row, 3, ExcelDateTime::from_ymd(2025, 6, *day).unwrap(), &format).unwrap();
        sheet.write(row, 4, speakers.join(";")).unwrap().write(row, 5, f64::from(*hundredths) / 100.0).unwrap();
        sheet.write(row, 6, note).unwrap();
    }
    workbook(&mut [sheet])
}

proptest! {
    #![proptest_config(crate::support::draws(24))]

    #[test]
    fn a_table_is_the_same_graph_whatever_kind_it_is(lines in proptest::collection::vec(line(), 1..6)) {
        let graph = |file: &str, bytes: &[u8]| {
            let sandbox = Sandbox::new(&[(file, bytes), ("relata.toml", project(file, "").as_bytes())]);
            let (quads, tally) = sandbox.nquads();
            (quads.replace(file, "FILE"), tally)
        };
        let csv = as_csv(&lines);
        let wanted = graph("t.csv", &csv);
        prop_assert!(wanted.1.n_rejected == 0);
        prop_assert_eq!(&graph("t.csv.gz", &gzip(&csv)), &wanted);
        let objects = objects(&lines);
        prop_assert_eq!(&graph("t.jsonl", objects.join("\n").as_bytes()), &wanted);
        prop_assert_eq!(&graph("t.jsonl.gz", &gzip(objects.join("\r\n").as_bytes())), &wanted);
        prop_assert_eq!(&graph("t.json", format!("[\n{}\n]", objects.join(",\n")).as_bytes()), &wanted);
        let xlsx = as_xlsx(&lines);
        prop_assert_eq!(&graph("t.xlsx", &xlsx), &wanted);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(start in 0..4_usize, rest in proptest::collection::vec(any::<u8>(), 0..200), cut in 0..2000_usize) {
        let book = as_xlsx(&[]);
        let starts: [&[u8]; 4] = [b"{\"a\": ", b"[{\"subject\": [", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &book[..cut.min(book.len())]];
        let bytes = [starts[start], &rest].concat();
        compiled("t.any", &bytes, "");
    }
}

#[test]
fn objects_are_flattened_lists_are_lists_and_late_keys_are_kept() {
    let mut lines: Vec<String> = (0..1_200)
        .map(|n| {
            format!("{{\"who\": {{\"name\": \"A{n}\"}}, \"predicate\": \"met\", \"object\": \"B\", \"date\": null}}")
        })
        .collect();
    lines.push("{\"who\": {\"name\": \"Iran\", \"tags\": [\"a\", 1.50, null, true]}, \"predicate\": \"met\", \"object\": [\"Oman\", \"B; C\"], \"said_by\": [\"Reuters; London\", \"AFP\"], \"deep\": [{\"x\": 1}]}".to_owned());
    let compiled =
        compiled("t.jsonl", lines.join("\n").as_bytes(), "columns = { subject = \"who.name\", note = \"memo\" }\n");
    insta::assert_snapshot!(compiled.faults(), @"t.jsonl:1:1 error missing-column: the table has no column `memo`, which `relata.toml` reads as `note` → mend `columns` in `relata.toml`");
    insta::assert_snapshot!(compiled.select(
        "SELECT ?what ?who ?tags ?deep { ?c ra:saidBy/rdfs:label ?who ; ra:about/rdfs:label ?what OPTIONAL { ?c <https://w3id.org/relata/project/t/qualifier/who.tags> ?tags } OPTIONAL { ?c qualifier:deep ?deep } }"
    ), @r#"
    B; C met Iran | AFP | a; 1.50; true | [{"x": 1}]
    B; C met Iran | Reuters; London | a; 1.50; true | [{"x": 1}]
    Iran met Oman | AFP | a; 1.50; true | [{"x": 1}]
    Iran met Oman | Reuters; London | a; 1.50; true | [{"x": 1}]
    "#);
}

#[test]
fn a_broken_object_costs_itself_and_says_where() {
    let lines = [
        r#"{"subject": "A", "predicate": "met", "object": "B"}"#,
        r#"{"subject": "A", "predicate": "met", "object": "C""#,
        r#"{"subject": "A", "predicate": met, "object": "D"}"#,
        r#"["A", "met", "E"]"#,
        "",
        r#"{"subject": "A", "predicate": "met", "object": "F"} {"subject": "A"}"#,
        r#"{"subject": "A", "subject": "B", "predicate": "met", "object": "G"}"#,
        r#"{"subject": "A\u0001", "predicate": "met", "object": "H"}"#,
        r#"{"subject": "é", "predicate": "met", "object": "I", "date": "2025-06-31"}"#,
        r#"{"subject": "A", "predicate": "met"}"#,
        r#"{"subject": "A", "predicate": "met", "object": "J"}"#,
    ];
    let by_line = compiled("t.jsonl", lines.join("\n").as_bytes(), "");
    assert_eq!((by_line.tally.n_claims, by_line.tally.n_rejected), (2, 8));
    insta::assert_snapshot!(by_line.faults(), @r#"
    t.jsonl:2:50 error broken-json: an object is not closed before the end → a row is one object, such as `{"subject": "Iran", "predicate": "met", "object": "Oman"}`
    t.jsonl:3:31 error broken-json: no JSON: expected value → a row is one object, such as `{"subject": "Iran", "predicate": "met", "object": "Oman"}`
    t.jsonl:4:7 error broken-json: the object is followed by something else → a row is one object, such as `{"subject": "Iran", "predicate": "met", "object": "Oman"}`
    t.jsonl:6:53 error broken-json: the object is followed by something else → a row is one object, such as `{"subject": "Iran", "predicate": "met", "object": "Oman"}`
    t.jsonl:7:30 error broken-json subject: the key `subject` stands twice → which of the two counts would be a guess; delete one
    t.jsonl:8:14 error control-character subject: the cell holds the control character U+0001 → delete it
    t.jsonl:9:62 error bad-date date: `2025-06-31` is not a date: June 2025 has 30 days → mend the date, or write the month or year only
    t.jsonl:10:36 error no-object object: `met` whom or what? the cell `object` is empty → write it into `object`, if only `unknown target`; only what nobody is needed for, such as `fled`, has none
    "#);
    let list = "[\n  {\n    \"subject\": \"A\",\n    \"predicate\": \"met\",\n    \"object\": \"B\"\n  }, {\"subject\": \"é\", \"predicate\": \"met\", \"object\": \"C\", \"date\": \"soon\"},\n  {\"subject\": \"A\"";
    insta::assert_snapshot!(compiled("t.json", list.as_bytes(), "").faults(), @r#"
    t.json:6:67 error bad-date date: `soon` is not a date: a date is YYYY-MM-DD, YYYY-MM or YYYY → write 2025-06-13, 2025-06, 2025 or 2025-06-13/2025-06-15, with ? or ~ behind when in doubt
    t.json:7:3 error broken-json: the object that begins here is never closed → a row is one object, such as `{"subject": "Iran", "predicate": "met", "object": "Oman"}`
    "#);
    insta::assert_snapshot!(compiled("t.json", b"[]", "").faults(), @"t.json:0:0 error no-header: the file has no object with keys → keys are the columns, such as `subject,predicate,object,id,date`");
    insta::assert_snapshot!(compiled("t.json", b"[{\"subject\": \"A\", \"predicate\": \"met\", \"object\": \"B\"}", "").faults(), @r#"t.json:1:53 error broken-json: the list is never closed: the file may have been cut off → a row is one object, such as `{"subject": "Iran", "predicate": "met", "object": "Oman"}`"#);
    insta::assert_snapshot!(compiled("t.json", b"{\n \"claims\": [{\"subject\": \"A\"}]\n}", "").faults(), @"
    t.json:1:1 error missing-column subject: the table has no column `subject` → name the columns subject, predicate, object in the first line, or map them in `relata.toml`
    t.json:1:1 error missing-column predicate: the table has no column `predicate` → name the columns subject, predicate, object in the first line, or map them in `relata.toml`
    t.json:1:1 error missing-column object: the table has no column `object` → name the columns subject, predicate, object in the first line, or map them in `relata.toml`; add an empty column `object` when no row has one
    t.json:2:12 warning misspelt-column claims: the column `claims` is unknown and becomes a qualifier → did you mean `claim`?
    ");
}

/// Two sheets, the second with a title, a merged cell, an error and a blank row.
fn coded() -> Vec<u8> {
    let (mut notes, mut march, mut old) = (Worksheet::new(), Worksheet::new(), Worksheet::new());
    notes.set_name("Notes").unwrap().write(0, 0, "How this was coded").unwrap();
    old.set_name("Old").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    march.set_name("March").unwrap().write(1, 1, "Coded events, March").unwrap();
    march.write_row(3, 1, ["Who", "Did\nwhat", "Whom", "Day", "Score", "Source", "Number"]).unwrap();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let rows = [
        ("Iran", "attacked", "Israel; Syria", 0.9),
        ("Israel", "attacked", "Iran", 1.0),
        ("Oman", "met", "Iran", 50.0),
    ];
    for (row, (who, did, whom, score)) in (4..).zip(rows) {
        march.write_row(row, 1, [who, did, whom]).unwrap().write(row, 5, score).unwrap().write(row, 7, row).unwrap();
    }
    march.write_with_format(4, 4, ExcelDateTime::from_ymd(2025, 6, 13).unwrap(), &day).unwrap();
    march
        .write_with_format(5, 4, ExcelDateTime::from_ymd(2025, 6, 14).unwrap().and_hms(21, 5, 0).unwrap(), &day)
        .unwrap();
    march.write(6, 4, "31.06.2025").unwrap();
    march.merge_range(4, 6, 5, 6, "Reuters", &Format::new()).unwrap();
    march.write_row(8, 1, ["Oman", "met"]).unwrap();
    march.write_formula(8, 3, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    march.write(9, 1, "Oman").unwrap();
    workbook(&mut [notes, march, old])
}

const CODED: &str = "sheet = \"March\"\n[sources.columns]\nsubject = \"Who\"\npredicate = \"Did what\"\nobject = { column = \"Whom\", split = \";\" }\ndate = { column = \"Day\", format = \"%d.%m.%Y\" }\nsaid_by = \"Source\"\nconfidence = \"Score\"\n";

#[test]
fn a_sheet_is_read_below_its_title() {
    let compiled = compiled("coded.xlsx", &coded(), CODED);
    insta::assert_snapshot!(compiled.faults(), @"
    coded.xlsx:4:1 notice rows-above-header: what stands above the header is not read (row 4 of the sheet `March`)
    coded.xlsx:7:5 error bad-date Day: `31.06.2025` is not a date: June 2025 has 30 days (cell E7 of the sheet `March`) → mend the date
    coded.xlsx:7:6 error bad-number Score: `50` is no confidence (cell F7 of the sheet `March`) → a number from 0 to 1, such as 0.85
    coded.xlsx:9:4 error error-cell Whom: the cell holds the error `#DIV/0!` (cell D9 of the sheet `March`) → mend the formula, or delete it: an empty cell says nothing
    coded.xlsx:10:3 error empty-cell Did what: the cell `predicate` is empty (cell C10 of the sheet `March`) → every row needs it
    ");
    insta::assert_snapshot!(compiled.select(
        "SELECT ?line ?what ?when ?who ?number { ?c ra:about ?e ; ra:saidBy/rdfs:label ?who ; ra:sourceLine ?line ; qualifier:Number ?number . ?e rdfs:label ?what ; ra:date ?when }"
    ), @"
    5 | Iran attacked Israel | 2025-06-13 | Reuters | 4
    5 | Iran attacked Syria | 2025-06-13 | Reuters | 4
    6 | Israel attacked Iran | 2025-06-14 | Reuters | 5
    ");
}

#[test]
fn a_sheet_that_cannot_be_read_is_told() {
    let fault = |bytes: &[u8], mapping: &str| compiled("coded.xlsx", bytes, mapping).faults();
    let (book, named) = (coded(), "columns = { subject = \"Who\", predicate = \"Did what\", object = \"Whom\" }\n");
    insta::assert_snapshot!(fault(&book, &format!("sheet = \"Mach\"\n{named}")), @"coded.xlsx:0:0 error unknown-sheet: the workbook has no sheet `Mach` → did you mean `March`?");
    insta::assert_snapshot!(fault(&book, named), @r#"
    coded.xlsx:0:0 notice other-sheets: only the sheet `Notes` is read, not `March`, `Old` → name the one that is meant: `sheet = "…"` under `[[sources]]`
    coded.xlsx:1:1 error missing-column: the table has no column `Whom`, which `relata.toml` reads as `object` (row 1 of the sheet `Notes`) → mend `columns` in `relata.toml`
    coded.xlsx:1:1 error missing-column: the table has no column `Did what`, which `relata.toml` reads as `predicate` (row 1 of the sheet `Notes`) → mend `columns` in `relata.toml`
    coded.xlsx:1:1 error missing-column: the table has no column `Who`, which `relata.toml` reads as `subject` (row 1 of the sheet `Notes`) → mend `columns` in `relata.toml`
    "#);
    insta::assert_snapshot!(fault(&book[..book.len() / 2], named), @"coded.xlsx:0:0 error unreadable-file: the file cannot be read: the archive or workbook is damaged: invalid Zip archive: Could not find EOCD → mend the path, or take the file out of the project");
    insta::assert_snapshot!(fault(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 locked", named), @"coded.xlsx:0:0 error unreadable-table: the workbook cannot be opened: it is locked by a password, damaged, or none → open it in a spreadsheet program and save it again without a password, or save the sheet as CSV UTF-8");
    insta::assert_snapshot!(fault(&workbook(&mut [Worksheet::new()]), ""), @"coded.xlsx:0:0 error no-header: the sheet `Sheet1` is empty → the first row names the columns, such as `subject,predicate,object,id,date`");
}

#[test]
fn a_cell_of_a_sheet_is_shown_with_its_row() {
    let sandbox = Sandbox::new(&[("coded.xlsx", &coded()), ("relata.toml", project("coded.xlsx", CODED).as_bytes())]);
    insta::assert_snapshot!(out(&relata(&sandbox, &["check"])), @"
    error[R202]: `31.06.2025` is not a date: June 2025 has 30 days (cell E7 of the sheet `March`)
     --> coded.xlsx:7:5
      |
    7 | Oman | met | Iran | 31.06.2025 | 50 |  | 6
      |                     ^^^^^^^^^^ column `Day`
      |
      = help: mend the date

    error[R205]: `50` is no confidence (cell F7 of the sheet `March`)
     --> coded.xlsx:7:6
      |
    7 | Oman | met | Iran | 31.06.2025 | 50 |  | 6
      |                                  ^^ column `Score`
      |
      = help: a number from 0 to 1, such as 0.85

    error[R108]: the cell holds the error `#DIV/0!` (cell D9 of the sheet `March`)
     --> coded.xlsx:9:4
      |
    9 | Oman | met | #DIV/0! |  |  |  | 
      |              ^^^^^^^ column `Whom`
      |
      = help: mend the formula, or delete it: an empty cell says nothing

    error[R201]: the cell `predicate` is empty (cell C10 of the sheet `March`)
      --> coded.xlsx:10:3
       |
    10 | Oman |  |  |  |  |  | 
       |        ^ column `Did what`
       |
       = help: every row needs it

    notice[R016] coded.xlsx:4:1: what stands above the header is not read (row 4 of the sheet `March`)
    ");
}

#[test]
fn a_bare_file_of_any_kind_can_be_asked() {
    let mut sheet = Worksheet::new();
    sheet
        .write_row(0, 0, ["subject", "predicate", "object"])
        .unwrap()
        .write_row(1, 0, ["Iran", "attacked", "Israel"])
        .unwrap();
    let json = b"{\"subject\": \"Iran\", \"predicate\": \"attacked\", \"object\": \"Israel\"}\n";
    let csv = b"subject,predicate,object\nIran,attacked,Israel\n";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("t.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(csv).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let files: [(&str, &[u8]); 5] = [
        ("book.xlsx", &workbook(&mut [sheet])),
        ("t.jsonl", json),
        ("t.json", json),
        ("t.csv.gz", &gzip(csv)),
        ("t.zip", &zip),
    ];
    let sandbox = Sandbox::new(&files);
    for (file, _) in files {
        assert_eq!(code(&relata(&sandbox, &["check", file])), 0, "{file}");
        assert_eq!(
            out(&relata(&sandbox, &["query", file, "ASK { kg:Iran rel:attacked kg:Israel }"])),
            "yes\n",
            "{file}"
        );
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_is_a_matter_of_the_build() {
    insta::assert_snapshot!(compiled("t.parquet", b"PAR1....PAR1", "").faults(), @"t.parquet:0:0 error unreadable-table: the file is Parquet, which this build of relata does not read → install relata with `cargo install relata --features parquet`, or save the table as CSV or JSON Lines");
}
