//! Tables of our own.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use relata::diagnostic::Diagnostic;
use relata::tabular::csvw::{Absent, Library, Mode, TableGroup};

use super::Given;
use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

const HOME: &str = "http://e/";

fn line(fault: &Diagnostic) -> String {
    let place = &fault.place;
    let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(" → {hint}"));
    let severity = fault.severity.word();
    format!("{}:{}:{} {severity} {}: {}{hint}", place.file, place.line, place.column, fault.code.name, fault.message)
}

/// What the files give when one starts with the first of them.
fn given(files: &[(&str, &[u8])], mode: Mode) -> Given {
    let open = |iri: &str| -> Result<Box<dyn Read + Send>, Absent> {
        let name = iri.strip_prefix(HOME).ok_or(Absent::Elsewhere)?;
        let (_, bytes) = files.iter().find(|(known, _)| *known == name).ok_or(Absent::Missing)?;
        Ok(Box::new(Cursor::new(bytes.to_vec())))
    };
    let shown = |iri: &str| iri.strip_prefix(HOME).unwrap_or(iri).to_owned();
    let library = Library { open: &open, shown: &shown };
    let mut given = Given::default();
    let start = format!("{HOME}{}", files[0].0);
    let report = &mut |fault| given.faults.push(fault);
    let group = if start.ends_with("json") {
        TableGroup::read(&start, &library, report)
    } else {
        TableGroup::of_table(&start, &library, report)
    };
    if let Some(group) = group {
        group.convert(mode, "t", &library, &mut given).unwrap();
    }
    given
}

/// Triples, then faults, a line each.
fn shown(files: &[(&str, &[u8])], mode: Mode) -> String {
    let given = given(files, mode);
    let triples = given.triples.iter().map(ToString::to_string);
    triples.chain(given.faults.iter().map(line)).collect::<Vec<_>>().join("\n")
}

/// What a table gives under a description of its columns.
fn columns(columns: &str, table: &str) -> String {
    let metadata = format!(
        "{{\"@context\":\"http://www.w3.org/ns/csvw\",\"url\":\"t.csv\",\"tableSchema\":{{\"columns\":[{columns}]}}}}"
    );
    shown(&[("m.json", metadata.as_bytes()), ("t.csv", table.as_bytes())], Mode::Minimal)
}

/// What is wrong with metadata.
fn told(metadata: &str) -> String {
    shown(&[("m.json", metadata.as_bytes()), ("t.csv", b"a,b\n")], Mode::Minimal)
}

proptest! {
    #![proptest_config(crate::support::draws(256))]

    #[test]
    fn any_bytes_are_read_or_refused(metadata in prop::collection::vec(any::<u8>(), 0..200), table in prop::collection::vec(any::<u8>(), 0..200)) {
        given(&[("m.json", &metadata), ("t.csv", &table)], Mode::Standard);
        given(&[("t.csv", &table), ("csv-metadata.json", &metadata)], Mode::Standard);
    }

    #[test]
    fn any_words_of_metadata_are_read_or_refused(
        datatype in "(number|date|integer|duration|dateTime|boolean|string|hexBinary|[a-z]{0,6})",
        format in r"[#0.,E+%‰yMdHmsSXxT:/|()\[\]a-z -]{0,14}",
        template in r"[a-z:/{}+#?*,.%_é-]{0,16}",
        low in "[-0-9PTYM.:Z]{0,9}",
        separator in "[;, |]{0,2}",
        table in "(a,b\n)?([-+0-9.,%E\"PTYMZ:é/ \n]{0,20}\n){0,4}",
    ) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        let metadata = format!(
            "{{\"@context\":\"http://www.w3.org/ns/csvw\",\"url\":\"t.csv\",\"tableSchema\":{{\"aboutUrl\":{},\
             \"columns\":[{{\"titles\":\"a\",\"separator\":{},\"datatype\":{{\"base\":{},\"format\":{},\"minimum\":{}}}}},{{\"valueUrl\":{}}}]}}}}",
            quoted(&template), quoted(&separator), quoted(&datatype), quoted(&format), quoted(&low), quoted(&template),
        );
        given(&[("m.json", metadata.as_bytes()), ("t.csv", table.as_bytes())], Mode::Standard);
    }

    #[test]
    fn a_date_is_the_same_in_every_format(year in 1000..9999u32, month in 1..13u32, day in 1..29u32) {
        let formats = [
            ("yyyy-MM-dd", format!("{year:04}-{month:02}-{day:02}")),
            ("d.M.yyyy", format!("{day}.{month}.{year}")),
            ("MM/dd/yyyy", format!("{month:02}/{day:02}/{year}")),
            ("yyyyMMdd", format!("{year}{month:02}{day:02}")),
        ];
        for (format, cell) in formats {
            let column = format!("{{\"titles\":\"a\",\"datatype\":{{\"base\":\"date\",\"format\":\"{format}\"}}}}");
            let text = columns(&column, &format!("a\n{cell}\n"));
            let expected = format!("\"{year:04}-{month:02}-{day:02}\"^^<http://www.w3.org/2001/XMLSchema#date>");
            prop_assert!(text.ends_with(&expected), "{}", text);
        }
    }

    #[test]
    fn a_number_is_the_same_however_its_digits_are_grouped(number in 0..u64::MAX) {
        let plain = number.to_string();
        let digits: Vec<char> = plain.chars().rev().collect();
        let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().rev().collect()).rev().collect();
        let column = "{\"titles\":\"a\",\"datatype\":{\"base\":\"integer\",\"format\":\"#,##0\"}}";
        let text = columns(column, &format!("a\n\"{}\"\n", groups.join(",")));
        prop_assert!(text.contains(&format!("\"{plain}\"^^")), "{}", text);
    }
}

