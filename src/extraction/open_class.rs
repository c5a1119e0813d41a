//! Is a word a noun, a verb or an adjective? What its forms allow, and what its neighbours ask for.

use super::names::is_made_adjective;
use super::neighbours::{has_bare_verb, has_joined_name, has_plural_before, is_governed, is_refused, opens_wish};
use super::tagging::{Tag, Word};
use super::words::{BASE, Classes, GERUND, PARTICIPLE, PAST, THIRD};

/// A noun, a verb or an adjective: what the forms of the word allow and its neighbours ask for.
pub(super) fn open_class(words: &[Word], at: usize) -> Tag {
    let word = &words[at];
    let Some((_, forms)) = word.entry.verb else {
        return unknown(words, at);
    };
    let helper =
        words[..at].iter().rev().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation)).map(|word| word.tag);
    let before = words[..at].iter().rev().find(|word| word.tag != Tag::Adverb).map(|word| word.tag);
    // `will not release`
    let before = if matches!(helper, Some(Tag::Modal | Tag::Do | Tag::To)) { helper } else { before };
    let next = words.get(at + 1);
    let after = next.map(|after| after.tag);
    let noun_like = matches!(
        before,
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number | Tag::Preposition)
    );
    // `had armed the rebels`
    let acts = matches!(before, Some(Tag::Have))
        && forms & PARTICIPLE != 0
        && matches!(after, Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Name | Tag::Number))
        // `it armed militias`, `has never armed militias`
        || forms & PAST != 0
            && at > 0
            && ["he", "she", "it", "they", "who", "never"].iter().any(|one| words[at - 1].is(one))
            && matches!(after, Some(Tag::Noun | Tag::Adjective | Tag::Determiner | Tag::Name | Tag::Number))
        || forms & PARTICIPLE != 0 && before == Some(Tag::Negation) && helper == Some(Tag::Have);
    if word.tag == Tag::Adjective && !matches!(before, Some(Tag::Modal | Tag::Do | Tag::To)) && !acts {
        return Tag::Adjective;
    }
    let opens_phrase = matches!(
        after,
        Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Number | Tag::Name | Tag::Subordinator)
    ) || next.is_some_and(|next| {
        next.capital || ["to", "that", "off", "out", "up", "down"].iter().any(|word| next.is(word))
    });
    let nominal = word.entry.noun.is_some() || word.entry.families != 0 || word.has(Classes::ROLE | Classes::NOUNLIKE);
    if matches!(before, Some(Tag::Modal | Tag::Do | Tag::To)) && forms & BASE != 0 {
        return Tag::Verb(BASE);
    }
    if matches!(before, Some(Tag::Negation)) && forms & BASE != 0 && !nominal {
        return Tag::Verb(BASE);
    }
    if forms & GERUND != 0 {
        if word.has(Classes::DESCRIBING) && describes(words, at, before) {
            return Tag::Adjective;
        }
        if accuses(words, at) {
            return Tag::Verb(GERUND);
        }
        return gerund(
            word.is("warning") && next.is_some_and(|next| next.is("of") || next.is("that")),
            before,
            after,
            nominal,
        );
    }
    if forms & (PAST | PARTICIPLE) != 0 && !(nominal && noun_like) {
        return past(words, at, forms, before, after);
    }
    // `Some believe`, `many say`: nothing that the word could describe or be.
    let some = at > 0 && ["some", "many", "others", "most", "few", "both"].iter().any(|some| words[at - 1].is(some));
    if some && forms & BASE != 0 && !nominal {
        return Tag::Verb(BASE);
    }
    if noun_like || before == Some(Tag::Time) && nominal && !opens_phrase {
        return Tag::Noun;
    }
    if forms & THIRD != 0 {
        return third_person(words, at, before, opens_phrase, nominal);
    }
    bare_form(words, at, before, opens_phrase, nominal)
}

