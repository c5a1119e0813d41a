//! `entities.csv`: one entity a row.

use super::claims::{check_id, required, value};
use crate::diagnostic::{Finding, clip, codes};
use crate::model::{Coordinates, Entity, EntityKind};
use crate::table::header::{Column, Layout, Several};
use crate::table::row::Row;

/// The columns of `entities.csv`.
pub static LAYOUT: Layout = Layout {
    name: "entities",
    columns: &[
        Column::required("label", &["name"]),
        Column::optional("id", &["entity", "entity_id"]),
        Column::optional("type", &["kind", "class"]),
        Column::optional("aliases", &["alias", "other_names"]).several(Several::List),
        Column::optional("member_of", &["memberof"]).several(Several::List),
        Column::optional("country", &[]),
        Column::optional("wikidata", &["qid"]),
        Column::optional("coordinates", &["latlon", "lat_lon"]),
        Column::optional("description", &["note", "notes"]),
    ],
};

/// Reads the entity in `row`; what is wrong with its cells goes to `findings`.
pub fn entity_from_row(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<Entity> {
    let label = required(row, "label", findings);
    let id = row.get("id").map(str::to_owned);
    if let Some(id) = &id {
        check_id(id, findings);
    }
    let kind =
        row.get("type").map(|_| value(row, "type", EntityKind::parse, &EntityKind::ALL, EntityKind::word, findings));
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
    Some(Entity {
        id,
        coordinates,
        kind,
        aliases: row.list("aliases"),
        member_of: row.list("member_of"),
        country: row.get("country").map(str::to_owned),
        wikidata,
        description: row.get("description").map(str::to_owned),
        qualifiers: row.qualifiers().map(|(name, cell)| (name, cell.to_owned())).collect(),
        label: label?,
    })
}

/// Latitude and longitude apart by a space, a comma or both.
fn coordinates(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<Coordinates> {
    let cell = row.get("coordinates")?;
    let mut degrees = cell.split([' ', ',']).filter(|part| !part.is_empty());
    let point = match (degrees.next(), degrees.next(), degrees.next()) {
        (Some(latitude), Some(longitude), None) => Coordinates::new(latitude, longitude),
        _ => None,
    };
    if point.is_none() {
        let finding = Finding::new(&codes::BAD_NUMBER, "coordinates", format!("`{}` is no point", clip(cell)));
        findings.push(finding.hint("degrees north, a space, degrees east, such as `31.5 34.75`"));
    }
    point
}
