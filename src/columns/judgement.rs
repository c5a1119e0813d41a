//! The columns of judgements.

use super::{Content, Field, Holds, columns, put, set};
use crate::model::{Judgement, Sameness};
use crate::table::header::{Column, Layout, Missable};

/// The columns of `judgements.csv`.
pub static JUDGEMENTS: Layout = Layout { name: "judgements", columns: &COLUMNS };

static COLUMNS: [Column; 6] = columns(&JUDGEMENT);

/// What stands in the columns of judgements.
pub static JUDGEMENT: [Field<Judgement>; 6] = [
    Field::<Judgement>::new(
        Column::required("left", &["left_name"]).missable(Missable::Never),
        Holds::Name,
        |judgement| Content::Text(&judgement.left),
        |judgement, cell| set(&mut judgement.left, Some(cell)),
    ),
    Field::<Judgement>::new(
        Column::required("right", &["right_name"]).missable(Missable::Never),
        Holds::Name,
        |judgement| Content::Text(&judgement.right),
        |judgement, cell| set(&mut judgement.right, Some(cell)),
    ),
    Field::<Judgement>::new(
        Column::required("judgement", &["judgment", "decision"]).missable(Missable::Never),
        Holds::Word,
        |judgement| Content::Text(judgement.sameness.word()),
        |judgement, cell| set(&mut judgement.sameness, Sameness::parse(&cell)),
    ),
    Field::<Judgement>::new(
        Column::optional("who", &["by", "user"]),
        Holds::Text,
        |judgement| Content::text(judgement.who.as_ref()),
        |judgement, cell| put(&mut judgement.who, cell),
    ),
    Field::<Judgement>::new(
        Column::optional("when", &["date", "created_at"]),
        Holds::Text,
        |judgement| Content::text(judgement.when.as_ref()),
        |judgement, cell| put(&mut judgement.when, cell),
    ),
    Field::<Judgement>::new(
        Column::optional("why", &["reason", "note"]).running_on(),
        Holds::Text,
        |judgement| Content::text(judgement.why.as_ref()),
        |judgement, cell| put(&mut judgement.why, cell),
    ),
];
