"""Makes a project of claims that is shaped like coded news.

Few actors do most of the deeds, few words make up most of the text, sources repeat and deny one another.
Rows are written in the order of time and none is kept, so any number of claims fits into memory.
The same number of claims gives the same bytes on every machine.
"""

import csv
import sys
from collections import deque
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

SEED = 1
FIRST_DAY = date(2015, 1, 1)
DAYS = 5 * 365
CLAIMS_A_DOCUMENT = 20
WORDS = 4_000
# How long a statement is talked about: it can be repeated, denied or answered.
TALKED_ABOUT = 30

# What a claim is about, and how many of a hundred are.
KINDS = ("news", "repetition", "denial", "answer in kind", "comment")
SHARES = (62, 24, 6, 6, 2)

CLAIM_COLUMNS = (
    "id", "subject", "predicate", "object", "date", "place", "document", "said_by",
    "certainty", "polarity", "modality", "denies", "quote", "confidence",
)  # fmt: skip

STATES = (
    "United States;Russia;China;India;Iran;Israel;Turkey;United Kingdom;France;Germany;"
    "Japan;North Korea;South Korea;Syria;Pakistan;Saudi Arabia;Ukraine;Iraq;Egypt;Italy;"
    "Spain;Poland;Greece;Canada;Mexico;Brazil;Australia;Nigeria;Kenya;Ethiopia;"
    "Afghanistan;Yemen;Lebanon;Jordan;Qatar;Indonesia;Philippines;Vietnam;Thailand;Venezuela"
).split(";")

# With the state itself, 50 actors in each of 40 states.
BODIES = {
    "organization": (
        "Government;Foreign Ministry;Defence Ministry;Interior Ministry;Finance Ministry;Parliament;Army;Navy;"
        "Air Force;Police;Border Guard;Secret Service;Supreme Court;Central Bank;Ruling Party;Opposition Party;"
        "Embassy;Red Crescent;Electoral Commission;State Television;Oil Company;Airline;Railway;Port Authority;"
        "Customs Office;Trade Union;Chamber of Commerce;University"
    ),
    "group": "Protesters;Rebels;Students;Journalists;Farmers;Fishermen;Refugees;Teachers;Doctors;Lawyers;Miners",
    "role": "President;Prime Minister;Foreign Minister;Defence Minister;Ambassador;Spokesperson;Chief of Staff;"
    "Negotiator;Governor;Judge",
}

DEEDS = (
    "consulted;criticized;met;visited;praised;accused;threatened;hosted;negotiated with;warned;attacked;supported;"
    "urged;condemned;arrested;protested against;sanctioned;signed agreement with;sent aid to;phoned;"
    "exchanged fire with;thanked;invited;investigated;shelled;retaliated against;spied on;apologised to;armed;"
    "trained;expelled;sued;recognised;broke relations with;blockaded;cooperated with"
).split(";")
# What is done about the statement of another claim.
COMMENTS = ("rejected", "welcomed", "confirmed", "denied", "spoke about")

PUBLISHERS = [f"{state} {paper}" for paper in ("News Agency", "Herald", "Courier") for state in STATES]
COMMON_WORDS = (
    "the of to and a in that is for it on was with as by at from we have not this be will they are "
    "government talks minister people army country sanctions border president agreement attack ceasefire troops aid"
).split()
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


class Zipf:
    """Draws items, the n-th of them in proportion to `1 / n ** exponent`."""

    def __init__(self, random, items, exponent=1.0):
        self.random, self.items = random, items
        self.weights = list(accumulate(rank**-exponent for rank in range(1, len(items) + 1)))

    def draw(self, count=1):
        return self.random.choices(self.items, cum_weights=self.weights, k=count)


def generate(folder, n_claims):
    """Writes `entities.csv`, `documents.csv` and `claims.csv` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "entities.csv", ("label", "type", "member_of"), _actors())
    _write(folder / "documents.csv", ("id", "title", "publisher", "published", "language"), _documents(n_claims))
    _write(folder / "claims.csv", CLAIM_COLUMNS, _claims(n_claims))


def _write(path, columns, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([columns])
        csv.writer(file, lineterminator="\n").writerows(rows)


def _actors():
    for state in STATES:
        yield state, "state", ""
    for kind, bodies in BODIES.items():
        for body in bodies.split(";"):
            for state in STATES:
                yield f"{body} of {state}", kind, state


def _day(claim, n_claims):
    """The day on which the document of this claim appears."""
    return FIRST_DAY + timedelta(DAYS * claim // n_claims)


def _documents(n_claims):
    random = Random(SEED)
    publishers, words = Zipf(random, PUBLISHERS), Zipf(random, _vocabulary())
    for first in range(0, n_claims, CLAIMS_A_DOCUMENT):
        last = min(first + CLAIMS_A_DOCUMENT, n_claims) - 1
        title = " ".join(words.draw(random.randint(4, 9))).capitalize()
        yield f"d{first // CLAIMS_A_DOCUMENT}", title, *publishers.draw(), _day(last, n_claims), "en"


def _claims(n_claims):
    random = Random(SEED)
    deeds, words = Zipf(random, DEEDS, 0.7), Zipf(random, _vocabulary())
    actors = Zipf(random, [label for label, *_ in _actors()], 0.8)
    places = Zipf(random, STATES)
    # Names of claims and what they state: subject, predicate, object, date and place.
    talk = deque(maxlen=max(1, n_claims * TALKED_ABOUT // DAYS))

    def some(share, text):
        return text if random.random() < share else ""

    for number in range(n_claims):
        name, polarity, modality, denies = f"c{number}", "positive", "actual", ""
        kind = random.choices(KINDS, SHARES)[0] if talk else "news"
        other, statement = random.choice(talk) if talk else (None, None)
        if kind == "denial":
            polarity, denies = "negative", other
        elif kind != "repetition":
            if kind == "news":
                subject, object = _two(actors)
                statement = subject, *deeds.draw(), object
                [modality] = random.choices(("actual", "planned", "threatened", "hypothetical"), (90, 4, 3, 3))
            elif kind == "answer in kind":
                statement = statement[2], statement[1], statement[0]
            else:
                statement = *actors.draw(), random.choice(COMMENTS), f"#{other}"
            day = _day(number, n_claims) - timedelta(random.randrange(4))
            [when] = random.choices((day, f"{day:%Y-%m}", ""), (90, 6, 4))
            statement = *statement, when, some(0.3, *places.draw())
            if kind != "comment":
                talk.append((name, statement))
        document = f"d{number // CLAIMS_A_DOCUMENT}"
        speakers = ";".join(actors.draw(random.choice((0, 1, 1, 1, 1, 2))))
        [certainty] = random.choices(("certain", "probable", "possible", ""), (50, 20, 10, 20))
        quote = some(0.9, " ".join(words.draw(random.randint(8, 25))).capitalize() + ".")
        confidence = f"{random.uniform(0.5, 1):.2f}"
        yield name, *statement, document, speakers, certainty, polarity, modality, denies, quote, confidence


def _two(actors):
    first, second = actors.draw(2)
    return (first, second) if first != second else _two(actors)


def _vocabulary():
    random = Random(SEED)
    made = {}
    while len(made) < WORDS - len(COMMON_WORDS):
        made["".join(random.choices(SYLLABLES, k=random.randint(2, 4)))] = None
    return [*COMMON_WORDS, *made]


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
