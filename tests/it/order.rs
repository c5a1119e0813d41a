//! The order of rows and of files changes nothing but source lines, whatever kind of source they are of.
//!
//! Each case is a project of several files with few names and identifiers, so that rows contradict each other often. It
//! is compiled once as it is, and once each with its rows, its sources, and the contents of its files in another order.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use relata::compile::{Output, compile};
use relata::diagnostic::Report;
use relata::project::Project;

use crate::support::Sandbox;

/// A file of rows.
#[derive(Debug, Clone, PartialEq)]
struct Rows {
    format: &'static str,
    ending: &'static str,
    header: String,
    rows: Vec<String>,
}

impl Rows {
    fn bytes(&self) -> Vec<u8> {
        let lines: Vec<&str> = std::iter::once(self.header.as_str()).filter(|header| !header.is_empty()).collect();
        let lines = lines.into_iter().chain(self.rows.iter().map(String::as_str));
        lines.map(|line| format!("{line}\n")).collect::<String>().into_bytes()
    }
}

/// What a project says: its quads but for source lines, and its faults without places, each with how often it is found.
#[derive(Debug, PartialEq)]
struct Said {
    quads: BTreeSet<String>,
    faults: BTreeMap<String, usize>,
    counts: [u64; 5],
}

/// A message with places left out: `line 3` and `a.csv:3`.
fn without_places(message: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in message.split(' ') {
        let bare = word.trim_matches(['(', ')', ';', ',']);
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number(bare) && words.last().is_some_and(|last| last.ends_with("line")) {
            words.pop();
            words.push("PLACE");
        } else if bare.rsplit_once(':').is_some_and(|(file, line)| file.contains('.') && is_number(line)) {
            words.push("PLACE");
        } else {
            words.push(word);
        }
    }
    words.join(" ")
}

/// Compiles files, each a source of its own, listed in this order.
fn said(files: &[Rows], listed: &[usize], severity: &str, with_files: bool) -> Said {
    let name =
        |index: usize| format!("{}-{}.{}", files[index].format, char::from(b'a' + index as u8), files[index].ending);
    let sandbox = Sandbox::new(&[]);
    let mut toml = format!("[project]\nname = \"t\"\n[severity]\nunsourced-claim = \"allow\"\n{severity}\n");
    for index in listed {
        toml += &format!("[[sources]]\nformat = \"{}\"\nfiles = [\"{}\"]\n", files[*index].format, name(*index));
        sandbox.write(&name(*index), &files[*index].bytes());
    }
    sandbox.write("relata.toml", toml.as_bytes());
    let project = Project::find(sandbox.path()).unwrap();
    let mut report = Report::new(project.policy.clone());
    let quads = RefCell::new(BTreeSet::new());
    let mut sink = |quad: oxigraph::model::QuadRef<'_>| {
        let line = quad.to_string();
        if !line.contains("ns#sourceLine>") && (with_files || !line.contains("ns#sourceFile>")) {
            quads.borrow_mut().insert(line);
        }
    };
    let mut begin_again = || {
        quads.borrow_mut().clear();
        Ok(())
    };
    let mut output =
        Output { sink: &mut sink, rejects: &mut |_| Ok(()), progress: &mut |_| (), begin_again: &mut begin_again };
    let tally = compile(&project, &mut report, &mut output).unwrap();
    let mut faults = BTreeMap::new();
    for fault in report.diagnostics() {
        let hint = fault.hint.as_deref().unwrap_or_default();
        *faults.entry(without_places(&format!("{}: {} → {hint}", fault.code.name, fault.message))).or_default() += 1;
    }
    let counts = [tally.n_rows, tally.n_claims, tally.n_duplicates, tally.n_rejected, tally.n_events];
    Said { quads: quads.into_inner(), faults, counts }
}

/// Numbers that look random and come from a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, self.below(at + 1));
        }
    }
}

/// What is different between two projects, short enough to read.
fn difference(before: &Said, after: &Said) -> String {
    let mut lines: Vec<String> = before.quads.difference(&after.quads).map(|line| format!("- {line}")).collect();
    lines.extend(after.quads.difference(&before.quads).map(|line| format!("+ {line}")));
    let odd = |(fault, n): (&String, &usize), of: &Said, sign: char| {
        (of.faults.get(fault) != Some(n)).then(|| format!("{sign} {n} × {fault}"))
    };
    lines.extend(before.faults.iter().filter_map(|fault| odd(fault, after, '-')));
    lines.extend(after.faults.iter().filter_map(|fault| odd(fault, before, '+')));
    lines.push(format!("{:?} {:?}", before.counts, after.counts));
    lines.join("\n")
}

/// True when rows may stand in either file: an annotation has its identifier from the name of its file.
fn are_alike(one: &Rows, other: &Rows) -> bool {
    let form = |rows: &Rows| (rows.format, rows.ending, rows.header.clone());
    form(one) == form(other) && (one.format != "doccano" || one == other)
}