#[test]
fn a_table_without_metadata_is_its_header() {
    insta::assert_snapshot!(shown(&[("t.csv", b"Name,First seen\nAda,\n\n# no row\nBo,1990\n")], Mode::Minimal), @r#"
    _:t_table0_subject1 <http://e/t.csv#Name> "Ada"
    _:t_table0_subject3 <http://e/t.csv#Name> "Bo"
    _:t_table0_subject3 <http://e/t.csv#First%20seen> "1990"
    t.csv:0:0 notice comment-rows: a row that begins with `#` counts as a comment → where they are data, write `"dialect": { "commentPrefix": null }` into the metadata
    "#);
}

#[test]
fn the_standard_mode_adds_tables_and_rows() {
    let metadata = br#"{
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@id": "group", "dc:title": ["Two", {"@value": 2, "@type": "integer"}],
        "tables": [{"url": "t.csv", "notes": [{"schema:about": {"@id": "schema:Thing", "@type": "Table"}}], "tableSchema": {
            "rowTitles": "name", "aboutUrl": "{#name}",
            "columns": [{"name": "name", "lang": "de"}, {"titles": "List", "separator": " ", "ordered": true}]}}]
    }"#;
    insta::assert_snapshot!(shown(&[("m.json", metadata), ("t.csv", b"name,List\nA B,x y\nC,\n")], Mode::Standard), @r#"
    <http://e/group> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#TableGroup>
    <http://e/group> <http://purl.org/dc/terms/title> "Two"@en
    <http://e/group> <http://purl.org/dc/terms/title> "2"^^<http://www.w3.org/2001/XMLSchema#integer>
    <http://e/group> <http://www.w3.org/ns/csvw#table> _:t_table0
    _:t_table0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#Table>
    _:t_table0 <http://www.w3.org/ns/csvw#url> <http://e/t.csv>
    <http://schema.org/Thing> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#Table>
    _:t_note1 <http://schema.org/about> <http://schema.org/Thing>
    _:t_table0 <http://www.w3.org/ns/csvw#note> _:t_note1
    _:t_table0 <http://www.w3.org/ns/csvw#row> _:t_table0_row1
    _:t_table0_row1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#Row>
    _:t_table0_row1 <http://www.w3.org/ns/csvw#rownum> "1"^^<http://www.w3.org/2001/XMLSchema#integer>
    _:t_table0_row1 <http://www.w3.org/ns/csvw#url> <http://e/t.csv#row=2>
    _:t_table0_row1 <http://www.w3.org/ns/csvw#title> "A B"@de
    _:t_table0_row1 <http://www.w3.org/ns/csvw#describes> <http://e/t.csv#A%20B>
    <http://e/t.csv#A%20B> <http://e/t.csv#name> "A B"@de
    _:t_table0_subject1_list2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "y"
    _:t_table0_subject1_list2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>
    _:t_table0_subject1_list3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "x"
    _:t_table0_subject1_list3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:t_table0_subject1_list2
    <http://e/t.csv#A%20B> <http://e/t.csv#List> _:t_table0_subject1_list3
    _:t_table0 <http://www.w3.org/ns/csvw#row> _:t_table0_row2
    _:t_table0_row2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#Row>
    _:t_table0_row2 <http://www.w3.org/ns/csvw#rownum> "2"^^<http://www.w3.org/2001/XMLSchema#integer>
    _:t_table0_row2 <http://www.w3.org/ns/csvw#url> <http://e/t.csv#row=3>
    _:t_table0_row2 <http://www.w3.org/ns/csvw#title> "C"@de
    _:t_table0_row2 <http://www.w3.org/ns/csvw#describes> <http://e/t.csv#C>
    <http://e/t.csv#C> <http://e/t.csv#name> "C"@de
    <http://e/t.csv#C> <http://e/t.csv#List> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>
    "#);
}

#[test]
fn cells_become_values_of_their_datatypes() {
    let table = "n,p,b,when,list,text\n\"1,234.50\",12.5%,yes,3/4/2025 07:05,a;;b, x \n1234,5,maybe,3/4,,-\n";
    let described = r#"
        {"titles": "n", "datatype": {"base": "decimal", "format": {"groupChar": ","}}},
        {"titles": "p", "datatype": {"base": "double", "format": "0.#%"}},
        {"titles": "b", "datatype": {"base": "boolean", "format": "yes|no"}},
        {"titles": "when", "datatype": {"base": "dateTime", "format": "d/M/yyyy HH:mm"}},
        {"titles": "list", "separator": ";", "default": "?"},
        {"titles": "text", "null": "-", "required": true, "lang": "en"}"#;
    insta::assert_snapshot!(columns(described, table), @r#"
    _:t_table0_subject1 <http://e/t.csv#n> "1234.50"^^<http://www.w3.org/2001/XMLSchema#decimal>
    _:t_table0_subject1 <http://e/t.csv#p> "0.125"^^<http://www.w3.org/2001/XMLSchema#double>
    _:t_table0_subject1 <http://e/t.csv#b> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>
    _:t_table0_subject1 <http://e/t.csv#when> "2025-04-03T07:05:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>
    _:t_table0_subject1 <http://e/t.csv#list> "a"
    _:t_table0_subject1 <http://e/t.csv#list> "?"
    _:t_table0_subject1 <http://e/t.csv#list> "b"
    _:t_table0_subject1 <http://e/t.csv#text> "x"@en
    _:t_table0_subject2 <http://e/t.csv#n> "1234"^^<http://www.w3.org/2001/XMLSchema#decimal>
    _:t_table0_subject2 <http://e/t.csv#p> "5"
    _:t_table0_subject2 <http://e/t.csv#b> "maybe"
    _:t_table0_subject2 <http://e/t.csv#when> "3/4"
    _:t_table0_subject2 <http://e/t.csv#list> "?"
    t.csv:3:6 warning unfit-value: `5` is no `double` in the format that the metadata gives; it is kept as a text → mend the cell, or the `datatype` of its column
    t.csv:3:8 warning unfit-value: `maybe` is no `boolean` in the format that the metadata gives; it is kept as a text → mend the cell, or the `datatype` of its column
    t.csv:3:14 warning unfit-value: `3/4` is no `dateTime` in the format that the metadata gives; it is kept as a text → mend the cell, or the `datatype` of its column
    t.csv:3:19 warning required-value: the metadata requires a value here → fill the cell, or take `required` out of the metadata
    "#);
}

#[test]
fn limits_are_kept() {
    let described = r#"
        {"titles": "a", "datatype": {"base": "integer", "minimum": 1, "maxExclusive": 10}},
        {"titles": "b", "datatype": {"base": "string", "maxLength": 3}},
        {"titles": "c", "datatype": {"base": "duration", "minimum": "P1M"}}"#;
    insta::assert_snapshot!(columns(described, "a,b,c\n0,abcd,P27D\n10,é,P32D\n9,abc,P1M\n"), @r#"
    _:t_table0_subject1 <http://e/t.csv#a> "0"
    _:t_table0_subject1 <http://e/t.csv#b> "abcd"
    _:t_table0_subject1 <http://e/t.csv#c> "P27D"
    _:t_table0_subject2 <http://e/t.csv#a> "10"
    _:t_table0_subject2 <http://e/t.csv#b> "é"
    _:t_table0_subject2 <http://e/t.csv#c> "P32D"^^<http://www.w3.org/2001/XMLSchema#duration>
    _:t_table0_subject3 <http://e/t.csv#a> "9"^^<http://www.w3.org/2001/XMLSchema#integer>
    _:t_table0_subject3 <http://e/t.csv#b> "abc"
    _:t_table0_subject3 <http://e/t.csv#c> "P1M"^^<http://www.w3.org/2001/XMLSchema#duration>
    t.csv:2:1 warning unfit-value: `0` is not allowed: it is below `1`; it is kept as a text → mend the cell, or the limits of its `datatype`
    t.csv:2:3 warning unfit-value: `abcd` is not allowed: its length is 4, at most 3 is expected; it is kept as a text → mend the cell, or the limits of its `datatype`
    t.csv:2:8 warning unfit-value: `P27D` is not allowed: it is below `P1M`; it is kept as a text → mend the cell, or the limits of its `datatype`
    t.csv:3:1 warning unfit-value: `10` is not allowed: it is above `10`; it is kept as a text → mend the cell, or the limits of its `datatype`
    "#);
}

#[test]
fn templates_make_iris_and_what_is_none_is_told() {
    let described = r#"
        {"name": "id", "titles": "id", "aboutUrl": "x/{id}{?id,_row}", "propertyUrl": "schema:{_name}"},
        {"name": "to", "titles": "to", "separator": " ", "valueUrl": "{+to}", "propertyUrl": "p{/to*}"},
        {"virtual": true, "name": "v", "aboutUrl": "{+to}", "propertyUrl": "rdf:type", "valueUrl": "foaf:Thing"}"#;
    insta::assert_snapshot!(columns(described, "id,to\na b,foaf:a\n\"\",http://[\n"), @r#"
    <http://e/x/a%20b?id=a%20b&_row=1> <http://schema.org/id> "a b"
    _:t_table0_subject1 <http://e/p/foaf%3Aa> <http://xmlns.com/foaf/0.1/a>
    <http://xmlns.com/foaf/0.1/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Thing>
    t.csv:3:4 warning broken-url: `http://[`, which `valueUrl` makes, is no IRI; the cell is left out → mend the cell, or the template in the metadata
    t.csv:3:1 warning broken-url: `http://[`, which `aboutUrl` makes, is no IRI; the cell is left out → mend the cell, or the template in the metadata
    "#);
}

#[test]
fn keys_are_checked_across_tables() {
    let metadata = br#"{"@context": "http://www.w3.org/ns/csvw", "tables": [
        {"url": "t.csv", "tableSchema": {"columns": [{"name": "id"}, {"name": "of"}], "primaryKey": "id",
            "foreignKeys": [{"columnReference": "of", "reference": {"resource": "u.csv", "columnReference": "key"}}]}},
        {"url": "u.csv", "suppressOutput": true, "tableSchema": {"columns": [{"name": "key"}]}}]}"#;
    let tables: [(&str, &[u8]); 3] =
        [("m.json", metadata), ("t.csv", b"id,of\n1,x\n1,y\n2,z\n3,\n"), ("u.csv", b"key\nx\nz\nz\n")];
    insta::assert_snapshot!(shown(&tables, Mode::Minimal), @r#"
    _:t_table0_subject1 <http://e/t.csv#id> "1"
    _:t_table0_subject1 <http://e/t.csv#of> "x"
    _:t_table0_subject2 <http://e/t.csv#id> "1"
    _:t_table0_subject2 <http://e/t.csv#of> "y"
    _:t_table0_subject3 <http://e/t.csv#id> "2"
    _:t_table0_subject3 <http://e/t.csv#of> "z"
    _:t_table0_subject4 <http://e/t.csv#id> "3"
    t.csv:3:1 warning duplicate-key: the key `1` is that of line 2 already → give one of the two rows another key
    t.csv:3:3 warning unknown-row: the key `y` leads to no row → add that row to the table it leads to, or mend the cell
    t.csv:4:3 warning unknown-row: the key `z` leads to 2 rows → make that key unique in the table it leads to
    "#);
}

#[test]
fn a_dialect_says_how_a_table_is_written() {
    let metadata = br#"{"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "dialect": {"delimiter": "|",
        "quoteChar": "'", "doubleQuote": false, "skipRows": 1, "headerRowCount": 2, "skipColumns": 1,
        "commentPrefix": "%", "skipBlankRows": true, "trim": "end", "encoding": "latin1"}}"#;
    let table = b"made by hand\nno|a|b\n-|A|\n%|x|y\n1|'x\\'|'|z \n\n2|x\n3|\xE9|\n";
    insta::assert_snapshot!(shown(&[("m.json", metadata), ("t.csv", table)], Mode::Standard), @r#"
    _:t_group <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#TableGroup>
    _:t_group <http://www.w3.org/ns/csvw#table> _:t_table0
    _:t_table0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#Table>
    _:t_table0 <http://www.w3.org/ns/csvw#url> <http://e/t.csv>
    _:t_table0 <http://www.w3.org/ns/csvw#row> _:t_table0_row1
    _:t_table0_row1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#Row>
    _:t_table0_row1 <http://www.w3.org/ns/csvw#rownum> "1"^^<http://www.w3.org/2001/XMLSchema#integer>
    _:t_table0_row1 <http://www.w3.org/ns/csvw#url> <http://e/t.csv#row=5>
    _:t_table0_row1 <http://www.w3.org/ns/csvw#describes> _:t_table0_subject1
    _:t_table0_subject1 <http://e/t.csv#a> "x'|"
    _:t_table0_subject1 <http://e/t.csv#b> "z"
    _:t_table0 <http://www.w3.org/ns/csvw#row> _:t_table0_row3
    _:t_table0_row3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/csvw#Row>
    _:t_table0_row3 <http://www.w3.org/ns/csvw#rownum> "3"^^<http://www.w3.org/2001/XMLSchema#integer>
    _:t_table0_row3 <http://www.w3.org/ns/csvw#url> <http://e/t.csv#row=8>
    _:t_table0_row3 <http://www.w3.org/ns/csvw#describes> _:t_table0_subject3
    _:t_table0_subject3 <http://e/t.csv#a> "é"
    t.csv:7:1 error wrong-field-count: the row has 2 cells, the table 3 columns → write a delimiter for each empty cell
    t.csv:0:0 notice comment-rows: a row that begins with `%` counts as a comment → where they are data, write `"dialect": { "commentPrefix": null }` into the metadata
    "#);
}

#[test]
fn metadata_is_found_beside_its_table() {
    let of = |url: &str| {
        format!(
            "{{\"@context\":\"http://www.w3.org/ns/csvw\",\"url\":\"{url}\",\"tableSchema\":{{\"columns\":[{{\"name\":\"n\"}}]}}}}"
        )
    };
    let (own, other) = (of("t.csv"), of("u.csv"));
    insta::assert_snapshot!(shown(&[("t.csv", b"a\n1\n"), ("t.csv-metadata.json", other.as_bytes()), ("csv-metadata.json", own.as_bytes())], Mode::Minimal), @r#"
    _:t_table0_subject1 <http://e/t.csv#n> "1"
    t.csv-metadata.json:0:0 warning other-metadata: the metadata does not describe `t.csv` and is passed over → name the table under `url`, relative to the metadata
    "#);
    // A file that was published elsewhere keeps its name.
    let published =
        r#"{"@context": ["http://www.w3.org/ns/csvw", {"@base": "https://pub.example/d/m.json"}], "url": "t.csv"}"#;
    insta::assert_snapshot!(shown(&[("t.csv", b"a\n1\n"), ("csv-metadata.json", published.as_bytes())], Mode::Minimal), @r#"_:t_table0_subject1 <https://pub.example/d/t.csv#a> "1""#);
}

#[test]
fn faulty_metadata_is_told_with_its_place() {
    let top = |rest: &str| format!("{{\"@context\": \"http://www.w3.org/ns/csvw\",\n {rest}}}");
    insta::assert_snapshot!(told("{\"@context\": \n oops }"), @"m.json:2:2 error bad-metadata: the JSON is broken: expected value → mend the JSON there");
    insta::assert_snapshot!(told("[]"), @r#"m.json:1:1 error bad-metadata: the metadata is no JSON object → write `{ "@context": "http://www.w3.org/ns/csvw", "url": "table.csv", … }`"#);
    insta::assert_snapshot!(told("{\"url\": \"t.csv\"}"), @r#"m.json:1:1 error bad-metadata: the metadata has no `@context` → write `"@context": "http://www.w3.org/ns/csvw"`, or a list of that and `{"@language": …, "@base": …}`"#);
    insta::assert_snapshot!(told(&top("\"tables\": []")), @r#"m.json:2:12 error bad-metadata: the metadata describes no table → write `"tables": [{ "url": "table.csv" }]`"#);
    insta::assert_snapshot!(told(&top("\"url\": \"missing.csv\"")), @"m.json:2:9 error unreadable-file: the table `missing.csv` is missing → mend the path; it is relative to the metadata");
    insta::assert_snapshot!(told(&top("\"url\": \"https://elsewhere.example/t.csv\"")), @"m.json:2:9 error remote-document: the table `https://elsewhere.example/t.csv` lies elsewhere, and relata fetches nothing → put a copy beside the metadata and name it by its path; `@base` may say which IRIs the files have");
    insta::assert_snapshot!(told(&top("\"url\": \"t.csv\", \"tableSchema\": \"https://elsewhere.example/s.json\"")), @"m.json:2:33 error remote-document: the metadata `https://elsewhere.example/s.json` lies elsewhere, and relata fetches nothing → put a copy beside the metadata and name it by its path; `@base` may say which IRIs the files have");
    insta::assert_snapshot!(told(&top("\"url\": \"t.csv\", \"dialect\": {\"delimiter\": \"||\"}")), @"m.json:2:43 error unread-dialect: `delimiter` is `||`; relata reads tables with a single ASCII character there → write the table with another one");
    insta::assert_snapshot!(told(&top("\"url\": \"t.csv\", \"aboutUrl\": \"{id\", \"datatype\": \"dat\", \"lang\": 5, \"titel\": \"x\"")), @"
    m.json:2:76 warning unknown-property: `titel` has no meaning here → names of other vocabularies have a prefix, such as `dc:title`
    m.json:2:64 warning metadata-value: `lang` is `5`, which should be a text; it counts as if it were not there → mend the value, or leave the property out
    m.json:2:30 warning metadata-value: `aboutUrl` is `{id`, no URI template (a `{` is never closed); it counts as if it were not there → mend the value, or leave the property out
    m.json:2:49 warning metadata-value: there is no datatype `dat`; cells count as texts → did you mean `date`?
    ");
    insta::assert_snapshot!(told(&top("\"url\": \"t.csv\", \"tableSchema\": {\"columns\": [{\"name\": \"a\"},\n  {\"name\": \"a\"}]}")), @"m.json:3:3 error bad-metadata: two columns have the name `a` → give one of them another name");
    insta::assert_snapshot!(told(&top("\"url\": \"t.csv\", \"tableSchema\": {\"columns\": [{\"titles\": \"A\"}]}")), @"
    m.json:2:9 warning header-mismatch: the header has 2 columns, the metadata 1 column → describe each column, in the order of the table; columns are matched by position
    m.json:2:46 warning header-mismatch: the header says `a` where the metadata says `A` → add the title of the header to `titles`, in the language of the table
    ");
    insta::assert_snapshot!(told(&top("\"url\": \"t.csv\", \"dc:title\": {\"@value\": 1, \"x\": 2}")), @r#"m.json:2:49 error bad-metadata: `x` may not stand beside `@value` → `{"@value": …}` goes with one of `@type` and `@language`, `{"@id": …}` with any properties"#);
}

const TOML: &str = "[project]\nname = \"t\"\nbase = \"https://example.org/t/\"\n[[sources]]\nformat = \"csvw\"\nfiles = [\"data/t.csv\"]\n";

#[test]
fn a_project_takes_the_triples_of_a_table_with_metadata() {
    let sandbox = Sandbox::new(&[("relata.toml", TOML.as_bytes()), ("data/t.csv", b"a,b\n1,x\n2\n3,y\n")]);
    let compiled = sandbox.compile();
    insta::assert_snapshot!(compiled.nquads() + &compiled.faults(), @r#"
    # exported by relata
    _:data_t_csv_table0_subject1 <https://example.org/t/data/t.csv#a> "1" .
    _:data_t_csv_table0_subject1 <https://example.org/t/data/t.csv#b> "x" .
    _:data_t_csv_table0_subject3 <https://example.org/t/data/t.csv#a> "3" .
    _:data_t_csv_table0_subject3 <https://example.org/t/data/t.csv#b> "y" .
    t.csv:3:2 error wrong-field-count: the row has 1 cell, the table 2 columns → write a delimiter for each empty cell
    "#);
    let built = |sandbox: &Sandbox| talk(&relata(sandbox, &["build"])).contains("built");
    assert!(built(&sandbox));
    assert!(!built(&sandbox));
    // Metadata that turns up is part of the project at once, and so is a schema that it names.
    let metadata = br#"{"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": "s.json"}"#;
    sandbox.write("data/csv-metadata.json", metadata);
    assert!(built(&sandbox));
    let schema = |name: &str| {
        format!(
            "{{\"@context\": \"http://www.w3.org/ns/csvw\", \"columns\": [{{\"name\": \"{name}\"}}, {{\"name\": \"b\"}}]}}"
        )
    };
    sandbox.write("data/s.json", schema("one").as_bytes());
    assert!(built(&sandbox));
    assert!(sandbox.compile().nquads().contains("data/t.csv#one"));
    sandbox.write("data/s.json", schema("two").as_bytes());
    assert!(built(&sandbox));
    assert!(!built(&sandbox));
    sandbox.write("relata.toml", (TOML.to_owned() + "mode = \"standard\"\n").as_bytes());
    assert!(sandbox.compile().nquads().contains("csvw#Row"));
    let refused = |line: &str| {
        sandbox.write("relata.toml", (TOML.to_owned() + line).as_bytes());
        talk(&relata(&sandbox, &["check"])).lines().next().unwrap().to_owned()
    };
    insta::assert_snapshot!(refused("mode = \"full\"\n"), @"error[R004]: `full` is no mode");
    insta::assert_snapshot!(refused("[[sources]]\nformat = \"rdf\"\nfiles = [\"a.ttl\"]\nmode = \"full\"\n"), @"error[R004]: only tables with metadata take a `mode`");
}

#[test]
fn a_cell_that_does_not_fit_costs_its_row_where_the_project_says_so() {
    let metadata = br#"{"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": {
        "columns": [{"name": "a", "datatype": "integer"}, {"name": "b"}]}}"#;
    let toml = TOML.to_owned() + "[severity]\nunfit-value = \"reject\"\n";
    let table = b"a,b\n1,x\ntwo,y\n";
    let sandbox = Sandbox::new(&[
        ("relata.toml", toml.as_bytes()),
        ("data/t.csv", table),
        ("data/t.csv-metadata.json", metadata),
    ]);
    let compiled = sandbox.compile();
    assert_eq!(compiled.tally.n_rejected, 1);
    assert!(compiled.nquads().contains("\"x\"") && !compiled.nquads().contains("\"y\""));
}

#[test]
fn the_command_takes_metadata_in_the_place_of_a_query() {
    let metadata = br#"{"@context": "http://www.w3.org/ns/csvw", "url": "t.csv"}"#;
    let sandbox = Sandbox::new(&[("d/t.csv", b"a\n1\n"), ("d/m.json", metadata), ("q.rq", b"ASK {}")]);
    let output = relata(&sandbox, &["construct", "d/m.json", "--base", "http://b/", "-f", "nt"]);
    assert_eq!(code(&output), 0);
    insta::assert_snapshot!(out(&output), @r#"_:d_m_json_table0_subject1 <http://b/t.csv#a> "1" ."#);
    assert_eq!(code(&relata(&sandbox, &["construct", "d/t.csv", "--mode", "standard", "-o", "out.nt"])), 0);
    assert!(std::fs::read_to_string(sandbox.path().join("out.nt")).unwrap().contains("csvw#rownum"));
    for refused in [
        &["construct", "d/m.json", "d/t.csv"][..],
        &["construct", "d/m.json", "-d", ";"],
        &["construct", "d/m.json", "-o", "d/t.csv"],
        &["construct", "d/m.json", "--mode", "full"],
        &["construct", "q.rq", "d/t.csv", "--mode", "standard"],
        &["construct", "absent.json"],
    ] {
        assert_eq!(code(&relata(&sandbox, refused)), 2, "{refused:?}");
    }
}
