//! What a model is asked, what is read out of its answers, and how both back ends are held against the text.

use std::sync::LazyLock;
use std::time::Duration;

use proptest::prelude::*;
use relata::extraction::{ClaimLine, Extraction, Folded, Lexicon, Outcome, Types, Verifier, claim_lines, extract};
use relata::model::Modality;
use relata::ontology::EventCodes;
use relata::prompting::{
    EVENT_CLASSES, Leaks, ModelClaims, Passage, Sourced, Surroundings, answer_key, examples, headline, messages,
    passages, read_statements, retry_after, schema, wait_before,
};
use serde_json::Value;

use crate::support::draws;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::shipped);
static TYPES: LazyLock<Types> = LazyLock::new(Types::shipped);

fn found(text: &str) -> Extraction {
    extract(text, &LEXICON, &TYPES, Some("2025-06-15".parse().unwrap()))
}

/// The claims of the rules with what the verifier says of each.
fn verified(text: &str) -> Vec<(ClaimLine, Outcome, Vec<String>)> {
    let extraction = found(text);
    let verifier = Verifier::new(text, &extraction, &LEXICON);
    let lines = claim_lines("t", text, &extraction, &TYPES);
    let verdicts: Vec<_> = lines.iter().map(|line| verifier.verify(line)).collect();
    lines.into_iter().zip(verdicts).map(|(line, verdict)| (line, verdict.outcome, verdict.reasons)).collect()
}

#[test]
fn the_examples_of_the_prompt_pass_the_verifier() {
    // The examples are not theirs to leak: other leaks are looked for in them.
    for example in examples() {
        let extraction = found(&example.passage);
        let sourced = Sourced {
            document: "example",
            written: &example.passage,
            text: &example.passage,
            extraction: &extraction,
            lexicon: &LEXICON,
            published: example.published.parse().ok(),
        };
        let leaks = Leaks::shipped();
        let mut claims = ModelClaims::new(sourced, "nobody", &leaks);
        let statements = read_statements(&example.answer.to_string()).unwrap();
        let n = statements.len();
        let [passage] = passages(&example.passage).try_into().unwrap();
        claims.add(&passage, statements);
        assert!(claims.doubtful.is_empty(), "{:#?}", claims.doubtful);
        assert_eq!(claims.lines.len(), n);
        let has = |modality: Modality| claims.lines.iter().any(|line| line.modality == modality.word());
        assert!(has(Modality::Proposed) || has(Modality::Threatened), "an example shows what is not actual");
    }
}

/// Every object of a schema asks for all of its properties and allows no other.
fn is_strict(schema: &Value) -> bool {
    match schema {
        Value::Object(object) => {
            let is_strict_here = object.get("properties").is_none_or(|properties| {
                let names: Vec<&String> = properties.as_object().unwrap().keys().collect();
                let required = object["required"].as_array().unwrap();
                required.iter().map(|name| name.as_str().unwrap()).eq(names.into_iter().map(String::as_str))
                    && object["additionalProperties"] == false
            });
            is_strict_here && object.values().all(is_strict)
        }
        Value::Array(values) => values.iter().all(is_strict),
        _ => true,
    }
}

#[test]
fn the_schema_is_strict_and_names_the_types_that_there_are() {
    assert!(is_strict(&schema()));
    let codes = EventCodes::shipped();
    for class in EVENT_CLASSES.iter().filter(|class| **class != "OTHER") {
        assert!(codes.concept(&format!("plover:{class}")).is_some(), "{class}");
    }
    // The prompt speaks of each field.
    let system = &messages("", Surroundings::default(), false)[0].content;
    let statement = &schema()["properties"]["statements"]["items"]["properties"];
    for name in statement.as_object().unwrap().keys() {
        assert!(system.contains(name.as_str()), "{name}");
    }
}

#[test]
fn marks_are_folded_and_words_are_not() {
    let text = "Vesk’s army said:\n  “We – all of us – left…” Re\u{301}my met Iranians.";
    let folded = Folded::new(text);
    let found = |words: &str| -> Vec<&str> {
        folded.find(words, &(0..text.len())).into_iter().map(|span| &text[span]).collect()
    };
    assert_eq!(found("Vesk's army said: \"We - all"), ["Vesk’s army said:\n  “We – all"]);
    assert_eq!(found("left..."), ["left…"]);
    assert_eq!(found("R\u{e9}my"), ["Re\u{301}my"]);
    assert!(found("Iran").is_empty() && found("vesk's army").is_empty() && found("").is_empty());
    assert!(found("Vesk army").is_empty());
    assert!(folded.find("army", &(0..8)).is_empty());
}

