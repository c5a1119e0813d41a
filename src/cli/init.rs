use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::{Session, hinted, init_from};
use crate::disk;
use crate::files::with_slashes;

/// Start a project: an empty one, or one from a table of yours
///
/// With --from, relata looks at the header and the first rows of a table (CSV, Excel, JSON Lines …), proposes which column
/// means what and how its cells are written, shows three rows read that way, and asks once.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// The folder [default: here, or the folder of the table]
    folder: Option<PathBuf>,
    /// A table of claims whose columns have other names
    #[arg(long, value_name = "TABLE")]
    from: Option<PathBuf>,
    /// Accept the proposal without asking
    #[arg(long, short)]
    pub(super) yes: bool,
    /// What no column says: a heading of the table, or one value for all rows (`predicate="met"`)
    #[arg(long, value_name = "COLUMN=VALUE", requires = "from")]
    pub(super) set: Vec<String>,
    /// The project's name [default: the folder's]
    #[arg(long)]
    name: Option<String>,
}

pub(crate) fn run(args: &InitArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let beside = args.from.as_ref().and_then(|table| table.parent()).filter(|parent| !parent.as_os_str().is_empty());
    let named = args.folder.clone().or_else(|| session.project.clone());
    let folder = named.or_else(|| beside.map(Path::to_owned)).unwrap_or_else(|| PathBuf::from("."));
    let project_file = folder.join("relata.toml");
    if project_file.exists() {
        return Err(hinted(
            format!("`{}` exists already", project_file.display()),
            "edit it, or choose another folder",
        ));
    }
    let name = args.name.clone().unwrap_or_else(|| {
        let absolute = std::path::absolute(&folder).unwrap_or_else(|_| folder.clone());
        absolute.file_name().map_or_else(|| "claims".into(), |name| name.to_string_lossy().into_owned())
    });
    match &args.from {
        Some(table) => init_from::run(args, table, &folder, &name, session),
        None => init_empty(&folder, &name, session),
    }
}

fn init_empty(folder: &Path, name: &str, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let files = [
        ("relata.toml", project_text(name).into_bytes()),
        ("claims.csv", "id,subject,predicate,object,date,place,document,said_by,certainty,polarity,modality,confirms,denies,declines_to_comment,quote,start,end,note\n".into()),
        ("entities.csv", "id,label,type,aliases,member_of,country,wikidata,description\n".into()),
        ("documents.csv", "id,title,publisher,url,published,retrieved,author,language,path\n".into()),
        ("queries/who-says-so.rq", "# Who says so, and where\nSELECT ?what ?who ?where {\n  ?claim ra:about/rdfs:label ?what .\n  OPTIONAL { ?claim ra:saidBy/rdfs:label ?who }\n  OPTIONAL { ?claim ra:inDocument/rdfs:label ?where }\n} ORDER BY ?what ?who\n".into()),
    ];
    let is_new =
        disk::write_new(folder, &files).with_context(|| format!("cannot write into `{}`", folder.display()))?;
    for ((file, _), is_new) in files.iter().zip(is_new) {
        let word = if is_new { "wrote" } else { "kept " };
        writeln!(session.people(), "{word} {}", folder.join(file).display())?;
    }
    session.out.flush()?;
    say!("fill claims.csv, then `relata check` and `relata build`");
    Ok(ExitCode::SUCCESS)
}

pub(super) fn project_text(name: &str) -> String {
    format!("[project]\nname = {}\n", toml::Value::from(name))
}

/// The path of `table` as `relata.toml` in `folder` names it: relative where it lies below.
pub(super) fn relative_to(table: &Path, folder: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (table, folder) = (real(table), real(folder));
    with_slashes(table.strip_prefix(&folder).unwrap_or(&table))
}
