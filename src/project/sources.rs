//! Which files make a project.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::fault::WordFault;
use super::mapping::{MappingEntry, RuleEntry, TestEntry};
use super::overlap::FoundSource;
use super::patterns::{files_of, folder_of_pattern, is_pattern};
use super::usual::is_extracted;
use crate::columns;
use crate::diagnostic::nearest;
use crate::input::annotation::AnnotationFormat;
use crate::input::annotation::offsets::Unit;
use crate::input::events::EventFormat;
use crate::input::events::quads::{Steps, TimeUnit};
use crate::input::own::OwnColumns;
use crate::table::Mapping;
use crate::table::header::Layout;
use crate::table::missing::MissingWords;
use crate::tabular::TableOptions;
use crate::tabular::csvw::Mode;

/// One file of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What its rows are.
    pub kind: SourceKind,
    /// Path, relative to the project.
    pub path: PathBuf,
    /// The folder it was found in, relative to the project, which it must not lead out of; none when somebody named it.
    pub found_in: Option<PathBuf>,
    /// How the columns of a table are read.
    pub mapping: Mapping,
    /// What is said of columns of a table that relata has no meaning for.
    pub own: OwnColumns,
    /// How it becomes RDF, where somebody describes that.
    pub description: Option<Description>,
    /// What the offsets of its annotations count, where somebody says so.
    pub offsets: Option<Unit>,
    /// What numbers in the place of dates stand for, where somebody says so.
    pub steps: Option<Steps>,
    /// True when nobody says what its columns mean, so that its mapping is what a look at it found.
    pub is_looked_at: bool,
    /// What is read in the place of a table, to check rows before they are written.
    pub draft: Option<Arc<str>>,
}

/// What is said about a table that relata has no columns for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The file that says how it becomes RDF, relative to the project.
    pub file: PathBuf,
    /// How the table is written.
    pub options: TableOptions,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum SourceKind {
    /// One entity a row.
    Entities,
    /// One document a row.
    Documents,
    /// One decision about two names a row.
    Judgements,
    /// One decision about an extracted claim a row.
    Reviews,
    /// One claim a row.
    Claims,
    /// One claim a row that a program found in a text. These are read behind the others: what somebody took over from
    /// them counts.
    Extracted,
    /// Rows of a data set of events.
    Events(EventFormat),
    /// Documents as an annotation tool writes them; without a format, what is in a file tells it.
    Annotations(Option<AnnotationFormat>),
    /// RDF, taken as it is.
    Rdf,
    /// A table that a SPARQL query makes RDF of.
    Construct,
    /// Metadata of CSV on the Web, or a table with such beside it, and how much of it is written.
    Csvw(Mode),
}

impl SourceKind {
    /// Every kind, in the order of documentation.
    pub fn all() -> impl Iterator<Item = SourceKind> {
        let tables = [SourceKind::Claims, SourceKind::Entities, SourceKind::Documents, SourceKind::Judgements];
        let extracted = [SourceKind::Extracted, SourceKind::Reviews];
        let own = tables.into_iter().chain(extracted).chain([SourceKind::Rdf]);
        let made = [SourceKind::Construct, SourceKind::Csvw(Mode::Minimal), SourceKind::Events(EventFormat::Shards)];
        own.chain(made).chain(SourceKind::importable())
    }

    /// The kinds other programs write.
    pub fn importable() -> impl Iterator<Item = SourceKind> {
        let annotations = AnnotationFormat::READABLE.iter().map(|format| SourceKind::Annotations(Some(*format)));
        EventFormat::ALL.into_iter().map(SourceKind::Events).chain(annotations).chain([SourceKind::Annotations(None)])
    }

