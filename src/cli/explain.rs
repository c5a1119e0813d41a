use std::process::ExitCode;

use super::{Session, hinted};
use crate::diagnostic::{Action, codes, nearest};
use crate::ontology::rules;

/// Explain a code of `check`: what it means, why it matters, what to do; or show the shipped rules
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// Code or name, such as R202 or bad-date, or `rules` for the shipped shapes in Turtle [default: list all codes]
    code: Option<String>,
}

pub(crate) fn run(args: &ExplainArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let Some(word) = &args.code else {
        for code in codes::ALL {
            let first_line = code.explanation.trim().lines().next().unwrap_or_default();
            writeln!(session.out, "{}  {:<24} {first_line}", code.id, code.name)?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    if word == "rules" {
        session.out.write_all(rules::TURTLE.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(code) = codes::find(word) else {
        let near = nearest(word, codes::ALL.iter().flat_map(|code| [code.name, code.id]));
        let hint = near.map_or_else(
            || "`relata explain` lists them".to_owned(),
            |near| format!("did you mean `{near}`? `relata explain` lists them all"),
        );
        return Err(hinted(format!("there is no code `{word}`"), hint));
    };
    writeln!(session.out, "{} {}\n", code.id, code.name)?;
    for line in code.explanation.lines() {
        writeln!(session.out, "{}", line.strip_prefix(' ').unwrap_or(line))?;
    }
    let word = |action: Action| match action {
        Action::Allow => "allow",
        Action::Notice => "notice",
        Action::Warn => "warn",
        Action::Reject => "reject",
        Action::Abort => "abort",
    };
    writeln!(session.out, "\nDefault: {}; under --strict: {}.", word(code.action), word(code.strict))?;
    let (example, others) =
        if codes::HARD.contains(&code) { ("abort", "or reject") } else { ("allow", "or notice, warn, reject, abort") };
    writeln!(session.out, "To change it, in relata.toml:\n\n[severity]\n{} = \"{example}\"   # {others}", code.name)?;
    Ok(ExitCode::SUCCESS)
}