fn compare(files: &[Rows], severity: &str, seed: u64) -> Result<(), TestCaseError> {
    let mut numbers = Numbers(seed);
    let listed: Vec<usize> = (0..files.len()).collect();
    let first = said(files, &listed, severity, true);
    let check = |what: &str, first: &Said, other: &Said, files: &[Rows]| {
        prop_assert!(first == other, "{what}\n{}\n{files:#?}", difference(first, other));
        Ok(())
    };
    let mut shuffled = files.to_vec();
    shuffled.iter_mut().for_each(|file| numbers.shuffle(&mut file.rows));
    check("rows", &first, &said(&shuffled, &listed, severity, true), &shuffled)?;
    let mut other = listed.clone();
    numbers.shuffle(&mut other);
    check("sources", &first, &said(files, &other, severity, true), files)?;
    // Rows of one form change from file to file.
    let mut dealt = files.to_vec();
    for at in 0..dealt.len() {
        let alike: Vec<usize> = (0..files.len()).filter(|index| are_alike(&files[*index], &files[at])).collect();
        for row in files[at].rows.clone() {
            let from = dealt.iter().position(|file| are_alike(file, &files[at]) && file.rows.contains(&row));
            if let Some(from) = from {
                let place = dealt[from].rows.iter().position(|known| *known == row).unwrap();
                dealt[from].rows.remove(place);
                let to = alike[numbers.below(alike.len())];
                dealt[to].rows.insert(0, row);
            }
        }
    }
    // An empty file is a fault of its own.
    if dealt.iter().all(|file| !file.rows.is_empty()) {
        let first = said(files, &listed, severity, false);
        check("files", &first, &said(&dealt, &listed, severity, false), &dealt)?;
    }
    Ok(())
}

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
    prop::collection::vec(row, 1..7).prop_map(move |rows| Rows { format, ending, header: header.clone(), rows })
}

fn claims() -> BoxedStrategy<Rows> {
    rows(
        "claims",
        "csv",
        "id,subject,predicate,object,date,place,said_by,document,quote,polarity,denies,note",
        ",",
        vec![
            &["", "", "", "c1", "c2", "c3"],
            NAMES,
            &["attacked", "Was Attacked By", "was attacked by", "met", "visited", "frobnicated", "Frobnicated"],
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

fn entities() -> BoxedStrategy<Rows> {
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

fn documents() -> BoxedStrategy<Rows> {
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

fn gdelt() -> BoxedStrategy<Rows> {
    let sample = include_str!("../data/events/gdelt2.export.CSV").lines().next().unwrap();
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

fn mentions() -> BoxedStrategy<Rows> {
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

fn icews() -> BoxedStrategy<Rows> {
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

fn polecat() -> BoxedStrategy<Rows> {
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

fn acled() -> BoxedStrategy<Rows> {
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

fn ucdp() -> BoxedStrategy<Rows> {
    let text = include_str!("../data/events/ucdp.csv");
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

fn quads() -> BoxedStrategy<Rows> {
    let cells: Vec<Cells> = vec![
        NAMES,
        &["Make a visit", "was attacked by", "Yell"],
        NAMES,
        &["2014-01-01", "2014", "soon"],
        &["train", ""],
    ];
    rows("quads", "txt", "", "\t", cells).boxed()
}

/// Lines of doccano: few documents, with other texts and other kinds of the same names.
fn doccano() -> BoxedStrategy<Rows> {
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
    lines.prop_map(|rows| Rows { format: "doccano", ending: "jsonl", header: String::new(), rows }).boxed()
}

fn severity() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "",
        "duplicate-row = \"reject\"",
        "inverse-predicate = \"reject\"\niri-collision = \"reject\"",
        "unknown-entity = \"reject\"",
        "ambiguous-alias = \"warn\"",
        "other-text = \"reject\"\nunfit-type = \"reject\"",
        "computed-date = \"reject\"\nbad-date = \"warn\"",
    ])
}

fn any_file() -> impl Strategy<Value = Rows> {
    prop_oneof![
        4 => claims(),
        2 => entities(),
        2 => documents(),
        2 => gdelt(),
        1 => mentions(),
        1 => icews(),
        1 => polecat(),
        1 => acled(),
        1 => ucdp(),
        1 => quads(),
        2 => doccano(),
    ]
}

/// The number of cases; `RELATA_ORDER_CASES` asks for more.
fn cases(few: u32) -> ProptestConfig {
    let asked = std::env::var("RELATA_ORDER_CASES").ok().and_then(|asked| asked.parse().ok());
    ProptestConfig { max_shrink_iters: 400, ..ProptestConfig::with_cases(asked.unwrap_or(few)) }
}

/// Two files of a format, and sometimes tables beside them.
fn alone(format: BoxedStrategy<Rows>) -> impl Strategy<Value = Vec<Rows>> {
    (prop::collection::vec(format, 1..3), prop::option::of(entities()), prop::option::of(documents()))
        .prop_map(|(files, entities, documents)| files.into_iter().chain(entities).chain(documents).collect())
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn of_claims(files in alone(claims()), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn of_gdelt(files in prop::collection::vec(prop_oneof![2 => gdelt(), 1 => mentions()], 1..4), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn of_annotations(files in alone(doccano()), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }

    #[test]
    fn of_all_kinds_of_sources(files in prop::collection::vec(any_file(), 1..6), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn of_other_data_sets(files in alone(prop_oneof![icews(), polecat(), acled(), ucdp(), quads()].boxed()), severity in severity(), seed in any::<u64>()) {
        compare(&files, severity, seed)?;
    }
}
