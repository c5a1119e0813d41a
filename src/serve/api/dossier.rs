//! One claim, one entity, one document.

use serde_json::{Value, json};

use super::asked::Asked;
use super::{Page, told};
use crate::claims::{Id, Reply};
use crate::export::report::{Dossier, Group, Report};
use crate::graph::State;
use crate::rdf::vocab;
use crate::serve::fault::Fault;
use crate::serve::reading::Reading;

/// Answers `/api/claim`: a claim, with its occurrence and what answers it.
pub(super) fn claim(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let iri = asked.needed("iri")?;
    let claims = reading.claims;
    let index = claims.position(reading.thing(iri)?);
    let index = index.ok_or_else(|| Fault::missing(format!("`{iri}` is no claim")))?;
    let id = claims.rows().get(index).map(|claim| claim.id);
    let answers: Vec<Value> = [Reply::Confirms, Reply::Denies, Reply::DeclinesToComment]
        .into_iter()
        .flat_map(|reply| id.into_iter().flat_map(move |id| claims.answers(id, reply).map(move |by| (reply, by))))
        .map(|(reply, by)| json!({ "reply": told::reply_word(reply), "claim": reading.told_claim(by as usize, None) }))
        .collect();
    let occurrence = reading.occurrence(index).map(|one| reading.told_occurrence(&reading.view, one));
    Ok(json!({ "claim": reading.told_claim(index, None), "answers": answers, "occurrence": occurrence }))
}

/// Answers `/api/dossier`.
pub(super) fn dossier(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let iri = asked.needed("iri")?;
    let entity = reading.thing(iri)?;
    if reading.entities.binary_search(&entity).is_err() {
        return Err(Fault::missing(format!("no claim speaks of <{iri}>")));
    }
    let most = asked.number("most", 200, 10_000)?;
    let view = reading.view(&asked.filter()?)?;
    let title = reading.graph.project().name.clone();
    let report = Report::new(&reading.view, &view, &reading.prefixes, title).with_rows(most);
    Ok(told_dossier(reading, &report.dossier(entity)))
}

fn told_dossier(reading: &Reading<'_>, dossier: &Dossier<'_>) -> Value {
    let claims = reading.claims;
    let groups = |groups: &[Group]| -> Vec<Value> {
        let told = groups.iter().map(|group| {
            let shown = group.shown().iter().map(|index| reading.told_claim(*index, None));
            json!({
                "predicate": reading.told_predicate(group.predicate),
                "n_claims": group.claims.len(),
                "claims": shown.collect::<Vec<_>>(),
            })
        });
        told.collect()
    };
    let numbers = dossier.numbers();
    let states = State::ALL.into_iter().zip(numbers.states).filter(|(_, n)| *n > 0);
    let states: serde_json::Map<String, Value> = states.map(|(state, n)| (state.word().to_owned(), n.into())).collect();
    let facts = dossier.facts().into_iter().map(|(heading, values)| {
        json!({ "heading": heading, "values": values.into_iter().map(|id| reading.told_thing(id)).collect::<Vec<_>>() })
    });
    let iri = |index: &usize| claims.rows().get(*index).map(|claim| claims.text(claim.id));
    let moments = dossier.timeline.iter().map(|moment| {
        let first = moment.claims.first().and_then(|index| claims.rows().get(*index));
        json!({
            "period": told::period(Some(moment.period)),
            "sentence": first.map(|claim| claims.sentence(claim)),
            "state": moment.claims.first().and_then(|index| reading.occurrence(*index)).map(|one| one.state.word()),
            "claims": moment.claims.iter().map(iri).collect::<Vec<_>>(),
        })
    });
    let conflicts = dossier.conflicts.iter().map(|conflict| {
        let sides = dossier.sides(conflict.occurrence).into_iter();
        let sides = sides.map(|(side, index)| json!({ "side": side.word(), "claim": iri(&index) }));
        json!({
            "sentence": dossier.sentence(conflict.occurrence),
            "state": dossier.state(conflict.occurrence).word(),
            "said_by": conflict.pros,
            "denied_by": conflict.contras,
            "claims": sides.collect::<Vec<_>>(),
        })
    });
    json!({
        "thing": reading.told_thing(dossier.entity),
        "kind": dossier.kind().word(),
        "type": dossier.type_name(),
        "descriptions": dossier.descriptions().into_iter().map(|id| claims.text(id)).collect::<Vec<_>>(),
        "matches": dossier.matches(),
        "facts": facts.collect::<Vec<_>>(),
        "numbers": {
            "n_about": numbers.n_about,
            "n_says": numbers.n_says,
            "n_speakers": numbers.n_speakers,
            "n_outlets": numbers.n_outlets,
            "states": states,
            "period": told::period(numbers.period),
        },
        "by_others": groups(&dossier.by_others),
        "by_itself": groups(&dossier.by_itself),
        "timeline": moments.collect::<Vec<_>>(),
        "conflicts": conflicts.collect::<Vec<_>>(),
    })
}

