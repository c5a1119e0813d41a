//! The actors of a graph, as they are compared to find those that are one.

use super::{Claims, Id, Kind};
use crate::model::Sameness;
use crate::rdf::vocab;
use crate::resolution::{Candidate, by_name};

impl Claims<'_> {
    /// The actors of the graph, with what surrounds them, in the order of their IRIs.
    pub fn candidates(&self) -> Vec<(Id, Candidate)> {
        let ids = self.entities();
        let place = |id: Id| ids.binary_search(&id).ok();
        let mut candidates: Vec<(Id, Candidate)> = ids
            .iter()
            .map(|id| {
                let kind = match self.kind(*id) {
                    Kind::Entity(kind) => Some(kind),
                    _ => None,
                };
                (*id, Candidate { label: self.label(*id), aliases: self.aliases(*id), kind, ..Candidate::default() })
            })
            .collect();
        for (index, claim) in self.rows().iter().enumerate() {
            let [subject, object] = [place(claim.subject), place(claim.object)];
            let site = claim.event.and_then(|event| self.event(event)?.place).and_then(place);
            let speakers = self.speakers(index).iter().filter_map(|speaker| place(*speaker));
            let mut named: Vec<usize> = speakers.chain(subject).chain(object).chain(site).collect();
            named.sort_unstable();
            named.dedup();
            for at in named {
                let candidate = &mut candidates[at].1;
                candidate.n += 1;
                candidate.documents.extend(claim.document.map(Id::number));
            }
            if let (Some(subject), Some(object)) = (subject, object) {
                for (at, other) in [(subject, object), (object, subject)] {
                    candidates[at].1.neighbours.push(u32::try_from(other).unwrap_or(u32::MAX));
                }
            }
        }
        for (_, candidate) in &mut candidates {
            for list in [&mut candidate.documents, &mut candidate.neighbours] {
                list.sort_unstable();
                list.dedup();
            }
        }
        candidates
    }

    /// What somebody has judged about two of these, by their places, the lesser first.
    pub fn judgements(&self, candidates: &[Candidate]) -> Vec<((usize, usize), Sameness)> {
        let places = by_name(candidates);
        let judged = |judgement: Id| {
            let text = |property| self.values(judgement, property).first().map(|id| self.text(*id));
            let place = |property| places.get(text(property)?.as_str()).copied().flatten();
            let (left, right) = (place(vocab::LEFT)?, place(vocab::RIGHT)?);
            Some(((left.min(right), left.max(right)), Sameness::parse(&text(vocab::SAMENESS)?)?))
        };
        self.of_class(vocab::JUDGEMENT).into_iter().filter_map(judged).collect()
    }
}
