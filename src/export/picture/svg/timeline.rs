//! A timeline: a lane for each actor, predicate or source.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use petgraph::visit::EdgeRef;

use super::axis::Axis;
use super::font;
use super::frame::{LegendSign, PictureFrame, mark, stretch};
use crate::claims::Voice;
use crate::export::markup::escape;
use crate::export::scene::Scene;
use crate::export::{ExportOptions, Lanes, clip};
use crate::graph::State;
use crate::model::{EventDate, Period};

/// Lanes beyond these are left out and counted.
const MOST_LANES: usize = 40;
/// Marks beyond these in one lane are drawn without words.
const MOST_WORDS: usize = 60;
/// Width of the names of lanes, and of the time beside them, in points.
const NAMES: f64 = 170.0;
const TIME: f64 = 900.0;
/// Room for words behind the last mark.
const BEHIND: f64 = 215.0;
/// Height of a row of marks.
const ROW: f64 = 15.0;

/// An event of one period, as it is said to have happened.
struct TimelineItem {
    period: Period,
    /// True when it is said to have happened on some day of the period only, not on all of them.
    is_vague: bool,
    state: State,
    words: String,
    story: String,
    /// The edge that stands for it in a graph.
    edge: String,
}

/// A row in a lane: where its last mark or word ends.
type TimelineRow = f64;

/// Draws a timeline of the view.
pub(super) fn draw(scene: &Scene<'_>, options: &ExportOptions) -> PictureFrame {
    let (lanes, n_undated) = lanes(scene, options.picture.lanes);
    let n_left = lanes.len().saturating_sub(MOST_LANES);
    let lanes = &lanes[..lanes.len().min(MOST_LANES)];
    let periods: Vec<Period> =
        lanes.iter().flat_map(|(_, items)| items.iter().map(|item| item.period.known())).collect();
    let mut notes = Vec::new();
    if n_left > 0 {
        notes.push(format!("Left out: {n_left} lanes with the fewest statements."));
    }
    if n_undated > 0 {
        notes.push(format!("Left out: claims without a date ({n_undated})."));
    }
    let Some(axis) = Axis::new(&periods, TIME) else {
        notes.push("No claim has a date.".to_owned());
        return PictureFrame { size: [NAMES + TIME, 20.0], notes, ..PictureFrame::default() };
    };
    let (mut body, mut y) = (String::new(), 26.0);
    for (name, items) in lanes {
        y = draw_lane(name, items, &axis, y, &mut body);
    }
    let ruled = axis.draw(NAMES, y) + &body;
    let used = |state: &State| lanes.iter().flat_map(|(_, items)| items).any(|item| item.state == *state);
    let is_vague = lanes.iter().flat_map(|(_, items)| items).any(|item| item.is_vague).then_some(LegendSign::Vague);
    let legend = State::ALL.into_iter().filter(used).map(LegendSign::Mark).chain(is_vague).collect();
    PictureFrame { body: ruled, size: [NAMES + TIME + BEHIND, y + 6.0], legend, notes }
}

