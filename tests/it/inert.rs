//! What relata shows and writes does nothing of its own: no order to a terminal, no link that runs, no formula.

use std::io::Write as _;

use relata::diagnostic::{Visible, visible, visible_line};
use relata::export::SafeCells;

use crate::cli::{out, relata, talk};
use crate::support::Sandbox;

#[test]
fn orders_to_the_terminal_are_shown_and_the_rest_stays() {
    let cases = [
        ("plain, ünï, عربي, 日本 \u{200F}", "plain, ünï, عربي, 日本 \u{200F}"),
        ("a\tb\nc", "a\tb\nc"),
        ("\u{1b}]0;T\u{7}", "\\u001B]0;T\\u0007"),
        ("\u{9b}31m\u{7f}", "\\u009B31m\\u007F"),
        ("a\rb", "a\\u000Db"),
        ("\u{202e}gnp.exe", "\\u202Egnp.exe"),
        ("\u{E0041}", "\\U000E0041"),
    ];
    for (text, shown) in cases {
        assert_eq!(visible(text), shown);
        // A character may come in pieces.
        let mut written = Vec::new();
        let mut writer = Visible::new(&mut written);
        text.as_bytes().iter().for_each(|byte| writer.write_all(&[*byte]).unwrap());
        assert_eq!(String::from_utf8(written).unwrap(), shown);
    }
    assert_eq!(visible_line("a\nb"), "a\\nb");
}

/// Orders wherever a file can have them: keys, names of the project and of files, headings, cells, labels, queries.
fn hostile() -> Sandbox {
    let project = b"[project]\nname = \"p\\u001b]0;TITLE\\u0007\"\nbase = \"https://example.org/\"\n\
        [[sources]]\nformat = \"claims\"\nfiles = [\"keys.jsonl\", \"cells.csv\", \"z\\u001b]0;F.csv\"]\n\
        [[sources]]\nformat = \"rdf\"\nfiles = [\"labels.ttl\"]\n";
    Sandbox::new(&[
        ("relata.toml", project),
        (
            "keys.jsonl",
            b"{\"subject\":\"A\",\"predicate\":\"met\",\"object\":\"B\",\"k\\u001b]52;c;cm0K\\u0007\":\"v\"}\n",
        ),
        (
            "cells.csv",
            "subject,predicate,object,w\u{9b}1m\nA\u{9b}0;31m,met,B\u{9d}0;T\u{9c},x\nKate,attacked,Bob,\n\
             Kate,met,\u{202e}Bob,\nKate,denies,Bob,\nKate,\u{1b}[2J,Bob,\n"
                .as_bytes(),
        ),
        ("z\u{1b}]0;F.csv", b"subject,predicate\nx,y\n"),
        (
            "labels.ttl",
            b"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
              <https://example.org/Kate> rdfs:label \"K\\u001b]0;RDF\\u0007\\u001b[2J\" .\n",
        ),
        ("queries/q.rq", b"# T\x1b]0;QT\x07\nASK {}"),
    ])
}

#[test]
fn no_file_gives_orders_to_the_terminal() {
    let sandbox = hostile();
    let other = ("other.csv", "subject,predicate,object\nA\u{9b}0;31m,hit,B\u{9d}0;T\u{9c}\n".as_bytes());
    sandbox.write(other.0, other.1);
    let commands: &[&[&str]] = &[
        &["check"],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["check", "--format", "sarif"],
        &["build"],
        &["query"],
        &["query", "SELECT ?l { ?s rdfs:label ?l }"],
        &["query", "SELECT * { ?x\u{1b}y ?p ?o }"],
        &["paths", "Kate", "Bob"],
        &["paths", "Kate", "No\u{1b}body"],
        &["conflicts"],
        &["conflicts", "--denied"],
        &["stats"],
        &["analyze", "degree"],
        &["diff", "cells.csv", "other.csv"],
        &["init", "--from", "cells.csv", "--yes", "new\u{1b}"],
        &["verify"],
        &["explain", "R\u{1b}"],
        &["\u{1b}"],
        &[],
    ];
    for command in commands {
        let output = relata(&sandbox, command);
        let (data, messages) = (out(&output), talk(&output));
        assert!(!data.is_empty() || !messages.is_empty(), "{command:?} says nothing");
        for text in [data, messages] {
            assert_eq!(visible(&text), text, "{command:?}");
        }
    }
}

