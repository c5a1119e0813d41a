//! Which forms does a verb have?

/// The verbs with forms of their own.
const IRREGULARS: &str = include_str!("../../data/lexicon/irregulars.tsv");

/// The forms of a verb: as the dictionary has it, with `s`, with `ing`, the past, the participle.
#[must_use]
pub fn forms(verb: &str) -> Vec<String> {
    let mut found = vec![verb.to_owned(), third_person(verb), with_ending(verb, "ing")];
    match irregular(verb) {
        Some(forms) => found.extend(forms.map(str::to_owned)),
        None => found.push(with_ending(verb, "ed")),
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn irregular(verb: &str) -> Option<impl Iterator<Item = &'static str>> {
    IRREGULARS.lines().map(|line| line.split('\t')).find_map(|mut cells| (cells.next()? == verb).then_some(cells))
}

/// `goes`, `denies`, `asks`; the plural of a noun is made in the same way.
#[must_use]
pub(super) fn third_person(word: &str) -> String {
    if let Some(stem) = consonant_y(word) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending));
    format!("{word}{}", if hisses { "es" } else { "s" })
}

fn with_ending(verb: &str, ending: &str) -> String {
    if ending == "ed"
        && let Some(stem) = consonant_y(verb)
    {
        return format!("{stem}ied");
    }
    // `agreeing` and `freeing` keep their letters, `agreed` takes one `e` less.
    let stem = match verb.strip_suffix('e') {
        Some(stem) if ending == "ed" || !stem.ends_with('e') => stem,
        _ => verb,
    };
    // The forms in the table show which verbs double their last letter.
    let doubles =
        irregular(verb).into_iter().flatten().any(|past| past.len() == verb.len() + 3 && past.ends_with("ed"));
    let last = stem.chars().last().filter(|_| doubles).map(String::from).unwrap_or_default();
    format!("{stem}{last}{ending}")
}

fn consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))
}
