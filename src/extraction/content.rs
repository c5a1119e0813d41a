//! Which words are attributed? Where they begin behind the cue, and where they end.

use super::attribution::Finder;
use super::extent::LOOSE;
use super::phrase::{Piece, VerbGroup};
use super::quotation::before_mark;
use super::tagging::Tag;
use super::text::Span;

/// How far content goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// A whole clause with all that hangs on it: `said that …`.
    Clause,
    /// What is named and no more: `denied the claim`, `hopes to leave`.
    Phrase,
}

/// Where what a verb attributes begins.
#[derive(Debug)]
pub(super) struct Opening {
    /// The word behind the cue.
    pub cue_end: usize,
    /// The piece that begins it.
    piece: usize,
    /// The byte where it begins.
    start: usize,
    pub reach: Reach,
    /// It is a quotation.
    pub quoted: bool,
    /// A conjunction, a clause or a quotation begins it, so that nothing before the cue is meant.
    pub firm: bool,
}

/// How something is said, which belongs to the cue: `said in an interview`.
const MEANS: &[&str] = &[
    "statement",
    "interview",
    "speech",
    "letter",
    "email",
    "e-mail",
    "tweet",
    "memo",
    "post",
    "call",
    "video",
    "column",
    "message",
    "remarks",
    "essay",
    "editorial",
    "blog",
    "release",
];

/// Where something is said, which is told beside it.
const OCCASIONS: &[&str] = &[
    "report",
    "debate",
    "article",
    "briefing",
    "conference",
    "filing",
    "rally",
    "address",
    "hearing",
    "testimony",
    "book",
    "meeting",
    "appearance",
    "event",
    "podcast",
    "ceremony",
    "stop",
    "lecture",
    "forum",
    "session",
];

/// The words that a time adds to a cue at most.
const SHORT: usize = 2;

/// Verbs whose object is the one who is told.
const TELLS: &[&str] = &[
    "tell",
    "ask",
    "inform",
    "remind",
    "assure",
    "notify",
    "brief",
    "reassure",
    "convince",
    "persuade",
    "warn",
    "advise",
    "alert",
    "answer",
    "thank",
    "interview",
    "accuse",
];

/// Verbs whose prepositions lead to places and people who are told.
const SAYS: &[&str] =
    &["say", "write", "add", "note", "announce", "explain", "state", "declare", "post", "tweet", "speak", "talk"];

/// Verbs that take a clause rather than an object.
const CLAUSAL: &[&str] =
    &["say", "think", "believe", "argue", "insist", "contend", "add", "hope", "claim", "assert", "suspect", "worry"];

/// Verbs that attribute with a quotation or a clause only; their objects are something else.
const QUOTES: &[&str] = &[
    "continue",
    "snap",
    "interrupt",
    "answer",
    "rule",
    "state",
    "learn",
    "speak",
    "write",
    "point",
    "add",
    "cheer",
    "lobby",
];

/// Prepositions that belong to the verb before them.
const PARTICLES: &[&str] = &["on", "for", "of", "out", "against", "about", "up", "to"];

/// The object of the verb is the one who is told.
pub(super) fn is_told(lemma: &str) -> bool {
    TELLS.contains(&lemma) && lemma != "accuse"
}

impl Finder<'_, '_> {
    pub(super) fn is_word(&self, word: usize, known: &[&str]) -> bool {
        self.reading.sentence.words.get(word).is_some_and(|word| known.iter().any(|known| word.is(known)))
    }

