//! Pairs of actors that may be one, found without comparing each with each.
//!
//! Names that could be one share a key: a sound, a surname, initials, a country. Only names with a common key are compared.
//! Where many share one, each is compared with few of them, so that time and memory grow with the number of names.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::compare::{Clue, Part, compare, givens_agree};
use super::parts::{NameParts, in_brackets};
use super::scripts::{joined, skeleton};
use crate::model::EntityKind;

/// An actor as the graph has it.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    /// The name that is shown.
    pub label: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// The kind of thing it is, when that is known.
    pub kind: Option<EntityKind>,
    /// How many claims name it.
    pub n: u32,
    /// The documents that name it, in order.
    pub documents: Vec<u32>,
    /// The candidates that claims bring it together with, in order.
    pub neighbours: Vec<u32>,
}

/// Two actors that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The place of one among the candidates: the one that is named more.
    pub left: usize,
    /// The place of the other.
    pub right: usize,
    /// How much speaks for it, of a hundred.
    pub score: u8,
    /// What speaks for it and against it, in words.
    pub clues: Vec<String>,
}

/// Names of a candidate that are looked at.
const MOST_NAMES: usize = 12;
/// Names with one key that are all compared with each other.
const WHOLE: usize = 60;
/// How many names each is compared with where more share a key.
const WINDOW: usize = 16;

/// The pairs that may be one actor with at least this score, the best first. `apart` has pairs that somebody has judged.
pub fn suggest(candidates: &[Candidate], apart: &BTreeSet<(usize, usize)>, least: u8) -> Vec<Suggestion> {
    let parts: Vec<Vec<NameParts>> = candidates.par_iter().map(parts_of).collect();
    suggest_of(candidates, &parts, apart, least)
}

/// The same for candidates whose names are taken apart.
pub(super) fn suggest_of(
    candidates: &[Candidate],
    parts: &[Vec<NameParts>],
    apart: &BTreeSet<(usize, usize)>,
    least: u8,
) -> Vec<Suggestion> {
    let bearers = Bearers::of(parts.iter().flatten());
    let score = |(left, right): &(u32, u32)| {
        let (left, right) = (*left as usize, *right as usize);
        // What no claim names need not be settled.
        let is_idle = candidates[left].n == 0 && candidates[right].n == 0;
        if is_idle || apart.contains(&(left.min(right), left.max(right))) {
            return None;
        }
        let pair = Pair {
            candidates: [&candidates[left], &candidates[right]],
            parts: [&parts[left], &parts[right]],
            places: [left, right],
        };
        let (score, clues) = pair.weigh(&bearers)?;
        let is_first = (candidates[right].n, &candidates[left].label) <= (candidates[left].n, &candidates[right].label);
        let (left, right) = if is_first { (left, right) } else { (right, left) };
        (score >= least).then_some(Suggestion { left, right, score, clues })
    };
    let mut found: Vec<Suggestion> = pairs(parts).par_iter().filter_map(score).collect();
    found.sort_by(|a, b| {
        let names = |one: &Suggestion| (&candidates[one.left].label, &candidates[one.right].label, one.left, one.right);
        b.score.cmp(&a.score).then_with(|| names(a).cmp(&names(b)))
    });
    found
}

/// The clusters that suggestions make, each in the order in which its members were met.
pub fn clusters(suggestions: &[Suggestion]) -> Vec<Vec<usize>> {
    clusters_of(suggestions.iter().map(|pair| (pair.left, pair.right)))
}

/// The clusters that pairs make, each in the order in which its members were met.
pub fn clusters_of(pairs: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut of: FxHashMap<usize, usize> = FxHashMap::default();
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    for (left, right) in pairs {
        let (a, b) = (of.get(&left).copied(), of.get(&right).copied());
        let into = match (a, b) {
            (Some(a), Some(b)) if a != b => {
                let moved = std::mem::take(&mut clusters[a.max(b)]);
                of.extend(moved.iter().map(|one| (*one, a.min(b))));
                clusters[a.min(b)].extend(moved);
                continue;
            }
            (Some(at), _) | (_, Some(at)) => at,
            (None, None) => {
                clusters.push(Vec::new());
                clusters.len() - 1
            }
        };
        for one in [left, right] {
            if of.insert(one, into).is_none() {
                clusters[into].push(one);
            }
        }
    }
    clusters.retain(|cluster| !cluster.is_empty());
    clusters
}

