SELECT predicate, count(*), avg(confidence), min(confidence), max(confidence) FROM claims GROUP BY predicate
