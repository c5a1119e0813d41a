//! What part does each word of a sentence play? Closed classes, the lexicon, capitals and the neighbours decide.

use super::names::{has_article, is_made_adjective};
use super::neighbours::{has_bare_verb, has_joined_name, has_plural_before, is_governed, opens_wish};
use super::subjunctive::mark_subjunctives;
use super::text::Span;
use super::token::{WordShape, tokens};
use super::words::{BASE, Classes, Entry, GERUND, Lexicon, PARTICIPLE, PAST, THIRD};

/// The part that a word plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Determiner,
    Possessive,
    Pronoun,
    Preposition,
    /// The `to` of an infinitive.
    To,
    And,
    Subordinator,
    Relative,
    Be,
    Have,
    Do,
    Modal,
    Negation,
    Adverb,
    Number,
    /// A verb in the forms that its word has here, as bits.
    Verb(u8),
    Adjective,
    Noun,
    Name,
    Time,
    /// The `'s` of a possessive.
    Owner,
    Comma,
    /// A quotation mark.
    Quote,
    /// A mark that ends a clause.
    Stop,
    Open,
    Close,
}

/// A word of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub span: Span,
    pub entry: Entry,
    pub tag: Tag,
    pub capital: bool,
}

impl Word<'_> {
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn has(&self, classes: Classes) -> bool {
        self.entry.classes.has(classes)
    }

    /// The number of the verb that it is here.
    pub(super) fn verb(&self) -> Option<u16> {
        matches!(self.tag, Tag::Verb(_)).then_some(self.entry.verb).flatten().map(|(verb, _)| verb)
    }
}

/// The words of a sentence that are read. Nothing that people write as one is longer; a table without points may be, and what
/// looks ahead in a sentence must not look through all of it.
const LONGEST: usize = 600;

/// The words of a sentence with their parts.
pub(super) fn tagged<'a>(text: &'a str, sentence: &Span, lexicon: &Lexicon) -> Vec<Word<'a>> {
    let mut lower = String::new();
    let mut words: Vec<Word<'a>> = tokens(text, sentence)
        .into_iter()
        .take(LONGEST)
        .map(|token| {
            let written = &text[token.span.clone()];
            lower.clear();
            if written.is_ascii() {
                lower.push_str(written);
                lower.make_ascii_lowercase();
            } else {
                lower.extend(written.chars().flat_map(char::to_lowercase));
            }
            // The point of `Feb.` belongs to the word, but not to its entry.
            let known = lower.strip_suffix('.').filter(|stem| !stem.contains('.')).unwrap_or(&lower);
            let entry = lexicon.entry(known);
            let tag = first_tag(written, token.shape, entry);
            Word {
                text: written,
                span: token.span,
                entry,
                tag,
                capital: token.shape == WordShape::Capital || has_article(written),
            }
        })
        .collect();
    let known = lexicon.names.mark(&mut words);
    let headline = is_headline(&words);
    for at in (0..words.len()).filter(|at| !known[*at]) {
        let tag = tag_of(&words, at, headline);
        words[at].tag = tag;
    }
    mark_subjunctives(&mut words);
    words
}

/// Most words of a headline have capitals, so that capitals tell nothing there.
fn is_headline(words: &[Word]) -> bool {
    let long = words.iter().filter(|word| word.text.len() > 3 && word.text.starts_with(char::is_alphabetic));
    let (all, capital) = long.fold((0, 0), |(all, capital), word| (all + 1, capital + usize::from(word.capital)));
    all >= 4 && capital * 5 >= all * 4
}