/// The names of a candidate, taken apart; what stands in brackets is a name of its own.
pub(super) fn parts_of(candidate: &Candidate) -> Vec<NameParts> {
    let all = std::iter::once(&candidate.label).chain(&candidate.aliases);
    let mut names: Vec<&str> = Vec::new();
    for name in all.take(MOST_NAMES) {
        names.push(name);
        if let Some((before, inside)) = in_brackets(name) {
            names.extend([before, inside]);
        }
    }
    names.into_iter().map(NameParts::of).collect()
}

/// Ways in which names are looked up. Names whose role differs are compared only where one of them is alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// All with this key are compared.
    All,
    /// A name of one word, or in other letters, which is compared with all.
    Alone,
    /// A longer or Latin name, which is compared with those alone.
    Long,
}

/// The pairs of candidates that share a key, each once and in order.
fn pairs(parts: &[Vec<NameParts>]) -> Vec<(u32, u32)> {
    let has_scripts = parts.par_iter().flatten().any(|name| name.romanised.is_some());
    let mut keys: Vec<(u64, Place, u32)> = parts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, names)| {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let mut keys: Vec<(u64, Place, u32)> = names
                .iter()
                .flat_map(|name| keys_of(name, has_scripts))
                .map(|(key, place)| (xxh3_64(key.as_bytes()), place, at))
                .collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        })
        .collect();
    keys.par_sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut add = |left: u32, right: u32| {
        if left != right {
            pairs.push((left.min(right), left.max(right)));
        }
    };
    for run in keys.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        let window = if run.len() > WHOLE { WINDOW } else { run.len() };
        for (at, (_, place, left)) in run.iter().enumerate() {
            // Only longer names stand behind one, and those are not compared with each other by this key.
            if *place == Place::Long {
                break;
            }
            let others = run[at + 1..].iter();
            // In a long run the names of one word stand before the others and are compared with the nearest of them.
            for (_, _, right) in others.take(window) {
                add(*left, *right);
            }
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The keys under which a name is found; those across scripts only where there are several.
pub(super) fn keys_of(name: &NameParts, has_scripts: bool) -> Vec<(String, Place)> {
    let mut keys = vec![(format!("={}", name.key), Place::All)];
    let mut all = |key: String| keys.push((key, Place::All));
    if let Some(letters) = &name.letters {
        all(format!("a{letters}"));
    }
    for initials in &name.initials {
        all(format!("a{initials}"));
    }
    if let Some(reading) = name.country {
        all(format!("c{:?}", reading.country));
    }
    for reading in &name.hints {
        all(format!("c{:?}", reading.country));
    }
    if let Some(country) = name.government {
        all(format!("c{country:?}"));
    }
    if !name.words.is_empty() {
        all(format!("s{}", name.frame()));
        all(format!("j{}", name.words.concat()));
        let core = name.core.as_ref().unwrap_or(&name.words);
        let singular: Vec<&str> = core.iter().map(|word| word.strip_suffix('s').unwrap_or(word)).collect();
        all(format!("k{}", singular.join(" ")));
        let longest = name.words.iter().enumerate().max_by_key(|(_, word)| word.len()).map_or(0, |(at, _)| at);
        slips(name, longest).into_iter().for_each(&mut all);
    }
    if let (true, Some((_, sound)), Some(first)) = (name.is_personal, name.surname(), name.words.first()) {
        let initial = long_initial(first);
        if name.words.len() > 1 {
            keys.push((format!("p{}{initial}", sound.frame), Place::All));
            keys.push((format!("l{}", sound.frame), Place::Long));
            keys.push((format!("f{first}"), Place::Long));
        } else {
            keys.push((format!("l{}", sound.frame), Place::Alone));
            keys.push((format!("f{first}"), Place::Alone));
        }
    }
    if has_scripts {
        keys.extend(keys_across_scripts(name));
    }
    keys
}

/// Keys that a name in other letters shares with its Latin spellings, which are not compared with each other by them.
fn keys_across_scripts(name: &NameParts) -> impl Iterator<Item = (String, Place)> + use<> {
    let (words, place) = match &name.romanised {
        Some(romanised) => (&*romanised.words, Place::Alone),
        None => (&*name.words, Place::Long),
    };
    let bones = skeleton(words);
    let whole = joined(&bones);
    let last = bones.last().map(|last| last.bones.clone()).unwrap_or_default();
    let keys = [("x", whole), ("y", last)].into_iter().filter(|(_, bones)| bones.len() > 2);
    let spelt = std::iter::once(("z", words.concat()));
    keys.chain(spelt).map(move |(kind, key)| (format!("{kind}{key}"), place))
}

/// The first letter of the long form of a given name.
fn long_initial(first: &str) -> char {
    super::parts::long_form(first).chars().next().unwrap_or(' ')
}

/// Keys that two names share of which one letter differs: the halves of their longest word.
fn slips(name: &NameParts, at: usize) -> Vec<String> {
    let Some(word) = name.words.get(at).filter(|word| word.len() >= 7 && word.is_ascii()) else { return Vec::new() };
    let others: Vec<&str> =
        name.words.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, word)| word.as_str()).collect();
    let others = others.join(" ");
    let half = word.len() / 2;
    let ends = [("b", &word[..half.min(4)]), ("e", &word[word.len() - half.min(4)..])];
    ends.into_iter().map(|(end, letters)| format!("d{end}{letters} {others}")).collect()
}

