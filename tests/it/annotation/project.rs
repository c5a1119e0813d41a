//! Annotations as sources of a project: the same sentence in eight formats, the texts beside it, and bad input.

use std::fs;
use std::path::{Path, PathBuf};

use relata::built::{BuildOptions, build, inputs, is_current};
use relata::export::{ExportOptions, tables};
use relata::input::annotation::AnnotationFormat;
use relata::project::{Project, ProjectError, Source, SourceKind};

use crate::support::{Compiled, Sandbox};

/// The samples, by format.
pub(super) const SAMPLES: &[(AnnotationFormat, &str)] = &[
    (AnnotationFormat::Brat, "doc1.ann"),
    (AnnotationFormat::Webanno, "webanno3.tsv"),
    (AnnotationFormat::Uima, "uima_cas.json"),
    (AnnotationFormat::Doccano, "doccano_relation.jsonl"),
    (AnnotationFormat::LabelStudio, "labelstudio.json"),
    (AnnotationFormat::Prodigy, "prodigy_rel.jsonl"),
    (AnnotationFormat::W3c, "recogito_w3c.json"),
    (AnnotationFormat::Pubannotation, "pubannotation.json"),
];

pub(super) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/annotation").join(name)
}

/// A project of one source of annotations.
pub(super) fn project(format: &str, more: &str, files: &[(&str, &[u8])]) -> Sandbox {
    let sandbox = Sandbox::new(files);
    let names: Vec<String> =
        files.iter().map(|(name, _)| format!("{name:?}")).filter(|name| !name.ends_with(".txt\"")).collect();
    let toml = format!(
        "[project]\nname = \"t\"\n[[sources]]\nformat = \"{format}\"\nfiles = [{}]\n{more}\n",
        names.join(", ")
    );
    sandbox.write("relata.toml", toml.as_bytes());
    sandbox
}

/// A sample as the one source of a project.
pub(super) fn sample(format: &str, file: &str) -> Sandbox {
    let text = fs::read(data("doc1.txt")).unwrap();
    project(format, "", &[(file, &fs::read(data(file)).unwrap()), ("doc1.txt", &text)])
}

/// The quads of a graph, but for the names of files.
pub(super) fn without_files(compiled: &Compiled) -> std::collections::BTreeSet<String> {
    let is_kept = |line: &&str| !line.contains("ns#sourceFile>") && !line.contains("ns#textFile>");
    compiled.nquads().lines().filter(is_kept).map(str::to_owned).collect()
}

const ACCUSED: &str = "SELECT ?subject ?predicate ?object ?a ?b ?c ?d { ?claim rdf:subject/rdfs:label ?subject ; rdf:predicate/rdfs:label ?predicate ; rdf:object/rdfs:label ?object ;
    qualifier:subject_start ?a ; qualifier:subject_end ?b ; qualifier:object_start ?c ; qualifier:object_end ?d ; ra:evidence/oa:hasSelector/oa:start 2 }";

#[test]
fn every_format_tells_the_same_claim_at_the_same_code_points() {
    for (format, file) in SAMPLES {
        // What is in a file tells its format, too; two of them are enough to see that this is asked.
        let words =
            if *format < AnnotationFormat::Uima { vec![format.name(), "annotations"] } else { vec![format.name()] };
        for word in words {
            let compiled = sample(word, file).compile();
            let accused = compiled.select(ACCUSED);
            let first = accused.lines().next().unwrap_or_default();
            assert_eq!(
                first,
                "Ana Ruiz | accused | Norland | 2 | 10 | 19 | 26",
                "{file} as {word}\n{}",
                compiled.faults()
            );
            assert_eq!(compiled.tally.n_annotations_rejected, 0, "{file}: {}", compiled.faults());
            assert!(compiled.tally.n_annotations > 2, "{file}");
        }
    }
}

