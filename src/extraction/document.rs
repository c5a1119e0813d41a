//! What does a whole text say? Attributions and claims, with the speakers, pronouns and replies that need more than one sentence.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::act::{Act, Reading, read};
use super::answer::Answer;
use super::antecedent::is_interview;
use super::around::{date_of, speakers};
use super::attribution::{Attribution, attributions};
use super::composition::{Types, compose, is_asked_whether};
use super::dates::{DatePhrase, date_phrases};
use super::earlier::{hold_content, inner_first};
use super::mention::{Mentions, trimmed};
use super::nesting::{clip, go_on, innermost, nest};
use super::open::{Around, GeneralWords, open_claims};
use super::phrase::span_of;
use super::public::{Life, Scene, Standing, is_everyday, life, standing};
use super::quotation::{Quotation, is_quoted, near, quotations};
use super::reply::{Answering, Known, answering, reply};
use super::sentence::sentences;
use super::tagging::Tag;
use super::text::Span;
use super::words::{Classes, Lexicon};
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
    extract_with(text, lexicon, types, published, None)
}

/// Reads a text and adds its open triples behind all other claims: what its clauses say in words beyond the lexicon.
#[must_use]
pub fn extract_open(
    text: &str,
    lexicon: &Lexicon,
    types: &Types,
    published: Option<Date>,
    general: &GeneralWords,
) -> Extraction {
    extract_with(text, lexicon, types, published, Some(general))
}

fn extract_with(
    text: &str,
    lexicon: &Lexicon,
    types: &Types,
    published: Option<Date>,
    general: Option<&GeneralWords>,
) -> Extraction {
    let mut open = Vec::new();
    let quotations = quotations(text);
    let life = life(text, lexicon);
    let mut reader = Reader {
        text,
        lexicon,
        types,
        published,
        quotations: &quotations,
        found: Extraction::default(),
        mentions: Mentions::default(),
        starts: Vec::new(),
        assumed: Vec::new(),
        interviewed: None,
        asks: is_interview(text, &quotations),
        acting: None,
        n_public: if life == Life::Public { SETTLED } else { 0 },
        is_plain: life == Life::Plain,
        dates: None,
    };
    let mut last_end = 0;
    for sentence in sentences(text) {
        let new_paragraph = text[last_end..sentence.start].matches('\n').count() > 1;
        let first = reader.found.claims.len();
        let reading = reader.sentence(&sentence, new_paragraph);
        if let Some(general) = general {
            let dates = reader.dates.take();
            let around = Around { text, general, found: &reader.found, first, published, dates };
            open.extend(open_claims(around, &reading, &sentence));
        }
        last_end = sentence.end;
    }
    nest(&mut reader.found.attributions, &quotations);
    reader.name_later_speakers();
    reader.found.claims.extend(open);
    reader.found
}

/// Words for somebody or something that was named before, if it was.
const NAMELESS: &[&str] = &["it", "they", "he", "she", "him", "her", "them"];

/// Sentences of public life after which a text is taken to tell of nothing else.
const SETTLED: usize = 2;

/// What is known while a text is read sentence by sentence.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub lexicon: &'a Lexicon,
    pub types: &'a Types,
    pub published: Option<Date>,
    pub quotations: &'a [Quotation],
    pub found: Extraction,
    /// Those who were named.
    pub mentions: Mentions,
    /// The first claim of each sentence.
    pub starts: Vec<usize>,
    /// Quotations without words that tell whose they are, and whose they are taken to be.
    pub assumed: Vec<(Span, Span)>,
    /// Who answers where the text is an interview.
    pub interviewed: Option<Span>,
    /// The body whose resolution the text is: `The Council of the Straits,` stands before verbs without a subject.
    pub acting: Option<Span>,
    /// It is an interview.
    pub asks: bool,
    /// How many sentences before tell of public life.
    pub n_public: usize,
    /// It tells of a match, a film or the like, and only now and then of public life.
    pub is_plain: bool,
    /// The phrases of the sentence that tell a time, once a claim of it has asked for them.
    pub dates: Option<Vec<DatePhrase>>,
}

