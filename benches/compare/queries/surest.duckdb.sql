SELECT claim, confidence FROM claims ORDER BY confidence DESC, claim LIMIT 20
