//! How a picture looks: flags of `export`.

use crate::export::svg::{Engine, Theme};
use crate::export::{Arrange, Lanes, Picture, Subject};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Pictures")]
pub(super) struct PictureArgs {
    /// What pictures show
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    picture: SubjectArg,
    /// What the lanes of a timeline are
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    lanes: LanesArg,
    /// How nodes are arranged [default: in layers when small, by forces when larger]
    #[arg(long, value_enum, value_name = "HOW")]
    layout: Option<LayoutArg>,
    /// Let GraphViz arrange the nodes instead
    #[arg(long, value_enum, value_name = "PROGRAM", conflicts_with = "layout")]
    engine: Option<EngineArg>,
    /// Background of the picture
    #[arg(long, value_enum, value_name = "WHICH", default_value_t)]
    theme: ThemeArg,
    /// Pixels per point, in PNG
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = parse_scale)]
    scale: f64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum SubjectArg {
    /// Nodes and edges
    #[default]
    Graph,
    /// What happened when
    Timeline,
    /// Who acts on whom, and how much
    Matrix,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum LanesArg {
    /// Who acts
    #[default]
    Actor,
    /// What is done
    Predicate,
    /// Who says so: the publisher, otherwise the speaker
    Source,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LayoutArg {
    /// From left to right, by who acts on whom
    Layered,
    /// Near the nodes they are joined to
    Force,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum EngineArg {
    /// In layers
    Dot,
    /// By forces, for large graphs
    Sfdp,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum ThemeArg {
    /// As the reader's screen is set; light in PNG
    #[default]
    Auto,
    /// Light
    Light,
    /// Dark
    Dark,
}

fn parse_scale(text: &str) -> Result<f64, String> {
    let scale: f64 = text.parse().map_err(|_| "write a number such as 2 or 0.5".to_owned())?;
    if (0.05..=20.0).contains(&scale) { Ok(scale) } else { Err("write a number from 0.05 to 20".to_owned()) }
}

impl PictureArgs {
    /// How the picture looks.
    pub(super) fn picture(&self) -> Picture {
        Picture {
            subject: match self.picture {
                SubjectArg::Graph => Subject::Graph,
                SubjectArg::Timeline => Subject::Timeline,
                SubjectArg::Matrix => Subject::Matrix,
            },
            lanes: match self.lanes {
                LanesArg::Actor => Lanes::Actor,
                LanesArg::Predicate => Lanes::Predicate,
                LanesArg::Source => Lanes::Source,
            },
            arrange: match self.layout {
                None => Arrange::Auto,
                Some(LayoutArg::Layered) => Arrange::Layered,
                Some(LayoutArg::Force) => Arrange::Force,
            },
            engine: self.engine.map(|engine| match engine {
                EngineArg::Dot => Engine::Dot,
                EngineArg::Sfdp => Engine::Sfdp,
            }),
            theme: match self.theme {
                ThemeArg::Auto => Theme::Auto,
                ThemeArg::Light => Theme::Light,
                ThemeArg::Dark => Theme::Dark,
            },
            scale: self.scale,
            prefix: String::new(),
        }
    }
}
