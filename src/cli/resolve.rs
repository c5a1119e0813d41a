use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::resolve_events::FoundEvents;
use super::resolve_rows::{Decision, Rows};
use super::resolve_table::Proposed;
use super::terminal::plural;
use super::{Session, hinted, open, resolve_ask, resolve_link, resolve_table, resolve_why};
use crate::claims::Claims;
use crate::diagnostic::{clip, nearest};
use crate::model::{Judgement, Sameness};
use crate::ontology::local_name;
use crate::resolution::{Candidate, Suggestion, clusters, suggest};

/// Find names that are one actor, or events that are one, and decide about them
///
/// Lists pairs of names that look like one actor, with what speaks for it; with `--events`, pairs of events. In a terminal
/// it asks about each, one key a pair. Each decision is a row in `judgements.csv`; deleting the row undoes it. Nothing that
/// only looks alike is ever joined.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct ResolveArgs {
    /// A table or project folder [default: the project here]
    pub(super) source: Option<PathBuf>,
    /// Show pairs for which at least this much speaks, from 0 to 1 [default: 0.4, of events 0.6]
    #[arg(long, value_name = "SCORE", value_parser = share)]
    pub(super) min_score: Option<u8>,
    /// List the pairs, even in a terminal
    #[arg(long)]
    list: bool,
    /// Ask about each pair, even where no terminal is: the first letter of each line of the input then counts
    #[arg(long, conflicts_with_all = ["list", "format", "to", "from"])]
    ask: bool,
    /// Show the pairs as well about which somebody is unsure
    #[arg(long)]
    pub(super) all: bool,
    /// How the pairs are written
    #[arg(long, value_enum, default_value_t = ResolveFormat::Text)]
    pub(super) format: ResolveFormat,
    /// Say why a name is the actor it is, or what was joined to an event, `event:…`
    #[arg(long, value_name = "NAME", conflicts_with_all = ["to", "from", "same", "different", "unsure", "link", "events", "ask"])]
    why: Option<String>,
    /// Judge two names to be one actor
    #[arg(long, num_args = 2, value_names = ["NAME", "NAME"], help_heading = DECIDE)]
    same: Vec<String>,
    /// Judge two names to be two actors, whatever speaks for one
    #[arg(long, num_args = 2, value_names = ["NAME", "NAME"], help_heading = DECIDE)]
    different: Vec<String>,
    /// Note that nobody can tell
    #[arg(long, num_args = 2, value_names = ["NAME", "NAME"], help_heading = DECIDE)]
    unsure: Vec<String>,
    /// Take back what was judged about two names
    #[arg(long, num_args = 2, value_names = ["NAME", "NAME"], help_heading = DECIDE)]
    undo: Vec<String>,
    /// Write the pairs as a table to be filled in: the column `judgement`
    #[arg(long, value_name = "FILE", help_heading = DECIDE)]
    to: Option<PathBuf>,
    /// Take the judgements of such a table; rows without one are passed over
    #[arg(long, value_name = "FILE", help_heading = DECIDE)]
    from: Option<PathBuf>,
    /// Judge names as well that no claim has (yet)
    #[arg(long, help_heading = DECIDE)]
    even_unknown: bool,
    /// Who decides [default: the user's name]
    #[arg(long, value_name = "NAME", help_heading = DECIDE)]
    who: Option<String>,
    /// When [default: today]
    #[arg(long, value_name = "DATE", help_heading = DECIDE)]
    when: Option<String>,
    /// The reason, kept with the judgements
    #[arg(long, value_name = "TEXT", help_heading = DECIDE)]
    why_text: Option<String>,
    /// Find items of Wikidata for the names: in a table of names and ids, or by a reconciliation service at https://…; only this
    /// flag makes relata use the network
    #[arg(long, value_name = "TABLE|URL")]
    pub(super) link: Option<String>,
    /// Find events of different documents or data sets that may be one
    #[arg(long)]
    events: bool,
    /// How far the places of such events may be apart
    #[arg(long, value_name = "KM", default_value_t = 50.0, requires = "events")]
    pub(super) within_km: f64,
    /// How many days such events may be apart
    #[arg(long, value_name = "N", default_value_t = 1, requires = "events")]
    pub(super) within_days: u32,
}

