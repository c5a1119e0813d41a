//! Who does what to whom? One sentence goes in, the acts it tells come out.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::clause::{Arguments, Sentence, Subject};
use super::frames::{Effect, Frame};
use super::inside::{is_put, takes_on};
use super::phrase::{Piece, VerbGroup, pieces};
use super::quotation::{Quotation, is_quoted, near};
use super::tagging::{Tag, Word, tagged};
use super::text::Span;
use super::words::{BASE, Lexicon};

/// An act that a verb or a noun of a sentence tells.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own that words of the sentence set")]
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
    /// Nobody is told to do it, so that it is no claim; it still tells what becomes of the act inside.
    pub silent: bool,
    /// Its subject is `any` or `every`, so that nobody is said to have done it.
    pub general: bool,
    /// The names of the rules that found it: the subject, then the other end.
    pub rule: (&'static str, &'static str),
}

impl Act<'_> {
    /// It does more than to answer, though its verb may do only that: `denied entry to`, `conceded to demands`.
    pub(super) fn does_more(&self) -> bool {
        let yields =
            matches!(self.frame.predicate, Some("yielded_to" | "acceded_to_demands_of" | "conceded_defeat_to"));
        yields
            || !self.frame.particle.is_empty() && self.frame.predicate != Some("criticised")
            || self.frame.family.is_some()
                && !self.ends.is_empty()
                && self.rule.1 != "theme"
                && self.frame.predicate != Some("denied")
    }
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

/// The objects that one act takes; more of them are chance.
pub(super) const ENDS: usize = 3;

/// Predicates whose subjects, if several and without an object, do it to each other.
pub(super) const MUTUAL: &[&str] = &[
    "met",
    "talked_with",
    "negotiated_with",
    "clashed_with",
    "fought",
    "signed_agreement_with",
    "signed",
    "agreed_to",
    "established_relations_with",
    "restored_relations_with",
    "cooperated_with",
    "exchanged_fire_with",
    "ceased_fire_with",
    "exchanged_prisoners_with",
    "held_exercises_with",
    "traded_with",
    "merged_with",
    "shared_intelligence_with",
    "coordinated_with",
    "consulted",
    "married_to",
    "divorced",
    "competed_with",
    "attended",
];

/// Predicates that end what the subject of their passive tells: `the talks were called off`.
const UNDOING: &[&str] =
    &["called_off_protest_against", "halted_mediation_between", "halted_talks_with", "pulled_out_of_agreement"];

/// Predicates of what one does without anybody else.
pub(super) const SOLITARY: &[&str] = &[
    "abstained_on",
    "apologised_to",
    "called_off_protest_against",
    "ceased_fire_with",
    "mediated_between",
    "mobilised",
    "protested_against",
    "put_on_alert",
    "rebelled_against",
    "resigned",
    "retaliated_against",
    "rioted_against",
    "surrendered_to",
    "threatened_protest_against",
    "went_on_hunger_strike_against",
    "went_on_strike_against",
];

/// Predicates whose object may be what the subject acts with.
const MEANS: &[&str] = &[
    "deployed_to",
    "mobilised",
    "put_on_alert",
    "moved_weapons_to",
    "withdrew_from",
    "sent_peacekeepers_to",
    "visited",
];

/// Participles of what is held to be likely; of what is only thought possible.
const BELIEVED: &[&str] =
    &["said", "believed", "thought", "reported", "understood", "rumoured", "rumored", "assumed", "presumed"];
const SUSPECTED: &[&str] = &["suspected", "alleged"];

/// Reads a sentence.
pub(super) fn read<'a, 'l>(
    text: &'a str,
    sentence: &Span,
    quotations: &[Quotation],
    lexicon: &'l Lexicon,
    implied: bool,
) -> Reading<'a, 'l> {
    let mut words = tagged(text, sentence, lexicon);
    mark_quotations(&mut words, quotations);
    let start = behind_dateline(&words);
    let pieces = pieces(&words[start..], lexicon).into_iter().map(|piece| piece.shifted(start)).collect();
    let quoted = words.iter().map(|word| is_quoted(quotations, word.span.start)).collect();
    let mut reader = Reader {
        lexicon,
        sentence: Sentence { words, pieces, quoted },
        subjects: Vec::new(),
        controllers: FxHashMap::default(),
        acts: Vec::new(),
        chosen: FxHashMap::default(),
        undone: Vec::new(),
        implied,
    };
    for at in 0..reader.sentence.pieces.len() {
        match reader.sentence.pieces[at].clone() {
            Piece::Verb(group) => reader.verb(at, &group),
            Piece::Noun(phrase) if !phrase.pronoun && !phrase.time => reader.noun(at),
            _ => {}
        }
    }
    reader.leave_out_mere_content();
    reader.join_siblings();
    reader.settle();
    reader.take_opening_place();
    let question = text[sentence.clone()].trim_end_matches(['"', '”', '’', '\'']).ends_with('?');
    Reading { sentence: reader.sentence, subjects: reader.subjects, acts: reader.acts, undone: reader.undone, question }
}

