//! Which name was meant?

/// The letters of a name that is compared. Nobody sees a slip of the pen in a longer one, and comparing takes the
/// product of both lengths.
const MOST_LETTERS: usize = 200;

/// What rules most names out before they are compared letter by letter.
#[derive(Clone, Copy)]
struct Outline {
    n_letters: usize,
    /// A bit for each letter that occurs, of which several have one bit.
    letters: u64,
}

impl Outline {
    /// The outline of a name, ignoring case; none when it is too long to be compared.
    fn of(name: &str) -> Option<Outline> {
        // A letter takes up to four bytes.
        if name.len() > 4 * MOST_LETTERS {
            return None;
        }
        let mut outline = Outline { n_letters: 0, letters: 0 };
        let mut take = |letter: char| {
            outline.n_letters += 1;
            outline.letters |= 1 << (u32::from(letter) % 64);
        };
        if name.is_ascii() {
            name.bytes().for_each(|byte| take(byte.to_ascii_lowercase().into()));
        } else {
            name.to_lowercase().chars().for_each(take);
        }
        Some(outline).filter(|outline| outline.n_letters <= MOST_LETTERS)
    }

    /// False when two names are farther apart than `most`: each step changes the length by one at most, and takes one
    /// letter away and brings one in at most.
    fn may_be_near(self, other: Outline, most: usize) -> bool {
        self.n_letters.abs_diff(other.n_letters) <= most
            && (self.letters ^ other.letters).count_ones() as usize <= 2 * most
    }
}

/// A name that others are compared with.
struct Word {
    text: String,
    outline: Outline,
    most: usize,
}

impl Word {
    fn new(word: &str) -> Option<Word> {
        let outline = Outline::of(word)?;
        Some(Word { text: word.to_lowercase(), outline, most: (outline.n_letters / 3).clamp(1, 3) })
    }

    /// How far a candidate is, when it is near enough.
    fn distance(&self, candidate: &str, outline: Outline) -> Option<usize> {
        if !self.outline.may_be_near(outline, self.most) {
            return None;
        }
        let distance = strsim::osa_distance(&self.text, &candidate.to_lowercase());
        (distance <= self.most && distance < self.outline.n_letters).then_some(distance)
    }
}

fn least<'a>(near: impl Iterator<Item = (usize, &'a str)>) -> Option<&'a str> {
    near.min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1))).map(|(_, candidate)| candidate)
}

/// The candidate nearest to `word`, when it is near enough to be a slip of the pen.
///
/// Compares by edit distance with transpositions, ignoring case; a third of the
/// letters may differ, at most three. Linear in the number of candidates; names of more than 200 letters have none.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = Word::new(word)?;
    // Counting letters is the slower part, so that the length in bytes comes first where it tells something.
    let longest = 4 * (word.outline.n_letters + word.most);
    let candidates = candidates.into_iter().filter(|candidate| candidate.len() <= longest);
    least(candidates.filter_map(|candidate| Some((word.distance(candidate, Outline::of(candidate)?)?, candidate))))
}

/// True when `word` is `meant` with a slip of the pen, and hardly a word of its own.
///
/// Short words and words that begin with another letter are mostly other words (`hugged`, `bugged`), and so are those in which
/// one letter stands for another (`trained`, `trailed`). A letter left out, doubled or exchanged with its neighbour is a slip.
pub fn is_slip(word: &str, meant: &str) -> bool {
    let (word, meant) = (word.to_lowercase(), meant.to_lowercase());
    let n_letters = word.chars().count();
    if n_letters > MOST_LETTERS || word.chars().next() != meant.chars().next() {
        return false;
    }
    let is_substituted = n_letters == meant.chars().count() && strsim::hamming(&word, &meant) == Ok(1);
    match strsim::osa_distance(&word, &meant) {
        1 if is_substituted => n_letters >= 8,
        1 => n_letters >= 6,
        2 => n_letters >= 11,
        _ => false,
    }
}

/// Names that many words are compared with, looked at once.
#[derive(Default)]
pub struct KnownNames(Vec<(Outline, String)>);

impl<'a> FromIterator<&'a str> for KnownNames {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> KnownNames {
        KnownNames(names.into_iter().filter_map(|name| Some((Outline::of(name)?, name.to_owned()))).collect())
    }
}

impl KnownNames {
    /// The one nearest to `word`, as [`nearest`] finds it.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let word = Word::new(word)?;
        least(self.0.iter().filter_map(|(outline, name)| Some((word.distance(name, *outline)?, name.as_str()))))
    }
}
