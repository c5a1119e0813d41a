//! What a table of claims probably means, told from its header and its first rows.
//!
//! Headings come first, by the names of the layout and by telling words in many languages; cells speak against them, and for
//! columns whose headings say nothing. What the cells leave open is a question for whoever knows the table. Nothing
//! here asks it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::Arc;

use super::guess::{propose_columns, propose_of_document};
use super::guess_cells::{
    DateGuess, ScoreGuess, are_addresses, are_headlines, are_ids, are_names, are_numbers_apart, are_sentences,
    are_years, guess_dates, guess_scores, guess_separator, guess_type, share_of_predicates,
};
use super::guess_parts::{guess_date_parts, is_year};
use super::look_entities::columns_of_entities;
use super::own::{OwnColumns, SaidOfColumn};
use crate::columns::{CLAIM, CLAIMS, Field, Holds};
use crate::model::{CellType, EventDate, OwnColumn};
use crate::ontology::Ontology;
use crate::table::date_parts::DateParts;
use crate::table::mapping::{CellFormat, DatePattern, Mapping, RowFilter, Rule, Test};
use crate::table::sample::{Sample, SamplePlace, shown};
use crate::table::workbook::sheets;

/// What a look at a table finds.
#[derive(Debug, Default)]
pub struct Look {
    /// How its columns are read.
    pub mapping: Mapping,
    /// Examples of cells, and what else is remarkable about them, by column of the layout.
    pub remarks: BTreeMap<String, String>,
    /// Questions that headings and cells leave open.
    pub open: Vec<OpenQuestion>,
    /// Headings that have no meaning, with what their cells are.
    pub others: Vec<(String, CellType)>,
    /// Further ways to read each row, where it holds several relations: each has the name of its relation above a column.
    pub further: Vec<Mapping>,
    /// Headings that tell of who acts, where the table is one of entities as well.
    pub of_entities: Vec<String>,
}

/// A question that a look leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenQuestion {
    /// Nothing looks like a column that no table of claims can be without.
    Missing(&'static str),
    /// Dates begin with the day or with the month.
    Order(Box<DateOrder>),
    /// Dates are written in no way that is known: heading and example.
    Dates(String, String),
    /// Scores are neither shares nor percentages: heading and example.
    Scores(String, String),
    /// Cells are filled in only where something new begins, it seems: heading, and what it is read as.
    Blocks(String, String),
}

/// Two ways to read the dates of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateOrder {
    /// The column of the layout.
    pub role: String,
    /// The heading.
    pub heading: String,
    /// A cell that is another day either way.
    pub cell: String,
    /// Day first: pattern and date.
    pub day_first: (&'static str, String),
    /// Month first: pattern and date.
    pub month_first: (&'static str, String),
    /// True when some cells can only be read the one way and some only the other.
    pub is_mixed: bool,
}

impl DateOrder {
    /// The order that some cell of the whole table tells, true for the day first: none when all can be read either way.
    ///
    /// # Errors
    /// When `reader` fails.
    pub fn settle(&self, reader: Box<dyn Read + Send + '_>, place: &SamplePlace<'_>) -> io::Result<Option<bool>> {
        let patterns = [self.day_first.0, self.month_first.0].map(DatePattern::new);
        let [Ok(day_first), Ok(month_first)] = patterns else { return Ok(None) };
        let is_date =
            |pattern: &DatePattern, cell: &str| pattern.read(cell).is_some_and(|date| EventDate::parse(&date).is_ok());
        // Where the first rows contradict each other, no later one decides.
        if self.is_mixed {
            return Ok(None);
        }
        Sample::find(reader, place, &CLAIMS, &self.heading, |cell| {
            match (is_date(&day_first, cell), is_date(&month_first, cell)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            }
        })
    }
}

/// The columns no table of claims can be without.
pub fn required() -> impl Iterator<Item = &'static str> {
    CLAIM.iter().filter(|field| field.column.required).map(Field::name)
}

