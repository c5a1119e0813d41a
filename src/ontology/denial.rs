//! Which words say that something is not so?
//!
//! `did not attack` is no predicate of its own but `attacked`, denied. A cell that the index of names does not have is
//! read here: words that deny at its beginning, and behind them a known predicate in any form.

use super::{Meaning, Ontology, normal_name};

/// The meaning of a predicate cell that begins with words that deny.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Denial<'a> {
    /// A predicate of the ontology says the whole, in other words: `didn't comment on`.
    Whole(Meaning<'a>),
    /// Plain negation of a known predicate.
    Negated(Meaning<'a>),
    /// The subject itself says that it is not so: `denied attacking`.
    Own(Meaning<'a>),
    /// Words that deny, but not plainly, before a known predicate: `will not attack`, `no longer supports`.
    Hedged(Meaning<'a>),
    /// Words that deny before something that nobody knows.
    Unknown,
}

const DO: &[&str] = &["do", "does", "did"];
const HAVE: &[&str] = &["have", "has", "had"];
const BE: &[&str] = &["is", "was", "are", "were", "am"];
/// What will, may or should not be so is not said to be not so.
const MODAL: &[&str] = &["will", "would", "can", "could", "may", "might", "must", "shall", "should", "need"];
const NOT: &[&str] = &["not", "never"];
const REFUSE: &[&str] = &["refuse", "refuses", "refused", "refusing", "decline", "declines", "declined", "declining"];
const FAIL: &[&str] = &["fail", "fails", "failed", "failing"];
const DENY: &[&str] = &["deny", "denies", "denied", "denying"];
const PRONOUNS: &[&str] = &["it", "they", "he", "she", "we", "i"];
/// Words that change nothing about the negation before them. `only` is none: `did not only attack` affirms.
const FILLERS: &[&str] = &["yet", "ever", "actually"];
/// How people write an apostrophe.
const APOSTROPHES: &[char] = &['\'', '’', '‘', 'ʼ', '`', '´', '′', '＇'];

/// The form in which the predicate stands behind words that deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As it comes: writers mix infinitive and past.
    Any,
    /// Behind `has`.
    Participle,
    /// Behind `is`: a passive, a state, or what somebody is doing.
    Being,
    /// Behind `denied`.
    Gerund,
}

/// What words that deny do with the predicate behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    Plain,
    Refusal,
    Own,
    Hedged,
}

impl Ontology {
    /// The meaning of a cell that [`Ontology::resolve`] does not know, when it begins with words that deny.
    pub fn denial(&self, cell: &str) -> Option<Denial<'_>> {
        if cell.contains(':') {
            // A prefixed name or an IRI is what it is, however it is spelt.
            return None;
        }
        let words = words_of(cell);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (opening, form, rest) = opening_of(&words)?;
        if let Some(meaning) = self.whole(opening, &words, rest) {
            return Some(Denial::Whole(meaning));
        }
        let n_fillers = rest.iter().take_while(|word| FILLERS.contains(word)).count();
        Some(match (self.behind(form, &rest[n_fillers..]), opening) {
            (None, _) => Denial::Unknown,
            (Some(meaning), Opening::Plain | Opening::Refusal) => Denial::Negated(meaning),
            (Some(meaning), Opening::Own) => Denial::Own(meaning),
            (Some(meaning), Opening::Hedged) => Denial::Hedged(meaning),
        })
    }

    /// The predicate that says the whole: `didn't comment on`, and `declined to negotiate with`, which is to refuse.
    fn whole(&self, opening: Opening, words: &[&str], rest: &[&str]) -> Option<Meaning<'_>> {
        let others: &[&str] = match opening {
            Opening::Refusal => &["refused to", "declined to"],
            Opening::Plain if DO.iter().any(|verb| words.starts_with(&[verb, "not"])) => &["did not"],
            _ => &[],
        };
        self.called("", words).or_else(|| others.iter().find_map(|other| self.called(other, rest)))
    }

    /// The predicate that stands in this form.
    fn behind(&self, form: Form, words: &[&str]) -> Option<Meaning<'_>> {
        let (first, rest) = words.split_first()?;
        let is_being = |word: &str| matches!(word, "be" | "been" | "being") || BE.contains(&word);
        match form {
            Form::Any | Form::Participle if is_being(first) => self.behind(Form::Being, rest),
            Form::Gerund if !first.ends_with("ing") => None,
            Form::Any | Form::Participle | Form::Gerund => self.inflected(words),
            Form::Being => {
                let passive = || ["is", "was", "are", "were"].into_iter().find_map(|be| self.called(be, words));
                let inverse = || self.called("", words).filter(|meaning| matches!(meaning, Meaning::Inverse(_)));
                // `was not attacked` without `by` is no form of `attacked`: it would name the wrong one as the actor.
                let doing = || if first.ends_with("ing") { self.inflected(words) } else { None };
                passive().or_else(inverse).or_else(doing)
            }
        }
    }

    /// The predicate of this name, one word or none before the others.
    pub(super) fn called(&self, first: &str, rest: &[&str]) -> Option<Meaning<'_>> {
        let words: Vec<&str> =
            [first].into_iter().filter(|first| !first.is_empty()).chain(rest.iter().copied()).collect();
        self.named(&words.join(" "))
    }
}

