SELECT claim, subject, object, document, confidence FROM claims WHERE predicate = 'https://w3id.org/relata/rel/met' AND certainty = 'http://groundedannotationframework.org/grasp/factuality#certain'
