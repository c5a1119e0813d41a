//! Dates: EDTF in, first and last day out.

use proptest::prelude::*;
use relata::model::EventDate;

fn read(text: &str) -> String {
    match EventDate::parse(text) {
        Ok(date) => {
            let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
            let mut doubts = String::new();
            doubts += if date.is_uncertain() { " uncertain" } else { "" };
            doubts += if date.is_approximate() { " approximate" } else { "" };
            format!("{} {}{doubts}", day(date.begin()) + "/" + &day(date.end()), date.precision().word())
        }
        Err(error) => match &error.suggestion {
            Some(suggestion) => format!("{error} → {suggestion}"),
            None => error.to_string(),
        },
    }
}

#[test]
fn every_form_is_understood() {
    let texts = "2025-06-13 2025-06 2025 2024-02-29 2025-06-13? 2025-06~ 2025% 2025-06-13/2025-06-15 2025-06/2025 2025-06-13/.. ../2025 2025-06-13T21:05:00Z 2025-06-13T21:05+03:30";
    let lines: Vec<String> = texts.split(' ').map(|text| format!("{text}: {}", read(text))).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    2025-06-13: 2025-06-13/2025-06-13 day
    2025-06: 2025-06-01/2025-06-30 month
    2025: 2025-01-01/2025-12-31 year
    2024-02-29: 2024-02-29/2024-02-29 day
    2025-06-13?: 2025-06-13/2025-06-13 day uncertain
    2025-06~: 2025-06-01/2025-06-30 month approximate
    2025%: 2025-01-01/2025-12-31 year uncertain approximate
    2025-06-13/2025-06-15: 2025-06-13/2025-06-15 interval
    2025-06/2025: 2025-06-01/2025-12-31 interval
    2025-06-13/..: 2025-06-13/.. interval
    ../2025: ../2025-12-31 interval
    2025-06-13T21:05:00Z: 2025-06-13/2025-06-13 day
    2025-06-13T21:05+03:30: 2025-06-13/2025-06-13 day
    ");
}

#[test]
fn every_other_form_is_refused_with_a_way_out() {
    let texts = "2025-06-31|2025-13-01|2025-00-10|2023-02-29|June 31 2025|13/06/2025|June 13, 2025|13 June 2025|06/07/2025|2025/6/3|2025-6-3|13.06.2025|yesterday|2025-06-15/2025-06-13|../..|20250613|2025-06-13T25:00|-1|٢٠٢٥-٠٦-١٣";
    let lines: Vec<String> = texts.split('|').map(|text| format!("{text}: {}", read(text))).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    2025-06-31: June 2025 has 30 days
    2025-13-01: there is no month 13: months are 01 to 12
    2025-00-10: there is no month 00: months are 01 to 12
    2023-02-29: February 2023 has 28 days
    June 31 2025: June 2025 has 30 days
    13/06/2025: a date is YYYY-MM-DD, YYYY-MM or YYYY → 2025-06-13
    June 13, 2025: a date is YYYY-MM-DD, YYYY-MM or YYYY → 2025-06-13
    13 June 2025: a date is YYYY-MM-DD, YYYY-MM or YYYY → 2025-06-13
    06/07/2025: a date is YYYY-MM-DD, YYYY-MM or YYYY
    2025/6/3: a date is YYYY-MM-DD, YYYY-MM or YYYY → 2025-06-03
    2025-6-3: a date is YYYY-MM-DD, YYYY-MM or YYYY → 2025-06-03
    13.06.2025: a date is YYYY-MM-DD, YYYY-MM or YYYY → 2025-06-13
    yesterday: a date is YYYY-MM-DD, YYYY-MM or YYYY
    2025-06-15/2025-06-13: the interval ends before it begins → 2025-06-13/2025-06-15
    ../..: an interval needs at least one date
    20250613: a date is YYYY-MM-DD, YYYY-MM or YYYY
    2025-06-13T25:00: a date is YYYY-MM-DD, YYYY-MM or YYYY
    -1: a date is YYYY-MM-DD, YYYY-MM or YYYY
    ٢٠٢٥-٠٦-١٣: a date is YYYY-MM-DD, YYYY-MM or YYYY
    ");
}

proptest! {
    #![proptest_config(crate::support::draws(256))]

    #[test]
    fn any_text_is_a_date_or_an_error(text in "\\PC{0,24}") {
        if let Ok(date) = EventDate::parse(&text) {
            prop_assert_eq!(date.text(), text);
            prop_assert!(date.begin().zip(date.end()).is_none_or(|(begin, end)| begin <= end));
        }
    }

    #[test]
    fn texts_that_look_like_dates_never_panic(text in "[0-9?~%/.TZ:+-]{0,30}") {
        let _ = EventDate::parse(&text);
    }
}
