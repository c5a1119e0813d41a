//! Tables of entities that have relations as well.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::columns::ENTITIES;
use crate::table::mapping::Mapping;
use crate::table::sample::Sample;

/// The columns of a table that is one of entities as well: who acts has the name of a column there, and more is told of it.
pub(super) fn columns_of_entities(sample: &Sample, columns: &BTreeMap<String, String>) -> Vec<String> {
    let names: Vec<Arc<str>> = sample.headings.iter().map(|heading| heading.as_str().into()).collect();
    let roles = ENTITIES.roles(&names, &Mapping::default());
    let of = |heading: &String| {
        let at = sample.headings.iter().position(|name| name == heading)?;
        roles.get(at).copied().flatten().map(|column| column.name)
    };
    let is_named = columns.get("subject").and_then(of) == Some("label");
    // `country` and `note` tell of claims as well.
    let tells =
        |heading: &String| matches!(of(heading), Some("type" | "aliases" | "member_of" | "wikidata" | "coordinates"));
    if !is_named || !sample.headings.iter().any(tells) {
        return Vec::new();
    }
    sample.headings.iter().filter(|heading| of(heading).is_some()).cloned().collect()
}
