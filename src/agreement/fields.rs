//! What is compared of claims about one thing, field by field.

use super::coders::Coder;
use super::names::Names;
use super::units::{Unit, Units};
use crate::ontology::{Meaning, Ontology};
use crate::scoring::{OtherEnd, ScoredClaim};

/// What a coder says in a field: the value that is compared, and how it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) value: String,
    pub(super) shown: String,
}

impl Value {
    fn plain(word: &str) -> Value {
        Value { value: word.to_owned(), shown: word.to_owned() }
    }
}

/// A field of claims.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// Its name.
    pub(super) name: &'static str,
    /// What its figure says.
    pub(super) about: &'static str,
    of: fn(&Reader<'_>, &Unit<'_>) -> Vec<Option<Value>>,
}

impl Field {
    /// What each coder says of a unit; nothing where they made no claim, or the claim has nothing to compare.
    pub(super) fn values(&self, reader: &Reader<'_>, unit: &Unit<'_>) -> Vec<Option<Value>> {
        (self.of)(reader, unit)
    }
}

/// The fields, in the order in which they are shown.
pub(super) const FIELDS: [Field; 8] = [
    Field { name: "actors", about: "the two ends, either way round", of: |reader, unit| reader.each(unit, actors) },
    Field { name: "direction", about: "who acts on whom, of the same two actors", of: direction },
    Field { name: "predicate", about: "the very predicate", of: |reader, unit| reader.each(unit, predicate) },
    Field { name: "root", about: "the PLOVER type, without its mode", of: root },
    Field { name: "said-by", about: "whose word it is, or nobody's", of: |reader, unit| reader.each(unit, said_by) },
    Field {
        name: "polarity",
        about: "yes, no or neither",
        of: |reader, unit| reader.each(unit, |_, _, claim| Value::plain(claim.polarity.word())),
    },
    Field {
        name: "modality",
        about: "as fact, plan, threat and so on",
        of: |reader, unit| reader.each(unit, |_, _, claim| Value::plain(claim.modality.word())),
    },
    Field {
        name: "certainty",
        about: "how sure the speaker is",
        of: |reader, unit| reader.each(unit, |_, _, claim| Value::plain(claim.certainty.word())),
    },
];

/// What is needed to read claims of several coders.
pub(super) struct Reader<'c> {
    pub(super) coders: &'c [Coder],
    pub(super) units: &'c Units<'c>,
    pub(super) names: &'c Names,
}

impl Reader<'_> {
    /// The claim of a coder in a unit.
    pub(super) fn claim(&self, unit: &Unit<'_>, coder: usize) -> Option<&ScoredClaim> {
        self.coders.get(coder)?.side.claims.get((*unit.claims.get(coder)?)?)
    }

    fn each(&self, unit: &Unit<'_>, of: fn(&Reader<'_>, usize, &ScoredClaim) -> Value) -> Vec<Option<Value>> {
        (0..self.coders.len()).map(|coder| Some(of(self, coder, self.claim(unit, coder)?))).collect()
    }

    /// The names of both ends, or what stands for one.
    fn ends(&self, coder: usize, claim: &ScoredClaim) -> [Value; 2] {
        let named = |phrase| Value::plain(&self.names.label(&claim.document, phrase));
        let subject = match claim.subject.words.strip_prefix('#') {
            Some(id) => self.inner(coder, claim, id.trim()),
            None => named(&claim.subject),
        };
        let object = match &claim.object {
            OtherEnd::Words(object) => named(object),
            OtherEnd::Nothing => Value { value: "\u{0}nobody".to_owned(), shown: "nobody".to_owned() },
            OtherEnd::Claim(id) => self.inner(coder, claim, id),
        };
        [subject, object]
    }

    /// A claim that another one speaks of: coders mean the same one when it is in one unit.
    fn inner(&self, coder: usize, by: &ScoredClaim, id: &str) -> Value {
        let unit = self.units.named(self.coders, coder, by, id);
        let shown = self.coders.get(coder).and_then(|coder| coder.side.named(by, id));
        Value {
            value: unit.map_or_else(|| format!("#{id}"), |unit| format!("\u{0}unit {unit}")),
            shown: shown.map_or_else(|| format!("#{id}"), |claim| format!("[{}]", sentence(claim))),
        }
    }
}

/// A claim in a few words, for whoever has to tell it from another one.
pub(super) fn sentence(claim: &ScoredClaim) -> String {
    let object = match &claim.object {
        OtherEnd::Words(object) => format!(" {}", object.words),
        OtherEnd::Claim(id) => format!(" #{id}"),
        OtherEnd::Nothing => String::new(),
    };
    format!("{} {}{object}", claim.subject.words, claim.predicate)
}

fn actors(reader: &Reader<'_>, coder: usize, claim: &ScoredClaim) -> Value {
    let [one, other] = reader.ends(coder, claim);
    let shown = format!("{} – {}", one.shown, other.shown);
    let mut both = [one.value, other.value];
    both.sort();
    Value { value: both.join("\u{1}"), shown }
}

/// Whether the first or the second actor, in the order of texts, acts on the other. Told of those coders only who name the pair of
/// actors that most of them name, and not where the predicate is the same both ways.
fn direction(reader: &Reader<'_>, unit: &Unit<'_>) -> Vec<Option<Value>> {
    let pairs: Vec<Option<String>> =
        reader.each(unit, actors).into_iter().map(|value| value.map(|value| value.value)).collect();
    let uses = |pair: &str| pairs.iter().flatten().filter(|other| *other == pair).count();
    let commonest = pairs.iter().flatten().max_by(|a, b| uses(a).cmp(&uses(b)).then(b.cmp(a))).cloned();
    let told = |coder: usize| {
        let claim = reader.claim(unit, coder).filter(|_| pairs[coder].is_some() && pairs[coder] == commonest)?;
        let is_symmetric = is_symmetric(&claim.predicate);
        let [one, other] = reader.ends(coder, claim);
        if is_symmetric || one.value == other.value || matches!(claim.object, OtherEnd::Nothing) {
            return None;
        }
        let is_forward = one.value < other.value;
        let value = if is_forward { "forward" } else { "backward" };
        Some(Value { value: value.to_owned(), shown: format!("{} → {}", one.shown, other.shown) })
    };
    (0..reader.coders.len()).map(told).collect()
}

fn is_symmetric(predicate: &str) -> bool {
    Ontology::shipped().resolve(predicate).map(Meaning::predicate).is_some_and(|known| known.symmetric)
}

fn predicate(_: &Reader<'_>, _: usize, claim: &ScoredClaim) -> Value {
    Value { value: claim.meaning.clone(), shown: claim.predicate.clone() }
}

fn root(reader: &Reader<'_>, unit: &Unit<'_>) -> Vec<Option<Value>> {
    let of = |coder: usize| reader.claim(unit, coder)?.root.as_deref().map(Value::plain);
    (0..reader.coders.len()).map(of).collect()
}

fn said_by(reader: &Reader<'_>, _: usize, claim: &ScoredClaim) -> Value {
    let mut names: Vec<String> =
        claim.said_by.iter().map(|speaker| reader.names.label(&claim.document, speaker)).collect();
    names.sort();
    names.dedup();
    let words: Vec<&str> = claim.said_by.iter().map(|speaker| speaker.words.as_str()).collect();
    let shown = if words.is_empty() { "nobody".to_owned() } else { words.join("; ") };
    Value { value: names.join("\u{1}"), shown }
}
