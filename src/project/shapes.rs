//! Which shapes a project has.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::fault::WordFault;
use crate::diagnostic::nearest;
use crate::ontology;

/// Name of the file of shapes that is read where it lies beside the project file.
pub const SHAPES: &str = "shapes.ttl";

/// How long shapes are asked where nothing is said: shapes of a stranger that share shapes could take years.
const PATIENCE: Duration = Duration::from_secs(300);

/// The shapes that the graph of a project is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeSettings {
    /// The files of its own.
    pub files: Vec<ShapesFile>,
    /// The shipped ones.
    pub rules: Rules,
    /// How long its own and how long the shipped ones are asked, at most.
    pub patience: Duration,
}

impl Default for ShapeSettings {
    fn default() -> ShapeSettings {
        ShapeSettings { files: Vec::new(), rules: Rules::default(), patience: PATIENCE }
    }
}

/// A file of shapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapesFile {
    /// Path, relative to the project.
    pub path: PathBuf,
    /// The folder it was found in, relative to the project, which it must not lead out of; none when somebody named it.
    pub found_in: Option<PathBuf>,
}

/// The shipped rules that hold for a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Rules {
    /// All, where files of RDF are read: what tables say is checked row by row.
    #[default]
    OfForeign,
    /// None.
    Off,
    /// All.
    All,
    /// Those with these names.
    Named(Vec<String>),
}

impl ShapeSettings {
    /// The settings where nothing is said: a file of the usual name counts when it is there.
    pub(super) fn usual(folder: &Path) -> ShapeSettings {
        let is_there = folder.join(SHAPES).is_file();
        let files = is_there.then(|| ShapesFile { path: SHAPES.into(), found_in: Some(PathBuf::new()) });
        ShapeSettings { files: files.into_iter().collect(), ..ShapeSettings::default() }
    }
}

/// The table `[shapes]` of a project file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ShapesTable {
    files: Option<Vec<PathBuf>>,
    rules: Option<RulesEntry>,
    seconds: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`rules` is `true`, `false`, or a list of names")]
enum RulesEntry {
    Switch(bool),
    Names(Vec<String>),
}

impl ShapesTable {
    /// The settings of a project in `folder`.
    pub(super) fn settings(self, folder: &Path) -> Result<ShapeSettings, WordFault> {
        let files = match self.files {
            None => ShapeSettings::usual(folder).files,
            Some(files) => files.into_iter().map(|path| ShapesFile { path, found_in: None }).collect(),
        };
        let rules = match self.rules {
            None => Rules::default(),
            Some(RulesEntry::Switch(true)) => Rules::All,
            Some(RulesEntry::Switch(false)) => Rules::Off,
            Some(RulesEntry::Names(names)) => Rules::Named(known(names)?),
        };
        let patience = self.seconds.map_or(PATIENCE, |seconds| Duration::from_secs(seconds.into()));
        Ok(ShapeSettings { files, rules, patience })
    }
}

/// The names, when each is that of a shipped rule.
fn known(names: Vec<String>) -> Result<Vec<String>, WordFault> {
    let Some(unknown) = names.iter().find(|name| !ontology::rules::names().contains(&name.as_str())) else {
        return Ok(names);
    };
    let near = nearest(unknown, ontology::rules::names().iter().copied());
    let hint = near.map_or_else(
        || "`relata explain rules` shows them".to_owned(),
        |near| format!("did you mean `{near}`? `relata explain rules` shows them all"),
    );
    Err(WordFault::new(unknown, format!("there is no shipped rule `{unknown}`"), hint))
}
