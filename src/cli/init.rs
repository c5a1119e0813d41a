use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::terminal::write_table;
use super::{Session, hinted};
use crate::input::claims::{LAYOUT, claim_from_row};
use crate::input::guess::propose_columns;
use crate::input::{Mapping, Row, Table};
use crate::model::Referent;
use crate::query::results::TextTable;

/// Start a project: an empty one, or one from a table of yours
///
/// With --from, relata proposes which column means what, shows three rows read that way, and asks once.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// The folder [default: here, or the folder of the table]
    folder: Option<PathBuf>,
    /// A table whose rows are claims under other names
    #[arg(long, value_name = "TABLE")]
    from: Option<PathBuf>,
    /// Take what is proposed without asking
    #[arg(long, short)]
    yes: bool,
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
        Some(table) => init_from(args, table, &folder, &name, session),
        None => init_empty(&folder, &name, session),
    }
}

fn init_empty(folder: &Path, name: &str, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let files = [
        ("relata.toml", project_text(name)),
        ("claims.csv", "id,subject,predicate,object,date,place,document,said_by,certainty,polarity,modality,confirms,denies,declines_to_comment,quote,start,end,note\n".to_owned()),
        ("entities.csv", "id,label,type,aliases,member_of,country,wikidata,description\n".to_owned()),
        ("documents.csv", "id,title,publisher,url,published,retrieved,author,language,path\n".to_owned()),
        ("queries/who-says-so.rq", "# Who says what, and where\nSELECT ?what ?who ?where {\n  ?claim ra:about/rdfs:label ?what .\n  OPTIONAL { ?claim ra:saidBy/rdfs:label ?who }\n  OPTIONAL { ?claim ra:inDocument/rdfs:label ?where }\n} ORDER BY ?what ?who\n".to_owned()),
    ];
    for (file, text) in &files {
        let path = folder.join(file);
        if path.exists() {
            writeln!(session.out, "kept  {}", path.display())?;
            continue;
        }
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(&path, text)
        };
        write().with_context(|| format!("cannot write `{}`", path.display()))?;
        writeln!(session.out, "wrote {}", path.display())?;
    }
    session.out.flush()?;
    say!("fill claims.csv, then `relata check` and `relata build`");
    Ok(ExitCode::SUCCESS)
}

pub(super) fn project_text(name: &str) -> String {
    format!("[project]\nname = {}\n", toml::Value::from(name))
}

fn init_from(
    args: &InitArgs,
    table: &Path,
    folder: &Path,
    name: &str,
    session: &mut Session<'_>,
) -> anyhow::Result<ExitCode> {
    let headings = read_headings(table)?;
    let columns = propose_columns(&headings);
    let missing: Vec<&str> =
        ["subject", "predicate", "object"].into_iter().filter(|role| !columns.contains_key(*role)).collect();
    for (role, heading) in &columns {
        writeln!(session.out, "{role:<20} ← {heading}")?;
    }
    let others: Vec<&str> =
        headings.iter().filter(|heading| !columns.values().any(|used| used == *heading)).map(String::as_str).collect();
    if !others.is_empty() {
        writeln!(session.out, "{:<20} ← {}", "kept as qualifiers", others.join(", "))?;
    }
    if !missing.is_empty() {
        session.out.flush()?;
        let message = format!("no column of `{}` looks like {}", table.display(), missing.join(" or "));
        return Err(hinted(
            message,
            "name the column so, or write `columns = { subject = \"…\", … }` under `[[sources]]` in relata.toml yourself",
        ));
    }
    writeln!(session.out)?;
    show_three(table, &columns, session)?;
    session.out.flush()?;
    if !args.yes && !confirmed()? {
        say!("nothing written");
        return Ok(ExitCode::from(1));
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot write `{}`", folder.display()))?;
    let relative = relative_to(table, folder);
    let mut source = toml::Table::new();
    source.insert("format".into(), "claims".into());
    source.insert("files".into(), vec![relative].into());
    let renamed: toml::Table = columns.iter().map(|(role, heading)| (role.clone(), heading.clone().into())).collect();
    source.insert("columns".into(), renamed.into());
    let mut sources = toml::Table::new();
    let mut list = vec![toml::Value::from(source)];
    for format in ["entities", "documents"] {
        if folder.join(format!("{format}.csv")).is_file() {
            let mut beside = toml::Table::new();
            beside.insert("format".into(), format.into());
            beside.insert("files".into(), vec![format!("{format}.csv")].into());
            list.push(beside.into());
        }
    }
    sources.insert("sources".into(), list.into());
    let text = format!("{}\n{}", project_text(name), toml::to_string(&sources).context("cannot write the mapping")?);
    let path = folder.join("relata.toml");
    fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    say!("wrote {}; next: `relata check`, `relata build`", path.display());
    Ok(ExitCode::SUCCESS)
}

fn open_table(table: &Path, columns: &BTreeMap<String, String>) -> anyhow::Result<Table<'static>> {
    let mapping = Mapping::of_columns(columns.iter().map(|(role, heading)| (role.as_str(), heading.as_str())));
    let file = File::open(table).with_context(|| format!("cannot read `{}`", table.display()))?;
    let mut first_fault = None;
    let opened = Table::open(&table.display().to_string(), Box::new(file), &LAYOUT, &mapping, &mut |fault| {
        first_fault.get_or_insert(fault.message);
    })?;
    opened.ok_or_else(|| {
        hinted(first_fault.unwrap_or_else(|| "the table cannot be read".into()), "`relata check` shows the place")
    })
}