#[test]
fn a_text_is_cut_into_passages_of_whole_sentences() {
    let sentence = "Norland attacked Vesk with ships and the army of Estmark left the town in the night. ";
    let text = sentence.repeat(40);
    let cut = passages(&text);
    assert!(cut.len() > 2 && cut.iter().all(|passage| text[passage.span()].chars().count() <= 1_200));
    assert!(cut.iter().all(|passage| text[passage.span()].ends_with('.')));
    assert_eq!(cut[0].before, 0..0);
    assert!(cut[1].before.end <= cut[1].span().start && !cut[1].before.is_empty());
    let (first, second) = cut[0].halves().unwrap();
    assert_eq!([first.sentences, second.sentences].concat(), cut[0].sentences);
    let one = Passage { sentences: std::iter::once(0..5).collect(), before: 0..0 };
    assert!(one.halves().is_none());
    assert_eq!(headline("# Quarrel over the strait\n\nNorland left."), Some("Quarrel over the strait"));
    assert_eq!(headline("Norland left.\n\nVesk did not."), None);
}

#[test]
fn a_key_depends_on_all_that_the_answer_depends_on() {
    let none = Surroundings::default();
    let key = answer_key("m", "Norland left.", none);
    assert_eq!(key, answer_key("m", "Norland left.", none));
    assert_ne!(key, answer_key("n", "Norland left.", none));
    assert_ne!(key, answer_key("m", "Norland left!", none));
    assert_ne!(key, answer_key("m", "Norland left.", Surroundings { published: "2025-06-15", ..none }));
}

#[test]
fn waits_are_those_that_the_server_asks_for_or_grow() {
    let now = "2015-10-21T07:27:30Z".parse().unwrap();
    assert_eq!(retry_after(" 7 ", now), Some(Duration::from_secs(7)));
    assert_eq!(retry_after("0.5", now), Some(Duration::from_millis(500)));
    assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT", now), Some(Duration::from_secs(30)));
    assert_eq!(retry_after("Wed, 21 Oct 2015 07:27:00 GMT", now), Some(Duration::ZERO));
    assert_eq!(retry_after("soon", now), None);
    let first = Duration::from_secs(1);
    for attempt in 0..40 {
        let (least, most) = (wait_before(attempt, first, 0.0), wait_before(attempt, first, 1.0));
        assert!(least < most && most <= Duration::from_secs(60) && most == least * 2);
    }
    assert_eq!(wait_before(2, first, 1.0), Duration::from_secs(4));
}

#[test]
fn words_around_an_act_that_speak_against_it_are_found() {
    let text = "Norland did not attack Vesk. Estmark will attack Vesk. Sarn refused to attack Vesk. \
        Norland attacked Estmark, officials said. Norland attacked Sarn.";
    let extraction = found(text);
    let verifier = Verifier::new(text, &extraction, &LEXICON);
    let claim = |quote: &str, subject: &str, trigger: &str| {
        let at = |words: &str, from: usize| from + text[from..].find(words).unwrap();
        let start = at(quote, 0);
        let (subject_start, predicate_start) = (at(subject, start), at(trigger, start));
        ClaimLine {
            subject: subject.to_owned(),
            quote: quote.to_owned(),
            start,
            end: start + quote.len(),
            subject_start,
            subject_end: subject_start + subject.len(),
            predicate_start,
            predicate_end: predicate_start + trigger.len(),
            polarity: "positive".into(),
            modality: "actual".into(),
            certainty: "certain".into(),
            ..ClaimLine::default()
        }
    };
    let verdict = |line: &ClaimLine| verifier.verify(line).outcome;
    let denied = claim("Norland did not attack Vesk", "Norland", "attack");
    assert_eq!(verdict(&denied), Outcome::Conflict);
    assert_eq!(verdict(&ClaimLine { polarity: "negative".into(), ..denied }), Outcome::Grounded);
    let planned = claim("Estmark will attack Vesk", "Estmark", "attack");
    assert_eq!(verdict(&planned), Outcome::Conflict);
    assert_eq!(verdict(&ClaimLine { modality: "planned".into(), ..planned }), Outcome::Grounded);
    assert_eq!(verdict(&claim("Sarn refused to attack Vesk", "Sarn", "attack")), Outcome::Conflict);
    let said = claim("Norland attacked Estmark", "Norland", "attacked");
    assert_eq!(verdict(&said), Outcome::Conflict);
    let start = text.find("officials").unwrap();
    let told =
        ClaimLine { said_by: "officials".to_owned(), said_by_start: Some(start), said_by_end: Some(start + 9), ..said };
    assert_eq!(verdict(&told), Outcome::Grounded);
    let bare = claim("Norland attacked Sarn", "Norland", "attacked");
    assert_eq!(verdict(&bare), Outcome::Grounded);
    assert_eq!(verdict(&ClaimLine { subject_start: bare.subject_start + 1, ..bare.clone() }), Outcome::Ungrounded);
    assert_eq!(verdict(&ClaimLine { end: usize::MAX, ..bare.clone() }), Outcome::Ungrounded);
    let away = ClaimLine { subject: "Estmark".to_owned(), ..bare };
    let start = text.find("Estmark").unwrap();
    assert_eq!(verdict(&ClaimLine { subject_start: start, subject_end: start + 7, ..away }), Outcome::Elsewhere);
}

