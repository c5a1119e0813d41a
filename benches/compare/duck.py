"""What DuckDB does, one step a process, so that its time and memory are its own.

    duck.py load DATABASE RELATA FOLDER       makes tables of the facts of a project that relata has built
    duck.py time DATABASE QUERY RUNS LIMIT    prints the median of so many runs after a first one, and the number of rows
"""

import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

PREFIXES = """
PREFIX ra: <https://w3id.org/relata/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
"""
# Tables, the types of columns that are no text, and the facts in them.
TABLES = {
    "claims": (
        {"confidence": "DECIMAL(3, 2)"},
        """SELECT ?claim ?subject ?predicate ?object ?event ?document ?certainty ?confidence ?mention WHERE {
          ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; ra:about ?event ;
            ra:certainty ?certainty ; ra:confidence ?confidence ; ra:inDocument ?document .
          OPTIONAL { ?claim ra:evidence ?mention } }""",
    ),
    "said_by": ({}, "SELECT ?claim ?speaker WHERE { ?claim ra:speaker ?speaker }"),
    "denies": ({}, "SELECT ?claim ?denied WHERE { ?claim ra:denies ?denied }"),
    "mentions": ({}, "SELECT ?mention ?quote WHERE { ?mention ra:quote ?quote }"),
    "events": (
        {"day": "DATE"},
        """SELECT ?event ?predicate ?agent ?recipient ?day ?label ?place WHERE {
          ?event a ra:Event ; ra:predicate ?predicate ; ra:agent ?agent ; rdfs:label ?label .
          OPTIONAL { ?event ra:recipient ?recipient } OPTIONAL { ?event sem:hasBeginTimeStamp ?day }
          OPTIONAL { ?event sem:hasPlace ?place } }""",
    ),
    "actors": (
        {},
        "SELECT ?actor ?name ?member_of WHERE { ?actor rdfs:label ?name ; ra:memberOf ?member_of }",
    ),
    "documents": ({"published": "DATE"}, "SELECT ?document ?published WHERE { ?document schema:datePublished ?published }"),
}


def load(database, relata, folder):
    Path(database).unlink(missing_ok=True)
    connection = duckdb.connect(database)
    for table, (types, query) in TABLES.items():
        with tempfile.NamedTemporaryFile(suffix=".csv") as rows:
            subprocess.run([relata, "query", folder, PREFIXES + query, "-f", "csv"], stdout=rows, check=True)
            read = f"read_csv('{rows.name}', all_varchar = true)"
            cells = ", ".join(f"CAST({column} AS {kind}) AS {column}" for column, kind in types.items())
            replaced = f"REPLACE ({cells})" if cells else ""
            connection.execute(f"CREATE TABLE {table} AS SELECT * {replaced} FROM {read}")
    connection.close()


def time_query(database, query, runs, limit):
    connection, text = duckdb.connect(database, read_only=True), Path(query).read_text()
    seconds = []
    for _ in range(1 + int(runs)):
        signal.alarm(int(limit))
        started = time.perf_counter()
        rows = len(connection.execute(text).fetchall())
        seconds.append(time.perf_counter() - started)
    print(statistics.median(seconds[1:]), rows, sep="\t")


if __name__ == "__main__":
    step, *arguments = sys.argv[1:]
    {"load": load, "time": time_query}[step](*arguments)