/// Looks at a table. `given` says what columns of the layout are, by a heading or by one value for all rows; `order` is asked
/// which of two orders the days of a column have, true for the day first.
pub fn look(
    sample: &Sample,
    given: &BTreeMap<String, String>,
    order: &mut dyn FnMut(&DateOrder) -> Option<bool>,
) -> Look {
    let mut columns = columns_of(sample);
    let mut parts = guess_date_parts(sample);
    if let Some(parts) = &parts {
        // `Day` beside `Year` and `Month` is no date.
        columns.retain(|role, heading| role != "date" || !parts.headings().any(|part| part == heading));
    }
    let mut constants: BTreeMap<&str, &str> = BTreeMap::new();
    for (role, said) in given {
        columns.remove(role);
        if sample.headings.contains(said) {
            columns.retain(|_, heading| heading != said);
            columns.insert(role.clone(), said.clone());
        } else {
            constants.insert(role, said);
        }
    }
    parts = parts.filter(|_| !columns.contains_key("date") && !constants.contains_key("date"));
    let mut found = Look::default();
    let mut relations = if columns.contains_key("predicate") || constants.contains_key("predicate") {
        Vec::new()
    } else {
        relations_of(sample, &mut columns)
    };
    let of_entities = columns_of_entities(sample, &columns);
    if relations.iter().any(|relation| !of_entities.contains(relation)) && !columns.contains_key("object") {
        // What tells of an entity is told once, and not with each claim.
        relations.retain(|relation| !of_entities.contains(relation));
        columns.retain(|role, heading| role == "subject" || !of_entities.contains(heading));
        found.of_entities = of_entities;
    }
    read_cells(sample, &columns, order, &mut found);
    for (role, constant) in constants {
        let rule = Rule { constant: Some(constant.to_owned()), ..Rule::default() };
        found.mapping.rules.insert(role.to_owned(), rule);
        found.remarks.insert(role.to_owned(), String::new());
    }
    if let Some(parts) = parts {
        found.mapping.rules.insert("date".to_owned(), Rule { parts: Some(parts), ..Rule::default() });
        found.remarks.insert("date".to_owned(), String::new());
    }
    deny_roles(sample, &mut found);
    // Each relation of a row has the predicate and the object that the rest may lack.
    let is_open = |role: &&str| relations.is_empty() || !matches!(*role, "predicate" | "object");
    let missing = required().filter(|role| !found.mapping.rules.contains_key(*role)).filter(is_open);
    found.open.extend(missing.map(OpenQuestion::Missing).collect::<Vec<_>>());
    let blocks = sample.blocks.iter().map(|heading| {
        let role = columns.iter().find(|(_, column)| *column == heading).map_or(heading, |(role, _)| role);
        OpenQuestion::Blocks(heading.clone(), role.clone())
    });
    found.open.extend(blocks);
    found.further = relations.iter().map(|heading| relation(&found, heading, &relations, sample)).collect();
    found.others = others(sample, &found, &relations);
    found
}

/// Opens the same table as often as it is asked.
pub type Opener<'o> = dyn Fn() -> io::Result<Box<dyn Read + Send>> + 'o;

/// Looks into a table: of a workbook with several sheets, into the first one that has the columns of claims, unless `sheet`
/// names one; none when there is no header. What the whole table tells of the order of days is found out before `order` is
/// asked.
///
/// # Errors
/// When the table cannot be opened or read.
pub fn look_into(
    open: &Opener<'_>,
    place: &SamplePlace<'_>,
    given: &BTreeMap<String, String>,
    order: &mut dyn FnMut(&DateOrder) -> Option<bool>,
) -> io::Result<Option<(Sample, Look)>> {
    let SamplePlace { sheet, header } = *place;
    let names = if sheet.is_some() { Vec::new() } else { sheets(open()?)? };
    let mut first = None;
    let choices = names.iter().map(|name| Some(name.as_str())).chain(names.is_empty().then_some(sheet));
    for name in choices {
        let place = SamplePlace { sheet: name, header };
        let Some(sample) = Sample::read(open()?, &place, &CLAIMS)? else { continue };
        let mut failed = None;
        let mut settle = |asked: &DateOrder| match open().and_then(|reader| asked.settle(reader, &place)) {
            Ok(settled) => settled.or_else(|| order(asked)),
            Err(error) => {
                failed = Some(error);
                None
            }
        };
        let mut found = look(&sample, given, &mut settle);
        if let Some(error) = failed {
            return Err(error);
        }
        found.mapping.sheet = name.filter(|_| names.len() > 1 || sheet.is_some()).map(str::to_owned);
        found.mapping.header = header.to_vec();
        for further in &mut found.further {
            further.sheet.clone_from(&found.mapping.sheet);
            further.header.clone_from(&found.mapping.header);
        }
        if !found.open.iter().any(|question| matches!(question, OpenQuestion::Missing(_))) {
            return Ok(Some((sample, found)));
        }
        first.get_or_insert((sample, found));
    }
    Ok(first.filter(|(sample, _)| !sample.headings.is_empty()))
}

