//! How much of a dossier stands in its page.

use super::Group;

/// Which claims of a table are shown.
pub(super) const OF_EACH: &str = "of each predicate the first by date";
/// Which claims of contradictions are shown.
pub(super) const OF_SIDES: &str = "of each side the first";

impl Group {
    /// How many claims it has, and how many of them are shown.
    pub(super) fn counted(&self) -> String {
        let (n_shown, n) = (self.n_shown, self.claims.len());
        let claims = format!("{n} claim{}", if n == 1 { "" } else { "s" });
        if n_shown < n { format!("{n_shown} of {claims}") } else { claims }
    }
}

/// How many items of each list are shown when there may be no more than `most` altogether: short lists whole, long ones
/// equally far. Where there are more lists than that, the first ones have an item each.
pub(super) fn shares(lengths: &[usize], most: usize) -> Vec<usize> {
    if lengths.iter().sum::<usize>() <= most {
        return lengths.to_vec();
    }
    let mut sorted = lengths.to_vec();
    sorted.sort_unstable();
    // What short lists leave is for the others.
    let (mut left, mut n_lists, mut level) = (most, lengths.len(), 0);
    for length in sorted {
        level = left / n_lists;
        if length > level {
            break;
        }
        left -= length;
        n_lists -= 1;
    }
    let mut spare = left - level * n_lists;
    let of_list = |length: &usize| match *length {
        short if short <= level => short,
        _ if spare > 0 => {
            spare -= 1;
            level + 1
        }
        _ => level,
    };
    lengths.iter().map(of_list).collect()
}

/// What to say where not everything is shown.
pub(super) fn left_out(n_shown: usize, n: usize, what: &str, which: &str) -> Option<String> {
    (n_shown < n).then(|| {
        format!(
            "Here are {n_shown} of {n} {what}, {which}. --rows 0 shows all; --since, --predicate and the like choose."
        )
    })
}
