use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use petgraph::graph::NodeIndex;
use serde_json::{Value, json};

use super::known::KnownArgs;
use super::terminal::{grouped, plural, write_folded};
use super::view::{ViewArgs, unknown};
use super::{Session, hinted};
use crate::claims::Kind;
use crate::export::clip;
use crate::graph::measure::{PathStep, StatementPath, StepStatement, paths_in_time, sentence, shortest_paths};
use crate::graph::{Node, NodeIdentity, View};
use crate::model::Stance;

/// Show how two nodes are connected, with who says so at each step
///
/// Without --in-time, shows the paths with the fewest steps. A node on the way may be an event that somebody speaks of;
/// from there the path continues to those who take part in it.
#[derive(Debug, clap::Args)]
pub(crate) struct PathsArgs {
    /// Where paths begin: an entity, by label, alias, id or IRI
    #[arg(value_name = "A")]
    from: String,
    /// Where they end
    #[arg(value_name = "B")]
    to: String,
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// Walk from object to subject as well
    #[arg(long)]
    undirected: bool,
    /// Show paths that respect time, no step before the previous one; the earliest arrival first
    #[arg(long)]
    in_time: bool,
    /// Number of paths to show; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 5)]
    most: usize,
    /// Number of claims to show for each step; 0 shows all [default: 3 as text, otherwise all]
    #[arg(long, value_name = "N")]
    claims: Option<usize>,
    /// How the paths are written
    #[arg(long, value_enum, default_value_t = PathsFormat::Text)]
    format: PathsFormat,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PathsFormat {
    /// For people
    Text,
    /// One row for each claim
    Csv,
    /// One object: `schema`, `from`, `to`, `paths`
    Json,
}

/// There can be more paths than any memory holds.
const MOST_PATHS: usize = 10_000;

pub(crate) fn run(args: &PathsArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let graph = args.known.open(session, args.source.as_deref())?;
    let claims = args.view.claims(&graph)?;
    let view = args.view.view(&args.view.filter()?, &claims)?;
    let [from, to] = [&args.from, &args.to].map(|name| view.called(name).map_err(|error| unknown(&error)));
    let (from, to) = (from?, to?);
    for (name, nodes) in [(&args.from, &from), (&args.to, &to)] {
        let is_called = |node: &NodeIndex| match view.graph[*node].identity {
            NodeIdentity::Thing(id) => claims.is_called(id, name),
            NodeIdentity::Group(_) => true,
        };
        if !nodes.is_empty() && !nodes.iter().any(is_called) {
            say!("`{name}` takes part in nothing; what `{name}` speaks of is meant");
        }
    }
    if from.iter().any(|node| to.contains(node)) {
        return Err(hinted(format!("`{}` and `{}` are the same", args.from, args.to), "name two entities"));
    }
    let all_if_0 = |n: usize| if n == 0 { usize::MAX } else { n };
    let most = all_if_0(args.most).min(MOST_PATHS);
    let (n_paths, mut paths) = if args.in_time {
        let paths = paths_in_time(&view, &from, &to, args.undirected);
        (paths.len() as u64, paths)
    } else {
        let found = shortest_paths(&view, &from, &to, args.undirected, most);
        (found.n_paths, found.paths)
    };
    paths.truncate(most);
    let usual = if args.format == PathsFormat::Text { 3 } else { 0 };
    let shown = Shown { view: &view, most_claims: all_if_0(args.claims.unwrap_or(usual)) };
    match args.format {
        PathsFormat::Text => shown.write_text(&paths, session)?,
        PathsFormat::Csv => shown.write_csv(&paths, session)?,
        PathsFormat::Json => shown.write_json(args, &paths, session)?,
    }
    session.out.flush()?;
    match n_paths.saturating_sub(paths.len() as u64) {
        0 if n_paths == 0 => say!("{}", no_path(args)),
        0 => (),
        n if n > MOST_PATHS as u64 => say!("{} not shown; --most 0 shows {MOST_PATHS}", plural(n, "path")),
        n => say!("{} not shown; --most 0 shows all", plural(n, "path")),
    }
    Ok(ExitCode::SUCCESS)
}

fn no_path(args: &PathsArgs) -> String {
    let in_time = if args.in_time { " in the order of time" } else { "" };
    let hint = if args.undirected { "" } else { "; --undirected reads statements both ways" };
    format!("no path leads from `{}` to `{}`{in_time}{hint}", args.from, args.to)
}

/// Paths in words.
struct Shown<'v> {
    view: &'v View<'v>,
    most_claims: usize,
}

