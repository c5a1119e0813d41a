//! From text to text: a folder of files in, a graph or a report out.

use std::fs;
use std::path::Path;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;
use relata::built::build_in_memory;
use relata::claims::Claims;
use relata::compile::{Output, Part, Tally, compile};
use relata::diagnostic::Report;
use relata::project::Project;
use relata::query::{Engine, Value};
use relata::store::Store;
use tempfile::TempDir;

/// Where tests and the programs they run keep the key of their graphs: the user's own is left alone.
pub(crate) fn cache() -> &'static Path {
    Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"))
}

/// A project in a folder of its own.
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// A compiled project.
pub(crate) struct Compiled {
    pub(crate) project: Project,
    pub(crate) store: Store,
    pub(crate) report: Report,
    pub(crate) tally: Tally,
}

impl Sandbox {
    /// A folder with these files.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Sandbox {
        relata::built::keep_key_in(cache().to_owned());
        let sandbox = Sandbox { folder: tempfile::tempdir().unwrap() };
        for (name, bytes) in files {
            sandbox.write(name, bytes);
        }
        sandbox
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The project's own quads without source lines, as sorted N-Quads, straight from the compiler.
    pub(crate) fn nquads(&self) -> (String, Tally) {
        let project = Project::find(self.path()).unwrap();
        let lines = std::sync::Mutex::new(std::collections::BTreeSet::new());
        let parts = || -> Part<'_> {
            Box::new(|quad| {
                if quad.graph_name.is_default_graph() {
                    lines.lock().unwrap().insert(format!("{quad} .\n"));
                }
            })
        };
        let mut begin_again = || {
            lines.lock().unwrap().clear();
            Ok(())
        };
        let mut output =
            Output { parts: &parts, rejects: &mut |_| Ok(()), progress: &mut |_| (), begin_again: &mut begin_again };
        let tally = compile(&project, &mut Report::new(project.policy.clone()), &mut output).unwrap();
        (lines.into_inner().unwrap().into_iter().collect(), tally)
    }

    pub(crate) fn compile(&self) -> Compiled {
        Compiled::of(Project::find(self.path()).unwrap())
    }
}

impl Compiled {
    pub(crate) fn of(project: Project) -> Compiled {
        let mut report = Report::new(project.policy.clone());
        let (store, tally) = build_in_memory(&project, &mut report).unwrap();
        Compiled { project, store, report, tally }
    }

    pub(crate) fn engine(&self) -> Engine<'_> {
        Engine::new(&self.store, self.project.prefixes())
    }

    pub(crate) fn claims(&self) -> Claims<'_> {
        Claims::read(&self.store).unwrap()
    }

    /// The rows of a SELECT query, cells joined by ` | `, rows sorted.
    pub(crate) fn select(&self, query: &str) -> String {
        let rows = self.engine().select(query).unwrap().into_iter();
        let cells = |row: Vec<Option<Value>>| {
            row.into_iter().map(|value| value.map(Value::into_text).unwrap_or_default()).collect::<Vec<_>>().join(" | ")
        };
        let mut lines: Vec<String> = rows.map(cells).collect();
        lines.sort();
        lines.join("\n")
    }

    /// The project's own quads without source lines, as sorted N-Quads.
    pub(crate) fn nquads(&self) -> String {
        let mut out = Vec::new();
        let options = relata::export::rdf::RdfOptions::default();
        let format = oxigraph::io::RdfFormat::NQuads;
        relata::export::rdf::write_rdf(&self.store, format, options, &self.project.prefixes(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// One line a fault: place, code, field, message, hint; files relative to the project.
    pub(crate) fn faults(&self) -> String {
        let line = |fault: &relata::diagnostic::Diagnostic| {
            let place = &fault.place;
            let file = place.file.rsplit('/').next().unwrap();
            let field = place.field.as_ref().map_or_else(String::new, |field| format!(" {field}"));
            let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(" → {hint}"));
            let severity = fault.severity.word();
            format!(
                "{}:{}:{} {severity} {}{field}: {}{hint}",
                file, place.line, place.column, fault.code.name, fault.message
            )
        };
        self.report.diagnostics().iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// So many cases of a random test, the same on every machine and every day, so that a red suite means a change and not a
/// draw. `PROPTEST_RNG_SEED` draws others, `RELATA_DRAWS` so many times as many.
pub(crate) fn draws(cases: u32) -> ProptestConfig {
    let times = std::env::var("RELATA_DRAWS").ok().and_then(|times| times.parse().ok());
    let config = ProptestConfig::with_cases(cases.saturating_mul(times.unwrap_or(1)));
    match config.rng_seed {
        RngSeed::Random => ProptestConfig { rng_seed: RngSeed::Fixed(20_250_613), ..config },
        RngSeed::Fixed(_) => config,
    }
}

/// A project of one table of claims.
pub(crate) fn claims(csv: &str) -> Compiled {
    Sandbox::new(&[("claims.csv", csv.as_bytes())]).compile()
}

/// The faults of a table of claims, but for names that no table declares.
pub(crate) fn faults(csv: impl AsRef<[u8]>) -> String {
    let toml = b"[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\n";
    Sandbox::new(&[("claims.csv", csv.as_ref()), ("relata.toml", toml)]).compile().faults()
}
