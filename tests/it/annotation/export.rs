//! Claims leave for annotation tools and come back as they were.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use relata::export::{ExportOptions, FORMATS, FormatWriter};
use relata::project::Project;

use super::project::{project, sample, without_files};
use crate::support::{Compiled, Sandbox};

/// What a format makes of a graph: files by name, and what is said about them.
pub(super) fn exported(compiled: &Compiled, format: &str) -> (Vec<(String, Vec<u8>)>, Vec<String>) {
    let claims = compiled.claims();
    let options = ExportOptions::default();
    let namespace = &compiled.project.namespace;
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    match FORMATS.iter().find(|known| known.name == format).unwrap().writer {
        FormatWriter::Tables { write, .. } => {
            let mut names = Vec::new();
            write(&claims, namespace, &options, &mut |name| {
                names.push(name.to_owned());
                Ok(Box::new(fs::File::create(folder.path().join(name))?))
            })
            .unwrap();
            files.extend(names.into_iter().map(|name| (name.clone(), fs::read(folder.path().join(name)).unwrap())));
        }
        FormatWriter::Claims(write) => {
            let mut out = Vec::new();
            write(&claims, namespace, &options, &mut out).unwrap();
            files.push((format!("out.{}", if format == "w3c" { "json" } else { "jsonl" }), out));
        }
        _ => panic!("{format} is for all claims"),
    }
    (files, options.remarks.take())
}

/// The graph of what a format makes of a graph; texts lie beside Web Annotations as they do beside those of brat.
fn back(compiled: &Compiled, format: &str) -> Sandbox {
    let (mut files, _) = exported(compiled, format);
    if format == "w3c" {
        let texts = exported(compiled, "brat").0.into_iter();
        files.extend(texts.filter(|(name, _)| Path::new(name).extension() == Some("txt".as_ref())));
    }
    files.retain(|(name, _)| name != "annotation.conf");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    project(format, "", &files)
}

/// What two graphs do not share.
fn difference(before: &Compiled, after: &Compiled) -> String {
    let (before, after) = (without_files(before), without_files(after));
    let lost = before.difference(&after).map(|line| format!("- {line}"));
    let added = after.difference(&before).map(|line| format!("+ {line}"));
    lost.chain(added).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_samples_come_back_as_they_were() {
    for (format, file) in [("brat", "doc1.ann"), ("w3c", "recogito_w3c.json"), ("doccano", "doccano_relation.jsonl")] {
        let before = sample(format, file).compile();
        for by in ["brat", "w3c", "doccano"] {
            let after = back(&before, by).compile();
            // Entities that no claim speaks of have no place in a text.
            let difference = difference(&before, &after);
            let is_loose = |line: &str| {
                ["accused", "shelling", "Port_Avel", "Defence_Ministry", "P"]
                    .iter()
                    .any(|name| line.starts_with(&format!("- <https://w3id.org/relata/project/t/{name}>")))
                    || line.starts_with("- <https://w3id.org/relata/project/t/qualifier/annotated_as>")
            };
            let left: Vec<&str> = difference.lines().filter(|line| !is_loose(line)).collect();
            assert!(left.is_empty(), "{file} by {by}: {left:#?}\n{}", after.faults());
            assert_eq!(after.tally.n_annotations_rejected, 0, "{file} by {by}: {}", after.faults());
        }
    }
}

#[test]
fn claims_of_tables_leave_with_all_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/strike-veto");
    let before = Compiled::of(Project::find(&folder).unwrap());
    let all = "SELECT ?id ?subject ?predicate ?object ?quote ?start ?end ?certainty ?polarity ?modality ?note ?lang ?confidence { ?claim rdf:subject/rdfs:label ?subject ; rdf:predicate ?p ; rdf:object/rdfs:label ?object ; ra:evidence ?e . BIND(REPLACE(STR(?claim), '.*/', '') AS ?id) BIND(REPLACE(STR(?p), '.*/', '') AS ?predicate) ?claim ra:certainty ?certainty ; ra:polarity ?polarity ; ra:modality ?modality OPTIONAL { ?claim rdfs:comment ?note } OPTIONAL { ?claim ra:confidence ?confidence } ?e ra:quote ?quote . BIND(LANG(?quote) AS ?lang) ?e oa:hasSelector [ oa:start ?start ; oa:end ?end ] }";
    let speakers =
        "SELECT ?id ?speaker { ?claim ra:saidBy/rdfs:label ?speaker BIND(REPLACE(STR(?claim), '.*/', '') AS ?id) }";
    let replies = "SELECT ?id ?how ?other { ?claim ?how ?reply FILTER(?how IN (ra:denies, ra:confirms)) BIND(REPLACE(STR(?claim), '.*/', '') AS ?id) BIND(REPLACE(STR(?reply), '.*/', '') AS ?other) }";
    let when = "SELECT ?id ?date ?place { ?claim ra:about ?event . BIND(REPLACE(STR(?claim), '.*/', '') AS ?id) OPTIONAL { ?event ra:date ?date } OPTIONAL { ?event sem:hasPlace/rdfs:label ?place } }";
    for format in ["brat", "w3c", "doccano"] {
        let after = back(&before, format).compile();
        assert_eq!(after.tally.n_annotations_rejected, 0, "{}", after.faults());
        for query in [all, speakers, replies, when] {
            let (before, after) = (before.select(query), after.select(query));
            assert!(!before.is_empty());
            assert_eq!(before, after, "{format}");
        }
    }
}

