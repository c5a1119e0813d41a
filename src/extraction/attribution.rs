//! Whose word is it? A sentence that is read goes in; who says, holds or means what comes out.

use super::act::Reading;
use super::answer::behind_phrases;
use super::clause::Subject;
use super::content::{Reach, is_told};
use super::phrase::{Phrase, Piece, VerbGroup, span_of};
use super::quotation::Quotation;
use super::tagging::{Tag, Word};
use super::text::Span;
use super::words::{AttributionKind, Classes, Lexicon};

/// That somebody says, holds or means something, with all its places in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own about it")]
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
    /// Its cue stands in quotation marks, so that it is part of what somebody is quoted with.
    pub is_quoted: bool,
    /// The name of the rule that found it.
    pub rule: &'static str,
}

impl Attribution {
    /// A place is in what is attributed.
    pub(super) fn holds(&self, place: usize) -> bool {
        self.content.iter().any(|span| span.contains(&place))
    }

    /// The text itself attributes: neither within a quotation, nor what others have in mind by somebody's words.
    pub(super) fn is_of_text(&self) -> bool {
        !self.is_quoted && (self.parent.is_none() || self.kind == AttributionKind::Speech)
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
    let mut found: Vec<Attribution> = finder.according().into_iter().chain(finder.label()).collect();
    for (at, piece) in reading.sentence.pieces.iter().enumerate() {
        match piece {
            Piece::Verb(group) => {
                found.extend(finder.verb(at, group));
                found.extend(finder.adverb(at, group));
                found.extend(finder.adjective(at, group));
            }
            Piece::Noun(phrase) => found.extend(finder.noun(at, phrase)),
            _ => {}
        }
    }
    found.sort_by_key(|attribution| attribution.cue.start);
    found
}

/// Adverbs by which a text leaves it to others: `allegedly`.
const HEARSAY: &[&str] = &["allegedly", "reportedly", "purportedly", "supposedly", "presumably"];

/// The most words of a name before a colon or behind a dash.
const LONGEST_NAME: usize = 8;

/// The bytes around a label among which its name is looked for.
const AROUND: usize = 4_000;

pub(super) struct Finder<'a, 'r> {
    pub text: &'a str,
    pub sentence: &'a Span,
    pub reading: &'r Reading<'a, 'r>,
    pub quotations: &'a [Quotation],
    pub lexicon: &'a Lexicon,
}

/// What a verb attributes, and to whom.
struct Parts {
    content: Vec<Span>,
    source: Option<Span>,
    speaker: Option<Span>,
    cue_end: usize,
    rule: &'static str,
}

impl Finder<'_, '_> {
    /// The first byte of a word, or the end of the sentence.
    pub(super) fn place(&self, word: usize) -> usize {
        self.reading.sentence.words.get(word).map_or(self.sentence.end, |word| word.span.start)
    }

    /// The base form of the verb of a group.
    pub(super) fn lemma(&self, group: &VerbGroup) -> Option<(&str, u16)> {
        let verb = self.reading.sentence.words[group.main].verb()?;
        Some((self.lexicon.verbs.get(usize::from(verb))?.word.as_str(), verb))
    }

    /// The kind of attribution that the verb at a piece makes.
    pub(super) fn kind(&self, group: &VerbGroup) -> Option<AttributionKind> {
        let verb = self.reading.sentence.words[group.main].verb()?;
        self.lexicon.verbs.get(usize::from(verb))?.cue
    }

    /// An attribution that nothing more is said of.
    fn plain(kind: AttributionKind, cue: Span, content: Vec<Span>, rule: &'static str) -> Attribution {
        Attribution {
            kind,
            source: None,
            speaker: None,
            cue,
            content,
            negated: false,
            possible: false,
            tells: false,
            parent: None,
            is_quoted: false,
            rule,
        }
    }

    /// `According to the ministry, Norland attacked`, or at the end.
    fn according(&self) -> Option<Attribution> {
        let words = &self.reading.sentence.words;
        let at = words.iter().position(|word| word.is("according"))?;
        words.get(at + 1).filter(|word| word.is("to"))?;
        let pieces = &self.reading.sentence.pieces;
        let first = pieces.iter().position(|piece| matches!(piece, Piece::Noun(phrase) if phrase.words.start > at))?;
        let opens = at <= 1;
        let source = self.source_behind(first);
        let content = if opens {
            self.trim(source.end..self.sentence.end)
        } else {
            self.trim(self.first_place()..words[at].span.start)
        };
        (!content.is_empty()).then(|| Attribution {
            source: Some(source),
            tells: true,
            ..Self::plain(
                AttributionKind::Speech,
                words[at].span.start..words[at + 1].span.end,
                vec![content],
                "according-to",
            )
        })
    }

