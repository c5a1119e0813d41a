//! What is an act done to where nobody is named, and which acts do several words tell at once?

use std::ops::Range;

use super::act::{Act, MUTUAL, Reader, SOLITARY};
use super::clause::{Arguments, Subject};
use super::frames::{Effect, Frame};
use super::phrase::VerbGroup;
use super::tagging::Tag;
use super::words::{BASE, PAST};

/// Nouns that name what is done to their owner.
const ACTS: &[&str] = &[
    "arrest",
    "capture",
    "deportation",
    "departure",
    "detention",
    "dismissal",
    "evacuation",
    "execution",
    "expulsion",
    "extradition",
    "freedom",
    "impeachment",
    "liberation",
    "ouster",
    "prosecution",
    "punishment",
    "reinstatement",
    "release",
    "removal",
    "resignation",
    "return",
    "withdrawal",
];

/// The label of a predicate ends with a preposition, so that somebody has to stand behind it.
pub(super) fn leads_on(predicate: &str) -> bool {
    let last = predicate.rsplit('_').next().unwrap_or_default();
    ["with", "of", "on", "to", "in", "from", "against", "for", "between", "near", "at", "by"].contains(&last)
}

/// Verbs that say of an act no more than that it is done: `launched airstrikes`.
const LIGHT: [&str; 20] = [
    "begin",
    "carry",
    "commit",
    "conduct",
    "continue",
    "execute",
    "give",
    "hold",
    "issue",
    "launch",
    "lead",
    "make",
    "mount",
    "perform",
    "resume",
    "stage",
    "start",
    "undertake",
    "unleash",
    "wage",
];

pub(super) fn is_light(frame: &Frame) -> bool {
    LIGHT.contains(&frame.trigger)
}

impl Reader<'_, '_> {
    /// `attacked each other`: they do it to each other, and nobody else is the other end.
    pub(super) fn make_reciprocal(&self, act: &mut Act, arguments: &Arguments) -> bool {
        let is_reciprocal = self.is_reciprocal(arguments);
        if is_reciprocal {
            act.mutual = act.subjects.len() > 1;
            act.alone = true;
            act.rule.1 = "mutual";
        }
        is_reciprocal
    }

    /// A place is told, or several do to each other what takes two: `The ministers met`.
    pub(super) fn stands_alone(&self, act: &Act, subject: &Subject) -> bool {
        let mutual = act.frame.predicate.is_some_and(|predicate| MUTUAL.contains(&predicate));
        let several = subject.pieces.iter().any(|&piece| self.sentence.is_several(piece));
        if mutual { several && !act.frame.takes_object() } else { act.place.is_some() }
    }

    /// The object, or what a preposition leads to, is `each other` or `one another`.
    pub(super) fn is_reciprocal(&self, arguments: &Arguments) -> bool {
        let words = &self.sentence.words;
        arguments.objects.iter().chain(arguments.behind.iter().take(1).flat_map(|(_, list)| list)).any(|&at| {
            self.sentence.phrase(at).is_some_and(|phrase| {
                let first = phrase.words.start;
                let next = words.get(first + 1);
                words[first].is("each") && next.is_some_and(|next| next.is("other"))
                    || words[first].is("one") && next.is_some_and(|next| next.is("another"))
            })
        })
    }

    /// It asks for no act: `asked whether it was true`, `insisted that it had won`.
    pub(super) fn only_speaks(&self, frame: &Frame, arguments: &Arguments) -> bool {
        let Some(opener) = arguments.opener.filter(|_| frame.effect == Effect::Requested) else { return false };
        let opener = &self.sentence.words[opener];
        let wonders = opener.tag == Tag::Subordinator && !opener.is("that");
        wonders || frame.trigger == "insist" && arguments.content.is_some_and(|content| self.is_told(content))
    }