/// Answers `/api/document`: its text, and where in it the words of claims stand.
pub(super) fn document(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let iri = asked.needed("iri")?;
    let (claims, document) = (reading.claims, reading.thing(iri)?);
    let view = reading.view(&asked.filter()?)?;
    let mask = reading.mask(&view);
    let is_wanted = |index: usize| mask.as_ref().is_none_or(|mask| mask.get(index).copied().unwrap_or(false));
    let rows = claims.rows().iter().enumerate();
    let of_it = rows.filter(|(index, claim)| claim.document == Some(document) && is_wanted(*index));
    let told: Vec<Value> = of_it.map(|(index, _)| reading.told_claim(index, None)).collect();
    let is_document = claims.of_class(vocab::DOCUMENT).binary_search(&document).is_ok();
    if told.is_empty() && !is_document {
        return Err(Fault::missing(format!("<{iri}> is no document")));
    }
    let first = |property| claims.values(document, property).first().copied();
    let text = first(vocab::SCHEMA_TEXT);
    let row = reading.whole().document(document);
    let publisher = first(vocab::SCHEMA_PUBLISHER).map(|id| reading.told_thing(id));
    let mut answer = reading.told_document(document);
    if let Value::Object(members) = &mut answer {
        members.insert("id".to_owned(), row.id.into());
        members.insert("publisher".to_owned(), publisher.unwrap_or_default());
        members.insert("author".to_owned(), row.author.into());
        members.insert("language".to_owned(), row.language.into());
        let based_on = claims.values(document, vocab::BASED_ON).into_iter().map(|id| reading.told_thing(id));
        members.insert("based_on".to_owned(), based_on.collect());
        members.insert("text".to_owned(), text.map(|text| claims.text(text)).into());
        members.insert("claims".to_owned(), told.into());
    }
    Ok(answer)
}

/// Answers `/api/documents`: those with most claims first.
pub(super) fn documents(reading: &Reading<'_>, asked: &Asked) -> Result<Value, Fault> {
    let page = Page::of(asked, 100)?;
    let view = reading.view(&asked.filter()?)?;
    let mut counts: rustc_hash::FxHashMap<Id, u64> = rustc_hash::FxHashMap::default();
    for (_, claim) in view.graph.edge_weights().flat_map(|edge| view.claims_of(edge)) {
        if let Some(document) = claim.document {
            *counts.entry(document).or_default() += 1;
        }
    }
    if reading.mask(&view).is_none() {
        for document in reading.claims.of_class(vocab::DOCUMENT) {
            counts.entry(document).or_default();
        }
    }
    let mut all: Vec<(Id, u64)> = counts.into_iter().collect();
    all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let told = page.of_list(&all).iter().map(|(document, n)| {
        let mut told = reading.told_document(*document);
        if let Value::Object(members) = &mut told {
            let publisher = reading.claims.values(*document, vocab::SCHEMA_PUBLISHER).first().copied();
            members.insert("n_claims".to_owned(), (*n).into());
            members.insert("publisher".to_owned(), publisher.map(|id| reading.told_thing(id)).unwrap_or_default());
        }
        told
    });
    Ok(json!({ "n_documents": all.len(), "documents": told.collect::<Vec<_>>() }))
}
