//! Things found by words of their texts.

use std::rc::Rc;

use oxigraph::model::Term;

use super::frame::{Part, Stop};
use super::plan::Match;
use super::run::Runner;

impl Runner<'_> {
    /// Binds the things that have a string in which all words occur.
    pub(super) fn matches(
        &self,
        search: &Match,
        frame: &mut Vec<u32>,
        next: &mut dyn FnMut(&mut Vec<u32>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let Some(words) = search.words.value(frame) else { return Ok(()) };
        let known = search.things.borrow().get(&words).cloned();
        let things = if let Some(things) = known {
            things
        } else {
            let Term::Literal(text) = self.with.terms.term(words)? else { return Ok(()) };
            let things = Rc::new(self.with.index.search(text.value(), search.graphs));
            search.things.borrow_mut().insert(words, Rc::clone(&things));
            things
        };
        match search.thing {
            Part::Slot(slot) if frame[slot] == 0 => {
                for thing in things.iter() {
                    self.guard.work()?;
                    frame[slot] = *thing;
                    let flow = next(frame);
                    frame[slot] = 0;
                    flow?;
                }
                Ok(())
            }
            thing => {
                let found = thing.value(frame).is_some_and(|thing| things.binary_search(&thing).is_ok());
                if found { next(frame) } else { Ok(()) }
            }
        }
    }
}
