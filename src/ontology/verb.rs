//! Which other forms has a verb?
//!
//! The vocabulary writes most forms out; a denial needs those that it does not: `denied bombing` is about `bombed`, `has
//! not broken` about `broke`. Forms that do not exist do no harm, because each is only looked up among known names.

/// Base, past and participle of verbs whose forms no rule gives.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("be", "was", "been"),
    ("bear", "bore", "borne"),
    ("beat", "beat", "beaten"),
    ("become", "became", "become"),
    ("begin", "began", "begun"),
    ("blow", "blew", "blown"),
    ("break", "broke", "broken"),
    ("bring", "brought", "brought"),
    ("broadcast", "broadcast", "broadcast"),
    ("build", "built", "built"),
    ("buy", "bought", "bought"),
    ("cast", "cast", "cast"),
    ("choose", "chose", "chosen"),
    ("come", "came", "come"),
    ("cut", "cut", "cut"),
    ("do", "did", "done"),
    ("draw", "drew", "drawn"),
    ("drive", "drove", "driven"),
    ("fight", "fought", "fought"),
    ("find", "found", "found"),
    ("flee", "fled", "fled"),
    ("fly", "flew", "flown"),
    ("forecast", "forecast", "forecast"),
    ("foresee", "foresaw", "foreseen"),
    ("forgive", "forgave", "forgiven"),
    ("freeze", "froze", "frozen"),
    ("get", "got", "gotten"),
    ("give", "gave", "given"),
    ("go", "went", "gone"),
    ("greenlight", "greenlit", "greenlit"),
    ("have", "had", "had"),
    ("hit", "hit", "hit"),
    ("hold", "held", "held"),
    ("hurt", "hurt", "hurt"),
    ("keep", "kept", "kept"),
    ("know", "knew", "known"),
    ("lay", "laid", "laid"),
    ("lead", "led", "led"),
    ("leave", "left", "left"),
    ("lend", "lent", "lent"),
    ("let", "let", "let"),
    ("lie", "lay", "lain"),
    ("lose", "lost", "lost"),
    ("make", "made", "made"),
    ("meet", "met", "met"),
    ("overcome", "overcame", "overcome"),
    ("overrun", "overran", "overrun"),
    ("overthrow", "overthrew", "overthrown"),
    ("pay", "paid", "paid"),
    ("put", "put", "put"),
    ("quit", "quit", "quit"),
    ("retake", "retook", "retaken"),
    ("ring", "rang", "rung"),
    ("rise", "rose", "risen"),
    ("run", "ran", "run"),
    ("say", "said", "said"),
    ("see", "saw", "seen"),
    ("seek", "sought", "sought"),
    ("sell", "sold", "sold"),
    ("send", "sent", "sent"),
    ("set", "set", "set"),
    ("shoot", "shot", "shot"),
    ("shut", "shut", "shut"),
    ("sink", "sank", "sunk"),
    ("sit", "sat", "sat"),
    ("slay", "slew", "slain"),
    ("speak", "spoke", "spoken"),
    ("spread", "spread", "spread"),
    ("stand", "stood", "stood"),
    ("steal", "stole", "stolen"),
    ("stick", "stuck", "stuck"),
    ("strike", "struck", "struck"),
    ("strike", "struck", "stricken"),
    ("swear", "swore", "sworn"),
    ("take", "took", "taken"),
    ("tear", "tore", "torn"),
    ("tell", "told", "told"),
    ("think", "thought", "thought"),
    ("throw", "threw", "thrown"),
    ("undertake", "undertook", "undertaken"),
    ("waylay", "waylaid", "waylaid"),
    ("win", "won", "won"),
    ("withdraw", "withdrew", "withdrawn"),
    ("withhold", "withheld", "withheld"),
    ("write", "wrote", "written"),
];

/// Other forms that `word` may have, when it is a form of a verb: its base first, then what is made of that.
pub(super) fn forms(word: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    let bases = bases(word);
    let derived = bases.iter().flat_map(|base| inflections(base));
    for form in bases.iter().cloned().chain(derived) {
        if form != word && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// What `word` may be a form of, itself last: `stopping` is one of `stopp`, `stoppe` and `stop`.
fn bases(word: &str) -> Vec<String> {
    let mut bases: Vec<String> = Vec::new();
    let irregular = IRREGULAR.iter().filter(|(_, past, participle)| *past == word || *participle == word);
    bases.extend(irregular.map(|(base, ..)| (*base).to_owned()));
    for ending in ["ing", "ed", "es", "s"] {
        // A stem has a vowel: `bring` and `red` are words of their own.
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])) else {
            continue;
        };
        bases.push(stem.to_owned());
        if ending != "s" {
            bases.push(format!("{stem}e"));
            bases.extend(stem.strip_suffix('i').map(|stem| format!("{stem}y")));
            bases.extend(undoubled(stem).map(str::to_owned));
        }
        // `lying` is of `lie`.
        bases.extend(stem.strip_suffix('y').filter(|_| ending == "ing").map(|stem| format!("{stem}ie")));
    }
    bases.push(word.to_owned());
    bases
}

/// The stem without the consonant that an ending has doubled.
fn undoubled(stem: &str) -> Option<&str> {
    let mut letters = stem.chars().rev();
    let last = letters.next()?;
    (letters.next() == Some(last)).then(|| &stem[..stem.len() - last.len_utf8()])
}

/// Past, participle, third person and gerund of a base.
fn inflections(base: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for (_, past, participle) in IRREGULAR.iter().filter(|(known, ..)| *known == base) {
        forms.extend([(*past).to_owned(), (*participle).to_owned()]);
    }
    let is_consonant = |letter: char| letter.is_ascii_lowercase() && !"aeiou".contains(letter);
    let before_y = base.strip_suffix('y').filter(|stem| stem.ends_with(is_consonant));
    if let Some(stem) = before_y {
        forms.extend([format!("{stem}ied"), format!("{stem}ies")]);
    }
    let stem = base.strip_suffix('e').unwrap_or(base);
    forms.extend([format!("{stem}ed"), format!("{base}s"), format!("{base}es"), format!("{stem}ing")]);
    if let Some(last) = base.chars().next_back().filter(|last| is_consonant(*last)) {
        forms.extend([format!("{base}{last}ed"), format!("{base}{last}ing")]);
    }
    forms
}
