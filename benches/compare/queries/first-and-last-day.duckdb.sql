SELECT agent, min(day), max(day) FROM events WHERE day IS NOT NULL GROUP BY agent
