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

from . import storage

PROGRAM = "relata"


class Failed(Exception):
    """relata has refused to go on, for a reason that another attempt does not mend."""


@dataclass(frozen=True)
class Job:
    """What is mapped and where the tables go.

    `source` is the folder of a project and `out` that of the tables: paths that all workers see, or addresses.
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


def _name(number: int, of: int) -> str:
    return f"parts/part-{number:05}-of-{of:05}.json"


def _outcome(folder: Path, number: int, of: int) -> dict:
    return json.loads((folder / _name(number, of)).read_text(encoding="utf-8"))


def _map(job: Job, number: int) -> dict:
    part = f"{number}/{job.parts}"
    with tempfile.TemporaryDirectory(prefix="relata-map-") as scratch:
        project = storage.path_of(job.source)
        if storage.is_address(job.source):
            project = Path(scratch, "project")
            refused = _copy_part(job, part, project)
            if refused:
                return {"refused": refused}
        elsewhere = storage.is_address(job.mapped)
        folder = Path(scratch, "mapped") if elsewhere else storage.path_of(job.mapped)
        command = ["-C", str(project), "shard", "map", "--part", part, "--out", str(folder)]
        refused = _call([*command, "--buckets", str(job.buckets), "--resume"])
        if refused:
            return {"refused": refused}
        if elsewhere:
            storage.publish(folder, job.mapped, _name(number, job.parts))
        return _outcome(folder, number, job.parts)


def _copy_part(job: Job, part: str, project: Path) -> str | None:
    """Copies of a project at an address what a part of it needs."""
    files = storage.files_below(job.source)
    storage.outline(job.source, files, project)
    whole = [name for name, size in files if size <= storage.HEAD]
    storage.fetch(job.source, whole, project)
    plan = subprocess.run(
        [_program(), "-C", str(project), "shard", "plan", "--part", part], capture_output=True, text=True, check=False
    )
    if plan.returncode != 0:
        return plan.stderr.strip()[-4000:]
    sizes = dict(files)
    for line in plan.stdout.splitlines():
        piece = json.loads(line)
        ranges = [(max(0, piece["from"] - 1), piece["end"] + storage.BEHIND)]
        storage.copy_range(job.source, piece["file"], sizes[piece["file"]], ranges, project)
    # What is not cut goes along with the first part.
    if part.startswith("1/"):
        planned = {json.loads(line)["file"] for line in plan.stdout.splitlines()}
        rest = [name for name, size in files if size > storage.HEAD and name not in planned]
        storage.fetch(job.source, rest, project)
    return None


def _reduce(job: Job, number: int) -> dict:
    part = f"{number}/{job.reducers}"
    with tempfile.TemporaryDirectory(prefix="relata-reduce-") as scratch:
        mapped = storage.path_of(job.mapped)
        if storage.is_address(job.mapped):
            mapped = Path(scratch, "mapped")
            names = [name for name, _ in storage.files_below(job.mapped)]
            own = [name for name in names if _belongs(name, number, job.reducers)]
            storage.fetch(job.mapped, own, mapped)
        elsewhere = storage.is_address(job.out)
        folder = Path(scratch, "tables") if elsewhere else storage.path_of(job.out)
        refused = _call(["shard", "reduce", str(mapped), "--part", part, "--out", str(folder), "--resume"])
        if refused:
            return {"refused": refused}
        if elsewhere:
            storage.publish(folder, job.out, _name(number, job.reducers))
        return _outcome(folder, number, job.reducers)


def _belongs(name: str, number: int, reducers: int) -> bool:
    """Whether a reduction needs a file of the parts: what has no bucket belongs to all."""
    bucket = next((step for step in name.split("/") if step.startswith("bucket=")), None)
    return bucket is None or int(bucket.removeprefix("bucket=")) % reducers == number - 1
