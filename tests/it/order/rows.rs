//! Rows of each kind of table and data set, of few names and identifiers, so that they contradict each other often.

use proptest::prelude::*;

use super::Rows;

type Cells = &'static [&'static str];

const NAMES: Cells = &[
    "Kenya",
    "Police (Kenya)",
    "Gaza",
    "gaza",
    "A Daily",
    "A B",
    "https://w3id.org/relata/project/t/A_B",
    "New York",
    "New_York",
    "Nairobi, Kenya",
];

/// Rows of cells, each out of a few.
fn rows(
    format: &'static str,
    ending: &'static str,
    header: &str,
    separator: &'static str,
    columns: Vec<Cells>,
) -> impl Strategy<Value = Rows> + use<> {
    let header = header.to_owned();
    let cell = |cells: Cells| (0..cells.len()).prop_map(move |index| cells[index]);
    let cells: Vec<_> = columns.into_iter().map(cell).collect();
    let row = cells.prop_map(move |cells| {
        let quoted = |cell: &str| {
            if separator == "," && cell.contains([',', '"']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.to_owned()
            }
        };
        cells.into_iter().map(quoted).collect::<Vec<_>>().join(separator)
    });
    prop::collection::vec(row, 1..7).prop_map(move |rows| Rows { format, ending, header: header.clone(), lines: rows })
}

/// Claims in a file of one of the forms that tables have.
pub(super) fn claims(ending: &'static str) -> BoxedStrategy<Rows> {
    let separator = if ending == "csv" { "," } else { "\t" };
    rows(
        "claims",
        ending,
        &"id,subject,predicate,object,date,place,said_by,document,quote,polarity,denies,note".replace(',', separator),
        separator,
        vec![
            &["", "", "", "c1", "c2", "c3"],
            NAMES,
            &["attacked", "Was Attacked By", "was attacked by", "met", "visited", "frobnicated", "did not attack"],
            &[
                "Kenya",
                "Gaza",
                "A B",
                "https://w3id.org/relata/project/t/A_B",
                "Kenyo",
                "#c1",
                "#c2",
                "New_York",
                "A Daily",
            ],
            &["", "2025-06-13", "2025", "soon"],
            &["", "", "Gaza", "Kenya"],
            &["", "A Daily", "Kenya;Gaza"],
            &["", "", "d1", "d2", "d3"],
            &["", "", "said"],
            &["", "negative"],
            &["", "", "", "c1", "c3"],
            &["", "", "one", "two"],
        ],
    )
    .boxed()
}

pub(super) fn entities() -> BoxedStrategy<Rows> {
    rows(
        "entities",
        "csv",
        "id,label,type,aliases,member_of,country",
        ",",
        vec![
            &["", "", "", "e1", "New_York", "Gaza", "ke"],
            NAMES,
            &["", "state", "person", "place", "actor", "alien"],
            &["", "", "Gaza", "KE;Kenya", "A B"],
            &["", "", "Kenya", "Gaza"],
            &["", "", "Kenya", "ke"],
        ],
    )
    .boxed()
}

pub(super) fn documents() -> BoxedStrategy<Rows> {
    rows(
        "documents",
        "csv",
        "id,title,publisher,published,language,genre",
        ",",
        vec![
            &["d1", "d2", "d4"],
            &["", "One", "Two"],
            &["", "A Daily", "Kenya"],
            &["", "2025-06-13", "soon"],
            &["", "en", "de"],
            &["", "news"],
        ],
    )
    .boxed()
}

/// A sample's row with other cells in some columns.
fn changed(row: &str, separator: &'static str, changes: Vec<(usize, Cells)>) -> Vec<Cells> {
    let mut cells: Vec<Cells> =
        row.split(separator).map(|cell| &*Vec::leak(vec![&*String::leak(cell.to_owned())])).collect();
    for (column, of) in changes {
        cells[column] = of;
    }
    cells
}

