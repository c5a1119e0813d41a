"""What pySHACL finds: for each case of a folder a line of equals signs, then focus node, path, value and component."""

import pathlib
import sys

import pyshacl
from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF

SH = Namespace("http://www.w3.org/ns/shacl#")
AROUND = {SH.zeroOrMorePath: "{}*", SH.oneOrMorePath: "{}+", SH.zeroOrOnePath: "{}?", SH.inversePath: "^{}"}


def shown(graph, path):
    """The path as SPARQL has it."""
    def inner(path):
        return path.n3() if isinstance(path, URIRef) else f"({shown(graph, path)})"

    if isinstance(path, URIRef):
        return path.n3()
    if (path, RDF.first, None) in graph:
        return "/".join(inner(part) for part in Collection(graph, path))
    alternatives = graph.value(path, SH.alternativePath)
    if alternatives is not None:
        return "|".join(inner(part) for part in Collection(graph, alternatives))
    for word, pattern in AROUND.items():
        part = graph.value(path, word)
        if part is not None:
            return pattern.format(inner(part))
    return "?"


def term(node):
    if node is None:
        return ""
    if isinstance(node, BNode):
        return "_"
    return node.n3()


def lines(graph):
    for result in graph.objects(None, SH.result):
        path = graph.value(result, SH.resultPath)
        yield "\t".join([
            term(graph.value(result, SH.focusNode)),
            "" if path is None else shown(graph, path),
            term(graph.value(result, SH.value)),
            graph.value(result, SH.sourceConstraintComponent).rsplit("#")[-1],
        ])


folder = pathlib.Path(sys.argv[1])
for index in range(len(list(folder.glob("*.shapes.ttl")))):
    print("=====")
    try:
        data = Graph().parse(folder / f"{index}.data.nt", format="nt")
        shapes = Graph().parse(folder / f"{index}.shapes.ttl", format="turtle")
        _, graph, _ = pyshacl.validate(data, shacl_graph=shapes, meta_shacl=False, max_validation_depth=60)
        for line in sorted(set(lines(graph))):
            print(line)
    except Exception as problem:
        print("refused", type(problem).__name__, str(problem).splitlines()[:1])
