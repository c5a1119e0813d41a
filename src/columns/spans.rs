//! Where the parts of a claim stand, as cells: `subject_start` and `subject_end`, pieces apart by `;`.
//!
//! In tables these columns have no heading in the layout of claims, and in the graph they are qualifiers; so whatever
//! stands under such a name and is no span stays a qualifier.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::model::{Claim, ClaimPart, PartSpan};

const START: &str = "_start";
const END: &str = "_end";
/// Between the pieces of a span.
const BETWEEN: &str = ";";

/// What the columns of a part begin with.
fn name_of(part: ClaimPart) -> Cow<'static, str> {
    Cow::Borrowed(match part {
        ClaimPart::Subject => "subject",
        ClaimPart::Object => "object",
        ClaimPart::Trigger => "trigger",
        ClaimPart::Place => "place",
        ClaimPart::Date => "date",
        ClaimPart::Speaker(0 | 1) => "said_by",
        ClaimPart::Speaker(n) => return Cow::Owned(format!("said_by_{n}")),
    })
}

/// The part whose columns begin so.
fn part_of(name: &str) -> Option<ClaimPart> {
    Some(match name {
        "subject" => ClaimPart::Subject,
        "object" => ClaimPart::Object,
        "trigger" => ClaimPart::Trigger,
        "place" => ClaimPart::Place,
        "date" => ClaimPart::Date,
        "said_by" => ClaimPart::Speaker(1),
        _ => ClaimPart::Speaker(name.strip_prefix("said_by_")?.parse().ok()?),
    })
}

/// The columns that tell where the parts of a claim with one speaker stand.
pub fn span_columns() -> impl Iterator<Item = &'static str> {
    const ALL: [&str; 12] = [
        "subject_start",
        "subject_end",
        "trigger_start",
        "trigger_end",
        "object_start",
        "object_end",
        "place_start",
        "place_end",
        "date_start",
        "date_end",
        "said_by_start",
        "said_by_end",
    ];
    ALL.into_iter()
}

/// True when a column tells where a part of a claim begins or ends.
pub fn is_span_column(name: &str) -> bool {
    name.strip_suffix(START).or_else(|| name.strip_suffix(END)).is_some_and(|name| part_of(name).is_some())
}

/// The columns that tell where the parts of a claim stand, with their cells.
pub fn span_cells(claim: &Claim) -> impl Iterator<Item = (Arc<str>, String)> {
    let cell = |span: &PartSpan, number: fn(&Range<u64>) -> u64| -> String {
        let numbers = span.pieces.iter().map(|piece| number(piece).to_string());
        numbers.collect::<Vec<_>>().join(BETWEEN)
    };
    claim.spans.iter().flat_map(move |span| {
        let name = name_of(span.of);
        [
            (format!("{name}{START}").into(), cell(span, |piece| piece.start)),
            (format!("{name}{END}").into(), cell(span, |piece| piece.end)),
        ]
    })
}

/// Makes spans of the qualifiers that are such cells, both of them written just as [`span_cells`] writes them. Of several
/// cells of one column the first counts; the others, and all that is no span, stay qualifiers.
pub fn take_spans(claim: &mut Claim) {
    let mut at = 0;
    while let Some((column, _)) = claim.qualifiers.get(at) {
        let Some(name) = column.strip_suffix(START).map(str::to_owned) else {
            at += 1;
            continue;
        };
        let end = claim.qualifiers.iter().position(|(other, _)| other.strip_suffix(END) == Some(&name));
        let span = end.and_then(|end| Some((end, span_of(&name, &claim.qualifiers[at].1, &claim.qualifiers[end].1)?)));
        match span.filter(|(_, span)| claim.span_of(span.of).is_none()) {
            Some((end, span)) => {
                claim.spans.push(span);
                for place in [at.max(end), at.min(end)] {
                    claim.qualifiers.remove(place);
                }
                at = at.saturating_sub(usize::from(end < at));
            }
            None => at += 1,
        }
    }
    claim.spans.sort_by_key(|span| span.of);
}

/// The span that two cells tell, when nothing of what is written would be lost with it.
fn span_of(name: &str, starts: &str, ends: &str) -> Option<PartSpan> {
    let part = part_of(name).filter(|part| name_of(*part) == name)?;
    let numbers = |cell: &str| -> Option<Vec<u64>> {
        let number = |text: &str| text.parse().ok().filter(|number: &u64| number.to_string() == text);
        cell.split(BETWEEN).map(number).collect()
    };
    let (starts, ends) = (numbers(starts)?, numbers(ends)?);
    let pieces: Vec<Range<u64>> = starts.iter().zip(&ends).map(|(start, end)| *start..*end).collect();
    PartSpan::new(part, pieces).filter(|span| span.pieces.len() == starts.len() && starts.len() == ends.len())
}
