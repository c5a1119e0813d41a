//! What a project's own words for predicates mean: the rows of `predicates.csv`.

use std::borrow::Cow;
use std::path::Path;

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad};
use rustc_hash::FxHashMap;

use super::paths::display_path;
use super::quads::shared_name;
use super::unopened::unopened;
use crate::columns::PREDICATES;
use crate::diagnostic::{Diagnostic, Finding, Report, Verdict, clip, codes, nearest};
use crate::files::unpacked;
use crate::ontology::{EventCodes, Ontology, normal_name, vocab};
use crate::project::{OWN_PREDICATES, Project};
use crate::rdf::Sink;
use crate::table::{Mapping, RawRow, Row, Table};

/// A row that is sound by itself.
struct OwnWord {
    label: String,
    term: Option<String>,
    kind: Option<NamedNode>,
    inverse: Option<String>,
    is_symmetric: bool,
    row: RawRow,
}

/// Adds what `predicates.csv` says, when there is one: first the predicates that it makes, then other words for known ones.
pub(super) fn read(project: &Project, report: &mut Report, ontology: &mut Cow<'static, Ontology>, sink: &mut Sink<'_>) {
    let path = Path::new(OWN_PREDICATES);
    let is_source = project.sources.iter().any(|source| project.root.join(&source.path) == project.root.join(path));
    let opened = project.open_within(path, Path::new("")).and_then(unpacked);
    let shown = display_path(project, path);
    let file = match opened {
        Ok(file) if !is_source => file,
        Err(error) if !is_source && error.kind() != std::io::ErrorKind::NotFound => {
            report.add(unopened(&shown, &error));
            return;
        }
        _ => return,
    };
    let words = match words_of(&shown, file, report) {
        Ok(words) => words,
        Err(error) => {
            report.add(unopened(&shown, &error));
            return;
        }
    };
    let (terms, made): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word.term.is_some());
    let quads: Vec<Quad> = made.iter().flat_map(|word| described(project, word)).collect();
    if !quads.is_empty() {
        for shared in ontology.to_mut().extend(&quads) {
            report.add(shared_name(&shown, &shared));
        }
        for quad in &quads {
            sink(quad.as_ref());
        }
    }
    for word in terms {
        let term = word.term.as_deref().unwrap_or_default();
        let known = ontology.resolve(term).map(|meaning| meaning.predicate().iri.clone());
        let (Some(iri), Some(shared)) = (known, ontology.to_mut().add_name(&word.label, term)) else {
            report.add(word.row.diagnose(unknown_term(ontology, term)));
            continue;
        };
        for shared in shared {
            report.add(shared_name(&shown, &shared));
        }
        sink(text(&iri, vocab::SKOS_ALT_LABEL, &word.label).as_ref());
    }
}

/// The sound rows of the table.
fn words_of(shown: &str, file: Box<dyn std::io::Read + Send>, report: &mut Report) -> std::io::Result<Vec<OwnWord>> {
    let mut words: Vec<OwnWord> = Vec::new();
    let mut lines: FxHashMap<String, u64> = FxHashMap::default();
    let mut note = |fault: Diagnostic| report.add(fault);
    let Some(mut table) = Table::open(shown, file, &PREDICATES, &Mapping::default(), &mut note)? else {
        return Ok(words);
    };
    loop {
        let mut findings = Vec::new();
        let read = match table.read()? {
            None => return Ok(words),
            Some(Ok(row)) => Some(word_of(&row, &mut findings)),
            Some(Err(finding)) => {
                findings.push(finding);
                None
            }
        };
        let row = table.raw();
        if let Some((label, ..)) = &read
            && !label.is_empty()
        {
            let line = *lines.entry(normal_name(label)).or_insert(row.line());
            if line != row.line() {
                let message = format!("`{}` has a meaning in line {line} already", clip(label));
                findings.push(Finding::new(&codes::TWICE_EXPLAINED, "label", message).hint("keep one of the two rows"));
            }
        }
        let verdicts: Vec<Verdict> = findings.into_iter().map(|finding| report.push(row.diagnose(finding))).collect();
        if let (Some((label, term, kind, inverse, is_symmetric)), true) =
            (read, verdicts.iter().all(|verdict| *verdict == Verdict::Keep))
        {
            words.push(OwnWord { label, term, kind, inverse, is_symmetric, row });
        }
    }
}

/// The cells of a row: label, term, type, inverse, and whether it is symmetric.
type Cells = (String, Option<String>, Option<NamedNode>, Option<String>, bool);