/// A text and annotations of it, drawn from a stream of numbers.
struct Drawn<'a> {
    numbers: std::slice::Iter<'a, u16>,
}

impl Drawn<'_> {
    fn below(&mut self, n: usize) -> usize {
        self.numbers.next().map_or(0, |number| usize::from(*number) % n)
    }

    fn one_of<'t>(&mut self, items: &[&'t str]) -> &'t str {
        items[self.below(items.len())]
    }

    fn piece(&mut self, text: &[char], from: usize) -> Option<std::ops::Range<usize>> {
        let left = text.len().checked_sub(from).filter(|left| *left > 0)?;
        let start = from + self.below(left);
        Some(start..start + 1 + self.below((text.len() - start).min(9)))
    }

    fn document(&mut self) -> (String, String) {
        let parts =
            ["Ana", "Bo", " ", " ", "é", "e\u{301}", "😀", "👩\u{200d}👧", "\r\n", "\n", ".", "ß", "中文", "a", "\t"];
        let text: String = (0..6 + self.below(30)).map(|_| self.one_of(&parts)).collect();
        let chars: Vec<char> = text.chars().collect();
        let mut lines = Vec::new();
        let n_spans = 3 + self.below(6);
        for n in 1..=n_spans {
            let Some(first) = self.piece(&chars, 0) else { continue };
            let second = (self.below(4) == 0).then(|| self.piece(&chars, first.end)).flatten();
            let pieces: Vec<_> = [Some(first), second].into_iter().flatten().collect();
            let offsets: Vec<String> = pieces.iter().map(|piece| format!("{} {}", piece.start, piece.end)).collect();
            let words: Vec<String> = pieces.iter().map(|piece| chars[piece.clone()].iter().collect()).collect();
            let words: String = words.join(" ").chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            let label = self.one_of(&["Person", "Hero", "Entity", "State"]);
            lines.push(format!("T{n}\t{label} {}\t{words}", offsets.join(";")));
        }
        let n_statements = 1 + self.below(5);
        for n in 1..=n_statements {
            let label = self.one_of(&["accused", "met", "called_for", "Attack", "odd-label"]);
            let end = |drawn: &mut Self| format!("T{}", 1 + drawn.below(n_spans));
            let (a, b) = (end(self), end(self));
            if self.below(3) == 0 {
                lines.push(format!("R{n}\t{label} Arg1:{a} Arg2:{b}"));
            } else {
                let trigger = end(self);
                let object = if n > 1 && self.below(3) == 0 { format!("E{}", 1 + self.below(n - 1)) } else { b };
                let more = self.one_of(&["", " Speaker:T1", " Place:T2", " Mood:T3", " Speaker:T2 Speaker2:T1"]);
                lines.push(format!("E{n}\t{label}:{trigger} Agent:{a} Target:{object}{more}"));
            }
            let said = self.one_of(&["", "Negation E", "Certainty E1 probable", "Modality R1 planned", "Mood E2 glad"]);
            if !said.is_empty() {
                lines.push(format!("A{n}\t{}", said.replace("Negation E", &format!("Negation E{n}"))));
            }
            if self.below(4) == 0 {
                lines.push(format!("#{n}\tAnnotatorNotes {}{n}\tis \"that\" so?", self.one_of(&["E", "R", "T"])));
            }
        }
        (text, lines.join("\n") + "\n")
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_annotated_comes_back(numbers in prop::collection::vec(any::<u16>(), 1000)) {
        let mut drawn = Drawn { numbers: numbers.iter() };
        let documents: Vec<(String, String)> = (0..10).map(|_| drawn.document()).collect();
        let names: Vec<(String, String)> = (0..10).map(|n| (format!("d{n}.txt"), format!("d{n}.ann"))).collect();
        let files = documents.iter().zip(&names).flat_map(|((text, lines), (txt, ann))| {
            [(txt.as_str(), text.as_bytes()), (ann.as_str(), lines.as_bytes())]
        });
        let before = project("brat", "", &files.collect::<Vec<_>>()).compile();
        prop_assert!(before.tally.n_claims > 0);
        for format in ["brat", "w3c", "doccano"] {
            let after = back(&before, format).compile();
            let difference = difference(&before, &after);
            // Nothing is new, and what is lost is of entities that no claim speaks of, or a second kind of one.
            let quads = before.nquads();
            let is_spoken_of = |line: &str| {
                let subject = line.split(' ').nth(1).unwrap_or_default();
                if line.contains("rdf-syntax-ns#type>") {
                    return false;
                }
                subject.contains("/claim/") || subject.contains("/event/") || subject.contains("/evidence/")
                    || ["ns#saidBy", "rdf-syntax-ns#subject", "rdf-syntax-ns#object", "hasPlace"]
                        .iter()
                        .any(|property| quads.contains(&format!("{property}> {subject} .")))
            };
            // A part whose words stand several times in the quote may be found at another of these places.
            let is_place = |line: &str| ["_start>", "_end>", "qualifier/trigger>"].iter().any(|name| line.contains(name));
            let is_lost = |line: &&str| !is_place(line) && (line.starts_with('+') || is_spoken_of(line));
            let left: Vec<&str> = difference.lines().filter(is_lost).collect();
            prop_assert!(left.is_empty(), "{format}: {left:#?}\n{documents:#?}\n{}", after.faults());
        }
    }
}

