//! Which claim before does an answer mean? `the accusation`, `any involvement in the attack`, `that`, or what was said last.

use super::act::Reading;
use super::answer::{Answer, is_general, noun_of, nouns_behind};
use super::charge::{ACCUSES, CHARGES, Charged, inside_charge};
use super::definite::{PUT, is_definite, of_noun};
use super::document::{End, ExtractedClaim, Extraction};
use super::phrase::{Piece, span_of};
use super::quotation::is_quoted;
use super::reply::{Answering, Known};
use super::tagging::Word;
use super::text::Span;
use crate::model::{Certainty, Modality, Polarity};

/// The claims before a sentence that it may answer; what lies farther back is forgotten.
const REMEMBERED: usize = 200;

impl Known<'_> {
    /// The claim that is answered: the latest one that the words of the object fit.
    pub(super) fn answered(&self, found: &Extraction, reading: &Reading, one: &Answering) -> Option<usize> {
        let sentence = &reading.sentence;
        let before = found.claims.len();
        if one.is_bare {
            return self.asked(found).or_else(|| {
                // `He said it had not` answers a question, and no claim that nobody asked about.
                let verdict = sentence.group(one.piece).is_none();
                verdict.then(|| self.said_last(found, &one.speaker, before, one.cue.start)).flatten()
            });
        }
        let mut nouns = one.noun.map_or_else(|| nouns_behind(reading, one.piece), |noun| vec![noun]);
        if nouns.is_empty() {
            // `neither confirmed nor denied the claim`: the object stands behind the second verb.
            let second = (one.piece + 1..sentence.pieces.len()).take(3).find(|&at| sentence.group(at).is_some());
            nouns.extend(second.map(|second| sentence.arguments(second + 1, true).objects).into_iter().flatten());
        }
        if nouns.is_empty() {
            // `a claim that the minister dismissed`, `which the police deny`
            nouns.extend(
                (0..one.piece)
                    .rev()
                    .take(4)
                    .find(|&at| matches!(sentence.pieces[at], Piece::Relative(_) | Piece::Subordinator(_)))
                    .and_then(|relative| relative.checked_sub(1)),
            );
        }
        if let Some(target) = self.told_behind(found, reading, &nouns) {
            return Some(target);
        }
        // `rejects the allegation that its envoys lied`: nothing else is answered, although no claim tells it.
        if one.answer == Answer::Denies && has_own_clause(reading, &nouns) {
            return None;
        }
        if one.noun.is_none() && is_told_here(reading, one) {
            // `confirmed that it had bought a boat`: nothing else is answered.
            let told = self.by_such(found, reading, one).or_else(|| self.by_verbs(found, reading, one));
            if told.is_some() || one.answer != Answer::LeavesOpen || asks_whether(reading, one) {
                return told;
            }
        }
        let unnamed = nouns.iter().all(|&at| sentence.phrase(at).is_none()) || one.is_whole(reading);
        if one.answer == Answer::LeavesOpen && nouns.is_empty() && is_reply(reading, one) {
            // `Norland has not replied`: who was asked something, or offered it.
            let put = (0..before).rev().take(6).find(|&at| {
                let claim = &found.claims[at];
                claim.rule != "reply" && PUT.contains(&claim.predicate.as_str())
            });
            if put.is_some() {
                return put;
            }
        }
        if unnamed || one.answer == Answer::LeavesOpen && nouns.is_empty() {
            return self.said_last(found, &one.speaker, before, one.cue.start);
        }
        if let Some(target) = self.of_last_reply(found, reading, &nouns) {
            return Some(target);
        }
        match self.accused(found, reading, one, &nouns) {
            Charged::With(target) => return Some(target),
            Charged::Elsewhere => return None,
            Charged::NotAnswered => {}
        }
        let by_noun = nouns.iter().find_map(|&at| {
            let phrase = sentence.phrase(at)?;
            let head = noun_of(phrase, &sentence.words);
            // `Vesk, which signed a pact with Orlund, has not commented on the deal`: another one.
            let told_beside = |at: &usize| {
                let claim = &found.claims[*at];
                *at >= self.first
                    && claim.speaker.is_none()
                    && self.text[claim.subject.clone()] == self.text[one.speaker.clone()]
            };
            let claims = self.candidates_of_all(found, before, one.cue.start).filter(|at| !told_beside(at));
            let claims: Vec<usize> = claims.collect();
            if let Some(target) = by_kind(found, head, &claims) {
                return Some(target);
            }
            if !(is_definite(phrase, &sentence.words) || head.text.ends_with('s')) || is_general(head) {
                return None;
            }
            // `the raid on the bridge`: of several raids, that on the bridge; of several, that of whoever answers.
            let behind = nouns_at(reading, at);
            let object_fits = |&at: &usize| match &found.claims[at].object {
                End::Words(object) => behind.iter().any(|noun| holds(&self.text[object.clone()], noun)),
                End::Claim(_) | End::Nothing => false,
            };
            let of = |claims: &mut dyn Iterator<Item = usize>| of_noun(found, self.lexicon, self.types, head, claims);
            let target = of(&mut claims.iter().copied().filter(object_fits))
                .or_else(|| of(&mut claims.iter().copied()))
                .or_else(|| claims.iter().copied().find(|&at| object_holds(self.text, found, at, head.text)))
                .or_else(|| claims.iter().copied().find(|&at| has_stem(self.text, &found.claims[at], head.text)))?;
            Some(outermost(found, self.first_of_kind(found, target)))
        });
        let general =
            |&at: &usize| sentence.phrase(at).is_some_and(|phrase| is_general(noun_of(phrase, &sentence.words)));
        let is_told = one.noun.is_some() || nouns.iter().any(general);
        let last = || self.said_last(found, &one.speaker, before, one.cue.start);
        let target = by_noun
            .or_else(|| is_told.then(last).flatten())
            .or_else(|| self.by_verbs(found, reading, one))
            .or_else(|| (one.answer == Answer::LeavesOpen || follows_which(reading, one)).then(last).flatten())?;
        (!answers_charge(reading, &nouns) || is_alleged(&found.claims[target])).then_some(target)
    }

    /// What the last sentence, or the one before it, asks: `Asked whether the army had bombed the market`.
    fn asked(&self, found: &Extraction) -> Option<usize> {
        let recent = self.starts.iter().rev().nth(1).copied().unwrap_or(self.first);
        let open = (recent..found.claims.len()).rev().find(|&at| {
            let claim = &found.claims[at];
            claim.polarity == Polarity::Underspecified && claim.rule != "reply"
        })?;
        Some(outermost(found, open))
    }

    /// `neither confirmed nor denied that such a letter existed`
    fn by_such(&self, found: &Extraction, reading: &Reading, one: &Answering) -> Option<usize> {
        let sentence = &reading.sentence;
        let such = (one.piece + 1..sentence.pieces.len()).find(|&at| {
            sentence
                .phrase(at)
                .is_some_and(|phrase| sentence.words[phrase.words.clone()].iter().take(2).any(|word| word.is("such")))
        })?;
        let head = &sentence.words[sentence.phrase(such)?.head];
        let claims: Vec<usize> = self.candidates_of_all(found, found.claims.len(), one.cue.start).collect();
        let of = of_noun(found, self.lexicon, self.types, head, claims.iter().copied());
        of.or_else(|| by_kind(found, head, &claims))
            .or_else(|| claims.iter().copied().find(|&at| self.sentence_holds(&found.claims[at], head.text)))
            .map(|target| outermost(found, target))
    }

    /// The sentence of a claim holds a word: `in a letter`.
    fn sentence_holds(&self, claim: &ExtractedClaim, word: &str) -> bool {
        let rest = &self.text[claim.quote.start..];
        let end = rest.find(['.', '\n']).unwrap_or(rest.len()).max(claim.quote.end - claim.quote.start);
        holds(&rest[..end], &word.to_lowercase())
    }

    /// Of several acts of one kind that one speaker tells of one actor in a sentence, the first: `shelled a camp, killing fourteen`.
    fn first_of_kind(&self, found: &Extraction, target: usize) -> usize {
        let told = &found.claims[target];
        let start = self.starts.iter().rev().copied().find(|&start| start <= target).unwrap_or(0);
        let same = |&at: &usize| {
            let claim = &found.claims[at];
            claim.rule != "reply"
                && claim.speaker == told.speaker
                && self.text[claim.subject.clone()] == self.text[told.subject.clone()]
                && self.types.root(&claim.predicate) == self.types.root(&told.predicate)
        };
        (start..target).find(same).unwrap_or(target)
    }

    /// `its existence` is that of what was answered last: a protocol that somebody else has just denied.
    fn of_last_reply(&self, found: &Extraction, reading: &Reading, nouns: &[usize]) -> Option<usize> {
        let sentence = &reading.sentence;
        let exists = |at: &usize| {
            sentence.phrase(*at).is_some_and(|phrase| {
                let word = |at: usize, known: &[&str]| known.iter().any(|known| sentence.words[at].is(known));
                word(phrase.head, &["existence", "contents", "authenticity"])
                    && word(phrase.words.start, &["its", "their"])
            })
        };
        nouns.iter().find(|at| exists(at))?;
        let recent = self.starts.iter().rev().nth(2).copied().unwrap_or_default();
        let last = (recent..found.claims.len()).rev().find(|&at| found.claims[at].rule == "reply")?;
        let claim = &found.claims[last];
        claim.denies.iter().chain(&claim.confirms).chain(&claim.declines_to_comment).next().copied()
    }

    /// `a report that Norland had offered Vesk a share`: what is answered is told in the sentence itself.
    fn told_behind(&self, found: &Extraction, reading: &Reading, nouns: &[usize]) -> Option<usize> {
        let sentence = &reading.sentence;
        let noun = nouns.iter().copied().find(|&at| {
            let general = sentence
                .phrase(at)
                .is_some_and(|phrase| !phrase.pronoun && is_general(noun_of(phrase, &sentence.words)));
            general && sentence.arguments(at + 1, false).content.is_some()
        })?;
        let place = sentence.words[sentence.phrase(noun)?.head].span.end;
        let own = self.first..found.claims.len();
        let first = own
            .filter(|&at| found.claims[at].rule != "reply" && found.claims[at].trigger.start > place)
            .min_by_key(|&at| found.claims[at].trigger.start)?;
        Some(outermost(found, first))
    }

    /// `would not say whether anybody had been arrested`: the claim before that tells one of the acts behind the verb.
    fn by_verbs(&self, found: &Extraction, reading: &Reading, one: &Answering) -> Option<usize> {
        let sentence = &reading.sentence;
        // `confirmed that thirty were held but denied that any were hurt`: another verb has a clause of its own.
        let goes_over = |at: &usize| {
            matches!(sentence.pieces[*at], Piece::And(_))
                && sentence.group(at + 1).is_some_and(|group| group.bare && group.is_finite())
        };
        let end = (one.piece + 1..sentence.pieces.len()).find(goes_over).unwrap_or(sentence.pieces.len());
        let behind = sentence.pieces.iter().take(end).skip(one.piece + 1);
        let verbs = behind.filter_map(|piece| match piece {
            Piece::Verb(group) => sentence.words[group.main].entry.verb,
            _ => None,
        });
        let predicates: Vec<&str> = verbs
            .filter_map(|(verb, _)| self.lexicon.verbs.get(usize::from(verb)))
            .flat_map(|verb| {
                verb.frames.iter().filter(|frame| frame.family.is_none()).filter_map(|frame| frame.predicate)
            })
            .collect();
        let whole = span_of(&sentence.words, &(0..sentence.words.len()));
        let here: Vec<&str> =
            self.text[whole].split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
        let speaker = &self.text[one.speaker.clone()];
        // Two acts of one kind are two acts, unless they share somebody or something.
        let shares = |claim: &ExtractedClaim| {
            let names = |span: &Span| {
                self.text[span.clone()].split(|c: char| !c.is_alphanumeric()).any(|word| here.contains(&word))
            };
            let own = &self.text[claim.subject.clone()];
            own == speaker
                || shares_name(own, speaker)
                || matches!(&claim.object, End::Words(object) if names(object))
                || one.answer == Answer::LeavesOpen
        };
        let mut claims = self.candidates(found, &one.speaker, self.first).filter(|&at| shares(&found.claims[at]));
        claims.find(|&at| {
            let told = found.claims[at].predicate.as_str();
            // What is asked about in other words has to be of one type: a plan is no promise.
            predicates.iter().any(|predicate| {
                *predicate == told || self.types.root(predicate).is_some_and(|root| self.types.root(told) == Some(root))
            })
        })
    }

    /// The claims that can be answered, the latest first: those before the sentence, and those before the cue in it.
    pub(super) fn candidates_of_all(
        &self,
        found: &Extraction,
        before: usize,
        cue: usize,
    ) -> impl Iterator<Item = usize> {
        (0..before).rev().take(REMEMBERED).filter(move |&at| {
            let claim = &found.claims[at];
            claim.rule != "reply" && (at < self.first || claim.trigger.start < cue)
        })
    }

    /// Those of them that somebody else makes.
    pub(super) fn candidates(&self, found: &Extraction, speaker: &Span, before: usize) -> impl Iterator<Item = usize> {
        self.candidates_of_all(found, before, usize::MAX).filter(|&at| {
            let said = found.claims[at].speaker.as_ref().map(|span| &self.text[span.clone()]);
            said != Some(&self.text[speaker.clone()])
        })
    }

    /// What somebody else said last; a claim inside another is answered with it, and of several in a sentence the first.
    fn said_last(&self, found: &Extraction, speaker: &Span, before: usize, cue: usize) -> Option<usize> {
        let name = &self.text[speaker.clone()];
        let said_by = |at: usize| found.claims[at].speaker.as_ref().map(|span| &self.text[span.clone()]);
        // Nobody answers what he did himself before everyone's eyes, and hardly anybody a denial.
        // `The minister, Ada Varn, has promised an inquiry but rejected the report`: she does not answer herself.
        let beside = |claim: &ExtractedClaim| {
            claim.subject.start == speaker.end + 2 && self.text[speaker.end..].starts_with(", ")
        };
        let is_open = |at: &usize| {
            let claim = &found.claims[*at];
            said_by(*at) != Some(name)
                && !(*at >= self.first && said_by(*at).is_none() && beside(claim))
                && !(said_by(*at).is_none()
                    && self.text[claim.subject.clone()] == *name
                    && SPOKEN.contains(&claim.predicate.as_str()))
                && claim.denies.is_empty()
                && claim.modality != Modality::Hypothetical
        };
        let candidates = || {
            let all = || self.candidates_of_all(found, before, cue).take(LOOKED_AT).filter(is_open);
            let told = |at: &usize| {
                let claim = &found.claims[*at];
                claim.polarity == Polarity::Positive && claim.modality == Modality::Actual
            };
            all().filter(move |at| told(at)).chain(all().filter(move |at| !told(at)))
        };
        let about = |at: usize| {
            let claim = &found.claims[at];
            let object = match &claim.object {
                End::Words(object) => shares_name(&self.text[object.clone()], name),
                End::Claim(_) | End::Nothing => false,
            };
            shares_name(&self.text[claim.subject.clone()], name)
                || object && ACCUSES.contains(&claim.predicate.as_str())
        };
        let is_outside = |at: usize| !is_quoted(self.quotations, found.claims[at].trigger.start);
        // What was said two sentences ago is near; before that, the last claim is, whoever makes it.
        let recent = self.starts.iter().rev().nth(2).copied().unwrap_or_default();
        // Who is named in so many words answers what was done or said to him.
        let to_speaker = |at: usize| matches!(&found.claims[at].object, End::Words(object) if self.text[object.clone()].eq_ignore_ascii_case(name));
        let last = candidates()
            .find(|&at| at >= recent && to_speaker(at))
            .or_else(|| candidates().find(|&at| said_by(at).is_some() && about(at)))
            .or_else(|| candidates().find(|&at| at >= recent && said_by(at).is_some() && is_outside(at)))
            .or_else(|| candidates().find(|&at| at >= recent && said_by(at).is_some()))
            .or_else(|| candidates().next())?;
        let start = self.starts.iter().rev().copied().find(|&start| start <= last).unwrap_or(0);
        let said = said_by(last);
        let subject = &found.claims[last].subject;
        let first = (start..last).find(|&at| {
            found.claims[at].subject == *subject
                && said_by(at) == said
                && found.claims[at].rule != "reply"
                && found.claims[at].modality != Modality::Hypothetical
        });
        let target = outermost(found, first.unwrap_or(last));
        let charge = Some(target).filter(|&at| ACCUSES.contains(&found.claims[at].predicate.as_str()));
        Some(charge.and_then(|charge| inside_charge(found, charge)).unwrap_or(target))
    }
}

