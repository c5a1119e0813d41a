SELECT event, place FROM events WHERE predicate = 'https://w3id.org/relata/rel/attacked'
