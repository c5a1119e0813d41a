//! What does a whole text say? Attributions and claims, with the speakers, pronouns and replies that need more than one sentence.

use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::act::{Act, Reading, read};
use super::attribution::{Attribution, attributions};
use super::composition::{Composition, Types, compose};
use super::dates::date_phrases;
use super::phrase::span_of;
use super::quotation::{Quotation, is_quoted, near, quotations};
use super::reply::{Known, replies};
use super::sentence::sentences;
use super::text::Span;
use super::words::{AttributionKind, Classes, Lexicon};
use crate::model::{Certainty, Modality, Polarity};

/// An end of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Somebody or something named by words of the text.
    Words(Span),
    /// Another claim, by its place in the list.
    Claim(usize),
    /// Nothing: one acts alone.
    Nothing,
}

/// A claim that a text makes, with all its places in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractedClaim {
    /// Who acts; for a pronoun, the name that it stands for.
    pub subject: Span,
    /// The local name of the predicate, or the words of the text where the vocabulary has none.
    pub predicate: String,
    /// The words that tell the act.
    pub trigger: Span,
    /// To whom.
    pub object: End,
    /// The attribution whose source says it.
    pub attribution: Option<usize>,
    /// The words that name the speaker, once pronouns are resolved.
    pub speaker: Option<Span>,
    /// How sure the speaker is.
    pub certainty: Certainty,
    /// Yes or no.
    pub polarity: Polarity,
    /// As fact, plan, threat and so on.
    pub modality: Modality,
    /// The date in EDTF, where a phrase tells one.
    pub date: Option<String>,
    /// The phrase that tells the time.
    pub date_phrase: Option<Span>,
    /// Where.
    pub place: Option<Span>,
    /// What event it is, after composition: `plover:AGREE`.
    pub event_codes: Vec<String>,
    /// Claims it confirms.
    pub confirms: Vec<usize>,
    /// Claims it denies.
    pub denies: Vec<usize>,
    /// Claims it leaves open.
    pub declines_to_comment: Vec<usize>,
    /// The words it rests on.
    pub quote: Span,
    /// The rules that found it.
    pub rule: String,
}

/// What a text says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extraction {
    /// Who says, holds or means what.
    pub attributions: Vec<Attribution>,
    /// Who did what to whom.
    pub claims: Vec<ExtractedClaim>,
}

/// Reads a text. `published` is the day that `yesterday` is counted from.
#[must_use]
pub fn extract(text: &str, lexicon: &Lexicon, types: &Types, published: Option<Date>) -> Extraction {
    let quotations = quotations(text);
    let mut reader = Reader {
        text,
        lexicon,
        types,
        published,
        quotations: &quotations,
        found: Extraction::default(),
        last_subject: None,
        last_person: None,
    };
    let mut last_end = 0;
    for sentence in sentences(text) {
        let new_paragraph = text[last_end..sentence.start].matches('\n').count() > 1;
        reader.sentence(&sentence, new_paragraph);
        last_end = sentence.end;
    }
    reader.found
}

/// The attributions behind a sentence whose content may reach it: none goes on for longer than a quotation.
const NEAR: usize = 64;

