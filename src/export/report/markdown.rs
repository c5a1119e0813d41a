//! Dossiers as GitHub-flavoured Markdown that reads as plain text, too.

use std::io::{self, Write};

use super::concern::Concern;
use super::extent::{OF_EACH, OF_SIDES, left_out};
use super::names::plural;
use super::row::Published;
use super::{Dossier, Group, Report, Row};
use crate::claims::Id;
use crate::export::markup::is_web;
use crate::graph::Side;
use crate::graph::State;
use crate::model::Stance;
use crate::query::markdown::inline;

/// Whom the page is on.
pub(super) fn contents(report: &Report<'_>, actors: &[(Id, Concern)], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Dossiers: {}\n", inline(&report.title))?;
    for (id, concern) in actors {
        let name = inline(&report.claims.label(*id));
        let name = report.links.get(id).map_or(name.clone(), |link| format!("[{name}](<{link}>)"));
        writeln!(out, "- {name}: {}", report.outline(*id, concern))?;
    }
    Ok(())
}

/// The dossier of one entity, its name as a heading of this level.
pub(super) fn dossier(dossier: &Dossier<'_>, anchor: &str, level: usize, out: &mut dyn Write) -> io::Result<()> {
    let (mark, name, claims) = ("#".repeat(level), inline(&dossier.name()), dossier.report().claims);
    if level > 1 {
        writeln!(out, "\n<a id=\"{anchor}\"></a>\n")?;
    }
    writeln!(out, "{mark} {name}\n")?;
    if level == 1 {
        writeln!(out, "{}\n", inline(&dossier.report().title))?;
    }
    for text in dossier.descriptions() {
        writeln!(out, "*{}*\n", inline(&claims.text(text)))?;
    }
    facts(dossier, out)?;
    table(dossier, &dossier.by_others, &mark, &format!("What others say about {name}"), out)?;
    table(dossier, &dossier.by_itself, &mark, &format!("What {name} says"), out)?;
    conflicts(dossier, &mark, out)?;
    if dossier.timeline.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{mark}# Timeline\n")?;
    let timeline = dossier.shown_timeline();
    note(left_out(timeline.len(), dossier.timeline.len(), "events", "the first by date"), out)?;
    for moment in timeline {
        let Some(row) = moment.claims.first().and_then(|index| dossier.row(*index)) else { continue };
        let sentence = claims.rows().get(row.index).map(|claim| inline(&claims.sentence(claim))).unwrap_or_default();
        let (when, n) = (row.date.unwrap_or_default(), plural(moment.claims.len(), "claim"));
        let sentence =
            dossier.anchor(row.index).map_or(sentence.clone(), |anchor| format!("[{sentence}](<#{anchor}>)"));
        writeln!(out, "- {} · {sentence} · {} · {n}", inline(&when), row.state.word())?;
    }
    Ok(())
}

/// A paragraph about what is not shown.
fn note(text: Option<String>, out: &mut dyn Write) -> io::Result<()> {
    text.map_or(Ok(()), |text| writeln!(out, "*{}*\n", inline(&text)))
}

fn facts(dossier: &Dossier<'_>, out: &mut dyn Write) -> io::Result<()> {
    let claims = dossier.report().claims;
    writeln!(out, "- type: {}", inline(&dossier.type_name()))?;
    for (heading, values) in dossier.facts().into_iter().filter(|(_, values)| !values.is_empty()) {
        let values: Vec<String> = values.into_iter().map(|id| inline(&claims.label(id))).collect();
        writeln!(out, "- {heading}: {}", values.join("; "))?;
    }
    for iri in dossier.matches() {
        writeln!(out, "- same as: <{iri}>")?;
    }
    writeln!(out, "- IRI: `{}`", claims.text(dossier.entity))?;
    let numbers = dossier.numbers();
    writeln!(out, "- claims of others: {}; own claims: {}", numbers.n_about, numbers.n_says)?;
    writeln!(out, "- speakers: {}; outlets: {}", numbers.n_speakers, numbers.n_outlets)?;
    if let Some(period) = numbers.period {
        writeln!(out, "- first day: {}; last day: {}", period.begin, period.end)?;
    }
    let states = State::ALL.into_iter().zip(numbers.states).filter(|(_, n)| *n > 0);
    let states: Vec<String> = states.map(|(state, n)| format!("{n} {}", state.word())).collect();
    writeln!(out, "- occurrences: {}", if states.is_empty() { "none".to_owned() } else { states.join(", ") })
}

