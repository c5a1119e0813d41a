//! What is mostly meant where a parser stops: the usual slips, each with its way out.

use super::words::{Word, WordKind};
use relata_table::diagnostic::clip;

/// Words behind which a pattern stands in braces.
const BRACED: [&str; 8] = ["WHERE", "OPTIONAL", "UNION", "MINUS", "EXISTS", "ASK", "LATERAL", "SILENT"];
/// Words behind which a number stands.
const COUNTED: [&str; 2] = ["LIMIT", "OFFSET"];
/// Clauses behind the pattern, in the order in which they stand.
const CLAUSES: [&str; 6] = ["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"];
/// Keywords at which a statement has ended.
const KEYWORDS: [&str; 13] = [
    "FILTER", "OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "SELECT", "WHERE", "EXISTS", "NOT",
    "AS",
];

/// The way out of a slip: `at` is the word at which the parser stopped, behind the last one where the query ends too early.
pub(super) fn way_out(text: &str, words: &[Word], at: usize) -> Option<String> {
    let read = Read::new(text, words, at);
    read.at_end()
        .or_else(|| read.of_prologue())
        .or_else(|| read.of_braces())
        .or_else(|| read.of_head())
        .or_else(|| read.of_clause())
        .or_else(|| read.of_expression())
        .or_else(|| read.of_statement())
}

/// A query, read up to the word at which the parser stopped.
struct Read<'t> {
    text: &'t str,
    words: &'t [Word],
    at: usize,
    /// The marks that are open there, the innermost last.
    open: Vec<usize>,
    /// True when a brace was opened before.
    has_pattern: bool,
}

