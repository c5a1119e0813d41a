//! What rules read out of texts: text in, one line a claim out.

use insta::assert_snapshot;
use proptest::prelude::*;
use relata::extraction::{
    Extraction, Lexicon, Text, Told, Types, attribution_lines, claim_lines, date_phrases, extract, quotations,
    read_markdown, sentences,
};
use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::cli::{code, out, relata, talk};
use crate::support::Sandbox;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::shipped);
static TYPES: LazyLock<Types> = LazyLock::new(Types::shipped);

fn read(text: &str) -> Extraction {
    extract(text, &LEXICON, &TYPES, Some("2025-06-15".parse().unwrap()))
}

/// The claims of a text, one a line: what is usual is left out.
pub(crate) fn told(text: &str) -> String {
    let lines = claim_lines("t", text, &read(text), &TYPES).into_iter().map(|line| {
        let polarity = match &*line.polarity {
            "positive" => "",
            "negative" => "not ",
            _ => "maybe ",
        };
        let mut shown = format!("{} {} | {polarity}{} | {}", line.id, line.subject, line.predicate, line.object);
        let codes: Vec<&str> = line.event_codes.iter().filter_map(|code| code.strip_prefix("plover:")).collect();
        for (name, value) in [
            ("", if line.modality == "actual" { "" } else { &line.modality }),
            ("", if line.certainty == "certain" { "" } else { &line.certainty }),
            ("by ", &line.said_by),
            ("in ", &line.place),
            ("on ", &line.date),
            ("confirms ", &line.confirms.join(" ")),
            ("denies ", &line.denies.join(" ")),
            ("leaves open ", &line.declines_to_comment.join(" ")),
            ("", &codes.join(" ")),
        ] {
            if !value.is_empty() {
                shown.extend([" · ", name, value]);
            }
        }
        shown + "\n"
    });
    lines.collect()
}

/// The attributions of a text, one a line: source, cue, content.
pub(crate) fn attributed(text: &str) -> String {
    attributed_of(text, Told::All)
}

fn attributed_of(text: &str, told: Told) -> String {
    let lines = attribution_lines("t", text, &read(text), told).into_iter().map(|line| {
        let not = if line.polarity == "negative" { "not " } else { "" };
        let parent = line.parent.map(|parent| format!(" · in {parent}")).unwrap_or_default();
        format!(
            "{} {}: {} | {not}{} | {}{parent}\n",
            line.id, line.attribution_kind, line.source, line.cue, line.content
        )
    });
    lines.collect()
}