pub(super) fn gdelt() -> BoxedStrategy<Rows> {
    let sample = include_str!("../../data/events/gdelt2.export.CSV").lines().next().unwrap();
    let changes: Vec<(usize, Cells)> = vec![
        (0, &["1", "2", "3", "x"]),
        (1, &["20151020", "20151021", "20141027", "nonsense"]),
        (5, &["KEN", "KENCOP", "", "PSE"]),
        (6, &["Kenya", "Gaza", "New York"]),
        (15, &["KEN", "IGOUNO", "", "COP"]),
        (16, &["", "Gaza", "A Daily", "a.example"]),
        (26, &["010", "190", "999"]),
        (52, &["Gaza", "Kenya", "New York", "Nairobi, Kenya", ""]),
        (53, &["KE", "IS", ""]),
        (56, &["1.5", "-1.28"]),
        (60, &["http://a.example/1", "http://b.example/2"]),
    ];
    rows("gdelt", "export.CSV", "", "\t", changed(sample, "\t", changes)).boxed()
}

pub(super) fn mentions() -> BoxedStrategy<Rows> {
    let sample =
        "1\t20151020000000\t20151020000000\t1\ta.example\thttp://a.example/1\t1\t-1\t2\t3\t1\t50\t900\t-1.5\t\t";
    let changes: Vec<(usize, Cells)> = vec![
        (0, &["1", "2", "7"]),
        (4, &["a.example", "A Daily", ""]),
        (5, &["http://a.example/1", "http://b.example/2"]),
        (6, &["1", "2"]),
        (11, &["50", "100", "x"]),
    ];
    rows("gdelt", "mentions.CSV", "", "\t", changed(sample, "\t", changes)).boxed()
}

const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude";

pub(super) fn icews() -> BoxedStrategy<Rows> {
    let sample = "1\t2013-01-01\tPolice (Kenya)\tPolice\tKenya\tMake statement\t010\t0\tKenya\tNA\tKenya\t77\t2\tA Daily\tNairobi\tNA\tNA\tKenya\t-1.28\t36.82";
    let changes: Vec<(usize, Cells)> = vec![
        (0, &["1", "2", "x"]),
        (2, NAMES),
        (3, &["NA", "Police,Government"]),
        (6, &["010", "190", "0"]),
        (8, NAMES),
        (11, &["77", "78"]),
        (13, &["A Daily", "Gaza", "NA"]),
        (14, &["Nairobi", "Gaza", "NA"]),
        (17, &["Kenya", "NA"]),
    ];
    rows("icews", "tab", ICEWS, "\t", changed(sample, "\t", changes)).boxed()
}

const POLECAT: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tEvent Intensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCountry\tLatitude\tLongitude\tSource\tPublication Date";

pub(super) fn polecat() -> BoxedStrategy<Rows> {
    let sample = "a1_1\t2023-05-02\tCONSULT\tmeet\t2.5\tVERBAL COOPERATION\tdiplomatic\tKenya\tKEN\tKenya\tNone\tTanzania\tTZA\tTanzania\tNone\tNairobi\tKEN\t-1.28\t36.82\tA Daily\t2023-05-03";
    let changes: Vec<(usize, Cells)> = vec![
        (0, &["a1_1", "a1_2", "a2_1", "None"]),
        (2, &["CONSULT", "ASSAULT", "YELLED"]),
        (7, &["Kenya;Uganda", "Gaza", "None"]),
        (11, &["Tanzania", "Gaza;A Daily", "None"]),
        (15, &["Gaza", "Nairobi", "None"]),
        (16, &["KEN", "None"]),
        (19, &["A Daily", "Gaza", "None"]),
        (20, &["2023-05-03", "2023-05-04", "None"]),
    ];
    rows("polecat", "tsv", POLECAT, "\t", changed(sample, "\t", changes)).boxed()
}

pub(super) fn acled() -> BoxedStrategy<Rows> {
    let header = "event_id_cnty,event_date,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,location,latitude,longitude,source,notes,fatalities";
    let cells: Vec<Cells> = vec![
        &["KEN1", "KEN2", "a b"],
        &["2024-03-05", "2024-03-06", "soon"],
        &["Battles"],
        &["Armed clash", "Strolls"],
        NAMES,
        &["1"],
        NAMES,
        &["2", ""],
        &["Kenya", "Israel"],
        &["Lamu", "Gaza", "Kenya"],
        &["-2.27"],
        &["40.9", "41"],
        &["A Daily", "A Daily; Gaza", ""],
        &["", "one"],
        &["0", "3"],
    ];
    rows("acled", "csv", header, ",", cells).boxed()
}

