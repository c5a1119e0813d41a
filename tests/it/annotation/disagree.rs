//! Where words and offsets of a file disagree, the words that the tool kept count, or the annotation is refused.

use std::fmt::Write;

use proptest::prelude::*;
use relata::input::annotation::AnnotationFormat;

use super::told;

/// A file of TSV 3 with actors that accuse each other.
fn webanno(version: &str, rows: &str) -> String {
    let header = format!(
        "#FORMAT=WebAnno TSV {version}\n#T_SP=custom.Actor|value\n#T_RL=custom.Act|label|BT_custom.Actor\n\n\n"
    );
    told(AnnotationFormat::Webanno, "w.tsv", &(header + &rows.replace("    ", "\t")), &[])
}

fn brat(text: &str, lines: &str) -> String {
    told(AnnotationFormat::Brat, "d.ann", &lines.replace("    ", "\t"), &[("d.txt", text)])
}

/// A task with regions of these offsets and words, the first of which accuses the second.
fn label_studio(text: &str, regions: &[(u64, u64, &str)]) -> String {
    let text = serde_json::Value::from(text);
    let mut results: Vec<String> = Vec::new();
    for (nth, (start, end, words)) in regions.iter().enumerate() {
        let words = serde_json::Value::from(*words);
        results.push(format!(
            r#"{{"id":"{nth}","type":"labels","value":{{"start":{start},"end":{end},"labels":["State"],"text":{words}}}}}"#
        ));
    }
    results.push(r#"{"from_id":"0","to_id":"1","type":"relation","labels":["accused"]}"#.to_owned());
    let task = format!(
        r#"[{{"id":1,"data":{{"text":{text}}},"annotations":[{{"id":1,"result":[{}]}}]}}]"#,
        results.join(",\n")
    );
    told(AnnotationFormat::LabelStudio, "l.json", &task, &[])
}

#[test]
fn escapes_of_a_sentence_are_undone_as_its_version_has_them() {
    let tab = r"#Text=Brief:\tNorland \\ Estria \b\f\r.
1-1    0-6    Brief:    _    _    _
1-2    7-14    Norland    State    _    _
1-3    15-16    \    _    _    _
1-4    17-23    Estria    State    accused    1-2
1-5    27-28    .    _    _    _
";
    insta::assert_snapshot!(webanno("3.3", tab), @r#"
    document w
    entity Norland (state)
    entity Estria (state)
    claim – @10: Norland | accused | Estria [positive-actual, underspecified, subject_start=7, subject_end=14, object_start=17, object_end=23] 7..23 `Norland \ Estria`
    "#);
    let java = r#"#Text=\"M\u00FCnster\" \uD83D\uDE00 \101ccused C:\\new\'s.
1-1    0-1    "    _    _    _
1-2    1-8    Münster    State    _    _
1-3    8-9    "    _    _    _
1-4    10-12    😀    _    _    _
1-5    13-20    Accused    _    _    _
1-6    21-29    C:\new's    State    accused    1-2
1-7    29-30    .    _    _    _
"#;
    insta::assert_snapshot!(webanno("3.1", java), @r#"
    document w
    entity Münster (state)
    entity C:\new's (state)
    claim – @12: Münster | accused | C:\new's [positive-actual, underspecified, subject_start=1, subject_end=8, object_start=20, object_end=28] 1..28 `Münster" 😀 Accused C:\new's`
    "#);
}

#[test]
fn a_file_that_does_not_escape_is_read_by_its_words() {
    let rows = r"#Text=C:\temp accused \\host .
1-1    0-7    C:\temp    State    _    _
1-2    8-15    accused    _    _    _
1-3    16-22    \\host    State    accused    1-1
1-4    23-24    .    _    _    _
";
    insta::assert_snapshot!(webanno("3.3", rows), @r#"
    document w
    entity C:\temp (state)
    entity \\host (state)
    claim – @9: C:\temp | accused | \\host [positive-actual, underspecified, subject_start=0, subject_end=7, object_start=16, object_end=22] 0..22 `C:\temp accused \\host`
    "#);
}

#[test]
fn tokens_are_found_by_their_words_in_order() {
    let anew = "#Text=Norland and Estria met .
1-1    0-7    Norland    _    _    _
1-2    8-11    and    _    _    _
1-3    12-18    Estria    _    _    _
1-4    19-22    met    _    _    _
1-5    23-24    .    _    _    _

#Text=Norland accused Grand Estria .
2-1    0-7    Norland    State    _    _
2-2    8-15    accused    _    _    _
2-3    16-21    Grand    State[1]    accused[1]    2-1[0_1]
2-4    22-28    Estria    State[1]    _    _
2-5    29-30    .    _    _    _
";
    insta::assert_snapshot!(webanno("3.3", anew), @"
    document w
    w.tsv:14:5 moved-quote 2-1: the words of `2-1` stand at 25-32, not at 0-7 → where the offsets are right, mend the words
    w.tsv:16:5 moved-quote 2-3: the words of `2-3` stand at 41-53, not at 16-28 → where the offsets are right, mend the words
    entity Norland (state)
    entity Grand Estria (state)
    claim – @16: Norland | accused | Grand Estria [positive-actual, underspecified, subject_start=25, subject_end=32, object_start=41, object_end=53] 25..53 `Norland accused Grand Estria`
    ");
    let one = "#Text=Norland accused Estria .
1-1    1-8    Norland    State    _    _
1-2    8-15    accused    _    _    _
1-3    16-22    Estria    State    accused    1-1
1-3.1    16-19    Est    Part    _    _
1-4    23-24    .    _    _    _
";
    insta::assert_snapshot!(webanno("3.3", one), @"
    document w
    w.tsv:7:5 moved-quote 1-1: the words of `1-1` stand at 0-7, not at 1-8 → where the offsets are right, mend the words
    entity Norland (state)
    entity Estria (state)
    entity Est (–) annotated_as=Part
    claim – @9: Norland | accused | Estria [positive-actual, underspecified, subject_start=0, subject_end=7, object_start=16, object_end=22] 0..22 `Norland accused Estria`
    w.tsv:10:1 unmapped-annotation 1-3.1: the label `Part` is no kind of entity; it is kept as `annotated_as`
    ");
}

#[test]
fn a_token_with_words_that_are_not_in_the_sentence_is_refused() {
    let rows = "#Text=Norland accused Estria .
1-1    0-7    Norlund    State    _    _
1-2    8-15    accused    _    _    _
1-3    16-22    Estria    State    accused    1-1
1-4    23-24    .    _    _    _

#Text=

#Text=Sudland slept .
2-1    25-32    Sudland    State    _    _
2-2    33-38    slept    _    _    _
2-3    39-40    .    _    _    _
";
    insta::assert_snapshot!(webanno("3.3", &rows.replace('\n', "\r\n")), @"
    document w
    w.tsv:7:5 lost-quote 1-1: the word `Norlund` of `1-1` stands neither at its offsets 0-7 nor behind the word before it → put the text back that was annotated, or mend the annotation
    w.tsv:9:1 unknown-annotation 1-3: `1-1`, which `1-3` speaks of, was left out → mend that annotation first
    entity Estria (state)
    entity Sudland (state)
    ");
}

/// Characters that the versions of TSV 3 escape, and others.
fn words() -> impl Strategy<Value = Vec<String>> {
    let part = prop::sample::select(vec![
        "a", "B", "ü", "e\u{301}", "😀", "\\", "\"", "'", "\u{8}", "\u{1}", "t", "n", "_", "|", "[1]", "#",
    ]);
    let word = prop::collection::vec(part, 1..5).prop_map(|parts| parts.concat());
    prop::collection::vec(word, 1..6)
}

/// The text as Java, or as INCEpTION, escapes it.
fn escaped(text: &str, is_java: bool) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            '\t' => escaped.push_str("\\t"),
            '\r' => escaped.push_str("\\r"),
            '\u{8}' => escaped.push_str("\\b"),
            '"' if is_java => escaped.push_str("\\\""),
            c if is_java && !(' '..='~').contains(&c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(escaped, "\\u{unit:04X}").unwrap();
                }
            }
            c if c < ' ' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..crate::support::draws(128) })]

    /// Whatever is escaped, each token is found where it stands, and nothing is said about it.
    #[test]
    fn tokens_come_back_from_escaped_sentences(
        sentences in prop::collection::vec((words(), prop::sample::select(vec![" ", "\t", "\r", "\u{c}", "  "])), 1..4),
        is_java in any::<bool>(),
    ) {
        let mut file = format!("#FORMAT=WebAnno TSV {}\n#T_SP=x.Actor|value\n\n", if is_java { "3.1" } else { "3.3" });
        let mut at = 0;
        for (nth, (words, gap)) in sentences.iter().enumerate() {
            write!(file, "\n#Text={}\n", escaped(&words.join(gap), is_java)).unwrap();
            for (number, word) in words.iter().enumerate() {
                let end = at + word.encode_utf16().count();
                writeln!(file, "{}-{}\t{at}-{end}\t{word}\tState\t", nth + 1, number + 1).unwrap();
                at = end + gap.len();
            }
        }
        let told = told(AnnotationFormat::Webanno, "w.tsv", &file, &[]);
        prop_assert!(!told.contains("w.tsv:"), "{file}\n{told}");
        for word in sentences.iter().flat_map(|(words, _)| words) {
            let word: String = unicode_normalization::UnicodeNormalization::nfc(word.chars()).collect();
            prop_assert!(told.contains(&format!("entity {word} (state)")), "{word:?}\n{file}\n{told}");
        }
    }
}

#[test]
fn spans_of_prodigy_follow_their_tokens() {
    let token = |nth: usize, start: u64, words: &str| {
        format!(r#"{{"text":"{words}","start":{start},"end":{},"id":{nth}}}"#, start + words.len() as u64)
    };
    // The text was trimmed after it was cut into tokens.
    let tokens = [token(0, 2, "Norland"), token(1, 10, "accused"), token(2, 18, "Estria"), token(3, 24, ".")].join(",");
    let example = format!(
        r#"{{"text":"Norland accused Estria.","tokens":[{tokens}],"spans":[{{"start":2,"end":9,"token_start":0,"token_end":0,"label":"State"}},{{"start":18,"end":21,"label":"Part"}}],"relations":[{{"head":0,"child":2,"head_span":{{"start":2,"end":9,"token_start":0,"token_end":0}},"child_span":{{"start":18,"end":24,"label":"State"}},"label":"accused"}},{{"head":0,"child":1,"head_span":{{"start":18,"end":24}},"child_span":{{"start":10,"end":17}},"label":"met"}}],"answer":"accept"}}
{{"text":"Norland slept.","tokens":[{}],"spans":[{{"start":0,"end":7,"label":"State"}},{{"start":8,"end":13,"token_start":0,"token_end":0,"label":"Event"}}],"answer":"accept"}}
"#,
        [token(0, 0, "Norlund"), token(1, 8, "slept")].join(",")
    );
    insta::assert_snapshot!(told(AnnotationFormat::Prodigy, "p.jsonl", &example, &[]), @"
    p.jsonl:1:499 broken-annotation /relations/1: `head` is token 0 at 2-9, and `head_span` is at 18-24 → `head` and `child` are numbers of tokens inside `head_span` and `child_span`
    p.jsonl:2:178 broken-annotation /spans/1: the offsets 8-13 are not inside the tokens it names, which stand at 0-7 → mend `token_start` and `token_end`, or `start` and `end`
    document p-1
    p.jsonl:1:239 moved-quote /spans/0: the words of `/spans/0` stand at 0-7, not at 2-9 → where the offsets are right, mend the words
    p.jsonl:1:305 moved-quote /spans/1: the words of `/spans/1` stand at 16-19, not at 18-21 → where the offsets are right, mend the words
    p.jsonl:1:347 moved-quote /relations/0: the words of `/relations/0` stand at 16-22, not at 18-24 → where the offsets are right, mend the words
    entity Norland (state)
    entity Est (–) annotated_as=Part
    entity Estria (state)
    claim – @1: Norland | accused | Estria [positive-actual, underspecified, subject_start=0, subject_end=7, object_start=16, object_end=22] 0..22 `Norland accused Estria`
    document p-2
    p.jsonl:2:142 lost-quote /spans/0: the word `Norlund` of `/spans/0` stands neither at its offsets 0-7 nor behind the word before it → put the text back that was annotated, or mend the annotation
    p.jsonl:1:296 unmapped-annotation /spans/1: the label `Part` is no kind of entity; it is kept as `annotated_as`
    ");
}

#[test]
fn the_offsets_of_label_studio_count_where_its_words_are_what_was_shown() {
    // White space is folded, a line break is written in two characters or lost.
    for (text, words) in [
        ("Grand  Duchy accused Estria.", "Grand Duchy"),
        ("Grand\n\nDuchy accused Estria.", "Grand\\n\\nDuchy"),
        ("Grand\r\nDuchy accused Estria.", "Grand\\n\\nDuchy"),
        ("Grand \nDuchy accused Estria.", "GrandDuchy"),
        ("C:\\new Duchy accused Estria.", "C:\\new Duchy"),
    ] {
        let start = text.encode_utf16().count() as u64;
        let told = label_studio(text, &[(0, start - 16, words), (start - 7, start - 1, "Estria")]);
        assert!(!told.contains("l.json:"), "{told}");
        assert!(told.contains("Duchy | accused | Estria"), "{told}");
    }
    insta::assert_snapshot!(label_studio("The Norlanders accused Estria.", &[(4, 14, "lander"), (23, 29, "Estria")]), @"
    document l-1
    l.json:1:135 cut-quote /0/annotations/0/result/0: `lander` is a part of `Norlanders`, which stands at the offsets 4-14; the offsets count → where the words are right, mend the offsets
    entity Norlanders (state)
    entity Estria (state)
    claim – @3: Norlanders | accused | Estria [positive-actual, underspecified, subject_start=4, subject_end=14, object_start=23, object_end=29] 4..29 `Norlanders accused Estria`
    ");
    // Offsets that begin inside a word were not widened.
    insta::assert_snapshot!(label_studio("The Norlanders accused Estria.", &[(5, 14, "Norlanders"), (22, 27, "Estria")]), @"
    document l-1
    l.json:1:135 moved-quote /0/annotations/0/result/0: the words of `annotations/1/0` stand at 4-14, not at 5-14 → where the offsets are right, mend the words
    l.json:2:44 moved-quote /0/annotations/0/result/1: the words of `annotations/1/1` stand at 23-29, not at 22-27 → where the offsets are right, mend the words
    entity Norlanders (state)
    entity Estria (state)
    claim – @3: Norlanders | accused | Estria [positive-actual, underspecified, subject_start=4, subject_end=14, object_start=23, object_end=29] 4..29 `Norlanders accused Estria`
    ");
}

#[test]
fn runs_of_white_space_count_as_one() {
    let text = "Grand Duchy of\n  Norland accused\u{a0}Estria and Sud-\nland.";
    let lines = "T1    State 0 24    Grand Duchy of Norland
T2    State 33 39    Estria
T3    State 0 11;17 24    Grand Duchy Norland
T4    State 44 53    Sud- land
R1    accused Arg1:T1 Arg2:T2
R2    accused Arg1:T3 Arg2:T4
";
    insta::assert_snapshot!(brat(text, lines), @"
    document d path=d.txt
    entity Grand Duchy of Norland (state)
    entity Estria (state)
    entity Grand Duchy Norland (state)
    entity Sud- land (state)
    claim d.R1 @5: Grand Duchy of Norland | accused | Estria [positive-actual, underspecified, subject_start=0, subject_end=24, object_start=33, object_end=39] 0..39 `Grand Duchy of
      Norland accused Estria`
    claim d.R2 @6: Grand Duchy Norland | accused | Sud- land [positive-actual, underspecified, subject_start=0;17, subject_end=11;24, object_start=44, object_end=53] 0..53 `Grand Duchy of
      Norland accused Estria and Sud-
    land`
    ");
    // The same elsewhere: words are looked for in the same way.
    insta::assert_snapshot!(brat(text, &lines.replace(" 33 39", " 34 40").replace("State 0 24", "State 2 26")), @"
    document d path=d.txt
    d.ann:1:10 moved-quote T1: the words of `T1` stand at 0-24, not at 2-26 → where the offsets are right, mend the words
    d.ann:2:10 moved-quote T2: the words of `T2` stand at 33-39, not at 34-40 → where the offsets are right, mend the words
    entity Grand Duchy of Norland (state)
    entity Estria (state)
    entity Grand Duchy Norland (state)
    entity Sud- land (state)
    claim d.R1 @5: Grand Duchy of Norland | accused | Estria [positive-actual, underspecified, subject_start=0, subject_end=24, object_start=33, object_end=39] 0..39 `Grand Duchy of
      Norland accused Estria`
    claim d.R2 @6: Grand Duchy Norland | accused | Sud- land [positive-actual, underspecified, subject_start=0;17, subject_end=11;24, object_start=44, object_end=53] 0..53 `Grand Duchy of
      Norland accused Estria and Sud-
    land`
    ");
}

#[test]
fn a_message_shows_both_ends_of_the_offsets() {
    let lines = "T1    State 0 6    Norland
T2    State 16 21    Estria
R1    accused Arg1:T1 Arg2:T2
";
    insta::assert_snapshot!(brat("Norland accused Estria.\n", lines), @"
    document d path=d.txt
    d.ann:1:10 moved-quote T1: the words of `T1` stand at 0-7, not at 0-6 → where the offsets are right, mend the words
    d.ann:2:10 moved-quote T2: the words of `T2` stand at 16-22, not at 16-21 → where the offsets are right, mend the words
    entity Norland (state)
    entity Estria (state)
    claim d.R1 @3: Norland | accused | Estria [positive-actual, underspecified, subject_start=0, subject_end=7, object_start=16, object_end=22] 0..22 `Norland accused Estria`
    ");
}

#[test]
fn pieces_move_together_or_not_at_all() {
    let text = "North and South Korea met. North Korea left, North and South Dakota did not.";
    let lines = "T1    State 2 7;18 23    North Korea
T2    State 1 6;11 16    North South
T3    State 47 52;63 69    North Dakota
T4    State 47 52;64 69    North Dakota
R1    met Arg1:T1 Arg2:T3
";
    insta::assert_snapshot!(brat(text, lines), @"
    document d path=d.txt
    d.ann:1:10 moved-quote T1: the words of `T1` stand at 0-5;16-21, not at 2-7;18-23 → where the offsets are right, mend the words
    d.ann:2:10 lost-quote T2: the pieces 1-6;11-16 of `T2` have other words than `North South` → put the text back that was annotated, or mend the annotation
    d.ann:3:10 moved-quote T3: the words of `T3` stand at 45-50;61-67, not at 47-52;63-69 → where the offsets are right, mend the words
    d.ann:4:10 lost-quote T4: the pieces 47-52;64-69 of `T4` have other words than `North Dakota` → put the text back that was annotated, or mend the annotation
    entity North Korea (state)
    entity North Dakota (state)
    claim d.R1 @5: North Korea | met | North Dakota [positive-actual, underspecified, subject_start=0;16, subject_end=5;21, object_start=45;61, object_end=50;67] 0..67 `North and South Korea met. North Korea left, North and South Dakota`
    ");
}

#[test]
fn words_that_stand_often_move_with_their_neighbours() {
    // A heading was put before the text.
    let text = "Report:\n\nNorland met Norland and Estria, Norland left Sudland to Norland, and Norland slept.";
    let lines = "T1    State 0 7    Norland
T2    State 24 30    Estria
T3    State 32 39    Norland
T4    State 45 52    Sudland
T5    State 69 76    Norland
T6    State 24 31    Norland
R1    left Arg1:T3 Arg2:T4
R2    met Arg1:T1 Arg2:T2
";
    insta::assert_snapshot!(brat(text, lines), @"
    document d path=d.txt
    d.ann:1:10 moved-quote T1: the words of `T1` stand at 9-16, not at 0-7 → where the offsets are right, mend the words
    d.ann:2:10 moved-quote T2: the words of `T2` stand at 33-39, not at 24-30 → where the offsets are right, mend the words
    d.ann:3:10 moved-quote T3: the words of `T3` stand at 41-48, not at 32-39 → where the offsets are right, mend the words
    d.ann:4:10 moved-quote T4: the words of `T4` stand at 54-61, not at 45-52 → where the offsets are right, mend the words
    d.ann:5:10 moved-quote T5: the words of `T5` stand at 78-85, not at 69-76 → where the offsets are right, mend the words
    d.ann:6:10 moved-quote T6: the words of `T6` stand at 21-28, not at 24-31 → where the offsets are right, mend the words
    entity Norland (state)
    entity Estria (state)
    entity Sudland (state)
    claim d.R1 @7: Norland | left | Sudland [positive-actual, underspecified, subject_start=41, subject_end=48, object_start=54, object_end=61] 41..61 `Norland left Sudland`
    claim d.R2 @8: Norland | met | Estria [positive-actual, underspecified, subject_start=9, subject_end=16, object_start=33, object_end=39] 9..39 `Norland met Norland and Estria`
    ");
}

#[test]
fn offsets_may_count_what_the_text_no_longer_has() {
    // Line breaks of two characters, and letters in two.
    let lines = "T1    State 6 13    Norland\nT2    State 23 29    Estria\nR1    met Arg1:T1 Arg2:T2\n";
    insta::assert_snapshot!(brat("Act\n\nNorland\naccused Estria\n", &lines.replace("6 13", "7 14").replace("23 29", "24 30")), @"
    document d path=d.txt
    d.ann:1:1 moved-quote: the offsets of `d` fit its text with line breaks of two characters; they were led back
    entity Norland (state)
    entity Estria (state)
    claim d.R1 @3: Norland | met | Estria [positive-actual, underspecified, subject_start=5, subject_end=12, object_start=21, object_end=27] 5..27 `Norland
    accused Estria`
    ");
    let lines = "T1    State 0 8    Ru\u{301}nland\nT2    State 17 23    Estria\nR1    met Arg1:T1 Arg2:T2\n";
    insta::assert_snapshot!(brat("R\u{fa}nland accused Estria\n", lines), @"
    document d path=d.txt
    entity Rúnland (state)
    entity Estria (state)
    claim d.R1 @3: Rúnland | met | Estria [positive-actual, underspecified, subject_start=0, subject_end=7, object_start=16, object_end=22] 0..22 `Rúnland accused Estria`
    ");
}

/// A page with a state by these selectors, and one that it accuses.
fn web(selectors: &str) -> String {
    let page = format!(
        r##"{{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[
{{"id":"#s","body":"State","target":{{"source":"d.txt","selector":[{selectors}]}}}},
{{"id":"#o","body":"State","target":{{"source":"d.txt","selector":{{"type":"TextQuoteSelector","exact":"Estria"}}}}}},
{{"id":"#c","motivation":"linking","body":{{"value":"accused"}},"target":["#s","#o"]}}]}}"##
    );
    let text = "Grand Duchy of\n  Norland slept. Norland accused Estria, and Sudland accused Norland.";
    told(AnnotationFormat::W3c, "w.json", &page, &[("d.txt", text)])
}

#[test]
fn two_selectors_that_disagree_are_told_apart_by_the_words_around() {
    let quote = |exact: &str, more: &str| format!(r#"{{"type":"TextQuoteSelector","exact":"{exact}"{more}}}"#);
    let position = |start: u64, end: u64| format!(r#",{{"type":"TextPositionSelector","start":{start},"end":{end}}}"#);
    let folded = quote("Grand Duchy of Norland", r#","prefix":"","suffix":" slept""#) + &position(0, 24);
    insta::assert_snapshot!(web(&folded), @"
    document d path=d.txt
    entity Grand Duchy of Norland (state)
    entity Estria (state)
    claim d.c @4: Grand Duchy of Norland | accused | Estria [positive-actual, underspecified, subject_start=0, subject_end=24, object_start=48, object_end=54] 0..54 `Grand Duchy of
      Norland slept. Norland accused Estria`
    ");
    // The words stand at the position, too, but others are around them.
    let other = quote("Norland", r#","prefix":"slept. ","suffix":" accused""#) + &position(17, 24);
    insta::assert_snapshot!(web(&other), @"
    document d path=d.txt
    w.json:2:152 moved-quote /items/0: the words of `s` stand at 32-39, not at 17-24 → where the offsets are right, mend the words
    entity Norland (state)
    entity Estria (state)
    claim d.c @4: Norland | accused | Estria [positive-actual, underspecified, subject_start=32, subject_end=39, object_start=48, object_end=54] 32..54 `Norland accused Estria`
    ");
    let nowhere = quote("Norland", "") + &position(50, 57);
    insta::assert_snapshot!(web(&nowhere), @"
    document d path=d.txt
    w.json:2:113 lost-quote /items/0: `Norland` stands 3 times in the text, but not at its offsets 50-57 → put the text back that was annotated, or mend the annotation
    w.json:4:72 unknown-annotation /items/2: `s`, which `/items/2` speaks of, was left out → mend that annotation first
    entity Estria (state)
    ");
}

#[test]
fn a_slot_that_nobody_filled_is_no_annotation() {
    let file = "#FORMAT=WebAnno TSV 3.3
#T_SP=custom.Actor|value
#T_SP=custom.Act|kind|ROLE_custom.Act:agents_custom.Link|custom.Actor|ROLE_custom.Act:targets_custom.Link|custom.Actor
#T_CH=custom.CorefLink|referenceRelation|referenceType

#Text=Norland accused Estria , and the Duchy slept .
1-1    0-7    Norland    State    _    _    _    _    _    *->1-1    PER[1]
1-2    8-15    accused    _    accused    *    1-1    *    1-3    _    _
1-3    16-22    Estria    State    _    _    _    _    _    _    _
1-4    23-24    ,    _    _    _    _    _    _    _    _
1-5    25-28    and    _    _    _    _    _    _    _    _
1-6    29-32    the    _    _    _    _    _    _    *->1-2    PER[1]
1-7    33-38    Duchy    _    _    _    _    _    _    *->1-2    PER[1]
1-8    39-44    slept    _    slept[1]|woke[2]    _[1]|Who[2]    *|1-1    _[1]|_[2]    *|*    _    _
1-9    45-46    .    _    slept[1]    _[1]    *    _[1]    *    _    _
";
    insta::assert_snapshot!(told(AnnotationFormat::Webanno, "w.tsv", &file.replace("    ", "\t"), &[]), @"
    document w
    entity Norland (state) annotated_as=PER also_called=the Duchy
    entity Estria (state)
    entity slept . (–) annotated_as=slept
    entity slept (–) annotated_as=woke Who=Norland
    claim w.event-1-2 @8: Norland | accused | Estria [positive-actual, underspecified, trigger=accused, trigger_start=8, trigger_end=15, subject_start=0, subject_end=7, object_start=16, object_end=22] 0..22 `Norland accused Estria`
    w.tsv:12:1 unmapped-annotation 1-6: `the Duchy` is not taken for a name; it is kept as `also_called`
    w.tsv:14:1 unmapped-annotation 1-8: an event `slept` has no subject or no object; it is kept as an entity
    w.tsv:14:1 unmapped-annotation 1-8: an event `woke` has no subject or no object; it is kept as an entity
    w.tsv:7:1 unmapped-annotation 1-1: the label `PER` of what has another kind is kept as `annotated_as` (2 times)
    w.tsv:14:1 unmapped-annotation 1-8: the label `slept` is no kind of entity; it is kept as `annotated_as`
    w.tsv:14:1 unmapped-annotation 1-8: the label `woke` is no kind of entity; it is kept as `annotated_as`
    ");
    let uima = r#"{"%FEATURE_STRUCTURES":[
{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"Norland accused ."},
{"%ID":2,"%TYPE":"x.Act","@sofa":1,"begin":8,"end":15,"value":"accused","@roles":3},
{"%ID":3,"%TYPE":"uima.cas.FSArray","%ELEMENTS":[4]},
{"%ID":4,"%TYPE":"x.Link","role":"Agent"}]}"#;
    insta::assert_snapshot!(told(AnnotationFormat::Uima, "u.json", uima, &[]), @"
    document u
    entity accused (–) annotated_as=accused
    u.json:5:1 unmapped-annotation /%FEATURE_STRUCTURES/3: a structure of the type `Link`
    u.json:3:1 unmapped-annotation /%FEATURE_STRUCTURES/1: an event `accused` has no subject or no object; it is kept as an entity
    u.json:3:1 unmapped-annotation /%FEATURE_STRUCTURES/1: the label `accused` is no kind of entity; it is kept as `annotated_as`
    ");
}

#[test]
fn words_that_a_program_keeps_where_the_tool_has_none_are_compared() {
    let doccano = r#"{"id":1,"text":"Norland accused Estria","entities":[{"id":1,"label":"State","start_offset":1,"end_offset":8,"text":"Norland"},{"id":2,"label":"State","start_offset":16,"end_offset":22,"text":"Sudland"}],"relations":[]}"#;
    insta::assert_snapshot!(told(AnnotationFormat::Doccano, "d.jsonl", doccano, &[]), @"
    document d-1
    d.jsonl:1:92 moved-quote /entities/0: the words of `1` stand at 0-7, not at 1-8 → where the offsets are right, mend the words
    d.jsonl:1:166 lost-quote /entities/1: `Sudland` is nowhere in the text → put the text back that was annotated, or mend the annotation
    entity Norland (state)
    ");
    let pubannotation = r#"{"text":"Norland accused Estria","denotations":[{"id":"T1","span":{"begin":1,"end":8},"obj":"State","text":"Norland"}]}"#;
    insta::assert_snapshot!(told(AnnotationFormat::Pubannotation, "p.json", pubannotation, &[]), @"
    document p
    p.json:1:67 moved-quote /denotations/0: the words of `T1` stand at 0-7, not at 1-8 → where the offsets are right, mend the words
    entity Norland (state)
    ");
}
