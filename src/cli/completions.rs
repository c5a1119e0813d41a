use std::process::ExitCode;

use super::Session;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: clap_complete::Shell,
}

pub(crate) fn run(args: &CompletionsArgs, session: &mut Session<'_>) -> ExitCode {
    clap_complete::generate(args.shell, &mut super::command(), "relata", &mut session.out);
    ExitCode::SUCCESS
}
