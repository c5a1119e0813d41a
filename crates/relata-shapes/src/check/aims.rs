//! The nodes that a shape is about, and classes.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::{Checker, Stopped};
use crate::shape::Aim;

impl Checker<'_> {
    /// The focus nodes of targets, each once, in the order of their numbers.
    pub(super) fn focus_nodes(&self, aims: &[Aim]) -> Result<Vec<u32>, Stopped> {
        let mut nodes = Vec::new();
        for aim in aims {
            match aim {
                Aim::Node(constant) => nodes.push(self.numbers[*constant]),
                Aim::Class(constant) => {
                    for class in self.class(self.numbers[*constant])?.iter() {
                        self.subjects(self.rdf_type, *class, &mut nodes)?;
                    }
                }
                Aim::SubjectsOf(constant) => self.all_with(self.numbers[*constant], 0, &mut nodes)?,
                Aim::ObjectsOf(constant) => self.all_with(self.numbers[*constant], 2, &mut nodes)?,
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        Ok(nodes)
    }

    fn all_with(&self, predicate: u32, position: usize, nodes: &mut Vec<u32>) -> Result<(), Stopped> {
        for row in self.index.scan([None, Some(predicate), None], self.graphs) {
            self.guard.work()?;
            if nodes.last() != Some(&row[position]) {
                nodes.push(row[position]);
            }
        }
        Ok(())
    }

    /// A class and all that are below it.
    pub(super) fn class(&self, class: u32) -> Result<Rc<FxHashSet<u32>>, Stopped> {
        if let Some(known) = self.classes.borrow().get(&class) {
            return Ok(Rc::clone(known));
        }
        let (mut all, mut waiting, mut below) = (FxHashSet::default(), vec![class], Vec::new());
        all.insert(class);
        while let Some(class) = waiting.pop() {
            self.subjects(self.sub_class_of, class, &mut below)?;
            waiting.extend(below.drain(..).filter(|class| all.insert(*class)));
        }
        let all = Rc::new(all);
        self.classes.borrow_mut().insert(class, Rc::clone(&all));
        Ok(all)
    }

    /// True when a node is of a class, or of one below it.
    pub(super) fn is_instance(&self, node: u32, class: u32) -> Result<bool, Stopped> {
        let classes = self.class(class)?;
        for [_, _, class, _] in self.index.scan([Some(node), Some(self.rdf_type), None], self.graphs) {
            self.guard.work()?;
            if classes.contains(&class) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
