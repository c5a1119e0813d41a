//! Rows in the layout of ACLED made from rows of UCDP GED, with the noise that two data sets of one war have: days that
//! are off by one, places some kilometres away, other names for the sides, other counts of the dead; some events are left
//! out, and others are added nearby. The rows are made up; of ACLED they have nothing but the layout and the way in which it
//! spells actors. The identifier of a row that comes from one of UCDP ends in that one's.

use std::fmt::Write as _;

/// How ACLED calls sides that UCDP calls otherwise.
const NAMES: &[(&str, &str)] = &[
    ("Taleban", "Taliban"),
    ("Syrian insurgents", "Opposition Rebels (Syria)"),
    ("PKK", "PKK: Kurdistan Workers Party"),
    ("TTP", "TTP: Tehreek-i-Taliban Pakistan"),
    ("Al-Shabaab", "Al Shabaab"),
    ("CPI-Maoist", "CPI (Maoist): Communist Party of India (Maoist)"),
    ("AQIM", "AQIM: Al Qaeda in the Islamic Maghreb"),
    ("JNIM", "JNIM: Group for Support of Islam and Muslims"),
    ("SDF", "QSD: Syrian Democratic Forces"),
    ("LTTE", "LTTE: Liberation Tigers of Tamil Eelam"),
    ("FARC", "FARC: Revolutionary Armed Forces of Colombia"),
    ("ELN", "ELN: National Liberation Army"),
    ("UNITA", "UNITA: National Union for the Total Independence of Angola"),
    ("LRA", "LRA: Lords Resistance Army"),
    ("BLA", "BLA: Baloch Liberation Army"),
    ("TPLF", "TPLF: Tigray People Liberation Front"),
    ("Hamas", "Hamas Movement"),
    ("al-Qaida", "Al Qaeda"),
    ("Jama'atu Ahlis Sunna Lidda'awati wal-Jihad", "Boko Haram - Jamatu Ahli is-Sunnah lid-Dawatai wal-Jihad"),
    ("Kashmir insurgents", "Unidentified Armed Group (India)"),
    ("DPR", "NAF: United Armed Forces of Novorossiya"),
];

/// Types of state-based and other fights, and of violence against civilians.
const FIGHTS: &[(&str, &str)] = &[
    ("Battles", "Armed clash"),
    ("Battles", "Armed clash"),
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
];
const ATTACKS: &[(&str, &str)] = &[
    ("Violence against civilians", "Attack"),
    ("Violence against civilians", "Attack"),
    ("Violence against civilians", "Attack"),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
];

/// What UCDP adds to names of places.
const PLACES: &[&str] = &[" town", " village", " city", " district", " province"];

/// Days that the two data sets are apart; one event in twenty is too far apart to be found.
const SHIFTS: [i64; 20] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, -1, -1, 2];
/// Kilometres up to which their places are apart.
const REACHES: [f64; 10] = [1.0, 1.0, 1.0, 1.0, 1.0, 10.0, 10.0, 10.0, 30.0, 60.0];

/// Numbers that are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }

    /// A number from 0 to 1.
    pub(crate) fn share(&mut self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "it is small")]
        let share = self.below(1 << 24) as f64 / f64::from(1_u32 << 24);
        share
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.below(all.len() as u64)).expect("a place in a list")]
    }
}

/// A row of UCDP, as far as it is needed.
struct Row {
    id: String,
    violence: String,
    sides: [String; 2],
    country: String,
    place: String,
    point: (f64, f64),
    begin: jiff::civil::Date,
    end: jiff::civil::Date,
    deaths: u64,
}

/// The table, and for each row of UCDP that is told by one of ACLED the identifiers of both.
pub(crate) fn acled_of(ucdp: &str, seed: u64) -> (String, Vec<(String, String)>) {
    let mut dice = Dice::new(seed);
    let rows = rows_of(ucdp);
    let mut table = "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,country,\
        location,latitude,longitude,geo_precision,source,notes,fatalities\n"
        .to_owned();
    let mut gold = Vec::new();
    for row in &rows {
        if dice.below(100) >= 30 {
            let id = format!("GEN{}", row.id);
            let shift = *dice.one_of(&SHIFTS);
            let most = *dice.one_of(&REACHES);
            let far = most * dice.share();
            write_row(row, &id, shift, far, &mut dice, &mut table);
            gold.push((format!("event:ucdp-{}", row.id), format!("event:acled-{id}")));
        }
        // Another event of the same war, some days later or some way off.
        if dice.below(100) < 50 {
            let is_later = dice.below(2) == 0;
            let shift = if is_later { 2 + i64::try_from(dice.below(5)).expect("small") } else { 0 };
            let far = if is_later { 30.0 * dice.share() } else { 25.0 + 100.0 * dice.share() };
            write_row(row, &format!("GEN{}9999", row.id), shift, far, &mut dice, &mut table);
        }
    }
    (table, gold)
}

