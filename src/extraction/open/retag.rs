//! Which words of a sentence are verbs, with all of English in mind? The events' own reading knows only the verbs that tell events.
#![expect(clippy::match_same_arms, reason = "one arm a rule, and their order decides")]

use super::super::tagging::{Tag, Word};
use super::super::words::{BASE, Classes, GERUND, PARTICIPLE, PAST, THIRD};
use super::words::{GeneralWords, Known};

/// Decides once more which words of a sentence are verbs, now with all of English in mind.
pub(super) fn retag(words: &mut [Word], general: &GeneralWords) {
    let joined = join_marks(words);
    let mut known: Vec<Known> = words.iter().map(|word| general.known(word)).collect();
    for at in joined {
        known[at] = Known { adjective: words[at].tag == Tag::Adjective, ..Known::default() };
    }
    for at in 0..words.len() {
        if let Some(tag) = short(words, at) {
            words[at].tag = tag;
            continue;
        }
        if let Some(tag) = decide(words, &known, at) {
            words[at].tag = tag;
        }
    }
}

/// Marks that belong to a word: the point of `Inc.`, and in a text that is cut into words the hyphen of `short - term`.
fn join_marks(words: &mut [Word]) -> Vec<usize> {
    let mut joined = Vec::new();
    let Some(last) = words.len().checked_sub(1) else { return joined };
    let is_cut = last > 0 && words[last].tag == Tag::Stop && words[last - 1].span.end < words[last].span.start;
    for at in 1..last {
        let touches = words[at - 1].span.end == words[at].span.start;
        if words[at].text == "."
            && touches
            && matches!(words[at - 1].tag, Tag::Name | Tag::Noun)
            && !matches!(words[at + 1].tag, Tag::Quote | Tag::Close | Tag::Stop)
        {
            words[at].tag = words[at - 1].tag;
        }
        let is_word = |word: &Word| word.text.starts_with(char::is_alphanumeric);
        if words[at].text == "-" && is_cut && !touches && is_word(&words[at - 1]) && is_word(&words[at + 1]) {
            let describes = words.get(at + 2).is_some_and(|next| {
                matches!(next.tag, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Verb(_)) || next.text == "-"
            });
            for (place, word) in words.iter_mut().enumerate().skip(at - 1).take(3) {
                word.tag = if place <= at || describes { Tag::Adjective } else { Tag::Noun };
                word.capital = false;
                joined.push(place);
            }
        }
    }
    joined
}

/// `Vesk 's ships`, `it 's`: texts that are cut into words have the ending apart from its word.
fn short(words: &[Word], at: usize) -> Option<Tag> {
    let word = &words[at];
    let mark = |word: &Word| matches!(word.text, "'" | "’");
    let before = |at: usize| at.checked_sub(1).map(|before| words[before].tag);
    let ending =
        |at: usize| words.get(at + 1).filter(|next| next.span.start == words[at].span.end).map(|next| next.text);
    let cut = |at: usize| match ending(at)? {
        "s" if before(at) == Some(Tag::Pronoun) => Some(Tag::Be),
        "s" => Some(Tag::Owner),
        "re" | "m" => Some(Tag::Be),
        "ve" => Some(Tag::Have),
        "d" if words.get(at + 2).is_some_and(|next| ["ed", "en"].iter().any(|end| next.text.ends_with(end))) => {
            Some(Tag::Have)
        }
        "ll" | "d" => Some(Tag::Modal),
        _ => None,
    };
    if mark(word)
        && let Some(tag) = cut(at)
    {
        return Some(tag);
    }
    if at > 0 && mark(&words[at - 1]) && words[at - 1].span.end == word.span.start && cut(at - 1).is_some() {
        return before(at);
    }
    if ["wo", "ca", "sha"].iter().any(|short| word.is(short))
        && words.get(at + 1).is_some_and(|next| next.is("n't") || next.is("n’t"))
    {
        return Some(Tag::Modal);
    }
    if (word.is("including") || word.is("according")) && !matches!(before(at), Some(Tag::Be)) {
        return Some(Tag::Preposition);
    }
    // `the workers ' house`
    let plural = || words[at - 1].text.ends_with('s') && words[at - 1].span.end < word.span.start;
    if mark(word)
        && matches!(before(at), Some(Tag::Noun | Tag::Name))
        && plural()
        && words.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Adjective | Tag::Name))
    {
        return Some(Tag::Owner);
    }
    None
}

/// The last word before one that is no adverb.
fn before<'w, 'a>(words: &'w [Word<'a>], at: usize) -> Option<&'w Word<'a>> {
    words[..at].iter().rev().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation | Tag::Quote))
}

