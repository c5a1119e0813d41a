//! What the columns of a foreign table of claims probably mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::columns::{CLAIM, CLAIMS};
use crate::diagnostic::nearest;
use crate::table::mapping::Mapping;

/// Words shorter than this are too short to be slips of others.
const LEAST_LETTERS: usize = 4;

/// Heading by column of the layout: by the layout's names first, then by telling words, then by likeness.
pub fn propose_columns(headings: &[String]) -> BTreeMap<String, String> {
    let mut columns: BTreeMap<String, String> = BTreeMap::new();
    let mut free: Vec<&String> = headings.iter().collect();
    let mut take = |role: &str, fits: &dyn Fn(&str) -> bool| {
        if !columns.contains_key(role)
            && let Some(index) = free.iter().position(|heading| fits(&plain(heading)))
        {
            columns.insert(role.to_owned(), free.remove(index).clone());
        }
    };
    let names: Vec<Arc<str>> = headings.iter().map(|heading| heading.as_str().into()).collect();
    for (heading, column) in headings.iter().zip(CLAIMS.roles(&names, &Mapping::default())) {
        // Plain aliases come later: `source` beside `target` is the subject, alone it rather is who says so.
        let is_sure = |name: &str| name == plain(heading).replace(' ', "_");
        if let Some(column) = column.filter(|column| is_sure(column.name) || !column.paired.is_empty()) {
            take(column.name, &|candidate| candidate == plain(heading));
        }
    }
    // What no table can be without is looked for first.
    let ends = || CLAIM.iter().filter(|field| field.column.required);
    for field in ends() {
        field.telling.split('|').for_each(|word| take(field.name(), &|heading| heading == word));
    }
    for column in CLAIMS.columns {
        column.aliases.iter().for_each(|alias| take(column.name, &|heading| heading == alias.replace('_', " ")));
    }
    for field in CLAIM.iter().filter(|field| !field.telling.is_empty()) {
        field.telling.split('|').for_each(|word| take(field.name(), &|heading| heading == word));
    }
    for field in ends() {
        let words = || field.telling.split('|').chain([field.name()]);
        let known = || words().filter(|word| word.chars().count() >= LEAST_LETTERS);
        take(field.name(), &|heading| known().any(|word| is_slip(heading, word)));
    }
    columns
}

/// True when a heading is a word written wrongly: each of its words is, or is right.
fn is_slip(heading: &str, word: &str) -> bool {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (heading.split(' ').collect(), word.split(' ').collect());
    let is_near = |(ours, theirs): (&&str, &&str)| {
        ours == theirs || (ours.chars().count() >= LEAST_LETTERS && nearest(ours, [*theirs]).is_some())
    };
    ours.len() == theirs.len() && ours.iter().zip(&theirs).all(is_near)
}

/// A heading in the form words are compared in; the name of a thing inside another stands for it (`who.name`).
fn plain(heading: &str) -> String {
    let outer = heading.trim().rsplit_once('.').filter(|(_, inner)| ["name", "label", "text", "title"].contains(inner));
    outer.map_or(heading, |(outer, _)| outer).trim().to_lowercase().replace(['_', '-', '.'], " ")
}
