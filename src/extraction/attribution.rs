//! Whose word is it? A sentence that is read goes in; who says, holds or means what comes out.

use super::act::Reading;
use super::clause::{Arguments, Subject};
use super::phrase::{Piece, VerbGroup, span_of};
use super::quotation::{Quotation, before_mark};
use super::text::Span;
use super::words::{AttributionKind, Classes, Lexicon};

/// That somebody says, holds or means something, with all its places in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// How it is held.
    pub kind: AttributionKind,
    /// Those whose word it is; none where the text leaves it out.
    pub source: Option<Span>,
    /// The name that the source stands for, where it is a pronoun; else the source.
    pub speaker: Option<Span>,
    /// The words that attribute.
    pub cue: Span,
    /// What is attributed, in pieces.
    pub content: Vec<Span>,
    /// `did not say`
    pub negated: bool,
    /// `may think`
    pub possible: bool,
    /// The source itself tells the content; who rejects a plan does not tell it.
    pub tells: bool,
    /// The attribution whose content this one is in, by its place in the list.
    pub parent: Option<usize>,
    /// The name of the rule that found it.
    pub rule: &'static str,
}

impl Attribution {
    /// A place is in what is attributed.
    pub(super) fn holds(&self, place: usize) -> bool {
        self.content.iter().any(|span| span.contains(&place))
    }

    /// The length of what is attributed; the shortest content around a place is the innermost.
    pub(super) fn extent(&self) -> usize {
        self.content.iter().map(|span| span.end - span.start).sum()
    }
}

/// The attributions of a sentence, in the order of their cues.
pub(super) fn attributions(
    text: &str,
    sentence: &Span,
    reading: &Reading,
    quotations: &[Quotation],
    lexicon: &Lexicon,
) -> Vec<Attribution> {
    let finder = Finder { text, sentence, reading, quotations, lexicon };
    let mut found: Vec<Attribution> = finder.according().into_iter().collect();
    for (at, piece) in reading.sentence.pieces.iter().enumerate() {
        match piece {
            Piece::Verb(group) => found.extend(finder.verb(at, group)),
            Piece::Noun(_) => found.extend(finder.noun(at)),
            _ => {}
        }
    }
    found.sort_by_key(|attribution| attribution.cue.start);
    found
}

/// Occasions on which something is said.
const OCCASIONS: &[&str] = &[
    "statement",
    "interview",
    "speech",
    "letter",
    "email",
    "e-mail",
    "tweet",
    "report",
    "memo",
    "release",
    "post",
    "call",
    "debate",
    "video",
    "article",
    "column",
    "briefing",
    "conference",
    "remarks",
    "filing",
    "message",
];

struct Finder<'a, 'r> {
    text: &'a str,
    sentence: &'a Span,
    reading: &'r Reading<'a, 'r>,
    quotations: &'a [Quotation],
    lexicon: &'a Lexicon,
}

impl Finder<'_, '_> {
    fn place(&self, word: usize) -> usize {
        self.reading.sentence.words.get(word).map_or(self.sentence.end, |word| word.span.start)
    }

    /// `According to the ministry, Norland attacked`, or at the end.
    fn according(&self) -> Option<Attribution> {
        let words = &self.reading.sentence.words;
        let at = words.iter().position(|word| word.is("according"))?;
        words.get(at + 1).filter(|word| word.is("to"))?;
        let pieces = &self.reading.sentence.pieces;
        let first = pieces.iter().position(|piece| matches!(piece, Piece::Noun(phrase) if phrase.words.start > at))?;
        let whole = self.with_behind(first, usize::MAX);
        let source = span_of(words, &whole);
        let content = if at <= 1 {
            self.trim(source.end..self.sentence.end)
        } else {
            self.trim(self.sentence.start..words[at].span.start)
        };
        (!content.is_empty()).then(|| Attribution {
            kind: AttributionKind::Speech,
            source: Some(source),
            speaker: None,
            cue: words[at].span.start..words[at + 1].span.end,
            content: vec![content],
            negated: false,
            possible: false,
            tells: true,
            parent: None,
            rule: "according-to",
        })
    }

