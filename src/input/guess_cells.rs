//! How the cells of a column are written, told from the cells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::model::{CellType, EventDate};
use crate::ontology::Ontology;
use crate::table::lists::is_list;
use crate::table::mapping::{DatePattern, share_of_percent};

/// What the cells of a column are that relata has no meaning for: the narrowest type that all of them have. Numbers that
/// begin with a zero are codes, and stay texts.
pub fn guess_type(cells: &[String]) -> CellType {
    let is_code = |cell: &String| {
        let digits = cell.trim_start_matches(['-', '+']);
        digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.")
    };
    let are = |holds: CellType| cells.iter().all(|cell| holds.read(cell).is_some());
    let is_word = |cell: &String| cell.bytes().all(|byte| byte.is_ascii_alphabetic());
    // `0` and `1` may be counts, and four digits a number as well as a year.
    let is_date = |cell: &String| cell.contains(['-', '/']);
    if cells.is_empty() || cells.iter().any(is_code) {
        CellType::Text
    } else if are(CellType::Integer) {
        CellType::Integer
    } else if are(CellType::Decimal) {
        CellType::Decimal
    } else if are(CellType::Boolean) && cells.iter().all(is_word) {
        CellType::Boolean
    } else if are(CellType::Date) && cells.iter().all(is_date) {
        CellType::Date
    } else {
        CellType::Text
    }
}

