//! What rules read out of sentences: text in, one line an act out.

use insta::assert_snapshot;
use relata::extraction::{Frames, Text, acts, date_phrases, quotations, sentences};
use std::collections::BTreeSet;

/// The acts of a text, one a line, with the place of the trigger in code points.
fn told(text: &str) -> String {
    let (frames, points) = (Frames::shipped(), Text::new(text));
    let acts = sentences(text).into_iter().flat_map(|sentence| acts(text, &sentence, &frames));
    let lines = acts.map(|act| {
        let (subject, object, place) = (&text[act.subject], &text[act.object], points.in_code_points(&act.trigger));
        let not = if act.negated { "not " } else { "" };
        format!(
            "{subject} | {not}{} | {object} | {} at {}..{}\n",
            act.frame.predicate, act.rule, place.start, place.end
        )
    });
    lines.collect()
}

#[test]
fn each_actor_that_and_joins_acts_on_its_own() {
    assert_snapshot!(told("Norland and Estmark condemned Vesk."), @r"
    Norland | condemned | Vesk | subject-verb-object at 20..29
    Estmark | condemned | Vesk | subject-verb-object at 20..29
    ");
}

#[test]
fn a_passive_turns_the_sides_around() {
    assert_snapshot!(told("Vesk was condemned by Norland."), @"Norland | condemned | Vesk | passive-by at 9..18");
}

#[test]
fn an_infinitive_shares_the_subject_before_it() {
    assert_snapshot!(told("Norland refused to release Orlund."), @r"
    Norland | refused | Orlund | subject-verb-object at 8..15
    Norland | released | Orlund | shared-subject at 19..26
    ");
}

#[test]
fn two_subjects_without_an_object_act_on_each_other_and_a_weekday_is_no_actor() {
    assert_snapshot!(told("Norland and Estmark met on Monday."), @"Norland | met | Estmark | mutual at 20..23");
}

#[test]
fn a_negated_act_says_so() {
    assert_snapshot!(told("Norland did not attack Vesk."), @"Norland | not attacked | Vesk | subject-verb-object at 16..22");
}

#[test]
fn a_dateline_is_no_subject_and_an_event_noun_takes_that_of_its_sentence() {
    assert_snapshot!(told("VESKBURG - Norland issued an ultimatum to Estmark."), @"Norland | gave_ultimatum_to | Estmark | event-noun at 29..38");
}

#[test]
fn places_are_counted_in_code_points() {
    assert_snapshot!(told("The Vesk police — café guards — arrested Orlund."), @"Vesk police | arrested | Orlund | subject-verb-object at 32..40");
    let text = Text::new("né — où");
    for (points, (offset, _)) in text.written.char_indices().enumerate() {
        assert_eq!(text.code_point(offset), points);
    }
}

#[test]
fn abbreviations_and_initials_end_no_sentence() {
    let text = "Gen. J. B. Varn left the U.S. The talks ended. He was No. 5 there.";
    let found: Vec<&str> = sentences(text).into_iter().map(|span| &text[span]).collect();
    assert_eq!(found, ["Gen. J. B. Varn left the U.S.", "The talks ended.", "He was No. 5 there."]);
}

#[test]
fn a_quotation_goes_on_in_the_next_paragraph_and_no_further() {
    let text = "“We will wait.\n“We will not wait long,” he said.\nA \"word\" and 5\" of snow.";
    let found: Vec<_> =
        quotations(text).into_iter().map(|found| (&text[found.inside], found.closed, found.continues)).collect();
    assert_eq!(found, [("We will wait.", false, false), ("We will not wait long,", true, true), ("word", true, false)]);
}

#[test]
fn dates_lean_on_the_day_of_publication_and_keep_their_phrase() {
    let text = "On Monday, two weeks ago, June 15, 2025 and 3 May 2024, last month and in recent days";
    let phrases = date_phrases(text, &(0..text.len()), "2025-06-15".parse().ok());
    let lines: Vec<String> = phrases
        .into_iter()
        .map(|found| format!("{}: {}", &text[found.span], found.edtf.as_deref().unwrap_or("no date")))
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    Monday: 2025-06-09
    two weeks ago: 2025-05-26/2025-06-01
    June 15, 2025: 2025-06-15
    3 May 2024: 2024-05-03
    last month: 2025-05
    recent days: no date
    ");
}

#[test]
fn each_frame_has_a_predicate_of_the_ontology_and_a_known_effect() {
    let table = include_str!("../../data/lexicon/frames.tsv");
    let ontology = include_str!("../../ontology/predicates.ttl");
    let known: BTreeSet<&str> =
        ontology.lines().filter_map(|line| line.strip_prefix("rel:")?.split(" a ra:Predicate").next()).collect();
    let effects = ["factive", "prospective", "refused", "denied", "transparent"];
    for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() == 5 && known.contains(cells[3]) && effects.contains(&cells[4]), "{line}");
    }
}