/// What is known of the types of columns that have no meaning.
pub fn own_columns(others: &[(String, CellType)]) -> OwnColumns {
    let typed = others.iter().filter(|(_, holds)| *holds != CellType::Text);
    let said = |(heading, holds): &(String, CellType)| SaidOfColumn {
        heading: heading.clone(),
        column: OwnColumn::new(heading.as_str()).holding(*holds),
    };
    OwnColumns::new(typed.map(said).collect())
}

/// Heading by role, by the headings; where these leave it open, by the cells.
fn columns_of(sample: &Sample) -> BTreeMap<String, String> {
    let mut columns = propose_columns(&sample.headings);
    mend_by_cells(sample, &mut columns);
    let free = |columns: &BTreeMap<String, String>| -> Vec<String> {
        sample.headings.iter().filter(|heading| !columns.values().any(|used| used == *heading)).cloned().collect()
    };
    if !columns.contains_key("predicate") {
        let share = |heading: &String| share_of_predicates(sample.column(heading));
        let best =
            free(&columns).into_iter().map(|heading| (share(&heading), heading)).filter(|(share, _)| *share > 0.5);
        if let Some((_, heading)) = best.max_by(|a, b| a.0.total_cmp(&b.0)) {
            columns.insert("predicate".to_owned(), heading);
        }
    }
    add_last_end(sample, &mut columns);
    let is_years = |heading: &&String| is_year(&heading.to_lowercase()) && are_years(sample.column(heading));
    if !columns.contains_key("date")
        && guess_date_parts(sample).is_none()
        && let Some(heading) = free(&columns).iter().find(is_years)
    {
        columns.insert("date".to_owned(), heading.clone());
    }
    if !columns.contains_key("date") {
        let is_dates = |heading: &String| {
            let cells = sample.column(heading);
            // Bare years are numbers as well.
            let is_number = cells.iter().all(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()));
            !cells.is_empty() && !is_number && guess_dates(cells) != DateGuess::Unknown
        };
        if let Some(heading) = free(&columns).into_iter().find(is_dates) {
            columns.insert("date".to_owned(), heading);
        }
    }
    if !["document", "url"].iter().any(|role| columns.contains_key(*role))
        && let Some(heading) = free(&columns).into_iter().find(|heading| are_addresses(sample.column(heading)))
    {
        columns.insert("document".to_owned(), heading);
    }
    propose_of_document(&sample.headings, &mut columns);
    if let Some(heading) = free(&columns).into_iter().find(|heading| are_sentences(sample.column(heading))) {
        columns.entry("note".to_owned()).or_insert(heading);
    }
    columns
}

/// Adds an end that is missing, where a single column is left whose names stand at the other end as well.
fn add_last_end(sample: &Sample, columns: &mut BTreeMap<String, String>) {
    let ends = ["subject", "predicate", "object"];
    let mut missing = ends.into_iter().filter(|role| !columns.contains_key(*role));
    let (Some(role @ ("subject" | "object")), None) = (missing.next(), missing.next()) else { return };
    let is_free = |heading: &&String| !columns.values().any(|used| used == *heading);
    let other = if role == "subject" { "object" } else { "subject" };
    let known = columns.get(other).map(|heading| sample.column(heading)).unwrap_or_default();
    let is_end = |cells: &[String]| are_names(cells) && cells.iter().any(|cell| known.contains(cell));
    let mut free = sample.headings.iter().filter(is_free).filter(|heading| is_end(sample.column(heading)));
    if let (Some(heading), None) = (free.next(), free.next()) {
        columns.insert(role.to_owned(), heading.clone());
    }
}

