//! Events of different documents or data sets that may be one.

use std::process::ExitCode;

use super::Session;
use super::resolve::ResolveArgs;
use crate::claims::Claims;

pub(super) fn run(_: &ResolveArgs, _: &Claims<'_>, _: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    Err(super::hinted("events cannot be compared yet", "compare them by hand"))
}
