use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use include_dir::{Dir, DirEntry, include_dir};

use super::extract::lexicon_of;
use super::terminal::grouped;
use super::{Session, hinted};
use crate::claims::Kind;
use crate::diagnostic::{Report, Severity};
use crate::disk;
use crate::door::Graph;
use crate::export::clip;
use crate::export::picture::sketch::write_sketch;
use crate::export::scene::count_of_sources;
use crate::extraction::{Types, extract};
use crate::graph::{Edges, Filter, NodeIdentity, State, View, VoicesBySide};
use crate::project::Project;
use crate::query::summary;
use crate::store::Store;

static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/strike-veto");

/// Make an example project in a new folder, build it and show it
///
/// The news of June 2025 that the U.S. president turned down an Israeli proposal, coded by hand. Works offline.
#[derive(Debug, clap::Args)]
pub(crate) struct DemoArgs {
    /// The folder to make
    #[arg(default_value = "relata-demo")]
    folder: PathBuf,
}

pub(crate) fn run(args: &DemoArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let folder = &args.folder;
    if folder.exists() {
        return Err(hinted(
            format!("`{}` exists already", folder.display()),
            "name another folder: `relata demo my-demo`",
        ));
    }
    let mut files = Vec::new();
    files_of(&EXAMPLE, &mut files);
    disk::write_new(folder, &files).with_context(|| format!("cannot write `{}`", folder.display()))?;
    let project = Project::load(folder)?;
    let mut report = Report::new(project.policy.clone());
    let graph = Graph::of_project(project, &mut report)?;
    let width = session.terminal.width.min(110);
    writeln!(
        session.people(),
        "Made {}/: claims.csv, entities.csv, documents.csv, a text, queries.\n",
        folder.display()
    )?;
    write_counts(graph.store(), &report, session)?;
    let claims = graph.claims()?;
    let view = View::new(&claims, Edges::Bundle);
    write_statements(&view, width, session)?;
    write_neighbourhood(&view, width, session)?;
    write_next(folder, n_drafts(graph.project()), session)?;
    session.out.flush()?;
    say!("made, checked, built and queried in {:.2} s", started.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

/// The files of a folder that is compiled in, with their paths.
fn files_of(folder: &Dir<'static>, files: &mut Vec<(&'static str, Vec<u8>)>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => files_of(inner, files),
            DirEntry::File(file) => files.extend(file.path().to_str().map(|path| (path, file.contents().to_vec()))),
        }
    }
}

fn write_counts(store: &Store, report: &Report, session: &mut Session<'_>) -> anyhow::Result<()> {
    let counts = summary::counts(store);
    let wanted = ["claims", "events", "actors", "documents", "speakers"];
    let mut parts: Vec<String> = counts
        .iter()
        .filter(|count| wanted.contains(&count.what))
        .map(|count| {
            format!("{} {}", grouped(count.n), if count.n == 1 { count.what.trim_end_matches('s') } else { count.what })
        })
        .collect();
    let problems = report.count(Severity::Error) + report.count(Severity::Warning);
    parts.push(if problems == 0 {
        "no problems".to_owned()
    } else {
        format!("{} problems (`relata check`)", grouped(problems))
    });
    writeln!(session.people(), "{}\n", parts.join(" · "))?;
    Ok(())
}

/// The statements most is said about.
fn write_statements(view: &View<'_>, width: usize, session: &mut Session<'_>) -> anyhow::Result<()> {
    const MOST: usize = 6;
    let claims = view.claims();
    let mut edges: Vec<_> = view.graph.edge_weights().collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.n_claims()), edge.state, view.members(edge).first()));
    for edge in edges.iter().take(MOST) {
        let Some((_, first)) = view.claims_of(edge).next() else { continue };
        let state = view.mix(edge).unwrap_or_else(|| match edge.state {
            State::Corroborated => format!("corroborated: {}", count_of_sources(edge.n_sources, edge.n_outlets)),
            state => state.word().to_owned(),
        });
        writeln!(session.people(), "{}", clip(&format!("{} — {state}", claims.sentence(first)), width))?;
        let VoicesBySide { said_by, denied_by, left_open_by, spoken_of_by } = view.voices(edge);
        let voices = [said_by, denied_by, left_open_by, spoken_of_by];
        for ((stance, n), names) in view.tally(edge).parts().into_iter().zip(voices).filter(|((_, n), _)| *n > 0) {
            let names = names.into_iter().collect::<Vec<_>>().join("; ");
            let counted = format!("{n} {}", stance.verb(n));
            writeln!(session.people(), "{}", clip(&format!("  {counted:<17} {names}"), width))?;
        }
    }
    writeln!(session.people())?;
    Ok(())
}

/// The entity with the most statements, and what surrounds it.
fn write_neighbourhood(view: &View<'_>, width: usize, session: &mut Session<'_>) -> anyhow::Result<()> {
    let degree = |node| view.graph.neighbors_undirected(node).count();
    let entities = view.graph.node_indices().filter(|node| view.graph[*node].kind != Kind::Event);
    let center = entities.max_by_key(|node| (degree(*node), std::cmp::Reverse(*node)));
    let Some(NodeIdentity::Thing(center)) = center.map(|node| view.graph[node].identity) else { return Ok(()) };
    let filter = Filter { about: vec![view.claims().text(center)], ..Filter::default() };
    let near = filter.view(view.claims())?;
    if let Some(node) = near.node(center) {
        write_sketch(&near, node, 12, width, &mut session.people())?;
        writeln!(session.people())?;
    }
    Ok(())
}

/// The text of the example.
const TEXT: &str = "texts/veto.txt";

/// How many claims the rules find in the text of the example.
fn n_drafts(project: &Project) -> usize {
    let text = EXAMPLE.get_file(TEXT).and_then(|file| file.contents_utf8()).unwrap_or_default();
    extract(text, &lexicon_of(Some(project)), &Types::shipped(), None).claims.len()
}

fn write_next(folder: &Path, n_drafts: usize, session: &mut Session<'_>) -> anyhow::Result<()> {
    let folder = folder.display();
    writeln!(session.people(), "Next:")?;
    writeln!(session.people(), "  cd {folder}")?;
    writeln!(session.people(), "  relata query who-says-so              # a named query; `relata query` lists them")?;
    writeln!(session.people(), "  relata query 'SELECT ?who {{ ?who rel:retaliated_against kg:Israel }}'")?;
    writeln!(session.people(), "  relata export html --about Trump -o trump.html")?;
    let found = format!("rules find {n_drafts} drafts of claims there");
    writeln!(session.people(), "  relata extract {TEXT} --format csv  # {found}")?;
    Ok(())
}
