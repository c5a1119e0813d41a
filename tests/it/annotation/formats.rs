//! What each format says, by the same sentence in each.

use relata::input::annotation::{AnnotationFormat, detect};

use super::{SENTENCE, told};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../data/annotation/", $name))
    };
}

const BRAT: &str = fixture!("doc1.ann");
const TEXT: &str = fixture!("doc1.txt");

#[test]
fn brat_tells_relations_events_and_what_is_said_of_them() {
    insta::assert_snapshot!(told(AnnotationFormat::Brat, "news/doc1.ann", BRAT, &[("doc1.txt", TEXT)]), @"
    document doc1 path=doc1.txt
    entity Ana Ruiz (person) alias=Defence Ministry annotated_as=Organization
    entity Norland (state)
    entity Port Avel (place) wikidata=Q42
    claim doc1.R1 @7: Ana Ruiz | Accuses | Norland [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=19, object_end=26] 2..26 `Ana Ruiz accused Norland`
    claim doc1.E1 @8: Norland | Attack | Port Avel [negative-actual, underspecified, note=source is one-sided, trigger=shelling, trigger_start=30, trigger_end=38, subject_start=19, subject_end=26, object_start=39, object_end=48, annotated_Certainty=Claimed] 19..48 `Norland of shelling Port Avel`
    claim doc1.E2 @9: Ana Ruiz | Accuse | Norland [positive-actual, underspecified, said_by=Ana Ruiz, trigger=accused, trigger_start=11, trigger_end=18, subject_start=2, subject_end=10, object_start=19, object_end=26, said_by_start=54, said_by_end=70] 2..26 `Ana Ruiz accused Norland`
    claim doc1.E2-2 @9: Ana Ruiz | Accuse | #doc1.E1 [positive-actual, underspecified, said_by=Ana Ruiz, trigger=accused, trigger_start=11, trigger_end=18, subject_start=2, subject_end=10, said_by_start=54, said_by_end=70] 2..38 `Ana Ruiz accused Norland of shelling`
    news/doc1.ann:12:1 unmapped-annotation A2: the attribute `Certainty` with the value `Claimed` is kept as a qualifier
    news/doc1.ann:6:1 unmapped-annotation T6: the label `Organization` of what has another kind is kept as `annotated_as`
    ");
}

#[test]
fn webanno_tells_relations_between_spans_of_several_tokens() {
    insta::assert_snapshot!(told(AnnotationFormat::Webanno, "webanno3.tsv", fixture!("webanno3.tsv"), &[]), @"
    document webanno3
    entity Ana Ruiz (person)
    entity accused (–) annotated_as=Accuse
    entity Norland (state)
    entity shelling (–) annotated_as=Attack
    entity Port Avel (place)
    entity Defence Ministry (organization)
    claim – @11: Ana Ruiz | accuses | Norland [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=19, object_end=26] 2..26 `Ana Ruiz accused Norland`
    webanno3.tsv:10:1 unmapped-annotation 1-4: the label `Accuse` is no kind of entity; it is kept as `annotated_as`
    webanno3.tsv:13:1 unmapped-annotation 1-7: the label `Attack` is no kind of entity; it is kept as `annotated_as`
    ");
}

#[test]
fn uima_tells_structures_that_refer_to_two_others() {
    insta::assert_snapshot!(told(AnnotationFormat::Uima, "uima_cas.json", fixture!("uima_cas.json"), &[]), @r#"
    document uima_cas
    uima_cas.json:1:1 assumed-offset-unit: nothing tells what the offsets of `uima_cas` count; `utf-16` was assumed, and its text has characters where that matters → say it in `[[sources]]`: `offsets = "utf-16"`, `"code-points"` or `"bytes"`
    entity Ana Ruiz (person)
    entity accused (–) annotated_as=Accuse
    entity Norland (state)
    entity shelling (–) annotated_as=Attack
    entity Port Avel (place)
    entity Defence Ministry (organization)
    claim – @85: Ana Ruiz | accuses | Norland [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=19, object_end=26] 2..26 `Ana Ruiz accused Norland`
    uima_cas.json:45:3 unmapped-annotation /%FEATURE_STRUCTURES/2: the label `Accuse` is no kind of entity; it is kept as `annotated_as`
    uima_cas.json:61:3 unmapped-annotation /%FEATURE_STRUCTURES/4: the label `Attack` is no kind of entity; it is kept as `annotated_as`
    "#);
}

#[test]
fn doccano_tells_entities_and_relations() {
    insta::assert_snapshot!(told(AnnotationFormat::Doccano, "doccano_relation.jsonl", fixture!("doccano_relation.jsonl"), &[]), @r#"
    document doccano_relation-1
    doccano_relation.jsonl:1:1 assumed-offset-unit: nothing tells what the offsets of `doccano_relation-1` count; `code-points` was assumed, and its text has characters where that matters → say it in `[[sources]]`: `offsets = "utf-16"`, `"code-points"` or `"bytes"`
    entity Ana Ruiz (person)
    entity accused (–) annotated_as=Accuse
    entity Norland (state)
    entity shelling (–) annotated_as=Attack
    entity Port Avel (place)
    entity Defence Ministry (organization)
    claim doccano_relation-1.r0 @1: Ana Ruiz | accuses | Norland [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=19, object_end=26] 2..26 `Ana Ruiz accused Norland`
    doccano_relation.jsonl:1:179 unmapped-annotation /entities/1: the label `Accuse` is no kind of entity; it is kept as `annotated_as`
    doccano_relation.jsonl:1:316 unmapped-annotation /entities/3: the label `Attack` is no kind of entity; it is kept as `annotated_as`
    "#);
}

#[test]
fn label_studio_tells_regions_and_relations() {
    insta::assert_snapshot!(told(AnnotationFormat::LabelStudio, "labelstudio.json", fixture!("labelstudio.json"), &[]), @"
    document labelstudio-1
    entity Ana Ruiz (person)
    entity accused (–) annotated_as=Accuse
    entity Norland (state)
    entity shelling (–) annotated_as=Attack
    entity Port Avel (place)
    entity Defence Ministry (organization)
    claim – @98: Ana Ruiz | accuses | Norland [positive-actual, underspecified, annotator=1, subject_start=2, subject_end=10, object_start=19, object_end=26, annotated_at=2026-01-05T10:00:00Z] 2..26 `Ana Ruiz accused Norland`
    labelstudio.json:28:6 unmapped-annotation /0/annotations/0/result/1: the label `Accuse` is no kind of entity; it is kept as `annotated_as`
    labelstudio.json:56:6 unmapped-annotation /0/annotations/0/result/3: the label `Attack` is no kind of entity; it is kept as `annotated_as`
    ");
}

#[test]
fn prodigy_tells_relations_between_tokens() {
    insta::assert_snapshot!(told(AnnotationFormat::Prodigy, "prodigy_rel.jsonl", fixture!("prodigy_rel.jsonl"), &[]), @"
    document prodigy_rel-1
    entity Ana Ruiz (person)
    entity accused (–) annotated_as=Accuse
    entity Norland (state)
    entity shelling (–) annotated_as=Attack
    entity Port Avel (place)
    entity Defence Ministry (organization)
    claim – @1: Ana Ruiz | accuses | Norland [positive-actual, underspecified, annotator=me, subject_start=2, subject_end=10, object_start=19, object_end=26] 2..26 `Ana Ruiz accused Norland`
    prodigy_rel.jsonl:1:1178 unmapped-annotation /spans/1: the label `Accuse` is no kind of entity; it is kept as `annotated_as`
    prodigy_rel.jsonl:1:1407 unmapped-annotation /spans/3: the label `Attack` is no kind of entity; it is kept as `annotated_as`
    ");
}

#[test]
fn web_annotations_tell_words_and_links() {
    insta::assert_snapshot!(told(AnnotationFormat::W3c, "recogito_w3c.json", fixture!("recogito_w3c.json"), &[("doc1.txt", TEXT)]), @"
    document doc1 path=doc1.txt
    entity Ana Ruiz (person)
    entity accused (–) annotated_as=Accuse
    entity Norland (state)
    entity shelling (–) annotated_as=Attack
    entity Port Avel (place)
    entity Defence Ministry (organization)
    claim doc1.r-1 @194: Ana Ruiz | accuses | Norland [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=19, object_end=26] 2..26 `Ana Ruiz accused Norland`
    recogito_w3c.json:34:2 unmapped-annotation /1: the label `Accuse` is no kind of entity; it is kept as `annotated_as`
    recogito_w3c.json:98:2 unmapped-annotation /3: the label `Attack` is no kind of entity; it is kept as `annotated_as`
    ");
}

#[test]
fn pubannotation_tells_denotations_and_relations() {
    insta::assert_snapshot!(told(AnnotationFormat::Pubannotation, "pubannotation.json", fixture!("pubannotation.json"), &[]), @r#"
    document doc1
    pubannotation.json:1:1 assumed-offset-unit: nothing tells what the offsets of `doc1` count; `code-points` was assumed, and its text has characters where that matters → say it in `[[sources]]`: `offsets = "utf-16"`, `"code-points"` or `"bytes"`
    entity Ana Ruiz (person)
    entity accused (–) annotated_as=Accuse
    entity Norland (state)
    entity shelling (–) annotated_as=Attack Certainty=Claimed
    entity Port Avel (place)
    entity Defence Ministry (organization)
    claim doc1.R1 @55: Ana Ruiz | accuses | Norland [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=19, object_end=26] 2..26 `Ana Ruiz accused Norland`
    pubannotation.json:63:3 unmapped-annotation /attributes/0: the attribute `Certainty` of an entity is kept as a qualifier
    pubannotation.json:13:3 unmapped-annotation /denotations/1: the label `Accuse` is no kind of entity; it is kept as `annotated_as`
    pubannotation.json:29:3 unmapped-annotation /denotations/3: the label `Attack` is no kind of entity; it is kept as `annotated_as`
    "#);
}

#[test]
fn formats_are_told_by_what_is_in_a_file() {
    let files = [
        ("doc1.ann", BRAT, Some(AnnotationFormat::Brat)),
        ("a.tsv", fixture!("webanno3.tsv"), Some(AnnotationFormat::Webanno)),
        ("a.json", fixture!("uima_cas.json"), Some(AnnotationFormat::Uima)),
        ("a.jsonl", fixture!("doccano_relation.jsonl"), Some(AnnotationFormat::Doccano)),
        ("b.json", fixture!("labelstudio.json"), Some(AnnotationFormat::LabelStudio)),
        ("b.jsonl", fixture!("prodigy_rel.jsonl"), Some(AnnotationFormat::Prodigy)),
        ("c.json", fixture!("recogito_w3c.json"), Some(AnnotationFormat::W3c)),
        ("d.json", fixture!("pubannotation.json"), Some(AnnotationFormat::Pubannotation)),
        ("e.json", r#"{"id":1,"data":"Ana","label":[[0,3,"Person"]]}"#, Some(AnnotationFormat::Doccano)),
        ("f.json", r#"{"_context":{},"_views":{},"_referenced_fss":{}}"#, Some(AnnotationFormat::LegacyCas)),
        (
            "g.json",
            r#"[{"id":1,"text":"Ana","label":[{"start":0,"end":3,"labels":["Person"]}]}]"#,
            Some(AnnotationFormat::JsonMin),
        ),
        (
            "h.json",
            r#"{"type":"AnnotationPage","@context":"http://www.w3.org/ns/anno.jsonld","items":[]}"#,
            Some(AnnotationFormat::W3c),
        ),
        ("claims.csv", "subject,predicate,object\n", None),
        ("doc1.txt", SENTENCE, None),
        ("x.json", r#"{"nodes":[],"edges":[]}"#, None),
    ];
    for (name, text, format) in files {
        assert_eq!(detect(text.as_bytes(), name), format, "{name}");
        let marked = format!("\u{feff}{text}");
        assert_eq!(detect(marked.as_bytes(), name), format, "{name} with a byte order mark");
    }
}