/// Heading of the flags that decide.
const DECIDE: &str = "Decide";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ResolveFormat {
    /// For people
    Text,
    /// `cluster,left,right,score,left_claims,right_claims,evidence`
    Csv,
    /// An array of clusters with their pairs
    Json,
}

/// Reads a share such as `0.85`, as hundredths.
fn share(text: &str) -> Result<u8, String> {
    let value: f64 = text.parse().map_err(|_| "write a number from 0 to 1, such as 0.6".to_owned())?;
    if !(0.0..=1.0).contains(&value) {
        return Err("write a number from 0 to 1, such as 0.6".to_owned());
    }
    // Of a number from 0 to 100 nothing is lost.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 100")]
    Ok((value * 100.0).round() as u8)
}

pub(crate) fn run(args: &ResolveArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let named = args.source.as_deref();
    let decisions = decisions_of(args);
    if !decisions.is_empty() || !args.undo.is_empty() {
        refuse_unheard(args, &decisions, session)?;
        let rows = Rows::of(&open::project(session, named)?)?;
        rows.write(&decisions, &pairs_of(&args.undo))?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(table) = &args.from {
        let judgements = resolve_table::read(table, &stamp(args), session)?;
        refuse_unheard(args, &judgements, session)?;
        let rows = Rows::of(&open::project(session, named)?)?;
        rows.write(&judgements, &[])?;
        return Ok(ExitCode::SUCCESS);
    }
    let graph = open::open(session, named)?;
    let claims = graph.claims()?;
    let namespace = &graph.project().namespace;
    if let Some(name) = &args.why {
        return resolve_why::run(&claims, name, namespace, session);
    }
    if let Some(link) = &args.link {
        let rows = Rows::of(&open::project(session, named)?)?;
        return resolve_link::run(link, &claims, &rows, &stamp(args), session);
    }
    let found: Box<dyn Listing> = if args.events {
        Box::new(FoundEvents::of(&claims, namespace, args))
    } else {
        Box::new(Found::of(&claims, args.min_score.unwrap_or(LIKELY), args.all))
    };
    if let Some(path) = &args.to {
        return resolve_table::write(&found.proposed(), args.events, path, &graph, session);
    }
    let is_terminal = session.terminal.draws && io::stdin().is_terminal();
    let asks = args.ask || (args.format == ResolveFormat::Text && !args.list && is_terminal);
    if asks {
        let proposed = found.proposed();
        if !proposed.is_empty() {
            let rows = Rows::of(&open::project(session, named)?)?;
            return resolve_ask::run(&proposed, &rows, &stamp(args), session);
        }
    }
    match args.format {
        ResolveFormat::Text => found.write_text(&mut session.people())?,
        ResolveFormat::Csv => found.write_csv(&mut session.csv())?,
        ResolveFormat::Json => found.write_json(session.out)?,
    }
    session.out.flush()?;
    found.say_sum(named);
    Ok(ExitCode::SUCCESS)
}

/// What may be one, of names or of events, for whoever lists it or asks about it.
pub(super) trait Listing {
    /// The pairs to be decided about.
    fn proposed(&self) -> Vec<Proposed>;
    /// Writes them for people.
    fn write_text(&self, out: &mut dyn Write) -> io::Result<()>;
    /// Writes them as a table.
    fn write_csv(&self, out: &mut dyn Write) -> anyhow::Result<()>;
    /// Writes them as JSON.
    fn write_json(&self, out: &mut dyn Write) -> anyhow::Result<()>;
    /// Says how many there are, and how to decide.
    fn say_sum(&self, named: Option<&Path>);
}

/// Who decides, when and why: the cells of a judgement that are the same in all rows.
#[derive(Debug, Clone)]
pub(super) struct Stamped {
    who: Option<String>,
    when: Option<String>,
    why: Option<String>,
}

impl Stamped {
    /// A judgement of this person, with a reason of its own where there is no other.
    pub(super) fn judge(&self, left: &str, right: &str, sameness: Sameness, why: Option<String>) -> Judgement {
        let judgement = Judgement::of(left.to_owned(), right.to_owned(), sameness);
        self.stamp(Judgement { why, ..judgement })
    }

    /// The judgement with what it leaves out.
    pub(super) fn stamp(&self, judgement: Judgement) -> Judgement {
        let Judgement { who, when, why, .. } = judgement.clone();
        Judgement {
            who: who.or_else(|| self.who.clone()),
            when: when.or_else(|| self.when.clone()),
            why: self.why.clone().or(why),
            ..judgement
        }
    }
}

fn stamp(args: &ResolveArgs) -> Stamped {
    Stamped {
        who: args.who.clone().or_else(user_name).filter(|who| !who.is_empty()),
        when: args.when.clone().or_else(today),
        why: args.why_text.clone(),
    }
}

/// Who runs the program, as far as is known.
pub(super) fn user_name() -> Option<String> {
    ["RELATA_USER", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok())
}

/// The day, for rows that say when something was decided.
pub(super) fn today() -> Option<String> {
    jiff::Timestamp::now().to_string().split('T').next().map(str::to_owned)
}

fn pairs_of(names: &[String]) -> Vec<Decision> {
    names.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

/// The judgements that flags give.
fn decisions_of(args: &ResolveArgs) -> Vec<Judgement> {
    let flags =
        [(&args.same, Sameness::Same), (&args.different, Sameness::Different), (&args.unsure, Sameness::Unsure)];
    let stamp = stamp(args);
    let of = |(names, sameness): (&Vec<String>, Sameness)| {
        let judge = |(left, right): Decision| stamp.judge(&left, &right, sameness, None);
        pairs_of(names).into_iter().map(judge).collect::<Vec<_>>()
    };
    flags.into_iter().flat_map(of).collect()
}

/// Fails when a judgement is about a name that no claim has: it would change nothing, and most often it is a slip.
fn refuse_unheard(args: &ResolveArgs, judgements: &[Judgement], session: &Session<'_>) -> anyhow::Result<()> {
    if args.even_unknown || judgements.is_empty() {
        return Ok(());
    }
    let graph = open::open(session, args.source.as_deref())?;
    let claims = graph.claims()?;
    let entities = claims.entities();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for id in &entities {
        known.extend(std::iter::once(claims.label(*id)).chain(claims.aliases(*id)));
    }
    let is_known = |name: &str| {
        // Items, events and IRIs need not be named by a claim.
        name.contains(':') || known.contains(name) || entities.iter().any(|id| local_name(&claims.text(*id)) == name)
    };
    let mut unheard: Vec<&str> =
        judgements.iter().flat_map(|judgement| [&*judgement.left, &*judgement.right]).collect();
    unheard.retain(|name| !is_known(name));
    let Some(name) = unheard.first() else { return Ok(()) };
    let near = nearest_names(name, &known);
    let further = if unheard.len() > 1 { format!(", and {} more", unheard.len() - 1) } else { String::new() };
    let meant = if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(" or ")) };
    let message = format!("no claim names `{}`{further}; nothing is written", clip(name));
    Err(hinted(message, format!("{meant}`--even-unknown` judges it all the same")))
}

