SELECT document, avg(length(quote)) AS mean FROM claims JOIN mentions USING (mention) GROUP BY document ORDER BY mean DESC, document LIMIT 10
