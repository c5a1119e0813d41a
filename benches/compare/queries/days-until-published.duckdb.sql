SELECT published - day AS lag, count(*) FROM claims JOIN events USING (event) JOIN documents USING (document) WHERE day IS NOT NULL GROUP BY lag
