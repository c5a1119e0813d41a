//! Which other forms has a verb?
//!
//! The vocabulary writes many forms out; coders write others: `attacking`, `to besiege`, `denied bombing`, `has not broken`.
//! Two words are forms of one verb only where the rules of spelling make both of one base: `hoped` is of `hope` and never
//! of `hop`, `filled` never of `file`. Bases need not exist, because forms are only looked up among known names.

/// Base, past and participle of verbs whose forms no rule gives.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("arise", "arose", "arisen"),
    ("awake", "awoke", "awoken"),
    ("be", "was", "been"),
    ("bear", "bore", "borne"),
    ("beat", "beat", "beaten"),
    ("become", "became", "become"),
    ("begin", "began", "begun"),
    ("behold", "beheld", "beheld"),
    ("bend", "bent", "bent"),
    ("bet", "bet", "bet"),
    ("bid", "bid", "bid"),
    ("bind", "bound", "bound"),
    ("bite", "bit", "bitten"),
    ("bleed", "bled", "bled"),
    ("blow", "blew", "blown"),
    ("break", "broke", "broken"),
    ("breed", "bred", "bred"),
    ("bring", "brought", "brought"),
    ("broadcast", "broadcast", "broadcast"),
    ("build", "built", "built"),
    ("burst", "burst", "burst"),
    ("buy", "bought", "bought"),
    ("cast", "cast", "cast"),
    ("catch", "caught", "caught"),
    ("choose", "chose", "chosen"),
    ("cling", "clung", "clung"),
    ("come", "came", "come"),
    ("cost", "cost", "cost"),
    ("cut", "cut", "cut"),
    ("deal", "dealt", "dealt"),
    ("dig", "dug", "dug"),
    ("do", "did", "done"),
    ("draw", "drew", "drawn"),
    ("drink", "drank", "drunk"),
    ("drive", "drove", "driven"),
    ("eat", "ate", "eaten"),
    ("fall", "fell", "fallen"),
    ("feed", "fed", "fed"),
    ("feel", "felt", "felt"),
    ("fight", "fought", "fought"),
    ("find", "found", "found"),
    ("flee", "fled", "fled"),
    ("fly", "flew", "flown"),
    ("forbid", "forbade", "forbidden"),
    ("forecast", "forecast", "forecast"),
    ("foresee", "foresaw", "foreseen"),
    ("forget", "forgot", "forgotten"),
    ("forgive", "forgave", "forgiven"),
    ("forgo", "forwent", "forgone"),
    ("freeze", "froze", "frozen"),
    ("get", "got", "gotten"),
    ("give", "gave", "given"),
    ("go", "went", "gone"),
    ("greenlight", "greenlit", "greenlit"),
    ("grind", "ground", "ground"),
    ("grow", "grew", "grown"),
    ("hang", "hung", "hung"),
    ("have", "had", "had"),
    ("hear", "heard", "heard"),
    ("hide", "hid", "hidden"),
    ("hit", "hit", "hit"),
    ("hold", "held", "held"),
    ("hurt", "hurt", "hurt"),
    ("keep", "kept", "kept"),
    ("knit", "knit", "knit"),
    ("know", "knew", "known"),
    ("lay", "laid", "laid"),
    ("lead", "led", "led"),
    ("leap", "leapt", "leapt"),
    ("leave", "left", "left"),
    ("lend", "lent", "lent"),
    ("let", "let", "let"),
    ("lie", "lay", "lain"),
    ("lose", "lost", "lost"),
    ("make", "made", "made"),
    ("mean", "meant", "meant"),
    ("meet", "met", "met"),
    ("mislead", "misled", "misled"),
    ("misunderstand", "misunderstood", "misunderstood"),
    ("offset", "offset", "offset"),
    ("outbid", "outbid", "outbid"),
    ("overcome", "overcame", "overcome"),
    ("overrun", "overran", "overrun"),
    ("oversee", "oversaw", "overseen"),
    ("overtake", "overtook", "overtaken"),
    ("overthrow", "overthrew", "overthrown"),
    ("pay", "paid", "paid"),
    ("plead", "pled", "pled"),
    ("prove", "proved", "proven"),
    ("put", "put", "put"),
    ("quit", "quit", "quit"),
    ("read", "read", "read"),
    ("rebuild", "rebuilt", "rebuilt"),
    ("redo", "redid", "redone"),
    ("resell", "resold", "resold"),
    ("retake", "retook", "retaken"),
    ("rewrite", "rewrote", "rewritten"),
    ("ride", "rode", "ridden"),
    ("ring", "rang", "rung"),
    ("rise", "rose", "risen"),
    ("run", "ran", "run"),
    ("say", "said", "said"),
    ("see", "saw", "seen"),
    ("seek", "sought", "sought"),
    ("sell", "sold", "sold"),
    ("send", "sent", "sent"),
    ("set", "set", "set"),
    ("sew", "sewed", "sewn"),
    ("shake", "shook", "shaken"),
    ("shed", "shed", "shed"),
    ("shine", "shone", "shone"),
    ("shoot", "shot", "shot"),
    ("show", "showed", "shown"),
    ("shrink", "shrank", "shrunk"),
    ("shut", "shut", "shut"),
    ("sing", "sang", "sung"),
    ("sink", "sank", "sunk"),
    ("sit", "sat", "sat"),
    ("slay", "slew", "slain"),
    ("sleep", "slept", "slept"),
    ("slide", "slid", "slid"),
    ("sling", "slung", "slung"),
    ("speak", "spoke", "spoken"),
    ("spend", "spent", "spent"),
    ("spin", "spun", "spun"),
    ("split", "split", "split"),
    ("spread", "spread", "spread"),
    ("spring", "sprang", "sprung"),
    ("stand", "stood", "stood"),
    ("steal", "stole", "stolen"),
    ("stick", "stuck", "stuck"),
    ("sting", "stung", "stung"),
    ("stride", "strode", "stridden"),
    ("strike", "struck", "stricken"),
    ("strike", "struck", "struck"),
    ("strive", "strove", "striven"),
    ("swear", "swore", "sworn"),
    ("sweep", "swept", "swept"),
    ("swell", "swelled", "swollen"),
    ("swim", "swam", "swum"),
    ("swing", "swung", "swung"),
    ("take", "took", "taken"),
    ("teach", "taught", "taught"),
    ("tear", "tore", "torn"),
    ("tell", "told", "told"),
    ("think", "thought", "thought"),
    ("throw", "threw", "thrown"),
    ("thrust", "thrust", "thrust"),
    ("tread", "trod", "trodden"),
    ("undergo", "underwent", "undergone"),
    ("understand", "understood", "understood"),
    ("undertake", "undertook", "undertaken"),
    ("undo", "undid", "undone"),
    ("uphold", "upheld", "upheld"),
    ("upset", "upset", "upset"),
    ("wake", "woke", "woken"),
    ("waylay", "waylaid", "waylaid"),
    ("wear", "wore", "worn"),
    ("weave", "wove", "woven"),
    ("weep", "wept", "wept"),
    ("win", "won", "won"),
    ("wind", "wound", "wound"),
    ("withdraw", "withdrew", "withdrawn"),
    ("withhold", "withheld", "withheld"),
    ("withstand", "withstood", "withstood"),
    ("wring", "wrung", "wrung"),
    ("write", "wrote", "written"),
];