/// The header cells, by the delimiter that cuts the first line into the most.
fn read_headings(table: &Path) -> anyhow::Result<Vec<String>> {
    let mut line = Vec::new();
    let file = File::open(table).with_context(|| format!("cannot read `{}`", table.display()))?;
    let mut reader = std::io::BufReader::new(file);
    reader.read_until(b'\n', &mut line)?;
    if line.starts_with(b"sep=") {
        // Excel tells its delimiter in a line of its own.
        line.clear();
        reader.read_until(b'\n', &mut line)?;
    }
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
    let cells = |delimiter: u8| -> Vec<String> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(line);
        let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
        record.iter().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()
    };
    let best = [b',', b'\t', b';', b'|'].into_iter().map(cells).max_by_key(Vec::len).unwrap_or_default();
    if best.is_empty() {
        return Err(hinted(format!("`{}` has no header", table.display()), "the first line names the columns"));
    }
    Ok(best)
}

/// Shows the first rows as claims.
fn show_three(table: &Path, columns: &BTreeMap<String, String>, session: &mut Session<'_>) -> anyhow::Result<()> {
    let file: std::sync::Arc<str> = table.display().to_string().into();
    let mut rows = open_table(table, columns)?;
    let mut shown = TextTable {
        headings: ["subject", "predicate", "object", "date", "said_by"].map(str::to_owned).to_vec(),
        rows: Vec::new(),
    };
    while shown.rows.len() < 3 {
        let Some(row) = rows.read()? else { break };
        let Ok(row) = row else { continue };
        let cell = |row: &Row<'_>, field: &str| row.get(field).unwrap_or_default().to_owned();
        let Some(claim) = claim_from_row(&row, &file, &mut Vec::new()) else {
            continue;
        };
        let name = |referent: &Referent| match referent {
            Referent::Name(name) => name.clone(),
            Referent::Claim(id) => format!("#{id}"),
        };
        shown.rows.push(vec![
            name(&claim.subject),
            claim.predicate.clone(),
            name(&claim.object),
            cell(&row, "date"),
            cell(&row, "said_by"),
        ]);
    }
    write_table(&shown, session.terminal.width, session.out)?;
    Ok(())
}

fn confirmed() -> anyhow::Result<bool> {
    write!(std::io::stderr(), "read the table so? [Y/n] ")?;
    std::io::stderr().flush()?;
    let mut answer = String::new();
    let n = std::io::stdin().lock().read_line(&mut answer)?;
    Ok(n > 0 && matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

/// The path of `table` as `relata.toml` in `folder` names it: relative where it lies below.
pub(super) fn relative_to(table: &Path, folder: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (table, folder) = (real(table), real(folder));
    table.strip_prefix(&folder).unwrap_or(&table).to_string_lossy().replace('\\', "/")
}
