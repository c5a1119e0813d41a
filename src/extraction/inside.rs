//! What is told inside of another act? What is proposed, promised or refused is an act, whoever or whatever it is done to.

use std::ops::Range;

use super::act::{Act, MUTUAL, Reader};
use super::answer::is_general;
use super::clause::Arguments;
use super::definite::{STANDS, TAKES_ON};
use super::fitting::ASIDE;
use super::frames::{Effect, Frame};
use super::phrase::VerbGroup;

/// What a verb makes of a noun for something to come holds an act: `made a proposal to close`, `gave a promise that`.
pub(super) fn is_put(frame: &Frame) -> bool {
    const PUTS: &[&str] = &[
        "called_for",
        "demanded",
        "gave_ultimatum_to",
        "offered",
        "planned",
        "promised",
        "proposed",
        "recommended",
        "requested",
        "threatened",
        "urged",
        "warned",
    ];
    frame.family.is_some() && frame.predicate.is_some_and(|predicate| PUTS.contains(&predicate))
}

/// It takes up what somebody else put forward: `accepted the offer`.
pub(super) fn takes_on(frame: &Frame) -> bool {
    frame.predicate.is_some_and(|predicate| TAKES_ON.contains(&predicate))
}

impl<'l> Reader<'_, 'l> {
    /// Gives an act by which somebody takes a stand what it is about: `accepted the offer`, `the offer was welcomed by`.
    pub(super) fn take_up(
        &self,
        act: &mut Act,
        arguments: &Arguments,
        group: &VerbGroup,
        (ends, rule): (&mut Vec<usize>, &mut &'static str),
    ) {
        if !group.passive && takes_on(act.frame) && act.frame.family.is_some() && ends.is_empty() {
            // What it was may be told before.
            ends.extend(arguments.objects.first());
            *rule = "theme";
        } else if group.passive
            && act.frame.predicate.is_some_and(|predicate| STANDS.contains(&predicate))
            && let Some(noun) = self.act_noun(ends)
        {
            act.inner = Some(noun);
            *rule = "theme";
        } else {
            return;
        }
        act.rule.1 = rule;
    }

    /// Keeps an act of nobody for what it makes of the act inside: `was asked to withdraw` tells of no withdrawal.
    pub(super) fn keep_silent(&mut self, mut act: Act<'l>) {
        if act.inner.is_some() && !matches!(act.frame.effect, Effect::Factive | Effect::Implicative) {
            act.silent = true;
            act.ends.clear();
            self.acts.push(act);
        }
    }

    /// `agreed not to attack`: the word stands before the group.
    pub(super) fn follows_not(&self, group: &VerbGroup) -> bool {
        let before = group.words.start.checked_sub(1).and_then(|at| self.sentence.words.get(at));
        group.infinitive && before.is_some_and(|before| before.is("not") || before.is("never"))
    }

    /// `denied reports that Norland had attacked`: what the noun tells, the verb does not.
    pub(super) fn belongs_to_noun(&self, inner: usize, frame: &Frame, arguments: &Arguments) -> bool {
        let finite = self.sentence.group(inner).is_some_and(VerbGroup::is_finite);
        let answers = matches!(frame.effect, Effect::Denied | Effect::Factive | Effect::Refused);
        let that = arguments.opener.is_some_and(|word| self.sentence.words[word].is("that"));
        let noun = arguments.objects.first().and_then(|&at| self.sentence.phrase(at));
        finite && answers && that && noun.is_some_and(|noun| is_general(&self.sentence.words[noun.head]))
    }

    /// `warned that Vesk would pay for the raid` tells of no money.
    pub(super) fn is_figurative(&self, act: &Act) -> bool {
        let warned = |outer: &Act| outer.inner == Some(act.piece) && outer.frame.effect == Effect::Threatened;
        (act.frame.predicate == Some("funds") || act.frame.trigger == "pay") && self.acts.iter().any(warned)
    }

    /// The verb stands inside of an act that makes something of it: `offered to`, `refused to`, `a plan to`.
    pub(super) fn is_borne(&self, verb: usize) -> bool {
        let outer = self.acts.iter().find(|outer| [outer.inner, outer.content].contains(&Some(verb)));
        outer.is_some_and(|outer| !matches!(outer.frame.effect, Effect::Factive | Effect::Opinion))
    }

    /// Gives an act inside of another one whatever stands behind its verb as its other end, where nobody does.
    pub(super) fn take_any_end(&self, act: &mut Act, arguments: &Arguments, group: &VerbGroup) {
        let is_empty = act.ends.is_empty() && act.inner.is_none() && !act.mutual && !act.elided;
        if !is_empty || group.passive || !self.is_borne(act.piece) {
            return;
        }
        // `to step down following the attacks`: they only tell when.
        let aside = |word: usize| ASIDE.iter().any(|aside| self.sentence.words[word].is(aside));
        let behind =
            || arguments.behind.iter().filter(|(word, _)| !aside(*word)).flat_map(|(_, list)| list.iter()).copied();
        let is_thing = |at: &usize| self.sentence.phrase(*at).is_some_and(|phrase| !phrase.time);
        // `send aid`: the aid is no other end.
        let mut objects = arguments.objects.iter().copied().filter(|_| act.frame.family.is_none());
        // `demanded that the council meet in emergency session`: that is no other side.
        let mutual = act.frame.predicate.is_some_and(|predicate| MUTUAL.contains(&predicate));
        let end = objects.find(is_thing).or_else(|| behind().find(|at| is_thing(at) && !mutual));
        act.ends.extend(end.map(|end| self.sentence.whole(end)));
        act.alone = true;
        act.rule.1 = "inside";
    }

    /// `warned that Norland would pay for it`: who would act is the one that is warned.
    pub(super) fn add_threatened(&mut self, at: usize) {
        let act = &self.acts[at];
        if act.frame.effect != Effect::Threatened || !act.ends.is_empty() {
            return;
        }
        let Some((_, subject)) = self.subjects.iter().find(|(verb, _)| Some(*verb) == act.content) else { return };
        let named: Vec<usize> = subject.pieces.iter().copied().filter(|&piece| self.sentence.is_named(piece)).collect();
        let ends: Vec<Range<usize>> = named.into_iter().map(|piece| self.sentence.whole(piece)).collect();
        let act = &mut self.acts[at];
        act.ends = ends.into_iter().filter(|end| !act.subjects.contains(end)).collect();
        if !act.ends.is_empty() {
            act.rule.1 = "warned-subject";
            act.inner = None;
        }
    }
}
