//! Whom does a pronoun stand for, and whose is a quotation that nobody is told to say?

use super::act::{Act, Reading};
use super::around::NEAR;
use super::attribution::Attribution;
use super::definite::STANDS;
use super::document::{End, ExtractedClaim, Reader};
use super::mention::{side, trimmed};
use super::phrase::{Piece, span_of};
use super::quotation::{Quotation, before_mark, is_quoted, near};
use super::tagging::Tag;
use super::text::Span;
use super::words::{AttributionKind, Classes};

impl Reader<'_> {
    /// `The Council of the Straits,` on a line of its own opens a resolution: what is demanded behind it, it demands.
    pub(super) fn open_resolution(&mut self, sentence: &Span, reading: &Reading) {
        let words = self.text[sentence.clone()].trim();
        let letters = &reading.sentence.words;
        let is_word =
            |piece: &&Piece| piece.first_word().is_some_and(|at| letters[at].text.starts_with(char::is_alphabetic));
        let is_first = self.acting.is_none() && self.starts.len() < 4;
        let alone = !reading.sentence.pieces.iter().any(|piece| matches!(piece, Piece::Verb(_)));
        if is_first && alone && words.ends_with(',') && reading.sentence.is_actor(0) {
            self.acting = Some(sentence.start..sentence.start + words.len() - 1);
        } else if let Some(acting) = &self.acting
            && reading
                .sentence
                .pieces
                .iter()
                .find(|piece| is_word(piece))
                .is_some_and(|piece| matches!(piece, Piece::Verb(_)))
        {
            self.assumed.push((sentence.clone(), acting.clone()));
        }
    }

    /// A quotation that opens a paragraph and has no words that tell whose it is: in an interview, that of the one who answers; else
    /// that of who spoke last.
    pub(super) fn assume(&mut self, sentence: &Span, own: &[Attribution], base: usize, new_paragraph: bool) {
        let quotation = near(self.quotations, sentence)
            .iter()
            .find(|quotation| quotation.inside.start <= sentence.start + 4 && sentence.start < quotation.inside.end);
        let Some(quotation) = quotation else { return };
        let place = quotation.inside.start;
        let is_known = self.assumed.last().is_some_and(|(span, _)| span.contains(&place))
            || self.found.attributions[base.saturating_sub(NEAR)..]
                .iter()
                .chain(own)
                .any(|known| known.kind == AttributionKind::Speech && known.source.is_some() && known.holds(place));
        if is_known {
            return;
        }
        let spoke = || {
            let speech = |known: &&Attribution| known.kind == AttributionKind::Speech && known.speaker.is_some();
            self.found.attributions[..base].iter().rev().take(6).find(speech).and_then(|known| known.speaker.clone())
        };
        let speaker = self.interviewed.clone().or_else(|| spoke().filter(|_| new_paragraph || quotation.continues));
        if let Some(speaker) = speaker {
            self.assumed.push((quotation.inside.clone(), trimmed(self.text, &speaker, self.lexicon)));
        }
    }

    /// The words that a pronoun stands for: the speaker around it, else whoever was named last and fits.
    pub(super) fn antecedent(
        &self,
        span: &Span,
        reading: &Reading,
        speaker: Option<&Span>,
        except: &[Span],
    ) -> Option<Span> {
        let written = self.text[span.clone()].to_lowercase();
        // `a US proposal`: a country, and nobody of us.
        if self.text[span.clone()].len() > 1 && self.text[span.clone()].chars().all(char::is_uppercase) {
            return None;
        }
        let pronoun = written.as_str();
        let words = |span: &Span| &self.text[span.clone()];
        let mut except = except.to_vec();
        except.extend(before_relative(span, reading));
        if pronoun.ends_with("self") || pronoun.ends_with("selves") {
            // `Orrel himself said`
            let beside = reading.sentence.pieces.iter().filter_map(|piece| match piece {
                Piece::Noun(phrase) if !phrase.pronoun => Some(span_of(&reading.sentence.words, &phrase.words)),
                _ => None,
            });
            if let Some(beside) = beside.into_iter().find(|beside| beside.end + 1 == span.start) {
                return Some(beside);
            }
        }
        // `her country`, said by a minister of Vesk, is Vesk.
        if let Some((owner, owned)) = pronoun.split_once(' ')
            && ["his", "her", "their", "our", "my"].contains(&owner)
            && ["country", "nation", "homeland"].contains(&owned)
        {
            let person = match owner {
                "his" => "he",
                "her" => "she",
                _ => "they",
            };
            let named = speaker.cloned().or_else(|| self.mentions.latest(person, &[], self.text, false));
            return named.and_then(|named| side(self.text, &named, self.lexicon));
        }
        match pronoun {
            "he" | "she" | "him" | "her" | "himself" | "herself" | "it" | "they" | "them" | "itself" | "themselves" => {
                let except: Vec<&str> = except.iter().map(words).collect();
                let fits = |span: &Span, loosely| {
                    !is_owned(pronoun, words(span)) && self.mentions.fits(pronoun, words(span), self.lexicon, loosely)
                };
                // Who speaks does not call himself `he`.
                let quoted = is_quoted(self.quotations, span.start);
                let speaker = speaker.filter(|_| !quoted);
                let own = |loosely| {
                    let speaker = || speaker.filter(|span| fits(span, loosely)).cloned();
                    // `attacked Vesk after it fled, the ministry said`: who speaks comes late.
                    let first = speaker().filter(|speaker| !self.alleges(speaker) && speaker.start < span.start);
                    first
                        .or_else(|| self.subject_before(span, reading, &except, |span| fits(span, loosely)))
                        .or_else(speaker)
                        .filter(|span| !except.contains(&words(span)))
                };
                // `Norland's president said it would attack`: his country.
                let its = || {
                    let speaker = speaker.filter(|speaker| pronoun == "it" && speaker.end < span.start)?;
                    let at_once = self.text[..span.start].trim_end().rsplit(' ').next().unwrap_or_default();
                    let of_person = ["said", "says", "that"].contains(&at_once) && !fits(speaker, false);
                    side(self.text, speaker, self.lexicon).filter(|side| of_person && fits(side, true))
                };
                let person = ["he", "she", "him", "her", "they", "them"].contains(&pronoun);
                let beside =
                    || self.person_before(span, reading, |span| fits(span, false) && !except.contains(&words(span)));
                let own_or_beside = own(false).or_else(|| beside().filter(|_| person)).or_else(its);
                // `voted against the bill because it did not pay`: a thing, and nobody who was named before.
                if own_or_beside.is_none() && pronoun == "it" && is_thing_before(span, reading) {
                    return None;
                }
                own_or_beside
                    .or_else(|| self.mentions.latest(pronoun, &except, self.text, false))
                    .or_else(|| own(true))
                    .or_else(|| self.mentions.latest(pronoun, &except, self.text, true))
                    .map(|span| trimmed(self.text, &span, self.lexicon))
            }
            "his" | "its" | "their" => {
                let whole = match pronoun {
                    "his" => "he",
                    "its" => "it",
                    _ => "they",
                };
                let except: Vec<&str> = except.iter().map(words).collect();
                let latest = |loosely| self.mentions.latest(whole, &except, self.text, loosely);
                let fits = |span: &Span| self.mentions.fits(whole, words(span), self.lexicon, false);
                let own =
                    self.subject_before(span, reading, &except, fits).filter(|span| !except.contains(&words(span)));
                own.or_else(|| latest(false))
                    .or_else(|| latest(true))
                    .map(|span| trimmed(self.text, &span, self.lexicon))
            }
            "i" | "me" | "myself" => speaker.cloned(),
            "we" | "us" | "ourselves" => {
                let own = |span: &Span| side(self.text, span, self.lexicon);
                // `“We did not fire,” said Norland's minister, Ada Varn`
                speaker.map(|speaker| {
                    let side = own(speaker).or_else(|| own(&before_name(self.text, speaker)?));
                    side.unwrap_or_else(|| speaker.clone())
                })
            }
            "you" if !is_quoted(self.quotations, span.start) => self.interviewed.clone(),
            _ => None,
        }
    }

    /// Who speaks in the last sentence, outside of all that is said in it. `base` is the first attribution of it.
    pub(super) fn sayer(&self, base: usize) -> Option<Span> {
        let own = self.found.attributions.get(base..)?;
        let says = |one: &&Attribution| one.kind == AttributionKind::Speech && one.parent.is_none();
        own.iter().find(says).and_then(|one| one.speaker.clone())
    }

    /// `rejected Vesk claims that it had attacked`: who claims something bad means somebody else, and not himself.
    fn alleges(&self, speaker: &Span) -> bool {
        let own = self.text[speaker.clone()].rsplit(' ').next().unwrap_or_default();
        let rest = self.text[speaker.end..].trim_start_matches(['\'', '’', 's']).trim_start();
        let mut words = rest.split_whitespace();
        let is_charge = |noun: &str| self.lexicon.entry(noun).classes.has(Classes::ALLEGATION);
        let next = words.next().unwrap_or_default();
        is_charge(own) && next == "that" || is_charge(next) && words.next() == Some("that")
    }

    /// The nearest named subject before a pronoun in its sentence for which it can stand.
    pub(super) fn subject_before(
        &self,
        pronoun: &Span,
        reading: &Reading,
        except: &[&str],
        fits: impl Fn(&Span) -> bool,
    ) -> Option<Span> {
        let sentence = &reading.sentence;
        let quoted = |place: usize| is_quoted(self.quotations, place);
        // `The leader, Ada Varn, called on him`: she is not meant by her title either.
        let is_apart = |at: usize| {
            let name = sentence.named_behind(at).map(|name| span_of(&sentence.words, &name));
            name.is_none_or(|name| !except.contains(&&self.text[name]))
        };
        // `Norland fined the bank for helping rebels, it said`: who has a verb of his own comes before whoever is handed one.
        let is_it = self.text[pronoun.clone()].eq_ignore_ascii_case("it");
        let of = |handed: bool| {
            let subjects = reading.subjects.iter().rev();
            subjects
                .filter(move |(_, subject)| (is_it && subject.rule == "controlled-subject") == handed)
                .filter_map(|(_, subject)| subject.pieces.first())
        };
        of(false)
            .chain(of(true))
            .filter(|&&at| sentence.is_named(at) && sentence.phrase(at).is_some_and(|phrase| !phrase.pronoun))
            .filter(|&&at| is_apart(at))
            .map(|&at| span_of(&sentence.words, &sentence.whole(at)))
            .filter(|span| !except.contains(&&self.text[span.clone()]))
            .find(|span| span.end <= pronoun.start && quoted(span.start) == quoted(pronoun.start) && fits(span))
    }

    /// The last one of a role that is named before a pronoun in its sentence, whatever part he has in it: `accuses the president of
    /// selling the country, and others warned her`.
    fn person_before(&self, pronoun: &Span, reading: &Reading, fits: impl Fn(&Span) -> bool) -> Option<Span> {
        let sentence = &reading.sentence;
        let quoted = |place: usize| is_quoted(self.quotations, place);
        let owned = |words: &str| ["her ", "his ", "their ", "its "].iter().any(|owner| words.starts_with(owner));
        (0..sentence.pieces.len())
            .rev()
            .filter(|&at| sentence.is_named(at) && sentence.phrase(at).is_some_and(|phrase| !phrase.pronoun))
            .filter(|&at| {
                let head = &sentence.words[sentence.phrase(at).map_or(0, |phrase| phrase.head)];
                head.has(Classes::PERSON) || head.has(Classes::ROLE) && head.text.ends_with('s')
            })
            .map(|at| span_of(&sentence.words, &sentence.whole(at)))
            .find(|span| {
                let words = self.text[span.clone()].to_lowercase();
                span.end <= pronoun.start && quoted(span.start) == quoted(pronoun.start) && !owned(&words) && fits(span)
            })
    }

    /// What was voted on last, for those who only `abstained`.
    pub(super) fn voted_on(&self) -> Option<End> {
        let votes = ["voted_for", "voted_against", "approved", "rejected", "abstained_on"];
        let vote = self.found.claims.iter().rev().take(12).find(|claim| votes.contains(&claim.predicate.as_str()))?;
        matches!(vote.object, End::Words(_)).then(|| vote.object.clone())
    }

    /// Who does an act, each with how that was found out.
    pub(super) fn actors(&self, act: &Act, reading: &Reading, speaker: Option<&Span>) -> Vec<(Span, &'static str)> {
        let words = &reading.sentence.words;
        let implied = self.acting.iter().filter(|_| act.subjects.is_empty()).map(|span| (span.clone(), "resolution"));
        let named = act.subjects.iter().map(|subject| {
            let span = span_of(words, subject);
            // `accused her of lying`: who accuses is somebody else.
            let others: Vec<Span> = reading
                .acts
                .iter()
                .filter(|other| other.ends.contains(subject))
                .flat_map(|other| other.subjects.iter().map(|other| span_of(words, other)))
                .collect();
            match self.antecedent(&span, reading, speaker, &others) {
                Some(named) => (named, "pronoun"),
                None => (span, ""),
            }
        });
        // Whose plan it is has to be known.
        let is_known = |span: &Span| !["its", "his", "their", "her"].contains(&&self.text[span.clone()]);
        named.filter(|(span, _)| is_known(span)).chain(implied).collect()
    }

    /// What an act is done to.
    pub(super) fn other_ends(
        &self,
        act: &Act,
        reading: &Reading,
        speaker: Option<&Span>,
        subjects: &[(Span, &'static str)],
        inner: Option<usize>,
    ) -> Vec<End> {
        let actors: Vec<Span> = subjects.iter().map(|(span, _)| span.clone()).collect();
        let is_pronoun = |span: &Span| ["it", "he", "she", "they"].contains(&&self.text[span.clone()]);
        let stands = act.frame.predicate.is_some_and(|predicate| STANDS.contains(&predicate));
        let mut ends: Vec<End> = act
            .ends
            .iter()
            .map(|end| {
                let told = (stands && inner.is_none()).then(|| self.told_before(act, end, reading)).flatten();
                let span = span_of(&reading.sentence.words, end);
                let is_own = ["its", "his", "their"].contains(&&self.text[span.clone()]);
                if is_own && actors.iter().any(is_pronoun) {
                    return End::Words(span);
                }
                if let Some(told) = told {
                    return End::Claim(told);
                }
                // `the army of Vesk withdrew its troops`
                let is_other = |named: &Span| {
                    !is_own || !actors.iter().any(|actor| self.text[actor.clone()].contains(&self.text[named.clone()]))
                };
                let named = self.antecedent(&span, reading, speaker, &actors).filter(is_other);
                // `threatened to veto it`, and nobody knows what.
                // `returned a vase to Vesk after it was stolen`: nobody is stolen.
                let is_thing = act.frame.predicate == Some("looted");
                if (named.is_none() || is_thing) && self.text[span.clone()] == *"it" {
                    return End::Nothing;
                }
                End::Words(named.unwrap_or(span))
            })
            .filter(|end| match end {
                // `withdrew its troops`, of whoever withdraws them
                End::Words(span) => !["its", "his", "their"].contains(&&self.text[span.clone()]),
                End::Claim(_) | End::Nothing => true,
            })
            .collect();
        if ends.is_empty() && act.rule.1 == "possessive" {
            ends.push(End::Nothing);
        }
        if let Some(inner) = inner
            && (ends.is_empty()
                || act.rule.1 == "theme"
                || act.rule.1 == "obliged-subject"
                || (act.rule.1 == "object" || act.frame.family.is_some())
                    && act.inner.is_some_and(|inner| reading.sentence.phrase(inner).is_some()))
        {
            ends = vec![End::Claim(inner)];
        }
        if ends.is_empty() && act.elided {
            ends.extend(self.proposed_before().map(End::Claim));
        }
        if ends.is_empty() && act.frame.predicate == Some("abstained_on") {
            ends.extend(self.voted_on());
        }
        if ends.is_empty() && (act.alone || reading.sentence.phrase(act.piece).is_some()) {
            ends.push(End::Nothing);
        }
        ends
    }

    /// Of several claims that one verb makes, that of the same actor: what each of two agreed to is what he will do himself.
    pub(super) fn own(&self, claim: usize, actor: &Span) -> usize {
        // A claim whose sentence makes it later has nobody yet.
        let Some(told) = self.found.claims.get(claim) else { return claim };
        let same = |other: &ExtractedClaim| {
            other.trigger == told.trigger && self.text[other.subject.clone()] == self.text[actor.clone()]
        };
        (claim..self.found.claims.len()).take(6).find(|&at| same(&self.found.claims[at])).unwrap_or(claim)
    }

    /// `told reporters that Norland had left`: whatever the verb, a whole clause is told.
    fn has_clause(&self, attribution: &Attribution) -> bool {
        let clause = attribution.content.first().is_some_and(|content| self.text[content.clone()].starts_with("that "));
        attribution.kind == AttributionKind::Speech && clause
    }

    /// The innermost attribution around a place that tells a speaker.
    fn attribution_around(&self, place: usize, cue: &Span) -> Option<usize> {
        let around = self.found.attributions.iter().enumerate().rev().take(NEAR).filter(|(_, attribution)| {
            (attribution.source.is_some() || attribution.speaker.is_some())
                && (attribution.tells || self.has_clause(attribution))
                && attribution.holds(place)
                && !(attribution.cue.start <= cue.start && cue.end <= attribution.cue.end)
        });
        around.min_by_key(|(_, attribution)| attribution.extent()).map(|(at, _)| at)
    }

    /// The attribution around a place and who speaks there.
    pub(super) fn speaker_around(&self, place: usize, cue: &Span) -> (Option<usize>, Option<Span>) {
        let attribution = self.attribution_around(place, cue);
        let told = attribution.and_then(|at| self.found.attributions[at].speaker.clone());
        let assumed = || {
            let around = self.assumed.iter().rev().take(4).find(|(span, _)| span.contains(&place));
            around.map(|(_, speaker)| speaker.clone())
        };
        (attribution, told.or_else(assumed))
    }
}

/// `it` is hardly `its leadership`, but the one whose leadership it is; and nobody is `no man` or `any state`.
pub(super) fn is_owned(pronoun: &str, words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    if ["no", "any", "every", "neither", "our", "my", "your"].iter().any(|nobody| first.eq_ignore_ascii_case(nobody)) {
        return true;
    }
    pronoun == "it" && words.get(..4).is_some_and(|first| first.eq_ignore_ascii_case("its "))
}

/// At least three paragraphs are quotations and nothing else: somebody is asked and answers.
pub(super) fn is_interview(text: &str, quotations: &[Quotation]) -> bool {
    let whole = quotations.iter().filter(|quotation| {
        let before = before_mark(&text[..quotation.inside.start]);
        let behind = quotation.with_marks(text).end;
        text[..before].ends_with('\n') && (text[behind..].starts_with('\n') || text[behind..].is_empty())
    });
    let asked = text.split('\n').filter(|paragraph| paragraph.trim_end().ends_with('?'));
    whole.take(3).count() == 3 && asked.take(2).count() == 2
}

/// The words before a name and its comma, up to the mark or the sentence before: `Norland's minister`.
fn before_name(text: &str, name: &Span) -> Option<Span> {
    let before = text[..name.start].strip_suffix(", ")?;
    let start = before
        .rfind(['.', ',', '\n', '"', '”', ';'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let blank = before[start..].len() - before[start..].trim_start().len();
    let words = start + blank..before.len();
    (words.len() < 60 && !words.is_empty()).then_some(words)
}

/// `two men whom they accused`: they are others.
fn before_relative(pronoun: &Span, reading: &Reading) -> Option<Span> {
    let sentence = &reading.sentence;
    let place = |at: usize| sentence.pieces[at].first_word().map(|word| sentence.words[word].span.start);
    let at = (0..sentence.pieces.len()).find(|&at| place(at) == Some(pronoun.start))?;
    let relative = at.checked_sub(1).filter(|&before| matches!(sentence.pieces[before], Piece::Relative(_)))?;
    let noun = relative.checked_sub(1).filter(|&noun| sentence.phrase(noun).is_some())?;
    Some(span_of(&sentence.words, &sentence.whole(noun)))
}

/// Right before the clause of a pronoun stands a thing as an object of its sentence, which the pronoun means.
fn is_thing_before(pronoun: &Span, reading: &Reading) -> bool {
    let sentence = &reading.sentence;
    let place = |at: usize| sentence.pieces[at].first_word().map(|word| sentence.words[word].span.start);
    let Some(at) = (0..sentence.pieces.len()).find(|&at| place(at) == Some(pronoun.start)) else { return false };
    let before = at.checked_sub(1).filter(|&before| matches!(sentence.pieces[before], Piece::Subordinator(_)));
    let object = before.and_then(|before| before.checked_sub(1));
    object.and_then(|object| sentence.phrase(object)).is_some_and(|phrase| {
        let head = &sentence.words[phrase.head];
        !phrase.time && head.tag == Tag::Noun && !head.has(Classes::ROLE) && !head.text.ends_with('s')
    })
}
