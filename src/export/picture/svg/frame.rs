//! Title, legend and sources around a picture.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::style::{CLASS, style};
use super::{font, shape};
use crate::claims::Kind;
use crate::export::Picture;
use crate::export::look::{self, ArrowHead};
use crate::export::markup::escape;
use crate::export::picture::layout::{Curve, Point};
use crate::export::scene::Scene;
use crate::graph::{NodeIdentity, State};

/// Space around a picture, in points.
const MARGIN: f64 = 16.0;
/// Space between entries of a legend.
const BETWEEN: f64 = 22.0;
/// Height of a row of the legend.
const ROW: f64 = 20.0;

/// A sign that the legend explains.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LegendSign {
    /// A node of some kind.
    Kind(Kind),
    /// The line of a statement in some state.
    Line(State),
    /// The mark of a statement in some state.
    Mark(State),
    /// A line between events.
    Tie,
    /// A line as wide as that of a statement, in points of the picture, and the weight that it has.
    Width(f64, String),
    /// The mark of what happened some time in a stretch.
    Vague,
    /// A colour by its class in the style sheet, and what it means.
    Color(String, &'static str),
}

/// How much larger than usual words are that belong to a picture of this width, so that they can be read when all of it is
/// seen on a screen of 1,400 points.
pub(super) fn zoom_for(width: f64) -> f64 {
    (width / 1_400.0).clamp(1.0, 8.0)
}

/// A picture without title and legend.
#[derive(Debug, Clone, Default)]
pub(super) struct PictureFrame {
    /// The drawing, as SVG elements.
    pub(super) body: String,
    /// Its width and height.
    pub(super) size: Point,
    /// The signs that the legend explains.
    pub(super) legend: Vec<LegendSign>,
    /// Notes for the reader, in words.
    pub(super) notes: Vec<String>,
}

impl PictureFrame {
    /// Writes the picture as one SVG document.
    ///
    /// # Errors
    /// When `out` fails.
    pub(super) fn write(&self, scene: &Scene<'_>, picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
        let (heading, sources) = (scene.title.as_str(), sources(scene));
        let zoom = zoom_for(self.size[0]);
        let least = font::width(heading, 18.0).max(font::width(&sources, 10.0)).clamp(420.0, 1_200.0);
        let width = (self.size[0] / zoom).max(least + 2.0 * MARGIN);
        let top = if heading.is_empty() { MARGIN } else { 44.0 };
        let heading = font::fitted(heading, 18.0, width - 2.0 * MARGIN);
        let (legend, legend_height) = self.legend(width, zoom);
        let below = top + self.size[1] / zoom + 8.0;
        let notes_at = below + legend_height;
        #[allow(clippy::cast_precision_loss, reason = "there are a handful of notes")]
        let height = notes_at + 16.0 * self.notes.len() as f64 + 14.0 + MARGIN;
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{CLASS}\" width=\"{0:.0}\" height=\"{1:.0}\" viewBox=\"0 0 {0:.0} {1:.0}\" \
             role=\"img\" aria-labelledby=\"{2}title {2}text\"><title id=\"{2}title\">{3}</title>\
             <desc id=\"{2}text\">{4}</desc><style>{5}</style><rect class=\"ground\" width=\"100%\" height=\"100%\"/>",
            width * zoom,
            height * zoom,
            escape(&picture.prefix),
            escape(&scene.heading()),
            escape(&sources),
            style(picture.theme, picture.subject),
        )?;
        let left = ((width * zoom - self.size[0]) / 2.0).max(0.0);
        writeln!(out, "<g class=\"picture\" transform=\"translate({left:.1} {:.1})\">\n{}</g>", top * zoom, self.body)?;
        writeln!(out, "<g class=\"frame\" transform=\"scale({zoom:.3})\">")?;
        if !heading.is_empty() {
            writeln!(out, "<text class=\"title out\" x=\"{MARGIN}\" y=\"30\">{}</text>", escape(&heading))?;
        }
        writeln!(out, "<g class=\"legend\" transform=\"translate(0 {below:.1})\">\n{legend}</g>")?;
        let mut y = notes_at + 8.0;
        for note in self.notes.iter().chain([&sources]) {
            let note = font::fitted(note, 10.0, width - 2.0 * MARGIN);
            writeln!(out, "<text class=\"small faint\" x=\"{MARGIN}\" y=\"{y:.1}\">{}</text>", escape(&note))?;
            y += 16.0;
        }
        writeln!(out, "</g>\n</svg>")
    }

    /// The legend, in rows of this width, and its height; it is enlarged by `zoom` afterwards.
    fn legend(&self, width: f64, zoom: f64) -> (String, f64) {
        let (mut x, mut y, mut out) = (MARGIN, 0.0, String::new());
        for sample in &self.legend {
            let name = sample.name();
            let wide = 34.0 + font::width(name, 10.0);
            if x > MARGIN && x + wide > width - MARGIN {
                (x, y) = (MARGIN, y + ROW);
            }
            let _ = writeln!(
                out,
                "<g class=\"{}\">{}<text class=\"small out\" x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
                sample.class(),
                sample.draw([x, y + 8.0], zoom),
                x + 34.0,
                y + 11.5,
                escape(name)
            );
            x += wide + BETWEEN;
        }
        let used = if out.is_empty() { 0.0 } else { y + ROW + 4.0 };
        (out, used)
    }
}

