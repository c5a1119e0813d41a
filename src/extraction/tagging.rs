//! What part does each word of a sentence play? Closed classes, the lexicon, capitals and the neighbours decide.

use super::names::{has_article, is_made_adjective};
use super::neighbours::mark_describing;
use super::open_class::open_class;
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
    mark_describing(&mut words);
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
        Tag::Determiner | Tag::Subordinator | Tag::Relative if stands_alone(words, at) => Tag::Pronoun,
        _ if word.is("that") && is_that_noun(words, at) => Tag::Determiner,
        _ if word.is("that") => that(before, after),
        _ if word.is("to") => to(words, at),
        _ if word.is("her") => match after.map(|after| after.tag) {
            // `urged her to leave`
            Some(Tag::Noun | Tag::Adjective) if after.is_none_or(|after| !after.is("to")) => Tag::Possessive,
            _ => Tag::Pronoun,
        },
        // `stopped the march`
        Tag::Time if word.text == "march" => Tag::Noun,
        // `last fall`
        _ if word.is("fall") && before.is_some_and(|before| ["last", "this", "next"].iter().any(|w| before.is(w))) => {
            Tag::Time
        }
        // `high school students`
        Tag::Adverb if word.text == "high" && after.is_some_and(|after| after.tag == Tag::Noun) => Tag::Adjective,
        // `near by the port`
        Tag::Preposition if word.is("by") && before.is_some_and(|before| before.is("near")) => Tag::Adverb,
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
    // `the Good Friday Agreement`
    let within = at > 1
        && words[at - 1].capital
        && words[at - 1].tag == Tag::Name
        && words.get(at + 1).is_some_and(|next| next.capital && next.entry.families != 0);
    if word.has(Classes::TIME) && !all_capitals(word.text) && !within {
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
        || entry.classes.has(Classes::ROLE | Classes::INERT | Classes::NOUNLIKE)
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

/// `this was untrue`, `no evidence of that`, `“That is a lie”`: nothing stands behind the word that it could determine.
fn stands_alone(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let after = words.get(at + 1);
    let ends = after.is_none_or(|after| matches!(after.tag, Tag::Stop | Tag::Comma | Tag::Quote | Tag::Close));
    let acts = after.is_some_and(|after| {
        matches!(after.tag, Tag::Be | Tag::Have | Tag::Do | Tag::Modal)
            || after.is("never")
            || matches!(after.entry.verb, Some((_, forms)) if forms & (THIRD | PAST) != 0)
                && after.entry.noun.is_none()
                && !after.has(Classes::ADJECTIVE)
    });
    let before = at.checked_sub(1).map(|before| words[before].tag);
    if word.is("this") {
        return ends || acts;
    }
    word.is("that")
        && (ends && matches!(before, Some(Tag::Preposition | Tag::Verb(_)))
            || acts && matches!(before, None | Some(Tag::Quote | Tag::Stop)))
}

/// `contests that account.`: a noun and the end stand behind it, so that it opens no clause.
fn is_that_noun(words: &[Word], at: usize) -> bool {
    let verb = at.checked_sub(1).is_some_and(|before| matches!(words[before].tag, Tag::Verb(_)));
    let noun = words.get(at + 1).is_some_and(|noun| !noun.capital && noun.tag == Tag::Noun);
    let ends = words.get(at + 2).is_none_or(|after| matches!(after.tag, Tag::Stop | Tag::Comma | Tag::And));
    verb && noun && ends
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

/// Words behind which `to` leads to a verb, even where that could be a noun.
const WANTING: &[&str] = &[
    "agreed",
    "asked",
    "attempted",
    "began",
    "continued",
    "decided",
    "decline",
    "declined",
    "declines",
    "declining",
    "expected",
    "failed",
    "hoped",
    "intended",
    "managed",
    "offered",
    "planned",
    "pledged",
    "promised",
    "refuse",
    "refused",
    "refuses",
    "refusing",
    "sought",
    "started",
    "threatened",
    "tried",
    "unable",
    "vowed",
    "wanted",
    "wants",
];

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
    // `declined to comment.`
    let wants = at.checked_sub(1).is_some_and(|before| WANTING.iter().any(|known| words[before].is(known)));
    // `refused to unload ships`: a verb that nobody has listed.
    let unlisted = wants && next.tag == Tag::Noun && !next.capital && next.entry.verb.is_none() && !could_be_noun;
    if unlisted && words.get(at + 2).is_some_and(|after| !matches!(after.tag, Tag::Stop | Tag::Comma)) {
        return Tag::To;
    }
    if base && (wants || !(could_be_noun && ends)) && !describes { Tag::To } else { Tag::Preposition }
}
