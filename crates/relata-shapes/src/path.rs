//! Ways from a node to its values.

use std::fmt;

use oxigraph::model::NamedNode;

/// A property path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertyPath {
    /// From the subject to the object of a predicate.
    Predicate(NamedNode),
    /// The other way round.
    Inverse(Box<PropertyPath>),
    /// One path behind the other; two at least.
    Sequence(Vec<PropertyPath>),
    /// Any of these; two at least.
    Alternative(Vec<PropertyPath>),
    /// Any number of times, none included.
    ZeroOrMore(Box<PropertyPath>),
    /// Once or more.
    OneOrMore(Box<PropertyPath>),
    /// Once or not at all.
    ZeroOrOne(Box<PropertyPath>),
}

impl PropertyPath {
    /// The predicate, when the path is nothing else.
    pub fn predicate(&self) -> Option<&NamedNode> {
        if let PropertyPath::Predicate(predicate) = self { Some(predicate) } else { None }
    }

    /// Writes the path as SPARQL has it, with IRIs as `name` shows them.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&self, out: &mut dyn fmt::Write, name: &dyn Fn(&NamedNode) -> String) -> fmt::Result {
        let joined = |parts: &[PropertyPath], sign: char, out: &mut dyn fmt::Write| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    out.write_char(sign)?;
                }
                part.write_inner(out, name)?;
            }
            Ok(())
        };
        match self {
            PropertyPath::Predicate(predicate) => out.write_str(&name(predicate)),
            PropertyPath::Inverse(path) => {
                out.write_char('^')?;
                path.write_inner(out, name)
            }
            PropertyPath::Sequence(parts) => joined(parts, '/', out),
            PropertyPath::Alternative(parts) => joined(parts, '|', out),
            PropertyPath::ZeroOrMore(path) => repeated(path, '*', out, name),
            PropertyPath::OneOrMore(path) => repeated(path, '+', out, name),
            PropertyPath::ZeroOrOne(path) => repeated(path, '?', out, name),
        }
    }

    /// Writes the path as a part of another: in brackets, unless it is a predicate.
    fn write_inner(&self, out: &mut dyn fmt::Write, name: &dyn Fn(&NamedNode) -> String) -> fmt::Result {
        if self.predicate().is_some() {
            return self.write(out, name);
        }
        out.write_char('(')?;
        self.write(out, name)?;
        out.write_char(')')
    }
}

fn repeated(
    path: &PropertyPath,
    sign: char,
    out: &mut dyn fmt::Write,
    name: &dyn Fn(&NamedNode) -> String,
) -> fmt::Result {
    path.write_inner(out, name)?;
    out.write_char(sign)
}

impl fmt::Display for PropertyPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(out, &ToString::to_string)
    }
}
