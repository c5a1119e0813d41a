//! A folder that a stranger sends: what is read of it, and what of it is believed.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

use relata::Graph;
use relata::built::{BuildOptions, Doubt, SourceChange, build, changed_sources, is_current, kept_graph};
use relata::diagnostic::Report;
use relata::door::Origin;
use relata::files::Reach;
use relata::project::{Project, Source, SourceKind};

use crate::support::{Compiled, Sandbox};

const HEADER: &str = "subject,predicate,object\n";
const QUIET: &str = "[project]\nname = \"t\"\n[severity]\nR302 = \"allow\"\nR503 = \"allow\"\nR301 = \"allow\"\n";

/// A folder of two: `project`, and `outside`, where nothing belongs to it. Words that stand outside only are marked.
fn sent(files: &[(&str, &str)]) -> Sandbox {
    let outside = [
        ("outside/claims.csv", "subject,predicate,object\nSECRET,met,Oman\n"),
        ("outside/text.txt", "SECRET text"),
        ("outside/graph.ttl", "<http://e.org/SECRET> <http://e.org/p> <http://e.org/o> .\n"),
        ("outside/query.rq", "# SECRET query\nASK {}"),
        ("project/relata.toml", QUIET),
    ];
    let inside: Vec<(String, &str)> =
        files.iter().map(|(name, content)| (format!("project/{name}"), *content)).collect();
    let inside = inside.iter().map(|(name, content)| (name.as_str(), content.as_bytes()));
    let outside = outside.iter().map(|(name, content)| (*name, content.as_bytes()));
    Sandbox::new(&outside.chain(inside).collect::<Vec<_>>())
}

fn compile(sandbox: &Sandbox) -> Compiled {
    Compiled::of(Project::find(&sandbox.path().join("project")).unwrap())
}

/// The faults, with the folder of the test cut off, and what of the outside is in the graph.
fn told(sandbox: &Sandbox) -> String {
    let compiled = compile(sandbox);
    let quads: Vec<String> = compiled.store.quads().map(|quad| quad.unwrap().to_string()).collect();
    let secrets = quads.iter().filter(|quad| quad.contains("SECRET")).count();
    let folder = sandbox.path().canonicalize().unwrap();
    let faults = compiled.faults().replace(&*folder.to_string_lossy(), "…");
    format!("{faults}\n{} claims, {secrets} secrets", compiled.tally.n_claims)
}

fn pipe(path: &Path) {
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
}

