//! Items of Wikidata for the names of a project.

use std::process::ExitCode;

use super::Session;
use super::resolve::{ResolveArgs, Stamped};
use super::resolve_rows::Rows;
use crate::claims::Claims;

pub(super) fn run(
    _: &ResolveArgs,
    _: &str,
    _: &Claims<'_>,
    _: &Rows,
    _: &Stamped,
    _: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    Err(super::hinted("names cannot be linked yet", "link them by hand"))
}
