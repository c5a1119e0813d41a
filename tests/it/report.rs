//! Dossiers: everything once, nothing hidden, and no name that breaks the page.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use relata::claims::{Claims, Id};
use relata::export::report::{Dossier, Figures, Format, Report};
use relata::graph::{Edges, Filter, View};

use crate::support::{Compiled, Sandbox, claims};

/// Hands a report on the claims of a filter to `work`.
fn with_report<T>(compiled: &Compiled, filter: &Filter, work: impl FnOnce(&mut Report<'_>) -> T) -> T {
    let claims = compiled.claims();
    let (view, wanted) = (View::new(&claims, Edges::Bundle), filter.view(&claims).unwrap());
    let prefixes = compiled.project.prefixes();
    work(&mut Report::new(&view, &wanted, &prefixes, "t".to_owned()))
}

fn called(claims: &Claims<'_>, name: &str) -> Id {
    Report::entities(claims).into_iter().find(|id| claims.is_called(*id, name)).expect(name)
}

fn none(_: &Dossier<'_>) -> Figures {
    Figures::default()
}

fn one(compiled: &Compiled, name: &str, format: Format, filter: &Filter) -> String {
    let mut out = Vec::new();
    with_report(compiled, filter, |report| {
        report.write_one(called(report.claims(), name), format, &none, &mut out).unwrap();
    });
    String::from_utf8(out).unwrap()
}

fn markdown(compiled: &Compiled, name: &str) -> String {
    one(compiled, name, Format::Markdown, &Filter::default())
}

fn html(compiled: &Compiled, name: &str) -> String {
    one(compiled, name, Format::Html, &Filter::default())
}

fn all(compiled: &Compiled, format: Format) -> String {
    let mut out = Vec::new();
    with_report(compiled, &Filter::default(), |report| report.write_all(format, &none, &mut out).unwrap());
    String::from_utf8(out).unwrap()
}

/// The identifiers, links and text of a page; panics when its markup is no XML or an identifier comes twice.
fn read_html(html: &str) -> (BTreeSet<String>, Vec<String>, String) {
    let (mut ids, mut links, mut text) = (BTreeSet::new(), Vec::new(), String::new());
    let mut reader = Reader::from_str(html);
    loop {
        match reader.read_event().expect(html) {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.expect(html);
                    let value = attribute.unescape_value().expect(html).into_owned();
                    match attribute.key.as_ref() {
                        b"id" => assert!(ids.insert(value.clone()), "{value} comes twice"),
                        b"href" => links.push(value),
                        _ => {}
                    }
                }
            }
            Event::Text(part) => text.push_str(&part.unescape().expect(html)),
            _ => {}
        }
    }
    (ids, links, text)
}

const TALKS: &str = "id,subject,predicate,object,date,polarity,modality,denies,said_by,quote\n\
    c1,Iran,attacked,Israel,2025-06-13,,,,a spokesman,we struck\n\
    c2,Iran,attacked,Israel,2025-06-13,negative,,c1,Iran,we did not\n\
    c3,Israel,proposed,#c1,2025-06~,,,,Oman,\n\
    c4,Iran,met,Oman,,,planned,,,\n\
    c5,Qatar,met,Oman,,,,,Iran,\n\
    c6,Qatar,met,Iraq,,,,,,\n";

