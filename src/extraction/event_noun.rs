//! Which act does a noun tell? `an Estmark proposal to`, `talks between`, `launched an attack on`.

use std::ops::Range;

use super::act::{Act, ENDS, MUTUAL, Reader};
use super::bringing::is_figurative_war;
use super::clause::Arguments;
use super::fitting::is_scene;
use super::frames::{Effect, Frame};
use super::phrase::Piece;
use super::tagging::Tag;
use super::words::Classes;

/// Verbs whose subject is the one to whom the noun behind them is done.
const FACING: &[&str] = &[
    "face",
    "draw",
    "attract",
    "suffer",
    "receive",
    "undergo",
    "earn",
    "incur",
    "sustain",
    "provoke",
    "win",
    "get",
    "endure",
    "meet",
    "encounter",
    "survive",
];

/// Verbs whose subject gets around the act of the noun behind them, watches it or lives with it.
const AROUND: &[&str] = &[
    "avoid",
    "blame",
    "bypass",
    "circumvent",
    "cover",
    "defy",
    "dodge",
    "elude",
    "escape",
    "evade",
    "expect",
    "face",
    "fear",
    "film",
    "flout",
    "ignore",
    "mark",
    "see",
    "skirt",
    "stop",
    "survive",
    "violate",
    "watch",
    "witness",
];

/// Verbs that say of an act that it happens.
const HAPPENING: &[&str] = &[
    "break",
    "erupt",
    "begin",
    "start",
    "resume",
    "continue",
    "take",
    "flare",
    "intensify",
    "escalate",
    "occur",
    "ensue",
    "rage",
    "open",
    "stall",
    "collapse",
    "end",
    "fail",
    "go",
];

/// Those before `under` and a noun.
const UNDER: &[&str] = &["come", "remain", "stay", "fall", "be"];

