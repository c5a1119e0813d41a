//! Faults cost the annotation they are in, and those that speak of it; what stands beside them loads.

use relata::input::annotation::AnnotationFormat;
use relata::input::annotation::offsets::Unit;

use super::{told, told_in};

const TEXT: &str = "😀 Ana Ruiz met Bo Li in Avel on 2025-06-13.\n";

fn brat(lines: &str) -> String {
    told(AnnotationFormat::Brat, "d.ann", &lines.replace("    ", "\t"), &[("d.txt", TEXT)])
}

#[test]
fn broken_lines_of_brat_cost_themselves() {
    let lines = "T1    Person 2 10    Ana Ruiz
T2    Person 15 20    Bo Li
T3    Person 15    Bo Li
T4    Person 40 44    Carl
T5    Person 15 20    Ana Ruiz
R1    met Arg1:T1 Arg2:T2
R2    met Arg1:T1 Arg2:T9
R3    met Arg1:T1 Arg2:T4
R4    met Arg1:T1
E1    Meet Who:T1
A1    Negation R9
T1    Place 24 28    Avel
N1    Reference T2 nothing
X1    what is this
no tab here
";
    insta::assert_snapshot!(brat(lines), @"
    d.ann:3:1 broken-annotation T3: `15` are no offsets → write `T1<TAB>Person 0 4<TAB>Anna`, several pieces as `0 4;9 13`
    d.ann:9:1 broken-annotation R4: a relation has two ends, `R4` has 1 → write `R1<TAB>Accuses Arg1:T1 Arg2:T2`; what has more is an event
    d.ann:10:1 broken-annotation E1: the event has no trigger → write `E1<TAB>Attack:T4 Attacker:T1 Target:T2`
    d.ann:13:1 broken-annotation N1: the normalization names no item → write `N1<TAB>Reference T5 Wikidata:Q42<TAB>Port Avel`
    d.ann:14:1 broken-annotation X1: `X1` is no kind of annotation → identifiers begin with T, R, E, A, M, N or #, or are `*`
    d.ann:15:1 broken-annotation no tab here: `no tab here` has no tab behind its identifier → a line is an identifier, a tab, and what it says: `T1<TAB>Person 0 4<TAB>Anna`
    document d path=d.txt
    d.ann:4:11 lost-quote T4: `Carl` is nowhere in the text → put the text back that was annotated, or mend the annotation
    d.ann:5:11 moved-quote T5: the words of `T5` stand at 2-10, not at 15-20 → where the offsets are right, mend the words
    d.ann:12:1 broken-annotation T1: the identifier `T1` is used twice in the document → give one of the two another identifier
    d.ann:7:21 unknown-annotation R2: no annotation of the document is called `T9` → restore it, or delete the one that names it
    d.ann:8:21 unknown-annotation R3: `T4`, which `R3` speaks of, was left out → mend that annotation first
    d.ann:11:13 unknown-annotation A1: no annotation of the document is called `R9` → restore it, or delete the one that names it
    entity Ana Ruiz (person)
    entity Bo Li (person)
    claim d.R1 @6: Ana Ruiz | met | Bo Li [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=15, object_end=20] 2..20 `Ana Ruiz met Bo Li`
    ");
}

#[test]
fn what_relata_has_no_place_for_is_named_once_for_each_kind() {
    let lines = "T1    Hero 2 10    Ana Ruiz
T2    Hero 15 20    Bo Li
T3    City 24 28    Avel
T4    Date 32 42    2025-06-13
T5    Meet 11 14    met
T6    Meet 43 44    .
E1    Meet:T5 Agent:T1 Target:T2 Place:T3 Time:T4 Mood:T3
E2    Meet:T6 Agent:T1
R1    saw Arg1:T1 Arg2:E2
A1    Tense E1 past
A2    Tense E1 past
A3    Certainty E1 probable
A4    Negation E1
#1    AnnotationError T2    is that his name?
#2    AnnotatorNotes E1    one
#3    AnnotatorNotes E1    two
N1    Reference T1 GeoNames:12    Ana
N2    Reference T2 wd:Q7    Bo
*    Equiv T2 T3
";
    insta::assert_snapshot!(brat(lines), @"
    document d path=d.txt
    d.ann:6:9 moved-quote T6: the words of `T6` stand at 42-43, not at 43-44 → where the offsets are right, mend the words
    entity Ana Ruiz (–) annotated_as=Hero reference=GeoNames:12
    entity Bo Li (place) alias=Avel wikidata=Q7 annotated_as=Hero AnnotationError=is that his name?
    entity . (–) annotated_as=Meet Agent=Ana Ruiz
    claim d.E1 @7: Ana Ruiz | Meet | Bo Li [negative-actual, probable, date=2025-06-13, place=Bo Li, note=one; two, trigger=met, trigger_start=11, trigger_end=14, subject_start=2, subject_end=10, object_start=15, object_end=20, place_start=24, place_end=28, date_start=32, date_end=42, Mood=Bo Li, Tense=past] 2..20 `Ana Ruiz met Bo Li`
    claim d.R1 @9: Ana Ruiz | saw | . [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=42, object_end=43] 2..43 `Ana Ruiz met Bo Li in Avel on 2025-06-13.`
    d.ann:14:1 unmapped-annotation #1: `AnnotationError` of an entity is kept as a qualifier
    d.ann:17:1 unmapped-annotation N1: a reference is kept as `reference`
    d.ann:8:1 unmapped-annotation E2: an event `Meet` has no subject or no object; it is kept as an entity
    d.ann:10:1 unmapped-annotation A1: the attribute `Tense` with the value `past` is kept as a qualifier (2 times)
    d.ann:1:1 unmapped-annotation T1: the label `Hero` is no kind of entity; it is kept as `annotated_as` (2 times)
    d.ann:6:1 unmapped-annotation T6: the label `Meet` is no kind of entity; it is kept as `annotated_as`
    d.ann:7:1 unmapped-annotation E1: the role `Mood` is kept as a qualifier
    ");
}

#[test]
fn a_text_that_is_missing_is_told() {
    insta::assert_snapshot!(told(AnnotationFormat::Brat, "d.ann", "T1\tPerson 0 3\tAna\n", &[]), @"d.ann:1:1 missing-text: cannot read `d.txt`, the text that is annotated: entity not found → brat keeps `X.txt` beside `X.ann`: put the text there");
    insta::assert_snapshot!(told(AnnotationFormat::W3c, "w.json", r##"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"#a","target":{"source":"d.txt","selector":{"type":"TextQuoteSelector","exact":"Ana"}}}"##, &[]), @"
    w.json:1:1 missing-text: cannot read `d.txt`, the text that is annotated → put its text in UTF-8 beside `w.json` as `d.txt`
    w.json:1:1 unmapped-annotation: an annotation of `d.txt`, whose text is missing
    ");
}

#[test]
fn broken_examples_of_doccano_cost_themselves() {
    let lines = r#"{"id":1,"text":"Ana met Bo","entities":[{"id":1,"label":"Person","start_offset":0,"end_offset":3},{"id":2,"label":"Person","start_offset":8,"end_offset":10},{"id":3,"label":"Person","start_offset":8},{"id":4,"label":"Person","start_offset":8,"end_offset":99}],"relations":[{"id":7,"from_id":1,"to_id":2,"type":"met"},{"id":8,"from_id":1,"to_id":9,"type":"met"},{"id":9,"from_id":1,"to_id":4,"type":"met"},{"id":10,"from_id":1}],"url":"https://example.org/1"}
{"id":2,"text":"cut off
{"id":3,"entities":[]}
{"id":4,"data":"Bo left","label":[[0,2,"Person"],["x"],"sports"]}
"#;
    insta::assert_snapshot!(told(AnnotationFormat::Doccano, "d.jsonl", lines, &[]), @r#"
    d.jsonl:2:23 broken-annotation: control character (\u0000-\u001F) found while parsing a string → mend the JSON there, or export the file again
    d.jsonl:1:158 broken-annotation /entities/2: the entity has no offsets → it needs `start_offset` and `end_offset`
    d.jsonl:1:406 broken-annotation /relations/3: the relation lacks an end → it needs `from_id` and `to_id`
    d.jsonl:3:1 broken-annotation: the example has no text → every example has its text under `text` or `data`
    d.jsonl:4:50 broken-annotation /label/1: the label has no offsets → write `[2, 10, "Person"]`
    document d-1 url=https://example.org/1
    d.jsonl:1:241 lost-quote /entities/3: `4` does not end inside the text of 10 code points → put the text back that was annotated, or mend the annotation
    d.jsonl:1:346 unknown-annotation /relations/1: no annotation of the document is called `9` → restore it, or delete the one that names it
    d.jsonl:1:390 unknown-annotation /relations/2: `4`, which `/relations/2` speaks of, was left out → mend that annotation first
    entity Ana (person)
    entity Bo (person)
    claim d-1.r7 @1: Ana | met | Bo [positive-actual, underspecified, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    document d-4
    entity Bo (person)
    d.jsonl:4:56 unmapped-annotation /label/2: a label of a whole example
    "#);
}

#[test]
fn a_list_that_is_cut_off_keeps_what_stands_before() {
    let text = "[{\"id\":1,\"text\":\"Ana\",\"entities\":[{\"id\":1,\"label\":\"Person\",\"start_offset\":0,\"end_offset\":3}]},\n {\"id\":2,\n  \"text\": oops}]";
    insta::assert_snapshot!(told(AnnotationFormat::Doccano, "d.json", text, &[]), @"
    d.json:3:11 broken-annotation: expected value; what follows is not read → mend the JSON there, or export the file again
    document d-1
    entity Ana (person)
    ");
}

#[test]
fn broken_results_of_label_studio_cost_themselves() {
    let text = r#"[{"id":5,"data":{"text":"Ana met Bo","title":"A meeting"},"annotations":[
{"id":1,"completed_by":{"email":"a@example.org"},"result":[
 {"id":"x","type":"labels","value":{"start":0,"end":3,"text":"Ana","labels":["Person"]}},
 {"id":"y","type":"labels","value":{"start":8,"end":10,"text":"Bo","labels":["Person","Hero"]}},
 {"id":"z","type":"labels","value":{"start":0,"end":3,"text":"Zoe","labels":["Person"]}},
 {"id":"v","type":"labels","value":{"labels":["Person"]}},
 {"id":"y","type":"choices","from_name":"mood","value":{"start":8,"end":10,"choices":["glad"]}},
 {"type":"relation","from_id":"x","to_id":"y","direction":"bi"},
 {"type":"relation","from_id":"x","to_id":"nobody","labels":["met"]},
 {"type":"relation","from_id":"x","to_id":"z","labels":["met"]},
 {"type":"relation","from_id":"y","to_id":"x","direction":"left","labels":["saw"]},
 {"id":"q","type":"rectanglelabels","value":{"x":1}}]},
{"id":2,"was_cancelled":true,"result":[]},
{"id":3,"was_cancelled":true,"result":[]}],
"predictions":[{"id":9,"model_version":"m1","score":0.5,"result":[
 {"id":"x","type":"labels","value":{"start":0,"end":3,"text":"Ana","labels":["Person"]}},
 {"id":"y","type":"labels","value":{"start":8,"end":10,"text":"Bo","labels":["Person"]}},
 {"type":"relation","from_id":"x","to_id":"y","labels":["met"]}]}]},
{"id":6,"data":{"image":1},"annotations":[{"result":[]}]}]"#;
    insta::assert_snapshot!(told(AnnotationFormat::LabelStudio, "l.json", text, &[]), @"
    l.json:6:2 broken-annotation /0/annotations/0/result/3: the region has neither offsets nor words → it needs `start` and `end`, or `text`
    l.json:19:1 broken-annotation /1: the task has no text → tasks have their text under `data`, such as `data.text`
    document l-5 title=A meeting
    l.json:5:45 lost-quote /0/annotations/0/result/2: `Zoe` is nowhere in the text → put the text back that was annotated, or mend the annotation
    l.json:9:43 unknown-annotation /0/annotations/0/result/6: no annotation of the document is called `annotations/1/nobody` → restore it, or delete the one that names it
    l.json:10:43 unknown-annotation /0/annotations/0/result/7: `annotations/1/z`, which `/0/annotations/0/result/7` speaks of, was left out → mend that annotation first
    entity Ana (person)
    entity Bo (person) annotated_as=Hero mood=glad
    claim – @8: Ana | related to | Bo [positive-actual, underspecified, annotator=a@example.org, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    claim – @8: Bo | related to | Ana [positive-actual, underspecified, annotator=a@example.org, subject_start=8, subject_end=10, object_start=0, object_end=3] 0..10 `Ana met Bo`
    claim – @11: Ana | saw | Bo [positive-actual, underspecified, annotator=a@example.org, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    claim – @18: Ana | met | Bo [positive-actual, underspecified, annotator=m1, confidence=0.5, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    l.json:8:2 unmapped-annotation /0/annotations/0/result/5: a relation has no label; it is read as `related to` (2 times)
    l.json:12:2 unmapped-annotation /0/annotations/0/result/9: a result of the type `rectanglelabels`
    l.json:7:2 unmapped-annotation /0/annotations/0/result/4: the attribute `mood` of an entity is kept as a qualifier
    l.json:4:2 unmapped-annotation /0/annotations/0/result/1: the label `Hero` is no kind of entity; it is kept as `annotated_as`
    l.json:13:1 skipped-annotation /0/annotations/1: an annotation was cancelled by its annotator (2 times)
    ");
}

#[test]
fn broken_examples_of_prodigy_cost_themselves() {
    let lines = r#"{"text":"Ana met Bo","tokens":[{"text":"Ana","start":0,"end":3,"id":0},{"text":"met","start":4,"end":7,"id":1},{"text":"Bo","start":8,"end":10,"id":2}],"spans":[{"start":0,"end":3,"label":"PERSON"},{"label":"PERSON"},{"start":8,"end":10,"text":"Bob","label":"PERSON"}],"relations":[{"head":0,"child":1,"label":"does"},{"head":0,"child":7,"label":"met"},{"head":0,"child":0,"label":"root"},{"head":0,"child":2,"label":"met"}],"answer":"accept","_input_hash":-5,"meta":{"source":"https://example.org/1"}}
{"text":"no","answer":"reject"}
{"text":"no","answer":"ignore"}
{"text":"no","answer":"reject"}
{"answer":"accept"}
[1
"#;
    insta::assert_snapshot!(told(AnnotationFormat::Prodigy, "p.jsonl", lines, &[]), @"
    p.jsonl:7:1 broken-annotation: EOF while parsing a list → mend the JSON there, or export the file again
    p.jsonl:1:199 broken-annotation /spans/1: the span has no offsets → it needs `start` and `end`
    p.jsonl:1:319 broken-annotation /relations/1: the relation lacks an end → `head` and `child` are numbers of tokens; or give `head_span` and `child_span`
    p.jsonl:5:1 broken-annotation: the example has no text → every example has its text under `text`
    document p-m5 url=https://example.org/1
    p.jsonl:1:227 lost-quote /spans/2: `Bob` is nowhere in the text → put the text back that was annotated, or mend the annotation
    p.jsonl:1:408 unknown-annotation /relations/3: `/spans/2`, which `/relations/3` speaks of, was left out → mend that annotation first
    entity Ana (person)
    entity met (–)
    claim – @1: Ana | does | met [positive-actual, underspecified, subject_start=0, subject_end=3, object_start=4, object_end=7] 0..7 `Ana met`
    p.jsonl:1:354 unmapped-annotation /relations/2: a relation of a span to itself, which marks a root
    p.jsonl:3:1 skipped-annotation: an example was not accepted: its answer is `ignore`
    p.jsonl:2:1 skipped-annotation: an example was not accepted: its answer is `reject` (2 times)
    ");
}

#[test]
fn broken_web_annotations_cost_themselves() {
    let text = r##"{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[
{"id":"http://x.org/1/a","target":{"source":"d.txt","selector":{"type":"TextQuoteSelector","exact":"Ana Ruiz"}},"body":"Person"},
{"id":"http://x.org/2/b","target":{"source":"d.txt","selector":{"type":"TextPositionSelector","start":16,"end":21,"refinedBy":{"type":"TextQuoteSelector","exact":"Bo Li"}}},"body":[{"purpose":"tagging","value":"Person"},{"purpose":"commenting","value":"who?"},{"purpose":"identifying","source":"http://www.wikidata.org/entity/Q42"}]},
{"id":"#lost","target":{"source":"d.txt","selector":{"type":"TextQuoteSelector","exact":"Carl"}},"body":"Person"},
{"id":"#xpath","target":{"source":"d.txt","selector":{"type":"XPathSelector","value":"/p"}},"body":"Person"},
{"id":"#page","target":"d.txt","body":"news"},
{"id":"#r1","motivation":"linking","body":{"value":"met"},"target":["http://x.org/1/a","http://x.org/2/b"],"creator":{"name":"Zoe"},"created":"2026-01-05T10:00:00Z"},
{"id":"#r2","motivation":"linking","body":{"value":"met"},"target":["http://x.org/1/a","#lost"]},
{"id":"#r3","motivation":"linking","body":{"value":"met"},"target":["#no","#where"]},
{"id":"#r4","motivation":"linking","target":["http://x.org/1/a","http://x.org/2/b","#r1"]},
{"id":"#nowhere","target":{"selector":{"type":"TextQuoteSelector","exact":"Ana"}}}]}
"##;
    insta::assert_snapshot!(told(AnnotationFormat::W3c, "w.json", text, &[("d.txt", TEXT)]), @"
    w.json:5:1 broken-annotation /items/3: the target selects no words → give a `TextQuoteSelector` or a `TextPositionSelector`
    w.json:11:1 broken-annotation /items/9: the target has no source → `target.source` names the text
    w.json:9:1 unknown-annotation /items/7: no annotation of words is called `no` or `where` → restore it, or delete the one that names it
    document d path=d.txt
    w.json:4:1 lost-quote /items/2: `Carl` is nowhere in the text → put the text back that was annotated, or mend the annotation
    w.json:8:88 unknown-annotation /items/6: `lost`, which `/items/6` speaks of, was left out → mend that annotation first
    entity Ana Ruiz (person)
    entity Bo Li (person) wikidata=Q42 annotator_note=who?
    claim d.r1 @7: Ana Ruiz | met | Bo Li [positive-actual, underspecified, annotator=Zoe, subject_start=2, subject_end=10, object_start=15, object_end=20, annotated_at=2026-01-05T10:00:00Z] 2..20 `Ana Ruiz met Bo Li`
    claim d.r4 @10: Ana Ruiz | related to | Bo Li [positive-actual, underspecified, subject_start=2, subject_end=10, object_start=15, object_end=20] 2..20 `Ana Ruiz met Bo Li`
    w.json:10:1 unmapped-annotation /items/8: a relation has no label; it is read as `related to`
    w.json:5:1 unmapped-annotation /items/3: a selector of the type `XPathSelector`
    w.json:10:1 unmapped-annotation /items/8: a third target of a link
    w.json:6:1 unmapped-annotation /items/4: an annotation of a whole document
    ");
}

#[test]
fn broken_parts_of_pubannotation_cost_themselves() {
    let text = r#"{"target":"http://example.org/docs/7","text":"Ana met Bo Li","denotations":[
{"id":"T1","span":{"begin":0,"end":3},"obj":"ex:Person"},
{"id":"T2","span":[{"begin":8,"end":10},{"begin":11,"end":13}],"obj":"Person"},
{"id":"T3","span":{"begin":8},"obj":"Person"},
{"id":"T4","span":{"begin":50,"end":60},"obj":"Person"}],
"relations":[{"id":"R1","subj":"T1","pred":"met","obj":"T2"},{"id":"R2","subj":"T1","pred":"met","obj":"T8"},{"id":"R3","subj":"T1"}],
"attributes":[{"id":"A1","subj":"R1","pred":"negated","obj":true},{"id":"A2","subj":"R9","pred":"Certainty","obj":"certain"}],
"namespaces":[{"prefix":"ex","uri":"http://example.org/"}]}"#;
    insta::assert_snapshot!(told(AnnotationFormat::Pubannotation, "p.json", text, &[]), @"
    p.json:4:1 broken-annotation /denotations/2: the item of `denotations` lacks a part → a denotation has `span` with `begin` and `end`, a relation `subj`, `pred` and `obj`
    p.json:6:110 broken-annotation /relations/2: the item of `relations` lacks a part → a denotation has `span` with `begin` and `end`, a relation `subj`, `pred` and `obj`
    document 7 url=http://example.org/docs/7
    p.json:5:19 lost-quote /denotations/3: `T4` does not end inside the text of 13 code points → put the text back that was annotated, or mend the annotation
    p.json:6:104 unknown-annotation /relations/1: no annotation of the document is called `T8` → restore it, or delete the one that names it
    p.json:7:85 unknown-annotation /attributes/1: no annotation of the document is called `R9` → restore it, or delete the one that names it
    entity Ana (person)
    entity Bo Li (person)
    claim 7.R1 @6: Ana | met | Bo Li [negative-actual, underspecified, subject_start=0, subject_end=3, object_start=8;11, object_end=10;13] 0..13 `Ana met Bo Li`
    ");
}

#[test]
fn broken_structures_of_uima_cost_themselves() {
    let text = r#"{"%FEATURE_STRUCTURES":[
{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"Ana met Bo in Avel. She left."},
{"%ID":2,"%TYPE":"x.Token","@sofa":1,"begin":0,"end":3},
{"%ID":3,"%TYPE":"x.NamedEntity","@sofa":1,"^begin":0,"^end":3,"value":"PER","identifier":"http://www.wikidata.org/entity/Q1"},
{"%ID":4,"%TYPE":"x.NamedEntity","@sofa":1,"begin":8,"end":10,"value":"PER"},
{"%ID":5,"%TYPE":"x.NamedEntity","@sofa":1,"begin":14,"end":99,"value":"LOC"},
{"%ID":6,"%TYPE":"x.Relation","@sofa":1,"@Dependent":4,"@Governor":3,"begin":8,"end":10,"label":"met"},
{"%ID":7,"%TYPE":"x.Relation","@sofa":1,"@Dependent":5,"@Governor":3,"begin":8,"end":10,"label":"met"},
{"%ID":8,"%TYPE":"x.Relation","@sofa":1,"@Dependent":44,"@Governor":3,"begin":8,"end":10,"label":"met"},
{"%ID":9,"%TYPE":"x.Predicate","@sofa":1,"begin":4,"end":7,"value":"Meet","@arguments":10},
{"%ID":10,"%TYPE":"uima.cas.FSArray","%ELEMENTS":[11,12]},
{"%ID":11,"%TYPE":"x.Link","role":"Agent","@target":3},
{"%ID":12,"%TYPE":"x.Link","role":"Target","@target":4},
{"%ID":13,"%TYPE":"x.CoreferenceChain","@first":14},
{"%ID":14,"%TYPE":"x.CoreferenceLink","@sofa":1,"begin":0,"end":3,"@next":15},
{"%ID":15,"%TYPE":"x.CoreferenceLink","@sofa":1,"begin":20,"end":23},
{"%ID":16,"%TYPE":"x.Odd"}]}"#;
    insta::assert_snapshot!(told(AnnotationFormat::Uima, "u.json", text, &[]), @"
    document u
    u.json:6:52 lost-quote /%FEATURE_STRUCTURES/4: `5` does not end inside the text of 29 code points → put the text back that was annotated, or mend the annotation
    u.json:8:54 unknown-annotation /%FEATURE_STRUCTURES/6: `5`, which `/%FEATURE_STRUCTURES/6` speaks of, was left out → mend that annotation first
    u.json:9:54 unknown-annotation /%FEATURE_STRUCTURES/7: no annotation of the document is called `44` → restore it, or delete the one that names it
    entity Ana (person) wikidata=Q1 also_called=She
    entity Bo (person)
    claim – @7: Ana | met | Bo [positive-actual, underspecified, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    claim u.event-9 @10: Ana | Meet | Bo [positive-actual, underspecified, trigger=met, trigger_start=4, trigger_end=7, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    u.json:16:1 unmapped-annotation /%FEATURE_STRUCTURES/14: `She` is not taken for a name; it is kept as `also_called`
    u.json:17:1 unmapped-annotation /%FEATURE_STRUCTURES/15: a structure of the type `Odd`
    ");
    insta::assert_snapshot!(told(AnnotationFormat::Uima, "u.json", "{\"%FEATURE_STRUCTURES\":[]}", &[]), @"u.json:1:1 broken-annotation: the file has no text → a structure of the type `uima.cas.Sofa` holds it under `sofaString`");
    insta::assert_snapshot!(told(AnnotationFormat::Uima, "u.json", "{\"%FEATURE_STRUCTURES\":[}", &[]), @"u.json:1:25 broken-annotation: expected value → mend the JSON there, or export the file again");
}

#[test]
fn broken_rows_of_webanno_cost_themselves() {
    let text = "#FORMAT=WebAnno TSV 3.3
#T_SP=x.NamedEntity|identifier|value
#T_SP=x.Predicate|kind|ROLE_x.Predicate:args_x.Link|x.NamedEntity
#T_CH=x.CoreferenceLink|referenceType|referenceRelation
#T_RL=x.Relation|label|BT_x.NamedEntity
#T_RL=x.Dependency|type|BT_x.Token
#T_XX=what


#Text=Ana met Bo.
1-1    0-3    Ana    http://www.wikidata.org/entity/Q1    PER    _    _    _    PER[1]    coref->1-1    _    _    nsubj    1-2
1-2    4-7    met    _    _    Meet    Agent;Target    1-1;1-3[2]    _    _    _    _    _    _
1-3    8-10    Bo    *[2]|*[3]    PER[2]|Her\\_o[3]    _    _    _    _    _    met|saw|met    1-1[0_2]|1-1[0_3]|1-2[0_2]    _    _
1-4    10    .    _

#Text=She left 😀.
2-1    13-16    She    _    _    _    _    _    PER[1]    coref->1-2    _    _    _    _
2-2    17-21    left    _    _    _    _    _    _    _    _    _    _    _
2-3    22-24    😀    _    _    _    _    _    _    _    _    _    _    _    _
";
    insta::assert_snapshot!(told(AnnotationFormat::Webanno, "w.tsv", &text.replace("    ", "\t"), &[]), @"
    w.tsv:7:1 broken-annotation layer: this is no description of a layer → a layer is `#T_SP=`, `#T_CH=` or `#T_RL=` with its name and features
    w.tsv:14:1 broken-annotation token: this is no token → a row is `1-2`, a tab, `3-6`, a tab, the token, and its columns
    w.tsv:19:1 broken-annotation 2-3: the row has 12 columns of layers, the header names 11 → a `_` stands where a layer says nothing
    document w
    w.tsv:13:1 unknown-annotation 1-3: no annotation of the document is called `1-2` → restore it, or delete the one that names it
    entity Ana (person) wikidata=Q1 also_called=She
    entity Bo (person) annotated_as=Her_o
    claim w.event-1-2 @12: Ana | Meet | Bo [positive-actual, underspecified, trigger=met, trigger_start=4, trigger_end=7, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    claim – @13: Ana | met | Bo [positive-actual, underspecified, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    claim – @13: Ana | saw | Bo [positive-actual, underspecified, subject_start=0, subject_end=3, object_start=8, object_end=10] 0..10 `Ana met Bo`
    w.tsv:17:1 unmapped-annotation 2-1: `She` is not taken for a name; it is kept as `also_called`
    w.tsv:11:1 unmapped-annotation 1-1: an annotation of the layer `x.Dependency`
    w.tsv:13:1 unmapped-annotation 1-3: the label `Her_o` is no kind of entity; it is kept as `annotated_as`
    ");
    insta::assert_snapshot!(told(AnnotationFormat::Webanno, "w.tsv", "#FORMAT=WebAnno TSV 3.3\n", &[]), @"w.tsv:1:1 broken-annotation: the file has no text → every sentence has its text in a line `#Text=`");
}

#[test]
fn formats_without_what_is_needed_are_refused_with_a_way_out() {
    insta::assert_snapshot!(told(AnnotationFormat::LegacyCas, "a.json", "{}", &[]), @"a.json:1:1 unsupported-annotations: this is INCEpTION's legacy CAS JSON, which it no longer writes → export `UIMA CAS JSON` or `WebAnno TSV v3.3` from INCEpTION");
    insta::assert_snapshot!(told(AnnotationFormat::JsonMin, "a.json", "[]", &[]), @"a.json:1:1 unsupported-annotations: this is Label Studio's JSON_MIN, which has no relations → export `JSON` from Label Studio");
}

#[test]
fn the_unit_can_be_said() {
    let line = r#"{"id":1,"text":"😀 Ana met Bo","entities":[{"id":1,"label":"Person","start_offset":3,"end_offset":6},{"id":2,"label":"Person","start_offset":11,"end_offset":13}],"relations":[{"id":1,"from_id":1,"to_id":2,"type":"met"}]}"#;
    insta::assert_snapshot!(told_in(Unit::Utf16, AnnotationFormat::Doccano, "d.jsonl", line), @"
    document d-1
    entity Ana (person)
    entity Bo (person)
    claim d-1.r1 @1: Ana | met | Bo [positive-actual, underspecified, subject_start=2, subject_end=5, object_start=10, object_end=12] 2..12 `Ana met Bo`
    ");
}