/// The words of a cell in lower case, contractions written out.
fn words_of(cell: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in normal_name(cell).split(' ') {
        let word = word.replace(APOSTROPHES, "'");
        let verb = match word.as_str() {
            "n't" => Some(""),
            "cannot" | "can't" => Some("can"),
            "won't" => Some("will"),
            "shan't" => Some("shall"),
            "ain't" => Some("is"),
            _ => word.strip_suffix("n't").or_else(|| word.strip_suffix("nt").filter(|verb| is_contracted(verb))),
        };
        match verb {
            Some(verb) => words.extend([verb, "not"].into_iter().filter(|word| !word.is_empty()).map(str::to_owned)),
            None => words.push(word),
        }
    }
    words
}

/// True for a verb to which people write `nt` without apostrophe; `wont` and `cant` are words.
fn is_contracted(verb: &str) -> bool {
    (DO.contains(&verb) || HAVE.contains(&verb) || BE.contains(&verb) || MODAL.contains(&verb))
        && !matches!(verb, "ca" | "wo" | "may" | "am")
}

/// The words that deny at the beginning, the form of what they deny, and the words behind them.
fn opening_of<'w>(words: &'w [&'w str]) -> Option<(Opening, Form, &'w [&'w str])> {
    let (first, after) = words.split_first()?;
    let is_not = |word: Option<&&str>| word.is_some_and(|word| NOT.contains(word));
    if is_not(after.first()) {
        let opening = if MODAL.contains(first) { Opening::Hedged } else { Opening::Plain };
        let form = form_behind(first).or_else(|| MODAL.contains(first).then_some(Form::Any))?;
        return Some((opening, form, &after[1..]));
    }
    match (*first, after) {
        ("not" | "never", [verb, rest @ ..]) => {
            let form = form_behind(verb);
            Some((Opening::Plain, form.unwrap_or(Form::Any), if form.is_some() { rest } else { after }))
        }
        ("not" | "never" | "neither" | "nor", _) => Some((Opening::Hedged, Form::Any, after)),
        ("no", ["longer", rest @ ..]) => Some((Opening::Hedged, Form::Any, rest)),
        (verb, ["to", rest @ ..]) if REFUSE.contains(&verb) => Some((Opening::Refusal, Form::Any, rest)),
        (verb, ["to", rest @ ..]) if FAIL.contains(&verb) => Some((Opening::Plain, Form::Any, rest)),
        (verb, _) if DENY.contains(&verb) => denied(after),
        // `has refused to attack`
        (verb, [next, ..]) if HAVE.contains(&verb) && [REFUSE, FAIL, DENY].iter().any(|verbs| verbs.contains(next)) => {
            opening_of(after)
        }
        _ => None,
    }
}

/// The form in which a verb stands behind an auxiliary one.
fn form_behind(auxiliary: &str) -> Option<Form> {
    match auxiliary {
        verb if DO.contains(&verb) => Some(Form::Any),
        verb if HAVE.contains(&verb) => Some(Form::Participle),
        verb if BE.contains(&verb) => Some(Form::Being),
        _ => None,
    }
}

/// What is denied behind `denied`, where that is a deed: `denied bail to` is a deed itself.
fn denied<'w>(words: &'w [&'w str]) -> Option<(Opening, Form, &'w [&'w str])> {
    let (form, rest) = match words {
        ["having", rest @ ..] | ["to", "have", rest @ ..] => (Form::Participle, rest),
        ["being", rest @ ..] => (Form::Being, rest),
        ["that", pronoun, rest @ ..] | [pronoun, rest @ ..] if PRONOUNS.contains(pronoun) && !rest.is_empty() => {
            clause(rest)
        }
        ["that", rest @ ..] => clause(rest),
        [first, ..] if first.ends_with("ing") => (Form::Gerund, words),
        _ => return None,
    };
    Some((Opening::Own, form, rest))
}

/// The rest of a clause from its verb on.
fn clause<'w>(words: &'w [&'w str]) -> (Form, &'w [&'w str]) {
    let form = words.first().and_then(|verb| form_behind(verb));
    (form.unwrap_or(Form::Any), if form.is_some() { &words[1..] } else { words })
}
