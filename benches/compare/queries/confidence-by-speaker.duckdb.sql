SELECT speaker, sum(confidence) AS n FROM said_by JOIN claims USING (claim) GROUP BY speaker ORDER BY n DESC, speaker LIMIT 10