/// How dates of a column are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateGuess {
    /// As relata writes them.
    Plain,
    /// By these patterns; the second number counts the cells that fit none.
    Patterns(Vec<&'static str>, usize),
    /// Day first or month first: all cells fit both. An example, with what it would be either way.
    Unclear {
        /// A cell that is another day either way.
        cell: String,
        /// Day first: pattern and date.
        day_first: (&'static str, String),
        /// Month first: pattern and date.
        month_first: (&'static str, String),
        /// True when some cells can only be read the one way and some only the other.
        is_mixed: bool,
    },
    /// They are no dates that relata knows.
    Unknown,
}

/// Ways to write a date; where two differ only in what comes first, day or month, they stand side by side.
const PATTERNS: &[(&str, Option<&str>)] = &[
    ("%d.%m.%Y", Some("%m.%d.%Y")),
    ("%d/%m/%Y", Some("%m/%d/%Y")),
    ("%d-%m-%Y", Some("%m-%d-%Y")),
    ("%d.%m.%y", Some("%m.%d.%y")),
    ("%d/%m/%y", Some("%m/%d/%y")),
    ("%d-%m-%y", Some("%m-%d-%y")),
    ("%d.%m.%Y %H:%M", Some("%m.%d.%Y %H:%M")),
    ("%d/%m/%Y %H:%M", Some("%m/%d/%Y %H:%M")),
    ("%d.%m.%Y %H:%M:%S", Some("%m.%d.%Y %H:%M:%S")),
    ("%d/%m/%Y %H:%M:%S", Some("%m/%d/%Y %H:%M:%S")),
    ("%m/%d/%Y %I:%M %p", Some("%d/%m/%Y %I:%M %p")),
    ("%Y-%m-%d", None),
    ("%Y/%m/%d", None),
    ("%Y.%m.%d", None),
    ("%Y%m%d", None),
    ("%Y-%m-%d %H:%M", None),
    ("%Y-%m-%d %H:%M:%S%.f", None),
    ("%Y/%m/%d %H:%M:%S", None),
    ("%d %B %Y", None),
    ("%d %b %Y", None),
    ("%d. %B %Y", None),
    ("%d-%b-%Y", None),
    ("%d-%b-%y", None),
    ("%B %d, %Y", None),
    ("%b %d, %Y", None),
    ("%A, %B %d, %Y", None),
    ("%A, %d %B %Y", None),
    ("%a, %d %b %Y %H:%M:%S %z", None),
    ("%m/%Y", None),
    ("%m.%Y", None),
    ("%B %Y", None),
    ("%b %Y", None),
    ("%d %B, %Y", None),
    ("%Y. %B %d.", None),
    ("%Y %B %d", None),
    ("%d %b %y", None),
    ("%d. %b %Y", None),
    ("%d. %B %y", None),
    ("%Y年%m月%d日", None),
    ("%Y년 %m월 %d일", None),
];

/// The patterns, ready to be read by.
fn ready_patterns() -> &'static BTreeMap<&'static str, DatePattern> {
    static READY: LazyLock<BTreeMap<&str, DatePattern>> = LazyLock::new(|| {
        let patterns = PATTERNS.iter().flat_map(|(first, second)| [Some(*first), *second]).flatten();
        patterns.filter_map(|pattern| Some((pattern, DatePattern::new(pattern).ok()?))).collect()
    });
    &READY
}

/// False for a cell that fits no pattern: each has a number of the year, and names of days and months are short.
fn may_be_date(cell: &str) -> bool {
    const LONGEST: usize = 100;
    cell.len() <= LONGEST && cell.bytes().any(|byte| byte.is_ascii_digit())
}

/// Tells how dates are written; patterns are taken until they cover all cells or none covers more.
pub fn guess_dates(cells: &[String]) -> DateGuess {
    let is_plain = |cell: &&String| EventDate::parse(cell).is_ok();
    if cells.iter().all(|cell| is_plain(&cell)) {
        return DateGuess::Plain;
    }
    let read = |pattern: &str, cell: &str| {
        let pattern = ready_patterns().get(pattern).filter(|_| may_be_date(cell))?;
        pattern.read(cell).filter(|date| EventDate::parse(date).is_ok())
    };
    // Of five thousand columns of texts each has to be known for none of dates quickly.
    let fits_none = |cell: &&String| !ready_patterns().keys().any(|pattern| read(pattern, cell).is_some());
    if cells.iter().filter(fits_none).nth(cells.len() / 2).is_some() {
        return DateGuess::Unknown;
    }
    let mut rest: Vec<&String> = cells.iter().collect();
    let mut chosen: Vec<&'static str> = Vec::new();
    while !rest.is_empty() && chosen.len() < 3 {
        let fits = |pattern: &str| rest.iter().filter(|cell| read(pattern, cell).is_some()).count();
        let Some((pattern, other, n_fits)) = best(fits) else { break };
        // Nobody who writes dots between them begins with the month, unless a cell shows that.
        let is_dotted = pattern.starts_with("%d.%m.");
        if let Some(other) = other.filter(|other| !is_dotted && fits(other) == n_fits) {
            let differs = |cell: &&&String| {
                let (one, two) = (read(pattern, cell), read(other, cell));
                one.is_some() && two.is_some() && one != two
            };
            if let Some(cell) = rest.iter().find(differs) {
                return unclear(cell, (pattern, other), cells, &read);
            }
        }
        // Where some begin with the day and many others with the month, those that could be both are anybody's guess.
        if let Some(earlier) = chosen.iter().find(|chosen| other == Some(**chosen)) {
            let differs = |cell: &&String| {
                let (one, two) = (read(pattern, cell), read(earlier, cell));
                one.is_some() && two.is_some() && one != two
            };
            if let Some(cell) = cells.iter().find(differs) {
                if n_fits * FEW_SLIPS < cells.len() {
                    break;
                }
                return unclear(cell, (pattern, earlier), cells, &read);
            }
        }
        rest.retain(|cell| read(pattern, cell).is_none());
        chosen.push(pattern);
    }
    // An impossible day among plain dates is a slip, which `check` shows.
    if chosen == ["%Y-%m-%d"] {
        return DateGuess::Plain;
    }
    // A few cells may be slips; when most fit nothing the column has no dates.
    if chosen.is_empty() || rest.len() * 2 > cells.len() {
        DateGuess::Unknown
    } else {
        DateGuess::Patterns(chosen, rest.len())
    }
}

/// Cells that are written otherwise are slips where they are fewer than one in so many.
const FEW_SLIPS: usize = 20;

/// The two ways to read a cell by two patterns.
fn unclear(
    cell: &str,
    (one, other): (&'static str, &'static str),
    cells: &[String],
    read: &impl Fn(&str, &str) -> Option<String>,
) -> DateGuess {
    let date = |pattern: &'static str| (pattern, read(pattern, cell).unwrap_or_default());
    let (day_first, month_first) = if one.starts_with("%d") { (one, other) } else { (other, one) };
    let is_only = |this: &'static str, other: &'static str| {
        cells.iter().any(|cell| read(this, cell).is_some() && read(other, cell).is_none())
    };
    let is_mixed = is_only(day_first, month_first) && is_only(month_first, day_first);
    let (day_first, month_first) = (date(day_first), date(month_first));
    DateGuess::Unclear { cell: cell.to_owned(), day_first, month_first, is_mixed }
}

/// The pattern that fits the most cells, the first of several, with its twin and how many it fits.
fn best(fits: impl Fn(&str) -> usize) -> Option<(&'static str, Option<&'static str>, usize)> {
    let mut best = None;
    for (first, second) in PATTERNS {
        let turned = second.map(|second| (second, Some(*first)));
        for (pattern, twin) in std::iter::once((*first, *second)).chain(turned) {
            let n = fits(pattern);
            if n > 0 && best.is_none_or(|(_, _, most)| n > most) {
                best = Some((pattern, twin, n));
            }
        }
    }
    best
}

/// How scores of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreGuess {
    /// Numbers from 0 to 1.
    Share,
    /// Percentages.
    Percent,
    /// Numbers on another scale, or none.
    Unknown,
}

/// Tells whether scores are shares or percentages.
pub fn guess_scores(cells: &[String]) -> ScoreGuess {
    let shares: Option<Vec<f64>> = cells.iter().map(|cell| share_of_percent(cell)?.parse().ok()).collect();
    let Some(shares) = shares else { return ScoreGuess::Unknown };
    let most = shares.iter().copied().fold(0.0, f64::max);
    let has_sign = cells.iter().any(|cell| cell.contains('%'));
    // 0.5 beside 85: some are shares, some percentages.
    let is_mixed = !has_sign && most > 0.01 && shares.iter().any(|share| *share > 0.0 && *share < 0.01);
    if is_mixed {
        ScoreGuess::Unknown
    } else if !has_sign && most <= 0.01 {
        ScoreGuess::Share
    } else if most <= 1.0 && (has_sign || most > 0.1) {
        ScoreGuess::Percent
    } else {
        ScoreGuess::Unknown
    }
}

/// The longest part that is a name rather than a sentence, in characters.
const LONGEST_NAME: usize = 60;

/// What stands between several names in one cell, when the cells tell; `names` are cells of columns with names.
pub fn guess_separator(cells: &[String], names: &[&[String]]) -> Option<&'static str> {
    let known: BTreeSet<&str> = names.iter().flat_map(|column| column.iter()).map(|cell| cell.trim()).collect();
    let cells: Vec<&String> = cells.iter().filter(|cell| !is_list(cell)).collect();
    [";", "|", "\n", " / ", ",", " and "].into_iter().find(|separator| {
        let several: Vec<&&String> = cells.iter().filter(|cell| cell.contains(separator)).collect();
        let parts = || several.iter().flat_map(|cell| cell.split(separator)).map(str::trim);
        let are_names = parts().all(|part| !part.is_empty() && part.chars().count() <= LONGEST_NAME);
        // Names have commas themselves: there it takes two cells whose parts all stand alone elsewhere.
        let is_sure = matches!(*separator, ";" | "|" | "\n");
        let is_told = several.len() >= 2 && parts().all(|part| known.contains(part));
        !several.is_empty() && are_names && (is_sure || is_told)
    })
}

