//! How far a source and what it says can be relied on: the Admiralty scale.

use super::words;

words! {
    /// How reliable a source is, by the letters of the Admiralty scale.
    Reliability {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Its reliability cannot be judged.
        F = "F",
    }
}

words! {
    /// How credible a claim is, by the digits of the Admiralty scale.
    Credibility {
        /// Confirmed by other sources.
        Confirmed = "1",
        /// Probably true.
        ProbablyTrue = "2",
        /// Possibly true.
        PossiblyTrue = "3",
        /// Doubtful.
        Doubtful = "4",
        /// Improbable.
        Improbable = "5",
        /// Its truth cannot be judged.
        Unjudged = "6",
    }
}

/// A grade of the Admiralty scale, as cells have it: its sign, or a number from 0 to 1.
pub trait Grade: Copy + Ord + 'static {
    /// Every grade, the best first; the last one says that nothing can be judged.
    const GRADES: &'static [Self];

    /// The grade of a sign.
    fn of_sign(sign: &str) -> Option<Self>;

    /// The sign of the grade.
    fn sign(self) -> &'static str;

    /// The grade that a cell means. A number from 0 to 1 is the grade in whose fifth of the scale it lies, as STIX maps the two:
    /// from 0.8 on it is the best one, below 0.2 the worst.
    fn of_cell(cell: &str) -> Option<Self> {
        let number = || {
            let is_plain = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let number = cell.parse::<f64>().ok().filter(|number| is_plain && (0.0..=1.0).contains(number))?;
            let place = [0.8, 0.6, 0.4, 0.2].iter().position(|least| number >= *least).unwrap_or(4);
            Self::GRADES.get(place).copied()
        };
        Self::of_sign(cell).or_else(number)
    }

    /// True when it is as good as `least` or better. What cannot be judged is as good as nothing but itself.
    fn is_at_least(self, least: Self) -> bool {
        self <= least
    }
}

impl Grade for Reliability {
    const GRADES: &'static [Reliability] = &Reliability::ALL;

    fn of_sign(sign: &str) -> Option<Reliability> {
        Reliability::parse(sign)
    }

    fn sign(self) -> &'static str {
        self.word()
    }
}

impl Grade for Credibility {
    const GRADES: &'static [Credibility] = &Credibility::ALL;

    fn of_sign(sign: &str) -> Option<Credibility> {
        Credibility::parse(sign)
    }

    fn sign(self) -> &'static str {
        self.word()
    }
}

/// What is known of how far a claim can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rating {
    /// That of its source: the best of its speakers, or that of its outlet where this is worse.
    pub reliability: Option<Reliability>,
    /// That of the claim itself.
    pub credibility: Option<Credibility>,
}

impl Rating {
    /// The rating of a claim by the grades of its speakers, of its outlet and of itself, as far as somebody has given them.
    ///
    /// Of several speakers the best one vouches for the claim; an outlet passes it on, and adds nothing to its worth.
    pub fn new(
        speakers: impl IntoIterator<Item = Reliability>,
        outlet: Option<Reliability>,
        credibility: Option<Credibility>,
    ) -> Rating {
        Rating { reliability: speakers.into_iter().min().max(outlet), credibility }
    }

    /// The letter and the digit, `-` where one is missing; none where both are.
    pub fn sign(self) -> Option<String> {
        (self != Rating::default()).then(|| {
            let letter = self.reliability.map_or("-", Reliability::word);
            [letter, self.credibility.map_or("-", Credibility::word)].concat()
        })
    }
}