/// Predicates of what one does by speaking, which needs no answer of one's own.
const SPOKEN: &[&str] =
    &["rejected", "refused", "denied", "contested", "criticised", "accused", "condemned", "welcomed"];

/// Nouns that tell no act, and the predicates of the claims that they stand for.
const KINDS: &[(&[&str], &[&str])] = &[
    (&["notice", "notification"], &["informed", "warned", "announced", "wrote_to"]),
    (&["letter", "message", "memo"], &["wrote_to", "warned", "informed"]),
    (&["apology"], &["apologised_to"]),
    (&["consent", "permission"], &["agreed_to", "granted_access_to", "approved"]),
    (&["payment", "payments", "money", "bribe", "bribes"], &["bribed", "compensated", "gave_economic_aid_to"]),
];

/// `in the north, which Vesk denies`: what is denied may be the whole clause, and need not be the noun.
fn follows_which(reading: &Reading, one: &Answering) -> bool {
    let sentence = &reading.sentence;
    let before = (0..one.piece).rev().take(3);
    before
        .map(|at| &sentence.pieces[at])
        .any(|piece| matches!(piece, Piece::Relative(word) if sentence.words[*word].is("which")))
}

/// What is answered is called an allegation or the like.
fn answers_charge(reading: &Reading, nouns: &[usize]) -> bool {
    let sentence = &reading.sentence;
    nouns.iter().filter_map(|&at| sentence.phrase(at)).any(|phrase| {
        let noun = noun_of(phrase, &sentence.words);
        CHARGES.iter().any(|charge| noun.is(charge))
    })
}

