//! What one side says: claims and attributions as far as they are compared.

use std::collections::HashMap;
use std::ops::Range;

use super::words::{agree, agreement, words_of};
use crate::calibration::{Judged, Traits, TraitsOf, WhatEnd};
use crate::model::{Certainty, Claim, ClaimPart, Modality, Polarity, Referent};
use crate::ontology::{Meaning, Ontology, local_name};

/// Words of a text, with their place in code points where it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrase {
    /// The words as they stand.
    pub words: String,
    /// Where they stand.
    pub span: Option<Range<u64>>,
    pub(super) sorted: Vec<String>,
}

impl Phrase {
    /// Words with their place.
    pub fn new(words: impl Into<String>, span: Option<Range<u64>>) -> Phrase {
        let words = words.into();
        Phrase { sorted: words_of(&words), words, span }
    }

    /// How far it agrees with another one of the same document, from 0 to 1: by words or, where both have a place, by places.
    #[must_use]
    pub fn agreement(&self, other: &Phrase) -> f64 {
        agreement(self, other)
    }

    /// True when both agree so far that they are taken as one.
    #[must_use]
    pub fn agrees(&self, other: &Phrase) -> bool {
        agree(self, other).is_some()
    }
}

/// The other end of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OtherEnd {
    /// Somebody or something.
    Words(Phrase),
    /// Another claim, by its identifier.
    Claim(String),
    /// Nothing: one acts alone.
    Nothing,
}

/// How a claim answers another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReplyKind {
    /// It says the same.
    Confirms,
    /// It says the opposite.
    Denies,
    /// It says neither.
    LeavesOpen,
}

/// A claim as far as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredClaim {
    /// The text it was found in; empty where nobody says.
    pub document: String,
    /// Its identifier, which others name.
    pub id: String,
    /// Who acts.
    pub subject: Phrase,
    /// The predicate as it is written.
    pub predicate: String,
    /// The predicate of the vocabulary that this means, else its words in small letters.
    pub meaning: String,
    /// The PLOVER type of the predicate without its mode.
    pub own_root: Option<String>,
    /// The PLOVER type of the event where it stands, without its mode; that of the predicate where the claim gives none.
    pub root: Option<String>,
    /// Where the words that tell the act stand.
    pub trigger: Option<Range<u64>>,
    /// To whom.
    pub object: OtherEnd,
    /// Whose word it is.
    pub said_by: Vec<Phrase>,
    /// Yes or no.
    pub polarity: Polarity,
    /// How sure the speaker is.
    pub certainty: Certainty,
    /// As fact, plan, threat and so on.
    pub modality: Modality,
    /// Where it happened.
    pub place: Option<Phrase>,
    /// The claims that it answers.
    pub replies: Vec<(ReplyKind, String)>,
    /// The words it rests on.
    pub quote: Phrase,
    /// The rule, or the note, that says how it was found; empty where nothing does.
    pub rule: String,
    /// How likely it is right, where that is said.
    pub confidence: Option<f64>,
}

/// An attribution as far as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredAttribution {
    /// The text it was found in.
    pub document: String,
    /// Whose word it is.
    pub source: Phrase,
    /// The words that attribute.
    pub cue: Phrase,
    /// What is attributed.
    pub content: Phrase,
}

/// A text that quotes are looked up in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredText {
    /// The characters.
    pub characters: Vec<char>,
    /// How many sentences it has.
    pub n_sentences: usize,
}

/// All that one side says.
#[derive(Debug, Clone, Default)]
pub struct Annotated {
    /// Its claims.
    pub claims: Vec<ScoredClaim>,
    /// Its attributions.
    pub attributions: Vec<ScoredAttribution>,
    /// The texts, by the identifier of the document, where they are at hand.
    pub texts: HashMap<String, ScoredText>,
    by_id: HashMap<(String, String), usize>,
}

impl Annotated {
    /// Adds a claim.
    pub fn push(&mut self, claim: ScoredClaim) {
        self.by_id.entry((claim.document.clone(), claim.id.clone())).or_insert(self.claims.len());
        self.claims.push(claim);
    }

    /// Adds a text.
    pub fn add_text(&mut self, document: impl Into<String>, text: &str, n_sentences: usize) {
        self.texts.insert(document.into(), ScoredText { characters: text.chars().collect(), n_sentences });
    }

    /// Gives all that is said of a document another name of it.
    pub fn rename(&mut self, document: &str, name: &str) {
        let claims = std::mem::take(&mut self.claims);
        self.by_id.clear();
        for mut claim in claims {
            if claim.document == document {
                name.clone_into(&mut claim.document);
            }
            self.push(claim);
        }
        for found in self.attributions.iter_mut().filter(|found| found.document == document) {
            name.clone_into(&mut found.document);
        }
    }

    /// The claim that another claim names.
    #[must_use]
    pub fn named(&self, by: &ScoredClaim, id: &str) -> Option<&ScoredClaim> {
        self.by_id.get(&(by.document.clone(), id.to_owned())).and_then(|at| self.claims.get(*at))
    }

