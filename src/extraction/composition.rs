//! What does an act mean where it stands? `agreed to lift` is not `lifted`: the outermost act with force decides.

use rustc_hash::FxHashMap;

use super::act::{Act, Reading};
use super::frames::Effect;
use super::phrase::Piece;
use super::tagging::Word;
use crate::model::{Modality, Polarity};
use crate::ontology::{Ontology, local_name};

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
        let predicates = Ontology::shipped().predicates().iter();
        Types(
            predicates
                .map(|predicate| {
                    let plover = predicate.plover_mode.as_ref().or(predicate.plover_type.as_ref());
                    let plover = plover.map(|code| format!("plover:{}", local_name(code.as_str())));
                    let cameo = predicate.cameo.as_ref().map(|code| format!("cameo:{}", local_name(code.as_str())));
                    let label = predicate.label.clone();
                    let codes = plover.into_iter().chain(cameo).collect();
                    (local_name(predicate.iri.as_str()).to_owned(), PredicateTypes { label, codes })
                })
                .collect(),
        )
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
    fn root(&self, predicate: &str) -> Option<&str> {
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

/// Types of what helps; of what harms.
const FRIENDLY: &[&str] = &["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"];
const HOSTILE: &[&str] = &["ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE", "ACCUSE"];

/// What each act of a sentence means where it stands.
pub(super) fn compose(acts: &[Act], reading: &Reading, types: &Types) -> Vec<Composition> {
    acts.iter()
        .map(|act| {
            let predicate = predicate(act, &reading.sentence.words);
            let around = acts.iter().filter(|outer| outer.inner == Some(act.piece)).min_by_key(|outer| outer.piece.abs_diff(act.piece));
            let mut negative = act.negated || reading.undone.contains(&act.piece);
            let mut modality = Modality::Actual;
            if let Some(outer) = around {
                // Who rejects a proposal does not undo that it was made.
                let is_noun = reading.sentence.phrase(act.piece).is_some();
                let (turns, inside) = if is_noun { (false, Modality::Actual) } else { effect(outer.frame.effect) };
                negative ^= turns;
                modality = inside;
                if outer.negated && inside != Modality::Actual {
                    modality = Modality::Hypothetical;
                }
            }
            let around = around.filter(|_| reading.sentence.phrase(act.piece).is_none());
            let of_outer = around.and_then(|outer| decided(outer, types));
            let of_outer = of_outer.or_else(|| {
                // `refused to begin talks`: what only lends a tense passes on what stands around it.
                let further = around.filter(|outer| outer.frame.predicate.is_none())?;
                let around = acts.iter().find(|outer| outer.inner == Some(further.piece))?;
                decided(around, types)
            });
            let root = types.root(&predicate);
            let friendly = root.is_some_and(|root| FRIENDLY.contains(&root));
            let hostile = root.is_some_and(|root| HOSTILE.contains(&root));
            let mut composed = of_outer;
            let threat = act.future && !act.conditional && has_condition(act, reading);
            if threat && modality == Modality::Actual {
                // `If they attack us, we will close the strait` threatens, whatever closing is.
                let provoked = acts.iter().any(|other| {
                    other.conditional && types.root(&predicate_of(other)).is_some_and(|root| HOSTILE.contains(&root))
                });
                modality = match (friendly, hostile || provoked) {
                    (_, true) => Modality::Threatened,
                    (true, _) => Modality::Promised,
                    _ => Modality::Planned,
                };
                composed = composed.or(match (friendly, hostile || provoked, negative) {
                    (_, true, false) => Some("THREATEN"),
                    (true, _, false) => Some("AGREE"),
                    (true, _, true) => Some("REJECT"),
                    _ => None,
                });
            } else if act.conditional || act.general {
                modality = Modality::Hypothetical;
            } else if act.obliged && modality == Modality::Actual {
                modality = Modality::Opinion;
            } else if act.future && modality == Modality::Actual {
                modality = Modality::Planned;
            }
            if composed.is_none() && modality == Modality::Planned && (act.future || around.is_some_and(|outer| outer.frame.predicate.is_none())) {
                composed = match (friendly, hostile, negative) {
                    (true, _, false) => Some("AGREE"),
                    (true, _, true) => Some("REJECT"),
                    (_, true, false) => Some("THREATEN"),
                    _ => None,
                };
            }
            Composition {
                predicate,
                // A question says neither yes nor no.
                polarity: match (reading.question, negative) {
                    (true, _) => Polarity::Underspecified,
                    (false, true) => Polarity::Negative,
                    (false, false) => Polarity::Positive,
                },
                modality,
                root: composed,
            }
        })
        .collect()
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

fn predicate_of(act: &Act) -> String {
    act.frame.predicate.unwrap_or_default().to_owned()
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
        Effect::Planned => (false, Modality::Planned),
        Effect::Proposed => (false, Modality::Proposed),
        Effect::Requested => (false, Modality::Requested),
        Effect::Promised => (false, Modality::Promised),
        Effect::Threatened => (false, Modality::Threatened),
        Effect::Opinion => (false, Modality::Opinion),
    }
}
