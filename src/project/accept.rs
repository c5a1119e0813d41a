//! Which claims are taken as fact.

use serde::Deserialize;

use crate::model::{Certainty, Claim, Modality, Polarity};

/// Which claims the project takes as fact: only these give a plain triple.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Accept {
    /// Polarities that are accepted.
    pub polarity: Vec<String>,
    /// Modalities that are accepted.
    pub modality: Vec<String>,
    /// Certainties that are accepted.
    pub certainty: Vec<String>,
    /// Whether a claim that declines to comment is accepted.
    pub declining: bool,
}

impl Default for Accept {
    fn default() -> Accept {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Accept {
            polarity: words(&["positive"]),
            modality: words(&["actual"]),
            certainty: words(&["certain", "probable", "underspecified"]),
            declining: false,
        }
    }
}

impl Accept {
    /// Whether `claim` is taken as fact.
    pub fn accepts(&self, claim: &Claim) -> bool {
        let has = |words: &[String], word: &str| words.iter().any(|accepted| accepted == word);
        has(&self.polarity, claim.polarity.word())
            && has(&self.modality, claim.modality.word())
            && has(&self.certainty, claim.certainty.word())
            && (self.declining || claim.declines_to_comment.is_empty())
    }

    /// The first word that is no value of its list, with the values there are.
    pub(super) fn unknown_word(&self) -> Option<(String, &'static str, Vec<&'static str>)> {
        let check = |key: &'static str, words: &[String], all: Vec<&'static str>| {
            words.iter().find(|word| !all.contains(&word.as_str())).map(|word| (word.clone(), key, all.clone()))
        };
        check("polarity", &self.polarity, Polarity::ALL.iter().map(|value| value.word()).collect())
            .or_else(|| check("modality", &self.modality, Modality::ALL.iter().map(|value| value.word()).collect()))
            .or_else(|| check("certainty", &self.certainty, Certainty::ALL.iter().map(|value| value.word()).collect()))
    }
}
