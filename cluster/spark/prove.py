"""Threads, `shard` by hand and Spark with two workers give the same tables and the same graph, also when workers are killed.

    python prove.py --relata target/release/relata PROJECT…

Starts and stops everything itself: for each project the plain build, the shards by hand, and Spark as `local-cluster`, then
Spark once more while a worker is killed again and again, in the middle of mapping and of reducing. Compares tables byte for
byte and graphs quad for quad, and has DuckDB recount the totals. Ends with 1 when something differs. Needs pyspark, pyarrow and
duckdb, and Java 17.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS, BUCKETS = 6, 8


def relata(program: Path, *arguments, **options):
    """Runs relata, and fails with its words."""
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False, **options)
    if done.returncode not in (0, 1):
        sys.exit(f"relata {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def tables_of(folder: Path) -> dict[str, str]:
    """The files below `tables/` by their hashes."""
    files = sorted((folder / "tables").rglob("*.parquet"))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def quads_of(program: Path, folder: Path) -> tuple[int, str]:
    """How many quads a graph has, and a hash of all of them."""
    text = relata(program, "-C", folder, "export", "nq")
    lines = sorted(text.splitlines())
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()


def spark(program: Path, project: Path, out: Path, kills: list[float], workers: int = 2) -> tuple[float, int]:
    """One run on Spark; at each of the times in `kills` a worker is killed. Seconds, and how many were killed."""
    environment = dict(os.environ, PYTHONPATH=str(HERE), PYTHONWARNINGS="ignore")
    command = [sys.executable, "-m", "relata_spark.cli", "--master", f"local-cluster[{workers},1,1024]"]
    command += ["--in", project, "--out", out, "--parts", PARTS, "--buckets", BUCKETS, "--relata", program]
    command += ["--conf", "spark.ui.enabled=false", "--conf", "spark.ui.showConsoleProgress=false"]
    command += ["--conf", "spark.deploy.maxExecutorRetries=-1", "--conf", "spark.task.maxFailures=40"]
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        job = subprocess.Popen([*map(str, command)], env=environment, stdout=said, stderr=said, start_new_session=True)
        over = threading.Event()
        killed = []
        killer = threading.Thread(target=_kill, args=(job.pid, kills, over, killed))
        killer.start()
        code = job.wait()
        over.set()
        killer.join()
        said.seek(0)
        if code != 0:
            sys.exit(f"Spark ended with {code}:\n{said.read()[-6000:]}")
    return time.monotonic() - started, len(killed)


def _kill(job: int, kills: list[float], over: threading.Event, killed: list[int]) -> None:
    """Kills an executor, or the relata that it runs, whenever so many seconds have gone by while tasks are running."""
    for wait in kills:
        if over.wait(wait):
            return
        running = [one for one in _processes(job) if one[1] in ("executor", "relata")]
        if running:
            victim = random.choice(running)
            try:
                os.kill(victim[0], signal.SIGKILL)
                killed.append(victim[0])
            except ProcessLookupError:
                pass


def _processes(session: int) -> list[tuple[int, str]]:
    """The processes of a session that do the work, each with what it is."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            # The fields behind the name of the program, which may hold spaces: state, parent, group, session.
            own = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[3])
        except (OSError, IndexError, ValueError):
            continue
        if own != session:
            continue
        if any(b"CoarseGrainedExecutorBackend" in word for word in words):
            found.append((int(entry.name), "executor"))
        elif any(word == b"shard" for word in words) and words[0].endswith(b"relata"):
            found.append((int(entry.name), "relata"))
    return found


