"""Compares relata's measures of a project with NetworkX's: `measures.py RELATA PROJECT`.

The graph comes from SPARQL: an edge a statement, its weight how many say so; where nobody does, how many deny it, else leave
it open, else speak of it. Each speaker of a claim counts, and so do replies from elsewhere. NetworkX is given

- `statements`, a MultiGraph with an edge a statement, for degree and modularity,
- `walk`, a MultiDiGraph from subject to object, symmetric statements both ways, for PageRank, betweenness, components,
- `one_way`, a DiGraph of what has a direction, without loops, for reciprocity.

Prints the greatest difference of each measure; exits 1 when one is not as it should be.
"""

import csv
import io
import json
import subprocess
import sys

import networkx as nx

CLAIMS = """SELECT ?c ?s ?p ?o ?stance (COUNT(DISTINCT ?who) AS ?n) (EXISTS { ?p a owl:SymmetricProperty } AS ?both) {
  ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ra:stance ?stance OPTIONAL { ?c ra:speaker ?who }
} GROUP BY ?c ?s ?p ?o ?stance"""
REPLIES = """SELECT ?reply ?how ?to { VALUES ?how { ra:denies ra:declinesToComment } ?reply ?how ?to }"""
ORDER = ["affirming", "denying", "leavingOpen", "speakingOf"]


def local(iri):
    return iri.rsplit("#", 1)[-1].rsplit(":", 1)[-1]


class Relata:
    def __init__(self, program, project):
        self.program, self.project = program, project

    def run(self, *arguments):
        command = [self.program, "-C", self.project, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def rows(self, query):
        return list(csv.DictReader(io.StringIO(self.run("query", query, "--format", "csv"))))

    def statements(self):
        claims = {row["c"]: row for row in self.rows(CLAIMS)}
        sides = {}
        for claim, row in claims.items():
            sides.setdefault((row["s"], row["p"], row["o"]), {})[claim] = local(row["stance"])
        for row in self.rows(REPLIES):
            answered = claims[row["to"]]
            side = sides[answered["s"], answered["p"], answered["o"]]
            if local(row["how"]) == "denies":
                side[row["reply"]] = "denying"
            else:
                side.setdefault(row["reply"], "leavingOpen")
        found = []
        for (subject, predicate, target), side in sides.items():
            counts = [
                sum(max(1, int(claims[claim]["n"])) for claim, taken in side.items() if taken == stance)
                for stance in ORDER
            ]
            both = next(claims[claim]["both"] for claim in side)
            found.append((subject, predicate, target, next(n for n in counts if n), both in ("true", "1")))
        return found

    def measure(self, name, by="node"):
        answer = json.loads(self.run("analyze", name, "--by", by, "--format", "json", "--rows", "0"))
        assert answer["schema"] == 1 and answer["measure"] == name
        return answer["rows"], answer["totals"]

    def by_node(self, name, column):
        return {row["node_iri"]: row[column] for row in self.measure(name)[0]}


def graphs(statements):
    multi, walk, one_way = nx.MultiGraph(), nx.MultiDiGraph(), nx.DiGraph()
    for subject, _, target, n, both in statements:
        multi.add_edge(subject, target, weight=n)
        walk.add_edge(subject, target, weight=n)
        if both and subject != target:
            walk.add_edge(target, subject, weight=n)
        if not both and subject != target:
            one_way.add_edge(subject, target)
    return multi, walk, one_way


def partition(labels):
    parts = {}
    for node, label in labels.items():
        parts.setdefault(label, set()).add(node)
    return {frozenset(part) for part in parts.values()}


def difference(found, expected):
    assert found.keys() == expected.keys(), "the nodes differ"
    return max((abs(found[node] - expected[node]) for node in expected), default=0.0)


def main(program, project):
    relata = Relata(program, project)
    multi, walk, one_way = graphs(relata.statements())
    simple = nx.Graph(multi)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    plain = nx.DiGraph(walk)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    numbers = {row["number"]: row["value"] for row in relata.measure("summary", "number")[0]}
    communities = relata.by_node("communities", "community")
    modularity = nx.community.modularity(multi, partition(communities), weight="weight")
    rank = nx.pagerank(walk, alpha=0.85, tol=1e-13, max_iter=1000, weight="weight")
    checks = {
        "degree": (difference(relata.by_node("degree", "statements"), dict(multi.degree())), 0),
        "weight": (difference(relata.by_node("degree", "weight"), dict(multi.degree(weight="weight"))), 0),
        "pagerank": (difference(relata.by_node("pagerank", "pagerank"), rank), 1e-9),
        "betweenness": (
            difference(relata.by_node("betweenness", "betweenness"), nx.betweenness_centrality(plain)),
            1e-12,
        ),
        "core": (difference(relata.by_node("core", "core"), nx.core_number(simple)), 0),
        "modularity": (abs(relata.measure("communities")[1]["modularity"] - modularity), 1e-12),
        "density": (abs(numbers["density"] - nx.density(plain)), 1e-12),
        "reciprocity": (abs(numbers["reciprocity"] - nx.overall_reciprocity(one_way)), 1e-12),
    }
    weak = {frozenset(part) for part in nx.weakly_connected_components(walk)}
    strong = {frozenset(part) for part in nx.strongly_connected_components(walk)}
    differing = len(partition(relata.by_node("components", "component")) ^ weak)
    checks["weak components"] = (differing, 0)
    checks["strong components"] = (len(partition(relata.by_node("components", "strong_component")) ^ strong), 0)
    print(f"{multi.number_of_nodes()} nodes, {multi.number_of_edges()} statements")
    for name, (found, allowed) in checks.items():
        print(f"{name}: differs by {found:.1e}" + ("" if found <= allowed else f", more than {allowed:.0e}"))
    return 0 if all(found <= allowed for found, allowed in checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
