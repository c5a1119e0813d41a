//! Flags whose values are one of a closed list of the library: its words are the choices, its sentences their help.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// The parser of a flag that takes one of `values`.
pub(super) fn word_parser<T: Copy + Send + Sync + 'static>(
    values: &'static [T],
    word: fn(T) -> &'static str,
    about: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let choice = |value: &T| PossibleValue::new(word(*value)).help(about(*value).trim_end_matches('.'));
    let choices: Vec<PossibleValue> = values.iter().map(choice).collect();
    PossibleValuesParser::new(choices).try_map(move |chosen| {
        let found = values.iter().copied().find(|value| word(*value) == chosen);
        found.ok_or_else(|| format!("`{chosen}` is not among them"))
    })
}

/// The parser of a flag that takes any word of a closed list.
macro_rules! words_of {
    ($list:ident) => {
        $crate::cli::words::word_parser(&$list::ALL, $list::word, $list::about)
    };
}
pub(super) use words_of;
