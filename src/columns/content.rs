//! What the model says in one cell.

use std::borrow::Cow;

use crate::model::{Coordinates, EventDate, Referent};

/// Between the values of a cell.
const BETWEEN: &str = ";";

/// The value of a field, as the model has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Content<'a> {
    /// Nothing is said.
    Nothing,
    /// A text.
    Text(&'a str),
    /// Several texts.
    Texts(&'a [String]),
    /// A date.
    Date(&'a EventDate),
    /// A number.
    Number(u64),
    /// Subject or object of a claim.
    End(&'a Referent),
    /// A point on the earth.
    Point(&'a Coordinates),
}

impl<'a> Content<'a> {
    /// A text that may be missing.
    pub(super) fn text(text: Option<&'a String>) -> Content<'a> {
        text.map_or(Content::Nothing, |text| Content::Text(text))
    }

    /// A date that may be missing.
    pub(super) fn date(date: Option<&'a EventDate>) -> Content<'a> {
        date.map_or(Content::Nothing, Content::Date)
    }

    /// A word that need not be written when it is the usual one.
    pub(super) fn word<V: Default + PartialEq>(value: &V, word: &'static str) -> Content<'static> {
        if *value == V::default() { Content::Nothing } else { Content::Text(word) }
    }

    /// The cell, empty when nothing is said.
    pub fn cell(self) -> Cow<'a, str> {
        match self {
            Content::Nothing | Content::End(Referent::OwnEvent) => Cow::Borrowed(""),
            Content::Text(text) => Cow::Borrowed(text),
            Content::Texts([text]) => Cow::Borrowed(text),
            Content::Texts(texts) => Cow::Owned(texts.join(BETWEEN)),
            Content::Date(date) => Cow::Borrowed(date.text()),
            Content::Number(number) => Cow::Owned(number.to_string()),
            Content::End(Referent::Name(name)) => Cow::Borrowed(name),
            Content::End(Referent::Claim(id)) => Cow::Owned(format!("#{id}")),
            Content::Point(Coordinates { latitude, longitude }) => Cow::Owned(format!("{latitude} {longitude}")),
        }
    }
}