/// Two candidates with their names.
pub(super) struct Pair<'a> {
    pub(super) candidates: [&'a Candidate; 2],
    pub(super) parts: [&'a Vec<NameParts>; 2],
    pub(super) places: [usize; 2],
}

impl Pair<'_> {
    /// How much speaks for one actor, and what; none when it cannot be.
    pub(super) fn weigh(&self, bearers: &Bearers<'_>) -> Option<(u8, Vec<String>)> {
        let [left, right] = self.candidates;
        let [lefts, rights] = self.parts;
        // Two countries are two, whatever their other names are like.
        let country = |names: &[NameParts]| names.iter().find_map(|name| name.country).map(|reading| reading.country);
        if country(lefts).zip(country(rights)).is_some_and(|(a, b)| a != b) {
            return None;
        }
        let common = common(&left.documents, &right.documents);
        let is_role = |candidate: &Candidate, names: &[NameParts]| {
            candidate.kind == Some(EntityKind::Role) || names.first().is_some_and(|name| name.is_anonymous)
        };
        // Nobody can tell that officials here are the officials there.
        if common == 0 && (is_role(left, lefts) || is_role(right, rights)) {
            return None;
        }
        let mut best: Option<(Clue, &NameParts, &NameParts)> = None;
        for (a, b) in lefts.iter().flat_map(|a| rights.iter().map(move |b| (a, b))) {
            let clue = compare(a, b);
            if let Some(clue) = clue.filter(|clue| best.as_ref().is_none_or(|(known, ..)| clue.score > known.score)) {
                best = Some((clue, a, b));
            }
        }
        let (clue, a, b) = best?;
        let mut score = i32::from(clue.score);
        let mut clues = vec![clue.words.clone()];
        for (name, candidate) in [(a, left), (b, right)] {
            if name.text != candidate.label {
                clues.push(format!("by the name `{}`", name.text));
            }
        }
        score += bearers.rarity(clue.part, a, b, &mut clues);
        score += self.surroundings(common, &mut clues);
        score += kinds(left.kind, right.kind, &mut clues)?;
        Some((u8::try_from(score.clamp(0, 99)).unwrap_or(0), clues))
    }

    /// What documents and neighbours tell.
    fn surroundings(&self, common_documents: usize, clues: &mut Vec<String>) -> i32 {
        let [left, right] = self.candidates;
        let mut more = 0;
        if common_documents > 0 {
            more += 6;
            clues.push(counted(common_documents, "document names both", "documents name both"));
        }
        let n = common(&left.neighbours, &right.neighbours);
        if n > 0 {
            more += i32::try_from(n.min(3)).unwrap_or(3) * 2;
            clues.push(counted(n, "neighbour in common", "neighbours in common"));
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if left.neighbours.binary_search(&place(self.places[1])).is_ok() {
            more -= 25;
            clues.push("but a claim has one act on the other".to_owned());
        }
        more
    }
}

/// `1 document names both`, `2 documents name both`.
fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// What names are found with, so that what only one can mean counts more.
pub(super) struct Bearers<'a> {
    /// For each surname the people who have it, as far as they cannot be one.
    surnames: FxHashMap<&'a str, Vec<&'a NameParts>>,
    /// For each first word the last words it is found with.
    firsts: FxHashMap<&'a str, Vec<&'a str>>,
    /// For each abbreviation what it may be short for.
    letters: FxHashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Bearers<'a> {
    pub(super) fn of(names: impl Iterator<Item = &'a NameParts>) -> Bearers<'a> {
        let mut bearers =
            Bearers { surnames: FxHashMap::default(), firsts: FxHashMap::default(), letters: FxHashMap::default() };
        let note = |list: &mut Vec<&'a str>, one: &'a str| {
            if list.len() < WHOLE && !list.contains(&one) {
                list.push(one);
            }
        };
        let mut people: Vec<&NameParts> = Vec::new();
        for name in names {
            for initials in &name.initials {
                note(bearers.letters.entry(initials).or_default(), &name.key);
            }
            let (Some(first), Some(last)) = (name.words.first(), name.sounds.last()) else { continue };
            if name.is_personal && name.words.len() > 1 {
                note(bearers.firsts.entry(first).or_default(), &last.frame);
                people.push(name);
            }
        }
        // Those of whom most is told come first: `George Bush` may be either of two.
        people.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.key.cmp(&b.key)));
        for name in people {
            let (Some(first), Some(last)) = (name.words.first(), name.words.last()) else { continue };
            // An initial is nobody else, and two spellings are one.
            let known = bearers.surnames.entry(last).or_default();
            if first.len() > 1 && known.len() < WHOLE && !known.iter().any(|one| givens_agree(one, name)) {
                known.push(name);
            }
        }
        bearers
    }

    /// What it is worth how many names there are of which another one can be this part.
    fn rarity(&self, part: Part, a: &NameParts, b: &NameParts, clues: &mut Vec<String>) -> i32 {
        let (short, long) = if a.words.len() >= b.words.len() { (b, a) } else { (a, b) };
        let count = |map: &FxHashMap<&str, Vec<&str>>, word: Option<&String>| {
            word.and_then(|word| map.get(word.as_str())).map_or(0, Vec::len)
        };
        let (n, what) = match part {
            Part::Whole => return 0,
            Part::Letters => {
                (count(&self.letters, a.letters.as_ref().or(b.letters.as_ref())), "names have these initials")
            }
            Part::Surname => {
                let people = long.words.last().and_then(|surname| self.surnames.get(surname.as_str()));
                let n = people.into_iter().flatten().filter(|one| givens_agree(one, short)).count();
                (n, if short.words.len() == 1 { "people here have this surname" } else { "people here may be meant" })
            }
            Part::Beginning => (count(&self.firsts, long.words.first()), "names here begin so"),
        };
        if n > 1 {
            clues.push(format!("but {n} {what}"));
        } else if part == Part::Surname && short.words.len() == 1 {
            clues.push("nobody else here has this surname".to_owned());
        }
        match n {
            0 | 1 => 8,
            2 | 3 => -16,
            _ => -30,
        }
    }
}

