//! What of a claim tells how likely it is right?

use std::borrow::Cow;

/// A claim as far as its traits are told by it.
#[derive(Debug, Clone, Copy)]
pub struct TraitsOf<'a> {
    /// The rules that found it, with `+` between them: that of the subject first, then that of the object.
    pub rule: &'a str,
    /// The words of the subject.
    pub subject: &'a str,
    /// What stands at the other end.
    pub object: WhatEnd<'a>,
    /// The PLOVER type of the event without its mode: `ASSAULT`.
    pub event: Option<&'a str>,
}

/// What stands at the other end of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatEnd<'a> {
    /// Words, and how many code points lie between the words of the act and them: negative where they stand before, none where
    /// nobody knows.
    Words(&'a str, Option<i64>),
    /// Another claim.
    Claim,
    /// Nothing.
    Nothing,
}

/// The names of the traits, in the order in which a file has them.
pub(super) const NAMES: [&str; 6] = ["subject-rule", "object-rule", "object-place", "subject", "object", "event"];

/// The traits of a claim, one for each of six questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits<'a>(pub(super) [Cow<'a, str>; NAMES.len()]);

/// The code points that an object may lie away from the act and still stand near: a word or two.
const NEAR: i64 = 12;

/// Rules that say how a subject got its name, and come last.
const HOWS: [&str; 2] = ["pronoun", "resolution"];

impl<'a> Traits<'a> {
    /// The traits of a claim.
    #[must_use]
    pub fn of(claim: &TraitsOf<'a>) -> Traits<'a> {
        let mut rules: Vec<&str> = claim.rule.split('+').collect();
        let how = rules.pop_if(|last| HOWS.contains(last)).unwrap_or_default();
        let object_rule = rules.last().copied().unwrap_or_default();
        let subject_rule = if how == "resolution" { how } else { rules.first().copied().unwrap_or_default() };
        let (place, object) = match claim.object {
            WhatEnd::Claim => ("claim", "claim"),
            WhatEnd::Nothing => ("none", "none"),
            WhatEnd::Words(words, away) => (place(away), look(words)),
        };
        let subject = if how == "pronoun" { how } else { look(claim.subject) };
        let event = claim.event.unwrap_or("none");
        Traits([subject_rule, object_rule, place, subject, object, event].map(Cow::Borrowed))
    }

    /// The same with words of its own.
    #[must_use]
    pub fn into_owned(self) -> Traits<'static> {
        Traits(self.0.map(|value| Cow::Owned(value.into_owned())))
    }
}

fn place(away: Option<i64>) -> &'static str {
    match away {
        None => "unknown",
        Some(..0) => "before",
        Some(0..=1) => "at-once",
        Some(2..NEAR) => "near",
        Some(_) => "far",
    }
}

/// A name is known by a capital, which the article at the beginning of a sentence has as well.
fn look(words: &str) -> &'static str {
    let capital = |word: &str| word.starts_with(char::is_uppercase) && !["The", "A", "An"].contains(&word);
    if words.split_whitespace().any(capital) { "name" } else { "other" }
}