#[test]
fn pipes_sockets_devices_and_folders_are_refused_and_the_rest_loads() {
    let sandbox = sent(&[("claims.csv", "subject,predicate,object\nIran,met,Oman\n")]);
    let project = sandbox.path().join("project");
    pipe(&project.join("claims-2.csv"));
    let _listener = UnixListener::bind(project.join("claims-3.csv")).unwrap();
    fs::create_dir(project.join("claims-4.csv")).unwrap();
    pipe(&project.join("graph.ttl"));
    symlink("/dev/zero", project.join("claims-5.csv")).unwrap();
    insta::assert_snapshot!(told(&sandbox), @"
    claims-2.csv:0:0 error no-plain-file: the file cannot be read: it is a named pipe, and no file → save what it stands for as a file, or take it out of the project
    claims-3.csv:0:0 error no-plain-file: the file cannot be read: it is a socket, and no file → save what it stands for as a file, or take it out of the project
    claims-4.csv:0:0 error no-plain-file: the file cannot be read: it is a folder, and no file → save what it stands for as a file, or take it out of the project
    claims-5.csv:0:0 error outside-project: the file cannot be read: it leads out of the project to `/dev/zero` → when it is meant, name it under `files` in `relata.toml`; else take the link away
    graph.ttl:0:0 error no-plain-file: the file cannot be read: it is a named pipe, and no file → save what it stands for as a file, or take it out of the project
    1 claims, 0 secrets
    ");
}

#[test]
fn a_device_that_is_named_is_refused_as_well() {
    let toml = "[project]\nname = \"t\"\n[[sources]]\nformat = \"claims\"\nfiles = [\"/dev/zero\"]\n";
    insta::assert_snapshot!(told(&sent(&[("relata.toml", toml)])), @"
    zero:0:0 error no-plain-file: the file cannot be read: it is a device, and no file → save what it stands for as a file, or take it out of the project
    0 claims, 0 secrets
    ");
}

#[test]
fn files_that_are_found_do_not_lead_out_of_the_project() {
    let sandbox = sent(&[
        ("claims.csv", "subject,predicate,object,document\nIran,met,Oman,d\nIran,met,Qatar,e\n"),
        ("documents.csv", "id,path\nd,text.txt\ne,below/text.txt\nf,../outside/text.txt\ng,/etc/hostname\n"),
    ]);
    let project = sandbox.path().join("project");
    symlink("../outside/claims.csv", project.join("claims-2.csv")).unwrap();
    symlink("../outside/graph.ttl", project.join("graph.ttl")).unwrap();
    symlink("../outside/text.txt", project.join("text.txt")).unwrap();
    symlink("../outside", project.join("below")).unwrap();
    insta::assert_snapshot!(told(&sandbox), @"
    claims-2.csv:0:0 error outside-project: the file cannot be read: it leads out of the project to `…/outside/claims.csv` → when it is meant, name it under `files` in `relata.toml`; else take the link away
    documents.csv:2:3 warning unreadable-text path: cannot read `text.txt`: it leads out of the project to `…/outside/text.txt` → put a copy of the text into the project; a link out of it is not followed
    documents.csv:3:3 warning unreadable-text path: cannot read `below/text.txt`: it leads out of the project to `…/outside/text.txt` → put a copy of the text into the project; a link out of it is not followed
    documents.csv:4:3 warning unreadable-text path: cannot read `../outside/text.txt`: it lies outside the folder of the table → the path leads from the table's folder to a file below it; the text is UTF-8
    documents.csv:5:3 warning unreadable-text path: cannot read `/etc/hostname`: it lies outside the folder of the table → the path leads from the table's folder to a file below it; the text is UTF-8
    graph.ttl:0:0 error outside-project: the file cannot be read: it leads out of the project to `…/outside/graph.ttl` → when it is meant, name it under `files` in `relata.toml`; else take the link away
    2 claims, 0 secrets
    ");
}

#[test]
fn links_within_the_project_are_followed() {
    let sandbox = sent(&[
        ("tables/one.csv", "subject,predicate,object,document\nIran,met,Oman,d\n"),
        ("documents.csv", "id,path\nd,text.txt\n"),
        ("texts/text.txt", "Iran met Oman"),
    ]);
    let project = sandbox.path().join("project");
    symlink("tables/one.csv", project.join("claims.csv")).unwrap();
    symlink("texts/text.txt", project.join("text.txt")).unwrap();
    insta::assert_snapshot!(told(&sandbox), @"

    1 claims, 0 secrets
    ");
}

#[test]
fn patterns_stay_in_the_folder_they_name() {
    let toml = "[project]\nname = \"t\"\n[severity]\nR302 = \"allow\"\nR503 = \"allow\"\n[[sources]]\nformat = \"claims\"\n\
                files = [\"*.csv\", \"*/*.csv\", \"deep/**/*.csv\", \"../shared/*.csv\"]\n";
    let sandbox = sent(&[("relata.toml", toml), ("deep/a/b/c.csv", "subject,predicate,object\nIran,met,Oman\n")]);
    sandbox.write("shared/meant.csv", b"subject,predicate,object\nIran,met,Qatar\n");
    let project = sandbox.path().join("project");
    symlink("../outside", project.join("folder")).unwrap();
    symlink("../outside/claims.csv", project.join("link.csv")).unwrap();
    symlink("../../outside", project.join("deep/folder")).unwrap();
    symlink("../outside/claims.csv", sandbox.path().join("shared/link.csv")).unwrap();
    insta::assert_snapshot!(told(&sandbox), @"
    link.csv:0:0 error outside-project: the file cannot be read: it leads out of the project to `…/outside/claims.csv` → when it is meant, name it under `files` in `relata.toml`; else take the link away
    2 claims, 0 secrets
    ");
}

#[test]
fn what_the_settings_name_may_lead_anywhere_unless_a_folder_is_the_limit() {
    let toml = "[project]\nname = \"t\"\n[severity]\nR302 = \"allow\"\nR503 = \"allow\"\n[ontology]\nfiles = [\"../outside/graph.ttl\"]\n\
                [[sources]]\nformat = \"claims\"\nfiles = [\"link.csv\", \"../outside/claims.csv\", \"own.csv\"]\n";
    let sandbox = sent(&[("relata.toml", toml), ("own.csv", "subject,predicate,object\nIran,met,Oman\n")]);
    let root = sandbox.path().join("project");
    symlink("../outside/claims.csv", root.join("link.csv")).unwrap();
    let project = Project::find(&root).unwrap();
    let named: Vec<bool> = project.sources.iter().map(|source| project.open(source).is_ok()).collect();
    assert_eq!(named, [true; 2], "two ways to one file are one source");
    let reach = Reach::within(&root).unwrap();
    let compiled = Compiled::of(Project::find_within(&root, &reach).unwrap());
    let folder = sandbox.path().canonicalize().unwrap();
    insta::assert_snapshot!(compiled.faults().replace(&*folder.to_string_lossy(), "…"), @"
    graph.ttl:0:0 error outside-project: the file cannot be read: it lies in `…/outside/graph.ttl`, outside the folder of `--within` → name a folder above it with `--within`, or leave the flag out
    link.csv:0:0 error outside-project: the file cannot be read: it lies in `…/outside/claims.csv`, outside the folder of `--within` → name a folder above it with `--within`, or leave the flag out
    ");
    assert_eq!(compiled.tally.n_claims, 1);
}

#[test]
fn a_limit_holds_for_the_settings_as_well() {
    let sandbox = sent(&[("below/claims.csv", "subject,predicate,object\nIran,met,Oman\n")]);
    let below = sandbox.path().join("project/below");
    let reach = Reach::within(&below).unwrap();
    assert_eq!(Project::find(&below).unwrap().name, "t");
    assert_eq!(Project::find_within(&below, &reach).unwrap().name, "below", "the settings lie above the limit");
    let file = sandbox.path().join("outside/claims.csv");
    let named = Compiled::of(Project::at_within(&file, &reach).unwrap());
    assert_eq!((named.tally.n_claims, named.report.diagnostics()[0].code.name), (0, "outside-project"));
}

#[test]
fn settings_that_are_a_link_to_elsewhere_are_not_read() {
    let sandbox = sent(&[]);
    let settings = sandbox.path().join("project/relata.toml");
    fs::remove_file(&settings).unwrap();
    symlink("../outside/text.txt", &settings).unwrap();
    let error = Project::find(&sandbox.path().join("project")).unwrap_err();
    let reason = std::error::Error::source(&error).unwrap().to_string();
    assert!(reason.starts_with("it leads out of the project"), "{reason}");
}

#[test]
fn metadata_queries_and_annotations_name_nothing_outside() {
    let toml = "[project]\nname = \"t\"\nbase = \"http://e.org/\"\n[[sources]]\nformat = \"csvw\"\nfiles = [\"meta.json\"]\n\
                [[sources]]\nformat = \"construct\"\nquery = \"map.rq\"\n[[sources]]\nformat = \"brat\"\nfiles = [\"doc.ann\"]\n";
    let query = "CONSTRUCT { ?URI a <http://e.org/T> ; <http://e.org/s> ?subject } \
                 FROM <../outside/claims.csv> FROM </etc/hostname> WHERE { BIND (URI('http://e.org/x') AS ?URI) }";
    let metadata = r#"{"@context": "http://www.w3.org/ns/csvw", "tables": [{"url": "link.csv"}, {"url": "../outside/claims.csv"}]}"#;
    let sandbox = sent(&[
        ("relata.toml", toml),
        ("map.rq", query),
        ("meta.json", metadata),
        ("doc.ann", "T1\tActor 0 6\tSECRET\n"),
    ]);
    let project = sandbox.path().join("project");
    symlink("../outside/claims.csv", project.join("link.csv")).unwrap();
    symlink("../outside/text.txt", project.join("doc.txt")).unwrap();
    insta::assert_snapshot!(told(&sandbox), @"
    hostname:0:0 error outside-project: the file cannot be read: it leads out of the project to `/etc/hostname` → when it is meant, name it under `files` in `relata.toml`; else take the link away
    claims.csv:0:0 error outside-project: the file cannot be read: it leads out of the project to `…/outside/claims.csv` → when it is meant, name it under `files` in `relata.toml`; else take the link away
    doc.ann:1:1 error missing-text: cannot read `doc.txt`, the text that is annotated: it leads out of the project to `…/outside/text.txt` → brat keeps `X.txt` beside `X.ann`: put the text there
    meta.json:1:62 error unreadable-file url: the table `…/project/link.csv` cannot be read: it leads out of the project to `…/outside/claims.csv` → mend the path, or what may be read
    meta.json:1:83 error unreadable-file url: the table `…/project/outside/claims.csv` is missing → mend the path; it is relative to the metadata
    0 claims, 0 secrets
    ");
}

#[test]
fn queries_of_the_project_that_lead_out_are_not_shown() {
    let sandbox = sent(&[("queries/own.rq", "# Own\nASK {}")]);
    let project = sandbox.path().join("project");
    symlink("../../outside/query.rq", project.join("queries/link.rq")).unwrap();
    pipe(&project.join("queries/pipe.rq"));
    let listed = relata::query::named::list(&project, &Reach::default());
    let folder = sandbox.path().canonicalize().unwrap();
    let lines: Vec<String> = listed.iter().map(|query| format!("{}: {}", query.name, query.title)).collect();
    insta::assert_snapshot!(lines.join("\n").replace(&*folder.to_string_lossy(), "…"), @"
    link: cannot be read: it leads out of the project to `…/outside/query.rq`
    own: Own
    pipe: cannot be read: it is a named pipe, and no file
    ");
    assert!(relata::query::named::open(&listed[0], &project, &Reach::default()).is_err());
}

#[test]
fn a_text_beyond_every_limit_costs_no_memory() {
    let sandbox = sent(&[
        ("claims.csv", "subject,predicate,object,document\nIran,met,Oman,d\n"),
        ("documents.csv", "id,path\nd,text.txt\n"),
    ]);
    fs::File::create(sandbox.path().join("project/text.txt")).unwrap().set_len(3 << 30).unwrap();
    insta::assert_snapshot!(told(&sandbox), @"
    documents.csv:2:3 warning unreadable-text path: cannot read `text.txt`: it has more than the 64 MB that such a file may have → divide the text into several documents
    1 claims, 0 secrets
    ");
}

/// A name whose last letter is Latin-1.
fn latin(start: &[u8], end: &[u8]) -> std::ffi::OsString {
    OsStr::from_bytes(&[start, b"\xE4", end].concat()).to_owned()
}

#[test]
fn names_that_are_no_text_are_read_by_their_usual_form_and_by_patterns() {
    let sandbox = sent(&[("claims.csv", "subject,predicate,object\nIran,met,Oman\n")]);
    let project = sandbox.path().join("project");
    let name = project.join(latin(b"claims-M", b"rz.csv"));
    fs::write(&name, "subject,predicate,object\nIran,met,Qatar\nIran,,\n").unwrap();
    insta::assert_snapshot!(told(&sandbox), @"
    claims-M%E4rz.csv:3:6 error empty-cell predicate: the cell `predicate` is empty → every row needs it
    2 claims, 0 secrets
    ");
    let toml = QUIET.to_owned() + "[[sources]]\nformat = \"claims\"\nfiles = [\"claims*.csv\"]\n";
    fs::write(project.join("relata.toml"), toml).unwrap();
    insta::assert_snapshot!(told(&sandbox), @"
    claims-M%E4rz.csv:3:6 error empty-cell predicate: the cell `predicate` is empty → every row needs it
    2 claims, 0 secrets
    ");
    let project = Project::find(&project).unwrap();
    let mut report = Report::new(project.policy.clone());
    build(&project, &mut report, BuildOptions::with_progress(&mut |_| ())).unwrap();
    assert!(is_current(&project));
    fs::write(&name, "subject,predicate,object\nIran,met,Qatar\nIran,met,Kuwait\n").unwrap();
    assert!(!is_current(&project), "the manifest knows the file by its bytes");
}

#[test]
fn annotations_whose_names_are_no_text_find_their_texts() {
    let sandbox = sent(&[]);
    let folder = sandbox.path().join("project/c");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join(latin(b"b", b".ann")), "T1\tActor 0 4\tIran\n").unwrap();
    fs::write(folder.join(latin(b"b", b".txt")), "Iran met Oman.").unwrap();
    let patterns = [folder.to_str().unwrap().to_owned()];
    let kind = SourceKind::try_from("brat".to_owned()).unwrap();
    let sources = Source::of_patterns(kind, &patterns, sandbox.path()).unwrap();
    let compiled = Compiled::of(Project::of_sources(sandbox.path().to_owned(), sources));
    assert_eq!(compiled.tally.n_annotations, 1);
    assert!(!compiled.faults().contains("missing-text"), "{}", compiled.faults());
}

#[test]
fn the_rows_of_a_refused_table_are_counted_and_handed_on() {
    let sandbox = sent(&[
        ("claims.csv", "subject,predicate,object\nIran,met,Oman\n"),
        ("claims-2.csv", "subject,predikat,object\nIran,met,Qatar\nIran,met,\"Iraq\nIran,met,Kuwait\n"),
        ("entities.csv", "name_of\nIran\n"),
    ]);
    pipe(&sandbox.path().join("project/claims-3.csv"));
    let project = Project::find(&sandbox.path().join("project")).unwrap();
    let graph = built(&project);
    let tally = &graph.built().tally;
    let refused = (tally.n_refused_rows, tally.n_refused_files);
    assert_eq!((tally.n_rows, tally.n_claims, refused), (1, 1, (3, 1)));
    assert_eq!(tally.n_rejected, 4);
    let rejects = fs::read_to_string(graph.built().rejects.as_ref().unwrap()).unwrap();
    insta::assert_snapshot!(rejects.replace(&*sandbox.path().to_string_lossy(), "…"), @r#"
    file,line,code,column,message,row
    …/project/entities.csv,2,R011,name_of,the table has no column `label`,Iran
    …/project/claims-2.csv,2,R011,subject,the table has no column `predicate`,"Iran,met,Qatar"
    …/project/claims-2.csv,3,R011,subject,the table has no column `predicate`,"Iran,met,""Iraq"
    …/project/claims-2.csv,4,R011,subject,the table has no column `predicate`,"Iran,met,Kuwait"
    "#);
}

/// The checksum of a zip archive is that of `written`, and what is in it `content`.
fn zipped(name: &str, content: &str, written: &str) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(written.as_bytes());
    let size = u32::try_from(content.len()).unwrap().to_le_bytes();
    let fields = [&[0; 6][..], &crc.sum().to_le_bytes(), &size, &size].concat();
    let length = u16::try_from(name.len()).unwrap().to_le_bytes();
    let local = [b"PK\x03\x04\x14\0", &fields[..2], &fields[..], &length, b"\0\0", name.as_bytes(), content.as_bytes()]
        .concat();
    let central =
        [&b"PK\x01\x02\x14\0\x14\0"[..], &fields[..2], &fields[..], &length, &[0; 16], name.as_bytes()].concat();
    let start = u32::try_from(local.len()).unwrap().to_le_bytes();
    let n = u32::try_from(central.len()).unwrap().to_le_bytes();
    [&local[..], &central, b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &n, &start, b"\0\0"].concat()
}

#[test]
fn what_is_in_an_archive_is_compared_with_its_checksum() {
    let (good, other) = ("subject,predicate,object\nIran,met,Oman\n", "subject,predicate,object\nIran,hit,Oman\n");
    let sandbox = Sandbox::new(&[
        ("good.zip", &zipped("claims.csv", good, good)),
        ("changed.zip", &zipped("claims.csv", other, good)),
    ]);
    let read = |file: &str| {
        let file = fs::File::open(sandbox.path().join(file)).unwrap();
        let mut text = String::new();
        relata::files::unpacked(file)?.read_to_string(&mut text).map(|_| text)
    };
    assert_eq!(read("good.zip").unwrap(), good);
    insta::assert_snapshot!(read("changed.zip").unwrap_err(), @"`claims.csv` in the archive is damaged: its checksum is not that of what is in it");
}

#[test]
fn of_a_damaged_archive_nothing_is_believed_and_the_rest_loads() {
    let (good, other) = ("subject,predicate,object\nIran,met,Oman\n", "subject,predicate,object\nIran,hit,Oman\n");
    let toml = QUIET.to_owned() + "[[sources]]\nformat = \"claims\"\nfiles = [\"*.zip\", \"*.gz\", \"claims.csv\"]\n";
    let sandbox = sent(&[("relata.toml", &toml), ("claims.csv", "subject,predicate,object\nIran,met,Iraq\n")]);
    sandbox.write("project/changed.zip", &zipped("claims.csv", other, good));
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(good.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    sandbox.write("project/cut.csv.gz", &packed[..packed.len() - 4]);
    let compiled = compile(&sandbox);
    assert_eq!((compiled.tally.n_claims, compiled.tally.n_refused_files), (1, 2));
    insta::assert_snapshot!(compiled.faults(), @"
    changed.zip:0:0 error unreadable-file: the file cannot be read: `claims.csv` in the archive is damaged: its checksum is not that of what is in it → mend the path, or take the file out of the project
    cut.csv.gz:0:0 error unreadable-file: the file cannot be read: unexpected end of file → mend the path, or take the file out of the project
    ");
}

#[test]
fn all_parts_of_a_gzip_file_are_read_and_their_checksums_hold() {
    let packed = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let mut bytes = [packed("subject,predicate,object\n"), packed("Iran,met,Oman\n")].concat();
    let sandbox = Sandbox::new(&[("claims.csv.gz", &bytes)]);
    let read = || {
        let mut text = String::new();
        relata::files::unpacked(fs::File::open(sandbox.path().join("claims.csv.gz")).unwrap())?
            .read_to_string(&mut text)
            .map(|_| text)
    };
    assert_eq!(read().unwrap(), "subject,predicate,object\nIran,met,Oman\n");
    let at = bytes.len() - 6;
    bytes[at] ^= 1;
    sandbox.write("claims.csv.gz", &bytes);
    assert!(read().is_err());
}

fn built(project: &Project) -> Graph {
    Graph::of_project(project.clone(), &mut Report::new(project.policy.clone())).unwrap()
}

#[test]
fn a_graph_from_somewhere_else_is_not_believed() {
    let sandbox = sent(&[("claims.csv", "subject,predicate,object\nIran,attacked,Oman\n")]);
    let project = Project::find(&sandbox.path().join("project")).unwrap();
    assert_eq!((built(&project).origin(), built(&project).origin()), (Origin::Built, Origin::Kept));
    // Another graph under a manifest that is as it was.
    let other = sent(&[("claims.csv", "subject,predicate,object\nIran,met,Oman\n")]);
    let other_project = Project::find(&other.path().join("project")).unwrap();
    built(&other_project);
    fs::copy(other_project.built_folder().join("graph.relata"), project.built_folder().join("graph.relata")).unwrap();
    assert_eq!(kept_graph(&project).err(), Some(Doubt::Foreign));
    let graph = built(&project);
    assert_eq!((graph.origin(), graph.built().doubt.clone()), (Origin::Built, Some(Doubt::Foreign)));
    assert!(
        graph.query("ASK { ?c rdf:predicate rel:attacked }").unwrap().next().unwrap().unwrap().text("answer") == "true"
    );
    // A manifest with another word in it.
    let manifest = project.built_folder().join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("\"n_claims\": 1", "\"n_claims\": 2")).unwrap();
    assert_ne!(fs::read_to_string(&manifest).unwrap(), text);
    assert_eq!(kept_graph(&project).err(), Some(Doubt::Foreign));
    assert_eq!(built(&project).built().doubt, Some(Doubt::Foreign));
    assert_eq!(built(&project).built().doubt, None);
}

#[test]
fn a_graph_that_was_changed_where_it_lies_is_not_believed() {
    let sandbox = sent(&[("claims.csv", "subject,predicate,object\nIran,attacked,Oman\n")]);
    let project = Project::find(&sandbox.path().join("project")).unwrap();
    built(&project);
    let path = project.built_folder().join("graph.relata");
    let (bytes, metadata) = (fs::read(&path).unwrap(), fs::metadata(&path).unwrap());
    let mut other = bytes.clone();
    *other.last_mut().unwrap() ^= 1;
    let mut file = fs::File::options().write(true).open(&path).unwrap();
    file.write_all(&other).unwrap();
    file.set_modified(metadata.modified().unwrap()).unwrap();
    assert_eq!(kept_graph(&project).err(), Some(Doubt::Foreign));
    // The same bytes are the same graph, whatever their times.
    fs::write(&path, bytes).unwrap();
    assert!(is_current(&project));
}

#[test]
fn a_copy_of_a_project_needs_no_new_graph() {
    let sandbox = sent(&[("claims.csv", "subject,predicate,object\nIran,attacked,Oman\n")]);
    let project = Project::find(&sandbox.path().join("project")).unwrap();
    built(&project);
    let copy = sandbox.path().join("copy");
    fs::create_dir_all(copy.join(".relata")).unwrap();
    for file in ["claims.csv", "relata.toml", ".relata/manifest.json", ".relata/graph.relata"] {
        fs::copy(project.root.join(file), copy.join(file)).unwrap();
    }
    assert_eq!(built(&Project::find(&copy).unwrap()).origin(), Origin::Kept);
}

#[test]
fn what_is_built_is_read_through_no_link() {
    let sandbox = sent(&[("claims.csv", "subject,predicate,object\nIran,attacked,Oman\n")]);
    let project = Project::find(&sandbox.path().join("project")).unwrap();
    built(&project);
    fs::rename(project.built_folder(), sandbox.path().join("elsewhere")).unwrap();
    symlink("../elsewhere", project.built_folder()).unwrap();
    assert!(!is_current(&project));
    fs::remove_file(project.built_folder()).unwrap();
    fs::create_dir(project.built_folder()).unwrap();
    for file in ["manifest.json", "graph.relata"] {
        symlink(format!("../../elsewhere/{file}"), project.built_folder().join(file)).unwrap();
    }
    assert!(!is_current(&project));
}

#[test]
fn another_content_of_the_same_size_and_time_is_noticed() {
    let large = (0..60_000).map(|n| format!("Iran,met,A{n:05}\n")).collect::<Vec<String>>().concat();
    let sandbox = sent(&[("claims.csv", HEADER), ("claims-2.csv", &format!("{HEADER}{large}"))]);
    sandbox.write("project/claims.csv", b"subject,predicate,object\nIran,met,Oman\n");
    let project = Project::find(&sandbox.path().join("project")).unwrap();
    built(&project);
    for file in ["claims.csv", "claims-2.csv"] {
        assert!(is_current(&project), "{file}");
        let path = project.root.join(file);
        let (text, time) = (fs::read_to_string(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
        fs::write(&path, text.replacen("met", "hit", 1)).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        assert!(!is_current(&project), "{file}");
        fs::write(&path, text).unwrap();
        assert!(is_current(&project), "{file} is as it was");
    }
}

#[test]
fn the_sources_of_a_graph_are_compared_byte_for_byte() {
    let sandbox = sent(&[
        ("claims.csv", "subject,predicate,object\nIran,met,Oman\n"),
        ("claims-2.csv", "subject,predicate,object\nIran,met,Iraq\n"),
    ]);
    let project = Project::find(&sandbox.path().join("project")).unwrap();
    built(&project);
    let changes = || changed_sources(&Project::find(&project.root).unwrap(), &kept_graph(&project).unwrap().unwrap());
    assert_eq!(changes(), []);
    fs::write(project.root.join("claims.csv"), "subject,predicate,object\nIran,met,Iraq\n").unwrap();
    fs::remove_file(project.root.join("claims-2.csv")).unwrap();
    fs::write(project.root.join("entities.csv"), "label\nIran\n").unwrap();
    let told = |file: &str, change| (file.to_owned(), change);
    assert_eq!(
        changes(),
        [
            told("claims-2.csv", SourceChange::Missing),
            told("claims.csv", SourceChange::Changed),
            told("entities.csv", SourceChange::New)
        ]
    );
}

/// Runs a command of the program with the cache folder `cache`: its exit code and what it says.
fn run(sandbox: &Sandbox, cache: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_relata"));
    command.current_dir(sandbox.path().join("project")).env("RELATA_CACHE", cache).env("NO_COLOR", "1");
    let output = command.args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_key_is_for_one_user_and_without_one_graphs_are_built_each_time() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = sent(&[("claims.csv", "subject,predicate,object\nIran,met,Oman\n")]);
    let cache = sandbox.path().join("cache/relata");
    assert_eq!(run(&sandbox, &cache, &["build"]).0, 0);
    let key = cache.join("key");
    let metadata = fs::metadata(&key).unwrap();
    assert_eq!((metadata.len(), metadata.permissions().mode() & 0o777), (32, 0o600));
    let names: std::collections::BTreeSet<_> =
        fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().eq([".gitignore", "key"]), "nothing is left beside it: {names:?}");
    assert!(run(&sandbox, &cache, &["build"]).1.contains("unchanged"));
    // Another user has another key.
    let (exit, said) = run(&sandbox, &sandbox.path().join("cache/other"), &["stats"]);
    assert!(exit == 0 && said.contains("was not built here"), "{said}");
    // A key that others can read is none, and neither is one behind a link.
    for is_link in [false, true] {
        fs::set_permissions(&key, fs::Permissions::from_mode(if is_link { 0o600 } else { 0o644 })).unwrap();
        if is_link {
            fs::rename(&key, cache.join("elsewhere")).unwrap();
            symlink("elsewhere", &key).unwrap();
        }
        for _ in 0..2 {
            let (exit, said) = run(&sandbox, &cache, &["stats"]);
            assert!(exit == 0 && said.contains("and so builds it each time"), "{said}");
        }
        assert_eq!(run(&sandbox, &cache, &["verify"]).0, 2, "it is not believed");
    }
    // There is nowhere to keep one.
    let (exit, said) = run(&sandbox, Path::new("/dev/null/nowhere"), &["stats"]);
    assert!(exit == 0 && said.contains("and so builds it each time"), "{said}");
}

#[test]
fn verify_compares_the_sources_when_it_is_asked_to() {
    let sandbox = sent(&[("claims.csv", "subject,predicate,object\nIran,met,Oman\n")]);
    let cache = crate::support::cache();
    assert_eq!(run(&sandbox, cache, &["build"]).0, 0);
    assert_eq!(run(&sandbox, cache, &["verify", "--sources"]).0, 0);
    sandbox.write("project/claims.csv", b"subject,predicate,object\nIran,met,Iraq\n");
    assert_eq!(run(&sandbox, cache, &["verify"]).0, 0);
    assert_eq!(run(&sandbox, cache, &["verify", "--sources"]).0, 1);
}

#[test]
fn a_command_reads_nothing_outside_the_folder_it_is_given() {
    let sandbox = sent(&[]);
    let cache = crate::support::cache();
    for arguments in [
        &["check", "--within", ".", "../outside/claims.csv"][..],
        &["--within", ".", "check", "../outside/claims.csv"],
        &["query", "--within", ".", "../outside/claims.csv", "ASK { ?s ?p ?o }"],
        &["query", "--within", ".", "../outside/claims.csv", "@../outside/query.rq"],
        &["init", "--within", ".", "--from", "../outside/claims.csv", "--yes"],
        &["construct", "--within", ".", "../outside/query.rq"],
        &["diff", "--within", ".", "../outside/claims.csv", "../outside/claims.csv"],
        &["import", "--within", ".", "gdelt", "../outside/claims.csv"],
    ] {
        let (exit, said) = run(&sandbox, cache, arguments);
        assert_ne!(exit, 0, "{arguments:?}: {said}");
    }
    assert_eq!(run(&sandbox, cache, &["check", "--within", "nowhere"]).0, 2);
}
