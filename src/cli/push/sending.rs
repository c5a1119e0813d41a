//! One push, from its beginning to the count at its end.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::PushArgs;
use super::batches::{Batches, FEWEST, Taken, without_blanks};
use super::beginning::{Beginning, beginning};
use super::source::Source;
use super::state::{Job, Place, Progress};
use super::store::RemoteStore;
use crate::cli::export::say_lost;
use crate::cli::http::Refused;
use crate::cli::terminal::{grouped, plural};
use crate::cli::{Session, hinted, progress};
use crate::export::rdf::{Lost, RdfVersion, each_triple};

/// A push.
pub(super) struct Push<'a> {
    pub(super) args: &'a PushArgs,
    pub(super) source: &'a Source,
    pub(super) store: &'a RemoteStore,
    pub(super) version: RdfVersion,
}

/// What was sent.
#[derive(Debug, Clone, Copy, Default)]
struct Sent {
    n_triples: u64,
    n_batches: u64,
    n_named: u64,
    lost: Lost,
}

impl Push<'_> {
    pub(super) fn run(&self, job: Job, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
        let place = self.place(&job);
        let kept = place.as_ref().and_then(Place::read);
        let n_there = self.store.count()?;
        let begins = beginning(kept.as_ref(), &job, self.args.others(), n_there)?;
        let (n_before, replaces) = match begins {
            Beginning::Nowhere => {
                let n = plural(n_there, "triple");
                writeln!(session.people(), "nothing to send: {} holds this graph, {n}", shown(job.graph.as_deref()))?;
                session.out.flush()?;
                return Ok(ExitCode::SUCCESS);
            }
            Beginning::Anew { replaces } => (0, replaces),
            Beginning::Behind(n_before) => {
                say!("goes on behind the first {}, which are there", plural(n_before, "triple"));
                (n_before, false)
            }
        };
        let adds = match (begins, &kept) {
            (Beginning::Behind(_), Some(kept)) => kept.adds,
            _ => n_there > 0 && !replaces,
        };
        // Until the first batch is taken, what is to give way is there.
        let n_on_the_way = if replaces { n_there } else { 0 };
        let mut kept = Progress { job, adds, n_sent: n_before, n_on_the_way, n_counted: None };
        let started = Instant::now();
        let n_done = AtomicUsize::new(usize::try_from(n_before).unwrap_or(0));
        let sent = progress::counted(&session.terminal, "quads", self.source.store.n_quads(), &n_done, || {
            self.send_all(&mut kept, replaces, place.as_ref(), &n_done)
        });
        let sent = sent.inspect_err(|_| say_left(&kept, place.is_some()))?;
        self.tell(kept, sent, started.elapsed().as_secs_f64(), place.as_ref(), session)
    }

    /// Where is kept how far it is; none where nothing can be written.
    fn place(&self, job: &Job) -> Option<Place> {
        let folder: &Path = &self.source.folder;
        match Place::of(folder, job) {
            Ok(place) => Some(place),
            Err(error) => {
                say!(
                    "how far it is cannot be kept in `{}` ({error}): a push that is cut begins anew",
                    folder.display()
                );
                None
            }
        }
    }

    /// Sends everything behind what was sent.
    fn send_all(
        &self,
        kept: &mut Progress,
        replaces: bool,
        place: Option<&Place>,
        n_done: &AtomicUsize,
    ) -> anyhow::Result<Sent> {
        let mut sent = Sent::default();
        let (n_before, mut at, mut n_named) = (kept.n_sent, 0, 0);
        let mut batches = Batches::new(self.args.sending.batch.get());
        let mut hand_on = |lines: &[u8], n: usize| -> anyhow::Result<Taken> {
            let n_triples = n as u64;
            kept.n_on_the_way = kept.n_on_the_way.max(n_triples);
            keep(place, kept)?;
            match self.store.send(lines, replaces && kept.n_sent == 0) {
                Ok(()) => {}
                Err(refused) if n > FEWEST && may_be_too_large(&refused) => {
                    return Ok(Taken::TooLarge);
                }
                Err(refused) => return Err(self.refused(&refused)),
            }
            kept.n_sent += n_triples;
            kept.n_on_the_way = 0;
            keep(place, kept)?;
            sent.n_triples += n_triples;
            sent.n_batches += 1;
            n_done.store(usize::try_from(kept.n_sent).unwrap_or(usize::MAX), Ordering::Relaxed);
            Ok(Taken::Whole)
        };
        let space = self.source.blank_space();
        let lost =
            each_triple::<anyhow::Error>(&self.source.store, self.args.triples(), self.version, &mut |triple| {
                at += 1;
                if at <= n_before {
                    return Ok(());
                }
                batches.push(&without_blanks(triple, &space, &mut n_named), &mut hand_on)
            })?;
        batches.finish(&mut hand_on)?;
        Ok(Sent { n_named, lost, ..sent })
    }

    /// Why a batch was refused, with a way out.
    fn refused(&self, refused: &Refused) -> anyhow::Error {
        let may_be_terms = self.version == RdfVersion::V1_2 && matches!(refused.status(), Some(400 | 415 | 422 | 500));
        if may_be_terms && self.args.version.as_deref() != Some("1.1") {
            let error = self.store.error(refused);
            return hinted(error.to_string(), "where it takes no triple terms of RDF 1.2, --rdf 1.1 sends none");
        }
        self.store.error(refused)
    }

    /// Counts in the store, and tells what was sent.
    fn tell(
        &self,
        mut kept: Progress,
        sent: Sent,
        seconds: f64,
        place: Option<&Place>,
        session: &mut Session<'_>,
    ) -> anyhow::Result<ExitCode> {
        let Sent { n_triples, n_batches, n_named, lost } = sent;
        let n_counted = self.store.count()?;
        kept.n_counted = Some(n_counted);
        keep(place, &kept)?;
        let graph = shown(kept.job.graph.as_deref());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "rounded for reading"
        )]
        let rate = grouped((n_triples as f64 / seconds.max(0.001)).round() as u64);
        let batches = if n_batches == 1 { "1 batch".to_owned() } else { format!("{} batches", grouped(n_batches)) };
        writeln!(
            session.people(),
            "sent {} in {batches} {} to {graph} in {seconds:.1} s, {rate} a second",
            plural(n_triples, "triple"),
            self.store.way()
        )?;
        session.out.flush()?;
        say_lost(lost);
        if n_named > 0 {
            let n = plural(n_named, "triple");
            say!("{n} with blank nodes, which have IRIs below `{}` there", self.source.blank_space());
        }
        let is_as_sent = if kept.adds { n_counted >= kept.n_sent } else { n_counted == kept.n_sent };
        if !is_as_sent {
            say!(
                "the store counts {} in {graph}, and {} were sent: it may take two spellings of a value for one, or others may write there",
                plural(n_counted, "triple"),
                grouped(kept.n_sent)
            );
            return Ok(ExitCode::from(1));
        }
        say!("the store counts {} there", plural(n_counted, "triple"));
        Ok(ExitCode::SUCCESS)
    }
}

/// Says what is there of a push that could not go on.
fn say_left(kept: &Progress, is_kept: bool) {
    let n = plural(kept.n_sent, "triple");
    if kept.n_sent == 0 {
        say!("nothing was taken by the store");
    } else if is_kept {
        say!("{n} are there; the same command goes on behind them");
    } else {
        say!("{n} are there");
    }
}

/// Keeps how far it is, where it can be.
fn keep(place: Option<&Place>, kept: &Progress) -> anyhow::Result<()> {
    let Some(place) = place else { return Ok(()) };
    place
        .keep(kept)
        .map_err(|error| anyhow::Error::from(error).context("how far it is cannot be kept beside the graph"))
}

/// True when a store may refuse a batch for its size. Virtuoso 7 says 400 and 500 then.
fn may_be_too_large(refused: &Refused) -> bool {
    matches!(refused.status(), Some(400 | 413 | 414 | 500))
}

/// A graph of the store, for people.
fn shown(graph: Option<&str>) -> String {
    graph.map_or_else(|| "its default graph".to_owned(), |graph| format!("<{graph}>"))
}