/// Up to three of these names that may be meant: the nearest by letters, and those that have a word of it.
fn nearest_names(name: &str, known: &BTreeSet<String>) -> Vec<String> {
    let names = || known.iter().map(String::as_str);
    let words = |name: &str| name.split_whitespace().map(str::to_lowercase).collect::<Vec<String>>();
    let sought: Vec<String> = words(name).into_iter().filter(|word| word.chars().count() > 2).collect();
    let shares = |other: &&str| {
        let others = words(other);
        sought.iter().any(|word| nearest(word, others.iter().map(String::as_str)).is_some())
    };
    let mut near: Vec<&str> = nearest(name, names()).into_iter().chain(names().filter(shares)).collect();
    let mut seen = BTreeSet::new();
    near.retain(|name| seen.insert(*name));
    near.into_iter().take(3).map(|name| format!("`{}`", clip(name))).collect()
}

/// What was found: actors, and the pairs of them that may be one.
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    pub(super) suggestions: Vec<Suggestion>,
    /// Pairs that are left out, because somebody is unsure.
    n_unsure: usize,
}

impl Found {
    /// The pairs of a graph that nobody has judged; with `all` also those that somebody is unsure about.
    pub(super) fn of(claims: &Claims<'_>, least: u8, all: bool) -> Found {
        let candidates = claims.candidates().into_iter().map(|(_, candidate)| candidate).collect::<Vec<_>>();
        let judgements = claims.judgements(&candidates);
        let is_out = |sameness: Sameness| sameness == Sameness::Different || (sameness == Sameness::Unsure && !all);
        let n_unsure = judgements.iter().filter(|(_, one)| *one == Sameness::Unsure && !all).count();
        let apart: BTreeSet<(usize, usize)> =
            judgements.iter().filter(|(_, sameness)| is_out(*sameness)).map(|(pair, _)| *pair).collect();
        let suggestions = suggest(&candidates, &apart, least);
        Found { candidates, suggestions, n_unsure }
    }

