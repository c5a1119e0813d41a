use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Term, Triple, TripleRef};

use super::{Session, hinted, open};
use crate::compile::{ontology_of, rules_of};
use crate::diagnostic::Report;
use crate::door::Graph;
use crate::inference::{Facts, Inferred, Reason, infer, iri_named, predicates_named};
use crate::query::shorten;
use crate::rdf::vocab;
use crate::store::Graphs;

/// Show why a triple is inferred: by which rule and from what, down to the claims
///
/// Exits 1 when the triple neither is said nor follows.
#[derive(Debug, clap::Args)]
pub(crate) struct WhyArgs {
    /// An entity, by label, alias, prefixed name or IRI
    subject: String,
    /// A predicate by one of its names, a prefixed name or an IRI; `a` asks for the type
    predicate: String,
    /// An entity or a class
    object: String,
    /// A table or project folder [default: the project here]
    source: Option<PathBuf>,
    /// Number of triples to show; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
}

/// Claims that are named behind a triple that is said.
const MOST_CLAIMS: usize = 3;

pub(crate) fn run(args: &WhyArgs, session: &mut Session<'_>) -> anyhow::Result<ExitCode> {
    let graph = open::open(session, args.source.as_deref())?;
    let project = graph.project();
    let Some(rules) = &project.infer else {
        return Err(hinted("the project infers nothing", "write `[infer]` into relata.toml; `docs/cli/inference.md`"));
    };
    let [subjects, objects] = [&args.subject, &args.object].map(|word| named(&graph, word));
    let (subjects, objects) = (subjects?, objects?);
    let facts = Facts::of_store(graph.store(), &project.namespace.qualifiers())?;
    let inferred = infer(facts, &rules_of(project, rules))?;
    let reasons = reasons(&inferred, &subjects, &predicates(&graph, &args.predicate), &objects);
    if reasons.is_empty() {
        say!("this neither is said nor follows: `{} {} {}`", args.subject, args.predicate, args.object);
        return Ok(ExitCode::from(1));
    }
    let most = if args.most == 0 { usize::MAX } else { args.most };
    for reason in reasons.iter().take(most) {
        write_reason(&graph, reason, session)?;
    }
    session.out.flush()?;
    if reasons.len() > most {
        say!("{} more triples not shown; --most 0 shows all", reasons.len() - most);
    }
    Ok(ExitCode::SUCCESS)
}

/// Why the first triple that holds does, of those that the words may mean.
fn reasons(
    inferred: &Inferred,
    subjects: &[NamedNode],
    predicates: &[NamedNode],
    objects: &[NamedNode],
) -> Vec<Reason> {
    let triples = subjects.iter().flat_map(|subject| {
        predicates.iter().flat_map(move |predicate| objects.iter().map(move |object| (subject, predicate, object)))
    });
    let reasons = triples.map(|(subject, predicate, object)| {
        inferred.reasons(TripleRef::new(subject.as_ref(), predicate.as_ref(), object.as_ref()))
    });
    let mut found: Vec<Vec<Reason>> = reasons.filter(|reasons| !reasons.is_empty()).collect();
    // What is inferred is what one asks about.
    found.sort_by_key(|reasons| reasons.first().is_some_and(|reason| reason.by.is_none()));
    found.into_iter().next().unwrap_or_default()
}

fn predicates(graph: &Graph, word: &str) -> Vec<NamedNode> {
    if word == "a" {
        return vec![rdf::TYPE.into_owned()];
    }
    let project = graph.project();
    let ontology = ontology_of(project, &mut Report::default());
    predicates_named(word, &ontology, &project.namespace, &project.prefixes())
}

/// The things that a word may mean.
fn named(graph: &Graph, word: &str) -> anyhow::Result<Vec<NamedNode>> {
    if let Some(iri) = iri_named(word, &graph.project().prefixes()) {
        return Ok(vec![iri]);
    }
    let text = word.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ");
    let query = format!(
        "SELECT DISTINCT ?thing {{ ?thing rdfs:label|skos:altLabel ?name FILTER(LCASE(STR(?name)) = LCASE(\"{text}\")) \
         FILTER NOT EXISTS {{ ?thing a ra:Event }} }} ORDER BY ?thing"
    );
    let rows = graph.engine().select(&query)?.into_iter().flatten().flatten();
    let things: Vec<NamedNode> = rows
        .filter_map(|value| match value.term() {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        })
        .collect();
    if things.is_empty() {
        return Err(hinted(format!("nothing is called `{word}`"), "write a label, `kg:` and an identifier, or an IRI"));
    }
    Ok(things)
}

fn write_reason(graph: &Graph, reason: &Reason, session: &mut Session<'_>) -> anyhow::Result<()> {
    let prefixes = graph.project().prefixes();
    let shown = |triple: &Triple| {
        let terms = [triple.subject.clone().into(), triple.predicate.clone().into(), triple.object.clone()];
        terms.map(|term: Term| shorten(&term, &prefixes)).join(" ")
    };
    let mut out = session.people();
    writeln!(out, "{}", shown(&reason.triple))?;
    if let Some(rule) = reason.by {
        writeln!(out, "  follows by `{}` from", rule.word())?;
        for from in &reason.from {
            writeln!(out, "    {}", shown(from))?;
        }
        return Ok(());
    }
    let claims = claims_of(graph, &reason.triple);
    let names: Vec<String> = claims.iter().take(MOST_CLAIMS).map(|claim| shorten(claim, &prefixes)).collect();
    match claims.len() {
        0 => writeln!(out, "  said by no claim: a table of entities, or a file of RDF, has it")?,
        n if n > MOST_CLAIMS => writeln!(out, "  said in {} and {} more claims", names.join(", "), n - MOST_CLAIMS)?,
        _ => writeln!(out, "  said in {}", names.join(", "))?,
    }
    Ok(())
}

/// The claims that have a triple as their statement and are accepted, for which it stands in the graph.
fn claims_of(graph: &Graph, triple: &Triple) -> Vec<Term> {
    let index = graph.store().index();
    let accepted = index.iri(vocab::ACCEPTED);
    let numbers = |triple: &Triple| {
        let (Term::NamedNode(object), oxigraph::model::NamedOrBlankNode::NamedNode(subject)) =
            (&triple.object, &triple.subject)
        else {
            return None;
        };
        Some([index.iri(subject.as_ref())?, index.iri(triple.predicate.as_ref())?, index.iri(object.as_ref())?])
    };
    let Some(([subject, predicate, object], reifies)) = numbers(triple).zip(index.iri(vocab::RDF_REIFIES)) else {
        return Vec::new();
    };
    // A symmetric statement is told in one form, and holds in both.
    let terms = [[subject, predicate, object], [object, predicate, subject]];
    let claims = terms
        .into_iter()
        .filter_map(|parts| index.triple_of(parts))
        .flat_map(|term| index.scan([None, Some(reifies), Some(term)], Graphs::Union).map(|[claim, ..]| claim));
    let is_accepted = |claim: &u32| {
        index.scan([Some(*claim), accepted, None], Graphs::Union).any(|[_, _, object, _]| index.truth(object))
    };
    claims.filter(is_accepted).filter_map(|claim| index.term(claim)).collect()
}
