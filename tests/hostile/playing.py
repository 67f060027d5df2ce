"""A round of questions as those in it meet it: everything goes through the pages, nothing through the code."""

import csv
import io
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.hostile.forms import Form, forms_of

CODE = re.compile(rb"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
ITEM, PLACE = re.compile(r"q\d+"), re.compile(r"s\d+")


@dataclass
class Played:
    """A round, the codes on its slips, and where its results stand."""

    desk: Client
    address: str
    room: str
    files: str
    codes: dict[str, list[str]] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    """The names of its fields in the order they are asked, `q48` and on, once somebody has seen the questions."""

    @property
    def pk(self) -> int:
        """The number of the round, as its address shows it."""
        return int(self.address.rstrip("/").rsplit("/", 1)[1])

    def slips(self, **counts: int) -> dict[str, list[str]]:
        """Print slips as the secretary does; `_1` is the first group, and `others` those outside the groups."""
        form = forms_of(self.desk.get(f"{self.address}lapper/").content)[-1]
        groups = [name for name in form.fields if name.startswith("group-")]
        names = {groups[int(key[1:]) - 1] if key.startswith("_") else key: count for key, count in counts.items()}
        page = self.desk.post(f"{self.address}lapper/", form.filled(**names))
        found = list(dict.fromkeys(code.decode() for code in CODE.findall(page.content)))
        assert len(found) == sum(counts.values())
        # The page begins with those without a group; after them come the groups in their order.
        for key in sorted(counts, key=lambda key: (key != "others", key)):
            self.codes.setdefault(key, []).extend(found[: counts[key]])
            found = found[counts[key] :]
        return self.codes

    def opened(self) -> "Played":
        """Open it for answers."""
        assert send(self.desk, f"{self.address}apne/").status_code == 302
        return self

    def closed(self) -> "Played":
        """Close it for good."""
        assert send(self.desk, f"{self.address}lukk/").status_code == 302
        return self

    def form(self, code: str, browser: Client | None = None) -> Form:
        """The questions, as they stand for whoever has this code."""
        page = (browser or Client()).post("/kode/", {"code": code})
        assert page.status_code == 200, page.status_code
        form = next(form for form in forms_of(page.content) if "sending" in form.fields)
        self.items = [name for name in [*form.choices, *form.fields] if ITEM.fullmatch(name)]
        return form

    def named(self, **answers: object) -> dict[str, object]:
        """Answers by the names of their fields: `s1` is the first statement."""
        if not self.items:
            self.form(next(code for own in self.codes.values() for code in own))
        return {
            self.items[int(name[1:]) - 1] if PLACE.fullmatch(name) else name: value for name, value in answers.items()
        }

    def fields(self, code: str, **answers: object) -> dict[str, object]:
        """All that is sent as a first answer with this code, unless something else is said."""
        first = {"round": self.pk, "code": code, "turn": 0, "sending": secrets.token_urlsafe(16)}
        return first | self.named(**answers)

    def answer(self, code: str, browser: Client | None = None, **answers: object):
        """Answer with this code, as somebody who has not answered before."""
        page = (browser or Client()).post("/svar/", self.fields(code, **answers))
        assert page.status_code == 302, wrong_in(page.content)
        return page

    def tables(self, kind: str = "csv") -> list[dict[str, str]]:
        """Every line of the file with the results, by its headings."""
        return lines_of(Client().get(self.files + kind).content)


def lines_of(content: bytes) -> list[dict[str, str]]:
    """The lines of all the tables of a file, each by the headings of its table."""
    found: list[dict[str, str]] = []
    for table in re.split(r"\r?\n\r?\n", content.decode("utf-8-sig").strip()):
        found.extend(csv.DictReader(io.StringIO(table), delimiter=";"))
    return found


def wrong_in(page: bytes) -> list[str]:
    """What a page says is wrong."""
    return re.findall(r"vv-(?:wrong|message)[^>]*>([^<]*)", page.decode())


def send(browser: Client, address: str, **values: object):
    """Fill in the last form of a page and send it."""
    page = browser.get(address)
    form = forms_of(page.content)[-1]
    return browser.post(form.action or address, form.filled(**values))


def a_barometer(desk: Client, council: str = "vestre", **values: object) -> Played:
    """Ask how the cooperation is."""
    made = send(desk, f"/r/{council}/samarbeid/runder/ny/", **values)
    assert made.status_code == 302
    address = made.headers["Location"]
    room = f"/r/{council}/samarbeid/runder/{address.rstrip('/').rsplit('/', 1)[1]}/"
    return Played(desk, address, room, f"{room}svar.")


def a_capacity_round(desk: Client, council: str = "vestre", **values: object) -> Played:
    """Ask about development capacity, each municipality for itself."""
    made = send(desk, f"/r/{council}/kapasitet/ny/", **values)
    assert made.status_code == 302
    address = made.headers["Location"]
    room = f"/r/{council}/kapasitet/runder/{address.rstrip('/').rsplit('/', 1)[1]}/"
    return Played(desk, address, room, f"{room}svar.")


def a_choice(desk: Client, council: str = "vestre", **values: object) -> str:
    """Prepare a choice of direction; the address of it."""
    form = forms_of(desk.get(f"/r/{council}/retning/ny/").content)[-1]
    fields = {name: value for name, value in form.fields.items() if not name.startswith("figures")}
    made = desk.post(f"/r/{council}/retning/ny/", fields | values)
    assert made.status_code == 302
    return made.headers["Location"].split("steg/")[0]


def a_step(desk: Client, choice: str, step: str = "vurdering", **values: object) -> Played:
    """Prepare a round of a choice of direction."""
    today = timezone.localdate()
    asked = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=7)).isoformat(), **values}
    form = forms_of(desk.get(f"{choice}steg/{step}/").content)[-1]
    made = desk.post(f"{choice}steg/{step}/", form.filled(**asked))
    assert made.status_code == 302, wrong_in(made.content)
    return Played(desk, made.headers["Location"], choice, f"{choice}resultat.")
