//! JSON written piece by piece, so that no document is held.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::export::scene;

/// An object whose members keep their order.
pub(super) struct OrderedObject<'a>(Vec<(&'a str, Value)>);

impl<'a> OrderedObject<'a> {
    /// `members`, and after them `attributes`.
    pub(super) fn new<const N: usize>(
        members: [(&'a str, Value); N],
        attributes: Vec<(&'a str, scene::AttributeValue)>,
    ) -> OrderedObject<'a> {
        let attributes = attributes.into_iter().map(|(name, value)| (name, value.to_json()));
        OrderedObject(members.into_iter().chain(attributes).collect())
    }

    /// With the place it lies at, as `x` and `y`.
    pub(super) fn at(mut self, position: Option<[f64; 2]>) -> OrderedObject<'a> {
        self.0.extend(position.into_iter().flat_map(|[x, y]| [("x", x.into()), ("y", y.into())]));
        self
    }
}

impl Serialize for OrderedObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Writes an array, an element a line.
pub(super) fn write_array<T: Serialize>(items: impl Iterator<Item = T>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "[")?;
    for (place, item) in items.enumerate() {
        writeln!(out, "{}", if place == 0 { "" } else { "," })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    write!(out, "\n]")
}

/// Writes an object, a member a line.
pub(super) fn write_object<T: Serialize>(
    members: impl Iterator<Item = (String, T)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "{{")?;
    for (place, (name, value)) in members.enumerate() {
        writeln!(out, "{}", if place == 0 { "" } else { "," })?;
        serde_json::to_writer(&mut *out, &name)?;
        write!(out, ":")?;
        serde_json::to_writer(&mut *out, &value)?;
    }
    write!(out, "\n}}")
}
