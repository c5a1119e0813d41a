//! The fields of a claim, edited one at a time.

use std::collections::BTreeMap;

use super::input::{Input, Written};
use super::screen::{Choices, KeyPress};
use crate::model::{Certainty, EventDate, Modality, Polarity};

/// A field that can be edited.
#[derive(Debug, Clone, Copy)]
pub(super) struct EditedField {
    /// The key that opens it.
    pub(super) key: char,
    pub(super) column: &'static str,
    /// What people read.
    pub(super) name: &'static str,
}

/// The fields in the order in which they are shown.
pub(super) const FIELDS: [EditedField; 9] = [
    EditedField { key: 's', column: "subject", name: "subject" },
    EditedField { key: 'p', column: "predicate", name: "predicate" },
    EditedField { key: 'o', column: "object", name: "object" },
    EditedField { key: 'w', column: "said_by", name: "who says it" },
    EditedField { key: 'y', column: "polarity", name: "yes or no" },
    EditedField { key: 'm', column: "modality", name: "modality" },
    EditedField { key: 'c', column: "certainty", name: "certainty" },
    EditedField { key: 'd', column: "date", name: "date" },
    EditedField { key: 'l', column: "place", name: "place (location)" },
];

/// What is done with the field that is open.
#[derive(Debug)]
pub(super) enum Opened {
    /// It is written.
    Text(Input),
    /// One of these words is chosen by its key.
    Words(Vec<(char, &'static str)>),
}

/// The fields of a claim while they are edited.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) cells: BTreeMap<String, String>,
    /// The field that is marked, by its place in [`FIELDS`].
    pub(super) at: usize,
    pub(super) opened: Option<Opened>,
    /// Why what was written cannot be taken.
    pub(super) fault: Option<String>,
}

/// What a key did to the form.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FormEnd {
    /// It is still open.
    Open,
    /// The claim holds with these cells.
    Accepted,
    /// Nothing is changed.
    Left,
}

impl Form {
    pub(super) fn of(cells: BTreeMap<String, String>) -> Form {
        Form { cells, at: 0, opened: None, fault: None }
    }

    pub(super) fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(super) fn key(&mut self, key: KeyPress, choices: &Choices, is_claim: &dyn Fn(&str) -> bool) -> FormEnd {
        let column = FIELDS[self.at].column;
        self.fault = None;
        match self.opened.take() {
            None => return self.menu_key(key),
            Some(Opened::Words(words)) => match key {
                KeyPress::Char(letter) => match words.iter().find(|(key, _)| *key == letter.to_ascii_lowercase()) {
                    Some((_, word)) => self.set(column, word),
                    None => self.opened = Some(Opened::Words(words)),
                },
                KeyPress::Escape => {}
                _ => self.opened = Some(Opened::Words(words)),
            },
            Some(Opened::Text(mut input)) => match input.key(key, choices.of(column)) {
                Written::Open => self.opened = Some(Opened::Text(input)),
                Written::Left => {}
                Written::Done => match fault_of(column, input.text().trim(), is_claim) {
                    Some(fault) => {
                        self.fault = Some(fault);
                        self.opened = Some(Opened::Text(input));
                    }
                    None => self.set(column, input.text().trim()),
                },
            },
        }
        FormEnd::Open
    }

    fn menu_key(&mut self, key: KeyPress) -> FormEnd {
        match key {
            KeyPress::Char('a' | 'A') => return FormEnd::Accepted,
            KeyPress::Escape | KeyPress::Char('q' | 'Q' | 'u' | 'U') => return FormEnd::Left,
            KeyPress::Down | KeyPress::Tab => self.at = (self.at + 1) % FIELDS.len(),
            KeyPress::Up | KeyPress::BackTab => self.at = (self.at + FIELDS.len() - 1) % FIELDS.len(),
            KeyPress::Enter | KeyPress::Right => self.open(),
            KeyPress::Char(letter) => {
                let letter = letter.to_ascii_lowercase();
                if let Some(at) = FIELDS.iter().position(|field| field.key == letter) {
                    self.at = at;
                    self.open();
                }
            }
            _ => {}
        }
        FormEnd::Open
    }

    fn open(&mut self) {
        let column = FIELDS[self.at].column;
        let words: Option<Vec<&'static str>> = match column {
            "polarity" => Some(Polarity::ALL.map(Polarity::word).to_vec()),
            "modality" => Some(Modality::ALL.map(Modality::word).to_vec()),
            "certainty" => Some(Certainty::ALL.map(Certainty::word).to_vec()),
            _ => None,
        };
        self.opened = Some(match words {
            Some(words) => Opened::Words(with_keys(&words)),
            None => Opened::Text(Input::of(self.cell(column))),
        });
    }

    fn set(&mut self, column: &str, value: &str) {
        if value.is_empty() {
            self.cells.remove(column);
        } else {
            self.cells.insert(column.to_owned(), value.to_owned());
        }
    }
}

/// The words with the keys that choose them: the first letter that no word before has.
fn with_keys(words: &[&'static str]) -> Vec<(char, &'static str)> {
    let mut keys: Vec<(char, &'static str)> = Vec::new();
    for word in words {
        let is_free = |letter: &char| letter.is_ascii_alphabetic() && !keys.iter().any(|(key, _)| key == letter);
        let key =
            word.chars().find(is_free).or_else(|| ('1'..='9').find(|key| !keys.iter().any(|(known, _)| known == key)));
        keys.extend(key.map(|key| (key, *word)));
    }
    keys
}

/// Why a cell cannot be taken.
pub(super) fn fault_of(column: &str, cell: &str, is_claim: &dyn Fn(&str) -> bool) -> Option<String> {
    match column {
        "subject" | "predicate" if cell.is_empty() => Some("a claim needs one".to_owned()),
        "subject" | "object" => match cell.strip_prefix('#') {
            Some(id) if !is_claim(id.trim()) => Some(format!("no claim is called `{}`", id.trim())),
            _ => None,
        },
        "date" if !cell.is_empty() => EventDate::parse(cell)
            .err()
            .map(|_| "not a date: write 2025-06-13, 2025-06, 2025, 2025-06~ or 2025-06-13/2025-06-15".to_owned()),
        _ => None,
    }
}
