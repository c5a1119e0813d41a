//! Pictures that can be read: contrast, sizes, legends, labels that no line runs through, and dates that are not known.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use relata::export::look::{self, contrast};
use relata::export::picture::layout::{Curve, LayoutPlan, Link, force, layered};
use relata::export::picture::svg::{self, MatrixFrame, Theme};
use relata::export::scene::Scene;
use relata::export::{ExportOptions, Picture, Subject};
use relata::graph::{Filter, Slice, State, View};
use relata::project::Project;
use resvg::usvg::roxmltree::{Document, Node};

use crate::support::{Compiled, claims};

fn in_scene<R>(compiled: &Compiled, filter: &Filter, work: impl FnOnce(&Scene<'_>) -> R) -> R {
    titled(String::new(), compiled, filter, work)
}

fn titled<R>(title: String, compiled: &Compiled, filter: &Filter, work: impl FnOnce(&Scene<'_>) -> R) -> R {
    let claims = compiled.claims();
    let view: View<'_> = filter.view(&claims).unwrap();
    let prefixes = compiled.project.prefixes();
    work(&Scene { view: &view, title, prefixes: &prefixes, positions: None, measures: Vec::new() })
}

fn svg_of(scene: &Scene<'_>, picture: Picture) -> String {
    let mut out = Vec::new();
    svg::write(scene, &ExportOptions { picture, ..ExportOptions::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The picture of a table of claims.
fn drawn(table: &str, picture: Picture) -> String {
    in_scene(&claims(table), &Filter::default(), |scene| svg_of(scene, picture))
}

/// The elements of a class.
fn of_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Node<'a, 'a>> {
    let has = |node: &Node<'_, '_>| node.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class));
    document.descendants().filter(has).collect()
}

/// The colours that a style sheet gives to selectors.
fn fills(svg: &str) -> BTreeMap<String, [u8; 3]> {
    let sheet = svg.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let rule = |rule: &str| {
        let (selector, declarations) = rule.split_once('{')?;
        let fill = declarations.split(';').find_map(|one| one.strip_prefix("fill:#"))?;
        let bytes = u32::from_str_radix(fill, 16).ok()?.to_be_bytes();
        Some((selector.trim_start_matches(".relata-picture ").to_owned(), [bytes[1], bytes[2], bytes[3]]))
    };
    sheet.split('}').filter_map(rule).collect()
}

/// All pairs of words and what they stand on, with the contrast they have.
fn pairs(svg: &str) -> Vec<(String, f64)> {
    let fills = fills(svg);
    let grounds = |selector: &str| -> Vec<String> {
        match selector {
            ".out" | ".faint" => vec![".ground".to_owned(), ".area".to_owned()],
            ".in" => fills.keys().filter(|other| other.ends_with(" .shape")).cloned().collect(),
            cell if cell.starts_with(".cell.") => vec![cell.replace(".cell", "").replace(" text", " .tint")],
            state if state.ends_with(" text") => vec![".ground".to_owned()],
            _ => Vec::new(),
        }
    };
    let pair = |(words, color): (&String, &[u8; 3])| {
        let on = |ground: String| (format!("{words} on {ground}"), contrast(*color, fills[&ground]));
        grounds(words).into_iter().map(on).collect::<Vec<_>>()
    };
    fills.iter().flat_map(pair).collect()
}

#[test]
fn words_can_be_read_on_every_ground_they_stand_on() {
    let table = "subject,predicate,object\nIran,attacked,Israel\n";
    let mut told = Vec::new();
    for theme in [Theme::Light, Theme::Dark] {
        for subject in [Subject::Graph, Subject::Matrix] {
            let pairs = pairs(&drawn(table, Picture { theme, subject, ..Picture::default() }));
            let (least, contrast) = pairs.iter().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            assert!(*contrast >= look::LEAST_CONTRAST, "{least}: {contrast:.2}");
            told.push(format!(
                "{} {}: {} pairs, least {contrast:.2}: {least}",
                theme.word(),
                subject.word(),
                pairs.len()
            ));
        }
    }
    insta::assert_snapshot!(told.join("\n"), @"
    light graph: 22 pairs, least 5.41: .s-unsourced text on .ground
    light matrix: 42 pairs, least 4.83: .cell.t-cooperation-4 text on .t-cooperation-4 .tint
    dark graph: 22 pairs, least 6.96: .faint on .area
    dark matrix: 42 pairs, least 4.74: .cell.t-neither-3 text on .t-neither-3 .tint
    ");
}

#[test]
fn the_page_has_the_colours_of_pictures() {
    let (style, looks) = (include_str!("../../web/style.css"), include_str!("../../web/js/graph/looks.js"));
    for state in State::ALL {
        let (word, look) = (state.word(), look::of_state(state));
        let found: Vec<&str> =
            style.lines().filter_map(|line| line.trim().strip_prefix(&format!("--{word}: "))).collect();
        let [light, dark] = [look.color, look.dark_color].map(|color| look::hex(color) + ";");
        assert_eq!(found, [light, dark], "{word}");
    }
    for kind in look::KINDS {
        let fill = look::hex(look::of_kind(kind).fill);
        assert!(looks.contains(&fill), "{}: {fill}", kind.word());
    }
    let weights: Vec<Vec<u32>> = [1, 2, 3, 9, 200].into_iter().map(look::sample_weights).collect();
    assert_eq!(weights, [vec![1], vec![1, 2], vec![1, 3], vec![1, 4, 9], vec![1, 4, 16, 64, 142]]);
}

#[test]
fn the_readme_shows_the_sample_as_it_is_drawn_now() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/strike-veto");
    let compiled = Compiled::of(Project::find(&folder).unwrap());
    let name = compiled.project.name.clone();
    let picture = titled(name, &compiled, &Filter::default(), |scene| svg_of(scene, Picture::default()));
    let shown = include_str!("../../docs/strike-veto.svg");
    assert!(picture == shown, "write it anew: relata export svg data/strike-veto -o docs/strike-veto.svg");
}

/// A hub with many neighbours, each with one of its own.
fn star(n: usize) -> String {
    let rows = (0..n).map(|place| format!("Hub,met,Leaf {place}\nLeaf {place},met,Far one {place}\n"));
    format!("subject,predicate,object\n{}", rows.collect::<String>())
}

#[test]
fn no_name_is_too_small_to_be_read_and_that_of_a_hub_is_the_largest() {
    for n in [5, 60, 250, 700] {
        let picture = drawn(&star(n), Picture::default());
        let document = Document::parse(&picture).unwrap();
        let number = |node: &Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
        let width = number(&document.root_element(), "width");
        let named = |node: &Node<'_, '_>| node.has_tag_name("text") && node.has_attribute("font-size");
        let sizes = document.descendants().filter(named).filter_map(|node| {
            let text = node.first_element_child()?.text()?.to_owned();
            (!text.starts_with("met")).then(|| (number(&node, "font-size"), text))
        });
        let mut sizes: Vec<(f64, String)> = sizes.collect();
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (least, (most, largest)) = (sizes[0].0, sizes.last().unwrap());
        assert!(largest.starts_with("Hub") && *most > least * 1.1, "{n}: {largest} {most} {least}");
        // Seen as wide as a small screen, a name has eleven pixels; up to 150 edges pictures may be looked at in parts.
        let seen = if 2 * n > 150 { (1_400.0 / width).min(1.0) } else { 1.0 };
        assert!(least * seen > 10.5, "{n} nodes, {width} wide: {least}");
    }
}

#[test]
fn a_legend_tells_what_widths_mean() {
    let rows: Vec<String> = (0..9).map(|n| format!("Iran,attacked,Israel,witness {n}")).collect();
    let table = format!("subject,predicate,object,said_by\n{}\nOman,met,Iran,a\nOman,met,Israel,b\n", rows.join("\n"));
    let widths = |table: &str| {
        let picture = drawn(table, Picture::default());
        let document = Document::parse(&picture).unwrap();
        let line = |line: &Node<'_, '_>| {
            let words = line.next_sibling_element().unwrap().text().unwrap().to_owned();
            format!("{words}: {}", line.attribute("stroke-width").unwrap())
        };
        of_class(&document, "width").iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(widths(&table), @"
    1 claim: 1.00
    4 claims: 2.40
    9 claims: 3.22
    ");
    assert_eq!(widths("subject,predicate,object\nOman,met,Iran\n"), "", "all lines are as wide");
}

#[test]
fn heavy_lines_are_dots_and_dashes_and_not_squares() {
    let pattern = |state| [1.0, 3.0, 6.0].map(|pen| look::of_state(state).pattern(pen));
    for state in State::ALL {
        for (pen, pattern) in [1.0, 3.0, 6.0].into_iter().zip(pattern(state)) {
            // A dot has no length, and round ends; a dash is clearly longer than wide.
            let is_clear =
                |pair: &[f64]| (pair[0] == 0.0 && pair[1] > 1.5 * pen) || (pair[0] >= 1.3 * pen && pair[1] > 0.5 * pen);
            assert!(pattern.chunks(2).all(is_clear), "{}: {pattern:?} at {pen}", state.word());
        }
    }
    let table = "subject,predicate,object,said_by\nIran,met,Oman,a\nIran,met,Oman,a\n";
    let picture = drawn(table, Picture { theme: Theme::Light, ..Picture::default() });
    let document = Document::parse(&picture).unwrap();
    let [edge] = of_class(&document, "edge")[..] else { panic!("one edge") };
    insta::assert_snapshot!(&picture[edge.range()], @r#"
    <g id="eda93bdabf010cf61" class="edge s-single-source" data-from="n0" data-to="n1"><title>Iran met Oman — 1 source
    a (claims.csv:2)</title><path class="line" d="M54.8 25.0C68.4 25.0 74.3 25.0 84.0 25.0C93.7 25.0 99.5 25.0 113.1 25.0" stroke-width="1.0" stroke-dasharray="0.0 4.1" stroke-linecap="round"/></g>
    "#);
}

/// Points on a line, close to each other.
fn points(curve: &Curve) -> Vec<[f64; 2]> {
    let mut start = curve.start;
    let mut found = Vec::new();
    for [one, two, end] in &curve.parts {
        for step in 0..=16 {
            let share = f64::from(step) / 16.0;
            let left = 1.0 - share;
            let shares = [left.powi(3), 3.0 * left * left * share, 3.0 * left * share * share, share.powi(3)];
            found.push([0, 1].map(|axis| {
                let parts = [start[axis], one[axis], two[axis], end[axis]];
                shares.iter().zip(parts).map(|(share, part)| share * part).sum::<f64>()
            }));
        }
        start = *end;
    }
    found
}

proptest! {
    #![proptest_config(crate::support::draws(64))]

    #[test]
    fn no_loop_runs_through_the_label_of_one(
        size in (20.0_f64..160.0, 20.0_f64..60.0),
        labels in proptest::collection::vec((10.0_f64..120.0, 1_u8..5), 1..6),
        round in any::<bool>(),
    ) {
        let link = |(wide, lines): &(f64, u8)| Link { from: 0, to: 0, label: [*wide, f64::from(*lines) * 12.5 + 4.0], weight: 1 };
        let mut links: Vec<Link> = labels.iter().map(link).collect();
        links.push(Link { from: 0, to: 1, label: [0.0; 2], weight: 1 });
        let plan = LayoutPlan { nodes: vec![[size.0, size.1]; 2], round: vec![round; 2], links, ..LayoutPlan::default() };
        for layout in [layered(&plan), force(&plan)] {
            for (label, link) in layout.labels.iter().zip(&plan.links).take(labels.len()) {
                for curve in layout.links.iter().take(labels.len()) {
                    // Half of the widest line lies beside its middle.
                    let beyond = |point: &[f64; 2], axis: usize| {
                        ((point[axis] - label[axis]).abs() - link.label[axis] / 2.0).max(0.0)
                    };
                    let is_clear = |point: &[f64; 2]| beyond(point, 0).hypot(beyond(point, 1)) >= 3.0;
                    prop_assert!(points(curve).iter().all(is_clear), "{label:?} {:?} {curve:?}", link.label);
                }
            }
        }
    }
}

const MONTHS: &str = "subject,predicate,object,date\n\
    Iran,attacked,Israel,2025-04-01\nIran,attacked,Israel,2025-04-02\nIran,attacked,Israel,2025-04-03\n\
    Oman,met,Iran,2025-04-03\n\
    Oman,met,Qatar,2025-05-01\nOman,met,Qatar,2025-05-02\nQatar,met,Iran,2025-05-07\n";

#[test]
fn the_matrices_of_slices_have_their_rows_in_one_order() {
    let compiled = claims(MONTHS);
    let (frame, period) =
        in_scene(&compiled, &Filter::default(), |scene| (MatrixFrame::of(scene), scene.view.period().unwrap()));
    let months = Slice::Month.periods(period).map(|(name, month)| {
        let filter = Filter { since: Some(month.begin), until: Some(month.end), ..Filter::default() };
        let picture = Picture { subject: Subject::Matrix, matrix: Some(frame.clone()), ..Picture::default() };
        let picture = in_scene(&compiled, &filter, |scene| svg_of(scene, picture));
        let document = Document::parse(&picture).unwrap();
        let is_row = |node: &Node<'_, '_>| node.attribute("text-anchor") == Some("end");
        let rows: Vec<&str> =
            of_class(&document, "out").into_iter().filter(is_row).filter_map(|row| row.text()).collect();
        let cells = of_class(&document, "cell");
        let cell = |cell: &Node<'_, '_>| {
            let numbers = cell.first_element_child()?.text()?.lines().next()?.to_owned();
            Some(format!("{} {numbers}", cell.attribute("class")?))
        };
        format!("{name} {}\n{}", rows.join(", "), cells.iter().filter_map(cell).collect::<Vec<_>>().join("\n"))
    });
    insta::assert_snapshot!(months.collect::<Vec<_>>().join("\n"), @"
    2025-04 Iran, Israel, Oman, Qatar
    cell t-conflict-4 Iran → Israel: 3
    cell t-cooperation-2 Iran → Oman: 1
    cell t-cooperation-2 Oman → Iran: 1
    2025-05 Iran, Israel, Oman, Qatar
    cell t-cooperation-2 Iran → Qatar: 1
    cell t-cooperation-3 Oman → Qatar: 2
    cell t-cooperation-2 Qatar → Iran: 1
    cell t-cooperation-3 Qatar → Oman: 2
    ");
}

#[test]
fn a_day_that_is_not_known_is_no_bar() {
    let table = "subject,predicate,object,date,said_by\nIran,met,Oman,2025-06-03,a\nIran,met,Qatar,2025-06,a\n\
        Iran,met,Egypt,2025-06-04~,a\nIran,hosted,Oman,2025-06-03/2025-06-20,a\nIran,hosted,Qatar,2025-05/2025-06,a\n\
        Iran,hosted,Egypt,2025-06-01/..,a\n";
    let picture = drawn(table, Picture { subject: Subject::Timeline, ..Picture::default() });
    let document = Document::parse(&picture).unwrap();
    let item = |item: &Node<'_, '_>| {
        let is_vague = item.children().any(|part| part.attribute("class") == Some("vague"));
        let marks = item.children().filter(|part| part.has_tag_name("rect"));
        let wide: Vec<&str> = marks.filter_map(|mark| mark.attribute("width")).collect();
        let title = item.first_element_child().and_then(|title| title.text()).unwrap_or_default();
        format!(
            "{}, {} wide: {}",
            if is_vague { "some day" } else { "sure" },
            wide.join(" "),
            title.lines().next().unwrap_or_default()
        )
    };
    let items: Vec<String> = of_class(&document, "item").iter().map(item).collect();
    insta::assert_snapshot!(items.join("\n"), @"
    some day, 8.0 wide: some time in 2025-05-01/2025-06-30: Iran hosted Qatar — one source
    some day, 8.0 wide: some time in 2025-06-01/2025-06-30: Iran met Qatar — one source
    some day, 8.0 wide: some time in 2025-06-01/..: Iran hosted Egypt — one source
    sure, 14.8 wide: 2025-06-03: Iran met Oman — one source
    sure, 265.6 wide: 2025-06-03/2025-06-20: Iran hosted Oman — one source
    some day, 8.0 wide: some time in 2025-06-04: Egypt met Iran — one source
    ");
    let told = |picture: &str| picture.contains("some time between the ends");
    assert!(
        told(&picture)
            && !told(&drawn(
                "subject,predicate,object,date\nIran,met,Oman,2025-06-03\n",
                Picture { subject: Subject::Timeline, ..Picture::default() }
            ))
    );
}