/// Items by lane, the fullest first, and how many claims have no date.
fn lanes(scene: &Scene<'_>, by: Lanes) -> (Vec<(String, Vec<TimelineItem>)>, usize) {
    let (view, claims) = (scene.view, scene.view.claims());
    let mut lanes: BTreeMap<String, Vec<TimelineItem>> = BTreeMap::new();
    let mut n_undated = 0;
    for edge in view.graph.edge_references() {
        // One mark for all claims of an occurrence that speak of the same days, from one source where lanes are sources.
        let mut marks: BTreeMap<(Period, bool, State, Option<Voice>), Vec<usize>> = BTreeMap::new();
        for occurrence in view.occurrences(edge.weight()) {
            for index in view.members_of(occurrence).iter().map(|index| *index as usize) {
                let Some(claim) = claims.rows().get(index) else { continue };
                let Some(period) = claim.period else {
                    n_undated += 1;
                    continue;
                };
                let source = claim.outlet.or(claims.origins(index).next()).filter(|_| by == Lanes::Source);
                // A date that is written in no form that relata reads is as vague as its period is long.
                let written = claims.date(claim).and_then(|date| EventDate::parse(&date).ok());
                let is_vague = written.map_or(period.begin != period.end, |date| !date.is_exact());
                marks.entry((period, is_vague, occurrence.state, source)).or_default().push(index);
            }
        }
        let (subject, object) = (&view.graph[edge.source()], &view.graph[edge.target()]);
        let predicate = view.edge_label(edge.weight());
        // Of an actor alone there is no object to be named.
        let is_alone = view.acts_alone(edge.weight());
        for ((period, is_vague, state, source), members) in marks {
            let subject = view.label(subject);
            let object = if is_alone { String::new() } else { view.label(object) };
            let statement = format!("{subject} {predicate} {object}").trim_end().to_owned();
            let (lane, words) = match (by, source) {
                (Lanes::Actor, _) => (subject.clone(), format!("{predicate} {object}").trim_end().to_owned()),
                (Lanes::Predicate, _) if is_alone => (predicate.clone(), subject.clone()),
                (Lanes::Predicate, _) => (predicate.clone(), format!("{subject} → {object}")),
                (Lanes::Source, source) => {
                    let source = source.map_or_else(|| "no source".to_owned(), |source| claims.voice(source));
                    (source, statement.clone())
                }
            };
            let who = |index: &usize| claims.rows().get(*index).map(|claim| scene.who(*index, claim));
            let said_by: Vec<String> = members.iter().take(6).filter_map(who).collect();
            let when = if is_vague { format!("some time in {period}") } else { period.to_string() };
            let story = format!("{when}: {statement} — {}\n{}", state.meaning(), said_by.join("\n"));
            lanes.entry(lane).or_default().push(TimelineItem {
                period,
                is_vague,
                state,
                words,
                story,
                edge: view.edge_id(edge.id()),
            });
        }
    }
    let mut lanes: Vec<(String, Vec<TimelineItem>)> = lanes.into_iter().collect();
    for (_, items) in &mut lanes {
        items.sort_by(|a, b| (a.period, &a.words).cmp(&(b.period, &b.words)));
    }
    lanes.sort_by_key(|(_, items)| std::cmp::Reverse(items.len()));
    (lanes, n_undated)
}

/// Draws a lane from `top` on, and says where the next begins.
fn draw_lane(name: &str, items: &[TimelineItem], axis: &Axis, top: f64, body: &mut String) -> f64 {
    let mut rows: Vec<TimelineRow> = Vec::new();
    let mut marks = String::new();
    for item in items {
        let (from, to) = axis.reach(item.period);
        let (from, to) = (NAMES + from, NAMES + to.max(from + 8.0));
        let words = if items.len() > MOST_WORDS { String::new() } else { clip(&item.words, 34) };
        // Where on a vague stretch it happened nobody knows, so its mark stands behind it.
        let behind = if item.is_vague { to + 13.0 } else { to };
        let room = if words.is_empty() { 2.0 } else { 8.0 + font::width(&words, 10.0) };
        let (start, end) = (from, behind + room);
        let row = rows.iter().position(|taken| *taken < start - 2.0).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(0.0);
        }
        rows[row] = end;
        #[allow(clippy::cast_precision_loss, reason = "a lane has few rows")]
        let y = top + 10.0 + row as f64 * ROW;
        let _ = writeln!(
            marks,
            "<g class=\"item s-{}\" data-edge=\"{}\"><title>{}</title>{}<text class=\"small\" x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
            item.state.word(),
            item.edge,
            escape(&item.story),
            if item.is_vague {
                stretch([from, to], y) + &mark(item.state, [to + 8.0, y], 0.0)
            } else {
                mark(item.state, [f64::midpoint(from, to), y], to - from)
            },
            behind + 4.0,
            y + 3.6,
            escape(&words)
        );
    }
    #[allow(clippy::cast_precision_loss, reason = "a lane has few rows")]
    let bottom = top + 6.0 + rows.len().max(1) as f64 * ROW;
    let _ = writeln!(
        body,
        "<g class=\"lane\"><text class=\"out\" text-anchor=\"end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\
         <path class=\"rule\" d=\"M0 {bottom:.1}H{:.1}\"/>\n{marks}</g>",
        NAMES - 10.0,
        top + 14.0,
        escape(&font::fitted(name, 12.0, NAMES - 16.0)),
        NAMES + TIME + BEHIND,
    );
    bottom + 3.0
}
