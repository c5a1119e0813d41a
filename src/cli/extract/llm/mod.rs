//! Claims of a language model behind an endpoint that speaks the chat completions of `OpenAI`.
//!
//! What the model is asked, and what becomes of its answers, is decided in `prompting`; here are the network, the kept answers
//! and the money.

mod asking;
mod client;
mod kept;
mod spent;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use anyhow::Context as _;

use self::asking::{Asked, Asker, Got, Stop, locked};
use self::client::{Address, Client, Key};
use self::kept::{Answers, Kept};
use self::spent::{Caps, Ledger};
use super::Source;
use crate::cli::terminal::plural;
use crate::cli::{Session, hinted, progress};
use crate::compile::display_path;
use crate::disk::{NewFile, OwnFolder, Target, open_writable, target};
use crate::extraction::{ClaimLine, Lexicon, Types, claim_lines};
use crate::project::Project;
use crate::prompting::{
    Agreement, Doubtful, Leaks, Manner, ModelClaims, Passage, Price, Usage, agree, endpoint_key, estimated_tokens,
    headline, messages, passages, request,
};

/// Name of the file of refused statements, below the folder of what is built.
const QUARANTINE: &str = "extract-quarantine.jsonl";

/// The flags of a language model.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "With a language model")]
pub(super) struct LlmArgs {
    /// Send the texts to this endpoint, which speaks the chat completions of `OpenAI`, and take its model's claims
    #[arg(long, value_name = "URL", requires = "model")]
    llm: Option<String>,
    /// Name of the model
    #[arg(long, value_name = "NAME", requires = "llm")]
    model: Option<String>,
    /// Take the claims of the rules as well, and mark those that both find
    #[arg(long, requires = "llm")]
    ensemble: bool,
    /// Requests at a time
    #[arg(long, value_name = "N", default_value_t = 4, requires = "llm", value_parser = clap::value_parser!(u16).range(1..=64))]
    jobs: u16,
    /// Say what would be asked and what it may cost, and send nothing
    #[arg(long, requires = "llm")]
    dry_run: bool,
    /// Send no more requests than this
    #[arg(long, value_name = "N", requires = "llm")]
    max_requests: Option<u64>,
    /// Send no request that could make the run cost more than this
    #[arg(long, value_name = "COST", requires = "price_in", value_parser = amount)]
    max_cost: Option<f64>,
    /// Price of a million tokens that are sent
    #[arg(long, value_name = "PRICE", requires = "llm", value_parser = amount)]
    price_in: Option<f64>,
    /// Price of a million tokens that come back
    #[arg(long, value_name = "PRICE", requires = "price_in", value_parser = amount)]
    price_out: Option<f64>,
    /// Seconds that one answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 600.0, requires = "llm", value_parser = amount)]
    timeout: f64,
    /// Seconds before a request is tried again, twice as many each time; a server that names its own is obeyed
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, requires = "llm", value_parser = amount)]
    retry_wait: f64,
    /// Write the statements that are refused to this file [default: `.relata/extract-quarantine.jsonl` in a project]
    #[arg(long, value_name = "FILE", requires = "llm")]
    quarantine: Option<PathBuf>,
}

/// A sum or a time, neither of which is negative.
fn amount(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && (0.0..=1e9).contains(number));
    number.ok_or_else(|| "write a number that is not negative, such as 0.15".to_owned())
}

/// What a model found in the texts.
pub(super) struct Found {
    /// The claims, text by text.
    pub lines: Vec<ClaimLine>,
    /// True when each passage has an answer.
    pub is_complete: bool,
}

impl LlmArgs {
    /// A model is to be asked.
    pub(super) fn is_asked(&self) -> bool {
        self.llm.is_some()
    }

    /// Only what would be asked is said.
    pub(super) fn is_forecast(&self) -> bool {
        self.dry_run
    }