fn write_row(row: &Row, id: &str, shift: i64, far: f64, dice: &mut Dice, table: &mut String) {
    let n_days = u64::try_from((row.end - row.begin).get_days().clamp(0, 30)).expect("it is positive");
    let later = i64::try_from(dice.below(n_days + 1)).expect("a small number");
    let begin = row.begin + jiff::Span::new().days(later + shift);
    let angle = dice.share() * std::f64::consts::TAU;
    let north = row.point.0 + far / 111.0 * angle.sin();
    let east = row.point.1 + far / 111.0 * angle.cos() / row.point.0.to_radians().cos().max(0.1);
    let types = if row.violence == "3" { ATTACKS } else { FIGHTS };
    let (event_type, sub_type) = dice.one_of(types);
    let mut sides = [&row.sides[0], &row.sides[1]].map(|side| spelt(side, &row.country, dice));
    if dice.below(10) < 3 {
        sides.swap(0, 1);
    }
    let deaths = match dice.below(20) {
        0..10 => row.deaths,
        10..17 => row.deaths + dice.below(row.deaths / 3 + 2),
        17 => 0,
        _ => row.deaths * 2 + 1,
    };
    let [left, right] = sides;
    // ACLED names places without what they are, and what is further off is another place.
    let name = row.place.replace('"', "");
    let name = PLACES.iter().find_map(|word| name.strip_suffix(word)).unwrap_or(&name);
    let place = if far < 5.0 { name.to_owned() } else { format!("{name} {far:.0}") };
    let country = row.country.split(" (").next().unwrap_or_default();
    let precision = if far > 20.0 { 2 } else { 1 };
    let source = *dice.one_of(&["Xinhua", "AFP", "SOHR", "Pajhwok", "Local Source"]);
    let _ = writeln!(
        table,
        "{id},{begin},{},1,{event_type},{sub_type},\"{left}\",\"{right}\",{country},\"{place}\",{north:.4},{east:.4},\
         {precision},{source},,{deaths}",
        begin.year()
    );
}

/// The side as ACLED would call it.
fn spelt(side: &str, country: &str, dice: &mut Dice) -> String {
    let country = country.split(" (").next().unwrap_or_default();
    if let Some(state) = side.strip_prefix("Government of ") {
        let state = state.split(" (").next().unwrap_or_default();
        let forces = if dice.below(10) < 7 { "Military Forces" } else { "Police Forces" };
        return format!("{forces} of {state} (2000-2024)");
    }
    if side == "IS" {
        return format!("Islamic State ({country})");
    }
    if side == "Civilians" {
        return format!("Civilians ({country})");
    }
    if dice.below(100) < 12 {
        return format!("Unidentified Armed Group ({country})");
    }
    let known = NAMES.iter().find(|(ucdp, _)| *ucdp == side);
    known.map_or_else(|| side.to_owned(), |(_, acled)| (*acled).to_owned())
}

fn rows_of(ucdp: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(ucdp.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|heading| heading == name).expect("a column of UCDP");
    let columns = [
        "id",
        "type_of_violence",
        "side_a",
        "side_b",
        "country",
        "where_coordinates",
        "latitude",
        "longitude",
        "date_start",
        "date_end",
        "best",
    ]
    .map(at);
    let row = |record: csv::StringRecord| {
        let cell = |n: usize| record.get(columns[n]).unwrap_or_default().to_owned();
        let day = |n: usize| cell(n).get(..10)?.parse::<jiff::civil::Date>().ok();
        Some(Row {
            id: cell(0),
            violence: cell(1),
            sides: [cell(2), cell(3)],
            country: cell(4),
            place: cell(5),
            point: (cell(6).parse().ok()?, cell(7).parse().ok()?),
            begin: day(8)?,
            end: day(9)?,
            deaths: cell(10).parse().ok()?,
        })
    };
    reader.records().filter_map(|record| row(record.ok()?)).collect()
}

/// How right pairs of events are, and how many of the gold are among them.
pub(crate) fn rate(found: &[(String, String)], gold: &[(String, String)]) -> (f64, f64) {
    let known: std::collections::BTreeSet<(&str, &str)> =
        gold.iter().flat_map(|(a, b)| [(a.as_str(), b.as_str()), (b.as_str(), a.as_str())]).collect();
    let is_right = |pair: &&(String, String)| known.contains(&(pair.0.as_str(), pair.1.as_str()));
    let right = found.iter().filter(|pair| is_right(pair)).count();
    #[allow(clippy::cast_precision_loss, reason = "these are small numbers")]
    let share = |n: usize, of: usize| if of == 0 { 1.0 } else { n as f64 / of as f64 };
    (share(right, found.len()), share(right, gold.len()))
}