    /// `Varn: We will not wait`, and `“We will wait.” — Ada Varn` behind a quotation.
    fn label(&self) -> Option<Attribution> {
        let words = &self.reading.sentence.words;
        let is_name = |word: &super::tagging::Word| {
            word.capital && !matches!(word.tag, Tag::Determiner | Tag::Pronoun | Tag::Adverb | Tag::Preposition)
        };
        let first = words.first()?;
        if matches!(first.text, "—" | "–" | "―" | "-") {
            let name = words.get(1..)?;
            let named = !name.is_empty() && name.len() <= LONGEST_NAME && is_name(&name[0]) && is_name(name.last()?);
            let before = self
                .quotations
                .iter()
                .rev()
                .find(|quotation| quotation.inside.end < first.span.start && quotation.closed);
            let quotation = before.filter(|quotation| {
                self.text[quotation.inside.end..first.span.start].trim_matches(['”', '"', ' ', '\'']).is_empty()
            })?;
            let source = self.trim(name.first()?.span.start..name.last()?.span.end);
            return named.then(|| Attribution {
                source: Some(source),
                tells: true,
                ..Self::plain(
                    AttributionKind::Speech,
                    first.span.clone(),
                    vec![quotation.with_marks(self.text)],
                    "name-behind",
                )
            });
        }
        let colon = words.iter().take(LONGEST_NAME).position(|word| word.text == ":")?;
        let name = &words[..colon];
        let opens_line = self.text[..self.sentence.start].trim_end_matches(['"', '“', ' ']).ends_with('\n')
            || self.text[..self.sentence.start].trim_matches(['"', '“', ' ']).is_empty();
        let named = !name.is_empty() && colon <= 4 && name.iter().all(|word| is_name(word) && word.tag == Tag::Name);
        let rest = words.get(colon + 1)?;
        let end = self.text[rest.span.start..].find('\n').map_or(self.text.len(), |end| rest.span.start + end);
        (named && opens_line && self.is_known(name.last()?.text)).then(|| Attribution {
            source: name.first().zip(name.last()).map(|(first, last)| first.span.start..last.span.end),
            tells: true,
            ..Self::plain(
                AttributionKind::Speech,
                words[colon].span.clone(),
                vec![self.trim(rest.span.start..end)],
                "name-before",
            )
        })
    }

    /// A name that is found again near by, and never in small letters: what stands before a colon may be any heading.
    fn is_known(&self, name: &str) -> bool {
        let around = self.sentence.start.saturating_sub(AROUND)..(self.sentence.end + AROUND).min(self.text.len());
        let around =
            (0..4).find_map(|more| self.text.get(around.start.saturating_sub(more)..around.end.saturating_sub(more)));
        let mut times = 0;
        for word in around.unwrap_or_default().split(|letter: char| !letter.is_alphanumeric()) {
            if word.eq_ignore_ascii_case(name) {
                if word.starts_with(char::is_lowercase) {
                    return false;
                }
                times += 1;
            }
        }
        times > 1
    }

    fn verb(&self, at: usize, group: &VerbGroup) -> Option<Attribution> {
        let kind = self.kind(group)?;
        let (lemma, verb) = self.lemma(group)?;
        let subject = self.reading.subjects.iter().find(|(verb, _)| *verb == at).map(|(_, subject)| subject)?;
        let parts = self.parts(at, group, subject, kind)?;
        // `went on to say`
        let outer = at.checked_sub(1).filter(|_| group.infinitive && self.is_aspect(at) || self.is_second(at, group));
        let first = outer.and_then(|outer| self.reading.sentence.group(outer)).unwrap_or(group);
        let cue = self.place(first.words.start)..parts.cue_end;
        Some(Attribution {
            source: parts.source,
            speaker: parts.speaker,
            negated: group.negated,
            possible: group.possible,
            tells: matches!(parts.rule, "quotation" | "trailing")
                || parts.rule == "clause" && self.can_tell(subject) && self.lexicon.takes_clause(verb)
                || is_accusing(lemma),
            ..Self::plain(kind, cue, parts.content, parts.rule)
        })
    }

