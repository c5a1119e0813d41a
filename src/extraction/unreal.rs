//! Which acts are only spoken of? `fears of an attack`, `instead of attacking`, `It is not true that Norland attacked`.

use super::act::{Act, Reading};
use super::phrase::{Piece, VerbGroup};
use super::tagging::{Tag, Word};
use super::words::Classes;

/// What the words around an act make of it, beyond the acts around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seeming {
    /// It may be so or not.
    Imagined,
    /// It is not so.
    Undone,
    /// It is to come.
    Coming,
}

/// Nouns for what is feared, hoped or said to be possible.
const MERE: &[&str] = &[
    "anticipation",
    "case",
    "chance",
    "concern",
    "concerns",
    "danger",
    "dangers",
    "event",
    "expectation",
    "expectations",
    "fear",
    "fears",
    "hint",
    "hints",
    "hope",
    "hopes",
    "idea",
    "likelihood",
    "notion",
    "possibility",
    "prospect",
    "prospects",
    "risk",
    "risks",
    "rumour",
    "rumours",
    "rumor",
    "rumors",
    "scenario",
    "speculation",
    "spectre",
    "suspicion",
    "suspicions",
    "talk",
    "theory",
    "threat",
    "worry",
    "worries",
];

/// Verbs for what is only thought of, as a dictionary has them.
const THINK_UP: &[&str] = &[
    "avert",
    "avoid",
    "depict",
    "doubt",
    "dread",
    "dream",
    "envisage",
    "envision",
    "fantasise",
    "fear",
    "forecast",
    "foresee",
    "imagine",
    "portray",
    "predict",
    "pretend",
    "rehearse",
    "simulate",
    "wonder",
    "worry",
];

/// Forms of verbs for what somebody says of what they did.
const ADMITTING: &[&str] =
    &["boast", "boasts", "boasted", "boasting", "brag", "brags", "bragged", "bragging", "lied", "lie", "lies", "lying"];

/// Participles for those of whom it is not settled whether they did it.
const ALLEGED: &[&str] = &[
    "accused",
    "acquitted",
    "arrested",
    "charged",
    "cleared",
    "detained",
    "indicted",
    "investigated",
    "questioned",
    "sought",
    "suspected",
    "tried",
    "wanted",
];

/// Forms of verbs for what is done to somebody because of what he is said to have done.
const SEIZED: &[&str] = &[
    "arrest",
    "arrests",
    "arrested",
    "arresting",
    "detain",
    "detains",
    "detained",
    "detaining",
    "executed",
    "held",
    "imprisoned",
    "indicted",
    "interrogated",
    "investigated",
    "investigating",
    "jailed",
    "prosecuted",
    "prosecuting",
    "punished",
    "questioned",
    "sued",
    "tried",
];

/// Nouns for what somebody is said to have done.
const CHARGED: &[&str] =
    &["accusation", "accusations", "allegation", "allegations", "charge", "charges", "count", "counts", "suspicion"];

/// Words behind a form of `be` for what may come.
const COMING: &[&str] = &[
    "about",
    "bound",
    "certain",
    "due",
    "expected",
    "likely",
    "meant",
    "poised",
    "scheduled",
    "slated",
    "supposed",
    "sure",
];

/// Words for the one of several that did it.
const CHOSEN: &[&str] = &["first", "second", "third", "last", "latest", "only"];

/// Words that make a clause behind `it is` untrue, possible or true.
const UNTRUE: &[&str] = &["false", "untrue", "wrong", "incorrect", "impossible", "inconceivable", "unthinkable"];
const POSSIBLE: &[&str] = &[
    "possible",
    "conceivable",
    "doubtful",
    "likely",
    "probable",
    "questionable",
    "uncertain",
    "unclear",
    "unlikely",
    "unproven",
];
const TRUE: &[&str] = &["true", "correct", "right", "clear", "certain", "proven"];

