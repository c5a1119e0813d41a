//! What is said of a long table is as short as what is said of a short one, and true.

use std::fmt::Write as _;
use std::time::Duration;

use relata::built::Progress;
use relata::cli::progress::{Pace, tell};

use crate::cli::{code, out, relata, talk as said};
use crate::support::Sandbox;

/// A sound table of so many rows: names, documents and words of the coder's own that no file of the project speaks of.
fn table(n: usize) -> String {
    let verbs = ["met", "attacked", "frobnicated", "gave the cold shoulder to", "criticised"];
    let mut text = "subject,predicate,object,date,document,outcome\n".to_owned();
    for row in 0..n {
        let (verb, day) = (verbs[row % verbs.len()], row % 28 + 1);
        let (subject, object) = (row % 977, row * 7 % 991);
        let _ = writeln!(text, "Person {subject},{verb},Group {object},2024-05-{day:02},wire {},open", row % 50);
    }
    text
}

#[test]
fn a_sound_bare_table_gives_few_lines_however_long_it_is() {
    for n in [40, 10_000] {
        let sandbox = Sandbox::new(&[("mine.csv", table(n).as_bytes())]);
        let output = relata(&sandbox, &["check", "mine.csv"]);
        let (shown, talk) = (out(&output), said(&output));
        let n_lines = shown.lines().count() + talk.lines().count();
        assert_eq!(code(&output), 0, "{shown}{talk}");
        assert!(n_lines <= 10, "{n_lines} lines\n{shown}{talk}");
        for command in [vec!["stats", "mine.csv"], vec!["query", "mine.csv", "SELECT ?c { ?c a ra:Claim } LIMIT 1"]] {
            let talk = said(&relata(&sandbox, &command));
            assert!(talk.lines().count() <= 3, "{command:?}: {talk}");
        }
    }
}

#[test]
fn kinds_are_told_with_their_number_and_the_commonest_examples() {
    let sandbox = Sandbox::new(&[("mine.csv", table(40).as_bytes())]);
    insta::assert_snapshot!(out(&relata(&sandbox, &["check", "mine.csv"])), @"
    notice[R302] 80 names are in no table of entities: `Person 0`, `Group 0`, `Person 1`, …; `relata explain R302` says more
    notice[R318] 40 rows cite documents that no table describes: `wire 0`, `wire 1`, `wire 2`, …; `relata explain R318` says more
    notice[R317] 16 rows have predicates that no vocabulary has: `frobnicated` × 8, `gave the cold shoulder to` × 8; `relata predicates mine.csv` lists them with known ones that come near
    notice[R014] mine.csv:1:40: kept as a qualifier: `outcome`
    `relata check --all mine.csv` shows each with its place
    ");
    let all = out(&relata(&sandbox, &["check", "mine.csv", "--all"]));
    assert_eq!(all.matches("notice[R317]").count(), 16, "{all}");
}

#[test]
fn slips_of_the_pen_are_warnings_and_own_words_are_not() {
    let sandbox = Sandbox::new(&[(
        "mine.csv",
        b"subject,predicate,object,said_by\nA,atacked,B,C\nA,atacked,C,C\nA,atacked,D,C\nA,hugged,B,C\nA,danced,B,C\n",
    )]);
    let output = relata(&sandbox, &["check", "mine.csv"]);
    assert_eq!(code(&output), 1);
    insta::assert_snapshot!(out(&output), @"
    warning[R301]: `atacked` is in no vocabulary
     --> mine.csv:2:3
      |
    2 | A,atacked,B,C
      |   ^^^^^^^ column `predicate`
      |
      = help: did you mean `attacked`?

    R301 unknown-predicate × 3, 2 not shown

    notice[R302] 4 names are in no table of entities: `A`, `B`, `C`, …; `relata explain R302` says more
    notice[R317] 2 rows have predicates that no vocabulary has: `hugged`, `danced`; `relata predicates mine.csv` lists them with known ones that come near
    `relata check --all mine.csv` shows each with its place
    ");
}

#[test]
fn a_project_that_wants_known_words_only_gets_errors() {
    let toml = b"[project]\nname = \"t\"\n[severity]\nR301 = \"reject\"\nR306 = \"reject\"\n";
    let claims = b"subject,predicate,object,document\nA,frobnicated,B,d1\n";
    let sandbox = Sandbox::new(&[("relata.toml", toml), ("claims.csv", claims)]);
    let shown = out(&relata(&sandbox, &["check"]));
    assert!(shown.contains("error[R317]") && shown.contains("error[R318]"), "{shown}");
}

#[test]
fn long_work_is_told_of_in_lines() {
    let pace = Pace::default();
    let mut seconds =
        [(10, Progress::Rows(1_204_224)), (20, Progress::Rows(2_400_000)), (30, Progress::Sorting)].into_iter();
    let mut lines = Vec::new();
    let mut wait = || {
        let (second, progress) = seconds.next()?;
        pace.note(progress);
        Some(Duration::from_secs(second))
    };
    tell(&pace, &mut wait, &mut |line| lines.push(line));
    insta::assert_snapshot!(lines.join("\n"), @"
    1,204,224 rows read after 10 s
    2,400,000 rows read after 20 s
    2,400,000 rows read after 30 s; sorting and writing the graph
    ");
}

#[test]
fn wide_rows_wrap_or_are_written_as_lines() {
    let long = "The ministers of the two countries met in the old harbour town, where they signed nothing";
    let table = format!(
        "subject,predicate,object,quote,said_by\nA,met,B,{long} one,C\nA,met,D,{long} two,C\n",
        long = long.replace(',', " and")
    );
    let sandbox = Sandbox::new(&[("claims.csv", table.as_bytes())]);
    let query = "SELECT ?o ?quote { ?c rdf:object/rdfs:label ?o ; ra:evidence/ra:quote ?quote } ORDER BY ?o";
    let run = |format: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_relata"));
        command.args(["query", query, "--format", format]).current_dir(sandbox.path()).env("COLUMNS", "60");
        command.env("RELATA_CACHE", crate::support::cache());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    insta::assert_snapshot!(run("table"), @"
    o  quote
    ─  ─────────────────────────────────────────────────────────
    B  The ministers of the two countries met in the old
        harbour town and where they signed nothing one
    D  The ministers of the two countries met in the old
        harbour town and where they signed nothing two
    ");
    insta::assert_snapshot!(run("vertical"), @"
    ── row 1 ──────────────────
    o      B
    quote  The ministers of the two countries met in the old
           harbour town and where they signed nothing one
    ── row 2 ──────────────────
    o      D
    quote  The ministers of the two countries met in the old
           harbour town and where they signed nothing two
    ");
}
