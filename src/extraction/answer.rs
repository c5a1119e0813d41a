//! Does a verb answer what was said before, and how? `denied`, `declined to comment`, `That is a lie`.

use super::act::Reading;
use super::phrase::{Phrase, Piece, VerbGroup};
use super::tagging::Word;
use super::words::Lexicon;

/// An answer to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Confirms,
    Denies,
    LeavesOpen,
}

const CONFIRM: &[&str] = &["confirm", "acknowledge", "admit", "concede", "corroborate"];
const DENY: &[&str] = &["deny", "dispute", "refute", "rebut", "repudiate", "contradict"];
/// Verbs that deny what is only said, and refuse what is proposed.
const DISMISS: &[&str] = &["reject", "dismiss"];
/// What somebody declines to do who leaves something open.
const SPEAK: &[&str] =
    &["comment", "discuss", "answer", "confirm", "say", "respond", "elaborate", "deny", "address", "disclose", "tell"];

/// Words for what is not so.
const FALSE: &[&str] = &[
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
];
const TRUE: &[&str] = &["true", "correct", "right", "accurate"];

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
        "call" | "describe" | "label" | "brand"
            if after().take(9).any(|word| FALSE.iter().any(|known| word.is(known))) =>
        {
            Some((Answer::Denies, true))
        }
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

/// What the speaker around says of something told before: `That is a lie`, `no such offer had been made`.
pub(super) fn judged(reading: &Reading, group: &VerbGroup, at: usize) -> Option<(Answer, Option<usize>)> {
    let sentence = &reading.sentence;
    let words = &sentence.words;
    // `no such notice had been received`, `received no such notice`
    let such = |at: usize| {
        sentence.phrase(at).is_some_and(|phrase| {
            phrase.words.len() > 1 && words[phrase.words.start].is("no") && words[phrase.words.start + 1].is("such")
        })
    };
    let subject = reading.subjects.iter().find(|(verb, _)| *verb == at).map(|(_, subject)| subject.pieces.clone());
    let before = at.checked_sub(1).into_iter().chain(subject.into_iter().flatten());
    if let Some(noun) = before.chain([at + 1]).find(|&at| such(at)) {
        return Some((Answer::Denies, Some(noun)));
    }
    if comment_from(reading, at).is_some() {
        return Some((Answer::LeavesOpen, None));
    }
    if !group.copula || opens_question(reading, at) {
        return None;
    }
    let told = |known: &[&str]| {
        words[group.words.start + 1..].iter().take(6).any(|word| known.iter().any(|known| word.is(known)))
    };
    // `said that was untrue`, where `that` seems to open a clause
    let bare = group.words.start.checked_sub(1).map(|before| &words[before]);
    if bare
        .is_some_and(|bare| bare.is("that") && !matches!(sentence.pieces.get(at.wrapping_sub(1)), Some(Piece::Noun(_))))
    {
        let opens = at.checked_sub(1).is_some_and(|that| {
            matches!(sentence.pieces[that], Piece::Subordinator(_))
                && that.checked_sub(1).is_some_and(|verb| sentence.group(verb).is_some())
        });
        return match (opens && told(FALSE), opens && told(TRUE), group.negated) {
            (true, _, false) | (_, true, true) => Some((Answer::Denies, None)),
            (_, true, false) => Some((Answer::Confirms, None)),
            _ => None,
        };
    }
    // `Reports that the minister has resigned are false`
    let far = (0..at).rev().take(12).find(|&before| {
        let that = behind_phrases(reading, before + 1);
        matches!(sentence.pieces.get(that), Some(Piece::Subordinator(that)) if words[*that].is("that"))
            && sentence.phrase(before).is_some_and(|phrase| !phrase.pronoun && is_general(&words[phrase.head]))
            && (that + 1..at).any(|between| sentence.group(between).is_some_and(VerbGroup::is_finite))
    });
    if let Some(noun) = far.filter(|_| told(FALSE) && !group.negated) {
        return Some((Answer::Denies, Some(noun)));
    }
    let left = at.checked_sub(1).and_then(|left| sentence.phrase(left))?;
    let head = &words[left.head];
    let is_subject = left.pronoun && ["that", "this", "it"].iter().any(|word| head.is(word))
        || GENERAL.iter().any(|known| head.is(known));
    if !is_subject {
        return None;
    }
    match (told(FALSE), told(TRUE), group.negated) {
        (true, _, false) | (_, true, true) => Some((Answer::Denies, None)),
        (_, true, false) if left.pronoun => Some((Answer::Confirms, None)),
        _ => None,
    }
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

/// `whether` or `if` opens the clause of a verb.
fn opens_question(reading: &Reading, at: usize) -> bool {
    let words = &reading.sentence.words;
    let openers = reading.sentence.pieces[..at].iter().rev().take(3);
    openers.filter_map(Piece::first_word).any(|word| words[word].is("whether") || words[word].is("if"))
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
    nouns.retain(|at| !empty(at));
    nouns.extend(
        arguments.behind.iter().filter(|_| nouns.is_empty()).flat_map(|(_, list)| list.clone()).collect::<Vec<_>>(),
    );
    if let Some(inner) = inner {
        nouns.extend(inner.objects);
        nouns.extend(inner.behind.into_iter().flat_map(|(_, list)| list));
    }
    let behind: Vec<usize> = nouns.iter().filter(|&&at| sentence.is_behind(at + 1, "of")).map(|at| at + 2).collect();
    nouns.splice(0..0, behind);
    nouns
}
