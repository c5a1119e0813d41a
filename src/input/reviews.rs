//! `reviews.csv`: one decision about an extracted claim a row.

use super::claims::{fill, required};
use crate::columns::REVIEW;
use crate::diagnostic::{Finding, clip, codes, nearest};
use crate::model::{Review, ReviewVerdict};
use crate::table::row::Row;

/// Reads the review in `row`; what is wrong with its cells goes to `findings`.
pub fn review_from_row(row: &Row<'_>, findings: &mut Vec<Finding>) -> Option<Review> {
    let claim = required(row, "claim", findings);
    let word = required(row, "verdict", findings)?;
    let Some(verdict) = ReviewVerdict::parse(&word) else {
        let finding = Finding::new(&codes::UNKNOWN_VALUE, "verdict", format!("`{}` is no verdict", clip(&word)));
        let words = || ReviewVerdict::ALL.iter().map(|verdict| verdict.word());
        findings.push(finding.hint(match nearest(&word, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", words().collect::<Vec<_>>().join(", ")),
        }));
        return None;
    };
    let mut review = Review::of(String::new(), verdict);
    fill(row, &REVIEW, &mut review);
    review.claim = claim.map(|claim| claim.strip_prefix('#').map(str::to_owned).unwrap_or(claim))?;
    Some(review)
}