/// Pasts of one verb that are bases of another: `found` may be of `find` or of `found`. Such a word leads to no other form, and
/// none leads to it.
const HOMOGRAPHS: &[&str] = &["bore", "bound", "fell", "felt", "found", "ground", "lay", "saw", "wound"];

/// Other forms that `word` may have, when it is a form of a verb: its base first, then what is made of that.
pub fn forms(word: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    if HOMOGRAPHS.contains(&word) {
        return forms;
    }
    for base in bases(word) {
        let of_base = inflections(&base);
        for form in std::iter::once(base).chain(of_base) {
            if form != word && !HOMOGRAPHS.contains(&form.as_str()) && !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// True for a word that can be a past or a participle: `attacked`, `struck`.
pub(super) fn is_participle(word: &str) -> bool {
    word.ends_with("ed") || is_irregular_past(word)
}

/// True for a past or a participle that no rule makes of its base: `struck`, `sunk`.
pub fn is_irregular_past(word: &str) -> bool {
    IRREGULAR.iter().any(|(_, past, participle)| *past == word || *participle == word)
}

/// What `word` may be a form of, itself last: each is a base from which the rules make the word.
pub(super) fn bases(word: &str) -> Vec<String> {
    let mut bases: Vec<String> = Vec::new();
    let irregular = IRREGULAR.iter().filter(|(_, past, participle)| *past == word || *participle == word);
    bases.extend(irregular.map(|(base, ..)| (*base).to_owned()));
    for ending in ["ing", "ed", "es", "s"] {
        // A stem has a vowel: `bring` and `red` are words of their own.
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1 && stem.contains(is_vowel)) else {
            continue;
        };
        let mut candidates = vec![stem.to_owned(), format!("{stem}e")];
        candidates.extend(stem.strip_suffix('i').map(|stem| format!("{stem}y")));
        candidates.extend(stem.strip_suffix('y').map(|stem| format!("{stem}ie")));
        candidates.extend(stem.strip_suffix('k').map(str::to_owned));
        candidates.extend(undoubled(stem).map(str::to_owned));
        let made = candidates.into_iter().filter(|base| inflections(base).iter().any(|form| form == word));
        bases.extend(made);
    }
    bases.push(word.to_owned());
    bases.dedup();
    bases
}

fn is_vowel(letter: char) -> bool {
    "aeiouy".contains(letter)
}

/// The stem without the consonant that an ending has doubled.
fn undoubled(stem: &str) -> Option<&str> {
    let mut letters = stem.chars().rev();
    let last = letters.next()?;
    (letters.next() == Some(last)).then(|| &stem[..stem.len() - last.len_utf8()])
}

fn inflections(base: &str) -> Vec<String> {
    verb_forms(base).into_iter().map(|(_, form)| form).collect()
}

/// A form of a verb beside its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerbForm {
    /// `took`
    Past,
    /// `taken`
    Participle,
    /// `takes`
    Third,
    /// `taking`
    Gerund,
}

/// Past, participle, third person and gerund of a base; two of one form where writers differ.
pub fn verb_forms(base: &str) -> Vec<(VerbForm, String)> {
    let mut forms: Vec<(VerbForm, String)> = Vec::new();
    let irregular: Vec<_> = IRREGULAR.iter().filter(|(known, ..)| *known == base).collect();
    for (_, past, participle) in &irregular {
        forms.extend([(VerbForm::Past, (*past).to_owned()), (VerbForm::Participle, (*participle).to_owned())]);
    }
    if irregular.is_empty() {
        for stem in stems(base, "ed") {
            forms.extend([(VerbForm::Past, format!("{stem}ed")), (VerbForm::Participle, format!("{stem}ed"))]);
        }
    }
    forms.push((VerbForm::Third, third_person(base)));
    forms.extend(stems(base, "ing").into_iter().map(|stem| (VerbForm::Gerund, stem + "ing")));
    forms
}

/// `attacks`, `reaches`, `denies`.
fn third_person(base: &str) -> String {
    match consonant_before_y(base) {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) => format!("{base}es"),
        None => format!("{base}s"),
    }
}

