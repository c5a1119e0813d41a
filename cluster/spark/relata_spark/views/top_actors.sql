-- Actors by the claims that they are in, as subject or as object.
SELECT actor, count(*) AS claims, count_if(acts) AS as_subject, count_if(NOT acts) AS as_object
FROM (
  SELECT subject AS actor, true AS acts FROM statements
  UNION ALL
  SELECT object, false FROM statements
)
WHERE actor IS NOT NULL
GROUP BY actor
