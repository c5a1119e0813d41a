"""Compares relata with pyoxigraph and DuckDB: making a graph of claims, and asking it some 50 questions.

`README.md` beside this file says what is measured. Nothing but the standard library is needed here;
pyoxigraph goes into a virtual environment of its own.
"""

import argparse
import gzip
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

from generate import generate

HERE = Path(__file__).resolve().parent
PYOXIGRAPH = "pyoxigraph==0.5.13"
DUCKDB = "duckdb==2.0.1"
RUNS = 3
STARTS = 7
SECONDS_A_QUERY = 120
MICROSECOND = 1e-6  # the finest that `time_queries` tells

QUERIES = sorted(path for path in HERE.glob("queries/*.rq") if not path.name.endswith(".peer.rq"))
LOOKUP = HERE / "queries/point-lookup.rq"
COUNT = HERE / "queries/count-all.rq"


@dataclass
class Run:
    """A process that has ended."""

    output: str
    seconds: float
    cpu_seconds: float
    peak_bytes: int


@dataclass
class Build:
    """What it took to make a graph that answers queries."""

    quads: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    disk_bytes: int


@dataclass
class Answer:
    """How long a query took, and how many rows it gave; no rows means that it hit the limit."""

    seconds: float = SECONDS_A_QUERY
    rows: int | None = None


