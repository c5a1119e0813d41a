//! Why is this one? What names and events were joined to an actor or an event, by whose judgement.

use std::io::Write as _;
use std::process::ExitCode;

use super::{Session, hinted};
use crate::claims::{Claims, Id};
use crate::rdf::iri::Namespace;
use crate::rdf::vocab;

/// Tells it of each actor that is called so, or of the event that a name such as `event:e1` means.
pub(super) fn run(
    claims: &Claims<'_>,
    name: &str,
    namespace: &Namespace,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    if let Some(event) = namespace.event_of_name(name) {
        return tell_event(claims, name, event.as_str(), namespace, session);
    }
    let entities: Vec<Id> = claims.entities().into_iter().filter(|id| claims.is_called(*id, name)).collect();
    if entities.is_empty() {
        let message = format!("nothing is called `{name}`");
        return Err(hinted(message, "`relata stats` lists who is named most"));
    }
    for entity in entities {
        let (label, iri) = (claims.label(entity), claims.text(entity));
        writeln!(session.people(), "{label}  <{iri}>")?;
        let mut lines = joined_to(claims, entity);
        for same in claims.values(entity, vocab::OWL_SAME_AS) {
            lines.push(format!("  the same as <{}>", claims.text(same)));
        }
        lines.sort();
        if lines.is_empty() {
            lines.push("  has no name but this, or those that `entities.csv` gives it".to_owned());
        }
        for line in lines {
            writeln!(session.people(), "{line}")?;
        }
    }
    session.out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Tells which events were joined to one, where they differ, and which rows tell of each.
fn tell_event(
    claims: &Claims<'_>,
    name: &str,
    iri: &str,
    namespace: &Namespace,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let others = |event: Id| claims.values(event, vocab::OWL_SAME_AS);
    let is_meant = |event: Id| claims.text(event) == iri || others(event).into_iter().any(|id| claims.text(id) == iri);
    let Some(event) = claims.events().iter().map(|event| event.id).find(|event| is_meant(*event)) else {
        let hint = "`relata resolve --events` names events; of others, `SELECT ?e { ?e a ra:Event }` asks";
        return Err(hinted(format!("no claim tells of `{name}`"), hint));
    };
    let kept = namespace.name_of_event(&claims.text(event));
    writeln!(session.people(), "{kept}  {}", claims.label(event))?;
    let mut lines = joined_to(claims, event);
    lines.sort();
    for (index, claim) in claims.rows().iter().enumerate().filter(|(_, claim)| claim.event == Some(event)) {
        let written = claims.values(claim.id, vocab::EVENT_WRITTEN).first().map(|id| claims.text(*id));
        let told =
            written.filter(|written| *written != kept).map_or_else(String::new, |written| format!(" as {written}"));
        let date = claims.date(claim).map_or_else(String::new, |date| format!(", {date}"));
        let (sentence, by) = (claims.sentence(claim), claims.attribution(index));
        lines.push(format!("  told{told}: {sentence}{date} — {by}  [{}]", claims.place_in_file(claim)));
    }
    for line in lines {
        writeln!(session.people(), "{line}")?;
    }
    session.out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A line for each name that was joined to something: why, and by which rows.
fn joined_to(claims: &Claims<'_>, of: Id) -> Vec<String> {
    let joins = claims.of_class(vocab::JOIN).into_iter();
    let line = |join: Id| {
        let all = |property| claims.values(join, property).into_iter().map(|id| claims.text(id)).collect::<Vec<_>>();
        let rows = claims.values(join, vocab::BY_JUDGEMENT).into_iter().map(|judgement| {
            let one = |property| claims.values(judgement, property).first().map(|id| claims.text(*id));
            let line = one(vocab::SOURCE_LINE).map_or_else(String::new, |line| format!(":{line}"));
            format!("{}{line}", one(vocab::SOURCE_FILE).unwrap_or_default())
        });
        let rows: Vec<String> = rows.collect();
        let rows = if rows.is_empty() { String::new() } else { format!("  [{}]", rows.join(", ")) };
        let differs = all(vocab::DIFFERENCE);
        let differs =
            if differs.is_empty() { String::new() } else { format!("; told otherwise: {}", differs.join("; ")) };
        let (name, reason) = (all(vocab::JOINED_NAME).join(", "), all(vocab::REASON).join("; "));
        format!("  also {name}: {reason}{rows}{differs}")
    };
    joins.filter(|join| claims.values(*join, vocab::JOIN_OF).contains(&of)).map(line).collect()
}
