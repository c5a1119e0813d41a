"""What pyoxigraph does, one step a process, so that its time and memory are its own.

    peer.py load STORE TRIPLES          makes the store, prints how many quads it holds
    peer.py optimize STORE              compacts the store
    peer.py ask STORE QUERY             prints the answer
    peer.py time STORE QUERY RUNS LIMIT prints the median of so many runs after a first one, and the number of rows
"""

import signal
import statistics
import sys
import time
from pathlib import Path

from pyoxigraph import QueryResultsFormat, RdfFormat, Store


def load(store, triples):
    store = Store(store)
    store.bulk_load(path=triples, format=RdfFormat.N_TRIPLES)
    print(len(store))


def optimize(store):
    Store(store).optimize()


def ask(store, query):
    answer = Store.read_only(store).query(Path(query).read_text())
    sys.stdout.buffer.write(answer.serialize(format=QueryResultsFormat.TSV))


def time_query(store, query, runs, limit):
    store, text = Store.read_only(store), Path(query).read_text()
    seconds = []
    for _ in range(1 + int(runs)):
        signal.alarm(int(limit))  # ends the process, as no Python code could while the store is at work
        started = time.perf_counter()
        rows = sum(1 for _ in store.query(text))
        seconds.append(time.perf_counter() - started)
    print(statistics.median(seconds[1:]), rows, sep="\t")


if __name__ == "__main__":
    step, *arguments = sys.argv[1:]
    {"load": load, "optimize": optimize, "ask": ask, "time": time_query}[step](*arguments)