/// What the words around an act make of it.
pub(super) fn seeming(act: &Act, reading: &Reading) -> Option<Seeming> {
    let sentence = &reading.sentence;
    match sentence.group(act.piece) {
        Some(group) => around_verb(act.piece, group, reading).or_else(|| behind_that(act.piece, reading)),
        None => around_noun(act.piece, reading),
    }
}

fn is_one(word: Option<&Word>, known: &[&str]) -> bool {
    word.is_some_and(|word| known.iter().any(|known| word.is(known)))
}

/// What stands at once before a verb.
fn around_verb(piece: usize, group: &VerbGroup, reading: &Reading) -> Option<Seeming> {
    let words = &reading.sentence.words;
    let back = |by: usize| group.words.start.checked_sub(by).and_then(|at| words.get(at));
    let inside = words[group.words.clone()].iter().chain(back(1));
    if inside.into_iter().any(|word| is_one(Some(word), &["nearly", "almost"])) {
        return Some(Seeming::Imagined);
    }
    // `do not expel diplomats lightly`
    let manner =
        words[group.words.end..].iter().take(8).take_while(|word| word.tag != Tag::Stop && word.tag != Tag::Comma);
    if group.negated && manner.into_iter().any(|word| is_one(Some(word), &["lightly", "easily", "willingly", "gladly"]))
    {
        return Some(Seeming::Imagined);
    }
    // `would have imposed sanctions`, `could have recalled the envoy`
    let own = &words[group.words.clone()];
    let unmet = own.iter().any(|word| is_one(Some(word), &["would", "could"]));
    if unmet && own.iter().any(|word| word.tag == Tag::Have && word.is("have")) {
        return Some(Seeming::Imagined);
    }
    if group.infinitive {
        return match () {
            () if is_one(back(1), &["unlikely", "need", "needs", "needed"]) => Some(Seeming::Imagined),
            () if is_one(back(1), COMING) => Some(Seeming::Coming),
            () => None,
        };
    }
    let is_than = || is_one(back(1), &["than"]) && is_one(back(2), &["rather"]);
    let is_instead = || is_one(back(1), &["of"]) && is_one(back(2), &["instead", "short"]);
    let is_behind = piece.checked_sub(1).is_some_and(|before| reading.sentence.is_any_behind(before)) || is_than();
    let undone = is_one(back(1), &["without"]) || is_instead() || is_than();
    match () {
        () if !group.gerund || !is_behind => None,
        () if is_one(back(1), &["from"]) => prevented(piece, reading),
        () if is_topic(piece, reading) => Some(Seeming::Imagined),
        () if !group.passive && undone => Some(Seeming::Undone),
        () => is_subject_matter(piece, reading).then_some(Seeming::Imagined),
    }
}

/// Verbs that keep somebody from an act, as a dictionary has them.
const PREVENTING: &[&str] =
    &["ban", "bar", "block", "deter", "disqualify", "exclude", "hinder", "keep", "prohibit", "restrain", "stop"];

/// `barred them from entering the union`: they did not. Where an act around it has the gerund inside, that tells so itself.
fn prevented(piece: usize, reading: &Reading) -> Option<Seeming> {
    if reading.acts.iter().any(|outer| [outer.inner, outer.content].contains(&Some(piece))) {
        return None;
    }
    let sentence = &reading.sentence;
    let verb = (0..piece).rev().take(6).find_map(|at| sentence.group(at))?;
    let word = sentence.words[verb.main].text.to_lowercase();
    let stem = |known: &&str| {
        word.strip_prefix(*known)
            .is_some_and(|rest| ["", "s", "ed", "red", "ned", "ped", "ing", "ring"].contains(&rest))
    };
    if !PREVENTING.iter().any(stem) && word != "kept" {
        return None;
    }
    let settled = verb.is_finite() && !verb.future && !verb.possible && !verb.obliged && !verb.negated;
    Some(if settled { Seeming::Undone } else { Seeming::Imagined })
}

