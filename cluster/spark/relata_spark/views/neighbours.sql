-- Pairs of names that a claim joins, in both directions, with the number of those claims.
SELECT actor, neighbour, count(*) AS claims
FROM (
  SELECT subject AS actor, object AS neighbour FROM statements
  UNION ALL
  SELECT object, subject FROM statements
)
WHERE actor IS NOT NULL AND neighbour IS NOT NULL AND actor <> neighbour
GROUP BY actor, neighbour
