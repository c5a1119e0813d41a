"""Reads an exported graph with libraries that know nothing of relata, or by the published rules of its format.

    python3 read.py FORMAT FILE

prints one JSON object: `nodes`, `edges`, `weight` (the sum over edges), `labels` (of nodes, sorted), `ids` (how many
different identifiers edges have) and `state` (of edges, sorted); null for what the format or the reader does not keep.
Fails when a rule is broken.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import networkx as nx

try:
    import igraph
except ImportError:
    igraph = None


def summary(nodes, edges, weight, labels=None, ids=None, state=None):
    return {
        "nodes": nodes,
        "edges": edges,
        "weight": int(weight),
        "labels": None if labels is None else sorted(labels),
        "ids": ids,
        "state": None if state is None else sorted(state),
    }


def of_networkx(graph, label="label"):
    data = [attributes for *_, attributes in graph.edges(data=True)]
    keys = graph.edges(keys=True) if graph.is_multigraph() else [(*ends, graph.edges[ends]["id"]) for ends in graph.edges]
    return summary(
        graph.number_of_nodes(),
        graph.number_of_edges(),
        sum(attributes["weight"] for attributes in data),
        [attributes[label] for _, attributes in graph.nodes(data=True)],
        len({key[2] for key in keys}),
        [attributes["state"] for attributes in data],
    )


def of_igraph(graph, label="label"):
    return summary(graph.vcount(), graph.ecount(), sum(graph.es["weight"]), graph.vs[label], None, graph.es["state"])


def same(one, other):
    """Both readers found the same, as far as both keep it."""
    for name in one:
        if one[name] is not None and other[name] is not None:
            assert one[name] == other[name], (name, one[name], other[name])
    return one


def well_formed(path):
    if shutil.which("xmllint"):
        subprocess.run(["xmllint", "--noout", str(path)], check=True)


def gexf(path):
    well_formed(path)
    graph = nx.read_gexf(path)
    if graph.graph["mode"] == "dynamic":
        dated = [attributes for *_, attributes in graph.edges(data=True) if "begin" in attributes]
        assert dated and all(attributes["spells"] for attributes in dated)
    assert all(set(attributes["viz"]) >= {"color", "size"} for _, attributes in graph.nodes(data=True))
    return of_networkx(graph)


def graphml(path):
    well_formed(path)
    found = of_networkx(nx.read_graphml(path))
    return same(found, of_igraph(igraph.Graph.Read_GraphML(str(path)))) if igraph else found


def cytoscape(path):
    return of_networkx(nx.cytoscape_graph(json.loads(path.read_text("utf-8"))))


def node_link(path):
    return of_networkx(nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges"))


def jgf(path):
    """https://github.com/jsongraph/json-graph-specification, version 2: members and their types."""
    document = json.loads(path.read_text("utf-8"))
    assert set(document) == {"graph"}
    graph = document["graph"]
    assert set(graph) <= {"id", "label", "directed", "type", "metadata", "nodes", "edges"}
    assert isinstance(graph["nodes"], dict) and isinstance(graph["edges"], list)
    for node in graph["nodes"].values():
        assert set(node) <= {"label", "metadata"} and isinstance(node["label"], str)
    for edge in graph["edges"]:
        assert set(edge) <= {"id", "source", "target", "relation", "directed", "label", "metadata"}
        assert all(isinstance(edge[name], str) for name in ("id", "source", "target", "relation", "label"))
        assert isinstance(edge["directed"], bool) and isinstance(edge["metadata"], dict)
        assert edge["source"] in graph["nodes"] and edge["target"] in graph["nodes"]
    data = [edge["metadata"] for edge in graph["edges"]]
    return summary(
        len(graph["nodes"]),
        len(graph["edges"]),
        sum(metadata["weight"] for metadata in data),
        [node["label"] for node in graph["nodes"].values()],
        len({edge["id"] for edge in graph["edges"]}),
        [metadata["state"] for metadata in data],
    )


