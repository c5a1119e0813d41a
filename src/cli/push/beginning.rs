//! Where a push begins: anew, where an earlier one was cut, or not at all.

use super::state::{Job, Progress};
use crate::cli::hinted;
use crate::cli::terminal::plural;

/// What is to become of triples that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// Those that an earlier push sent give way; where there are others, nothing is sent.
    Refuse,
    /// They are removed.
    Replace,
    /// They stay.
    Keep,
}

/// Where a push begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    /// With the first triple. What is there gives way before, where that is said.
    Anew { replaces: bool },
    /// Behind so many triples, which are there.
    Behind(u64),
    /// All is there.
    Nowhere,
}

/// Decides where to begin, and says why where that is no matter of course. `n_there` is what the store counts.
pub(super) fn beginning(kept: Option<&Progress>, job: &Job, others: Others, n_there: u64) -> anyhow::Result<Beginning> {
    let same = kept.filter(|kept| kept.job == *job);
    let is_whole = |kept: &&Progress| kept.n_counted.is_some();
    if others == Others::Keep {
        let n_needed = |kept: &&Progress| n_there >= kept.n_counted.unwrap_or(kept.n_sent.min(1));
        return Ok(match same.filter(n_needed) {
            Some(kept) if is_whole(&kept) => Beginning::Nowhere,
            Some(kept) => Beginning::Behind(kept.n_sent),
            None => Beginning::Anew { replaces: false },
        });
    }
    // What lies there is ours when it is as much as was sent there, at most, into an empty graph.
    let is_ours = |kept: &&Progress| {
        !kept.adds && kept.n_counted.map_or(n_there <= kept.n_sent + kept.n_on_the_way, |counted| n_there == counted)
    };
    let ours = kept.filter(is_ours);
    match (ours.filter(|kept| kept.job == *job), others) {
        (Some(kept), Others::Refuse) if is_whole(&kept) => return Ok(Beginning::Nowhere),
        (Some(kept), _) if !is_whole(&kept) && n_there > 0 && kept.n_sent > 0 => {
            return Ok(Beginning::Behind(kept.n_sent));
        }
        _ => {}
    }
    if n_there == 0 {
        if same.is_some_and(|kept| kept.n_sent > 0) {
            say!("what was sent before is no longer there: all is sent anew");
        }
        return Ok(Beginning::Anew { replaces: false });
    }
    match (ours, others) {
        (_, Others::Replace) => {
            say!("{} there give way", plural(n_there, "triple"));
            Ok(Beginning::Anew { replaces: true })
        }
        // It was cut before anything of it came there.
        (Some(kept), _) if kept.job == *job => Ok(Beginning::Anew { replaces: true }),
        (Some(kept), _) => {
            let what = if kept.job.fingerprint == job.fingerprint { "what is sent" } else { "the graph" };
            say!(
                "{what} has changed since {} were sent: they give way, and all is sent anew",
                plural(n_there, "triple")
            );
            Ok(Beginning::Anew { replaces: true })
        }
        (None, _) => {
            let graph = job.graph.as_ref().map_or_else(|| "its default graph".to_owned(), |graph| format!("<{graph}>"));
            let message = format!("{graph} holds {}, not known to be what was sent", plural(n_there, "triple"));
            Err(hinted(
                message,
                "--replace removes all of them, --add leaves them there, --graph IRI names another graph",
            ))
        }
    }
}
