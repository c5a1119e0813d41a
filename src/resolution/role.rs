//! Names that tell what somebody is, and not who.

use crate::ontology::CountryNames;

/// Heads of such names, in the plural and in the singular.
const HEADS: &[&str] = &[
    "official",
    "source",
    "diplomat",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "aide",
    "adviser",
    "advisor",
    "analyst",
    "expert",
    "witness",
    "resident",
    "soldier",
    "troop",
    "militant",
    "gunman",
    "protester",
    "demonstrator",
    "policeman",
    "officer",
    "civilian",
    "villager",
    "activist",
    "lawmaker",
    "minister",
    "leader",
    "commander",
    "fighter",
    "rebel",
    "insurgent",
    "journalist",
    "reporter",
    "worker",
    "student",
    "doctor",
    "medic",
    "person",
    "man",
    "woman",
    "child",
    "attacker",
    "assailant",
    "negotiator",
    "mediator",
    "envoy",
    "ambassador",
    "author",
    "observer",
    "eyewitness",
    "bystander",
    "relative",
    "neighbour",
    "neighbor",
    "employee",
    "staffer",
    "citizen",
    "refugee",
    "migrant",
    "hostage",
    "prisoner",
    "detainee",
    "participant",
    "authority",
    "senator",
    "general",
    "president",
    "king",
    "queen",
    "judge",
];

/// Plurals that do not end in `s`, and other words for people that nobody names.
const OTHERS: &[&str] = &[
    "spokesmen",
    "spokeswomen",
    "spokespeople",
    "gunmen",
    "policemen",
    "people",
    "men",
    "women",
    "children",
    "police",
    "personnel",
    "staff",
    "somebody",
    "someone",
    "unknown",
    "unidentified",
    "anonymous",
    "unnamed",
    "others",
    "crowd",
    "crowds",
    "mob",
];

/// Heads that stand behind the name of a group.
const GROUPS: &[&str] = &["rebels", "militants", "fighters", "insurgents"];

/// Words in front that tell that somebody stays without a name.
const OPENERS: &[&str] = &[
    "a",
    "an",
    "some",
    "several",
    "many",
    "unnamed",
    "unidentified",
    "unknown",
    "anonymous",
    "senior",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "dozens",
    "hundreds",
    "thousands",
    "another",
    "other",
    "various",
    "local",
    "one",
    "both",
    "few",
    "former",
    "top",
    "high-ranking",
];

/// True for the name of a role that somebody holds whom nobody names: `officials`, `two U.S. officials`, `a senior diplomat`.
///
/// A title with a name, such as `President Biden`, is none: its last word is no role, unless it is written small.
pub fn is_anonymous(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let is_opened = OPENERS.contains(&first.to_lowercase().as_str()) || first.starts_with(|c: char| c.is_ascii_digit());
    // `officials in Tehran`, `a source close to the talks`: what stands behind the head tells more of them.
    let is_small = |word: &str| word.chars().all(|c| !c.is_uppercase());
    let ends: Vec<usize> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| {
            is_small(word) && ["in", "of", "from", "at", "with", "close", "familiar", "who", "near"].contains(*word)
        })
        .map(|(at, _)| at)
        .collect();
    let head = ends.first().and_then(|at| at.checked_sub(1)).and_then(|at| words.get(at)).unwrap_or(last);
    let is_plural = is_plural_head(head);
    let is_single = is_head(head);
    if is_plural {
        // `Houthi rebels` are a group with a name, `Syrian rebels` are not.
        let is_group = GROUPS.contains(&clean(head).as_str()) && words.len() == 2 && !is_opened;
        let names_land = || {
            let countries = CountryNames::shipped();
            !countries.hints(first).is_empty() || countries.certain(first).is_some()
        };
        return !(is_group && first.starts_with(char::is_uppercase) && !names_land());
    }
    is_single && (is_opened || is_small(head) || words.len() == 1)
}

fn clean(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_head(word: &str) -> bool {
    let word = clean(word);
    HEADS.contains(&word.as_str()) || OTHERS.contains(&word.as_str())
}

fn is_plural_head(word: &str) -> bool {
    let word = clean(word);
    let singular = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let singular = singular.or_else(|| word.strip_suffix("es").filter(|stem| stem.ends_with('s')).map(str::to_owned));
    let singular = singular.or_else(|| word.strip_suffix('s').map(str::to_owned));
    OTHERS.contains(&word.as_str()) || singular.is_some_and(|singular| HEADS.contains(&singular.as_str()))
}
