"""The heavy questions as views over the tables.

Names are those of the data set: which of them are one actor is decided when the graph is built. A view counts claims, and
says nothing that the claims do not say.
"""

from __future__ import annotations

from importlib import resources

# In the order in which they build on each other.
_ORDER = ["statements", "who_on_whom", "occurrences", "top_actors", "panel", "neighbours"]
TABLES = ["claims", "entities", "documents", "rejects"]


def names() -> list[str]:
    """The names of the views."""
    return list(_ORDER)


def register(spark, tables: str) -> None:
    """Makes the tables (`relata_claims`, `relata_entities` …) and the views known to a Spark session."""
    for table in TABLES:
        place = f"{tables.rstrip('/')}/tables/{table}"
        if _is_there(spark, place):
            spark.read.parquet(place).createOrReplaceTempView(f"relata_{table}")
    for view in _ORDER:
        query = resources.files(__package__).joinpath("views", f"{view}.sql").read_text(encoding="utf-8")
        spark.sql(query).createOrReplaceTempView(view)


def _is_there(spark, place: str) -> bool:
    path = spark._jvm.org.apache.hadoop.fs.Path(place)
    return path.getFileSystem(spark._jsc.hadoopConfiguration()).exists(path)


def within(spark, name: str, hops: int):
    """The names that are at most so many claims away from a name, each with its least distance."""
    pairs = spark.table("neighbours").select("actor", "neighbour").cache()
    found = spark.createDataFrame([(name, 0)], "actor string, hops int")
    edge = found
    for hop in range(1, hops + 1):
        edge = (
            edge.join(pairs, "actor")
            .selectExpr("neighbour AS actor", f"{hop} AS hops")
            .distinct()
            .join(found, "actor", "left_anti")
            .localCheckpoint()
        )
        found = found.union(edge)
    return found


def pagerank(spark, damping: float = 0.85, iterations: int = 20):
    """PageRank of names over claims from subject to object, each as heavy as the number of its claims. The sum is 1.

    What a name without claims of its own has is shared out among all.
    """
    arcs = (
        spark.table("statements")
        .where("object IS NOT NULL AND subject <> object")
        .groupBy("subject", "object")
        .count()
        .selectExpr("subject", "object", "count / sum(count) OVER (PARTITION BY subject) AS share")
        .cache()
    )
    nodes = arcs.selectExpr("subject AS actor").union(arcs.selectExpr("object")).distinct().cache()
    n = nodes.count()
    ranks = nodes.selectExpr("actor", f"1.0D / {max(n, 1)} AS rank")
    for _ in range(iterations):
        given = ranks.join(arcs, ranks.actor == arcs.subject).selectExpr("object AS actor", "rank * share AS rank")
        got = given.groupBy("actor").sum("rank").withColumnRenamed("sum(rank)", "got")
        lost = 1.0 - (got.groupBy().sum("got").head()[0] or 0.0)
        base = (1.0 - damping + damping * lost) / max(n, 1)
        ranks = (
            nodes.join(got, "actor", "left")
            .selectExpr("actor", f"{base}D + {damping}D * coalesce(got, 0.0D) AS rank")
            .localCheckpoint()
        )
    return ranks
