//! Does a verb answer what was said before, and how? `denied`, `declined to comment`, `called it a lie`.

use super::act::Reading;
use super::phrase::{Phrase, VerbGroup};
use super::tagging::Word;
use super::words::Lexicon;

/// An answer to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Confirms,
    Denies,
    LeavesOpen,
}

const CONFIRM: &[&str] = &["confirm", "acknowledge", "admit", "concede", "corroborate", "verify"];
const DENY: &[&str] = &["deny", "dispute", "refute", "rebut", "repudiate", "contradict"];
/// Verbs that deny what is only said, and refuse what is proposed.
const DISMISS: &[&str] = &["reject", "dismiss", "contest", "deride"];
/// What somebody declines to do who leaves something open.
const SPEAK: &[&str] =
    &["comment", "discuss", "answer", "confirm", "say", "respond", "elaborate", "deny", "address", "disclose", "tell"];

/// Words for what is not so.
pub(super) const FALSE: &[&str] = &[
    "lie",
    "lies",
    "false",
    "untrue",
    "nonsense",
    "wrong",
    "baseless",
    "unfounded",
    "invented",
    "rubbish",
    "absurd",
    "fabrication",
    "fabricated",
    "fabrications",
    "fiction",
    "tale",
    "incorrect",
    "rumour",
    "rumor",
    "rumours",
    "rumors",
    "myth",
    "hoax",
    "fantasy",
    "slander",
    "propaganda",
    "groundless",
    "inaccurate",
    "ludicrous",
    "ridiculous",
    "fake",
    "invention",
    "inventions",
    "smear",
    "smears",
    "libel",
    "libellous",
    "misleading",
    "disinformation",
    "malicious",
    "defamatory",
    "unsubstantiated",
    "outrageous",
    "preposterous",
    "laughable",
    "bogus",
    "farce",
    "fairytale",
    "fairytales",
    "tales",
    "concocted",
    "trumped-up",
    "far-fetched",
    "unjustified",
    "mistaken",
    "distortion",
    "exaggerated",
];