struct Reader<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    types: &'a Types,
    published: Option<Date>,
    quotations: &'a [Quotation],
    found: Extraction,
    /// The last subject that was no pronoun; the last that can be `he` or `she`.
    last_subject: Option<Span>,
    last_person: Option<Span>,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: &Span, new_paragraph: bool) {
        let reading = read(self.text, sentence, self.quotations, self.lexicon);
        let near = near(self.quotations, sentence);
        let base = self.found.attributions.len();
        let mut own = attributions(self.text, sentence, &reading, near, self.lexicon);
        clip(&mut own);
        nest(&mut own, base);
        // `I think` outside of what somebody is told to say is nobody's that could be named.
        if own.iter().any(|attribution| attribution.parent.is_none() && self.is_first_person(attribution)) {
            own.retain(|attribution| !self.is_first_person(attribution));
            nest(&mut own, base);
        }
        for attribution in &mut own {
            attribution.speaker =
                attribution.source.clone().map(|source| self.antecedent(&source, &reading, None).unwrap_or(source));
        }
        self.go_on(sentence, &own, base, new_paragraph);
        self.found.attributions.extend(own);
        let first = self.found.claims.len();
        let resolve = |span: Span, found: &Self| found.antecedent(&span, &reading, None).unwrap_or(span);
        let speakers: Vec<Option<Span>> =
            speakers(&reading).into_iter().map(|span| span.map(|span| resolve(span, self))).collect();
        let known = Known { text: self.text, lexicon: self.lexicon, quotations: self.quotations, first };
        let answers = replies(&known, &reading, sentence, &speakers, &mut self.found);
        self.claims(&reading, sentence, &answers);
        self.remember(&reading);
    }

    fn is_first_person(&self, attribution: &Attribution) -> bool {
        let source = attribution.source.clone().map(|source| self.text[source].to_lowercase());
        source.is_some_and(|source| ["i", "we", "you"].contains(&source.as_str()))
    }

    /// A quotation without a cue of its own goes on with the speaker before it in the paragraph.
    fn go_on(&mut self, sentence: &Span, own: &[Attribution], base: usize, new_paragraph: bool) {
        let quoted = |place: usize| is_quoted(self.quotations, place);
        let speaks =
            own.iter().any(|attribution| attribution.kind == AttributionKind::Speech && !quoted(attribution.cue.start));
        let opening = near(self.quotations, sentence).iter().find(|quotation| {
            quotation.inside.start > sentence.start.saturating_sub(1) && quotation.inside.start < sentence.start + 4
        });
        let Some(quotation) = opening.filter(|_| !speaks) else { return };
        if new_paragraph && !quotation.continues {
            return;
        }
        let last = self.found.attributions[..base].iter_mut().rev().find(|last| last.kind == AttributionKind::Speech);
        let content = quotation.with_marks(self.text);
        if let Some(last) = last.filter(|last| !last.content.contains(&content)) {
            last.content.push(content);
        }
    }

    /// The words that a pronoun stands for: the speaker around it, else the last fitting subject.
    fn antecedent(&self, span: &Span, reading: &Reading, speaker: Option<&Span>) -> Option<Span> {
        let written = self.text[span.clone()].to_lowercase();
        let near = || speaker.cloned().or_else(|| self.subject_before(span, reading));
        match written.as_str() {
            "he" | "she" | "him" | "her" | "himself" | "herself" => {
                near().or_else(|| self.last_person.clone()).or_else(|| self.last_subject.clone())
            }
            "it" | "they" | "them" | "itself" | "themselves" => near().or_else(|| self.last_subject.clone()),
            "we" | "i" | "us" | "me" | "ourselves" => speaker.cloned(),
            _ => None,
        }
    }

    /// The nearest named subject before a pronoun in its sentence.
    fn subject_before(&self, pronoun: &Span, reading: &Reading) -> Option<Span> {
        let sentence = &reading.sentence;
        let quoted = |place: usize| is_quoted(self.quotations, place);
        let pieces = reading.subjects.iter().rev().filter_map(|(_, subject)| subject.pieces.first());
        pieces
            .filter(|&&at| sentence.is_named(at) && sentence.phrase(at).is_some_and(|phrase| !phrase.pronoun))
            .map(|&at| span_of(&sentence.words, &sentence.whole(at)))
            .find(|span| span.end <= pronoun.start && quoted(span.start) == quoted(pronoun.start))
    }

    /// The innermost attribution around a place that tells a speaker.
    fn attribution_around(&self, place: usize, cue: &Span) -> Option<usize> {
        let around = self.found.attributions.iter().enumerate().rev().take(NEAR).filter(|(_, attribution)| {
            attribution.source.is_some()
                && attribution.tells
                && attribution.holds(place)
                && !(attribution.cue.start <= cue.start && cue.end <= attribution.cue.end)
        });
        around.min_by_key(|(_, attribution)| attribution.extent()).map(|(at, _)| at)
    }

    fn claims(&mut self, reading: &Reading, sentence: &Span, answers: &[usize]) {
        let order = inner_first(&reading.acts);
        let mut of_piece: FxHashMap<usize, usize> = FxHashMap::default();
        let composed = compose(&reading.acts, reading, self.types);
        let dates = date_phrases(self.text, sentence, self.published);
        for at in order {
            let act = &reading.acts[at];
            if answers.contains(&act.piece) {
                continue;
            }
            let trigger = span_of(&reading.sentence.words, &act.trigger);
            let attribution = self.attribution_around(trigger.start, &trigger);
            // `Norland attacked, officials said on Monday`: the day is that of the saying.
            let around = |place: usize| {
                self.found
                    .attributions
                    .iter()
                    .rev()
                    .take(NEAR)
                    .filter(move |attribution| attribution.tells && attribution.holds(place))
                    .count()
            };
            let date = dates
                .iter()
                .filter(|date| around(date.span.start) == around(trigger.start))
                // A phrase that tells no date is kept where no other one does.
                .min_by_key(|date| (date.edtf.is_none(), date.span.start.abs_diff(trigger.start)))
                .cloned();
            let speaker = attribution.and_then(|at| self.found.attributions[at].speaker.clone());
            for (subject, object, how) in self.pairs(act, reading, &of_piece, speaker.as_ref()) {
                let composition = &composed[at];
                // `began to` and `managed to` say nothing but what stands inside.
                if act.frame.predicate.is_none() {
                    continue;
                }
                let event_codes = composition.codes(self.types);
                of_piece.entry(act.piece).or_insert(self.found.claims.len());
                let claim = ExtractedClaim {
                    quote: self.quote(reading, act, &subject, &object, sentence),
                    subject,
                    predicate: composition.predicate.clone(),
                    trigger: trigger.clone(),
                    object,
                    attribution,
                    speaker: speaker.clone(),
                    certainty: certainty(act),
                    polarity: composition.polarity,
                    modality: composition.modality,
                    date: date.as_ref().and_then(|date| date.edtf.clone()),
                    date_phrase: date.as_ref().map(|date| date.span.clone()),
                    place: act.place.as_ref().map(|place| span_of(&reading.sentence.words, place)),
                    event_codes,
                    confirms: Vec::new(),
                    denies: Vec::new(),
                    declines_to_comment: Vec::new(),
                    rule: [act.rule.0, act.rule.1, how]
                        .into_iter()
                        .filter(|rule| !rule.is_empty())
                        .collect::<Vec<_>>()
                        .join("+"),
                };
                if !self.found.claims[..].iter().rev().take(12).any(|known| known.is_like(&claim)) {
                    self.found.claims.push(claim);
                }
            }
        }
    }

    /// Subject and object of each claim that an act makes.
    fn pairs(
        &self,
        act: &Act,
        reading: &Reading,
        of_piece: &FxHashMap<usize, usize>,
        speaker: Option<&Span>,
    ) -> Vec<(Span, End, &'static str)> {
        let words = &reading.sentence.words;
        let span = |range: &Range<usize>| span_of(words, range);
        let subjects: Vec<(Span, &'static str)> = act
            .subjects
            .iter()
            .map(|subject| {
                let span = span(subject);
                match self.antecedent(&span, reading, speaker) {
                    Some(named) => (named, "pronoun"),
                    None => (span, ""),
                }
            })
            .collect();
        let mut found = Vec::new();
        if act.mutual {
            for (at, (one, how)) in subjects.iter().enumerate() {
                let others =
                    subjects[at + 1..].iter().filter(|(other, _)| self.text[other.clone()] != self.text[one.clone()]);
                found.extend(others.map(|(other, _)| (one.clone(), End::Words(other.clone()), *how)));
            }
            return found;
        }
        // What only lends a tense or a mode to the act inside it is passed over.
        let mut inner_piece = act.inner;
        let mut inner = None;
        for _ in 0..4 {
            let Some(piece) = inner_piece else { break };
            inner = of_piece.get(&piece).copied();
            if inner.is_some() {
                break;
            }
            inner_piece = reading.acts.iter().find(|act| act.piece == piece).and_then(|act| act.inner);
        }
        let mut ends: Vec<End> = act
            .ends
            .iter()
            .map(|end| {
                let span = span(end);
                End::Words(self.antecedent(&span, reading, None).unwrap_or(span))
            })
            .collect();
        if let Some(inner) = inner
            && (ends.is_empty()
                || act.rule.1 == "theme"
                || act.rule.1 == "object" && act.inner.is_some_and(|inner| reading.sentence.phrase(inner).is_some()))
        {
            ends = vec![End::Claim(inner)];
        }
        if ends.is_empty() && act.elided {
            ends.extend(self.proposed_before().map(End::Claim));
        }
        if ends.is_empty() && (act.alone || reading.sentence.phrase(act.piece).is_some()) {
            ends.push(End::Nothing);
        }
        for (subject, how) in subjects {
            for end in &ends {
                let is_same = matches!(end, End::Words(end) if self.text[end.clone()] == self.text[subject.clone()]);
                if !is_same {
                    found.push((subject.clone(), end.clone(), how));
                }
            }
        }
        found
    }

    /// The latest claim before that somebody proposes, offers or asks for something: what is declined without a word for it.
    fn proposed_before(&self) -> Option<usize> {
        const ASKING: &[&str] =
            &["proposed", "offered", "requested", "demanded", "called_for", "urged", "recommended", "invited"];
        let mut latest = self.found.claims.iter().enumerate().rev().take(6);
        latest.find(|(_, claim)| ASKING.contains(&claim.predicate.as_str())).map(|(at, _)| at)
    }

    /// The words from the first to the last part of a claim.
    fn quote(&self, reading: &Reading, act: &Act, subject: &Span, object: &End, sentence: &Span) -> Span {
        let trigger = span_of(&reading.sentence.words, &act.trigger);
        let mut quote = trigger;
        let mut add = |span: &Span| {
            if sentence.start <= span.start && span.end <= sentence.end {
                quote.start = quote.start.min(span.start);
                quote.end = quote.end.max(span.end);
            }
        };
        add(subject);
        match object {
            End::Words(span) => add(span),
            End::Claim(at) => self.found.claims.get(*at).into_iter().for_each(|claim| add(&claim.quote)),
            End::Nothing => {}
        }
        quote
    }

    /// Remembers who acted, for the pronouns of the next sentence.
    fn remember(&mut self, reading: &Reading) {
        for (at, subject) in &reading.subjects {
            let Some(&first) = subject.pieces.first() else { continue };
            let Some(phrase) = reading.sentence.phrase(first) else { continue };
            if phrase.pronoun || !reading.sentence.is_named(first) || first > *at {
                continue;
            }
            let span = span_of(&reading.sentence.words, &phrase.words);
            let words = &reading.sentence.words[phrase.words.clone()];
            let person = words.iter().any(|word| word.has(Classes::PERSON) || word.has(Classes::TITLE));
            let body = words.iter().any(|word| word.has(Classes::BODY)) && !person;
            if !body {
                self.last_person = Some(span.clone());
            }
            self.last_subject = Some(span);
        }
    }
}

