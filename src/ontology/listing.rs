//! The shipped predicates with their label and codes, read off the lines of the file without a parser of Turtle.
//!
//! Reading texts needs no more of the vocabulary than this, and half a megabyte of Turtle takes longer to parse than a page to
//! read. The file is our own, and a test holds what is read here to what the parser reads.

use super::FILES;

/// A shipped predicate as far as a reader of texts needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PredicateListing {
    /// The local name of its IRI, such as `retaliated_against`.
    pub name: &'static str,
    /// The name to show.
    pub label: &'static str,
    /// The mode of PLOVER, or its type where there is no mode: `plover:ASSAULT-aerial`.
    pub plover: Option<&'static str>,
    /// The code of CAMEO, such as `cameo:190`.
    pub cameo: Option<&'static str>,
}

/// The shipped predicates in the order of the file.
pub fn listed_predicates() -> Vec<PredicateListing> {
    let turtle = FILES.iter().find(|(name, _)| *name == "predicates.ttl").map_or("", |(_, turtle)| *turtle);
    let mut found: Vec<PredicateListing> = Vec::new();
    let mut is_inside = false;
    for line in turtle.lines() {
        if let Some(name) = line.strip_prefix("rel:") {
            let subject = name.split_once(" a ra:Predicate ");
            is_inside = subject.is_some();
            found.extend(subject.map(|(name, _)| PredicateListing { name, label: name, plover: None, cameo: None }));
        }
        let Some(last) = found.last_mut().filter(|_| is_inside) else { continue };
        if let Some(label) = line.strip_prefix("  rdfs:label \"") {
            last.label = label.split('"').next().unwrap_or(label);
        } else if line.starts_with("  ra:") {
            for fact in line.split([';', '.']).map(str::trim) {
                match fact.split_once(' ') {
                    Some(("ra:ploverMode", code)) => last.plover = Some(code),
                    Some(("ra:ploverType", code)) => last.plover = last.plover.or(Some(code)),
                    Some(("ra:cameo", code)) => last.cameo = Some(code),
                    _ => {}
                }
            }
        }
    }
    found
}