    /// Leaves a court out of those who are sued, since it only hears them: `filed a complaint with the court`.
    pub(super) fn leave_out_court(&self, frame: &Frame, ends: &mut Vec<usize>) -> bool {
        if frame.predicate != Some("sued") {
            return false;
        }
        let n = ends.len();
        ends.retain(|&end| {
            let head = self.sentence.phrase(end).map(|phrase| &self.sentence.words[phrase.head]);
            !head.is_some_and(|head| ["court", "tribunal", "courts"].iter().any(|court| head.is(court)))
        });
        ends.len() < n
    }

    /// A verb has a tense of its own and no mood: `that it had won`, `that it does not suffice`.
    pub(super) fn is_told(&self, verb: usize) -> bool {
        let Some(group) = self.sentence.group(verb).filter(|group| group.is_finite() && !group.obliged) else {
            return false;
        };
        let first = &self.sentence.words[group.words.start];
        let past = matches!(self.sentence.words[group.main].tag, Tag::Verb(forms) if forms & PAST != 0);
        matches!(first.tag, Tag::Do | Tag::Have) || first.tag == Tag::Be && !first.is("be") || group.bare && past
    }

    /// `replied that it had won`: what is told is no other end, and nobody in it is.
    pub(super) fn tells_clause(&self, frame: &Frame, arguments: &Arguments) -> bool {
        !frame.holds_act()
            && arguments.opener.is_some()
            && arguments.content.and_then(|content| self.sentence.group(content)).is_some_and(VerbGroup::is_finite)
    }

    /// The pronoun that owns what a family asks for, where the noun only names what is done: `demanded their release`.
    pub(super) fn possessor(&self, frame: &Frame, arguments: &Arguments) -> Option<Range<usize>> {
        frame.family?;
        // `repeated its demand that Vesk leave`: it is its own.
        if arguments.content.is_some() {
            return None;
        }
        let object = *arguments.objects.first()?;
        let (first, head) = (self.sentence.phrase(object)?.words.start, self.sentence.phrase(object)?.head);
        let noun = self.noun_frame(object);
        let is_act = noun.is_some_and(|noun| noun.predicate == frame.predicate)
            || ACTS.iter().any(|act| self.sentence.words[head].is(act));
        (is_act && self.sentence.words[first].tag == Tag::Possessive).then(|| first..first + 1)
    }

    /// What the verb has for its object is the other end, and whoever stands behind it is not.
    pub(super) fn has_theme(&self, frame: &Frame, arguments: &Arguments) -> bool {
        let is_thing = |&object: &usize| {
            self.sentence.phrase(object).is_some_and(|phrase| !phrase.pronoun && !phrase.time)
                && !is_light(frame)
                && self.noun_frame(object).is_none_or(|noun| noun.predicate != frame.predicate)
        };
        frame.family.is_some()
            && frame.predicate.is_some_and(|predicate| {
                !leads_on(predicate)
                    && !SOLITARY.contains(&predicate)
                    && !["sued", "supported", "aided"].contains(&predicate)
            })
            && arguments.objects.first().is_some_and(is_thing)
    }

    /// What a family asks for is the other end where nobody else is: `accepted the invitation`.
    pub(super) fn take_theme(&self, act: &mut Act, arguments: &Arguments) {
        let (Some(_), Some(predicate)) = (act.frame.family, act.frame.predicate) else { return };
        let Some(&object) = arguments.objects.first() else { return };
        let is_thing = self.sentence.phrase(object).is_some_and(|phrase| !phrase.pronoun && !phrase.time);
        if is_thing
            && !leads_on(predicate)
            && !SOLITARY.contains(&predicate)
            && !["investigated", "offered", "promised", "sued"].contains(&predicate)
            // `made a demand`, `launched airstrikes`: the noun tells the act and not what it is about.
            && !is_light(act.frame)
            && self.noun_frame(object).is_none_or(|noun| noun.predicate != act.frame.predicate)
        {
            act.ends = vec![self.other_end(object)];
            act.rule.1 = "theme";
        }
    }

