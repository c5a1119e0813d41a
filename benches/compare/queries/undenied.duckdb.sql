SELECT count(*) FROM claims c WHERE certainty = 'http://groundedannotationframework.org/grasp/factuality#certain' AND NOT EXISTS (SELECT 1 FROM denies d WHERE d.denied = c.claim)
