//! What do the first lines of a text tell of it? Its headline, who wrote it, when and where.

use std::borrow::Cow;

use jiff::civil::Date;

use super::INVISIBLE;
use crate::extraction::date_phrases;
use crate::model::{Document, EventDate};

/// The lines that are looked at.
const MOST_LINES: usize = 14;

/// The words of the longest headline.
const LONGEST_HEADLINE: usize = 30;

/// The bytes of the longest line that is looked at.
const LONGEST_LINE: usize = 2_000;

/// Something that a file tells of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadField {
    Title,
    Author,
    Publisher,
    Url,
    Published,
    Retrieved,
    Language,
}

impl HeadField {
    /// The field that a name in the head of a file means.
    pub(super) fn of_name(name: &str) -> Option<HeadField> {
        Some(match name.trim().to_lowercase().as_str() {
            "title" | "headline" => HeadField::Title,
            "author" | "authors" | "byline" | "by" => HeadField::Author,
            "publisher" | "source" | "outlet" | "publication" | "newspaper" => HeadField::Publisher,
            "url" | "link" | "source_url" | "canonical" => HeadField::Url,
            "date" | "published" | "pubdate" | "published_at" | "publishdate" => HeadField::Published,
            "retrieved" | "accessed" => HeadField::Retrieved,
            "language" | "lang" => HeadField::Language,
            _ => return None,
        })
    }

    /// Notes what is told, unless that is nothing or told already.
    pub(super) fn fill(self, value: &str, document: &mut Document) {
        let value = in_one_line(value);
        if value.is_empty() || value.len() > LONGEST_LINE {
            return;
        }
        let text = |field: &mut Option<String>, value: Cow<'_, str>| {
            field.get_or_insert_with(|| value.into_owned());
        };
        match self {
            HeadField::Title => text(&mut document.title, value),
            HeadField::Author => text(&mut document.author, value),
            HeadField::Publisher | HeadField::Url if is_address(&value) => text(&mut document.url, value),
            HeadField::Publisher => text(&mut document.publisher, value),
            HeadField::Url => {}
            HeadField::Published => document.published = document.published.take().or_else(|| day_of(&value)),
            HeadField::Retrieved => document.retrieved = document.retrieved.take().or_else(|| day_of(&value)),
            HeadField::Language => {
                let tag = value.replace('_', "-");
                let is_tag = tag
                    .split('-')
                    .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
                if is_tag && tag.split('-').next().is_some_and(|first| (2..=3).contains(&first.len())) {
                    text(&mut document.language, tag.into());
                }
            }
        }
    }
}

/// White space as single blanks, and no sign that nobody sees.
pub(super) fn in_one_line(value: &str) -> Cow<'_, str> {
    let is_odd = |c: char| c.is_whitespace() && c != ' ' || INVISIBLE.contains(&c);
    if value.trim() == value && !value.contains("  ") && !value.contains(is_odd) {
        return value.into();
    }
    value.replace(INVISIBLE, "").split_whitespace().collect::<Vec<_>>().join(" ").into()
}

/// An absolute address on the web, without signs that none has.
pub(super) fn is_address(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let is_wrong = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    rest.is_some_and(|rest| rest.contains('.') && !rest.contains(is_wrong))
}

/// The day that a value tells: in EDTF, with a time behind it, or written out.
pub(super) fn day_of(value: &str) -> Option<EventDate> {
    // A time of the day says nothing more: the day is that of the place it was published in.
    if value.contains('T')
        && let Some(day) = value.get(..10).and_then(|day| day.parse::<Date>().ok())
    {
        return EventDate::parse(&day.to_string()).ok();
    }
    if let Ok(date) = EventDate::parse(value) {
        return Some(date);
    }
    if let Some(day) = value.get(..10).and_then(|day| day.parse::<Date>().ok()) {
        return EventDate::parse(&day.to_string()).ok();
    }
    let digits = value.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(digits) = digits.filter(|_| value.get(8..9).is_none_or(|next| next == "T" || next == " ")) {
        return EventDate::parse(&format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..])).ok();
    }
    written_day(value)
}

