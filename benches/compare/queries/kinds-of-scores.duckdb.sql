SELECT CASE WHEN confidence > 0.9 THEN 'high' WHEN confidence > 0.7 THEN 'middle' ELSE 'low' END AS kind, count(*) FROM claims GROUP BY kind