/// The part that a word plays wherever it stands; words that need their neighbours come out as nouns.
fn first_tag(written: &str, shape: WordShape, entry: Entry) -> Tag {
    match shape {
        WordShape::Number => return Tag::Number,
        WordShape::Possessive => return Tag::Owner,
        WordShape::Mark => {
            return match written {
                "," => Tag::Comma,
                "\"" | "“" | "”" | "«" | "»" | "''" | "``" => Tag::Quote,
                "(" | "[" => Tag::Open,
                ")" | "]" => Tag::Close,
                "'" | "‘" | "’" | "$" | "€" | "£" | "%" => Tag::Adverb,
                "&" => Tag::And,
                _ => Tag::Stop,
            };
        }
        WordShape::Small | WordShape::Capital => {}
    }
    let closed = [
        (Classes::POSSESSIVE, Tag::Possessive),
        (Classes::DETERMINER, Tag::Determiner),
        (Classes::MODAL, Tag::Modal),
        (Classes::BE, Tag::Be),
        (Classes::HAVE, Tag::Have),
        (Classes::DO, Tag::Do),
        (Classes::NEGATION, Tag::Negation),
        (Classes::NUMBER, Tag::Number),
        (Classes::AND, Tag::And),
        (Classes::RELATIVE, Tag::Relative),
        (Classes::PRONOUN, Tag::Pronoun),
        (Classes::PREPOSITION, Tag::Preposition),
        (Classes::SUBORDINATOR, Tag::Subordinator),
        (Classes::TIME, Tag::Time),
        (Classes::ADVERB, Tag::Adverb),
        (Classes::ADJECTIVE, Tag::Adjective),
    ];
    closed.iter().find(|(class, _)| entry.classes.has(*class)).map_or(Tag::Noun, |(_, tag)| *tag)
}

/// The part that a word plays between its neighbours; those before it are decided.
fn tag_of(words: &[Word], at: usize, headline: bool) -> Tag {
    let word = &words[at];
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    let after = words.get(at + 1);
    match word.tag {
        Tag::Adjective | Tag::Noun | Tag::Time | Tag::Adverb if word.capital && is_name(words, at, headline) => {
            Tag::Name
        }
        Tag::Have | Tag::Do | Tag::Be | Tag::Modal
            if word.capital && word.text.len() > 1 && all_capitals(word.text) =>
        {
            Tag::Name
        }
        Tag::Modal if word.capital && before.is_some_and(|before| before.tag == Tag::Name) => Tag::Name,
        _ if word.is("that") => that(before, after),
        _ if word.is("to") => to(words, at),
        _ if word.is("her") => match after.map(|after| after.tag) {
            Some(Tag::Noun | Tag::Adjective) => Tag::Possessive,
            _ => Tag::Pronoun,
        },
        // `stopped the march`
        Tag::Time if word.text == "march" => Tag::Noun,
        _ if word.is("no") => Tag::Determiner,
        // `has long complained`, `has since apologised`
        _ if (word.is("long") || word.is("since"))
            && before.is_some_and(|before| before.tag == Tag::Have)
            && after.is_some_and(|after| {
                matches!(after.entry.verb, Some((_, forms)) if forms & PARTICIPLE != 0) || after.has(Classes::BE)
            }) =>
        {
            Tag::Adverb
        }
        // `without result`, but `without naming them`
        Tag::Negation if word.is("without") && after.is_none_or(|after| !after.text.ends_with("ing")) => {
            Tag::Preposition
        }
        // `a 25 per cent tariff`
        _ if word.is("per") && after.is_some_and(|after| after.is("cent")) => Tag::Number,
        _ if word.is("cent") && before.is_some_and(|before| before.is("per")) => Tag::Number,
        _ if word.is("may")
            && word.capital
            && before.is_some_and(|before| !matches!(before.tag, Tag::Noun | Tag::Name)) =>
        {
            Tag::Time
        }
        _ if word.is("us") && word.text == "US" => Tag::Name,
        _ if word.text == "I" && before.is_some_and(|before| before.capital) => Tag::Name,
        // `more than 40`
        Tag::Determiner if after.is_some_and(|after| after.is("than")) => Tag::Adverb,
        Tag::Preposition if word.is("than") && before.is_some_and(|before| before.tag == Tag::Adverb) => Tag::Adverb,
        Tag::Preposition
            if ["over", "about", "around", "under"].iter().any(|known| word.is(known))
                && after.is_some_and(|after| after.tag == Tag::Number || after.text == "$")
                && before.is_none_or(|before| matches!(before.tag, Tag::Verb(_) | Tag::Preposition)) =>
        {
            Tag::Adverb
        }
        Tag::Preposition if word.is("at") && after.is_some_and(|after| after.is("least") || after.is("most")) => {
            Tag::Adverb
        }
        Tag::Pronoun if word.is("one") => Tag::Number,
        Tag::Owner if before.is_some_and(|before| before.tag == Tag::Pronoun) => Tag::Be,
        Tag::Noun | Tag::Adjective => open_class(words, at),
        tag => tag,
    }
}