impl<'a> Reader<'a> {
    fn sentence(&mut self, sentence: &Span, new_paragraph: bool) -> Reading<'a, 'a> {
        let mut reading = read(self.text, sentence, self.quotations, self.lexicon, self.acting.is_some());
        hold_content(&mut reading);
        let reading = reading;
        self.open_resolution(sentence, &reading);
        let near = near(self.quotations, sentence);
        let base = self.found.attributions.len();
        let mut own = attributions(self.text, sentence, &reading, near, self.lexicon);
        clip(&mut own);
        // `I think` tells nothing beyond the words of whoever says it, and outside of those nobody that could be named.
        own.retain(|attribution| !self.is_first_person(attribution));
        for attribution in &mut own {
            let named = attribution.speaker.take().or_else(|| attribution.source.clone());
            let speaker = named.map(|named| self.antecedent(&named, &reading, None, &[]).unwrap_or(named));
            attribution.speaker = speaker.map(|speaker| trimmed(self.text, &speaker, self.lexicon));
        }
        go_on(self.text, self.quotations, sentence, &own, &mut self.found.attributions, new_paragraph);
        self.assume(sentence, &own, base, new_paragraph);
        self.found.attributions.extend(own);
        self.starts.push(self.found.claims.len());
        let resolve = |span: Span, found: &Self| {
            // `Ilk said he could not remember`: who says so himself comes first.
            let around = found.speaker_around(span.start, &(span.start..span.start)).1;
            let named = found.antecedent(&span, &reading, around.as_ref(), &[]).unwrap_or(span);
            trimmed(found.text, &named, found.lexicon)
        };
        let speakers: Vec<Option<Span>> =
            speakers(&reading).into_iter().map(|span| span.map(|span| resolve(span, self))).collect();
        let around = |place: usize| self.speaker_around(place, &(place..place)).1;
        let answers = answering(&self.known(), &reading, &speakers, around);
        self.claims(&reading, sentence, &answers);
        let mut found = std::mem::take(&mut self.found);
        reply(&self.known(), &reading, sentence, &answers, &mut found);
        self.found = found;
        self.agree_or_contradict();
        self.mentions.remember(self.text, &reading, self.lexicon);
        if let Some(speaker) = self.sayer(base) {
            self.mentions.speaks(self.text, speaker, self.lexicon);
        }
        self.n_public += usize::from(Scene::of(&reading.sentence.words).public);
        if self.interviewed.is_none() && self.asks {
            self.interviewed = self.mentions.first_person();
        }
        reading
    }

