//! Tables that are written from a graph give the same graph again.

use std::fs;
use std::io::Write;
use std::path::Path;

use proptest::prelude::*;
use relata::export::{ExportOptions, tables};
use relata::project::Project;

use crate::support::{Compiled, Sandbox};

/// The tables of a graph and the texts beside them, by name.
fn written(compiled: &Compiled) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    let mut make = |name: &str| -> std::io::Result<Box<dyn Write>> {
        names.push(name.to_owned());
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap())?;
        Ok(Box::new(fs::File::create(path)?))
    };
    tables::write(&compiled.claims(), &compiled.project.namespace, &ExportOptions::default(), &mut make).unwrap();
    let bytes = |name: String| (fs::read(folder.path().join(&name)).unwrap(), name);
    names.into_iter().map(bytes).map(|(bytes, name)| (name, bytes)).collect()
}

/// Everything but the files that claims are from.
fn graph(compiled: &Compiled) -> String {
    let quads = compiled.nquads();
    quads.lines().filter(|line| !line.contains("ns#sourceFile>")).collect::<Vec<_>>().join("\n")
}

/// A graph, and the graph of the tables that are written from it.
fn there_and_back(compiled: &Compiled, more: &[(&str, Vec<u8>)]) -> (String, String) {
    let tables = written(compiled);
    let mut files: Vec<(&str, &[u8])> = tables.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    files.extend(more.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
    (graph(compiled), graph(&Sandbox::new(&files).compile()))
}

#[test]
fn the_samples_come_back_as_they_were() {
    for name in ["strike-veto", "harbour-crisis"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
        let compiled = Compiled::of(Project::find(&folder).unwrap());
        // The texts of documents come along, under the names they have.
        let more = [("relata.toml", fs::read(folder.join("relata.toml")).unwrap())];
        let (before, after) = there_and_back(&compiled, &more);
        assert!(before == after, "{name}: {:?}", before.lines().zip(after.lines()).find(|(a, b)| a != b));
    }
}

#[test]
fn tables_are_for_editing() {
    let files: [(&str, &[u8]); 3] = [
        ("claims.csv", "id,subject,predicate,object,date,document,said_by,modality,denies,quote,colour\n\
            c1,Iran,attacked,Israel,2025-06-13,d1,A;B,threatened,,\"said \"\"no\"\"\nand left\",red\nc2,B,denied,#c1,,d1,,,c1,,\n".as_bytes()),
        ("entities.csv", "id,label,type,aliases,country\nir,Iran,state,IR of Iran;Persia,IRN\nb,B,person,,ir\n".as_bytes()),
        ("documents.csv", b"id,title,publisher,published\nd1,A title,Reuters,2025-06-14\n"),
    ];
    let compiled = Sandbox::new(&files).compile();
    let text: Vec<String> = written(&compiled)
        .into_iter()
        .map(|(name, bytes)| format!("== {name}\n{}", String::from_utf8(bytes).unwrap()))
        .collect();
    insta::assert_snapshot!(text.concat(), @r#"
    == claims.csv
    id,subject,predicate,object,date,document,said_by,modality,denies,quote,colour
    c1,ir,attacked,Israel,2025-06-13,d1,A;b,threatened,,"said ""no""
    and left",red
    c2,b,denied,#c1,,d1,,,c1,,
    == entities.csv
    id,label,type,aliases,country
    A,A,,,
    Israel,Israel,,,
    Reuters,Reuters,,,
    b,B,person,,ir
    ir,Iran,state,IR of Iran;Persia,IRN
    == documents.csv
    id,title,publisher,published
    d1,A title,Reuters,2025-06-14
    "#);
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-C]",
        Just("A_B".into()),
        Just("A B".into()),
        Just("a".into()),
        Just("Ω é".into()),
        Just("x%5Fy".into()),
        Just("https://example.org/a#b".into()),
        Just("x.".into()),
        Just("#x".replace('#', "no. ")),
        Just("العربية".into()),
    ]
}

fn row() -> impl Strategy<Value = Vec<String>> {
    let object = prop_oneof![4 => cell(), 1 => (0..8_u32).prop_map(|n| format!("#c{n}"))];
    let date = prop_oneof![Just(""), Just("2025-06"), Just("2025-06-13~"), Just("2025/.."), Just("../2024-02-29")];
    let modality = prop_oneof![Just(""), Just("planned"), Just("opinion")];
    let denies = prop_oneof![3 => Just(String::new()), 1 => (0..8_u32).prop_map(|n| format!("c{n}"))];
    let quote = prop_oneof![Just(""), Just("she said, \"so\""), Just("=1+1")];
    let lang = prop_oneof![Just(""), Just("fr")];
    let colour = prop_oneof![Just(""), Just("red ")];
    (
        cell(),
        prop_oneof![Just("attacked"), Just("met"), Just("my own verb")],
        object,
        date,
        cell(),
        (modality, denies, quote, lang, colour),
    )
        .prop_map(|(subject, predicate, object, date, said_by, (modality, denies, quote, lang, colour))| {
            vec![
                subject,
                predicate.into(),
                object,
                date.into(),
                said_by,
                modality.into(),
                denies,
                quote.into(),
                lang.into(),
                colour.into(),
            ]
        })
}

proptest! {
    #![proptest_config(crate::support::draws(16))]

    #[test]
    fn any_table_comes_back_as_the_same_graph(rows in proptest::collection::vec(row(), 1..8), named in any::<bool>()) {
        let mut table = csv::Writer::from_writer(Vec::new());
        let header = ["id", "subject", "predicate", "object", "date", "said_by", "modality", "denies", "quote", "lang", "colour"];
        table.write_record(header).unwrap();
        for (n, row) in rows.iter().enumerate() {
            table.write_record(std::iter::once(format!("c{n}")).chain(row.iter().cloned())).unwrap();
        }
        let table = table.into_inner().unwrap();
        let entities = "id,label,type,aliases,member_of,country\nA,Alpha,state,C,,\nx1,A B,person,,A,A\nx2,B,group,A_B,x1,FR\n";
        let mut files: Vec<(&str, &[u8])> = vec![("claims.csv", &table)];
        if named {
            files.push(("entities.csv", entities.as_bytes()));
        }
        let (before, after) = there_and_back(&Sandbox::new(&files).compile(), &[]);
        prop_assert_eq!(before, after);
    }
}