def cx2(path):
    """Cytoscape Exchange Format Specification, version 2: order of aspects, counts, declared attributes, numbers."""
    document = json.loads(path.read_text("utf-8"))
    assert document[0] == {"CXVersion": "2.0", "hasFragments": False}
    assert document[-1] == {"status": [{"success": True}]}
    aspects = {name: elements for aspect in document[1:-1] for name, elements in aspect.items()}
    assert sum(len(aspect) for aspect in document[1:-1]) == len(aspects)
    for count in aspects["metaData"]:
        assert len(aspects[count["name"]]) == count["elementCount"], count
    types = {"string": str, "long": int, "double": (int, float), "boolean": bool, "list_of_string": list}
    (declared,) = aspects["attributeDeclarations"]
    for kind in ("nodes", "edges"):
        numbers = [element["id"] for element in aspects[kind]]
        assert len(set(numbers)) == len(numbers) and all(isinstance(number, int) for number in numbers)
        for element in aspects[kind]:
            for name, value in element["v"].items():
                assert isinstance(value, types[declared[kind][name]["d"]]), (name, value)
    nodes = {node["id"] for node in aspects["nodes"]}
    assert all(edge["s"] in nodes and edge["t"] in nodes for edge in aspects["edges"])
    (looks,) = aspects["visualProperties"]
    assert set(looks) == {"default", "nodeMapping", "edgeMapping"}
    data = [edge["v"] for edge in aspects["edges"]]
    return summary(
        len(nodes),
        len(data),
        sum(values["weight"] for values in data),
        [node["v"]["name"] for node in aspects["nodes"]],
        len({values["id"] for values in data}),
        [values["state"] for values in data],
    )


def gephi_csv(folder):
    nodes, edges = (list(csv.DictReader((folder / name).open(encoding="utf-8-sig", newline=""))) for name in ("nodes.csv", "edges.csv"))
    assert list(nodes[0])[:2] == ["Id", "Label"]
    assert list(edges[0])[:7] == ["Source", "Target", "Type", "Id", "Label", "Weight", "Kind"]
    ids = {node["Id"] for node in nodes}
    interval = r"\[\d{4}-\d\d-\d\d, \d{4}-\d\d-\d\d\]"
    for row in nodes + edges:
        assert not row.get("timeset") or re.fullmatch(f"<{interval}(; {interval})*>", row["timeset"]), row
    for edge in edges:
        assert edge["Source"] in ids and edge["Target"] in ids and edge["Type"] in ("Directed", "Undirected")
    return summary(
        len(ids),
        len(edges),
        sum(int(edge["Weight"]) for edge in edges),
        [node["Label"] for node in nodes],
        len({edge["Id"] for edge in edges}),
        [edge["state"] for edge in edges],
    )


def neo4j_csv(folder):
    """Headings and types of https://neo4j.com/docs/operations-manual/current/import/."""
    nodes, edges = (list(csv.reader((folder / name).open(encoding="utf-8", newline=""))) for name in ("nodes.csv", "relationships.csv"))
    assert nodes[0][0] == "id:ID" and nodes[0][-1] == ":LABEL"
    assert edges[0][:3] == [":START_ID", ":END_ID", ":TYPE"]
    forms = {
        "int": r"-?\d+",
        "double": r"-?\d+(\.\d+)?",
        "boolean": "true|false",
        "date": r"\d{4}-\d\d-\d\d",
        "string[]": r"[^;]+(;[^;]+)*",
    }
    for table in (nodes, edges):
        for row in table[1:]:
            assert len(row) == len(table[0])
            for heading, cell in zip(table[0], row):
                form = forms.get(heading.partition(":")[2])
                assert not cell or not form or re.fullmatch(form, cell, re.DOTALL), (heading, cell)
    ids = {row[0] for row in nodes[1:]}
    assert all(row[0] in ids and row[1] in ids and re.fullmatch(r"\w+", row[2]) for row in edges[1:])
    column = {heading.partition(":")[0]: place for place, heading in enumerate(edges[0])}
    return summary(
        len(ids),
        len(edges) - 1,
        sum(int(row[column["weight"]]) for row in edges[1:]),
        [row[1] for row in nodes[1:]],
        len({row[column["id"]] for row in edges[1:]}),
        [row[column["state"]] for row in edges[1:]],
    )


