//! Tables of claims of which nobody says what their columns mean: relata looks, and says what it found.
//!
//! The look is that of `relata init --from`. A header with relata's own names means what it says, and only how dates are
//! written is looked for, where not one of them is written as relata writes dates.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::paths::display_path;
use crate::columns::CLAIMS;
use crate::diagnostic::{Diagnostic, Place, clip, codes};
use crate::input::guess_parts::guess_date_parts;
use crate::input::headerless::{cell_of_row, header_line, propose_header};
use crate::input::look::{DateOrder, Look, OpenQuestion, date_format, look_into, own_columns};
use crate::input::look_words::{words_of_mapping, words_of_rule};
use crate::model::EventDate;
use crate::project::{FILE, Project, Source, SourceKind, is_usual};
use crate::table::mapping::{Mapping, Rule};
use crate::table::sample::{Sample, SamplePlace};
use crate::table::{Column, Table};

/// The project with what a look at its tables tells, and what is to be said of it; none when nothing was to be looked for.
pub(super) fn looked_at(project: &Project) -> Option<(Project, Vec<Diagnostic>)> {
    let mut said = Vec::new();
    let mut is_changed = false;
    let mut sources = Vec::with_capacity(project.sources.len());
    for source in &project.sources {
        // What cannot be read is told when it is read for its claims.
        match look_at(project, source, &mut said).ok().flatten() {
            Some(found) => {
                is_changed = true;
                sources.extend(found);
            }
            None => sources.push(source.clone()),
        }
    }
    (is_changed || !said.is_empty()).then(|| (Project { sources, ..project.clone() }, said))
}

/// The ways to read a table that is looked at; none when there is nothing to add to what is known of it.
fn look_at(project: &Project, source: &Source, said: &mut Vec<Diagnostic>) -> io::Result<Option<Vec<Source>>> {
    let is_bare = source.mapping.rules.is_empty() && source.mapping.own.is_empty();
    let look = Looking { project, source };
    if source.kind == SourceKind::Entities && is_bare && project.is_part && !is_usual(&source.path) {
        return look.at_entities(said);
    }
    if source.kind != SourceKind::Claims || !is_bare {
        return Ok(None);
    }
    let open = || project.open_table(source);
    let names = Table::headings(open()?, &CLAIMS, &source.mapping)?;
    let roles = CLAIMS.roles(&names, &source.mapping);
    let has = |column: &Column| roles.iter().flatten().any(|role| role.name == column.name);
    let is_known =
        CLAIMS.required().all(|column| has(column) || (column.dispensable && roles.iter().all(Option::is_some)));
    let n_own = OWN.iter().filter(|own| names.iter().any(|name| &**name == **own)).count();
    let is_named = |name: &std::sync::Arc<str>| FIRST.contains(&name.to_lowercase().as_str());
    // Where two of three names are relata's own, the third is a slip, which is told.
    if names.is_empty() || n_own >= 2 || (is_known && names.iter().any(is_named)) {
        return look.at_dates(&names, &roles, said);
    }
    let is_headed = !source.mapping.header.is_empty();
    let sample = if is_headed { None } else { Sample::read(open()?, &look.place(), &CLAIMS)? };
    if let Some(cell) = cell_of_row(&names, sample.as_ref()).filter(|_| !is_headed) {
        let proposed = sample.as_ref().filter(|sample| sample.delimiter.is_some()).map(propose_header);
        let proposed = proposed.unwrap_or_default();
        said.push(look.no_header(cell, &proposed));
        // Nothing more is to be said of it: its columns have no names.
        return Ok(Some(Vec::new()));
    }
    let known: BTreeSet<&str> =
        if is_known { roles.iter().flatten().map(|role| role.name).collect() } else { BTreeSet::new() };
    match look.at_all(&known, said)? {
        None if is_known => look.at_dates(&names, &roles, said),
        found => Ok(found),
    }
}

/// The names of what no table of claims can be without.
const OWN: [&str; 3] = ["subject", "predicate", "object"];

/// Names of which one tells that a header is relata's own, or that of KGTK, and means what it says.
const FIRST: [&str; 3] = ["subject", "predicate", "node1"];

/// A table that is looked at.
struct Looking<'a> {
    project: &'a Project,
    source: &'a Source,
}

/// Rows of which one that is written plainly tells that the others are slips.
const MOST_ROWS: usize = 1_000;

