//! Event data in parts: what is refused, what is made again, what comes out.

use std::fs;
use std::path::{Path, PathBuf};

use relata::columns::stored::{
    STORED_CLAIMS, StoredClaim, claim_of_row, document_of_row, entity_of_row, row_of_claim, row_of_document,
    row_of_entity,
};
use relata::diagnostic::Report;
use relata::files::Reach;
use relata::model::{
    CellType, Claim, Coordinates, Document, Entity, EntityKind, EventDate, Origin, OwnColumn, Referent,
};
use relata::project::Project;
use relata::shard::{
    Manifest, MapOptions, Part, ReduceOptions, Selection, ShardError, is_reduced, map, reduce, select,
};
use relata::table::stored::{StoredCell, StoredTable, StoredWriter};
use tempfile::TempDir;

use crate::support::Sandbox;

const GDELT: &str = include_str!("../data/events/gdelt2.export.CSV");

/// A project of two files of GDELT: one of good rows, one of bad ones and of a row that is in the first, too.
fn project() -> Sandbox {
    let toml = "[project]\nname = \"t\"\n[[sources]]\nformat = \"gdelt\"\nfiles = [\"*.CSV\"]\n";
    let row = GDELT.lines().next().unwrap();
    let cells: Vec<&str> = row.split('\t').collect();
    let with = |column: usize, cell: &str| {
        let mut cells = cells.clone();
        cells[0] = "77";
        cells[column] = cell;
        cells.join("\t")
    };
    let mut bad = [row, "cut\toff", &with(1, "20159999"), &with(0, "x")].join("\n").into_bytes();
    bad.extend(b"\n");
    bad.extend(with(6, "A\u{fffd}").replace('\u{fffd}', "B").into_bytes());
    bad.extend(b"\xff\n");
    Sandbox::new(&[("relata.toml", toml.as_bytes()), ("a.CSV", GDELT.as_bytes()), ("b.CSV", &bad)])
}

fn options(number: u32, of: u32) -> MapOptions {
    MapOptions { part: Part { number, of }, buckets: 2, resume: false }
}

/// Maps all parts of a project.
fn mapped(sandbox: &Sandbox, n_parts: u32) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..=n_parts {
        map_part(sandbox, options(number, n_parts), folder.path());
    }
    folder
}

fn map_part(sandbox: &Sandbox, options: MapOptions, folder: &Path) -> (Manifest, bool) {
    let project = Project::find(sandbox.path()).unwrap();
    map(&project, options, folder, &mut Report::new(project.policy.clone())).unwrap()
}

/// Reduces parts, and tells why they are refused: code, message and hint, with the folders left out.
fn refusal(parts: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    let options = ReduceOptions { part: Part { number: 1, of: 1 }, resume: false };
    let error = reduce(parts, options, folder.path(), &Reach::default()).unwrap_err();
    assert!(!folder.path().join("relata.toml").exists(), "what is refused makes no project");
    told(&error, parts)
}

fn told(error: &ShardError, folder: &Path) -> String {
    let ShardError::Refused(fault) = error else { panic!("{error}") };
    let file =
        fault.place.file.replace(&format!("{}/", folder.display()), "").replace(&folder.display().to_string(), ".");
    format!("{} {}: {} → {}", fault.code.id, file, fault.message, fault.hint.as_deref().unwrap_or_default())
}

fn reduced(parts: &Path) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let options = ReduceOptions { part: Part { number: 1, of: 1 }, resume: false };
    assert_eq!(reduce(parts, options, folder.path(), &Reach::default()).unwrap().missing, 0);
    folder
}

