//! Tables as people have them: other encodings, titles, sums, merged cells, foreign headings and dates.

use proptest::prelude::*;
use relata::project::Project;

use crate::support::{Compiled, Sandbox, draws};

const STATEMENTS: &str = "SELECT ?s ?p ?o ?d ?w { ?c a ra:Claim ; rdf:subject/rdfs:label ?s ; rdf:predicate/rdfs:label ?p ; rdf:object/rdfs:label ?o . \
     OPTIONAL { ?c ra:about/ra:date ?d } OPTIONAL { ?c ra:speaker/rdfs:label ?w } }";

/// A single table without any settings.
fn bare(name: &str, bytes: &[u8]) -> (Sandbox, Compiled) {
    let sandbox = Sandbox::new(&[(name, bytes)]);
    let compiled = Compiled::of(Project::of_file(&sandbox.path().join(name)).unwrap());
    (sandbox, compiled)
}

/// What is said of a table, but for what is said of each name, and its claims.
fn read(name: &str, bytes: &[u8]) -> String {
    let (sandbox, compiled) = bare(name, bytes);
    let faults = compiled.faults().replace(&format!("{}/", sandbox.path().display()), "");
    let is_told = |line: &&str| {
        !["unknown-entity", "unsourced-claim", "unknown-predicate"].iter().any(|code| line.contains(code))
    };
    let told: Vec<&str> = faults.lines().filter(is_told).map(|line| line.split(" → ").next().unwrap_or(line)).collect();
    format!("{}\n{}", told.join("\n"), compiled.select(STATEMENTS))
}

fn utf_16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