    /// The content, the source and the rule of a verb.
    fn parts(&self, at: usize, group: &VerbGroup, subject: &Subject, kind: AttributionKind) -> Option<Parts> {
        let words = &self.reading.sentence.words;
        let (lemma, verb) = self.lemma(group)?;
        let end_of = |word: usize| words.get(word.wrapping_sub(1)).map_or(0, |word| word.span.end);
        let (source, speaker) = self.source(at, group, subject);
        let opening = self.opening(at, group, lemma);
        let says = matches!(kind, AttributionKind::Speech) || self.lexicon.takes_clause(verb);
        let says = says && kind != AttributionKind::Plan;
        let open = opening.as_ref().is_some_and(|opening| opening.firm);
        if says
            && !group.passive
            && !group.infinitive
            && !open
            && let Some((content, source, speaker, cue_end)) = self.trailing(at, group, subject)
        {
            return Some(Parts { content, source, speaker, cue_end: end_of(cue_end), rule: "trailing" });
        }
        if is_raising(lemma) {
            // `seemed to think`: the verb behind it attributes.
            let inner = self.reading.sentence.group(at + 1).filter(|inner| inner.infinitive);
            if inner.is_some_and(|inner| self.kind(inner).is_some()) {
                return None;
            }
        }
        if is_raising(lemma) || group.passive {
            return self.passive(at, group, subject, opening.as_ref());
        }
        let opening = opening?;
        let content = vec![self.content(&opening)];
        let rule = match (opening.quoted, opening.reach) {
            (true, _) => "quotation",
            (false, Reach::Clause) => "clause",
            (false, Reach::Phrase) => "object",
        };
        if group.infinitive && !self.is_aspect(at) && rule != "quotation" {
            return None;
        }
        Some(Parts { content, source, speaker, cue_end: end_of(opening.cue_end), rule })
    }

    /// `is believed to have fled`, `was called “weak” by Varn`: the subject is part of what is said.
    fn passive(
        &self,
        at: usize,
        group: &VerbGroup,
        subject: &Subject,
        opening: Option<&super::content::Opening>,
    ) -> Option<Parts> {
        // What is attacked is rarely attacked in words.
        if group.gerund
            || self.lemma(group).is_some_and(|(lemma, _)| matches!(lemma, "attack" | "assail" | "post" | "read"))
        {
            return None;
        }
        let words = &self.reading.sentence.words;
        let by = (at + 1..self.reading.sentence.pieces.len()).take(6).find(|&next| {
            self.reading.sentence.is_behind(next, "by") && self.reading.sentence.phrase(next + 1).is_some()
        });
        let source = by.map(|by| self.source_behind(by + 1));
        // Who is told something is no part of it.
        let told = self.lemma(group).is_some_and(|(lemma, _)| is_told(lemma));
        let mut content: Vec<Span> = Vec::new();
        content.extend(self.source(at, group, subject).0.filter(|_| !told));
        content.extend(opening.map(|opening| self.content(opening)));
        let cue_end = opening.map_or(group.words.end, |opening| opening.cue_end);
        let cue_end = words.get(cue_end.wrapping_sub(1))?.span.end;
        (!content.is_empty()).then_some(Parts { content, source, speaker: None, cue_end, rule: "passive-cue" })
    }

    /// `allegedly`: whoever says it is left out.
    fn adverb(&self, at: usize, group: &VerbGroup) -> Option<Attribution> {
        let words = &self.reading.sentence.words;
        if self.kind(group) == Some(AttributionKind::Speech) {
            return None;
        }
        let near = group.words.start.saturating_sub(1)..group.words.end;
        let adverb = near.into_iter().find(|&word| HEARSAY.iter().any(|known| words[word].is(known)))?;
        let subject = self.reading.subjects.iter().find(|(verb, _)| *verb == at).map(|(_, subject)| subject)?;
        let mut content: Vec<Span> = self.source(at, group, subject).0.into_iter().collect();
        let start = words.get(adverb + 1)?.span.start;
        content.push(self.trim(start..self.content_end(at, start, Reach::Phrase)));
        let kind = AttributionKind::Speech;
        Some(Self::plain(kind, words[adverb].span.clone(), content, "hearsay"))
    }

    /// `is confident that`, `was critical of`, `it is clear that`
    fn adjective(&self, at: usize, group: &VerbGroup) -> Option<Attribution> {
        let sentence = &self.reading.sentence;
        let words = &sentence.words;
        group.copula.then_some(())?;
        let adjective = (group.words.start..(group.words.end + 4).min(words.len()))
            .find(|&word| self.lexicon.opinions.contains_key(words[word].text.to_lowercase().as_str()))?;
        let between = group.words.end.min(adjective)..adjective;
        let close =
            between.into_iter().all(|word| matches!(words[word].tag, Tag::Adverb | Tag::Negation | Tag::Adjective));
        let kind = *self.lexicon.opinions.get(words[adjective].text.to_lowercase().as_str())?;
        let piece = (at + 1..sentence.pieces.len())
            .take(4)
            .find(|&at| sentence.pieces[at].first_word().is_some_and(|word| word > adjective))?;
        let (start, reach) = match &sentence.pieces[piece] {
            Piece::Subordinator(word)
                if ["that", "whether", "how", "why"].iter().any(|known| words[*word].is(known)) =>
            {
                (*word, Reach::Clause)
            }
            Piece::Verb(inner) if inner.infinitive => (inner.words.start, Reach::Phrase),
            Piece::Behind(word) if ["of", "about", "to", "with", "by"].iter().any(|known| words[*word].is(known)) => {
                (word + 1, Reach::Phrase)
            }
            Piece::Noun(phrase) if sentence.opens_clause(piece) => (phrase.words.start, Reach::Clause),
            _ => return None,
        };
        let subject = self.reading.subjects.iter().find(|(verb, _)| *verb == at).map(|(_, subject)| subject)?;
        let (source, speaker) = self.source(at, group, subject);
        let source = source.filter(|source| !self.text[source.clone()].eq_ignore_ascii_case("it"));
        let place = self.place(start);
        close.then(|| Attribution {
            speaker,
            negated: group.negated,
            possible: group.possible,
            tells: kind != AttributionKind::Plan
                && source.is_some()
                && reach == Reach::Clause
                && self.can_tell(subject),
            source,
            ..Self::plain(
                kind,
                self.place(group.words.start)..words[adjective].span.end,
                vec![self.trim(place..self.content_end(piece, place, reach))],
                "adjective-cue",
            )
        })
    }

