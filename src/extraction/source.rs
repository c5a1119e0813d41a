//! Who is the source? The subject of a cue, with all that is said of it before the verb.

use super::attribution::Finder;
use super::clause::Subject;
use super::phrase::{Piece, VerbGroup, span_of};
use super::tagging::Tag;
use super::text::Span;
use super::words::Classes;

/// The most bytes that a source may have; what is longer is no name but half a sentence.
const LONGEST: usize = 240;

impl Finder<'_, '_> {
    /// The words that name the source of a verb and, where they are `who` or `which`, those that these stand for.
    pub(super) fn source(&self, at: usize, group: &VerbGroup, subject: &Subject) -> (Option<Span>, Option<Span>) {
        let sentence = &self.reading.sentence;
        let words = &sentence.words;
        let before = at.checked_sub(1);
        if (group.infinitive || self.is_second(at, group))
            && let Some(outer) = before.and_then(|before| sentence.group(before))
            && let Some((verb, subject)) = self.reading.subjects.iter().find(|(verb, _)| Some(*verb) == before)
        {
            // `seemed to think`
            return self.source(*verb, outer, subject);
        }
        let follows = before.and_then(|before| sentence.phrase(before)).is_some_and(|phrase| !phrase.time);
        if group.gerund && !group.passive && subject.rule != "relative" && !follows {
            return (self.gerund_source(at), None);
        }
        if subject.rule == "shared-subject" && !group.gerund {
            // The words belong to the first of the verbs that share them.
            let quoted = sentence.is_quoted(at);
            let first = self.reading.subjects.iter().rev().find(|(verb, other)| {
                *verb < at
                    && !other.pieces.is_empty()
                    && other.pieces == subject.pieces
                    && other.rule != "shared-subject"
                    && sentence.is_quoted(*verb) == quoted
                    && sentence.group(*verb).is_some_and(VerbGroup::is_finite)
            });
            if let Some((verb, first)) = first
                && let Some(group) = sentence.group(*verb)
            {
                return self.source(*verb, group, first);
            }
        }
        let Some((&first, &last)) = subject.pieces.first().zip(subject.pieces.last()) else { return (None, None) };
        let end = self.with_behind(last, at).end;
        let whole = span_of(words, &(self.start_of(first)..end));
        if subject.rule == "relative" {
            let pronoun = (last + 1..at).rev().find_map(|at| match sentence.pieces[at] {
                Piece::Relative(word) => Some(word),
                _ => None,
            });
            return match pronoun.map(|word| &words[word]) {
                Some(word) if word.is("who") || word.is("which") => (Some(word.span.clone()), Some(whole)),
                _ => (Some(whole), None),
            };
        }
        if last > at {
            return (Some(whole), None);
        }
        (Some(self.up_to_verb(whole, last, at)), None)
    }

    /// A subject with what stands between it and its verb, unless that is only a time.
    fn up_to_verb(&self, source: Span, last: usize, verb: usize) -> Span {
        let sentence = &self.reading.sentence;
        let mut next = last + 1;
        while next < verb && matches!(sentence.pieces[next], Piece::Behind(_)) && sentence.phrase(next + 1).is_some() {
            next += 2;
        }
        let more = (next..verb).any(|at| match &sentence.pieces[at] {
            Piece::Adverb(_) => false,
            Piece::Noun(phrase) => !phrase.time,
            Piece::Comma => {
                matches!(sentence.pieces.get(at + 1), Some(Piece::Noun(phrase)) if !phrase.time)
                    || matches!(sentence.pieces.get(at + 1), Some(Piece::Relative(_)))
            }
            _ => true,
        });
        // `filed papers opposing it`: another verb with a tense has the subject to itself.
        let other = (next..verb).find(|&at| match &sentence.pieces[at] {
            Piece::Verb(group) => group.is_finite(),
            Piece::Relative(_) => true,
            _ => false,
        });
        let more = more && other.is_none_or(|at| sentence.group(at).is_none());
        let Some(word) = sentence.group(verb).map(|group| group.words.start).filter(|_| more) else { return source };
        let whole = self.trim(source.start..self.place(word).max(source.end));
        if whole.end - whole.start > LONGEST { source } else { whole }
    }

