//! Who does what to whom? One sentence goes in, the acts it tells come out.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::clause::{Arguments, Sentence, Subject};
use super::frames::{Effect, EndPlace, Frame};
use super::phrase::{Piece, VerbGroup, pieces};
use super::quotation::Quotation;
use super::tagging::{Tag, Word, tagged};
use super::text::Span;
use super::words::{AttributionKind, Classes, Lexicon};

/// An act that a verb or a noun of a sentence tells.
#[derive(Debug, Clone)]
pub(super) struct Act<'l> {
    pub frame: &'l Frame,
    /// The piece that tells it.
    pub piece: usize,
    /// The words that tell it.
    pub trigger: Range<usize>,
    /// Those who do it, in words.
    pub subjects: Vec<Range<usize>>,
    /// Those it is done to, in words.
    pub ends: Vec<Range<usize>>,
    /// Where.
    pub place: Option<Range<usize>>,
    /// The piece that tells the act inside.
    pub inner: Option<usize>,
    /// The verb that tells it where the noun in `inner` tells none.
    pub content: Option<usize>,
    pub negated: bool,
    pub future: bool,
    pub possible: bool,
    pub probable: bool,
    pub obliged: bool,
    /// It stands behind `if` or `unless`.
    pub conditional: bool,
    /// The subjects do it to each other.
    pub mutual: bool,
    /// It may be told without another end: `issued a warning`.
    pub alone: bool,
    /// What it is done to was told before: `the government declined`.
    pub elided: bool,
    /// Its subject is `any` or `every`, so that nobody is said to have done it.
    pub general: bool,
    /// The names of the rules that found it: the subject, then the other end.
    pub rule: (&'static str, &'static str),
}

/// A sentence that is read: its words, pieces, subjects and acts.
#[derive(Debug)]
pub(super) struct Reading<'a, 'l> {
    pub sentence: Sentence<'a>,
    /// The subject of each verb, by its piece.
    pub subjects: Vec<(usize, Subject)>,
    pub acts: Vec<Act<'l>>,
    /// The phrases whose acts are cancelled or ended by a passive: `the talks were called off`.
    pub undone: Vec<usize>,
    /// It asks and does not tell.
    pub question: bool,
}

/// The words that the object of an act may stand behind it; farther away it belongs to something else.
const REACH: usize = 30;

/// The objects that one act takes; more of them are chance.
const ENDS: usize = 3;

/// Predicates whose subjects, if several and without an object, do it to each other.
const MUTUAL: &[&str] = &[
    "met", "talked_with", "negotiated_with", "clashed_with", "fought", "signed_agreement_with", "signed", "agreed_to",
    "established_relations_with", "restored_relations_with", "cooperated_with", "exchanged_fire_with", "ceased_fire_with",
    "exchanged_prisoners_with", "held_exercises_with", "traded_with", "merged_with", "shared_intelligence_with",
    "coordinated_with", "consulted", "married_to", "divorced", "competed_with",
];

/// Reads a sentence.
pub(super) fn read<'a, 'l>(
    text: &'a str,
    sentence: &Span,
    quotations: &[Quotation],
    lexicon: &'l Lexicon,
) -> Reading<'a, 'l> {
    let words = tagged(text, sentence, lexicon);
    let start = behind_dateline(&words);
    let pieces = pieces(&words[start..], lexicon).into_iter().map(|piece| piece.shifted(start)).collect();
    let near: Vec<&Quotation> = quotations
        .iter()
        .filter(|quotation| quotation.inside.start < sentence.end && quotation.inside.end > sentence.start)
        .collect();
    let quoted = words.iter().map(|word| near.iter().any(|near| near.inside.contains(&word.span.start))).collect();
    let mut reader = Reader {
        lexicon,
        sentence: Sentence { words, pieces, quoted },
        subjects: Vec::new(),
        controllers: FxHashMap::default(),
        acts: Vec::new(),
        undone: Vec::new(),
    };
    for at in 0..reader.sentence.pieces.len() {
        match reader.sentence.pieces[at].clone() {
            Piece::Verb(group) => reader.verb(at, &group),
            Piece::Noun(phrase) if !phrase.pronoun && !phrase.time => reader.noun(at),
            _ => {}
        }
    }
    reader.settle();
    let question = text[sentence.clone()].trim_end_matches(['"', '”', '’', '\'']).ends_with('?');
    Reading { sentence: reader.sentence, subjects: reader.subjects, acts: reader.acts, undone: reader.undone, question }
}

