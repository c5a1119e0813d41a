//! What a file named on the command line holds, told from its name and its header.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::sources::{Source, SourceKind};
use super::usual::usual_kind;
use crate::columns;
use crate::files::{Reach, unpacked as opened};
use crate::input::events::EventFormat;
use crate::input::guess::propose_columns;
use crate::input::rdf;
use crate::table::header::Column;
use crate::table::{Mapping, Table};

impl Source {
    /// What a file named on the command line holds: by its name, else by the columns of its header, else claims.
    pub(super) fn detect(path: &Path, reach: &Reach) -> Source {
        let is_rdf = || rdf::format_of(path).filter(|_| !is_table_name(path)).map(|_| SourceKind::Rdf);
        let by_name = usual_kind(&as_csv(path)).or_else(is_rdf);
        let kind = by_name.unwrap_or_else(|| kind_by_header(path, reach).unwrap_or(SourceKind::Claims));
        Source::bare(kind, path.to_owned())
    }
}

/// How names of tables end; what is in a file tells which kind of table it is.
const TABLE_ENDINGS: &[&str] =
    &["csv", "tsv", "txt", "tab", "jsonl", "ndjson", "json", "xlsx", "xlsm", "xlsb", "xls", "ods", "parquet"];

/// The path without the ending of a packed file.
fn unpacked(path: &Path) -> PathBuf {
    let is_packed = path.extension().is_some_and(|ending| ending == "gz" || ending == "zip");
    if is_packed { path.with_extension("") } else { path.to_owned() }
}

/// True when a file is a table by its name, packed or not.
pub fn is_table_name(path: &Path) -> bool {
    let path = unpacked(path);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    TABLE_ENDINGS.iter().any(|table| ending.eq_ignore_ascii_case(table))
}

/// The name a table would have if it were CSV.
fn as_csv(path: &Path) -> PathBuf {
    if is_table_name(path) { unpacked(path).with_extension("csv") } else { path.to_owned() }
}

/// The data set of events whose columns a header has: each has a name that no other table gives a column.
fn data_set_of(headings: &[Arc<str>]) -> Option<EventFormat> {
    let has = |name: &str| headings.iter().any(|heading| heading.eq_ignore_ascii_case(name));
    if has("globaleventid") {
        Some(EventFormat::Gdelt)
    } else if has("event_id_cnty") {
        Some(EventFormat::Acled)
    } else {
        (has("type_of_violence") && has("dyad_new_id")).then_some(EventFormat::Ucdp)
    }
}

/// The layout that the header of a table fits: the one all of whose required columns it has, and the most others; else
/// claims when it has two ends of a statement under other names, else the layout most of its columns belong to.
fn kind_by_header(path: &Path, reach: &Reach) -> Option<SourceKind> {
    let file = opened(reach.open(path).ok()?).ok()?;
    let headings = Table::headings(file, &columns::CLAIMS, &Mapping::default()).ok()?;
    if let Some(format) = data_set_of(&headings) {
        return Some(SourceKind::Events(format));
    }
    // Of several that fit as well, the last one counts.
    let kinds = [SourceKind::Judgements, SourceKind::Documents, SourceKind::Entities, SourceKind::Claims];
    let roles = |kind: SourceKind| kind.layout().map(|layout| layout.roles(&headings, &Mapping::default()));
    let known = |kind: &SourceKind| roles(*kind).map_or(0, |roles| roles.iter().flatten().count());
    let is_whole = |kind: &SourceKind| {
        let has = |column: &Column| roles(*kind).iter().flatten().flatten().any(|role| role.name == column.name);
        kind.layout().is_some_and(|layout| layout.required().all(|column| column.dispensable || has(column)))
    };
    let whole = kinds.into_iter().filter(is_whole).max_by_key(known);
    let words: Vec<String> = headings.iter().map(ToString::to_string).collect();
    let proposed = propose_columns(&words);
    let has = |roles: &[&str]| roles.iter().all(|role| proposed.contains_key(*role));
    let has_ends = || has(&["subject", "object"]);
    // A few common names, such as `id`, tell less than two ends, and none tells more than a whole statement.
    let is_told = |kind: &SourceKind| known(kind) > 2 && !has(&["subject", "predicate", "object"]);
    let whole = whole.filter(|kind| *kind == SourceKind::Claims || is_told(kind) || !has_ends());
    whole.or_else(|| has_ends().then_some(SourceKind::Claims)).or_else(|| {
        let likely = kinds.into_iter().max_by_key(known);
        likely.filter(|kind| known(kind) > 0)
    })
}
