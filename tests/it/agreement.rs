//! How far coders agree: coefficients against published examples and their definitions, and what is compared.

use insta::assert_snapshot;
use proptest::prelude::*;
use relata::agreement::{Coefficients, Ratings, coefficients};

use crate::cli::{code, out, relata, talk};
use crate::support::{Sandbox, draws};

/// Units from the lines of coders, one sign a unit; a dot is no value.
fn ratings(lines: &[&str]) -> Ratings {
    let lines: Vec<Vec<char>> = lines.iter().map(|line| line.chars().filter(|c| *c != ' ').collect()).collect();
    let value = |sign: &char| (*sign != '.').then(|| sign.to_string());
    (0..lines[0].len()).map(|unit| lines.iter().map(|line| value(&line[unit])).collect()).collect()
}

fn shown(found: &Coefficients) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
    format!(
        "n {} observed {} α {} AC1 {}",
        found.n_units,
        number(found.observed),
        number(found.alpha),
        number(found.ac1)
    )
}

#[test]
fn four_observers_with_missing_values_agree_as_krippendorff_and_gwet_print_it() {
    // Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), C: α = .743. Gwet's Handbook has the same data: AC1 = .775.
    let data = ["1233 2141 2...", "1233 2241 25.3", ".333 2342 251.", "1233 2441 251."];
    assert_snapshot!(shown(&coefficients(&ratings(&data))), @"n 11 observed 0.8182 α 0.7434 AC1 0.7754");
}

#[test]
fn two_observers_agree_as_krippendorff_prints_it() {
    // The same paper, B: nominal data of two observers, α = .692. A: binary data, α = .095.
    assert_snapshot!(shown(&coefficients(&ratings(&["aabbdcccedda", "babbbccceddd"]))), @"n 12 observed 0.7500 α 0.6920 AC1 0.6897");
    assert_snapshot!(shown(&coefficients(&ratings(&["0100000010", "1110010000"]))), @"n 10 observed 0.6000 α 0.0952 AC1 0.3103");
}

#[test]
fn nearly_all_alike_is_where_alpha_and_ac1_part() {
    // Gwet, "Kappa statistic is not satisfactory for assessing the extent of agreement between raters" (2002): 118 of 125 are found
    // by both, none by neither; AC1 = .9408.
    let unit = |one: &str, other: &str, n: usize| vec![vec![Some(one.to_owned()), Some(other.to_owned())]; n];
    let units = [unit("+", "+", 118), unit("+", "-", 5), unit("-", "+", 2)].concat();
    assert_snapshot!(shown(&coefficients(&units)), @"n 125 observed 0.9440 α -0.0247 AC1 0.9408");
}

/// Values of two to four coders for some units.
fn some_ratings() -> impl Strategy<Value = Ratings> {
    let value = prop_oneof![1 => Just(None), 6 => "[abc]".prop_map(Some)];
    (2_usize..5).prop_flat_map(move |n| proptest::collection::vec(proptest::collection::vec(value.clone(), n), 1..30))
}

#[expect(clippy::cast_precision_loss, reason = "there are few values")]
fn number(n: usize) -> f64 {
    n as f64
}

/// α as its definition has it: one less the disagreement of pairs within units by that of all pairs.
fn alpha_by_definition(units: &Ratings) -> Option<f64> {
    let paired: Vec<Vec<&String>> =
        units.iter().map(|unit| unit.iter().flatten().collect::<Vec<_>>()).filter(|unit| unit.len() > 1).collect();
    let all: Vec<&String> = paired.iter().flatten().copied().collect();
    let differing = |values: &[&String]| {
        let pairs = values.iter().enumerate().flat_map(|(at, one)| {
            values.iter().enumerate().filter(move |(other, _)| *other != at).map(move |(_, other)| one != other)
        });
        number(pairs.filter(|differs| *differs).count())
    };
    let n = number(all.len());
    let within: f64 = paired.iter().map(|unit| differing(unit) / (number(unit.len()) - 1.0)).sum::<f64>() / n;
    let by_chance = differing(&all) / (n * (n - 1.0));
    (by_chance > 0.0).then(|| 1.0 - within / by_chance)
}

