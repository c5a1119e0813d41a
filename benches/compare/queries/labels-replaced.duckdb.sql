SELECT regexp_replace(label, '^.* of ', '') AS state, count(*) AS n FROM events GROUP BY state ORDER BY n DESC, state LIMIT 20
