//! A shapes graph by node, in the order in which nodes are first named.

use oxigraph::model::{NamedNodeRef, Quad, Term, TermRef};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::vocab::{rdf, rdfs};

/// The number of a term in a shapes graph; the smaller was named first.
pub(super) type Node = u32;

/// The triples of a shapes graph.
#[derive(Default)]
pub(super) struct Facts {
    terms: Vec<Term>,
    numbers: FxHashMap<Term, Node>,
    /// The same of predicates, which are few and asked for all the time, by their IRIs.
    predicates: FxHashMap<String, Node>,
    /// Subject, predicate and object, sorted.
    triples: Vec<[Node; 3]>,
}

/// Why a node is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoList {
    /// A node on the way has no first element or several, or no rest or several.
    Broken(Node),
    /// The list comes back to a node of its own.
    Endless(Node),
    /// Too much is looked at.
    TooMuch,
}

impl Facts {
    pub(super) fn of(quads: impl IntoIterator<Item = Quad>) -> Facts {
        let mut facts = Facts::default();
        for quad in quads {
            let triple = [quad.subject.into(), quad.predicate.into(), quad.object].map(|term| facts.take(term));
            facts.triples.push(triple);
        }
        for [_, predicate, _] in &facts.triples {
            if let Term::NamedNode(iri) = &facts.terms[*predicate as usize]
                && !facts.predicates.contains_key(iri.as_str())
            {
                facts.predicates.insert(iri.as_str().to_owned(), *predicate);
            }
        }
        facts.triples.sort_unstable();
        facts.triples.dedup();
        facts
    }

    fn take(&mut self, term: Term) -> Node {
        if let Some(number) = self.numbers.get(&term) {
            return *number;
        }
        // A shapes graph of four billion terms does not fit into memory: terms take more than a byte.
        let number = Node::try_from(self.terms.len()).unwrap_or(Node::MAX);
        self.terms.push(term.clone());
        self.numbers.insert(term, number);
        number
    }

    pub(super) fn term(&self, node: Node) -> &Term {
        &self.terms[node as usize]
    }

    pub(super) fn find(&self, term: TermRef<'_>) -> Option<Node> {
        self.numbers.get(&term.into_owned()).copied()
    }

    fn iri(&self, iri: NamedNodeRef<'_>) -> Option<Node> {
        self.find(iri.into())
    }

    fn predicate(&self, iri: NamedNodeRef<'_>) -> Option<Node> {
        self.predicates.get(iri.as_str()).copied()
    }

    /// What is said of a node: predicates and objects.
    pub(super) fn about(&self, node: Node) -> impl Iterator<Item = (Node, Node)> + '_ {
        let start = self.triples.partition_point(|[subject, ..]| *subject < node);
        self.triples[start..].iter().take_while(move |triple| triple[0] == node).map(|[_, p, o]| (*p, *o))
    }

    /// The objects of a subject and a predicate.
    pub(super) fn objects(&self, subject: Node, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = Node> + '_ {
        self.values(subject, self.predicate(predicate))
    }

    /// The same, of a predicate that is looked up already.
    fn values(&self, subject: Node, predicate: Option<Node>) -> impl Iterator<Item = Node> + '_ {
        let start = predicate.map_or(self.triples.len(), |predicate| {
            self.triples.partition_point(|triple| [triple[0], triple[1]] < [subject, predicate])
        });
        let fits = move |triple: &&[Node; 3]| triple[0] == subject && Some(triple[1]) == predicate;
        self.triples[start..].iter().take_while(fits).map(|triple| triple[2])
    }

    /// Subjects and objects of a predicate.
    pub(super) fn pairs(&self, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = (Node, Node)> + '_ {
        let predicate = self.predicate(predicate);
        let fits = move |triple: &&[Node; 3]| Some(triple[1]) == predicate;
        self.triples.iter().filter(fits).map(|[s, _, o]| (*s, *o))
    }

    /// Every subject, each once.
    pub(super) fn subjects(&self) -> impl Iterator<Item = Node> + '_ {
        self.triples.chunk_by(|a, b| a[0] == b[0]).map(|chunk| chunk[0][0])
    }

    /// The nodes that are of one of these classes or of a class below them, by what the shapes graph itself says.
    pub(super) fn instances(&self, classes: &[NamedNodeRef<'_>]) -> FxHashSet<Node> {
        let mut found: FxHashSet<Node> = classes.iter().filter_map(|class| self.iri(*class)).collect();
        let mut above: FxHashMap<Node, Vec<Node>> = FxHashMap::default();
        for (below, class) in self.pairs(rdfs::SUB_CLASS_OF) {
            above.entry(class).or_default().push(below);
        }
        let mut waiting: Vec<Node> = found.iter().copied().collect();
        while let Some(class) = waiting.pop() {
            let below = above.get(&class).into_iter().flatten();
            waiting.extend(below.copied().filter(|class| found.insert(*class)));
        }
        self.pairs(rdf::TYPE).filter(|(_, class)| found.contains(class)).map(|(node, _)| node).collect()
    }

    /// The elements of a list.
    pub(super) fn list(&self, head: Node) -> Result<Vec<Node>, NoList> {
        let only = |node: Node, predicate: Option<Node>| {
            let mut objects = self.values(node, predicate);
            objects.next().filter(|_| objects.next().is_none()).ok_or(NoList::Broken(node))
        };
        let ([first, rest], nil) = ([rdf::FIRST, rdf::REST].map(|name| self.predicate(name)), self.iri(rdf::NIL));
        let (mut elements, mut seen, mut at) = (Vec::new(), FxHashSet::default(), head);
        while Some(at) != nil {
            if !seen.insert(at) {
                return Err(NoList::Endless(at));
            }
            elements.push(only(at, first)?);
            at = only(at, rest)?;
        }
        Ok(elements)
    }
}