impl ExtractedClaim {
    /// It says the same of the same in the same words.
    fn is_like(&self, other: &ExtractedClaim) -> bool {
        self.subject == other.subject
            && self.object == other.object
            && self.predicate == other.predicate
            && self.polarity == other.polarity
            && self.modality == other.modality
    }
}

fn certainty(act: &Act) -> Certainty {
    match act {
        act if act.possible => Certainty::Possible,
        act if act.probable => Certainty::Probable,
        _ => Certainty::Certain,
    }
}

/// The words of the actor that is the subject of each piece, where it is a verb with one.
fn speakers(reading: &Reading) -> Vec<Option<Span>> {
    let sentence = &reading.sentence;
    (0..sentence.pieces.len())
        .map(|at| {
            let (_, subject) = reading.subjects.iter().find(|(verb, _)| *verb == at)?;
            let actor = *subject.pieces.iter().find(|&&piece| sentence.is_actor(piece))?;
            Some(span_of(&sentence.words, &sentence.whole(actor)))
        })
        .collect()
}

/// The smallest content around a cue is that of its parent.
fn nest(own: &mut [Attribution], base: usize) {
    for at in 0..own.len() {
        let cue = own[at].cue.start;
        let around = own.iter().enumerate().filter(|(other, attribution)| *other != at && attribution.holds(cue));
        own[at].parent = around.min_by_key(|(_, attribution)| attribution.extent()).map(|(other, _)| base + other);
    }
}

