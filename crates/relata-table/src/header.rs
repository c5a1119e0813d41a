//! The header of a table: which column means what, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::date_parts::DateParts;
use super::mapping::{Mapping, Rule};
use super::missing::MissingWords;
use crate::diagnostic::{Diagnostic, Place, codes};

/// A column a layout gives a meaning to.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
    /// Names that are understood only beside their partner: `source` beside `target`.
    pub paired: &'static [(&'static str, &'static str)],
    /// Names that are understood only when they stand somewhere before their partner: `tail` before `head`.
    pub before: &'static [(&'static str, &'static str)],
    /// Names that are understood only when they stand somewhere behind their partner.
    pub behind: &'static [(&'static str, &'static str)],
    /// True when the table is useless without the column.
    pub required: bool,
    /// True when a required column may be missing all the same, as long as no other column can be meant.
    pub dispensable: bool,
    /// The treatment of several values in one cell.
    pub several: Several,
    /// True when its cells are texts that may run over several lines.
    pub runs_on: bool,
    /// The cells in which a word such as `NA` stands for nothing.
    pub missable: Missable,
    /// The headings that its name stands for.
    pub naming: Naming,
}

/// The headings that the name of a column stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The name, and slips of it.
    Near,
    /// The name as it is.
    Exact,
    /// The name beside a partner only, for it is a common word.
    Shy,
}

/// The cells of a column in which a word such as `NA` stands for a missing value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missable {
    /// All.
    Any,
    /// All but those whose word is a name of something.
    Name,
    /// All but those with a word that means something here, in any case.
    Unless(&'static [&'static str]),
    /// Those that hold nothing else: in a list of names the word is one.
    Whole,
    /// None: it is a text, or declares a name.
    Never,
}

/// The treatment of several values in one cell of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Several {
    /// They are one text.
    Text,
    /// The row has all of them.
    List,
    /// Each makes a claim of its own.
    Claims,
}

impl Column {
    /// A column that may be absent.
    pub const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Column {
        Column {
            name,
            aliases,
            paired: &[],
            before: &[],
            behind: &[],
            required: false,
            dispensable: false,
            several: Several::Text,
            runs_on: false,
            missable: Missable::Any,
            naming: Naming::Near,
        }
    }

    /// A column of what a row names beside itself: a common word counts only beside one of its partners.
    #[must_use]
    pub const fn beside(self, shy: bool, partners: &'static [(&'static str, &'static str)]) -> Column {
        let naming = if shy { Naming::Shy } else { Naming::Exact };
        Column { naming, paired: partners, ..self }
    }

    /// A column that must be there.
    pub const fn required(name: &'static str, aliases: &'static [&'static str]) -> Column {
        Column { required: true, ..Column::optional(name, aliases) }
    }

    /// The same column, which may be missing where no other column can be meant.
    #[must_use]
    pub const fn dispensable(self) -> Column {
        Column { dispensable: true, ..self }
    }

    /// The same column, also known by names that count before their partner only, and where nothing has its own name.
    #[must_use]
    pub const fn paired(self, paired: &'static [(&'static str, &'static str)]) -> Column {
        Column { paired, ..self }
    }

    /// The same column, also known by names that count only before or behind their partner.
    #[must_use]
    pub const fn ordered(
        self,
        before: &'static [(&'static str, &'static str)],
        behind: &'static [(&'static str, &'static str)],
    ) -> Column {
        Column { before, behind, ..self }
    }

    /// The same column, whose cells may hold several values.
    #[must_use]
    pub const fn several(self, several: Several) -> Column {
        Column { several, ..self }
    }

    /// The same column, whose cells are texts that may run over several lines.
    #[must_use]
    pub const fn running_on(self) -> Column {
        Column { runs_on: true, missable: Missable::Never, ..self }
    }

    /// The same column, with other cells in which a word may stand for a missing value.
    #[must_use]
    pub const fn missable(self, missable: Missable) -> Column {
        Column { missable, ..self }
    }

    fn is_named(&self, name: &str) -> bool {
        (self.name == name && self.naming != Naming::Shy) || self.aliases.contains(&name)
    }
}

/// The columns that a kind of table knows, with their meanings.
#[derive(Debug)]
pub struct Layout {
    /// `claims`, `entities` or `documents`.
    pub name: &'static str,
    /// The columns it knows.
    pub columns: &'static [Column],
}

impl Layout {
    /// The column with this name or alias.
    pub fn column(&self, header_cell: &str) -> Option<&'static Column> {
        let name = normal_name(header_cell);
        self.columns.iter().find(|column| column.is_named(&name))
    }