/// Single marks are apostrophes unless a quotation begins or ends with them.
fn mark_quotations(words: &mut [Word], quotations: &[Quotation]) {
    for word in words.iter_mut().filter(|word| matches!(word.text, "'" | "‘" | "’")) {
        let edge = |quotation: &Quotation| {
            quotation.inside.start == word.span.end || quotation.closed && quotation.inside.end == word.span.start
        };
        if near(quotations, &word.span).iter().any(edge) {
            word.tag = Tag::Quote;
        }
    }
}

/// The place behind a dateline such as `SAN FRANCISCO - ` or `Tehran, March 15, IRNA - `, which is no subject.
fn behind_dateline(words: &[Word]) -> usize {
    let dash = words.iter().take(14).position(|word| matches!(word.text, "-" | "–" | "—"));
    let shouts = |word: &Word| word.capital || !word.text.starts_with(char::is_alphabetic);
    dash.filter(|&dash| dash > 0 && words[..dash].iter().all(shouts)).map_or(0, |dash| dash + 1)
}

/// What is known while a sentence is read from left to right.
pub(super) struct Reader<'a, 'l> {
    pub lexicon: &'l Lexicon,
    pub sentence: Sentence<'a>,
    /// The subjects of the verbs so far.
    pub subjects: Vec<(usize, Subject)>,
    /// The subject that the verb before gives an infinitive or a gerund.
    pub controllers: FxHashMap<usize, Vec<usize>>,
    pub acts: Vec<Act<'l>>,
    /// The frame of each verb so far, and the piece where its arguments begin.
    pub chosen: FxHashMap<usize, Option<(&'l Frame, usize)>>,
    undone: Vec<usize>,
    /// Who acts may stand before the sentence, as in a resolution.
    implied: bool,
}

impl<'l> Reader<'_, 'l> {
    fn verb(&mut self, at: usize, group: &VerbGroup) {
        let mut subject = self.subject_of(at, group);
        let frame = self.frame_of(at, group);
        self.chosen.insert(at, frame);
        let arguments = self.arguments_of(at, group, frame);
        if subject.pieces.is_empty() && arguments.objects.len() == 1 && !group.infinitive {
            subject.inverted = true;
        }
        self.hand_on(&arguments, &subject, frame.map(|(frame, _)| frame));
        self.subjects.push((at, subject.clone()));
        let asked = || self.asked(group, &arguments);
        let Some(frame) = frame.map(|(frame, _)| frame).or_else(asked) else { return };
        let mut act = self.act_of(at, group, frame, &arguments, &subject);
        let ends = matches!(frame.effect, Effect::Refused | Effect::Ended | Effect::Failed)
            || frame.predicate.is_some_and(|predicate| UNDOING.contains(&predicate));
        if group.passive && ends {
            self.undone.extend(&subject.pieces);
        }
        let ends = if group.passive {
            self.passive(frame, &arguments, &mut subject, (at, group.gerund))
        } else {
            Some(self.ends(frame, &arguments))
        };
        let Some((mut ends, mut rule)) = ends else { return self.keep_silent(act) };
        if self.only_speaks(frame, &arguments) {
            return;
        }
        if ends.is_empty()
            && let Some(content) = arguments.content.filter(|&content| self.is_asked(content, frame))
        {
            // `said that Norland must leave`: it is asked of Norland.
            ends = self.sentence.subject(content, &self.subjects).pieces;
            rule = "obliged-subject";
        }
        act.rule.1 = rule;
        act.subjects = self.actors_or_blows(&subject.pieces, group, frame, &arguments);
        // `Demands that Norland withdraw`, in a resolution of the council
        if act.subjects.is_empty() && !(self.implied && group.is_finite() && self.is_bare(&subject.pieces)) {
            return self.keep_silent(act);
        }
        if self.make_reciprocal(&mut act, &arguments) {
            self.acts.push(act);
            return;
        }
        // `refused a request to leave`: what is refused is the request.
        if frame.family.is_none() && !frame.person
            || takes_on(frame)
            || matches!(frame.effect, Effect::Refused | Effect::Denied | Effect::Promised)
        {
            act.inner = self.act_noun(&arguments.objects).or(act.inner);
        }
        self.take_up(&mut act, &arguments, group, (&mut ends, &mut rule));
        ends.retain(|end| !subject.pieces.contains(end));
        let mut names = ends.iter().any(|&end| self.sentence.names_actor(end));
        if names && rule == "preposition" && act.subjects.len() > 1 && !self.has_counterpart(&arguments) {
            // `Norland and Vesk began drills in the desert`: where is no counterpart.
            names = false;
        }
        if !names && frame.predicate.is_some_and(|predicate| MUTUAL.contains(&predicate)) && act.subjects.len() > 1 {
            act.mutual = true;
            act.rule.1 = "mutual";
            ends.clear();
        } else if let Some(possessor) =
            self.possessor(frame, &arguments).filter(|_| !group.passive && rule != "preposition")
        {
            act.ends = vec![possessor];
            act.rule.1 = "possessive";
            ends.clear();
        } else if act.inner.is_none()
            && !group.passive
            && !self.tells_clause(frame, &arguments)
            && !self.has_theme(frame, &arguments)
            && frame.predicate != Some("planned")
            && (ends.is_empty() || frame.predicate != Some("called_for"))
            && (frame.family.is_some() || frame.predicate.is_none_or(|predicate| !MUTUAL.contains(&predicate)))
            && (ends.is_empty() || (!names && !frame.takes_object()) || self.is_means(frame, rule, &arguments))
        {
            // What is sent or moved is no other end.
            let passed = [&subject.pieces[..], &arguments.objects, &self.behind_of_object(&arguments)[..]].concat();
            let gerund =
                arguments.content.and_then(|content| self.sentence.group(content)).is_some_and(|inner| inner.gerund);
            if let Some(far) = self.far_actor(at, &passed).filter(|_| !gerund) {
                act.rule.1 = "far-object";
                if self.leads_to_place(far) {
                    act.place = act.place.or_else(|| Some(self.sentence.whole(far)));
                } else {
                    ends = vec![far];
                }
            }
        }
        act.alone |= self.leave_out_court(frame, &mut ends);
        if act.rule.1 != "possessive" {
            act.ends = ends.iter().take(ENDS).map(|&end| self.end_words(end, frame, act.rule.1)).collect();
        }
        if act.ends.is_empty() && !act.mutual && act.inner.is_none() && act.place.is_none() && !group.passive {
            self.take_theme(&mut act, &arguments);
        }
        // `Man charged in Vesk`, in a headline: nobody is told to charge him.
        let open = group.bare && frame.takes_object() && frame.particle.is_empty() && frame.family.is_none();
        let goes_alone = self.goes_alone(frame);
        act.alone |= self.stands_alone(&act, &subject) && (!open || goes_alone);
        self.take_any_end(&mut act, &arguments, group);
        let is_bare = act.ends.is_empty() && !act.mutual && act.inner.is_none() && !act.alone && !act.elided;
        if is_bare || self.is_figurative(&act) {
            return;
        }
        self.acts.push(act);
    }

