//! Days that a phrase means, with the EDTF that says so.

use jiff::civil::Date;

/// Days from the first to the last, and how they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) edtf: String,
}

impl Stretch {
    pub(super) fn day(day: Date) -> Stretch {
        Stretch { first: day, last: day, edtf: day.to_string() }
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Stretch> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Stretch { first, last: first.last_of_month(), edtf: format!("{year:04}-{month:02}") })
    }

    pub(super) fn year(year: i16) -> Option<Stretch> {
        let (first, last) = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
        Some(Stretch { first, last, edtf: format!("{year:04}") })
    }

    /// Every day from one to the other.
    pub(super) fn days(first: Date, last: Date) -> Option<Stretch> {
        let edtf = if first == last { first.to_string() } else { format!("{first}/{last}") };
        (first <= last).then_some(Stretch { first, last, edtf })
    }

    /// Whole months from one to the other, in the year of each.
    pub(super) fn months(first: (i16, i8), last: (i16, i8)) -> Option<Stretch> {
        Stretch::month(first.0, first.1)?.to(&Stretch::month(last.0, last.1)?)
    }

    /// From the beginning of this one to the end of another.
    pub(super) fn to(&self, end: &Stretch) -> Option<Stretch> {
        let edtf = format!("{}/{}", self.sides().0, end.sides().1);
        (self.first <= end.last).then_some(Stretch { first: self.first, last: end.last, edtf })
    }

    /// The same, only roughly.
    pub(super) fn roughly(&self) -> Stretch {
        let (begin, end) = self.sides();
        let rough = |side: &str| if side.ends_with(['~', '.']) { side.to_owned() } else { format!("{side}~") };
        let edtf = if begin == end { rough(begin) } else { format!("{}/{}", rough(begin), rough(end)) };
        Stretch { edtf, ..self.clone() }
    }

    /// From its beginning on.
    pub(super) fn onwards(&self) -> Option<Stretch> {
        let begin = self.sides().0;
        (begin != "..").then(|| Stretch { edtf: format!("{begin}/.."), ..self.clone() })
    }

    /// At some time until its end.
    pub(super) fn up_to(&self) -> Option<Stretch> {
        let end = self.sides().1;
        (end != "..").then(|| Stretch { edtf: format!("../{end}"), ..self.clone() })
    }

    /// The same days of the year of another one, where this one does not tell its own.
    pub(super) fn in_year_of(&self, other: &Stretch, is_told: bool) -> Option<Stretch> {
        if is_told || self.first.year() == other.first.year() {
            return None;
        }
        let year = other.first.year();
        let moved = match self.edtf.len() {
            7 => Stretch::month(year, self.first.month()),
            10 => Date::new(year, self.first.month(), self.first.day()).ok().map(Stretch::day),
            _ => None,
        };
        moved.filter(|moved| moved.first <= other.last)
    }

    /// What is written before and behind the slash.
    fn sides(&self) -> (&str, &str) {
        self.edtf.split_once('/').unwrap_or((&self.edtf, &self.edtf))
    }
}