    /// The column with this name, however common a word it is, or with this alias.
    pub fn named(&self, name: &str) -> Option<&'static Column> {
        let normal = normal_name(name);
        self.columns.iter().find(|column| column.name == normal).or_else(|| self.column(name))
    }

    /// The columns that no table can be without.
    pub fn required(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| column.required)
    }

    /// True when a header cell of this name has a meaning, even if only beside certain others.
    pub fn has_meaning(&self, header_cell: &str) -> bool {
        let name = normal_name(header_cell);
        let is_paired = |column: &Column| {
            let all = column.paired.iter().chain(column.before).chain(column.behind);
            all.into_iter().any(|(alias, _)| *alias == name)
        };
        self.column(header_cell).is_some() || self.columns.iter().any(is_paired)
    }

    /// The column each header cell stands for.
    pub fn roles(&self, names: &[Arc<str>], mapping: &Mapping) -> Vec<Option<&'static Column>> {
        let place = |partner: &str| names.iter().position(|name| normal_name(name) == partner);
        let has = |partner: &str| place(partner).is_some();
        let role = |(index, name): (usize, &Arc<str>)| {
            let is_meant = |rule: &Rule| rule.column.as_deref() == Some(&**name);
            if let Some((role, _)) = mapping.rules.iter().find(|(_, rule)| is_meant(rule)) {
                return self.named(role);
            }
            if mapping.own.contains(&**name) || mapping.left_out.contains(&**name) {
                return None;
            }
            let normal = normal_name(name);
            // A name that counts beside another one only makes way for a column that is called so by itself.
            let is_paired = |column: &&'static Column| {
                // The first end of a statement stands before the other, and nobody knows what between them: a `source` behind
                // the target, or with another actor between, is who says so.
                let stands_well = |partner: &str| {
                    let between = place(partner).and_then(|partner| names.get(index + 1..partner));
                    column.naming != Naming::Near
                        || between.is_some_and(|names| names.iter().all(|name| self.column(name).is_some()))
                };
                column.paired.iter().any(|(alias, partner)| *alias == normal && has(partner) && stands_well(partner))
                    && !names.iter().any(|other| column.is_named(&normal_name(other)))
            };
            let is_ordered = |column: &&'static Column| {
                let is = |fits: fn(usize, usize) -> bool, (alias, partner): &(&str, &str)| {
                    *alias == normal && place(partner).is_some_and(|partner| fits(index, partner))
                };
                column.before.iter().any(|pair| is(|own, partner| own < partner, pair))
                    || column.behind.iter().any(|pair| is(|own, partner| own > partner, pair))
            };
            // What the project says about a column counts, whatever else is called so.
            let ordered = self.columns.iter().find(is_ordered);
            let known = ordered.or_else(|| self.column(name)).or_else(|| self.columns.iter().find(is_paired));
            known.filter(|column| !mapping.rules.contains_key(column.name))
        };
        names.iter().enumerate().map(role).collect()
    }
}

