//! A page in one of the formats.

use std::io::{self, Write};

use super::concern::Concern;
use super::{Dossier, Figures, Format, Report, html, markdown};
use crate::claims::Id;

/// A page that is being written.
pub(super) struct Page<'o> {
    pub(super) format: Format,
    /// Of the heading with the name of an entity.
    pub(super) level: usize,
    pub(super) out: &'o mut dyn Write,
}

impl Page<'_> {
    pub(super) fn begin(&mut self, title: &str) -> io::Result<()> {
        match self.format {
            Format::Html => html::begin(title, self.out),
            Format::Markdown => Ok(()),
        }
    }

    pub(super) fn contents(&mut self, report: &Report<'_>, actors: &[(Id, Concern)]) -> io::Result<()> {
        match self.format {
            Format::Html => html::contents(report, actors, self.out),
            Format::Markdown => markdown::contents(report, actors, self.out),
        }
    }

    pub(super) fn dossier(&mut self, dossier: &Dossier<'_>, anchor: &str, figures: &Figures) -> io::Result<()> {
        match self.format {
            Format::Html => html::dossier(dossier, anchor, self.level, figures, self.out),
            Format::Markdown => markdown::dossier(dossier, anchor, self.level, self.out),
        }
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        match self.format {
            Format::Html => html::end(self.out),
            Format::Markdown => Ok(()),
        }
    }
}