fn word_of(row: &Row<'_>, findings: &mut Vec<Finding>) -> Cells {
    let cell = |field: &str| row.get(field).map(str::trim).filter(|cell| !cell.is_empty());
    let wrong = |field: &'static str, message: String| Finding::new(&codes::UNKNOWN_VALUE, field, message);
    if cell("label").is_none() {
        findings
            .push(Finding::new(&codes::EMPTY_CELL, "label", "the cell `label` is empty").hint("every row needs it"));
    }
    let symmetric = cell("symmetric").map(str::to_lowercase);
    let is_symmetric = match symmetric.as_deref() {
        None | Some("no" | "false" | "0") => false,
        Some("yes" | "true" | "1") => true,
        Some(other) => {
            let message = format!("`{}` is neither `yes` nor `no`", clip(other));
            findings.push(wrong("symmetric", message).hint("write `yes` where both ways are the same, else nothing"));
            false
        }
    };
    let kind = cell("type").and_then(|code| {
        let kind = parse_type(code);
        if kind.is_none() {
            findings.push(wrong("type", format!("`{}` is no type of PLOVER and no code of CAMEO", clip(code))).hint(
                "write a type such as `REJECT`, a mode such as `plover:PROTEST-demo` or a code such as `cameo:120`",
            ));
        }
        kind
    });
    if cell("term").is_some() {
        for field in ["type", "inverse", "symmetric"] {
            if cell(field).is_some() {
                let message = format!("`{field}` is told of a word for a predicate that is known");
                findings.push(wrong(field, message).hint("leave it empty, or leave `term` empty to make a predicate"));
            }
        }
    }
    let owned = |field: &str| cell(field).map(str::to_owned);
    (owned("label").unwrap_or_default(), owned("term"), kind, owned("inverse"), is_symmetric)
}

/// The type, mode or code that a cell means: `REJECT`, `plover:REJECT`, `cameo:120`, `120`.
pub(crate) fn parse_type(code: &str) -> Option<NamedNode> {
    let codes = EventCodes::shipped();
    let spelled = [code.to_owned(), format!("plover:{}", code.to_uppercase()), format!("cameo:{code}")];
    let found = spelled.iter().find_map(|code| codes.concept(code));
    found.filter(|iri| iri.as_str().contains("/plover/") || iri.as_str().contains("/cameo/")).cloned()
}

fn unknown_term(ontology: &Ontology, term: &str) -> Finding {
    let finding = Finding::new(&codes::UNKNOWN_TERM, "term", format!("`{}` is no known predicate", clip(term)));
    finding.hint(nearest(&normal_name(term), ontology.names()).map_or_else(
        || "`relata predicates WORDS` finds one, or leave `term` empty to make a predicate".to_owned(),
        |near| format!("did you mean `{near}`?"),
    ))
}

/// The quads that describe a predicate of the project.
fn described(project: &Project, word: &OwnWord) -> Vec<Quad> {
    let iri = project.namespace.predicate(&normal_name(&word.label));
    let link = |subject: &NamedNode, property: NamedNodeRef<'_>, object: &NamedNode| {
        Quad::new(subject.clone(), property.into_owned(), object.clone(), GraphName::DefaultGraph)
    };
    let kind = |subject: &NamedNode, class: &str| link(subject, RDF_TYPE, &NamedNode::new_unchecked(class));
    let ra = |local: &str| format!("{}{local}", vocab::RA);
    let mut quads = vec![kind(&iri, &ra("Predicate")), text(&iri, RDFS_LABEL, &word.label)];
    if word.is_symmetric {
        quads.push(kind(&iri, "http://www.w3.org/2002/07/owl#SymmetricProperty"));
    }
    if let Some(code) = &word.kind {
        let local = code.as_str().rsplit('/').next().unwrap_or_default();
        let property = match code.as_str() {
            iri if iri.contains("/cameo/") => "cameo",
            _ if local.contains('-') => "ploverMode",
            _ => "ploverType",
        };
        quads.push(link(&iri, NamedNode::new_unchecked(ra(property)).as_ref(), code));
    }
    if let Some(inverse) = &word.inverse {
        let back = project.namespace.predicate(&normal_name(inverse));
        let of = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#inverseOf");
        quads.extend([kind(&back, &ra("InversePredicate")), text(&back, RDFS_LABEL, inverse), link(&back, of, &iri)]);
    }
    quads
}

const RDF_TYPE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
const RDFS_LABEL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2000/01/rdf-schema#label");

fn text(subject: &NamedNode, property: NamedNodeRef<'_>, text: &str) -> Quad {
    let literal = Literal::new_simple_literal(text);
    Quad::new(subject.clone(), property.into_owned(), literal, GraphName::DefaultGraph)
}
