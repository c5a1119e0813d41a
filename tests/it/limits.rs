//! What a file from a stranger may cost: every reader stops at a stated limit, and other sources still load.

use std::collections::BTreeSet;
use std::sync::Mutex;

use relata::compile::{Output, Part, compile};
use relata::diagnostic::{Report, caught};
use relata::project::Project;

use crate::support::{Sandbox, claims};

/// The quads and faults of a project in which whoever takes the quads panics at each that has `word`.
fn with_a_panic_at(word: &str, sandbox: &Sandbox) -> (String, String) {
    let project = Project::find(sandbox.path()).unwrap();
    let lines = Mutex::new(BTreeSet::new());
    let mut report = Report::new(project.policy.clone());
    let parts = || -> Part<'_> {
        Box::new(|quad| {
            let line = quad.to_string();
            assert!(!line.contains(word), "no reader thought of `{word}`");
            lines.lock().unwrap().insert(line);
        })
    };
    let mut output = Output {
        parts: &parts,
        rejects: &mut |_| Ok(()),
        progress: &mut |_| (),
        begin_again: &mut || {
            lines.lock().unwrap().clear();
            Ok(())
        },
    };
    compile(&project, &mut report, &mut output).unwrap();
    let faults = report.diagnostics().iter().filter(|fault| fault.code.id == "R009");
    let faults = faults.map(|fault| format!("{}: {}", fault.place.file.rsplit('/').next().unwrap(), fault.message));
    (lines.into_inner().unwrap().into_iter().collect::<Vec<_>>().join("\n"), faults.collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_panic_costs_the_file_that_set_it_off_and_no_other() {
    let rows = b"subject,predicate,object,said_by\nAna,met,Bob,Cy\nBoom,met,Dan,Cy\n";
    let toml = b"[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"a.csv\", \"b.csv\"]\n\
                 [[sources]]\nformat = \"entities\"\nfiles = [\"e.csv\"]\n[[sources]]\nformat = \"rdf\"\nfiles = [\"f.ttl\"]\n";
    let sandbox = Sandbox::new(&[
        ("relata.toml", toml),
        ("a.csv", b"subject,predicate,object,said_by\nEve,met,Bob,Cy\n"),
        ("b.csv", rows),
        ("e.csv", b"label\nCy\n"),
        ("f.ttl", b"<urn:x> <urn:y> <urn:z> .\n<urn:Boom> <urn:y> <urn:z> .\n"),
    ]);
    let (quads, faults) = with_a_panic_at("Boom", &sandbox);
    assert!(quads.contains("Eve") && quads.contains("Cy"), "other tables load");
    // Not even the rows before the one at fault: nobody knows what the panic left half done.
    assert!(!quads.contains("Ana") && !quads.contains("urn:x"), "{quads}");
    insta::assert_snapshot!(faults, @"
    b.csv: relata met a fault of its own in this file: no reader thought of `Boom`
    f.ttl: relata met a fault of its own in this file: no reader thought of `Boom`
    ");
}

#[test]
fn the_words_of_a_panic_are_told_on_one_line_and_cut() {
    assert_eq!(caught(|| 1), Ok(1));
    assert_eq!(caught(|| panic!("a\nb")).map(|()| 1), Err("a b".to_owned()));
    let words = caught(|| panic!("{}", "x".repeat(100_000))).map(|()| 1).unwrap_err();
    assert_eq!(words.chars().count(), 201);
}

/// What came of asking a query of a small graph on a thread with no more stack than Rust gives one.
fn ask(query: &str) -> String {
    let compiled = crate::support::claims("subject,predicate,object,said_by\nAna,met,Bob,Cy\nBob,attacked,Dan,Cy\n");
    match compiled.engine().run(query) {
        Ok(oxigraph::sparql::QueryResults::Boolean(truth)) => truth.to_string(),
        Ok(oxigraph::sparql::QueryResults::Solutions(rows)) => {
            let n = rows.flatten().count();
            format!("{n} rows")
        }
        Ok(_) => "a graph".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// Queries that go `n` levels deep, each in another way.
fn nested(n: usize) -> Vec<String> {
    let around = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    vec![
        format!("ASK {{ FILTER({}) }}", around("(", "1", ")")),
        format!("ASK {{ ?s a ra:Claim FILTER({} 1) }}", "!".repeat(n)),
        format!("ASK {{ ?s a ra:Claim FILTER({} 1 < 2) }}", "- ".repeat(n)),
        format!("SELECT ({} AS ?x) {{ ?s a ra:Claim }}", around("CONCAT(\"a\",", "\"b\"", ")")),
        format!("SELECT ({} AS ?x) {{ ?s a ra:Claim }}", around("IF(?s = 1, 2, ", "3", ")")),
        format!("ASK {{ ?s ra:z {} }}", around("(", "", ")")),
        format!("ASK {{ ?s ra:z {} }}", around("[ ra:z ", "1", "]")),
        format!("ASK {{ ?s {} ?o }}", around("(", "ra:speaker", ")*")),
        format!("ASK {{ ?s {} ?o }}", around("(", "ra:speaker", "|ra:z)+")),
        format!("ASK {{ ?s {} ?o }}", around("^(", "ra:speaker", ")")),
        format!("ASK {}", around("{", "?s a ra:Claim", "}")),
        format!("ASK {{ ?s a ra:Claim {} }}", around("OPTIONAL { ?s a ra:Claim ", "", "}")),
        format!("ASK {{ ?s a ra:Claim {} }}", around("MINUS { ?s a ra:Z ", "", "}")),
        format!("SELECT * {{ {} }}", around("{ SELECT ?s { ", "?s a ra:Claim", "} }")),
        format!("ASK {{ ?s a ra:Claim FILTER({}) }}", around("EXISTS { ?s a ra:Claim FILTER(", "true", ") }")),
        format!("ASK {{ ?s ra:z {} }}", around("<<( ra:a ra:b ", "1", " )>>")),
        format!("ASK {{ FILTER(2 <{}>1) }}", around("(", "1", ")")),
    ]
}

/// Queries of `n` parts in a row, each of which holds those before it.
fn chained(n: usize) -> Vec<String> {
    let row = |part: &dyn Fn(usize) -> String, between: &str| (0..n).map(part).collect::<Vec<_>>().join(between);
    vec![
        format!("ASK {{ ?s a ra:Claim FILTER({}) }}", row(&|i| format!("?s = kg:x{i}"), " || ")),
        format!("ASK {{ ?s a ra:Claim FILTER({}) }}", row(&|i| format!("?s != kg:x{i}"), " && ")),
        format!("ASK {{ {} }}", row(&|i| format!("{{ ?s a ra:Z{i} }}"), " UNION ")),
        format!("ASK {{ ?s a ra:Claim {} }}", row(&|i| format!("OPTIONAL {{ ?s ra:z{i} ?z }}"), " ")),
        format!("ASK {{ ?s a ra:Claim {} }}", row(&|i| format!("MINUS {{ ?s ra:z{i} 1 }}"), " ")),
        format!("ASK {{ ?s a ra:Claim {} }}", row(&|i| format!("FILTER(?s != kg:x{i})"), " ")),
        format!("ASK {{ ?s a ra:Claim {} }}", row(&|i| format!("BIND({i} AS ?x{i})"), " ")),
        format!("SELECT {} {{ ?s a ra:Claim }}", row(&|i| format!("({i} AS ?x{i})"), " ")),
        format!("SELECT ({} AS ?x) {{ ?s a ra:Claim }}", row(&|_| "1".to_owned(), " + ")),
        format!("SELECT ({} AS ?x) {{ ?s a ra:Claim }}", row(&|_| "1".to_owned(), " * ")),
        format!("SELECT ({} AS ?x) {{ ?s a ra:Claim }}", row(&|_| "true".to_owned(), "-")),
        format!("ASK {{ ?s {} ?o }}", row(&|i| format!("ra:p{i}"), "/")),
        format!("ASK {{ ?s {} ?o }}", row(&|i| format!("ra:p{i}"), "|")),
        format!("ASK {{ ?s ra:p ?o . {} }}", row(&|i| format!("GRAPH kg:g{i} {{ ?s ra:p ?o }}"), " ")),
    ]
}

#[test]
fn a_query_within_the_limits_is_answered_and_a_deeper_one_refused() {
    use relata::tabular::sparql::depth::{MOST_GRAPHS, MOST_LEVELS, MOST_PARTS};

    let graphs = |n: usize| format!("ASK {{ {}?s ?p ?o{} }}", "GRAPH ?g { ".repeat(n), " }".repeat(n));
    // Some have two or three brackets a level, and a step of a path counts three times.
    let within = nested(MOST_LEVELS / 3).into_iter().chain(chained(MOST_PARTS / 4)).chain([graphs(MOST_GRAPHS)]);
    for query in &within.collect::<Vec<_>>() {
        let answer = ask(query);
        assert!(!answer.contains("more than"), "{answer}: {}", &query[..60]);
    }
    for query in nested(30_000) {
        let answer = ask(&query);
        assert!(answer.contains("more than 100 levels"), "{answer}: {}", &query[..60]);
    }
    assert!(ask(&graphs(9)).contains("more than 8 GRAPH"));
    for query in chained(30_000) {
        let answer = ask(&query);
        assert!(answer.contains("more than 1000 parts"), "{answer}: {}", &query[..60]);
    }
}

/// Texts that grow twofold, or a thousandfold, by each call, in steps of our own and left to oxigraph's evaluator.
#[test]
fn a_text_that_a_query_makes_has_an_end() {
    let compiled = claims("subject,predicate,object\nNorland,met,Vesk\n");
    // `RAND` is a function that has no step.
    for other in ["", ", STR(0 * RAND()), \"\""] {
        let bind = |n: usize| format!("BIND(CONCAT(?x{n}, ?x{n}{other}) AS ?x{}) ", n + 1);
        let doubled = (0..40).map(bind).collect::<Vec<String>>().concat();
        let query =
            format!("SELECT (BOUND(?x3) AS ?short) (BOUND(?x40) AS ?long) {{ BIND(\"aaaa\" AS ?x0) {doubled} }}");
        assert_eq!(compiled.select(&query), "true | false", "{other}");
        let put = |by: &str, of: &str| format!("REPLACE({of}, \"{by}\", \"{by}{}\")", by.repeat(999));
        let grown = put("a", &put("a", &put("a", "?x")));
        let query = format!(
            "SELECT (STRLEN({}) AS ?short) (BOUND(?y) AS ?long) {{ BIND(CONCAT(\"a\"{other}) AS ?x) BIND({grown} AS ?y) }}",
            put("a", "\"a\"")
        );
        assert_eq!(compiled.select(&query), "1000 | false", "{other}");
    }
}

/// The faults of a project with one file of RDF and a table beside it, and the number of claims.
fn rdf(name: &str, bytes: &[u8]) -> (String, u64) {
    let toml = format!(
        "[project]\nname = \"t\"\n[[sources]]\nformat = \"rdf\"\nfiles = [\"{name}\"]\n[[sources]]\nformat = \"claims\"\nfiles = [\"c.csv\"]\n\
         [severity]\nunknown-entity = \"allow\"\n"
    );
    let rows = b"subject,predicate,object,said_by\nAna,met,Bob,Cy\n";
    let compiled = Sandbox::new(&[("relata.toml", toml.as_bytes()), (name, bytes), ("c.csv", rows)]).compile();
    (compiled.faults(), compiled.tally.n_claims)
}

#[test]
fn rdf_that_nests_without_end_is_refused_where_it_does() {
    let deep = |open: &str, inner: &str, close: &str, n: usize| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    let term = |n: usize| deep("<<( <urn:a> <urn:b>\n", "1", " )>>", n);
    let hidden = term(20_000).replace('\n', " ");
    let cases = [
        ("a.nt", format!("<urn:a> <urn:b> {} .\n", term(20_000).replace('1', "\"1\""))),
        ("b.ttl", format!("<urn:a> <urn:b> {} .\n", term(20_000))),
        ("c.trig", format!("<urn:g> {{ <urn:a> <urn:b> {} }}\n", term(20_000))),
        // A parser that goes on behind an error must not take for a bracket what was counted as a string.
        ("d.ttl", format!("<urn:\\a\" {hidden} .\n<urn:a> <urn:b> {hidden} .\n")),
        ("e.ttl", format!("<urn:a> <urn:b> {} .\n", deep("( ", "", ")", 200_000))),
        ("f.n3", format!("@prefix : <urn:> . :a :b {} .\n", deep("{ :a :b ", "1", "}", 200_000))),
        (
            "g.jsonld",
            format!("{{\"@context\":{{\"@vocab\":\"http://x/\"}},\"p\":{}}}", deep("{\"p\":\n", "1", "}", 5_000)),
        ),
        ("h.jsonld", format!("{{\"@context\":{}}}", deep("[", "", "]", 5_000))),
        (
            "i.rdf",
            format!(
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:ex=\"http://ex/\">{}</rdf:RDF>",
                deep("<ex:C><ex:p>", "", "</ex:p></ex:C>", 20_000)
            ),
        ),
    ];
    let mut all = String::new();
    for (name, text) in &cases {
        let (faults, n_claims) = rdf(name, text.as_bytes());
        assert_eq!(n_claims, 1, "the table beside {name}");
        let beyond: Vec<&str> = faults.lines().filter(|fault| fault.contains("beyond-limit")).collect();
        all.push_str(beyond.first().unwrap_or(&faults.as_str()));
        all.push('\n');
    }
    insta::assert_snapshot!(all, @"
    a.nt:33:0 error beyond-limit: more than 32 triple terms stand in one another → what stands before this place is loaded; write the rest without so many levels
    b.ttl:33:0 error beyond-limit: more than 32 triple terms stand in one another → what stands before this place is loaded; write the rest without so many levels
    c.trig:33:0 error beyond-limit: more than 32 triple terms stand in one another → what stands before this place is loaded; write the rest without so many levels
    d.ttl:1:0 error beyond-limit: more than 32 triple terms stand in one another → what stands before this place is loaded; write the rest without so many levels
    e.ttl:1:0 error beyond-limit: more than 10000 brackets stand in one another → what stands before this place is loaded; write the rest without so many levels
    f.n3:1:0 error beyond-limit: more than 10000 brackets stand in one another → what stands before this place is loaded; write the rest without so many levels
    g.jsonld:128:0 error beyond-limit: more than 128 brackets stand in one another → what stands before this place is loaded; write the rest without so many levels
    h.jsonld:1:0 error beyond-limit: more than 128 brackets stand in one another → what stands before this place is loaded; write the rest without so many levels
    i.rdf:1:0 error beyond-limit: more than 10000 elements stand in one another → what stands before this place is loaded; write the rest without so many levels
    ");
}

#[test]
fn entities_of_xml_become_only_so_much_text() {
    let entities = |levels: usize| -> String {
        let step = |i: usize| format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10));
        (1..=levels).map(step).collect()
    };
    let file = |declared: &str, text: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE r [<!ENTITY a0 \"lollollollol\">{declared}]>\n<rdf:RDF \
             xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:ex=\"http://ex/\">\
             <rdf:Description rdf:about=\"http://a\"><ex:p>{text}</ex:p></rdf:Description></rdf:RDF>"
        )
    };
    let (faults, n_claims) = rdf("x.rdf", file(&entities(11), "&a11;").as_bytes());
    insta::assert_snapshot!(faults, @"x.rdf:2:0 error beyond-limit: the entities become more than 16 MB and 32 bytes for each byte of the file → what stands before this place is loaded; write the rest without so many levels");
    assert_eq!(n_claims, 1);
    // Many references to one long text.
    let long = format!("<!ENTITY b \"{}\">", "x".repeat(60_000));
    let (faults, _) = rdf("x.rdf", file(&long, &"&b;".repeat(10_000)).as_bytes());
    assert!(faults.contains("beyond-limit"), "{faults}");
    let (faults, _) = rdf("x.rdf", file(&entities(2), "&a2;&a0;&amp;").as_bytes());
    assert_eq!(faults, "");
}

/// The faults of a workbook that holds claims, and how many claims there are with those of the table beside it.
fn book(name: &str, bytes: &[u8]) -> (String, u64) {
    let toml = format!(
        "[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"{name}\", \"c.csv\"]\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\nother-sheets = \"allow\"\n"
    );
    let rows = b"subject,predicate,object,said_by\nEve,met,Dan,Cy\n";
    let compiled = Sandbox::new(&[("relata.toml", toml.as_bytes()), (name, bytes), ("c.csv", rows)]).compile();
    (compiled.faults(), compiled.tally.n_claims)
}

/// A workbook with a few claims.
fn small_book() -> Vec<u8> {
    let mut sheet = rust_xlsxwriter::Worksheet::new();
    for (column, heading) in (0..).zip(["subject", "predicate", "object", "said_by", "confidence"]) {
        sheet.write(0, column, heading).unwrap();
    }
    for row in 1..6 {
        for (column, cell) in (0..).zip(["Ana", "met", &format!("Bob {row}"), "Cy"]) {
            sheet.write(row, column, cell).unwrap();
        }
        sheet.write(row, 4, 0.5).unwrap();
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    book.push_worksheet(sheet);
    book.save_to_buffer().unwrap()
}

/// The parts of an archive with one of them changed.
fn with_part(book: &[u8], changed: &str, change: &mut dyn FnMut(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};

    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&if name == changed { change(bytes) } else { bytes }).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn replaced(book: &[u8], part: &str, old: &str, new: &str) -> Vec<u8> {
    with_part(book, part, &mut |bytes| String::from_utf8(bytes).unwrap().replace(old, new).into_bytes())
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn a_cell_far_from_all_others_costs_no_more_than_a_cell() {
    let (faults, n_claims) = book("b.xlsx", &replaced(&small_book(), SHEET, "r=\"E6\"", "r=\"XFD1048576\""));
    insta::assert_snapshot!(faults, @"b.xlsx:1048576:0 error beyond-limit: row 1048576 of the sheet has a cell in column 16384, far from all headings → delete it, or give its column a name; what stands more than 256 columns behind the last heading is not read");
    assert_eq!(n_claims, 6);
}

#[test]
fn what_a_workbook_says_of_itself_is_not_believed() {
    let good = small_book();
    let texts = "xl/sharedStrings.xml";
    let many = replaced(&good, texts, "uniqueCount=\"", "uniqueCount=\"9000000000");
    let (faults, n_claims) = book("b.xlsx", &many);
    insta::assert_snapshot!(faults, @"b.xlsx:0:0 error beyond-limit: the workbook has more than 10000000 texts → delete what is not needed, or save the sheet as CSV UTF-8, which may be of any size");
    assert_eq!(n_claims, 1);
    let long = replaced(&good, texts, "Ana", &"x".repeat(17 << 20));
    let (faults, n_claims) = book("b.xlsx", &long);
    insta::assert_snapshot!(faults, @"b.xlsx:0:0 error beyond-limit: a text in the workbook is longer than 16 MB → delete what is not needed, or save the sheet as CSV UTF-8, which may be of any size");
    assert_eq!(n_claims, 1);
    // A text of 30,000 letters in a thousand cells is kept once, and costs its row its place by what it holds.
    let (faults, n_claims) = book("b.xlsx", &replaced(&good, texts, "Cy", &"y".repeat(30_000)));
    assert_eq!((faults.as_str(), n_claims), ("", 6));
}

#[test]
fn an_open_document_is_not_repeated_without_end_nor_waited_for() {
    use std::io::Write;

    let ods = |rows: &str, end: &str| {
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let cells = |cells: &[&str]| -> String {
            let cell = |text: &&str| {
                format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
            };
            format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
        };
        let content = format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">{}{}{rows}{end}",
            cells(&["subject", "predicate", "object"]),
            cells(&["Ana", "met", "Bob"])
        );
        for (name, text) in [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", "<manifest:manifest></manifest:manifest>"),
            ("content.xml", content.as_str()),
        ] {
            out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    };
    let end = "</table:table></office:spreadsheet></office:body></office:document-content>";
    assert_eq!(book("b.ods", &ods("", end)), (String::new(), 2));
    let row = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"4000000000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let mut all = book("b.ods", &ods(row, end)).0;
    all.push('\n');
    all.push_str(&book("b.ods", &ods("", "")).0);
    insta::assert_snapshot!(all, @"
    b.ods:0:0 error beyond-limit: a sheet of the workbook has more than 20000000 cells, with those that are repeated → delete what is not needed, or save the sheet as CSV UTF-8, which may be of any size
    b.ods:0:0 error unreadable-table: a part of the workbook is damaged: it ends too early → open it in a spreadsheet program and save it again without a password, or save the sheet as CSV UTF-8
    ");
}

/// Files that made the library run without end, or panic.
const HOSTILE: [(&str, &[u8]); 4] = [
    ("circle.xls", include_bytes!("../data/workbooks/circle.xls")),
    ("cut.xls", include_bytes!("../data/workbooks/cut.xls")),
    ("records-1.xlsb", include_bytes!("../data/workbooks/records-1.xlsb")),
    ("records-2.xlsb", include_bytes!("../data/workbooks/records-2.xlsb")),
];
const OLD_BOOK: &[u8] = include_bytes!("../data/workbooks/sample.xls");

#[test]
fn a_damaged_workbook_costs_itself_and_no_other_table() {
    let mut all = String::new();
    for (name, bytes) in HOSTILE {
        let (faults, n_claims) = book(name, bytes);
        assert_eq!(n_claims, 1, "{name}");
        all.push_str(&faults);
        all.push('\n');
    }
    insta::assert_snapshot!(all, @"
    circle.xls:0:0 error unreadable-table: the workbook is damaged: a part of it has no end → open it in a spreadsheet program and save it again without a password, or save the sheet as CSV UTF-8
    cut.xls:0:0 error unreadable-table: the workbook is damaged: slice index starts at 8192 but ends at 7788 → open it in a spreadsheet program and save it again without a password, or save the sheet as CSV UTF-8
    records-1.xlsb:0:0 error unreadable-table: the workbook is damaged: index out of bounds: the len is 0 but the index is 300 → open it in a spreadsheet program and save it again without a password, or save the sheet as CSV UTF-8
    records-2.xlsb:0:0 error unreadable-table: the workbook is damaged: range end index 16 out of range for slice of length 0 → open it in a spreadsheet program and save it again without a password, or save the sheet as CSV UTF-8
    ");
    assert_eq!(book("sample.xls", OLD_BOOK), (String::new(), 6));
}

/// Numbers that look random, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }

    /// Changes a few bits or bytes, or cuts the end off.
    fn spoil(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.roll(4) {
            let at = self.roll(bytes.len());
            match self.roll(4) {
                0 => bytes[at] = 0xFF,
                1 => bytes.truncate(at.max(1)),
                _ => bytes[at] ^= 1 << self.roll(8),
            }
        }
        bytes
    }
}

#[test]
fn no_damage_to_a_workbook_ends_the_program() {
    let rounds = std::env::var("RELATA_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(40);
    let mut dice = Dice(13);
    let book_bytes = small_book();
    let parts = [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"];
    for _ in 0..rounds {
        let old = dice.spoil(OLD_BOOK);
        let archive = dice.spoil(&book_bytes);
        let part = parts[dice.roll(parts.len())];
        let within = with_part(&book_bytes, part, &mut |bytes| dice.spoil(&bytes));
        let (_, records) = HOSTILE[2 + dice.roll(2)];
        for (name, bytes) in [("b.xls", old), ("b.xlsx", archive), ("b.xlsx", within), ("b.xlsb", dice.spoil(records))]
        {
            // The table beside it is there whatever came of the workbook.
            assert!(book(name, &bytes).1 >= 1);
        }
    }
}

#[test]
fn many_values_in_a_cell_cost_the_row_its_place() {
    let row = |n: usize| {
        let speakers: Vec<String> = (0..n).map(|i| format!("s{i}")).collect();
        format!("subject,predicate,object,said_by\nAna,met,Bob,{}\nEve,met,Bob,Cy\n", speakers.join(";"))
    };
    let compiled = crate::support::claims(&row(5_000));
    assert_eq!(compiled.tally.n_claims, 1);
    insta::assert_snapshot!(compiled.faults().lines().next().unwrap_or_default(), @"claims.csv:2:13 error row-too-long said_by: the cell has more than 1000 values → write several rows, or name them by one word");
    assert_eq!(crate::support::claims(&row(1_000)).tally.n_claims, 2);
}

#[test]
fn a_report_keeps_so_many_bytes_and_counts_the_rest() {
    use relata::diagnostic::{Diagnostic, Excerpt, MOST_BYTES_HELD, MOST_SHOWN, Place, codes};

    let long = format!("{}é{}", "a".repeat(150_000), "b".repeat(50_000));
    let fault = || {
        let excerpt = Some(Excerpt { text: long.clone(), range: 150_000..150_002 });
        let place = Place { value: Some(long.clone()), excerpt, ..Place::file("c.csv") };
        Diagnostic::new(&codes::BAD_DATE, place, long.clone()).hint(long.clone())
    };
    let mut report = Report::default();
    for _ in 0..6_000 {
        report.add(fault());
    }
    assert_eq!(report.total(), 6_000);
    let held = report.diagnostics();
    assert!(held.len() > 1_000 && held.len() * MOST_SHOWN * 4 <= MOST_BYTES_HELD + 5 * MOST_SHOWN, "{}", held.len());
    let Excerpt { text, range } = held[0].place.excerpt.as_ref().unwrap();
    assert_eq!(&text[range.clone()], "é");
    assert!(text.starts_with('…') && text.ends_with('…') && held[0].message.ends_with('…'));
}

#[test]
fn claims_about_claims_may_be_in_chains_and_circles_of_any_length() {
    let n = 50_000;
    let chain: Vec<String> = (0..n).map(|i| format!("c{i},Ana,proposed,#c{},Cy\n", i + 1)).collect();
    let chain = chain.concat();
    let head = "id,subject,predicate,object,said_by\n";
    let compiled = crate::support::claims(&format!("{head}{chain}c{n},Ana,met,Bob,Cy\n"));
    assert_eq!(compiled.tally.n_claims, n + 1);
    let compiled = crate::support::claims(&format!("{head}{chain}c{n},Ana,proposed,#c0,Cy\n"));
    assert_eq!((compiled.tally.n_claims, compiled.tally.n_rejected), (0, n + 1));
}

#[test]
fn a_name_of_any_length_is_compared_in_bounded_time() {
    use relata::diagnostic::{KnownNames, nearest};

    let (a, b) = ("a".repeat(1_000_000), format!("{}b", "a".repeat(1_000_000)));
    assert_eq!(nearest(&a, [b.as_str(), "ab"]), None);
    assert_eq!(nearest("atacked", ["attacked", "met", &b]), Some("attacked"));
    assert_eq!(nearest("ÉTAT", ["état", "etat"]), Some("état"));
    let names: KnownNames = ["attacked", "met", b.as_str()].into_iter().collect();
    assert_eq!(names.nearest("attakced"), Some("attacked"));
}