/// What kinds tell; none when two things of them cannot be one.
fn kinds(left: Option<EntityKind>, right: Option<EntityKind>, clues: &mut Vec<String>) -> Option<i32> {
    use EntityKind::{Actor, Person, Place, Proposal, State, Thing};
    let (Some(left), Some(right)) = (left, right) else { return Some(0) };
    if left == right {
        return Some(2);
    }
    let of = |kind: EntityKind| left == kind || right == kind;
    if of(Proposal) || of(Thing) || (of(Person) && !of(Actor)) {
        return None;
    }
    if of(Actor) || (of(State) && of(Place)) {
        return Some(0);
    }
    clues.push(format!("but one is a {}, the other a {}", left.word(), right.word()));
    Some(-20)
}

/// How many numbers two lists in order have in common.
fn common(left: &[u32], right: &[u32]) -> usize {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    short.iter().filter(|one| long.binary_search(one).is_ok()).count()
}

/// The candidates by their names, of which one may have several; a name of two candidates leads to neither.
pub fn by_name(candidates: &[Candidate]) -> BTreeMap<&str, Option<usize>> {
    let mut places: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        for name in std::iter::once(&candidate.label).chain(&candidate.aliases) {
            places.entry(name).and_modify(|known| *known = known.filter(|known| *known == at)).or_insert(Some(at));
        }
    }
    places
}
