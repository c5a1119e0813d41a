//! What a project knows already that helps to read a text: the names of its actors, and which texts are its documents.

use std::collections::BTreeSet;

use crate::deciding::each_row;
use crate::project::{Project, SourceKind};

/// The names of the entities of a project: labels, aliases, and what somebody judged to be a name of them.
pub(super) fn names(project: &Project) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in &project.sources {
        match source.kind {
            SourceKind::Entities => each_row(project, source, |row| {
                names.extend(row.get("label").map(str::to_owned));
                names.extend(row.list("aliases"));
            }),
            SourceKind::Judgements => each_row(project, source, |row| {
                let is_same = row.get("judgement").is_some_and(|word| word == "same");
                let sides = ["left", "right"].into_iter().filter(|_| is_same);
                names.extend(sides.filter_map(|side| row.get(side)).map(str::to_owned));
            }),
            _ => {}
        }
    }
    names
}
