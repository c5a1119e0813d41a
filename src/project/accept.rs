//! Which claims are taken as fact.

use serde::Deserialize;

use super::fault::WordFault;
use crate::model::{Certainty, Claim, Modality, Polarity};

/// Which claims the project takes as fact: only these give a plain triple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept {
    /// Polarities that are accepted.
    pub polarity: Vec<Polarity>,
    /// Modalities that are accepted.
    pub modality: Vec<Modality>,
    /// Certainties that are accepted.
    pub certainty: Vec<Certainty>,
    /// True when a claim that declines to comment is accepted.
    pub declining: bool,
}

impl Default for Accept {
    fn default() -> Accept {
        Accept {
            polarity: vec![Polarity::Positive],
            modality: vec![Modality::Actual],
            certainty: vec![Certainty::Certain, Certainty::Probable, Certainty::Underspecified],
            declining: false,
        }
    }
}

impl Accept {
    /// True when `claim` is taken as fact.
    pub fn accepts(&self, claim: &Claim) -> bool {
        self.polarity.contains(&claim.polarity)
            && self.modality.contains(&claim.modality)
            && self.certainty.contains(&claim.certainty)
            && (self.declining || claim.declines_to_comment.is_empty())
    }
}

/// The table `[accept]` of a project file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AcceptEntry {
    polarity: Option<Vec<String>>,
    modality: Option<Vec<String>>,
    certainty: Option<Vec<String>>,
    declining: bool,
}

impl AcceptEntry {
    /// What it accepts; a list that is not given is the usual one.
    pub(super) fn check(&self) -> Result<Accept, WordFault> {
        let usual = Accept::default();
        Ok(Accept {
            polarity: values("polarity", self.polarity.as_deref(), &Polarity::ALL, Polarity::word, usual.polarity)?,
            modality: values("modality", self.modality.as_deref(), &Modality::ALL, Modality::word, usual.modality)?,
            certainty: values(
                "certainty",
                self.certainty.as_deref(),
                &Certainty::ALL,
                Certainty::word,
                usual.certainty,
            )?,
            declining: self.declining,
        })
    }
}

/// The values of words. Aliases are for cells, which others write; in the settings a value has one word.
fn values<T: Copy>(
    key: &str,
    words: Option<&[String]>,
    all: &[T],
    word_of: fn(T) -> &'static str,
    usual: Vec<T>,
) -> Result<Vec<T>, WordFault> {
    let Some(words) = words else { return Ok(usual) };
    let value = |word: &String| {
        all.iter().copied().find(|value| word_of(*value) == word).ok_or_else(|| {
            let words: Vec<&str> = all.iter().map(|value| word_of(*value)).collect();
            WordFault::new(word, format!("`{word}` is no {key}"), format!("one of {}", words.join(", ")))
        })
    };
    words.iter().map(value).collect()
}