    /// A noun such as `claim` with its content: `the claim that`, `its plan to`, `his criticism of`.
    fn noun(&self, at: usize, phrase: &Phrase) -> Option<Attribution> {
        let sentence = &self.reading.sentence;
        let words = &sentence.words;
        let noun = words[phrase.head].entry.noun?;
        let kind = self.lexicon.nouns.get(usize::from(noun))?.cue?;
        let first = &words[phrase.words.start];
        let own = (first.tag == Tag::Possessive && !first.is("whose")).then(|| first.span.clone());
        let source = phrase.owner.clone().map(|owner| span_of(words, &owner)).or(own);
        let far = behind_phrases(self.reading, at + 1);
        let is_far = source.is_none()
            && tells_itself(&words[phrase.head])
            && !["letter", "article", "study"].iter().any(|text| words[phrase.head].is(text))
            && matches!(sentence.pieces.get(far), Some(Piece::Subordinator(word)) if words[*word].is("that"));
        let next = if is_far { far } else { at + 1 };
        let (start, reach) = match sentence.pieces.get(next)? {
            Piece::Subordinator(word) if words[*word].is("that") => (*word, Reach::Clause),
            Piece::Verb(group) if group.infinitive && source.is_some() && kind != AttributionKind::Document => {
                (group.words.start, Reach::Phrase)
            }
            Piece::Behind(word)
                if source.is_some()
                    && ["of", "about"].iter().any(|known| words[*word].is(known))
                    && kind != AttributionKind::Document =>
            {
                (*word, Reach::Phrase)
            }
            _ => return None,
        };
        let place = self.place(start);
        // `a report that Norland had attacked`: nobody else says it.
        let itself = (source.is_none() && reach == Reach::Clause && tells_itself(&words[phrase.head]))
            .then(|| span_of(words, &phrase.words));
        Some(Attribution {
            source,
            speaker: itself,
            tells: kind != AttributionKind::Plan && reach == Reach::Clause,
            ..Self::plain(
                kind,
                words[phrase.head].span.clone(),
                vec![self.trim(place..self.content_end(next, place, reach))],
                "noun-cue",
            )
        })
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
                    || head.has(Classes::PERSON)
                    || noun.is_some_and(|noun| noun.cue == Some(AttributionKind::Document))
            })
        })
    }

    /// `neither confirmed nor denied`: the second of two verbs that are denied together.
    pub(super) fn is_second(&self, at: usize, group: &VerbGroup) -> bool {
        let words = &self.reading.sentence.words;
        let before = at.checked_sub(1).and_then(|before| self.reading.sentence.group(before));
        words[group.words.start].is("nor") && before.is_some_and(|before| words[before.words.start].is("neither"))
    }

    /// The verb before only says how it goes on: `continued to insist`, `went on to say`.
    fn is_aspect(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.reading.sentence.group(before));
        before.is_some_and(|before| {
            self.kind(before).is_none() || self.lemma(before).is_some_and(|(lemma, _)| lemma == "continue")
        })
    }
}

/// A text or a saying without a name is its own speaker.
fn tells_itself(head: &Word) -> bool {
    const SAYINGS: &[&str] = &[
        "report",
        "reports",
        "rumour",
        "rumours",
        "rumor",
        "rumors",
        "claim",
        "claims",
        "allegation",
        "allegations",
        "accusation",
        "accusations",
        "suggestion",
        "suggestions",
        "article",
        "study",
        "letter",
        "leak",
        "leaks",
    ];
    SAYINGS.iter().any(|known| head.is(known))
}

/// What somebody is accused of is the word of whoever accuses.
fn is_accusing(lemma: &str) -> bool {
    matches!(lemma, "accuse" | "blame" | "suspect" | "charge")
}

/// Whose opinion it is remains open, and the subject is part of it: `Norland seems to`.
fn is_raising(lemma: &str) -> bool {
    matches!(lemma, "seem" | "appear")
}