    /// What stands behind a verb, or behind the one that `and` joins to it.
    fn arguments_of(&self, at: usize, group: &VerbGroup, frame: Option<(&Frame, usize)>) -> Arguments {
        let mut from = frame.map_or(at + 1, |(_, from)| from);
        // `had been offered posts by the opposition`
        let second = group.passive && !group.gerund && self.sentence.phrase(from).is_some_and(|phrase| !phrase.time);
        from += usize::from(second && self.sentence.is_behind(from + 1, "by"));
        let mut arguments = self.sentence.arguments(from, !group.passive);
        if let Some((frame, _)) = frame {
            self.share_object(at, group, frame, &mut arguments);
            self.take_far_recipient(frame, &mut arguments);
        }
        arguments
    }

    /// Nobody is named in front of the verb, only the number of a paragraph.
    fn is_bare(&self, pieces: &[usize]) -> bool {
        let words = &self.sentence.words;
        let mut phrases = pieces.iter().filter_map(|&at| self.sentence.phrase(at));
        phrases.all(|phrase| words[phrase.words.clone()].iter().all(|word| !word.text.starts_with(char::is_alphabetic)))
    }

    /// Somebody stands behind a word for the other side: `with`, `between`, `against`.
    fn has_counterpart(&self, arguments: &Arguments) -> bool {
        arguments.behind.iter().any(|(word, list)| {
            ["with", "between", "against", "to", "from"].iter().any(|with| self.sentence.words[*word].is(with))
                && list.iter().any(|&at| self.sentence.names_actor(at))
        })
    }