#[test]
fn a_table_in_another_encoding_is_read_and_told() {
    let text = "Akteur\tHandlung\tZiel\tDatum\nKöln\tattacked\tMünchen\t2024-03-01\nŁódź\tmet\tKöln\t2024-03-02\n";
    insta::assert_snapshot!(read("t.txt", &utf_16(text)), @"
    t.txt:0:0 notice other-encoding: the file is read as UTF-16LE
    t.txt:0:0 notice looked-at: found by looking at the table: subject ← Akteur; predicate ← Handlung; object ← Ziel; date ← Datum
    Köln | attacked | München | 2024-03-01 | 
    Köln | met | Łódź | 2024-03-02 |
    ");
    let big: Vec<u8> = utf_16(text).chunks(2).flat_map(|unit| [unit[1], unit[0]]).collect();
    assert!(read("t.txt", &big).contains("is read as UTF-16BE"));
    let without_mark = &utf_16("Actor,Action,Target\nA,met,B\n")[2..];
    assert!(read("t.csv", without_mark).contains("is read as UTF-16LE"));
    let western = latin("Akteur;Handlung;Ziel\nKöln;attacked;Österreich\nÖsterreich;met;Cañón\n");
    insta::assert_snapshot!(read("t.csv", &western), @"
    t.csv:0:0 notice other-encoding: the file is read as Windows-1252
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Akteur; predicate ← Handlung; object ← Ziel
    Cañón | met | Österreich |  | 
    Köln | attacked | Österreich |  |
    ");
    let cyrillic =
        [b"Actor;Action;Target\n".as_slice(), b"\xCC\xEE\xF1\xEA\xE2\xE0;accused;\xCA\xE8\xE5\xE2\n"].concat();
    assert!(read("t.csv", &cyrillic).ends_with("Москва | accused | Киев |  | "), "{}", read("t.csv", &cyrillic));
    let polish = b"Actor;Action;Target\n\xA3\xF3d\x9F;accused;Go\xB3d\xF3w\n";
    assert!(read("t.csv", polish).ends_with("Łódź | accused | Gołdów |  | "), "{}", read("t.csv", polish));
}

/// Text in an encoding that has a byte for each of these letters.
fn written_in(letters: &[(char, u8)], text: &str) -> Vec<u8> {
    let byte = |c: char| {
        letters.iter().find(|(letter, _)| *letter == c).map_or_else(|| u8::try_from(c).unwrap(), |(_, byte)| *byte)
    };
    text.chars().map(byte).collect()
}

#[test]
fn letters_tell_which_encoding_it_is() {
    const HUNGARIAN: &[(char, u8)] = &[('ő', 0xF5), ('ű', 0xFB)];
    const CZECH: &[(char, u8)] =
        &[('ř', 0xF8), ('š', 0x9A), ('č', 0xE8), ('ž', 0x9E), ('ě', 0xEC), ('ů', 0xF9), ('Č', 0xC8)];
    let czech = "Kdo;Co udělal;Komu\nČeští zemědělci;protested against;ministři\nvláda;met;Jiří Dvořák\nOndřej Příhoda;accused;ministři\n";
    let read_czech = read("t.csv", &written_in(CZECH, czech));
    assert!(read_czech.contains("Windows-1250") && read_czech.contains("Jiří Dvořák"), "{read_czech}");
    let hungarian = "Ki;Mit tett;Kinek\nErdős Péter;met;a gyűjtők szövetsége\nközépső kerület;sued;Szűcs Győző\n";
    let read_hungarian = read("t.csv", &written_in(HUNGARIAN, hungarian));
    assert!(read_hungarian.contains("Szűcs Győző"), "{read_hungarian}");
    // 张三 met 李四, in the encoding in which Excel saves in China.
    let chinese =
        b"Actor,Action,Target\n\xD5\xC5\xC8\xFD,met,\xC0\xEE\xCB\xC4\n\xC0\xEE\xCB\xC4,met,\xCD\xF5\xCE\xE5\n";
    let japanese = b"\x8E\xE5\x91\xCC,\x8Ds\x88\xD7,\x91\xCE\x8F\xDB,\x93\xFA\x95t,\x8F\xEE\x95\xF1\x8C\xB9\n\x83\x8D\x83V\x83A\x90\xAD\x95{,met,\x83E\x83N\x83\x89\x83C\x83i\x90\xAD\x95{,2025-06-13,\x83\x8D\x83C\x83^\x81[\n\x83E\x83N\x83\x89\x83C\x83i\x90\xAD\x95{,criticised,\x83\x8D\x83V\x83A\x90\xAD\x95{,2025-06-15,\x8B\xA4\x93\xAF\x92\xCA\x90M\n";
    assert!(
        read("t.csv", japanese).contains("met | ロシア政府 | 2025-06-13 | ロイター"),
        "{}",
        read("t.csv", japanese)
    );
    // Dates of East Asia need no pattern.
    let dated = "主体,行為,対象,日付\n日本,met,韓国,2025年6月13日\n韓国,accused,日本,2025年12月3日\n";
    assert!(
        read("t.csv", dated.as_bytes()).contains("日本 | met | 韓国 | 2025-06-13"),
        "{}",
        read("t.csv", dated.as_bytes())
    );
    let read_chinese = read("t.csv", chinese);
    assert!(read_chinese.contains("GBK") && read_chinese.contains("张三"), "{read_chinese}");
}

#[test]
fn a_first_line_that_is_a_row_is_one_fault_with_a_way_out() {
    let dated = "Norland,attacked,Estria,2024-06-13\nEstria,attacked,Norland,2024-06-14\n";
    insta::assert_snapshot!(read("t.csv", dated.as_bytes()), @"t.csv:1:0 error no-header: the first line seems to be a row, no header: `2024-06-13` names no column");
    // Relations above relations, and a name above itself.
    let bare = "Norland,attacked,Estria\nEstria,met,Norland\nNorland,accused,Sudmark\n";
    assert!(read("t.csv", bare.as_bytes()).contains("no-header"), "{}", read("t.csv", bare.as_bytes()));
    let listed = "Orla,friend,Bo\nOrla,cousin,Cy\n";
    assert!(read("t.csv", listed.as_bytes()).contains("no-header"), "{}", read("t.csv", listed.as_bytes()));
    // A relation above names is a heading.
    let wide = "Who,Supported by\nNorland,Estria\nSudmark,Norland\n";
    assert!(!read("t.csv", wide.as_bytes()).contains("no-header"), "{}", read("t.csv", wide.as_bytes()));
}

#[test]
fn a_table_without_a_header_is_read_by_names_that_are_told() {
    let toml = |header: &str| {
        format!("[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"t.csv\"]\nheader = {header}\n")
    };
    let table = "Norland;attacked;Estria;2024-06-13\nEstria;met;Norland;2024-06-31\nEstria;met\n";
    let named = r#"["subject", "predicate", "object", "date"]"#;
    let sandbox = Sandbox::new(&[("t.csv", table.as_bytes()), ("relata.toml", toml(named).as_bytes())]);
    let compiled = sandbox.compile();
    let faults: Vec<String> =
        compiled.faults().lines().filter(|line| line.contains("error")).map(str::to_owned).collect();
    insta::assert_snapshot!(format!("{}\n{}", faults.join("\n"), compiled.select(STATEMENTS)), @"
    t.csv:2:20 error bad-date date: `2024-06-31` is not a date: June 2024 has 30 days → mend the date, or write the month or year only
    t.csv:3:11 error wrong-field-count: the row has 2 cells, the header 4 → write a delimiter for each empty cell
    Norland | attacked | Estria | 2024-06-13 |
    ");
    sandbox.write("relata.toml", toml(r#"["subject", "subject"]"#).as_bytes());
    insta::assert_snapshot!(Project::find(sandbox.path()).unwrap_err().to_string(), @"`header` names the columns of a table whose first line is a row, each once");
}

#[test]
fn a_table_of_entities_with_relations_gives_both() {
    let table = "name,type,member_of,country,sanctioned by\nHarbour Bank,organization,Kora Group,Norland,Estria\n\
                 Orla Berg,person,Kora Group,Norland,Estria; Sudmark\nIvo Lund,person,,Norland,\n";
    insta::assert_snapshot!(read("who.csv", table.as_bytes()), @r#"
    who.csv:0:0 notice looked-at: found by looking at the table: entities with name, type, member_of, country | subject ← name; predicate ← `sanctioned by` in all rows; object ← sanctioned by, several apart by ";"
    who.csv:2:1 notice inverse-predicate predicate: `sanctioned by` is read as `sanctioned` with subject and object exchanged
    Estria | sanctioned | Harbour Bank |  | 
    Estria | sanctioned | Orla Berg |  | 
    Sudmark | sanctioned | Orla Berg |  |
    "#);
    let (_, compiled) = bare("who.csv", table.as_bytes());
    insta::assert_snapshot!(compiled.select("SELECT ?n ?t ?m { VALUES ?t { ra:Person ra:Organization } ?e a ?t ; rdfs:label ?n . OPTIONAL { ?e ra:memberOf/rdfs:label ?m } }"), @"
    Harbour Bank | https://w3id.org/relata/ns#Organization | Kora Group
    Ivo Lund | https://w3id.org/relata/ns#Person | 
    Orla Berg | https://w3id.org/relata/ns#Person | Kora Group
    ");
}

#[test]
fn headlines_are_notes_and_no_predicates() {
    let table = "Date,Event title,Actor 1,Actor 2\n2024-01-02,Protesters clash with police in the capital as anger grows,Protesters,Police\n\
                 2024-01-03,Minister meets farmers after weeks of talks about subsidies,Minister,Farmers\n2024-01-04,Union strikes at port,Union,Port authority\n";
    insta::assert_snapshot!(read("t.csv", table.as_bytes()), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Actor 1; object ← Actor 2; date ← Date; note ← Event title
    t.csv:1:1 error missing-column predicate: the table has no column `predicate`
    ");
    // Headings that say `Event` or `Action` do not make them predicates, and shorter ones are none either.
    let short = "Actor,Event,Target\nNorland,Troops cross border at dawn,Estria\nEstria,Capital shelled again overnight,Norland\n\
                 Sudmark,Envoys fly home without deal,Norland\nKora,Grain ships leave the harbour,Estria\n";
    insta::assert_snapshot!(read("t.csv", short.as_bytes()), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Actor; object ← Target; note ← Event
    t.csv:1:1 error missing-column predicate: the table has no column `predicate`
    ");
}

#[test]
fn a_broken_byte_in_utf_8_stays_the_fault_of_its_row() {
    let table = b"subject,predicate,object\nK\xC3\xB6ln,met,B\nA,met,C\xE9\nA,attacked,B\n";
    insta::assert_snapshot!(read("t.csv", table), @"
    t.csv:3:7 error not-utf-8 object: byte 0xE9 is not UTF-8
    A | attacked | B |  | 
    B | met | Köln |  |
    ");
    // What nobody has looked at is not read otherwise than the rest.
    let far = [&b"subject,predicate,object\n"[..], &b"A,met,B\n".repeat(40_000), b"A,met,C\xE9\n"].concat();
    let (_, compiled) = bare("t.csv", &far);
    assert!(compiled.faults().contains("t.csv:40002:7 error not-utf-8 object"), "{}", compiled.faults());
}

#[test]
fn an_encoding_can_be_named() {
    let toml = |encoding: &str| {
        format!(
            "[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"t.csv\"]\nencoding = \"{encoding}\"\n"
        )
    };
    let table = b"subject,predicate,object\n\xED\xCF\xD3\xCB\xD7\xC1,accused,B\n";
    let sandbox = Sandbox::new(&[("t.csv", table), ("relata.toml", toml("koi8-r").as_bytes())]);
    assert_eq!(sandbox.compile().select("SELECT ?s { ?c rdf:subject/rdfs:label ?s ; a ra:Claim }"), "Москва");
    sandbox.write("relata.toml", toml("klingon").as_bytes());
    let fault = Project::find(sandbox.path()).unwrap_err().to_string();
    insta::assert_snapshot!(fault, @"there is no encoding `klingon`");
}

#[test]
fn dates_with_dots_begin_with_the_day_unless_a_cell_shows_otherwise() {
    let table = |date: &str| format!("Wer;macht was;mit wem;wann\nNorland;met;Estria;{date}\n");
    insta::assert_snapshot!(read("t.csv", table("02.03.24").as_bytes()), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Wer; predicate ← macht was; object ← mit wem; date ← wann, written %d.%m.%y
    Estria | met | Norland | 2024-03-02 |
    ");
    insta::assert_snapshot!(read("t.csv", table("02.25.2024").as_bytes()), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Wer; predicate ← macht was; object ← mit wem; date ← wann, written %m.%d.%Y
    Estria | met | Norland | 2024-02-25 |
    ");
}

#[test]
fn titles_blank_rows_and_sums_are_no_claims() {
    let table = "Visits in 2024,,,,\nMinistry of Harbours,,,,\n,,,,\nWho,Did what,To whom,When,Days\nNorland,met,Estria,2024-01-03,2\n,,,,\n\
                 Estria,accused,Norland,2024-02-05,4\nTotal,,,,6\n";
    insta::assert_snapshot!(read("t.csv", table.as_bytes()), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Who; predicate ← Did what; object ← To whom; date ← When
    t.csv:4:1 notice rows-above-header: what stands above the header is not read
    t.csv:4:27 notice unknown-column Days: kept as a qualifier: `Days`
    t.csv:8:1 notice total-row: 1 row of sums is not read
    Estria | accused | Norland | 2024-02-05 | 
    Estria | met | Norland | 2024-01-03 |
    ");
    let counted = "subject,predicate,object\nNorland,met,Estria\nTotale: 1,,\n";
    assert!(read("t.csv", counted.as_bytes()).contains("1 row of sums is not read"));
    // A company of that name is one, and so is a title with commas in it.
    let company = "Deals, large and small\nsubject;predicate;object;year\nTotal;accused;Norland;2016\nTotal;;;2\n";
    insta::assert_snapshot!(read("t.csv", company.as_bytes()), @"
    t.csv:2:1 notice rows-above-header: what stands above the header is not read
    t.csv:2:26 notice unknown-column year: kept as a qualifier: `year`
    t.csv:4:1 notice total-row: 1 row of sums is not read
    Total | accused | Norland |  |
    ");
}

#[test]
fn labels_of_blocks_are_told_and_filled_in_on_request() {
    let table = "Region,Actor,Action,Target\nNorth,Norland,attacked,Estria\n,Estria,accused,Norland\n,Estria,met,Sudria\nSouth,Westria,met,Sudria\n,Sudria,accused,Westria\n";
    insta::assert_snapshot!(read("t.csv", table.as_bytes()), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Actor; predicate ← Action; object ← Target; place ← Region
    t.csv:0:0 notice block-labels: `Region` seems to be filled in only in the first row of each block; nothing is filled in below
    Estria | accused | Norland |  | 
    Estria | met | Sudria |  | 
    Norland | attacked | Estria |  | 
    Sudria | accused | Westria |  | 
    Sudria | met | Westria |  |
    ");
    let toml = "[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"t.csv\"]\n[sources.columns]\nplace = { column = \"Region\", fill_down = true }\n";
    let sandbox = Sandbox::new(&[("t.csv", table.as_bytes()), ("relata.toml", toml.as_bytes())]);
    insta::assert_snapshot!(sandbox.compile().select("SELECT ?s ?where { ?c a ra:Claim ; rdf:subject/rdfs:label ?s ; ra:about/ra:place/rdfs:label ?where }"), @"");
}

#[test]
fn dates_are_read_in_many_languages() {
    let dates = [
        "3 février 2024",
        "1er mars 2022",
        "3. März 2024",
        "12 août 2023",
        "3 de mayo de 2024",
        "5 giugno 2024",
        "1° luglio 2024",
        "3 maja 2023",
        "5 października 2023",
        "3 martie 2024",
        "5 noiembrie 2024",
        "3 mrt. 2024",
        "5 oktober 2024",
        "5 марта 2008 г.",
        "8 августа 2008 года",
        "24 лютого 2022",
        "3 серпня 2022 року",
        "3 de setembro de 2024",
        "March 3rd, 2024",
        "lundi 3 juin 2024",
        "Montag, 3. Juni 2024",
        "3 Feb 2024",
    ];
    let table = |date: &&str| format!("subject,predicate,object,date\nA,met,B,\"{date}\"\n");
    let date = |text: &&str| {
        let (_, compiled) = bare("t.csv", table(text).as_bytes());
        format!("{text}: {}", compiled.select("SELECT ?d { ?e ra:date ?d }"))
    };
    insta::assert_snapshot!(dates.iter().map(date).collect::<Vec<_>>().join("\n"), @"
    3 février 2024: 2024-02-03
    1er mars 2022: 2022-03-01
    3. März 2024: 2024-03-03
    12 août 2023: 2023-08-12
    3 de mayo de 2024: 2024-05-03
    5 giugno 2024: 2024-06-05
    1° luglio 2024: 2024-07-01
    3 maja 2023: 2023-05-03
    5 października 2023: 2023-10-05
    3 martie 2024: 2024-03-03
    5 noiembrie 2024: 2024-11-05
    3 mrt. 2024: 2024-03-03
    5 oktober 2024: 2024-10-05
    5 марта 2008 г.: 2008-03-05
    8 августа 2008 года: 2008-08-08
    24 лютого 2022: 2022-02-24
    3 серпня 2022 року: 2022-08-03
    3 de setembro de 2024: 2024-09-03
    March 3rd, 2024: 2024-03-03
    lundi 3 juin 2024: 2024-06-03
    Montag, 3. Juni 2024: 2024-06-03
    3 Feb 2024: 2024-02-03
    ");
}

#[test]
fn the_whole_column_decides_between_day_and_month() {
    let table = |dates: &[&str]| {
        let rows = dates.iter().map(|date| format!("A,met,B,{date}\n")).collect::<Vec<_>>().concat();
        read("t.csv", format!("subject,predicate,object,date\n{rows}").as_bytes())
    };
    insta::assert_snapshot!(table(&["03/04/99", "25/12/98"]), @"
    t.csv:0:0 notice looked-at: found by looking at the table: date ← date, written %d/%m/%y
    A | met | B | 1998-12-25 | 
    A | met | B | 1999-04-03 |
    ");
    insta::assert_snapshot!(table(&["03/04/2021", "05/06/2021"]), @"
    t.csv:0:0 warning unclear-dates: nothing tells whether the dates of `date` begin with the day or the month: `03/04/2021` is 2021-04-03 or 2021-03-04
    t.csv:2:9 error bad-date date: `03/04/2021` is not a date: a date is YYYY-MM-DD, YYYY-MM or YYYY
    t.csv:3:9 error bad-date date: `05/06/2021` is not a date: a date is YYYY-MM-DD, YYYY-MM or YYYY
    ");
    insta::assert_snapshot!(table(&["13/04/2021", "05/26/2021", "05/06/2021"]), @"
    t.csv:0:0 warning unclear-dates: some dates of `date` can only begin with the day, and some only with the month: `05/06/2021` is 2021-06-05 or 2021-05-06
    t.csv:2:9 error bad-date date: `13/04/2021` is not a date: a date is YYYY-MM-DD, YYYY-MM or YYYY
    t.csv:3:9 error bad-date date: `05/26/2021` is not a date: a date is YYYY-MM-DD, YYYY-MM or YYYY
    t.csv:4:9 error bad-date date: `05/06/2021` is not a date: a date is YYYY-MM-DD, YYYY-MM or YYYY
    ");
    // The cell that decides may stand behind those that are looked at.
    let mut far = vec!["03/04/2021"; 1_500];
    far.push("04/13/2021");
    let said = table(&far);
    assert!(said.contains("date ← date, written %m/%d/%Y"), "{}", said.lines().next().unwrap_or_default());
}

#[test]
fn a_row_may_hold_several_relations() {
    let table =
        "Attacker,Supported by,Accused by,Date\nNorland,Sudria,Kora Council,2021-03-14\nEstria,,Sudria,2021-04-01\n";
    insta::assert_snapshot!(read("t.csv", table.as_bytes()), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Attacker; predicate ← `Supported by` in all rows; object ← Supported by; date ← Date | subject ← Attacker; predicate ← `Accused by` in all rows; object ← Accused by; date ← Date
    t.csv:2:1 notice inverse-predicate predicate: `supported by` is read as `supported` with subject and object exchanged
    t.csv:2:1 notice inverse-predicate predicate: `accused by` is read as `accused` with subject and object exchanged
    Kora Council | accused | Norland | 2021-03-14 | 
    Sudria | accused | Estria | 2021-04-01 | 
    Sudria | supported | Norland | 2021-03-14 |
    ");
}

#[test]
fn headings_and_cells_tell_the_ends() {
    let ends = |header: &str| {
        let (_, compiled) = bare("t.csv", format!("{header}\nNorland,accused,Estria\nEstria,met,Sudria\n").as_bytes());
        format!("{header}: {}", compiled.select("SELECT ?s ?o { ?c a ra:Claim ; rdf:predicate rel:accused ; rdf:subject/rdfs:label ?s ; rdf:object/rdfs:label ?o }"))
    };
    let headers = [
        "Sender,Relation,Receiver",
        "arg1,rel,arg2",
        "source_ref,relationship_type,target_ref",
        "From,What,To",
        "Entity A,Tie,Entity B",
        "Akteur,Handlung,Ziel",
        "Attore,Azione,Destinatario",
        "Podmiot,Działanie,Obiekt",
        "Субъект,Действие,Объект",
        "Хто,Дія,Кого",
        "Cine,Acțiune,Țintă",
        "Wie,Actie,Doelwit",
        "actor_a,verb,actor_b",
    ];
    insta::assert_snapshot!(headers.map(ends).join("\n"), @"
    Sender,Relation,Receiver: Norland | Estria
    arg1,rel,arg2: Norland | Estria
    source_ref,relationship_type,target_ref: Norland | Estria
    From,What,To: Norland | Estria
    Entity A,Tie,Entity B: Norland | Estria
    Akteur,Handlung,Ziel: Norland | Estria
    Attore,Azione,Destinatario: Norland | Estria
    Podmiot,Działanie,Obiekt: Norland | Estria
    Субъект,Действие,Объект: Norland | Estria
    Хто,Дія,Кого: Norland | Estria
    Cine,Acțiune,Țintă: Norland | Estria
    Wie,Actie,Doelwit: Norland | Estria
    actor_a,verb,actor_b: Norland | Estria
    ");
    insta::assert_snapshot!(read("t.csv", b"Norland,attacked,Estria,2021-03-14\nEstria,accused,Norland,2021-03-15\n"), @"t.csv:1:0 error no-header: the first line seems to be a row, no header: `2021-03-14` names no column");
}

#[test]
fn a_source_that_only_reports_acts_in_no_claim() {
    insta::assert_snapshot!(read("t.csv", b"Date,Attacker,Target,Act,Source\n2025-06-13,Norland,Estria,attacked,Kora\n"), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Attacker; predicate ← Act; object ← Target; date ← Date; said_by ← Source
    Norland | attacked | Estria | 2025-06-13 | Kora
    ");
    insta::assert_snapshot!(read("t.csv", b"Source,Attacker,Act,Target\nKora,Norland,attacked,Estria\n"), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← Attacker; predicate ← Act; object ← Target; said_by ← Source
    Norland | attacked | Estria |  | Kora
    ");
    insta::assert_snapshot!(read("t.csv", b"name,type,country,action,target,source\nAda Orr,person,Norland,accused,Estria,Kora\n"), @"
    t.csv:0:0 notice looked-at: found by looking at the table: subject ← name; predicate ← action; object ← target; said_by ← source
    t.csv:1:6 notice unknown-column type: kept as qualifiers: `type`, `country`
    Ada Orr | accused | Estria |  | Kora
    ");
    insta::assert_snapshot!(read("t.csv", b"Source,Target,Label\nNorland,Estria,attacked\n"), @"

    Norland | attacked | Estria |  |
    ");
}

#[test]
fn a_row_tells_of_its_document() {
    let table = "Who,Did what,To whom,Link,Headline,Outlet,Published,Author\n\
                 Norland,accused,Estria,https://kora.example/1,Harbour closed,Kora Daily,12 March 2024,A. Venn\n\
                 Estria,rejected,Norland,https://kora.example/1,Harbour closed,Kora Daily,12 March 2024,\n\
                 Sudria,met,Estria,https://west.example/7,,,,\n";
    let documents = "SELECT ?d ?title ?publisher ?url ?day ?author { ?d a ra:Document OPTIONAL { ?d schema:headline ?title } \
         OPTIONAL { ?d schema:publisher/rdfs:label ?publisher } OPTIONAL { ?d schema:url ?url } OPTIONAL { ?d schema:datePublished ?day } OPTIONAL { ?d schema:author ?author } }";
    let (_, compiled) = bare("t.csv", table.as_bytes());
    insta::assert_snapshot!(compiled.select(documents), @"
    https://w3id.org/relata/kg/document/https%3A%2F%2Fkora.example%2F1 | Harbour closed | Kora Daily | https://kora.example/1 | 2024-03-12 | A. Venn
    https://w3id.org/relata/kg/document/https%3A%2F%2Fwest.example%2F7 |  |  | https://west.example/7 |  |
    ");
    // Without an address, what is known of it is its name; contradictions are told once, whatever the order of rows.
    let rows = ["A,met,B,d1,One,Kora\n", "B,accused,A,d1,Two,Kora\n", "B,met,C,d1,,\n", "C,met,D,,Talks end,West\n"];
    let compiled = |rows: &[&str]| {
        bare("t.csv", format!("subject,predicate,object,document,title,outlet\n{}", rows.concat()).as_bytes()).1
    };
    let turned: Vec<&str> = rows.iter().rev().copied().collect();
    assert_eq!(compiled(&rows).select(documents), compiled(&turned).select(documents));
    insta::assert_snapshot!(compiled(&rows).select(documents), @"
    https://w3id.org/relata/kg/document/d1 | One | Kora |  |  | 
    https://w3id.org/relata/kg/document/talks-end-west | Talks end | West |  |  |
    ");
    let disputes = compiled(&rows)
        .faults()
        .lines()
        .filter(|line| !line.contains("R302") && line.contains("document"))
        .collect::<Vec<_>>()
        .join("\n");
    insta::assert_snapshot!(disputes, @"t.csv:3:0 notice disputed-document title: rows tell of the document `d1` both `One` and `Two` → the first in the order of letters counts; mend `title`, or give one of the two another `document`");
    // Common words alone are no document.
    let (_, person) = bare("t.csv", b"subject,predicate,object,title,author\nA,met,B,President,me\n");
    assert_eq!(person.select(documents), "");
}

#[test]
fn usual_files_count_beside_a_project_file() {
    let files = |more: &str| {
        let toml =
            format!("[project]\nname = \"t\"\n{more}\n[[sources]]\nformat = \"claims\"\nfiles = [\"coded.csv\"]\n");
        let sandbox = Sandbox::new(&[
            ("relata.toml", toml.as_bytes()),
            ("coded.csv", b"subject,predicate,object,document\nNorland,met,Estria,d1\n"),
            ("claims.csv", b"subject,predicate,object\nSudria,met,Estria\n"),
            ("entities.csv", b"label,type\nNorland,state\nEstria,state\n"),
            ("documents.csv", b"id,publisher\nd1,Kora\n"),
        ]);
        sandbox.compile().faults()
    };
    insta::assert_snapshot!(files(""), @"relata.toml:4:3 notice file-left-out: `claims.csv` lies beside the project file and is not read → list it under `[[sources]]` when it is meant; a table of entities, documents, judgements, reviews or extracted claims needs no entry");
    insta::assert_snapshot!(files("usual_files = false"), @"
    coded.csv:2:1 notice unknown-entity subject: `Norland` is in no row of the entities → add a row with its type, or list it as an alias
    coded.csv:2:13 notice unknown-entity object: `Estria` is in no row of the entities → add a row with its type, or list it as an alias
    coded.csv:2:20 notice unlisted-document document: `d1` is in no row of the documents → add a row with its publisher and date
    relata.toml:4:3 notice file-left-out: `entities.csv` lies beside the project file and is not read → leave `usual_files = false` out, or list it under `[[sources]]`, when it is meant
    relata.toml:4:3 notice file-left-out: `documents.csv` lies beside the project file and is not read → leave `usual_files = false` out, or list it under `[[sources]]`, when it is meant
    relata.toml:4:3 notice file-left-out: `claims.csv` lies beside the project file and is not read → list it under `[[sources]]` when it is meant; a table of entities, documents, judgements, reviews or extracted claims needs no entry
    ");
}

/// A name with letters of Western Europe; which encoding it is in, tells how common they are.
fn western() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(
        &["Genève", "Århus", "Málaga", "Malmö", "São Luís", "Besançon", "Größe", "Logroño", "Évian", "Bjørn"][..],
    )
}

proptest! {
    #![proptest_config(draws(64))]

    /// Whatever a table is written in, it says the same, in the same places.
    #[test]
    fn an_encoding_changes_nothing(rows in proptest::collection::vec((western(), western()), 1..6)) {
        let body = rows.iter().map(|(one, other)| format!("{one} A,met,{other} B\n")).collect::<Vec<_>>().concat();
        let text = format!("subject,predicate,object\nCöln,met,Zürich\n{body}bad row\n");
        let said = |bytes: &[u8]| {
            let (_, compiled) = bare("t.csv", bytes);
            let faults: Vec<String> = compiled.faults().lines().filter(|line| !line.contains("other-encoding")).map(str::to_owned).collect();
            (faults, compiled.select(STATEMENTS))
        };
        let plain = said(text.as_bytes());
        prop_assert_eq!(&said(&utf_16(&text)), &plain);
        prop_assert_eq!(&said(&latin(&text)), &plain);
    }
}