/// Somebody alleges it, and the text does not tell it as a fact: `rejected the allegations` answers no other claim.
fn is_alleged(claim: &ExtractedClaim) -> bool {
    let told = matches!(claim.modality, Modality::Actual | Modality::Hypothetical | Modality::Opinion);
    let doubtful = claim.modality != Modality::Actual || claim.certainty != Certainty::Certain;
    told && (claim.speaker.is_some() || doubtful || ACCUSES.contains(&claim.predicate.as_str()))
}

/// A noun for a claim has a clause with `that` of its own.
fn has_own_clause(reading: &Reading, nouns: &[usize]) -> bool {
    let sentence = &reading.sentence;
    nouns.iter().any(|&at| {
        let general =
            sentence.phrase(at).is_some_and(|phrase| !phrase.pronoun && is_general(noun_of(phrase, &sentence.words)));
        let opener = sentence.arguments(at + 1, false).opener;
        general && opener.is_some_and(|word| sentence.words[word].is("that"))
    })
}

/// `replied`, `responded`, `answered`
fn is_reply(reading: &Reading, one: &Answering) -> bool {
    let replies = ["replied", "responded", "answered", "reply", "respond", "answer", "reacted"];
    let main = reading.sentence.group(one.piece).map(|group| &reading.sentence.words[group.main]);
    main.is_some_and(|main| replies.iter().any(|known| main.is(known)))
}

