//! Which words make a name, and which only hold one?

use super::tagging::{Tag, Word};

/// What departments are named after: `Fish and Wildlife Service` is one name.
const FIELDS: &[&str] = &[
    "Agriculture",
    "Arts",
    "Border",
    "Children",
    "Commerce",
    "Commonwealth",
    "Culture",
    "Customs",
    "Defence",
    "Defense",
    "Development",
    "Drug",
    "Education",
    "Energy",
    "Environment",
    "Family",
    "Finance",
    "Fish",
    "Food",
    "Foreign",
    "Health",
    "Home",
    "Housing",
    "Immigration",
    "Industry",
    "Information",
    "Investment",
    "Justice",
    "Labor",
    "Labour",
    "Law",
    "Mines",
    "Peace",
    "Planning",
    "Science",
    "Search",
    "Security",
    "Sport",
    "Technology",
    "Tobacco",
    "Tourism",
    "Trade",
    "Transport",
    "Truth",
    "Veterans",
    "Water",
    "Wildlife",
    "Women",
    "Youth",
];

/// `Housing minister Ada Varn` speaks for no country of that name.
pub(super) fn is_field(word: &str) -> bool {
    FIELDS.contains(&word) || ["Economy", "Interior", "Public", "Social", "Police"].contains(&word)
}

pub(super) fn joins_fields(words: &[Word], start: usize, at: usize) -> bool {
    at > start
        && words[at].is("and")
        && words.get(at + 1).is_some_and(|next| next.capital && next.tag == Tag::Name)
        && FIELDS.contains(&words[at - 1].text)
}

/// `al-Shabab`: an article in small letters opens a name.
pub(super) fn has_article(word: &str) -> bool {
    ["al-", "el-", "as-", "ul-"]
        .iter()
        .any(|article| word.strip_prefix(article).is_some_and(|name| name.starts_with(char::is_uppercase)))
}

/// `UN-brokered`, `Vesk-held`: a name is only part of it.
pub(super) fn is_made_adjective(word: &str) -> bool {
    word.rsplit_once('-').is_some_and(|(_, last)| {
        last.starts_with(char::is_lowercase)
            && ["ed", "held", "led", "ing", "made", "born", "style", "run", "built"]
                .iter()
                .any(|end| last.ends_with(end))
    })
}