/// The part of a word that may be several; none where it stays what it is.
fn decide(words: &[Word], known: &[Known], at: usize) -> Option<Tag> {
    let word = &words[at];
    let Known { forms, nominal, adjective, both } = known[at];
    let next = words.get(at + 1);
    match word.tag {
        Tag::Be | Tag::Preposition | Tag::Determiner => return small_word(words, known, at),
        Tag::Noun | Tag::Adjective | Tag::Verb(_) | Tag::Name => {}
        Tag::Adverb => {
            if both && next.is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Adjective) || next.is("and")) {
                return Some(Tag::Adjective);
            }
            let plain = word.has(Classes::ADVERB) || !word.text.starts_with(char::is_alphabetic);
            if plain || forms == 0 && !adjective {
                return None;
            }
        }
        _ => return None,
    }
    if word.capital {
        return capital(words, at, forms);
    }
    if word.tag == Tag::Name || word.has(Classes::NUMBER) {
        return None;
    }
    let previous = before(words, at).map(|word| word.tag);
    if matches!(previous, Some(Tag::Modal | Tag::Do | Tag::To)) && forms & BASE != 0 {
        return Some(Tag::Verb(BASE));
    }
    if forms & GERUND != 0 {
        return Some(gerund(previous, nominal, next, known.get(at + 1)));
    }
    if forms & (PAST | PARTICIPLE) != 0 {
        return Some(past(words, known, at, previous));
    }
    if adjective {
        return Some(Tag::Adjective);
    }
    if forms & (BASE | THIRD) == 0 {
        return Some(Tag::Noun);
    }
    let form = if forms & THIRD != 0 { THIRD } else { BASE };
    Some(if is_present(words, known, at, form, nominal) { Tag::Verb(form) } else { Tag::Noun })
}

/// `human being`, `9 am`, `to warm the water`, `this leads to`: small words that are more than one thing.
fn small_word(words: &[Word], known: &[Known], at: usize) -> Option<Tag> {
    let word = &words[at];
    let previous = || before(words, at).map(|word| word.tag);
    let next = words.get(at + 1)?;
    if word.is("being") {
        return matches!(previous(), Some(Tag::Adjective | Tag::Determiner)).then_some(Tag::Noun);
    }
    if word.is("am") {
        return (previous() == Some(Tag::Number)).then_some(Tag::Time);
    }
    if next.capital {
        return None;
    }
    if word.is("to") {
        let Known { forms, nominal, adjective, .. } = *known.get(at + 1)?;
        let object = words.get(at + 2).is_some_and(|word| {
            matches!(word.tag, Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Name | Tag::Number)
        });
        return (forms & BASE != 0 && (object || !nominal && !adjective)).then_some(Tag::To);
    }
    let alone = word.tag == Tag::Determiner && ["this", "that", "each", "another"].iter().any(|known| word.is(known));
    let verb = at + 1 + usize::from(next.tag == Tag::Adverb);
    let finite = known.get(verb)?.forms & THIRD != 0
        && words.get(verb + 1).is_some_and(|after| leads(after, known.get(verb + 1)));
    (alone && finite && !has_finite(words, known, verb)).then_some(Tag::Pronoun)
}

/// A word with a capital is a name or begins one, but for the first of a sentence: `Joining another fleet, it left`.
fn capital(words: &[Word], at: usize, forms: u8) -> Option<Tag> {
    let word = &words[at];
    let opens = at == 0 || matches!(words[at - 1].tag, Tag::Quote | Tag::Stop);
    let next = words.get(at + 1);
    let may_lead = forms & GERUND != 0 || word.tag != Tag::Name && forms & PARTICIPLE != 0;
    let bare = next.is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Adjective));
    let leads = opens
        && may_lead
        && next.is_some_and(|next| !next.capital && !matches!(next.tag, Tag::Be | Tag::Verb(_)))
        && (!bare || words[at..].iter().take(12).any(|word| word.tag == Tag::Comma));
    match word.tag {
        Tag::Name | Tag::Adjective | Tag::Noun if leads => Some(Tag::Verb(forms)),
        Tag::Verb(_) if !opens => Some(Tag::Name),
        Tag::Noun if !opens && word.entry.verb.is_some() => Some(Tag::Name),
        _ => None,
    }
}

