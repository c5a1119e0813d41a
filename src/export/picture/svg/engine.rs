//! Places from GraphViz, for those who have it and like its pictures better.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::export::ExportError;
use crate::export::picture::layout::{Curve, Layout, Plan, Point};
use crate::model::words;

/// Beyond so many edges `dot` takes minutes.
const MOST_FOR_DOT: usize = 300;

words! {
    /// A layout program of GraphViz.
    Engine {
        /// In layers.
        Dot = "dot",
        /// By forces, for large graphs.
        Sfdp = "sfdp",
    }
}

/// What GraphViz answers.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    objects: Vec<Object>,
    #[serde(default)]
    edges: Vec<Line>,
}

#[derive(Deserialize)]
struct Object {
    name: String,
    pos: Option<String>,
    bb: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    pos: Option<String>,
    lp: Option<String>,
}

/// Lays a plan out with GraphViz.
pub(super) fn arranged(plan: &Plan, engine: Engine, any_size: bool) -> Result<Layout, ExportError> {
    let n = plan.links.len();
    if engine == Engine::Dot && n > MOST_FOR_DOT && !any_size {
        return Err(ExportError::TooLarge { n, what: "`dot`", most: MOST_FOR_DOT });
    }
    let text = run(engine, &question(plan, engine))?;
    let answer: Answer = serde_json::from_slice(&text).map_err(|error| ExportError::Engine {
        engine: engine.word(),
        message: format!("its answer cannot be read: {error}"),
    })?;
    Ok(read(plan, &answer))
}

/// The plan in the language of GraphViz: boxes and labels of fixed size, without words.
fn question(plan: &Plan, engine: Engine) -> String {
    let splines = if engine == Engine::Dot { "true" } else { "line" };
    let mut dot = format!(
        "digraph {{ graph [rankdir=LR, nodesep=0.3, ranksep=0.5, overlap=prism, splines={splines}, newrank=true];\n\
         node [shape=box, fixedsize=true, label=\"\"]; edge [dir=none];\n"
    );
    let node = |index: usize| {
        let ([width, height], shape) =
            (plan.nodes[index], if plan.round.get(index) == Some(&true) { "ellipse" } else { "box" });
        format!("n{index} [width={:.4}, height={:.4}, shape={shape}];\n", width / 72.0, height / 72.0)
    };
    let mut groups: Vec<u32> = plan.groups.iter().flatten().copied().collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let members = plan.groups.iter().enumerate().filter(|(_, of)| **of == Some(group));
        let members: String = members.map(|(index, _)| node(index)).collect::<Vec<_>>().concat();
        let _ = writeln!(dot, "subgraph cluster_{group} {{ margin=14;\n{members}}}");
    }
    for index in (0..plan.nodes.len()).filter(|index| plan.groups.get(*index).copied().flatten().is_none()) {
        dot.push_str(&node(index));
    }
    for (index, link) in plan.links.iter().enumerate() {
        let [width, height] = link.label;
        let label = if width > 0.0 {
            format!(
                ", label=<<table border=\"0\" cellspacing=\"0\" cellpadding=\"0\" fixedsize=\"true\" width=\"{width:.0}\" height=\"{height:.0}\"><tr><td></td></tr></table>>"
            )
        } else {
            String::new()
        };
        let _ =
            writeln!(dot, "n{} -> n{} [id=e{index}, weight={}{label}];", link.from, link.to, link.weight.clamp(1, 20));
    }
    for (index, (from, to)) in plan.ties.iter().enumerate() {
        let _ = writeln!(dot, "n{from} -> n{to} [id=t{index}];");
    }
    dot + "}\n"
}

fn run(engine: Engine, question: &str) -> Result<Vec<u8>, ExportError> {
    let name = engine.word();
    let child =
        Command::new(name).arg("-Tjson0").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ExportError::NoEngine(name),
        _ => ExportError::Engine { engine: name, message: error.to_string() },
    })?;
    let failed = |error: io::Error| ExportError::Engine { engine: name, message: error.to_string() };
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // Written beside, so that neither program waits for the other to read.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(question.as_bytes())));
        child.wait_with_output()
    });
    let output = output.map_err(failed)?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(ExportError::Engine { engine: name, message });
    }
    Ok(output.stdout)
}

fn read(plan: &Plan, answer: &Answer) -> Layout {
    let mut layout = Layout {
        nodes: vec![[0.0; 2]; plan.nodes.len()],
        links: vec![Curve::default(); plan.links.len()],
        labels: vec![[0.0; 2]; plan.links.len()],
        ties: vec![Curve::default(); plan.ties.len()],
        ..Layout::default()
    };
    for object in &answer.objects {
        if let Some(index) = object.name.strip_prefix('n').and_then(|index| index.parse::<usize>().ok())
            && let Some(place) = layout.nodes.get_mut(index)
        {
            *place = object.pos.as_deref().and_then(point).unwrap_or_default();
        }
        if let Some(group) = object.name.strip_prefix("cluster_").and_then(|group| group.parse().ok())
            && let Some([left, low, right, high]) = object.bb.as_deref().and_then(numbers::<4>)
        {
            layout.areas.push((group, vec![[left, -high], [right, -high], [right, -low], [left, -low]]));
        }
    }
    for line in &answer.edges {
        let (Some(id), Some(curve)) = (line.id.as_deref(), line.pos.as_deref().and_then(curve)) else { continue };
        let (kind, index) = id.split_at(1);
        let Ok(index) = index.parse::<usize>() else { continue };
        let lines = if kind == "e" { &mut layout.links } else { &mut layout.ties };
        if kind == "e"
            && let Some(label) = layout.labels.get_mut(index)
        {
            *label = line.lp.as_deref().and_then(point).unwrap_or_else(|| curve.middle());
        }
        if let Some(place) = lines.get_mut(index) {
            *place = curve;
        }
    }
    layout.settled(plan)
}

fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers: Vec<f64> = text.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// A place; GraphViz counts upwards.
fn point(text: &str) -> Option<Point> {
    let [x, y] = numbers(text)?;
    Some([x, -y])
}

/// A line: its first point, and three for each part.
fn curve(text: &str) -> Option<Curve> {
    // Ends of arrows, which are not drawn here, would stand in front with a letter.
    let points = text.split_whitespace().filter(|part| !part.starts_with(['s', 'e']));
    let points: Vec<Point> = points.map(point).collect::<Option<_>>()?;
    let (start, rest) = points.split_first()?;
    let parts: Vec<[Point; 3]> = rest.chunks_exact(3).filter_map(|part| part.try_into().ok()).collect();
    (!parts.is_empty()).then_some(Curve { start: *start, parts })
}
