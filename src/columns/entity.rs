//! The columns of entities.

use super::{Content, Field, Holds, add, columns, graded, put, set};
use crate::model::{Coordinates, Entity, EntityKind, Reliability};
use crate::ontology::vocab;
use crate::table::header::{Column, Layout, Missable, Several};

/// The columns of `entities.csv`.
pub static ENTITIES: Layout = Layout { name: "entities", columns: &COLUMNS };

static COLUMNS: [Column; 10] = columns(&ENTITY);

/// What stands in the columns of entities.
pub static ENTITY: [Field<Entity>; 10] = [
    Field::<Entity>::new(
        Column::required("label", &["name"]).missable(Missable::Never),
        Holds::Name,
        |entity| Content::Text(&entity.label),
        |entity, cell| set(&mut entity.label, Some(cell)),
    ),
    Field::<Entity>::new(
        Column::optional("id", &["entity", "entity_id"]).missable(Missable::Never),
        Holds::Id,
        |entity| Content::text(entity.id.as_ref()),
        |entity, cell| put(&mut entity.id, cell),
    ),
    Field::<Entity>::new(
        Column::optional("type", &["kind", "class"]),
        Holds::Word,
        |entity| match (&entity.class, entity.kind) {
            (Some(class), _) => Content::Text(class),
            (None, kind) => kind.map_or(Content::Nothing, |kind| Content::Text(kind.word())),
        },
        |entity, cell| match EntityKind::parse(&cell) {
            None => put(&mut entity.class, cell),
            kind => set(&mut entity.kind, kind.map(Some)),
        },
    ),
    Field::<Entity>::new(
        Column::optional("aliases", &["alias", "other_names"]).several(Several::List).missable(Missable::Whole),
        Holds::Text,
        |entity| Content::Texts(&entity.aliases),
        |entity, cell| add(&mut entity.aliases, cell),
    )
    .property(vocab::SKOS_ALT_LABEL),
    Field::<Entity>::new(
        Column::optional("member_of", &["memberof"]).several(Several::List),
        Holds::Name,
        |entity| Content::Texts(&entity.member_of),
        |entity, cell| add(&mut entity.member_of, cell),
    )
    .property(vocab::MEMBER_OF),
    Field::<Entity>::new(
        Column::optional("country", &[]),
        Holds::Name,
        |entity| Content::text(entity.country.as_ref()),
        |entity, cell| put(&mut entity.country, cell),
    )
    .property(vocab::COUNTRY),
    Field::<Entity>::new(
        Column::optional("wikidata", &["qid"]),
        Holds::Item,
        |entity| Content::text(entity.wikidata.as_ref()),
        |entity, cell| put(&mut entity.wikidata, cell),
    )
    .property(vocab::SKOS_EXACT_MATCH),
    Field::<Entity>::new(
        Column::optional("coordinates", &["latlon", "lat_lon"]),
        Holds::Point,
        |entity| entity.coordinates.as_ref().map_or(Content::Nothing, Content::Point),
        |entity, cell| set(&mut entity.coordinates, parse_point(&cell).map(Some)),
    ),
    Field::<Entity>::new(
        Column::optional("reliability", &[]),
        Holds::Grade,
        |entity| Content::text(entity.reliability.as_ref()),
        |entity, cell| set(&mut entity.reliability, graded::<Reliability>(cell)),
    )
    .property(vocab::RELIABILITY),
    Field::<Entity>::new(
        Column::optional("description", &["note", "notes"]).running_on(),
        Holds::Text,
        |entity| Content::text(entity.description.as_ref()),
        |entity, cell| put(&mut entity.description, cell),
    )
    .property(vocab::DCT_DESCRIPTION),
];

/// The point that latitude and longitude, apart by a space, a comma or both, are.
pub fn parse_point(cell: &str) -> Option<Coordinates> {
    let mut degrees = cell.split([' ', ',']).filter(|part| !part.is_empty());
    match (degrees.next(), degrees.next(), degrees.next()) {
        (Some(latitude), Some(longitude), None) => Coordinates::new(latitude, longitude),
        _ => None,
    }
}
