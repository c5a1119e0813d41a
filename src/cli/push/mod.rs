//! Sends the graph to a store that speaks the protocols of SPARQL.

mod batches;
mod beginning;
mod layout;
mod sending;
mod source;
mod state;
mod store;

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use oxigraph::model::NamedNode;

use self::batches::{Batches, Taken, without_blanks};
use self::beginning::Others;
use self::sending::Push;
use self::source::Source;
use self::state::Job;
use self::store::{Protocol, RemoteStore};
use super::export::say_lost;
use super::http::{Asker, Client, Credentials, Manner, Retry, Size};
use super::known::KnownArgs;
use super::query::seconds;
use super::terminal::{grouped, plural};
use super::{Session, hinted, remote};
use crate::export::rdf::{RdfVersion, Triples, each_triple};

/// Bytes of an answer: how many triples there are, and little else.
const MOST_BYTES: u64 = 1 << 20;

/// Send the graph to a SPARQL store: Oxigraph, Virtuoso, Fuseki, and others
///
/// Goes on where an earlier push of the same graph was cut. Name and password are `RELATA_STORE_USER` and
/// `RELATA_STORE_PASSWORD` in the environment, a token is `RELATA_STORE_TOKEN`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct PushArgs {
    /// Address of the store, or of its endpoint for updates
    #[arg(value_name = "URL")]
    address: String,
    /// A project's folder, a table, or a graph file [default: the project here]
    source: Option<std::path::PathBuf>,
    /// The graph of the store [default: the project's namespace]; `default` is its default graph
    #[arg(long, value_name = "IRI")]
    graph: Option<String>,
    /// Remove first whatever the graph of the store holds
    #[arg(long, conflicts_with = "add")]
    replace: bool,
    /// Leave there whatever the graph of the store holds
    #[arg(long)]
    add: bool,
    /// Say what would be sent, and ask nobody
    #[arg(long)]
    dry_run: bool,
    /// Version of RDF; 1.1 has no triple terms [default: the one that the store takes]
    #[arg(long = "rdf", value_name = "VERSION", value_parser = ["1.2", "1.1"])]
    version: Option<String>,
    /// Send source lines, too; only they change when rows move
    #[arg(long)]
    positions: bool,
    /// Send the texts of documents, too, which are often not free to pass on
    #[arg(long)]
    texts: bool,
    /// Send what is inferred, and nothing else, to a graph of its own: nobody says it
    #[arg(long, conflicts_with_all = ["positions", "texts"])]
    inferred: bool,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    sending: SendingArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How it is sent")]
struct SendingArgs {
    /// How triples are sent
    #[arg(long, value_enum, default_value_t = Protocol::Auto, value_name = "PROTOCOL")]
    protocol: Protocol,
    /// Address that takes queries, where relata does not find it; URL is then the address that takes triples, and no other
    #[arg(long, value_name = "URL")]
    query_at: Option<String>,
    /// Triples of a request; a store that finds them too many is sent fewer
    #[arg(long, value_name = "N", default_value = "10000")]
    batch: std::num::NonZeroUsize,
    /// Seconds that one request may take
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "300")]
    timeout: Duration,
    /// How often a request is tried that a store does not answer, or is too busy for
    #[arg(long, value_name = "N", default_value = "8")]
    tries: std::num::NonZeroU32,
    /// Seconds before the second try, twice as many each time; a store that names its own is obeyed
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "1")]
    retry_wait: Duration,
}

