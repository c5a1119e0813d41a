"""relata's `shard map` and `shard reduce` on Apache Spark.

Spark decides what runs where and runs again what was lost. Every rule about rows is in the program `relata`, which goes
along with the job.
"""

from .job import Failed, Job, run
from .views import names, pagerank, register, within

__all__ = ["Failed", "Job", "names", "pagerank", "register", "run", "within"]