/// The answer that a verb gives, and whether it is nothing but an answer.
pub(super) fn answer(lexicon: &Lexicon, reading: &Reading, group: &VerbGroup, at: usize) -> Option<(Answer, bool)> {
    let words = &reading.sentence.words;
    let verb = |at: usize| words.get(at).and_then(|word| word.entry.verb).map(|(verb, _)| usize::from(verb));
    let lemma = |at: usize| verb(at).and_then(|verb| lexicon.verbs.get(verb)).map_or("", |verb| verb.word.as_str());
    let main = lemma(group.main);
    let next = || reading.sentence.group(at + 1).map_or("", |group| lemma(group.main));
    let objects = || nouns_behind(reading, at).into_iter().filter_map(|at| reading.sentence.phrase(at));
    let speaks_of = |known: &[&str]| objects().any(|phrase| known.iter().any(|word| words[phrase.head].is(word)));
    let after = || words[group.main + 1..].iter().take(12);
    match main {
        "decline" | "refuse" if SPEAK.contains(&next()) => Some((Answer::LeavesOpen, true)),
        "have" | "give" | "offer" | "make" => {
            let direct = reading.sentence.arguments(at + 1, true).objects;
            let none = direct.into_iter().filter_map(|at| reading.sentence.phrase(at)).any(|phrase| {
                (words[phrase.words.start].is("no") || group.negated)
                    && ["comment", "answer", "details"].iter().any(|word| words[phrase.head].is(word))
            });
            none.then_some((Answer::LeavesOpen, true))
        }
        // `did not return calls`, `could not be reached for comment`, `could not remember the conversation`
        "return" | "reply" | "reach" | "remember" | "recall" | "react"
            if group.negated
                && (main != "return"
                    || speaks_of(&[
                        "call", "calls", "message", "messages", "email", "emails", "request", "requests",
                    ]))
                && (main != "reach" || after().take(2).any(|word| word.is("comment"))) =>
        {
            Some((Answer::LeavesOpen, true))
        }
        "ignore"
            if speaks_of(&["question", "questions", "request", "requests"])
                && after().take(5).any(|word| word.is("comment")) =>
        {
            Some((Answer::LeavesOpen, true))
        }
        // `neither accepted nor refused the demand`
        "accept" | "reject" | "refuse" | "endorse" | "welcome"
            if words[..group.words.end].iter().rev().take(4).any(|word| word.is("neither")) =>
        {
            Some((Answer::LeavesOpen, true))
        }
        "accept" | "reject" | "refuse"
            if words[..=group.words.start].iter().rev().take(2).any(|word| word.is("nor")) =>
        {
            Some((Answer::LeavesOpen, true))
        }
        "leave" if after().take(8).any(|word| word.is("open")) => Some((Answer::LeavesOpen, true)),
        // `Neither delegation commented on the report`
        "comment" | "answer" | "respond" if is_of_nobody(reading, at) => Some((Answer::LeavesOpen, true)),
        "answer" if speaks_of(&["question", "questions", "letter", "call", "calls"]) => None,
        "confirm" | "deny" | "comment" | "answer" | "respond" | "address" | "discuss" | "elaborate"
            if group.negated =>
        {
            Some((Answer::LeavesOpen, true))
        }
        "say" | "tell" | "disclose"
            if group.negated && after().take(3).any(|word| word.is("whether") || word.is("if")) =>
        {
            Some((Answer::LeavesOpen, true))
        }
        // `neither confirmed nor denied`: the second verb belongs to the first.
        "confirm" | "deny"
            if words[..group.words.start].iter().rev().take(3).any(|word| word.is("nor") || word.is("neither")) =>
        {
            Some((Answer::LeavesOpen, true))
        }
        "call" | "describe" | "label" | "brand" | "denounce" | "characterise" | "characterize"
            if after().take(9).any(|word| FALSE.iter().any(|known| word.is(known))) =>
        {
            Some((Answer::Denies, true))
        }
        // `declined to confirm or deny`, `wanted to deny`: nobody has done so yet.
        _ if (CONFIRM.contains(&main) || DENY.contains(&main)) && is_unspoken(reading, group) => {
            let declines = words[..group.words.start].iter().rev().take(6);
            let declines = declines.into_iter().any(|word| {
                ["declined", "declines", "refused", "refuses", "declining", "refusing", "not"]
                    .iter()
                    .any(|no| word.is(no))
            });
            declines.then_some((Answer::LeavesOpen, true))
        }
        _ if pleads(reading, group).is_some() => pleads(reading, group).map(|answer| (answer, true)),
        _ if group.negated || group.future || group.possible || group.passive => None,
        _ if CONFIRM.contains(&main) => Some((Answer::Confirms, true)),
        // Who contradicts somebody says the opposite, of whatever that one said.
        "contradict" if objects().any(|phrase| !is_general(&words[phrase.head])) => None,
        _ if DENY.contains(&main) => Some((Answer::Denies, true)),
        _ if DISMISS.contains(&main) => {
            let false_one = after().take(9).any(|word| FALSE.iter().any(|known| word.is(known)));
            (false_one || speaks_of(GENERAL) && !speaks_of(&["it", "this", "that"])).then_some((Answer::Denies, true))
        }
        _ => None,
    }
}

/// `to confirm`, `or deny`, but `had to admit`, `was forced to concede`.
fn is_unspoken(reading: &Reading, group: &VerbGroup) -> bool {
    let words = &reading.sentence.words;
    let Some(before) = group.words.start.checked_sub(1).map(|before| &words[before]) else { return false };
    let spoken = ["forced", "had", "has", "have", "compelled", "obliged", "on", "quick", "came", "rushed"];
    group.infinitive && !spoken.iter().any(|known| before.is(known)) || before.is("or")
}