/// Nouns for those who speak of what may be done.
const SPOKEN_OF: &[&str] = &[
    "conference",
    "consultations",
    "debate",
    "discussion",
    "discussions",
    "dialogue",
    "idea",
    "meeting",
    "negotiation",
    "negotiations",
    "question",
    "referendum",
    "summit",
    "talk",
    "talks",
    "vote",
];

/// `talks on withdrawing troops`
fn is_topic(piece: usize, reading: &Reading) -> bool {
    let sentence = &reading.sentence;
    let leads = piece.checked_sub(1).is_some_and(|before| {
        ["on", "about", "over", "towards", "toward", "of"].iter().any(|word| sentence.is_behind(before, word))
    });
    let noun = piece.checked_sub(2).filter(|_| leads).and_then(|noun| sentence.phrase(noun));
    let head = noun.and_then(|noun| sentence.words.get(noun.head));
    // `was convicted on charges of attacking`
    let start = sentence.pieces[piece].first_word().unwrap_or_default();
    let found_guilty = || sentence.words[..start].iter().any(|word| is_one(Some(word), &["convicted", "guilty"]));
    is_one(head, SPOKEN_OF) || is_one(head, CHARGED) && !found_guilty()
}

/// The infinitive tells what something is done for, which need not come to pass: `sent troops to attack Vesk`. No verb holds it.
pub(super) fn is_purpose(act: &Act, reading: &Reading) -> bool {
    let sentence = &reading.sentence;
    let Some(first) = sentence.joined_infinitive(act.piece) else { return false };
    let Some(group) = sentence.group(first) else { return false };
    // `is known to have attacked`
    let perfect = sentence.words[group.words.clone()].iter().any(|word| word.tag == Tag::Have);
    let verb = (0..first).rev().find_map(|at| sentence.group(at));
    let before = first.checked_sub(1).and_then(|before| sentence.phrase(before));
    if verb.is_some_and(|verb| verb.future || verb.possible || verb.obliged) && !perfect {
        // `will travel next week to discuss it`
        return true;
    }
    let object = first.checked_sub(2).and_then(|before| sentence.phrase(before));
    if before.is_some_and(|phrase| phrase.time) && object.is_some_and(|object| !object.time) {
        // `gave her two days to leave`
        return !perfect;
    }
    // `met on Monday to discuss it` did discuss it, as far as anybody knows.
    let Some(phrase) = before.filter(|phrase| !phrase.time) else { return false };
    // `became the first country to recognise Vesk`
    let chosen = sentence.words[phrase.words.clone()].iter().any(|word| is_one(Some(word), CHOSEN));
    // `It took Vesk two years to free them`
    let takes = verb.is_some_and(|verb| {
        is_one(sentence.words.get(verb.main), &["take", "takes", "took", "taken", "led", "leads", "prompted", "caused"])
    });
    verb.is_some() && !perfect && !chosen && !takes
}

/// The act is what a verb before it is about, or what somebody is only accused of: `talked about attacking`, `was suspected of
/// attacking`, but not `boasted of attacking` and `was convicted of attacking`.
fn is_subject_matter(piece: usize, reading: &Reading) -> bool {
    let sentence = &reading.sentence;
    let Some(before) = piece.checked_sub(1) else { return false };
    let behind = |word: &str| sentence.is_behind(before, word);
    let Some(mut at) = before.checked_sub(1) else { return false };
    if sentence.phrase(at).is_some() && at >= 2 && sentence.is_behind(at - 1, "by") {
        // `was accused by Vesk of attacking`
        at -= 2;
    }
    // `arrested Ada Varn in Vesk for attacking`
    let earlier = (0..=at).rev().take(8).find(|&at| {
        !matches!(sentence.pieces[at], Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_) | Piece::And(_))
    });
    let seized = |verb: &VerbGroup| is_one(sentence.words.get(verb.main), SEIZED);
    if behind("for") && earlier.and_then(|at| sentence.group(at)).is_some_and(seized) {
        return true;
    }
    let Some(verb) = sentence.group(at) else { return false };
    let main = sentence.words.get(verb.main);
    if verb.passive && is_one(main, ALLEGED) {
        return ["of", "for", "with", "over"].iter().any(|word| behind(word));
    }
    // `which Vesk accuses of arming them`: who accuses says so.
    let accuses = is_one(main, &["accuse", "accuses", "accused", "accusing"]) && !verb.passive;
    !accuses && !is_one(main, ADMITTING) && (behind("about") || behind("of") && !verb.passive)
}

