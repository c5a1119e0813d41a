//! Shapes that a project breaks, and where.

mod placed;
mod project;
mod rules;
mod sarif;

use std::path::Path;

use relata::built::check;
use relata::compile::Output;
use relata::diagnostic::{Diagnostic, Report};
use relata::project::Project;

use crate::support::Sandbox;

/// What `check` finds in a project of these files.
fn report(files: &[(&str, &str)]) -> Report {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let sandbox = Sandbox::new(&files);
    checked(&Project::find(sandbox.path()).unwrap())
}

fn checked(project: &Project) -> Report {
    let mut report = Report::new(project.policy.clone());
    let mut output = Output {
        parts: &|| Box::new(|_| ()),
        rejects: &mut |_| Ok(()),
        progress: &mut |_| (),
        begin_again: &mut || Ok(()),
    };
    check(project, &mut report, &mut output).unwrap();
    report
}

/// The faults of shapes in a project of these files, one a line: code, place, column, message, note.
fn told(files: &[(&str, &str)]) -> String {
    let report = report(files);
    let of_shapes = report.diagnostics().iter().filter(|fault| fault.code.id.starts_with("R7"));
    of_shapes.map(line).collect::<Vec<_>>().join("\n")
}

fn line(fault: &Diagnostic) -> String {
    let place = &fault.place;
    let name = |file: &str| Path::new(file).file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    let field = place.field.as_ref().map_or_else(String::new, |field| format!(" `{field}`"));
    let marked = place.excerpt.as_ref().map_or("", |excerpt| &excerpt.text[excerpt.range.clone()]);
    let note = fault.note.as_ref().map_or_else(String::new, |note| {
        let place =
            note.place.as_ref().map_or_else(String::new, |place| format!(", {}:{}", name(&place.file), place.line));
        format!(" ({}{place})", note.text)
    });
    let (file, line, column) = (name(&place.file), place.line, place.column);
    format!("{} {file}:{line}:{column}{field} [{marked}] {}{note}", fault.code.id, fault.message)
}
