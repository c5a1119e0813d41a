//! Which words of general English may be verbs, nouns or adjectives, beyond those that tell events?

use rustc_hash::FxHashMap;

use super::super::tagging::{Tag, Word};
use super::super::words::{BASE, Classes, GERUND, PARTICIPLE, PAST, THIRD};
use crate::ontology::{VerbForm, verb_forms};

const GENERAL: &str = include_str!("../../../data/lexicon/general.tsv");

/// More often a noun than a verb, in the form of the dictionary or in `s`.
const NOUN: u16 = 32;
const ADJECTIVE: u16 = 64;
const LINK: u16 = 128;
const CLAUSE: u16 = 256;
/// The bits that are forms of verbs.
const FORMS: u16 = 31;

/// The words that open triples know beyond the lexicon.
#[derive(Debug, Default)]
pub struct GeneralWords(FxHashMap<String, u16>);

impl GeneralWords {
    /// Reads the words that relata ships.
    #[must_use]
    pub fn shipped() -> GeneralWords {
        let mut words = GeneralWords::default();
        let lines = GENERAL.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        for (class, line) in lines {
            for word in line.split(' ') {
                match class {
                    "verb" => words.add_verb(word, 0),
                    "link" => words.add_verb(word, LINK),
                    "clause" => words.add_verb(word, CLAUSE),
                    "participle" => *words.0.entry(word.to_owned()).or_default() |= u16::from(PARTICIPLE),
                    "noun" => {
                        for form in [word.to_owned(), format!("{word}s"), format!("{word}es")] {
                            *words.0.entry(form).or_default() |= NOUN;
                        }
                    }
                    _ => *words.0.entry(word.to_owned()).or_default() |= ADJECTIVE,
                }
            }
        }
        words
    }

    fn add_verb(&mut self, base: &str, mark: u16) {
        *self.0.entry(base.to_owned()).or_default() |= u16::from(BASE) | mark;
        for (form, written) in verb_forms(base) {
            let bit = match form {
                VerbForm::Past => PAST,
                VerbForm::Participle => PARTICIPLE,
                VerbForm::Third => THIRD,
                VerbForm::Gerund => GERUND,
            };
            *self.0.entry(written).or_default() |= u16::from(bit) | mark;
        }
    }

    fn of(&self, word: &str) -> u16 {
        self.0.get(word).copied().unwrap_or_default()
    }

    /// A verb before what its subject is: `became`, `remains`.
    pub(super) fn is_link(&self, word: &str) -> bool {
        self.of(&word.to_lowercase()) & LINK != 0
    }

    /// A verb that a whole clause may follow without `that`: `said they left`.
    pub(super) fn takes_clause(&self, word: &str) -> bool {
        self.of(&word.to_lowercase()) & CLAUSE != 0
    }

    /// Decides once more which words of a sentence are verbs, now with all of English in mind.
    pub(super) fn retag(&self, words: &mut [Word]) {
        let joined = join_marks(words);
        let mut known: Vec<Known> = words.iter().map(|word| self.known(word)).collect();
        for at in joined {
            known[at] = Known { forms: 0, nominal: false, adjective: words[at].tag == Tag::Adjective };
        }
        for at in 0..words.len() {
            if let Some(tag) = short(words, at) {
                words[at].tag = tag;
                continue;
            }
            if let Some(tag) = decide(words, &known, at) {
                words[at].tag = tag;
            }
        }
    }

    /// What a word may be, whatever its neighbours.
    fn known(&self, word: &Word) -> Known {
        let lower = word.text.to_lowercase();
        let general = self.of(&lower);
        let mut forms = verb_bits(general);
        forms |= word.entry.verb.map_or(0, |(_, forms)| forms);
        let plain = lower.bytes().all(|letter| letter.is_ascii_lowercase());
        if forms == 0 && (plain || lower.starts_with("re-")) {
            forms = self.by_ending(&lower);
        }
        let event = word.entry.noun.is_some() || word.entry.families != 0 || word.has(Classes::ROLE);
        let nominal = event || general & NOUN != 0;
        let degree = ["er", "est", "ier", "iest"].iter().filter_map(|end| lower.strip_suffix(end));
        let graded = forms == 0 && degree.into_iter().any(|stem| self.is_adjective(stem));
        let adjective = general & ADJECTIVE != 0
            || forms == 0 && word.tag == Tag::Adjective
            || graded
            || word.has(Classes::ADJECTIVE)
            || forms == 0 && !nominal && (plain || lower.contains('-')) && is_adjective(&lower);
        Known { forms, nominal, adjective }
    }

