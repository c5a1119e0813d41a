//! What `[[sources]]` says about the columns and rows of a table, as it is written in `relata.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

use super::fault::WordFault;
use crate::columns;
use crate::diagnostic::nearest;
use crate::input::own::{OwnColumns, SaidOfColumn};
use crate::model::{CellType, OwnColumn};
use crate::table::date_parts::{DateColumns, DateParts};
use crate::table::encoding::TextEncoding;
use crate::table::header::{Column, Layout, Several};
use crate::table::mapping::{CellFormat, CellPattern, DatePattern, Mapping, RowFilter, Rule, Test};
use crate::table::missing::MissingWords;

/// One word or several.
#[derive(Debug)]
pub(super) struct Words(Vec<String>);

/// The value of a column: a header cell, or more about it.
#[derive(Debug)]
pub(super) struct RuleEntry(RuleTable);

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    /// True when the table has no such column, whatever is called so.
    #[serde(skip)]
    is_absent: bool,
    column: Option<String>,
    constant: Option<String>,
    split: Option<String>,
    format: Option<Words>,
    year: Option<String>,
    month: Option<String>,
    day: Option<String>,
    end: Option<DayTable>,
    /// What its cells are, where relata has no meaning for it.
    #[serde(rename = "type")]
    holds: Option<String>,
    /// What its cells belong to.
    on: Option<String>,
    /// True when an empty cell means what the one above it does.
    #[serde(default)]
    fill_down: bool,
}

/// The columns of the last day of a date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DayTable {
    year: String,
    month: Option<String>,
    day: Option<String>,
}

/// What a cell has to be: a value, one of several, or more.
#[derive(Debug)]
pub(super) struct TestEntry(TestTable);

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TestTable {
    /// The values of a test that is no table.
    #[serde(skip)]
    is: Option<Words>,
    not: Option<Words>,
    matches: Option<String>,
    empty: Option<bool>,
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        struct OneOrMore;
        impl<'de> Visitor<'de> for OneOrMore {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in quotes or a list of such")
            }

            fn visit_str<E>(self, word: &str) -> Result<Words, E> {
                Ok(Words(vec![word.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, words: A) -> Result<Words, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(words)).map(Words)
            }
        }
        deserializer.deserialize_any(OneOrMore)
    }
}

impl<'de> Deserialize<'de> for RuleEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RuleEntry, D::Error> {
        struct ColumnOrTable;
        impl<'de> Visitor<'de> for ColumnOrTable {
            type Value = RuleEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a header cell in quotes, `{ column = \"…\" }`, or `false` for none")
            }

            fn visit_bool<E: serde::de::Error>(self, is_there: bool) -> Result<RuleEntry, E> {
                if is_there {
                    return Err(E::custom("`true` names no column"));
                }
                Ok(RuleEntry(RuleTable { is_absent: true, ..RuleTable::default() }))
            }

