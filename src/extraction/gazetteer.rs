//! Which words of a sentence are a name that is known already?

use rustc_hash::FxHashMap;

use super::tagging::{Tag, Word};
use super::token::tokens;
use super::words::Classes;

/// The words of the longest name that is looked for.
const LONGEST: usize = 12;

/// Names of actors that are known before a text is read, so that `the Hague tribunal` and `bin Salman` are one name each,
/// whatever letters they begin with.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// The words behind each place in a name, by that place and the word; place 0 is the beginning.
    steps: FxHashMap<u32, FxHashMap<Box<str>, u32>>,
    /// The places at which a name ends.
    ends: Vec<bool>,
}

impl Gazetteer {
    /// The gazetteer of these names. A name without a capital is a word, and one that closed classes have says nothing.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Gazetteer {
        let mut gazetteer = Gazetteer { steps: FxHashMap::default(), ends: vec![false] };
        for name in names {
            gazetteer.add(name.as_ref());
        }
        gazetteer
    }

    fn add(&mut self, name: &str) {
        let words: Vec<&str> = tokens(name, &(0..name.len())).into_iter().map(|token| &name[token.span]).collect();
        // The article of `The Hague` is written in either case, and is no part of what is looked for.
        let words = match words.as_slice() {
            [article, rest @ ..] if article.eq_ignore_ascii_case("the") => rest,
            words => words,
        };
        let is_name = words.iter().any(|word| word.contains(char::is_uppercase));
        if !is_name || words.len() > LONGEST {
            return;
        }
        let mut at = 0;
        for word in words {
            let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            let step = *self.steps.entry(at).or_default().entry((*word).into()).or_insert(next);
            if step == next {
                self.ends.push(false);
            }
            at = step;
        }
        self.ends[at as usize] = true;
    }

    /// The number of words of the longest name that begins at a word of a sentence; 0 where none does.
    fn length(&self, words: &[Word]) -> usize {
        let (mut at, mut longest) = (0, 0);
        for (n, word) in words.iter().enumerate() {
            let Some(step) = self.steps.get(&at).and_then(|steps| steps.get(word.text)) else { break };
            at = *step;
            if self.ends.get(at as usize).copied().unwrap_or(false) {
                longest = n + 1;
            }
        }
        longest
    }

    /// Makes names of the words that are one, and says of each word whether it is part of one.
    pub(super) fn mark(&self, words: &mut [Word]) -> Vec<bool> {
        let mut marks = vec![false; words.len()];
        if self.ends.len() < 2 {
            return marks;
        }
        let closed = |word: &Word| {
            matches!(word.tag, Tag::Noun | Tag::Adjective | Tag::Name | Tag::Number)
                || word.text.len() > 1 && word.text.chars().all(char::is_uppercase)
        };
        let mut at = 0;
        while at < words.len() {
            let length = self.length(&words[at..]);
            // `May` and `Will` are names where something else stands beside them.
            if length == 0 || length == 1 && (!closed(&words[at]) || words[at].has(Classes::TIME)) {
                at += 1;
                continue;
            }
            for word in at..at + length {
                words[word].tag = Tag::Name;
                words[word].capital = true;
                marks[word] = true;
            }
            at += length;
        }
        marks
    }
}
