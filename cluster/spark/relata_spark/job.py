"""One run: parts are mapped, then buckets are reduced, each by a task of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

PROGRAM = "relata"


class Failed(Exception):
    """relata has refused to go on, for a reason that another attempt does not mend."""


@dataclass(frozen=True)
class Job:
    """What is mapped and where the tables go.

    `source` is the folder of a project and `out` that of the tables: paths that all workers see.
    """

    source: str
    out: str
    parts: int
    reducers: int
    buckets: int = 16
    relata: str = PROGRAM

    @property
    def mapped(self) -> str:
        """Where the parts lie until they are reduced."""
        return self.out.rstrip("/") + "/mapped"


@dataclass
class Totals:
    """What the parts of one step have made, counted by relata."""

    rows: int = 0
    rejected: int = 0
    tables: Counter = field(default_factory=Counter)
    faults: Counter = field(default_factory=Counter)

    def add(self, manifest: dict) -> None:
        """Adds what one part has made."""
        self.rows += manifest["rows"]
        self.rejected += manifest["rejected"]
        self.faults.update(manifest["faults"])
        for made in manifest["files"]:
            self.tables[made["table"]] += made["rows"]

    def __str__(self) -> str:
        told = [f"{self.rows:,} rows", f"{self.rejected:,} left out"]
        told += [f"{name} {n:,}" for name, n in sorted(self.tables.items()) if name != "project"]
        told += [f"{name} × {n:,}" for name, n in sorted(self.faults.items())]
        return ", ".join(told)


def run(spark, job: Job, tell=print) -> dict[str, Totals]:
    """Maps and reduces on the workers of a Spark session.

    A task that is lost with its worker is run again by Spark; what it had finished stays, and what it had begun does not
    count. Rows that are faulty go to the table `rejects` and fail no task.

    Raises `Failed` with relata's own words when it refuses the project or the parts.
    """
    context = spark.sparkContext
    context.addFile(os.path.abspath(job.relata))
    _send_package(context)
    settings = asdict(job)
    totals = {}
    for step, n, work in (("map", job.parts, _map), ("reduce", job.reducers, _reduce)):
        totals[step] = Totals()
        with _progress(context, step, n, tell):
            numbers = context.parallelize(range(1, n + 1), n)
            for outcome in numbers.map(lambda number, work=work: work(Job(**settings), number)).collect():
                if "refused" in outcome:
                    raise Failed(outcome["refused"])
                totals[step].add(outcome)
        tell(f"{step}: {totals[step]}")
    return totals


def _send_package(context) -> None:
    """Gives this package to the workers, which need not have it."""
    package = Path(__file__).parent
    archive = shutil.make_archive(tempfile.mkdtemp() + "/relata_spark", "zip", package.parent, package.name)
    context.addPyFile(archive)


class _progress:
    """Tells how many tasks are done, whenever that has changed."""

    def __init__(self, context, step: str, n: int, tell):
        self.context, self.step, self.n, self.tell = context, step, n, tell
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def watch(self):
        tracker, before = self.context.statusTracker(), -1
        while not self.over.wait(2.0):
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            done = sum(stage.numCompletedTasks for stage in stages if stage)
            if done != before:
                self.tell(f"{self.step}: {done} of {self.n} parts done")
                before = done


def _program() -> str:
    from pyspark import SparkFiles

    program = SparkFiles.get(PROGRAM)
    os.chmod(program, 0o755)
    return program


def _call(arguments: list[str]) -> str | None:
    """Runs relata. What it says is wrong comes back; a program that was killed or had no room is an error, and tried again."""
    done = subprocess.run([_program(), *arguments], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    words = done.stderr.strip()[-4000:]
    if done.returncode == 2 and "error[R" in words:
        return words
    raise RuntimeError(f"relata {' '.join(arguments)} ended with {done.returncode}: {words}")


def _map(job: Job, number: int) -> dict:
    command = ["-C", job.source, "shard", "map", "--part", f"{number}/{job.parts}", "--out", job.mapped]
    return _made([*command, "--buckets", str(job.buckets), "--resume"], Path(job.mapped), number, job.parts)


def _reduce(job: Job, number: int) -> dict:
    command = ["shard", "reduce", job.mapped, "--part", f"{number}/{job.reducers}", "--out", job.out, "--resume"]
    return _made(command, Path(job.out), number, job.reducers)


def _made(command: list[str], folder: Path, number: int, of: int) -> dict:
    """What a part has made, by its own list; or in which words it was refused."""
    refused = _call(command)
    if refused:
        return {"refused": refused}
    return json.loads((folder / f"parts/part-{number:05}-of-{of:05}.json").read_text(encoding="utf-8"))
