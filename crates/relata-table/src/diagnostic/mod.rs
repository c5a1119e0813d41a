//! What is wrong, where, and what to do?
//!
//! A fault in a source is a value, not an exception: a [`Diagnostic`] names its
//! [`Code`], the place (file, line, column, field, cell) and a way out. The
//! [`Report`] applies the project's [`Policy`] and tells the reader whether the
//! row may stay. This module knows no file format, no RDF and no terminal.

mod caught;
pub mod codes;
mod near;
mod visible;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

pub use caught::{caught, keep_caught_panics_quiet};
pub use near::{KnownNames, is_slip, nearest};
pub use visible::{Visible, visible, visible_line};

/// A kind of fault: its stable identifier, name, default actions and explanation.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable identifier such as `R202`.
    pub id: &'static str,
    /// Readable name such as `bad-date`; accepted wherever the identifier is.
    pub name: &'static str,
    /// The action by default.
    pub action: Action,
    /// The action under `--strict`.
    pub strict: Action,
    /// Meaning, reason, example and remedy, in Markdown.
    pub explanation: &'static str,
}

/// The reaction of a project to a kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Say nothing, keep the row.
    Allow,
    /// Mention it, keep the row; does not count as a problem.
    Notice,
    /// Warn, keep the row.
    Warn,
    /// Report an error, leave the row out.
    Reject,
    /// Report an error and stop reading.
    Abort,
}

/// The gravity of a reported fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing to mend.
    Notice,
    /// Probably wrong; the row was kept.
    Warning,
    /// Wrong; the row was left out.
    Error,
}

impl Severity {
    /// The word used in messages and in every machine format.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// The place of a fault: the file, and as much as is known of the place inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path as the user would write it.
    pub file: Arc<str>,
    /// Line, starting at 1; 0 when the whole file is meant.
    pub line: u64,
    /// Column of the cell's first character in that line, in characters, starting at 1; 0 when unknown.
    pub column: u64,
    /// Name of the field (the header cell, or a key in `relata.toml`).
    pub field: Option<String>,
    /// The offending cell as the user wrote it.
    pub value: Option<String>,
    /// The line for showing, with the byte range to underline.
    pub excerpt: Option<Excerpt>,
}

/// A line of a source with the range to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The text of the line, undecodable bytes replaced.
    pub text: String,
    /// Bytes of `text` to underline.
    pub range: std::ops::Range<usize>,
}

impl Place {
    /// The place that means a whole file.
    pub fn file(file: &str) -> Place {
        Place { file: file.into(), line: 0, column: 0, field: None, value: None, excerpt: None }
    }
}

/// One fault at one place.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The kind of fault.
    pub code: &'static Code,
    /// Set by the [`Report`] from the policy; the code's default until then.
    pub severity: Severity,
    /// The place of the fault.
    pub place: Place,
    /// The fault in one line.
    pub message: String,
    /// A way out.
    pub hint: Option<String>,
    /// What else has to do with it.
    pub note: Option<Box<Note>>,
}

/// Something that explains a fault, maybe with a place of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// One line: lower case, no full stop.
    pub text: String,
    /// The place it speaks of.
    pub place: Option<Place>,
}

impl Diagnostic {
    /// A fault of kind `code` at `place`.
    pub fn new(code: &'static Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, severity: severity_of(code.action), place, message: message.into(), hint: None, note: None }
    }

    /// The same fault with a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// The same fault with something that explains it.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>, place: Option<Place>) -> Diagnostic {
        self.note = Some(Box::new(Note { text: text.into(), place }));
        self
    }
}

impl Diagnostic {
    /// Cuts what is long.
    fn shorten(&mut self) {
        let texts = [Some(&mut self.message), self.hint.as_mut(), self.place.value.as_mut(), self.place.field.as_mut()];
        texts.into_iter().flatten().for_each(|text| cut(text, MOST_SHOWN));
        if let Some(note) = &mut self.note {
            cut(&mut note.text, MOST_SHOWN);
        }
        if let Some(excerpt) = &mut self.place.excerpt {
            excerpt.shorten();
        }
    }

    /// The bytes it takes, about.
    fn size(&self) -> usize {
        let Place { field, value, excerpt, .. } = &self.place;
        let texts = [Some(&self.message), self.hint.as_ref(), field.as_ref(), value.as_ref()];
        let texts = texts.into_iter().flatten().map(String::len).sum::<usize>();
        let texts = texts + self.note.as_ref().map_or(0, |note| size_of::<Note>() + note.text.len());
        size_of::<Diagnostic>() + texts + excerpt.as_ref().map_or(0, |excerpt| excerpt.text.len())
    }
}

impl Excerpt {
    /// Cuts a long line, so that what is underlined stays in sight.
    fn shorten(&mut self) {
        if self.text.len() <= MOST_SHOWN {
            return;
        }
        let start = boundary(&self.text, self.range.start.saturating_sub(MOST_SHOWN / 4));
        let end = boundary(&self.text, start + MOST_SHOWN);
        let mark = if start > 0 { "…" } else { "" };
        let shown = |at: usize| at.clamp(start, end) - start + mark.len();
        self.range = shown(self.range.start)..shown(self.range.end);
        let behind = if end < self.text.len() { "…" } else { "" };
        self.text = format!("{mark}{}{behind}", &self.text[start..end]);
    }
}

/// The last place up to `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Cuts a text that has more than `most` bytes, and marks that it did.
fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        text.truncate(boundary(text, most));
        text.push('…');
        text.shrink_to_fit();
    }
}

