"""`relata-spark`: a run from the command line."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from .job import PROGRAM, Failed, Job, run


def arguments(given: list[str] | None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="relata-spark", description="Maps and reduces a project of relata on Apache Spark.")
    parser.add_argument("--master", default="local[*]", help="where Spark runs: spark://HOST:7077, yarn, k8s://…")
    parser.add_argument("--in", dest="source", required=True, help="folder of the project: a path that all workers see")
    parser.add_argument("--out", required=True, help="folder of the tables, likewise")
    parser.add_argument("--parts", type=int, help="parts that are mapped [default: four for each core]")
    parser.add_argument("--reducers", type=int, help="parts that buckets are reduced in [default: as many as buckets]")
    parser.add_argument("--buckets", type=int, default=16, help="buckets of the tables (16)")
    parser.add_argument("--relata", default=shutil.which(PROGRAM), help="the program that goes along with the job")
    parser.add_argument("--conf", action="append", default=[], metavar="KEY=VALUE", help="a setting of Spark")
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    """Runs, and says on standard error how far it is. Exit code 2 when relata refuses to go on."""
    args = arguments(given)

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    if not args.relata or not os.path.isfile(args.relata):
        say("there is no program `relata`; name it with --relata")
        return 2
    if os.path.basename(args.relata) != PROGRAM:
        say(f"the program has to be called `{PROGRAM}`, for that is its name at the workers")
        return 2
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("relata").master(args.master)
    for setting in args.conf:
        key, _, value = setting.partition("=")
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        cores = spark.sparkContext.defaultParallelism
        parts = args.parts or 4 * max(cores, 1)
        reducers = min(args.reducers or args.buckets, args.buckets)
        job = Job(os.path.abspath(args.source), os.path.abspath(args.out), parts, reducers, args.buckets, args.relata)
        run(spark, job, say)
    except Failed as refused:
        say(str(refused))
        return 2
    finally:
        spark.stop()
    say(f"the tables are in {args.out}; `relata build --from` makes the graph of them")
    return 0


if __name__ == "__main__":
    sys.exit(main())