    /// An adjective whose last letters a degree may have changed: `larg`, `happ`, `bigg`.
    fn is_adjective(&self, stem: &str) -> bool {
        let is = |word: &str| self.of(word) & ADJECTIVE != 0;
        let last = stem.chars().next_back();
        is(stem)
            || is(&format!("{stem}e"))
            || is(&format!("{stem}y"))
            || last.is_some_and(|last| stem.len() > 2 && is(&stem[..stem.len() - last.len_utf8()]))
    }

    fn by_ending(&self, word: &str) -> u8 {
        for prefix in ["re-", "re", "un", "over", "under", "mis", "pre"] {
            if let Some(rest) = word.strip_prefix(prefix)
                && rest.len() > 3
            {
                let forms = verb_bits(self.of(rest));
                if forms != 0 && self.of(rest) & NOUN == 0 {
                    return forms;
                }
            }
        }
        match () {
            () if word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed") => PAST | PARTICIPLE,
            () if word.len() > 5 && word.ends_with("ing") && !NO_GERUNDS.contains(&word) => GERUND,
            () if word.len() > 5 && ["ises", "izes", "ifies"].iter().any(|end| word.ends_with(end)) => THIRD,
            () if word.len() > 5 && ["ise", "ize", "ify"].iter().any(|end| word.ends_with(end)) => BASE,
            () => 0,
        }
    }
}

fn verb_bits(marks: u16) -> u8 {
    u8::try_from(marks & FORMS).unwrap_or_default()
}

/// Words in `ing` that are forms of no verb.
const NO_GERUNDS: &[&str] = &[
    "during",
    "evening",
    "morning",
    "nothing",
    "something",
    "anything",
    "everything",
    "ceiling",
    "sibling",
    "herring",
    "shilling",
    "pudding",
    "wedding",
    "inkling",
    "lightning",
    "underling",
];

/// Marks that belong to a word: the point of `Inc.`, and in a text that is cut into words the hyphen of `short - term`.
fn join_marks(words: &mut [Word]) -> Vec<usize> {
    let mut joined = Vec::new();
    let Some(last) = words.len().checked_sub(1) else { return joined };
    let is_cut = last > 0 && words[last].tag == Tag::Stop && words[last - 1].span.end < words[last].span.start;
    for at in 1..last {
        let touches = words[at - 1].span.end == words[at].span.start;
        if words[at].text == "."
            && touches
            && matches!(words[at - 1].tag, Tag::Name | Tag::Noun)
            && !matches!(words[at + 1].tag, Tag::Quote | Tag::Close | Tag::Stop)
        {
            words[at].tag = words[at - 1].tag;
        }
        let is_word = |word: &Word| word.text.starts_with(char::is_alphanumeric);
        if words[at].text == "-" && is_cut && !touches && is_word(&words[at - 1]) && is_word(&words[at + 1]) {
            let describes = words.get(at + 2).is_some_and(|next| {
                matches!(next.tag, Tag::Noun | Tag::Name | Tag::Adjective | Tag::Verb(_)) || next.text == "-"
            });
            for place in at - 1..=at + 1 {
                words[place].tag = if place <= at || describes { Tag::Adjective } else { Tag::Noun };
                words[place].capital = false;
                joined.push(place);
            }
        }
    }
    joined
}