    /// The act inside is asked of its subject: `demanded that Norland leave`, `said that Norland must leave`.
    fn is_asked(&self, content: usize, frame: &Frame) -> bool {
        let inner = self.sentence.group(content);
        // `suggested that Norland leave`: the verb has no ending.
        let wished = |group: &VerbGroup| group.bare && matches!(self.sentence.words[group.main].tag, Tag::Verb(BASE));
        inner.is_some_and(|inner| {
            inner.obliged
                || frame.effect == Effect::Opinion && self.blames(inner)
                || match frame.effect {
                    Effect::Requested => inner.is_finite(),
                    Effect::Proposed => inner.is_finite() && wished(inner),
                    _ => false,
                }
        })
    }

    /// The object that was found is what the subject acts with: `mobilised troops for a battle against Vesk`.
    fn is_means(&self, frame: &Frame, rule: &str, arguments: &Arguments) -> bool {
        rule == "owner"
            && frame.places.len() > 1
            && frame.predicate.is_some_and(|predicate| MEANS.contains(&predicate))
            && arguments.objects.iter().all(|&at| self.sentence.is_named(at))
    }

    /// The act of a verb before its ends are known.
    fn act_of(
        &self,
        at: usize,
        group: &VerbGroup,
        frame: &'l Frame,
        arguments: &Arguments,
        subject: &Subject,
    ) -> Act<'l> {
        let inner = arguments.content.filter(|_| frame.holds_act() || is_put(frame));
        let inner = inner.filter(|&inner| !self.belongs_to_noun(inner, frame, arguments));
        Act {
            frame,
            piece: at,
            trigger: group.main
                ..(group.main + 1 + if frame.parted { 0 } else { frame.particle.len() }).min(self.sentence.words.len()),
            subjects: Vec::new(),
            ends: Vec::new(),
            place: self.place(arguments),
            inner,
            content: inner,
            negated: (group.negated || self.follows_not(group)) ^ self.is_of_none(arguments, subject),
            future: group.future,
            possible: group.possible || self.is_held(at, SUSPECTED),
            probable: group.probable || self.is_held(at, BELIEVED),
            obliged: group.obliged,
            conditional: self.is_conditional(at),
            mutual: false,
            alone: frame.family.is_some() && frame.predicate != Some("reduced_relations_with")
                || frame.predicate.is_some_and(|predicate| SOLITARY.contains(&predicate)),
            elided: (frame.effect == Effect::Refused || frame.predicate == Some("accepted"))
                && arguments.objects.is_empty()
                && arguments.content.is_none(),
            silent: false,
            general: subject.pieces.iter().any(|&at| self.is_general(at)),
            rule: (subject.rule, ""),
        }
    }

    /// `is said to have fled`, `is suspected of having fled`: a passive before the act tells how it is held.
    fn is_held(&self, at: usize, held: &[&str]) -> bool {
        let inner = self.sentence.group(at).is_some_and(|group| group.infinitive || group.gerund);
        let before = at.checked_sub(1 + usize::from(at > 0 && self.sentence.is_behind(at - 1, "of")));
        let outer = before.and_then(|before| self.sentence.group(before)).filter(|_| inner);
        outer.is_some_and(|outer| outer.passive && held.iter().any(|known| self.sentence.words[outer.main].is(known)))
    }

    /// `fired no shots`, `no soldier crossed`, `supports nobody`: there is nobody who did it, or whom or what it was done to.
    fn is_of_none(&self, arguments: &Arguments, subject: &Subject) -> bool {
        let none = |at: &usize| {
            self.sentence.phrase(*at).is_some_and(|phrase| {
                let first = &self.sentence.words[phrase.words.start];
                ["no", "nobody", "none", "nothing"].iter().any(|known| first.is(known))
            })
        };
        arguments.objects.first().is_some_and(none) || subject.pieces.first().is_some_and(none)
    }
}
