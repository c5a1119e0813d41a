use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;

use super::{Session, hinted, open, services};
use crate::built::memory_there_is;
use crate::diagnostic::Report;
use crate::door::Graph;
use crate::evaluation::Limits;
use crate::project::Project;
use crate::serve::{Access, Site, Token, listen};

/// Serve the graph to browsers and SPARQL clients of this machine; it is made anew when a source changes
///
/// `/` is a page for people, `/sparql` answers queries, `/store` gives whole graphs, `/resource` single things. No other
/// machine is asked but by `--allow-service`. Nothing can be changed without `--write`. Ctrl-C ends it.
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
    /// Give up queries when the server takes more memory than this, such as 500M or 2G (on Linux) [default: half of it]
    #[arg(long, value_name = "SIZE", value_parser = super::bytes)]
    memory_limit: Option<usize>,
    /// Find what is inferred as well, as `[infer]` in relata.toml asks for
    #[arg(long)]
    inferred: bool,
    /// An endpoint that queries may ask by SERVICE, by its exact address; may be given several times
    #[arg(long, value_name = "URL")]
    allow_service: Vec<String>,
    /// Let the page change the tables of the project; the address that is printed has the token for it
    #[arg(long)]
    write: bool,
    /// Let others who have the token change the tables, too, where `--address` lets them in
    #[arg(long, requires = "write")]
    allow_remote_write: bool,
}

pub(crate) fn run(args: &ServeArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    // The first time, what is wrong with the sources is said as by every other command.
    let graph = open::open(session, args.source.as_deref())?;
    let name = graph.project().name.clone();
    drop(graph);
    let project = open::project(session, args.source.as_deref())?;
    let token = args.token(&project)?;
    let (root, reach, is_part) = (project.root.clone(), session.reach.clone(), project.is_part);
    let path = if is_part { args.source.clone().unwrap_or(root) } else { root };
    let inferred = args.inferred;
    let reopen = move |known_by| {
        let mut project = Project::at_within(&path, &reach).map_err(|error| error.to_string())?;
        project.known_by = known_by;
        let mut report = Report::new(project.policy.clone());
        let graph = Graph::at_once(project, &mut report).map_err(|error| error.to_string())?;
        Ok(if inferred { graph.with_inferred() } else { graph })
    };
    // Who may ask but not write should not be able to end the server.
    let memory = args.memory_limit.unwrap_or_else(|| memory_there_is() / 2);
    let limits = Limits { time: Some(args.timeout), memory: Some(memory) };
    let mut hosts = args.allow_host.clone();
    if !args.address.is_loopback() && !args.address.is_unspecified() {
        hosts.push(args.address.to_string());
    }
    let access = Access { hosts, origins: args.allow_origin.clone() };
    let mut site = Site::open(Box::new(reopen), limits, access).map_err(|reason| anyhow::anyhow!(reason))?;
    site = site.with_services(services::allowed(&args.allow_service, args.timeout)?);
    if let Some(token) = &token {
        site = site.with_token(token.clone());
    }
    let listener = TcpListener::bind((args.address, args.port)).map_err(|error| {
        let message = format!("cannot listen on {}, port {}: {error}", args.address, args.port);
        hinted(message, "take another port with `--port`; 0 takes a free one")
    })?;
    let address = listener.local_addr()?;
    if !args.address.is_loopback() {
        let may = if token.is_some() { ", and change its tables with the token" } else { "" };
        say!("warning: everybody who reaches {} can read this graph{may}", args.address);
    }
    let query = token.map(|token| format!("?token={}", token.text())).unwrap_or_default();
    writeln!(session.people(), "{name}: http://{address}/{query} (SPARQL at http://{address}/sparql)")?;
    session.out.flush()?;
    listen(listener, Arc::new(site))?;
    Ok(ExitCode::SUCCESS)
}

impl ServeArgs {
    /// The token that changes need; none where nothing can be changed.
    fn token(&self, project: &Project) -> anyhow::Result<Option<Token>> {
        if !self.write {
            return Ok(None);
        }
        if project.is_part {
            let message = "`--write` needs a project: a single file has no place for documents, entities and reviews";
            return Err(hinted(message, "`relata init` makes one of its folder; then serve the folder"));
        }
        if !self.address.is_loopback() && !self.allow_remote_write {
            let message = format!("with `--write`, whoever reaches {} and has the token changes tables", self.address);
            return Err(hinted(message, "`--allow-remote-write` allows it; nothing is encrypted on the way"));
        }
        Ok(Some(Token::random().context("the system gives no randomness for a token")?))
    }
}