/// A word in `ing`: a verb, what describes a noun, or a noun.
fn gerund(previous: Option<Tag>, nominal: bool, next: Option<&Word>, known: Option<&Known>) -> Tag {
    let modifies = next.is_some_and(|next| {
        matches!(next.tag, Tag::Noun | Tag::Adjective) || !next.capital && known.is_some_and(|known| known.nominal)
    });
    match previous {
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number) if modifies => {
            Tag::Adjective
        }
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number) => Tag::Noun,
        Some(Tag::Preposition | Tag::Noun | Tag::Name) | None if nominal => Tag::Noun,
        Some(Tag::Comma) if next.is_some_and(|next| next.has(Classes::ROLE)) => Tag::Adjective,
        Some(Tag::Preposition | Tag::Noun | Tag::Name)
            if next.is_none_or(|next| {
                matches!(next.tag, Tag::Comma | Tag::Stop | Tag::Be | Tag::Modal)
                    || next.is("of")
                    || next.is("and")
                    || next.is("or")
            }) =>
        {
            Tag::Noun
        }
        _ => Tag::Verb(GERUND),
    }
}

/// A past or participle: a verb, or what describes a noun.
fn past(words: &[Word], known: &[Known], at: usize, previous: Option<Tag>) -> Tag {
    let forms = known[at].forms & (PAST | PARTICIPLE);
    let next = words.get(at + 1);
    // A noun that this word would describe; a determiner never follows a word that describes.
    let modifies = next.is_some_and(|next| {
        matches!(next.tag, Tag::Noun | Tag::Adjective | Tag::Name)
            || matches!(next.tag, Tag::Verb(_))
                && known.get(at + 1).is_some_and(|known| known.nominal || known.forms & GERUND != 0)
    });
    let direct = at.checked_sub(1).map(|at| words[at].tag);
    let inside = matches!(
        previous,
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number | Tag::Preposition)
    );
    if known[at].nominal
        && (inside && !modifies
            || known[at].forms & BASE != 0
                && matches!(previous, Some(Tag::Noun | Tag::Name))
                && has_finite(words, known, at))
    {
        return Tag::Noun;
    }
    // `the Vesk controlled sector was`
    if matches!(direct, Some(Tag::Name))
        && modifies
        && next.is_some_and(|next| next.tag == Tag::Noun && !next.capital)
        && finite_behind(words, known, at + 1)
    {
        return Tag::Adjective;
    }
    match previous {
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner) if modifies || direct != Some(Tag::Adverb) => {
            Tag::Adjective
        }
        Some(Tag::Number) if at > 1 && words[at - 2].tag == Tag::Time => Tag::Verb(forms),
        Some(Tag::Adjective | Tag::Number | Tag::Preposition) if modifies && !next.is_some_and(|next| next.capital) => {
            Tag::Adjective
        }
        Some(Tag::Preposition) if modifies => Tag::Adjective,
        // `the old and renovated houses`
        Some(Tag::And)
            if modifies && at > 1 && words[at - 2].tag == Tag::Adjective && !next.is_some_and(|next| next.capital) =>
        {
            Tag::Adjective
        }
        _ => Tag::Verb(forms),
    }
}

/// A word in the form of the dictionary or in `s` is a verb here.
fn is_present(words: &[Word], known: &[Known], at: usize, form: u8, nominal: bool) -> bool {
    let Some(previous) = before(words, at) else { return false };
    let next = words.get(at + 1);
    match previous.tag {
        Tag::Number
            if form == THIRD
                && at > 1
                && matches!(words[at - 2].tag, Tag::Noun | Tag::Name)
                && words[at - 1].tag == Tag::Number =>
        {
            next.is_none_or(|next| !nominal || leads(next, known.get(at + 1))) && !has_finite(words, known, at)
        }
        Tag::Determiner
        | Tag::Possessive
        | Tag::Owner
        | Tag::Number
        | Tag::Preposition
        | Tag::Verb(_)
        | Tag::Be
        | Tag::Have
        | Tag::Adjective => false,
        Tag::Relative => {
            let behind = before(words, at.saturating_sub(1)).is_some_and(|word| word.tag == Tag::Preposition);
            !(nominal && (behind || finite_behind(words, known, at)))
        }
        Tag::Pronoun => {
            let single = ["he", "she", "it", "this", "that", "each", "another"].iter().any(|word| previous.is(word));
            let many = ["i", "we", "you", "they"].iter().any(|word| previous.is(word));
            single && form == THIRD || many && form == BASE || !single && !many && previous.is("who")
        }
        Tag::And => {
            let same = words[..at].iter().rev().take(16).any(|word| word.tag == Tag::Verb(form));
            !nominal || same && next.is_some_and(|next| leads(next, known.get(at + 1)))
        }
        Tag::Comma | Tag::Close | Tag::Quote | Tag::Noun | Tag::Name | Tag::Time => {
            let plural = is_plural(words, at);
            if form == THIRD && !nominal && previous.tag != Tag::Comma {
                return true;
            }
            let agrees =
                if form == BASE { plural == Some(true) || plural.is_none() && !nominal } else { plural != Some(true) };
            if previous.tag == Tag::Comma && form == BASE && nominal {
                return false;
            }
            agrees
                && (!nominal || !has_finite(words, known, at))
                && (next.is_none_or(|next| !nominal || leads(next, known.get(at + 1))) || needs_verb(words, at))
        }
        _ => false,
    }
}

