//! `entities.csv`: one entity a row.

use super::claims::{check_id, fill, grade, required};
use super::own::OwnColumns;
use crate::columns::{ENTITY, parse_point};
use crate::diagnostic::{Finding, clip, codes};
use crate::model::{Coordinates, Entity, EntityKind, Reliability};
use crate::table::row::Row;

/// Reads the entity in `row`; what is wrong with its cells goes to `findings`.
pub fn entity_from_row(row: &Row<'_>, own: &OwnColumns, findings: &mut Vec<Finding>) -> Option<Entity> {
    let label = required(row, "label", findings);
    let id = row.get("id").map(str::to_owned);
    if let Some(id) = &id {
        check_id(id, findings);
    }
    let kind = row.get("type").and_then(EntityKind::parse);
    // Types are open: what is none of relata's is a class of the project.
    let class = row.get("type").filter(|_| kind.is_none()).map(str::to_owned);
    let wikidata = row.get("wikidata").map(str::to_owned);
    if let Some(item) = &wikidata
        && !item
            .strip_prefix('Q')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let finding = Finding::new(&codes::BAD_IRI, "wikidata", format!("`{}` is no Wikidata item", clip(item)));
        findings.push(finding.hint("an item is `Q` and digits, such as `Q801`"));
    }
    let coordinates = coordinates(row, findings);
    let mut entity = Entity {
        id,
        kind,
        class,
        wikidata,
        coordinates,
        reliability: grade::<Reliability>(
            row,
            "reliability",
            "a letter from A to F, or a number from 0 to 1",
            findings,
        ),
        qualifiers: own.of_thing(row, findings),
        ..Entity::called(label?)
    };
    fill(row, &ENTITY, &mut entity);
    Some(entity)
}

fn coordinates(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<Coordinates> {
    let cell = row.get("coordinates")?;
    let point = parse_point(cell);
    if point.is_none() {
        let finding = Finding::new(&codes::BAD_NUMBER, "coordinates", format!("`{}` is no point", clip(cell)));
        findings.push(finding.hint("degrees north, a space, degrees east, such as `31.5 34.75`"));
    }
    point
}
