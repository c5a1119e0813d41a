//! Where do attributed words end? A clause with all that hangs on it, or a phrase and no more.
#![expect(clippy::match_same_arms, reason = "one arm a rule, and their order decides")]

use super::attribution::Finder;
use super::content::Reach;
use super::phrase::{Piece, VerbGroup};
use super::quotation::before_mark;
use super::tagging::Tag;
use super::text::Span;
use super::words::{AttributionKind, BASE};

/// Conjunctions that end what is only named.
pub(super) const LOOSE: &[&str] =
    &["while", "after", "when", "before", "as", "because", "although", "though", "since", "until", "once", "whenever"];

/// Prepositions that tell the time of saying.
const WHEN: &[&str] = &["during", "after", "before", "amid", "following", "throughout", "until", "since"];

impl Finder<'_, '_> {
    /// A piece stands in a quotation; a comma stands where the words around it do.
    fn is_inside(&self, at: usize) -> bool {
        let sentence = &self.reading.sentence;
        let next = (at..sentence.pieces.len()).take(3).find(|&at| sentence.pieces[at].first_word().is_some());
        next.is_some_and(|next| sentence.is_quoted(next))
    }

    /// The byte behind the content that begins at a piece.
    pub(super) fn content_end(&self, from: usize, start: usize, reach: Reach) -> usize {
        let pieces = &self.reading.sentence.pieces;
        let quoted = |place: usize| self.quotations.iter().find(|quotation| quotation.inside.contains(&place));
        let limit = quoted(start).map(|quotation| quotation.inside.end);
        let inside = limit.is_some();
        let mut end = limit.unwrap_or(self.sentence.end).min(self.sentence.end.max(start));
        for at in from + 1..pieces.len() {
            if self.is_inside(at) != inside {
                if inside {
                    break;
                }
                continue;
            }
            let stops = match &pieces[at] {
                Piece::Comma => self.ends_at_comma(at, from, reach),
                Piece::Stop => !self.is_point(at) && (reach == Reach::Phrase || self.leads_to_cue(at + 1)),
                Piece::And(_) if !matches!(pieces[at - 1], Piece::Comma) => self.ends_at_and(at, reach),
                Piece::Subordinator(word) => reach == Reach::Phrase && at > from + 1 && self.is_word(*word, LOOSE),
                Piece::Behind(word) => {
                    reach == Reach::Phrase && (self.is_word(*word, WHEN) || self.behind_occasion(at).is_some())
                }
                _ => false,
            };
            if stops {
                let word = (at..pieces.len()).find_map(|at| pieces[at].first_word());
                let place = word.map_or(self.sentence.end, |word| self.place(word));
                if place > start {
                    end = end.min(before_mark(&self.text[..place]));
                    break;
                }
            }
        }
        // A quotation that the content opens belongs to it as a whole.
        let cut = self
            .quotations
            .iter()
            .find(|quotation| quotation.inside.start > start && quotation.inside.contains(&end.saturating_sub(1)));
        match cut {
            Some(quotation) if !inside && end >= self.sentence.end => quotation.with_marks(self.text).end.max(end),
            _ => end,
        }
    }

    /// The point of an abbreviation, which ends nothing: `Veskburg, Est., left`.
    fn is_point(&self, at: usize) -> bool {
        let sentence = &self.reading.sentence;
        let Some(next) = (at..sentence.pieces.len()).find_map(|at| sentence.pieces[at].first_word()) else {
            return false;
        };
        let marks = sentence.words[..next].iter().rev().take_while(|word| matches!(word.tag, Tag::Comma | Tag::Stop));
        let mut point = false;
        for mark in marks {
            point |= mark.text == ".";
            if !matches!(mark.text, "." | ",") {
                return false;
            }
        }
        point
    }

