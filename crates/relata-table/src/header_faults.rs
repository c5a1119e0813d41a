//! Faults of a header.

use std::fmt::Write as _;

use super::header::{Column, Layout, Naming, normal_name};
use super::mapping::{Mapping, Use};
use super::row::RawRow;
use crate::diagnostic::{Diagnostic, Finding, codes, nearest};

/// Reports what is wrong with the header of a table; false when the table cannot be used.
pub(super) fn check_header(
    raw: &RawRow,
    layout: &Layout,
    mapping: &Mapping,
    report: &mut dyn FnMut(Diagnostic),
) -> bool {
    let header = &raw.header;
    let is_written = |index: &usize| raw.record.cells.get(*index).is_some_and(|cell| !cell.range().is_empty());
    let mut unknown: Vec<usize> =
        (0..header.names.len()).filter(|index| header.is_unknown(*index)).filter(is_written).collect();
    unknown.retain(|index| !mapping.own.contains(&*header.names[*index]));
    let missing: Vec<&Column> = layout.columns.iter().filter(|column| !header.has(column.name)).collect();
    let mut faults = same_meaning(raw);
    faults.extend(mapped_to_nothing(raw, mapping));
    let required = missing.iter().filter(|column| column.required && !mapping.rules.contains_key(column.name));
    // A column of an unknown name may be the one that is missing; only where there is none it is left out on purpose.
    let (absent, required): (Vec<&Column>, Vec<&Column>) =
        required.partition(|column| column.dispensable && unknown.is_empty());
    for column in absent {
        let message = format!("the table has no column `{}`: every row is about one actor alone", column.name);
        report(raw.diagnose(Finding::new(&codes::NO_OBJECT_COLUMN, "", message)));
    }
    for column in required {
        let (fault, guess) = missing_column(raw, layout, column, &unknown);
        unknown.retain(|index| Some(*index) != guess);
        faults.push(fault);
    }
    let usable = faults.is_empty();
    faults.into_iter().for_each(&mut *report);
    unknown.retain(|index| match misspelt_column(raw, &missing, *index) {
        Some(fault) => {
            report(fault);
            false
        }
        None => true,
    });
    if let (true, Some(first)) = (usable, unknown.first()) {
        let names: Vec<String> = unknown.iter().map(|index| format!("`{}`", header.names[*index])).collect();
        let what = if names.len() == 1 { "a qualifier" } else { "qualifiers" };
        let message = format!("kept as {what}: {}", names.join(", "));
        report(raw.diagnose_at(Some(*first), Finding::new(&codes::UNKNOWN_COLUMN, "", message)));
    }
    if usable {
        direction_by_order(raw, mapping).into_iter().for_each(&mut *report);
    }
    usable
}

/// What is told of the ends of edges, which two fields call by the same names the other way round.
fn direction_by_order(raw: &RawRow, mapping: &Mapping) -> Option<Diagnostic> {
    let header = &raw.header;
    let is_subject = |index: usize| header.roles[index].is_some_and(|column| column.name == "subject");
    let tail = header.names.iter().position(|name| normal_name(name) == "tail").filter(|tail| is_subject(*tail))?;
    if mapping.rules.contains_key("subject") {
        return None;
    }
    let message = "`tail` stands before `head` and is read as the subject: an edge runs from its tail to its head";
    let hint = "where it is the other way round, map the columns: `subject = \"head\"`, `object = \"tail\"`";
    Some(raw.diagnose_at(Some(tail), Finding::new(&codes::DIRECTION_BY_ORDER, "", message).hint(hint)))
}

/// Columns that mean what an earlier one means.
fn same_meaning(raw: &RawRow) -> Vec<Diagnostic> {
    let header = &raw.header;
    let twin_of = |index: usize| {
        let role = header.roles[index]?;
        header.roles[..index].iter().position(|earlier| earlier.is_some_and(|earlier| earlier.name == role.name))
    };
    let twins = (0..header.names.len()).filter_map(|index| Some((index, twin_of(index)?)));
    let fault = |(index, twin): (usize, usize)| {
        let (name, twin) = (&header.names[index], &header.names[twin]);
        let message = if twin == name {
            format!("the column `{name}` stands twice")
        } else {
            format!("`{twin}` and `{name}` mean the same column")
        };
        let finding = Finding::new(&codes::DUPLICATE_COLUMN, "", message).hint("rename one of them");
        raw.diagnose_at(Some(index), finding)
    };
    twins.map(fault).collect()
}

/// Header cells that `relata.toml` names and the table does not have.
pub(super) fn mapped_to_nothing(raw: &RawRow, mapping: &Mapping) -> Vec<Diagnostic> {
    let names = &raw.header.names;
    let absent = mapping.headings().filter(|(written, _)| !names.iter().any(|name| **name == **written));
    let fault = |(written, used): (&str, Use<'_>)| {
        let near = nearest(written, names.iter().map(|name| &**name));
        let key = if matches!(used, Use::Filter) { "where" } else { "columns" };
        let hint =
            near.map_or_else(|| format!("mend `{key}` in `relata.toml`"), |near| format!("did you mean `{near}`?"));
        let message = match used {
            Use::Role(role) => format!("the table has no column `{written}`, which `relata.toml` reads as `{role}`"),
            Use::Own => format!("the table has no column `{written}`, of which `relata.toml` tells the type"),
            Use::Filter => format!("the table has no column `{written}`, by which `relata.toml` chooses rows"),
        };
        raw.diagnose(Finding::new(&codes::MISSING_COLUMN, "", message).hint(hint))
    };
    absent.map(fault).collect()
}

/// A required column that is missing, with the unknown one that may be meant.
fn missing_column(raw: &RawRow, layout: &Layout, column: &Column, unknown: &[usize]) -> (Diagnostic, Option<usize>) {
    let names = &raw.header.names;
    let near = nearest(column.name, unknown.iter().map(|index| &*names[*index]));
    let guess = near.and_then(|near| unknown.iter().copied().find(|index| &*names[*index] == near));
    let finding = Finding::new(&codes::MISSING_COLUMN, "", format!("the table has no column `{}`", column.name));
    if let Some(index) = guess {
        let hint = format!("did you mean `{}` by `{}`?", column.name, names[index]);
        return (raw.diagnose_at(Some(index), finding.hint(hint)), guess);
    }
    let required: Vec<&str> =
        layout.columns.iter().filter(|column| column.required).map(|column| column.name).collect();
    let plural = if required.len() == 1 { "column" } else { "columns" };
    let mut hint = format!("name the {plural} {} in the first line, or map them in `relata.toml`", required.join(", "));
    if column.dispensable {
        let _ = write!(hint, "; add an empty column `{}` when no row has one", column.name);
    }
    let mut fault = raw.diagnose(finding.hint(hint));
    fault.place.field = Some(column.name.to_owned());
    fault.place.value = None;
    (fault, None)
}

/// An unknown column whose name is near that of a missing one.
fn misspelt_column(raw: &RawRow, missing: &[&Column], index: usize) -> Option<Diagnostic> {
    let name = &raw.header.names[index];
    let known = missing
        .iter()
        .filter(|column| column.naming == Naming::Near)
        .flat_map(|column| std::iter::once(column.name).chain(column.aliases.iter().copied()));
    let normal = normal_name(name);
    let near = nearest(&normal, known.filter(|known| known.len() > 2))?;
    let message = format!("the column `{name}` is unknown and becomes a qualifier");
    let finding = Finding::new(&codes::MISSPELT_COLUMN, "", message).hint(format!("did you mean `{near}`?"));
    Some(raw.diagnose_at(Some(index), finding))
}