/// A fault in a row, by field; the reader of the row adds the place and makes it a [`Diagnostic`].
#[derive(Debug, Clone)]
pub struct Finding {
    /// The kind of fault.
    pub code: &'static Code,
    /// The column it is in, by its name in the layout; empty when it is the row as a whole.
    pub field: Cow<'static, str>,
    /// The fault in one line.
    pub message: String,
    /// A way out.
    pub hint: Option<String>,
}

impl Finding {
    /// A fault of kind `code` in `field`.
    pub fn new(code: &'static Code, field: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Finding {
        Finding { code, field: field.into(), message: message.into(), hint: None }
    }

    /// True when it says the same of the same column.
    pub fn is_same(&self, other: &Finding) -> bool {
        self.code == other.code && self.field == other.field && self.message == other.message
    }

    /// The same fault with a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = Some(hint.into());
        self
    }
}

fn severity_of(action: Action) -> Severity {
    match action {
        Action::Allow | Action::Notice => Severity::Notice,
        Action::Warn => Severity::Warning,
        Action::Reject | Action::Abort => Severity::Error,
    }
}

/// The action of each code: the defaults, `--strict`, and `[severity]` of `relata.toml`.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Warnings become errors, and so does an unknown entity.
    pub strict: bool,
    /// Actions by code identifier; they win over the defaults and over `strict`.
    pub actions: BTreeMap<&'static str, Action>,
}

impl Policy {
    /// The action for `code`.
    pub fn action(&self, code: &Code) -> Action {
        let default = if self.strict { code.strict } else { code.action };
        let set = |code: &Code| self.actions.get(code.id).copied();
        set(code).or_else(|| set(codes::wider(code)?)).unwrap_or(default)
    }

    /// True when a fault with this code costs its row its place.
    pub fn rejects(&self, code: &Code) -> bool {
        matches!(self.action(code), Action::Reject | Action::Abort)
    }
}

/// The answer to a fault in a row: the row stays, or it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The row stays.
    Keep,
    /// The row is left out.
    Reject,
}

/// The most diagnostics a report holds; the rest are only counted, so that a
/// file of nothing but faults cannot fill the memory. Notices have half of it, and leave the other half to what has to be mended.
pub const MOST_HELD: usize = 100_000;

/// The most bytes that the diagnostics of a report have, likewise.
pub const MOST_BYTES_HELD: usize = 64 << 20;

/// The most bytes that a report keeps of a message, a way out, a cell, or a line to show. Whoever mends a table has the
/// table, and a row of a megabyte may have a thousand faults.
pub const MOST_SHOWN: usize = 4_000;

/// The faults found so far, under one policy.
#[derive(Debug, Default, Clone)]
pub struct Report {
    policy: Policy,
    diagnostics: Vec<Diagnostic>,
    /// Bytes of those, about.
    n_bytes: usize,
    counts: BTreeMap<&'static str, (Severity, u64)>,
    aborted: bool,
}

impl Report {
    /// An empty report under `policy`.
    pub fn new(policy: Policy) -> Report {
        Report { policy, ..Report::default() }
    }

    /// The policy that faults are judged by.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Takes a fault and says whether its row may stay.
    pub fn push(&mut self, mut diagnostic: Diagnostic) -> Verdict {
        let action = self.policy.action(diagnostic.code);
        if action == Action::Allow {
            return Verdict::Keep;
        }
        diagnostic.severity = severity_of(action);
        self.aborted |= action == Action::Abort;
        self.counts.entry(diagnostic.code.id).or_insert((diagnostic.severity, 0)).1 += 1;
        let share = if diagnostic.severity == Severity::Notice { 2 } else { 1 };
        if self.diagnostics.len() < MOST_HELD / share && self.n_bytes < MOST_BYTES_HELD / share {
            diagnostic.shorten();
            self.n_bytes += diagnostic.size();
            self.diagnostics.push(diagnostic);
        }
        match action {
            Action::Reject | Action::Abort => Verdict::Reject,
            _ => Verdict::Keep,
        }
    }

    /// Takes a fault that no row depends on.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.push(diagnostic);
    }

    /// Gives faults of this code, by their message, a better way out.
    pub fn amend<'h>(&mut self, code: &Code, hint: impl Fn(&str) -> Option<&'h str>) {
        for diagnostic in self.diagnostics.iter_mut().filter(|diagnostic| diagnostic.code.id == code.id) {
            if let Some(hint) = hint(&diagnostic.message) {
                diagnostic.hint = Some(hint.to_owned());
            }
        }
    }

    /// The faults held, in file and line order once [`Report::sort`] ran.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Orders the faults by file, line and column, so that a report does not depend on when a check ran.
    pub fn sort(&mut self) {
        self.diagnostics.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.place.file.clone(), d.place.line, d.place.column, d.code.id);
            key(a).cmp(&key(b))
        });
    }

    /// The number of faults of `severity` that were found, held or not.
    pub fn count(&self, severity: Severity) -> u64 {
        self.counts.values().filter(|(of, _)| *of == severity).map(|(_, n)| n).sum()
    }

    /// The number of faults of this code that were found, held or not.
    pub fn count_of(&self, code: &Code) -> u64 {
        self.counts.get(code.id).map_or(0, |(_, n)| *n)
    }

    /// The number of faults that were found, held or not.
    pub fn total(&self) -> u64 {
        self.counts.values().map(|(_, n)| n).sum()
    }

    /// True when a fault with the action `abort` was found, after which reading stops.
    pub fn aborted(&self) -> bool {
        self.aborted
    }
}

/// The start of a cell, for a message on one line.
pub fn clip(cell: &str) -> String {
    const MOST: usize = 60;
    let line = cell.replace(['\n', '\r', '\t'], " ");
    if line.chars().count() <= MOST { line } else { line.chars().take(MOST).chain(['…']).collect() }
}
