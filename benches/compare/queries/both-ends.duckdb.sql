SELECT actor, count(*) FROM (SELECT agent AS actor FROM events WHERE agent IS NOT NULL UNION ALL SELECT recipient FROM events WHERE recipient IS NOT NULL) GROUP BY actor
