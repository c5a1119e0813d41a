//! What does the speaker around say of something told before? `That is a lie`, `no such offer had been made`, `it had nothing to do with
//! the attack`, `“No.”`.

use super::act::Reading;
use super::answer::{Answer, FALSE, behind_phrases, comment_from, is_general};
use super::phrase::{Phrase, Piece, VerbGroup};
use super::tagging::{Tag, Word};

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
    if opens_question(reading, at) {
        return None;
    }
    if let Some(answer) = disowns(reading, group, at) {
        return Some(answer);
    }
    if !group.copula {
        return None;
    }
    let told = |known: &[&str]| {
        words[group.words.start + 1..].iter().take(6).any(|word| known.iter().any(|known| word.is(known)))
    };
    // `said that was untrue`, where `that` seems to open a clause
    let bare = group.words.start.checked_sub(1).map(|before| &words[before]);
    if bare.is_some_and(|bare| bare.is("that") || bare.is("this"))
        && !matches!(sentence.pieces.get(at.wrapping_sub(1)), Some(Piece::Noun(_)))
    {
        let that = at.checked_sub(1);
        let opens = match that.map(|that| &sentence.pieces[that]) {
            Some(Piece::Subordinator(_) | Piece::Relative(_)) => {
                that.and_then(|that| that.checked_sub(1)).is_some_and(|verb| sentence.group(verb).is_some())
            }
            _ => true,
        };
        return match (opens && told(FALSE), opens && told(TRUE), group.negated) {
            (true, _, false) | (_, true, true) => Some((Answer::Denies, Some(at))),
            (_, true, false) => Some((Answer::Confirms, Some(at))),
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
    // `There is no truth in the report`
    let there = bare.is_some_and(|bare| bare.is("there")) || words[group.words.start].is("there");
    if there && told(&["no", "not"]) && told(BASIS) {
        return Some((Answer::Denies, last_noun(reading, at)));
    }
    let (subject, left) = at.checked_sub(1).and_then(|left| Some((left, sentence.phrase(left)?)))?;
    let head = &words[left.head];
    let is_subject = left.pronoun && ["that", "this", "it", "they", "these", "those"].iter().any(|word| head.is(word))
        || is_general(head);
    if !is_subject {
        return None;
    }
    match (told(FALSE), told(TRUE), group.negated) {
        (true, _, false) | (_, true, true) => Some((Answer::Denies, Some(subject))),
        (_, true, false) if left.pronoun => Some((Answer::Confirms, Some(subject))),
        _ => None,
    }
}

/// Words for what is so.
const TRUE: &[&str] = &["true", "correct", "right", "accurate"];

/// What a claim that is not so has none of.
const BASIS: &[&str] =
    &["truth", "evidence", "basis", "foundation", "proof", "substance", "grounds", "merit", "indication", "sign"];

/// `it had nothing to do with the attack`, `nothing of the kind had happened`, `the claim lacked any basis`: the answer, and the
/// noun for what is answered.
fn disowns(reading: &Reading, group: &VerbGroup, at: usize) -> Option<(Answer, Option<usize>)> {
    let sentence = &reading.sentence;
    let words = &sentence.words;
    let is = |word: usize, known: &[&str]| words.get(word).is_some_and(|word| known.iter().any(|known| word.is(known)));
    let main = group.main;
    let behind = |from: usize, known: &[&str]| (from..from + 6).any(|word| is(word, known));
    let subject = at.checked_sub(1).and_then(|left| sentence.phrase(left));
    let bare = group.words.start.checked_sub(1).filter(|_| subject.is_none());
    // `This never happened`, `Nothing of the kind took place`
    let happens = is(main, &["happened", "happen", "occurred", "occur", "existed", "exist"])
        || is(main, &["took", "taken", "take"]) && is(main + 1, &["place"]);
    let start = group.words.start;
    let kind = start >= 4 && is(start - 1, &["kind", "sort"]) && is(start - 4, &["nothing"])
        || start >= 2 && is(start - 2, &["no"]) && is(start - 1, &["thing"]);
    if happens
        && (kind
            || group.negated
                && (subject.is_some_and(|phrase| stands_for_claim(phrase, words))
                    || bare.is_some_and(|bare| is(bare, &["this", "that"]))))
    {
        return Some((Answer::Denies, Some(at.checked_sub(1).filter(|_| subject.is_some()).unwrap_or(at))));
    }
    // `the claim lacked any basis`, `the report had no basis in fact`
    let none = is(main, &["lacks", "lacked", "lack"]) || is(main, &["has", "had", "have"]) && is(main + 1, &["no"]);
    if none && behind(main + 1, BASIS) && subject.is_some_and(|phrase| is_general(&words[phrase.head])) {
        return Some((Answer::Denies, at.checked_sub(1)));
    }
    // Who had no part in it: only whoever says so of himself answers.
    let own = subject.is_some_and(|phrase| {
        let first = &words[phrase.words.start];
        let owned = ["its", "his", "her", "their", "our", "my"].iter().any(|owner| first.is(owner));
        phrase.pronoun && ["it", "he", "she", "they", "we", "i"].iter().any(|one| words[phrase.head].is(one)) || owned
    });
    let apart = is(main, &["has", "had", "have", "having"]) && is(main + 1, &["nothing"]) && is(main + 3, &["do"])
        || is(main, &["has", "had", "have", "played", "play", "bore", "bears", "bear", "took", "takes"])
            && is(main + 1, &["no"])
            && behind(
                main + 2,
                &["role", "part", "hand", "involvement", "responsibility", "connection", "knowledge", "share"],
            )
        || is(main, &["knew", "knows", "know"]) && is(main + 1, &["nothing"])
        || group.negated && behind(group.words.start, &["involved", "behind", "responsible", "aware"]);
    (own && apart).then(|| (Answer::Denies, last_noun(reading, at)))
}

/// `said it had not`, `replied that they did`: a helper stands for the verb of the question before.
pub(super) fn elided(reading: &Reading, group: &VerbGroup, at: usize) -> Option<Answer> {
    let words = &reading.sentence.words;
    let helper = matches!(words[group.main].tag, Tag::Have | Tag::Do | Tag::Be | Tag::Modal);
    let ends = matches!(reading.sentence.pieces.get(at + 1), None | Some(Piece::Stop | Piece::Comma | Piece::Quote(_)));
    let subject = at.checked_sub(1).and_then(|left| reading.sentence.phrase(left));
    let pronoun = subject.is_some_and(|phrase| phrase.pronoun);
    (helper && ends && pronoun).then_some(if group.negated { Answer::Denies } else { Answer::Confirms })
}

/// `“Complete nonsense,” said the minister`, `said: “No.”`: the words of a whole quotation that says nothing but whether something is so.
pub(super) fn bare_verdict(words: &str) -> Option<Answer> {
    let words: Vec<String> = words
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    match words.as_slice() {
        [] => None,
        all if all.len() > 5 => None,
        [first, ..] if first == "no" && words.len() < 3 => Some(Answer::Denies),
        [first, ..] if first == "yes" && words.len() < 3 => Some(Answer::Confirms),
        _ if has(&["not", "never"])
            && words.len() < 4
            && has(&["absolutely", "certainly", "definitely", "course", "all", "true", "never"]) =>
        {
            Some(Answer::Denies)
        }
        _ if has(FALSE) && !has(&["not", "no", "if"]) => Some(Answer::Denies),
        _ => None,
    }
}

/// `this`, `that`, or a noun for a claim.
fn stands_for_claim(phrase: &Phrase, words: &[Word]) -> bool {
    let head = &words[phrase.head];
    ["this", "that", "it"].iter().any(|known| head.is(known)) || is_general(head)
}

/// The last of the nouns close behind a verb: `attack` of `had no part in the attack`.
fn last_noun(reading: &Reading, verb: usize) -> Option<usize> {
    let sentence = &reading.sentence;
    let behind = (verb + 1..sentence.pieces.len()).take(6);
    let reach = behind.take_while(|&at| {
        matches!(sentence.pieces[at], Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_))
            || sentence.group(at).is_some_and(|group| group.infinitive && !group.passive)
    });
    reach.filter(|&at| sentence.phrase(at).is_some_and(|phrase| !phrase.time)).last()
}

/// `whether` or `if` opens the clause of a verb.
fn opens_question(reading: &Reading, at: usize) -> bool {
    let words = &reading.sentence.words;
    let openers = reading.sentence.pieces[..at].iter().rev().take(3);
    openers.filter_map(Piece::first_word).any(|word| words[word].is("whether") || words[word].is("if"))
}
