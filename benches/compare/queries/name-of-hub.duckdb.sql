SELECT claim, object FROM claims WHERE subject = 'https://w3id.org/relata/kg/' || 'Iran'