/// `Vesk 's ships`, `it 's`: texts that are cut into words have the ending apart from its word.
fn short(words: &[Word], at: usize) -> Option<Tag> {
    let word = &words[at];
    let mark = |word: &Word| matches!(word.text, "'" | "’");
    let before = |at: usize| at.checked_sub(1).map(|before| words[before].tag);
    let ending =
        |at: usize| words.get(at + 1).filter(|next| next.span.start == words[at].span.end).map(|next| next.text);
    let cut = |at: usize| match ending(at)? {
        "s" if before(at) == Some(Tag::Pronoun) => Some(Tag::Be),
        "s" => Some(Tag::Owner),
        "re" | "m" => Some(Tag::Be),
        "ve" => Some(Tag::Have),
        "d" if words.get(at + 2).is_some_and(|next| ["ed", "en"].iter().any(|end| next.text.ends_with(end))) => {
            Some(Tag::Have)
        }
        "ll" | "d" => Some(Tag::Modal),
        _ => None,
    };
    if mark(word)
        && let Some(tag) = cut(at)
    {
        return Some(tag);
    }
    if at > 0 && mark(&words[at - 1]) && words[at - 1].span.end == word.span.start && cut(at - 1).is_some() {
        return before(at);
    }
    if ["wo", "ca", "sha"].iter().any(|short| word.is(short))
        && words.get(at + 1).is_some_and(|next| next.is("n't") || next.is("n’t"))
    {
        return Some(Tag::Modal);
    }
    if (word.is("including") || word.is("according")) && !matches!(before(at), Some(Tag::Be)) {
        return Some(Tag::Preposition);
    }
    // `the workers ' house`
    let plural = || words[at - 1].text.ends_with('s') && words[at - 1].span.end < word.span.start;
    if mark(word)
        && matches!(before(at), Some(Tag::Noun | Tag::Name))
        && plural()
        && words.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Adjective | Tag::Name))
    {
        return Some(Tag::Owner);
    }
    None
}

/// Adverbs that are adjectives before a noun.
const BOTH: &[&str] = &[
    "high",
    "low",
    "fast",
    "hard",
    "straight",
    "early",
    "earlier",
    "later",
    "daily",
    "weekly",
    "monthly",
    "yearly",
    "very",
    "only",
    "overseas",
    "alone",
    "least",
    "much",
    "far",
    "back",
    "overnight",
];

/// What a word may be.
#[derive(Debug, Clone, Copy)]
struct Known {
    forms: u8,
    nominal: bool,
    adjective: bool,
}

fn is_adjective(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "al", "ous", "ive", "ic", "able", "ible", "ful", "less", "ish", "ary", "ese", "ian", "ular", "ant", "ent",
        "like",
    ];
    const NOUNS: &[&str] = &[
        "ment",
        "vival",
        "ursal",
        "ival",
        "usic",
        "pital",
        "dent",
        "lic",
        "gent",
        "metal",
        "client",
        "giant",
        "plant",
        "event",
        "continent",
        "element",
        "percent",
        "accident",
        "parent",
        "talent",
        "content",
        "extent",
        "patent",
        "current",
        "mission",
    ];
    word.len() > 4 && ENDS.iter().any(|end| word.ends_with(end)) && !NOUNS.iter().any(|end| word.ends_with(end))
}

/// The last word before one that is no adverb.
fn before<'w, 'a>(words: &'w [Word<'a>], at: usize) -> Option<&'w Word<'a>> {
    words[..at].iter().rev().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation | Tag::Quote))
}