    /// The piece behind `on Monday` or `in an interview with the Courier`, and the word behind what of it belongs to the cue.
    pub(super) fn behind_occasion(&self, at: usize) -> Option<(usize, Option<usize>)> {
        let sentence = &self.reading.sentence;
        let first = sentence.pieces.get(at)?.first_word()?;
        let timed = |end: usize| Some(end).filter(|end| end - first <= SHORT);
        if let Some(phrase) = sentence.phrase(at) {
            return phrase.time.then_some((at + 1, timed(phrase.words.end)));
        }
        sentence.is_any_behind(at).then_some(())?;
        let phrase = sentence.phrase(at + 1)?;
        if phrase.time {
            return Some((at + 2, timed(phrase.words.end)));
        }
        let head = sentence.words[phrase.head].text.to_lowercase();
        let is = |known: &[&str]| {
            known.contains(&head.as_str()) || head.strip_suffix('s').is_some_and(|one| known.contains(&one))
        };
        let means = is(MEANS) && self.is_word(first, &["in"]);
        (means || is(MEANS) || is(OCCASIONS)).then_some(())?;
        if self.is_word(first, &["of", "about", "for", "to"]) {
            return None;
        }
        let mut next = at + 2;
        while ["with", "to", "on", "of", "in"].iter().any(|with| sentence.is_behind(next, with))
            && sentence.phrase(next + 1).is_some()
        {
            next += 2;
        }
        Some((next, Some(phrase.words.end).filter(|_| means)))
    }

    /// Where what the verb at a piece attributes begins.
    pub(super) fn opening(&self, at: usize, group: &VerbGroup, lemma: &str) -> Option<Opening> {
        let sentence = &self.reading.sentence;
        let pieces = &sentence.pieces;
        let tells = TELLS.contains(&lemma) && !group.passive;
        let mut next = at + 1;
        let mut cue_end = group.words.end;
        while let Some(Piece::Behind(word)) = pieces.get(next)
            && self.behind_occasion(next).is_none()
            && self.is_particle(*word, lemma)
        {
            cue_end = word + 1;
            next += 1;
        }
        let bound = next > at + 1;
        while let Some(piece) = pieces.get(next) {
            if let Some((behind, end)) = self.behind_occasion(next) {
                if piece.first_word() == Some(cue_end) {
                    cue_end = end.unwrap_or(cue_end);
                }
                next = behind;
                continue;
            }
            let open = |start: usize, reach: Reach, firm: bool| {
                Some(Opening { cue_end, piece: next, start, reach, quoted: false, firm })
            };
            match piece {
                // `say there are others`
                Piece::Verb(inner) if inner.is_finite() && self.is_word(inner.words.start, &["there"]) => {
                    return open(self.place(inner.words.start), Reach::Clause, true);
                }
                Piece::Adverb(_) => next += 1,
                Piece::Subordinator(word) if self.is_word(*word, LOOSE) => return None,
                Piece::Subordinator(word) | Piece::Relative(word) => {
                    let (reach, firm) =
                        if self.has_verb(next) { (Reach::Clause, true) } else { (Reach::Phrase, false) };
                    return open(self.place(*word), reach, firm);
                }
                Piece::Quote(word) => return self.quoted_opening(*word, next, cue_end),
                Piece::Comma | Piece::Stop => {
                    let quote = (next + 1..pieces.len()).find(|&at| !matches!(pieces[at], Piece::Comma | Piece::Stop));
                    let Some(quote) = quote else { return self.behind_sentence(cue_end) };
                    return match pieces[quote] {
                        Piece::Quote(word) => self.quoted_opening(word, quote, cue_end),
                        _ => self.behind_colon(quote, cue_end),
                    };
                }
                Piece::Noun(_) => return self.named(at, next, lemma, tells, bound, cue_end),
                Piece::Verb(inner) => {
                    // `which he said were there`
                    let goes_on = inner.is_finite()
                        && at >= 2
                        && matches!(pieces[at - 2], Piece::Relative(_) | Piece::Subordinator(_));
                    let joins = (inner.infinitive || inner.gerund) && !QUOTES.contains(&lemma);
                    let reach = if goes_on { Reach::Clause } else { Reach::Phrase };
                    return open(self.place(inner.words.start), reach, goes_on).filter(|_| goes_on || joins);
                }
                Piece::Behind(_) => {
                    // `explained to reporters that`, `announced in Veskburg that`
                    sentence.phrase(next + 1)?;
                    next = sentence.behind_of(next + 1);
                    let leads = matches!(
                        pieces.get(next),
                        Some(Piece::Subordinator(_) | Piece::Quote(_) | Piece::Comma | Piece::Stop | Piece::Behind(_))
                    );
                    if !leads {
                        return None;
                    }
                }
                Piece::And(_) => return None,
            }
        }
        self.behind_sentence(cue_end)
    }

