//! What hangs on a clause: relative clauses, appositions, and verbs that go on with the subject or the mood of one before them.

use std::ops::Range;

use super::clause::{Arguments, Sentence, Subject};
use super::phrase::{Piece, VerbGroup};
use super::tagging::Tag;
use super::words::{BASE, Classes, PAST};

/// Pasts of verbs by which one speaks: what is said in a clause with `that` hardly goes on with them.
const SPEAKING: &[&str] = &[
    "accused",
    "added",
    "blamed",
    "called",
    "condemned",
    "criticised",
    "criticized",
    "demanded",
    "denied",
    "denounced",
    "insisted",
    "praised",
    "promised",
    "rejected",
    "said",
    "thanked",
    "threatened",
    "told",
    "urged",
    "vowed",
    "warned",
    "welcomed",
];

impl Sentence<'_> {
    /// Takes what a relative clause is about for the object that it lacks: `the sanctions that it imposed on Vesk`,
    /// `the resolution for which it voted`.
    pub(super) fn fill_gap(&self, from: usize, found: &mut Arguments) {
        let Some(verb) = (from.saturating_sub(3)..from).rev().find(|&at| self.group(at).is_some()) else { return };
        // `a plant that the council wants to build`
        let lends = verb.checked_sub(1).filter(|&before| {
            self.group(verb).is_some_and(|group| group.infinitive && !group.passive)
                && self.group(before).is_some_and(|group| group.is_finite() && !group.copula)
        });
        let verb = lends.unwrap_or(verb);
        let is_finite = self
            .group(verb)
            .is_some_and(|group| group.is_finite() && !group.copula && (!group.passive || lends.is_some()));
        // `the state that it accuses of arming them`, `whom it asked to leave`: who is accused or asked stands before.
        let asks = ["asked", "asks", "urged", "urges", "ordered", "told", "forced", "invited", "called", "persuaded"];
        let of_antecedent = found.content.is_some_and(|content| {
            let group = self.group(content);
            group.is_some_and(|group| group.gerund && content > 0 && self.is_any_behind(content - 1))
                || content == verb + 1
                    && group.is_some_and(|group| group.infinitive)
                    && self.group(verb).is_some_and(|verb| asks.iter().any(|known| self.words[verb.main].is(known)))
        });
        if !is_finite || found.content.is_some() && found.opener.is_none() && !of_antecedent {
            return;
        }
        let passed = |at: &usize| matches!(self.pieces[*at], Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_));
        let Some(opener) = (0..verb).rev().find(|at| !passed(at)).filter(|opener| opener + 1 < verb) else { return };
        let is_relative = match &self.pieces[opener] {
            Piece::Relative(word) => !self.words[*word].is("whose") && !self.words[*word].is("where"),
            Piece::Subordinator(word) => {
                let noun = opener.checked_sub(1).and_then(|before| self.phrase(before));
                self.words[*word].is("that")
                    && noun
                        .is_some_and(|noun| !noun.pronoun && !noun.time && self.words[noun.head].entry.noun.is_none())
                    && !self.is_actor(opener - 1)
            }
            _ => false,
        };
        if !is_relative || self.phrase(opener + 1).is_none() {
            return;
        }
        let preposition = opener.checked_sub(1).filter(|&before| self.is_any_behind(before));
        let mut before = preposition.unwrap_or(opener);
        before -= usize::from(before > 0 && matches!(self.pieces[before - 1], Piece::Comma));
        let Some(mut antecedent) =
            before.checked_sub(1).filter(|&at| self.phrase(at).is_some_and(|one| !one.time && !one.pronoun))
        else {
            return;
        };
        // `the last of the sanctions that`
        while antecedent >= 2 && self.is_behind(antecedent - 1, "of") && self.phrase(antecedent - 2).is_some() {
            let number = self.phrase(antecedent - 2).is_some_and(|one| self.words[one.head].tag == Tag::Number);
            if number {
                break;
            }
            antecedent -= 2;
        }
        match preposition.map(|at| &self.pieces[at]) {
            Some(Piece::Behind(word)) => found.behind.push((*word, vec![antecedent])),
            _ => found.objects.push(antecedent),
        }
    }

    /// What the relative pronoun at a piece stands for.
    pub(super) fn relative_antecedent(&self, relative: usize, is_who: bool) -> Option<usize> {
        let comma = |at: usize| matches!(self.pieces.get(at), Some(Piece::Comma));
        let mut from = relative;
        // `It was the president, not the minister, who left`
        if relative > 0 && comma(relative - 1) {
            let open = (0..relative - 1).rev().take(5).find(|&at| comma(at));
            let not = |at: usize| self.words.get(at).is_some_and(|word| word.is("not"));
            let word = open.and_then(|open| self.pieces.get(open + 1)).and_then(Piece::first_word);
            if word.is_some_and(|word| not(word) || word > 0 && not(word - 1)) {
                from = open.unwrap_or(from);
            }
        }
        let antecedent = (0..from).rev().take(4).find(|&at| self.phrase(at).is_some_and(|phrase| !phrase.time));
        // `The League of Ports, which`; `the resignation of the minister, who`: a resignation is nobody.
        let apart = relative > 0 && comma(relative - 1);
        let mut at = antecedent?;
        // `an employee of the embassy in Orlund, who`: no place is anybody.
        let joins = |at: usize| {
            self.is_behind(at, "of") || is_who && ["in", "at", "near"].iter().any(|word| self.is_behind(at, word))
        };
        while apart && at >= 2 && joins(at - 1) && self.phrase(at - 2).is_some() && (!is_who || self.is_actor(at - 2)) {
            at -= 2;
        }
        // `a man suspected of being in the army and who threatened them`
        let goes_on = is_who && relative > 0 && matches!(self.pieces[relative - 1], Piece::And(_));
        Some(at).filter(|_| !goes_on)
    }

    /// Before the comma at a piece stands the object of a verb to which the verb behind it is joined in a list.
    pub(super) fn is_listed_verb(&self, comma: usize, verb: usize) -> bool {
        let is_past = |at: usize| {
            self.group(at).is_some_and(|group| {
                let past = matches!(self.words[group.main].tag, Tag::Verb(forms) if forms & PAST != 0);
                group.bare && past && !group.gerund && !group.passive
            })
        };
        let goes_on = |at: &usize| matches!(self.pieces[*at], Piece::Noun(_) | Piece::Behind(_) | Piece::Adverb(_));
        let before = (0..comma).rev().find(|at| !goes_on(at));
        verb == comma + 1 && is_past(verb) && before.is_some_and(is_past)
    }

    /// A verb shares the subject of one before it: `urged both to stop and offered help` goes on from `urged`.
    pub(super) fn goes_on(&self, verb: usize, before: usize, subject: &Subject) -> bool {
        let (Some(group), Some(earlier)) = (self.group(verb), self.group(before)) else { return true };
        let is_base = |group: &VerbGroup| group.bare && self.words[group.main].tag == Tag::Verb(BASE);
        if is_base(group) {
            return true;
        }
        let and = verb.checked_sub(1).is_some_and(|and| matches!(self.pieces[and], Piece::And(_)));
        // `in which three people died, and called on all states`
        let comma = and && verb.checked_sub(2).is_some_and(|comma| matches!(self.pieces[comma], Piece::Comma));
        // `denied that Vesk was behind it and accused Norland`: who speaks goes on, and not the one that is spoken of.
        let speaks = |group: &VerbGroup| SPEAKING.iter().any(|known| self.words[group.main].is(known));
        if and && group.bare && speaks(group) && !speaks(earlier) && self.is_in_that_clause(before) {
            return false;
        }
        let own = earlier.is_finite() && !(is_base(earlier) && subject.rule == "shared-subject");
        own && !(comma
            && (subject.rule == "relative" || self.is_in_relative(before) || self.is_in_while_clause(before)))
    }

    /// `while` or the like opens the clause of a verb: `rejected the plan while Vesk waited, and accused`.
    fn is_in_while_clause(&self, verb: usize) -> bool {
        let passed = |at: &usize| matches!(self.pieces[*at], Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_));
        let opener = (0..verb).rev().find(|at| !passed(at)).filter(|&at| at > 0);
        opener.is_some_and(|at| {
            matches!(self.pieces[at], Piece::Subordinator(word)
                if ["while", "as", "when", "after", "before"].iter().any(|opener| self.words[word].is(opener)))
        })
    }

    /// The clause of a verb is opened by `that` behind another verb.
    fn is_in_that_clause(&self, verb: usize) -> bool {
        let passed = |at: &usize| matches!(self.pieces[*at], Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_));
        let opener = (0..verb).rev().find(|at| !passed(at));
        opener.is_some_and(|at| match &self.pieces[at] {
            Piece::Subordinator(word) => self.words[*word].is("that"),
            // `said his men had agreed`
            Piece::Verb(group) => SPEAKING.iter().any(|known| self.words[group.main].is(known)),
            _ => false,
        })
    }

    /// The clause of a verb is opened by `which`, `who` or the like.
    pub(super) fn is_in_relative(&self, verb: usize) -> bool {
        for at in (0..verb).rev() {
            match &self.pieces[at] {
                Piece::Relative(_) => return true,
                Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_) => {}
                _ => return false,
            }
        }
        false
    }

    /// The name in an apposition to somebody who is told by a role: `the harbour master, Tomas Ilk,`. Where the role names
    /// another, as in `the Vesk minister, Ada Varn,`, both belong together.
    pub(super) fn named_behind(&self, at: usize) -> Option<Range<usize>> {
        let phrase = self.phrase(at).filter(|phrase| !phrase.pronoun && !phrase.time)?;
        let head = &self.words[phrase.head];
        let is_person = head.has(Classes::PERSON) || head.has(Classes::ROLE) && !head.text.ends_with('s');
        if !is_person || head.has(Classes::BODY) || head.tag == Tag::Name && head.capital && !head.has(Classes::TITLE) {
            return None;
        }
        let mut comma = self.behind_of(at);
        while self.is_any_behind(comma) && self.phrase(comma + 1).is_some_and(|phrase| !phrase.time) {
            comma = self.behind_of(comma + 1);
        }
        let name = self.phrase(comma + 1).filter(|_| matches!(self.pieces.get(comma), Some(Piece::Comma)))?;
        let close = self.pieces.get(comma + 2);
        let closed = matches!(close, None | Some(Piece::Comma | Piece::Stop | Piece::Quote(_)));
        let is_name = self.words[name.head].tag == Tag::Name
            && name.owner.is_none()
            && !self.words[name.head].has(Classes::BODY)
            && name.words.clone().filter(|&word| self.words[word].capital).count() > 1;
        // `the mayor, Ada Varn, Jon Orl and others`
        let listed = matches!(close, Some(Piece::Comma))
            && (self.phrase(comma + 3).is_some() && !self.opens_clause(comma + 3)
                || matches!(self.pieces.get(comma + 3), Some(Piece::And(_))) && self.phrase(comma + 4).is_some());
        if !is_name || !closed || listed {
            return None;
        }
        let names = (phrase.words.start..name.words.start).any(|word| self.words[word].tag == Tag::Name);
        Some(if names { phrase.words.start } else { name.words.start }..name.words.end)
    }

    /// The infinitives that commas and `and` join to one: `to open a line, to hold a drill and to meet`.
    pub(super) fn siblings(&self, first: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for at in first + 1..self.pieces.len() {
            match &self.pieces[at] {
                Piece::Verb(group) => {
                    let joined = matches!(self.pieces[at - 1], Piece::And(_) | Piece::Comma);
                    let bare = group.bare && self.words[group.main].tag == Tag::Verb(BASE);
                    if joined && (group.infinitive || bare && matches!(self.pieces[at - 1], Piece::And(_))) {
                        found.push(at);
                    } else if group.is_finite() {
                        break;
                    }
                }
                Piece::Stop | Piece::Quote(_) | Piece::Relative(_) => break,
                Piece::Subordinator(word) if self.words[*word].is("that") => break,
                _ => {}
            }
        }
        found
    }

    /// The verb of a further clause with `that`: `and that they pay`.
    pub(super) fn next_that(&self, first: usize) -> Option<usize> {
        let that = (first + 1..self.pieces.len().saturating_sub(1)).find(|&at| {
            matches!(self.pieces[at], Piece::And(_))
                && matches!(self.pieces[at + 1], Piece::Subordinator(word) if self.words[word].is("that"))
        })?;
        (that + 2..self.pieces.len()).take(6).find(|&at| self.group(at).is_some_and(VerbGroup::is_finite))
    }

    /// The infinitive at a piece, or the one before that `and` joins it to: `to attack the port and close the strait`.
    pub(super) fn joined_infinitive(&self, at: usize) -> Option<usize> {
        let group = self.group(at)?;
        if group.infinitive {
            return Some(at);
        }
        let is_base = matches!(self.words[group.main].tag, Tag::Verb(forms) if forms & BASE != 0);
        let joined = at.checked_sub(1).is_some_and(|before| matches!(self.pieces[before], Piece::And(_)));
        let mut before = (0..at.saturating_sub(1)).rev().take_while(|&at| {
            !matches!(self.pieces[at], Piece::Subordinator(_) | Piece::Relative(_) | Piece::Quote(_) | Piece::Stop)
        });
        let verb = before.find(|&at| self.group(at).is_some()).filter(|_| group.bare && is_base && joined)?;
        self.group(verb).is_some_and(|verb| verb.infinitive).then_some(verb)
    }

    /// The name of a body goes on behind it: `the Department for International Development`, `the Committee on Trade`.
    pub(super) fn is_named_on(&self, at: usize) -> bool {
        let (Some(phrase), Some(next)) = (self.phrase(at), self.phrase(at + 2)) else { return false };
        let (head, first) = (&self.words[phrase.head], &self.words[next.words.start]);
        ["for", "on", "against", "without"].iter().any(|word| self.is_behind(at + 1, word))
            && head.capital
            && head.has(Classes::BODY)
            && !next.time
            && first.capital
            && first.tag == Tag::Name
            && self.words[next.head].capital
            && next.owner.is_none()
    }

    /// It is a plural of those who can act: `both sides`, `the ministers`.
    pub(super) fn is_several(&self, at: usize) -> bool {
        let Some(phrase) = self.phrase(at).filter(|phrase| !phrase.time) else { return false };
        let head = &self.words[phrase.head];
        if phrase.pronoun {
            return head.is("they") || head.is("we");
        }
        head.has(Classes::ROLE) && head.tag == Tag::Noun && head.text.ends_with('s') && !head.text.ends_with("ss")
    }

    /// The place of the relative pronoun whose clause ends with this phrase: `the man who shot Y said`.
    pub(super) fn behind_relative(&self, noun: usize) -> Option<usize> {
        let verb = noun.checked_sub(1)?;
        let relative = verb.checked_sub(1)?;
        let clause = self.group(verb).is_some_and(VerbGroup::is_finite);
        (clause && matches!(self.pieces[relative], Piece::Relative(_))).then_some(relative)
    }
}