/// A header cell in the form columns are compared in: lower case, `_` for spaces and hyphens.
pub(super) fn normal_name(header_cell: &str) -> String {
    header_cell.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The columns of one table, in the order of its header.
#[derive(Debug, Default, Clone)]
pub struct Header {
    pub(super) names: Vec<Arc<str>>,
    pub(super) roles: Vec<Option<&'static Column>>,
    /// Further roles of columns that have one already.
    also: Vec<(&'static Column, usize)>,
    /// Columns that hold a part of a date each, and those whose cells are not kept.
    spoken_for: BTreeSet<usize>,
    /// Where the columns of the layout are: a claim asks for two dozen of them in every row, most of which are not there.
    places: FxHashMap<&'static str, Option<usize>>,
    /// The rules by which cells are read, by the column's name in the layout.
    rules: Arc<BTreeMap<String, Rule>>,
    /// Columns whose cells may stand for several claims, with what stands between them.
    pub(super) splits: Vec<(usize, Option<String>)>,
    /// The text between several values, for each column that may hold several.
    separators: Vec<Option<String>>,
    /// Words that stand for a missing value.
    pub(super) missing: Arc<MissingWords>,
    /// The columns that make a statement, in a table of such; none in a table of anything else.
    statement: Vec<usize>,
    /// True when rows of sums are looked for.
    has_totals: bool,
}

impl Header {
    /// Columns that are read as they are.
    pub fn bare(names: Vec<Arc<str>>) -> Header {
        Header { roles: vec![None; names.len()], names, ..Header::default() }
    }

    /// The name of the column at `index` whose cells are lists; none where they are not.
    pub(super) fn list_at(&self, index: usize) -> Option<&'static str> {
        let also = self.also.iter().filter(|(_, at)| *at == index).map(|(column, _)| *column);
        let mut columns = self.roles.get(index).copied().flatten().into_iter().chain(also);
        columns.find(|column| column.several == Several::List).map(|column| column.name)
    }

    /// Columns without a meaning, any of which may hold lists.
    pub(super) fn unmapped(names: Vec<Arc<str>>) -> Header {
        static ANY: Column = Column::optional("", &[]).several(Several::List);
        let also = (0..names.len()).map(|index| (&ANY, index)).collect();
        Header { also, has_totals: true, ..Header::bare(names) }
    }

    /// Columns of a table of `layout`, read as `mapping` says. With `lists`, cells may be lists that the format tells.
    pub(super) fn mapped(names: Vec<Arc<str>>, layout: &Layout, mapping: &Mapping, lists: bool) -> Header {
        let roles = layout.roles(&names, mapping);
        let mut header = Header { names, roles, ..Header::default() };
        header.rules = Arc::new(mapping.rules.clone());
        header.missing = Arc::new(mapping.missing.clone());
        for (role, rule) in &mapping.rules {
            let Some(column) = layout.named(role) else { continue };
            let index =
                rule.column.as_ref().and_then(|heading| header.names.iter().position(|name| **name == **heading));
            let has_it = |index: &usize| header.roles[*index].is_some_and(|of| of.name == column.name);
            header.also.extend(index.filter(|index| !has_it(index)).map(|index| (column, index)));
            let parts = rule.parts.iter().flat_map(DateParts::headings);
            header
                .spoken_for
                .extend(parts.filter_map(|heading| header.names.iter().position(|name| **name == *heading)));
        }
        let place = |heading: &String| header.names.iter().position(|name| **name == **heading);
        let left_out: Vec<usize> = mapping.left_out.iter().filter_map(place).collect();
        header.spoken_for.extend(left_out);
        header.split(lists);
        header.note_places(layout);
        header.has_totals = layout.name == "claims";
        if header.has_totals {
            header.statement = layout.required().filter_map(|column| header.index(column.name)).collect();
        }
        header
    }

    /// The columns that make a statement.
    pub(super) fn statement(&self) -> &[usize] {
        &self.statement
    }

    /// True when rows of sums are looked for.
    pub(super) fn has_totals(&self) -> bool {
        self.has_totals
    }

    /// One column more, which the first rows did not have.
    pub(super) fn add(&mut self, name: Arc<str>, layout: &Layout) -> Option<&'static Column> {
        let is_free = |column: &&'static Column| !self.has(column.name) && !self.rules.contains_key(column.name);
        let role = layout.column(&name).filter(is_free);
        self.names.push(name);
        self.roles.push(role);
        self.split(true);
        self.note_places(layout);
        role
    }

    fn note_places(&mut self, layout: &Layout) {
        // A common word means a column only where it has that role.
        let place = |column: &Column| {
            let place = self.search(column.name);
            place.filter(|index| {
                column.naming != Naming::Shy || self.roles_of(*index).any(|role| role.name == column.name)
            })
        };
        self.places = layout.columns.iter().map(|column| (column.name, place(column))).collect();
        self.separators = (0..self.names.len()).map(|index| self.separator_of(index)).collect();
    }

    fn split(&mut self, lists: bool) {
        let roles = self.roles.iter().enumerate().filter_map(|(index, role)| Some((index, (*role)?)));
        let also = self.also.iter().map(|(column, index)| (*index, *column));
        let several = roles.chain(also).filter(|(_, column)| column.several == Several::Claims);
        let between = |(index, column): (usize, &Column)| {
            let separator = self.rules.get(column.name).and_then(|rule| rule.split.clone());
            (lists || separator.is_some()).then_some((index, separator))
        };
        self.splits = several.filter_map(between).collect();
    }

    pub(super) fn index(&self, field: &str) -> Option<usize> {
        self.places.get(field).copied().unwrap_or_else(|| self.search(field))
    }

    fn search(&self, field: &str) -> Option<usize> {
        let is_field = |role: Option<&Column>| role.is_some_and(|column| column.name == field);
        if let Some(index) = self.roles.iter().position(|role| is_field(*role)) {
            return Some(index);
        }
        if let Some((_, index)) = self.also.iter().find(|(column, _)| column.name == field) {
            return Some(*index);
        }
        // A column that the project fills otherwise is not the one that happens to be called so.
        let is_named = |name: &Arc<str>| &**name == field && !self.rules.contains_key(field);
        self.names.iter().position(is_named)
    }

    /// The meanings of a column.
    fn roles_of(&self, index: usize) -> impl Iterator<Item = &'static Column> {
        let also = self.also.iter().filter(move |(_, shared)| *shared == index).map(|(column, _)| *column);
        self.roles.get(index).copied().flatten().into_iter().chain(also)
    }

    /// True when a cell of this column may be a list, in any of its roles.
    pub(super) fn takes_list(&self, index: usize) -> bool {
        self.roles_of(index).any(|column| column.several != Several::Text)
    }

    /// The cells of this column in which a word stands for a missing value, in all of its roles.
    pub(super) fn missable(&self, index: usize) -> Missable {
        self.roles_of(index).map(|column| column.missable).max().unwrap_or(Missable::Any)
    }

    /// The text between several values in a cell of this column, where it may hold several.
    pub(super) fn separator(&self, index: usize) -> Option<&str> {
        self.separators.get(index)?.as_deref()
    }

    fn separator_of(&self, index: usize) -> Option<String> {
        let between = |column: &Column| {
            let split = self.rules.get(column.name).and_then(|rule| rule.split.as_deref());
            split.or((column.several == Several::List).then_some(";")).map(str::to_owned)
        };
        self.roles_of(index).find_map(between)
    }

    /// The rule by which the cells of this column are read, where the project has one.
    pub(super) fn rule(&self, field: &str) -> Option<&Rule> {
        self.rules.get(field)
    }

    /// True when a column means nothing by itself: it has no role and holds no part of a date.
    pub(super) fn is_unknown(&self, index: usize) -> bool {
        self.roles.get(index).is_none_or(Option::is_none) && !self.spoken_for.contains(&index)
    }

    /// The value of rows whose cell is empty.
    pub(super) fn constant(&self, field: &str) -> Option<&str> {
        self.rules.get(field)?.constant.as_deref()
    }

    /// True when the table has this column, or the project has a value for it.
    pub fn has(&self, field: &str) -> bool {
        self.index(field).is_some() || self.constant(field).is_some()
    }

    /// The header cells as written.
    pub fn names(&self) -> &[Arc<str>] {
        &self.names
    }
}

