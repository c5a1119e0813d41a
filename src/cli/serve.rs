use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::{Session, hinted, open};
use crate::diagnostic::Report;
use crate::door::Graph;
use crate::evaluation::Limits;
use crate::project::Project;
use crate::serve::{Access, Site, listen};

/// Serve the graph to browsers and SPARQL clients of this machine; it is made anew when a source changes
///
/// `/` is a page for people, `/sparql` answers queries, `/store` gives whole graphs, `/resource` single things. Nothing can
/// be changed, and no other machine is asked. Ctrl-C ends it.
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// Port; 0 takes a free one
    #[arg(long, short, value_name = "PORT", default_value_t = 7878)]
    port: u16,
    /// Address to listen on; any but this machine's own can be reached by others
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// A name by which others may address the server; may be given several times
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// An origin whose pages may read answers, such as `https://yasgui.example`; may be given several times
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// Give up a query after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = super::query::seconds, default_value = "60")]
    timeout: Duration,
    /// Give up queries when the server takes more memory than this, such as 500M or 2G (on Linux)
    #[arg(long, value_name = "SIZE", value_parser = super::bytes)]
    memory_limit: Option<usize>,
    /// Find what is inferred as well, as `[infer]` in relata.toml asks for
    #[arg(long)]
    inferred: bool,
}

pub(crate) fn run(args: &ServeArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    // The first time, what is wrong with the sources is said as by every other command.
    let graph = open::open(session, args.source.as_deref())?;
    let name = graph.project().name.clone();
    drop(graph);
    let project = open::project(session, args.source.as_deref())?;
    let (root, reach, is_part) = (project.root.clone(), session.reach.clone(), project.is_part);
    let path = if is_part { args.source.clone().unwrap_or(root) } else { root };
    let inferred = args.inferred;
    let reopen = move |known_by| {
        let mut project = Project::at_within(&path, &reach).map_err(|error| error.to_string())?;
        project.known_by = known_by;
        let mut report = Report::new(project.policy.clone());
        let graph = Graph::of_project(project, &mut report).map_err(|error| error.to_string())?;
        Ok(if inferred { graph.with_inferred() } else { graph })
    };
    let limits = Limits { time: Some(args.timeout), memory: args.memory_limit };
    let mut hosts = args.allow_host.clone();
    if !args.address.is_loopback() && !args.address.is_unspecified() {
        hosts.push(args.address.to_string());
    }
    let access = Access { hosts, origins: args.allow_origin.clone() };
    let site = Site::open(Box::new(reopen), limits, access).map_err(|reason| anyhow::anyhow!(reason))?;
    let listener = TcpListener::bind((args.address, args.port)).map_err(|error| {
        let message = format!("cannot listen on {}, port {}: {error}", args.address, args.port);
        hinted(message, "take another port with `--port`; 0 takes a free one")
    })?;
    let address = listener.local_addr()?;
    if !args.address.is_loopback() {
        say!("warning: everybody who reaches {} can read this graph", args.address);
    }
    writeln!(session.people(), "{name}: http://{address}/ (SPARQL at http://{address}/sparql)")?;
    session.out.flush()?;
    listen(listener, Arc::new(site))?;
    Ok(ExitCode::SUCCESS)
}
