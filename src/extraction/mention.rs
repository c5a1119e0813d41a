//! Who has been named before? What a text says of persons, bodies and groups, so that `he`, `it` and `they` find the one they stand for.

use rustc_hash::FxHashMap;

use super::act::Reading;
use super::antecedent::is_owned;
use super::names::is_field;
use super::phrase::{Piece, span_of};
use super::text::Span;
use super::words::{Classes, Lexicon};

/// What somebody who is named may be called by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Being {
    Person,
    Body,
    /// A single name without a word that tells: `Norland`, or a family name that nobody introduced.
    Unknown,
}

/// Words that tell of a man; of a woman.
const MALE: &[&str] = &[
    "mr",
    "sir",
    "lord",
    "king",
    "prince",
    "pope",
    "man",
    "father",
    "son",
    "brother",
    "husband",
    "uncle",
    "spokesman",
    "chairman",
    "businessman",
    "congressman",
    "policeman",
    "fireman",
    "alderman",
    "statesman",
    "clergyman",
    "priest",
];
const FEMALE: &[&str] = &[
    "mrs",
    "ms",
    "miss",
    "lady",
    "dame",
    "queen",
    "princess",
    "woman",
    "mother",
    "daughter",
    "sister",
    "wife",
    "aunt",
    "spokeswoman",
    "chairwoman",
    "businesswoman",
    "congresswoman",
    "policewoman",
    "stateswoman",
    "actress",
    "waitress",
];

/// What is known of somebody who is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Nature {
    being: Being,
    plural: bool,
    female: Option<bool>,
}

/// Somebody who was named.
#[derive(Debug, Clone)]
struct Mention {
    span: Span,
    nature: Nature,
    /// As the subject of a verb.
    is_subject: bool,
}

/// Those who were named so far.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    list: Vec<Mention>,
    /// Family names of persons, and whether they belong to a woman.
    persons: FxHashMap<String, Option<bool>>,
}

/// How many of those named last a pronoun may stand for.
const REMEMBERED: usize = 40;

/// How far back several are looked for before a body that `they` may stand for.
const RECENT: usize = 7;

impl Mentions {
    /// Remembers who is named in a sentence, those who act behind the others.
    pub(super) fn remember(&mut self, text: &str, reading: &Reading, lexicon: &Lexicon) {
        let sentence = &reading.sentence;
        self.introduce(text, reading, lexicon);
        let subjects: Vec<usize> = reading
            .subjects
            .iter()
            .filter_map(|(verb, subject)| subject.pieces.first().copied().filter(|first| first < verb))
            .collect();
        for is_subject in [false, true] {
            for at in 0..sentence.pieces.len() {
                let Some(phrase) = sentence.phrase(at) else { continue };
                if phrase.pronoun || !sentence.is_named(at) || subjects.contains(&at) != is_subject {
                    continue;
                }
                // `the harbour master, Tomas Ilk,` is known by his name from here on.
                if let Some(named) = sentence.named_behind(at) {
                    let span = span_of(&sentence.words, &named);
                    let nature = self.nature(&text[span_of(&sentence.words, &phrase.words)], lexicon);
                    self.list.push(Mention { span: trimmed(text, &span, lexicon), nature, is_subject });
                    continue;
                }
                let span = span_of(&sentence.words, &phrase.words);
                let nature = self.nature(&text[span.clone()], lexicon);
                self.list.push(Mention { span, nature, is_subject });
            }
        }
        let old = self.list.len().saturating_sub(REMEMBERED);
        self.list.drain(..old);
    }

    /// Remembers who spoke in a sentence as the one whom the next pronoun stands for, before those of whom he spoke.
    pub(super) fn speaks(&mut self, text: &str, span: Span, lexicon: &Lexicon) {
        let nature = self.nature(&text[span.clone()], lexicon);
        self.list.push(Mention { span, nature, is_subject: true });
    }