    /// The layout of its tables; none for RDF and foreign files.
    pub fn layout(self) -> Option<&'static Layout> {
        match self {
            SourceKind::Entities => Some(&columns::ENTITIES),
            SourceKind::Documents => Some(&columns::DOCUMENTS),
            SourceKind::Judgements => Some(&columns::JUDGEMENTS),
            SourceKind::Reviews => Some(&columns::REVIEWS),
            SourceKind::Claims | SourceKind::Extracted => Some(&columns::CLAIMS),
            _ => None,
        }
    }

    /// The data set of events its files are of.
    pub fn events(self) -> Option<EventFormat> {
        match self {
            SourceKind::Events(format) => Some(format),
            _ => None,
        }
    }

    /// True when annotation tools write its files.
    pub fn is_annotations(self) -> bool {
        matches!(self, SourceKind::Annotations(_))
    }

    /// The files of a folder whose names end as those of annotations do.
    fn files_in(self, folder: &Path, root: &Path) -> Result<Vec<PathBuf>, (String, String)> {
        let formats = match self {
            SourceKind::Annotations(Some(format)) => vec![format],
            _ => AnnotationFormat::READABLE.to_vec(),
        };
        let endings: Vec<&str> = formats.iter().flat_map(|format| format.endings()).copied().collect();
        let is_meant =
            |path: &Path| path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known));
        let inside = std::fs::read_dir(root.join(folder)).into_iter().flatten();
        let names = inside.filter_map(|entry| Some(folder.join(entry.ok()?.file_name())));
        let mut paths: Vec<PathBuf> = names.filter(|path| is_meant(path) && !root.join(path).is_dir()).collect();
        paths.sort();
        if paths.is_empty() {
            let hint = "name the files; only the folder itself is looked through, not those below".to_owned();
            return Err((format!("no file in `{}` ends in `.{}`", folder.display(), endings[0]), hint));
        }
        Ok(paths)
    }

    /// The word for it in `relata.toml`.
    pub fn word(self) -> &'static str {
        match self {
            SourceKind::Entities => "entities",
            SourceKind::Documents => "documents",
            SourceKind::Judgements => "judgements",
            SourceKind::Reviews => "reviews",
            SourceKind::Claims => "claims",
            SourceKind::Extracted => "extracted",
            SourceKind::Events(format) => format.name(),
            SourceKind::Annotations(Some(format)) => format.name(),
            SourceKind::Annotations(None) => "annotations",
            SourceKind::Rdf => "rdf",
            SourceKind::Construct => "construct",
            SourceKind::Csvw(_) => "csvw",
        }
    }

    /// True when claims are read from its files.
    pub fn has_claims(self) -> bool {
        self.is_claim_table() || matches!(self, SourceKind::Events(_) | SourceKind::Annotations(_))
    }

    /// True for tables of one claim a row, whoever found it.
    pub fn is_claim_table(self) -> bool {
        matches!(self, SourceKind::Claims | SourceKind::Extracted)
    }

    /// True for tables that claims are read with, wherever they lie.
    pub(super) fn serves_claims(self) -> bool {
        use SourceKind::{Documents, Entities, Judgements, Reviews};
        matches!(self, Entities | Documents | Judgements | Reviews)
    }
}

impl TryFrom<String> for SourceKind {
    type Error = String;

    fn try_from(word: String) -> Result<SourceKind, String> {
        SourceKind::all().find(|kind| kind.word() == word).ok_or_else(|| {
            let words: Vec<String> = SourceKind::all().map(|kind| format!("`{}`", kind.word())).collect();
            format!("unknown format `{word}`, expected one of {}", words.join(", "))
        })
    }
}

impl From<SourceKind> for String {
    fn from(kind: SourceKind) -> String {
        kind.word().to_owned()
    }
}

/// The tables `[[sources]]`, or where there are none the table `[sources]` with the rule that all sources are judged by.
#[derive(Debug, Default)]
pub(super) struct SourcesEntry {
    /// One for each `[[sources]]`.
    pub(super) entries: Vec<SourceEntry>,
    /// What has to differ for sources to be independent.
    pub(super) independent: Option<String>,
}

impl<'de> Deserialize<'de> for SourcesEntry {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<SourcesEntry, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Rules {
            independent: Option<String>,
        }
        struct ListOrTable;
        impl<'de> serde::de::Visitor<'de> for ListOrTable {
            type Value = SourcesEntry;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("tables `[[sources]]`, or one table `[sources]`")
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<SourcesEntry, A::Error> {
                let entries = Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(list))?;
                Ok(SourcesEntry { entries, independent: None })
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, table: A) -> Result<SourcesEntry, A::Error> {
                let Rules { independent } = Rules::deserialize(serde::de::value::MapAccessDeserializer::new(table))?;
                Ok(SourcesEntry { entries: Vec::new(), independent })
            }
        }
        deserializer.deserialize_any(ListOrTable)
    }
}

