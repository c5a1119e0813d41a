//! Names are judged, into the same rows as by `relata resolve`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Writer, parsed};
use crate::deciding::Judged;
use crate::model::{Judgement, Sameness};
use crate::serve::fault::Fault;

/// A judgement of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    left: String,
    right: String,
    judgement: String,
    who: Option<String>,
    why: Option<String>,
}

/// Writes a judgement about two names that nobody has judged yet.
pub(super) fn add(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    let asked: Told = parsed(asked)?;
    let sameness = Sameness::parse(&asked.judgement)
        .ok_or_else(|| Fault::malformed("`judgement` is `same`, `different` or `unsure`"))?;
    let named = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let judgement = Judgement {
        who: named(asked.who),
        when: Some(super::today()),
        why: named(asked.why),
        ..Judgement::of(asked.left, asked.right, sameness)
    };
    let file = Judged::of(&writer.project_now())?;
    file.add(&judgement, || ())?;
    Ok(json!({ "file": file.shown() }))
}

/// Takes back what was judged about two names.
pub(super) fn take_back(writer: &Writer, asked: Value) -> Result<Value, Fault> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Pair {
        left: String,
        right: String,
    }
    let Pair { left, right } = parsed(asked)?;
    let file = Judged::of(&writer.project_now())?;
    let rewritten = file.write(&[], &[(left, right)], || ())?;
    Ok(json!({ "n_gone": rewritten.n_gone }))
}