    /// Learns the family names of persons: `Minister Orrel`, `the opposition leader, Ada Varn`.
    fn introduce(&mut self, text: &str, reading: &Reading, lexicon: &Lexicon) {
        let sentence = &reading.sentence;
        for at in 0..sentence.pieces.len() {
            let Some(phrase) = sentence.phrase(at).filter(|phrase| !phrase.pronoun && !phrase.time) else { continue };
            let head = &sentence.words[phrase.head];
            let named = head.capital && !head.has(Classes::ROLE) && !head.has(Classes::TITLE);
            let behind = || {
                let next =
                    sentence.phrase(at + 2).filter(|_| matches!(sentence.pieces.get(at + 1), Some(Piece::Comma)))?;
                let all = next.words.clone().all(|word| sentence.words[word].capital);
                Some(&sentence.words[next.head]).filter(|head| all && !head.has(Classes::BODY))
            };
            // Few phrases have a name to learn, and only of those it is asked who they are.
            let Some(name) = (if named { Some(head) } else { behind() }) else { continue };
            let nature = self.nature(&text[span_of(&sentence.words, &phrase.words)], lexicon);
            if nature.being != Being::Person || nature.plural {
                continue;
            }
            let known = self.persons.entry(name.text.to_owned()).or_default();
            *known = known.or(nature.female);
        }
    }

    /// What the words that name somebody tell.
    fn nature(&self, words: &str, lexicon: &Lexicon) -> Nature {
        let core = words.split([',', ';']).next().unwrap_or(words);
        // `two of the rebels` are rebels.
        let part = |word: &str| lexicon.entry(&word.to_lowercase()).classes.has(Classes::NUMBER | Classes::DETERMINER);
        let core = core.split_once(" of ").filter(|(first, _)| part(first)).map_or(core, |(_, whole)| whole);
        let tokens = core
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .map(|word| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word))
            .take_while(|word| !matches!(*word, "of" | "for" | "from" | "in" | "on" | "at" | "with" | "who" | "which"))
            .filter(|word| !word.is_empty());
        // Every name of a text is asked many times, so that each word is looked up once.
        let (mut all, mut head_is) = (Classes::default(), Classes::default());
        let (mut head, mut lower) = (None, String::new());
        let (mut female, mut male, mut bare, mut capitals) = (false, false, 0, true);
        for word in tokens {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            let classes = lexicon.entry(&lower).classes;
            all = all | classes;
            (head, head_is) = (Some(word), classes);
            female |= FEMALE.contains(&lower.as_str());
            male |= MALE.contains(&lower.as_str());
            let capital = word.starts_with(char::is_uppercase);
            capitals &= capital;
            bare += usize::from(capital && !classes.has(Classes::DETERMINER));
        }
        let Some(head) = head else { return Nature { being: Being::Unknown, plural: false, female: None } };
        let all_names = bare >= 2 && capitals;
        // `The United States` is one; `the Norland States` would be as well.
        let plural = (head_is.has(Classes::ROLE) && !all_names && lower.ends_with('s') && !lower.ends_with("ss"))
            || ["people", "men", "women", "children", "forces", "troops"].contains(&lower.as_str());
        let known = self.persons.get(head).copied();
        let being = match () {
            () if head_is.has(Classes::BODY) => Being::Body,
            // `Doctors Without Borders`
            () if all_names && all.has(Classes::PREPOSITION) => Being::Body,
            // `The Red Lantern`
            () if all_names && core.starts_with("The ") && !all.has(Classes::ROLE | Classes::TITLE) => Being::Body,
            () if all.has(Classes::PERSON) || all.has(Classes::TITLE) || known.is_some() => Being::Person,
            () if male || female || plural => Being::Person,
            // `Pell Foods`
            () if all_names && !all.has(Classes::ROLE) && lower.ends_with('s') && known.is_none() => Being::Unknown,
            () if all_names && !all.has(Classes::BODY) && !all.has(Classes::ROLE) => Being::Person,
            () if head_is.has(Classes::ROLE) => Being::Person,
            () => Being::Unknown,
        };
        let female = known.flatten().or(female.then_some(true)).or(male.then_some(false));
        Nature { being, plural, female }
    }

    /// Whether a pronoun can stand for somebody named so; `loosely`, whoever is not known to be something else will do.
    pub(super) fn fits(&self, pronoun: &str, words: &str, lexicon: &Lexicon, loosely: bool) -> bool {
        fits(pronoun, self.nature(words, lexicon), loosely)
    }

    /// The last one named whom a pronoun can stand for; those who act come first.
    pub(super) fn latest(&self, pronoun: &str, except: &[&str], text: &str, loosely: bool) -> Option<Span> {
        if matches!(pronoun, "they" | "them" | "themselves") {
            // Several who were named of late come before a body.
            let several = self
                .list
                .iter()
                .rev()
                .take(RECENT)
                .find(|mention| mention.nature.plural && !except.contains(&&text[mention.span.clone()]));
            if let Some(several) = several {
                return Some(several.span.clone());
            }
        }
        [true, false].into_iter().find_map(|acting| {
            let found = self.list.iter().rev().find(|mention| {
                (mention.is_subject || !acting)
                    && fits(pronoun, mention.nature, loosely)
                    && !is_owned(pronoun, &text[mention.span.clone()])
                    && !except.contains(&&text[mention.span.clone()])
            });
            found.map(|found| found.span.clone())
        })
    }

    /// The first person who was named.
    pub(super) fn first_person(&self) -> Option<Span> {
        let person = |mention: &&Mention| mention.nature.being == Being::Person && !mention.nature.plural;
        self.list.iter().find(person).map(|mention| mention.span.clone())
    }
}