impl LegendSign {
    fn name(&self) -> &str {
        match self {
            LegendSign::Kind(kind) => look::name_of(*kind),
            LegendSign::Line(state) | LegendSign::Mark(state) => state.meaning(),
            LegendSign::Tie => "an event speaks of an event",
            LegendSign::Width(_, weight) => weight,
            LegendSign::Vague => "some time between the ends: the day is not known, or doubted",
            LegendSign::Color(_, meaning) => meaning,
        }
    }

    fn class(&self) -> String {
        match self {
            LegendSign::Kind(kind) => format!("k-{}", kind.word()),
            LegendSign::Line(state) | LegendSign::Mark(state) => format!("s-{}", state.word()),
            LegendSign::Tie | LegendSign::Width(..) | LegendSign::Vague => "sample".to_owned(),
            LegendSign::Color(class, _) => format!("sample {class}"),
        }
    }

    /// The sign, 28 points wide, beginning at a place.
    fn draw(&self, [x, y]: Point, zoom: f64) -> String {
        match self {
            LegendSign::Kind(kind) => {
                let look = look::of_kind(*kind);
                let dashes = if look.dashed { " stroke-dasharray=\"3 2\"" } else { "" };
                let outline = shape::outline(look.shape, [x + 13.0, y], [24.0, 14.0]);
                format!("<path class=\"shape\" d=\"{outline}\"{dashes}/>")
            }
            LegendSign::Line(state) => edge(&Curve::straight([x, y], [x + 28.0, y]), *state, 1.4, true),
            LegendSign::Mark(state) => mark(*state, [x + 16.0, y], 18.0),
            LegendSign::Tie => format!("<path class=\"tie\" d=\"M{x:.1} {y:.1}H{:.1}\"/>", x + 28.0),
            LegendSign::Width(pen, _) => {
                let pen = pen / zoom;
                format!("<path class=\"width\" d=\"M{x:.1} {y:.1}H{:.1}\" stroke-width=\"{pen:.2}\"/>", x + 28.0)
            }
            LegendSign::Vague => {
                format!("<g class=\"s-{}\">{}</g>", State::Corroborated.word(), stretch([x, x + 28.0], y))
            }
            LegendSign::Color(..) => {
                format!("<rect class=\"tint\" x=\"{x:.1}\" y=\"{:.1}\" width=\"24\" height=\"12\"/>", y - 6.0)
            }
        }
    }
}

