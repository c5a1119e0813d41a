"""Many clients at once: clients.py ADDRESS [CLIENTS] [SECONDS].

Each client keeps one connection to a `relata serve` and asks one address after the other, as fast as it is answered. Every
answer has to be 200 and whole. Tells how many requests were answered, which were not, and how long they took.
"""

import http.client
import json
import sys
import threading
import time
import urllib.parse

SELECT = "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(?n) LIMIT 10"
PATHS = [
    "/api/overview", "/api/graph?top=20", "/api/search?q=a", "/api/predicates", "/js/main.js",
    "/sparql?" + urllib.parse.urlencode({"query": SELECT}),
]


def ask(address, until, times, faults, first):
    place = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
    n = first
    while time.monotonic() < until:
        path = PATHS[n % len(PATHS)]
        n += 1
        begun = time.monotonic()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                faults.append(f"{path}: {answer.status} {body[:80]!r}")
            elif answer.getheader("Content-Type", "").startswith("application/json"):
                json.loads(body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            faults.append(f"{path}: {error!r}")
            connection.close()
        times.append(time.monotonic() - begun)


def main():
    address, n_clients, seconds = sys.argv[1], int((sys.argv[2:] or [200])[0]), float((sys.argv[3:] or [60])[0])
    times, faults = [], []
    until = time.monotonic() + seconds
    clients = [threading.Thread(target=ask, args=(address, until, times, faults, n)) for n in range(n_clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    times.sort()
    print(f"{n_clients} clients, {seconds:.0f} s: {len(times)} requests, {len(faults)} failed")
    print(f"seconds: median {times[len(times) // 2]:.2f}, 99 % {times[len(times) * 99 // 100]:.2f}, longest {times[-1]:.2f}")
    for fault in faults[:10]:
        print(fault)
    sys.exit(1 if faults else 0)


main()