/// A word in `s`: a verb behind its subject, or a plural.
fn third_person(words: &[Word], at: usize, before: Option<Tag>, opens_phrase: bool, nominal: bool) -> Tag {
    let after_subject = matches!(
        before,
        Some(Tag::Name | Tag::Noun | Tag::Pronoun | Tag::Relative | Tag::Quote | Tag::Comma | Tag::Close | Tag::Time)
    );
    // `Demands that Norland withdraw`, `Urges both sides`: a sentence of a resolution, whose subject stands before it.
    let next = |known: &[&str]| words.get(at + 1).is_some_and(|after| known.iter().any(|word| after.is(word)));
    let opens = words[at].capital && matches!(before, None | Some(Tag::Number | Tag::Stop));
    if opens
        && (opens_phrase || next(&["that", "upon"]))
        && !["claims", "reports"].iter().any(|noun| words[at].is(noun))
    {
        return Tag::Verb(THIRD);
    }
    let behind = words.get(at + 1).is_some_and(|after| after.tag == Tag::Preposition);
    let leads = opens_phrase || behind && before != Some(Tag::Noun);
    // A plural takes no verb in `s`: `human rights abuses`.
    let after_plural = at > 0 && words[at - 1].tag == Tag::Noun && {
        let noun = words[at - 1].text;
        noun.ends_with('s') && !["ss", "us", "is"].iter().any(|end| noun.ends_with(end))
    };
    // `strikes against Vesk targets`: what a preposition leads to is no subject.
    let governed = nominal && (is_governed(&words[..at]) || is_refused(&words[..at]));
    // `she demands accountability`, `the newspaper reports: …`
    let after_pronoun = at > 0 && ["he", "she", "it", "who"].iter().any(|one| words[at - 1].is(one));
    let before_colon = words.get(at + 1).is_some_and(|next| next.text == ":");
    // `welcomes the offer, and invites Estmark`
    let joined = before == Some(Tag::And) && at > 1 && words[at - 2].tag == Tag::Comma && opens_phrase;
    // `remains committed to`, `remains in prison`
    let stays = words[at].is("remains")
        && words.get(at + 1).is_some_and(|next| {
            matches!(next.entry.verb, Some((_, forms)) if forms & PARTICIPLE != 0)
                || matches!(next.tag, Tag::Adjective | Tag::Determiner)
                || ["in", "under", "at", "opposed"].iter().any(|known| next.is(known))
        });
    // `froze assets, calls that she rejected`
    let apposed = before == Some(Tag::Comma)
        && ["attacks", "calls", "charges", "claims", "demands", "moves", "plans", "threats"]
            .iter()
            .any(|noun| words[at].is(noun))
        && words.get(at + 1).is_some_and(|next| next.is("that") || next.is("which"));
    match (after_subject && !after_plural && !governed && !apposed, nominal) {
        (true, _) if stays => Tag::Verb(THIRD),
        (true, false) => Tag::Verb(THIRD),
        (false, false) if joined => Tag::Verb(THIRD),
        (true, true) if after_pronoun || before_colon => Tag::Verb(THIRD),
        // `asked the rebels to leave`: somebody who is asked is no verb.
        (true, true) if words[at].has(Classes::ROLE) && words.get(at + 1).is_some_and(|next| next.is("to")) => {
            Tag::Noun
        }
        (true, true) if leads && !words[at].has(Classes::ROLE) || opens_phrase => Tag::Verb(THIRD),
        _ => Tag::Noun,
    }
}

