//! What `--open` adds to the claims of a text: each clause in words of the text.

use insta::assert_snapshot;
use proptest::prelude::*;
use relata::extraction::{ClaimLine, GeneralWords, Lexicon, Types, claim_lines, extract, extract_open};
use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::cli::{code, out, relata};
use crate::support::Sandbox;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::shipped);
static TYPES: LazyLock<Types> = LazyLock::new(Types::shipped);
static GENERAL: LazyLock<GeneralWords> = LazyLock::new(GeneralWords::shipped);

fn lines(text: &str) -> Vec<ClaimLine> {
    let published = Some("2025-06-15".parse().unwrap());
    claim_lines("t", text, &extract_open(text, &LEXICON, &TYPES, published, &GENERAL), &TYPES)
}

fn is_open(line: &ClaimLine) -> bool {
    line.rule.starts_with("open-")
}

/// The open triples of a text, one a line: what is usual is left out.
fn told(text: &str) -> String {
    let lines = lines(text).into_iter().filter(is_open).map(|line| {
        let mut shown = format!("{} | {} | {}", line.subject, line.predicate, line.object);
        for (name, value) in [
            ("", line.polarity.trim_start_matches("positive")),
            ("", line.modality.trim_start_matches("actual")),
            ("", line.certainty.trim_start_matches("certain")),
            ("by ", &line.said_by),
            ("in ", &line.place),
            ("on ", &line.date),
            ("", &line.event_codes.join(" ")),
        ] {
            if !value.is_empty() {
                shown.extend([" · ", name, value]);
            }
        }
        shown + "\n"
    });
    lines.collect()
}

/// The words of a text at places in code points.
fn at(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

const WORDS: &[&str] = &[
    "Norland",
    "Estmark",
    "the mill",
    "a bridge",
    "was built",
    "built",
    "in 1920",
    "by",
    "and",
    ",",
    "which",
    "who",
    "that",
    "said",
    "to sell",
    "selling",
    "old",
    "“",
    "”",
    ".",
    "is",
    "the mayor of Vesk",
    "if",
    "will",
    "not",
    "'s",
    "it",
    "They",
    "(",
    ")",
    "of",
    "Ada Varn",
    "has",
    "been",
    "-",
    ":",
    "n't",
    "while",
    "é",
    "“The river”",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn places_are_those_of_the_words_and_every_reference_has_its_claim(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..40)
    ) {
        let text = words.join(" ");
        let lines = lines(&text);
        let ids: BTreeSet<String> = lines.iter().map(|line| format!("#{}", line.id)).collect();
        prop_assert_eq!(ids.len(), lines.len());
        for line in &lines {
            prop_assert!(!line.rule.is_empty());
            prop_assert!(!line.object.starts_with('#') || ids.contains(&line.object));
            prop_assert_eq!(&at(&text, line.start, line.end), &line.quote);
        }
        for line in lines.iter().filter(|line| is_open(line)) {
            prop_assert!(!line.subject.is_empty() && !line.predicate.is_empty());
            prop_assert_eq!(&at(&text, line.subject_start, line.subject_end), &line.subject);
            if let (Some(start), Some(end)) = (line.object_start, line.object_end) {
                prop_assert_eq!(&at(&text, start, end), &line.object);
            }
            let predicate = at(&text, line.predicate_start, line.predicate_end);
            prop_assert!(predicate == line.predicate || line.rule == "open-apposition");
            prop_assert!(line.confidence.is_some_and(|confidence| (0.0..=1.0).contains(&confidence)));
        }
    }

    #[test]
    fn the_claims_of_frames_stand_first_and_are_what_they_are_without_it(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..40)
    ) {
        let text = words.join(" ");
        let without = claim_lines("t", &text, &extract(&text, &LEXICON, &TYPES, None), &TYPES);
        let with = extract_open(&text, &LEXICON, &TYPES, None, &GENERAL);
        let with = claim_lines("t", &text, &with, &TYPES);
        prop_assert_eq!(&with[..without.len()], &without[..]);
        prop_assert!(with[without.len()..].iter().all(is_open));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        lines(&text);
    }
}

