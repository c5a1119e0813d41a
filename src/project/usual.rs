//! The files of a folder that no settings speak of.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::sources::{Source, SourceKind};
use crate::files::Reach;
use crate::rdf::EXPORT_MARK;

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

/// True when relata itself wrote this RDF file: what is derived is no source unless the project names it.
fn is_export(folder: &Path, path: &Path, reach: &Reach) -> bool {
    let mut start = [0; EXPORT_MARK.len()];
    reach.open_in(&folder.join(path), &[folder]).is_ok_and(|mut file| file.read_exact(&mut start).is_ok())
        && start == EXPORT_MARK.as_bytes()
}

pub(super) fn usual_kind(path: &Path) -> Option<SourceKind> {
    let name = path.file_name()?.to_string_lossy();
    let extension = path.extension()?.to_str()?;
    match extension {
        "csv" | "tsv" if name.starts_with("claims") => Some(SourceKind::Claims),
        "csv" | "tsv" if path.file_stem()? == "entities" => Some(SourceKind::Entities),
        "csv" | "tsv" if path.file_stem()? == "documents" => Some(SourceKind::Documents),
        "csv" | "tsv" if path.file_stem()? == "judgements" => Some(SourceKind::Judgements),
        "ttl" | "trig" | "nt" | "nq" => Some(SourceKind::Rdf),
        _ => None,
    }
}