/// Takes back what the cells of a column speak against.
fn mend_by_cells(sample: &Sample, columns: &mut BTreeMap<String, String>) {
    let cells = |columns: &BTreeMap<String, String>, role: &str| {
        columns.get(role).map(|heading| sample.column(heading)).filter(|cells| !cells.is_empty()).unwrap_or_default()
    };
    for role in ["said_by", "quote", "note", "publisher", "title"] {
        if are_addresses(cells(columns, role))
            && let Some(heading) = columns.remove(role)
        {
            columns.entry("document".to_owned()).or_insert(heading);
        }
    }
    if !are_ids(cells(columns, "id"))
        && let Some(heading) = columns.remove("id")
        // A text is worth reading; what repeats is kept as it is.
        && sample.column(&heading).iter().any(|cell| cell.contains(char::is_whitespace))
    {
        columns.entry("note".to_owned()).or_insert(heading);
    }
    if are_numbers_apart(cells(columns, "predicate")) {
        columns.remove("predicate");
    }
    if are_headlines(cells(columns, "predicate"))
        && let Some(heading) = columns.remove("predicate")
    {
        columns.entry("note".to_owned()).or_insert(heading);
    }
    for role in ["subject", "predicate", "object", "place", "said_by"] {
        if are_sentences(cells(columns, role))
            && let Some(heading) = columns.remove(role)
        {
            columns.entry("note".to_owned()).or_insert(heading);
        }
    }
    // An address that is no address is the name of the document, or of its outlet.
    let is_address = |cell: &String| cell.contains('.') && !cell.contains(char::is_whitespace);
    if !cells(columns, "url").iter().all(is_address)
        && let Some(heading) = columns.remove("url")
    {
        columns.entry("document".to_owned()).or_insert(heading);
    }
}

/// Reads how the cells of each column are written.
fn read_cells(
    sample: &Sample,
    columns: &BTreeMap<String, String>,
    order: &mut dyn FnMut(&DateOrder) -> Option<bool>,
    found: &mut Look,
) {
    let names: Vec<&[String]> =
        ["subject", "object"].iter().filter_map(|role| Some(sample.column(columns.get(*role)?))).collect();
    for (role, heading) in columns {
        let cells = sample.column(heading);
        let holds = CLAIM.iter().find(|field| field.name() == role).map(|field| field.holds);
        let mut rule = Rule::column(heading);
        let mut remark: Vec<String> = Vec::new();
        match (holds, role.as_str()) {
            (Some(Holds::Date), _) | (None, "published") => match date_format(role, heading, cells, order) {
                Ok((format, others)) => {
                    rule.format = format;
                    remark.extend(others);
                }
                Err(open) => {
                    found.open.push(open);
                    continue;
                }
            },
            (Some(Holds::Share), _) => match guess_scores(cells) {
                ScoreGuess::Share => {}
                ScoreGuess::Percent => rule.format = Some(CellFormat::Percent),
                ScoreGuess::Unknown => {
                    found.open.push(OpenQuestion::Scores(heading.clone(), example(cells)));
                    continue;
                }
            },
            (_, "subject" | "object" | "said_by") => {
                let separator = guess_separator(cells, &names).filter(|found| role != "said_by" || *found != ";");
                rule.split = separator.map(str::to_owned);
            }
            _ => {}
        }
        let is_telling = |cell: &&String| rule.split.as_ref().is_none_or(|split| cell.contains(split.as_str()));
        let examples = examples(cells.iter().filter(is_telling));
        remark.splice(0..0, (!examples.is_empty()).then_some(examples));
        found.remarks.insert(role.clone(), remark.join("; "));
        found.mapping.rules.insert(role.clone(), rule);
    }
}

/// Columns whose headings are relations and whose cells are the names of those it holds to; who acts is in another one.
fn relations_of(sample: &Sample, columns: &mut BTreeMap<String, String>) -> Vec<String> {
    // A heading that is told by its name, such as `Target`, is no relation, though there is one of this name.
    let is_free = |heading: &&String| !columns.values().any(|used| used == *heading);
    let is_relation = |heading: &&String| {
        let is_known = Ontology::shipped().resolve(heading).is_some();
        is_known && are_names(sample.column(heading))
    };
    let relations: Vec<String> = sample.headings.iter().filter(is_free).filter(is_relation).cloned().collect();
    if relations.is_empty() {
        return relations;
    }
    if !columns.contains_key("subject") {
        let is_free =
            |heading: &&String| !relations.contains(heading) && !columns.values().any(|used| used == *heading);
        let first = sample.headings.iter().filter(is_free).find(|heading| are_names(sample.column(heading)));
        columns.extend(first.map(|heading| ("subject".to_owned(), heading.clone())));
    }
    if columns.contains_key("subject") { relations } else { Vec::new() }
}