/// `declined to comment on whether sanctions were planned`: what is left open is told, and is nothing that was said before.
pub(super) fn asks_whether(reading: &Reading, one: &Answering) -> bool {
    let words = &reading.sentence.words;
    let Some(group) = reading.sentence.group(one.piece) else { return false };
    let behind = words[group.main + 1..].iter().take(6);
    behind.into_iter().any(|word| ["whether", "if", "when", "how", "why", "where"].iter().any(|asks| word.is(asks)))
}

/// `that` which stands for something and opens no clause.
fn is_thing(word: &Word) -> bool {
    matches!(word.tag, super::tagging::Tag::Pronoun | super::tagging::Tag::Determiner)
}

/// A noun is made of the word that tells a claim: `suspension` of `suspended`.
fn has_stem(text: &str, claim: &ExtractedClaim, noun: &str) -> bool {
    let (noun, told) = (noun.to_lowercase(), text[claim.trigger.clone()].to_lowercase());
    let shared = noun.chars().zip(told.chars()).take_while(|(one, other)| one == other).count();
    shared >= 5 || shared >= 4 && noun.len() <= 7
}

/// Claims before that are looked at for what was said last.
const LOOKED_AT: usize = 12;

/// What is answered together with what stands inside.
const PUTS: &[&str] =
    &["proposed", "offered", "promised", "demanded", "requested", "urged", "threatened", "planned", "ordered"];

