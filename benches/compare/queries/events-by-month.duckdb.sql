SELECT year(day) AS y, month(day) AS m, count(*) FROM events WHERE day IS NOT NULL GROUP BY y, m