/// One entry of `[[sources]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEntry {
    format: SourceKind,
    #[serde(default)]
    files: Vec<Spanned<String>>,
    /// The query of tables that one makes RDF of.
    query: Option<PathBuf>,
    #[serde(default)]
    columns: BTreeMap<Spanned<String>, Spanned<RuleEntry>>,
    /// Which rows are meant.
    #[serde(default, rename = "where")]
    filters: BTreeMap<Spanned<String>, Spanned<TestEntry>>,
    /// The sheet of workbooks.
    sheet: Option<Spanned<String>>,
    /// Words that stand for a missing value.
    missing: Option<Spanned<Vec<String>>>,
    /// The encoding of tables of text.
    encoding: Option<Spanned<String>>,
    /// The names of the columns of a text whose first line is a row.
    header: Option<Spanned<Vec<String>>>,
    /// What offsets of annotations count.
    offsets: Option<String>,
    /// The day on which steps of time begin, and how long a step is.
    begin: Option<String>,
    step: Option<String>,
    /// How much is written of tables with metadata.
    mode: Option<String>,
}

impl SourceEntry {
    /// The files it names, in the order of their paths.
    ///
    /// `missing` are the words of the project for a missing value, unless the entry has its own.
    pub(super) fn resolve(&self, root: &Path, missing: &MissingWords) -> Result<Vec<FoundSource>, WordFault> {
        let (sheet, own) = (self.sheet.as_ref(), self.missing.as_ref());
        let (columns, filters, encoding) = (&self.columns, &self.filters, self.encoding.as_ref());
        let entry = MappingEntry { columns, filters, sheet, missing: own, encoding, header: self.header.as_ref() };
        let (mut mapping, columns) = entry.check(self.format.layout())?;
        if own.is_none() {
            mapping.missing = missing.clone();
        }
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let query = self.check_query()?;
        let offsets = self.check_offsets()?;
        let steps = self.check_steps()?;
        let kind = self.kind()?;
        let mut sources = Vec::new();
        for written in &self.files {
            let (pattern, options) = match query {
                Some(_) => TableOptions::split(written.get_ref()),
                None => (written.get_ref().clone(), TableOptions::default()),
            };
            let describe = || query.map(|file| Description { file: file.clone(), options: options.clone() });
            let paths = files_of(&pattern, &root)?;
            let found_in = is_pattern(&pattern).then(|| folder_of_pattern(&pattern));
            let source = |path: PathBuf| Source {
                // Drafts stay drafts, whatever pattern they fit.
                kind: if kind == SourceKind::Claims && is_extracted(&path) { SourceKind::Extracted } else { kind },
                path,
                found_in: found_in.clone(),
                mapping: mapping.clone(),
                own: columns.clone(),
                description: describe(),
                offsets,
                steps,
                is_looked_at: false,
                draft: None,
            };
            let pattern = is_pattern(&pattern).then(|| written.clone());
            let found = |path| FoundSource { source: source(path), pattern: pattern.clone() };
            sources.extend(paths.into_iter().map(found));
        }
        if let (Some(file), []) = (query, self.files.as_slice()) {
            let description = Some(Description { file: file.clone(), options: TableOptions::default() });
            let source = Source { description, ..Source::bare(kind, file.clone()) };
            sources.push(FoundSource { source, pattern: None });
        }
        Ok(sources)
    }

    /// The format, with the mode where it has one.
    fn kind(&self) -> Result<SourceKind, WordFault> {
        let Some(word) = &self.mode else { return Ok(self.format) };
        if !matches!(self.format, SourceKind::Csvw(_)) {
            let hint = "leave `mode` out, or write `format = \"csvw\"`";
            return Err(WordFault::new(word, "only tables with metadata take a `mode`", hint));
        }
        Mode::ALL.into_iter().find(|mode| mode.word() == word).map(SourceKind::Csvw).ok_or_else(|| {
            let words = Mode::ALL.map(|mode| format!("`{}`", mode.word())).join(" or ");
            WordFault::new(word, format!("`{word}` is no mode"), format!("write {words}"))
        })
    }

    /// The query, when the format needs one.
    fn check_query(&self) -> Result<Option<&PathBuf>, WordFault> {
        match (self.format, &self.query) {
            (SourceKind::Construct, Some(query)) => Ok(Some(query)),
            (SourceKind::Construct, None) => {
                let hint = "write `query = \"map.rq\"`: a SPARQL CONSTRUCT query over the columns of the table";
                Err(WordFault::new("construct", "the source has no `query`", hint))
            }
            (_, Some(query)) => {
                let hint = "leave `query` out, or write `format = \"construct\"`";
                Err(WordFault::new(&query.to_string_lossy(), "only tables that are no claims take a `query`", hint))
            }
            (_, None) if self.files.is_empty() => {
                Err(WordFault::new("sources", "a source names no file", "write `files = [\"claims.csv\"]`"))
            }
            (_, None) => Ok(None),
        }
    }