#[test]
fn brat_gets_relations_events_and_what_is_said_of_them() {
    let (files, remarks) = exported(&sample("brat", "doc1.ann").compile(), "brat");
    let text = |name: &str| {
        let (_, bytes) = files.iter().find(|(known, _)| known == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap().replace('\t', "    ")
    };
    assert_eq!(text("doc1.txt").trim_end(), super::SENTENCE);
    insta::assert_snapshot!(text("doc1.ann"), @r#"
    T1    attacked 30 38    shelling
    T2    accused 11 18    accused
    T3    accused 11 18    accused
    T4    State 19 26    Norland
    T5    Place 39 48    Port Avel
    N5    Reference T5 Wikidata:Q42    Port Avel
    T6    Person 2 10    Ana Ruiz
    #1    Facts T6    {"aliases":"Defence Ministry","annotated_as":"Organization"}
    T7    Person 54 70    Defence Ministry
    #2    Facts T7    {"label":"Ana Ruiz"}
    E1    attacked:T1 Subject:T4 Object:T5
    A1    Negation E1
    #3    AnnotatorNotes E1    source is one-sided
    #4    Facts E1    {"annotated_Certainty":"Claimed"}
    E2    accused:T2 Subject:T6 Object:T4 Speaker:T7
    E3    accused:T3 Subject:T6 Object:E1 Speaker:T7
    #5    Facts E3    {"id":"doc1.E2-2"}
    R1    accused Arg1:T6 Arg2:T4
    "#);
    insta::assert_snapshot!(text("annotation.conf"), @"
    [entities]
    Person
    Place
    State

    [relations]
    accused    Arg1:<ENTITY>, Arg2:<ENTITY>

    [events]
    accused    Subject:<ANY>, Object:<ANY>, Speaker*:<ENTITY>, Place?:<ENTITY>, Time?:<ENTITY>
    attacked    Subject:<ANY>, Object:<ANY>, Speaker*:<ENTITY>, Place?:<ENTITY>, Time?:<ENTITY>

    [attributes]
    Negation    Arg:<EVENT>
    Polarity    Arg:<EVENT>, Value:underspecified
    Certainty    Arg:<EVENT>, Value:certain|probable|possible
    Modality    Arg:<EVENT>, Value:planned|proposed|requested|promised|threatened|hypothetical|opinion
    ");
    assert!(remarks.is_empty(), "{remarks:?}");
}

#[test]
fn what_cannot_leave_is_counted_and_named() {
    let claims = "id,subject,predicate,object,document,quote,start,end,modality,date,denies\n\
        c1,Ana,met,Bo,with,Ana met Bo,0,10,,,\n\
        c2,Ana,met,Cal,with,Ana met Bo,0,10,planned,2025,c1\n\
        c3,Ana,left,Bo,without,Ana left Bo,,,,,\n\
        c4,Ana,met,Bo,,Ana met Bo,,,,,\n\
        c5,Ana,met,Bo,with,,,,,,\n\
        c6,Cal,denied,#c3,with,met Bo,4,10,,,\n\
        c7,Cal,denied,#c6,with,met Bo,4,10,,,\n";
    let compiled = Sandbox::new(&[
        ("claims.csv", claims.as_bytes()),
        ("documents.csv", b"id,path,url\nwith,with.txt,https://example.org/with\nwithout,,\n"),
        ("entities.csv", b"label,type\nDora,person\n"),
        ("with.txt", b"Ana met Bo"),
    ])
    .compile();
    insta::assert_snapshot!(exported(&compiled, "brat").1.join("\n"), @"
    1 claim left out: no document is known for them
    1 claim left out: 1 document has no text, which brat needs; `path` in documents.csv names it
    1 claim left out: their words have no place in the document
    2 claims left out: they speak of claims that are not in the same document
    1 times the whole quote stands for subject or object, whose name is not in it
    1 entity stays behind: no place in a text is known for them
    ");
    insta::assert_snapshot!(exported(&compiled, "w3c").1.join("\n"), @"
    1 claim left out: no document is known for them
    1 claim left out: their words have no place in the document
    2 claims left out: they speak of claims that are not in the same document
    1 times the whole quote stands for subject or object, whose name is not in it
    1 entity stays behind: no place in a text is known for them
    ");
    insta::assert_snapshot!(exported(&compiled, "doccano").1.join("\n"), @"
    1 claim left out: no document is known for them
    1 claim left out: 1 document has no text, which doccano needs; `path` in documents.csv names it
    1 claim left out: their words have no place in the document
    2 claims left out: they speak of claims that are not in the same document
    1 times the whole quote stands for subject or object, whose name is not in it
    1 entity stays behind: no place in a text is known for them
    doccano does not show polarity, certainty or modality of 1 claim; speaker, place, time or trigger of 1 claim; other columns of 2 claims and entities; they stand in members that relata reads and doccano drops
    ");
    let page = String::from_utf8(exported(&compiled, "w3c").0.remove(0).1).unwrap();
    // Without a text, words are quoted and have no position.
    insta::assert_snapshot!(page.lines().find(|line| line.contains("without.txt")).unwrap(), @r#"{"body":[{"purpose":"tagging","type":"TextualBody","value":"Entity"}],"id":"https://w3id.org/relata/kg/document/without#T1","target":{"selector":[{"exact":"Ana","type":"TextQuoteSelector"}],"source":"without.txt"},"type":"Annotation"},"#);
    insta::assert_snapshot!(page.lines().find(|line| line.contains("claim/c2#annotation")).unwrap(), @r#"{"body":[{"purpose":"tagging","type":"TextualBody","value":"met"},{"purpose":"classifying","type":"TextualBody","value":"planned"},{"purpose":"identifying","source":"https://w3id.org/relata/kg/claim/c2"},{"format":"application/json","purpose":"describing","type":"TextualBody","value":"{\"date\":\"2025\",\"denies\":\"c1\",\"id\":\"c2\",\"iri\":\"https://w3id.org/relata/kg/claim/c2\",\"modality\":\"planned\",\"roles\":\"Arg1;Arg2;Trigger\"}"}],"id":"https://w3id.org/relata/kg/claim/c2#annotation","motivation":"linking","target":[{"id":"https://w3id.org/relata/kg/document/with#T1"},{"id":"https://w3id.org/relata/kg/document/with#T3"},{"id":"https://w3id.org/relata/kg/document/with#T4"}],"type":"Annotation"},"#);
}

#[test]
fn a_file_has_a_name_that_fits_however_long_the_identifier_is() {
    let ids = [1, 2].map(|n| format!("https://news.example/2025/{}{n}", "é".repeat(200)));
    let row = |id: &String| format!("Iran,met,Israel,{id},Iran met Israel\n");
    let claims = format!("subject,predicate,object,document,quote\n{}", ids.each_ref().map(row).concat());
    let documents = format!("id,path\n{},t.txt\n{},t.txt\n", ids[0], ids[1]);
    let text = ("t.txt", b"Iran met Israel" as &[u8]);
    let files = [("claims.csv", claims.as_bytes()), ("documents.csv", documents.as_bytes()), text];
    let compiled = Sandbox::new(&files).compile();
    let (files, _) = exported(&compiled, "brat");
    let names: Vec<&str> =
        files.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("https")).collect();
    assert!(names.len() == 4 && names.iter().all(|name| name.len() <= 255), "{names:?}");
}
