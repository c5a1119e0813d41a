//! Patterns: regular expressions of `XPath`, as the `regex` crate writes them.
//!
//! The crate matches in time linear in pattern and text, whatever a stranger wrote. It has no back-references, which `XPath`
//! has; what it cannot do, or would take otherwise than `XPath` does, is refused with a reason.

use std::iter::Peekable;
use std::str::Chars;

use regex::{Regex, RegexBuilder};

/// How many patterns shapes may have, and how many of them may be large.
const MOST_PATTERNS: usize = 2000;
const MOST_LARGE: usize = 100;

/// Bytes that a large pattern may take once it is compiled, and any other.
const LARGE: usize = 1 << 20;
const SMALL: usize = 1 << 17;

/// How deep brackets may lie in each other.
const DEEPEST: u32 = 100;

/// The characters that begin a name in XML, and those that go on with it (`\i` and `\c`), inside brackets.
const NAME_START: &str = r"_:\p{L}\p{Nl}";
const NAME_CHAR: &str = r"_:\-.\p{L}\p{N}\p{M}\x{B7}\x{203F}\x{2040}";

/// The regular expression of a pattern with flags, which is the `n`th of all.
///
/// # Errors
/// With the reason why it cannot be used.
pub(super) fn regex(pattern: &str, flags: &str, n: usize) -> Result<Regex, String> {
    if n > MOST_PATTERNS {
        return Err(format!("the shapes have more than {MOST_PATTERNS} patterns"));
    }
    let most = if n > MOST_LARGE { SMALL } else { LARGE };
    if let Some(flag) = flags.chars().find(|flag| !"smixq".contains(*flag)) {
        return Err(format!("there is no flag `{flag}`; `s`, `m`, `i`, `x` and `q` are the flags"));
    }
    let text = if flags.contains('q') {
        regex::escape(pattern)
    } else {
        Translation::new(pattern, flags.contains('x'), flags.contains('s')).translate()?
    };
    RegexBuilder::new(&text)
        .case_insensitive(flags.contains('i'))
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .size_limit(most)
        .dfa_size_limit(most)
        .nest_limit(DEEPEST)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => format!("it takes more than {} kB of memory", most >> 10),
            // The reason stands in the last line, below a drawing of the place.
            other => other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        })
}

/// A pattern on its way.
struct Translation<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
    /// White space means nothing (`x`).
    is_loose: bool,
    /// The dot is any character (`s`).
    is_dot_all: bool,
}

impl<'p> Translation<'p> {
    fn new(pattern: &'p str, is_loose: bool, is_dot_all: bool) -> Translation<'p> {
        Translation { rest: pattern.chars().peekable(), out: String::new(), is_loose, is_dot_all }
    }

    fn translate(mut self) -> Result<String, String> {
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                // XPath's dot stops at both ends of lines.
                '.' if !self.is_dot_all => self.out.push_str(r"[^\n\r]"),
                '(' => {
                    self.out.push('(');
                    if self.rest.next_if_eq(&'?').is_some() {
                        self.rest.next_if_eq(&':').ok_or("of groups with `(?`, only `(?:…)` is supported")?;
                        self.out.push_str("?:");
                    }
                }
                c if self.is_loose && matches!(c, ' ' | '\t' | '\n' | '\r') => {}
                c => self.out.push(c),
            }
        }
        Ok(self.out)
    }

    /// What stands behind a backslash.
    fn escape(&mut self, in_class: bool) -> Result<(), String> {
        let c = self.rest.next().ok_or("it ends in a backslash")?;
        let named = |characters: &str, negated: bool| format!("[{}{characters}]", if negated { "^" } else { "" });
        match c {
            'i' | 'I' => self.out.push_str(&named(NAME_START, c == 'I')),
            'c' | 'C' => self.out.push_str(&named(NAME_CHAR, c == 'C')),
            '0'..='9' if !in_class => return Err("back-references such as `\\1` are not supported".to_owned()),
            'p' | 'P' => {
                let name = self.rest.clone().skip(1).take_while(|c| *c != '}').collect::<String>();
                if name.starts_with("Is") {
                    return Err(format!("Unicode blocks such as `\\p{{{name}}}` are not supported"));
                }
                self.out.extend(['\\', c]);
            }
            'n' | 'r' | 't' | 'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'b' | 'B' => self.out.extend(['\\', c]),
            c if c.is_ascii_punctuation() || c == ' ' => self.out.push_str(&regex::escape(&c.to_string())),
            c => return Err(format!("`\\{c}` has no meaning")),
        }
        Ok(())
    }

    /// A class of characters, behind its bracket; `[a-z-[aeiou]]` takes some away.
    fn class(&mut self) -> Result<(), String> {
        // Brackets of classes within classes: XPath has them only behind a minus, at the end of the class around them.
        let mut n_open = 1;
        self.out.push('[');
        self.negated()?;
        while n_open > 0 {
            match self.rest.next().ok_or("a `[` has no `]`")? {
                '\\' => self.escape(true)?,
                ']' => {
                    self.out.push(']');
                    n_open -= 1;
                }
                '-' if self.rest.peek() == Some(&'[') => {
                    self.rest.next();
                    self.out.push_str("--[");
                    n_open += 1;
                    self.negated()?;
                }
                '[' => return Err("a `[` inside of `[…]` is written `\\[`".to_owned()),
                // Doubled, these join classes in the `regex` crate.
                c @ ('&' | '~') => self.out.extend(['\\', c]),
                '-' if self.rest.peek() == Some(&'-') => self.out.push_str("\\-"),
                c => self.out.push(c),
            }
        }
        Ok(())
    }

    /// The `^` at the beginning of a class, and something behind it: `[]a]` is no class in `XPath`, and is one in the crate.
    fn negated(&mut self) -> Result<(), String> {
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        if self.rest.peek() == Some(&']') { Err("a `[]` is empty".to_owned()) } else { Ok(()) }
    }
}