    /// Who speaks in `…, saying that`: the subject of the last verb before it that attributes, else of the first one.
    fn gerund_source(&self, at: usize) -> Option<Span> {
        let sentence = &self.reading.sentence;
        let quoted = sentence.is_quoted(at);
        let finite = |&(verb, _): &&(usize, Subject)| {
            sentence.is_quoted(*verb) == quoted && sentence.group(*verb).is_some_and(VerbGroup::is_finite)
        };
        if self.is_leading(at) {
            // `Saying that it had won, Norland left`
            let clause = (at + 1..sentence.pieces.len())
                .find(|&next| matches!(sentence.pieces[next], Piece::Comma) && sentence.opens_clause(next + 1));
            let main =
                clause.and_then(|clause| self.reading.subjects.iter().filter(finite).find(|(verb, _)| *verb > clause));
            if let Some((verb, subject)) = main {
                return self.source(*verb, sentence.group(*verb)?, subject).0;
            }
        }
        let before = || self.reading.subjects.iter().filter(finite).filter(|(verb, _)| *verb < at);
        let cue =
            before().rev().find(|(verb, _)| sentence.group(*verb).is_some_and(|group| self.kind(group).is_some()));
        let behind = || self.reading.subjects.iter().filter(finite).find(|(verb, _)| *verb > at);
        let (verb, subject) = cue.or_else(|| before().next()).or_else(behind)?;
        self.source(*verb, sentence.group(*verb)?, subject).0
    }

    /// The first word of a phrase. `During the debate Varn said`: the name behind a thing is a phrase of its own.
    fn start_of(&self, at: usize) -> usize {
        let sentence = &self.reading.sentence;
        let Some(phrase) = sentence.phrase(at) else { return 0 };
        let start = phrase.words.start;
        if phrase.owner.is_some() || at == 0 || !sentence.is_any_behind(at - 1) {
            return start;
        }
        let name = (start + 1..phrase.words.end).find(|&word| {
            let thing = &sentence.words[word - 1];
            sentence.words[word].tag == Tag::Name
                && thing.tag == Tag::Noun
                && !thing.capital
                && !thing.has(Classes::ROLE)
                && !thing.has(Classes::PERSON)
                && !thing.has(Classes::TITLE)
        });
        name.unwrap_or(start)
    }

    /// The source with what an apposition or a relative clause says of it.
    pub(super) fn with_apposition(&self, source: Span, piece: usize) -> Span {
        let sentence = &self.reading.sentence;
        let pieces = &sentence.pieces;
        let mut next = piece + 1;
        while next < pieces.len() && matches!(pieces[next], Piece::Behind(_)) && sentence.phrase(next + 1).is_some() {
            next += 2;
        }
        if !matches!(pieces.get(next), Some(Piece::Comma)) {
            return source;
        }
        let relative = matches!(pieces.get(next + 1), Some(Piece::Relative(_)));
        let named = sentence.phrase(next + 1).is_some_and(|phrase| !phrase.time && !phrase.pronoun);
        if !relative && (!named || sentence.opens_clause(next + 1)) {
            return source;
        }
        let mut close = next + 2;
        while let Some(at) =
            (close..pieces.len()).find(|&at| matches!(pieces[at], Piece::Comma | Piece::Stop | Piece::Quote(_)))
        {
            close = at;
            // `, a doctor, writer and critic`
            let lists = matches!(pieces[at], Piece::Comma)
                && !relative
                && sentence.phrase(at + 1).is_some_and(|phrase| !phrase.pronoun && !phrase.time)
                && !sentence.opens_clause(at + 1)
                && (at + 2..pieces.len()).take(4).any(|at| matches!(pieces[at], Piece::And(_)));
            if !lists {
                break;
            }
            close += 1;
        }
        let closed = close < pieces.len();
        let last = (0..close.min(pieces.len())).rev().find_map(|at| sentence.phrase(at));
        let end = match last {
            Some(last) if closed => span_of(&sentence.words, &last.words).end,
            _ => self.sentence.end,
        };
        let whole = self.trim(source.start..end.max(source.end));
        if whole.end - whole.start > LONGEST { source } else { whole }
    }

    /// The words of a phrase with what prepositions add to it, up to a piece.
    pub(super) fn with_behind(&self, at: usize, until: usize) -> std::ops::Range<usize> {
        let sentence = &self.reading.sentence;
        let Some(phrase) = sentence.phrase(at) else { return 0..0 };
        let mut end = phrase.words.end;
        let mut next = at + 1;
        while next + 1 < until.min(sentence.pieces.len())
            && matches!(sentence.pieces[next], Piece::Behind(_))
            && sentence.phrase(next + 1).is_some_and(|phrase| !phrase.time)
        {
            end = sentence.phrase(next + 1).map_or(end, |phrase| phrase.words.end);
            next += 2;
        }
        phrase.words.start..end
    }
}
