//! Statements that are found while somebody types who did what to whom.

use insta::assert_snapshot;
use serde_json::Value;

use crate::serve::{Serving, encoded};

#[test]
fn who_did_what_to_whom_is_found_by_the_beginnings_of_these_words() {
    let serving = Serving::sample("harbour-crisis");
    let brief = |(query, filter): (&str, &str)| {
        let reply = serving.get(&format!("/api/search?q={}{filter}", encoded(query)), "application/json");
        let found: Value = serde_json::from_str(&reply.body).unwrap();
        let told = found["statements"].as_array().unwrap().iter();
        let told: Vec<String> =
            told.map(|one| format!("{} {}", one["sentence"], one["state"]).replace('"', "")).collect();
        format!("{query}{filter}: {}", if told.is_empty() { "nothing".to_owned() } else { told.join("; ") })
    };
    let queries = [
        ("OSTRELIE bomb", ""),
        ("grain the terminal bombed", ""),
        ("ostrélie merrowm", ""),
        ("ostrélie merrowm", "&state=disputed"),
        ("ostrélie nothing", ""),
        ("ostrélie", ""),
        ("by the", ""),
    ];
    assert_snapshot!(queries.map(brief).join("\n"), @"
    OSTRELIE bomb: Ostrélie bombed grain terminal disputed; Ostrélie planned to attack grain terminal single-source
    grain the terminal bombed: Ostrélie bombed grain terminal disputed
    ostrélie merrowm: Merrowmark negotiated with Ostrélie not-actual; Merrowmark attacked Ostrelian squadron denied; Merrowmark attacked Ostrélie not-actual; Merrowmark retaliated against Ostrélie not-actual; Ostrélie retaliated against Merrowmark not-actual; Qennash hosted talks between Merrowmark and Ostrélie not-actual
    ostrélie merrowm&state=disputed: nothing
    ostrélie nothing: nothing
    ostrélie: nothing
    by the: nothing
    ");
}
