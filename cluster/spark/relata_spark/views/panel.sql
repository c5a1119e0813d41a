-- Pairs of actors by month, as a panel: one row for each pair and month in which something is told, in one direction.
SELECT subject, object, month, count(*) AS claims, count(DISTINCT predicate) AS predicates,
  count(DISTINCT document) AS documents
FROM statements
WHERE object IS NOT NULL AND month IS NOT NULL
GROUP BY subject, object, month
