//! URI templates of RFC 6570: `http://example.org/{id}{?year,page}`.

use super::percent::{encoded, is_encoded_at};

/// A URI template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UriTemplate {
    parts: Vec<TemplatePart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum TemplatePart {
    /// Text that stays.
    Fixed(String),
    Expression(Operator, Vec<Variable>),
}

/// The way in which the values of an expression are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Operator {
    first: &'static str,
    between: &'static str,
    /// With names before values, the text behind the name of an empty one.
    names: Option<&'static str>,
    /// True when characters with a meaning in URLs stay.
    keeps_reserved: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Variable {
    name: String,
    /// At most so many characters of the value.
    most: Option<usize>,
    /// True when each value of a list counts on its own.
    is_exploded: bool,
}

/// The value of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum VariableValue {
    Text(String),
    List(Vec<String>),
}

impl UriTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// When the text is not a template, with the reason in words.
    pub(super) fn parse(text: &str) -> Result<UriTemplate, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            if rest[open..].starts_with('}') {
                return Err("a `}` closes nothing".to_owned());
            }
            if open > 0 {
                parts.push(TemplatePart::Fixed(encode(&rest[..open], true)));
            }
            let inside = &rest[open + 1..];
            let close = inside.find('}').ok_or("a `{` is never closed")?;
            parts.push(expression(&inside[..close])?);
            rest = &inside[close + 1..];
        }
        if !rest.is_empty() {
            parts.push(TemplatePart::Fixed(encode(rest, true)));
        }
        Ok(UriTemplate { parts })
    }

    /// The names of its variables.
    pub(super) fn variables(&self) -> impl Iterator<Item = &str> {
        let of = |part| match part {
            &TemplatePart::Fixed(_) => &[][..],
            TemplatePart::Expression(_, variables) => variables.as_slice(),
        };
        self.parts.iter().flat_map(of).map(|variable| variable.name.as_str())
    }

    /// The text it becomes with the values that `value` gives.
    pub(super) fn expand(&self, value: &dyn Fn(&str) -> Option<VariableValue>) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                TemplatePart::Fixed(fixed) => text.push_str(fixed),
                TemplatePart::Expression(operator, variables) => {
                    let mut before = operator.first;
                    for variable in variables {
                        for value in operator.shown(variable, value(&variable.name)) {
                            text.push_str(before);
                            text.push_str(&value);
                            before = operator.between;
                        }
                    }
                }
            }
        }
        text
    }
}

impl Operator {
    const SIMPLE: Operator = Operator { first: "", between: ",", names: None, keeps_reserved: false };

    /// The texts that a variable becomes: none without a value, several when it is exploded.
    fn shown(self, variable: &Variable, value: Option<VariableValue>) -> Vec<String> {
        let shown = |value: &str| {
            let cut: String = value.chars().take(variable.most.unwrap_or(usize::MAX)).collect();
            encode(&cut, self.keeps_reserved)
        };
        let named = |shown: String| match self.names {
            None => shown,
            Some(behind_empty) if shown.is_empty() => format!("{}{behind_empty}", variable.name),
            Some(_) => format!("{}={shown}", variable.name),
        };
        match value {
            None => Vec::new(),
            Some(VariableValue::Text(text)) => vec![named(shown(&text))],
            Some(VariableValue::List(items)) if items.is_empty() => Vec::new(),
            Some(VariableValue::List(items)) if variable.is_exploded => {
                items.iter().map(|item| named(shown(item))).collect()
            }
            Some(VariableValue::List(items)) => {
                vec![named(items.iter().map(|item| shown(item)).collect::<Vec<_>>().join(","))]
            }
        }
    }
}

fn expression(text: &str) -> Result<TemplatePart, String> {
    let names = Operator { names: Some(""), ..Operator::SIMPLE };
    let (operator, list) = match text.chars().next() {
        None => return Err("an expression `{}` is empty".to_owned()),
        Some('+') => (Operator { keeps_reserved: true, ..Operator::SIMPLE }, &text[1..]),
        Some('#') => (Operator { first: "#", keeps_reserved: true, ..Operator::SIMPLE }, &text[1..]),
        Some('.') => (Operator { first: ".", between: ".", ..Operator::SIMPLE }, &text[1..]),
        Some('/') => (Operator { first: "/", between: "/", ..Operator::SIMPLE }, &text[1..]),
        Some(';') => (Operator { first: ";", between: ";", ..names }, &text[1..]),
        Some('?') => (Operator { first: "?", between: "&", names: Some("="), ..Operator::SIMPLE }, &text[1..]),
        Some('&') => (Operator { first: "&", between: "&", names: Some("="), ..Operator::SIMPLE }, &text[1..]),
        Some(reserved @ ('=' | ',' | '!' | '@' | '|')) => {
            return Err(format!("`{reserved}` is reserved in `{{{text}}}`"));
        }
        Some(_) => (Operator::SIMPLE, text),
    };
    let variables: Result<Vec<Variable>, String> = list.split(',').map(variable).collect();
    Ok(TemplatePart::Expression(operator, variables?))
}

fn variable(text: &str) -> Result<Variable, String> {
    let (name, is_exploded) = text.strip_suffix('*').map_or((text, false), |name| (name, true));
    let (name, most) = match name.split_once(':') {
        Some((name, digits)) => {
            let most = digits.parse().ok().filter(|most| (1..10_000).contains(most) && !is_exploded);
            (name, Some(most.ok_or_else(|| format!("`{text}` has no length behind `:`"))?))
        }
        None => (name, None),
    };
    if !is_name(name) {
        return Err(format!("`{text}` is no name of a column"));
    }
    Ok(Variable { name: name.to_owned(), most, is_exploded })
}

/// True when a column may have this name: letters and digits of ASCII, `_`, `.` inside, and bytes such as `%20`.
pub(super) fn is_name(name: &str) -> bool {
    let is_hex = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_hexdigit());
    let mut bytes = name.bytes();
    let mut last = b'.';
    while let Some(byte) = bytes.next() {
        let is_sound = match byte {
            b'%' => is_hex(bytes.next()) && is_hex(bytes.next()),
            b'.' => last != b'.',
            other => other.is_ascii_alphanumeric() || other == b'_',
        };
        if !is_sound {
            return false;
        }
        last = byte;
    }
    last != b'.'
}

/// `text` with the bytes that may not stand in a URL percent-encoded.
fn encode(text: &str, keeps_reserved: bool) -> String {
    let is_reserved = |byte: u8| b":/?#[]@!$&'()*+,;=".contains(&byte);
    encoded(text, |at, byte| {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        is_plain || (keeps_reserved && (is_reserved(byte) || is_encoded_at(text, at)))
    })
}