    /// The claims of the model; nothing where only was said what would be asked.
    pub(super) fn claims(
        &self,
        sources: &[Source],
        lexicon: &Lexicon,
        types: &Types,
        session: &mut Session<'_>,
    ) -> anyhow::Result<Option<Found>> {
        let (Some(named), Some(model)) = (&self.llm, &self.model) else { return Ok(None) };
        let address = Address::read(named)?;
        let answers = Answers::open(session, !self.dry_run)?;
        let asked: Vec<Asked<'_>> = sources.iter().map(asked).collect();
        let mut all: Vec<(&Asked<'_>, Passage)> = Vec::new();
        for asked in &asked {
            all.extend(passages(asked.text).into_iter().map(|passage| (asked, passage)));
        }
        if self.dry_run {
            self.forecast(&all, model, &answers, session)?;
            return Ok(None);
        }
        let asking = self.asker(address, model, &answers);
        let n_done = AtomicUsize::new(0);
        let got = progress::counted(&session.terminal, "passages", all.len(), &n_done, || {
            asking.ask_all(&all, self.jobs.into(), &n_done)
        });
        answers.settle();
        let is_empty = got.iter().flatten().all(|part| matches!(part, Got::Nothing(_)));
        if let Some(stop) = &*locked(&asking.stopped)
            && (matches!(stop, Stop::Refused(..)) || is_empty && matches!(stop, Stop::Down(_) | Stop::Small(_)))
        {
            return Err(refused(stop, &asking.client));
        }
        let mut gathered = Gathered::new();
        let leaks = Leaks::shipped();
        let mut got = all.iter().zip(got).peekable();
        for (source, asked) in sources.iter().zip(&asked) {
            let mut claims = ModelClaims::new(source.sourced(lexicon), model, &leaks);
            let mut problems = Vec::new();
            let mut n_passages = 0;
            while let Some((_, parts)) = got.next_if(|((of, _), _)| std::ptr::eq(*of, asked)) {
                n_passages += 1;
                let n_before = problems.len();
                for part in parts {
                    match part {
                        Got::Statements(passage, statements) => claims.add(&passage, statements),
                        Got::Nothing(why) => problems.push(why),
                    }
                }
                problems.truncate(n_before + 1);
            }
            if let Some(first) = problems.first() {
                let n = problems.len();
                say!(
                    "`{}` is incomplete: {n} of {} unanswered: {first}",
                    source.document,
                    plural(n_passages, "passage")
                );
            }
            let rules =
                self.ensemble.then(|| claim_lines(&source.document, &source.written, &source.extraction, types));
            gathered.add(claims, problems.is_empty(), rules, &source.written);
        }
        let quarantine = self.keep_doubtful(&gathered.doubtful, session)?;
        gathered.say(model, self.ensemble, &quarantine);
        locked(&asking.ledger).say(all.len());
        Ok(Some(Found { lines: gathered.lines, is_complete: gathered.is_complete }))
    }

    fn asker<'a>(&self, address: Address, model: &'a str, answers: &'a Answers) -> Asker<'a> {
        let endpoint = endpoint_key(&address.base, model);
        let caps = Caps { requests: self.max_requests, cost: self.max_cost };
        let key = Key::find(&address);
        Asker {
            client: Client::new(address, key, Duration::from_secs_f64(self.timeout.max(0.001))),
            model,
            answers,
            manner: Mutex::new(answers.manner(&endpoint).unwrap_or_default()),
            endpoint,
            ledger: Mutex::new(Ledger { caps, price: self.price(), ..Ledger::default() }),
            stopped: Mutex::new(None),
            first_wait: Duration::from_secs_f64(self.retry_wait),
        }
    }

    fn price(&self) -> Price {
        Price { sent: self.price_in.unwrap_or(0.0), received: self.price_out.unwrap_or(0.0) }
    }

    /// Says what would be asked, what is answered already, and what the rest may cost.
    fn forecast(
        &self,
        passages: &[(&Asked<'_>, Passage)],
        model: &str,
        answers: &Answers,
        session: &mut Session<'_>,
    ) -> anyhow::Result<()> {
        let mut forecast = Forecast::default();
        for (asked, passage) in passages {
            forecast.add(asked, passage, model, answers);
        }
        let Forecast { n_kept, n_new, sent, kept_usage, new_bytes } = forecast;
        // What answers of this model took so far; else as much as the passages themselves, for they are copied from.
        let received = kept_usage
            .completion_tokens
            .checked_div(n_kept)
            .filter(|each| *each > 0)
            .map_or_else(|| estimated_tokens(new_bytes) * 2, |each| each * n_new);
        let out = &mut session.out;
        writeln!(out, "passages\t{}", n_kept + n_new)?;
        writeln!(out, "answered before\t{n_kept}")?;
        writeln!(out, "to ask\t{n_new}")?;
        writeln!(out, "tokens sent (estimate, a token for 4 bytes)\t{sent}")?;
        writeln!(out, "tokens received (estimate)\t{received}")?;
        if self.price_in.is_some() {
            let cost = self.price().of(Usage { prompt_tokens: sent, completion_tokens: received });
            writeln!(out, "cost (estimate)\t{cost:.4}")?;
        }
        Ok(())
    }

    /// Writes the statements that were refused, over those of the run before; answers where they are, for the summary.
    fn keep_doubtful(&self, refused: &[Doubtful], session: &Session<'_>) -> anyhow::Result<String> {
        let mut lines = Vec::new();
        for doubtful in refused {
            serde_json::to_writer(&mut lines, doubtful)?;
            lines.push(b'\n');
        }
        let start = session.project.as_deref().unwrap_or(Path::new("."));
        let project = Project::find_within(start, &session.reach).ok();
        let root = project.as_ref().map_or(Path::new("."), |project| &project.root);
        if let Some(path) = &self.quarantine {
            let written = || match target(path, root)? {
                Target::Place(place) => {
                    let mut file = NewFile::create(&place, 0o600)?;
                    file.write_all(&lines)?;
                    file.commit()
                }
                Target::Stream(place) => open_writable(&place)?.write_all(&lines),
            };
            written().with_context(|| format!("cannot write `{}`", path.display()))?;
            return Ok(format!(", in `{}`", path.display()));
        }
        let Some(project) = project else { return Ok("; `--quarantine FILE` keeps them".to_owned()) };
        let written = || {
            let own = OwnFolder::open_or_make(&project.built_folder())?;
            let mut file = own.create(QUARANTINE)?;
            file.write_all(&lines)?;
            file.commit()
        };
        let path = project.built_folder().join(QUARANTINE);
        written().with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(format!(", in `{}`", display_path(&project, &path)))
    }
}

/// The error of a run that has nothing to show, with the way out that is known.
fn refused(stop: &Stop, client: &Client) -> anyhow::Error {
    let may_lack_model = matches!(stop, Stop::Refused(_, Some(404)));
    let models = if may_lack_model { client.models() } else { Vec::new() };
    match (models.as_slice(), stop.hint()) {
        ([], None) => anyhow::anyhow!(stop.message().to_owned()),
        ([], Some(hint)) => hinted(stop.message(), hint),
        (models, _) => hinted(stop.message(), format!("it has the models {}", models.join(", "))),
    }
}

fn asked(source: &Source) -> Asked<'_> {
    let published = source.published.map(|date| date.to_string()).unwrap_or_default();
    let told = source.headline.as_deref().or_else(|| headline(&source.plain));
    Asked { text: &source.plain, headline: told.unwrap_or_default(), published }
}

/// What would be asked.
#[derive(Debug, Default)]
struct Forecast {
    n_kept: u64,
    n_new: u64,
    /// Tokens, guessed.
    sent: u64,
    kept_usage: Usage,
    new_bytes: usize,
}

impl Forecast {
    fn add(&mut self, asked: &Asked<'_>, passage: &Passage, model: &str, answers: &Answers) {
        match answers.read(&asked.key(model, passage)) {
            Some(Kept { body: Some(_), usage, .. }) => {
                self.n_kept += 1;
                self.kept_usage.completion_tokens += usage.completion_tokens;
            }
            Some(Kept { body: None, .. }) => {
                for half in passage.halves().into_iter().flat_map(|(first, second)| [first, second]) {
                    self.add(asked, &half, model, answers);
                }
            }
            None => {
                self.n_new += 1;
                let (words, surroundings) = asked.words(passage);
                let messages = messages(words, surroundings, false);
                self.sent += estimated_tokens(request(model, &messages, Manner::default()).to_string().len());
                self.new_bytes += words.len();
            }
        }
    }
}

/// What the model said about all texts.
#[derive(Debug)]
struct Gathered {
    lines: Vec<ClaimLine>,
    doubtful: Vec<Doubtful>,
    /// Claims of the model with each outcome.
    outcomes: BTreeMap<String, usize>,
    agreement: Agreement,
    is_complete: bool,
}

impl Gathered {
    fn new() -> Gathered {
        Gathered {
            lines: Vec::new(),
            doubtful: Vec::new(),
            outcomes: BTreeMap::new(),
            agreement: Agreement::default(),
            is_complete: true,
        }
    }

    fn add(&mut self, claims: ModelClaims<'_>, is_complete: bool, rules: Option<Vec<ClaimLine>>, written: &str) {
        let ModelClaims { lines, doubtful, .. } = claims;
        for line in &lines {
            *self.outcomes.entry(line.rule.clone()).or_default() += 1;
        }
        self.doubtful.extend(doubtful);
        self.is_complete &= is_complete;
        self.lines.extend(match rules {
            Some(rules) => {
                let (lines, agreement) = agree(written, rules, lines);
                self.agreement += agreement;
                lines
            }
            None => lines,
        });
    }

    /// Says how many statements hold, how many do not and why, and how far the rules agree.
    fn say(&self, model: &str, is_ensemble: bool, quarantine: &str) {
        let count = |words: &BTreeMap<&str, usize>| {
            words.iter().map(|(word, n)| format!("{n} {word}")).collect::<Vec<_>>().join(", ")
        };
        let kept: BTreeMap<&str, usize> = self.outcomes.iter().map(|(word, n)| (word.as_str(), *n)).collect();
        let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
        for doubtful in &self.doubtful {
            *refused.entry(doubtful.outcome).or_default() += 1;
        }
        let n_kept: usize = kept.values().sum();
        let kept = if n_kept == 0 { String::new() } else { format!(": {}", count(&kept)) };
        say!("{} by {model}{kept}", plural(n_kept as u64, "claim"));
        if !self.doubtful.is_empty() {
            say!("{} refused: {}{quarantine}", plural(self.doubtful.len() as u64, "statement"), count(&refused));
        }
        if is_ensemble {
            let Agreement { both, rules, model, other_type, other_speaker } = self.agreement;
            say!(
                "{both} found by both ({other_type} of another type, {other_speaker} of another speaker), {rules} by the rules only, {model} by the model only"
            );
        }
    }
}
