//! Which words of an answer come from the prompt?

use super::answer::Statement;
use super::prompt::examples;
use crate::extraction::{Folded, tokens};

/// The words of the examples that a model may copy instead of those of the text, as small models do.
#[derive(Debug)]
pub struct Leaks {
    /// All words that an example answers with, folded by [`Folded`].
    answered: Vec<String>,
    /// The names in the examples.
    names: Vec<String>,
}

impl Leaks {
    /// Those of the shipped examples.
    #[must_use]
    pub fn shipped() -> Leaks {
        let (mut answered, mut names) = (Vec::new(), Vec::new());
        for example in examples() {
            let list = example.answer.get("statements").and_then(serde_json::Value::as_array);
            let statements =
                list.into_iter().flatten().filter_map(|one| serde_json::from_value::<Statement>(one.clone()).ok());
            for statement in statements {
                // One word is as well a word of English.
                answered
                    .extend(statement.copied().map(|(_, words)| words.to_owned()).filter(|words| words.contains(' ')));
            }
            for text in [&example.headline, &example.before, &example.passage] {
                let words = tokens(text, &(0..text.len()));
                let words = words.iter().filter_map(|token| text.get(token.span.clone()));
                names.extend(words.filter(|word| is_name(word)).map(str::to_owned));
            }
        }
        names.sort_unstable();
        names.dedup();
        Leaks { answered, names }
    }

    /// The words of a statement that come from an example and that the text does not hold.
    #[must_use]
    pub fn find<'s>(&self, statement: &'s Statement, text: &Folded) -> Option<&'s str> {
        let holds = |words: &str| !text.find(words, &(0..usize::MAX)).is_empty();
        let from_example = |words: &str| {
            let own = Folded::new(words);
            let is_inside = |inner: &String| !own.find(inner, &(0..usize::MAX)).is_empty();
            let names = self.names.iter().filter(|name| is_inside(name));
            self.answered.iter().any(is_inside) || names.into_iter().any(|name| !holds(name))
        };
        statement.copied().map(|(_, words)| words).find(|words| !holds(words) && from_example(words))
    }
}

/// Words of the examples that begin with a capital and are names of nobody else.
fn is_name(word: &str) -> bool {
    const COMMON: &[&str] = &["The", "Her", "Talks", "Queen", "Quarrel", "Tuesday", "Harbour", "Gazette"];
    word.starts_with(char::is_uppercase) && !COMMON.contains(&word)
}