    /// The claims of each document, by number.
    pub(super) fn documents(&self) -> HashMap<&str, Vec<usize>> {
        let mut documents: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, claim) in self.claims.iter().enumerate() {
            documents.entry(&claim.document).or_default().push(at);
        }
        documents
    }
}

impl ScoredClaim {
    /// The claim of a row.
    #[must_use]
    pub fn of(claim: &Claim) -> ScoredClaim {
        let meaning = Ontology::shipped().resolve(&claim.predicate);
        // What is told from the other end, as `was attacked by`, is compared as what it means.
        let mut turned = None;
        if matches!(meaning, Some(Meaning::Inverse(_))) {
            turned.insert(claim.clone()).turn();
        }
        let (claim, known) = (turned.as_ref().unwrap_or(claim), meaning.map(Meaning::predicate));
        let own_root = known.and_then(|known| known.plover_mode.as_ref().or(known.plover_type.as_ref()));
        let own_root = own_root.map(|code| root_of(local_name(code.as_str())));
        let told = claim.event_types.iter().find_map(|code| code.strip_prefix("plover:")).map(root_of);
        let span = |part| claim.span_of(part).and_then(<[Range<u64>]>::first).cloned();
        let number = |column: &str| claim.qualifier(column).and_then(|cell| cell.parse::<u64>().ok());
        let trigger = number("predicate_start").zip(number("predicate_end")).map(|(start, end)| start..end);
        let said_by = (1..).zip(&claim.said_by);
        ScoredClaim {
            document: claim.document.clone().unwrap_or_default(),
            id: claim.id.clone().unwrap_or_default(),
            subject: Phrase::new(written(&claim.subject), span(ClaimPart::Subject)),
            predicate: claim.predicate.clone(),
            meaning: known.map_or_else(|| claim.predicate.to_lowercase(), |known| known.label.clone()),
            root: told.or_else(|| own_root.clone()),
            own_root,
            trigger: span(ClaimPart::Trigger).or(trigger),
            object: match &claim.object {
                Referent::Claim(id) => OtherEnd::Claim(id.clone()),
                Referent::OwnEvent => OtherEnd::Nothing,
                name @ Referent::Name(_) => OtherEnd::Words(Phrase::new(written(name), span(ClaimPart::Object))),
            },
            said_by: said_by.map(|(n, words)| Phrase::new(words, span(ClaimPart::Speaker(n)))).collect(),
            polarity: claim.polarity,
            certainty: claim.certainty,
            modality: claim.modality,
            place: claim.place.as_ref().map(|words| Phrase::new(words, span(ClaimPart::Place))),
            replies: claim.replies().map(|(column, id)| (reply_kind(column), id.to_owned())).collect(),
            quote: Phrase::new(claim.evidence.quote.clone().unwrap_or_default(), claim.evidence.span.clone()),
            rule: claim.qualifier("rule").or(claim.note.as_deref()).unwrap_or_default().trim().to_owned(),
            confidence: claim.confidence.as_deref().and_then(|cell| cell.parse().ok()),
        }
    }

    /// What tells how likely it is right, and whether the gold has it.
    pub(super) fn judged(&self, is_right: bool) -> Judged {
        let object = match &self.object {
            OtherEnd::Claim(_) => WhatEnd::Claim,
            OtherEnd::Nothing => WhatEnd::Nothing,
            OtherEnd::Words(object) => {
                let places = object.span.as_ref().zip(self.trigger.as_ref());
                let place = |place: u64| i64::try_from(place).unwrap_or(i64::MAX);
                let away = places.map(|(object, act)| place(object.start).saturating_sub(place(act.end)));
                WhatEnd::Words(&object.words, away)
            }
        };
        let of = TraitsOf { rule: &self.rule, subject: &self.subject.words, object, event: self.root.as_deref() };
        Judged { document: self.document.clone(), traits: Traits::of(&of).into_owned(), is_right }
    }

    /// Whether two claims tell one act: by the predicate, by its type, or by the type of the event.
    #[must_use]
    pub fn tells_same(&self, other: &ScoredClaim) -> bool {
        let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        let words = || {
            let overlap = |one: &Range<u64>, other: &Range<u64>| one.start < other.end && other.start < one.end;
            let both = self.trigger.as_ref().zip(other.trigger.as_ref());
            (self.own_root.is_none() || other.own_root.is_none())
                && both.is_some_and(|(one, other)| overlap(one, other))
        };
        self.meaning == other.meaning
            || same(&self.own_root, &other.own_root)
            || same(&self.root, &other.root)
            || words()
    }
}

fn written(end: &Referent) -> String {
    match end {
        Referent::Name(name) => name.clone(),
        Referent::Claim(id) => format!("#{id}"),
        Referent::OwnEvent => String::new(),
    }
}

/// A type without its mode: `ASSAULT`.
fn root_of(code: &str) -> String {
    code.split('-').next().unwrap_or(code).to_owned()
}

fn reply_kind(column: &str) -> ReplyKind {
    match column {
        "confirms" => ReplyKind::Confirms,
        "denies" => ReplyKind::Denies,
        _ => ReplyKind::LeavesOpen,
    }
}
