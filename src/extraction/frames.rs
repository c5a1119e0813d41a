//! Which words tell an act, and what does the act do to its content?

use super::inflect::{forms, third_person};
use std::collections::HashMap;

const FRAMES: &str = include_str!("../../data/lexicon/frames.tsv");

/// The frame of a word that tells an act: one line of `data/lexicon/frames.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// The word as a dictionary has it.
    pub trigger: &'static str,
    /// The trigger is a noun, such as `proposal`; else it is a verb.
    pub noun: bool,
    /// The words that lead to the other end, apart by spaces; `object` where it follows at once.
    pub pattern: &'static str,
    /// The local name of the predicate.
    pub predicate: &'static str,
    /// The effect of the act on its content.
    pub effect: Effect,
}

/// The effect of an act on its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The content holds.
    Factive,
    /// The content may come.
    Prospective,
    /// The content does not come.
    Refused,
    /// The content is disputed.
    Denied,
    /// The words only report; the act inside decides.
    Transparent,
}

/// The frames by each form of their trigger, in small letters.
#[derive(Debug, Clone)]
pub struct Frames(HashMap<String, Vec<Frame>>);

impl Frames {
    /// Reads the frames that relata ships. A line that is no frame is passed over; a test holds that there is none.
    #[must_use]
    pub fn shipped() -> Self {
        let mut by_form: HashMap<String, Vec<Frame>> = HashMap::new();
        for frame in FRAMES.lines().filter_map(read_frame) {
            let written = if frame.noun {
                vec![frame.trigger.to_owned(), third_person(frame.trigger)]
            } else {
                forms(frame.trigger)
            };
            for form in written {
                by_form.entry(form).or_default().push(frame);
            }
        }
        Self(by_form)
    }

    /// The frames of a word in small letters, in the order of the file.
    #[must_use]
    pub fn of(&self, word: &str) -> &[Frame] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}

fn read_frame(line: &'static str) -> Option<Frame> {
    let mut cells = line.split('\t');
    let (trigger, class, pattern, predicate, effect) =
        (cells.next()?, cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let effect = match effect {
        "factive" => Effect::Factive,
        "prospective" => Effect::Prospective,
        "refused" => Effect::Refused,
        "denied" => Effect::Denied,
        "transparent" => Effect::Transparent,
        _ => return None,
    };
    Some(Frame { trigger, noun: class == "noun", pattern, predicate, effect })
}