/// The part of a word that may be several; none where it stays what it is.
fn decide(words: &[Word], known: &[Known], at: usize) -> Option<Tag> {
    let word = &words[at];
    let Known { forms, nominal, adjective } = known[at];
    let following = words.get(at + 1);
    match word.tag {
        Tag::Noun | Tag::Adjective | Tag::Verb(_) | Tag::Adverb | Tag::Name => {}
        Tag::Be if word.is("being") => {
            return before(words, at)
                .filter(|before| matches!(before.tag, Tag::Adjective | Tag::Determiner))
                .map(|_| Tag::Noun);
        }
        Tag::Be if word.is("am") => {
            return before(words, at).filter(|before| before.tag == Tag::Number).map(|_| Tag::Time);
        }
        Tag::Preposition if word.is("to") && following.is_some_and(|next| !next.capital) => {
            let next = known.get(at + 1)?;
            let object = words.get(at + 2).is_some_and(|word| {
                matches!(word.tag, Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Name | Tag::Number)
            });
            return (next.forms & BASE != 0 && (object || !next.nominal && !next.adjective)).then_some(Tag::To);
        }
        Tag::Determiner
            if ["this", "that", "each", "another"].iter().any(|known| word.is(known))
                && following.is_some_and(|next| !next.capital) =>
        {
            let skipped = usize::from(following.is_some_and(|next| next.tag == Tag::Adverb));
            let next = known.get(at + 1 + skipped)?;
            let finite = next.forms & THIRD != 0
                && words.get(at + 2 + skipped).is_some_and(|after| leads(after, known.get(at + 2 + skipped)));
            return (finite && !has_finite(words, known, at + 1 + skipped)).then_some(Tag::Pronoun);
        }
        _ => return None,
    }
    if word.tag == Tag::Adverb
        && BOTH.iter().any(|known| word.is(known))
        && following.is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Adjective) || next.is("and"))
    {
        return Some(Tag::Adjective);
    }
    if matches!(word.tag, Tag::Adverb)
        && (word.has(Classes::ADVERB) || !word.text.starts_with(char::is_alphabetic) || forms == 0 && !adjective)
    {
        return None;
    }
    if word.capital {
        let opens = at == 0 || matches!(words[at - 1].tag, Tag::Quote | Tag::Stop);
        // `Joining another fleet, it left`; any other word with a capital is a name or begins one.
        let leads = opens
            && (forms & GERUND != 0 || word.tag != Tag::Name && forms & PARTICIPLE != 0)
            && words.get(at + 1).is_some_and(|next| !next.capital && !matches!(next.tag, Tag::Be | Tag::Verb(_)))
            && (words.get(at + 1).is_some_and(|next| !matches!(next.tag, Tag::Noun | Tag::Adjective))
                || words[at..].iter().take(12).any(|word| word.tag == Tag::Comma));
        return match word.tag {
            Tag::Name | Tag::Adjective if leads => Some(Tag::Verb(forms)),
            Tag::Verb(_) if !opens => Some(Tag::Name),
            Tag::Noun if leads => Some(Tag::Verb(forms)),
            Tag::Noun if !opens && word.entry.verb.is_some() => Some(Tag::Name),
            _ => None,
        };
    }
    if word.tag == Tag::Name {
        return None;
    }
    let previous = before(words, at).map(|word| word.tag);
    let next = words.get(at + 1);
    if word.has(Classes::NUMBER) {
        return None;
    }
    if matches!(previous, Some(Tag::Modal | Tag::Do | Tag::To)) && forms & BASE != 0 {
        return Some(Tag::Verb(BASE));
    }
    if forms & GERUND != 0 {
        return Some(gerund(previous, next.map(|next| next.tag), known.get(at + 1), nominal, next));
    }
    if forms & (PAST | PARTICIPLE) != 0 {
        return Some(past(words, known, at, previous));
    }
    if adjective && !(forms & BASE != 0 && matches!(previous, Some(Tag::Modal | Tag::To))) {
        return Some(Tag::Adjective);
    }
    if forms & (BASE | THIRD) == 0 {
        return Some(Tag::Noun);
    }
    let form = if forms & THIRD != 0 { THIRD } else { BASE };
    Some(if is_present(words, known, at, form, nominal) { Tag::Verb(form) } else { Tag::Noun })
}

fn gerund(
    previous: Option<Tag>,
    next: Option<Tag>,
    known: Option<&Known>,
    nominal: bool,
    following: Option<&Word>,
) -> Tag {
    let modifies = matches!(next, Some(Tag::Noun | Tag::Adjective))
        || known.is_some_and(|known| known.nominal && following.is_some_and(|word| !word.capital));
    match previous {
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number) if modifies => {
            Tag::Adjective
        }
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number) => Tag::Noun,
        Some(Tag::Preposition | Tag::Noun | Tag::Name) | None if nominal => Tag::Noun,
        Some(Tag::Comma) if following.is_some_and(|next| next.has(Classes::ROLE)) => Tag::Adjective,
        Some(Tag::Preposition | Tag::Noun | Tag::Name)
            if following.is_none_or(|next| {
                matches!(next.tag, Tag::Comma | Tag::Stop | Tag::Be | Tag::Modal)
                    || next.is("of")
                    || next.is("and")
                    || next.is("or")
            }) =>
        {
            Tag::Noun
        }
        _ => Tag::Verb(GERUND),
    }
}

