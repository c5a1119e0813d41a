//! What the columns of a foreign table of claims probably mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::columns::{CLAIM, CLAIMS};
use crate::diagnostic::nearest;
use crate::table::header::Column;
use crate::table::mapping::Mapping;

/// Words shorter than this are too short to be slips of others.
const LEAST_LETTERS: usize = 4;

/// Headings that are the ends of a statement when both are there, whatever else is called so: `Subject` beside `Sender` and
/// `Receiver` is what a letter is about.
const PAIRS: [(&str, &str); 12] = [
    ("sender", "receiver"),
    ("sender", "recipient"),
    ("sender", "addressee"),
    ("from", "to"),
    ("source", "target"),
    ("source ref", "target ref"),
    ("source id", "target id"),
    ("source name", "target name"),
    ("arg1", "arg2"),
    ("exporter", "importer"),
    ("absender", "empfänger"),
    ("expéditeur", "destinataire"),
];

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
    let place = |word: &str| headings.iter().position(|heading| plain(heading) == word);
    let has = |word: &str| place(word).is_some();
    // A `source` is who says so where it stands behind the target, or where somebody else acts.
    let acts = || CLAIM.iter().filter(|field| field.name() == "subject").any(|field| field.telling.split('|').any(has));
    let is_pair = |(from, to): &&(&str, &str)| {
        place(from).zip(place(to)).is_some_and(|(first, other)| *from != "source" || (first < other && !acts()))
    };
    if !(has("subject") && has("object"))
        && let Some((from, to)) = PAIRS.iter().find(is_pair)
    {
        take("subject", &|heading| heading == *from);
        take("object", &|heading| heading == *to);
    }
    let names: Vec<Arc<str>> = headings.iter().map(|heading| heading.as_str().into()).collect();
    for (heading, column) in headings.iter().zip(CLAIMS.roles(&names, &Mapping::default())) {
        // Plain aliases come later: `source` beside `target` is the subject, alone it rather is who says so.
        let is_sure = |name: &str| name == plain(heading).replace(' ', "_");
        let is_ordered =
            |column: &Column| column.before.iter().chain(column.behind).any(|(alias, _)| *alias == plain(heading));
        let is_telling = |column: &&Column| is_sure(column.name) || !column.paired.is_empty() || is_ordered(column);
        if let Some(column) = column.filter(is_telling) {
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
    if let (false, false, Some((first, second))) =
        (columns.contains_key("subject"), columns.contains_key("object"), twins(headings))
    {
        let is_free = |heading: &String| !columns.values().any(|taken| taken == heading);
        if is_free(first) && is_free(second) {
            columns.insert("subject".to_owned(), first.clone());
            columns.insert("object".to_owned(), second.clone());
        }
    }
    let mut free: Vec<&String> =
        headings.iter().filter(|heading| !columns.values().any(|taken| taken == *heading)).collect();
    for field in ends().filter(|field| !columns.contains_key(field.name())).collect::<Vec<_>>() {
        let words = || field.telling.split('|').chain([field.name()]);
        let known = || words().filter(|word| word.chars().count() >= LEAST_LETTERS);
        let is_near = |heading: &&String| known().any(|word| is_slip(&plain(heading), word));
        if let Some(index) = free.iter().position(is_near) {
            columns.insert(field.name().to_owned(), free.remove(index).clone());
        }
    }
    propose_named(headings, &mut columns);
    propose_of_document(headings, &mut columns);
    columns
}

/// Takes `Name` for who acts, when nobody else does. A country in such a row is that of the name, and no place of the act.
fn propose_named(headings: &[String], columns: &mut BTreeMap<String, String>) {
    let name = headings.iter().find(|heading| ["name", "full name"].contains(&plain(heading).as_str()));
    let Some(name) = name.filter(|name| !columns.values().any(|taken| taken == *name)) else { return };
    if !columns.contains_key("subject") && columns.contains_key("predicate") && columns.contains_key("object") {
        columns.insert("subject".to_owned(), name.clone());
        columns.retain(|role, heading| role != "place" || plain(heading) != "country");
    }
}

/// Words that a foreign table may call the columns of a document by.
const OF_DOCUMENT: [(&str, &str); 5] = [
    (
        "url",
        "url|urls|link|links|sourceurl|source url|source link|article url|web address|address of article|webadresse|lien|\
         enlace|indirizzo|collegamento|adres|ссылка|посилання",
    ),
    ("title", "title|headline|titre|titel|título|titolo|tytuł|titlu|заголовок|назва|überschrift|schlagzeile"),
    (
        "publisher",
        "publisher|outlet|newspaper|medium|media outlet|zeitung|journal|periódico|giornale|gazeta|krant|издание|видання",
    ),
    (
        "published",
        "published|publication date|date published|pub date|veröffentlicht|publié|publicado|pubblicato|опубликовано",
    ),
    ("author", "author|authors|byline|autor|auteur|autore|journalist|автор"),
];

/// Adds the columns of the document of a claim. Common words such as `title` count only beside something of a document.
pub fn propose_of_document(headings: &[String], columns: &mut BTreeMap<String, String>) {
    for (role, telling) in OF_DOCUMENT {
        let is_free = |heading: &&String| !columns.values().any(|used| used == *heading);
        let is_meant = |heading: &&String| telling.split('|').any(|word| word == plain(heading));
        let is_shy = matches!(role, "title" | "published" | "author");
        let is_beside = ["document", "url", "publisher"].iter().any(|role| columns.contains_key(*role));
        if columns.contains_key(role) || (is_shy && !is_beside) || (role == "url" && columns.contains_key("document")) {
            continue;
        }
        if let Some(heading) = headings.iter().filter(is_free).find(is_meant) {
            columns.insert(role.to_owned(), heading.clone());
        }
    }
}

/// Endings that tell two headings of one kind apart.
const ENDINGS: [(&str, &str); 4] = [("a", "b"), ("1", "2"), ("i", "j"), ("x", "y")];

/// Kinds of things of which two are no ends of a statement.
const NO_ENDS: [&str; 14] = [
    "date", "time", "year", "month", "day", "source", "url", "link", "document", "quote", "note", "id", "code", "field",
];

/// Two headings that differ in their ending only, as `Entity A` and `Entity B` do: the ends of a tie.
fn twins(headings: &[String]) -> Option<(&String, &String)> {
    let stem = |heading: &String, ending: &str| {
        let plain = plain(heading);
        let stem = plain.strip_suffix(ending)?;
        // A letter is an ending only where it stands apart, as in `Entity A` and `EntityA`.
        let is_apart = ending.bytes().all(|byte| byte.is_ascii_digit())
            || stem.ends_with(' ')
            || (heading.ends_with(|c: char| c.is_ascii_uppercase())
                && heading.chars().rev().nth(1).is_some_and(char::is_lowercase));
        let stem = stem.trim().to_owned();
        (is_apart && !stem.is_empty() && !NO_ENDS.contains(&stem.as_str())).then_some(stem)
    };
    headings.iter().enumerate().find_map(|(place, first)| {
        ENDINGS.iter().find_map(|(one, two)| {
            let of = stem(first, one)?;
            let second = headings[place + 1..].iter().find(|second| stem(second, two).as_ref() == Some(&of))?;
            Some((first, second))
        })
    })
}

/// True when a heading is a word written wrongly: each of its words is, or is right.
fn is_slip(heading: &str, word: &str) -> bool {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (heading.split(' ').collect(), word.split(' ').collect());
    // Slips are rare in the first letter, and words that differ there are often others: `reason` is no `person`.
    let is_near = |(ours, theirs): (&&str, &&str)| {
        let same_start = ours.chars().next() == theirs.chars().next();
        ours == theirs || (same_start && ours.chars().count() >= LEAST_LETTERS && nearest(ours, [*theirs]).is_some())
    };
    ours.len() == theirs.len() && ours.iter().zip(&theirs).all(is_near)
}

/// A heading in the form words are compared in; the name of a thing inside another stands for it (`who.name`).
fn plain(heading: &str) -> String {
    let outer = heading.trim().rsplit_once('.').filter(|(_, inner)| ["name", "label", "text", "title"].contains(inner));
    outer.map_or(heading, |(outer, _)| outer).trim().to_lowercase().replace(['_', '-', '.'], " ")
}
