//! Pictures without GraphViz: nothing overlaps, nothing vanishes, and the same graph is the same picture.

use proptest::prelude::*;
use relata::export::picture::layout::{GraphLayout, LayoutPlan, Link, force, layered};
use relata::export::picture::svg::{GraphvizEngine, Theme, font};
use relata::export::picture::{html, png, svg};
use relata::export::scene::Scene;
use relata::export::{ExportOptions, Lanes, Picture, Subject};
use relata::graph::{Filter, GroupBy};
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::Document;
use serde_json::Value;

use crate::page_modules::{told, value_of};
use crate::support::{Compiled, claims};

/// The picture of a table of claims.
fn drawn(compiled: &Compiled, picture: Picture, by: Option<GroupBy>) -> String {
    let claims = compiled.claims();
    let mut view = Filter::default().view(&claims).unwrap();
    if let Some(by) = by {
        view = view.grouped(by);
    }
    let prefixes = compiled.project.prefixes();
    let scene =
        Scene { view: &view, title: "a <title>".into(), prefixes: &prefixes, positions: None, measures: Vec::new() };
    let mut out = Vec::new();
    svg::write(&scene, &ExportOptions { picture, ..ExportOptions::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The words of a picture, a text a line.
fn words(svg: &str) -> String {
    let document = Document::parse(svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    let text = |node: resvg::usvg::roxmltree::Node<'_, '_>| {
        let parts = node.descendants().filter(resvg::usvg::roxmltree::Node::is_text).filter_map(|part| part.text());
        parts.collect::<Vec<_>>().join(" ").trim().to_owned()
    };
    texts.map(text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

const STORY: &str = "id,subject,predicate,object,date,said_by,modality,polarity,quote\n\
    c1,Iran,attacked,Israel,2025-06-13,a spokesman,,,we struck back\n\
    c2,Iran,attacked,Israel,2025-06-13,a witness,,,\n\
    c3,Iran,attacked,Israel,2025-06-13,an envoy,,negative,\n\
    c4,Oman,hosted,Iran,2025-06,a diplomat,planned,,\n\
    c5,Iran,met,Oman,2019-03-01,,,,\n\
    c6,Israel,attacked,Israel,,,,,\n\
    c7,Oman,denied,#c4,2025-06-20,Oman,,,\n";

#[test]
fn every_node_and_edge_can_be_found_and_has_a_title() {
    let compiled = claims(STORY);
    let picture = drawn(&compiled, Picture::default(), None);
    let document = Document::parse(&picture).unwrap();
    let with_class = |class: &str| {
        let has = |node: &resvg::usvg::roxmltree::Node<'_, '_>| {
            node.attribute("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
        };
        document.descendants().filter(has).collect::<Vec<_>>()
    };
    let (nodes, edges) = (with_class("node"), with_class("edge"));
    assert_eq!((nodes.len(), edges.len()), (4, 5));
    for thing in nodes.iter().chain(&edges) {
        assert!(thing.attribute("id").is_some());
        assert!(thing.children().any(|child| child.has_tag_name("title")));
    }
    let mut ids: Vec<&str> = edges.iter().filter_map(|edge| edge.attribute("id")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 5);
    let title = edges.iter().find(|edge| edge.attribute("class") == Some("edge s-disputed has-dispute")).unwrap();
    insta::assert_snapshot!(title.first_element_child().unwrap().text().unwrap(), @"
    Iran attacked Israel — affirmed and denied (2 sources)
    a spokesman: “we struck back” (claims.csv:2)
    a witness (claims.csv:3)
    an envoy, who denies it (claims.csv:4)
    ");
    insta::assert_snapshot!(words(&picture), @"
    Iran
    Israel
    Oman
    Oman hosted Iran (planned)
    attacked ×2 (disputed) 1 denies it
    met
    attacked
    denied
    hosted (planned)
    a <title>
    event
    type not given
    one source
    no source named
    affirmed and denied
    planned, threatened, possible and so on
    1 claim
    2 claims
    Source: claims.csv · 7 claims, 5 speakers, 0 outlets · 2019-03-01 to 2025-06-30
    ");
}

#[test]
fn a_timeline_has_a_lane_for_each_actor_predicate_or_source() {
    let compiled = claims(STORY);
    let told =
        |lanes| words(&drawn(&compiled, Picture { subject: Subject::Timeline, lanes, ..Picture::default() }, None));
    insta::assert_snapshot!([Lanes::Actor, Lanes::Predicate, Lanes::Source].map(told).join("\n\n"), @"
    2019-W09
    2019-W10
    ⋯ 6 years ⋯
    2025-W23
    2025-W24
    2025-W25
    2025-W26
    2025-W27
    Iran
    met Oman
    attacked Israel
    Oman
    hosted Iran
    denied Oman hosted Iran (planned)
    a <title>
    one source
    no source named
    affirmed and denied
    planned, threatened, possible and so on
    some time between the ends: the day is not known, or doubted
    Left out: claims without a date (1).
    Source: claims.csv · 7 claims, 5 speakers, 0 outlets · 2019-03-01 to 2025-06-30

    2019-W09
    2019-W10
    ⋯ 6 years ⋯
    2025-W23
    2025-W24
    2025-W25
    2025-W26
    2025-W27
    attacked
    Iran → Israel
    denied
    Oman → Oman hosted Iran (planned)
    hosted
    Oman → Iran
    met
    Iran → Oman
    a <title>
    one source
    no source named
    affirmed and denied
    planned, threatened, possible and so on
    some time between the ends: the day is not known, or doubted
    Left out: claims without a date (1).
    Source: claims.csv · 7 claims, 5 speakers, 0 outlets · 2019-03-01 to 2025-06-30

    2019-W09
    2019-W10
    ⋯ 6 years ⋯
    2025-W23
    2025-W24
    2025-W25
    2025-W26
    2025-W27
    Oman
    Oman denied Oman hosted Iran (pla…
    a diplomat
    Oman hosted Iran
    a spokesman
    Iran attacked Israel
    a witness
    Iran attacked Israel
    an envoy
    Iran attacked Israel
    no source
    Iran met Oman
    a <title>
    one source
    no source named
    affirmed and denied
    planned, threatened, possible and so on
    some time between the ends: the day is not known, or doubted
    Left out: claims without a date (1).
    Source: claims.csv · 7 claims, 5 speakers, 0 outlets · 2019-03-01 to 2025-06-30
    ");
}

#[test]
fn a_matrix_shows_who_acts_on_whom() {
    let picture = drawn(&claims(STORY), Picture { subject: Subject::Matrix, ..Picture::default() }, None);
    let document = Document::parse(&picture).unwrap();
    let is_cell = |class: &str| class.starts_with("cell ");
    let cells = document.descendants().filter(|node| node.attribute("class").is_some_and(is_cell));
    let titles: Vec<&str> = cells.filter_map(|cell| cell.first_element_child()?.text()).collect();
    insta::assert_snapshot!(titles.join("\n--\n"), @"
    Iran → Israel: 2
    attacked ×2 (disputed)
    --
    Iran → Oman: 1
    met ×1 (unsourced)
    --
    Israel → Israel: 1
    attacked ×1 (unsourced)
    --
    Oman → Iran: 2
    met ×1 (unsourced)
    hosted ×1 (not-actual)
    ");
}

#[test]
fn the_same_graph_is_the_same_picture_on_either_ground() {
    let compiled = claims(STORY);
    let once = |theme| drawn(&compiled, Picture { theme, ..Picture::default() }, Some(GroupBy::Type));
    assert_eq!(once(Theme::Auto), once(Theme::Auto));
    assert!(once(Theme::Auto).contains("prefers-color-scheme:dark"));
    assert!(!once(Theme::Dark).contains("prefers-color-scheme") && once(Theme::Dark).contains("fill:#16191d"));
}

#[test]
fn strange_names_neither_break_the_picture_nor_vanish() {
    let rows = "subject,predicate,object,quote\n\"a \"\"b\"\" <c> & ]]>\",met,\"x y\",</script><script>alert(1)</script>\n\
        علي خامنئي,met,בנימין נתניהו,\nВладимир,met,Ἀθῆναι,\n";
    let compiled = claims(rows);
    for subject in [Subject::Graph, Subject::Timeline, Subject::Matrix] {
        let picture = drawn(&compiled, Picture { subject, ..Picture::default() }, Some(GroupBy::Community));
        Document::parse(&picture).unwrap();
    }
    assert!(words(&drawn(&compiled, Picture::default(), None)).contains("a \"b\" <c> & ]]>"));
    assert_eq!(font::missing("علي خامنئي בנימין Владимир Ἀθῆναι é ő ş"), std::collections::BTreeSet::new());
    assert_eq!(font::missing("漢a").into_iter().collect::<String>(), "漢");
}

#[test]
fn only_web_addresses_are_links() {
    let compiled = claims("subject,predicate,object\n<urn:isbn:1>,met,<https://example.org/B>\n");
    let picture = drawn(&compiled, Picture::default(), None);
    assert!(picture.contains("<a href=\"https://example.org/B\">") && !picture.contains("href=\"urn"));
}

#[test]
fn a_long_name_is_cut_where_it_no_longer_fits() {
    let long = "word ".repeat(100_000);
    let cut = font::fitted(&long, 10.0, 200.0);
    assert!(cut.ends_with('…') && font::width(&cut, 10.0) <= 200.0 && cut.len() > 20, "{cut}");
    assert_eq!(font::fitted("short", 10.0, 200.0), "short");
}

fn scene_of<R>(compiled: &Compiled, work: impl FnOnce(&Scene<'_>) -> R) -> R {
    let claims = compiled.claims();
    let view = Filter::default().view(&claims).unwrap();
    let prefixes = compiled.project.prefixes();
    work(&Scene { view: &view, title: String::new(), prefixes: &prefixes, positions: None, measures: Vec::new() })
}

#[test]
fn names_of_any_script_are_seen_in_pixels() {
    let dark_pixels = |name: &str| {
        let compiled = claims(&format!("subject,predicate,object\n{name},met,{name} 2\n"));
        let mut out = Vec::new();
        scene_of(&compiled, |scene| png::write(scene, &ExportOptions::default(), &mut out).unwrap());
        let pixels = Pixmap::decode_png(&out).unwrap();
        pixels.pixels().iter().filter(|pixel| pixel.red() < 60 && pixel.blue() < 60).count()
    };
    // A full stop shows the frame, the legend and the line; names show more.
    let bare = dark_pixels(".");
    for name in ["Khamenei", "خامنئي", "נתניהו", "Хаменеи"] {
        assert!(dark_pixels(name) > bare + 200, "{name}: {} and {bare}", dark_pixels(name));
    }
}

#[test]
fn a_picture_has_the_pixels_asked_for() {
    let size = |scale| {
        let mut out = Vec::new();
        let picture = Picture { scale, ..Picture::default() };
        let options = ExportOptions { picture, ..ExportOptions::default() };
        scene_of(&claims(STORY), |scene| png::write(scene, &options, &mut out))
            .map(|()| Pixmap::decode_png(&out).unwrap().width())
    };
    assert_eq!(size(1.0).unwrap() * 2, size(2.0).unwrap());
    let error = size(200.0).unwrap_err().to_string();
    assert!(error.starts_with("the picture would have"), "{error}");
}

#[test]
fn a_page_fetches_nothing_and_a_quote_cannot_end_its_script() {
    let compiled =
        claims("subject,predicate,object,quote\nA,met,B,</script><!--<img src=https://example.org/x>\u{2028}\n");
    let page = page_of(&compiled, Subject::Graph);
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(page.contains("default-src 'none'; script-src 'sha256-") && !page.contains("unsafe-inline"));
    let told = told(&page);
    for node in told["nodes"].as_array().unwrap() {
        // Whoever is no event has no modality, and is told so as the server tells it: a line around it would else be dashed.
        assert_eq!(value_of(&told, node)["modality"], Value::Null);
    }
    for loading in ["src=\"", "<link", "@import", "url(", "fetch(", "<img"] {
        assert!(!page.contains(loading), "{loading}");
    }
}

/// The HTML page of a picture.
fn page_of(compiled: &Compiled, subject: Subject) -> String {
    let mut out = Vec::new();
    let options = ExportOptions { picture: Picture { subject, ..Picture::default() }, ..ExportOptions::default() };
    let namespace = &compiled.project.namespace;
    scene_of(compiled, |scene| html::write(scene, namespace, &options, &mut out).unwrap());
    String::from_utf8(out).unwrap()
}

#[test]
fn every_mark_of_a_page_leads_to_an_edge_that_it_knows() {
    let compiled = claims(STORY);
    for (subject, mark) in [(Subject::Timeline, "<g class=\"item "), (Subject::Matrix, "<g class=\"cell ")] {
        let page = page_of(&compiled, subject);
        let told = told(&page);
        let edges: Vec<Value> =
            told["edges"].as_array().unwrap().iter().map(|edge| value_of(&told, edge)["id"].clone()).collect();
        let marks: Vec<&str> = page
            .split(mark)
            .skip(1)
            .map(|rest| rest.split_once("data-edge=\"").unwrap().1.split_once('"').unwrap().0)
            .collect();
        assert!(!marks.is_empty() && marks.iter().all(|mark| edges.contains(&Value::from(*mark))), "{marks:?}");
    }
}

#[test]
fn a_page_has_its_picture_without_scripts_up_to_300_edges_and_a_table_of_any_number() {
    let rows = |n: usize| (0..n).map(|i| format!("Olm,accused,Party {i}\n")).collect::<Vec<_>>().concat();
    for (n, has_picture) in [(300, true), (301, false)] {
        let page = page_of(&claims(&format!("subject,predicate,object\n{}", rows(n))), Subject::Graph);
        let (shown, rest) = page.split_once("<noscript>").unwrap();
        assert_eq!(shown.contains("<svg"), has_picture, "{n}");
        assert_eq!(rest.matches("<tr><td").count(), n);
    }
}

#[test]
fn graphviz_arranges_nodes_where_it_is_installed() {
    let compiled = claims(STORY);
    let picture = Picture { engine: Some(GraphvizEngine::Dot), ..Picture::default() };
    let mut out = Vec::new();
    let options = ExportOptions { picture, ..ExportOptions::default() };
    match scene_of(&compiled, |scene| svg::write(scene, &options, &mut out)) {
        Err(error) if error.to_string().contains("not installed") => eprintln!("skipped: GraphViz is not installed"),
        written => {
            written.unwrap();
            let (own, theirs) = (drawn(&compiled, Picture::default(), None), String::from_utf8(out).unwrap());
            let count = |svg: &str| (svg.matches("class=\"node").count(), svg.matches("class=\"edge").count());
            assert_eq!(count(&own), count(&theirs));
        }
    }
}

fn plan() -> impl Strategy<Value = LayoutPlan> {
    (1_usize..14).prop_flat_map(|n| {
        let nodes = proptest::collection::vec((20.0_f64..160.0, 20.0_f64..60.0), n);
        let links = proptest::collection::vec((0..n, 0..n, prop_oneof![Just(0.0), 10.0_f64..80.0], 1_u32..30), 0..24);
        let ties = proptest::collection::vec((0..n, 0..n), 0..3);
        let groups = prop_oneof![Just(Vec::new()), proptest::collection::vec(proptest::option::of(0_u32..3), n)];
        let round = proptest::collection::vec(any::<bool>(), n);
        (nodes, links, ties, groups, round).prop_map(|(nodes, links, ties, groups, round)| LayoutPlan {
            nodes: nodes.into_iter().map(|(width, height)| [width, height]).collect(),
            links: links
                .into_iter()
                .map(|(from, to, wide, weight)| Link { from, to, label: [wide, wide / 4.0], weight })
                .collect(),
            ties,
            groups,
            round,
            names: Vec::new(),
        })
    })
}

/// Whether two nodes share more than a hair.
fn overlap(plan: &LayoutPlan, layout: &GraphLayout) -> Option<(usize, usize)> {
    let n = plan.nodes.len();
    let shares = |a: usize, b: usize| {
        [0, 1].iter().all(|axis| {
            let apart = (layout.nodes[a][*axis] - layout.nodes[b][*axis]).abs();
            apart + 0.5 < f64::midpoint(plan.nodes[a][*axis], plan.nodes[b][*axis])
        })
    };
    (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).find(|(a, b)| shares(*a, *b))
}

proptest! {
    #![proptest_config(crate::support::draws(64))]

    #[test]
    fn layouts_keep_nodes_apart_and_everything_inside(plan in plan()) {
        for lay_out in [layered, force] {
            let layout = lay_out(&plan);
            prop_assert_eq!(&layout, &lay_out(&plan));
            prop_assert_eq!(overlap(&plan, &layout), None);
            prop_assert_eq!((layout.links.len(), layout.labels.len()), (plan.links.len(), plan.links.len()));
            let inside = |[x, y]: [f64; 2]| (0.0..=layout.size[0]).contains(&x) && (0.0..=layout.size[1]).contains(&y);
            prop_assert!(layout.nodes.iter().all(|at| inside(*at)));
            prop_assert!(layout.links.iter().flat_map(relata::export::picture::layout::Curve::points).all(inside));
        }
    }
}
