//! The pictures of a dossier.

use std::collections::BTreeMap;

use super::{Dossier, Figures};
use crate::claims::Claims;
use crate::export::picture::svg;
use crate::export::scene::Scene;
use crate::export::{ExportOptions, Lanes, Picture, Subject};
use crate::graph::{Edges, View};

/// Edges of the pictures of a dossier; its tables have everything.
const MOST_DRAWN: usize = 60;

/// The pictures of a dossier, the `number`th of its page: who has to do with it, and what happened when. None where there is
/// nothing to see.
pub fn figures(
    dossier: &Dossier<'_>,
    number: usize,
    claims: &Claims<'_>,
    prefixes: &BTreeMap<String, String>,
) -> Figures {
    let about = dossier.by_others.iter().chain(&dossier.by_itself).flat_map(|group| &group.claims).copied();
    let concerns = |index: &usize| {
        claims.rows().get(*index).is_some_and(|claim| {
            let parts =
                claim.event.and_then(|event| claims.event(event)).map_or([None; 2], |event| [event.place, None]);
            let of_object = claims.event(claim.object).map_or([None; 2], |event| [event.agent, event.object]);
            [Some(claim.subject), Some(claim.object)]
                .iter()
                .chain(&parts)
                .chain(&of_object)
                .any(|part| *part == Some(dossier.entity))
        })
    };
    let view = View::of_rows(claims, Edges::Bundle, about.filter(concerns), MOST_DRAWN);
    if view.graph.edge_count() == 0 {
        return Figures::default();
    }
    let draw = |subject: Subject, name: &str| {
        let picture =
            Picture { subject, lanes: Lanes::Predicate, prefix: format!("{name}{number}-"), ..Picture::default() };
        let scene = Scene { view: &view, title: String::new(), prefixes, positions: None, measures: Vec::new() };
        let (mut out, options) = (Vec::new(), ExportOptions { picture, ..ExportOptions::default() });
        svg::write(&scene, &options, &mut out).ok().and_then(|()| String::from_utf8(out).ok())
    };
    Figures {
        picture: draw(Subject::Graph, "picture"),
        timeline: view.period().and_then(|_| draw(Subject::Timeline, "timeline")),
    }
}