impl Looking<'_> {
    fn open(&self) -> io::Result<Box<dyn io::Read + Send>> {
        let file = self.project.open_table(self.source)?;
        Ok(file)
    }

    fn place(&self) -> SamplePlace<'_> {
        SamplePlace { sheet: self.source.mapping.sheet.as_deref(), header: &self.source.mapping.header }
    }

    /// Looks for relations in a table of entities that was named on the command line; none when it has none.
    fn at_entities(&self, said: &mut Vec<Diagnostic>) -> io::Result<Option<Vec<Source>>> {
        let found = look_into(&|| self.open(), &self.place(), &BTreeMap::new(), &mut |_| None)?;
        let Some((_, found)) = found.filter(|(_, found)| !found.of_entities.is_empty()) else { return Ok(None) };
        let shown = display_path(self.project, &self.source.path);
        let claims: Vec<String> = found.further.iter().map(words_of_mapping).collect();
        let message = format!(
            "found by looking at the table: entities with {} | {}",
            found.of_entities.join(", "),
            claims.join(" | ")
        );
        said.push(Diagnostic::new(&codes::LOOKED_AT, Place::file(&shown), message).hint(self.way_to_change(&shown)));
        let relations = found.further.iter().filter_map(|mapping| mapping.rules.get("object")?.column.clone());
        let mut entities = self.source.clone();
        entities.mapping.left_out.extend(relations);
        let of_claims = Source { kind: SourceKind::Claims, ..self.source.clone() };
        let own = own_columns(&found.others);
        let look = Looking { project: self.project, source: &of_claims };
        let claims = found.further.iter().map(|mapping| Source { own: own.clone(), ..look.mapped(mapping.clone()) });
        Ok(Some(std::iter::once(entities).chain(claims).collect()))
    }

    /// Looks for the meaning of all columns; none when that tells no more than the names that are known.
    fn at_all(&self, known: &BTreeSet<&str>, said: &mut Vec<Diagnostic>) -> io::Result<Option<Vec<Source>>> {
        let found = look_into(&|| self.open(), &self.place(), &BTreeMap::new(), &mut |_| None)?;
        let Some((_, found)) = found else { return Ok(None) };
        let shown = display_path(self.project, &self.source.path);
        let Look { mapping, others, open, further, .. } = found;
        let is_news = |(role, rule): (&String, &Rule)| !known.contains(role.as_str()) || rule.format.is_some();
        if !mapping.rules.iter().any(is_news) {
            return Ok(None);
        }
        let is_split = !mapping.rules.contains_key("predicate") && !further.is_empty();
        let read = if is_split { further } else { vec![mapping] };
        let words: Vec<String> = read.iter().map(words_of_mapping).collect();
        let hint = self.way_to_change(&shown);
        let message = format!("found by looking at the table: {}", words.join(" | "));
        said.push(Diagnostic::new(&codes::LOOKED_AT, Place::file(&shown), message).hint(hint));
        said.extend(open.iter().filter_map(|question| self.unclear(question)));
        let own = own_columns(&others);
        let sources = read.into_iter().map(|mapping| Source { own: own.clone(), ..self.mapped(mapping) });
        Ok(Some(sources.collect()))
    }

    /// The source, read by what was found beside what is known of it.
    fn mapped(&self, found: Mapping) -> Source {
        let mut mapping = self.source.mapping.clone();
        mapping.rules = found.rules;
        mapping.filters.extend(found.filters);
        mapping.left_out.extend(found.left_out);
        mapping.sheet = mapping.sheet.or(found.sheet);
        Source { mapping, is_looked_at: true, ..self.source.clone() }
    }

    /// Looks for how dates are written, in a table whose columns have names that are known.
    fn at_dates(
        &self,
        names: &[std::sync::Arc<str>],
        roles: &[Option<&Column>],
        said: &mut Vec<Diagnostic>,
    ) -> io::Result<Option<Vec<Source>>> {
        let mut dates = BTreeMap::new();
        let heading_of = |wanted: &str| {
            let place = roles.iter().position(|role| role.is_some_and(|role| role.name == wanted))?;
            names.get(place)
        };
        for role in ["date", "published"] {
            let Some(heading) = heading_of(role) else { continue };
            if self.is_plain(heading)? {
                continue;
            }
            let Some(sample) = Sample::read(self.open()?, &self.place(), &CLAIMS)? else { continue };
            let mut failed = None;
            let mut order = |asked: &DateOrder| {
                let settled = self.open().and_then(|reader| asked.settle(reader, &self.place()));
                settled.unwrap_or_else(|error| {
                    failed = Some(error);
                    None
                })
            };
            let format = date_format(role, heading, sample.column(heading), &mut order);
            if let Some(error) = failed {
                return Err(error);
            }
            match format {
                Ok((Some(format), _)) => {
                    dates.insert(role.to_owned(), Rule { format: Some(format), ..Rule::column(heading) });
                }
                Ok((None, _)) => {}
                Err(question) => said.extend(self.unclear(&question)),
            }
        }
        let is_part = |name: &std::sync::Arc<str>| CLAIMS.column(name).is_none();
        if heading_of("date").is_none() && names.iter().any(is_part) && names.iter().any(|name| may_be_year(name)) {
            let sample = Sample::read(self.open()?, &self.place(), &CLAIMS)?;
            if let Some(parts) = sample.and_then(|sample| guess_date_parts(&sample)) {
                dates.insert("date".to_owned(), Rule { parts: Some(parts), ..Rule::default() });
            }
        }
        if dates.is_empty() {
            return Ok(None);
        }
        let shown = display_path(self.project, &self.source.path);
        for (role, rule) in &dates {
            let message = format!("found by looking at the table: {role} ← {}", words_of_rule(rule));
            let hint = self.way_to_change(&shown);
            said.push(Diagnostic::new(&codes::LOOKED_AT, Place::file(&shown), message).hint(hint));
        }
        Ok(Some(vec![self.mapped(Mapping { rules: dates, ..Mapping::default() })]))
    }

    /// The fault of a table that begins with a row.
    fn no_header(&self, cell: &str, proposed: &[String]) -> Diagnostic {
        let shown = display_path(self.project, &self.source.path);
        let message = format!("the first line seems to be a row, no header: `{}` names no column", clip(cell));
        let hint = if proposed.is_empty() {
            "write a line above it that names the columns, such as `subject,predicate,object,date`".to_owned()
        } else if self.project.root.join(FILE).is_file() {
            format!(
                "name the columns under `[[sources]]` in `relata.toml`, such as `{}`, or in a line above the first",
                header_line(proposed)
            )
        } else {
            format!(
                "`relata init --from {shown}` names them, or write a line above it, such as `{}`",
                proposed.join(",")
            )
        };
        Diagnostic::new(&codes::NO_HEADER, Place { line: 1, ..Place::file(&shown) }, message).hint(hint)
    }

    /// How to say otherwise.
    fn way_to_change(&self, shown: &str) -> String {
        if self.project.root.join(FILE).is_file() {
            "where that is wrong, name the columns under `[sources.columns]` in `relata.toml`".to_owned()
        } else {
            format!("`relata init --from {shown}` writes this down for you to change")
        }
    }

    /// True when a date below the heading is written as relata writes dates, or there is none.
    fn is_plain(&self, heading: &str) -> io::Result<bool> {
        let (mut n_cells, mut n_filled) = (0, 0);
        let found = Sample::find(self.open()?, &self.place(), &CLAIMS, heading, |cell| {
            n_cells += 1;
            n_filled += usize::from(!cell.is_empty());
            // An impossible day is a slip in a date that is written so.
            let is_plain = EventDate::parse(cell).map_or_else(|error| !error.is_shape, |_| true);
            (is_plain || n_cells > MOST_ROWS).then_some(is_plain)
        })?;
        Ok(found.unwrap_or(false) || n_filled == 0)
    }

    /// What is said of a question that a look leaves open.
    fn unclear(&self, question: &OpenQuestion) -> Option<Diagnostic> {
        let shown = display_path(self.project, &self.source.path);
        match question {
            OpenQuestion::Order(asked) => {
                let DateOrder { heading, cell, day_first, month_first, is_mixed, .. } = &**asked;
                let what = if *is_mixed {
                    format!("some dates of `{heading}` can only begin with the day, and some only with the month")
                } else {
                    format!("nothing tells whether the dates of `{heading}` begin with the day or the month")
                };
                let message = format!("{what}: `{}` is {} or {}", clip(cell), day_first.1, month_first.1);
                let hint = format!("`relata init --from {shown}` asks which it is, and writes it down");
                Some(Diagnostic::new(&codes::UNCLEAR_DATES, Place::file(&shown), message).hint(hint))
            }
            OpenQuestion::Blocks(heading, role) => {
                let message = format!(
                    "`{heading}` seems to be filled in only in the first row of each block; nothing is filled in below"
                );
                let hint = format!(
                    "`{role} = {{ column = \"{heading}\", fill_down = true }}` in `relata.toml` fills it in; `relata init --from {shown}` begins one"
                );
                Some(Diagnostic::new(&codes::BLOCK_LABELS, Place::file(&shown), message).hint(hint))
            }
            _ => None,
        }
    }
}

/// True when a heading may be that of years.
fn may_be_year(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    crate::input::guess_parts::is_year(&heading)
}