    fn verb(&self, at: usize, group: &VerbGroup) -> Option<Attribution> {
        let words = &self.reading.sentence.words;
        let kind = self.lexicon.verbs.get(usize::from(words[group.main].verb()?))?.cue?;
        let subject = self.reading.subjects.iter().find(|(verb, _)| *verb == at).map(|(_, subject)| subject)?;
        let arguments = self.reading.sentence.arguments(at + 1, !group.passive);
        let (content, source, rule) = self.parts(at, group, subject, &arguments, kind)?;
        Some(Attribution {
            kind,
            source,
            speaker: None,
            cue: self.cue(group, &arguments),
            content,
            negated: group.negated,
            possible: group.possible,
            tells: matches!(rule, "quotation" | "trailing")
                || self.can_tell(subject)
                    && !self.is_infinitive(&arguments)
                    && words[group.main].verb().is_some_and(|verb| self.lexicon.takes_clause(verb)),
            parent: None,
            rule,
        })
    }

    /// The words of the verb, with the occasion behind it: `said in an interview`.
    fn cue(&self, group: &VerbGroup, arguments: &Arguments) -> Span {
        let words = &self.reading.sentence.words;
        let mut cue = span_of(words, &group.words);
        let occasion = arguments.behind.first().filter(|(word, _)| *word == group.words.end && words[*word].is("in"));
        if let Some(phrase) = occasion.and_then(|(_, list)| self.reading.sentence.phrase(*list.first()?))
            && OCCASIONS.iter().any(|occasion| words[phrase.head].is(occasion))
        {
            cue.end = words[phrase.head].span.end;
        }
        cue
    }

    /// The act inside is what is said, not what somebody is told to do: `said that`, `told her to`.
    fn is_clause(&self, arguments: &Arguments) -> bool {
        arguments.objects.is_empty()
            || arguments.opener.is_some()
            || arguments.objects.iter().any(|&at| self.reading.sentence.is_actor(at))
    }

    /// The source with what an apposition or a relative clause says of it, up to its verb or the end of the apposition.
    fn with_apposition(&self, source: Span, piece: usize, verb: usize) -> Span {
        let sentence = &self.reading.sentence;
        let pieces = &sentence.pieces;
        let mut next = piece + 1;
        while next < pieces.len() && matches!(pieces[next], Piece::Behind(_)) && sentence.phrase(next + 1).is_some() {
            next += 2;
        }
        if !matches!(pieces.get(next), Some(Piece::Comma)) {
            return source;
        }
        if verb != usize::MAX {
            let end = verb
                .checked_sub(1)
                .and_then(|before| sentence.words.get(before))
                .map_or(source.end, |word| word.span.end);
            return self.trim(source.start..end.max(source.end));
        }
        let relative = matches!(pieces.get(next + 1), Some(Piece::Relative(_)));
        if !relative && sentence.phrase(next + 1).is_none_or(|phrase| phrase.time) {
            return source;
        }
        let close =
            (next + 2..pieces.len()).find(|&at| matches!(pieces[at], Piece::Comma | Piece::Stop | Piece::Quote(_)));
        let end = close.and_then(|close| (close..pieces.len()).find_map(|at| pieces[at].first_word()));
        let end = end.map_or(self.sentence.end, |word| self.place(word));
        let piece_end = close.map_or(end, |close| {
            let last = (0..close).rev().find_map(|at| sentence.phrase(at));
            last.map_or(end, |phrase| span_of(&sentence.words, &phrase.words).end)
        });
        self.trim(source.start..piece_end.max(source.end))
    }

