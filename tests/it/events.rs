//! Event data sets: what their rows mean, and the traps that lie in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use relata::export::{ExportOptions, tables};
use relata::input::events::EventFormat;
use relata::project::{Project, Source, SourceKind};

use crate::support::{Compiled, Sandbox};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/events").join(name)
}

/// A graph of these files, without any project.
fn import(format: EventFormat, files: &[PathBuf]) -> Compiled {
    let patterns: Vec<String> = files.iter().map(|file| file.to_str().unwrap().to_owned()).collect();
    let sources = Source::of_patterns(SourceKind::Events(format), &patterns, Path::new(".")).unwrap();
    Compiled::of(Project::of_sources(PathBuf::from("."), sources))
}

/// A graph of one file with this text.
fn read(format: EventFormat, text: &str) -> Compiled {
    read_bytes(format, text.as_bytes())
}

fn read_bytes(format: EventFormat, bytes: &[u8]) -> Compiled {
    let sandbox = Sandbox::new(&[("rows.txt", bytes)]);
    import(format, &[sandbox.path().join("rows.txt")])
}

/// The quads of a graph, but for the names of files.
fn without_files(compiled: &Compiled) -> BTreeSet<String> {
    compiled.nquads().lines().filter(|line| !line.contains("ns#sourceFile>")).map(str::to_owned).collect()
}

/// A row of GDELT 2.0 with some cells changed.
fn gdelt_row(changes: &[(usize, &str)]) -> String {
    let text = std::fs::read_to_string(data("gdelt2.export.CSV")).unwrap();
    let row = text.lines().find(|row| row.contains("\t20151020\t")).unwrap();
    let mut cells: Vec<&str> = row.split('\t').collect();
    for (column, cell) in changes {
        cells[*column] = cell;
    }
    cells.join("\t") + "\n"
}

const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";

fn icews_row(id: &str, day: &str, code: &str, sectors: &str) -> String {
    format!(
        "{id}\t{day}\tPolice (Kenya)\t{sectors}\tKenya\tMake statement\t{code}\t0\tKenya\tNA\tKenya\t77\t2\tA Daily\tNairobi\tNA\tNA\tKenya\t-1.28\t36.82\n"
    )
}

const CLAIMS: &str = "SELECT ?s ?p ?o ?date ?type { ?c ra:about ?e ; rdf:subject/rdfs:label ?s ; rdf:predicate/rdfs:label ?p ; rdf:object/rdfs:label ?o . ?e sem:eventType ?type OPTIONAL { ?e ra:edtf|ra:date ?date } FILTER(!STRSTARTS(STR(?type), STR(plover:))) }";

#[test]
fn tables_of_an_import_make_the_same_graph() {
    let cases = [
        (EventFormat::Gdelt, "gdelt2.export.CSV"),
        (EventFormat::Gdelt, "gdelt1-57.export.CSV"),
        (EventFormat::Gdelt, "gdelt1-58.export.CSV"),
        (EventFormat::Ucdp, "ucdp.csv"),
    ];
    for (format, file) in cases {
        let imported = import(format, &[data(file)]);
        let sandbox = Sandbox::new(&[]);
        let claims = imported.claims();
        tables::write(&claims, &imported.project.namespace, &ExportOptions::default(), &mut |name| {
            Ok(Box::new(std::fs::File::create(sandbox.path().join(name))?))
        })
        .unwrap();
        let again = sandbox.compile();
        let (before, after) = (without_files(&imported), without_files(&again));
        let lost: Vec<&String> = before.difference(&after).collect();
        let added: Vec<&String> = after.difference(&before).collect();
        assert!(lost.is_empty() && added.is_empty(), "{file}: lost {lost:#?}, added {added:#?}, {}", again.faults());
    }
}