/// A mark on a line of time, around its middle: full when affirmed, half when disputed, empty when not told as fact,
/// crossed when denied. One wider than a dot is a bar.
pub(super) fn mark(state: State, [x, y]: Point, wide: f64) -> String {
    const HIGH: f64 = 8.0;
    let (wide, top) = (wide.max(HIGH), y - HIGH / 2.0);
    let left = x - wide / 2.0;
    let bar = |class: &str, left: f64, wide: f64| {
        format!(
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{HIGH}\" rx=\"{:.1}\"/>",
            HIGH / 2.0
        )
    };
    match state {
        State::Corroborated => bar("head", left, wide),
        State::SingleSource => bar("mark", left, wide).replace("/>", " fill-opacity=\".55\"/>"),
        State::Unsourced => bar("mark", left, wide).replace("/>", " fill-opacity=\".25\"/>"),
        State::Disputed => bar("head hollow", left, wide) + &bar("head", left, wide / 2.0),
        State::LeftOpen | State::NotActual => {
            bar("head hollow", left, wide).replace("/>", " stroke-dasharray=\"2 2\"/>")
        }
        State::Denied => {
            let cross = format!(
                "<path class=\"bar\" d=\"M{:.1} {top:.1}L{:.1} {:.1}\"/>",
                x - HIGH / 2.0,
                x + HIGH / 2.0,
                y + HIGH / 2.0
            );
            bar("head hollow", left, wide) + &cross
        }
    }
}

/// A stretch of time in which something happened on some day: a thin line between two ends, on which nothing stands.
pub(super) fn stretch([from, to]: [f64; 2], y: f64) -> String {
    const HALF: f64 = 4.0;
    format!(
        "<path class=\"vague\" d=\"M{from:.1} {:.1}V{:.1}M{from:.1} {y:.1}H{to:.1}M{to:.1} {:.1}V{:.1}\"/>",
        y - HALF,
        y + HALF,
        y - HALF,
        y + HALF
    )
}

/// A line in the look of a state, with its arrow.
pub(super) fn edge(curve: &Curve, state: State, pen: f64, headed: bool) -> String {
    let look = look::of_state(state);
    let lengths: Vec<String> = look.pattern(pen).iter().map(|length| format!("{length:.1}")).collect();
    let ends = if look.line() == "dotted" { " stroke-linecap=\"round\"" } else { "" };
    let dashes = match lengths.as_slice() {
        [] => String::new(),
        lengths => format!(" stroke-dasharray=\"{}\"{ends}", lengths.join(" ")),
    };
    let (tip, before) = (curve.end(), curve.before_end());
    let line = if headed && look.head != ArrowHead::Bar {
        curve.clone().shortened(shape::head_length(pen) * 0.8)
    } else {
        curve.clone()
    };
    let mut out = format!("<path class=\"line\" d=\"{}\" stroke-width=\"{pen:.1}\"{dashes}/>", shape::line(&line));
    if headed {
        let class = match look.head {
            ArrowHead::Full => "head",
            ArrowHead::Open => "head hollow",
            ArrowHead::Bar => "bar",
        };
        let width = if look.head == ArrowHead::Bar { (pen + 1.0).max(2.0) } else { 1.0 };
        let head = shape::head(look.head, before, tip, pen);
        let _ = write!(out, "<path class=\"{class}\" d=\"{head}\" stroke-width=\"{width:.1}\"/>");
    }
    out
}

/// The sources of the picture: files, numbers, days.
fn sources(scene: &Scene<'_>) -> String {
    let (view, claims) = (scene.view, scene.view.claims());
    let mut files: Vec<_> =
        view.graph.edge_weights().flat_map(|edge| view.claims_of(edge)).filter_map(|(_, claim)| claim.file).collect();
    files.sort_unstable();
    files.dedup();
    let n_files = files.len();
    let mut names: Vec<String> = files.into_iter().take(3).map(|file| claims.text(file)).collect();
    if n_files > names.len() {
        names.push(format!("{} more files", n_files - names.len()));
    }
    let heading = scene.heading();
    let numbers = heading.strip_prefix(scene.title.as_str()).unwrap_or(&heading).trim_start_matches(" | ");
    let n_statements = view.graph.edge_weights().map(|edge| edge.n_statements).sum::<u32>();
    let mut parts = vec![format!("Source: {}", names.join(", ")), numbers.to_owned()];
    if view.graph.node_weights().any(|node| matches!(node.identity, NodeIdentity::Group(_))) {
        parts.push(format!("{n_statements} statements"));
    }
    parts.extend(view.period().map(|period| {
        if period.begin == period.end {
            period.begin.to_string()
        } else {
            format!("{} to {}", period.begin, period.end)
        }
    }));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}