#[test]
fn a_dossier_in_markdown() {
    insta::assert_snapshot!(markdown(&claims(TALKS), "Iran"), @r#"
    # Iran

    t

    - type: type not given
    - IRI: `https://w3id.org/relata/kg/Iran`
    - claims of others: 3; own claims: 2
    - speakers: 2; outlets: 0
    - first day: 2025-06-01; last day: 2025-06-30
    - occurrences: 2 single-source, 1 disputed, 1 not-actual

    ## What others say about Iran (3 claims)

    ### attacked (1 claim)

    | When | Statement | Whose word | Where | In which words | State |
    |---|---|---|---|---|---|
    | <a id="claim-c1"></a>2025-06-13 | Iran *attacked* Israel | a spokesman |  | “we struck” | disputed; for: a spokesman; against: Iran; c1 · claims.csv:2 |

    ### met (1 claim)

    | When | Statement | Whose word | Where | In which words | State |
    |---|---|---|---|---|---|
    | <a id="claim-c4"></a>no date | Iran *met* Oman (planned) | no source named, who speaks of it |  |  | not-actual; c4 · claims.csv:5 |

    ### proposed (1 claim)

    | When | Statement | Whose word | Where | In which words | State |
    |---|---|---|---|---|---|
    | <a id="claim-c3"></a>2025-06~ | Israel *proposed*: Iran attacked Israel | Oman |  |  | single-source; c3 · claims.csv:4 |

    ## What Iran says (2 claims)

    ### attacked (1 claim)

    | When | Statement | Whose word | Where | In which words | State |
    |---|---|---|---|---|---|
    | <a id="claim-c2"></a>2025-06-13 | Iran *attacked* Israel (negative) | Iran, who denies it; denies c1 |  | “we did not” | disputed; for: a spokesman; against: Iran; c2 · claims.csv:3 |

    ### met (1 claim)

    | When | Statement | Whose word | Where | In which words | State |
    |---|---|---|---|---|---|
    | <a id="claim-c5"></a>no date | Oman *met* Qatar | Iran |  |  | single-source; c5 · claims.csv:6 |

    ## Contradictions (1 occurrence)

    ### Iran attacked Israel, 2025-06-13 (disputed)

    | Side | Whose word | Where | In which words | Row |
    |---|---|---|---|---|
    | for, denied | a spokesman |  | “we struck” | c1 · claims.csv:2 |
    | against | Iran, who denies it; denies c1 |  | “we did not” | c2 · claims.csv:3 |

    ## Timeline

    - 2025-06~ · [Israel proposed: Iran attacked Israel](<#claim-c3>) · single-source · 1 claim
    - 2025-06-13 · [Iran attacked Israel](<#claim-c1>) · disputed · 2 claims
    "#);
}

#[test]
fn what_is_said_inside_an_event_belongs_to_whoever_takes_part() {
    let text = markdown(&claims(TALKS), "Israel");
    assert!(text.contains("| Israel *proposed*: Iran attacked Israel |"), "{text}");
    assert!(!text.contains("Qatar"), "{text}");
    let places = claims("subject,predicate,object,place\nA,met,B,Oman\n");
    assert!(markdown(&places, "Oman").contains("| A *met* B, in Oman |"));
}

#[test]
fn a_filter_hides_claims_but_no_contradiction() {
    let compiled = claims(TALKS);
    let spokesman = Filter { speakers: vec!["a spokesman".into()], ..Filter::default() };
    let text = one(&compiled, "Iran", Format::Markdown, &spokesman);
    assert!(text.contains("claims of others: 1; own claims: 0"), "{text}");
    assert!(text.contains("disputed; for: a spokesman; against: Iran"), "{text}");
    assert!(text.contains("we did not"), "{text}");
}

/// Every name a page could stumble over.
const HOSTILE: &str = "id,subject,predicate,object,date,said_by,quote,polarity\n\
    \"a\"\"b/<c>\",the <script>alert(1)</script>,met,\"A | B \\ *c* _d_ `e` [f](javascript:g) & &amp; ~~h~~ $i$\",2025,\"O'Neil \"\"x\"\"\",\"<q>\r\n\r\n| </table> -->\",\n\
    c2,the <script>alert(1)</script>,met,العربية \u{202E}עברית,2025-06?/2025-08~,🇮🇷,“quoted” ]]>,\n\
    c3,the <script>alert(1)</script>,met,العربية \u{202E}עברית,,O'Neil,no,negative\n";

#[test]
fn no_name_breaks_the_html() {
    let compiled = claims(HOSTILE);
    for page in [html(&compiled, "the <script>alert(1)</script>"), all(&compiled, Format::Html)] {
        let (ids, links, text) = read_html(&page);
        assert!(!page.contains("<script"), "{page}");
        for part in [
            "the <script>alert(1)</script>",
            "A | B \\ *c*",
            "& &amp; ~~h~~",
            "| </table> -->",
            "“quoted” ]]>",
            "עברית",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        for link in links {
            let is_inside = link.strip_prefix('#').is_some_and(|anchor| ids.contains(anchor));
            assert!(is_inside || link == "data:,", "{link}");
        }
        assert!(!page.contains("src=") && !page.contains("url("), "the page loads nothing");
    }
}

#[test]
fn no_name_breaks_a_table_of_markdown() {
    let compiled = claims(HOSTILE);
    let text = markdown(&compiled, "the <script>alert(1)</script>");
    for row in text.lines().filter(|line| line.starts_with("| <a")) {
        let unescaped = row.replace("\\|", "");
        assert_eq!(unescaped.matches('|').count(), 7, "{row}");
    }
    assert!(!text.replace("\\<", "").contains("<script"), "{text}");
    let row = text.lines().find(|line| line.contains("\"x\"")).unwrap();
    insta::assert_snapshot!(row, @r#"| <a id="claim-a.2522b.252F.253Cc.253E"></a>2025 | A \| B \\ \*c\* \_d\_ \`e\` \[f\](javascript:g) & \&amp; \~\~h\~\~ \$i\$ *met* the \<script\>alert(1)\</script\> | O'Neil "x" |  | “\<q\><br><br>\| \</table\> --\>” | single-source; a%22b%2F%3Cc%3E · claims.csv:2 |"#);
}

#[test]
fn only_addresses_of_the_web_become_links() {
    let rows = "subject,predicate,object,document\nA,met,B,d1\nA,met,C,d2\n";
    let documents = "id,title,url\nd1,One,https://example.org/a?b=1&c=\"2\nd2,Two,javascript:alert(1)\n";
    let files = [("claims.csv", rows.as_bytes()), ("documents.csv", documents.as_bytes())];
    let toml = ("relata.toml", &b"[project]\nname = \"t\"\n[severity]\nbad-iri = \"reject\"\n"[..]);
    let compiled = Sandbox::new(&[files[0], files[1], toml]).compile();
    for page in [html(&compiled, "A"), markdown(&compiled, "A")] {
        assert!(!page.contains("href=\"javascript:") && !page.contains("(<javascript:"), "{page}");
    }
}

#[test]
fn pictures_stand_in_the_page_as_they_are_given() {
    let compiled = claims(TALKS);
    let draw = |dossier: &Dossier<'_>| Figures {
        picture: Some(format!("<?xml version=\"1.0\"?>\n<svg><title>{}</title></svg>\n", dossier.name())),
        timeline: Some("<svg class=\"time\"/>".to_owned()),
    };
    let mut out = Vec::new();
    with_report(&compiled, &Filter::default(), |report| {
        report.write_one(called(report.claims(), "Oman"), Format::Html, &draw, &mut out).unwrap();
    });
    let page = String::from_utf8(out).unwrap();
    read_html(&page);
    assert!(page.contains("<figure>\n<svg><title>Oman</title></svg>\n<figcaption"), "{page}");
    assert!(page.contains("<figure>\n<svg class=\"time\"/>\n<figcaption"), "{page}");
    assert!(!page.contains("<?xml"), "{page}");
}

#[test]
fn a_folder_has_a_page_for_each_actor_and_one_that_lists_them() {
    let compiled = claims("subject,predicate,object\nIran,met,iran!\nIndex,met,<https://example.org/Iran>\n");
    for format in [Format::Html, Format::Markdown] {
        let sandbox = Sandbox::new(&[]);
        let mut make = |name: &str| -> std::io::Result<Box<dyn std::io::Write>> {
            Ok(Box::new(std::fs::File::create_new(sandbox.path().join(name))?))
        };
        let n = with_report(&compiled, &Filter::default(), |report| report.write_folder(format, &none, &mut make));
        let mut files: Vec<String> = std::fs::read_dir(sandbox.path())
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(files.len(), n.unwrap() + 1);
        let index = std::fs::read_to_string(sandbox.path().join(format!("index.{}", format.ending()))).unwrap();
        for file in files.iter().filter(|file| !file.starts_with("index")) {
            assert!(index.contains(file), "{file} in {index}");
        }
        let lower: BTreeSet<String> = files.iter().map(|file| file.to_lowercase()).collect();
        assert_eq!(lower.len(), files.len(), "no two names are one where case does not count: {files:?}");
    }
}

#[test]
fn a_page_that_leaves_rows_out_says_so_and_how_to_see_them() {
    let mut table = TALKS.to_owned();
    for day in 10..40 {
        let row = format!("m{day},Iran,met,Country {day},2024-0{}-{:02},,,,,\n", day / 10, day % 10 + 1);
        table.push_str(&row);
    }
    table += "d1,Qatar,denied knowing,Iran,,,,c1,Qatar,\nd2,Oman,denied knowing,Iran,,,,c1,Oman,\n";
    let compiled = claims(&table);
    let page = |format, most_rows| {
        let claims = compiled.claims();
        let (view, prefixes) = (View::new(&claims, Edges::Bundle), compiled.project.prefixes());
        let report = Report::new(&view, &view, &prefixes, "t".to_owned()).with_rows(most_rows);
        let mut out = Vec::new();
        report.write_one(called(&claims, "Iran"), format, &none, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    for format in [Format::Html, Format::Markdown] {
        assert_eq!(page(format, usize::MAX), page(format, 1000));
        assert!(!page(format, 1000).contains("rows 0"));
    }
    let text = page(Format::Markdown, 5);
    let notes: Vec<&str> = text.lines().filter(|line| line.starts_with("*Here") || line.starts_with('#')).collect();
    insta::assert_snapshot!(notes.join("\n"), @"
    # Iran
    ## What others say about Iran (35 claims)
    *Here are 5 of 35 claims, of each predicate the first by date. --rows 0 shows all; --since, --predicate and the like choose.*
    ### attacked (1 claim)
    ### denied knowing (2 claims)
    ### met (1 of 31 claims)
    ### proposed (1 claim)
    ## What Iran says (2 claims)
    ### attacked (1 claim)
    ### met (1 claim)
    ## Contradictions (1 occurrence)
    ### Iran attacked Israel, 2025-06-13 (disputed)
    ## Timeline
    *Here are 5 of 32 events, the first by date. --rows 0 shows all; --since, --predicate and the like choose.*
    ");
    // Each predicate, each side and every link of a page keeps what it needs.
    for most_rows in 1..32 {
        let (ids, links, text) = read_html(&page(Format::Html, most_rows));
        assert!(links.iter().filter_map(|link| link.strip_prefix('#')).all(|anchor| ids.contains(anchor)));
        assert!(!text.contains("nobody"), "{most_rows}");
        let n_rows = ids.iter().filter(|id| id.starts_with("claim-")).count();
        assert!(n_rows <= 2 * most_rows, "{n_rows} rows where {most_rows} a table are allowed");
        assert!(text.contains("35 claims") && text.contains("--rows 0"), "{most_rows}");
    }
}

#[test]
fn the_samples_have_sound_pages() {
    for name in ["strike-veto", "harbour-crisis"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
        let compiled = Compiled::of(relata::project::Project::find(&folder).unwrap());
        let (ids, links, _) = read_html(&all(&compiled, Format::Html));
        let broken: Vec<&String> =
            links.iter().filter(|link| link.strip_prefix('#').is_some_and(|anchor| !ids.contains(anchor))).collect();
        assert!(broken.is_empty(), "{broken:?}");
        for claim in compiled.claims().rows() {
            let anchor = compiled.claims().text(claim.id).rsplit('/').next().unwrap().to_owned();
            assert!(ids.contains(&format!("claim-{anchor}")), "{anchor}");
        }
        assert_eq!(all(&compiled, Format::Markdown), all(&compiled, Format::Markdown));
    }
}

proptest! {
    #![proptest_config(crate::support::draws(24))]

    #[test]
    fn every_claim_of_an_entity_stands_once(
        rows in prop::collection::vec((0..4_u8, 0..4_u8, 0..5_u8, 0..5_usize), 1..12),
    ) {
        let mut csv = "id,subject,predicate,object,said_by\n".to_owned();
        // What a claim concerns, by its name: the ends of its statement, those of events inside it, and the speaker.
        let mut concerns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut inside: Vec<BTreeSet<String>> = Vec::new();
        for (index, (subject, object, speaker, of)) in rows.into_iter().enumerate() {
            let (subject, speaker) = (format!("E{subject}"), (speaker < 4).then(|| format!("E{speaker}")));
            let (object, mut ends) = match inside.get(of) {
                Some(ends) => (format!("#c{of}"), ends.clone()),
                None => (format!("E{object}"), BTreeSet::from([format!("E{object}")])),
            };
            ends.insert(subject.clone());
            csv += &["c", &index.to_string(), ",", &subject, ",said,", &object, ",", speaker.as_deref().unwrap_or(""), "\n"]
                .concat();
            inside.push(ends.clone());
            ends.extend(speaker);
            concerns.insert(format!("c{index}"), ends);
        }
        let compiled = claims(&csv);
        let claims = compiled.claims();
        for name in ["E0", "E1", "E2", "E3"] {
            let wanted: Vec<&String> =
                concerns.iter().filter(|(_, names)| names.contains(name)).map(|(claim, _)| claim).collect();
            if wanted.is_empty() {
                continue;
            }
            let mut found: Vec<String> = with_report(&compiled, &Filter::default(), |report| {
                let dossier = report.dossier(called(&claims, name));
                let iris = dossier.claims().map(|index| claims.text(claims.rows()[index].id));
                iris.map(|iri| iri.rsplit('/').next().unwrap().to_owned()).collect()
            });
            found.sort();
            let mut wanted: Vec<String> = wanted.into_iter().cloned().collect();
            wanted.sort();
            prop_assert_eq!(&found, &wanted, "{}", csv);
            let page = html(&compiled, name);
            for claim in &wanted {
                prop_assert_eq!(page.matches(&format!("<tr id=\"claim-{claim}\">")).count(), 1);
            }
        }
    }
}