proptest! {
    #![proptest_config(draws(128))]

    #[test]
    fn alpha_is_what_its_definition_says(units in some_ratings()) {
        match (coefficients(&units).alpha, alpha_by_definition(&units)) {
            (Some(one), Some(other)) => prop_assert!((one - other).abs() < 1e-9, "{one} {other}"),
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn who_is_who_and_which_unit_comes_first_does_not_matter(units in some_ratings(), turn in 1_usize..4) {
        let before = coefficients(&units);
        let mut others: Ratings = units.into_iter().rev().collect();
        for unit in &mut others {
            let n = unit.len();
            unit.rotate_left(turn % n);
        }
        let after = coefficients(&others);
        let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => (one - other).abs() < 1e-9,
            (one, other) => one == other,
        };
        prop_assert!(near(before.alpha, after.alpha) && near(before.ac1, after.ac1) && near(before.observed, after.observed));
    }

    #[test]
    fn who_agrees_always_agrees_wholly(values in proptest::collection::vec("[abc]", 2..30), n in 2_usize..5) {
        let units: Ratings = values.iter().map(|value| vec![Some(value.clone()); n]).collect();
        let found = coefficients(&units);
        prop_assert_eq!((found.observed, found.ac1), (Some(1.0), Some(1.0)));
        let is_varied = values.iter().any(|value| *value != values[0]);
        prop_assert_eq!(found.alpha, is_varied.then_some(1.0));
    }
}

#[test]
fn who_guesses_agrees_as_chance_has_it() {
    let mut state = 7_u64;
    let mut guess = |_: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some(((state >> 33) % 4).to_string())
    };
    let units: Ratings = (0..4_000).map(|_| (0..2).map(&mut guess).collect()).collect();
    let found = coefficients(&units);
    assert!(found.alpha.unwrap().abs() < 0.03 && found.ac1.unwrap().abs() < 0.03, "{}", shown(&found));
}

/// What two coders make of a text of three sentences, as tables.
const ADA: &str = "id,document,subject,predicate,object,said_by,polarity,quote\n\
    a1,t,Norland,attacked,Vesk,officials,positive,Norland attacked Vesk\n\
    a2,t,Vesk,was attacked by,Orlund,,positive,Orlund attacked Vesk\n\
    a3,t,Estmark,met,Vesk,,positive,Estmark met Vesk\n";
const BEN: &str = "id,document,subject,predicate,object,said_by,polarity,quote\n\
    b1,t,Vesk,attacked,the Norland,officials,negative,Norland attacked Vesk\n\
    b2,t,Orlund,attacked,Vesk,a spokesman,positive,Orlund attacked Vesk\n\
    b3,t,Vesk,met,Estmark,,positive,Estmark met Vesk\n\
    b4,t,Estmark,left,Vesk,,positive,and left it\n";

/// Of each field, the disagreements as the table of them has it.
fn disagreements(files: &[(&str, &str)], arguments: &[&str]) -> String {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let sandbox = Sandbox::new(&files);
    let done = relata(&sandbox, &[&["agreement"], arguments, &["--disagreements", "found.csv"]].concat());
    assert_eq!(code(&done), 0, "{}", talk(&done));
    std::fs::read_to_string(sandbox.path().join("found.csv")).unwrap()
}

#[test]
fn what_is_read_from_the_other_end_or_both_ways_is_no_disagreement() {
    let found = disagreements(&[("ada.csv", ADA), ("ben.csv", BEN)], &["ada.csv", "ben.csv"]);
    assert_snapshot!(found, @r"
    unit,document,quote,field,ada,ada file,ada line,ben,ben file,ben line
    1,t,Norland attacked Vesk,direction,Norland → Vesk,ada.csv,2,Vesk → Norland,ben.csv,2
    1,t,Norland attacked Vesk,polarity,positive,ada.csv,2,negative,ben.csv,2
    2,t,Orlund attacked Vesk,said-by,nobody,ada.csv,3,a spokesman,ben.csv,3
    4,t,and left it,found,,,,Estmark left Vesk,ben.csv,5
    ");
}

#[test]
fn coders_of_a_project_are_those_who_sign_and_names_are_those_of_the_graph() {
    let signed = |table: &str, name: &str| {
        let rows = table.lines().skip(1);
        rows.fold(String::new(), |rows, line| rows + line + "," + name + "\n")
    };
    let head = "id,document,subject,predicate,object,said_by,polarity,quote,annotator\n";
    let rest = "c1,t,Norland,attacked,Vesk,,positive,Norland attacked Vesk,\n\
        x1,t,Vesk,attacked,Norland,,positive,Norland attacked Vesk,relata-rules-1\n";
    let table = [head, &signed(ADA, "ada"), &signed(BEN, "ben").replace("the Norland", "NOR"), rest].concat();
    let entities = "id,label,aliases\nNorland,Norland,NOR\n";
    let files =
        [("claims.csv", table.as_str()), ("entities.csv", entities), ("relata.toml", "[project]\nname = \"t\"\n")];
    let found = disagreements(&files, &[]);
    assert!(
        found.contains("1,t,Norland attacked Vesk,direction,Norland → Vesk,claims.csv,2,Vesk → Norland,claims.csv,5"),
        "{found}"
    );
    assert!(!found.contains("actors") && !found.contains("rules"), "{found}");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let sandbox = Sandbox::new(&files);
    let done = relata(&sandbox, &["agreement"]);
    let said = talk(&done);
    assert!(said.contains("1 row without `annotator` left out") && said.contains("--coder relata-rules-1"), "{said}");
    assert_eq!(out(&relata(&sandbox, &["agreement"])), out(&done), "the same tables give the same figures");
    let alone = relata(&sandbox, &["agreement", "--coder", "ada", "--coder", "eve"]);
    assert_eq!(code(&alone), 2);
    assert!(talk(&alone).contains("`eve` has coded nothing here"), "{}", talk(&alone));
}
