SELECT count(*) FROM mentions WHERE contains(lower(quote), 'ceasefire')