pub(crate) fn run(args: &PushArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let address = remote::address(&args.address, "push")?;
    let query_at = args.sending.query_at.as_deref().map(|named| remote::address(named, "--query-at")).transpose()?;
    let source = Source::open(args.source.as_deref(), &args.known, session)?;
    let graph = args.graph(&source)?;
    let source = if args.inferred { source.with_inferred()? } else { source };
    if args.dry_run {
        return args.forecast(&source, session);
    }
    let credentials = Credentials::of_environment(&address);
    if credentials.are_there() && address.is_plain && !address.is_here {
        say!("note: name and password, or token, go over `http`, where they can be read on the way");
    }
    let SendingArgs { timeout, tries, retry_wait, protocol, .. } = args.sending;
    let client = Client::new(Manner { patience: Some(timeout), most_bytes: MOST_BYTES, follows: false });
    let asker = Asker::new(client, credentials, Retry { tries: tries.get(), first_wait: retry_wait });
    let store = RemoteStore::find(asker, &address, query_at.as_ref(), protocol, graph.clone())?;
    let version = args.version_for(&store)?;
    let job = Job {
        address: address.text.clone(),
        graph,
        fingerprint: state::fingerprint(&source.store),
        triples: format!("{:?}", args.triples()),
        rdf: if version == RdfVersion::V1_2 { "1.2" } else { "1.1" }.to_owned(),
    };
    Push { args, source: &source, store: &store, version }.run(job, session)
}

impl PushArgs {
    /// The graph of the store; none for its default graph.
    fn graph(&self, source: &Source) -> anyhow::Result<Option<String>> {
        match (self.graph.as_deref(), &source.space) {
            (Some("default"), _) => Ok(None),
            (Some(iri), _) => match NamedNode::new(iri) {
                Ok(node) => Ok(Some(node.into_string())),
                Err(_) => Err(hinted(
                    format!("`--graph {iri}` is no IRI"),
                    "write a whole IRI such as `https://example.org/graph`, or `default`",
                )),
            },
            (None, Some(space)) => Ok(Some(if self.inferred { format!("{space}inferred") } else { space.clone() })),
            (None, None) => Err(hinted(
                "a table or graph file alone does not say to which graph it goes",
                "add --graph IRI, or --graph default",
            )),
        }
    }

    fn triples(&self) -> Triples {
        if self.inferred { Triples::Inferred } else { Triples::Said { positions: self.positions, texts: self.texts } }
    }

    fn others(&self) -> Others {
        match (self.replace, self.add) {
            (true, _) => Others::Replace,
            (_, true) => Others::Keep,
            _ => Others::Refuse,
        }
    }

    /// The version of RDF that is sent: the one that is told, else the highest that the store takes.
    fn version_for(&self, store: &RemoteStore) -> anyhow::Result<RdfVersion> {
        match self.version.as_deref() {
            Some("1.1") => Ok(RdfVersion::V1_1),
            Some(_) => Ok(RdfVersion::V1_2),
            None if store.takes_triple_terms()? => Ok(RdfVersion::V1_2),
            None => {
                say!("the store takes no triple terms of RDF 1.2: claims are sent as RDF 1.1");
                Ok(RdfVersion::V1_1)
            }
        }
    }

    /// Says what would be sent.
    fn forecast(&self, source: &Source, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
        let version = if self.version.as_deref() == Some("1.1") { RdfVersion::V1_1 } else { RdfVersion::V1_2 };
        let (mut n_triples, mut n_batches, mut n_bytes, mut n_named) = (0, 0_u64, 0, 0);
        let mut batches = Batches::new(self.sending.batch.get());
        let mut count = |lines: &[u8], n: usize| {
            (n_triples, n_batches, n_bytes) = (n_triples + n as u64, n_batches + 1, n_bytes + lines.len() as u64);
            Ok::<_, anyhow::Error>(Taken::Whole)
        };
        let space = source.blank_space();
        let lost = each_triple::<anyhow::Error>(&source.store, self.triples(), version, &mut |triple| {
            batches.push(&without_blanks(triple, &space, &mut n_named), &mut count)
        })?;
        batches.finish(&mut count)?;
        let batches = if n_batches == 1 { "1 batch".to_owned() } else { format!("{} batches", grouped(n_batches)) };
        let rdf = if version == RdfVersion::V1_2 { "1.2" } else { "1.1" };
        writeln!(
            session.people(),
            "{} of RDF {rdf} in {batches}, {} of N-Triples; nobody was asked",
            plural(n_triples, "triple"),
            Size(n_bytes)
        )?;
        session.out.flush()?;
        say_lost(lost);
        Ok(ExitCode::SUCCESS)
    }
}