#[test]
fn each_actor_that_and_joins_acts_on_its_own() {
    assert_snapshot!(told("Norland and Estmark condemned Vesk and the Orlund rebels."), @r"
    t-1 Norland | condemned | Vesk · ACCUSE-disapprove
    t-2 Norland | condemned | the Orlund rebels · ACCUSE-disapprove
    t-3 Estmark | condemned | Vesk · ACCUSE-disapprove
    t-4 Estmark | condemned | the Orlund rebels · ACCUSE-disapprove
    ");
}

#[test]
fn a_passive_turns_the_sides_around() {
    assert_snapshot!(told("Vesk was condemned by Norland. The stolen bust was returned by Norland to Estmark."), @r"
    t-1 Norland | condemned | Vesk · ACCUSE-disapprove
    t-2 Norland | handed back | Estmark · RETREAT
    ");
}

#[test]
fn two_subjects_without_an_object_act_on_each_other_and_a_weekday_is_no_actor() {
    assert_snapshot!(told("Norland and Estmark met on Monday. Talks between Norland and Vesk were cancelled."), @r"
    t-1 Norland | met | Estmark · on 2025-06-09 · CONSULT
    t-2 Norland | not talked with | Vesk · CONSULT
    ");
}

#[test]
fn what_is_said_has_its_speaker_and_a_pronoun_is_the_sayer() {
    assert_snapshot!(told(
        "Norland said it had attacked Vesk. Vesk released two Norland pilots, officials said on Friday. According to the \
         ministry, Estmark did not arrest the pilots."
    ), @r"
    t-1 Norland | attacked | Vesk · by Norland · ASSAULT
    t-2 Vesk | released | two Norland pilots · by officials · RETREAT-release
    t-3 Estmark | not arrested | the pilots · by the ministry · COERCE-arrest
    ");
}

#[test]
fn the_outermost_act_with_force_decides_the_type() {
    assert_snapshot!(told(
        "Norland agreed to lift sanctions on Vesk. Norland refused to release the pilots. Norland will attack Vesk. Norland \
         said it would free the pilots. Estmark urged Norland to release the pilots. Norland failed to free Vesk."
    ), @r"
    t-1 Norland | eased restrictions on | Vesk · promised · AGREE
    t-2 Norland | agreed to | #t-1 · AGREE
    t-3 Norland | not released | the pilots · REJECT
    t-4 Norland | refused | #t-3 · REJECT
    t-5 Norland | attacked | Vesk · planned · THREATEN
    t-6 Norland | released | the pilots · planned · by Norland · AGREE
    t-7 Norland | released | the pilots · requested · REQUEST
    t-8 Estmark | urged | Norland · REQUEST
    t-9 Norland | not released | Vesk · REJECT
    ");
}

#[test]
fn a_noun_tells_an_act_and_what_is_rejected_was_still_proposed() {
    assert_snapshot!(told("President Ada Varn rejected an Estmark proposal to attack Vesk."), @r"
    t-1 Estmark | attacked | Vesk · proposed · REQUEST
    t-2 Estmark | proposed | #t-1 · REQUEST
    t-3 President Ada Varn | rejected | #t-2 · REJECT
    ");
    assert_snapshot!(told("Norland launched airstrikes on Vesk and imposed a curfew in Orlund."), @r"
    t-1 Norland | attacked | Vesk · ASSAULT
    t-2 Norland | imposed restrictions on | Orlund · in Orlund · COERCE-restrict
    ");
}

#[test]
fn replies_find_the_claim_they_answer() {
    assert_snapshot!(told(
        "Estmark proposed to arrest the rebels, two officials said. Ada Varn neither confirmed nor denied the claim. Norland \
         denied the proposal."
    ), @r"
    t-1 Estmark | arrested | the rebels · proposed · by two officials · REQUEST
    t-2 Estmark | proposed | #t-1 · by two officials · REQUEST
    t-3 Estmark | maybe proposed | #t-1 · underspecified · by Ada Varn · leaves open t-2 · REQUEST
    t-4 Estmark | not proposed | #t-1 · by Norland · denies t-2 · REQUEST
    ");
}

#[test]
fn conditions_and_questions_assert_nothing() {
    assert_snapshot!(told("“If Vesk attacks us, Norland will bomb Vesk,” Ada Varn said. Has Norland attacked Estmark?"), @r"
    t-1 Vesk | attacked | Ada Varn · hypothetical · by Ada Varn · ASSAULT
    t-2 Norland | bombed | Vesk · threatened · by Ada Varn · THREATEN
    t-3 Norland | maybe attacked | Estmark · ASSAULT
    ");
}

#[test]
fn attributions_keep_the_words_of_the_text_and_know_what_they_are_in() {
    assert_snapshot!(attributed(
        "Ada Varn, the mayor of Veskburg, said in an interview that Norland believes the talks failed. “We left,” she \
         said. “It was over.” Norland did not say that it won."
    ), @r"
    t-a1 speech: Ada Varn, the mayor of Veskburg | said in an interview | that Norland believes the talks failed
    t-a2 belief: Norland | believes | the talks failed · in t-a1
    t-a3 speech: she | said | “We left,” “It was over.”
    t-a4 speech: Norland | not did not say | that it won
    ");
}

#[test]
fn what_a_text_itself_attributes_is_told_without_what_is_only_in_the_words_of_somebody() {
    let text = "Ada Varn said the mayor told the council that Norland believes the talks failed. “I hear that Vesk plans \
                to leave,” she said.";
    assert_snapshot!(attributed_of(text, Told::OfText), @"
    t-a1 speech: Ada Varn | said | the mayor told the council that Norland believes the talks failed
    t-a2 speech: the mayor | told | that Norland believes the talks failed · in t-a1
    t-a5 speech: she | said | “I hear that Vesk plans to leave,”
    ");
    assert_snapshot!(attributed_of(text, Told::All), @"
    t-a1 speech: Ada Varn | said | the mayor told the council that Norland believes the talks failed
    t-a2 speech: the mayor | told | that Norland believes the talks failed · in t-a1
    t-a3 belief: Norland | believes | the talks failed · in t-a2
    t-a4 plan: Vesk | plans | to leave · in t-a5
    t-a5 speech: she | said | “I hear that Vesk plans to leave,”
    ");
}

#[test]
fn a_dateline_and_markup_are_no_subject() {
    assert_snapshot!(told("VESKBURG (AP) — Norland issued an ultimatum to Estmark."), @"t-1 Norland | gave ultimatum to | Estmark · THREATEN");
    let written =
        "---\npublished: 2025-06-16\n---\n# Clash\n\n- **Norland** attacked [Vesk](https://example.org) on Sunday.\n";
    let markdown = read_markdown(written);
    assert_eq!(markdown.published.as_deref(), Some("2025-06-16"));
    assert_eq!(markdown.text.len(), written.len());
    assert_snapshot!(told(&markdown.text), @"t-1 Norland | attacked | Vesk · on 2025-06-15 · ASSAULT");
}

#[test]
fn abbreviations_and_initials_end_no_sentence() {
    let text = "Gen. J. B. Varn left the U.S. The talks ended. He was No. 5 there.";
    let found: Vec<&str> = sentences(text).into_iter().map(|span| &text[span]).collect();
    assert_eq!(found, ["Gen. J. B. Varn left the U.S.", "The talks ended.", "He was No. 5 there."]);
}

#[test]
fn a_line_broken_by_its_width_ends_no_sentence_and_a_headline_does() {
    let text = "Norland Says No\nThe government of Norland has rejected the\nproposal of the Estmark shipping and harbour\nGovernment to open it.";
    let found: Vec<String> = sentences(text).into_iter().map(|span| text[span].replace('\n', " ")).collect();
    assert_eq!(
        found,
        [
            "Norland Says No",
            "The government of Norland has rejected the proposal of the Estmark shipping and harbour Government to open it."
        ]
    );
}

#[test]
fn a_quotation_goes_on_in_the_next_paragraph_and_no_further() {
    let text = "“We will wait.\n“We will not wait long,” he said.\nA \"word\" and 5\" of snow and ''two'' marks.";
    let found: Vec<_> =
        quotations(text).into_iter().map(|found| (&text[found.inside], found.closed, found.continues)).collect();
    assert_eq!(
        found,
        [
            ("We will wait.", false, false),
            ("We will not wait long,", true, true),
            ("word", true, false),
            ("two", true, false)
        ]
    );
}

#[test]
fn dates_are_counted_from_the_day_of_publication() {
    let text = "On Monday, two weeks ago, June 15, 2024 and last month, in recent days.";
    let found = date_phrases(text, &(0..text.len()), Some("2025-06-15".parse().unwrap()));
    let shown: Vec<String> =
        found.into_iter().map(|date| format!("{}: {}", &text[date.span], date.edtf.unwrap_or_default())).collect();
    assert_eq!(
        shown,
        [
            "Monday: 2025-06-09",
            "two weeks ago: 2025-05-26/2025-06-01",
            "June 15, 2024: 2024-06-15",
            "last month: 2025-05",
            "recent days: 2025-06-08~/2025-06-15"
        ]
    );
}

#[test]
fn every_frame_names_a_predicate_that_there_is() {
    let frames = include_str!("../../data/lexicon/frames.tsv");
    let known: BTreeSet<&str> = relata::ontology::Ontology::shipped()
        .predicates()
        .iter()
        .map(|predicate| relata::ontology::local_name(predicate.iri.as_str()))
        .collect();
    let lines = frames.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut n = 0;
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 5, "{line}");
        assert!(cells[3] == "-" || known.contains(cells[3]), "{line}");
        n += 1;
    }
    assert_eq!(LEXICON.n_frames(), n, "a line that is no frame is passed over");
}

/// Words of which sentences are made that may say anything.
const WORDS: &[&str] = &[
    "Norland",
    "Vesk",
    "the",
    "rebels",
    "said",
    "that",
    "it",
    "will",
    "not",
    "attack",
    "attacked",
    "by",
    "and",
    ",",
    "“",
    "”",
    "proposal",
    "to",
    "release",
    "denied",
    "the claim",
    "neither",
    "nor",
    "if",
    "Ada Varn",
    "he",
    "’s",
    "in",
    "on Monday",
    "talks",
    "between",
    ".\n\n",
    ".",
    "?",
    "rejected",
    "refused",
    "according to",
    "who",
    "of",
    "café",
    "—",
    "(",
    ")",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_and_what_comes_out_stands_in_it(text in "\\PC{0,80}|[\\n \"“”'a-zé.]{0,80}") {
        sound(&text);
    }

    #[test]
    fn any_words_are_read_and_what_comes_out_stands_in_them(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..40)
    ) {
        sound(&words.join(" "));
    }

    #[test]
    fn markup_keeps_every_place(text in "\\PC{0,60}|[-*_\\[\\]()#> \\n`a-zé]{0,60}") {
        prop_assert_eq!(read_markdown(&text).text.len(), text.len());
    }
}

/// Every part is verbatim, every reference leads to a claim before or behind, every claim has a rule, and reading again gives the same.
fn sound(text: &str) {
    let found = read(text);
    assert_eq!(found, read(text));
    let points: Vec<char> = text.chars().collect();
    let verbatim = |words: &str, start: Option<usize>, end: Option<usize>| {
        if let (Some(start), Some(end)) = (start, end) {
            assert_eq!(words, points[start..end].iter().collect::<String>());
        }
    };
    let lines = claim_lines("t", text, &found, &TYPES);
    let ids: BTreeSet<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids.len(), lines.len());
    for line in &lines {
        verbatim(&line.quote, Some(line.start), Some(line.end));
        verbatim(&line.subject, Some(line.subject_start), Some(line.subject_end));
        verbatim(&line.object, line.object_start, line.object_end);
        verbatim(&line.said_by, line.said_by_start, line.said_by_end);
        assert!(!line.rule.is_empty() && !line.subject.is_empty() && line.subject != line.object);
        let nested = line.object.strip_prefix("#t-").map(|_| &line.object[1..]);
        let replies = line.confirms.iter().chain(&line.denies).chain(&line.declines_to_comment).map(String::as_str);
        for id in nested.into_iter().chain(replies) {
            assert!(ids.contains(id) && id != line.id, "{line:?}");
        }
    }
    for line in attribution_lines("t", text, &found, Told::All) {
        verbatim(&line.source, line.source_start, line.source_end);
        verbatim(&line.cue, Some(line.cue_start), Some(line.cue_end));
        let pieces: Vec<String> =
            line.content_spans.iter().map(|(start, end)| points[*start..*end].iter().collect()).collect();
        assert_eq!(line.content, pieces.join(" "));
        assert_ne!(line.parent.as_deref(), Some(line.id.as_str()));
    }
}

#[test]
fn places_are_counted_in_code_points() {
    let text = Text::new("né — où");
    for (points, (offset, _)) in text.written.char_indices().enumerate() {
        assert_eq!(text.code_point(offset), points);
    }
}

#[test]
fn what_is_extracted_is_a_table_that_check_reads() {
    let sandbox = Sandbox::new(&[
        ("strait.txt", "Norland attacked Vesk, officials said. Ada Varn denied the claim.".as_bytes()),
        ("page.html", b"<p>Norland attacked Vesk.</p>"),
    ]);
    let table = relata(&sandbox, &["extract", "strait.txt", "--format", "csv"]);
    assert_eq!(code(&table), 0);
    sandbox.write("claims.csv", &table.stdout);
    let checked = relata(&sandbox, &["check"]);
    assert_eq!(code(&checked), 0, "{}{}", out(&checked), talk(&checked));
    assert_eq!(out(&relata(&sandbox, &["extract", "strait.txt"])).lines().count(), 2);
    let page = relata(&sandbox, &["extract", "page.html"]);
    assert_eq!((code(&page), out(&page).lines().count()), (0, 1), "{}", talk(&page));
}