/// A claim behind a step, in words.
struct StepClaim {
    sentence: String,
    date: Option<String>,
    who: Option<String>,
    stance: Stance,
    quote: Option<String>,
    file: Option<String>,
    line: Option<u32>,
    claim: String,
}

impl Shown<'_> {
    fn node(&self, step: &PathStep, is_end: bool) -> &Node {
        &self.view.graph[if is_end { step.to } else { step.from }]
    }

    /// The words for a step that no claim is behind.
    fn link(&self, step: &PathStep) -> String {
        let [from, to] = [false, true].map(|is_end| self.node(step, is_end));
        let (event, thing) = if from.kind == Kind::Event { (from, to) } else { (to, from) };
        format!("the event “{}” speaks of {}", self.view.label(event), self.view.label(thing))
    }

    /// The first claims behind a statement.
    fn shown_claims(&self, taken: &StepStatement, most: usize) -> Vec<StepClaim> {
        let claims = self.view.claims();
        let indices = taken.claims.iter().take(most).map(|index| *index as usize);
        let members = indices.filter_map(|index| Some((index, claims.rows().get(index)?)));
        members
            .map(|(index, claim)| StepClaim {
                sentence: claims.sentence(claim),
                date: claims.date(claim),
                who: claims.named_origins(index),
                stance: claim.stance,
                quote: claims.quote(claim),
                file: claim.file.map(|file| claims.text(file)),
                line: claim.line.map(std::num::NonZeroU32::get),
                claim: claims.text(claim.id),
            })
            .collect()
    }

    fn state(&self, taken: &StepStatement) -> &'static str {
        self.view.graph[taken.edge].state.word()
    }

    fn write_text(&self, paths: &[StatementPath], session: &mut Session<'_>) -> anyhow::Result<()> {
        for (place, path) in paths.iter().enumerate() {
            let start = path.steps.first().map(|step| self.node(step, false)).into_iter();
            let nodes = start.chain(path.steps.iter().map(|step| self.node(step, true)));
            let trail: Vec<String> = nodes.map(|node| self.view.label(node)).collect();
            let arrival = path.steps.iter().rev().find_map(|step| step.day);
            let arrival = arrival.map_or_else(String::new, |day| format!(", arriving {day}"));
            let (trail, n_steps) = (trail.join(" → "), plural(path.steps.len() as u64, "step"));
            let line = format!("{}. {trail} ({n_steps}{arrival})", place + 1);
            write_folded(&line, 3, session.terminal.room(), &mut session.people())?;
            for step in &path.steps {
                self.write_step(step, session)?;
            }
            writeln!(session.people())?;
        }
        Ok(())
    }

    fn write_step(&self, step: &PathStep, session: &mut Session<'_>) -> anyhow::Result<()> {
        let day = step.day.map_or_else(String::new, |day| format!("{day}  "));
        if step.taken.is_empty() {
            writeln!(session.people(), "   {day}{}", self.link(step))?;
        }
        let (mut left, mut n_hidden) = (self.most_claims, 0);
        for taken in &step.taken {
            let shown = self.shown_claims(taken, left);
            n_hidden += taken.claims.len() - shown.len();
            left -= shown.len();
            if !shown.is_empty() {
                let event = if self.node(step, true).kind == Kind::Event { ", an event" } else { "" };
                let way = if taken.is_forward { "" } else { ", read backwards" };
                let (sentence, state) = (sentence(self.view, taken.edge), self.state(taken));
                let line = format!("   {day}{sentence} ({state}{event}{way})");
                write_folded(&line, 6, session.terminal.room(), &mut session.people())?;
            }
            for one in shown {
                let quote = one.quote.map_or_else(String::new, |quote| format!(": “{}”", clip(&quote, 90)));
                let date = one.date.map_or_else(String::new, |date| format!(", of {date}"));
                let line = one.line.map_or_else(String::new, |line| format!(":{line}"));
                let stance = one.stance.verb(1);
                let file = one.file.unwrap_or_default();
                let who = one.who.as_deref().unwrap_or("no source named");
                let line = format!("      {who} {stance}{date}{quote}  [{file}{line}]");
                write_folded(&line, 8, session.terminal.room(), &mut session.people())?;
            }
        }
        if n_hidden > 0 {
            writeln!(session.people(), "      and {} more", grouped(n_hidden as u64))?;
        }
        Ok(())
    }

    fn write_csv(&self, paths: &[StatementPath], session: &mut Session<'_>) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(session.csv());
        let names = "path,step,from,to,day,sentence,backwards,state,date,whose_word,stance,quote,file,line";
        writer.write_record(names.split(','))?;
        let steps =
            paths.iter().zip(1..).flat_map(|(path, number)| path.steps.iter().zip(1..).map(move |step| (number, step)));
        for (path, (step, place)) in steps {
            let [from, to] = [false, true].map(|is_end| self.view.label(self.node(step, is_end)));
            let day = step.day.map(|day| day.to_string()).unwrap_or_default();
            let start = [i32::to_string(&path), i32::to_string(&place), from, to, day];
            if step.taken.is_empty() {
                let rest = std::iter::repeat_n(String::new(), 8);
                writer.write_record(start.iter().cloned().chain([self.link(step)]).chain(rest))?;
            }
            for taken in &step.taken {
                let backwards = (!taken.is_forward).to_string();
                for one in self.shown_claims(taken, self.most_claims) {
                    let line = one.line.map(|line| line.to_string());
                    let stance = Some(one.stance.word().to_owned());
                    let said = [one.date, one.who, stance, one.quote, one.file, line].map(Option::unwrap_or_default);
                    let what = [one.sentence, backwards.clone(), self.state(taken).to_owned()];
                    writer.write_record(start.iter().cloned().chain(what).chain(said))?;
                }
            }
        }
        Ok(writer.flush()?)
    }

    fn write_json(&self, args: &PathsArgs, paths: &[StatementPath], session: &mut Session<'_>) -> anyhow::Result<()> {
        let claim = |one: StepClaim| {
            json!({
                "claim": one.claim, "date": one.date, "whose_word": one.who, "stance": one.stance.word(),
                "quote": one.quote, "file": one.file, "line": one.line,
            })
        };
        let statement = |taken: &StepStatement| {
            let claims: Vec<Value> = self.shown_claims(taken, self.most_claims).into_iter().map(claim).collect();
            let (sentence, state) = (sentence(self.view, taken.edge), self.state(taken));
            json!({ "sentence": sentence, "state": state, "backwards": !taken.is_forward, "claims": claims })
        };
        let step = |step: &PathStep| {
            let [from, to] = [false, true].map(|is_end| self.node(step, is_end));
            let speaks_of = step.taken.is_empty().then(|| self.link(step));
            json!({
                "from": self.view.label(from), "from_iri": self.view.iri(from), "from_type": from.kind.word(),
                "to": self.view.label(to), "to_iri": self.view.iri(to), "to_type": to.kind.word(),
                "day": step.day.map(|day| day.to_string()), "link": speaks_of,
                "statements": step.taken.iter().map(statement).collect::<Vec<_>>(),
            })
        };
        let paths: Vec<Value> =
            paths.iter().map(|path| json!({ "steps": path.steps.iter().map(step).collect::<Vec<_>>() })).collect();
        let object = json!({ "schema": 1, "from": args.from, "to": args.to, "in_time": args.in_time, "paths": paths });
        serde_json::to_writer_pretty(&mut *session.out, &object)?;
        Ok(writeln!(session.out)?)
    }
}
