"""Reads RDF 1.1 and nanopublications with rdflib, and what raptor knows with rapper.

Usage: rdf.py FOLDER. Reads graph.ttl, graph.nt, graph.nq, graph.trig, graph.jsonld,
graph.rdfxml and nanopub.trig in it, prints a line for each, and fails when two of
them are not the same graph or a nanopublication breaks a rule of
http://nanopub.net/guidelines/working_draft/.
"""

import pathlib
import shutil
import subprocess
import sys

try:
    from rdflib import RDF, Dataset, Graph, Namespace, URIRef
except ImportError:
    print("rdflib is not installed")
    sys.exit(77)

NP = Namespace("http://www.nanopub.org/nschema#")
RA = Namespace("https://w3id.org/relata/ns#")
GRASPF = Namespace("http://groundedannotationframework.org/grasp/factuality#")

# What rdflib calls a format, and what rapper calls it.
GRAPHS = {"ttl": ("turtle", "turtle"), "nt": ("nt", "ntriples"), "rdfxml": ("xml", "rdfxml")}
DATASETS = {"nq": "nquads", "trig": "trig", "jsonld": "json-ld"}


def exact(graph):
    """The triples with literals as they are written, not as they compare."""
    return {tuple(part.n3() for part in triple) for triple in graph}


def read_graphs(folder):
    graphs = {}
    for name, (format, _) in GRAPHS.items():
        graphs[name] = exact(Graph().parse(folder / f"graph.{name}", format=format))
    for name, format in DATASETS.items():
        dataset = Dataset(default_union=True)
        dataset.parse(folder / f"graph.{name}", format=format)
        graphs[name] = exact((s, p, o) for s, p, o, _ in dataset.quads())
    first = graphs["nt"]
    for name, triples in graphs.items():
        assert triples == first, f"{name} differs: {sorted(triples ^ first)[:5]}"
        print(name, len(triples))


def read_with_rapper(folder):
    if shutil.which("rapper") is None:
        return
    wanted = exact(Graph().parse(folder / "graph.nt", format="nt"))
    for name, (_, parser) in GRAPHS.items():
        command = ["rapper", "-q", "-i", parser, "-o", "ntriples", str(folder / f"graph.{name}")]
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        assert done.returncode == 0 and not done.stderr, f"rapper, {name}: {done.stderr}"
        assert exact(Graph().parse(data=done.stdout, format="nt")) == wanted, f"rapper, {name}"
        print("rapper", name, len(wanted))


def check_nanopub(dataset, publication, head):
    """The rules every nanopublication has to keep; returns its four graphs."""
    graph = dataset.graph(head)
    parts = []
    for property in (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo):
        found = list(graph.objects(publication, property))
        assert len(found) == 1, f"{publication}: {property}"
        parts.append(found[0])
    assertion, provenance, pubinfo = parts
    names = {publication, head, assertion, provenance, pubinfo}
    assert len(names) == 5 and all(isinstance(name, URIRef) for name in names), publication
    for part in parts:
        assert len(dataset.graph(part)) > 0, f"{part} is empty"
    about = lambda graph, node: any(node in triple for triple in dataset.graph(graph))
    assert about(provenance, assertion), f"{provenance} does not speak of {assertion}"
    assert about(pubinfo, publication), f"{pubinfo} does not speak of {publication}"
    return {head, assertion, provenance, pubinfo}, assertion, provenance


def check_honesty(dataset, publication, assertion, provenance):
    """Only what is affirmed is asserted as a plain statement; all else is a claim about one."""
    claim = URIRef(str(publication).removesuffix("/nanopub"))
    source, said = dataset.graph(provenance), dataset.graph(assertion)
    plain = (
        source.value(claim, RA.polarity) == GRASPF.positive
        and source.value(claim, RA.modality) == RA.actual
        and source.value(claim, RA.certainty) != GRASPF.possible
        and (claim, RA.declinesToComment, None) not in source
    )
    described = (claim, RDF.type, RDF.Statement) in said
    assert described != plain, f"{assertion}: plain {plain}, described {described}"
    others = [s for s in said.subjects(unique=True) if s != claim and (s, RDF.type, RA.Event) not in said]
    assert plain or not others, f"{assertion} asserts something of {others}"
    return plain


def read_nanopubs(folder):
    dataset = Dataset()
    dataset.parse(folder / "nanopub.trig", format="trig")
    used, plain, found = set(), 0, 0
    for publication, _, _, head in dataset.quads((None, RDF.type, NP.Nanopublication, None)):
        graphs, assertion, provenance = check_nanopub(dataset, publication, head)
        assert not used & graphs, f"{publication} shares a graph with another one"
        used |= graphs
        found += 1
        plain += check_honesty(dataset, publication, assertion, provenance)
    strays = {str(graph) for _, _, _, graph in dataset.quads()} - {str(graph) for graph in used}
    assert not strays, f"triples outside of every nanopublication: {strays}"
    print("nanopub", found, "plain", plain)


if __name__ == "__main__":
    # rdflib would mend literals on the way in; what is compared is what is written.
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    read_graphs(pathlib.Path(sys.argv[1]))
    read_with_rapper(pathlib.Path(sys.argv[1]))
    read_nanopubs(pathlib.Path(sys.argv[1]))
