//! The shipped predicates with their label and codes, and the countries with their names, read off the lines of the files without a
//! parser of Turtle.
//!
//! Reading texts needs no more of the vocabulary than this, and half a megabyte of Turtle takes longer to parse than a page to
//! read. The files are our own, and a test holds what is read here to what the parser reads.

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
    let turtle = shipped("predicates.ttl");
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

/// A country of a shipped list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryListing {
    /// The prefix of the list: `iso`, `fips`, `cameoCountry`.
    pub list: &'static str,
    /// The code.
    pub code: &'static str,
    /// The alpha-2 code, in the list of ISO.
    pub alpha2: Option<&'static str>,
    /// The name to show, then the others.
    pub names: Vec<&'static str>,
    /// The same country in ISO.
    pub iso: Option<&'static str>,
}

/// The countries of all lists in the order of the file, which has each on a line of its own.
pub fn listed_countries() -> Vec<CountryListing> {
    let country = |line: &'static str| {
        let (subject, facts) = line.split_once(" a skos:Concept ; ")?;
        let (list, _) = subject.split_once(':')?;
        let mut found = CountryListing { list, code: "", alpha2: None, names: Vec::new(), iso: None };
        for fact in facts.split(" ; ") {
            let (property, values) = fact.split_once(' ')?;
            // What stands between quotation marks.
            let mut literals = values.split('"').skip(1).step_by(2);
            match property {
                "skos:notation" => (found.code, found.alpha2) = (literals.next()?, literals.next()),
                "skos:prefLabel" | "skos:altLabel" => found.names.extend(literals),
                "skos:exactMatch" => found.iso = values.trim_end_matches([' ', '.']).strip_prefix("iso:"),
                _ => {}
            }
        }
        Some(found)
    };
    shipped("countries.ttl").lines().filter_map(country).collect()
}

fn shipped(file: &str) -> &'static str {
    FILES.iter().find(|(name, _)| *name == file).map_or("", |(_, turtle)| *turtle)
}