fn past(words: &[Word], known: &[Known], at: usize, previous: Option<Tag>) -> Tag {
    let forms = known[at].forms & (PAST | PARTICIPLE);
    let next = words.get(at + 1);
    // A noun that this word would describe; a determiner never follows a word that describes.
    let modifies = next.is_some_and(|next| {
        matches!(next.tag, Tag::Noun | Tag::Adjective | Tag::Name)
            || matches!(next.tag, Tag::Verb(_))
                && known.get(at + 1).is_some_and(|known| known.nominal || known.forms & GERUND != 0)
    });
    let direct = at.checked_sub(1).map(|at| words[at].tag);
    let inside = matches!(
        previous,
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner | Tag::Adjective | Tag::Number | Tag::Preposition)
    );
    if known[at].nominal
        && (inside && !modifies
            || known[at].forms & BASE != 0
                && matches!(previous, Some(Tag::Noun | Tag::Name))
                && has_finite(words, known, at))
    {
        return Tag::Noun;
    }
    // `the Vesk controlled sector was`
    if matches!(direct, Some(Tag::Name))
        && modifies
        && next.is_some_and(|next| next.tag == Tag::Noun && !next.capital)
        && finite_behind(words, known, at + 1)
    {
        return Tag::Adjective;
    }
    match previous {
        Some(Tag::Determiner | Tag::Possessive | Tag::Owner) if modifies || direct != Some(Tag::Adverb) => {
            Tag::Adjective
        }
        Some(Tag::Number) if at > 1 && words[at - 2].tag == Tag::Time => Tag::Verb(forms),
        Some(Tag::Adjective | Tag::Number | Tag::Preposition) if modifies && !next.is_some_and(|next| next.capital) => {
            Tag::Adjective
        }
        Some(Tag::Preposition) if modifies => Tag::Adjective,
        // `the old and renovated houses`
        Some(Tag::And)
            if modifies && at > 1 && words[at - 2].tag == Tag::Adjective && !next.is_some_and(|next| next.capital) =>
        {
            Tag::Adjective
        }
        _ => Tag::Verb(forms),
    }
}

/// A word in the form of the dictionary or in `s` is a verb here.
fn is_present(words: &[Word], known: &[Known], at: usize, form: u8, nominal: bool) -> bool {
    let Some(previous) = before(words, at) else { return false };
    let next = words.get(at + 1);
    match previous.tag {
        Tag::Number
            if form == THIRD
                && at > 1
                && matches!(words[at - 2].tag, Tag::Noun | Tag::Name)
                && words[at - 1].tag == Tag::Number =>
        {
            next.is_none_or(|next| !nominal || leads(next, known.get(at + 1))) && !has_finite(words, known, at)
        }
        Tag::Determiner
        | Tag::Possessive
        | Tag::Owner
        | Tag::Number
        | Tag::Preposition
        | Tag::Verb(_)
        | Tag::Be
        | Tag::Have
        | Tag::Adjective => false,
        Tag::Relative => {
            let behind = before(words, at.saturating_sub(1)).is_some_and(|word| word.tag == Tag::Preposition);
            !(nominal && (behind || finite_behind(words, known, at)))
        }
        Tag::Pronoun => {
            let single = ["he", "she", "it", "this", "that", "each", "another"].iter().any(|word| previous.is(word));
            let many = ["i", "we", "you", "they"].iter().any(|word| previous.is(word));
            single && form == THIRD || many && form == BASE || !single && !many && previous.is("who")
        }
        Tag::And => {
            let same = words[..at].iter().rev().take(16).any(|word| word.tag == Tag::Verb(form));
            !nominal || same && next.is_some_and(|next| leads(next, known.get(at + 1)))
        }
        Tag::Comma | Tag::Close | Tag::Quote | Tag::Noun | Tag::Name | Tag::Time => {
            let plural = is_plural(words, at);
            if form == THIRD && !nominal && previous.tag != Tag::Comma {
                return true;
            }
            let agrees =
                if form == BASE { plural == Some(true) || plural.is_none() && !nominal } else { plural != Some(true) };
            if previous.tag == Tag::Comma && form == BASE && nominal {
                return false;
            }
            agrees
                && (!nominal || !has_finite(words, known, at))
                && next.is_none_or(|next| !nominal || leads(next, known.get(at + 1)))
        }
        _ => false,
    }
}

