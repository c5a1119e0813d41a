//! JSON in which nothing stands twice: a list of terms, in which objects and lists name their members by number.
//!
//! What a page is told repeats itself: the speaker of forty claims, the file of all, the sentence of an edge in each claim
//! behind it. Here each text, number, object and list stands once, those that are named most first, because their numbers
//! are short. The page puts together what is asked for (`web/js/offline/told.js`), so that claims that nobody opens cost
//! nothing.

use std::cmp::Reverse;
use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde_json::Value;

/// In place of the number of a shape: a list.
const LIST: i64 = -1;

/// A value, whose members are other terms.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Term {
    /// A text, a number, a truth or nothing, as JSON has it.
    Plain(String),
    /// What stands behind the beginning of all IRIs of the project.
    Own(String),
    /// An object with the names of its shape, or a list.
    Members(i64, Vec<usize>),
}

/// Terms, each with its number.
#[derive(Debug, Default)]
pub struct Packed {
    /// How the IRIs of the project begin.
    namespace: String,
    /// The members of objects, by name. A shape is known by its place.
    shapes: Vec<Vec<String>>,
    /// Terms, with the order in which they came.
    terms: FxHashMap<Term, usize>,
    /// How often each is named.
    uses: Vec<u32>,
}

impl Packed {
    /// Nothing yet. IRIs that begin with `namespace` are written without it.
    pub fn new(namespace: &str) -> Packed {
        Packed { namespace: namespace.to_owned(), ..Packed::default() }
    }

    /// The number of a value, which is added with all of its members unless it is there.
    pub fn add(&mut self, value: &Value) -> usize {
        let term = match value {
            Value::Object(members) => {
                let names: Vec<String> = members.keys().cloned().collect();
                let shape = self.shapes.iter().position(|one| *one == names).unwrap_or_else(|| {
                    self.shapes.push(names);
                    self.shapes.len() - 1
                });
                Term::Members(i64::try_from(shape).unwrap_or(LIST), members.values().map(|one| self.add(one)).collect())
            }
            Value::Array(values) => Term::Members(LIST, values.iter().map(|value| self.add(value)).collect()),
            Value::String(text) => match text.strip_prefix(self.namespace.as_str()) {
                Some(own) if !self.namespace.is_empty() => Term::Own(own.to_owned()),
                _ => Term::Plain(value.to_string()),
            },
            value => Term::Plain(value.to_string()),
        };
        if let Some(number) = self.terms.get(&term) {
            return *number;
        }
        if let Term::Members(_, members) = &term {
            for member in members {
                self.uses[*member] += 1;
            }
        }
        let number = self.uses.len();
        self.uses.push(0);
        self.terms.insert(term, number);
        number
    }

    /// Writes what is told plainly, lists of terms by name, and the terms, as one object of JSON in which no text can end
    /// the script that it stands in.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&self, plain: &Value, lists: &[(&str, Vec<usize>)], out: &mut dyn Write) -> io::Result<()> {
        let mut order: Vec<(&Term, usize)> = self.terms.iter().map(|(term, number)| (term, *number)).collect();
        order.sort_unstable_by_key(|(_, number)| (Reverse(self.uses[*number]), *number));
        let mut places = vec![0; order.len()];
        for (place, (_, number)) in order.iter().enumerate() {
            places[*number] = place;
        }
        let listed =
            |members: &[usize]| -> Vec<String> { members.iter().map(|one| places[*one].to_string()).collect() };
        writeln!(out, "{{\"about\":{},\"namespace\":{},", inert(&plain.to_string()), inert(&quoted(&self.namespace)?))?;
        for (name, members) in lists {
            writeln!(out, "\"{name}\":[{}],", listed(members).join(","))?;
        }
        writeln!(out, "\"shapes\":{},\n\"terms\":[", inert(&serde_json::to_string(&self.shapes)?))?;
        for (place, (term, _)) in order.iter().enumerate() {
            let between = if place == 0 { "" } else { "," };
            match term {
                Term::Plain(json) => writeln!(out, "{between}{}", inert(json))?,
                Term::Own(text) => writeln!(out, "{between}[{}]", inert(&quoted(text)?))?,
                Term::Members(shape, members) => {
                    let listed = [vec![shape.to_string()], listed(members)].concat();
                    writeln!(out, "{between}[{}]", listed.join(","))?;
                }
            }
        }
        write!(out, "]}}")
    }
}

fn quoted(text: &str) -> io::Result<String> {
    Ok(serde_json::to_string(text)?)
}

/// JSON without letters that could end a script, or a line of one.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
