//! What does an act mean where it stands? `agreed to lift` is not `lifted`: the outermost act with force decides.

use rustc_hash::FxHashMap;

use super::act::{Act, Reading};
use super::frames::Effect;
use super::phrase::Piece;
use super::tagging::Word;
use super::unreal::{Seeming, is_purpose, seeming};
use crate::model::{Modality, Polarity};
use crate::ontology::{PredicateListing, listed_predicates};

/// The event types of predicates.
#[derive(Debug, Default)]
pub struct Types(FxHashMap<String, PredicateTypes>);

/// The label and the codes of a predicate.
#[derive(Debug, Default)]
struct PredicateTypes {
    label: String,
    codes: Vec<String>,
}

impl Types {
    /// Those of the shipped vocabulary.
    #[must_use]
    pub fn shipped() -> Types {
        let types = listed_predicates().into_iter().map(|PredicateListing { name, label, plover, cameo }| {
            let codes = plover.into_iter().chain(cameo).map(str::to_owned).collect();
            (name.to_owned(), PredicateTypes { label: label.to_owned(), codes })
        });
        Types(types.collect())
    }

    /// The codes of a predicate.
    pub(super) fn codes(&self, predicate: &str) -> Option<Vec<String>> {
        self.0.get(predicate).map(|known| known.codes.clone())
    }

    /// The label of a predicate; words that are none are their own label.
    pub(super) fn label(&self, predicate: &str) -> String {
        self.0.get(predicate).map_or_else(|| predicate.to_owned(), |known| known.label.clone())
    }

    /// The type of a predicate without its mode: `ASSAULT`.
    pub(super) fn root(&self, predicate: &str) -> Option<&str> {
        let code = self.0.get(predicate)?.codes.first()?.strip_prefix("plover:")?;
        Some(code.split('-').next().unwrap_or(code))
    }
}

/// What an act means where it stands.
#[derive(Debug, Clone)]
pub(super) struct Composition {
    pub predicate: String,
    pub polarity: Polarity,
    pub modality: Modality,
    /// The type that its being planned or promised gives it, where that is another.
    pub root: Option<&'static str>,
}

impl Composition {
    /// Its type without the mode: `ASSAULT`.
    pub(super) fn type_of<'t>(&'t self, types: &'t Types) -> Option<&'t str> {
        self.root.or_else(|| types.root(&self.predicate))
    }

    /// The codes of its type and of its predicate.
    pub(super) fn codes(&self, types: &Types) -> Vec<String> {
        let codes = self.root.as_ref().map(|root| vec![format!("plover:{root}")]);
        codes.or_else(|| types.codes(&self.predicate)).unwrap_or_default()
    }
}

/// Types of what helps; of what harms.
const FRIENDLY: &[&str] = &["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"];
const HOSTILE: &[&str] = &["ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE", "ACCUSE"];

/// What each act of a sentence means where it stands.
pub(super) fn compose(acts: &[Act], reading: &Reading, types: &Types) -> Vec<Composition> {
    acts.iter().map(|act| compose_one(act, acts, reading, types)).collect()
}