/// The clause of a verb stands behind `that`, and what is before that makes it untrue or only possible.
fn behind_that(verb: usize, reading: &Reading) -> Option<Seeming> {
    let sentence = &reading.sentence;
    let words = &sentence.words;
    if !sentence.group(verb).is_some_and(VerbGroup::is_finite) {
        return None;
    }
    let opener = (0..verb).rev().take(10).find(|&at| {
        !matches!(sentence.pieces[at], Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_) | Piece::And(_))
    })?;
    let Piece::Subordinator(that) = sentence.pieces[opener] else { return None };
    words[that].is("that").then_some(())?;
    let before = opener.checked_sub(1)?;
    // `Imagine for a moment that Norland had attacked`
    if is_one(words.first(), &["imagine", "suppose"]) {
        return Some(Seeming::Imagined);
    }
    if let Some(phrase) = sentence.phrase(before)
        && (is_one(words.get(phrase.head), MERE) || is_one(words.get(phrase.words.start), &["no", "little"]))
    {
        return Some(Seeming::Imagined);
    }
    let told = that.checked_sub(1).and_then(|at| words.get(at));
    let start = that.saturating_sub(6);
    let negated = words[start..that].iter().any(|word| word.has(Classes::NEGATION));
    match (is_one(told, UNTRUE), is_one(told, TRUE), negated) {
        (true, _, false) | (_, true, true) => return Some(Seeming::Undone),
        _ if is_one(told, POSSIBLE) => return Some(Seeming::Imagined),
        _ => {}
    }
    let matrix = sentence.group(before)?;
    // `Few believe that`
    let subject = reading.subjects.iter().find(|(at, _)| *at == before).and_then(|(_, subject)| subject.pieces.first());
    let first = subject.and_then(|&at| sentence.phrase(at)).and_then(|phrase| words.get(phrase.words.start));
    let nobody = is_one(first, &["few", "nobody", "none", "no", "hardly"]);
    (nobody || thinks_up(matrix, reading)).then_some(Seeming::Imagined)
}

/// `fears of an attack`, `simulated an attack`
fn around_noun(noun: usize, reading: &Reading) -> Option<Seeming> {
    let sentence = &reading.sentence;
    let before = noun.checked_sub(1)?;
    if let Some(group) = sentence.group(before) {
        return thinks_up(group, reading).then_some(Seeming::Imagined);
    }
    let leads = ["of", "about", "over"].iter().any(|word| sentence.is_behind(before, word));
    let mere = before.checked_sub(1).filter(|_| leads).and_then(|at| sentence.phrase(at))?;
    is_one(sentence.words.get(mere.head), MERE).then_some(Seeming::Imagined)
}

/// The verb is one for what is only thought of.
fn thinks_up(group: &VerbGroup, reading: &Reading) -> bool {
    let word = &reading.sentence.words[group.main];
    let stem = |known: &str| {
        let text = word.text.to_lowercase();
        let stem = known.strip_suffix('e').unwrap_or(known);
        text.strip_prefix(stem).is_some_and(|rest| ["", "e", "s", "es", "d", "ed", "ing"].contains(&rest))
            || known
                .strip_suffix('y')
                .and_then(|stem| text.strip_prefix(stem))
                .is_some_and(|rest| rest == "ied" || rest == "ies")
    };
    word.verb().is_some() && !group.passive && THINK_UP.iter().any(|known| stem(known))
}