fn fits(pronoun: &str, nature: Nature, loosely: bool) -> bool {
    let Nature { being, plural, female } = nature;
    match pronoun {
        "he" | "him" | "himself" | "she" | "her" | "herself" => {
            let wanted = pronoun.starts_with('s') || pronoun.starts_with("her");
            !plural
                && female.is_none_or(|female| female == wanted)
                && (being == Being::Person || loosely && being == Being::Unknown)
        }
        "it" | "itself" => !plural && being != Being::Person,
        "they" | "them" | "themselves" => plural || being == Being::Body || loosely,
        _ => false,
    }
}

/// The words that name somebody among those that also describe him: `Colonel Brandoz` of `a spokesman, Colonel Brandoz`, and `Ada Varn`
/// of `Ada Varn, who runs the bakery`.
pub(super) fn trimmed(text: &str, span: &Span, lexicon: &Lexicon) -> Span {
    let words = &text[span.clone()];
    let Some(comma) = words.find(", ") else { return span.clone() };
    let first = span.start..span.start + comma;
    let from = comma + 2;
    let rest = &words[from..];
    let second = rest.find(',').map_or(rest, |end| &rest[..end]);
    let class = |word: &str| lexicon.entry(&word.to_lowercase()).classes;
    let is_name = |part: &str| {
        part.split_whitespace().all(|word| word.starts_with(char::is_uppercase) && !class(word).has(Classes::BODY))
    };
    let first_is_name = is_name(&text[first.clone()]) && !class(&text[first.clone()]).has(Classes::DETERMINER);
    if !second.is_empty() && is_name(second) && !first_is_name {
        return span.start + from..span.start + from + second.len();
    }
    first
}

/// The side that somebody speaks for, where the words that name him tell it: `Norland` of `the Norland foreign minister`.
pub(super) fn side(text: &str, span: &Span, lexicon: &Lexicon) -> Option<Span> {
    let words = &text[span.clone()];
    let class = |word: &str| lexicon.entry(&word.to_lowercase()).classes;
    // `the representative of Vesk`
    for behind in [" of ", " from ", " for "] {
        let Some(at) =
            words.find(behind).filter(|_| words.starts_with(char::is_lowercase) || words.starts_with("The "))
        else {
            continue;
        };
        let rest = &words[at + behind.len()..];
        let named = rest
            .split(' ')
            .take_while(|word| word.starts_with(char::is_uppercase))
            .map(|word| word.len() + 1)
            .sum::<usize>();
        if named > 0 {
            let start = span.start + at + behind.len();
            return Some(start..start + rest[..named - 1].trim_end_matches(',').len());
        }
    }
    let mut at = 0;
    let mut found = None;
    for word in words.split_inclusive(' ') {
        let bare = word.trim_end().trim_end_matches("'s").trim_end_matches("’s");
        let is_name = bare.starts_with(char::is_uppercase)
            && bare.len() > 2
            && !class(bare).has(Classes::TITLE)
            && !class(bare).has(Classes::DETERMINER | Classes::POSSESSIVE | Classes::NUMBER)
            && !is_field(bare)
            && !class(bare).has(Classes::ROLE);
        if is_name && found.is_none() {
            found = Some(span.start + at..span.start + at + bare.len());
        } else if let Some(found) = found.take_if(|_| bare.starts_with(char::is_lowercase)) {
            // A name in front of a noun for a role: the name is that of a country or a body.
            let leads = class(bare).has(Classes::ROLE) || ["foreign", "defence", "defense", "prime"].contains(&bare);
            return leads.then_some(found);
        }
        at += word.len();
    }
    None
}
