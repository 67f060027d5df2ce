"""Addresses that no page links to: wrong, old, enormous, half right."""

import random
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from veivalg.statistics import store

NASTY = (
    *("", " ", "0", "-1", "1e9", "nan", "None", "null", "undefined", "../../etc/passwd", "'; DROP TABLE x; --"),
    *(
        "<script>alert(1)</script>",
        "%s%d{0}{{ 7 }}",
        "\x00",
        "\ud7ff",
        "٢٠٢٤",
        "²",
        "🙂",
        "a" * 3000,
        "9" * 60,
        "\r\nX: y",
    ),
    *("ŠÁMI", "%", "%ff", "|", "[]", "true"),
)
EDITIONS = ("viken-2019", "norge", "tf5", "viken-2020", "NORGE")
REGIONS = ("demoregionen", "viken", "50", "03", "99", "5047", "namdal", "r/demoregionen")
LANGUAGES = ("nb", "nn", "en", "se", "no", "nb-NO", "xx")
FORMATS = ("csv", "xlsx", "png", "svg", "json", "html")
PARAMETERS = {"utgave": EDITIONS, "region": REGIONS, "sprak": LANGUAGES, "format": FORMATS}


@dataclass(frozen=True)
class Request:
    """One request: how, what for, and with which headers."""

    method: str
    address: str
    headers: dict[str, str] = field(default_factory=dict)


class OddRequests:
    """Makes odd requests, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        data = store.current(None)
        self.codes = [m.code for m in data.municipalities]
        self.old_codes = sorted({change.old for change in data.code_history})
        self.names = [m.name for m in data.municipalities]

    def next(self) -> Request:
        """The next one."""
        address = self._path()
        if self.chance.random() < 0.8:
            address += "?" + self._query()
        method = self.chance.choices(("GET", "HEAD", "POST", "PUT"), (20, 2, 1, 1))[0]
        return Request(method, address, self._headers())

    def _path(self) -> str:
        code = self.chance.choice((*self.chance.sample(self.codes, 3), self.chance.choice(self.old_codes), "0000"))
        word = quote(self.chance.choice((*NASTY, *self.chance.sample(self.names, 3))), safe="")
        council = self.chance.choice((*REGIONS, word))
        return self.chance.choice(
            (
                "/",
                "/indeks/sarbarhet/",
                "/indeks/sarbarhet/",
                "/indeks/sarbarhet/foredraget/",
                f"/kommuner/{code}/",
                f"/kommuner/{code}-{word}/",
                f"/kommuner/{word}/",
                f"/r/{council}/",
                f"/r/{council}/kunnskap/",
                "/om/tall/",
                "/sok/",
                f"/{word}",
                f"/static/{word}",
            )
        )

    def _query(self) -> str:
        pairs = []
        for _ in range(self.chance.randint(1, 4)):
            name = self.chance.choice((*PARAMETERS, "aar", "aar", "q", "side", self.chance.choice(NASTY)))
            values = PARAMETERS.get(name) or tuple(str(self.chance.randint(1980, 2040)) for _ in range(3))
            pairs.append((name, self.chance.choice(values if self.chance.random() < 0.6 else NASTY)))
        return urlencode(pairs)

    def _headers(self) -> dict[str, str]:
        if self.chance.random() < 0.7:
            return {}
        word = quote(self.chance.choice(NASTY))[:200]
        return {
            "Accept-Language": self.chance.choice(("nn", "de,en;q=0.5", "*", word)),
            "Cookie": self.chance.choice((f"sprak={word}", "sprak=nn; sprak=en", f"csrftoken={word}")),
            "Accept-Encoding": self.chance.choice(("gzip", "br", word)),
        }