/// `The report was confirmed by a spokesman`: who answers, behind `by`, and the noun that is answered.
pub(super) fn answered_by(
    lexicon: &Lexicon,
    reading: &Reading,
    group: &VerbGroup,
    at: usize,
) -> Option<(Answer, std::ops::Range<usize>, usize)> {
    let sentence = &reading.sentence;
    let verb = sentence.words.get(group.main)?.entry.verb.map(|(verb, _)| usize::from(verb))?;
    let main = lexicon.verbs.get(verb)?.word.as_str();
    let answer = match main {
        _ if !group.passive || group.negated || group.future || group.possible || group.infinitive => return None,
        _ if CONFIRM.contains(&main) => Answer::Confirms,
        _ if DENY.contains(&main) || DISMISS.contains(&main) => Answer::Denies,
        _ => return None,
    };
    let noun = (0..at)
        .rev()
        .take(6)
        .find(|&at| sentence.phrase(at).is_some_and(|phrase| is_general(&sentence.words[phrase.head])))?;
    let by = (at + 1..sentence.pieces.len()).take(4).find(|&at| sentence.is_behind(at, "by"))? + 1;
    (sentence.is_actor(by)).then(|| (answer, sentence.whole(by), noun))
}

/// `pleaded not guilty`
pub(super) fn pleads(reading: &Reading, group: &VerbGroup) -> Option<Answer> {
    let words = &reading.sentence.words;
    if !["plead", "pleads", "pleaded", "pled"].iter().any(|known| words[group.main].is(known)) {
        return None;
    }
    let next = |at: usize| words.get(group.main + at);
    match (next(1)?.is("not"), next(1)?.is("guilty") || next(2)?.is("guilty")) {
        (true, true) => Some(Answer::Denies),
        (false, true) => Some(Answer::Confirms),
        _ => None,
    }
}

/// `There was no immediate comment from the ministry`: the words of whoever says nothing.
pub(super) fn comment_from(reading: &Reading, at: usize) -> Option<std::ops::Range<usize>> {
    let sentence = &reading.sentence;
    let there = at.checked_sub(1).and_then(|before| sentence.phrase(before)).map(|phrase| &sentence.words[phrase.head]);
    let opener = sentence.group(at).map(|group| group.words.start)?;
    let is_there = there.is_some_and(|word| word.is("there"))
        || opener.checked_sub(1).is_some_and(|word| sentence.words[word].is("there"))
        || sentence.words[opener].is("there");
    let noun = (at + 1..sentence.pieces.len()).take(3).find_map(|at| sentence.phrase(at).map(|phrase| (at, phrase)))?;
    let empty = sentence.words[noun.1.words.start].is("no") && is_comment(&sentence.words[noun.1.head]);
    let from = sentence
        .arguments(noun.0 + 1, false)
        .behind
        .into_iter()
        .find(|(word, _)| ["from", "by"].iter().any(|from| sentence.words[*word].is(from)));
    let first = from.and_then(|(_, list)| list.first().copied()).filter(|_| is_there && empty)?;
    Some(sentence.whole(first))
}

/// A word for what somebody says when he is asked.
fn is_comment(word: &Word) -> bool {
    ["comment", "response", "reaction", "answer", "statement", "reply", "confirmation", "word"]
        .iter()
        .any(|known| word.is(known))
}

/// The piece behind what prepositions add to a noun: `that` of `reports on the radio that`.
pub(super) fn behind_phrases(reading: &Reading, from: usize) -> usize {
    let sentence = &reading.sentence;
    let mut at = from;
    while sentence.is_any_behind(at) && sentence.phrase(at + 1).is_some() {
        at += 2;
    }
    at
}

