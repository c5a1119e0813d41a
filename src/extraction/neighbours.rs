//! What stands before a word, and is it a verb there?

use super::tagging::{Tag, Word};
use super::words::{BASE, PARTICIPLE, PAST};

/// A preposition other than `of` leads to the phrase that ends here, and a verb stands before it.
pub(super) fn is_governed(words: &[Word]) -> bool {
    let phrase =
        |word: &&Word| matches!(word.tag, Tag::Name | Tag::Noun | Tag::Adjective | Tag::Determiner | Tag::Number);
    let length = words.iter().rev().take_while(phrase).count();
    let Some((last, before)) = words[..words.len() - length].split_last() else { return false };
    let verb = |word: &Word| matches!(word.tag, Tag::Verb(forms) if forms & PAST != 0) || word.tag == Tag::Have;
    length > 0 && last.tag == Tag::Preposition && !last.is("of") && before.iter().any(verb)
}

/// `rejected Vesk claims that`: the name behind a verb of refusal tells whose they are, and claims nothing.
pub(super) fn is_refused(words: &[Word]) -> bool {
    const REFUSE: [&str; 6] = ["reject", "dismiss", "refut", "rebut", "disput", "contest"];
    let [.., verb, name] = words else { return false };
    let refuses = REFUSE.iter().any(|stem| verb.text.starts_with(stem)) || verb.is("denied") || verb.is("denies");
    name.tag == Tag::Name && matches!(verb.tag, Tag::Verb(_)) && refuses
}

/// `demanded that the government resign`: the verb has no ending.
pub(super) fn opens_wish(words: &[Word]) -> bool {
    for word in words.iter().rev().take(9) {
        match word.tag {
            Tag::Subordinator => return word.is("that"),
            // `demanding Vesk stop`
            Tag::Verb(_) if word.text.starts_with("demand") || word.text.starts_with("insist") => return true,
            Tag::Verb(_) | Tag::Modal | Tag::Be | Tag::Have | Tag::Stop => return false,
            _ => {}
        }
    }
    false
}

/// `Ada Varn and Jon Orl attend`: two names are a plural.
pub(super) fn has_joined_name(words: &[Word]) -> bool {
    let mut rest = words.iter().rev().skip_while(|word| word.tag == Tag::Name || word.tag == Tag::Determiner);
    rest.next().is_some_and(|word| word.is("and")) && rest.next().is_some_and(|word| word.tag == Tag::Name)
}

/// `workers in Vesk call`: the noun before the preposition is a plural.
pub(super) fn has_plural_before(words: &[Word]) -> bool {
    let mut rest = words.iter().rev().skip_while(|word| word.tag == Tag::Name || word.tag == Tag::Determiner);
    rest.next().is_some_and(|word| word.tag == Tag::Preposition)
        && rest.next().is_some_and(|word| word.tag == Tag::Noun && word.text.ends_with('s'))
}

/// An infinitive or a verb behind a modal stands before, which `and` may join to another.
pub(super) fn has_bare_verb(words: &[Word]) -> bool {
    words.iter().rev().take(12).any(|word| word.tag == Tag::Verb(BASE))
}

/// `the army and allied fighters attacked`: what `and` joins to the subject describes a noun, and is no verb.
pub(super) fn mark_describing(words: &mut [Word]) {
    let noun = |word: &Word| matches!(word.tag, Tag::Noun | Tag::Name);
    let tells = |word: &Word| matches!(word.tag, Tag::Verb(_) | Tag::Have | Tag::Be | Tag::Modal | Tag::Do);
    for at in 2..words.len() {
        let is_joined = words[at - 1].is("and") && noun(&words[at - 2]);
        let is_participle = matches!(words[at].tag, Tag::Verb(forms) if forms & PARTICIPLE != 0);
        if !is_joined || !is_participle || words[at].capital {
            continue;
        }
        let behind = words[at + 1..].iter().take_while(|word| noun(word) || word.tag == Tag::Adjective).count();
        let is_subject = behind > 0 && words.get(at + 1 + behind).is_some_and(tells);
        let mut before = words[..at - 1].iter().rev();
        let is_first = before.find(|word| tells(word) || matches!(word.tag, Tag::Stop | Tag::Subordinator));
        if is_subject && !is_first.is_some_and(tells) {
            words[at].tag = Tag::Adjective;
        }
    }
}
