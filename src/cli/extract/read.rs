//! Which texts are meant, and what stands in them?

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::super::faults::{FaultFormat, Listing, Shown, write_faults};
use super::super::terminal::plural;
use super::super::{Session, say_drawn};
use crate::articles::{Article, ArticleFormat, read_article};
use crate::diagnostic::{Diagnostic, Place, Policy, Report, codes};
use crate::files::{MAX_TEXT, NotRead, Reach, files_below, read_whole, with_slashes};
use crate::filing::{FiledText, numbered};
use crate::model::EventDate;

/// All texts that could be read, and how many files were refused.
pub(super) struct ReadTexts {
    pub(super) texts: Vec<FiledText>,
    pub(super) n_refused: u64,
}

/// Reads files, the files below folders, and `-`. What is refused is told, and the others are read all the same.
pub(super) fn read_texts(
    paths: &[PathBuf],
    published: Option<Date>,
    session: &Session<'_>,
) -> anyhow::Result<ReadTexts> {
    let mut report = Report::new(Policy::default());
    let mut texts: Vec<FiledText> = Vec::new();
    let mut names = BTreeSet::new();
    let mut known = BTreeSet::new();
    let mut n_repeated = 0_u64;
    for Wanted { path, folder } in wanted(paths, &session.reach, &mut report) {
        let is_found = folder.is_some();
        let Some(mut article) = read_one(&path, folder.as_deref(), &session.reach, &mut report) else { continue };
        // The text of a page that was kept beside it is the page once more.
        if is_found && known.contains(&article.text) {
            n_repeated += 1;
            continue;
        }
        known.insert(article.text.clone());
        article.document.id = document_id(&path, &mut names);
        if let Some(day) = published.and_then(|day| EventDate::parse(&day.to_string()).ok()) {
            article.document.published = Some(day);
        }
        texts.push(FiledText { path, article, is_dated: published.is_some(), told: BTreeSet::new() });
    }
    let n_refused =
        report.diagnostics().iter().filter(|fault| fault.code.id != codes::OTHER_ENCODING.id).count() as u64;
    if report.total() > 0 {
        let mut talk = Vec::new();
        let listing = Listing { shown: Shown::All, target: "", all: "", terminal: &session.terminal };
        write_faults(&[&report], FaultFormat::Text, listing, &mut talk)?;
        say_drawn(String::from_utf8_lossy(&talk).trim_end());
    }
    if n_repeated > 0 {
        say!("left out {} with the text of another one", plural(n_repeated, "file"));
    }
    Ok(ReadTexts { texts, n_refused })
}

/// A file to be read, and the folder it was found in.
struct Wanted {
    path: PathBuf,
    folder: Option<PathBuf>,
}

/// The files that are named, and those below the folders that are named. What has no text is named by its kind.
fn wanted(paths: &[PathBuf], reach: &Reach, report: &mut Report) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let mut others: BTreeMap<String, u64> = BTreeMap::new();
    for path in paths {
        if !path.is_dir() {
            wanted.push(Wanted { path: path.clone(), folder: None });
            continue;
        }
        match files_below(path, reach) {
            Err(error) => report.add(refused(path, &error)),
            Ok(files) => {
                for file in files {
                    if ArticleFormat::of_name(&file).is_some() {
                        wanted.push(Wanted { path: file, folder: Some(path.clone()) });
                    } else {
                        let ending =
                            file.extension().map(|ending| format!(".{}", ending.to_string_lossy().to_lowercase()));
                        *others.entry(ending.unwrap_or_else(|| "no ending".to_owned())).or_default() += 1;
                    }
                }
            }
        }
    }
    if !others.is_empty() {
        let n: u64 = others.values().sum();
        let kinds: Vec<String> = others.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        say!("left out {} of another kind: {}", plural(n, "file"), kinds.join(", "));
    }
    wanted
}

/// The text of a file; none when it is refused, which is noted.
fn read_one(path: &Path, folder: Option<&Path>, reach: &Reach, report: &mut Report) -> Option<Article> {
    let bytes = match bytes_of(path, folder, reach) {
        Ok(bytes) => bytes,
        Err(error) => {
            report.add(refused(path, &error));
            return None;
        }
    };
    let seen = ArticleFormat::of_bytes(&bytes);
    let format = ArticleFormat::of_name(path).filter(|_| seen != ArticleFormat::Pdf).unwrap_or(seen);
    match read_article(format, &bytes) {
        Ok(article) => {
            if let Some(encoding) = &article.encoding {
                let message = format!("the text is read as {encoding}");
                let fault = Diagnostic::new(&codes::OTHER_ENCODING, Place::file(&shown(path)), message);
                report.add(fault.hint("where letters are wrong, save it as UTF-8"));
            }
            if article.n_pictures > 0 {
                let pages = plural(article.n_pictures as u64, "page");
                say!("{}: {pages} without text, such as pictures, left out", shown(path));
            }
            Some(article)
        }
        Err(fault) => {
            let place = Place::file(&shown(path));
            report.add(Diagnostic::new(fault.code(), place, fault.to_string()).hint(fault.hint()));
            None
        }
    }
}

fn bytes_of(path: &Path, folder: Option<&Path>, reach: &Reach) -> io::Result<Vec<u8>> {
    if path == Path::new("-") {
        return read_whole(io::stdin(), MAX_TEXT);
    }
    let file: File = match folder {
        Some(folder) => reach.open_in(path, &[folder])?,
        None => reach.open(path)?,
    };
    // What is known to be too long is not read for it.
    if file.metadata()?.len() > MAX_TEXT {
        return Err(NotRead::TooLong(MAX_TEXT).into());
    }
    read_whole(file, MAX_TEXT)
}

/// Why a file is not opened, and the way out.
fn refused(path: &Path, error: &io::Error) -> Diagnostic {
    let (code, hint) = match NotRead::of(error) {
        Some(NotRead::NotPlain(_)) => (&codes::NO_PLAIN_FILE, "save what it stands for as a file"),
        Some(NotRead::Outside(_)) => (&codes::OUTSIDE_PROJECT, "name the file itself when it is meant"),
        Some(NotRead::Beyond(_)) => {
            (&codes::OUTSIDE_PROJECT, "name a folder above it with `--within`, or leave the flag out")
        }
        Some(NotRead::TooLong(_)) => (&codes::BEYOND_LIMIT, "divide it"),
        _ => (&codes::UNREADABLE_FILE, "mend the path"),
    };
    Diagnostic::new(code, Place::file(&shown(path)), format!("the file cannot be read: {error}")).hint(hint)
}

fn shown(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { with_slashes(path) }
}

/// The identifier of a text: the name of its file without its ending, and a number where another file has it already.
fn document_id(path: &Path, known: &mut BTreeSet<String>) -> String {
    let stem = path.file_stem().filter(|_| path != Path::new("-"));
    let stem = stem.map_or_else(|| "stdin".into(), |stem| stem.to_string_lossy().into_owned());
    numbered(&stem, |name| known.insert(name.to_owned()))
}