/// The subject of a verb begins with `neither`, `no` or `nobody`.
fn is_of_nobody(reading: &Reading, at: usize) -> bool {
    let subject = reading.subjects.iter().find(|(verb, _)| *verb == at).and_then(|(_, subject)| subject.pieces.first());
    let phrase = subject.and_then(|&piece| reading.sentence.phrase(piece));
    phrase.is_some_and(|phrase| {
        let start = phrase.words.start;
        let first = &reading.sentence.words[start];
        let before = start.checked_sub(1).map(|before| &reading.sentence.words[before]);
        [Some(first), before]
            .into_iter()
            .flatten()
            .any(|word| ["neither", "no", "nobody"].iter().any(|known| word.is(known)))
    })
}

/// Nouns that may stand for any claim.
const GENERAL: &[&str] = &[
    "claim",
    "claims",
    "report",
    "reports",
    "allegation",
    "allegations",
    "accusation",
    "accusations",
    "charge",
    "charges",
    "statement",
    "statements",
    "suggestion",
    "suggestions",
    "assertion",
    "assertions",
    "rumour",
    "rumours",
    "rumor",
    "rumors",
    "account",
    "story",
    "news",
    "notice",
    "matter",
    "question",
    "existence",
    "it",
    "this",
    "that",
    "which",
    "so",
    "responsibility",
    "involvement",
    "wrongdoing",
    "role",
    "part",
];

/// The noun of a phrase: `allegation` of `called the allegation baseless`.
pub(super) fn noun_of<'w, 'a>(phrase: &Phrase, words: &'w [Word<'a>]) -> &'w Word<'a> {
    let head = &words[phrase.head];
    let is_verdict = FALSE.iter().any(|known| head.is(known)) && phrase.head > phrase.words.start + 1;
    if is_verdict { &words[phrase.head - 1] } else { head }
}

/// It may stand for any claim.
pub(super) fn is_general(head: &Word) -> bool {
    GENERAL.iter().any(|known| head.is(known))
}

/// The nouns that an answering verb is about, those behind `of` first: `reports of the veto`.
pub(super) fn nouns_behind(reading: &Reading, verb: usize) -> Vec<usize> {
    let sentence = &reading.sentence;
    let arguments = sentence.arguments(verb + 1, true);
    let inner =
        arguments.content.filter(|_| arguments.objects.is_empty()).map(|inner| sentence.arguments(inner + 1, true));
    let mut nouns = arguments.objects.clone();
    // `had no comment on the airfield` is about the airfield.
    let empty = |at: &usize| {
        let head = sentence.phrase(*at).map(|phrase| &sentence.words[phrase.head]);
        head.is_some_and(|head| {
            ["comment", "answer", "details", "response", "reaction"].iter().any(|word| head.is(word))
        })
    };
    // `a claim that he called ridiculous`: the verdict is not what is judged.
    let verdict = |at: &usize| {
        sentence.phrase(*at).is_some_and(|phrase| {
            FALSE.iter().any(|known| sentence.words[phrase.head].is(known))
                && !is_general(noun_of(phrase, &sentence.words))
        })
    };
    nouns.retain(|at| !empty(at) && !verdict(at));
    nouns.extend(
        arguments.behind.iter().filter(|_| nouns.is_empty()).flat_map(|(_, list)| list.clone()).collect::<Vec<_>>(),
    );
    if let Some(inner) = inner {
        nouns.extend(inner.objects);
        nouns.extend(inner.behind.into_iter().flat_map(|(_, list)| list));
    }
    // `denied responsibility for the attack`
    let part = |at: usize| {
        let known = ["responsibility", "involvement", "role", "part", "hand", "knowledge", "complicity"];
        sentence.phrase(at).is_some_and(|phrase| known.iter().any(|known| sentence.words[phrase.head].is(known)))
    };
    let leads = |at: usize| {
        sentence.is_behind(at + 1, "of")
            || part(at) && ["for", "in"].iter().any(|word| sentence.is_behind(at + 1, word))
    };
    let behind: Vec<usize> = nouns.iter().filter(|&&at| leads(at)).map(|at| at + 2).collect();
    nouns.splice(0..0, behind);
    nouns
}
