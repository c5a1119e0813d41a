//! What was said before its speaker is named? `Norland attacked, officials said`, and quotations around who speaks.

use super::attribution::Finder;
use super::clause::Subject;
use super::content::is_told;
use super::phrase::{Piece, VerbGroup, span_of};
use super::quotation::{Quotation, before_mark};
use super::text::Span;

/// The pieces behind a speaker among which the quotation may go on.
const FAR: usize = 14;

impl Finder<'_, '_> {
    /// The first byte behind a dateline.
    pub(super) fn first_place(&self) -> usize {
        let first = self.reading.sentence.pieces.iter().find_map(Piece::first_word);
        let place = first.map_or(self.sentence.start, |word| self.place(word));
        before_mark(&self.text[..place]).max(self.sentence.start)
    }

    /// `Norland attacked, officials said`, `“We left,” she said. “It was over.”`: content, source, speaker and the word behind the cue.
    #[expect(clippy::type_complexity, reason = "the parts are taken apart at once")]
    pub(super) fn trailing(
        &self,
        at: usize,
        group: &VerbGroup,
        subject: &Subject,
    ) -> Option<(Vec<Span>, Option<Span>, Option<Span>, usize)> {
        let sentence = &self.reading.sentence;
        // `When they came, they told him to leave`: what they told stands behind.
        let own = sentence.arguments(at + 1, true);
        let told = own.content.and_then(|content| sentence.group(content)).is_some_and(|inner| inner.infinitive);
        if told && !own.objects.is_empty() && !group.gerund && !group.passive {
            return None;
        }
        let behind = sentence.phrase(at + 1).filter(|phrase| !phrase.time).map(|_| at + 1);
        let inverted =
            behind.filter(|_| subject.inverted || subject.rule == "shared-subject" || subject.pieces.is_empty());
        let piece = inverted.or_else(|| subject.pieces.first().copied().filter(|&piece| piece < at))?;
        let first = sentence.phrase(piece)?.words.start.min(group.words.start);
        let (source, speaker, last) = if let Some(piece) = inverted {
            (self.source_behind(piece), None, piece)
        } else {
            let (source, speaker) = self.source(at, group, subject);
            (source?, speaker, at)
        };
        let mut cue_end = group.words.end;
        let mut next = last + 1;
        while let Some((behind, end)) = self.behind_occasion(next) {
            if sentence.pieces[next].first_word() == Some(cue_end) {
                cue_end = end.unwrap_or(cue_end);
            }
            next = behind;
        }
        let clause = !group.gerund
            && self.lemma(group).is_some_and(|(lemma, verb)| self.lexicon.takes_clause(verb) || is_told(lemma));
        let content = self.around(first, next, clause)?;
        Some((content, Some(source), speaker, cue_end))
    }

    /// What stands before the word where an attribution begins, and behind the piece where it ends.
    fn around(&self, first: usize, next: usize, clause: bool) -> Option<Vec<Span>> {
        let sentence = &self.reading.sentence;
        let words = &sentence.words;
        let before = words.get(first.checked_sub(1)?)?;
        let mark = match before.text {
            "," => first.checked_sub(2).and_then(|at| words.get(at)).unwrap_or(before),
            _ => before,
        };
        let closed =
            self.quotations.iter().find(|quotation| quotation.closed && quotation.inside.end == mark.span.start);
        if let Some(quotation) = closed {
            let mut content = vec![self.quoted_before(quotation)];
            content.extend(self.quotation_behind(next));
            return Some(content);
        }
        if !clause || !matches!(before.text, "," | "—" | "–" | "?" | "!" | "'" | "’") {
            return None;
        }
        let start = words[first].span.start;
        let content = self.trim(self.first_place()..before.span.end.min(start));
        if content.is_empty() || self.reading.question && before.text != "," {
            return None;
        }
        let told = sentence
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Verb(group) if group.words.end <= first && group.is_finite()));
        let rest = matches!(sentence.pieces.get(next), Some(Piece::Comma))
            .then(|| (next + 1..sentence.pieces.len()).find_map(|at| sentence.pieces[at].first_word()))
            .flatten()
            .map(|word| self.trim(self.place(word)..self.sentence.end));
        match (told, rest) {
            (true, _) => Some(vec![content]),
            (false, Some(rest)) if !rest.is_empty() => Some(vec![content, rest]),
            _ => None,
        }
    }

    /// A quotation before its speaker, with the words of the sentence that lead up to it.
    fn quoted_before(&self, quotation: &Quotation) -> Span {
        let marks = quotation.with_marks(self.text);
        let first = self.first_place();
        if marks.start <= first {
            return marks;
        }
        let lead = self.text[first..marks.start].trim_end();
        let told = self.reading.sentence.pieces.iter().any(|piece| {
            matches!(piece, Piece::Verb(group)
                if self.place(group.words.start) < marks.start && group.is_finite() && self.is_reporting(group))
        });
        let apart = told || lead.is_empty() || lead.ends_with([':', ',', '.', '?', '!', ';']);
        if apart { marks } else { self.trim(first..marks.end) }
    }

    /// The quotation that goes on behind its speaker.
    fn quotation_behind(&self, next: usize) -> Option<Span> {
        let sentence = &self.reading.sentence;
        let pieces = &sentence.pieces;
        let at = (next..pieces.len()).take(FAR).find(|&at| match &pieces[at] {
            Piece::Quote(_) => true,
            Piece::Verb(group) => group.is_finite() && self.kind(group).is_some(),
            _ => false,
        })?;
        let Piece::Quote(mark) = pieces[at] else { return None };
        // `, and that it was “over”` is no part of what was said before.
        let leads = at == next || matches!(pieces[at - 1], Piece::Comma | Piece::Stop | Piece::And(_));
        leads.then_some(())?;
        let end = sentence.words[mark].span.end;
        let quotation = self.quotations.iter().find(|quotation| quotation.inside.start == end)?;
        Some(quotation.with_marks(self.text))
    }

    /// The words of a piece with what prepositions and an apposition add to it.
    pub(super) fn source_behind(&self, piece: usize) -> Span {
        let sentence = &self.reading.sentence;
        let whole = self.with_behind(piece, usize::MAX);
        let source = span_of(&sentence.words, &whole);
        let mut next = piece + 1;
        while sentence.is_any_behind(next) && sentence.phrase(next + 1).is_some() {
            next += 2;
        }
        // `a complaint filed by Vesk`
        if sentence.group(next).is_some_and(|group| group.gerund && group.passive || group.bare)
            && let Some(close) = (next..sentence.pieces.len()).find(|&at| matches!(sentence.pieces[at], Piece::Comma))
            && let Some(word) = (close..sentence.pieces.len()).find_map(|at| sentence.pieces[at].first_word())
        {
            return self.trim(source.start..self.place(word));
        }
        self.with_apposition(source, piece)
    }
}