/// What one act means among the others of its sentence.
fn compose_one(act: &Act, acts: &[Act], reading: &Reading, types: &Types) -> Composition {
    let predicate = predicate(act, &reading.sentence.words);
    // Who rejects a proposal does not undo that it was made: what a noun tells is not turned.
    let is_noun = reading.sentence.phrase(act.piece).is_some();
    let outside = || acts.iter().filter(|outer| outer.inner == Some(act.piece));
    let around = outside().filter(|_| !is_noun).min_by_key(|outer| outer.piece.abs_diff(act.piece));
    let mut negative = act.negated || reading.undone.contains(&act.piece);
    let mut modality = Modality::Actual;
    if is_noun
        && act.frame.effect == Effect::Factive
        && let Some(asked) = outside().find_map(of_event)
    {
        modality = asked;
    }
    if let Some(outer) = around {
        let (turns, mut inside) = effect(outer.frame.effect);
        let infinitive = reading.sentence.group(act.piece).is_some_and(|group| group.infinitive);
        if outer.frame.predicate == Some("warned") && (infinitive || is_warned_against(act, reading)) {
            // `warned Vesk not to attack` asks it not to.
            inside = Modality::Requested;
        }
        negative ^= turns;
        // `warned against attacking`, `advised them against travelling`
        let asks = outer.frame.predicate == Some("warned") || outer.frame.effect == Effect::Requested;
        negative ^= asks && is_warned_against(act, reading);
        let unplanned = outer.negated && matches!(outer.frame.effect, Effect::Planned | Effect::Decided);
        negative ^= unplanned;
        modality = match inside {
            Modality::Actual if outer.obliged => Modality::Opinion,
            Modality::Actual => Modality::Actual,
            _ if !unplanned && outer.negated => Modality::Hypothetical,
            told => told,
        };
    }
    // `would neither confirm nor deny that`, `did not deny that`
    let asked = is_asked_whether(act, reading);
    let open = asked || around.is_some_and(|outer| outer.frame.effect == Effect::Denied && outer.negated);
    match seeming(act, reading) {
        // `stopped short of blaming`: one word says no for both.
        Some(Seeming::Undone) => negative = negative || !act.negated,
        Some(Seeming::Imagined) if modality == Modality::Actual => modality = Modality::Hypothetical,
        Some(Seeming::Coming) if modality == Modality::Actual => modality = Modality::Planned,
        None if around.is_none() && is_purpose(act, reading) => modality = Modality::Planned,
        _ => {}
    }
    if let Some(modality) = harmful_promise(act, acts, around, types) {
        return Composition { predicate, polarity: Polarity::Positive, modality, root: Some("THREATEN") };
    }
    let decided_around = around.and_then(|outer| {
        decided(outer, types).or_else(|| {
            // `refused to begin talks`: what only lends a tense passes on what stands around it.
            let further = Some(outer).filter(|outer| outer.frame.predicate.is_none())?;
            decided(acts.iter().find(|outer| outer.inner == Some(further.piece))?, types)
        })
    });
    let root = types.root(&predicate);
    let mood = Mood {
        friendly: root.is_some_and(|root| FRIENDLY.contains(&root)),
        hostile: root.is_some_and(|root| HOSTILE.contains(&root)),
        negative,
    };
    let lends_tense =
        around.is_some_and(|outer| outer.frame.predicate.is_none() && outer.frame.effect != Effect::Decided);
    let (modality, planned) = tensed(act, acts, reading, types, modality, mood, lends_tense);
    let modality = if asked && modality == Modality::Hypothetical { Modality::Actual } else { modality };
    Composition {
        predicate,
        // A question says neither yes nor no.
        polarity: match (reading.question || open, negative) {
            (true, _) => Polarity::Underspecified,
            (false, true) => Polarity::Negative,
            (false, false) => Polarity::Positive,
        },
        modality,
        root: decided_around.or(planned),
    }
}

/// `asked whether Norland had attacked`: the clause of the verb asks.
pub(super) fn is_asked_whether(act: &Act, reading: &Reading) -> bool {
    if is_asked_true(act, reading) {
        return true;
    }
    let sentence = &reading.sentence;
    let passed = |at: &usize| matches!(sentence.pieces[*at], Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_));
    let opener = (0..act.piece).rev().take(10).find(|at| !passed(at));
    let asks = |at: usize| {
        let verb = (0..at).rev().take(3).find_map(|at| sentence.group(at));
        verb.is_some_and(|verb| {
            ["ask", "asked", "asks", "asking", "wondered"].iter().any(|known| sentence.words[verb.main].is(known))
        })
    };
    opener.is_some_and(|at| {
        matches!(sentence.pieces[at], Piece::Subordinator(word)
            if sentence.words[word].is("whether") || sentence.words[word].is("if") && asks(at))
    }) && sentence.group(act.piece).is_some_and(|group| !group.infinitive)
}

/// `asked whether it was true that Norland had attacked`
fn is_asked_true(act: &Act, reading: &Reading) -> bool {
    let sentence = &reading.sentence;
    let passed = |at: &usize| matches!(sentence.pieces[*at], Piece::Noun(_) | Piece::Adverb(_) | Piece::Behind(_));
    let Some(that) = (0..act.piece).rev().take(10).find(|at| !passed(at)) else { return false };
    let is = |word: usize, known: &str| sentence.words.get(word).is_some_and(|word| word.is(known));
    matches!(sentence.pieces[that], Piece::Subordinator(word)
        if is(word, "that") && word >= 4 && is(word - 1, "true") && (is(word - 4, "whether") || is(word - 4, "if")))
}

/// `warned against attacking`
fn is_warned_against(act: &Act, reading: &Reading) -> bool {
    act.piece.checked_sub(1).is_some_and(|before| reading.sentence.is_behind(before, "against"))
}

/// The mode of an event that a noun tells inside of another act: `proposed talks between`, `averted a strike on`.
fn of_event(outer: &Act) -> Option<Modality> {
    let undone = matches!(outer.frame.predicate, Some("blocked" | "ruled_out" | "rejected" | "refused" | "dissuaded"));
    // `cancelled a visit to`: until then it was planned.
    if matches!(outer.frame.predicate, Some("cancelled" | "postponed")) {
        return Some(Modality::Planned);
    }
    let (_, inside) = effect(outer.frame.effect);
    let to_come = !matches!(inside, Modality::Actual | Modality::Opinion);
    if undone { Some(Modality::Hypothetical) } else { Some(inside).filter(|_| to_come) }
}