/// The nouns behind a phrase: `bridge` of `the raid on the bridge`.
fn nouns_at(reading: &Reading, at: usize) -> Vec<String> {
    let sentence = &reading.sentence;
    let behind = sentence.arguments(at + 1, false).behind.into_iter().flat_map(|(_, list)| list);
    behind.filter_map(|at| sentence.phrase(at)).map(|phrase| sentence.words[phrase.head].text.to_lowercase()).collect()
}

/// Some words hold a word.
fn holds(words: &str, word: &str) -> bool {
    words.split(|c: char| !c.is_alphanumeric()).any(|one| one.to_lowercase() == word)
}

/// The object of a claim holds a word: `no comment on the airfield`.
fn object_holds(text: &str, found: &Extraction, at: usize, word: &str) -> bool {
    match &found.claims[at].object {
        End::Words(object) => holds(&text[object.clone()], &word.to_lowercase()),
        End::Claim(_) | End::Nothing => false,
    }
}

/// Both have a word in capitals: `Norland forces` and `Norland`.
pub(super) fn shares_name(one: &str, other: &str) -> bool {
    let names = |words: &str| -> Vec<String> {
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_uppercase));
        words.filter(|word| !["The", "A", "An"].contains(word)).map(str::to_owned).collect()
    };
    let other = names(other);
    names(one).iter().any(|name| other.contains(name))
}

