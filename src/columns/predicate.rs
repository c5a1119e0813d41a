//! The columns of predicates that a project has words of its own for.

use crate::table::header::{Column, Layout, Missable};

/// The columns of `predicates.csv`.
pub static PREDICATES: Layout = Layout { name: "predicates", columns: &COLUMNS };

static COLUMNS: [Column; 6] = [
    Column::required("label", &["word"]).missable(Missable::Never),
    Column::optional("term", &["means"]).missable(Missable::Never),
    Column::optional("type", &["code"]),
    Column::optional("inverse", &[]).missable(Missable::Never),
    Column::optional("symmetric", &[]),
    Column::optional("note", &["notes"]),
];
