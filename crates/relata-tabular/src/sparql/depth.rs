//! How deep may a query be?
//!
//! The parser calls itself for each bracket, and whoever walks the parsed query does so for each part that holds another:
//! `a || b || c` is a part in a part, too. Both end the program when there is no stack left, which nothing can catch. So a
//! text is looked at before it is parsed.

use super::syntax::SyntaxFault;
use super::words::{Word, WordKind, words};

/// Brackets and signs in one another.
pub const MOST_LEVELS: usize = 100;
/// Parts of a query that hold others: groups, operators, functions of solutions.
pub const MOST_PARTS: usize = 1000;

/// `GRAPH` in one another: each is asked of every graph for each graph that the one around it finds.
pub const MOST_GRAPHS: usize = 8;

/// Words by which a part holds what stands before or behind it.
const JOINING: [&str; 12] =
    ["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "SERVICE", "VALUES", "AS", "EXISTS", "HAVING", "LATERAL"];

/// The place where `text` goes deeper than a query may.
pub fn too_deep(text: &str) -> Option<SyntaxFault> {
    let all = words(text);
    let (mut brackets, mut signs, mut parts) = (0_usize, 0_usize, 0_usize);
    let mut before = "";
    // For each open brace whether it is that of a GRAPH.
    let (mut braces, mut is_graph) = (Vec::new(), false);
    for word in &all {
        let shown = &text[word.range.clone()];
        match shown {
            "(" | "[" | "{" => brackets += 1,
            ")" | "]" | "}" => brackets = brackets.saturating_sub(1),
            // `<<` is two marks.
            "<" if before == "<" => brackets += 1,
            ">" if before == ">" => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        match shown {
            "{" => braces.push(std::mem::take(&mut is_graph)),
            "}" => drop(braces.pop()),
            name if name.eq_ignore_ascii_case("GRAPH") => is_graph = true,
            _ => {}
        }
        if braces.iter().filter(|is_graph| **is_graph).count() > MOST_GRAPHS {
            let message = format!("the query has more than {MOST_GRAPHS} GRAPH in one another");
            return Some(fault(word, message, "only the innermost one counts"));
        }
        let (levels, operators) = within(shown, word);
        signs = if matches!(shown, "!" | "-" | "+" | "^") { signs + 1 } else { 0 };
        parts += weight(shown, word) + operators;
        // `||` is two marks, and weighs less than the `|` of a path.
        parts = match (before, shown) {
            ("|", "|") => parts.saturating_sub(2 * OF_PATHS - 1),
            ("&", "&") => parts + 1,
            _ => parts,
        };
        if brackets + signs + levels > MOST_LEVELS {
            let message = format!("the query has more than {MOST_LEVELS} levels of brackets");
            return Some(fault(word, message, "write it with fewer: a list of values needs no brackets in brackets"));
        }
        if parts > MOST_PARTS {
            let message = format!("the query has more than {MOST_PARTS} parts that hold others");
            let hint = "compare with many values by `IN (…)` or `VALUES`, or ask several queries";
            return Some(fault(word, message, hint));
        }
        before = shown;
    }
    None
}

/// The weight of an operator of paths: those take more stack and time.
const OF_PATHS: usize = 3;

/// How much a word adds to the parts that hold others.
fn weight(shown: &str, word: &Word) -> usize {
    match (word.kind, shown) {
        (WordKind::Mark, "|" | "/") => OF_PATHS,
        (WordKind::Mark, "{" | "+" | "-" | "*" | "^" | "!") => 1,
        (WordKind::Name, name) => usize::from(JOINING.iter().any(|joining| name.eq_ignore_ascii_case(joining))),
        _ => 0,
    }
}

/// Operators within one word beyond which it is none.
const MOST_IN_A_WORD: usize = 200;

/// Brackets and operators in what looks like an IRI or a name: behind a number, `<((1))>2` is a comparison to the parser.
fn within(shown: &str, word: &Word) -> (usize, usize) {
    if !matches!(word.kind, WordKind::Iri | WordKind::NoIri | WordKind::Name) {
        return (0, 0);
    }
    let levels = shown.bytes().filter(|byte| b"([{!^".contains(byte)).count();
    let operators = shown.bytes().filter(|byte| b"+-*/|&".contains(byte)).count();
    (levels, if operators > MOST_IN_A_WORD { operators } else { 0 })
}

fn fault(word: &Word, message: String, hint: &str) -> SyntaxFault {
    SyntaxFault { range: word.range.clone(), message, hint: Some(hint.to_owned()) }
}