def by_hand(program: Path, project: Path, out: Path, at_once: int) -> float:
    """Maps and reduces with so many processes at once."""
    started = time.monotonic()
    parts = out.with_name(out.name + "-parts")
    steps = [
        (PARTS, ["-C", project, "shard", "map", "--buckets", BUCKETS, "--out", parts]),
        (BUCKETS, ["shard", "reduce", parts, "--out", out]),
    ]
    for n, command in steps:
        waiting = [f"{number}/{n}" for number in range(n, 0, -1)]
        running: list[subprocess.Popen] = []
        while waiting or running:
            while waiting and len(running) < at_once:
                whole = [program, *map(str, command), "--part", waiting.pop()]
                running.append(subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
            done = running.pop(0)
            _, words = done.communicate()
            if done.returncode != 0:
                sys.exit(f"{' '.join(map(str, done.args))} ended with {done.returncode}:\n{words}")
    return time.monotonic() - started


def recount(folder: Path) -> dict[str, int]:
    """The rows of the tables, counted by DuckDB."""
    import duckdb

    counts = {}
    for table in sorted(path.name for path in (folder / "tables").iterdir()):
        query = f"SELECT count(*) FROM read_parquet('{folder}/tables/{table}/*/*.parquet')"
        counts[table] = duckdb.sql(query).fetchall()[0][0]
    return counts


def told(folder: Path) -> dict[str, int]:
    """The rows of the tables, as the lists of the parts tell them."""
    counts: dict[str, int] = {}
    for path in (folder / "parts").glob("*.json"):
        for made in json.loads(path.read_text())["files"]:
            if made["table"] != "project":
                counts[made["table"]] = counts.get(made["table"], 0) + made["rows"]
    return dict(sorted(counts.items()))


def prove(program: Path, project: Path, work: Path, n_kills: int) -> bool:
    """Everything for one project; whether it all was the same."""
    sound = True

    def same(what: str, one, other) -> None:
        nonlocal sound
        sound &= one == other
        print(f"  {'same' if one == other else 'DIFFERENT'}: {what}", flush=True)

    def seconds(what: str, took: float) -> None:
        print(f"  {took:7.1f} s  {what}", flush=True)

    print(f"{project.name}:", flush=True)
    plain = work / "plain"
    shutil.copytree(project, plain, ignore=shutil.ignore_patterns(".relata"))
    started = time.monotonic()
    relata(program, "-C", plain, "build", "--force")
    seconds("plain build, one process", time.monotonic() - started)
    graph = quads_of(program, plain)
    seconds("shards by hand, one process at a time", by_hand(program, plain, work / "one", 1))
    seconds("shards by hand, two at once", by_hand(program, plain, work / "two", 2))
    hand = tables_of(work / "one")
    same(f"{len(hand)} tables of one process and of two", hand, tables_of(work / "two"))
    for workers in (1, 2):
        took, _ = spark(program, plain, work / f"spark{workers}", [], workers)
        seconds(f"Spark, {workers} worker{'s' if workers > 1 else ''}, its start included", took)
        same("tables by hand and by Spark", hand, tables_of(work / f"spark{workers}"))
    usual = took
    kills = sorted(random.uniform(0.25, 1.5) * usual for _ in range(n_kills))
    waits = [kills[0], *[later - earlier for earlier, later in itertools.pairwise(kills)]] if kills else []
    took, killed = spark(program, plain, work / "killed", waits)
    seconds(f"Spark, {killed} of its workers or programs killed", took)
    same("tables by hand and by Spark with kills", hand, tables_of(work / "killed"))
    same("totals told and recounted by DuckDB", told(work / "killed"), recount(work / "killed"))
    relata(program, "build", "--from", work / "killed")
    same(f"{graph[0]} quads of the plain build and of the tables", graph, quads_of(program, work / "killed"))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"  {most / 1024:7.0f} MB  the most memory that one process had", flush=True)
    return sound


def main() -> int:
    """Proves it for each project that is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--relata", required=True, type=Path)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("projects", nargs="+", type=Path)
    args = parser.parse_args()
    random.seed(args.seed)
    sound = True
    for project in args.projects:
        with tempfile.TemporaryDirectory(prefix="relata-prove-") as work:
            sound &= prove(args.relata.resolve(), project.resolve(), Path(work), args.kills)
    print("all the same" if sound else "something differs")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
