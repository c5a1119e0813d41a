//! One period after another.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::model::{Period, words};

words! {
    /// The length of a slice of time, longest first.
    Slice {
        /// A calendar year.
        Year = "year",
        /// Three calendar months.
        Quarter = "quarter",
        /// A calendar month.
        Month = "month",
        /// Monday to Sunday.
        Week = "week",
        /// A day.
        Day = "day",
    }
}

impl Slice {
    /// The slices that a period lies in, in order, each with its name: `2025`, `2025-Q2`, `2025-06`, `2025-W24`,
    /// `2025-06-13`.
    pub fn periods(self, all: Period) -> impl Iterator<Item = (String, Period)> {
        let mut begin = Some(self.begin(all.begin));
        std::iter::from_fn(move || {
            let first = begin.filter(|day| *day <= all.end)?;
            let next = self.next(first);
            begin = next;
            let end = next.and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX);
            Some((self.name(first), Period { begin: first, end }))
        })
    }

    fn begin(self, day: Date) -> Date {
        match self {
            Slice::Year => day.first_of_year(),
            Slice::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), month, 1).unwrap_or(day)
            }
            Slice::Month => day.first_of_month(),
            Slice::Week => day.checked_sub(i32::from(day.weekday().since(Weekday::Monday)).days()).unwrap_or(day),
            Slice::Day => day,
        }
    }

    fn next(self, first: Date) -> Option<Date> {
        let span = match self {
            Slice::Year => 1.year(),
            Slice::Quarter => 3.months(),
            Slice::Month => 1.month(),
            Slice::Week => 1.week(),
            Slice::Day => 1.day(),
        };
        first.checked_add(span).ok()
    }

    fn name(self, first: Date) -> String {
        match self {
            Slice::Year => format!("{:04}", first.year()),
            Slice::Quarter => format!("{:04}-Q{}", first.year(), (first.month() + 2) / 3),
            Slice::Month => format!("{:04}-{:02}", first.year(), first.month()),
            Slice::Week => {
                let week = first.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Slice::Day => first.to_string(),
        }
    }
}
