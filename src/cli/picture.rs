//! How a picture looks: flags of `export`.

use super::words::{word_parser, words_of};
use crate::export::picture::svg::{GraphvizEngine, Theme};
use crate::export::{Arrange, Lanes, Picture, Subject};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Pictures")]
pub(super) struct PictureArgs {
    /// What pictures show
    #[arg(long, value_name = "WHAT", value_parser = words_of!(Subject), default_value = "graph")]
    picture: Subject,
    /// What the lanes of a timeline are
    #[arg(long, value_name = "WHAT", value_parser = words_of!(Lanes), default_value = "actor")]
    lanes: Lanes,
    /// How nodes are arranged [default: in layers when small, by forces when larger]
    #[arg(long, value_name = "HOW", value_parser = word_parser(&Arrange::ALL[1..], Arrange::word, Arrange::about))]
    layout: Option<Arrange>,
    /// Let GraphViz arrange the nodes instead
    #[arg(long, value_name = "PROGRAM", value_parser = words_of!(GraphvizEngine), conflicts_with = "layout")]
    engine: Option<GraphvizEngine>,
    /// Background of the picture
    #[arg(long, value_name = "WHICH", value_parser = words_of!(Theme), default_value = "auto")]
    theme: Theme,
    /// Pixels per point, in PNG
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = parse_scale)]
    scale: f64,
}

fn parse_scale(text: &str) -> Result<f64, String> {
    let scale: f64 = text.parse().map_err(|_| "write a number such as 2 or 0.5".to_owned())?;
    if (0.05..=20.0).contains(&scale) { Ok(scale) } else { Err("write a number from 0.05 to 20".to_owned()) }
}

impl PictureArgs {
    /// How the picture looks.
    pub(super) fn picture(&self) -> Picture {
        Picture {
            subject: self.picture,
            lanes: self.lanes,
            arrange: self.layout.unwrap_or_default(),
            engine: self.engine,
            theme: self.theme,
            scale: self.scale,
            ..Picture::default()
        }
    }
}
