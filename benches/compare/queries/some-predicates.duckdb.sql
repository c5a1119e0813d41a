SELECT count(*) FROM claims WHERE predicate IN ('https://w3id.org/relata/rel/attacked','https://w3id.org/relata/rel/accused','https://w3id.org/relata/rel/threatened') AND confidence * 2 < 1.4
