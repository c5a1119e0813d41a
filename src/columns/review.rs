//! The columns of reviews.

use super::{Content, Field, Holds, columns, put, set};
use crate::model::{Review, ReviewVerdict};
use crate::table::header::{Column, Layout, Missable};

/// The columns of `reviews.csv`.
pub static REVIEWS: Layout = Layout { name: "reviews", columns: &COLUMNS };

static COLUMNS: [Column; 5] = columns(&REVIEW);

/// What stands in the columns of reviews.
pub static REVIEW: [Field<Review>; 5] = [
    Field::<Review>::new(
        Column::required("claim", &["claim_id", "id"]).missable(Missable::Never),
        Holds::Claim,
        |review| Content::Text(&review.claim),
        |review, cell| set(&mut review.claim, Some(cell.strip_prefix('#').map(str::to_owned).unwrap_or(cell))),
    ),
    Field::<Review>::new(
        Column::required("verdict", &["decision", "review"]).missable(Missable::Never),
        Holds::Word,
        |review| Content::Text(review.verdict.word()),
        |review, cell| set(&mut review.verdict, ReviewVerdict::parse(&cell)),
    ),
    Field::<Review>::new(
        Column::optional("who", &["by", "user", "reviewer"]),
        Holds::Text,
        |review| Content::text(review.who.as_ref()),
        |review, cell| put(&mut review.who, cell),
    ),
    Field::<Review>::new(
        Column::optional("when", &["date", "created_at"]),
        Holds::Text,
        |review| Content::text(review.when.as_ref()),
        |review, cell| put(&mut review.when, cell),
    ),
    Field::<Review>::new(
        Column::optional("note", &["why", "reason", "comment"]).running_on(),
        Holds::Text,
        |review| Content::text(review.note.as_ref()),
        |review, cell| put(&mut review.note, cell),
    ),
];
