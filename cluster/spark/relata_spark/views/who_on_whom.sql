-- Who acts on whom, by predicate and month. Claims are counted, and documents, of which many may tell one event.
SELECT subject, predicate, object, month, count(*) AS claims, count(DISTINCT document) AS documents,
  count(DISTINCT event_id) AS events
FROM statements
WHERE object IS NOT NULL
GROUP BY subject, predicate, object, month
