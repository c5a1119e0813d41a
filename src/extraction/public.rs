//! Is an act one of public life? To help, to meet or to agree is told of neighbours and of states; only the ends and the
//! words around them show which.

use std::ops::Range;

use super::tagging::{Tag, Word};
use super::words::{Classes, Lexicon};

/// What the words of a sentence show of the life that it tells of.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own that words of the sentence set")]
pub(super) struct Scene {
    /// A government, an army, a country or the like is named.
    pub public: bool,
    /// A match, a film, a recipe or the like is told of.
    pub plain: bool,
    /// Shares, a takeover or the like are told of, and no government, army or the like.
    pub business: bool,
    /// A government, an army or the like is named, and not only a country.
    pub civic: bool,
}

/// Types whose words are at home in every life.
const EVERYDAY: &[&str] =
    &["SUPPORT", "AID", "AGREE", "CONSULT", "COOPERATE", "CONCEDE", "RETREAT", "REQUEST", "REJECT", "THREATEN"];

/// Predicates of other types that are.
const HOMELY: &[&str] = &[
    "attacked",
    "beat",
    "captured",
    "coerced",
    "complained_about",
    "criticised",
    "damaged",
    "deployed",
    "destroyed",
    "detained",
    "disapproved_of",
    "fired_at",
    "fought",
    "harassed",
    "insulted",
    "bought_from",
    "interfered_in",
    "invested_in",
    "sold_to",
    "inspected",
    "interrogated",
    "overturned",
    "investigated",
    "occupied",
    "opposed",
    "patrolled",
    "poisoned",
    "raided",
    "repelled",
    "restricted_freedoms_of",
    "seized",
    "set_fire_to",
    "shot",
    "struck",
    "suspended",
    "summoned",
    "targeted",
    "wounded",
    "ambushed",
    "executed",
    "sank",
    "displaced",
    "evicted",
    "expelled",
    "looted",
    "obstructed",
    "tested_weapon",
    "tortured",
    "assassinated",
    "hacked",
    "overthrew",
];

/// Public words that are at home in business as well.
const ANYWHERE: &[&str] =
    &["official", "officials", "president", "spokesman", "spokesmen", "spokespeople", "spokesperson", "spokeswoman"];

/// The end of a claim as far as it shows where it belongs, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// A government, an army, a country: public by itself.
    Public,
    /// A name of one word, as states have, or `it` and `they` for one.
    Short,
    /// Any other name.
    Named,
    /// Somebody with a role, or a pronoun for a person.
    Somebody,
    /// Anything else.
    Private,
}

/// Predicates of those types that are not.
const STATELY: &[&str] = &[
    "called_off_protest_against",
    "ceased_fire_with",
    "eased_blockade_of",
    "eased_restrictions_on",
    "established_relations_with",
    "exchanged_prisoners_with",
    "extradited",
    "gave_military_aid_to",
    "gave_ultimatum_to",
    "granted_asylum_to",
    "held_exercises_with",
    "lifted_ban_on",
    "lifted_curfew_on",
    "lifted_sanctions_on",
    "pardoned",
    "planned_to_attack",
    "ratified",
    "restored_relations_with",
    "sent_peacekeepers_to",
    "shared_intelligence_with",
    "threatened_sanctions_against",
    "vetoed",
];

impl Scene {
    /// What the words of a sentence show.
    pub(super) fn of(words: &[Word]) -> Scene {
        let civic = words.iter().any(|word| is_civic(word.entry.classes, word.text));
        let sells = |word: &Word| word.has(Classes::BUSINESS) && word.tag == Tag::Noun && !word.capital;
        Scene {
            public: words.iter().any(is_public),
            civic,
            business: !civic && words.iter().any(sells),
            plain: words.iter().any(|word| word.has(Classes::PLAIN) && !word.capital),
        }
    }

