//! Rows of tables that are needed on the way, whatever else stands in these.

use crate::files::unpacked;
use crate::project::{Project, Source};
use crate::table::{Row, Table};

/// Calls `take` for each sound row of a table; what keeps others from being read is told when the project is checked.
pub fn each_row(project: &Project, source: &Source, mut take: impl FnMut(&Row<'_>)) {
    let open = || {
        let file = project.open(source).and_then(unpacked).ok()?;
        Table::open("", file, source.kind.layout()?, &source.mapping, &mut |_| ()).ok().flatten()
    };
    let Some(mut table) = open() else { return };
    while let Ok(Some(row)) = table.read() {
        row.iter().for_each(&mut take);
    }
}
