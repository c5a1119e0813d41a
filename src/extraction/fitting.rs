//! What fills the places of a frame?

use std::ops::Range;

use super::act::{Reader, SOLITARY};
use super::clause::{Arguments, Subject};
use super::frames::{EndPlace, Frame};
use super::phrase::{Piece, VerbGroup};
use super::tagging::Tag;
use super::theme::{is_light, leads_on};
use super::words::Classes;

/// The words that the object of an act may stand behind it; farther away it belongs to something else.
const REACH: usize = 30;

/// The prepositions that tell where somebody without a name belongs: in front of a verb, and behind one.
const BEHIND_ACTOR: &[&str] = &["in", "from", "of", "at", "for", "near"];
const FROM: &[&str] = &["from", "of", "at", "in", "near", "by"];

/// The prepositions that lead from a thing to those it concerns.
const BEHIND_THEME: &[&str] =
    &["with", "from", "of", "by", "in", "on", "for", "against", "to", "at", "between", "over", "about", "near"];

/// Prepositions that lead to what is told aside.
pub(super) const ASIDE: &[&str] = &[
    "after",
    "amid",
    "as",
    "because",
    "before",
    "by",
    "despite",
    "during",
    "following",
    "like",
    "since",
    "than",
    "through",
    "under",
    "until",
    "via",
    "without",
    "about",
];

/// The predicate is of two, or of somebody who gets something: `violated_ceasefire_with`, `sent_aid_to`.
fn takes_counterpart(predicate: &str) -> bool {
    predicate.ends_with("_with") || predicate.ends_with("_aid_to") || predicate.ends_with("_support_from")
}

/// Predicates with a counterpart, whom no place is.
const WITH_SIDE: &[&str] = &[
    "ceased_fire_with",
    "clashed_with",
    "protested_against",
    "rebelled_against",
    "surrendered_to",
    "talked_with",
    "went_on_hunger_strike_against",
    "went_on_strike_against",
];

/// Predicates of frames with a family whose noun is never their other end.
const OF_THING: &[&str] = &["deployed_to", "investigated", "talked_with", "violated_ceasefire_with"];

/// What stands there is where it happens.
pub(super) fn is_scene(frame: &Frame, place: EndPlace) -> bool {
    matches!(place, EndPlace::Behind("in" | "near" | "inside" | "outside"))
        && frame.predicate.is_some_and(|predicate| WITH_SIDE.contains(&predicate))
}

impl Reader<'_, '_> {
    pub(super) fn has_place(&self, frame: &Frame, arguments: &Arguments) -> bool {
        frame.places.iter().any(|place| !self.at_place(*place, arguments).is_empty())
    }

    pub(super) fn at_place(&self, place: EndPlace, arguments: &Arguments) -> Vec<usize> {
        match place {
            EndPlace::Object => arguments.objects.clone(),
            EndPlace::Behind(word) => {
                let behind =
                    arguments.behind.iter().find(|(preposition, _)| self.sentence.words[*preposition].is(word));
                behind.map_or_else(Vec::new, |(_, list)| list.clone())
            }
        }
    }