/// Sentences out of pieces that rules have something to say about.
fn text() -> impl Strategy<Value = String> {
    let who = prop::sample::select(vec![
        "Norland",
        "The Estmark government",
        "Vesk’s army",
        "officials in Sarn",
        "He",
        "They",
    ]);
    let how = prop::sample::select(vec![
        "attacked",
        "did not attack",
        "will attack",
        "refused to attack",
        "threatened to attack",
        "denied the claim that it attacked",
        "said it had attacked",
        "may have attacked",
        "neither confirmed nor denied a proposal to attack",
        "met",
        "agreed to help",
    ]);
    let whom = prop::sample::select(vec!["Vesk", "the ships", "two ministers of Norland", "it"]);
    let end = prop::sample::select(vec![
        ".",
        ", officials said.",
        ", according to the Vesk Courier.",
        " on Monday.\n\n",
        " if it attacks.",
    ]);
    let sentence = (who, how, whom, end).prop_map(|(who, how, whom, end)| format!("{who} {how} {whom}{end} "));
    prop::collection::vec(sentence, 1..6).prop_map(|sentences| sentences.concat())
}

proptest! {
    #![proptest_config(draws(256))]

    #[test]
    fn what_the_rules_find_stands_in_the_text(text in text()) {
        // A part may stand elsewhere: `it` gives way to the name that it stands for.
        for (line, outcome, reasons) in verified(&text) {
            prop_assert!(outcome.holds(), "{reasons:?}: {line:#?}");
        }
    }

    #[test]
    fn any_answer_is_read_without_a_panic(answer in r#"[\[\]{}",:a-z0-9 ]{0,60}"#, tail in any::<String>()) {
        let _ = read_statements(&format!("{answer}{tail}"));
        let _ = read_statements(&format!("{{\"statements\": [{answer}{tail}"));
    }

    #[test]
    fn passages_hold_all_sentences_in_order(text in r"([A-Za-z’ ]{0,300}[.!?\n] ?){0,20}") {
        let cut = passages(&text);
        let mut end = 0;
        for passage in &cut {
            prop_assert!(!passage.sentences.is_empty() && passage.before.end <= passage.span().start);
            for sentence in &passage.sentences {
                prop_assert!(end <= sentence.start && sentence.start < sentence.end);
                end = sentence.end;
            }
        }
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        let kept: String = cut.iter().map(|passage| letters(&text[passage.span()])).collect();
        prop_assert_eq!(kept, letters(&text));
    }

    #[test]
    fn what_is_found_folded_is_what_was_looked_for(text in r"[ab’'“”\u{301}é –-]{0,30}", from in 0..30_usize, to in 0..30_usize) {
        let folded = Folded::new(&text);
        let (from, to) = (from.min(text.len()), to.min(text.len()));
        let Some(words) = text.get(from..to.max(from)) else { return Ok(()) };
        for span in folded.find(words, &(0..text.len())) {
            prop_assert!(text.get(span.clone()).is_some(), "{span:?}");
        }
    }
}
