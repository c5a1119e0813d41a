SELECT claim, object FROM claims WHERE subject = 'https://w3id.org/relata/kg/Iran' AND predicate = 'https://w3id.org/relata/rel/accused'
