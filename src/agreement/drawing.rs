//! How far could a figure be off because these texts were coded and not others? Parts are drawn again and again, with a fixed seed.

/// A figure with the interval in which 95 of 100 drawn ones lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// The ends of the interval; none where there is too little to draw from.
    pub interval: Option<(f64, f64)>,
}

/// What is drawn anew for an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// Documents with all that is in them: what stands in one text is alike.
    Documents,
    /// Single units, where there are few documents.
    Units,
}

impl Drawn {
    /// The documents that are needed to draw from them.
    pub const ENOUGH: usize = 10;

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Drawn::Documents => "documents",
            Drawn::Units => "units",
        }
    }
}

/// How often parts are drawn.
const N_DRAWS: usize = 1_000;

/// What the numbers begin with.
const SEED: u64 = 1969;

/// The intervals of several figures that `figures` makes of parts: of each draw, as many parts as there are, each as often as it is
/// drawn. A figure that most draws do not have gets no interval.
pub(super) fn intervals<const N: usize>(
    n_parts: usize,
    figures: impl Fn(&[usize]) -> [Option<f64>; N],
) -> [Option<(f64, f64)>; N] {
    let mut found: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    if n_parts > 1 {
        let mut numbers = Numbers(SEED);
        let mut drawn = vec![0; n_parts];
        for _ in 0..N_DRAWS {
            drawn.fill_with(|| numbers.below(n_parts));
            for (found, figure) in found.iter_mut().zip(figures(&drawn)) {
                found.extend(figure);
            }
        }
    }
    found.map(interval)
}

fn interval(mut drawn: Vec<f64>) -> Option<(f64, f64)> {
    if drawn.len() * 2 <= N_DRAWS {
        return None;
    }
    drawn.sort_by(f64::total_cmp);
    let tail = drawn.len() / 40;
    Some((*drawn.get(tail)?, *drawn.get(drawn.len() - 1 - tail)?))
}

/// Numbers as if by chance: `SplitMix64` of Steele, Lea and Flood (2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    #[expect(clippy::cast_possible_truncation, reason = "it is below a number of that size")]
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}
