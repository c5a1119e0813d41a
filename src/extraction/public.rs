//! Is an act one of public life? To help, to meet or to agree is told of neighbours and of states; only the ends and the
//! words around them show which.

use std::ops::Range;

use super::tagging::{Tag, Word};
use super::words::Classes;

/// What the words of a sentence show of the life that it tells of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scene {
    /// A government, an army, a country or the like is named.
    pub public: bool,
    /// A match, a film, a recipe or the like is told of.
    pub plain: bool,
}

/// Types whose words are at home in every life.
const EVERYDAY: &[&str] =
    &["SUPPORT", "AID", "AGREE", "CONSULT", "COOPERATE", "CONCEDE", "RETREAT", "REQUEST", "REJECT", "THREATEN"];

/// Predicates of other types that are.
const HOMELY: &[&str] = &[
    "attacked", "beat", "captured", "coerced", "complained_about", "criticised", "damaged", "deployed", "destroyed",
    "detained", "disapproved_of", "fired_at", "fought", "harassed", "insulted", "interfered_in", "interrogated", "investigated",
    "occupied", "opposed", "patrolled", "poisoned", "raided", "repelled", "restricted_freedoms_of", "seized",
    "set_fire_to", "shot", "struck", "suspended", "summoned", "targeted", "wounded", "ambushed", "executed", "sank", "displaced",
    "evicted", "expelled", "looted", "obstructed", "tested_weapon", "tortured", "assassinated", "hacked", "overthrew",
];

/// The end of a claim as far as it shows where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// A government, an army, a country: public by itself.
    Public,
    /// Somebody with a name, or a pronoun for one.
    Named,
    /// Anything else.
    Private,
}

/// Predicates of those types that are not.
const STATELY: &[&str] = &[
    "called_off_protest_against", "ceased_fire_with", "eased_blockade_of", "eased_restrictions_on", "established_relations_with",
    "exchanged_prisoners_with", "extradited", "gave_military_aid_to", "gave_ultimatum_to", "granted_asylum_to",
    "held_exercises_with", "lifted_ban_on", "lifted_curfew_on", "lifted_sanctions_on", "pardoned", "planned_to_attack",
    "ratified", "restored_relations_with", "sent_peacekeepers_to", "shared_intelligence_with", "threatened_sanctions_against",
    "vetoed",
];

impl Scene {
    /// What the words of a sentence show.
    pub(super) fn of(words: &[Word]) -> Scene {
        Scene {
            public: words.iter().any(is_public),
            plain: words.iter().any(|word| word.has(Classes::PLAIN) && !word.capital),
        }
    }

    /// Whether an act of such a type and predicate belongs to public life. `before` tells what the sentences before show.
    pub(super) fn admits(self, root: Option<&str>, predicate: &str, subject: Standing, other: Option<Standing>, before: bool) -> bool {
        let Some(root) = root else { return true };
        let everyday = EVERYDAY.contains(&root) && !STATELY.contains(&predicate);
        if !everyday && !HOMELY.contains(&predicate) {
            return true;
        }
        let ends = [Some(subject), other];
        let public = ends.contains(&Some(Standing::Public));
        if self.plain {
            return subject == Standing::Public && other.is_none_or(|other| other == Standing::Public);
        }
        let named = subject == Standing::Named;
        public || named && (self.public || before && other != Some(Standing::Private))
    }
}

/// Where the words of an end belong.
pub(super) fn standing(words: &[Word], range: &Range<usize>) -> Standing {
    let words = words.get(range.clone()).unwrap_or_default();
    if words.iter().any(is_public) {
        return Standing::Public;
    }
    let named = words.iter().any(|word| matches!(word.tag, Tag::Name | Tag::Pronoun));
    if named { Standing::Named } else { Standing::Private }
}

/// A word for a public body, or a short name in capitals: `NATO`.
fn is_public(word: &Word) -> bool {
    let short = || word.text.len() > 1 && word.text.len() < 6 && word.text.chars().all(|letter| letter.is_ascii_uppercase());
    word.has(Classes::PUBLIC) || word.tag == Tag::Name && short()
}
