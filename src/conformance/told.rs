//! Violations in words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use oxigraph::model::{NamedNode, Term};
use rustc_hash::FxHashMap;

use super::Breach;
use super::shape_files::OwnShapes;
use crate::diagnostic::{Code, Diagnostic, Place, clip, codes};
use crate::ontology::rules;
use crate::project::Project;
use crate::shapes::{ResultSeverity, Violation};

/// Makes diagnostics of violations.
pub(super) struct Teller<'a> {
    prefixes: BTreeMap<String, String>,
    own: &'a OwnShapes,
    /// Where shapes stand.
    shapes: &'a FxHashMap<Term, Place>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(project: &Project, own: &'a OwnShapes, shapes: &'a FxHashMap<Term, Place>) -> Teller<'a> {
        Teller { prefixes: project.prefixes(), own, shapes }
    }

    /// The diagnostic of a violation; where nothing tells its place, that of the shape.
    pub(super) fn diagnostic(&self, breach: &Breach, place: Option<Place>) -> Diagnostic {
        let violation = &breach.violation;
        let shape = self.shapes.get(&violation.shape);
        let fallback = || shape.cloned().unwrap_or_else(|| Place::file(rules::FILE));
        let message = message(violation, &self.prefixes);
        let fault = Diagnostic::new(code_of(&violation.severity), place.unwrap_or_else(fallback), message);
        let mut note = format!("{} breaks {}", self.name(&violation.focus), self.name_of_shape(breach));
        let parameter = violation.component.parameter();
        let _ = match &violation.path {
            Some(path) => {
                let mut written = String::new();
                let _ = path.write(&mut written, &|node| short(&self.prefixes, node.as_str()).into_owned());
                write!(note, " (`sh:{parameter}` of `{written}`)")
            }
            None => write!(note, " (`sh:{parameter}`)"),
        };
        let fault = match (breach.is_of_rule, shape) {
            (true, _) => {
                fault.hint("`relata explain rules` shows the rule; `rules` under `[shapes]` in relata.toml chooses")
            }
            _ => fault,
        };
        fault.note(note, shape.cloned())
    }

    /// The diagnostic of a shape that is about nothing.
    pub(super) fn idle(&self, shape: &Term) -> Diagnostic {
        let file = || Place::file(self.own.files.first().map_or("", |file| &file.shown));
        let place = self.shapes.get(shape).cloned().unwrap_or_else(file);
        let named = self.own.named(shape).map(|node| format!("the shape `{}`", self.short_shape(&node)));
        let message = format!("{} is about nothing in the graph", named.as_deref().unwrap_or("a shape"));
        let hint = "look at how its target is spelt, when there should be something";
        Diagnostic::new(&codes::IDLE_SHAPE, place, message).hint(hint)
    }

    fn name(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => format!("`{}`", short(&self.prefixes, node.as_str())),
            Term::Literal(literal) => format!("`{}`", clip(literal.value())),
            _ => "a node without a name".to_owned(),
        }
    }

    fn name_of_shape(&self, breach: &Breach) -> String {
        let shape = &breach.violation.shape;
        if breach.is_of_rule {
            return format!("the rule `{}`", rules::name_of_shape(shape).unwrap_or_default());
        }
        let named = self.own.named(shape);
        named.map_or_else(
            || "a shape without a name".to_owned(),
            |node| format!("the shape `{}`", self.short_shape(&node)),
        )
    }

    /// A shape by its prefix, or by the end of its IRI.
    fn short_shape(&self, node: &NamedNode) -> String {
        let short = short(&self.prefixes, node.as_str());
        if short.starts_with('<') {
            let local = node.as_str().rsplit(['#', '/']).next().filter(|local| !local.is_empty());
            return local.unwrap_or(node.as_str()).to_owned();
        }
        short.into_owned()
    }
}

/// The code of a severity; one that the shapes made up is no milder than the gravest.
fn code_of(severity: &ResultSeverity) -> &'static Code {
    match severity {
        ResultSeverity::Violation | ResultSeverity::Other(_) => &codes::BROKEN_SHAPE,
        ResultSeverity::Warning => &codes::SHAPE_WARNING,
        ResultSeverity::Info => &codes::SHAPE_NOTICE,
    }
}

/// The shape's own words, or plain ones with IRIs by their prefixes.
fn message(violation: &Violation, prefixes: &BTreeMap<String, String>) -> String {
    if violation.messages.is_empty() {
        shortened(prefixes, violation.message())
    } else {
        violation.message().to_owned()
    }
}

/// A text with IRIs in angle brackets as one with prefixed names in backticks.
pub(super) fn in_backticks(project: &Project, text: &str) -> String {
    shortened(&project.prefixes(), text)
}

fn shortened(prefixes: &BTreeMap<String, String>, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        out.push_str(before);
        let iri = behind.split_once('>').filter(|(iri, _)| iri.contains(':') && !iri.contains([' ', '"', '<']));
        if let Some((iri, after)) = iri {
            let _ = write!(out, "`{}`", short(prefixes, iri));
            rest = after;
        } else {
            out.push('<');
            rest = behind;
        }
    }
    out + rest
}

/// An IRI by the longest namespace that it begins with, when what is left is a name; else in angle brackets.
fn short<'i>(prefixes: &BTreeMap<String, String>, iri: &'i str) -> Cow<'i, str> {
    let is_local = |local: &str| !local.is_empty() && local.chars().all(|c| c.is_alphanumeric() || "_-.%".contains(c));
    let fitting = prefixes.iter().filter_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace.as_str()).filter(|local| is_local(local))?;
        Some((namespace.len(), prefix, local))
    });
    match fitting.max() {
        Some((_, prefix, local)) => Cow::Owned(format!("{prefix}:{local}")),
        None => Cow::Owned(format!("<{iri}>")),
    }
}