/// The clause was opened by `if`, `when` and the like, and has no other verb: `if the river rises,`.
fn needs_verb(words: &[Word], at: usize) -> bool {
    let opener = words[..at]
        .iter()
        .rev()
        .find(|word| matches!(word.tag, Tag::Subordinator | Tag::Comma | Tag::Stop | Tag::Relative));
    opener.is_some_and(|word| word.tag == Tag::Subordinator && !word.is("as"))
}

/// What stands behind a verb rather than behind the noun of the same form.
fn leads(next: &Word, known: Option<&Known>) -> bool {
    matches!(
        next.tag,
        Tag::Determiner
            | Tag::Possessive
            | Tag::Pronoun
            | Tag::Number
            | Tag::Name
            | Tag::Adverb
            | Tag::Adjective
            | Tag::Preposition
            | Tag::To
            | Tag::Subordinator
            | Tag::Quote
    ) && !next.is("of")
        || next.tag == Tag::Noun && known.is_some_and(|known| known.forms == 0)
        || matches!(next.tag, Tag::Verb(_)) && known.is_some_and(|known| known.forms & (GERUND | PARTICIPLE) != 0)
}

/// The subject before a verb is a plural; none where nothing tells.
fn is_plural(words: &[Word], at: usize) -> Option<bool> {
    let mut at =
        words[..at].iter().rposition(|word| matches!(word.tag, Tag::Noun | Tag::Name | Tag::Pronoun | Tag::Time))?;
    let mut plain = None;
    // The head stands before the prepositions: `the workers of the mine`.
    for _ in 0..4 {
        let noun = words[at].text;
        let plural = noun.ends_with('s') && !["ss", "us", "is", "'s"].iter().any(|end| noun.ends_with(end))
            || ["people", "police", "men", "women", "children", "others", "both", "many", "some"]
                .iter()
                .any(|word| words[at].is(word));
        // A name in `s` may be one or many.
        plain = if plural && words[at].tag == Tag::Name { None } else { Some(plural) };
        let mut start = at;
        while start > 0
            && matches!(
                words[start - 1].tag,
                Tag::Noun | Tag::Name | Tag::Adjective | Tag::Determiner | Tag::Number | Tag::Possessive | Tag::Owner
            )
        {
            start -= 1;
        }
        if start > 1
            && words[start - 1].is("and")
            && matches!(words[start - 2].tag, Tag::Noun | Tag::Name | Tag::Comma | Tag::Number)
        {
            return Some(true);
        }
        if start > 1
            && words[start - 1].is("of")
            && ["each", "one", "neither", "either"].iter().any(|word| words[start - 2].is(word))
        {
            return Some(false);
        }
        if start < 2
            || words[start - 1].tag != Tag::Preposition
            || !matches!(words[start - 2].tag, Tag::Noun | Tag::Name)
        {
            break;
        }
        at = start - 2;
    }
    plain
}

/// The clause around a word has a verb with a tense elsewhere, so that this word is none.
fn has_finite(words: &[Word], known: &[Known], at: usize) -> bool {
    let ends = |word: &Word| matches!(word.tag, Tag::Comma | Tag::Stop | Tag::Subordinator | Tag::Relative);
    if finite_behind(words, known, at) {
        return true;
    }
    for (place, word) in words[..at].iter().enumerate().rev() {
        match word.tag {
            Tag::Modal | Tag::Be | Tag::Have | Tag::Do => return true,
            _ if ends(word) => return false,
            Tag::Verb(forms) if forms & (PAST | THIRD) != 0 || forms == BASE => {
                return place + 1 != at;
            }
            _ => {}
        }
    }
    false
}

/// The clause that a word stands in has a verb with a tense behind it.
fn finite_behind(words: &[Word], known: &[Known], at: usize) -> bool {
    let ends = |word: &Word| matches!(word.tag, Tag::Comma | Tag::Stop | Tag::Subordinator | Tag::Relative);
    for (place, word) in words.iter().enumerate().skip(at + 1) {
        match word.tag {
            Tag::Modal | Tag::Be | Tag::Have | Tag::Do => return true,
            _ if ends(word) || word.tag == Tag::And => return false,
            Tag::Noun | Tag::Verb(_) => {
                let forms = known[place].forms;
                if forms & PAST != 0 && forms & PARTICIPLE == 0 {
                    return true;
                }
                if matches!(word.tag, Tag::Verb(_))
                    && forms & PAST != 0
                    && (place == at + 1 || matches!(words[place - 1].tag, Tag::Noun | Tag::Name | Tag::Adverb))
                {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}