#[test]
fn a_passive_without_an_agent_has_what_is_acted_on_as_its_subject() {
    assert_snapshot!(told("The lighthouse of Orlund was destroyed. The bridge was built by a firm."), @r"
    The lighthouse of Orlund | was destroyed | 
    The bridge | was built by | a firm
    ");
}

#[test]
fn subjects_verbs_and_objects_that_and_joins_are_told_one_by_one() {
    assert_snapshot!(told("Ada Varn and Jon Orl planted trees, hedges and a small wood and sold the old mill."), @r"
    Ada Varn | planted | trees
    Ada Varn | planted | hedges
    Ada Varn | planted | a small wood
    Jon Orl | planted | trees
    Jon Orl | planted | hedges
    Jon Orl | planted | a small wood
    Ada Varn | sold | the old mill
    Jon Orl | sold | the old mill
    ");
    assert_snapshot!(told("The firm designed and built the bridge."), @r"
    The firm | designed | the bridge
    The firm | built | the bridge
    ");
}

#[test]
fn what_a_copula_says_and_an_apposition_leaves_out_are_the_same() {
    assert_snapshot!(told("Vesk is a small town. Ada Varn, an engineer from Vesk, became mayor of Orlund."), @r"
    Vesk | is | a small town
    Ada Varn | became | mayor of Orlund
    Ada Varn | is | an engineer from Vesk
    ");
}

#[test]
fn relative_clauses_take_the_noun_before_them() {
    assert_snapshot!(told("The mayor, who owns three mills, sold the house that she inherited."), @r"
    The mayor | owns | three mills
    The mayor | sold | the house
    she | inherited | the house
    ");
}

#[test]
fn participles_and_gerunds_have_the_subject_of_what_they_describe() {
    assert_snapshot!(told("A map drawn by Jon Orl shows the river. The dam burst, flooding the valley."), @r"
    A map drawn by Jon Orl | shows | the river
    A map | drawn by | Jon Orl
    The dam | burst | 
    The dam | flooding | the valley
    ");
}

#[test]
fn what_is_said_is_the_object_wherever_it_stands() {
    assert_snapshot!(told("“The bridge will not open,” said Mira Tal. The town is growing, the mayor said."), @r"
    The bridge | will not open |  · negative · planned · by Mira Tal
    Mira Tal | said | The bridge will not open
    The town | is growing |  · by the mayor
    the mayor | said | The town is growing
    ");
}

#[test]
fn negation_modals_and_conditions_are_told() {
    assert_snapshot!(told("The mill doesn't work. The town may grow. If the river rises, the council will move the archive."), @r"
    The mill | doesn't work |  · negative
    The town | may grow |  · possible
    the river | rises |  · hypothetical
    the council | will move | the archive · planned
    ");
}

#[test]
fn a_place_and_a_date_before_the_subject_are_kept() {
    assert_snapshot!(told("In Orlund, the school closed. On 3 May 2025 the town repaired it."), @r"
    the school | closed |  · in Orlund
    the town | repaired | it · on 2025-05-03
    ");
}

#[test]
fn an_act_that_a_frame_knows_keeps_its_codes() {
    assert_snapshot!(told("Norland attacked Estmark, officials in Veskburg said."), @r"
    Norland | attacked | Estmark · by officials in Veskburg · plover:ASSAULT cameo:190
    officials in Veskburg | said | Norland attacked Estmark
    ");
}

#[test]
fn texts_that_are_cut_into_words_are_read_like_others() {
    assert_snapshot!(told("Varn 's firm does n't sell short - term loans ."), @"Varn 's firm | does n't sell | short - term loans · negative");
}

#[test]
fn the_command_adds_open_triples_and_refuses_attributions_beside_them() {
    let sandbox = Sandbox::new(&[("mill.txt", b"The mill of Orlund was sold to Ada Varn in 1921.")]);
    let plain = out(&relata(&sandbox, &["extract", "mill.txt"]));
    let open = out(&relata(&sandbox, &["extract", "mill.txt", "--open"]));
    assert!(open.starts_with(&plain) && open.len() > plain.len());
    assert_eq!(code(&relata(&sandbox, &["extract", "mill.txt", "--open", "--attributions"])), 2);
}