    fn candidate(&self, at: usize) -> (&str, u32) {
        self.candidates.get(at).map_or(("", 0), |candidate| (&candidate.label, candidate.n))
    }

    /// The names of both sides of a pair.
    fn names(&self, pair: &Suggestion) -> [&str; 2] {
        [self.candidate(pair.left).0, self.candidate(pair.right).0]
    }

    /// A name with how often it is named.
    fn counted(&self, at: usize) -> String {
        let (label, n) = self.candidate(at);
        format!("{label} ({n})")
    }

    /// The clusters, each with its members and its pairs.
    fn clusters(&self) -> Vec<(Vec<usize>, Vec<&Suggestion>)> {
        let clusters = clusters(&self.suggestions);
        let pairs =
            |members: &Vec<usize>| self.suggestions.iter().filter(|pair| members.contains(&pair.left)).collect();
        if clusters.len() > 2000 {
            // Each look goes through all pairs, so that many clusters are looked up by their members.
            let mut of = vec![usize::MAX; self.candidates.len()];
            clusters.iter().enumerate().for_each(|(at, members)| members.iter().for_each(|member| of[*member] = at));
            let mut pairs: Vec<Vec<&Suggestion>> = vec![Vec::new(); clusters.len()];
            self.suggestions.iter().for_each(|pair| pairs[of[pair.left]].push(pair));
            return clusters.into_iter().zip(pairs).collect();
        }
        clusters.iter().map(|members| (members.clone(), pairs(members))).collect()
    }

    /// How many names look like how many actors; none when each looks like itself.
    fn sum(&self) -> Option<String> {
        let clusters = clusters(&self.suggestions);
        let n_names: usize = clusters.iter().map(Vec::len).sum();
        let look = if clusters.len() == 1 { "1 actor".to_owned() } else { plural(clusters.len() as u64, "actor") };
        (n_names > 0).then(|| format!("{} look like {look}", plural(n_names as u64, "name")))
    }
}

impl Listing for Found {
    fn proposed(&self) -> Vec<Proposed> {
        let proposed = |pair: &Suggestion| Proposed {
            names: self.names(pair).map(str::to_owned),
            told: [pair.left, pair.right].map(|at| self.counted(at)),
            score: pair.score,
            clues: pair.clues.join("; "),
        };
        self.suggestions.iter().map(proposed).collect()
    }

    fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        for (members, pairs) in self.clusters() {
            let names: Vec<String> = members.iter().map(|at| self.counted(*at)).collect();
            writeln!(out, "{}", names.join(" · "))?;
            for pair in pairs {
                let [left, right] = self.names(pair);
                writeln!(out, "  {}  {left} = {right}?  {}", shown(pair.score), pair.clues.join("; "))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn write_csv(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["cluster", "left", "right", "score", "left_claims", "right_claims", "evidence"])?;
        for (at, (_, pairs)) in self.clusters().into_iter().enumerate() {
            for pair in pairs {
                let ((left, n_left), (right, n_right)) = (self.candidate(pair.left), self.candidate(pair.right));
                let numbers = [(at + 1).to_string(), n_left.to_string(), n_right.to_string()];
                let [cluster, n_left, n_right] = &numbers;
                let (score, clues) = (shown(pair.score), pair.clues.join("; "));
                writer.write_record([cluster, left, right, &score, n_left, n_right, &clues])?;
            }
        }
        Ok(writer.flush()?)
    }

    fn write_json(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let pair = |pair: &&Suggestion| {
            let [left, right] = self.names(pair);
            json!({ "left": left, "right": right, "score": f64::from(pair.score) / 100.0, "evidence": pair.clues })
        };
        let cluster = |(members, pairs): (Vec<usize>, Vec<&Suggestion>)| {
            let name = |at: &usize| {
                let (label, n) = self.candidate(*at);
                json!({ "name": label, "claims": n })
            };
            let names: Vec<Value> = members.iter().map(name).collect();
            json!({ "names": names, "pairs": pairs.iter().map(pair).collect::<Vec<_>>() })
        };
        let array: Vec<Value> = self.clusters().into_iter().map(cluster).collect();
        serde_json::to_writer_pretty(&mut *out, &array)?;
        Ok(writeln!(out)?)
    }

    fn say_sum(&self, named: Option<&Path>) {
        let target = named.map_or_else(String::new, |path| format!(" {}", path.display()));
        match self.sum() {
            Some(sum) => {
                say!(
                    "{sum}; decide with `relata resolve{target} --same NAME NAME`, `--different NAME NAME`, or in a table: `--to pairs.csv`"
                );
            }
            None => say!("no two names look like one actor"),
        }
        if self.n_unsure > 0 {
            say!(
                "{} left out, about which somebody is unsure; `--all` shows them",
                plural(self.n_unsure as u64, "pair")
            );
        }
    }
}

/// A score as it is shown.
pub(super) fn shown(score: u8) -> String {
    format!("{:.2}", f64::from(score) / 100.0)
}

/// Claims up to which `check` looks for names of one actor.
const MOST_CLAIMS: u64 = 20_000;

/// Says how many names of a bare table look like how many actors, for whoever checks it. A long table is left alone: that
/// look takes as long as the check.
pub(super) fn say_look_alikes(session: &Session<'_>, named: &Path, n_claims: u64) {
    if n_claims == 0 || n_claims > MOST_CLAIMS {
        return;
    }
    let look = || -> anyhow::Result<Option<String>> {
        let project = open::project(session, Some(named))?;
        if !project.is_part || project.root.join(crate::project::FILE).exists() {
            return Ok(None);
        }
        let graph = crate::door::Graph::of_project(project, &mut crate::diagnostic::Report::default())?;
        let claims = graph.claims()?;
        Ok(Found::of(&claims, LIKELY, false).sum())
    };
    // What keeps the table from being read was told before.
    if let Ok(Some(sum)) = look() {
        say!("{sum}: relata resolve {}", named.display());
    }
}

/// The score from which pairs are shown.
const LIKELY: u8 = 40;