/// The claim about a claim, as far out as one speaker tells it.
fn outermost(found: &Extraction, claim: usize) -> usize {
    let mut at = claim;
    for _ in 0..4 {
        let outer = (at + 1..found.claims.len()).take(6).find(|&outer| {
            found.claims[outer].object == End::Claim(at)
                && found.claims[outer].speaker == found.claims[at].speaker
                && found.claims[outer].rule != "reply"
                && PUTS.contains(&found.claims[outer].predicate.as_str())
        });
        match outer {
            Some(outer) => at = outer,
            None => break,
        }
    }
    at
}

/// The verb has a clause of its own that tells what is answered.
fn is_told_here(reading: &Reading, one: &Answering) -> bool {
    let words = &reading.sentence.words;
    let Some(group) = reading.sentence.group(one.piece) else { return false };
    let next = words[group.main + 1..].iter().take(4);
    let opens =
        next.clone().any(|word| ["that", "whether", "if"].iter().any(|opener| word.is(opener)) && !is_thing(word));
    let clause = reading.sentence.arguments(one.piece + 1, true);
    let clausal = clause.objects.is_empty() && clause.content.is_some();
    clausal || opens && reading.sentence.pieces[one.piece + 1..].iter().any(|piece| matches!(piece, Piece::Verb(_)))
}

/// What a noun such as `notice` stands for, which tells no act of its own.
fn by_kind(found: &Extraction, head: &Word, claims: &[usize]) -> Option<usize> {
    let (_, predicates) = KINDS.iter().find(|(nouns, _)| nouns.iter().any(|noun| head.is(noun)))?;
    claims.iter().copied().find(|&at| predicates.contains(&found.claims[at].predicate.as_str()))
}
