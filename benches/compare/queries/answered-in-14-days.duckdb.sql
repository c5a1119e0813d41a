SELECT count(*) FROM events a JOIN events b ON a.predicate = b.predicate AND a.agent = b.recipient AND a.recipient = b.agent WHERE a.day < b.day AND b.day - a.day <= 14