    fn ends_at_comma(&self, at: usize, from: usize, reach: Reach) -> bool {
        let sentence = &self.reading.sentence;
        let phrase = reach == Reach::Phrase;
        let Some(next) = sentence.pieces.get(at + 1) else { return true };
        if next.first_word().is_some_and(|word| self.is_word(word, &["according"])) {
            return true;
        }
        match next {
            Piece::Quote(_) => false,
            Piece::And(word) if self.is_word(*word, &["but"]) => true,
            Piece::And(_) if phrase => sentence.phrase(at + 2).is_none() || sentence.opens_clause(at + 2),
            Piece::And(_) | Piece::Subordinator(_) if !phrase => self.leads_to_cue(at + 2),
            Piece::Verb(group) if !phrase && group.gerund => self.is_reporting(group),
            // The comma closes what another one before the content opened: `which says that it won, is free`.
            Piece::Verb(group) if !phrase => {
                group.is_finite() && !sentence.pieces[from..at].iter().any(|piece| matches!(piece, Piece::Comma))
            }
            Piece::Noun(_) if sentence.opens_clause(at + 1) => {
                phrase || self.is_leading(from) || self.is_parenthesis(at + 1)
            }
            Piece::Noun(_) => false,
            Piece::Comma => true,
            Piece::Stop => !self.is_point(at),
            _ => phrase,
        }
    }

    fn ends_at_and(&self, at: usize, reach: Reach) -> bool {
        let sentence = &self.reading.sentence;
        let phrase = reach == Reach::Phrase;
        match sentence.pieces.get(at + 1) {
            Some(Piece::Verb(group)) => {
                let bare = sentence.words[group.main].tag == Tag::Verb(BASE);
                group.is_finite() && if phrase { !bare } else { self.is_reporting(group) }
            }
            Some(Piece::Noun(_)) if sentence.opens_clause(at + 1) => phrase || self.leads_to_cue(at + 1),
            _ => false,
        }
    }

    /// A verb that hardly stands in what somebody else says without a speaker of its own.
    pub(super) fn is_reporting(&self, group: &VerbGroup) -> bool {
        self.kind(group) == Some(AttributionKind::Speech)
            && self.lemma(group).is_some_and(|(_, verb)| self.lexicon.takes_clause(verb))
    }

    /// The clause that begins at a piece says by whom it is said.
    fn leads_to_cue(&self, from: usize) -> bool {
        let sentence = &self.reading.sentence;
        let verb = (from..sentence.pieces.len())
            .take(6)
            .take_while(|&at| !matches!(sentence.pieces[at], Piece::Comma | Piece::Stop | Piece::Quote(_)))
            .find(|&at| sentence.group(at).is_some());
        let Some(group) = verb.and_then(|verb| sentence.group(verb)) else { return false };
        let pronoun = sentence.phrase(from).is_some_and(|phrase| phrase.pronoun);
        let says = self.lemma(group).is_some_and(|(lemma, _)| ["say", "tell", "add"].contains(&lemma));
        !group.infinitive && !group.passive && self.is_reporting(group) && (says || pronoun || group.gerund)
    }

    /// The sentence begins with a clause that only leads up to the next: `Saying that it had won, Norland left`.
    pub(super) fn is_leading(&self, from: usize) -> bool {
        let pieces = &self.reading.sentence.pieces;
        let leads = pieces.iter().find(|piece| !matches!(piece, Piece::Adverb(_) | Piece::Behind(_) | Piece::And(_)));
        let opens = match leads {
            Some(Piece::Subordinator(_)) => true,
            Some(Piece::Verb(group)) => group.gerund,
            _ => false,
        };
        opens && !pieces[..from.min(pieces.len())].iter().any(|piece| matches!(piece, Piece::Comma))
    }

    /// `, officials said,`
    fn is_parenthesis(&self, noun: usize) -> bool {
        let sentence = &self.reading.sentence;
        let verb = (noun..sentence.pieces.len()).take(6).find(|&at| sentence.group(at).is_some());
        let Some((verb, group)) = verb.and_then(|verb| Some((verb, sentence.group(verb)?))) else { return false };
        let mut next = verb + 1;
        while let Some((behind, _)) = self.behind_occasion(next) {
            next = behind;
        }
        self.kind(group) == Some(AttributionKind::Speech)
            && matches!(sentence.pieces.get(next), None | Some(Piece::Comma | Piece::Stop))
    }

    /// A span without white space, commas and the mark that ends the sentence around it.
    pub(super) fn trim(&self, span: Span) -> Span {
        let span = span.start..span.end.max(span.start);
        let written = &self.text[span.clone()];
        let loose = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ':' | ';' | '—' | '–' | '-' | '―');
        let start = span.start + (written.len() - written.trim_start_matches(loose).len());
        let end = span.start + written.trim_end_matches(|letter| loose(letter) || letter == '.').len();
        start..end.max(start)
    }
}