/// The tables of a part, by the ending of their paths.
fn files_of(folder: &Path, table: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for bucket in fs::read_dir(folder.join(table)).unwrap() {
        files.extend(fs::read_dir(bucket.unwrap().path()).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    files
}

#[test]
fn bad_rows_are_left_out_with_their_lines_and_cost_no_part() {
    let tables = reduced(mapped(&project(), 3).path());
    let mut rejects = Vec::new();
    for file in files_of(&tables.path().join("tables"), "rejects") {
        let columns = &*Box::leak(Box::new([
            relata::table::stored::StoredColumn::text("file"),
            relata::table::stored::StoredColumn::integer("line"),
            relata::table::stored::StoredColumn::text("name"),
            relata::table::stored::StoredColumn::text("message"),
        ]));
        let mut rows = StoredTable::open(fs::read(file).unwrap()).unwrap().rows(columns).unwrap();
        while let Some(row) = rows.read().unwrap() {
            let [StoredCell::Text(file), StoredCell::Integer(line), StoredCell::Text(name), StoredCell::Text(message)] =
                <[StoredCell; 4]>::try_from(row).unwrap()
            else {
                panic!("a reject has a place, a name and a message");
            };
            rejects.push(format!("{file}:{line} {name}: {message}"));
        }
    }
    rejects.sort();
    insta::assert_snapshot!(rejects.join("\n"), @"
    b.CSV:2 wrong-field-count: the row has 2 cells, this data set 61
    b.CSV:3 bad-date: `20159999` is not a date: there is no month 99: months are 01 to 12
    b.CSV:4 bad-id: `x` is no event number
    b.CSV:5 not-utf-8: byte 0xFF is not UTF-8
    ");
}

#[test]
fn a_part_that_is_missing_is_named() {
    let parts = mapped(&project(), 3);
    fs::remove_file(parts.path().join("parts/part-00002-of-00003.json")).unwrap();
    insta::assert_snapshot!(refusal(parts.path()), @"R042 parts: of 3 parts, these are not mapped to their end: 2 → map them with the same `--out`; what is there already stays");
}

#[test]
fn a_table_that_is_cut_short_or_gone_or_changed_is_refused() {
    let parts = mapped(&project(), 2);
    let table = files_of(parts.path(), "claims").remove(0);
    let bytes = fs::read(&table).unwrap();
    fs::write(&table, &bytes[..bytes.len() / 2]).unwrap();
    let short = refusal(parts.path());
    let mut other = bytes.clone();
    let middle = other.len() / 2;
    other[middle] ^= 1;
    fs::write(&table, other).unwrap();
    let changed = refusal(parts.path());
    fs::remove_file(&table).unwrap();
    let gone = refusal(parts.path());
    for told in [&short, &changed, &gone] {
        assert!(told.starts_with("R043 claims/bucket="), "{told}");
        assert!(told.ends_with("once more; `--resume` makes only what is missing"), "{told}");
    }
    assert!(short.contains("bytes and was written with"), "{short}");
    assert!(changed.contains("is not the one that the part has written"), "{changed}");
    assert!(gone.contains("is not there"), "{gone}");
}

#[test]
fn a_part_that_is_there_twice_counts_once_when_both_are_the_same() {
    let parts = mapped(&project(), 2);
    let whole = reduced(parts.path());
    let list = parts.path().join("parts/part-00001-of-00002.json");
    let copy = parts.path().join("parts/part-00001-of-00002-second.json");
    fs::copy(&list, &copy).unwrap();
    let twice = reduced(parts.path());
    let claims = |folder: &TempDir| {
        files_of(&folder.path().join("tables"), "claims").iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(claims(&whole), claims(&twice));
    fs::write(&copy, fs::read_to_string(&list).unwrap().replace("\"rejected\": ", "\"rejected\": 1")).unwrap();
    insta::assert_snapshot!(refusal(parts.path()), @"R044 parts/part-00001-of-00002.json: part 1 is there twice, and the two differ → take one of the two out, or map the part once more");
}

#[test]
fn parts_of_other_sources_cuts_and_versions_are_refused() {
    let sandbox = project();
    let parts = mapped(&sandbox, 2);
    map_part(&sandbox, options(3, 3), parts.path());
    let cut = refusal(parts.path());
    fs::remove_file(parts.path().join("parts/part-00003-of-00003.json")).unwrap();
    sandbox.write("b.CSV", b"other\n");
    map_part(&sandbox, options(2, 2), parts.path());
    let sources = refusal(parts.path());
    let list = parts.path().join("parts/part-00002-of-00002.json");
    fs::write(&list, fs::read_to_string(&list).unwrap().replace("\"tables\": \"1\"", "\"tables\": \"0\"")).unwrap();
    let version = refusal(parts.path());
    insta::assert_snapshot!([cut, sources, version].join("\n").replace(env!("CARGO_PKG_VERSION"), "VERSION"), @"
    R044 parts/part-00003-of-00003.json: the part is one of 3 with 2 buckets, others are of 2 with 2 → map all parts into an empty folder
    R044 parts/part-00002-of-00002.json: the part is of other sources or settings than the others → map all parts into an empty folder
    R044 parts/part-00002-of-00002.json: the part is of relata VERSION with tables of version 0, this is relata VERSION with version 1 → map all parts into an empty folder
    ");
}

#[test]
fn resuming_makes_only_what_is_not_whole() {
    let sandbox = project();
    let parts = mapped(&sandbox, 2);
    let resume = |number: u32| map_part(&sandbox, MapOptions { resume: true, ..options(number, 2) }, parts.path()).1;
    assert!(resume(1) && resume(2), "both are there");
    fs::write(&files_of(parts.path(), "claims")[0], "").unwrap();
    let was_there = [resume(1), resume(2)];
    assert_eq!(was_there.iter().filter(|was_there| !**was_there).count(), 1, "one of them had lost a table");
    reduced(parts.path());
}

#[test]
fn tables_are_built_only_when_all_of_them_are_whole() {
    let parts = mapped(&project(), 1);
    let folder = tempfile::tempdir().unwrap();
    let reduce_part = |number: u32| {
        let options = ReduceOptions { part: Part { number, of: 2 }, resume: true };
        reduce(parts.path(), options, folder.path(), &Reach::default()).unwrap()
    };
    assert_eq!(reduce_part(2).missing, 1);
    assert!(!folder.path().join("relata.toml").exists());
    assert!(told(&is_reduced(folder.path(), &Reach::default()).unwrap_err(), folder.path()).starts_with("R042"));
    assert_eq!(reduce_part(1).missing, 0);
    assert!(reduce_part(1).was_there);
    is_reduced(folder.path(), &Reach::default()).unwrap();
    let table = files_of(&folder.path().join("tables"), "claims").remove(0);
    fs::write(table, "").unwrap();
    assert!(told(&is_reduced(folder.path(), &Reach::default()).unwrap_err(), folder.path()).starts_with("R043"));
}

#[test]
fn a_selection_says_of_its_claims_what_the_whole_says() {
    let tables = reduced(mapped(&project(), 2).path());
    let quads = |folder: &Path| -> std::collections::BTreeSet<String> {
        let compiled = crate::support::Compiled::of(Project::find(folder).unwrap());
        compiled.nquads().lines().map(str::to_owned).collect()
    };
    let whole = quads(tables.path());
    let count = |part: Selection| {
        let folder = tempfile::tempdir().unwrap();
        let n_claims = select(tables.path(), &part, &folder.path().join("selection"), &Reach::default()).unwrap();
        if n_claims > 0 {
            let quads = quads(&folder.path().join("selection"));
            let more: Vec<&String> = quads.difference(&whole).take(3).collect();
            assert!(more.is_empty(), "{part:?} {more:#?}");
        }
        n_claims
    };
    let all = count(Selection::default());
    let day = |text: &str| Some(text.parse().unwrap());
    let before = count(Selection { to: day("2015-10-19"), ..Selection::default() });
    let after = count(Selection { from: day("2015-10-20"), ..Selection::default() });
    assert!(before > 0 && after > 0 && before + after <= all, "{before} {after} {all}");
    let there = count(Selection { places: vec!["united states".to_owned()], ..Selection::default() });
    let here = count(Selection { places: vec!["Nowhere".to_owned()], ..Selection::default() });
    assert!(there > 0 && there < all && here == 0, "{there} {here} {all}");
    let by = count(Selection { actors: vec!["united states".to_owned()], ..Selection::default() });
    assert!(by > 0 && by < all, "{by} {all}");
}

#[test]
fn a_full_disk_is_an_error_and_no_table() {
    /// Takes so many bytes.
    struct Limited(usize);
    impl std::io::Write for Limited {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if self.0 < bytes.len() {
                return Err(std::io::ErrorKind::StorageFull.into());
            }
            self.0 -= bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let row = || row_of_claim(&Claim::new(Referent::Name("A".into()), "met", Referent::Name("B".into())), 0);
    let write = |limit: usize| {
        let mut table = StoredWriter::new(Limited(limit), *STORED_CLAIMS, &[])?;
        (0..100).try_for_each(|_| table.write(row()))?;
        table.finish().map(|_| ())
    };
    assert!(write(1 << 20).is_ok());
    for limit in [0, 100, 1_000, 4_000] {
        let error: relata::table::stored::StoredError = write(limit).unwrap_err();
        assert!(
            format!("{error:?}").contains("StorageFull") || error.to_string().contains("no storage space"),
            "{error:?}"
        );
    }
}

#[test]
fn models_are_the_same_after_a_way_through_rows() {
    let name = |name: &str| Referent::Name(name.to_owned());
    let own = |name: &str, holds: CellType| OwnColumn::new(name).holding(holds);
    let claim = Claim {
        id: Some("c1".into()),
        date: EventDate::parse("2024-03-01~").ok(),
        event: Some("e1".into()),
        event_types: vec!["cameo:190".into(), "cameo:010".into()],
        place: Some(String::new()),
        said_by: vec!["A; B".into()],
        denies: vec!["c2".into()],
        evidence: relata::model::Evidence { quote: Some("words\n".into()), span: Some(3..9) },
        qualifiers: vec![
            (own("tone", CellType::Decimal).of_event(), "1.5".into()),
            (own("event:odd^^date", CellType::Text), String::new()),
        ],
        origin: Origin { file: "a/b.csv".into(), line: 7 },
        ..Claim::new(name("# one"), "met", Referent::Claim("c3".into()))
    };
    for claim in [claim, Claim { object: Referent::OwnEvent, ..Claim::new(name("#"), "", name("#c")) }] {
        let rank = u64::MAX - 3;
        assert_eq!(claim_of_row(row_of_claim(&claim, rank)), Some(StoredClaim { claim, rank }));
    }
    let entity = Entity {
        kind: Some(EntityKind::State),
        aliases: vec!["X".into(), String::new()],
        coordinates: Coordinates::new("1.50", "-2"),
        qualifiers: vec![(own("n", CellType::Integer), "4".into())],
        ..Entity::called("A")
    };
    assert_eq!(entity_of_row(row_of_entity(&entity)), Some(entity));
    let document = Document {
        publisher: Some("P".into()),
        published: EventDate::parse("2024").ok(),
        based_on: vec!["d2".into()],
        ..Document::of_id("d1")
    };
    assert_eq!(document_of_row(row_of_document(&document)), Some(document));
}

/// The runner of `docs/scale.md` for one machine, as it stands there but for the number of parts.
#[cfg(unix)]
#[test]
fn two_processes_at_a_time_make_what_one_makes() {
    use std::process::Command;
    let sandbox = project();
    let relata = env!("CARGO_BIN_EXE_relata");
    let script = format!(
        "set -e
        seq 3 | xargs -P2 -I{{}} {relata} shard map --part {{}}/3 --out parts --resume
        seq 2 | xargs -P2 -I{{}} {relata} shard reduce parts --part {{}}/2 --out tables --resume
        {relata} build --from tables || true
        {relata} build || true
        {relata} export nq --positions -o one.nq
        {relata} export nq tables --positions -o many.nq"
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(sandbox.path()).env("RELATA_CACHE", crate::support::cache());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sorted = |name: &str| {
        let text = fs::read_to_string(sandbox.path().join(name)).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let (one, many) = (sorted("one.nq"), sorted("many.nq"));
    assert!(one.len() > 100 && one == many, "{} and {} quads", one.len(), many.len());
}
