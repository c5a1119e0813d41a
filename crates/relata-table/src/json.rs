//! JSON that knows where each value stands in its file.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Values that stand deeper are refused; no tool writes such.
const DEEPEST: usize = 64;

/// A value and its bytes in the file.
#[derive(Debug)]
pub struct Json {
    /// Its bytes in the file.
    pub at: Range<usize>,
    kind: JsonKind,
}

#[derive(Debug)]
enum JsonKind {
    Null,
    /// A number or a truth value, as written.
    Plain(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The member of this name; none when it is `null`.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members().iter().find(|(key, _)| key == name).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// The members of an object; of anything else, none.
    pub fn members(&self) -> &[(String, Json)] {
        match &self.kind {
            JsonKind::Object(members) => members,
            _ => &[],
        }
    }

    /// True for an object, also an empty one.
    pub fn is_object(&self) -> bool {
        matches!(self.kind, JsonKind::Object(_))
    }

    /// True for `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, JsonKind::Null)
    }

    /// True for a list, also an empty one.
    pub fn is_list(&self) -> bool {
        matches!(self.kind, JsonKind::List(_))
    }

    /// The elements of a list; of anything else, none.
    pub fn list(&self) -> &[Json] {
        match &self.kind {
            JsonKind::List(items) => items,
            _ => &[],
        }
    }

    /// The elements of a list, or the one value that stands in its place.
    pub fn each(&self) -> &[Json] {
        match &self.kind {
            JsonKind::List(items) => items,
            JsonKind::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The text of a string; none for anything else.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            JsonKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text, a number or a truth value as text.
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            JsonKind::Text(text) | JsonKind::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// The number, when it is a whole one that is not negative.
    pub fn number(&self) -> Option<u64> {
        match &self.kind {
            JsonKind::Plain(number) => number.parse().ok(),
            _ => None,
        }
    }

    /// True for the word `true` alone.
    pub fn is_true(&self) -> bool {
        matches!(&self.kind, JsonKind::Plain(word) if word == "true")
    }
}

/// The text of a member.
pub fn text_of<'a>(value: &'a Json, name: &str) -> Option<&'a str> {
    value.get(name)?.text()
}

/// The members of an object that are plain or lists of what is plain, by name.
pub fn facts_of(value: &Json) -> Vec<(String, String)> {
    let plain = |(name, value): &(String, Json)| {
        let values: Vec<(String, String)> =
            value.each().iter().filter_map(|value| Some((name.clone(), value.scalar()?.to_owned()))).collect();
        values
    };
    value.members().iter().flat_map(plain).collect()
}

/// The values of a file of JSON, and its faults.
#[derive(Debug, Default)]
pub struct ParsedJson {
    /// The values, one after another, with their JSON pointers; a list that is the whole file gives its elements.
    pub values: Vec<(String, Json)>,
    /// Faults: the bytes that cannot be read, the byte at which the syntax breaks, and the reason.
    pub faults: Vec<(Range<usize>, usize, String)>,
}

/// Reads values that stand one after another, or in one list. A faulty one costs its line, in a list what follows.
pub fn parse(text: &str) -> ParsedJson {
    let mut parsed = ParsedJson::default();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    at = skip_space(text, at);
    let is_list = text[at..].starts_with('[');
    if is_list {
        at = skip_space(text, at + 1);
    }
    let mut index = 0;
    while at < text.len() && !(is_list && text[at..].starts_with(']')) {
        match value_at(text, at) {
            Ok(value) => {
                at = skip_space(text, value.at.end);
                parsed.values.push((if is_list { format!("/{index}") } else { String::new() }, value));
                index += 1;
                if is_list && text[at..].starts_with(',') {
                    at = skip_space(text, at + 1);
                } else if is_list && !text[at..].starts_with(']') {
                    let message = "expected `,` or `]`; what follows is not read".to_owned();
                    parsed.faults.push((line_of(text, at), at, message));
                    return parsed;
                }
            }
            Err((place, message)) => {
                if is_list {
                    parsed.faults.push((line_of(text, place), place, format!("{message}; what follows is not read")));
                    return parsed;
                }
                // Where each value begins a line, one that is cut off does not take the next ones with it.
                let next = text[at..].find("\n{").map_or(text.len(), |n| at + n);
                let (place, message) = if next < place {
                    (line_of(text, at).end.saturating_sub(1).max(at), "the object is not closed".to_owned())
                } else {
                    (place, message)
                };
                let line_end = line_of(text, place).end;
                parsed.faults.push((line_of(text, place).start.max(at)..line_end, place, message));
                // The next value begins a line; lines in between belong to the broken one.
                at = line_end;
                while at < text.len() && !text[at..].starts_with("\n{") {
                    at = text[at + 1..].find('\n').map_or(text.len(), |n| at + 1 + n);
                }
                at = skip_space(text, at);
            }
        }
    }
    parsed
}

/// The line a place is in, without its end.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    start..text[at..].find('\n').map_or(text.len(), |n| at + n)
}

fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len()
}

type Broken = (usize, String);

fn value_at(text: &str, at: usize) -> Result<Json, Broken> {
    let mut stream = serde_json::Deserializer::from_str(&text[at..]).into_iter::<&RawValue>();
    match stream.next() {
        Some(Ok(raw)) => tree(raw, text, 0),
        Some(Err(error)) => Err(broken(text, at, &error)),
        None => Err((at, "nothing stands here".to_owned())),
    }
}

fn broken(text: &str, base: usize, error: &serde_json::Error) -> Broken {
    let rest = &text[base..];
    let line_start: usize = rest.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut at = (base + line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    (at, message)
}

fn tree(raw: &RawValue, text: &str, depth: usize) -> Result<Json, Broken> {
    let content = raw.get();
    let start = content.as_ptr() as usize - text.as_ptr() as usize;
    let fail = |error: serde_json::Error| broken(text, start, &error);
    if depth > DEEPEST {
        return Err((start, format!("values are nested deeper than {DEEPEST}")));
    }
    let kind = match content.as_bytes().first() {
        Some(b'{') => {
            let members: Members<'_> = serde_json::from_str(content).map_err(fail)?;
            let members = members.0.into_iter().map(|(key, raw)| Ok((key, tree(raw, text, depth + 1)?)));
            JsonKind::Object(members.collect::<Result<_, Broken>>()?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(content).map_err(fail)?;
            JsonKind::List(items.into_iter().map(|raw| tree(raw, text, depth + 1)).collect::<Result<_, _>>()?)
        }
        Some(b'"') => JsonKind::Text(serde_json::from_str(content).map_err(fail)?),
        Some(b'n') => JsonKind::Null,
        _ => JsonKind::Plain(content.to_owned()),
    };
    Ok(Json { at: start..start + content.len(), kind })
}

/// The members of an object in their order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members<'a>, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