fn all_capitals(word: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_uppercase)
}

/// A capital makes a name, but the first word of a sentence and the words of a headline have one anyway.
fn is_name(words: &[Word], at: usize, headline: bool) -> bool {
    let word = &words[at];
    if word.has(Classes::TIME) && !all_capitals(word.text) {
        return false;
    }
    if is_made_adjective(word.text) {
        return false;
    }
    let opens = at == 0 || matches!(words[at - 1].tag, Tag::Quote | Tag::Stop | Tag::Open);
    if headline && !opens {
        // `Iran Attacks Israel`: only forms that no name has.
        return !matches!(word.entry.verb, Some((_, forms)) if forms & (THIRD | PAST | GERUND) != 0)
            && !word.has(Classes::ADVERB);
    }
    if !opens {
        return true;
    }
    // `Protesters blocked` and `Talks failed` open with words that are no names; `Iran` is unknown to the lexicon.
    let entry = word.entry;
    let known = entry.verb.is_some()
        || entry.noun.is_some()
        || entry.families != 0
        || entry.classes.has(Classes::ROLE)
        || word.has(Classes::ADVERB)
        || word.has(Classes::ADJECTIVE);
    let next_is_name = words.get(at + 1).is_some_and(|next| next.capital && next.tag == Tag::Noun);
    // `Newly elected President Varn`
    let participle = |next: &Word| matches!(next.entry.verb, Some((_, forms)) if forms & PARTICIPLE != 0);
    if word.text.ends_with("ly")
        && words.get(at + 1).is_some_and(participle)
        && words.get(at + 2).is_some_and(|third| third.capital)
    {
        return false;
    }
    !known
        || all_capitals(word.text)
        || (next_is_name
            && !word.has(Classes::ADVERB)
            && !matches!(entry.verb, Some((_, forms)) if forms & (BASE | THIRD) != 0))
}

/// `that` opens what is said, a relative clause, or a noun.
fn that(before: Option<&Word>, after: Option<&Word>) -> Tag {
    let verbal = after.is_some_and(|after| match after.tag {
        Tag::Be | Tag::Have | Tag::Do | Tag::Modal | Tag::Negation => true,
        Tag::Noun => {
            matches!(after.entry.verb, Some((_, forms)) if forms & (PAST | THIRD) != 0) && after.entry.noun.is_none()
        }
        _ => false,
    });
    let after_noun = before.is_some_and(|before| matches!(before.tag, Tag::Noun | Tag::Name | Tag::Close | Tag::Comma));
    match before.map(|before| before.tag) {
        _ if verbal && after_noun => Tag::Relative,
        Some(Tag::Preposition | Tag::To) | None => Tag::Determiner,
        _ => Tag::Subordinator,
    }
}