impl<'t> Read<'t> {
    fn new(text: &'t str, words: &'t [Word], at: usize) -> Read<'t> {
        let mut read = Read { text, words, at, open: Vec::new(), has_pattern: false };
        for place in 0..at.min(words.len()) {
            match read.mark(place) {
                "{" | "(" | "[" => read.open.push(place),
                "}" | ")" | "]" => drop(read.open.pop()),
                _ => {}
            }
            read.has_pattern |= read.mark(place) == "{";
        }
        read
    }

    /// A word as it is written; nothing where there is none.
    fn word(&self, place: usize) -> &'t str {
        self.words.get(place).map_or("", |word| &self.text[word.range.clone()])
    }

    fn before(&self, n: usize) -> &'t str {
        self.at.checked_sub(n).map_or("", |place| self.word(place))
    }

    fn kind(&self, place: usize) -> Option<WordKind> {
        self.words.get(place).map(|word| word.kind)
    }

    /// The sign at a place; nothing for words of letters.
    fn mark(&self, place: usize) -> &'t str {
        if self.kind(place) == Some(WordKind::Mark) { self.word(place) } else { "" }
    }

    fn is(&self, place: usize, keywords: &[&str]) -> bool {
        self.kind(place) == Some(WordKind::Name)
            && keywords.iter().any(|keyword| self.word(place).eq_ignore_ascii_case(keyword))
    }

    fn is_before(&self, n: usize, keywords: &[&str]) -> bool {
        self.at.checked_sub(n).is_some_and(|place| self.is(place, keywords))
    }

    /// The innermost mark that is open.
    fn within(&self) -> &'t str {
        self.open.last().map_or("", |place| self.mark(*place))
    }

    /// Where a word stands, for people.
    fn place(&self, place: usize) -> String {
        let start = self.words.get(place).map_or(0, |word| word.range.start);
        let (line, column) = super::line_and_column(self.text, start);
        format!("line {line}, column {column}")
    }

    /// True for a name without a prefix that is no keyword.
    fn is_bare(&self, place: usize) -> bool {
        self.kind(place) == Some(WordKind::Name)
            && !self.word(place).contains(':')
            && !self.is(place, &KEYWORDS)
            && !self.is(place, &CLAUSES)
            && !self.is(place, &["a", "true", "false", "BY", "DISTINCT", "REDUCED", "FROM", "NAMED", "IN"])
    }

    fn at_end(&self) -> Option<String> {
        if self.at < self.words.len() {
            return None;
        }
        if self.is_before(1, &["BY"]) {
            let clause = format!("{} BY", self.before(2).to_ascii_uppercase());
            return Some(format!("`{clause}` needs a variable, such as `{clause} ?x`"));
        }
        self.behind_keyword().or_else(|| {
            let closing = |place: &usize| match self.mark(*place) {
                "{" => "}",
                "(" => ")",
                _ => "]",
            };
            let missing: String = self.open.iter().rev().map(closing).collect();
            let first = self.open.last()?;
            let place = self.place(*first);
            Some(format!("add `{missing}`: the `{}` in {place} is open", self.word(*first)))
        })
    }

    fn of_prologue(&self) -> Option<String> {
        let shown = self.word(self.at);
        if self.is_before(1, &["PREFIX"]) && self.kind(self.at) == Some(WordKind::Name) {
            return Some(format!("a colon stands behind the prefix: `PREFIX {shown}: <…>`"));
        }
        (self.is_before(2, &["PREFIX"]) || self.is_before(1, &["BASE"]))
            .then(|| "the IRI stands in angle brackets: `<http://…>`".to_owned())
    }

    /// Braces and parentheses that do not match, and what stands behind the last of them.
    fn of_braces(&self) -> Option<String> {
        let mark = self.mark(self.at);
        let inner = self.open.last().map(|place| (self.mark(*place), self.place(*place)));
        if let Some((open, place)) = &inner
            && self.is(self.at, &["WHERE"])
        {
            return Some(format!("close the `{open}` in {place} before it"));
        }
        match (mark, inner) {
            ("}", None) if self.has_pattern => {
                Some("it closes nothing: take it away, or add the `{` before".to_owned())
            }
            ("}", None) => {
                Some("a pattern stands in braces: add the `{` before, as in `SELECT ?s { ?s ?p ?o }`".to_owned())
            }
            (")", None) => Some("it closes nothing: take it away, or add the `(` before".to_owned()),
            ("}", Some(("(", place))) => Some(format!("add `)`: the `(` in {place} is open")),
            ("{", Some(("(", place))) => Some(format!("add `)` before it: the `(` in {place} is open")),
            (";", None) => Some("no `;` stands at the end of a query: take it away".to_owned()),
            (".", None) => Some("no `.` stands behind the last `}`: take it away".to_owned()),
            (".", Some(("{", _))) if self.before(1) == "." => {
                Some("one `.` between two statements is enough".to_owned())
            }
            _ => None,
        }
    }

    /// What is selected, before the pattern.
    fn of_head(&self) -> Option<String> {
        if self.has_pattern
            || !self.words.iter().enumerate().take(self.at + 1).any(|(place, _)| self.is(place, &["SELECT"]))
        {
            return None;
        }
        let shown = self.word(self.at);
        if self.within() == "(" {
            let is_closed = self.mark(self.at) == ")";
            return if is_closed && !self.has_name() {
                Some(format!("name what it computes: `({} AS ?name)`", self.inside()))
            } else {
                self.of_name()
            };
        }
        if self.mark(self.at + 1) == "(" && self.kind(self.at) == Some(WordKind::Name) {
            let call = self.call(self.at);
            return Some(format!("write it in parentheses, and name it: `({call} AS ?name)`"));
        }
        if shown == "," {
            return Some("variables stand side by side: take the comma away".to_owned());
        }
        if self.is_before(1, &["FROM", "NAMED"]) {
            return Some("FROM names a graph, as an IRI; what is looked for stands in `WHERE { … }`".to_owned());
        }
        self.is_bare(self.at).then(|| format!("a variable begins with `?`: `?{shown}`"))
    }

    /// True when there is an AS in the parentheses that are open.
    fn has_name(&self) -> bool {
        self.open.last().is_some_and(|open| (*open..self.at).any(|place| self.is(place, &["AS"])))
    }

    /// Behind AS, and what AS needs.
    fn of_name(&self) -> Option<String> {
        let shown = self.word(self.at);
        if self.is_before(1, &["AS"]) {
            return Some(format!(
                "a variable stands behind AS: `?{}`",
                shown.trim_matches(|c: char| !c.is_alphanumeric())
            ));
        }
        (self.is_before(2, &["AS"]) && self.mark(self.at) != ")").then(|| "add `)` before it".to_owned())
    }

    /// What stands in the parentheses that are open, up to here.
    fn inside(&self) -> String {
        let first = self.open.last().map_or(self.at, |open| open + 1);
        self.between(first, self.at)
    }

    /// A call with what it is given.
    fn call(&self, place: usize) -> String {
        let mut depth = 0_i32;
        let end = (place + 1..self.words.len()).find(|at| {
            depth += i32::from(self.mark(*at) == "(") - i32::from(self.mark(*at) == ")");
            depth == 0
        });
        self.between(place, end.map_or(self.words.len(), |end| end + 1))
    }

    /// The text from a word to before another, as it is written.
    fn between(&self, first: usize, end: usize) -> String {
        let (first, last) = (self.words.get(first), end.checked_sub(1).and_then(|last| self.words.get(last)));
        let text = first.zip(last).and_then(|(first, last)| self.text.get(first.range.start..last.range.end));
        clip(text.unwrap_or_default())
    }

    /// Clauses behind the pattern, and keywords that need something behind them.
    fn of_clause(&self) -> Option<String> {
        if let Some(hint) = self.behind_keyword() {
            return Some(hint);
        }
        if self.open.is_empty() && self.is(self.at, &CLAUSES) {
            return Some("GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET stand in this order, each once".to_owned());
        }
        let is_by = (2..=self.at).any(|n| self.is_before(n, &["BY"])) || self.is_before(1, &["BY"]);
        (self.open.is_empty() && is_by && self.mark(self.at + 1) == "(" || self.is_before(1, &["BY"]))
            .then(|| "a variable stands behind BY, or an expression in parentheses".to_owned())
    }

    fn behind_keyword(&self) -> Option<String> {
        let keyword = self.before(1).to_ascii_uppercase();
        if self.is_before(1, &COUNTED) {
            return Some(format!("a number stands behind {keyword}: `{keyword} 10`"));
        }
        if self.is_before(1, &["GRAPH", "SERVICE"]) {
            return Some(format!("{keyword} names one, before the braces: `{keyword} <…> {{ … }}`"));
        }
        if self.is_before(1, &["FILTER", "HAVING"]) && self.is_bare(self.at) && self.mark(self.at + 1) == "(" {
            return Some(self.of_bare(self.word(self.at)));
        }
        if self.is_before(1, &["FILTER", "HAVING"]) {
            return Some(format!("the condition stands in parentheses: `{keyword}(?x > 3)`"));
        }
        let is_braced = self.is_before(1, &BRACED) && self.mark(self.at) != "{";
        is_braced.then(|| format!("the pattern stands in braces: `{keyword} {{ ?s ?p ?o }}`"))
    }

    /// Conditions and computed values.
    fn of_expression(&self) -> Option<String> {
        if self.within() != "(" {
            return None;
        }
        let (shown, mark) = (self.word(self.at), self.mark(self.at));
        let opener = self.open.last().and_then(|open| open.checked_sub(1));
        if opener.is_some_and(|opener| self.is(opener, &["BIND"])) {
            let is_nameless = mark == ")" && !self.has_name();
            let named = || format!("name what it computes: `BIND({} AS ?name)`", self.inside());
            return is_nameless.then(named).or_else(|| self.of_name());
        }
        if mark == "=" && self.before(1) == "=" {
            return Some("equal is one `=`".to_owned());
        }
        if self.is(self.at, &["AND"]) {
            return Some("both are joined by `&&`".to_owned());
        }
        if self.is(self.at, &["OR"]) {
            return Some("either is joined by `||`".to_owned());
        }
        if self.is(self.at, &["LIKE"]) {
            return Some("texts are searched by `CONTAINS(?x, \"…\")` or `REGEX(?x, \"…\")`".to_owned());
        }
        if self.is_bare(self.at) {
            return Some(self.of_bare(shown));
        }
        let is_term = |place: usize| {
            matches!(self.kind(place), Some(WordKind::Variable | WordKind::Text | WordKind::Iri | WordKind::Number))
        };
        let is_next = self.at > 0 && is_term(self.at) && (is_term(self.at - 1) || self.before(1) == ")");
        if is_next && opener.is_some_and(|opener| self.is(opener, &["SELECT", "DISTINCT", "REDUCED"])) {
            return Some(format!("AS is missing before it: `({} AS {shown})`", self.inside()));
        }
        let is_call =
            opener.is_some_and(|opener| self.kind(opener) == Some(WordKind::Name) && !self.is(opener, &["FILTER"]));
        match (is_next, is_call) {
            (true, true) => Some("a comma stands between what a function is given".to_owned()),
            (true, false) => Some("between two values stands a sign, such as `=`, `<` or `&&`".to_owned()),
            _ => None,
        }
    }

    fn of_bare(&self, shown: &str) -> String {
        if self.mark(self.at + 1) == "(" {
            return format!("there is no function `{shown}`");
        }
        format!("a variable begins with `?`, a name has a prefix, as in `kg:{shown}`, and a text stands in quotes")
    }

    /// Statements of a pattern.
    fn of_statement(&self) -> Option<String> {
        if self.within() != "{" {
            return None;
        }
        if self.before(1) == "@" || self.word(self.at) == "@" {
            return Some("a language stands behind `@`: `\"…\"@en`".to_owned());
        }
        if self.is_bare(self.at) {
            return Some(self.of_bare(self.word(self.at)));
        }
        let is_values = |open: usize| open >= 2 && self.is(open - 2, &["VALUES"]);
        if self.open.last().is_some_and(|open| is_values(*open)) {
            return Some("a value is an IRI, a number or a text in quotes".to_owned());
        }
        let (n, begin) = self.terms();
        let whole = match begin {
            ";" => 2,
            "," => 1,
            _ => 3,
        };
        match self.mark(self.at) {
            "}" | "." | ";" | "," if n < whole && (n > 0 || begin == ",") => Some(match (begin, n) {
                (",", _) => "another object stands behind `,`: add it, or take the comma away".to_owned(),
                (_, 1) if whole == 3 => {
                    "a statement has a subject, a predicate and an object: two are missing".to_owned()
                }
                _ => format!("the object is missing behind `{}`", clip(self.before(1))),
            }),
            "" if n >= whole => Some("a `.` is missing before it: one stands between two statements".to_owned()),
            _ => None,
        }
    }

    /// How many terms stand before, since which sign.
    fn terms(&self) -> (usize, &'t str) {
        let mut n = 0;
        for place in (0..self.at).rev() {
            match self.mark(place) {
                sign @ ("." | ";" | "," | "{" | "}" | ")" | "]") => return (n, sign),
                // Paths are one predicate, however many words they have.
                "/" | "|" | "^" => n -= usize::from(n > 0),
                "" if self.is(place, &KEYWORDS) => return (n, ""),
                "" => n += 1,
                _ => {}
            }
        }
        (n, "")
    }
}