    /// What steps of time stand for, which only quads have.
    fn check_steps(&self) -> Result<Option<Steps>, WordFault> {
        let (begin, step) = match (&self.begin, &self.step) {
            (None, None) => return Ok(None),
            (Some(begin), Some(step)) => (begin, step),
            (begin, _) => {
                let (word, other) = if begin.is_some() { ("begin", "step") } else { ("step", "begin") };
                let hint = "write both, such as `begin = \"2018-01-01\"` and `step = \"hour\"`";
                return Err(WordFault::new(word, format!("`{word}` stands without `{other}`"), hint));
            }
        };
        if self.format != SourceKind::Events(EventFormat::Quads) {
            return Err(WordFault::new("begin", "only quads have steps of time", "leave `begin` and `step` out"));
        }
        let begin_day = parse_begin(begin).map_err(|(message, hint)| WordFault::new(begin, message, hint))?;
        let unit = parse_step(step).map_err(|(message, hint)| WordFault::new(step, message, hint))?;
        Ok(Some(Steps { begin: begin_day, unit }))
    }

    /// The unit of offsets, which only annotations have.
    fn check_offsets(&self) -> Result<Option<Unit>, WordFault> {
        let Some(word) = &self.offsets else { return Ok(None) };
        if !self.format.is_annotations() {
            return Err(WordFault::new("offsets", "only annotations have offsets", "leave `offsets` out"));
        }
        parse_offsets(word).map(Some).map_err(|(message, hint)| WordFault::new(word, message, hint))
    }
}

/// The day of step 0.
///
/// # Errors
/// A message and a way out, when it is no day.
pub fn parse_begin(word: &str) -> Result<jiff::civil::Date, (String, String)> {
    word.parse()
        .map_err(|_| (format!("`{word}` is no day"), "write the day of step 0, such as `2018-01-01`".to_owned()))
}

/// The length of a step that a word means.
///
/// # Errors
/// A message and a way out, when it means none.
pub fn parse_step(word: &str) -> Result<TimeUnit, (String, String)> {
    TimeUnit::ALL.into_iter().find(|unit| unit.word() == word).ok_or_else(|| {
        let words = TimeUnit::ALL.map(|unit| format!("`{}`", unit.word())).join(", ");
        (format!("`{word}` is no step of time"), format!("write one of {words}"))
    })
}

/// The unit of offsets that a word means.
///
/// # Errors
/// A message and a way out, when it means none.
pub fn parse_offsets(word: &str) -> Result<Unit, (String, String)> {
    let words = || Unit::ALL.iter().map(|unit| unit.word());
    Unit::parse(word).ok_or_else(|| {
        let hint = nearest(word, words()).map_or_else(
            || format!("write one of {}", words().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        (format!("`{word}` is no unit of offsets"), hint)
    })
}

impl Source {
    /// The files that patterns fit in `folder`, as sources of one kind.
    ///
    /// # Errors
    /// A message and a way out, when something is no pattern or fits nothing.
    pub fn of_patterns(kind: SourceKind, patterns: &[String], folder: &Path) -> Result<Vec<Source>, (String, String)> {
        let root = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let (mut sources, mut seen) = (Vec::new(), BTreeSet::new());
        for pattern in patterns {
            let (paths, found_in) = if root.join(pattern).is_file() {
                (vec![PathBuf::from(pattern)], None)
            } else if kind.is_annotations() && root.join(pattern).is_dir() {
                (kind.files_in(Path::new(pattern), &root)?, Some(PathBuf::from(pattern)))
            } else {
                let paths = files_of(pattern, &root).map_err(|fault| (fault.message, fault.hint))?;
                (paths, is_pattern(pattern).then(|| folder_of_pattern(pattern)))
            };
            for path in paths {
                if !root.join(&path).exists() {
                    let hint = "mend the name; a pattern has `*` for any text".to_owned();
                    return Err((format!("there is no file `{}`", path.display()), hint));
                }
                if seen.insert(path.clone()) {
                    sources.push(Source { found_in: found_in.clone(), ..Source::bare(kind, path) });
                }
            }
        }
        Ok(sources)
    }

    /// A file about which nothing more is said.
    pub fn bare(kind: SourceKind, path: PathBuf) -> Source {
        Source {
            kind,
            path,
            found_in: None,
            mapping: Mapping::default(),
            own: OwnColumns::default(),
            description: None,
            offsets: None,
            steps: None,
            is_looked_at: false,
            draft: None,
        }
    }

    /// The same, with these words for a missing value.
    pub(super) fn with_missing(mut self, words: &MissingWords) -> Source {
        self.mapping.missing = words.clone();
        self
    }
}
