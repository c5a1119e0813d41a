//! Who announces what his own side will do, promises it, refuses it or threatens with it: `said his country will not lift the ban`.

use super::act::{Act, Reading};
use super::attribution::Attribution;
use super::composition::Composition;
use super::document::{End, ExtractedClaim, Reader};
use super::phrase::span_of;
use super::text::Span;
use super::words::AttributionKind;
use crate::model::{Certainty, Modality, Polarity};

/// Nouns for the side of somebody who speaks for it.
const SIDES: &[&str] = &[
    "administration",
    "army",
    "cabinet",
    "coalition",
    "company",
    "country",
    "force",
    "forces",
    "government",
    "group",
    "military",
    "ministry",
    "movement",
    "nation",
    "party",
    "troops",
    "union",
];

/// Nouns for those who speak for a government or a country.
const GOVERNING: &[&str] =
    &["chancellor", "government", "minister", "premier", "president", "spokesman", "spokeswoman"];

impl Reader<'_> {
    /// What the announcement of a claim is, which is the last one.
    pub(super) fn announcement(
        &self,
        act: &Act,
        reading: &Reading,
        composition: &Composition,
    ) -> Option<ExtractedClaim> {
        let announced = self.found.claims.len().checked_sub(1)?;
        let claim = &self.found.claims[announced];
        let (at, speaker) = (claim.attribution?, claim.speaker.clone()?);
        let attribution = self.found.attributions.get(at).filter(|one| is_plain(one, reading))?;
        let own =
            act.subjects.iter().any(|subject| self.is_own_side(&span_of(&reading.sentence.words, subject), &speaker));
        if !own || composition.modality != Modality::Planned {
            return None;
        }
        let predicate = match composition.root? {
            "REJECT" => "refused",
            "THREATEN" => "threatened",
            "AGREE" => "promised",
            _ => return None,
        };
        Some(ExtractedClaim {
            subject: speaker,
            predicate: predicate.to_owned(),
            trigger: attribution.cue.clone(),
            object: End::Claim(announced),
            attribution: attribution.parent,
            speaker: attribution.parent.and_then(|parent| self.found.attributions[parent].speaker.clone()),
            certainty: Certainty::Certain,
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            date: None,
            date_phrase: None,
            place: None,
            event_codes: self.types.codes(predicate).unwrap_or_default(),
            confirms: Vec::new(),
            denies: Vec::new(),
            declines_to_comment: Vec::new(),
            quote: claim.quote.start.min(attribution.cue.start)..claim.quote.end.max(attribution.cue.end),
            rule: "announcement".to_owned(),
        })
    }

    /// `his country`, said by anybody, or `the government`, said by a minister.
    fn is_own_side(&self, subject: &Span, speaker: &Span) -> bool {
        let words = self.text[subject.clone()].to_lowercase();
        let Some((first, noun)) = words.split_once(' ') else { return false };
        let governs = || {
            let speaker = self.text[speaker.clone()].to_lowercase();
            GOVERNING.iter().any(|role| speaker.split(' ').any(|word| word == *role))
        };
        match first {
            "his" | "her" | "their" | "its" => SIDES.contains(&noun),
            "the" => ["country", "government"].contains(&noun) && governs(),
            _ => false,
        }
    }
}

/// Somebody says it himself, by a word that tells no act of its own.
fn is_plain(attribution: &Attribution, reading: &Reading) -> bool {
    let acts = || reading.acts.iter().any(|act| span_of(&reading.sentence.words, &act.trigger) == attribution.cue);
    attribution.kind == AttributionKind::Speech && !attribution.negated && attribution.tells && !acts()
}