/// The share of cells that name a predicate of the shipped terms.
pub fn share_of_predicates(cells: &[String]) -> f64 {
    let distinct: BTreeSet<&String> = cells.iter().collect();
    if distinct.is_empty() {
        return 0.0;
    }
    let known = distinct.iter().filter(|cell| Ontology::shipped().resolve(cell).is_some()).count();
    #[expect(clippy::cast_precision_loss, reason = "a thousand cells at most")]
    let share = known as f64 / distinct.len() as f64;
    share
}

/// True when all cells are web addresses.
pub fn are_addresses(cells: &[String]) -> bool {
    let is_address = |cell: &String| ["http://", "https://", "www."].iter().any(|start| cell.starts_with(start));
    !cells.is_empty() && cells.iter().all(|cell| is_address(cell) && !cell.contains(char::is_whitespace))
}

/// True when cells can be identifiers of their rows: none is a text, and none stands twice.
pub fn are_ids(cells: &[String]) -> bool {
    let mut seen = BTreeSet::new();
    cells.iter().all(|cell| !cell.contains(char::is_whitespace) && seen.insert(cell))
}

/// True when cells are long numbers that tell rows apart, and so no codes of anything.
pub fn are_numbers_apart(cells: &[String]) -> bool {
    let mut seen = BTreeSet::new();
    let is_apart = |cell: &String| cell.len() > 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    cells.len() > 1 && cells.iter().all(|cell| is_apart(cell) && seen.insert(cell))
}

/// Words of a cell from which on it is a sentence rather than a name.
const LEAST_WORDS: usize = 7;

/// True when most cells are sentences.
pub fn are_sentences(cells: &[String]) -> bool {
    let is_sentence = |cell: &&String| !is_list(cell) && cell.split_whitespace().count() >= LEAST_WORDS;
    cells.iter().filter(is_sentence).count() * 2 > cells.len()
}

/// Words of a cell from which on it may be a headline.
const LEAST_OF_HEADLINE: usize = 4;

/// True when cells are headlines of what happened: each is another one, most are several words that begin with a capital, and
/// none is a predicate.
pub fn are_headlines(cells: &[String]) -> bool {
    let is_headline = |cell: &&String| {
        cell.chars().next().is_some_and(char::is_uppercase) && cell.split_whitespace().count() >= LEAST_OF_HEADLINE
    };
    let distinct: BTreeSet<&String> = cells.iter().collect();
    cells.len() > 2
        && distinct.len() == cells.len()
        && cells.iter().filter(is_headline).count() * 2 > cells.len()
        && share_of_predicates(cells) == 0.0
}

/// True when all cells are years.
pub fn are_years(cells: &[String]) -> bool {
    let is_year = |cell: &String| {
        let is_number = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
        is_number && matches!(cell.as_bytes().first(), Some(b'1' | b'2'))
    };
    !cells.is_empty() && cells.iter().all(is_year)
}

/// True when cells can be names: they have letters, are short, and are neither dates nor addresses nor words for yes and no.
pub fn are_names(cells: &[String]) -> bool {
    let is_name = |cell: &String| {
        cell.chars().any(char::is_alphabetic)
            && cell.chars().count() <= LONGEST_NAME
            && CellType::Boolean.read(cell).is_none()
            && !cell.contains("://")
    };
    !cells.is_empty() && cells.iter().all(is_name) && guess_dates(cells) == DateGuess::Unknown
}