    /// The content, the source and the rule of a verb.
    fn parts(
        &self,
        at: usize,
        group: &VerbGroup,
        subject: &Subject,
        arguments: &Arguments,
        kind: AttributionKind,
    ) -> Option<(Vec<Span>, Option<Span>, &'static str)> {
        let words = &self.reading.sentence.words;
        let own = subject.pieces.first().map(|&first| {
            let last = subject.pieces.last().copied().unwrap_or(first);
            let end = self.with_behind(last, at).end;
            let whole = span_of(words, &(self.with_behind(first, at).start..end));
            self.with_apposition(whole, last, group.words.start)
        });
        if let Some(content) =
            arguments.content.filter(|_| kind != AttributionKind::Speech || self.is_clause(arguments))
        {
            let inner = self.reading.sentence.group(content)?;
            if group.passive && inner.infinitive {
                // `is believed to have fled`: nobody is told to believe it.
                return Some((vec![self.to_end(self.place(inner.words.start))], None, "passive-cue"));
            }
            let start = arguments.opener.map_or_else(|| self.clause_start(content, inner), |word| self.place(word));
            return Some((vec![self.to_end(start)], own, "clause"));
        }
        let verb_end = words.get(group.words.end.wrapping_sub(1))?.span.end;
        if let Some(quotation) = self.quotation_behind(verb_end) {
            return Some((vec![quotation], own, "quotation"));
        }
        if matches!(kind, AttributionKind::Speech) {
            let inverted = subject.inverted || subject.rule == "shared-subject";
            let source_piece =
                if inverted { arguments.objects.first().or(subject.pieces.first()) } else { subject.pieces.first() };
            let source_piece = *source_piece?;
            let phrase = self.reading.sentence.phrase(source_piece)?;
            let first = phrase.words.start.min(group.words.start);
            if let Some(before) = self.content_before(first) {
                let behind = if source_piece > at { source_piece } else { at };
                let mut content = vec![before];
                content.extend(self.content_behind(behind));
                let until = if source_piece < at { at } else { usize::MAX };
                let source = span_of(words, &self.with_behind(source_piece, until));
                let source = self.with_apposition(
                    source,
                    source_piece,
                    if source_piece < at { group.words.start } else { usize::MAX },
                );
                return Some((content, Some(source), "trailing"));
            }
        }
        // `denied the allegations`, `supports the plan`: what is said or held is named.
        let object = *arguments.objects.first()?;
        let person = self
            .reading
            .sentence
            .phrase(object)
            .is_some_and(|phrase| phrase.pronoun || words[phrase.head].has(Classes::PERSON));
        if person && kind != AttributionKind::Belief {
            return None;
        }
        Some((vec![self.to_end(self.place(self.reading.sentence.phrase(object)?.words.start))], own, "object"))
    }

    /// A noun such as `claim` with its content: `the claim that`, `its plan to`.
    fn noun(&self, at: usize) -> Option<Attribution> {
        let sentence = &self.reading.sentence;
        let phrase = sentence.phrase(at)?;
        let noun = sentence.words[phrase.head].entry.noun?;
        let kind = self.lexicon.nouns.get(usize::from(noun))?.cue?;
        let arguments = sentence.arguments(at + 1, false);
        let content = arguments.content?;
        let inner = sentence.group(content)?;
        let start = match arguments.opener {
            Some(word) if sentence.words[word].is("that") => self.place(word),
            None if inner.infinitive && kind == AttributionKind::Plan => self.place(inner.words.start),
            _ => return None,
        };
        let source = phrase.owner.clone().map(|owner| span_of(&sentence.words, &owner));
        Some(Attribution {
            kind,
            source,
            speaker: None,
            cue: sentence.words[phrase.head].span.clone(),
            content: vec![self.to_end(start)],
            negated: false,
            possible: false,
            tells: kind != AttributionKind::Plan,
            parent: None,
            rule: "noun-cue",
        })
    }

    /// Where the clause of a verb begins, with its subject.
    fn clause_start(&self, verb: usize, group: &VerbGroup) -> usize {
        let subject = self.reading.subjects.iter().find(|(at, _)| *at == verb);
        let first = subject
            .and_then(|(_, subject)| subject.pieces.first())
            .filter(|&&first| first < verb && !group.infinitive && !group.gerund);
        let phrase = first.and_then(|&first| self.reading.sentence.phrase(first));
        self.place(phrase.map_or(group.words.start, |phrase| phrase.words.start))
    }

    /// From a place to the end of the clause, without the mark that ends the sentence.
    fn to_end(&self, start: usize) -> Span {
        let quotation =
            self.quotations.iter().find(|quotation| quotation.inside.start <= start && start < quotation.inside.end);
        let mut end = quotation.map_or(self.sentence.end, |quotation| quotation.inside.end.min(self.sentence.end));
        // Marks that open inside stay with their words.
        let start = if quotation.is_none() { before_mark(&self.text[..start]) } else { start };
        let pieces = &self.reading.sentence.pieces;
        // `, but he did not` begins another clause.
        for (at, piece) in pieces.iter().enumerate() {
            if let Piece::And(word) = piece
                && self.reading.sentence.words[*word].span.start > start
                && at > 0
                && matches!(pieces[at - 1], Piece::Comma)
                && self.reading.sentence.words[*word].is("but")
            {
                end = end.min(self.reading.sentence.words[*word].span.start);
                break;
            }
        }
        self.trim(start..end.max(start))
    }