/// A word in the form of the dictionary: a verb behind a plural, behind `and`, or in a wish.
fn bare_form(words: &[Word], at: usize, before: Option<Tag>, opens_phrase: bool, nominal: bool) -> Tag {
    let after_plural = at > 0 && {
        let before = &words[at - 1];
        before.text.ends_with('s') && matches!(before.tag, Tag::Noun | Tag::Name)
            || before.is("people")
            || before.is("police")
            || before.tag == Tag::Close
            || before.tag == Tag::Name
                && (has_plural_before(&words[..at - 1]) || !nominal && has_joined_name(&words[..at - 1]))
    };
    let after_pronoun = matches!(before, Some(Tag::Pronoun | Tag::Relative));
    // `demanded that the minister step down`
    let leads = ["down", "aside", "back", "off"].iter().any(|word| words.get(at + 1).is_some_and(|next| next.is(word)));
    // `demanded that the police arrest and charge them`
    let base = |word: &Word| matches!(word.entry.verb, Some((_, forms)) if forms & BASE != 0);
    let joined =
        words.get(at + 1).is_some_and(|next| next.is("and") || next.is("or")) && words.get(at + 2).is_some_and(base);
    let asked =
        matches!(before, Some(Tag::Noun | Tag::Name)) && (!nominal || leads || joined) && opens_wish(&words[..at]);
    match () {
        () if after_pronoun || asked || !nominal && follows_help(&words[..at]) => Tag::Verb(BASE),
        () if after_plural && (!nominal || opens_phrase) && !is_thing(&words[at]) => Tag::Verb(BASE),
        () if before == Some(Tag::And) && (!nominal || opens_phrase) && has_bare_verb(&words[..at]) => Tag::Verb(BASE),
        () => Tag::Noun,
    }
}

/// `helped Vesk evade`, `helps maintain`: `help` and nothing but who is helped stands before.
fn follows_help(words: &[Word]) -> bool {
    let passed = |word: &&Word| {
        matches!(word.tag, Tag::Name | Tag::Noun | Tag::Adjective | Tag::Determiner | Tag::Pronoun | Tag::Possessive)
    };
    let verb = words.iter().rev().take(6).find(|word| !passed(word));
    verb.is_some_and(|verb| {
        matches!(verb.tag, Tag::Verb(_)) && ["help", "helps", "helped", "helping"].iter().any(|known| verb.is(known))
    })
}

/// A word that is far more often a noun than a verb behind a plural.
fn is_thing(word: &Word) -> bool {
    ["power", "time", "force", "house", "hand", "head", "work", "talk"].iter().any(|thing| word.is(thing))
}

/// `with striking miners`, `received the visiting minister`: what one is doing describes one, where no subject stands before it.
fn describes(words: &[Word], at: usize, before: Option<Tag>) -> bool {
    let nominal = words.get(at + 1).is_some_and(|next| next.capital || matches!(next.tag, Tag::Noun | Tag::Adjective));
    let subject = matches!(before, Some(Tag::Noun | Tag::Name | Tag::Pronoun | Tag::Be | Tag::Time | Tag::Close));
    // `after visiting Vesk`, `by ruling the island`: here it is a verb with an object.
    let takes_object = !["striking", "warring", "protesting"].iter().any(|word| words[at].is(word));
    let leads = at == 0
        || words[at - 1].tag == Tag::Comma && words.get(at + 1).is_some_and(|next| next.capital)
        || ["after", "before", "by", "while", "since", "for", "of", "in"].iter().any(|word| words[at - 1].is(word));
    nominal && !subject && !(takes_object && leads)
}

/// `accused the army of bombing civilians`: what somebody is accused of is done.
fn accuses(words: &[Word], at: usize) -> bool {
    const ACCUSES: &[&str] = &["accus", "suspect", "convict", "acquit", "guilty", "suspicion", "capable"];
    let noun =
        words.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Name | Tag::Number | Tag::Adjective));
    let lower = |word: &Word| word.text.to_lowercase();
    noun && at.checked_sub(1).is_some_and(|before| words[before].is("of"))
        && words[..at].iter().rev().take(9).any(|word| ACCUSES.iter().any(|known| lower(word).starts_with(known)))
}

