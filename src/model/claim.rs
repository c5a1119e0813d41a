//! One source's commitment to one statement.

use std::ops::Range;
use std::sync::Arc;

use super::{Document, EventDate, OwnColumn, words};

/// One row of `claims.csv`: who did what to whom, and who says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The annotator's own identifier, unique in the project.
    pub id: Option<String>,
    /// Who acts.
    pub subject: Referent,
    /// What is done: a label or alias of the ontology.
    pub predicate: String,
    /// To whom, or what is spoken of; the event itself where one actor acts alone.
    pub object: Referent,
    /// When it is said to have happened; a missing date is missing.
    pub date: Option<EventDate>,
    /// Identifier of the event it is about, where the source tells events apart; else the statement, date and place are the event.
    pub event: Option<String>,
    /// Codes of the event's types, such as `cameo:190`; those of the predicate when empty.
    pub event_types: Vec<String>,
    /// Where it is said to have happened.
    pub place: Option<String>,
    /// Identifier of the document the claim was published in.
    pub document: Option<String>,
    /// What its row tells of that document, where it tells more than the identifier.
    pub told_document: Option<Box<Document>>,
    /// Whose word it is; the document itself answers when empty.
    pub said_by: Vec<String>,
    /// How sure the speaker is.
    pub certainty: Certainty,
    /// Yes or no.
    pub polarity: Polarity,
    /// Whether it is told as fact, plan, threat and so on.
    pub modality: Modality,
    /// Claims this one confirms.
    pub confirms: Vec<String>,
    /// Claims this one denies.
    pub denies: Vec<String>,
    /// Claims this one answers without confirming or denying.
    pub declines_to_comment: Vec<String>,
    /// The words it rests on.
    pub evidence: Evidence,
    /// The annotator's or extractor's score between 0 and 1, as written.
    pub confidence: Option<String>,
    /// How credible the claim is, on the Admiralty scale: a digit from 1 to 6, or a number from 0 to 1, as written.
    pub credibility: Option<String>,
    /// Who coded the row.
    pub annotator: Option<String>,
    /// Anything the annotator wants to remember.
    pub note: Option<String>,
    /// Language tag of the quote.
    pub lang: Option<String>,
    /// Where its parts stand in the text of its document, as far as that is known.
    pub spans: Vec<PartSpan>,
    /// Cells of columns relata has no meaning for, of the claim and of the event it is about.
    pub qualifiers: Vec<(OwnColumn, String)>,
    /// File and line.
    pub origin: Origin,
}

impl Claim {
    /// The claim that says nothing but its statement, read from nowhere.
    pub fn new(subject: Referent, predicate: impl Into<String>, object: Referent) -> Claim {
        Claim {
            id: None,
            subject,
            predicate: predicate.into(),
            object,
            date: None,
            event: None,
            event_types: Vec::new(),
            place: None,
            document: None,
            told_document: None,
            said_by: Vec::new(),
            certainty: Certainty::default(),
            polarity: Polarity::default(),
            modality: Modality::default(),
            confirms: Vec::new(),
            denies: Vec::new(),
            declines_to_comment: Vec::new(),
            evidence: Evidence::default(),
            confidence: None,
            credibility: None,
            annotator: None,
            note: None,
            lang: None,
            spans: Vec::new(),
            qualifiers: Vec::new(),
            origin: Origin { file: "".into(), line: 0 },
        }
    }

    /// True when the claim names another claim, so that it can only be understood once all rows are read.
    pub fn refers(&self) -> bool {
        self.ends().any(|end| matches!(end, Referent::Claim(_))) || self.replies().next().is_some()
    }

    /// Exchanges subject and object, and with them where they stand.
    pub fn turn(&mut self) {
        std::mem::swap(&mut self.subject, &mut self.object);
        for span in &mut self.spans {
            span.of = match span.of {
                ClaimPart::Subject => ClaimPart::Object,
                ClaimPart::Object => ClaimPart::Subject,
                other => other,
            };
        }
    }

    /// Where a part stands, in pieces; none when that is not known.
    pub fn span_of(&self, part: ClaimPart) -> Option<&[Range<u64>]> {
        self.spans.iter().find(|span| span.of == part).map(|span| span.pieces.as_slice())
    }