impl<'l> Reader<'_, 'l> {
    /// A noun that tells an act stands among the objects.
    pub(super) fn act_noun(&self, objects: &[usize]) -> Option<usize> {
        objects.iter().copied().find(|&at| self.noun_frame(at).is_some())
    }

    pub(super) fn noun_frame(&self, at: usize) -> Option<&'l Frame> {
        let phrase = self.sentence.phrase(at)?;
        let head = &self.sentence.words[phrase.head];
        // `the First Orl War` is the name of one, and tells of nobody who wages it.
        if head.capital && head.tag == Tag::Name && phrase.head > phrase.words.start {
            return None;
        }
        if is_figurative_war(&self.sentence.words, phrase) {
            return None;
        }
        let noun = head.entry.noun?;
        self.lexicon.nouns.get(usize::from(noun))?.frames.first()
    }

    /// The act that a noun tells, when it has somebody who does it.
    pub(super) fn noun(&mut self, at: usize) {
        let Some(frame) = self.noun_frame(at) else { return };
        let arguments = self.sentence.arguments(self.behind_happening(at).unwrap_or(at + 1), false);
        let Some(phrase) = self.sentence.phrase(at).cloned() else { return };
        let light = self.light_verb(at).or_else(|| self.own_part(at, frame)).unwrap_or_default();
        let (subjects, rule, agents) = self.agents(at, frame, &arguments, &light);
        let (mut ends, end_rule) = self.noun_ends(frame, &arguments);
        let faced = self.faced(at).filter(|_| ends.is_empty() && !agents.is_empty());
        ends.retain(|end| !agents.contains(end));
        let end_rule = if faced.is_some() { "faced" } else { end_rule };
        ends.extend(faced.into_iter().flatten());
        let inner = arguments.content.filter(|_| frame.holds_act());
        if let Some(inner) = inner {
            // `rejected a request by Vesk to withdraw`: what is asked for is asked of whoever rejects it.
            let asked = frame.effect == Effect::Requested && (!agents.is_empty() || light.is_empty());
            let doing = if asked {
                self.asked_of(at)
            } else if agents.is_empty() {
                light.clone()
            } else {
                agents.clone()
            };
            self.hand_on_noun(inner, &arguments, at, &doing);
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
            ends: if mutual {
                Vec::new()
            } else {
                ends.iter().take(ENDS).map(|&end| self.sentence.whole(end)).collect()
            },
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
            silent: false,
            general: false,
            rule: (rule, if mutual { "mutual" } else { end_rule }),
        });
    }

    /// Those who do what a noun tells, as words, the rule that found them, and their pieces where they stand behind it.
    fn agents(
        &self,
        at: usize,
        frame: &Frame,
        arguments: &Arguments,
        light: &[usize],
    ) -> (Vec<Range<usize>>, &'static str, Vec<usize>) {
        let asks = matches!(frame.effect, Effect::Requested | Effect::Proposed | Effect::Promised | Effect::Threatened);
        // `cut aid in protest at the harassment of workers by rebels`: that is what they do.
        let acts_between = |by: usize| {
            let reached = |at: &usize| self.sentence.pieces[*at].first_word().is_some_and(|first| first < by);
            let other = |at: usize| self.noun_frame(at).is_some() && !self.sentence.is_behind(at - 1, "on");
            (at + 2..self.sentence.pieces.len()).take_while(reached).any(other)
        };
        let by = arguments.behind.iter().find(|(place, _)| {
            let word = &self.sentence.words[*place];
            word.is("by") && !acts_between(*place) || (asks || self.faced(at).is_some()) && word.is("from")
        });
        // `the offer of Vesk to send ships`
        let open = !matches!(frame.effect, Effect::Factive | Effect::Implicative | Effect::Opinion);
        let of = arguments.behind.iter().find(|(word, list)| {
            let infinitive = arguments
                .content
                .and_then(|content| self.sentence.group(content))
                .is_some_and(|group| group.infinitive);
            open && infinitive
                && self.sentence.words[*word].is("of")
                && list.iter().all(|&at| self.sentence.is_named(at))
        });
        let between = arguments.behind.iter().find(|(word, _)| self.sentence.words[*word].is("between"));
        if let Some(list) = self.participle_by(at + 1) {
            (self.actors(&list), "noun-participle", list)
        } else if let Some((_, list)) = by {
            (self.actors(list), "noun-by", list.clone())
        } else if let Some((_, list)) = between.filter(|(_, list)| {
            // `women between the ages of 10 and 50`
            list.len() > 1 && list.iter().all(|&at| self.sentence.names_actor(at))
        }) {
            (self.actors(list), "between", Vec::new())
        } else if let Some(owner) = self.owner(at).filter(|owner| light.is_empty() || !self.is_possessive(owner)) {
            (vec![owner], "owner", Vec::new())
        } else if let Some((_, list)) = of {
            (self.actors(list), "noun-of", list.clone())
        } else if light.is_empty() {
            (Vec::new(), "", Vec::new())
        } else {
            (self.actors(light), "light-verb", Vec::new())
        }
    }

    /// Those of whom is asked what a noun asks for: the subject of the verb before it.
    fn asked_of(&self, noun: usize) -> Vec<usize> {
        // `repeated its demand to lift the ban`: it is asked of others.
        if self.owner(noun).is_some_and(|owner| self.is_possessive(&owner)) {
            return Vec::new();
        }
        let verb = noun.checked_sub(1).filter(|&verb| self.sentence.group(verb).is_some_and(|group| !group.passive));
        let subject = self.subjects.iter().find(|(at, _)| Some(*at) == verb);
        subject.map_or_else(Vec::new, |(_, subject)| subject.pieces.clone())
    }

    /// The piece behind a verb that only says that the act of its noun happens: `fighting broke out between`.
    fn behind_happening(&self, noun: usize) -> Option<usize> {
        let group = self.sentence.group(noun + 1).filter(|group| group.is_finite() && !group.passive)?;
        let verb = self.sentence.words[group.main].verb()?;
        let word = &self.lexicon.verbs.get(usize::from(verb))?.word;
        if !HAPPENING.contains(&word.as_str()) {
            return None;
        }
        let particle = |at: usize| {
            ["out", "up", "down", "place"].iter().any(|particle| {
                self.sentence
                    .pieces
                    .get(at)
                    .and_then(Piece::first_word)
                    .is_some_and(|first| self.sentence.words[first].is(particle))
            })
        };
        Some(noun + 2 + usize::from(particle(noun + 2)))
    }

    /// The subject of a verb that turns the sides of its noun around: `faces criticism from`, `came under attack by`.
    fn faced(&self, noun: usize) -> Option<Vec<usize>> {
        let before = noun.checked_sub(1)?;
        let under = self.sentence.is_behind(before, "under");
        let verb = before.checked_sub(usize::from(under))?;
        let group = self.sentence.group(verb).filter(|group| !group.passive)?;
        let number = self.sentence.words[group.main].verb();
        let word = number.and_then(|verb| self.lexicon.verbs.get(usize::from(verb))).map_or("", |verb| &verb.word);
        let turns = if under { group.copula || UNDER.contains(&word) } else { FACING.contains(&word) };
        let subject = self.subjects.iter().find(|(at, _)| *at == verb).filter(|_| turns);
        subject.map(|(_, subject)| subject.pieces.clone())
    }

    /// Those who did it in a participle behind the noun: `an appeal filed by lawyers`.
    pub(super) fn participle_by(&self, at: usize) -> Option<Vec<usize>> {
        self.sentence.group(at).filter(|group| group.passive && group.gerund)?;
        let arguments = self.sentence.arguments(at + 1, false);
        arguments.behind.into_iter().find(|(word, _)| self.sentence.words[*word].is("by")).map(|(_, list)| list)
    }

    pub(super) fn hand_on_noun(&mut self, inner: usize, arguments: &Arguments, at: usize, subject: &[usize]) {
        let infinitive = self.sentence.group(inner).is_some_and(|group| !group.is_finite());
        if !infinitive {
            return;
        }
        let addressed = arguments
            .behind
            .iter()
            .filter(|(_, list)| list.iter().any(|&at| self.sentence.is_actor(at)))
            .find(|(word, _)| ["on", "for", "to"].iter().any(|to| self.sentence.words[*word].is(to)));
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
    pub(super) fn light_verb(&self, noun: usize) -> Option<Vec<usize>> {
        let mut verb = noun.checked_sub(1)?;
        // `retaliated with attacks on`: the means are the subject's own.
        let means = self.sentence.is_behind(verb, "with");
        verb = verb.checked_sub(usize::from(means))?;
        let group = self.sentence.group(verb)?;
        let own = self.frame_of(verb, group).is_some_and(|(frame, _)| frame.predicate.is_some());
        if group.passive || (own && !means) {
            return None;
        }
        // `evade sanctions on Vesk`: who gets around an act does not do it.
        let lemma = self.sentence.words[group.main].verb().and_then(|verb| self.lexicon.verbs.get(usize::from(verb)));
        if lemma.is_some_and(|lemma| AROUND.contains(&lemma.word.as_str())) {
            return None;
        }
        self.subjects.iter().find(|(at, _)| *at == verb).map(|(_, subject)| subject.pieces.clone())
    }

    /// The subject of a verb that gives up an act in which it would have a part: `cancelled a visit to`, `rejected any cooperation
    /// with`.
    fn own_part(&self, noun: usize, frame: &Frame) -> Option<Vec<usize>> {
        let takes_part = |predicate: &str| predicate == "visited" || MUTUAL.contains(&predicate);
        let verb = noun.checked_sub(1).filter(|_| frame.predicate.is_some_and(takes_part))?;
        let group = self.sentence.group(verb).filter(|group| !group.passive)?;
        let (outer, _) = self.frame_of(verb, group)?;
        let gives_up = outer.predicate.is_some_and(|predicate| {
            ["cancelled", "postponed", "rejected", "refused", "ruled_out"].contains(&predicate)
        });
        self.subjects.iter().find(|(at, _)| *at == verb).filter(|_| gives_up).map(|(_, subject)| subject.pieces.clone())
    }

    /// The owner of a noun: `Iran's demand`, `an Israeli proposal`, `its decision`.
    pub(super) fn owner(&self, at: usize) -> Option<Range<usize>> {
        let phrase = self.sentence.phrase(at)?;
        if let Some(owner) = &phrase.owner {
            let acts = owner
                .clone()
                .any(|at| self.sentence.words[at].tag == Tag::Name || self.sentence.words[at].has(Classes::ROLE));
            return acts.then(|| owner.clone());
        }
        // `its plan to close the strait`
        let own = phrase.words.start..phrase.words.start + 1;
        if self.is_possessive(&own) {
            return Some(own);
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
        let owner = first..last + 1;
        (!self.is_scene(&owner, phrase)).then_some(owner)
    }

    /// `its`, `his`, `her` or `their`
    fn is_possessive(&self, words: &Range<usize>) -> bool {
        let first = &self.sentence.words[words.start];
        words.len() == 1 && ["its", "his", "her", "their"].iter().any(|word| first.is(word))
    }

    pub(super) fn noun_ends(&self, frame: &Frame, arguments: &Arguments) -> (Vec<usize>, &'static str) {
        for place in frame.places.iter().filter(|place| !is_scene(frame, **place)) {
            let found = self.at_place(*place, arguments);
            let actors: Vec<usize> = found.into_iter().filter(|&end| self.sentence.is_actor(end)).collect();
            if !actors.is_empty() {
                return (actors, "noun-preposition");
            }
        }
        (Vec::new(), "noun-content")
    }

    /// Leaves out what a noun only speaks of: `criticised a plan to attack` tells neither whose plan it is nor of an attack.
    pub(super) fn leave_out_mere_content(&mut self) {
        let mere: Vec<usize> =
            self.acts.iter().filter(|act| self.is_mere_content(act.piece)).map(|act| act.piece).collect();
        self.acts.retain(|act| !mere.contains(&act.piece));
        for act in &mut self.acts {
            // Nobody behind it is the other end in its stead.
            act.inner = act.inner.filter(|inner| !mere.contains(inner));
            act.content = act.content.filter(|content| !mere.contains(content));
        }
    }

    /// The verb stands behind a noun for what is not done yet, and no act around it says what becomes of that.
    fn is_mere_content(&self, verb: usize) -> bool {
        let is_infinitive = self.sentence.group(verb).is_some_and(|group| group.infinitive);
        let Some(noun) = verb.checked_sub(1).filter(|_| is_infinitive) else { return false };
        let Some(phrase) = self.sentence.phrase(noun) else { return false };
        let head = &self.sentence.words[phrase.head];
        let frames = head.entry.noun.and_then(|number| self.lexicon.nouns.get(usize::from(number)));
        let is_open = frames.is_some_and(|noun| noun.frames.iter().any(|frame| !is_done(frame.effect)));
        let is_borne = |outer: &Act| outer.piece == noun || !is_done(outer.frame.effect);
        (is_open || CHANCES.iter().any(|chance| head.is(chance)))
            && !self.acts.iter().any(|outer| [outer.inner, outer.content].contains(&Some(verb)) && is_borne(outer))
    }
}

/// Nouns for what may be done, and need not be.
const CHANCES: &[&str] = &[
    "ability",
    "authority",
    "capability",
    "capacity",
    "chance",
    "desire",
    "duty",
    "freedom",
    "mandate",
    "need",
    "obligation",
    "occasion",
    "opportunity",
    "option",
    "permission",
    "power",
    "readiness",
    "reason",
    "right",
    "temptation",
    "willingness",
];

/// What stands inside an act with this effect is told as done.
fn is_done(effect: Effect) -> bool {
    matches!(effect, Effect::Factive | Effect::Implicative | Effect::Ended | Effect::Opinion)
}