/// What stands before `ed` or `ing`; two where writers differ: `travel` and `travell`.
fn stems(base: &str, ending: &str) -> Vec<String> {
    let is_past = ending == "ed";
    if let (Some(stem), true) = (consonant_before_y(base), is_past) {
        return vec![format!("{stem}i")];
    }
    if let (Some(stem), false) = (base.strip_suffix("ie"), is_past) {
        return vec![format!("{stem}y")];
    }
    if let Some(stem) = base.strip_suffix('e') {
        let keeps = !is_past && ["ee", "oe", "ye"].iter().any(|end| base.ends_with(end));
        return vec![if keeps { base } else { stem }.to_owned()];
    }
    // `panicked`; but `blocked` is of `block`, and never of `bloc`.
    if base.ends_with("ic") && syllables(base) > 1 {
        return vec![format!("{base}k")];
    }
    match doubled(base) {
        // One syllable is stressed, and its consonant is doubled; of longer words the rules tell no more.
        Some(doubled) if syllables(base) == 1 => vec![doubled],
        Some(doubled) => vec![base.to_owned(), doubled],
        None => vec![base.to_owned()],
    }
}

fn consonant_before_y(base: &str) -> Option<&str> {
    base.strip_suffix('y').filter(|stem| stem.chars().next_back().is_some_and(|letter| !"aeiou".contains(letter)))
}

/// The base with its last consonant once more, where one vowel stands before it.
fn doubled(base: &str) -> Option<String> {
    let mut letters = base.chars().rev();
    let (last, vowel, before) = (letters.next()?, letters.next()?, letters.next());
    // `quit` has one vowel: `u` belongs to the `q`.
    let is_single =
        before.is_none_or(|before| !"aeiou".contains(before) || base.ends_with(&format!("qu{vowel}{last}")));
    let is_doubled = last.is_ascii_lowercase() && !"aeiouwxyhc".contains(last) && "aeiou".contains(vowel) && is_single;
    is_doubled.then(|| format!("{base}{last}"))
}

/// Groups of vowels.
fn syllables(base: &str) -> usize {
    let mut letters = base.replace("qu", "q").chars().map(is_vowel).collect::<Vec<bool>>();
    letters.dedup();
    letters.into_iter().filter(|is_vowel| *is_vowel).count()
}
