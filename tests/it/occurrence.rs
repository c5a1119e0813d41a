//! Which claims of a statement speak of the same happening, and what that leaves each occurrence in.

use proptest::prelude::*;
use relata::graph::{Edges, View};
use relata::model::EventDate;

use crate::support::{Compiled, Sandbox};

const HEADER: &str = "id,subject,predicate,object,date,place,event_id,said_by,polarity,modality,denies,confirms\n";

fn compiled(rows: &str) -> Compiled {
    let places = b"id,label,type,country\nIR,Iran,state,\nIL,Israel,state,\nTehran,Tehran,place,IR\nIsfahan,Isfahan,place,IR\nHaifa,Haifa,place,IL\n";
    Sandbox::new(&[("claims.csv", format!("{HEADER}{rows}").as_bytes()), ("entities.csv", places)]).compile()
}

/// The occurrences of all statements, a line each: identifiers of their claims, state, sources.
fn told(rows: &str) -> String {
    let compiled = compiled(rows);
    let claims = compiled.claims();
    let view = View::new(&claims, Edges::Bundle);
    let all = view.graph.edge_weights().flat_map(|edge| view.occurrences(edge));
    let line = |one: &relata::graph::Occurrence| {
        let ids = view.members_of(one).iter().map(|index| claims.text(claims.rows()[*index as usize].id));
        let ids: Vec<String> = ids.map(|id| id.rsplit('/').next().unwrap().to_owned()).collect();
        format!("{}: {}, {} sources", ids.join(" "), one.state.word(), one.n_sources)
    };
    all.map(line).collect::<Vec<_>>().join("\n")
}

/// Rows about one statement, given as `id date place event speaker polarity`, with `-` for nothing.
fn rows(lines: &str) -> String {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().map(|cell| if cell == "-" { "" } else { cell }).collect();
        let get = |at: usize| cells.get(at).copied().unwrap_or_default();
        let (denies, confirms) = (get(6), get(7));
        format!(
            "{},Israel,attacked,Iran,{},{},{},{},{},,{denies},{confirms}\n",
            get(0),
            get(1),
            get(2),
            get(3).replace('+', ";"),
            get(4),
            get(5)
        )
    };
    lines.split(';').map(|line| row(line.trim())).collect()
}

