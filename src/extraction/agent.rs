//! Who does what a verb tells, when its subject does not stand before it?

use super::act::Reader;
use super::bringing::is_brought_about;
use super::clause::{Arguments, Subject};
use super::definite::STANDS;
use super::frames::{Effect, Frame};
use super::phrase::{Piece, VerbGroup};
use super::tagging::Tag;
use super::words::{AttributionKind, Classes};

/// What one issues to say something.
const TEXTS: &[&str] = &[
    "letter",
    "letters",
    "statement",
    "message",
    "note",
    "tweet",
    "resolution",
    "report",
    "petition",
    "law",
    "bill",
    "motion",
    "declaration",
    "communique",
    "communiqué",
    "order",
    "decree",
    "memo",
    "memorandum",
    "notice",
];

/// Verbs whose subject says what the text that is their object says.
const ISSUES: &[&str] = &[
    "adopt",
    "approve",
    "back",
    "circulate",
    "deliver",
    "distribute",
    "draft",
    "endorse",
    "file",
    "issue",
    "pass",
    "post",
    "publish",
    "put",
    "release",
    "send",
    "sign",
    "submit",
    "support",
    "table",
    "write",
];

impl<'l> Reader<'_, 'l> {
    /// The subject of a verb: its own, or that of the verb that it depends on.
    pub(super) fn subject_of(&self, at: usize, group: &VerbGroup) -> Subject {
        // `praised her for his role in ending the war`: whose role it is does it.
        let part = at.checked_sub(2).filter(|&noun| group.gerund && self.sentence.is_any_behind(noun + 1));
        let first = part.and_then(|noun| self.sentence.phrase(noun)).map(|phrase| phrase.words.start);
        if first.is_some_and(|first| self.sentence.words[first].tag == Tag::Possessive) {
            return Subject::default();
        }
        if let Some(pieces) = self.controllers.get(&at) {
            return Subject { pieces: pieces.clone(), rule: "controlled-subject", inverted: false };
        }
        if group.is_finite() {
            return self.of_attack(at, self.sentence.subject(at, &self.subjects));
        }
        let before = at.checked_sub(1).filter(|&before| {
            self.sentence.is_actor(before)
                && !before.checked_sub(1).is_some_and(|left| self.sentence.is_any_behind(left))
        });
        if let (Some(before), true) = (before, group.gerund) {
            return Subject { pieces: vec![before], rule: "participle", inverted: false };
        }
        // Behind a comma it is the subject of the main clause: `he said that they left, adding`.
        let comma = at.checked_sub(1).is_some_and(|before| matches!(self.sentence.pieces[before], Piece::Comma));
        // `an individual threatening Vesk`: what describes a noun has nobody else as its subject.
        let describes = group.gerund
            && at.checked_sub(1).is_some_and(|before| {
                self.sentence.phrase(before).is_some_and(|phrase| {
                    let head = &self.sentence.words[phrase.head];
                    !phrase.time && (head.entry.noun.is_none() || TEXTS.iter().any(|text| head.is(text)))
                })
            });
        if describes && !group.passive && !self.is_object_of_act(at - 1) && !self.follows_text(at) {
            return Subject::default();
        }
        let known = || self.subjects.iter().rev().filter(|(_, subject)| !subject.pieces.is_empty());
        // What an act brings about is of the nearest one: `after rebels shelled a camp, killing fourteen`.
        let follows = is_brought_about(&self.sentence.words[group.main]);
        let main = known().find(|(verb, _)| comma && !follows && !self.is_subordinate(*verb));
        // `rebels stormed the base, officials said on Tuesday, killing fourteen`
        let only_tells = |verb: usize| {
            let time = |piece: &Piece| match piece {
                Piece::Noun(phrase) => phrase.time,
                piece => matches!(piece, Piece::Behind(_) | Piece::Adverb(_) | Piece::Comma),
            };
            follows && self.is_saying(verb) && self.sentence.pieces[verb + 1..at].iter().all(time)
        };
        let last = main.or_else(|| known().find(|(verb, _)| !only_tells(*verb)));
        if let Some((_, subject)) = last {
            return Subject { pieces: subject.pieces.clone(), rule: "shared-subject", inverted: false };
        }
        // `Speaking in Paris, the minister`: the subject comes behind the comma.
        let comma =
            (at + 1..self.sentence.pieces.len()).find(|&next| matches!(self.sentence.pieces[next], Piece::Comma));
        let next = comma.map(|comma| comma + 1).filter(|&next| self.sentence.is_actor(next));
        // `A plan by the council to sell it, the mayor said`: what describes a noun is not done by whoever comes.
        let follows_noun = at.checked_sub(1).is_some_and(|before| self.sentence.phrase(before).is_some());
        next.filter(|_| !follows_noun).map_or_else(Subject::default, |next| Subject {
            pieces: vec![next],
            rule: "coming-subject",
            inverted: false,
        })
    }

    /// The verb says something, and does nothing else.
    fn is_saying(&self, verb: usize) -> bool {
        let group = self.sentence.group(verb);
        let word = group.and_then(|group| self.sentence.words[group.main].verb());
        let lemma = word.and_then(|word| self.lexicon.verbs.get(usize::from(word)));
        lemma.is_some_and(|lemma| lemma.cue == Some(AttributionKind::Speech))
    }

    /// `said that Norland must leave` asks for it.
    pub(super) fn asked(&self, group: &VerbGroup, arguments: &Arguments) -> Option<&'l Frame> {
        let verb = self.lexicon.verbs.get(usize::from(self.sentence.words[group.main].verb()?))?;
        let speaks = verb.cue == Some(AttributionKind::Speech);
        let inner = self.sentence.group(arguments.content?)?;
        if speaks && self.blames(inner) {
            let accuse = self.lexicon.verbs.iter().find(|verb| verb.word == "accuse")?;
            return accuse.frames.first();
        }
        let obliged = inner.obliged && !inner.infinitive;
        if !(speaks && obliged) {
            return None;
        }
        let demand = self.lexicon.verbs.iter().find(|verb| verb.word == "demand")?;
        demand.frames.iter().find(|frame| frame.that)
    }

    /// `were responsible`, `was to blame`, `is behind the attack`.
    pub(super) fn blames(&self, group: &VerbGroup) -> bool {
        let next = |by: usize| self.sentence.words.get(group.words.end - 1 + by);
        let is = |by: usize, word: &str| next(by).is_some_and(|next| next.is(word));
        group.copula
            && !group.negated
            && ["responsible", "guilty", "behind", "complicit"].iter().any(|word| is(0, word) || is(1, word))
            || group.copula && is(1, "to") && is(2, "blame")
    }

    /// The last verb issues a text, which says what the participle says: `sent a letter to the minister asking`.
    fn follows_text(&self, at: usize) -> bool {
        let Some((verb, _)) = self.subjects.last() else { return false };
        let word = self.sentence.group(*verb).and_then(|group| self.sentence.words[group.main].verb());
        let lemma =
            word.and_then(|word| self.lexicon.verbs.get(usize::from(word))).map_or("", |lemma| lemma.word.as_str());
        // `vetoed a resolution condemning Vesk`: only who issues a text says what it says.
        if !ISSUES.contains(&lemma) {
            return false;
        }
        let text = |piece: &usize| {
            let head = self.sentence.phrase(*piece).map(|phrase| &self.sentence.words[phrase.head]);
            head.is_some_and(|head| TEXTS.iter().any(|text| head.is(text)))
        };
        verb + 6 > at && self.sentence.arguments(verb + 1, true).objects.iter().any(text)
    }

    /// The phrase is the object of a verb before it, whose subject goes on acting: `launched operations targeting`.
    pub(super) fn is_object_of_act(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| !self.sentence.is_actor(at)) else { return false };
        let Some(group) = self.sentence.group(before) else { return false };
        // `vetoed a resolution condemning Vesk`: who refuses a text does not do what it says.
        let refused = self.frame_of(before, group).is_some_and(|(frame, _)| {
            matches!(frame.effect, Effect::Refused | Effect::Denied)
                || matches!(frame.predicate, Some("opposed" | "condemned" | "criticised"))
        });
        !refused
    }

    /// `that`, `which` or the like opens the clause of the verb.
    pub(super) fn is_subordinate(&self, verb: usize) -> bool {
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
    pub(super) fn is_general(&self, at: usize) -> bool {
        let first = self.sentence.phrase(at).map(|phrase| &self.sentence.words[phrase.words.start]);
        first.is_some_and(|first| ["any", "every", "no", "whoever", "anyone"].iter().any(|word| first.is(word)))
    }

    /// Gives the act inside its subject.
    pub(super) fn hand_on(&mut self, arguments: &Arguments, subject: &Subject, frame: Option<&Frame>) {
        let Some(content) = arguments.content else { return };
        let Some(group) = self.sentence.group(content) else { return };
        if group.is_finite() {
            return;
        }
        // `urged Iran to release`: who is urged shall do it; `promised Iran to release` is the exception.
        // After other acts an infinitive tells what they are for: `called him to apologise`.
        let promise =
            frame.is_some_and(|frame| frame.effect == Effect::Promised || !frame.infinitive) && !self.causes(content);
        let kept = arguments.behind.last().is_some_and(|(word, _)| self.sentence.words[*word].is("from"))
            || content.checked_sub(1).is_some_and(|before| self.sentence.is_behind(before, "from"));
        // `accused Vesk of spying`, `thanked them for coming`: who is accused has done it.
        let charged = content.checked_sub(1).is_some_and(|before| {
            ["of", "for", "with", "into", "against", "over"].iter().any(|word| self.sentence.is_behind(before, word))
        });
        // `met the lawyer jailed for inciting them`: whom the participle describes.
        let described = content.checked_sub(3).filter(|&noun| {
            let describes = self.sentence.group(content - 2).is_some_and(|verb| verb.passive && verb.gerund);
            charged && group.gerund && describes && self.sentence.phrase(noun).is_some()
        });
        // `gave her two days to leave`: it is she who shall.
        let timed = content.checked_sub(1).and_then(|before| self.sentence.phrase(before)).is_some_and(|it| it.time);
        let pieces = match arguments.objects.first() {
            _ if described.is_some() => described.into_iter().collect(),
            Some(&object) if group.infinitive && timed && object + 2 == content && self.gives(object) => vec![object],
            // `prevent a strike from triggering a war`
            Some(_) if group.gerund && kept => arguments.objects.clone(),
            // `rejected a plan to close the port`: whose plan it was, the noun tells or nobody does.
            Some(&first)
                if group.infinitive
                    && frame.and_then(|frame| frame.predicate).is_some_and(|predicate| STANDS.contains(&predicate))
                    && !self.sentence.is_actor(first) =>
            {
                Vec::new()
            }
            Some(&object) if group.gerund && charged && self.sentence.names_actor(object) => arguments.objects.clone(),
            Some(_) if group.infinitive && !promise && self.sentence.is_actor(arguments.objects[0]) => {
                arguments.objects.clone()
            }
            _ => match arguments.behind.last() {
                Some((preposition, list)) if group.infinitive && self.sentence.words[*preposition].is("on") => {
                    list.clone()
                }
                _ => subject.pieces.clone(),
            },
        };
        self.controllers.insert(content, pieces);
    }

    /// `led Vesk to leave`: the verb before a phrase makes it act.
    fn causes(&self, content: usize) -> bool {
        let verb = (0..content).rev().find_map(|at| self.sentence.group(at));
        verb.is_some_and(|verb| self.is_verb_of(verb, Classes::CAUSING))
    }

    /// The verb before a phrase gives something to it.
    fn gives(&self, object: usize) -> bool {
        let verb = object.checked_sub(1).and_then(|before| self.sentence.group(before));
        verb.is_some_and(|verb| self.is_verb_of(verb, Classes::GIVING))
    }

    /// The verb is of a class in the form of the dictionary.
    fn is_verb_of(&self, group: &VerbGroup, class: Classes) -> bool {
        let lemma = self.sentence.words[group.main].verb();
        let word = lemma.and_then(|verb| self.lexicon.verbs.get(usize::from(verb))).map(|lemma| &lemma.word);
        word.is_some_and(|word| self.lexicon.entry(word).classes.has(class))
    }

    /// The clause of a verb is opened by `if` or `unless`.
    pub(super) fn is_conditional(&self, verb: usize) -> bool {
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
}