pub(super) fn ucdp() -> BoxedStrategy<Rows> {
    let text = include_str!("../../data/events/ucdp.csv");
    let header = text.lines().next().unwrap();
    let column = |name: &str| header.split(',').position(|known| known == name).unwrap();
    let mut cells: Vec<Cells> = header.split(',').map(|_| -> Cells { &[""] }).collect();
    let changes: [(&str, Cells); 15] = [
        ("id", &["1", "2", "3"]),
        ("type_of_violence", &["1", "2", "9"]),
        ("side_a", &["Government of Kenya", "Gaza", "A Daily"]),
        ("side_b", &["Gaza", "Civilians", "Kenya", "New York"]),
        ("number_of_sources", &["1", "-1"]),
        ("source_article", &["\"A Daily,2013-01-03,One\"", "\"A Daily,2013-01-03,One\";\"Gaza,2013-01-04,Two\""]),
        ("source_office", &["A Daily", "A Daily;Gaza", ""]),
        ("source_date", &["2013-01-03", "2013-01-03;2013-01-04"]),
        ("source_headline", &["One", "One;Two"]),
        ("source_original", &["", "Gaza", "officials;Kenya"]),
        ("country", &["Kenya", "Israel"]),
        ("where_coordinates", &["Gaza", "Kenya", "Nairobi"]),
        ("event_clarity", &["1", "2"]),
        ("date_start", &["2013-01-03 00:00:00.000", "never"]),
        ("date_end", &["2013-01-03 00:00:00.000", "2013-01-05 00:00:00.000"]),
    ];
    for (name, of) in changes {
        cells[column(name)] = of;
    }
    cells[column("code_status")] = &["Clear"];
    rows("ucdp", "csv", header, ",", cells).boxed()
}

pub(super) fn quads() -> BoxedStrategy<Rows> {
    let cells: Vec<Cells> = vec![
        NAMES,
        &["Make a visit", "was attacked by", "Yell"],
        NAMES,
        &["2014-01-01", "2014", "soon"],
        &["train", ""],
    ];
    rows("quads", "txt", "", "\t", cells).boxed()
}

/// Quads of numbers, whose names stand in lists beside the file.
pub(super) fn numbers() -> BoxedStrategy<Rows> {
    let number: Cells = &["0", "1", "2", "3"];
    rows("quads", "numbers.txt", "", "\t", vec![number, &["0", "1"], number, &["2014-01-01", "2014", "soon"]]).boxed()
}

/// A list of numbers beside them; a number may have several names.
pub(super) fn list(name: &'static str, names: Cells) -> BoxedStrategy<Rows> {
    rows("list", name, "", "\t", vec![names, &["0", "1", "2"]]).boxed()
}

/// Lines of doccano: few documents, with other texts and other kinds of the same names.
pub(super) fn doccano() -> BoxedStrategy<Rows> {
    let line = |(id, (text, first, second)): (usize, (&'static str, &'static str, &'static str))| {
        let mut at = text.split(' ').scan(0, |at, word| {
            let start = *at;
            *at += word.chars().count() + 1;
            Some((start, start + word.chars().count()))
        });
        let (one, two) = (at.next().unwrap(), at.nth(1).unwrap());
        format!(
            "{{\"id\": {id}, \"text\": \"{text}\", \"entities\": [{{\"id\": 0, \"label\": \"{first}\", \"start_offset\": {}, \"end_offset\": {}}}, {{\"id\": 1, \"label\": \"{second}\", \"start_offset\": {}, \"end_offset\": {}}}], \"relations\": [{{\"id\": 0, \"from_id\": 0, \"to_id\": 1, \"type\": \"accuses\"}}]}}",
            one.0, one.1, two.0, two.1
        )
    };
    let text = prop::sample::select(vec!["Kenya accused Gaza twice", "Gaza accused Kenya", "Kenya accused Kenyo"]);
    let kind = || prop::sample::select(vec!["Person", "Country", "City", "Thing"]);
    let row = (1_usize..4, (text, kind(), kind())).prop_map(line);
    let lines = prop::collection::vec(row, 1..4);
    lines.prop_map(|rows| Rows { format: "doccano", ending: "jsonl", header: String::new(), lines: rows }).boxed()
}
