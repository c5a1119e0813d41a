SELECT predicate, count(DISTINCT speaker) FROM claims JOIN said_by USING (claim) GROUP BY predicate
