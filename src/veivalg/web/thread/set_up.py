"""Where setting up a council begins: the starter list, the map, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext

from veivalg.facts.starter import Certainty
from veivalg.web.councils.certainty import CERTAINTY_WORDS
from veivalg.web.councils.models import Council, Municipality, Participant
from veivalg.web.knowledge import map
from veivalg.web.knowledge.map import Map, Place
from veivalg.web.ui.paging import plain
from veivalg.web.ui.words import norwegian_order

CHOSEN, TURNED, SHORT_NAME, COUNTY = "k", "bytt", "kortnavn", "fylke"
"""Parameters: chosen municipalities, one to turn on or off, what the council is called, and the county on the map."""
MOST = 60
"""Municipalities that can be chosen at once."""


@dataclass(frozen=True)
class Suggestion:
    """One council of the starter list, for whoever may set it up."""

    council: Council
    groups: list[tuple[str, str]]
    """What we know, and of whom: how certain in words, and names."""


def suggestions(councils: Sequence[Council], words: str) -> list[Suggestion]:
    """Councils that nobody has set up, fetched `with_members`, whose name or members hold the words."""
    wanted = norwegian_order(words)
    found = []
    for council in councils:
        members = list(council.participants.all())
        text = norwegian_order(" ".join([council.name, council.short_name, *(row.name for row in members)]))
        if council.is_set_up or council.is_demo or wanted not in text:
            continue
        found.append(Suggestion(council, _groups(members)))
    return sorted(found, key=lambda row: norwegian_order(row.council.short_name))


def _groups(members: Sequence[Participant]) -> list[tuple[str, str]]:
    return [
        (str(CERTAINTY_WORDS[certainty]), ", ".join(names))
        for certainty in Certainty
        if (names := sorted((row.name for row in members if row.certainty == certainty), key=norwegian_order))
    ]


@dataclass(frozen=True)
class Choice:
    """The municipalities that are chosen so far, and the county whose map is shown."""

    chosen: frozenset[str]
    county: str
    short_name: str

    def turned(self, code: str) -> str:
        """The address where one municipality more, or less, is chosen."""
        return f"?{self.query}&{urlencode({TURNED: code})}#kart"

    @property
    def query(self) -> str:
        """What is chosen, as it stands in an address."""
        pairs = [(CHOSEN, code) for code in sorted(self.chosen)]
        return urlencode([*pairs, (COUNTY, self.county), (SHORT_NAME, self.short_name)])


def choice(asked: "Mapping[str, str]", chosen: Sequence[str], places: Mapping[str, Municipality]) -> Choice:
    """What an address or a form asks for; numbers and counties that do not exist are left out."""
    codes = {code for code in chosen[:MOST] if code in places}
    turned = asked.get(TURNED, "")
    if turned in places:
        codes ^= {turned}
    counties = {place.county_code for place in places.values()}
    county = asked.get(COUNTY, "")
    return Choice(
        chosen=frozenset(codes),
        county=county if county in counties else "",
        short_name=plain(asked.get(SHORT_NAME) or asked.get("short_name", "")).strip()[:60],
    )


def drawing(choice: Choice, places: Mapping[str, Municipality]) -> Map:
    """The map of the front page, or of one county with names, where each municipality can be turned on and off."""
    shown = [place for place in places.values() if choice.county in ("", place.county_code)]
    return map.draw(
        [
            Place(
                code=place.code,
                name=place.name,
                url=choice.turned(place.code),
                text=gettext("chosen") if place.code in choice.chosen else gettext("not chosen"),
                kind="k4" if place.code in choice.chosen else "k2",
            )
            for place in shown
        ],
        whole_country=choice.county == "",
    )


def by_county(places: Mapping[str, Municipality], chosen: frozenset[str]) -> list[tuple[str, bool, list[Municipality]]]:
    """Every municipality by county: the county, whether some of it is chosen, and the municipalities."""
    groups: dict[str, list[Municipality]] = {}
    for place in sorted(places.values(), key=lambda place: norwegian_order(place.name)):
        groups.setdefault(place.county_name, []).append(place)
    return [
        (name, any(place.code in chosen for place in groups[name]), groups[name])
        for name in sorted(groups, key=norwegian_order)
    ]
