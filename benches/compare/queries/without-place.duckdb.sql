SELECT count(*) FROM events WHERE day IS NOT NULL AND place IS NULL