#[test]
fn tables_of_annotations_make_the_same_graph_with_the_same_texts() {
    const TEXTS: &str = "SELECT ?document ?text { GRAPH ra:texts { ?document schema:text ?text } }";
    for (format, file) in SAMPLES {
        let annotated = sample(format.name(), file).compile();
        let sandbox = Sandbox::new(&[("relata.toml", b"[project]\nname = \"t\"\n")]);
        tables::write(&annotated.claims(), &annotated.project.namespace, &ExportOptions::default(), &mut |name| {
            let path = sandbox.path().join(name);
            fs::create_dir_all(path.parent().unwrap())?;
            Ok(Box::new(fs::File::create(path)?))
        })
        .unwrap();
        let again = sandbox.compile();
        let (before, after) = (without_files(&annotated), without_files(&again));
        let lost: Vec<&String> = before.difference(&after).collect();
        let added: Vec<&String> = after.difference(&before).collect();
        assert!(lost.is_empty() && added.is_empty(), "{file}: lost {lost:#?}, added {added:#?}, {}", again.faults());
        assert_eq!(annotated.select(TEXTS), again.select(TEXTS), "{file}");
        assert!(annotated.select(TEXTS).contains(super::SENTENCE), "{file}");
    }
}

#[test]
fn a_text_that_changes_makes_the_graph_out_of_date() {
    for (format, file) in [(AnnotationFormat::Brat, "doc1.ann"), (AnnotationFormat::W3c, "recogito_w3c.json")] {
        let sandbox = sample(format.name(), file);
        let project = Project::find(sandbox.path()).unwrap();
        assert!(inputs(&project).contains(&"doc1.txt".into()), "{file}");
        let make = || {
            let mut report = relata::diagnostic::Report::new(project.policy.clone());
            build(&project, &mut report, BuildOptions::with_progress(&mut |_| ())).unwrap();
        };
        make();
        assert!(is_current(&project), "{file}");
        sandbox.write("doc1.txt", b"something else");
        assert!(!is_current(&project), "{file}");
        fs::remove_file(sandbox.path().join("doc1.txt")).unwrap();
        make();
        assert!(is_current(&project), "{file}: a text may be missing");
        sandbox.write("doc1.txt", &fs::read(data("doc1.txt")).unwrap());
        assert!(!is_current(&project), "{file}: and come back");
    }
}

#[test]
fn files_are_unpacked_and_texts_lie_beside_them() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &fs::read(data("doc1.ann")).unwrap()).unwrap();
    let text = fs::read(data("doc1.txt")).unwrap();
    let sandbox = project("brat", "", &[("ann/doc1.ann.gz", &packed.finish().unwrap()), ("ann/doc1.txt", &text)]);
    let compiled = sandbox.compile();
    insta::assert_snapshot!(compiled.select("SELECT DISTINCT ?document ?file ?source { ?c ra:inDocument ?d ; ra:sourceFile ?source . ?d rdfs:label ?document ; ra:textFile ?file }"), @"doc1 | ann/doc1.txt | ann/doc1.ann.gz");
    assert!(compiled.project.sources[0].kind == SourceKind::Annotations(Some(AnnotationFormat::Brat)));
}

