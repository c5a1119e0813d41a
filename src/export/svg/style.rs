//! Colours, as a style sheet: light, dark, or as the reader's screen is set.

use std::fmt::Write as _;

use super::font::FAMILY;
use crate::export::look;
use crate::graph::State;

/// On which ground a picture is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light, and dark where the reader's screen is set so.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Colours of one ground.
struct Ground {
    paper: &'static str,
    text: &'static str,
    faint: &'static str,
    area: &'static str,
    is_dark: bool,
}

const LIGHT: Ground = Ground { paper: "#ffffff", text: "#1b1b1b", faint: "#595959", area: "#eef2f6", is_dark: false };
const DARK: Ground = Ground { paper: "#16191d", text: "#f0f0f0", faint: "#b0b7bf", area: "#262c33", is_dark: true };

/// The style sheet of a picture.
pub(super) fn style(theme: Theme) -> String {
    let mut css = format!(
        "text{{font-family:'{FAMILY}',Verdana,Geneva,sans-serif;font-size:12px}}.small{{font-size:10px}}\
         .title{{font-size:18px}}.in{{fill:#1b1b1b}}.on{{fill:#ffffff}}.shape{{stroke:#4d4d4d;stroke-width:1}}.line{{fill:none}}\
         .halo{{stroke-width:3px;stroke-linejoin:round;paint-order:stroke}}a{{text-decoration:none}}"
    );
    for kind in look::KINDS {
        let _ = write!(css, ".k-{} .shape{{fill:{}}}", kind.word(), look::hex(look::of_kind(kind).fill));
    }
    let one = if theme == Theme::Dark { &DARK } else { &LIGHT };
    css.push_str(&colors(one));
    if theme == Theme::Auto {
        let _ = write!(css, "@media (prefers-color-scheme:dark){{{}}}", colors(&DARK));
    }
    css
}

fn colors(ground: &Ground) -> String {
    let Ground { paper, text, faint, area, is_dark } = ground;
    let mut css = format!(
        ".ground{{fill:{paper}}}.out{{fill:{text}}}.faint{{fill:{faint}}}.halo{{stroke:{paper}}}\
         .area{{fill:{area};stroke:{area};stroke-linejoin:round}}.area-edge{{fill:{faint};stroke:{faint};stroke-linejoin:round;opacity:.45}}.rule{{stroke:{faint};stroke-width:1;stroke-opacity:.4}}\
         .tie{{fill:none;stroke:#9a9a9a;stroke-width:.8}}"
    );
    for state in State::ALL {
        let (look, word) = (look::of_state(state), state.word());
        let color = look::hex(if *is_dark { look.dark_color } else { look.color });
        let _ = write!(
            css,
            ".s-{word} .line,.s-{word} .bar{{stroke:{color}}}.s-{word} .head{{fill:{color};stroke:{color}}}\
             .s-{word} .hollow{{fill:{paper}}}.s-{word} text{{fill:{color}}}.s-{word} .mark{{fill:{color}}}"
        );
    }
    css
}