/// The first bytes of Excel files from before 2007, and of workbooks that are locked by a password.
pub(super) const OLD_WORKBOOK: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The fault of a file that is not delimited text at all.
pub(super) fn not_a_table(file: &str, start: &[u8]) -> Option<Diagnostic> {
    let fault =
        |message: &str, hint: &str| Some(Diagnostic::new(&codes::NOT_TEXT, Place::file(file), message).hint(hint));
    if start.starts_with(b"PK\x03\x04") || start.starts_with(OLD_WORKBOOK) {
        return fault("the file is a workbook or an archive, no text", "save the sheet as CSV UTF-8 (comma delimited)");
    }
    let has_mark = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    let n_zeros = start.iter().take(64).filter(|byte| **byte == 0).count();
    if has_mark || n_zeros > start.len().min(64) / 3 {
        return fault("the file is in UTF-16, relata reads UTF-8", "save it as CSV UTF-8 (comma delimited)");
    }
    None
}

/// The delimiter under which the header names the most known columns; the comma when none does.
pub(super) fn sniff_delimiter(start: &[u8], layout: &Layout, mapping: &Mapping) -> u8 {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let known = |delimiter: u8| {
        let cells = line.split(char::from(delimiter)).map(|cell| cell.trim().trim_matches('"'));
        let known = cells
            .clone()
            .filter(|cell| layout.column(cell).is_some() || mapping.headings().any(|(written, _)| written == *cell))
            .count();
        (known, cells.count())
    };
    let best = [b',', b'\t', b';', b'|'].into_iter().rev().max_by_key(|delimiter| known(*delimiter));
    best.unwrap_or(b',')
}

pub(super) fn example_header(layout: &Layout) -> String {
    layout.columns.iter().take(5).map(|column| column.name).collect::<Vec<_>>().join(",")
}
