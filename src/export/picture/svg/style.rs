//! Colours, as a style sheet: light, dark, or as the reader's screen is set.

use std::fmt::Write as _;

use super::font::FAMILY;
use super::tint::{STEPS, Tint, ink_on};
use crate::export::Subject;
use crate::export::look::{self, hex};
use crate::graph::State;
use crate::model::words;

words! {
    /// The ground a picture is drawn on.
    Theme default Auto {
        /// As the reader's screen is set; light in PNG.
        Auto = "auto",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

/// Class of the element that holds a picture.
pub(super) const CLASS: &str = "relata-picture";

/// Colours of one ground.
struct Ground {
    paper: [u8; 3],
    text: [u8; 3],
    faint: [u8; 3],
    area: [u8; 3],
    is_dark: bool,
}

const LIGHT: Ground = Ground {
    paper: [0xff, 0xff, 0xff],
    text: [0x1b, 0x1b, 0x1b],
    faint: [0x59, 0x59, 0x59],
    area: [0xee, 0xf2, 0xf6],
    is_dark: false,
};
const DARK: Ground = Ground {
    paper: [0x16, 0x19, 0x1d],
    text: [0xf0, 0xf0, 0xf0],
    faint: [0xb0, 0xb7, 0xbf],
    area: [0x26, 0x2c, 0x33],
    is_dark: true,
};

/// The style sheet of a picture. Its rules hold inside the picture only, so that a page can hold several.
pub(super) fn style(theme: Theme, subject: Subject) -> String {
    let mut rules = Rules::default();
    rules.add("text", &format!("font-family:'{FAMILY}',Verdana,Geneva,sans-serif"));
    let _ = write!(rules.0, ".{CLASS}{{font-size:12px}}");
    rules.add(".small", "font-size:10px");
    rules.add(".title", "font-size:18px");
    rules.add(".in", "fill:#1b1b1b");
    rules.add(".shape", "stroke:#4d4d4d;stroke-width:1");
    rules.add(".line", "fill:none");
    rules.add(".vague", "fill:none;stroke-width:1.2");
    rules.add(".tie", "fill:none;stroke:#9a9a9a;stroke-width:.8");
    rules.add(".halo", "stroke-width:.3em;stroke-linejoin:round;paint-order:stroke");
    rules.add(".area", "stroke-linejoin:round");
    rules.add(".area-edge", "stroke-linejoin:round;opacity:.45");
    rules.add(".rule", "stroke-width:1;stroke-opacity:.4");
    rules.add("a", "text-decoration:none");
    for kind in look::KINDS {
        let fill = look::hex(look::of_kind(kind).fill);
        rules.add(&format!(".k-{} .shape", kind.word()), &format!("fill:{fill}"));
    }
    rules.color(if theme == Theme::Dark { &DARK } else { &LIGHT }, subject);
    if theme == Theme::Auto {
        let mut dark = Rules::default();
        dark.color(&DARK, subject);
        return format!("{}@media screen and (prefers-color-scheme:dark){{{}}}", rules.0, dark.0);
    }
    rules.0
}

/// Rules of a style sheet, one after the other.
#[derive(Default)]
struct Rules(String);

impl Rules {
    fn add(&mut self, selector: &str, declarations: &str) {
        let _ = write!(self.0, ".{CLASS} {selector}{{{declarations}}}");
    }

    fn color(&mut self, ground: &Ground, subject: Subject) {
        let Ground { is_dark, .. } = ground;
        let [paper, text, faint, area] = [ground.paper, ground.text, ground.faint, ground.area].map(hex);
        let fill = |color: &str| format!("fill:{color}");
        self.add(".ground", &fill(&paper));
        self.add(".out", &fill(&text));
        self.add(".faint", &fill(&faint));
        self.add(".width", &format!("stroke:{text}"));
        self.add(".halo", &format!("stroke:{paper}"));
        self.add(".area", &format!("fill:{area};stroke:{area}"));
        self.add(".area-edge", &format!("fill:{faint};stroke:{faint}"));
        self.add(".rule", &format!("stroke:{faint}"));
        for state in State::ALL {
            let look = look::of_state(state);
            let color = look::hex(if *is_dark { look.dark_color } else { look.color });
            let mut of_state =
                |part: &str, declarations: &str| self.add(&format!(".s-{} {part}", state.word()), declarations);
            of_state(".line", &format!("stroke:{color}"));
            of_state(".bar", &format!("stroke:{color}"));
            of_state(".head", &format!("fill:{color};stroke:{color}"));
            of_state(".vague", &format!("stroke:{color}"));
            of_state(".hollow", &fill(&paper));
            of_state("text", &fill(&color));
            of_state(".mark", &fill(&color));
        }
        // Whatever else an edge is, a dispute about one of its occurrences shows.
        let dispute = look::of_state(State::Disputed);
        let color = look::hex(if *is_dark { dispute.dark_color } else { dispute.color });
        for part in [".line", ".bar", ".head"] {
            self.add(&format!(".edge.has-dispute {part}"), &format!("stroke:{color}"));
        }
        if subject == Subject::Matrix {
            self.tints(ground.paper);
        }
    }

    /// The colours of cells, and of the numbers on them.
    fn tints(&mut self, paper: [u8; 3]) {
        for (tint, step) in Tint::ALL.into_iter().flat_map(|tint| (0..STEPS).map(move |step| (tint, step))) {
            let (class, color) = (tint.class(step), tint.color(step, paper));
            self.add(&format!(".{class} .tint"), &format!("fill:{}", hex(color)));
            self.add(&format!(".cell.{class} text"), &format!("fill:{}", hex(ink_on(color))));
        }
    }
}
