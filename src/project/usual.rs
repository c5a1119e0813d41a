//! The files of a folder that no settings speak of.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::fault::WordFault;
use super::shapes::SHAPES;
use super::sources::{Source, SourceKind};
use crate::files::Reach;
use crate::rdf::EXPORT_MARK;

/// The beginning of the names of tables with extracted claims.
const EXTRACTED: &str = "claims-extracted";

/// The files of a folder without `[[sources]]`: tables of the usual names, and RDF.
pub(super) fn usual(folder: &Path, reach: &Reach) -> Vec<Source> {
    let mut sources: Vec<Source> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(PathBuf::from(entry.ok()?.file_name())))
        .filter_map(|path| {
            let found_in = Some(PathBuf::new());
            usual_kind(&path).map(|kind| Source { found_in, ..Source::bare(kind, path) })
        })
        .filter(|source| source.kind != SourceKind::Rdf || !is_export(folder, &source.path, reach))
        .collect();
    sources.sort_by(|a, b| (a.kind, &a.path).cmp(&(b.kind, &b.path)));
    sources
}

/// The files of usual names that lie beside a project file with `[[sources]]`: those that are read as well, because claims
/// need them for their names, and remarks on those that are not.
pub(super) fn usual_beside(
    folder: &Path,
    reach: &Reach,
    named: &[Source],
    takes_usual: bool,
) -> (Vec<Source>, Vec<WordFault>) {
    let real = |path: &Path| folder.join(path).canonicalize().unwrap_or_else(|_| folder.join(path));
    let known: Vec<PathBuf> = named.iter().map(|source| real(&source.path)).collect();
    let found = usual(folder, reach).into_iter().filter(|source| source.kind != SourceKind::Rdf);
    let others = found.filter(|source| !known.contains(&real(&source.path)));
    // Extracted claims nobody has to name: they count for nothing until somebody has reviewed them.
    let needed = |source: &Source| source.kind.serves_claims() || source.kind == SourceKind::Extracted;
    let (taken, left_out): (Vec<Source>, Vec<Source>) = others.partition(|source| takes_usual && needed(source));
    let remark = |source: &Source| {
        let message = format!("`{}` lies beside the project file and is not read", source.path.display());
        let hint = if needed(source) {
            "leave `usual_files = false` out, or list it under `[[sources]]`, when it is meant"
        } else {
            "list it under `[[sources]]` when it is meant; a table of entities, documents, judgements, reviews or extracted claims \
             needs no entry"
        };
        WordFault::new("sources", message, hint)
    };
    let remarks = left_out.iter().map(remark).collect();
    (taken, remarks)
}

/// True for a file whose name tells what it holds, such as `entities.csv`.
pub fn is_usual(path: &Path) -> bool {
    path.file_name().is_some_and(|name| usual_kind(Path::new(name)).is_some())
}

/// True for a table of extracted claims by its name.
pub(super) fn is_extracted(path: &Path) -> bool {
    path.file_name().is_some_and(|name| usual_kind(Path::new(name)) == Some(SourceKind::Extracted))
}

/// True when relata itself wrote this RDF file: what is derived is no source unless the project names it.
fn is_export(folder: &Path, path: &Path, reach: &Reach) -> bool {
    let mut start = [0; EXPORT_MARK.len()];
    reach.open_in(&folder.join(path), &[folder]).is_ok_and(|mut file| file.read_exact(&mut start).is_ok())
        && start == EXPORT_MARK.as_bytes()
}

pub(super) fn usual_kind(path: &Path) -> Option<SourceKind> {
    let name = path.file_name()?.to_string_lossy();
    if name == SHAPES {
        return None;
    }
    let extension = path.extension()?.to_str()?;
    match extension {
        "csv" | "tsv" if name.starts_with(EXTRACTED) => Some(SourceKind::Extracted),
        "csv" | "tsv" if name.starts_with("claims") => Some(SourceKind::Claims),
        "csv" | "tsv" if path.file_stem()? == "entities" => Some(SourceKind::Entities),
        "csv" | "tsv" if path.file_stem()? == "documents" => Some(SourceKind::Documents),
        "csv" | "tsv" if path.file_stem()? == "judgements" => Some(SourceKind::Judgements),
        "csv" | "tsv" if path.file_stem()? == "reviews" => Some(SourceKind::Reviews),
        "ttl" | "trig" | "nt" | "nq" => Some(SourceKind::Rdf),
        _ => None,
    }
}