/// The place behind a dateline such as `SAN FRANCISCO - ` or `Tehran, March 15, IRNA - `, which is no subject.
fn behind_dateline(words: &[Word]) -> usize {
    let dash = words.iter().take(14).position(|word| matches!(word.text, "-" | "–" | "—"));
    let shouts = |word: &Word| word.capital || !word.text.starts_with(char::is_alphabetic);
    dash.filter(|&dash| dash > 0 && words[..dash].iter().all(shouts)).map_or(0, |dash| dash + 1)
}

struct Reader<'a, 'l> {
    lexicon: &'l Lexicon,
    sentence: Sentence<'a>,
    subjects: Vec<(usize, Subject)>,
    /// The subject that the verb before gives an infinitive or a gerund.
    controllers: FxHashMap<usize, Vec<usize>>,
    acts: Vec<Act<'l>>,
    undone: Vec<usize>,
}

impl<'l> Reader<'_, 'l> {
    fn verb(&mut self, at: usize, group: &VerbGroup) {
        let mut subject = self.subject_of(at, group);
        let frame = self.frame_of(at, group);
        let from = frame.map_or(at + 1, |(_, from)| from);
        let arguments = self.sentence.arguments(from, !group.passive);
        if subject.pieces.is_empty() && arguments.objects.len() == 1 && !group.infinitive {
            subject.inverted = true;
        }
        self.hand_on(&arguments, &subject, frame.map(|(frame, _)| frame));
        self.subjects.push((at, subject.clone()));
        let asked = || self.asked(group, &arguments);
        let Some(frame) = frame.map(|(frame, _)| frame).or_else(asked) else { return };
        let mut act = Act {
            frame,
            piece: at,
            trigger: group.main..(group.main + 1 + frame.particle.len()).min(self.sentence.words.len()),
            subjects: Vec::new(),
            ends: Vec::new(),
            place: self.place(&arguments),
            inner: arguments.content.filter(|_| frame.holds_act()),
            content: arguments.content.filter(|_| frame.holds_act()),
            negated: group.negated,
            future: group.future,
            possible: group.possible,
            probable: group.probable,
            obliged: group.obliged,
            conditional: self.is_conditional(at),
            mutual: false,
            alone: false,
            elided: false,
            general: subject.pieces.iter().any(|&at| self.is_general(at)),
            rule: (subject.rule, ""),
        };
        if group.passive && matches!(frame.effect, Effect::Refused | Effect::Ended | Effect::Failed) {
            self.undone.extend(&subject.pieces);
        }
        let ends = if group.passive { self.passive(frame, &arguments, &mut subject) } else { self.ends(frame, &arguments, at) };
        let Some((mut ends, mut rule)) = ends else { return };
        if ends.is_empty()
            && let Some(content) = arguments.content.filter(|&content| self.sentence.group(content).is_some_and(|inner| inner.obliged))
        {
            // `said that Norland must leave`: it is asked of Norland.
            ends = self.sentence.subject(content, &self.subjects).pieces;
            rule = "obliged-subject";
        }
        act.rule.1 = rule;
        act.subjects = self.actors(&subject.pieces);
        if act.subjects.is_empty() {
            return;
        }
        // `refused a request to leave`: what is refused is the request.
        if frame.family.is_none() {
            act.inner = self.act_noun(&arguments.objects).or(act.inner);
        }
        ends.retain(|end| !subject.pieces.contains(end));
        let names = ends.iter().any(|&end| self.sentence.names_actor(end));
        if !names && frame.predicate.is_some_and(|predicate| MUTUAL.contains(&predicate)) && act.subjects.len() > 1 {
            act.mutual = true;
            act.rule.1 = "mutual";
            ends.clear();
        } else if act.inner.is_none() && !group.passive && (ends.is_empty() || (!names && !frame.takes_object())) {
            let gerund = arguments.content.and_then(|content| self.sentence.group(content)).is_some_and(|inner| inner.gerund);
            if let Some(far) = self.far_actor(at, &subject.pieces).filter(|_| !gerund) {
                act.rule.1 = "far-object";
                if self.leads_to_place(far) {
                    act.place = act.place.or_else(|| Some(self.sentence.whole(far)));
                } else {
                    ends = vec![far];
                }
            }
        }
        act.ends = ends.iter().take(ENDS).map(|&end| self.sentence.whole(end)).collect();
        act.alone = frame.family.is_some() || act.place.is_some();
        act.elided = frame.effect == Effect::Refused && arguments.objects.is_empty() && arguments.content.is_none();
        if act.ends.is_empty() && !act.mutual && act.inner.is_none() && !act.alone && !act.elided {
            return;
        }
        self.acts.push(act);
    }

    /// Looks once more at acts whose act inside came to nothing: the first actor within reach is the other end.
    fn settle(&mut self) {
        let told: Vec<usize> = self.acts.iter().map(|act| act.piece).collect();
        for at in 0..self.acts.len() {
            let lost = |inner: Option<usize>| inner.is_some_and(|inner| !told.contains(&inner));
            if lost(self.acts[at].inner) && !lost(self.acts[at].content) {
                self.acts[at].inner = self.acts[at].content;
            }
            let act = &self.acts[at];
            let lost = lost(act.inner);
            let place = act.content.filter(|_| act.place.is_none()).and_then(|content| self.place(&self.sentence.arguments(content + 1, true)));
            if !lost || act.mutual {
                continue;
            }
            let clause = act.inner.and_then(|inner| self.sentence.group(inner)).is_some_and(VerbGroup::is_finite);
            let (has_ends, piece) = (!act.ends.is_empty() || clause, act.piece);
            if place.is_some() {
                self.acts[at].place = place;
            }
            if has_ends {
                continue;
            }
            let subject: Vec<usize> = self
                .subjects
                .iter()
                .filter(|(verb, _)| *verb == piece)
                .flat_map(|(_, subject)| subject.pieces.clone())
                .collect();
            if let Some(far) = self.far_actor(piece, &subject) {
                self.acts[at].ends = vec![self.sentence.whole(far)];
                self.acts[at].rule.1 = "far-object";
            }
        }
    }

    /// The subject of a verb: its own, or that of the verb that it depends on.
    fn subject_of(&self, at: usize, group: &VerbGroup) -> Subject {
        if let Some(pieces) = self.controllers.get(&at) {
            return Subject { pieces: pieces.clone(), rule: "controlled-subject", inverted: false };
        }
        if group.is_finite() {
            return self.sentence.subject(at, &self.subjects);
        }
        let before = at.checked_sub(1).filter(|&before| {
            self.sentence.is_actor(before) && !before.checked_sub(1).is_some_and(|left| self.sentence.is_any_behind(left))
        });
        if let (Some(before), true) = (before, group.gerund) {
            return Subject { pieces: vec![before], rule: "participle", inverted: false };
        }
        // Behind a comma it is the subject of the main clause: `he said that they left, adding`.
        let comma = at.checked_sub(1).is_some_and(|before| matches!(self.sentence.pieces[before], Piece::Comma));
        // `an individual threatening Vesk`: what describes a noun has nobody else as its subject.
        let describes = group.gerund
            && at.checked_sub(1).is_some_and(|before| {
                self.sentence.phrase(before).is_some_and(|phrase| !phrase.time && self.sentence.words[phrase.head].entry.noun.is_none())
            });
        if describes && !group.passive && !self.is_object_of_act(at - 1) {
            return Subject::default();
        }
        let known = || self.subjects.iter().rev().filter(|(_, subject)| !subject.pieces.is_empty());
        let main = known().find(|(verb, _)| comma && !self.is_subordinate(*verb));
        let last = main.or_else(|| known().next());
        if let Some((_, subject)) = last {
            return Subject { pieces: subject.pieces.clone(), rule: "shared-subject", inverted: false };
        }
        // `Speaking in Paris, the minister`: the subject comes behind the comma.
        let comma = (at + 1..self.sentence.pieces.len()).find(|&next| matches!(self.sentence.pieces[next], Piece::Comma));
        let next = comma.map(|comma| comma + 1).filter(|&next| self.sentence.is_actor(next));
        next.map_or_else(Subject::default, |next| Subject { pieces: vec![next], rule: "coming-subject", inverted: false })
    }

    /// `said that Norland must leave` asks for it.
    fn asked(&self, group: &VerbGroup, arguments: &Arguments) -> Option<&'l Frame> {
        let verb = self.lexicon.verbs.get(usize::from(self.sentence.words[group.main].verb()?))?;
        let speaks = verb.cue == Some(AttributionKind::Speech);
        let obliged = self.sentence.group(arguments.content?).is_some_and(|inner| inner.obliged && !inner.infinitive);
        if !(speaks && obliged) {
            return None;
        }
        let demand = self.lexicon.verbs.iter().find(|verb| verb.word == "demand")?;
        demand.frames.iter().find(|frame| frame.that)
    }

    /// The phrase is the object of a verb before it, whose subject goes on acting: `launched operations targeting`.
    fn is_object_of_act(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.sentence.group(before).is_some()) && !self.sentence.is_actor(at)
    }

    /// `that`, `which` or the like opens the clause of the verb.
    fn is_subordinate(&self, verb: usize) -> bool {
        for at in (0..verb).rev() {
            match &self.sentence.pieces[at] {
                Piece::Subordinator(_) | Piece::Relative(_) => return true,
                Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_) | Piece::And(_) => {}
                _ => return false,
            }
        }
        false
    }

    /// `any`, `every` or `no` opens the phrase.
    fn is_general(&self, at: usize) -> bool {
        let first = self.sentence.phrase(at).map(|phrase| &self.sentence.words[phrase.words.start]);
        first.is_some_and(|first| ["any", "every", "each", "no", "whoever", "anyone"].iter().any(|word| first.is(word)))
    }

    /// Behind `in` or `at` stands a place and nobody who is acted on.
    fn leads_to_place(&self, at: usize) -> bool {
        let before = at.checked_sub(1);
        before.is_some_and(|before| ["in", "at", "near"].iter().any(|place| self.sentence.is_behind(before, place)))
    }

    /// Gives the act inside its subject.
    fn hand_on(&mut self, arguments: &Arguments, subject: &Subject, frame: Option<&Frame>) {
        let Some(content) = arguments.content else { return };
        let Some(group) = self.sentence.group(content) else { return };
        if group.is_finite() {
            return;
        }
        // `urged Iran to release`: who is urged shall do it; `promised Iran to release` is the exception.
        let promise = frame.is_some_and(|frame| matches!(frame.effect, Effect::Promised));
        let kept = arguments.behind.last().is_some_and(|(word, _)| self.sentence.words[*word].is("from"))
            || content.checked_sub(1).is_some_and(|before| self.sentence.is_behind(before, "from"));
        let pieces = match arguments.objects.first() {
            // `prevent a strike from triggering a war`
            Some(_) if group.gerund && kept => arguments.objects.clone(),
            Some(_) if group.infinitive && !promise && self.sentence.is_actor(arguments.objects[0]) => {
                arguments.objects.clone()
            }
            _ => match arguments.behind.last() {
                Some((preposition, list)) if group.infinitive && self.sentence.words[*preposition].is("on") => list.clone(),
                _ => subject.pieces.clone(),
            },
        };
        self.controllers.insert(content, pieces);
    }

    /// The frame of a verb that fits here, and the piece where its arguments begin.
    fn frame_of(&self, at: usize, group: &VerbGroup) -> Option<(&'l Frame, usize)> {
        let word = &self.sentence.words[group.main];
        if group.copula {
            let frame = self.lexicon.adjectives.iter().find(|frame| word.is(frame.trigger))?;
            return Some((frame, at + 1));
        }
        let verb = word.verb().or_else(|| word.entry.verb.map(|(verb, _)| verb).filter(|_| word.tag == Tag::Have))?;
        let frames = &self.lexicon.verbs.get(usize::from(verb))?.frames;
        frames.iter().find_map(|frame| self.fits(frame, at, group).map(|from| (frame, from)))
    }

    /// The piece where the arguments of a frame begin, if the frame fits.
    fn fits(&self, frame: &Frame, at: usize, group: &VerbGroup) -> Option<usize> {
        let mut word = group.main + 1;
        for particle in &frame.particle {
            if !self.sentence.words.get(word)?.is(particle) {
                return None;
            }
            word += 1;
        }
        let is_place = frame.places.iter().any(|place| matches!(place, EndPlace::Behind(word) if frame.particle.first() == Some(word)));
        let mut from = at + 1;
        if !is_place {
            while from < self.sentence.pieces.len() && self.sentence.pieces[from].first_word() .is_some_and(|first| first < word) {
                from += 1;
            }
        }
        if frame.person {
            let arguments = self.sentence.arguments(from, true);
            let only = arguments.objects.len() == 1 && arguments.second.is_none() && !group.passive;
            return (only && self.sentence.is_named(arguments.objects[0])).then_some(from);
        }
        let Some(family) = frame.family else {
            let empty = frame.holds_act() && !frame.places.contains(&EndPlace::Object);
            let arguments = empty.then(|| self.sentence.arguments(from, !group.passive));
            let bare = arguments.is_some_and(|arguments| {
                arguments.content.is_none() && !self.has_place(frame, &arguments)
            });
            return (!bare).then_some(from);
        };
        let is_of = |at: usize| {
            // `a state of siege` is a siege.
            (at..self.sentence.behind_of(at)).filter_map(|at| self.sentence.phrase(at)).take(2).any(|phrase| {
                self.sentence.words[phrase.head].entry.families & (1 << family) != 0
            })
        };
        let of_object = if group.passive {
            self.sentence.subject(at, &self.subjects).pieces.iter().any(|&at| is_of(at))
        } else {
            let arguments = self.sentence.arguments(from, true);
            arguments.objects.iter().chain(&arguments.second).any(|&at| is_of(at))
        };
        of_object.then_some(from)
    }

    fn has_place(&self, frame: &Frame, arguments: &Arguments) -> bool {
        frame.places.iter().any(|place| !self.at_place(*place, arguments).is_empty())
    }

    fn at_place(&self, place: EndPlace, arguments: &Arguments) -> Vec<usize> {
        match place {
            EndPlace::Object => arguments.objects.clone(),
            EndPlace::Behind(word) => {
                let behind = arguments.behind.iter().find(|(preposition, _)| self.sentence.words[*preposition].is(word));
                behind.map_or_else(Vec::new, |(_, list)| list.clone())
            }
        }
    }

    /// The other ends of an act, and the rule that found them.
    fn ends(&self, frame: &Frame, arguments: &Arguments, at: usize) -> Option<(Vec<usize>, &'static str)> {
        let mut theme = Vec::new();
        for place in &frame.places {
            let mut found = self.at_place(*place, arguments);
            // `returned a bust to Italy` and `gave Italy a bust`: who gets it is meant.
            if let (EndPlace::Behind("to"), Some(_), [only]) = (place, arguments.second, arguments.objects.as_slice()) {
                found = vec![*only];
            }
            if let EndPlace::Behind("of") = place {
                found = self.behind_of_object(arguments);
            }
            let actors: Vec<usize> = found.iter().copied().filter(|&end| self.sentence.names_actor(end)).collect();
            let rule = match place {
                EndPlace::Object => "object",
                EndPlace::Behind(_) => "preposition",
            };
            if !actors.is_empty() && (frame.family.is_none() || *place != EndPlace::Object) {
                return Some((actors, rule));
            }
            if !actors.is_empty() && frame.family.is_some() {
                return Some((actors, "owner"));
            }
            // What a family asks for is no other end: `launched an investigation`.
            if theme.is_empty() && (frame.family.is_none() || *place != EndPlace::Object) {
                theme = found;
            }
        }
        let _ = at;
        let own = theme.into_iter().filter(|&end| self.sentence.phrase(end).is_some_and(|phrase| !phrase.pronoun)).collect();
        Some((own, "theme"))
    }

    /// What `of` adds to the object: `ordered the release of Orlund`.
    fn behind_of_object(&self, arguments: &Arguments) -> Vec<usize> {
        let Some(&object) = arguments.objects.first() else { return Vec::new() };
        if self.sentence.is_behind(object + 1, "of") && self.sentence.phrase(object + 2).is_some() {
            return self.sentence.joined_right(object + 2).0;
        }
        Vec::new()
    }

    /// A passive turns the sides around; without `by` nobody is told to act.
    fn passive(&self, frame: &Frame, arguments: &Arguments, subject: &mut Subject) -> Option<(Vec<usize>, &'static str)> {
        let by = arguments.behind.iter().find(|(word, _)| self.sentence.words[*word].is("by"))?;
        let patients = std::mem::replace(&mut subject.pieces, by.1.clone());
        subject.rule = "passive-by";
        if let Some(first @ EndPlace::Behind(_)) = frame.places.first() {
            let found = self.at_place(*first, arguments);
            if found.iter().any(|&end| self.sentence.names_actor(end)) {
                return Some((found, "preposition"));
            }
        }
        Some((patients, "patient"))
    }

    /// The phrases that can act, as their words; of `Iran's retaliation` it is Iran that acts.
    fn actors(&self, pieces: &[usize]) -> Vec<Range<usize>> {
        pieces.iter().filter(|&&at| self.sentence.names_actor(at)).map(|&at| self.actor(at)).collect()
    }

    fn actor(&self, at: usize) -> Range<usize> {
        let Some(phrase) = self.sentence.phrase(at) else { return 0..0 };
        match &phrase.owner {
            Some(owner) if !self.sentence.is_named(at) => owner.clone(),
            // `an Estmark proposal to close`: Estmark would close.
            _ if self.noun_frame(at).is_some() && !self.sentence.is_named(at) => {
                self.owner(at).unwrap_or_else(|| self.sentence.whole(at))
            }
            _ => self.sentence.whole(at),
        }
    }

    /// A noun that tells an act stands among the objects.
    fn act_noun(&self, objects: &[usize]) -> Option<usize> {
        objects.iter().copied().find(|&at| self.noun_frame(at).is_some())
    }

    fn noun_frame(&self, at: usize) -> Option<&'l Frame> {
        let phrase = self.sentence.phrase(at)?;
        let noun = self.sentence.words[phrase.head].entry.noun?;
        self.lexicon.nouns.get(usize::from(noun))?.frames.first()
    }

    /// The first actor that stands within reach behind a verb, whatever stands between.
    fn far_actor(&self, verb: usize, subject: &[usize]) -> Option<usize> {
        let start = self.sentence.pieces.get(verb)?.first_word()?;
        (verb + 1..self.sentence.pieces.len())
            .take_while(|&at| !matches!(self.sentence.pieces[at], Piece::Stop | Piece::Quote(_)))
            // `declined, citing worries about Vesk`: the participle has its own object.
            .take_while(|&at| {
                !matches!(self.sentence.pieces[at], Piece::Comma)
                    || !self.sentence.group(at + 1).is_some_and(|group| group.gerund && !group.passive)
            })
            .take_while(|&at| self.sentence.phrase(at).is_none_or(|phrase| phrase.head <= start + REACH))
            .find(|&at| {
                self.sentence.is_actor(at)
                    && !subject.contains(&at)
                    && self.sentence.phrase(at).is_some_and(|phrase| !phrase.pronoun)
            })
    }

    /// Where it happens: a name behind `in` or `at`.
    fn place(&self, arguments: &Arguments) -> Option<Range<usize>> {
        let places = ["in", "at", "near", "inside", "outside", "across", "throughout", "along"];
        arguments.behind.iter().find_map(|(word, list)| {
            let leads = places.iter().any(|place| self.sentence.words[*word].is(place));
            list.iter().copied().find(|&at| leads && self.is_place(at)).map(|at| self.sentence.whole(at))
        })
    }

    fn is_place(&self, at: usize) -> bool {
        self.sentence.phrase(at).is_some_and(|phrase| {
            !phrase.time && phrase.words.clone().any(|word| self.sentence.words[word].tag == Tag::Name)
        })
    }

    /// The clause of a verb is opened by `if` or `unless`.
    fn is_conditional(&self, verb: usize) -> bool {
        for at in (0..verb).rev() {
            match &self.sentence.pieces[at] {
                Piece::Subordinator(word) => {
                    return ["if", "unless", "whether"].iter().any(|opener| self.sentence.words[*word].is(opener));
                }
                Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_) => {}
                _ => return false,
            }
        }
        false
    }

    /// The act that a noun tells, when it has somebody who does it.
    fn noun(&mut self, at: usize) {
        let Some(frame) = self.noun_frame(at) else { return };
        let arguments = self.sentence.arguments(at + 1, false);
        let Some(phrase) = self.sentence.phrase(at).cloned() else { return };
        let light = self.light_verb(at);
        let agent = if matches!(frame.effect, Effect::Requested | Effect::Proposed | Effect::Promised | Effect::Threatened) {
            "from"
        } else {
            "by"
        };
        let by = arguments.behind.iter().find(|(word, _)| {
            let word = &self.sentence.words[*word];
            word.is("by") || word.is(agent)
        });
        let between = arguments.behind.iter().find(|(word, _)| self.sentence.words[*word].is("between"));
        let participle = self.participle_by(at + 1);
        let (subjects, rule) = if let Some(list) = participle {
            (self.actors(&list), "noun-participle")
        } else if let Some((_, list)) = by {
            (self.actors(list), "noun-by")
        } else if let Some((_, list)) = between.filter(|(_, list)| list.len() > 1) {
            (self.actors(list), "between")
        } else if let Some(owner) = self.owner(at) {
            (vec![owner], "owner")
        } else if let Some(subject) = &light {
            (self.actors(subject), "light-verb")
        } else {
            (Vec::new(), "")
        };
        let subject_pieces = light.unwrap_or_default();
        let (mut ends, end_rule) = self.noun_ends(frame, &arguments);
        if let Some((_, agents)) = by {
            ends.retain(|end| !agents.contains(end));
        }
        let inner = arguments.content.filter(|_| frame.holds_act());
        if let Some(inner) = inner {
            self.hand_on_noun(inner, &arguments, at, &subject_pieces);
        }
        let mutual = rule == "between" && subjects.len() > 1;
        // `condemned a protest by farmers`: what is condemned may be done to nobody.
        let inside = self.acts.iter().any(|act| act.inner == Some(at)) && rule != "light-verb";
        if subjects.is_empty() || (ends.is_empty() && inner.is_none() && !mutual && !inside) {
            return;
        }
        let word = &self.sentence.words[phrase.head];
        self.acts.push(Act {
            frame,
            piece: at,
            trigger: phrase.head..phrase.head + 1,
            subjects,
            ends: if mutual { Vec::new() } else { ends.iter().take(ENDS).map(|&end| self.sentence.whole(end)).collect() },
            place: self.place(&arguments),
            inner,
            content: None,
            negated: phrase.words.clone().any(|at| self.sentence.words[at].is("no")) && !word.capital,
            future: false,
            possible: false,
            probable: false,
            obliged: false,
            conditional: false,
            mutual,
            alone: false,
            elided: false,
            general: false,
            rule: (rule, if mutual { "mutual" } else { end_rule }),
        });
    }

    /// Those who did it in a participle behind the noun: `an appeal filed by lawyers`.
    fn participle_by(&self, at: usize) -> Option<Vec<usize>> {
        self.sentence.group(at).filter(|group| group.passive && group.gerund)?;
        let arguments = self.sentence.arguments(at + 1, false);
        arguments.behind.into_iter().find(|(word, _)| self.sentence.words[*word].is("by")).map(|(_, list)| list)
    }

    fn hand_on_noun(&mut self, inner: usize, arguments: &Arguments, at: usize, subject: &[usize]) {
        let infinitive = self.sentence.group(inner).is_some_and(|group| !group.is_finite());
        if !infinitive {
            return;
        }
        let addressed = arguments.behind.iter().find(|(word, _)| ["on", "for", "to"].iter().any(|to| self.sentence.words[*word].is(to)));
        let pieces = match addressed {
            Some((_, list)) => list.clone(),
            // The owner of the noun is inside its phrase.
            None if self.owner(at).is_some() => vec![at],
            None => subject.to_vec(),
        };
        if !pieces.is_empty() {
            self.controllers.insert(inner, pieces);
        }
    }

    /// The subject of a verb that only lends its noun a tense: `launched an attack`, `has no plan`.
    fn light_verb(&self, noun: usize) -> Option<Vec<usize>> {
        let mut verb = noun.checked_sub(1)?;
        // `retaliated with attacks on`: the means are the subject's own.
        let means = self.sentence.is_behind(verb, "with");
        verb = verb.checked_sub(usize::from(means))?;
        let group = self.sentence.group(verb)?;
        let own = self.frame_of(verb, group).is_some_and(|(frame, _)| frame.predicate.is_some());
        if group.passive || (own && !means) {
            return None;
        }
        self.subjects.iter().find(|(at, _)| *at == verb).map(|(_, subject)| subject.pieces.clone())
    }

    /// The owner of a noun: `Iran's demand`, `an Israeli proposal`, `its decision`.
    fn owner(&self, at: usize) -> Option<Range<usize>> {
        let phrase = self.sentence.phrase(at)?;
        if let Some(owner) = &phrase.owner {
            let acts = owner.clone().any(|at| self.sentence.words[at].tag == Tag::Name || self.sentence.words[at].has(Classes::ROLE));
            return acts.then(|| owner.clone());
        }
        let names: Vec<usize> =
            (phrase.words.start..phrase.head).filter(|&at| self.sentence.words[at].tag == Tag::Name).collect();
        let first = *names.first()?;
        let mut last = first;
        while last + 1 < phrase.head
            && (self.sentence.words[last + 1].tag == Tag::Name || self.sentence.words[last + 1].has(Classes::ROLE))
        {
            last += 1;
        }
        Some(first..last + 1)
    }

    fn noun_ends(&self, frame: &Frame, arguments: &Arguments) -> (Vec<usize>, &'static str) {
        for place in &frame.places {
            let found = self.at_place(*place, arguments);
            let actors: Vec<usize> = found.into_iter().filter(|&end| self.sentence.is_actor(end)).collect();
            if !actors.is_empty() {
                return (actors, "noun-preposition");
            }
        }
        (Vec::new(), "noun-content")
    }
}