fn gerund(warns: bool, before: Option<Tag>, after: Option<Tag>, nominal: bool) -> Tag {
    let modifies = matches!(after, Some(Tag::Noun | Tag::Adjective));
    match before {
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner) if modifies => Tag::Adjective,
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number) => Tag::Noun,
        // `accused Vesk of shelling a village`
        Some(Tag::Preposition) if matches!(after, Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun)) => {
            Tag::Verb(GERUND)
        }
        // `an ultimatum to Vesk warning of war`
        Some(Tag::Name) if warns => Tag::Verb(GERUND),
        Some(Tag::Preposition | Tag::Noun | Tag::Name | Tag::Verb(BASE)) | None if nominal => Tag::Noun,
        // `stopped funding for`
        Some(Tag::Verb(_)) if nominal && after == Some(Tag::Preposition) => Tag::Noun,
        _ => Tag::Verb(GERUND),
    }
}

/// Nouns for what is done by force.
const FORCED: &[&str] = &[
    "conversion",
    "conversions",
    "deportation",
    "deportations",
    "disappearance",
    "disappearances",
    "displacement",
    "eviction",
    "evictions",
    "labor",
    "labour",
    "marriage",
    "marriages",
];

fn past(words: &[Word], at: usize, forms: u8, before: Option<Tag>, after: Option<Tag>) -> Tag {
    let modifies = matches!(after, Some(Tag::Noun | Tag::Name | Tag::Adjective))
        || words.get(at + 1).is_some_and(|after| after.capital);
    // `by forced labour`, `mortgage - backed bonds`
    let names_kind =
        words[at].is("forced") && words.get(at + 1).is_some_and(|next| FORCED.iter().any(|known| next.is(known)));
    let is_parted = at > 1 && words[at - 1].text == "-" && words[at - 2].tag == Tag::Noun;
    if names_kind || is_parted && modifies && words.get(at + 1).is_some_and(|next| !next.capital) {
        return Tag::Adjective;
    }
    match before {
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner) => Tag::Adjective,
        // `Newly elected President Varn`
        None if at > 0 && modifies => Tag::Adjective,
        // `On 10 March the court rejected`: the number belongs to the date.
        Some(Tag::Number) if at > 1 && words[at - 2].tag == Tag::Time => Tag::Verb(forms & (PAST | PARTICIPLE)),
        Some(Tag::Number) if words.get(at + 1).is_some_and(|after| after.capital) => {
            Tag::Verb(forms & (PAST | PARTICIPLE))
        }
        Some(Tag::Adjective | Tag::Number | Tag::Preposition | Tag::Verb(_)) if modifies => Tag::Adjective,
        _ => Tag::Verb(forms & (PAST | PARTICIPLE)),
    }
}

/// A word that the lexicon does not have: its ending and its neighbours tell.
fn unknown(words: &[Word], at: usize) -> Tag {
    let word = &words[at];
    if word.tag == Tag::Adjective {
        return Tag::Adjective;
    }
    let before = words[..at].iter().rev().find(|word| word.tag != Tag::Adverb).map(|word| word.tag);
    let after = words.get(at + 1).map(|after| after.tag);
    let text = word.text;
    if is_made_adjective(text) {
        return Tag::Adjective;
    }
    let known = word.entry.noun.is_some() || word.has(Classes::ROLE);
    match () {
        // `the opposition weekly newspaper`
        () if ["daily", "weekly", "monthly", "hourly"].contains(&text) && after == Some(Tag::Noun) => Tag::Adjective,
        () if text.ends_with("ly") && text.len() > 4 && !known => Tag::Adverb,
        () if text.ends_with("ed") && text.len() > 4 && !word.capital && !text.contains('-') => {
            past(words, at, PAST | PARTICIPLE, before, after)
        }
        () if text.ends_with("ing") && text.len() > 5 && !word.capital && before == Some(Tag::Be) => Tag::Verb(GERUND),
        // `refused to unload the ships`
        () if before == Some(Tag::To) && !word.capital => Tag::Verb(BASE),
        () => Tag::Noun,
    }
}
