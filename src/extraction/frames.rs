//! Which words tell an act, and what does the act do to what it is about?

use super::words::Families;

/// The place of the object in a trigger whose words it parts.
const OBJECT: &str = "~";

const FRAMES: &str = include_str!("../../data/lexicon/frames.tsv");

/// The frame of a word that tells an act: one line of `data/lexicon/frames.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the pattern that is there or not")]
pub struct Frame {
    /// The word as a dictionary has it.
    pub trigger: &'static str,
    /// The words behind it that belong to it: `down` of `step down`.
    pub particle: Vec<&'static str>,
    /// They stand behind its object: `held Vesk responsible`.
    pub parted: bool,
    /// The class of the trigger.
    pub class: FrameClass,
    /// The family of nouns that the object has to be of: `lifted sanctions` is another act than `lifted a lid`.
    pub family: Option<u8>,
    /// The places of the other end, the preferred one first.
    pub places: Vec<EndPlace>,
    /// The object has to be somebody, and the only object: `called the minister`, not `called him a liar`.
    pub person: bool,
    /// An object has to be there, although another end is preferred: `returned the bust to Vesk`, not `returned to Vesk`.
    pub theme: bool,
    /// One of the places has to be filled: `worked with Vesk`, not `worked in Vesk`.
    pub only: bool,
    /// It tells an act only inside of another one: `promised to hire`, not `hired`.
    pub inside: bool,
    /// An act may stand inside, in the infinitive.
    pub infinitive: bool,
    /// An act may stand inside, behind `that`.
    pub that: bool,
    /// An act may stand inside, as in `ruled out attacking`.
    pub gerund: bool,
    /// The local name of the predicate; none where the vocabulary has none, and the words of the text are used.
    pub predicate: Option<&'static str>,
    /// What becomes of the act inside.
    pub effect: Effect,
}

/// The class of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FrameClass {
    /// `reject`
    Verb,
    /// `rejection`
    Noun,
    /// `willing`, with a form of `be`
    Adjective,
}

/// A place where the other end of an act may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndPlace {
    /// At once behind the trigger.
    Object,
    /// Behind a preposition.
    Behind(&'static str),
}

/// The effect of an act on the act inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It is so, whoever tells it.
    Factive,
    /// It is so, because of this act: `managed to`.
    Implicative,
    /// It is not so: `failed to`.
    Failed,
    /// It is not so, by the will of this actor.
    Refused,
    /// It is no longer so.
    Ended,
    /// This speaker says that it is not so.
    Denied,
    /// It is planned.
    Planned,
    /// It is decided, and what it will be by its own nature: `decided to cut`.
    Decided,
    /// It can be done, or may: `able to`, `allowed to`.
    Possible,
    /// It is proposed.
    Proposed,
    /// It is asked for.
    Requested,
    /// It is promised.
    Promised,
    /// It is threatened with.
    Threatened,
    /// This speaker holds it to be so.
    Opinion,
}

impl Frame {
    /// The other end is before all what follows at once, whatever it is.
    pub(super) fn takes_object(&self) -> bool {
        self.family.is_none() && self.places.first() == Some(&EndPlace::Object)
    }

    /// An act may stand inside.
    #[must_use]
    pub fn holds_act(&self) -> bool {
        self.infinitive || self.that || self.gerund
    }
}

/// The frames that relata ships, in the order of the file. A line that is no frame is passed over; a test holds that there is none.
pub(super) fn shipped_frames(families: &Families) -> impl Iterator<Item = Frame> {
    FRAMES.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| read_frame(line, families))
}

fn read_frame(line: &'static str, families: &Families) -> Option<Frame> {
    let mut cells = line.split('\t');
    let (triggers, class, pattern, predicate, effect) =
        (cells.next()?, cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let mut words = triggers.split(' ');
    let class = match class {
        "verb" => FrameClass::Verb,
        "noun" => FrameClass::Noun,
        "adjective" => FrameClass::Adjective,
        _ => return None,
    };
    let mut frame = Frame {
        trigger: words.next()?,
        particle: words.clone().filter(|word| *word != OBJECT).collect(),
        parted: words.next() == Some(OBJECT),
        class,
        family: None,
        places: Vec::new(),
        person: false,
        theme: false,
        only: false,
        inside: false,
        infinitive: false,
        that: false,
        gerund: false,
        predicate: (predicate != "-").then_some(predicate),
        effect: effect_of(effect)?,
    };
    for place in pattern.split(' ') {
        match place {
            "object" => frame.places.push(EndPlace::Object),
            "person" => {
                frame.person = true;
                frame.places.push(EndPlace::Object);
            }
            "theme" => frame.theme = true,
            "only" => frame.only = true,
            "inside" => frame.inside = true,
            "infinitive" => frame.infinitive = true,
            "that" => frame.that = true,
            "gerund" => frame.gerund = true,
            _ => match place.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => frame.family = Some(families.number(name)?),
                None => frame.places.push(EndPlace::Behind(place)),
            },
        }
    }
    Some(frame)
}

fn effect_of(word: &str) -> Option<Effect> {
    Some(match word {
        "factive" => Effect::Factive,
        "implicative" => Effect::Implicative,
        "failed" => Effect::Failed,
        "refused" => Effect::Refused,
        "ended" => Effect::Ended,
        "denied" => Effect::Denied,
        "planned" => Effect::Planned,
        "decided" => Effect::Decided,
        "possible" => Effect::Possible,
        "proposed" => Effect::Proposed,
        "requested" => Effect::Requested,
        "promised" => Effect::Promised,
        "threatened" => Effect::Threatened,
        "opinion" => Effect::Opinion,
        _ => return None,
    })
}
