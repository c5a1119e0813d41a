//! Names that are one actor: judged by `judgements.csv`, joined by normal forms.

use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Compilation;
use super::contested::place;
use super::output::CompileError;
use super::same_events::is_about_events;
use super::writer::fingerprint;
use crate::diagnostic::{Finding, Verdict, clip, codes};
use crate::model::{Judgement, Origin, Sameness};
use crate::project::Project;
use crate::rdf::join::{Join, judgement_iri};
use crate::rdf::names::{Joins, KnownName};
use crate::resolution::{Contradiction, Joined, NameNode, NormalForm, Reason, equal_key, join};
use crate::table::RawRow;

/// A row of judgements.
pub(super) struct Judged {
    pub(super) judgement: Judgement,
    pub(super) row: RawRow,
    /// The file as the graph names it.
    pub(super) file: Arc<str>,
}

/// The names of a project, with those that only judgements have.
struct Nodes {
    known: Vec<KnownName>,
    /// What is no name of the project, but an IRI in a judgement.
    iris: Vec<NamedNode>,
    by_iri: FxHashMap<NamedNode, usize>,
}

impl Nodes {
    fn iri(&self, at: usize) -> Option<&NamedNode> {
        let further = at.checked_sub(self.known.len());
        further.map_or_else(|| Some(&self.known.get(at)?.named.iri), |at| self.iris.get(at))
    }

    fn name_nodes(&self) -> Vec<NameNode> {
        let known = self.known.iter().map(|known| NameNode {
            label: known.named.label.to_string(),
            aliases: known.aliases.clone(),
            is_declared: known.is_declared,
            kind: known.named.kind,
            n: known.n,
            can_lead: true,
        });
        let iris = self.iris.iter().map(|iri| NameNode {
            label: iri.as_str().to_owned(),
            aliases: Vec::new(),
            is_declared: false,
            kind: None,
            n: 0,
            can_lead: false,
        });
        known.chain(iris).collect()
    }
}

/// Looks out for names that are equal in a normal form, while they are met. Whether they are one is decided when all are
/// known; here it is enough that they may be, so that what is written until then may be in vain.
pub(super) struct Lookout<'a> {
    forms: &'a [NormalForm],
    /// Hashes of what names share that are equal.
    met: FxHashSet<u64>,
    /// True when two names were equal.
    has_met_equal: bool,
}

impl<'a> Lookout<'a> {
    /// For the forms of a project, among names that are known already.
    pub(super) fn new(project: &'a Project, known: &[KnownName]) -> Lookout<'a> {
        let mut lookout = Lookout { forms: &project.automatic, met: FxHashSet::default(), has_met_equal: false };
        // What a table declares twice is two things.
        for name in known.iter().filter(|known| known.is_declared) {
            for name in std::iter::once(&*name.named.label).chain(name.aliases.iter().map(String::as_str)) {
                equal_key(name, lookout.forms).map(|key| lookout.met.insert(fingerprint(&key)));
            }
        }
        known.iter().filter(|known| !known.is_declared).for_each(|known| lookout.meet(&known.named.label));
        lookout
    }

    /// Meets a name that no table declares, for the first time.
    pub(super) fn meet(&mut self, name: &str) {
        if let Some(key) = equal_key(name, self.forms) {
            self.has_met_equal |= !self.met.insert(fingerprint(&key));
        }
    }

    /// True when two names were equal.
    pub(super) fn has_met_equal(&self) -> bool {
        self.has_met_equal
    }
}

/// Settles which names are one actor, now that all are known, tells what is wrong with judgements, and writes why. The
/// joins are those that the sources have to be read with.
pub(super) fn settle(compilation: &mut Compilation<'_>, judged: &[Judged]) -> Result<Joins, CompileError> {
    let forms = &compilation.project.automatic;
    if forms.is_empty() && judged.is_empty() {
        return Ok(Joins::default());
    }
    let (nodes, placed) = place_judgements(compilation, judged)?;
    let name_nodes = nodes.name_nodes();
    let judgements: Vec<Judgement> = judged.iter().map(|judged| judged.judgement.clone()).collect();
    let (joined, contradictions) = join(&name_nodes, &judgements, &placed, forms);
    for contradiction in &contradictions {
        tell_contradiction(compilation, judged, contradiction)?;
    }
    for Judged { judgement, row, file } in judged {
        let origin = Origin { file: file.clone(), line: row.line() };
        compilation.writer.write_judgement(judgement, &origin);
    }
    let mut joins = Joins::default();
    for cluster in &joined {
        let Some(target) = nodes.known.get(cluster.target) else {
            write_things(compilation, &nodes, cluster);
            continue;
        };
        let others = cluster.others.iter().filter_map(|other| nodes.iri(other.name)).cloned();
        joins.join(target.named.clone(), target.is_declared, others);
        write_cluster(compilation, judged, &nodes, cluster);
    }
    Ok(joins)
}

/// The names of a judgement by their places; none when one of them is no name.
type Placed = Option<(usize, usize)>;

/// Finds the names of judgements; one that no claim has is told.
fn place_judgements(
    compilation: &mut Compilation<'_>,
    judged: &[Judged],
) -> Result<(Nodes, Vec<Placed>), CompileError> {
    let Compilation { resolver, judge, .. } = compilation;
    let known = resolver.names().all();
    let by_iri = known.iter().enumerate().map(|(at, known)| (known.named.iri.clone(), at)).collect();
    let mut nodes = Nodes { known, iris: Vec::new(), by_iri };
    let mut placed = Vec::with_capacity(judged.len());
    for Judged { judgement, row, .. } in judged {
        if is_about_events(judgement) {
            placed.push(None);
            continue;
        }
        let mut findings = Vec::new();
        let mut place = |field: &'static str, name: &str| {
            let Some(iri) = resolver.names().alone(name) else {
                let message = format!("`{}` is named by no claim", clip(name));
                let finding = Finding::new(&codes::UNUSED_JUDGEMENT, field, message);
                findings.push(finding.hint("write the name as the claims have it, or delete the row"));
                return None;
            };
            let further = nodes.known.len() + nodes.iris.len();
            Some(*nodes.by_iri.entry(iri.clone()).or_insert_with(|| {
                nodes.iris.push(iri);
                further
            }))
        };
        let (left, right) = (place("left", &judgement.left), place("right", &judgement.right));
        let mut both = left.zip(right);
        if both.is_some_and(|(left, right)| left == right) {
            both = None;
            if judgement.sameness == Sameness::Different {
                let message = format!(
                    "`{}` and `{}` are one entity before anything is judged",
                    clip(&judgement.left),
                    clip(&judgement.right)
                );
                let finding = Finding::new(&codes::CONTRADICTING_JUDGEMENT, "judgement", message);
                findings.push(finding.hint("give each a row of its own in `entities.csv`, or delete this one"));
            }
        }
        let verdict = if findings.is_empty() { Verdict::Keep } else { judge.judge(row, findings)? };
        placed.push(both.filter(|_| verdict == Verdict::Keep));
    }
    Ok((nodes, placed))
}