    /// The other ends of an act, and the rule that found them.
    pub(super) fn ends(&self, frame: &Frame, arguments: &Arguments) -> (Vec<usize>, &'static str) {
        let mut theme = Vec::new();
        for place in &frame.places {
            // `protested in Vesk`: there, and against nobody.
            if is_scene(frame, *place) {
                continue;
            }
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
                return (actors, rule);
            }
            // `withdrew its troops`: they are moved, and nobody is left or met by that.
            let moved = |end: &usize| {
                let Some(phrase) = self.sentence.phrase(*end) else { return false };
                // `most of its soldiers`
                let part = if self.sentence.is_part(*end) { self.sentence.phrase(end + 2) } else { None };
                let phrase = part.unwrap_or(phrase);
                let own = self.sentence.words[phrase.words.start].tag == Tag::Possessive;
                let nameless = phrase.words.clone().all(|word| self.sentence.words[word].tag != Tag::Name);
                // Its object goes from one to another.
                let moves = self.lexicon.entry(frame.trigger).classes.has(Classes::MOVING);
                frame.predicate.is_some_and(leads_on)
                    && frame.family.is_some_and(|family| self.is_of(phrase, family))
                    && (own || moves && nameless)
            };
            // `led the White House attack on the proceedings`: what stands behind is attacked, and not the attack.
            let is_lent = is_light(frame) && !theme.is_empty();
            // `violated the Orlund truce`: the truce is nobody.
            // `established a commission of inquiry`: it is not investigated. `attended the Orlund summit` meets nobody.
            let broken = frame.predicate.is_some_and(|predicate| OF_THING.contains(&predicate));
            if !actors.is_empty() && frame.family.is_some() && !is_lent && !broken && !actors.iter().all(moved) {
                return (actors, "owner");
            }
            // What a family asks for is no other end: `launched an investigation`.
            // `stopped work in the largest strike`: where or when is nobody.
            let aside = frame.predicate.is_some_and(|predicate| SOLITARY.contains(&predicate))
                && matches!(place, EndPlace::Behind("in" | "at" | "on" | "over" | "outside"));
            // `protested outside the courthouse`: there, and not against it.
            let aside = aside || matches!(place, EndPlace::Behind("outside")) && frame.family.is_none();
            if theme.is_empty() && !aside {
                let asked = |end: &usize| {
                    let inside = matches!(place, EndPlace::Object | EndPlace::Behind("of"));
                    // `a commission of inquiry` is one, too.
                    let parts = (*end..self.sentence.behind_of(*end)).filter_map(|at| self.sentence.phrase(at)).take(2);
                    let mut parts = parts.filter(|_| inside);
                    frame.family.is_some_and(|family| parts.any(|phrase| self.is_of(phrase, family)))
                };
                theme = found.into_iter().filter(|end| !asked(end)).collect();
            }
        }
        // `restricted exports of ore`, `violated the truce with mortars`: a thing is no counterpart.
        if frame.family.is_some() && frame.predicate.is_some_and(takes_counterpart) {
            return (Vec::new(), "theme");
        }
        // `killed the deal`: nobody died.
        let dies = matches!(frame.predicate, Some("killed" | "wounded" | "executed" | "murdered"));
        let lives = |end: &usize| {
            let head = self.sentence.phrase(*end).map(|phrase| &self.sentence.words[phrase.head]);
            head.is_none_or(|head| {
                head.has(Classes::ROLE)
                    || head.tag != Tag::Noun
                    || head.entry.noun.is_none()
                        && head.entry.families == 0
                        && !head.has(Classes::INERT | Classes::NOUNLIKE)
            })
        };
        theme.retain(|end| !dies || lives(end));
        let own = theme
            .into_iter()
            .filter(|&end| {
                let phrase = self.sentence.phrase(end);
                phrase.is_some_and(|phrase| !phrase.pronoun && !phrase.time && self.is_noun(phrase.head))
            })
            .collect();
        (own, "theme")
    }

    pub(super) fn is_noun(&self, word: usize) -> bool {
        // `boarded two of its boats`, `extradited a third`
        matches!(self.sentence.words[word].tag, Tag::Noun | Tag::Name | Tag::Number | Tag::Time)
    }

    /// What `of` adds to the object: `ordered the release of Orlund`.
    pub(super) fn behind_of_object(&self, arguments: &Arguments) -> Vec<usize> {
        let Some(&object) = arguments.objects.first() else { return Vec::new() };
        if self.sentence.is_behind(object + 1, "of") && self.sentence.phrase(object + 2).is_some() {
            return self.sentence.joined_right(object + 2).0;
        }
        Vec::new()
    }

    /// A passive turns the sides around; without `by` nobody is told to act.
    pub(super) fn passive(
        &self,
        frame: &Frame,
        arguments: &Arguments,
        subject: &mut Subject,
        (at, participle): (usize, bool),
    ) -> Option<(Vec<usize>, &'static str)> {
        let behind = |known: &str| arguments.behind.iter().find(|(word, _)| self.sentence.words[*word].is(known));
        // `were expelled from Vesk`: nobody else can do that.
        let expels = matches!(frame.predicate, Some("expelled" | "deported"));
        let from = || behind("from").filter(|(_, list)| expels && list.iter().all(|&at| self.sentence.names_actor(at)));
        let by = behind("by").or_else(from)?;
        // `held in a camp run by Vesk`: that runs it.
        let of_other = (at + 1..self.sentence.pieces.len())
            .take_while(|&piece| self.sentence.pieces[piece].first_word().is_none_or(|word| word < by.0))
            .any(|piece| self.sentence.group(piece).is_some());
        if of_other {
            return None;
        }
        let patients = std::mem::replace(&mut subject.pieces, by.1.clone());
        // `rejected a law passed by the assembly`: it is the law that was passed.
        // `a summit to be hosted by Vesk`
        let participle = participle || self.sentence.group(at).is_some_and(|group| group.infinitive);
        let noun = |before: &usize| participle && self.sentence.phrase(*before).is_some_and(|phrase| !phrase.time);
        // `pictures, published by a newspaper,`
        let apart = at.checked_sub(1).filter(|&comma| matches!(self.sentence.pieces[comma], Piece::Comma));
        let described =
            at.checked_sub(1).filter(noun).or_else(|| apart.and_then(|comma| comma.checked_sub(1)).filter(noun));
        let patients = described.map_or(patients, |before| vec![before]);
        subject.rule = "passive-by";
        if let Some(first @ EndPlace::Behind(_)) = frame.places.first() {
            let found = self.at_place(*first, arguments);
            if found.iter().any(|&end| self.sentence.names_actor(end)) {
                return Some((found, "preposition"));
            }
        }
        // `a truce brokered by Orlund`: nobody is named between whom.
        let names = patients.iter().any(|&at| self.sentence.names_actor(at));
        let is_lost = frame.family.is_some() && !frame.places.contains(&EndPlace::Object) && !names;
        (!is_lost).then_some((patients, "patient"))
    }

    /// The phrases that can act, as their words; of `Iran's retaliation` it is Iran that acts.
    pub(super) fn actors(&self, pieces: &[usize]) -> Vec<Range<usize>> {
        let acts =
            |at: usize| self.sentence.names_actor(at) || self.noun_frame(at).is_some() && self.owner(at).is_some();
        pieces.iter().filter(|&&at| acts(at) && !self.is_inert(at)).map(|&at| self.actor(at)).collect()
    }

    /// `Vesk bonds`, `a statue of Ada Varn`: a thing acts on nobody, whoever is named beside it.
    fn is_inert(&self, at: usize) -> bool {
        // `4 million of its shares`
        let counted = if self.sentence.is_part(at) { at + 2 } else { at };
        let head = self.sentence.phrase(counted).map(|phrase| &self.sentence.words[phrase.head]);
        head.is_some_and(|head| {
            head.tag == Tag::Noun
                && head.entry.noun.is_none()
                && head.has(Classes::INERT | Classes::NOUNLIKE)
                && !head.has(Classes::ROLE)
        })
    }

    /// The words of another end: what names nobody goes on to the first who is named behind it.
    pub(super) fn other_end(&self, at: usize) -> Range<usize> {
        if let Some(name) = self.sentence.named_behind(at) {
            return name;
        }
        self.sentence.widened(at, if self.sentence.is_actor(at) { FROM } else { BEHIND_THEME })
    }

    /// The words of another end, without those that belong to a parted trigger: `two engineers` of `took two engineers hostage`.
    pub(super) fn end_words(&self, end: usize, frame: &Frame, rule: &str) -> Range<usize> {
        // `a law passed by the assembly`: what describes it tells this act.
        let mut words = if rule == "patient" { self.sentence.whole(end) } else { self.other_end(end) };
        // `accused Vesk of delay`: that is what it is accused of.
        let charged = ["accuse", "acquit", "convict", "suspect"].contains(&frame.trigger);
        let plain = charged && rule == "object" && self.sentence.is_named(end) && !self.sentence.is_part(end);
        if let Some(phrase) = self.sentence.phrase(end).filter(|phrase| plain && phrase.words.start == words.start) {
            words.end = phrase.words.end;
        }
        let last = words.end.checked_sub(1).and_then(|last| self.sentence.words.get(last));
        let particle = frame.particle.first().filter(|_| frame.parted && words.len() > 1);
        words.end -= usize::from(last.zip(particle).is_some_and(|(last, particle)| last.is(particle)));
        words
    }

    pub(super) fn actor(&self, at: usize) -> Range<usize> {
        let Some(phrase) = self.sentence.phrase(at) else { return 0..0 };
        if let Some(name) = self.sentence.named_behind(at) {
            return name;
        }
        match &phrase.owner {
            Some(owner) if !self.sentence.is_named(at) => owner.clone(),
            // `an Estmark proposal to close`: Estmark would close.
            _ if self.noun_frame(at).is_some() && !self.sentence.is_named(at) => {
                self.owner(at).unwrap_or_else(|| self.sentence.whole(at))
            }
            _ => self.sentence.widened(at, BEHIND_ACTOR),
        }
    }

    /// The first actor that stands within reach behind a verb, whatever stands between.
    pub(super) fn far_actor(&self, verb: usize, subject: &[usize]) -> Option<usize> {
        let start = self.sentence.pieces.get(verb)?.first_word()?;
        (verb + 1..self.sentence.pieces.len())
            .take_while(|&at| !matches!(self.sentence.pieces[at], Piece::Stop | Piece::Quote(_)))
            // What stands behind the verb of another clause belongs to that.
            .take_while(|&at| !self.closes_clause(verb, at))
            // `declined, citing worries about Vesk`: the participle has its own object.
            .take_while(|&at| {
                !matches!(self.sentence.pieces[at], Piece::Comma)
                    || !self.sentence.group(at + 1).is_some_and(|group| group.gerund && !group.passive)
            })
            // `offered his condolences and sent two men`: another verb has its own object.
            .take_while(|&at| !self.goes_over(verb, at) && !self.joins_infinitive(at))
            .take_while(|&at| self.sentence.phrase(at).is_none_or(|phrase| phrase.head <= start + REACH))
            .find(|&at| {
                self.sentence.is_actor(at)
                    && !subject.contains(&at)
                    && self.sentence.phrase(at).is_some_and(|phrase| !phrase.pronoun)
            })
            .filter(|&at| !self.is_circumstance(verb, at) && !self.is_apart(verb, at))
    }

    /// What leads to the phrase tells when or why, so that nothing is done to it: `during`, `because of`.
    fn is_circumstance(&self, verb: usize, at: usize) -> bool {
        let leads = |piece: usize, words: &[&str]| {
            matches!(&self.sentence.pieces[piece], Piece::Behind(word)
                if words.iter().any(|aside| self.sentence.words[*word].is(aside)))
        };
        // `after talks between the ministers`, `during the dark days of the war`
        let chain = (verb + 1..at).rev().take_while(|&piece| {
            self.sentence.phrase(piece).is_some() || matches!(self.sentence.pieces[piece], Piece::Behind(_))
        });
        let aside = chain.into_iter().any(|piece| leads(piece, ASIDE));
        // `fled with two daughters`
        aside || at > 0 && leads(at - 1, &["with"])
    }

    /// The phrase is the subject of a clause of its own, or stands behind a comma.
    fn is_apart(&self, verb: usize, at: usize) -> bool {
        let awaits = (verb + 1..at).any(|piece| {
            matches!(&self.sentence.pieces[piece], Piece::Subordinator(word)
                if ["until", "unless", "if"].iter().any(|opener| self.sentence.words[*word].is(opener)))
        });
        let comma = matches!(self.sentence.pieces[at - 1], Piece::Comma | Piece::And(_));
        (comma || self.sentence.opens_clause(at)) && !awaits
    }

    /// `and` or a comma joins another verb with a tense to the one before.
    fn goes_over(&self, verb: usize, at: usize) -> bool {
        let joined = at > verb + 1 && matches!(self.sentence.pieces[at - 1], Piece::And(_) | Piece::Comma);
        joined && self.sentence.group(at).is_some_and(|group| group.is_finite() && !group.passive)
    }

    /// `allow them to return and to release the men`: the second infinitive has its own object.
    fn joins_infinitive(&self, at: usize) -> bool {
        let joined = at > 0 && matches!(self.sentence.pieces[at - 1], Piece::And(_));
        joined && self.sentence.group(at).is_some_and(|group| group.infinitive)
    }

    /// A clause of its own has begun between a verb and a piece.
    fn closes_clause(&self, verb: usize, at: usize) -> bool {
        self.sentence.pieces.iter().take(at).skip(verb + 1).any(|piece| match piece {
            Piece::Relative(_) => true,
            // `demands that it leave, and that Vesk pay`
            Piece::Subordinator(word) if *word > 0 && self.sentence.words[*word - 1].tag == Tag::And => true,
            // `will not lift the embargo until Vesk`: the condition names the one that is meant.
            Piece::Subordinator(word) => {
                !["that", "until", "unless", "if"].iter().any(|opener| self.sentence.words[*word].is(opener))
            }
            _ => false,
        })
    }

    /// Where it happens: a name behind `in` or `at`.
    pub(super) fn place(&self, arguments: &Arguments) -> Option<Range<usize>> {
        let places = ["in", "at", "near", "inside", "outside", "across", "throughout", "along"];
        arguments.behind.iter().find_map(|(word, list)| {
            let leads = places.iter().any(|place| self.sentence.words[*word].is(place));
            list.iter().copied().find(|&at| leads && self.is_place(at)).map(|at| self.sentence.whole(at))
        })
    }

    /// `returned a vase stolen in the war to the museum of Vesk`: whatever describes the thing, who gets it stands last.
    pub(super) fn take_far_recipient(&self, frame: &Frame, arguments: &mut Arguments) {
        let wants = frame.places.contains(&EndPlace::Behind("to"))
            && (frame.places.contains(&EndPlace::Object) || frame.family.is_some());
        let [thing] = arguments.objects[..] else { return };
        let reached = self.at_place(EndPlace::Behind("to"), arguments);
        if !wants || self.sentence.is_named(thing) || reached.iter().any(|&at| self.sentence.names_actor(at)) {
            return;
        }
        let recipient = (thing + 1..self.sentence.pieces.len())
            .take_while(|&at| match &self.sentence.pieces[at] {
                Piece::Stop | Piece::Quote(_) => false,
                Piece::Subordinator(word) => self.sentence.words[*word].is("that"),
                // Another act has a recipient of its own.
                Piece::And(_) => !self.sentence.group(at + 1).is_some_and(VerbGroup::is_finite),
                _ => true,
            })
            .filter(|&at| self.sentence.is_behind(at, "to") && self.sentence.names_actor(at + 1))
            .last();
        if let Some(to) = recipient
            && let Piece::Behind(word) = self.sentence.pieces[to]
        {
            arguments.behind.insert(0, (word, self.sentence.joined_right(to + 1).0));
        }
    }

    /// The verb is often told without an object, so that what `and` joins to it may have one of its own.
    pub(super) fn goes_alone(&self, frame: &Frame) -> bool {
        self.lexicon.entry(frame.trigger).classes.has(Classes::GOING_ALONE)
    }

    /// `shelled and captured the town`: what stands behind the second verb is done to by the first as well.
    pub(super) fn share_object(&self, at: usize, group: &VerbGroup, frame: &Frame, arguments: &mut Arguments) {
        let is_open = frame.takes_object() && frame.particle.is_empty() && !group.passive && !group.gerund;
        if !is_open || arguments.end != at + 1 || self.goes_alone(frame) {
            return;
        }
        let next =
            self.sentence.group(at + 2).filter(|next| next.bare && !next.passive && !next.gerund && !next.copula);
        if next.is_some() && matches!(self.sentence.pieces[at + 1], Piece::And(_)) {
            arguments.objects = self.sentence.arguments(at + 3, true).objects;
        }
    }

    /// Gives the acts of the first clause the place that the sentence begins with: `In Vesk, the guard declared a truce`.
    pub(super) fn take_opening_place(&mut self) {
        let pieces = &self.sentence.pieces;
        let leads = ["in", "at", "near", "across"].iter().any(|place| self.sentence.is_behind(0, place));
        let closed = |at: usize| matches!(pieces.get(at), Some(Piece::Comma));
        // `In Orlburg, Vesk, the guard`: the wider place belongs to the first.
        let end = if closed(2) && closed(4) && self.is_place(3) { 4 } else { 2 };
        if !leads || !self.is_place(1) || !closed(end) {
            return;
        }
        let first = (end..pieces.len()).find(|&at| self.sentence.group(at).is_some_and(VerbGroup::is_finite));
        let Some(first) = first else { return };
        let own =
            |piece: &Piece| !matches!(piece, Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_) | Piece::And(_));
        if pieces[end + 1..first].iter().any(own) {
            return;
        }
        let place = self.sentence.whole(1);
        for act in self.acts.iter_mut().filter(|act| act.piece == first && act.place.is_none()) {
            act.place = Some(place.clone());
        }
    }

    pub(super) fn is_place(&self, at: usize) -> bool {
        self.sentence.phrase(at).is_some_and(|phrase| {
            let head = &self.sentence.words[phrase.head];
            let war = ["war", "conference", "championships", "crisis"].iter().any(|event| head.is(event));
            !phrase.time && !war && phrase.words.clone().any(|word| self.sentence.words[word].tag == Tag::Name)
        })
    }

    /// Behind `in` or `at` stands a place and nobody who is acted on.
    pub(super) fn leads_to_place(&self, at: usize) -> bool {
        let before = at.checked_sub(1);
        let places = ["in", "at", "near", "across", "throughout", "outside", "inside", "along", "off"];
        before.is_some_and(|before| places.iter().any(|place| self.sentence.is_behind(before, place)))
    }
}