            fn visit_str<E>(self, column: &str) -> Result<RuleEntry, E> {
                Ok(RuleEntry(RuleTable { column: Some(column.to_owned()), ..RuleTable::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<RuleEntry, A::Error> {
                Deserialize::deserialize(MapAccessDeserializer::new(table)).map(RuleEntry)
            }
        }
        deserializer.deserialize_any(ColumnOrTable)
    }
}

impl<'de> Deserialize<'de> for TestEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TestEntry, D::Error> {
        struct WordsOrTable;
        impl<'de> Visitor<'de> for WordsOrTable {
            type Value = TestEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value in quotes, a list of such, or `{ not = \"…\" }`")
            }

            fn visit_str<E>(self, word: &str) -> Result<TestEntry, E> {
                Ok(TestEntry(TestTable { is: Some(Words(vec![word.to_owned()])), ..TestTable::default() }))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, words: A) -> Result<TestEntry, A::Error> {
                let words = Deserialize::deserialize(SeqAccessDeserializer::new(words)).map(Words)?;
                Ok(TestEntry(TestTable { is: Some(words), ..TestTable::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<TestEntry, A::Error> {
                Deserialize::deserialize(MapAccessDeserializer::new(table)).map(TestEntry)
            }
        }
        deserializer.deserialize_any(WordsOrTable)
    }
}

/// The keys of a source that say how its tables are read.
pub(super) struct MappingEntry<'e> {
    pub(super) columns: &'e BTreeMap<Spanned<String>, Spanned<RuleEntry>>,
    pub(super) filters: &'e BTreeMap<Spanned<String>, Spanned<TestEntry>>,
    pub(super) sheet: Option<&'e Spanned<String>>,
    pub(super) missing: Option<&'e Spanned<Vec<String>>>,
    pub(super) encoding: Option<&'e Spanned<String>>,
}

impl MappingEntry<'_> {
    /// The mapping they make, for tables of this layout, and what is said of columns that it does not know; sources without
    /// a layout have no columns to map.
    pub(super) fn check(&self, layout: Option<&'static Layout>) -> Result<(Mapping, OwnColumns), WordFault> {
        let Some(layout) = layout else {
            let columns =
                self.columns.keys().next().map(|key| (key, "the columns of this format are fixed", "columns"));
            let filters = || self.filters.keys().next().map(|key| (key, "rows of this format are not chosen", "where"));
            let sheet = || self.sheet.map(|sheet| (sheet, "files of this format have no sheets", "sheet"));
            let missing = || self.missing.map(|words| (words.span(), "this format tells what is missing", "missing"));
            let encoding = || self.encoding.map(|word| (word.span(), "files of this format are in UTF-8", "encoding"));
            let first = columns.or_else(filters).or_else(sheet).map(|(word, message, key)| (word.span(), message, key));
            return match first.or_else(missing).or_else(encoding) {
                Some((at, message, key)) => Err(fault(at, message, format!("leave `{key}` out"))),
                None => Ok((Mapping::default(), OwnColumns::default())),
            };
        };
        let (mut rules, mut own) = (BTreeMap::new(), Vec::new());
        let (mut left_out, mut filled_down) = (BTreeSet::new(), BTreeSet::new());
        for (role, entry) in self.columns {
            let table = &entry.get_ref().0;
            let is_known = layout.named(role.get_ref()).is_some();
            if table.is_absent && !is_known {
                left_out.insert(role.get_ref().trim().to_owned());
                continue;
            }
            if table.fill_down {
                let heading = table.column.as_ref().filter(|_| !table.is_absent);
                let Some(heading) = heading.or((!is_known).then_some(role.get_ref())) else {
                    return Err(fault(entry.span(), "nothing is filled down without a `column`", FILL_DOWN));
                };
                filled_down.insert(heading.trim().to_owned());
                if !is_known && !table.is_own() {
                    continue;
                }
            }
            if entry.get_ref().0.is_own() {
                own.push(said_of_own(role, layout, entry)?);
                continue;
            }
            let column = column_of(layout, role)?;
            let rule = rule(column, layout, &entry.get_ref().0)
                .map_err(|(message, hint)| fault(entry.span(), message, hint))?;
            if rules.insert(column.name.to_owned(), rule).is_some() {
                let message = format!("the column `{}` is told twice", column.name);
                return Err(fault(role.span(), message, "keep one of the two lines"));
            }
        }
        let mut filters = Vec::new();
        for (heading, entry) in self.filters {
            let tests = tests(&entry.get_ref().0).map_err(|(message, hint)| fault(entry.span(), message, hint))?;
            filters.push(RowFilter { column: heading.get_ref().trim().to_owned(), tests });
        }
        let missing = self.missing.map_or_else(MissingWords::default, |words| missing_words(words.get_ref()));
        let headings = own.iter().map(|said| said.heading.clone()).collect();
        let sheet = self.sheet.map(|sheet| sheet.get_ref().clone());
        let encoding = self.encoding.map(text_encoding).transpose()?;
        Ok((
            Mapping { rules, filters, sheet, encoding, missing, own: headings, left_out, filled_down },
            OwnColumns::new(own),
        ))
    }
}

/// How a column is written whose cells are filled down.
const FILL_DOWN: &str = "write `place = { column = \"header cell\", fill_down = true }`";

impl RuleTable {
    /// True when it tells what only columns without a meaning need.
    fn is_own(&self) -> bool {
        self.holds.is_some() || self.on.is_some()
    }
}

/// What is said of a column that the layout does not know.
fn said_of_own(
    name: &Spanned<String>,
    layout: &'static Layout,
    entry: &Spanned<RuleEntry>,
) -> Result<SaidOfColumn, WordFault> {
    let name = name.get_ref().trim();
    let RuleTable { column, constant, split, format, holds, on, .. } = &entry.get_ref().0;
    let refused = |message: String, hint: &str| Err(fault(entry.span(), message, hint));
    if let Some(known) = layout.column(name) {
        let message = format!("`{}` has a meaning and a type of its own", known.name);
        return refused(message, "`type` and `on` are for columns that relata does not know: leave them out");
    }
    if constant.is_some() || split.is_some() || format.is_some() {
        let message = format!("relata has no meaning for `{name}`, and takes its cells as they are");
        return refused(message, "leave `constant`, `split` and `format` out");
    }
    let heading = column.as_deref().unwrap_or(name).trim();
    if name.is_empty() || heading.is_empty() {
        return refused("a column without a name".to_owned(), "write `deaths = { type = \"integer\" }`");
    }
    let mut said = OwnColumn::new(name);
    if let Some(word) = holds {
        let Some(holds) = CellType::parse(word) else {
            let words = CellType::ALL.map(CellType::word);
            let near = nearest(word, words);
            let hint =
                near.map_or_else(|| format!("one of {}", words.join(", ")), |near| format!("did you mean `{near}`?"));
            return refused(format!("`{word}` is no type of cells"), &hint);
        };
        said = said.holding(holds);
    }
    match on.as_deref() {
        Some("event") if layout.name == columns::CLAIMS.name => said = said.of_event(),
        Some("event") => {
            return refused(format!("rows of {} belong to no event", layout.name), "leave `on` out");
        }
        Some(word) => {
            let hint = "write `on = \"event\"`, or leave it out: then the cell belongs to the claim";
            return refused(format!("`{word}` is nothing that cells belong to"), hint);
        }
        None => {}
    }
    Ok(SaidOfColumn { heading: heading.to_owned(), column: said })
}

/// The encoding of a name.
fn text_encoding(name: &Spanned<String>) -> Result<TextEncoding, WordFault> {
    TextEncoding::parse(name.get_ref()).ok_or_else(|| {
        let message = format!("there is no encoding `{}`", name.get_ref());
        fault(name.span(), message, "write a name browsers know, such as `windows-1252`, `utf-16le` or `utf-8`")
    })
}

/// Words that stand for a missing value, as a project lists them.
pub(super) fn missing_words(words: &[String]) -> MissingWords {
    MissingWords::of(words.iter().map(|word| word.trim().to_owned()))
}

fn fault(at: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> WordFault {
    WordFault { at: Some(at), ..WordFault::new("", message, hint) }
}

fn column_of(layout: &'static Layout, role: &Spanned<String>) -> Result<&'static Column, WordFault> {
    let name = role.get_ref();
    layout.named(name).ok_or_else(|| {
        let near = nearest(name, layout.columns.iter().map(|column| column.name));
        let hint = near.map_or_else(
            || "`docs/cli/tables.md` lists the columns".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        fault(role.span(), format!("{} have no column `{name}`", layout.name), hint)
    })
}

type Reason = (String, String);

fn refused<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Reason> {
    Err((message.into(), hint.into()))
}

/// Columns of which a pattern tells the date.
const DATES: &[&str] = &["date", "published", "retrieved"];

fn rule(column: &Column, layout: &Layout, entry: &RuleTable) -> Result<Rule, Reason> {
    let name = column.name;
    if entry.is_absent {
        return if column.required {
            refused(
                format!("no table of {} can be without `{name}`", layout.name),
                "name a column, or write a constant",
            )
        } else {
            Ok(Rule::default())
        };
    }
    let trimmed = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_owned());
    let (heading, constant) = (trimmed(&entry.column), trimmed(&entry.constant));
    let parts = date_parts(name, entry)?;
    if heading.is_none() && constant.is_none() && parts.is_none() {
        return refused(
            format!("`{name}` has neither column nor constant"),
            "write `column = \"header cell\"`, `constant = \"value\"` or both",
        );
    }
    if heading.as_deref() == Some("") || constant.as_deref() == Some("") {
        return refused(format!("`{name}` is given an empty text"), "write a value, or leave the line out");
    }
    if heading.is_none() && (entry.split.is_some() || entry.format.is_some()) {
        return refused(
            format!("`{name}` has a constant alone, which is taken as it is"),
            "leave `split` and `format` out, or name a `column`",
        );
    }
    if name == "id" && constant.is_some() {
        return refused(
            "one constant cannot be the id of every row",
            format!("leave the line out; an id is unique among {}", layout.name),
        );
    }
    if let Some(split) = &entry.split {
        if split.is_empty() {
            return refused("`split` is empty", "write what stands between two values, such as `split = \";\"`");
        }
        if column.several == Several::Text {
            let able: Vec<&str> = layout
                .columns
                .iter()
                .filter(|column| column.several != Several::Text)
                .map(|column| column.name)
                .collect();
            let hint = if able.is_empty() {
                "leave `split` out".to_owned()
            } else {
                format!("`split` is for {}", able.join(", "))
            };
            return refused(format!("`{name}` holds one value and is not split"), hint);
        }
    }
    let format = entry.format.as_ref().map(|words| cell_format(name, &words.0)).transpose()?;
    Ok(Rule { column: heading, constant, split: entry.split.clone(), format, parts })
}

/// The columns with the parts of a date, where the entry names such.
fn date_parts(name: &str, entry: &RuleTable) -> Result<Option<DateParts>, Reason> {
    let trimmed = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_owned());
    let (month, day) = (trimmed(&entry.month), trimmed(&entry.day));
    let Some(year) = trimmed(&entry.year) else {
        if month.is_some() || day.is_some() || entry.end.is_some() {
            let hint = "write `date = { year = \"…\", month = \"…\", day = \"…\" }`, each with a header cell";
            return refused(format!("`{name}` has parts of a date, but no `year`"), hint);
        }
        return Ok(None);
    };
    if !DATES.contains(&name) {
        return refused(format!("`{name}` is no date"), "`year`, `month` and `day` are for dates");
    }
    if entry.column.is_some() || entry.format.is_some() || entry.split.is_some() {
        let hint = "leave `column`, `format` and `split` out, or `year`, `month` and `day`";
        return refused(format!("`{name}` is read from one column and from parts"), hint);
    }
    let begin = DateColumns { year, month, day };
    let end = entry.end.as_ref().map(|end| DateColumns {
        year: end.year.trim().to_owned(),
        month: trimmed(&end.month),
        day: trimmed(&end.day),
    });
    let parts = DateParts { begin, end };
    for of in [Some(&parts.begin), parts.end.as_ref()].into_iter().flatten() {
        if of.day.is_some() && of.month.is_none() {
            return refused(format!("`{name}` has a `day` without a `month`"), "name the column of the month, too");
        }
    }
    if parts.headings().any(str::is_empty) {
        return refused(format!("`{name}` is given an empty text"), "write a header cell, or leave the part out");
    }
    Ok(Some(parts))
}

fn cell_format(name: &str, words: &[String]) -> Result<CellFormat, Reason> {
    if name == "confidence" {
        return match words {
            [word] if word == "percent" => Ok(CellFormat::Percent),
            _ => refused(
                format!("`{}` is no format of a confidence", words.join(", ")),
                "write `format = \"percent\"`, or leave it out for numbers from 0 to 1",
            ),
        };
    }
    if !DATES.contains(&name) {
        return refused(format!("`{name}` has no format"), "`format` is for dates, and for confidence: `percent`");
    }
    if words.is_empty() {
        return refused("`format` lists no pattern", "write `format = \"%d.%m.%Y\"`");
    }
    let pattern = |word: &String| {
        DatePattern::new(word).or_else(|why| {
            refused(
                format!("`{word}` is no pattern of dates: {why}"),
                "`%Y` is the year, `%m` the month, `%d` the day, `%B` or `%b` the month's English name: `%d.%m.%Y`",
            )
        })
    };
    words.iter().map(pattern).collect::<Result<_, _>>().map(CellFormat::Dates)
}

fn tests(entry: &TestTable) -> Result<Vec<Test>, Reason> {
    let trimmed = |words: &Words| words.0.iter().map(|word| word.trim().to_owned()).collect::<Vec<String>>();
    if let Some(Words(words)) = &entry.is
        && words.is_empty()
    {
        return refused("the list is empty: no row would fit it", "list the values that are meant");
    }
    let mut tests = Vec::new();
    tests.extend(entry.is.as_ref().map(|words| Test::OneOf(trimmed(words))));
    tests.extend(entry.not.as_ref().map(|words| Test::NoneOf(trimmed(words))));
    tests.extend(entry.empty.map(Test::Empty));
    if let Some(expression) = &entry.matches {
        let pattern = CellPattern::new(expression).or_else(|why| {
            refused(
                format!("`{expression}` is no regular expression: {why}"),
                "put `\\\\` before a character that is meant itself",
            )
        })?;
        tests.push(Test::Matches(pattern));
    }
    if tests.is_empty() {
        return refused("nothing is asked of this column", "write a value, a list, or `not`, `matches`, `empty`");
    }
    Ok(tests)
}