/// The first day, with its year, of a line.
fn written_day(line: &str) -> Option<EventDate> {
    let line = line.get(..line.len().min(200)).unwrap_or_default();
    let day = date_phrases(line, &(0..line.len()), None)
        .into_iter()
        .find_map(|phrase| phrase.edtf.filter(|edtf| edtf.len() == 10))?;
    EventDate::parse(&day).ok()
}

/// Notes what the first lines of a text tell.
pub(super) fn read_head(text: &str, document: &mut Document) {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST_LINES).peekable();
    let mut headline = None;
    while let Some(line) = lines.next() {
        if line.len() > LONGEST_LINE {
            break;
        }
        if read_dateline(line, document) {
            break;
        }
        if let Some((field, value)) =
            line.split_once(": ").and_then(|(name, value)| Some((HeadField::of_name(name)?, value)))
        {
            field.fill(value, document);
        } else if is_address(line) {
            HeadField::Url.fill(line, document);
        } else if let Some(author) = byline(line) {
            HeadField::Author.fill(author, document);
        } else if let Some(day) = day_line(line) {
            document.published.get_or_insert(day);
        } else if line.ends_with(['.', ';', ',', '”', '"']) && !line.ends_with("...") {
            // The first sentence of the article itself.
            break;
        } else if headline.is_none() && is_headline(line) && lines.peek().is_some() {
            headline = Some(line);
        }
    }
    if let Some(headline) = headline {
        HeadField::Title.fill(headline, document);
    }
}

fn is_headline(line: &str) -> bool {
    let n_words = line.split_whitespace().count();
    (2..=LONGEST_HEADLINE).contains(&n_words)
        && line.starts_with(|first: char| first.is_alphanumeric() || "“‘\"'".contains(first))
}

/// `By Ada Varn and Bo Lind`: the names.
fn byline(line: &str) -> Option<&str> {
    let names = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by))?.trim();
    let is_short = names.split_whitespace().count() <= 12 && names.len() < 120;
    (is_short && names.starts_with(char::is_uppercase) && !names.ends_with(['.', '?', '!'])).then_some(names)
}

/// A line with a day and hardly anything else: `Published 3 June 2025, 10:32`.
fn day_line(line: &str) -> Option<EventDate> {
    if line.split_whitespace().count() > 9 || line.ends_with('.') {
        return None;
    }
    let is_updated = line.to_lowercase().starts_with("updated");
    if is_updated {
        return None;
    }
    let day = day_of(line)?;
    // A headline may name a day, too; here the day comes first, or behind a word that says what it is.
    let lower = line.to_lowercase();
    let lead = ["published", "posted", "date", "on", "issued"];
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let starts = first.starts_with(|c: char| c.is_ascii_digit())
        || lead.contains(&first)
        || crate::model::MONTHS.iter().any(|month| lower.starts_with(&month.to_lowercase()[..3]))
        || first.ends_with("day")
        || line.contains('|');
    starts.then_some(day)
}

/// `VESKBURG, June 3, 2025 (Vesk Agency) — Norland said`: the day and the agency; true when there is such a beginning.
fn read_dateline(line: &str, document: &mut Document) -> bool {
    let Some((before, _)) = [" — ", " – ", " -- ", " - ", "— ", "—"].iter().find_map(|dash| line.split_once(dash))
    else {
        return false;
    };
    let (place, agency) = match before.split_once('(') {
        Some((place, agency)) => (place, agency.split_once(')').map(|(agency, _)| agency.trim())),
        None => (before, None),
    };
    let name = place.split(',').next().unwrap_or_default().trim();
    let letters = || name.chars().filter(|letter| letter.is_alphabetic());
    let is_loud = letters().count() > 2 && letters().all(char::is_uppercase);
    let is_place = name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 4;
    if before.len() > 100 || !is_place || !(is_loud || agency.is_some()) {
        return false;
    }
    if let Some(day) = written_day(before) {
        document.published.get_or_insert(day);
    }
    if let Some(agency) =
        agency.filter(|agency| agency.starts_with(char::is_uppercase) && written_day(agency).is_none())
    {
        match &document.publisher {
            None => document.publisher = Some(agency.to_owned()),
            // Somebody else printed what the agency wrote.
            Some(publisher) if publisher != agency => document.based_on = vec![agency.to_owned()],
            Some(_) => {}
        }
    }
    true
}
