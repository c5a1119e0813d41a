//! What is wrong with a query, without asking it.

use std::ops::Range;

use serde_json::{Value, json};

use super::asked::Asked;
use crate::query::{Engine, Flaw};
use crate::serve::fault::Fault;
use crate::serve::reading::Reading;
use crate::tabular::sparql::line_and_column;

/// A base for queries that name none: at the endpoint they have one, too, and which does not matter here.
const BASE: &str = "http://localhost/sparql";

/// Answers `/api/check`.
pub(super) fn check(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let text = asked.needed("query")?;
    let engine = Engine::new(reading.graph.store(), reading.prefixes.clone())
        .with_base(Some(BASE))
        .with_services(asked.services.clone());
    let told: Vec<Value> = engine.flaws(text).iter().map(|flaw| told_flaw(text, flaw)).collect();
    Ok(json!({ "flaws": told }))
}

fn told_flaw(text: &str, flaw: &Flaw) -> Value {
    let fix =
        flaw.fix.as_ref().map(|fix| json!({ "label": fix.label, "text": fix.text, "place": place(text, &fix.range) }));
    json!({
        "message": flaw.message,
        "hint": flaw.hint,
        "is_fatal": flaw.is_fatal,
        "place": place(text, &flaw.range),
        "fix": fix,
    })
}

/// Where something begins and ends: lines, and columns in characters, both from 1 on.
fn place(text: &str, range: &Range<usize>) -> Value {
    let ((line, column), (end_line, end_column)) =
        (line_and_column(text, range.start), line_and_column(text, range.end));
    json!({ "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}