    /// What is attributed begins with a phrase, or behind it where it names who is told.
    fn named(&self, at: usize, next: usize, lemma: &str, tells: bool, bound: bool, cue_end: usize) -> Option<Opening> {
        let sentence = &self.reading.sentence;
        let pieces = &sentence.pieces;
        let start = self.place(sentence.phrase(next)?.words.start);
        let end = sentence.joined_right(next).1;
        // `“We left,” said Varn, who leads it`
        let before = at.checked_sub(1).and_then(|before| pieces.get(before));
        let inverted = next == at + 1 && matches!(before, Some(Piece::Quote(_) | Piece::Comma));
        if !bound && self.is_clause(next, end, if inverted { "" } else { lemma }) {
            return Some(Opening { cue_end, piece: next, start, reach: Reach::Clause, quoted: false, firm: true });
        }
        if tells && !matches!(pieces.get(end), Some(Piece::Verb(_))) {
            return self.told(end, cue_end);
        }
        let takes_object = bound || !QUOTES.contains(&lemma);
        let reach = Reach::Phrase;
        takes_object.then_some(Opening { cue_end, piece: next, start, reach, quoted: false, firm: false })
    }

    /// The phrase is the subject of what is said, and not its object.
    fn is_clause(&self, at: usize, end: usize, lemma: &str) -> bool {
        let sentence = &self.reading.sentence;
        let finite = |at: usize| sentence.group(at).is_some_and(VerbGroup::is_finite);
        let subject = sentence
            .phrase(at)
            .is_some_and(|phrase| phrase.pronoun && self.is_word(phrase.head, &["he", "she", "they", "we", "i"]));
        // Behind these no other object is to be expected.
        let clausal = || {
            CLAUSAL.contains(&lemma)
                && (at + 1..sentence.pieces.len())
                    .take_while(|&at| !matches!(sentence.pieces[at], Piece::Subordinator(_) | Piece::Relative(_)))
                    .any(finite)
        };
        sentence.opens_clause(at) || finite(end) || subject || clausal()
    }

    /// A clause that `that` opens has a verb: `rejected that argument` has none.
    fn has_verb(&self, from: usize) -> bool {
        (from..self.reading.sentence.pieces.len())
            .any(|at| self.reading.sentence.group(at).is_some_and(VerbGroup::is_finite))
    }

    fn is_particle(&self, word: usize, lemma: &str) -> bool {
        let behind = &self.reading.sentence.words[word];
        if matches!(lemma, "agree" | "disagree" | "differ" | "concur") && behind.is("with")
            || matches!(lemma, "believe" | "trust") && behind.is("in")
        {
            return true;
        }
        self.is_word(word, PARTICLES)
            && behind.tag != Tag::To
            && !(SAYS.contains(&lemma) && !behind.is("out") && !behind.is("about"))
    }