#[test]
fn every_row_is_an_event_or_a_reject() {
    for (format, file, n) in [(EventFormat::Gdelt, "gdelt2.export.CSV", 8), (EventFormat::Ucdp, "ucdp.csv", 6)] {
        let tally = import(format, &[data(file)]).tally;
        assert_eq!((tally.n_event_rows, tally.n_events, tally.n_events_rejected), (n, n, 0), "{file}");
    }
    let text = gdelt_row(&[]) + "881\tcut off\n" + &gdelt_row(&[(0, "x12")]) + &gdelt_row(&[(0, "9"), (1, "20151341")]);
    let compiled = read(EventFormat::Gdelt, &text);
    let tally = &compiled.tally;
    assert_eq!((tally.n_event_rows, tally.n_events, tally.n_events_rejected), (4, 1, 3));
    insta::assert_snapshot!(compiled.faults(), @r#"
    rows.txt:1:11 notice computed-date SQLDATE: the day lies exactly 7 before the one the event was added: GDELT takes it from words such as "last week" → it is kept as approximate (`~`); `days_before_added` tells such claims from others
    rows.txt:2:12 error wrong-field-count: the row has 2 cells, this data set 61 → the file may be cut off, or be of another data set
    rows.txt:3:1 error bad-id GLOBALEVENTID: `x12` is no event number → GDELT writes digits; the line may be cut off
    rows.txt:4:3 error bad-date SQLDATE: `20151341` is not a date: there is no month 13: months are 01 to 12 → the data set writes a day that exists; fetch the file again
    "#);
}

#[test]
fn codes_keep_their_leading_zeros() {
    let text =
        ICEWS.to_owned() + &icews_row("1", "2013-01-01", "010", "NA") + &icews_row("2", "2013-01-01", "10", "NA");
    insta::assert_snapshot!(read(EventFormat::Icews, &text).select(CLAIMS), @"
    Police (Kenya) | demanded | Kenya | 2013-01-01 | https://w3id.org/relata/cameo/10
    Police (Kenya) | said | Kenya | 2013-01-01 | https://w3id.org/relata/cameo/010
    ");
}

#[test]
fn quad_classes_and_scores_are_those_of_the_data_set() {
    // GDELT puts 09 and 14 into other classes than ICEWS does, and scores 016 otherwise; the code's concept has both.
    let compiled = read(EventFormat::Gdelt, &gdelt_row(&[(26, "090"), (29, "2")]));
    insta::assert_snapshot!(compiled.select("SELECT ?code ?icews ?gdelt { GRAPH ra:vocabulary { VALUES ?code { cameo:09 cameo:14 } ?code ra:quadClass ?icews ; ra:quadClassGdelt ?gdelt } }"), @"
    https://w3id.org/relata/cameo/09 | 3 | 2
    https://w3id.org/relata/cameo/14 | 4 | 3
    ");
    insta::assert_snapshot!(compiled.select("SELECT ?icews ?gdelt { GRAPH ra:vocabulary { cameo:016 ra:goldstein ?icews ; ra:goldsteinGdelt ?gdelt } }"), @"-5.0 | -2.0");
}

#[test]
fn names_of_codes_are_those_of_the_data_sets_own_list() {
    let compiled = read(EventFormat::Gdelt, &gdelt_row(&[(26, "016")]));
    insta::assert_snapshot!(compiled.select("SELECT ?name { GRAPH ra:vocabulary { cameo:016 skos:prefLabel|skos:altLabel ?name } }"), @"Deny responsibility");
}

#[test]
fn days_computed_from_words_are_flagged() {
    let compiled = import(EventFormat::Gdelt, &[data("gdelt2.export.CSV")]);
    insta::assert_snapshot!(compiled.faults(), @r#"
    gdelt2.export.CSV:1:11 notice computed-date SQLDATE: the day lies exactly 365 before the one the event was added: GDELT takes it from words such as "last year" → it is kept as approximate (`~`); `days_before_added` tells such claims from others
    gdelt2.export.CSV:2:11 notice computed-date SQLDATE: the day lies exactly 30 before the one the event was added: GDELT takes it from words such as "last month" → it is kept as approximate (`~`); `days_before_added` tells such claims from others
    gdelt2.export.CSV:3:11 notice computed-date SQLDATE: the day lies exactly 7 before the one the event was added: GDELT takes it from words such as "last week" → it is kept as approximate (`~`); `days_before_added` tells such claims from others
    gdelt2.export.CSV:4:11 notice computed-date SQLDATE: the day lies exactly 1 before the one the event was added: GDELT takes it from words such as "yesterday" → it is kept as approximate (`~`); `days_before_added` tells such claims from others
    "#);
    insta::assert_snapshot!(compiled.select("SELECT ?date ?back { ?e ra:edtf ?date ; qualifier:days_before_added ?back }"), @"
    2014-10-27~ | 365
    2015-09-27~ | 30
    2015-10-20~ | 7
    2015-10-26~ | 1
    ");
}

#[test]
fn countries_of_places_are_fips_and_those_of_actors_cameo() {
    // AU is Austria in FIPS 10-4, and Australia in ISO 3166.
    let compiled = read(EventFormat::Gdelt, &gdelt_row(&[]));
    insta::assert_snapshot!(compiled.select("SELECT ?name ?country ?where { ?e sem:hasPlace ?p . ?p rdfs:label ?name . OPTIONAL { ?p ra:country/rdfs:label ?country } OPTIONAL { ?p geo:hasGeometry/geo:asWKT ?where } }"), @"Vienna, Wien, Austria | Austria | POINT(16.3667 48.2)");
    insta::assert_snapshot!(compiled.select(CLAIMS), @"Austria | consulted | Syria | 2015-10-20~ | https://w3id.org/relata/cameo/040");
}

#[test]
fn offsets_of_gdelt_are_data_and_its_confidence_a_share() {
    let url = "https://example.org/report";
    let event = gdelt_row(&[(60, url)]);
    let number = event.split('\t').next().unwrap();
    let mention = format!(
        "{number}\t20151027220000\t20151027220000\t1\texample.org\t{url}\t4\t850\t-1\t787\t0\t20\t1002\t0.6\tsrclc:spa;eng:Moses\t\n"
    );
    let sandbox = Sandbox::new(&[("a.mentions.CSV", mention.as_bytes()), ("b.export.CSV", event.as_bytes())]);
    let compiled =
        import(EventFormat::Gdelt, &[sandbox.path().join("a.mentions.CSV"), sandbox.path().join("b.export.CSV")]);
    insta::assert_snapshot!(compiled.select("SELECT ?c ?e ?who ?sure ?at { ?c ra:about ?e ; ra:inDocument/schema:publisher/rdfs:label ?who OPTIONAL { ?c ra:confidence ?sure ; qualifier:action_offset ?at } }"), @"
    https://w3id.org/relata/kg/claim/gdelt-479491296 | https://w3id.org/relata/kg/event/gdelt-479491296 | example.org |  | 
    https://w3id.org/relata/kg/claim/gdelt-479491296-4222000ed7c20a37-4 | https://w3id.org/relata/kg/event/gdelt-479491296 | example.org | 0.20 | 787
    ");
    assert_eq!(compiled.select("SELECT ?x { ?x a oa:TextPositionSelector }"), "");
    let alone = import(EventFormat::Gdelt, &[sandbox.path().join("a.mentions.CSV")]);
    insta::assert_snapshot!(alone.faults(), @"a.mentions.CSV:1:1 error unknown-event GLOBALEVENTID: no file of the project has the event 479491296 → a mention has no statement of its own: import the events of its day as well");
}

#[test]
fn an_event_of_icews_is_known_by_number_and_day() {
    let rows = [
        icews_row("5", "2013-01-01", "010", "NA"),
        icews_row("5", "2013-02-01", "010", "NA"),
        icews_row("5", "2013-02-01", "020", "NA"),
    ];
    let compiled = read(EventFormat::Icews, &(ICEWS.to_owned() + &rows.concat()));
    insta::assert_snapshot!(compiled.select("SELECT ?e { ?e a ra:Event }"), @"
    https://w3id.org/relata/kg/event/icews-5-2013-01-01
    https://w3id.org/relata/kg/event/icews-5-2013-02-01
    ");
    insta::assert_snapshot!(compiled.faults(), @"rows.txt:3:1 error duplicate-id id: the id `icews-5-2013-02-01` is taken by line 4 → give the row another id, or leave it empty");
}

#[test]
fn sectors_have_one_order() {
    let row = |id: &str, sectors: &str| icews_row(id, "2013-01-01", "010", sectors);
    let text = ICEWS.to_owned() + &row("1", "\"Police,Government\"") + &row("2", "Government,Police");
    insta::assert_snapshot!(read(EventFormat::Icews, &text).select("SELECT ?c ?sectors { ?c ra:about/qualifier:subject_sectors ?sectors }"), @"
    https://w3id.org/relata/kg/claim/icews-1-2013-01-01 | Government; Police
    https://w3id.org/relata/kg/claim/icews-2-2013-01-01 | Government; Police
    ");
}

#[test]
fn a_role_belongs_to_its_country() {
    let text = ICEWS.to_owned() + &icews_row("1", "2013-01-01", "010", "NA");
    insta::assert_snapshot!(read(EventFormat::Icews, &text).select("SELECT ?name ?type ?of { ?a rdfs:label ?name ; a ?type . OPTIONAL { ?a ra:memberOf/rdfs:label ?of } { ?e ra:agent ?a } UNION { ?e ra:recipient ?a } }"), @"
    Kenya | https://w3id.org/relata/ns#State | 
    Police (Kenya) | https://w3id.org/relata/ns#RoleActor | Kenya
    ");
}

const POLECAT: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tEvent Intensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCountry\tLatitude\tLongitude\tSource\tPublication Date\n";

#[test]
fn polecat_has_lists_missing_names_extra_tabs_and_other_bytes() {
    let mut bytes = POLECAT.as_bytes().to_vec();
    bytes.extend(b"a1_1\t2023-05-02\tCONSULT\tmeet\t2.5\tVERBAL COOPERATION\tdiplomatic;economic\tKenya;Uganda\tKEN;UGA\tKenya;Uganda\tNone\tTanzania\tTZA\tTanzania\tNone\tNairobi\tKEN\t-1.28\t36.82\tA Daily\t2023-05-03\t\t\n");
    bytes.extend(b"a1_2\t2023-05-02\tASSAULT\taerial\t-9\tMATERIAL CONFLICT\tNone\tNone\tNone\trebels' unit\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tA Daily\t2023-05-03\n");
    bytes.extend(b"a1_3\t2023-05-02\tYELLED\tNone\t-9\tMATERIAL CONFLICT\tNone\tNone\tNone\tCura\xE7ao\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tA Daily\t2023-05-03\n");
    bytes.extend(b"a1_4\t2023-05-02\tACCUSE\tNone\t-9\tVERBAL CONFLICT\tNone\tNone\tNone\tCura\xE7ao\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tA Daily\t2023-05-03\n");
    let compiled = read_bytes(EventFormat::Polecat, &bytes);
    insta::assert_snapshot!(compiled.faults(), @"rows.txt:4:17 error unknown-value Event Type: `YELLED` is no type of PLOVER → the types are those of its manual, such as `CONSULT`, in capitals");
    insta::assert_snapshot!(compiled.select("SELECT ?s ?p ?o ?e { ?c ra:about ?e ; rdf:subject/rdfs:label ?s ; rdf:predicate/rdfs:label ?p ; rdf:object/rdfs:label ?o }"), @"
    Curaçao | accused | unnamed recipient of polecat-a1_4 | https://w3id.org/relata/kg/event/polecat-a1_4
    Kenya | consulted | Tanzania | https://w3id.org/relata/kg/event/polecat-a1_1
    Uganda | consulted | Tanzania | https://w3id.org/relata/kg/event/polecat-a1_1
    rebels' unit | bombed | unnamed recipient of polecat-a1_2 | https://w3id.org/relata/kg/event/polecat-a1_2
    ");
}

#[test]
fn acled_has_no_direction_and_two_layouts() {
    let old = "data_id;event_id_cnty;event_date;event_type;sub_event_type;actor1;inter1;actor2;inter2;country;location;latitude;longitude;source;notes;fatalities\n1;KEN7;05 January 2021;Battles;Armed clash;Rebels (Kenya);2;Police Forces of Kenya;1;Kenya;Lamu;-2.27;40.9;A Daily; A Radio;one;3\n";
    let compiled = read(EventFormat::Acled, &old.replace("A Daily; A Radio", "\"A Daily; A Radio\""));
    insta::assert_snapshot!(compiled.select(CLAIMS), @"
    Police Forces of Kenya | armed clash with | Rebels (Kenya) | 2021-01-05 | https://w3id.org/relata/acled/armed_clash
    Police Forces of Kenya | armed clash with | Rebels (Kenya) | 2021-01-05 | https://w3id.org/relata/acled/armed_clash
    ");
    insta::assert_snapshot!(compiled.select("SELECT ?who { ?c ra:inDocument/schema:publisher/rdfs:label ?who }"), @"
    A Daily
    A Radio
    ");
    let new = "\u{feff}event_id_cnty,event_date,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,location,latitude,longitude,source,notes,fatalities\nKEN8,2024-03-05,Protests,Peaceful protest,Protesters (Kenya),Protesters,,,Kenya,Lamu,-2.27,40.9,A Daily,,0\nKEN9,2024-03-05,Strolls,Peaceful stroll,Protesters (Kenya),Protesters,,,Kenya,Lamu,-2.27,40.9,A Daily,,0\n";
    let compiled = read(EventFormat::Acled, new);
    insta::assert_snapshot!(compiled.select(CLAIMS), @"Protesters (Kenya) | peaceful protest involving | unnamed actor 2 of acled-KEN8 | 2024-03-05 | https://w3id.org/relata/acled/peaceful_protest");
    insta::assert_snapshot!(compiled.faults(), @"rows.txt:3:25 error unknown-value sub_event_type: `Peaceful stroll` is no type of event of ACLED → the types are those of its code book, such as `Armed clash`");
}

#[test]
fn ucdp_says_who_reported() {
    let compiled = import(EventFormat::Ucdp, &[data("ucdp.csv")]);
    insta::assert_snapshot!(compiled.select("SELECT ?c ?who ?sure ?doc { ?c a ra:Claim ; ra:certainty ?sure OPTIONAL { ?c ra:saidBy/rdfs:label ?who } OPTIONAL { ?c ra:inDocument ?doc } }"), @"
    https://w3id.org/relata/kg/claim/ucdp-135297 | UIFSA source | http://groundedannotationframework.org/grasp/factuality#certain | https://w3id.org/relata/kg/document/ucdp-135297-article-1
    https://w3id.org/relata/kg/claim/ucdp-21300 | army statement (ucdp-21300) | http://groundedannotationframework.org/grasp/factuality#probable | https://w3id.org/relata/kg/document/ucdp-21300-article-1
    https://w3id.org/relata/kg/claim/ucdp-300380-article-1 |  | http://groundedannotationframework.org/grasp/factuality#certain | https://w3id.org/relata/kg/document/ucdp-300380-article-1
    https://w3id.org/relata/kg/claim/ucdp-300380-article-2 |  | http://groundedannotationframework.org/grasp/factuality#certain | https://w3id.org/relata/kg/document/ucdp-300380-article-2
    https://w3id.org/relata/kg/claim/ucdp-300380-speakers | SOHR | http://groundedannotationframework.org/grasp/factuality#certain | 
    https://w3id.org/relata/kg/claim/ucdp-300380-speakers | VDC | http://groundedannotationframework.org/grasp/factuality#certain | 
    https://w3id.org/relata/kg/claim/ucdp-401115 | Ministry of National Defense | http://groundedannotationframework.org/grasp/factuality#probable | https://w3id.org/relata/kg/document/ucdp-401115-article-1
    https://w3id.org/relata/kg/claim/ucdp-410252 |  | http://groundedannotationframework.org/grasp/factuality#certain | https://w3id.org/relata/kg/document/ucdp-410252-article-1
    https://w3id.org/relata/kg/claim/ucdp-448810 | SOHR | http://groundedannotationframework.org/grasp/factuality#certain | https://w3id.org/relata/kg/document/ucdp-448810-article-1
    ");
    assert_eq!(
        compiled.select("SELECT ?n { ?e qualifier:number_of_sources ?n FILTER(?n = -1) }"),
        "",
        "-1 is not coded"
    );
}

#[test]
fn a_file_of_another_data_set_is_refused() {
    let compiled = read(EventFormat::Polecat, "Event ID\tSource\tTarget\n1\ta\tb\n");
    insta::assert_snapshot!(compiled.faults(), @"rows.txt:1:1 error other-data-set: POLECAT has a column `Event Date`, this file has none → check that the file is of this data set and has its header");
    insta::assert_snapshot!(read(EventFormat::Gdelt, "1\t2\t3\n").faults(), @"rows.txt:1:1 error other-data-set: the first line has 3 cells; GDELT has 57, 58 or 61 of an event, 16 of a mention → give the file as GDELT publishes it, or with a line above the rows that names GDELT's columns");
    insta::assert_snapshot!(read(EventFormat::Quads, "12\t3\t44\t2014-01-01\n").faults(), @"rows.txt:1:1 error other-data-set: subject, relation and object are numbers, and there is no list of entities → put the benchmark's `entity2id.txt` beside the file: a name, a tab and its number on each line");
}

#[test]
fn archives_are_read_as_they_are() {
    use std::io::Write as _;
    let row = gdelt_row(&[]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(row.as_bytes()).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.export.CSV", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(row.as_bytes()).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let plain = without_files(&read(EventFormat::Gdelt, &row));
    for packed in [gzip.finish().unwrap(), zip] {
        assert_eq!(without_files(&read_bytes(EventFormat::Gdelt, &packed)), plain);
    }
}

proptest! {
    // Each case builds a graph.
    #![proptest_config(crate::support::draws(16))]

    /// Whatever stands in the cells, a row is kept or rejected with a reason, and never both.
    #[test]
    fn any_cells_are_kept_or_rejected(cells in prop::collection::vec((0_usize..61, "[ -~é😀]{0,12}"), 0..8)) {
        let changes: Vec<(usize, &str)> = cells.iter().map(|(column, cell)| (*column, cell.as_str())).collect();
        let compiled = read(EventFormat::Gdelt, &gdelt_row(&changes));
        let tally = &compiled.tally;
        prop_assert_eq!(tally.n_event_rows, 1);
        prop_assert_eq!(tally.n_events + tally.n_events_rejected, 1);
        prop_assert_eq!(tally.n_events_rejected > 0, compiled.faults().contains(" error "));
    }

    /// A fact that a rejected row told is told by the next row that has it, however often it was told in between.
    #[test]
    fn rejected_rows_leave_nothing_behind(rows in prop::collection::vec((any::<bool>(), 0_usize..3, 0_usize..3), 1..12)) {
        let toml = b"[project]\nname = \"t\"\n[severity]\ncomputed-date = \"reject\"\n[[sources]]\nformat = \"gdelt\"\nfiles = [\"rows.CSV\"]\n";
        let actors = ["IRN", "USAGOV", "AFGINSTAL"];
        let places = ["Nairobi, Kenya", "Tehran, Iran", "Kenya"];
        let row = |(number, (is_sound, actor, place)): (usize, &(bool, usize, usize))| {
            let number = (700 + number).to_string();
            let day = if *is_sound { "20151022" } else { "20151020" };
            gdelt_row(&[(0, &number), (1, day), (5, actors[*actor]), (52, places[*place])])
        };
        let all: String = rows.iter().enumerate().map(row).collect();
        let sound: String = rows.iter().enumerate().filter(|(_, (is_sound, ..))| *is_sound).map(row).collect();
        let compile = |text: &str| Sandbox::new(&[("rows.CSV", text.as_bytes()), ("relata.toml", toml)]).compile();
        let (all, sound) = (compile(&all), compile(&sound));
        prop_assert_eq!(all.tally.n_events_rejected, rows.iter().filter(|(is_sound, ..)| !is_sound).count() as u64);
        prop_assert_eq!(all.nquads(), sound.nquads());
    }
}

/// A benchmark of numbers with its lists, in the orders that such lists have.
const NUMBERS: [(&str, &[u8]); 3] = [
    ("train.txt", b"0\t1\t2\t48\t0\n2\t0\t0\t24\t0\n2\t0\t9\t24\t0\n"),
    ("entity2id.txt", b"3\nPolice (Kenya)\t0\n7\t1\nIran\t2\n"),
    ("relations.dict", b"0\tMake a visit\n1\tAccuse\n"),
];

#[test]
fn numbers_of_quads_stand_for_names_of_lists_and_steps_of_time() {
    let toml = "[project]\nname = \"t\"\n[[sources]]\nformat = \"quads\"\nfiles = [\"*.txt\"]\nbegin = \"2018-01-01\"\nstep = ";
    let read = |step: &str| {
        let sandbox = Sandbox::new(&NUMBERS);
        sandbox.write("relata.toml", format!("{toml}\"{step}\"\n").as_bytes());
        sandbox.compile()
    };
    let hours = read("hour");
    insta::assert_snapshot!(hours.select("SELECT ?s ?p ?o ?date { ?c ra:about ?e ; rdf:subject/rdfs:label ?s ; rdf:predicate/rdfs:label ?p ; rdf:object/rdfs:label ?o . ?e ra:date ?date }"), @"
    Iran | visited | Police (Kenya) | 2018-01-02
    Police (Kenya) | accused | Iran | 2018-01-03
    ");
    insta::assert_snapshot!(hours.faults(), @"train.txt:3:5 error unknown-number object: the list of entities has no number `9` → the list beside the file may be that of another benchmark");
    let dates = |step: &str| read(step).select("SELECT ?date { ?e ra:date ?date }").replace('\n', " ");
    insta::assert_snapshot!(["day", "month", "year"].map(dates).join(" | "), @"2018-01-25 2018-02-18 | 2020-01 2022-01 | 2042 2066");
}

#[test]
fn a_step_of_time_needs_a_beginning() {
    let sandbox = Sandbox::new(&NUMBERS);
    let compiled = import(EventFormat::Quads, &[sandbox.path().join("train.txt")]);
    insta::assert_snapshot!(compiled.faults().lines().next().unwrap(), @"train.txt:1:7 error bad-date date: `48` is a step of time, and nobody says when steps begin → say it with `--begin 2018-01-01 --step hour`, or `begin` and `step` in `[[sources]]`");
    assert_eq!((compiled.tally.n_events, compiled.tally.n_events_rejected), (0, 3));
    // A list is no file of quads, although a pattern for the files of its folder fits it.
    let both = ["train.txt", "entity2id.txt"].map(|file| sandbox.path().join(file));
    assert_eq!(import(EventFormat::Quads, &both).tally.n_event_rows, 3);
}

#[test]
fn a_softened_fault_keeps_what_can_be_kept_and_counts_the_rest() {
    let row = gdelt_row(&[(1, "20151341")]) + &gdelt_row(&[(0, "x12")]);
    let toml = b"[project]\nname = \"t\"\n[severity]\nbad-date = \"warn\"\nbad-id = \"warn\"\n[[sources]]\nformat = \"gdelt\"\nfiles = [\"rows.CSV\"]\n";
    let compiled = Sandbox::new(&[("rows.CSV", row.as_bytes()), ("relata.toml", toml)]).compile();
    let tally = &compiled.tally;
    assert_eq!((tally.n_event_rows, tally.n_events, tally.n_events_rejected, tally.n_claims), (2, 1, 1, 1));
    assert_eq!(compiled.select("SELECT ?day { ?c qualifier:SQLDATE ?day }"), "20151341");
}

/// Rows of GDELT with a header and this between cells, as other programs write them.
fn named_gdelt(rows: &[&str], between: &str, change: impl Fn(&str, &str) -> String) -> String {
    const PARTS: [&str; 10] = [
        "Code",
        "Name",
        "CountryCode",
        "KnownGroupCode",
        "EthnicCode",
        "Religion1Code",
        "Religion2Code",
        "Type1Code",
        "Type2Code",
        "Type3Code",
    ];
    const GEO: [&str; 8] = ["Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"];
    let mut names: Vec<String> =
        ["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"].map(str::to_owned).to_vec();
    names.extend(["Actor1", "Actor2"].iter().flat_map(|of| PARTS.map(|part| format!("{of}{part}"))));
    names.extend(
        "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone"
            .split(' ')
            .map(str::to_owned),
    );
    names.extend(["Actor1Geo", "Actor2Geo", "ActionGeo"].iter().flat_map(|of| GEO.map(|part| format!("{of}_{part}"))));
    names.extend(["DATEADDED", "SOURCEURL"].map(str::to_owned));
    let quoted = |cell: String| if cell.contains(between) { format!("\"{cell}\"") } else { cell };
    let line = |cells: Vec<String>| cells.into_iter().map(quoted).collect::<Vec<_>>().join(between);
    let row =
        |row: &&str| line(row.trim_end().split('\t').zip(&names).map(|(cell, name)| change(name, cell)).collect());
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("{}\n{}\n", line(names.clone()), rows.join("\n"))
}

#[test]
fn gdelt_with_a_header_says_what_gdelt_says() {
    let rows = [gdelt_row(&[]), gdelt_row(&[(0, "7"), (26, "043"), (27, "043"), (28, "04")])];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let plain = read(EventFormat::Gdelt, &rows.concat());
    for between in [",", "\t", ";"] {
        let named = read(EventFormat::Gdelt, &named_gdelt(&rows, between, |_, cell| cell.to_owned()));
        assert_eq!(without_files(&named), without_files(&plain), "{between}: {}", named.faults());
    }
    // A program that takes codes for numbers loses the zeros in front, and adds fractions.
    let numbers = named_gdelt(&rows, ",", |name, cell| match name {
        "EventCode" | "EventBaseCode" | "EventRootCode" => cell.trim_start_matches('0').to_owned(),
        "GLOBALEVENTID" | "SQLDATE" => format!("{cell}.0"),
        _ => cell.to_owned(),
    });
    let numbers = read(EventFormat::Gdelt, &numbers);
    assert_eq!(without_files(&numbers), without_files(&plain), "{}", numbers.faults());
}

#[test]
fn gdelt_with_some_of_its_columns_and_others_is_read_by_their_names() {
    let csv = ",Day,EventCode,Actor1Code,Actor1Name,Actor2Code,Actor2Name,GlobalEventID,CAMEOCodeDescription\n\
               0,20191024,043,NOR,NORWAY,EST,ESTONIA,5,Host a visit\n1,20191024,10,NOR,NORWAY,EST,ESTONIA,6,Demand\n";
    let compiled = read(EventFormat::Gdelt, csv);
    insta::assert_snapshot!(compiled.faults(), @"");
    insta::assert_snapshot!(compiled.select(CLAIMS), @"
    Norway | demanded | Estonia | 2019-10-24 | https://w3id.org/relata/cameo/10
    Norway | hosted | Estonia | 2019-10-24 | https://w3id.org/relata/cameo/043
    ");
    insta::assert_snapshot!(compiled.select("SELECT ?t { ?c qualifier:CAMEOCodeDescription ?t }"), @"
    Demand
    Host a visit
    ");
    let lacking =
        read(EventFormat::Gdelt, "GLOBALEVENTID,SQLDATE,Actor1Code,Actor1Name,Actor2Code,Actor2Name\n1,20191024,,,,\n");
    insta::assert_snapshot!(lacking.faults(), @"rows.txt:1:1 error other-data-set: GDELT has a column `EventCode`, this file has none → check that the file is of this data set and whole");
}

#[test]
fn rows_of_several_releases_of_gdelt_may_stand_in_one_file() {
    let text = |name: &str| std::fs::read_to_string(data(name)).unwrap();
    let (old, middle, new) = (text("gdelt1-57.export.CSV"), text("gdelt1-58.export.CSV"), text("gdelt2.export.CSV"));
    for files in [[&old, &middle, &new], [&new, &old, &middle], [&middle, &new, &old]] {
        let together = read(EventFormat::Gdelt, &files.map(|text| format!("{}\n", text.trim_end())).concat());
        assert_eq!(together.tally.n_events_rejected, 0, "{}", together.faults());
        let apart: u64 = files.iter().map(|text| read(EventFormat::Gdelt, text).tally.n_events).sum();
        assert_eq!(together.tally.n_events, apart);
    }
}

const ICEWS_2017: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";

#[test]
fn icews_of_2017_has_names_of_codes_and_days_that_begin_with_the_month() {
    let row = |id: &str, day: &str, text: &str| {
        format!(
            "{id}\t{day}\t\"Police, \"\"Special\"\" (Kenya)\"\t\"Social,Police\"\tKenya\t{text}\t-10\tKenya\tNULL\tKenya\t11\t6\tA Daily\tNairobi\tNULL\tNULL\tKenya\t-1.28\t36.82\n"
        )
    };
    let rows = [
        row("1", "1/13/2017", "\"Conduct suicide, car, or other non-military bombing\""),
        row("2", "12/1/2017", "Consult"),
        row("3", "2017-02-03", "Make statement"),
        row("4", "13/1/2017", "Make statement"),
        row("5", "1/13/2017", "Make coffee"),
    ];
    let compiled = read(EventFormat::Icews, &(ICEWS_2017.to_owned() + &rows.concat()));
    insta::assert_snapshot!(compiled.select(CLAIMS), @r#"
    Police, "Special" (Kenya) | blew up | Kenya | 2017-01-13 | https://w3id.org/relata/cameo/183
    Police, "Special" (Kenya) | consulted | Kenya | 2017-12-01 | https://w3id.org/relata/cameo/040
    Police, "Special" (Kenya) | said | Kenya | 2017-02-03 | https://w3id.org/relata/cameo/010
    "#);
    insta::assert_snapshot!(compiled.faults(), @"
    rows.txt:5:3 error bad-date Event Date: `13/1/2017` is not a date: a date is YYYY-MM-DD, YYYY-MM or YYYY → the data set writes a day that exists; fetch the file again
    rows.txt:6:65 error unknown-value Event Text: `Make coffee` is no event text of CAMEO → the file has no column `CAMEO Code`, so the text has to be one that CAMEO has
    ");
    let with_code =
        ICEWS.to_owned() + &icews_row("1", "1/13/2017", "010", "NA") + &icews_row("2", "1/13/2017", "NA", "NA");
    insta::assert_snapshot!(read(EventFormat::Icews, &with_code).select(CLAIMS), @"
    Police (Kenya) | said | Kenya | 2017-01-13 | https://w3id.org/relata/cameo/010
    Police (Kenya) | said | Kenya | 2017-01-13 | https://w3id.org/relata/cameo/010
    ");
}
/// The rows of a table by the names of its columns.
fn rows_of(path: &Path, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).quoting(delimiter == b',').from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// What a column of UCDP adds up to: in all events, and for each side by its name.
fn check_deaths(path: &Path) {
    let compiled = import(EventFormat::Ucdp, &[path.to_owned()]);
    let rows = rows_of(path, b',');
    let number = |row: &BTreeMap<String, String>| row["best"].parse::<i64>().unwrap();
    let total: i64 = rows.iter().map(number).sum();
    let all = "SELECT (SUM(?n) AS ?deaths) (COUNT(*) AS ?events) { ?e a ra:Event ; qualifier:best ?n }";
    assert_eq!(compiled.select(all), format!("{total} | {}", rows.len()));
    let mut by_side: BTreeMap<&str, i64> = BTreeMap::new();
    for row in &rows {
        for side in ["side_a", "side_b"] {
            *by_side.entry(row[side].trim()).or_default() += number(row);
        }
    }
    let by_actor = "SELECT ?name (SUM(?n) AS ?deaths) { ?e qualifier:best ?n ; ra:agent|ra:recipient ?who . ?who rdfs:label ?name } GROUP BY ?name";
    let mut expected: Vec<String> = by_side.iter().map(|(name, n)| format!("{name} | {n}")).collect();
    expected.sort();
    assert_eq!(compiled.select(by_actor), expected.join("\n"));
}

#[test]
fn deaths_count_once_an_event_however_many_claims_tell_of_it() {
    check_deaths(&data("ucdp.csv"));
    let old = "data_id;event_id_cnty;event_date;event_type;sub_event_type;actor1;actor2;country;location;latitude;longitude;source;fatalities\n1;KEN7;05 January 2021;Battles;Armed clash;Rebels (Kenya);Police Forces of Kenya;Kenya;Lamu;-2.27;40.9;\"A Daily; A Radio\";3\n2;KEN8;06 January 2021;Battles;Armed clash;Rebels (Kenya);Police Forces of Kenya;Kenya;Lamu;-2.27;40.9;A Daily;few\n";
    let compiled = read(EventFormat::Acled, old);
    assert_eq!(
        compiled.select("SELECT (SUM(?n) AS ?deaths) { ?e qualifier:fatalities ?n FILTER(isNumeric(?n)) }"),
        "3"
    );
    assert_eq!(compiled.select("SELECT ?n { ?e qualifier:fatalities ?n FILTER(!isNumeric(?n)) }"), "few");
    insta::assert_snapshot!(compiled.faults(), @"rows.txt:3:112 warning other-type fatalities: `few` is no whole number, and is kept as a text → digits, perhaps with a sign in front: `12`, not `12,000` or `about 12`");
}

#[test]
fn columns_of_a_data_set_are_of_the_types_of_its_code_book() {
    let types = "SELECT DISTINCT ?on ?column ?type { ?x ?p ?n ; a ?on . ?p rdfs:label ?column FILTER(STRSTARTS(STR(?p), STR(qualifier:)) && DATATYPE(?n) != xsd:string) BIND(DATATYPE(?n) AS ?type) }";
    let shown = |compiled: &Compiled| {
        let short = compiled
            .select(types)
            .replace("https://w3id.org/relata/ns#", "")
            .replace("http://www.w3.org/2001/XMLSchema#", "");
        short.lines().map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    let icews = ICEWS.to_owned() + &icews_row("1", "2013-01-01", "010", "NA");
    insta::assert_snapshot!(shown(&read(EventFormat::Icews, &icews)), @"
    Claim | sentence | integer
    Event | intensity | decimal
    Event | latitude | decimal
    Event | longitude | decimal
    ");
    insta::assert_snapshot!(shown(&read(EventFormat::Gdelt, &gdelt_row(&[(34, "4.4E-16")]))), @"
    Event | days_before_added | integer
    Event | goldstein | decimal
    Event | is_root_event | integer
    Event | latitude | decimal
    Event | longitude | decimal
    Event | n_articles | integer
    Event | n_mentions | integer
    Event | n_sources | integer
    Event | tone | double
    ");
    insta::assert_snapshot!(shown(&import(EventFormat::Ucdp, &[data("ucdp.csv")])), @"
    Event | active_year | boolean
    Event | best | integer
    Event | conflict_new_id | integer
    Event | country_id | integer
    Event | date_prec | integer
    Event | deaths_a | integer
    Event | deaths_b | integer
    Event | deaths_civilians | integer
    Event | deaths_unknown | integer
    Event | dyad_new_id | integer
    Event | event_clarity | integer
    Event | high | integer
    Event | latitude | decimal
    Event | longitude | decimal
    Event | low | integer
    Event | number_of_sources | integer
    Event | priogrid_gid | integer
    Event | side_a_new_id | integer
    Event | side_b_new_id | integer
    Event | where_prec | integer
    ");
}

/// Real data, in the folder that `RELATA_EVENT_DATA` names: numbers of events add up to those of the rows.
#[test]
fn numbers_of_real_events_add_up_to_those_of_the_rows() {
    let Some(folder) = std::env::var_os("RELATA_EVENT_DATA").map(PathBuf::from) else {
        eprintln!("skipped: `RELATA_EVENT_DATA` names no folder with data sets of events");
        return;
    };
    check_deaths(&folder.join("ucdp/GEDEvent_v23_1.sample1000.csv"));
    let icews = folder.join("icews/events.2018.sample.tab");
    let rows = rows_of(&icews, b'\t');
    let intensity: f64 = rows.iter().filter_map(|row| row["Intensity"].parse::<f64>().ok()).sum();
    let compiled = import(EventFormat::Icews, &[icews]);
    let sum: f64 =
        compiled.select("SELECT (SUM(?n) AS ?sum) { ?e a ra:Event ; qualifier:intensity ?n }").parse().unwrap();
    assert!((sum - intensity).abs() < 1e-6, "{sum} {intensity}");
    let gdelt = folder.join("gdelt2/20151027220000.export.CSV");
    let text = std::fs::read_to_string(&gdelt).unwrap();
    let mentions: i64 = text.lines().map(|row| row.split('\t').nth(31).unwrap().parse::<i64>().unwrap()).sum();
    let compiled = import(EventFormat::Gdelt, &[gdelt]);
    let sum =
        compiled.select("SELECT (SUM(?n) AS ?sum) (COUNT(*) AS ?events) { ?e a ra:Event ; qualifier:n_mentions ?n }");
    assert_eq!(sum, format!("{mentions} | {}", text.lines().count()));
}