#[test]
fn a_caret_stands_under_a_cell_behind_what_is_shown_in_more_characters() {
    let sandbox =
        Sandbox::new(&[("claims.csv", "subject,predicate,object,said_by\nA\u{9b}m,atacked,B,C\n".as_bytes())]);
    let shown = out(&relata(&sandbox, &["check"]));
    let lines: Vec<&str> = shown.lines().skip_while(|line| !line.starts_with("warning")).take(7).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    warning[R301]: `atacked` is in no vocabulary
     --> claims.csv:2:5
      |
    2 | A\u009Bm,atacked,B,C
      |          ^^^^^^^ column `predicate`
      |
      = help: did you mean `attacked`?
    "#);
}

/// The faults of a project, shortly.
fn told(sandbox: &Sandbox) -> String {
    let output = out(&relata(sandbox, &["check", "--format", "json"]));
    let faults: Vec<serde_json::Value> = serde_json::from_str(&output).unwrap();
    let is_meant = |fault: &&serde_json::Value| fault["code"] == "R208" || fault["code"] == "R203";
    let line = |fault: &serde_json::Value| {
        let text = |key: &str| fault[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}:{} {}; {}", text("code"), text("file"), fault["line"], text("message"), text("hint"))
    };
    faults.iter().filter(is_meant).map(line).collect::<Vec<_>>().join("\n")
}

/// Addresses that run wherever a file can have them.
fn running() -> Sandbox {
    let w3c = r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"x:1","type":"Annotation",
        "body":{"type":"TextualBody","value":"met","purpose":"tagging"},
        "target":{"source":"javascript://x/%0aalert(8)","selector":{"type":"TextQuoteSelector","exact":"met"}}}"#;
    Sandbox::new(&[
        (
            "relata.toml",
            b"[project]\nname = \"p\"\n\
              [[sources]]\nformat = \"claims\"\nfiles = [\"claims.csv\"]\n\
              [[sources]]\nformat = \"entities\"\nfiles = [\"entities.csv\"]\n\
              [[sources]]\nformat = \"documents\"\nfiles = [\"documents.csv\"]\n\
              [[sources]]\nformat = \"rdf\"\nfiles = [\"more.ttl\"]\n\
              [[sources]]\nformat = \"w3c\"\nfiles = [\"notes.json\"]\n\
              [[sources]]\nformat = \"construct\"\nquery = \"rows.rq\"\nfiles = [\"rows.csv\"]\n",
        ),
        (
            "claims.csv",
            b"id,subject,predicate,object,said_by,document\nc1,<javascript:alert(1)>,met,Beta,Reuters,d\n\
              c2,Alpha,<JavaScript:alert(2)>,Beta,Reuters,javascript:alert(3)\n\
              c3,Alpha,met,<data:text/html;base64,PHNjcmlwdD4=>,<vbscript:x>,d\nc4,Alpha,met,Beta,Reuters,e\n\
              c5,<urn:isbn:1>,met,<doi:10.1/2>,Reuters,d\n",
        ),
        ("entities.csv", b"id,label,type,member_of\nalpha,Alpha,person,<javascript:alert(4)>\n<javascript:alert(5)>,Eve,person,\n"),
        ("documents.csv", b"id,url\nd,javascript:alert(6)\ne,https://example.org/e\n"),
        ("more.ttl", b"<https://example.org/a> <https://schema.org/url> <javascript:alert(7)>, <https://example.org/b> .\n"),
        ("notes.json", w3c.as_bytes()),
        ("rows.rq", b"CONSTRUCT { ?s <https://schema.org/url> ?u } { BIND(IRI(?link) AS ?u) BIND(<https://example.org/s> AS ?s) }"),
        ("rows.csv", b"link\njavascript:alert(9)\nhttps://example.org/c\n"),
    ])
}

