//! What the columns of a foreign table of claims probably mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::claims::LAYOUT;
use crate::diagnostic::nearest;
use crate::table::mapping::Mapping;

/// Words that tell what a column may mean, in several languages, beyond the layout's own names and aliases.
const TELLING: &[(&str, &str)] = &[
    (
        "subject",
        "who|actor 1|actor1name|perpetrator|initiator|side a|source actor|source name|actor name|person|subj|attacker|acteur|\
         sujet|qui|akteur|subjekt|wer|täter|sujeto|quien|quién",
    ),
    (
        "predicate",
        "what|did what|does what|event type|event text|eventcode|event code|event|did|activity|pred|action|verbe|\
         relation|handlung|ereignis|prädikat|tat|was|verbo|acción|accion|acto",
    ),
    (
        "object",
        "whom|to whom|actor 2|actor2name|victim|side b|targets|recipient|target actor|target name|recipient name|obj|defender|cible|\
         objet|à qui|ziel|objekt|wen|wem|opfer|objeto|blanco|a quien|a quién",
    ),
    ("date", "day|event date|date of event|timestamp|time|sqldate|jour|datum|tag|wann|quand|fecha|cuándo|cuando"),
    ("place", "location|where|country|city|region|lieu|où|ort|wo|lugar|dónde|donde"),
    (
        "said_by",
        "said by|source|informant|according to|reported by|attribution|who says|selon|quelle|laut|fuente|según|segun",
    ),
    ("document", "article|url|link|article id|report|sourceurl|artikel|artículo"),
    ("quote", "text|sentence|evidence|snippet|excerpt|original text|citation|zitat|cita"),
    ("confidence", "probability|certainty score"),
    ("annotator", "coder|annotated by|rater"),
    ("note", "remarks|comments|description|remarque|bemerkung|nota"),
];

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
    for (heading, column) in headings.iter().zip(LAYOUT.roles(&names, &Mapping::default())) {
        // Plain aliases come later: `source` beside `target` is the subject, alone it rather is who says so.
        let is_sure = |name: &str| name == plain(heading).replace(' ', "_");
        if let Some(column) = column.filter(|column| is_sure(column.name) || !column.paired.is_empty()) {
            take(column.name, &|candidate| candidate == plain(heading));
        }
    }
    for (role, words) in &TELLING[..3] {
        words.split('|').for_each(|word| take(role, &|heading| heading == word));
    }
    for column in LAYOUT.columns {
        column.aliases.iter().for_each(|alias| take(column.name, &|heading| heading == alias.replace('_', " ")));
    }
    for (role, words) in TELLING {
        words.split('|').for_each(|word| take(role, &|heading| heading == word));
    }
    for (role, words) in &TELLING[..3] {
        let known = || words.split('|').chain([*role]).filter(|word| word.chars().count() >= LEAST_LETTERS);
        take(role, &|heading| known().any(|word| is_slip(heading, word)));
    }
    columns
}

/// Whether a heading is a word written wrongly: each of its words is, or is right.
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