#[test]
fn claims_of_different_times_neither_support_nor_contradict_each_other() {
    insta::assert_snapshot!(told(&rows("a 2025-06-13 - - Alice; b 2025-06-21 - - Bob")), @"
    a: single-source, 1 sources
    b: single-source, 1 sources
    ");
    insta::assert_snapshot!(told(&rows("a 2024 - - Alice; b 2025 - - Bob negative")), @"
    a: single-source, 1 sources
    b: denied, 1 sources
    ");
    insta::assert_snapshot!(told(&rows("a 2025-06-13 - - Alice; b 2025-06 - - Bob; c 2025-06-13/2025-06-15 - - Cy negative")), @"a b c: disputed, 2 sources");
}

#[test]
fn all_claims_of_an_occurrence_share_a_day() {
    insta::assert_snapshot!(told(&rows("a 2025-06-13/2025-06-15 - - A; b 2025-06-15/2025-06-17 - - B; c 2025-06-17 - - C")), @"
    a b: corroborated, 2 sources
    c: single-source, 1 sources
    ");
    insta::assert_snapshot!(told(&rows("a 2025-06-13? - - A; b 2025-06-13~ - - B; c 2025-06-14 - - C")), @"
    a b: corroborated, 2 sources
    c: single-source, 1 sources
    ");
}

#[test]
fn what_has_no_date_joins_the_only_occurrence_there_is() {
    insta::assert_snapshot!(told(&rows("a 2025-06-13 - - A; b - - - B; c - - - C negative")), @"a b c: disputed, 2 sources");
    insta::assert_snapshot!(told(&rows("a 2025-06-13 - - A; b 2025-06-20 - - B; c - - - C; d - - - D")), @"
    a: single-source, 1 sources
    b: single-source, 1 sources
    c d: corroborated, 2 sources
    ");
}

#[test]
fn places_are_the_same_when_one_lies_in_the_other() {
    insta::assert_snapshot!(told(&rows("a 2025-06-13 Tehran - A; b 2025-06-13 Iran - B; c 2025-06-13 - - C")), @"a b c: corroborated, 3 sources");
    insta::assert_snapshot!(told(&rows("a 2025-06-13 Tehran - A; b 2025-06-13 Isfahan - B")), @"
    a: single-source, 1 sources
    b: single-source, 1 sources
    ");
    // What could be either is neither.
    insta::assert_snapshot!(told(&rows("a 2025-06-13 Tehran - A; b 2025-06-13 Isfahan - B; c 2025-06-13 - - C; d 2025-06-13 Iran - D; e 2025-06-13 - - E")), @"
    a: single-source, 1 sources
    b: single-source, 1 sources
    c e: corroborated, 2 sources
    d: single-source, 1 sources
    ");
}

#[test]
fn an_identifier_of_the_source_decides_and_dates_do_not() {
    insta::assert_snapshot!(told(&rows("a 2025-06-13 - e1 A; b 2025-06-13 - e2 B; c 2025-07-01 - e1 C")), @"
    b: single-source, 1 sources
    a c: corroborated, 2 sources
    ");
    insta::assert_snapshot!(told(&rows("a 2025-06-13 - e1 A; b 2025-06-13 - - B")), @"a b: corroborated, 2 sources");
}

#[test]
fn a_reply_speaks_of_the_occurrence_that_it_answers() {
    insta::assert_snapshot!(told(&rows("a 2025-06-13 - - A; b 2025-06-20 - - B; c - - - C negative a")), @"
    a c: disputed, 1 sources
    b: single-source, 1 sources
    ");
    // A claim that denies another one of its statement denies the statement, also when its polarity was left empty.
    insta::assert_snapshot!(told(&rows("a 2025-06-13 - - A; c 2025-06-13 - - C - a")), @"a c: disputed, 1 sources");
}

fn line() -> impl Strategy<Value = String> {
    let date = prop::sample::select(vec![
        "-",
        "2025",
        "2025-06",
        "2025-06-13",
        "2025-06-14",
        "2025-06-13/2025-06-20",
        "2025-06-20/..",
        "2025-07~",
    ]);
    let place = prop::sample::select(vec!["-", "-", "Tehran", "Isfahan", "Iran", "Haifa"]);
    let event = prop::sample::select(vec!["-", "-", "-", "e1", "e2"]);
    let speaker = prop::sample::select(vec!["-", "A", "B", "C+D"]);
    (date, place, event, speaker, any::<bool>()).prop_map(|(date, place, event, speaker, denies)| {
        format!("{date} {place} {event} {speaker} {}", if denies { "negative" } else { "-" })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..crate::support::draws(48) })]

    /// Every claim is in one occurrence; dates of an occurrence share a day unless an identifier says that they are one;
    /// and the order of the rows changes nothing.
    #[test]
    fn occurrences_are_a_partition_by_days(lines in prop::collection::vec(line(), 1..9), seed in any::<u64>()) {
        let numbered: Vec<String> = lines.iter().enumerate().map(|(n, line)| format!("c{n} {line}")).collect();
        let forward = told(&rows(&numbered.join("; ")));
        let mut shuffled = numbered.clone();
        shuffled.sort_by_key(|line| seed.wrapping_mul(line.len() as u64 + u64::from(line.as_bytes()[1])).rotate_left(17));
        prop_assert_eq!(&told(&rows(&shuffled.join("; "))), &forward);
        let mut seen: Vec<&str> = Vec::new();
        for occurrence in forward.lines() {
            let ids: Vec<&str> = occurrence.split(':').next().unwrap().split(' ').collect();
            let cells = |id: &str| -> Vec<String> {
                let found = numbered.iter().find(|line| line.starts_with(&format!("{id} ")));
                let line = found.unwrap_or_else(|| panic!("{id} of {forward} in {numbered:?}"));
                line.split(' ').map(str::to_owned).collect()
            };
            let names: Vec<String> = ids.iter().map(|id| cells(id)[3].clone()).filter(|name| name != "-").collect();
            prop_assert!(names.iter().all(|name| *name == names[0]), "{}", occurrence);
            if names.is_empty() {
                let dates = ids.iter().filter_map(|id| EventDate::parse(&cells(id)[1]).ok());
                let (mut begin, mut end) = (jiff::civil::Date::MIN, jiff::civil::Date::MAX);
                for date in dates {
                    begin = begin.max(date.begin().unwrap_or(begin));
                    end = end.min(date.end().unwrap_or(end));
                }
                prop_assert!(begin <= end, "{}", occurrence);
            }
            seen.extend(ids);
        }
        seen.sort_unstable();
        let mut all: Vec<String> = (0..lines.len()).map(|n| format!("c{n}")).collect();
        all.sort();
        prop_assert_eq!(seen, all);
    }
}
