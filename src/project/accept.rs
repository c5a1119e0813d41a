//! Which claims are taken as fact.

use serde::Deserialize;

use super::fault::WordFault;
use crate::model::{Certainty, Claim, Credibility, Grade, Modality, Polarity, Rating, Reliability, words};

words! {
    /// Which claims that a program found in a text count as what somebody says.
    ExtractedPolicy default Reviewed {
        /// Those that somebody has accepted in a review; until then a claim only speaks of its statement.
        Reviewed = "reviewed",
        /// All that nobody has rejected, as if people had written them.
        All = "all",
    }
}

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
    /// The least reliability that the source of an accepted claim has; any, and none, when not given.
    pub reliability: Option<Reliability>,
    /// The same of the credibility of the claim itself.
    pub credibility: Option<Credibility>,
    /// Which claims that a program found count.
    pub extracted: ExtractedPolicy,
}

impl Default for Accept {
    fn default() -> Accept {
        Accept {
            polarity: vec![Polarity::Positive],
            modality: vec![Modality::Actual],
            certainty: vec![Certainty::Certain, Certainty::Probable, Certainty::Underspecified],
            declining: false,
            reliability: None,
            credibility: None,
            extracted: ExtractedPolicy::default(),
        }
    }
}

impl Accept {
    /// True when `claim` is taken as fact, whose rating is as given. Where a least grade is asked for, a claim without one has
    /// not shown that it has it.
    pub fn accepts(&self, claim: &Claim, rating: Rating) -> bool {
        self.polarity.contains(&claim.polarity)
            && self.modality.contains(&claim.modality)
            && self.certainty.contains(&claim.certainty)
            && (self.declining || claim.declines_to_comment.is_empty())
            && is_enough(rating.reliability, self.reliability)
            && is_enough(rating.credibility, self.credibility)
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
    reliability: Option<String>,
    credibility: Option<Sign>,
    extracted: Option<String>,
}

/// A grade of credibility, which many write as a number.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Sign {
    Digit(u8),
    Text(String),
}

impl AcceptEntry {
    /// What it accepts; a list that is not given is the usual one.
    pub(super) fn check(&self) -> Result<Accept, WordFault> {
        let usual = Accept::default();
        let credibility = self.credibility.as_ref().map(|sign| match sign {
            Sign::Digit(digit) => digit.to_string(),
            Sign::Text(text) => text.clone(),
        });
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
            reliability: least("reliability", self.reliability.as_deref())?,
            credibility: least("credibility", credibility.as_deref())?,
            extracted: extracted(self.extracted.as_deref())?,
        })
    }
}

/// True when a grade is as good as the least one, or none is asked for.
fn is_enough<G: Grade>(grade: Option<G>, least: Option<G>) -> bool {
    least.is_none_or(|least| grade.is_some_and(|grade| grade.is_at_least(least)))
}

/// The least grade that the settings ask for.
fn least<G: Grade>(key: &str, sign: Option<&str>) -> Result<Option<G>, WordFault> {
    let Some(sign) = sign else { return Ok(None) };
    G::of_sign(sign).map(Some).ok_or_else(|| {
        let signs: Vec<&str> = G::GRADES.iter().map(|grade| grade.sign()).collect();
        WordFault::new(sign, format!("`{sign}` is no {key}"), format!("one of {}", signs.join(", ")))
    })
}

/// The policy for extracted claims that the settings name.
fn extracted(word: Option<&str>) -> Result<ExtractedPolicy, WordFault> {
    let Some(word) = word else { return Ok(ExtractedPolicy::default()) };
    ExtractedPolicy::ALL.into_iter().find(|policy| policy.word() == word).ok_or_else(|| {
        let words = ExtractedPolicy::ALL.map(|policy| format!("`{}`", policy.word())).join(" or ");
        WordFault::new(word, format!("`{word}` is no rule for extracted claims"), format!("write {words}"))
    })
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
