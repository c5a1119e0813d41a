SELECT a.speaker AS x, b.speaker AS y, count(*) AS n FROM denies d JOIN said_by a ON a.claim = d.claim JOIN said_by b ON b.claim = d.denied GROUP BY x, y ORDER BY n DESC, x, y LIMIT 10