    /// A span without white space, commas and the mark that ends the sentence around it.
    fn trim(&self, span: Span) -> Span {
        let written = &self.text[span.clone()];
        let loose = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ':' | ';' | '—' | '–');
        let start = span.start + (written.len() - written.trim_start_matches(loose).len());
        let end = span.start + written.trim_end_matches(|letter| loose(letter) || letter == '.').len();
        start..end.max(start)
    }

    /// A quotation that begins right behind the cue, after a comma, a colon or the one who is told.
    fn quotation_behind(&self, end: usize) -> Option<Span> {
        let quotation = self.quotations.iter().find(|quotation| quotation.inside.start > end)?;
        let between = self.text.get(end..quotation.inside.start)?;
        let near = between.len() < 60 && !between.contains(['.', ';', '\n']);
        near.then(|| quotation.with_marks(self.text))
    }

    /// What stands before the source and the cue: `Norland attacked, officials said`.
    fn content_before(&self, first: usize) -> Option<Span> {
        let words = &self.reading.sentence.words;
        let before = words.get(first.checked_sub(1)?)?;
        if !matches!(before.text, "," | "\"" | "”" | "''" | "—" | "–" | "?" | "!") {
            return None;
        }
        let start = self.sentence.start;
        let quotation = self.quotations.iter().rev().find(|quotation| {
            quotation.inside.end <= words[first].span.start && words[first].span.start - quotation.inside.end < 6
        });
        let content = match quotation {
            Some(quotation) if quotation.inside.start <= start + 4 || self.is_introduced(quotation) => {
                quotation.with_marks(self.text)
            }
            _ => self.trim(start..before.span.end),
        };
        (content.end > content.start).then_some(content)
    }

    /// What somebody agrees or asks to do is not told by that.
    fn is_infinitive(&self, arguments: &Arguments) -> bool {
        arguments
            .content
            .and_then(|content| self.reading.sentence.group(content))
            .is_some_and(|inner| !inner.is_finite())
    }

    /// A colon stands before the quotation, so that what comes before it is not said by its speaker.
    fn is_introduced(&self, quotation: &Quotation) -> bool {
        let before = &self.text[self.sentence.start.min(quotation.inside.start)..quotation.inside.start];
        before.trim_end_matches(['“', '"', '\'', ' ']).ends_with(':')
    }

    /// The source is somebody or a document, and not `the veto`.
    fn can_tell(&self, subject: &Subject) -> bool {
        let sentence = &self.reading.sentence;
        subject.pieces.iter().any(|&at| {
            sentence.phrase(at).is_some_and(|phrase| {
                let head = &sentence.words[phrase.head];
                let noun = head.entry.noun.and_then(|noun| self.lexicon.nouns.get(usize::from(noun)));
                phrase.pronoun
                    || sentence.is_named(at)
                    || noun.is_some_and(|noun| noun.cue == Some(AttributionKind::Document))
            })
        })
    }

    /// What goes on behind `, officials said,`.
    fn content_behind(&self, piece: usize) -> Option<Span> {
        let pieces = &self.reading.sentence.pieces;
        let comma =
            (piece + 1..pieces.len()).take(4).find(|&at| matches!(pieces[at], Piece::Comma | Piece::Quote(_)))?;
        let next = (comma + 1..pieces.len()).find_map(|at| pieces[at].first_word())?;
        let start = self.place(next);
        let inside = self
            .quotations
            .iter()
            .find(|quotation| quotation.inside.start >= start.saturating_sub(3) && quotation.inside.start <= start + 3);
        let span =
            inside.map_or_else(|| self.trim(start..self.sentence.end), |quotation| quotation.with_marks(self.text));
        (span.end > span.start + 2).then_some(span)
    }

    /// The words of a phrase with what prepositions add to it, up to a piece.
    fn with_behind(&self, at: usize, until: usize) -> std::ops::Range<usize> {
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
