//! Columns relata has no meaning for: what they are called, what their cells are, and what these belong to.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::{EventDate, words};

words! {
    /// What the cells of a column are.
    CellType default Text {
        /// Any text.
        Text = "text",
        /// A whole number.
        Integer = "integer",
        /// A number, perhaps with a point.
        Decimal = "decimal",
        /// A date as EDTF has it.
        Date = "date",
        /// True or false.
        Boolean = "boolean",
    }
}

impl CellType {
    /// The cell as it is kept, or none when it is not of this type. Only truth values have several spellings.
    pub fn read(self, cell: &str) -> Option<Cow<'_, str>> {
        let is_fit = match self {
            CellType::Text => true,
            CellType::Integer => is_integer(cell),
            CellType::Decimal => is_decimal(cell) || has_exponent(cell),
            CellType::Date => EventDate::parse(cell).is_ok(),
            CellType::Boolean => return truth(cell).map(Cow::Borrowed),
        };
        is_fit.then_some(Cow::Borrowed(cell))
    }
}

fn unsigned(cell: &str) -> &str {
    cell.strip_prefix(['-', '+']).unwrap_or(cell)
}

fn is_integer(cell: &str) -> bool {
    let digits = unsigned(cell);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(cell: &str) -> bool {
    let (whole, digits) = unsigned(cell).split_once('.').unwrap_or((unsigned(cell), ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(digits) && !(whole.is_empty() && digits.is_empty())
}

/// True when a number is written as `4.4e-16`: no decimal of XML Schema, but a number that programs write into such columns.
pub(crate) fn has_exponent(cell: &str) -> bool {
    let Some((number, exponent)) = cell.split_once(['e', 'E']) else { return false };
    is_decimal(number) && is_integer(exponent)
}

fn truth(cell: &str) -> Option<&'static str> {
    let is_one_of = |words: [&str; 3]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
    if is_one_of(["true", "yes", "1"]) { Some("true") } else { is_one_of(["false", "no", "0"]).then_some("false") }
}

/// A column relata has no meaning for. It stands for its name wherever a text is wanted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnColumn {
    name: Arc<str>,
    /// What its cells are.
    pub holds: CellType,
    /// True when its cells belong to the event that a claim is about, false when they belong to the row's own thing.
    pub of_event: bool,
}

/// What stands in front of the name of a column of the event, in the header of a table.
const EVENT: &str = "event:";
/// What stands between name and type, in the header of a table.
const TYPE: &str = "^^";

impl OwnColumn {
    /// A column of texts that belong to the row's own thing.
    pub fn new(name: impl Into<Arc<str>>) -> OwnColumn {
        OwnColumn { name: name.into(), holds: CellType::Text, of_event: false }
    }

    /// The same column with cells of this type.
    #[must_use]
    pub fn holding(self, holds: CellType) -> OwnColumn {
        OwnColumn { holds, ..self }
    }

    /// The same column, whose cells belong to the event.
    #[must_use]
    pub fn of_event(self) -> OwnColumn {
        OwnColumn { of_event: true, ..self }
    }

    /// The column that a header cell stands for: `event:deaths^^integer`, or just a name.
    pub fn parse(heading: &str) -> OwnColumn {
        let (rest, of_event) = match heading.strip_prefix(EVENT) {
            Some(rest) if !rest.trim().is_empty() => (rest.trim(), true),
            _ => (heading, false),
        };
        let typed = rest.rsplit_once(TYPE).filter(|(name, _)| !name.is_empty());
        let typed = typed.and_then(|(name, word)| Some((name, CellType::parse(word)?)));
        let (name, holds) = typed.unwrap_or((rest, CellType::Text));
        OwnColumn { name: name.into(), holds, of_event }
    }

    /// The column that a header cell stands for in a table whose rows no event belongs to.
    pub fn of_thing(heading: &str) -> OwnColumn {
        let column = OwnColumn::parse(heading);
        if column.of_event { OwnColumn::new(heading) } else { column }
    }

    /// True when a header cell is a name and tells nothing more.
    pub fn is_bare(heading: &str) -> bool {
        !heading.starts_with(EVENT) && !heading.contains(TYPE)
    }

    /// The header cell that stands for it, as [`OwnColumn::parse`] reads it.
    pub fn heading(&self) -> Arc<str> {
        let event = if self.of_event { EVENT } else { "" };
        match self.holds {
            // A name that looks as if it told a type would be read as one.
            CellType::Text if self.name.contains(TYPE) => {
                [event, &*self.name, TYPE, CellType::Text.word()].concat().into()
            }
            CellType::Text if !self.of_event => self.name.clone(),
            CellType::Text => [event, &*self.name].concat().into(),
            holds => [event, &*self.name, TYPE, holds.word()].concat().into(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The column with a cell of it; a cell that is not of the column's type is a text.
    pub fn with(&self, cell: &str) -> (OwnColumn, String) {
        match self.holds.read(cell) {
            Some(read) => (self.clone(), read.into_owned()),
            None => (OwnColumn { holds: CellType::Text, ..self.clone() }, cell.to_owned()),
        }
    }
}

impl Deref for OwnColumn {
    type Target = str;

    fn deref(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for OwnColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl From<&str> for OwnColumn {
    fn from(name: &str) -> OwnColumn {
        OwnColumn::new(name)
    }
}

impl From<String> for OwnColumn {
    fn from(name: String) -> OwnColumn {
        OwnColumn::new(name)
    }
}

impl From<Arc<str>> for OwnColumn {
    fn from(name: Arc<str>) -> OwnColumn {
        OwnColumn::new(name)
    }
}
