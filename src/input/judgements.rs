//! `judgements.csv`: one decision about two names a row.

use super::claims::{fill, required};
use crate::columns::JUDGEMENT;
use crate::diagnostic::{Finding, clip, codes, nearest};
use crate::model::{Judgement, Sameness};
use crate::table::row::Row;

/// Reads the judgement in `row`; what is wrong with its cells goes to `findings`.
pub fn judgement_from_row(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<Judgement> {
    let left = required(row, "left", findings);
    let right = required(row, "right", findings);
    let word = required(row, "judgement", findings)?;
    let Some(sameness) = Sameness::parse(&word) else {
        let finding = Finding::new(&codes::UNKNOWN_VALUE, "judgement", format!("`{}` is no judgement", clip(&word)));
        let words = || Sameness::ALL.iter().map(|sameness| sameness.word());
        findings.push(finding.hint(match nearest(&word, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", words().collect::<Vec<_>>().join(", ")),
        }));
        return None;
    };
    let mut judgement = Judgement::of(left?, right?, sameness);
    fill(row, &JUDGEMENT, &mut judgement);
    Some(judgement)
}