#[test]
fn a_table_of_documents_has_the_last_word_but_takes_the_text() {
    let text = fs::read(data("doc1.txt")).unwrap();
    let sandbox = Sandbox::new(&[
        ("doc1.ann", &fs::read(data("doc1.ann")).unwrap()),
        ("doc1.txt", &text),
        ("documents.csv", b"id,title,publisher,published,language\ndoc1,Shelling,A Daily,2026-01-05,en\n"),
        ("entities.csv", b"id,label,type,aliases\nruiz,A. Ruiz,person,Ana Ruiz\n"),
        ("claims.csv", b"id,subject,predicate,object,document,quote,denies\nc1,Norland,denied,#doc1.E1,doc1,Norland of shelling,doc1.R1\n"),
        (
            "relata.toml",
            b"[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"claims.csv\"]\n[[sources]]\nformat = \"entities\"\nfiles = [\"entities.csv\"]\n[[sources]]\nformat = \"documents\"\nfiles = [\"documents.csv\"]\n[[sources]]\nformat = \"brat\"\nfiles = [\"doc1.ann\"]\n",
        ),
    ]);
    let compiled = sandbox.compile();
    insta::assert_snapshot!(compiled.select("SELECT ?p ?o { doc:doc1 ?p ?o }"), @"
    http://www.w3.org/1999/02/22-rdf-syntax-ns#type | https://w3id.org/relata/ns#Document
    http://www.w3.org/2000/01/rdf-schema#label | Shelling
    https://schema.org/datePublished | 2026-01-05
    https://schema.org/headline | Shelling
    https://schema.org/inLanguage | en
    https://schema.org/publisher | https://w3id.org/relata/project/t/A_Daily
    https://schema.org/text | 😀 Ana Ruiz accused Norland of shelling Port Avel, the Defence Ministry said.
    ");
    // Claims of tables speak of annotated ones, and their quotes are looked up in the annotated text.
    insta::assert_snapshot!(compiled.select("SELECT ?s ?o ?reply ?start { claim:c1 rdf:subject/rdfs:label ?s ; rdf:object/rdfs:label ?o ; ra:denies ?reply ; ra:evidence/oa:hasSelector/oa:start ?start }"), @"Norland | Norland attacked Port Avel | https://w3id.org/relata/project/t/claim/doc1.R1 | 19");
    assert_eq!(compiled.select("SELECT ?s { claim:doc1.R1 rdf:subject ?s FILTER(?s = kg:ruiz) }").lines().count(), 1);
}

#[test]
fn words_of_the_project_file_are_checked() {
    let faults = |format: &str, more: &str| {
        let sandbox = project(format, more, &[("a.ann", b"")]);
        let Err(ProjectError::Invalid(fault)) = Project::find(sandbox.path()) else { return String::new() };
        let hint = fault.hint.clone().unwrap_or_default();
        format!("{}:{} {} → {hint}", fault.place.line, fault.place.column, fault.message)
    };
    insta::assert_snapshot!(faults("brat", "offsets = \"utf16\""), @"6:12 `utf16` is no unit of offsets → did you mean `utf-16`?");
    insta::assert_snapshot!(faults("brat", "offsets = \"words\""), @"6:12 `words` is no unit of offsets → write one of `code-points`, `utf-16`, `bytes`");
    insta::assert_snapshot!(faults("claims", "offsets = \"bytes\""), @"6:1 only annotations have offsets → leave `offsets` out");
    insta::assert_snapshot!(faults("brad", ""), @"4:10 unknown format `brad`, expected one of `claims`, `entities`, `documents`, `judgements`, `extracted`, `reviews`, `rdf`, `construct`, `csvw`, `shards`, `gdelt`, `icews`, `polecat`, `acled`, `ucdp`, `quads`, `brat`, `webanno`, `uima`, `doccano`, `label-studio`, `prodigy`, `w3c`, `pubannotation`, `annotations` → did you mean `brat`?");
}

#[test]
fn a_folder_means_the_files_that_end_as_annotations_do() {
    let sandbox =
        Sandbox::new(&[("corpus/b.ann", b""), ("corpus/a.ann", b""), ("corpus/a.txt", b""), ("corpus/c.json", b"")]);
    let files = |kind: SourceKind| {
        let found = Source::of_patterns(kind, &["corpus".to_owned()], sandbox.path());
        found
            .map(|sources| sources.iter().map(|source| source.path.display().to_string()).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(files(SourceKind::Annotations(Some(AnnotationFormat::Brat))).unwrap(), "corpus/a.ann corpus/b.ann");
    assert_eq!(files(SourceKind::Annotations(None)).unwrap(), "corpus/a.ann corpus/b.ann corpus/c.json");
    let (message, hint) = files(SourceKind::Annotations(Some(AnnotationFormat::Webanno))).unwrap_err();
    insta::assert_snapshot!(format!("{message} → {hint}"), @"no file in `corpus` ends in `.tsv` → name the files; only the folder itself is looked through, not those below");
}

/// What is said of bad input, and how many annotations were read and rejected.
fn told(format: &str, files: &[(&str, &[u8])]) -> String {
    let sandbox = project(format, "[severity]\nR606 = \"allow\"\nR301 = \"allow\"\n", files);
    let compiled = sandbox.compile();
    let tally = &compiled.tally;
    let told = format!(
        "{}\n{} annotations, {} rejected, {} claims",
        compiled.faults().replace(&format!("{}/", sandbox.path().display()), ""),
        tally.n_annotations,
        tally.n_annotations_rejected,
        tally.n_claims
    );
    told.trim().to_owned()
}

#[test]
fn bad_files_cost_themselves() {
    let sample = |name: &str| fs::read(data(name)).unwrap();
    let (ann, text) = (sample("doc1.ann"), sample("doc1.txt"));
    // The text is missing, or stands outside the folder.
    insta::assert_snapshot!(told("brat", &[("doc1.ann", &ann)]), @"
    doc1.ann:1:1 error missing-text: cannot read `doc1.txt`, the text that is annotated: No such file or directory (os error 2) → brat keeps `X.txt` beside `X.ann`: put the text there
    1 annotations, 1 rejected, 0 claims
    ");
    let outside = br##"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"#a","target":{"source":"..","selector":{"type":"TextQuoteSelector","exact":"Ana"}}}"##;
    insta::assert_snapshot!(told("w3c", &[("a.json", outside)]), @"
    a.json:1:1 error missing-text: cannot read `..`, the text that is annotated → put its text in UTF-8 beside `a.json` as `..txt`
    1 annotations, 1 rejected, 0 claims
    ");
    // The text was changed after it was annotated.
    insta::assert_snapshot!(told("brat", &[("doc1.ann", &ann), ("doc1.txt", "Yesterday 😀 Ana Ruiz accused Norland, Port Avel said.".as_bytes())]), @"
    doc1.ann:1:11 notice moved-quote T1: the words of `T1` stand at 12-20, not at 2-10 → where the offsets are right, mend the words
    doc1.ann:2:11 notice moved-quote T2: the words of `T2` stand at 21-28, not at 11-18 → where the offsets are right, mend the words
    doc1.ann:3:12 notice moved-quote T3: the words of `T3` stand at 29-36, not at 19-26 → where the offsets are right, mend the words
    doc1.ann:4:11 error lost-quote T4: `shelling` is nowhere in the text → put the text back that was annotated, or mend the annotation
    doc1.ann:6:17 error lost-quote T6: `Defence Ministry` is nowhere in the text → put the text back that was annotated, or mend the annotation
    doc1.ann:8:11 error unknown-annotation E1: `T4`, which `E1` speaks of, was left out → mend that annotation first
    doc1.ann:9:54 error unknown-annotation E2: `T6`, which `E2` speaks of, was left out → mend that annotation first
    14 annotations, 4 rejected, 1 claims
    ");
    // What is in the file is something else, or nothing.
    insta::assert_snapshot!(told("brat", &[("doc1.ann", &sample("doccano_relation.jsonl")), ("doc1.txt", &text)]), @r#"
    doc1.ann:1:1 error other-data-set: what is in the file is `doccano`, not `brat` → read it as `doccano`: in `relata.toml`, `format = "doccano"`
    0 annotations, 0 rejected, 0 claims
    "#);
    insta::assert_snapshot!(told("doccano", &[("a.jsonl", &sample("labelstudio.json"))]), @r#"
    a.jsonl:1:1 error other-data-set: what is in the file is `label-studio`, not `doccano` → read it as `label-studio`: in `relata.toml`, `format = "label-studio"`
    0 annotations, 0 rejected, 0 claims
    "#);
    insta::assert_snapshot!(told("doccano", &[("a.jsonl", b" \n")]), @"
    a.jsonl:1:1 warning no-annotations: the file is empty → export it again, or take it out of the project
    0 annotations, 0 rejected, 0 claims
    ");
    insta::assert_snapshot!(told("w3c", &[("a.json", b"{}")]), @"
    a.json:1:1 warning no-annotations: nothing is annotated in the file → export it again, or take it out of the project
    0 annotations, 0 rejected, 0 claims
    ");
    insta::assert_snapshot!(told("webanno", &[("a.tsv", b"subject\tpredicate\tobject\n")]), @"
    a.tsv:1:1 error other-data-set: the file does not begin with `#FORMAT=WebAnno TSV 3` → export `WebAnno TSV v3.3` from INCEpTION
    0 annotations, 0 rejected, 0 claims
    ");
    insta::assert_snapshot!(told("annotations", &[("a.json", b"{\"hello\": 1}"), ("b.ann", &ann), ("b.txt", &text)]), @"
    a.json:1:1 error other-data-set: nothing in the file tells which annotation tool wrote it → name the format instead of `annotations`, or take the file out of the project
    14 annotations, 0 rejected, 4 claims
    ");
    insta::assert_snapshot!(told("annotations", &[("a.ann", b"\x89PNG\r\n\x1a\n\x00\x00\xff")]), @"
    a.ann:1:1 error other-data-set: nothing in the file tells which annotation tool wrote it → name the format instead of `annotations`, or take the file out of the project
    0 annotations, 0 rejected, 0 claims
    ");
    insta::assert_snapshot!(told("brat", &[("a.ann", b"\x89PNG\r\n\x1a\n\x00\x00\xff")]), @"
    a.ann:1:1 error not-utf-8: byte 0x89 is not UTF-8 → save the file as UTF-8
    1 annotations, 1 rejected, 0 claims
    ");
    // Those that relata does not read name what to export instead.
    insta::assert_snapshot!(told("annotations", &[("cas.json", br#"{"_context":{},"_views":{"_InitialView":{}},"_referenced_fss":{}}"#)]), @"
    cas.json:1:1 error unsupported-annotations: this is INCEpTION's legacy CAS JSON, which it no longer writes → export `UIMA CAS JSON` or `WebAnno TSV v3.3` from INCEpTION
    1 annotations, 1 rejected, 0 claims
    ");
    insta::assert_snapshot!(told("label-studio", &[("min.json", br#"[{"id":1,"text":"Ana","annotation_id":1,"lead_time":2.0,"label":[]}]"#)]), @"
    min.json:1:1 error unsupported-annotations: this is Label Studio's JSON_MIN, which has no relations → export `JSON` from Label Studio
    1 annotations, 1 rejected, 0 claims
    ");
    // A text without annotations is a document.
    insta::assert_snapshot!(told("brat", &[("doc1.ann", b""), ("doc1.txt", &text)]), @"0 annotations, 0 rejected, 0 claims");
}

#[test]
fn one_bad_annotation_leaves_the_others() {
    let text = fs::read(data("doc1.txt")).unwrap();
    let ann = "T1\tPerson 2 10\tAna Ruiz\nT2\tState 19 26\tNorland\nR1\taccused Arg1:T1 Arg2:T2\nR2\taccused Arg1:T1 Arg2:T9\nT3 no tabs\nA1\tNegation R2\nT4\tPlace 39 48\tNowhere\n";
    insta::assert_snapshot!(told("brat", &[("doc1.ann", ann.as_bytes()), ("doc1.txt", &text)]), @"
    doc1.ann:4:25 error unknown-annotation R2: no annotation of the document is called `T9` → restore it, or delete the one that names it
    doc1.ann:5:1 error broken-annotation T3 no tabs: `T3 no tabs` has no tab behind its identifier → a line is an identifier, a tab, and what it says: `T1<TAB>Person 0 4<TAB>Anna`
    doc1.ann:7:10 error lost-quote T4: `Nowhere` is nowhere in the text → put the text back that was annotated, or mend the annotation
    7 annotations, 3 rejected, 1 claims
    ");
    let lines = "{\"id\":1,\"text\":\"Ana met Bo\",\"entities\":[{\"id\":1,\"label\":\"Person\",\"start_offset\":0,\"end_offset\":3},{\"id\":2,\"label\":\"Person\",\"start_offset\":8,\"end_offset\":10}],\"relations\":[{\"id\":1,\"from_id\":1,\"to_id\":2,\"type\":\"met\"}]}\n{\"id\":2,\"text\":\n{\"id\":3,\"text\":\"Bo met Ana\",\"entities\":[{\"id\":3,\"label\":\"Person\",\"start_offset\":0,\"end_offset\":2},{\"id\":4,\"label\":\"Person\",\"start_offset\":7,\"end_offset\":10}],\"relations\":[{\"id\":2,\"from_id\":3,\"to_id\":4,\"type\":\"met\"}]}\n";
    insta::assert_snapshot!(told("doccano", &[("a.jsonl", lines.as_bytes())]), @"
    a.jsonl:2:15 error broken-annotation: the object is not closed → mend the JSON there, or export the file again
    7 annotations, 1 rejected, 2 claims
    ");
    // The same document twice with the same text, and another one of the same name.
    let one = "T1\tPerson 0 3\tAna\nT2\tPerson 8 10\tBo\nR1\tmet Arg1:T1 Arg2:T2\n";
    insta::assert_snapshot!(told("brat", &[
        ("a/1.ann", one.as_bytes()), ("a/1.txt", b"Ana met Bo"),
        ("b/1.ann", one.replace("R1", "R2").as_bytes()), ("b/1.txt", b"Ana met Bo"),
        ("c/1.ann", one.replace("8 10\tBo", "8 11\tCal").replace("R1", "R3").as_bytes()), ("c/1.txt", b"Ana met Cal"),
        ("d/1.ann", one.as_bytes()), ("d/1.txt", b"Ana met Bo"),
    ]), @"
    1.ann:1:1 warning other-text: the document `1` has another text already; that one stays → when it is another document, rename the file that it has its name from; else put the same text into both
    1.ann:3:1 error offset-mismatch end: `end` 11 lies behind the document's 10 code points → the text does not have these words: copy the quote as it stands, or cite the document it is from
    1.ann:3:1 error duplicate-id id: the id `1.R1` is taken by a/1.ann:3 → give the row another id, or leave it empty
    12 annotations, 2 rejected, 2 claims
    ");
}

#[test]
fn the_unit_that_the_project_names_counts() {
    let lines = "{\"id\":1,\"text\":\"😀 Ana met Bo\",\"entities\":[{\"id\":1,\"label\":\"Person\",\"start_offset\":3,\"end_offset\":6},{\"id\":2,\"label\":\"Person\",\"start_offset\":11,\"end_offset\":13}],\"relations\":[{\"id\":1,\"from_id\":1,\"to_id\":2,\"type\":\"met\"}]}\n";
    let read = |more: &str| {
        let compiled = project("doccano", more, &[("a.jsonl", lines.as_bytes())]).compile();
        let told = format!(
            "{}\n{}",
            compiled.faults(),
            compiled.select("SELECT ?s ?o { ?c rdf:subject/rdfs:label ?s ; rdf:object/rdfs:label ?o }")
        );
        told.trim().to_owned()
    };
    insta::assert_snapshot!(read("offsets = \"utf-16\""), @"Ana | Bo");
    insta::assert_snapshot!(read(""), @r#"
    a.jsonl:1:1 warning assumed-offset-unit: nothing tells what the offsets of `a-1` count; `code-points` was assumed, and its text has characters where that matters → say it in `[[sources]]`: `offsets = "utf-16"`, `"code-points"` or `"bytes"`
    a.jsonl:1:141 error lost-quote /entities/1: `2` does not end inside the text of 12 code points → put the text back that was annotated, or mend the annotation
    a.jsonl:1:203 error unknown-annotation /relations/0: `2`, which `/relations/0` speaks of, was left out → mend that annotation first
    "#);
}

#[test]
fn a_kind_told_later_holds_for_claims_before_it() {
    let files: [(&str, &[u8]); 4] = [
        ("a.txt", b"Bo hit Al"),
        ("a.ann", b"T1\tEntity 0 2\tBo\nT2\tEntity 7 9\tAl\nR1\taccused Arg1:T1 Arg2:T2\n"),
        ("b.txt", b"Al"),
        ("b.ann", b"T1\tPerson 0 2\tAl\n"),
    ];
    let compiled = project("brat", "", &files).compile();
    assert_eq!(compiled.select("SELECT ?who { ?event ra:recipient/rdfs:label ?who }"), "Al");
}