def kgtk(path):
    """https://kgtk.readthedocs.io/en/latest/specification/: four columns, and the first character tells the type."""
    rows = [line.split("\t") for line in path.read_text("utf-8").removesuffix("\n").split("\n")]
    assert rows[0] == ["id", "node1", "label", "node2"] and all(len(row) == 4 for row in rows)
    rows = rows[1:]
    assert len({row[0] for row in rows}) == len(rows), "identifiers of edges are unique"
    text, number, day = r'"(\\.|[^"\\|])*"', r"[-+]?\d+(\.\d+)?", r"\^\d{4}-\d\d-\d\dT00:00:00Z/11"
    symbol = r"""([^-+.0-9"^@'!\\|]|\\.)([^\\|]|\\.)*"""
    for row in rows:
        assert all(re.fullmatch(symbol, cell) for cell in row[:3]), row
        assert re.fullmatch(f"{text}|{number}|{day}|{symbol}", row[3]), row
    statements = {row[0]: row for row in rows if re.fullmatch(r"[ce][0-9a-f]{16}", row[0])}
    nodes = {end for row in statements.values() for end in (row[1], row[3])}
    plain = lambda cell: re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t", "r": "\r"}.get(found[1], found[1]), cell[1:-1])
    said = [row for row in rows if row[1] in statements]
    return summary(
        len(nodes),
        len(statements),
        sum(int(row[3]) for row in said if row[2] == "weight"),
        [plain(row[3]) for row in rows if row[2] == "label" and row[1] in nodes],
        len(statements),
        [plain(row[3]) for row in said if row[2] == "state"],
    )


def pajek(path):
    """Vertices and lines as the manual of Pajek has them; a file without relations goes to NetworkX and igraph, too."""
    labels, lines, heading = [], [], None
    for line in path.read_text("utf-8").removesuffix("\n").split("\n"):
        if line.startswith("*"):
            heading = line
            assert re.fullmatch(r'\*Network .*|\*Vertices \d+|\*(Arcs|Edges)( :\d+ "[^"]*")?', line), line
        elif heading.startswith("*Vertices"):
            number, label = re.fullmatch(r'(\d+) "([^"]*)"(?: [\d.]+){0,3}', line).groups()
            labels.append(label)
            assert int(number) == len(labels)
        else:
            lines.append(re.fullmatch(r'(\d+) (\d+) (\d+) l "[^"]*"', line).groups())
    assert all(1 <= int(end) <= len(labels) for *ends, _ in lines for end in ends)
    found = summary(len(labels), len(lines), sum(int(weight) for *_, weight in lines), labels)
    if " :" in heading:
        return found
    graph = nx.read_pajek(path)
    weight = sum(attributes["weight"] for *_, attributes in graph.edges(data=True))
    found = same(found, summary(graph.number_of_nodes(), graph.number_of_edges(), weight, graph.nodes))
    if igraph:
        graph = igraph.Graph.Read_Pajek(str(path))
        found = same(found, summary(graph.vcount(), graph.ecount(), sum(graph.es["weight"]), graph.vs["name"]))
    return found


READERS = {
    "gexf": gexf,
    "graphml": graphml,
    "cytoscape": cytoscape,
    "node-link": node_link,
    "jgf": jgf,
    "cx2": cx2,
    "gephi-csv": gephi_csv,
    "neo4j-csv": neo4j_csv,
    "kgtk": kgtk,
    "pajek": pajek,
}

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(READERS[sys.argv[1]](Path(sys.argv[2])), ensure_ascii=False))
