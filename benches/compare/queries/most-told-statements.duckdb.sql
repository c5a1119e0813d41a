SELECT subject, predicate, object, count(*) AS n FROM claims GROUP BY ALL ORDER BY n DESC LIMIT 10