    /// What somebody is told, behind those who are told.
    fn told(&self, from: usize, cue_end: usize) -> Option<Opening> {
        let sentence = &self.reading.sentence;
        let mut next = from;
        loop {
            if let Some((behind, _)) = self.behind_occasion(next) {
                next = behind;
                continue;
            }
            let (start, reach) = match sentence.pieces.get(next) {
                None => return self.behind_sentence(cue_end),
                Some(Piece::Subordinator(word)) if self.is_word(*word, LOOSE) => return None,
                Some(Piece::Subordinator(word) | Piece::Relative(word)) => (self.place(*word), Reach::Clause),
                Some(Piece::Quote(word)) => {
                    // `told the “Morning News” that`: the quotation is a name.
                    let close = (next + 1..sentence.pieces.len())
                        .take(4)
                        .find(|&at| matches!(sentence.pieces[at], Piece::Quote(_)));
                    match close.filter(|&at| matches!(sentence.pieces.get(at + 1), Some(Piece::Subordinator(_)))) {
                        Some(close) => next = close + 1,
                        None => return self.quoted_opening(*word, next, cue_end),
                    }
                    continue;
                }
                Some(Piece::Comma | Piece::Stop) => match sentence.pieces.get(next + 1) {
                    Some(Piece::Quote(word)) => return self.quoted_opening(*word, next + 1, cue_end),
                    None => return self.behind_sentence(cue_end),
                    _ => return None,
                },
                Some(Piece::Adverb(_)) => {
                    next += 1;
                    continue;
                }
                Some(Piece::Noun(phrase)) => {
                    let reach = if sentence.opens_clause(next) { Reach::Clause } else { Reach::Phrase };
                    (self.place(phrase.words.start), reach)
                }
                Some(Piece::Behind(word)) if self.is_word(*word, &["of", "about"]) => {
                    (self.place(word + 1), Reach::Phrase)
                }
                Some(Piece::Behind(_)) if sentence.phrase(next + 1).is_some() => {
                    next = sentence.behind_of(next + 1);
                    continue;
                }
                _ => return None,
            };
            return Some(Opening { cue_end, piece: next, start, reach, quoted: false, firm: true });
        }
    }

    /// A quotation that opens at a mark.
    fn quoted_opening(&self, mark: usize, piece: usize, cue_end: usize) -> Option<Opening> {
        let mark = &self.reading.sentence.words[mark].span;
        let quotation = self.quotations.iter().find(|quotation| quotation.inside.start == mark.end)?;
        let start = quotation.with_marks(self.text).start;
        Some(Opening { cue_end, piece, start, reach: Reach::Clause, quoted: true, firm: true })
    }

    /// `said: We will not wait.`
    fn behind_colon(&self, piece: usize, cue_end: usize) -> Option<Opening> {
        let word = self.reading.sentence.pieces[piece].first_word()?;
        let colon = word.checked_sub(1).map(|before| &self.reading.sentence.words[before])?;
        let start = self.place(word);
        (colon.text == ":").then_some(Opening {
            cue_end,
            piece,
            start,
            reach: Reach::Clause,
            quoted: false,
            firm: true,
        })
    }

    /// `wrote:` at the end of its paragraph, before a quotation of its own.
    fn behind_sentence(&self, cue_end: usize) -> Option<Opening> {
        let written = &self.text[self.place(cue_end.saturating_sub(1))..self.sentence.end];
        written.trim_end().ends_with(':').then_some(())?;
        let quotation = self.quotations.iter().find(|quotation| quotation.inside.start > self.sentence.end)?;
        let start = quotation.with_marks(self.text).start;
        let near = self.text.get(self.sentence.end..start)?.trim().is_empty();
        let piece = self.reading.sentence.pieces.len();
        near.then_some(Opening { cue_end, piece, start, reach: Reach::Clause, quoted: true, firm: true })
    }

    /// The words that an opening begins.
    pub(super) fn content(&self, opening: &Opening) -> Span {
        if opening.quoted {
            let found = self.quotations.iter().find(|quotation| quotation.with_marks(self.text).start == opening.start);
            if let Some(quotation) = found {
                let marks = quotation.with_marks(self.text);
                let said = self.text[quotation.inside.clone()].trim_end();
                let rest = self.text.get(marks.end..self.sentence.end).unwrap_or_default();
                let goes_on =
                    rest.trim_start().starts_with(char::is_alphanumeric) && !said.ends_with([',', '.', '?', '!', '…']);
                if !goes_on {
                    return marks;
                }
            }
        }
        let start = before_mark(&self.text[..opening.start]).max(self.sentence.start.min(opening.start));
        let start = if self.reading.sentence.is_quoted(opening.piece) { opening.start } else { start };
        let end = self.content_end(opening.piece, start, opening.reach);
        self.trim(start..end.max(start))
    }
}