/// The mapping of one relation out of a row that has several.
fn relation(found: &Look, heading: &str, relations: &[String], sample: &Sample) -> Mapping {
    let mut mapping = found.mapping.clone();
    mapping.rules.remove("id");
    let constant = Rule { constant: Some(heading.to_owned()), ..Rule::default() };
    mapping.rules.insert("predicate".to_owned(), constant);
    let split = guess_separator(sample.column(heading), &[]).map(str::to_owned);
    mapping.rules.insert("object".to_owned(), Rule { split, ..Rule::column(heading) });
    mapping.filters.push(RowFilter { column: heading.to_owned(), tests: vec![Test::Empty(false)] });
    let is_used = |column: &String| mapping.rules.values().any(|rule| rule.column.as_ref() == Some(column));
    let left_out: Vec<String> =
        relations.iter().chain(&found.of_entities).filter(|other| !is_used(other)).cloned().collect();
    mapping.left_out.extend(left_out);
    mapping
}

/// Headings without a meaning, with what their cells are.
fn others(sample: &Sample, found: &Look, relations: &[String]) -> Vec<(String, CellType)> {
    let rules = &found.mapping.rules;
    let is_used = |heading: &&String| {
        let parts = |rule: &Rule| rule.parts.iter().flat_map(DateParts::headings).any(|part| part == *heading);
        rules.values().any(|rule| rule.column.as_ref() == Some(*heading) || parts(rule))
            || relations.contains(heading)
            || found.of_entities.contains(heading)
    };
    let others = sample.headings.iter().filter(|heading| !is_used(heading) && OwnColumn::is_bare(heading));
    // Of a name that relata knows, and reads from another column, the project file can say no type.
    let holds = |heading: &String| match CLAIMS.column(heading) {
        None => guess_type(sample.column(heading)),
        Some(_) => CellType::Text,
    };
    others.map(|heading| (heading.clone(), holds(heading))).collect()
}

/// Says which columns are not what they are called: their headings would be read as such without a rule.
fn deny_roles(sample: &Sample, found: &mut Look) {
    let names: Vec<Arc<str>> = sample.headings.iter().map(|heading| heading.as_str().into()).collect();
    let roles = CLAIMS.roles(&names, &found.mapping);
    for (heading, role) in sample.headings.iter().zip(roles) {
        let is_mapped = found.mapping.rules.values().any(|rule| rule.column.as_ref() == Some(heading));
        if let Some(role) = role.filter(|role| !is_mapped && role.name == "id") {
            found.mapping.rules.insert(role.name.to_owned(), Rule::default());
            found.remarks.insert(role.name.to_owned(), format!("`{heading}` does not tell rows apart"));
        }
    }
}

/// A format, where the cells need one, and a remark.
type FormatFound = (Option<CellFormat>, Option<String>);

/// The format of the dates of a column, with a remark.
///
/// # Errors
/// A question, when nothing shows it.
pub fn date_format(
    role: &str,
    heading: &str,
    cells: &[String],
    order: &mut dyn FnMut(&DateOrder) -> Option<bool>,
) -> Result<FormatFound, OpenQuestion> {
    if are_years(cells) {
        return Ok((None, None));
    }
    match guess_dates(cells) {
        DateGuess::Plain => Ok((None, None)),
        DateGuess::Patterns(patterns, n_others) => {
            let others = format!("{n_others} of {} cells are written otherwise", cells.len());
            Ok((patterns_of(&patterns), (n_others > 0).then_some(others)))
        }
        DateGuess::Unclear { cell, day_first, month_first, is_mixed } => {
            let (role, heading) = (role.to_owned(), heading.to_owned());
            let asked = DateOrder { role, heading, cell, day_first, month_first, is_mixed };
            match order(&asked) {
                Some(true) => Ok((patterns_of(&[asked.day_first.0]), None)),
                Some(false) => Ok((patterns_of(&[asked.month_first.0]), None)),
                None => Err(OpenQuestion::Order(Box::new(asked))),
            }
        }
        DateGuess::Unknown => Err(OpenQuestion::Dates(heading.to_owned(), example(cells))),
    }
}

/// These patterns as a format.
pub fn patterns_of(patterns: &[&str]) -> Option<CellFormat> {
    let patterns: Result<Vec<DatePattern>, String> = patterns.iter().map(|pattern| DatePattern::new(pattern)).collect();
    patterns.ok().map(CellFormat::Dates)
}

/// Two different cells.
fn examples<'c>(cells: impl Iterator<Item = &'c String>) -> String {
    let mut seen = BTreeSet::new();
    let differing = cells.map(|cell| shown(cell)).filter(|cell| seen.insert(cell.clone()));
    differing.take(2).collect::<Vec<_>>().join(", ")
}

fn example(cells: &[String]) -> String {
    cells.first().map(|cell| shown(cell)).unwrap_or_default()
}