/// What stands behind a verb rather than behind the noun of the same form.
fn leads(next: &Word, known: Option<&Known>) -> bool {
    matches!(
        next.tag,
        Tag::Determiner
            | Tag::Possessive
            | Tag::Pronoun
            | Tag::Number
            | Tag::Name
            | Tag::Adverb
            | Tag::Adjective
            | Tag::Preposition
            | Tag::To
            | Tag::Subordinator
            | Tag::Quote
    ) && !next.is("of")
        || next.tag == Tag::Noun && known.is_some_and(|known| known.forms == 0)
        || matches!(next.tag, Tag::Verb(_)) && known.is_some_and(|known| known.forms & (GERUND | PARTICIPLE) != 0)
}

/// The subject before a verb is a plural; none where nothing tells.
fn is_plural(words: &[Word], at: usize) -> Option<bool> {
    let mut at =
        words[..at].iter().rposition(|word| matches!(word.tag, Tag::Noun | Tag::Name | Tag::Pronoun | Tag::Time))?;
    let mut plain = None;
    // The head stands before the prepositions: `the workers of the mine`.
    for _ in 0..4 {
        let noun = words[at].text;
        let plural = noun.ends_with('s') && !["ss", "us", "is", "'s"].iter().any(|end| noun.ends_with(end))
            || ["people", "police", "men", "women", "children", "others", "both", "many", "some"]
                .iter()
                .any(|word| words[at].is(word));
        // A name in `s` may be one or many.
        plain = if plural && words[at].tag == Tag::Name { None } else { Some(plural) };
        let mut start = at;
        while start > 0
            && matches!(
                words[start - 1].tag,
                Tag::Noun | Tag::Name | Tag::Adjective | Tag::Determiner | Tag::Number | Tag::Possessive | Tag::Owner
            )
        {
            start -= 1;
        }
        if start > 1
            && words[start - 1].is("and")
            && matches!(words[start - 2].tag, Tag::Noun | Tag::Name | Tag::Comma | Tag::Number)
        {
            return Some(true);
        }
        if start > 1
            && words[start - 1].is("of")
            && ["each", "one", "neither", "either"].iter().any(|word| words[start - 2].is(word))
        {
            return Some(false);
        }
        if start < 2
            || words[start - 1].tag != Tag::Preposition
            || !matches!(words[start - 2].tag, Tag::Noun | Tag::Name)
        {
            break;
        }
        at = start - 2;
    }
    plain
}

/// The clause around a word has a verb with a tense elsewhere, so that this word is none.
fn has_finite(words: &[Word], known: &[Known], at: usize) -> bool {
    let ends = |word: &Word| matches!(word.tag, Tag::Comma | Tag::Stop | Tag::Subordinator | Tag::Relative);
    if finite_behind(words, known, at) {
        return true;
    }
    for (place, word) in words[..at].iter().enumerate().rev() {
        match word.tag {
            Tag::Modal | Tag::Be | Tag::Have | Tag::Do => return true,
            _ if ends(word) => return false,
            Tag::Verb(forms) if forms & (PAST | THIRD) != 0 || forms == BASE => {
                return place + 1 != at;
            }
            _ => {}
        }
    }
    false
}

/// The clause that a word stands in has a verb with a tense behind it.
fn finite_behind(words: &[Word], known: &[Known], at: usize) -> bool {
    let ends = |word: &Word| matches!(word.tag, Tag::Comma | Tag::Stop | Tag::Subordinator | Tag::Relative);
    for (place, word) in words.iter().enumerate().skip(at + 1) {
        match word.tag {
            Tag::Modal | Tag::Be | Tag::Have | Tag::Do => return true,
            _ if ends(word) || word.tag == Tag::And => return false,
            Tag::Noun | Tag::Verb(_) => {
                let forms = known[place].forms;
                if forms & PAST != 0 && forms & PARTICIPLE == 0 {
                    return true;
                }
                if matches!(word.tag, Tag::Verb(_))
                    && forms & PAST != 0
                    && (place == at + 1 || matches!(words[place - 1].tag, Tag::Noun | Tag::Name | Tag::Adverb))
                {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}
