"""Times how soon a claim that is saved is in the graph that `relata serve --write` answers from.

    python3 benches/compare/generate.py FOLDER 10000
    python3 benches/compare/saves.py target/release/relata FOLDER [SAVES]

The folder is copied first. Each save adds a claim about somebody new by POST; then it is timed until the answer has come,
until `/changes` tells of the graph, and until `/api/graph`, `/api/overview` and `/api/alike`, asked one after the other as
soon as that is told, have answered with the claim. All times are counted from the request that saves.
With `--texts`, each document gets a file of the quotes that are of it; with `--tables N`, the claims stand in N tables.
"""

import argparse
import csv
import http.client
import json
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

STEPS = ("answered", "told by /changes", "/api/graph", "/api/overview", "/api/alike")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("relata")
    parser.add_argument("folder", type=Path)
    parser.add_argument("saves", type=int, nargs="?", default=20)
    parser.add_argument("--texts", action="store_true")
    parser.add_argument("--tables", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "project"
        shutil.copytree(given.folder, folder, ignore=shutil.ignore_patterns(".relata"))
        (folder / "relata.toml").write_text('[project]\nname = "saves"\n', encoding="utf-8")
        if given.texts:
            add_texts(folder)
        if given.tables > 1:
            split(folder, given.tables)
        times = save(given.relata, folder, given.saves)
    for step in STEPS:
        print(f"{step:18} median {statistics.median(times[step]):.2f} s, worst {max(times[step]):.2f} s")


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_texts(folder):
    (folder / "texts").mkdir()
    quotes = {}
    for claim in read(folder / "claims.csv"):
        quotes.setdefault(claim["document"], []).append(claim["quote"])
    documents = read(folder / "documents.csv")
    for document in documents:
        document["path"] = f"texts/{document['id']}.txt"
        (folder / document["path"]).write_text("\n\n".join(quotes.get(document["id"], [])), encoding="utf-8")
    write(folder / "documents.csv", documents)


def split(folder, n_tables):
    claims = read(folder / "claims.csv")
    (folder / "claims.csv").unlink()
    size = -(-len(claims) // n_tables)
    for first in range(0, len(claims), size):
        write(folder / f"claims-{first // size}.csv", claims[first : first + size])


def save(relata, folder, n_saves):
    server = subprocess.Popen(
        [relata, "serve", folder, "--port", "0", "--write"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        address = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=(\w+)", server.stdout.readline())
        site = Site(int(address[1]), address[2])
        # The page has asked for these before somebody saves.
        site.get("/api/overview")
        time.sleep(3)
        times = {step: [] for step in STEPS}
        for number in range(n_saves):
            # At every place within the second in which the server looks at its sources.
            time.sleep(0.8 + 0.137 * (number % 7))
            for step, seconds in zip(STEPS, site.save(number), strict=True):
                times[step].append(seconds)
        return times
    finally:
        server.terminate()


class Site:
    """A server that was started for this."""

    def __init__(self, port, token):
        self.port, self.token = port, token
        self.told, self.news = [], threading.Condition()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self):
        stream = socket.create_connection(("127.0.0.1", self.port))
        stream.sendall(b"GET /changes HTTP/1.1\r\nHost: localhost\r\n\r\n")
        for line in stream.makefile("rb"):
            if line.startswith(b"event: graph"):
                with self.news:
                    self.told.append(time.perf_counter())
                    self.news.notify_all()

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status == 200, text
        return text

    def get(self, path):
        return self.ask("GET", path)

    def save(self, number):
        who = f"Newcomer {number}"
        cells = {"subject": who, "predicate": "met", "object": "Iran", "document": f"d{number}", "said_by": "China"}
        headers = {"Relata-Token": self.token, "Content-Type": "application/json"}
        n_claims = json.loads(self.get("/api/overview"))["n_claims"]
        n_told, began = len(self.told), time.perf_counter()
        self.ask("POST", "/api/rows", json.dumps({"cells": cells}), headers)
        yield time.perf_counter() - began
        with self.news:
            self.news.wait_for(lambda: len(self.told) > n_told)
        yield self.told[n_told] - began
        assert who in self.get(f"/api/graph?about={who.replace(' ', '%20')}")
        yield time.perf_counter() - began
        assert json.loads(self.get("/api/overview"))["n_claims"] == n_claims + 1
        yield time.perf_counter() - began
        self.get("/api/alike")
        yield time.perf_counter() - began


if __name__ == "__main__":
    main()