    /// The first cell of a column relata has no meaning for.
    pub fn qualifier(&self, column: &str) -> Option<&str> {
        self.qualifiers.iter().find(|(name, _)| **name == *column).map(|(_, cell)| cell.as_str())
    }

    /// Subject and object.
    pub fn ends(&self) -> impl Iterator<Item = &Referent> {
        [&self.subject, &self.object].into_iter()
    }

    /// The claims this one replies to, with the column that says so.
    pub fn replies(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [("confirms", &self.confirms), ("denies", &self.denies), ("declines_to_comment", &self.declines_to_comment)]
            .into_iter()
            .flat_map(|(column, ids)| ids.iter().map(move |id| (column, id.as_str())))
    }
}

/// What a cell of `subject` or `object` points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Referent {
    /// The claim's own event: nobody and nothing is acted on (an empty cell of `object`).
    OwnEvent,
    /// An entity, by label, alias, identifier or IRI.
    Name(String),
    /// Another claim's statement, by the claim's identifier (the cell `#c3`).
    Claim(String),
}

/// Verbatim words of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The words.
    pub quote: Option<String>,
    /// Where they stand in the document's text, in Unicode code points, end not included.
    pub span: Option<Range<u64>>,
}

/// A part of a claim that words of the text stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClaimPart {
    /// The words that say what is done.
    Trigger,
    /// Who acts.
    Subject,
    /// To whom, or what is spoken of.
    Object,
    /// Where it is said to have happened.
    Place,
    /// When it is said to have happened.
    Date,
    /// Whose word it is: the first speaker is 1.
    Speaker(u32),
}

/// Where a part of a claim stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartSpan {
    /// The part.
    pub of: ClaimPart,
    /// Its pieces, in code points of the document's text, ends not included; there is at least one, and none is empty.
    pub pieces: Vec<Range<u64>>,
}

impl PartSpan {
    /// The span of a part; none without pieces, or when one of them is empty.
    pub fn new(of: ClaimPart, pieces: Vec<Range<u64>>) -> Option<PartSpan> {
        let is_span = !pieces.is_empty() && pieces.iter().all(|piece| piece.start < piece.end);
        is_span.then_some(PartSpan { of, pieces })
    }
}

/// File and line a claim was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Path relative to the project.
    pub file: Arc<str>,
    /// Line of the row, starting at 1.
    pub line: u64,
}

words! {
    /// How sure the speaker is (GRaSP; FactBank's CT, PR, PS, U in brackets).
    Certainty default Underspecified {
        /// The speaker is sure (CT).
        Certain = "certain" | "CT" | "CT+" | "CT-",
        /// The speaker thinks so (PR).
        Probable = "probable" | "likely" | "PR" | "PR+" | "PR-",
        /// The speaker does not rule it out (PS).
        Possible = "possible" | "PS" | "PS+" | "PS-",
        /// Nothing is said about it (U).
        Underspecified = "underspecified" | "unstated" | "unspecified" | "unknown" | "U" | "Uu",
    }
}

words! {
    /// Whether the statement is affirmed or negated.
    Polarity default Positive {
        /// It is so.
        Positive = "positive" | "yes" | "+",
        /// It is not so.
        Negative = "negative" | "no" | "-" | "negated",
        /// Neither is said ("neither confirmed nor denied").
        Underspecified = "underspecified" | "unstated" | "unspecified" | "unknown",
    }
}

words! {
    /// In which mode the statement is told.
    Modality default Actual {
        /// As something that is or was so.
        Actual = "actual" | "fact" | "factual",
        /// As a plan.
        Planned = "planned" | "future" | "intended",
        /// As a proposal.
        Proposed = "proposed",
        /// As a request or demand.
        Requested = "requested" | "demanded",
        /// As a promise.
        Promised = "promised",
        /// As a threat.
        Threatened = "threatened",
        /// As a condition or possibility.
        Hypothetical = "hypothetical" | "conditional",
        /// As an opinion or forecast.
        Opinion = "opinion",
    }
}