fn table(dossier: &Dossier<'_>, groups: &[Group], mark: &str, heading: &str, out: &mut dyn Write) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let n: usize = groups.iter().map(|group| group.claims.len()).sum();
    writeln!(out, "\n{mark}# {heading} ({})", plural(n, "claim"))?;
    let n_shown = groups.iter().map(|group| group.n_shown).sum();
    if let Some(text) = left_out(n_shown, n, "claims", OF_EACH) {
        writeln!(out, "\n*{}*", inline(&text))?;
    }
    for group in groups.iter().filter(|group| group.n_shown > 0) {
        let predicate = inline(&dossier.report().claims.label(group.predicate));
        writeln!(out, "\n{mark}## {predicate} ({})\n", group.counted())?;
        writeln!(out, "| When | Statement | Whose word | Where | In which words | State |")?;
        writeln!(out, "|---|---|---|---|---|---|")?;
        for row in group.shown().iter().filter_map(|index| dossier.row(*index)) {
            let quote = row.quote.as_ref().map(|quote| format!("“{}”", inline(&quote.text))).unwrap_or_default();
            writeln!(
                out,
                "| <a id=\"{}\"></a>{} | {} | {} | {} | {quote} | {} |",
                dossier.anchor(row.index).unwrap_or_default(),
                row.date.as_deref().map_or_else(|| "no date".to_owned(), inline),
                statement(dossier, &row),
                speakers(dossier, &row),
                published(dossier, &row.published),
                state(&row)
            )?;
        }
    }
    Ok(())
}

fn statement(dossier: &Dossier<'_>, row: &Row) -> String {
    let claims = dossier.report().claims;
    let [subject, predicate, object] = row.statement.map(|id| inline(&claims.label(id)));
    let colon = if row.speaks_of_event { ":" } else { "" };
    let object = if row.acts_alone { String::new() } else { format!("{colon} {object}") };
    let mut text = vec![format!("{subject} *{predicate}*{object}")];
    if let Some(place) = row.place {
        text.push(format!(", in {}", inline(&claims.label(place))));
    }
    if !row.doubts.is_empty() {
        text.push(format!(" ({})", row.doubts.join(", ")));
    }
    text.concat()
}

fn speakers(dossier: &Dossier<'_>, row: &Row) -> String {
    let report = dossier.report();
    let names: Vec<String> = row.speakers.iter().map(|id| inline(&report.claims.label(*id))).collect();
    let mut text = vec![names.join(", ")];
    if row.speakers.is_empty() && row.unspoken.is_none() {
        text.push("no source named".to_owned());
    }
    if let Some(source) = &row.unspoken {
        text.push(format!("{} (no speaker)", inline(source)));
    }
    if row.stance != Stance::Affirms {
        text.push(format!(", who {}", row.stance.verb(1)));
    }
    for (reply, to) in &row.replies {
        let name = report.short(*to);
        text.push(format!("; {reply} {}", inline(name.strip_prefix("claim:").unwrap_or(&name))));
    }
    text.concat()
}

fn published(dossier: &Dossier<'_>, published: &Published) -> String {
    let outlet = published.outlet.map(|outlet| inline(&dossier.report().claims.voice(outlet)));
    let title = published.title.as_ref().map(|title| match &published.url {
        Some(url) if is_web(url) => format!("[{}](<{}>)", inline(&title.text), url.replace('|', "%7C")),
        _ => inline(&title.text),
    });
    let parts = outlet.into_iter().chain(title).chain(published.date.as_deref().map(inline));
    parts.collect::<Vec<_>>().join(", ")
}

fn state(row: &Row) -> String {
    let mut text = vec![row.state.word().to_owned()];
    if row.state == State::Corroborated {
        text.push(format!(", {}", row.sources));
    }
    for (heading, names) in [("for", &row.pros), ("against", &row.contras)] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| inline(name)).collect();
            text.push(format!("; {heading}: {}", names.join(", ")));
        }
    }
    text.push(format!("; {}", inline(&row.name_and_origin())));
    text.concat()
}

fn conflicts(dossier: &Dossier<'_>, mark: &str, out: &mut dyn Write) -> io::Result<()> {
    if dossier.conflicts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{mark}# Contradictions ({})", plural(dossier.conflicts.len(), "occurrence"))?;
    let (n_shown, n) = dossier.n_voices();
    if let Some(text) = left_out(n_shown, n, "claims on their sides", OF_SIDES) {
        writeln!(out, "\n*{}*", inline(&text))?;
    }
    for (edge, sides) in dossier.shown_conflicts() {
        let sentence = inline(&dossier.sentence(edge));
        writeln!(out, "\n{mark}## {sentence} ({})\n", dossier.state(edge).word())?;
        writeln!(out, "| Side | Whose word | Where | In which words | Row |\n|---|---|---|---|---|")?;
        for (side, index) in sides {
            let Some(row) = dossier.row(index) else { continue };
            let quote = row.quote.as_ref().map(|quote| format!("“{}”", inline(&quote.text))).unwrap_or_default();
            let said = if side == Side::Against && !row.doubts.contains(&"negative") {
                format!("{}: {}", speakers(dossier, &row), statement(dossier, &row))
            } else {
                speakers(dossier, &row)
            };
            let (place, origin) = (published(dossier, &row.published), inline(&row.name_and_origin()));
            writeln!(out, "| {} | {said} | {place} | {quote} | {origin} |", side.word())?;
        }
    }
    Ok(())
}