    /// What is known when an answer of the sentence that was begun last is read.
    fn known(&self) -> Known<'_> {
        let first = self.starts.last().copied().unwrap_or_default();
        let Reader { text, lexicon, types, quotations, .. } = *self;
        Known { text, lexicon, types, quotations, first, starts: &self.starts }
    }

    /// Gives what is quoted the speaker who is named only behind the quotation, sentences later.
    fn name_later_speakers(&mut self) {
        let attributions = &self.found.attributions;
        for claim in &mut self.found.claims {
            let place = claim.trigger.start;
            if claim.attribution.is_some() || claim.rule == "reply" || !is_quoted(self.quotations, place) {
                continue;
            }
            let Some(at) = innermost(attributions, place) else { continue };
            claim.attribution = Some(at);
            claim.speaker.clone_from(&attributions[at].speaker);
            let own = |span: &Span| {
                &self.text[span.clone()] != "US"
                    && ["we", "i", "us", "me"].iter().any(|own| self.text[span.clone()].eq_ignore_ascii_case(own))
            };
            let Some(speaker) = claim.speaker.clone() else { continue };
            if own(&claim.subject) {
                if !matches!(&claim.object, End::Words(span) if self.text[span.clone()] == self.text[speaker.clone()]) {
                    claim.subject = speaker;
                }
            } else if matches!(&claim.object, End::Words(span) if own(span))
                && self.text[claim.subject.clone()] != self.text[speaker.clone()]
            {
                claim.object = End::Words(speaker);
            }
        }
    }

    fn is_first_person(&self, attribution: &Attribution) -> bool {
        let source = attribution.source.clone().map(|source| self.text[source].to_lowercase());
        source.is_some_and(|source| ["i", "we", "you"].contains(&source.as_str()))
    }

    fn claims(&mut self, reading: &Reading, sentence: &Span, answers: &[Answering]) {
        let order = inner_first(&reading.acts);
        let mut of_piece: FxHashMap<usize, usize> = FxHashMap::default();
        let composed = compose(&reading.acts, reading, self.types);
        let words = &reading.sentence.words;
        let mut scene = Scene::of(words);
        scene.plain |= self.is_plain && !scene.civic;
        self.dates = None;
        for at in order {
            let act = &reading.acts[at];
            if act.silent {
                continue;
            }
            let only_answers =
                |answer: &Answering| answer.is_all && (answer.answer == Answer::LeavesOpen || !act.does_more());
            if answers.iter().any(|answer| answer.piece == act.piece && only_answers(answer)) {
                continue;
            }
            let trigger = span_of(&reading.sentence.words, &act.trigger);
            let (attribution, mut speaker) = self.speaker_around(trigger.start, &trigger);
            if act.subjects.is_empty() {
                speaker = None;
            }
            // Who acts is told by the same words whatever it stands for.
            let actor = act.subjects.iter().map(|subject| self.standing(reading, subject, speaker.as_ref())).min();
            let other = act.ends.iter().map(|end| standing(words, end)).min();
            let root = composed[at].type_of(self.types);
            let implied = if act.subjects.is_empty() { Standing::Public } else { Standing::Private };
            let actor = actor.unwrap_or(implied);
            // A text that has told of public life twice goes on to, whatever the actors of a sentence are called.
            let settled = self.n_public >= SETTLED && !scene.plain && !self.is_plain;
            let is_inside = reading.acts.iter().any(|outer| outer.inner == Some(act.piece));
            let joined = act.mutual || act.inner.is_some() || is_inside;
            // Who is promised to do something is one of public life as much as who promises.
            let other = other.filter(|other| !is_inside || *other != Standing::Private);
            // `maintain their own rules`
            let aimless = act.ends.is_empty() && act.place.is_none();
            let everyday = is_everyday(root, &composed[at].predicate)
                || aimless && composed[at].predicate == "imposed_restrictions_on"
                || self.is_plain;
            // `Norland destroyed the dam, Estmark said`: of whom a state speaks, that is one as well.
            let states = actor == Standing::Short && speaker.as_ref().is_some_and(|span| self.is_short(span));
            if everyday && !settled && !states && !scene.admits((actor, other), joined, self.n_public > 0) {
                continue;
            }
            // `began to` and `managed to` say nothing but what stands inside.
            if act.frame.predicate.is_none() {
                continue;
            }
            let dates = self.dates.get_or_insert_with(|| date_phrases(self.text, sentence, self.published));
            let date = date_of(dates, &self.found.attributions, reading, &trigger);
            for (subject, object, how) in self.pairs(act, reading, &of_piece, speaker.as_ref()) {
                let composition = &composed[at];
                // `I bought a chair`: nobody that could be named.
                let own =
                    |span: &Span| ["I", "me", "we", "We", "us", "Us", "you", "You"].contains(&&self.text[span.clone()]);
                let is_quoted = is_quoted(self.quotations, trigger.start);
                if !is_quoted && (own(&subject) || matches!(&object, End::Words(span) if own(span))) {
                    continue;
                }
                // `They gave it to him`: nobody who is named.
                let nameless =
                    |span: &Span| NAMELESS.iter().any(|one| self.text[span.clone()].eq_ignore_ascii_case(one));
                let both = matches!(&object, End::Words(span) if nameless(span));
                if nameless(&subject) && (both || everyday && !settled && !follows_name(reading, &subject)) {
                    continue;
                }
                let event_codes = composition.codes(self.types);
                let claim = ExtractedClaim {
                    quote: self.quote(reading, act, &subject, &object, sentence),
                    subject,
                    predicate: composition.predicate.clone(),
                    trigger: trigger.clone(),
                    object,
                    attribution,
                    speaker: speaker.clone(),
                    certainty: if is_asked_whether(act, reading) { Certainty::Underspecified } else { certainty(act) },
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
                // What was said before in the same words is that claim, also for those who speak of it.
                let n = self.found.claims.len();
                let known = (0..n).rev().take(12).find(|&at| self.found.claims[at].is_like(&claim));
                of_piece.entry(act.piece).or_insert(known.unwrap_or(n));
                if known.is_none() {
                    self.found.claims.push(claim);
                    let announcement = self.announcement(act, reading, composition);
                    self.found.claims.extend(announcement);
                }
            }
        }
    }

    /// Where an actor belongs; a pronoun belongs where the one does for whom it stands.
    fn standing(&self, reading: &Reading, actor: &std::ops::Range<usize>, speaker: Option<&Span>) -> Standing {
        let words = &reading.sentence.words;
        let own = standing(words, actor);
        if own != Standing::Somebody || actor.len() != 1 {
            return own;
        }
        let named = self.antecedent(&span_of(words, actor), reading, speaker, &[]);
        let is_public = |word: &str| self.lexicon.entry(&word.to_lowercase()).classes.has(Classes::PUBLIC);
        match named {
            Some(named) if self.text[named.clone()].split(' ').any(is_public) => Standing::Public,
            _ => own,
        }
    }

    /// The words are one name, as states have.
    fn is_short(&self, span: &Span) -> bool {
        let words = &self.text[span.clone()];
        !words.contains(' ') && words.starts_with(char::is_uppercase)
    }

    /// Subject and object of each claim that an act makes.
    fn pairs(
        &self,
        act: &Act,
        reading: &Reading,
        of_piece: &FxHashMap<usize, usize>,
        speaker: Option<&Span>,
    ) -> Vec<(Span, End, &'static str)> {
        let subjects = self.actors(act, reading, speaker);
        let inner = inner_of(act, reading, of_piece);
        let mut found = Vec::new();
        if act.mutual {
            for (at, (one, how)) in subjects.iter().enumerate() {
                let others =
                    subjects[at + 1..].iter().filter(|(other, _)| self.text[other.clone()] != self.text[one.clone()]);
                found.extend(others.map(|(other, _)| (one.clone(), End::Words(other.clone()), *how)));
            }
            // Each of those who agreed to do something did.
            if let Some(inner) = inner.filter(|_| act.frame.predicate == Some("agreed_to")) {
                found.extend(subjects.iter().map(|(one, how)| (one.clone(), End::Claim(self.own(inner, one)), *how)));
            }
            return found;
        }
        let ends = self.other_ends(act, reading, speaker, &subjects, inner);
        for (subject, how) in subjects {
            for end in &ends {
                let own = match end {
                    End::Claim(at) if inner == Some(*at) => End::Claim(self.own(*at, &subject)),
                    end => end.clone(),
                };
                let is_same = matches!(end, End::Words(end) if self.text[end.clone()] == self.text[subject.clone()]);
                if !is_same {
                    found.push((subject.clone(), own, how));
                }
            }
        }
        found
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

/// Somebody is named before a place in a sentence.
fn follows_name(reading: &Reading, place: &Span) -> bool {
    let before = reading.sentence.words.iter().take_while(|word| word.span.start < place.start);
    before.into_iter().any(|word| word.tag == Tag::Name || word.has(Classes::ROLE))
}

fn certainty(act: &Act) -> Certainty {
    match act {
        act if act.possible => Certainty::Possible,
        act if act.probable => Certainty::Probable,
        _ => Certainty::Certain,
    }
}

/// The claim inside of an act. What only lends a tense or a mode to the act inside it is passed over.
fn inner_of(act: &Act, reading: &Reading, of_piece: &FxHashMap<usize, usize>) -> Option<usize> {
    let mut inner = act.inner;
    for _ in 0..4 {
        let piece = inner?;
        if let Some(claim) = of_piece.get(&piece) {
            return Some(*claim);
        }
        inner = reading.acts.iter().find(|act| act.piece == piece).and_then(|act| act.inner);
    }
    None
}