    /// Takes the object of an act for its other end where the act that it names came to nothing: `accepted the invitation`.
    pub(super) fn take_lost_theme(&mut self, at: usize) -> bool {
        let mut act = self.acts[at].clone();
        if !act.ends.is_empty() || self.sentence.group(act.piece).is_none_or(|group| group.passive) {
            return false;
        }
        let arguments = self.sentence.arguments(act.piece + 1, true);
        self.take_theme(&mut act, &arguments);
        let found = !act.ends.is_empty();
        if found {
            self.acts[at] = act;
        }
        found
    }

    /// Looks once more at acts whose act inside came to nothing: the first actor within reach is the other end.
    pub(super) fn settle(&mut self) {
        let told: Vec<usize> = self.acts.iter().map(|act| act.piece).collect();
        for at in 0..self.acts.len() {
            let lost = |inner: Option<usize>| inner.is_some_and(|inner| !told.contains(&inner));
            if lost(self.acts[at].inner) && !lost(self.acts[at].content) {
                self.acts[at].inner = self.acts[at].content;
                self.take_lost_theme(at);
            }
            let act = &self.acts[at];
            let lost = lost(act.inner);
            let place = act
                .content
                .filter(|_| act.place.is_none())
                .and_then(|content| self.place(&self.sentence.arguments(content + 1, true)));
            if !lost || act.mutual {
                continue;
            }
            let clause = act.inner.and_then(|inner| self.sentence.group(inner)).is_some_and(VerbGroup::is_finite);
            let act_predicate = act.frame.predicate;
            let (has_ends, piece) = (!act.ends.is_empty() || clause, act.piece);
            if place.is_some() {
                self.acts[at].place = place;
            }
            if has_ends {
                self.add_threatened(at);
                continue;
            }
            let gerund = self.acts[at].content.and_then(|content| self.sentence.group(content));
            let gerund = gerund.is_some_and(|inner| inner.gerund && !inner.passive);
            let mut subject: Vec<usize> = self
                .subjects
                .iter()
                .filter(|(verb, _)| *verb == piece)
                .flat_map(|(_, subject)| subject.pieces.clone())
                .collect();
            subject.extend(
                self.sentence
                    .arguments(piece + 1, true)
                    .objects
                    .into_iter()
                    .filter(|_| self.acts[at].frame.family.is_some()),
            );
            if self.take_lost_theme(at) {
                self.acts[at].inner = None;
            } else if let Some(far) =
                self.far_actor(piece, &subject).filter(|_| act_predicate != Some("planned") && !gerund)
            {
                self.acts[at].ends = vec![self.sentence.whole(far)];
                self.acts[at].rule.1 = "far-object";
            }
        }
    }

    /// Gives each of several acts that a verb has inside the verb: `agreed to open a line, to hold a drill and to meet`.
    pub(super) fn join_siblings(&mut self) {
        let told: Vec<usize> = self.acts.iter().map(|act| act.piece).collect();
        for at in 0..self.acts.len() {
            let Some(first) = self.acts[at].content.filter(|&content| self.acts[at].inner == Some(content)) else {
                continue;
            };
            let Some(group) = self.sentence.group(first) else { continue };
            // `demanded that they arrest and charge him, and that they pay`
            let wished = self.acts[at].frame.effect == Effect::Requested;
            let base = matches!(self.sentence.words[group.main].tag, Tag::Verb(BASE)) && group.bare;
            let mut siblings = Vec::new();
            if group.infinitive || wished && base {
                siblings.extend(self.sentence.siblings(first));
            }
            if wished && !group.infinitive {
                siblings.extend(self.sentence.next_that(first));
            }
            let held =
                |piece: usize, acts: &[Act]| acts.iter().any(|act| [act.inner, act.content].contains(&Some(piece)));
            for piece in siblings {
                if told.contains(&piece) && !held(piece, &self.acts) {
                    let mut act = self.acts[at].clone();
                    act.inner = Some(piece);
                    act.content = Some(piece);
                    self.acts.push(act);
                }
            }
        }
    }
}
