//! Who is the subject of a verb, and what stands behind it?

use std::ops::Range;

use super::phrase::{Phrase, Piece, VerbGroup};
use super::tagging::{Tag, Word};
use super::words::Classes;

/// A sentence in pieces.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    pub words: Vec<Word<'a>>,
    pub pieces: Vec<Piece>,
    /// Whether each word stands in a quotation.
    pub quoted: Vec<bool>,
}

/// The subject of a verb.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject {
    /// The pieces that are the subject, one for each that `and` joins.
    pub pieces: Vec<usize>,
    /// The name of the rule that found it.
    pub rule: &'static str,
    /// It stands behind the verb, as in `said the minister`.
    pub inverted: bool,
}

/// What stands behind a verb or an event noun.
#[derive(Debug, Clone, Default)]
pub(super) struct Arguments {
    pub objects: Vec<usize>,
    /// The second of two objects: `gave Ukraine weapons`.
    pub second: Option<usize>,
    /// Prepositions with what stands behind them.
    pub behind: Vec<(usize, Vec<usize>)>,
    /// The verb of the act inside.
    pub content: Option<usize>,
    /// What leads to the act inside: `that`, `if`.
    pub opener: Option<usize>,
    /// The piece behind the last one.
    pub end: usize,
}

impl Sentence<'_> {
    pub(super) fn phrase(&self, at: usize) -> Option<&Phrase> {
        match self.pieces.get(at) {
            Some(Piece::Noun(phrase)) => Some(phrase),
            _ => None,
        }
    }

    pub(super) fn group(&self, at: usize) -> Option<&VerbGroup> {
        match self.pieces.get(at) {
            Some(Piece::Verb(group)) => Some(group),
            _ => None,
        }
    }

    pub(super) fn is_behind(&self, at: usize, preposition: &str) -> bool {
        matches!(self.pieces.get(at), Some(Piece::Behind(word)) if self.words[*word].is(preposition))
    }

    pub(super) fn is_any_behind(&self, at: usize) -> bool {
        matches!(self.pieces.get(at), Some(Piece::Behind(_)))
    }

    /// It can act: it holds a name, a noun for a role, or stands for somebody.
    pub(super) fn is_actor(&self, at: usize) -> bool {
        let Some(phrase) = self.phrase(at) else { return false };
        if phrase.time {
            return false;
        }
        if phrase.pronoun {
            // `threatened nobody`; as a subject nobody acts.
            let indefinite = ["anybody", "anyone", "nobody", "somebody", "someone"]
                .iter()
                .any(|known| self.words[phrase.head].is(known));
            if indefinite {
                return !self.group(at + 1).is_some_and(VerbGroup::is_finite);
            }
            return ["he", "she", "it", "they", "we", "i", "me", "you", "him", "them", "her", "us", "who"]
                .iter()
                .any(|known| self.words[phrase.head].is(known));
        }
        phrase.words.clone().any(|word| self.words[word].tag == Tag::Name)
            || self.words[phrase.head].has(Classes::ROLE)
            || self.is_part(at) && self.is_actor(at + 2)
    }

    /// `two of the rebels`, `some of the ministers`
    pub(super) fn is_part(&self, at: usize) -> bool {
        let part = |phrase: &Phrase| {
            phrase.words.len() == 1 && matches!(self.words[phrase.head].tag, Tag::Number | Tag::Determiner)
        };
        self.is_behind(at + 1, "of") && self.phrase(at).is_some_and(part)
    }

    /// Whether the head itself is a name or a role, not only what describes it.
    pub(super) fn is_named(&self, at: usize) -> bool {
        let Some(phrase) = self.phrase(at) else { return false };
        !phrase.time
            && (self.words[phrase.head].tag == Tag::Name
                || self.words[phrase.head].has(Classes::ROLE)
                || self.is_part(at) && self.is_named(at + 2))
    }

    /// It, or what `of` adds to it, can act: `the death of a Vesk soldier`.
    pub(super) fn names_actor(&self, at: usize) -> bool {
        let end = self.behind_of(at);
        (at..end).any(|at| self.is_actor(at))
    }

    /// The piece stands in a quotation.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        let word = self.pieces.get(at).and_then(Piece::first_word);
        word.and_then(|word| self.quoted.get(word)).copied().unwrap_or(false)
    }

    /// The words of a phrase with what `of` adds to it.
    pub(super) fn whole(&self, at: usize) -> Range<usize> {
        let Some(phrase) = self.phrase(at) else { return 0..0 };
        let mut end = phrase.words.end;
        let mut next = at + 1;
        if self.is_named_on(at) {
            end = self.phrase(next + 1).map_or(end, |phrase| phrase.words.end);
            next += 2;
        }
        while self.is_behind(next, "of") && self.phrase(next + 1).is_some_and(|phrase| !phrase.time) {
            end = self.phrase(next + 1).map_or(end, |phrase| phrase.words.end);
            next += 2;
        }
        phrase.words.start..end
    }

    /// The words of a phrase with those behind it up to the first that names an actor, where it names none itself:
    /// `any cooperation with Vesk`, `the bill tabled by Orlund`, `a court in Vesk`.
    pub(super) fn widened(&self, at: usize, leads: &[&str]) -> Range<usize> {
        let whole = self.whole(at);
        let named = |at: usize| (at..self.behind_of(at)).any(|at| self.has_name(at));
        if named(at) || self.phrase(at).is_none_or(|phrase| phrase.pronoun) {
            return whole;
        }
        let mut next = self.behind_of(at);
        for _ in 0..3 {
            let described = self.behind_participle(next);
            next = described.unwrap_or(next);
            // `carried out by`, `put forward by`
            while matches!(self.pieces.get(next), Some(Piece::Adverb(_)))
                || self.is_any_behind(next) && self.is_any_behind(next + 1)
            {
                next += 1;
            }
            let leads = leads.iter().any(|preposition| self.is_behind(next, preposition))
                || described.is_some() && self.is_any_behind(next);
            if !leads {
                return whole;
            }
            // `suspected of belonging to`
            if described.is_some() && self.group(next + 1).is_some_and(|group| group.gerund && !group.passive) {
                next += 1 + usize::from(self.is_any_behind(next + 2));
            }
            if self.phrase(next + 1).is_none_or(|phrase| phrase.time) {
                return whole;
            }
            if named(next + 1) || self.is_actor(next + 1) {
                return whole.start..self.whole(next + 1).end;
            }
            next = self.behind_of(next + 1);
        }
        whole
    }

    /// The piece behind what says of a noun before it what was done to it, or what it is like: `run [by]`,
    /// `loyal [to]`, `belonging [to]`.
    fn behind_participle(&self, at: usize) -> Option<usize> {
        let is_done = self.group(at).is_some_and(|group| group.passive && group.gerund);
        let is_like = self.phrase(at).is_some_and(|phrase| {
            phrase.words.len() == 1 && self.words[phrase.head].tag == Tag::Adjective && self.is_behind(at + 1, "to")
        });
        let belongs = self.is_behind(at, "belonging");
        (is_done || is_like || belongs).then_some(at + 1)
    }

    /// A name is among the words of the phrase.
    fn has_name(&self, at: usize) -> bool {
        self.phrase(at)
            .is_some_and(|phrase| !phrase.time && phrase.words.clone().any(|word| self.words[word].tag == Tag::Name))
    }

    /// The subject of the verb at a piece, when it has a tense. `before` has those of the verbs before it.
    pub(super) fn subject(&self, verb: usize, before: &[(usize, Subject)]) -> Subject {
        let shared = || {
            // Who is the subject in a quotation is not that of the words around it.
            let inside = self.is_quoted(verb);
            let known = |(at, subject): &&(usize, Subject)| !subject.pieces.is_empty() && self.is_quoted(*at) == inside;
            // `a fire in Vesk that killed nine and injured forty`: nobody did the first, and nobody the second.
            if before.last().is_some_and(|(at, last)| {
                last.rule == "relative" && last.pieces.is_empty() && self.follows_at_once(*at, verb)
            }) {
                return Subject::default();
            }
            let goes_on = before.iter().rev().filter(known).find(|(at, subject)| self.goes_on(verb, *at, subject));
            let last = goes_on.or_else(|| before.iter().rev().find(known));
            last.map_or(Subject::default(), |(_, subject)| Subject {
                pieces: subject.pieces.clone(),
                rule: "shared-subject",
                inverted: false,
            })
        };
        let mut at = verb;
        let mut fallback = None;
        while let Some(left) = at.checked_sub(1) {
            match &self.pieces[left] {
                Piece::Adverb(_) | Piece::Behind(_) => at = left,
                Piece::Noun(phrase) if phrase.time => at = left - usize::from(left > 0 && self.is_any_behind(left - 1)),
                // `forces loyal to him`, `the army led by him`: what describes a noun is passed over.
                Piece::Noun(phrase)
                    if self.words[phrase.head].tag == Tag::Adjective
                        && self.words[phrase.words.start].tag != Tag::Determiner
                        && at != verb =>
                {
                    at = left;
                }
                Piece::Verb(group) if group.passive && group.gerund && at != verb => at = left,
                Piece::Noun(_) if left > 0 && self.is_any_behind(left - 1) => {
                    fallback = fallback.or(Some(left));
                    at = left - 1;
                }
                Piece::Noun(_) => {
                    if let Some(antecedent) = self.behind_relative(left) {
                        at = antecedent;
                        continue;
                    }
                    // `An agreement to exchange the bodies was signed`
                    let noun = left.checked_sub(2).filter(|&noun| {
                        self.group(left - 1).is_some_and(|group| group.infinitive)
                            && self.phrase(noun).is_some_and(|phrase| !phrase.time && !phrase.pronoun)
                            && !self.has_verb_before(noun)
                    });
                    let left = noun.unwrap_or(left);
                    return Subject { pieces: self.joined_left(left), rule: "subject-verb", inverted: false };
                }
                Piece::Comma => match self.parenthesis(left) {
                    Some(start) => at = start,
                    // `visited the port, met the mayor and left`: the port meets nobody.
                    None if left > 0 && self.phrase(left - 1).is_some() && !self.is_listed_verb(left, verb) => {
                        at = left;
                    }
                    None => return shared(),
                },
                // `diplomats who spoke on condition of anonymity said`
                Piece::Verb(group)
                    if at != verb
                        && fallback.is_some()
                        && group.is_finite()
                        && left >= 2
                        && matches!(self.pieces[left - 1], Piece::Relative(_))
                        && self.phrase(left - 2).is_some() =>
                {
                    // `relatives of women from Vesk who were killed have sued`: the relatives have.
                    if left >= 3 && self.is_any_behind(left - 3) {
                        fallback = None;
                        at = left - 1;
                        continue;
                    }
                    return Subject { pieces: self.joined_left(left - 2), rule: "subject-verb", inverted: false };
                }
                Piece::Relative(word) => {
                    let antecedent = self.relative_antecedent(left, self.words[*word].is("who"));
                    // `nobody knows who attacked`: nobody is named.
                    let asks = self.words[*word].is("who") && left > 0 && self.group(left - 1).is_some();
                    return match antecedent.filter(|_| !asks) {
                        Some(at) => Subject { pieces: vec![at], rule: "relative", inverted: false },
                        None if asks => Subject::default(),
                        None => shared(),
                    };
                }
                Piece::Verb(_) | Piece::Subordinator(_) | Piece::Stop | Piece::Quote(_) | Piece::And(_) => {
                    let direct = at == verb;
                    return match (direct, fallback) {
                        (false, Some(at)) if !matches!(self.pieces[left], Piece::And(_)) => {
                            Subject { pieces: vec![at], rule: "subject-verb", inverted: false }
                        }
                        _ => shared(),
                    };
                }
            }
        }
        match fallback {
            Some(at) if at + 1 < verb || before.is_empty() => {
                Subject { pieces: vec![at], rule: "subject-verb", inverted: false }
            }
            _ => shared(),
        }
    }

    /// Behind a verb stands what it is done to, and then `and` with another verb.
    fn follows_at_once(&self, verb: usize, next: usize) -> bool {
        let joined = next.checked_sub(1).is_some_and(|before| matches!(self.pieces[before], Piece::And(_)));
        let own = |piece: &Piece| matches!(piece, Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_));
        joined && verb < next && self.pieces[verb + 1..next - 1].iter().all(own)
    }

    /// The comma that opens what the comma at a piece closes: an apposition, a relative clause, `, in London,`.
    fn parenthesis(&self, close: usize) -> Option<usize> {
        let open = (0..close).rev().take(14).find(|&at| matches!(self.pieces[at], Piece::Comma))?;
        let before = open.checked_sub(1)?;
        let opens = matches!(
            self.pieces.get(open + 1)?,
            Piece::Relative(_) | Piece::Behind(_) | Piece::Noun(_) | Piece::Adverb(_) | Piece::Subordinator(_)
        ) || self.group(open + 1).is_some_and(|group| group.gerund);
        (opens && matches!(self.pieces[before], Piece::Noun(_))).then_some(open)
    }

    /// A verb with a tense stands before in the same clause, so that the phrase belongs to it.
    pub(super) fn has_verb_before(&self, at: usize) -> bool {
        for left in (0..at).rev() {
            match &self.pieces[left] {
                Piece::Verb(group) => {
                    let direct = left + 1 == at && self.words[group.main].entry.verb.is_some() && self.is_cue(group);
                    return !direct;
                }
                Piece::Subordinator(_) | Piece::Relative(_) | Piece::Stop | Piece::Quote(_) => return false,
                _ => {}
            }
        }
        false
    }

    fn is_cue(&self, group: &VerbGroup) -> bool {
        ["said", "says", "say"].iter().any(|said| self.words[group.main].is(said))
    }

    /// What stands behind a verb or a noun, from a piece on. A noun has no objects.
    pub(super) fn arguments(&self, from: usize, objects: bool) -> Arguments {
        let mut found = Arguments::default();
        let mut at = from;
        let mut may_have_object = objects;
        while let Some(piece) = self.pieces.get(at) {
            match piece {
                Piece::Adverb(_) => at += 1,
                Piece::Noun(phrase) if phrase.time => at += 1,
                Piece::Noun(_) => {
                    let (list, end) = self.joined_right(at);
                    if self.group(end).is_some_and(|group| group.is_finite() && !group.gerund) {
                        // `said Iran attacked`: the phrase is the subject of the act inside.
                        found.content = Some(end);
                        break;
                    }
                    if may_have_object {
                        found.objects = list;
                        may_have_object = false;
                    } else if found.objects.len() == 1 && found.second.is_none() && found.behind.is_empty() && objects {
                        found.second = list.first().copied();
                    } else {
                        break;
                    }
                    at = end;
                }
                Piece::Behind(preposition) => {
                    may_have_object = false;
                    match self.behind_preposition(at, *preposition, &mut found) {
                        Some(next) => at = next,
                        None => break,
                    }
                }
                Piece::Comma => match self.over_comma(at) {
                    Some(next) => at = next,
                    None => break,
                },
                // `sanctions imposed on Vesk`
                Piece::Verb(group) if group.passive && group.gerund && at > from => at += 1,
                Piece::Verb(group) => {
                    // `said there was no evidence`
                    let there = at == from && self.words[group.words.start].is("there");
                    if group.infinitive || there || (group.gerund && at == from && !group.passive) {
                        found.content = Some(at);
                    }
                    break;
                }
                Piece::Subordinator(word) => {
                    if at == from || ["that", "if", "whether"].iter().any(|opener| self.words[*word].is(opener)) {
                        found.opener = Some(*word);
                        found.content = self.next_verb(at + 1);
                    }
                    break;
                }
                Piece::Quote(_) if at == from => at += 1,
                Piece::And(_) if self.is_any_behind(at + 1) => at += 1,
                _ => break,
            }
        }
        found.end = at;
        if objects && found.objects.is_empty() {
            self.fill_gap(from, &mut found);
        }
        found
    }

    /// Takes what stands behind a preposition; none when the clause ends there.
    fn behind_preposition(&self, at: usize, preposition: usize, found: &mut Arguments) -> Option<usize> {
        let next = at + 1 + usize::from(matches!(self.pieces.get(at + 1), Some(Piece::Quote(_))));
        if self.phrase(next).is_none() {
            if self.group(next).is_some_and(|group| group.gerund) {
                found.content = Some(next);
                return None;
            }
            let goes_on = matches!(self.pieces.get(next), Some(Piece::Behind(_) | Piece::Adverb(_)));
            return goes_on.then_some(next);
        }
        let (mut list, mut end) = self.joined_right(next);
        // `between A and B` names both, whatever follows.
        if list.len() == 1
            && self.words[preposition].is("between")
            && matches!(self.pieces.get(end), Some(Piece::And(_)))
            && self.phrase(end + 1).is_some()
        {
            list.push(end + 1);
            end = self.behind_of(end + 1);
        }
        // `agreed on Monday to lift the blockade`: a time is no end of an act.
        if !list.iter().all(|&at| self.phrase(at).is_some_and(|phrase| phrase.time)) {
            found.behind.push((preposition, list));
        }
        Some(end)
    }

    /// The next verb with a tense in the clause that begins at a piece.
    fn next_verb(&self, from: usize) -> Option<usize> {
        (from..self.pieces.len())
            .take_while(|&at| !matches!(self.pieces[at], Piece::Stop))
            .find(|&at| self.group(at).is_some_and(VerbGroup::is_finite))
    }

    /// The piece behind a comma when the clause goes on there: an apposition is passed over.
    fn over_comma(&self, comma: usize) -> Option<usize> {
        match self.pieces.get(comma + 1)? {
            Piece::Behind(_) | Piece::Adverb(_) => Some(comma + 1),
            Piece::Noun(phrase) if phrase.time => Some(comma + 2),
            Piece::Noun(_) => {
                let mut end = comma + 2;
                while self.is_any_behind(end) && self.phrase(end + 1).is_some() {
                    end += 2;
                }
                matches!(self.pieces.get(end), Some(Piece::Comma)).then_some(end + 1)
            }
            Piece::Relative(_) => {
                let close =
                    (comma + 2..self.pieces.len()).take(12).find(|&at| matches!(self.pieces[at], Piece::Comma))?;
                Some(close + 1)
            }
            _ => None,
        }
    }
}