#[test]
fn an_address_that_runs_is_told_and_left_out() {
    insta::assert_snapshot!(told(&running()), @r#"
    R208 claims.csv:2 `<javascript:alert(1)>` has the scheme `javascript`, which is not known to be safe; write a name or a web address
    R208 claims.csv:3 `<JavaScript:alert(2)>` has the scheme `JavaScript`, which is not known to be safe; write a name or a web address
    R208 claims.csv:6 `<doi:10.1/2>` has the scheme `doi`, which is not known to be safe; write a name or a web address; when you trust the scheme, add `schemes = ["doi"]` under `[project]` in relata.toml
    R208 documents.csv:2 `javascript:alert(6)` has the scheme `javascript`, which is not known to be safe; write a name or a web address
    R208 entities.csv:2 `<javascript:alert(4)>` has the scheme `javascript`, which is not known to be safe; write a name or a web address
    R208 entities.csv:3 `<javascript:alert(5)>` has the scheme `javascript`, which is not known to be safe; write a name or a web address
    R208 more.ttl:null `javascript:alert(7)` is no address but a program or a document itself; the statement is left out; `schemes` under `[project]` in relata.toml lists the schemes you trust
    R208 rows.csv:null `javascript:alert(9)` is no address but a program or a document itself; the statement is left out; `schemes` under `[project]` in relata.toml lists the schemes you trust
    "#);
}

#[test]
fn no_format_has_an_address_that_runs() {
    let sandbox = running();
    let opens = ["href=", "URL=", "](", "](<", "<", "@id\":", "resource=", "about=", "source\":", "scope\":", "url\":"];
    let schemes = ["javascript:", "data:text", "vbscript:"];
    let runs = |text: &str| -> Option<String> {
        let text = text.to_lowercase().replace(['"', ' '], "");
        let found = opens.iter().flat_map(|open| schemes.map(|scheme| format!("{open}{scheme}").replace('"', "")));
        found.map(|found| found.to_lowercase()).find(|found| text.contains(found))
    };
    assert_eq!(runs("x href=\"JavaScript:alert(1)\"").as_deref(), Some("href=javascript:"));
    let mut seen = 0;
    let mut look = |name: &str, bytes: &[u8]| {
        seen += usize::from(!bytes.is_empty());
        assert_eq!(runs(&String::from_utf8_lossy(bytes)), None, "{name}");
    };
    for format in relata::export::FORMATS.iter().filter(|format| format.name != "png") {
        let folder = format!("out-{}", format.name);
        let output = relata(&sandbox, &["export", format.name, "-o", &folder]);
        assert_eq!(output.status.code(), Some(0), "{}: {}", format.name, talk(&output));
        let path = sandbox.path().join(&folder);
        let files = if path.is_file() { vec![path] } else { walk(&path) };
        for file in files {
            look(format.name, &std::fs::read(file).unwrap());
        }
    }
    let urls = "SELECT * { ?s schema:url|rdf:object ?u }";
    for command in [
        &["query", "-f", "markdown", urls][..],
        &["query", "-f", "turtle", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"],
        &["report", "Alpha"],
        &["report", "Alpha", "--format", "html"],
    ] {
        look(command[1], &relata(&sandbox, command).stdout);
    }
    assert!(seen > 20, "{seen} files were looked at");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn a_project_names_the_schemes_it_trusts() {
    let claims = b"subject,predicate,object,said_by\n<doi:10.1/2>,met,<urn:isbn:1>,Reuters\n";
    let sandbox = |project: &str| Sandbox::new(&[("relata.toml", project.as_bytes()), ("claims.csv", claims)]);
    assert_eq!(told(&sandbox("[project]\nname = \"p\"\nschemes = [\"DOI\"]\n")), "");
    let faults = [
        told(&sandbox("[project]\nname = \"p\"\n")),
        talk(&relata(&sandbox("[project]\nname = \"p\"\nschemes = [\"a b\"]\n"), &["check"])),
        talk(&relata(&sandbox("[project]\nname = \"p\"\nbase = \"javascript:alert(1)//\"\n"), &["check"])),
        talk(&relata(&sandbox("[project]\nname = \"p\"\n[prefixes]\nx = \"data:,\"\n"), &["check"])),
    ];
    insta::assert_snapshot!(faults.join("\n\n"), @r#"
    R208 claims.csv:2 `<doi:10.1/2>` has the scheme `doi`, which is not known to be safe; write a name or a web address; when you trust the scheme, add `schemes = ["doi"]` under `[project]` in relata.toml

    error[R004]: `a b` is no scheme of an IRI
     --> relata.toml:3:13
      |
    3 | schemes = ["a b"]
      |             ^^^
      |
      = help: write the letters before the colon: `schemes = ["doi", "tag"]`


    error[R004]: `javascript:alert(1)//` has a scheme that is not known to be safe
     --> relata.toml:3:9
      |
    3 | base = "javascript:alert(1)//"
      |         ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `https://example.org/my-project/`


    error[R004]: the prefix `x` stands for `data:,`, whose scheme is not known to be safe
     --> relata.toml:4:6
      |
    4 | x = "data:,"
      |      ^^^^^^
      |
      = help: add the scheme to `schemes` under `[project]` when you trust it
    "#);
}

#[test]
fn a_cell_of_markdown_is_no_markup() {
    let cases = [
        ("<https://example.org/a_b>", "<https://example.org/a_b>"),
        ("<javascript:alert(1)>", "\\<javascript:alert(1)\\>"),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ("<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"),
        ("<https://a b>", "\\<https://a b\\>"),
        ("a|b", "a\\|b"),
        ("kg:Government_of_Iran", "kg:Government_of_Iran"),
    ];
    for (text, shown) in cases {
        assert_eq!(relata::query::markdown::cell(text), shown);
    }
}

#[test]
fn a_safe_table_has_no_formula_and_keeps_the_rest() {
    let safe = |delimiter: u8, table: &str| {
        let mut out = Vec::new();
        let mut writer = SafeCells::new(&mut out, delimiter);
        table.as_bytes().iter().for_each(|byte| writer.write_all(&[*byte]).unwrap());
        drop(writer);
        String::from_utf8(out).unwrap()
    };
    let cases = [
        ("a,b\n=1+1,x\n", "a,b\n'=1+1,x\n"),
        ("\"=HYPERLINK(\"\"x\"\")\",+a,-b,@c\r\n", "\"'=HYPERLINK(\"\"x\"\")\",'+a,'-b,'@c\r\n"),
        ("-1.5,+3,-,1e3,-1e-3\n", "-1.5,+3,-,1e3,-1e-3\n"),
        ("-0044-03-15,-inf\n", "'-0044-03-15,'-inf\n"),
        ("\"a\n=b,=c\",=d\n", "\"a\n=b,=c\",'=d\n"),
        ("=last", "'=last"),
    ];
    for (table, wanted) in cases {
        assert_eq!(safe(b',', table), wanted);
    }
    // SPARQL's TSV writes a quote inside a text as `\"`.
    assert_eq!(safe(b'\t', "?a\t?b\n\"x\\\"\"\t\"=1\"\n\"-1\"\t-1\n"), "?a\t?b\n\"x\\\"\"\t\"'=1\"\n\"-1\"\t-1\n");
}

#[test]
fn every_table_is_safe_where_it_is_asked_for() {
    let sandbox = Sandbox::new(&[(
        "claims.csv",
        b"subject,predicate,object,said_by,polarity\n=A,met,@B,-C,\n=A,met,@B,+D,negative\n",
    )]);
    let query = "SELECT ?l { ?s rdfs:label ?l }";
    let commands: &[&[&str]] = &[
        &["query", "-f", "csv", query],
        &["query", "-f", "tsv", query],
        &["stats", "--format", "csv"],
        &["conflicts", "--format", "csv"],
        &["paths", "=A", "@B", "--format", "csv"],
        &["analyze", "degree", "--format", "csv"],
    ];
    for command in commands {
        let cells = |output: String| -> Vec<String> {
            output.split(['\n', ',', '\t']).map(|cell| cell.trim_matches('"').to_owned()).collect()
        };
        let formulas = |cells: &[String]| cells.iter().filter(|cell| cell.starts_with(['=', '@', '-', '+'])).count();
        let plain = cells(out(&relata(&sandbox, command)));
        let safe = cells(out(&relata(&sandbox, &[command, &["--safe-cells"][..]].concat())));
        assert!(formulas(&plain) > 0 && formulas(&safe) == 0, "{command:?}: {safe:?}");
        assert_eq!(plain, safe.iter().map(|cell| cell.trim_start_matches('\'').to_owned()).collect::<Vec<_>>());
    }
}

#[test]
fn every_exported_table_is_safe_where_it_is_asked_for() {
    let sandbox = Sandbox::new(&[("claims.csv", b"subject,predicate,object,said_by\n=A,met,@B,+C\n")]);
    for (format, file) in
        [("gephi-csv", "nodes.csv"), ("neo4j-csv", "nodes.csv"), ("claims", "claims.csv"), ("kgtk", "")]
    {
        let read = |flag: &[&str], to: &str| {
            let output = relata(&sandbox, &[&["export", format, "-o", to][..], flag].concat());
            assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
            let path = sandbox.path().join(to);
            std::fs::read_to_string(if file.is_empty() { path } else { path.join(file) }).unwrap()
        };
        let (plain, safe) = (read(&[], &format!("{format}-plain")), read(&["--safe-cells"], &format!("{format}-safe")));
        let is_formula = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '@']);
        let n_formulas = |table: &str| table.split(['\n', ',', '\t']).filter(|cell| is_formula(cell)).count();
        assert!(n_formulas(&plain) > 0 && n_formulas(&safe) == 0, "{format}: {safe}");
    }
}

#[test]
fn colours_of_relata_s_own_stay() {
    let sandbox = Sandbox::new(&[("claims.csv", b"subject,predicate,object\nA\x1b[31m,met,\n")]);
    for command in [&["--within", "nowhere", "stats"][..], &["query", "SELEC"], &["build", "--force"]] {
        let said = talk(&relata(&sandbox, &[&["--color", "always"], command].concat()));
        assert!(said.contains("\u{1b}[1m") || said.contains("\u{1b}[1;31merror:\u{1b}[0m"), "{command:?}: {said}");
        assert!(!said.contains("\\u001B[1") && !said.contains("\u{1b}[31mA"), "{command:?}: {said}");
    }
}