/// `vowed to punish`: what is promised or planned harms, so that both are a threat. The mode of the act, if it is one of them.
fn harmful_promise(act: &Act, acts: &[Act], around: Option<&Act>, types: &Types) -> Option<Modality> {
    let hostile = |act: &Act| {
        let root = act.frame.predicate.and_then(|known| types.root(known));
        root.is_some_and(|root| root != "MOBILIZE" && HOSTILE.contains(&root))
    };
    let harms = |outer: &Act, inner: &Act| {
        matches!(outer.frame.effect, Effect::Promised | Effect::Planned)
            && outer.frame.predicate != Some("agreed_to")
            && !outer.negated
            && !inner.negated
            && hostile(inner)
    };
    if let Some(outer) = around.filter(|outer| harms(outer, act)) {
        // What is planned is not told to anybody.
        let planned = outer.frame.effect == Effect::Planned;
        return Some(if planned { Modality::Planned } else { Modality::Threatened });
    }
    let inside = acts.iter().find(|inner| Some(inner.piece) == act.inner)?;
    (act.frame.predicate == Some("promised") && harms(act, inside)).then_some(Modality::Actual)
}

/// Whether an act helps or harms, and whether it is denied.
#[derive(Debug, Clone, Copy)]
struct Mood {
    friendly: bool,
    hostile: bool,
    negative: bool,
}

impl Mood {
    /// The type of an act that is to come.
    fn to_come(self) -> Option<&'static str> {
        match self {
            Mood { friendly: true, negative: false, .. } => Some("AGREE"),
            Mood { friendly: true, negative: true, .. } => Some("REJECT"),
            Mood { hostile: true, negative: false, .. } => Some("THREATEN"),
            _ => None,
        }
    }
}

/// The mode of an act by its own tense and conditions, and the type that these give it.
fn tensed(
    act: &Act,
    acts: &[Act],
    reading: &Reading,
    types: &Types,
    modality: Modality,
    mut mood: Mood,
    lends_tense: bool,
) -> (Modality, Option<&'static str>) {
    if act.future && !act.conditional && modality == Modality::Actual && has_condition(act, reading) {
        // `If they attack us, we will close the strait` threatens, whatever closing is.
        mood.hostile |= acts.iter().any(|other| {
            let predicate = other.frame.predicate.unwrap_or_default();
            other.conditional && types.root(predicate).is_some_and(|root| HOSTILE.contains(&root))
        });
        let modality = match mood {
            Mood { hostile: true, .. } => Modality::Threatened,
            Mood { friendly: true, .. } => Modality::Promised,
            _ => Modality::Planned,
        };
        return (modality, mood.to_come());
    }
    let modality = match modality {
        _ if act.conditional || act.general => Modality::Hypothetical,
        Modality::Actual if act.obliged => Modality::Opinion,
        Modality::Actual if act.future => Modality::Planned,
        told => told,
    };
    let is_coming = modality == Modality::Planned && (act.future || lends_tense);
    (modality, mood.to_come().filter(|_| is_coming))
}

/// `if` or `unless` opens another clause of the same speech.
fn has_condition(act: &Act, reading: &Reading) -> bool {
    let sentence = &reading.sentence;
    let inside = sentence.is_quoted(act.piece);
    (0..sentence.pieces.len()).any(|at| {
        matches!(&sentence.pieces[at], Piece::Subordinator(word)
            if ["if", "unless"].iter().any(|opener| sentence.words[*word].is(opener)))
            && sentence.is_quoted(at) == inside
    })
}

/// The type that an act with force gives the act inside it: who refuses to release rejects.
fn decided(outer: &Act, types: &Types) -> Option<&'static str> {
    if outer.frame.effect == Effect::Failed {
        return Some("REJECT").filter(|_| !outer.negated);
    }
    let force = matches!(
        outer.frame.effect,
        Effect::Promised | Effect::Proposed | Effect::Requested | Effect::Threatened | Effect::Refused
    );
    let root = types.root(outer.frame.predicate?)?;
    ["AGREE", "REQUEST", "THREATEN", "REJECT"].into_iter().find(|known| force && !outer.negated && *known == root)
}

/// The predicate of the frame, or the words of the text where the vocabulary has none.
fn predicate(act: &Act, words: &[Word]) -> String {
    act.frame.predicate.map_or_else(
        || words[act.trigger.clone()].iter().map(|word| word.text.to_lowercase()).collect::<Vec<_>>().join(" "),
        str::to_owned,
    )
}

/// Whether the act inside is turned into its opposite, and the mode it is told in.
fn effect(effect: Effect) -> (bool, Modality) {
    match effect {
        Effect::Factive | Effect::Implicative => (false, Modality::Actual),
        Effect::Failed | Effect::Refused | Effect::Ended | Effect::Denied => (true, Modality::Actual),
        Effect::Planned | Effect::Decided => (false, Modality::Planned),
        Effect::Possible => (false, Modality::Hypothetical),
        Effect::Proposed => (false, Modality::Proposed),
        Effect::Requested => (false, Modality::Requested),
        Effect::Promised => (false, Modality::Promised),
        Effect::Threatened => (false, Modality::Threatened),
        Effect::Opinion => (false, Modality::Opinion),
    }
}
