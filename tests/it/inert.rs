//! What relata shows and writes does nothing of its own: no order to a terminal, no link that runs, no formula.

use std::io::Write as _;

use relata::diagnostic::{Visible, visible, visible_line};

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