def run(*command, limit=0):
    """Runs a command and measures it alone. One that is not done after `limit` seconds is a `TimeoutError`."""
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        child = subprocess.Popen(
            [str(word) for word in command],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            preexec_fn=lambda: signal.alarm(limit),  # outlives exec
        )
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode == -signal.SIGALRM:
            raise TimeoutError
        if child.returncode != 0:
            errors.seek(0)
            sys.exit(f"{command[0]} failed with {child.returncode}\n{errors.read().decode()}")
    return Run(output, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


class Relata:
    name = "relata"

    def __init__(self, program, folder, memory=None, time_queries=None):
        self.program, self.folder, self.time_queries = program, folder, time_queries
        self.graph = folder / ".relata/graph.relata"
        self.limits = ["--memory", memory] if memory else []

    def build(self):
        shutil.rmtree(self.graph.parent, ignore_errors=True)
        built = run(self.program, "-C", self.folder, "build", *self.limits)
        quads = int(self.query(COUNT).output.split()[-1])
        return Build(quads, built.seconds, built.cpu_seconds, built.peak_bytes, self.graph.stat().st_size)

    def query(self, query, limit=0):
        return run(self.program, "query", self.folder, query, "-f", "tsv", limit=limit)

    def start(self):
        return self.query(LOOKUP).seconds

    def ask(self, query):
        if self.time_queries:
            limit = SECONDS_A_QUERY * (1 + RUNS)
            _, seconds, rows = run(self.time_queries, self.graph, query, limit=limit).output.split("\t")
            return Answer(float(seconds), int(rows))
        runs = [self.query(query, SECONDS_A_QUERY) for _ in range(1 + RUNS)]
        return Answer(statistics.median(one.seconds for one in runs[1:]), runs[0].output.count("\n") - 1)


class Pyoxigraph:
    name = "pyoxigraph"

    def __init__(self, relata, work):
        self.triples = work / f"{relata.folder.name}.nt"
        self.store = work / f"{relata.folder.name}.pyoxigraph"
        self.python = work / "venv/bin/python"
        if not self.python.exists():
            venv.create(work / "venv", with_pip=True)
        run(self.python, "-m", "pip", "install", "--quiet", PYOXIGRAPH)
        flags = "--ontology", "--positions", "--output", self.triples
        run(relata.program, "export", "nt", relata.folder, *flags)

    def build(self):
        shutil.rmtree(self.store, ignore_errors=True)
        loaded = self.step("load", self.triples)
        size = self.size()
        optimized = self.step("optimize")
        say(f"pyoxigraph: optimized in {optimized.seconds:.1f} s, {size:,} bytes became {self.size():,}")
        return Build(int(loaded.output), loaded.seconds, loaded.cpu_seconds, loaded.peak_bytes, size)

    def step(self, step, *arguments, limit=0):
        return run(self.python, HERE / "peer.py", step, self.store, *arguments, limit=limit)

    def size(self):
        return sum(file.stat().st_size for file in self.store.iterdir())

    def start(self):
        return self.step("ask", LOOKUP).seconds

    def ask(self, query):
        own = query.with_suffix(".peer.rq")
        timed = self.step("time", own if own.exists() else query, RUNS, SECONDS_A_QUERY, limit=SECONDS_A_QUERY)
        seconds, rows = timed.output.split("\t")
        return Answer(float(seconds), int(rows))


class Duckdb:
    """Tables of the same facts. It answers only the queries that stand in SQL beside the others."""

    name = "duckdb"

    def __init__(self, relata, work, python):
        self.relata, self.python = relata, python
        self.database = work / f"{relata.folder.name}.duckdb"
        run(python, "-m", "pip", "install", "--quiet", DUCKDB)

    def step(self, step, *arguments, limit=0):
        return run(self.python, HERE / "duck.py", step, self.database, *arguments, limit=limit)

    def load(self):
        self.step("load", self.relata.program, self.relata.folder)

    def ask(self, query):
        sql = query.with_suffix(".duckdb.sql")
        if not sql.exists():
            return None
        seconds, rows = self.step("time", sql, RUNS, SECONDS_A_QUERY, limit=SECONDS_A_QUERY).output.split("\t")
        return Answer(float(seconds), int(rows))


def ask_tables(side):
    """The answers of DuckDB to the queries that stand in SQL, too."""
    side.load()
    answers = {}
    for query in QUERIES:
        try:
            answer = side.ask(query)
        except TimeoutError:
            answer = Answer()
        if answer:
            answers[query.stem] = asdict(answer)
    return answers


def show_tables(relata, tables):
    """Prints DuckDB beside relata; false when they disagree about an answer."""
    print(f"\n{'':28}{'relata':>12}{'duckdb':>12}{'ratio':>14}{'rows':>9}")
    ratios = {}
    for name, their in tables.items():
        our = relata["queries"][name]
        our_ms, their_ms = (1e3 * max(answer["seconds"], MICROSECOND) for answer in (our, their))
        ratios[name] = their_ms / our_ms
        rows = "" if our["rows"] is None else our["rows"]
        print(f"{name + ', ms':28}{our_ms:12,.3f}{their_ms:12,.3f}{ratios[name]:14,.2f}{rows:>9}")
    mean, least = statistics.geometric_mean(ratios.values()), min(ratios, key=ratios.get)
    print(f"\n{len(ratios)} queries: geometric mean {mean:.2f}, least {ratios[least]:.2f} ({least})")
    return agree({name: relata["queries"][name] for name in tables}, tables, "duckdb")


def measure(side):
    """All figures of one side, as they stand in the report."""
    builds = sorted((side.build() for _ in range(RUNS)), key=lambda build: build.seconds)
    build = builds[RUNS // 2]
    say(f"{side.name}: built in {build.seconds:.2f} s")
    start = statistics.median(side.start() for _ in range(STARTS))
    answers = {}
    for query in QUERIES:
        try:
            answer = side.ask(query)
        except TimeoutError:
            answer = Answer()
        answers[query.stem] = asdict(answer)
        say(f"{side.name}: {query.stem}: {'stopped' if answer.rows is None else f'{answer.seconds:.4f} s'}")
    return {"build": asdict(build), "start_seconds": start, "queries": answers}


def show(relata, peer):
    """Prints both sides beside each other; false when they disagree about an answer."""
    ours, theirs = relata["build"], peer["build"]
    print(f"relata holds {ours['quads']:,} quads, pyoxigraph {theirs['quads']:,}\n")
    print(f"{'':28}{'relata':>12}{'pyoxigraph':>12}{'ratio':>14}{'rows':>9}")

    def line(name, our, their, rows="", digits=2):
        print(f"{name:28}{our:12,.{digits}f}{their:12,.{digits}f}{their / our:14,.2f}{rows:>9}")
        return their / our

    line("build, s", ours["seconds"], theirs["seconds"])
    line("build, CPU s", ours["cpu_seconds"], theirs["cpu_seconds"])
    line("build, peak MB", ours["peak_bytes"] / 1e6, theirs["peak_bytes"] / 1e6, digits=0)
    line("disk, bytes a quad", ours["disk_bytes"] / ours["quads"], theirs["disk_bytes"] / theirs["quads"], digits=1)
    line("start and one lookup, ms", relata["start_seconds"] * 1e3, peer["start_seconds"] * 1e3)

    ratios, notes = {}, []
    for name, our in relata["queries"].items():
        their = peer["queries"][name]
        rows = our["rows"], their["rows"]
        our_ms, their_ms = (1e3 * max(answer["seconds"], MICROSECOND) for answer in (our, their))
        ratio = line(f"{name}, ms", our_ms, their_ms, "" if None in rows else rows[0], digits=3)
        if rows == (0, 0):
            notes.append(f"{name}: not in the mean, no rows in these data")
        else:
            ratios[name] = ratio
        for side, answer in ("relata", our), ("pyoxigraph", their):
            if answer["rows"] is None:
                notes.append(f"{name}: {side} was stopped after {SECONDS_A_QUERY} s")

    mean, middle = statistics.geometric_mean(ratios.values()), statistics.median(ratios.values())
    least = min(ratios, key=ratios.get)
    print(f"\n{len(ratios)} queries: geometric mean {mean:.2f}, median {middle:.2f}, least {ratios[least]:.2f} ({least})")
    for note in notes:
        print(note)
    return agree(relata["queries"], peer["queries"])


def agree(ours, theirs, name_of_peer="pyoxigraph"):
    """Says which answers differ in their number of rows, and whether none does."""
    agreed = True
    for name, our in ours.items():
        rows = our["rows"], theirs[name]["rows"]
        if None not in rows and rows[0] != rows[1]:
            print(f"ROWS DIFFER in {name}: relata {rows[0]:,}, {name_of_peer} {rows[1]:,}")
            agreed = False
    return agreed


def grow(program, work, sizes, memory):
    """Builds graphs of growing size and prints what each took."""
    print(f"{'claims':>12}{'quads':>14}{'s':>9}{'CPU s':>9}{'peak MB':>9}{'bytes a quad':>14}")
    builds = {}
    for size in sizes:
        folder = work / "curve"
        generate(folder, size)
        build = Relata(program, folder, memory).build()
        builds[size] = asdict(build)
        print(
            f"{size:12,}{build.quads:14,}{build.seconds:9.1f}{build.cpu_seconds:9.1f}"
            f"{build.peak_bytes / 1e6:9.0f}{build.disk_bytes / build.quads:14.1f}",
            flush=True,
        )
        shutil.rmtree(folder)
    return builds


def claims_folder(options):
    """A folder with the claims that are to be compared."""
    if options.data == "generated":
        folder = options.work / f"generated-{options.claims}"
        generate(folder, options.claims)
        return folder
    source = Path(options.data)
    folder = options.work / source.name.split(".")[0]
    folder.mkdir(exist_ok=True)
    if source.suffix == ".gz":  # a temporal graph such as ICEWS18: no header
        with gzip.open(source) as rows, (folder / "claims.tsv").open("wb") as claims:
            claims.write(b"actor\trelation\ttarget\tdate\tsplit\n")
            shutil.copyfileobj(rows, claims)
    else:
        shutil.copy(source, folder / f"claims{source.suffix}")
    return folder


def say(message):
    print(message, file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    release = HERE.parents[1] / "target/release"
    work = Path(tempfile.gettempdir()) / "relata-compare"
    parser.add_argument("--relata", type=Path, default=release / "relata", help="the program to measure")
    parser.add_argument("--relata-processes", action="store_true", help="time queries as processes of relata")
    parser.add_argument("--data", default="generated", help="`generated`, or a table of claims")
    parser.add_argument("--claims", type=int, default=100_000, help="how many to generate")
    parser.add_argument("--work", type=Path, default=work, help="folder for everything that is made")
    parser.add_argument("--peer-report", type=Path, help="take the peer's figures from an earlier report")
    parser.add_argument("--memory", help="handed on to `relata build`")
    parser.add_argument("--curve", help="only build with relata, numbers of claims with commas between")
    return parser.parse_args()


def main():
    options = read_options()
    in_processes = options.relata_processes or options.curve
    time_queries = None if in_processes else options.relata.parent / "examples/time_queries"
    for program in filter(None, (options.relata, time_queries)):
        if not program.exists():
            sys.exit(f"there is no {program}: see README.md beside this script")
    options.work.mkdir(parents=True, exist_ok=True)
    if options.curve:
        builds = grow(options.relata, options.work, map(int, options.curve.split(",")), options.memory)
        (options.work / "curve.json").write_text(json.dumps(builds, indent=2))
        return 0
    folder = claims_folder(options)
    relata = Relata(options.relata, folder, options.memory, time_queries)
    report = {"data": folder.name, "relata": measure(relata)}
    if options.peer_report:
        earlier = json.loads(options.peer_report.read_text())
        report["pyoxigraph"], report["duckdb"] = earlier["pyoxigraph"], earlier.get("duckdb", {})
    else:
        peer = Pyoxigraph(relata, options.work)
        report["pyoxigraph"] = measure(peer)
        # The queries in SQL name what is generated.
        tables = Duckdb(relata, options.work, peer.python) if options.data == "generated" else None
        report["duckdb"] = ask_tables(tables) if tables else {}
    path = options.work / f"{folder.name}.json"
    path.write_text(json.dumps(report, indent=2))
    agreed = show(report["relata"], report["pyoxigraph"])
    if report["duckdb"]:
        agreed &= show_tables(report["relata"], report["duckdb"])
    print(f"all figures: {path}")
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
