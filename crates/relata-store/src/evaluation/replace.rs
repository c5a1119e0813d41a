//! REPLACE as SPARQL takes it from `fn:replace`: what `$1` stands for is decided by the pattern, and nothing else
//! stands for anything. oxigraph leaves that to its library of regular expressions, to which `$1_` is the group `1_`.

use std::sync::{Mutex, PoisonError};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use regex::Regex;

use super::held::LONGEST;
use super::make::regex;

/// The function that stands for REPLACE where oxigraph's evaluator computes.
pub(super) const REPLACE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("urn:relata:function:replace");

/// Replacements that are kept ready: as many as the calls of a query, as a rule.
const KEPT: usize = 16;

/// A pattern and what is put where it is found.
#[derive(Debug)]
pub(super) struct Replacement {
    regex: Regex,
    pieces: Vec<Piece>,
}

/// A piece of what is put there.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// What a group of the pattern found; group 0 is all of it.
    Found(usize),
}

impl Replacement {
    /// None where `fn:replace` says that it is an error: the pattern or its flags are none, it finds the empty string, or
    /// the replacement has a `$` or `\` that says nothing.
    pub(super) fn new(pattern: &str, replacement: &str, flags: &str) -> Option<Replacement> {
        let regex = regex(pattern, flags)?;
        if regex.is_match("") {
            return None;
        }
        let pieces = if flags.contains('q') {
            vec![Piece::Text(replacement.to_owned())]
        } else {
            pieces(replacement, regex.captures_len() - 1)?
        };
        Some(Replacement { regex, pieces })
    }

    /// The text with everything replaced; none when that is longer than a text may be.
    pub(super) fn apply(&self, text: &str) -> Option<String> {
        let (mut whole, mut copied) = (String::new(), 0);
        for found in self.regex.captures_iter(text) {
            let place = found.get(0)?.range();
            whole.push_str(&text[copied..place.start]);
            copied = place.end;
            for piece in &self.pieces {
                whole.push_str(match piece {
                    Piece::Text(text) => text,
                    Piece::Found(group) => found.get(*group).map_or("", |found| found.as_str()),
                });
            }
            if whole.len() > LONGEST {
                return None;
            }
        }
        whole.push_str(&text[copied..]);
        (whole.len() <= LONGEST).then_some(whole)
    }
}

/// The pieces of a replacement for a pattern of so many groups.
fn pieces(replacement: &str, n_groups: usize) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = replacement;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let escaped = rest.chars().next().filter(|c| matches!(c, '\\' | '$'))?;
                text.push(escaped);
                rest = &rest[1..];
            }
            '$' => {
                let (group, length) = group(rest, n_groups)?;
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(Piece::Found(group));
                rest = &rest[length..];
            }
            c => text.push(c),
        }
    }
    pieces.push(Piece::Text(text));
    pieces.retain(|piece| *piece != Piece::Text(String::new()));
    Some(pieces)
}

/// The group that the digits at the start of `text` name, and how many of them: as many as make a group that there is,
/// but at least one.
fn group(text: &str, n_groups: usize) -> Option<(usize, usize)> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let of = |length: usize| text[..length].parse::<usize>().ok().filter(|group| *group <= n_groups || length == 1);
    (1..=n_digits).rev().find_map(|length| Some((of(length)?, length)))
}

/// The function that oxigraph's evaluator calls by the name [`REPLACE`].
pub(super) fn function() -> (NamedNode, impl Fn(&[Term]) -> Option<Term> + Send + Sync + 'static) {
    let kept: Mutex<Vec<([String; 3], Option<Replacement>)>> = Mutex::default();
    let call = move |arguments: &[Term]| {
        let (text, words) = arguments.split_first()?;
        let Term::Literal(text) = text else { return None };
        if text.language().is_none() && text.datatype() != xsd::STRING {
            return None;
        }
        let plain = |term: &Term| match term {
            Term::Literal(literal) if literal.datatype() == xsd::STRING => Some(literal.value().to_owned()),
            _ => None,
        };
        let [pattern, replacement, flags] = match words {
            [pattern, replacement] => [plain(pattern)?, plain(replacement)?, String::new()],
            [pattern, replacement, flags] => [plain(pattern)?, plain(replacement)?, plain(flags)?],
            _ => return None,
        };
        let words = [pattern, replacement, flags];
        // Whoever panicked left nothing half done.
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.iter().position(|(known, _)| *known == words);
        let at = known.unwrap_or_else(|| {
            if kept.len() == KEPT {
                kept.clear();
            }
            let made = Replacement::new(&words[0], &words[1], &words[2]);
            kept.push((words, made));
            kept.len() - 1
        });
        let replaced = kept.get(at)?.1.as_ref()?.apply(text.value())?;
        Some(like(text, replaced).into())
    };
    (REPLACE.into_owned(), call)
}

/// A string in the language of another.
pub(super) fn like(literal: &Literal, text: String) -> Literal {
    match (literal.language(), literal.direction()) {
        (Some(language), Some(direction)) => {
            Literal::new_directional_language_tagged_literal_unchecked(text, language, direction)
        }
        (Some(language), None) => Literal::new_language_tagged_literal_unchecked(text, language),
        (None, _) => Literal::new_simple_literal(text),
    }
}
