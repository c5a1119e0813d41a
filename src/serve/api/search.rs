//! Search while somebody types.

use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::asked::Asked;
use super::statements::statements;
use crate::serve::fault::Fault;
use crate::serve::names::{Hit, Named};
use crate::serve::reading::Reading;

/// Statements that are told at most: each is told whole.
const MOST_STATEMENTS: usize = 50;

/// Answers `/api/search`.
pub(super) fn search(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let words = asked.needed("q")?;
    let most = asked.number("most", 20, 200)?;
    let view = reading.view(&asked.filter()?)?;
    let mask = reading.mask(&view);
    let predicates: Option<FxHashSet<_>> =
        mask.as_ref().map(|_| view.graph.edge_weights().map(|edge| edge.predicate).collect());
    let is_wanted = |of: Named| match (of, &predicates) {
        (_, None) => true,
        (Named::Predicate(id), Some(predicates)) => predicates.contains(&id),
        (Named::Entity(id), Some(_)) => view.node(id).is_some(),
        (Named::Document(_) | Named::Host(_), Some(_)) => false,
    };
    let names: Vec<Value> =
        reading.names.search(words, most, is_wanted).iter().map(|hit| told_name(reading, hit)).collect();
    let statements = statements(reading, &view, words, most.min(MOST_STATEMENTS));
    let (quotes, is_all) = quotes(reading, words, most, mask.as_deref());
    Ok(json!({ "names": names, "statements": statements, "quotes": quotes, "has_more_quotes": !is_all }))
}

fn told_name(reading: &Reading<'_>, hit: &Hit) -> Value {
    let claims = reading.claims;
    let (kind, thing) = match hit.of {
        Named::Entity(id) => ("entity", reading.told_thing(id)),
        Named::Predicate(id) => ("predicate", reading.told_predicate(id)),
        Named::Document(id) => ("document", json!({ "iri": claims.text(id), "label": claims.label(id) })),
        Named::Host(voice) => ("outlet", reading.told_voice(voice)),
    };
    json!({
        "kind": kind,
        "iri": thing["iri"],
        "label": thing["label"],
        "type": thing.get("type"),
        "name": hit.written,
        "n_claims": hit.uses.claims,
        "n_says": hit.uses.says,
        "n_publishes": hit.uses.publishes,
    })
}

/// The claims whose quotes have all these words, the last one maybe not yet typed to its end; and whether these are all.
fn quotes(reading: &Reading<'_>, words: &str, most: usize, mask: Option<&[bool]>) -> (Vec<Value>, bool) {
    let claims = reading.claims;
    let is_typed = words.ends_with(char::is_whitespace);
    // One letter begins too many words to be worth a look.
    let last = words.split_whitespace().next_back().map_or(0, |word| word.chars().count());
    if last < 2 && words.split_whitespace().count() < 2 {
        return (Vec::new(), true);
    }
    let query = if is_typed { words.to_owned() } else { format!("{words}*") };
    let mut found = reading.quoting(&query);
    found.retain(|index| mask.is_none_or(|mask| mask.get(*index as usize).copied().unwrap_or(false)));
    let told = found.iter().take(most).filter_map(|index| {
        let index = *index as usize;
        let claim = claims.rows().get(index)?;
        Some(json!({
            "claim": claims.text(claim.id),
            "sentence": claims.sentence(claim),
            "quote": claims.quote(claim)?,
            "whose_word": claims.named_origins(index),
            "stance": claim.stance.word(),
            "state": reading.occurrence(index).map(|one| one.state.word()),
            "subject": claims.text(claim.subject),
            "predicate": claims.text(claim.predicate),
            "object": claims.text(claim.object),
            "document": claim.document.map(|document| claims.text(document)),
        }))
    });
    (told.collect(), found.len() <= most)
}
