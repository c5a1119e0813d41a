//! The values of a path.

use relata_store::FormatError;
use rustc_hash::FxHashSet;

use super::{Checker, Stopped};
use crate::PropertyPath;

/// A path with numbers, and without `^` around anything but a predicate.
#[derive(Debug, Clone)]
pub(super) enum Way {
    Forth(u32),
    Back(u32),
    Sequence(Vec<Way>),
    Alternative(Vec<Way>),
    /// Any number of times.
    Star(Box<Way>),
    Plus(Box<Way>),
    Maybe(Box<Way>),
}

impl Way {
    /// The way along a path, or back from its end.
    pub(super) fn of(
        path: &PropertyPath,
        is_back: bool,
        number: &dyn Fn(&oxigraph::model::NamedNode) -> Result<u32, FormatError>,
    ) -> Result<Way, FormatError> {
        let inner = |path: &PropertyPath| Way::of(path, is_back, number);
        let boxed = |path: &PropertyPath| inner(path).map(Box::new);
        Ok(match path {
            PropertyPath::Predicate(predicate) if is_back => Way::Back(number(predicate)?),
            PropertyPath::Predicate(predicate) => Way::Forth(number(predicate)?),
            PropertyPath::Inverse(path) => Way::of(path, !is_back, number)?,
            PropertyPath::Sequence(parts) => {
                let mut ways = parts.iter().map(inner).collect::<Result<Vec<_>, _>>()?;
                if is_back {
                    ways.reverse();
                }
                Way::Sequence(ways)
            }
            PropertyPath::Alternative(parts) => Way::Alternative(parts.iter().map(inner).collect::<Result<_, _>>()?),
            PropertyPath::ZeroOrMore(path) => Way::Star(boxed(path)?),
            PropertyPath::OneOrMore(path) => Way::Plus(boxed(path)?),
            PropertyPath::ZeroOrOne(path) => Way::Maybe(boxed(path)?),
        })
    }
}

impl Checker<'_> {
    /// Where a way leads from a node, each once, in the order of their numbers.
    pub(super) fn values(&self, way: &Way, from: u32) -> Result<Vec<u32>, Stopped> {
        let mut found = Vec::new();
        self.walk(way, from, &mut found)?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Appends where a way leads; some perhaps several times.
    fn walk(&self, way: &Way, from: u32, found: &mut Vec<u32>) -> Result<(), Stopped> {
        match way {
            Way::Forth(predicate) => self.objects(from, *predicate, found),
            Way::Back(predicate) => self.subjects(*predicate, from, found),
            Way::Sequence(ways) => {
                let mut at = vec![from];
                for way in ways {
                    let mut next = Vec::new();
                    for node in at {
                        self.walk(way, node, &mut next)?;
                    }
                    // Ways that meet go on as one, else their number would be multiplied with each part.
                    next.sort_unstable();
                    next.dedup();
                    at = next;
                }
                found.extend(at);
                Ok(())
            }
            Way::Alternative(ways) => ways.iter().try_for_each(|way| self.walk(way, from, found)),
            Way::Maybe(way) => {
                found.push(from);
                self.walk(way, from, found)
            }
            Way::Star(way) => self.reach(way, vec![from], found),
            Way::Plus(way) => {
                let mut first = Vec::new();
                self.walk(way, from, &mut first)?;
                self.reach(way, first, found)
            }
        }
    }

    /// Appends these nodes and all that a way leads to from them, however often it is taken.
    fn reach(&self, way: &Way, mut waiting: Vec<u32>, found: &mut Vec<u32>) -> Result<(), Stopped> {
        let mut seen = FxHashSet::default();
        waiting.retain(|node| seen.insert(*node));
        let mut next = Vec::new();
        while let Some(node) = waiting.pop() {
            found.push(node);
            self.walk(way, node, &mut next)?;
            waiting.extend(next.drain(..).filter(|node| seen.insert(*node)));
        }
        Ok(())
    }

    pub(super) fn objects(&self, subject: u32, predicate: u32, found: &mut Vec<u32>) -> Result<(), Stopped> {
        self.guard.work()?;
        for [_, _, object, _] in self.index.scan([Some(subject), Some(predicate), None], self.graphs) {
            self.guard.work()?;
            found.push(object);
        }
        Ok(())
    }

    pub(super) fn subjects(&self, predicate: u32, object: u32, found: &mut Vec<u32>) -> Result<(), Stopped> {
        self.guard.work()?;
        for [subject, ..] in self.index.scan([None, Some(predicate), Some(object)], self.graphs) {
            self.guard.work()?;
            found.push(subject);
        }
        Ok(())
    }

    /// The values of a predicate, each once.
    pub(super) fn values_of(&self, subject: u32, predicate: u32) -> Result<Vec<u32>, Stopped> {
        let mut found = Vec::new();
        self.objects(subject, predicate, &mut found)?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}
