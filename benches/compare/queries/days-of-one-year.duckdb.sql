SELECT count(*) FROM events WHERE day >= DATE '2017-01-01' AND day < DATE '2018-01-01'