/// `Norland rejected the plan, officials said`: what is rejected ends where what is said ends.
fn clip(own: &mut [Attribution]) {
    let said: Vec<(usize, Span)> = own
        .iter()
        .filter(|attribution| attribution.rule == "trailing")
        .flat_map(|attribution| attribution.content.iter().map(|content| (attribution.cue.start, content.clone())))
        .collect();
    for attribution in own.iter_mut() {
        for (cue, said) in &said {
            let inside = said.contains(&attribution.cue.start) && attribution.cue.start != *cue;
            for content in &mut attribution.content {
                if inside && content.start < said.end {
                    content.end = content.end.min(said.end);
                }
            }
        }
    }
}

/// The acts by number, each behind the one inside it, so that it can name its claim.
fn inner_first(acts: &[Act]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(acts.len());
    let mut path = Vec::new();
    for start in 0..acts.len() {
        let mut at = start;
        loop {
            if order.contains(&at) || path.contains(&at) {
                break;
            }
            path.push(at);
            let inner = acts[at].inner.and_then(|piece| acts.iter().position(|act| act.piece == piece));
            match inner {
                Some(inner) => at = inner,
                None => break,
            }
        }
        order.extend(path.drain(..).rev());
    }
    order
}

/// What an act becomes where it stands.
impl Composition {
    fn codes(&self, types: &Types) -> Vec<String> {
        let codes = self.root.as_ref().map(|root| vec![format!("plover:{root}")]);
        codes.or_else(|| types.codes(&self.predicate)).unwrap_or_default()
    }
}