/// Writes which things that are named by IRIs alone are one: each stays what it is, and leads to the others.
fn write_things(compilation: &mut Compilation<'_>, nodes: &Nodes, cluster: &Joined) {
    let Some(of) = nodes.iri(cluster.target) else { return };
    for other in cluster.others.iter().filter_map(|other| nodes.iri(other.name)) {
        compilation.writer.write_same_as(of, other);
    }
}

/// Tells of a judgement that two are different, against others by which they are the same.
pub(super) fn tell_contradiction(
    compilation: &mut Compilation<'_>,
    judged: &[Judged],
    contradiction: &Contradiction,
) -> Result<(), CompileError> {
    let Some(Judged { judgement, row, .. }) = judged.get(contradiction.different) else { return Ok(()) };
    let rows = contradiction.same.iter().filter_map(|at| judged.get(*at));
    let mut rows: Vec<&RawRow> = rows.map(|judged| &judged.row).collect();
    rows.sort_by_key(|row| (row.file.clone(), row.line()));
    let places: Vec<String> = rows.iter().map(|other| place(&other.file, other.line(), &row.file)).collect();
    let (places, verb) = match places.as_slice() {
        [] => return Ok(()),
        [one] => (one.clone(), "makes"),
        [first @ .., last] => (format!("{} and {last}", first.join(", ")), "make"),
    };
    let message = format!(
        "`{}` and `{}` are judged different, but {places} {verb} them the same",
        clip(&judgement.left),
        clip(&judgement.right)
    );
    let finding = Finding::new(&codes::CONTRADICTING_JUDGEMENT, "judgement", message);
    let hint = "delete one of these rows; until then the two stay apart, and none of them joins anything";
    compilation.judge.judge(row, vec![finding.hint(hint)])?;
    Ok(())
}

/// Writes the names of a cluster, each with the reason why it is in it.
fn write_cluster(compilation: &mut Compilation<'_>, judged: &[Judged], nodes: &Nodes, cluster: &Joined) {
    let Compilation { project, writer, .. } = compilation;
    let Some(target) = nodes.known.get(cluster.target) else { return };
    let of = &target.named.iri;
    if !target.is_declared {
        writer.write_label(&target.named);
    }
    for other in &cluster.others {
        let Some(known) = nodes.known.get(other.name) else {
            if let Some(iri) = nodes.iri(other.name) {
                writer.write_same_as(of, iri);
            }
            continue;
        };
        let name = &known.named.label;
        let rows = other.reasons.iter().filter_map(|reason| match reason {
            Reason::Judgement(at) => judged.get(*at),
            Reason::Form(_) => None,
        });
        let judgements = rows.map(|judged| judgement_iri(&judged.judgement, &project.namespace)).collect();
        let words: Vec<String> = other.reasons.iter().map(|reason| tell_reason(reason, judged)).collect();
        writer.write_join(&Join { of, name, reason: &words.join("; "), judgements, differences: Vec::new() });
    }
}

/// Tells a reason in words.
pub(super) fn tell_reason(reason: &Reason, judged: &[Judged]) -> String {
    match reason {
        Reason::Form(words) => words.clone(),
        Reason::Judgement(at) => judged.get(*at).map_or_else(String::new, |Judged { judgement, .. }| {
            let who = judgement.who.as_ref().map_or_else(String::new, |who| format!(" by {who}"));
            let when = judgement.when.as_ref().map_or_else(String::new, |when| format!(" on {when}"));
            let why = judgement.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
            format!("`{}` and `{}` are judged the same{who}{when}{why}", judgement.left, judgement.right)
        }),
    }
}