    /// Whether a claim with such ends belongs to public life. `joined` says that its other end is another of its subjects or an
    /// act inside, `before` that an earlier sentence told of public life.
    pub(super) fn admits(self, ends: (Standing, Option<Standing>), joined: bool, before: bool) -> bool {
        let (subject, other) = ends;
        if self.plain {
            return (subject, other) == (Standing::Public, Some(Standing::Public));
        }
        if self.business {
            return false;
        }
        if subject == Standing::Public || other == Some(Standing::Public) {
            return true;
        }
        let known = self.public || before;
        match (subject, other) {
            // Names that nobody knows may be those of states.
            (Standing::Short, Some(Standing::Short)) => true,
            // `Norland refused to release the pilots`
            (Standing::Short, None | Some(Standing::Named | Standing::Somebody)) if joined => true,
            (Standing::Short | Standing::Named, Some(Standing::Private)) => self.public,
            (Standing::Private, _) | (Standing::Somebody, Some(Standing::Private)) => false,
            _ => known,
        }
    }
}

/// The words for an act are at home in every life.
pub(super) fn is_everyday(root: Option<&str>, predicate: &str) -> bool {
    // What has no type is done by everybody.
    root.is_none_or(|root| EVERYDAY.contains(&root) && !STATELY.contains(&predicate) || HOMELY.contains(&predicate))
}

/// Where the words of an end belong.
pub(super) fn standing(words: &[Word], range: &Range<usize>) -> Standing {
    let words = words.get(range.clone()).unwrap_or_default();
    if words.iter().any(is_public) {
        return Standing::Public;
    }
    match words {
        [word] if ["it", "they", "we", "them", "us"].iter().any(|known| word.is(known)) => Standing::Short,
        [word] if word.tag == Tag::Name => Standing::Short,
        _ if words.iter().any(|word| word.tag == Tag::Name) => Standing::Named,
        _ if words.iter().any(|word| word.tag == Tag::Pronoun || word.has(Classes::ROLE)) => Standing::Somebody,
        _ => Standing::Private,
    }
}

/// A word for a public body, or a short name in capitals: `NATO`.
fn is_public(word: &Word) -> bool {
    let short =
        || word.text.len() > 1 && word.text.len() < 6 && word.text.chars().all(|letter| letter.is_ascii_uppercase());
    word.has(Classes::PUBLIC) || word.tag == Tag::Name && short()
}

/// A word for a public body that is not at home in business as well.
fn is_civic(classes: Classes, word: &str) -> bool {
    classes.has(Classes::PUBLIC)
        && !classes.has(Classes::BUSINESS | Classes::COUNTRY)
        && !ANYWHERE.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The life that a whole text tells of, as far as its lines show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// Several lines name a government, the police, a union or the like.
    Public,
    /// Most lines tell of a match, a film or the like.
    Plain,
    /// Neither shows.
    Open,
}

/// Lines with a word for a public body after which the whole text is taken to tell of public life.
const PUBLIC_LINES: usize = 3;

/// What a text tells of, so that what its first line tells belongs there too: the lines are counted until those of one life are
/// ahead by as many as settle it, for a text hardly changes what it is about, and reading on would take long.
pub(super) fn life(text: &str, lexicon: &Lexicon) -> Life {
    let (mut public, mut other) = (0, 0);
    // Every word of the text passes here, so that none gets letters of its own.
    let mut lower = String::new();
    for line in text.lines() {
        let words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '-').filter(|word| word.len() > 2);
        let (mut civic, mut plain) = (false, false);
        for word in words {
            let small = word.starts_with(char::is_lowercase);
            if civic && (plain || !small) {
                continue;
            }
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            let classes = lexicon.entry(&lower).classes;
            civic |= classes.has(Classes::PUBLIC);
            plain |= classes.has(Classes::PLAIN) && small;
        }
        public += usize::from(civic);
        other += usize::from(plain);
        if usize::abs_diff(public, other) >= PUBLIC_LINES {
            break;
        }
    }
    match () {
        () if other >= PUBLIC_LINES && other >= public => Life::Plain,
        () if public >= PUBLIC_LINES => Life::Public,
        () => Life::Open,
    }
}
