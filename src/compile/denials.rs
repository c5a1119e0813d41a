//! Predicates that say that something is not so: what they make of their claim, and what is told of them.

use crate::diagnostic::{Finding, clip, codes};
use crate::model::{Claim, Polarity, Referent};
use crate::ontology::{Denial, Meaning};

/// Makes a claim say that its statement is not so. Who denies a deed of their own is the speaker, unless the row names one.
pub(super) fn negate(claim: &mut Claim, is_own: bool, findings: &mut Vec<Finding>) {
    match claim.polarity {
        Polarity::Positive => claim.polarity = Polarity::Negative,
        Polarity::Negative => findings.push(double_negative(claim)),
        // Who leaves open whether it was not so leaves open whether it was.
        Polarity::Underspecified => {}
    }
    if let (true, true, Referent::Name(subject)) = (is_own, claim.said_by.is_empty(), &claim.subject) {
        claim.said_by.push(subject.clone());
    }
}

/// The notice that a cell is read as the negation of a predicate.
pub(super) fn negated(cell: &str, meaning: Meaning<'_>) -> Finding {
    let exchanged = match meaning {
        Meaning::Direct(_) => "",
        Meaning::Inverse(_) => "subject and object exchanged and ",
    };
    let label = &meaning.predicate().label;
    let message = format!("`{}` is read as `{label}` with {exchanged}`polarity` `negative`", clip(cell));
    Finding::new(&codes::NEGATED_PREDICATE, "predicate", message)
}

fn double_negative(claim: &Claim) -> Finding {
    let message = format!("`{}` denies already, and `polarity` is `negative` as well", clip(&claim.predicate));
    let hint = "the claim is read as denying; when two denials are meant to affirm, write the predicate without the \
                denial and `polarity` `positive`";
    Finding::new(&codes::DOUBLE_NEGATIVE, "polarity", message).hint(hint)
}

/// The fault of a cell that denies something, when nobody can tell what or how plainly.
pub(super) fn unresolved(cell: &str, denial: Denial<'_>) -> Finding {
    let fault = |message: String, hint: String| Finding::new(&codes::UNKNOWN_DENIAL, "predicate", message).hint(hint);
    match denial {
        Denial::Hedged(meaning) => {
            let label = &meaning.predicate().label;
            fault(
                format!("`{}` is no plain negation of `{label}`", clip(cell)),
                format!(
                    "write `{label}` with `polarity` `negative`, and in `modality` that it is planned, threatened and so on"
                ),
            )
        }
        _ => fault(
            format!("`{}` denies something that is in no vocabulary", clip(cell)),
            "write a known predicate with `polarity` `negative`; what answers another claim names it in `denies`"
                .into(),
        ),
    }
}
