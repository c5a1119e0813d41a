//! What a project knows already that helps to read a text: the names of its actors, and which texts are its documents.

use std::collections::BTreeSet;

use crate::files::unpacked;
use crate::project::{Project, Source, SourceKind};
use crate::table::{Row, Table};

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

/// Calls `take` for each sound row of a table; what keeps others from being read is told when the project is checked.
pub(super) fn each_row(project: &Project, source: &Source, mut take: impl FnMut(&Row<'_>)) {
    let open = || {
        let file = project.open(source).and_then(unpacked).ok()?;
        Table::open("", file, source.kind.layout()?, &source.mapping, &mut |_| ()).ok().flatten()
    };
    let Some(mut table) = open() else { return };
    while let Ok(Some(row)) = table.read() {
        row.iter().for_each(&mut take);
    }
}