/// `to` of an infinitive, or the preposition.
fn to(words: &[Word], at: usize) -> Tag {
    let passed = |word: &Word| matches!(word.tag, Tag::Adverb | Tag::Negation) || word.text.ends_with("ly");
    let Some(next) = words[at + 1..].iter().find(|word| !passed(word)) else {
        return Tag::Preposition;
    };
    let base = matches!(next.tag, Tag::Be | Tag::Have | Tag::Do)
        || (!next.capital && matches!(next.entry.verb, Some((_, forms)) if forms & BASE != 0));
    let could_be_noun = next.entry.noun.is_some() || next.entry.families != 0 || next.has(Classes::ROLE);
    let follower = words.get(at + 2).map(|word| word.tag);
    let ends = matches!(follower, None | Some(Tag::Comma | Tag::Stop | Tag::And))
        || words.get(at + 2).is_some_and(|word| word.is("of"));
    let describes = next.tag == Tag::Adjective
        && words.get(at + 2).is_some_and(|follower| follower.tag == Tag::Noun && !follower.capital);
    if base && !(could_be_noun && ends) && !describes { Tag::To } else { Tag::Preposition }
}

/// A noun, a verb or an adjective: what the forms of the word allow and its neighbours ask for.
fn open_class(words: &[Word], at: usize) -> Tag {
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
        && matches!(after, Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Name | Tag::Number));
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
        return gerund(before, after, nominal);
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
    let governed = nominal && is_governed(&words[..at]);
    // `she demands accountability`, `the newspaper reports: …`
    let after_pronoun = at > 0 && ["he", "she", "it", "who"].iter().any(|one| words[at - 1].is(one));
    let before_colon = words.get(at + 1).is_some_and(|next| next.text == ":");
    // `welcomes the offer, and invites Estmark`
    let joined = before == Some(Tag::And) && at > 1 && words[at - 2].tag == Tag::Comma && opens_phrase;
    match (after_subject && !after_plural && !governed, nominal) {
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
    let asked = matches!(before, Some(Tag::Noun | Tag::Name)) && (!nominal || leads) && opens_wish(&words[..at]);
    match () {
        () if after_pronoun || asked => Tag::Verb(BASE),
        () if after_plural && (!nominal || opens_phrase) && !is_thing(&words[at]) => Tag::Verb(BASE),
        () if before == Some(Tag::And) && (!nominal || opens_phrase) && has_bare_verb(&words[..at]) => Tag::Verb(BASE),
        () => Tag::Noun,
    }
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
        || ["after", "before", "by", "while", "since", "for", "of", "in"].iter().any(|word| words[at - 1].is(word));
    nominal && !subject && !(takes_object && leads)
}

fn gerund(before: Option<Tag>, after: Option<Tag>, nominal: bool) -> Tag {
    let modifies = matches!(after, Some(Tag::Noun | Tag::Adjective));
    match before {
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner) if modifies => Tag::Adjective,
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number) => Tag::Noun,
        // `accused Vesk of shelling a village`
        Some(Tag::Preposition) if matches!(after, Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun)) => {
            Tag::Verb(GERUND)
        }
        Some(Tag::Preposition | Tag::Noun | Tag::Name | Tag::Verb(BASE)) | None if nominal => Tag::Noun,
        // `stopped funding for`
        Some(Tag::Verb(_)) if nominal && after == Some(Tag::Preposition) => Tag::Noun,
        _ => Tag::Verb(GERUND),
    }
}

fn past(words: &[Word], at: usize, forms: u8, before: Option<Tag>, after: Option<Tag>) -> Tag {
    let modifies = matches!(after, Some(Tag::Noun | Tag::Name | Tag::Adjective))
        || words.get(at + 1).is_some_and(|after| after.capital);
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
        () if text.ends_with("ly") && text.len() > 4 && !known => Tag::Adverb,
        () if text.ends_with("ed") && text.len() > 4 && !word.capital && !text.contains('-') => {
            past(words, at, PAST | PARTICIPLE, before, after)
        }
        () if text.ends_with("ing") && text.len() > 5 && !word.capital && before == Some(Tag::Be) => Tag::Verb(GERUND),
        () => Tag::Noun,
    }
}
